//! The cards of a source: its claims as the program reads them and as people added them, each with what was decided about it.

use super::card::{Card, Orphan, Others, Status};
use super::changes::{self, Changes};
use super::library::ReviewDocument;
use super::making::{Decided, Item, SheetContext, key_of, make, numbered};
use crate::claim::review::{Mark, MarkKind, Misfit, Outcome, Seen, joined};
use crate::dataset::decisions::ClaimDecision;
use oxigraph::model::NamedNode;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The cards of a source, and what became of the decisions.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) cards: Vec<Arc<Card>>,
    pub(super) orphans: Vec<Orphan>,
    /// For each card the decisions about it, as positions in the list that was passed.
    pub(super) placed: Vec<Vec<usize>>,
    /// For each card what the claim is read as, with what was decided.
    pub(super) now: Vec<Arc<str>>,
    /// For each decision why it is not used, or not without a doubt.
    pub(super) misfits: Vec<Option<Misfit>>,
    /// Number of cards that were made because of the decisions. All others are those of claims that nobody decided about.
    pub(super) made: usize,
}

/// A source as it is read, with its cards before any decision. They are made once: a decision changes a few cards of thousands.
#[derive(Debug)]
pub(super) struct ReadSource {
    pub(super) document: ReviewDocument,
    open: Vec<OpenCard>,
}

#[derive(Debug)]
struct OpenCard {
    seen: Seen,
    now: Arc<str>,
    card: Arc<Card>,
}

impl ReadSource {
    /// The id of the source.
    pub(super) fn id(&self) -> &str {
        &self.document.document.id
    }

    /// Makes the cards of a source.
    pub(super) fn new(document: ReviewDocument, context: SheetContext<'_>) -> Self {
        let source = &document;
        let mut all = changes::read(source, context);
        all.sort_by(|a, b| order_of(a).cmp(&order_of(b)));
        let mut keys = HashMap::new();
        let open = |seen: Seen| {
            let now: Arc<str> = joined(&seen.fields).into();
            let item = Item { current: seen.clone(), machine: Some(seen.clone()), status: Status::Open };
            let key = numbered(key_of(source, &seen, &now, ""), &mut keys);
            let card = Arc::new(make(source, &item, key, Decided::default(), context));
            OpenCard { seen, now, card }
        };
        let open = all.into_iter().map(open).collect();
        Self { document, open }
    }
}

/// The cards that were made with other decisions, by their keys.
struct Known<'k> {
    sheet: &'k Sheet,
    rows: &'k [ClaimDecision],
    by_key: HashMap<&'k str, usize>,
}

impl<'k> Known<'k> {
    fn new(sheet: &'k Sheet, rows: &'k [ClaimDecision]) -> Self {
        let decided = (0..sheet.cards.len()).filter(|at| !sheet.placed[*at].is_empty());
        Self { sheet, rows, by_key: decided.map(|at| (sheet.cards[at].key.as_str(), at)).collect() }
    }

    /// The card of a claim that is as it was read, if the same was decided about it.
    fn card(
        &self,
        key: &str,
        status: Status,
        now: &Arc<str>,
        (placed, rows, misfits): (&[usize], &[ClaimDecision], &[Option<Misfit>]),
    ) -> Option<Arc<Card>> {
        let at = *self.by_key.get(key)?;
        let (card, before) = (&self.sheet.cards[at], &self.sheet.placed[at]);
        let is_same = |(one, other): (&usize, &usize)| {
            self.rows[*one] == rows[*other] && self.sheet.misfits[*one] == misfits[*other] && misfits[*other].is_none()
        };
        let is_same = card.status == status
            && Arc::ptr_eq(&self.sheet.now[at], now)
            && before.len() == placed.len()
            && before.iter().zip(placed).all(is_same);
        is_same.then(|| Arc::clone(card))
    }
}

