//! `docs/ontology.md`: the classes, properties and terms of `ontology/`, on one page.

use super::super::support::repository;
use super::is_fresh;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

const OPENING: &str = "\
# The ontology on one page

*For those who write queries or read the data. After this page you know which class and which property to ask for.*

The prefixes `choro:` and `term:` are predefined in `chorograph query`; `choro:` is
`https://w3id.org/chorograph/ontology#`, `term:` is `https://w3id.org/chorograph/term#`. (The names are not registered at w3id.org
yet: nothing resolves there.) `chorograph docs ontology -o DIR` writes the same in full, with a diagram and the shapes, and
the files in Turtle, JSON-LD, RDF/XML and N-Triples.

A claim is the centre. It has a class, which says what kind of claim it is, and these properties:

```
  claim  --choro:aboutPlace, choro:aboutEvent, …-->  what it is about
         --choro:area, choro:time, choro:speaker, …-->  what it says
         --choro:assertedBy-->  who says it
         --choro:reportedIn-->  the article, fact box or table that prints it
         --choro:anchoredAt-->  where its words stand: a text span (oa:start, oa:end) or a table cell
         --choro:verbatim-->  its words
```

A claim says that its source says so. Nothing says that it is true. [Asking in SPARQL](query.md) has ten queries that use this.
";

/// What a file says of each name, by property.
type Described = BTreeMap<String, BTreeMap<String, Vec<Term>>>;

fn described(file: &str) -> Described {
    let text = fs::read_to_string(repository("ontology").join(file)).unwrap();
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()).collect::<Result<_, _>>().unwrap();
    let mut all = Described::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
            all.entry(subject.into_string())
                .or_default()
                .entry(quad.predicate.into_string())
                .or_default()
                .push(quad.object);
        }
    }
    all
}

/// The name with the prefix that queries know; of others, what stands after the last `#` or `/`.
fn short(iri: &str) -> String {
    let known = [
        ("https://w3id.org/chorograph/ontology#", "choro:"),
        ("https://w3id.org/chorograph/term#", "term:"),
        ("http://www.w3.org/2001/XMLSchema#", "xsd:"),
        ("http://www.w3.org/ns/prov#", "prov:"),
        ("http://www.w3.org/ns/oa#", "oa:"),
        ("https://schema.org/", "schema:"),
        ("http://www.w3.org/2004/02/skos/core#", "skos:"),
        ("http://qudt.org/schema/qudt/", "qudt:"),
        (RDFS, "rdfs:"),
    ];
    let found = known.iter().find_map(|(namespace, prefix)| Some(format!("{prefix}{}", iri.strip_prefix(namespace)?)));
    found.unwrap_or_else(|| iri.rsplit(['#', '/']).next().unwrap().to_owned())
}

fn values(of: &BTreeMap<String, Vec<Term>>, property: &str) -> Vec<String> {
    let terms = of.get(property).into_iter().flatten();
    terms
        .filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        })
        .collect()
}

fn has_type(of: &BTreeMap<String, Vec<Term>>, class: &str) -> bool {
    values(of, &format!("{RDF}type")).iter().any(|t| t == class)
}

/// The first sentence of the definition, as a cell of a table.
fn meaning(of: &BTreeMap<String, Vec<Term>>) -> String {
    let all = values(of, &format!("{SKOS}definition")).into_iter().next().unwrap_or_default();
    let end = all
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|at| !all[..*at].ends_with("e.g.") && !all[..*at].ends_with("i.e."));
    all[..end.unwrap_or(all.len())].trim().replace('|', "\\|")
}

fn ours(iris: &[String]) -> String {
    iris.iter().map(|iri| format!("`{}`", short(iri))).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_page_of_the_ontology_is_fresh() {
    let ontology = described("chorograph.ttl");
    let mut page = OPENING.to_owned();
    let claim = "https://w3id.org/chorograph/ontology#Claim".to_owned();
    let of_claims = |of: &BTreeMap<String, Vec<Term>>| values(of, &format!("{RDFS}subClassOf")).contains(&claim);
    for (heading, wants_claims) in [("Claims", true), ("Other classes", false)] {
        let _ = write!(page, "\n## {heading}\n\n| class | what it is |\n| --- | --- |\n");
        let classes =
            ontology.iter().filter(|(_, of)| has_type(of, &format!("{OWL}Class")) && of_claims(of) == wants_claims);
        for (iri, of) in classes {
            let _ = writeln!(page, "| `{}` | {} |", short(iri), meaning(of));
        }
    }
    let mut properties: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (iri, of) in &ontology {
        let kind = ["ObjectProperty", "DatatypeProperty"].into_iter().any(|k| has_type(of, &format!("{OWL}{k}")));
        if !kind {
            continue;
        }
        let subjects = ours(&values(of, &format!("{RDFS}domain")));
        let gives = ours(&values(of, &format!("{RDFS}range")));
        let row = format!("| `{}` | {gives} | {} |", short(iri), meaning(of));
        let group = match subjects.replace('`', "") {
            of if of.is_empty() || of == "Thing" => "many classes".to_owned(),
            of if of == "choro:Claim" => "every claim".to_owned(),
            of => of,
        };
        properties.entry(group).or_default().push(row);
    }
    assert!(properties.values().map(Vec::len).sum::<usize>() > 100);
    page += "\n## Properties\n\nBy what they are said of.\n";
    // What every claim has comes first.
    let mut groups: Vec<_> = properties.into_iter().collect();
    groups.sort_by_key(|(subjects, _)| (subjects != "every claim", subjects == "many classes"));
    for (subjects, rows) in groups {
        let _ = write!(page, "\n### Of {subjects}\n\n| property | gives | what it says |\n| --- | --- | --- |\n");
        page += &(rows.join("\n") + "\n");
    }
    let terms = described("terms.ttl");
    page += "\n## Terms\n\nThe values of some properties, list by list.\n";
    for (scheme, of) in terms.iter().filter(|(_, of)| has_type(of, &format!("{SKOS}ConceptScheme"))) {
        let label = values(of, &format!("{SKOS}prefLabel")).join(" ");
        let _ = write!(page, "\n### {}\n\n{}\n\n| term | what it means |\n| --- | --- |\n", upper(&label), meaning(of));
        for (iri, of) in terms.iter().filter(|(_, of)| values(of, &format!("{SKOS}inScheme")).contains(scheme)) {
            let _ = writeln!(page, "| `{}` | {} |", short(iri), meaning(of));
        }
    }
    is_fresh("docs/ontology.md", &page);
}

fn upper(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
