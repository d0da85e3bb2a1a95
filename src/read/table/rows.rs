//! The second pass over a table: its records, one by one. A cell that cannot be read leaves out what it would state; a
//! row without a name or key is left out. Both are reported.

use crate::base::text::{Position, Problem, position};
use crate::base::time::TimeExtent;
use crate::read::grid::{Cell, CellPlace, Nature, Row, Tables};
use crate::read::mapping::csvw::{CsvwSchema, CsvwValue, KeyIndex};
use crate::read::mapping::{Role, TableMapping};
use crate::read::record::district::AreaKind;
use crate::read::source::metadata::DateMeaning;
use crate::read::table::cell::{self, Fault, Null};
use crate::read::table::column::{Column, Why};
use crate::read::table::constant::Constant;
use crate::read::table::identity;
use crate::read::table::layout::words;
use crate::read::table::place::{NoPlace, RowPlace, value};
use crate::read::table::survey::{Plan, row_words};
use crate::read::table::walk::{RowClass, Walk, WalkedRow};
use crate::read::table::{
    Basis, CellProblem, Counts, Fact, ParentWords, PlaceWords, ProblemFile, ReadRow, Stated, TableRecord, Words,
};
use std::sync::Arc;

/// The records of a table.
pub struct Records<'a> {
    walk: Walk<'a>,
    plan: &'a Plan,
    mapping: &'a TableMapping,
    counts: Counts,
    schema: Option<&'a CsvwSchema>,
    keys: KeyIndex,
    /// The number of the last row.
    last: usize,
    text: Option<&'a str>,
    /// Number of problems whose position was counted.
    located: usize,
}

/// Maximum number of problems whose position in a text is counted.
const MOST_LOCATED: usize = 200;

impl<'a> Records<'a> {
    /// The records of a table that has been surveyed.
    pub fn new(
        tables: &'a dyn Tables,
        table: usize,
        plan: &'a Plan,
        mapping: &'a TableMapping,
    ) -> Result<Self, Problem> {
        let rows = tables.rows(table)?;
        let walk = Walk::new(rows, &plan.heads, mapping, &plan.columns.fill_down);
        Ok(Self {
            walk,
            plan,
            mapping,
            counts: Counts::default(),
            schema: None,
            keys: KeyIndex::default(),
            last: 0,
            text: tables.text(),
            located: 0,
        })
    }

    /// Checks the cells as a CSVW file describes them as well.
    #[must_use]
    pub fn described(self, schema: Option<&'a CsvwSchema>) -> Self {
        Self { schema, ..self }
    }

    /// Empties the cells of a row that are not as the CSVW file describes them.
    fn validate(&mut self, walked: &mut WalkedRow) -> Vec<CellProblem> {
        const RULE: &str = "a cell is as the CSVW file describes its column";
        let Some(schema) = self.schema else { return Vec::new() };
        let mut problems = Vec::new();
        let mut values = Vec::new();
        for at in 0..walked.row.cells.len() {
            let cell = &walked.row.cells[at];
            match schema.cell(at, &cell.text) {
                Ok(value) => values.push(value),
                Err(what) => {
                    let head = self.plan.columns.all.get(at).map_or("", |column| &column.called);
                    let help = "correct the cell, or what the CSVW file says of the column".to_owned();
                    problems.push(problem(walked, Some(cell), head, what, RULE, help));
                    values.push(CsvwValue::default());
                    walked.row.cells[at].text.clear();
                }
            }
        }
        if let Err(key) = self.keys.add(schema, &values) {
            let what = format!("a row before this one has the key {key}");
            let help = "correct the key; the row is read nevertheless".to_owned();
            problems.push(problem(walked, None, "", what, "the primary key of a CSVW file is unique", help));
        }
        problems
    }

    /// Counts the elements of a JSON text up to a number that were errors and no rows.
    fn missed(&mut self, until: usize) {
        if self.plan.label.member.is_some() {
            let missed = until.saturating_sub(self.last);
            self.counts.rows += missed;
            self.counts.rejected += missed;
            self.last = self.last.max(until);
        }
    }

