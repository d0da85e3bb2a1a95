//! A gazetteer file as a table (RFC 4180): its rows with their line numbers, or every error in its form as a table.

use super::row::RowValue;
use super::{KINDS, RULE_ROW, problem};
use crate::base::text::{Position, Problem, encoding, position};
use std::ops::Range;

/// Maximum number of quotation marks that are reported for one file.
const MAX_PROBLEMS: usize = 20;
/// Required columns.
const COLUMNS: [&str; 5] = ["id", "kind", "names", "wikidata", "evidence"];
/// Optional columns.
const MORE_COLUMNS: [&str; 6] = ["point", "point-source", "part-of", "state", "sources", "why"];

const RULE_QUOTES: &str =
    "a value between quotation marks ends with one, before a comma or the end of the line (RFC 4180)";
const RULE_COLUMNS: &str = "the first line names the columns: id,kind,names,wikidata,evidence and perhaps point,point-source,part-of,state,sources,why";
const RULE_ENCODING: &str = "a gazetteer file is UTF-8 (RFC 3629)";
const HELP_ENCODING: &str = "save the file as UTF-8: in a spreadsheet, \"CSV UTF-8 (comma delimited)\"";

/// A table as its texts: the names of the columns, and the rows.
pub(super) type Texts = (Vec<String>, Vec<Vec<String>>);

/// The texts of a file that [`rows`] reads without a problem.
pub(super) fn texts(text: &str) -> Result<Texts, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes());
    let fields = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let names = fields(reader.headers()?);
    let rows = reader.records().map(|record| Ok(fields(&record?))).collect::<Result<_, csv::Error>>()?;
    Ok((names, rows))
}

/// A table as text.
pub(super) fn written(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory can be written to");
    }
    String::from_utf8(writer.into_inner().expect("memory can be written to")).expect("the fields are text")
}

/// The rows of a file, each with its line. A malformed row is reported, and the others are read.
pub(super) fn rows(bytes: Vec<u8>) -> (Vec<(usize, RowValue)>, Vec<Problem>) {
    let text = match decoded(bytes) {
        Ok(text) => text,
        Err(problems) => return (Vec::new(), problems),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // If a quotation mark is missing, the rows cannot be determined.
    let problems = quotation_marks(text);
    if !problems.is_empty() {
        return (Vec::new(), problems);
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut problems = match reader.headers() {
        Ok(names) if text.trim().is_empty() || names.is_empty() => Vec::new(),
        Ok(names) => wrong_columns(names),
        Err(e) => vec![problem(Some(1), "", e.to_string(), RULE_COLUMNS, "correct the first line")],
    };
    if !problems.is_empty() {
        return (Vec::new(), problems);
    }
    let names = reader.headers().cloned().unwrap_or_default();
    let mut rows = Vec::new();
    let mut counted = (0, 1);
    let mut line_of = |at: Option<&csv::Position>| {
        let mut at = at.and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or_default().min(text.len());
        // Empty lines before a row are part of it for the CSV reader.
        at += text.as_bytes()[at..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        counted = (at, counted.1 + text.as_bytes()[counted.0..at].iter().filter(|b| **b == b'\n').count());
        counted
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let (_, line) = line_of(record.position());
                match record.deserialize(Some(&names)) {
                    Ok(row) => rows.push((line, row)),
                    Err(e) => problems.push(problem(Some(line), "", e.to_string(), RULE_ROW, "correct the row")),
                }
            }
            Err(e) => {
                let (at, line) = line_of(e.position());
                problems.push(wrong_row(line, text[at..].lines().next().unwrap_or_default(), &e));
            }
        }
    }
    (rows, problems)
}

fn wrong_row(line: usize, row: &str, error: &csv::Error) -> Problem {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => problem(
            Some(line),
            &shown(row),
            format!("this row has {len} fields, not {expected_len}"),
            RULE_ROW,
            if len > expected_len {
                "put a value that holds a comma between quotation marks"
            } else {
                "write a comma for each column, also for an empty one"
            },
        ),
        _ => problem(Some(line), &shown(row), error.to_string(), RULE_ROW, "correct the row"),
    }
}

fn decoded(bytes: Vec<u8>) -> Result<String, Vec<Problem>> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || bytes.contains(&0) {
        let what = "this file is in UTF-16, or is not a text".to_owned();
        return Err(vec![problem(Some(1), "", what, RULE_ENCODING, HELP_ENCODING)]);
    }
    encoding::utf8(bytes).map_err(|problems| {
        let ours = |p| Problem { rule: RULE_ENCODING, help: HELP_ENCODING.to_owned(), ..p };
        problems.into_iter().map(ours).collect()
    })
}

