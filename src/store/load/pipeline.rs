//! Turns a document into quads, part by part.

use crate::base::time::TimeExtent;
use crate::claim::quads::Graph;
use crate::claim::{self, entities::Entities};
use crate::dataset::Dataset;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::read::record;
use crate::read::source::SourceDocument;
use crate::store::StoreError;
use crate::store::disagree::Values;
use crate::store::load::{BATCH, Report};
use oxigraph::model::{NamedNode, Quad};
use std::collections::BTreeSet;

/// Turns documents into quads, and collects their values and counts.
pub(super) struct DocumentPipeline<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) extractor: &'a Extractor,
    pub(super) values: &'a mut Values,
    pub(super) report: &'a mut Report,
}

impl DocumentPipeline<'_> {
    /// Passes the quads of a document to `add`, part by part.
    pub(super) fn quads(
        &mut self,
        document: &SourceDocument,
        reading: &record::Reading,
        version: NamedNode,
        add: &mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut graph = Graph::new(&self.dataset.minter, version);
        let nodes = graph.document(document);
        for (n, fact_box) in reading.boxes.iter().enumerate() {
            let iri = graph.fact_box(&nodes, fact_box, n + 1);
            self.report.boxes += 1;
            for record in claim::claims(document, fact_box, &iri, self.gazetteer, &self.dataset.minter) {
                self.report.records += 1;
                self.report.claims += record.claims.len();
                self.values.add(&self.dataset.minter, &record);
                graph.record(&nodes, &iri, &record);
                if graph.len() >= BATCH {
                    add(graph.take())?;
                }
            }
        }
        if let Some(article) = &reading.article {
            let published = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
            let findings = {
                let stated = document.metadata.language.as_deref().unwrap_or(self.dataset.language());
                self.extractor.read_in(Some(stated), &document.text, article, published.as_ref())
            };
            self.report.articles += 1;
            let entities = Entities::new(document, &findings, self.gazetteer, &self.dataset.minter);
            let claims = claim::article::claims(document, &findings, &entities, &self.dataset.minter);
            self.report.mentions += findings.mentions.len();
            self.report.times += findings.times.len();
            self.report.statements += claims.utterances.len();
            self.report.roles += claims.roles.len();
            self.report.meetings += claims.events.iter().map(|e| &e.event).collect::<BTreeSet<_>>().len();
            self.values.add_roles(&claims, published.as_ref());
            let iri = graph.article(&nodes, article, &findings, &entities);
            graph.article_claims(&nodes, &iri, &claims);
        }
        add(graph.take())
    }
}
