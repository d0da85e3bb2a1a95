//! An index of the entities of a dataset, so that they are searched, scored and displayed like the items of Wikidata.
//! It is made when a service starts, entity by entity, in a temporary file that is removed when the service ends.

use super::identifiers::{self, ACCEPTED, IRI, KINDS, NAME, PROPOSED, SOURCE};
use crate::base::vocab::{choro, rdf, rdfs, skos, skosxl, term, wd};
use crate::claim::types::{ClaimType, ItemForm, items};
use crate::link::compare::dataset_side::is_of;
use crate::link::entities::{self, latitude_longitude};
use crate::link::wikidata::index::{Index, IndexError};
use crate::link::wikidata::indexing::collect;
use crate::link::wikidata::item::{Fact, Item, Languages, Name, NameKind, Value};
use crate::link::wikidata::options::Options;
use crate::link::wikidata::{INSTANCE_OF, SUBCLASS_OF};
use crate::store::facts::text_or_iri;
use crate::store::{FactError, FactReader, Facts, Statements};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// Maximum number of values that an entity has for one property; a name that is everywhere has more sources than
/// anybody reads.
const MAX_VALUES: usize = 1_000;
/// The language code of a name in an unknown language (ISO 639-2).
const UNDETERMINED: &str = "und";

/// Why the entities cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum EntitiesError {
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Storage(#[from] FactError),
    /// The temporary file cannot be written.
    #[error("the entities cannot be indexed")]
    Io(#[from] io::Error),
    /// The index that was made cannot be opened.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Indexes the entities of a store in a temporary file in `folder`. Names in the preferred language come first.
/// `notify` is called after each entity, with the number of all entities.
pub fn index(
    statements: &Statements,
    language: &str,
    folder: &Path,
    notify: &mut dyn FnMut(usize),
) -> Result<Index, EntitiesError> {
    let scratch = tempfile::Builder::new().prefix(".chorograph-entities-").tempdir_in(folder)?;
    let path = scratch.path().join("entities");
    let options = Options {
        languages: languages(statements, language)?,
        types: Vec::new(),
        countries: Vec::new(),
        stateless: true,
    };
    collect(&options, &path, |into| -> Result<(), EntitiesError> {
        for (local, label, above) in KINDS {
            let name = Name { text: (*label).to_owned(), language: 0, kind: NameKind::Label };
            let above = above.and_then(identifiers::kind).map(|above| fact(SUBCLASS_OF, Value::Item(above)));
            let id = identifiers::kind(local).unwrap_or_default();
            into.class(&Item { id, names: vec![name], facts: above.into_iter().collect(), ..Item::default() })?;
        }
        let all = entities::all(statements)?;
        let read = FactReader::new(statements);
        for (at, iri) in (1..).zip(&all) {
            into.item(item(&read, at, iri, &options.languages)?)?;
            notify(all.len());
        }
        Ok(())
    })?;
    // A mapped file stays readable when its name is removed.
    Ok(Index::open(&path)?)
}

/// The languages of names, the preferred one first.
fn languages(statements: &Statements, first: &str) -> Result<Languages, FactError> {
    let mut found = BTreeSet::new();
    for quad in statements.matching(None, Some(skosxl::LITERAL_FORM), None) {
        if let Term::Literal(literal) = quad?.object
            && let Some(language) = literal.language()
            && !found.contains(language)
        {
            found.insert(language.to_owned());
        }
    }
    let first = first.to_lowercase();
    found.remove(&first);
    let mut all = vec![first, UNDETERMINED.to_owned()];
    all.extend(found);
    // An index stores a language in one byte.
    all.truncate(usize::from(u8::MAX));
    Ok(Languages(all))
}

fn fact(property: u32, value: Value) -> Fact {
    Fact { property, value, preferred: false }
}

/// The lexical values of literals and the IRIs of nodes.
fn words<'f>(facts: &'f Facts, property: NamedNodeRef<'f>) -> impl Iterator<Item = String> + 'f {
    facts.values(property).filter_map(text_or_iri).map(str::to_owned)
}

/// What claims and mentions state about an entity.
#[derive(Default)]
struct Known {
    /// Values, by the number of the property.
    values: BTreeMap<u32, BTreeSet<String>>,
    sources: BTreeSet<String>,
    claims: u32,
}

fn known(read: &FactReader<'_>, iri: &NamedNode) -> Result<Known, FactError> {
    let statements = read.statements();
    let mut known = Known::default();
    let mut met = BTreeSet::new();
    let subjects: Vec<NamedNodeRef<'_>> = items().into_iter().map(|(of, _)| of.subject).collect();
    for quad in statements.matching(None, None, Some(iri.into())) {
        let quad = quad?;
        let is_mention = quad.predicate == choro::DENOTES;
        if let NamedOrBlankNode::NamedNode(subject) = quad.subject
            && (is_mention || subjects.contains(&quad.predicate.as_ref()))
        {
            met.insert((subject, is_mention));
        }
    }
    for (node, is_mention) in met {
        let facts = statements.facts(&node)?;
        if is_mention {
            known.sources.extend(words(&facts, choro::IN_SOURCE));
            continue;
        }
        known.claims += 1;
        for span in facts.nodes(choro::ANCHORED_AT) {
            known.sources.extend(words(&statements.facts(span)?, choro::IN_SOURCE));
        }
        let Some(claim_type) = ClaimType::of(facts.values(rdf::TYPE)) else { continue };
        for value in claim_type.items.iter().filter(|value| is_of(value, &facts)) {
            let values = known.values.entry(value.property).or_default();
            match (value.form, value.path) {
                (ItemForm::Entity, [property]) => {
                    for node in facts.nodes(*property) {
                        values.extend(read.facts(node)?.label().map(str::to_owned));
                    }
                }
                (_, [property]) => values.extend(words(&facts, *property)),
                (_, [way, property]) => {
                    for node in facts.nodes(*way) {
                        values.extend(words(&*read.facts(node)?, *property));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(known)
}

fn item(read: &FactReader<'_>, id: u32, iri: &NamedNode, languages: &Languages) -> Result<Item, FactError> {
    let said = read.statements().facts(iri)?;
    let known = known(read, iri)?;
    let mut item = Item { id, names: names(read.statements(), &said, languages)?, ..Item::default() };
    let mut facts = vec![fact(IRI, Value::Text(iri.as_str().to_owned()))];
    facts.extend(kinds(&said).into_iter().map(|kind| fact(INSTANCE_OF, Value::Item(kind))));
    let spelt: BTreeSet<&str> = item.names.iter().map(|n| n.text.as_str()).collect();
    facts.extend(spelt.into_iter().take(MAX_VALUES).map(|n| fact(NAME, Value::Text(n.to_owned()))));
    for (_, value) in items() {
        let values = known.values.get(&value.property).into_iter().flatten().take(MAX_VALUES);
        facts.extend(values.filter_map(|text| {
            let in_index = match value.form {
                ItemForm::Area | ItemForm::Number => Value::Quantity(format!("+{text}"), 0),
                ItemForm::Time => time(text),
                ItemForm::Text | ItemForm::Entity => Value::Text(text.clone()),
                ItemForm::Point => {
                    let (latitude, longitude) = latitude_longitude(text)?;
                    Value::Coordinates(latitude, longitude)
                }
            };
            Some(fact(value.property, in_index))
        }));
    }
    for (property, predicate) in [(ACCEPTED, skos::EXACT_MATCH), (PROPOSED, skos::CLOSE_MATCH)] {
        // Sorted by IRI, where a prefix comes before the longer IRI.
        let items: BTreeSet<&str> = said.values(predicate).filter_map(text_or_iri).collect();
        let items = items.into_iter().filter_map(|item| item.strip_prefix(wd::NAMESPACE));
        facts.extend(items.map(|item| fact(property, Value::Text(item.to_owned()))));
    }
    facts.extend(known.sources.iter().take(MAX_VALUES).map(|s| fact(SOURCE, Value::Text(s.clone()))));
    item.sitelinks = u32::try_from(known.sources.len()).unwrap_or(u32::MAX);
    item.statements = known.claims;
    item.facts = facts;
    Ok(item)
}

/// All its spellings: labels, and the forms of its name with their languages.
fn names(statements: &Statements, said: &Facts, languages: &Languages) -> Result<Vec<Name>, FactError> {
    let mut names = Vec::new();
    let mut add = |facts: &Facts, property, kind: NameKind| {
        let spellings = facts.literals(property).map(|literal| (literal.value(), literal.language()));
        for (text, language) in spellings.collect::<BTreeSet<_>>() {
            let language = language.and_then(|l| languages.position(l));
            let language = language.or_else(|| languages.position(UNDETERMINED)).unwrap_or_default();
            names.push(Name { text: text.to_owned(), language, kind });
        }
    };
    add(said, rdfs::LABEL, NameKind::Label);
    for form in said.nodes(choro::NAME).collect::<BTreeSet<_>>() {
        add(&statements.facts(form)?, skosxl::LITERAL_FORM, NameKind::Alias);
    }
    Ok(names)
}

fn kinds(said: &Facts) -> BTreeSet<u32> {
    let terms = said.values(choro::KIND).filter_map(text_or_iri).filter_map(|t| t.strip_prefix(term::NAMESPACE));
    let mut kinds: BTreeSet<u32> = terms.filter_map(identifiers::kind).collect();
    // A place that only a fact box names.
    if kinds.is_empty() && said.is(choro::PLACE) {
        kinds.extend(identifiers::kind("place"));
    }
    kinds
}

/// An EDTF date in its own precision; one that is not a day, month or year stays as written.
fn time(edtf: &str) -> Value {
    let plain = edtf.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    match (plain, edtf.len()) {
        (true, 10) => Value::Time(format!("+{edtf}T00:00:00Z"), 11),
        (true, 7) => Value::Time(format!("+{edtf}-00T00:00:00Z"), 10),
        (true, 4) => Value::Time(format!("+{edtf}-00-00T00:00:00Z"), 9),
        _ => Value::Text(edtf.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_what_is_known() {
        for (edtf, expected) in [
            ("1992-05-08", Value::Time("+1992-05-08T00:00:00Z".to_owned(), 11)),
            ("1992-05", Value::Time("+1992-05-00T00:00:00Z".to_owned(), 10)),
            ("1992", Value::Time("+1992-00-00T00:00:00Z".to_owned(), 9)),
            ("1988/1992", Value::Text("1988/1992".to_owned())),
            ("1992~", Value::Text("1992~".to_owned())),
            ("199X", Value::Text("199X".to_owned())),
        ] {
            assert_eq!(time(edtf), expected, "{edtf}");
        }
    }
}
