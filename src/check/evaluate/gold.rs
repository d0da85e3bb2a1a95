//! Gold documents, in whatever format they come: a text with names, times or quotations that people marked in it.

use super::{columns, inline, nif, quotes, rows};
use crate::base::time::TimeExtent;
use crate::extract::finding::EntityType;
use crate::read::record::Article;
use crate::read::source::{self, Position, Problem};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A format of gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldFormat {
    /// NIF 2.0 as Turtle, or another RDF format of the name of the file.
    Nif,
    /// TIMEX2 or TIMEX3 within the text (SGML, XML, TimeML).
    Inline,
    /// A token on a line with BIO tags (CoNLL).
    Columns,
    /// Mentions as rows with a header (TSV), beside their texts.
    Rows,
    /// Quotations as JSON lines or rows with a header (TSV), beside their texts.
    Quotations,
}

/// A text with what people marked in it. Ranges are bytes of the text. A layer that is `None` was not marked at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldDocument {
    /// What it is called.
    pub name: String,
    /// The text.
    pub text: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Range<usize>>,
    /// Its headline, where the gold tells it apart.
    pub title: Option<Range<usize>>,
    /// When it was published.
    pub published: Option<TimeExtent>,
    /// Names.
    pub mentions: Option<Vec<GoldMention>>,
    /// Times.
    pub times: Option<Vec<GoldTime>>,
    /// Quotations.
    pub quotations: Option<Vec<GoldQuotation>>,
    /// Where the text stands in files.
    pub origin: Origin,
}

/// Where the text of a document stands in a file: from some bytes of the text on, at which line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the text, ascending, and where they stand.
    pub anchors: Vec<(usize, Position)>,
}

/// A mention that people marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldMention {
    /// Where.
    pub range: Range<usize>,
    /// What is asked of us.
    pub target: Target,
    /// Whom or what it names, as the gold identifies it: an IRI, or what stands for "in no knowledge base". None where the gold
    /// does not say.
    pub identifier: Option<String>,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// What is asked of us for a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A name of this type.
    Type(EntityType),
    /// A name; the gold has no types.
    Any,
    /// Nothing, because its type is none that we aim at.
    OtherType(String),
    /// Nothing, because it is no name: "the company", "he".
    NoName(&'static str),
}

/// A time that people marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldTime {
    /// Where.
    pub range: Range<usize>,
    /// Its value, if it was given one.
    pub value: Option<String>,
    /// Whether it stands within another one, and is left out.
    pub nested: bool,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// A quotation that people marked: one stretch of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldQuotation {
    /// What is said.
    pub range: Range<usize>,
    /// Who says it.
    pub speaker: Option<String>,
    /// Its line and column in the gold file.
    pub at: Position,
}

/// What was read of some gold.
#[derive(Debug, Default)]
pub struct Gold {
    /// The documents.
    pub documents: Vec<GoldDocument>,
    /// What is wrong, by file; the rest was read.
    pub problems: Vec<(PathBuf, Problem)>,
}

impl Gold {
    /// Tells what is wrong in a file.
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
    /// A document of which nothing is marked yet.
    pub(super) fn new(name: String, text: String, paragraphs: Vec<Range<usize>>, origin: Origin) -> Self {
        let (title, published, mentions, times, quotations) = (None, None, None, None, None);
        Self { name, text, paragraphs, title, published, mentions, times, quotations, origin }
    }

    /// The article that is to be read.
    pub fn article(&self) -> Article {
        Article { title: self.title.clone(), paragraphs: self.paragraphs.clone() }
    }

    /// Where a byte of the text stands in the file of its origin.
    pub fn position(&self, at: usize) -> Position {
        let n = self.origin.anchors.partition_point(|(start, _)| *start <= at);
        let (start, anchor) = match n.checked_sub(1) {
            Some(n) => self.origin.anchors[n],
            None => (0, Position { line: 1, column: 1 }),
        };
        let within = source::position(&self.text[start..], at - start);
        if within.line == 1 {
            Position { line: anchor.line, column: anchor.column + within.column - 1 }
        } else {
            Position { line: anchor.line + within.line - 1, column: within.column }
        }
    }
}

/// Reads a gold file. Its format is told by its name and content unless it is given.
pub fn read(path: &Path, format: Option<GoldFormat>) -> Gold {
    let mut gold = Gold::default();
    let Some(text) = file(path, &mut gold) else { return gold };
    let Some(format) = format.or_else(|| detect(path, &text)) else {
        let problem = Problem {
            at: None,
            value: text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().chars().take(60).collect(),
            what: "the format of this gold cannot be told".to_owned(),
            rule: "gold is NIF (.ttl), TIMEX2 or TimeML (.sgm, .xml, .tml), CoNLL columns, TSV with a header, or JSON lines",
            help: "say which with --gold-format".to_owned(),
        };
        gold.wrong(path, problem);
        return gold;
    };
    match format {
        GoldFormat::Nif => nif::read(path, &text, &mut gold),
        GoldFormat::Inline => inline::read(path, &text, &mut gold),
        GoldFormat::Columns => columns::read(path, &text, &mut gold),
        GoldFormat::Rows => rows::read(path, &text, &mut gold),
        GoldFormat::Quotations => quotes::read(path, &text, &mut gold),
    }
    gold
}

/// The text of a file, if it is one.
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
    match source::encoding::decode(bytes) {
        Ok(decoded) => Some(decoded.text),
        Err(problems) => {
            gold.problems.extend(problems.into_iter().map(|p| (path.to_owned(), p)));
            None
        }
    }
}

/// Tells the format of gold by the name of its file, and where that says little by its content.
fn detect(path: &Path, text: &str) -> Option<GoldFormat> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    match extension.as_str() {
        "ttl" | "nif" | "nt" | "n3" | "rdf" => return Some(GoldFormat::Nif),
        "tml" | "sgm" | "sgml" => return Some(GoldFormat::Inline),
        "jsonl" | "ndjson" => return Some(GoldFormat::Quotations),
        "conll" | "conllu" | "bio" | "iob" | "iob2" => return Some(GoldFormat::Columns),
        _ => {}
    }
    if text.contains("<TIMEX2") || text.contains("<TIMEX3") {
        return Some(GoldFormat::Inline);
    }
    if start.starts_with("@prefix") || start.starts_with("PREFIX") {
        return Some(GoldFormat::Nif);
    }
    if start.starts_with('{') {
        return Some(GoldFormat::Quotations);
    }
    let head: Vec<String> = start.lines().next()?.split('\t').map(|h| h.trim().to_ascii_lowercase()).collect();
    let has = |names: &[&str]| head.len() > 1 && head.iter().any(|h| names.contains(&h.as_str()));
    if has(&["quote", "speaker"]) {
        return Some(GoldFormat::Quotations);
    }
    if has(&["mention", "type"]) {
        return Some(GoldFormat::Rows);
    }
    let mut lines = start.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("# ")).take(20).peekable();
    lines.peek()?;
    lines.all(columns::is_tagged).then_some(GoldFormat::Columns)
}

/// What is asked of us for a type, by the name that the gold gives it: a label, or the last part of an IRI.
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
