//! A document and its version: whoever publishes it, when, under which licence, and the digest of its bytes.

use super::{DocumentNodes, Graph};
use crate::source::SourceDocument;
use crate::time::TimeExtent;
use crate::vocab::{choro, dcterms, prov, rdf, schema};
use oxigraph::model::NamedNode;

impl Graph<'_> {
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
}
