//! What each column holds: what the mapping says of it, else what its head or tag says for certain. What is said keeps
//! its line. Whether the cells agree is for the survey.

use crate::base::fold::{comparable, is_same};
use crate::base::text::Position;
use crate::base::time::TimeExtent;
use crate::dataset::Dataset;
use crate::read::mapping::{ColumnMapping, MappingLine, Role, TableMapping};
use crate::read::source::metadata::Metadata;
use crate::read::table::column::{Column, Why};
use crate::read::table::constant::Constant;
use crate::read::table::heads::{self, Meaning};
use crate::read::table::layout::{Heads, called, position};
use crate::read::table::terms::{self, DateStyle};
use crate::read::table::{CellProblem, Question, Words, wrong};
use std::sync::Arc;

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// All columns.
    pub all: Vec<Column>,
    /// The columns of a hierarchy, the highest first.
    pub levels: Vec<usize>,
    /// The columns that identify a place, if the mapping says them.
    pub key: Vec<usize>,
    /// The columns where an empty cell has the value above it.
    pub fill_down: Vec<usize>,
    /// What only a person can decide.
    pub questions: Vec<Question>,
    /// What is wrong with the mapping.
    pub errors: Vec<CellProblem>,
}

/// The column of the geometries of GeoJSON, which needs no head to say what it holds.
const GEOMETRY: &str = "@geometry";
/// The column of their types, which the geometries say themselves.
const GEOMETRY_TYPE: &str = "@geometry-type";

/// What the dataset says about a source, as far as it matters here.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    /// The language of the source, if it is said.
    pub source: Option<String>,
    /// The first language of the dataset.
    pub dataset: String,
}

impl Languages {
    /// Those of a source.
    pub fn of(metadata: &Metadata, dataset: &Dataset) -> Self {
        Self { source: metadata.language.clone(), dataset: dataset.language().to_owned() }
    }
}

/// A date in a head, and the words of the head, if it has a cell.
type HeadDate = (TimeExtent, Option<Words>);

impl Columns {
    /// The columns with a role, with their positions.
    pub fn with(&self, role: Role) -> impl Iterator<Item = (usize, &Column)> {
        self.all.iter().enumerate().filter(move |(_, column)| column.role == Some(role))
    }

    /// Whether there are columns of who holds a place or what its status is.
    pub fn has_status(&self) -> bool {
        [Role::Status, Role::Party].into_iter().any(|role| self.with(role).next().is_some())
    }

    /// The first column of a spell that is of the status beside them and of nothing else: "Since" beside "Held by", unless the
    /// mapping says that the spell is of the row.
    pub fn spell_of_status(&self) -> Option<&Column> {
        let mut bounds = self.with(Role::From).chain(self.with(Role::To)).map(|(_, column)| column);
        let first = bounds.next()?;
        let is_inferred = |column: &Column| column.why == Why::Head;
        (self.has_status() && is_inferred(first) && bounds.all(is_inferred)).then_some(first)
    }

    /// Decides what the columns hold.
    pub fn resolve(heads: &Heads, mapping: &TableMapping, date: Option<&Constant>, languages: &Languages) -> Self {
        let names: Vec<String> = heads.columns.iter().map(|head| head.text.clone()).collect();
        let mut columns = Self::default();
        for (at, head) in heads.columns.iter().enumerate() {
            let language = mapping.lang.as_ref().map(|l| l.value.as_str()).or(languages.source.as_deref());
            columns.all.push(Column {
                called: called(&names, at),
                heads: head.cells.clone().into(),
                head: head.text.clone(),
                language: language.map(Arc::from),
                is_english: language.unwrap_or(&languages.dataset).starts_with("en"),
                decimal: mapping.decimal.as_ref().map(|said| said.value),
                null: mapping.null.iter().map(|said| comparable(&said.value).into_owned()).collect(),
                dates: DateStyle::of(language, &languages.dataset),
                ..Column::default()
            });
        }
        let said = columns.said(&names, mapping);
        if mapping.ignores_others.as_ref().is_none_or(|said| !said.value) {
            columns.infer(heads, &said);
        }
        for list in [(&mapping.level, 0), (&mapping.key, 1), (&mapping.fill_down, 2)] {
            for said in list.0 {
                match position(&names, &said.value) {
                    Some(at) => [&mut columns.levels, &mut columns.key, &mut columns.fill_down][list.1].push(at),
                    None => columns.errors.push(no_column(&names, &said.value, &said.line)),
                }
            }
        }
        columns.constants(mapping, date);
        columns.own_unit(&said);
        columns.check(mapping);
        columns
    }

