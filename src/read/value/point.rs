//! Latitudes, longitudes and points in cells: decimal degrees or degrees, minutes and seconds, with the letters of a
//! hemisphere or without; both in one cell, as a pair or as well-known text. Which of two angles is the latitude is said by
//! their letters, by the mapping, or by an angle that can be nothing but a longitude; otherwise it is asked.

pub mod column;

use super::error::{Fault, ValueError};
use super::text;
use crate::base::angle::{self, Axis};
use crate::read::record::quantity::Decimal;

/// Maximum length of the text of a point, in bytes.
const MAX_LENGTH: usize = 200;

const RULE: &str = "an angle is in degrees (WGS 84): 41.69, 41°41′30″N; a latitude lies between -90 and 90, a longitude between -180 and 180";
const RULE_ORDER: &str =
    "which of two angles is the latitude is said by letters, by the mapping or by an angle beyond 90";
const HELP: &str = "write decimal degrees, or leave the value out";

/// The order of a point's angles in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointOrder {
    /// `lat,lon`
    LatitudeFirst,
    /// `lon,lat`
    LongitudeFirst,
}

impl PointOrder {
    /// The order with a name in mappings.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "lat,lon" => Some(Self::LatitudeFirst),
            "lon,lat" => Some(Self::LongitudeFirst),
            _ => None,
        }
    }
}

/// A point, in decimal degrees (WGS 84); angles in minutes and seconds are rounded to six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatLon {
    /// North positive.
    pub latitude: Decimal,
    /// East positive.
    pub longitude: Decimal,
}

/// Reads a latitude.
pub fn latitude(cell: &str) -> Result<Decimal, ValueError> {
    angle(&prepared(cell)?, Axis::Latitude)
}

/// Reads a longitude.
pub fn longitude(cell: &str) -> Result<Decimal, ValueError> {
    angle(&prepared(cell)?, Axis::Longitude)
}

/// Letters and words for the four directions, longest first; full stops and spaces in them do not count.
const DIRECTIONS: &[(&str, char)] = &[
    ("north", 'N'),
    ("south", 'S'),
    ("east", 'E'),
    ("west", 'W'),
    ("пнш", 'N'),
    ("пдш", 'S'),
    ("схд", 'E'),
    ("зхд", 'W'),
    ("сш", 'N'),
    ("юш", 'S'),
    ("вд", 'E'),
    ("зд", 'W'),
    ("şme", 'N'),
    ("şm", 'N'),
    ("cne", 'S'),
    ("şru", 'E'),
    ("şrq", 'E'),
    ("qru", 'W'),
    ("qrb", 'W'),
    ("nbr", 'N'),
    ("sbr", 'S'),
    ("öl", 'E'),
    ("wl", 'W'),
];

/// A cell with ASCII digits, without a note; an error if that leaves nothing.
fn prepared(cell: &str) -> Result<String, ValueError> {
    let cell = text::trim(cell);
    if cell.is_empty() {
        return Err(ValueError::new(Fault::Empty, "an empty cell", RULE, "leave the value out, or fill it in"));
    }
    if cell.len() > MAX_LENGTH {
        return Err(not_one(format!("a text of more than {MAX_LENGTH} bytes")));
    }
    let ascii = text::ascii_digits(cell).ok_or_else(|| not_one("digits of more than one script"))?;
    Ok(ascii.replace('٫', ".").replace('\u{a0}', " "))
}

fn not_one(what: impl Into<String>) -> ValueError {
    ValueError::new(Fault::NotOne, what, RULE, HELP)
}

