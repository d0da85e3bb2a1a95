//! N-Triples and N-Quads in canonical form (RDFC-1.0, appendix A): one statement per line, in code point order. Without
//! blank nodes the N-Quads file *is* the canonical form of the dataset, and its SHA-256 the dataset's digest.

use super::PublishError;
use super::direct::Reifier;
use super::escape::{push_canonical_iri, push_canonical_string};
use super::scan::{Encoder, Object, Statement};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
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

/// Appends a quad as a line of N-Quads in the form that exports have. Blank nodes and triple terms, which we do not make,
/// are left out.
pub fn push_quad(quad: &Quad, line: &mut Vec<u8>) {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
    let start = line.len();
    push_node(subject, line);
    push_node(&quad.predicate, line);
    match &quad.object {
        Term::NamedNode(object) => push_node(object, line),
        Term::Literal(object) => push_literal(object, line),
        _ => return line.truncate(start),
    }
    if let GraphName::NamedNode(graph) = &quad.graph_name {
        push_node(graph, line);
    }
    line.extend_from_slice(b".\n");
}

fn push_node(node: &NamedNode, line: &mut Vec<u8>) {
    line.push(b'<');
    push_canonical_iri(node.as_str(), line);
    line.extend_from_slice(b"> ");
}

fn push_literal(literal: &Literal, line: &mut Vec<u8>) {
    push_canonical_string(literal.value(), line);
    if let Some(language) = literal.language() {
        line.push(b'@');
        line.extend_from_slice(language.as_bytes());
    } else if literal.datatype() != xsd::STRING {
        line.extend_from_slice(b"^^<");
        push_canonical_iri(literal.datatype().as_str(), line);
        line.push(b'>');
    }
    line.push(b' ');
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
