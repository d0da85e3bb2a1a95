//! Members that an object has twice. Which of the two is meant cannot be known, so neither is read.

use super::limits::MAX_JSON_MEMBERS;
use super::scan::{Fault, Watch, too_many_members, unescape};
use crate::base::text::MAX_PROBLEMS;
use std::borrow::Cow;

/// Number of names at which no more are looked for.
const MAX_DUPLICATES: usize = 100_000;

/// Finds names that occur twice in an object, while a scanner goes over it.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names of the open objects, as ranges of the text, and where each object has its first.
    ranges: Vec<(usize, usize)>,
    open: Vec<usize>,
    /// The second of two equal names: where it begins. A few, if there are many.
    pub(super) duplicates: Vec<(usize, String)>,
}

impl Watch for Names {
    fn open(&mut self) {
        self.open.push(self.ranges.len());
    }

    fn name(&mut self, _: &str, at: usize, end: usize) -> Result<(), Fault> {
        self.ranges.push((at, end));
        if self.ranges.len() - self.open.last().unwrap_or(&0) > MAX_JSON_MEMBERS {
            return Err(too_many_members(at));
        }
        Ok(())
    }

    fn close(&mut self, text: &str) {
        let from = self.open.pop().unwrap_or_default();
        let names = &mut self.ranges[from..];
        if names.len() > 1 && self.duplicates.len() < MAX_DUPLICATES {
            let of = |(at, end): (usize, usize)| -> Cow<'_, str> { unescape(text.get(at..end).unwrap_or_default()) };
            if names.len() <= 16 {
                let few = (1..names.len()).filter(|n| names[..*n].iter().any(|other| of(*other) == of(names[*n])));
                self.duplicates.extend(few.map(|n| (names[n].0 - 1, of(names[n]).into_owned())));
            } else {
                // By name, and those of one name in the order of the text.
                names.sort_by(|a, b| of(*a).cmp(&of(*b)).then(a.cmp(b)));
                let pairs = names.windows(2).filter(|pair| of(pair[0]) == of(pair[1]));
                let found = pairs.map(|pair| (pair[1].0 - 1, of(pair[1]).into_owned())).take(MAX_PROBLEMS);
                self.duplicates.extend(found);
            }
        }
        self.ranges.truncate(from);
    }
}

impl Names {
    /// Whether there are so many that not all are known.
    pub(super) fn is_full(&self) -> bool {
        self.duplicates.len() >= MAX_DUPLICATES
    }

    /// The first of them in the text.
    pub(super) fn first(&self) -> Option<Fault> {
        self.duplicates.iter().min().map(|(at, name)| duplicate(*at, name))
    }
}

/// The fault of a name that occurs twice.
pub(super) fn duplicate(at: usize, name: &str) -> Fault {
    Fault::new(at, format!("the member {name:?} is given twice"), "keep one of the two")
}
