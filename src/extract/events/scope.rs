//! What governs the clause or the noun of an event from its left: "denied that", "nobody said", "if", "cancelled the". It is read
//! outwards, one governor after another, each only from right before what it governs; where nothing that we know stands there,
//! reading ends.

use super::Context;
use super::chain::{Group, group};
use super::heads::{Head, governing};
use super::standing::{deny, possible};
use super::unit::What;
use super::words::{is_adverb, is_verb};
use crate::extract::finding::Standing;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of governors of one event.
const MAX_GOVERNORS: usize = 6;
/// Maximum number of words between a governor and its "that".
const MAX_BEFORE_THAT: usize = 9;

/// What is governed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Governed {
    /// A clause with a subject.
    Clause,
    /// A clause with "to" and a subject of its own: "urged X to meet".
    To,
    /// A verb in "-ing".
    Gerund,
    /// A noun; whether it has an article or a number that makes it no certain one: "a meeting", "talks".
    Noun { definite: bool },
}

/// What is read outwards.
pub(super) struct Scope<'s, 'a, 't> {
    pub(super) cx: &'s Context<'a, 't>,
    pub(super) sentence: &'s Range<usize>,
    /// Whether the verb of the innermost clause has "had" and a participle.
    pub(super) pluperfect: bool,
}

/// A step outwards.
struct Step {
    /// The first token of the governor with its own auxiliaries.
    begin: usize,
    governed: Governed,
    value: Option<Standing>,
    /// How the event stands according to others, who are not believed if the next governor denies it.
    hearsay: Option<Standing>,
}

