//! Nanopublications: TriG in which each claim is four small graphs of its own
//! (<https://nanopub.net/guidelines/working_draft/>). The head names the others; the assertion has the content of the
//! claim; the provenance has its attribution, its words, the document and its licence; the publication info has the
//! makers of the dataset. Its name is a trusty URI (`trusty`), so that you can verify that nothing was changed.
//!
//! The words of a claim and their position are in the same graph of the store as the claim: each nanopublication is
//! made from look-ups in that graph alone, becomes one record for the sorter, and is written when all are sorted. No
//! clock is used: `dcterms:created` is the day on which the document was retrieved, and is left out if that is not
//! known.

use super::curie::{Prefixes, Used};
use super::direct::{ClaimStatements, Claims};
use super::scan::{self, Encoder, Object, Statement};
use super::trusty::{self, Node, Quad};
use super::{PublishError, turtle};
use crate::base::escape::{push_iri, push_string};
use crate::base::iri::Minter;
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, dcterms, np, prov, rdf, rdfs, schema, xsd};
use crate::claim::types::ClaimType;
use crate::store::Statements;
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

/// Properties of a document that are included with each of its claims.
const OF_A_SOURCE: &[NamedNodeRef<'static>] = &[
    rdf::TYPE,
    dcterms::TITLE,
    dcterms::IS_PART_OF,
    dcterms::PUBLISHER,
    dcterms::LICENSE,
    dcterms::ISSUED,
    prov::WAS_ATTRIBUTED_TO,
    prov::WAS_DERIVED_FROM,
    prov::SPECIALIZATION_OF,
    schema::URL,
    choro::RETRIEVED,
    choro::SHA256,
    rdfs::LABEL,
];
/// Properties from a claim to the places where its words stand, and to what says the rest of it.
const EVIDENCE: &[NamedNodeRef<'static>] =
    &[choro::ANCHORED_AT, choro::HEADED_BY, choro::IDENTIFIED_BY, choro::WITHIN_CONTEXT, choro::SUPPLIED_BY];
/// Number of documents that are cached, so that a box with many records is looked up once.
const REMEMBERED: usize = 1_000;

/// Writes a nanopublication for each claim and source version, and returns their number and the number of claims
/// without one.
pub fn write(
    statements: &Statements,
    minter: &Minter,
    scratch: &Path,
    out: &mut impl Write,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(u64, Claims), PublishError> {
    let prefixes = Prefixes::new(crate::base::vocab::prefixes(minter.base()));
    let dataset = of_dataset(statements, minter)?;
    let make = || Encoding {
        statements,
        minter,
        prefixes: &prefixes,
        dataset: &dataset,
        used: Used::default(),
        claims: Claims::default(),
        graph: None,
        known: HashMap::new(),
    };
    let (sorters, encodings) = scan::scan(statements.store(), scratch, progress, make)?;
    let (mut used, mut claims) = (Used::default(), Claims::default());
    for encoding in &encodings {
        used.add(&encoding.used);
        claims.add(encoding.claims);
    }
    for (prefix, namespace) in prefixes.of(&used) {
        let mut iri = Vec::new();
        push_iri(namespace, &mut iri);
        writeln!(out, "@prefix {prefix}: <{}> .", turtle::text(&iri)).map_err(PublishError::Write)?;
    }
    let mut records = Sorter::finish(sorters)?;
    let mut count = 0;
    while let Some(record) = records.next()? {
        let text = record.rsplit(|b| *b == 0).next().unwrap_or_default();
        out.write_all(text).map_err(PublishError::Write)?;
        count += 1;
    }
    Ok((count, claims))
}

/// The makers of the dataset, and its licence.
fn of_dataset(statements: &Statements, minter: &Minter) -> Result<Vec<(NamedNodeRef<'static>, Term)>, PublishError> {
    let facts = statements.facts_in(&minter.dataset(), &minter.graph("dataset"))?;
    let of = |predicate| facts.values(predicate).map(move |object| (predicate, object.clone()));
    Ok(of(dcterms::CREATOR).chain(of(dcterms::LICENSE)).collect())
}

/// Makes a nanopublication of each claim that it is passed.
struct Encoding<'a> {
    statements: &'a Statements,
    minter: &'a Minter,
    prefixes: &'a Prefixes,
    dataset: &'a [(NamedNodeRef<'static>, Term)],
    used: Used,
    claims: Claims,
    graph: Option<NamedNode>,
    /// Cached nodes of the current graph.
    known: HashMap<NamedNode, Vec<(NamedNode, Term)>>,
}

