//! What the store holds of an entity that has a verified link: its names, its kind, and the areas that sources give, each with
//! where it stands. Read entity by entity.

use super::{is_whole, item_of};
use crate::base::vocab::{choro, dcterms, rdf, rdfs, schema, skos, skosxl};
use crate::read::record::quantity::precise;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeSet;

/// An entity and its item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    /// The entity.
    pub iri: NamedNode,
    /// The number of the item.
    pub item: u32,
    /// How the entity is shown.
    pub label: String,
}

/// An area that is claimed of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// The claim.
    pub claim: String,
    /// In square kilometres, exactly.
    pub km2: String,
    /// Number and unit as the source writes them.
    pub lexical: String,
    /// What is measured: a controlled term.
    pub kind: String,
    /// The time of the boundaries that are meant, in EDTF.
    pub boundary: Option<String>,
    /// The verbatim words.
    pub words: String,
    /// Where they stand.
    pub sources: Vec<Source>,
    /// Whether a disagreement involves the claim.
    pub disputed: bool,
}

impl Area {
    /// Whether it is the area of the place as it is, as far as the source says.
    pub fn is_of_the_whole(&self) -> bool {
        is_whole(&self.kind) && self.boundary.is_none()
    }

    /// As read, and as written.
    pub fn shown(&self) -> String {
        let part = if is_whole(&self.kind) { "" } else { ", of a part" };
        let boundary = self.boundary.as_ref().map_or_else(String::new, |b| format!(", in the boundaries of {b}"));
        format!("{} km2 (“{}”{part}{boundary})", precise(&self.km2, &self.lexical), self.lexical)
    }
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its title, else its IRI.
    pub shown: String,
    /// Its address.
    pub url: Option<String>,
    /// The day of its capture, as `xsd:date`.
    pub retrieved: Option<String>,
    /// Its own item.
    pub item: Option<u32>,
}

/// Reads a store.
#[derive(Clone, Copy)]
pub struct Reader<'a>(&'a Store);

impl<'a> Reader<'a> {
    /// Of a store.
    pub fn new(store: &'a Store) -> Self {
        Self(store)
    }

