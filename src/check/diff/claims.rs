//! Claims as a reader sees them, read from a store: subject, value, words and position. A claim appears once for each source
//! that contains it.

use super::{DiffError, Renamed, Side};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::{choro, dcterms, oa, rdf, rdfs, term};
use crate::claim::template::{self, Field};
use crate::claim::types::{ClaimType, TYPES};
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A claim in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ClaimEntry {
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) words: String,
    pub(super) voice: String,
    /// The position of the words, in code points.
    pub(super) start: u64,
    pub(super) end: u64,
}

/// All claims of a side, as records `source NUL JSON`, sorted.
pub(super) fn sorted(
    side: Side<'_>,
    scratch: &Path,
    renamed: Option<&Renamed>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Sorted, DiffError> {
    let mut sorter = Sorter::new(scratch);
    let reader = DiffReader::new(side);
    let mut count = 0;
    for claim_type in TYPES {
        super::subjects(side.statements, (rdf::TYPE, Some(claim_type.class.into())), &mut |claim| {
            for (source, mut claim) in reader.claim(claim, claim_type)? {
                let mut source = source;
                if let Some(renamed) = renamed {
                    if let Some(new) = renamed.sources.get(&source) {
                        source.clone_from(new);
                    }
                    if let Some(new) = renamed.entities.get(&claim.subject) {
                        claim.subject.clone_from(new);
                    }
                }
                let mut record = source.into_bytes();
                record.push(0);
                serde_json::to_writer(&mut record, &claim)?;
                sorter.push(&record)?;
            }
            count += 1;
            if count % 1000 == 0 {
                progress(1000);
            }
            Ok(())
        })?;
    }
    progress(count % 1000);
    Ok(Sorter::finish(vec![sorter])?)
}

/// Reads claims from a store, and caches nodes.
pub(super) struct DiffReader<'a> {
    base: &'a str,
    facts: FactReader<'a>,
}

impl<'a> DiffReader<'a> {
    pub(super) fn new(side: Side<'a>) -> Self {
        Self { base: side.base, facts: FactReader::new(side.statements) }
    }

    /// The statements of nodes that were already read.
    pub(super) fn said(&self, node: NamedOrBlankNodeRef<'_>) -> Result<Facts, DiffError> {
        Ok(self.facts.statements().facts(node)?)
    }

    /// The first value of a property of a term, in the order of their text; empty if there is none.
    pub(super) fn first(&self, term: &Term, property: NamedNodeRef<'_>) -> Result<String, DiffError> {
        let Term::NamedNode(node) = term else { return Ok(String::new()) };
        let values = self.facts.values(node, property)?;
        Ok(values.iter().map(|value| self.text(value)).min().unwrap_or_default())
    }

    /// A term as text: an IRI relative to the base, a literal by its value.
    pub(super) fn text(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => node.as_str().strip_prefix(self.base).unwrap_or(node.as_str()).to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }
    }

    /// The label of a term, or its name if it has none.
    pub(super) fn label(&self, term: &Term) -> Result<String, DiffError> {
        let label = self.first(term, rdfs::LABEL)?;
        Ok(if label.is_empty() { self.text(term) } else { label })
    }

    /// The title of a source or a work, given by its name below the base or by its IRI.
    pub(super) fn title(&self, source: &str) -> Result<String, DiffError> {
        let base = if source.contains("://") { "" } else { self.base };
        let iri = Term::from(NamedNode::new_unchecked(format!("{base}{source}")));
        let title = self.first(&iri, dcterms::TITLE)?;
        if title.is_empty() { self.first(&iri, rdfs::LABEL) } else { Ok(title) }
    }

    /// The entries of a claim: one for each source in which it is anchored, or for the work that it cites.
    pub(super) fn claim(
        &self,
        node: NamedOrBlankNodeRef<'_>,
        claim_type: &ClaimType,
    ) -> Result<Vec<(String, ClaimEntry)>, DiffError> {
        let said = self.said(node)?;
        let kind = claim_type.name;
        let subject = said.values(claim_type.subject).next().filter(|_| claim_type.names_subject);
        let value = template::fill_all(claim_type.difference, |field| self.shown(&said, &field))?.join(", ");
        let words = said.values(choro::VERBATIM).map(|v| self.text(v)).min();
        let voice = match said.values(choro::ASSERTED_BY).next() {
            Some(who) => self.label(who)?,
            None => String::new(),
        };
        let (subject, label) = match subject {
            Some(term) => (self.text(term), self.label(term)?),
            None => (String::new(), String::new()),
        };
        let mut found = Vec::new();
        for span in said.nodes(choro::ANCHORED_AT) {
            let at = self.said(span.into())?;
            let of = |property| at.values(property).next().map(|v| self.text(v));
            let number = |property| of(property).and_then(|n| n.parse().ok()).unwrap_or_default();
            // Pages with the same fact box can differ in white space, so each has its own words.
            let own = of(oa::EXACT).or_else(|| words.clone()).unwrap_or_default();
            let claim = ClaimEntry {
                kind: kind.to_owned(),
                subject: subject.clone(),
                label: label.clone(),
                value: value.clone(),
                words: own,
                voice: voice.clone(),
                start: number(oa::START),
                end: number(oa::END),
            };
            found.push((of(choro::IN_SOURCE).unwrap_or_default(), claim));
        }
        if found.is_empty() {
            let words = words.unwrap_or_default();
            let kind = kind.to_owned();
            let work = said.values(choro::REPORTED_IN).next().map(|work| self.text(work)).unwrap_or_default();
            found.push((work, ClaimEntry { kind, subject, label, value, words, voice, start: 0, end: 0 }));
        }
        Ok(found)
    }

    /// The values of a property: the words of the text in their order; for times and quantities the first, as written;
    /// otherwise labels.
    fn shown(&self, said: &Facts, field: &Field) -> Result<String, DiffError> {
        let mut words = Vec::new();
        let mut labels = Vec::new();
        for value in said.values(field.property.as_ref()) {
            let Term::NamedNode(node) = value else {
                labels.push(self.text(value));
                continue;
            };
            if let Some(term) = node.as_str().strip_prefix(term::NAMESPACE) {
                if field.except != Some(term) {
                    labels.push(spaced(term));
                }
                continue;
            }
            let written = self.first(value, choro::EDTF)? + &self.first(value, choro::LEXICAL_FORM)?;
            if !written.is_empty() {
                return Ok(written);
            }
            match self.first(value, oa::EXACT)? {
                exact if exact.is_empty() => labels.push(self.label(value)?),
                exact => words.push((self.first(value, oa::START)?.parse::<u64>().unwrap_or_default(), exact)),
            }
        }
        words.sort();
        labels.sort();
        let words: Vec<String> = words.into_iter().map(|(_, words)| words).collect();
        Ok(if words.is_empty() { labels.join(" and ") } else { words.join(" … ") })
    }
}

/// The last part of an IRI; empty if the term is not an IRI.
pub(super) fn local_part(term: &Term) -> String {
    let text = term.to_string();
    text.trim_end_matches('>').rsplit(['#', '/']).next().unwrap_or_default().to_owned()
}

/// Splits a name such as `areaWholeUnit` into words.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}
