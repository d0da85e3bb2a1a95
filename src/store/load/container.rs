//! Loads a file of articles into the store: one version, one graph, read article by article and written in parts, so
//! that memory does not grow with the number of articles. An article with a mistake is reported and left out.

use crate::base::capture::CaptureError;
use crate::base::iri::digest;
use crate::base::text::{Problem, encoding};
use crate::base::{capture, files};
use crate::claim::quads::Graph;
use crate::dataset::Dataset;
use crate::extract::document::{fields, read_article};
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use crate::read::source::beside::ReadMetadata;
use crate::read::source::container::Articles;
use crate::read::source::format::SourceFormat;
use crate::read::source::metadata::Metadata;
use crate::store::copies;
use crate::store::load::decided::Applied;
use crate::store::load::pipeline::DocumentPipeline;
use crate::store::load::reading::MAX_SHOWN;
use crate::store::load::run::{Run, ending};
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BATCH, BuildError, Event, at};
use oxigraph::model::Quad;
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
        let given: Vec<&str> = fields.given().iter().map(|(_, name)| name.unwrap_or_default()).collect();
        let mut loaded = Loaded {
            version: version.as_str().to_owned(),
            ending: ending(path),
            context: decisions.context(digest(&[&[&*self.context, &*ending(path), &*beside], &*given].concat())),
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
                let mut stream = Stream::new(articles, self.dataset, path, notify);
                while stream.next().is_some() {}
                self.report.failed += stream.finish();
            }
            return Ok(());
        }
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
        let mut stream = Stream::new(articles, self.dataset, path, notify);
        let mut quads = Vec::new();
        let mut whole = false;
        while quads.len() < BATCH && !whole {
            let Self { dataset, gazetteer, extractor, values, report, sketches, .. } = self;
            let mut pipeline = DocumentPipeline {
                dataset,
                gazetteer,
                extractor,
                values,
                report,
                decisions: &decisions,
                applied: &mut applied,
                findings: None,
                left: Vec::new(),
            };
            match stream.next() {
                Some((document, reading)) => {
                    let entry = copies::entry(&document, reading.article.as_ref(), Some(&metadata), &reading_id);
                    sketches.add(&entry).map_err(at(&work))?;
                    pipeline.quads(&document, &reading, version.clone(), &mut |mut part| {
                        quads.append(&mut part);
                        Ok(())
                    })?;
                }
                None => whole = true,
            }
        }
        let about = |stream: &Stream<'_, '_>, metadata: &Metadata| {
            let mut graph = Graph::new(minter, version.clone());
            graph.container(id, &loaded.sha256, metadata, stream.articles.code_points());
            graph.finish()
        };
        if whole && stream.good == 0 {
            // A file without a readable article is not a new version of anything.
            if stream.skipped == 0 {
                stream.skip(&[Problem {
                    at: None,
                    value: String::new(),
                    what: "no article of this file could be read".to_owned(),
                    rule: "a file of articles has at least one with a paragraph",
                    help: "take the file out of sources/".to_owned(),
                }]);
            }
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
        let Self { writer, dataset, gazetteer, extractor, values, report, sketches, .. } = self;
        let mut added = Ok(());
        let mut written = 0;
        writer.add_parts(|add| {
            let mut pipeline = DocumentPipeline {
                dataset,
                gazetteer,
                extractor,
                values,
                report,
                decisions: &decisions,
                applied: &mut applied,
                findings: None,
                left: Vec::new(),
            };
            while let Some((document, reading)) = stream.next() {
                if added.is_ok() {
                    added =
                        sketches.add(&copies::entry(&document, reading.article.as_ref(), Some(&metadata), &reading_id));
                }
                pipeline.quads(&document, &reading, version.clone(), &mut |mut part: Vec<Quad>| {
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

/// The articles of a file that have no mistakes; the others are reported.
struct Stream<'a, 't> {
    articles: Articles,
    dataset: &'a Dataset,
    path: &'a Path,
    notify: &'t mut dyn FnMut(Event<'_>),
    good: usize,
    skipped: usize,
    shown: usize,
    not_shown: usize,
    notes: usize,
}

impl<'a, 't> Stream<'a, 't> {
    fn new(articles: Articles, dataset: &'a Dataset, path: &'a Path, notify: &'t mut dyn FnMut(Event<'_>)) -> Self {
        if let Some(encoding) = articles.encoding() {
            notify(Event::Note(path, &encoding::note(encoding)));
        }
        Self { articles, dataset, path, notify, good: 0, skipped: 0, shown: 0, not_shown: 0, notes: 0 }
    }

    fn next(&mut self) -> Option<(SourceDocument, Reading)> {
        // The summaries in a feed may be too short to be prose, and the user cannot mend that.
        let is_feed = SourceFormat::of(self.path) == Some(SourceFormat::Xml);
        loop {
            match self.articles.next()? {
                Err(problems) => self.skip(&problems),
                Ok(document) => {
                    for note in &document.notes {
                        (self.notify)(Event::Note(self.path, note));
                    }
                    match read_article(&document, self.dataset) {
                        Ok(reading) => {
                            for note in &reading.notes {
                                self.notes += 1;
                                if self.notes <= MAX_SHOWN {
                                    (self.notify)(Event::Note(self.path, note));
                                }
                            }
                            self.good += 1;
                            return Some((document, reading));
                        }
                        Err(problems) if is_feed => {
                            for problem in &problems {
                                (self.notify)(Event::Note(self.path, problem));
                            }
                        }
                        Err(problems) => self.skip(&problems),
                    }
                }
            }
        }
    }

    fn skip(&mut self, problems: &[Problem]) {
        self.skipped += 1;
        for problem in problems {
            if self.shown < MAX_SHOWN {
                self.shown += 1;
                (self.notify)(Event::Problem(self.path, problem));
            } else {
                self.not_shown += 1;
            }
        }
    }

    /// Reports how many mistakes were not shown; returns how many articles were left out.
    fn finish(self) -> usize {
        if self.not_shown > 0 {
            let problem = Problem {
                at: None,
                value: String::new(),
                what: format!("{} more problems in this file are not shown", self.not_shown),
                rule: "an article is read whole or not at all",
                help: "correct those above and build again".to_owned(),
            };
            (self.notify)(Event::Problem(self.path, &problem));
        }
        if let Some(more) = self.notes.checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            let note = Problem {
                at: None,
                value: String::new(),
                what: format!("{more} more notes about this file are not shown"),
                rule: "a note reports what was read differently than you may expect",
                help: "see those above".to_owned(),
            };
            (self.notify)(Event::Note(self.path, &note));
        }
        self.skipped
    }
}
