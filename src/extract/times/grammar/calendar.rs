//! Dates: days, months, seasons, quarters and feasts, in words or figures, with as much as they name.

use super::{Read, Reader};
use crate::extract::lexicon::Classes;
use crate::extract::times::meaning::{Clock, Meaning, Parts, Stretch, Which};
use crate::extract::times::words::{self, Unit};
use crate::extract::tokens::{Letters, TokenKind};

/// What a season does when its word is one of many meanings: "a spring offensive".
const SEASONAL: &[&str] = &[
    "offensive",
    "offensives",
    "counter-offensive",
    "counteroffensive",
    "campaign",
    "campaigns",
    "session",
    "semester",
    "term",
    "elections",
    "election",
    "harvest",
    "season",
    "thaw",
    "rains",
    "floods",
    "collection",
    "fighting",
    "sowing",
    "planting",
];

impl Reader<'_, '_> {
    /// A date whose form or surroundings show that it is one.
    pub(super) fn date(&self, at: usize) -> Read<Parts> {
        self.date_with(at, false)
    }

    /// A date after a word that only goes with a time: "early May", "the end of 1992".
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
            .or_else(|| self.feast(at))
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

    /// "1992-05-08", "1992-05-08T10:30", "23.08.1993", "12/31/1999".
    fn figures(&self, at: usize) -> Read<Parts> {
        if self.kind(at) != Some(TokenKind::Number) {
            return None;
        }
        let word = &self.all.text[self.all.tokens[at].range()];
        if word.len() >= 8 && word.matches('.').count() == 2 && !word.contains(',') {
            let mut parts = word.split('.').map(|p| p.parse::<i32>().ok());
            let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
            return (year >= 1000).then(|| calendar_day(year, month, day)).flatten().map(|p| (p, at + 1));
        }
        let (first, digits) = self.number(at)?;
        let mark = self.all.text.get(self.get(at + 1)?.range())?;
        if !matches!(mark, "-" | "/" | ".") || !self.tight(at + 1) || !self.tight(at + 2) {
            return None;
        }
        let (second, second_digits) = self.number(at + 2)?;
        let (first, second) = (i32::try_from(first).ok()?, i32::try_from(second).ok()?);
        let third = self.get(at + 3).filter(|t| !t.spaced).map(|t| &self.all.text[t.range()]) == Some(mark);
        if digits == 4 && mark == "-" && second_digits == 2 && (1000..2200).contains(&first) {
            if third && self.tight(at + 4) {
                let token = self.get(at + 4)?;
                let last = &self.all.text[token.range()];
                if let Some((day, hour)) = last.split_once(['T', 't']) {
                    let mut parts = calendar_day(first, second, day.parse().ok()?)?;
                    let hour: u8 = hour.parse().ok().filter(|h| *h < 25)?;
                    let (minute, second, to) = self.minutes(at + 5);
                    parts.clock = Some(Clock::At(hour, minute, second));
                    return Some((parts, to));
                }
                return calendar_day(first, second, last.parse().ok()?).map(|p| (p, at + 5));
            }
            // "1907-08" are two years as a rule, "1992-05" cannot be.
            return ((1..=12).contains(&second) && second <= first % 100).then(|| {
                let month = i8::try_from(second).unwrap_or(1);
                (Parts::new(Some(first), Stretch::Month(month)), at + 3)
            });
        }
        if third && digits <= 2 && second_digits <= 2 {
            let (year, year_digits) = self.number(at + 4).filter(|_| self.tight(at + 4))?;
            let year = i32::try_from(year).ok()?;
            if year_digits != 4 || !(1000..2200).contains(&year) {
                return None;
            }
            // What can be read in two ways stays a year.
            let parts = match (mark, first > 12, second > 12) {
                (".", ..) | ("/" | "-", true, false) => calendar_day(year, second, first)?,
                (_, false, true) => calendar_day(year, first, second)?,
                (_, false, false) if first == second => calendar_day(year, first, second)?,
                (_, false, false) => Parts::new(Some(year), Stretch::Year),
                _ => return None,
            };
            return Some((parts, at + 5));
        }
        None
    }

    /// ":30:15" after the hour of an ISO time.
    fn minutes(&self, at: usize) -> (Option<u8>, Option<u8>, usize) {
        let part = |at: usize| {
            let colon = self.is(at, ":") && self.tight(at) && self.tight(at + 1);
            self.number(at + 1).filter(|(n, digits)| colon && *n < 60 && *digits == 2)
        };
        let small = |n: u32| u8::try_from(n).unwrap_or(0);
        match (part(at), part(at + 2)) {
            (Some((minute, _)), Some((second, _))) => (Some(small(minute)), Some(small(second)), at + 4),
            (Some((minute, _)), None) => (Some(small(minute)), None, at + 2),
            _ => (None, None, at),
        }
    }

