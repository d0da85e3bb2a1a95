//! A map of places: every point that a source gives, with its source. Points of one place that differ are all drawn and
//! joined by a line. Where many are close together, one numbered disc replaces them and links to their rows in the
//! table. Apart from them only a grid, a scale and an arrow to the north are drawn, and land if much of the earth is
//! shown, but never a border.

mod groups;
mod labels;
mod land;
mod projection;
mod table;

use super::Picture;
use super::marks;
use super::sources::{KINDS, Sources};
use super::svg::{close_link, escape, number, open_link, shorten, text_width};
use groups::Group;
use labels::{Box, Labels};
use projection::{Projection, degrees};
use std::fmt::Write;

/// A place with the points that claims give for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its label.
    pub label: String,
    /// The address of its page.
    pub address: Option<String>,
    /// Each point that a source gives.
    pub points: Vec<Point>,
}

/// A point that a source gives for a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Degrees east of Greenwich, -180 to 180.
    pub longitude: f64,
    /// Degrees north of the equator, -90 to 90.
    pub latitude: f64,
    /// The name of the source.
    pub source: String,
    /// The address of the claim's page.
    pub address: Option<String>,
    /// The words of the source.
    pub words: String,
}

impl Point {
    fn is_on_earth(&self) -> bool {
        (-180.0..=180.0).contains(&self.longitude) && (-90.0..=90.0).contains(&self.latitude)
    }

    fn name(&self, label: &str) -> String {
        format!("{label}: {}, according to {}", degrees(self.longitude, self.latitude), self.source)
    }
}

/// Dimensions of the paper, in pixels; its height depends on the places.
struct Paper {
    width: f64,
    /// Width left of the grid, for the latitudes.
    left: f64,
    /// Maximum height, as a share of the width.
    tallest: f64,
    /// Maximum width of a name.
    longest: f64,
    /// Maximum number of vertical lines of the grid.
    lines: f64,
    /// An additional class of the drawing.
    class: &'static str,
}

const WIDE: Paper = Paper { width: 900.0, left: 58.0, tallest: 0.76, longest: 190.0, lines: 7.0, class: "" };
const NARROW: Paper =
    Paper { width: 340.0, left: 58.0, tallest: 1.2, longest: 120.0, lines: 3.5, class: " picture-narrow" };
/// Height below the grid, for the longitudes.
const BELOW: f64 = 28.0;
/// Size of the places' names.
const SIZE: f64 = 13.0;
/// Number of marks above which only names with room beside their mark are written.
const MANY: usize = 250;
/// Maximum number of sources in the legend; the others are in the table.
const NAMED_SOURCES: usize = 24;

/// A point on the paper: index of the place, index of its point, and position.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spot {
    place: usize,
    point: usize,
    x: f64,
    y: f64,
}

/// Draws places. `id` must be unique in its page. `None` if no place has a point.
pub fn draw(id: &str, title: &str, places: &[Place]) -> Option<Picture> {
    let map = Map::of(&WIDE, id.to_owned(), title, places)?;
    let mut narrow = Map::of(&NARROW, format!("{id}-narrow"), title, places)?;
    // Its groups differ from those of the table.
    narrow.rows = Some(format!("#{id}-table"));
    Some(Picture { svg: map.svg(), narrow: narrow.svg(), text: table::write(id, places, &map.spots, &map.groups) })
}

struct Map<'a> {
    paper: &'static Paper,
    id: String,
    title: &'a str,
    places: &'a [Place],
    /// The target of all links of groups; without it, each links to its own rows.
    rows: Option<String>,
    projection: Projection,
    sources: Sources,
    spots: Vec<Spot>,
    groups: Vec<Group>,
}

impl<'a> Map<'a> {
    fn of(paper: &'static Paper, id: String, title: &'a str, places: &'a [Place]) -> Option<Self> {
        let drawn = places.iter().flat_map(|p| &p.points).filter(|p| p.is_on_earth());
        let room = paper.width - paper.left - 10.0;
        let projection = Projection::of(drawn.clone().map(|p| (p.longitude, p.latitude)), room, paper.tallest)?;
        let sources = Sources::new(drawn.map(|p| p.source.as_str()));
        let mut spots = Vec::new();
        for (place, of) in places.iter().enumerate() {
            for (point, p) in of.points.iter().enumerate().filter(|(_, p)| p.is_on_earth()) {
                let (x, y) = projection.place(p.longitude, p.latitude);
                spots.push(Spot { place, point, x: x + paper.left, y: y + 10.0 });
            }
        }
        let groups = groups::group(&spots);
        Some(Self { paper, id, title, places, rows: None, projection, sources, spots, groups })
    }

