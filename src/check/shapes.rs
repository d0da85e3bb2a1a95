//! Shapes: SHACL Core, evaluated directly on the store.
//!
//! Each focus node is read once, with one range scan of the index, and validated against all shapes that target it. (One query
//! for each constraint would look up each node once for each constraint.) So a million claims take minutes and little memory.
//! `check` reports SHACL constraints that it does not evaluate (`sh:sparql`, qualified shapes) as not checked. Reports are
//! compared with those of pySHACL, node by node and path by path (`tests/peers/check.py`).
//!
//! ```text
//! shapes.ttl -> graph -> parse -> Shapes -> targets, focus -> constraint -> Outcome of each shape
//! ```

mod compare;
mod constraint;
mod focus;
mod graph;
mod parse;

use super::{Level, Outcome, Rule, Violation, ViolationCollector, rules::plain};
use crate::publish::ontology::EMBEDDED;
use crate::query::Prefixes;
use crate::store::{FactError, Facts, Statements};
use constraint::Constraint;
use focus::{Classes, Nodes};
use oxigraph::model::{NamedNode, Term};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

/// The shapes of the ontology.
pub const SHIPPED: &str = EMBEDDED.shapes;

/// The error of a file of shapes that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ShapesError {
    /// The name of the file.
    pub file: String,
    /// What is wrong, with the line if it is known.
    pub reason: String,
}

/// Shapes for validating data.
#[derive(Debug, Default)]
pub struct Shapes {
    shapes: Vec<Shape>,
    unchecked: Vec<(String, String)>,
}

/// A node shape, or a property shape for the values of a path.
#[derive(Debug)]
struct Shape {
    id: Term,
    rule: Rule,
    targets: Vec<Target>,
    path: Option<Path>,
    constraints: Vec<Constraint>,
}

/// The target of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Node(Term),
    Class(NamedNode),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

/// A property path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Path {
    Property(NamedNode),
    Inverse(Box<Path>),
    Sequence(Vec<Path>),
    Alternative(Vec<Path>),
    /// Repetition: `*`, `+` and `?`.
    Repeated {
        path: Box<Path>,
        none: bool,
        many: bool,
    },
}

impl Shapes {
    /// Adds the shapes of a Turtle file.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), ShapesError> {
        parse::parse(self, text).map_err(|reason| ShapesError { file: file.to_owned(), reason })
    }

    /// The rules, one for each shape with constraints.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let unchecked = (!self.unchecked.is_empty()).then(|| &*UNCHECKED);
        self.shapes.iter().filter(|s| s.asks()).map(|s| &s.rule).chain(unchecked)
    }

    /// Validates the union of all graphs of a store. `only` selects shapes by the names of their rules.
    pub fn run(
        &self,
        statements: &Statements,
        prefixes: &Prefixes,
        keep: usize,
        only: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Outcome> {
        let classes = match Classes::read(statements) {
            Ok(classes) => classes,
            Err(error) => return vec![unreadable(&error)],
        };
        // The nodes of a target are read once for all its shapes.
        let mut groups: BTreeMap<String, (&Target, Vec<usize>)> = BTreeMap::new();
        for (n, shape) in self.shapes.iter().enumerate() {
            for target in &shape.targets {
                groups.entry(target.key()).or_insert_with(|| (target, Vec::new())).1.push(n);
            }
        }
        let groups: Vec<_> = groups.into_values().collect();
        let found: Mutex<Vec<ViolationCollector>> =
            Mutex::new(self.shapes.iter().map(|_| ViolationCollector::new(keep)).collect());
        let failure: Mutex<Option<FactError>> = Mutex::new(None);
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut run = Run {
                        shapes: &self.shapes,
                        nodes: Nodes::new(statements, &classes),
                        found: self.shapes.iter().map(|_| ViolationCollector::new(keep)).collect(),
                        prefixes,
                    };
                    while let Some((target, shapes)) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let chosen: Vec<usize> =
                            shapes.iter().copied().filter(|n| self.reaches(*n, only, &mut Vec::new())).collect();
                        if chosen.is_empty() {
                            continue;
                        }
                        if let Err(error) = run.target(target, &chosen) {
                            *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                            return;
                        }
                    }
                    let mut all = found.lock().unwrap_or_else(PoisonError::into_inner);
                    all.iter_mut().zip(run.found).for_each(|(all, own)| all.join(own));
                });
            }
        });
        if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return vec![unreadable(&error)];
        }
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let shapes = self.shapes.iter().zip(found).filter(|(s, _)| s.asks() && only(&s.rule.name));
        let mut outcomes: Vec<Outcome> = shapes.map(|(shape, found)| found.outcome(shape.rule.clone())).collect();
        if !self.unchecked.is_empty() && only(&UNCHECKED.name) {
            let mut found = ViolationCollector::new(keep);
            for (focus, value) in &self.unchecked {
                let message = "this part of SHACL is not evaluated".to_owned();
                found.add(Violation { focus: focus.clone(), path: String::new(), value: value.clone(), message });
            }
            outcomes.push(found.outcome(UNCHECKED.clone()));
        }
        outcomes
    }

    /// Whether a shape, or one of its property shapes, is selected.
    fn reaches(&self, shape: usize, only: &dyn Fn(&str) -> bool, seen: &mut Vec<usize>) -> bool {
        if seen.contains(&shape) {
            return false;
        }
        seen.push(shape);
        let Some(shape) = self.shapes.get(shape) else { return false };
        only(&shape.rule.name)
            || shape.constraints.iter().any(|c| matches!(c, Constraint::Property(n) if self.reaches(*n, only, seen)))
    }
}

