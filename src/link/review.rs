//! A review: a person goes through the proposed links, subject by subject, and decides. This module does no I/O; the
//! caller asks the person and passes the date.
//!
//! An accepted candidate becomes a `skos:exactMatch`, and keeps its justification. A rejected candidate, and every
//! other candidate of an accepted one's subject, becomes a `skos:exactMatch` with `Not`, so that no later run proposes
//! it again. A subject that is none of the items gets `sssom:NoTermFound`. Each row states the reviewer and the date.

mod journal;

use crate::dataset::sssom::{Mapping, MappingSet, Predicate, REVIEW};
pub use journal::{HEADER as JOURNAL_HEADER, Journal, JournalProblem};
use std::collections::{BTreeMap, BTreeSet};

/// The reviewer and the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// IRI of the person.
    pub id: String,
    /// The date, such as `2026-11-24`.
    pub date: String,
}

/// A person's decision on a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewAnswer {
    /// It is this item, and none of the others.
    Accept(String),
    /// It is not this item.
    Reject(String),
    /// It is none of the items.
    None,
}

/// A set of mappings under review. The cost of an answer depends on the rows of its subject, not on the size of the
/// set.
#[derive(Debug, Clone)]
pub struct Review {
    /// The header of the set.
    head: MappingSet,
    rows: BTreeMap<String, Vec<Mapping>>,
    /// The subjects without a decision.
    open: BTreeSet<String>,
    reviewer: Reviewer,
    later: BTreeSet<String>,
    history: Vec<Step>,
}

/// A step that can be undone.
#[derive(Debug, Clone)]
enum Step {
    /// A decision, with the previous rows of its subject.
    Decided(String, Vec<Mapping>),
    /// A subject was postponed.
    Later(String),
}

/// The effect of an answer, for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A decision on a subject.
    Answered(String, ReviewAnswer),
    /// The last decision was undone.
    Undone,
    /// Nothing that outlasts the review.
    Temporary,
}

/// Why an answer has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Every subject is decided or postponed.
    #[error("nothing is left to decide")]
    NothingLeft,
    /// No candidate has this number.
    #[error("there is no candidate {given}; choose 1 to {last}")]
    NoSuchCandidate {
        /// The number.
        given: usize,
        /// The number of the last candidate.
        last: usize,
    },
    /// There is no answer to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
}

impl Review {
    /// Starts a review.
    pub fn new(set: MappingSet, reviewer: Reviewer) -> Self {
        let mut head = set;
        let mut rows: BTreeMap<String, Vec<Mapping>> = BTreeMap::new();
        for mapping in std::mem::take(&mut head.mappings) {
            rows.entry(mapping.subject.clone()).or_default().push(mapping);
        }
        let open = rows.iter().filter(|(_, rows)| is_open(rows)).map(|(subject, _)| subject.clone()).collect();
        Self { head, rows, open, reviewer, later: BTreeSet::new(), history: Vec::new() }
    }

    /// The set with the decisions so far.
    pub fn into_set(self) -> MappingSet {
        MappingSet { mappings: self.rows.into_values().flatten().collect(), ..self.head }
    }

    /// Number of subjects with candidates that are neither decided nor postponed.
    pub fn left(&self) -> usize {
        self.open.len()
    }

    /// Whether there is an answer to undo.
    pub fn can_undo(&self) -> bool {
        !self.history.is_empty()
    }

    /// The subject of the next question, in order.
    pub fn subject(&self) -> Option<&str> {
        self.open.first().map(String::as_str)
    }

