//! The cross-reference: the statements about each class, property and controlled term, and the references to it.

use super::model::{Model, known};
use super::text::{Page, local};
use crate::publish::picture::svg::escape;
use std::fmt::Write;

/// The page of the ontology.
pub(super) fn ontology(model: &Model, terms: &Model, shapes: &Model, diagram: &str) -> String {
    let classes = model.of_type("owl:Class");
    let mut properties = model.of_type("owl:ObjectProperty");
    properties.extend(model.of_type("owl:DatatypeProperty"));
    // In the order of the file, whatever kind they are.
    properties.sort_by_key(|p| model.subjects().iter().position(|s| s == p));
    let mut out = String::from("<section id=\"diagram\">\n<h2>Diagram</h2>\n");
    out.push_str(
        "<p>A box is a class with its properties and what they lead to; a class above it is named below its name. A line with \
         an open arrowhead leads to the class above, another line from a property to its range.</p>\n\
         <div class=\"picture-frame\" role=\"region\" aria-label=\"Diagram of the classes\" tabindex=\"0\">\n",
    );
    out.push_str(diagram);
    out.push_str("</div>\n<p><a href=\"diagram.svg\">The diagram alone</a></p>\n</section>\n");
    overview(&mut out, model, "classes", "Classes", &classes);
    overview(&mut out, model, "properties", "Properties", &properties);
    let _ = write!(out, "<section id=\"classes-explained\">\n<h2>Classes, one by one</h2>\n");
    for class in &classes {
        self::class(&mut out, model, shapes, &properties, class);
    }
    out.push_str("</section>\n<section id=\"properties-explained\">\n<h2>Properties, one by one</h2>\n");
    let mut heading = None;
    for property in &properties {
        let above = model.heading(property);
        if above != heading {
            if let Some(above) = above {
                let _ = writeln!(out, "<h3 class=\"theme\">{}</h3>", escape(above));
            }
            heading = above;
        }
        self::property(&mut out, model, terms, shapes, property);
    }
    out.push_str("</section>\n");
    out
}

/// An overview of all names, under the headings of the file.
fn overview(out: &mut String, model: &Model, id: &str, title: &str, subjects: &[String]) {
    let _ = write!(out, "<section id=\"{id}\">\n<h2>{title} ({})</h2>\n<dl class=\"glance\">\n", subjects.len());
    let mut heading = None;
    for subject in subjects {
        let above = model.heading(subject).unwrap_or("Others");
        if heading != Some(above) {
            if heading.is_some() {
                out.push_str("</dd>\n");
            }
            let _ = write!(out, "<dt>{}</dt><dd>", escape(above));
            heading = Some(above);
        } else {
            out.push_str(" \u{b7} ");
        }
        let _ = write!(out, "<a href=\"#{0}\">{0}</a>", escape(local(subject)));
    }
    out.push_str(if heading.is_some() { "</dd>\n</dl>\n</section>\n" } else { "</dl>\n</section>\n" });
}

fn begin(out: &mut String, model: &Model, iri: &str, kind: &str, label: &str) {
    let name = escape(local(iri)).into_owned();
    let page = Page::Ontology;
    let _ = write!(
        out,
        "<section class=\"entry\" id=\"{name}\">\n<h3>{} <a class=\"anchor\" href=\"#{name}\" aria-label=\"Link to {name}\">#</a></h3>\n\
         <p class=\"kind\"><code>{}</code> <span>{kind}</span></p>\n",
        escape(label),
        escape(&model.curie(iri))
    );
    for definition in model.texts(iri, "skos:definition") {
        let _ = writeln!(out, "<p class=\"definition\">{}</p>", page.prose(&definition));
    }
    for example in model.texts(iri, "rdfs:comment") {
        let _ = writeln!(out, "<p class=\"example\"><b>Example</b> {}</p>", page.prose(&example));
    }
    for note in model.texts(iri, "skos:note") {
        let _ = writeln!(out, "<p class=\"note\"><b>Note</b> {}</p>", page.prose(&note));
    }
    let _ = write!(out, "<dl>\n<dt>IRI</dt><dd><code class=\"iri\">{}</code></dd>\n", escape(iri));
}

fn line(out: &mut String, title: &str, html: &str) {
    if !html.is_empty() {
        let _ = writeln!(out, "<dt>{title}</dt><dd>{html}</dd>");
    }
}

fn matches(out: &mut String, model: &Model, iri: &str) {
    for (property, title) in [
        ("skos:exactMatch", "Same as, elsewhere"),
        ("skos:closeMatch", "Close to, elsewhere"),
        ("skos:broadMatch", "Narrower than, elsewhere"),
        ("skos:narrowMatch", "Wider than, elsewhere"),
        ("skos:relatedMatch", "Related, elsewhere"),
    ] {
        line(out, title, &Page::Ontology.links(model, &model.nodes(iri, property)));
    }
}

