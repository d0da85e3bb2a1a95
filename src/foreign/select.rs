//! Which documents of a file are the source, and all that was verified of them together.

use super::correspondence;
use super::model::{AttributeValue, FindingsFile, ForeignDocument};
use super::note::{FilePlace, Note, counted};
use super::verify::{self, Placed, Verified};
use crate::base::iri::last_part;
use crate::read::source::SourceDocument;

/// The source that findings are about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its id or the name of its file.
    pub name: &'a str,
    /// SHA-256 of its bytes, in hexadecimal; empty if it is not known.
    pub sha256: &'a str,
}

impl<'a> About<'a> {
    /// A source that was read.
    pub fn of(document: &'a SourceDocument) -> Self {
        Self { text: &document.text, name: &document.id, sha256: &document.sha256 }
    }
}

/// Verifies what a file says about a source. A file about one document is taken to be about this source, whatever it is
/// called; of several, those that hold its text or have its name.
pub fn verify(about: &About<'_>, file: &FindingsFile) -> Verified {
    let mut verified = Verified::default();
    let chosen: Vec<&ForeignDocument> = match file.documents.as_slice() {
        [only] => vec![only],
        several => several.iter().filter(|document| is_of(about, document)).collect(),
    };
    let others = file.documents.len() - chosen.len();
    if chosen.is_empty() && others > 0 {
        verified.problems.push(Note::new(
            &FilePlace::default(),
            about.name,
            format!("{} in the file, but none with the text or the name of the source", counted(others, "document")),
            "a file of findings of several documents holds their texts, or calls them by the names of the sources",
            "write a file for each source",
        ));
    } else if others > 0 {
        verified.notes.push(Note::new(
            &FilePlace::default(),
            "",
            format!("{} left out: other texts", counted(others, "document")),
            "findings are read from the text that they were made for",
            "nothing, if the file is about several sources",
        ));
    }
    for (n, document) in chosen.into_iter().enumerate() {
        if document.sha256.as_deref().is_some_and(|sha256| !about.sha256.is_empty() && sha256 != about.sha256) {
            verified.notes.push(Note::new(
                &FilePlace::default(),
                document.sha256.clone().unwrap_or_default(),
                "the findings were made for another version of the source; their words are looked for in this one",
                "a finding is verified against the version that is read",
                "run the tool again on this version of the source",
            ));
        }
        let mut of = verify::verify(about.text, document, file.unit);
        if n > 0 {
            own_ids(n, &mut of);
        }
        verified.findings.append(&mut of.findings);
        verified.notes.append(&mut of.notes);
        verified.problems.append(&mut of.problems);
    }
    verified
}

/// Ids are unique within a document; those of further documents get its number.
fn own_ids(n: usize, verified: &mut Verified) {
    for Placed { finding, .. } in &mut verified.findings {
        let values = finding.attributes.iter_mut().filter_map(|(_, value)| match value {
            AttributeValue::Finding(id) => Some(id),
            AttributeValue::Literal(_) => None,
        });
        for id in values.chain([&mut finding.id]).filter(|id| !id.is_empty()) {
            id.insert_str(0, &format!("{}:", n + 1));
        }
    }
}

fn is_of(about: &About<'_>, document: &ForeignDocument) -> bool {
    if let Some(held) = &document.text {
        // Most of many documents are told by their lengths.
        let is_near = held.text.len() / 4 <= about.text.len() && about.text.len() / 4 <= held.text.len();
        let is_same = || correspondence::between(&held.text, about.text, held.fidelity).is_ok();
        return held.text == about.text || is_near && is_same();
    }
    let stem = |name: &str| last_part(name).split('.').next().unwrap_or_default().to_owned();
    let by_digest = document.sha256.as_deref().is_some_and(|sha256| sha256 == about.sha256);
    by_digest || document.name.as_deref().is_some_and(|name| !name.is_empty() && stem(name) == stem(about.name))
}
