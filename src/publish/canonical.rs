//! The canonical form of a dataset (RDFC-1.0), by which a file is compared with the store.
//!
//! The file is read by an independent parser and canonicalised by an independent library. Without blank nodes each
//! statement is canonical by itself, so that files of any size can be processed piece by piece and sorted on disk.

use super::scan::{self, Encoder, Object};
use super::{ExportFormat, PublishError};
use crate::base::iri::hex;
use crate::base::sort::{Sorted, Sorter};
use oxigraph::io::{JsonLdProfile, RdfFormat, RdfParser};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term as OxTerm};
use oxigraph::store::Store;
use sha2::{Digest, Sha256};
use sophia::api::MownStr;
use sophia::api::quad::{Quad as _, Spog};
use sophia::api::source::{QuadSource, StreamError, TripleSource};
use sophia::api::term::{IriRef, LanguageTag, SimpleTerm, Term};
use sophia::api::triple::Triple as _;
use sophia::c14n::rdfc10;
use sophia::turtle::parser::{nq, nt, trig, turtle};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::io::BufRead;
use std::path::Path;

/// Number of statements that are canonicalised at a time.
const PIECE: usize = 10_000;

/// Why a file cannot be brought into canonical form or compared.
#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    /// The file is not valid in its format.
    #[error("not {format}: {reason}")]
    Syntax {
        /// The format.
        format: ExportFormat,
        /// The parser's message, with a line and a column.
        reason: String,
    },
    /// The file has a blank node, which has no stable name for comparison.
    #[error("a blank node cannot be compared: {0}")]
    BlankNode(String),
    /// The canonicalisation library reports an error.
    #[error("no canonical form: {0}")]
    NoForm(String),
    /// The store cannot be read, or sorting fails.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// The result of comparing a file with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// SHA-256, in hexadecimal, of the canonical form of the file.
    pub digest: String,
    /// Number of statements in the file.
    pub statements: u64,
    /// Number of statements of the store that the file lacks.
    pub missing: u64,
    /// Number of statements of the file that the store lacks.
    pub unexpected: u64,
    /// The first missing or unexpected statement, in canonical N-Quads.
    pub first_difference: Option<String>,
}

impl Comparison {
    /// Whether both have the same statements.
    pub fn is_same(&self) -> bool {
        self.missing == 0 && self.unexpected == 0
    }
}

/// SHA-256, in hexadecimal, of the canonical form of a file.
pub fn digest(file: impl BufRead, format: ExportFormat, scratch: &Path) -> Result<String, CanonicalError> {
    let mut lines = canonical(file, format, scratch)?;
    let mut hasher = Sha256::new();
    while let Some(line) = lines.next().map_err(PublishError::Sort)? {
        hasher.update(line);
    }
    Ok(hex(&hasher.finalize()))
}

/// Compares a file with a store; in a format without graphs, with the union of the store's graphs.
pub fn verify(
    file: impl BufRead,
    format: ExportFormat,
    store: &Store,
    scratch: &Path,
) -> Result<Comparison, CanonicalError> {
    let mut written = canonical(file, format, scratch)?;
    let (sorters, _) = scan::scan(store, scratch, &|_| {}, || Pieces::new(format.has_graphs()))?;
    let mut stored = Sorter::finish(sorters).map_err(PublishError::Sort)?;

    let mut hasher = Sha256::new();
    let mut comparison =
        Comparison { digest: String::new(), statements: 0, missing: 0, unexpected: 0, first_difference: None };
    let next = |lines: &mut Sorted, line: &mut Option<Vec<u8>>| -> Result<(), PublishError> {
        *line = lines.next()?.map(<[u8]>::to_vec);
        Ok(())
    };
    let (mut ours, mut theirs) = (None, None);
    next(&mut written, &mut ours)?;
    next(&mut stored, &mut theirs)?;
    loop {
        // The end sorts after every line.
        let order = match (&ours, &theirs) {
            (None, None) => break,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(ours), Some(theirs)) => ours.cmp(theirs),
        };
        if order.is_ne() && comparison.first_difference.is_none() {
            let line = if order.is_lt() { &ours } else { &theirs };
            comparison.first_difference = line.as_ref().map(|l| String::from_utf8_lossy(l).trim_end().to_owned());
        }
        comparison.unexpected += u64::from(order.is_lt());
        comparison.missing += u64::from(order.is_gt());
        if order.is_le() {
            hasher.update(ours.as_deref().unwrap_or_default());
            comparison.statements += 1;
            next(&mut written, &mut ours)?;
        }
        if order.is_ge() {
            next(&mut stored, &mut theirs)?;
        }
    }
    comparison.digest = hex(&hasher.finalize());
    Ok(comparison)
}

