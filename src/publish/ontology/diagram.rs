//! The diagram: a box for each class of the ontology with its properties, arrows to its superclass, and arrows from a
//! property to the class of its values. Classes of other vocabularies are words in the boxes, unless properties of the
//! ontology belong to them.

use super::layers::{self, Node};
use super::model::{Model, known};
use super::text::local;
use crate::base::vocab::choro;
use crate::publish::picture::svg::{close_link, escape, number, open_link, shorten, text_width};
use std::fmt::Write;

const SIZE: f64 = 13.0;
const SMALL: f64 = 11.0;
const ROW: f64 = 17.0;
const HEAD: f64 = 24.0;
const PAD: f64 = 9.0;
const WIDEST: f64 = 290.0;

/// A class with the content of its box.
struct Class {
    iri: String,
    title: String,
    /// Superclasses that have no box.
    above: String,
    /// Each property with the class of its values.
    rows: Vec<(String, String)>,
}

/// Draws the classes of a vocabulary.
pub(super) fn draw(model: &Model) -> String {
    let classes = classes(model);
    let at = |iri: &str| classes.iter().position(|c| c.iri == iri);
    let mut above = Vec::new();
    let mut leads = Vec::new();
    for (n, class) in classes.iter().enumerate() {
        let parents = model.nodes(&class.iri, "rdfs:subClassOf");
        // Nearly all are below prov:Entity, and many properties lead to any owl:Thing: the words in the boxes show this
        // better than lines would.
        let ours = |iri: &&String| iri.starts_with(choro::NAMESPACE);
        above.extend(parents.iter().filter(ours).filter_map(|c| at(c)).map(|c| (n, c)));
        let mut reached = Vec::new();
        for (row, (property, _)) in class.rows.iter().enumerate() {
            let range = model.nodes(property, "rdfs:range");
            for to in range.iter().filter(|r| **r != known("owl:Thing")).filter_map(|r| at(r)) {
                // One line from a box to another is enough; the rows show the rest.
                if to != n && !reached.contains(&to) {
                    reached.push(to);
                    leads.push((n, row, to));
                }
            }
        }
    }
    let mut nodes: Vec<Node> = classes.iter().map(|c| Node::new(width(c), height(c))).collect();
    let arrows: Vec<(usize, usize)> =
        above.iter().copied().chain(leads.iter().map(|(from, _, to)| (*from, *to))).collect();
    let (wide, high) = layers::place(&mut nodes, &arrows);
    let margin = 14.0;
    for node in &mut nodes {
        node.x += margin;
        node.y += margin;
    }
    let (wide, high) = (number(wide + 2.0 * margin), number(high + 2.0 * margin));
    let mut out = format!(
        "<svg class=\"picture picture-diagram\" id=\"classes-diagram\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         xmlns=\"http://www.w3.org/2000/svg\" role=\"graphics-document\" aria-labelledby=\"classes-diagram-title classes-diagram-desc\">\n\
         <title id=\"classes-diagram-title\">Classes and properties of the {}</title>\n<desc id=\"classes-diagram-desc\">{} classes; \
         what the boxes and lines show is in the cross-reference below.</desc>\n<defs>\
         <marker id=\"arrow-above\" viewBox=\"0 0 12 12\" refX=\"11\" refY=\"6\" markerWidth=\"12\" markerHeight=\"12\" orient=\"auto\">\
         <path class=\"picture-arrow-above\" d=\"M1 1L11 6L1 11Z\"/></marker>\
         <marker id=\"arrow-to\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" orient=\"auto\">\
         <path class=\"picture-arrow-to\" d=\"M1 1L9 5L1 9\"/></marker></defs>\n",
        escape(&model.title()),
        classes.len()
    );
    out.push_str("<g class=\"picture-lines\" aria-hidden=\"true\">\n");
    for &(from, row, to) in &leads {
        let y = nodes[from].y + head(&classes[from]) + (row as f64 + 0.5) * ROW;
        curve(&mut out, "to", &nodes[from], y, &nodes[to], nodes[to].y + HEAD / 2.0);
    }
    for &(from, to) in &above {
        curve(&mut out, "above", &nodes[from], nodes[from].y + HEAD / 2.0, &nodes[to], nodes[to].y + HEAD / 2.0 + 5.0);
    }
    out.push_str("</g>\n");
    for (class, node) in classes.iter().zip(&nodes) {
        self::class(&mut out, class, node);
    }
    out.push_str("</svg>\n");
    out
}

fn classes(model: &Model) -> Vec<Class> {
    let mut properties = model.of_type("owl:ObjectProperty");
    properties.extend(model.of_type("owl:DatatypeProperty"));
    properties.sort_by_key(|p| model.subjects().iter().position(|s| s == p));
    let mut iris = model.of_type("owl:Class");
    for domain in properties.iter().flat_map(|p| model.nodes(p, "rdfs:domain")) {
        if !iris.contains(&domain) {
            iris.push(domain);
        }
    }
    let ours = |iri: &str| iri.starts_with(choro::NAMESPACE);
    let name = |iri: &str| if ours(iri) { local(iri).to_owned() } else { model.curie(iri) };
    iris.iter()
        .map(|iri| {
            let of = |p: &&String| model.nodes(p, "rdfs:domain").contains(iri);
            let range =
                |p: &String| model.nodes(p, "rdfs:range").iter().map(|r| name(r)).collect::<Vec<_>>().join(", ");
            let parents = model.nodes(iri, "rdfs:subClassOf");
            let above: Vec<String> = parents.iter().filter(|p| !ours(p)).map(|p| name(p)).collect();
            Class {
                iri: iri.clone(),
                title: name(iri),
                above: above.join(", "),
                rows: properties.iter().filter(of).map(|p| (p.clone(), range(p))).collect(),
            }
        })
        .collect()
}

