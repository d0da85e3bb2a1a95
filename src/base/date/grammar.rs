//! Dates in the orders in which people write them: "8 May 1992", "May 8, 1992", "1992, May 8", complete or not.

use super::figures::figures;
use super::parts::{DateTokens, Gap, Read, ReadDate};
use crate::base::time::PartialDate;

/// A date that begins at a token, in words or figures; some parts may be missing.
pub fn date<T: DateTokens>(text: &T, at: usize) -> Read<ReadDate> {
    let words = || {
        let (date, to) = day_first(text, at).or_else(|| month_first(text, at)).or_else(|| year_first(text, at))?;
        Some((ReadDate::Of(date), to))
    };
    figures(text, at).or_else(words)
}

/// "8 May", "8th of May": day and month.
pub fn day_month<T: DateTokens>(text: &T, at: usize) -> Read<(i8, i8)> {
    after_day(text, text.day_at(at)?, Gap::DayMonth)
}

/// "May 8": day and month.
pub fn month_day<T: DateTokens>(text: &T, at: usize) -> Read<(i8, i8)> {
    let (month, to) = text.month_at(at)?;
    let (day, to) = text.day_after_month(text.past(to, Gap::MonthDay)?)?;
    Some(((day, month), to))
}

/// The year of the date that ends before this token.
pub fn year_after<T: DateTokens>(text: &T, at: usize, gap: Gap) -> Read<i16> {
    text.year_at(text.past(at, gap)?)
}

fn after_day<T: DateTokens>(text: &T, (day, to): (i8, usize), gap: Gap) -> Read<(i8, i8)> {
    let (month, to) = text.month_at(text.past(to, gap)?)?;
    Some(((day, month), to))
}

/// "8 May 1992", "8 May", "16, 1992", "8".
fn day_first<T: DateTokens>(text: &T, at: usize) -> Read<PartialDate> {
    let day = text.day_at(at)?;
    if let Some(((day, month), to)) = after_day(text, day, Gap::DayMonth) {
        return Some(with_year(text, to, Gap::DayMonthYear, Some(month), Some(day)));
    }
    Some(with_year(text, day.1, Gap::DayYear, None, Some(day.0)))
}

/// "May 8, 1992", "May 8", "May 1992", "May".
fn month_first<T: DateTokens>(text: &T, at: usize) -> Read<PartialDate> {
    if let Some(((day, month), to)) = month_day(text, at) {
        return Some(with_year(text, to, Gap::MonthDayYear, Some(month), Some(day)));
    }
    let (month, to) = text.month_at(at)?;
    Some(with_year(text, to, Gap::MonthYear, Some(month), None))
}

/// "1992, May 8", "1992, 8 May", "1992 May", "1992".
fn year_first<T: DateTokens>(text: &T, at: usize) -> Read<PartialDate> {
    let (year, to) = text.year_at(at)?;
    let date = text
        .past(to, Gap::YearDate)
        .and_then(|next| month_day(text, next).or_else(|| after_day(text, text.day_at(next)?, Gap::YearDayMonth)));
    let (month, day, to) = match date {
        Some(((day, month), to)) => (Some(month), Some(day), to),
        None => match text.past(to, Gap::YearMonth).and_then(|next| text.month_at(next)) {
            Some((month, to)) => (Some(month), None, to),
            None => (None, None, to),
        },
    };
    Some((PartialDate { year: Some(year), month, day }, to))
}

/// A day or month, with the year that follows, if there is one.
fn with_year<T: DateTokens>(text: &T, at: usize, gap: Gap, month: Option<i8>, day: Option<i8>) -> (PartialDate, usize) {
    let (year, to) = year_after(text, at, gap).map_or((None, at), |(year, to)| (Some(year), to));
    (PartialDate { year, month, day }, to)
}