    /// A weekday, with the date that follows it if one does: "Tuesday, 8 May 1992"; "Tuesday of last week".
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

    /// A weekday in the singular that is no abbreviation of something else.
    pub(super) fn weekday(&self, at: usize) -> Option<i8> {
        if !self.has(at, Classes::WEEKDAY) {
            return None;
        }
        let small = self.small(at);
        let word = small.as_str();
        if !self.is_capital(at) || (word.ends_with('s') && word.len() > 5) {
            return None;
        }
        if word.len() <= 5 {
            // "Sun", "Sat", "Mon" need a date or a point beside them.
            let dated = self.number(at + 1).is_some() || self.has(at + 1, Classes::MONTH);
            let stopped = (self.is(at + 1, ".") || self.is(at + 1, ","))
                && (self.number(at + 2).is_some() || self.has(at + 2, Classes::MONTH));
            if !dated && !stopped {
                return None;
            }
        }
        words::weekday(word)
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
                    words::ordinal(self.small(at).as_str())
                }
                _ => None,
            },
        }?;
        i8::try_from(day).ok().filter(|d| (1..=31).contains(d)).map(|d| (d, at + 1))
    }

    /// "8 May 1992", "8th of May", "8 may 1992".
    pub(super) fn day_month(&self, at: usize) -> Read<Parts> {
        let (day, mut next) = self.day(at)?;
        if self.is(next, "of") {
            next += 1;
        } else if self.is_dash(next) && self.tight(next) && self.tight(next + 1) && self.has(next + 1, Classes::MONTH) {
            next += 1;
        }
        let month = self.month(next)?;
        let in_words = self.kind(at) == Some(TokenKind::Word);
        // "the first May Day", "20 may have died"
        if in_words && !self.is(next - 1, "of") && !self.is(at.wrapping_sub(1), "the") {
            return None;
        }
        let mut parts = Parts::new(None, Stretch::Day(month, day));
        let mut to = next + 1;
        if self.is_dash(to) && self.tight(to) && self.tight(to + 1) && self.number(to + 1).is_some_and(|(_, d)| d == 4)
        {
            to += 1;
        }
        to = self.year_after(&mut parts, to);
        if is_verb(self.small(next).as_str()) && !self.is_capital(next) && parts.year.is_none() {
            return None;
        }
        Some((parts, to))
    }

    /// A month.
    pub(super) fn month(&self, at: usize) -> Option<i8> {
        if !self.has(at, Classes::MONTH) {
            return None;
        }
        crate::time::month(self.small(at).as_str())
    }

    /// "May 8, 1992", "May 1992", "May".
    fn month_first(&self, at: usize, loose: bool) -> Read<Parts> {
        let month = self.month(at)?;
        let capital = self.is_capital(at);
        let small = self.small(at);
        let mut next = at + 1;
        if self.is(next, ".") && small.as_str().len() < 5 && self.number(next + 1).is_some() {
            next += 1;
        }
        let day_at = if self.is(next, "the") { next + 1 } else { next };
        let day = self.day(day_at).filter(|(_, to)| {
            self.kind(day_at) != Some(TokenKind::Word)
                && !(self.is(*to, ":") && self.tight(*to + 1))
                && !self
                    .is_any(*to, &["million", "billion", "percent", "per", "%", "people", "men", "km", "a.m", "p.m"])
        });
        if let Some((day, to)) = day {
            let mut parts = Parts::new(None, Stretch::Day(month, day));
            let to = self.year_after(&mut parts, to);
            if parts.year.is_none() && !capital && is_verb(small.as_str()) {
                return None;
            }
            return Some((parts, to));
        }
        let mut parts = Parts::new(None, Stretch::Month(month));
        let to = self.year_after(&mut parts, next);
        if parts.year.is_none() && parts.within.is_none() && !self.may_stand_alone(at, capital, loose) {
            return None;
        }
        if !capital && is_verb(small.as_str()) && (parts.year.is_none() || parts.within.is_some()) {
            return None;
        }
        Some((parts, to))
    }

    /// Whether a month without day and year is one: "in May", not "Mrs May".
    fn may_stand_alone(&self, at: usize, capital: bool, loose: bool) -> bool {
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
        let ambiguous =
            is_verb(word) || word.len() <= 4 && word != "june" && word != "july" || word == "april" || word == "june";
        let preceded = loose
            || self.after_any(
                at,
                &[
                    "in",
                    "by",
                    "since",
                    "until",
                    "till",
                    "from",
                    "through",
                    "during",
                    "last",
                    "next",
                    "this",
                    "before",
                    "after",
                    "between",
                    "of",
                    "to",
                    "and",
                    "late",
                    "early",
                    "mid",
                    "every",
                    "throughout",
                ],
            );
        let joined = (at > self.start && self.is_dash(at - 1)) || self.is_dash(at + 1);
        if word == "may" || word == "march" || word == "august" {
            let strong = loose
                || self.after_any(
                    at,
                    &[
                        "in",
                        "by",
                        "since",
                        "until",
                        "till",
                        "during",
                        "last",
                        "next",
                        "this",
                        "before",
                        "after",
                        "between",
                        "throughout",
                        "late",
                        "early",
                        "mid",
                        "from",
                        "through",
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

    /// Takes the year, or what it is to be taken from, that follows a date. Returns where the date ends.
    pub(super) fn year_after(&self, parts: &mut Parts, at: usize) -> usize {
        let comma = self.is(at, ",");
        let of =
            if comma || self.is(at, "of") || (self.is(at, "in") && self.year(at + 1).is_some_and(|(y, _)| y < 2200)) {
                at + 1
            } else {
                at
            };
        let bare = if self.is(of, "the") && self.is(of + 1, "year") { of + 2 } else { of };
        let lone = |at: usize| {
            self.year(at).filter(|(year, to)| {
                let dated = *to > at + 1 || !(self.is(*to, "%") || self.is(*to, ":"));
                dated && self.may_follow(at, *to, *year, comma)
            })
        };
        if let Some((year, to)) = lone(bare) {
            parts.year = Some(year);
            return to;
        }
        // "May '92"
        if self.is_any(of, &["'", "’"])
            || self.kind(of) == Some(TokenKind::Mark)
                && matches!(&self.all.text[self.all.tokens[of].range()], "'" | "’" | "‘")
        {
            if let Some((year, 2)) = self.number(of + 1).filter(|_| self.tight(of + 1)) {
                let year = i32::try_from(year).unwrap_or(0);
                parts.year = Some(if year < 30 { 2000 + year } else { 1900 + year });
                return of + 2;
            }
        }
        if comma {
            return at;
        }
        if let Some((which, to)) = self.relation(of)
            && self.is(to, "year")
            && (of > at
                || matches!(
                    which,
                    Which::Last | Which::Next | Which::This | Which::Following | Which::Previous | Which::That
                ))
        {
            parts.within = Some((which, Unit::Year));
            return to + 1;
        }
        if of > at && self.is(of, "the") && self.is(of + 1, "year") {
            parts.within = Some((Which::That, Unit::Year));
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

    /// Whether a number right after a date is its year: "On May 8, 2000 troops" has none.
    fn may_follow(&self, at: usize, to: usize, year: i32, comma: bool) -> bool {
        if to > at + 1 {
            return true;
        }
        let round = year % 100 == 0 && comma;
        !(round && self.get(to).is_some_and(|t| t.letters == Letters::Small && !t.classes.any(Classes::FUNCTION)))
    }

    /// "the summer of 1992", "summer 1992", "the fall", "spring".
    fn season(&self, at: usize, article: bool, loose: bool) -> Read<Parts> {
        if !self.has(at, Classes::SEASON) {
            return None;
        }
        let small = self.small(at);
        let season = words::season(small.as_str())?;
        if small.as_str().ends_with('s') {
            return None;
        }
        let mut parts = Parts::new(None, Stretch::PartOfYear(season));
        let mut to = self.year_after(&mut parts, at + 1);
        let dated = parts.year.is_some() || parts.within.is_some();
        // "the winter of 1941-42": the first year names it.
        if dated && self.is_dash(to) && self.tight(to) && self.tight(to + 1) {
            if let (Some(year), Some((next, digits))) = (parts.year, self.number(to + 1)) {
                let next = i32::try_from(next).unwrap_or(0);
                if next == year + 1 || (digits == 2 && next == (year + 1) % 100) {
                    to += 2;
                }
            }
        }
        if dated {
            return Some((parts, to));
        }
        let next_is_name = self.get(at + 1).is_some_and(|t| {
            self.is_capital(at)
                && t.kind == TokenKind::Word
                && matches!(t.letters, Letters::Capital | Letters::Capitals)
        });
        if next_is_name || self.is_any(at + 1, &["games", "olympics", "palace", "garrison"]) {
            return None;
        }
        let fine = match small.as_str() {
            "fall" | "spring" => {
                let in_the = article
                    && at >= self.start + 2
                    && self.is_any(at - 2, &["in", "by", "during", "until", "since", "for"]);
                let goes_on = self.is_any(at + 1, &["and", ","]) || self.is_dash(at + 1);
                let bare =
                    !article && (self.after_any(at, &["in", "by"]) && season == 21 || self.is_any(at + 1, SEASONAL));
                (loose || in_the || bare || (article && (goes_on && season == 21 || self.is_any(at + 1, SEASONAL))))
                    && !self.is(at + 1, "of")
            }
            _ => true,
        };
        fine.then_some((parts, at + 1))
    }

    /// "the third quarter of 1998", "Q3 1998".
    fn quarter(&self, at: usize) -> Read<Parts> {
        let (code, next) = if self.is_hyphened(at) {
            // "third-quarter profit"
            let small = self.small(at);
            let (first, rest) = small.as_str().split_once('-')?;
            let ordinal = i8::try_from(words::ordinal(first)?).ok()?;
            match rest {
                "quarter" if ordinal <= 4 => (32 + ordinal, at + 1),
                "half" if ordinal <= 2 => (39 + ordinal, at + 1),
                _ => return None,
            }
        } else if self.kind(at) == Some(TokenKind::Mixed) {
            let code = match self.small(at).as_str() {
                "q1" | "1q" => 33,
                "q2" | "2q" => 34,
                "q3" | "3q" => 35,
                "q4" | "4q" => 36,
                "h1" | "1h" => 40,
                "h2" | "2h" => 41,
                _ => return None,
            };
            (code, at + 1)
        } else {
            if !self.has(at, Classes::ORDINAL.and(Classes::TIME_RELATION)) {
                return None;
            }
            let ordinal = match words::ordinal(self.small(at).as_str()) {
                Some(n) => i8::try_from(n).ok()?,
                None if self.is(at, "final") || self.is(at, "last") => 4,
                None => return None,
            };
            let dash = if self.is_dash(at + 1) { at + 2 } else { at + 1 };
            let code = if self.is(dash, "quarter") && (1..=4).contains(&ordinal) {
                32 + ordinal
            } else if self.is(dash, "half") && ordinal <= 2 && self.is(dash + 1, "of") && self.year(dash + 2).is_some()
            {
                39 + ordinal
            } else {
                return None;
            };
            (code, dash + 1)
        };
        let mut parts = Parts::new(None, Stretch::PartOfYear(code));
        let to = self.year_after(&mut parts, next);
        // "a quarter of the votes" is no time, "the third quarter of the match" neither.
        if parts.year.is_none() && parts.within.is_none() && self.is(next, "of") {
            return None;
        }
        Some((parts, to))
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

    /// "Christmas Day", "New Year's Eve", "Easter 1916".
    fn feast(&self, at: usize) -> Read<Parts> {
        let (day, mut next) = if self.has(at, Classes::HOLIDAY) && self.is_capital(at) {
            // "White Christmas" is a song.
            if at > self.start + 1 && self.is_capital(at - 1) && !self.has(at - 1, Classes::FUNCTION) {
                return None;
            }
            (words::holiday(self.small(at).as_str())?, at + 1)
        } else if self.is(at, "new") && self.is(at + 1, "year") && self.kind(at + 2) == Some(TokenKind::Possessive) {
            (Some((1, 1)), at + 3)
        } else {
            return None;
        };
        let mut stretch = day.map_or(Stretch::Feast, |(month, day)| Stretch::Day(month, day));
        if self.is(next, "day") {
            next += 1;
        } else if self.is(next, "eve") {
            next += 1;
            stretch = match day {
                Some((12, 25)) => Stretch::Day(12, 24),
                Some((1, 1)) => Stretch::Day(12, 31),
                _ => stretch,
            };
        } else if self.is_any(next, &["sunday", "monday", "island", "bloc"]) {
            return None;
        } else if self.is(at, "new") {
            return None;
        }
        let mut parts = Parts::new(None, stretch);
        let to = self.year_after(&mut parts, next);
        Some((parts, to))
    }

    /// Adds a part or time of the day that follows a date: "Tuesday morning", "8 May at 10:30".
    pub(super) fn with_clock(&self, mut parts: Parts, to: usize) -> (Meaning, usize) {
        if parts.clock.is_none()
            && matches!(parts.stretch, Stretch::Day(..) | Stretch::Weekday(_) | Stretch::DayOnly(_))
        {
            if let Some(part) = words::day_part(self.small(to).as_str()).filter(|_| self.has(to, Classes::DAY_PART)) {
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

/// Months that are verbs or names as well.
fn is_verb(word: &str) -> bool {
    matches!(word, "may" | "march" | "mar" | "jan" | "august" | "dec")
}

fn calendar_day(year: i32, month: i32, day: i32) -> Option<Parts> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok()?;
    Some(Parts::new(Some(year), Stretch::Day(month, day)))
}
