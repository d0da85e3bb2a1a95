//! The shapes and patterns that distinguish sources.

use super::sources::KINDS;
use super::svg::number;
use std::fmt::Write;

/// The mark of a source on a map. Shapes also differ in size, so that two on one spot are both visible.
pub(super) fn shape(out: &mut String, kind: usize, x: f64, y: f64) {
    let n = number;
    let class = format!("picture-mark picture-s{kind}");
    let _ = match kind {
        0 => write!(out, "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>", n(x), n(y)),
        1 => write!(
            out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"13\" height=\"13\"/>",
            n(x - 6.5),
            n(y - 6.5)
        ),
        2 => polygon(out, &class, &[(x, y - 9.0), (x + 8.5, y + 6.0), (x - 8.5, y + 6.0)]),
        3 => polygon(out, &class, &[(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)]),
        4 => polygon(out, &class, &[(x - 8.0, y - 5.5), (x + 8.0, y - 5.5), (x, y + 8.5)]),
        _ => {
            let (a, b) = (3.0, 8.0);
            let corners = [
                (x - a, y - b),
                (x + a, y - b),
                (x + a, y - a),
                (x + b, y - a),
                (x + b, y + a),
                (x + a, y + a),
                (x + a, y + b),
                (x - a, y + b),
                (x - a, y + a),
                (x - b, y + a),
                (x - b, y - a),
                (x - a, y - a),
            ];
            polygon(out, &class, &corners)
        }
    };
}

fn polygon(out: &mut String, class: &str, corners: &[(f64, f64)]) -> std::fmt::Result {
    let points: Vec<String> = corners.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    write!(out, "<polygon class=\"{class}\" points=\"{}\"/>", points.join(" "))
}

/// The `defs` of a picture: patterns of sources, hatching for uncertain times, and fading for open ends.
pub(super) fn definitions(out: &mut String, id: &str) {
    const DRAWN: [&str; KINDS] = [
        "",
        "<path d=\"M0 2H8M0 6H8\"/>",
        "<path d=\"M2 0V8M6 0V8\"/>",
        "<circle cx=\"2\" cy=\"2\" r=\"1.2\"/><circle cx=\"6\" cy=\"6\" r=\"1.2\"/>",
        "<path d=\"M0 4H8M4 0V8\"/>",
        "<path d=\"M0 0H4V4H8V8H4V4H0Z\" class=\"picture-solid\"/>",
    ];
    for (kind, drawn) in DRAWN.iter().enumerate() {
        let _ = write!(
            out,
            "<pattern id=\"{id}-p{kind}\" class=\"picture-pattern\" width=\"8\" height=\"8\" \
             patternUnits=\"userSpaceOnUse\"><rect class=\"picture-f{kind}\" width=\"8\" height=\"8\"/>{drawn}</pattern>"
        );
    }
    let _ = write!(
        out,
        "<pattern id=\"{id}-unsure\" class=\"picture-hatching\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path d=\"M0 0V7\"/></pattern>"
    );
    for (name, stops) in [("left", ["0", "1", "1"]), ("right", ["1", "1", "0"]), ("both", ["0", "1", "0"])] {
        let _ = write!(out, "<linearGradient id=\"{id}-g-{name}\">");
        for (offset, stop) in ["0", "0.5", "1"].iter().zip(stops) {
            let _ = write!(out, "<stop offset=\"{offset}\" stop-color=\"#fff\" stop-opacity=\"{stop}\"/>");
        }
        let _ = write!(
            out,
            "</linearGradient><mask id=\"{id}-open-{name}\" maskContentUnits=\"objectBoundingBox\">\
             <rect width=\"1\" height=\"1\" fill=\"url(#{id}-g-{name})\"/></mask>"
        );
    }
}
