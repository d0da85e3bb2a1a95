//! A review: a person goes through what a machine proposed, subject by subject, and decides. Pure; who asks the person, and
//! what day it is, is the caller's.
//!
//! What is accepted becomes a `skos:exactMatch`, and keeps how it was found. What is rejected, and what stood beside an
//! accepted one, becomes a `skos:exactMatch` with `Not`, so that no later run proposes it again. A subject that has none of
//! the items gets `sssom:NoTermFound`. Each says who reviewed it and when.

use super::sssom::{Mapping, MappingSet, Predicate, REVIEW};
use std::collections::BTreeSet;

/// Who decides, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// IRI of the person.
    pub id: String,
    /// The day, `2026-11-24`.
    pub date: String,
}

/// A set of mappings under review.
#[derive(Debug, Clone)]
pub struct Review {
    set: MappingSet,
    reviewer: Reviewer,
    later: BTreeSet<String>,
    history: Vec<Step>,
}

/// What is to be undone.
#[derive(Debug, Clone)]
enum Step {
    /// The rows of a subject as they were.
    Decided(String, Vec<Mapping>),
    /// It was put off.
    Later(String),
}

/// Why an answer changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// All is decided or put off.
    #[error("nothing is left to decide")]
    NothingLeft,
    /// No candidate has this number.
    #[error("there is no candidate {given}; they are 1 to {last}")]
    NoSuchCandidate {
        /// The number.
        given: usize,
        /// The last one.
        last: usize,
    },
    /// No answer was given yet.
    #[error("there is nothing to undo")]
    NothingToUndo,
}

impl Review {
    /// Begins.
    pub fn new(set: MappingSet, reviewer: Reviewer) -> Self {
        Self { set, reviewer, later: BTreeSet::new(), history: Vec::new() }
    }

    /// The set as it is decided so far.
    pub fn set(&self) -> &MappingSet {
        &self.set
    }

    /// The subjects that have candidates and no decision, and were not put off, in order.
    pub fn undecided(&self) -> BTreeSet<&str> {
        let decided = decided(&self.set.mappings);
        let open = self.set.mappings.iter().filter(|m| is_proposed(m)).map(|m| m.subject.as_str());
        open.filter(|s| !decided.contains(s) && !self.later.contains(*s)).collect()
    }

    /// The subject that is asked for next.
    pub fn subject(&self) -> Option<&str> {
        self.undecided().first().copied()
    }

    /// Its candidates, the likeliest first.
    pub fn candidates(&self) -> Vec<&Mapping> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let mut found: Vec<_> = self.set.mappings.iter().filter(|m| m.subject == subject && is_proposed(m)).collect();
        let confidence = |m: &Mapping| m.confidence.unwrap_or(-1.0);
        found.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)).then_with(|| a.object.cmp(&b.object)));
        found
    }

    /// The `nth` candidate (from 1) is the one; the others are not.
    pub fn accept(&mut self, nth: usize) -> Result<(), AnswerError> {
        let (subject, chosen) = self.chosen(nth)?;
        self.decide(subject, |mapping, reviewer| {
            if mapping.object == chosen {
                mapping.predicate = Predicate::Exact;
                sign(mapping, reviewer);
            } else {
                deny(mapping, reviewer);
            }
        });
        Ok(())
    }

    /// The `nth` candidate (from 1) is not the one.
    pub fn reject(&mut self, nth: usize) -> Result<(), AnswerError> {
        let (subject, chosen) = self.chosen(nth)?;
        self.decide(subject, |mapping, reviewer| {
            if mapping.object == chosen {
                deny(mapping, reviewer);
            }
        });
        Ok(())
    }

    /// None of the candidates is the one.
    pub fn none(&mut self) -> Result<(), AnswerError> {
        let subject = self.subject().ok_or(AnswerError::NothingLeft)?.to_owned();
        let label = self.candidates().first().map_or_else(String::new, |m| m.subject_label.clone());
        self.decide(subject.clone(), deny);
        // What a machine said of it counts no more.
        self.set.mappings.retain(|m| m.subject != subject || m.object.is_some() || m.is_personal());
        let mut nothing = Mapping {
            subject,
            subject_label: label,
            predicate: Predicate::Exact,
            justification: REVIEW.to_owned(),
            ..Mapping::default()
        };
        sign(&mut nothing, &self.reviewer);
        self.set.mappings.push(nothing);
        Ok(())
    }

    /// The subject is put off to another review.
    pub fn later(&mut self) -> Result<(), AnswerError> {
        let subject = self.subject().ok_or(AnswerError::NothingLeft)?.to_owned();
        self.later.insert(subject.clone());
        self.history.push(Step::Later(subject));
        Ok(())
    }

    /// The last answer counts no more.
    pub fn undo(&mut self) -> Result<(), AnswerError> {
        match self.history.pop().ok_or(AnswerError::NothingToUndo)? {
            Step::Later(subject) => drop(self.later.remove(&subject)),
            Step::Decided(subject, rows) => {
                self.set.mappings.retain(|m| m.subject != subject);
                self.set.mappings.extend(rows);
            }
        }
        Ok(())
    }

    /// The subject that is asked for, and the object of one of its candidates.
    fn chosen(&self, nth: usize) -> Result<(String, Option<String>), AnswerError> {
        let candidates = self.candidates();
        if candidates.is_empty() {
            return Err(AnswerError::NothingLeft);
        }
        let chosen = nth.checked_sub(1).and_then(|n| candidates.get(n));
        let no_such = AnswerError::NoSuchCandidate { given: nth, last: candidates.len() };
        chosen.map(|m| (m.subject.clone(), m.object.clone())).ok_or(no_such)
    }

    /// Changes the proposals of a subject, and keeps what was.
    fn decide(&mut self, subject: String, change: impl Fn(&mut Mapping, &Reviewer)) {
        let rows = self.set.mappings.iter().filter(|m| m.subject == subject).cloned().collect();
        for mapping in self.set.mappings.iter_mut().filter(|m| m.subject == subject && is_proposed(m)) {
            change(mapping, &self.reviewer);
        }
        self.history.push(Step::Decided(subject, rows));
    }
}

