//! The lines of a file of decisions, with the quotation marks that a spreadsheet puts around fields (RFC 4180) taken away.
//!
//! Quotation marks mean themselves: words of articles are full of them, and nothing else puts marks around a field. A file was
//! saved by a spreadsheet if the names of its columns are quoted, or if a field that has marks within has them doubled and others
//! around, and no field has marks that are not so: then each field that begins with a mark is a quoted one. Where some fields
//! with doubled marks are quoted and others are not, nobody knows what the marks mean: each of these lines is a mistake.

use crate::base::text::{Position, Problem};

/// The fields of a line as they are written without quotes; those of a line with a mistake as they stand.
type Fields = Result<Vec<String>, (Vec<String>, Problem)>;

/// A value as it is written, without tabs and line ends.
pub(super) fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

/// The lines that are not empty, each with its number from 1.
pub(super) fn lines(text: &str) -> Vec<(usize, Fields)> {
    let raw = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(n, line)| (n + 1, line));
    let is_head_quoted = raw().next().is_some_and(|(_, head)| head.starts_with('"'));
    let form = |field: &str| Form::of(field);
    let has = |wanted: Form| raw().flat_map(|(_, line)| line.split('\t')).any(|field| form(field) == wanted);
    // Most files have no such field, and need not be looked through.
    let is_doubled = text.contains("\"\"") && has(Form::Doubled);
    if is_head_quoted || (is_doubled && !has(Form::Own)) {
        return quoted(text);
    }
    let whole = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let checked = |(number, line): (usize, &str)| {
        let fields = whole(line);
        match fields.iter().find(|field| is_doubled && form(field) == Form::Doubled) {
            Some(field) => (number, Err((fields.clone(), mixed(number, field)))),
            None => (number, Ok(fields)),
        }
    };
    raw().map(checked).collect()
}

/// What the marks in a field can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It has none, or one at either end and no other.
    Plain,
    /// Marks around it, and doubled ones within.
    Doubled,
    /// Other marks, which are part of the value.
    Own,
}

impl Form {
    fn of(field: &str) -> Self {
        let inner = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match inner {
            _ if !field.contains('"') => Self::Plain,
            Some(inner) if !inner.contains('"') => Self::Plain,
            Some(inner) if !inner.replace("\"\"", "").contains('"') => Self::Doubled,
            _ => Self::Own,
        }
    }
}

/// The lines of a file that a spreadsheet saved. A quoted field may have line ends.
fn quoted(text: &str) -> Vec<(usize, Fields)> {
    let mut lines = Vec::new();
    let (mut number, mut rest) = (1, text);
    while !rest.is_empty() {
        let (length, fields) = line(rest, number);
        let (here, after) = rest.split_at(length);
        if !here.trim().is_empty() {
            lines.push((number, fields));
        }
        number += here.matches('\n').count();
        rest = after;
    }
    lines
}

/// The first line of a text with its length in bytes, its line end included.
fn line(text: &str, number: usize) -> (usize, Fields) {
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let field = &text[at..];
        let end = if let Some(inner) = field.strip_prefix('"') {
            let Some((value, length)) = unquoted(inner) else { return bad(text, number, field) };
            fields.push(escaped(&value));
            1 + length
        } else {
            let end = field.find(['\t', '\n']).unwrap_or(field.len());
            let value =
                if field[end..].starts_with('\n') { field[..end].trim_end_matches('\r') } else { &field[..end] };
            fields.push(value.to_owned());
            end
        };
        let after = &field[end..];
        at += end;
        let stop = ["\r\n", "\n"].into_iter().find(|stop| after.starts_with(stop));
        match stop {
            _ if after.starts_with('\t') => at += 1,
            Some(stop) => return (at + stop.len(), Ok(fields)),
            None if after.is_empty() => return (at, Ok(fields)),
            None => return bad(text, number, field),
        }
    }
}

/// The value of a field after its first mark, and the length up to and with the last; `None` if that is missing.
fn unquoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut at = 0;
    loop {
        let mark = at + text[at..].find('"')?;
        value.push_str(&text[at..mark]);
        if !text[mark + 1..].starts_with('"') {
            return Some((value, mark + 1));
        }
        value.push('"');
        at = mark + 2;
    }
}

/// A line whose marks do not end where a field does: it ends at its line end, and what stands below it is read.
fn bad(text: &str, number: usize, field: &str) -> (usize, Fields) {
    let end = text.find('\n').map_or(text.len(), |end| end + 1);
    let fields = text[..end].trim_end_matches(['\r', '\n']).split('\t').map(str::to_owned).collect();
    let problem = Problem {
        at: Some(Position { line: number, column: 1 }),
        value: field.chars().take(60).collect(),
        what: "the quotation marks of this field do not end where it does".to_owned(),
        rule: "in a file that a spreadsheet saved, a field with quotation marks has others around it, and those within are doubled",
        help: "save the file again with the spreadsheet, or take the marks around all fields away".to_owned(),
    };
    (end, Err((fields, problem)))
}

fn mixed(number: usize, field: &str) -> Problem {
    Problem {
        at: Some(Position { line: number, column: 1 }),
        value: field.chars().take(60).collect(),
        what: "this field is quoted as spreadsheets do it, and others of the file are not".to_owned(),
        rule: "either all fields that have quotation marks are quoted, or none is",
        help: "write its marks once, and none around it; or save the whole file with the spreadsheet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        let fields = |(number, fields): (usize, Fields)| (number, fields.unwrap_or_else(|(_, p)| vec![p.what]));
        lines(text).into_iter().map(fields).collect()
    }

    fn line(number: usize, fields: &[&str]) -> (usize, Vec<String>) {
        (number, fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn marks_mean_themselves_unless_a_spreadsheet_put_them_there() {
        let own = "source\twords\nvale\t\"Yes,\" she said\nvale\t\"Yes\"\n";
        assert_eq!(
            read(own),
            [line(1, &["source", "words"]), line(2, &["vale", "\"Yes,\" she said"]), line(3, &["vale", "\"Yes\""])]
        );
        let saved = "source\twords\r\nvale\t\"\"\"Yes,\"\" she said\"\r\n\r\nvale\t\"\"\"Yes\"\"\"\r\n";
        assert_eq!(
            read(saved),
            [line(1, &["source", "words"]), line(2, &["vale", "\"Yes,\" she said"]), line(4, &["vale", "\"Yes\""])]
        );
    }

    #[test]
    fn a_file_with_all_fields_quoted_may_have_line_ends_and_tabs_in_them() {
        let saved = "\"source\"\t\"words\"\n\"vale\"\t\"a\tb\nc\"\n\"vale\"\tplain\n";
        assert_eq!(
            read(saved),
            [line(1, &["source", "words"]), line(2, &["vale", "a\\tb\\nc"]), line(4, &["vale", "plain"])]
        );
    }

    #[test]
    fn what_is_not_consistent_is_a_mistake_of_its_line() {
        let mixed = "source\twords\nvale\t\"\"\"Yes\"\"\"\nvale\t\"No,\" he said\n";
        let quoted = "this field is quoted as spreadsheets do it, and others of the file are not";
        assert_eq!(
            read(mixed),
            [line(1, &["source", "words"]), line(2, &[quoted]), line(3, &["vale", "\"No,\" he said"])]
        );
        let open = "\"source\"\t\"words\"\nvale\t\"Yes\nvale\tNo\n";
        let unended = "the quotation marks of this field do not end where it does";
        assert_eq!(read(open), [line(1, &["source", "words"]), line(2, &[unended]), line(3, &["vale", "No"])]);
    }
}
