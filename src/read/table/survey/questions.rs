//! What only a person can decide about a table that was surveyed, and notes about it.

use super::{Plan, row_words};
use crate::base::text::Position;
use crate::read::grid::{Cell, Row};
use crate::read::mapping::{Role, TableMapping};
use crate::read::table::Question;
use crate::read::table::cell::{self};
use crate::read::table::columns::entry;
use crate::read::table::layout::{self};
use crate::read::table::party;
use crate::read::value::point::column::Orientation;

impl Plan {
    pub(super) fn ask_about_points(&mut self) {
        let found = |role| self.columns.with(role).next().map(|(_, column)| column);
        let (Some(latitude), Some(longitude)) = (found(Role::Latitude), found(Role::Longitude)) else { return };
        let orientation = self.points.orientation();
        if (latitude.is_said() && longitude.is_said())
            || !matches!(orientation, Orientation::Swapped | Orientation::Mixed)
        {
            return;
        }
        let is = |column: &str, role: Role| entry(column, &format!("{:?}", role.name()));
        let (north, east) = (latitude.called.clone(), longitude.called.clone());
        self.questions.push(Question {
            place: latitude.heads.last().map(|head| head.place.clone()),
            at: None,
            head: format!("{north}, {east}"),
            value: format!("{} points", self.points.points),
            what: format!(
                "latitude and longitude fit better swapped in {} points; which is which?",
                self.points.only_swapped.max(self.points.expected_swapped)
            ),
            answers: vec![
                format!("{} with {}", is(&north, Role::Longitude), is(&east, Role::Latitude)),
                format!("{} with {}", is(&north, Role::Latitude), is(&east, Role::Longitude)),
            ],
        });
    }

    /// Asks which rows are about one place; `told` calls two rows by their numbers and names.
    pub(super) fn ask_about_rows(
        &mut self,
        mapping: &TableMapping,
        single: Option<&Row>,
        told: &dyn Fn(usize, usize) -> String,
    ) {
        let key = || -> String {
            self.columns.with(Role::Name).next().map_or("name", |(_, column)| &column.called).to_owned()
        };
        let has_name = mapping.key.iter().any(|said| said.value == key());
        if let (Some((first, second)), false) = (self.identities.codes.first(), has_name) {
            self.questions.push(Question {
                place: None,
                at: None,
                head: String::new(),
                value: told(*first, *second),
                what: "two names have the same code; which columns identify a place?".to_owned(),
                answers: vec![format!("key = [\"{}\"]", key()), "key = [\"…\", \"…\"]".to_owned()],
            });
        }
        let has_time =
            [Role::AsOf, Role::From, Role::To].into_iter().any(|role| self.columns.with(role).next().is_some());
        let is_duplicate = |row: &usize| self.identities.duplicates.contains_key(row);
        let repeated = self.identities.repeated.iter().filter(|(_, second)| !is_duplicate(second));
        let repeated = repeated.min_by_key(|(_, second)| *second);
        if let (Some((first, second)), true) =
            (repeated, mapping.key.is_empty() && !(has_time && self.columns.with(Role::Code).next().is_some()))
        {
            self.questions.push(Question {
                place: None,
                at: None,
                head: key(),
                value: told(*first, *second),
                what: format!(
                    "a name stands in several rows ({} such rows); is that one place, or what tells the places apart?",
                    self.identities.later
                ),
                answers: vec![
                    format!("key = [\"{}\"]", key()),
                    format!("key = [\"{}\", \"…\"]", key()),
                    "ignore = true".to_owned(),
                ],
            });
        }
        let is_said = !(mapping.group.is_empty() && mapping.skip.is_empty()) || mapping.until.is_some();
        if let (Some(row), false) = (single, is_said) {
            let words = row_words(row);
            self.questions.push(Question {
                place: layout::first_filled(row).map(|cell| cell.place.clone()),
                at: Some(Position { line: row.line, column: 1 }),
                head: String::new(),
                value: words.trim().to_owned(),
                what: "this row has one filled cell: is it the heading of a group, a note, or a place of which nothing else is said?".to_owned(),
                answers: vec![
                    "group = \"single\"".to_owned(),
                    format!("skip = [{:?}]", words.trim()),
                    "skip = [{ filled = 1 }]".to_owned(),
                ],
            });
        }
    }

