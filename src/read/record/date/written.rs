//! What may stand between the parts of a date in a record, and which forms in figures are accepted.

use crate::base::date::parts::{DateTokens, Figure, FigureForm, Gap, Mark, Read};
use crate::base::date::tokens::{DateToken, DateTokenKind};

/// The tokens of a record.
pub(super) struct Written<'a>(pub(super) &'a [DateToken]);

impl Written<'_> {
    fn kind(&self, at: usize) -> Option<DateTokenKind> {
        self.0.get(at).map(|token| token.kind)
    }

    /// Whether "8-May-1992" or "8/May/1992" begins here, without white space.
    fn is_joined(&self, at: usize) -> bool {
        use DateTokenKind::{Hyphen, Month, Slash, Small, Year};
        let Some([day, parts @ ..]) = self.0.get(at..at + 5) else { return false };
        let [first, month, second, year] = parts else { return false };
        let kinds = (day.kind, first.kind, month.kind, second.kind, year.kind);
        matches!(kinds, (Small(_), Hyphen | Slash, Month(_), Hyphen | Slash, Year(_))) && parts.iter().all(|t| t.tight)
    }

    /// Whether "8. August 1992" begins here, as in German and the Nordic languages.
    fn is_numbered(&self, at: usize) -> bool {
        let kinds = (self.kind(at + 1), self.kind(at + 2), self.kind(at + 3));
        matches!(kinds, (Some(DateTokenKind::Dot), Some(DateTokenKind::Month(_)), Some(DateTokenKind::Year(_))))
    }
}

impl DateTokens for Written<'_> {
    fn day_at(&self, at: usize) -> Read<i8> {
        if let Some(DateTokenKind::Small(day)) = self.kind(at) { Some((day, at + 1)) } else { None }
    }

    fn month_at(&self, at: usize) -> Read<i8> {
        if let Some(DateTokenKind::Month(month)) = self.kind(at) { Some((month, at + 1)) } else { None }
    }

    fn year_at(&self, at: usize) -> Read<i16> {
        if let Some(DateTokenKind::Year(year)) = self.kind(at) { Some((year, at + 1)) } else { None }
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        let between = match (gap, self.kind(at)?) {
            (Gap::DayMonth, DateTokenKind::Of) => true,
            (Gap::DayMonth, DateTokenKind::Dot) => self.is_numbered(at - 1),
            (Gap::DayMonth, DateTokenKind::Hyphen | DateTokenKind::Slash) => self.is_joined(at - 1),
            (Gap::DayMonthYear, DateTokenKind::Hyphen | DateTokenKind::Slash) => at >= 3 && self.is_joined(at - 3),
            (Gap::DayMonthYear | Gap::MonthYear, DateTokenKind::Comma | DateTokenKind::Of) => true,
            (Gap::MonthDayYear | Gap::YearDate, DateTokenKind::Comma) => true,
            // "16 1992" is not a day with a year.
            (Gap::DayYear, kind) => return (kind == DateTokenKind::Comma).then_some(at + 1),
            _ => false,
        };
        Some(at + usize::from(between))
    }

    fn figure_at(&self, at: usize, figure: Figure) -> Option<i16> {
        match (figure, self.kind(at)?) {
            (Figure::Year, DateTokenKind::Year(year)) => Some(year),
            (Figure::Month | Figure::Day | Figure::DayOrMonth, DateTokenKind::Small(small)) => Some(i16::from(small)),
            _ => None,
        }
    }

    fn mark_at(&self, at: usize) -> Option<Mark> {
        match self.kind(at)? {
            DateTokenKind::Hyphen => Some(Mark::Hyphen),
            DateTokenKind::Slash => Some(Mark::Slash),
            DateTokenKind::Dot => Some(Mark::Dot),
            _ => None,
        }
    }

    fn is_tight(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.tight)
    }

    fn takes(&self, form: FigureForm) -> bool {
        match form {
            FigureForm::YearMonthDay(_) => true,
            // "1992-05" may also be two years: see `two_digit_year`.
            FigureForm::YearMonth(_) => false,
            FigureForm::DayMonthYear(first, second) => (first == Mark::Dot) == (second == Mark::Dot),
            FigureForm::MonthYear(mark) => mark != Mark::Hyphen,
        }
    }
}
