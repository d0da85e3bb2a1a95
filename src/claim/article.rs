//! The claims of an article: that someone is reported to have said something, that someone has a role, that an event is
//! reported. Each claim has its own words and an attribution: the publisher of the article or, for what is said inside
//! an utterance, the person who is said to speak.

mod places;

pub use places::PlaceClaim;

use super::Evidence;
use super::entities::Entities;
use super::terms::event_kind;
use crate::base::iri::Minter;
use crate::base::time::TimeExtent;
use crate::base::vocab::term;
use crate::extract::finding::{self, EntityType, EventKind, Factuality, Findings, SpeechKind, Tenure};
use crate::read::source::SourceDocument;
use oxigraph::model::NamedNode;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// All claims of an article; each list is in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleClaims {
    /// What is reported as said.
    pub utterances: Vec<UtteranceClaim>,
    /// Who has which role.
    pub roles: Vec<RoleClaim>,
    /// What is reported of events.
    pub events: Vec<EventClaim>,
    /// What is said of places as units.
    pub places: Vec<PlaceClaim>,
}

impl ArticleClaims {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.utterances.len() + self.roles.len() + self.events.len() + self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Their IRIs.
    pub fn iris(&self) -> impl Iterator<Item = &NamedNode> {
        let utterances = self.utterances.iter().map(|claim| &claim.header);
        let others = self.roles.iter().map(|claim| &claim.header).chain(self.events.iter().map(|claim| &claim.header));
        let places = self.places.iter().map(|claim| &claim.header);
        utterances.chain(others).chain(places).map(|header| &header.iri)
    }
}

/// The parts that every claim of an article has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimHeader {
    /// IRI of the claim.
    pub iri: NamedNode,
    /// The words that make the claim.
    pub evidence: Evidence,
    /// The utterance in which it is claimed; `None` if the article itself claims it.
    pub attribution: Option<Attribution>,
    /// The number of the given finding that it was made of; `None` if the program read it.
    pub given: Option<usize>,
}

/// The utterance in which something is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// IRI of the claim that it was said.
    pub utterance: NamedNode,
    /// The speaker, to whom the claim is attributed; `None` if unknown.
    pub speaker: Option<NamedNode>,
}

/// Words that refer to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityPhrase {
    /// The words; `None` if a person says who is meant where no words do.
    pub words: Option<Evidence>,
    /// The entity; `None` if it cannot be determined.
    pub entity: Option<NamedNode>,
}

/// A claim that someone said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UtteranceClaim {
    /// The header. Its words extend from the first to the last of the content, the cue and the speaker.
    pub header: ClaimHeader,
    /// Direct or indirect speech.
    pub kind: SpeechKind,
    /// What is said, in order; in parts if it is interrupted.
    pub content: Vec<Evidence>,
    /// The entities that these words name.
    pub speaks_of: Vec<NamedNode>,
    /// The words that introduce it, such as "said".
    pub cue: Option<Evidence>,
    /// The speaker.
    pub speaker: Option<EntityPhrase>,
    /// The addressee.
    pub addressee: Option<EntityPhrase>,
    /// The medium, such as an interview.
    pub medium: Option<Evidence>,
    /// The organisations that the words of the medium name.
    pub medium_organisations: Vec<NamedNode>,
}

/// A claim that a person has a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleClaim {
    /// The header. Its words are the whole phrase.
    pub header: ClaimHeader,
    /// The person who holds the role.
    pub holder: NamedNode,
    /// Whether the gazetteer has the holder, so that other articles may mean the same person.
    pub known: bool,
    /// The words of the role.
    pub title: Evidence,
    /// The role in plain form, for comparison.
    pub plain: String,
    /// Whether it is compatible with any other role.
    pub general: bool,
    /// Whether it is held now, was held or will be held.
    pub tenure: Tenure,
    /// The country, organisation or people in whose name it is held.
    pub of: Option<EntityPhrase>,
    /// That country or organisation; `None` if only a people is named ("Russian"), because a role may be in any body of
    /// that people.
    pub of_body: Option<NamedNode>,
}

/// What one mention says about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventClaim {
    /// The header. Its words are the clause.
    pub header: ClaimHeader,
    /// The event, which all its mentions share.
    pub event: NamedNode,
    /// The name of the event, in the words of its first mention.
    pub label: String,
    /// The kind of event.
    pub kind: EventKind,
    /// The factuality of the event.
    pub factuality: Factuality,
    /// The word that names it.
    pub trigger: Evidence,
    /// The participants.
    pub participants: Vec<EntityPhrase>,
    /// The place; `None` if the clause does not give one.
    pub place: Option<EntityPhrase>,
    /// The time; `None` if the clause does not give one.
    pub time: Option<EventTime>,
    /// The occasion at or beside which it takes place.
    pub occasion: Option<EntityPhrase>,
    /// Those with whose help it takes place.
    pub auspices: Vec<EntityPhrase>,
}

