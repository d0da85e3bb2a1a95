//! A few statements as a separate file, in the same form as the whole dataset.

use super::document::{Document, PrefixMap};
use super::{ExportFormat, PublishError};
use crate::base::iri::Minter;
use oxigraph::model::{NamedNode, Term};
use std::path::Path;

/// Writes parts of one dataset.
pub struct Parts {
    prefix_map: PrefixMap,
}

/// A statement of a part.
pub type Triple = (NamedNode, NamedNode, Term);

impl Parts {
    /// A writer of parts, with the prefixes of a dataset.
    pub fn new(minter: &Minter) -> Self {
        Self { prefix_map: PrefixMap::of_dataset(minter) }
    }

    /// The statements in Turtle.
    pub fn turtle(&self, triples: &[Triple]) -> Result<Vec<u8>, PublishError> {
        self.written(triples, ExportFormat::Turtle)
    }

    /// The statements in compact JSON-LD.
    pub fn json_ld(&self, triples: &[Triple]) -> Result<Vec<u8>, PublishError> {
        self.written(triples, ExportFormat::JsonLd)
    }

    fn written(&self, triples: &[Triple], format: ExportFormat) -> Result<Vec<u8>, PublishError> {
        // There are so few that no temporary file is made.
        let mut document = Document::new(&self.prefix_map, format, Path::new(""));
        for (subject, predicate, object) in triples {
            document.add_term(subject, predicate.as_ref(), object)?;
        }
        let mut out = Vec::new();
        document.write(&mut out)?;
        Ok(out)
    }
}
