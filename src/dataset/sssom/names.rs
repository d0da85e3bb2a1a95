//! IRIs as names in a file of mappings: CURIEs under its prefixes where possible, in ASCII.
//!
//! sssom-py drops every row whose subject or object is not an ASCII URI or CURIE, so other letters are percent-encoded
//! when a file is written and decoded when it is read (RFC 3987, sections 3.1 and 3.2).

use crate::base::iri::{Minter, escaped_octet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The prefixes that every file declares, beside `data`.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("orcid", "https://orcid.org/"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("wd", "http://www.wikidata.org/entity/"),
];

/// Prefixes and the IRIs that they stand for.
pub(super) type Prefixes = BTreeMap<String, String>;

/// Why a name cannot be resolved.
pub(super) enum Unresolved {
    /// Its prefix is not declared.
    Prefix(String),
    /// It is neither a CURIE nor an IRI.
    NotAName,
}

/// An IRI under its shortest name. An IRI that cannot be a CURIE is not changed.
pub(super) fn contract(prefixes: &Prefixes, iri: &str) -> String {
    let found = prefixes
        .iter()
        .filter_map(|(prefix, base)| Some((prefix, iri.strip_prefix(base.as_str()).filter(|_| !base.is_empty())?)))
        .filter(|(_, local)| !local.is_empty() && !local.starts_with("//"))
        .min_by_key(|(_, local)| local.len());
    match found {
        Some((prefix, local)) => format!("{prefix}:{}", encoded(local)),
        None => encoded(iri),
    }
}

/// The IRI that a name stands for.
pub(super) fn expand(prefixes: &Prefixes, name: &str) -> Result<String, Unresolved> {
    let (prefix, local) = name.split_once(':').ok_or(Unresolved::NotAName)?;
    let iri = match prefixes.get(prefix) {
        Some(base) => format!("{base}{local}"),
        None if local.starts_with("//") || prefix == "urn" => name.to_owned(),
        None => return Err(Unresolved::Prefix(prefix.to_owned())),
    };
    let iri = decoded(&iri);
    if Minter::is_iri(&iri) { Ok(iri) } else { Err(Unresolved::NotAName) }
}

/// An IRI in the characters of a URI.
fn encoded(iri: &str) -> String {
    let mut out = String::with_capacity(iri.len());
    for &byte in iri.as_bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A URI with percent-encoded letters beyond ASCII decoded, if an IRI may have them.
fn decoded(uri: &str) -> String {
    let mut out = String::with_capacity(uri.len());
    let mut rest = uri;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = letter(rest).map(|(c, length)| {
            out.push(c);
            length
        });
        if taken.is_none() {
            out.push('%');
        }
        rest = &rest[taken.unwrap_or(1)..];
    }
    out.push_str(rest);
    out
}

/// The letter beyond ASCII whose percent-encoding begins a text, and the length of that encoding.
fn letter(text: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    let mut at = 0;
    while bytes.len() < 4 {
        bytes.push(escaped_octet(text.as_bytes().get(at..)?).filter(|b| *b > 0x7F)?);
        at += 3;
        if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|s| s.chars().next()) {
            return Minter::is_iri(&format!("x:{c}")).then_some((c, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_and_come_back() {
        let prefixes: Prefixes = [("data", "https://example.org/d/"), ("wd", "http://www.wikidata.org/entity/")]
            .map(|(p, b)| (p.to_owned(), b.to_owned()))
            .into();
        for (iri, name) in [
            ("https://example.org/d/place/a", "data:place/a"),
            ("https://example.org/d/place/şuşa-上", "data:place/%C5%9Fu%C5%9Fa-%E4%B8%8A"),
            ("https://example.org/d/place/a%20b%41", "data:place/a%20b%41"),
            ("https://example.org/d/place/%FF%C5", "data:place/%FF%C5"),
            ("https://example.org/d/", "https://example.org/d/"),
            ("https://example.org/d///x", "https://example.org/d///x"),
            ("https://elsewhere.example/ü?q#f", "https://elsewhere.example/%C3%BC?q#f"),
            ("http://www.wikidata.org/entity/Q901", "wd:Q901"),
        ] {
            assert_eq!(contract(&prefixes, iri), name);
            assert_eq!(expand(&prefixes, name).ok().as_deref(), Some(iri), "{name}");
        }
        for name in ["Q901", "", "nope:x", "data:a b", ":x", "%"] {
            assert!(expand(&prefixes, name).is_err(), "{name}");
        }
    }
}
