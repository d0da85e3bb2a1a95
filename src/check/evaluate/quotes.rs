//! Gold for quotations, as JSON lines or as rows with a header (TSV), with the fields
//!
//! * `text`: the file of the text, from the folder of the gold, or its name without `.txt`;
//! * `start`, `end`: the words that are said, as a half-open range of code points; a quotation that is interrupted by "he said" has
//!   one row for each part, or in JSON `spans: [[start, end], …]`;
//! * or `quote`: the words themselves, verbatim; each row of the same words means the next occurrence in the text;
//! * `speaker`: the fullest name of the speaker; empty or `null` if the text does not name one;
//! * `published` (optional): the date of publication of the text (EDTF).
//!
//! Quotation marks around the words are optional.

use super::gold::{Gold, GoldDocument, GoldQuotation, Origin};
use super::rows::{Rows, no_table, text_of};
use super::text::{bytes, code_points, paragraphs};
use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

#[derive(Deserialize, Default)]
struct RowValue {
    text: String,
    start: Option<usize>,
    end: Option<usize>,
    spans: Option<Vec<(usize, usize)>>,
    quote: Option<String>,
    speaker: Option<String>,
    published: Option<String>,
}

/// Reads a file of gold.
pub(super) fn read(path: &Path, text: &str, gold: &mut Gold) {
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let rows = if json { json_rows(path, text, gold) } else { table_rows(path, text, gold) };
    let mut by_text: BTreeMap<String, Vec<(Position, RowValue)>> = BTreeMap::new();
    for (at, row) in rows {
        by_text.entry(row.text.clone()).or_default().push((at, row));
    }
    for (name, rows) in by_text {
        let Some((text_path, text)) = text_of(path, &name, gold) else { continue };
        let points = code_points(&text);
        let mut quotations = Vec::new();
        let mut published = None;
        let mut after = 0;
        for (at, row) in rows {
            published = published.or_else(|| row.published.as_deref().and_then(TimeExtent::from_edtf));
            match places(&row, &text, &points, &mut after, at) {
                Ok(ranges) => quotations.extend(ranges.into_iter().map(|range| GoldQuotation {
                    range,
                    speaker: row.speaker.clone().filter(|s| !s.trim().is_empty()),
                    at,
                })),
                Err(problem) => gold.wrong(path, problem),
            }
        }
        quotations.sort_by_key(|q| (q.range.start, q.range.end));
        let paragraphs = paragraphs(&text);
        let origin = Origin::of_file(text_path, &text);
        let mut document = GoldDocument::new(name, text, paragraphs, origin);
        (document.published, document.quotations) = (published, Some(quotations));
        gold.documents.push(document);
    }
}

/// The position of the words of a row.
fn places(
    row: &RowValue,
    text: &str,
    points: &[usize],
    after: &mut usize,
    at: Position,
) -> Result<Vec<Range<usize>>, Problem> {
    if let Some(spans) = &row.spans {
        return spans.iter().map(|(start, end)| bytes(points, *start, *end, at)).collect();
    }
    if let (Some(start), Some(end)) = (row.start, row.end) {
        return Ok(vec![bytes(points, start, end, at)?]);
    }
    let quote = row.quote.as_deref().map(str::trim).unwrap_or_default();
    let place =
        (!quote.is_empty()).then(|| text[*after..].find(quote).map(|at| *after + at).or_else(|| text.find(quote)));
    match place.flatten() {
        Some(start) => {
            *after = start + quote.len();
            Ok(vec![start..start + quote.len()])
        }
        None => {
            Err(wrong(at, quote, if quote.is_empty() { "this row has no place" } else { "its text has no such words" }))
        }
    }
}

fn wrong(at: Position, value: &str, what: &str) -> Problem {
    Problem {
        at: Some(at),
        value: value.to_owned(),
        what: what.to_owned(),
        rule: "a quotation has text, and start and end, or spans, or quote; speaker is a name",
        help: "correct the row; it was left out".to_owned(),
    }
}

fn json_rows(path: &Path, text: &str, gold: &mut Gold) -> Vec<(Position, RowValue)> {
    let mut rows = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str(line.trim_start_matches('\u{feff}')) {
            Ok(row) => rows.push((Position { line: n + 1, column: 1 }, row)),
            Err(error) => {
                let at = Position { line: n + 1, column: error.column().max(1) };
                let value: String = line.chars().take(60).collect();
                gold.wrong(path, wrong(at, &value, &error.to_string()));
            }
        }
    }
    rows
}

