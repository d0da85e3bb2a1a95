//! Changes of decisions. What one reviewer decides about a claim replaces what the same reviewer decided about it before,
//! and leaves the decisions of others as they are.

use super::{ClaimDecision, Decisions, Verdict};

/// The claim that is decided about, with the person who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The id of the source.
    pub source: String,
    /// The name of the type of the claim.
    pub claim: String,
    /// The words of the source, white space folded.
    pub words: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// What the claim is read as; empty for one that is added.
    pub reading: String,
    /// The reviewer.
    pub reviewer: String,
    /// The day.
    pub day: String,
    /// A remark in words.
    pub comment: String,
    /// The beginning of the SHA-256 of the file.
    pub digest: String,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It is as the source says.
    Accepted,
    /// The source does not say so.
    Rejected,
    /// The source says so, but for these fields; a field with several values stands there several times.
    Replaced(Vec<(String, String)>),
    /// The source says so, and it was not read.
    Added(Vec<(String, String)>),
    /// Nothing: earlier decisions of this reviewer are taken back.
    Open,
}

impl Decisions {
    /// Records what a person decides, in place of what the same person decided about the claim before.
    pub fn record(&mut self, subject: &Subject, decided: Decided) {
        self.rows.retain(|row| !subject.is_of(row));
        self.rows.extend(subject.rows(decided));
        self.rows.sort();
        self.rows.dedup();
    }
}

impl Subject {
    /// The rows that say what is decided.
    pub fn rows(&self, decided: Decided) -> Vec<ClaimDecision> {
        let row = |verdict, field: String, value: String| ClaimDecision {
            source: self.source.clone(),
            claim: self.claim.clone(),
            words: self.words.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
            reading: self.reading.clone(),
            verdict,
            field,
            value,
            reviewer: self.reviewer.clone(),
            day: self.day.clone(),
            comment: self.comment.clone(),
            digest: self.digest.clone(),
        };
        let whole = |verdict| vec![row(verdict, String::new(), String::new())];
        let fields = |verdict, fields: Vec<(String, String)>| {
            fields.into_iter().map(|(field, value)| row(verdict, field, value)).collect()
        };
        match decided {
            Decided::Accepted => whole(Verdict::Accepted),
            Decided::Rejected => whole(Verdict::Rejected),
            Decided::Replaced(values) => fields(Verdict::Replaced, values),
            Decided::Added(values) => fields(Verdict::Added, values),
            Decided::Open => Vec::new(),
        }
    }

    /// Whether a row is about this claim and of this reviewer.
    fn is_of(&self, row: &ClaimDecision) -> bool {
        let of_row = (&row.source, &row.claim, &row.words, &row.before, &row.after, &row.reading, &row.reviewer);
        of_row == (&self.source, &self.claim, &self.words, &self.before, &self.after, &self.reading, &self.reviewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_decision_of_the_same_person_replaces_the_earlier() {
        let mut decisions = Decisions::default();
        let subject = Subject {
            source: "vale".to_owned(),
            claim: "speech".to_owned(),
            words: "“Yes”, she said".to_owned(),
            before: String::new(),
            after: String::new(),
            reading: "speaker: Ana Vell".to_owned(),
            reviewer: "Ivo".to_owned(),
            day: "2026-11-24".to_owned(),
            comment: String::new(),
            digest: String::new(),
        };
        let other = Subject { reviewer: "Lena".to_owned(), ..subject.clone() };
        decisions.record(&subject, Decided::Accepted);
        decisions.record(&other, Decided::Rejected);
        let values = ["Lena Holt", "Ivo Hart"].map(|name| ("speaker".to_owned(), name.to_owned()));
        decisions.record(&subject, Decided::Replaced(values.to_vec()));
        let shown = |decisions: &Decisions| -> Vec<String> {
            decisions.rows().iter().map(|r| format!("{} {} {}", r.reviewer, r.verdict.name(), r.value)).collect()
        };
        assert_eq!(shown(&decisions), ["Lena rejected ", "Ivo replaced Ivo Hart", "Ivo replaced Lena Holt"]);
        decisions.record(&subject, Decided::Open);
        assert_eq!(shown(&decisions), ["Lena rejected "]);
        assert_eq!(decisions.of("vale").len() + decisions.of("val").len() + decisions.of("valf").len(), 1);
        assert_eq!(decisions.of_file("vale").count(), 1);
    }
}