/// An angle with the words for its direction as one of N, S, E and W, and a decimal comma as a point.
fn plain(text: &str) -> String {
    let text = text::trim(text);
    let last = text.rfind(|c: char| !(c.is_alphabetic() || c == '.' || text::is_blank(c)));
    let words = last.and_then(|at| text[at..].chars().next().map(|c| at + c.len_utf8())).unwrap_or(text.len());
    let direction: String = text[words..].chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let letter = DIRECTIONS.iter().find(|(known, _)| *known == direction).map(|(_, letter)| *letter);
    let mut out = match letter {
        Some(letter) => format!("{}{letter}", text[..words].trim_end()),
        None => text.to_owned(),
    };
    if out.matches(',').count() == 1 && !out.contains('.') {
        out = out.replace(',', ".");
    }
    out
}

fn angle(text: &str, axis: Axis) -> Result<Decimal, ValueError> {
    let degrees = angle::degrees(&plain(text), axis).map_err(|(what, help)| ValueError {
        fault: Fault::NotOne,
        what,
        rule: RULE,
        help: help.to_owned(),
        readings: Vec::new(),
    })?;
    let value = Decimal::parse(&degrees).ok_or_else(|| not_one("an angle with too many digits"))?;
    in_range(axis, &degrees, SWAPPED)?;
    Ok(value)
}

/// What to do where the latitude and the longitude of a point may be swapped.
const SWAPPED: &str = "correct the cell; if latitude and longitude are swapped, swap the roles of their columns, or say the order of both in one cell: order = \"lon,lat\"";

/// Whether an angle in decimal degrees can be; `swapped` says what to do if it may be the other of the two.
pub(super) fn in_range(axis: Axis, degrees: &str, swapped: &str) -> Result<f64, ValueError> {
    let most = if axis == Axis::Latitude { 90.0 } else { 180.0 };
    let value = degrees.parse::<f64>().unwrap_or(f64::INFINITY);
    if value.abs() <= most {
        return Ok(value);
    }
    // No angle has more than 360 degrees, and no unit of a projected system is so long that a country has fewer.
    let is_projected = value.abs() > 360.0;
    let (more, help) = if is_projected {
        (", which may be metres of a projected system", "convert the file to WGS 84 (EPSG:4326) first")
    } else {
        ("", swapped)
    };
    let what = format!("a {} of {degrees} degrees{more}", axis.name());
    Err(ValueError::new(Fault::Impossible, what, RULE, help))
}

/// An error if a point is at 0, 0, "null island": in the sea, and what programs write for a point that they do not have.
pub(super) fn not_null_island(is_zero: bool) -> Result<(), ValueError> {
    if !is_zero {
        return Ok(());
    }
    Err(ValueError::new(
        Fault::AgainstRule,
        "latitude 0 and longitude 0",
        "a point at 0, 0 lies in the sea, and is what programs write for a point that they do not have",
        "say in the mapping of the column zero = \"none\" if it is no point, zero = \"value\" if it is one",
    ))
}

impl LatLon {
    /// The point, unless it is at 0, 0, which stands for a missing point.
    pub fn known(self) -> Result<Self, ValueError> {
        not_null_island(self.latitude.is_zero() && self.longitude.is_zero()).map(|()| self)
    }
}

/// Reads a point of which both angles are in one cell: `41.69, 44.80` with an order, `41°41′N 44°48′E`, `POINT(44.8 41.7)`.
/// Well-known text has the longitude first (OGC 06-103r4) and a `geo:` address (RFC 5870) the latitude, whatever the order
/// of other cells.
pub fn point(cell: &str, order: Option<PointOrder>) -> Result<LatLon, ValueError> {
    let text = prepared(cell)?;
    if let Some((pair, order)) = standard(&text) {
        let pair = pair.ok_or_else(|| not_one("well-known text or an address that is not one point"))?;
        return of_pair(&pair.0, &pair.1, Some(order));
    }
    let inner = ["()", "[]"].iter().find_map(|ends| text.strip_prefix(&ends[..1])?.strip_suffix(&ends[1..]));
    let (first, second) = divided(inner.unwrap_or(&text)).ok_or_else(|| not_one("not two angles"))?;
    of_pair(first, second, order)
}

