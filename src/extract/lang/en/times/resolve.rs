//! Finds the place of an expression in the calendar. Words such as "today" count from the publication date, words such
//! as "the next day" from a time in the preceding text; if neither determines it, the time stays unresolved.

mod open;
mod tense;
mod year;

use super::calendar::{Place, clock_value};
use super::meaning::{Clock, Meaning, Parts, PeriodKind, Relation, Stretch, TimeExpression};
use crate::base::date::Unit;
use crate::base::time::{Precision, TimeExtent};
use crate::extract::finding::{Anchor, TimeKind};
use crate::extract::tokens::Tokens;
use jiff::ToSpan;
use open::{unresolved, unresolved_near};
use tense::is_narrative;

/// The result for an expression.
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) anchor: Anchor,
}

/// Maximum number of years between the time that a text is about and "the turn of the century".
const MAX_TO_TURN: i32 = 40;

/// The last time in the text, and its expression.
#[derive(Clone, Copy)]
struct LastTime {
    place: Place,
    by: usize,
    sentence: usize,
    /// Whether its year was named, and not taken from the publication date.
    named: bool,
}

/// Resolves the expressions of one article, in order.
pub(super) struct Resolver<'a, 't> {
    all: &'a Tokens<'t>,
    found: &'a [TimeExpression],
    /// The publication date, as precise as it is known.
    published: Option<Place>,
    /// Whether the article is about times far from its publication, so that a bare "in May" is one of those.
    narrative: bool,
    /// The last time in the preceding text.
    last: Option<LastTime>,
    /// The last time with a year that began a sentence: there a narrative continues, while other times may be earlier
    /// or later.
    thread: Option<LastTime>,
    /// The sentence of the current expression.
    sentence: usize,
}

impl<'a, 't> Resolver<'a, 't> {
    pub(super) fn new(all: &'a Tokens<'t>, found: &'a [TimeExpression], published: Option<&TimeExtent>) -> Self {
        let published = published.and_then(place_of);
        let narrative = is_narrative(found, published);
        Self { all, found, published, narrative, last: None, thread: None, sentence: 0 }
    }

    /// Resolves all.
    pub(super) fn resolve(mut self) -> Vec<Resolved> {
        let mut all = Vec::with_capacity(self.found.len());
        for (at, found) in self.found.iter().enumerate() {
            while self.all.sentences.get(self.sentence).is_some_and(|s| s.tokens.end <= found.from) {
                self.sentence += 1;
            }
            let resolved = self.one(at, found);
            if let Some(place) = resolved.place
                && resolved.kind != TimeKind::Duration
            {
                let within = matches!(found.meaning, Meaning::Calendar(Parts { within: Some(_), .. }));
                let named = match resolved.anchor {
                    Anchor::Explicit => true,
                    Anchor::Expression(by) => by > at || self.last.is_none_or(|last| last.named),
                    _ => within,
                };
                self.set_last(LastTime { place, by: at, sentence: self.sentence, named }, found);
            }
            all.push(resolved);
        }
        self.uncross(&mut all);
        all
    }

    /// "from May to July" without a year is one interval: if its two ends cross, neither is resolved.
    fn uncross(&self, all: &mut [Resolved]) {
        for at in 1..self.found.len() {
            let (from, to) = (&self.found[at - 1], &self.found[at]);
            let (Meaning::Calendar(own), Meaning::Calendar(next)) = (&from.meaning, &to.meaning) else { continue };
            if !from.until || own.year.is_some() || next.year.is_some() {
                continue;
            }
            let earliest = |n: usize| all[n].place.and_then(Place::extent).map(|e| e.earliest);
            if !matches!((earliest(at - 1), earliest(at)), (Some(from), Some(to)) if from > to) {
                continue;
            }
            for (n, parts) in [(at - 1, own), (at, next)] {
                all[n].value = Some(unresolved(parts));
                all[n].place = None;
                all[n].anchor = Anchor::Missing;
            }
        }
    }

