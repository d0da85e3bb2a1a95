//! The places of a file in Linked Places Format, which holds more of each than a row of a table can: names, types,
//! geometries and relations, each with its time and its citations.

use super::cursor::Cursor;
use super::elements::{Elements, Walk};
use super::geometry;
use super::inside::get;
use super::limits::JSON_RULE;
use super::place::LinkedPlace;
use super::scan::{Fault, Shape, only_value};
use super::source::LineSource;
use super::survey::{Form, Found, survey};
use super::tables::whole_text;
use super::when::LPF_RULE;
use crate::base::text::Problem;
use crate::read::grid::RowProblem;
use std::collections::VecDeque;

/// Places of Linked Places Format.
#[derive(Debug)]
pub struct LinkedPlaces {
    text: Text,
}

#[derive(Debug)]
enum Text {
    /// A JSON text, its features, and what is wrong with its system of coordinates.
    Whole(String, Found, Option<Problem>),
    Lines(LineSource),
}

/// The places one by one.
pub type PlaceIterator<'p> = Box<dyn Iterator<Item = Result<LinkedPlace, RowProblem>> + 'p>;

impl LinkedPlaces {
    /// Opens a file of which `shown` is the name: a collection of features or a feature alone.
    pub fn open(bytes: Vec<u8>, shown: &str) -> Result<Self, Vec<Problem>> {
        let text = whole_text(bytes, shown)?;
        let problem = |fault: &Fault, rule| vec![Cursor::new(1).problem(&text, fault, rule)];
        let root = only_value(&text, &mut ()).map_err(|fault| problem(&fault, JSON_RULE))?;
        let mut found = survey(&text, root).map_err(|fault| problem(&fault, LPF_RULE))?;
        match found.pop() {
            Some(features) if matches!(features.form, Form::Features | Form::Feature) => {
                let crs = get(&text, root, "crs").filter(|crs| !geometry::is_wgs84(&text, *crs));
                let crs = crs.map(|crs| problem(&geometry::other_crs(crs), geometry::CRS_RULE));
                let crs = crs.and_then(|mut problems| problems.pop());
                Ok(Self { text: Text::Whole(text, features, crs) })
            }
            _ => Err(problem(&Fault::new(root.at, "this is no collection of features", "add the features"), LPF_RULE)),
        }
    }

    /// Opens features, one a line or as a text sequence, which are read as a stream.
    pub fn open_lines(lines: LineSource) -> Self {
        Self { text: Text::Lines(lines) }
    }

    /// The places. An error is about a place that cannot be read, or a value of the place that comes next.
    pub fn places(&self) -> Result<PlaceIterator<'_>, Problem> {
        let mut ready: VecDeque<Result<LinkedPlace, RowProblem>> = VecDeque::new();
        let (mut elements, has_crs) = match &self.text {
            Text::Whole(text, found, crs) => {
                ready.extend(crs.clone().map(|crs| Err(crs.into())));
                (Elements::Text(Walk::new(text, found)), crs.is_none())
            }
            Text::Lines(lines) => {
                let records = lines.records().map_err(|error| Problem {
                    at: None,
                    value: String::new(),
                    what: format!("the file cannot be read: {error}"),
                    rule: "a file is read to its end",
                    help: "check the file and its permissions".to_owned(),
                })?;
                (Elements::Records(records), true)
            }
        };
        Ok(Box::new(std::iter::from_fn(move || {
            while ready.is_empty() {
                elements.next(|element| {
                    let element = match element {
                        Ok(element) => element,
                        Err(problem) => return ready.push_back(Err(problem.into())),
                    };
                    let fault = match &element.duplicate {
                        Some(fault) => Some(fault.clone()),
                        None if element.raw.shape != Shape::Object => {
                            Some(Fault::new(element.raw.at, "this is not a Feature", "remove it"))
                        }
                        None => None,
                    };
                    if let Some(fault) = fault {
                        return ready.push_back(Err(element.problem(&fault, LPF_RULE)));
                    }
                    let (place, problems) = LinkedPlace::read(element, has_crs);
                    ready.extend(problems.into_iter().map(Err));
                    ready.push_back(Ok(place));
                })?;
            }
            ready.pop_front()
        })))
    }
}
