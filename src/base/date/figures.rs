//! Dates in figures: `1992-05-08`, `8.5.1992`, `5/1992`.

use super::parts::{DateTokens, Figure, FigureForm, Mark, Read, ReadDate};

/// A date in figures that begins at a token.
pub fn figures<T: DateTokens>(text: &T, at: usize) -> Read<ReadDate> {
    let mark = text.mark_at(at + 1)?;
    if !text.is_tight(at + 1) || !text.is_tight(at + 2) {
        return None;
    }
    let next = text.mark_at(at + 3).filter(|_| text.is_tight(at + 3) && text.is_tight(at + 4));
    if let Some(year) = text.figure_at(at, Figure::Year) {
        year_first(text, at, year, (mark, next))
    } else {
        let first = small(text, at, Figure::DayOrMonth)?;
        year_last(text, at, first, (mark, next))
    }
}

fn year_first<T: DateTokens>(text: &T, at: usize, year: i16, marks: (Mark, Option<Mark>)) -> Read<ReadDate> {
    let (mark, next) = marks;
    let whole = next == Some(mark);
    let form = if whole { FigureForm::YearMonthDay(mark) } else { FigureForm::YearMonth(mark) };
    if !text.takes(form) {
        return None;
    }
    let month = small(text, at + 2, Figure::Month)?;
    if whole {
        let day = small(text, at + 4, Figure::Day)?;
        return Some((ReadDate::of(Some(year), Some(month), Some(day)), at + 5));
    }
    Some((ReadDate::of(Some(year), Some(month), None), at + 3))
}

fn year_last<T: DateTokens>(text: &T, at: usize, first: i8, marks: (Mark, Option<Mark>)) -> Read<ReadDate> {
    let mark = marks.0;
    if let Some(next) = marks.1
        && let Some(second) = small(text, at + 2, Figure::DayOrMonth)
        && let Some(year) = text.figure_at(at + 4, Figure::Year)
        && text.takes(FigureForm::DayMonthYear(mark, next))
    {
        return Some((day_and_month(first, second, year, mark), at + 5));
    }
    let year = text.figure_at(at + 2, Figure::Year).filter(|_| text.takes(FigureForm::MonthYear(mark)))?;
    Some((ReadDate::of(Some(year), Some(first), None), at + 3))
}

/// Decides which of two figures is the day. With dots the day comes first; with other marks, only a figure that cannot
/// be a month decides.
fn day_and_month(a: i8, b: i8, year: i16, mark: Mark) -> ReadDate {
    if mark == Mark::Dot || a > 12 || a == b {
        ReadDate::of(Some(year), Some(b), Some(a))
    } else if b > 12 {
        ReadDate::of(Some(year), Some(a), Some(b))
    } else {
        ReadDate::Either { a, b, year }
    }
}

fn small<T: DateTokens>(text: &T, at: usize, figure: Figure) -> Option<i8> {
    i8::try_from(text.figure_at(at, figure)?).ok()
}
