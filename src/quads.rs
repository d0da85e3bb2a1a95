//! Claims and what stands around them as RDF, in the graph of their source version. The only module that knows both what we
//! assert and in which vocabulary.

use crate::claim::{Evidence, RecordClaims, Statement};
use crate::dataset::Dataset;
use crate::extract::finding::Findings;
use crate::gazetteer::{Gazetteer, GazetteerFile};
use crate::iri::{Minter, Span};
use crate::record::quantity::Quantity;
use crate::record::{Article, FactBox};
use crate::source::SourceDocument;
use crate::time::TimeExtent;
use crate::vocab::{choro, dcat, dcterms, oa, prov, qudt, rdf, rdfs, schema, skos, skosxl, term, wd, xsd};
use jiff::civil::Date;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

/// Collects the quads of one graph.
#[derive(Debug)]
pub struct Graph<'a> {
    minter: &'a Minter,
    name: GraphName,
    quads: Vec<Quad>,
}

/// A document in RDF: what every statement of it hangs on.
#[derive(Debug)]
pub struct DocumentNodes<'a> {
    document: &'a SourceDocument,
    source: NamedNode,
    publisher: Option<NamedNode>,
}

impl<'a> Graph<'a> {
    /// An empty graph.
    pub fn new(minter: &'a Minter, name: NamedNode) -> Self {
        Self { minter, name: name.into(), quads: Vec::new() }
    }

    /// The quads.
    pub fn finish(self) -> Vec<Quad> {
        self.quads
    }

    /// How many quads there are.
    pub fn len(&self) -> usize {
        self.quads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.quads.is_empty()
    }

    /// The quads so far; the graph goes on without them.
    pub fn take(&mut self) -> Vec<Quad> {
        std::mem::take(&mut self.quads)
    }

