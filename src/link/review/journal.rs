//! The journal of a review: its answers, one per line, appended as they are given. So an answer costs one line however
//! long the file of mappings is, and a review that is interrupted loses none. The next command that needs the file
//! applies them.
//!
//! ```text
//! subject_id <tab> answer <tab> object_id <tab> reviewer_id <tab> review_date
//! ```
//!
//! Subjects and objects are whole IRIs; the answer is `accept`, `reject`, `none` (no object) or `undo` (no other
//! fields; it cancels the answer before it). A last line without a line feed is incomplete because the review was
//! interrupted.

use super::{ReviewAnswer, Reviewer, apply, is_decision};
use crate::dataset::sssom::{Mapping, MappingSet};
use std::collections::BTreeMap;

/// The first line.
pub const HEADER: &str = "subject_id\tanswer\tobject_id\treviewer_id\treview_date\n";

/// An answer that is not undone, and its reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    line: usize,
    subject: String,
    said: ReviewAnswer,
    reviewer: Reviewer,
}

/// The answers of an interrupted review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal(Vec<Entry>);

/// An answer that cannot be applied to the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    /// The line with this number is not an answer.
    #[error("line {0} is not an answer")]
    NotAnAnswer(usize),
    /// The file has a different decision now.
    #[error("line {line}: the file has another decision on {subject} now")]
    Conflict {
        /// The line.
        line: usize,
        /// The subject of the decision.
        subject: String,
    },
}

impl ReviewAnswer {
    /// The line of an answer.
    pub fn line(&self, subject: &str, reviewer: &Reviewer) -> String {
        let (answer, object) = match self {
            Self::Accept(object) => ("accept", object.as_str()),
            Self::Reject(object) => ("reject", object.as_str()),
            Self::None => ("none", ""),
        };
        format!("{subject}\t{answer}\t{object}\t{}\t{}\n", reviewer.id, reviewer.date)
    }

    /// The line that undoes the one before.
    pub fn undo_line() -> &'static str {
        "\tundo\t\t\t\n"
    }
}

impl Journal {
    /// Reads a journal.
    pub fn read(text: &str) -> Result<Self, JournalProblem> {
        // A line without its end is not a complete answer.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut entries: Vec<Entry> = Vec::new();
        for (at, row) in whole.split('\n').enumerate().filter(|(at, row)| *at > 0 || format!("{row}\n") != HEADER) {
            let line = at + 1;
            let wrong = JournalProblem::NotAnAnswer(line);
            let cells: Vec<&str> = row.trim_end_matches('\r').split('\t').collect();
            let [subject, answer, object, id, date] = cells.as_slice() else {
                // An empty file has one empty line.
                if row.is_empty() {
                    continue;
                }
                return Err(wrong);
            };
            let said = match *answer {
                "accept" if !object.is_empty() => ReviewAnswer::Accept((*object).to_owned()),
                "reject" if !object.is_empty() => ReviewAnswer::Reject((*object).to_owned()),
                "none" => ReviewAnswer::None,
                "undo" => {
                    entries.pop().ok_or(wrong)?;
                    continue;
                }
                _ => return Err(wrong),
            };
            if subject.is_empty() || id.is_empty() {
                return Err(wrong);
            }
            let reviewer = Reviewer { id: (*id).to_owned(), date: (*date).to_owned() };
            entries.push(Entry { line, subject: (*subject).to_owned(), said, reviewer });
        }
        Ok(Self(entries))
    }

    /// Number of answers that are not undone.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies the answers to a set, and returns those that contradict it and are left out. An answer that the set
    /// already has changes nothing, so a journal may be applied twice.
    pub fn apply_to(&self, set: MappingSet) -> (MappingSet, Vec<JournalProblem>) {
        let mut head = set;
        let mut rows: BTreeMap<String, Vec<Mapping>> = BTreeMap::new();
        for mapping in std::mem::take(&mut head.mappings) {
            rows.entry(mapping.subject.clone()).or_default().push(mapping);
        }
        let mut problems = Vec::new();
        for Entry { line, subject, said, reviewer } in &self.0 {
            let rows = rows.entry(subject.clone()).or_default();
            if rows.iter().any(|m| has_answer(m, said)) {
                continue;
            }
            let denied = |m: &Mapping| m.negated && m.is_personal() && object(said) == m.object.as_deref();
            if rows.iter().any(|m| is_decision(m) || (matches!(said, ReviewAnswer::Accept(_)) && denied(m))) {
                problems.push(JournalProblem::Conflict { line: *line, subject: subject.clone() });
                continue;
            }
            apply(rows, subject, said, reviewer);
        }
        (MappingSet { mappings: rows.into_values().flatten().collect(), ..head }, problems)
    }
}

