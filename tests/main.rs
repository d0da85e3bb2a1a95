//! What the whole program does, from the command line to the store. One binary: each further one links RocksDB again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod suite {
    pub(crate) mod support;

    mod annotate;
    mod architecture;
    mod article;
    mod cases;
    mod cli;
    mod copies;
    mod determinism;
    mod fuzz;
    mod giving_back;
    mod invalid;
    mod link;
    mod link_review;
    mod ontology;
    mod queries;
    mod reading;
    mod reconcile;
    mod seed;
    mod site;
    mod spans;
    mod store;
    mod wikidata;
}