    fn svg(&self) -> String {
        let mut body = String::new();
        let frame = Box { x: self.paper.left, y: 10.0, width: self.projection.width, height: self.projection.height };
        self.grid(&mut body, frame);
        let mut labels = Labels::new(frame);
        let bottom = self.scale(&mut body, &mut labels, frame);
        self.joins(&mut body);
        for spot in self.single() {
            labels.occupy(Box::around(spot.x, spot.y, 7.0));
        }
        for group in self.groups.iter().filter(|g| g.is_many()) {
            labels.occupy(Box::around(group.x, group.y, group.radius()));
        }
        self.names(&mut body, &mut labels);
        for spot in self.single() {
            self.mark(&mut body, spot);
        }
        for (n, group) in self.groups.iter().filter(|g| g.is_many()).enumerate() {
            self.disc(&mut body, n + 1, group);
        }
        let height = self.legend(&mut body, bottom);
        self.open(height) + &body + "</svg>\n"
    }

    fn open(&self, height: f64) -> String {
        let (id, title, height) = (&self.id, escape(self.title), number(height));
        let Paper { width, class, .. } = self.paper;
        let latitude = self.projection.middle;
        format!(
            "<svg class=\"picture picture-map{class}\" id=\"{id}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             xmlns=\"http://www.w3.org/2000/svg\" role=\"graphics-document\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{} and {} from {}. Plain grid of longitudes and \
             latitudes, true to scale at {}. The table below the map says the same.</desc>\n",
            count(self.places_drawn(), "place"),
            count(self.spots.len(), "point"),
            count(self.sources.len(), "source"),
            projection::latitude(latitude.round()),
        )
    }

    fn places_drawn(&self) -> usize {
        self.places.iter().filter(|p| p.points.iter().any(Point::is_on_earth)).count()
    }

    /// The spots that are drawn one by one.
    fn single(&self) -> impl Iterator<Item = &Spot> {
        self.groups.iter().filter(|g| !g.is_many()).flat_map(|g| &g.spots).filter_map(|n| self.spots.get(*n))
    }

    fn grid(&self, out: &mut String, frame: Box) {
        let n = number;
        let _ = writeln!(
            out,
            "<rect class=\"picture-paper\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            n(frame.x),
            n(frame.y),
            n(frame.width),
            n(frame.height)
        );
        if let Some(land) = land::outline(&self.projection) {
            let (id, width, height) = (&self.id, n(frame.width), n(frame.height));
            let _ = writeln!(
                out,
                "<defs><clipPath id=\"{id}-paper\"><rect width=\"{width}\" height=\"{height}\"/></clipPath></defs>\
                 <g transform=\"translate({} {})\" aria-hidden=\"true\"><path class=\"picture-land\" clip-path=\"url(#{id}-paper)\" d=\"{land}\"/></g>",
                n(frame.x),
                n(frame.y)
            );
        }
        out.push_str("<g class=\"picture-grid\" aria-hidden=\"true\">\n");
        let (meridians, parallels) = self.projection.grid(self.paper.lines);
        let (right, bottom) = (frame.x + frame.width, frame.y + frame.height);
        for (x, text) in meridians {
            let x = x + frame.x;
            let _ = writeln!(
                out,
                "<path d=\"M{} {}V{}\"/><text x=\"{0}\" y=\"{}\" text-anchor=\"middle\">{text}</text>",
                n(x),
                n(frame.y),
                n(bottom),
                n(bottom + 17.0)
            );
        }
        for (y, text) in parallels {
            let y = y + frame.y;
            let _ = writeln!(
                out,
                "<path d=\"M{} {}H{}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{text}</text>",
                n(frame.x),
                n(y),
                n(right),
                n(frame.x - 6.0),
                n(y + 4.0)
            );
        }
        out.push_str("</g>\n");
    }

