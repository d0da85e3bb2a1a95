//! Reading a document as found. What comes out is its text and the means to point into it: offsets are half-open ranges of
//! Unicode code points, lines and columns count from 1.
//!
//! For a text file in UTF-8 the text is the file, byte for byte; other encodings are converted, and a note says so (see
//! [`encoding`]). For HTML it is what a reader sees of the article, a line for each block (see [`html`]). A file of many
//! articles gives a document for each (see [`container`]).

pub mod container;
pub mod date;
pub mod encoding;
pub mod folder;
pub mod format;
pub mod html;
pub mod metadata;
pub mod stray;

use crate::base::files;
use crate::base::iri::{Span, hex};
use encoding::MAX_PROBLEMS;
use format::Format;
use metadata::Metadata;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A document may not be larger, in bytes; a larger one is a corpus and wants to be split.
pub const MAX_BYTES: usize = 64 << 20;
/// Maximum size of an entry of a file of articles, in bytes, with its markup and the escapes of JSON or XML. Reading one takes
/// some ten times as much memory.
pub const MAX_ENTRY: usize = 8 << 20;
/// Maximum size of a page, in bytes. Reading one takes some twenty times as much memory.
pub const MAX_PAGE: usize = 16 << 20;
/// Maximum length of an article's paragraphs together, in bytes: that of a novel. Reading one takes some seven hundred times
/// as much memory.
pub const MAX_ARTICLE: usize = 512 << 10;
/// How often the beginning of a line is looked for in the markup, each time a word shorter.
const SHORTENED: usize = 8;
/// A line may not be longer, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// A document as found.
#[derive(Debug, Clone)]
pub struct SourceDocument {
    /// Its name in the dataset: the path below `sources/`, without extension, with `/`.
    pub id: String,
    /// Where it was read.
    pub path: PathBuf,
    /// SHA-256 of its bytes, in hexadecimal: the identity of this version.
    pub sha256: String,
    /// What we point into.
    pub text: String,
    /// What stands beside it.
    pub metadata: Metadata,
    /// What was done to read it that a person should know of.
    pub notes: Vec<Problem>,
    /// The file that it is an article of, when it has others.
    pub member: Option<Member>,
    /// For HTML, the markup, so that problems can be told by the line of the file.
    markup: Option<String>,
    index: CodePointIndex,
}

/// An article's place in a file of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name of the file in the dataset.
    pub container: String,
    /// The line of the file where it begins, from 1.
    pub line: usize,
}

/// A place in a file, for people. Lines and columns count from 1, columns in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: Option<Position>,
    /// The words that are wrong.
    pub value: String,
    /// What is wrong with them.
    pub what: String,
    /// The rule that they break.
    pub rule: &'static str,
    /// What to do.
    pub help: String,
}

/// Why a document was not read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file cannot be read at all.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its bytes are not a text that we take.
    #[error("{} is not a text", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// All that is wrong.
        problems: Vec<Problem>,
    },
}

/// The bytes of a document and their digest.
#[derive(Debug)]
pub struct Captured {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Reads the bytes of a document, which is a regular file, and no more of them than a document may have.
pub fn capture(path: &Path) -> Result<Captured, SourceError> {
    captured(path, files::open(path))
}

/// Reads the bytes of a document that a person names on the command line: a pipe will do.
pub fn capture_named(path: &Path) -> Result<Captured, SourceError> {
    captured(path, File::open(path))
}

fn captured(path: &Path, file: io::Result<File>) -> Result<Captured, SourceError> {
    let io_error = |source| SourceError::Io { path: path.to_owned(), source };
    let mut file = file.map_err(io_error)?;
    let mut bytes = Vec::new();
    let mut line = Position { line: 1, column: 1 };
    let mut line_bytes = 0;
    let mut chunk = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut chunk).map_err(io_error)?;
        if n == 0 {
            break;
        }
        for &byte in &chunk[..n] {
            if byte == b'\n' {
                line.line += 1;
                line_bytes = 0;
            } else {
                line_bytes += 1;
            }
            if line_bytes > MAX_LINE {
                let start = String::from_utf8_lossy(
                    &bytes[bytes.len().saturating_sub(line_bytes - 1)..][..40.min(bytes.len())],
                )
                .into_owned();
                return Err(unreadable(
                    path,
                    Problem {
                        at: Some(Position { column: MAX_LINE + 1, ..line }),
                        value: format!("{start}…"),
                        what: format!("this line is longer than {MAX_LINE} bytes"),
                        rule: "a line has at most 1 MiB",
                        help: "break the line, or leave the file out of sources/".to_owned(),
                    },
                ));
            }
            bytes.push(byte);
        }
        if bytes.len() > MAX_BYTES {
            return Err(unreadable(
                path,
                Problem {
                    at: Some(line),
                    value: format!("more than {MAX_BYTES} bytes"),
                    what: "this document is too large".to_owned(),
                    rule: "a document has at most 64 MiB",
                    help: "split it into several documents".to_owned(),
                },
            ));
        }
    }
    Ok(Captured::of(bytes))
}

impl Captured {
    /// Bytes with their digest.
    pub fn of(bytes: Vec<u8>) -> Self {
        let sha256 = hex(&Sha256::digest(&bytes));
        Self { bytes, sha256 }
    }
}

/// SHA-256 of what a reader gives, in hexadecimal; all of it goes on to `copy`.
pub fn digest(mut reader: impl Read, copy: &mut dyn Write) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match reader.read(&mut chunk)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => {
                hasher.update(&chunk[..n]);
                copy.write_all(&chunk[..n])?;
            }
        }
    }
}

