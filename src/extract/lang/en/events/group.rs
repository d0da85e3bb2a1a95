//! A verb's auxiliaries and adverbs: "was not to", "may never have", "on Tuesday".

use super::Context;
use super::factuality::{apply_head, deny, plan, possible};
use super::heads::Head;
use super::unit::UnitKind;
use super::words::is_adverb;
use crate::extract::finding::{Factuality, TimeKind};
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// Maximum number of words of one verb group.
const MAX_GROUP: usize = 12;

/// The modal auxiliary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Modal {
    #[default]
    None,
    Will,
    Would,
    /// May, might: if it is negated, the event stays open.
    May,
    /// Could, can, should, must.
    Can,
}

/// The auxiliaries and adverbs before a verb.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Group {
    /// Its first token.
    pub(super) begin: usize,
    pub(super) modal: Modal,
    pub(super) negated: bool,
    /// Whether there is a form of "have", as in "to have met".
    pub(super) have: bool,
    /// Whether there is a form of "be".
    pub(super) be: bool,
    /// Whether there is "was", "were" or "had".
    pub(super) past: bool,
    /// Whether it begins with "to".
    pub(super) to: bool,
    /// Whether there is a form of "do".
    pub(super) does: bool,
    /// Whether there is "allegedly", "perhaps" or the like.
    pub(super) hedged: bool,
    /// Whether there is "hardly", "seldom" or the like, which leave the event open.
    pub(super) unclear: bool,
    /// Whether there is "wrongly", "falsely" or the like, which negate what is said.
    pub(super) falsely: bool,
}

impl Group {
    /// Whether it contains a finite auxiliary or "to".
    pub(super) fn has_auxiliary(&self) -> bool {
        self.modal != Modal::None || self.have || self.be || self.to || self.does
    }

    /// The factuality of an event whose verb has these auxiliaries.
    pub(super) fn own(&self) -> Option<Factuality> {
        let plain = match self.modal {
            // "would have met": it did not happen.
            Modal::Would if self.have => (!self.negated).then_some(Factuality::Denied),
            Modal::May => Some(Factuality::Possible),
            Modal::Can if !self.negated => Some(Factuality::Possible),
            Modal::Will | Modal::Would if !self.negated => Some(Factuality::Planned),
            _ if self.negated => Some(Factuality::Denied),
            _ => Some(Factuality::Happened),
        };
        self.adverbs(plain)
    }

    /// The effect of the adverbs.
    pub(super) fn adverbs(&self, value: Option<Factuality>) -> Option<Factuality> {
        if self.unclear {
            return None;
        }
        if self.hedged { possible(value) } else { value }
    }

    /// The factuality of an event governed by a head with these auxiliaries.
    pub(super) fn over(&self, head: Head, value: Option<Factuality>) -> Option<Factuality> {
        let lifted = apply_head(head, value);
        let said = matches!(head, Head::Say | Head::Truth | Head::Hearsay);
        if self.falsely {
            // The text denies the event, not the speaker that it quotes.
            return None;
        }
        if self.negated && !matches!(self.modal, Modal::May) {
            return self.adverbs(match head {
                Head::Deny | Head::Agree => possible(value),
                Head::Plan => Some(Factuality::Denied),
                Head::Carry | Head::Truth => deny(value),
                Head::Cancel | Head::Postpone | Head::Possible | Head::Hearsay | Head::Say => None,
            });
        }
        let value = match self.modal {
            Modal::None => lifted,
            Modal::Will if said => lifted,
            Modal::Will => plan(lifted),
            Modal::Would if self.have => {
                if said {
                    lifted
                } else {
                    None
                }
            }
            Modal::Would if head == Head::Carry => plan(lifted),
            Modal::Would | Modal::May | Modal::Can if said => lifted,
            Modal::Would if head == Head::Deny => lifted,
            // "cannot" is negated; "could refuse to meet" leaves both open.
            Modal::Would | Modal::May | Modal::Can => {
                if lifted == Some(Factuality::Denied) {
                    Some(Factuality::Possible)
                } else {
                    possible(lifted)
                }
            }
        };
        self.adverbs(value)
    }
}