/// The angles of well-known text or of a `geo:` address, and their order.
fn standard(text: &str) -> Option<(Option<(String, String)>, PointOrder)> {
    let lower = text.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("geo:") {
        let mut parts = rest.split(';').next().unwrap_or_default().split(',');
        let pair = parts.next().zip(parts.next()).map(|(a, b)| (a.to_owned(), b.to_owned()));
        return Some((pair, PointOrder::LatitudeFirst));
    }
    let rest = lower.strip_prefix("srid=4326;").unwrap_or(&lower).trim_start().strip_prefix("point")?.trim_start();
    let rest = rest.strip_prefix(['z', 'm']).unwrap_or(rest).trim_start();
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let numbers: Vec<&str> = inner.unwrap_or_default().split_whitespace().collect();
    let pair = match numbers.as_slice() {
        [a, b] | [a, b, _] if !inner.unwrap_or_default().contains(',') => Some(((*a).to_owned(), (*b).to_owned())),
        _ => None,
    };
    Some((pair, PointOrder::LongitudeFirst))
}

/// The two halves of a pair of angles.
fn divided(text: &str) -> Option<(&str, &str)> {
    let once = |mark: &str| text.split_once(mark).filter(|(_, rest)| !rest.contains(mark));
    let filled = |(a, b): (&'_ str, &'_ str)| !text::trim(a).is_empty() && !text::trim(b).is_empty();
    [";", "|", "/", "\t", "\n", ", ", ","].iter().filter_map(|mark| once(mark)).find(|pair| filled(*pair)).or_else(
        || {
            let mut words = text.split_whitespace();
            if let (Some(first), Some(second), None) = (words.next(), words.next(), words.next()) {
                return Some((first, second));
            }
            // "41° 41′ N 44° 48′ E": the first letter that follows a figure ends the first angle.
            let mut figure = false;
            for (at, c) in text.char_indices() {
                figure = figure || c.is_ascii_digit();
                let end = at + c.len_utf8();
                let ends_word = !text[end..].starts_with(|c: char| c.is_alphabetic() || c == '.');
                let letters_follow = text[end..].trim_start().starts_with(char::is_alphabetic);
                if figure
                    && (c.is_alphabetic() || c == '.' && !text[..at].ends_with(|c: char| c.is_ascii_digit()))
                    && ends_word
                    && !letters_follow
                    && end < text.len()
                {
                    return Some((&text[..end], &text[end..])).filter(|pair| filled(*pair));
                }
            }
            None
        },
    )
}