    /// Its candidates, the most probable first.
    pub fn candidates(&self) -> Vec<&Mapping> {
        let rows = self.open.first().and_then(|subject| self.rows.get(subject));
        let mut found: Vec<_> = rows.into_iter().flatten().filter(|m| is_proposed(m)).collect();
        let confidence = |m: &Mapping| m.confidence.unwrap_or(-1.0);
        found.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)).then_with(|| a.object.cmp(&b.object)));
        found
    }

    /// Accepts the `nth` candidate (from 1) and rejects the others.
    pub fn accept(&mut self, nth: usize) -> Result<Effect, AnswerError> {
        let (subject, chosen) = self.chosen(nth)?;
        Ok(self.record(subject, ReviewAnswer::Accept(chosen)))
    }

    /// Rejects the `nth` candidate (from 1).
    pub fn reject(&mut self, nth: usize) -> Result<Effect, AnswerError> {
        let (subject, chosen) = self.chosen(nth)?;
        Ok(self.record(subject, ReviewAnswer::Reject(chosen)))
    }

    /// Rejects all candidates: the subject is none of the items.
    pub fn none(&mut self) -> Result<Effect, AnswerError> {
        let subject = self.subject().ok_or(AnswerError::NothingLeft)?.to_owned();
        Ok(self.record(subject, ReviewAnswer::None))
    }

    /// Postpones the subject to another review.
    pub fn later(&mut self) -> Result<Effect, AnswerError> {
        let subject = self.open.pop_first().ok_or(AnswerError::NothingLeft)?;
        self.later.insert(subject.clone());
        self.history.push(Step::Later(subject));
        Ok(Effect::Temporary)
    }

    /// Undoes the last answer.
    pub fn undo(&mut self) -> Result<Effect, AnswerError> {
        match self.history.pop().ok_or(AnswerError::NothingToUndo)? {
            Step::Later(subject) => {
                self.later.remove(&subject);
                self.look(&subject);
                Ok(Effect::Temporary)
            }
            Step::Decided(subject, rows) => {
                self.rows.insert(subject.clone(), rows);
                self.look(&subject);
                Ok(Effect::Undone)
            }
        }
    }

    /// The current subject, and the object of its `nth` candidate.
    fn chosen(&self, nth: usize) -> Result<(String, String), AnswerError> {
        let candidates = self.candidates();
        if candidates.is_empty() {
            return Err(AnswerError::NothingLeft);
        }
        let chosen = nth.checked_sub(1).and_then(|n| candidates.get(n));
        let no_such = AnswerError::NoSuchCandidate { given: nth, last: candidates.len() };
        chosen.and_then(|m| Some((m.subject.clone(), m.object.clone()?))).ok_or(no_such)
    }

    /// Updates whether a subject waits for a decision.
    fn look(&mut self, subject: &str) {
        let is_open = self.rows.get(subject).is_some_and(|rows| is_open(rows)) && !self.later.contains(subject);
        if is_open {
            self.open.insert(subject.to_owned());
        } else {
            self.open.remove(subject);
        }
    }

    /// Applies a decision to the rows of a subject, and keeps the previous rows for undo.
    fn record(&mut self, subject: String, said: ReviewAnswer) -> Effect {
        let rows = self.rows.entry(subject.clone()).or_default();
        self.history.push(Step::Decided(subject.clone(), rows.clone()));
        apply(rows, &subject, &said, &self.reviewer);
        self.look(&subject);
        Effect::Answered(subject, said)
    }
}

/// Applies a decision to the rows of a subject. An item that is not (or no longer) proposed gets a row.
fn apply(rows: &mut Vec<Mapping>, subject: &str, said: &ReviewAnswer, reviewer: &Reviewer) {
    let label = rows.first().map_or_else(String::new, |m| m.subject_label.clone());
    let mut new = Mapping {
        subject: subject.to_owned(),
        subject_label: label,
        predicate: Predicate::Exact,
        justification: REVIEW.to_owned(),
        ..Mapping::default()
    };
    sign(&mut new, reviewer);
    let is = |m: &Mapping, object: &str| m.object.as_deref() == Some(object);
    let (object, accepted) = match said {
        ReviewAnswer::Accept(object) => (Some(object.as_str()), true),
        ReviewAnswer::Reject(object) => (Some(object.as_str()), false),
        ReviewAnswer::None => (None, true),
    };
    let is_new = object.is_none_or(|object| !rows.iter().any(|m| is_proposed(m) && is(m, object)));
    for mapping in rows.iter_mut().filter(|m| is_proposed(m)) {
        let chosen = object.is_some_and(|object| is(mapping, object));
        if chosen && accepted {
            mapping.predicate = Predicate::Exact;
            sign(mapping, reviewer);
        } else if chosen || accepted {
            deny(mapping, reviewer);
        }
    }
    if object.is_none() {
        // Earlier statements by a program about the subject are obsolete.
        rows.retain(|m| m.object.is_some() || m.is_personal());
    }
    if is_new {
        let negated = !accepted;
        rows.push(Mapping { object: object.map(str::to_owned), negated, ..new });
    }
}

/// Whether a subject with these rows waits for a decision.
fn is_open(rows: &[Mapping]) -> bool {
    rows.iter().any(is_proposed) && !rows.iter().any(is_decision)
}

/// Whether a row identifies its subject, or states that nothing matches.
fn is_decision(mapping: &Mapping) -> bool {
    is_kept(mapping) && !mapping.negated
}

fn sign(mapping: &mut Mapping, reviewer: &Reviewer) {
    mapping.reviewer = Some(reviewer.id.clone());
    mapping.review_date = Some(reviewer.date.clone());
}

/// The person denies what the program found, so its confidence is removed.
fn deny(mapping: &mut Mapping, reviewer: &Reviewer) {
    mapping.predicate = Predicate::Exact;
    mapping.negated = true;
    mapping.justification = REVIEW.to_owned();
    mapping.confidence = None;
    sign(mapping, reviewer);
}

