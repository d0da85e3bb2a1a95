//! What the words of a time mean: months, weekdays, units, numbers. Called only where the lexicon says that there is one.

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// How TIMEX3 writes so many of it: `P3D`, `PT20M`, `P1DE`.
    pub(super) fn length(self, count: &str) -> String {
        let (before, after) = match self {
            Self::Second => ("PT", "S"),
            Self::Minute => ("PT", "M"),
            Self::Hour => ("PT", "H"),
            Self::Day => ("P", "D"),
            Self::Week => ("P", "W"),
            Self::Month => ("P", "M"),
            Self::Quarter => ("P", "Q"),
            Self::Year => ("P", "Y"),
            Self::Decade => ("P", "DE"),
            Self::Century => ("P", "CE"),
            Self::Millennium => ("P", "ML"),
        };
        format!("{before}{count}{after}")
    }
}

/// Puts a word into small ASCII letters without a point at its end; nothing else can be a word of time.
pub(super) fn small<'b>(word: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word.len() > buffer.len() || !word.is_ascii() {
        return "";
    }
    let buffer = &mut buffer[..word.len()];
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).unwrap_or_default()
}

/// Monday is 1, as in ISO 8601.
pub(super) fn weekday(word: &str) -> Option<i8> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let start = word.get(..3)?;
    days.iter().position(|d| *d == start).and_then(|at| i8::try_from(at + 1).ok())
}

/// EDTF's number of a season.
pub(super) fn season(word: &str) -> Option<i8> {
    match word.trim_end_matches("time").trim_end_matches('s') {
        "spring" => Some(21),
        "summer" => Some(22),
        "autumn" | "fall" => Some(23),
        "winter" => Some(24),
        _ => None,
    }
}

/// A unit, how many of it the word means ("fortnight" is two weeks), and whether it stands in the plural.
pub(super) fn unit(word: &str) -> Option<(Unit, f64, bool)> {
    let plural = word.ends_with('s') || word == "centuries" || word == "millennia";
    let (unit, count) = match word.strip_suffix('s').unwrap_or(word) {
        "second" | "sec" => (Unit::Second, 1.0),
        "minute" | "min" => (Unit::Minute, 1.0),
        "hour" | "hr" => (Unit::Hour, 1.0),
        "day" => (Unit::Day, 1.0),
        "week" => (Unit::Week, 1.0),
        "fortnight" => (Unit::Week, 2.0),
        "month" => (Unit::Month, 1.0),
        "quarter" => (Unit::Quarter, 1.0),
        "trimester" => (Unit::Month, 3.0),
        "half-year" | "semester" => (Unit::Month, 6.0),
        "year" | "yr" => (Unit::Year, 1.0),
        "decade" => (Unit::Decade, 1.0),
        "century" | "centurie" => (Unit::Century, 1.0),
        "half-century" => (Unit::Year, 50.0),
        "millennium" | "millennia" => (Unit::Millennium, 1.0),
        _ => return None,
    };
    Some((unit, count, plural))
}

/// A number word below a thousand: "three", "twenty-one" (with its hyphen).
pub(super) fn numeral(word: &str) -> Option<u32> {
    if let Some((tens, ones)) = word.split_once(['-', '\u{2010}', '\u{2011}']) {
        let (tens, ones) = (simple_numeral(tens)?, simple_numeral(ones)?);
        return ((20..100).contains(&tens) && ones < 10).then_some(tens + ones);
    }
    simple_numeral(word)
}

fn simple_numeral(word: &str) -> Option<u32> {
    Some(match word {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" | "dozen" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// An ordinal, in words ("twenty-first") or figures ("21st").
pub(super) fn ordinal(word: &str) -> Option<u32> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th");
        return if ending && digits.len() <= 3 { digits.parse().ok() } else { None };
    }
    if let Some((tens, ones)) = word.split_once('-') {
        let (tens, ones) = (simple_numeral(tens)?, ordinal(ones)?);
        return ((20..100).contains(&tens) && ones < 10).then_some(tens + ones);
    }
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

/// A part of the day as TIMEX3 writes it.
pub(super) fn day_part(word: &str) -> Option<&'static str> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "morning" | "mid-morning" | "dawn" | "daybreak" | "sunrise" => "MO",
        "afternoon" | "mid-afternoon" => "AF",
        "evening" | "dusk" | "sunset" => "EV",
        "night" | "nightfall" | "night-time" | "nighttime" | "overnight" => "NI",
        "noon" | "midday" | "lunchtime" => "12:00",
        "midnight" => "24:00",
        "daytime" => "DT",
        _ => return None,
    })
}

/// The first digits of a decade: "sixties" is 6.
pub(super) fn decade(word: &str) -> Option<i32> {
    let decades =
        ["noughties", "", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    decades.iter().position(|d| *d == word && !d.is_empty()).and_then(|at| i32::try_from(at).ok())
}

/// A holiday of fixed date, or none ("Easter").
pub(super) fn holiday(word: &str) -> Option<Option<(i8, i8)>> {
    Some(match word {
        "christmas" => Some((12, 25)),
        "halloween" => Some((10, 31)),
        "epiphany" => Some((1, 6)),
        "easter" | "thanksgiving" | "ramadan" => None,
        _ => return None,
    })
}
