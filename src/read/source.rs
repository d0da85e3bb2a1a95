//! Reads a document as found. The result is its text and the means to point into it: offsets are half-open ranges of
//! Unicode code points, lines and columns count from 1.
//!
//! For a text file in UTF-8 the text is the file, byte for byte; other encodings are converted, with a note (see
//! [`encoding`]). For HTML it is the visible text of the article, a line for each block (see [`html`]), for TEI the text of
//! its body (see [`tei`]). A file of many articles gives a document for each (see [`container`]).

pub mod beside;
pub mod container;
pub mod date;
pub mod folder;
pub mod format;
pub mod html;
pub mod metadata;
pub mod stray;
pub(crate) mod tei;
pub(crate) mod xml;

use crate::base::capture::{CaptureError, Captured, unreadable};
use crate::base::iri::Span;
use crate::base::text::encoding::{self, Decoded};
use crate::base::text::{CodePointIndex, Position, Problem, control_characters, position};
use format::SourceFormat;
use metadata::{DocumentKind, Metadata};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Maximum size of an entry of a file of articles, in bytes, with its markup and the escapes of JSON or XML. Reading
/// one takes about ten times as much memory.
pub const MAX_ENTRY: usize = 8 << 20;
/// Maximum size of a page, in bytes. Reading one takes about twenty times as much memory.
pub const MAX_PAGE: usize = 16 << 20;
/// Maximum length of an article's paragraphs together, in bytes: that of a novel. Reading one takes about seven hundred
/// times as much memory.
pub const MAX_ARTICLE: usize = 512 << 10;
/// Maximum number of searches for the beginning of a line in the markup, each one word shorter than the last.
const SHORTENED: usize = 8;

/// A document as found.
#[derive(Debug, Clone)]
pub struct SourceDocument {
    /// Its id in the dataset: the path below `sources/`, without extension, with `/`.
    pub id: String,
    /// The path of its file.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal: the identity of this version.
    pub sha256: String,
    /// The text that offsets refer to.
    pub text: String,
    /// Its metadata.
    pub metadata: Metadata,
    /// Notes for the user about how it was read.
    pub notes: Vec<Problem>,
    /// The place in its file, for an article in a file of several.
    pub member: Option<Member>,
    /// The markup, so that problems can be reported by the line of the file.
    markup: Markup,
    index: CodePointIndex,
}

/// The markup that a text was taken from.
#[derive(Debug, Clone)]
enum Markup {
    None,
    Html(String),
    /// TEI, and from which bytes of the text on a byte of the text is one of the markup: this one, and those after it.
    Tei(String, Vec<(usize, usize)>),
}

/// An article's place in a file of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id of the file in the dataset.
    pub container: String,
    /// The line of the file where it begins, from 1.
    pub line: usize,
}

impl SourceDocument {
    /// Makes a document of captured bytes. They must be a text without control characters.
    pub fn new(id: String, path: PathBuf, captured: Captured, metadata: Metadata) -> Result<Self, CaptureError> {
        let decoded = encoding::decode(captured.bytes).and_then(|decoded| {
            let problems = control_characters(&decoded.text);
            if problems.is_empty() { Ok(decoded) } else { Err(problems) }
        });
        let Decoded { text, encoding } = match decoded {
            Ok(decoded) => decoded,
            Err(problems) => return Err(CaptureError::Unreadable { path, problems }),
        };
        let mut notes: Vec<Problem> = encoding.map(encoding::note).into_iter().collect();
        let (text, markup, metadata) = match SourceFormat::of(&path) {
            Some(SourceFormat::Html) => {
                let page = page(&path, &text)?;
                notes.extend(page.notes_beside(&metadata));
                (page.text, Markup::Html(text), metadata.or(page.metadata))
            }
            Some(SourceFormat::Xml) => {
                within_size(&path, &text)?;
                let text = xml::normal(&text).into_owned();
                let read = tei::read(&text, &metadata);
                let tei = read.map_err(|problems| CaptureError::Unreadable { path: path.clone(), problems })?;
                notes.extend(tei.notes);
                let metadata = metadata.or(tei.metadata);
                let kind = if metadata.kind == DocumentKind::Auto { DocumentKind::Article } else { metadata.kind };
                (tei.text, Markup::Tei(text, tei.places), Metadata { kind, ..metadata })
            }
            _ => (text, Markup::None, metadata),
        };
        let index = CodePointIndex::new(&text);
        Ok(Self { id, path, sha256: captured.sha256, index, text, metadata, notes, member: None, markup })
    }