    /// Adds a statement.
    pub fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.name.clone()));
    }

    fn literal(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: impl Into<String>) {
        self.add(subject, predicate, Literal::new_simple_literal(value));
    }

    fn integer(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: usize) {
        self.add(subject, predicate, Literal::new_typed_literal(value.to_string(), xsd::INTEGER));
    }

    fn date(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: Date) {
        self.add(subject, predicate, Literal::new_typed_literal(crate::time::day_text(value), xsd::DATE));
    }

    /// A title, in the language of its source when that is known.
    fn title(&mut self, subject: &NamedNode, title: &str, language: Option<&str>) {
        let title = crate::iri::folded_space(title);
        let literal = match language {
            Some(tag) => Literal::new_language_tagged_literal_unchecked(title, tag.to_lowercase()),
            None => Literal::new_simple_literal(title),
        };
        self.add(subject, dcterms::TITLE, literal);
    }

    fn agent(&mut self, name: &str) -> NamedNode {
        let agent = self.minter.agent(name);
        self.add(&agent, rdf::TYPE, prov::AGENT);
        self.literal(&agent, rdfs::LABEL, name);
        agent
    }

    /// A document, its version, and what is known of both.
    pub fn document<'d>(&mut self, document: &'d SourceDocument) -> DocumentNodes<'d> {
        let source = self.minter.source(&document.id);
        let version = self.minter.version(&document.id, &document.sha256);
        let meta = &document.metadata;
        let publisher = meta.publisher.as_deref().map(|name| self.agent(name));
        self.add(&source, rdf::TYPE, choro::SOURCE);
        if let Some(title) = &meta.title {
            self.title(&source, title, meta.language.as_deref());
        }
        if let Some(publisher) = &publisher {
            self.add(&source, dcterms::PUBLISHER, publisher.clone());
            if let Some(url) = &meta.publisher_url {
                self.add(publisher, schema::URL, NamedNode::new_unchecked(url));
            }
        }
        for (predicate, iri) in [(schema::URL, &meta.url), (dcterms::LICENSE, &meta.licence)] {
            if let Some(iri) = iri {
                self.add(&source, predicate, NamedNode::new_unchecked(iri));
            }
        }
        for iri in &meta.derived_from {
            self.add(&source, prov::WAS_DERIVED_FROM, NamedNode::new_unchecked(iri));
        }
        if let Some(language) = &meta.language {
            self.literal(&source, dcterms::LANGUAGE, language);
        }
        if let Some(published) = &meta.published {
            match TimeExtent::from_edtf(published).filter(TimeExtent::is_day) {
                Some(day) => self.date(&source, dcterms::ISSUED, day.earliest),
                // A month is no xsd:date, and must not be padded to one.
                None => self.literal(&source, dcterms::ISSUED, published),
            }
        }
        if let Some(day) = meta.retrieved.as_deref().and_then(TimeExtent::from_edtf) {
            self.date(&source, choro::RETRIEVED, day.earliest);
        }
        self.add(&version, rdf::TYPE, prov::ENTITY);
        self.add(&version, prov::SPECIALIZATION_OF, source.clone());
        self.literal(&version, choro::SHA256, &document.sha256);
        self.integer(&version, choro::CODE_POINTS, document.code_points());
        DocumentNodes { document, source, publisher }
    }

    /// A fact box of a document; `number` counts from 1.
    pub fn fact_box(&mut self, nodes: &DocumentNodes<'_>, fact_box: &FactBox, number: usize) -> NamedNode {
        let document = nodes.document;
        let title = fact_box.title.as_ref().map(|range| document.words(range));
        let iri = self.minter.fact_box(document.metadata.publisher.as_deref(), title, &document.id, number);
        self.add(&iri, rdf::TYPE, choro::FACT_BOX);
        self.add(&iri, dcterms::IS_PART_OF, nodes.source.clone());
        if let Some(title) = title {
            self.title(&iri, title, document.metadata.language.as_deref());
        }
        if let Some(publisher) = &nodes.publisher {
            self.add(&iri, prov::WAS_ATTRIBUTED_TO, publisher.clone());
        }
        iri
    }

    /// A record and its claims.
    pub fn record(&mut self, nodes: &DocumentNodes<'_>, fact_box: &NamedNode, record: &RecordClaims) {
        let place = self.minter.entity("place", &record.place.key);
        self.add(&place, rdf::TYPE, choro::PLACE);
        // What the gazetteer knows is shown by the name that the gazetteer gives.
        if !record.place.known {
            self.literal(&place, rdfs::LABEL, &record.place.name);
        }
        self.add(&record.record, rdf::TYPE, choro::RECORD);
        self.add(&record.record, dcterms::IS_PART_OF, fact_box.clone());
        self.evidence(nodes, &record.record, &record.evidence);
        for claim in &record.claims {
            let iri = &claim.iri;
            self.add(iri, choro::ABOUT_PLACE, place.clone());
            self.add(iri, choro::FROM_RECORD, record.record.clone());
            self.add(iri, choro::REPORTED_IN, fact_box.clone());
            if let Some(publisher) = &nodes.publisher {
                self.add(iri, choro::ASSERTED_BY, publisher.clone());
            }
            self.evidence(nodes, iri, &claim.evidence);
            match &claim.statement {
                Statement::ControlChange(time) => {
                    self.add(iri, rdf::TYPE, choro::CONTROL_CHANGE_CLAIM);
                    self.add(iri, choro::CHANGE_TYPE, term::CONTROL_CHANGE);
                    let time = self.time(time);
                    self.add(iri, choro::TIME, time);
                }
                Statement::Area(area) => {
                    self.add(iri, rdf::TYPE, choro::AREA_CLAIM);
                    self.add(iri, choro::AREA_KIND, area.kind.iri());
                    let quantity = self.quantity(&area.quantity);
                    self.add(iri, choro::AREA, quantity);
                    if let Some(boundary) = &area.boundary {
                        let time = self.time(boundary);
                        self.add(iri, choro::BOUNDARY_TIME, time);
                    }
                }
            }
        }
    }

    fn evidence(&mut self, nodes: &DocumentNodes<'_>, subject: &NamedNode, evidence: &Evidence) {
        let span = self.minter.span(&nodes.document.id, evidence.span);
        self.literal(subject, choro::VERBATIM, &evidence.verbatim);
        self.add(subject, choro::ANCHORED_AT, span.clone());
        self.span(nodes, &span, choro::TEXT_SPAN, evidence.span);
        self.literal(&span, oa::EXACT, &evidence.verbatim);
    }

    fn span(&mut self, nodes: &DocumentNodes<'_>, iri: &NamedNode, class: NamedNodeRef<'_>, span: Span) {
        self.add(iri, rdf::TYPE, class);
        self.add(iri, choro::IN_SOURCE, nodes.source.clone());
        self.integer(iri, oa::START, span.start);
        self.integer(iri, oa::END, span.end);
    }

    fn time(&mut self, time: &TimeExtent) -> NamedNode {
        let iri = self.minter.time(&time.edtf);
        self.add(&iri, rdf::TYPE, choro::TIME_EXTENT);
        self.literal(&iri, choro::EDTF, &time.edtf);
        if time.earliest != Date::MIN {
            self.date(&iri, choro::EARLIEST, time.earliest);
        }
        if time.latest != Date::MAX {
            self.date(&iri, choro::LATEST, time.latest);
        }
        self.add(&iri, choro::DATE_PRECISION, time.precision.iri());
        iri
    }

    fn quantity(&mut self, quantity: &Quantity) -> NamedNode {
        let iri = self.minter.quantity(&quantity.lexical);
        let decimal = |value: String| Literal::new_typed_literal(value, xsd::DECIMAL);
        self.add(&iri, rdf::TYPE, qudt::QUANTITY_VALUE);
        self.add(&iri, qudt::NUMERIC_VALUE, decimal(quantity.value.to_string()));
        self.add(&iri, qudt::HAS_UNIT, quantity.unit.iri());
        self.literal(&iri, choro::LEXICAL_FORM, &quantity.lexical);
        self.add(&iri, choro::SQUARE_KILOMETRES, decimal(quantity.square_kilometres().to_string()));
        iri
    }

    /// An article with its paragraphs and mentions.
    pub fn article(
        &mut self,
        nodes: &DocumentNodes<'_>,
        article: &Article,
        findings: &Findings,
        gazetteer: &Gazetteer,
    ) {
        let document = nodes.document;
        let iri = self.minter.article(&document.id);
        self.add(&iri, rdf::TYPE, choro::ARTICLE);
        self.add(&iri, dcterms::IS_PART_OF, nodes.source.clone());
        if let Some(title) = &article.title {
            self.title(&iri, document.words(title), document.metadata.language.as_deref());
        }
        if let Some(publisher) = &nodes.publisher {
            self.add(&iri, prov::WAS_ATTRIBUTED_TO, publisher.clone());
        }
        for (n, range) in article.paragraphs.iter().enumerate() {
            let paragraph = self.minter.paragraph(&document.id, n + 1);
            self.span(nodes, &paragraph, choro::PARAGRAPH, document.span(range));
            self.add(&paragraph, dcterms::IS_PART_OF, iri.clone());
            self.integer(&paragraph, choro::POSITION, n + 1);
        }
        for mention in &findings.mentions {
            let Some(known) = findings.entities[mention.entity].known else { continue };
            let span = document.span(&mention.range);
            let node = self.minter.mention(&document.id, span);
            let whole = mention.paragraph.map_or_else(|| iri.clone(), |n| self.minter.paragraph(&document.id, n));
            let entity = &gazetteer.entities[known];
            self.span(nodes, &node, choro::MENTION, span);
            self.literal(&node, oa::EXACT, document.words(&mention.range));
            self.add(&node, dcterms::IS_PART_OF, whole);
            self.add(&node, choro::DENOTES, entity.iri(self.minter));
        }
    }
}

