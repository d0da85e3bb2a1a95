//! The cards of a source: its claims as the program reads them and as people added them, each with what was decided about it.

use super::card::{Card, CardField, FieldKind, Orphan, Status, TypeForm, WrittenDecision};
use super::library::ReviewDocument;
use super::{english, order};
use crate::base::date;
use crate::base::iri::{Minter, Span, digest, folded_space};
use crate::claim::review::{
    ArticleNames, ClaimField, Mark, MarkKind, Misfit, Outcome, PlaceDecisions, Seen, article, joined, record_subjects,
    subjects,
};
use crate::dataset::decisions::{self, ClaimDecision, Verdict};
use crate::dataset::gazetteer::Gazetteer;
use oxigraph::model::NamedNode;
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

/// The cards of a source, and what became of the decisions.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) cards: Vec<Card>,
    pub(super) orphans: Vec<Orphan>,
    /// For each card the decisions about it, as positions in the list that was passed.
    pub(super) placed: Vec<Vec<usize>>,
    /// For each card what the claim is read as, with what was decided.
    pub(super) now: Vec<String>,
    /// For each decision why it is not used, or not without a doubt.
    pub(super) misfits: Vec<Option<Misfit>>,
}

/// A claim with what was decided about it.
struct Item {
    /// The claim as the program reads it; `None` if a person added it.
    machine: Option<Seen>,
    /// The claim as it is now.
    current: Seen,
    status: Status,
}

/// What the decisions on one part of a source come to.
struct Decided<'d> {
    marks: &'d [Mark],
    left_out: &'d [Mark],
    /// The claims that are kept.
    kept: HashMap<NamedNode, Seen>,
    /// The claims that are left out.
    out: HashMap<NamedNode, Seen>,
}

impl Sheet {
    /// The cards of a source with these decisions.
    pub(super) fn new(source: &ReviewDocument, rows: &[ClaimDecision], context: SheetContext<'_>) -> Self {
        let mut items = Vec::new();
        let mut outcomes = Vec::new();
        let mut placed: Vec<(usize, NamedNode)> = Vec::new();
        article_items(source, rows, context, (&mut items, &mut outcomes, &mut placed));
        record_items(source, rows, context, (&mut items, &mut outcomes, &mut placed));
        items.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
        let mut misfits: Vec<Option<Misfit>> = vec![Some(Misfit::Gone); rows.len()];
        for Outcome { decision, misfit } in outcomes {
            misfits[decision] = misfit;
        }
        let mut by_claim: HashMap<&NamedNode, Vec<usize>> = HashMap::new();
        for (row, claim) in &placed {
            by_claim.entry(claim).or_default().push(*row);
        }
        let mut sheet = Self { misfits, ..Self::default() };
        let mut keys = HashMap::new();
        for mut item in items {
            let claims = [Some(&item.current.claim), item.machine.as_ref().map(|seen| &seen.claim)];
            let mut of_card: Vec<usize> =
                claims.into_iter().flatten().filter_map(|claim| by_claim.get(claim)).flatten().copied().collect();
            of_card.sort_unstable();
            of_card.dedup();
            if of_card.iter().any(|row| matches!(sheet.misfits[*row], Some(Misfit::Differing(_)))) {
                item.status = Status::Differing;
            }
            let card = sheet.card(source, &item, &of_card, rows, context);
            // Claims that have everything in common are numbered.
            let nth: &mut usize = keys.entry(card.key.clone()).or_default();
            *nth += 1;
            let key = if *nth == 1 { card.key } else { format!("{}-{nth}", card.key) };
            sheet.cards.push(Card { key, ..card });
            sheet.placed.push(of_card);
            sheet.now.push(joined(&item.current.fields));
        }
        sheet.orphans(rows);
        sheet
    }

    fn card(
        &self,
        source: &ReviewDocument,
        item: &Item,
        of_card: &[usize],
        rows: &[ClaimDecision],
        context: SheetContext<'_>,
    ) -> Card {
        let Item { machine, current, status } = item;
        let claim_type = current.claim_type.name;
        let form = context.forms.iter().find(|form| form.name == claim_type);
        let decided: Vec<ClaimDecision> = of_card.iter().map(|row| rows[*row].clone()).collect();
        let anchor = &current.anchor;
        let reading = machine.as_ref().map(|seen| joined(&seen.fields)).unwrap_or_default();
        let id = &source.document.id;
        // Of an added claim the fields may change; of whom it is does not.
        let whose = if machine.is_some() {
            ""
        } else {
            decided.iter().map(|row| row.reviewer.as_str()).min().unwrap_or_default()
        };
        let key = digest(&[id, claim_type, &anchor.words, &anchor.before, &anchor.after, &reading, whose]);
        let span = current.span;
        let sentence = source.sentence(span);
        let is_unsettled = *status == Status::Differing || of_card.iter().any(|row| self.misfits[*row].is_some());
        let claims = [Some(current), machine.as_ref()];
        let disagrees = claims.iter().flatten().any(|seen| context.disagreeing.contains(seen.claim.as_str()));
        let (rank, doubts) = order::rank(claim_type, &current.fields, is_unsettled, disagrees);
        let is_other = machine.as_ref().is_some_and(|seen| seen.fields != current.fields);
        let machine = machine.as_ref().filter(|_| is_other);
        Card {
            key: key[..KEY].to_owned(),
            source: id.clone(),
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
            seen: seen(&decided),
            decisions: self.written(of_card, rows),
            rank,
            doubts,
        }
    }