/// The errors in the first line.
fn wrong_columns(names: &csv::StringRecord) -> Vec<Problem> {
    let wrong = |value: &str, what: String, help: &str| problem(Some(1), value, what, RULE_COLUMNS, help);
    if let [only] = names.iter().collect::<Vec<_>>()[..]
        && let Some((mark, called)) = [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(m, _)| only.contains(*m))
    {
        let help = "save the table again with commas; a spreadsheet asks for the separator when it exports CSV";
        return vec![wrong(
            &shown(only),
            format!("the columns are separated by {called} ({mark:?}), not by commas"),
            help,
        )];
    }
    if !names.iter().any(|name| COLUMNS.contains(&name)) {
        let first = names.iter().collect::<Vec<_>>().join(",");
        return vec![wrong(
            &shown(&first),
            "this line does not name the columns".to_owned(),
            "write id,kind,names,wikidata,evidence above the first row",
        )];
    }
    let mut problems = Vec::new();
    for name in COLUMNS.iter().filter(|c| !names.iter().any(|n| n == **c)) {
        problems.push(wrong(name, "this column is missing".to_owned(), "add the column; its values may be empty"));
    }
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|n| n == name) {
            problems.push(wrong(name, "a second column of this name".to_owned(), "remove one of them"));
        } else if !COLUMNS.iter().chain(&MORE_COLUMNS).any(|c| *c == name) {
            problems.push(wrong(name, "this column is unknown".to_owned(), "rename it, or remove the column"));
        }
    }
    problems
}

/// Quotation marks that are not closed at the end of their value. The CSV reader would take everything up to the next
/// mark, or to the end of the file, for one value, and the rows in it would be lost.
fn quotation_marks(text: &str) -> Vec<Problem> {
    let bytes = text.as_bytes();
    let mut problems = Vec::new();
    let mut at = 0;
    let mut begins_field = true;
    while at < bytes.len() && problems.len() < MAX_PROBLEMS {
        if !(begins_field && bytes[at] == b'"') {
            begins_field = matches!(bytes[at], b',' | b'\n' | b'\r');
            at += 1;
            continue;
        }
        let end = closing(bytes, at);
        let what = match end {
            None => Some("this quotation mark is not closed".to_owned()),
            Some(end) => {
                let is_last = bytes.get(end + 1).is_none_or(|b| matches!(b, b',' | b'\n' | b'\r'));
                let is_one_line = !text[at..end].contains('\n');
                if !is_last && is_one_line {
                    Some("text follows the quotation mark that closes this value".to_owned())
                } else if !is_last || holds_a_row(text, at..end) {
                    let line = position(text, end).line;
                    Some(format!("this quotation mark is closed only in line {line}, which is another row"))
                } else {
                    None
                }
            }
        };
        match (what, end) {
            (None, Some(end)) => {
                at = end + 1;
                begins_field = false;
            }
            (what, _) => {
                let line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
                problems.push(Problem {
                    at: Some(position(text, at)),
                    value: shown(&text[at..line_end]),
                    what: what.unwrap_or_default(),
                    rule: RULE_QUOTES,
                    help: "close it, or remove it; a quotation mark within such a value is written twice".to_owned(),
                });
                // The rest is read as if the mark were not there, so that each mark is reported.
                at = line_end;
                begins_field = false;
            }
        }
    }
    problems
}

/// The position of the mark that closes a quoted value.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a line within a value is a row of its own: it has a kind in the right column, or it has as many columns and
/// a name with a language.
fn holds_a_row(text: &str, value: Range<usize>) -> bool {
    let mut lines = text[value].lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    lines.any(|row| {
        let has_kind = row.get(1).is_some_and(|kind| KINDS.iter().any(|(known, ..)| *known == kind.trim()));
        has_kind || row.len() >= COLUMNS.len() && row[2].contains('@')
    })
}

/// The beginning of a row, as messages show it.
fn shown(row: &str) -> String {
    let row = row.trim_end();
    match row.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &row[..at]),
        None => row.to_owned(),
    }
}

/// The position of the first column of a line.
pub(super) fn line(line: usize) -> Position {
    Position { line, column: 1 }
}
