//! The words that govern the clause or the noun of an event from the left: "denied that", "nobody said", "if",
//! "cancelled the". Governors are read outwards, one after another, each only directly before what it governs; reading
//! ends at the first unknown word.

mod noun;
mod phrase;

use super::Context;
use super::factuality::{deny, possible};
use super::group::{Group, Modal, group};
use super::heads::{Head, governing};
use super::unit::UnitKind;
use super::words::{is_adverb, is_talk};
use crate::extract::finding::Factuality;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Maximum number of governors of one event.
const MAX_GOVERNORS: usize = 6;
/// Maximum number of words between a governor and its "that".
const MAX_BEFORE_THAT: usize = 9;

/// What a governor governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Governed {
    /// A clause with a subject.
    Clause,
    /// A clause with "to" and a subject of its own: "urged X to meet".
    To,
    /// A verb in "-ing".
    Gerund,
    /// A noun; `definite` is false if it has an article or a number that makes it indefinite: "a meeting", "talks".
    Noun { definite: bool },
}

/// The state of reading outwards.
pub(super) struct Scope<'s, 'a, 't> {
    pub(super) cx: &'s Context<'a, 't>,
    pub(super) sentence: &'s Range<usize>,
    /// Whether the verb of the innermost clause has "had" and a participle.
    pub(super) pluperfect: bool,
    /// Whether that verb is in the present, so that "when they meet" is in the future.
    pub(super) present: bool,
}

/// A step outwards.
struct Step {
    /// The first token of the governor, including its auxiliaries.
    begin: usize,
    governed: Governed,
    value: Option<Factuality>,
    /// The factuality according to others, which is discarded if the next governor denies it.
    hearsay: Option<Factuality>,
}