    /// All entities with a verified link, in the order of their IRIs.
    pub fn linked(&self) -> Result<BTreeSet<Linked>, StorageError> {
        let mut found = BTreeSet::new();
        for quad in self.0.quads_for_pattern(None, Some(skos::EXACT_MATCH), None, None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(iri), Term::NamedNode(item)) = (quad.subject, quad.object)
                && let Some(item) = item_of(item.as_str())
            {
                let label = self.text(&iri, rdfs::LABEL)?.unwrap_or_else(|| iri.as_str().to_owned());
                found.insert(Linked { iri, item, label });
            }
        }
        Ok(found)
    }

    /// The objects of a subject and a predicate in all graphs, sorted.
    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
        let quads = self.0.quads_for_pattern(Some(subject.as_ref().into()), Some(predicate), None, None);
        let mut objects = quads.map(|q| q.map(|q| q.object)).collect::<Result<Vec<_>, _>>()?;
        objects.sort_by_cached_key(ToString::to_string);
        objects.dedup();
        Ok(objects)
    }

    fn nodes(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<NamedNode>, StorageError> {
        let node = |term| if let Term::NamedNode(node) = term { Some(node) } else { None };
        Ok(self.objects(subject, predicate)?.into_iter().filter_map(node).collect())
    }

    fn text(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        Ok(self.objects(subject, predicate)?.into_iter().find_map(|term| match term {
            Term::Literal(literal) => Some(literal.destruct().0),
            Term::NamedNode(node) => Some(node.into_string()),
            _ => None,
        }))
    }

    /// The subjects that a predicate ties to an object, sorted.
    fn subjects(&self, predicate: NamedNodeRef<'_>, object: &NamedNode) -> Result<BTreeSet<NamedNode>, StorageError> {
        let mut found = BTreeSet::new();
        for quad in self.0.quads_for_pattern(None, Some(predicate), Some(object.as_ref().into()), None) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                found.insert(subject);
            }
        }
        Ok(found)
    }

    fn is(&self, node: &NamedNode, class: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        Ok(self.nodes(node, rdf::TYPE)?.iter().any(|c| c.as_ref() == class))
    }

    /// The spellings of its name, with the language of each (BCP 47), sorted.
    pub fn names(&self, entity: &NamedNode) -> Result<BTreeSet<(String, String)>, StorageError> {
        let mut names = BTreeSet::new();
        for form in self.nodes(entity, choro::NAME)? {
            for literal in self.objects(&form, skosxl::LITERAL_FORM)? {
                if let Term::Literal(literal) = literal
                    && let (name, _, Some(language)) = literal.destruct()
                {
                    names.insert((name, language));
                }
            }
        }
        Ok(names)
    }

    /// Its kinds, in words.
    pub fn kinds(&self, entity: &NamedNode) -> Result<Vec<String>, StorageError> {
        Ok(self.nodes(entity, choro::KIND)?.iter().map(|kind| words(kind.as_str())).collect())
    }

    /// The areas that are claimed of it, by the IRI of the claim.
    pub fn areas(&self, entity: &NamedNode) -> Result<Vec<Area>, StorageError> {
        let mut areas = Vec::new();
        for claim in self.subjects(choro::ABOUT_PLACE, entity)? {
            if !self.is(&claim, choro::AREA_CLAIM)? {
                continue;
            }
            let Some(quantity) = self.nodes(&claim, choro::AREA)?.into_iter().next() else { continue };
            let Some(km2) = self.text(&quantity, choro::SQUARE_KILOMETRES)? else { continue };
            let boundary = self.nodes(&claim, choro::BOUNDARY_TIME)?.into_iter().next();
            areas.push(Area {
                km2,
                lexical: self.text(&quantity, choro::LEXICAL_FORM)?.unwrap_or_default(),
                kind: self.text(&claim, choro::AREA_KIND)?.unwrap_or_default(),
                boundary: boundary.map(|b| self.text(&b, choro::EDTF)).transpose()?.flatten(),
                words: self.text(&claim, choro::VERBATIM)?.unwrap_or_default(),
                sources: self.sources(&claim)?,
                disputed: self.is_disputed(&claim)?,
                claim: claim.into_string(),
            });
        }
        Ok(areas)
    }

    /// Whether a disagreement involves a claim.
    pub fn is_disputed(&self, claim: &NamedNode) -> Result<bool, StorageError> {
        Ok(!self.subjects(choro::INVOLVES, claim)?.is_empty())
    }

    /// How many changes of control are claimed of it.
    pub fn control_changes(&self, entity: &NamedNode) -> Result<usize, StorageError> {
        let mut count = 0;
        for claim in self.subjects(choro::ABOUT_PLACE, entity)? {
            count += usize::from(self.is(&claim, choro::CONTROL_CHANGE_CLAIM)?);
        }
        Ok(count)
    }

    /// The sources in whose words a claim stands.
    fn sources(&self, claim: &NamedNode) -> Result<Vec<Source>, StorageError> {
        let mut sources = BTreeSet::new();
        for span in self.nodes(claim, choro::ANCHORED_AT)? {
            for source in self.nodes(&span, choro::IN_SOURCE)? {
                sources.insert(Source {
                    shown: self.text(&source, dcterms::TITLE)?.unwrap_or_else(|| source.as_str().to_owned()),
                    url: self.text(&source, schema::URL)?,
                    retrieved: self.text(&source, choro::RETRIEVED)?,
                    item: self.nodes(&source, skos::EXACT_MATCH)?.iter().find_map(|i| item_of(i.as_str())),
                });
            }
        }
        Ok(sources.into_iter().collect())
    }
}

/// The end of an IRI such as `formerRepublic`, in words.
fn words(iri: &str) -> String {
    let name = iri.rsplit(['#', '/']).next().unwrap_or(iri);
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn kinds_are_words() {
        for (iri, expected) in [
            ("https://w3id.org/chorograph/term#district", "district"),
            ("https://w3id.org/chorograph/term#formerRepublic", "former republic"),
        ] {
            assert_eq!(super::words(iri), expected);
        }
    }
}
