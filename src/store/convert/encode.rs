//! What is read, in pieces, and each piece as bytes: the part of the work that several threads share.

use super::{ConvertError, Form};
use crate::base::nquads::push_quad;
use crate::base::time::TimeExtent;
use crate::claim::RecordClaims;
use crate::claim::article::ArticleClaims;
use crate::claim::convert::document::{DocumentCounts, DocumentPipeline, DocumentSink, DocumentSource};
use crate::claim::json::{ClaimLines, Labels};
use crate::claim::review::Outcome;
use crate::claim::table::RowClaims;
use crate::dataset::decisions::{ClaimDecision, Decisions};
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use crate::read::source::metadata::Metadata;
use crate::store::copies::{self, sketch_store::Entry};
use crate::store::disagree::Values;
use crate::store::parts::{member, push_entry, push_values};
use oxigraph::model::{NamedNode, Quad};
use std::io;

/// Number of bytes of lines of claims that are passed on together.
const LINES: usize = 256 << 10;

/// How pieces become bytes.
#[derive(Clone, Copy)]
pub(super) struct Encoding<'a> {
    pub(super) form: Form,
    pub(super) is_compressed: bool,
    pub(super) pipeline: DocumentPipeline<'a>,
    pub(super) labels: &'a Labels,
    /// The id of the file.
    pub(super) file: &'a str,
    pub(super) version: &'a NamedNode,
    pub(super) sha256: &'a str,
    pub(super) metadata: &'a Metadata,
    pub(super) decisions: &'a Decisions,
}

/// A piece of a source.
pub(super) enum Item {
    /// Articles, with the digest of the reading of their file.
    Articles { batch: Vec<(SourceDocument, Reading)>, reading: String },
    /// Quads, and lines of what is compared, with their number.
    Quads { quads: Vec<Quad>, compared: Vec<u8>, values: usize },
    /// Lines of claims, with their number.
    Lines { lines: Vec<u8>, claims: usize },
}

/// A piece as bytes, and what it has in numbers.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) lines: Vec<u8>,
    pub(super) compared: Vec<u8>,
    pub(super) documents: DocumentCounts,
    pub(super) quads: usize,
    pub(super) values: usize,
    pub(super) claims: usize,
    pub(super) decided: Decided,
}

/// What became of decisions.
pub(super) type Decided = Vec<(ClaimDecision, Outcome)>;

impl<'a> Encoding<'a> {
    fn lines_of(&self, id: &'a str) -> ClaimLines<'a> {
        ClaimLines::new(&self.pipeline.dataset.minter, self.labels, (id, self.file), self.version, self.sha256)
    }

    /// A piece as bytes.
    pub(super) fn chunk(&self, item: Item) -> io::Result<Chunk> {
        let mut chunk = Chunk::default();
        match item {
            Item::Articles { batch, reading } => {
                for (document, read) in &batch {
                    self.article(document, read, &reading, &mut chunk)?;
                }
            }
            Item::Quads { quads, compared, values } => {
                quads.iter().for_each(|quad| push_quad(quad, &mut chunk.lines));
                chunk = Chunk { quads: quads.len(), compared, values, ..chunk };
            }
            Item::Lines { lines, claims } => chunk = Chunk { lines, claims, ..chunk },
        }
        if self.is_compressed {
            chunk.lines = member(&chunk.lines)?;
        }
        chunk.compared = member(&chunk.compared)?;
        Ok(chunk)
    }

    fn article(&self, document: &SourceDocument, read: &Reading, reading: &str, chunk: &mut Chunk) -> io::Result<()> {
        let minter = &self.pipeline.dataset.minter;
        let mut claims = ClaimLines::new(minter, self.labels, (&document.id, self.file), self.version, self.sha256);
        let mut sink =
            Gather { values: Values::default(), quads: Vec::new(), pipeline: self.pipeline, decided: Vec::new() };
        let of = DocumentSource {
            document,
            reading: read,
            version: self.version,
            findings: None,
            decisions: self.decisions.of(&document.id),
        };
        let converted = self.pipeline.convert(of, &mut sink).unwrap_or_else(|never| match never {});
        chunk.documents.add(&converted.counts);
        chunk.decided.append(&mut sink.decided);
        match self.form {
            Form::NQuads => {
                sink.quads.iter().for_each(|quad| push_quad(quad, &mut chunk.lines));
                chunk.quads += sink.quads.len();
                chunk.values += 1 + push_values(&mut sink.values, &mut chunk.compared);
                let entry = copies::entry(document, read.article.as_ref(), Some(self.metadata), reading);
                push_entry(&entry, &mut chunk.compared);
            }
            Form::JsonLines => chunk.claims += claims.push(&sink.quads, &mut chunk.lines),
        }
        Ok(())
    }
}

/// Gathers all that comes out of an article.
struct Gather<'a> {
    pipeline: DocumentPipeline<'a>,
    values: Values,
    quads: Vec<Quad>,
    decided: Decided,
}