    fn set_last(&mut self, last: LastTime, found: &TimeExpression) {
        // A year after a day of the same year adds nothing.
        let finer = self.last.is_some_and(|t| {
            t.sentence == last.sentence
                && matches!(last.place, Place::Year(_))
                && t.place.month().is_some()
                && t.place.year() == last.place.year()
        });
        if finer {
            return;
        }
        let start = self.all.sentences.get(self.sentence).map_or(0, |s| s.tokens.start);
        if found.from - start <= 4 && last.place.year().is_some() {
            self.thread = Some(last);
        }
        self.last = Some(last);
    }

    fn one(&self, at: usize, found: &TimeExpression) -> Resolved {
        let date = |place: Option<Place>, clock: Option<Clock>, anchor, otherwise: String| {
            let kind = if clock.is_some() { TimeKind::Clock } else { TimeKind::Date };
            match place {
                Some(place) => Resolved { kind, value: Some(place.value(clock)), place: Some(place), anchor },
                None => Resolved { kind, value: Some(otherwise), place: None, anchor: Anchor::Missing },
            }
        };
        match &found.meaning {
            Meaning::Calendar(parts) => {
                let (place, anchor) = self.calendar(at, found, parts);
                date(place, parts.clock, anchor, unresolved(parts))
            }
            Meaning::Turn => {
                let (place, anchor) = self.turn();
                date(place, None, anchor, "XX".to_owned())
            }
            Meaning::Near(which, PeriodKind::DayPart("")) => match self.same_time(*which) {
                Some((place, anchor)) => date(Some(place), None, anchor, String::new()),
                None => {
                    let value = (*which == Relation::This).then(|| "PRESENT_REF".to_owned());
                    Resolved { kind: TimeKind::Date, value, place: None, anchor: Anchor::Missing }
                }
            },
            Meaning::Near(which, what) => {
                let (place, clock, anchor) = self.near(at, *which, *what);
                date(place, clock, anchor, unresolved_near(*what))
            }
            Meaning::Shift { count, unit, back, deictic } => {
                let reference = if *back { "PAST_REF" } else { "FUTURE_REF" };
                let Some(count) = *count else {
                    return Resolved {
                        kind: TimeKind::Date,
                        value: Some(reference.to_owned()),
                        place: None,
                        anchor: Anchor::Missing,
                    };
                };
                let (place, anchor) = self.shift(count, *unit, *back, *deictic);
                date(place, None, anchor, unresolved_near(PeriodKind::Unit(*unit)))
            }
            Meaning::Today(days, clock) => {
                let day = self.published.filter(|_| !self.narrative).and_then(|p| p.shift(*days, Unit::Day));
                let otherwise = match (days, clock) {
                    (0, None) => "PRESENT_REF".to_owned(),
                    (_, clock) => format!("XXXX-XX-XX{}", clock.map(clock_value).unwrap_or_default()),
                };
                date(day, *clock, Anchor::Published, otherwise)
            }
            Meaning::Reference(value) => Resolved {
                kind: TimeKind::Date,
                value: Some((*value).to_owned()),
                place: None,
                anchor: Anchor::Missing,
            },
            Meaning::Length(value) => {
                Resolved { kind: TimeKind::Duration, value: Some(value.clone()), place: None, anchor: Anchor::Explicit }
            }
            Meaning::Recurring(value) => Resolved {
                kind: TimeKind::Recurring,
                value: Some(value.clone()),
                place: None,
                anchor: Anchor::Explicit,
            },
            Meaning::Vague => Resolved { kind: TimeKind::Duration, value: None, place: None, anchor: Anchor::Missing },
        }
    }

    fn last_anchor(&self) -> Option<(Place, Anchor)> {
        self.last.map(|last| (last.place, Anchor::Expression(last.by)))
    }

