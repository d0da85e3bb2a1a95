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

pub mod base;
pub mod check;
pub mod claim;
pub mod dataset;
pub mod extract;
pub mod link;
pub mod publish;
pub mod query;
pub mod read;
pub mod serve;
pub mod store;
