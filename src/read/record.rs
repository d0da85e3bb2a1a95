//! What a document says, in its own terms, checked. A document is read as a whole: every error in it is reported, and
//! then nothing of it is used.

pub mod date;
pub mod district;
pub mod layout;
mod meaning;
mod prose;
pub mod quantity;
mod words;

pub use words::{is_approximate, is_summed};

use crate::base::text::Problem;
use crate::read::source::metadata::DocumentKind;
use crate::read::source::{MAX_ARTICLE, SourceDocument};
use district::{DistrictRecord, Fault};
use quantity::NumberStyle;
use std::ops::Range;

/// Maximum number of errors, and of notes, that are shown for one document, because finding the line of each takes
/// time.
const MOST_PROBLEMS: usize = 100;

/// The content of a document. Ranges are in bytes of its text.
#[derive(Debug, Default)]
pub struct Reading {
    /// The fact boxes.
    pub boxes: Vec<FactBox>,
    /// The article; `None` if there is none.
    pub article: Option<Article>,
    /// Notes about what was left out; they are not errors.
    pub notes: Vec<Problem>,
}

/// A list of records with a heading.
#[derive(Debug, PartialEq, Eq)]
pub struct FactBox {
    /// Its heading.
    pub title: Option<Range<usize>>,
    /// Its records, in order.
    pub records: Vec<DistrictRecord>,
}

/// An article.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// The headline. If it is printed twice, it counts once.
    pub title: Option<Range<usize>>,
    /// The paragraphs, in order.
    pub paragraphs: Vec<Range<usize>>,
}

/// Reads a document.
pub fn read(document: &SourceDocument, language: &str) -> Result<Reading, Vec<Problem>> {
    let style = NumberStyle {
        format: document.metadata.number_format,
        english: document.metadata.language.as_deref().unwrap_or(language).starts_with("en"),
    };
    let title = document.metadata.title.as_deref();
    let layout = layout::read(&document.text, document.metadata.kind, title, style);
    let problem = |f: Fault| Problem {
        at: Some(document.position(&f.range)),
        value: shortened(document.words(&f.range)),
        what: f.what,
        rule: f.rule,
        help: f.help,
    };
    let unclaimed = layout.unclaimed;
    let not_shown = layout.faults.len().saturating_sub(MOST_PROBLEMS);
    let mut problems: Vec<_> = layout.faults.into_iter().take(MOST_PROBLEMS).map(problem).collect();
    if not_shown > 0 {
        problems.push(Problem {
            at: None,
            value: String::new(),
            what: format!("{not_shown} more errors in this document are not shown"),
            rule: "a document is read whole or not at all",
            help: "correct those above and build again".to_owned(),
        });
    }
    let more = layout.notes.len().saturating_sub(MOST_PROBLEMS);
    let mut notes: Vec<_> = layout.notes.into_iter().take(MOST_PROBLEMS).map(problem).collect();
    if more > 0 {
        notes.push(Problem {
            at: None,
            value: String::new(),
            what: format!("{more} more notes on this document are not shown"),
            rule: "what is left out of a document is noted",
            help: "look at those above first".to_owned(),
        });
    }
    let reading = Reading { boxes: layout.boxes, article: layout.article, notes };
    if problems.is_empty() && reading.boxes.is_empty() && reading.article.is_none() {
        problems.push(nothing_found(document, unclaimed));
    }
    problems.extend(reading.article.as_ref().and_then(|article| too_long(document, article)));
    if problems.is_empty() { Ok(reading) } else { Err(problems) }
}

/// The error for an article that is too long to be read in bounded memory.
fn too_long(document: &SourceDocument, article: &Article) -> Option<Problem> {
    let length: usize = article.paragraphs.iter().map(ExactSizeIterator::len).sum();
    let first = article.paragraphs.first()?;
    (length > MAX_ARTICLE).then(|| Problem {
        at: Some(document.position(first)),
        value: shortened(&document.words(first).chars().take(200).collect::<String>()),
        what: format!("this article is too long: its paragraphs have {length} bytes"),
        rule: "the paragraphs of an article have at most 512 KiB (524288 bytes) together",
        help: "split it into several articles, or leave it out".to_owned(),
    })
}

/// The error for a document in which nothing was found.
fn nothing_found(document: &SourceDocument, unclaimed: usize) -> Problem {
    let longest = document.text.lines().map(prose::words).max().unwrap_or_default();
    let limit = prose::SHORTEST_PARAGRAPH;
    let (what, help) = match document.metadata.kind {
        _ if unclaimed > 0 => (
            "the records give dates that are not changes of control, and nothing else".to_owned(),
            "give areas as well, say \"captured\" or the like where that is meant, or remove the file",
        ),
        DocumentKind::FactBox => (
            "no district record was found".to_owned(),
            "write records as the rule says; without kind = \"fact-box\" in its .meta.toml, prose is read too",
        ),
        _ if longest == 0 => ("it has no words".to_owned(), "remove it, or put its text in"),
        DocumentKind::Article => ("no paragraph was found".to_owned(), "remove it, or put its text in"),
        DocumentKind::Table => (
            "this file has no table".to_owned(),
            "correct kind = \"table\" in its .meta.toml, or put the table in a format that has tables",
        ),
        DocumentKind::Auto | DocumentKind::Articles => (
            format!(
                "neither a district record nor prose was found: its longest line has {longest} words, and prose has \
                 {limit} or is a sentence with its full stop"
            ),
            "if it is an article, write kind = \"article\" in its .meta.toml, which has no such limit; otherwise remove it",
        ),
    };
    Problem {
        at: None,
        value: shortened(document.text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default()),
        what,
        rule: "a document holds a fact box (`name: date, territory N km2`), an article, or both",
        help: help.to_owned(),
    }
}

/// Words as messages show them: on one line, of limited length.
fn shortened(words: &str) -> String {
    let line = crate::base::iri::folded_space(words);
    match line.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
