//! The map as text: a row for each point, those of a group together under its number.

use super::super::svg::{anchor, escape};
use super::groups::Group;
use super::projection::decimal;
use super::{Place, Spot, count};
use std::fmt::Write;

/// A table of all points, including those that cannot be drawn.
pub(super) fn write(id: &str, places: &[Place], spots: &[Spot], groups: &[Group]) -> String {
    let mut out = format!(
        "<table class=\"picture-table\" id=\"{id}-table\">\n<caption>Each point that is given, and by whom</caption>\n\
         <thead><tr><th scope=\"col\">Place</th><th scope=\"col\">Longitude</th><th scope=\"col\">Latitude</th>\
         <th scope=\"col\">According to</th><th scope=\"col\">In these words</th></tr></thead>\n"
    );
    let mut single = Vec::new();
    let mut many = Vec::new();
    for group in groups {
        if group.is_many() { many.push(group) } else { single.extend(&group.spots) }
    }
    single.sort_unstable();
    body(&mut out, None, &single, places, spots);
    for (n, group) in many.into_iter().enumerate() {
        let n = n + 1;
        let heading = format!(
            "<tr class=\"picture-group\"><th scope=\"rowgroup\" colspan=\"5\">Group {n} on the map: {}</th></tr>\n",
            count(group.places(spots).len(), "place")
        );
        body(&mut out, Some((format!("{id}-group-{n}"), heading)), &group.spots, places, spots);
    }
    let mut lost = String::new();
    for place in places {
        for point in place.points.iter().filter(|p| !p.is_on_earth()) {
            let _ = writeln!(
                lost,
                "<tr><th scope=\"row\">{}</th><td colspan=\"2\" data-label=\"Longitude, latitude\">not drawn: no point on earth</td><td data-label=\"According to\">{}</td><td data-label=\"In these words\">{}</td></tr>",
                anchor(place.address.as_deref(), &place.label),
                anchor(point.address.as_deref(), &point.source),
                escape(&point.words)
            );
        }
    }
    if !lost.is_empty() {
        let _ = write!(out, "<tbody>\n{lost}</tbody>\n");
    }
    out.push_str("</table>\n");
    out
}

fn body(out: &mut String, group: Option<(String, String)>, rows: &[usize], places: &[Place], spots: &[Spot]) {
    if rows.is_empty() {
        return;
    }
    let _ = match group {
        Some((id, heading)) => write!(out, "<tbody id=\"{id}\">\n{heading}"),
        None => writeln!(out, "<tbody>"),
    };
    for spot in rows.iter().filter_map(|n| spots.get(*n)) {
        let Some(place) = places.get(spot.place) else { continue };
        let Some(point) = place.points.get(spot.point) else { continue };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"picture-figure\" data-label=\"Longitude\">{}</td><td class=\"picture-figure\" data-label=\"Latitude\">{}</td>\
             <td data-label=\"According to\">{}</td><td data-label=\"In these words\">{}</td></tr>",
            anchor(place.address.as_deref(), &place.label),
            decimal(point.longitude, "E", "W"),
            decimal(point.latitude, "N", "S"),
            anchor(point.address.as_deref(), &point.source),
            escape(&point.words)
        );
    }
    out.push_str("</tbody>\n");
}
