//! Converts degrees to pixels: equirectangular, true to scale along the middle latitude. That is enough for a region,
//! and the grid shows the distortion.

use super::super::svg::number;

/// Kilometres in one degree on a sphere of the earth's mean radius, 6371.0088 km (IUGG).
const KILOMETRES_A_DEGREE: f64 = 111.195_08;
/// Minimum margin around the points of a map, in degrees.
const MARGIN: f64 = 0.12;

/// A projection of degrees to pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Projection {
    west: f64,
    north: f64,
    /// Pixels per degree of latitude.
    scale: f64,
    /// The width of a degree of longitude, relative to a degree of latitude.
    narrowing: f64,
    /// The latitude that is true to scale.
    pub(super) middle: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Lines of the grid: position and name.
type Lines = Vec<(f64, String)>;

impl Projection {
    /// A projection that shows some points on paper of a width, with a height of at most `tallest` times the width.
    pub(super) fn of(points: impl Iterator<Item = (f64, f64)> + Clone, width: f64, tallest: f64) -> Option<Self> {
        let mut longitudes: Vec<f64> = points.clone().map(|(x, _)| x).collect();
        longitudes.sort_by(f64::total_cmp);
        let (first, last) = (*longitudes.first()?, *longitudes.last()?);
        // Across the date line if that way is shorter: the widest gap is left out.
        let mut gap = (360.0 - (last - first), first);
        for pair in longitudes.windows(2) {
            if let [a, b] = pair
                && b - a > gap.0 + 1e-9
            {
                gap = (b - a, *b);
            }
        }
        let (west, spread) = (gap.1, 360.0 - gap.0);
        let south = points.clone().map(|(_, y)| y).fold(f64::INFINITY, f64::min);
        let north = points.map(|(_, y)| y).fold(f64::NEG_INFINITY, f64::max);
        let middle = f64::midpoint(south, north);
        let narrowing = middle.to_radians().cos().max(0.2);
        let margin = MARGIN * (spread * narrowing).max(north - south).max(1.0);
        let (across, down) = (spread * narrowing + 2.0 * margin, north - south + 2.0 * margin);
        let height = (width * down / across).clamp(width * 0.36, width * tallest);
        let scale = (width / across).min(height / down);
        let centre = west + spread / 2.0;
        Some(Self {
            west: centre - width / scale / narrowing / 2.0,
            north: middle + height / scale / 2.0,
            scale,
            narrowing,
            middle,
            width,
            height,
        })
    }

    /// The position of a point.
    pub(super) fn place(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let around = if longitude < self.west { 360.0 } else { 0.0 };
        self.plain(longitude + around, latitude)
    }

    /// The position of a point whose longitude may be beyond 180 degrees.
    pub(super) fn plain(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        ((longitude - self.west) * self.narrowing * self.scale, (self.north - latitude) * self.scale)
    }

    /// The degrees of longitude on the paper.
    pub(super) fn across(&self) -> f64 {
        self.width / self.scale / self.narrowing
    }

    /// The lines of the grid, each with its name: from the left, and from the top. `most` is the number that has room
    /// across.
    pub(super) fn grid(&self, most: f64) -> (Lines, Lines) {
        let across = self.across();
        let down = self.height / self.scale;
        let lines = |start: f64, length: f64, step: f64| {
            let first = (start / step).ceil();
            let count = ((start + length) / step).floor() - first;
            (0..=(count.clamp(0.0, 40.0) as u32)).map(move |n| (first + f64::from(n)) * step)
        };
        let step = grid_step(across.min(down * 1.6), most);
        let meridians = lines(self.west, across, step)
            .map(|x| ((x - self.west) * self.narrowing * self.scale, longitude(x)))
            .filter(|(x, _)| *x > 14.0 && *x < self.width - 14.0)
            .collect();
        let parallels = lines(self.north - down, down, step)
            .filter(|y| (-90.0..=90.0).contains(y))
            .map(|y| ((self.north - y) * self.scale, latitude(y)))
            .filter(|(y, _)| *y > 6.0 && *y < self.height - 4.0)
            .collect();
        (meridians, parallels)
    }

