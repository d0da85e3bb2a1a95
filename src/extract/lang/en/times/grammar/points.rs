//! Points in time relative to the speaker: "today", "now", "at the same time", "recently".

use super::{Read, TimeParser};
use crate::extract::lang::en::times::meaning::{Clock, Meaning, Parts, PeriodKind, Relation, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;

impl TimeParser<'_, '_> {
    /// A point.
    pub(super) fn point(&self, at: usize) -> Read<Meaning> {
        let the = self.is(at, "the");
        let word_at = if the || self.is_any(at, &["this", "that", "these"]) { at + 1 } else { at };
        if self.is(word_at, "same") && self.is_any(word_at + 1, &["time", "period"]) {
            let which =
                if self.is(word_at + 1, "time") { Relation::That } else { return Some((Meaning::Vague, word_at + 2)) };
            return Some((Meaning::Near(which, PeriodKind::DayPart("")), word_at + 2));
        }
        if the && self.is(at + 1, "moment") && self.after_any(at, &["at"]) && self.ends_after(at + 1) {
            return Some((Meaning::Reference("PRESENT_REF"), at + 2));
        }
        if self.has(at, Classes::DAY_PART) {
            return self.part_alone(at);
        }
        if the && self.has(at + 1, Classes::DAY_PART) {
            let part = self.day_part(at + 1).filter(|p| p.len() == 2)?;
            let plain = self.after_any(at, &["in", "during", "of", "through"])
                && !self.is_any(at + 1, &["dawn", "sunset", "sunrise"]);
            return plain.then_some((Meaning::Near(Relation::Plain, PeriodKind::DayPart(part)), at + 2));
        }
        // "the third evening": it depends on the event that it is counted from.
        if the && self.has(word_at, Classes::ORDINAL) && !self.is(word_at + 2, "of") {
            let day = self.is(word_at + 1, "day");
            let part = self.day_part(word_at + 1).filter(|p| p.len() == 2);
            if day {
                return Some((Meaning::Reference("XXXX-XX-XX"), word_at + 2));
            }
            return part.map(|part| {
                let clock = Some(Clock::Part(part));
                (Meaning::Calendar(Parts { clock, ..Parts::new(None, Stretch::Clock) }), word_at + 2)
            });
        }
        if !self.has(word_at, Classes::TIME_POINT) {
            return (self.is(at, "these") && self.is(at + 1, "days"))
                .then_some((Meaning::Reference("PRESENT_REF"), at + 2));
        }
        let next = word_at + 1;
        let small = self.small(word_at);
        let word = small.as_str();
        let present = Some((Meaning::Reference("PRESENT_REF"), next));
        let capital = self.is_capital(word_at) && self.is_capital(next);
        if self.is_title(word_at) {
            return None;
        }
        match word {
            "now" if word_at == at => present,
            "currently" | "nowadays" if word_at == at => present,
            "today" if !capital => Some((Meaning::Today(0, None), next)),
            "yesterday" | "tomorrow" => {
                let days = if word == "tomorrow" { 1 } else { -1 };
                match self.day_part(next) {
                    Some(part) => Some((Meaning::Today(days, Some(super::clock::of_part(part))), next + 1)),
                    None => Some((Meaning::Today(days, None), next)),
                }
            }
            "tonight" => Some((Meaning::Today(0, Some(Clock::Part("NI"))), next)),
            "recently" | "lately" if word_at == at => Some((Meaning::Reference("PAST_REF"), next)),
            "recent" if word_at == at => {
                let unit = self.unit(next).is_some_and(|(.., plural)| plural);
                Some((Meaning::Reference("PAST_REF"), if unit { next + 1 } else { next }))
            }
            "current" if word_at == at => {
                let lone = !self.is(next, "of") && !capital;
                lone.then_some((Meaning::Reference("PRESENT_REF"), next))
            }
            "present" => {
                let day = self.is_any(next, &["day", "time"]);
                let alone = (the || self.after_any(at, &["at"])) && (self.ends_after(word_at) || self.is(next, "day"));
                (alone || day).then_some((Meaning::Reference("PRESENT_REF"), if day { next + 1 } else { next }))
            }
            "past" => {
                let alone = the
                    && self.after_any(at, &["in", "from", "of"])
                    && (self.ends_after(word_at) || self.has(next, Classes::FUNCTION));
                alone.then_some((Meaning::Reference("PAST_REF"), next))
            }
            "future" => (!self.is_capital(word_at)).then_some((Meaning::Reference("FUTURE_REF"), next)),
            "time" if the && self.is(next, "being") => Some((Meaning::Reference("PRESENT_REF"), next + 1)),
            "time"
                if self.is(at, "this") && self.after_any(at, &["at", "by", "during", "around", "until", "about"]) =>
            {
                Some((Meaning::Near(Relation::This, PeriodKind::DayPart("")), next))
            }
            "time"
                if self.is(at, "that") && self.after_any(at, &["at", "by", "during", "around", "until", "since"]) =>
            {
                Some((Meaning::Near(Relation::That, PeriodKind::DayPart("")), next))
            }
            "time"
                if the
                    && self.after_any(at, &["at"])
                    && !self.is_capital(next)
                    && !self.is_any(
                        next,
                        &["of", "the", "when", "that", "he", "she", "they", "we", "it", "a", "an", "this", "his"],
                    ) =>
            {
                Some((Meaning::Near(Relation::That, PeriodKind::DayPart("")), next))
            }
            "period" if self.is(at, "this") || self.is(at, "that") => Some((Meaning::Vague, next)),
            _ => None,
        }
    }

    /// "night" in "at night", "overnight".
    fn part_alone(&self, at: usize) -> Read<Meaning> {
        let small = self.small(at);
        let preceded = self.after_any(at, &["at", "by", "all", "day", "until", "every", "before", "in", "late"]);
        let fine = match small.as_str() {
            "night" => preceded,
            "overnight" => {
                self.get(at + 1).is_none_or(|t| t.kind == TokenKind::Mark || t.classes.any(Classes::FUNCTION))
            }
            "night-time" | "nighttime" => true,
            "evening" | "morning" | "afternoon" => preceded && !self.after_any(at, &["in", "day"]),
            _ => false,
        };
        let part = self.day_part(at).filter(|p| fine && p.len() == 2)?;
        Some((Meaning::Calendar(Parts { clock: Some(Clock::Part(part)), ..Parts::new(None, Stretch::Clock) }), at + 1))
    }

    /// Whether a capital makes a word of time a name within a sentence: "the song Yesterday", "USA Today said".
    fn is_title(&self, at: usize) -> bool {
        use crate::extract::tokens::{Letters, TokenKind};
        if at <= self.start || !self.is_capital(at) || !self.is_any(at, &["today", "yesterday", "tomorrow"]) {
            return false;
        }
        let before = self.get(at - 1).filter(|t| t.kind == TokenKind::Word);
        before.is_some_and(|t| {
            t.letters == Letters::Small && self.get(at).is_some_and(|t| t.letters == Letters::Capital)
                || t.is_capital() && self.is_any(at + 1, &["said", "says", "reported", "reports", "wrote", "quoted"])
        })
    }
}
