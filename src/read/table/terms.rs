//! What the words of heads and mappings mean by themselves: units, dates. Also why a cell cannot be read.

use crate::base::time::TimeExtent;
use crate::read::mapping::ColumnMapping;
use crate::read::record::quantity::{AreaUnit, Decimal};
use crate::read::table::heads::{self, Meaning};
use crate::read::value::date::{self, Calendar, DateOrder, DateRules};
use crate::read::value::{Fault as Kind, ValueError, unit, without_note};
use std::sync::Arc;

/// Why a cell cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub what: String,
    /// The rule that it breaks.
    pub rule: &'static str,
    /// What to do.
    pub help: String,
    /// What to add to the entry of the column, one for each possible reading.
    pub answers: Vec<String>,
    /// Whether only the unit is missing.
    pub is_missing_unit: bool,
}

impl From<ValueError> for Fault {
    fn from(error: ValueError) -> Self {
        let answers = match (error.fault, error.help.as_str()) {
            (Kind::Ambiguous, help) if help.contains("decimal") => {
                vec!["decimal = \",\"".to_owned(), "decimal = \".\"".to_owned()]
            }
            (Kind::Ambiguous, help) if help.contains("format") => {
                vec!["format = \"dmy\"".to_owned(), "format = \"mdy\"".to_owned()]
            }
            (Kind::NotRead, help) => help.find("null = [").map(|at| help[at..].to_owned()).into_iter().collect(),
            (Kind::NoYear, _) => vec!["year = …".to_owned()],
            _ => Vec::new(),
        };
        Self { what: error.what, rule: error.rule, help: error.help, answers, is_missing_unit: false }
    }
}

pub(super) fn fault(what: &str, rule: &'static str, help: &str) -> Fault {
    Fault { what: what.to_owned(), rule, help: help.to_owned(), answers: Vec::new(), is_missing_unit: false }
}

/// How the dates of a column are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateStyle {
    rules: DateRules,
}

impl DateStyle {
    /// For a column in a language; a column without one is read in the language of the dataset, and in English.
    pub fn of(language: Option<&str>, dataset: &str) -> Self {
        let mut languages: Vec<String> = vec![primary(language.unwrap_or(dataset)), "en".to_owned()];
        languages.dedup();
        Self { rules: DateRules { languages, ..DateRules::default() } }
    }

    /// For dates of a format that has them in ISO 8601.
    pub fn iso() -> Self {
        Self {
            rules: DateRules {
                languages: vec!["en".to_owned()],
                order: Some(DateOrder::YearMonthDay),
                ..DateRules::default()
            },
        }
    }

    /// Takes over what the mapping says.
    pub fn take(&mut self, entry: &ColumnMapping) {
        if let Some(language) = &entry.lang {
            self.rules.languages = vec![primary(&language.value), "en".to_owned()];
        }
        if let Some(order) = entry.format.as_ref().and_then(|format| DateOrder::of(&format.value)) {
            self.rules.order = Some(order);
        }
        if let Some(year) = &entry.year {
            self.rules.year = Some(year.value);
        }
        if let Some(calendar) = entry.calendar.as_ref().and_then(|calendar| Calendar::of(&calendar.value)) {
            self.rules.calendar = calendar;
        }
    }
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

/// Reads a date.
pub fn date(text: &str, style: &DateStyle) -> Result<TimeExtent, Fault> {
    date::date(text, &style.rules).map_err(Fault::from)
}

/// Reads the one date in the words of a head.
pub fn date_in_head(words: &str, style: &DateStyle) -> Result<TimeExtent, Fault> {
    if let Ok(time) = date::date(words, &style.rules) {
        return Ok(time);
    }
    let found = date::head::date_in_head(words, &style.rules);
    let mut times = found.into_iter();
    match (times.next(), times.next()) {
        (Some(only), None) => only.time.map_err(Fault::from),
        _ => Err(fault("this is no date", "a head with a date has one", "correct the pattern")),
    }
}

/// The time from the beginning of a time on; `None` if it has none.
pub fn since(from: &TimeExtent) -> Option<TimeExtent> {
    TimeExtent::from_edtf(&format!("{}/..", from.edtf))
}

/// The time up to the end of a time; `None` if it has none.
pub fn until(to: &TimeExtent) -> Option<TimeExtent> {
    TimeExtent::from_edtf(&format!("../{}", to.edtf))
}

/// A unit in a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadUnit {
    /// The unit and its multiplier as written.
    pub words: String,
    /// The unit of area and its multiplier.
    pub area_unit: Option<(AreaUnit, Decimal)>,
}

/// The unit of area with these words, and its multiplier.
pub fn area_unit(words: &str) -> Option<(AreaUnit, Decimal)> {
    unit::unit(words).ok()
}

/// The unit of area in a head, and the words beside it.
pub fn unit_in_head(head: &str) -> (Option<HeadUnit>, String) {
    let head = without_note(head);
    match unit::unit_in_head(head) {
        Ok(Some(found)) => {
            let area_unit = found.unit.map(|unit| (unit, found.factor));
            (Some(HeadUnit { words: found.lexical, area_unit }), found.words)
        }
        Ok(None) => (None, head.to_owned()),
        Err(_) => (None, head.to_owned()),
    }
}

/// The kind of unit that a head names, in its words.
pub fn unit_word(head: &str) -> Option<Arc<str>> {
    matches!(heads::meaning(head), Some(Meaning::Unit(_))).then(|| Arc::from(head))
}
