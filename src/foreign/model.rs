//! The one model that all formats are read into. Offsets are kept as the file has them, in the unit that the file or its
//! format declares; nothing here has been compared with a text yet.

use super::kind::FindingKind;
use super::note::{FilePlace, Note};
use std::fmt;

/// A file of findings as read.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct FindingsFile {
    /// The documents that it is about, in the order of the file.
    pub documents: Vec<ForeignDocument>,
    /// What the user says that offsets count.
    pub unit: Option<Unit>,
    /// What the user should know, although nothing is wrong.
    pub notes: Vec<Note>,
    /// What could not be read. The rest of the file was.
    pub problems: Vec<Note>,
}

/// What a file says about one document.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ForeignDocument {
    /// The name, path or IRI by which the file calls it.
    pub name: Option<String>,
    /// SHA-256 of the document in hexadecimal, if the file has it.
    pub sha256: Option<String>,
    /// The text, if the file holds it.
    pub text: Option<HeldText>,
    /// The unit of the offsets, as the file or its format declares it.
    pub unit: Unit,
    /// Whether the tool found the offsets by searching for the words, so that words that agree prove nothing about
    /// the place where they stand more than once.
    pub offsets_follow_words: bool,
    /// Where the tokens of the file begin and end, in `unit`, sorted: spans must fall on them. Empty if it has none.
    pub tokens: Vec<(usize, usize)>,
    /// Who found all that names nobody else.
    pub by: Agent,
    /// The findings, in the order of the file.
    pub findings: Vec<ForeignFinding>,
}

/// A text that a file of findings holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldText {
    /// The text. Offsets of the file point into it.
    pub text: String,
    /// How true it is to the document by its format.
    pub fidelity: Fidelity,
}

/// How true a text in a file of findings is to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fidelity {
    /// It is the text, but perhaps for the byte order mark, line ends and normal form.
    Whole,
    /// White space is not kept: paragraphs of TEI, sentences of WebAnno, tokens.
    Layout,
    /// Neither is white space, nor how quotation marks and dashes are written: tokens of a treebank.
    Tokens,
}

/// What an offset counts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Unicode code points.
    #[default]
    CodePoints,
    /// Code units of UTF-16, as in Java and JavaScript.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 3] = [Self::CodePoints, Self::Utf16, Self::Bytes];

    /// The name by which a user gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CodePoints => "code-points",
            Self::Utf16 => "utf-16",
            Self::Bytes => "bytes",
        }
    }

    /// The unit with a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CodePoints => "code points",
            Self::Utf16 => "UTF-16 units",
            Self::Bytes => "bytes of UTF-8",
        })
    }
}

/// Who made a finding.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Agent {
    /// The file does not say.
    #[default]
    Unknown,
    /// A program.
    Tool {
        /// Its name.
        name: String,
        /// Its version, if the file has it.
        version: Option<String>,
        /// Its settings as the file has them: a model, a prompt.
        settings: Vec<(String, String)>,
    },
    /// A person, by the name or address in the file.
    Person(String),
}

impl Agent {
    /// A program without version and settings.
    pub fn tool(name: &str) -> Self {
        Self::Tool { name: name.to_owned(), version: None, settings: Vec::new() }
    }
}

/// What the file says has become of a finding.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nothing is said.
    #[default]
    Unstated,
    /// A person accepted it, or made it.
    Accepted,
    /// A program proposed it, and nobody has decided.
    Proposed,
    /// A person rejected it.
    Rejected,
    /// A person left it undecided, or cancelled the work on it.
    Skipped,
}

impl State {
    /// Whether it counts as a finding.
    pub fn counts(self) -> bool {
        !matches!(self, Self::Rejected | Self::Skipped)
    }
}

/// A finding as the file has it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ForeignFinding {
    /// Its id in the file; other findings refer to it.
    pub id: String,
    /// Its label in the file.
    pub label: String,
    /// What the label means here; `None` if no mapping says so.
    pub kind: Option<FindingKind>,
    /// Its parts in the order of the text; several if it is discontinuous.
    pub parts: Vec<Part>,
    /// The words of all parts with one space between, where the format does not divide them.
    pub joined: Option<String>,
    /// What else is said of it: by the names of [`super::kind::attribute`], once the file is read.
    pub attributes: Vec<(String, AttributeValue)>,
    /// Who made it, where it is not who made the others.
    pub by: Option<Agent>,
    /// How sure the tool is, in the tool's own measure.
    pub score: Option<f64>,
    /// What a person decided about it in the tool.
    pub state: State,
    /// Where the file has it.
    pub at: FilePlace,
}

impl ForeignFinding {
    /// Adds an attribute that is text, by its name in the file.
    pub fn say(&mut self, key: &str, value: impl Into<String>) {
        self.attributes.push((key.to_owned(), AttributeValue::Literal(value.into())));
    }

    /// Adds an attribute that is another finding, by its name in the file.
    pub fn refer(&mut self, key: &str, id: impl Into<String>) {
        self.attributes.push((key.to_owned(), AttributeValue::Finding(id.into())));
    }

    /// The words of its parts, for messages.
    pub fn words(&self) -> String {
        if let Some(joined) = &self.joined {
            return joined.clone();
        }
        let words: Vec<&str> = self.parts.iter().filter_map(|part| part.words.as_deref()).collect();
        words.join(" … ")
    }
}

/// A continuous part of a finding, as the file has it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its offsets in the unit of the document, half-open; `None` if the file has only words. They may be wrong in any
    /// way.
    pub offsets: Option<(usize, usize)>,
    /// Its words.
    pub words: Option<String>,
    /// What stands before it.
    pub prefix: Option<String>,
    /// What stands after it.
    pub suffix: Option<String>,
}

impl Part {
    /// A part with offsets alone.
    pub fn at(start: usize, end: usize) -> Self {
        Self { offsets: Some((start, end)), ..Self::default() }
    }

    /// The same part with its words.
    pub fn with_words(self, words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), ..self }
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributeValue {
    /// Text.
    Literal(String),
    /// Another finding of the document, by its id.
    Finding(String),
}
