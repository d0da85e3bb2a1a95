//! Durations, and times at a distance from another: "three days", "two years ago".

use super::{Read, TimeParser};
use crate::base::date::Unit;
use crate::extract::lang::en::times::meaning::Meaning;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

/// Adjectives between a number and its unit.
const BETWEEN: &[&str] = &[
    "full", "whole", "long", "more", "consecutive", "further", "additional", "bloody", "straight", "short", "other",
    "entire", "solid", "successive", "calendar", "working", "business", "extra", "different", "previous", "following",
    "intense", "brief", "bitter", "hard", "continuous", "tense", "odd",
];

/// A count in TIMEX3: X if it is unknown.
pub(super) fn number(count: Option<f64>) -> String {
    match count {
        None => "X".to_owned(),
        Some(n) if n.fract() == 0.0 => format!("{n:.0}"),
        Some(n) => {
            let text = format!("{n:.2}");
            text.trim_end_matches('0').to_owned()
        }
    }
}

impl TimeParser<'_, '_> {
    /// A count: "three", "14", "a few", "half a", "two and a half"; `None` for "several".
    pub(super) fn count(&self, at: usize) -> Read<Option<f64>> {
        let token = self.get(at)?;
        if token.kind == TokenKind::Number {
            let word = &self.all.text[token.range()];
            if word.len() > 9 {
                return None;
            }
            let n: f64 = if word.contains(',') { word.replace(',', "").parse().ok()? } else { word.parse().ok()? };
            return Some((Some(n), self.and_half(at + 1).map_or(at + 1, |to| to)))
                .map(|(n, to)| (n.map(|n| if to > at + 1 { n + 0.5 } else { n }), to));
        }
        if token.kind != TokenKind::Word {
            return None;
        }
        let small = self.small(at);
        match small.as_str() {
            "several" | "few" | "many" | "numerous" | "multiple" => return Some((None, at + 1)),
            "dozens" => return self.is(at + 1, "of").then_some((None, at + 2)),
            "half" if self.is_any(at + 1, &["a", "an"]) => return Some((Some(0.5), at + 2)),
            "a" | "an" => {
                let next = self.small(at + 1);
                return match next.as_str() {
                    "few" | "number" | "handful" => Some((None, if self.is(at + 2, "of") { at + 3 } else { at + 2 })),
                    "couple" => Some((Some(2.0), if self.is(at + 2, "of") { at + 3 } else { at + 2 })),
                    "dozen" => Some((Some(12.0), at + 2)),
                    "hundred" => Some((Some(100.0), at + 2)),
                    "thousand" => Some((Some(1000.0), at + 2)),
                    "half" => Some((Some(0.5), at + 2)),
                    "good" | "further" | "whole" | "full" | "mere" | "single" => Some((Some(1.0), at + 2)),
                    _ => Some((Some(1.0), at + 1)),
                };
            }
            _ => {}
        }
        if !token.classes.any(Classes::NUMERAL) && !self.is_hyphened(at) {
            return None;
        }
        let mut n = f64::from(self.words.numeral(small.as_str()).or(if small.as_str() == "hundred" {
            Some(100)
        } else {
            None
        })?);
        let mut next = at + 1;
        if self.is(next, "hundred") {
            n *= 100.0;
            next += 1;
        } else if self.is(next, "thousand") {
            n *= 1000.0;
            next += 1;
        } else if n >= 20.0
            && n % 10.0 == 0.0
            && n < 100.0
            && self.has(next, Classes::NUMERAL)
            && let Some(ones) = self.words.numeral(self.small(next).as_str()).filter(|o| *o < 10)
        {
            n += f64::from(ones);
            next += 1;
        }
        let half = self.and_half(next);
        Some((Some(if half.is_some() { n + 0.5 } else { n }), half.unwrap_or(next)))
    }

    /// "and a half"
    fn and_half(&self, at: usize) -> Option<usize> {
        let half = self.is(at, "and") && self.is(at + 1, "a") && self.is(at + 2, "half");
        half.then_some(at + 3)
    }