    /// Decisions by their reviewer and verdict.
    fn written(&self, of_card: &[usize], rows: &[ClaimDecision]) -> Vec<WrittenDecision> {
        let mut written: Vec<WrittenDecision> = Vec::new();
        for &at in of_card {
            let row = &rows[at];
            let problem = self.misfits[at].as_ref().map(Misfit::message).unwrap_or_default();
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

    /// Lists the decisions that belong to no card.
    fn orphans(&mut self, rows: &[ClaimDecision]) {
        let used: HashSet<usize> = self.placed.iter().flatten().copied().collect();
        let key = |row: &ClaimDecision| {
            (row.claim.clone(), row.words.clone(), row.before.clone(), row.after.clone(), row.reading.clone())
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in (0..rows.len()).filter(|at| !used.contains(at)) {
            // Rows are sorted, so those about one claim stand together.
            match groups.last_mut().filter(|group| key(&rows[group[0]]) == key(&rows[at])) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        for group in groups {
            let row = &rows[group[0]];
            let (claim_type, words) = (row.claim.clone(), row.words.clone());
            let orphan = |decision| Orphan { claim_type: claim_type.clone(), words: words.clone(), decision };
            let orphans: Vec<Orphan> = self.written(&group, rows).into_iter().map(orphan).collect();
            self.orphans.extend(orphans);
        }
    }
}

/// Changes with the decisions on a claim.
fn seen(rows: &[ClaimDecision]) -> String {
    digest(&[&decisions::write(rows)])[..KEY].to_owned()
}

fn order_of(item: &Item) -> (usize, usize, &str, &str) {
    let seen = item.machine.as_ref().unwrap_or(&item.current);
    (seen.span.start, seen.span.end, seen.claim_type.name, seen.claim.as_str())
}

type Found<'f> = (&'f mut Vec<Item>, &'f mut Vec<Outcome>, &'f mut Vec<(usize, NamedNode)>);

fn article_items(
    source: &ReviewDocument,
    rows: &[ClaimDecision],
    context: SheetContext<'_>,
    (items, outcomes, placed): Found<'_>,
) {
    let Some(reading) = &source.article else { return };
    let names =
        || ArticleNames::new(&source.document, &reading.findings, &reading.entities, context.gazetteer, context.minter);
    let machine = subjects(&reading.claims, &names());
    if rows.is_empty() {
        items.extend(machine.into_iter().map(open));
        return;
    }
    let reviewed = article(reading.claims.clone(), names(), rows);
    let names = names().with(&reviewed.named);
    let by_claim = |seen: Vec<Seen>| seen.into_iter().map(|seen| (seen.claim.clone(), seen)).collect();
    let decided = Decided {
        marks: &reviewed.marks,
        left_out: &reviewed.marks_left_out,
        kept: by_claim(subjects(&reviewed.claims, &names)),
        out: by_claim(subjects(&reviewed.left_out, &names)),
    };
    decide(machine, &decided, items);
    outcomes.extend(reviewed.outcomes);
    placed.extend(reviewed.placed);
}

fn record_items(
    source: &ReviewDocument,
    rows: &[ClaimDecision],
    context: SheetContext<'_>,
    (items, outcomes, placed): Found<'_>,
) {
    let mut places = PlaceDecisions::new(rows, context.gazetteer, context.minter);
    for record in &source.records {
        let machine = record_subjects(&source.document, record);
        let reviewed = places.record(&source.document, record.clone());
        let kept = record_subjects(&source.document, &reviewed.kept);
        let decided = Decided {
            marks: &reviewed.marks,
            left_out: &reviewed.marks_left_out,
            kept: kept.into_iter().map(|seen| (seen.claim.clone(), seen)).collect(),
            out: HashMap::new(),
        };
        decide(machine, &decided, items);
    }
    placed.extend(places.placed().iter().cloned());
    outcomes.extend(places.outcomes());
}

fn open(seen: Seen) -> Item {
    Item { current: seen.clone(), machine: Some(seen), status: Status::Open }
}

/// The claims that were read, and those that were added, with what was decided about them.
fn decide(machine: Vec<Seen>, decided: &Decided<'_>, items: &mut Vec<Item>) {
    let mut of_mark: HashMap<&NamedNode, &Mark> = HashMap::new();
    for mark in decided.marks {
        match &mark.decided {
            MarkKind::Replaced { of, .. } => of_mark.insert(of, mark),
            _ => of_mark.insert(&mark.claim, mark),
        };
    }
    let rejected: HashSet<&NamedNode> = decided.left_out.iter().map(|mark| &mark.claim).collect();
    let read: HashSet<NamedNode> = machine.iter().map(|seen| seen.claim.clone()).collect();
    for seen in machine {
        let now = |claim: &NamedNode| decided.kept.get(claim).cloned();
        let item = match of_mark.get(&seen.claim) {
            Some(mark) => {
                let is_replaced = matches!(mark.decided, MarkKind::Replaced { .. });
                let status = if is_replaced { Status::Replaced } else { Status::Accepted };
                Item { current: now(&mark.claim).unwrap_or_else(|| seen.clone()), machine: Some(seen), status }
            }
            None if rejected.contains(&seen.claim) => Item { status: Status::Rejected, ..open(seen) },
            // Who says it may have been corrected.
            None => Item { current: now(&seen.claim).unwrap_or_else(|| seen.clone()), ..open(seen) },
        };
        items.push(item);
    }
    let added = decided.marks.iter().filter(|mark| mark.decided == MarkKind::Added);
    let added = added.filter_map(|mark| decided.kept.get(&mark.claim)).map(|seen| (seen, Status::Added));
    let refused = decided.left_out.iter().filter(|mark| !read.contains(&mark.claim));
    let refused = refused.filter_map(|mark| decided.out.get(&mark.claim)).map(|seen| (seen, Status::Differing));
    items.extend(added.chain(refused).map(|(seen, status)| Item { machine: None, current: seen.clone(), status }));
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