    /// How the rows so far add up.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn read(&mut self, mut walked: WalkedRow) -> ReadRow {
        let invalid = self.validate(&mut walked);
        let mut read = self.row(&walked);
        read.problems.splice(0..0, invalid);
        read.problems.iter_mut().chain(&mut read.notes).for_each(|problem| self.locate(problem));
        read
    }

    /// Gives a problem of a cell in a text the line and column of the cell. After many, the line of the row must do, since
    /// each has to be counted from the beginning of the text.
    fn locate(&mut self, problem: &mut CellProblem) {
        if let (Some(CellPlace::Text(range)), Some(text)) = (&problem.place, self.text)
            && self.located < MOST_LOCATED
        {
            self.located += 1;
            problem.problem.at = Some(position(text, range.start));
        }
    }

    fn row(&mut self, walked: &WalkedRow) -> ReadRow {
        let mut reader = RowReader {
            plan: self.plan,
            walked,
            time: None,
            is_undated: false,
            spell: None,
            facts: Vec::new(),
            problems: Vec::new(),
        };
        let mut notes = Vec::new();
        if let Some(first) = self.plan.identities.duplicates.get(&walked.row.number) {
            self.counts.skipped += 1;
            notes.push(problem(
                walked,
                None,
                "",
                format!("this row repeats row {first} and adds nothing"),
                "a row is read once",
                "remove one of them".to_owned(),
            ));
            return ReadRow { record: None, problems: Vec::new(), notes };
        }
        let place = match RowPlace::find(&self.plan.columns, self.mapping, walked) {
            Ok(place) => place,
            Err(none) => {
                self.counts.rejected += 1;
                let (at, what) = match none {
                    NoPlace::NoName(at) => (at, "this row has no name"),
                    NoPlace::NoKey(at) => (at, "this row has no key"),
                };
                let column = self.plan.columns.all.get(at).map_or("", |column| &column.called);
                let wrong = problem(
                    walked,
                    walked.row.cells.get(at),
                    column,
                    what.to_owned(),
                    "a row is about the place that its name and key identify",
                    "fill in the cell; a row that is no data is left out by skip = […]".to_owned(),
                );
                return ReadRow { record: None, problems: vec![wrong], notes };
            }
        };
        reader.times();
        reader.facts(&place);
        let is_shared = self.plan.identities.shared.contains(&identity::digest(&place.name.text));
        let kind = reader.first(Role::Kind);
        let parent = place.parents.last().map(|(_, name)| name.text.clone());
        let parent = parent
            .or_else(|| place.parent_code.as_ref().and_then(|(_, code)| self.plan.places.name(&code.text).cloned()));
        let record = TableRecord {
            row: walked.row.number,
            line: walked.row.line,
            words: row_words(&walked.row),
            place: PlaceWords {
                distinguished_by: (is_shared && !place.distinguished_by.is_empty())
                    .then(|| Arc::from(place.distinguished_by.as_str())),
                name: place.name,
                kind: kind.map(|kind| kind.text),
                parent,
            },
            cites: reader
                .first(Role::Source)
                .map(|words| words.text)
                .or_else(|| self.mapping.source.as_ref().map(|said| Arc::from(said.value.as_str()))),
            facts: reader.facts,
        };
        self.counts.records += 1;
        ReadRow { record: Some(record), problems: reader.problems, notes }
    }
}

impl Iterator for Records<'_> {
    type Item = ReadRow;

    fn next(&mut self) -> Option<ReadRow> {
        loop {
            let Some(walked) = self.walk.next() else {
                self.missed(self.plan.label.rows.unwrap_or_default());
                return None;
            };
            let walked = match walked {
                Ok(walked) => {
                    self.missed(walked.row.number.saturating_sub(1));
                    self.last = walked.row.number;
                    self.counts.rows += 1;
                    walked
                }
                Err(problem) => {
                    // In JSON it may be one value of the row that follows.
                    if self.plan.label.member.is_none() {
                        self.counts.rows += 1;
                        self.counts.rejected += 1;
                    }
                    let wrong = CellProblem { file: ProblemFile::Table, place: None, head: String::new(), problem };
                    return Some(ReadRow { record: None, problems: vec![wrong], notes: Vec::new() });
                }
            };
            match walked.class {
                RowClass::Blank => self.counts.blank += 1,
                RowClass::Head => self.counts.heads += 1,
                RowClass::Skipped => self.counts.skipped += 1,
                RowClass::Group(_) => self.counts.groups += 1,
                RowClass::Data | RowClass::KeptGroup(_) => return Some(self.read(walked)),
            }
        }
    }
}

impl std::fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("counts", &self.counts).finish_non_exhaustive()
    }
}

