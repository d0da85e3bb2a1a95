//! Gold documents, independent of their format: a text with annotated names, times or quotations.

use super::readings::Reading;
use crate::base::text::{Position, Problem, encoding, position};
use crate::base::time::TimeExtent;
use crate::extract::finding::EntityType;
use crate::read::record::Article;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An annotated text. Ranges are byte offsets in the text. A layer that is `None` was not annotated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldDocument {
    /// The name of the document.
    pub name: String,
    /// The text.
    pub text: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Range<usize>>,
    /// Its headline, if the gold marks it.
    pub title: Option<Range<usize>>,
    /// Its date of publication; `None` if unknown.
    pub published: Option<TimeExtent>,
    /// Annotated names.
    pub mentions: Option<Vec<GoldMention>>,
    /// Annotated times.
    pub times: Option<Vec<GoldTime>>,
    /// Annotated quotations.
    pub quotations: Option<Vec<GoldQuotation>>,
    /// The origin of the text in files.
    pub origin: Origin,
}

/// The origin of the text of a document in a file: line and column by byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub path: PathBuf,
    /// Byte offsets of the text, ascending, with their positions in the file.
    pub anchors: Vec<(usize, Position)>,
}

/// An annotated mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldMention {
    /// The range in the text, in bytes.
    pub range: Range<usize>,
    /// The expected result.
    pub target: Target,
    /// The entity, as the gold identifies it: an IRI, or a marker for "in no knowledge base". `None` if the gold does not identify
    /// the entity.
    pub identifier: Option<String>,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// The expected result for a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A name of this type.
    Type(EntityType),
    /// A name; the gold has no types.
    Any,
    /// Nothing, because its type is not extracted.
    OtherType(String),
    /// Nothing, because it is not a name: "the company", "he".
    NoName(&'static str),
}

/// An annotated time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldTime {
    /// The range in the text, in bytes.
    pub range: Range<usize>,
    /// Its value; `None` if the gold has none.
    pub value: Option<String>,
    /// Whether it is within another time, and is left out.
    pub nested: bool,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// A span of an annotated quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldQuotation {
    /// The range of the words, in bytes.
    pub range: Range<usize>,
    /// The speaker; `None` if the gold has none.
    pub speaker: Option<String>,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// The result of reading gold files.
#[derive(Debug, Default)]
pub struct Gold {
    /// The documents.
    pub documents: Vec<GoldDocument>,
    /// Texts with what must be read from them as a whole.
    pub readings: Vec<Reading>,
    /// Problems with their file; the rest was read.
    pub problems: Vec<(PathBuf, Problem)>,
}

impl Gold {
    /// Adds a problem in a file.
    pub(super) fn wrong(&mut self, path: &Path, problem: Problem) {
        self.problems.push((path.to_owned(), problem));
    }
}

impl Origin {
    /// The origin of a text that is a file of its own.
    pub(super) fn of_file(path: PathBuf, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let anchors = starts.enumerate().map(|(n, at)| (at, Position { line: n + 1, column: 1 })).collect();
        Self { path, anchors }
    }
}

impl GoldDocument {
    /// A document without annotations.
    pub(super) fn new(name: String, text: String, paragraphs: Vec<Range<usize>>, origin: Origin) -> Self {
        let (title, published, mentions, times, quotations) = (None, None, None, None, None);
        Self { name, text, paragraphs, title, published, mentions, times, quotations, origin }
    }

    /// The article for the extraction.
    pub fn article(&self) -> Article {
        Article { title: self.title.clone(), paragraphs: self.paragraphs.clone() }
    }

    /// The position of a byte of the text in its file.
    pub fn position(&self, at: usize) -> Position {
        let n = self.origin.anchors.partition_point(|(start, _)| *start <= at);
        let (start, anchor) = match n.checked_sub(1) {
            Some(n) => self.origin.anchors[n],
            None => (0, Position { line: 1, column: 1 }),
        };
        let within = position(&self.text[start..], at - start);
        if within.line == 1 {
            Position { line: anchor.line, column: anchor.column + within.column - 1 }
        } else {
            Position { line: anchor.line + within.line - 1, column: within.column }
        }
    }
}

/// Reads a text file; `None` if it is not text, with a problem added.
pub(super) fn file(path: &Path, gold: &mut Gold) -> Option<String> {
    let unreadable = |what: String| Problem {
        at: None,
        value: String::new(),
        what,
        rule: "a gold file and the texts beside it can be read",
        help: "check the name and the permissions".to_owned(),
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            gold.wrong(path, unreadable(format!("cannot be read: {error}")));
            return None;
        }
    };
    match encoding::decode(bytes) {
        Ok(decoded) => Some(decoded.text),
        Err(problems) => {
            gold.problems.extend(problems.into_iter().map(|p| (path.to_owned(), p)));
            None
        }
    }
}

/// The expected result for a type of the gold: a label, or the last part of an IRI.
pub fn target(label: &str) -> Target {
    let local = label.rsplit(['/', '#', ':']).next().unwrap_or(label);
    let name: String = local.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    let within = |list: &str| list.split_whitespace().any(|w| w == name);
    if within(PERSONS) {
        Target::Type(EntityType::Person)
    } else if within(ORGANISATIONS) {
        Target::Type(EntityType::Organisation)
    } else if within(PLACES) {
        Target::Type(EntityType::Place)
    } else {
        Target::OtherType(if label.is_empty() { "none" } else { label }.to_owned())
    }
}

const PERSONS: &str = "per pers person persons people human politician athlete artist writer officeholder q5";
const ORGANISATIONS: &str = "org orgs organization organisation organizations organisations company corporation \
    business agency institution governmentagency politicalparty sportsteam sportsclub university educationalinstitution \
    newspaper broadcaster q43229";
const PLACES: &str = "loc locs location locations place places gpe geo geopolitical geopoliticalentity fac facility city \
    town village country state region settlement populatedplace administrativeregion administrativearea island river \
    mountain lake bodyofwater district q17334923";
