//! Writes the content of the store as files: the whole dataset in Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD;
//! each claim as a nanopublication; the places for gazetteers and maps; and values for Wikidata as QuickStatements. The
//! input is a view. The output is exports, descriptions, pages and pictures, as bytes for the caller to write. It reads
//! the store and writes only temporary files.
//!
//! The same statements give the same bytes, in whatever order they are read, and a small change of the statements gives
//! a small change of the file. The store is read once and sorted on disk, so its size is limited by the disk and not by
//! memory. Blank nodes, which have no name to sort by, are an error; the project makes none.
//!
//! oxttl and oxrdfxml group sorted statements too. But they put all objects of a property on one line and no line between
//! subjects, and write characters that nobody sees, or that XML cannot contain, as they are; and what oxrdf writes of U+FFFE
//! is not the canonical form.
//!
//! ```text
//! scan -> turtle | lines | rdf_xml | json_ld -> sorted -> page | (the same) -> a file -> canonical (was it written right?)
//!           curie
//!      -> direct (what a claim says in one statement) -> turtle | lines
//!      -> nanopub, trusty -> sorted -> a file
//! places -> lpf | geojson -> a file
//! csvw (what is in a CSV file of an answer)
//! ```

mod curie;
mod scan;
pub mod canonical;
mod direct;
mod turtle;
mod page;
mod lines;
mod canonical_quads;
mod rdf_xml;
mod json_ld;
mod trusty;
pub mod nanopub;
mod document;
pub mod part;
pub mod places;
pub mod quickstatements;
pub mod picture;
pub mod csvw;
pub mod describe;
pub mod ontology;
pub mod site;
#[cfg(test)]
mod tests;

pub use canonical_quads::{CanonicalQuads, Line};
pub use document::{Document, PrefixMap};

pub use direct::{Claims, DirectTriples};

use crate::base::iri::Minter;
use crate::base::sort::Sorter;
use crate::store::FactError;
use direct::WithDirectTriples;
use oxigraph::store::Store;
use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Turtle (RDF 1.1): all graphs as one, sorted, grouped and prefixed.
    Turtle,
    /// TriG (RDF 1.1): the same, graph by graph.
    TriG,
    /// N-Triples (RDF 1.1) in canonical form: all graphs as one, a sorted line a statement.
    NTriples,
    /// N-Quads (RDF 1.1) in the canonical form of RDFC-1.0.
    NQuads,
    /// RDF/XML (RDF 1.1): all graphs as one, in the order of Turtle.
    RdfXml,
    /// JSON-LD 1.1: all graphs as one, compact, with its context.
    JsonLd,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Turtle, Self::TriG, Self::NTriples, Self::NQuads, Self::RdfXml, Self::JsonLd];

    /// The usual file name extension, which is also the format's short name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::TriG => "trig",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
        }
    }

    /// The format of files with an extension, given without its dot.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    /// Whether a file of this format keeps graphs apart.
    pub fn has_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::NQuads)
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Turtle => "Turtle",
            Self::TriG => "TriG",
            Self::NTriples => "N-Triples",
            Self::NQuads => "N-Quads",
            Self::RdfXml => "RDF/XML",
            Self::JsonLd => "JSON-LD",
        })
    }
}

/// Why a dataset cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Read(#[source] Box<dyn Error + Send + Sync>),
    /// A temporary file for sorting cannot be written or read.
    #[error("statements cannot be sorted in a temporary file")]
    Sort(#[from] io::Error),
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Write(#[source] io::Error),
    /// The store has a blank node, whose label would change from one export to the next.
    #[error("a blank node cannot be published: {0}")]
    BlankNode(String),
    /// This format has no graphs, which direct statements without their claims need.
    #[error("{0} merges the graphs, so the source of a direct statement would be lost; use trig or nq")]
    NoGraphs(ExportFormat),
    /// This format has no syntax for the reifiers of RDF 1.2.
    #[error("{0} has no form for reifiers (RDF 1.2)")]
    NoReifiers(ExportFormat),
    /// RDF/XML writes a property as an element, and the end of this IRI is not an XML name.
    #[error("RDF/XML has no element for the property <{0}>: its IRI must end in an XML name that is free to use")]
    NoElement(String),
    /// XML 1.0 cannot hold this character.
    #[error("XML cannot contain the character U+{code:04X}, which is in {text:?}")]
    NotInXml {
        /// The character.
        code: u32,
        /// The beginning of the text in which it is.
        text: String,
    },
}

impl From<FactError> for PublishError {
    fn from(error: FactError) -> Self {
        Self::Read(Box::new(error))
    }
}

/// Writes all statements of a store, and returns their number. The caller chooses the public part or the whole
/// ([`crate::store::access::DatasetView`]).
pub fn write(
    store: &Store,
    minter: &Minter,
    format: ExportFormat,
    scratch: &Path,
    out: &mut impl Write,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<u64, PublishError> {
    Ok(write_with(store, minter, format, DirectTriples::Omitted, scratch, out, progress)?.0)
}

/// The same with the direct statements of claims. Reifiers can be written in Turtle, TriG, N-Triples and N-Quads (then
/// RDF 1.2); asserted direct statements only in TriG and N-Quads, because the merge of all graphs would not show who
/// says them.
pub fn write_with(
    store: &Store,
    minter: &Minter,
    format: ExportFormat,
    direct: DirectTriples,
    scratch: &Path,
    out: &mut impl Write,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(u64, Claims), PublishError> {
    let mut claims = Claims::default();
    match direct {
        DirectTriples::Asserted if !format.has_graphs() => return Err(PublishError::NoGraphs(format)),
        DirectTriples::Reified if matches!(format, ExportFormat::RdfXml | ExportFormat::JsonLd) => {
            return Err(PublishError::NoReifiers(format));
        }
        _ => {}
    }
    let count = match format {
        ExportFormat::NTriples | ExportFormat::NQuads => {
            let make = || WithDirectTriples::new(lines::Lines::new(format.has_graphs()), direct);
            let (sorters, encodings) = scan::scan(store, scratch, progress, make)?;
            encodings.iter().for_each(|encoding| claims.add(encoding.claims));
            lines::write(Sorter::finish(sorters)?, out)?
        }
        ExportFormat::RdfXml => {
            let layout = turtle::Layout::new(minter, false);
            let (sorters, encodings) = scan::scan(store, scratch, progress, || rdf_xml::Encoding::new(&layout))?;
            let mut used = curie::Used::default();
            encodings.iter().for_each(|encoding| used.add(&encoding.used));
            rdf_xml::write(Sorter::finish(sorters)?, &layout, &used, out)?
        }
        ExportFormat::JsonLd => {
            let layout = turtle::Layout::new(minter, false);
            let (sorters, encodings) = scan::scan(store, scratch, progress, || json_ld::Encoding::new(&layout))?;
            let mut seen = json_ld::Seen::default();
            encodings.into_iter().for_each(|encoding| seen.add(encoding.seen));
            json_ld::write(Sorter::finish(sorters)?, &layout, &seen, out)?
        }
        ExportFormat::Turtle | ExportFormat::TriG => {
            let layout = turtle::Layout::new(minter, format.has_graphs());
            let make = || WithDirectTriples::new(turtle::Encoding::new(&layout), direct);
            let (sorters, encodings) = scan::scan(store, scratch, progress, make)?;
            let mut used = curie::Used::default();
            for encoding in &encodings {
                used.add(&encoding.inner.used);
                claims.add(encoding.claims);
            }
            page::write(Sorter::finish(sorters)?, &layout, &used, out)?
        }
    };
    Ok((count, claims))
}
