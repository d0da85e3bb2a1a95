//! The dataset for those who query it: VoID, with counts. Also served as `.well-known/void`.

use super::sources::SourceGraph;
use super::{Context, DescribeError, english, licences, segment, written};
use crate::base::vocab::{choro, dcterms, formats, rdf, rdfs, void, void_ext, xsd};
use crate::claim::types::TYPES;
use crate::publish::{Document, ExportFormat};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::BTreeSet;

/// Classes, beside those of claims, whose first members serve as examples.
const EXAMPLES: [NamedNodeRef<'_>; 3] = [choro::PLACE, choro::SOURCE, choro::DISAGREEMENT];

type Done = Result<(), DescribeError>;

pub(super) fn write(context: &Context<'_>) -> Result<Vec<u8>, DescribeError> {
    let mut page = Page { context, document: context.document(ExportFormat::Turtle) };
    page.dataset()?;
    page.classes()?;
    page.properties()?;
    page.linksets()?;
    page.graphs()?;
    written(page.document)
}

struct Page<'a> {
    context: &'a Context<'a>,
    document: Document<'a>,
}

impl Page<'_> {
    fn add(&mut self, s: &NamedNode, p: NamedNodeRef<'_>, o: impl Into<oxigraph::model::Term>) -> Done {
        Ok(self.document.add(s, p, o)?)
    }

    fn count(&mut self, s: &NamedNode, p: NamedNodeRef<'_>, count: u64) -> Done {
        self.add(s, p, Literal::new_typed_literal(count.to_string(), xsd::INTEGER))
    }

    fn dataset(&mut self) -> Done {
        let context = self.context;
        let (node, config, counts) = (context.dataset.minter.dataset(), &context.dataset.config, &context.counts);
        self.add(&node, rdf::TYPE, void::DATASET)?;
        self.add(&node, dcterms::TITLE, context.tagged(&config.title))?;
        self.add(&node, dcterms::DESCRIPTION, context.tagged(&config.description))?;
        self.add(&node, dcterms::LICENSE, NamedNode::new_unchecked(&config.licence))?;
        for (predicate, name) in [(dcterms::CREATOR, &config.creator), (dcterms::PUBLISHER, &config.publisher)] {
            let agent = context.dataset.minter.agent(name);
            self.add(&agent, rdfs::LABEL, Literal::from(name.as_str()))?;
            self.add(&node, predicate, agent)?;
        }
        self.add(&node, void::URI_SPACE, Literal::from(context.dataset.minter.base()))?;
        let lengths = (counts.classes.len() as u64, counts.properties.len() as u64);
        for (predicate, count) in [
            (void::TRIPLES, counts.triples),
            (void::ENTITIES, counts.entities),
            (void::CLASSES, lengths.0),
            (void::PROPERTIES, lengths.1),
            (void::DISTINCT_SUBJECTS, counts.subjects),
            (void::DISTINCT_OBJECTS, counts.objects),
        ] {
            self.count(&node, predicate, count)?;
        }
        let terms = counts.classes.keys().chain(counts.properties.keys());
        let vocabularies: BTreeSet<&str> =
            terms.map(|term| &term[..term.rfind(['#', '/']).map_or(term.len(), |at| at + 1)]).collect();
        for vocabulary in vocabularies {
            self.add(&node, void::VOCABULARY, NamedNode::new_unchecked(vocabulary))?;
        }
        let claims = TYPES.iter().filter(|claim_type| claim_type.is_example).map(|claim_type| claim_type.class);
        for class in EXAMPLES.into_iter().chain(claims) {
            if let Some(class) = counts.classes.get(class.as_str()) {
                self.add(&node, void::EXAMPLE_RESOURCE, NamedNode::new_unchecked(&class.example))?;
            }
        }
        if let Some(endpoint) = &config.endpoint {
            self.add(&node, void::SPARQL_ENDPOINT, NamedNode::new_unchecked(endpoint))?;
        }
        for file in context.distributions() {
            let feature = match file.format() {
                "Turtle" => formats::TURTLE,
                "TriG" => formats::TRIG,
                "N-Triples" => formats::N_TRIPLES,
                "N-Quads" => formats::N_QUADS,
                "RDF/XML" => formats::RDF_XML,
                "JSON-LD" => formats::JSON_LD,
                _ => continue,
            };
            if file.name.starts_with("dataset.") {
                self.add(&node, void::DATA_DUMP, context.dataset.minter.file(&file.name))?;
                self.add(&node, void::FEATURE, feature)?;
            }
        }
        Ok(())
    }

    /// Partitions by class; in each, by property; in each of these, by the class or datatype of the object.
    fn classes(&mut self) -> Done {
        let context = self.context;
        let dataset = context.dataset.minter.dataset();
        let name = |iri: &str| segment(&context.prefixes, iri);
        for (class, of) in &context.counts.classes {
            let path = format!("class/{}", name(class));
            let node = context.part(&path);
            self.add(&dataset, void::CLASS_PARTITION, node.clone())?;
            self.add(&node, void::CLASS, NamedNode::new_unchecked(class))?;
            self.count(&node, void::ENTITIES, of.entities)?;
            for (property, of) in &of.properties {
                let path = format!("{path}/property/{}", name(property));
                let part = context.part(&path);
                self.add(&node, void::PROPERTY_PARTITION, part.clone())?;
                self.add(&part, void::PROPERTY, NamedNode::new_unchecked(property))?;
                self.count(&part, void::TRIPLES, of.triples)?;
                self.count(&part, void::DISTINCT_SUBJECTS, of.subjects)?;
                for (other, triples) in &of.classes {
                    let leaf = context.part(&format!("{path}/class/{}", name(other)));
                    self.add(&part, void::CLASS_PARTITION, leaf.clone())?;
                    self.add(&leaf, void::CLASS, NamedNode::new_unchecked(other))?;
                    self.count(&leaf, void::TRIPLES, *triples)?;
                }
                for (datatype, triples) in &of.datatypes {
                    let leaf = context.part(&format!("{path}/datatype/{}", name(datatype)));
                    self.add(&part, void_ext::DATATYPE_PARTITION, leaf.clone())?;
                    self.add(&leaf, void_ext::DATATYPE, NamedNode::new_unchecked(datatype))?;
                    self.count(&leaf, void::TRIPLES, *triples)?;
                }
            }
        }
        Ok(())
    }

    fn properties(&mut self) -> Done {
        let context = self.context;
        let dataset = context.dataset.minter.dataset();
        for (property, of) in &context.counts.properties {
            let node = context.part(&format!("property/{}", segment(&context.prefixes, property)));
            self.add(&dataset, void::PROPERTY_PARTITION, node.clone())?;
            self.add(&node, void::PROPERTY, NamedNode::new_unchecked(property))?;
            self.count(&node, void::TRIPLES, of.triples)?;
            self.count(&node, void::DISTINCT_SUBJECTS, of.subjects)?;
            self.count(&node, void::DISTINCT_OBJECTS, of.objects)?;
        }
        Ok(())
    }

    /// The links to Wikidata: one linkset per property.
    fn linksets(&mut self) -> Done {
        let context = self.context;
        let dataset = context.dataset.minter.dataset();
        let wikidata = NamedNode::new_unchecked("http://www.wikidata.org/");
        for (property, triples) in &context.counts.links {
            let node = context.part(&format!("links/wikidata/{}", segment(&context.prefixes, property)));
            self.add(&wikidata, rdf::TYPE, void::DATASET)?;
            self.add(&node, rdf::TYPE, void::LINKSET)?;
            self.add(&dataset, void::SUBSET, node.clone())?;
            self.add(&node, void::SUBJECTS_TARGET, dataset.clone())?;
            self.add(&node, void::OBJECTS_TARGET, wikidata.clone())?;
            self.add(&node, void::LINK_PREDICATE, NamedNode::new_unchecked(property))?;
            self.count(&node, void::TRIPLES, *triples)?;
        }
        Ok(())
    }

    /// A subset for each graph; for the graph of a source, with its licence.
    fn graphs(&mut self) -> Done {
        let context = self.context;
        let dataset = context.dataset.minter.dataset();
        for (graph, triples) in context.counts.graphs.iter().filter(|(graph, _)| !graph.is_empty()) {
            let node = NamedNode::new_unchecked(graph);
            self.add(&dataset, void::SUBSET, node.clone())?;
            self.add(&node, rdf::TYPE, void::DATASET)?;
            self.count(&node, void::TRIPLES, *triples)?;
            let Some(source) = SourceGraph::of(context.statements, &node)? else {
                self.add(&node, dcterms::LICENSE, NamedNode::new_unchecked(&context.dataset.config.licence))?;
                continue;
            };
            self.add(&node, dcterms::SOURCE, source.source.clone())?;
            if let Some(title) = &source.title {
                self.add(&node, dcterms::TITLE, Literal::from(title.as_str()))?;
            }
            for licence in &source.licences {
                self.add(&node, dcterms::LICENSE, licence.clone())?;
            }
            if source.lacks_licence {
                let rights = context.part("licence-not-stated");
                let text = format!(
                    "Licence of the source: {}. What it says is given as facts, with short quotations and its name.",
                    licences::NOT_STATED
                );
                self.add(&rights, rdf::TYPE, dcterms::RIGHTS_STATEMENT)?;
                self.add(&rights, rdfs::LABEL, english(text))?;
                self.add(&node, dcterms::RIGHTS, rights)?;
            }
        }
        Ok(())
    }
}
