//! From a document to its quads: its fact boxes and its article become claims, and claims become quads, part by part.

use crate::base::time::TimeExtent;
use crate::claim::article::ArticleClaims;
use crate::claim::quads::Graph;
use crate::claim::reading::ArticleReading;
use crate::claim::review::{self, ArticleNames, Outcome, PlaceDecisions};
use crate::claim::{RecordClaims, claims};
use crate::dataset::Dataset;
use crate::dataset::decisions::ClaimDecision;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::given::{Given, Left};
use crate::foreign::beside::GivenFindings;
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use oxigraph::model::{NamedNode, Quad};
use std::collections::BTreeSet;

/// Turns documents into quads.
#[derive(Clone, Copy)]
pub struct DocumentPipeline<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its names.
    pub gazetteer: &'a Gazetteer,
    /// Reads prose with these names.
    pub extractor: &'a Extractor,
    /// Number of quads of a part.
    pub batch: usize,
}

/// A document that is to become quads.
#[derive(Debug, Clone, Copy)]
pub struct DocumentSource<'a> {
    /// The document.
    pub document: &'a SourceDocument,
    /// What was read in it.
    pub reading: &'a Reading,
    /// The graph: the version of its file.
    pub version: &'a NamedNode,
    /// What files of findings give in place of the program's reading.
    pub findings: Option<&'a GivenFindings>,
    /// What people decided about its claims.
    pub decisions: &'a [ClaimDecision],
}

/// What comes out of documents.
pub trait DocumentSink {
    /// The error that ends it.
    type Error;

    /// A part of the quads.
    fn quads(&mut self, part: Vec<Quad>) -> Result<(), Self::Error>;

    /// A record with its claims, before its quads.
    fn record(&mut self, _record: &RecordClaims) {}

    /// The claims of an article, and when it was published, before its quads.
    fn article(&mut self, _claims: &ArticleClaims, _published: Option<&TimeExtent>) {}

    /// The quads of claims that are left out because people decided so.
    fn left_out(&mut self, _claims: usize, _quads: Vec<Quad>) {}

    /// What became of one of the decisions.
    fn decided(&mut self, _decisions: &[ClaimDecision], _outcome: Outcome) {}
}

/// What a document has, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DocumentCounts {
    /// Fact boxes.
    pub boxes: usize,
    /// Records in them.
    pub records: usize,
    /// Claims that the records make, and those of prose about places.
    pub claims: usize,
    /// Articles.
    pub articles: usize,
    /// Mentions in them.
    pub mentions: usize,
    /// Statements that they report.
    pub statements: usize,
    /// Meetings and other events that they report, each counted once per article.
    pub meetings: usize,
    /// Roles that they give to somebody.
    pub roles: usize,
    /// Time expressions in them.
    pub times: usize,
}

/// What was read of a document.
#[derive(Debug, Default)]
pub struct Converted {
    /// In numbers.
    pub counts: DocumentCounts,
    /// What is left out of the findings that were given, and why.
    pub left: Vec<Left>,
}

impl DocumentPipeline<'_> {
    /// Passes the quads of a document on, part by part.
    pub fn convert<S: DocumentSink>(&self, of: DocumentSource<'_>, sink: &mut S) -> Result<Converted, S::Error> {
        let DocumentSource { document, reading, version, findings: given, decisions } = of;
        let (gazetteer, minter) = (self.gazetteer, &self.dataset.minter);
        let mut converted = Converted::default();
        let counts = &mut converted.counts;
        let mut graph = Graph::new(minter, version.clone());
        let nodes = graph.document(document).given_by(given.map_or(&[], |findings| &findings.origins));
        let mut places = PlaceDecisions::new(decisions, gazetteer, minter);
        let mut out = Graph::new(minter, version.clone());
        let mut left_out = 0;
        for (n, fact_box) in reading.boxes.iter().enumerate() {
            let iri = graph.fact_box(&nodes, fact_box, n + 1);
            counts.boxes += 1;
            for record in claims(document, fact_box, &iri, gazetteer, minter) {
                counts.records += 1;
                let reviewed = places.record(document, record);
                if let Some(others) = &reviewed.left_out {
                    left_out += others.claims.len();
                    out.record(&nodes, &iri, others);
                    out.marks(&reviewed.marks_left_out);
                }
                graph.marks(&reviewed.marks);
                let record = reviewed.kept;
                counts.claims += record.claims.len();
                sink.record(&record);
                graph.record(&nodes, &iri, &record);
                if graph.len() >= self.batch {
                    sink.quads(graph.take())?;
                }
            }
        }
        if let Some(article) = &reading.article {
            let none = Given::default();
            let given = given.map_or(&none, |findings| &findings.given);
            let ArticleReading { published, findings, entities, claims, left } =
                ArticleReading::new(document, article, self.dataset, gazetteer, self.extractor, given);
            converted.left = left;
            let reviewed = if decisions.is_empty() {
                None
            } else {
                let names = ArticleNames::new(document, &findings, &entities, gazetteer, minter);
                Some(review::article(claims.clone(), names, decisions))
            };
            let mut claims = reviewed.as_ref().map_or(claims, |reviewed| reviewed.claims.clone());
            let of_places = places.prose(document, std::mem::take(&mut claims.places));
            claims.places = of_places.kept;
            counts.articles += 1;
            counts.mentions += findings.mentions.len();
            counts.times += findings.times.len();
            counts.statements += claims.utterances.len();
            counts.roles += claims.roles.len();
            counts.meetings += claims.events.iter().map(|e| &e.event).collect::<BTreeSet<_>>().len();
            counts.claims += claims.places.len();
            sink.article(&claims, published.as_ref());
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
                reviewed.outcomes.into_iter().for_each(|outcome| sink.decided(decisions, outcome));
            }
        }
        places.outcomes().into_iter().for_each(|outcome| sink.decided(decisions, outcome));
        sink.left_out(left_out, out.finish());
        sink.quads(graph.take())?;
        Ok(converted)
    }
}

impl DocumentCounts {
    /// Adds those of another document.
    pub fn add(&mut self, other: &Self) {
        self.boxes += other.boxes;
        self.records += other.records;
        self.claims += other.claims;
        self.articles += other.articles;
        self.mentions += other.mentions;
        self.statements += other.statements;
        self.meetings += other.meetings;
        self.roles += other.roles;
        self.times += other.times;
    }
}