type Statement = Spog<SimpleTerm<'static>>;

/// The canonical lines of a file, sorted.
fn canonical(file: impl BufRead, format: ExportFormat, scratch: &Path) -> Result<Sorted, CanonicalError> {
    let mut pieces = Pieces::new(format.has_graphs());
    let mut sorter = Sorter::new(scratch);
    let mut add = |statement| pieces.add(statement, &mut sorter);
    match format {
        ExportFormat::Turtle => triples(turtle::parse_bufread(file), format, &mut add),
        ExportFormat::NTriples => triples(nt::parse_bufread(file), format, &mut add),
        ExportFormat::TriG => quads(trig::parse_bufread(file), format, &mut add),
        ExportFormat::NQuads => quads(nq::parse_bufread(file), format, &mut add),
        ExportFormat::RdfXml => by_oxigraph(file, RdfFormat::RdfXml, format, &mut add),
        // The context is the first member of the file, so that the parser need not hold the file in memory.
        ExportFormat::JsonLd => {
            by_oxigraph(file, RdfFormat::JsonLd { profile: JsonLdProfile::Streaming.into() }, format, &mut add)
        }
    }?;
    pieces.flush(&mut sorter)?;
    Ok(Sorter::finish(vec![sorter]).map_err(PublishError::Sort)?)
}

type Add<'a> = &'a mut dyn FnMut(Statement) -> Result<(), CanonicalError>;

fn triples<S: TripleSource>(mut source: S, format: ExportFormat, add: Add<'_>) -> Result<(), CanonicalError> {
    let end = source.try_for_each_triple(|triple| add((triple.to_spo().map(Term::into_term), None)));
    end.map_err(|error| flat(error, format))
}

fn quads<S: QuadSource>(mut source: S, format: ExportFormat, add: Add<'_>) -> Result<(), CanonicalError> {
    let end = source.try_for_each_quad(|quad| {
        let (spo, graph) = quad.to_spog();
        add((spo.map(Term::into_term), graph.map(Term::into_term)))
    });
    end.map_err(|error| flat(error, format))
}

/// Reads formats for which there is no independent parser with that of the store.
fn by_oxigraph(
    file: impl BufRead,
    reader: RdfFormat,
    format: ExportFormat,
    add: Add<'_>,
) -> Result<(), CanonicalError> {
    for quad in RdfParser::from_format(reader).for_reader(file) {
        let quad = quad.map_err(|error| CanonicalError::Syntax { format, reason: error.to_string() })?;
        let Quad { subject: NamedOrBlankNode::NamedNode(subject), predicate, object, .. } = &quad else {
            return Err(CanonicalError::BlankNode(quad.to_string()));
        };
        let object = match object {
            OxTerm::NamedNode(node) => Object::Node(node),
            OxTerm::Literal(literal) => Object::Literal(literal),
            OxTerm::BlankNode(_) => return Err(CanonicalError::BlankNode(quad.to_string())),
        };
        add((spo(&scan::Statement { graph: None, subject, predicate, object }), None))?;
    }
    Ok(())
}

fn flat<E: std::error::Error>(error: StreamError<E, CanonicalError>, format: ExportFormat) -> CanonicalError {
    match error {
        StreamError::SourceError(error) => CanonicalError::Syntax { format, reason: error.to_string() },
        StreamError::SinkError(error) => error,
    }
}

