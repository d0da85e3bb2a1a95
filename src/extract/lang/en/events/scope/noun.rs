//! The words that govern the noun of an event: "called for a meeting", "cancelled the talks", "the date of the summit
//! is not set".

use super::{Governed, Scope, Step};
use crate::extract::finding::Factuality;
use crate::extract::lang::en::events::chain::chain;
use crate::extract::lang::en::events::factuality::{deny, plan, possible};
use crate::extract::lang::en::events::group::{Modal, group};
use crate::extract::lang::en::events::heads::{Head, governing};
use crate::extract::lang::en::events::unit::UnitKind;
use crate::extract::tokens::Letters;

impl Scope<'_, '_, '_> {
    /// "called for a meeting", "cancelled the talks", "ruled out talks", "would welcome a meeting".
    pub(super) fn before_noun(&self, at: usize, here: &Step, definite: bool) -> Option<Step> {
        let cx = self.cx;
        let mut at = at;
        if cx.is_any(at, &["or", "and", "nor"]) && cx.units.at(at).is_none() {
            // "cancelled the visit and the talks"
            let other = self.subject(at);
            if other == at {
                return None;
            }
            at = self.before(other)?;
        }
        // "discussed organising a visit", "discussed organization of a summit"
        if cx.is_any(at, HOLDING) && cx.tokens.word(at).ends_with("ing") && cx.units.at(at).is_none() {
            return Some(Step { begin: at, governed: Governed::Gerund, ..*here });
        }
        if !definite && self.is_talked_about(at) {
            return Some(Step { value: None, begin: at, governed: Governed::Clause, hearsay: None });
        }
        let mut found =
            governing(cx, at, self.sentence.start, false).or_else(|| governing(cx, at, self.sentence.start, true));
        let own_preposition = found.is_some_and(|(begin, _)| begin < at);
        if cx.is_any(at, &["of", "for", "on", "to", "about", "against", "in", "as"]) && !own_preposition {
            let mut word = self.before(at)?;
            // "preparations are under way for a visit"
            let under_way = cx.is_any(word, &["underway", "ongoing", "continuing", "begun", "started", "completed"])
                || cx.tokens.is(word, "way") && word > self.sentence.start && cx.tokens.is(word - 1, "under");
            let prepares = ["preparations", "preparation", "arrangements", "plans", "work", "efforts", "consultations"];
            if cx.is_any(at, &["for", "on", "about"])
                && under_way
                && let Some(head) =
                    (word.saturating_sub(8).max(self.sentence.start)..word).find(|t| cx.is_any(*t, &prepares))
            {
                let value = possible(here.value);
                return Some(Step { begin: head, governed: Governed::Clause, value, hearsay: None });
            }
            // "will meet for a second round of talks"
            if cx.tokens.is(at, "of") && cx.is_any(word, &["round", "rounds", "series", "session"]) {
                return Some(Step { begin: self.noun(word), governed: Governed::Noun { definite: false }, ..*here });
            }
            if cx.tokens.is(at, "of") && cx.is_any(word, HOLDING) {
                // "called for the convening of a summit"
                let begin = self.noun(word);
                return Some(Step { begin, governed: Governed::Noun { definite: false }, ..*here });
            }
            if cx.is_any(at, &["of", "for"]) && cx.is_any(word, SETTING) {
                let open = self.has_unsettled_setting(word, here);
                // "failed to agree on a date for talks"
                let wanted =
                    || Step { begin: word, governed: Governed::Clause, value: possible(here.value), hearsay: None };
                // "to finalise the schedule for the visit"
                let settles = (word.saturating_sub(3).max(self.sentence.start)..word).find(|t| cx.is_any(*t, SETTLE));
                let settled =
                    |begin: usize| Step { begin, governed: Governed::Clause, value: plan(here.value), hearsay: None };
                return open
                    .or_else(|| settles.map(settled))
                    .or_else(|| (!definite && cx.tokens.is(at, "for")).then(wanted));
            }
            if !definite
                && governing(cx, word, self.sentence.start, false)
                    .is_some_and(|(begin, head)| head == Head::Deny && !cx.is_any(begin, OF_NOUN))
            {
                // "a ban on a meeting"
                return Some(Step { begin: word, governed: Governed::Clause, value: None, hearsay: None });
            }
            if cx.tokens.is(at, "to")
                && let Some(unit) = cx.units.ends(at).filter(|u| !matches!(u.what, UnitKind::Time(_)))
            {
                // "invited X to talks"
                word = self.before(unit.tokens.start)?;
                let invited = governing(cx, word, word, false).is_some_and(|(_, head)| head == Head::Possible);
                let begin = word;
                return invited.then_some(Step {
                    begin,
                    governed: Governed::Clause,
                    value: possible(here.value),
                    hearsay: None,
                });
            }
            if cx.tokens.is(word, "forward") && cx.tokens.is(at, "to") {
                let value = plan(here.value);
                return Some(Step { begin: at, governed: Governed::Clause, value, hearsay: None });
            }
            found = governing(cx, word, self.sentence.start, false)
                .or_else(|| governing(cx, word, self.sentence.start, true))
                .filter(|(begin, head)| {
                    let said = matches!(head, Head::Say | Head::Carry | Head::Truth) && here.hearsay.is_none();
                    !said
                        && (!cx.is_any(at, &["in", "as"]) || here.hearsay.is_some())
                        && (*head != Head::Deny || cx.is_any(*begin, OF_NOUN))
                });
        }
        let Some((begin, head)) = found else { return self.unknown_verb(at, here, definite) };
        let named = |words: &[&str]| cx.is_any(begin, words);
        let head = match head {
            Head::Deny if named(FIRM) || begin < at && cx.tokens.is(at, "out") => head,
            // "rejected the talks as a show": they may have been held.
            Head::Deny if !(named(OF_NOUN) || begin < at) => return None,
            Head::Deny if definite && here.hearsay.is_none() => {
                return Some(Step { value: None, begin, governed: Governed::Clause, hearsay: None });
            }
            Head::Possible if definite && named(LOOSE) => return None,
            // "abandoned the talks": they may have begun.
            Head::Cancel
                if (cx.tokens.word(begin).starts_with("abandon") || cx.tokens.word(begin).starts_with("drop"))
                    && here.value == Some(Factuality::Happened) =>
            {
                return Some(Step { value: None, begin, governed: Governed::Clause, hearsay: None });
            }
            Head::Hearsay if definite => return None,
            Head::Plan | Head::Agree
                if definite
                    && !named(&[
                        "plan", "plans", "planned", "planning", "arranged", "arrange", "ahead", "scheduled", "agreed",
                        "agree",
                    ]) =>
            {
                return None;
            }
            Head::Carry => return None,
            // "announced a meeting": a future one.
            Head::Say if here.hearsay.is_none() && !definite && named(&["announced", "announces", "announce"]) => {
                Head::Plan
            }
            Head::Say if here.hearsay.is_none() => return self.unknown_verb(at, here, definite),
            head => head,
        };
        Some(self.over(begin, head, here, false))
    }

    /// "the date of the meeting has not been set yet": it is in the future.
    fn has_unsettled_setting(&self, word: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        let set = |t: &usize| {
            cx.is_any(
                *t,
                &[
                    "determined", "decided", "set", "agreed", "announced", "fixed", "known", "clear", "settled",
                    "chosen",
                ],
            )
        };
        let said = (word..self.sentence.end.min(word + 30)).find(set)?;
        let open = (said.saturating_sub(5).max(word)..said).any(|t| {
            cx.is_any(t, &["not", "yet", "will", "being"])
                || cx.tokens.word(t).ends_with("n't")
                || cx.tokens.word(t).ends_with("n’t")
        });
        let value = plan(here.value);
        open.then_some(Step { begin: self.noun(word), governed: Governed::Clause, value, hearsay: None })
    }

    /// "was due to arrive for talks": the talks are no more certain than the arrival.
    fn purpose(&self, at: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        let mut value = here.value;
        for t in (at.saturating_sub(14).max(self.sentence.start)..at).rev() {
            if cx.is_any(t, &[";", ":", "that", "and", "but", "who", "which"]) {
                break;
            }
            let word = cx.tokens.word(t);
            if cx.is_any(t, &["not", "never", "no", "cannot", "could", "refused", "failed", "declined"])
                || word.ends_with("n't")
                || word.ends_with("n’t")
            {
                value = None;
            } else if cx
                .is_any(t, &["will", "would", "due", "expected", "scheduled", "planned", "plans", "may", "might"])
            {
                value = plan(value);
            }
        }
        (value != here.value).then_some(Step { begin: at, governed: Governed::Clause, value, hearsay: None })
    }

    /// "would welcome a meeting", "has not announced any meeting": only the auxiliaries of the verb matter.
    fn unknown_verb(&self, at: usize, here: &Step, definite: bool) -> Option<Step> {
        let cx = self.cx;
        if cx.is_any(at, &["be", "been", "is", "are", "was", "were"]) && cx.units.at(at).is_none() {
            // "there will be no talks"
            let verb = group(cx, self.sentence, at, &mut Some(0));
            let value = if verb.negated { deny(here.value) } else { verb.over(Head::Carry, here.value) };
            let there = verb.begin > self.sentence.start && cx.tokens.is(verb.begin - 1, "there");
            return there.then(|| Step { begin: verb.begin - 1, governed: Governed::Clause, value, hearsay: None });
        }
        if cx.tokens.is(at, "for") && !definite {
            return self.purpose(at, here);
        }
        // "no purpose will be served by a visit"
        if cx.tokens.is(at, "by") && at > self.sentence.start && cx.tokens.word(at - 1).ends_with("ed") {
            let verb = group(cx, self.sentence, at - 1, &mut Some(0));
            let value = match verb.modal {
                Modal::Will => plan(here.value),
                Modal::Would | Modal::May | Modal::Can => possible(here.value),
                Modal::None => here.value,
            };
            let changed = value != here.value;
            return changed.then_some(Step { begin: verb.begin, governed: Governed::Clause, value, hearsay: None });
        }
        if definite || cx.units.at(at).is_some() || cx.tokens.tokens[at].letters != Letters::Small {
            return None;
        }
        // "to set up a meeting"
        let at = if cx.tokens.is(at, "up") && at > self.sentence.start { at - 1 } else { at };
        let whole = chain(cx, self.sentence, at, &mut Some(0));
        if whole.value != Some(Factuality::Happened) && whole.begin < at && (whole.to || cx.tokens.is(at - 1, "to")) {
            // "is trying to arrange a meeting", "its readiness to organize a meeting"
            let value = match whole.value {
                Some(Factuality::Planned) => plan(here.value),
                Some(Factuality::Possible) => possible(here.value),
                Some(Factuality::Denied) => deny(here.value),
                _ => None,
            };
            let governed = if whole.to { Governed::To } else { Governed::Clause };
            return Some(Step { begin: whole.begin, governed, value, hearsay: None });
        }
        let verb = group(cx, self.sentence, at, &mut Some(0));
        let nobody = self.is_nobody(self.subject(verb.begin), verb.begin);
        if !(verb.negated || nobody || verb.modal != Modal::None) {
            return None;
        }
        let value = if verb.negated || nobody { None } else { verb.over(Head::Carry, here.value) };
        let value = if verb.modal == Modal::Would { possible(value) } else { value };
        Some(Step { begin: self.subject(verb.begin), governed: Governed::Clause, value, hearsay: None })
    }
}