    fn calendar(&self, at: usize, found: &TimeExpression, parts: &Parts) -> (Option<Place>, Anchor) {
        if let Some(year) = parts.year {
            return (within_year(year, parts.stretch), Anchor::Explicit);
        }
        match parts.stretch {
            Stretch::Decade(n, before) => return (Some(Place::Decade(n, before)), Anchor::Explicit),
            Stretch::Century(n, before) => return (Some(Place::Century(n, before)), Anchor::Explicit),
            Stretch::DecadeOnly(digit) => return self.decade(digit),
            _ => {}
        }
        if let Some((which, unit)) = parts.within {
            let (base, _, anchor) = self.near(at, which, PeriodKind::Unit(unit));
            let place = base.and_then(|base| match (unit, base) {
                (Unit::Year, base) => within_year(base.year()?, parts.stretch),
                (Unit::Month, Place::Month(year, month)) => match parts.stretch {
                    Stretch::DayOnly(day) | Stretch::Day(_, day) => Place::day(year, month, day),
                    _ => None,
                },
                (Unit::Week, Place::Week(day)) => match parts.stretch {
                    Stretch::Weekday(n) => day.checked_add(i64::from(n - 1).days()).ok().map(Place::Day),
                    _ => None,
                },
                _ => None,
            });
            return (place, anchor);
        }
        // "April and June 1955", "July 1 to July 3, 1863": the next one has the year.
        if found.linked
            && let Some(TimeExpression { meaning: Meaning::Calendar(next), .. }) = self.found.get(at + 1)
            && let Some(year) = next.year
            && matches!(next.stretch, Stretch::Month(_) | Stretch::Day(..) | Stretch::PartOfYear(_))
        {
            let own = within_year(year, parts.stretch);
            let later = own.and_then(Place::about_month) > within_year(year, next.stretch).and_then(Place::about_month);
            let place = if later && found.until { within_year(year - 1, parts.stretch) } else { own };
            return (place, Anchor::Expression(at + 1));
        }
        match parts.stretch {
            Stretch::Weekday(day) => self.weekday(at, day),
            Stretch::DayOnly(day) => {
                let base = if self.narrative { self.last_anchor() } else { self.year_base(at) };
                let Some((place, anchor)) = base else { return (None, Anchor::Missing) };
                (place.month().and_then(|(year, month)| Place::day(year, month, day)), anchor)
            }
            Stretch::Clock => {
                if let Some(Clock::Part(_)) = parts.clock {
                    return (None, Anchor::Missing);
                }
                let last = self.last.filter(|t| self.narrative || t.sentence == self.sentence);
                match last.filter(|t| t.place.date().is_some()) {
                    Some(last) => (Some(last.place), Anchor::Expression(last.by)),
                    None if !self.narrative => (self.published.filter(|p| p.date().is_some()), Anchor::Published),
                    None => (None, Anchor::Missing),
                }
            }
            _ => {
                // "they met in 2019 and will meet in June": not June 2019.
                let ahead = self
                    .published
                    .filter(|_| !self.narrative && self.direction(found) == Some(true) && !self.was_planned(found));
                let base = ahead.map(|p| (p, Anchor::Published)).or_else(|| self.year_base(at));
                let Some((base, anchor)) = base else { return (None, Anchor::Missing) };
                let Some(mut year) = base.year() else { return (None, Anchor::Missing) };
                let own = within_year(year, parts.stretch);
                let (month, last) = (own.and_then(Place::about_month), base.about_month());
                if let (Some(month), Some(last)) = (month, last) {
                    if anchor == Anchor::Published {
                        // The past, unless the words indicate the future.
                        match self.direction(found) {
                            // "was to visit the town in April", after a May: not the following April.
                            Some(true) if month < last && last - month <= 6 && self.was_planned(found) => {}
                            Some(true) if month < last => year += 1,
                            Some(true) => {}
                            Some(false) if month > last => year -= 1,
                            None if month > last + 1 => year -= 1,
                            _ => {}
                        }
                    } else if last - month >= 8 {
                        // A narrative continues from December to January.
                        year += 1;
                    }
                }
                (within_year(year, parts.stretch), anchor)
            }
        }
    }

    /// "the turn of the century": the beginning of a century nearest to the time that the text is about.
    fn turn(&self) -> (Option<Place>, Anchor) {
        let last = self.last_anchor().filter(|(place, _)| place.year().is_some_and(|y| y > 0));
        let published = self.published.map(|p| (p, Anchor::Published));
        let base = if self.narrative { last.or(published) } else { published.or(last) };
        let Some((year, anchor)) = base.and_then(|(place, anchor)| Some((place.year()?, anchor))) else {
            return (None, Anchor::Missing);
        };
        let nearest = (year + 50) / 100 * 100;
        // In the middle of a century it may be either.
        if (year - nearest).abs() > MAX_TO_TURN {
            (None, Anchor::Missing)
        } else {
            (Some(Place::Turn(nearest)), anchor)
        }
    }

