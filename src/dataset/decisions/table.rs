//! The table of decisions: tab-separated values with a row of column names. A tab, a line end and a backslash in a value
//! are written `\t`, `\n` and `\\`. The same decisions give the same bytes. Quotation marks mean themselves, unless a spreadsheet
//! has put them around fields (`quoted`).

use super::quoted::{self, escaped};
use super::{ClaimDecision, Verdict};
use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use std::fmt::Write;

/// The columns, in order.
pub const COLUMNS: [&str; 13] = [
    "source", "claim", "words", "before", "after", "reading", "decision", "field", "value", "reviewer", "day",
    "comment", "digest",
];
/// The columns without which a row says nothing.
const NEEDED: [&str; 6] = ["source", "claim", "words", "decision", "reviewer", "day"];

/// Writes decisions.
pub fn write(rows: &[ClaimDecision]) -> String {
    let mut rows: Vec<&ClaimDecision> = rows.iter().collect();
    rows.sort();
    rows.dedup();
    let mut out = COLUMNS.join("\t");
    out.push('\n');
    for row in rows {
        let _ = writeln!(out, "{}", cells(row).join("\t"));
    }
    out
}

/// The cells of a decision as they are written, in the order of [`COLUMNS`].
pub(super) fn cells(row: &ClaimDecision) -> [String; 13] {
    [
        &row.source,
        &row.claim,
        &row.words,
        &row.before,
        &row.after,
        &row.reading,
        row.verdict.name(),
        &row.field,
        &row.value,
        &row.reviewer,
        &row.day,
        &row.comment,
        &row.digest,
    ]
    .map(escaped)
}

