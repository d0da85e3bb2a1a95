//! A verb with its auxiliaries and the verbs, nouns and adjectives that govern it with "to": "was expected to refuse to meet".

use super::Context;
use super::heads::{Head, governing};
use super::standing::{deny, lift, plan, possible};
use super::unit::What;
use super::words::is_adverb;
use crate::extract::finding::{Standing, TimeKind};
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// Maximum number of verbs that govern one another.
const MAX_CHAIN: usize = 5;
/// Maximum number of words of one verb group.
const MAX_GROUP: usize = 12;

/// What the auxiliary says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Modal {
    None,
    Will,
    Would,
    /// May, might: what is denied of it stays open.
    May,
    /// Could, can, should, must.
    Can,
}

/// The auxiliaries and adverbs before a verb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// Its first token.
    pub(super) begin: usize,
    pub(super) modal: Modal,
    pub(super) negated: bool,
    /// Of a form of "have", as in "to have met".
    pub(super) have: bool,
    /// Of a form of "be".
    pub(super) be: bool,
    /// Of "was", "were", "had".
    pub(super) past: bool,
    /// Of "to", with which it begins.
    pub(super) to: bool,
    /// Of a form of "do".
    pub(super) does: bool,
    /// "allegedly", "perhaps".
    pub(super) hedged: bool,
    /// "hardly", "seldom": it is not said whether.
    pub(super) unclear: bool,
}

impl Group {
    /// Whether a finite auxiliary or "to" stands in it.
    pub(super) fn has_auxiliary(&self) -> bool {
        self.modal != Modal::None || self.have || self.be || self.to || self.does
    }

    /// How an event stands whose verb has these auxiliaries.
    pub(super) fn own(&self) -> Option<Standing> {
        let plain = match self.modal {
            // "would have met": it did not come to it.
            Modal::Would if self.have => (!self.negated).then_some(Standing::Denied),
            Modal::May => Some(Standing::Possible),
            Modal::Can if !self.negated => Some(Standing::Possible),
            Modal::Will | Modal::Would if !self.negated => Some(Standing::Planned),
            _ if self.negated => Some(Standing::Denied),
            _ => Some(Standing::Happened),
        };
        self.adverbs(plain)
    }

    /// What the adverbs make of it.
    fn adverbs(&self, value: Option<Standing>) -> Option<Standing> {
        if self.unclear {
            return None;
        }
        if self.hedged { possible(value) } else { value }
    }

