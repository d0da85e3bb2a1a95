//! The shapes in words: the targets of each, its constraints, and the message of a report.

use super::model::Model;
use super::text::{Page, local};
use crate::publish::picture::svg::escape;
use oxigraph::model::Term;
use std::collections::BTreeSet;
use std::fmt::Write;

const PAGE: Page = Page::Shapes;

/// The page of the shapes.
pub(super) fn write(model: &Model) -> String {
    let mut out = String::from("<p>Each box is a rule for things of one kind.</p>\n");
    let mut explained = BTreeSet::new();
    let mut heading = None;
    let nodes = model.of_type("sh:NodeShape");
    for iri in &nodes {
        let above = model.heading(iri);
        if above != heading
            && let Some(above) = above
        {
            let _ = writeln!(out, "<h2 class=\"theme\">{}</h2>", escape(above));
        }
        heading = above;
        node(&mut out, model, iri, &mut explained);
    }
    let others: Vec<String> =
        model.of_type("sh:PropertyShape").into_iter().filter(|s| !explained.contains(s)).collect();
    if !others.is_empty() {
        out.push_str("<h2 class=\"theme\">Used by other rules</h2>\n<section class=\"entry\">\n<h3>Parts of alternatives</h3>\n<ul class=\"rules\">\n");
        for shape in &others {
            property(&mut out, model, shape, &mut explained);
        }
        out.push_str("</ul>\n</section>\n");
    }
    out
}

fn node(out: &mut String, model: &Model, iri: &str, explained: &mut BTreeSet<String>) {
    let name = escape(local(iri)).into_owned();
    let _ = write!(
        out,
        "<section class=\"entry\" id=\"{name}\">\n<h3>{name} <a class=\"anchor\" href=\"#{name}\" aria-label=\"Link to {name}\">#</a></h3>\n\
         <p class=\"kind\"><code>{}</code> <span>shape</span></p>\n",
        escape(&model.curie(iri))
    );
    let mut applies = Vec::new();
    for (target, words) in [
        ("sh:targetClass", "every "),
        ("sh:targetSubjectsOf", "all that has "),
        ("sh:targetObjectsOf", "all that is the value of "),
        ("sh:targetNode", "the node "),
    ] {
        applies.extend(model.nodes(iri, target).iter().map(|n| format!("{words}{}", PAGE.link(model, n))));
    }
    if !applies.is_empty() {
        let _ = writeln!(out, "<p>For {}.</p>", applies.join(", "));
    }
    let asked = asks(model, iri);
    if !asked.is_empty() {
        let _ = writeln!(out, "<p>It is {}.</p>", asked.join("; "));
    }
    for message in model.texts(iri, "sh:message") {
        let _ = writeln!(out, "<p class=\"message\">{}</p>", PAGE.prose(&message));
    }
    out.push_str("<ul class=\"rules\">\n");
    let before = out.len();
    for shape in model.nodes(iri, "sh:property") {
        property(out, model, &shape, explained);
    }
    if out.len() == before {
        out.truncate(out.len() - "<ul class=\"rules\">\n".len());
        out.push_str("</section>\n");
    } else {
        out.push_str("</ul>\n</section>\n");
    }
}

fn property(out: &mut String, model: &Model, iri: &str, explained: &mut BTreeSet<String>) {
    let name = escape(local(iri)).into_owned();
    let path = PAGE.links(model, &model.nodes(iri, "sh:path"));
    // A shape that several others use is explained at its first occurrence.
    if !explained.insert(iri.to_owned()) {
        let _ = writeln!(out, "<li>{path}: as in <a href=\"#{name}\">{name}</a></li>");
        return;
    }
    let _ = write!(out, "<li id=\"{name}\">{path}: {}", asks(model, iri).join("; "));
    for message in model.texts(iri, "sh:message") {
        let _ = write!(out, "<br><span class=\"message\">{}</span>", PAGE.prose(&message));
    }
    out.push_str("</li>\n");
}

