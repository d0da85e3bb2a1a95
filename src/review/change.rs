//! What a decision changes in the files: the rows of the reviewer that it takes the place of, and the new ones.

use super::card::{Card, Status};
use super::error::ReviewError;
use crate::base::iri::folded_space;
use crate::claim::review::OF_ADDED;
use crate::dataset::decisions::{ClaimDecision, Decided, DecisionFile, Subject, Verdict, write};
use std::collections::{BTreeMap, BTreeSet};

/// A person who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The IRI of an ORCID, or a name.
    pub name: String,
    /// The day, such as `2026-11-24`.
    pub day: String,
}

/// A card with the decisions about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct DecidedCard<'c> {
    pub(super) card: &'c Card,
    /// Its decisions, as positions in `rows`.
    pub(super) placed: &'c [usize],
    /// All decisions on the source.
    pub(super) rows: &'c [ClaimDecision],
    /// What the claim is read as now, with what was decided: `holder: Lena Holt; roleTitle: mayor`.
    pub(super) now: &'c str,
}

/// A new decision.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'e> {
    pub(super) by: &'e Reviewer,
    pub(super) comment: &'e str,
    /// The beginning of the digest of the file.
    pub(super) digest: &'e str,
}

/// Values by the names of their fields.
type Values = BTreeMap<String, Vec<String>>;

