//! The constants of the program and the ontology are one vocabulary, and the ontology is one that others can read.

use super::support::{program, repository};
use chorograph::base::vocab::{choro, term};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term as OurTerm};
use sophia::api::source::TripleSource;
use sophia::api::term::{SimpleTerm, Term};
use sophia::isomorphism::isomorphic_graphs;
use sophia::turtle::parser::{nt, turtle};
use std::collections::{BTreeSet, HashSet};
use std::fs;

const FILES: [&str; 3] = ["chorograph.ttl", "terms.ttl", "shapes.ttl"];
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const SKOS_PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const SKOS_DEFINITION: &str = "http://www.w3.org/2004/02/skos/core#definition";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

fn text(file: &str) -> String {
    fs::read_to_string(repository("ontology").join(file)).unwrap()
}

fn quads(file: &str) -> Vec<Quad> {
    RdfParser::from_format(RdfFormat::Turtle).for_slice(text(file).as_bytes()).collect::<Result<_, _>>().unwrap()
}

/// What a file says something of, below a namespace.
fn described(quads: &[Quad], namespace: &str) -> BTreeSet<String> {
    let typed = quads.iter().filter(|q| q.predicate.as_str() == RDF_TYPE);
    typed
        .filter_map(|q| match &q.subject {
            NamedOrBlankNode::NamedNode(n) => n.as_str().strip_prefix(namespace).map(str::to_owned),
            NamedOrBlankNode::BlankNode(_) => None,
        })
        .collect()
}

fn local_names(terms: &[NamedNodeRef<'_>], namespace: &str) -> BTreeSet<String> {
    terms.iter().map(|t| t.as_str().strip_prefix(namespace).unwrap().to_owned()).collect()
}

#[test]
fn constants_and_ontology_are_the_same() {
    let declared = described(&quads("chorograph.ttl"), choro::NAMESPACE);
    assert_eq!(declared, local_names(choro::ALL, choro::NAMESPACE));
    let declared = described(&quads("terms.ttl"), term::NAMESPACE);
    assert_eq!(declared, local_names(term::ALL, term::NAMESPACE));
}

/// Nothing of ours is spoken of that is not declared, in the shapes neither.
#[test]
fn nothing_is_used_undeclared() {
    let known: BTreeSet<String> = choro::ALL.iter().chain(term::ALL).map(|t| t.as_str().to_owned()).collect();
    for file in FILES {
        for quad in quads(file) {
            let mut nodes = vec![quad.predicate.as_str().to_owned()];
            if let NamedOrBlankNode::NamedNode(n) = &quad.subject {
                nodes.push(n.as_str().to_owned());
            }
            if let OurTerm::NamedNode(n) = &quad.object {
                nodes.push(n.as_str().to_owned());
            }
            for node in nodes {
                let ours = node.starts_with(choro::NAMESPACE) || node.starts_with(term::NAMESPACE);
                assert!(!ours || known.contains(&node), "{file}: {node}");
            }
        }
    }
}

#[test]
fn every_term_has_a_label_and_a_definition_in_english() {
    for (file, terms) in [("chorograph.ttl", choro::ALL), ("terms.ttl", term::ALL)] {
        let quads = quads(file);
        for term in terms {
            for (what, predicates) in
                [("label", &[RDFS_LABEL, SKOS_PREF_LABEL][..]), ("definition", &[SKOS_DEFINITION][..])]
            {
                let english: Vec<&str> = quads
                    .iter()
                    .filter(|q| matches!(&q.subject, NamedOrBlankNode::NamedNode(n) if n.as_ref() == *term))
                    .filter(|q| predicates.contains(&q.predicate.as_str()))
                    .filter_map(|q| match &q.object {
                        OurTerm::Literal(l) if l.language() == Some("en") => Some(l.value()),
                        _ => None,
                    })
                    .collect();
                assert_eq!(english.len(), 1, "{what} of {term}: {english:?}");
                assert!(!english[0].trim().is_empty(), "{what} of {term}");
            }
        }
    }
}

#[test]
fn definitions_take_no_side() {
    for file in FILES {
        let text = text(file).to_lowercase();
        for word in ["liberat", "occupier", "invader", "aggressor", "terrorist", "separatist"] {
            assert!(!text.contains(word), "{file} says {word:?}");
        }
    }
}

/// Two parsers that share no code find the same statements, and no blank node.
#[test]
fn two_parsers_agree() {
    type Triples = HashSet<[SimpleTerm<'static>; 3]>;
    for file in FILES {
        let quads = quads(file);
        let lines: BTreeSet<String> =
            quads.iter().map(|q| format!("{} {} {} .\n", q.subject, q.predicate, q.object)).collect();
        let ours: Triples = nt::parse_str(&lines.into_iter().collect::<String>()).collect_triples().unwrap();
        let theirs: Triples = turtle::parse_str(&text(file)).collect_triples().unwrap();
        assert!(ours.len() > 50, "{file}");
        assert!(!theirs.iter().flatten().any(Term::is_blank_node), "{file} has blank nodes");
        assert!(isomorphic_graphs(&ours, &theirs).unwrap(), "{file}");
    }
}

#[test]
fn the_documentation_is_written_as_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let docs = |to: &str| program().args(["docs", "ontology", "-o"]).arg(folder.path().join(to)).output().unwrap();
    let ran = docs("deep/pages");
    assert_eq!((ran.status.code(), ran.stdout.len(), ran.stderr.len()), (Some(0), 0, 0));
    let read = |path: &str| fs::read_to_string(folder.path().join("deep/pages").join(path)).unwrap();
    for (page, iri) in [("index.html", "ontology"), ("term/index.html", "term"), ("shape/index.html", "shape")] {
        assert!(
            read(page).contains(&format!("<link rel=\"canonical\" href=\"https://w3id.org/chorograph/{iri}\">")),
            "{page}"
        );
    }
    assert_eq!(read("ontology.ttl"), text("chorograph.ttl"));
    assert!(read(".htaccess").contains("RewriteRule ^$ ontology.ttl"));
    fs::write(folder.path().join("file"), "").unwrap();
    let ran = docs("file/pages");
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("cannot make the folder"));
}