/// The constraints of a shape, each in a few words of HTML.
fn asks(model: &Model, iri: &str) -> Vec<String> {
    let number = |property: &str| model.text(iri, property).and_then(|n| n.parse::<u64>().ok());
    let mut asked = Vec::new();
    match (number("sh:minCount"), number("sh:maxCount")) {
        (Some(least), Some(most)) if least == most => asked.push(format!("exactly {}", amount(least))),
        (Some(least), Some(most)) => asked.push(format!("from {} to {}", amount(least), amount(most))),
        (Some(least), None) => asked.push(format!("at least {}", amount(least))),
        (None, Some(0)) => asked.push("none".to_owned()),
        (None, Some(most)) => asked.push(format!("at most {}", amount(most))),
        (None, None) => {}
    }
    for (property, value) in model.all(iri) {
        let Some(name) = property.strip_prefix("http://www.w3.org/ns/shacl#") else { continue };
        let shown = match value {
            Term::NamedNode(node) => PAGE.link(model, node.as_str()),
            Term::BlankNode(node) => escape(&node.to_string()).into_owned(),
            Term::Literal(literal) => escape(literal.value()).into_owned(),
            #[allow(unreachable_patterns, reason = "oxigraph may be built with triple terms")]
            _ => continue,
        };
        asked.push(match name {
            "datatype" => format!("a {shown}"),
            "class" => format!("each a {shown}"),
            "nodeKind" => match local(value_iri(value)) {
                "IRI" => "something with an IRI".to_owned(),
                "Literal" => "a text, number or date".to_owned(),
                _ => shown,
            },
            "minLength" if shown == "1" => "not empty".to_owned(),
            "minLength" => format!("at least {shown} characters"),
            "maxLength" => format!("at most {shown} characters"),
            "pattern" => format!("matching <code class=\"pattern\">{shown}</code>"),
            "minInclusive" => format!("not below {shown}"),
            "maxInclusive" => format!("not above {shown}"),
            "minExclusive" => format!("above {shown}"),
            "maxExclusive" => format!("below {shown}"),
            "lessThan" => format!("less than {shown}"),
            "lessThanOrEquals" => format!("not more than {shown}"),
            "disjoint" => format!("never also the value of {shown}"),
            "equals" => format!("the same as {shown}"),
            "hasValue" => format!("with the value {shown}"),
            "node" => format!("which itself keeps {shown}"),
            "or" => format!("either {}", alternatives(model, value_iri(value), " or ")),
            "in" => format!("one of {}", alternatives(model, value_iri(value), ", ")),
            _ => continue,
        });
    }
    asked
}

fn value_iri(value: &Term) -> &str {
    if let Term::NamedNode(node) = value { node.as_str() } else { "" }
}

fn alternatives(model: &Model, head: &str, between: &str) -> String {
    let one =
        |member: &String| if member.contains("://") { PAGE.link(model, member) } else { escape(member).into_owned() };
    model.list(head).iter().map(one).collect::<Vec<_>>().join(between)
}

fn amount(n: u64) -> String {
    match n {
        0 => "none".to_owned(),
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_words() {
        let model = Model::read("shapes.ttl", super::super::EMBEDDED.shapes).unwrap();
        for (shape, words) in [
            ("Source-title", "at most one; a text, number or date; not empty"),
            (
                "Span-end",
                "exactly one; a <a class=\"elsewhere\" href=\"http://www.w3.org/2001/XMLSchema#integer\"><code>xsd:integer</code></a>; not below 1",
            ),
        ] {
            let mut asked = asks(&model, &format!("https://w3id.org/chorograph/shape#{shape}"));
            asked.retain(|a| !a.contains("sh:"));
            assert_eq!(asked.join("; "), words);
        }
        let html = write(&model);
        for shape in model.of_type("sh:NodeShape").iter().chain(&model.of_type("sh:PropertyShape")) {
            assert_eq!(html.matches(&format!(" id=\"{}\"", local(shape))).count(), 1, "{shape}");
        }
    }
}