impl<'c> DecidedCard<'c> {
    fn all(self) -> impl Iterator<Item = &'c ClaimDecision> {
        self.placed.iter().map(move |at| &self.rows[*at])
    }

    /// The decisions of one reviewer.
    pub(super) fn own(self, by: &Reviewer) -> Vec<ClaimDecision> {
        self.all().filter(|row| row.reviewer == by.name.trim()).cloned().collect()
    }

    fn is_added(self) -> bool {
        self.card.reading.is_empty()
    }

    /// The rows that say what is decided, in place of those of the same reviewer.
    pub(super) fn rows_for(self, decided: Decided, entry: Entry<'_>) -> Result<Vec<ClaimDecision>, ReviewError> {
        let rows = match (self.is_added(), decided) {
            (_, Decided::Open) => Vec::new(),
            (_, Decided::Added(_)) => {
                return Err(ReviewError::Refused(
                    "this claim is there already: accept, reject or change it".to_owned(),
                ));
            }
            (false, Decided::Accepted) if self.card.status == Status::Replaced => self.replaced(&[], entry),
            (false, Decided::Accepted) => self.subject(entry).rows(Decided::Accepted),
            (false, Decided::Rejected) => {
                let mut rows = self.subject(entry).rows(Decided::Rejected);
                rows.extend(self.against_others(entry));
                rows
            }
            (false, Decided::Replaced(fields)) => {
                let mut rows = self.replaced(&fields, entry);
                if self.changes(&fields, entry.by) {
                    rows.extend(self.against_others(entry));
                }
                rows
            }
            (true, decided) => self.of_added(decided, entry),
        };
        check(&rows)?;
        Ok(rows)
    }

    fn subject(self, Entry { by, comment, digest }: Entry<'_>) -> Subject {
        let card = self.card;
        Subject {
            source: card.source.clone(),
            claim: card.claim_type.clone(),
            words: card.words.clone(),
            before: card.before.clone(),
            after: card.after.clone(),
            reading: card.reading.clone(),
            reviewer: by.name.trim().to_owned(),
            day: by.day.clone(),
            comment: comment.trim().to_owned(),
            digest: digest.to_owned(),
        }
    }

    /// The claim that somebody else added in the words of one that the program reads is rejected with it: it is what the card
    /// shows.
    fn against_others(self, entry: Entry<'_>) -> Vec<ClaimDecision> {
        if !self.is_added_by_others(entry) {
            return Vec::new();
        }
        self.reads_added(entry).rows(Decided::Rejected)
    }

    /// The claim that a person added, for the opinion of another.
    fn reads_added(self, entry: Entry<'_>) -> Subject {
        Subject { reading: format!("{OF_ADDED}{}", self.now), ..self.subject(entry) }
    }

    fn is_added_by_others(self, entry: Entry<'_>) -> bool {
        self.all().any(|row| row.verdict == Verdict::Added && row.reviewer != entry.by.name.trim())
    }

    /// A claim that the program reads, with other values.
    fn replaced(self, fields: &[(String, String)], entry: Entry<'_>) -> Vec<ClaimDecision> {
        let card = self.card;
        let machine = shown(if card.machine.is_empty() { &card.fields } else { &card.machine });
        let mut values = self.written(entry.by);
        self.put(&mut values, fields);
        values.retain(|field, values| machine.get(field).map_or(!values.is_empty(), |read| read != values));
        if values.is_empty() {
            return self.subject(entry).rows(Decided::Accepted);
        }
        let each = values.into_iter().flat_map(|(field, values)| {
            // A field that loses its value has one row, without a value.
            let values = if values.is_empty() { vec![String::new()] } else { values };
            values.into_iter().map(move |value| (field.clone(), value))
        });
        self.subject(entry).rows(Decided::Replaced(each.collect()))
    }

    /// A claim that a person added. What others added stays theirs: whoever sees it otherwise rejects it, and adds another.
    fn of_added(self, decided: Decided, entry: Entry<'_>) -> Vec<ClaimDecision> {
        let is_own = |row: &&ClaimDecision| row.verdict == Verdict::Added && row.reviewer == entry.by.name.trim();
        let is_others = self.is_added_by_others(entry);
        let adds = Subject { reading: String::new(), ..self.subject(entry) };
        let reads = self.reads_added(entry);
        let own: Vec<(String, String)> =
            self.all().filter(is_own).map(|row| (row.field.clone(), row.value.clone())).collect();
        match decided {
            Decided::Accepted if own.is_empty() => reads.rows(Decided::Accepted),
            Decided::Accepted => adds.rows(Decided::Added(own)),
            Decided::Rejected if is_others => reads.rows(Decided::Rejected),
            // A change that changes nothing of what somebody else added agrees with it.
            Decided::Replaced(fields) if own.is_empty() && !self.changes(&fields, entry.by) => {
                reads.rows(Decided::Accepted)
            }
            Decided::Replaced(fields) => {
                let mut values = self.written(entry.by);
                self.put(&mut values, &fields);
                let each = values
                    .into_iter()
                    .flat_map(|(field, values)| values.into_iter().map(move |value| (field.clone(), value)));
                let mut rows = adds.rows(Decided::Added(each.collect()));
                if is_others {
                    rows.extend(reads.rows(Decided::Rejected));
                }
                rows
            }
            Decided::Rejected | Decided::Open | Decided::Added(_) => Vec::new(),
        }
    }

    /// The values as reviewers wrote them, those of this reviewer before those of others.
    fn written(self, by: &Reviewer) -> Values {
        let mut values = Values::new();
        let give = |row: &ClaimDecision| matches!(row.verdict, Verdict::Replaced | Verdict::Added);
        let mut reviewers: Vec<&str> = self.all().filter(|row| give(row)).map(|row| row.reviewer.as_str()).collect();
        reviewers.sort_by_key(|reviewer| *reviewer != by.name.trim());
        reviewers.dedup();
        // Where reviewers differ, each has an own opinion.
        reviewers.retain(|reviewer| self.card.status != Status::Differing || *reviewer == by.name.trim());
        for reviewer in reviewers {
            let of_reviewer = self.all().filter(|row| give(row) && row.reviewer == reviewer);
            let mut of_this = Values::new();
            for row in of_reviewer {
                let values = of_this.entry(row.field.clone()).or_default();
                values.extend(Some(row.value.clone()).filter(|value| !value.trim().is_empty()));
            }
            for (field, of_field) in of_this {
                values.entry(field).or_insert(of_field);
            }
        }
        values
    }

    /// Whether new values are others than those that the card shows.
    fn changes(self, fields: &[(String, String)], by: &Reviewer) -> bool {
        let before = self.written(by);
        let mut after = before.clone();
        self.put(&mut after, fields);
        before != after
    }

    /// Puts new values in place of others. Those that are as the card shows them are left as they were written.
    fn put(self, values: &mut Values, fields: &[(String, String)]) {
        let now = shown(&self.card.fields);
        let mut given = Values::new();
        for (field, value) in fields {
            let value = folded_space(value);
            given.entry(field.trim().to_owned()).or_default().extend(Some(value).filter(|value| !value.is_empty()));
        }
        for (field, of_field) in given {
            let is_as_shown = now.get(&field).map_or(of_field.is_empty(), |now| *now == of_field);
            if !is_as_shown {
                values.insert(field, of_field);
            }
        }
    }
}

