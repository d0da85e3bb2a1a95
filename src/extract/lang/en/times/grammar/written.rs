//! What may stand between the parts of a date in prose, and which forms in figures are accepted.

use super::TimeParser;
use crate::base::date::parts::{DateTokens, Figure, FigureForm, Gap, Mark, Read};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl TimeParser<'_, '_> {
    /// The index after the full stop of an abbreviated month, "sept. 5".
    pub(super) fn past_point(&self, at: usize) -> usize {
        let point = self.is(at, ".") && self.small(at - 1).as_str().len() < 5 && self.number(at + 1).is_some();
        if point { at + 1 } else { at }
    }

    /// The index after a comma, "of" or "in" between a date and its year.
    pub(super) fn past_joint(&self, at: usize) -> usize {
        let joint = self.is(at, ",")
            || self.is(at, "of")
            || self.is(at, "in") && self.year(at + 1).is_some_and(|(year, _)| year < 2200);
        if joint { at + 1 } else { at }
    }

    /// Whether a number directly after a date is its year: in "On May 8, 2000 troops" it is not.
    fn may_follow(&self, at: usize, to: usize, year: i32, comma: bool) -> bool {
        if to > at + 1 {
            return true;
        }
        let round = year % 100 == 0 && comma;
        !(round && self.get(to).is_some_and(|t| t.letters == Letters::Small && !t.classes.any(Classes::FUNCTION)))
    }
}

impl DateTokens for TimeParser<'_, '_> {
    fn day_at(&self, at: usize) -> Read<i8> {
        self.day(at)
    }

    fn month_at(&self, at: usize) -> Read<i8> {
        self.month(at).map(|month| (month, at + 1))
    }

    fn year_at(&self, at: usize) -> Read<i16> {
        // ", 1992", ", the year 1992"
        let joint = if self.is(at - 1, "year") { at.saturating_sub(3) } else { at - 1 };
        let (year, to) = self.year(at).filter(|(year, to)| {
            let dated = *to > at + 1 || !(self.is(*to, "%") || self.is(*to, ":"));
            dated && self.may_follow(at, *to, *year, self.is(joint, ","))
        })?;
        Some((i16::try_from(year).ok()?, to))
    }

    fn day_after_month(&self, at: usize) -> Read<i8> {
        // "May 10:30", "May 5 million" do not name a day.
        let counted = ["million", "billion", "percent", "per", "%", "people", "men", "km", "a.m", "p.m"];
        self.day(at).filter(|(_, to)| {
            self.kind(at) != Some(TokenKind::Word)
                && !(self.is(*to, ":") && self.tight(*to + 1))
                && !self.is_any(*to, &counted)
        })
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        match gap {
            Gap::DayMonth => {
                let joined =
                    self.is_dash(at) && self.tight(at) && self.tight(at + 1) && self.has(at + 1, Classes::MONTH);
                Some(at + usize::from(joined || self.is(at, "of")))
            }
            Gap::MonthDay => {
                let next = self.past_point(at);
                Some(next + usize::from(self.is(next, "the")))
            }
            Gap::DayMonthYear | Gap::MonthDayYear | Gap::MonthYear => {
                let next = self.past_joint(at);
                let named = self.is(next, "the") && self.is(next + 1, "year");
                Some(if named { next + 2 } else { next })
            }
            Gap::DayYear | Gap::YearDate | Gap::YearDayMonth | Gap::YearMonth => None,
        }
    }

    fn figure_at(&self, at: usize, figure: Figure) -> Option<i16> {
        if figure == Figure::Day {
            // "08T10:30" continues with a time of day.
            let word = &self.all.text[self.get(at)?.range()];
            return word.split(['T', 't']).next()?.parse().ok();
        }
        let (number, digits) = self.number(at)?;
        let fits = match figure {
            Figure::Year => digits == 4 && (1000..2200).contains(&number),
            Figure::Month => digits == 2,
            _ => digits <= 2,
        };
        i16::try_from(number).ok().filter(|_| fits)
    }

    fn mark_at(&self, at: usize) -> Option<Mark> {
        match &self.all.text[self.get(at)?.range()] {
            "-" => Some(Mark::Hyphen),
            "/" => Some(Mark::Slash),
            "." => Some(Mark::Dot),
            _ => None,
        }
    }

    fn is_tight(&self, at: usize) -> bool {
        self.tight(at)
    }

    fn takes(&self, form: FigureForm) -> bool {
        match form {
            FigureForm::YearMonthDay(mark) | FigureForm::YearMonth(mark) => mark == Mark::Hyphen,
            FigureForm::DayMonthYear(first, second) => first == second,
            FigureForm::MonthYear(_) => false,
        }
    }
}
