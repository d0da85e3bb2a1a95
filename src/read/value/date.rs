//! Times in cells: dates in figures and in words, years, decades, centuries, intervals with open ends, and their
//! qualification. The words are those of `base/date` and of `words.txt`; months are read by the one grammar of dates. A time
//! has one reading or is an error: the order of figures, the year, the calendar and the language are said by the column or
//! are not known.

mod rules;
mod figures;
mod in_language;
pub mod head;

pub use rules::{Calendar, DateOrder, DateRules};

use super::error::{Fault, ValueError};
use super::text;
use crate::base::time::{PartialDate, TimeExtent};
use figures::Part;
use in_language::{Language, Side};
use rules::{HELP, RULE, not_one};

/// Maximum length of the text of a time, in bytes.
const MAX_LENGTH: usize = 200;

/// Reads a time. In columns of the Julian and the Buddhist calendar the result is Gregorian; see [`Calendar::note`].
pub fn date(cell: &str, rules: &DateRules) -> Result<TimeExtent, ValueError> {
    let reader = Reader::new(rules);
    reader.read(cell).map_err(|error| match error.fault {
        Fault::NotOne => in_language::in_another_language(text::trim(cell), &reader.languages, rules).unwrap_or(error),
        _ => error,
    })
}

/// Reads a text that perhaps is no time at all.
fn perhaps(text: &str, rules: &DateRules) -> Result<TimeExtent, ValueError> {
    Reader::new(rules).read(text)
}

/// How a time is qualified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Doubt {
    approximate: bool,
    uncertain: bool,
}

impl Doubt {
    fn sign(self) -> &'static str {
        match (self.approximate, self.uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        }
    }
}

struct Reader<'a> {
    rules: &'a DateRules,
    languages: Vec<&'static Language>,
}

impl<'a> Reader<'a> {
    fn new(rules: &'a DateRules) -> Self {
        let english = ["en".to_owned()];
        let tags = if rules.languages.is_empty() { &english[..] } else { &rules.languages };
        Self { rules, languages: tags.iter().filter_map(|tag| in_language::language(tag)).collect() }
    }

    fn read(&self, cell: &str) -> Result<TimeExtent, ValueError> {
        let cell = text::trim(cell);
        if cell.is_empty() {
            return Err(ValueError::new(Fault::Empty, "an empty cell", RULE, "leave the value out, or fill it in"));
        }
        if cell.len() > MAX_LENGTH {
            return Err(not_one(format!("a text of more than {MAX_LENGTH} bytes")));
        }
        rules::supported(self.rules.calendar)?;
        let Some(plain) = text::ascii_digits(text::note_mark(cell).0) else {
            return Err(not_one("digits of more than one script"));
        };
        let plain = text::trim(&plain);
        match self.single(plain) {
            Err(error) if error.fault == Fault::NotOne => {
                self.open(plain).or_else(|| self.interval(plain)).unwrap_or(Err(error))
            }
            read => read,
        }
    }

    /// A time that is no interval.
    fn single(&self, text: &str) -> Result<TimeExtent, ValueError> {
        let (body, doubt) = doubt(text);
        let mut time = match self.part(body, Side::Whole)? {
            Part::Date(date) => rules::time(date, self.rules)?,
            Part::Time(time) => time,
        };
        if !doubt.sign().is_empty() && !time.edtf.contains('/') && !time.edtf.ends_with(['~', '?', '%']) {
            time.edtf.push_str(doubt.sign());
        }
        Ok(time)
    }

    /// A part in figures or in the words of the one language in which it can be read.
    fn part(&self, body: &str, side: Side) -> Result<Part, ValueError> {
        if body.starts_with('-') && body[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return negative(body);
        }
        if side == Side::End
            && let Some(day) = body.strip_suffix('.').unwrap_or(body).parse().ok().filter(|day| (1..=31).contains(day))
        {
            return Ok(Part::Date(PartialDate { day: Some(day), ..PartialDate::default() }));
        }
        if let Some(quarter) = quarter(body) {
            return Ok(quarter);
        }
        if let Some(read) = figures::figures(body, self.rules) {
            return read;
        }
        let mut parts = Vec::new();
        let mut failed = None;
        for language in &self.languages {
            match language.read(body, side, self.rules) {
                Some(Ok(part)) => parts.push(part),
                Some(Err(error)) => failed = failed.or(Some(error)),
                None => {}
            }
        }
        let mut parts = in_language::distinct(parts);
        if parts.len() > 1 {
            let readings = parts.iter().map(in_language::shown).collect();
            return Err(ValueError::ambiguous(readings, RULE, "say the one language of the column: lang = \"…\""));
        }
        parts.pop().ok_or_else(|| failed.unwrap_or_else(|| not_one("this is no time that is read")))
    }

