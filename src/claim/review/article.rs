//! Decisions on the claims of an article.

use super::anchor::{Anchor, Misfit, Place, find};
use super::cells::prose_subjects;
use super::fields::FieldWriter;
use super::locate;
use super::names::ArticleNames;
use super::reading::joined;
use super::reviewed::Reviewed;
use super::settle::{Numbered, Settled, hand, settle};
use super::{Hand, Mark, MarkKind, OF_ADDED, Outcome, Seen};
use crate::base::iri::{Span, folded_space};
use crate::claim::Evidence;
use crate::claim::article::{ArticleClaims, Attribution, ClaimHeader, UtteranceClaim};
use crate::claim::entities::Description;
use crate::dataset::decisions::{ClaimDecision, Verdict};
use crate::extract::finding::SpeechKind;
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// The claims of an article after the decisions on them.
#[derive(Debug)]
pub struct ReviewedArticle {
    /// The claims that are kept.
    pub claims: ArticleClaims,
    /// Those that are left out: rejected, or replaced by others.
    pub left_out: ArticleClaims,
    /// Those that are kept and said in another statement than was read, or by somebody else.
    pub attributed: Vec<NamedNode>,
    /// What was decided about those that are kept.
    pub marks: Vec<Mark>,
    /// What was decided about those that are left out, also for others in their place.
    pub marks_left_out: Vec<Mark>,
    /// Entities that only a reviewer names.
    pub named: Vec<(NamedNode, Description)>,
    /// What became of the decisions on claims of articles.
    pub outcomes: Vec<Outcome>,
    /// The claim that each decision is about, for those whose claim was found: as it was read, or as it was added.
    pub placed: Vec<(usize, NamedNode)>,
}

/// The claims of an article as a reviewer sees them, in the order of the text; of those alone that are wanted.
pub fn subjects(claims: &ArticleClaims, names: &ArticleNames<'_>, is_wanted: impl Fn(&NamedNode) -> bool) -> Vec<Seen> {
    let mut all = Vec::new();
    all.extend(claims.utterances.iter().filter(|c| is_wanted(&c.header.iri)).map(|c| seen(c, names)));
    all.extend(claims.roles.iter().filter(|c| is_wanted(&c.header.iri)).map(|c| seen(c, names)));
    all.extend(claims.events.iter().filter(|c| is_wanted(&c.header.iri)).map(|c| seen(c, names)));
    let places = claims.places.iter().filter(|c| is_wanted(&c.header.iri));
    all.extend(prose_subjects(names.document, places, names));
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
        said_by: header.attribution.as_ref().map(|attribution| {
            attribution.speaker.as_ref().map(|speaker| names.label(speaker).to_owned()).unwrap_or_default()
        }),
    }
}

/// The anchors of claims whose words are among some, and what they are read as; `None` for the others. Of many claims few are
/// decided about.
fn places<'c, C: Reviewed + 'c>(
    claims: impl Iterator<Item = &'c C>,
    names: &ArticleNames<'_>,
    words: &HashSet<String>,
) -> Vec<Option<(Anchor, String)>> {
    let place = |claim: &C| {
        let is_among = words.contains(&folded_space(&claim.header().evidence.verbatim));
        is_among.then(|| (anchor(claim.header(), names), joined(&claim.fields(names))))
    };
    claims.map(place).collect()
}

/// The places of claims by their words.
fn by_words(places: &[Option<(Anchor, String)>]) -> HashMap<&str, Vec<Place<'_>>> {
    let mut by_words: HashMap<&str, Vec<Place<'_>>> = HashMap::new();
    for (at, place) in places.iter().enumerate() {
        if let Some((anchor, reading)) = place {
            by_words.entry(&anchor.words).or_default().push((at, anchor, reading));
        }
    }
    by_words
}

fn anchor(header: &ClaimHeader, names: &ArticleNames<'_>) -> Anchor {
    let range = names.document.range(header.evidence.span).unwrap_or_default();
    Anchor::of(&names.document.text, &range)
}

