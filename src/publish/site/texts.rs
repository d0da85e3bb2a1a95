//! The captured texts of sources that may be redistributed, in a temporary file, so that pages can show words in
//! context.
//!
//! The licence of a source decides. Without a licence, or with one that is not known to be open, a page shows only the
//! words of claims and mentions.

use super::SiteError;
use crate::base::iri::Span;
use crate::base::licence::is_open;
use crate::base::vocab::{choro, dcterms, prov};
use crate::dataset::Dataset;
use crate::read::source::SourceDocument;
use crate::read::source::container::Articles;
use crate::read::source::metadata::Metadata;
use crate::store::load::state::State;
use crate::store::{FactReader, Facts, Statements};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Texts, by the IRI of their source.
pub(super) struct Texts {
    places: HashMap<String, (u64, usize)>,
    file: Mutex<File>,
    asked: Option<RequestedText>,
}

/// The data from which a server reads a text on request.
struct RequestedText {
    statements: Statements,
    dataset: Dataset,
    scratch: PathBuf,
}

impl Texts {
    /// Without texts; each is read on request.
    pub(super) fn asking(statements: &Statements, dataset: &Dataset, scratch: &Path) -> Result<Self, SiteError> {
        let file = tempfile::tempfile_in(scratch).map_err(SiteError::Sort)?;
        let asked =
            RequestedText { statements: statements.clone(), dataset: dataset.clone(), scratch: scratch.to_owned() };
        Ok(Self { places: HashMap::new(), file: Mutex::new(file), asked: Some(asked) })
    }

    /// Collects the texts of all sources with an open licence, or of one.
    pub(super) fn collect(
        read: &FactReader<'_>,
        dataset: &Dataset,
        scratch: &Path,
        only: Option<&NamedNode>,
    ) -> Result<Self, SiteError> {
        let file = tempfile::tempfile_in(scratch).map_err(SiteError::Sort)?;
        let mut texts = Self { places: HashMap::new(), file: Mutex::new(file), asked: None };
        let state = State::read(&dataset.work());
        let file = texts.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (mut out, mut at) = (BufWriter::new(file), 0);
        for (id, loaded) in &state.documents {
            // A build may have finished since the store was opened.
            if !read.statements().has_graph(NamedNodeRef::new_unchecked(&loaded.version))? {
                continue;
            }
            let source = dataset.minter.source(id);
            // The IRI of an article begins with that of its file.
            if only.is_some_and(|only| !only.as_str().starts_with(source.as_str())) {
                continue;
            }
            let open = licence(read, &source, &*read.facts(&source)?)?.is_some_and(|l| is_open(&l));
            let mut add = |iri: String, text: &str| -> io::Result<()> {
                out.write_all(text.as_bytes())?;
                texts.places.insert(iri, (at, text.len()));
                at += text.len() as u64;
                Ok(())
            };
            if let Some(fields) = &loaded.fields {
                let Some(path) = loaded.captured_file(&dataset.work()) else { continue };
                let metadata = Metadata::default();
                let Ok(articles) = Articles::open(id, &path, &path, &loaded.sha256, &metadata, fields) else {
                    continue;
                };
                for document in articles.flatten() {
                    let part = dataset.minter.source(&document.id);
                    let own = read.facts(&part)?;
                    if own.is_empty() || !own.node(dcterms::LICENSE).map_or(open, |l| is_open(l.as_str())) {
                        continue;
                    }
                    add(part.into_string(), &document.text).map_err(SiteError::Sort)?;
                }
            } else if open && loaded.tables.as_ref().is_none_or(|opening| opening.format.is_text()) {
                let Ok((path, captured)) = loaded.captured(&dataset.work()) else { continue };
                if let Ok(document) = SourceDocument::new(id.clone(), path, captured, Metadata::default()) {
                    add(source.into_string(), &document.text).map_err(SiteError::Sort)?;
                }
            }
        }
        out.flush().map_err(SiteError::Sort)?;
        drop(out);
        Ok(texts)
    }

    /// The text of a source; `None` if it may not be shown.
    pub(super) fn of(&self, source: &NamedNode) -> Option<String> {
        if let Some(RequestedText { statements, dataset, scratch }) = &self.asked {
            return Self::collect(&FactReader::new(statements), dataset, scratch, Some(source)).ok()?.of(source);
        }
        let (start, len) = *self.places.get(source.as_str())?;
        let mut bytes = vec![0; len];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        drop(file);
        String::from_utf8(bytes).ok()
    }
}

/// The licence of a source: its own, else that of the file that contains it.
pub(super) fn licence(read: &FactReader<'_>, source: &NamedNode, facts: &Facts) -> Result<Option<String>, SiteError> {
    if let Some(licence) = facts.node(dcterms::LICENSE) {
        return Ok(Some(licence.as_str().to_owned()));
    }
    match facts.node(dcterms::IS_PART_OF) {
        Some(file) if file != source => {
            Ok(read.facts(file)?.node(dcterms::LICENSE).map(|licence| licence.as_str().to_owned()))
        }
        _ => Ok(None),
    }
}

/// The loaded versions of a source, or of the file that contains it.
pub(super) fn versions(read: &FactReader<'_>, source: &NamedNode, facts: &Facts) -> Result<Vec<NamedNode>, SiteError> {
    let file = facts.node(dcterms::IS_PART_OF).unwrap_or(source);
    Ok(read.subjects(prov::SPECIALIZATION_OF, file, 100)?.first)
}

/// Words with their context: up to `most` characters before and after, cut at white space, within the line.
pub(super) fn around(text: &str, span: Span, most: usize) -> (String, String, String) {
    let byte = |n| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let (start, end) = (byte(span.start), byte(span.end).max(byte(span.start)));
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let (before, after) = (&text[line..start], &text[end..line_end]);
    let mut head = before;
    if let Some((at, _)) = before.char_indices().rev().nth(most) {
        head = &before[at..];
        head = head.find(' ').map_or(head, |space| &head[space..]);
    }
    let mut tail = after;
    if let Some((at, _)) = after.char_indices().nth(most) {
        tail = &after[..at];
        tail = tail.rfind(' ').map_or(tail, |space| &tail[..space]);
    }
    let dots = |cut: bool| if cut { "…" } else { "" };
    let head = format!("{}{}", dots(head.len() < before.len()), head.trim_start());
    (head, text[start..end].to_owned(), format!("{}{}", tail.trim_end(), dots(tail.len() < after.len())))
}

/// The source and the range of a span.
pub(super) fn place(facts: &Facts) -> Option<(NamedNode, Span)> {
    let (start, end) = (facts.number(crate::base::vocab::oa::START)?, facts.number(crate::base::vocab::oa::END)?);
    Some((facts.node(choro::IN_SOURCE)?.clone(), Span { start, end }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_with_what_stands_around_them() {
        let text = "Title\nOne é. Two words here. Three.";
        let start = 6 + 11;
        let (before, words, after) = around(text, Span { start, end: start + 5 }, 5);
        assert_eq!((before.as_str(), words.as_str(), after.as_str()), ("…Two ", "words", "…"));
        assert_eq!(around(text, Span { start, end: start + 5 }, 99).2, " here. Three.");
        assert_eq!(around("é", Span { start: 7, end: 3 }, 9).1, "");
    }
}
