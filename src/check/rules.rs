//! Rules that are queries. Each row is a violation: `?focus` is what breaks the rule, `?value` the wrong value, `?message` what
//! is wrong with it. The header gives the problem, the solution and the level.
//!
//! ```text
//! #+ summary: Claims without their words
//! #+ problem: A claim does not have the words of its source, so nobody can check it.
//! #+ solution: Read the source again with `chorograph build`.
//! #+ level: error
//! SELECT ?focus ?value ?message WHERE { … }
//! ```

use super::{Level, Outcome, Rule, Violation, ViolationCollector, error_chain};
use crate::base::files;
use crate::query::{self, Answer, Prefixes, Template};
use oxigraph::model::Term;
use oxigraph::store::Store;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

macro_rules! shipped {
    ($folder:literal, $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/", $folder, "/", $name, ".rq")))),*]
    };
}

type Shipped = &'static [(&'static str, &'static str)];

/// Rules for a dataset. A test compares both lists with their folders.
const DATASET: Shipped = shipped![
    "checks",
    "area-implausible",
    "area-not-positive",
    "claim-later-than-source",
    "claim-without-place-in-text",
    "claim-without-source",
    "claim-without-voice",
    "claim-without-words",
    "claims-disagree",
    "entity-name-twice",
    "entity-never-mentioned",
    "entity-without-evidence",
    "entity-without-label",
    "iri-outside-base",
    "link-accepted-and-rejected",
    "link-not-reviewed",
    "link-of-two-entities",
    "link-to-two-items",
    "node-orphan",
    "place-name-twice",
    "record-without-claims",
    "source-in-two-versions",
    "source-says-nothing",
    "source-without-date",
    "source-without-language",
    "source-without-licence",
    "source-without-publisher",
    "source-without-title",
    "span-ends-before-start",
    "span-outside-text",
    "span-words-too-long-or-short",
    "speech-without-speaker",
    "time-bounds-reversed",
    "time-unresolved",
];

/// Rules for an ontology: the pitfalls of OOPS! that need no judgement, the requirements of FOOPS! for a file, and the reports
/// of ROBOT.
const ONTOLOGY: Shipped = shipped![
    "ontology",
    "ambiguous_namespace",
    "deprecated_in_use",
    "duplicate_definition",
    "duplicate_label",
    "file_extension_in_iri",
    "hierarchy_cycle",
    "illegal_use_of_built_in_vocabulary",
    "inverse_of_itself",
    "inverse_of_symmetric",
    "label_longer_than_definition",
    "label_whitespace",
    "miscellaneous_class",
    "missing_definition",
    "missing_disjointness",
    "missing_domain_or_range",
    "missing_inverse",
    "missing_is_defined_by",
    "missing_label",
    "missing_ontology_catalogue",
    "missing_ontology_citation",
    "missing_ontology_contributor",
    "missing_ontology_created",
    "missing_ontology_creator",
    "missing_ontology_declaration",
    "missing_ontology_description",
    "missing_ontology_doi",
    "missing_ontology_issued",
    "missing_ontology_license",
    "missing_ontology_logo",
    "missing_ontology_modified",
    "missing_ontology_prefix",
    "missing_ontology_publisher",
    "missing_ontology_source",
    "missing_ontology_status",
    "missing_ontology_title",
    "missing_ontology_version",
    "missing_superclass",
    "missing_version_iri",
    "mixed_naming",
    "multiple_labels",
    "only_child",
    "ontology_iri_not_persistent",
    "recursive_definition",
    "several_domains_or_ranges",
    "term_defined_elsewhere",
    "unconnected_term",
    "unreused_vocabulary",
    "untyped_class",
    "untyped_property",
];

/// A rule that can be run.
#[derive(Debug, Clone)]
pub struct QueryRule {
    /// The rule.
    pub rule: Rule,
    template: Template,
}

/// Usable rules, and outcomes for rules that cannot be used.
#[derive(Debug, Default)]
pub struct Rules {
    /// Usable rules, in the order of their names.
    pub usable: Vec<QueryRule>,
    /// Rules that cannot be used, as outcomes.
    pub broken: Vec<Outcome>,
}