/// A problem of a row, or of a cell of it.
fn problem(
    walked: &WalkedRow,
    cell: Option<&Cell>,
    head: &str,
    what: String,
    rule: &'static str,
    help: String,
) -> CellProblem {
    let first = cell.or(walked.row.cells.first());
    let column = first.map_or(1, |cell| cell::column(&cell.place));
    let value = cell.map_or_else(|| shown(&walked.row), |cell| cell.text.clone());
    CellProblem {
        file: ProblemFile::Table,
        place: first.map(|cell| cell.place.clone()),
        head: head.to_owned(),
        problem: Problem { at: Some(Position { line: walked.row.line, column }), value, what, rule, help },
    }
}

/// The filled cells of a row, as messages show them.
fn shown(row: &Row) -> String {
    let filled: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    filled.join(" | ").chars().take(60).collect()
}

/// A time with the words that state it, and the column that they are in.
type RowTime = (TimeExtent, Vec<Words>);

/// Reads the cells of one row.
struct RowReader<'a> {
    plan: &'a Plan,
    walked: &'a WalkedRow,
    /// The time to which the row refers.
    time: Option<RowTime>,
    /// Whether the row has a time that cannot be read.
    is_undated: bool,
    /// The spell that it is about.
    spell: Option<RowTime>,
    facts: Vec<Stated>,
    problems: Vec<CellProblem>,
}