    /// A time of which only the beginning or the end is said.
    fn open(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        let lists = || self.languages.iter().map(|language| language.code).chain([""]);
        let after =
            |list| lists().find_map(|code| text::after_phrase(text, code, list)).filter(|rest| !rest.is_empty());
        let behind = text.strip_suffix(['-', '–', '—', '…']).or_else(|| text.strip_suffix("..."));
        if let Some(rest) = behind {
            return self.end(rest).map(|time| time.map(|time| time.after()));
        }
        if let Some(rest) = after("from") {
            // "from 1865 to 1870"
            if let Some(interval) = self.interval(rest) {
                return Some(interval);
            }
            return self.end(rest).map(|time| time.map(|time| time.after()));
        }
        if let Some(rest) = after("after") {
            return self.end(rest).map(|time| time.map(|time| time.after()));
        }
        let rest = after("until").or_else(|| after("before"))?;
        self.end(rest).map(|time| time.map(|time| time.before()))
    }

    /// The end of an open interval; `None` if it is no time at all.
    fn end(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        match self.single(text::trim(text)) {
            Err(error) if error.fault == Fault::NotOne => None,
            Ok(time) if time.edtf.contains('/') => None,
            read => Some(read),
        }
    }

    /// From one time to another.
    fn interval(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        let mut found: Vec<TimeExtent> = Vec::new();
        let mut failed: Option<ValueError> = None;
        for (end, start) in self.joints(text) {
            match self.between(text::trim(&text[..end]), text::trim(&text[start..])) {
                Ok(time) if !found.contains(&time) => found.push(time),
                Ok(_) => {}
                Err(error) if error.fault == Fault::NotOne => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        match found.as_slice() {
            [] => failed.map(Err),
            [time] => Some(Ok(time.clone())),
            several => {
                let readings = several.iter().map(|time| time.edtf.clone()).collect();
                Some(Err(ValueError::ambiguous(readings, RULE, HELP)))
            }
        }
    }

    /// Where an interval may be divided: the end of the first side and the start of the second.
    fn joints(&self, text: &str) -> Vec<(usize, usize)> {
        let mut joints = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if matches!(c, '-' | '–' | '—' | '/' | '\u{2010}' | '\u{2011}' | '\u{2212}') {
                joints.push((at, end));
            }
            if c.is_whitespace() {
                let word = text[end..].split(char::is_whitespace).next().unwrap_or_default();
                if !word.is_empty() && self.languages.iter().any(|language| language.joins(word)) {
                    joints.push((at, end + word.len()));
                }
            }
        }
        joints.truncate(MOST_JOINTS);
        joints
    }

    fn between(&self, from: &str, to: &str) -> Result<TimeExtent, ValueError> {
        if from.is_empty() || to.is_empty() {
            return Err(not_one("an interval without an end"));
        }
        let ((from, before), (to, behind)) = (doubt(from), doubt(to));
        // Two figures of one or two digits are an interval of nothing.
        let (from, to) = (self.part(from, Side::End)?, self.part(to, Side::End)?);
        let mut time = match (from, to) {
            (Part::Date(from), Part::Date(to)) => {
                if to.year.is_none() && to.month.is_none() || from.day.is_some() && to.day.is_none() {
                    return Err(not_one("an interval whose ends do not match"));
                }
                if from == (PartialDate { day: from.day, ..PartialDate::default() }) && to.day.is_none() {
                    return Err(not_one("an interval whose ends do not match"));
                }
                self.dates(from, to)?
            }
            (Part::Time(from), Part::Time(to)) if !from.edtf.contains('/') && !to.edtf.contains('/') => {
                if to.latest < from.earliest {
                    return Err(rules::impossible(&crate::base::time::TimeError::Reversed));
                }
                TimeExtent::interval(&from, &to)
            }
            _ => return Err(not_one("an interval whose ends are of different kinds")),
        };
        if let Some((from, to)) = time.edtf.split_once('/') {
            time.edtf = format!("{from}{}/{to}{}", before.sign(), behind.sign());
        }
        Ok(time)
    }

    /// The interval between two dates, each of which may lack what the other has.
    fn dates(&self, from: PartialDate, to: PartialDate) -> Result<TimeExtent, ValueError> {
        let year = to.year.or(from.year).or(self.rules.year);
        let (from, to) = (
            PartialDate {
                year: from.year.or(year),
                month: if from.day.is_some() { from.month.or(to.month) } else { from.month },
                ..from
            },
            PartialDate { year, month: if to.day.is_some() { to.month.or(from.month) } else { to.month }, ..to },
        );
        let (from, to) = (rules::gregorian(from, self.rules)?, rules::gregorian(to, self.rules)?);
        if from.day.is_some() && from.month.is_none() {
            return Err(not_one("a day without a month"));
        }
        TimeExtent::between(from, to).map_err(|error| rules::impossible(&error))
    }
}

/// Maximum number of places at which an interval is divided.
const MOST_JOINTS: usize = 12;

/// A time without the signs and words that qualify it.
fn doubt(text: &str) -> (&str, Doubt) {
    let mut doubt = Doubt::default();
    let mut rest = text::trim(text);
    loop {
        if let Some(body) = text::approximate(rest) {
            (rest, doubt.approximate) = (body, true);
        } else if let Some(body) = text::after_phrase(rest, "", "perhaps").filter(|body| !body.is_empty()) {
            (rest, doubt.uncertain) = (body, true);
        } else if let Some(body) = rest.strip_suffix("(?)").or_else(|| rest.strip_suffix('?')) {
            (rest, doubt.uncertain) = (text::trim(body), true);
        } else if let Some(body) = rest.strip_suffix('~') {
            (rest, doubt.approximate) = (text::trim(body), true);
        } else if let Some(body) = rest.strip_suffix('%').filter(|body| body.ends_with(|c: char| c.is_ascii_digit())) {
            (rest, doubt) = (body, Doubt { approximate: true, uncertain: true });
        } else if let Some(body) = text::before_phrase(rest, "", "about-behind").filter(|body| !body.is_empty()) {
            (rest, doubt.approximate) = (body, true);
        } else {
            return (rest, doubt);
        }
    }
}

/// A year with a dash before it: EDTF writes years before 0 so, others an open beginning.
fn negative(body: &str) -> Result<Part, ValueError> {
    match TimeExtent::from_edtf(body) {
        Some(time) if body.starts_with("-0") => Ok(Part::Time(time)),
        Some(time) => {
            let readings = vec![time.edtf, format!("../{}", &body[1..])];
            Err(ValueError::ambiguous(readings, RULE, "write BC behind the year, or until before it"))
        }
        None => Err(not_one("a dash before a time")),
    }
}

/// `Q3 1998`, `1998-Q3`, `3Q1998`.
fn quarter(body: &str) -> Option<Part> {
    if body.len() > 10 || !body.contains(['Q', 'q']) {
        return None;
    }
    let plain: String = body.to_ascii_uppercase().chars().filter(|c| !matches!(c, ' ' | '-' | '/')).collect();
    let (before, behind) = plain.split_once('Q')?;
    let (quarter, year) = match (before.len(), behind.len()) {
        (0, 5) => behind.split_at_checked(1)?,
        (4, 1) => (behind, before),
        (1, 4) => (before, behind),
        _ => return None,
    };
    let code = 32 + quarter.parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter))?;
    let year = year.parse().ok().filter(|year| (1000..2200).contains(year))?;
    TimeExtent::part_of_year(year, code).ok().map(Part::Time)
}

#[cfg(test)]
mod tests;
