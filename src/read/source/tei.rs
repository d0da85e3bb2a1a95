//! The text of a TEI P5 document, with what its header says of it. As a source it is what stands in `text/body`, a line for
//! each paragraph, heading and the like, with white space folded; what is deleted and what only says something about the
//! text (notes, descriptions of figures) is left out, and noted. Of a `choice` the wording of the original is taken (`sic`,
//! `orig`, `abbr`), of an `app` the `lem`.
//!
//! The same mark-up always gives the same text, so that words can be located again in a captured file.

mod layout;
mod header;

use super::metadata::Metadata;
use super::xml::{self, Element, Piece};
use crate::base::files;
use crate::base::text::encoding::beginning;
use crate::base::text::{Position, Problem, control_characters};
use layout::Layout;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

pub(crate) use layout::Mark;

/// The namespace of TEI.
pub(crate) const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";
/// The rule, as messages show it.
const RULE: &str =
    "a TEI source is one TEI element in well-formed XML 1.0 without a document type, its text in text/body";
/// Length of the beginning of a file in which its root is looked for, in bytes.
const BEGINNING: u64 = 256 << 10;

/// The part of a document that its text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TeiPart {
    /// All of `text`, as it lies beside another form of the same text.
    Text,
    /// What of `text/body` is read as a source.
    Body,
}

/// A text with the places of its mark-up.
#[derive(Debug, Default)]
pub(crate) struct TeiText {
    pub(crate) text: String,
    /// For each piece that is the start of an element of the text, where it stands.
    pub(crate) marks: Vec<Option<Mark>>,
    /// From these bytes of the text on, a byte of the text is one of the file: this one, and those after it.
    pub(crate) places: Vec<(usize, usize)>,
    /// Elements that are one of several readings of a place and were left out, and how many.
    pub(crate) other_readings: BTreeMap<String, usize>,
    /// Other elements of the text that are left out, where they first stand, and how many.
    left: BTreeMap<String, (usize, Position)>,
    has_part: bool,
}

/// A TEI document as a source.
#[derive(Debug)]
pub(super) struct TeiDocument {
    pub(super) text: String,
    /// See [`TeiText::places`].
    pub(super) places: Vec<(usize, usize)>,
    pub(super) metadata: Metadata,
    pub(super) notes: Vec<Problem>,
}

/// Whether a file is TEI, by its root. A file that cannot be read is not.
pub(crate) fn is_tei(file: &Path) -> bool {
    let mut bytes = Vec::new();
    let read = files::open(file).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
    let root = read.ok().and_then(|_| xml::root(&beginning(&bytes)));
    root.is_some_and(|root| root.space == NAMESPACE && matches!(root.name.as_str(), "TEI" | "teiCorpus"))
}