fn class(out: &mut String, model: &Model, shapes: &Model, properties: &[String], iri: &str) {
    let page = Page::Ontology;
    let label = model.text(iri, "rdfs:label").unwrap_or_else(|| local(iri).to_owned());
    begin(out, model, iri, "class", &label);
    line(out, "Sub-class of", &page.links(model, &model.nodes(iri, "rdfs:subClassOf")));
    line(out, "Sub-classes", &page.links(model, &model.pointing("rdfs:subClassOf", iri)));
    let having = |side: &str| -> Vec<String> {
        properties.iter().filter(|p| model.nodes(p, side).iter().any(|c| c == iri)).cloned().collect()
    };
    line(out, "Has properties", &page.links(model, &having("rdfs:domain")));
    let above = above(model, iri);
    let inherited: Vec<String> = properties
        .iter()
        .filter(|p| model.nodes(p, "rdfs:domain").iter().any(|c| above.contains(c)))
        .cloned()
        .collect();
    line(out, "Has, from above", &page.links(model, &inherited));
    line(out, "Is the value of", &page.links(model, &having("rdfs:range")));
    let mut apart = model.nodes(iri, "owl:disjointWith");
    apart.extend(model.pointing("owl:disjointWith", iri));
    line(out, "Shares nothing with", &page.links(model, &apart));
    matches(out, model, iri);
    line(out, "Shapes", &page.links(shapes, &shapes.pointing("sh:targetClass", iri)));
    out.push_str("</dl>\n</section>\n");
}

/// All superclasses of a class.
pub(super) fn above(model: &Model, iri: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut next = vec![iri.to_owned()];
    while let Some(class) = next.pop() {
        for parent in model.nodes(&class, "rdfs:subClassOf") {
            if !found.contains(&parent) && parent != iri {
                found.push(parent.clone());
                next.push(parent);
            }
        }
    }
    found
}

fn property(out: &mut String, model: &Model, terms: &Model, shapes: &Model, iri: &str) {
    let page = Page::Ontology;
    let label = model.text(iri, "rdfs:label").unwrap_or_else(|| local(iri).to_owned());
    let leads_to_text = model.nodes(iri, "rdf:type").contains(&known("owl:DatatypeProperty"));
    begin(
        out,
        model,
        iri,
        if leads_to_text { "property with a text, number or date" } else { "property between things" },
        &label,
    );
    line(out, "Of", &page.links(model, &model.nodes(iri, "rdfs:domain")));
    line(out, "Leads to", &page.links(model, &model.nodes(iri, "rdfs:range")));
    line(out, "Sub-property of", &page.links(model, &model.nodes(iri, "rdfs:subPropertyOf")));
    line(out, "Sub-properties", &page.links(model, &model.pointing("rdfs:subPropertyOf", iri)));
    if let Some(scheme) = scheme(model, iri) {
        let values = terms.pointing("skos:inScheme", &scheme);
        line(out, "Values", &format!("{}: {}", page.link(terms, &scheme), page.links(terms, &values)));
    }
    matches(out, model, iri);
    let mut used = shapes.pointing("sh:path", iri);
    used.truncate(12);
    line(out, "Shapes", &page.links(shapes, &used));
    out.push_str("</dl>\n</section>\n");
}

/// The scheme of controlled terms that a property's definition names.
fn scheme(model: &Model, property: &str) -> Option<String> {
    let definition = model.text(property, "skos:definition")?;
    let (_, name) = definition.split_once("scheme term:")?;
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    Some(known(&format!("term:{name}")))
}

/// The page of the controlled terms.
pub(super) fn terms(model: &Model, ontology: &Model) -> String {
    let page = Page::Terms;
    let schemes = model.of_type("skos:ConceptScheme");
    let mut out = String::new();
    overview(&mut out, model, "schemes", "Schemes", &schemes);
    let properties = ontology.of_type("owl:ObjectProperty");
    for iri in &schemes {
        let name = escape(local(iri)).into_owned();
        let label = model.text(iri, "skos:prefLabel").unwrap_or_else(|| name.clone());
        let _ = write!(
            out,
            "<section class=\"entry\" id=\"{name}\">\n<h2>{} <a class=\"anchor\" href=\"#{name}\" aria-label=\"Link to {name}\">#</a></h2>\n\
             <p class=\"kind\"><code>{}</code> <span>scheme of terms</span></p>\n",
            escape(&label),
            escape(&model.curie(iri))
        );
        for definition in model.texts(iri, "skos:definition") {
            let _ = writeln!(out, "<p class=\"definition\">{}</p>", page.prose(&definition));
        }
        let used: Vec<String> =
            properties.iter().filter(|p| scheme(ontology, p).as_deref() == Some(iri.as_str())).cloned().collect();
        if !used.is_empty() {
            let _ = writeln!(out, "<p>Used by {}</p>", page.links(ontology, &used));
        }
        out.push_str(
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Terms\"><table>\n<thead><tr><th scope=\"col\">Term</th>\
             <th scope=\"col\">Name</th><th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n",
        );
        for term in model.pointing("skos:inScheme", iri) {
            let name = escape(local(&term)).into_owned();
            let notation =
                model.text(&term, "skos:notation").map_or_else(String::new, |n| format!(" ({})", escape(&n)));
            let _ = writeln!(
                out,
                "<tr id=\"{name}\"><th scope=\"row\"><a href=\"#{name}\"><code>{}</code></a></th><td>{}{notation}</td><td>{}</td></tr>",
                escape(&model.curie(&term)),
                escape(&model.text(&term, "skos:prefLabel").unwrap_or_default()),
                page.prose(&model.text(&term, "skos:definition").unwrap_or_default())
            );
        }
        out.push_str("</tbody>\n</table></div>\n</section>\n");
    }
    out
}
