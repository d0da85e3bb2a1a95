//! A document and its version: its authors, publisher, date and licence, and the digest of its bytes.

use super::{DocumentNodes, Graph};
use crate::base::time::TimeExtent;
use crate::base::vocab::{access_right, choro, dcterms, prov, rdf, schema};
use crate::read::source::SourceDocument;
use crate::read::source::metadata::Metadata;
use oxigraph::model::NamedNode;

impl Graph<'_> {
    /// Adds a document, its version, and the metadata of both. An article in a file of articles is part of that file
    /// and has no version of its own.
    pub fn document<'d>(&mut self, document: &'d SourceDocument) -> DocumentNodes<'d> {
        let source = self.minter.source(&document.id);
        let publisher = self.described(&source, &document.metadata);
        match &document.member {
            Some(member) => {
                let container = self.minter.source(&member.container);
                self.add(&source, dcterms::IS_PART_OF, container);
            }
            None => self.version(&document.id, &document.sha256, Some(document.code_points())),
        }
        DocumentNodes { document, source, publisher, origins: &[] }
    }

    /// A file of articles and its version.
    pub fn container(&mut self, id: &str, sha256: &str, metadata: &Metadata, code_points: usize) {
        let source = self.minter.source(id);
        self.described(&source, metadata);
        self.version(id, sha256, Some(code_points));
    }

    /// The version of a file of tables; one that is no text has no code points.
    pub(super) fn version(&mut self, id: &str, sha256: &str, code_points: Option<usize>) {
        let version = self.minter.version(id, sha256);
        self.add(&version, rdf::TYPE, prov::ENTITY);
        self.add(&version, prov::SPECIALIZATION_OF, self.minter.source(id));
        self.literal(&version, choro::SHA256, sha256);
        if let Some(code_points) = code_points {
            self.integer(&version, choro::CODE_POINTS, code_points);
        }
    }

    /// Adds the metadata of a source; returns its publisher.
    pub(super) fn described(&mut self, source: &NamedNode, meta: &Metadata) -> Option<NamedNode> {
        let publisher = meta.publisher.as_deref().map(|name| self.agent(name));
        self.add(source, rdf::TYPE, choro::SOURCE);
        if let Some(title) = &meta.title {
            self.title(source, title, meta.language.as_deref());
        }
        for author in &meta.authors {
            let author = self.agent(author);
            self.add(source, dcterms::CREATOR, author);
        }
        if let Some(publisher) = &publisher {
            self.add(source, dcterms::PUBLISHER, publisher.clone());
            if let Some(url) = &meta.publisher_url {
                self.add(publisher, schema::URL, NamedNode::new_unchecked(url));
            }
        }
        for (predicate, iri) in [(schema::URL, &meta.url), (dcterms::LICENSE, &meta.licence)] {
            if let Some(iri) = iri {
                self.add(source, predicate, NamedNode::new_unchecked(iri));
            }
        }
        if meta.redistribute == Some(false) {
            self.add(source, dcterms::ACCESS_RIGHTS, access_right::RESTRICTED);
        }
        for iri in &meta.derived_from {
            self.add(source, prov::WAS_DERIVED_FROM, NamedNode::new_unchecked(iri));
        }
        if let Some(language) = &meta.language {
            self.literal(source, dcterms::LANGUAGE, language);
        }
        if let Some(published) = &meta.published {
            match TimeExtent::from_edtf(published).filter(TimeExtent::is_day) {
                Some(day) => self.date(source, dcterms::ISSUED, day.earliest),
                // A month is not an xsd:date, and must not be padded to one.
                None => self.literal(source, dcterms::ISSUED, published),
            }
        }
        if let Some(day) = meta.retrieved.as_deref().and_then(TimeExtent::from_edtf) {
            self.date(source, choro::RETRIEVED, day.earliest);
        }
        publisher
    }
}
