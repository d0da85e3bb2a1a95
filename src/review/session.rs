//! A review of a dataset. Each decision is on disk when the function that makes it returns, and is made on what the files say
//! at that moment, so that several sessions can work on one dataset.

use super::card::{Card, Orphan, Others, SourceMark, SourceReview, SourceSummary, Status, TypeForm};
use super::change::{DecidedCard, Entry, Reviewer, check, misfit_of};
use super::error::ReviewError;
use super::files::{Change, DecisionFiles};
use super::library::{DIGEST, Library, RestrictedSources};
use super::sheet::{ReadSource, Sheet};
use super::shelf::{Shelf, Shelved};
use super::step::{Step, Undone, name_of};
use super::{forms, marks};
use crate::base::iri::{Span, folded};
use crate::base::text::Problem;
use crate::claim::review::{Anchor, Misfit, find_words};
use crate::dataset::Dataset;
use crate::dataset::decisions::{ClaimDecision, Decided, DecisionsByFile, Subject, Verdict};
use std::path::PathBuf;
use std::sync::Arc;

/// Which cards are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this source, or of the articles in this file.
    pub source: Option<String>,
    /// Of this type.
    pub claim_type: Option<String>,
    /// That name this entity, or something with this in its name.
    pub entity: Option<String>,
    /// That somebody decided about, too.
    pub decided: bool,
}

/// A review of a dataset.
#[derive(Debug)]
pub struct Session {
    files: DecisionFiles,
    shelf: Shelf,
    history: Vec<Step>,
    others: Others,
}

impl Session {
    /// Opens a review. The gazetteer is read now, sources when they are asked for.
    pub fn open(dataset: Dataset) -> Result<Self, ReviewError> {
        let files = DecisionFiles::new(&dataset);
        let shelf = Shelf::new(Library::open(dataset)?, forms::types());
        let session = Self { files, shelf, history: Vec::new(), others: Others::default() };
        if session.misplaced()?.is_some() {
            // A source has become restricted. If its decisions cannot be moved, `problems` says so.
            let restricted = session.restricted();
            let moved =
                |change: Change<'_>| change.write(|_| false, Vec::new(), |id, digest| restricted.has(id, digest));
            let _ = session.files.change().and_then(moved);
        }
        Ok(session)
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.shelf.library.dataset
    }

    /// The types of claims and their fields.
    pub fn types(&self) -> &[TypeForm] {
        &self.shelf.forms
    }

    /// Sets which claims, by their IRIs, disagree with others; they come sooner.
    pub fn set_disagreeing(&mut self, claims: impl IntoIterator<Item = String>) {
        self.shelf.set_disagreeing(claims.into_iter().collect());
    }

    /// What could not be read of the sources that were asked for, and mistakes in the files of decisions.
    pub fn problems(&self) -> Result<Vec<(PathBuf, Problem)>, ReviewError> {
        let mut problems = self.files.read()?.1;
        problems.extend(self.misplaced()?);
        problems.extend(self.shelf.problems());
        Ok(problems)
    }

    /// A problem if the file of decisions that everybody may see has some on restricted sources.
    fn misplaced(&self) -> Result<Option<(PathBuf, Problem)>, ReviewError> {
        let restricted = self.restricted();
        self.files.misplaced(|source, digest| restricted.has(source, digest))
    }

