//! The text of a file split into header and rows, each value with its position, before it is interpreted.

use super::Slot;
use super::names::{PREFIXES, Prefixes};
use crate::base::text::{Position, Problem};
use std::collections::BTreeMap;

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The values of the header and their lines.
    pub(super) slots: BTreeMap<String, (usize, Slot)>,
    /// The names of the columns.
    pub(super) columns: Vec<Cell>,
    /// The line of the column names.
    pub(super) line: usize,
    /// The rows.
    pub(super) rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// Its line in the file.
    pub(super) line: usize,
    /// Its values, one for each column.
    pub(super) cells: Vec<Cell>,
}

/// A value and the column (in code points, from 1) where it begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) at: usize,
    pub(super) value: String,
}

pub(super) fn at(line: usize, column: usize) -> Option<Position> {
    Some(Position { line, column })
}

impl Table {
    /// Splits a file. A part of the header or a row that cannot be read is reported and left out.
    pub(super) fn parse(text: &str) -> (Self, Vec<Problem>) {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut table = Self::default();
        let mut problems = Vec::new();
        let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line)).peekable();
        let mut header = Vec::new();
        while let Some((n, line)) = lines.next_if(|(_, line)| line.starts_with('#') || line.trim().is_empty()) {
            header.push((n, line.strip_prefix('#').unwrap_or_default()));
        }
        // sssom-py writes a space after each #, which is not part of the YAML.
        if header.iter().all(|(_, line)| line.is_empty() || line.starts_with(' ')) {
            for (_, line) in &mut header {
                *line = line.strip_prefix(' ').unwrap_or(line);
            }
        }
        table.header(&header, &mut problems);
        let Some((n, line)) = lines.next() else {
            problems.push(Problem {
                at: None,
                value: String::new(),
                what: "there is no table".to_owned(),
                rule: "after the header comes a line with the names of the columns (SSSOM 1.1, TSV)",
                help: format!("add the line: {}", super::COLUMNS.join("\t")),
            });
            return (table, problems);
        };
        table.line = n;
        table.columns = split(line).unwrap_or_default();
        table.column_names(&mut problems);
        for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            match table.row(n, line) {
                Ok(row) => table.rows.push(row),
                Err(problem) => problems.push(problem),
            }
        }
        let unnamed = |row: &Row| {
            let mut cells = table.columns.iter().zip(&row.cells);
            let lost = cells.find(|(column, cell)| column.value.trim().is_empty() && !cell.value.trim().is_empty());
            lost.map(|(_, cell)| (row.line, cell.clone()))
        };
        if let Some((line, cell)) = table.rows.iter().find_map(unnamed) {
            problems.push(Problem {
                at: at(line, cell.at),
                value: cell.value,
                what: "this value is in a column without a name".to_owned(),
                rule: "each column has a name",
                help: "give the column a name, or remove the value".to_owned(),
            });
        }
        (table, problems)
    }

    /// Reports names that occur twice: only one of the columns would be read.
    fn column_names(&self, problems: &mut Vec<Problem>) {
        for (n, column) in self.columns.iter().enumerate() {
            let name = column.value.trim();
            if !name.is_empty() && self.columns[..n].iter().any(|c| c.value.trim() == name) {
                problems.push(Problem {
                    at: at(self.line, column.at),
                    value: name.to_owned(),
                    what: "this column occurs twice".to_owned(),
                    rule: "a column occurs once",
                    help: "leave one of them out".to_owned(),
                });
            }
        }
    }

    fn row(&self, line: usize, text: &str) -> Result<Row, Problem> {
        let mut cells = split(text).map_err(|column| Problem {
            at: at(line, column),
            value: text.chars().skip(column - 1).take(40).collect(),
            what: "the quotation mark at the beginning of this value is not closed".to_owned(),
            rule: "a value that begins with a quotation mark is quoted, marks inside it are doubled, and it ends on its line",
            help: "close the quotation, or quote the whole value".to_owned(),
        })?;
        if let Some(extra) = cells.get(self.columns.len()) {
            return Err(Problem {
                at: at(line, extra.at),
                value: extra.value.clone(),
                what: format!("the row has {} values for {} columns", cells.len(), self.columns.len()),
                rule: "a row has one value for each column",
                help: "remove a tab, or add the column".to_owned(),
            });
        }
        // Editors drop tabs at the end of a line.
        let end = text.chars().count() + 1;
        cells.resize(self.columns.len(), Cell { at: end, value: String::new() });
        Ok(Row { line, cells })
    }

    /// Each value of the header is read separately, so that an invalid one does not hide the others.
    fn header(&mut self, lines: &[(usize, &str)], problems: &mut Vec<Problem>) {
        let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && line.contains(':');
        let mut rest = lines;
        while let Some((n, first)) = rest.first() {
            let length = 1 + rest[1..].iter().take_while(|(_, line)| !begins(line)).count();
            let yaml: String = rest[..length].iter().flat_map(|(_, line)| [*line, "\n"]).collect();
            rest = &rest[length..];
            if !begins(first) && matches!(yaml.trim(), "" | "---") {
                continue;
            }
            let problem = |what: String, help: &str| Problem {
                at: at(*n, 2),
                value: first.trim().chars().take(60).collect(),
                what,
                rule: "the header is YAML: a name and a text, a list or a map, each line after a #",
                help: help.to_owned(),
            };
            match slot(&yaml) {
                Ok((name, _)) if self.slots.contains_key(&name) => {
                    problems.push(problem("the header has this name already".to_owned(), "leave one of them out"));
                }
                Ok((name, slot)) => drop(self.slots.insert(name, (*n, slot))),
                Err(why) => {
                    problems.push(problem(format!("this cannot be read: {why}"), "put texts between quotation marks"));
                }
            }
        }
    }

    /// The prefixes that the file declares; the built-in ones of SSSOM need no declaration.
    pub(super) fn prefixes(&self) -> Prefixes {
        let built_in = |(prefix, _): &&(&str, &str)| ["semapv", "skos", "sssom"].contains(prefix);
        let mut prefixes: Prefixes =
            PREFIXES.iter().filter(built_in).map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect();
        if let Some((_, Slot::Map(declared))) = self.slots.get("curie_map") {
            prefixes.extend(declared.clone());
        }
        prefixes
    }

    /// The value of a row in a column; empty if there is no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: &str) -> (usize, &'a str) {
        let found = self.columns.iter().position(|c| c.value == column).and_then(|n| row.cells.get(n));
        found.map_or((1, ""), |cell| (cell.at, cell.value.trim()))
    }
}

