//! Reports every error in a file of mappings: what SSSOM 1.1 requires and recommends, and what a review relies on. This
//! is stricter than `sssom validate`, which accepts a file without a licence or a justification.

use super::read::mapping;
use super::table::{Row, Table, at};
use super::{COLUMNS, JUSTIFICATIONS, Mapping, Predicate, Slot};
use crate::base::iri::{Minter, item_number};
use crate::base::text::Problem;
use crate::base::vocab::wd;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Slots of a set that hold several values, and therefore are lists in the header.
const LISTS: &[&str] = &[
    "creator_id",
    "creator_label",
    "mapping_set_source",
    "subject_match_field",
    "object_match_field",
    "subject_preprocessing",
    "object_preprocessing",
    "cardinality_scope",
    "see_also",
];

/// Slots of a mapping (SSSOM 1.1) that we do not write; they are kept as they are.
const SLOTS: &[&str] = &[
    "subject_category",
    "predicate_label",
    "object_category",
    "author_label",
    "reviewer_label",
    "creator_id",
    "creator_label",
    "license",
    "subject_type",
    "subject_source",
    "subject_source_version",
    "object_type",
    "object_source",
    "object_source_version",
    "predicate_type",
    "mapping_provider",
    "mapping_source",
    "cardinality_scope",
    "mapping_tool",
    "mapping_tool_id",
    "mapping_tool_version",
    "mapping_date",
    "publication_date",
    "curation_rule",
    "curation_rule_text",
    "subject_match_field",
    "object_match_field",
    "subject_preprocessing",
    "object_preprocessing",
    "similarity_measure",
    "see_also",
    "issue_tracker_item",
    "other",
];

/// The allowed values of `mapping_cardinality`.
const CARDINALITIES: &[&str] = &["", "1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"];

/// The slots that the header of a file must have, each with an example.
const REQUIRED: &[(&str, &str)] = &[
    ("mapping_set_id", "#mapping_set_id: \"https://example.org/links\""),
    ("license", "#license: \"https://creativecommons.org/publicdomain/zero/1.0/\""),
];

/// Reports every error in a file, in the order of the file.
pub fn validate(text: &str) -> Vec<Problem> {
    let (table, mut problems) = Table::parse(text);
    header(&table, &mut problems);
    columns(&table, &mut problems);
    let prefixes = table.prefixes();
    let mut rows = Vec::new();
    for row in &table.rows {
        let checked = Checked { table: &table, row };
        match mapping(&table, row, &prefixes) {
            Ok(mapping) => {
                checked.check(&mapping, &mut problems);
                rows.push((checked, mapping));
            }
            Err(problem) => {
                problems.push(problem);
                checked.justification(&mut problems);
            }
        }
    }
    across(&rows, &mut problems);
    problems.sort_by_key(|p| p.at);
    problems
}

/// Rows that are read otherwise than their author may mean: rows of other tools with `skos:exactMatch` and no person.
pub fn remarks(text: &str) -> Vec<Problem> {
    let (table, _) = Table::parse(text);
    let prefixes = table.prefixes();
    let remark = |row| {
        let mapping = mapping(&table, row, &prefixes).ok().filter(Mapping::awaits_a_person)?;
        let what =
            if mapping.negated { "no person has denied this match" } else { "no person has accepted this match" };
        let rule = "a skos:exactMatch has an author_id or a reviewer_id: only a person accepts";
        let help = "it stays a proposal; fill in author_id or reviewer_id, or run `chorograph link review`";
        Some(Checked { table: &table, row }.problem("predicate_id", what, rule, help))
    };
    table.rows.iter().filter_map(remark).collect()
}

