//! The meaning of an expression of time according to its own words, without its context.

use crate::base::date::Unit;

/// An expression that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeExpression {
    /// Its first token.
    pub(super) from: usize,
    /// The index after its last token.
    pub(super) to: usize,
    /// Its meaning.
    pub(super) meaning: Meaning,
    /// The modifier in TIMEX3.
    pub(super) modifier: Option<&'static str>,
    /// Whether the next expression ends an interval that begins here.
    pub(super) until: bool,
    /// Whether only a dash, a comma, "and" or "to" separates it from the next, so that they may share a year.
    pub(super) linked: bool,
    /// Its bytes, if it is only part of a token: "May-August" is one word with two months.
    pub(super) part: Option<(usize, usize)>,
}

/// The meaning of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A period of the calendar, some parts perhaps missing.
    Calendar(Parts),
    /// "last week", "that month", "the following spring".
    Near(Relation, PeriodKind),
    /// "three days ago", "two years later"; `count` is `None` for "a few".
    Shift { count: Option<f64>, unit: Unit, back: bool, deictic: bool },
    /// "the turn of the century": the nearest one.
    Turn,
    /// "today", "tomorrow", "tonight".
    Today(i32, Option<Clock>),
    /// PRESENT_REF and the like.
    Reference(&'static str),
    /// A duration, in TIMEX3.
    Length(String),
    /// A recurring time, in TIMEX3.
    Recurring(String),
    /// A period without a value: "this period".
    Vague,
}

/// The relation of a time to the point that it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// "this week": from the publication date.
    This,
    /// "last week".
    Last,
    /// "next week".
    Next,
    /// "that week", "the same week": from the preceding text.
    That,
    /// "the previous week".
    Previous,
    /// "the following week".
    Following,
    /// "the year", "the month" without another word.
    Plain,
}

/// The kind of period that is related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PeriodKind {
    Unit(Unit),
    Weekend,
    Month(i8),
    Weekday(i8),
    Season(i8),
    DayPart(&'static str),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// TIMEX3's letters: `MO`.
    Part(&'static str),
    /// Hour, minute, second.
    At(u8, Option<u8>, Option<u8>),
}

/// The period of the calendar that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// A year, which is in [`Parts::year`].
    Year,
    /// A season by its number in EDTF, a quarter, a half.
    PartOfYear(i8),
    /// A season, by its number in EDTF, that extends into the next year.
    SeasonOver(i8),
    /// A month.
    Month(i8),
    /// A day of a month.
    Day(i8, i8),
    /// A day of an unnamed month: "the 17th".
    DayOnly(i8),
    /// A day of the week.
    Weekday(i8),
    /// Ten years by their first digits; whether they are before our era.
    Decade(i32, bool),
    /// Ten years of an unnamed century: "the sixties" is 6.
    DecadeOnly(i32),
    /// A hundred years by their first digits; whether they are before our era.
    Century(i32, bool),
    /// A movable holiday.
    MovableHoliday,
    /// A time of day alone.
    Clock,
}

/// The parts of a time in the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    /// The year, counted astronomically: 1 BC is 0.
    pub(super) year: Option<i32>,
    /// The period in it.
    pub(super) stretch: Stretch,
    /// The time of day.
    pub(super) clock: Option<Clock>,
    /// Where the missing parts come from: "January *next year*".
    pub(super) within: Option<(Relation, Unit)>,
}

impl Parts {
    pub(super) fn new(year: Option<i32>, stretch: Stretch) -> Self {
        Self { year, stretch, clock: None, within: None }
    }
}
