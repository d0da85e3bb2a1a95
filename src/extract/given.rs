//! Findings that the reader is given, in place of its own. What is given is verified by whoever gives it; here it only
//! takes the form of the reader's findings, so that the parts of the reading after it go on from there.
//!
//! Each given finding has a number, by which [`super::finding::Findings::given`] tells what was made of it. A group of
//! kinds is given as a whole or read as a whole: nothing is merged.

use super::finding::{EntityType, EventKind, Factuality, SpeechKind, Tenure, TimeKind};
use std::ops::Range;

/// What takes the place of the reader's findings. A group that is `None` is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Names of people, organisations, places, events and nationalities.
    pub names: Option<Vec<GivenName>>,
    /// Expressions of time.
    pub times: Option<Vec<GivenTime>>,
    /// Roles of people.
    pub roles: Option<Vec<GivenRole>>,
    /// Quotations and reported speech.
    pub quotations: Option<Vec<GivenQuotation>>,
    /// Meetings and other events.
    pub events: Option<Vec<GivenEvent>>,
}

/// Whom or what a given finding refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The words at a byte range.
    At(Range<usize>),
    /// Words without a place: they are looked for in the paragraph of the finding.
    Words(String),
}

/// A name.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenName {
    /// Its number.
    pub number: usize,
    /// Its byte range.
    pub range: Range<usize>,
    /// What it names.
    pub kind: EntityType,
    /// What tells the entity from others of the article: names with the same one are of one entity. Without it, names
    /// that are written the same are.
    pub identity: Option<String>,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenTime {
    /// Its number.
    pub number: usize,
    /// Its byte range.
    pub range: Range<usize>,
    /// Its type, if that is given; a value says it too.
    pub kind: Option<TimeKind>,
    /// Its value in EDTF or TIMEX3; `None` if only the place is given.
    pub value: Option<String>,
    /// Its value in TIMEX3 beside one in EDTF.
    pub timex: Option<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRole {
    /// Its number.
    pub number: usize,
    /// Its byte range.
    pub range: Range<usize>,
    /// The words of the role alone, if they are a part of the range.
    pub title: Option<Reference>,
    /// The person.
    pub holder: Option<Reference>,
    /// The country or organisation.
    pub of: Option<Reference>,
    /// When it is held, if that is given.
    pub tenure: Option<Tenure>,
    /// Whether several people are meant.
    pub plural: bool,
}

/// A quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenQuotation {
    /// Its number.
    pub number: usize,
    /// What is said, in parts if it is interrupted.
    pub content: Vec<Range<usize>>,
    /// Its form, if that is given.
    pub kind: Option<SpeechKind>,
    /// The speaker.
    pub speaker: Option<Reference>,
    /// The addressee.
    pub addressee: Option<Reference>,
    /// The words that introduce it.
    pub cue: Option<Reference>,
    /// The medium.
    pub medium: Option<Reference>,
}

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenEvent {
    /// Its number.
    pub number: usize,
    /// Its byte range.
    pub range: Range<usize>,
    /// The word that names it, if it is a part of the range.
    pub trigger: Option<Reference>,
    /// Its kind.
    pub kind: EventKind,
    /// Its factuality, if that is given.
    pub factuality: Option<Factuality>,
    /// The participants.
    pub participants: Vec<Reference>,
    /// The place.
    pub place: Option<Reference>,
    /// The time.
    pub time: Option<Reference>,
    /// Another event at or beside which it takes place.
    pub occasion: Option<Reference>,
    /// Those with whose help it takes place.
    pub auspices: Vec<Reference>,
    /// What tells it from other events of the article; without it, each is an event of its own.
    pub identity: Option<String>,
}

/// A given finding, or a part of it, that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The number of the finding.
    pub number: usize,
    /// What is left out, and why.
    pub what: String,
}

/// What is left out, as it is found.
#[derive(Debug, Default)]
pub(super) struct LeftOut(pub(super) Vec<Left>);

impl LeftOut {
    pub(super) fn add(&mut self, number: usize, what: impl Into<String>) {
        self.0.push(Left { number, what: what.into() });
    }
}
