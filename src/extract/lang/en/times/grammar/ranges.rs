//! Times that share parts: "8 to 12 May 1992", "May 4 and 5", "499–493 BC", "1914-18", "19th and 20th centuries".

use super::TimeParser;
use crate::extract::lang::en::times::meaning::{Meaning, Parts, Stretch, TimeExpression};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

/// Verbs for moving something from one time to another.
pub(in crate::extract::lang::en::times) const MOVED: &[&str] = &[
    "postponed", "postpone", "postpones", "postponing", "moved", "rescheduled", "delayed", "delay", "deferred",
    "shifted", "brought", "pushed", "changed", "put", "adjourned", "off",
];

/// Maximum number of numbers in a list of days.
const MOST_SHARED: usize = 6;

impl TimeParser<'_, '_> {
    /// Adds an expression, and how it is connected with the one before.
    pub(super) fn push(&mut self, found: TimeExpression) {
        let all = self.all;
        if let Some(last) = self.found.len().checked_sub(1) {
            let (from, to) = (self.found[last].from, self.found[last].to);
            debug_assert!(to <= found.from, "expressions stand one after another");
            let gap = found.from.saturating_sub(to);
            // "from October 1944 to the March of 1945" has two words between.
            if (1..=2).contains(&gap) && found.from > to && (gap == 1 || all.is(to + 1, "the") || all.is(to, ",")) {
                let range = (self.is_range(to) && !self.is_moved(from))
                    || (all.is(to, "and") && from > 0 && all.is(from - 1, "between"))
                    || (all.is(to, "/") && follows(&self.found[last], &found))
                    || (all.is(to, "and") && is_next_day(&self.found[last], &found));
                self.found[last].until = range;
                self.found[last].linked = range
                    || all.is(to, "and")
                    || all.is(to, "or")
                    || all.is(to, "/")
                    || all.is(to, "&")
                    || all.is(to, ",");
            }
        }
        if let Meaning::Calendar(Parts { year: Some(year), .. }) = found.meaning
            && year <= 0
        {
            self.before_era = true;
        }
        self.found.push(found);
    }

    /// Whether something is moved from one time to another: "postponed from 6 April to 8 May" is no interval.
    fn is_moved(&self, from: usize) -> bool {
        let before = from.saturating_sub(6).max(self.start);
        from > self.start && self.is(from - 1, "from") && (before..from).any(|t| self.is_any(t, MOVED))
    }

    fn is_range(&self, at: usize) -> bool {
        self.is_dash(at) && !self.is(at, "/") || self.is_any(at, &["to", "until", "till", "through"])
    }

    /// Whether a word or mark joins two parts.
    fn joins(&self, at: usize) -> bool {
        self.is_range(at) || self.is_any(at, &["and", "or"]) || self.is(at, "/") || self.is(at, "&")
    }