/// The rule that reports constraints that are not evaluated.
static UNCHECKED: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        "shape-not-checked",
        Level::Warning,
        "A shape uses a part of SHACL that `check` does not evaluate.",
        "Validate the export with another SHACL engine as well, or write the constraint as a rule in queries/checks/.",
    )
});

fn unreadable(error: &FactError) -> Outcome {
    let rule = Rule::new(
        "shapes",
        Level::Error,
        "The data cannot be validated against the shapes.",
        "Build the dataset again.",
    );
    Outcome::failure(rule, error.to_string())
}

impl Target {
    /// The sort key of targets.
    fn key(&self) -> String {
        match self {
            Self::Node(term) => format!("1 {term}"),
            Self::Class(class) => format!("2 {class}"),
            Self::SubjectsOf(property) => format!("3 {property}"),
            Self::ObjectsOf(property) => format!("4 {property}"),
        }
    }
}

impl Shape {
    /// Whether it has constraints.
    fn asks(&self) -> bool {
        self.constraints.iter().any(|c| !matches!(c, Constraint::Property(_)))
    }
}

/// The state of an evaluation on one thread.
struct Run<'a> {
    shapes: &'a [Shape],
    nodes: Nodes<'a>,
    found: Vec<ViolationCollector>,
    prefixes: &'a Prefixes,
}

/// A violation of a constraint; without a value if values are missing or too many.
struct Broken {
    shape: usize,
    focus: Term,
    value: Option<Term>,
    message: String,
}

impl Run<'_> {
    /// Validates all nodes of a target against shapes.
    fn target(&mut self, target: &Target, shapes: &[usize]) -> Result<(), FactError> {
        let all = self.shapes;
        let mut last: Option<Term> = None;
        for focus in self.nodes.of(target) {
            let focus = focus?;
            // A node that several graphs describe appears several times in a row.
            if last.as_ref() == Some(&focus) {
                continue;
            }
            let node = self.nodes.node(&focus)?;
            for &n in shapes {
                // A node in several targets of a shape is validated once, for the first of them.
                let earlier = all[n].targets.iter().take_while(|t| *t != target);
                let mut is_done = false;
                for earlier in earlier {
                    is_done |= self.nodes.is_target(&focus, &node, earlier)?;
                }
                if !is_done {
                    let mut broken = Vec::new();
                    self.shape(n, &focus, &node, &mut broken)?;
                    broken.into_iter().for_each(|b| self.report(b));
                }
            }
            last = Some(focus);
        }
        Ok(())
    }

    fn report(&mut self, broken: Broken) {
        let Broken { shape, focus, value, message } = broken;
        let path = self.shapes[shape].path.as_ref().map_or_else(String::new, Path::shown);
        let value = value.as_ref().map_or_else(String::new, plain);
        self.found[shape].add(Violation { focus: plain(&focus), path, value, message });
    }

    /// Whether a node conforms to a shape, for shapes that others use.
    fn conforms(&mut self, shape: usize, focus: &Term, depth: usize) -> Result<bool, FactError> {
        // Recursive shapes: SHACL leaves their meaning undefined.
        if depth > 20 {
            return Ok(true);
        }
        let node = self.nodes.node(focus)?;
        let mut broken = Vec::new();
        self.shape_at(shape, focus, &node, depth, &mut broken)?;
        Ok(broken.is_empty())
    }

    fn shape(&mut self, n: usize, focus: &Term, node: &Facts, broken: &mut Vec<Broken>) -> Result<(), FactError> {
        self.shape_at(n, focus, node, 0, broken)
    }

    fn shape_at(
        &mut self,
        n: usize,
        focus: &Term,
        node: &Facts,
        depth: usize,
        broken: &mut Vec<Broken>,
    ) -> Result<(), FactError> {
        let all = self.shapes;
        let shape = &all[n];
        let values = match &shape.path {
            None => vec![focus.clone()],
            Some(Path::Property(property)) => node.values(property.as_ref()).cloned().collect(),
            Some(path) => self.nodes.follow(focus, path)?,
        };
        for constraint in &shape.constraints {
            self.constraint(constraint, n, (focus, node), &values, depth, broken)?;
        }
        Ok(())
    }
}

impl Path {
    /// A property as its IRI; other paths in SPARQL syntax.
    fn shown(&self) -> String {
        match self {
            Self::Property(property) => property.as_str().to_owned(),
            path => path.written(),
        }
    }

    fn written(&self) -> String {
        let all = |paths: &[Self], by: &str| paths.iter().map(Self::written).collect::<Vec<_>>().join(by);
        match self {
            Self::Property(property) => property.to_string(),
            Self::Inverse(path) => format!("^{}", path.written()),
            Self::Sequence(paths) => all(paths, "/"),
            Self::Alternative(paths) => format!("({})", all(paths, "|")),
            Self::Repeated { path, none, many } => {
                let sign = match (none, many) {
                    (true, true) => '*',
                    (false, _) => '+',
                    (true, false) => '?',
                };
                format!("({}){sign}", path.written())
            }
        }
    }
}

#[cfg(test)]
mod tests;