    pub(super) fn ask_about_cells(&mut self) {
        for (column, cells) in self.columns.all.iter().zip(&self.cells) {
            let Some(role) = column.role else { continue };
            let ask = |found: &Option<(Cell, usize)>, what: String, answers: Vec<String>| {
                let (cell, line) = found.as_ref()?;
                Some(Question {
                    place: Some(cell.place.clone()),
                    at: Some(Position { line: *line, column: cell::column(&cell.place) }),
                    head: column.called.clone(),
                    value: cell.text.clone(),
                    what,
                    answers,
                })
            };
            let with = |more: &str| entry(&column.called, &format!("{{ role = {:?}, {more} }}", role.name()));
            if role == Role::Area
                && column.unit.is_none()
                && cells.first_bad.iter().any(|(.., fault)| fault.is_missing_unit)
            {
                self.questions.extend(ask(
                    &cells.first,
                    "in which unit are these areas?".to_owned(),
                    vec![with("unit = \"km2\""), with("unit = \"ha\"")],
                ));
                continue;
            }
            let is_coded = match role {
                Role::Kind => cells.filled > 0 && (cells.longest <= 2 || cells.words == 0),
                Role::Status => cells.filled > 0 && cells.words == 0,
                Role::Party | Role::GainedBy => {
                    let has_codes = cells.first_bad.iter().any(|(.., fault)| fault.what == party::WHO);
                    cells.bad > 0 && has_codes && (cells.bad == cells.filled || !column.is_said())
                }
                _ => false,
            };
            if is_coded && column.values.is_empty() {
                let what = if role != Role::Kind && role != Role::Status {
                    "who is meant by these codes?"
                } else {
                    "what do these codes mean?"
                };
                let values: Vec<String> = cells.codes.iter().map(|code| format!("{code:?} = \"…\"")).collect();
                self.questions.extend(ask(
                    &cells.first,
                    what.to_owned(),
                    vec![with(&format!("values = {{ {} }}", values.join(", "))), entry(&column.called, "\"ignore\"")],
                ));
            }
            if column.is_said() || (is_coded && matches!(role, Role::Party | Role::GainedBy)) {
                continue;
            }
            if cells.doubtful.count > 0 {
                let words = &cells.doubtful_words;
                let others = words.iter().skip(1).map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
                let also = if others.is_empty() { others } else { format!(", and {others}") };
                let what = format!("does this{also} mean that there is no value? ({} cells)", cells.doubtful.count);
                self.questions.extend(ask(
                    &cells.doubtful.first,
                    what,
                    vec![with(&format!("null = {words:?}")), entry(&column.called, "\"ignore\"")],
                ));
            }
            if cells.zeros.count > 0 && column.zero_is_none.is_none() {
                let what = format!("is a zero a value here, or no value? ({} cells)", cells.zeros.count);
                self.questions.extend(ask(
                    &cells.zeros.first,
                    what,
                    vec![with("zero = \"value\""), with("zero = \"none\"")],
                ));
            }
            if let Some((cell, line, fault)) = cells.first_bad.first() {
                let what = format!(
                    "its head says {}, but {} of {} cells cannot be read so: {}",
                    role.name(),
                    cells.bad,
                    cells.filled,
                    fault.what
                );
                let mut answers: Vec<String> = fault.answers.iter().map(|more| with(more)).collect();
                answers.extend([
                    entry(&column.called, &format!("{:?}", role.name())),
                    entry(&column.called, "\"ignore\""),
                ]);
                self.questions.extend(ask(&Some((cell.clone(), *line)), what, answers));
            }
        }
    }
}
