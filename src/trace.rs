//! From a claim back to the words: the source, who publishes it, the verbatim words in their sentence, and the offsets. The
//! words are cut from the captured bytes, not repeated from the store, so that a trace is a proof.

use crate::build::state::{self, State};
use crate::dataset::Dataset;
use crate::iri::Span;
use crate::source::SourceDocument;
use crate::source::container::Articles;
use crate::source::metadata::Metadata;
use crate::store::{StoreError, View};
use crate::vocab::{choro, dcterms, oa, prov, rdf, rdfs, schema};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::{StorageError, Store};
use std::cell::RefCell;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

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

/// Words cut from a captured source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The sentence up to the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// The rest of the sentence.
    pub after: String,
    /// Line of the words in the text, from 1.
    pub line: usize,
    /// Column of the words, in code points, from 1.
    pub column: usize,
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
    let tracer = Tracer { store: view.store(), dataset, last: RefCell::default() };
    let known = tracer.store.quads_for_pattern(Some(iri.as_ref().into()), None, None, None).next().is_some();
    let object = tracer.store.quads_for_pattern(None, None, Some(iri.as_ref().into()), None).next().is_some();
    if !known && !object {
        return Err(TraceError::Unknown(iri.as_str().to_owned()));
    }
    let mut subjects = BTreeSet::new();
    for candidate in tracer.subjects(iri)? {
        if tracer.is_anchored(&candidate)? {
            subjects.insert(candidate);
        }
    }
    if subjects.is_empty() {
        return Err(TraceError::NoWords(iri.as_str().to_owned()));
    }
    subjects.iter().map(|s| tracer.one(&NamedNode::new_unchecked(s))).collect()
}

/// Every claim, record and mention of the dataset.
pub fn all(view: &View, dataset: &Dataset) -> Result<Vec<Trace>, TraceError> {
    let tracer = Tracer { store: view.store(), dataset, last: RefCell::default() };
    let mut subjects = BTreeSet::new();
    for class in [
        choro::CONTROL_CHANGE_CLAIM,
        choro::AREA_CLAIM,
        choro::UTTERANCE_CLAIM,
        choro::ROLE_CLAIM,
        choro::EVENT_CLAIM,
        choro::RECORD,
        choro::MENTION,
        choro::TIME_MENTION,
    ] {
        subjects.extend(tracer.pointing(rdf::TYPE, class)?);
    }
    subjects.iter().map(|s| tracer.one(&NamedNode::new_unchecked(s))).collect()
}

/// What is shown of a claim or mention, in this order.
const SAYS: &[NamedNodeRef<'static>] = &[
    choro::ABOUT_PLACE,
    choro::SPEECH_KIND,
    choro::SPEAKER_WORDS,
    choro::SPEAKER,
    choro::CUE_WORDS,
    choro::CONTENT,
    choro::SPEAKS_OF,
    choro::ADDRESSEE_WORDS,
    choro::ADDRESSEE,
    choro::MEDIUM_WORDS,
    choro::HOLDER,
    choro::TITLE_WORDS,
    choro::ROLE_TITLE,
    choro::TENURE,
    choro::ROLE_OF_WORDS,
    choro::ABOUT_EVENT,
    choro::EVENT_KIND,
    choro::STANDING,
    choro::PARTICIPANT_WORDS,
    choro::PARTICIPANT,
    choro::EVENT_PLACE_WORDS,
    choro::EVENT_PLACE,
    choro::TIME_WORDS,
    choro::TIME,
    choro::OCCASION_WORDS,
    choro::OCCASION,
    choro::AUSPICES_WORDS,
    choro::AUSPICES,
    choro::SAID_IN,
    choro::AREA,
    choro::AREA_KIND,
    choro::BOUNDARY_TIME,
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
    store: &'a Store,
    dataset: &'a Dataset,
    /// The text that was cut from last, and whose it is.
    last: RefCell<Option<(NamedNode, String)>>,
}

