//! The output formats of answers, and their file name extensions.

use super::AnswerError;
use crate::query::AnswerKind;
use oxigraph::io::{JsonLdProfile, RdfFormat};
use std::fmt;

/// An output format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultFormat {
    /// SPARQL 1.1 Query Results CSV: values without their types.
    Csv,
    /// SPARQL 1.1 Query Results TSV: terms as in Turtle.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// Turtle, sorted.
    Turtle,
    /// N-Triples, sorted.
    NTriples,
    /// N-Quads, sorted; all in the default graph.
    NQuads,
    /// TriG, sorted; all in the default graph.
    TriG,
    /// JSON-LD, expanded and sorted.
    JsonLd,
    /// RDF/XML, sorted.
    RdfXml,
}

/// Each format, its short name, which is also its usual file name extension, and its other extensions.
const FORMATS: [(ResultFormat, &str, &[&str]); 10] = [
    (ResultFormat::Csv, "csv", &[]),
    (ResultFormat::Tsv, "tsv", &[]),
    (ResultFormat::Json, "json", &["srj"]),
    (ResultFormat::Xml, "xml", &["srx"]),
    (ResultFormat::Turtle, "ttl", &["turtle"]),
    (ResultFormat::NTriples, "nt", &[]),
    (ResultFormat::NQuads, "nq", &[]),
    (ResultFormat::TriG, "trig", &[]),
    (ResultFormat::JsonLd, "jsonld", &[]),
    (ResultFormat::RdfXml, "rdf", &["owl"]),
];

/// The formats of a yes or no and of a table, for messages.
const OF_ROWS: &str = "csv, tsv, json and xml";
/// The formats of a graph, for messages.
const OF_GRAPHS: &str = "ttl, nt, nq, trig, jsonld and rdf";

impl fmt::Display for ResultFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORMATS.iter().find(|(format, ..)| format == self).map_or("", |(_, name, _)| name))
    }
}

impl ResultFormat {
    /// The format of files with this extension, given without its dot; some extensions serve both tables and graphs.
    pub fn from_extension(extension: &str, kind: AnswerKind) -> Option<Self> {
        let is = |name: &str| name.eq_ignore_ascii_case(extension);
        let (format, ..) = FORMATS.iter().find(|(_, name, others)| is(name) || others.iter().any(|o| is(o)))?;
        Some(match (format, kind) {
            (Self::Json, AnswerKind::Graph) if is("json") => Self::JsonLd,
            (Self::Xml, AnswerKind::Graph) if is("xml") => Self::RdfXml,
            _ => *format,
        })
    }

    /// Short names of the formats for a kind of answer, as one phrase.
    pub fn names_for(kind: AnswerKind) -> &'static str {
        if kind == AnswerKind::Graph { OF_GRAPHS } else { OF_ROWS }
    }

    /// An error if the format cannot hold this kind of answer.
    pub fn check(self, kind: AnswerKind) -> Result<(), AnswerError> {
        let is_of_graphs = self.of_graph().is_some();
        if is_of_graphs == (kind == AnswerKind::Graph) {
            return Ok(());
        }
        let answer = match kind {
            AnswerKind::Ask => "a yes or no",
            AnswerKind::Select => "a table",
            AnswerKind::Graph => "a graph",
        };
        Err(AnswerError::Format { answer, format: self, formats: Self::names_for(kind) })
    }

    /// The RDF format, if it is one.
    pub(super) fn of_graph(self) -> Option<RdfFormat> {
        match self {
            Self::Csv | Self::Tsv | Self::Json | Self::Xml => None,
            Self::Turtle => Some(RdfFormat::Turtle),
            Self::NTriples => Some(RdfFormat::NTriples),
            Self::NQuads => Some(RdfFormat::NQuads),
            Self::TriG => Some(RdfFormat::TriG),
            Self::JsonLd => Some(RdfFormat::JsonLd { profile: JsonLdProfile::Expanded.into() }),
            Self::RdfXml => Some(RdfFormat::RdfXml),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_names_a_format_that_can_hold_the_answer() {
        for (ending, rows, graph) in [
            ("csv", Some(ResultFormat::Csv), Some(ResultFormat::Csv)),
            ("TSV", Some(ResultFormat::Tsv), Some(ResultFormat::Tsv)),
            ("json", Some(ResultFormat::Json), Some(ResultFormat::JsonLd)),
            ("srj", Some(ResultFormat::Json), Some(ResultFormat::Json)),
            ("xml", Some(ResultFormat::Xml), Some(ResultFormat::RdfXml)),
            ("srx", Some(ResultFormat::Xml), Some(ResultFormat::Xml)),
            ("rdf", Some(ResultFormat::RdfXml), Some(ResultFormat::RdfXml)),
            ("nq", Some(ResultFormat::NQuads), Some(ResultFormat::NQuads)),
            ("TriG", Some(ResultFormat::TriG), Some(ResultFormat::TriG)),
            ("xlsx", None, None),
            ("gz", None, None),
            ("", None, None),
        ] {
            assert_eq!(ResultFormat::from_extension(ending, AnswerKind::Select), rows, "{ending}");
            assert_eq!(ResultFormat::from_extension(ending, AnswerKind::Graph), graph, "{ending}");
        }
        assert!(ResultFormat::Csv.check(AnswerKind::Graph).unwrap_err().to_string().contains("there are ttl, nt, nq"));
        assert!(ResultFormat::RdfXml.check(AnswerKind::Select).unwrap_err().to_string().contains("there are csv, tsv"));
        assert!(
            ResultFormat::Csv.check(AnswerKind::Ask).is_ok() && ResultFormat::TriG.check(AnswerKind::Graph).is_ok()
        );
    }

    #[test]
    fn every_format_has_a_name_and_is_named() {
        for (format, name, _) in FORMATS {
            let kind = if format.of_graph().is_some() { AnswerKind::Graph } else { AnswerKind::Select };
            assert_eq!(ResultFormat::from_extension(name, kind), Some(format));
            assert!(ResultFormat::names_for(kind).split([',', ' ']).any(|word| word == name), "{name}");
        }
    }
}