    /// The scale and the arrow to the north, below the grid. Returns its lower end.
    fn scale(&self, out: &mut String, labels: &mut Labels, frame: Box) -> f64 {
        let n = number;
        let (length, unit, pixels) = self.projection.scale(frame.width / 4.0);
        let y = frame.y + frame.height + BELOW + 14.0;
        let (x, half) = (frame.x, pixels / 2.0);
        let _ = writeln!(
            out,
            "<g class=\"picture-scale\" role=\"img\" aria-label=\"Scale: this bar is {length} {unit} long\">\
             <rect class=\"picture-solid\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"6\"/>\
             <rect class=\"picture-hollow\" x=\"{}\" y=\"{1}\" width=\"{2}\" height=\"6\"/>\
             <text x=\"{0}\" y=\"{}\">0</text><text x=\"{}\" y=\"{4}\" text-anchor=\"middle\">{length} {unit}</text></g>",
            n(x),
            n(y),
            n(half),
            n(x + half),
            n(y - 4.0),
            n(x + pixels),
        );
        let (x, y) = (frame.x + frame.width - 18.0, frame.y + 12.0);
        let _ = writeln!(
            out,
            "<g class=\"picture-north\" role=\"img\" aria-label=\"North is up\"><path class=\"picture-solid\" d=\"M{} {}l6 20l-6 -5l-6 5z\"/>\
             <text x=\"{0}\" y=\"{}\" text-anchor=\"middle\">N</text></g>",
            n(x),
            n(y),
            n(y + 33.0)
        );
        labels.occupy(Box { x: x - 12.0, y: y - 4.0, width: 24.0, height: 42.0 });
        frame.y + frame.height + BELOW + 24.0
    }

    /// Lines between the points that are given for one place.
    fn joins(&self, out: &mut String) {
        for pair in self.spots.windows(2) {
            let [a, b] = pair else { continue };
            if a.place == b.place {
                let n = number;
                let _ =
                    writeln!(out, "<path class=\"picture-join\" d=\"M{} {}L{} {}\"/>", n(a.x), n(a.y), n(b.x), n(b.y));
            }
        }
    }

    fn names(&self, out: &mut String, labels: &mut Labels) {
        let many = self.spots.len() > MANY;
        out.push_str("<g class=\"picture-names\" aria-hidden=\"true\">\n");
        let mut last = None;
        let mut spots: Vec<&Spot> = self.single().collect();
        spots.sort_by_key(|spot| (spot.place, spot.point));
        for spot in spots {
            // A place is named once, at the first of its points.
            if last.replace(spot.place) == Some(spot.place) {
                continue;
            }
            let Some(place) = self.places.get(spot.place) else { continue };
            let text = shorten(&place.label, SIZE, self.paper.longest);
            let Some(label) = labels.place(spot.x, spot.y, text_width(&text, SIZE), !many) else { continue };
            if let Some(line) = label.leader {
                let n = number;
                let _ = write!(
                    out,
                    "<path class=\"picture-leader\" d=\"M{} {}L{} {}\"/>",
                    n(spot.x),
                    n(spot.y),
                    n(line.0),
                    n(line.1)
                );
            }
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
                number(label.x),
                number(label.y),
                label.anchor,
                escape(&text)
            );
        }
        out.push_str("</g>\n");
    }

    fn mark(&self, out: &mut String, spot: &Spot) {
        let Some(place) = self.places.get(spot.place) else { return };
        let Some(point) = place.points.get(spot.point) else { return };
        let address = point.address.as_deref().or(place.address.as_deref());
        open_link(out, "picture-link", address, &point.name(&place.label));
        marks::shape(out, self.sources.kind(&point.source), spot.x, spot.y);
        if self.sources.len() > KINDS {
            let letter = self.sources.letter(&point.source);
            let _ = write!(
                out,
                "<text class=\"picture-letter\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{letter}</text>",
                number(spot.x),
                number(spot.y + 3.0)
            );
        }
        close_link(out, address);
    }

    fn disc(&self, out: &mut String, n: usize, group: &Group) {
        let places = group.places(&self.spots);
        let mut first: Vec<&str> =
            places.iter().filter_map(|p| self.places.get(*p)).map(|p| p.label.as_str()).collect();
        let more = first.len().saturating_sub(5);
        first.truncate(5);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let name = format!("Group {n}: {}, {}{more}", count(places.len(), "place"), first.join(", "));
        let address = self.rows.clone().unwrap_or_else(|| format!("#{}-group-{n}", self.id));
        open_link(out, "picture-link", Some(&address), &name);
        let _ = write!(
            out,
            "<circle class=\"picture-disc\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\
             <text class=\"picture-count\" x=\"{0}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            number(group.x),
            number(group.y),
            number(group.radius()),
            number(group.y + 4.0),
            places.len()
        );
        close_link(out, Some(&address));
    }

    /// The meaning of the shapes. Returns the lower end of the picture.
    fn legend(&self, out: &mut String, top: f64) -> f64 {
        let Paper { width: paper, left, .. } = *self.paper;
        // On a phone, the space beside the grid is too small to leave it empty.
        let left = if self.paper.class.is_empty() { left + 8.0 } else { 10.0 };
        let (mut x, mut y) = (left, top + 22.0);
        out.push_str("<g class=\"picture-legend\">\n");
        for source in self.sources.iter().take(NAMED_SOURCES) {
            let letter =
                if self.sources.len() > KINDS { format!("{} ", self.sources.letter(source)) } else { String::new() };
            let text = format!("{letter}{}", shorten(source, SIZE, (paper - left - 50.0).min(600.0)));
            let width = text_width(&text, SIZE) + 40.0;
            if x + width > paper && x > left {
                (x, y) = (left, y + 22.0);
            }
            marks::shape(out, self.sources.kind(source), x, y - 4.0);
            let _ = writeln!(out, "<text x=\"{}\" y=\"{}\">{}</text>", number(x + 14.0), number(y), escape(&text));
            x += width;
        }
        if self.sources.len() > NAMED_SOURCES {
            y += 22.0;
            let more = self.sources.len() - NAMED_SOURCES;
            let _ = writeln!(out, "<text x=\"{left}\" y=\"{}\">and {more} more, named in the table</text>", number(y));
        }
        out.push_str("</g>\n");
        y + 14.0
    }
}

