//! Traces a claim back to its words: the source, its publisher, the verbatim words in their sentence, and the offsets; of
//! a claim of a table, the cells that it rests on and the lines of the metadata that say the rest. The words are cut from the captured bytes, not copied from the store, so that a trace is a proof.

use crate::base::iri::Span;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, schema};
use crate::claim::types::ClaimType;
use crate::dataset::Dataset;
use crate::read::grid::CellPlace;
use crate::store::load::state::State;
use crate::store::{FactError, FactReader, Facts, StoreError, View};
use cut::{Cuts, Place, Wanted};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

mod words;
mod cells;
mod cut;

pub use words::Cut;

/// The origin of a node in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The claim, record or mention.
    pub subject: NamedNode,
    /// Its class, as a local name.
    pub class: String,
    /// What it states: pairs of a property, as a local name, and a readable value.
    pub says: Vec<(String, String)>,
    /// Who asserts it.
    pub asserted_by: Option<String>,
    /// The fact box or article that reports it, by title.
    pub reported_in: Option<String>,
    /// Each place in a source where its words are.
    pub anchors: Vec<Anchor>,
    /// What only the metadata beside its table says.
    pub supplied: Vec<Supplied>,
    /// The work that its row cites.
    pub cited_in: Option<String>,
    /// Its words if they are not in a captured source: those of a gazetteer, cited from the work that it names.
    pub cited: Option<String>,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The source.
    pub source: NamedNode,
    /// What is known of it.
    pub about: Rc<SourceInfo>,
    /// What a claim of a table owes to these words; `None` for words of a text that is no table.
    pub role: Option<AnchorRole>,
    /// Where the words are.
    pub place: AnchorPlace,
    /// The words, as in the store.
    pub words: String,
    /// The words as cut from the captured source, with their sentence; `None` if the bytes are lost or changed.
    pub cut: Option<Cut>,
}

/// What is known of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceInfo {
    /// Its title.
    pub title: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Date of publication.
    pub issued: Option<String>,
    /// Date of capture.
    pub retrieved: Option<String>,
    /// Address of the source.
    pub url: Option<String>,
    /// SHA-256 of the captured bytes.
    pub sha256: Option<String>,
    /// The file that was captured: the source, or the file of articles that contains it.
    file: Option<NamedNode>,
}

/// What a claim owes to words of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnchorRole {
    /// The value.
    Value,
    /// What the value is: the head of its column.
    Head,
    /// The place that the row is about.
    Name,
    /// What else holds for the value: a title, a group of rows, the cell with the date.
    Context,
}

/// Where words are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorPlace {
    /// In a text, in code points.
    Span(Span),
    /// In a cell of a table.
    Cell(CellPlace),
    /// In a cell of which the store does not say where it is.
    Unknown,
}

/// A line of the metadata beside a table, which says something that the table does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    /// Its number, from 1.
    pub line: Option<usize>,
    /// Its words.
    pub words: String,
    /// The keys that it says.
    pub keys: Vec<String>,
}

/// Why there is no trace.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Storage(#[from] FactError),
    /// This IRI is not in the dataset.
    #[error("{0} is not in the dataset")]
    Unknown(String),
    /// The IRI is in the dataset, but nothing about it has words in a source.
    #[error("{0} has no words in any source")]
    NoWords(String),
}

/// The traces of an IRI: of the claim, record or mention itself, or of all claims and mentions of an entity.
pub fn trace(view: &View, dataset: &Dataset, iri: &NamedNode) -> Result<Vec<Trace>, TraceError> {
    let tracer = Tracer::new(view, dataset);
    let statements = view.statements();
    let known = statements.any(Some(iri.into()), None, None)?;
    if !known && !statements.any(None, None, Some(iri.into()))? {
        return Err(TraceError::Unknown(iri.as_str().to_owned()));
    }
    let subjects = tracer.subjects(iri)?;
    let traces = tracer.traces(subjects, view)?;
    if traces.is_empty() {
        return Err(TraceError::NoWords(iri.as_str().to_owned()));
    }
    Ok(traces)
}