impl Rules {
    /// The rules for a dataset: the built-in ones and those in a folder, which override built-in ones of the same name.
    pub fn for_dataset(folder: Option<&Path>, prefixes: &Prefixes) -> Self {
        let mut rules = Self::of(DATASET, prefixes);
        match folder.map_or_else(|| Ok(Vec::new()), rq_files) {
            Ok(files) => {
                for (name, text) in files {
                    rules.usable.retain(|known| known.rule.name != name);
                    rules.add(&name, text.map_err(|e| e.to_string()), prefixes);
                }
            }
            Err(error) => rules.broken.push(Outcome::failure(unusable("queries/checks"), error.to_string())),
        }
        rules.usable.sort_by(|a, b| a.rule.name.cmp(&b.rule.name));
        rules
    }

    /// The rules for an ontology.
    pub fn for_ontology(prefixes: &Prefixes) -> Self {
        Self::of(ONTOLOGY, prefixes)
    }

    fn of(shipped: Shipped, prefixes: &Prefixes) -> Self {
        let mut rules = Self::default();
        for (name, text) in shipped {
            rules.add(name, Ok((*text).to_owned()), prefixes);
        }
        rules
    }

    fn add(&mut self, name: &str, text: Result<String, String>, prefixes: &Prefixes) {
        match text.and_then(|text| QueryRule::new(name, &text, prefixes)) {
            Ok(rule) => self.usable.push(rule),
            Err(why) => self.broken.push(Outcome::failure(unusable(name), why)),
        }
    }

    /// Runs the rules, several at a time, and returns their outcomes in order. `done` is called after each.
    pub fn run(&self, store: &Store, prefixes: &Prefixes, keep: usize, done: &(dyn Fn() + Sync)) -> Vec<Outcome> {
        let next = AtomicUsize::new(0);
        let outcomes: Vec<Mutex<Option<Outcome>>> = self.usable.iter().map(|_| Mutex::new(None)).collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                // A rule may be a query of the dataset, so its thread needs a large stack. If it cannot be started, this thread runs the rules.
                let run = || {
                    while let Some((rule, slot)) = {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        self.usable.get(n).zip(outcomes.get(n))
                    } {
                        let outcome = rule.run(store, prefixes, keep);
                        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
                        done();
                    }
                };
                let thread = std::thread::Builder::new().stack_size(query::STACK);
                if thread.spawn_scoped(scope, run).is_err() {
                    run();
                }
            }
        });
        let taken = outcomes.into_iter().filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner));
        self.broken.iter().cloned().chain(taken).collect()
    }
}

impl QueryRule {
    fn new(name: &str, text: &str, prefixes: &Prefixes) -> Result<Self, String> {
        let template = Template::new(text, prefixes).map_err(|e| error_chain(&e))?;
        let header = &template.header;
        let (Some(problem), Some(solution), Some(level)) = (&header.problem, &header.solution, &header.level) else {
            return Err(
                "its header needs a problem, a solution and a level (#+ level: error, warning or info)".to_owned()
            );
        };
        let level =
            level.parse::<Level>().map_err(|()| format!("invalid level {level:?}: use error, warning or info"))?;
        Ok(Self { rule: Rule::new(name, level, problem, solution), template })
    }

    /// Runs the rule.
    pub fn run(&self, store: &Store, prefixes: &Prefixes, keep: usize) -> Outcome {
        match self.found(store, prefixes, keep) {
            Ok(found) => found.outcome(self.rule.clone()),
            Err(why) => Outcome::failure(self.rule.clone(), why),
        }
    }