/// The values of fields that have any.
fn shown(fields: &[super::card::CardField]) -> Values {
    let mut values = Values::new();
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        values.entry(field.name.clone()).or_default().push(field.value.clone());
    }
    values
}

/// Whether rows are read from a file as they are written to it.
pub(super) fn check(rows: &[ClaimDecision]) -> Result<(), ReviewError> {
    let refused = |why: String| Err(ReviewError::Refused(why));
    let has_control = |text: &str| text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    if rows.iter().any(|row| has_control(&row.reviewer) || has_control(&row.comment) || has_control(&row.value)) {
        return refused("a reviewer, a value or a comment has control characters".to_owned());
    }
    let file = match DecisionFile::read(&write(rows)) {
        Ok(file) => file,
        Err(problem) => return refused(problem.what),
    };
    if let Some(problem) = file.problems().first() {
        return refused(format!("{}; {}", problem.what, problem.help));
    }
    Ok(())
}

/// Why new rows cannot be used, with the field that is wrong. All rows of a claim have the misfit of one of them, and its message
/// quotes the value of that, or a part of it; without a single such field, none is named.
pub(super) fn misfit_of(added: &[ClaimDecision], message: &str) -> String {
    let is_quoted = |row: &&ClaimDecision| {
        let parts = ["=>", "[[", "]]"].into_iter().flat_map(|mark| row.value.split(mark));
        let mut parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.any(|part| message.contains(&format!("{part:?}")))
    };
    let is_changed = |row: &&ClaimDecision| row.verdict == Verdict::Replaced;
    let quoted: BTreeSet<&str> = added.iter().filter(is_quoted).map(|row| row.field.as_str()).collect();
    let changed = || added.iter().filter(is_changed).map(|row| row.field.as_str()).collect();
    let fields = if quoted.is_empty() { changed() } else { quoted };
    match fields.into_iter().collect::<Vec<_>>()[..] {
        [field] => format!("{field}: {message}"),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_field_that_is_wrong() {
        let rows = |verdict, fields: &[(&str, &str)]| -> Vec<ClaimDecision> {
            let row = |(field, value): &(&str, &str)| ClaimDecision {
                source: "a".to_owned(),
                claim: "event".to_owned(),
                words: "they met".to_owned(),
                before: String::new(),
                after: String::new(),
                reading: String::new(),
                verdict,
                field: (*field).to_owned(),
                value: (*value).to_owned(),
                reviewer: "Ana Vell".to_owned(),
                day: "2026-11-24".to_owned(),
                comment: String::new(),
                digest: String::new(),
            };
            fields.iter().map(row).collect()
        };
        let absent = "\"2019-02-31\" does not stand in the source";
        for (verdict, fields, message, expected) in [
            (Verdict::Added, &[("eventKind", "meeting"), ("time", "2019-02-31")][..], absent, "time: "),
            (Verdict::Added, &[("eventKind", "meeting"), ("time", "2019-02-31 => 2019")], absent, "time: "),
            (Verdict::Added, &[("eventPlace", "2019-02-31"), ("time", "2019-02-31")], absent, ""),
            (Verdict::Added, &[("time", "2019")], "such a claim needs eventKind", ""),
            (Verdict::Replaced, &[("holder", "it")], "a role has a holder with a name", "holder: "),
            (Verdict::Replaced, &[("holder", "it"), ("tenure", "heldNow")], "a role has a holder with a name", ""),
        ] {
            assert_eq!(misfit_of(&rows(verdict, fields), message), format!("{expected}{message}"), "{fields:?}");
        }
    }
}
