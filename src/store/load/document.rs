//! Reads a single text or page, with the findings of other tools beside it, into the store.

use crate::base::capture::capture;
use crate::claim::convert::document::DocumentSource;
use crate::extract::document::read;
use crate::foreign::beside::Captured;
use crate::read::source::folder::Listing;
use crate::store::copies;
use crate::store::load::context::ending;
use crate::store::load::decided::Applied;
use crate::store::load::findings;
use crate::store::load::run::{LARGE, Run};
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BuildError, Event, at};
use std::path::Path;

impl Run<'_> {
    /// Reads a document, unless it and all that its reading depends on are as they were.
    pub(super) fn document(
        &mut self,
        id: &str,
        path: &Path,
        listing: &Listing,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let source = minter.source(id).into_string();
        let beside = Captured::read(listing.findings.get(id).map_or(&[], Vec::as_slice));
        let (captured, meta, beside) = match (capture(path), self.restricted.metadata(id, path), beside) {
            (Ok(captured), Ok(meta), Ok(beside)) => (captured, meta, beside),
            (captured, meta, beside) => {
                let errors = [captured.err(), meta.err(), beside.err()];
                self.failed(&source, errors.iter().flatten(), notify);
                return Ok(());
            }
        };
        let version = minter.version(id, &captured.sha256);
        let decisions = self.decisions.of_file(id, &captured.sha256, false);
        let mut applied = Applied::default();
        let loaded = Loaded {
            version: version.as_str().to_owned(),
            sha256: captured.sha256.clone(),
            ending: ending(path),
            context: decisions.context(self.context.of_document(path, &meta.digest, &beside)),
            ..Loaded::default()
        };
        let kept = loaded.is_captured(&self.dataset.work(), captured.bytes.len() as u64)
            && self.sketches.knows(id, &loaded.reading())
            && self.restricted.agrees(&version, &meta);
        if kept
            && self.state.documents.get(id).is_some_and(|l| l.is_same(&loaded) && l.findings_left == 0)
            && self.writer.has_graph(&version)?
        {
            self.report.unchanged += 1;
            self.has_unread_graphs = true;
            self.decided_before(id, notify);
            return Ok(());
        }
        let Some(mut loaded) = self.part(id, path, loaded, notify)? else { return Ok(()) };
        let bytes = captured.bytes.clone();
        let (document, reading) = match read(id, path, captured, meta.metadata, self.dataset) {
            Ok(read) => read,
            Err(e) => {
                self.failed(&source, [&e], notify);
                return Ok(());
            }
        };
        let findings = match beside.verified(&document) {
            Ok(findings) => findings,
            Err(errors) => {
                self.failed(&source, &errors, notify);
                return Ok(());
            }
        };
        loaded.findings_left = findings.problems.len();
        self.report.findings_left += loaded.findings_left;
        for note in document.notes.iter().chain(&reading.notes) {
            notify(Event::Note(path, note));
        }
        state::archive(&self.dataset.work(), &document, &bytes).map_err(at(&self.dataset.work()))?;
        let entry = copies::entry(&document, reading.article.as_ref(), None, &loaded.reading());
        self.sketches.add(&entry).map_err(at(&self.dataset.work()))?;
        self.report.read += 1;
        let old = self.versions.get(&source).cloned().unwrap_or_default();
        let records: usize = reading.boxes.iter().map(|b| b.records.len()).sum();
        self.remove(id, &old)?;
        let of = DocumentSource {
            document: &document,
            reading: &reading,
            version: &version,
            findings: Some(&findings),
            decisions: decisions.of(id),
        };
        if records > LARGE {
            self.flush()?;
            let (writer, _, mut loader) = self.loader();
            let mut written = 0;
            let mut left = Vec::new();
            writer.add_parts(|add| {
                left = loader.load(of, &mut applied, &mut |part| {
                    written += part.len();
                    add(part)
                })?;
                Ok(())
            })?;
            findings::report(&findings, &left, notify);
            loaded.quads = written;
            self.decided(applied, &decisions, &mut loaded, notify)?;
            return self.loaded(vec![(id.to_owned(), loaded)]);
        }
        let mut quads = Vec::new();
        let left = self.loader().2.load(of, &mut applied, &mut |mut part| {
            quads.append(&mut part);
            Ok(())
        })?;
        findings::report(&findings, &left, notify);
        self.decided(applied, &decisions, &mut loaded, notify)?;
        self.put(id, loaded, quads)
    }
}
