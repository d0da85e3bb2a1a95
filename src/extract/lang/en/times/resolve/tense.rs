//! The temporal perspective of an article: of its own days or of a distant past; future or past.

use super::Resolver;
use crate::extract::lang::en::times::calendar::Place;
use crate::extract::lang::en::times::meaning::{Meaning, Parts, Relation, Stretch, TimeExpression};
use crate::extract::tokens::{Letters, TokenKind};

impl Resolver<'_, '_> {
    /// Whether the words around an expression are about the future.
    pub(super) fn is_ahead(&self, found: &TimeExpression) -> bool {
        self.direction(found) == Some(true)
    }

    /// Whether the words around an expression are about the future or the past; `None` if they do not say.
    pub(super) fn direction(&self, found: &TimeExpression) -> Option<bool> {
        let sentence = self.all.sentences.get(self.sentence)?.tokens.clone();
        let from = found.from.saturating_sub(14).max(sentence.start);
        if self.is_put_off(found) || self.is_set_for(found) {
            return Some(true);
        }
        for at in (from..found.from).rev() {
            let token = &self.all.tokens[at];
            let word = &self.all.text[token.range()];
            // "will have met", "could have met"
            let have = self.all.is(at + 1, "have") && at + 1 < found.from;
            if self.any(at, &["will", "shall", "scheduled", "planned", "plans", "due", "slated", "upcoming"])
                || self.any(at, &["expected", "would"]) && !have
            {
                return Some(true);
            }
            let open = self.any(at, &["may", "might", "should", "must", "can"])
                || self.all.is(at, "could") && !self.all.is(at + 1, "not");
            if open && !token.is_capital() && !have {
                return Some(true);
            }
            // "they meet on Friday", not "they did not meet on Friday"
            let meets = self.any(at, &["meets", "holds", "begins", "opens", "starts", "resumes"])
                || self.all.is(at, "meet") && !(from.max(at.saturating_sub(4))..at).any(|t| self.is_auxiliary(t));
            if meets && !token.is_capital() {
                return Some(true);
            }
            // "set for Friday", "going to", "is meeting X on Friday"
            if self.all.is(at, "set") && self.any(at + 1, &["for", "to"]) {
                return Some(true);
            }
            if self.any(at, &["is", "are"])
                && self.all.tokens.get(at + 1).is_some_and(|t| {
                    at + 1 < found.from && !t.is_capital() && self.all.text[t.range()].ends_with("ing")
                })
            {
                return Some(true);
            }
            if self.all.is(at, "to") && at + 1 < found.from && self.is_infinitive(at + 1) {
                // "went to Oslo to meet X on Friday" is past, and so is "failed to meet X"; "to have met" is past.
                let went = (from..at).rev().take(8).any(|t| self.any(t, WENT)) || at > from && self.any(at - 1, FAILED);
                return if went || self.all.is(at + 1, "have") { None } else { Some(true) };
            }
            if at > from && self.all.is(at - 1, "be") {
                // "will be held"
                continue;
            }
            let past = self.any(at, &["was", "were", "had", "did", "said", "has", "been", "told", "met", "held"]);
            if past || (word.len() > 4 && word.ends_with("ed") && !token.is_capital()) {
                return Some(false);
            }
        }
        let to = (found.to + 10).min(sentence.end);
        let may = |at: usize| {
            self.any(at, &["may", "might", "must", "should"])
                && !self.all.tokens[at].is_capital()
                && !self.all.is(at + 1, "have")
        };
        if (found.to..to).any(|at| self.any(at, &["will", "shall"]) || may(at)) {
            return Some(true);
        }
        // "The talks on 6 April have been postponed."
        let off = (found.to..to).find(|at| self.is_off(*at));
        if off.is_some() && (found.to..to).any(|at| self.any(at, &["has", "have", "is", "are"])) {
            return Some(true);
        }
        let past = |at| self.any(at, &["was", "were", "had", "did", "said"]);
        let past = (found.to..off.unwrap_or(to)).any(past);
        (past && off.is_none()).then_some(false)
    }

