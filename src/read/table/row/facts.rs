//! What a row states: a statement for each cell with a value, with its time and what it rests on.

use super::RowReader;
use crate::base::time::TimeExtent;
use crate::read::grid::{Cell, CellPlace, Nature};
use crate::read::mapping::Role;
use crate::read::record::district::AreaKind;
use crate::read::source::metadata::DateMeaning;
use crate::read::table::cell::{self, Fault};
use crate::read::table::column::Column;
use crate::read::table::constant::Constant;
use crate::read::table::layout::words;
use crate::read::table::party;
use crate::read::table::place::{RowPlace, value};
use crate::read::table::{Basis, Fact, Stated, Words};
use crate::read::value::point::LatLon;
use std::sync::Arc;

impl RowReader<'_> {
    pub(in crate::read::table) fn facts(&mut self, place: &RowPlace) {
        // The columns of levels state one code together, the last that is filled.
        let is_level = |at: &usize| self.plan.columns.levels.contains(at);
        let roles: Vec<(usize, Role)> = self
            .columns()
            .filter(|(at, _)| !is_level(at))
            .filter_map(|(at, column)| Some((at, column.role?)))
            .collect();
        if self.plan.columns.with(Role::Name).next().is_none() {
            let language = self.plan.columns.all[place.column].language.clone();
            let name = Fact::Name { text: place.name.clone(), language, script: None };
            self.state(place.column, name, place.cell.clone(), None);
        }
        let held = self.held();
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
                // The date states it.
                Role::GainedBy => {}
                _ => self.column(at, role, &held),
            }
        }
        if let Some(kind) = &self.plan.constants.kind {
            let fact =
                Fact::Kind { words: kind.text.clone(), language: self.plan.columns.all[place.column].language.clone() };
            self.constant(place, "kind", fact, kind);
        }
        self.gained_without_date();
        self.levels();
        self.parents(place);
    }

    /// Reports that a row says who gained its place, and not when.
    fn gained_without_date(&mut self) {
        let is_dated = |stated: &Stated| matches!(stated.fact, Fact::Gained(_) | Fact::Dated(DateMeaning::Control));
        let Some((at, _)) = self.plan.columns.with(Role::GainedBy).next() else { return };
        if value(&self.plan.columns, &self.walked.row, at, Role::GainedBy).is_some() && !self.facts.iter().any(is_dated)
        {
            self.wrong(
                at,
                "this row says who gained the place, and has no date of the change".to_owned(),
                "a change of control has a time",
                "fill in the date, or empty the cell".to_owned(),
            );
        }
    }

    /// Adds what holds for each row.
    pub(super) fn constant(&mut self, place: &RowPlace, key: &'static str, fact: Fact, constant: &Constant) {
        let value = constant.words.clone().unwrap_or_else(|| place.cell.clone());
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
                        let zero_is_none = of.zero_is_none.or(other_of.zero_is_none);
                        match cell::known(LatLon { latitude: north, longitude: east }, zero_is_none) {
                            Ok(Some((north, east))) => {
                                self.state(at, Fact::Point(north, east), words(&latitude), Some((None, context)));
                            }
                            Ok(None) => {}
                            Err(fault) => self.fault(at, fault),
                        }
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
    fn column(&mut self, at: usize, role: Role, held: &(Vec<Arc<str>>, Vec<Words>)) {
        let Some(cell) = self.cell(at, role).cloned() else { return };
        let column = &self.plan.columns.all[at];
        for (part, of) in cell::parts(&cell, column) {
            if part.len() < cell.text.len() && !self.has_value(at, role, part) {
                continue;
            }
            if role == Role::Status {
                let part = cell::unmarked(part, column, role);
                match cell::decoded(part, column) {
                    Ok(()) => self.status(at, part, of, held),
                    Err(fault) => self.fault(at, fault),
                }
                continue;
            }
            if role == Role::Outline {
                match cell::outline(part, column.zero_is_none) {
                    Ok(facts) => facts.into_iter().for_each(|fact| self.state(at, fact, words(of), None)),
                    Err(fault) => self.fault(at, fault),
                }
                continue;
            }
            match self.fact(column, role, part, &of.nature) {
                Ok(Some((Fact::Dated(DateMeaning::Control), time))) => {
                    self.change_of_control(at, &words(of), time.as_ref());
                }
                Ok(Some((fact, time))) => self.state(at, fact, words(of), Some((time, Vec::new()))),
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
        let text = cell::unmarked(text, column, role);
        let said = column.meaning(text).map(Arc::<str>::from);
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
            Role::Party => {
                let party = party::party(text, column)?;
                of(Fact::Status { words: Arc::from(text), party })
            }
            Role::Point => Ok(cell::point(text, column)?.map(|(north, east)| (Fact::Point(north, east), None))),
            _ => Ok(None),
        }
    }

    /// States a change of control, for each party that the row says to have gained the place by it.
    fn change_of_control(&mut self, at: usize, date: &Words, time: Option<&TimeExtent>) {
        let (parties, named) = self.parties(Role::GainedBy);
        let nobody = parties.is_empty().then_some(Fact::Dated(DateMeaning::Control));
        for fact in nobody.into_iter().chain(parties.into_iter().map(Fact::Gained)) {
            self.state(at, fact, date.clone(), Some((time.cloned(), named.clone())));
        }
    }

    /// The parties that a column beside the status names, and the words that name them.
    fn held(&mut self) -> (Vec<Arc<str>>, Vec<Words>) {
        match self.plan.columns.with(Role::Status).next() {
            Some(_) => self.parties(Role::Party),
            None => Default::default(),
        }
    }

    /// The parties in the first column with a role, and the words that name them.
    fn parties(&mut self, role: Role) -> (Vec<Arc<str>>, Vec<Words>) {
        let Some((at, column)) = self.plan.columns.with(role).next() else { return Default::default() };
        let Some(cell) = value(&self.plan.columns, &self.walked.row, at, role) else { return Default::default() };
        let parties: Result<Vec<_>, _> =
            cell::parts(cell, column).map(|(part, _)| party::parties(part, column)).collect();
        match parties.map(|parties| parties.concat()) {
            Ok(parties) if parties.is_empty() => Default::default(),
            Ok(parties) => (parties, vec![words(cell)]),
            Err(fault) => {
                self.fault(at, fault);
                Default::default()
            }
        }
    }

    /// States a status, for each party that the row names.
    fn status(&mut self, at: usize, text: &str, cell: &Cell, (parties, named): &(Vec<Arc<str>>, Vec<Words>)) {
        let told: Arc<str> = Arc::from(cell::decode(text, &self.plan.columns.all[at]));
        let nobody = parties.is_empty().then_some(None);
        for party in nobody.into_iter().chain(parties.iter().cloned().map(Some)) {
            self.state(at, Fact::Status { words: told.clone(), party }, words(cell), Some((None, named.clone())));
        }
    }

    /// Adds a statement with its time: that of its own cell, of its column, or of the row.
    pub(super) fn state(&mut self, at: usize, fact: Fact, value: Words, own: Option<(Option<TimeExtent>, Vec<Words>)>) {
        let column = &self.plan.columns.all[at];
        let (own_time, mut context) = own.unwrap_or_default();
        let is_figure = matches!(fact, Fact::Figure { .. } | Fact::Area(..));
        let is_status = matches!(fact, Fact::Status { .. });
        let needs_time = is_status || (is_figure && !self.plan.columns.has_status());
        if self.is_undated && needs_time && own_time.is_none() && column.date.is_none() {
            // A value of a day that cannot be read would be told as one of any day.
            return;
        }
        // A row that says who holds a place dates that, and not the number of its people.
        let row = match &self.time {
            Some(time) if needs_time => Some(time),
            _ => None,
        };
        let is_of_spell = is_status
            || (!is_figure
                && !matches!(fact, Fact::Identifier { .. } | Fact::Dated(_) | Fact::Gained(_))
                && self.plan.columns.spell_of_status().is_none());
        let spell = self.spell.as_ref().filter(|_| is_of_spell);
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