impl Scope<'_, '_, '_> {
    /// How an event stands after all that governs it, from the token with which its own clause or noun begins; and where the
    /// outermost governor begins that changed it.
    pub(super) fn outward(
        &self,
        begin: usize,
        governed: Governed,
        value: Option<Standing>,
    ) -> (Option<Standing>, Option<usize>) {
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

    /// Whether a condition stands right before a token.
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
                let (begin, head) = governing(cx, at, self.sentence.start, true)?;
                Some(self.over(begin, head, here, innermost))
            }
            Governed::To => self.before_subject(at, here),
            Governed::Gerund => self.before_gerund(at, here),
            Governed::Noun { definite } => self.before_noun(at, here, definite),
        }
    }

    /// The token before one, past quotation marks that open.
    fn before(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1).filter(|b| *b >= self.sentence.start)?;
        while at > self.sentence.start && matches!(self.cx.tokens.word(at), "“" | "\"" | "‘" | "«" | "„") {
            at -= 1;
        }
        Some(at)
    }

    /// Past a time or a place between "that" and the subject.
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
            if !(place || matches!(unit.what, What::Time(_))) {
                break;
            }
            to = if place { before.saturating_sub(1).max(self.sentence.start) } else { before };
        }
        if cx.is_any(to, &["that"]) { to } else { at }
    }

    /// "if they met", "without X meeting Y", "rather than meet".
    fn condition(&self, at: usize, here: &Step, innermost: bool) -> Option<Option<Standing>> {
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
            let unreal =
                innermost && self.pluperfect && (opens || self.unreal()) && cx.is_any(at, &["if", "supposing"]);
            return Some(if unreal { deny(value) } else { possible(value) });
        }
        if cx.tokens.is(at, "case") && before(&["in"]) {
            return Some(possible(value));
        }
        if cx.tokens.is(at, "without") || (cx.tokens.is(at, "than") && before(&["rather"])) {
            return Some(match here.governed {
                Governed::Noun { definite: true } => value,
                _ => deny(value),
            });
        }
        (cx.tokens.is(at, "of") && before(&["instead"]) && !matches!(here.governed, Governed::Noun { definite: true }))
            .then(|| deny(value))
    }

    /// Whether the sentence says what would have been.
    fn unreal(&self) -> bool {
        let cx = self.cx;
        let near = self.sentence.clone().take(120);
        near.into_iter().any(|t| {
            cx.is_any(t, &["would", "could", "might"])
                && (t + 1..t + 4).any(|h| h < self.sentence.end && cx.tokens.is(h, "have"))
        })
    }

    /// What stands before "that".
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
            // "claimed that" reports what somebody says; "alleged that" leaves it open.
            head =
                if cx.tokens.word(begin).to_ascii_lowercase().starts_with("al") { Head::Possible } else { Head::Say };
        }
        let none = cx.is_any(noun, &["no", "little", "neither"]) && noun < begin;
        let mut verb = if noun < begin || self.is_noun(begin) {
            Group { negated: none, begin: noun, ..group(cx, self.sentence, begin, &mut Some(0)) }
        } else {
            group(cx, self.sentence, begin, &mut Some(0))
        };
        // "It is not true that": the adjective has the verb before it.
        let predicate = noun < begin && cx.is_any(noun, &["the"]) && matches!(head, Head::Truth);
        if predicate {
            verb = group(cx, self.sentence, noun, &mut Some(0));
        }
        let nominal = !predicate && (noun < begin || self.is_noun(begin));
        if nominal {
            // "there were no reports", "has no plans": a noun stands without tense.
            verb = Group {
                have: false,
                past: false,
                be: false,
                does: false,
                to: false,
                modal: super::chain::Modal::None,
                ..verb
            };
            let exists = self.before(noun).is_some_and(|b| cx.is_any(b, &["not", "n't", "without", "never", "any"]));
            verb.negated |= exists;
        }
        let subject = if nominal { verb.begin } else { self.subject(verb.begin) };
        if !nominal && self.is_nobody(subject, verb.begin) {
            verb.negated = !verb.negated;
        }
        let value = match (head, here.hearsay) {
            (Head::Deny, Some(told)) if !verb.negated => deny(Some(told)),
            (Head::Truth, Some(told)) if verb.negated => deny(Some(told)),
            // "wished that they had met"
            (Head::Possible, _) if innermost && self.pluperfect && self.cx.tokens.word(begin).starts_with("wish") => {
                deny(here.value)
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

    /// The first token of the noun phrase that ends with a noun.
    fn noun(&self, head: usize) -> usize {
        let cx = self.cx;
        let mut at = head;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1).filter(|b| *b >= self.sentence.start) else { break };
            if cx.units.at(before).is_some() {
                break;
            }
            if cx.tokens.tokens[before].kind == TokenKind::Possessive && before > self.sentence.start {
                return cx.units.ends(before).map_or(before, |u| u.tokens.start.max(self.sentence.start));
            }
            if cx.is_any(
                before,
                &[
                    "the", "a", "an", "no", "any", "his", "her", "its", "their", "these", "those", "such", "some",
                    "little", "this",
                ],
            ) {
                return before;
            }
            let adjective = cx.is_any(
                before,
                &[
                    "false", "recent", "earlier", "media", "press", "repeated", "unconfirmed", "local", "widespread",
                    "credible", "official", "immediate", "new", "further", "wild", "strong", "other", "many",
                    "several", "numerous", "slightest", "fresh", "online", "clear", "persistent", "concrete",
                    "reliable",
                ],
            );
            if !adjective {
                break;
            }
            at = before;
        }
        at
    }

    /// Whether a word that may be a noun or a verb is a noun here: "reports", "claims".
    fn is_noun(&self, at: usize) -> bool {
        let cx = self.cx;
        let word = cx.tokens.word(at).to_ascii_lowercase();
        if word.ends_with("ed") || word.ends_with("ing") {
            return false;
        }
        const NOUNS: &[&str] = &[
            "report", "reports", "claim", "claims", "rumour", "rumours", "rumor", "rumors", "allegation",
            "allegations", "suggestion", "suggestions", "accusation", "accusations", "speculation", "evidence",
            "proof", "sign", "signs", "indication", "indications", "hint", "hints", "word", "confirmation", "news",
            "story", "stories", "denial", "denials", "hope", "hopes", "fear", "fears", "wish", "doubt", "doubts",
            "demand", "demands", "proposal", "proposals", "idea", "possibility", "chance", "prospect", "plan", "plans",
            "refusal", "offer", "offers", "call", "calls", "agreement", "decision", "announcement", "statement",
            "statements", "request", "requests", "talk", "gossip", "assertion", "assertions", "condition", "belief",
            "invitation", "intention", "promise",
        ];
        if !NOUNS.contains(&word.as_str()) {
            return false;
        }
        let Some(before) = self.before(at) else { return true };
        // "he reports that" is a verb.
        let subject = cx.units.at(before).is_some_and(|u| !matches!(u.what, What::Time(_)))
            || cx.is_any(before, &["he", "she", "they", "we", "i", "you", "who", "to", "and"])
            || cx.any(
                before,
                Classes::EVENT_GROUP
                    .and(Classes::SPEAKER)
                    .and(Classes::SPEAKING_BODY)
                    .and(Classes::ROLE_NOUN)
                    .and(Classes::ROLE_GENERAL),
            )
            || cx.any(before, Classes::FUNCTION)
                && super::chain::is_auxiliary(cx, before)
                && !cx.is_any(before, &["is", "are", "was", "were", "been", "be"]);
        !subject
    }

    /// The first token of the subject that ends before a verb group.
    pub(super) fn subject(&self, end: usize) -> usize {
        let cx = self.cx;
        let mut at = end;
        for _ in 0..10 {
            let Some(before) = at.checked_sub(1).filter(|b| *b >= self.sentence.start) else { break };
            if let Some(unit) = cx.units.ends(at).filter(|u| u.tokens.start >= self.sentence.start) {
                if matches!(unit.what, What::Time(_)) {
                    break;
                }
                at = unit.tokens.start;
                continue;
            }
            if cx.units.at(before).is_some() {
                break;
            }
            let token = &cx.tokens.tokens[before];
            let pronoun = cx.is_any(
                before,
                &[
                    "he", "she", "they", "we", "i", "you", "it", "nobody", "no-one", "nothing", "anyone", "anybody",
                    "someone", "everyone", "them", "him", "her", "us", "there",
                ],
            );
            if pronoun {
                return before;
            }
            let quantity =
                cx.is_any(before, &["none", "neither", "either", "both", "one", "any", "few", "no", "all", "some"]);
            let determiner =
                cx.is_any(before, &["the", "a", "an", "his", "its", "their", "these", "those", "our", "my"]);
            let joins = cx.is_any(before, &["of", "and", "nor"]) && at < end;
            let plain = token.kind == TokenKind::Word
                && token.letters == Letters::Small
                && !token.classes.any(Classes::FUNCTION.and(Classes::EVENT_LINK))
                && !is_verb(cx, before)
                && !is_adverb(cx, before)
                && (governing(cx, before, before, true).is_none()
                    || at < end && cx.any(before.saturating_sub(1), Classes::DETERMINER));
            let number = cx.any(before, Classes::NUMERAL);
            if cx.is_any(before, &["of"]) {
                let of = before > self.sentence.start
                    && cx
                        .is_any(before - 1, &["none", "neither", "either", "both", "one", "any", "few", "all", "some"]);
                if !of {
                    break;
                }
            }
            if !(quantity || determiner || joins || plain || number) {
                break;
            }
            at = before;
        }
        // "and" alone is no subject.
        if at < end && cx.is_any(at, &["and", "nor"]) { at + 1 } else { at }
    }

    /// Whether a subject is nobody: "no official", "none of the ministers".
    pub(super) fn is_nobody(&self, from: usize, to: usize) -> bool {
        let cx = self.cx;
        (from..to).any(|t| {
            cx.is_any(t, &["nobody", "none", "neither", "no-one", "nothing"])
                || (cx.tokens.is(t, "no") && cx.units.at(t).is_none())
        })
    }

    /// "urged X to meet", "called for X to meet".
    fn before_subject(&self, at: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        if cx.tokens.is(at, "for") {
            return Some(Step { begin: at, governed: Governed::Clause, value: possible(here.value), hearsay: None });
        }
        let (begin, head) = governing(cx, at, self.sentence.start, false)?;
        let verb = group(cx, self.sentence, begin, &mut Some(0));
        let subject = self.subject(verb.begin);
        let negated = verb.negated != self.is_nobody(subject, verb.begin);
        // An aim was already made a plan.
        let value = match (head, here.value) {
            (Head::Carry | Head::Say | Head::Truth, value) => value,
            (_, Some(Standing::Planned)) => Group { negated, ..verb }.over(head, Some(Standing::Happened)),
            (_, value) => Group { negated, ..verb }.over(head, value),
        };
        let governed = if verb.to { Governed::To } else { Governed::Clause };
        Some(Step { begin: if verb.to { verb.begin } else { subject }, governed, value, hearsay: None })
    }

    /// "denied meeting X", "was accused of meeting X", "prevented Y from meeting X".
    fn before_gerund(&self, at: usize, here: &Step) -> Option<Step> {
        let cx = self.cx;
        let given = |value| Some(Step { begin: at, governed: Governed::Clause, value, hearsay: None });
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
                // "for meeting X", "of meeting X": of what we do not know nothing is said.
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

    /// "called for a meeting", "cancelled the talks", "ruled out talks", "would welcome a meeting".
    fn before_noun(&self, at: usize, here: &Step, definite: bool) -> Option<Step> {
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
        let mut found =
            governing(cx, at, self.sentence.start, false).or_else(|| governing(cx, at, self.sentence.start, true));
        let own_preposition = found.is_some_and(|(begin, _)| begin < at);
        if cx.is_any(at, &["of", "for", "on", "to", "about", "against", "in", "as"]) && !own_preposition {
            let mut word = self.before(at)?;
            if cx.tokens.is(at, "to")
                && let Some(unit) = cx.units.ends(at).filter(|u| !matches!(u.what, What::Time(_)))
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
                let value = super::standing::plan(here.value);
                return Some(Step { begin: at, governed: Governed::Clause, value, hearsay: None });
            }
            found = governing(cx, word, self.sentence.start, false)
                .or_else(|| governing(cx, word, self.sentence.start, true))
                .filter(|(begin, head)| {
                    let said = matches!(head, Head::Say | Head::Carry | Head::Truth) && here.hearsay.is_none();
                    !said
                        && !(cx.is_any(at, &["in", "as"]) && here.hearsay.is_none())
                        && !(*head == Head::Deny && !cx.is_any(*begin, OF_NOUN))
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
            Head::Hearsay if definite => return None,
            Head::Plan
                if definite
                    && !named(&[
                        "plan", "plans", "planned", "planning", "arranged", "arrange", "ahead", "scheduled", "agreed",
                        "agree",
                    ]) =>
            {
                return None;
            }
            Head::Carry => return None,
            // "announced a meeting" speaks of one to come.
            Head::Say if here.hearsay.is_none() && !definite && named(&["announced", "announces", "announce"]) => {
                Head::Plan
            }
            Head::Say if here.hearsay.is_none() => return self.unknown_verb(at, here, definite),
            head => head,
        };
        Some(self.over(begin, head, here, false))
    }

    /// "would welcome a meeting", "has not announced any meeting": the verb says nothing, its auxiliaries do.
    fn unknown_verb(&self, at: usize, here: &Step, definite: bool) -> Option<Step> {
        let cx = self.cx;
        if definite || cx.units.at(at).is_some() || cx.tokens.tokens[at].letters != Letters::Small {
            return None;
        }
        let verb = group(cx, self.sentence, at, &mut Some(0));
        let nobody = self.is_nobody(self.subject(verb.begin), verb.begin);
        if !(verb.negated || nobody || verb.modal != super::chain::Modal::None) {
            return None;
        }
        let value = if verb.negated || nobody { None } else { verb.over(Head::Carry, here.value) };
        let value = if verb.modal == super::chain::Modal::Would { possible(value) } else { value };
        Some(Step { begin: self.subject(verb.begin), governed: Governed::Clause, value, hearsay: None })
    }
}

/// Words that deny an event even where it is a certain one: "denied the meeting".
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
    "turn", "turns", "banned", "ban", "bans", "blocked", "block", "blocks", "vetoed", "veto", "prohibited", "forbade",
    "forbids",
];

/// Words that leave an event as it is where it is a certain one: "feared the summit".
const LOOSE: &[&str] = &[
    "question", "questioned", "questions", "doubt", "doubted", "doubts", "fear", "feared", "fears", "like", "liked",
    "loved", "love", "debate", "debated", "believed", "believe", "thought", "think", "felt", "feel", "told", "tell",
    "ordered", "order", "time", "reason", "interest", "interested", "talk", "idea", "worried", "imagined", "imagine",
    "right", "free", "sense", "condition", "predicted", "dreamed", "welcomed", "advised", "asked", "ask", "wondered",
    "effort", "efforts", "struggle",
];
