//! Reads nodes from the store: all statements of a node at once, the nodes of a target, and the values of paths.

use super::{Path, Target};
use crate::base::cache::Cache;
use crate::base::vocab::{rdf, rdfs};
use crate::store::{FactError, FactReader, Facts, Statements};
use oxigraph::model::{NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The subclasses of each class, according to the data.
#[derive(Debug, Default)]
pub(super) struct Classes(BTreeMap<NamedNode, BTreeSet<NamedNode>>);

impl Classes {
    pub(super) fn read(statements: &Statements) -> Result<Self, FactError> {
        let mut below: BTreeMap<NamedNode, BTreeSet<NamedNode>> = BTreeMap::new();
        for quad in statements.matching(None, Some(rdfs::SUB_CLASS_OF), None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(sub), Term::NamedNode(class)) = (quad.subject, quad.object) {
                below.entry(class).or_default().insert(sub);
            }
        }
        Ok(Self(below))
    }

    /// The class itself and all its subclasses.
    fn with(&self, class: &NamedNode) -> BTreeSet<NamedNode> {
        let mut all = BTreeSet::new();
        let mut open = vec![class.clone()];
        while let Some(class) = open.pop() {
            open.extend(self.0.get(&class).into_iter().flatten().filter(|c| !all.contains(*c)).cloned());
            all.insert(class);
        }
        all
    }
}

/// Maximum number of nodes whose class membership is cached.
const MOST_KEPT: usize = 20_000;

/// The nodes of a store.
pub(super) struct Nodes<'a> {
    facts: FactReader<'a>,
    classes: &'a Classes,
    of_class: Cache<(Term, NamedNode), bool>,
}

type Terms<'a> = Box<dyn Iterator<Item = Result<Term, FactError>> + 'a>;

impl<'a> Nodes<'a> {
    pub(super) fn new(statements: &'a Statements, classes: &'a Classes) -> Self {
        Self { facts: FactReader::new(statements), classes, of_class: Cache::new(MOST_KEPT) }
    }

    /// All statements with a node as subject, in any graph.
    pub(super) fn node(&self, term: &Term) -> Result<Rc<Facts>, FactError> {
        match term {
            Term::NamedNode(node) => self.facts.facts(node),
            Term::BlankNode(node) => Ok(Rc::new(self.facts.statements().facts(node)?)),
            Term::Literal(_) => Ok(Rc::default()),
        }
    }

    /// Whether a node is an instance of a class or of a subclass.
    pub(super) fn is_of(&mut self, term: &Term, class: &NamedNode) -> Result<bool, FactError> {
        let Some(subject) = subject(term) else { return Ok(false) };
        let key = (term.clone(), class.clone());
        if let Some(known) = self.of_class.get(&key) {
            return Ok(*known);
        }
        let mut is_of = false;
        for class in self.classes.with(class) {
            is_of |= self.facts.statements().any(Some(subject), Some(rdf::TYPE), Some(class.as_ref().into()))?;
        }
        self.of_class.put(key, is_of, 0);
        Ok(is_of)
    }

