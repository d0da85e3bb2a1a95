//! From a claim back to the words: the source, who publishes it, the verbatim words in their sentence, and the offsets. The
//! words are cut from the captured bytes, not repeated from the store, so that a trace is a proof.

use crate::base::iri::Span;
use crate::base::kept::Kept;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, schema};
use crate::claim::types::ClaimType;
use crate::dataset::Dataset;
use crate::store::load::state::State;
use crate::store::{StoreError, View};
use cut::{Cuts, Place, Wanted};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::{StorageError, Store};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

mod cut;

pub use cut::Cut;

/// Where something in the store comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The claim, record or mention.
    pub subject: NamedNode,
    /// Its class, as a local name.
    pub class: String,
    /// What it says, in terms of the store: pairs of a property and a readable value.
    pub says: Vec<(String, String)>,
    /// Who is said to say so.
    pub asserted_by: Option<String>,
    /// The fact box or article, by title.
    pub reported_in: Option<String>,
    /// Each place in a source where it stands.
    pub anchors: Vec<Anchor>,
    /// Its words, if they stand in no captured source: those of a gazetteer, for the work that it names.
    pub cited: Option<String>,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The source.
    pub source: NamedNode,
    /// Its title.
    pub title: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Date of publication.
    pub issued: Option<String>,
    /// Date of capture.
    pub retrieved: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
    /// Code points.
    pub span: Span,
    /// The words, as the store has them.
    pub words: String,
    /// The words as cut from the captured source, within their sentence.
    pub cut: Option<Cut>,
}

/// Why there is no trace.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading the store.
    #[error("the store cannot be read")]
    Storage(#[from] StorageError),
    /// The dataset says nothing of this.
    #[error("{0} is not in the dataset")]
    Unknown(String),
    /// It is there, and nothing in it comes from words of a source.
    #[error("{0} has no words in any source")]
    NoWords(String),
}

/// Everything in the dataset that stands behind an IRI: the claim, record or mention itself, or all claims and mentions of an
/// entity.
pub fn trace(view: &View, dataset: &Dataset, iri: &NamedNode) -> Result<Vec<Trace>, TraceError> {
    let tracer = Tracer::new(view, dataset);
    let known = tracer.store.quads_for_pattern(Some(iri.as_ref().into()), None, None, None).next().is_some();
    let object = tracer.store.quads_for_pattern(None, None, Some(iri.as_ref().into()), None).next().is_some();
    if !known && !object {
        return Err(TraceError::Unknown(iri.as_str().to_owned()));
    }
    let subjects = tracer.subjects(iri)?;
    let traces = tracer.traces(subjects, view)?;
    if traces.is_empty() {
        return Err(TraceError::NoWords(iri.as_str().to_owned()));
    }
    Ok(traces)
}

/// Every claim, record and mention of the dataset.
pub fn all(view: &View, dataset: &Dataset) -> Result<Vec<Trace>, TraceError> {
    let tracer = Tracer::new(view, dataset);
    let mut subjects = BTreeSet::new();
    for class in [choro::CLAIM, choro::RECORD, choro::MENTION, choro::TIME_MENTION] {
        subjects.extend(tracer.pointing(rdf::TYPE, class)?);
    }
    tracer.traces(subjects, view)
}

/// By what an entity, a time or a span is tied to the mentions that speak of it.
const OF_MENTIONS: [NamedNodeRef<'static>; 2] = [choro::DENOTES, choro::EXTENT];

/// Maximum number of labels and of sources that are kept.
const MOST_KEPT: usize = 10_000;
/// What the IRI of a span, and of nothing else that many graphs describe, has in it.
const SPAN: &str = "/source/";

/// What is shown of a mention of an entity or a time, in this order; of claims, it is in the table of claim types.
const OF_A_MENTION: &[NamedNodeRef<'static>] = &[
    choro::DENOTES,
    choro::MENTION_KIND,
    choro::USED_FOR,
    choro::CONFIDENCE,
    choro::SIGNAL,
    choro::TIME_KIND,
    choro::TIMEX_VALUE,
    choro::TIMEX_MODIFIER,
    choro::RESOLUTION,
    choro::COUNTED_FROM,
    choro::UNTIL,
    choro::PART_OF_INTERVAL,
    choro::EXTENT,
];

/// What is said of a node, by property.
type Facts = Vec<(NamedNode, Term)>;

struct Tracer<'a> {
    store: &'a Store,
    dataset: &'a Dataset,
    /// Labels of what many claims speak of, which many graphs describe.
    labels: RefCell<Kept<NamedNode, String>>,
    /// What is said of sources.
    sources: RefCell<Kept<NamedNode, Rc<Facts>>>,
    cuts: RefCell<Cuts>,
}

impl<'a> Tracer<'a> {
    fn new(view: &'a View, dataset: &'a Dataset) -> Self {
        Self {
            store: view.store(),
            dataset,
            labels: RefCell::new(Kept::new(MOST_KEPT)),
            sources: RefCell::new(Kept::new(MOST_KEPT)),
            cuts: RefCell::default(),
        }
    }

