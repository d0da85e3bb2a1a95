//! The terms of the ontology and the controlled terms that the data use, each with a page that says what it means.

use super::html::{Table, definitions, esc, external, link};
use super::page::Draft;
use super::read::Reader;
use super::values::Show;
use super::{Context, SiteError};
use crate::iri::last_part;
use crate::ontology::EMBEDDED;
use crate::vocab::{choro, rdf, rdfs, term};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;
use std::io;

const FILES: [&str; 2] = [EMBEDDED.ontology, EMBEDDED.terms];
/// Uses that are counted; beyond, a page says "more than".
const MOST_USES: usize = 1000;
/// Uses that are shown.
const SHOWN: usize = 50;

/// What the terms mean, by IRI.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(BTreeMap<String, Meaning>);

/// What a term means.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    pub(super) label: String,
    pub(super) definition: String,
    classes: Vec<NamedNode>,
    scheme: Option<NamedNode>,
    broader: Vec<NamedNode>,
}

impl Vocabulary {
    /// Reads the shipped files.
    pub(super) fn read() -> Result<Self, SiteError> {
        let mut all: BTreeMap<String, Meaning> = BTreeMap::new();
        for file in FILES {
            for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(file) {
                let quad = quad.map_err(|e| SiteError::Ontology(io::Error::other(e)))?;
                let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
                let ours = [choro::NAMESPACE, term::NAMESPACE].iter().any(|n| subject.as_str().starts_with(n));
                if !ours {
                    continue;
                }
                let meaning = all.entry(subject.into_string()).or_default();
                match quad.object {
                    Term::Literal(text) if quad.predicate == rdfs::LABEL || quad.predicate.as_str() == PREF_LABEL => {
                        meaning.label = text.destruct().0;
                    }
                    Term::Literal(text) if quad.predicate.as_str() == DEFINITION => {
                        meaning.definition = text.destruct().0;
                    }
                    Term::NamedNode(node) if quad.predicate == rdf::TYPE => meaning.classes.push(node),
                    Term::NamedNode(node) if quad.predicate.as_str() == IN_SCHEME => meaning.scheme = Some(node),
                    Term::NamedNode(node)
                        if quad.predicate.as_str() == SUB_CLASS || quad.predicate.as_str() == SUB_PROPERTY =>
                    {
                        meaning.broader.push(node);
                    }
                    _ => {}
                }
            }
        }
        Ok(Self(all))
    }

    /// What a term means.
    pub(super) fn of(&self, iri: &NamedNode) -> Option<&Meaning> {
        self.0.get(iri.as_str()).filter(|meaning| !meaning.label.is_empty())
    }

    /// The file of the page of a term.
    pub(super) fn path(&self, iri: &NamedNode) -> Option<String> {
        let meaning = self.of(iri)?;
        let name = last_part(iri.as_str());
        // Classes and properties differ in case alone here and there.
        let folder = if iri.as_str().starts_with(term::NAMESPACE) {
            "term"
        } else if meaning.is_class() {
            "class"
        } else {
            "property"
        };
        Some(format!("vocabulary/{folder}/{name}/index.html"))
    }
}

impl Meaning {
    fn is_class(&self) -> bool {
        self.classes.iter().any(|c| last_part(c.as_str()) == "Class")
    }

    fn sort(&self) -> &'static str {
        let is = |name: &str| self.classes.iter().any(|c| last_part(c.as_str()) == name);
        match () {
            () if is("Class") => "class",
            () if is("Concept") => "controlled term",
            () if is("ConceptScheme") => "list of controlled terms",
            () => "property",
        }
    }
}

const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const DEFINITION: &str = "http://www.w3.org/2004/02/skos/core#definition";
const IN_SCHEME: &str = "http://www.w3.org/2004/02/skos/core#inScheme";
const SUB_CLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const SUB_PROPERTY: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";

/// How often a term is used, up to a limit, and some of the uses.
fn uses(read: &Reader<'_>, iri: &NamedNode) -> Result<(usize, Vec<NamedNode>), SiteError> {
    let (mut count, mut some) = (0, Vec::new());
    let predicate: NamedNodeRef<'_> = iri.as_ref();
    let objects = read.store.quads_for_pattern(None, None, Some(iri.as_ref().into()), None);
    let predicates = read.store.quads_for_pattern(None, Some(predicate), None, None);
    for quad in objects.chain(predicates) {
        count += 1;
        if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
            some.push(subject);
        }
        if count > MOST_USES {
            break;
        }
    }
    Ok((count, some))
}

/// The pages of all terms that the data use, and their list.
pub(super) fn pages(
    context: &Context<'_>,
    read: &Reader<'_>,
    emit: &mut dyn FnMut(Draft<'_>) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let mut list = Draft::new(context, "vocabulary/index.html", "Terms");
    list.lead("What the words of the data mean: the classes and properties of the ontology and the controlled terms, with how often this dataset uses them.");
    let mut tables: BTreeMap<&'static str, Table> = BTreeMap::new();
    for iri in context.vocabulary.0.keys() {
        let iri = NamedNode::new_unchecked(iri.as_str());
        let (Some(meaning), Some(path)) = (context.vocabulary.of(&iri), context.vocabulary.path(&iri)) else {
            continue;
        };
        let (count, some) = uses(read, &iri)?;
        let sort = meaning.sort();
        let (id, heading) = match sort {
            "class" => ("classes", "Classes"),
            "property" => ("properties", "Properties"),
            "controlled term" => ("terms", "Controlled terms"),
            _ => ("lists", "Lists of controlled terms"),
        };
        let table = tables.entry(sort).or_insert_with(|| Table::new(id, heading, &["Term", "Meaning", "Uses"]));
        table.push(vec![link(&list.path, &path, &esc(&meaning.label)), esc(&meaning.definition), counted(count)]);
        let mut draft = Draft::new(context, &path, &meaning.label);
        draft.eyebrow = sort.to_owned();
        draft.trail.push(("vocabulary/index.html".to_owned(), "Terms".to_owned()));
        draft.lead(&meaning.definition);
        let show = Show::new(context, read, &path);
        let mut facts =
            vec![("IRI".to_owned(), external(iri.as_str(), &format!("<code>{}</code>", esc(iri.as_str()))))];
        if let Some(scheme) = &meaning.scheme {
            facts.push(("In the list".to_owned(), show.node(scheme)?));
        }
        for broader in &meaning.broader {
            facts.push(("A kind of".to_owned(), show.node(broader)?));
        }
        facts.push(("Uses in this dataset".to_owned(), counted(count)));
        draft.body += &definitions(&facts);
        let mut table = Table::new("uses", "Where it is used", &["Page", "Kind"]);
        // Which ones is the store's choice, so that they are sorted only where all are at hand.
        let mut some = if count > MOST_USES { Vec::new() } else { some };
        some.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        some.dedup();
        for subject in some.iter().filter(|s| context.paths.page(s.as_str()).is_some()).take(SHOWN) {
            let facts = read.facts(subject)?;
            let kind = super::kind::Kind::of(&facts).map_or("", super::kind::Kind::one);
            table.push(vec![show.node(subject)?, kind.to_owned()]);
        }
        draft.table(&table);
        emit(draft)?;
    }
    for sort in ["class", "property", "controlled term", "list of controlled terms"] {
        if let Some(table) = tables.get(sort) {
            list.table(table);
        }
    }
    emit(list)
}

fn counted(count: usize) -> String {
    if count > MOST_USES { format!("more than {}", super::html::count(MOST_USES)) } else { super::html::count(count) }
}