fn unreadable(path: &Path, problem: Problem) -> SourceError {
    SourceError::Unreadable { path: path.to_owned(), problems: vec![problem] }
}

impl SourceDocument {
    /// Makes a document of captured bytes. They must be a text without control characters.
    pub fn new(id: String, path: PathBuf, captured: Captured, metadata: Metadata) -> Result<Self, SourceError> {
        let decoded = encoding::decode(captured.bytes).and_then(|decoded| {
            let problems = control_characters(&decoded.text);
            if problems.is_empty() { Ok(decoded) } else { Err(problems) }
        });
        let encoding::Decoded { text, encoding } = match decoded {
            Ok(decoded) => decoded,
            Err(problems) => return Err(SourceError::Unreadable { path, problems }),
        };
        let mut notes: Vec<Problem> = encoding.map(encoding::note).into_iter().collect();
        let (text, markup, metadata) = if is_html(&path) {
            if text.len() > MAX_PAGE {
                let problem = Problem {
                    at: None,
                    value: format!("{} bytes", text.len()),
                    what: "this page is too large".to_owned(),
                    rule: "a page has at most 16 MiB",
                    help: "save the page again without what is embedded in it, or take its text".to_owned(),
                };
                return Err(unreadable(&path, problem));
            }
            if let Some(excess) = html::excess(&text) {
                let problem = Problem {
                    at: Some(position(&text, excess.at)),
                    value: text[excess.at..].chars().take(20).collect(),
                    what: excess.what.to_owned(),
                    rule: excess.rule,
                    help: "save the page again, or take its text".to_owned(),
                };
                return Err(unreadable(&path, problem));
            }
            let page = html::read(&text);
            notes.extend(page.notes_beside(&metadata));
            (page.text, Some(text), metadata.or(page.metadata))
        } else {
            (text, None, metadata)
        };
        let index = CodePointIndex::new(&text);
        Ok(Self { id, path, sha256: captured.sha256, index, text, metadata, notes, member: None, markup })
    }

    /// Makes a document of an article in a file of articles.
    fn of_member(id: String, path: PathBuf, sha256: String, text: String, metadata: Metadata, member: Member) -> Self {
        let index = CodePointIndex::new(&text);
        Self { id, path, sha256, index, text, metadata, notes: Vec::new(), member: Some(member), markup: None }
    }

    /// The same with notes.
    fn with_notes(self, notes: Vec<Problem>) -> Self {
        Self { notes, ..self }
    }

    /// How many code points the text has.
    pub fn code_points(&self) -> usize {
        self.index.code_point(&self.text, self.text.len())
    }

    /// A byte range of the text as a span of code points.
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span {
            start: self.index.code_point(&self.text, range.start),
            end: self.index.code_point(&self.text, range.end),
        }
    }

    /// The words at a byte range.
    pub fn words(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Where a byte of the text stands in the file. In HTML this is where the same words stand in the markup, when they
    /// stand there once; else the line of the text that a reader sees.
    ///
    /// Of an article in a file of articles it is where the article begins.
    pub fn position(&self, range: &Range<usize>) -> Position {
        if let Some(member) = &self.member {
            return Position { line: member.line, column: 1 };
        }
        if let Some(markup) = &self.markup {
            let line = self.text[range.start..].lines().next().unwrap_or_default();
            // The beginning of the line, where the markup writes the rest in another way: raised words, cells of a table.
            let cell = line.split('\t').find(|cell| !cell.is_empty()).unwrap_or_default();
            let raised = |c: char| !c.is_ascii() && "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ".contains(c);
            let plain = line.split(raised).next().unwrap_or_default();
            // Else how its line begins, as far as the markup has it in one piece.
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

/// Whether the name of a file says that it is HTML.
pub fn is_html(path: &Path) -> bool {
    Format::of(path) == Some(Format::Html)
}

fn control_characters(text: &str) -> Vec<Problem> {
    text.char_indices()
        .filter(|(_, c)| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        .take(MAX_PROBLEMS)
        .map(|(at, c)| Problem {
            at: Some(position(text, at)),
            value: format!("U+{:04X}", u32::from(c)),
            what: "this control character is no part of a text".to_owned(),
            rule: "a document has no control characters but tab, line feed and carriage return",
            help: "remove it from the file".to_owned(),
        })
        .collect()
}

/// Line and column of a byte.
pub fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Position {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Counts of code points at every 256th byte, so that a span costs the same anywhere in a document.
#[derive(Debug, Clone)]
struct CodePointIndex(Vec<usize>);

impl CodePointIndex {
    const STEP: usize = 256;

    fn new(text: &str) -> Self {
        let mut count = 0;
        let mut counts = Vec::with_capacity(text.len() / Self::STEP + 1);
        for block in text.as_bytes().chunks(Self::STEP) {
            counts.push(count);
            count += Self::starts(block);
        }
        counts.push(count);
        Self(counts)
    }

    fn code_point(&self, text: &str, at: usize) -> usize {
        let block = at / Self::STEP;
        self.0[block] + Self::starts(&text.as_bytes()[block * Self::STEP..at])
    }

    /// How many code points begin in these bytes.
    fn starts(bytes: &[u8]) -> usize {
        bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points() {
        let text = "é€𝄞 ".repeat(500);
        let index = CodePointIndex::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(index.code_point(&text, at), n);
        }
        assert_eq!(index.code_point(&text, text.len()), 2000);
    }
}