/// A number of things: 1 place, 2 places.
pub(super) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(label: &str, points: &[(f64, f64, &str)]) -> Place {
        let point = |&(longitude, latitude, source): &(f64, f64, &str)| Point {
            longitude,
            latitude,
            source: source.to_owned(),
            address: None,
            words: String::new(),
        };
        Place {
            label: label.to_owned(),
            address: Some(format!("place/{label}")),
            points: points.iter().map(point).collect(),
        }
    }

    #[test]
    fn every_point_is_drawn_with_its_source() {
        let places = [
            place("Upper <Dale>", &[(46.0, 39.0, "Gazette"), (46.9, 39.4, "Survey")]),
            place("Ford", &[(47.0, 40.0, "Gazette")]),
        ];
        let picture = draw("m", "Places", &places).unwrap();
        assert_eq!(picture.svg.matches("class=\"picture-link\"").count(), 3);
        assert_eq!(picture.svg.matches("picture-join").count(), 1);
        assert!(picture.svg.contains("aria-label=\"Upper &lt;Dale&gt;: 46.9° E, 39.4° N, according to Survey\""));
        assert!(!picture.svg.contains("<Dale>") && !picture.svg.contains("style="));
        assert_eq!(picture.text.matches("<tr>").count(), 4);
        // The same on a phone.
        assert_eq!(picture.narrow.matches("class=\"picture-link\"").count(), 3);
        assert!(picture.narrow.contains("viewBox=\"0 0 340 ") && picture.narrow.contains(" id=\"m-narrow\""));
    }

    #[test]
    fn points_that_are_not_on_earth_are_listed_but_not_drawn() {
        assert_eq!(draw("m", "Places", &[place("Nowhere", &[]), place("Odd", &[(f64::NAN, 1.0, "x")])]), None);
        let picture =
            draw("m", "Places", &[place("Odd", &[(0.0, 91.0, "x")]), place("Ford", &[(1.0, 1.0, "x")])]).unwrap();
        assert!(picture.text.contains("not drawn") && picture.svg.contains("1 place and 1 point from 1 source"));
    }

    #[test]
    fn a_thousand_places_stay_small() {
        let places: Vec<Place> = (0..1000)
            .map(|n| {
                let (x, y) = (f64::from(n * 37 % 101) / 20.0, f64::from(n * 53 % 97) / 20.0);
                place(&format!("Place {n}"), &[(44.0 + x, 38.0 + y, "Gazette")])
            })
            .collect();
        let picture = draw("m", "Places", &places).unwrap();
        let marks = picture.svg.matches("class=\"picture-link\"").count();
        assert!(marks < 500, "{marks}");
        assert!(picture.svg.len() < 200_000, "{}", picture.svg.len());
        assert_eq!(picture.text.matches("place/Place ").count(), 1000);
        // Each link within the page has a target.
        for target in [&picture.svg, &picture.narrow].iter().flat_map(|svg| svg.split("href=\"#").skip(1)) {
            let target = target.split('"').next().unwrap();
            assert!(picture.text.contains(&format!(" id=\"{target}\"")), "{target}");
        }
        assert_eq!(Some(picture), draw("m", "Places", &places));
    }
}