    /// How an event stands that a head with these auxiliaries governs.
    pub(super) fn over(&self, head: Head, value: Option<Standing>) -> Option<Standing> {
        let lifted = lift(head, value);
        let said = matches!(head, Head::Say | Head::Truth | Head::Hearsay);
        if self.negated && !matches!(self.modal, Modal::May) {
            return self.adverbs(match head {
                Head::Deny => possible(value),
                Head::Plan => Some(Standing::Denied),
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
                if lifted == Some(Standing::Denied) {
                    Some(Standing::Possible)
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
    let mut group = Group {
        begin: verb,
        modal: Modal::None,
        negated: false,
        have: false,
        be: false,
        past: false,
        to: false,
        does: false,
        hedged: false,
        unclear: false,
    };
    for _ in 0..MAX_GROUP {
        let Some(before) = group.begin.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(group.begin) {
            let What::Time(t) = unit.what else { break };
            // "Karasin on Tuesday met", not "the conference of 1861 met"
            let start = unit.tokens.start;
            let hangs = start > sentence.start
                && cx.any(start - 1, Classes::EVENT_LINK)
                && !cx.is_any(start - 1, &["on", "in", "at"]);
            let of = start > sentence.start && cx.is_any(start - 1, &["of", "the"]);
            if start < sentence.start || hangs || group.begin == verb && of {
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
    /// Takes in one word before what was read. False if it is none of a verb group.
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
        if cx.is_any(at, &["not", "never"]) {
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
            // "had to meet" obliges; its "to" ended the group before.
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

/// A chain of verbs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    /// Its first token.
    pub(super) begin: usize,
    /// How the event stands as far as the chain says.
    pub(super) value: Option<Standing>,
    /// Whether it begins with a "to" whose governor stands before the subject: "urged X to meet".
    pub(super) to: bool,
    /// Whether the verb stands in "-ing" without an auxiliary: "denied meeting X".
    pub(super) gerund: bool,
    /// Whether it has neither auxiliary nor "to".
    pub(super) bare: bool,
    /// Whether it has "had" and a participle.
    pub(super) pluperfect: bool,
    /// Whether an auxiliary denies it.
    pub(super) negated: bool,
}

/// Reads the chain that ends with a verb.
pub(super) fn chain(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize, time: &mut Option<usize>) -> Chain {
    let first = group(cx, sentence, verb, time);
    let ing = |at: usize| cx.tokens.word(at).ends_with("ing");
    let gerund = !first.be && !first.to && (ing(verb) || (first.begin < verb && cx.tokens.is(first.begin, "having")));
    let mut chain = Chain {
        begin: first.begin,
        value: first.own(),
        to: first.to,
        gerund,
        bare: !first.has_auxiliary() && !first.negated,
        pluperfect: first.have && first.past,
        negated: first.negated,
    };
    if !first.to {
        return chain;
    }
    let mut inner = first;
    for n in 0..MAX_CHAIN {
        // "decided not to meet"
        if chain.begin >= sentence.start + 2
            && cx.is_any(chain.begin - 1, &["not", "never"])
            && !is_auxiliary(cx, chain.begin - 2)
        {
            chain.value = deny(chain.value);
            chain.begin -= 1;
        }
        let Some((begin, head)) = before_to(cx, sentence, chain.begin) else { break };
        let Some(outer) = head else {
            // "is to meet", "had to meet", "was to have met"
            let group = group(cx, sentence, chain.begin, time);
            chain.value = match (group.be, inner.have) {
                (true, true) => (group.past && !group.negated).then_some(Standing::Denied),
                (true, false) if group.negated => Some(Standing::Denied),
                (true, false) => group.adverbs(plan(chain.value)),
                // "has to meet"
                (false, _) => group.adverbs(possible(chain.value)).filter(|_| !group.negated),
            };
            (chain.begin, chain.to) = (group.begin, group.to);
            inner = group;
            if !group.to {
                return chain;
            }
            continue;
        };
        let noun = noun_before(cx, sentence, begin);
        let group = group(cx, sentence, noun.verb.unwrap_or(begin), time);
        chain.value = if inner.have && n == 0 {
            perfect(cx, begin, outer, &group, chain.value)
        } else {
            Group { negated: group.negated || noun.none, ..group }.over(outer, chain.value)
        };
        (chain.begin, chain.to) = (group.begin.min(noun.begin), group.to);
        inner = group;
        if !group.to {
            return chain;
        }
    }
    // Nothing that we know stands before "to": it is an aim.
    chain.value = match chain.value {
        Some(Standing::Happened) if inner.have => None,
        other => plan(other),
    };
    chain
}

/// What governs a "to" from right before it: where the word begins, and what it makes of the event; no head for a form of "be"
/// or "have".
fn before_to(cx: &Context<'_, '_>, sentence: &Range<usize>, to: usize) -> Option<(usize, Option<Head>)> {
    let mut at = to.checked_sub(1).filter(|b| *b >= sentence.start)?;
    while at > sentence.start && cx.units.at(at).is_none() && is_adverb(cx, at) && !cx.is_any(at, &["yet", "first"]) {
        at -= 1;
    }
    if cx.units.at(at).is_some() {
        return None;
    }
    if cx.is_any(at, &["is", "are", "was", "were", "be", "been", "has", "have", "had", "not"]) {
        return Some((at, None));
    }
    // "has yet to meet", "too ill to meet"
    if cx.tokens.is(at, "yet") || (at > sentence.start && cx.tokens.is(at - 1, "too")) {
        return Some((at, Some(Head::Deny)));
    }
    // "is expected to", "expects to": of oneself it is a plan.
    if cx.is_any(at, &["expected", "expects", "expect", "expecting"]) {
        return Some((at, Some(Head::Plan)));
    }
    if let Some((begin, head)) = governing(cx, at, sentence.start, false) {
        let now = cx.tokens.is(at, "able") && at > sentence.start && cx.is_any(at - 1, &["is", "are", "be", "being"]);
        return Some((begin, Some(if now { Head::Possible } else { head })));
    }
    // "is said to have met", "is known to have met"
    governing(cx, at, sentence.start, true).map(|(begin, head)| (begin, Some(head)))
}

/// The words before a noun that governs: "has no plans", "his refusal".
struct Before {
    /// The noun phrase's first token.
    begin: usize,
    /// The verb that has it for an object, if it changes nothing: "has", "made".
    verb: Option<usize>,
    /// Whether it begins with "no".
    none: bool,
}

fn noun_before(cx: &Context<'_, '_>, sentence: &Range<usize>, head: usize) -> Before {
    let mut found = Before { begin: head, verb: None, none: false };
    for _ in 0..4 {
        let Some(before) = found.begin.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let none = cx.is_any(before, &["no", "little"]);
        let determiner =
            none || cx.is_any(before, &["a", "an", "the", "his", "her", "its", "their", "any", "some", "this"]);
        let adjective = found.begin == head
            && cx.units.at(before).is_none()
            && cx.is_any(
                before,
                &[
                    "immediate", "current", "firm", "concrete", "new", "joint", "repeated", "earlier", "such", "real",
                    "official",
                ],
            );
        if !(determiner || adjective) {
            break;
        }
        found.none |= none;
        found.begin = before;
        if determiner {
            break;
        }
    }
    let verb = found.begin.checked_sub(1).filter(|b| *b >= sentence.start && found.begin < head);
    found.verb = verb.filter(|v| {
        cx.is_any(
            *v,
            &[
                "has", "have", "had", "having", "made", "make", "makes", "expressed", "gave", "voiced", "reached",
                "struck", "took", "extended",
            ],
        )
    });
    found
}

/// "is said to have met", "was due to have met", "is known to have met".
fn perfect(cx: &Context<'_, '_>, at: usize, head: Head, group: &Group, value: Option<Standing>) -> Option<Standing> {
    let sure = ["known", "confirmed", "found", "proved", "proven", "shown", "seen", "proud", "happy", "glad", "sorry"];
    if group.negated {
        return None;
    }
    match head {
        _ if cx.is_any(at, &sure) => value,
        Head::Plan if group.past => Some(Standing::Denied),
        // "expected to have met", "supposed to have met"
        Head::Possible if group.past && cx.is_any(at, &["supposed"]) => Some(Standing::Denied),
        Head::Plan | Head::Possible | Head::Hearsay | Head::Say => possible(value),
        Head::Deny => deny(value),
        _ => None,
    }
}

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
