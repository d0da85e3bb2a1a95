//! Where a place lies, as a gazetteer row says it: `latitude, longitude` (WGS 84), in decimal degrees or in degrees, minutes
//! and seconds, and whoever gives it. Kept as typed beside the decimal degrees of well-known text.

/// A point with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// As the row has it.
    pub verbatim: String,
    /// Decimal degrees, north positive.
    pub latitude: String,
    /// Decimal degrees, east positive.
    pub longitude: String,
    /// The IRI, or the words, of who gives it.
    pub source: String,
}

/// What is wrong, the rule that is broken, and what to do.
pub(super) type PointError = (String, &'static str, &'static str);

const RULE_FORM: &str = "a point is latitude, longitude in degrees (WGS 84), as 39.75, 46.75 or 39°45′00″N, 46°45′00″E";
const RULE_RANGE: &str = "a latitude lies between -90 and 90, a longitude between -180 and 180";
/// Decimals of a degree that stand for minutes and seconds: a tenth of a metre.
const DECIMALS: usize = 6;

impl Point {
    /// Reads a point. The words are those of the row, without space around them.
    pub(super) fn new(words: &str, source: &str) -> Result<Self, PointError> {
        let bad_form = || {
            let help = "write the latitude first, with a decimal point, and a comma between the two";
            ("this is not a point".to_owned(), RULE_FORM, help)
        };
        let (latitude, longitude) = words.split_once(',').ok_or_else(bad_form)?;
        let [latitude, longitude] = [
            degrees(latitude.trim(), ['N', 'S']).ok_or_else(bad_form)?,
            degrees(longitude.trim(), ['E', 'W']).ok_or_else(bad_form)?,
        ];
        for (name, value, most) in [("latitude", &latitude, 90.0), ("longitude", &longitude, 180.0)] {
            if !value.parse::<f64>().is_ok_and(|v| v.abs() <= most) {
                return Err((
                    format!("the {name} is {value}"),
                    RULE_RANGE,
                    "check the order: the latitude comes first",
                ));
            }
        }
        Ok(Self { verbatim: words.to_owned(), latitude, longitude, source: source.to_owned() })
    }

    /// As well-known text, in which the longitude comes first (OGC 06-103r4).
    pub fn well_known_text(&self) -> String {
        format!("POINT({} {})", self.longitude, self.latitude)
    }
}

/// Decimal degrees of an angle, without a plus sign and without zeros that say nothing.
fn degrees(text: &str, hemispheres: [char; 2]) -> Option<String> {
    let (text, hemisphere) = match text.strip_suffix(hemispheres) {
        Some(rest) => (rest.trim_end(), text.chars().last()),
        None => (text, None),
    };
    let (digits, sign) = match (text.strip_prefix(['-', '−']), text.strip_prefix('+')) {
        (Some(rest), _) => (rest, Some('-')),
        (_, Some(rest)) => (rest, Some('+')),
        _ => (text, None),
    };
    // One way to say south or west is enough.
    if hemisphere.is_some() && sign.is_some() {
        return None;
    }
    let is_negative = sign == Some('-') || hemisphere == Some(hemispheres[1]);
    let parts: Vec<&str> = digits
        .split(['°', '′', '\'', '’', '″', '"', '”', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let value = match parts.as_slice() {
        [one] if is_number(one) => (*one).to_owned(),
        [first, rest @ ..] if rest.len() <= 2 && digits.contains('°') => sexagesimal(first, rest)?,
        _ => return None,
    };
    let value = tidy(&value);
    Some(if is_negative && value != "0" { format!("-{value}") } else { value })
}

fn is_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(part)
}

fn sexagesimal(degrees: &str, rest: &[&str]) -> Option<String> {
    // Only the last part may have a fraction.
    let is_whole = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_whole(&degrees) || rest.split_last().is_some_and(|(_, before)| !before.iter().all(is_whole)) {
        return None;
    }
    let mut value = degrees.parse::<f64>().ok()?;
    for (part, unit) in rest.iter().zip([60.0, 3600.0]) {
        let number = part.parse::<f64>().ok().filter(|n| is_number(part) && *n < 60.0)?;
        value += number / unit;
    }
    Some(format!("{value:.DECIMALS$}"))
}

fn tidy(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('0');
    let (whole, part) = (if whole.is_empty() { "0" } else { whole }, part.trim_end_matches('0'));
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_degrees_of_both_kinds() {
        for (words, expected) in [
            ("39.75, 46.75", "POINT(46.75 39.75)"),
            ("39.699947,46.662897", "POINT(46.662897 39.699947)"),
            ("+39.50,-046.0", "POINT(-46 39.5)"),
            ("−0.0, 0", "POINT(0 0)"),
            ("-90, 180", "POINT(180 -90)"),
            ("39.75 N, 46.75 E", "POINT(46.75 39.75)"),
            ("33.9S, 18.4W", "POINT(-18.4 -33.9)"),
            ("39°45′00″N, 46°45′00″E", "POINT(46.75 39.75)"),
            ("39° 45' N, 46° 44' 59.5\" E", "POINT(46.749861 39.75)"),
            ("39°, 46.5°", "POINT(46.5 39)"),
        ] {
            assert_eq!(Point::new(words, "x").map(|p| p.well_known_text()).as_deref(), Ok(expected), "{words}");
        }
    }

    #[test]
    fn what_is_no_point_breaks_a_rule() {
        for words in [
            "39.75",
            "39.75 46.75",
            "39,75, 46,75",
            "a, b",
            "39.75,",
            "1e1, 2",
            "39.75, 46.75, 0",
            "N, E",
            "39 45, 46 45",
            "-39.75S, 46",
            "39°61′N, 46°E",
            "39.5°30′N, 46°E",
            "46.75E, 39.75N",
            "NaN, 1",
            "39°1′2″3, 4",
        ] {
            assert_eq!(Point::new(words, "x").map_err(|e| e.1), Err(RULE_FORM), "{words}");
        }
        for words in ["90.1, 0", "0, 180.5", "139.75, 46.75"] {
            assert_eq!(Point::new(words, "x").map_err(|e| e.1), Err(RULE_RANGE), "{words}");
        }
    }
}