impl Encoder for Encoding<'_> {
    type Error = PublishError;

    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), PublishError> {
        let (Some(graph), Object::Node(class)) = (statement.graph, &statement.object) else { return Ok(()) };
        if *statement.predicate != rdf::TYPE || ClaimType::of_class(class.as_ref()).is_none() {
            return Ok(());
        }
        if self.graph.as_ref() != Some(graph) || self.known.len() > REMEMBERED {
            self.graph = Some(graph.clone());
            self.known.clear();
        }
        self.claims.all += 1;
        match self.quads(statement.subject, graph)? {
            Some(mut quads) => {
                let code = trusty::code(&mut quads);
                let mut record = statement.subject.as_str().as_bytes().to_vec();
                record.push(0);
                record.extend_from_slice(graph.as_str().as_bytes());
                record.push(0);
                self.text(&quads, &code, &mut record).map_err(PublishError::Write)?;
                Ok(sorter.push(&record)?)
            }
            None => {
                self.claims.without += 1;
                Ok(())
            }
        }
    }
}

const HEAD: &str = "#Head";
const ASSERTION: &str = "#assertion";
const PROVENANCE: &str = "#provenance";
const PUBINFO: &str = "#pubinfo";

impl Encoding<'_> {
    fn name(&self) -> String {
        format!("{}np/{}", self.minter.base(), trusty::BLANK)
    }

    /// The four graphs, with a placeholder for the code that depends on them. `None` if the claim has no statements of
    /// its own.
    fn quads(&mut self, claim: &NamedNode, graph: &NamedNode) -> Result<Option<Vec<Quad>>, PublishError> {
        let own = self.statements.facts_in(claim, graph)?;
        let mut what = ClaimStatements::default();
        for (predicate, object) in own.iter() {
            match object {
                Term::NamedNode(node) => what.note(predicate, &Object::Node(node)),
                Term::Literal(literal) => what.note(predicate, &Object::Literal(literal)),
                Term::BlankNode(_) => return Err(PublishError::BlankNode(object.to_string())),
            }
        }
        if what.claim_type().is_none() || !what.says_all() {
            return Ok(None);
        }
        let mut nanopub = Nanopub { name: self.name(), quads: Vec::new() };
        let mut voices = Vec::new();
        for (about, property, value) in what.direct_statements() {
            nanopub.add(ASSERTION, about.as_str(), property, value);
            // A measure of the dataset means nothing without its label.
            if property.as_str().starts_with(self.minter.base()) {
                for (predicate, object) in self.statements.facts_in(property, graph)?.iter() {
                    nanopub.add(ASSERTION, property.as_str(), predicate.as_ref(), object);
                }
            }
            if let Term::NamedNode(node) = value {
                for (predicate, object) in self.statements.facts_in(node, graph)?.iter() {
                    nanopub.add(ASSERTION, node.as_str(), predicate.as_ref(), object);
                }
            }
        }
        if nanopub.quads.is_empty() {
            return Ok(None);
        }
        // The attribution, and the position of the words.
        let assertion = nanopub.own(ASSERTION);
        nanopub.node(PROVENANCE, &assertion, prov::WAS_DERIVED_FROM, claim.as_str());
        let mut documents = vec![graph.clone()];
        for (predicate, object) in own.iter() {
            nanopub.add(PROVENANCE, claim.as_str(), predicate.as_ref(), object);
            let Term::NamedNode(node) = object else { continue };
            if *predicate == choro::ASSERTED_BY {
                nanopub.node(PROVENANCE, &assertion, prov::WAS_ATTRIBUTED_TO, node.as_str());
                voices.push(node.clone());
            } else if *predicate == choro::REPORTED_IN {
                documents.push(node.clone());
            } else if EVIDENCE.contains(&predicate.as_ref()) {
                for (predicate, object) in self.statements.facts_in(node, graph)?.iter() {
                    nanopub.add(PROVENANCE, node.as_str(), predicate.as_ref(), object);
                }
            }
        }
        let mut created = None;
        let mut next = 0;
        while let Some(document) = documents.get(next).cloned() {
            next += 1;
            for (predicate, object) in self.document(graph, &document)?.to_vec() {
                nanopub.add(PROVENANCE, document.as_str(), predicate.as_ref(), &object);
                let is_tie = [dcterms::IS_PART_OF, prov::SPECIALIZATION_OF].contains(&predicate.as_ref());
                match object {
                    Term::NamedNode(node) if is_tie && !documents.contains(&node) => documents.push(node),
                    Term::NamedNode(node) if predicate == dcterms::PUBLISHER => voices.push(node),
                    Term::Literal(day) if predicate == choro::RETRIEVED => created = Some(day),
                    _ => {}
                }
            }
        }
        voices.sort();
        voices.dedup();
        for voice in voices {
            for (predicate, object) in self.document(graph, &voice)?.to_vec() {
                if predicate == rdfs::LABEL {
                    nanopub.add(PROVENANCE, voice.as_str(), predicate.as_ref(), &object);
                }
            }
        }
        self.frame(&mut nanopub, created.map(Term::from).as_ref());
        Ok(Some(nanopub.quads))
    }

    /// Head and publication info.
    fn frame(&self, nanopub: &mut Nanopub, created: Option<&Term>) {
        let this = nanopub.name.clone();
        nanopub.node(HEAD, &this, rdf::TYPE, np::NANOPUBLICATION.as_str());
        for (property, graph) in
            [(np::HAS_ASSERTION, ASSERTION), (np::HAS_PROVENANCE, PROVENANCE), (np::HAS_PUBLICATION_INFO, PUBINFO)]
        {
            let graph = nanopub.own(graph);
            nanopub.node(HEAD, &this, property, &graph);
        }
        for (property, value) in self.dataset {
            nanopub.add(PUBINFO, &this, *property, value);
        }
        nanopub.node(PUBINFO, &this, dcterms::IS_PART_OF, self.minter.dataset().as_str());
        nanopub.node(PUBINFO, &this, prov::WAS_GENERATED_BY, self.minter.run().as_str());
        if let Some(day) = created {
            nanopub.add(PUBINFO, &this, dcterms::CREATED, day);
        }
    }

    fn document(&mut self, graph: &NamedNode, document: &NamedNode) -> Result<&[(NamedNode, Term)], PublishError> {
        if !self.known.contains_key(document) {
            let facts = self.statements.facts_in(document, graph)?.into_iter();
            let found = facts.filter(|(predicate, _)| OF_A_SOURCE.contains(&predicate.as_ref())).collect();
            self.known.insert(document.clone(), found);
        }
        Ok(&self.known[document])
    }

    /// The TriG of one nanopublication.
    fn text(&mut self, quads: &[Quad], code: &str, out: &mut Vec<u8>) -> io::Result<()> {
        let blank = self.name();
        let mut name = Vec::new();
        push_iri(&blank.replace(trusty::BLANK, code), &mut name);
        let name = turtle::text(&name);
        write!(out, "\n@prefix this: <{name}> .\n@prefix sub: <{name}#> .\n")?;
        for graph in [HEAD, ASSERTION, PROVENANCE, PUBINFO] {
            write!(out, "\nsub:{} {{\n", &graph[1..])?;
            let full = format!("{blank}{graph}");
            let (mut subject, mut predicate) = ("", "");
            let mut rows: Vec<&Quad> = quads.iter().filter(|quad| quad.graph == full).collect();
            // The subject first, and types on top.
            rows.sort_by_key(|quad| {
                (
                    !quad.subject.starts_with(&blank),
                    &quad.subject,
                    rdf::TYPE != quad.predicate.as_str(),
                    &quad.predicate,
                )
            });
            for quad in rows {
                if quad.subject != subject {
                    out.extend_from_slice(if subject.is_empty() { b"    " } else { b" .\n    " });
                    self.node(&quad.subject, &blank, out);
                    out.push(b' ');
                } else if quad.predicate != predicate {
                    out.extend_from_slice(b" ;\n        ");
                } else {
                    out.extend_from_slice(b",\n            ");
                }
                if quad.subject != subject || quad.predicate != predicate {
                    if rdf::TYPE == quad.predicate.as_str() {
                        out.push(b'a');
                    } else {
                        self.node(&quad.predicate, &blank, out);
                    }
                    out.push(b' ');
                }
                self.object(&quad.object, &blank, out);
                (subject, predicate) = (&quad.subject, &quad.predicate);
            }
            out.extend_from_slice(b" .\n}\n");
        }
        Ok(())
    }

    fn node(&mut self, iri: &str, blank: &str, out: &mut Vec<u8>) {
        match iri.strip_prefix(blank) {
            Some("") => out.extend_from_slice(b"this:"),
            Some(part) => {
                out.extend_from_slice(b"sub:");
                out.extend_from_slice(part.trim_start_matches('#').as_bytes());
            }
            None => {
                let mut escaped = Vec::new();
                push_iri(iri, &mut escaped);
                self.prefixes.push(turtle::text(&escaped), &mut self.used, out);
            }
        }
    }

    fn object(&mut self, object: &Node, blank: &str, out: &mut Vec<u8>) {
        match object {
            Node::Iri(iri) => self.node(iri, blank, out),
            Node::Literal { value, datatype, language } => {
                push_string(value, out);
                if !language.is_empty() {
                    out.push(b'@');
                    out.extend_from_slice(language.as_bytes());
                } else if xsd::STRING != datatype.as_str() {
                    out.extend_from_slice(b"^^");
                    self.node(datatype, blank, out);
                }
            }
        }
    }
}

