//! Findings of other tools. In: a file of findings and the text that it is about. Out: findings whose places are verified, and
//! why the others are not. Only [`beside`] reads files.
//!
//! A format is read into one model ([`model`]), labels become kinds by a mapping ([`mapping`]), and every span is verified
//! against the text ([`mod@verify`]). What cannot be verified is left out with an error that has its place; a place is never
//! guessed. `docs/findings.md` describes formats and rules for users.
//!
//! A new format is a module with a function that fills a [`FindingsFile`], a row in [`format`], and an arm in [`read`].

#![allow(clippy::result_large_err, reason = "a note has all that a message needs, and there is one for each mistake")]

pub mod note;
pub mod kind;
pub mod model;
mod json;
pub mod format;
pub mod mapping;
mod settle;
mod web_annotation;
pub mod annotate;
mod langextract;
mod spacy;
mod brat;
mod relation;
mod doccano;
mod label_studio;
mod prodigy;
mod offsets;
mod layer;
mod xml;
mod cas;
mod tei;
mod webanno;
mod nif;
mod gate;
mod conll;
pub mod correspondence;
mod words;
pub mod explain;
pub mod verify;
mod select;
pub mod give;
pub mod beside;

use crate::base::text::{Problem, encoding};
use crate::read::source::tei::TeiPart;
use format::Format;
use json::Texts;
use mapping::Mapping;
use model::{Agent, FindingsFile};
use note::{FilePlace, Note};

pub use select::{About, verify};

/// Maximum size of a file of findings, in bytes: 64 MiB. Reading one takes about ten times as much memory.
pub const MAX_FILE: usize = 64 << 20;

/// A file of findings that was read.
#[derive(Debug)]
pub struct Read {
    /// Its format.
    pub format: Format,
    /// What it says.
    pub file: FindingsFile,
    /// Its text, from which notes get line and column.
    pub text: String,
}

impl Read {
    /// Notes about the file as problems with line and column, at most `most` of them.
    pub fn problems(&self, notes: &[Note], most: usize) -> Vec<Problem> {
        notes.iter().take(most).map(|note| note.problem(&self.text)).collect()
    }
}

/// Reads a file of findings by its name, its bytes and what the user says of it. An error means that nothing of it can be
/// read.
pub fn read(name: &str, bytes: Vec<u8>, mapping: &Mapping) -> Result<Read, Vec<Problem>> {
    read_typed(name, bytes, None, mapping)
}

/// The same with the text of the type system of a CAS, which tools write into a file of its own beside XMI.
pub fn read_typed(name: &str, bytes: Vec<u8>, types: Option<&str>, mapping: &Mapping) -> Result<Read, Vec<Problem>> {
    let named = mapping.format.or_else(|| Format::by_name(name));
    if bytes.len() > MAX_FILE {
        let value = format!("{} bytes", bytes.len());
        let what = "this file of findings is too large";
        return Err(refused("", &Note::new(&FilePlace::default(), value, what, "it has at most 64 MiB", "divide it")));
    }
    if named == Some(Format::DocBin) {
        return Err(refused("", &format::not_read(Format::DocBin)));
    }
    let text = encoding::utf8(bytes)?;
    let mut file = FindingsFile::default();
    let is_json = text.trim_start_matches('\u{FEFF}').trim_start().starts_with(['{', '[']);
    let texts = if is_json { Some(Texts::read(&text, &mut file)) } else { None };
    let texts = texts.transpose().map_err(|note| refused(&text, &note));
    let format = match (named, &texts) {
        // JSON-LD may also hold NIF.
        (Some(Format::WebAnnotation), Ok(Some(texts))) if mapping.format.is_none() && holds_nif(texts) => Format::Nif,
        (Some(format), _) => format,
        (None, Ok(Some(texts))) => {
            let formats = texts.items().next().map(|item| Format::by_json(&item)).unwrap_or_default();
            match formats.as_slice() {
                [format] => *format,
                formats => return Err(refused(&text, &format::unknown(formats))),
            }
        }
        (None, Ok(None)) => Format::by_text(&text).ok_or_else(|| refused(&text, &format::unknown(&[])))?,
        (None, Err(_)) => return Err(texts.err().unwrap_or_default()),
    };
    let texts = match texts {
        Ok(Some(texts)) => texts,
        Ok(None) if format.is_json() => return Err(refused(&text, &format::no_json(format))),
        Ok(None) => Texts::default(),
        // A format that is no JSON may begin with a bracket.
        Err(problems) if format.is_json() => return Err(problems),
        Err(_) => Texts::default(),
    };
    match format {
        Format::WebAnnotation => web_annotation::read(&texts, &mut file),
        Format::Hypothesis => web_annotation::read_hypothesis(&texts, &mut file),
        Format::Annotate => annotate::read(&text, &mut file),
        Format::LangExtract => langextract::read(&texts, &mut file),
        Format::Spacy => spacy::read(&texts, &mut file),
        Format::Brat => brat::read(&text, &mut file),
        Format::Doccano => doccano::read(&texts, &mut file),
        Format::LabelStudio => label_studio::read(&texts, &mut file),
        Format::Prodigy => prodigy::read(&texts, &mut file),
        Format::Xmi => cas::read_xmi(&text, types, mapping, &mut file).map_err(|note| refused(&text, &note))?,
        Format::Webanno => webanno::read(&text, mapping, &mut file).map_err(|note| refused(&text, &note))?,
        Format::Nif => nif::read(&text, &texts, mapping, &mut file).map_err(|note| refused(&text, &note))?,
        Format::Gate => gate::read(&texts, &mut file),
        Format::Conll => conll::read(&text, &mut file),
        Format::CasJson => cas::read_json(&texts, mapping, &mut file),
        Format::Tei => tei::read(&text, TeiPart::Text, mapping, &mut file).map_err(|note| refused(&text, &note))?,
        _ => return Err(refused(&text, &format::not_read(format))),
    }
    settle::settle(&mut file, mapping);
    if file.problems.is_empty() && file.documents.iter().all(|document| document.findings.is_empty()) {
        let rule = "a file of findings has some";
        file.notes.push(Note::new(
            &FilePlace::default(),
            "",
            "there are no findings in this file",
            rule,
            "export it again",
        ));
    }
    Ok(Read { format, file, text })
}

/// Reads the mark-up of a TEI document that is the source itself.
fn read_own(text: &str, mapping: &Mapping) -> Result<Read, Vec<Problem>> {
    let mut file = FindingsFile::default();
    tei::read(text, TeiPart::Body, mapping, &mut file).map_err(|note| refused(text, &note))?;
    // What a person says of files of findings is about those that do not say who made them.
    let makers: Vec<_> = file.documents.iter().map(|document| document.by.clone()).collect();
    settle::settle(&mut file, mapping);
    for (document, by) in file.documents.iter_mut().zip(makers).filter(|(_, by)| *by != Agent::Unknown) {
        document.by = by;
    }
    Ok(Read { format: Format::Tei, file, text: text.to_owned() })
}

fn holds_nif(texts: &Texts) -> bool {
    texts.items().next().is_some_and(|item| Format::by_json(&item) == [Format::Nif])
}

fn refused(text: &str, note: &Note) -> Vec<Problem> {
    vec![note.problem(text)]
}

#[cfg(test)]
mod tests;