    /// "the sixties": of the century that the text is about.
    fn decade(&self, digit: i32) -> (Option<Place>, Anchor) {
        if let Some((place, anchor)) = self.last_anchor().filter(|_| self.narrative || self.published.is_none())
            && let Some((century, before)) = place.century()
        {
            return (Some(Place::Decade(century * 10 + digit, before)), anchor);
        }
        let Some(year) = self.published.and_then(Place::year) else { return (None, Anchor::Missing) };
        let century = if digit * 10 > year % 100 { year / 100 - 1 } else { year / 100 };
        (Some(Place::Decade(century * 10 + digit, false)), Anchor::Published)
    }

    fn weekday(&self, at: usize, day: i8) -> (Option<Place>, Anchor) {
        let (base, anchor) = match (self.narrative, self.published, self.last) {
            (false, Some(place), _) => (place, Anchor::Published),
            (_, _, Some(last)) => (last.place, Anchor::Expression(last.by)),
            _ => return (None, Anchor::Missing),
        };
        let Some(date) = base.date() else { return (None, Anchor::Missing) };
        let on = i64::from(day) - 1 - i64::from(date.weekday().to_monday_zero_offset());
        let ahead = anchor != Anchor::Published || self.found.get(at).is_some_and(|f| self.is_ahead(f));
        // "from Monday to Friday"
        if let Some(from) = self.last.filter(|t| t.by + 1 == at && self.found[t.by].until).and_then(|t| t.place.date())
        {
            let on = i64::from(day) - 1 - i64::from(from.weekday().to_monday_zero_offset());
            return (from.checked_add(on.rem_euclid(7).days()).ok().map(Place::Day), Anchor::Expression(at - 1));
        }
        let open = |f: &TimeExpression| !ahead && self.is_either(f) || self.is_moved_from(f);
        if anchor == Anchor::Published && self.found.get(at).is_some_and(open) {
            return (None, Anchor::Missing);
        }
        let days = if ahead { on.rem_euclid(7) } else { on.rem_euclid(7) - if on.rem_euclid(7) == 0 { 0 } else { 7 } };
        (date.checked_add(days.days()).ok().map(Place::Day), anchor)
    }

    /// The point from which a relative time is counted.
    fn near_base(&self, which: Relation, what: PeriodKind) -> Option<(Place, Anchor)> {
        let published = self.published.map(|p| (p, Anchor::Published));
        match which {
            Relation::That | Relation::Previous | Relation::Following => self.last_anchor(),
            Relation::Plain if self.narrative => self.last_anchor(),
            Relation::Plain => {
                let same =
                    self.last.filter(|t| self.sentence - t.sentence <= 1).map(|t| (t.place, Anchor::Expression(t.by)));
                published.or(same)
            }
            Relation::This if self.narrative => match what {
                PeriodKind::Unit(Unit::Year | Unit::Week) | PeriodKind::Season(_) | PeriodKind::Weekday(_) => published,
                _ => self.last_anchor(),
            },
            Relation::Last | Relation::Next if self.narrative && self.published.is_some() => self.last_anchor(),
            Relation::This | Relation::Last | Relation::Next => published,
        }
    }