impl Sheet {
    /// The cards of a source with these decisions. `before` are the cards of the same source with others: those that stay the
    /// same are not made again.
    pub(super) fn new(
        read: &ReadSource,
        rows: &[ClaimDecision],
        before: Option<(&Self, &[ClaimDecision])>,
        context: SheetContext<'_>,
    ) -> Self {
        let ReadSource { document, open } = read;
        if rows.is_empty() {
            return Self {
                cards: open.iter().map(|of| Arc::clone(&of.card)).collect(),
                placed: vec![Vec::new(); open.len()],
                now: open.iter().map(|of| Arc::clone(&of.now)).collect(),
                ..Self::default()
            };
        }
        let mut changes = Changes::default();
        changes.of_article(document, rows, context);
        changes.of_places(document, open.iter().map(|of| &of.seen), rows, context);
        let mut misfits: Vec<Option<Misfit>> = vec![Some(Misfit::Gone); rows.len()];
        for Outcome { decision, misfit } in std::mem::take(&mut changes.outcomes) {
            misfits[decision] = misfit;
        }
        let mut sheet = Self { misfits, ..Self::default() };
        sheet.fill(document, open, &changes, before, (rows, context));
        sheet.orphans(rows);
        sheet
    }

    /// Makes the cards that are otherwise than the open ones, and puts the others beside them.
    fn fill(
        &mut self,
        source: &ReviewDocument,
        open: &[OpenCard],
        changes: &Changes,
        before: Option<(&Self, &[ClaimDecision])>,
        (rows, context): (&[ClaimDecision], SheetContext<'_>),
    ) {
        let known = before.map(|(sheet, rows)| Known::new(sheet, rows));
        let mut by_claim: HashMap<&NamedNode, Vec<usize>> = HashMap::new();
        for (row, claim) in &changes.placed {
            by_claim.entry(claim).or_default().push(*row);
        }
        let mut of_mark: HashMap<&NamedNode, &Mark> = HashMap::new();
        for mark in &changes.marks {
            match &mark.decided {
                MarkKind::Replaced { of, .. } => of_mark.insert(of, mark),
                _ => of_mark.insert(&mark.claim, mark),
            };
        }
        let rejected: HashSet<&NamedNode> = changes.left_out.iter().map(|mark| &mark.claim).collect();
        // What the program reads, and what people added; each with its place among the others.
        let mut cards = Vec::with_capacity(open.len());
        for OpenCard { seen, now, card } in open {
            let claim = &seen.claim;
            let mark = of_mark.get(claim);
            let current = changes.now.get(mark.map_or(claim, |mark| &mark.claim));
            let status = match mark {
                Some(Mark { decided: MarkKind::Replaced { .. }, .. }) => Status::Replaced,
                Some(_) => Status::Accepted,
                None if rejected.contains(claim) => Status::Rejected,
                None if changes.lost.contains(claim) => Status::LeftOut,
                None => Status::Open,
            };
            // What is left out is shown as it was read.
            let current = current.filter(|_| !matches!(status, Status::Rejected | Status::LeftOut));
            if status == Status::Open && current.is_none() && !by_claim.contains_key(claim) {
                cards.push((order_of(seen), Arc::clone(card), Arc::clone(now), Vec::new()));
                continue;
            }
            let is_as_read = current.is_none();
            if let Some(known) = known.as_ref().filter(|_| is_as_read) {
                let mut placed = by_claim.get(claim).cloned().unwrap_or_default();
                placed.sort_unstable();
                placed.dedup();
                if let Some(card) = known.card(&card.key, status, now, (&placed, rows, &self.misfits)) {
                    cards.push((order_of(seen), card, Arc::clone(now), placed));
                    continue;
                }
            }
            let current = current.unwrap_or(seen).clone();
            let item = Item { current, machine: Some(seen.clone()), status };
            let made = self.made(source, item, Some(&card.key), &by_claim, (rows, context));
            // A claim that is as it was read shares what it is read as, by which it is known again.
            cards.push((order_of(seen), made.0, if is_as_read { Arc::clone(now) } else { made.1 }, made.2));
        }
        let read: HashSet<&NamedNode> = open.iter().map(|of| &of.seen.claim).collect();
        let added = changes.marks.iter().filter(|mark| mark.decided == MarkKind::Added);
        let added = added.map(|mark| (mark, Status::Added));
        let refused = changes.left_out.iter().filter(|mark| !read.contains(&mark.claim));
        let mut of_people: Vec<(&Seen, Status)> = added
            .chain(refused.map(|mark| (mark, Status::Differing)))
            .filter_map(|(mark, status)| Some((changes.now.get(&mark.claim)?, status)))
            .collect();
        of_people.sort_by(|a, b| order_of(a.0).cmp(&order_of(b.0)));
        let mut keys = HashMap::new();
        for (seen, status) in of_people {
            let item = Item { machine: None, current: seen.clone(), status };
            let (card, now, placed) = self.made(source, item, None, &by_claim, (rows, context));
            let key = numbered(card.key.clone(), &mut keys);
            cards.push((order_of(seen), Arc::new(Card { key, ..Card::clone(&card) }), now, placed));
        }
        cards.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, card, now, placed) in cards {
            self.cards.push(card);
            self.now.push(now);
            self.placed.push(placed);
        }
    }