    fn restricted(&self) -> RestrictedSources<'_> {
        RestrictedSources::new(&self.shelf.library, self.shelf.by_digest())
    }

    /// Number of cards that the decisions on a source made anew.
    #[cfg(test)]
    pub(super) fn made(&self, source: &str) -> Option<usize> {
        self.shelf.shelved(source).map(|shelved| shelved.sheet.made)
    }

    /// Whether a source is restricted, by what its metadata says now.
    pub fn is_restricted(&self, source: &str) -> bool {
        self.restricted().has(source, "")
    }

    /// The source of the last decision that this reviewer made in this session.
    pub fn last(&self, by: &Reviewer) -> Option<&str> {
        self.history.iter().rev().find(|step| step.reviewer == by.name.trim()).map(|step| step.source.as_str())
    }

    /// Moves the decisions on a source that was renamed to its new name; returns their number.
    pub fn move_decisions(&mut self, old: &str, new: &str) -> Result<usize, ReviewError> {
        self.shelf.library.list()?;
        if self.shelf.library.has_file(old) {
            return Err(ReviewError::Refused(format!(
                "there is a source {old:?}: the decisions on it are its own; rename the file first"
            )));
        }
        if self.shelf.library.file_of(new).is_none() {
            return Err(ReviewError::NoSource(new.to_owned()));
        }
        let files = self.files.clone();
        let change = files.change()?;
        let restricted = self.restricted();
        let is_there = |source: &str| self.shelf.library.file_of(source).is_some();
        change.move_source(old, new, is_there, |source, digest| restricted.has(source, digest))
    }

    /// The sources, by their ids. All are read for this.
    pub fn sources(&mut self) -> Result<Vec<SourceSummary>, ReviewError> {
        self.read_all(None)?;
        Ok(self.shelf.summaries())
    }

    /// A source as it is now on disk, with all decisions.
    pub fn source(&mut self, id: &str) -> Result<SourceReview, ReviewError> {
        let decisions = self.decisions()?;
        let read = self.shelf.source(id, &decisions)?;
        let document = &read.document;
        let Some(Shelved { summary, sheet, .. }) = self.shelf.shelved(id) else {
            return Err(ReviewError::NoSource(id.to_owned()));
        };
        let marks: Vec<SourceMark> = marks::marks(document, sheet.cards.iter().map(|card| &**card));
        Ok(SourceReview {
            summary: summary.clone(),
            text: document.document.text.clone(),
            marks,
            cards: sheet.cards.iter().map(|card| Card::clone(card)).collect(),
            orphans: sheet.orphans.clone(),
            addable: document.article.is_some(),
        })
    }

    /// A card of a source as it is now on disk, with the source and the words of the card's sentence as they stand there; `None` if
    /// there is no such card any more.
    pub fn card(&mut self, source: &str, key: &str) -> Result<Option<(SourceSummary, Card, String)>, ReviewError> {
        let decisions = self.decisions()?;
        let read = self.shelf.source(source, &decisions)?;
        let document = &read.document.document;
        let Some(Shelved { summary, sheet, .. }) = self.shelf.shelved(source) else { return Ok(None) };
        let card = sheet.cards.iter().find(|card| card.key == key);
        Ok(card.map(|card| {
            let sentence = document.range(Span { start: card.sentence_start, end: card.sentence_end });
            let sentence = sentence.map(|range| document.words(&range).to_owned()).unwrap_or_default();
            (summary.clone(), Card::clone(card), sentence)
        }))
    }

    /// Decides about a claim, in place of what the same reviewer decided about it before. `seen` is that of the card which the
    /// reviewer saw.
    ///
    /// An acceptance is of the card as it is shown. The fields of a replacement are set on top of the card; those that it does
    /// not name stay, and an empty value takes a value away. A replacement that leaves everything as the program reads it is an
    /// acceptance. A change of an added claim is a replacement too, and [`Decided::Open`] takes it back; [`Decided::Added`] is
    /// for [`Session::add`].
    pub fn decide(
        &mut self,
        by: &Reviewer,
        source: &str,
        key: &str,
        seen: &str,
        decided: Decided,
        comment: &str,
    ) -> Result<Card, ReviewError> {
        let files = self.files.clone();
        let change = files.change()?;
        let read = self.current(source, &change)?;
        let document = &read.document;
        let Some(Shelved { rows, sheet, .. }) = self.shelf.shelved(source) else { return Err(ReviewError::NoCard) };
        let at = sheet.cards.iter().position(|card| card.key == key).ok_or(ReviewError::NoCard)?;
        let card = &sheet.cards[at];
        if card.seen != seen {
            return Err(ReviewError::Conflict(Box::new(Card::clone(card))));
        }
        let what = name_of(&decided);
        let decided_card = DecidedCard { card, placed: &sheet.placed[at], rows, now: &sheet.now[at] };
        let entry = Entry { by, comment, digest: &document.document.sha256[..DIGEST] };
        let added = decided_card.rows_for(decided, entry)?;
        let step = Step {
            reviewer: by.name.trim().to_owned(),
            source: source.to_owned(),
            key: key.to_owned(),
            removed: decided_card.own(by),
            added,
            what,
        };
        let before = Arc::clone(card);
        self.write(change, &read, step, &before, true)
    }

    /// Where words stand in the text of a source, as a range of code points. An error unless they stand there once; other words
    /// may stand around them, which are then in `[[` and `]]`.
    pub fn find(&mut self, source: &str, words: &str) -> Result<(usize, usize), ReviewError> {
        let decisions = self.decisions()?;
        let read = self.shelf.source(source, &decisions)?;
        let document = &read.document;
        let range = find_words(&document.document.text, words).map_err(ReviewError::Refused)?;
        let span = document.document.span(&range);
        Ok((span.start, span.end))
    }

    /// Adds a claim whose words are a range of code points of the text of a source. Where the program reads a claim of this type
    /// in the same words, the new one stands in its place.
    pub fn add(
        &mut self,
        by: &Reviewer,
        source: &str,
        (start, end): (usize, usize),
        claim_type: &str,
        fields: Vec<(String, String)>,
        comment: &str,
    ) -> Result<Card, ReviewError> {
        let refused = |why: &str| Err(ReviewError::Refused(why.to_owned()));
        if !self.shelf.forms.iter().any(|form| form.addable && form.name == claim_type) {
            return refused("claims of this type cannot be added: correct the source, or add a claim of another type");
        }
        let files = self.files.clone();
        let change = files.change()?;
        let read = self.current(source, &change)?;
        let document = &read.document;
        if document.article.is_none() {
            return refused("claims are added to articles, and this source has none: correct its table or fact box");
        }
        let text = &document.document.text;
        let Some(range) = document.document.range(Span { start, end }) else {
            return refused("these words are not in the text: select them again");
        };
        let words = text[range.clone()].trim();
        let start = range.start + (text[range.clone()].len() - text[range.clone()].trim_start().len());
        if words.is_empty() {
            return refused("no words are selected");
        }
        let anchor = Anchor::of(text, &(start..start + words.len()));
        let reviewer = by.name.trim().to_owned();
        let is_same = |row: &ClaimDecision| {
            row.verdict == Verdict::Added
                && row.reviewer == reviewer
                && row.claim == claim_type
                && (&row.words, &row.before, &row.after) == (&anchor.words, &anchor.before, &anchor.after)
        };
        let Some(Shelved { rows, .. }) = self.shelf.shelved(source) else { return Err(ReviewError::NoCard) };
        if rows.iter().any(is_same) {
            return refused("you have added such a claim with these words: change that one, or select other words");
        }
        let subject = Subject {
            source: source.to_owned(),
            claim: claim_type.to_owned(),
            words: anchor.words,
            before: anchor.before,
            after: anchor.after,
            reading: String::new(),
            reviewer: reviewer.clone(),
            day: by.day.clone(),
            comment: comment.trim().to_owned(),
            digest: document.document.sha256[..DIGEST].to_owned(),
        };
        let fields = fields.into_iter().map(|(field, value)| (field.trim().to_owned(), value.trim().to_owned()));
        let added = subject.rows(Decided::Added(fields.filter(|(_, value)| !value.is_empty()).collect()));
        if added.is_empty() {
            return refused("the fields of the claim are empty: fill in those that it needs");
        }
        check(&added)?;
        let step = Step {
            reviewer,
            source: source.to_owned(),
            key: String::new(),
            removed: Vec::new(),
            added,
            what: Verdict::Added.name(),
        };
        // There is no card yet, so none that could be shown instead.
        self.write(change, &read, step, &marks::no_card(source), true)
    }

    /// What the last step changed beside the card that it returned.
    pub fn others(&self) -> &Others {
        &self.others
    }

    /// Takes back the last decision that this reviewer made in this session.
    pub fn undo(&mut self, by: &Reviewer) -> Result<Undone, ReviewError> {
        let reviewer = by.name.trim();
        let last = self.history.iter().rposition(|step| step.reviewer == reviewer).ok_or(ReviewError::NothingToUndo)?;
        let files = self.files.clone();
        let change = files.change()?;
        let source = self.history[last].source.clone();
        let read = self.current(&source, &change)?;
        let step = &self.history[last];
        let Some(Shelved { rows, sheet, .. }) = self.shelf.shelved(&source) else { return Err(ReviewError::NoCard) };
        // A step may be about two cards: the claim of somebody else is rejected, and another added.
        let is_touched = |at: &usize| {
            sheet.cards[*at].key == step.key || sheet.placed[*at].iter().any(|row| step.added.contains(&rows[*row]))
        };
        let touched: Vec<usize> = (0..sheet.cards.len()).filter(is_touched).collect();
        let card = touched.first().map_or_else(|| marks::no_card(&source), |at| Card::clone(&sheet.cards[*at]));
        let own = touched.iter().flat_map(|at| &sheet.placed[*at]).map(|row| &rows[*row]);
        let is_as_left = step.added.iter().all(|row| rows.contains(row))
            && own.filter(|row| row.reviewer == reviewer).all(|row| step.added.contains(row));
        if !is_as_left {
            // It was decided again elsewhere: there is no way back over that.
            self.history.remove(last);
            return Err(ReviewError::Conflict(Box::new(card)));
        }
        let (what, key) = (step.what, step.key.clone());
        let back = Step {
            reviewer: reviewer.to_owned(),
            source: source.clone(),
            key,
            removed: step.added.clone(),
            added: step.removed.clone(),
            what,
        };
        let card = self.write(change, &read, back, &card, false)?;
        // What was undone and the undoing of it are both forgotten.
        self.history.pop();
        self.history.remove(last);
        Ok(Undone { source, card, what: what.to_owned() })
    }

    /// The cards, those first that are the least certain and matter most.
    pub fn queue(&mut self, filter: &Filter) -> Result<Vec<Card>, ReviewError> {
        self.read_all(filter.source.as_deref())?;
        let mut cards: Vec<&Card> = self.filtered(filter).filter(|card| filter.decided || is_open(card)).collect();
        cards.sort_by_key(|card| (-card.rank, &card.source, card.start, card.end, &card.key));
        Ok(cards.into_iter().cloned().collect())
    }

    /// The decisions that belong to no claim, each with the id of its source, of the sources that were read.
    pub fn orphans(&self) -> Vec<(String, Orphan)> {
        self.shelf.orphans().map(|(source, orphan)| (source.to_owned(), orphan.clone())).collect()
    }

    /// How many of the claims that a filter lets through are decided, and how many there are, in the sources that were read.
    pub fn progress(&self, filter: &Filter) -> (usize, usize) {
        let (open, decided): (Vec<&Card>, Vec<&Card>) = self.filtered(filter).partition(|card| is_open(card));
        (decided.len(), open.len() + decided.len())
    }

    /// The cards that a filter lets through, whether or not they are decided.
    fn filtered<'s>(&'s self, filter: &Filter) -> impl Iterator<Item = &'s Card> + use<'s> {
        let Filter { source, claim_type, entity, .. } = filter.clone();
        let entity = entity.as_deref().map(folded);
        self.shelf.cards(source).filter(move |card| {
            // A claim that named the entity before a person changed it is still one of those that were asked for.
            let mut fields = card.fields.iter().chain(&card.machine);
            let has_name = |entity: &String| fields.any(|field| folded(&field.value).contains(entity.as_str()));
            claim_type.as_ref().is_none_or(|of| *of == card.claim_type) && entity.as_ref().is_none_or(has_name)
        })
    }

    fn decisions(&mut self) -> Result<DecisionsByFile, ReviewError> {
        let (decisions, _) = self.files.read()?;
        Ok(DecisionsByFile::new(decisions, |id| self.shelf.library.has_file(id)))
    }

    /// Reads every source, or those of one file.
    fn read_all(&mut self, source: Option<&str>) -> Result<(), ReviewError> {
        self.shelf.library.list()?;
        let decisions = self.decisions()?;
        match source {
            None => self.shelf.read_all(&decisions),
            Some(source) => {
                let file = self.shelf.library.file_of(source);
                let file = file.ok_or_else(|| ReviewError::NoSource(source.to_owned()))?;
                self.shelf.read_file(&file, &decisions, None);
            }
        }
        Ok(())
    }

    /// A source as it is, with the decisions as they are while nobody else changes them.
    fn current(&mut self, source: &str, change: &Change<'_>) -> Result<Arc<ReadSource>, ReviewError> {
        let decisions = DecisionsByFile::new(change.decisions(), |id| self.shelf.library.has_file(id));
        self.shelf.source(source, &decisions)
    }

    /// A step with the decisions and the cards after it. It takes out as well what the reviewer decided before about the claim
    /// that it comes to: an added claim may turn out to be one that the same person rejected when somebody else added it.
    fn apply(&self, read: &ReadSource, mut step: Step, rows: &[ClaimDecision]) -> (Step, Vec<ClaimDecision>, Sheet) {
        let after = step.apply(rows);
        let sheet = self.shelf.sheet(read, &after);
        let is_new = |row: &usize| step.added.contains(&after[*row]);
        let touched = sheet.placed.iter().filter(|placed| placed.iter().any(is_new)).flatten();
        let own =
            touched.filter(|row| !is_new(row)).map(|row| &after[*row]).filter(|row| row.reviewer == step.reviewer);
        let own: Vec<ClaimDecision> = own.cloned().collect();
        if own.is_empty() {
            return (step, after, sheet);
        }
        step.removed.extend(own);
        let after = step.apply(rows);
        let sheet = self.shelf.sheet(read, &after);
        (step, after, sheet)
    }

    /// Writes a step, if all of it can be used or `is_checked` is false, and returns the card as it is then. `before` is the card
    /// without it.
    fn write(
        &mut self,
        change: Change<'_>,
        read: &ReadSource,
        step: Step,
        before: &Card,
        is_checked: bool,
    ) -> Result<Card, ReviewError> {
        let Some(Shelved { rows, .. }) = self.shelf.shelved(&step.source) else { return Err(ReviewError::NoCard) };
        let (step, after, sheet) = if is_checked {
            self.apply(read, step, rows)
        } else {
            let after = step.apply(rows);
            let sheet = self.shelf.sheet(read, &after);
            (step, after, sheet)
        };
        let is_new = |row: usize| step.added.contains(&after[row]);
        for (_, misfit) in sheet.misfits.iter().enumerate().filter(|(row, _)| is_checked && is_new(*row)) {
            match misfit {
                None | Some(Misfit::Differing(_)) => {}
                Some(misfit) => {
                    return Err(ReviewError::Refused(misfit_of(&step.added, &misfit.message())));
                }
            }
        }
        let restricted = self.restricted();
        // A decision on a file that was renamed names it as it was.
        let is_moved = |row: &ClaimDecision| self.shelf.library.file_of(&row.source).is_none();
        let is_removed = |row: &ClaimDecision| {
            let same =
                |removed: &ClaimDecision| ClaimDecision { source: removed.source.clone(), ..row.clone() } == *removed;
            step.removed.iter().any(|removed| removed == row || (is_moved(row) && same(removed)))
        };
        change.write(is_removed, step.added.clone(), |source, digest| restricted.has(source, digest))?;
        let holds = |placed: &Vec<usize>| placed.iter().any(|row| is_new(*row));
        // A change of what somebody else added is a claim of its own, and that is what came of it.
        let gives = |row: usize| is_new(row) && matches!(after[row].verdict, Verdict::Replaced | Verdict::Added);
        let changed = sheet.placed.iter().position(|placed| placed.iter().any(|row| gives(*row)));
        let by_key = || sheet.cards.iter().position(|card| card.key == before.key);
        let now = changed.or_else(by_key).or_else(|| sheet.placed.iter().position(holds));
        let card = now.map(|at| Card::clone(&sheet.cards[at]));
        let card = card.unwrap_or_else(|| Card { status: Status::Removed, decisions: Vec::new(), ..before.clone() });
        let others = self.shelf.shelved(&step.source).map(|shelved| shelved.sheet.others(&sheet, &card.key));
        self.others = others.unwrap_or_default();
        self.shelf.put(&step.source, after, sheet);
        self.history.push(Step { key: card.key.clone(), ..step });
        Ok(card)
    }
}

fn is_open(card: &Card) -> bool {
    matches!(card.status, Status::Open | Status::Differing)
}
