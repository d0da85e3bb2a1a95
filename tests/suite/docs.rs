//! The README and the pages of `docs/`: their examples run and give the output shown, their links lead somewhere, and what is
//! made from the program and the ontology is what these say now.
//!
//! CHOROGRAPH_BLESS=1 cargo test --release --test main suite::docs
//!
//! writes the outputs, the list of commands and the page of the ontology as they are now. An output with `…` is a person's choice
//! and is not rewritten.

mod commands;
mod examples;
mod links;
mod markdown;
mod ontology;

use super::support::{program, repository};
use std::fs;

fn document(name: &str) -> String {
    fs::read_to_string(repository(name)).unwrap()
}

/// The README and all pages of `docs/`.
fn documents() -> Vec<String> {
    let pages =
        fs::read_dir(repository("docs")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        pages.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    names.push("README.md".to_owned());
    names.sort();
    names
}

fn blesses() -> bool {
    std::env::var_os("CHOROGRAPH_BLESS").is_some()
}

/// A document that is made: written if asked for, else compared.
fn is_fresh(name: &str, made: &str) {
    if blesses() {
        fs::write(repository(name), made).unwrap();
        return;
    }
    let now = document(name);
    let first = now
        .lines()
        .zip(made.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(now.lines().count().min(made.lines().count()));
    assert!(
        now == made,
        "{name}:{}: not as it is made now; CHOROGRAPH_BLESS=1 writes it\n  here: {:?}\n  made: {:?}",
        first + 1,
        now.lines().nth(first),
        made.lines().nth(first)
    );
}
