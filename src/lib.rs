//! Chorograph turns district records and news articles into linked data in which every statement says who made it,
//! where, and in which words.
//!
//! The library is a house of rooms. A room uses only those above it:
//!
//! | room | holds |
//! | --- | --- |
//! | [`base`] | places in a text, IRIs, vocabulary, times, names made comparable, sorting, the client of services |
//! | [`dataset`] | the folder with its configuration, the gazetteer, the decisions of people (SSSOM) |
//! | [`read`] | documents as found, and what they say in their own terms |
//! | [`extract`] | from prose to findings |
//! | [`foreign`] | findings of other tools, verified against the text |
//! | [`claim`] | what is asserted because of them, and how it looks in RDF |
//! | [`review`] | claims shown to a person, and what the person decides |
//! | [`store`] | the database with its views, the build, and what is computed: disagreements, likely copies |
//! | [`query`] | questions in SPARQL, and the way back to the words |
//! | [`link`] | which Wikidata item an entity is; reconciliation; comparison |
//! | [`publish`] | exports, description, site, pictures, the ontology as pages |
//! | [`serve`] | requests in, plans out |
//! | [`check`] | rules, shapes, differences, scores against gold |
//!
//! The command line, `cli`, is the last room and no part of the library. Within a room the modules are declared in the same
//! order: each uses only those above it.
//!
//! A document walks through the rooms in one direction:
//!
//! ```text
//! dataset folder
//!    |  sources/                          gazetteer/             links.sssom.tsv
//!    v                                       |                        |
//! read::source -> read::record               v                        v
//!    |   a fact box -> claim  <------- dataset::gazetteer       dataset::sssom
//!    |   an article -> extract -> claim      |                        |
//!    |                              |        v                        v
//!    |                              +-> claim::quads: a graph for each source version, file or review
//!    |                                       |
//!    +-- its bytes, captured --------> store::load -> store (disagree, copies: computed, in graphs of their own)
//!                                            |
//!                                      store::access: the public part, or the whole
//!                                            |
//!                                 query | link | publish | serve | check
//! ```
//!
//! The library never prints, exits or reads the environment; that is the command line's.
//!
//! # From a folder to an answer
//!
//! ```
//! # #[cfg(feature = "store")] {
//! use chorograph::dataset::Dataset;
//! use chorograph::query::{self, Answer, Prefixes, Template};
//! use chorograph::store::{access::DatasetView, load};
//! use std::fs;
//!
//! // A dataset is a folder: what it is, and below `sources` the documents.
//! let folder = tempfile::tempdir()?;
//! fs::write(
//!     folder.path().join("dataset.toml"),
//!     r#"
//!         title = "Districts of the Upper Vale"
//!         description = "What newspapers say of them."
//!         base = "https://example.org/vale/"
//!         licence = "https://creativecommons.org/publicdomain/zero/1.0/"
//!         creator = "Ann Orlo"
//!         publisher = "The Vale Archive"
//!         languages = ["en"]
//!     "#,
//! )?;
//! fs::create_dir(folder.path().join("sources"))?;
//! fs::write(folder.path().join("sources/gazette.txt"), "Northvale: 8 May 1992, territory 289 km2\n")?;
//!
//! // What it says goes into the store below `.chorograph`.
//! let dataset = Dataset::open(folder.path())?;
//! let report = load::build(&dataset, load::Options::default(), &mut |_| {})?;
//! assert_eq!((report.documents.records, report.documents.claims, report.failed), (1, 2, 0));
//!
//! // What may be passed on is asked in SPARQL.
//! let view = DatasetView::public(&dataset)?;
//! let prefixes = Prefixes::new(dataset.minter.base());
//! let asked = "SELECT ?name ?words { ?claim a choro:AreaClaim ; choro:aboutPlace/rdfs:label ?name ; choro:verbatim ?words }";
//! let filled = Template::new(asked, &prefixes)?.fill(&[], &prefixes)?;
//! let Answer::Rows(rows) = query::prepare(&filled, &prefixes, None)?.run(view.store())? else { unreachable!() };
//! let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
//! for row in &rows {
//!     println!("{} {}", row["name"], row["words"]); // "Northvale" "territory 289 km2"
//! }
//! assert_eq!(rows.len(), 1);
//! assert_eq!(rows[0]["words"].to_string(), "\"territory 289 km2\"");
//! # }
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! `store`, on by default, has all that follows [`review`], and Oxigraph's store with it (RocksDB: minutes of compiling, and
//! libclang). Without it a document can be read, its prose extracted, its claims reviewed, and written as quads.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]
#![cfg_attr(
    not(feature = "store"),
    allow(dead_code, reason = "what the rooms without the store have for those with it")
)]

pub mod base;
pub mod dataset;
pub mod read;
pub mod extract;
pub mod foreign;
pub mod claim;
pub mod review;
#[cfg(feature = "store")]
pub mod store;
#[cfg(feature = "store")]
pub mod query;
#[cfg(feature = "store")]
pub mod link;
#[cfg(feature = "store")]
pub mod publish;
#[cfg(feature = "store")]
pub mod serve;
#[cfg(feature = "store")]
pub mod check;

/// The types of Oxigraph that the interface shows, in the version that goes with it: terms and quads, and with the feature
/// `store` the store, what its queries give, and the formats of RDF.
pub mod rdf {
    #[doc(no_inline)]
    pub use oxigraph::model::*;
    #[cfg(feature = "store")]
    #[doc(no_inline)]
    pub use oxigraph::{io, sparql, store};
}
