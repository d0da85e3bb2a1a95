//! Whether a column of latitudes and one of longitudes fit better swapped. What can be known: a "latitude" beyond 90 degrees
//! in a cell whose partner could be one; and, if it is known in which part of the Earth the places lie, how many points
//! lie there as stated and how many swapped. Without the second, two columns of angles below 90 degrees are never known to
//! be right: the heads alone say it. Spread and order of the figures show nothing.

/// A part of the Earth between two latitudes and two longitudes, in degrees. It does not cross the 180th meridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// What it is, for messages.
    pub name: &'static str,
    /// From south to north.
    pub latitudes: (f64, f64),
    /// From west to east.
    pub longitudes: (f64, f64),
}

impl Region {
    fn has(&self, latitude: f64, longitude: f64) -> bool {
        (self.latitudes.0..=self.latitudes.1).contains(&latitude)
            && (self.longitudes.0..=self.longitudes.1).contains(&longitude)
    }
}

/// Scripts that are written in one country (and by its minorities abroad): the range of their letters and the bounds of
/// that country, half a degree wider than it. Good to ask by, not to decide.
const SCRIPTS: &[(std::ops::RangeInclusive<char>, Region)] = &[
    ('\u{10a0}'..='\u{10ff}', Region { name: "Georgia", latitudes: (40.5, 44.1), longitudes: (39.4, 47.3) }),
    ('\u{530}'..='\u{58f}', Region { name: "Armenia and Karabakh", latitudes: (38.3, 41.8), longitudes: (42.9, 47.8) }),
    ('\u{370}'..='\u{3ff}', Region { name: "Greece and Cyprus", latitudes: (34.0, 42.3), longitudes: (18.8, 35.2) }),
    ('\u{590}'..='\u{5ff}', Region { name: "Israel", latitudes: (28.9, 33.9), longitudes: (33.7, 36.5) }),
    ('\u{d80}'..='\u{dff}', Region { name: "Sri Lanka", latitudes: (5.4, 10.4), longitudes: (79.0, 82.5) }),
];

/// The part of the Earth that the letters of a name point to; `None` if they point to none, or to several.
pub fn region_of_letters(name: &str) -> Option<Region> {
    let mut found: Option<&Region> = None;
    for c in name.chars().filter(|c| c.is_alphabetic()) {
        let (_, region) = SCRIPTS.iter().find(|(letters, _)| letters.contains(&c))?;
        if found.is_some_and(|known| known != region) {
            return None;
        }
        found = Some(region);
    }
    found.copied()
}

/// What the points of two columns say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// There are no points.
    Unknown,
    /// All points are possible as stated, and what is known of their region, if anything, agrees. It is not proven.
    AsStated,
    /// All points are possible swapped; as stated, some are not, or fewer lie where they are expected. To be asked.
    Swapped,
    /// Some points fit only as stated, others only swapped. To be asked, by row.
    Mixed,
}

/// The points of two columns, added one by one.
#[derive(Debug, Clone, Default)]
pub struct ColumnPoints {
    /// Number of points.
    pub points: usize,
    /// Number that are possible only as stated: swapped, the latitude is beyond 90 degrees.
    pub only_stated: usize,
    /// Number that are possible only swapped.
    pub only_swapped: usize,
    /// Number that lie where they are expected as stated, and not if they are swapped.
    pub expected_stated: usize,
    /// Number that lie where they are expected if they are swapped, and not as stated.
    pub expected_swapped: usize,
    /// The number of the point (from 0) that first fits only swapped.
    pub first_swapped: Option<usize>,
    /// The number of the point that first fits only as stated.
    pub first_stated: Option<usize>,
}

impl ColumnPoints {
    /// Adds a point: the angles of the column of latitudes and of that of longitudes, in degrees, and where the place is
    /// expected to lie, if that is known: by the gazetteer, the mapping's parent, or [`region_of_letters`].
    pub fn add(&mut self, latitude: f64, longitude: f64, expected: Option<&Region>) {
        let possible = |latitude: f64, longitude: f64| latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let (stated, swapped) = (possible(latitude, longitude), possible(longitude, latitude));
        self.only_stated += usize::from(stated && !swapped);
        self.only_swapped += usize::from(!stated && swapped);
        let (mut fits_stated, mut fits_swapped) = (stated && !swapped, swapped && !stated);
        if let Some(region) = expected {
            let (here, there) = (region.has(latitude, longitude), region.has(longitude, latitude));
            self.expected_stated += usize::from(here && !there);
            self.expected_swapped += usize::from(there && !here);
            fits_stated |= here && !there;
            fits_swapped |= there && !here;
        }
        let at = self.points;
        if fits_stated && self.first_stated.is_none() {
            self.first_stated = Some(at);
        }
        if fits_swapped && self.first_swapped.is_none() {
            self.first_swapped = Some(at);
        }
        self.points += 1;
    }

    /// What they say together.
    pub fn orientation(&self) -> Orientation {
        match (self.points, self.first_stated, self.first_swapped) {
            (0, _, _) => Orientation::Unknown,
            (_, _, None) => Orientation::AsStated,
            (_, None, Some(_)) => Orientation::Swapped,
            _ => Orientation::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orientation(points: &[(f64, f64)], expected: Option<&Region>) -> Orientation {
        let mut column = ColumnPoints::default();
        points.iter().for_each(|(latitude, longitude)| column.add(*latitude, *longitude, expected));
        column.orientation()
    }

    #[test]
    fn what_can_be_known() {
        let georgia = region_of_letters("ამბარი").unwrap();
        let (right, swapped) = ([(41.7, 44.8), (42.3, 43.0)], [(44.8, 41.7), (43.0, 42.3)]);
        assert_eq!(orientation(&[], None), Orientation::Unknown);
        // Nothing but the heads says which is which.
        assert_eq!(orientation(&swapped, None), Orientation::AsStated);
        assert_eq!(orientation(&right, Some(&georgia)), Orientation::AsStated);
        assert_eq!(orientation(&swapped, Some(&georgia)), Orientation::Swapped);
        assert_eq!(orientation(&[(41.7, 44.8), (44.8, 41.7)], Some(&georgia)), Orientation::Mixed);
        // On the coast a point can lie there in both ways; it says nothing.
        assert_eq!(orientation(&[(41.64, 41.65)], Some(&georgia)), Orientation::AsStated);
        assert_eq!(orientation(&[(139.7, 35.7)], None), Orientation::Swapped);
        assert_eq!(orientation(&[(35.7, 139.7), (139.7, 35.7)], None), Orientation::Mixed);
    }

    #[test]
    fn letters_of_one_country() {
        assert_eq!(region_of_letters("ამბარი 2").map(|region| region.name), Some("Georgia"));
        for name in ["Tbilisi", "", "ამბ abc", "Αα ა", "123"] {
            assert_eq!(region_of_letters(name), None, "{name}");
        }
    }
}