/// A value of the header.
fn slot(yaml: &str) -> Result<(String, Slot), String> {
    fn only<T: serde::de::DeserializeOwned>(yaml: &str) -> Result<(String, T), String> {
        let map: BTreeMap<String, T> =
            serde_saphyr::from_str(yaml).map_err(|e| e.without_snippet().to_string().replace('\n', " "))?;
        map.into_iter().next().ok_or_else(|| "it is empty".to_owned())
    }
    let text = only(yaml).map(|(name, text)| (name, Slot::Text(text)));
    text.or_else(|_| only(yaml).map(|(name, list)| (name, Slot::List(list))))
        .or_else(|_| only(yaml).map(|(name, map)| (name, Slot::Map(map))))
}

/// The values of a line. The error is the column at which an unclosed quotation begins.
fn split(line: &str) -> Result<Vec<Cell>, usize> {
    let mut cells = Vec::new();
    let mut chars = line.chars().enumerate().peekable();
    loop {
        let at = chars.peek().map_or(line.chars().count() + 1, |(n, _)| n + 1);
        let mut value = String::new();
        if chars.next_if(|(_, c)| *c == '"').is_some() {
            loop {
                match chars.next() {
                    Some((_, '"')) if chars.next_if(|(_, c)| *c == '"').is_some() => value.push('"'),
                    Some((_, '"')) if chars.peek().is_none_or(|(_, c)| *c == '\t') => break,
                    Some((_, '"')) | None => return Err(at),
                    Some((_, c)) => value.push(c),
                }
            }
        }
        while let Some((_, c)) = chars.next_if(|(_, c)| *c != '\t') {
            value.push(c);
        }
        cells.push(Cell { at, value });
        if chars.next().is_none() {
            return Ok(cells);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_other_readers_split_them() {
        for (line, expected) in [
            ("a\tb", Ok(vec![(1, "a"), (3, "b")])),
            ("\t", Ok(vec![(1, ""), (2, "")])),
            ("\"a\"\"b\tc\"\td\"e", Ok(vec![(1, "a\"b\tc"), (10, "d\"e")])),
            ("ü\t\"", Err(3)),
            ("\"a\"b\tc", Err(1)),
        ] {
            let found = split(line);
            let found = found.as_ref().map(|c| c.iter().map(|c| (c.at, c.value.as_str())).collect()).map_err(|n| *n);
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_header_may_have_a_space_after_each_mark() {
        let text = "# curie_map:\n#   HP: http://purl.obolibrary.org/obo/HP_\n#   MP: \"m\"\n# license: x\n#\n# n:\n# - a\nsubject_id\n";
        let (table, problems) = Table::parse(text);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(table.prefixes().get("HP").map(String::as_str), Some("http://purl.obolibrary.org/obo/HP_"));
        assert_eq!(table.slots.get("license"), Some(&(4, Slot::Text("x".to_owned()))));
        assert_eq!(table.slots.get("n"), Some(&(6, Slot::List(vec!["a".to_owned()]))));
    }

    #[test]
    fn a_part_of_the_header_that_is_wrong_hides_no_other() {
        let text = "#---\n#license: \"x\n#creator_id:\n#  - [a\n#  - b\n#n: 1.10\n#curie_map:\n#  wd: \"w\"\n#n: 2\nsubject_id\n";
        let (table, problems) = Table::parse(text);
        assert_eq!(table.slots.get("n"), Some(&(6, Slot::Text("1.10".to_owned()))));
        assert_eq!(table.prefixes().get("wd").map(String::as_str), Some("w"));
        let lines: Vec<_> = problems.iter().filter_map(|p| Some(p.at?.line)).collect();
        assert_eq!(lines, [2, 3, 9], "{problems:?}");
    }
}
