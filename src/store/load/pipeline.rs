//! What becomes of the quads of documents in a build: they go into the store, and their values are compared.

use crate::base::iri::Minter;
use crate::base::time::TimeExtent;
use crate::claim::RecordClaims;
use crate::claim::article::ArticleClaims;
use crate::claim::convert::document::{DocumentPipeline, DocumentSink, DocumentSource};
use crate::claim::review::Outcome;
use crate::dataset::decisions::ClaimDecision;
use crate::extract::given::Left;
use crate::store::copies::sketch_store::SketchStore;
use crate::store::disagree::Values;
use crate::store::load::decided::Applied;
use crate::store::load::run::Run;
use crate::store::load::{BATCH, Report};
use crate::store::{StoreError, Writer};
use oxigraph::model::Quad;

/// Takes quads, part by part.
pub(super) type Add<'a> = &'a mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>;

/// The parts of a run that a document goes through.
pub(super) struct Loader<'a> {
    pipeline: DocumentPipeline<'a>,
    values: &'a mut Values,
    report: &'a mut Report,
}

impl Run<'_> {
    /// What a document goes through, beside the writer of the store and the sketch store.
    pub(super) fn loader(&mut self) -> (&mut Writer, &mut SketchStore, Loader<'_>) {
        let Self { dataset, gazetteer, extractor, values, report, writer, sketches, .. } = self;
        let pipeline = DocumentPipeline { dataset, gazetteer, extractor, batch: BATCH };
        (writer, sketches, Loader { pipeline, values, report })
    }
}

impl Loader<'_> {
    /// Passes the quads of a document to `add`, part by part; returns what is left out of given findings.
    pub(super) fn load(
        &mut self,
        of: DocumentSource<'_>,
        applied: &mut Applied,
        add: Add<'_>,
    ) -> Result<Vec<Left>, StoreError> {
        let mut sink = Sink { minter: &self.pipeline.dataset.minter, values: self.values, applied, add };
        let converted = self.pipeline.convert(of, &mut sink)?;
        self.report.documents.add(&converted.counts);
        Ok(converted.left)
    }
}

struct Sink<'a> {
    minter: &'a Minter,
    values: &'a mut Values,
    applied: &'a mut Applied,
    add: Add<'a>,
}

impl DocumentSink for Sink<'_> {
    type Error = StoreError;

    fn quads(&mut self, part: Vec<Quad>) -> Result<(), StoreError> {
        (self.add)(part)
    }

    fn record(&mut self, record: &RecordClaims) {
        self.values.add(self.minter, record);
    }

    fn article(&mut self, claims: &ArticleClaims, published: Option<&TimeExtent>) {
        self.values.add_roles(claims, published);
        self.values.add_prose(self.minter, claims);
    }

    fn left_out(&mut self, claims: usize, quads: Vec<Quad>) {
        self.applied.left_out(claims, quads);
    }

    fn decided(&mut self, decisions: &[ClaimDecision], outcome: Outcome) {
        self.applied.decided(decisions, outcome);
    }
}