fn sign(mapping: &mut Mapping, reviewer: &Reviewer) {
    mapping.reviewer = Some(reviewer.id.clone());
    mapping.review_date = Some(reviewer.date.clone());
}

/// What the machine found is what the person denies, so its confidence goes.
fn deny(mapping: &mut Mapping, reviewer: &Reviewer) {
    mapping.predicate = Predicate::Exact;
    mapping.negated = true;
    mapping.justification = REVIEW.to_owned();
    mapping.confidence = None;
    sign(mapping, reviewer);
}

/// Whether a row waits for a person.
fn is_proposed(mapping: &Mapping) -> bool {
    mapping.predicate == Predicate::Close && !mapping.negated && mapping.object.is_some() && !mapping.is_personal()
}

/// Whether a row stays whatever a machine proposes: a person wrote it, or only a person could.
fn is_kept(mapping: &Mapping) -> bool {
    let machine = matches!(mapping, Mapping { object: None, .. }) || mapping.predicate == Predicate::Close;
    mapping.is_personal() || mapping.negated || !machine
}

/// The subjects of which a person says what they are, or that nothing is known.
fn decided(mappings: &[Mapping]) -> BTreeSet<&str> {
    mappings.iter().filter(|m| is_kept(m) && !m.negated).map(|m| m.subject.as_str()).collect()
}

/// Puts new proposals in the place of old ones. What a person decided stays untouched: a subject that is decided gets no
/// proposals, and a pair that was rejected is not proposed again. The header stays that of the old set.
pub fn merge(old: MappingSet, proposed: Vec<Mapping>) -> MappingSet {
    let MappingSet { mappings, mut other, .. } = old;
    let kept: Vec<Mapping> = mappings.into_iter().filter(is_kept).collect();
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    let key = |mapping: &Mapping| {
        let (subject, object) = mapping.pair();
        (subject.to_owned(), object.to_owned())
    };
    pairs.extend(kept.iter().map(key));
    other.retain(|pair, _| pairs.contains(pair));
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
            justification: super::super::sssom::COMPOSITE.to_owned(),
            confidence: Some(confidence),
            ..Mapping::default()
        }
    }

    fn review(mappings: Vec<Mapping>) -> Review {
        let reviewer = Reviewer { id: "https://p.example/".to_owned(), date: "2026-01-31".to_owned() };
        Review::new(MappingSet { mappings, ..MappingSet::default() }, reviewer)
    }

    /// Each row in short: subject, object, `=` accepted, `!` denied, `?` proposed; `*` after what a person says.
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
        type Act = fn(&mut Review) -> Result<(), AnswerError>;
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
                (rows(review.set()), review.subject()),
                (expected.iter().map(|r| (*r).to_owned()).collect(), next)
            );
            review.undo().unwrap();
            assert_eq!((rows(review.set()), review.subject()), (rows(&super::tests::review(two()).set), Some("a")));
            assert_eq!(review.undo(), Err(AnswerError::NothingToUndo));
        }
    }

    #[test]
    fn a_decision_says_who_and_when_and_keeps_how_it_was_found() {
        let mut review = review(two());
        review.accept(1).unwrap();
        for mapping in review.set().mappings.iter().filter(|m| m.subject == "a") {
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
        assert_eq!(rows(review.set()), ["a?Q901", "a?Q902", "b?Q903"]);
        review.none().unwrap();
        review.later().unwrap();
        for answer in [review.accept(1), review.none(), review.later(), review.reject(1)] {
            assert_eq!(answer, Err(AnswerError::NothingLeft));
        }
    }

    #[test]
    fn what_a_person_decided_survives_a_new_run() {
        let decided = |act: fn(&mut Review) -> Result<(), AnswerError>| {
            let mut review = review(two());
            act(&mut review).unwrap();
            review.set
        };
        let proposed = || vec![row("a", 902, 0.3), row("a", 905, 0.8), row("b", 906, 0.7), row("b", 906, 0.6)];
        for (old, expected) in [
            (review(two()).set, &["a?Q902", "a?Q905", "b?Q906"][..]),
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
}
