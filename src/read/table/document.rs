//! A file of tables with what is said about it: which entry of the mapping is for which table, and what is asked of all.

use crate::base::text::{Position, Problem};
use crate::read::grid::open::{self, Opening, TableFormat};
use crate::read::grid::{Dialect, TableLabel, Tables};
use crate::read::mapping::TableMapping;
use crate::read::table::columns::Languages;
use crate::read::table::layout::matches;
use crate::read::table::survey::{Plan, survey};
use crate::read::table::{CellProblem, ProblemFile, Question, wrong};
use std::path::Path;

/// A file of tables.
pub struct TableDocument {
    tables: Box<dyn Tables>,
    /// The tables that are read: the position of each, and what is said about it.
    chosen: Vec<(usize, TableMapping)>,
    /// How it was opened.
    pub opening: Opening,
    /// What may be of interest.
    pub notes: Vec<CellProblem>,
}

/// A table that is to be read.
#[derive(Debug)]
pub struct PlannedTable<'a> {
    /// Its position in the file.
    pub table: usize,
    /// What is said about it.
    pub mapping: &'a TableMapping,
    /// How it is read.
    pub plan: Plan,
}

fn of_file(problem: Problem) -> CellProblem {
    CellProblem { file: ProblemFile::Table, place: None, head: String::new(), problem }
}

impl TableDocument {
    /// Opens a file. `shown` is its path in messages; `bytes` is where its bytes are.
    pub fn open(
        format: TableFormat,
        bytes: &Path,
        shown: &Path,
        mappings: &[TableMapping],
    ) -> Result<Self, Vec<CellProblem>> {
        let dialect = dialect(mappings);
        let tables = open::open(format, bytes, shown, &dialect)
            .map_err(|problems| problems.into_iter().map(of_file).collect::<Vec<_>>())?;
        let mut document = Self {
            notes: tables.notes().iter().cloned().map(of_file).collect(),
            tables,
            chosen: Vec::new(),
            opening: Opening::new(format, shown, &dialect),
        };
        document.choose(format, mappings)?;
        Ok(document)
    }

    /// The tables of the file.
    pub fn tables(&self) -> &dyn Tables {
        &*self.tables
    }

    /// Surveys the tables one by one; an error is one of the whole table.
    pub fn plans<'a>(
        &'a self,
        languages: &'a Languages,
        scratch: &'a Path,
    ) -> impl Iterator<Item = Result<PlannedTable<'a>, CellProblem>> + 'a {
        self.chosen.iter().map(move |(table, mapping)| {
            let plan = survey(&*self.tables, *table, mapping, languages, scratch)?;
            Ok(PlannedTable { table: *table, mapping, plan })
        })
    }

    fn choose(&mut self, format: TableFormat, mappings: &[TableMapping]) -> Result<(), Vec<CellProblem>> {
        let labels = self.tables.labels();
        let mut entry_of: Vec<Option<usize>> = vec![None; labels.len()];
        let mut problems = Vec::new();
        let mut general = None;
        for (n, mapping) in mappings.iter().enumerate() {
            if !selects(mapping) {
                if let Some(before) = general.replace(n) {
                    let other: &TableMapping = &mappings[before];
                    let what = format!("line {} also speaks of no table in particular", other.line.number);
                    problems.push(wrong("", what, &mapping.line));
                }
                continue;
            }
            let mut found = false;
            for (label, entry) in labels.iter().zip(&mut entry_of) {
                if is_meant(mapping, label) {
                    found = true;
                    entry.get_or_insert(n);
                }
            }
            if !found {
                problems.push(no_table(mapping, labels));
            }
        }
        let rest: Vec<usize> = (0..labels.len()).filter(|at| entry_of[*at].is_none() && !labels[*at].is_hidden).collect();
        if format == TableFormat::Workbook && mappings.len() == usize::from(general.is_some()) && rest.len() > 1 {
            problems.push(which_sheet(labels, &rest).problem());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if general.is_some() || mappings.is_empty() {
            for at in &rest {
                entry_of[*at] = general.or(Some(usize::MAX));
            }
        } else if !rest.is_empty() {
            let names: Vec<String> = rest.iter().take(8).map(|at| called(&labels[*at])).collect();
            self.notes.push(of_file(Problem {
                at: None,
                value: names.join(", "),
                what: format!("{} more tables of this file are not in the mapping and were not read", rest.len()),
                rule: "with entries for single tables, the others are left out",
                help: "add an entry for them, or one with ignore = true".to_owned(),
            }));
        }
        let chosen = entry_of.into_iter().enumerate().filter_map(|(at, entry)| Some((at, entry?)));
        self.chosen = chosen
            .map(|(at, entry)| (at, mappings.get(entry).cloned().unwrap_or_default()))
            .filter(|(_, mapping)| mapping.ignore.as_ref().is_none_or(|ignore| !ignore.value))
            .collect();
        if labels.is_empty() {
            return Err(vec![of_file(Problem {
                at: None,
                value: String::new(),
                what: "there is no table in it".to_owned(),
                rule: "a file of tables has at least one",
                help: "prose is read from .txt and .html files".to_owned(),
            })]);
        }
        Ok(())
    }
}