fn table_rows(path: &Path, text: &str, gold: &mut Gold) -> Vec<(Position, RowValue)> {
    let table = match Rows::read(text) {
        Ok(table) => table,
        Err(error) => {
            no_table(path, error.to_string(), gold);
            return Vec::new();
        }
    };
    let Some(doc) = table.column(&["text", "doc", "document", "file"]) else {
        no_table(path, "the header lacks text".to_owned(), gold);
        return Vec::new();
    };
    let columns = ["start", "end", "quote", "speaker", "published"].map(|name| table.column(&[name]));
    let mut rows = Vec::new();
    for (line, fields) in &table.rows {
        let at = Position { line: *line, column: 1 };
        let field = |n: usize| columns[n].and_then(|c| fields.get(c)).filter(|f| !f.is_empty());
        let number = |n: usize| field(n).map(|f| f.parse::<usize>().map_err(|_| f));
        let (start, end) = match (number(0).transpose(), number(1).transpose()) {
            (Ok(start), Ok(end)) => (start, end),
            (Err(value), _) | (_, Err(value)) => {
                gold.wrong(path, wrong(at, value, "this is no offset"));
                continue;
            }
        };
        let Some(text) = fields.get(doc).cloned() else { continue };
        let (quote, speaker) = (field(2).cloned(), field(3).cloned());
        rows.push((at, RowValue { text, start, end, spans: None, quote, speaker, published: field(4).cloned() }));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TEXT: &str = "“We meet,” said Åse Lee, “on Friday.” He said that it rains. “We meet,” he added.";

    type Spoken = Vec<(String, Option<String>)>;

    fn gold(rows: &str) -> (Spoken, Vec<(usize, String)>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), TEXT).unwrap();
        let mut gold = Gold::default();
        read(&folder.path().join("gold"), rows, &mut gold);
        let problems = gold.problems.iter().map(|(_, p)| (p.at.map_or(0, |a| a.line), p.what.clone())).collect();
        let all = gold.documents.into_iter().flat_map(|d| d.quotations.into_iter().flatten());
        (all.map(|q| (TEXT[q.range].to_owned(), q.speaker)).collect(), problems)
    }

    #[test]
    fn both_shapes_are_read() {
        let lee = || Some("Åse Lee".to_owned());
        for (rows, expected) in [
            (
                "{\"text\":\"a.txt\",\"spans\":[[1,9],[26,36]],\"speaker\":\"Åse Lee\"}\n\
                 {\"text\":\"a\",\"quote\":\"it rains\",\"speaker\":null}\n",
                vec![("We meet,", lee()), ("on Friday.", lee()), ("it rains", None)],
            ),
            (
                "text\tquote\tspeaker\na\tWe meet,\tÅse Lee\na\tWe meet,\t\n",
                vec![("We meet,", lee()), ("We meet,", None)],
            ),
            ("text\tstart\tend\tspeaker\na.txt\t0\t10\tÅse Lee\n", vec![("“We meet,”", lee())]),
        ] {
            let (mut found, problems) = gold(rows);
            found.sort_by_key(|(words, _)| expected.iter().position(|(w, _)| w == words));
            assert_eq!(problems, [], "{rows}");
            assert_eq!(found, expected.iter().map(|(w, s)| ((*w).to_owned(), s.clone())).collect::<Vec<_>>(), "{rows}");
        }
    }

    #[test]
    fn wrong_rows_are_reported() {
        let (found, problems) = gold(
            "{\"text\":\"a\",\"quote\":\"nothing of the kind\"}\n{\"text\":\"a\",\"start\":5,\"end\":5}\n{\"text\":1}\n\
             {\"text\":\"a\"}\n{\"text\":\"a\",\"quote\":\"it rains\"}\n",
        );
        assert_eq!(found.len(), 1);
        let lines: Vec<usize> = problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 1, 2, 4]);
        assert!(
            problems[1].1.contains("no such words")
                && problems[2].1.contains("empty")
                && problems[3].1.contains("no place")
        );
    }
}
