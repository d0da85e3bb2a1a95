//! Named parts of the year: seasons, quarters, holidays.

use super::{Read, TimeParser};
use crate::extract::lang::en::times::meaning::{Parts, Stretch};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

/// Nouns that are seasonal although the word for the season has other meanings: "a spring offensive".
const SEASONAL: &[&str] = &[
    "offensive",
    "offensives",
    "counter-offensive",
    "counteroffensive",
    "campaign",
    "campaigns",
    "session",
    "semester",
    "term",
    "elections",
    "election",
    "harvest",
    "season",
    "thaw",
    "rains",
    "floods",
    "fighting",
    "sowing",
    "planting",
];

/// Things that are named after a season, at whatever time.
const THINGS: &[&str] = &[
    "coat", "coats", "jacket", "jackets", "dress", "dresses", "boots", "shoes", "clothes", "clothing", "wear", "hat",
    "hats", "tyre", "tyres", "tires", "collection", "collections", "parade", "parades", "sports", "foliage", "wheat",
    "barley", "squash", "fashion", "fashions",
];

/// Words before "the spring" that make it a time.
const BEFORE_SEASON: &[&str] = &[
    "in", "by", "during", "until", "till", "since", "of", "through", "throughout", "before", "after", "from", "between",
];

impl TimeParser<'_, '_> {
    /// "the summer of 1992", "summer 1992", "the fall", "spring".
    pub(super) fn season(&self, at: usize, article: bool, loose: bool) -> Read<Parts> {
        if !self.has(at, Classes::SEASON) {
            return None;
        }
        let small = self.small(at);
        let season = self.words.seasons.value(small.as_str())?;
        if small.as_str().ends_with('s') {
            return None;
        }
        let mut parts = Parts::new(None, Stretch::PartOfYear(season));
        let mut to = self.year_after(&mut parts, at + 1);
        let dated = parts.year.is_some() || parts.within.is_some();
        // "the winter of 1941-42", "winter 1992/93": the first year names it.
        if self.is_dash(to)
            && self.tight(to)
            && self.tight(to + 1)
            && let (Some(year), Some((next, digits))) = (parts.year, self.number(to + 1))
        {
            let next = i32::try_from(next).unwrap_or(0);
            if next == year + 1 || (digits == 2 && next == (year + 1) % 100) {
                parts.stretch = Stretch::SeasonOver(season);
                to += 2;
            }
        }
        if dated {
            return Some((parts, to));
        }
        let next_is_name = self.get(at + 1).is_some_and(|t| {
            self.is_capital(at)
                && t.kind == TokenKind::Word
                && matches!(t.letters, Letters::Capital | Letters::Capitals)
        });
        if next_is_name || self.is_any(at + 1, &["games", "olympics", "palace", "garrison"]) || self.is_thing(at) {
            return None;
        }
        let fine = match small.as_str() {
            "fall" | "spring" => {
                let in_the = article
                    && at >= self.start + 2
                    && self.is_any(at - 2, &["in", "by", "during", "until", "since", "for"]);
                // "the spring and summer": a spring alone after "the" may be one of water.
                let goes_on = (self.is_any(at + 1, &["and", ","]) || self.is_dash(at + 1))
                    && (self.has(at + 2, Classes::SEASON)
                        || self.is_any(at + 2, &["early", "late", "the"]) && self.has(at + 3, Classes::SEASON)
                        || at >= self.start + 2 && self.is_any(at - 2, BEFORE_SEASON));
                let bare =
                    !article && (self.after_any(at, &["in", "by"]) && season == 21 || self.is_any(at + 1, SEASONAL));
                (loose || in_the || bare || (article && (goes_on && season == 21 || self.is_any(at + 1, SEASONAL))))
                    && !self.is(at + 1, "of")
            }
            _ => true,
        };
        fine.then_some((parts, at + 1))
    }