/// The time of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTime {
    /// The words; `None` if a person says when it was where no words do.
    pub words: Option<Evidence>,
    /// Whether the words were read as a time, so that they have a node of their own.
    pub is_mention: bool,
    /// What they mean, if that is resolved.
    pub extent: Option<TimeExtent>,
}

/// The claims of an article.
pub fn claims(document: &SourceDocument, findings: &Findings, entities: &Entities, minter: &Minter) -> ArticleClaims {
    let mut speakers: Vec<_> = findings.quotations.iter().filter_map(|q| q.speaker.as_ref()).collect();
    speakers.sort_by_key(|speaker| speaker.range.start);
    let mut reader =
        ClaimBuilder { document, findings, entities, minter, parts: Vec::new(), speakers, seen: HashMap::new() };
    let covers: Vec<_> = findings.quotations.iter().map(|q| cover(&document.text, q)).collect();
    let iris: Vec<_> = covers.iter().map(|c| Some(reader.mint("said", document.words(c.as_ref()?)))).collect();
    reader.parts = parts(&document.text, &findings.quotations, &covers, &iris);
    let utterances = covers.iter().zip(&iris).enumerate();
    ArticleClaims {
        utterances: utterances.filter_map(|(n, (c, iri))| reader.utterance(n, c.clone()?, iri.clone()?)).collect(),
        roles: (0..findings.roles.len()).filter_map(|number| reader.role(number)).collect(),
        events: reader.events(&iris),
        places: reader.places(&iris),
    }
}

/// A part of what is said.
#[derive(Debug)]
struct Part {
    range: Range<usize>,
    /// All words of the claim that it is said.
    cover: Range<usize>,
    quotation: usize,
    iri: NamedNode,
    /// Whether it is in quotation marks, so that its words are the speaker's own.
    marked: bool,
}

fn parts(
    text: &str,
    quotations: &[finding::Quotation],
    covers: &[Option<Range<usize>>],
    iris: &[Option<NamedNode>],
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (n, quotation) in quotations.iter().enumerate() {
        let (Some(cover), Some(iri)) = (&covers[n], &iris[n]) else { continue };
        for range in &quotation.content {
            let opens = text.get(..range.start).and_then(|t| t.chars().next_back()).is_some_and(is_quotation_mark);
            let marked = opens || quotation.kind == SpeechKind::Direct;
            parts.push(Part { range: range.clone(), cover: cover.clone(), quotation: n, iri: iri.clone(), marked });
        }
    }
    parts.sort_by_key(|p| (p.range.start, std::cmp::Reverse(p.range.end)));
    parts
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‹' | '›')
}

/// Maximum distance, in bytes, between what is said and a cue or speaker that belongs to the words of the claim.
const NEAR: usize = 300;
/// Maximum number of bytes that an article such as "the " adds to a phrase.
const ARTICLE: usize = 4;
/// Maximum number of parts before a position that are examined for the one that contains it.
const LOOK_BACK: usize = 32;

/// The range from the first to the last of what is said, its cue and its speaker, with quotation marks.
fn cover(text: &str, quotation: &finding::Quotation) -> Option<Range<usize>> {
    let said = quotation.content.iter().filter(|r| text.get((*r).clone()).is_some_and(|t| !t.trim().is_empty()));
    let mut cover = said.cloned().reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))?;
    for range in quotation.cue.iter().chain(quotation.speaker.iter().map(|s| &s.range)) {
        let near = range.start < cover.end + NEAR && cover.start < range.end + NEAR;
        if near && !range.is_empty() && text.get(range.clone()).is_some() {
            cover = cover.start.min(range.start)..cover.end.max(range.end);
        }
    }
    if let Some(mark) = text[..cover.start].chars().next_back().filter(|c| is_quotation_mark(*c)) {
        cover.start -= mark.len_utf8();
    }
    if let Some(mark) = text[cover.end..].chars().next().filter(|c| is_quotation_mark(*c)) {
        cover.end += mark.len_utf8();
    }
    trimmed(text, &cover)
}

/// A range without the white space at its ends; `None` if nothing is left, or if it is not a range of the text.
fn trimmed(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let start = range.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (start < end).then_some(start..end)
}

