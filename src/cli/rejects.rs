//! What is wrong with the cells of tables: the first of each file as messages, all of them as a CSV file.

use crate::cli::failure::{Failure, cannot};
use chorograph::base::text::Problem;
use chorograph::read::table::{CellProblem, Counts, ProblemFile};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Maximum number of errors, and of notes, that are shown of one file.
const MAX_SHOWN: usize = 50;

/// The columns of the CSV file. `line` and `column` are those of the file, where a column is a character of a text and a
/// field of delimited values or of a workbook; `cell` is the cell as its format names it: `B4`, `2017!B7`, the JSON
/// Pointer (RFC 6901) of a value.
const HEADS: [&str; 9] = ["file", "line", "column", "cell", "header", "value", "problem", "rule", "help"];

/// Shows and writes what is wrong with cells.
pub(crate) struct CellReport {
    rejects: Option<(PathBuf, csv::Writer<File>)>,
    errors: BTreeMap<PathBuf, usize>,
    notes: BTreeMap<PathBuf, usize>,
    failed: Option<csv::Error>,
}

impl CellReport {
    /// A report that also writes a CSV file, if one is given.
    pub(crate) fn open(rejects: Option<&Path>) -> Result<Self, Failure> {
        let open = |path: &Path| -> Result<_, Failure> {
            let file = File::create(path).map_err(cannot("write", path))?;
            let mut writer = csv::Writer::from_writer(file);
            writer.write_record(HEADS).map_err(|e| cannot("write", path)(e.into()))?;
            Ok((path.to_owned(), writer))
        };
        let rejects = rejects.map(open).transpose()?;
        Ok(Self { rejects, errors: BTreeMap::new(), notes: BTreeMap::new(), failed: None })
    }

    /// The message for an error; `None` if its file has too many.
    pub(crate) fn error(&mut self, table: &Path, wrong: &CellProblem) -> Option<String> {
        if let Some((_, writer)) = &mut self.rejects {
            let (path, problem) = (wrong.path(table), &wrong.problem);
            let [line, column] = match problem.at {
                Some(at) => [at.line.to_string(), at.column.to_string()],
                None => Default::default(),
            };
            let written = writer.write_record([
                path.to_string_lossy().as_ref(),
                &line,
                &column,
                &wrong.cell(),
                &wrong.head,
                &problem.value,
                &problem.what,
                problem.rule,
                &problem.help,
            ]);
            self.failed = self.failed.take().or(written.err());
        }
        Self::shown(&mut self.errors, table).then(|| wrong.report("error", table))
    }

    /// The message for an error that is in no cell.
    pub(crate) fn problem(&mut self, path: &Path, problem: &Problem) -> Option<String> {
        let cell = CellProblem { file: ProblemFile::Table, place: None, head: String::new(), problem: problem.clone() };
        self.error(path, &cell)
    }

    /// The message for a note; `None` if its file has too many.
    pub(crate) fn note(&mut self, table: &Path, note: &CellProblem) -> Option<String> {
        Self::shown(&mut self.notes, table).then(|| note.report("note", table))
    }

    fn shown(counts: &mut BTreeMap<PathBuf, usize>, path: &Path) -> bool {
        match counts.get_mut(path) {
            Some(count) => {
                *count += 1;
                *count <= MAX_SHOWN
            }
            None => {
                counts.insert(path.to_owned(), 1);
                true
            }
        }
    }

    /// Ends the report; returns what was not shown.
    pub(crate) fn finish(mut self) -> Result<String, Failure> {
        let is_written = self.rejects.is_some();
        if let Some((path, mut writer)) = self.rejects.take() {
            let flushed = writer.flush().map_err(csv::Error::from);
            if let Some(error) = self.failed.or(flushed.err()) {
                return Err(cannot("write", &path)(error.into()));
            }
        }
        let mut more = String::new();
        for (level, counts, help) in [("error", &self.errors, !is_written), ("note", &self.notes, false)] {
            for (path, count) in counts.iter().filter(|(_, count)| **count > MAX_SHOWN) {
                let help = if help { "; --rejects FILE lists all" } else { "" };
                more.push_str(&format!("{level}: {}: {} more like these{help}\n", path.display(), count - MAX_SHOWN));
            }
        }
        Ok(more)
    }
}

/// How the rows of tables add up, in words.
pub(crate) fn rows(counts: &Counts) -> String {
    let parts = [
        (counts.records, "records"),
        (counts.heads, "above the data"),
        (counts.groups, "headings of groups"),
        (counts.skipped, "skipped"),
        (counts.blank, "blank"),
        (counts.rejected, "rejected"),
    ];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    format!("{} rows = {}", counts.rows, if parts.is_empty() { "none".to_owned() } else { parts.join(" + ") })
}
