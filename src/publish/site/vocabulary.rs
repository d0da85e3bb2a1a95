//! The terms of the ontology and the controlled terms that the data use, each with a page that explains it.

use super::html::{Table, definitions, esc, external, link};
use super::page::Draft;
use super::values::Show;
use super::{Context, SiteError};
use crate::base::iri::last_part;
use crate::base::vocab::{choro, term};
use crate::store::FactReader;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode};
use std::collections::BTreeMap;

/// Maximum number of uses that are counted; above it, a page says "more than".
const MAX_USES: usize = 1000;
/// Maximum number of uses that are shown.
const SHOWN: usize = 50;

/// The meaning of terms, by IRI.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(BTreeMap<String, Meaning>);

/// The meaning of a term.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    pub(super) label: String,
    pub(super) definition: String,
    classes: Vec<String>,
    scheme: Option<NamedNode>,
    broader: Vec<NamedNode>,
}

impl Vocabulary {
    /// Reads the shipped files.
    pub(super) fn read() -> Result<Self, SiteError> {
        let [ontology, terms, _] = crate::publish::ontology::embedded()?;
        let mut all = BTreeMap::new();
        for model in [ontology, terms] {
            let ours = |iri: &&String| [choro::NAMESPACE, term::NAMESPACE].iter().any(|n| iri.starts_with(n));
            for iri in model.subjects().iter().filter(ours) {
                let nodes = |property| model.nodes(iri, property).into_iter().filter(|n| !n.starts_with("_:"));
                let meaning = Meaning {
                    label: model
                        .text(iri, "rdfs:label")
                        .or_else(|| model.text(iri, "skos:prefLabel"))
                        .unwrap_or_default(),
                    definition: model.text(iri, "skos:definition").unwrap_or_default(),
                    classes: nodes("rdf:type").collect(),
                    scheme: nodes("skos:inScheme").next().map(NamedNode::new_unchecked),
                    broader: nodes("rdfs:subClassOf")
                        .chain(nodes("rdfs:subPropertyOf"))
                        .map(NamedNode::new_unchecked)
                        .collect(),
                };
                all.insert(iri.clone(), meaning);
            }
        }
        Ok(Self(all))
    }

    /// The meaning of a term.
    pub(super) fn of(&self, iri: &NamedNode) -> Option<&Meaning> {
        self.0.get(iri.as_str()).filter(|meaning| !meaning.label.is_empty())
    }

    /// The file of the page of a term.
    pub(super) fn path(&self, iri: &NamedNode) -> Option<String> {
        let meaning = self.of(iri)?;
        let name = last_part(iri.as_str());
        // Some classes and properties differ only in case.
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
        self.classes.iter().any(|c| last_part(c) == "Class")
    }

    fn sort(&self) -> &'static str {
        let is = |name: &str| self.classes.iter().any(|c| last_part(c) == name);
        match () {
            () if is("Class") => "class",
            () if is("Concept") => "controlled term",
            () if is("ConceptScheme") => "list of controlled terms",
            () => "property",
        }
    }
}

/// The number of uses of a term, up to a limit, and some of the uses.
fn uses(read: &FactReader<'_>, iri: &NamedNode) -> Result<(usize, Vec<NamedNode>), SiteError> {
    let (mut count, mut some) = (0, Vec::new());
    let predicate: NamedNodeRef<'_> = iri.as_ref();
    let objects = read.statements().matching(None, None, Some(iri.as_ref().into()));
    let predicates = read.statements().matching(None, Some(predicate), None);
    for quad in objects.chain(predicates) {
        count += 1;
        if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
            some.push(subject);
        }
        if count > MAX_USES {
            break;
        }
    }
    Ok((count, some))
}

/// The pages of all terms that the data use, and their list.
pub(super) fn pages(
    context: &Context<'_>,
    read: &FactReader<'_>,
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
        // The store decides which ones it returns first, so they are shown only if all were read.
        let mut some = if count > MAX_USES { Vec::new() } else { some };
        some.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        some.dedup();
        for subject in some.iter().filter(|s| context.paths.page(s.as_str()).is_some()).take(SHOWN) {
            let facts = read.facts(subject)?;
            let kind = super::kind::PageKind::of(&facts).map_or("", super::kind::PageKind::one);
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
    if count > MAX_USES { format!("more than {}", super::html::count(MAX_USES)) } else { super::html::count(count) }
}