    fn near(&self, at: usize, which: Relation, what: PeriodKind) -> (Option<Place>, Option<Clock>, Anchor) {
        let none = (None, None, Anchor::Missing);
        let Some((base, anchor)) = self.near_base(which, what) else {
            let clock = if let PeriodKind::DayPart(part) = what { Some(Clock::Part(part)) } else { None };
            return (None, clock, Anchor::Missing);
        };
        let step = match which {
            Relation::Last | Relation::Previous => -1,
            Relation::Next | Relation::Following => 1,
            _ => 0,
        };
        match what {
            PeriodKind::Unit(unit) => {
                let place = if step == 0 { base.widened(unit) } else { base.shift(step, unit) };
                (place, None, anchor)
            }
            PeriodKind::Weekend => {
                // "over the weekend", on a Tuesday: the past one, unless the words are about the future.
                let weekday = base.date().map(|d| d.weekday().to_monday_one_offset());
                let ahead = self.found.get(at).is_some_and(|f| self.is_ahead(f));
                let step = match (which, weekday) {
                    (Relation::Plain, None) => return none,
                    (Relation::Plain, Some(1..=5)) if !ahead => -1,
                    _ => step,
                };
                let Some(Place::Week(day)) = base.shift(step, Unit::Week) else { return none };
                (Some(Place::Weekend(day)), None, anchor)
            }
            PeriodKind::DayPart(part) => {
                // "last night" is yesterday's; "the next morning" that of the next day.
                let place = base.date().and_then(|_| base.shift(step, Unit::Day));
                (place, Some(Clock::Part(part)), anchor)
            }
            PeriodKind::Weekday(day) => {
                let Some(date) = base.date() else { return none };
                let on = i64::from(day) - 1 - i64::from(date.weekday().to_monday_zero_offset());
                let days = match which {
                    Relation::Last | Relation::Previous => on.rem_euclid(7) - 7,
                    Relation::Next | Relation::Following => {
                        let days = on.rem_euclid(7);
                        if days == 0 { 7 } else { days }
                    }
                    // "this Friday" is the next one in the week, and so is "that Friday".
                    _ if self.found.get(at).is_some_and(|f| self.is_ahead(f)) => on.rem_euclid(7),
                    // "This Monday they leave", on a Wednesday: not the past one.
                    Relation::This
                        if on < 0
                            && self
                                .found
                                .get(at)
                                .is_some_and(|f| self.direction(f).is_none() && !self.is_past_after(f)) =>
                    {
                        return none;
                    }
                    _ => on,
                };
                (date.checked_add(days.days()).ok().map(Place::Day), None, anchor)
            }
            PeriodKind::Month(_) | PeriodKind::Season(_) => {
                let Some(year) = base.year() else { return none };
                let (own, middle, place): (_, i8, fn(i32, i8) -> Place) = match what {
                    PeriodKind::Month(month) => (month, month, Place::Month),
                    PeriodKind::Season(season) => {
                        let middle = Place::PartOfYear(0, season).about_month().unwrap_or(1);
                        (season, middle, Place::PartOfYear)
                    }
                    _ => return none,
                };
                let year = match (step, base.about_month()) {
                    (0, _) => year,
                    (-1, Some(month)) if middle < month => year,
                    (1, Some(month)) if middle > month => year,
                    _ => year + step,
                };
                (Some(place(year, own)), None, anchor)
            }
        }
    }

    /// "at that time", "at the same time".
    fn same_time(&self, which: Relation) -> Option<(Place, Anchor)> {
        if which == Relation::This { None } else { self.last_anchor() }
    }

    fn shift(&self, count: f64, unit: Unit, back: bool, deictic: bool) -> (Option<Place>, Anchor) {
        let base = match (deictic, self.published) {
            (true, Some(place)) if !self.narrative => Some((place, Anchor::Published)),
            (true, None) => None,
            // "a year earlier" in the news, with no time before it, counts from the news.
            (false, Some(place)) if !self.narrative && self.last.is_none() && back && unit == Unit::Year => {
                Some((place, Anchor::Published))
            }
            _ => self.last_anchor(),
        };
        let Some((place, anchor)) = base else { return (None, Anchor::Missing) };
        if count.fract() != 0.0 || count.abs() > 10_000.0 {
            return (None, Anchor::Missing);
        }
        let count = count as i32;
        let count = if back { -count } else { count };
        (place.shift(count, unit), anchor)
    }
}

/// A period of a known year.
fn within_year(year: i32, stretch: Stretch) -> Option<Place> {
    match stretch {
        Stretch::Year | Stretch::MovableHoliday => Some(Place::Year(year)),
        Stretch::PartOfYear(code) => Some(Place::PartOfYear(year, code)),
        Stretch::SeasonOver(code) => Some(Place::SeasonOver(year, code)),
        Stretch::Month(month) => Some(Place::Month(year, month)),
        Stretch::Day(month, day) => Place::day(year, month, day),
        _ => None,
    }
}

/// A publication date as a period.
fn place_of(time: &TimeExtent) -> Option<Place> {
    let (year, month) = (i32::from(time.earliest.year()), time.earliest.month());
    match time.precision {
        Precision::Day => Some(Place::Day(time.earliest)),
        Precision::Month => Some(Place::Month(year, month)),
        Precision::Year => Some(Place::Year(year)),
        _ => None,
    }
}
