//! Names that cause problems outside RDF. Two different IRIs can be the same on a case-insensitive disk, on a server that
//! decodes percent-encoding, or on a site where each name has its page (`place/aghdam` is `place/aghdam/index.html`). The
//! rules for shared pages and invalid file names are those of the site (`site::path`).
//!
//! All names below the base are sorted on disk by their normalised path, so that names that collide are adjacent.

use super::{Level, Outcome, Rule, Violation, ViolationCollector};
use crate::base::iri::percent_decoded_leniently;
use crate::base::sort::Sorter;
use crate::base::vocab::prov;
use crate::publish::site::path;
use crate::store::{FactError, Statements};
use oxigraph::model::{GraphName, NamedOrBlankNode, Term};
use std::collections::HashSet;
use std::io;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Why names cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum NamesError {
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Read(#[from] FactError),
    /// Temporary files for sorting cannot be written.
    #[error("names cannot be sorted in a temporary file")]
    Sort(#[from] io::Error),
}

/// Maximum number of names kept in memory to avoid sorting them repeatedly.
const REMEMBERED: usize = 100_000;

/// The rules.
pub fn rules() -> [Rule; 5] {
    [
        Rule::new(
            "iri-differs-in-case",
            Level::Warning,
            "Two names differ only in upper and lower case, so they are the same on many disks and confuse people.",
            "Give one of the two another id or spelling.",
        ),
        Rule::new(
            "iri-differs-in-encoding",
            Level::Error,
            "Two names differ only in how a character is written (%C3%BC, ü, or u and two dots), which servers and editors change.",
            "Use one of them throughout.",
        ),
        Rule::new(
            "iri-same-page",
            Level::Error,
            "Two names would have the same page on a static site; the site gives one of them another address.",
            "Do not end a name in a slash or in index.html, and write letters in their usual forms.",
        ),
        Rule::new(
            "iri-no-file-name",
            Level::Info,
            "A name has a part that is not a valid file name on some systems, so its page has another address than the name.",
            "Choose an id without such characters if the name is to lead to its page on any host.",
        ),
        Rule::new(
            "iri-undescribed",
            Level::Warning,
            "A name below the base of the dataset has no description.",
            "Build the dataset again; if it stays, its description was removed.",
        ),
    ]
}

/// Checks all names below a base IRI. `scratch` is a folder for temporary files, needed by large stores only.
pub fn run(statements: &Statements, base: &str, scratch: &Path, keep: usize) -> Result<Vec<Outcome>, NamesError> {
    let mut sorter = Sorter::new(scratch);
    let mut known: HashSet<(String, u8)> = HashSet::new();
    let mut add = |iri: &str, role: u8| -> io::Result<()> {
        let Some(path) = iri.strip_prefix(base) else { return Ok(()) };
        if known.len() >= REMEMBERED {
            known.clear();
        }
        if !known.insert((path.to_owned(), role)) {
            return Ok(());
        }
        let mut record = path::key(page(path)).replace('\0', " ").into_bytes();
        record.push(0);
        record.extend_from_slice(path.as_bytes());
        record.extend_from_slice(&[0, role]);
        sorter.push(&record)
    };
    for quad in statements.matching(None, None, None) {
        let quad = quad?;
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
            add(node.as_str(), SUBJECT)?;
        }
        // A claim that a person replaced is left out on purpose; the person's still names it.
        let is_left_out = quad.predicate == prov::WAS_REVISION_OF;
        if let Term::NamedNode(node) = &quad.object
            && !is_left_out
        {
            add(node.as_str(), OBJECT)?;
        }
        // The content of a graph counts as the description of its name.
        if let GraphName::NamedNode(node) = &quad.graph_name {
            add(node.as_str(), SUBJECT)?;
        }
    }
    let mut sorted = Sorter::finish(vec![sorter])?;
    let mut check = Check {
        base,
        found: std::array::from_fn(|_| ViolationCollector::new(keep)),
        group: Vec::new(),
        key: Vec::new(),
    };
    while let Some(record) = sorted.next()? {
        check.record(record);
    }
    check.close();
    Ok(rules().into_iter().zip(check.found).map(|(rule, found)| found.outcome(rule)).collect())
}

const OBJECT: u8 = 1;
const SUBJECT: u8 = 2;

struct Check<'a> {
    base: &'a str,
    /// Violations, for each rule.
    found: [ViolationCollector; 5],
    key: Vec<u8>,
    /// Names of one key, and whether each is described.
    group: Vec<(String, bool)>,
}

