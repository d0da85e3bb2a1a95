//! Decisions on the claims of an article.

use super::anchor::{Anchor, Misfit, find};
use super::fields::FieldWriter;
use super::locate;
use super::names::ArticleNames;
use super::reading::{self, joined};
use super::settle::{Numbered, Settled, hand, settle};
use super::{Hand, Mark, MarkKind, Outcome};
use crate::base::iri::Span;
use crate::claim::Evidence;
use crate::claim::article::{ArticleClaims, Attribution, ClaimHeader, EventClaim, RoleClaim, UtteranceClaim};
use crate::claim::entities::Description;
use crate::claim::terms;
use crate::claim::types::{self, ClaimType};
use crate::dataset::decisions::{ClaimDecision, Verdict};
use crate::extract::finding::SpeechKind;
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The claims of an article after the decisions on them.
#[derive(Debug)]
pub struct ReviewedArticle {
    /// The claims that are kept.
    pub claims: ArticleClaims,
    /// Those that are left out: rejected, or replaced by others.
    pub left_out: ArticleClaims,
    /// What was decided about those that are kept.
    pub marks: Vec<Mark>,
    /// What was decided about those that are left out and have no other in their place.
    pub marks_left_out: Vec<Mark>,
    /// Entities that only a reviewer names.
    pub named: Vec<(NamedNode, Description)>,
    /// What became of the decisions on claims of articles.
    pub outcomes: Vec<Outcome>,
}

/// A claim of an article, as a reviewer sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The claim.
    pub claim: NamedNode,
    /// Its type.
    pub claim_type: &'static ClaimType,
    /// Its words and their surroundings.
    pub anchor: Anchor,
    /// Its words, as a range of code points.
    pub span: Span,
    /// Its fields, by the names of their properties.
    pub fields: Vec<(&'static str, String)>,
}

/// The claims of an article as a reviewer sees them, in the order of the text.
pub fn subjects(claims: &ArticleClaims, names: &ArticleNames<'_>) -> Vec<Seen> {
    let mut all = Vec::new();
    all.extend(claims.utterances.iter().map(|c| seen(c, names)));
    all.extend(claims.roles.iter().map(|c| seen(c, names)));
    all.extend(claims.events.iter().map(|c| seen(c, names)));
    all.sort_by(|a, b| (a.span.start, a.span.end, &a.claim).cmp(&(b.span.start, b.span.end, &b.claim)));
    all
}

fn seen<C: Reviewed>(claim: &C, names: &ArticleNames<'_>) -> Seen {
    let header = claim.header();
    Seen {
        claim: header.iri.clone(),
        claim_type: C::TYPE,
        anchor: anchor(header, names),
        span: header.evidence.span,
        fields: claim.fields(names),
    }
}

fn anchor(header: &ClaimHeader, names: &ArticleNames<'_>) -> Anchor {
    let range = names.document.range(header.evidence.span).unwrap_or_default();
    Anchor::of(&names.document.text, &range)
}

/// The types of claims that articles make.
pub(super) fn is_of_article(claim: &str) -> bool {
    [&types::UTTERANCE, &types::ROLE, &types::EVENT].iter().any(|claim_type| claim_type.name == claim)
}

/// Applies decisions to the claims of an article. Decisions on claims of other types are passed over.
pub fn article(claims: ArticleClaims, mut names: ArticleNames<'_>, decisions: &[ClaimDecision]) -> ReviewedArticle {
    let mut pass = Pass {
        decisions,
        names: &mut names,
        marks: Vec::new(),
        marks_left_out: Vec::new(),
        outcomes: Vec::new(),
        moved: HashMap::new(),
    };
    let (utterances, no_utterances) = pass.of_type(claims.utterances);
    let (roles, no_roles) = pass.of_type(claims.roles);
    let (events, no_events) = pass.of_type(claims.events);
    let Pass { mut marks, marks_left_out, mut outcomes, moved, .. } = pass;
    let mut kept = ArticleClaims { utterances, roles, events };
    attribute(&mut kept, &moved, &marks);
    marks.sort_by(|a, b| a.claim.cmp(&b.claim));
    outcomes.sort_by_key(|outcome| outcome.decision);
    ReviewedArticle {
        claims: kept,
        left_out: ArticleClaims { utterances: no_utterances, roles: no_roles, events: no_events },
        marks,
        marks_left_out,
        named: names.into_named(),
        outcomes,
    }
}

/// One pass over the claims of an article.
struct Pass<'p, 'a> {
    decisions: &'p [ClaimDecision],
    names: &'p mut ArticleNames<'a>,
    marks: Vec<Mark>,
    marks_left_out: Vec<Mark>,
    outcomes: Vec<Outcome>,
    /// Claims that are left out, each with the one in its place.
    moved: HashMap<NamedNode, Option<NamedNode>>,
}