    /// A card with decisions, what its claim is read as with them, and the decisions about it.
    fn made(
        &mut self,
        source: &ReviewDocument,
        mut item: Item,
        key: Option<&str>,
        by_claim: &HashMap<&NamedNode, Vec<usize>>,
        (rows, context): (&[ClaimDecision], SheetContext<'_>),
    ) -> (Arc<Card>, Arc<str>, Vec<usize>) {
        self.made += 1;
        let claims = [Some(&item.current.claim), item.machine.as_ref().map(|seen| &seen.claim)];
        let mut placed: Vec<usize> =
            claims.into_iter().flatten().filter_map(|claim| by_claim.get(claim)).flatten().copied().collect();
        placed.sort_unstable();
        placed.dedup();
        if placed.iter().any(|row| matches!(self.misfits[*row], Some(Misfit::Differing(_)))) {
            item.status = Status::Differing;
        }
        // Of an added claim the fields may change; of whom it is does not.
        let whose = || placed.iter().map(|row| rows[*row].reviewer.as_str()).min().unwrap_or_default();
        let key = key.map_or_else(|| key_of(source, &item.current, "", whose()), str::to_owned);
        let decided = Decided { placed: &placed, rows, misfits: &self.misfits };
        let card = Arc::new(make(source, &item, key, decided, context));
        (card, joined(&item.current.fields).into(), placed)
    }

    /// What is otherwise in another sheet of the same source, but for the card with a key.
    pub(super) fn others(&self, after: &Self, but: &str) -> Others {
        let before: HashMap<&str, &Arc<Card>> = self.cards.iter().map(|card| (card.key.as_str(), card)).collect();
        let now: HashSet<&str> = after.cards.iter().map(|card| card.key.as_str()).collect();
        let is_same =
            |card: &Arc<Card>| before.get(card.key.as_str()).is_some_and(|of| Arc::ptr_eq(of, card) || *of == card);
        let others = after.cards.iter().filter(|card| card.key != but && !is_same(card));
        let gone = self.cards.iter().map(|card| &card.key).filter(|key| *key != but && !now.contains(key.as_str()));
        Others {
            cards: others.map(|card| Card::clone(card)).collect(),
            gone: gone.cloned().collect(),
            orphans: after.orphans.clone(),
        }
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
            let orphans: Vec<Orphan> =
                Decided { placed: &group, rows, misfits: &self.misfits }.written().into_iter().map(orphan).collect();
            self.orphans.extend(orphans);
        }
    }
}

fn order_of(seen: &Seen) -> (usize, usize, &'static str, &str) {
    (seen.span.start, seen.span.end, seen.claim_type.name, seen.claim.as_str())
}
