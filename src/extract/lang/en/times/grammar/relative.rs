//! Times relative to another: "last week", "that year", "the following spring", "the day before".

use super::{Read, TimeParser};
use crate::base::date::Unit;
use crate::extract::lang::en::times::meaning::{Meaning, PeriodKind, Relation};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;

impl TimeParser<'_, '_> {
    /// The words for the relation: "last", "the same", "that very".
    pub(super) fn relation(&self, at: usize) -> Read<Relation> {
        let the = self.is(at, "the");
        let word_at = if the { at + 1 } else { at };
        if !self.has(word_at, Classes::TIME_RELATION) {
            return None;
        }
        let next = word_at + 1;
        let which = match self.small(word_at).as_str() {
            "this" | "that" if the => return None,
            "this" | "current" => Relation::This,
            "that" => {
                let same = self.is_any(next, &["same", "very"]);
                return Some((Relation::That, if same { next + 1 } else { next }));
            }
            "same" if the => Relation::That,
            "last" | "past" => Relation::Last,
            "next" if the => Relation::Following,
            "next" | "coming" | "upcoming" => Relation::Next,
            "previous" | "preceding" | "prior" => Relation::Previous,
            // "Following Monday's meeting": a preposition at the beginning of a sentence.
            "following" if !the && self.is_capital(word_at) => return None,
            "following" | "subsequent" | "succeeding" | "ensuing" => Relation::Following,
            _ => return None,
        };
        Some((which, next))
    }

    /// A relative time.
    pub(super) fn near(&self, at: usize) -> Read<Meaning> {
        if self.is_any(at, &["year-ago", "year-earlier"]) {
            return Some((Meaning::Shift { count: Some(1.0), unit: Unit::Year, back: true, deictic: true }, at + 1));
        }
        if let Some(read) = self.day_before(at).or_else(|| self.this_one(at)) {
            return Some(read);
        }
        let (which, mut next) = self.relation(at)?;
        let the = self.is(at, "the");
        let word = self.small(if the { at + 1 } else { at });
        let loose = matches!(word.as_str(), "past" | "coming");
        if let Some((count, to)) = self.count(next).filter(|_| !self.has(next, Classes::ARTICLE))
            && let Some((unit, each, _)) = self.unit(to)
        {
            // "the past three days", "the next few months"
            let count = count.map(|n| n * each);
            return Some((Meaning::Length(unit.length(&super::lengths::number(count))), to + 1));
        }
        if self.is(next, "full") || self.is(next, "fiscal") || self.is(next, "academic") {
            next += 1;
        }
        let capital = self.is_capital(next);
        if self.is(next, "weekend") {
            return Some((Meaning::Near(which, PeriodKind::Weekend), next + 1));
        }
        if let Some((unit, each, plural)) = self.unit(next) {
            if unit < Unit::Hour || (unit == Unit::Quarter && plural) {
                return None;
            }
            if plural {
                return Some((Meaning::Length(unit.length("X")), next + 1));
            }
            // "over the past year" is a duration, "last year" a period of the calendar.
            let lasting = self.after_any(at, &["over", "for", "within", "during", "throughout", "in"]) && the;
            let counted = which == Relation::Last && (loose || lasting)
                || (which == Relation::Following && self.after_any(at, &["over"]));
            if counted && unit > Unit::Day {
                return Some((Meaning::Length(unit.length(&super::lengths::number(Some(each)))), next + 1));
            }
            if unit == Unit::Hour && which != Relation::That {
                return None;
            }
            return Some((Meaning::Near(which, PeriodKind::Unit(unit)), next + 1));
        }
        if capital && let Some(month) = self.month(next) {
            let day = self.day(next + 1).is_some() || self.year(next + 1).is_some();
            return (!day).then_some((Meaning::Near(which, PeriodKind::Month(month)), next + 1));
        }
        if let Some(weekday) = self.weekday(next) {
            return Some((Meaning::Near(which, PeriodKind::Weekday(weekday)), next + 1));
        }
        if self.has(next, Classes::SEASON) {
            let small = self.small(next);
            let season = self.words.seasons.value(small.as_str()).filter(|_| !small.as_str().ends_with('s'))?;
            let ambiguous = matches!(small.as_str(), "fall" | "spring") && self.is(next + 1, "of");
            return (!ambiguous).then_some((Meaning::Near(which, PeriodKind::Season(season)), next + 1));
        }
        if self.has(next, Classes::DAY_PART) {
            let small = self.small(next);
            if small.as_str().ends_with('s') {
                return None;
            }
            let part = self.day_part(next)?;
            return Some((Meaning::Near(which, PeriodKind::DayPart(part)), next + 1));
        }
        None
    }

