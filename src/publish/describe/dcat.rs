//! The dataset in a catalogue: DCAT 3, in the profile DCAT-AP 3.0. Nodes have names below `description/`.

use super::sources::{SourceGraph, label};
use super::{Context, DescribeError, File, MAX_SOURCES, english, written};
use crate::base::time::TimeExtent;
use crate::base::vocab::{access_right, dcat, dcterms, foaf, prov, rdf, rdfs, schema, skos, spdx, vcard, xsd};
use crate::dataset::Config;
use crate::publish::{Document, ExportFormat};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

/// The namespace of IANA's media types.
const IANA: &str = "http://www.iana.org/assignments/media-types/";
/// The namespace of formats in the EU's authority tables.
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type/";
/// The namespaces of languages with codes of two and three letters.
const LANGUAGES: &str = "http://id.loc.gov/vocabulary/";

pub(super) fn write(context: &Context<'_>, format: ExportFormat) -> Result<Vec<u8>, DescribeError> {
    let mut page = Page { context, document: context.document(format) };
    page.catalogue()?;
    page.dataset()?;
    page.version()?;
    for file in context.distributions() {
        page.distribution(file)?;
    }
    page.service()?;
    written(page.document)
}

struct Page<'a> {
    context: &'a Context<'a>,
    document: Document<'a>,
}

type Done = Result<(), DescribeError>;

