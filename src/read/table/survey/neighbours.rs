//! Columns whose head says that they have a date or a party, but not whose: "Since" right of "Mayor" is that of the mayor.
//! Read as that of the place, it would be a claim that the source does not make, so it is asked.

use super::Plan;
use crate::read::mapping::Role;
use crate::read::source::metadata::DateMeaning;
use crate::read::table::Question;
use crate::read::table::column::{Column, Why};
use crate::read::table::columns::entry;

impl Plan {
    /// Asks whose dates and parties these are.
    pub(super) fn ask_about_neighbours(&mut self) {
        let questions: Vec<Question> = (1..self.columns.all.len()).filter_map(|at| self.whose(at)).collect();
        self.questions.extend(questions);
        self.ask_when_gained();
    }

    /// Asks when those who gained places did, unless one column is said to have the date: a place that was captured and
    /// recaptured was not gained by the same party both times.
    fn ask_when_gained(&mut self) {
        let Some((_, gained)) = self.columns.with(Role::GainedBy).next() else { return };
        let dates = || self.columns.with(Role::Date).map(|(_, column)| column);
        let of_control: Vec<&Column> =
            dates().filter(|column| column.date_means == Some(DateMeaning::Control)).collect();
        let not_read = |column: &Column| entry(&column.called, "\"ignore\"");
        let (what, mut answers) = match of_control.as_slice() {
            [_] => return,
            [] => {
                let date = dates().next().map_or("…", |column| column.called.as_str());
                let date = entry(date, "{ role = \"date\", date-means = \"control\" }");
                (
                    "which column has the date at which these gained the place?",
                    vec![date, entry(&gained.called, "\"party\"")],
                )
            }
            several => (
                "several columns have dates of changes of control; at which of them did these gain the place?",
                several.iter().map(|column| not_read(column)).collect(),
            ),
        };
        answers.push(not_read(gained));
        self.questions.push(Question {
            place: gained.heads.last().map(|head| head.place.clone()),
            at: None,
            head: gained.called.clone(),
            value: gained.called.clone(),
            what: what.to_owned(),
            answers,
        });
    }

    /// The question whose the values of a column are; `None` if its head or the mapping says it.
    fn whose(&self, at: usize) -> Option<Question> {
        let column = &self.columns.all[at];
        let role = column.role.filter(|_| column.why == Why::Head)?;
        if !is_time(column) && role != Role::Party {
            return None;
        }
        let beside = (0..at).rev().find(|left| !is_time(&self.columns.all[*left]))?;
        let neighbour = &self.columns.all[beside];
        // Figures and numbers of rows have no date of office, and an empty column has nothing.
        let is_unread = matches!(neighbour.role, None | Some(Role::Ignore)) && self.cells[beside].has_letters;
        let is_its_own = match neighbour.role {
            Some(Role::OtherName | Role::Seat) => true,
            // With both ends it is the spell of the row; "in this province since" has one.
            Some(Role::Parent | Role::ParentCode | Role::Kind) => !self.has_both_ends(),
            _ => false,
        };
        let is_bound = matches!(role, Role::From | Role::To);
        let belongs = is_unread || is_bound && is_its_own;
        if !belongs {
            return None;
        }
        let (what, values) = match role {
            Role::Party => ("parties", "who holds the place"),
            Role::AsOf => ("dates", "the time to which its figures or its status refer"),
            _ => ("dates", "when something of the place itself happened, began or ended"),
        };
        let mut answers =
            vec![entry(&column.called, "\"ignore\""), entry(&column.called, &column.as_said().unwrap_or_default())];
        if role == Role::Date && column.is_of_unstated_date() {
            answers.push(entry(&column.called, &format!("{:?}", Role::AsOf.name())));
        }
        let is_not_read = if is_unread { ", which is not read" } else { "" };
        Some(Question {
            place: column.heads.last().map(|head| head.place.clone()),
            at: None,
            head: column.called.clone(),
            value: format!("{}, {}", neighbour.called, column.called),
            what: format!("are these {what} those of {:?}{is_not_read}, or do they say {values}?", neighbour.called),
            answers,
        })
    }

    fn has_both_ends(&self) -> bool {
        [Role::From, Role::To].into_iter().all(|role| self.columns.with(role).next().is_some())
    }
}

fn is_time(column: &Column) -> bool {
    matches!(column.role, Some(Role::From | Role::To | Role::Date | Role::AsOf))
}