    fn found(&self, store: &Store, prefixes: &Prefixes, keep: usize) -> Result<ViolationCollector, String> {
        let filled = self.template.fill(&[], prefixes).map_err(|e| error_chain(&e))?;
        let prepared = query::prepare(&filled, prefixes, None).map_err(|e| error_chain(&e))?;
        let Answer::Rows(rows) = prepared.run(store).map_err(|e| error_chain(&e))? else {
            return Err("a rule must be a SELECT query, whose rows are the violations".to_owned());
        };
        if !rows.variables().iter().any(|v| v.as_str() == "focus") {
            return Err("a rule must select ?focus, and may select ?value and ?message".to_owned());
        }
        let mut found = ViolationCollector::new(keep);
        for row in rows {
            let row = row.map_err(|e| error_chain(&e))?;
            let text = |name: &str| row.get(name).map_or_else(String::new, plain);
            let (focus, value, message) = (text("focus"), text("value"), text("message"));
            found.add(Violation { focus, path: String::new(), value, message });
        }
        Ok(found)
    }
}

/// A term as text: an IRI without brackets, a literal by its value.
pub(super) fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn unusable(name: &str) -> Rule {
    Rule::new(name, Level::Error, "A rule cannot be used.", "Correct its file.")
}

/// The names and texts of the queries in a folder; empty if it does not exist.
type Files = Vec<(String, io::Result<String>)>;

fn rq_files(folder: &Path) -> io::Result<Files> {
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (name, files::read(&path).and_then(|bytes| query::decoded(bytes).map_err(io::Error::other)))
    };
    Ok(files::ending_in(folder, "rq")?.into_iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn prefixes() -> Prefixes {
        Prefixes::new("https://example.org/d/")
    }

    fn folder(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("queries").join(name)
    }

    #[test]
    fn the_lists_of_shipped_rules_are_those_of_the_folders() {
        for (list, name) in [(DATASET, "checks"), (ONTOLOGY, "ontology")] {
            let files: Vec<String> = rq_files(&folder(name)).unwrap().into_iter().map(|(name, _)| name).collect();
            let names: Vec<_> = list.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, files);
        }
    }

    #[test]
    fn every_shipped_rule_runs_and_finds_nothing_in_nothing() {
        let store = Store::new().unwrap();
        for rules in [Rules::for_dataset(None, &prefixes()), Rules::for_ontology(&prefixes())] {
            for outcome in rules.run(&store, &prefixes(), 10, &|| ()) {
                assert!(outcome.is_clean(), "{outcome:?}");
                for text in [&outcome.rule.problem, &outcome.rule.solution] {
                    assert!(text.ends_with('.') && text.len() > 5, "{}: {text}", outcome.rule.name);
                }
            }
        }
    }

    #[test]
    fn a_rule_that_cannot_be_used_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        let header = "#+ problem: A place.\n#+ solution: Take it out.\n#+ level: info\n";
        write("syntax.rq", &format!("{header}SELECT ?focus {{ ?focus a }}"));
        write("ask.rq", &format!("{header}ASK {{}}"));
        write("nothing.rq", &format!("{header}SELECT ?x {{ ?x a choro:Place }}"));
        write("level.rq", "#+ problem: A.\n#+ solution: B.\n#+ level: bad\nSELECT ?focus {}");
        write("none.rq", "SELECT ?focus { ?focus a choro:Place }");
        write("place.rq", &format!("{header}SELECT ?focus ?value {{ ?focus a choro:Place BIND(1 AS ?value) }}"));
        let store = Store::new().unwrap();
        let place = "<https://example.org/d/place/x> a <https://w3id.org/chorograph/ontology#Place> .";
        store
            .load_from_slice(
                oxigraph::io::RdfFormat::NTriples,
                &place.replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "),
            )
            .unwrap();
        let outcomes = Rules::for_dataset(Some(dir.path()), &prefixes()).run(&store, &prefixes(), 10, &|| ());
        let of = |name: &str| outcomes.iter().find(|o| o.rule.name == name).unwrap();
        for (name, message) in [
            ("syntax", "line 4"),
            ("ask", "a rule must be a SELECT"),
            ("nothing", "must select ?focus"),
            ("level", "\"bad\""),
            ("none", "needs a problem"),
        ] {
            let failed = of(name).failed.as_deref().unwrap_or_default();
            assert!(failed.contains(message), "{name}: {failed}");
            assert_eq!(of(name).level(), Some(Level::Error));
        }
        assert_eq!((of("place").count, of("place").violations[0].value.as_str()), (1, "1"));
    }
}
