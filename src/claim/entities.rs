//! The entities that an article names, each with its IRI: that of the gazetteer; of a country or city of the built-in
//! lists, one for the dataset; otherwise an IRI of the source. Two sources that write the same name need not mean the same
//! person, so such a name stays with its source.

use crate::base::fold::{self, words};
use crate::base::iri::{Minter, folded_space, slug};
use crate::base::places::{self, BuiltInPlace};
use crate::base::vocab::{choro, foaf, org, term};
use crate::dataset::gazetteer::{BuiltInNode, Gazetteer};
use crate::extract::finding::{self, EntityType, Findings};
use crate::extract::lang::is_country_or_state;
use crate::read::source::SourceDocument;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::HashMap;

/// An entity of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityNode {
    /// Its IRI.
    pub iri: NamedNode,
    /// What the source says about it; `None` if the gazetteer describes it.
    pub described: Option<Description>,
    kind: EntityType,
    is_place: bool,
    /// What the gazetteer says that it is.
    known_kind: Option<NamedNodeRef<'static>>,
}

/// What a source says about an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Its class.
    pub class: NamedNodeRef<'static>,
    /// Its kind, as a controlled term.
    pub kind: NamedNodeRef<'static>,
    /// The fullest form of its name in the source.
    pub label: String,
}

/// The entities of an article, by their positions in [`Findings::entities`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entities(Vec<EntityNode>);

impl EntityType {
    /// The controlled term.
    pub fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::Person => term::PERSON,
            Self::Organisation => term::ORGANISATION,
            Self::Place => term::ANY_PLACE,
            Self::Event => term::ANY_EVENT,
            Self::Nationality => term::NATIONALITY,
            Self::Other => term::OTHER_NAME,
        }
    }

    /// The class of an entity without an entry in the gazetteer.
    pub fn class(self) -> NamedNodeRef<'static> {
        match self {
            Self::Person => foaf::PERSON,
            Self::Organisation => org::ORGANIZATION,
            Self::Place => choro::PLACE,
            Self::Event => choro::EVENT,
            Self::Nationality | Self::Other => choro::NAMED_THING,
        }
    }
}

impl Entities {
    /// The entities of an article.
    pub fn new(document: &SourceDocument, findings: &Findings, gazetteer: &Gazetteer, minter: &Minter) -> Self {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let node = |entity: &finding::Entity| {
            let built_in = built_in(document, findings, entity).filter(|_| entity.known.is_none());
            let place = built_in.and_then(|place| Some((place, gazetteer.built_in(&place)?)));
            let known = match place {
                Some((_, BuiltInNode::Entity(at))) => Some(at),
                _ => entity.known,
            };
            if let Some(known) = known.and_then(|known| gazetteer.entities.get(known)) {
                return EntityNode {
                    iri: known.iri(minter),
                    described: None,
                    kind: entity.kind,
                    is_place: known.folder == "place",
                    known_kind: Some(known.kind),
                };
            }
            if let Some((place, BuiltInNode::Key(key))) = place {
                // All sources say the same of one node.
                let label = place.name.to_owned();
                return EntityNode {
                    iri: minter.entity("place", &key),
                    described: Some(Description { class: choro::PLACE, kind: term::ANY_PLACE, label }),
                    kind: entity.kind,
                    is_place: true,
                    known_kind: None,
                };
            }
            let first = entity.mentions.first().and_then(|m| findings.mentions.get(*m));
            let name = if entity.name.trim().is_empty() {
                first.and_then(|m| document.text.get(m.range.clone())).unwrap_or_default()
            } else {
                &entity.name
            };
            // Entities with the same name are distinguished by a number, in the order of the text.
            let slug = slug(name);
            let nth = taken.entry(slug.clone()).or_default();
            *nth += 1;
            let slug = if *nth == 1 { slug } else { format!("{slug}.{nth}") };
            EntityNode {
                iri: minter.local_entity(&document.id, &slug),
                described: Some(Description {
                    class: entity.kind.class(),
                    kind: entity.kind.iri(),
                    label: folded_space(name),
                }),
                kind: entity.kind,
                is_place: entity.kind == EntityType::Place,
                known_kind: None,
            }
        };
        Self(findings.entities.iter().map(node).collect())
    }

    /// All entities, in order.
    pub fn iter(&self) -> impl Iterator<Item = &EntityNode> {
        self.0.iter()
    }

    /// The IRI of an entity.
    pub fn iri(&self, at: usize) -> Option<&NamedNode> {
        self.0.get(at).map(|e| &e.iri)
    }

    /// Whether the gazetteer has it.
    pub fn is_known(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|e| e.described.is_none())
    }

    /// Whether it is a person.
    pub fn is_person(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|e| e.kind == EntityType::Person)
    }

    /// Whether an event can take place in it.
    pub fn is_place(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|e| e.is_place)
    }

    /// Whether it may be of the kind that a word says: the gazetteer does not have it as a district where the word says
    /// town, nor the other way round.
    pub fn fits_kind(&self, at: usize, word: &str) -> bool {
        let Some(known) = self.0.get(at).and_then(|e| e.known_kind) else { return true };
        let Some(said) = words::place_type(&fold::key(word)) else { return true };
        let is_town = [term::TOWN, term::CITY].contains(&known);
        known == term::ANY_PLACE || is_town == (said == words::PlaceType::Town)
    }

    /// Whether it is identified by more than the name of its people, so that two can be distinguished.
    pub fn is_body(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|e| e.described.as_ref().is_none_or(|d| d.kind != term::NATIONALITY))
    }
}

/// The place of the built-in lists that an entity is: every name that the article has for it means that place or nothing
/// by itself, and the article does not place it elsewhere ("Moscow, Idaho").
fn built_in(document: &SourceDocument, findings: &Findings, entity: &finding::Entity) -> Option<BuiltInPlace> {
    if entity.kind != EntityType::Place {
        return None;
    }
    let place = places::meant(&entity.name)?;
    let mentions = || entity.mentions.iter().filter_map(|at| Some((*at, findings.mentions.get(*at)?)));
    let is_other = |(at, mention): (usize, &finding::Mention)| {
        let other_name = places::meant(document.text.get(mention.range.clone()).unwrap_or_default());
        other_name.is_some_and(|other| other != place) || mention.kind != EntityType::Place || {
            let next = findings.mentions.get(at + 1).filter(|next| next.kind == EntityType::Place);
            let qualifier = next.filter(|next| {
                document.text.get(mention.range.end..next.range.start).is_some_and(|gap| gap.trim_end() == ",")
            });
            match (place.country, qualifier.and_then(|q| document.text.get(q.range.clone()))) {
                (Some(country), Some(words)) if is_country_or_state(words) => {
                    places::country(words).map_or(words, |named| named.name) != country
                }
                _ => false,
            }
        }
    };
    (!mentions().any(is_other)).then_some(place)
}
