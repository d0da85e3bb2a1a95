//! A document about a dataset, such as its description in DCAT: statements in memory, written in the same order and
//! form as the dataset itself.

use super::scan::{Encoder, Object, Statement};
use super::{ExportFormat, PublishError, curie, json_ld, page, turtle};
use crate::base::iri::Minter;
use crate::base::sort::Sorter;
use crate::base::vocab::DESCRIPTION_PREFIXES;
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::io::Write;
use std::path::Path;

/// The prefixes that documents about a dataset use.
pub struct PrefixMap(turtle::Layout);

impl PrefixMap {
    /// The prefixes of the dataset, and those of the vocabularies of descriptions.
    pub fn new(minter: &Minter) -> Self {
        Self(turtle::Layout::with_more(minter, false, DESCRIPTION_PREFIXES))
    }

    /// The prefixes of the dataset alone.
    pub(super) fn of_dataset(minter: &Minter) -> Self {
        Self(turtle::Layout::new(minter, false))
    }
}

/// A document under construction.
pub struct Document<'a> {
    prefix_map: &'a PrefixMap,
    encoding: Encoding<'a>,
    sorter: Sorter,
}

enum Encoding<'a> {
    Turtle(turtle::Encoding<'a>),
    JsonLd(json_ld::Encoding<'a>),
}

impl<'a> Document<'a> {
    /// An empty document: JSON-LD, or Turtle for any other format. `scratch` is a folder for temporary files.
    pub fn new(prefix_map: &'a PrefixMap, format: ExportFormat, scratch: &Path) -> Self {
        let encoding = match format {
            ExportFormat::JsonLd => Encoding::JsonLd(json_ld::Encoding::new(&prefix_map.0)),
            _ => Encoding::Turtle(turtle::Encoding::new(&prefix_map.0)),
        };
        Self { prefix_map, encoding, sorter: Sorter::new(scratch) }
    }

    /// Adds a statement. A repeated statement is written once.
    pub fn add(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) -> Result<(), PublishError> {
        self.add_term(subject, predicate, &object.into())
    }

    pub(super) fn add_term(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: &Term,
    ) -> Result<(), PublishError> {
        let object = match object {
            Term::NamedNode(node) => Object::Node(node),
            Term::Literal(literal) => Object::Literal(literal),
            Term::BlankNode(node) => return Err(PublishError::BlankNode(node.to_string())),
        };
        let predicate = &predicate.into_owned();
        let statement = Statement { graph: None, subject, predicate, object };
        match &mut self.encoding {
            Encoding::Turtle(encoding) => encoding.statement(&statement, &mut self.sorter),
            Encoding::JsonLd(encoding) => encoding.statement(&statement, &mut self.sorter),
        }
    }

    /// Writes the document and returns the number of statements.
    pub fn write(self, out: &mut impl Write) -> Result<u64, PublishError> {
        let Self { prefix_map: PrefixMap(layout), encoding, mut sorter } = self;
        match encoding {
            Encoding::Turtle(mut encoding) => {
                encoding.end(&mut sorter)?;
                let mut used = curie::Used::default();
                used.add(&encoding.used);
                page::write(Sorter::finish(vec![sorter])?, layout, &used, out)
            }
            Encoding::JsonLd(mut encoding) => {
                encoding.end(&mut sorter)?;
                let mut seen = json_ld::Seen::default();
                seen.add(encoding.seen);
                json_ld::write(Sorter::finish(vec![sorter])?, layout, &seen, out)
            }
        }
    }
}
