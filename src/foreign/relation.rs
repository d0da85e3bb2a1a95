//! Relations between spans, of tools whose spans have no other attributes. By the convention of such projects the relation
//! `continues` makes one interrupted finding of two spans; every other one is an attribute that refers to its other end.

use super::model::ForeignDocument;
use super::note::{FilePlace, Note};
use std::collections::HashMap;

/// A relation.
#[derive(Debug)]
pub(super) struct Relation {
    /// The id of the finding that it says something of.
    pub(super) from: String,
    /// The id of the other.
    pub(super) to: String,
    pub(super) label: String,
    pub(super) at: FilePlace,
}

/// Adds relations to the findings of a document.
pub(super) fn relate(document: &mut ForeignDocument, relations: &[Relation], problems: &mut Vec<Note>) {
    // Where the finding of each id is, in the list as it was.
    let mut of: HashMap<String, usize> = HashMap::new();
    for (n, finding) in document.findings.iter().enumerate() {
        of.entry(finding.id.clone()).or_insert(n);
    }
    // The finding that each is a part of, or itself.
    let mut whole: Vec<usize> = (0..document.findings.len()).collect();
    let whole_of = |whole: &mut Vec<usize>, id: &str| {
        let mut at = *of.get(id)?;
        while whole[at] != at {
            whole[at] = whole[whole[at]];
            at = whole[at];
        }
        Some(at)
    };
    let (joins, others): (Vec<&Relation>, Vec<&Relation>) =
        relations.iter().partition(|relation| relation.label.eq_ignore_ascii_case("continues"));
    for relation in joins.into_iter().chain(others) {
        let ends = (whole_of(&mut whole, &relation.from), whole_of(&mut whole, &relation.to));
        let (Some(from), Some(to)) = ends else {
            let missing = if of.contains_key(&relation.from) { &relation.to } else { &relation.from };
            problems.push(Note::new(
                &relation.at,
                missing,
                format!("the relation {:?} has an end that is no finding of the file", relation.label),
                "a relation is between two findings",
                "correct the relation; the findings are read without it",
            ));
            continue;
        };
        if !relation.label.eq_ignore_ascii_case("continues") {
            let id = document.findings[to].id.clone();
            document.findings[from].refer(&relation.label, id);
        } else if from != to {
            let parts = std::mem::take(&mut document.findings[to].parts);
            let attributes = std::mem::take(&mut document.findings[to].attributes);
            document.findings[from].parts.extend(parts);
            document.findings[from].attributes.extend(attributes);
            // What is said of the part is said of the whole.
            whole[to] = from;
        }
    }
    let mut is_whole = whole.into_iter().enumerate().map(|(n, of)| n == of);
    document.findings.retain(|_| is_whole.next().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::super::model::{AttributeValue, ForeignFinding, Part};
    use super::*;

    #[test]
    fn parts_are_joined_in_a_row_and_what_is_said_of_one_is_said_of_all() {
        let finding = |id: &str, at: usize| ForeignFinding {
            id: id.to_owned(),
            parts: vec![Part::at(at, at + 1)],
            ..ForeignFinding::default()
        };
        let relation = |from: &str, to: &str, label: &str| Relation {
            from: from.to_owned(),
            to: to.to_owned(),
            label: label.to_owned(),
            at: FilePlace::default(),
        };
        let mut document = ForeignDocument {
            findings: vec![finding("b", 5), finding("a", 0), finding("c", 9), finding("p", 3)],
            ..ForeignDocument::default()
        };
        let relations = [
            relation("c", "p", "speaker"),
            relation("a", "b", "continues"),
            relation("b", "c", "Continues"),
            relation("a", "x", "speaker"),
        ];
        let mut problems = Vec::new();
        relate(&mut document, &relations, &mut problems);
        let ids: Vec<&str> = document.findings.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!(ids, ["a", "p"]);
        assert_eq!(document.findings[0].parts, [Part::at(0, 1), Part::at(5, 6), Part::at(9, 10)]);
        assert_eq!(document.findings[0].attributes, [("speaker".to_owned(), AttributeValue::Finding("p".to_owned()))]);
        assert_eq!((problems.len(), problems[0].value.as_str()), (1, "x"));
    }
}
