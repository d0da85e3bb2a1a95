//! Dates in figures: "1992-05-08T10:30", "23.08.1993", "12/31/1999".

use super::{Read, TimeParser};
use crate::base::date::figures::figures;
use crate::base::date::parts::ReadDate;
use crate::base::time::PartialDate;
use crate::extract::lang::en::times::meaning::{Clock, Parts, Stretch};
use crate::extract::tokens::TokenKind;

impl TimeParser<'_, '_> {
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
        let (date, to) = figures(self, at)?;
        let parts = match date {
            // An ambiguous date is read as a year.
            ReadDate::Either { year, .. } => Parts::new(Some(i32::from(year)), Stretch::Year),
            ReadDate::Of(PartialDate { year: Some(year), month: Some(month), day: Some(day) }) => {
                let mut parts = calendar_day(i32::from(year), i32::from(month), i32::from(day))?;
                let last = &self.all.text[self.all.tokens[to - 1].range()];
                if let Some((_, hour)) = last.split_once(['T', 't']) {
                    let hour: u8 = hour.parse().ok().filter(|h| *h < 25)?;
                    let (minute, second, to) = self.minutes(to);
                    parts.clock = Some(Clock::At(hour, minute, second));
                    return Some((parts, to));
                }
                parts
            }
            // "1907-08" is usually two years, "1992-05" cannot be.
            ReadDate::Of(PartialDate { year: Some(year), month: Some(month), .. }) => {
                let fits = (1..=12).contains(&month) && i16::from(month) <= year % 100;
                fits.then(|| Parts::new(Some(i32::from(year)), Stretch::Month(month)))?
            }
            ReadDate::Of(_) => return None,
        };
        Some((parts, to))
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
