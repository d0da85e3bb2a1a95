//! From a file to its part, or to lines of claims: what a build does with a source, without a store and without a lock.
//! Articles are read one by one and rows in parts, so that memory does not grow with them; several threads share the work,
//! and their number does not show in what is written.

mod encode;
mod tables;

use crate::base::capture::{CaptureError, capture};
use crate::base::{capture, files, parallel};
use crate::claim::convert::articles::{ArticleStream, Reported};
use crate::claim::convert::document::{DocumentCounts, DocumentPipeline, DocumentSource};
use crate::claim::json::{self, Labels};
use crate::claim::quads::Graph;
use crate::claim::review::Outcome;
use crate::dataset::Dataset;
use crate::dataset::decisions::{ClaimDecision, Decisions};
use crate::dataset::gazetteer::{Gazetteer, GazetteerError};
use crate::extract::Extractor;
use crate::extract::document::{fields, read};
use crate::foreign::beside::Captured;
use crate::read::source::beside::{ReadMetadata, read_metadata};
use crate::read::source::container::Articles;
use crate::read::source::folder;
use crate::read::table::Counts;
use crate::read::table::holds::{Holds, holds};
use crate::store::copies;
use crate::store::load::context::ReadingContext;
use crate::store::load::{Event, findings, state};
use crate::store::parts::{FORMAT, Kind, Maker, PartFile, ReportedProblem, Sidecar, push_entry};
use encode::{Chunk, Decided, Encoding, Item, Parts};
use oxigraph::model::NamedNode;
use std::io;
use std::path::Path;

/// Number of quads of a part of a document.
const BATCH: usize = 20_000;
/// Maximum number of bytes of the texts of articles that are read together.
const ARTICLE_BYTES: usize = 64 << 10;
/// Maximum number of problems that are kept for the sidecar.
const MAX_PROBLEMS: usize = 100;

/// The names of a dataset, and what reads prose with them. They are made once for many files.
pub struct Names {
    /// The gazetteer.
    pub gazetteer: Gazetteer,
    extractor: Extractor,
    labels: Labels,
}

impl Names {
    /// Those of a dataset.
    pub fn read(dataset: &Dataset) -> Result<Self, GazetteerError> {
        let gazetteer = Gazetteer::read(&dataset.gazetteer())?;
        let labels = json::labels(&gazetteer, &dataset.minter);
        Ok(Self { extractor: Extractor::new(&gazetteer), labels, gazetteer })
    }
}

/// A file that is to be read.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The id of the source.
    pub id: &'a str,
    /// Its path, with the name that says what it holds and beside which its metadata is.
    pub path: &'a Path,
    /// Where its bytes are.
    pub bytes: &'a Path,
}

/// What is written of each claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Its quads, as N-Quads.
    NQuads,
    /// An object of JSON a line, as `docs/convert.md` describes it.
    JsonLines,
}

/// How a file is read and written.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// What is written.
    pub form: Form,
    /// Whether it is compressed (gzip).
    pub is_compressed: bool,
    /// Number of threads.
    pub jobs: usize,
    /// What people decided about the claims of the file.
    pub decisions: &'a Decisions,
}