    /// Takes over what the mapping says; returns which columns it speaks of.
    fn said(&mut self, names: &[String], mapping: &TableMapping) -> Vec<bool> {
        let mut said = vec![false; names.len()];
        for entry in &mapping.column {
            let places: Vec<(usize, Option<HeadDate>)> = match entry.name.split_once("{date}") {
                Some((before, after)) => self.dated(before, after, entry),
                None => position(names, &entry.name).map(|at| (at, None)).into_iter().collect(),
            };
            if places.is_empty() {
                self.errors.push(no_column(names, &entry.name, &entry.line));
            }
            for (at, date) in places {
                if date.is_some() && said.get(at) == Some(&true) {
                    continue;
                }
                said[at] |= entry.role.is_some();
                let column = &mut self.all[at];
                if let Err((what, value, line)) = column.take(entry) {
                    self.errors.push(wrong(&value, what, &line));
                }
                if let Some((date, words)) = date {
                    let column = &mut self.all[at];
                    if words.is_none() {
                        let line = std::iter::once(("column", entry.line.clone()));
                        column.mapping = column.mapping.iter().cloned().chain(line).collect();
                    }
                    column.date = Some(date);
                    column.date_words = words;
                }
            }
        }
        said
    }

    /// The columns whose heads have a date between two texts. Heads that are members of JSON have no cells: there the
    /// pattern is what says that a name is a date.
    fn dated(&self, before: &str, after: &str, entry: &ColumnMapping) -> Vec<(usize, Option<HeadDate>)> {
        let (before, after) = (comparable(before), comparable(after));
        let mut found = Vec::new();
        for (at, column) in self.all.iter().enumerate() {
            let head = comparable(&column.head);
            let Some(middle) = head.strip_prefix(&*before).and_then(|rest| rest.strip_suffix(&*after)) else {
                continue;
            };
            let mut style = column.dates.clone();
            style.take(entry);
            if let Ok(date) = terms::date_in_head(middle.trim(), &style) {
                found.push((at, Some((date, column.heads.last().cloned()))));
            }
        }
        found
    }

    /// Takes over what heads and tags say for certain of columns that the mapping does not speak of.
    fn infer(&mut self, heads: &Heads, said: &[bool]) {
        let names: Vec<String> = self.all.iter().map(|column| column.head.to_lowercase()).collect();
        let is_lp_tsv = ["id", "title", "title_source"].iter().all(|head| names.iter().any(|name| name == head));
        let own_level = heads
            .columns
            .iter()
            .filter_map(|head| heads::tag(head.tag.as_deref()?))
            .filter(|tag| tag.role == Role::Name)
            .filter_map(|tag| tag.level)
            .max();
        let mut has_name = self.with(Role::Name).next().is_some();
        for (at, column) in self.all.iter_mut().enumerate() {
            if said.get(at) == Some(&true) {
                continue;
            }
            if is_lp_tsv {
                column.linked_places_tsv();
                continue;
            }
            if let Some(text) = &heads.columns[at].tag {
                if let Some(tag) = heads::tag(text) {
                    column.why = Why::Tag(text.clone());
                    let is_own = tag.level.is_none() || tag.level == own_level;
                    column.role = match tag.role {
                        Role::Name if !is_own => Some(Role::Parent),
                        Role::Name if has_name => Some(Role::OtherName),
                        Role::Code | Role::OtherName | Role::Kind if !is_own => None,
                        role => Some(role),
                    };
                    has_name |= column.role == Some(Role::Name);
                    column.language = tag.language.as_deref().map(Arc::from).or(column.language.take());
                    column.detail(tag.role, &tag.detail);
                }
                continue;
            }
            if column.head == GEOMETRY && column.heads.is_empty() {
                column.role = Some(Role::Outline);
                column.why = Why::Format("GeoJSON");
                continue;
            }
            if column.head == GEOMETRY_TYPE && column.heads.is_empty() {
                column.role = Some(Role::Ignore);
                column.why = Why::Format("GeoJSON");
                continue;
            }
            let (unit, words) = terms::unit_in_head(&column.head);
            match heads::meaning(&words) {
                Some(Meaning::Role(role, detail)) => {
                    column.role = Some(role);
                    column.why = Why::Head;
                    column.detail(role, detail);
                }
                Some(Meaning::Unit(kind)) => {
                    column.role = Some(Role::Parent);
                    column.why = Why::Head;
                    column.kind = Some(Arc::from(kind));
                }
                None => {
                    if let Some(language) = heads::name_in_language(&column.head) {
                        column.role = Some(Role::OtherName);
                        column.why = Why::Head;
                        column.language = Some(Arc::from(language.as_str()));
                    }
                }
            }
            // Elsewhere it is a part of words that nobody has understood.
            if let (Some(unit), Some(Role::Area | Role::Figure)) = (unit, column.role) {
                column.unit = Some(unit.words);
                column.area_unit = unit.area_unit;
            }
        }
    }

