//! The entities of a dataset as an index, so that they are searched, scored and shown as the items of Wikidata are. It is made
//! when a service starts, entity by entity, in a temporary file that is gone when the service is.

use super::space::{self, ACCEPTED, CONTROL_CHANGE, IRI, KINDS, NAME, PROPOSED, ROLE, SOURCE};
use crate::link::entities::{self, objects, subjects};
use crate::vocab::{choro, rdf, rdfs, skos, skosxl, term, wd};
use crate::wikidata::build::{Options, collect};
use crate::wikidata::index::{Index, IndexError};
use crate::wikidata::item::{Fact, Item, Languages, Name, NameKind, Value};
use crate::wikidata::{AREA, INSTANCE_OF, SUBCLASS_OF};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Of one property, an entity has at most so many values here; a name that is everywhere has more sources than anybody reads.
const MOST_VALUES: usize = 1_000;
/// The language of a name of which no language is known (ISO 639-2).
const UNDETERMINED: &str = "und";

/// Why the entities cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum EntitiesError {
    /// The store.
    #[error("the store cannot be read")]
    Storage(#[from] StorageError),
    /// The temporary file.
    #[error("the entities cannot be indexed")]
    Io(#[from] io::Error),
    /// The index that was made.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// The entities of a store, with a language that is preferred; the temporary file is made in a folder.
pub fn index(store: &Store, language: &str, folder: &Path) -> Result<Index, EntitiesError> {
    let scratch = tempfile::Builder::new().prefix(".chorograph-entities-").tempdir_in(folder)?;
    let path = scratch.path().join("entities");
    let options =
        Options { languages: languages(store, language)?, types: Vec::new(), countries: Vec::new(), stateless: true };
    collect(&options, &path, |into| -> Result<(), EntitiesError> {
        for (local, label, above) in KINDS {
            let name = Name { text: (*label).to_owned(), language: 0, kind: NameKind::Label };
            let above = above.and_then(space::kind).map(|above| fact(SUBCLASS_OF, Value::Item(above)));
            let id = space::kind(local).unwrap_or_default();
            into.class(&Item { id, names: vec![name], facts: above.into_iter().collect(), ..Item::default() })?;
        }
        for (at, iri) in (1..).zip(entities::all(store)?) {
            into.item(item(store, at, &iri, &options.languages)?)?;
        }
        Ok(())
    })?;
    // What is mapped stays there when its name is gone.
    Ok(Index::open(&path)?)
}

/// The languages of names, the preferred one first.
fn languages(store: &Store, first: &str) -> Result<Languages, StorageError> {
    let mut found = BTreeSet::new();
    for quad in store.quads_for_pattern(None, Some(skosxl::LITERAL_FORM), None, None) {
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
    // A language is a byte in an index.
    all.truncate(usize::from(u8::MAX));
    Ok(Languages(all))
}

fn fact(property: u32, value: Value) -> Fact {
    Fact { property, value, preferred: false }
}

fn item(store: &Store, id: u32, iri: &NamedNode, languages: &Languages) -> Result<Item, StorageError> {
    let node = iri.as_ref();
    let entity = entities::read(store, iri)?;
    let mut item = Item { id, names: names(store, node, languages)?, ..Item::default() };
    let mut facts = vec![fact(IRI, Value::Text(iri.as_str().to_owned()))];
    let kinds = kinds(store, node)?;
    facts.extend(kinds.iter().map(|kind| fact(INSTANCE_OF, Value::Item(*kind))));
    let spelt: BTreeSet<&str> = item.names.iter().map(|n| n.text.as_str()).collect();
    facts.extend(spelt.into_iter().take(MOST_VALUES).map(|n| fact(NAME, Value::Text(n.to_owned()))));
    facts.extend(entity.subject.areas.iter().map(|a| fact(AREA, Value::Quantity(format!("+{a}"), 0))));
    let (times, about) = control_changes(store, node)?;
    facts.extend(times.into_iter().take(MOST_VALUES).map(|edtf| fact(CONTROL_CHANGE, time(&edtf))));
    let mut roles = BTreeSet::new();
    let held = subjects(store, choro::HOLDER, node)?;
    for claim in &held {
        roles.extend(texts(store, claim.as_ref(), choro::ROLE_TITLE)?);
    }
    facts.extend(roles.into_iter().take(MOST_VALUES).map(|role| fact(ROLE, Value::Text(role))));
    for (property, predicate) in [(ACCEPTED, skos::EXACT_MATCH), (PROPOSED, skos::CLOSE_MATCH)] {
        for found in texts(store, node, predicate)? {
            if let Some(item) = found.strip_prefix(wd::NAMESPACE) {
                facts.push(fact(property, Value::Text(item.to_owned())));
            }
        }
    }
    let sources = entity.sources.iter().take(MOST_VALUES);
    facts.extend(sources.map(|s| fact(SOURCE, Value::Text(s.as_str().to_owned()))));
    item.sitelinks = u32::try_from(entity.sources.len()).unwrap_or(u32::MAX);
    item.statements = u32::try_from(about + held.len()).unwrap_or(u32::MAX);
    item.facts = facts;
    Ok(item)
}

/// All its spellings: labels, and the forms of its name with their languages.
fn names(store: &Store, node: NamedNodeRef<'_>, languages: &Languages) -> Result<Vec<Name>, StorageError> {
    let mut names = Vec::new();
    let mut add = |term: Term, kind: NameKind| {
        if let Term::Literal(literal) = term {
            let language = literal.language().and_then(|l| languages.position(l));
            let language = language.or_else(|| languages.position(UNDETERMINED)).unwrap_or_default();
            names.push(Name { text: literal.value().to_owned(), language, kind });
        }
    };
    for label in objects(store, node, rdfs::LABEL)? {
        add(label, NameKind::Label);
    }
    for form in objects(store, node, choro::NAME)? {
        let Term::NamedNode(form) = form else { continue };
        for spelling in objects(store, form.as_ref(), skosxl::LITERAL_FORM)? {
            add(spelling, NameKind::Alias);
        }
    }
    Ok(names)
}

fn kinds(store: &Store, node: NamedNodeRef<'_>) -> Result<BTreeSet<u32>, StorageError> {
    let terms = texts(store, node, choro::KIND)?;
    let mut kinds: BTreeSet<u32> =
        terms.iter().filter_map(|t| t.strip_prefix(term::NAMESPACE)).filter_map(space::kind).collect();
    // A place that only a fact box names.
    if kinds.is_empty() && texts(store, node, rdf::TYPE)?.iter().any(|class| class == choro::PLACE.as_str()) {
        kinds.extend(space::kind("place"));
    }
    Ok(kinds)
}

/// The dates of claims that control over it changed, in EDTF, and how many claims there are about it.
fn control_changes(store: &Store, node: NamedNodeRef<'_>) -> Result<(BTreeSet<String>, usize), StorageError> {
    let claims = subjects(store, choro::ABOUT_PLACE, node)?;
    let mut times = BTreeSet::new();
    for claim in &claims {
        let types = texts(store, claim.as_ref(), rdf::TYPE)?;
        if !types.iter().any(|t| t == choro::CONTROL_CHANGE_CLAIM.as_str()) {
            continue;
        }
        for time in objects(store, claim.as_ref(), choro::TIME)? {
            if let Term::NamedNode(time) = time {
                times.extend(texts(store, time.as_ref(), choro::EDTF)?);
            }
        }
    }
    Ok((times, claims.len()))
}

/// The objects as text: the value of a literal, the IRI of a node.
fn texts(store: &Store, node: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<String>, StorageError> {
    let text = |term| match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    };
    Ok(objects(store, node, property)?.into_iter().filter_map(text).collect())
}

/// A date of EDTF as exact as it is; what is no day, month or year stays as it is written.
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
