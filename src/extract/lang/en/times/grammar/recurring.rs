//! Recurring times: "every Friday", "each year", "daily", "per week", "Mondays".

use super::lengths::number;
use super::{Read, TimeParser};
use crate::base::date::Form;
use crate::extract::lang::en::times::calendar::season_letters;
use crate::extract::lang::en::times::meaning::Meaning;
use crate::extract::lexicon::Classes;

impl TimeParser<'_, '_> {
    /// "every Friday", "each year", "daily", "per week", "Mondays".
    pub(super) fn recurring(&self, at: usize) -> Read<Meaning> {
        if self.has(at, Classes::WEEKDAY) {
            let day = self.words.weekdays.get(self.small(at).as_str())?;
            let day = day.value.filter(|_| day.form == Form::Plural && self.is_capital(at))?;
            return Some((Meaning::Recurring(format!("XXXX-WXX-{day}")), at + 1));
        }
        if !self.has(at, Classes::RECURRING) {
            return None;
        }
        let name = self.is_capital(at) && (self.is_capital(at + 1) || (at > self.start && self.is_capital(at - 1)));
        let recurring = |value: &str| (!name).then(|| (Meaning::Recurring(value.to_owned()), at + 1));
        match self.small(at).as_str() {
            "daily" | "everyday" => return recurring("P1D"),
            "weekly" => return recurring("P1W"),
            "monthly" => return recurring("P1M"),
            "yearly" | "annually" | "annual" => return recurring("P1Y"),
            "hourly" => return recurring("PT1H"),
            "nightly" => return recurring("XXXX-XX-XXTNI"),
            "quarterly" => return recurring("P3M"),
            "biweekly" | "fortnightly" => return recurring("P2W"),
            "biannual" | "biannually" => return recurring("P6M"),
            "biennial" => return recurring("P2Y"),
            _ => {}
        }
        let per = self.is(at, "per");
        let mut next = at + 1;
        let mut count = Some(1.0);
        if self.is(next, "other") {
            count = Some(2.0);
            next += 1;
        } else if !per && let Some((n, to)) = self.count(next).filter(|_| !self.is_any(next, &["a", "an"])) {
            count = n;
            next = to;
        }
        if let Some((unit, each, _)) = self.unit(next) {
            let count = count.map(|n| n * each);
            return Some((Meaning::Recurring(unit.length(&number(count))), next + 1));
        }
        if per {
            return None;
        }
        if let Some(day) = self.weekday(next) {
            let part = self.day_part(next + 1);
            let value = part.map_or_else(|| format!("XXXX-WXX-{day}"), |p| format!("XXXX-WXX-{day}T{p}"));
            return Some((Meaning::Recurring(value), next + 1 + usize::from(part.is_some())));
        }
        if self.is_capital(next)
            && let Some(month) = self.month(next)
        {
            return Some((Meaning::Recurring(format!("XXXX-{month:02}")), next + 1));
        }
        if self.has(next, Classes::SEASON)
            && let Some(season) = self.words.seasons.value(self.small(next).as_str())
        {
            return Some((Meaning::Recurring(format!("XXXX-{}", season_letters(season))), next + 1));
        }
        if let Some(part) = self.day_part(next) {
            return Some((Meaning::Recurring(format!("XXXX-XX-XXT{part}")), next + 1));
        }
        None
    }
}