impl DocumentSink for Gather<'_> {
    type Error = std::convert::Infallible;

    fn quads(&mut self, mut part: Vec<Quad>) -> Result<(), Self::Error> {
        self.quads.append(&mut part);
        Ok(())
    }

    fn record(&mut self, record: &RecordClaims) {
        self.values.add(&self.pipeline.dataset.minter, record);
    }

    fn article(&mut self, claims: &ArticleClaims, published: Option<&TimeExtent>) {
        self.values.add_roles(claims, published);
        self.values.add_prose(&self.pipeline.dataset.minter, claims);
    }

    fn decided(&mut self, decisions: &[ClaimDecision], outcome: Outcome) {
        self.decided.extend(decisions.get(outcome.decision).map(|decision| (decision.clone(), outcome)));
    }
}

/// Passes the parts of a document or of tables on as pieces.
pub(super) struct Parts<'a, 's> {
    encoding: &'a Encoding<'a>,
    claims: ClaimLines<'a>,
    values: Values,
    lines: Vec<u8>,
    count: usize,
    pub(super) decided: Decided,
    submit: &'s mut dyn FnMut(Item) -> Result<(), ConvertError>,
}

impl<'a, 's> Parts<'a, 's> {
    pub(super) fn new(
        encoding: &'a Encoding<'a>,
        id: &'a str,
        submit: &'s mut dyn FnMut(Item) -> Result<(), ConvertError>,
    ) -> Self {
        let claims = encoding.lines_of(id);
        Self { encoding, claims, values: Values::default(), lines: Vec::new(), count: 0, decided: Vec::new(), submit }
    }

    /// Takes the values of a row.
    pub(super) fn row(&mut self, row: &RowClaims<'_>) {
        self.values.add_row(&self.encoding.pipeline.dataset.minter, row);
    }

    /// Passes a part on.
    pub(super) fn part(&mut self, quads: Vec<Quad>) -> Result<(), ConvertError> {
        if self.encoding.form == Form::JsonLines {
            self.count += self.claims.push(&quads, &mut self.lines);
            return if self.lines.len() >= LINES { self.flush() } else { Ok(()) };
        }
        let mut compared = Vec::new();
        let values = push_values(&mut self.values, &mut compared);
        if quads.is_empty() && compared.is_empty() {
            return Ok(());
        }
        (self.submit)(Item::Quads { quads, compared, values })
    }

    /// Passes what the search for copies needs on, and ends the parts.
    pub(super) fn entry(&mut self, entry: &Entry) -> Result<(), ConvertError> {
        if self.encoding.form == Form::JsonLines {
            return self.flush();
        }
        let mut compared = Vec::new();
        push_entry(entry, &mut compared);
        (self.submit)(Item::Quads { quads: Vec::new(), compared, values: 1 })
    }

    fn flush(&mut self) -> Result<(), ConvertError> {
        let (lines, claims) = (std::mem::take(&mut self.lines), std::mem::take(&mut self.count));
        if lines.is_empty() { Ok(()) } else { (self.submit)(Item::Lines { lines, claims }) }
    }
}

impl DocumentSink for Parts<'_, '_> {
    type Error = ConvertError;

    fn quads(&mut self, part: Vec<Quad>) -> Result<(), ConvertError> {
        self.part(part)
    }

    fn record(&mut self, record: &RecordClaims) {
        self.values.add(&self.encoding.pipeline.dataset.minter, record);
    }

    fn article(&mut self, claims: &ArticleClaims, published: Option<&TimeExtent>) {
        self.values.add_roles(claims, published);
        self.values.add_prose(&self.encoding.pipeline.dataset.minter, claims);
    }

    fn decided(&mut self, decisions: &[ClaimDecision], outcome: Outcome) {
        self.decided.extend(decisions.get(outcome.decision).map(|decision| (decision.clone(), outcome)));
    }
}