/// Canonicalises statements piece by piece.
struct Pieces {
    with_graphs: bool,
    piece: HashSet<Statement>,
    lines: Vec<u8>,
}

impl Pieces {
    fn new(with_graphs: bool) -> Self {
        Self { with_graphs, piece: HashSet::new(), lines: Vec::new() }
    }

    fn add(&mut self, statement: Statement, sorter: &mut Sorter) -> Result<(), CanonicalError> {
        let (spo, graph) = &statement;
        // Its canonical label would depend on all other statements.
        if spo.iter().chain(graph).any(Term::is_blank_node) {
            return Err(CanonicalError::BlankNode(format!("{statement:?}")));
        }
        self.piece.insert(statement);
        if self.piece.len() < PIECE { Ok(()) } else { self.flush(sorter) }
    }

    fn flush(&mut self, sorter: &mut Sorter) -> Result<(), CanonicalError> {
        self.lines.clear();
        rdfc10::normalize(&self.piece, &mut self.lines).map_err(|error| CanonicalError::NoForm(error.to_string()))?;
        self.piece.clear();
        for line in self.lines.split_inclusive(|b| *b == b'\n') {
            sorter.push(line).map_err(PublishError::Sort)?;
        }
        Ok(())
    }
}

impl Encoder for Pieces {
    type Error = CanonicalError;

    fn statement(&mut self, statement: &scan::Statement<'_>, sorter: &mut Sorter) -> Result<(), CanonicalError> {
        let graph = statement.graph.filter(|_| self.with_graphs);
        self.add((spo(statement), graph.map(|graph| named(graph.as_ref()))), sorter)
    }

    fn end(&mut self, sorter: &mut Sorter) -> Result<(), CanonicalError> {
        self.flush(sorter)
    }
}

fn spo(statement: &scan::Statement<'_>) -> [SimpleTerm<'static>; 3] {
    let object = match statement.object {
        Object::Node(node) => named(node.as_ref()),
        Object::Literal(literal) => {
            let value = literal.value().to_owned().into();
            match literal.language() {
                Some(language) => {
                    let language = LanguageTag::new_unchecked(language.to_owned().into());
                    SimpleTerm::LiteralLanguage(value, language, None)
                }
                None => SimpleTerm::LiteralDatatype(value, iri(literal.datatype())),
            }
        }
    };
    [named(statement.subject.as_ref()), named(statement.predicate.as_ref()), object]
}

fn named(node: NamedNodeRef<'_>) -> SimpleTerm<'static> {
    SimpleTerm::Iri(iri(node))
}

fn iri(node: NamedNodeRef<'_>) -> IriRef<MownStr<'static>> {
    IriRef::new_unchecked(node.as_str().to_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRATCH: &str = "/nowhere";

    fn of(format: ExportFormat, text: &str) -> Result<String, CanonicalError> {
        digest(text.as_bytes(), format, Path::new(SCRATCH))
    }

    #[test]
    fn the_digest_is_of_what_is_said_and_not_of_how() {
        let turtle = "@prefix e: <x:> . e:s e:q 1, 'two'@en ; a e:C .";
        let lines = "<x:s> <x:q> \"two\"@en .\n<x:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> .\n\
            <x:s> <x:q> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .";
        let one = of(ExportFormat::Turtle, turtle).unwrap();
        assert_eq!(one, of(ExportFormat::NTriples, lines).unwrap());
        assert_ne!(one, of(ExportFormat::Turtle, "<x:s> <x:q> 1 .").unwrap());
        // The digest of no bytes.
        assert!(of(ExportFormat::NQuads, "").unwrap().starts_with("e3b0c44298fc1c14"));
    }

    #[test]
    fn files_that_cannot_be_compared_are_errors() {
        let error = of(ExportFormat::Turtle, "<x:s> <x:q> \"open .").unwrap_err();
        assert!(error.to_string().starts_with("not Turtle: Expected closing quote"), "{error}");
        assert!(matches!(of(ExportFormat::Turtle, "[] <x:q> 1 ."), Err(CanonicalError::BlankNode(_))));
    }
}
