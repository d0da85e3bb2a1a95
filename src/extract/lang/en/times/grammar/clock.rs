//! Times of day: "10:30 p.m.", "8 o'clock", "noon", "the night of 8 May".

use super::{Read, TimeParser};
use crate::extract::lang::en::times::meaning::{Clock, Meaning, Parts, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;

/// A part of the day in TIMEX3.
pub(super) fn of_part(part: &'static str) -> Clock {
    match part {
        "12:00" => Clock::At(12, Some(0), None),
        "24:00" => Clock::At(24, Some(0), None),
        part => Clock::Part(part),
    }
}

impl TimeParser<'_, '_> {
    /// A part of the day in TIMEX3.
    pub(super) fn day_part(&self, at: usize) -> Option<&'static str> {
        if !self.has(at, Classes::DAY_PART) {
            return None;
        }
        self.words.day_parts.value(self.small(at).as_str())
    }

    /// A time of day.
    pub(super) fn clock(&self, at: usize) -> Read<Clock> {
        if self.has(at, Classes::DAY_PART) && self.is_any(at, &["noon", "midday", "midnight"]) {
            let part = self.day_part(at)?;
            return Some((of_part(part), at + 1));
        }
        let byte = |n: u32| u8::try_from(n).ok();
        if let Some(token) = self.get(at).filter(|t| t.kind == TokenKind::Mixed) {
            // "7am"
            let word = &self.all.text[token.range()];
            let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let small = self.small(at);
            let half = half_of_day(small.as_str().get(digits..)?)?;
            let hour = word.get(..digits)?.parse().ok()?;
            return Some((Clock::At(hour_of(hour, half)?, None, None), at + 1));
        }
        let (hour, digits) = match self.number(at) {
            Some(number) => number,
            None => return self.written(at),
        };
        let mut minute = None;
        let mut second = None;
        let mut next = at + 1;
        if digits <= 2 && hour < 25 && self.is(next, ":") && self.tight(next) && self.tight(next + 1) {
            let two = |at: usize| self.number(at).filter(|(n, d)| *n < 60 && *d == 2).map(|(n, _)| n);
            if let Some(found) = two(next + 1) {
                minute = byte(found);
                next += 2;
                if self.is(next, ":")
                    && self.tight(next)
                    && self.tight(next + 1)
                    && let Some(found) = two(next + 1)
                {
                    second = byte(found);
                    next += 2;
                }
            } else if let Some(token) = self.get(next + 1).filter(|t| t.kind == TokenKind::Mixed) {
                // "10:30am"
                let word = &self.all.text[token.range()];
                let half = half_of_day(&word.get(2..)?.to_ascii_lowercase())?;
                minute = Some(word.get(..2)?.parse().ok().filter(|m| *m < 60)?);
                return Some((Clock::At(hour_of(byte(hour)?, half)?, minute, None), next + 2));
            }
        }
        if let Some(half) = half_of_day(self.small(next).as_str()) {
            // "I am 8 am" does not occur; "8 AM" and "8 a.m." do.
            let to = self.zone(next + 1);
            return Some((Clock::At(hour_of(byte(hour)?, half)?, minute, second), to));
        }
        if digits <= 2 && hour <= 12 && self.is_any(next, &["o'clock", "o’clock"]) {
            return Some((Clock::At(byte(hour)?, None, None), next + 1));
        }
        if digits == 4
            && hour < 2400
            && hour % 100 < 60
            && (self.is(next, "hours") && self.after_any(at, &["at", "by", "around"]) || self.zone(next) > next)
        {
            let to = if self.is(next, "hours") { next + 1 } else { self.zone(next) };
            return Some((Clock::At(byte(hour / 100)?, byte(hour % 100), None), to));
        }
        minute.map(|_| (Clock::At(u8::try_from(hour).unwrap_or(0), minute, second), self.zone(next)))
    }

    /// "ten o'clock"
    fn written(&self, at: usize) -> Read<Clock> {
        if !self.has(at, Classes::NUMERAL) {
            return None;
        }
        let hour = self.words.numeral(self.small(at).as_str())?;
        let hour = u8::try_from(hour).ok().filter(|h| *h <= 12)?;
        if self.all.tokens.get(at + 1).is_some() && self.is_o_clock(at + 1) {
            return Some((Clock::At(hour, None, None), at + 2));
        }
        let half = half_of_day(self.small(at + 1).as_str())?;
        Some((Clock::At(hour_of(hour, half)?, None, None), at + 2))
    }

    fn is_o_clock(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| {
            let word = &self.all.text[t.range()];
            word.eq_ignore_ascii_case("o'clock") || word == "o’clock"
        })
    }

    /// The index after a time zone: "GMT", "EST", "local time".
    fn zone(&self, at: usize) -> usize {
        let zone = self.get(at).is_some_and(|t| {
            matches!(
                &self.all.text[t.range()],
                "GMT"
                    | "UTC"
                    | "EST"
                    | "EDT"
                    | "CST"
                    | "CDT"
                    | "PST"
                    | "PDT"
                    | "MST"
                    | "CET"
                    | "CEST"
                    | "BST"
                    | "MSK"
                    | "ET"
                    | "PT"
            )
        });
        if zone {
            return at + 1;
        }
        at
    }

    /// A time or part of the day, with the date that follows it.
    pub(super) fn clock_and_date(&self, at: usize) -> Read<Meaning> {
        if let Some((clock, to)) = self.clock(at) {
            let mut next = if self.is(to, ",") || self.is(to, "on") || self.is(to, "of") { to + 1 } else { to };
            if self.is(next, "on") {
                next += 1;
            }
            // "8 o'clock in the morning"
            if self.is(to, "in") && self.is(to + 1, "the") && self.has(to + 2, Classes::DAY_PART) {
                let clock = match (clock, self.day_part(to + 2)) {
                    (Clock::At(hour, minute, second), Some("AF" | "EV")) if hour < 12 => {
                        Clock::At(hour + 12, minute, second)
                    }
                    _ => clock,
                };
                return Some((
                    Meaning::Calendar(Parts { clock: Some(clock), ..Parts::new(None, Stretch::Clock) }),
                    to + 3,
                ));
            }
            return Some(self.dated(clock, next).unwrap_or_else(|| {
                (Meaning::Calendar(Parts { clock: Some(clock), ..Parts::new(None, Stretch::Clock) }), to)
            }));
        }
        // "the night of 8 May", "early morning hours of 8 May"
        let mut next = if self.is(at, "the") { at + 1 } else { at };
        if self.is_any(next, &["early", "late"]) {
            next += 1;
            if self.is(next, "in") && self.is(next + 1, "the") {
                next += 2;
            }
        }
        let clock = of_part(self.day_part(next)?);
        next += 1;
        if self.is(next, "hours") {
            next += 1;
        }
        if self.is(next, "of") || self.is(next, "on") || self.is(next, ",") {
            next += 1;
        }
        self.dated(clock, next)
    }

    /// The date that follows a time of day.
    fn dated(&self, clock: Clock, at: usize) -> Read<Meaning> {
        // "the night of 3-4 May"
        if let Some((first, to)) = self.day(at)
            && (self.is_dash(to) || self.is_any(to, &["to", "and"]))
            && let Some((parts, _)) = self.day_month(to + 1)
            && let Stretch::Day(month, last) = parts.stretch
            && first < last
        {
            let parts = Parts { clock: Some(clock), stretch: Stretch::Day(month, first), ..parts };
            return Some((Meaning::Calendar(parts), to));
        }
        if let Some((parts, to)) = self.date(at)
            && matches!(parts.stretch, Stretch::Day(..) | Stretch::Weekday(_) | Stretch::DayOnly(_))
            && parts.clock.is_none()
        {
            return Some((Meaning::Calendar(Parts { clock: Some(clock), ..parts }), self.zone(to)));
        }
        if let Some((Meaning::Today(days, None), to)) = self.point(at) {
            return Some((Meaning::Today(days, Some(clock)), to));
        }
        None
    }
}

/// Whether "am" (false) or "pm" (true).
fn half_of_day(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

fn hour_of(hour: u8, afternoon: bool) -> Option<u8> {
    match (hour, afternoon) {
        (12, false) => Some(0),
        (12, true) => Some(12),
        (1..=11, true) => Some(hour + 12),
        (0..=11, false) => Some(hour),
        _ => None,
    }
}
