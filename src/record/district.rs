//! One district record: a name, a date or interval, an area, in whatever order. Every part keeps the range of its words;
//! words that are none of the three are told, and those that would change the meaning make the record an error.

use crate::iri::folded_space;
use crate::record::date::{DateError, FoundDate, find_dates};
use crate::record::quantity::{self, NumberError, NumberStyle, Quantity};
use crate::record::words::{
    AREA_WORDS, BARE_NUMBER, BOUNDARY, BOUNDS, CHANGES_MEANING, HEDGE_BEFORE, NUMBER_AND_WORD, trim,
};
use crate::time::{Precision, TimeError, TimeExtent, month_name};
use std::ops::Range;

/// What a record says, in byte ranges of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistrictRecord {
    /// The whole record.
    pub range: Range<usize>,
    /// The name of the district.
    pub name: Range<usize>,
    /// When control over it changed.
    pub time: Option<(Range<usize>, TimeExtent)>,
    /// Its area.
    pub area: Option<Area>,
}

/// The area that a record gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The words, with "territory" and the like.
    pub range: Range<usize>,
    /// Number and unit.
    pub quantity: Quantity,
    /// Of what.
    pub kind: AreaKind,
    /// The year of the boundaries that the figure refers to, where the record says so.
    pub boundary: Option<TimeExtent>,
}

/// Of what an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaKind {
    /// The record does not say.
    Unspecified,
    /// The whole district.
    WholeUnit,
    /// The part under control.
    ControlledPart,
}

/// Something wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The words.
    pub range: Range<usize>,
    /// What is wrong.
    pub what: String,
    /// The rule.
    pub rule: &'static str,
    /// What to do.
    pub help: String,
}

/// What was found in a piece of text, whether or not it makes a record.
#[derive(Debug)]
pub struct Found {
    /// The record, when it has a name and at least one of date and area.
    pub record: Option<DistrictRecord>,
    /// All that is wrong.
    pub faults: Vec<Fault>,
    /// Words that are no part of the three.
    pub unread: Vec<Range<usize>>,
    /// Whether a mark stands between the name and the rest, as in a list and not in prose.
    pub marked: bool,
    /// Whether it speaks of an area at all.
    pub area_named: bool,
}

/// The rule for areas.
pub const RULE_AREA: &str = "an area is a number with a unit: km2, ha, m2, square miles or acres";
/// The rule for dates.
pub const RULE_DATE: &str = "a date is a day, month or year of the Gregorian calendar, or an interval of them";
const RULE_ONE: &str = "a record has one name, at most one date and at most one area";

/// Reads the text at `range` as a record.
pub fn read(text: &str, range: Range<usize>, style: NumberStyle) -> Found {
    let mut reader = Reader { text: &text[range.clone()], free: vec![true; range.len()], faults: Vec::new() };
    let boundary = reader.boundary();
    let area = reader.area(style, boundary);
    let area_named = area.named;
    let time = reader.time(area.lonely.as_ref());
    reader.numbers(&area);
    let (name, unread, marked) = reader.name();
    if let Some(name) = &name {
        reader.meaning(&unread, name);
    }
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
    });
    Found {
        record,
        faults: reader.faults.into_iter().map(|f| Fault { range: shift(f.range), ..f }).collect(),
        unread: unread.into_iter().map(shift).collect(),
        marked,
        area_named,
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Which bytes no part has taken yet.
    free: Vec<bool>,
    faults: Vec<Fault>,
}

#[derive(Default)]
struct AreaFound {
    value: Option<Area>,
    named: bool,
    /// The words "territory" and the like that no figure follows.
    lonely: Option<Range<usize>>,
}

