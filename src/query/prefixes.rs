//! The prefixes that a query may use without declaring them, and the short forms of IRIs that people type and read.

use crate::base::vocab;
use oxigraph::model::NamedNode;
use oxiri::IriParseError;
use spargebra::SparqlParser;

/// Widely used prefixes that are not predefined: an error names the namespace that is probably meant.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("bibo", "http://purl.org/ontology/bibo/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("geosparql", "http://www.opengis.net/ont/geosparql#"),
    ("p", "http://www.wikidata.org/prop/"),
    ("sdo", "https://schema.org/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("vann", "http://purl.org/vocab/vann/"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
];

/// Schemes of IRIs without `//`, which could otherwise be taken for unknown prefixes.
const SCHEMES: &[&str] = &["doi", "geo", "info", "mailto", "tag", "urn"];

/// Prefixes and the base IRI of a dataset.
#[derive(Debug, Clone)]
pub struct Prefixes {
    base: String,
    // Sorted by prefix.
    list: Vec<(String, String)>,
}

/// Why a text does not name an IRI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IriError {
    /// It has no scheme and no prefix, and is not a path of the dataset.
    #[error("it is not an IRI: it has no scheme")]
    NoScheme,
    /// `x:y` where `x` is not a known prefix.
    #[error("unknown prefix {prefix:?}{}", did_you_mean(.nearest.as_deref()))]
    UnknownPrefix {
        /// The text before the colon.
        prefix: String,
        /// The known prefix with the most similar spelling; `None` if none is near.
        nearest: Option<String>,
    },
    /// RFC 3987 does not allow it.
    #[error("it is not an IRI (RFC 3987): {0}")]
    Malformed(String),
}

impl Prefixes {
    /// The prefixes of the vocabularies, and those of a dataset with this base IRI.
    pub fn new(base: &str) -> Self {
        let mut list: Vec<(String, String)> =
            vocab::prefixes(base).into_iter().map(|(p, n)| (p.to_owned(), n)).collect();
        list.sort();
        Self { base: base.to_owned(), list }
    }

    /// The base IRI.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Prefixes and namespaces, sorted by prefix.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(p, n)| (p.as_str(), n.as_str()))
    }

    /// A SPARQL parser that knows the prefixes.
    pub(crate) fn parser(&self) -> Result<SparqlParser, IriParseError> {
        let parser = SparqlParser::new().with_base_iri(self.base.as_str())?;
        self.iter().try_fold(parser, |parser, (prefix, namespace)| parser.with_prefix(prefix, namespace))
    }

    /// The namespace of a prefix.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        self.list.iter().find(|(p, _)| p == prefix).map(|(_, n)| n.as_str())
    }

    /// The prefixes, with their namespaces, that a query uses without declaring them.
    pub fn used_in(&self, query: &str) -> Vec<(&str, &str)> {
        let declares = |name: &str| {
            let words: Vec<&str> = query.split_whitespace().collect();
            words.windows(2).any(|w| w[0].eq_ignore_ascii_case("prefix") && w[1].starts_with(name))
        };
        let is_used = |prefix: &str| {
            let name = format!("{prefix}:");
            let mut rest = query;
            while let Some(at) = rest.find(&name) {
                let before = rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
                rest = &rest[at + name.len()..];
                if !before && rest.starts_with(char::is_alphanumeric) {
                    return !declares(&name);
                }
            }
            false
        };
        self.iter().filter(|(prefix, _)| is_used(prefix)).collect()
    }

    /// The namespace that is probably meant by a prefix that is not predefined.
    pub fn well_known(prefix: &str) -> Option<&'static str> {
        WELL_KNOWN.iter().find(|(p, _)| *p == prefix).map(|(_, n)| *n)
    }

    /// The prefix with this namespace.
    pub fn prefix_of(&self, namespace: &str) -> Option<&str> {
        self.list.iter().find(|(_, n)| n == namespace).map(|(p, _)| p.as_str())
    }

    /// The prefix with the most similar spelling; `None` if none is near.
    pub fn nearest(&self, prefix: &str) -> Option<&str> {
        nearest(prefix, self.list.iter().map(|(p, _)| p.as_str()))
    }

    /// The IRI that a person means by a full IRI, with or without angle brackets, by a CURIE (`place:shusha`) or by a
    /// path below the base (`place/shusha`).
    pub fn resolve(&self, text: &str) -> Result<NamedNode, IriError> {
        let named = |iri: &str| NamedNode::new(iri).map_err(|e| IriError::Malformed(e.to_string()));
        if let Some(iri) = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            return named(iri);
        }
        let Some((before, after)) = text.split_once(':') else {
            let folder = text.split('/').next().unwrap_or_default();
            return if text.contains('/') && vocab::FOLDERS.iter().any(|(_, f)| f.strip_suffix('/') == Some(folder)) {
                named(&format!("{}{text}", self.base))
            } else {
                Err(IriError::NoScheme)
            };
        };
        if after.starts_with("//") {
            return named(text);
        }
        if let Some(namespace) = self.namespace(before) {
            return named(&format!("{namespace}{after}"));
        }
        if SCHEMES.iter().any(|s| before.eq_ignore_ascii_case(s)) {
            return named(text);
        }
        // A prefix that is well known is not misspelt.
        let nearest = if Self::well_known(before).is_some() { None } else { self.nearest(before) };
        Err(IriError::UnknownPrefix { prefix: before.to_owned(), nearest: nearest.map(str::to_owned) })
    }

    /// The longest namespace with which an IRI begins, and its prefix.
    pub fn longest(&self, iri: &str) -> Option<(&str, &str)> {
        self.iter().filter(|(_, namespace)| iri.starts_with(namespace)).max_by_key(|(_, namespace)| namespace.len())
    }

    /// The shortest form of an IRI that [`Prefixes::resolve`] accepts.
    pub fn shorten(&self, iri: &str) -> Option<String> {
        let (prefix, namespace) = self.longest(iri)?;
        let local = &iri[namespace.len()..];
        (!local.starts_with("//")).then(|| format!("{prefix}:{local}"))
    }
}

