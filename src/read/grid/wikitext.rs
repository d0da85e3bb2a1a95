//! Tables of wikitext, the markup of MediaWiki. In: the text of a page. Out: its tables (`{| … |}`) and its lists of one
//! template a row, with the heading above each. No template is run: the few that show what they are given are read, all
//! others stay in the cell as they are written. A table in a cell is a table of its own, and no word of the cell.

mod links;
mod spans;
mod call;
mod lines;
mod cells;
mod templates;
mod words;
mod lists;
mod tables;
#[cfg(test)]
mod tests;

use super::fill::{Filler, Found as Placed};
use super::plain::trimmed;
use super::{Cell, CellPlace, MAX_COLUMNS, MAX_TABLES, Nature, Row, RowProblem, Rows, TableLabel, Tables};
use crate::base::text::{Problem, position};
use call::Call;
use cells::{RawCell, cells};
use spans::{Kind, Spans};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use tables::{Content, Found};
use words::Shower;

/// Maximum number of notes about templates that are not run.
const MAX_UNREAD: usize = 20;
/// Maximum number of cells that the rows of a list of templates leave open.
const MAX_OPEN: usize = 1_000_000;

/// The tables of a wikitext.
#[derive(Debug)]
pub struct WikiTables {
    text: String,
    spans: Spans,
    labels: Vec<TableLabel>,
    tables: Vec<Found>,
    /// The contents of references that have a name.
    references: HashMap<String, Range<usize>>,
    notes: Vec<Problem>,
}

impl WikiTables {
    /// Finds the tables of a text.
    pub fn new(text: &str) -> Result<Self, Vec<Problem>> {
        let mut spans = Spans::new(text);
        let lists = lists::find(text, &spans);
        let (tables, of_tables) = tables::find(text, &spans, lists, MAX_TABLES);
        if tables.len() > MAX_TABLES {
            return Err(vec![Problem {
                at: tables.get(MAX_TABLES).map(|table| position(text, table.range.start)),
                value: String::new(),
                what: "this file has too many tables".to_owned(),
                rule: "a file has at most 1,000 tables",
                help: "divide the file".to_owned(),
            }]);
        }
        spans.add(of_tables);
        let references = named_references(text, &spans);
        let mut found =
            Self { text: text.to_owned(), spans, labels: Vec::new(), tables, references, notes: Vec::new() };
        found.label();
        found.note();
        Ok(found)
    }

    /// The references in the source of a cell, as they are written: they are no part of its text. A reference that only
    /// names another has the place of that one.
    pub fn references(&self, place: &CellPlace) -> Vec<Cell> {
        let CellPlace::Text(range) = place else { return Vec::new() };
        let within = self.spans.from(range.start).iter().take_while(|span| span.range.start < range.end);
        let references = within.filter(|span| span.kind == Kind::Reference && span.range.end <= range.end);
        let contents = references.filter_map(|span| {
            let content = trimmed(&self.text, spans::content(&self.text, &span.range));
            let named = || self.references.get(&reference_name(&self.text, &span.range)?).cloned();
            let range = if content.is_empty() { named()? } else { content };
            let text = self.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            Some(Cell { text, place: CellPlace::Text(range), nature: Nature::Text })
        });
        contents.collect()
    }

    fn shown(&self, range: Range<usize>) -> Cell {
        let range = trimmed(&self.text, range);
        let text = Shower::new(&self.text, &self.spans).shown(range.clone());
        Cell { text, place: CellPlace::Text(range), nature: Nature::Text }
    }

    /// Makes the labels of the tables.
    fn label(&mut self) {
        let mut labels = Vec::with_capacity(self.tables.len());
        for (n, table) in self.tables.iter().enumerate() {
            let mut label = TableLabel { number: n + 1, ..TableLabel::default() };
            label.heading = table.heading.clone().map(|range| self.shown(range));
            match &table.content {
                Content::Rows { caption, .. } => {
                    let caption =
                        caption.clone().and_then(|range| cells(&self.text, &self.spans, range).into_iter().next());
                    label.caption = caption.map(|cell| self.shown(cell.content)).filter(|cell| !cell.text.is_empty());
                }
                Content::Templates(rows) => {
                    label.columns = Some(self.columns(rows));
                    label.rows = Some(rows.len());
                }
            }
            labels.push(label);
        }
        self.labels = labels;
    }

