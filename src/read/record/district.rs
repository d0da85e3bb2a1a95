//! One district record: a name, a date or interval, an area, in any order. Every part keeps the range of its words.
//! Other words are reported, and words that would change the meaning make the record an error.

mod area;
mod beside;
mod marks;
mod time;

use crate::base::time::TimeExtent;
use crate::read::record::meaning;
use crate::read::record::quantity::{NumberStyle, Quantity};
use crate::read::record::words::{BESIDE, BOUNDS, CHANGES_MEANING, HEDGE_BEFORE, is_dash, trim};

pub use beside::RULE_MEANING;
use std::ops::Range;

/// The parts of a record, in byte ranges of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictRecord {
    /// The whole record.
    pub range: Range<usize>,
    /// The name of the district.
    pub name: Range<usize>,
    /// The time of the record: when control over the place changed, if `says_control`.
    pub time: Option<(Range<usize>, TimeExtent)>,
    /// Its area.
    pub area: Option<Area>,
    /// Whether words beside the date, a heading or the head of its column say that control changed then.
    pub says_control: bool,
}

/// The area that a record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The range of its words, with "territory" and the like.
    pub range: Range<usize>,
    /// Number and unit.
    pub quantity: Quantity,
    /// What it is the area of.
    pub kind: AreaKind,
    /// The year of the boundaries that the figure refers to; `None` if the record does not give one.
    pub boundary: Option<TimeExtent>,
}

/// What an area is the area of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaKind {
    /// The record does not say.
    Unspecified,
    /// The whole district.
    WholeUnit,
    /// The part under control.
    ControlledPart,
}

/// An error in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The words.
    pub range: Range<usize>,
    /// What is wrong with them.
    pub what: String,
    /// The rule that they break.
    pub rule: &'static str,
    /// What to do about it.
    pub help: String,
}

/// What was found in a piece of text, whether it is a record or not.
#[derive(Debug, Default)]
pub struct PieceReading {
    /// The record; `None` without a name, or with neither a date nor an area.
    pub record: Option<DistrictRecord>,
    /// All errors.
    pub faults: Vec<Fault>,
    /// Words that belong to none of the three parts.
    pub unread: Vec<Range<usize>>,
    /// Whether a mark separates the name from the rest, as in a list and unlike in prose.
    pub marked: bool,
    /// Whether it mentions an area, with a figure or without.
    pub area_named: bool,
    /// Why its date is left out; `None` if it is not, or if there is no date.
    pub unclaimed: Option<Fault>,
    /// Whether the words beside the date say that it is a change of control.
    pub says_control: bool,
}

/// The rule for areas.
pub const RULE_AREA: &str = "an area is a number with a unit: km2, ha, m2, square miles or acres";
/// The rule for dates.
pub const RULE_DATE: &str = "a date is a day, month or year of the Gregorian calendar, or an interval of them";
const RULE_ONE: &str = "a record has one name, at most one date and at most one area";

