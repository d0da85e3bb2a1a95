//! Dates in figures: "1992-05-08T10:30", "23.08.1993", "12/31/1999".

use super::{Read, Reader};
use crate::extract::times::meaning::{Clock, Parts, Stretch};
use crate::extract::tokens::TokenKind;

impl Reader<'_, '_> {
    /// "1992-05-08", "1992-05-08T10:30", "23.08.1993", "12/31/1999".
    pub(super) fn figures(&self, at: usize) -> Read<Parts> {
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
}

fn calendar_day(year: i32, month: i32, day: i32) -> Option<Parts> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok()?;
    Some(Parts::new(Some(year), Stretch::Day(month, day)))
}
