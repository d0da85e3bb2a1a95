//! Who reviews, and on which day.

pub(super) use chorograph::review::person::{person, person_or_name};

use std::time::{SystemTime, UNIX_EPOCH};

/// A day as it is typed.
pub(super) fn day(text: &str) -> Result<String, String> {
    let date: Option<jiff::civil::Date> = text.parse().ok().filter(|_| text.len() == 10);
    date.map(|d| d.to_string()).ok_or_else(|| "write the day as in 2026-01-31".to_owned())
}

/// Today, in UTC.
pub(super) fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let now = i64::try_from(seconds).ok().and_then(|s| jiff::Timestamp::from_second(s).ok()).unwrap_or_default();
    now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
