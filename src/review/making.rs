//! How the card of a claim is made.

use super::card::{Card, CardField, FieldKind, Status, TypeForm, WrittenDecision};
use super::library::ReviewDocument;
use super::{english, order};
use crate::base::date;
use crate::base::iri::{Minter, Span, digest, folded_space};
use crate::claim::review::{ClaimField, Misfit, Seen, joined};
use crate::dataset::decisions::{self, ClaimDecision, Verdict};
use crate::dataset::gazetteer::Gazetteer;
use std::collections::{HashMap, HashSet};

/// Number of hexadecimal digits of a key.
const KEY: usize = 16;

/// What is needed to make cards.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetContext<'c> {
    pub(super) gazetteer: &'c Gazetteer,
    pub(super) minter: &'c Minter,
    pub(super) forms: &'c [TypeForm],
    /// The IRIs of claims that disagree with others.
    pub(super) disagreeing: &'c HashSet<String>,
}

/// A claim with what was decided about it.
pub(super) struct Item {
    /// The claim as the program reads it; `None` if a person added it.
    pub(super) machine: Option<Seen>,
    /// The claim as it is now.
    pub(super) current: Seen,
    pub(super) status: Status,
}

/// The decisions about one card.
#[derive(Clone, Copy, Default)]
pub(super) struct Decided<'d> {
    /// As positions in `rows`.
    pub(super) placed: &'d [usize],
    pub(super) rows: &'d [ClaimDecision],
    pub(super) misfits: &'d [Option<Misfit>],
}

impl Decided<'_> {
    /// Decisions by their reviewer and verdict.
    pub(super) fn written(self) -> Vec<WrittenDecision> {
        let Self { placed: of_card, rows, misfits } = self;
        let mut written: Vec<WrittenDecision> = Vec::new();
        for &at in of_card {
            let row = &rows[at];
            let problem = misfits[at].as_ref().map(Misfit::message).unwrap_or_default();
            let is_same = |w: &&mut WrittenDecision| w.reviewer == row.reviewer && w.verdict == row.verdict.name();
            let decision = match written.iter_mut().find(is_same) {
                Some(decision) => decision,
                None => {
                    written.push(WrittenDecision {
                        reviewer: row.reviewer.clone(),
                        verdict: row.verdict.name().to_owned(),
                        day: row.day.clone(),
                        comment: row.comment.clone(),
                        fields: Vec::new(),
                        problem: String::new(),
                    });
                    let last = written.len() - 1;
                    &mut written[last]
                }
            };
            if matches!(row.verdict, Verdict::Replaced | Verdict::Added) {
                decision.fields.push((row.field.clone(), row.value.clone()));
            }
            if !problem.is_empty() && !decision.problem.contains(&problem) {
                let before = std::mem::take(&mut decision.problem);
                decision.problem = if before.is_empty() { problem } else { format!("{before}; {problem}") };
            }
        }
        written
    }
}

/// The key of a card: the words of the claim, their surroundings, and what the program reads them as or who added it.
pub(super) fn key_of(source: &ReviewDocument, seen: &Seen, reading: &str, whose: &str) -> String {
    let anchor = &seen.anchor;
    let id = &source.document.id;
    let key = digest(&[id, seen.claim_type.name, &anchor.words, &anchor.before, &anchor.after, reading, whose]);
    key[..KEY].to_owned()
}

/// Claims that have everything in common are numbered.
pub(super) fn numbered(key: String, keys: &mut HashMap<String, usize>) -> String {
    let nth: &mut usize = keys.entry(key.clone()).or_default();
    *nth += 1;
    if *nth == 1 { key } else { format!("{key}-{nth}") }
}