fn width(class: &Class) -> f64 {
    let row = |(property, range): &(String, String)| text_width(&format!("{}  {range}", local(property)), SMALL);
    let rows = class.rows.iter().map(row).fold(0.0, f64::max);
    let widest = rows.max(text_width(&class.title, SIZE) * 1.1).max(text_width(&class.above, SMALL) + 14.0);
    (widest + 2.0 * PAD).clamp(120.0, WIDEST)
}

/// Height of the part of a box above its rows.
fn head(class: &Class) -> f64 {
    HEAD + if class.above.is_empty() { 0.0 } else { ROW }
}

fn height(class: &Class) -> f64 {
    head(class) + class.rows.len() as f64 * ROW + if class.rows.is_empty() { 4.0 } else { 7.0 }
}

/// A line from the right of a box to the left of another, or around it if the other is not on the right.
fn curve(out: &mut String, kind: &str, from: &Node, y: f64, to: &Node, end: f64) {
    let n = number;
    let start = from.x + from.width;
    let path = if to.x > start {
        let bend = ((to.x - start) / 2.0).min(90.0);
        format!("M{} {}C{} {1} {} {} {} {4}", n(start), n(y), n(start + bend), n(to.x - bend), n(end), n(to.x - 1.0))
    } else {
        let side = start.max(to.x + to.width);
        format!("M{} {}C{} {1} {2} {} {} {3}", n(start), n(y), n(side + 50.0), n(end), n(to.x + to.width + 1.0))
    };
    let _ = writeln!(
        out,
        "<path class=\"picture-line picture-line-{kind}\" d=\"{path}\" marker-end=\"url(#arrow-{kind})\"/>"
    );
}

fn class(out: &mut String, class: &Class, node: &Node) {
    let n = number;
    let (x, y) = (node.x, node.y);
    let ours = class.iri.starts_with(choro::NAMESPACE);
    let other = if ours { "" } else { " picture-box-other" };
    let _ = writeln!(
        out,
        "<rect class=\"picture-box{other}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
        n(x),
        n(y),
        n(node.width),
        n(node.height)
    );
    if ours {
        let _ = writeln!(
            out,
            "<path class=\"picture-box-head\" d=\"M{} {}v-{3}a4 4 0 0 1 4 -4h{2}a4 4 0 0 1 4 4v{3}z\"/>",
            n(x),
            n(y + HEAD),
            n(node.width - 8.0),
            n(HEAD - 4.0)
        );
    }
    let inside = node.width - 2.0 * PAD;
    let address = format!("#{}", local(&class.iri));
    let address = if ours { address } else { class.iri.clone() };
    open_link(out, "picture-link picture-class", Some(&address), &class.title);
    let title = shorten(&class.title, SIZE * 1.1, inside);
    let _ = write!(out, "<text x=\"{}\" y=\"{}\">{}</text>", n(x + PAD), n(y + 16.5), escape(&title));
    close_link(out, Some(&address));
    if !class.above.is_empty() {
        let above = shorten(&class.above, SMALL, inside - 14.0);
        let _ = writeln!(
            out,
            "<text class=\"picture-small\" x=\"{}\" y=\"{}\">\u{2282} {}</text>",
            n(x + PAD),
            n(y + HEAD + 12.5),
            escape(&above)
        );
    }
    for (row, (property, range)) in class.rows.iter().enumerate() {
        let y = y + head(class) + row as f64 * ROW + 12.5;
        let name = local(property);
        let address = format!("#{name}");
        open_link(out, "picture-link picture-property", Some(&address), &format!("{name}, leads to {range}"));
        let room = inside - text_width(name, SMALL) - 8.0;
        let _ =
            write!(out, "<text class=\"picture-small\" x=\"{}\" y=\"{}\">{}</text>", n(x + PAD), n(y), escape(name));
        close_link(out, Some(&address));
        let _ = writeln!(
            out,
            "<text class=\"picture-small picture-range\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            n(x + node.width - PAD),
            n(y),
            escape(&shorten(range, SMALL, room.max(20.0)))
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_and_property_is_in_the_diagram() {
        let model = Model::read("ontology.ttl", super::super::EMBEDDED.ontology).unwrap();
        let svg = draw(&model);
        for kind in ["owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty"] {
            for iri in model.of_type(kind) {
                assert_eq!(svg.matches(&format!("href=\"#{}\"", local(&iri))).count(), 1, "{iri}");
            }
        }
        assert!(svg.contains("url(#arrow-above)") && svg.contains("url(#arrow-to)"));
    }
}
