//! What may stand between the parts of a date in a record, and which forms in figures are accepted.

use crate::base::date::parts::{FigureForm, Gap, Mark};
use crate::base::date::tokens::{DateToken, DateTokenKind, TokenText};

/// The tokens of a record.
pub(super) struct Written<'a>(pub(super) &'a [DateToken]);

impl Written<'_> {
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

impl TokenText for Written<'_> {
    fn tokens(&self) -> &[DateToken] {
        self.0
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