    /// "over the weekend", "for the year": the one that the text is about.
    fn this_one(&self, at: usize) -> Read<Meaning> {
        if !self.is(at, "the") || self.is_capital(at + 1) {
            return None;
        }
        if self.is(at + 1, "weekend") {
            let free = self.ends_after(at + 1) || self.has(at + 2, Classes::FUNCTION);
            let over = self.after_any(at, &["over", "during", "on", "at", "for"]) && free;
            return over.then_some((Meaning::Near(Relation::Plain, PeriodKind::Weekend), at + 2));
        }
        let (unit, _, plural) = self.unit(at + 1)?;
        let period = matches!(unit, Unit::Year | Unit::Month | Unit::Week) && !plural;
        let ends = self.get(at + 2).is_none_or(|t| t.kind == TokenKind::Mark) && !self.is(at + 2, "-");
        let whole = period && self.after_any(at, &["for", "during"]) && ends;
        whole.then_some((Meaning::Near(Relation::Plain, PeriodKind::Unit(unit)), at + 2))
    }

    /// "the day before", "the year after", "the day following".
    fn day_before(&self, at: usize) -> Read<Meaning> {
        if !self.is(at, "the") {
            return None;
        }
        let (unit, _, plural) = self.unit(at + 1)?;
        if plural || unit < Unit::Day || unit == Unit::Quarter {
            return None;
        }
        let which = match self.small(at + 2).as_str() {
            "before" | "earlier" | "previously" => Relation::Previous,
            "after" | "afterwards" | "later" | "following" => Relation::Following,
            _ => return None,
        };
        if self.ends_after(at + 2) || self.is(at + 2, "following") {
            return Some((Meaning::Near(which, PeriodKind::Unit(unit)), at + 3));
        }
        // "the day after tomorrow"
        let days = match which {
            Relation::Following if self.is(at + 3, "tomorrow") => Some(2),
            Relation::Previous if self.is(at + 3, "yesterday") => Some(-2),
            _ => None,
        };
        if let Some(days) = days.filter(|_| unit == Unit::Day) {
            return Some((Meaning::Today(days, None), at + 4));
        }
        // "the day after the battle": it depends on the date of the battle.
        let unknown = match unit {
            Unit::Day => "XXXX-XX-XX",
            Unit::Week => "XXXX-WXX",
            Unit::Month => "XXXX-XX",
            Unit::Year => "XXXX",
            _ => return None,
        };
        Some((Meaning::Reference(unknown), at + 2))
    }

    /// Whether nothing that depends on a word such as "before" follows it.
    pub(super) fn ends_after(&self, at: usize) -> bool {
        self.get(at + 1).is_none_or(|t| t.kind == TokenKind::Mark)
            || self.is_any(at + 1, &["and", "but", "in", "at", "by", "on", "to", "when", "with"])
    }

    /// A unit of time, the number of them that the word means, and whether it is plural.
    pub(super) fn unit(&self, at: usize) -> Option<(Unit, f64, bool)> {
        if !self.has(at, Classes::TIME_UNIT) {
            return None;
        }
        self.words.unit(self.small(at).as_str())
    }
}
