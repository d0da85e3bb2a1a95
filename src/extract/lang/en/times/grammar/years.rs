//! Years, decades and centuries; and which numbers are not years.

use super::{Read, TimeParser};
use crate::extract::lang::en::times::meaning::{Meaning, Parts, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

/// Words before a year.
const BEFORE_YEAR: &[&str] = &[
    "in", "of", "since", "by", "until", "till", "from", "to", "before", "after", "during", "between", "around",
    "circa", "year", "years", "late", "early", "mid", "through", "throughout", "about", "ca", "c", "autumn", "spring",
    "summer", "winter", "fall", "prior", "late-", "than",
];

/// Words before a number that is not a year.
const BEFORE_NUMBER: &[&str] = &[
    "flight", "resolution", "boeing", "airbus", "article", "section", "page", "room", "route", "highway", "order",
    "number", "model", "chapter", "law", "decree", "act", "version", "windows", "channel", "unit", "no", "nos",
    "nearly", "almost", "over", "some", "approximately", "roughly", "least", "most", "only", "another", "type",
    "class", "interstate", "bill", "directive", "regulation", "paragraph", "verse", "lot", "office", "project",
    "force", "gmt", "iso", "level", "top",
];

/// Words after a number that is not a year.
const AFTER_NUMBER: &[&str] = &[
    "men", "people", "km", "km2", "km²", "kilometres", "kilometers", "metres", "meters", "m", "miles", "mi", "tons",
    "tonnes", "percent", "per", "dead", "wounded", "killed", "million", "billion", "women", "children", "feet", "ft",
    "acres", "hectares", "ha", "lb", "lbs", "kg", "pounds", "dollars", "euros", "yen", "roubles", "rubles",
    "civilians", "troops", "soldiers", "hours", "hrs", "more", "other", "others", "different", "strong", "degrees",
    "square", "cubic", "tanks", "aircraft", "infantry", "cavalry", "points", "votes", "copies", "years", "days",
    "weeks", "months", "mm", "cm", "mph", "kw", "mw", "hp", "gmt", "utc",
];

impl TimeParser<'_, '_> {
    /// Whether a token is "BC", "AD" or the like.
    pub(super) fn is_era(&self, at: usize) -> bool {
        self.era(at).is_some()
    }

    /// Whether an era is before ours.
    pub(super) fn era(&self, at: usize) -> Option<bool> {
        let token = self.get(at).filter(|t| t.kind == TokenKind::Word && t.end - t.start <= 6)?;
        if !matches!(token.letters, Letters::Capitals) {
            return None;
        }
        self.words.eras.value(&self.all.text[token.range()])
    }

    /// A year that its form identifies: "480 BC", "AD 69", four digits.
    pub(super) fn year(&self, at: usize) -> Read<i32> {
        if self.era(at) == Some(false) {
            let (year, _) = self.number(at + 1).filter(|(n, _)| *n > 0)?;
            return Some((i32::try_from(year).ok()?, at + 2));
        }
        let (number, digits) = self.number(at)?;
        let year = i32::try_from(number).ok()?;
        match self.era(at + 1) {
            Some(true) if number > 0 => return Some((1 - year, at + 2)),
            Some(false) if number > 0 => return Some((year, at + 2)),
            _ => {}
        }
        (digits == 4 && (1000..2200).contains(&number)).then_some((year, at + 1))
    }

    /// A year that stands alone, if its context allows it.
    pub(super) fn bare_year(&self, at: usize, loose: bool) -> Read<i32> {
        // "about 1990 of them", "the 2030 Agenda"
        if self.is(at + 1, "of") && self.is_any(at + 2, &["them", "these", "those", "us", "whom", "which"])
            || self.is_capital(at + 1) && self.is(at + 1, "agenda")
        {
            return None;
        }
        if let Some((year, to)) = self.year(at) {
            if to > at + 1 || self.era(at).is_some() {
                return Some((year, to));
            }
            return self.may_be_year(at, year, loose).then_some((year, to));
        }
        let (number, digits) = self.number(at)?;
        if !self.before_era || !(2..=3).contains(&digits) {
            return None;
        }
        let preceded = self.after_any(at, &["in", "by", "until", "since", "during", "of", "from"]) || loose;
        let next = self.get(at + 1);
        let ends = next
            .is_none_or(|t| t.kind == TokenKind::Mark && !matches!(&self.all.text[t.range()], "%" | "°" | ":"))
            || self.has(at + 1, Classes::FUNCTION);
        (preceded && ends).then(|| (1 - i32::try_from(number).unwrap_or(0), at + 1))
    }

    fn may_be_year(&self, at: usize, year: i32, loose: bool) -> bool {
        if self.is_any(at + 1, AFTER_NUMBER) || self.is(at + 1, "%") || self.is(at + 1, "°") || self.is(at + 1, "$") {
            return false;
        }
        if self.is_dash(at + 1) && self.tight(at + 1) && self.tight(at + 2) && self.is_any(at + 2, AFTER_NUMBER) {
            return false;
        }
        if at > self.start {
            let before = &self.all.text[self.all.tokens[at - 1].range()];
            if matches!(before, "$" | "€" | "£" | "#" | "№" | "/" | "+" | "°" | "=" | "*" | "_" | "." | "@" | "&")
            {
                return false;
            }
            if before == "-"
                && self.tight(at)
                && at >= self.start + 2
                && self.tight(at - 1)
                && self.number(at - 2).is_none()
            {
                // "Mi-1992" is a model, "mid-1992" a time.
                return self.is_any(at - 2, &["mid", "early", "late", "post", "pre"]);
            }
            if self.is_any(at - 1, BEFORE_NUMBER) && !loose {
                return false;
            }
        }
        if self.ends_range(at, year) {
            return true;
        }
        if self.counts(at) {
            return false;
        }
        let next = self.get(at + 1);
        let word = next.filter(|t| t.kind == TokenKind::Word && t.letters == Letters::Small);
        let plural = word.is_some_and(|t| {
            let word = &self.all.text[t.range()];
            word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !t.classes.any(Classes::FUNCTION)
        });
        let modern = (1900..=2035).contains(&year) && year != 2000;
        if loose || (at > self.start && self.is_any(at - 1, BEFORE_YEAR)) {
            let approximate = self.after_any(at, &["about", "around", "than"])
                || (year % 50 == 0 && self.after_any(at, &["to", "of"]));
            return !plural || (modern && !approximate);
        }
        if plural {
            return modern && self.after_any(at, &["the", "its", "his", "their"]);
        }
        let before = if at > self.start { &self.all.text[self.all.tokens[at - 1].range()] } else { "" };
        let boxed = matches!(before, "(" | "[" | "," | "-" | "–" | "—" | ":" | ";" | "");
        if modern {
            // "the 1992 offensive", "Geneva, 1954"
            return true;
        }
        // "Eastern Theater 1861-1863"
        let ranged = self.is_dash(at + 1) && self.year(at + 2).is_some_and(|(end, _)| end > year && end - year < 100);
        let bounded = boxed || ranged || self.after_any(at, &["the", "and", "or", "for", "on"]);
        bounded && (1000..1900).contains(&year) && (year % 100 != 0 || boxed || ranged) || year == 2000 && bounded
    }

    /// Whether a year precedes "and", "to" or a dash, so that this one ends an interval: "between 1700 and 1800".
    fn ends_range(&self, at: usize, year: i32) -> bool {
        let Some(last) = self.found.last().filter(|last| last.to + 1 == at && last.from > self.start) else {
            return false;
        };
        let Meaning::Calendar(Parts { year: Some(first), stretch: Stretch::Year, .. }) = last.meaning else {
            return false;
        };
        let opens = self.is(last.from - 1, "between") && self.is(at - 1, "and")
            || self.is(last.from - 1, "from") && self.is_any(at - 1, &["to", "until", "till", "through"]);
        opens && first < year && !self.is_plural(at + 1)
    }

    /// Whether a number is the first of two in a count: "between 1700 and 1800 soldiers".
    fn counts(&self, at: usize) -> bool {
        let opens = self.after_any(at, &["between"]) && self.is(at + 1, "and")
            || self.after_any(at, &["from"]) && self.is(at + 1, "to");
        opens
            && self.number(at + 2).is_some_and(|(_, digits)| digits == 4)
            && (self.is_any(at + 3, AFTER_NUMBER) || self.is(at + 3, "%") || self.is_plural(at + 3))
    }

    /// Whether a plural noun is at a token.
    fn is_plural(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| {
            let word = &self.all.text[t.range()];
            t.kind == TokenKind::Word
                && t.letters == Letters::Small
                && word.len() > 3
                && word.ends_with('s')
                && !word.ends_with("ss")
                && !t.classes.any(Classes::FUNCTION)
        })
    }

    /// The token itself, or the dash before it in "mid-60s".
    fn past_dash(&self, at: usize) -> usize {
        if at > self.start && self.is_dash(at - 1) && self.tight(at) { at - 1 } else { at }
    }

    /// "1990s", "the '60s", "the sixties", "470s BC".
    pub(super) fn decade(&self, at: usize) -> Read<Stretch> {
        let token = self.get(at)?;
        if token.classes.any(Classes::DECADE_WORD) {
            let preceded = self.after_any(self.past_dash(at), &["the", "early", "late", "mid"]);
            return self
                .words
                .decades
                .value(self.small(at).as_str())
                .filter(|_| preceded)
                .map(|d| (Stretch::DecadeOnly(d), at + 1));
        }
        let word = &self.all.text[token.range()];
        let (digits, mut to) = match token.kind {
            TokenKind::Mixed => (word.strip_suffix(['s', 'S'])?, at + 1),
            TokenKind::Number if self.kind(at + 1) == Some(TokenKind::Possessive) => (word, at + 2),
            TokenKind::Number if self.is_any(at + 1, &["s"]) && !self.is_capital(at + 1) => (word, at + 2),
            _ => return None,
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !digits.ends_with('0') {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let before = self.era(to) == Some(true);
        if self.era(to).is_some() {
            to += 1;
        }
        let stretch = match digits.len() {
            // "the 1900s" may be ten years or a hundred; it is read as the century, as is usual.
            4 if (1000..2200).contains(&number) && number % 100 == 0 && number < 2000 && !before => {
                Stretch::Century(number / 100, false)
            }
            4 if (1000..2200).contains(&number) => Stretch::Decade(number / 10, before),
            2 | 3 if before => Stretch::Decade(number / 10, true),
            2 if number >= 20 || number == 0 => {
                // "in his 60s" is an age, "the 60s" a time.
                let apostrophe =
                    at > self.start && matches!(&self.all.text[self.all.tokens[at - 1].range()], "'" | "’" | "‘");
                let before = if apostrophe { at - 1 } else { at };
                let before = self.past_dash(before);
                if !apostrophe && !self.after_any(before, &["the", "early", "late", "mid", "and", "to"]) {
                    return None;
                }
                Stretch::DecadeOnly(number / 10)
            }
            _ => return None,
        };
        Some((stretch, to))
    }

    /// "18th century", "the fifth century BC", "21st-century".
    pub(super) fn century(&self, at: usize) -> Read<Stretch> {
        if !self.may_be_ordinal(at) {
            return None;
        }
        if let Some((ordinal, "century")) = self.small(at).as_str().split_once('-') {
            let number = i32::try_from(self.words.ordinal(ordinal)?).ok().filter(|n| *n <= 25)?;
            return Some((Stretch::Century(number - 1, false), at + 1));
        }
        let number = i32::try_from(self.words.ordinal(self.small(at).as_str())?).ok()?;
        let mut next = at + 1;
        if self.is_dash(next) {
            next += 1;
        }
        if !self.is(next, "century") && !self.is(next, "centuries") || number > 25 {
            return None;
        }
        let before = self.era(next + 1);
        let to = if before.is_some() { next + 2 } else { next + 1 };
        Some((Stretch::Century(number - 1, before == Some(true)), to))
    }

    /// A year alone, a decade or a century.
    pub(super) fn years(&self, at: usize, loose: bool) -> Read<Parts> {
        if let Some((stretch, to)) = self.decade(at).or_else(|| self.century(at)) {
            return Some((Parts::new(None, stretch), to));
        }
        let (year, to) = self.bare_year(at, loose)?;
        Some((Parts::new(Some(year), Stretch::Year), to))
    }
}
