//! Loads a part in place of reading its source.

use crate::store::StoreError;
use crate::store::load::parts::unused;
use crate::store::load::run::Run;
use crate::store::load::state::{self, Loaded};
use crate::store::load::{BATCH, BuildError, Event, at};
use crate::store::parts::{Compared, read_compared};
use flate2::bufread::MultiGzDecoder;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// Minimum number of quads of a part that is written to the store in pieces.
const LARGE: usize = BATCH;

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
                notify(Event::Note(&quads, &unused(&format!("{} is cut short or changed", file.name))));
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
        self.report.documents.add(&part.documents);
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
fn read_quads(path: &Path, add: &mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>) -> Result<(), StoreError> {
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