    /// The nodes of a target. Duplicates are adjacent, except nodes of several classes.
    pub(super) fn of(&self, target: &Target) -> Terms<'a> {
        let statements = self.facts.statements();
        match target {
            Target::Node(term) => Box::new(std::iter::once(Ok(term.clone()))),
            Target::SubjectsOf(property) => {
                // The index is sorted by value, so a node appears once for each of its values; it is returned only for the first.
                let property = property.clone();
                Box::new(statements.matching(None, Some(property.as_ref()), None).filter_map(move |quad| {
                    let quad = match quad {
                        Ok(quad) => quad,
                        Err(error) => return Some(Err(error)),
                    };
                    let first = statements.matching(Some(quad.subject.as_ref()), Some(property.as_ref()), None).next();
                    let is_first = matches!(&first, Some(Ok(first)) if first.object == quad.object);
                    is_first.then(|| Ok(quad.subject.into()))
                }))
            }
            Target::ObjectsOf(property) => {
                let quads = statements.matching(None, Some(property.as_ref()), None);
                Box::new(quads.map(|quad| quad.map(|quad| quad.object)))
            }
            Target::Class(class) => {
                let classes = self.classes.with(class);
                let seen = classes.clone();
                Box::new(classes.into_iter().flat_map(move |class| {
                    let quads = statements.matching(None, Some(rdf::TYPE), Some(class.as_ref().into()));
                    let seen = seen.clone();
                    quads.filter_map(move |quad| match quad {
                        Err(error) => Some(Err(error)),
                        // A node of several subclasses is reported for the first only.
                        Ok(quad) => {
                            let is_first = seen.iter().take_while(|c| **c != class).all(|other| {
                                let type_of = Some(TermRef::from(other.as_ref()));
                                statements
                                    .matching(Some(quad.subject.as_ref()), Some(rdf::TYPE), type_of)
                                    .next()
                                    .is_none()
                            });
                            is_first.then(|| Ok(quad.subject.into()))
                        }
                    })
                }))
            }
        }
    }

    /// Whether a node is in a target.
    pub(super) fn is_target(&mut self, term: &Term, node: &Facts, target: &Target) -> Result<bool, FactError> {
        match target {
            Target::Node(other) => Ok(term == other),
            Target::Class(class) => self.is_of(term, class),
            Target::SubjectsOf(property) => Ok(node.values(property.as_ref()).next().is_some()),
            Target::ObjectsOf(property) => {
                self.facts.statements().any(None, Some(property.as_ref()), Some(term.as_ref()))
            }
        }
    }

    /// The values of a path, sorted and without duplicates.
    pub(super) fn follow(&mut self, from: &Term, path: &Path) -> Result<Vec<Term>, FactError> {
        let mut found = Vec::new();
        match path {
            Path::Property(property) => found.extend(self.node(from)?.values(property.as_ref()).cloned()),
            Path::Inverse(inner) => match inner.as_ref() {
                Path::Property(property) => {
                    let quads = self.facts.statements().matching(None, Some(property.as_ref()), Some(from.as_ref()));
                    for quad in quads {
                        found.push(quad?.subject.into());
                    }
                }
                other => found = self.follow(from, &reversed(other))?,
            },
            Path::Sequence(paths) => {
                found.push(from.clone());
                for path in paths {
                    let mut next = Vec::new();
                    for term in &found {
                        next.extend(self.follow(term, path)?);
                    }
                    found = distinct(next);
                }
            }
            Path::Alternative(paths) => {
                for path in paths {
                    found.extend(self.follow(from, path)?);
                }
            }
            Path::Repeated { path, none, many } => {
                let mut open = vec![from.clone()];
                let mut seen = Vec::new();
                while let Some(term) = open.pop() {
                    for next in self.follow(&term, path)? {
                        if !seen.contains(&next) {
                            seen.push(next.clone());
                            if *many {
                                open.push(next);
                            }
                        }
                    }
                }
                found = seen;
                if *none {
                    found.push(from.clone());
                }
            }
        }
        Ok(distinct(found))
    }
}

/// The same path, backwards.
fn reversed(path: &Path) -> Path {
    match path {
        Path::Property(_) => Path::Inverse(Box::new(path.clone())),
        Path::Inverse(inner) => inner.as_ref().clone(),
        Path::Sequence(paths) => Path::Sequence(paths.iter().rev().map(reversed).collect()),
        Path::Alternative(paths) => Path::Alternative(paths.iter().map(reversed).collect()),
        Path::Repeated { path, none, many } => {
            Path::Repeated { path: Box::new(reversed(path)), none: *none, many: *many }
        }
    }
}

fn distinct(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable_by(order);
    terms.dedup();
    terms
}

/// An order of terms that is the same in each run.
fn order(a: &Term, b: &Term) -> std::cmp::Ordering {
    a.to_string().cmp(&b.to_string())
}

fn subject(term: &Term) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        Term::NamedNode(node) => Some(node.as_ref().into()),
        Term::BlankNode(node) => Some(node.as_ref().into()),
        Term::Literal(_) => None,
    }
}
