//! Gold in the NLP Interchange Format (NIF 2.0): texts in `nif:Context`, spans with `nif:beginIndex`, `nif:endIndex` and
//! `nif:anchorOf`, types in `itsrdf:taClassRef`, identities in `itsrdf:taIdentRef`. A span whose class is of OWL-Time is a time with its value in `rdf:value`.
//! `nif:Title` and `nif:Paragraph` are read if present. If no name in a file has a class, the gold has no types.

use super::gold::{Gold, GoldDocument, GoldMention, GoldTime, Origin, Target, target};
use super::text::{bytes, code_points, no_name, paragraphs};
use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use crate::base::vocab::{dcterms, itsrdf, nif, owl_time, rdf, wd};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The properties of a subject that are read.
#[derive(Default)]
struct Node {
    types: Vec<String>,
    text: Option<String>,
    begin: Option<String>,
    end: Option<String>,
    anchor: Option<String>,
    context: Option<String>,
    classes: Vec<String>,
    identifier: Option<String>,
    value: Option<String>,
    issued: Option<String>,
}

/// Reads a file of gold.
pub(super) fn read(path: &Path, text: &str, gold: &mut Gold) {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let format = RdfFormat::from_extension(extension).unwrap_or(RdfFormat::Turtle);
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut wrong = 0;
    for quad in RdfParser::from_format(format).for_slice(text.as_bytes()) {
        match quad {
            Ok(quad) => note(quad, &mut nodes),
            Err(error) => {
                let at = error.location().map(|l| Position {
                    line: usize::try_from(l.start.line).unwrap_or(0) + 1,
                    column: usize::try_from(l.start.column).unwrap_or(0) + 1,
                });
                let problem = Problem {
                    at,
                    value: String::new(),
                    what: error.to_string(),
                    rule: "NIF is RDF; this file is not",
                    help: "correct the file".to_owned(),
                };
                gold.wrong(path, problem);
                wrong += 1;
                if wrong > 20 {
                    break;
                }
            }
        }
    }
    let lines = Subjects::new(text);
    let typed = nodes.values().any(|n| n.anchor.is_some() && !n.classes.is_empty());
    let mut documents: BTreeMap<&str, (GoldDocument, Vec<usize>)> = BTreeMap::new();
    for (iri, node) in &nodes {
        if let Some(words) = &node.text {
            let at = lines.of(iri);
            let origin = Origin { path: path.to_owned(), anchors: vec![(0, at)] };
            let mut document = GoldDocument::new(iri.clone(), words.clone(), Vec::new(), origin);
            document.published = node.issued.as_deref().and_then(TimeExtent::from_edtf);
            document.mentions = Some(Vec::new());
            documents.insert(iri, (document, code_points(words)));
        }
    }
    if documents.is_empty() {
        let problem = Problem {
            at: None,
            value: String::new(),
            what: "there is no text".to_owned(),
            rule: "a nif:Context has its text in nif:isString",
            help: "check that this is NIF 2.0".to_owned(),
        };
        return gold.wrong(path, problem);
    }
    for (iri, node) in nodes.iter().filter(|(_, n)| n.context.is_some()) {
        let at = lines.of(iri);
        let context = node.context.as_deref().and_then(|c| documents.get_mut(c));
        let Some((document, points)) = context else {
            gold.wrong(path, problem(at, iri, "its nif:referenceContext has no text"));
            continue;
        };
        if let Err(problem) = span(node, at, iri, typed, document, points) {
            gold.wrong(path, problem);
        }
    }
    for (mut document, _) in documents.into_values() {
        if document.paragraphs.is_empty() && document.title.is_none() {
            document.paragraphs = paragraphs(&document.text);
        }
        document.paragraphs.sort_by_key(|p| p.start);
        document.mentions.iter_mut().for_each(|m| m.sort_by_key(|m| (m.range.start, m.range.end)));
        document.times.iter_mut().for_each(|t| t.sort_by_key(|t| (t.range.start, t.range.end)));
        gold.documents.push(document);
    }
}

