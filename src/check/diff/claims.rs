//! Claims as a reader sees them, read from a store: who is spoken of, what is said, in which words, where. Each claim is
//! there once for each source that carries it.

use super::{DiffError, Renamed, Side};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::{choro, dcterms, oa, rdf, rdfs, term};
use crate::store::{FactReader, Facts};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One claim in one source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Claim {
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) words: String,
    pub(super) voice: String,
    /// Code points.
    pub(super) start: u64,
    pub(super) end: u64,
}

/// The classes of claims, and what their claims are called.
const KINDS: [(NamedNodeRef<'static>, &str); 5] = [
    (choro::CONTROL_CHANGE_CLAIM, "change of control"),
    (choro::AREA_CLAIM, "area"),
    (choro::UTTERANCE_CLAIM, "speech"),
    (choro::ROLE_CLAIM, "role"),
    (choro::EVENT_CLAIM, "event"),
];

/// All claims of a side, as records `source NUL JSON`, sorted.
pub(super) fn sorted(
    side: Side<'_>,
    scratch: &Path,
    renamed: Option<&Renamed>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Sorted, DiffError> {
    let mut sorter = Sorter::new(scratch);
    let reader = Reader::new(side);
    let mut count = 0;
    for (class, kind) in KINDS {
        super::subjects(side.statements, (rdf::TYPE, Some(class.into())), &mut |claim| {
            for (source, mut claim) in reader.claim(claim, kind)? {
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

/// Reads a store.
pub(super) struct Reader<'a> {
    base: &'a str,
    facts: FactReader<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(side: Side<'a>) -> Self {
        Self { base: side.base, facts: FactReader::new(side.statements) }
    }

    /// All that is said of a node that is read once.
    pub(super) fn said(&self, node: NamedOrBlankNodeRef<'_>) -> Result<Facts, DiffError> {
        Ok(self.facts.statements().facts(node)?)
    }

    /// The first value of a property of a term, in the order of text; empty if there is none.
    pub(super) fn first(&self, term: &Term, property: NamedNodeRef<'_>) -> Result<String, DiffError> {
        let Term::NamedNode(node) = term else { return Ok(String::new()) };
        let facts = self.facts.facts(node)?;
        Ok(facts.values(property).map(|value| self.text(value)).min().unwrap_or_default())
    }

    /// A name below the base without it; a literal by its value.
    pub(super) fn text(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => node.as_str().strip_prefix(self.base).unwrap_or(node.as_str()).to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }
    }

    /// The label of a term, else its name.
    pub(super) fn label(&self, term: &Term) -> Result<String, DiffError> {
        let label = self.first(term, rdfs::LABEL)?;
        Ok(if label.is_empty() { self.text(term) } else { label })
    }

    /// The title of a source, given by its name below the base.
    pub(super) fn title(&self, source: &str) -> Result<String, DiffError> {
        let iri = NamedNode::new_unchecked(format!("{}{source}", self.base));
        self.first(&iri.into(), dcterms::TITLE)
    }

    /// A claim in each source in which it is anchored.
    pub(super) fn claim(&self, node: NamedOrBlankNodeRef<'_>, kind: &str) -> Result<Vec<(String, Claim)>, DiffError> {
        let said = self.said(node)?;
        let (subject, value) = self.says(&said, kind)?;
        let words = said.values(choro::VERBATIM).map(|v| self.text(v)).min();
        let voice = match said.values(choro::ASSERTED_BY).next() {
            Some(who) => self.label(who)?,
            None => String::new(),
        };
        let (subject, label) = match subject {
            Some(term) => (self.text(&term), self.label(&term)?),
            None => (String::new(), String::new()),
        };
        let mut found = Vec::new();
        for span in said.nodes(choro::ANCHORED_AT) {
            let at = self.said(span.into())?;
            let of = |property| at.values(property).next().map(|v| self.text(v));
            let number = |property| of(property).and_then(|n| n.parse().ok()).unwrap_or_default();
            // Pages that carry one box can differ in their spaces: each has its own words.
            let own = of(oa::EXACT).or_else(|| words.clone()).unwrap_or_default();
            let claim = Claim {
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
            found.push((String::new(), Claim { kind, subject, label, value, words, voice, start: 0, end: 0 }));
        }
        Ok(found)
    }

    /// Whom or what a claim is about, and what it says.
    fn says(&self, said: &Facts, kind: &str) -> Result<(Option<Term>, String), DiffError> {
        let all = |property: NamedNodeRef<'static>| said.values(property);
        let one = |property: NamedNodeRef<'static>| all(property).next();
        let mut parts: Vec<String> = Vec::new();
        let local = |term: &Term| spaced(&local_part(term));
        let subject = match kind {
            "change of control" => {
                if let Some(time) = one(choro::TIME) {
                    parts.push(self.first(time, choro::EDTF)?);
                }
                for (property, word) in [(choro::GAINING_PARTY, "gained by"), (choro::LOSING_PARTY, "lost by")] {
                    parts.extend(self.labels(all(property), word)?);
                }
                one(choro::ABOUT_PLACE)
            }
            "area" => {
                if let Some(area) = one(choro::AREA) {
                    parts.push(self.first(area, choro::LEXICAL_FORM)?);
                }
                parts.extend(one(choro::AREA_KIND).filter(|k| **k != Term::from(term::AREA_UNSPECIFIED)).map(local));
                if let Some(time) = one(choro::BOUNDARY_TIME) {
                    parts.push(format!("boundaries of {}", self.first(time, choro::EDTF)?));
                }
                one(choro::ABOUT_PLACE)
            }
            "speech" => {
                let mut content = Vec::new();
                for span in all(choro::CONTENT) {
                    let start = self.first(span, oa::START)?.parse::<u64>().unwrap_or_default();
                    content.push((start, self.first(span, oa::EXACT)?));
                }
                content.sort();
                parts.push(content.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" … "));
                parts.extend(self.labels(all(choro::ADDRESSEE), "to")?);
                one(choro::SPEAKER)
            }
            "role" => {
                parts.extend(one(choro::ROLE_TITLE).map(|t| self.text(t)));
                parts.extend(self.labels(all(choro::ROLE_OF), "of")?);
                parts.extend(one(choro::TENURE).map(local));
                one(choro::HOLDER)
            }
            _ => {
                parts.extend(one(choro::EVENT_KIND).map(local));
                parts.extend(one(choro::STANDING).map(local));
                if let Some(time) = one(choro::TIME) {
                    parts.push(self.first(time, choro::EDTF)?);
                }
                parts.extend(self.labels(all(choro::EVENT_PLACE), "in")?);
                parts.extend(self.labels(all(choro::PARTICIPANT), "with")?);
                parts.extend(self.labels(all(choro::OCCASION), "at")?);
                // An event is named by its number in the text, which says nothing to a reader.
                None
            }
        };
        parts.retain(|part| !part.is_empty());
        Ok((subject.cloned(), parts.join(", ")))
    }

    fn labels<'t>(&self, terms: impl Iterator<Item = &'t Term>, word: &str) -> Result<Option<String>, DiffError> {
        let mut labels = terms.map(|t| self.label(t)).collect::<Result<Vec<_>, _>>()?;
        labels.sort();
        Ok((!labels.is_empty()).then(|| format!("{word} {}", labels.join(" and "))))
    }
}

/// The end of the IRI of a term, which need not be one.
pub(super) fn local_part(term: &Term) -> String {
    let text = term.to_string();
    text.trim_end_matches('>').rsplit(['#', '/']).next().unwrap_or_default().to_owned()
}

/// `areaWholeUnit` as people read it.
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