    /// The parameters of a list of templates, in the order in which they are first met; at most one more than a table
    /// may have columns.
    fn columns(&self, rows: &[(Range<usize>, usize)]) -> Vec<String> {
        let mut columns = Vec::new();
        let mut known = HashSet::new();
        for (range, _) in rows {
            for (name, _) in parameters(&self.text, &self.spans, range) {
                if columns.len() <= MAX_COLUMNS && known.insert(name.clone()) {
                    columns.push(name);
                }
            }
        }
        columns
    }

    /// Makes the notes: tables that are not closed, templates that are not run.
    fn note(&mut self) {
        let text = &self.text;
        let mut unread: BTreeMap<&str, usize> = BTreeMap::new();
        let mut notes = Vec::new();
        let mut read = |range: Range<usize>| {
            let mut shower = Shower::new(text, &self.spans);
            shower.shown(trimmed(text, range));
            for (name, at) in shower.unread {
                if unread.len() < MAX_UNREAD || unread.contains_key(name) {
                    unread.entry(name).and_modify(|first| *first = at.min(*first)).or_insert(at);
                }
            }
        };
        for table in &self.tables {
            match &table.content {
                Content::Rows { rows, is_closed, .. } => {
                    if !is_closed && notes.len() < MAX_UNREAD {
                        notes.push(Problem {
                            at: Some(position(text, table.range.start)),
                            value: "{|".to_owned(),
                            what: "this table is not closed; it is read up to the next section or the end".to_owned(),
                            rule: "a table ends with |} at the beginning of a line",
                            help: "check its last rows, and close it".to_owned(),
                        });
                    }
                    for (row, _) in rows {
                        cells(text, &self.spans, row.clone()).into_iter().for_each(|cell| read(cell.content));
                    }
                }
                Content::Templates(rows) => {
                    for (row, _) in rows {
                        parameters(text, &self.spans, row).into_iter().for_each(|(_, range)| read(range));
                    }
                }
            }
        }
        let mut unread: Vec<(&str, usize)> = unread.into_iter().collect();
        unread.sort_by_key(|(_, at)| *at);
        notes.extend(unread.into_iter().map(|(name, at)| Problem {
            at: Some(position(text, at)),
            value: format!(
                "{{{{{}",
                name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect::<String>()
            ),
            what: "this template is not run; cells keep it as it is written".to_owned(),
            rule: "no template is run; those that show what they are given are read, such as convert, sort and coord",
            help: "write in the cell what the template shows, if it is needed".to_owned(),
        }));
        self.notes = notes;
    }

    /// The cells of a row of cells.
    fn placed(&self, raw: &RawCell) -> Placed {
        let mut cell = self.shown(raw.content.clone());
        if raw.is_head {
            cell.nature = Nature::Head;
        }
        let rows = raw.span(&self.text, "rowspan");
        Placed { cell, rows, columns: raw.span(&self.text, "colspan") }
    }

    /// The cells of a row, with those that span it.
    fn row(&self, row: &Range<usize>, filler: &mut Filler) -> Result<Vec<Cell>, Problem> {
        let raw = cells(&self.text, &self.spans, row.clone());
        if raw.len() > MAX_COLUMNS {
            let rule = "a table has at most 16,384 columns";
            return Err(self.problem(row.start, "this row has too many columns", rule));
        }
        let placed = raw.iter().map(|raw| self.placed(raw)).collect();
        let end = trimmed(&self.text, row.clone()).end;
        filler.row(placed, |_| CellPlace::Text(end..end)).map_err(|misfit| {
            let words = self.text[row.clone()].lines().next().unwrap_or_default();
            misfit.problem(Some(position(&self.text, row.start)), words.chars().take(80).collect())
        })
    }

    /// The cells of a use of a template.
    fn use_of_template(&self, range: &Range<usize>, columns: &[String]) -> Vec<Cell> {
        let values: HashMap<String, Range<usize>> = parameters(&self.text, &self.spans, range).into_iter().collect();
        let cell = |name: &String| match values.get(name) {
            Some(value) => self.shown(value.clone()),
            None => {
                let end = range.end - 2;
                Cell { text: String::new(), place: CellPlace::Text(end..end), nature: Nature::Text }
            }
        };
        columns.iter().map(cell).collect()
    }

    fn problem(&self, at: usize, what: &str, rule: &'static str) -> Problem {
        let help = "divide the table".to_owned();
        Problem { at: Some(position(&self.text, at)), value: String::new(), what: what.to_owned(), rule, help }
    }
}

