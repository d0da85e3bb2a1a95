//! What the whole program does, from the command line to the store. One binary, because each further one links RocksDB again;
//! files with what is expected of them are in `tests/fixtures.rs`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod suite {
    pub(crate) mod facts;
    pub(crate) mod refused;
    pub(crate) mod support;

    mod annotate;
    mod answers;
    mod architecture;
    mod article;
    mod check;
    mod combine;
    mod convert;
    mod cli;
    mod copies;
    mod describe;
    mod determinism;
    mod diff;
    mod docs;
    mod factuality;
    mod fetch;
    mod findings;
    mod folder;
    mod formats;
    mod fuzz;
    mod gaps;
    mod gazetteer;
    mod giving_back;
    mod invalid;
    mod languages;
    mod link;
    mod link_evaluate;
    mod link_news;
    mod link_review;
    mod moved_links;
    mod local;
    mod metadata;
    mod ontology;
    mod pages;
    mod picture;
    mod prose;
    mod queries;
    mod reading;
    mod readme;
    mod reconcile;
    mod reconcile_client;
    mod records;
    mod rereading;
    mod review;
    mod review_serve;
    mod restricted;
    mod reviewed;
    mod seed;
    mod serve;
    mod serve_pages;
    mod serve_protocol;
    mod serve_restricted;
    mod service;
    mod site;
    mod spans;
    mod store;
    mod tables;
    mod wikidata;
}
