//! Loads a file of articles into the store: one version, one graph, read article by article and written in parts, so
//! that memory does not grow with the number of articles. An article with a mistake is reported and left out.

use crate::base::capture::CaptureError;
use crate::base::{capture, files};
use crate::claim::convert::articles::{ArticleStream, Reported};
use crate::claim::convert::document::DocumentSource;
use crate::claim::quads::Graph;
use crate::extract::document::fields;
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use crate::read::source::beside::ReadMetadata;
use crate::read::source::container::Articles;
use crate::read::source::metadata::Metadata;
use crate::store::copies;
use crate::store::load::context::ending;
use crate::store::load::decided::{Applied, FileDecisions};
use crate::store::load::run::Run;
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BATCH, BuildError, Event, at};
use oxigraph::model::{NamedNode, Quad};
use std::io;
use std::path::Path;

impl Run<'_> {
    /// Reads a file of articles, if it has changed.
    pub(super) fn container(
        &mut self,
        id: &str,
        path: &Path,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let source = minter.source(id).into_string();
        let io_error = |source| CaptureError::Io { path: path.to_owned(), source };
        let mut length = Length(0);
        let digested = files::open(path).and_then(|file| capture::digest(file, &mut length)).map_err(io_error);
        let Length(length) = length;
        let (sha256, read) = match (digested, self.restricted.metadata(id, path)) {
            (Ok(digested), Ok(read)) => (digested, read),
            (digested, read) => {
                self.failed(&source, digested.err().iter().chain(&read.err()), notify);
                return Ok(());
            }
        };
        let version = minter.version(id, &sha256);
        let is_marked_right = self.restricted.agrees(&version, &read);
        let ReadMetadata { metadata, digest: beside } = read;
        let decisions = self.decisions.of_file(id, &sha256, true);
        let mut applied = Applied::default();
        let fields = fields(&metadata, self.dataset);
        let loaded = Loaded {
            version: version.as_str().to_owned(),
            ending: ending(path),
            context: decisions.context(self.context.of_articles(path, &beside, &fields)),
            sha256,
            fields: Some(fields.clone()),
            ..Loaded::default()
        };
        let work = self.dataset.work();
        let before = self.state.documents.get(id).filter(|before| before.is_same(&loaded));
        let skipped = before.filter(|_| is_marked_right).map(|before| before.skipped);
        if let Some(skipped) = skipped
            && self.sketches.knows(id, &loaded.reading())
            && let Some(bytes) = loaded.captured_file(&work)
            && loaded.is_captured(&work, length)
            && self.writer.has_graph(&version)?
        {
            self.report.unchanged += 1;
            self.has_unread_graphs = true;
            self.decided_before(id, notify);
            if skipped > 0 {
                // Mistakes are reported in every build, as those of other documents are.
                let bytes = state::archive_file(&work, path, &loaded.sha256).map_err(at(&bytes))?;
                let articles =
                    Articles::open(id, path, &bytes, &loaded.sha256, &metadata, &fields).map_err(at(&bytes))?;
                let mut report = |reported: Reported<'_>| told(path, &reported, notify);
                let mut stream = ArticleStream::new(articles, self.dataset, path, &mut report);
                while stream.next().is_some() {}
                self.report.failed += stream.finish();
            }
            return Ok(());
        }
        let Some(mut loaded) = self.part(id, path, loaded, notify)? else { return Ok(()) };
        let opened = state::archive_file(&work, path, &loaded.sha256)
            .and_then(|bytes| Articles::open(id, path, &bytes, &loaded.sha256, &metadata, &fields));
        let articles = match opened.map_err(io_error) {
            Ok(articles) => articles,
            Err(e) => {
                self.failed(&source, [&e], notify);
                return Ok(());
            }
        };
        let reading_id = loaded.reading();
        let old = self.versions.get(&source).cloned().unwrap_or_default();
        let dataset = self.dataset;
        let mut report = |reported: Reported<'_>| told(path, &reported, notify);
        let mut stream = ArticleStream::new(articles, dataset, path, &mut report);
        let mut quads = Vec::new();
        let mut whole = false;
        while quads.len() < BATCH && !whole {
            match stream.next() {
                Some((document, reading)) => {
                    let entry = copies::entry(&document, reading.article.as_ref(), Some(&metadata), &reading_id);
                    self.sketches.add(&entry).map_err(at(&work))?;
                    let of = source_of(&document, &reading, &version, &decisions);
                    self.loader().2.load(of, &mut applied, &mut |mut part| {
                        quads.append(&mut part);
                        Ok(())
                    })?;
                }
                None => whole = true,
            }
        }
        let about = |stream: &ArticleStream<'_, '_>, metadata: &Metadata| {
            let mut graph = Graph::new(minter, version.clone());
            graph.container(id, &loaded.sha256, metadata, stream.code_points());
            graph.finish()
        };
        if whole && stream.good() == 0 {
            self.report.failed += stream.finish();
            self.has_unread_graphs |= !old.is_empty();
            return Ok(());
        }
        self.report.read += 1;
        if whole {
            quads.append(&mut about(&stream, &metadata));
            loaded.skipped = stream.finish();
            self.report.failed += loaded.skipped;
            self.sketches.add(&copies::end(id, &reading_id)).map_err(at(&work))?;
            self.remove(id, &old)?;
            self.decided(applied, &decisions, &mut loaded, notify)?;
            return self.put(id, loaded, quads);
        }
        self.flush()?;
        self.remove(id, &old)?;
        let mut added = Ok(());
        let mut written = 0;
        let (writer, sketches, mut loader) = self.loader();
        writer.add_parts(|add| {
            for (document, reading) in &mut stream {
                if added.is_ok() {
                    let entry = copies::entry(&document, reading.article.as_ref(), Some(&metadata), &reading_id);
                    added = sketches.add(&entry);
                }
                let of = source_of(&document, &reading, &version, &decisions);
                loader.load(of, &mut applied, &mut |mut part: Vec<Quad>| {
                    quads.append(&mut part);
                    Ok(())
                })?;
                if quads.len() >= BATCH {
                    written += quads.len();
                    add(std::mem::take(&mut quads))?;
                }
            }
            quads.append(&mut about(&stream, &metadata));
            written += quads.len();
            add(quads)
        })?;
        added.and_then(|()| self.sketches.add(&copies::end(id, &reading_id))).map_err(at(&work))?;
        loaded.skipped = stream.finish();
        self.report.failed += loaded.skipped;
        loaded.quads = written;
        self.decided(applied, &decisions, &mut loaded, notify)?;
        self.loaded(vec![(id.to_owned(), loaded)])
    }
}

/// An article of a file, with the decisions on it.
fn source_of<'a>(
    document: &'a SourceDocument,
    reading: &'a Reading,
    version: &'a NamedNode,
    decisions: &'a FileDecisions,
) -> DocumentSource<'a> {
    DocumentSource { document, reading, version, findings: None, decisions: decisions.of(&document.id) }
}

/// Reports what is to be known about a file.
fn told(path: &Path, reported: &Reported<'_>, notify: &mut dyn FnMut(Event<'_>)) {
    match reported {
        Reported::Problem(problem) => notify(Event::Problem(path, problem)),
        Reported::Note(note) => notify(Event::Note(path, note)),
    }
}

/// Counts the bytes that are written to it.
pub(super) struct Length(pub(super) u64);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