impl std::fmt::Debug for TableDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableDocument").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

/// How the file is written, as far as any entry says it.
fn dialect(mappings: &[TableMapping]) -> Dialect {
    let mut dialect = Dialect::default();
    for mapping in mappings {
        let said = &mapping.dialect;
        dialect.delimiter = dialect.delimiter.or(said.delimiter.as_ref().map(|said| said.value));
        dialect.quote = dialect.quote.or(said.quote.as_ref().map(|said| said.value));
        dialect.encoding = dialect.encoding.take().or(said.encoding.as_ref().map(|said| said.value.clone()));
        dialect.comment = dialect.comment.take().or(mapping.comment.as_ref().map(|said| said.value.clone()));
    }
    dialect
}

/// Whether an entry speaks of tables in particular.
fn selects(mapping: &TableMapping) -> bool {
    mapping.sheet.is_some() || mapping.heading.is_some() || mapping.member.is_some() || mapping.number.is_some()
}

fn is_meant(mapping: &TableMapping, label: &TableLabel) -> bool {
    let pointer = |member: &str| match member.strip_prefix('/') {
        Some(_) => member.to_owned(),
        None if member.is_empty() => String::new(),
        None => format!("/{}", member.replace('.', "/")),
    };
    let headings = || [&label.heading, &label.caption].into_iter().flatten();
    mapping.sheet.as_ref().is_none_or(|said| label.sheet.as_ref().is_some_and(|sheet| matches(&said.value, sheet)))
        && mapping.heading.as_ref().is_none_or(|said| headings().any(|cell| matches(&said.value, &cell.text)))
        && mapping.member.as_ref().is_none_or(|said| label.member.as_ref() == Some(&pointer(&said.value)))
        && mapping.number.as_ref().is_none_or(|said| said.value == label.number)
}

/// How a table is called in messages.
pub fn called(label: &TableLabel) -> String {
    let heading = label.caption.as_ref().or(label.heading.as_ref()).map(|cell| cell.text.clone());
    let name = label.sheet.clone().or(heading).or(label.member.clone()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("table {}", label.number))
}

fn no_table(mapping: &TableMapping, labels: &[TableLabel]) -> CellProblem {
    let said = [&mapping.sheet, &mapping.heading, &mapping.member].into_iter().flatten().next();
    let (value, line) = said.map_or((String::new(), &mapping.line), |said| (said.value.clone(), &said.line));
    let mut problem = wrong(&value, "the file has no such table".to_owned(), line);
    let names: Vec<String> = labels.iter().take(20).map(called).collect();
    problem.problem.help = format!("its tables are {}", names.join(", "));
    problem
}

fn which_sheet(labels: &[TableLabel], rest: &[usize]) -> Question {
    let sheets: Vec<String> = rest.iter().filter_map(|at| labels[*at].sheet.clone()).collect();
    let mut answers: Vec<String> = sheets.iter().take(4).map(|sheet| format!("sheet = {sheet:?}")).collect();
    answers.push("sheet = \"*\"".to_owned());
    Question {
        place: None,
        at: Some(Position { line: 1, column: 1 }),
        head: String::new(),
        value: sheets.join(", "),
        what: format!("which of these {} sheets are to be read?", sheets.len()),
        answers,
    }
}