/// Reads a document, whose text is [`xml::normal`].
pub(super) fn read(text: &str, beside: &Metadata) -> Result<TeiDocument, Vec<Problem>> {
    let problem = |at: Position, what: String, help: &str| {
        vec![Problem { at: Some(at), value: String::new(), what, rule: RULE, help: help.to_owned() }]
    };
    let pieces = xml::parse(text).map_err(|error| problem(error.at, error.what, "correct the file"))?;
    let Some(Piece::Start(root)) = pieces.first() else { return Err(Vec::new()) };
    if root.name == "teiCorpus" {
        let what = "this file holds a corpus of several documents".to_owned();
        return Err(problem(root.at, what, "save each TEI element as a file of its own"));
    }
    if (root.name.as_str(), root.space.as_str()) != ("TEI", NAMESPACE) {
        let what = format!("this is the XML of a <{}>", root.name);
        return Err(problem(root.at, what, "leave it out of sources/, or save the page as .html"));
    }
    let laid = lay_out(&pieces, TeiPart::Body);
    if laid.text.is_empty() {
        let what = if laid.has_part { "there are no words in text/body" } else { "there is no text/body" };
        return Err(problem(root.at, what.to_owned(), "save the text as the body of one TEI document"));
    }
    let mut wrong = control_characters(&laid.text);
    for problem in &mut wrong {
        problem.at = None;
        "remove the reference to it from the file".clone_into(&mut problem.help);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (metadata, mut notes) = header::read(&pieces, beside);
    notes.extend(laid.notes());
    Ok(TeiDocument { text: laid.text, places: laid.places, metadata, notes })
}

/// The text of the document whose pieces these are, from the start of its `TEI` to the end of it.
pub(crate) fn lay_out(pieces: &[Piece], part: TeiPart) -> TeiText {
    let mut laid = TeiText::default();
    let mut layout = Layout::default();
    let mut marks: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut open: Vec<(&Element, Option<usize>)> = Vec::new();
    // The depths at which the part, and what is left out of it, were opened.
    let (mut within, mut skipped): (Option<usize>, Option<usize>) = (None, None);
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Start(element) => {
                if !laid.has_part && is_part(&open, &element.name, part) {
                    (within, laid.has_part) = (Some(open.len()), true);
                }
                if within.is_some() && skipped.is_none() {
                    if laid.leaves_out(element, open.last().map(|(parent, _)| *parent), part) {
                        skipped = Some(open.len());
                    } else {
                        layout.start(element);
                        marks[n] = Some(layout.mark());
                    }
                }
                open.push((element, marks[n]));
            }
            Piece::Words(words, from) => {
                if within.is_some() && skipped.is_none() {
                    layout.words(words, *from);
                }
            }
            Piece::End => {
                if let Some((_, Some(mark))) = open.pop() {
                    layout.close(mark);
                    layout.end();
                }
                skipped = skipped.filter(|depth| *depth < open.len());
                within = within.filter(|depth| *depth < open.len());
            }
        }
    }
    let found;
    (laid.text, found, laid.places) = layout.finish();
    laid.marks = marks.into_iter().map(|mark| Some(found[mark?])).collect();
    laid
}

fn is_part(open: &[(&Element, Option<usize>)], name: &str, part: TeiPart) -> bool {
    let names: Vec<&str> = open.iter().map(|(element, _)| element.name.as_str()).chain([name]).collect();
    match part {
        TeiPart::Text => names == ["TEI", "text"],
        TeiPart::Body => names == ["TEI", "text", "body"],
    }
}

impl TeiText {
    /// Whether an element is no part of the text. Those that a person may look for are counted.
    fn leaves_out(&mut self, element: &Element, parent: Option<&Element>, part: TeiPart) -> bool {
        let name = element.name.as_str();
        let is_other_reading = match parent.map(|parent| parent.name.as_str()) {
            Some("choice") => matches!(name, "corr" | "reg" | "expan"),
            Some("app" | "rdgGrp") => name == "rdg" || name == "rdgGrp",
            _ => false,
        };
        if is_other_reading {
            *self.other_readings.entry(name.to_owned()).or_default() += 1;
            return true;
        }
        // A note, or what is struck out, would break the sentence in which it stands.
        if part == TeiPart::Body && matches!(name, "note" | "noteGrp" | "del" | "figDesc") {
            self.left.entry(name.to_owned()).or_insert((0, element.at)).0 += 1;
            return true;
        }
        let is_list = matches!(name, "listPerson" | "listPlace" | "listOrg" | "listEvent");
        let is_beside =
            matches!(name, "standOff" | "spanGrp" | "span" | "teiHeader" | "interpGrp" | "interp" | "linkGrp" | "fw");
        is_list || is_beside
    }

    fn notes(&self) -> Vec<Problem> {
        let readings = self.other_readings.iter().map(|(name, count)| (name, *count, None));
        let left = self.left.iter().map(|(name, (count, at))| (name, *count, Some(*at)));
        let note = |(name, count, at): (&String, usize, Option<Position>)| Problem {
            at,
            value: name.clone(),
            what: format!("{count} elements of this name are left out of the text"),
            rule: "the text of a TEI source has its original wording, without notes, deletions and descriptions of figures",
            help: "do nothing, or save what matters of them as a document of its own".to_owned(),
        };
        readings.chain(left).map(note).collect()
    }
}

#[cfg(test)]
mod tests;