fn header(table: &Table, problems: &mut Vec<Problem>) {
    for (name, example) in REQUIRED {
        let (line, value) = match table.slots.get(*name) {
            Some((_, Slot::Text(text))) if Minter::is_iri(text) => continue,
            Some((line, Slot::Text(text))) => (Some(*line), text.clone()),
            Some((line, _)) => (Some(*line), String::new()),
            None => (None, String::new()),
        };
        let what = if line.is_none() { "is missing" } else { "is not an IRI" };
        problems.push(Problem {
            at: line.and_then(|line| at(line, 2)),
            value,
            what: format!("{name} {what}"),
            rule: "a set of mappings has a mapping_set_id and a license, which are IRIs (SSSOM 1.1)",
            help: format!("write in the header: {example}"),
        });
    }
    for (name, (line, slot)) in &table.slots {
        let needs_list = LISTS.contains(&name.as_str());
        let wrong = match slot {
            Slot::Text(text) => needs_list.then(|| text.clone()),
            Slot::List(list) => (!needs_list && COLUMNS.contains(&name.as_str())).then(|| list.join(", ")),
            Slot::Map(_) => None,
        };
        if let Some(value) = wrong {
            problems.push(Problem {
                at: at(*line, 2),
                value,
                what: if needs_list { format!("{name} is one text") } else { format!("{name} is a list") },
                rule: "slots of several values are lists, and others are not; a text for a list breaks other readers",
                help: format!("write #{name}: and below it a line #  - \"…\" for each value"),
            });
        }
    }
}

fn columns(table: &Table, problems: &mut Vec<Problem>) {
    for (n, column) in table.columns.iter().enumerate() {
        let name = column.value.trim();
        let problem = |what: String, rule, help: String| Problem {
            at: at(table.line, column.at),
            value: name.to_owned(),
            what,
            rule,
            help,
        };
        // Spreadsheets write tabs after the last column; a repeated name is already reported.
        let known = COLUMNS.contains(&name) || SLOTS.contains(&name) || name.is_empty();
        if !known && table.columns[..n].iter().all(|c| c.value.trim() != name) {
            let what = "SSSOM has no column of this name".to_owned();
            let help = "correct the name, or move the content to the column `other`".to_owned();
            problems.push(problem(what, "a column is a slot of SSSOM 1.1, so that no misspelt one is ignored", help));
        }
    }
    for name in ["subject_id", "predicate_id", "object_id", "mapping_justification"] {
        if !table.columns.is_empty() && table.columns.iter().all(|c| c.value.trim() != name) {
            problems.push(Problem {
                at: at(table.line, 1),
                value: String::new(),
                what: format!("the column {name} is missing"),
                rule: "a mapping has a subject, a predicate, an object and a justification (SSSOM 1.1)",
                help: format!("add the column {name}"),
            });
        }
    }
}

