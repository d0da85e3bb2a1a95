//! A few statements as a file of their own, in the form that the whole dataset has.

use super::scan::{Encoder, Object, Statement};
use super::{PublishError, curie, json_ld, page, turtle};
use crate::base::iri::Minter;
use crate::base::sort::Sorter;
use oxigraph::model::{NamedNode, Term};
use std::path::Path;

/// Writes parts of one dataset.
pub struct Parts {
    layout: turtle::Layout,
}

/// A statement of a part.
pub type Triple = (NamedNode, NamedNode, Term);

impl Parts {
    /// For the dataset of a minter.
    pub fn new(minter: &Minter) -> Self {
        Self { layout: turtle::Layout::new(minter, false) }
    }

    /// The statements in Turtle.
    pub fn turtle(&self, triples: &[Triple]) -> Result<Vec<u8>, PublishError> {
        let mut encoding = turtle::Encoding::new(&self.layout);
        let sorter = sorted(triples, &mut encoding)?;
        let mut used = curie::Used::default();
        used.add(&encoding.used);
        let mut out = Vec::new();
        page::write(Sorter::finish(vec![sorter])?, &self.layout, &used, &mut out)?;
        Ok(out)
    }

    /// The statements in compact JSON-LD.
    pub fn json_ld(&self, triples: &[Triple]) -> Result<Vec<u8>, PublishError> {
        let mut encoding = json_ld::Encoding::new(&self.layout);
        let sorter = sorted(triples, &mut encoding)?;
        let mut out = Vec::new();
        json_ld::write(Sorter::finish(vec![sorter])?, &self.layout, &encoding.seen, &mut out)?;
        Ok(out)
    }
}

fn sorted<E: Encoder<Error = PublishError>>(triples: &[Triple], encoder: &mut E) -> Result<Sorter, PublishError> {
    // So few that no temporary file is made.
    let mut sorter = Sorter::new(Path::new(""));
    for (subject, predicate, object) in triples {
        let object = match object {
            Term::NamedNode(node) => Object::Node(node),
            Term::Literal(literal) => Object::Literal(literal),
            Term::BlankNode(node) => return Err(PublishError::BlankNode(node.to_string())),
        };
        encoder.statement(&Statement { graph: None, subject, predicate, object }, &mut sorter)?;
    }
    encoder.end(&mut sorter)?;
    Ok(sorter)
}
