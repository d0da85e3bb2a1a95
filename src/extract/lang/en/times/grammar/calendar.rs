//! Dates: days, months, seasons, quarters and holidays, in words or figures, complete or not.

use super::{Read, TimeParser};
use crate::base::date::Unit;
use crate::base::date::parts::Gap;
use crate::base::date::{Form, grammar};
use crate::extract::lang::en::times::meaning::{Clock, Meaning, Parts, Relation, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl TimeParser<'_, '_> {
    /// A date that its form or context shows to be one.
    pub(super) fn date(&self, at: usize) -> Read<Parts> {
        self.date_with(at, false)
    }

    /// A date after a word that only accompanies times: "early May", "the end of 1992".
    pub(super) fn date_loose(&self, at: usize) -> Read<Parts> {
        self.date_with(at, true)
    }

    fn date_with(&self, at: usize, loose: bool) -> Read<Parts> {
        let bare = if self.is(at, "the") || (loose && self.is(at, "a")) { at + 1 } else { at };
        let article = bare > at;
        self.figures(at)
            .or_else(|| self.after_weekday(at))
            .or_else(|| self.day_month(bare))
            .or_else(|| if article { None } else { self.month_first(at, loose) })
            .or_else(|| self.season(bare, article, loose))
            .or_else(|| self.quarter(bare))
            .or_else(|| if article { self.day_alone(bare) } else { None })
            .or_else(|| self.holiday(at))
            .or_else(|| self.named_year(bare))
            .or_else(|| self.years(bare, loose).filter(|(p, _)| !article || p.year.is_none() || loose))
    }

    /// "the year 1992"
    fn named_year(&self, at: usize) -> Read<Parts> {
        if !self.is(at, "year") && !self.is(at, "years") {
            return None;
        }
        let (year, to) = self.year(at + 1)?;
        Some((Parts::new(Some(year), Stretch::Year), to))
    }

    /// A weekday, with the date that follows it, if any: "Tuesday, 8 May 1992"; "Tuesday of last week".
    fn after_weekday(&self, at: usize) -> Read<Parts> {
        let weekday = self.weekday(at)?;
        let mut next = at + 1;
        if self.is(next, ".") && self.tight(next) && self.get(at)?.end - self.get(at)?.start < 5 {
            next += 1;
        }
        let comma = if self.is(next, ",") { next + 1 } else { next };
        let date_at = if self.is(comma, "the") { comma + 1 } else { comma };
        if let Some((parts, to)) =
            self.day_month(date_at).or_else(|| self.month_first(comma, true)).or_else(|| self.figures(comma))
            && matches!(parts.stretch, Stretch::Day(..))
        {
            return Some((parts, to));
        }
        let mut parts = Parts::new(None, Stretch::Weekday(weekday));
        let of = if self.is(next, "of") { next + 1 } else { next };
        if let Some((which, to)) = self.relation(of)
            && self.is(to, "week")
        {
            parts.within = Some((which, Unit::Week));
            return Some((parts, to + 1));
        }
        Some((parts, next))
    }

    /// A weekday in the singular that is not another abbreviation.
    pub(super) fn weekday(&self, at: usize) -> Option<i8> {
        if !self.has(at, Classes::WEEKDAY) {
            return None;
        }
        let day = self.words.weekdays.get(self.small(at).as_str())?;
        if !self.is_capital(at) || day.form == Form::Plural || self.is_in_name(at) {
            return None;
        }
        if day.form == Form::Other {
            // "Sun", "Sat", "Mon" need a date or a full stop next to them.
            let dated = self.number(at + 1).is_some() || self.has(at + 1, Classes::MONTH);
            let stopped = (self.is(at + 1, ".") || self.is(at + 1, ","))
                && (self.number(at + 2).is_some() || self.has(at + 2, Classes::MONTH));
            if !dated && !stopped {
                return None;
            }
        }
        day.value
    }

    /// Whether a weekday is part of a name: "Bloody Sunday", "the Friday Mosque", "The Sunday Times".
    fn is_in_name(&self, at: usize) -> bool {
        let before = at > self.start
            && self.is_capital(at - 1)
            && self.is_any(
                at - 1,
                &["black", "bloody", "good", "man", "cyber", "super", "ash", "palm", "shrove", "maundy"],
            );
        before
            || self.is_capital(at + 1)
                && self.is_any(
                    at + 1,
                    &["times", "mosque", "street", "telegraph", "mirror", "express", "mail", "herald", "club"],
                )
    }

    /// Whether a token may be an ordinal.
    pub(super) fn may_be_ordinal(&self, at: usize) -> bool {
        self.has(at, Classes::ORDINAL) || self.kind(at) == Some(TokenKind::Mixed) || self.is_hyphened(at)
    }

    /// A day of a month, in figures or as an ordinal.
    pub(super) fn day(&self, at: usize) -> Read<i8> {
        let day = match self.number(at) {
            Some((n, digits)) => (digits <= 2).then_some(n),
            None => match self.kind(at)? {
                TokenKind::Mixed | TokenKind::Word if self.may_be_ordinal(at) => {
                    self.words.ordinal(self.small(at).as_str())
                }
                _ => None,
            },
        }?;
        i8::try_from(day).ok().filter(|d| (1..=31).contains(d)).map(|d| (d, at + 1))
    }

    /// "8 May 1992", "8th of May", "8 may 1992".
    pub(super) fn day_month(&self, at: usize) -> Read<Parts> {
        let ((day, month), mut to) = grammar::day_month(self, at)?;
        let month_at = to - 1;
        let in_words = self.kind(at) == Some(TokenKind::Word);
        // "the first May Day", "20 may have died"
        if in_words && !self.is(month_at - 1, "of") && !self.is(at.wrapping_sub(1), "the") {
            return None;
        }
        let mut parts = Parts::new(None, Stretch::Day(month, day));
        if self.is_dash(to) && self.tight(to) && self.tight(to + 1) && self.number(to + 1).is_some_and(|(_, d)| d == 4)
        {
            to += 1;
        }
        to = self.year_after(&mut parts, to);
        if is_verb(self.small(month_at).as_str()) && !self.is_capital(month_at) && parts.year.is_none() {
            return None;
        }
        Some((parts, to))
    }

    /// A month.
    pub(super) fn month(&self, at: usize) -> Option<i8> {
        if !self.has(at, Classes::MONTH) {
            return None;
        }
        self.words.months.value(self.small(at).as_str())
    }

    /// "May 8, 1992", "May 1992", "May".
    fn month_first(&self, at: usize, loose: bool) -> Read<Parts> {
        let month = self.month(at)?;
        let capital = self.is_capital(at);
        let small = self.small(at);
        if let Some(((day, _), to)) = grammar::month_day(self, at) {
            let mut parts = Parts::new(None, Stretch::Day(month, day));
            let to = self.year_after(&mut parts, to);
            if parts.year.is_none() && !capital && is_verb(small.as_str()) {
                return None;
            }
            return Some((parts, to));
        }
        let mut parts = Parts::new(None, Stretch::Month(month));
        let to = self.year_after(&mut parts, self.past_point(at + 1));
        if parts.year.is_none() && parts.within.is_none() && !self.may_stand_alone(at, capital, loose) {
            return None;
        }
        if !capital && is_verb(small.as_str()) && (parts.year.is_none() || parts.within.is_some()) {
            return None;
        }
        Some((parts, to))
    }

    /// Whether a month without day and year is one: "in May", unlike "Mrs May".
    fn may_stand_alone(&self, at: usize, capital: bool, loose: bool) -> bool {
        if capital && self.is_capital(at + 1) && self.is_any(at + 1, &["street", "avenue", "square", "road"]) {
            return false;
        }
        let small = self.small(at);
        let word = small.as_str();
        if !capital {
            return !is_verb(word)
                && word.len() > 4
                && (loose || self.after_any(at, &["in", "last", "next", "since", "until", "by"]));
        }
        // "Task Force April", "a May Day": part of a name.
        let named = self.get(at + 1).is_some_and(|t| {
            t.kind == TokenKind::Word
                && matches!(t.letters, Letters::Capital | Letters::Capitals)
                && !t.classes.any(Classes::FUNCTION)
        });
        let ambiguous = is_verb(word) || matches!(word, "april" | "june") || (word.len() <= 4 && word != "july");
        let preceded = loose
            || self.after_any(
                at,
                &[
                    "in", "by", "since", "until", "till", "from", "through", "during", "last", "next", "this",
                    "before", "after", "between", "of", "to", "and", "late", "early", "mid", "every", "throughout",
                ],
            );
        let joined = (at > self.start && self.is_dash(at - 1)) || self.is_dash(at + 1);
        if word == "may" || word == "march" || word == "august" {
            let strong = loose
                || self.after_any(
                    at,
                    &[
                        "in", "by", "since", "until", "till", "during", "last", "next", "this", "before", "after",
                        "between", "throughout", "late", "early", "mid", "from", "through",
                    ],
                );
            let ranged = (self.after_any(at, &["to", "and"])) && at >= self.start + 2 && self.month(at - 2).is_some();
            // "a March operation"
            let described = at > self.start + 1
                && self.has(at - 1, Classes::ARTICLE)
                && self.get(at + 1).is_some_and(|t| {
                    t.letters == Letters::Small && t.kind == TokenKind::Word && t.classes == Classes::default()
                });
            let free = !named || loose || self.after_any(at, &["in", "since", "until", "during"]);
            return strong && free
                || described
                || ranged
                || (joined && (self.month(at.saturating_sub(2)).is_some() || self.month(at + 2).is_some()));
        }
        let surely = loose || self.after_any(at, &["in", "since", "until", "during", "by", "last", "next"]);
        if ambiguous {
            return preceded && (!named || surely) || joined;
        }
        !named || preceded
    }

    /// Takes the year that follows a date, or the words that it is derived from. Returns where the date ends.
    pub(super) fn year_after(&self, parts: &mut Parts, at: usize) -> usize {
        let comma = self.is(at, ",");
        if let Some((year, to)) = grammar::year_after(self, at, Gap::DayMonthYear) {
            parts.year = Some(i32::from(year));
            return to;
        }
        let of = self.past_joint(at);
        // "May '92"
        let apostrophe = self.get(of).is_some_and(|t| matches!(&self.all.text[t.range()], "'" | "’" | "‘"));
        if apostrophe
            && self.tight(of + 1)
            && let Some((year, 2)) = self.number(of + 1)
        {
            let year = i32::try_from(year).unwrap_or(0);
            parts.year = Some(if year < 30 { 2000 + year } else { 1900 + year });
            return of + 2;
        }
        if comma {
            return at;
        }
        if let Some((which, to)) = self.relation(of)
            && self.is(to, "year")
            && (of > at
                || matches!(
                    which,
                    Relation::Last
                        | Relation::Next
                        | Relation::This
                        | Relation::Following
                        | Relation::Previous
                        | Relation::That
                ))
        {
            parts.within = Some((which, Unit::Year));
            return to + 1;
        }
        if of > at && self.is(of, "the") && self.is(of + 1, "year") {
            parts.within = Some((Relation::That, Unit::Year));
            return of + 2;
        }
        if of > at
            && matches!(parts.stretch, Stretch::Day(..) | Stretch::DayOnly(_) | Stretch::Weekday(_))
            && let Some((which, to)) = self.relation(of)
            && self.is(to, "month")
        {
            parts.within = Some((which, Unit::Month));
            return to + 1;
        }
        at
    }

    /// "the 17th", with "the" before it.
    fn day_alone(&self, at: usize) -> Read<Parts> {
        let before = at >= self.start + 2
            && self.is_any(
                at - 2,
                &["on", "by", "until", "till", "before", "after", "since", "of", "from", "to", "and", "between"],
            );
        if !before || self.kind(at) != Some(TokenKind::Mixed) {
            return None;
        }
        let (day, to) = self.day(at)?;
        let mut parts = Parts::new(None, Stretch::DayOnly(day));
        let end = self.year_after(&mut parts, to);
        if end > to {
            return Some((parts, end));
        }
        let ends = self.get(to).is_none_or(|t| t.kind == TokenKind::Mark || t.classes.any(Classes::FUNCTION));
        (ends && !self.is(to, "-") && !self.is(to, "of")).then_some((parts, to))
    }

    /// Adds a part or time of the day that follows a date: "Tuesday morning", "8 May at 10:30".
    pub(super) fn with_clock(&self, mut parts: Parts, to: usize) -> (Meaning, usize) {
        if parts.clock.is_none()
            && matches!(parts.stretch, Stretch::Day(..) | Stretch::Weekday(_) | Stretch::DayOnly(_))
        {
            if let Some(part) = self.day_part(to) {
                parts.clock = Some(super::clock::of_part(part));
                let mut to = to + 1;
                if let Stretch::Weekday(_) = parts.stretch
                    && let Some((which, end)) = self.relation(to)
                    && self.is(end, "week")
                {
                    parts.within = Some((which, Unit::Week));
                    to = end + 1;
                }
                return (Meaning::Calendar(parts), to);
            }
            let at = if self.is(to, "at") || self.is(to, ",") { to + 1 } else { to };
            if let Some((clock @ Clock::At(..), end)) = self.clock(at) {
                parts.clock = Some(clock);
                return (Meaning::Calendar(parts), end);
            }
        }
        (Meaning::Calendar(parts), to)
    }
}

/// Months that are also verbs or names.
fn is_verb(word: &str) -> bool {
    matches!(word, "may" | "march" | "mar" | "jan" | "august" | "dec")
}