impl Page<'_> {
    fn add(&mut self, s: &NamedNode, p: NamedNodeRef<'_>, o: impl Into<oxigraph::model::Term>) -> Done {
        Ok(self.document.add(s, p, o)?)
    }

    fn config(&self) -> &Config {
        &self.context.dataset.config
    }

    /// The statements that catalogue, dataset and version share.
    fn resource(&mut self, node: &NamedNode, title: &str) -> Done {
        let context = self.context;
        let config = &context.dataset.config;
        self.add(node, dcterms::TITLE, context.tagged(title))?;
        self.add(node, dcterms::DESCRIPTION, context.tagged(&config.description))?;
        self.licence(node)?;
        let publisher = context.dataset.minter.agent(&config.publisher);
        self.add(node, dcterms::PUBLISHER, publisher.clone())?;
        self.agent(&publisher, &config.publisher)?;
        for (predicate, date) in [(dcterms::ISSUED, &config.issued), (dcterms::MODIFIED, &config.modified)] {
            if let Some(date) = date {
                self.add(node, predicate, day(date))?;
            }
        }
        for language in &config.languages {
            let iri = language_iri(language);
            self.add(&iri, rdf::TYPE, dcterms::LINGUISTIC_SYSTEM)?;
            self.add(node, dcterms::LANGUAGE, iri)?;
        }
        Ok(())
    }

    fn licence(&mut self, node: &NamedNode) -> Done {
        let licence = NamedNode::new_unchecked(&self.config().licence);
        self.add(&licence, rdf::TYPE, dcterms::LICENSE_DOCUMENT)?;
        self.add(node, dcterms::LICENSE, licence)
    }

    fn agent(&mut self, agent: &NamedNode, name: &str) -> Done {
        self.add(agent, rdf::TYPE, foaf::AGENT)?;
        self.add(agent, foaf::NAME, Literal::from(name))
    }

    /// The page about the dataset: a document, unlike the dataset itself.
    fn front_page(&mut self) -> Result<NamedNode, DescribeError> {
        let page = self.context.dataset.minter.file("index.html");
        self.add(&page, rdf::TYPE, foaf::DOCUMENT)?;
        Ok(page)
    }

    fn catalogue(&mut self) -> Done {
        let context = self.context;
        let (catalogue, dataset) = (context.part("catalogue"), context.dataset.minter.dataset());
        self.add(&catalogue, rdf::TYPE, dcat::CATALOG)?;
        self.resource(&catalogue, &context.dataset.config.title)?;
        self.add(&catalogue, dcat::HAS_DATASET, dataset)?;
        let page = self.front_page()?;
        self.add(&catalogue, foaf::HOMEPAGE, page)?;
        if context.dataset.config.endpoint.is_some() {
            self.add(&catalogue, dcat::HAS_SERVICE, context.part("service"))?;
        }
        Ok(())
    }

    fn dataset(&mut self) -> Done {
        let context = self.context;
        let (config, minter) = (&context.dataset.config, &context.dataset.minter);
        let node = minter.dataset();
        self.add(&node, rdf::TYPE, dcat::DATASET)?;
        self.resource(&node, &config.title)?;
        self.described(&node)?;
        for identifier in identifiers(config, node.as_str()) {
            self.add(&node, dcterms::IDENTIFIER, Literal::from(identifier))?;
        }
        let page = self.front_page()?;
        self.add(&node, dcat::LANDING_PAGE, page)?;
        let creator = minter.agent(&config.creator);
        self.agent(&creator, &config.creator)?;
        if let Some(orcid) = &config.orcid {
            let orcid = NamedNode::new_unchecked(format!("https://orcid.org/{orcid}"));
            self.add(&creator, schema::SAME_AS, orcid)?;
        }
        self.add(&node, dcterms::CREATOR, creator)?;
        for keyword in &config.keywords {
            self.add(&node, dcat::KEYWORD, context.tagged(keyword))?;
        }
        for (theme, label) in &config.themes {
            let theme = NamedNode::new_unchecked(theme);
            self.add(&theme, rdf::TYPE, skos::CONCEPT)?;
            self.add(&theme, skos::PREF_LABEL, context.tagged(label))?;
            self.add(&node, dcat::THEME, theme)?;
        }
        self.contact(&node)?;
        self.coverage(&node)?;
        self.origin(&node)?;
        self.add(&node, dcat::HAS_VERSION, context.part("version"))?;
        self.add(&node, dcat::HAS_CURRENT_VERSION, context.part("version"))?;
        for file in context.distributions() {
            self.add(&node, dcat::HAS_DISTRIBUTION, distribution(context, file))?;
        }
        Ok(())
    }

    /// Access rights, standards and version.
    fn described(&mut self, node: &NamedNode) -> Done {
        self.add(&access_right::PUBLIC.into_owned(), rdf::TYPE, dcterms::RIGHTS_STATEMENT)?;
        self.add(node, dcterms::ACCESS_RIGHTS, access_right::PUBLIC)?;
        for standard in ["https://w3id.org/chorograph/ontology", "https://w3id.org/chorograph/shape"] {
            let standard = NamedNode::new_unchecked(standard);
            self.add(&standard, rdf::TYPE, dcterms::STANDARD)?;
            self.add(node, dcterms::CONFORMS_TO, standard)?;
        }
        self.add(node, dcat::VERSION, Literal::from(self.context.version.as_str()))
    }

    fn contact(&mut self, node: &NamedNode) -> Done {
        let context = self.context;
        let Some(contact) = &context.dataset.config.contact else { return Ok(()) };
        let point = context.part("contact");
        self.add(&point, rdf::TYPE, vcard::KIND)?;
        self.add(&point, vcard::NAME, Literal::from(context.dataset.config.publisher.as_str()))?;
        let property = if contact.starts_with("mailto:") { vcard::HAS_EMAIL } else { vcard::HAS_URL };
        self.add(&point, property, NamedNode::new_unchecked(contact))?;
        self.add(node, dcat::CONTACT_POINT, point)
    }

    /// Temporal coverage, from the first day in the time of a claim to the last; spatial coverage, the places that
    /// claims are about.
    fn coverage(&mut self, node: &NamedNode) -> Done {
        let context = self.context;
        if let (Some(earliest), Some(latest)) = (&context.counts.earliest, &context.counts.latest) {
            let period = context.part("period");
            self.add(&period, rdf::TYPE, dcterms::PERIOD_OF_TIME)?;
            self.add(&period, dcat::START_DATE, Literal::new_typed_literal(earliest, xsd::DATE))?;
            self.add(&period, dcat::END_DATE, Literal::new_typed_literal(latest, xsd::DATE))?;
            self.add(node, dcterms::TEMPORAL, period)?;
        }
        if context.counts.places.len() > super::counts::MAX_PLACES {
            return Ok(());
        }
        for place in &context.counts.places {
            let place = NamedNode::new_unchecked(place);
            self.add(&place, rdf::TYPE, dcterms::LOCATION)?;
            if let Some(label) = label(context.statements, &place)? {
                self.add(&place, rdfs::LABEL, label)?;
            }
            self.add(node, dcterms::SPATIAL, place)?;
        }
        Ok(())
    }

    fn origin(&mut self, node: &NamedNode) -> Done {
        let context = self.context;
        let mut sources = Vec::new();
        let mut count = 0;
        for graph in context.counts.graphs.keys() {
            if let Some(source) = SourceGraph::of(context.statements, &NamedNode::new_unchecked(graph))? {
                count += 1;
                if count <= MAX_SOURCES {
                    sources.push(source);
                }
            }
        }
        let provenance = context.part("provenance");
        let text = format!(
            "Made by chorograph {} from {count} sources, each in a graph of its own; prov.ttl names them with the digests of their bytes.",
            env!("CARGO_PKG_VERSION")
        );
        self.add(&provenance, rdf::TYPE, dcterms::PROVENANCE_STATEMENT)?;
        self.add(&provenance, rdfs::LABEL, english(text))?;
        self.add(node, dcterms::PROVENANCE, provenance)?;
        let run = context.dataset.minter.run();
        self.add(&run, rdf::TYPE, prov::ACTIVITY)?;
        self.add(node, prov::WAS_GENERATED_BY, run)?;
        if count > MAX_SOURCES {
            return Ok(());
        }
        for source in sources {
            // Not `dcterms:source`, which in DCAT-AP leads to a dataset.
            self.add(node, prov::WAS_DERIVED_FROM, source.source.clone())?;
            if let Some(url) = source.url {
                self.add(node, prov::WAS_DERIVED_FROM, url)?;
            }
        }
        Ok(())
    }

    fn version(&mut self) -> Done {
        let context = self.context;
        let (node, config) = (context.part("version"), &context.dataset.config);
        self.add(&node, rdf::TYPE, dcat::DATASET)?;
        self.resource(&node, &format!("{}, {}", config.title, context.version))?;
        self.described(&node)?;
        self.add(&node, dcat::IS_VERSION_OF, context.dataset.minter.dataset())?;
        let digest = format!("rdfc-1.0:sha256:{}", context.counts.digest);
        self.add(&node, dcterms::IDENTIFIER, Literal::from(digest))?;
        if let Some(previous) = &config.previous_version {
            self.add(&node, dcat::PREVIOUS_VERSION, NamedNode::new_unchecked(previous))?;
        }
        for file in context.distributions() {
            self.add(&node, dcat::HAS_DISTRIBUTION, distribution(context, file))?;
        }
        Ok(())
    }

    fn distribution(&mut self, file: &File) -> Done {
        let context = self.context;
        let node = distribution(context, file);
        let title = format!("{} ({})", file.name, file.format());
        self.add(&node, rdf::TYPE, dcat::DISTRIBUTION)?;
        self.add(&node, dcterms::TITLE, english(title))?;
        self.licence(&node)?;
        let address = context.dataset.minter.file(&file.name);
        self.add(&node, dcat::DOWNLOAD_URL, address.clone())?;
        self.add(&node, dcat::ACCESS_URL, address)?;
        let media_type = NamedNode::new_unchecked(format!("{IANA}{}", file.essence()));
        self.add(&media_type, rdf::TYPE, dcterms::MEDIA_TYPE)?;
        self.add(&node, dcat::MEDIA_TYPE, media_type)?;
        if let Some(standard) = file.media().and_then(|media| media.standard) {
            let standard = NamedNode::new_unchecked(standard);
            self.add(&standard, rdf::TYPE, dcterms::STANDARD)?;
            self.add(&node, dcterms::CONFORMS_TO, standard)?;
        }
        if let Some(code) = file_type(file.format()) {
            let format = NamedNode::new_unchecked(format!("{FILE_TYPES}{code}"));
            self.add(&format, rdf::TYPE, dcterms::MEDIA_TYPE_OR_EXTENT)?;
            self.add(&node, dcterms::FORMAT, format)?;
        }
        let bytes = Literal::new_typed_literal(file.bytes.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.add(&node, dcat::BYTE_SIZE, bytes)?;
        let checksum = context.part(&format!("checksum/{}", file.name));
        self.add(&checksum, rdf::TYPE, spdx::CHECKSUM)?;
        self.add(&spdx::SHA256.into_owned(), rdf::TYPE, spdx::CHECKSUM_ALGORITHM)?;
        self.add(&checksum, spdx::ALGORITHM, spdx::SHA256)?;
        self.add(&checksum, spdx::CHECKSUM_VALUE, Literal::new_typed_literal(&file.sha256, xsd::HEX_BINARY))?;
        self.add(&node, spdx::HAS_CHECKSUM, checksum)?;
        if context.dataset.config.endpoint.is_some() && file.name.starts_with("dataset.") {
            self.add(&node, dcat::ACCESS_SERVICE, context.part("service"))?;
        }
        Ok(())
    }

    fn service(&mut self) -> Done {
        let context = self.context;
        let Some(endpoint) = &context.dataset.config.endpoint else { return Ok(()) };
        let node = context.part("service");
        let title = english("SPARQL endpoint");
        self.add(&node, rdf::TYPE, dcat::DATA_SERVICE)?;
        self.add(&node, dcterms::TITLE, title)?;
        self.add(&node, dcat::ENDPOINT_URL, NamedNode::new_unchecked(endpoint))?;
        self.add(&node, dcat::ENDPOINT_DESCRIPTION, context.dataset.minter.file("sparql-examples.ttl"))?;
        self.add(&node, dcat::SERVES_DATASET, context.dataset.minter.dataset())?;
        let protocol = NamedNode::new_unchecked("http://www.w3.org/TR/sparql11-protocol/");
        self.add(&protocol, rdf::TYPE, dcterms::STANDARD)?;
        self.add(&node, dcterms::CONFORMS_TO, protocol)?;
        self.licence(&node)?;
        self.add(&node, dcterms::ACCESS_RIGHTS, access_right::PUBLIC)
    }
}