fn object(said: &ReviewAnswer) -> Option<&str> {
    match said {
        ReviewAnswer::Accept(object) | ReviewAnswer::Reject(object) => Some(object),
        ReviewAnswer::None => None,
    }
}

/// Whether a row already states the same.
fn has_answer(mapping: &Mapping, said: &ReviewAnswer) -> bool {
    let negated = matches!(said, ReviewAnswer::Reject(_));
    (is_decision(mapping) || mapping.negated)
        && mapping.is_personal()
        && mapping.negated == negated
        && mapping.object.as_deref() == object(said)
}

#[cfg(test)]
mod tests {
    use super::super::{Effect, Review};
    use super::*;

    type Act = fn(&mut Review) -> Result<Effect, super::super::AnswerError>;

    fn reviewer() -> Reviewer {
        Reviewer { id: "https://p.example/".to_owned(), date: "2026-01-31".to_owned() }
    }

    fn proposed() -> MappingSet {
        let row = |subject: &str, object: u32, confidence: f64| Mapping {
            subject: subject.to_owned(),
            object: Some(format!("Q{object}")),
            confidence: Some(confidence),
            ..Mapping::default()
        };
        let mappings =
            vec![row("a", 901, 0.4), row("a", 902, 0.9), row("b", 903, 0.5), row("b", 904, 0.4), row("c", 905, 0.5)];
        MappingSet { mappings, ..MappingSet::default() }
    }

    fn written(review: &mut Review, acts: &[Act]) -> String {
        let mut text = HEADER.to_owned();
        for act in acts {
            match act(review).unwrap() {
                Effect::Answered(subject, said) => text.push_str(&said.line(&subject, &reviewer())),
                Effect::Undone => text.push_str(ReviewAnswer::undo_line()),
                Effect::Temporary => {}
            }
        }
        text
    }

    #[test]
    fn a_journal_gives_the_result_of_the_review_however_often_it_is_applied() {
        let cases: [&[Act]; 6] = [
            &[|r| r.accept(1), |r| r.reject(2), Review::later],
            &[|r| r.accept(1), Review::undo, |r| r.accept(2)],
            &[|r| r.reject(1), |r| r.accept(1), Review::none],
            &[Review::later, Review::undo, Review::none, Review::undo],
            &[Review::none, |r| r.reject(1), |r| r.reject(1), |r| r.accept(1)],
            &[],
        ];
        for (nth, acts) in cases.iter().enumerate() {
            let mut review = Review::new(proposed(), reviewer());
            let text = written(&mut review, acts);
            let journal = Journal::read(&text).unwrap();
            let (put, problems) = journal.apply_to(proposed());
            assert_eq!((&put, problems.len()), (&review.into_set(), 0), "{nth}: {text}");
            assert_eq!(journal.apply_to(put.clone()), (put, Vec::new()), "{nth}");
            // Cut off anywhere, it has the answers that were complete.
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                let _ = Journal::read(&text[..end]).unwrap();
            }
        }
    }

    #[test]
    fn a_newer_decision_in_the_file_stays() {
        let text =
            format!("{HEADER}a\taccept\tQ901\thttps://p.example/\t2026-01-31\nz\taccept\tQ9\thttps://p.example/\t\n");
        let mut set = proposed();
        set.mappings[1].predicate = crate::dataset::sssom::Predicate::Exact;
        set.mappings[1].author = Some("https://q.example/".to_owned());
        let (put, problems) = Journal::read(&text).unwrap().apply_to(set);
        assert_eq!(problems, [JournalProblem::Conflict { line: 2, subject: "a".to_owned() }]);
        let new = put.mappings.iter().find(|m| m.subject == "z").unwrap();
        assert_eq!((new.object.as_deref(), new.is_personal()), (Some("Q9"), true), "what is proposed no more is kept");
        for wrong in ["a\n", "\tundo\t\t\t\n", "a\taccept\t\tme\t\n", "a\tmaybe\tQ1\tme\t\n", "\tnone\t\tme\t\n"] {
            assert_eq!(Journal::read(&format!("{HEADER}{wrong}")), Err(JournalProblem::NotAnAnswer(2)), "{wrong}");
        }
    }
}