impl Tracer<'_> {
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
        for predicate in [
            choro::ABOUT_PLACE,
            choro::DENOTES,
            choro::FROM_RECORD,
            choro::REPORTED_IN,
            choro::ASSERTED_BY,
            choro::TIME,
            choro::AREA,
            choro::ANCHORED_AT,
            choro::EXTENT,
            choro::SAID_IN,
            choro::SPEAKER,
            choro::SPEAKS_OF,
            choro::ADDRESSEE,
            choro::MEDIUM_ORGANISATION,
            choro::HOLDER,
            choro::ROLE_OF,
            choro::ABOUT_EVENT,
            choro::PARTICIPANT,
            choro::EVENT_PLACE,
            choro::OCCASION,
            choro::AUSPICES,
        ] {
            subjects.extend(self.pointing(predicate, iri.as_ref())?);
        }
        for claim in self.objects(iri, choro::INVOLVES)? {
            if let Term::NamedNode(claim) = claim {
                subjects.insert(claim.into_string());
            }
        }
        Ok(subjects)
    }

    fn is_anchored(&self, iri: &str) -> Result<bool, StorageError> {
        let node = NamedNode::new_unchecked(iri);
        let named = self.object(&node, choro::DENOTES)?.is_some() || self.object(&node, choro::RESOLUTION)?.is_some();
        let mention = named && self.object(&node, oa::EXACT)?.is_some();
        Ok(mention || self.object(&node, choro::ANCHORED_AT)?.is_some())
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

    fn object(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<Term>, StorageError> {
        Ok(self.objects(subject, predicate)?.into_iter().next())
    }

    fn node(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<NamedNode>, StorageError> {
        Ok(match self.object(subject, predicate)? {
            Some(Term::NamedNode(node)) => Some(node),
            _ => None,
        })
    }

    fn text(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        Ok(match self.object(subject, predicate)? {
            Some(Term::Literal(literal)) => Some(literal.destruct().0),
            Some(Term::NamedNode(node)) => Some(node.into_string()),
            _ => None,
        })
    }

    /// A node by its label or title, else its IRI.
    fn label(&self, node: &NamedNode) -> Result<String, StorageError> {
        for predicate in [rdfs::LABEL, dcterms::TITLE, choro::EDTF, choro::LEXICAL_FORM] {
            if let Some(Term::Literal(label)) = self.object(node, predicate)? {
                return Ok(label.destruct().0);
            }
        }
        Ok(node.as_str().to_owned())
    }

    /// A value as its reader may see it: a literal, the words of a span, a label, else the end of the IRI.
    fn shown(&self, value: Term) -> Result<String, StorageError> {
        let node = match value {
            Term::Literal(literal) => return Ok(literal.destruct().0),
            Term::NamedNode(node) => node,
            other => return Ok(other.to_string()),
        };
        if let Some(words) = self.text(&node, oa::EXACT)? {
            return Ok(format!("“{words}”"));
        }
        let label = self.label(&node)?;
        Ok(if label == node.as_str() { local_name(node.as_str()).to_owned() } else { label })
    }

    fn labelled(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        self.node(subject, predicate)?.map(|node| self.label(&node)).transpose()
    }

    fn one(&self, subject: &NamedNode) -> Result<Trace, TraceError> {
        let class = self.node(subject, rdf::TYPE)?.map_or_else(String::new, |c| local_name(c.as_str()).to_owned());
        let mut says = Vec::new();
        for predicate in SAYS {
            let mut values = Vec::new();
            for value in self.objects(subject, *predicate)? {
                // Words come in the order of the text.
                let start = match &value {
                    Term::NamedNode(node) => self.place(node)?.map(|(_, span)| span),
                    _ => None,
                };
                values.push((start, value));
            }
            values.sort_by_key(|(start, _)| *start);
            for (_, value) in values {
                says.push((local_name(predicate.as_str()).to_owned(), self.shown(value)?));
            }
        }
        let reported_in = match self.node(subject, choro::REPORTED_IN)? {
            Some(node) => Some(node),
            None => self.node(subject, dcterms::IS_PART_OF)?,
        };
        let mut anchors = Vec::new();
        let spans = self.objects(subject, choro::ANCHORED_AT)?;
        let own = Term::from(subject.clone());
        // The sentence of a claim is the line of its record.
        let lines = match self.node(subject, choro::FROM_RECORD)? {
            Some(record) => self.objects(&record, choro::ANCHORED_AT)?,
            None => Vec::new(),
        };
        for span in if spans.is_empty() { vec![own] } else { spans } {
            if let Term::NamedNode(span) = span {
                anchors.extend(self.anchor(&span, &lines)?);
            }
        }
        Ok(Trace {
            subject: subject.clone(),
            class,
            says,
            asserted_by: self.labelled(subject, choro::ASSERTED_BY)?,
            reported_in: reported_in.map(|n| self.label(&n)).transpose()?,
            anchors,
        })
    }

    /// The source and the range of a span.
    fn place(&self, span: &NamedNode) -> Result<Option<(NamedNode, Span)>, StorageError> {
        let number = |p| self.text(span, p).map(|t| t.and_then(|t| t.parse::<usize>().ok()));
        let (source, start, end) = (self.node(span, choro::IN_SOURCE)?, number(oa::START)?, number(oa::END)?);
        Ok(source.zip(start.zip(end)).map(|(source, (start, end))| (source, Span { start, end })))
    }

    fn anchor(&self, span: &NamedNode, lines: &[Term]) -> Result<Option<Anchor>, TraceError> {
        let Some((source, range)) = self.place(span)? else { return Ok(None) };
        let mut context = None;
        for line in lines {
            if let Term::NamedNode(line) = line {
                let place =
                    self.place(line)?.filter(|(s, r)| *s == source && r.start <= range.start && range.end <= r.end);
                context = context.or(place.map(|(_, r)| r));
            }
        }
        // An article in a file of articles is captured with the file.
        let file = self.node(&source, dcterms::IS_PART_OF)?.unwrap_or_else(|| source.clone());
        let version = self.pointing(prov::SPECIALIZATION_OF, file.as_ref())?.into_iter().next();
        let sha256 = version.map(|v| self.text(&NamedNode::new_unchecked(v), choro::SHA256)).transpose()?.flatten();
        Ok(Some(Anchor {
            title: self.text(&source, dcterms::TITLE)?,
            publisher: self.labelled(&source, dcterms::PUBLISHER)?,
            issued: self.text(&source, dcterms::ISSUED)?,
            retrieved: self.text(&source, choro::RETRIEVED)?,
            url: self.text(&source, schema::URL)?,
            cut: sha256.as_deref().and_then(|sha256| self.cut(&source, &file, sha256, range, context)),
            sha256,
            span: range,
            words: self.text(span, oa::EXACT)?.unwrap_or_default(),
            source,
        }))
    }

    /// The words at a span of the captured source.
    fn cut(
        &self,
        source: &NamedNode,
        file: &NamedNode,
        sha256: &str,
        span: Span,
        context: Option<Span>,
    ) -> Option<Cut> {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(read, _)| read != source) {
            *last = Some((source.clone(), self.captured_text(source, file, sha256)?));
        }
        last.as_ref().map(|(_, text)| cut(text, span, context))
    }

    /// The text of a source, made again from the captured bytes.
    fn captured_text(&self, source: &NamedNode, file: &NamedNode, sha256: &str) -> Option<String> {
        let minter = &self.dataset.minter;
        let work = self.dataset.work();
        if source == file {
            let id = minter.key("source", source.as_str())?;
            let (path, captured) = state::captured(&work, sha256).ok()?;
            return Some(SourceDocument::new(id.to_owned(), path, captured, Metadata::default()).ok()?.text);
        }
        let state = State::read(&work);
        let (id, loaded) = state.documents.into_iter().find(|(id, _)| minter.source(id) == *file)?;
        let path = state::captured_file(&work, sha256)?;
        let fields = loaded.fields.unwrap_or_default();
        let articles = Articles::open(&id, &path, &path, sha256, &Metadata::default(), &fields).ok()?;
        let mut documents = articles.flatten();
        documents.find(|document| minter.source(&document.id) == *source).map(|document| document.text)
    }
}

/// Cuts the words at a span out of their context, which is their sentence (UAX 29) unless another is given.
fn cut(text: &str, span: Span, context: Option<Span>) -> Cut {
    let byte = |n| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let (start, end) = (byte(span.start), byte(span.end));
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |i| end + i);
    let (mut from, mut to) = context.map_or((line_start, line_end), |c| (byte(c.start), byte(c.end)));
    let sentences = text[line_start..line_end].split_sentence_bound_indices();
    for (at, sentence) in sentences.filter(|_| context.is_none()) {
        let (at, sentence_end) = (line_start + at, line_start + at + sentence.len());
        if at <= start {
            from = at;
        }
        if sentence_end >= end {
            to = sentence_end;
            break;
        }
    }
    let position = crate::source::position(text, start);
    Cut {
        before: text[from..start].trim_start().to_owned(),
        words: text[start..end].to_owned(),
        after: text[end..to].trim_end().to_owned(),
        line: position.line,
        column: position.column,
    }
}

/// What follows the last `#` or `/`.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_with_their_sentence() {
        let text = "Title\nOne é. Two “words” here. Three.";
        let at = |w: &str| text[..text.find(w).unwrap()].chars().count();
        let cut = cut(text, Span { start: at("words"), end: at("words") + 5 }, None);
        assert_eq!((cut.before.as_str(), cut.words.as_str(), cut.after.as_str()), ("Two “", "words", "” here."));
        assert_eq!((cut.line, cut.column), (2, 13));
    }
}