    /// The traces of those that come from words of a source; the words are cut when it is known what else is to be cut from
    /// the same file.
    fn traces(self, subjects: BTreeSet<String>, view: &View) -> Result<Vec<Trace>, TraceError> {
        let mut traces = Vec::new();
        for subject in subjects {
            let subject = NamedNode::new_unchecked(subject);
            let facts = self.facts(&subject)?;
            if is_anchored(&facts) || is_cited(&facts) {
                let trace = self.one(traces.len(), subject, &facts)?;
                traces.push(trace);
            }
        }
        let found = self.cuts.into_inner().make(&State::of_view(view), self.dataset);
        for (place, cut) in found {
            traces[place.trace].anchors[place.anchor].cut = Some(cut);
        }
        Ok(traces)
    }

    fn pointing(
        &self,
        predicate: NamedNodeRef<'_>,
        object: NamedNodeRef<'_>,
    ) -> Result<BTreeSet<String>, StorageError> {
        let mut subjects = BTreeSet::new();
        for quad in self.store.quads_for_pattern(None, Some(predicate), Some(object.into()), None) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                subjects.insert(subject.into_string());
            }
        }
        Ok(subjects)
    }

    /// What stands behind an IRI, one step away.
    fn subjects(&self, iri: &NamedNode) -> Result<BTreeSet<String>, StorageError> {
        let mut subjects = BTreeSet::from([iri.as_str().to_owned()]);
        let of_claims = ClaimType::pointing().into_iter().map(NamedNodeRef::new_unchecked);
        for predicate in of_claims.chain(OF_MENTIONS) {
            subjects.extend(self.pointing(predicate, iri.as_ref())?);
        }
        for claim in self.objects(iri, choro::INVOLVES)? {
            if let Term::NamedNode(claim) = claim {
                subjects.insert(claim.into_string());
            }
        }
        Ok(subjects)
    }

    /// All that is said of a node, in order and once.
    fn facts(&self, subject: &NamedNode) -> Result<Facts, StorageError> {
        let mut facts = Vec::new();
        for quad in self.store.quads_for_pattern(Some(subject.as_ref().into()), None, None, None) {
            let quad = quad?;
            facts.push((quad.predicate, quad.object));
        }
        facts.sort_by_cached_key(|(predicate, object)| (predicate.as_str().to_owned(), object.to_string()));
        facts.dedup();
        Ok(facts)
    }

    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>, StorageError> {
        let mut objects = Vec::new();
        for quad in self.store.quads_for_pattern(Some(subject.as_ref().into()), Some(predicate), None, None) {
            objects.push(quad?.object);
        }
        objects.sort_by_key(ToString::to_string);
        objects.dedup();
        Ok(objects)
    }

    /// A node by its label or title, else its IRI.
    fn label(&self, node: &NamedNode) -> Result<String, StorageError> {
        if let Some(label) = self.labels.borrow().get(node) {
            return Ok(label.clone());
        }
        let mut found = None;
        for predicate in [rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM] {
            if let Some(Term::Literal(label)) = self.objects(node, predicate)?.into_iter().next() {
                found = Some(label.destruct().0);
                break;
            }
        }
        let label = found.unwrap_or_else(|| node.as_str().to_owned());
        self.labels.borrow_mut().put(node.clone(), label.clone(), usize::MAX);
        Ok(label)
    }

    /// A value as its reader may see it: a literal, the words of a span, a label, else the end of the IRI; and where it stands
    /// if it is a span, since words come in the order of the text.
    fn shown(&self, value: &Term) -> Result<(Option<Span>, String), StorageError> {
        let node = match value {
            Term::Literal(literal) => return Ok((None, literal.value().to_owned())),
            Term::NamedNode(node) => node,
            other => return Ok((None, other.to_string())),
        };
        if node.as_str().contains(SPAN) {
            let facts = self.facts(node)?;
            if let Some(words) = text(&facts, oa::EXACT) {
                return Ok((place(&facts).map(|(_, span)| span), format!("“{words}”")));
            }
        }
        let label = self.label(node)?;
        Ok((None, if label == node.as_str() { local_name(node.as_str()).to_owned() } else { label }))
    }

    fn one(&self, number: usize, subject: NamedNode, facts: &Facts) -> Result<Trace, TraceError> {
        let claim_type = ClaimType::of(objects(facts, rdf::TYPE));
        let class = claim_type.map(|claim_type| claim_type.class.as_str());
        let class = class.or_else(|| node(facts, rdf::TYPE).map(NamedNode::as_str)).map_or("", local_name).to_owned();
        let mut says = Vec::new();
        for predicate in claim_type.map_or(OF_A_MENTION, |claim_type| claim_type.fields) {
            let mut values = Vec::new();
            for value in objects(facts, *predicate) {
                values.push(self.shown(value)?);
            }
            values.sort_by_key(|(start, _)| *start);
            says.extend(values.into_iter().map(|(_, shown)| (local_name(predicate.as_str()).to_owned(), shown)));
        }
        let reported_in = node(facts, choro::REPORTED_IN).or_else(|| node(facts, dcterms::IS_PART_OF));
        // The sentence of a claim is the line of its record.
        let mut lines = Vec::new();
        if let Some(record) = node(facts, choro::FROM_RECORD) {
            for line in self.objects(record, choro::ANCHORED_AT)? {
                if let Term::NamedNode(line) = line {
                    lines.extend(place(&self.facts(&line)?));
                }
            }
        }
        let mut anchors = Vec::new();
        let spans: Vec<&Term> = objects(facts, choro::ANCHORED_AT).collect();
        for span in &spans {
            if let Term::NamedNode(span) = span {
                let place = Place { trace: number, anchor: anchors.len() };
                anchors.extend(self.anchor(place, &self.facts(span)?, &lines)?);
            }
        }
        if spans.is_empty() {
            anchors.extend(self.anchor(Place { trace: number, anchor: 0 }, facts, &lines)?);
        }
        let cited = if anchors.is_empty() { text(facts, choro::VERBATIM) } else { None };
        let labelled = |node: Option<&NamedNode>| node.map(|node| self.label(node)).transpose();
        Ok(Trace {
            class,
            says,
            asserted_by: labelled(node(facts, choro::ASSERTED_BY))?,
            reported_in: labelled(reported_in)?,
            anchors,
            cited,
            subject,
        })
    }

    fn source(&self, source: &NamedNode) -> Result<Rc<Facts>, StorageError> {
        if let Some(facts) = self.sources.borrow().get(source) {
            return Ok(Rc::clone(facts));
        }
        let mut facts = self.facts(source)?;
        // An article in a file of articles is captured with the file.
        let file = node(&facts, dcterms::IS_PART_OF).unwrap_or(source).clone();
        if let Some(version) = self.pointing(prov::SPECIALIZATION_OF, file.as_ref())?.into_iter().next() {
            let sha256 = self.objects(&NamedNode::new_unchecked(version), choro::SHA256)?;
            facts.extend(sha256.into_iter().map(|sha256| (choro::SHA256.into_owned(), sha256)));
        }
        let facts = Rc::new(facts);
        self.sources.borrow_mut().put(source.clone(), Rc::clone(&facts), 0);
        Ok(facts)
    }

    fn anchor(&self, at: Place, span: &Facts, lines: &[(NamedNode, Span)]) -> Result<Option<Anchor>, TraceError> {
        let Some((source, range)) = place(span) else { return Ok(None) };
        let is_around = |(s, r): &&(NamedNode, Span)| *s == source && r.start <= range.start && range.end <= r.end;
        let context = lines.iter().find(is_around).map(|(_, line)| *line);
        let facts = self.source(&source)?;
        let sha256 = text(&facts, choro::SHA256);
        if let Some(sha256) = &sha256 {
            let file = node(&facts, dcterms::IS_PART_OF).unwrap_or(&source);
            self.cuts.borrow_mut().want(file, sha256, &source, Wanted { at, span: range, context });
        }
        Ok(Some(Anchor {
            title: text(&facts, dcterms::TITLE),
            publisher: node(&facts, dcterms::PUBLISHER).map(|node| self.label(node)).transpose()?,
            issued: text(&facts, dcterms::ISSUED),
            retrieved: text(&facts, choro::RETRIEVED),
            url: text(&facts, schema::URL),
            cut: None,
            sha256,
            span: range,
            words: text(span, oa::EXACT).unwrap_or_default(),
            source,
        }))
    }
}

