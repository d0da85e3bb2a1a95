//! N-Triples and N-Quads in canonical form (RDFC-1.0, appendix A): one statement per line, in code point order. Without
//! blank nodes the N-Quads file *is* the canonical form of the dataset, and its SHA-256 the dataset's digest.

use super::PublishError;
use super::direct::Reifier;
use super::scan::{Encoder, Object, Statement};
use crate::base::nquads::{push_literal, push_node};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::rdf;
use oxigraph::model::NamedNode;
use std::io::Write;

/// Makes a line of a statement.
pub(super) struct Lines {
    with_graph: bool,
    line: Vec<u8>,
}

impl Lines {
    /// With the graph for N-Quads, or without it for N-Triples.
    pub(super) fn new(with_graph: bool) -> Self {
        Self { with_graph, line: Vec::new() }
    }
}

impl Encoder for Lines {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        let line = &mut self.line;
        line.clear();
        push_node(statement.subject, line);
        push_node(statement.predicate, line);
        match statement.object {
            Object::Node(object) => push_node(object, line),
            Object::Literal(object) => push_literal(object, line),
        }
        if let (Some(graph), true) = (statement.graph, self.with_graph) {
            push_node(graph, line);
        }
        line.extend_from_slice(b".\n");
        Ok(sorter.push(line)?)
    }
}

impl Reifier for Lines {
    /// In the syntax of N-Triples and N-Quads 1.2.
    fn reifies(&mut self, claim: &NamedNode, triple: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        let line = &mut self.line;
        line.clear();
        push_node(claim, line);
        line.push(b'<');
        line.extend_from_slice(rdf::REIFIES.as_str().as_bytes());
        line.extend_from_slice(b"> <<( ");
        push_node(triple.subject, line);
        push_node(triple.predicate, line);
        match triple.object {
            Object::Node(object) => push_node(object, line),
            Object::Literal(object) => push_literal(object, line),
        }
        line.extend_from_slice(b")>> ");
        if let (Some(graph), true) = (triple.graph, self.with_graph) {
            push_node(graph, line);
        }
        line.extend_from_slice(b".\n");
        Ok(sorter.push(line)?)
    }
}

/// Writes sorted lines and returns their number.
pub(super) fn write(mut lines: Sorted, out: &mut impl Write) -> Result<u64, PublishError> {
    let mut count = 0;
    while let Some(line) = lines.next()? {
        out.write_all(line).map_err(PublishError::Write)?;
        count += 1;
    }
    Ok(count)
}