impl RowReader<'_> {
    fn columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.plan.columns.all.iter().enumerate()
    }

    /// The cell of a column, if it has a value that is not in doubt.
    fn cell(&mut self, at: usize, role: Role) -> Option<&Cell> {
        let column = self.plan.columns.all.get(at)?;
        let cell = self.walked.row.cells.get(at)?;
        match cell::null(&cell.text, column, role) {
            Null::Yes => None,
            Null::No => Some(cell),
            Null::Zero if column.zero_is_none == Some(false) => Some(cell),
            Null::Zero => {
                let what = "is a zero a value here, or no value?".to_owned();
                self.wrong(
                    at,
                    what,
                    "a zero that may be no value is not read",
                    "say it in the mapping: zero = \"value\" or zero = \"none\"".to_owned(),
                );
                None
            }
            Null::Doubtful => {
                let help = format!("say it in the mapping: null = [{:?}]", cell.text);
                self.wrong(
                    at,
                    "this may mean that there is no value".to_owned(),
                    "what may be no value is not read",
                    help,
                );
                None
            }
        }
    }

    fn wrong(&mut self, at: usize, what: String, rule: &'static str, help: String) {
        let head = self.plan.columns.all.get(at).map_or("", |column| &column.called);
        let wrong = problem(self.walked, self.walked.row.cells.get(at), head, what, rule, help);
        self.problems.push(wrong);
    }

    fn fault(&mut self, at: usize, fault: Fault) {
        self.wrong(at, fault.what, fault.rule, fault.help);
    }

    /// The words of the first column with a role.
    fn first(&self, role: Role) -> Option<Words> {
        let (at, column) = self.plan.columns.with(role).next()?;
        let cell = value(&self.plan.columns, &self.walked.row, at, role)?;
        let mut found = words(cell);
        if let Some(said) = column.values.get(cell.text.as_str()) {
            found.text = Arc::from(said.value.as_str());
        }
        Some(found)
    }

    /// Reads the date of the first column with a role.
    fn date_of(&mut self, role: Role) -> Option<RowTime> {
        let (at, _) = self.plan.columns.with(role).next()?;
        let (time, words) = self.date(at, role)?;
        Some((time, vec![words]))
    }

    fn date(&mut self, at: usize, role: Role) -> Option<(TimeExtent, Words)> {
        let cell = self.cell(at, role)?.clone();
        let column = &self.plan.columns.all[at];
        match cell::date(cell::decode(&cell.text, column), &column.dates) {
            Ok(time) => Some((time, words(&cell))),
            Err(fault) => {
                self.fault(at, fault);
                None
            }
        }
    }

    /// The time to which the row refers, and the spell that it is about.
    fn times(&mut self) {
        let before = self.problems.len();
        self.time = self.date_of(Role::AsOf);
        self.is_undated = self.problems.len() > before;
        let before = self.problems.len();
        let (from, to) = (self.bound(Role::From), self.bound(Role::To));
        // Without a bound that cannot be read, the spell would be another.
        if self.problems.len() > before {
            return;
        }
        self.spell = match (from, to) {
            (Some((from, mut words)), Some((to, more))) => {
                if to.latest < from.earliest {
                    let at = self.plan.columns.with(Role::To).next().map_or(0, |(at, _)| at);
                    self.wrong(
                        at,
                        "this spell ends before it begins".to_owned(),
                        "the end of a spell is not before its beginning",
                        "correct the dates".to_owned(),
                    );
                    None
                } else {
                    words.extend(more);
                    Some((TimeExtent::interval(&from, &to), words))
                }
            }
            (Some((from, words)), None) => cell::since(&from).map(|time| (time, words)),
            (None, Some((to, words))) => cell::until(&to).map(|time| (time, words)),
            // What Linked Places calls the year of attestation is that of all that the row says.
            (None, None) => self.time.clone().filter(|_| {
                self.plan
                    .columns
                    .with(Role::AsOf)
                    .next()
                    .is_some_and(|(_, column)| matches!(column.why, Why::Format(_)))
            }),
        };
    }

    /// The beginning or the end of a spell, which is no interval.
    fn bound(&mut self, role: Role) -> Option<RowTime> {
        let found = self.date_of(role)?;
        if !found.0.edtf.contains('/') {
            return Some(found);
        }
        let at = self.plan.columns.with(role).next().map_or(0, |(at, _)| at);
        let what = format!(
            "this is the interval {}, and a spell has one date where it begins and one where it ends",
            found.0.edtf
        );
        let help = "write one date; a column with whole intervals has role = \"as-of\"".to_owned();
        self.wrong(at, what, "a spell begins and ends at a date, month or year", help);
        None
    }

    fn facts(&mut self, place: &RowPlace) {
        // The columns of levels state one code together, the last that is filled.
        let is_level = |at: &usize| self.plan.columns.levels.contains(at);
        let roles: Vec<(usize, Role)> = self
            .columns()
            .filter(|(at, _)| !is_level(at))
            .filter_map(|(at, column)| Some((at, column.role?)))
            .collect();
        if self.plan.columns.with(Role::Name).next().is_none() {
            let language = self.plan.columns.all[place.column].language.clone();
            let name = Fact::Name { text: place.name.text.clone(), language, script: None };
            self.state(place.column, name, place.name.clone(), None);
        }
        for (at, role) in roles {
            match role {
                Role::Latitude => self.point(at),
                Role::Longitude
                | Role::AsOf
                | Role::From
                | Role::To
                | Role::Source
                | Role::Ignore
                | Role::Parent
                | Role::ParentCode => {}
                Role::Party if self.plan.columns.with(Role::Status).next().is_some() => {}
                _ => self.column(at, role),
            }
        }
        if let Some(kind) = &self.plan.constants.kind {
            let fact =
                Fact::Kind { words: kind.text.clone(), language: self.plan.columns.all[place.column].language.clone() };
            self.constant(place, "kind", fact, kind);
        }
        self.levels();
        self.parents(place);
    }

    /// The codes of levels.
    fn levels(&mut self) {
        let has_names = self.plan.columns.with(Role::Name).next().is_some();
        let own = self
            .plan
            .columns
            .levels
            .iter()
            .rev()
            .find_map(|at| Some((*at, value(&self.plan.columns, &self.walked.row, *at, Role::Code)?)));
        if let (true, Some((at, cell))) = (has_names, own) {
            let column = &self.plan.columns.all[at];
            let scheme = column
                .scheme
                .clone()
                .or_else(|| self.plan.columns.levels.iter().find_map(|at| self.plan.columns.all[*at].scheme.clone()));
            let (scheme, code) = cell::identifier(&cell.text, scheme.as_deref(), &column.called);
            let cell = words(cell);
            self.state(at, Fact::Identifier { scheme, code }, cell, None);
        }
    }

    fn parents(&mut self, place: &RowPlace) {
        for (column, name) in &place.parents {
            let at = column.unwrap_or(place.column);
            let of = &self.plan.columns.all[at];
            let kind = column.and_then(|_| of.kind.clone().or_else(|| cell::unit_word(&of.head)));
            let split = column.and(of.split.clone());
            let names: Vec<Arc<str>> = match split {
                Some(split) => name
                    .text
                    .split(split.as_str())
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(Arc::from)
                    .collect(),
                None => vec![name.text.clone()],
            };
            for parent in names {
                let is_shared = self.plan.identities.shared.contains(&identity::digest(&parent));
                if is_shared || *parent == *place.name.text {
                    // Several places of the table have this name, and nothing tells which is meant.
                    let distinguished = is_shared && column.is_some();
                    if distinguished {
                        self.wrong(
                            at,
                            format!("several places of this table are called {parent:?}"),
                            "a parent is one place",
                            "name it by its code: role = \"parent-code\"".to_owned(),
                        );
                    }
                    continue;
                }
                let fact = Fact::PartOf(ParentWords { name: parent, kind: kind.clone(), distinguished_by: None });
                self.state(at, fact, name.clone(), None);
            }
        }
        if let Some(parent) = &self.plan.constants.parent {
            let words = ParentWords { name: parent.text.clone(), kind: None, distinguished_by: None };
            self.constant(place, "parent", Fact::PartOf(words), parent);
        }
        if let Some((at, code)) = &place.parent_code {
            match self.plan.places.name(&code.text) {
                Some(name) => {
                    let is_shared = self.plan.identities.shared.contains(&identity::digest(name));
                    let parent = ParentWords {
                        name: name.clone(),
                        kind: None,
                        distinguished_by: is_shared.then(|| code.text.clone()),
                    };
                    self.state(*at, Fact::PartOf(parent), code.clone(), None);
                }
                None => self.wrong(
                    *at,
                    "no row has this code".to_owned(),
                    "the code of a parent is that of another row",
                    "add the row, or use role = \"parent\" for names".to_owned(),
                ),
            }
        }
    }

    /// Adds what holds for each row.
    fn constant(&mut self, place: &RowPlace, key: &'static str, fact: Fact, constant: &Constant) {
        let value = constant.words.clone().unwrap_or_else(|| place.name.clone());
        self.state(place.column, fact, value, None);
        if let Some(last) = self.facts.last_mut() {
            let line = std::iter::once((key, constant.line.clone()));
            last.basis.mapping = last.basis.mapping.iter().cloned().chain(line).collect();
        }
    }

    /// A point from two columns.
    fn point(&mut self, at: usize) {
        let Some((other, _)) = self.plan.columns.with(Role::Longitude).next() else { return };
        let (latitude, longitude) =
            (self.cell(at, Role::Latitude).cloned(), self.cell(other, Role::Longitude).cloned());
        match (latitude, longitude) {
            (Some(latitude), Some(longitude)) => {
                let (of, other_of) = (&self.plan.columns.all[at], &self.plan.columns.all[other]);
                match (cell::latitude(&latitude, of.decimal), cell::longitude(&longitude, other_of.decimal)) {
                    (Ok(north), Ok(east)) => {
                        let context = vec![words(&longitude)];
                        self.state(at, Fact::Point(north, east), words(&latitude), Some((None, context)));
                    }
                    (north, east) => {
                        if let Err(fault) = north {
                            self.fault(at, fault);
                        }
                        if let Err(fault) = east {
                            self.fault(other, fault);
                        }
                    }
                }
            }
            (None, None) => {}
            (one, _) => {
                let (given, missing) = if one.is_some() { (at, other) } else { (other, at) };
                let missing = self.plan.columns.all.get(missing).map_or("", |column| &column.called);
                self.wrong(
                    given,
                    format!("a point has two numbers, and {missing:?} has none in this row"),
                    "latitude and longitude come together",
                    "fill in the cell, or empty the other".to_owned(),
                );
            }
        }
    }

    /// What a column states by itself.
    fn column(&mut self, at: usize, role: Role) {
        let Some(cell) = self.cell(at, role).cloned() else { return };
        let column = &self.plan.columns.all[at];
        let parts: Vec<&str> = match &column.split {
            Some(split) => cell.text.split(split.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect(),
            None => vec![cell.text.as_str()],
        };
        for part in parts {
            match self.fact(column, role, part, &cell.nature) {
                Ok(Some((fact, time))) => self.state(at, fact, words(&cell), Some((time, Vec::new()))),
                Ok(None) => {}
                Err(fault) => self.fault(at, fault),
            }
        }
    }

    fn fact(
        &self,
        column: &Column,
        role: Role,
        text: &str,
        nature: &Nature,
    ) -> Result<Option<(Fact, Option<TimeExtent>)>, Fault> {
        let said = column.values.get(text).map(|said| Arc::<str>::from(said.value.as_str()));
        let of = |fact| Ok(Some((fact, None)));
        let language = column.language.clone();
        match role {
            Role::Name | Role::OtherName => {
                let (name, own) = cell::tagged(text);
                let language = own.map(Arc::from).or(language);
                of(Fact::Name { text: Arc::from(name), language, script: column.script.clone() })
            }
            Role::Kind => {
                cell::decoded(text, column)?;
                of(Fact::Kind { words: said.unwrap_or_else(|| Arc::from(text)), language })
            }
            Role::Code => {
                let (scheme, code) = cell::identifier(text, column.scheme.as_deref(), &column.called);
                of(Fact::Identifier { scheme, code })
            }
            Role::Area => {
                of(Fact::Area(cell::area(text, column, nature)?, column.area_kind.unwrap_or(AreaKind::Unspecified)))
            }
            Role::Figure => {
                let (value, unit) = cell::figure(text, column, nature)?;
                let measure = column.measure.clone().unwrap_or_else(|| Arc::from(column.head.as_str()));
                of(Fact::Figure { measure, value, unit, lexical: text.to_owned() })
            }
            Role::Date => {
                let time = cell::date(cell::decode(text, column), &column.dates)?;
                Ok(Some((Fact::Dated(column.date_means.unwrap_or(DateMeaning::Record)), Some(time))))
            }
            Role::Seat => of(Fact::Seat(Arc::from(text))),
            Role::Status => {
                cell::decoded(text, column)?;
                let party = self.party()?;
                of(Fact::Status { words: said.unwrap_or_else(|| Arc::from(text)), party })
            }
            Role::Party => {
                let party = cell::party(text, column)?;
                of(Fact::Status { words: Arc::from(text), party })
            }
            Role::Point => {
                let (north, east) = cell::point(text, column)?;
                of(Fact::Point(north, east))
            }
            Role::Outline => of(cell::outline(text)?),
            _ => Ok(None),
        }
    }

    /// The party that a column beside the status names.
    fn party(&self) -> Result<Option<Arc<str>>, Fault> {
        let Some((at, column)) = self.plan.columns.with(Role::Party).next() else { return Ok(None) };
        match value(&self.plan.columns, &self.walked.row, at, Role::Party) {
            Some(cell) => cell::party(&cell.text, column),
            None => Ok(None),
        }
    }

    /// Adds a statement with its time: that of its own cell, of its column, or of the row.
    fn state(&mut self, at: usize, fact: Fact, value: Words, own: Option<(Option<TimeExtent>, Vec<Words>)>) {
        let column = &self.plan.columns.all[at];
        let (own_time, mut context) = own.unwrap_or_default();
        let is_figure = matches!(fact, Fact::Figure { .. } | Fact::Area(..));
        let is_status = matches!(fact, Fact::Status { .. });
        let has_status =
            || [Role::Status, Role::Party].into_iter().any(|role| self.plan.columns.with(role).next().is_some());
        let needs_time = is_status || (is_figure && !has_status());
        if self.is_undated && needs_time && own_time.is_none() && column.date.is_none() {
            // A value of a day that cannot be read would be told as one of any day.
            return;
        }
        // A row that says who holds a place dates that, and not the number of its people.
        let row = match &self.time {
            Some(time) if needs_time => Some(time),
            _ => None,
        };
        let spell =
            self.spell.as_ref().filter(|_| !is_figure && !matches!(fact, Fact::Identifier { .. } | Fact::Dated(_)));
        let time = match (own_time, &column.date) {
            (Some(own), _) => Some(own),
            (None, Some(date)) => {
                context.extend(column.date_words.clone());
                Some(date.clone())
            }
            (None, None) => row.or(spell).map(|(time, words)| {
                context.extend(words.iter().cloned());
                time.clone()
            }),
        };
        let basis = Basis {
            column: at + 1,
            heads: column.heads.clone(),
            context: self.context(context, &value.place),
            mapping: column.mapping.clone(),
            cites: None,
        };
        self.facts.push(Stated { fact, time, value, basis });
    }

    /// The words that a statement rests on beside its own, and beside the name of its row.
    fn context(&self, mut words: Vec<Words>, own: &CellPlace) -> Vec<Words> {
        words.extend(self.walked.groups.iter().map(|(_, name)| name.clone()));
        words.retain(|words| words.place != *own);
        words
    }
}
