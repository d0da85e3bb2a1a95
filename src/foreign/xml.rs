//! XML of files of findings: what is wrong with it is a note.

use super::note::Note;
use crate::base::text::Position;
use crate::read::source::xml;

pub(super) use crate::read::source::xml::{Element, Piece};

const RULE: &str = "a file of findings in XML is well-formed XML 1.0 without a document type";

/// Reads a file; see [`xml::parse`].
pub(super) fn parse(text: &str) -> Result<Vec<Piece>, Note> {
    xml::parse(&xml::normal(text)).map_err(|error| wrong(Some(error.at), error.what))
}

/// That something is wrong with the file.
pub(super) fn wrong(at: Option<Position>, what: impl Into<String>) -> Note {
    let at = at.map(Into::into).unwrap_or_default();
    Note::new(&at, "", what, RULE, "correct the file, or export the findings again")
}