/// The auxiliaries and adverbs before a verb, and a time among them: "Karasin on Tuesday met".
pub(super) fn group(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize, time: &mut Option<usize>) -> Group {
    let mut group = Group { begin: verb, ..Group::default() };
    for _ in 0..MAX_GROUP {
        let Some(before) = group.begin.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(group.begin) {
            let UnitKind::Time(t) = unit.what else { break };
            // "Karasin on Tuesday met", not "the conference of 1861 met"
            let start = unit.tokens.start;
            let depends = start > sentence.start
                && cx.any(start - 1, Classes::EVENT_LINK)
                && !cx.is_any(start - 1, &["on", "in", "at"]);
            let of = start > sentence.start && cx.is_any(start - 1, &["of", "the"]);
            if start < sentence.start || depends || group.begin == verb && of {
                break;
            }
            if time.is_none() && cx.times[t].kind == TimeKind::Date {
                *time = Some(t);
            }
            group.begin = start;
            if start > sentence.start && cx.is_any(start - 1, &["on", "in", "at"]) {
                group.begin -= 1;
            }
            continue;
        }
        if !group.take(cx, before) {
            break;
        }
        group.begin = before;
        if group.to {
            break;
        }
    }
    group
}

impl Group {
    /// Reads one more word to the left. Returns `false` if it is not part of a verb group.
    fn take(&mut self, cx: &Context<'_, '_>, at: usize) -> bool {
        let word = cx.tokens.word(at);
        if ["n't", "n’t"].iter().any(|end| word.to_ascii_lowercase().ends_with(end)) || cx.is_any(at, &["cannot"]) {
            self.negated = true;
            match word.to_ascii_lowercase().get(..2) {
                Some("wo") => self.modal = Modal::Will,
                Some("ca" | "co" | "mu" | "sh") => self.modal = Modal::Can,
                Some("mi" | "ma") => self.modal = Modal::May,
                Some("wa" | "we" | "is" | "ar") => self.be = true,
                Some("ha") => self.have = true,
                _ if word.eq_ignore_ascii_case("wouldn't") || word.eq_ignore_ascii_case("wouldn’t") => {
                    self.modal = Modal::Would;
                }
                _ => self.does = true,
            }
            return true;
        }
        if cx.tokens.is(at, "last") {
            // "the two last met in May"
        } else if cx.is_any(at, &["not", "never"]) {
            // "not only met", "no less"
            self.negated |= !cx.is_any(at + 1, &["only", "just", "merely", "simply", "least"]);
        } else if cx.is_any(at, &["will", "shall"]) {
            self.modal = Modal::Will;
        } else if cx.tokens.is(at, "would") {
            self.modal = Modal::Would;
        } else if cx.is_any(at, &["may", "might"])
            && cx.tokens.tokens[at].letters == crate::extract::tokens::Letters::Small
        {
            self.modal = Modal::May;
        } else if cx.is_any(at, &["can", "could", "should", "must", "ought"]) {
            self.modal = Modal::Can;
        } else if cx.is_any(at, &["has", "have", "had", "having"]) {
            // "had to meet" is an obligation; its "to" ended the group before.
            self.have = true;
            self.past |= cx.tokens.is(at, "had");
        } else if cx.is_any(at, &["is", "are", "was", "were", "be", "been", "being", "'s", "’s"]) {
            self.be = true;
            self.past |= cx.is_any(at, &["was", "were"]);
        } else if cx.is_any(at, &["did", "do", "does"]) {
            self.does = true;
        } else if cx.tokens.is(at, "to") {
            self.to = true;
        } else if cx.is_any(at, HEDGES) {
            self.hedged = true;
        } else if cx.is_any(at, &["wrongly", "falsely", "incorrectly", "mistakenly", "erroneously"]) {
            self.falsely = true;
        } else if cx.is_any(at, &["hardly", "barely", "scarcely", "rarely", "seldom", "sooner"]) {
            self.unclear = true;
        } else if cx.is_any(at, &["nearly", "almost", "neither", "nor"]) {
            self.negated = true;
        } else if cx.is_any(at, &["only", "merely", "simply", "yet", "no"]) {
            // "not only met"; "yet" and "no longer" as well
            let longer = cx.tokens.is(at, "no") && cx.tokens.is(at + 1, "longer");
            self.unclear |= longer;
            return longer || !cx.is_any(at, &["no"]);
        } else if cx.tokens.is(at, "longer") {
            return true;
        } else {
            return is_adverb(cx, at);
        }
        true
    }
}

/// Adverbs that leave open whether something happened.
pub(super) const HEDGES: &[&str] = &[
    "allegedly", "reportedly", "supposedly", "purportedly", "possibly", "perhaps", "maybe", "probably", "presumably",
    "apparently", "likely", "ostensibly", "conceivably", "hopefully", "potentially", "seemingly", "theoretically",
];

/// Whether a word is an auxiliary of a finite verb.
pub(super) fn is_auxiliary(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(
        at,
        &[
            "will", "shall", "would", "was", "were", "is", "are", "has", "had", "have", "could", "may", "might",
            "should", "can", "did", "does", "do", "must", "cannot",
        ],
    ) || cx.tokens.tokens.get(at).is_some_and(|_| {
        let word = cx.tokens.word(at);
        word.ends_with("n't") || word.ends_with("n’t")
    })
}