/// The traces of every claim, record and mention of the dataset.
pub fn all(view: &View, dataset: &Dataset) -> Result<Vec<Trace>, TraceError> {
    let tracer = Tracer::new(view, dataset);
    let mut subjects = BTreeSet::new();
    for class in [choro::CLAIM, choro::RECORD, choro::MENTION, choro::TIME_MENTION] {
        subjects.extend(tracer.pointing(rdf::TYPE, class)?);
    }
    tracer.traces(subjects, view)
}

/// The properties from a mention to its entity, time or span.
const OF_MENTIONS: [NamedNodeRef<'static>; 2] = [choro::DENOTES, choro::EXTENT];

/// A part of the IRIs of spans, which no other node with statements in many graphs has.
const SPAN: &str = "/source/";

/// The properties that are shown of a mention of an entity or a time, in this order; those of claims are in the table
/// of claim types.
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

struct Tracer<'a> {
    facts: FactReader<'a>,
    dataset: &'a Dataset,
    /// The file of the last anchor and its SHA-256: consecutive anchors are mostly in the same file.
    file: RefCell<Option<(NamedNode, Option<String>)>>,
    /// The source of the last anchor.
    source: RefCell<Option<(NamedNode, Rc<SourceInfo>)>>,
    cuts: RefCell<Cuts>,
}

impl<'a> Tracer<'a> {
    fn new(view: &'a View, dataset: &'a Dataset) -> Self {
        Self {
            facts: FactReader::new(view.statements()),
            dataset,
            file: RefCell::default(),
            source: RefCell::default(),
            cuts: RefCell::default(),
        }
    }

