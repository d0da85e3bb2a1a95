//! Reads a table of names, in CSV or TSV, row by row.

use super::Query;
use std::io::Read;

/// Why the columns cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ColumnError {
    /// The first row cannot be read.
    #[error("the table has no row of column names: {0}")]
    Header(String),
    /// The table has no such column.
    #[error("the table has no column {name:?}; it has {there}")]
    Missing {
        /// The name.
        name: String,
        /// The columns that it has.
        there: String,
    },
    /// The table has more than one column of this name.
    #[error("the table has more than one column {0:?}")]
    Twice(String),
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Line in the file, from 1.
    pub line: u64,
    /// The error.
    pub what: String,
}

/// A row and its query.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line in the file, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// The query; `None` if the name is empty.
    pub query: Option<Query>,
}

/// A table that is being read.
#[derive(Debug)]
pub struct Table<R> {
    reader: csv::Reader<R>,
    record: csv::StringRecord,
    /// The names of its columns.
    pub columns: Vec<String>,
    name: usize,
    class: Option<String>,
    properties: Vec<(String, usize)>,
    limit: u32,
}

impl<R: Read> Table<R> {
    /// Opens a table with names in the column `name` and values of properties in others (`(property, column)`).
    pub fn new(
        input: R,
        delimiter: u8,
        name: &str,
        class: Option<&str>,
        properties: &[(String, String)],
        limit: u32,
    ) -> Result<Self, ColumnError> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let headers = reader.headers().map_err(|e| ColumnError::Header(e.to_string()))?;
        let columns: Vec<String> = headers.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
        let at = |name: &str| {
            let missing = || ColumnError::Missing { name: name.to_owned(), there: columns.join(", ") };
            match columns.iter().filter(|c| *c == name).count() {
                0 | 1 => columns.iter().position(|c| c == name).ok_or_else(missing),
                _ => Err(ColumnError::Twice(name.to_owned())),
            }
        };
        let name = at(name)?;
        let properties =
            properties.iter().map(|(p, c)| at(c).map(|c| (p.clone(), c))).collect::<Result<_, ColumnError>>()?;
        let record = csv::StringRecord::new();
        Ok(Self { reader, record, columns, name, class: class.map(str::to_owned), properties, limit })
    }

    /// Number of bytes read.
    pub fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Row, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.reader.read_record(&mut self.record);
        let line = self.record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        match read {
            Ok(true) => {}
            Ok(false) => return None,
            Err(e) if matches!(e.kind(), csv::ErrorKind::Io(_)) => {
                // After this error no further rows can be read.
                let what = e.to_string();
                return (!self.reader.is_done()).then_some(Err(RowProblem { line, what }));
            }
            Err(e) => {
                let what = if matches!(e.kind(), csv::ErrorKind::Utf8 { .. }) {
                    "it is not UTF-8".to_owned()
                } else {
                    e.to_string()
                };
                let line = e.position().map_or(line, csv::Position::line);
                return Some(Err(RowProblem { line, what }));
            }
        }
        let (found, wanted) = (self.record.len(), self.columns.len());
        if found != wanted {
            let what = format!("it has {found} cells, and the table has {wanted} columns");
            return Some(Err(RowProblem { line, what }));
        }
        let cells: Vec<String> = self.record.iter().map(str::to_owned).collect();
        let cell = |at: usize| cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty());
        let value = |(p, at): &(String, usize)| Some((p.clone(), cell(*at)?.to_owned()));
        let query = cell(self.name).map(|name| Query {
            name: name.to_owned(),
            class: self.class.clone(),
            properties: self.properties.iter().filter_map(value).collect(),
            limit: self.limit,
        });
        Some(Ok(Row { line, cells, query }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_what_is_wrong_with_them() {
        let text = b"\xef\xbb\xbfplace,km2\nVale,30\n\"Two\nlines\", \n,7\nshort\n\xff,1\nEnd,2\n";
        let properties = [("P1".to_owned(), "km2".to_owned())];
        let table = Table::new(text.as_slice(), b',', "place", Some("T"), &properties, 3).unwrap();
        let rows: Vec<String> = table
            .map(|row| match row {
                Ok(row) => format!(
                    "{} {:?}",
                    row.line,
                    row.query.map(|q| (q.name, q.properties.into_iter().map(|(_, v)| v).collect::<Vec<_>>()))
                ),
                Err(p) => format!("{} {}", p.line, p.what),
            })
            .collect();
        assert_eq!(
            rows,
            [
                "2 Some((\"Vale\", [\"30\"]))",
                "3 Some((\"Two\\nlines\", []))",
                "5 None",
                "6 it has 1 cells, and the table has 2 columns",
                "7 it is not UTF-8",
                "8 Some((\"End\", [\"2\"]))"
            ]
        );
    }

    #[test]
    fn columns_that_are_not_there() {
        let error =
            |text: &str, name: &str| Table::new(text.as_bytes(), b'\t', name, None, &[], 1).unwrap_err().to_string();
        assert_eq!(error("a\tb\n", "c"), "the table has no column \"c\"; it has a, b");
        assert_eq!(error("a\tb\tb\n", "b"), "the table has more than one column \"b\"");
        assert_eq!(error("", "c"), "the table has no column \"c\"; it has ");
    }
}
