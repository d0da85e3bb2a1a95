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
//! | [`claim`] | what is asserted because of them, and how it looks in RDF |
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

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

pub mod base;
pub mod dataset;
pub mod read;
pub mod extract;
pub mod claim;
pub mod store;
pub mod query;
pub mod link;
pub mod publish;
pub mod serve;
pub mod check;
