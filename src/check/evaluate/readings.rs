//! Gold for what is read from a text as a whole: events, roles, statements. JSON lines, each a text with what must be
//! read from it:
//!
//! * `text`; `published` (EDTF); `kind`, a name for the group of texts, by which the report counts;
//! * `expect`, all of which must hold:
//!   * `events`: each is one event of its `kind` (meeting, summit, talks, consultations, visit, conference, call,
//!     signing). `standing`: the factuality of all its tellings (happened, planned, denied, possible, postponed,
//!     cancelled). `participants`: these and no others; `?a` may be there. `place`, a name, and `time`, EDTF: `null` is
//!     none. What is left out is not compared;
//!   * `events_count`: how many events of a kind there are;
//!   * `statements`: `speaker`, `content`, perhaps `kind` (direct, indirect, mixed) and `addressee`. The content is found
//!     if it shares nine of ten characters with what is read; `statements_count`: how many there are;
//!   * `roles`: `person`, `title`; `times`: `words`, `edtf`;
//!   * `places`: `place`, `what` (area, population, founded, abolished, control, kind, part of), perhaps `value` (km², a
//!     number, the words of the kind, the other place), `gained`, `lost` and `time`;
//!   * `not_roles`, `not_participant`, `not_speaker`, `not_names`: what must not be read;
//!   * `complete`: whether the events, roles and statements are all that the text has. Others are then wrong, and count
//!     for precision.
//!
//! Alternatives are written `a|b`. Names are compared without case, articles and possessives, and a part of a name is
//! enough ("Karasin", "Grigory Karasin"); a name that must not be read is compared whole.

mod judge;

use super::matching::share;
use super::text::paragraphs;
use crate::base::time::TimeExtent;
use crate::extract::finding::Findings;
use crate::read::record::Article;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A text with what must be read from it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The text.
    pub text: String,
    /// Its date of publication.
    #[serde(default, deserialize_with = "edtf")]
    pub published: Option<TimeExtent>,
    /// The name of its group.
    #[serde(default)]
    pub kind: String,
    /// What must be read.
    expect: Expected,
    /// Its line in the file.
    #[serde(skip)]
    pub line: usize,
}

/// What must be read from a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    events: Vec<ExpectedEvent>,
    events_count: BTreeMap<String, usize>,
    statements: Vec<ExpectedStatement>,
    statements_count: Option<usize>,
    roles: Vec<ExpectedRole>,
    times: Vec<ExpectedTime>,
    places: Vec<ExpectedPlace>,
    not_roles: Vec<ExpectedRole>,
    not_participant: Vec<String>,
    not_speaker: Vec<String>,
    not_names: Vec<String>,
    complete: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedEvent {
    kind: String,
    standing: Option<String>,
    participants: Option<Vec<String>>,
    #[serde(default, deserialize_with = "stated")]
    place: Option<Option<String>>,
    #[serde(default, deserialize_with = "stated")]
    time: Option<Option<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedStatement {
    speaker: Option<String>,
    content: String,
    kind: Option<String>,
    addressee: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedRole {
    person: String,
    title: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedTime {
    words: String,
    edtf: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedPlace {
    place: String,
    what: String,
    value: Option<String>,
    gained: Option<String>,
    lost: Option<String>,
    time: Option<String>,
}

/// `null` is a value here: there is none.
fn stated<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(value).map(Some)
}

fn edtf<'de, D: Deserializer<'de>>(value: D) -> Result<Option<TimeExtent>, D::Error> {
    let Some(text) = Option::<String>::deserialize(value)? else { return Ok(None) };
    let wrong = || serde::de::Error::custom(format!("published {text:?} is no date in EDTF"));
    TimeExtent::from_edtf(&text).map(Some).ok_or_else(wrong)
}

impl Reading {
    /// The article for the extraction.
    pub fn article(&self) -> Article {
        Article { title: None, paragraphs: paragraphs(&self.text) }
    }
}

/// Counts of one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many the gold has.
    pub gold: usize,
    /// How many were found in texts whose gold is complete.
    pub found: usize,
    /// How many were found in all texts, and are right.
    pub right: usize,
    /// How many of the right ones are in texts whose gold is complete.
    pub right_of_found: usize,
}

/// How many texts of a group were read as expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The texts.
    pub texts: usize,
    /// Those in which all that is expected holds.
    pub passed: usize,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The file.
    pub path: PathBuf,
    /// The line of the text in the file.
    pub line: usize,
    /// The group of the text.
    pub kind: String,
    /// What was expected, and what was found.
    pub what: String,
}

/// The scores of readings.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingScores {
    /// Texts by group.
    pub groups: BTreeMap<String, Group>,
    /// Counts by field: events and their parts, roles, statements, speakers, times.
    pub fields: BTreeMap<&'static str, Count>,
    /// What does not hold, in the order of the texts.
    pub misses: Vec<Miss>,
}

impl ReadingScores {
    /// Scores what was read from a text. Returns whether all that is expected holds.
    pub fn score(&mut self, path: &Path, reading: &Reading, findings: &Findings) -> bool {
        let misses = judge::judge(reading, findings, &mut self.fields);
        let group = self.groups.entry(reading.kind.clone()).or_default();
        group.texts += 1;
        group.passed += usize::from(misses.is_empty());
        let passed = misses.is_empty();
        let (line, kind) = (reading.line, &reading.kind);
        self.misses.extend(misses.into_iter().map(|what| Miss {
            path: path.to_owned(),
            line,
            kind: kind.clone(),
            what,
        }));
        passed
    }
}

/// A field of readings in a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldLine {
    /// Its name.
    pub field: &'static str,
    /// How many the gold has.
    pub gold: usize,
    /// How many of them are right.
    pub right: usize,
    /// Their share.
    pub recall: Option<f64>,
    /// The share of right ones among all that were found, in texts whose gold is complete.
    pub precision: Option<f64>,
}

/// The scores of readings as a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadingReport {
    /// The texts.
    pub texts: usize,
    /// Those in which all that is expected holds.
    pub passed: usize,
    /// Texts by group.
    pub groups: BTreeMap<String, Group>,
    /// Shares by field.
    pub fields: Vec<FieldLine>,
}

impl ReadingReport {
    /// The figures of some scores; `None` if no text was read.
    pub fn new(scores: &ReadingScores) -> Option<Self> {
        let all = scores
            .groups
            .values()
            .fold(Group::default(), |all, g| Group { texts: all.texts + g.texts, passed: all.passed + g.passed });
        let line = |(field, c): (&&'static str, &Count)| FieldLine {
            field,
            gold: c.gold,
            right: c.right,
            recall: share(c.right, c.gold),
            precision: share(c.right_of_found, c.found),
        };
        (all.texts > 0).then(|| Self {
            texts: all.texts,
            passed: all.passed,
            groups: scores.groups.clone(),
            fields: scores.fields.iter().map(line).collect(),
        })
    }
}
