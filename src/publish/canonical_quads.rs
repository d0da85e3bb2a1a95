//! The canonical lines (RDFC-1.0) of an export, in order, for counting.

use super::{PublishError, lines, scan};
use crate::base::sort::{Sorted, Sorter};
use oxigraph::store::Store;
use std::path::Path;

/// The lines, each with its graph, sorted on disk.
pub struct CanonicalQuads(Sorted);

/// A line and its parts, in the syntax of N-Quads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The whole line, with its line end.
    pub bytes: &'a [u8],
    /// The IRI of the subject, without brackets.
    pub subject: &'a str,
    /// The IRI of the predicate, without brackets.
    pub predicate: &'a str,
    /// The object: an IRI in brackets, or a literal.
    pub object: &'a str,
    /// The IRI of the graph, without brackets; empty for the default graph.
    pub graph: &'a str,
}

impl CanonicalQuads {
    /// Reads a store. `progress` gets the number of statements read since the last call.
    pub fn of(store: &Store, scratch: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<Self, PublishError> {
        let (sorters, _) = scan::scan(store, scratch, progress, || lines::Lines::new(true))?;
        Ok(Self(Sorter::finish(sorters)?))
    }

    /// The next line.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, PublishError> {
        Ok(self.0.next()?.map(parts))
    }
}

/// Splits a line that `lines` has written: `<s> <p> o <g> .`, where no IRI has a space.
fn parts(bytes: &[u8]) -> Line<'_> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let (subject, rest) = text.split_once(' ').unwrap_or_default();
    let (predicate, rest) = rest.split_once(' ').unwrap_or_default();
    let rest = rest.strip_suffix(" .\n").unwrap_or(rest);
    // A literal ends with a quotation mark, a language or a datatype; brackets after a space belong to a graph.
    let last = rest.rsplit_once(' ').filter(|(_, last)| last.starts_with('<') && last.ends_with('>'));
    let (object, graph) = last.filter(|(object, _)| is_whole(object)).unwrap_or((rest, ""));
    Line { bytes, subject: unbracketed(subject), predicate: unbracketed(predicate), object, graph: unbracketed(graph) }
}

/// Whether a text can be an object by itself: `"a <b>` of `"a <b> c"` cannot.
fn is_whole(object: &str) -> bool {
    object.starts_with('<') || {
        let mut escaped = false;
        let quotes = object.bytes().filter(|b| {
            let counts = *b == b'"' && !escaped;
            escaped = *b == b'\\' && !escaped;
            counts
        });
        quotes.count() == 2
    }
}

fn unbracketed(iri: &str) -> &str {
    iri.strip_prefix('<').and_then(|iri| iri.strip_suffix('>')).unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_at_its_parts() {
        for (object, graph) in [
            ("<x:o>", "x:g"),
            ("<x:o>", ""),
            (r#""a""#, ""),
            (r#""a <b>""#, "x:g"),
            (r#""a \" <b>""#, ""),
            (r#""a \\""#, "x:g"),
            (r#""a <x:y> .""#, ""),
            (r#""a"@en"#, "x:g"),
            (r#""1"^^<x:d>"#, ""),
            (r#""1 <b>"^^<x:d>"#, "x:g"),
        ] {
            let end = if graph.is_empty() { String::new() } else { format!("<{graph}> ") };
            let line = format!("<x:s> <x:p> {object} {end}.\n");
            let found = parts(line.as_bytes());
            let expected = Line { bytes: line.as_bytes(), subject: "x:s", predicate: "x:p", object, graph };
            assert_eq!(found, expected);
        }
    }
}