/// Takes what is written.
pub trait Output {
    /// Lines, compressed if that was asked for.
    fn lines(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Compressed lines of what the whole dataset compares.
    fn compared(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// What was written.
#[derive(Debug)]
pub struct Conversion {
    /// The sidecar, but for the digests of the files.
    pub sidecar: Sidecar,
    /// Number of quads; 0 for lines of claims.
    pub quads: usize,
    /// Number of values and sketches.
    pub compared: usize,
    /// Number of claims.
    pub claims: usize,
    /// What became of each decision.
    pub decided: Vec<(ClaimDecision, Outcome)>,
}

/// Why a file cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// What was read cannot be written.
    #[error("the output cannot be written")]
    Write(#[source] io::Error),
    /// A file cannot be read, though it could be a moment ago.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// Converts a file. `None` if nothing of it can be read; what is wrong is reported through `notify`.
pub fn convert(
    dataset: &Dataset,
    names: &Names,
    file: File<'_>,
    options: Options<'_>,
    out: &mut dyn Output,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<Option<Conversion>, ConvertError> {
    let mut problems = Vec::new();
    let mut notify = |event: Event<'_>| {
        let problem = match &event {
            Event::Problem(_, problem) => Some(*problem),
            Event::Cell(_, cell) => Some(&cell.problem),
            _ => None,
        };
        problems.extend(problem.filter(|_| problems.len() < MAX_PROBLEMS).map(ReportedProblem::new));
        notify(event);
    };
    let Some(source) = Source::open(dataset, file, &mut notify)? else { return Ok(None) };
    let totals = source.write(names, options, out, &mut notify)?;
    Ok(totals.map(|totals| source.conversion(names, totals, problems)))
}

/// A file whose metadata and digest are known.
struct Source<'a> {
    dataset: &'a Dataset,
    file: File<'a>,
    metadata: ReadMetadata,
    holds: Holds,
    sha256: String,
    version: NamedNode,
}

/// What was written, in numbers, and what else the sidecar says.
#[derive(Default)]
struct Totals {
    context: String,
    documents: DocumentCounts,
    rows: Counts,
    tables: usize,
    table_claims: usize,
    opening: Option<crate::read::grid::open::Opening>,
    skipped: usize,
    quads: usize,
    compared: usize,
    claims: usize,
    decided: Decided,
}

/// Reports why a file was not read.
fn report(error: &CaptureError, notify: &mut dyn FnMut(Event<'_>)) {
    match error {
        CaptureError::Io { path, source } => notify(Event::Unreadable(path, source)),
        CaptureError::Unreadable { path, problems } => {
            problems.iter().for_each(|problem| notify(Event::Problem(path, problem)));
        }
    }
}

impl<'a> Source<'a> {
    fn open(
        dataset: &'a Dataset,
        file: File<'a>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Self>, ConvertError> {
        let metadata = match read_metadata(file.path) {
            Ok(metadata) => metadata,
            Err(error) => {
                report(&error, notify);
                return Ok(None);
            }
        };
        let holds = match holds(file.path, file.bytes, &metadata.metadata, &fields(&metadata.metadata, dataset)) {
            Ok(holds) => holds,
            Err(problem) => {
                notify(Event::Problem(file.path, &problem));
                return Ok(None);
            }
        };
        match files::open(file.bytes).and_then(|bytes| capture::digest(bytes, &mut io::sink())) {
            Ok(sha256) => {
                let version = dataset.minter.version(file.id, &sha256);
                Ok(Some(Self { dataset, file, metadata, holds, sha256, version }))
            }
            Err(error) => {
                notify(Event::Unreadable(file.path, &error));
                Ok(None)
            }
        }
    }

    /// Reads the file, and writes what it claims; `None` if nothing of it can be read.
    fn write(
        &self,
        names: &Names,
        options: Options<'_>,
        out: &mut dyn Output,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Totals>, ConvertError> {
        let pipeline = DocumentPipeline {
            dataset: self.dataset,
            gazetteer: &names.gazetteer,
            extractor: &names.extractor,
            batch: BATCH,
        };
        let context = ReadingContext::new(self.dataset, &names.gazetteer);
        let encoding = Encoding {
            form: options.form,
            is_compressed: options.is_compressed,
            pipeline,
            labels: &names.labels,
            file: self.file.id,
            version: &self.version,
            sha256: &self.sha256,
            metadata: &self.metadata.metadata,
            decisions: options.decisions,
        };
        let mut written = Totals::default();
        let mut take = |chunk: io::Result<Chunk>| {
            let chunk = chunk?;
            out.lines(&chunk.lines).and_then(|()| out.compared(&chunk.compared)).map_err(ConvertError::Write)?;
            written.documents.add(&chunk.documents);
            written.quads += chunk.quads;
            written.compared += chunk.values;
            written.claims += chunk.claims;
            written.decided.extend(chunk.decided);
            Ok(())
        };
        let read = parallel::in_order(
            options.jobs,
            |item| encoding.chunk(item),
            &mut take,
            |submit: &mut dyn FnMut(Item) -> Result<(), ConvertError>| match self.holds {
                Holds::Document => self.document(&encoding, &context, submit, notify),
                Holds::Articles => self.articles(&encoding, &context, submit, notify),
                Holds::Tables(format) => self.tables(&encoding, &context, format, submit, notify),
            },
        )?;
        Ok(read.map(|mut read| {
            written.documents.add(&read.documents);
            written.decided.append(&mut read.decided);
            Totals {
                documents: written.documents,
                quads: written.quads,
                compared: written.compared,
                claims: written.claims,
                decided: written.decided,
                ..read
            }
        }))
    }

    fn document(
        &self,
        encoding: &Encoding<'_>,
        context: &ReadingContext,
        submit: &mut dyn FnMut(Item) -> Result<(), ConvertError>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Totals>, ConvertError> {
        let File { id, path, bytes } = self.file;
        let beside = folder::findings_beside(path)?;
        let (captured, beside) = match (capture(bytes), Captured::read(&beside)) {
            (Ok(captured), Ok(beside)) => (captured, beside),
            (captured, beside) => {
                captured.err().iter().chain(&beside.err()).for_each(|error| report(error, notify));
                return Ok(None);
            }
        };
        let context = context.of_document(path, &self.metadata.digest, &beside);
        let (document, reading) = match read(id, path, captured, self.metadata.metadata.clone(), self.dataset) {
            Ok(read) => read,
            Err(error) => {
                report(&error, notify);
                return Ok(None);
            }
        };
        let given = match beside.verified(&document) {
            Ok(given) => given,
            Err(errors) => {
                errors.iter().for_each(|error| report(error, notify));
                return Ok(None);
            }
        };
        for note in document.notes.iter().chain(&reading.notes) {
            notify(Event::Note(path, note));
        }
        let of = DocumentSource {
            document: &document,
            reading: &reading,
            version: &self.version,
            findings: Some(&given),
            decisions: encoding.decisions.of(id),
        };
        let mut parts = Parts::new(encoding, id, submit);
        let converted = encoding.pipeline.convert(of, &mut parts)?;
        let reading_id = state::reading(&self.sha256, &context);
        let entry = copies::entry(&document, reading.article.as_ref(), None, &reading_id);
        parts.entry(&entry)?;
        let decided = parts.decided;
        findings::report(&given, &converted.left, notify);
        let skipped = given.problems.len();
        Ok(Some(Totals { context, documents: converted.counts, skipped, decided, ..Totals::default() }))
    }

    fn articles(
        &self,
        encoding: &Encoding<'_>,
        context: &ReadingContext,
        submit: &mut dyn FnMut(Item) -> Result<(), ConvertError>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Totals>, ConvertError> {
        let File { id, path, bytes } = self.file;
        let metadata = &self.metadata.metadata;
        let fields = fields(metadata, self.dataset);
        let context = context.of_articles(path, &self.metadata.digest, &fields);
        let reading = state::reading(&self.sha256, &context);
        let beside = findings::unused_beside(path, id)?;
        let mut skipped = beside.len();
        beside.iter().for_each(|(path, problem)| notify(Event::Problem(path, problem)));
        let articles = Articles::open(id, path, bytes, &self.sha256, metadata, &fields)?;
        let mut told = |reported: Reported<'_>| match reported {
            Reported::Problem(problem) => notify(Event::Problem(path, problem)),
            Reported::Note(note) => notify(Event::Note(path, note)),
        };
        let mut stream = ArticleStream::new(articles, self.dataset, path, &mut told);
        let mut batch = Vec::new();
        let mut length = 0;
        for (document, read) in &mut stream {
            length += document.text.len();
            batch.push((document, read));
            if length >= ARTICLE_BYTES {
                length = 0;
                submit(Item::Articles { batch: std::mem::take(&mut batch), reading: reading.clone() })?;
            }
        }
        if !batch.is_empty() {
            submit(Item::Articles { batch, reading: reading.clone() })?;
        }
        let (is_read, code_points) = (stream.good() > 0, stream.code_points());
        skipped += stream.finish();
        if !is_read {
            return Ok(None);
        }
        let mut compared = Vec::new();
        push_entry(&copies::end(id, &reading), &mut compared);
        if encoding.form == Form::NQuads {
            let mut graph = Graph::new(&self.dataset.minter, self.version.clone());
            graph.container(id, &self.sha256, metadata, code_points);
            submit(Item::Quads { quads: graph.finish(), compared, values: 1 })?;
        }
        Ok(Some(Totals { context, skipped, ..Totals::default() }))
    }

    fn conversion(&self, names: &Names, totals: Totals, problems: Vec<ReportedProblem>) -> Conversion {
        let sidecar = Sidecar {
            format: FORMAT,
            made_by: Maker::new(self.dataset, &names.gazetteer, state::READING),
            source: self.file.id.to_owned(),
            version: self.version.as_str().to_owned(),
            sha256: self.sha256.clone(),
            metadata: self.metadata.digest.clone(),
            context: totals.context,
            restricted: self.metadata.metadata.redistribute == Some(false),
            holds: match self.holds {
                Holds::Document => Kind::Document,
                Holds::Articles => Kind::Articles,
                Holds::Tables(_) => Kind::Tables,
            },
            tables: totals.opening,
            quads: PartFile::default(),
            compared: PartFile::default(),
            documents: totals.documents,
            rows: totals.rows,
            table_count: totals.tables,
            table_claims: totals.table_claims,
            skipped: totals.skipped,
            problems,
        };
        Conversion {
            sidecar,
            quads: totals.quads,
            compared: totals.compared,
            claims: totals.claims,
            decided: totals.decided,
        }
    }
}
