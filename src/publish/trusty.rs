//! Trusty URIs, module RA (<https://trustyuri.net/spec/v1>): the name of a set of named graphs ends in the digest of
//! their content, which may contain the name itself. A space replaces the code while the digest is computed.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The placeholder for the code before it is known.
pub(super) const BLANK: &str = " ";

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A statement in a named graph; the order of fields is the sort order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quad {
    pub(super) graph: String,
    pub(super) subject: String,
    pub(super) predicate: String,
    pub(super) object: Node,
}

/// An object. IRIs come before literals, which are sorted by value; among literals of one value those with a language
/// come first in module RA (they have no datatype there), and then the datatype or the language decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Iri(String),
    /// A literal with a language, or else with a datatype.
    Literal {
        value: String,
        datatype: String,
        language: String,
    },
}

impl Ord for Node {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Node {
    fn key(&self) -> (bool, &str, bool, &str) {
        match self {
            Self::Iri(iri) => (false, iri, false, ""),
            Self::Literal { value, datatype, language } if language.is_empty() => (true, value, true, datatype),
            Self::Literal { value, language, .. } => (true, value, false, language),
        }
    }
}

/// Sorts statements, removes duplicates, and makes the code of their content: `RA` and 43 characters.
pub(super) fn code(quads: &mut Vec<Quad>) -> String {
    quads.sort_unstable();
    quads.dedup();
    let mut text = String::new();
    for quad in quads {
        for iri in [&quad.graph, &quad.subject, &quad.predicate] {
            text.push_str(iri);
            text.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = match &quad.object {
            Node::Iri(iri) => writeln!(text, "{iri}"),
            Node::Literal { value, datatype, language } if language.is_empty() => {
                writeln!(text, "^{datatype} {}", escaped(value))
            }
            Node::Literal { value, language, .. } => {
                writeln!(text, "@{} {}", language.to_lowercase(), escaped(value))
            }
        };
    }
    format!("RA{}", base64(&Sha256::digest(text)))
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n")
}

/// Base64 of 256 bits and two zero bits, in the alphabet that is safe in URIs.
fn base64(digest: &[u8]) -> String {
    let mut out = String::new();
    for chunk in digest.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_nothing_is_that_of_the_specification() {
        // The specification gives it for an empty file in module FA, whose digest is encoded in the same way.
        assert_eq!(base64(&Sha256::digest("")), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
        assert_eq!(code(&mut Vec::new()), "RA47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    }

    #[test]
    fn only_order_and_repetition_make_no_difference() {
        let quad = |object: Node| Quad {
            graph: "http://e.org/ #g".to_owned(),
            subject: "http://e.org/s".to_owned(),
            predicate: "http://e.org/p".to_owned(),
            object,
        };
        let literal = |value: &str, datatype: &str, language: &str| {
            quad(Node::Literal {
                value: value.to_owned(),
                datatype: datatype.to_owned(),
                language: language.to_owned(),
            })
        };
        let iri = quad(Node::Iri("http://e.org/z".to_owned()));
        let all =
            [literal("a", "http://e.org/d", ""), literal("a", "", "en"), literal("a\\\n", "x:y", ""), iri.clone()];
        let mut one = all.to_vec();
        let mut other: Vec<Quad> = all.iter().rev().chain(&all).cloned().collect();
        assert_eq!(code(&mut one), code(&mut other));
        assert_eq!(one, other);
        assert_eq!([&one[0], &one[1]], [&iri, &literal("a", "", "en")]);
        for changed in [literal("b", "http://e.org/d", ""), literal("a", "http://e.org/e", ""), literal("a", "", "fr")]
        {
            let mut some = all.to_vec();
            some[0] = changed;
            assert_ne!(code(&mut some), code(&mut one.clone()));
        }
    }
}