impl Check<'_> {
    fn record(&mut self, record: &[u8]) {
        let mut parts = record.splitn(3, |b| *b == 0);
        let (Some(key), Some(path), Some(role)) = (parts.next(), parts.next(), parts.next()) else { return };
        if key != self.key {
            self.close();
            self.key = key.to_vec();
        }
        let path = String::from_utf8_lossy(path).into_owned();
        let is_described = role == [SUBJECT];
        match self.group.last_mut() {
            Some((last, described)) if *last == path => *described |= is_described,
            _ => self.group.push((path, is_described)),
        }
    }

    fn close(&mut self) {
        let group = std::mem::take(&mut self.group);
        let mut first: Option<&str> = None;
        for (path, is_described) in &group {
            let violation = |value: String, message: &str| Violation {
                focus: format!("{}{path}", self.base),
                path: String::new(),
                value,
                message: message.to_owned(),
            };
            let parts = path.split(['/', '#']).map(decoded);
            if let Some((part, why)) = parts.into_iter().find_map(|part| path::objection(&part).map(|why| (part, why)))
            {
                self.found[3].add(violation(part, why));
            }
            if !is_described {
                self.found[4].add(violation(String::new(), ""));
            }
            // Names that differ only in their fragment share a page on purpose.
            if path.contains('#') {
                continue;
            }
            let Some(other) = first else {
                first = Some(path);
                continue;
            };
            let (rule, message) = match () {
                () if page(path) == page(other) => (2, "the page of both is the same file"),
                () if same_letters(path) == same_letters(other) => (1, "the same once decoded"),
                () if same_letters(path).to_lowercase() == same_letters(other).to_lowercase() => {
                    (0, "the same except for upper and lower case")
                }
                () => (2, "the same once letters are written in their usual forms"),
            };
            self.found[rule].add(violation(format!("{}{other}", self.base), message));
        }
    }
}

/// The path without a final slash or `index.html`.
fn page(path: &str) -> &str {
    let path = path.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/')).unwrap_or(path);
    path.trim_end_matches('/')
}

/// Normalises the encoding of letters.
fn same_letters(path: &str) -> String {
    decoded(page(path)).nfc().collect()
}

/// Decodes percent-encoding if the result is valid text.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    String::from_utf8(percent_decoded_leniently(text)).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::facts::statements_of;

    fn broken(names: &[&str]) -> Vec<(String, u64)> {
        let of_name = |name: &&str| format!("<https://example.org/d/{name}> <x:p> <x:p> .\n");
        let statements = statements_of(&names.iter().map(of_name).collect::<String>());
        let outcomes = run(&statements, "https://example.org/d/", Path::new("/nowhere"), 10).unwrap();
        outcomes.into_iter().filter(|o| o.count > 0).map(|o| (o.rule.name, o.count)).collect()
    }

    #[test]
    fn names_that_would_be_one_are_told() {
        for (names, expected) in [
            (&["place/aghdam", "place/aghdam-town", "place", "place/Ağdam"][..], &[][..]),
            (&["place/aghdam", "place/Aghdam"], &[("iri-differs-in-case", 1)]),
            (&["place/ŞUŞA", "place/şuşa"], &[("iri-differs-in-case", 1)]),
            (&["place/s%C3%BCd", "place/süd", "place/su\u{308}d"], &[("iri-differs-in-encoding", 2)]),
            (&["place/a%20b", "place/a%20b/"], &[("iri-same-page", 1)]),
            (&["place/a", "place/a/index.html"], &[("iri-same-page", 1), ("iri-no-file-name", 1)]),
            (&["place/a", "place/a/"], &[("iri-same-page", 1)]),
            (&["place/\u{fb01}eld", "place/field"], &[("iri-same-page", 1)]),
            (&["place/a#x", "place/a#y"], &[]),
            (&["place/a%+1"], &[("iri-no-file-name", 1)]),
            (&["place/.git"], &[("iri-no-file-name", 1)]),
            (&["place/aux"], &[("iri-no-file-name", 1)]),
            (&["time/1992%3F"], &[("iri-no-file-name", 1)]),
            (&["place/com1.x", "place/com10", "place/comet"], &[("iri-no-file-name", 1)]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(rule, n)| ((*rule).to_owned(), *n)).collect();
            assert_eq!(broken(names), expected, "{names:?}");
        }
    }

    #[test]
    fn what_is_named_and_not_described_is_told() {
        let statements =
            statements_of("<https://example.org/d/a> <https://example.org/d/a> <https://example.org/d/b> .");
        let outcomes = run(&statements, "https://example.org/d/", Path::new("/nowhere"), 10).unwrap();
        let focuses: Vec<_> = outcomes[4].violations.iter().map(|v| v.focus.as_str()).collect();
        assert_eq!(focuses, ["https://example.org/d/b"]);
    }

    #[test]
    fn a_replaced_claim_needs_no_description() {
        for (property, count) in [("wasRevisionOf", 0), ("wasDerivedFrom", 1)] {
            let statement =
                format!("<https://example.org/d/a> <http://www.w3.org/ns/prov#{property}> <https://example.org/d/b> .");
            let outcomes =
                run(&statements_of(&statement), "https://example.org/d/", Path::new("/nowhere"), 10).unwrap();
            assert_eq!(outcomes[4].count, count, "{property}");
        }
    }
}
