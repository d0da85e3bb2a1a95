//! Chorograph turns district records and news articles into linked data in which every statement says who made it,
//! where, and in which words.
//!
//! Data walks through the modules in one direction:
//!
//! ```text
//! source -> record -> claim -> quads -> store -> query | trace | publish
//!    gazetteer -> extract /                |
//!                 |                     disagree, copies (computed, in graphs of their own)
//!        annotate | evaluate (the reading shown, and scored)
//!
//! dump of Wikidata -> wikidata (an index of it) -> link (proposes; a reviewed file comes back in through build)
//!                                            -> compare, reconcile
//! network -> wikidata, query, reconcile (where a command is told to ask a service)
//! ```
//!
//! `build` joins the steps. Whoever reads what was built reads it through `access`, which keeps back what is restricted. The library never prints, exits or reads the environment; that is the command line's.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

pub mod files;
pub mod iri;
pub mod markup;
pub mod media;
pub mod vocab;

pub mod time;

pub mod dataset;
pub mod source;

pub mod record;

pub mod gazetteer;

pub mod extract;

pub mod annotate;
pub mod evaluate;

pub mod claim;

pub mod quads;

pub mod kept;
pub mod store;

pub mod network;

pub mod fold;
pub mod wikidata;

pub mod link;

pub mod copies;
pub mod disagree;

pub mod access;

pub mod build;

pub mod query;
pub mod trace;

pub mod compare;
pub mod picture;
pub mod publish;
pub mod site;

pub mod describe;
pub mod ontology;

pub mod reconcile;
pub mod serve;

pub mod check;
pub mod diff;

pub mod sort;
