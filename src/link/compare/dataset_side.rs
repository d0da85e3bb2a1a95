//! The dataset side of a comparison: for an entity with a verified link, its names, its kind, and the figures that
//! sources give, each with its place in the source. It is read entity by entity.

use super::{is_whole, item_of};
use crate::base::vocab::{choro, dcterms, rdf, rdfs, schema, skos, skosxl};
use crate::claim::types::{ClaimType, ItemForm, ItemValue};
use crate::read::record::quantity::precise;
use crate::store::facts::text_or_iri;
use crate::store::{FactError, FactReader, Facts, Statements};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeSet;

/// An entity and its verified item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    /// The entity.
    pub iri: NamedNode,
    /// The number of the item.
    pub item: u32,
    /// The label of the entity.
    pub label: String,
}

/// A value that a claim gives for an entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// The IRI of the claim.
    pub claim: String,
    /// The exact number; for an area, in square kilometres. For another value: a time in EDTF, a text, a label.
    pub amount: String,
    /// Number and unit as the source writes them; empty for a number without a unit.
    pub lexical: String,
    /// The part of a place that an area refers to: a controlled term.
    pub kind: String,
    /// The time of the boundaries that are meant, in EDTF; `None` if the source does not say.
    pub boundary: Option<String>,
    /// The number of the Wikidata property of a code whose scheme is called by it: `P300`.
    pub property: Option<u32>,
    /// What kind of unit a place is part of, in the words of the source.
    pub parent_kind: Option<String>,
    /// The unit of a number in the words of the source, if it has one.
    pub unit: Option<String>,
    /// The time to which the value refers, in EDTF; `None` if the source does not say, or if the value is a time.
    pub time: Option<String>,
    /// The verified item, if the value is an entity that has one.
    pub item: Option<u32>,
    /// The verbatim words.
    pub words: String,
    /// The sources of the words.
    pub sources: Vec<Source>,
    /// Whether a disagreement involves the claim.
    pub disputed: bool,
}

impl Figure {
    /// Whether it is the area of the whole present place, as far as the source says.
    pub fn is_of_the_whole(&self) -> bool {
        is_whole(&self.kind) && self.boundary.is_none()
    }

    /// The number as read, and as written.
    pub fn shown(&self) -> String {
        let time = self.time.as_ref().map_or_else(String::new, |time| format!(", of {time}"));
        if self.lexical.is_empty() {
            let unit = self.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
            let kind = self.parent_kind.as_ref().map_or_else(String::new, |kind| format!(" ({kind})"));
            // A point in well-known text has the longitude first.
            let point = self.amount.strip_prefix("POINT(").and_then(|point| point.strip_suffix(')')?.split_once(' '));
            let amount = point.map_or_else(|| self.amount.clone(), |(east, north)| format!("{north} {east}"));
            return format!("{amount}{unit}{kind}{time}");
        }
        let part = if is_whole(&self.kind) { "" } else { ", of a part" };
        let boundary = self.boundary.as_ref().map_or_else(String::new, |b| format!(", in the boundaries of {b}"));
        format!("{} km2 (“{}”{part}{boundary}{time})", precise(&self.amount, &self.lexical), self.lexical)
    }
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its title, or its IRI if it has none.
    pub shown: String,
    /// Its address.
    pub url: Option<String>,
    /// The day of its capture, as `xsd:date`.
    pub retrieved: Option<String>,
    /// Its own Wikidata item.
    pub item: Option<u32>,
}

/// Reads the dataset side from a store.
pub struct DatasetSide<'a>(FactReader<'a>);

impl<'a> DatasetSide<'a> {
    /// A reader of a store.
    pub fn new(statements: &'a Statements) -> Self {
        Self(FactReader::new(statements))
    }

    /// All entities with a verified link, sorted by IRI.
    pub fn linked(&self) -> Result<BTreeSet<Linked>, FactError> {
        let statements = self.0.statements();
        let mut found = BTreeSet::new();
        for quad in statements.matching(None, Some(skos::EXACT_MATCH), None) {
            if let Quad { subject: NamedOrBlankNode::NamedNode(iri), object: Term::NamedNode(item), .. } = quad?
                && let Some(item) = item_of(item.as_str())
            {
                let labels = statements.values(&iri, rdfs::LABEL)?;
                let label = labels.iter().find_map(text_or_iri).unwrap_or(iri.as_str()).to_owned();
                found.insert(Linked { iri, item, label });
            }
        }
        Ok(found)
    }

    /// The claims of a type about an entity.
    fn claims(&self, entity: &NamedNode, claim_type: &ClaimType) -> Result<BTreeSet<NamedNode>, FactError> {
        let mut claims = BTreeSet::new();
        for claim in self.0.statements().subjects(claim_type.subject, Some(entity.into())) {
            let claim = claim?;
            let class = Some(claim_type.class.into());
            if self.0.statements().any(Some((&claim).into()), Some(rdf::TYPE), class)? {
                claims.insert(claim);
            }
        }
        Ok(claims)
    }