/// The card of a claim.
pub(super) fn make(
    source: &ReviewDocument,
    item: &Item,
    key: String,
    decided: Decided<'_>,
    context: SheetContext<'_>,
) -> Card {
    let Item { machine, current, status } = item;
    let claim_type = current.claim_type.name;
    let form = context.forms.iter().find(|form| form.name == claim_type);
    let rows: Vec<ClaimDecision> = decided.placed.iter().map(|row| decided.rows[*row].clone()).collect();
    let anchor = &current.anchor;
    let span = current.span;
    let sentence = source.sentence(span);
    let has_misfit = decided.placed.iter().any(|row| decided.misfits[*row].is_some());
    let claims = [Some(current), machine.as_ref()];
    let disagrees = claims.iter().flatten().any(|seen| context.disagreeing.contains(seen.claim.as_str()));
    let is_unsettled = *status == Status::Differing || has_misfit;
    let (rank, doubts) = order::rank(claim_type, &current.fields, is_unsettled, disagrees);
    let is_other = machine.as_ref().is_some_and(|seen| seen.fields != current.fields);
    let reading = machine.as_ref().map(|seen| joined(&seen.fields)).unwrap_or_default();
    let machine = machine.as_ref().filter(|_| is_other);
    Card {
        key,
        source: source.document.id.clone(),
        claim_type: claim_type.to_owned(),
        label: form.map_or(claim_type, |form| form.label.as_str()).to_owned(),
        start: span.start,
        end: span.end,
        sentence_start: sentence.start,
        sentence_end: sentence.end,
        sentence: source
            .document
            .range(sentence)
            .map(|range| folded_space(source.document.words(&range)))
            .unwrap_or_default(),
        words: anchor.words.clone(),
        before: anchor.before.clone(),
        after: anchor.after.clone(),
        reading,
        english: english::sentence(claim_type, &current.fields, current.said_by.as_deref()),
        fields: card_fields(form, &current.fields),
        machine: machine.map(|seen| card_fields(form, &seen.fields)).unwrap_or_default(),
        status: *status,
        seen: seen(&rows),
        decisions: decided.written(),
        rank,
        doubts,
    }
}

/// Changes with the decisions on a claim.
fn seen(rows: &[ClaimDecision]) -> String {
    digest(&[&decisions::write(rows)])[..KEY].to_owned()
}

/// The fields of a claim in the order of its form; a field without a value is empty.
fn card_fields(form: Option<&TypeForm>, fields: &[ClaimField]) -> Vec<CardField> {
    let mut all = Vec::new();
    let of_form = form.map_or(&[][..], |form| form.fields.as_slice());
    for field in of_form {
        let mut values = fields.iter().filter(|value| value.name == field.name).peekable();
        if values.peek().is_none() {
            all.push(CardField {
                name: field.name.clone(),
                label: field.label.clone(),
                value: String::new(),
                shown: String::new(),
                start: None,
                end: None,
            });
        }
        all.extend(values.map(|value| card_field(value, &field.label, Some(field.kind), &field.choices)));
    }
    let others = fields.iter().filter(|value| of_form.iter().all(|field| field.name != value.name));
    all.extend(others.map(|value| card_field(value, &super::forms::in_words(value.name), None, &[])));
    all
}

fn card_field(field: &ClaimField, label: &str, kind: Option<FieldKind>, choices: &[(String, String)]) -> CardField {
    let value = folded_space(&field.value);
    let chosen = choices.iter().find(|(name, _)| *name == value).map(|(_, label)| label.clone());
    let time = if kind == Some(FieldKind::Time) { date::in_words(&value) } else { None };
    let span = field.words.as_ref().map(|words| words.span);
    CardField {
        name: field.name.to_owned(),
        label: label.to_owned(),
        shown: chosen.or(time).unwrap_or_else(|| value.clone()),
        value,
        start: span.map(|span| span.start),
        end: span.map(|span| span.end),
    }
}

impl ReviewDocument {
    /// The sentences, or the lines, in which words stand.
    fn sentence(&self, words: Span) -> Span {
        let Some(words) = self.document.range(words) else { return words };
        let text = &self.document.text;
        let around = |at: usize| {
            let after = self.sentences.partition_point(|sentence| sentence.end <= at);
            let sentence = self.sentences.get(after).filter(|sentence| sentence.start <= at);
            sentence.cloned().unwrap_or_else(|| {
                let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
                start..text[at..].find('\n').map_or(text.len(), |end| at + end)
            })
        };
        let last = text[words.clone()].char_indices().next_back().map_or(words.start, |(at, _)| words.start + at);
        let range = around(words.start).start.min(words.start)..around(last).end.max(words.end);
        self.document.span(&range)
    }
}
