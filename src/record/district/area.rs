//! The area of a record: a figure with its unit, what it is of, and figures that lack one.

use super::{Area, AreaKind, RULE_AREA, RULE_ONE, Reader};
use crate::iri::folded_space;
use crate::record::date::find_dates;
use crate::record::quantity::{self, NumberError, NumberStyle, Quantity};
use crate::record::words::{AREA_WORDS, BARE_NUMBER, BOUNDARY, HEDGE_BEFORE, NUMBER_AND_WORD};
use crate::time::TimeExtent;
use std::ops::Range;

/// What a record says of an area.
#[derive(Default)]
pub(super) struct AreaFound {
    pub(super) value: Option<Area>,
    /// Whether there is a figure or a word for one.
    pub(super) named: bool,
    /// The words "territory" and the like that no figure follows.
    pub(super) lonely: Option<Range<usize>>,
}

impl Reader<'_> {
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

    /// Tells figures that nothing has taken: a unit that we do not know, or none.
    pub(super) fn numbers(&mut self, area: &AreaFound) {
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
}