struct ClaimBuilder<'a> {
    document: &'a SourceDocument,
    findings: &'a Findings,
    entities: &'a Entities,
    minter: &'a Minter,
    parts: Vec<Part>,
    /// The speakers, in the order of the words that name them.
    speakers: Vec<&'a finding::EntityRef>,
    seen: HashMap<(&'static str, String), usize>,
}

impl ClaimBuilder<'_> {
    fn mint(&mut self, kind: &'static str, words: &str) -> NamedNode {
        let words = crate::base::iri::folded_space(words);
        let nth = self.seen.entry((kind, words.clone())).or_default();
        let iri = self.minter.article_claim(&self.document.id, kind, &words, *nth);
        *nth += 1;
        iri
    }

    fn words(&self, range: &Range<usize>) -> Option<Evidence> {
        let range = trimmed(&self.document.text, range)?;
        Some(Evidence { verbatim: self.document.words(&range).to_owned(), span: self.document.span(&range) })
    }

    fn phrase(&self, entity_ref: &finding::EntityRef) -> Option<EntityPhrase> {
        let entity = entity_ref.entity.and_then(|e| self.entities.iri(e)).cloned();
        let words = self.words(&entity_ref.range);
        // No words say who is meant where a tool names an entity without a place.
        (words.is_some() || entity.is_some() && entity_ref.range.is_empty()).then_some(EntityPhrase { words, entity })
    }

    fn mention(&self, at: usize) -> Option<EntityPhrase> {
        let mention = self.findings.mentions.get(at)?;
        let entity = self.entities.iri(mention.entity).cloned();
        Some(EntityPhrase { words: Some(self.words(&mention.range)?), entity })
    }

    /// The words of a time and their meaning; up to the end of the interval if the time begins one.
    fn time(&self, time: &finding::TimeMention) -> Option<EventTime> {
        let (range, extent) = match time.until {
            None => (time.range.clone(), time.extent.clone()),
            Some(_) => match finding::interval(&self.findings.times, time) {
                Some((range, extent)) => (range, Some(extent)),
                None => (time.range.clone(), None),
            },
        };
        Some(EventTime { words: Some(self.words(&range)?), is_mention: true, extent })
    }

    /// The innermost utterance whose content contains a range. A role is in the speaker's words only within quotation
    /// marks (`marked`). An utterance does not contain itself (`own`), nor do two contain each other.
    fn attribution(&self, range: &Range<usize>, own: Option<usize>, marked: bool) -> Option<Attribution> {
        let before = self.parts.partition_point(|p| p.range.start <= range.start);
        let part = self.parts[..before].iter().rev().take(LOOK_BACK).find(|p| {
            let wider = p.cover != *range || own.is_none_or(|own| p.quotation < own);
            range.end <= p.range.end && (p.marked || !marked) && own != Some(p.quotation) && wider
        })?;
        Some(self.said_in(part.quotation, &part.iri))
    }

    fn said_in(&self, quotation: usize, iri: &NamedNode) -> Attribution {
        let speaker = self.findings.quotations.get(quotation).and_then(|q| q.speaker.as_ref()?.entity);
        Attribution { utterance: iri.clone(), speaker: speaker.and_then(|e| self.entities.iri(e)).cloned() }
    }

    fn utterance(&self, number: usize, cover: Range<usize>, iri: NamedNode) -> Option<UtteranceClaim> {
        let quotation = self.findings.quotations.get(number)?;
        let mut content: Vec<_> = quotation.content.iter().filter_map(|range| self.words(range)).collect();
        content.sort_by_key(|c| c.span);
        content.dedup();
        let attribution = self.attribution(&cover, Some(number), false);
        let medium = quotation.medium.as_ref();
        let given = self.findings.given.quotations.get(number).copied();
        Some(UtteranceClaim {
            header: ClaimHeader { iri, evidence: self.words(&cover)?, attribution, given },
            kind: quotation.kind,
            content,
            cue: quotation.cue.as_ref().and_then(|range| self.words(range)),
            speaker: quotation.speaker.as_ref().and_then(|r| self.phrase(r)),
            addressee: quotation.addressee.as_ref().and_then(|r| self.phrase(r)),
            medium: medium.and_then(|range| self.words(range)),
            medium_organisations: self.named(medium.into_iter(), |kind| kind == EntityType::Organisation),
            speaks_of: self.named(quotation.content.iter(), |_| true),
        })
    }

    /// The entities of some kinds that are named within some ranges, each once.
    fn named<'r>(
        &self,
        ranges: impl Iterator<Item = &'r Range<usize>>,
        kinds: impl Fn(EntityType) -> bool,
    ) -> Vec<NamedNode> {
        let mut found = BTreeSet::new();
        for range in ranges {
            let first = self.findings.mentions.partition_point(|m| m.range.start < range.start);
            let inside = self.findings.mentions[first..].iter().take_while(|m| m.range.start < range.end);
            let named = inside.filter(|m| kinds(m.kind) && m.range.end <= range.end);
            found.extend(named.filter_map(|m| self.entities.iri(m.entity)));
        }
        found.into_iter().cloned().collect()
    }

    /// The speaker who is named by a role alone, as in a headline that ends in "– deputy minister".
    fn speaker_called(&self, role: &finding::Role) -> Option<usize> {
        let before = self.speakers.partition_point(|v| v.range.start <= role.range.start);
        let near = self.speakers[before.saturating_sub(LOOK_BACK)..].iter().take(2 * LOOK_BACK);
        let same = |range: &Range<usize>| {
            let apart = range.start.abs_diff(role.range.start) + range.end.abs_diff(role.range.end);
            range.start < role.range.end && role.range.start < range.end && apart <= ARTICLE
        };
        near.filter(|_| !role.plural).find(|v| same(&v.range))?.entity
    }

    /// `None` if the role has no holder, or if the holder is not a person.
    fn role(&mut self, number: usize) -> Option<RoleClaim> {
        let findings = self.findings;
        let role = findings.roles.get(number)?;
        let given = findings.given.roles.get(number).copied();
        let holder = role.holder.or_else(|| self.speaker_called(role));
        let holder = holder.filter(|e| self.entities.is_person(*e))?;
        let known = self.entities.is_known(holder);
        let holder = self.entities.iri(holder)?.clone();
        let evidence = self.words(&role.range)?;
        let iri = self.mint("role", &evidence.verbatim);
        let of = role.of.and_then(|m| self.findings.mentions.get(m));
        Some(RoleClaim {
            header: ClaimHeader { iri, evidence, attribution: self.attribution(&role.range, None, true), given },
            holder,
            known,
            title: self.words(&role.title)?,
            plain: role.plain.clone(),
            general: role.general,
            tenure: role.tenure,
            of: role.of.and_then(|m| self.mention(m)),
            of_body: of.filter(|m| self.entities.is_body(m.entity)).and_then(|m| self.entities.iri(m.entity)).cloned(),
        })
    }

    fn events(&mut self, utterances: &[Option<NamedNode>]) -> Vec<EventClaim> {
        let findings = self.findings;
        let mut nodes: HashMap<usize, (NamedNode, String)> = HashMap::new();
        (0..findings.events.len()).filter_map(|number| self.event(number, utterances, &mut nodes)).collect()
    }

    fn event(
        &mut self,
        number: usize,
        utterances: &[Option<NamedNode>],
        nodes: &mut HashMap<usize, (NamedNode, String)>,
    ) -> Option<EventClaim> {
        let findings = self.findings;
        let event = findings.events.get(number)?;
        let given = findings.given.events.get(number).copied();
        let evidence = self.words(&event.range)?;
        let trigger = self.words(&event.trigger)?;
        let kind = event_kind(event.kind).as_str();
        let kind = kind.strip_prefix(term::NAMESPACE).unwrap_or(kind);
        let (node, label) = nodes
            .entry(event.event)
            .or_insert_with(|| {
                let iri = self.minter.event(&self.document.id, event.event + 1, kind);
                (iri, crate::base::iri::folded_space(&trigger.verbatim))
            })
            .clone();
        let said_in = |q: usize| Some(self.said_in(q, utterances.get(q)?.as_ref()?));
        let attribution = event.quotation.and_then(said_in);
        let place = event.place.filter(|m| self.findings.mentions.get(*m).is_some_and(|m| !m.stands_for_state));
        let time = event.time.and_then(|t| self.findings.times.get(t));
        let phrases = |entity_refs: &[finding::EntityRef]| entity_refs.iter().filter_map(|r| self.phrase(r)).collect();
        Some(EventClaim {
            event: node,
            label,
            kind: event.kind,
            factuality: event.factuality,
            participants: phrases(&event.participants),
            place: place
                .filter(|m| self.entities.is_place(self.findings.mentions[*m].entity))
                .and_then(|m| self.mention(m)),
            time: time.and_then(|t| self.time(t)),
            occasion: event.occasion.as_ref().and_then(|v| self.phrase(v)),
            auspices: phrases(&event.auspices),
            trigger,
            header: ClaimHeader { iri: self.mint("event", &evidence.verbatim), evidence, attribution, given },
        })
    }
}
