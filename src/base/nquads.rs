//! A quad as a line of N-Quads, in the canonical form of RDFC-1.0 (appendix A), which exports have.

use crate::base::escape::{push_canonical_iri, push_canonical_string};
use crate::base::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

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

/// Appends a node and a space.
pub(crate) fn push_node(node: &NamedNode, line: &mut Vec<u8>) {
    line.push(b'<');
    push_canonical_iri(node.as_str(), line);
    line.extend_from_slice(b"> ");
}

/// Appends a literal and a space.
pub(crate) fn push_literal(literal: &Literal, line: &mut Vec<u8>) {
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