fn problem(at: Position, value: &str, what: &str) -> Problem {
    Problem {
        at: Some(at),
        value: value.to_owned(),
        what: what.to_owned(),
        rule: "a span has nif:beginIndex, nif:endIndex and nif:anchorOf, which is cut out of its context's nif:isString",
        help: "correct the span; it was left out".to_owned(),
    }
}

/// Adds a span to its document.
fn span(
    node: &Node,
    at: Position,
    iri: &str,
    typed: bool,
    document: &mut GoldDocument,
    points: &[usize],
) -> Result<(), Problem> {
    let number = |value: &Option<String>| value.as_deref().and_then(|v| v.parse::<usize>().ok());
    let (Some(start), Some(end)) = (number(&node.begin), number(&node.end)) else {
        return Err(problem(at, iri, "this span has no offsets"));
    };
    let range = bytes(points, start, end, at)?;
    if let Some(anchor) = node.anchor.as_deref().filter(|a| *a != &document.text[range.clone()]) {
        let what = format!("the text has {:?} at {start}-{end}", &document.text[range]);
        return Err(problem(at, anchor, &what));
    }
    let is = |class: NamedNodeRef<'_>| node.types.iter().any(|t| t == class.as_str());
    if is(nif::HEADLINE) {
        document.title = Some(range.clone());
    }
    if is(nif::PARAGRAPH) {
        document.paragraphs.push(range.clone());
    }
    if node.anchor.is_none() || node.text.is_some() {
        return Ok(());
    }
    let is_time = |class: &String| class.starts_with(owl_time::NAMESPACE);
    if node.classes.iter().any(is_time) {
        let time = GoldTime { range: range.clone(), value: node.value.clone(), nested: false, at };
        document.times.get_or_insert_default().push(time);
    }
    let mut names = node.classes.iter().filter(|c| !is_time(c)).map(|c| target(c)).peekable();
    let target = if names.peek().is_some() {
        let targets: Vec<Target> = names.collect();
        let aimed = targets.iter().find(|t| matches!(t, Target::Type(_)));
        aimed.or(targets.first()).cloned().unwrap_or(Target::Any)
    } else if node.classes.is_empty() {
        // If other names have classes, a name without one has an unknown type.
        if typed { Target::OtherType("without type".to_owned()) } else { Target::Any }
    } else {
        return Ok(());
    };
    let target = match no_name(&document.text[range.clone()]) {
        Some(reason) if !matches!(target, Target::OtherType(_)) => Target::NoName(reason),
        _ => target,
    };
    document.mentions.get_or_insert_default().push(GoldMention {
        range,
        target,
        identifier: node.identifier.clone(),
        at,
    });
    Ok(())
}

fn note(quad: Quad, nodes: &mut BTreeMap<String, Node>) {
    let subject = match quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.into_string(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
        #[allow(unreachable_patterns, reason = "RDF 1.2 may be switched on")]
        _ => return,
    };
    let object = match quad.object {
        Term::NamedNode(node) => node.into_string(),
        Term::BlankNode(node) => node.to_string(),
        Term::Literal(literal) => literal.destruct().0,
        #[allow(unreachable_patterns, reason = "RDF 1.2 may be switched on")]
        _ => return,
    };
    let node = nodes.entry(subject).or_default();
    let predicate = quad.predicate.as_ref();
    if predicate == rdf::TYPE {
        node.types.push(object);
    } else if predicate == itsrdf::TA_CLASS_REF {
        node.classes.push(object);
    } else if predicate == itsrdf::TA_IDENT_REF {
        // Of several identities, prefer that of Wikidata.
        if node.identifier.is_none() || object.starts_with(wd::NAMESPACE) {
            node.identifier = Some(object);
        }
    } else if predicate == nif::IS_STRING {
        node.text = Some(object);
    } else if predicate == nif::BEGIN_INDEX {
        node.begin = Some(object);
    } else if predicate == nif::END_INDEX {
        node.end = Some(object);
    } else if predicate == nif::ANCHOR_OF {
        node.anchor = Some(object);
    } else if predicate == nif::REFERENCE_CONTEXT {
        node.context = Some(object);
    } else if predicate == rdf::VALUE {
        node.value = Some(object);
    } else if predicate == dcterms::ISSUED {
        node.issued = Some(object);
    }
}