    /// Takes over what the mapping says of the whole table.
    fn constants(&mut self, mapping: &TableMapping, date: Option<&Constant>) {
        for column in &mut self.all {
            let mut lines: Vec<(&'static str, MappingLine)> = column.mapping.to_vec();
            if let (Some(unit), None, Some(Role::Area)) = (&mapping.unit, &column.unit, column.role) {
                column.unit = Some(unit.value.clone());
                column.area_unit = terms::area_unit(&unit.value);
                lines.push(("unit", unit.line.clone()));
            }
            // A name or a code is not of a day because the figures beside it are.
            let takes_date = matches!(column.role, Some(Role::Area | Role::Figure | Role::Status | Role::Party));
            if let (Some(date), None, true) = (date, &column.date, takes_date) {
                match terms::date_in_head(&date.text, &column.dates) {
                    Ok(time) => {
                        column.date = Some(time);
                        column.date_words.clone_from(&date.words);
                        lines.push(("date", date.line.clone()));
                    }
                    Err(fault) => self.errors.push(wrong(&date.text, fault.what, &date.line)),
                }
            }
            column.mapping = lines.into();
        }
        self.errors.dedup();
    }

    /// Decides which of several columns of units names the row's own place.
    fn own_unit(&mut self, said: &[bool]) {
        if self.with(Role::Name).next().is_some() || !self.levels.is_empty() {
            return;
        }
        let is_unit = |(at, column): &(usize, &Column)| !said[*at] && column.why == Why::Head && column.kind.is_some();
        let units: Vec<usize> = self.with(Role::Parent).filter(is_unit).map(|(at, _)| at).collect();
        match units.as_slice() {
            [] => {
                let first = self.with(Role::OtherName).map(|(at, _)| at).find(|at| !said[*at]);
                if let Some(at) = first {
                    self.all[at].role = Some(Role::Name);
                }
            }
            // What stands left of it may be the name.
            [own] if self.all[..*own].iter().any(|column| column.role.is_none() && !column.head.is_empty()) => {}
            [own] => {
                self.all[*own].role = Some(Role::Name);
                self.all[*own].kind = None;
            }
            several => {
                let of = |at: &usize| self.all[*at].called.clone();
                self.questions.push(Question {
                    place: self.all[several[0]].heads.last().map(|head| head.place.clone()),
                    at: None,
                    head: String::new(),
                    value: several.iter().map(of).collect::<Vec<_>>().join(", "),
                    what: "which of these columns names the place that a row is about?".to_owned(),
                    answers: several.iter().map(|at| entry(&of(at), "\"name\"")).collect(),
                });
            }
        }
    }

    /// Asks about columns of a role that only one column can have: of several, the first was read and no other.
    fn check_single(&mut self) {
        for role in
            [Role::AsOf, Role::From, Role::To, Role::Latitude, Role::Longitude, Role::ParentCode, Role::GainedBy]
        {
            let several: Vec<&Column> = self.with(role).map(|(_, column)| column).collect();
            let [_, second, ..] = several.as_slice() else { continue };
            let question = Question {
                place: second.heads.last().map(|head| head.place.clone()),
                at: None,
                head: second.called.clone(),
                value: several.iter().map(|column| column.called.as_str()).collect::<Vec<_>>().join(", "),
                what: format!("which of these columns is read as {}? a row has one", role.name()),
                answers: several.iter().map(|column| entry(&column.called, "\"ignore\"")).collect(),
            };
            self.questions.push(question);
        }
    }

    /// Checks that the roles fit together.
    fn check(&mut self, mapping: &TableMapping) {
        self.check_single();
        let names: Vec<(usize, String)> =
            self.with(Role::Name).map(|(at, column)| (at, column.called.clone())).collect();
        if names.len() > 1 {
            self.questions.push(Question {
                place: self.all[names[1].0].heads.last().map(|head| head.place.clone()),
                at: None,
                head: names[1].1.clone(),
                value: names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", "),
                what: "which of these columns has the name by which the table calls a place?".to_owned(),
                answers: names.iter().skip(1).map(|(_, name)| entry(name, "\"other-name\"")).collect(),
            });
        }
        if names.is_empty() && self.questions.is_empty() && self.errors.is_empty() && self.levels.is_empty() {
            let first = self.all.iter().find(|column| column.role.is_none() && !column.called.is_empty());
            self.questions.push(Question {
                place: None,
                at: (mapping.line.number > 0)
                    .then_some(Position { line: mapping.line.number, column: mapping.line.column }),
                head: String::new(),
                value: self.all.iter().map(|c| c.called.as_str()).take(12).collect::<Vec<_>>().join(", "),
                what: "which column has the names of the places?".to_owned(),
                answers: vec![
                    entry(first.map_or("A", |column| column.called.as_str()), "\"name\""),
                    "ignore = true".to_owned(),
                ],
            });
        }
        for (at, role) in [(Role::Latitude, Role::Longitude), (Role::Longitude, Role::Latitude)]
            .into_iter()
            .filter_map(|(one, other)| {
                let (at, _) = self.with(one).next()?;
                self.with(other).next().is_none().then_some((at, other))
            })
            .collect::<Vec<_>>()
        {
            let called = self.all[at].called.clone();
            self.questions.push(Question {
                place: self.all[at].heads.last().map(|head| head.place.clone()),
                at: None,
                head: called.clone(),
                value: called.clone(),
                what: format!("this column has one half of a point; which has the {}?", role.name()),
                answers: vec![entry("…", &format!("\"{}\"", role.name())), entry(&called, "\"ignore\"")],
            });
        }
    }
}

/// A line of `[table.column]`.
pub fn entry(column: &str, value: &str) -> String {
    let is_bare = !column.is_empty() && column.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare { format!("column.{column} = {value}") } else { format!("column.{column:?} = {value}") }
}

fn no_column(names: &[String], name: &str, line: &MappingLine) -> CellProblem {
    let heads: Vec<String> = (0..names.len()).map(|at| called(names, at)).collect();
    let nearest = heads.iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    let meant = nearest
        .filter(|near| strsim::jaro_winkler(near, name) > 0.8)
        .map_or(String::new(), |n| format!("; did you mean {n:?}?"));
    let same = names.iter().filter(|other| is_same(other, name)).count();
    let what = if same > 1 {
        format!("{same} columns have this head")
    } else if name.contains("{date}") {
        "no head of the table is this with a date in it".to_owned()
    } else {
        format!("the table has no such column{meant}")
    };
    let mut problem = wrong(name, what, line);
    problem.problem.rule = "a column is named by its head, if no other has the same, or by its letters: A, B, … AA";
    problem.problem.help =
        format!("the columns are {}", heads.iter().take(40).map(|h| format!("{h:?}")).collect::<Vec<_>>().join(", "));
    problem
}
