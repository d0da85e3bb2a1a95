//! The area of a record: a figure with its unit, what it is of, and figures that lack one.

use super::{Area, AreaKind, RULE_AREA, RULE_DATE, RULE_ONE, RecordParser};
use crate::base::iri::folded_space;
use crate::base::time::TimeExtent;
use crate::read::record::date::find_dates;
use crate::read::record::quantity::{self, NumberError, NumberStyle, Quantity};
use crate::read::record::words::{
    self, AREA_WORDS, BARE_NUMBER, BOUNDARY, HEDGE_AFTER, HEDGE_BEFORE, NUMBER_AND_WORD, is_dash,
};
use std::ops::Range;

/// What a record says about an area.
#[derive(Default)]
pub(super) struct AreaFound {
    pub(super) value: Option<Area>,
    /// Whether there is a figure, or a word that announces one.
    pub(super) named: bool,
    /// The words "territory" and the like that no figure follows.
    pub(super) area_word_without_figure: Option<Range<usize>>,
}

/// Whether a number may be a year.
fn is_year(number: &str) -> bool {
    number.len() == 4 && number.starts_with(['1', '2']) && number.bytes().all(|b| b.is_ascii_digit())
}

/// Eight digits written as a day: `19920508` as `1992-05-08`.
fn dashed(figures: &str) -> String {
    match (figures.get(..4), figures.get(4..6), figures.get(6..)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => String::new(),
    }
}

