//! What the grammar needs from a reader of dates: where days, months and years are, and what may stand between them.

use crate::base::time::PartialDate;

/// A value that was read, and the index one past its last token.
pub type Read<T> = Option<(T, usize)>;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadDate {
    /// A date as it was read, some parts perhaps missing.
    Of(PartialDate),
    /// Figures of which either can be the day: `8/5/1992`.
    Either {
        /// The first figure.
        a: i8,
        /// The second.
        b: i8,
        /// The year.
        year: i16,
    },
}

impl ReadDate {
    /// A date with the parts that are given.
    pub fn of(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Self {
        Self::Of(PartialDate { year, month, day })
    }
}

/// A mark that joins figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `-`
    Hyphen,
    /// `/`
    Slash,
    /// `.`
    Dot,
}

/// A form of a date in figures, with the marks in it. No white space is allowed between figures and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureForm {
    /// `1992-05-08`, with the same mark twice.
    YearMonthDay(Mark),
    /// `1992-05`, if the same mark does not follow.
    YearMonth(Mark),
    /// `8.5.1992`; with slashes and hyphens, the month may come first.
    DayMonthYear(Mark, Mark),
    /// `5/1992`
    MonthYear(Mark),
}

/// The part of a date for which a figure is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// The year.
    Year,
    /// The month after a year.
    Month,
    /// The day after year and month.
    Day,
    /// A day or month before a year.
    DayOrMonth,
}

/// Two consecutive parts of a date, with perhaps something between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// "8 **of** May"
    DayMonth,
    /// "8 May**,** 1992"
    DayMonthYear,
    /// "May **the** 8th"
    MonthDay,
    /// "May 8**,** 1992"
    MonthDayYear,
    /// "May **of** 1992"
    MonthYear,
    /// "16-17**,** 1992"
    DayYear,
    /// "1992**,** May 8", "1992**,** 8 May"
    YearDate,
    /// "1992, 8 May"
    YearDayMonth,
    /// "1992 May"
    YearMonth,
}

/// A text in which dates are looked for; positions are indices of tokens.
pub trait DateTokens {
    /// A day of a month that begins at this token.
    fn day_at(&self, at: usize) -> Read<i8>;

    /// A month in words.
    fn month_at(&self, at: usize) -> Read<i8>;

    /// A year beside a day or month.
    fn year_at(&self, at: usize) -> Read<i16>;

    /// A day after a month.
    fn day_after_month(&self, at: usize) -> Read<i8> {
        self.day_at(at)
    }

    /// Where the second of two parts begins: after what may stand between them, or at this token if nothing does.
    /// `None` if the two do not follow one another.
    fn past(&self, at: usize, gap: Gap) -> Option<usize>;

    /// A token that consists of figures.
    fn figure_at(&self, at: usize, figure: Figure) -> Option<i16>;

    /// A mark that can join figures.
    fn mark_at(&self, at: usize) -> Option<Mark>;

    /// Whether there is no white space before this token.
    fn is_tight(&self, at: usize) -> bool;

    /// Whether this form is accepted.
    fn takes(&self, form: FigureForm) -> bool;
}
