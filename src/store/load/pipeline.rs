//! Turns a document into quads, part by part.

use crate::claim::article::ArticleClaims;
use crate::claim::quads::Graph;
use crate::claim::review::{self, ArticleNames, PlaceDecisions};
use crate::claim::{self, reading::ArticleReading};
use crate::dataset::Dataset;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::given::{Given, Left};
use crate::foreign::beside::GivenFindings;
use crate::read::record;
use crate::read::source::SourceDocument;
use crate::store::StoreError;
use crate::store::disagree::Values;
use crate::store::load::decided::{Applied, FileDecisions};
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
    /// What people decided about the claims of the file.
    pub(super) decisions: &'a FileDecisions,
    /// What becomes of these decisions.
    pub(super) applied: &'a mut Applied,
    /// What files of findings give in place of the program's reading.
    pub(super) findings: Option<&'a GivenFindings>,
    /// What is left out of that, and why.
    pub(super) left: Vec<Left>,
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
        let nodes = graph.document(document).given_by(self.findings.map_or(&[], |findings| &findings.origins));
        let decisions = self.decisions.of(&document.id);
        let mut places = PlaceDecisions::new(decisions, self.gazetteer, &self.dataset.minter);
        let mut out = Graph::new(&self.dataset.minter, graph.name().clone());
        let mut left_out = 0;
        for (n, fact_box) in reading.boxes.iter().enumerate() {
            let iri = graph.fact_box(&nodes, fact_box, n + 1);
            self.report.boxes += 1;
            for record in claim::claims(document, fact_box, &iri, self.gazetteer, &self.dataset.minter) {
                self.report.records += 1;
                let reviewed = places.record(document, record);
                if let Some(others) = &reviewed.left_out {
                    left_out += others.claims.len();
                    out.record(&nodes, &iri, others);
                    out.marks(&reviewed.marks_left_out);
                }
                graph.marks(&reviewed.marks);
                let record = reviewed.kept;
                self.report.claims += record.claims.len();
                self.values.add(&self.dataset.minter, &record);
                graph.record(&nodes, &iri, &record);
                if graph.len() >= BATCH {
                    add(graph.take())?;
                }
            }
        }
        if let Some(article) = &reading.article {
            let none = Given::default();
            let given = self.findings.map_or(&none, |findings| &findings.given);
            let ArticleReading { published, findings, entities, claims, left } =
                ArticleReading::new(document, article, self.dataset, self.gazetteer, self.extractor, given);
            self.left.extend(left);
            self.report.articles += 1;
            let reviewed = if decisions.is_empty() {
                None
            } else {
                let (gazetteer, minter) = (self.gazetteer, &self.dataset.minter);
                let names = ArticleNames::new(document, &findings, &entities, gazetteer, minter);
                Some(review::article(claims.clone(), names, decisions))
            };
            let mut claims = reviewed.as_ref().map_or(claims, |reviewed| reviewed.claims.clone());
            let of_places = places.prose(document, std::mem::take(&mut claims.places));
            claims.places = of_places.kept;
            self.report.mentions += findings.mentions.len();
            self.report.times += findings.times.len();
            self.report.statements += claims.utterances.len();
            self.report.roles += claims.roles.len();
            self.report.meetings += claims.events.iter().map(|e| &e.event).collect::<BTreeSet<_>>().len();
            self.report.claims += claims.places.len();
            self.values.add_roles(&claims, published.as_ref());
            self.values.add_prose(&self.dataset.minter, &claims);
            let iri = graph.article(&nodes, article, &findings, &entities);
            graph.article_claims(&nodes, &iri, &claims);
            graph.marks(&of_places.marks);
            if let Some(places) = of_places.left_out {
                left_out += places.len();
                out.article_claims(&nodes, &iri, &ArticleClaims { places, ..ArticleClaims::default() });
            }
            out.marks(&of_places.marks_left_out);
            if let Some(reviewed) = reviewed {
                graph.marks(&reviewed.marks);
                graph.named_by_reviewers(&reviewed.named);
                left_out += reviewed.left_out.len();
                out.article_claims(&nodes, &iri, &reviewed.left_out);
                out.marks(&reviewed.marks_left_out);
                reviewed.outcomes.into_iter().for_each(|outcome| self.applied.decided(decisions, outcome));
            }
        }
        places.outcomes().into_iter().for_each(|outcome| self.applied.decided(decisions, outcome));
        self.applied.left_out(left_out, out.finish());
        add(graph.take())
    }
}