    /// Reads numbers before the expression from which they take their month, century or era. Adds all of them.
    pub(super) fn shared(&mut self, at: usize) -> Option<usize> {
        let bare = if self.is(at, "the") { at + 1 } else { at };
        if !matches!(self.kind(bare)?, TokenKind::Number | TokenKind::Mixed) && !self.has(bare, Classes::ORDINAL) {
            return None;
        }
        // The numbers, one after another.
        let mut numbers = [(0_usize, 0_usize); MOST_SHARED];
        let mut len = 0;
        let mut next = at;
        while len < MOST_SHARED {
            let from = next;
            let number = if self.is(next, "the") { next + 1 } else { next };
            if self.day(number).is_none()
                && self.number(number).is_none()
                && self.words.ordinal(self.small(number).as_str()).is_none()
            {
                break;
            }
            let separator = number + 1;
            if !self.joins(separator) && !self.is(separator, ",") {
                break;
            }
            numbers[len] = (from, number);
            len += 1;
            next = separator + 1;
            if self.is_any(next, &["and", "or", "early", "late"]) {
                next += 1;
            }
        }
        let numbers = &numbers[..len];
        let last = if self.is(next, "the") { next + 1 } else { next };
        let &(_, first) = numbers.first()?;
        if let Some((parts, _)) = self.day_month(last) {
            let Stretch::Day(month, end) = parts.stretch else { return None };
            let days = numbers.iter().map(|(_, n)| self.day(*n).map(|(day, _)| day));
            let days: Vec<i8> = days.collect::<Option<_>>()?;
            if days.iter().zip(days.iter().skip(1).chain([&end])).any(|(a, b)| a >= b)
                || self.month(first.wrapping_sub(1)).is_some()
            {
                return None;
            }
            let numbers = numbers.to_vec();
            for ((from, number), day) in numbers.into_iter().zip(days) {
                let parts = Parts { stretch: Stretch::Day(month, day), ..parts };
                self.push(found(from, number + 1, parts));
            }
        } else if let Some(Stretch::Century(end, before)) = self.century(last).map(|(s, _)| s) {
            let &(from, number) = numbers.last()?;
            let n = i32::try_from(self.words.ordinal(self.small(number).as_str())?).ok()?;
            if numbers.len() > 1 || (n > end) != before {
                return None;
            }
            self.push(found(from, number + 1, Parts::new(None, Stretch::Century(n - 1, before))));
        } else if let Some((year, to)) = self.year(last).filter(|(year, to)| *year <= 0 && *to > last + 1) {
            let &(from, number) = numbers.last()?;
            let (n, _) = self.number(number)?;
            let first = 1 - i32::try_from(n).ok()?;
            if numbers.len() > 1 || first >= year {
                return None;
            }
            self.push(found(from, number + 1, Parts::new(Some(first), Stretch::Year)));
            self.push(found(next, to, Parts::new(Some(year), Stretch::Year)));
            return Some(to);
        } else if let Some((unit, each, true)) = self.count(last).and_then(|(_, to)| self.unit(to)) {
            // "10 to 12 days": each is a duration.
            let &(from, number) = numbers.last()?;
            if numbers.len() > 1 || !self.is_range(number + 1) || self.kind(number) != Some(TokenKind::Number) {
                return None;
            }
            let (n, _) = self.number(number)?;
            let value = unit.length(&super::lengths::number(Some(f64::from(n) * each)));
            self.push(TimeExpression {
                meaning: Meaning::Length(value),
                ..found(from, number + 1, Parts::new(None, Stretch::Clock))
            });
        } else {
            return None;
        }
        let expression = self.expression(next)?;
        let to = expression.to;
        self.push(expression);
        Some(self.continued(to))
    }

    /// "May-August 1950", "winter-spring of 1920": two expressions in one word.
    pub(super) fn two_in_one(&mut self, at: usize) -> Option<usize> {
        if !self.is_hyphened(at) {
            return None;
        }
        let small = self.small(at);
        let (first, second) = small.as_str().split_once('-')?;
        let stretch = |word: &str| match self.words.seasons.value_of_part(word) {
            Some(season) => Some(Stretch::PartOfYear(season)),
            None => self.words.months.value(word).map(Stretch::Month),
        };
        let (from, to) = (stretch(first)?, stretch(second)?);
        let token = self.all.tokens[at];
        let middle = token.start as usize + first.len();
        let mut end = Parts::new(None, to);
        let next = self.year_after(&mut end, at + 1);
        let part = (token.start as usize, middle);
        self.found.push(TimeExpression {
            part: Some(part),
            until: true,
            linked: true,
            ..found(at, at + 1, Parts::new(None, from))
        });
        let last = self.all.tokens[next - 1].end as usize;
        self.found.push(TimeExpression { part: Some((middle + 1, last)), ..found(at, next, end) });
        Some(next)
    }

