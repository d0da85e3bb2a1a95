//! Fixtures: each file of a folder of expectations is a test with the name FOLDER/FILE, listed and chosen as other tests are.
//!
//! ```text
//! cargo test --test fixtures                                        all
//! cargo test --test fixtures -- cases/brackets                      tests whose name contains this; --exact for one
//! cargo test --test fixtures -- --list
//! cargo test --no-default-features --test fixtures                  tests that need no store, in seconds
//! CHOROGRAPH_BLESS=1 cargo test --test fixtures -- cases/brackets   writes the current output as the expectation
//! ```
//!
//! | name | input | expected |
//! | --- | --- | --- |
//! | `annotate/NAME.FORMAT` | `tests/annotate/NAME.txt` | `NAME.FORMAT.expected`: the output of `annotate` |
//! | `cases/NAME` | `tests/cases/NAME.txt` or `.html` | `NAME.expected`: records and article, as `fixtures/cases.rs` says |
//! | `cases_invalid/NAME` | `tests/cases_invalid/NAME.txt` or `.html` | `NAME.expected`: the message of an error |
//! | `csvw/NAME` | a test of W3C's suite in `tests/csvw` | `tests/csvw/tests.tsv` |
//! | `feeds/NAME` | `tests/feeds/NAME.rss` | `NAME.expected`: its articles |
//! | `languages/NAME` | `tests/languages/NAME.txt` | `NAME.expected`: what is read of an article in another language |
//! | `pages/NAME` | `tests/pages/NAME.html` | `NAME.expected`: the metadata and the text of a page |
//! | `tables/NAME.FORMAT` | `tests/tables/NAME.FORMAT` and `NAME.meta.toml` | `NAME.FORMAT.expected`: what is read, as `fixtures/tables.rs` says |
//! | `drafts/NAME.FORMAT` | the same, of those without a mapping | the draft of a mapping reads them, as `fixtures/drafts.rs` says |
//! | `mutated/NAME.FORMAT` | the same, damaged | no panic, and nothing that is not there, as `fixtures/mutated.rs` says |
//! | `hostile/NAME` | made by `fixtures/hostile.rs` | an error that names the limit, soon |
//! | `gaps/NAME` | `queries/NAME.rq` on `tests/gaps` | `tests/gaps/answers/NAME.tsv` |
//! | `queries/NAME` | `queries/NAME.rq` on `data`, a few on `tests/wire` | `queries/NAME.tsv` |
//!
//! An input without an expectation fails until a run with `CHOROGRAPH_BLESS` has written one; an expectation without its input
//! fails. Read in the diff what was written before you commit it. The last two folders need the store, as does the format
//! `text` of `annotate`; with the store, `annotate` and `cases_invalid` go through the program and not through the library.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use libtest_mimic::Arguments;
use std::process::ExitCode;

#[allow(dead_code, reason = "shared with the tests of tests/main.rs")]
#[path = "suite/facts.rs"]
mod facts;
#[cfg(feature = "store")]
#[path = "suite/refused.rs"]
mod refused;
#[cfg(feature = "store")]
#[allow(dead_code, reason = "shared with the tests of tests/main.rs")]
#[path = "suite/support.rs"]
mod support;

mod fixtures {
    pub(crate) mod annotate;
    #[cfg(feature = "store")]
    pub(crate) mod answers;
    pub(crate) mod cases;
    pub(crate) mod cases_invalid;
    pub(crate) mod csvw;
    pub(crate) mod document;
    pub(crate) mod expectation;
    pub(crate) mod languages;
    pub(crate) mod pages;
    pub(crate) mod archive;
    pub(crate) mod tables;
    pub(crate) mod drafts;
    pub(crate) mod mutated;
    pub(crate) mod hostile;
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = fixtures::annotate::trials();
    trials.extend(fixtures::cases::trials());
    trials.extend(fixtures::cases_invalid::trials());
    trials.extend(fixtures::csvw::trials());
    trials.extend(fixtures::languages::trials());
    trials.extend(fixtures::pages::trials());
    trials.extend(fixtures::tables::trials());
    trials.extend(fixtures::drafts::trials());
    trials.extend(fixtures::mutated::trials());
    trials.extend(fixtures::hostile::trials());
    #[cfg(feature = "store")]
    trials.extend(fixtures::answers::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}