/// Whether a row waits for a decision.
fn is_proposed(mapping: &Mapping) -> bool {
    let close = mapping.predicate == Predicate::Close && mapping.object.is_some() && !mapping.is_personal();
    !mapping.negated && (close || mapping.awaits_a_person())
}

/// Whether a row stays, whatever is proposed: a person wrote it, or only a person could have.
fn is_kept(mapping: &Mapping) -> bool {
    let machine = matches!(mapping, Mapping { object: None, .. }) || mapping.predicate == Predicate::Close;
    mapping.is_personal() || mapping.negated || !machine
}

/// The subjects that a person has identified, or for which nothing matches.
fn decided(mappings: &[Mapping]) -> BTreeSet<&str> {
    mappings.iter().filter(|m| is_decision(m)).map(|m| m.subject.as_str()).collect()
}

/// Replaces old proposals by new ones. A person's decisions stay as they are: a decided subject gets no proposals, and
/// a rejected pair is not proposed again. The header of the old set is kept, and so are rows with values in unknown
/// columns, unless they are proposed again; if they are, these values are kept.
pub fn merge(old: MappingSet, proposed: Vec<Mapping>) -> MappingSet {
    let MappingSet { mappings, other, .. } = old;
    let (kept, replaced): (Vec<Mapping>, Vec<Mapping>) = mappings.into_iter().partition(is_kept);
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    let key = |mapping: &Mapping| {
        let (subject, object) = mapping.pair();
        (subject.to_owned(), object.to_owned())
    };
    pairs.extend(kept.iter().map(key));
    let decided: BTreeSet<String> = decided(&kept).into_iter().map(str::to_owned).collect();
    let mut merged = kept;
    for mut mapping in proposed {
        if decided.contains(&mapping.subject) || !pairs.insert(key(&mapping)) {
            continue;
        }
        if mapping.predicate == Predicate::Exact && mapping.object.is_some() && !mapping.is_personal() {
            // Only a person accepts.
            mapping.predicate = Predicate::Close;
        }
        merged.push(mapping);
    }
    let noted = replaced.into_iter().filter(|m| other.contains_key(&key(m)) && pairs.insert(key(m)));
    merged.extend(noted);
    MappingSet { mappings: merged, other, ..old }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(subject: &str, object: u32, confidence: f64) -> Mapping {
        Mapping {
            subject: subject.to_owned(),
            subject_label: subject.to_uppercase(),
            object: Some(format!("Q{object}")),
            justification: crate::dataset::sssom::COMPOSITE.to_owned(),
            confidence: Some(confidence),
            ..Mapping::default()
        }
    }

    fn review(mappings: Vec<Mapping>) -> Review {
        let reviewer = Reviewer { id: "https://p.example/".to_owned(), date: "2026-01-31".to_owned() };
        Review::new(MappingSet { mappings, ..MappingSet::default() }, reviewer)
    }

    fn set(review: &Review) -> MappingSet {
        review.clone().into_set()
    }

    /// Each row in short: subject, object, `=` accepted, `!` denied, `?` proposed; `*` for a person's decision.
    fn rows(set: &MappingSet) -> Vec<String> {
        let mut rows: Vec<String> = set
            .mappings
            .iter()
            .map(|m| {
                let sign = match (m.predicate, m.negated) {
                    (Predicate::Exact, false) => "=",
                    (Predicate::Exact, true) => "!",
                    _ => "?",
                };
                format!(
                    "{}{sign}{}{}",
                    m.subject,
                    m.object.as_deref().unwrap_or("-"),
                    if m.is_personal() { "*" } else { "" }
                )
            })
            .collect();
        rows.sort();
        rows
    }

    fn two() -> Vec<Mapping> {
        vec![row("a", 901, 0.4), row("a", 902, 0.9), row("b", 903, 0.5)]
    }

    #[test]
    fn each_answer_and_its_undoing() {
        type Act = fn(&mut Review) -> Result<Effect, AnswerError>;
        let acts: [(Act, &[&str], Option<&str>); 5] = [
            (|r| r.accept(1), &["a!Q901*", "a=Q902*", "b?Q903"], Some("b")),
            (|r| r.accept(2), &["a!Q902*", "a=Q901*", "b?Q903"], Some("b")),
            (|r| r.reject(1), &["a!Q902*", "a?Q901", "b?Q903"], Some("a")),
            (Review::none, &["a!Q901*", "a!Q902*", "a=-*", "b?Q903"], Some("b")),
            (Review::later, &["a?Q901", "a?Q902", "b?Q903"], Some("b")),
        ];
        for (act, expected, next) in acts {
            let mut review = review(two());
            assert_eq!(review.candidates().iter().map(|m| m.confidence).collect::<Vec<_>>(), [Some(0.9), Some(0.4)]);
            act(&mut review).unwrap();
            assert_eq!(
                (rows(&set(&review)), review.subject()),
                (expected.iter().map(|r| (*r).to_owned()).collect(), next)
            );
            review.undo().unwrap();
            assert_eq!((rows(&set(&review)), review.subject()), (rows(&set(&super::tests::review(two()))), Some("a")));
            assert_eq!(review.undo(), Err(AnswerError::NothingToUndo));
        }
    }

    #[test]
    fn a_decision_says_who_and_when_and_keeps_how_it_was_found() {
        let mut review = review(two());
        review.accept(1).unwrap();
        for mapping in set(&review).mappings.iter().filter(|m| m.subject == "a") {
            assert_eq!(mapping.reviewer.as_deref(), Some("https://p.example/"));
            assert_eq!(mapping.review_date.as_deref(), Some("2026-01-31"));
            let (justification, confidence) =
                if mapping.negated { (REVIEW, None) } else { ("semapv:CompositeMatching", Some(0.9)) };
            assert_eq!((mapping.justification.as_str(), mapping.confidence), (justification, confidence));
        }
    }

    #[test]
    fn answers_that_change_nothing() {
        let mut review = review(two());
        for nth in [0, 3, usize::MAX] {
            assert_eq!(review.accept(nth), Err(AnswerError::NoSuchCandidate { given: nth, last: 2 }));
            assert_eq!(review.reject(nth), Err(AnswerError::NoSuchCandidate { given: nth, last: 2 }));
        }
        assert_eq!(rows(&set(&review)), ["a?Q901", "a?Q902", "b?Q903"]);
        review.none().unwrap();
        review.later().unwrap();
        for answer in [review.accept(1), review.none(), review.later(), review.reject(1)] {
            assert_eq!(answer, Err(AnswerError::NothingLeft));
        }
    }

    #[test]
    fn what_a_person_decided_survives_a_new_run() {
        let decided = |act: fn(&mut Review) -> Result<Effect, AnswerError>| {
            let mut review = review(two());
            act(&mut review).unwrap();
            set(&review)
        };
        let proposed = || vec![row("a", 902, 0.3), row("a", 905, 0.8), row("b", 906, 0.7), row("b", 906, 0.6)];
        for (old, expected) in [
            (set(&review(two())), &["a?Q902", "a?Q905", "b?Q906"][..]),
            (decided(|r| r.accept(1)), &["a!Q901*", "a=Q902*", "b?Q906"]),
            (decided(|r| r.reject(1)), &["a!Q902*", "a?Q905", "b?Q906"]),
            (decided(Review::none), &["a!Q901*", "a!Q902*", "a=-*", "b?Q906"]),
        ] {
            let merged = merge(old.clone(), proposed());
            assert_eq!(rows(&merged), expected);
            let untouched = old.mappings.iter().filter(|m| m.is_personal()).all(|m| merged.mappings.contains(m));
            assert!(untouched, "{merged:?}");
            assert_eq!(merge(merged.clone(), proposed()), merged, "a run twice changes nothing");
        }
        let exact = Mapping { predicate: Predicate::Exact, ..row("a", 901, 1.0) };
        assert_eq!(rows(&merge(MappingSet::default(), vec![exact])), ["a?Q901"], "only a person accepts");
        let by_hand = Mapping { predicate: Predicate::Broad, ..row("a", 907, 1.0) };
        let old = MappingSet { mappings: vec![by_hand], ..MappingSet::default() };
        assert_eq!(rows(&merge(old, proposed())), ["a?Q907", "b?Q906"]);
    }

    #[test]
    fn notes_in_columns_of_others_survive_a_new_run() {
        let note = |object: u32| {
            let pair = ("a".to_owned(), format!("Q{object}"));
            (pair, BTreeMap::from([("other".to_owned(), format!("note on {object}"))]))
        };
        let mappings = vec![row("a", 901, 0.2), row("a", 902, 0.3), row("a", 903, 0.1)];
        let old = MappingSet { mappings, other: [note(901), note(902)].into(), ..MappingSet::default() };
        let merged = merge(old.clone(), vec![row("a", 902, 0.9), row("a", 904, 0.5)]);
        assert_eq!(rows(&merged), ["a?Q901", "a?Q902", "a?Q904"]);
        assert_eq!(merged.other, old.other);
        assert!(merged.mappings.contains(&row("a", 902, 0.9)), "what is proposed again is new");
    }
}