impl<'p> Pass<'p, '_> {
    /// The claims of one type: those that are kept and those that are left out.
    fn of_type<C: Reviewed>(&mut self, claims: Vec<C>) -> (Vec<C>, Vec<C>) {
        let of_type: Vec<Numbered<'p>> =
            self.decisions.iter().enumerate().filter(|(_, decision)| decision.claim == C::TYPE.name).collect();
        if of_type.is_empty() {
            return (claims, Vec::new());
        }
        let places: Vec<(Anchor, String)> = claims
            .iter()
            .map(|claim| (anchor(claim.header(), self.names), joined(&claim.fields(self.names))))
            .collect();
        let mut by_claim: Vec<Vec<Numbered<'p>>> = vec![Vec::new(); claims.len()];
        for &(at, decision) in of_type.iter().filter(|(_, decision)| decision.verdict != Verdict::Added) {
            match find(decision, &places) {
                Ok(found) => by_claim[found].push((at, decision)),
                Err(misfit) => self.outcomes.push(Outcome { decision: at, misfit: Some(misfit) }),
            }
        }
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for ((claim, rows), (_, reading)) in claims.into_iter().zip(by_claim).zip(&places) {
            match settle(&rows, reading, &mut self.outcomes) {
                Settled::Open => kept.push(claim),
                Settled::Accepted(by) => {
                    let iri = claim.header().iri.clone();
                    self.marks.push(Mark { claim: iri, decided: MarkKind::Accepted, by });
                    kept.push(claim);
                }
                Settled::Rejected(by) => {
                    let iri = claim.header().iri.clone();
                    self.marks_left_out.push(Mark { claim: iri.clone(), decided: MarkKind::Rejected, by });
                    self.moved.insert(iri, None);
                    left_out.push(claim);
                }
                Settled::Replaced(fields, by) => {
                    self.replace(claim, reading, &rows, &fields, by, (&mut kept, &mut left_out))
                }
            }
        }
        self.added(&of_type, &mut kept, &mut left_out);
        kept.sort_by_key(|claim| (claim.header().evidence.span, claim.header().iri.as_str().to_owned()));
        (kept, left_out)
    }

    fn replace<C: Reviewed>(
        &mut self,
        claim: C,
        reading: &str,
        rows: &[Numbered<'p>],
        fields: &BTreeMap<String, Vec<String>>,
        by: Vec<Hand>,
        (kept, left_out): (&mut Vec<C>, &mut Vec<C>),
    ) {
        let mut new = claim.clone();
        let near = self.names.document.range(claim.header().evidence.span).unwrap_or_default();
        for (field, values) in fields {
            let mut writer = FieldWriter { names: self.names, near: near.clone() };
            let mut changed = new.clone();
            match changed.set(&mut writer, field, values) {
                Ok(()) => new = changed,
                Err(misfit) => self.misfit(rows.iter().filter(|(_, row)| row.field == *field), &misfit),
            }
        }
        let iri = claim.header().iri.clone();
        if new == claim {
            // The program reads it so by now, or no value could be used.
            if self.outcomes.iter().any(|o| o.misfit.is_none() && rows.iter().any(|(at, _)| *at == o.decision)) {
                self.marks.push(Mark { claim: iri, decided: MarkKind::Accepted, by });
            }
            kept.push(claim);
            return;
        }
        let stated = joined(&new.fields(self.names));
        let revision = self.names.minter.revision(&iri, &stated);
        new.header_mut().iri = revision.clone();
        let decided = MarkKind::Replaced { of: iri.clone(), reading: reading.to_owned() };
        self.marks.push(Mark { claim: revision.clone(), decided, by });
        self.moved.insert(iri, Some(revision));
        kept.push(new);
        left_out.push(claim);
    }

    /// Says of decisions that they could not be used.
    fn misfit<'r>(&mut self, rows: impl Iterator<Item = &'r Numbered<'p>>, misfit: &Misfit)
    where
        'p: 'r,
    {
        for (at, _) in rows {
            self.outcomes.retain(|outcome| outcome.decision != *at);
            self.outcomes.push(Outcome { decision: *at, misfit: Some(misfit.clone()) });
        }
    }

    /// Adds the claims that people added.
    fn added<C: Reviewed>(&mut self, of_type: &[Numbered<'p>], kept: &mut Vec<C>, left_out: &mut Vec<C>) {
        let mut claims: BTreeMap<(&str, &str, &str, &str), Vec<Numbered<'p>>> = BTreeMap::new();
        for &(at, row) in of_type.iter().filter(|(_, decision)| decision.verdict == Verdict::Added) {
            let key = (row.words.as_str(), row.before.as_str(), row.after.as_str(), row.reviewer.as_str());
            claims.entry(key).or_default().push((at, row));
        }
        for rows in claims.into_values() {
            match self.build::<C>(&rows) {
                Ok((claim, by)) => {
                    rows.iter().for_each(|(at, _)| self.outcomes.push(Outcome { decision: *at, misfit: None }));
                    self.insert(claim, by, kept, left_out);
                }
                Err(misfit) => self.misfit(rows.iter(), &misfit),
            }
        }
    }

    /// The claim that rows add.
    fn build<C: Reviewed>(&mut self, rows: &[Numbered<'p>]) -> Result<(C, Vec<Hand>), Misfit> {
        let [(_, first), ..] = rows else { return Err(Misfit::Gone) };
        let text = &self.names.document.text;
        let ranges: Vec<Range<usize>> = locate::all(text, &first.words);
        let places: Vec<(Anchor, String)> =
            ranges.iter().map(|range| (Anchor::of(text, range), String::new())).collect();
        let range = ranges[find(first, &places)?].clone();
        let mut fields: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (_, row) in rows {
            let values = fields.entry(&row.field).or_default();
            values.extend(Some(row.value.clone()).filter(|value| !value.trim().is_empty()));
        }
        let document = self.names.document;
        let words = Evidence { verbatim: document.words(&range).to_owned(), span: document.span(&range) };
        let mut writer = FieldWriter { names: self.names, near: range };
        let mut claim = C::new(words, &mut writer, &fields)?;
        for (field, values) in &fields {
            claim.set(&mut writer, field, values)?;
        }
        let stated = joined(&claim.fields(self.names));
        let iri = self.names.minter.article_claim(&document.id, C::TYPE.key, &first.words, 0);
        claim.header_mut().iri = self.names.minter.revision(&iri, &stated);
        let mut by: Vec<Hand> = rows.iter().map(|(_, row)| hand(row)).collect();
        by.sort();
        by.dedup();
        Ok((claim, by))
    }

    /// Puts an added claim beside the others. Where the program reads the same words as a claim of this type, the person's
    /// stands in its place.
    fn insert<C: Reviewed>(&mut self, claim: C, by: Vec<Hand>, kept: &mut Vec<C>, left_out: &mut Vec<C>) {
        let iri = claim.header().iri.clone();
        if let Some(mark) = self.marks.iter_mut().find(|mark| mark.claim == iri) {
            mark.by.extend(by);
            mark.by.sort();
            mark.by.dedup();
            return;
        }
        let stated = joined(&claim.fields(self.names));
        let span = claim.header().evidence.span;
        let is_read = |other: &C| {
            other.header().evidence.span == span && !self.marks.iter().any(|mark| mark.claim == other.header().iri)
        };
        let same = kept.iter().position(|other| is_read(other) && joined(&other.fields(self.names)) == stated);
        if let Some(at) = same {
            let claim = kept[at].header().iri.clone();
            self.marks.push(Mark { claim, decided: MarkKind::Accepted, by });
            return;
        }
        let read: Vec<usize> = (0..kept.len()).filter(|at| is_read(&kept[*at])).collect();
        let decided = match read.as_slice() {
            [only] => {
                let other = kept.remove(*only);
                let of = other.header().iri.clone();
                let reading = joined(&other.fields(self.names));
                self.moved.insert(of.clone(), Some(iri.clone()));
                left_out.push(other);
                MarkKind::Replaced { of, reading }
            }
            _ => MarkKind::Added,
        };
        self.marks.push(Mark { claim: iri, decided, by });
        kept.push(claim);
    }
}

/// Gives claims that were said in an utterance which is left out to the one in its place, or to the innermost of those that
/// are kept; and claims that people added to the innermost utterance around them.
fn attribute(claims: &mut ArticleClaims, moved: &HashMap<NamedNode, Option<NamedNode>>, marks: &[Mark]) {
    let added: Vec<&NamedNode> =
        marks.iter().filter(|mark| mark.decided == MarkKind::Added).map(|mark| &mark.claim).collect();
    let utterances = claims.utterances.clone();
    let again = |header: &mut ClaimHeader, is_role: bool| {
        let is_added = added.contains(&&header.iri);
        let is_open = match &header.attribution {
            Some(attribution) => moved.contains_key(&attribution.utterance),
            None => is_added,
        };
        if is_open {
            let inside = utterances.iter().filter(|u| u.header.iri != header.iri && holds(u, header.evidence.span));
            let marked = inside.filter(|u| !(is_role && is_added) || u.kind != SpeechKind::Indirect);
            let innermost = marked.min_by_key(|u| u.header.evidence.span.end - u.header.evidence.span.start);
            header.attribution = innermost.map(|u| Attribution {
                utterance: u.header.iri.clone(),
                speaker: u.speaker.as_ref().and_then(|speaker| speaker.entity.clone()),
            });
        } else if let Some(attribution) = &mut header.attribution
            && let Some(said) = utterances.iter().find(|u| u.header.iri == attribution.utterance)
        {
            attribution.speaker = said.speaker.as_ref().and_then(|speaker| speaker.entity.clone());
        }
    };
    claims.utterances.iter_mut().for_each(|claim| again(&mut claim.header, false));
    claims.roles.iter_mut().for_each(|claim| again(&mut claim.header, true));
    claims.events.iter_mut().for_each(|claim| again(&mut claim.header, false));
}

/// Whether what is said holds a range.
fn holds(utterance: &UtteranceClaim, span: Span) -> bool {
    utterance.content.iter().any(|part| part.span.start <= span.start && span.end <= part.span.end)
}

/// A type of claim that is reviewed here.
trait Reviewed: Clone + PartialEq + Sized {
    const TYPE: &'static ClaimType;

    fn header(&self) -> &ClaimHeader;
    fn header_mut(&mut self) -> &mut ClaimHeader;
    /// Its fields, as a reviewer sees them.
    fn fields(&self, names: &ArticleNames<'_>) -> Vec<(&'static str, String)>;
    /// Sets a field.
    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit>;
    /// A claim with these words, before its fields are set; an error if a field is missing without which it says nothing.
    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit>;
}

fn header(evidence: Evidence) -> ClaimHeader {
    ClaimHeader { iri: NamedNode::new_unchecked(""), evidence, attribution: None }
}

fn need(fields: &BTreeMap<&str, Vec<String>>, needed: &[&str]) -> Result<(), Misfit> {
    let missing: Vec<&str> =
        needed.iter().copied().filter(|field| fields.get(field).is_none_or(Vec::is_empty)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Misfit::Value(format!("such a claim needs {}", missing.join(", ")))) }
}

impl Reviewed for UtteranceClaim {
    const TYPE: &'static ClaimType = &types::UTTERANCE;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<(&'static str, String)> {
        reading::utterance(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.utterance(self, field, values)?;
        if field == "content" {
            self.speaks_of = writer.names.named_in(&self.content);
        }
        Ok(())
    }

    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit> {
        need(fields, &["speechKind"])?;
        let content = vec![words.clone()];
        Ok(Self {
            header: header(words),
            kind: SpeechKind::Direct,
            speaks_of: writer.names.named_in(&content),
            content,
            cue: None,
            speaker: None,
            addressee: None,
            medium: None,
            medium_organisations: Vec::new(),
        })
    }
}

impl Reviewed for RoleClaim {
    const TYPE: &'static ClaimType = &types::ROLE;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<(&'static str, String)> {
        reading::role(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.role(self, field, values)
    }

    fn new(words: Evidence, _: &mut FieldWriter<'_, '_>, fields: &BTreeMap<&str, Vec<String>>) -> Result<Self, Misfit> {
        need(fields, &["holder", "roleTitle"])?;
        Ok(Self {
            header: header(words.clone()),
            holder: NamedNode::new_unchecked(""),
            known: false,
            title: words,
            plain: String::new(),
            general: true,
            tenure: crate::extract::finding::Tenure::Present,
            of: None,
            of_body: None,
        })
    }
}

impl Reviewed for EventClaim {
    const TYPE: &'static ClaimType = &types::EVENT;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<(&'static str, String)> {
        reading::event(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.event(self, field, values)
    }

    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit> {
        need(fields, &["eventKind", "standing"])?;
        let names = &writer.names;
        let kind = fields.get("eventKind").and_then(|values| values.first()).map_or("", |kind| kind.trim());
        let mut claim = Self {
            event: names.minter.added_event(&names.document.id, kind, &words.verbatim),
            label: crate::base::iri::folded_space(&words.verbatim),
            kind: crate::extract::finding::EventKind::Meeting,
            factuality: crate::extract::finding::Factuality::Possible,
            trigger: words.clone(),
            participants: Vec::new(),
            place: None,
            time: None,
            occasion: None,
            auspices: Vec::new(),
            header: header(words),
        };
        // The name of the node is that of a term, so the term is checked before.
        writer.event(&mut claim, "eventKind", &[kind.to_owned()])?;
        debug_assert_eq!(crate::base::iri::last_part(terms::event_kind(claim.kind).as_str()), kind);
        Ok(claim)
    }
}