/// A row that is checked.
#[derive(Clone, Copy)]
struct Checked<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl Checked<'_> {
    fn problem(&self, column: &str, what: impl Into<String>, rule: &'static str, help: &str) -> Problem {
        let (place, value) = self.table.cell(self.row, column);
        Problem {
            at: at(self.row.line, place),
            value: value.to_owned(),
            what: what.into(),
            rule,
            help: help.to_owned(),
        }
    }

    fn justification(&self, problems: &mut Vec<Problem>) {
        let (_, value) = self.table.cell(self.row, "mapping_justification");
        // A missing column is reported once.
        if !JUSTIFICATIONS.contains(&value) && self.table.columns.iter().any(|c| c.value == "mapping_justification") {
            let what = if value.is_empty() { "the justification is missing" } else { "unknown justification" };
            let rule = "mapping_justification is one of the closed list of SSSOM 1.1";
            problems.push(self.problem("mapping_justification", what, rule, &JUSTIFICATIONS.join(", ")));
        }
    }

    /// Checks a row by itself.
    fn check(&self, mapping: &Mapping, problems: &mut Vec<Problem>) {
        self.justification(problems);
        let mut report = |column, what: &str, rule, help| problems.push(self.problem(column, what, rule, help));
        match &mapping.object {
            None if !mapping.object_label.is_empty() => {
                let what = "no object was found, but there is a label";
                report(
                    "object_label",
                    what,
                    "sssom:NoTermFound has no label",
                    "leave the label out, or name the object",
                );
            }
            None if mapping.negated => {
                let rule = "sssom:NoTermFound is not denied: name the item that it is not";
                report("predicate_modifier", "a mapping without an object cannot be denied", rule, "remove Not");
            }
            _ => {}
        }
        if let Some(object) = mapping.object.as_deref().filter(|o| o.contains("wikidata.org/"))
            && object.strip_prefix(wd::NAMESPACE).and_then(item_number).is_none()
        {
            let rule = "an item of Wikidata is http://www.wikidata.org/entity/Q and its number";
            report("object_id", "this is not a Wikidata item", rule, "write wd:Q and the number");
        }
        if !CARDINALITIES.contains(&self.table.cell(self.row, "mapping_cardinality").1) {
            let rule = "mapping_cardinality is 1:1, 1:n, n:1, n:n, 1:0, 0:1 or 0:0 (SSSOM 1.1)";
            report("mapping_cardinality", "unknown cardinality", rule, "leave it empty: it is counted");
        }
        if let Some(date) = &mapping.review_date {
            if date.len() != 10 || date.parse::<Date>().is_err() {
                let rule = "review_date is a day, as year-month-day";
                report("review_date", "this is not a date", rule, "write it as in 2026-01-31");
            }
            if mapping.reviewer.is_none() {
                let rule = "a review_date needs a reviewer_id (SSSOM 1.1)";
                report("review_date", "this review has no reviewer", rule, "fill in reviewer_id");
            }
        }
        let (_, agreement) = self.table.cell(self.row, "reviewer_agreement");
        if !agreement.is_empty() {
            if !agreement.parse::<f64>().is_ok_and(|v| (-1.0..=1.0).contains(&v)) {
                let rule = "reviewer_agreement is a number from -1 to 1 (SSSOM 1.1)";
                report("reviewer_agreement", "this is not a number from -1 to 1", rule, "write 1 for agreement");
            }
            if mapping.reviewer.is_none() {
                let rule = "a reviewer_agreement needs a reviewer_id (SSSOM 1.1)";
                report("reviewer_agreement", "this agreement has no reviewer", rule, "fill in reviewer_id");
            }
        }
    }
}