    /// Makes a document of an article in a file of articles.
    fn of_member(id: String, path: PathBuf, sha256: String, text: String, metadata: Metadata, member: Member) -> Self {
        let index = CodePointIndex::new(&text);
        Self { id, path, sha256, index, text, metadata, notes: Vec::new(), member: Some(member), markup: Markup::None }
    }

    /// Makes a document of what a file holds that is no text by itself, such as the rows of its tables.
    pub fn of_rows(id: String, path: PathBuf, sha256: String, text: String, metadata: Metadata) -> Self {
        let index = CodePointIndex::new(&text);
        Self { id, path, sha256, index, text, metadata, notes: Vec::new(), member: None, markup: Markup::None }
    }

    /// The document with further notes.
    fn with_notes(self, notes: Vec<Problem>) -> Self {
        Self { notes, ..self }
    }

    /// The number of code points in the text.
    pub fn code_points(&self) -> usize {
        self.index.code_point(&self.text, self.text.len())
    }

    /// A byte range of the text as a range of code points.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span {
            start: self.index.code_point(&self.text, range.start),
            end: self.index.code_point(&self.text, range.end),
        }
    }

    /// A range of code points as a byte range; `None` if the text has no such range.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        let (start, end) = (self.index.byte(&self.text, span.start)?, self.index.byte(&self.text, span.end)?);
        (start <= end).then_some(start..end)
    }

    /// The words at a byte range.
    pub fn words(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// The markup, if the document is TEI.
    pub fn tei(&self) -> Option<&str> {
        if let Markup::Tei(markup, _) = &self.markup { Some(markup) } else { None }
    }

    /// The position in the file of a byte range of the text. In HTML this is where the same words are in the markup, if
    /// they occur there once; else the line of the text.
    ///
    /// For an article in a file of articles it is where the article begins.
    pub fn position(&self, range: &Range<usize>) -> Position {
        if let Some(member) = &self.member {
            return Position { line: member.line, column: 1 };
        }
        if let Markup::Tei(markup, places) = &self.markup {
            let before = places.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
            let at = places.get(before).map_or(0, |(at, from)| from + range.start.saturating_sub(*at));
            return position(markup, at.min(markup.len()));
        }
        if let Markup::Html(markup) = &self.markup {
            let line = self.text[range.start..].lines().next().unwrap_or_default();
            // The beginning of the line, if the markup writes the rest differently: raised words, cells of a table.
            let cell = line.split('\t').find(|cell| !cell.is_empty()).unwrap_or_default();
            let raised = |c: char| !c.is_ascii() && "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ".contains(c);
            let plain = line.split(raised).next().unwrap_or_default();
            // Else the beginning of its line, as much of it as the markup has in one piece.
            let start = self.text[..range.start].rfind('\n').map_or(0, |n| n + 1);
            let before = &self.text[start..range.start];
            let spaces = before.match_indices(' ').map(|(at, _)| at).rev().take(SHORTENED);
            let beginnings = std::iter::once(before.len()).chain(spaces).map(|end| &before[..end]);
            let own = [line, self.words(range), plain, cell].map(|words| (words, 0));
            for (words, after) in own.into_iter().chain(beginnings.map(|words| (words, words.len()))) {
                let mut found = markup.match_indices(words).map(|(at, _)| at);
                if let (false, Some(at), None) = (words.is_empty(), found.next(), found.next()) {
                    return position(markup, at + after);
                }
            }
        }
        position(&self.text, range.start)
    }
}

/// Reads a page.
fn page(path: &Path, markup: &str) -> Result<html::Page, CaptureError> {
    within_size(path, markup)?;
    if let Some(excess) = html::excess(markup) {
        let problem = Problem {
            at: Some(position(markup, excess.at)),
            value: markup[excess.at..].chars().take(20).collect(),
            what: excess.what.to_owned(),
            rule: excess.rule,
            help: "save the page again, or take its text".to_owned(),
        };
        return Err(unreadable(path, problem));
    }
    Ok(html::read(markup))
}

/// An error if markup is larger than may be read.
fn within_size(path: &Path, markup: &str) -> Result<(), CaptureError> {
    if markup.len() <= MAX_PAGE {
        return Ok(());
    }
    let problem = Problem {
        at: None,
        value: format!("{} bytes", markup.len()),
        what: "this page is too large".to_owned(),
        rule: "a page has at most 16 MiB",
        help: "save the page again without what is embedded in it, or take its text".to_owned(),
    };
    Err(unreadable(path, problem))
}

/// Whether a file is HTML, by its name.
pub fn is_html(path: &Path) -> bool {
    SourceFormat::of(path) == Some(SourceFormat::Html)
}