    /// Whether a season only qualifies a thing: "summer coats", "the autumn leaves".
    fn is_thing(&self, at: usize) -> bool {
        let leaves = self.is(at + 1, "leaves")
            && self.has(at.wrapping_sub(1), Classes::ARTICLE)
            && !(at >= self.start + 2 && self.is_any(at - 2, BEFORE_SEASON));
        leaves || self.is_any(at + 1, THINGS)
    }

    /// "the third quarter of 1998", "Q3 1998".
    pub(super) fn quarter(&self, at: usize) -> Read<Parts> {
        let (code, next) = if self.is_hyphened(at) {
            // "third-quarter profit"
            let small = self.small(at);
            let (first, rest) = small.as_str().split_once('-')?;
            let ordinal = i8::try_from(self.words.ordinal(first)?).ok()?;
            match rest {
                "quarter" if ordinal <= 4 => (32 + ordinal, at + 1),
                "half" if ordinal <= 2 => (39 + ordinal, at + 1),
                _ => return None,
            }
        } else if self.kind(at) == Some(TokenKind::Mixed) {
            let code = match self.small(at).as_str() {
                "q1" | "1q" => 33,
                "q2" | "2q" => 34,
                "q3" | "3q" => 35,
                "q4" | "4q" => 36,
                "h1" | "1h" => 40,
                "h2" | "2h" => 41,
                _ => return None,
            };
            (code, at + 1)
        } else {
            if !self.has(at, Classes::ORDINAL.and(Classes::TIME_RELATION)) {
                return None;
            }
            let ordinal = match self.words.ordinal(self.small(at).as_str()) {
                Some(n) => i8::try_from(n).ok()?,
                None if self.is(at, "final") || self.is(at, "last") => 4,
                None => return None,
            };
            let dash = if self.is_dash(at + 1) { at + 2 } else { at + 1 };
            let code = if self.is(dash, "quarter") && (1..=4).contains(&ordinal) {
                32 + ordinal
            } else if self.is(dash, "half") && ordinal <= 2 && self.is(dash + 1, "of") && self.year(dash + 2).is_some()
            {
                39 + ordinal
            } else {
                return None;
            };
            (code, dash + 1)
        };
        let mut parts = Parts::new(None, Stretch::PartOfYear(code));
        let to = self.year_after(&mut parts, next);
        // "a quarter of the votes" is not a time, nor is "the third quarter of the match".
        if parts.year.is_none() && parts.within.is_none() && self.is(next, "of") {
            return None;
        }
        Some((parts, to))
    }

    /// "Christmas Day", "New Year's Eve", "Easter 1916".
    pub(super) fn holiday(&self, at: usize) -> Read<Parts> {
        let (day, mut next) = if self.has(at, Classes::HOLIDAY) && self.is_capital(at) {
            // "White Christmas" is a song.
            if at > self.start + 1 && self.is_capital(at - 1) && !self.has(at - 1, Classes::FUNCTION) {
                return None;
            }
            (self.words.holidays.get(self.small(at).as_str())?.value, at + 1)
        } else if self.is(at, "new") && self.is(at + 1, "year") && self.kind(at + 2) == Some(TokenKind::Possessive) {
            (Some((1, 1)), at + 3)
        } else {
            return None;
        };
        let mut stretch = day.map_or(Stretch::MovableHoliday, |(month, day)| Stretch::Day(month, day));
        if self.is(next, "day") {
            next += 1;
        } else if self.is(next, "eve") {
            next += 1;
            stretch = match day {
                Some((12, 25)) => Stretch::Day(12, 24),
                Some((1, 1)) => Stretch::Day(12, 31),
                _ => stretch,
            };
        } else if self.is(at, "new") || self.is_any(next, &["sunday", "monday", "island", "bloc"]) {
            return None;
        }
        let mut parts = Parts::new(None, stretch);
        let to = self.year_after(&mut parts, next);
        Some((parts, to))
    }
}