    /// Whether words after an expression say that something is off, so that a weekday may be a past or a future one:
    /// "Friday's talks were cancelled".
    pub(super) fn is_either(&self, found: &TimeExpression) -> bool {
        let Some(sentence) = self.all.sentences.get(self.sentence) else { return false };
        let to = (found.to + 10).min(sentence.tokens.end);
        let off = (found.to..to).find(|at| self.is_off(*at));
        off.is_some_and(|off| (found.to..off).any(|at| self.any(at, &["was", "were"])))
            && self.direction(found).is_none()
    }

    /// "postponed from Monday": the day may have passed or not.
    pub(super) fn is_moved_from(&self, found: &TimeExpression) -> bool {
        found.from > 0 && self.all.is(found.from - 1, "from") && self.given_by(found, &["from"], PUT_OFF)
    }

    fn is_off(&self, at: usize) -> bool {
        self.any(at, &["postponed", "cancelled", "canceled", "rescheduled"])
            || self.any(at, &["called", "put"]) && self.all.is(at + 1, "off")
    }

    /// Whether a verb follows "to": "to meet", unlike "to Geneva", "to the", "to three".
    fn is_infinitive(&self, at: usize) -> bool {
        use crate::extract::lexicon::Classes;
        let other = Classes::FUNCTION
            .and(Classes::ARTICLE)
            .and(Classes::TIME_UNIT)
            .and(Classes::NUMERAL)
            .and(Classes::TIME_POINT)
            .and(Classes::TIME_RELATION)
            .and(Classes::MONTH)
            .and(Classes::SEASON)
            .and(Classes::DAY_PART)
            .and(Classes::DETERMINER)
            .and(Classes::PREPOSITION);
        let Some(token) = self.all.tokens.get(at) else { return false };
        let word = &self.all.text[token.range()];
        let verb = ["have", "be"].contains(&word) || !token.classes.any(other);
        let plain = token.kind == TokenKind::Word && token.letters == Letters::Small;
        // "to reporters", "to talks" are nouns.
        plain && verb && (!word.ends_with('s') || word.ends_with("ss"))
    }

    /// "postponed until Monday", "adjourned to Friday": the future, in any tense.
    fn is_put_off(&self, found: &TimeExpression) -> bool {
        self.given_by(found, &["until", "till", "for", "to", "from"], PUT_OFF) && !self.was_closed(found)
    }

    /// "was closed from March to April": a duration, and not a postponement.
    fn was_closed(&self, found: &TimeExpression) -> bool {
        let Some(sentence) = self.all.sentences.get(self.sentence) else { return false };
        let from = found.from.saturating_sub(8).max(sentence.tokens.start);
        self.given_by(found, &["from", "to"], &["closed", "suspended", "barred", "banned"])
            && (from..found.from).any(|t| {
                self.any(t, &["was", "were"])
                    && self.any(t + 1, &["closed", "suspended", "barred", "banned"])
                    && (t + 2..found.from).any(|t| self.all.is(t, "from"))
            })
    }

    /// Whether a verb after an expression is in the past tense: "this Monday she resigned".
    pub(super) fn is_past_after(&self, found: &TimeExpression) -> bool {
        let Some(sentence) = self.all.sentences.get(self.sentence) else { return false };
        (found.to..(found.to + 10).min(sentence.tokens.end)).any(|t| {
            let word = &self.all.text[self.all.tokens[t].range()];
            word.len() > 3 && word.ends_with("ed") && !self.all.tokens[t].is_capital()
                || self.any(
                    t,
                    &[
                        "met", "held", "told", "left", "went", "came", "fell", "took", "won", "began", "saw", "has",
                        "been",
                    ],
                )
        })
    }

    /// "scheduled for Tuesday"
    fn is_set_for(&self, found: &TimeExpression) -> bool {
        self.given_by(found, &["for", "until", "to"], SET_FOR)
    }

    /// Whether a preposition before an expression connects it with one of some verbs.
    fn given_by(&self, found: &TimeExpression, prepositions: &[&str], verbs: &[&str]) -> bool {
        let Some(sentence) = self.all.sentences.get(self.sentence) else { return false };
        let from = found.from.saturating_sub(8).max(sentence.tokens.start);
        if found.from <= from || !self.any(found.from - 1, prepositions) {
            return false;
        }
        let verb = (from..found.from - 1).rev().find(|t| self.any(*t, verbs));
        verb.is_some_and(|verb| !(verb + 1..found.from - 1).any(|t| self.any(t, &["and", "but", ",", "after"])))
    }

