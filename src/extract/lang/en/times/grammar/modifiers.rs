//! Words that modify a time: "early October", "the end of May", "about 1992", "later that month".

use super::{Read, TimeParser};
use crate::base::date::Unit;
use crate::extract::lang::en::times::meaning::{Meaning, Parts, PeriodKind, Relation, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;

/// The meaning, where it ends, and the modifier in TIMEX3.
type Modified = Option<((Meaning, usize), Option<&'static str>)>;

impl TimeParser<'_, '_> {
    /// A modifier and the time that it modifies.
    pub(super) fn modified(&self, at: usize) -> Modified {
        if let Some(end) = self.year_end(at) {
            return Some(end);
        }
        let classes = Classes::TIME_MODIFIER.and(Classes::ORDINAL).and(Classes::TIME_RELATION);
        let next = if self.has(at, Classes::ARTICLE) { at + 1 } else { at };
        if !self.has(next, classes) && !self.is(next, "very") {
            return if self.is_hyphened(next) { self.hyphened_month(next) } else { None };
        }
        self.part_of(at).or_else(|| self.early_or_late(at)).or_else(|| self.about(at))
    }

    /// "by year-end", "at year's end"
    fn year_end(&self, at: usize) -> Modified {
        if !self.after_any(at, &["by", "at", "before", "until", "since", "from"]) {
            return None;
        }
        let to = match () {
            () if self.is(at, "year-end") => at + 1,
            () if self.is(at, "year") && self.kind(at + 1) == Some(TokenKind::Possessive) && self.is(at + 2, "end") => {
                at + 3
            }
            () if self.is(at, "year") && self.is(at + 1, "end") => at + 2,
            () => return None,
        };
        Some(((Meaning::Near(Relation::This, PeriodKind::Unit(Unit::Year)), to), Some("END")))
    }

    /// "early October", "mid-1990s", "late in the year", "later that month".
    pub(super) fn early_or_late(&self, at: usize) -> Modified {
        // "the early 1990s" as well.
        let word_at = if self.has(at, Classes::ARTICLE) { at + 1 } else { at };
        if !self.has(word_at, Classes::TIME_MODIFIER) {
            return None;
        }
        if let Some(core) = self.clock_and_date(at) {
            return Some((core, None));
        }
        let word = self.small(word_at);
        let (modifier, loose) = match word.as_str() {
            "early" => (Some("START"), true),
            "late" => (Some("END"), true),
            "mid" | "middle" => (Some("MID"), false),
            "earlier" | "later" | "sometime" => (None, true),
            _ => return None,
        };
        let mut next = word_at + 1;
        if self.is(next, "-") {
            next += 1;
        }
        if loose && (self.is(next, "in") || self.is(next, "on") || self.is(next, "of")) {
            next += 1;
        }
        if loose && word_at == at && (self.is(next, "or") || self.is(next, "and")) {
            return None;
        }
        let (meaning, to) = self.stretch(next)?;
        // "later" and "earlier" accompany relative times: "later that year", "later in 1944".
        if modifier.is_none() && next == word_at + 1 && !matches!(meaning, Meaning::Near(..)) {
            return None;
        }
        let modifier = if matches!(meaning, Meaning::Calendar(Parts { clock: Some(_), .. })) { None } else { modifier };
        Some(((meaning, to), modifier))
    }

    /// "mid-July", "late-summer" as one word.
    pub(super) fn hyphened_month(&self, at: usize) -> Modified {
        let small = self.small(at);
        let (before, word) = small.as_str().split_once('-')?;
        let modifier = match before {
            "mid" => "MID",
            "early" => "START",
            "late" => "END",
            _ => return None,
        };
        if let Some(n) = self.words.ordinal(word).filter(|n| *n <= 25 && self.is(at + 1, "century")) {
            let era = self.era(at + 2);
            let century = Stretch::Century(i32::try_from(n).unwrap_or(1) - 1, era == Some(true));
            let to = if era.is_some() { at + 3 } else { at + 2 };
            return Some(((Meaning::Calendar(Parts::new(None, century)), to), Some(modifier)));
        }
        let (stretch, mut to) = if let Some(season) = self.words.seasons.value_of_part(word) {
            (Stretch::PartOfYear(season), at + 1)
        } else {
            (Stretch::Month(self.words.months.value(word)?), at + 1)
        };
        let mut parts = Parts::new(None, stretch);
        to = self.year_after(&mut parts, to);
        Some(((Meaning::Calendar(parts), to), Some(modifier)))
    }

    /// "the end of May", "the second half of 1992", "the rest of the year".
    pub(super) fn part_of(&self, at: usize) -> Modified {
        let mut next = if self.is(at, "the") { at + 1 } else { at };
        if self.is(next, "very") {
            next += 1;
        }
        let mut half = None;
        let word = self.small(next);
        let modifier = match word.as_str() {
            "beginning" | "start" | "turn" => Some("START"),
            "end" | "close" => Some("END"),
            "middle" => Some("MID"),
            "rest" | "remainder" | "course" if next > at => None,
            "early" | "late" | "latter" | "first" | "second" | "last" | "closing" | "opening" | "final" => {
                let second = !matches!(word.as_str(), "early" | "first" | "opening");
                next += 1;
                let part = self.small(next);
                match part.as_str() {
                    "half" => half = Some(if second { 41 } else { 40 }),
                    "part" | "days" | "weeks" | "months" | "years" | "hours" => {}
                    _ => return None,
                }
                Some(if second { "END" } else { "START" })
            }
            _ => return None,
        };
        next += 1;
        if !self.is(next, "of") {
            return None;
        }
        let (meaning, to) = self.stretch(next + 1)?;
        if word.as_str() == "turn" {
            return turn(meaning, modifier).map(|(meaning, modifier)| ((meaning, to), modifier));
        }
        if let (Some(half), Meaning::Calendar(parts)) = (half, &meaning)
            && parts.stretch == Stretch::Year
        {
            return Some(((Meaning::Calendar(Parts { stretch: Stretch::PartOfYear(half), ..*parts }), to), None));
        }
        if let (Some(half), Meaning::Near(which, PeriodKind::Unit(Unit::Year))) = (half, &meaning) {
            let parts = Parts { within: Some((*which, Unit::Year)), ..Parts::new(None, Stretch::PartOfYear(half)) };
            return Some(((Meaning::Calendar(parts), to), None));
        }
        Some(((meaning, to), modifier))
    }

    /// A period of the calendar after a modifier.
    pub(super) fn stretch(&self, at: usize) -> Read<Meaning> {
        let bare = if self.is(at, "the") { at + 1 } else { at };
        if let Some((date, to)) = self.date_loose(at) {
            return Some(self.with_clock(date, to));
        }
        if let Some(near) = self.near(at) {
            return matches!(near.0, Meaning::Near(..) | Meaning::Calendar(_) | Meaning::Today(..)).then_some(near);
        }
        // "the end of the year"
        if bare > at || self.is(at, "that") {
            if let Some((unit, 1.0, false)) = self.unit(bare).filter(|(unit, ..)| *unit > Unit::Hour) {
                return Some((Meaning::Near(Relation::Plain, PeriodKind::Unit(unit)), bare + 1));
            }
            if let Some(part) = self.day_part(bare) {
                return Some((Meaning::Near(Relation::Plain, PeriodKind::DayPart(part)), bare + 1));
            }
        }
        // "early yesterday", "late today"
        self.point(at).filter(|(meaning, _)| matches!(meaning, Meaning::Today(..)))
    }

    /// "about 1992", "more than three years", "only a few days later".
    pub(super) fn about(&self, at: usize) -> Modified {
        if !self.has(at, Classes::TIME_MODIFIER) {
            return None;
        }
        let two = |word: &str| self.is(at + 1, word);
        let (modifier, mut next) = match self.small(at).as_str() {
            "about" | "around" | "approximately" | "approx" | "roughly" | "circa" | "ca" | "c" | "some" => {
                (Some("APPROX"), at + 1)
            }
            "nearly" | "almost" | "under" => (Some("LESS_THAN"), at + 1),
            "over" => (Some("MORE_THAN"), at + 1),
            "more" | "well" if two("than") || two("over") => (Some("MORE_THAN"), at + 2),
            "less" | "fewer" if two("than") => (Some("LESS_THAN"), at + 2),
            "at" if two("least") => (Some("EQUAL_OR_MORE"), at + 2),
            "at" if two("most") => (Some("EQUAL_OR_LESS"), at + 2),
            "up" if two("to") => (Some("EQUAL_OR_LESS"), at + 2),
            "just" | "only" | "exactly" | "shortly" => (None, at + 1),
            _ => return None,
        };
        if modifier.is_none() && (self.is(next, "over") || self.is(next, "under") || self.is(next, "about")) {
            let (core, inner) = self.about(next)?;
            return Some((core, inner));
        }
        if self.is(next, ".") {
            next += 1;
        }
        if modifier == Some("APPROX") && !self.is(at, "some") {
            // "about 1990 of them" is a count.
            if let Some((parts, to)) = self.date_loose(next).filter(|(parts, to)| {
                if self.is(*to, "of") && self.is_any(*to + 1, &["them", "these", "those", "us", "whom", "which"]) {
                    return false;
                }
                parts.year.is_some()
                    || matches!(parts.stretch, Stretch::Decade(..) | Stretch::Century(..) | Stretch::Day(..))
            }) {
                return Some(((Meaning::Calendar(parts), to), modifier));
            }
            if let Some(core) = self.clock_and_date(next) {
                return Some((core, modifier));
            }
        }
        let article = self.is(next, "the") || self.is(next, "this") || self.is(next, "that");
        let core = self.length(next).filter(|_| !article)?;
        Some((core, modifier))
    }
}

/// "the turn of the century" is about the year in which one begins, not the whole century: that of the 20th is about
/// 1900.
fn turn(meaning: Meaning, modifier: Option<&'static str>) -> Option<(Meaning, Option<&'static str>)> {
    match meaning {
        Meaning::Calendar(Parts { stretch: Stretch::Century(n, false), .. }) => {
            let year = n.checked_mul(100).filter(|year| *year > 0)?;
            Some((Meaning::Calendar(Parts::new(Some(year), Stretch::Year)), Some("APPROX")))
        }
        Meaning::Calendar(Parts { stretch: Stretch::Century(_, true), .. }) => None,
        Meaning::Near(
            Relation::Plain | Relation::This | Relation::Last | Relation::That,
            PeriodKind::Unit(Unit::Century),
        ) => Some((Meaning::Turn, Some("APPROX"))),
        other => Some((other, modifier)),
    }
}
