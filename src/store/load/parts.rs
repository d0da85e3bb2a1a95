//! Loads parts that `convert` wrote in place of reading their sources. A part is used if it is what a build would read now:
//! the same bytes, metadata, gazetteer, configuration and program, no decision of a person on it, and nothing wrong in it,
//! because mistakes are reported in each build. Any other source is read.

use crate::base::files;
use crate::base::text::Problem;
use crate::store::StoreError;
use crate::store::load::run::Run;
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BATCH, BuildError, Event, at};
use crate::store::parts::{Compared, ENDINGS, Sidecar, beside, read_compared};
use flate2::bufread::MultiGzDecoder;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Maximum number of parts that are reported because they were not used.
const MOST_REPORTED: usize = 20;
/// Minimum number of quads of a part that is written to the store in pieces.
const LARGE: usize = BATCH;

/// The parts of a folder that were not used so far, by the ids of their sources.
#[derive(Debug, Default)]
pub(super) struct Parts(BTreeMap<String, (PathBuf, Sidecar)>);

impl Parts {
    /// Lists the parts below a folder; those that cannot be used are reported.
    pub(super) fn list(folder: &Path, notify: &mut dyn FnMut(Event<'_>)) -> io::Result<Self> {
        let mut parts = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            for path in files::entries(&folder)?.ok_or(io::ErrorKind::NotFound)? {
                if path.is_dir() {
                    open.push(path);
                } else if !files::is_hidden(&path) && ENDINGS.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                    match Sidecar::read(&beside(&path, ".json")) {
                        Ok(sidecar) => drop(parts.insert(sidecar.source.clone(), (path, sidecar))),
                        Err(error) => notify(Event::Note(&path, &unused(error.to_string()))),
                    }
                }
            }
        }
        Ok(Self(parts))
    }

    /// Takes the part that is what would be read of a source.
    fn take(&mut self, id: &str, loaded: &Loaded) -> Option<(PathBuf, Sidecar)> {
        let (_, part) = self.0.get(id)?;
        let is_same = (&part.version, &part.sha256, &part.context) == (&loaded.version, &loaded.sha256, &loaded.context);
        let is_clean = part.skipped == 0 && part.problems.is_empty();
        if is_same && is_clean { self.0.remove(id) } else { None }
    }

    /// Forgets the part of a source that is in the store already.
    pub(super) fn forget(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// Reports the parts that were not used, of sources that were read.
    pub(super) fn report_unused(&self, notify: &mut dyn FnMut(Event<'_>)) {
        for (path, part) in self.0.values().take(MOST_REPORTED) {
            let why = if part.skipped > 0 || !part.problems.is_empty() {
                "it has mistakes, which each build reports"
            } else {
                "its source is not in sources/, has decisions of people on it, or is read otherwise now"
            };
            notify(Event::Note(path, &unused(why.to_owned())));
        }
        if let Some(more) = self.0.len().checked_sub(MOST_REPORTED).filter(|more| *more > 0)
            && let Some((path, _)) = self.0.values().next_back()
        {
            notify(Event::Note(path, &unused(format!("{more} more parts were not used either"))));
        }
    }
}

fn unused(why: String) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("this part was not used: {why}"),
        rule: "a part is used if it is what a build would read of its source now",
        help: "do nothing: sources without such a part are read; or convert it again".to_owned(),
    }
}

impl Run<'_> {
    /// Loads the part of a source, if there is one that can be used; else gives back what is to be loaded.
    pub(super) fn part(
        &mut self,
        id: &str,
        path: &Path,
        mut loaded: Loaded,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Loaded>, BuildError> {
        let Some((quads, part)) = self.parts.take(id, &loaded) else { return Ok(Some(loaded)) };
        let folder = quads.parent().unwrap_or(Path::new("."));
        for file in [&part.quads, &part.compared] {
            if !file.is_whole(folder).map_err(at(&folder.join(&file.name)))? {
                notify(Event::Note(&quads, &unused(format!("{} is cut short or changed", file.name))));
                return Ok(Some(loaded));
            }
        }
        let work = self.dataset.work();
        state::archive_file(&work, path, &loaded.sha256).map_err(at(path))?;
        let source = self.dataset.minter.source(id).into_string();
        let old = self.versions.get(&source).cloned().unwrap_or_default();
        let compared = folder.join(&part.compared.name);
        read_compared(&compared, |line| match Compared::parse(line) {
            Some(Compared::Value { subject, key, value }) => {
                self.values.insert(&subject, key, value);
                Ok(())
            }
            Some(Compared::Entry(entry)) => self.sketches.add(&entry),
            None => Err(io::ErrorKind::InvalidData.into()),
        })
        .map_err(at(&compared))?;
        self.report.read += 1;
        self.report.documents(&part.documents);
        self.report.tables += part.table_count;
        self.report.table_claims += part.table_claims;
        self.report.rows.add(&part.rows);
        loaded.tables = part.tables;
        if part.quads.count < LARGE {
            self.remove(id, &old)?;
            let mut all = Vec::with_capacity(part.quads.count);
            read_quads(&quads, &mut |mut quads| {
                all.append(&mut quads);
                Ok(())
            })?;
            self.put(id, loaded, all)?;
            return Ok(None);
        }
        self.flush()?;
        self.remove(id, &old)?;
        loaded.quads = part.quads.count;
        self.writer.add_parts(|add| read_quads(&quads, add))?;
        self.loaded(vec![(id.to_owned(), loaded)])?;
        Ok(None)
    }
}

/// Passes the quads of a file to `add`, in batches.
fn read_quads(
    path: &Path,
    add: &mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let error = |source: io::Error| StoreError::Io { path: path.to_owned(), source };
    let file = BufReader::with_capacity(1 << 16, File::open(path).map_err(error)?);
    let reader: Box<dyn Read> = match path.extension().is_some_and(|ending| ending == "gz") {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut batch = Vec::new();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(reader) {
        batch.push(quad.map_err(|wrong| error(io::Error::new(io::ErrorKind::InvalidData, wrong)))?);
        if batch.len() >= BATCH {
            add(std::mem::take(&mut batch))?;
        }
    }
    add(batch)
}