    /// Whether a future event was planned in the past tense: "was to visit the town in April".
    pub(super) fn was_planned(&self, found: &TimeExpression) -> bool {
        let Some(sentence) = self.all.sentences.get(self.sentence) else { return false };
        let from = found.from.saturating_sub(24).max(sentence.tokens.start);
        if self.is_moved_from(found) {
            return true;
        }
        if self.is_put_off(found) {
            return false;
        }
        // "The vote, originally set for 2 March, …"
        if self.is_set_for(found)
            && (from..found.from).any(|t| self.any(t, &["originally", "initially", "previously", "earlier", "first"]))
        {
            return true;
        }
        let now = ["will", "shall", "is", "are", "has", "have", "plans", "may"];
        let mut past = false;
        for at in from..found.from {
            let word = &self.all.text[self.all.tokens[at].range()];
            past |= self.any(at, &["was", "were", "had", "would"]) || word.len() > 4 && word.ends_with("ed");
            if self.any(at, &now) {
                return false;
            }
        }
        past
    }

    fn is_auxiliary(&self, at: usize) -> bool {
        let word = &self.all.text[self.all.tokens[at].range()];
        word.ends_with("n't")
            || word.ends_with("n’t")
            || self.any(at, &["did", "do", "does", "not", "never", "to", "or", "and", "could", "can"])
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.all.is(at, word))
    }
}

/// Words after which "until", "to" or "for" gives a future time.
const PUT_OFF: &[&str] = &[
    "postponed", "postpone", "postpones", "postponing", "delayed", "delay", "deferred", "rescheduled", "adjourned",
    "moved", "pushed", "shifted", "off", "back", "forward", "extended", "suspended", "closed", "remanded", "barred",
    "banned",
];

/// Words after which "for" does.
const SET_FOR: &[&str] = &["scheduled", "planned", "slated", "due", "set", "fixed", "arranged", "expected"];

/// Verbs after which the verb with "to" is past: "failed to meet", "managed to meet".
const FAILED: &[&str] = &[
    "failed", "managed", "able", "unable", "refused", "declined", "continued", "began", "happened", "forgot",
    "neglected", "started", "helped", "went", "first", "last",
];

/// Verbs of going, after which "to meet" is a purpose.
const WENT: &[&str] = &[
    "went", "travelled", "traveled", "flew", "came", "arrived", "returned", "gathered", "convened", "left", "drove",
    "visited",
];

/// Whether an article is about times far from its publication. Dates with a year of their own in the distant past are
/// evidence for it, words that count from the day of writing against it.
pub(super) fn is_narrative(found: &[TimeExpression], published: Option<Place>) -> bool {
    let Some(year) = published.and_then(Place::year) else { return true };
    // News begins with a time: "On Tuesday, a tribunal dismissed …", whatever years follow.
    let begins = found.first().map(|f| &f.meaning);
    if matches!(
        begins,
        Some(Meaning::Calendar(Parts { stretch: Stretch::Weekday(_), year: None, .. }) | Meaning::Today(..))
    ) {
        return false;
    }
    let (mut far, mut near) = (0_usize, 0_usize);
    for found in found {
        match &found.meaning {
            Meaning::Calendar(Parts { year: Some(own), .. }) => {
                if (year - own).abs() > 1 {
                    far += 1;
                } else {
                    near += 1;
                }
            }
            Meaning::Calendar(Parts { stretch: Stretch::Weekday(_), .. })
            | Meaning::Today(..)
            | Meaning::Near(Relation::Last | Relation::Next, _)
            | Meaning::Shift { deictic: true, .. } => near += 1,
            Meaning::Calendar(Parts {
                within: Some((Relation::Last | Relation::Next | Relation::This, _)), ..
            }) => near += 1,
            _ => {}
        }
    }
    far >= 3 && far > near
}