/// The candidate with the most similar spelling; `None` if none is near.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let score = |c: &str| strsim::jaro_winkler(&name.to_lowercase(), &c.to_lowercase());
    candidates.map(|c| (score(c), c)).filter(|(s, _)| *s > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c)
}

/// The end of a message about a name that is none of these: `; did you mean "…"?`, or nothing if none is near.
pub fn suggestion(name: &str, names: &[&str]) -> String {
    did_you_mean(nearest(name, names.iter().copied()))
}

pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |n| format!("; did you mean {n:?}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes() -> Prefixes {
        Prefixes::new("https://example.org/d/")
    }

    #[test]
    fn full_iris_curies_and_paths_name_the_same() {
        for text in [
            "https://example.org/d/place/shusha",
            "<https://example.org/d/place/shusha>",
            "place:shusha",
            "place/shusha",
            "data:place/shusha",
        ] {
            assert_eq!(prefixes().resolve(text).unwrap().as_str(), "https://example.org/d/place/shusha");
        }
        assert_eq!(prefixes().resolve("urn:x:y").unwrap().as_str(), "urn:x:y");
    }

    #[test]
    fn a_text_that_names_no_iri_is_an_error_with_the_reason() {
        assert_eq!(prefixes().resolve("shusha"), Err(IriError::NoScheme));
        assert_eq!(prefixes().resolve("www.wikidata.org/entity/Q1"), Err(IriError::NoScheme));
        let error = prefixes().resolve("plase:shusha").unwrap_err();
        assert_eq!(error.to_string(), "unknown prefix \"plase\"; did you mean \"place\"?");
        assert!(matches!(prefixes().resolve("https://x/a b"), Err(IriError::Malformed(_))));
        assert!(matches!(prefixes().resolve("place:x> } #"), Err(IriError::Malformed(_))));
        assert!(matches!(prefixes().resolve("<x>"), Err(IriError::Malformed(_))));
    }

    #[test]
    fn short_forms_are_the_shortest_and_can_be_typed() {
        for (iri, short) in [
            ("https://example.org/d/place/shusha", "place:shusha"),
            ("https://example.org/d/", "data:"),
            ("https://example.org/d/run", "data:run"),
            ("https://w3id.org/chorograph/ontology#Claim", "choro:Claim"),
        ] {
            assert_eq!(prefixes().shorten(iri).unwrap(), short);
            assert_eq!(prefixes().resolve(short).unwrap().as_str(), iri);
        }
        assert_eq!(prefixes().shorten("https://elsewhere.example/"), None);
    }
}