    /// A duration, or a time counted from another by one.
    pub(super) fn length(&self, at: usize) -> Read<Meaning> {
        if let Some(read) = self.hyphened_length(at) {
            return Some(read);
        }
        let the = self.is(at, "the");
        // "the 46-day battle": the article belongs to the battle.
        if self.has(at, Classes::ARTICLE) && self.kind(at + 1) == Some(TokenKind::Number) && self.is_dash(at + 2) {
            return None;
        }
        let mut from = if the { at + 1 } else { at };
        // "the first two years", "the last days"
        let ranked =
            the && self.is_any(from, &["first", "last", "final", "next", "other", "intervening", "early", "later"]);
        if ranked {
            from += 1;
        }
        let (count, mut next) = match self.count(from) {
            Some((count, to))
                if !the || self.kind(from) == Some(TokenKind::Number) || self.has(from, Classes::NUMERAL) =>
            {
                (Some(count), to)
            }
            _ => (None, from),
        };
        let joined = self.is_dash(next) && self.tight(next) && self.tight(next + 1) && count.is_some();
        if joined {
            next += 1;
        } else if count.is_some() {
            for _ in 0..2 {
                if self.is_any(next, BETWEEN) {
                    next += 1;
                }
            }
        }
        let Some((unit, each, plural)) = self.unit(next) else {
            return if joined { self.joined_unit(next, count?) } else { None };
        };
        let counted = count.is_some();
        if !self.is_length(at, next, unit, plural, counted, joined, ranked) {
            return None;
        }
        // "the Seven Years' War" is not a duration.
        let after = if self.kind(next + 1) == Some(TokenKind::Possessive) { next + 2 } else { next + 1 };
        if self.is_capital(next) && self.is_any(after, &["war", "wars", "'"]) {
            return None;
        }
        // "hundreds of years" and "years" have no number.
        let mut count = count.unwrap_or(if plural { None } else { Some(1.0) });
        let half = self.and_half(next + 1);
        if half.is_some() {
            count = count.map(|n| n + 0.5);
        }
        let mut value = unit.length(&number(count.map(|n| n * each)));
        if count == Some(0.5) {
            value = half_of(unit, each).unwrap_or(value);
        }
        let mut to = half.unwrap_or(next + 1);
        // "two years and three months"
        if let Some(n) = count.filter(|_| !joined) {
            let and = if self.is(to, "and") || self.is(to, ",") { to + 1 } else { to };
            if let Some((Some(more), end)) = self.count(and)
                && let Some((smaller, 1.0, _)) = self.unit(end)
                && smaller < unit
                && smaller >= Unit::Second
                && (smaller >= Unit::Day) == (unit >= Unit::Day)
                && self.shift(end + 1).is_none_or(|_| and > to)
                && (and == to || self.is(to, "and"))
            {
                let rest = smaller.length(&number(Some(more)));
                let rest = rest.trim_start_matches("PT").trim_start_matches('P').to_owned();
                value = format!("{}{rest}", unit.length(&number(Some(n * each))));
                to = end + 1;
            }
        }
        if self.is_any(to, &["long", "old"])
            || (self.is_dash(to) && self.tight(to) && self.is_any(to + 1, &["old", "long"]))
        {
            let to = if self.is_dash(to) { to + 2 } else { to + 1 };
            return Some((Meaning::Length(value), to));
        }
        if self.is(to, "of") && self.is(to + 1, "age") {
            return Some((Meaning::Length(value), to + 2));
        }
        if !the && let Some((back, deictic, end)) = self.shift(to) {
            // "an hour and a half later": only whole units are counted, except for half hours.
            let count = count.map(|n| n * each);
            return Some((Meaning::Shift { count, unit, back, deictic }, end));
        }
        if self.after_any(at, &["times", "once", "twice"]) && self.is_any(at, &["a", "an"]) {
            return Some((Meaning::Recurring(value), to));
        }
        Some((Meaning::Length(value), to))
    }

    /// Whether a unit with the words before it is a duration.
    #[expect(clippy::too_many_arguments, reason = "what was seen on the way, once")]
    fn is_length(
        &self,
        at: usize,
        unit_at: usize,
        unit: Unit,
        plural: bool,
        counted: bool,
        joined: bool,
        ranked: bool,
    ) -> bool {
        if unit == Unit::Quarter && !(plural && self.is_any(unit_at - 1, &["consecutive", "straight", "successive"])) {
            return false;
        }
        if self.is_capital(unit_at) && !self.is_capital(at) && !joined && self.kind(at) != Some(TokenKind::Number) {
            return false;
        }
        if counted {
            let article = self.is_any(at, &["a", "an"]);
            // "a second attempt" and "a day" of the week are not durations; "one second" is.
            return !(article && unit == Unit::Second && !plural);
        }
        if ranked {
            return unit > Unit::Minute;
        }
        // "the years 1914", "its days", "weeks": only by itself.
        // "Years ago" may begin a sentence.
        let small = self.get(unit_at).is_some_and(|t| t.letters == Letters::Small);
        plural
            && unit >= Unit::Minute
            && unit_at == at
            && (small || at == self.start && self.is_any(at + 1, &["ago", "later", "earlier"]))
    }