fn unescaped(value: &str) -> String {
    if !value.contains('\\') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('\\') => out.push('\\'),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// Reads decisions. Columns may stand in any order; what has a mistake is left out and reported.
pub fn read(text: &str) -> (Vec<ClaimDecision>, Vec<Problem>) {
    let (_, lines) = match lines(text) {
        Ok(lines) => lines,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (_, read) in lines {
        match read {
            Ok(row) => rows.push(row),
            Err(problem) => problems.push(problem),
        }
    }
    (rows, problems)
}

/// The cells of a line as they are written by [`write`], and the decision on it.
pub(super) type Line = (Vec<String>, Result<ClaimDecision, Problem>);

/// The cells of a line, or those that were read of it and why it is left out.
type CutLine = Result<Vec<String>, (Vec<String>, Problem)>;

/// The names of the columns and the lines below them; empty lines are passed over.
pub(super) fn lines(text: &str) -> Result<(Vec<String>, Vec<Line>), Problem> {
    let mut lines = quoted::lines(text.strip_prefix('\u{feff}').unwrap_or(text)).into_iter();
    let Some((_, head)) = lines.next() else {
        return Ok((COLUMNS.map(str::to_owned).to_vec(), Vec::new()));
    };
    let head = head.map_err(|(_, problem)| problem)?;
    let names: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
    let missing: Vec<&str> = NEEDED.into_iter().filter(|needed| !names.iter().any(|name| name == needed)).collect();
    if !missing.is_empty() {
        return Err(Problem {
            at: Some(Position { line: 1, column: 1 }),
            value: head.join("\t").chars().take(60).collect(),
            what: format!("the first line does not name these columns: {}", missing.join(", ")),
            rule: "a file of decisions is tab-separated, and its first line names the columns",
            help: format!("write this line first: {}", COLUMNS.join(" ⇥ ")),
        });
    }
    let columns = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let read = |(number, line): (usize, CutLine)| {
        let cells = match line {
            Ok(cells) => cells,
            Err((cells, problem)) => return (cells, Err(problem)),
        };
        let values: Vec<String> = cells.iter().map(|cell| unescaped(cell)).collect();
        let decision = row(&values, &columns, names.len()).map_err(|(value, what, rule, help)| Problem {
            at: Some(Position { line: number, column: 1 }),
            value,
            what,
            rule,
            help: help.to_owned(),
        });
        (cells, decision)
    };
    let lines = lines.map(read).collect();
    Ok((names, lines))
}

type RowError = (String, String, &'static str, &'static str);

fn row(cells: &[String], columns: &[Option<usize>; 13], width: usize) -> Result<ClaimDecision, RowError> {
    if cells.len() > width {
        return Err((
            cells[width].clone(),
            format!("this row has {} cells and the first line {width}", cells.len()),
            "a row has no more cells than there are columns",
            "write a tab within a value as \\t",
        ));
    }
    let cell = |column: usize| columns[column].and_then(|at| cells.get(at)).cloned().unwrap_or_default();
    for (column, name) in COLUMNS.iter().enumerate().filter(|(_, name)| NEEDED.contains(name)) {
        if cell(column).trim().is_empty() {
            return Err((
                String::new(),
                format!("this row has no {name}"),
                "a decision has a source, a claim, words, a decision, a reviewer and a day",
                "fill it in, or take the row out",
            ));
        }
    }
    let verdict = Verdict::of(cell(6).trim()).ok_or_else(|| {
        (
            cell(6),
            "this is not a decision".to_owned(),
            "a decision is accepted, rejected, replaced or added",
            "correct it",
        )
    })?;
    let has_field = matches!(verdict, Verdict::Replaced | Verdict::Added);
    if has_field == cell(7).trim().is_empty() {
        return Err((
            cell(7),
            format!("a claim that is {} {} a field", verdict.name(), if has_field { "needs" } else { "has not" }),
            "replaced and added say which field has which value; accepted and rejected are about the whole claim",
            "fill in field and value, or leave both empty",
        ));
    }
    let day = cell(10).trim().to_owned();
    if !TimeExtent::from_edtf(&day).is_some_and(|time| time.is_day()) {
        return Err((day, "this is not a day".to_owned(), "a day is YYYY-MM-DD", "write it so, such as 2026-11-24"));
    }
    Ok(ClaimDecision {
        source: cell(0).trim().to_owned(),
        claim: cell(1).trim().to_owned(),
        words: cell(2),
        before: cell(3),
        after: cell(4),
        reading: cell(5),
        verdict,
        field: cell(7).trim().to_owned(),
        value: cell(8),
        reviewer: cell(9).trim().to_owned(),
        day,
        comment: cell(11),
        digest: cell(12).trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision() -> ClaimDecision {
        ClaimDecision {
            source: "vale".to_owned(),
            claim: "role".to_owned(),
            words: "the mayor,\tLena Holt".to_owned(),
            before: "said \\ ".to_owned(),
            after: String::new(),
            reading: "holder: Lena Holt".to_owned(),
            verdict: Verdict::Replaced,
            field: "roleTitle".to_owned(),
            value: "mayor".to_owned(),
            reviewer: "Ana Vell".to_owned(),
            day: "2026-11-24".to_owned(),
            comment: "two\nlines".to_owned(),
            digest: "0a1b2c".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let other =
            ClaimDecision { verdict: Verdict::Accepted, field: String::new(), value: String::new(), ..decision() };
        let text = write(&[other.clone(), decision(), decision()]);
        assert_eq!(text.lines().count(), 3);
        let (rows, problems) = read(&text);
        assert_eq!((rows, problems), (vec![other, decision()], Vec::new()));
        assert_eq!(write(&read(&text).0), text);
    }

    #[test]
    fn columns_may_stand_in_any_order_and_others_are_passed_over() {
        let text =
            "day\tmine\tdecision\treviewer\twords\tclaim\tsource\n2026-11-24\tx\tRejected\tAna\tmayor\trole\tvale\n";
        let (rows, problems) = read(&text.replace("Rejected", "rejected"));
        assert_eq!((rows.len(), problems.len()), (1, 0));
        assert_eq!(read(text).1[0].what, "this is not a decision");
    }

    #[test]
    fn each_mistake_of_a_row_is_told_with_its_line() {
        let head = "source\tclaim\twords\tdecision\tfield\treviewer\tday";
        let wrong = [
            ("vale\trole\tmayor\trejected\t\tAna\t24.11.2026", "this is not a day"),
            ("vale\trole\tmayor\trejected\t\t\t2026-11-24", "this row has no reviewer"),
            ("vale\trole\tmayor\treplaced\t\tAna\t2026-11-24", "a claim that is replaced needs a field"),
            ("vale\trole\tmayor\taccepted\tholder\tAna\t2026-11-24", "a claim that is accepted has not a field"),
            ("vale\trole\tmayor\taccepted\t\tAna\t2026-11-24\tx", "this row has 8 cells and the first line 7"),
        ];
        for (row, what) in wrong {
            let (rows, problems) = read(&format!("{head}\n{row}\n"));
            assert_eq!((rows.len(), problems.len()), (0, 1), "{row}");
            assert_eq!((problems[0].what.as_str(), problems[0].at.unwrap().line), (what, 2));
        }
        assert!(read("source\twords\n").1[0].what.ends_with("claim, decision, reviewer, day"));
        assert_eq!(read(""), (Vec::new(), Vec::new()));
    }
}
