//! TIMEX3 values of times without a place in the calendar: X for each unknown digit.

use crate::base::date::Unit;
use crate::extract::lang::en::times::calendar::{Place, clock_value, season_letters};
use crate::extract::lang::en::times::meaning::{Parts, PeriodKind, Stretch};

/// The value of a calendar time that is not resolved.
pub(super) fn unresolved(parts: &Parts) -> String {
    let year = parts.year.map_or_else(|| "XXXX".to_owned(), |year| Place::Year(year).value(None));
    let date = match parts.stretch {
        Stretch::Year => year,
        Stretch::PartOfYear(code) | Stretch::SeasonOver(code) => format!("{year}-{}", season_letters(code)),
        Stretch::Month(month) => format!("{year}-{month:02}"),
        Stretch::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
        Stretch::DayOnly(day) => format!("{year}-XX-{day:02}"),
        Stretch::Weekday(day) => format!("{year}-WXX-{day}"),
        Stretch::DecadeOnly(digit) => format!("XX{digit}"),
        Stretch::Decade(..) => "XXX".to_owned(),
        Stretch::Century(..) => "XX".to_owned(),
        Stretch::MovableHoliday => "XXXX-XX-XX".to_owned(),
        Stretch::Clock => "XXXX-XX-XX".to_owned(),
    };
    date + &parts.clock.map(clock_value).unwrap_or_default()
}

/// The same for a relative time.
pub(super) fn unresolved_near(what: PeriodKind) -> String {
    match what {
        PeriodKind::Unit(Unit::Week) => "XXXX-WXX".to_owned(),
        PeriodKind::Unit(Unit::Month) => "XXXX-XX".to_owned(),
        PeriodKind::Unit(Unit::Quarter) => "XXXX-QX".to_owned(),
        PeriodKind::Unit(Unit::Year) => "XXXX".to_owned(),
        PeriodKind::Unit(Unit::Decade) => "XXX".to_owned(),
        PeriodKind::Unit(Unit::Century | Unit::Millennium) => "XX".to_owned(),
        PeriodKind::Unit(Unit::Day) => "XXXX-XX-XX".to_owned(),
        PeriodKind::Unit(_) => "XXXX-XX-XXTXX".to_owned(),
        PeriodKind::Weekend => "XXXX-WXX-WE".to_owned(),
        PeriodKind::Month(month) => format!("XXXX-{month:02}"),
        PeriodKind::Weekday(day) => format!("XXXX-WXX-{day}"),
        PeriodKind::Season(season) => format!("XXXX-{}", season_letters(season)),
        PeriodKind::DayPart(part) => format!("XXXX-XX-XXT{part}"),
    }
}