    /// The spellings of its name, each with its language (BCP 47), sorted.
    pub fn names(&self, entity: &NamedNode) -> Result<BTreeSet<(String, String)>, FactError> {
        let statements = self.0.statements();
        let mut names = BTreeSet::new();
        for form in statements.values(entity, choro::NAME)? {
            let Term::NamedNode(form) = form else { continue };
            for literal in statements.values(&form, skosxl::LITERAL_FORM)? {
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
    pub fn kinds(&self, entity: &NamedNode) -> Result<Vec<String>, FactError> {
        let kinds = self.0.statements().values(entity, choro::KIND)?;
        Ok(kinds.iter().filter(|kind| kind.is_named_node()).filter_map(text_or_iri).map(words).collect())
    }

    /// Whether the dataset has claims of a type at all.
    pub fn has(&self, claim_type: &ClaimType) -> Result<bool, FactError> {
        self.0.statements().any(None, Some(rdf::TYPE), Some(claim_type.class.into()))
    }

    /// The values that claims of a type give for it, sorted by the IRI of the claim.
    pub fn figures(
        &self,
        entity: &NamedNode,
        claim_type: &ClaimType,
        value: &ItemValue,
    ) -> Result<Vec<Figure>, FactError> {
        let mut figures = Vec::new();
        for claim in self.claims(entity, claim_type)? {
            let facts = self.0.statements().facts(&claim)?;
            if !is_of(value, &facts) {
                continue;
            }
            let text = |facts: &Facts, property| facts.text_or_iri(property).unwrap_or_default().to_owned();
            let edtf = |property| -> Result<Option<String>, FactError> {
                let time = facts.node(property).map(|time| self.0.facts(time)).transpose()?;
                Ok(time.and_then(|time| time.text_or_iri(choro::EDTF).map(str::to_owned)))
            };
            let mut item = None;
            let (amount, lexical) = match (value.form, value.path) {
                (ItemForm::Entity, [property, ..]) => match facts.node(*property) {
                    Some(entity) => {
                        let entity = self.0.facts(entity)?;
                        item = entity.nodes(skos::EXACT_MATCH).find_map(|i| item_of(i.as_str()));
                        (entity.label().unwrap_or_default().to_owned(), String::new())
                    }
                    None => continue,
                },
                (ItemForm::Area, [property, ..]) if facts.node(*property).is_some() => {
                    let quantity = facts.node(*property).map(|node| self.0.facts(node)).transpose()?;
                    let of = |property| quantity.as_deref().map(|facts| text(facts, property)).unwrap_or_default();
                    (of(choro::SQUARE_KILOMETRES), of(choro::LEXICAL_FORM))
                }
                (_, [way, property]) => match facts.node(*way) {
                    Some(node) => (text(&*self.0.facts(node)?, *property), String::new()),
                    None => continue,
                },
                (_, path) => (path.first().map(|property| text(&facts, *property)).unwrap_or_default(), String::new()),
            };
            if amount.is_empty() {
                continue;
            }
            let time = if value.form == ItemForm::Time { None } else { edtf(choro::TIME)? };
            figures.push(Figure {
                amount,
                lexical,
                property: facts.text(choro::SCHEME).and_then(property_of),
                parent_kind: facts.text(choro::PARENT_KIND_WORDS).map(str::to_owned),
                unit: facts.text(choro::UNIT_WORDS).map(str::to_owned),
                time,
                item,
                kind: text(&facts, choro::AREA_KIND),
                boundary: edtf(choro::BOUNDARY_TIME)?,
                words: text(&facts, choro::VERBATIM),
                sources: self.sources(&facts)?,
                disputed: self.is_disputed(&claim)?,
                claim: claim.into_string(),
            });
        }
        Ok(figures)
    }

    /// The number of claims of a type about it.
    pub fn count(&self, entity: &NamedNode, claim_type: &ClaimType) -> Result<usize, FactError> {
        Ok(self.claims(entity, claim_type)?.len())
    }

    /// Whether a disagreement involves a claim.
    pub fn is_disputed(&self, claim: &NamedNode) -> Result<bool, FactError> {
        self.0.statements().any(None, Some(choro::INVOLVES), Some(claim.into()))
    }

    /// The sources that contain the words of a claim.
    fn sources(&self, claim: &Facts) -> Result<Vec<Source>, FactError> {
        let mut sources = BTreeSet::new();
        for span in claim.nodes(choro::ANCHORED_AT) {
            for source in self.0.statements().facts(span)?.nodes(choro::IN_SOURCE) {
                let facts = self.0.facts(source)?;
                let text = |property| facts.text_or_iri(property).map(str::to_owned);
                sources.insert(Source {
                    shown: text(dcterms::TITLE).unwrap_or_else(|| source.as_str().to_owned()),
                    url: text(schema::URL),
                    retrieved: text(choro::RETRIEVED),
                    item: facts.nodes(skos::EXACT_MATCH).find_map(|i| item_of(i.as_str())),
                });
            }
        }
        Ok(sources.into_iter().collect())
    }
}

/// Whether a claim gives a value of an item: one with a condition only if the claim fulfils it, as only a figure of the
/// measure `population` is a population.
pub fn is_of(value: &ItemValue, claim: &Facts) -> bool {
    value.only.is_none_or(|(property, wanted)| {
        let is_wanted = |text: &str| crate::base::iri::last_part(text).eq_ignore_ascii_case(wanted);
        claim.values(property).filter_map(text_or_iri).any(is_wanted)
    })
}

/// The number of a property of Wikidata by its name, `P300`.
fn property_of(scheme: &str) -> Option<u32> {
    let digits = scheme.strip_prefix('P').filter(|digits| !digits.starts_with('0'))?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
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
    fn a_scheme_may_be_a_property() {
        for (scheme, expected) in
            [("P300", Some(300)), ("P0300", None), ("P", None), ("p300", None), ("P30x", None), ("ISO 3166-2", None)]
        {
            assert_eq!(super::property_of(scheme), expected, "{scheme}");
        }
    }

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