/// Applies decisions to the claims of an article. Decisions on claims of other types are passed over.
pub fn article(claims: ArticleClaims, mut names: ArticleNames<'_>, decisions: &[ClaimDecision]) -> ReviewedArticle {
    let mut pass = Pass {
        decisions,
        names: &mut names,
        marks: Vec::new(),
        marks_left_out: Vec::new(),
        outcomes: Vec::new(),
        placed: Vec::new(),
        moved: HashMap::new(),
    };
    let with_voice = voices(&claims);
    let places = claims.places;
    let (utterances, no_utterances) = pass.of_type(claims.utterances);
    let (roles, no_roles) = pass.of_type(claims.roles);
    let (events, no_events) = pass.of_type(claims.events);
    let Pass { mut marks, marks_left_out, mut outcomes, placed, moved, .. } = pass;
    let mut kept = ArticleClaims { utterances, roles, events, places };
    let attributed = attribute(&mut kept, &moved, &marks);
    let mut left_out =
        ArticleClaims { utterances: no_utterances, roles: no_roles, events: no_events, places: Vec::new() };
    let decided: HashSet<&NamedNode> = marks.iter().map(|mark| &mark.claim).collect();
    let has_lost = |header: &ClaimHeader| {
        header.attribution.is_none() && with_voice.contains(&header.iri) && !decided.contains(&header.iri)
    };
    part(&mut kept.utterances, &mut left_out.utterances, has_lost);
    part(&mut kept.roles, &mut left_out.roles, has_lost);
    part(&mut kept.events, &mut left_out.events, has_lost);
    let (lost, places) = std::mem::take(&mut kept.places).into_iter().partition(|claim| has_lost(&claim.header));
    (kept.places, left_out.places) = (places, lost);
    drop(decided);
    marks.sort_by(|a, b| a.claim.cmp(&b.claim));
    outcomes.sort_by_key(|outcome| outcome.decision);
    ReviewedArticle {
        claims: kept,
        left_out,
        attributed,
        marks,
        marks_left_out,
        named: names.into_named(),
        outcomes,
        placed,
    }
}