/// The node of a distribution.
pub(super) fn distribution(context: &Context<'_>, file: &File) -> NamedNode {
    context.part(&format!("distribution/{}", file.name))
}

/// The identifiers of the dataset: its DOI, the configured identifier, and always its IRI.
pub(super) fn identifiers(config: &Config, dataset: &str) -> Vec<String> {
    let doi = config.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    doi.into_iter().chain(config.identifier.clone()).chain([dataset.to_owned()]).collect()
}

/// A date with the datatype of its precision.
fn day(edtf: &str) -> Literal {
    let datatype = match edtf.len() {
        4 => xsd::G_YEAR,
        7 => xsd::G_YEAR_MONTH,
        _ if TimeExtent::from_edtf(edtf).is_some_and(|t| t.is_day()) => xsd::DATE,
        _ => xsd::STRING,
    };
    Literal::new_typed_literal(edtf, datatype)
}

fn language_iri(tag: &str) -> NamedNode {
    let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
    let list = if primary.len() == 2 { "iso639-1" } else { "iso639-2" };
    NamedNode::new_unchecked(format!("{LANGUAGES}{list}/{primary}"))
}

/// The code of a format in the EU's list of file types.
fn file_type(format: &str) -> Option<&'static str> {
    Some(match format {
        "Turtle" => "RDF_TURTLE",
        "TriG" => "RDF_TRIG",
        "N-Triples" => "RDF_N_TRIPLES",
        "N-Quads" => "RDF_N_QUADS",
        "RDF/XML" => "RDF_XML",
        "JSON-LD" => "JSON_LD",
        "GeoJSON" | "Linked Places Format" => "GEOJSON",
        "CSV" => "CSV",
        "TSV" => "TSV",
        _ => return None,
    })
}