/// Whether it is a claim with words that the dataset has from a work which it does not hold.
fn is_cited(facts: &Facts) -> bool {
    let has = |predicate| objects(facts, predicate).next().is_some();
    ClaimType::of(objects(facts, rdf::TYPE)).is_some() && has(choro::VERBATIM) && has(choro::REPORTED_IN)
}

fn is_anchored(facts: &Facts) -> bool {
    let has = |predicate| objects(facts, predicate).next().is_some();
    let named = has(choro::DENOTES) || has(choro::RESOLUTION);
    (named && has(oa::EXACT)) || has(choro::ANCHORED_AT)
}

fn objects<'f>(facts: &'f Facts, predicate: NamedNodeRef<'f>) -> impl Iterator<Item = &'f Term> {
    facts.iter().filter(move |(p, _)| *p == predicate).map(|(_, object)| object)
}

fn node<'f>(facts: &'f Facts, predicate: NamedNodeRef<'f>) -> Option<&'f NamedNode> {
    match objects(facts, predicate).next()? {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

fn text(facts: &Facts, predicate: NamedNodeRef<'_>) -> Option<String> {
    match objects(facts, predicate).next()? {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    }
}

/// The source and the range of a span.
fn place(facts: &Facts) -> Option<(NamedNode, Span)> {
    let number = |predicate| text(facts, predicate)?.parse::<usize>().ok();
    Some((node(facts, choro::IN_SOURCE)?.clone(), Span { start: number(oa::START)?, end: number(oa::END)? }))
}

/// What follows the last `#` or `/`.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