/// Words that deny an event even if it is definite: "denied the meeting".
const FIRM: &[&str] = &[
    "denied", "denies", "deny", "denying", "refuted", "refutes", "ruled", "rule", "rules", "ruling", "prevented",
    "prevents", "prevent", "thwarted", "foiled", "precluded", "preclude", "precludes",
];

/// Words that deny the event of a noun: "refused talks", "a ban on meetings".
const OF_NOUN: &[&str] = &[
    "denied", "denies", "deny", "denying", "denial", "refuted", "refutes", "refute", "ruled", "rule", "rules",
    "ruling", "prevented", "prevents", "prevent", "thwarted", "foiled", "precluded", "preclude", "precludes",
    "refused", "refuse", "refuses", "refusing", "refusal", "declined", "decline", "declines", "avoided", "avoid",
    "avoids", "rejected", "reject", "rejects", "rejecting", "rejection", "dismissed", "dismiss", "dismisses", "turned",
    "turn", "turns", "banned", "blocked", "block", "blocks", "vetoed", "veto", "prohibited", "forbade", "forbids",
];

/// Nouns for the holding of an event: "the holding of talks".
const HOLDING: &[&str] = &[
    "convening", "holding", "organization", "organisation", "organizing", "organising", "staging", "hosting", "start",
    "resumption", "continuation", "beginning", "opening", "conduct", "conducting", "launch", "convocation",
    "arranging",
];

/// What is settled before an event: "the place of the meeting".
const SETTING: &[&str] = &[
    "place", "date", "dates", "time", "venue", "agenda", "format", "details", "location", "timing", "schedule",
    "programme", "program", "itinerary", "modalities", "logistics",
];

/// Verbs for the settling of what comes before an event.
const SETTLE: &[&str] = &[
    "finalise", "finalize", "finalising", "finalizing", "settle", "settling", "determine", "determining", "coordinate",
    "coordinating", "discuss", "discussing", "discussed", "prepare", "preparing", "agree", "agreeing",
];

/// Words that do not change an event if it is definite: "feared the summit".
const LOOSE: &[&str] = &[
    "question", "questioned", "questions", "doubt", "doubted", "doubts", "fear", "feared", "fears", "like", "liked",
    "loved", "love", "debate", "debated", "believed", "believe", "thought", "think", "felt", "feel", "told", "tell",
    "ordered", "order", "time", "reason", "interest", "interested", "talk", "idea", "worried", "imagined", "imagine",
    "right", "free", "sense", "condition", "predicted", "dreamed", "welcomed", "advised", "asked", "ask", "wondered",
    "effort", "efforts", "struggle",
];