    /// "40-year-old", where the words after the hyphen are one token.
    fn joined_unit(&self, at: usize, count: Option<f64>) -> Read<Meaning> {
        let token = self.get(at).filter(|t| t.kind == TokenKind::Word)?;
        let word = &self.all.text[token.range()];
        let (unit, rest) = word.split_once('-')?;
        let (unit, each, _) = self.words.unit(&unit.to_ascii_lowercase())?;
        matches!(rest, "old" | "long" | "olds")
            .then(|| (Meaning::Length(unit.length(&number(count.map(|n| n * each)))), at + 1))
    }

    /// "three-day", "year-long", "nine-month-old", as one word; "two-year term".
    fn hyphened_length(&self, at: usize) -> Read<Meaning> {
        // "a ten-day visit": the article belongs to the visit; in "a ten-day period", to the time.
        let article = self.is_any(at, &["a", "an", "the"]);
        if article && !self.is(at + 2, "period") {
            return None;
        }
        let at_word = if article { at + 1 } else { at };
        if !self.is_hyphened(at_word) {
            return None;
        }
        let small = self.small(at_word);
        let (first, rest) = small.as_str().split_once('-')?;
        if let Some((unit, each, false)) = self.words.unit(first) {
            return (rest == "long" && unit > Unit::Minute)
                .then(|| (Meaning::Length(unit.length(&number(Some(each)))), at_word + 1));
        }
        let unit = rest.split('-').next()?;
        let (count, unit) =
            match self.words.numeral(&small.as_str()[..small.as_str().len() - unit.len().min(small.as_str().len())]) {
                Some(n) => (Some(f64::from(n)), unit),
                None if matches!(first, "several" | "multi" | "many") => (None, unit),
                None => match self.words.numeral(first) {
                    Some(n) => (Some(f64::from(n)), unit),
                    None if first == "half" => (Some(0.5), unit),
                    None => return None,
                },
            };
        let (unit, each, _) = self.words.unit(unit)?;
        if unit == Unit::Second || unit == Unit::Quarter {
            return None;
        }
        let value =
            if count == Some(0.5) { half_of(unit, each)? } else { unit.length(&number(count.map(|n| n * each))) };
        let to = if self.is_any(at_word + 1, &["long", "old", "period"]) { at_word + 2 } else { at_word + 1 };
        if self.shift(to).is_some() {
            return None;
        }
        Some((Meaning::Length(value), to))
    }

    /// Words after a duration that count it from a time: whether back, whether from now, and where they end.
    fn shift(&self, at: usize) -> Option<(bool, bool, usize)> {
        let alone = self.ends_after(at);
        Some(match self.small(at).as_str() {
            "ago" => (true, true, at + 1),
            "earlier" | "previously" if !self.is(at + 1, "than") => (true, false, at + 1),
            "before" | "prior" if alone && !self.is(at + 1, "to") => (true, false, at + 1),
            "later" => (false, false, at + 1),
            "afterwards" | "afterward" | "thereafter" | "hence" => (false, false, at + 1),
            "after" if alone => (false, false, at + 1),
            "from" if self.is(at + 1, "now") => (false, true, at + 2),
            _ => return None,
        })
    }
}

/// Half of a unit, in the next smaller unit if that gives a whole number.
fn half_of(unit: Unit, each: f64) -> Option<String> {
    Some(match unit {
        Unit::Minute => Unit::Second.length("30"),
        Unit::Hour => Unit::Minute.length("30"),
        Unit::Day => Unit::Hour.length("12"),
        Unit::Year => Unit::Month.length("6"),
        Unit::Decade => Unit::Year.length("5"),
        Unit::Century => Unit::Year.length("50"),
        _ => unit.length(&number(Some(each / 2.0))),
    })
}