impl Reader<'_> {
    fn fault(&mut self, range: Range<usize>, what: impl Into<String>, rule: &'static str, help: impl Into<String>) {
        self.faults.push(Fault { range, what: what.into(), rule, help: help.into() });
    }

    fn take(&mut self, range: Range<usize>) {
        self.free[range].fill(false);
    }

    fn is_free(&self, range: &Range<usize>) -> bool {
        self.free[range.clone()].iter().all(|f| *f)
    }

    /// The text with what is taken blanked out, byte for byte.
    fn rest(&self) -> String {
        self.text
            .char_indices()
            .flat_map(|(at, c)| {
                let (c, n) = if self.free[at] { (c, 1) } else { (' ', c.len_utf8()) };
                std::iter::repeat_n(c, n)
            })
            .collect()
    }

    /// The free text without the dates that cannot be anything else, so that "8 May 1992,289 km2" gives 289.
    fn without_dates(&self) -> String {
        let rest = self.rest();
        let dates = find_dates(&rest);
        let mut bytes = rest.into_bytes();
        for date in dates {
            if date.time.is_ok_and(|time| time.edtf.contains('-')) {
                let comma = usize::from(bytes.get(date.range.end) == Some(&b','));
                bytes[date.range.start..date.range.end + comma].fill(b' ');
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Takes a question mark right after a part; whether there is one.
    fn questioned(&mut self, range: &mut Range<usize>) -> bool {
        let is = self.text[range.end..].starts_with('?');
        range.end += usize::from(is);
        self.take(range.clone());
        is
    }

    fn boundary(&mut self) -> Option<TimeExtent> {
        let captures = BOUNDARY.captures(self.text)?;
        let year = captures.name("before").or(captures.name("after"))?;
        let time = TimeExtent::from_edtf(year.as_str())?;
        self.take(captures.get(0)?.range());
        Some(time)
    }

    fn area(&mut self, style: NumberStyle, boundary: Option<TimeExtent>) -> AreaFound {
        let found = quantity::find_areas(&self.without_dates());
        let words: Vec<_> = AREA_WORDS
            .captures_iter(self.text)
            .filter_map(|c| {
                let kind = match (c.name("whole"), c.name("part")) {
                    (Some(_), _) => AreaKind::WholeUnit,
                    (_, Some(_)) => AreaKind::ControlledPart,
                    _ => AreaKind::Unspecified,
                };
                Some((c.get(0)?.range(), kind))
            })
            .filter(|(range, _)| self.is_free(range) && !self.is_in_name(range))
            .collect();
        let mut result = AreaFound { named: !found.is_empty() || !words.is_empty(), ..AreaFound::default() };
        let mut values = Vec::new();
        for area in found {
            self.take(area.range.clone());
            let lexical = folded_space(&self.text[area.range.clone()]);
            match quantity::read_number(&self.text[area.number.clone()], style) {
                Ok(value) => {
                    let quantity = Quantity { value, unit: area.unit, lexical };
                    let negative = self.text[..area.range.start].strip_suffix(['-', '−']);
                    if negative.is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace)) {
                        self.fault(area.range, "a negative area", RULE_AREA, "correct the figure");
                    } else if value.is_zero() {
                        self.fault(
                            area.range,
                            "an area of nothing",
                            RULE_AREA,
                            "correct the figure, or leave it out when it is not known",
                        );
                    } else if quantity.square_kilometres().scaled().is_none() {
                        self.fault(
                            area.range,
                            "this number has too many digits",
                            "a number has at most 18 digits",
                            "round it in the source, or leave the line out",
                        );
                    } else {
                        values.push((area.range, quantity));
                    }
                }
                Err(e) => self.number_fault(area.number, &e),
            }
        }
        self.converted(&mut values);
        if let [_, (second, _), ..] = values.as_slice() {
            self.fault(second.clone(), "a second area", RULE_ONE, "split the record, or keep the one that it is about");
        }
        let mut lonely = None;
        for (range, kind) in words {
            self.take(range.clone());
            match values.first() {
                Some((value, quantity)) if result.value.is_none() => {
                    let gap = &self.text[range.end.min(value.end)..value.start.max(range.end.min(value.end))];
                    let hedged = HEDGE_BEFORE.is_match(gap) || gap.trim().is_empty();
                    let joined =
                        if range.end <= value.start && hedged { range.start..value.end } else { value.clone() };
                    result.value =
                        Some(Area { range: joined, quantity: quantity.clone(), kind, boundary: boundary.clone() });
                }
                Some(_) => {}
                None => lonely = Some(range),
            }
        }
        if let (None, Some((range, quantity))) = (&result.value, values.first()) {
            result.value =
                Some(Area { range: range.clone(), quantity: quantity.clone(), kind: AreaKind::Unspecified, boundary });
        }
        if let Some(area) = &mut result.value {
            area.range = self.with_hedge(area.range.clone());
            self.questioned(&mut area.range);
        }
        result.lonely = lonely;
        result
    }

    /// Whether a word such as "Territory" ends a name: "Northern Territory: …".
    fn is_in_name(&self, range: &Range<usize>) -> bool {
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let before = self.text[..range.start].split_whitespace().next_back().unwrap_or_default();
        let word = &self.text[range.clone()];
        word.ends_with(':') && capital(word) && capital(before) && before.ends_with(char::is_alphanumeric)
    }

    /// Drops a figure in brackets that says the same in another unit: "289 km2 (112 sq mi)".
    fn converted(&self, values: &mut Vec<(Range<usize>, Quantity)>) {
        let [(_, first), (range, second)] = values.as_slice() else { return };
        let bracketed = self.text[..range.start].trim_end().ends_with(['(', '[']);
        let (Some(a), Some(b)) = (first.square_kilometres().scaled(), second.square_kilometres().scaled()) else {
            return;
        };
        if bracketed && first.unit != second.unit && (a - b).abs() <= a.max(b) / 100 {
            values.truncate(1);
        }
    }

    /// A range, with the word before it that makes it approximate.
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

    fn number_fault(&mut self, range: Range<usize>, error: &NumberError) {
        match error {
            NumberError::Ambiguous { thousands, decimal } => self.fault(
                range,
                format!("this number may be {thousands} or {decimal}"),
                "a number can be read in one way only",
                "say how the document writes numbers: number-format = \"1,234.5\" or \"1.234,5\" in its .meta.toml",
            ),
            NumberError::Malformed => {
                self.fault(
                    range,
                    "the digits of this number are not in groups of three",
                    "thousands are groups of three digits",
                    "correct the number",
                );
            }
            NumberError::TooLong => {
                self.fault(
                    range,
                    "this number has too many digits",
                    "a number has at most 18 digits",
                    "round it in the source, or leave the line out",
                );
            }
        }
    }

    fn time(&mut self, lonely: Option<&Range<usize>>) -> Option<(Range<usize>, TimeExtent)> {
        let rest = self.rest();
        let mut times = Vec::new();
        let mut dates = find_dates(&rest);
        // Four figures beside a date in full, or after "territory", are a number that lacks its unit.
        let is_year = |f: &FoundDate| f.time.as_ref().is_ok_and(|t| t.precision == Precision::Year);
        let another = dates.iter().any(|f| !is_year(f));
        let announced = |f: &FoundDate| {
            lonely.as_ref().is_some_and(|l| {
                rest[l.end.min(f.range.start)..f.range.start].trim().is_empty() && l.end <= f.range.start
            })
        };
        dates.retain(|f| !(is_year(f) && (another || announced(f))));
        for found in dates {
            self.take(found.range.clone());
            match found.time {
                Ok(mut time) => {
                    let mut range = self.with_hedge(found.range.clone());
                    // EDTF level 1: approximate, uncertain, or both.
                    let qualifier = match (range.start < found.range.start, self.questioned(&mut range)) {
                        (false, false) => "",
                        (true, false) => "~",
                        (false, true) => "?",
                        (true, true) => "%",
                    };
                    time.edtf = time.edtf.replace('/', &format!("{qualifier}/")) + qualifier;
                    times.push((range, time));
                }
                Err(e) => self.date_fault(found.range, &e),
            }
        }
        if let [_, (second, _), ..] = times.as_slice() {
            self.fault(second.clone(), "a second date", RULE_ONE, "split the record, or write an interval with a dash");
        }
        times.into_iter().next()
    }

    fn date_fault(&mut self, range: Range<usize>, error: &DateError) {
        let (what, help) = match error {
            DateError::Ambiguous(a, b) => (
                format!("this date may be {a} or {b}"),
                "write the month in letters, or the date as YYYY-MM-DD".to_owned(),
            ),
            DateError::Time(TimeError::NoYear) => ("this date names no year".to_owned(), "add the year".to_owned()),
            DateError::Time(TimeError::NoSuchMonth(n)) => {
                (format!("there is no month {n}"), "correct the date".to_owned())
            }
            DateError::Time(TimeError::NoSuchDay { year, month, days }) => {
                (format!("{} {year} has {days} days", month_name(*month)), "correct the date".to_owned())
            }
            DateError::Time(TimeError::Reversed) => {
                ("this interval ends before it begins".to_owned(), "put the earlier date first".to_owned())
            }
        };
        self.fault(range, what, RULE_DATE, help);
    }

    /// Tells figures that nothing has taken: a unit that we do not know, or none.
    fn numbers(&mut self, area: &AreaFound) {
        // A list's own numbering, "1. Shusha".
        let rest = self.rest();
        let mut told = false;
        for number in BARE_NUMBER.find_iter(&rest) {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            // "Sector 7: …" is a name.
            let named = rest.find(':').is_some_and(|colon| number.end() <= colon)
                && rest[..number.start()].trim_end().chars().next_back().is_some_and(char::is_alphabetic);
            if named || letter(rest[..number.start()].chars().next_back()) {
                continue;
            }
            told = true;
            let word = NUMBER_AND_WORD
                .captures_at(&rest, number.start())
                .filter(|c| c.get(0).is_some_and(|m| m.start() == number.start()))
                .and_then(|c| c.name("unit"));
            match word {
                Some(unit) if area.value.is_none() => {
                    let range = number.start()..unit.end();
                    self.take(range.clone());
                    self.fault(
                        range,
                        format!("the unit {:?} is not known", unit.as_str()),
                        RULE_AREA,
                        "write one of the known units",
                    );
                }
                _ => {
                    self.take(number.range());
                    self.fault(
                        number.range(),
                        "a number without a unit",
                        RULE_AREA,
                        "add the unit, or remove the number",
                    );
                }
            }
        }
        let speechless = !told && area.value.is_none() && self.faults.is_empty();
        if let Some(range) = area.lonely.clone().filter(|_| speechless) {
            self.fault(
                range,
                "no number follows these words",
                RULE_AREA,
                "add the figure, or remove the words when it is not known",
            );
        }
    }

    /// The name, the words that are left over, and whether a mark stands after the name.
    fn name(&mut self) -> (Option<Range<usize>>, Vec<Range<usize>>, bool) {
        let rest = self.rest();
        let mut chunks = Vec::new();
        let mut start = 0;
        let mut marked = false;
        for (at, c) in rest.char_indices() {
            let dash = matches!(c, '-' | '–' | '—')
                && rest[..at].ends_with(char::is_whitespace)
                && rest[at + c.len_utf8()..].starts_with(char::is_whitespace);
            let taken = !self.free[at];
            let mark = dash
                || matches!(c, ':' | ',' | ';' | '(' | ')' | '[' | ']' | '\t' | '=' | '|')
                || (c == ' ' && !taken && self.text[at + 1..].starts_with("  "));
            if mark || taken {
                let chunk = trim(&rest, start..at);
                marked |= mark && !taken && chunks.is_empty() && !chunk.is_empty();
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
            let anywhere = CHANGES_MEANING.find(words).filter(|_| range != name);
            if let Some(word) = anywhere.or_else(|| BOUNDS.find(words).filter(|_| before_value)) {
                let what = match word.as_str() {
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
        }
    }
}