impl Scope<'_, '_, '_> {
    /// The factuality of an event after all its governors, from the token with which its own clause or noun begins; and
    /// where the outermost governor begins that changed it.
    pub(super) fn outward(
        &self,
        begin: usize,
        governed: Governed,
        value: Option<Factuality>,
    ) -> (Option<Factuality>, Option<usize>) {
        let mut here = Step { begin, governed, value, hearsay: None };
        let mut outer = None;
        for n in 0..MAX_GOVERNORS {
            if here.value.is_none() {
                break;
            }
            let Some(next) = self.step(&here, n == 0) else { break };
            if next.value != here.value {
                outer = Some(next.begin);
            }
            here = next;
        }
        (here.value, outer)
    }

    /// Whether a condition is directly before a token.
    pub(super) fn is_conditional(&self, at: usize) -> bool {
        self.before(at).is_some_and(|b| self.cx.is_any(b, &["if", "whether", "unless", "that"]))
    }

    fn step(&self, here: &Step, innermost: bool) -> Option<Step> {
        let cx = self.cx;
        let mut at = self.before(here.begin)?;
        // "he denied having also met"; "that on Monday they met"
        while at > self.sentence.start && cx.units.at(at).is_none() && is_adverb(cx, at) {
            at -= 1;
        }
        if matches!(here.governed, Governed::Clause) {
            at = self.past_front(at);
        }
        if cx.is_any(at, &["that", "how"]) && !matches!(here.governed, Governed::To | Governed::Gerund) {
            return self.before_that(at, here, innermost);
        }
        if let Some(value) = self.condition(at, here, innermost) {
            return Some(Step { begin: at, governed: Governed::Clause, value, hearsay: None });
        }
        match here.governed {
            Governed::Clause => {
                let off = |(_, head): &(usize, Head)| {
                    matches!(head, Head::Cancel | Head::Postpone) && here.value == Some(Factuality::Planned)
                };
                // "abandoned plans to meet X"
                let (begin, head) = governing(cx, at, self.sentence.start, true)
                    .or_else(|| governing(cx, at, self.sentence.start, false).filter(off))?;
                Some(self.over(begin, head, here, innermost))
            }
            Governed::To => self.before_subject(at, here),
            Governed::Gerund => self.before_gerund(at, here),
            Governed::Noun { definite } => self.before_noun(at, here, definite),
        }
    }

    /// The token before this one, skipping opening quotation marks.
    fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1).filter(|b| *b >= self.sentence.start)?;
        while at > self.sentence.start && matches!(self.cx.tokens.word(at), "“" | "\"" | "‘" | "«" | "„") {
            at -= 1;
        }
        Some(at)
    }

    /// Skips a time or a place between "that" and the subject.
    fn past_front(&self, at: usize) -> usize {
        let cx = self.cx;
        let mut to = at;
        for _ in 0..2 {
            if cx.tokens.is(to, ",") && to > self.sentence.start {
                to -= 1;
            }
            let Some(unit) = cx.units.at(to).filter(|u| u.tokens.end == to + 1 && u.tokens.start > self.sentence.start)
            else {
                break;
            };
            let before = unit.tokens.start - 1;
            let place = cx.is_any(before, &["in", "on", "at"]);
            if !(place || matches!(unit.what, UnitKind::Time(_))) {
                break;
            }
            to = if place { before.saturating_sub(1).max(self.sentence.start) } else { before };
        }
        if cx.is_any(to, &["that"]) { to } else { at }
    }

    /// "if they met", "without X meeting Y", "rather than meet".
    fn condition(&self, at: usize, here: &Step, innermost: bool) -> Option<Option<Factuality>> {
        let cx = self.cx;
        let value = here.value;
        let before = |words: &[&str]| at > self.sentence.start && cx.is_any(at - 1, words);
        if cx.is_any(
            at,
            &["if", "whether", "unless", "lest", "provided", "providing", "assuming", "supposing", "suppose"],
        ) {
            if before(&["as"]) {
                return Some(None);
            }
            let opens = at == self.sentence.start
                || cx.tokens.tokens[at - 1].kind == TokenKind::Mark
                || before(&["that", "even", "only", "and", "but", "said"]);
            let is_counterfactual = innermost
                && self.pluperfect
                && (opens || self.is_counterfactual())
                && cx.is_any(at, &["if", "supposing"]);
            return Some(if is_counterfactual { deny(value) } else { possible(value) });
        }
        if cx.tokens.is(at, "only") && before(&["if"]) {
            return Some(if innermost && self.pluperfect { deny(value) } else { possible(value) });
        }
        if innermost && self.present && cx.is_any(at, &["until", "till", "once", "when", "before", "after", "soon"]) {
            return Some(possible(value));
        }
        // "before they could meet"
        if cx.tokens.is(at, "before") && value == Some(Factuality::Possible) && here.governed == Governed::Clause {
            return Some(None);
        }
        if cx.tokens.is(at, "case") && before(&["in"]) {
            return Some(possible(value));
        }
        if cx.tokens.is(at, "without") || (cx.tokens.is(at, "than") && before(&["rather"])) {
            return Some(match here.governed {
                Governed::Noun { definite: true } => value,
                Governed::Noun { .. } => None,
                _ => deny(value),
            });
        }
        // "X instead of Y met Z": somebody met.
        let replaced = matches!(here.governed, Governed::Noun { definite: true } | Governed::Clause);
        (cx.tokens.is(at, "of") && before(&["instead"]) && !replaced).then(|| deny(value))
    }

    /// Whether the sentence is counterfactual.
    fn is_counterfactual(&self) -> bool {
        let cx = self.cx;
        let near = self.sentence.clone().take(120);
        near.into_iter().any(|t| {
            cx.is_any(t, &["would", "could", "might"])
                && (t + 1..t + 4).any(|h| h < self.sentence.end && cx.tokens.is(h, "have"))
        })
    }

    /// The words before "that".
    fn before_that(&self, that: usize, here: &Step, innermost: bool) -> Option<Step> {
        let cx = self.cx;
        let from = that.saturating_sub(MAX_BEFORE_THAT).max(self.sentence.start);
        // "on condition that", "so that"
        if that > self.sentence.start && cx.is_any(that - 1, &["so", "provided", "assuming"]) {
            return Some(Step { value: possible(here.value), begin: that - 1, ..*here });
        }
        for at in (from..that).rev() {
            if let Some((begin, head)) = governing(cx, at, from, true) {
                return Some(self.over(begin, head, here, innermost));
            }
            let stops = cx.tokens.tokens[at].kind == TokenKind::Mark && !cx.is_any(at, &[",", "-"])
                || cx.is_any(at, &["while", "but", "who", "which", "when", "because"]);
            if stops {
                break;
            }
        }
        None
    }

    /// A governor with its auxiliaries and its subject.
    fn over(&self, begin: usize, head: Head, here: &Step, innermost: bool) -> Step {
        let cx = self.cx;
        let noun = self.noun(begin);
        let mut head = head;
        if head == Head::Hearsay && noun == begin && !self.is_noun(begin) {
            // "claimed that" reports speech; "alleged that" leaves the event open.
            let open = ["alleg", "accus", "rumo", "hint", "charg"];
            let word = cx.tokens.word(begin).to_ascii_lowercase();
            head = if open.iter().any(|o| word.starts_with(o)) { Head::Possible } else { Head::Say };
        }
        let none = cx.is_any(noun, &["no", "little", "neither"]) && noun < begin;
        let mut verb = if noun < begin || self.is_noun(begin) {
            Group { negated: none, begin: noun, ..group(cx, self.sentence, begin, &mut Some(0)) }
        } else {
            group(cx, self.sentence, begin, &mut Some(0))
        };
        // "It is not true that": the adjective is governed by the verb before it.
        let predicate = noun < begin && cx.is_any(noun, &["the"]) && matches!(head, Head::Truth);
        if predicate {
            verb = group(cx, self.sentence, noun, &mut Some(0));
        }
        let nominal = !predicate && (noun < begin || self.is_noun(begin));
        if nominal {
            // "there were no reports", "has no plans": a noun has no tense.
            verb = Group { have: false, past: false, be: false, does: false, to: false, modal: Modal::None, ..verb };
            let exists = self.before(noun).is_some_and(|b| cx.is_any(b, &["not", "n't", "without", "never", "any"]));
            verb.negated |= exists;
        }
        let subject = if nominal { verb.begin } else { self.subject(verb.begin) };
        if !nominal && self.is_nobody(subject, verb.begin) {
            verb.negated = !verb.negated;
        }
        let value = match (head, here.hearsay) {
            // "the claim that they met is untrue"
            (Head::Hearsay, _) if nominal && !verb.negated && self.is_refuted(begin) => deny(here.value),
            (Head::Deny, Some(told)) if !verb.negated => deny(Some(told)),
            (Head::Truth, Some(told)) if verb.negated => deny(Some(told)),
            // "wished that they had met"
            (Head::Possible, _) if innermost && self.pluperfect && self.cx.tokens.word(begin).starts_with("wish") => {
                deny(here.value)
            }
            // "insisted that she had never met him" states it; "insisted that they meet" asks for it.
            (Head::Possible, _)
                if cx.tokens.word(begin).starts_with("insist")
                    && !verb.negated
                    && (here.value == Some(Factuality::Denied) || innermost && self.pluperfect) =>
            {
                here.value
            }
            _ => verb.over(head, here.value),
        };
        let hearsay = if head == Head::Hearsay { here.value } else { None };
        let governed = if verb.to {
            Governed::To
        } else if nominal {
            Governed::Noun { definite: false }
        } else {
            Governed::Clause
        };
        Step { begin: if verb.to { verb.begin } else { subject }, governed, value, hearsay }
    }

    /// Whether a report is refuted after its content.
    fn is_refuted(&self, report: usize) -> bool {
        let cx = self.cx;
        let not_so = [
            "untrue", "false", "wrong", "baseless", "unfounded", "incorrect", "nonsense", "denied", "rejected",
            "dismissed", "fabricated", "fake", "lie", "lies", "hoax", "fiction", "refuted", "groundless",
        ];
        (report + 1..self.sentence.end.min(report + 40)).any(|t| {
            cx.is_any(t, &["is", "are", "was", "were", "as", "been"])
                && (t + 1..t + 4).take_while(|n| *n < self.sentence.end).any(|n| cx.is_any(n, &not_so))
                && !(t + 1..t + 3).any(|n| cx.is_any(n, &["not", "never"]))
        })
    }

    /// "urged X to meet", "called for X to meet".
    fn before_subject(&self, at: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        if cx.tokens.is(at, "for") {
            return Some(Step { begin: at, governed: Governed::Clause, value: possible(here.value), hearsay: None });
        }
        let Some((begin, head)) = governing(cx, at, self.sentence.start, false) else { return self.before_first(here) };
        let verb = group(cx, self.sentence, begin, &mut Some(0));
        let subject = self.subject(verb.begin);
        let negated = verb.negated != self.is_nobody(subject, verb.begin);
        // "declined to confirm that they met"
        let said = governing(cx, here.begin + 1, here.begin + 1, true)
            .is_some_and(|(_, head)| matches!(head, Head::Say | Head::Hearsay | Head::Truth));
        if said && matches!(head, Head::Deny | Head::Possible) {
            return Some(Step { begin, governed: Governed::Clause, value: None, hearsay: None });
        }
        // An aim was already read as a plan.
        let value = match (head, here.value) {
            (Head::Carry | Head::Say | Head::Truth, value) => value,
            (_, Some(Factuality::Planned)) => Group { negated, ..verb }.over(head, Some(Factuality::Happened)),
            (_, value) => Group { negated, ..verb }.over(head, value),
        };
        let governed = if verb.to { Governed::To } else { Governed::Clause };
        Some(Step { begin: if verb.to { verb.begin } else { subject }, governed, value, hearsay: None })
    }

    /// "became the first minister to visit X": not an aim.
    fn before_first(&self, here: &Step) -> Option<Step> {
        let cx = self.cx;
        let noun = self.subject(here.begin + 1).min(here.begin);
        let from = noun.saturating_sub(2).max(self.sentence.start);
        let first =
            (from..here.begin).any(|t| cx.is_any(t, &["first", "last", "only", "second", "latest", "youngest"]));
        if !first {
            return None;
        }
        let verb = (here.begin.saturating_sub(8).max(self.sentence.start)..here.begin)
            .rev()
            .find(|t| cx.is_any(*t, &["was", "were", "became", "is", "are", "become", "be", "been"]))?;
        let group = group(cx, self.sentence, verb, &mut Some(0));
        let value = match group.modal {
            Modal::None if !group.negated => Some(Factuality::Happened),
            Modal::Will if !group.negated => Some(Factuality::Planned),
            _ => None,
        };
        Some(Step { begin: verb, governed: Governed::Clause, value, hearsay: None })
    }

    /// Whether what follows a token is only talked about: "discussed", "spoke about".
    fn is_talked_about(&self, at: usize) -> bool {
        let cx = self.cx;
        let before = |words: &[&str]| at > self.sentence.start && cx.is_any(at - 1, words);
        let about = cx.is_any(at, &["on", "about", "of", "over", "regarding"])
            && at > self.sentence.start
            && (is_talk(cx, at - 1) || before(&["talked", "spoke", "negotiated"]));
        is_talk(cx, at) || about
    }

    /// "denied meeting X", "was accused of meeting X", "prevented Y from meeting X".
    fn before_gerund(&self, at: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        let given = |value| Some(Step { begin: at, governed: Governed::Clause, value, hearsay: None });
        // "discussed holding a meeting", "exchanged views on organising a visit"
        if self.is_talked_about(at) {
            return given(None);
        }
        if cx.is_any(at, &["after", "by", "since", "on", "upon", "while", "when", "before", "despite"])
            && governing(cx, at, self.sentence.start, false).is_none()
        {
            return None;
        }
        if cx.is_any(at, &["of", "from", "about", "for", "to", "against", "in", "with", "at"])
            && governing(cx, at, self.sentence.start, false).is_none()
        {
            let from = at.saturating_sub(5).max(self.sentence.start);
            let mut word = self.before(at)?;
            while word > from && (cx.units.at(word).is_some() || is_adverb(cx, word)) {
                word -= 1;
            }
            let head = governing(cx, word, from, false).or_else(|| governing(cx, word, from, true));
            let Some((begin, head)) = head else {
                // "for meeting X", "of meeting X": after an unknown word, the event stays open.
                return if cx.is_any(at, &["for", "with", "in"]) { None } else { given(None) };
            };
            if cx.is_any(at, &["from"]) && head != Head::Deny {
                return given(None);
            }
            let head = if head == Head::Say && !cx.tokens.is(at, "to") { Head::Possible } else { head };
            return Some(self.over(begin, head, here, false));
        }
        let (begin, head) =
            governing(cx, at, self.sentence.start, true).or_else(|| governing(cx, at, self.sentence.start, false))?;
        if cx.is_any(begin, &["stopped", "stop", "stops", "halted", "forgot", "forgotten"]) {
            return given(None);
        }
        Some(self.over(begin, head, here, false))
    }
}