/// One pass over the claims of an article.
struct Pass<'p, 'a> {
    decisions: &'p [ClaimDecision],
    names: &'p mut ArticleNames<'a>,
    marks: Vec<Mark>,
    marks_left_out: Vec<Mark>,
    outcomes: Vec<Outcome>,
    placed: Vec<(usize, NamedNode)>,
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
        let mut added: Vec<(C, Vec<Numbered<'p>>)> = self.build_added(&of_type);
        let words: HashSet<String> = of_type.iter().map(|(_, decision)| folded_space(&decision.words)).collect();
        let places = places(claims.iter(), self.names, &words);
        let by_words = by_words(&places);
        let places_of_added = self::places(added.iter().map(|(claim, _)| claim), self.names, &words);
        let mut by_claim: Vec<Vec<Numbered<'p>>> = vec![Vec::new(); claims.len()];
        for &(at, decision) in of_type.iter().filter(|(_, decision)| decision.verdict != Verdict::Added) {
            let found = match decision.reading.strip_prefix(OF_ADDED) {
                // The words of an added claim are often those of one that was read: it must be the one that was seen.
                Some(reading) => places_of_added
                    .iter()
                    .position(|place| {
                        let is_meant = |anchor: &Anchor| anchor.fit(&Anchor::of_decision(decision)) > 1;
                        place.as_ref().is_some_and(|(anchor, of_added)| of_added == reading && is_meant(anchor))
                    })
                    .map(|found| added[found].1.push((at, decision)))
                    .ok_or(Misfit::Gone),
                None => find(decision, by_words.get(&*folded_space(&decision.words)).map_or(&[], Vec::as_slice)).map(
                    |found| {
                        by_claim[found].push((at, decision));
                        self.placed.push((at, claims[found].header().iri.clone()));
                    },
                ),
            };
            self.outcomes.extend(found.err().map(|misfit| Outcome { decision: at, misfit: Some(misfit) }));
        }
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for ((claim, rows), place) in claims.into_iter().zip(by_claim).zip(&places) {
            let reading = place.as_ref().map_or("", |(_, reading)| reading.as_str());
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
                    self.replace(claim, reading, &rows, &fields, by, (&mut kept, &mut left_out));
                }
            }
        }
        self.add(added, &mut kept, &mut left_out);
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
        // It is the reading of the person.
        new.header_mut().given = None;
        let decided = MarkKind::Replaced { of: iri.clone(), reading: reading.to_owned() };
        self.marks_left_out.push(Mark { claim: iri.clone(), decided: MarkKind::Rejected, by: by.clone() });
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

    /// The claims that people added, each with the decisions that add it.
    fn build_added<C: Reviewed>(&mut self, of_type: &[Numbered<'p>]) -> Vec<(C, Vec<Numbered<'p>>)> {
        let mut by_words: BTreeMap<(&str, &str, &str, &str), Vec<Numbered<'p>>> = BTreeMap::new();
        for &(at, row) in of_type.iter().filter(|(_, decision)| decision.verdict == Verdict::Added) {
            let key = (row.words.as_str(), row.before.as_str(), row.after.as_str(), row.reviewer.as_str());
            by_words.entry(key).or_default().push((at, row));
        }
        let mut added: Vec<(C, Vec<Numbered<'p>>)> = Vec::new();
        for rows in by_words.into_values() {
            match self.build::<C>(&rows) {
                Ok(claim) => match added.iter_mut().find(|(other, _)| other.header().iri == claim.header().iri) {
                    Some((_, of_claim)) => of_claim.extend(rows),
                    None => added.push((claim, rows)),
                },
                Err(misfit) => self.misfit(rows.iter(), &misfit),
            }
        }
        added
    }

    /// Puts the claims that people added beside the others, with all decisions about each.
    fn add<C: Reviewed>(&mut self, added: Vec<(C, Vec<Numbered<'p>>)>, kept: &mut Vec<C>, left_out: &mut Vec<C>) {
        // Reviewers who read the same words differently are not outvoted either.
        let words: Vec<(Span, BTreeSet<&str>)> = added
            .iter()
            .map(|(claim, rows)| {
                let by =
                    rows.iter().filter(|(_, row)| row.verdict == Verdict::Added).map(|(_, row)| row.reviewer.as_str());
                (claim.header().evidence.span, by.collect())
            })
            .collect();
        for (at, (claim, rows)) in added.into_iter().enumerate() {
            let (span, adders) = &words[at];
            let others: BTreeSet<&str> = words
                .iter()
                .enumerate()
                .filter(|(other, (of, _))| *other != at && of == span)
                .flat_map(|(_, (_, by))| by.iter().copied())
                .filter(|by| !adders.contains(by))
                .collect();
            let mut by: Vec<Hand> = rows.iter().map(|(_, row)| hand(row)).collect();
            by.sort();
            by.dedup();
            let is_rejected = !others.is_empty() || rows.iter().any(|(_, row)| row.verdict == Verdict::Rejected);
            let misfit = is_rejected.then(|| {
                let mut reviewers: Vec<String> = by.iter().map(|hand| hand.reviewer.clone()).collect();
                reviewers.extend(others.iter().map(|other| (*other).to_owned()));
                reviewers.sort();
                reviewers.dedup();
                Misfit::Differing(reviewers)
            });
            let outcome = |at: usize| Outcome { decision: at, misfit: misfit.clone() };
            self.outcomes.extend(rows.iter().map(|(at, _)| outcome(*at)));
            let iri = if is_rejected {
                let iri = claim.header().iri.clone();
                self.marks_left_out.push(Mark { claim: iri.clone(), decided: MarkKind::Rejected, by });
                left_out.push(claim);
                iri
            } else {
                self.insert(claim, by, kept, left_out)
            };
            self.placed.extend(rows.iter().map(|(at, _)| (*at, iri.clone())));
        }
    }

    /// The claim that rows add.
    fn build<C: Reviewed>(&mut self, rows: &[Numbered<'p>]) -> Result<C, Misfit> {
        let [(_, first), ..] = rows else { return Err(Misfit::Gone) };
        let text = &self.names.document.text;
        let ranges: Vec<Range<usize>> = locate::all(text, &first.words);
        let places: Vec<(Anchor, String)> =
            ranges.iter().map(|range| (Anchor::of(text, range), String::new())).collect();
        let places: Vec<Place<'_>> =
            places.iter().enumerate().map(|(at, (anchor, reading))| (at, anchor, reading.as_str())).collect();
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
        Ok(claim)
    }

    /// Puts an added claim beside the others. Where the program reads the same words as a claim of this type, the person's
    /// stands in its place. Returns the claim that stands there then.
    fn insert<C: Reviewed>(&mut self, claim: C, by: Vec<Hand>, kept: &mut Vec<C>, left_out: &mut Vec<C>) -> NamedNode {
        let iri = claim.header().iri.clone();
        let stated = joined(&claim.fields(self.names));
        let span = claim.header().evidence.span;
        let is_here = |other: &&C| other.header().evidence.span == span;
        let same = kept.iter().filter(is_here).find(|other| joined(&other.fields(self.names)) == stated);
        if let Some(same) = same {
            let same = same.header().iri.clone();
            match self.marks.iter_mut().find(|mark| mark.claim == same) {
                Some(mark) => {
                    mark.by.extend(by);
                    mark.by.sort();
                    mark.by.dedup();
                }
                None => self.marks.push(Mark { claim: same.clone(), decided: MarkKind::Accepted, by }),
            }
            return same;
        }
        let is_read = |other: &C| is_here(&other) && !self.marks.iter().any(|mark| mark.claim == other.header().iri);
        let read: Vec<usize> = (0..kept.len()).filter(|at| is_read(&kept[*at])).collect();
        let decided = match read.as_slice() {
            [only] => {
                let other = kept.remove(*only);
                let of = other.header().iri.clone();
                let reading = joined(&other.fields(self.names));
                self.moved.insert(of.clone(), Some(iri.clone()));
                self.marks_left_out.push(Mark { claim: of.clone(), decided: MarkKind::Rejected, by: by.clone() });
                left_out.push(other);
                MarkKind::Replaced { of, reading }
            }
            _ => MarkKind::Added,
        };
        self.marks.push(Mark { claim: iri.clone(), decided, by });
        kept.push(claim);
        iri
    }
}

/// Gives claims that were said in an utterance which is left out to the one in its place, or to the innermost of those that
/// are kept; and claims that people added to the innermost utterance around them. Returns the claims whose attribution is another.
fn attribute(
    claims: &mut ArticleClaims,
    moved: &HashMap<NamedNode, Option<NamedNode>>,
    marks: &[Mark],
) -> Vec<NamedNode> {
    let added: HashSet<&NamedNode> =
        marks.iter().filter(|mark| mark.decided == MarkKind::Added).map(|mark| &mark.claim).collect();
    let utterances = claims.utterances.clone();
    let mut by_iri: HashMap<&NamedNode, &UtteranceClaim> = HashMap::new();
    for utterance in &utterances {
        by_iri.entry(&utterance.header.iri).or_insert(utterance);
    }
    let mut attributed = Vec::new();
    let mut again = |header: &mut ClaimHeader, is_role: bool| {
        let before = header.attribution.clone();
        let is_added = added.contains(&header.iri);
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
            && let Some(said) = by_iri.get(&attribution.utterance)
        {
            attribution.speaker = said.speaker.as_ref().and_then(|speaker| speaker.entity.clone());
        }
        if header.attribution != before {
            attributed.push(header.iri.clone());
        }
    };
    claims.utterances.iter_mut().for_each(|claim| again(&mut claim.header, false));
    claims.roles.iter_mut().for_each(|claim| again(&mut claim.header, true));
    claims.events.iter_mut().for_each(|claim| again(&mut claim.header, false));
    claims.places.iter_mut().for_each(|claim| again(&mut claim.header, false));
    attributed
}

/// The claims that are said by somebody in a statement.
fn voices(claims: &ArticleClaims) -> HashSet<NamedNode> {
    let utterances = claims.utterances.iter().map(|claim| &claim.header);
    let headers = utterances
        .chain(claims.roles.iter().map(|c| &c.header))
        .chain(claims.events.iter().map(|c| &c.header))
        .chain(claims.places.iter().map(|c| &c.header));
    headers.filter(|header| header.attribution.is_some()).map(|header| header.iri.clone()).collect()
}

/// Leaves out claims that have lost the statement in which they were said: whose they are is not known, and they are not
/// the newspaper's own.
fn part<C: Reviewed>(kept: &mut Vec<C>, left_out: &mut Vec<C>, has_lost: impl Fn(&ClaimHeader) -> bool) {
    let (lost, others) = std::mem::take(kept).into_iter().partition(|claim: &C| has_lost(claim.header()));
    *kept = others;
    left_out.extend::<Vec<C>>(lost);
}

/// Whether what is said holds a range.
fn holds(utterance: &UtteranceClaim, span: Span) -> bool {
    utterance.content.iter().any(|part| part.span.start <= span.start && span.end <= part.span.end)
}
