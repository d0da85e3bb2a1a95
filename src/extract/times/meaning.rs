//! What an expression of time says by its own words, before anything is taken from its context.

use crate::base::date::Unit;

/// An expression as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Its first token.
    pub(super) from: usize,
    /// One past its last.
    pub(super) to: usize,
    /// What it says.
    pub(super) meaning: Meaning,
    /// The modifier of TIMEX3.
    pub(super) modifier: Option<&'static str>,
    /// Whether the next expression is the end of an interval that begins here.
    pub(super) until: bool,
    /// Whether only a dash, a comma, "and" or "to" stands between it and the next, so that they may share a year.
    pub(super) linked: bool,
    /// Its bytes, where it is only a part of a token: "May-August" is one word of two months.
    pub(super) part: Option<(usize, usize)>,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A place in the calendar, perhaps with parts missing.
    Calendar(Parts),
    /// "last week", "that month", "the following spring".
    Near(Which, What),
    /// "three days ago", "two years later"; no count for "a few".
    Shift { count: Option<f64>, unit: Unit, back: bool, deictic: bool },
    /// "the turn of the century": the one that is nearest.
    Turn,
    /// "today", "tomorrow", "tonight".
    Today(i32, Option<Clock>),
    /// PRESENT_REF and its like.
    Reference(&'static str),
    /// A length of time, in TIMEX3.
    Length(String),
    /// A time that comes again, in TIMEX3.
    Recurring(String),
    /// A span of time without a value: "this period".
    Vague,
}

/// How a near time stands to the point that it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// "this week": from the publication.
    This,
    /// "last week".
    Last,
    /// "next week".
    Next,
    /// "that week", "the same week": from what was told before.
    That,
    /// "the previous week".
    Previous,
    /// "the following week".
    Following,
    /// "the year", "the month" with nothing beside it.
    Plain,
}

/// What is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
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

/// Which stretch of the calendar is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// A year; it stands in [`Parts::year`].
    Year,
    /// A spring and so on by EDTF's number, a quarter, a half.
    PartOfYear(i8),
    /// A season by EDTF's number that goes on into the next year.
    SeasonOver(i8),
    /// A month.
    Month(i8),
    /// A day of a month.
    Day(i8, i8),
    /// A day of a month that is not named: "the 17th".
    DayOnly(i8),
    /// A day of the week.
    Weekday(i8),
    /// Ten years by their first digits, before our era or not.
    Decade(i32, bool),
    /// Ten years of which the century is not named: "the sixties" is 6.
    DecadeOnly(i32),
    /// A hundred years by their first digits, before our era or not.
    Century(i32, bool),
    /// A feast whose day changes.
    Feast,
    /// A time of day alone.
    Clock,
}

/// The parts of a time in the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parts {
    /// The year, as the calendar counts: 1 BC is 0.
    pub(super) year: Option<i32>,
    /// What within it.
    pub(super) stretch: Stretch,
    /// At what time of day.
    pub(super) clock: Option<Clock>,
    /// From what the missing parts are to be taken: "January *next year*".
    pub(super) within: Option<(Which, Unit)>,
}

impl Parts {
    pub(super) fn new(year: Option<i32>, stretch: Stretch) -> Self {
        Self { year, stretch, clock: None, within: None }
    }
}
