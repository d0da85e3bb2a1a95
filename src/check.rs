//! Quality checks: rules that find what is wrong, doubtful or unfinished in a dataset, in an ontology or in a published
//! site. In: views, published sites, gold annotations. Out: violations, differences, scores. The checks only read their
//! input, and write only temporary files.
//!
//! Most rules are queries that must have no rows, `queries/checks/*.rq` and `queries/ontology/*.rq`; a dataset has its own
//! in `queries/checks/`. The shapes of the ontology and of a dataset are rules as well (SHACL). Two kinds of rules are not
//! queries: names that collide on a disk, and links of HTML pages.
//!
//! ```text
//! rules (queries) | shapes (SHACL) | names (IRIs) | site (HTML)  ->  Outcome of each rule  ->  report (JSON, JUnit)
//! ```
//!
//! A rule that cannot be run is reported as an error. For each rule, only the requested number of violations is kept, the
//! first in their order; the others are only counted, so memory is bounded for any data.

pub mod rules;
pub mod shapes;
pub mod names;
pub mod site;
pub mod report;
pub mod diff;
pub mod evaluate;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A violation is worth knowing.
    Info,
    /// A violation is probably wrong, or a value is missing that could be known.
    Warning,
    /// A violation is wrong.
    Error,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|level| level.to_string() == text).ok_or(())
    }
}

/// A rule for a dataset, an ontology or a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name: that of its query, or the short form of the IRI of its shape.
    pub name: String,
    /// The level of its violations.
    pub level: Level,
    /// What is wrong at a violation, in one sentence.
    pub problem: String,
    /// What to do about a violation, in one sentence.
    pub solution: String,
}

impl Rule {
    /// Makes a rule.
    pub fn new(name: impl Into<String>, level: Level, problem: &str, solution: &str) -> Self {
        Self { name: name.into(), level, problem: problem.to_owned(), solution: solution.to_owned() }
    }
}

/// A violation of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// What breaks the rule: an IRI, or the path of a file.
    pub focus: String,
    /// The property path of the wrong value, in SPARQL syntax; empty if the rule is not a shape.
    pub path: String,
    /// The wrong value; empty if there is none.
    pub value: String,
    /// What is wrong with it; may be empty.
    pub message: String,
}

/// The outcome of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The rule.
    pub rule: Rule,
    /// The number of violations.
    pub count: u64,
    /// The first violations, in their order.
    pub violations: Vec<Violation>,
    /// Why the rule could not be run; `None` if it was run.
    pub failed: Option<String>,
}

impl Outcome {
    /// Whether the rule was run and has no violation.
    pub fn is_clean(&self) -> bool {
        self.count == 0 && self.failed.is_none()
    }

    /// The level of the outcome; `None` if there is no violation. A rule that cannot be run is an error, whatever its level.
    pub fn level(&self) -> Option<Level> {
        match &self.failed {
            Some(_) => Some(Level::Error),
            None => (self.count > 0).then_some(self.rule.level),
        }
    }

    /// The outcome of a rule that cannot be run.
    pub fn failure(rule: Rule, why: impl Into<String>) -> Self {
        Self { rule, count: 0, violations: Vec::new(), failed: Some(why.into()) }
    }
}

/// Collects the violations of one rule.
#[derive(Debug)]
pub(crate) struct ViolationCollector {
    keep: usize,
    count: u64,
    first: BTreeSet<Violation>,
}

impl ViolationCollector {
    pub(crate) fn new(keep: usize) -> Self {
        Self { keep, count: 0, first: BTreeSet::new() }
    }

    pub(crate) fn add(&mut self, violation: Violation) {
        self.count += 1;
        if self.first.len() < self.keep {
            self.first.insert(violation);
        } else if self.first.last().is_some_and(|last| violation < *last) && self.first.insert(violation) {
            self.first.pop_last();
        }
    }

    pub(crate) fn join(&mut self, other: Self) {
        let count = self.count + other.count;
        other.first.into_iter().for_each(|violation| self.add(violation));
        self.count = count;
    }

    pub(crate) fn outcome(self, rule: Rule) -> Outcome {
        Outcome { rule, count: self.count, violations: self.first.into_iter().collect(), failed: None }
    }
}

/// The text of an error and of all its causes.
pub(crate) fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod made_up_type_tests;
#[cfg(test)]
mod table_type_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_kept_and_all_are_counted() {
        let mut found = ViolationCollector::new(2);
        for focus in ["d", "b", "c", "a"] {
            found.add(Violation { focus: focus.to_owned(), ..Violation::default() });
        }
        let mut other = ViolationCollector::new(2);
        other.add(Violation { focus: "0".to_owned(), ..Violation::default() });
        found.join(other);
        let outcome = found.outcome(Rule::new("r", Level::Info, "p", "s"));
        let focuses: Vec<_> = outcome.violations.iter().map(|v| v.focus.as_str()).collect();
        assert_eq!((outcome.count, focuses), (5, vec!["0", "a"]));
        assert_eq!(outcome.level(), Some(Level::Info));
    }

    #[test]
    fn levels_have_an_order_and_names() {
        assert!(Level::Error > Level::Warning && Level::Warning > Level::Info);
        for level in Level::ALL {
            assert_eq!(level.to_string().parse(), Ok(level));
        }
        assert_eq!("bad".parse::<Level>(), Err(()));
    }
}