/// The lines of subjects in the file: lines that begin with their IRI, in full or relative to the base.
struct Subjects(HashMap<String, Position>);

impl Subjects {
    fn new(text: &str) -> Self {
        let mut found = HashMap::new();
        let mut base = "";
        for (n, line) in text.lines().enumerate() {
            if let Some(iri) = line.strip_prefix("@base <").and_then(|l| l.split('>').next()) {
                base = iri;
            }
            let iri = line.strip_prefix('<').and_then(|l| l.split('>').next());
            if let Some(iri) = iri {
                let iri = if iri.starts_with('#') { format!("{base}{iri}") } else { iri.to_owned() };
                found.entry(iri).or_insert(Position { line: n + 1, column: 1 });
            }
        }
        Self(found)
    }

    fn of(&self, iri: &str) -> Position {
        self.0.get(iri).copied().unwrap_or(Position { line: 1, column: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::finding::EntityType;

    const HEAD: &str = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n\
         @prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .\n@prefix dbo: <http://dbpedia.org/ontology/> .\n\
         <http://e/1#char=0,20> a nif:Context ; nif:isString \"Åse Lee joined Ilo.\\n\" .\n";

    fn gold(spans: &[(usize, usize, &str, &str)]) -> Gold {
        let mut text = HEAD.to_owned();
        for (start, end, anchor, class) in spans {
            text.push_str(&format!(
                "<http://e/1#char={start},{end}> nif:beginIndex \"{start}\" ; nif:endIndex \"{end}\" ; nif:anchorOf \
                 \"{anchor}\" ; nif:referenceContext <http://e/1#char=0,20> {} .\n",
                if class.is_empty() { String::new() } else { format!("; itsrdf:taClassRef {class}") }
            ));
        }
        let mut gold = Gold::default();
        read(Path::new("x.ttl"), &text, &mut gold);
        gold
    }

    #[test]
    fn spans_are_read_with_and_without_types() {
        let found = |spans: &[_]| {
            let gold = gold(spans);
            assert_eq!(gold.problems, []);
            let document = gold.documents.into_iter().next().unwrap();
            let words = |m: GoldMention| (document.text[m.range].to_owned(), m.target);
            document.mentions.unwrap().into_iter().map(words).collect::<Vec<_>>()
        };
        assert_eq!(
            found(&[(15, 18, "Ilo", "dbo:City"), (0, 7, "Åse Lee", "<http://schema.org/Person>")]),
            [
                ("Åse Lee".to_owned(), Target::Type(EntityType::Person)),
                ("Ilo".to_owned(), Target::Type(EntityType::Place))
            ]
        );
        assert_eq!(found(&[(0, 7, "Åse Lee", "")]), [("Åse Lee".to_owned(), Target::Any)], "no span has a type");
        assert_eq!(
            found(&[(8, 14, "joined", "dbo:Person"), (15, 18, "Ilo", "dbo:Film")]),
            [
                ("joined".to_owned(), Target::NoName("nominal")),
                ("Ilo".to_owned(), Target::OtherType("http://dbpedia.org/ontology/Film".to_owned()))
            ]
        );
    }

    #[test]
    fn a_span_that_contradicts_its_text_is_reported() {
        let gold = gold(&[(15, 18, "Ilo.", "dbo:City"), (15, 99, "Ilo", "dbo:City"), (0, 7, "Åse Lee", "dbo:Person")]);
        let problems: Vec<_> = gold.problems.iter().map(|(_, p)| (p.at.unwrap().line, p.what.as_str())).collect();
        assert_eq!(problems, [(5, "the text has \"Ilo\" at 15-18"), (6, "the text has only 20 code points")]);
        assert_eq!(gold.documents[0].mentions.as_ref().unwrap().len(), 1);
    }
}