impl RecordParser<'_> {
    /// The free text without unambiguous dates, so that "8 May 1992,289 km2" gives 289.
    fn without_dates(&self) -> String {
        let rest = self.rest();
        let dates = find_dates(&rest);
        // "5.2500 km2" is not a month.
        let areas = quantity::find_areas(&rest);
        let in_area = |d: &Range<usize>| areas.iter().any(|a| a.number.start <= d.start && d.end <= a.number.end);
        let mut bytes = rest.into_bytes();
        for date in dates.into_iter().filter(|date| !in_area(&date.range)) {
            if date.time.is_ok_and(|time| time.edtf.contains('-')) {
                let comma = usize::from(bytes.get(date.range.end) == Some(&b','));
                bytes[date.range.start..date.range.end + comma].fill(b' ');
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub(super) fn boundary(&mut self) -> Option<TimeExtent> {
        let captures = BOUNDARY.captures(self.text)?;
        let year = captures.name("before").or(captures.name("after"))?;
        let time = TimeExtent::from_edtf(year.as_str())?;
        self.take(captures.get(0)?.range());
        Some(time)
    }

    pub(super) fn area(
        &mut self,
        style: NumberStyle,
        boundary: Option<TimeExtent>,
        marks: &[Range<usize>],
    ) -> AreaFound {
        let found = quantity::find_areas(&self.without_dates());
        let announced: Vec<_> = AREA_WORDS
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
        let mut result = AreaFound { named: !found.is_empty() || !announced.is_empty(), ..AreaFound::default() };
        let mut values = Vec::new();
        for area in found {
            self.take(area.range.clone());
            // A year in one cell, and the unit of an empty cell beside it.
            if self.text[area.range.clone()].contains('\t') && is_year(&self.text[area.number.clone()]) {
                let what = "this number may be a year: its unit stands in another cell";
                self.fault(area.range, what, RULE_AREA, "write the unit right after the number");
                continue;
            }
            let lexical = folded_space(&self.without_marks(area.range.clone(), marks));
            match quantity::read_number(&self.text[area.number.clone()], style) {
                Ok(value) => {
                    let quantity = Quantity { value, unit: area.unit, lexical };
                    let negative = self.text[..area.range.start].strip_suffix(['-', '−']);
                    if negative.is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace)) {
                        self.fault(area.range, "a negative area", RULE_AREA, "correct the figure");
                    } else if value.is_zero() {
                        self.fault(
                            area.range,
                            "an area of zero",
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
        let mut area_word_without_figure = None;
        for (range, kind) in announced {
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
                None => area_word_without_figure = Some(range),
            }
        }
        if let (None, Some((range, quantity))) = (&result.value, values.first()) {
            result.value =
                Some(Area { range: range.clone(), quantity: quantity.clone(), kind: AreaKind::Unspecified, boundary });
        }
        if let Some(area) = &mut result.value {
            area.range = self.with_hedge(area.range.clone());
            self.questioned(&mut area.range);
            if let Some(hedge) = HEDGE_AFTER.find(&self.text[area.range.end..]) {
                area.range.end += hedge.end();
                self.take(area.range.clone());
            }
        }
        result.area_word_without_figure = area_word_without_figure;
        result
    }

    /// Whether a word such as "Territory" ends a name: "Northern Territory: …".
    fn is_in_name(&self, range: &Range<usize>) -> bool {
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let before = self.text[..range.start].split_whitespace().next_back().unwrap_or_default();
        let word = &self.text[range.clone()];
        word.ends_with(':') && capital(word) && capital(before) && before.ends_with(char::is_alphanumeric)
    }

    /// Removes a figure in brackets that repeats the area in another unit: "289 km2 (112 sq mi)".
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

    /// Whether a number may belong to a date: it can be a day, month or year, and only a sign or "and" separates the
    /// two.
    fn joins(&self, number: &Range<usize>, date: &Range<usize>) -> bool {
        let gap = &self.text[number.end.min(date.end)..number.start.max(date.start)];
        let plain = gap.trim_matches(|c: char| c.is_whitespace() || is_dash(c) || ",/&+.'’".contains(c));
        let value: Option<u16> = self.text[number.clone()].parse().ok();
        // After a comma, a larger number may be an area.
        let apart = gap.trim() == ",";
        let sized = value.is_some_and(|n| !apart || (1..=31).contains(&n) || (1000..=2999).contains(&n));
        matches!(plain, "" | "and" | "or") && sized
    }

    /// Reports a word directly beside the area that makes it the area of something else, if nothing else is wrong.
    pub(super) fn around_area(&mut self, area: &Area) {
        let Some(word) = words::around_area(self.text, &area.range).filter(|_| self.faults.is_empty()) else { return };
        let what = format!("the word {:?} changes what the record says of its area", self.text[word.clone()].trim());
        let help = "give the area of the district, or keep such a statement for an article";
        self.fault(word, what, RULE_AREA, help);
    }

    /// Reports figures that no part has taken: an unknown unit, no unit, or an unsupported part of a date.
    pub(super) fn numbers(&mut self, area: &AreaFound, date: Option<&Range<usize>>) {
        // The numbering of a list, "1. Shusha".
        let rest = self.rest();
        let colon = rest.find(':');
        let announced = |at: usize| {
            area.area_word_without_figure
                .as_ref()
                .is_some_and(|l| l.end <= at && rest[l.end..at].trim_matches([' ', ':', '=']).is_empty())
        };
        let mut reported = false;
        for number in BARE_NUMBER.find_iter(&rest) {
            let before = &rest[..number.start()];
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            // "Sector 7: …" is a name.
            let named =
                colon.is_some_and(|colon| number.end() <= colon) && letter(before.trim_end().chars().next_back());
            if named || letter(before.chars().next_back()) {
                continue;
            }
            reported = true;
            // A raised figure or letter next to it has been reported.
            if self.faults.iter().any(|f| f.range.start <= number.end() && number.start() <= f.range.end) {
                self.take(number.range());
                continue;
            }
            let eight = number.len() == 8 && TimeExtent::from_edtf(&dashed(number.as_str())).is_some();
            let year = is_year(number.as_str())
                && rest[number.end()..].starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
            let word = NUMBER_AND_WORD.captures(&rest[number.start()..]).and_then(|c| c.name("unit"));
            let (range, what, rule, help) = match word {
                _ if eight => {
                    (number.range(), "eight figures that may be a date".to_owned(), RULE_DATE, "write it as YYYY-MM-DD")
                }
                _ if year => (
                    number.range(),
                    "letters right after the figures of what may be a year".to_owned(),
                    RULE_DATE,
                    "write the year alone",
                ),
                Some(unit) if area.value.is_none() => (
                    number.start()..number.start() + unit.end(),
                    format!("the unit {:?} is not known", unit.as_str()),
                    RULE_AREA,
                    "write one of the known units",
                ),
                _ if date.is_some_and(|date| self.joins(&number.range(), date)) => (
                    number.range(),
                    "a number beside the date that is not part of it".to_owned(),
                    RULE_DATE,
                    "write an interval with a dash, one date alone, or the unit if it is an area",
                ),
                _ if date.is_some() && is_year(number.as_str()) && !announced(number.start()) => (
                    number.range(),
                    "a second year, or a number without a unit".to_owned(),
                    RULE_ONE,
                    "keep the date that the record is about, or add the unit",
                ),
                _ => (
                    number.range(),
                    "a number without a unit".to_owned(),
                    RULE_AREA,
                    "add the unit, or remove the number",
                ),
            };
            self.take(range.clone());
            self.fault(range, what, rule, help);
        }
        let missing_number = !reported && area.value.is_none() && self.faults.is_empty();
        if let Some(range) = area.area_word_without_figure.clone().filter(|_| missing_number) {
            self.fault(
                range,
                "no number follows these words",
                RULE_AREA,
                "add the figure, or remove the words when it is not known",
            );
        }
    }
}