fn of_pair(first: &str, second: &str, order: Option<PointOrder>) -> Result<LatLon, ValueError> {
    let latitude_first =
        || Ok(LatLon { latitude: angle(first, Axis::Latitude)?, longitude: angle(second, Axis::Longitude)? });
    let longitude_first =
        || Ok(LatLon { latitude: angle(second, Axis::Latitude)?, longitude: angle(first, Axis::Longitude)? });
    match order {
        Some(PointOrder::LatitudeFirst) => return latitude_first(),
        Some(PointOrder::LongitudeFirst) => return longitude_first(),
        None => {}
    }
    match (latitude_first(), longitude_first()) {
        (Ok(point), Ok(other)) if point != other => {
            let show = |point: LatLon| format!("latitude {}, longitude {}", point.latitude, point.longitude);
            let help = "say the order of the column: order = \"lat,lon\" or order = \"lon,lat\"";
            Err(ValueError::ambiguous(vec![show(point), show(other)], RULE_ORDER, help))
        }
        (Ok(point), _) | (Err(_), Ok(point)) => Ok(point),
        (Err(error), Err(_)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show<T>(read: Result<T, ValueError>, text: impl Fn(T) -> String) -> String {
        read.map_or_else(|error| format!("{:?}", error.fault), text)
    }

    #[test]
    fn latitudes_and_longitudes() {
        for (text, lat, lon) in [
            ("41.6935247", "41.6935247", "41.6935247"),
            ("41,6935247", "41.6935247", "41.6935247"),
            ("-5", "-5", "-5"),
            ("41°41′30″N", "41.691667", "NotOne"),
            ("41°41′30″ с. ш.", "41.691667", "NotOne"),
            ("44°48' в.д.", "NotOne", "44.8"),
            ("44°48' сх. д.", "NotOne", "44.8"),
            ("39°45′ şm. e.", "39.75", "NotOne"),
            ("46° ö. L.", "NotOne", "46"),
            ("33.9 S", "-33.9", "NotOne"),
            ("18.4 West", "NotOne", "-18.4"),
            ("४१.५", "41.5", "41.5"),
            ("139.7", "Impossible", "139.7"),
            ("181", "Impossible", "Impossible"),
            ("41.69, 44.80", "NotOne", "NotOne"),
            ("n/a", "NotOne", "NotOne"),
            ("", "Empty", "Empty"),
        ] {
            assert_eq!(show(latitude(text), |value| value.to_string()), lat, "{text}");
            assert_eq!(show(longitude(text), |value| value.to_string()), lon, "{text}");
        }
    }

    #[test]
    fn points_in_one_cell() {
        use PointOrder::{LatitudeFirst, LongitudeFirst};
        for (text, order, expected) in [
            ("41.69, 44.80", Some(LatitudeFirst), "41.69 44.8"),
            ("44.80, 41.69", Some(LongitudeFirst), "41.69 44.8"),
            ("41.69, 44.80", None, "Ambiguous"),
            ("41,69; 44,80", Some(LatitudeFirst), "41.69 44.8"),
            ("41,69, 44,80", Some(LatitudeFirst), "41.69 44.8"),
            ("41.69 44.80", Some(LatitudeFirst), "41.69 44.8"),
            ("[44.8, 41.7]", Some(LongitudeFirst), "41.7 44.8"),
            ("39.7, 139.7", None, "39.7 139.7"),
            ("139.7, 39.7", None, "39.7 139.7"),
            ("41.5, 41.5", None, "41.5 41.5"),
            ("41°41′N, 44°48′E", None, "41.683333 44.8"),
            ("44°48′E 41°41′N", None, "41.683333 44.8"),
            ("41° 41′ N 44° 48′ E", None, "41.683333 44.8"),
            ("41.69N 44.80E", None, "41.69 44.8"),
            ("41°41′ с. ш. 44°48′ в. д.", None, "41.683333 44.8"),
            ("POINT(44.8 41.7)", None, "41.7 44.8"),
            ("POINT(44.8 41.7)", Some(LatitudeFirst), "41.7 44.8"),
            ("point z (44.8 41.7 350)", None, "41.7 44.8"),
            ("geo:41.7,44.8;u=10", None, "41.7 44.8"),
            ("POINT EMPTY", None, "NotOne"),
            ("POINT(1 2, 3 4)", None, "NotOne"),
            ("139.7, 39.7", Some(LatitudeFirst), "Impossible"),
            ("91, 181", None, "Impossible"),
            ("5489000, 4838200", None, "Impossible"),
            ("41.69", None, "NotOne"),
            ("1 2 3", None, "NotOne"),
            ("", None, "Empty"),
        ] {
            assert_eq!(show(point(text, order), |p| format!("{} {}", p.latitude, p.longitude)), expected, "{text}");
        }
    }

    #[test]
    fn what_to_do_about_an_impossible_point() {
        let help = |text: &str| point(text, None).unwrap_err().help;
        assert!(help("POINT(4838200 5489000)").contains("convert the file to WGS 84"));
        assert!(help("POINT(44 139.7)").contains("swapped"));
        let at = |text: &str| point(text, Some(PointOrder::LatitudeFirst)).and_then(LatLon::known);
        assert_eq!(at("0, 0").unwrap_err().fault, Fault::AgainstRule);
        assert_eq!(at("0.000; -0.0").unwrap_err().fault, Fault::AgainstRule);
        assert!(at("0, 6.7").is_ok() && at("0.3, 0").is_ok());
    }
}