    /// Reads what follows an expression and takes parts from it. Returns where to continue.
    pub(super) fn continued(&mut self, mut next: usize) -> usize {
        for _ in 0..MOST_SHARED {
            let Some(last) = self.found.last() else { return next };
            let Meaning::Calendar(parts) = last.meaning else { return next };
            if !self.joins(next) && !self.is(next, ",") {
                return next;
            }
            let mut at = next + 1;
            if self.is_any(at, &["and", "or", "the"]) {
                at += 1;
            }
            let Some((number, digits)) = self.number(at) else { return next };
            let parts = match parts.stretch {
                Stretch::Year
                    if digits == 2 && self.is_dash(next) && self.tight(at) && parts.year.is_some_and(|y| y > 0) =>
                {
                    let year = parts.year.unwrap_or(0);
                    let end = i32::try_from(number).unwrap_or(0);
                    let end = if end > year % 100 { year / 100 * 100 + end } else { year / 100 * 100 + 100 + end };
                    if end - year > 60 || self.has(at + 1, Classes::TIME_UNIT) {
                        return next;
                    }
                    Parts::new(Some(end), Stretch::Year)
                }
                // "1992/1993"
                Stretch::Year
                    if digits == 4
                        && self.is(next, "/")
                        && self.tight(at)
                        && parts.year.is_some_and(|y| i64::from(y) + 1 == i64::from(number)) =>
                {
                    Parts::new(i32::try_from(number).ok(), Stretch::Year)
                }
                Stretch::Day(month, day) if digits <= 2 && i64::from(number) > i64::from(day) && number <= 31 => {
                    if self.day_month(at).is_some() || !self.may_end_days(at + 1) {
                        return next;
                    }
                    let Ok(end) = i8::try_from(number) else { return next };
                    Parts { stretch: Stretch::Day(month, end), clock: None, ..parts }
                }
                _ => return next,
            };
            let mut parts = parts;
            let mut to = at + 1;
            if parts.year.is_none() && parts.within.is_none() {
                to = self.year_after(&mut parts, to);
                if let Some(before) = self.found.last_mut()
                    && let Meaning::Calendar(before) = &mut before.meaning
                {
                    before.year = parts.year;
                    before.within = parts.within;
                }
            }
            self.push(found(at, to, parts));
            next = to;
        }
        next
    }

    /// Whether the following words allow a number to be a day, unlike those in "May 4 and 5 people were killed".
    fn may_end_days(&self, at: usize) -> bool {
        let Some(token) = self.get(at) else { return true };
        match token.kind {
            TokenKind::Mark => !matches!(&self.all.text[token.range()], "%" | ":" | "°" | "$" | "/"),
            TokenKind::Word => token.classes.any(Classes::FUNCTION) || token.letters == Letters::Capital,
            TokenKind::Number => self.year(at).is_some(),
            _ => false,
        }
    }
}

fn found(from: usize, to: usize, parts: Parts) -> TimeExpression {
    TimeExpression {
        from,
        to,
        meaning: Meaning::Calendar(parts),
        modifier: None,
        until: false,
        linked: false,
        part: None,
    }
}

/// Whether a day directly follows another of the same month: "on 3 and 4 May" is one stretch of time.
fn is_next_day(first: &TimeExpression, second: &TimeExpression) -> bool {
    let day = |found: &TimeExpression| match found.meaning {
        Meaning::Calendar(Parts { stretch: Stretch::Day(month, day), clock: None, .. }) => Some((month, day)),
        _ => None,
    };
    matches!((day(first), day(second)), (Some((m, a)), Some((n, b))) if m == n && b == a + 1)
}

/// Whether a year directly follows another: "1992/93" is both.
fn follows(first: &TimeExpression, second: &TimeExpression) -> bool {
    let year = |found: &TimeExpression| match found.meaning {
        Meaning::Calendar(Parts { year, stretch: Stretch::Year, .. }) => year,
        _ => None,
    };
    matches!((year(first), year(second)), (Some(a), Some(b)) if b == a + 1)
}
