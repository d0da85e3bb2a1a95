//! Shapes: SHACL Core, evaluated where the data are, in the store.
//!
//! Each focus node is read once, by one range of the index, and held against all shapes that target it; a shape of its own
//! query would look up every node as often as it has constraints. So a million claims take minutes and no memory. What
//! SHACL has and we do not (`sh:sparql`, qualified shapes) is told as not checked, never passed over. Reports are held
//! against those of pySHACL, node by node and path by path (`tests/peers/check.py`).
//!
//! ```text
//! shapes.ttl -> graph -> parse -> Shapes -> targets, focus -> constraint -> Outcome of each shape
//! ```

mod compare;
mod constraint;
mod focus;
mod graph;
mod parse;

use super::{Found, Level, Outcome, Rule, Violation, rules::plain};
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

/// Why a file of shapes cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ShapesError {
    /// Its name.
    pub file: String,
    /// What is wrong, with the line where that is known.
    pub reason: String,
}

/// Shapes that can be held against data.
#[derive(Debug, Default)]
pub struct Shapes {
    shapes: Vec<Shape>,
    unchecked: Vec<(String, String)>,
}

/// One shape: of a node, or of the values of a path.
#[derive(Debug)]
struct Shape {
    id: Term,
    rule: Rule,
    targets: Vec<Target>,
    path: Option<Path>,
    constraints: Vec<Constraint>,
}

/// Which nodes a shape is for.
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
    /// None or some: `*`, `+` and `?`.
    Repeated {
        path: Box<Path>,
        none: bool,
        many: bool,
    },
}

impl Shapes {
    /// Adds what a file in Turtle says.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), ShapesError> {
        parse::parse(self, text).map_err(|reason| ShapesError { file: file.to_owned(), reason })
    }

    /// The rules, one for each shape that asks something.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let unchecked = (!self.unchecked.is_empty()).then(|| &*UNCHECKED);
        self.shapes.iter().filter(|s| s.asks()).map(|s| &s.rule).chain(unchecked)
    }

    /// Holds the shapes against the union of all graphs of a store. `only` chooses shapes by the names of their rules.
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
        // Shapes of one target share the reading of its nodes.
        let mut groups: BTreeMap<String, (&Target, Vec<usize>)> = BTreeMap::new();
        for (n, shape) in self.shapes.iter().enumerate() {
            for target in &shape.targets {
                groups.entry(target.key()).or_insert_with(|| (target, Vec::new())).1.push(n);
            }
        }
        let groups: Vec<_> = groups.into_values().collect();
        let found: Mutex<Vec<Found>> = Mutex::new(self.shapes.iter().map(|_| Found::new(keep)).collect());
        let failure: Mutex<Option<FactError>> = Mutex::new(None);
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut run = Run {
                        shapes: &self.shapes,
                        nodes: Nodes::new(statements, &classes),
                        found: self.shapes.iter().map(|_| Found::new(keep)).collect(),
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
            let mut found = Found::new(keep);
            for (focus, value) in &self.unchecked {
                let message = "this part of SHACL is not evaluated".to_owned();
                found.add(Violation { focus: focus.clone(), path: String::new(), value: value.clone(), message });
            }
            outcomes.push(found.outcome(UNCHECKED.clone()));
        }
        outcomes
    }

    /// Whether a shape, or one that it leads to by `sh:property`, is among those that are asked for.
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

/// The rule that shapes ask nothing that is not evaluated.
static UNCHECKED: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        "shape-not-checked",
        Level::Warning,
        "A shape uses a part of SHACL that is not evaluated here, so that nothing is known of it.",
        "Validate the export with another SHACL engine as well, or write the constraint as a rule in queries/checks/.",
    )
});

fn unreadable(error: &FactError) -> Outcome {
    let rule =
        Rule::new("shapes", Level::Error, "The shapes cannot be held against the data.", "Build the store anew.");
    Outcome::failure(rule, error.to_string())
}

impl Target {
    /// What targets are sorted by.
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
    /// Whether anything can break it.
    fn asks(&self) -> bool {
        self.constraints.iter().any(|c| !matches!(c, Constraint::Property(_)))
    }
}

/// Evaluation, on one thread.
struct Run<'a> {
    shapes: &'a [Shape],
    nodes: Nodes<'a>,
    found: Vec<Found>,
    prefixes: &'a Prefixes,
}

/// A value that breaks a constraint of a shape; none where values are missing or too many.
struct Broken {
    shape: usize,
    focus: Term,
    value: Option<Term>,
    message: String,
}

impl Run<'_> {
    /// Holds shapes against all nodes of a target.
    fn target(&mut self, target: &Target, shapes: &[usize]) -> Result<(), FactError> {
        let all = self.shapes;
        let mut last: Option<Term> = None;
        for focus in self.nodes.of(target) {
            let focus = focus?;
            // A node that several graphs describe comes several times, one after another.
            if last.as_ref() == Some(&focus) {
                continue;
            }
            let node = self.nodes.node(&focus)?;
            for &n in shapes {
                // A shape is held against a node once, by the first of its targets that has it.
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
        // Shapes that lead to themselves: SHACL leaves it open what they mean.
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
    /// A property by its IRI alone; other paths as SPARQL writes them.
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