/// The content of a nanopublication, before it has its name.
struct Nanopub {
    name: String,
    quads: Vec<Quad>,
}

impl Nanopub {
    /// The name of a part of it.
    fn own(&self, part: &str) -> String {
        format!("{}{part}", self.name)
    }

    fn push(&mut self, graph: &str, subject: &str, predicate: NamedNodeRef<'_>, object: Node) {
        let graph = self.own(graph);
        self.quads.push(Quad { graph, subject: subject.to_owned(), predicate: predicate.as_str().to_owned(), object });
    }

    fn node(&mut self, graph: &str, subject: &str, predicate: NamedNodeRef<'_>, object: &str) {
        self.push(graph, subject, predicate, Node::Iri(object.to_owned()));
    }

    fn add(&mut self, graph: &str, subject: &str, predicate: NamedNodeRef<'_>, object: &Term) {
        match object {
            Term::NamedNode(node) => self.node(graph, subject, predicate, node.as_str()),
            Term::Literal(literal) => {
                let language = literal.language().unwrap_or_default().to_owned();
                let (value, datatype) = (literal.value().to_owned(), literal.datatype().as_str().to_owned());
                self.push(graph, subject, predicate, Node::Literal { value, datatype, language });
            }
            // The scan refuses a store that has any.
            Term::BlankNode(_) => {}
        }
    }
}