/// Checks rows against one another.
fn across(rows: &[(Checked<'_>, Mapping)], problems: &mut Vec<Problem>) {
    let mut triples = BTreeMap::new();
    let mut exact: BTreeMap<&str, (&Mapping, usize)> = BTreeMap::new();
    let mut records = BTreeMap::new();
    for (checked, mapping) in rows {
        let line = checked.row.line;
        let (_, record) = checked.table.cell(checked.row, "record_id");
        if let Some(before) = records.insert(record, line).filter(|_| !record.is_empty()) {
            let what = format!("line {before} has this record_id");
            let help = "leave it empty: it is made from the pair";
            problems.push(checked.problem("record_id", what, "a record_id stands for one row", help));
        }
        let key = (mapping.pair(), mapping.predicate);
        if let Some((before, negated)) = triples.insert(key, (line, mapping.negated)) {
            problems.push(if negated == mapping.negated {
                let rule = "a combination of subject, predicate and object occurs once";
                checked.problem(
                    "subject_id",
                    format!("line {before} has the same mapping"),
                    rule,
                    "leave one of them out",
                )
            } else {
                let rule = "a mapping is accepted or denied, not both";
                let help = "leave one of them out";
                checked.problem("predicate_modifier", format!("line {before} has the opposite mapping"), rule, help)
            });
        }
        if mapping.predicate != Predicate::Exact || mapping.negated {
            continue;
        }
        match exact.get(mapping.subject.as_str()) {
            Some((other, before)) if other.object != mapping.object => {
                let rule = "a subject has one skos:exactMatch";
                let help = "deny one of them with Not, or write skos:closeMatch";
                problems.push(checked.problem(
                    "subject_id",
                    format!("line {before} has another exact match"),
                    rule,
                    help,
                ));
            }
            Some(_) => {}
            None => drop(exact.insert(&mapping.subject, (mapping, line))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "#curie_map:\n#  data: \"https://example.org/d/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
        #mapping_set_id: \"https://example.org/d/links\"\n#license: \"https://example.org/licence\"\n";
    const COLUMNS: &str = "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\t\
        mapping_justification\tauthor_id\treviewer_id\treview_date\treviewer_agreement\tconfidence\n";

    /// The problems of a file with these rows (`;` between values), each as line, value, message.
    fn problems_of(header: &str, rows: &[&str]) -> Vec<String> {
        let rows: Vec<String> = rows.iter().map(|r| r.replace(';', "\t") + "\n").collect();
        let problems = validate(&format!("{header}{COLUMNS}{}", rows.concat()));
        problems.iter().map(|p| format!("{}:{}: {}", p.at.map_or(0, |p| p.line), p.value, p.what)).collect()
    }

    #[test]
    fn exact_matches_that_no_person_accepted_are_reported() {
        let rows = [
            "data:a\tA\tskos:exactMatch\t\twd:Q901\tI\tsemapv:LexicalMatching",
            "data:b\tB\tskos:closeMatch\t\twd:Q902\tI\tsemapv:LexicalMatching",
            "data:c\tC\tskos:exactMatch\t\twd:Q903\tI\tsemapv:ManualMappingCuration\thttps://p.example/",
        ];
        let remarks = remarks(&format!("{HEADER}{COLUMNS}{}\n", rows.join("\n")));
        assert_eq!(remarks.iter().map(|p| p.what.as_str()).collect::<Vec<_>>(), ["no person has accepted this match"]);
    }

    #[test]
    fn each_wrong_row_is_reported_with_its_value() {
        let machine = "semapv:CompositeMatching";
        for (row, expected) in [
            (format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;;;;0.5"), ""),
            (format!("data:a;A;skos:exactMatch;;wd:Q901;I;{machine};;https://p.example/;2026-01-31;1;1"), ""),
            (format!("data:a;A;owl:sameAs;;wd:Q901;I;{machine}"), "owl:sameAs: this predicate is not used here"),
            (format!("data:a;A;;;wd:Q901;I;{machine}"), ": this predicate is not used here"),
            ("data:a;A;skos:closeMatch;;wd:Q901;I;".to_owned(), ": the justification is missing"),
            ("data:a;A;skos:closeMatch;;wd:Q901;I;semapv:Magic".to_owned(), "semapv:Magic: unknown justification"),
            (format!("data:a;;skos:closeMatch;;wd:Q901;;{machine}"), ""),
            (format!("data:a;A;skos:exactMatch;;wd:Q901;I;{machine}"), ""),
            (format!("nope:a;A;skos:closeMatch;;wd:Q901;I;{machine}"), "nope:a: the prefix nope: is not declared"),
            (format!("data:a;A;skos:closeMatch;;Q901;I;{machine}"), "Q901: object_id is not a name"),
            (format!("data:a;A;skos:closeMatch;;wd:P31;I;{machine}"), "wd:P31: this is not a Wikidata item"),
            (format!("data:a;A;skos:closeMatch;;wd:Q0;I;{machine}"), "wd:Q0: this is not a Wikidata item"),
            (
                format!("data:a;A;skos:closeMatch;;https://www.wikidata.org/wiki/Q901;I;{machine}"),
                "https://www.wikidata.org/wiki/Q901: this is not a Wikidata item",
            ),
            (format!("data:a;A;skos:closeMatch;No;wd:Q901;I;{machine}"), "No: unknown modifier"),
            (
                format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;;;;1.7"),
                "1.7: confidence is not a number from 0 to 1",
            ),
            (
                format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;;;;NaN"),
                "NaN: confidence is not a number from 0 to 1",
            ),
            (
                format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;;2026-01-31"),
                "2026-01-31: this review has no reviewer",
            ),
            (
                format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;https://p.example/;2026-02-30"),
                "2026-02-30: this is not a date",
            ),
            (
                format!("data:a;A;skos:closeMatch;;wd:Q901;I;{machine};;https://p.example/;;-2"),
                "-2: this is not a number from -1 to 1",
            ),
            (
                format!("data:a;A;skos:exactMatch;;sssom:NoTermFound;I;{machine};https://p.example/"),
                "I: no object was found, but there is a label",
            ),
            (
                format!("data:a;A;skos:exactMatch;Not;sssom:NoTermFound;;{machine};https://p.example/"),
                "Not: a mapping without an object cannot be denied",
            ),
            (
                format!("data:a;\"A;skos:closeMatch;;wd:Q901;I;{machine}"),
                "\"A\tskos:closeMatch\t\twd:Q901\tI\tsemapv:Com: the quotation mark at the beginning of this value is not closed",
            ),
        ] {
            let expected = if expected.is_empty() { vec![] } else { vec![format!("7:{expected}")] };
            assert_eq!(problems_of(HEADER, &[&row]), expected, "{row}");
        }
    }

    #[test]
    fn rows_that_do_not_go_together() {
        let exact = "data:a;A;skos:exactMatch;;wd:Q901;I;semapv:MappingReview;https://p.example/";
        let other = exact.replace("Q901", "Q902");
        let not = exact.replace(";;wd", ";Not;wd");
        for (second, expected) in [
            (exact, "8:data:a: line 7 has the same mapping"),
            (&other, "8:data:a: line 7 has another exact match"),
            (&not, "8:Not: line 7 has the opposite mapping"),
        ] {
            assert_eq!(problems_of(HEADER, &[exact, second]), [expected]);
        }
        assert_eq!(problems_of(HEADER, &[&not, &other]), Vec::<String>::new());
    }

    #[test]
    fn columns_that_are_not_ours() {
        let row = "data:a;A;skos:closeMatch;;wd:Q901;I;semapv:CompositeMatching;;;;;".replace(';', "\t");
        let problems = |columns: &str, rows: &[String]| {
            let columns = COLUMNS.replace("confidence\n", &format!("confidence\t{columns}\n"));
            let problems = validate(&format!("{HEADER}{columns}{}", rows.concat()));
            problems.iter().map(|p| format!("{}: {}", p.value, p.what)).collect::<Vec<_>>()
        };
        let with = |values: &str| format!("{row}\t{values}\n");
        let none: [&str; 0] = [];
        assert_eq!(problems("mapping_date\tother", &[with("2026-01-01\tmine")]), none);
        assert_eq!(problems("\t", &[with("\t")]), none, "tabs of a spreadsheet");
        assert_eq!(problems("\t", &[with("\tlost")]), ["lost: this value is in a column without a name"]);
        assert_eq!(
            problems("predicate_modifer", &[with("Not")]),
            ["predicate_modifer: SSSOM has no column of this name"]
        );
        assert_eq!(problems("other\tother", &[with("1\t2")]), ["other: this column occurs twice"]);
        assert_eq!(problems("mapping_cardinality", &[with("7:9")]), ["7:9: unknown cardinality"]);
        let second = with("data:m").replace("Q901", "Q902");
        assert_eq!(problems("record_id", &[with("data:m"), second]), ["data:m: line 7 has this record_id"]);
    }

    #[test]
    fn a_header_that_is_wrong() {
        for (header, expected) in [
            (HEADER.replace("license", "licence"), "0:: license is missing"),
            (HEADER.replace("\"https://example.org/d/links\"", "links"), "4:links: mapping_set_id is not an IRI"),
            (format!("{HEADER}#creator_id: \"x\"\n"), "6:x: creator_id is one text"),
            (format!("{HEADER}#comment:\n#  - \"x\"\n"), "6:x: comment is a list"),
        ] {
            assert_eq!(problems_of(&header, &[]), [expected], "{header}");
        }
        let problems = validate("subject_id\tobject_id\tobject_id\tmine\n");
        let messages: Vec<_> = problems.iter().map(|p| p.what.as_str()).collect();
        assert_eq!(
            messages,
            [
                "mapping_set_id is missing",
                "license is missing",
                "the column predicate_id is missing",
                "the column mapping_justification is missing",
                "this column occurs twice",
                "SSSOM has no column of this name",
            ]
        );
        assert_eq!(validate("").len(), 3);
    }
}
