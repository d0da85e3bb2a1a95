//! Reads the entities that the gazetteer does not have.

use super::{Family, LocalEntity};
use crate::base::fold::key;
use crate::base::vocab::{choro, dcterms, foaf, oa, org, rdfs, term};
use crate::extract::lang::en::lexicon::classes;
use crate::extract::lexicon::Classes;
use crate::link::{EntityKind, entities};
use crate::store::{FactError, Statements};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::BTreeSet;

/// The entities that the gazetteer does not have, sorted by IRI.
pub fn all(statements: &Statements, tick: &mut dyn FnMut()) -> Result<Vec<LocalEntity>, FactError> {
    let mut all = Vec::new();
    for iri in entities::all(statements)? {
        tick();
        // Only the gazetteer gives forms of names.
        if statements.values(&iri, choro::NAME)?.is_empty() {
            all.extend(read(statements, &iri)?);
        }
    }
    Ok(all)
}

fn read(statements: &Statements, iri: &NamedNode) -> Result<Option<LocalEntity>, FactError> {
    let entity = entities::read(statements, iri)?;
    let facts = statements.facts(iri)?;
    let family = match () {
        () if facts.is(choro::PLACE) => Family::Place,
        () if facts.is(foaf::PERSON) => Family::Person,
        () if facts.is(org::ORGANIZATION) => Family::Organisation,
        () if facts.nodes(choro::KIND).any(|kind| *kind == term::ANY_EVENT) => Family::Event,
        () => return Ok(None),
    };
    let Some(label) = facts.text(rdfs::LABEL).map(str::to_owned) else { return Ok(None) };
    let mut local = LocalEntity {
        family,
        kind: match entity.subject.kind {
            EntityKind::District => "district",
            EntityKind::Town => "town",
            EntityKind::Country => "country",
            _ => "",
        },
        label,
        others: BTreeSet::new(),
        language: None,
        parents: BTreeSet::new(),
        context: BTreeSet::new(),
        is_woman: false,
        is_man: false,
        entity,
    };
    if let Some(source) = local.entity.sources.first() {
        local.language = first_text(statements, source, dcterms::LANGUAGE)?;
    }
    let full = key(&local.label);
    for mention in statements.subjects(choro::DENOTES, Some(iri.into())) {
        let Some(words) = first_text(statements, &mention?, oa::EXACT)? else { continue };
        let words = crate::base::iri::folded_space(&words);
        let folded = key(&words);
        // A part of a name ("Holt", "the Bank") is not a name; an abbreviation of a body is.
        let is_abbreviation = !words.contains(' ') && !words.chars().any(char::is_lowercase);
        let is_name = family == Family::Organisation && is_abbreviation && words.chars().count() > 2;
        if folded != full && is_name {
            local.others.insert(words);
        }
    }
    for claim in statements.subjects(choro::ABOUT_PLACE, Some(iri.into())) {
        for parent in statements.values(&claim?, choro::PART_OF)? {
            if let Term::NamedNode(parent) = parent {
                local.parents.extend(first_text(statements, &parent, rdfs::LABEL)?);
            }
        }
    }
    for claim in statements.subjects(choro::HOLDER, Some(iri.into())) {
        let claim = claim?;
        if let Some(title) = first_text(statements, &claim, choro::ROLE_TITLE)? {
            let all = title.split_whitespace().fold(Classes::default(), |all, word| all.and(classes(word)));
            local.is_woman |= all.any(Classes::WOMAN);
            local.is_man |= all.any(Classes::MAN);
            local.context.insert(title);
        }
    }
    Ok(Some(local))
}

fn first_text(
    statements: &Statements,
    node: &NamedNode,
    property: NamedNodeRef<'_>,
) -> Result<Option<String>, FactError> {
    let mut texts: Vec<String> = statements
        .values(node, property)?
        .into_iter()
        .filter_map(|value| if let Term::Literal(literal) = value { Some(literal.destruct().0) } else { None })
        .collect();
    texts.sort();
    Ok(texts.into_iter().next())
}
