//! Times of Linked Places Format: `when`, with timespans and periods, in the words of the source.

use super::element::Element;
use super::inside::{Inside, get};
use super::limits::JSON_RULE;
use super::scan::{Raw, Shape};
use super::show::show;
use crate::read::grid::{Cell, CellPlace, Nature, RowProblem};

/// A time: `when`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Its place.
    pub place: CellPlace,
    /// `timespans`.
    pub timespans: Vec<WhenSpan>,
    /// `periods`.
    pub periods: Vec<WhenPeriod>,
    /// `label`.
    pub label: Option<Cell>,
    /// `duration`, such as `P100Y`.
    pub duration: Option<Cell>,
    /// `certainty`: `certain`, `less-certain`, `uncertain`.
    pub certainty: Option<Cell>,
}

/// A timespan. Without an end, it is the interval that its start describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenSpan {
    /// Its place.
    pub place: CellPlace,
    /// `start`.
    pub start: Option<WhenBound>,
    /// `end`.
    pub end: Option<WhenBound>,
}

/// The start or end of a timespan: dates in ISO 8601, also with `~`, `?` or `%` at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhenBound {
    /// `in`, or a date that stands for the whole bound.
    pub is_in: Option<Cell>,
    /// `earliest`.
    pub earliest: Option<Cell>,
    /// `latest`.
    pub latest: Option<Cell>,
}

/// A named period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenPeriod {
    /// `name`.
    pub name: Option<Cell>,
    /// `@id` or `uri`.
    pub id: Option<Cell>,
}

/// What reads values of a feature: their cells, and what is wrong with those that have none.
pub(super) struct Reading<'r> {
    pub(super) element: &'r Element<'r>,
    pub(super) problems: Vec<RowProblem>,
}

impl Reading<'_> {
    /// A scalar as a cell; `None` if it is null or empty, a problem if it is no scalar.
    pub(super) fn scalar(&mut self, raw: Raw, pointer: &str) -> Option<Cell> {
        if !raw.is_scalar() {
            let fault = super::scan::Fault::new(raw.at, "here should be a text", "write a text in quotation marks");
            self.problems.push(self.element.problem(&fault, LPF_RULE));
            return None;
        }
        match show(self.element.text, raw) {
            Ok((text, nature)) if !text.is_empty() => Some(Cell { text, place: self.element.place(pointer), nature }),
            Ok(_) => None,
            Err(fault) => {
                self.problems.push(self.element.problem(&fault, JSON_RULE));
                None
            }
        }
    }

    /// A member that is a scalar, by the first of its names that the object has.
    pub(super) fn member(&mut self, object: Raw, at: &str, names: &[&str]) -> Option<Cell> {
        let (name, raw) = names.iter().find_map(|name| Some((*name, get(self.element.text, object, name)?)))?;
        self.scalar(raw, &format!("{at}/{name}"))
    }

    /// The values of a member that is an array, with their pointers. A value alone is taken for an array of one; null
    /// and the text "null" are nothing.
    pub(super) fn list(&mut self, object: Raw, at: &str, name: &str) -> Vec<(Raw, String)> {
        let text = self.element.text;
        let Some(raw) = get(text, object, name) else { return Vec::new() };
        let is_nothing = |raw: Raw| raw.shape == Shape::Null || raw.of(text) == "\"null\"";
        if raw.shape != Shape::Array {
            return if is_nothing(raw) { Vec::new() } else { vec![(raw, format!("{at}/{name}"))] };
        }
        let mut inside = Inside::new(text, raw);
        let mut found = Vec::new();
        let mut number = 0;
        while let Some(Ok(item)) = inside.item() {
            if !is_nothing(item) {
                found.push((item, format!("{at}/{name}/{number}")));
            }
            number += 1;
        }
        found
    }

    /// The values of a member that is an array of objects; others are problems.
    pub(super) fn objects(&mut self, object: Raw, at: &str, name: &str) -> Vec<(Raw, String)> {
        let mut found = self.list(object, at, name);
        found.retain(|(raw, _)| {
            let fits = raw.shape == Shape::Object;
            if !fits {
                let fault = super::scan::Fault::new(raw.at, "here should be an object", "write {…}");
                self.problems.push(self.element.problem(&fault, LPF_RULE));
            }
            fits
        });
        found
    }

    /// The `when` of an object.
    pub(super) fn when(&mut self, object: Raw, at: &str) -> Option<When> {
        let raw = get(self.element.text, object, "when").filter(|raw| raw.shape != Shape::Null)?;
        let at = format!("{at}/when");
        if raw.shape != Shape::Object {
            let fault = super::scan::Fault::new(raw.at, "`when` is not an object", "write {\"timespans\": […]}");
            self.problems.push(self.element.problem(&fault, LPF_RULE));
            return None;
        }
        let timespans = self.objects(raw, &at, "timespans");
        let timespans = timespans.into_iter().map(|(span, at)| WhenSpan {
            start: self.bound(span, &at, "start"),
            end: self.bound(span, &at, "end"),
            place: self.element.place(&at),
        });
        let timespans = timespans.collect();
        let periods = self.objects(raw, &at, "periods");
        let periods = periods.into_iter().map(|(period, at)| WhenPeriod {
            name: self.member(period, &at, &["name"]),
            id: self.member(period, &at, &["@id", "id", "uri"]),
        });
        let periods = periods.collect();
        Some(When {
            timespans,
            periods,
            label: self.member(raw, &at, &["label"]),
            duration: self.member(raw, &at, &["duration"]),
            certainty: self.member(raw, &at, &["certainty"]),
            place: self.element.place(&at),
        })
    }

    fn bound(&mut self, span: Raw, at: &str, name: &str) -> Option<WhenBound> {
        let raw = get(self.element.text, span, name)?;
        let at = format!("{at}/{name}");
        let bound = if raw.shape == Shape::Object {
            WhenBound {
                is_in: self.member(raw, &at, &["in"]),
                earliest: self.member(raw, &at, &["earliest"]),
                latest: self.member(raw, &at, &["latest"]),
            }
        } else {
            WhenBound { is_in: self.scalar(raw, &at), ..WhenBound::default() }
        };
        (bound != WhenBound::default()).then_some(bound)
    }

    /// The characters of a value as a cell with a place of its own.
    pub(super) fn made(&self, text: String, pointer: &str) -> Cell {
        Cell { text, place: self.element.place(pointer), nature: Nature::Structure }
    }
}

/// The rule for values of the format.
pub(super) const LPF_RULE: &str = "values have the types of Linked Places Format 1.2";
