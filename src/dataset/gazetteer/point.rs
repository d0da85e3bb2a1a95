//! The location of a place in a gazetteer row: `latitude, longitude` (WGS 84), in decimal degrees or in degrees,
//! minutes and seconds, with the source that gives it. The row's own words are kept beside the decimal degrees.

use crate::base::angle::{self, Axis};

/// A point with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The words of the row.
    pub verbatim: String,
    /// Decimal degrees, north positive.
    pub latitude: String,
    /// Decimal degrees, east positive.
    pub longitude: String,
    /// The source of the point: an IRI, or the words of a citation.
    pub source: String,
}

/// What is wrong, the rule that is broken, and what to do.
pub(super) type PointError = (String, &'static str, &'static str);

const RULE_FORM: &str = "a point is latitude, longitude in degrees (WGS 84), as 39.75, 46.75 or 39°45′00″N, 46°45′00″E";
const RULE_RANGE: &str = "a latitude lies between -90 and 90, a longitude between -180 and 180";

impl Point {
    /// Reads a point. The words are trimmed of white space.
    pub(super) fn new(words: &str, source: &str) -> Result<Self, PointError> {
        let Some((latitude, longitude)) = words.split_once(',') else {
            let help = "write the latitude first, with a decimal point, and a comma between the two";
            return Err(("this is not a point".to_owned(), RULE_FORM, help));
        };
        let [latitude, longitude] = [(latitude, Axis::Latitude), (longitude, Axis::Longitude)]
            .map(|(text, axis)| angle::degrees(text.trim(), axis).map_err(|(what, help)| (what, RULE_FORM, help)));
        let (latitude, longitude) = (latitude?, longitude?);
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

    /// The point as well-known text, in which the longitude comes first (OGC 06-103r4).
    pub fn well_known_text(&self) -> String {
        format!("POINT({} {})", self.longitude, self.latitude)
    }
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
            // Signs that look like degree signs and have no other meaning.
            ("39º45′N, 46˚45′E", "POINT(46.75 39.75)"),
            ("39°45'00''N, 46°45′00′′E", "POINT(46.75 39.75)"),
            ("39°45ʹ36ʺN, 46°45’36”E", "POINT(46.76 39.76)"),
            ("N 39.75, E 46.75", "POINT(46.75 39.75)"),
            ("N39°45′, W046°45′", "POINT(-46.75 39.75)"),
            ("39.75n, 46.75e", "POINT(46.75 39.75)"),
            ("39°45, 46°45 30", "POINT(46.758333 39.75)"),
            ("39.75°N, 46.75°E", "POINT(46.75 39.75)"),
            ("39°45.5′N, 46°0′0″E", "POINT(46 39.758333)"),
        ] {
            assert_eq!(Point::new(words, "x").map(|p| p.well_known_text()).as_deref(), Ok(expected), "{words}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_point_is_an_error() {
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
            "--39, 4",
            "39°-30′, 4",
            "39′, 4",
            "39°30′15′, 4",
            "39°30′15″N5, 4",
            "°, 4",
            "39°°, 4",
            "39°′, 4",
        ] {
            assert_eq!(Point::new(words, "x").map_err(|e| e.1), Err(RULE_FORM), "{words}");
        }
        for words in ["90.1, 0", "0, 180.5", "139.75, 46.75", "90°00′01″N, 0", "0, 180°0′0.5″W"] {
            assert_eq!(Point::new(words, "x").map_err(|e| e.1), Err(RULE_RANGE), "{words}");
        }
    }

    #[test]
    fn a_point_that_is_refused_says_what_is_wrong() {
        for (words, expected) in [
            ("39°30″N, 46°15″E", "39°30″N: seconds without minutes"),
            ("39°30''N, 46°15''E", "39°30''N: seconds without minutes"),
            ("39°61′N, 46°E", "39°61′N: 61 minutes"),
            ("39°30′75″N, 46°E", "39°30′75″N: 75 seconds"),
            ("39°60′N, 46°E", "39°60′N: 60 minutes"),
            ("46.75E, 39.75N", "46.75E: a latitude with the letter E"),
            ("39.75N, 46.75N", "46.75N: a longitude with the letter N"),
            ("-39.75S, 46", "-39.75S: a sign beside the letter S"),
            ("-39.75N, 46", "-39.75N: a sign beside the letter N"),
            ("39.5°30′N, 46°E", "39.5°30′N: a fraction before a smaller part"),
            ("39^30′N, 46°E", "39^30′N: the character '^' (U+005E)"),
            ("39°30′N, 46°O", "46°O: the character 'O' (U+004F)"),
            ("39°30′N, 46°в.д.", "46°в.д.: the character 'в' (U+0432)"),
            ("39 45, 46 45", "39 45: a number without a mark"),
            ("N39.75N, 46", "N39.75N: two letters"),
            (", 4", "an empty latitude"),
        ] {
            assert_eq!(Point::new(words, "x").map_err(|e| e.0), Err(expected.to_owned()), "{words}");
        }
    }
}
