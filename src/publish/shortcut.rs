//! What a claim says in one statement, as `place hasArea quantity`: the shortcut that a store never holds, made where an
//! export asks for it.
//!
//! A claim is put together from its own statements, which a store gives one after another. In RDF 1.2 the claim reifies its
//! shortcut, which is then not asserted. Stated plainly, in the graph of its source, are only those that the source says in
//! its own voice and of which the shortcut says all that matters.

use super::scan::{Encoder, Object, Statement};
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, rdf, term};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};

/// What an export does with shortcuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcuts {
    /// Leaves them out.
    Left,
    /// Makes each claim the reifier of its shortcut (RDF 1.2).
    Reified,
    /// States them beside the claims, in the same graph.
    Stated,
}

/// A kind of claim: its class, the property for what it is about, that for what it says, and the shortcut of both.
pub(super) struct Kind {
    class: NamedNodeRef<'static>,
    about: NamedNodeRef<'static>,
    value: NamedNodeRef<'static>,
    pub(super) shortcut: NamedNodeRef<'static>,
}

const KINDS: [Kind; 6] = [
    kind(choro::AREA_CLAIM, choro::ABOUT_PLACE, choro::AREA, choro::HAS_AREA),
    kind(choro::CONTROL_CHANGE_CLAIM, choro::ABOUT_PLACE, choro::TIME, choro::CONTROL_CHANGED),
    kind(choro::COORDINATE_CLAIM, choro::ABOUT_PLACE, choro::POINT, choro::HAS_POINT),
    kind(choro::ROLE_CLAIM, choro::HOLDER, choro::ROLE_TITLE, choro::HAS_ROLE),
    kind(choro::UTTERANCE_CLAIM, choro::SPEAKER, choro::CONTENT, choro::SAID),
    kind(choro::EVENT_CLAIM, choro::ABOUT_EVENT, choro::STANDING, choro::HAS_STANDING),
];

const fn kind(
    class: NamedNodeRef<'static>,
    about: NamedNodeRef<'static>,
    value: NamedNodeRef<'static>,
    shortcut: NamedNodeRef<'static>,
) -> Kind {
    Kind { class, about, value, shortcut }
}

impl Kind {
    /// The kind of claim that a class is, if it is one.
    pub(super) fn of_class(class: &NamedNode) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.class == *class)
    }
}

/// What was seen of one subject.
#[derive(Default)]
pub(super) struct Claim {
    kind: Option<&'static Kind>,
    found: Vec<(NamedNode, Term)>,
    is_said_by_another: bool,
    is_not_of_now: bool,
}

impl Claim {
    /// Notes a statement of the subject.
    pub(super) fn note(&mut self, predicate: &NamedNode, object: &Object<'_>) {
        if *predicate == rdf::TYPE {
            if let Object::Node(class) = object
                && let Some(kind) = Kind::of_class(class)
            {
                self.kind = Some(kind);
            }
        } else if !predicate.as_str().starts_with(choro::NAMESPACE) {
        } else if *predicate == choro::SAID_IN {
            self.is_said_by_another = true;
        } else if *predicate == choro::TENURE {
            self.is_not_of_now = !matches!(object, Object::Node(tenure) if **tenure == term::HELD_NOW);
        } else if KINDS.iter().any(|kind| kind.about == *predicate || kind.value == *predicate) {
            let object = match object {
                Object::Node(node) => Term::NamedNode((*node).clone()),
                Object::Literal(literal) => Term::Literal((*literal).clone()),
            };
            self.found.push((predicate.clone(), object));
        }
    }

    /// Its kind, if the subject is a claim.
    pub(super) fn kind(&self) -> Option<&'static Kind> {
        self.kind
    }

    /// Whether its shortcut may be stated for itself: a role that somebody had before or is to have would read as one of now.
    pub(super) fn says_all(&self) -> bool {
        !self.is_not_of_now
    }

    /// What the shortcut is about, and its values.
    pub(super) fn shortcuts(&self) -> impl Iterator<Item = (&NamedNode, &Term)> {
        let with = |property: Option<NamedNodeRef<'static>>| {
            self.found.iter().filter(move |(p, _)| property.is_some_and(|property| property == *p)).map(|(_, o)| o)
        };
        let about = with(self.kind.map(|kind| kind.about)).find_map(|about| match about {
            Term::NamedNode(node) => Some(node),
            _ => None,
        });
        about.into_iter().flat_map(move |about| with(self.kind.map(|kind| kind.value)).map(move |value| (about, value)))
    }
}

/// An encoder that can also say what a claim reifies.
pub(super) trait Reifier: Encoder {
    /// Adds that a claim reifies a triple, in the graph of the triple.
    fn reifies(&mut self, claim: &NamedNode, triple: &Statement<'_>, sorter: &mut Sorter) -> Result<(), Self::Error>;
}

/// How many claims there were, and how many of them got no shortcut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Claims {
    /// All.
    pub all: u64,
    /// Without: they do not say of whom, or say it in the voice of another, or of another time.
    pub without: u64,
}

impl Claims {
    pub(super) fn add(&mut self, other: Self) {
        self.all += other.all;
        self.without += other.without;
    }
}

/// An encoder that is also given shortcuts.
pub(super) struct WithShortcuts<E> {
    pub(super) inner: E,
    pub(super) claims: Claims,
    way: Shortcuts,
    predicates: Vec<NamedNode>,
    graph: Option<NamedNode>,
    subject: Option<NamedNode>,
    claim: Claim,
}

impl<E: Reifier> WithShortcuts<E> {
    pub(super) fn new(inner: E, way: Shortcuts) -> Self {
        let predicates = KINDS.iter().map(|kind| kind.shortcut.into_owned()).collect();
        Self { inner, claims: Claims::default(), way, predicates, graph: None, subject: None, claim: Claim::default() }
    }

    fn flush(&mut self, sorter: &mut Sorter) -> Result<(), E::Error> {
        let claim = std::mem::take(&mut self.claim);
        let (Some(kind), Some(subject)) = (claim.kind, self.subject.take()) else { return Ok(()) };
        let Some(predicate) = self.predicates.iter().find(|p| kind.shortcut == **p) else { return Ok(()) };
        self.claims.all += 1;
        let mut is_without = true;
        let may_state = claim.says_all() && !claim.is_said_by_another;
        for (about, value) in claim.shortcuts() {
            let object = match value {
                Term::NamedNode(node) => Object::Node(node),
                Term::Literal(literal) => Object::Literal(literal),
                Term::BlankNode(_) => continue,
            };
            let triple = Statement { graph: self.graph.as_ref(), subject: about, predicate, object };
            match self.way {
                Shortcuts::Left => {}
                Shortcuts::Reified => self.inner.reifies(&subject, &triple, sorter)?,
                Shortcuts::Stated if may_state => self.inner.statement(&triple, sorter)?,
                Shortcuts::Stated => continue,
            }
            is_without = false;
        }
        self.claims.without += u64::from(is_without);
        Ok(())
    }
}

impl<E: Reifier> Encoder for WithShortcuts<E> {
    type Error = E::Error;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), E::Error> {
        if self.way != Shortcuts::Left {
            if self.subject.as_ref() != Some(statement.subject) || self.graph.as_ref() != statement.graph {
                self.flush(sorter)?;
                self.subject = Some(statement.subject.clone());
                self.graph = statement.graph.cloned();
            }
            self.claim.note(statement.predicate, &statement.object);
        }
        self.inner.statement(statement, sorter)
    }

    fn end(&mut self, sorter: &mut Sorter) -> Result<(), E::Error> {
        self.flush(sorter)?;
        self.inner.end(sorter)
    }
}
