//! A file of tables with what is said about it: which entry of the mapping is for which table, and what is asked of all.

use crate::base::text::Problem;
use crate::read::grid::json::{LinkedPlaces, TWO_DIMENSIONS};
use crate::read::grid::open::{self, Opening, TableFormat};
use crate::read::grid::{Dialect, TableLabel, Tables};
use crate::read::mapping::TableMapping;
use crate::read::mapping::csvw::{self, Beside, CsvwSchema, CsvwTable};
use crate::read::table::columns::Languages;
use crate::read::table::layout::{HEAD_ROWS, matches};
use crate::read::table::survey::{Plan, survey};
use crate::read::table::{CellProblem, ProblemFile, Question, wrong};
use std::path::Path;

/// A file of tables.
pub struct TableDocument {
    tables: Box<dyn Tables>,
    /// The tables that are read: the position of each, and what is said about it.
    chosen: Vec<(usize, TableMapping)>,
    /// The places of a file of Linked Places Format.
    places: Option<LinkedPlaces>,
    /// What a CSVW file says of the cells.
    schema: Option<CsvwSchema>,
    /// What is wrong with the heads by the CSVW file.
    header_errors: Vec<CellProblem>,
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
        csvw: Option<&Beside>,
    ) -> Result<Self, Vec<CellProblem>> {
        let described = csvw.map(|beside| &beside.file.tables[beside.table]);
        let mut dialect = dialect(mappings);
        if let Some(table) = described {
            dialect = or(dialect, self::dialect(&[table.mapping(None)]));
        }
        let tables = open::open(format, bytes, shown, &dialect)
            .map_err(|problems| problems.into_iter().map(of_file).collect::<Vec<_>>())?;
        let mut document = Self {
            // The members that a table of features leaves out, their places have.
            notes: tables
                .notes()
                .iter()
                .filter(|note| format != TableFormat::LinkedPlaces || note.rule == TWO_DIMENSIONS)
                .cloned()
                .map(of_file)
                .collect(),
            tables,
            chosen: Vec::new(),
            places: None,
            schema: None,
            header_errors: Vec::new(),
            opening: Opening::new(format, shown, &dialect),
        };
        if format == TableFormat::LinkedPlaces {
            let places = open::open_places(bytes, shown);
            document.places = Some(places.map_err(|problems| problems.into_iter().map(of_file).collect::<Vec<_>>())?);
        }
        document.choose(format, mappings)?;
        if let Some(table) = described {
            document.describe(table);
        }
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
            if self.places.is_some() {
                let plan = Plan::unsurveyed(self.tables.labels()[*table].clone());
                return Ok(PlannedTable { table: *table, mapping, plan });
            }
            let mut plan = survey(&*self.tables, *table, mapping, languages, scratch)?;
            plan.errors.extend(self.header_errors.iter().cloned());
            Ok(PlannedTable { table: *table, mapping, plan })
        })
    }

    /// The places of a file of Linked Places Format.
    pub fn places(&self) -> Option<&LinkedPlaces> {
        self.places.as_ref()
    }

    /// What a CSVW file says of the cells.
    pub fn schema(&self) -> Option<&CsvwSchema> {
        self.schema.as_ref()
    }

    /// Joins what a CSVW file says of the table with the mapping, which goes before it.
    fn describe(&mut self, table: &CsvwTable) {
        let Some((at, mapping)) = self.chosen.first_mut() else { return };
        let layout = table.mapping(None);
        let header = mapping.header.as_ref().or(layout.header.as_ref());
        let header: Vec<usize> = header.map_or_else(|| vec![1], |said| said.value.clone());
        let rows = self.tables.rows(*at).into_iter().flatten().flatten().take(HEAD_ROWS);
        let heads = rows.into_iter().find(|row| header.first() == Some(&row.number));
        let heads: Option<Vec<String>> = heads.map(|row| row.cells.into_iter().map(|cell| cell.text).collect());
        if let (Some(heads), 1) = (&heads, header.len()) {
            let wrong = table.schema.check_header(heads).into_iter();
            self.header_errors =
                wrong.map(|problem| CellProblem { file: ProblemFile::Csvw, ..of_file(problem) }).collect();
        }
        let notes = csvw::merge(mapping, table.mapping(heads.as_deref())).into_iter();
        self.notes.extend(notes.map(|problem| CellProblem { file: ProblemFile::Mapping, ..of_file(problem) }));
        self.schema = Some(table.schema.clone());
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
        // Spreadsheet programs add empty sheets to new workbooks.
        let is_spare = |at: usize| labels.len() > 1 && labels[at].sheet.is_some() && labels[at].rows == Some(0);
        let rest: Vec<usize> = (0..labels.len())
            .filter(|at| entry_of[*at].is_none() && !labels[*at].is_hidden && !is_spare(*at))
            .collect();
        if format == TableFormat::Workbook && mappings.len() == usize::from(general.is_some()) && rest.len() > 1 {
            problems.push(which_sheet(labels, &rest).problem());
        }
        let hidden: Vec<usize> =
            (0..labels.len()).filter(|at| labels[*at].is_hidden && labels[*at].rows != Some(0)).collect();
        let is_read =
            |at: &usize| entry_of[*at].is_some_and(|n| mappings[n].ignore.as_ref().is_none_or(|no| !no.value));
        let unsaid: Vec<usize> = hidden.iter().copied().filter(|at| entry_of[*at].is_none()).collect();
        let is_any_shown = rest.iter().any(|at| labels[*at].rows != Some(0)) || entry_of.iter().any(Option::is_some);
        if !unsaid.is_empty() && !is_any_shown {
            problems.push(hidden_sheet(labels, &unsaid).problem());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let read: Vec<usize> = hidden.into_iter().filter(is_read).collect();
        for (sheets, how, help) in [
            (
                unsaid,
                "hidden and not read",
                "do nothing, or add an entry with sheet = \"…\" for each that is to be read",
            ),
            (read, "hidden, and read since the mapping names it", "do nothing, or leave it out: ignore = true"),
        ] {
            if !sheets.is_empty() {
                let names: Vec<String> = sheets.iter().take(8).map(|at| called(&labels[*at])).collect();
                let which =
                    if sheets.len() == 1 { "this sheet is".to_owned() } else { format!("{} sheets are", sheets.len()) };
                self.notes.push(of_file(Problem {
                    at: None,
                    value: names.join(", "),
                    what: format!("{which} {how}"),
                    rule: "a hidden sheet is read only where an entry of the mapping names it",
                    help: help.to_owned(),
                }));
            }
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
        let chosen = chosen.filter(|(at, _)| !is_spare(*at));
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
        dialect.escape = dialect.escape.or(said.escape.as_ref().map(|said| said.value));
        dialect.skip_columns = said.skip_columns.as_ref().map_or(dialect.skip_columns, |said| said.value);
        dialect.comment = dialect.comment.take().or(mapping.comment.as_ref().map(|said| said.value.clone()));
    }
    dialect
}

/// A dialect, with what it does not say from another.
fn or(one: Dialect, other: Dialect) -> Dialect {
    Dialect {
        delimiter: one.delimiter.or(other.delimiter),
        quote: one.quote.or(other.quote),
        encoding: one.encoding.or(other.encoding),
        comment: one.comment.or(other.comment),
        escape: one.escape.or(other.escape),
        skip_columns: one.skip_columns.max(other.skip_columns),
    }
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

/// The question about sheets of which none is shown.
fn hidden_sheet(labels: &[TableLabel], hidden: &[usize]) -> Question {
    let sheets: Vec<String> = hidden.iter().filter_map(|at| labels[*at].sheet.clone()).collect();
    let mut answers: Vec<String> = sheets.iter().take(4).map(|sheet| format!("sheet = {sheet:?}")).collect();
    answers.push("ignore = true with sheet = \"*\"".to_owned());
    Question {
        place: None,
        at: None,
        head: String::new(),
        value: sheets.join(", "),
        what: "every sheet with cells is hidden: is it to be read?".to_owned(),
        answers,
    }
}

fn which_sheet(labels: &[TableLabel], rest: &[usize]) -> Question {
    let sheets: Vec<String> = rest.iter().filter_map(|at| labels[*at].sheet.clone()).collect();
    let mut answers: Vec<String> = sheets.iter().take(4).map(|sheet| format!("sheet = {sheet:?}")).collect();
    answers.push("sheet = \"*\"".to_owned());
    Question {
        place: None,
        at: None,
        head: String::new(),
        value: sheets.join(", "),
        what: format!("which of these {} sheets are to be read?", sheets.len()),
        answers,
    }
}