    /// A round length of at most `most` pixels: its number, its unit and its pixels.
    pub(super) fn scale(&self, most: f64) -> (String, &'static str, f64) {
        let kilometres = most / self.scale * KILOMETRES_A_DEGREE;
        let power = 10_f64.powf(kilometres.log10().floor());
        let round = [5.0, 2.0, 1.0].into_iter().map(|m| m * power).find(|r| *r <= kilometres).unwrap_or(power);
        let pixels = round / KILOMETRES_A_DEGREE * self.scale;
        if round < 1.0 { (number(round * 1000.0), "m", pixels) } else { (number(round), "km", pixels) }
    }
}

/// A step in degrees that gives at most `most` lines, and not much fewer; parts of a degree are whole minutes.
fn grid_step(degrees: f64, most: f64) -> f64 {
    const STEPS: [f64; 15] = [
        1.0 / 60.0,
        2.0 / 60.0,
        5.0 / 60.0,
        10.0 / 60.0,
        15.0 / 60.0,
        0.5,
        1.0,
        2.0,
        3.0,
        5.0,
        10.0,
        15.0,
        20.0,
        30.0,
        45.0,
    ];
    STEPS.into_iter().find(|step| degrees / step <= most).unwrap_or(60.0)
}

/// The name of a longitude at a line of the grid.
fn longitude(value: f64) -> String {
    let value = if value > 180.0 {
        value - 360.0
    } else if value < -180.0 {
        value + 360.0
    } else {
        value
    };
    minutes(value, "E", "W")
}

/// A latitude in words, to the minute.
pub(super) fn latitude(value: f64) -> String {
    minutes(value, "N", "S")
}

fn minutes(value: f64, plus: &str, minus: &str) -> String {
    let all = (value.abs() * 60.0).round() as u32;
    let side = if all == 0 || all == 180 * 60 {
        ""
    } else if value < 0.0 {
        minus
    } else {
        plus
    };
    let (degrees, minutes) = (all / 60, all % 60);
    let minutes = if minutes == 0 { String::new() } else { format!("{minutes:02}\u{2032}") };
    format!("{degrees}°{minutes}{}{side}", if side.is_empty() { "" } else { "\u{a0}" })
}

/// A point in words: `46.75° E, 39.76° N`.
pub(super) fn degrees(longitude: f64, latitude: f64) -> String {
    format!("{}, {}", decimal(longitude, "E", "W"), decimal(latitude, "N", "S"))
}

/// Up to six decimals, which are a tenth of a metre.
pub(super) fn decimal(value: f64, plus: &str, minus: &str) -> String {
    let text = format!("{:.6}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}° {}", if value < 0.0 { minus } else { plus })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_way_around_the_earth() {
        let points = [(179.0, -17.0), (-179.0, -17.5)];
        let projection = Projection::of(points.into_iter(), 800.0, 0.76).unwrap();
        let (left, right) = (projection.place(179.0, -17.0).0, projection.place(-179.0, -17.0).0);
        assert!(left > 0.0 && left < right && right < 800.0, "{left} {right}");
        let (meridians, _) = projection.grid(7.0);
        assert!(meridians.iter().any(|(_, text)| text == "180°"), "{meridians:?}");
    }

    #[test]
    fn a_bar_is_as_long_as_it_says() {
        for points in
            [vec![(46.0, 39.0), (48.0, 41.0)], vec![(0.0, 0.0)], vec![(-170.0, 60.0), (170.0, -60.0), (0.0, 0.0)]]
        {
            let projection = Projection::of(points.into_iter(), 800.0, 0.76).unwrap();
            let (length, unit, pixels) = projection.scale(200.0);
            let kilometres = length.parse::<f64>().unwrap() / if unit == "m" { 1000.0 } else { 1.0 };
            // A degree of latitude is 111.195 km long.
            let degree = projection.place(0.0, 0.0).1 - projection.place(0.0, 1.0).1;
            assert!((pixels / degree * 111.195 - kilometres).abs() < 0.01 * kilometres, "{length} {unit}");
            assert!(pixels > 60.0 && pixels <= 200.0, "{pixels}");
        }
    }

    #[test]
    fn degrees_in_words() {
        assert_eq!(degrees(-46.75, 39.0), "46.75° W, 39° N");
        assert_eq!(
            (latitude(-39.5), longitude(190.0), longitude(0.0)),
            ("39°30′\u{a0}S".into(), "170°\u{a0}W".into(), "0°".into())
        );
    }
}