/// Reads the text at `range` as a record.
pub fn read(text: &str, range: Range<usize>, style: NumberStyle) -> PieceReading {
    let mut reader = RecordParser { text: &text[range.clone()], free: vec![true; range.len()], faults: Vec::new() };
    let marks = reader.marks();
    let boundary = reader.boundary();
    let area = reader.area(style, boundary, &marks);
    let area_named = area.named;
    let date = reader.time(area.area_word_without_figure.as_ref());
    reader.numbers(&area, date.as_ref().map(|d| &d.range));
    let (name, unread, marked) = reader.name(&marks);
    let (mut unclaimed, mut says_control) = (None, false);
    if let Some(name) = &name {
        reader.meaning(&unread, name);
        reader.mark_in_name(&marks, name, &unread);
        if let Some(date) = &date {
            (unclaimed, says_control) = reader.beside(&date.range, name, &unread);
        }
    }
    if let Some(area) = &area.value {
        reader.around_area(area);
    }
    // "Since 1992" alone may continue; a place "captured since 1992" was captured then.
    let time = date.map(|d| if d.since && !says_control { (d.range, d.time.after()) } else { (d.range, d.time) });
    let has_content = time.is_some() || area.value.is_some();
    if reader.faults.is_empty() {
        if name.is_none() {
            let all = 0..reader.text.len();
            reader.fault(
                all,
                "no name is left beside the date and the area",
                "a record names its district",
                "put the name first, followed by a colon",
            );
        } else if !has_content {
            let all = 0..reader.text.len();
            reader.fault(
                all,
                "this record gives neither a date nor an area",
                "a record gives a date, an area, or both",
                "complete the record or remove the line",
            );
        }
    }
    let shift = |r: Range<usize>| r.start + range.start..r.end + range.start;
    let record = name.filter(|_| has_content && reader.faults.is_empty()).map(|name| DistrictRecord {
        range: range.clone(),
        name: shift(name),
        time: time.map(|(r, t)| (shift(r), t)),
        area: area.value.map(|a| Area { range: shift(a.range), ..a }),
        says_control,
    });
    PieceReading {
        record,
        faults: reader.faults.into_iter().map(|f| Fault { range: shift(f.range), ..f }).collect(),
        unread: unread.into_iter().map(shift).collect(),
        marked,
        area_named,
        unclaimed: unclaimed.map(|f| Fault { range: shift(f.range), ..f }),
        says_control,
    }
}

struct RecordParser<'a> {
    text: &'a str,
    /// For each byte, whether no part has taken it yet.
    free: Vec<bool>,
    faults: Vec<Fault>,
}