    /// The traces of those subjects that have words in a source. Words are cut after all of them are collected, so that
    /// each file is read once.
    fn traces(self, subjects: BTreeSet<String>, view: &View) -> Result<Vec<Trace>, TraceError> {
        let mut traces = Vec::new();
        for subject in subjects {
            let subject = NamedNode::new_unchecked(subject);
            let facts = self.once(&subject)?;
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

    fn pointing(&self, predicate: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Result<BTreeSet<String>, FactError> {
        let subjects = self.facts.statements().subjects(predicate, Some(object.into()));
        subjects.map(|subject| subject.map(NamedNode::into_string)).collect()
    }

    /// The nodes that an IRI is traced to, one step away.
    fn subjects(&self, iri: &NamedNode) -> Result<BTreeSet<String>, FactError> {
        let mut subjects = BTreeSet::from([iri.as_str().to_owned()]);
        let of_claims = ClaimType::pointing().into_iter().map(NamedNodeRef::new_unchecked);
        for predicate in of_claims.chain(OF_MENTIONS) {
            subjects.extend(self.pointing(predicate, iri.as_ref())?);
        }
        let facts = self.once(iri)?;
        subjects.extend(facts.nodes(choro::INVOLVES).map(|claim| claim.as_str().to_owned()));
        Ok(subjects)
    }

    /// The facts of a node that is not looked up again: a claim, a span. They are not cached.
    fn once(&self, node: &NamedNode) -> Result<Facts, FactError> {
        self.facts.statements().facts(node)
    }

    /// A node by its label or title, else its IRI.
    fn label(&self, node: &NamedNode) -> Result<String, FactError> {
        let facts = self.facts.facts(node)?;
        let label = facts.first_text(&[rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM]);
        Ok(label.unwrap_or(node.as_str()).to_owned())
    }

    /// A value in readable form: a literal, the words of a span, a label, else the end of the IRI. For a span also its
    /// position, because words are sorted in the order of the text.
    fn shown(&self, value: &Term) -> Result<(Option<Span>, String), FactError> {
        let node = match value {
            Term::Literal(literal) => return Ok((None, literal.value().to_owned())),
            Term::NamedNode(node) => node,
            other => return Ok((None, other.to_string())),
        };
        if node.as_str().contains(SPAN) {
            let facts = self.once(node)?;
            if let Some(words) = facts.text_or_iri(oa::EXACT) {
                return Ok((place(&facts).map(|(_, span)| span), format!("“{words}”")));
            }
        }
        let label = self.label(node)?;
        Ok((None, if label == node.as_str() { local_name(node.as_str()).to_owned() } else { label }))
    }

    fn one(&self, number: usize, subject: NamedNode, facts: &Facts) -> Result<Trace, TraceError> {
        let claim_type = ClaimType::of(facts.values(rdf::TYPE));
        let class = claim_type.map(|claim_type| claim_type.class.as_str());
        let class = class.or_else(|| facts.node(rdf::TYPE).map(NamedNode::as_str)).map_or("", local_name).to_owned();
        let mut says = Vec::new();
        for predicate in claim_type.map_or(OF_A_MENTION, |claim_type| claim_type.fields) {
            let mut values = Vec::new();
            for value in facts.values(*predicate) {
                values.push(self.shown(value)?);
            }
            values.sort_by_key(|(start, _)| *start);
            says.extend(values.into_iter().map(|(_, shown)| (local_name(predicate.as_str()).to_owned(), shown)));
        }
        let reported_in = facts.node(choro::REPORTED_IN).or_else(|| facts.node(dcterms::IS_PART_OF));
        // The context of a claim is the line of its record.
        let mut lines = Vec::new();
        if let Some(record) = facts.node(choro::FROM_RECORD) {
            for line in self.facts.facts(record)?.nodes(choro::ANCHORED_AT) {
                lines.extend(place(&*self.facts.facts(line)?));
            }
        }
        let anchors = self.anchors(number, facts, reported_in, &lines)?;
        let mut supplied = Vec::new();
        for line in facts.nodes(choro::SUPPLIED_BY) {
            let line = self.facts.facts(line)?;
            supplied.push(Supplied {
                line: line.number(choro::LINE_NUMBER),
                words: line.text(oa::EXACT).unwrap_or_default().to_owned(),
                keys: line.literals(choro::SUPPLIES).map(|key| key.value().to_owned()).collect(),
            });
        }
        supplied.sort_by_key(|supplied| supplied.line);
        let cited = if anchors.is_empty() { facts.text(choro::VERBATIM).map(str::to_owned) } else { None };
        let labelled = |node: Option<&NamedNode>| node.map(|node| self.label(node)).transpose();
        Ok(Trace {
            class,
            says,
            asserted_by: labelled(facts.node(choro::ASSERTED_BY))?,
            reported_in: labelled(reported_in)?,
            anchors,
            supplied,
            cited_in: labelled(facts.node(choro::CITED_IN))?,
            cited,
            subject,
        })
    }

    /// The SHA-256 of the loaded version of a source, or of the file that contains it.
    fn sha256(&self, file: &NamedNode) -> Result<Option<String>, FactError> {
        if let Some((_, sha256)) = self.file.borrow().as_ref().filter(|(last, _)| last == file) {
            return Ok(sha256.clone());
        }
        let version = self.facts.subjects(prov::SPECIALIZATION_OF, file, 1)?.first.into_iter().next();
        let facts = version.map(|version| self.once(&version)).transpose()?;
        let sha256 = facts.and_then(|facts| facts.text_or_iri(choro::SHA256).map(str::to_owned));
        *self.file.borrow_mut() = Some((file.clone(), sha256.clone()));
        Ok(sha256)
    }

    /// The places of a claim, record or mention: of one of a table, of all cells that it rests on.
    fn anchors(
        &self,
        trace: usize,
        facts: &Facts,
        carrier: Option<&NamedNode>,
        lines: &[(NamedNode, Span)],
    ) -> Result<Vec<Anchor>, TraceError> {
        let is_record = facts.is(choro::RECORD);
        let of_table = match carrier {
            Some(carrier) => self.facts.facts(carrier)?.is(choro::TABLE),
            None => false,
        };
        let role = of_table.then_some(if is_record { AnchorRole::Name } else { AnchorRole::Value });
        let mut anchors = Vec::new();
        let mut spans = facts.values(choro::ANCHORED_AT).peekable();
        if spans.peek().is_none() {
            anchors.extend(self.anchor(Place { trace, anchor: 0 }, role, facts, lines)?);
        }
        for span in spans {
            if let Term::NamedNode(span) = span {
                let at = Place { trace, anchor: anchors.len() };
                anchors.extend(self.anchor(at, role, &self.once(span)?, lines)?);
            }
        }
        for (property, role) in BESIDE {
            for cell in facts.nodes(property) {
                let at = Place { trace, anchor: anchors.len() };
                anchors.extend(self.anchor(at, Some(role), &*self.facts.facts(cell)?, lines)?);
            }
        }
        Ok(anchors)
    }

    /// What is known of a source.
    fn source(&self, source: &NamedNode) -> Result<Rc<SourceInfo>, TraceError> {
        if let Some((_, about)) = self.source.borrow().as_ref().filter(|(last, _)| last == source) {
            return Ok(Rc::clone(about));
        }
        let facts = self.facts.facts(source)?;
        // An article in a file of articles is captured with the file.
        let file = facts.node(dcterms::IS_PART_OF).unwrap_or(source);
        let sha256 = match facts.text_or_iri(choro::SHA256) {
            Some(sha256) => Some(sha256.to_owned()),
            None => self.sha256(file)?,
        };
        let text = |property| facts.text_or_iri(property).map(str::to_owned);
        let about = Rc::new(SourceInfo {
            title: text(dcterms::TITLE),
            publisher: facts.node(dcterms::PUBLISHER).map(|node| self.label(node)).transpose()?,
            issued: text(dcterms::ISSUED),
            retrieved: text(choro::RETRIEVED),
            url: text(schema::URL),
            sha256,
            file: Some(file.clone()),
        });
        *self.source.borrow_mut() = Some((source.clone(), Rc::clone(&about)));
        Ok(about)
    }

    fn anchor(
        &self,
        at: Place,
        role: Option<AnchorRole>,
        span: &Facts,
        lines: &[(NamedNode, Span)],
    ) -> Result<Option<Anchor>, TraceError> {
        let Some(source) = span.node(choro::IN_SOURCE).cloned() else { return Ok(None) };
        let place = match (place(span), span.cell_place()) {
            (Some((_, range)), _) => AnchorPlace::Span(range),
            (None, Some(cell)) => AnchorPlace::Cell(cell),
            (None, None) if span.is(choro::TABLE_CELL) => AnchorPlace::Unknown,
            (None, None) => return Ok(None),
        };
        let about = self.source(&source)?;
        if let (Some(sha256), Some(file)) = (&about.sha256, &about.file) {
            let mut cuts = self.cuts.borrow_mut();
            match &place {
                AnchorPlace::Span(span) => {
                    let is_around =
                        |(s, r): &&(NamedNode, Span)| *s == source && r.start <= span.start && span.end <= r.end;
                    let context = lines.iter().find(is_around).map(|(_, line)| *line);
                    cuts.want(file, sha256, &source, Wanted { at, span: *span, context });
                }
                AnchorPlace::Cell(cell) => cuts.want_cell(file, sha256, cell.clone(), at),
                AnchorPlace::Unknown => {}
            }
        }
        let words = span.text_or_iri(oa::EXACT).unwrap_or_default().to_owned();
        Ok(Some(Anchor { source, about, role, place, words, cut: None }))
    }
}

/// From a claim of a table to what it rests on beside its value.
const BESIDE: [(NamedNodeRef<'static>, AnchorRole); 3] = [
    (choro::HEADED_BY, AnchorRole::Head),
    (choro::IDENTIFIED_BY, AnchorRole::Name),
    (choro::WITHIN_CONTEXT, AnchorRole::Context),
];

/// Whether it is a claim whose words the dataset cites from a work that it does not hold.
fn is_cited(facts: &Facts) -> bool {
    let has = |predicate| facts.values(predicate).next().is_some();
    ClaimType::of(facts.values(rdf::TYPE)).is_some() && has(choro::VERBATIM) && has(choro::REPORTED_IN)
}

fn is_anchored(facts: &Facts) -> bool {
    let has = |predicate| facts.values(predicate).next().is_some();
    let named = has(choro::DENOTES) || has(choro::RESOLUTION);
    (named && has(oa::EXACT)) || has(choro::ANCHORED_AT)
}

/// The source and the range of a span.
fn place(facts: &Facts) -> Option<(NamedNode, Span)> {
    let source = facts.node(choro::IN_SOURCE)?.clone();
    Some((source, Span { start: facts.number(oa::START)?, end: facts.number(oa::END)? }))
}

/// The part after the last `#` or `/`.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