/// The parameters of a template: their names, or positions as names.
fn parameters(text: &str, spans: &Spans, range: &Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut position = 0;
    let call = Call::new(text, spans, range);
    let named = call.parameters.into_iter().map(|parameter| {
        let name = parameter.name.map_or_else(
            || {
                position += 1;
                position.to_string()
            },
            str::to_owned,
        );
        (name, parameter.value)
    });
    // An empty parameter behind the last pipe is none.
    named.filter(|(name, value)| !(value.is_empty() && name.bytes().all(|b| b.is_ascii_digit()))).collect()
}

/// The references of a text that have a name and a content.
fn named_references(text: &str, spans: &Spans) -> HashMap<String, Range<usize>> {
    let mut named = HashMap::new();
    for span in spans.from(0).iter().filter(|span| span.kind == Kind::Reference) {
        let content = trimmed(text, spans::content(text, &span.range));
        if let Some(name) = reference_name(text, &span.range).filter(|_| !content.is_empty()) {
            named.entry(name).or_insert(content);
        }
    }
    named
}

/// The name of a reference.
fn reference_name(text: &str, range: &Range<usize>) -> Option<String> {
    let tag = super::plain::tag(&text[range.clone()])?;
    let (_, value) = tag.attributes.split_once("name")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let name = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(name.trim().to_owned())
}

impl Tables for WikiTables {
    fn labels(&self) -> &[TableLabel] {
        &self.labels
    }

    fn rows(&self, table: usize) -> Result<Rows<'_>, Problem> {
        let Some(Found { range, content, .. }) = self.tables.get(table) else {
            return Ok(Box::new(std::iter::empty()));
        };
        match content {
            Content::Rows { is_too_deep: true, .. } => {
                Err(self.problem(range.start, "this table is nested too deep", "tables nest at most 8 deep"))
            }
            Content::Rows { rows, .. } => {
                let mut filler = Filler::default();
                let mut number = 0;
                let mut is_broken = false;
                Ok(Box::new(rows.iter().map_while(move |(row, line)| {
                    // Where a row does not fit, those below it may not either.
                    if is_broken {
                        return None;
                    }
                    number += 1;
                    let cells = self.row(row, &mut filler);
                    is_broken = cells.is_err();
                    Some(cells.map(|cells| Row { number, line: *line, cells }).map_err(RowProblem::from))
                })))
            }
            Content::Templates(rows) => {
                let columns = self.labels.get(table).and_then(|label| label.columns.as_deref()).unwrap_or_default();
                if columns.len() > MAX_COLUMNS {
                    let rule = "a table has at most 16,384 columns";
                    return Err(self.problem(range.start, "this list has too many parameters", rule));
                }
                let written: usize = rows.iter().map(|(r, _)| parameters(&self.text, &self.spans, r).len()).sum();
                if (columns.len() * rows.len()).saturating_sub(written) > MAX_OPEN {
                    let rule = "the rows of a list leave at most 1,000,000 cells open";
                    return Err(self.problem(range.start, "the templates of this list differ too much", rule));
                }
                Ok(Box::new(rows.iter().enumerate().map(move |(n, (range, line))| {
                    Ok(Row { number: n + 1, line: *line, cells: self.use_of_template(range, columns) })
                })))
            }
        }
    }

    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn notes(&self) -> &[Problem] {
        &self.notes
    }

    fn cell(&self, place: &CellPlace) -> Option<Cell> {
        let CellPlace::Text(wanted) = place else { return None };
        let above = self.labels.iter().flat_map(|label| label.heading.iter().chain(&label.caption));
        if let Some(found) = above.into_iter().find(|cell| cell.place == *place) {
            return Some(found.clone());
        }
        let around = self.tables.iter().filter(|t| t.range.start <= wanted.start && wanted.end <= t.range.end);
        // The innermost begins last.
        around.rev().find_map(|table| {
            let rows = match &table.content {
                Content::Rows { rows, .. } | Content::Templates(rows) => rows,
            };
            let (row, _) = rows.get(rows.partition_point(|(row, _)| row.end < wanted.end))?;
            match &table.content {
                Content::Rows { .. } => {
                    let raw = cells(&self.text, &self.spans, row.clone());
                    let raw = raw.iter().find(|raw| trimmed(&self.text, raw.content.clone()) == *wanted);
                    raw.map(|raw| self.placed(raw).cell)
                }
                Content::Templates(_) => {
                    let values = parameters(&self.text, &self.spans, row);
                    values.into_iter().find(|(_, value)| value == wanted).map(|(_, value)| self.shown(value))
                }
            }
        })
    }
}