impl RecordParser<'_> {
    fn fault(&mut self, range: Range<usize>, what: impl Into<String>, rule: &'static str, help: impl Into<String>) {
        self.faults.push(Fault { range, what: what.into(), rule, help: help.into() });
    }

    fn take(&mut self, range: Range<usize>) {
        self.free[range].fill(false);
    }

    fn is_free(&self, range: &Range<usize>) -> bool {
        self.free[range.clone()].iter().all(|f| *f)
    }

    /// The text with the taken parts blanked out, byte for byte.
    fn rest(&self) -> String {
        self.text
            .char_indices()
            .flat_map(|(at, c)| {
                let (c, n) = if self.free[at] { (c, 1) } else { (' ', c.len_utf8()) };
                std::iter::repeat_n(c, n)
            })
            .collect()
    }

    /// Takes a question mark directly after a part. Returns whether there is one.
    fn questioned(&mut self, range: &mut Range<usize>) -> bool {
        let is = self.text[range.end..].starts_with('?');
        range.end += usize::from(is);
        self.take(range.clone());
        is
    }

    /// Whether a mark between the parts of a record is at a free position.
    fn is_mark(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let Some(c) = rest.chars().next() else { return false };
        let dash = is_dash(c)
            && self.text[..at].ends_with(char::is_whitespace)
            && rest[c.len_utf8()..].starts_with(char::is_whitespace);
        dash || matches!(c, ':' | ',' | ';' | '(' | ')' | '[' | ']' | '\t' | '=' | '|')
            || (c == ' ' && rest[1..].starts_with("  "))
    }

    /// A range extended by the word before it that makes it approximate.
    fn with_hedge(&mut self, range: Range<usize>) -> Range<usize> {
        match HEDGE_BEFORE.find(&self.text[..range.start]) {
            Some(hedge) => {
                let range = hedge.start()..range.end;
                self.take(range.clone());
                range
            }
            None => range,
        }
    }

    /// The name, the remaining words, and whether a mark follows the name.
    fn name(&mut self, marks: &[Range<usize>]) -> (Option<Range<usize>>, Vec<Range<usize>>, bool) {
        let rest = self.rest();
        let mut chunks = Vec::new();
        let mut start = 0;
        let mut marked = false;
        for (at, c) in rest.char_indices() {
            let taken = !self.free[at];
            let mark = !taken && self.is_mark(at);
            if mark || taken {
                let chunk = trim(&rest, start..at);
                if chunks.is_empty() && !chunk.is_empty() {
                    // "Alpha¹: 1991": the colon after a footnote mark ends the name.
                    let footnote = marks.iter().find(|m| m.start == at);
                    marked = mark || footnote.is_some_and(|m| m.end < rest.len() && self.is_mark(m.end));
                    let name = named(&rest, chunk.clone(), marked);
                    let around = [name.clone(), trim(&rest, chunk.start..name.start), trim(&rest, name.end..chunk.end)];
                    chunks.extend(around.into_iter().filter(|c| !c.is_empty()));
                    start = at + c.len_utf8();
                    continue;
                }
                chunks.extend(Some(chunk).filter(|c| !c.is_empty()));
                start = at + c.len_utf8();
            }
        }
        chunks.extend(Some(trim(&rest, start..rest.len())).filter(|c| !c.is_empty()));
        let mut chunks = chunks.into_iter();
        (chunks.next(), chunks.collect(), marked)
    }

    fn meaning(&mut self, unread: &[Range<usize>], name: &Range<usize>) {
        // "Akna over 289 km2": the last word of a name may belong to the figure.
        for range in unread.iter().chain([name]) {
            let words = &self.text[range.clone()];
            let next = range.end + (self.text[range.end..].len() - self.text[range.end..].trim_start().len());
            let before_value = self.free.get(next) == Some(&false);
            // A sign changes a figure; in other places it is part of a name.
            let is_of_figure = |at: Range<usize>| {
                self.text[range.start + at.end..].trim_start().starts_with(char::is_numeric)
                    || self.text[..range.start + at.start].trim_end().ends_with(char::is_numeric)
            };
            let changes =
                |word: &regex::Match<'_>| word.as_str().contains(char::is_alphabetic) || is_of_figure(word.range());
            let anywhere = CHANGES_MEANING.find_iter(words).find(changes).filter(|_| range != name);
            if let Some(word) = anywhere.or_else(|| BOUNDS.find(words).filter(|_| before_value)) {
                let what = match word.as_str() {
                    sign if !sign.contains(char::is_alphabetic) => {
                        format!("the sign {sign:?} changes what the record says")
                    }
                    words if words.contains(' ') => format!("the words {words:?} change what the record says"),
                    word => format!("the word {word:?} changes what the record says"),
                };
                let rule = "a record states its date and area plainly";
                let range = range.start + word.start()..range.start + word.end();
                self.fault(range, what, rule, "keep such a statement for an article, or rewrite the record");
            }
        }
        if !self.text[name.clone()].chars().any(char::is_alphabetic) {
            self.fault(
                name.clone(),
                "a name without letters",
                "a record names its district",
                "put the name first, followed by a colon",
            );
        } else if meaning::is_label(&self.text[name.clone()]) {
            self.fault(
                name.clone(),
                "a label where the name of the district is expected",
                "a record names its district",
                "put the name first, followed by a colon, with date and area in the same line",
            );
        }
    }
}

/// A name without the words around it that say what a date is of: "Eastmere founded 1926", "founding of Eastmere".
/// Capitalised words belong to the name, unless all words are capitalised and no mark ends the name.
fn named(text: &str, chunk: Range<usize>, marked: bool) -> Range<usize> {
    let capitals = !marked && !text[chunk.clone()].contains(char::is_lowercase);
    let other =
        |word: &str| (capitals || word.starts_with(char::is_lowercase)) && (meaning::is_known(word) || is_beside(word));
    // A name in lower case may contain any word.
    if marked && !text[chunk.clone()].contains(char::is_uppercase) {
        return chunk;
    }
    let mut name = chunk;
    loop {
        let words = &text[name.clone()];
        let (first, last) = (words.split_once(char::is_whitespace), words.rsplit_once(char::is_whitespace));
        name = match (first, last) {
            (_, Some((before, last))) if other(last) => trim(text, name.start..name.start + before.len()),
            (Some((first, after)), _) if other(first) => trim(text, name.end - after.len()..name.end),
            _ => return name,
        };
    }
}

/// Whether a word alone changes the date beside it.
fn is_beside(word: &str) -> bool {
    BESIDE.find(word).is_some_and(|m| m.start() == 0)
}