/// A gazetteer file in RDF.
pub fn gazetteer(minter: &Minter, gazetteer: &Gazetteer, file: &GazetteerFile) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.gazetteer_version(&file.name, &file.sha256));
    for entity in &gazetteer.entities[file.entities.clone()] {
        let iri = entity.iri(minter);
        graph.add(&iri, rdf::TYPE, entity.class);
        graph.add(&iri, choro::KIND, entity.kind);
        if let Some((label, _)) = entity.names.first() {
            graph.literal(&iri, rdfs::LABEL, label);
        }
        for (name, language) in &entity.names {
            let form = minter.name_form(entity.folder, &entity.id, language, name);
            let literal = Literal::new_language_tagged_literal_unchecked(name, language.to_lowercase());
            graph.add(&iri, choro::NAME, form.clone());
            graph.add(&form, rdf::TYPE, choro::NAME_FORM);
            graph.add(&form, skosxl::LITERAL_FORM, literal);
        }
        if let Some(item) = &entity.wikidata {
            graph.add(&iri, skos::EXACT_MATCH, NamedNode::new_unchecked(format!("{}{item}", wd::NAMESPACE)));
        }
    }
    graph.finish()
}

/// What `dataset.toml` says, in RDF.
pub fn dataset(dataset: &Dataset) -> Vec<Quad> {
    let (minter, config) = (&dataset.minter, &dataset.config);
    let mut graph = Graph::new(minter, minter.graph("dataset"));
    let iri = minter.dataset();
    let language = dataset.language().to_lowercase();
    let tagged = |text: &str| Literal::new_language_tagged_literal_unchecked(text, &*language);
    graph.add(&iri, rdf::TYPE, dcat::DATASET);
    graph.add(&iri, dcterms::TITLE, tagged(&config.title));
    graph.add(&iri, dcterms::DESCRIPTION, tagged(&config.description));
    graph.add(&iri, dcterms::LICENSE, NamedNode::new_unchecked(&config.licence));
    for (predicate, name) in [(dcterms::CREATOR, &config.creator), (dcterms::PUBLISHER, &config.publisher)] {
        let agent = graph.agent(name);
        graph.add(&iri, predicate, agent);
    }
    for language in &config.languages {
        graph.literal(&iri, dcterms::LANGUAGE, language);
    }
    graph.finish()
}

/// The run: which versions it read, with what. It has no clock, so that the same input gives the same bytes.
pub fn run(minter: &Minter, versions: &[NamedNode]) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.graph("run"));
    let run = minter.run();
    graph.add(&run, rdf::TYPE, prov::ACTIVITY);
    graph.literal(&run, rdfs::LABEL, concat!("chorograph ", env!("CARGO_PKG_VERSION")));
    for version in versions {
        graph.add(&run, prov::USED, version.clone());
    }
    graph.finish()
}
