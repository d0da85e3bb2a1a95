//! What may stand between the parts of a date in a record, and which forms in figures are accepted.

use crate::base::date::parts::{FigureForm, Gap, Mark};
use crate::base::date::tokens::{Kind, Token, TokenText};

/// The tokens of a record.
pub(super) struct Written<'a>(pub(super) &'a [Token]);

impl Written<'_> {
    /// Whether "8-May-1992" or "8/May/1992" begins here, without white space.
    fn is_joined(&self, at: usize) -> bool {
        use Kind::{Hyphen, Month, Slash, Small, Year};
        let Some([day, parts @ ..]) = self.0.get(at..at + 5) else { return false };
        let [first, month, second, year] = parts else { return false };
        let kinds = (day.kind, first.kind, month.kind, second.kind, year.kind);
        matches!(kinds, (Small(_), Hyphen | Slash, Month(_), Hyphen | Slash, Year(_))) && parts.iter().all(|t| t.tight)
    }

    /// Whether "8. August 1992" begins here, as in German and the Nordic languages.
    fn is_numbered(&self, at: usize) -> bool {
        let kinds = (self.kind(at + 1), self.kind(at + 2), self.kind(at + 3));
        matches!(kinds, (Some(Kind::Dot), Some(Kind::Month(_)), Some(Kind::Year(_))))
    }
}

impl TokenText for Written<'_> {
    fn tokens(&self) -> &[Token] {
        self.0
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        let between = match (gap, self.kind(at)?) {
            (Gap::DayMonth, Kind::Of) => true,
            (Gap::DayMonth, Kind::Dot) => self.is_numbered(at - 1),
            (Gap::DayMonth, Kind::Hyphen | Kind::Slash) => self.is_joined(at - 1),
            (Gap::DayMonthYear, Kind::Hyphen | Kind::Slash) => at >= 3 && self.is_joined(at - 3),
            (Gap::DayMonthYear | Gap::MonthYear, Kind::Comma | Kind::Of) => true,
            (Gap::MonthDayYear | Gap::YearDate, Kind::Comma) => true,
            // "16 1992" is not a day with a year.
            (Gap::DayYear, kind) => return (kind == Kind::Comma).then_some(at + 1),
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
