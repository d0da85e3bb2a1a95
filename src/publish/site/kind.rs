//! The kinds of things that have pages, and their names.

use crate::base::vocab::{choro, foaf, org, prov, qudt, rdf, sem};
use crate::store::{FactError, Facts, Statements};
use oxigraph::model::{NamedNodeRef, Term};

/// A kind of thing. Kinds are listed in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageKind {
    Place,
    Person,
    Organisation,
    NamedEvent,
    Thing,
    Meeting,
    Claim,
    Disagreement,
    Source,
    Article,
    Box,
    Table,
    Record,
    Version,
    Agent,
    Time,
    Quantity,
    Other,
}

/// The number of things of each kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts([usize; 18]);

impl Counts {
    pub(super) fn add(&mut self, kind: PageKind) {
        self.0[kind as usize] += 1;
    }

    /// 1 for each kind that a store with this base IRI has, else 0.
    pub(super) fn of_any(statements: &Statements, base: &str) -> Result<Self, FactError> {
        let mut counts = Self::default();
        for (class, kind) in PageKind::CLASSES {
            if counts.of(kind) > 0 {
                continue;
            }
            for node in statements.subjects(rdf::TYPE, Some(class.into())) {
                let node = node?;
                let is_below = node.as_str().starts_with(base) && node.as_str() != base;
                if is_below && PageKind::read(statements, node.as_str())? == Some(kind) {
                    counts.add(kind);
                    break;
                }
            }
        }
        Ok(counts)
    }

    pub(super) fn of(&self, kind: PageKind) -> usize {
        self.0[kind as usize]
    }

    pub(super) fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

impl PageKind {
    pub(super) const ALL: [Self; 18] = [
        Self::Place,
        Self::Person,
        Self::Organisation,
        Self::NamedEvent,
        Self::Thing,
        Self::Meeting,
        Self::Claim,
        Self::Disagreement,
        Self::Source,
        Self::Article,
        Self::Box,
        Self::Table,
        Self::Record,
        Self::Version,
        Self::Agent,
        Self::Time,
        Self::Quantity,
        Self::Other,
    ];

    /// The folder of its list.
    pub(super) fn folder(self) -> &'static str {
        self.words().0
    }

    /// Its name in the singular.
    pub(super) fn one(self) -> &'static str {
        self.words().1
    }

    /// Its name in the plural.
    pub(super) fn many(self) -> &'static str {
        self.words().2
    }

    /// The heading of its list.
    pub(super) fn heading(self) -> String {
        let many = self.many();
        many[..1].to_uppercase() + &many[1..]
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Place => ("place", "place", "places"),
            Self::Person => ("person", "person", "people"),
            Self::Organisation => ("organisation", "organisation", "organisations"),
            Self::NamedEvent => ("event", "named event", "named events"),
            Self::Thing => ("thing", "other named thing", "other named things"),
            Self::Meeting => ("meeting", "meeting", "meetings"),
            Self::Claim => ("claim", "claim", "claims"),
            Self::Disagreement => ("disagreement", "disagreement", "disagreements"),
            Self::Source => ("source", "source", "sources"),
            Self::Article => ("article", "article", "articles"),
            Self::Box => ("box", "fact box", "fact boxes"),
            Self::Table => ("table", "table", "tables"),
            Self::Record => ("record", "record", "records"),
            Self::Version => ("version", "version of a source", "versions of sources"),
            Self::Agent => ("agent", "agent", "agents"),
            Self::Time => ("time", "time", "times"),
            Self::Quantity => ("quantity", "quantity", "quantities"),
            Self::Other => ("other", "other node", "other nodes"),
        }
    }

    /// Whether things of this kind have names that a reader may search for.
    pub(super) fn is_entity(self) -> bool {
        self <= Self::Thing
    }

    /// The classes whose members have pages. Others (spans, mentions, spellings) are shown on the pages of the things
    /// that they belong to.
    pub(super) const CLASSES: [(NamedNodeRef<'static>, Self); 23] = [
        (choro::PLACE, Self::Place),
        (foaf::PERSON, Self::Person),
        (org::ORGANIZATION, Self::Organisation),
        (sem::EVENT, Self::NamedEvent),
        (choro::NAMED_THING, Self::Thing),
        (choro::EVENT, Self::Meeting),
        (choro::CLAIM, Self::Claim),
        (choro::DISAGREEMENT, Self::Disagreement),
        (choro::SOURCE, Self::Source),
        (choro::ARTICLE, Self::Article),
        (choro::FACT_BOX, Self::Box),
        (choro::TABLE, Self::Table),
        (choro::RECORD, Self::Record),
        (prov::ENTITY, Self::Version),
        (prov::AGENT, Self::Agent),
        (choro::TIME_EXTENT, Self::Time),
        (qudt::QUANTITY_VALUE, Self::Quantity),
        (choro::MEASURE_CLASS, Self::Other),
        (choro::COPY_GROUP, Self::Other),
        (choro::COPY_CHAIN, Self::Other),
        (choro::LIKENESS, Self::Other),
        (prov::ACTIVITY, Self::Other),
        (crate::base::vocab::owl::AXIOM, Self::Other),
    ];

    /// The kind of a thing: the first that fits.
    pub(super) fn of(facts: &Facts) -> Option<Self> {
        facts.values(rdf::TYPE).filter_map(Self::of_class).min()
    }

    /// The kind of a thing of which nothing else is read.
    pub(super) fn read(statements: &Statements, iri: &str) -> Result<Option<Self>, FactError> {
        let node = NamedNodeRef::new_unchecked(iri);
        Ok(statements.values(node, rdf::TYPE)?.iter().filter_map(Self::of_class).min())
    }

    fn of_class(term: &Term) -> Option<Self> {
        let is = |class: NamedNodeRef<'_>| matches!(term, Term::NamedNode(node) if *node == class);
        Self::CLASSES.iter().find(|(class, _)| is(*class)).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_is_listed_once_and_in_a_folder_of_its_own() {
        let folders: BTreeSet<_> = PageKind::ALL.iter().map(|k| k.folder()).collect();
        assert_eq!(folders.len(), PageKind::ALL.len());
        assert!(PageKind::ALL.iter().enumerate().all(|(n, kind)| *kind as usize == n));
        assert_eq!(PageKind::Person.heading(), "People");
    }
}
