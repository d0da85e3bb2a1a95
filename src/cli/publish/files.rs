//! The files beside the pages: the dataset in every format, its places, its tables and its descriptions.

use super::Args;
use crate::cli::export::tables;
use crate::cli::{Failure, terminal};
use chorograph::base::vocab::choro;
use chorograph::dataset::Dataset;
use chorograph::publish::describe::{self, Options};
use chorograph::publish::ontology::EMBEDDED;
use chorograph::publish::places::{geojson, lpf};
use chorograph::publish::site::Download;
use chorograph::publish::{self, DirectTriples, ExportFormat, PublishError, nanopub};
use chorograph::store::Statements;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Files that document the vocabulary of the dataset: name, title, text.
const COMPANIONS: [(&str, &str, &str); 3] = [
    ("ontology.ttl", "the ontology, Turtle", EMBEDDED.ontology),
    ("terms.ttl", "the controlled terms, Turtle", EMBEDDED.terms),
    ("shapes.ttl", "SHACL shapes, Turtle", EMBEDDED.shapes),
];

/// The titles of the descriptions that the site links to. Descriptions that only programs look for are not linked.
const DOCUMENTS: [(&str, &str); 9] = [
    ("CITATION.cff", "how to cite, Citation File Format"),
    ("croissant.json", "the tables for machine learning, Croissant"),
    ("dcat.ttl", "the catalogue record, DCAT 3"),
    ("licences.tsv", "the licence of each source"),
    ("prov.ttl", "what it was made from and by what, PROV-O"),
    ("ro-crate-metadata.json", "the folder, RO-Crate"),
    ("sparql-examples.ttl", "the named queries, SHACL executables"),
    ("void.ttl", "how much there is of what, VoID"),
    ("SHA256SUMS", "digests of the files"),
];

/// The files that are written so far.
pub(super) struct Files<'a> {
    statements: &'a Statements,
    dataset: &'a Dataset,
    folder: &'a Path,
    done: Vec<Download>,
    failed: bool,
}

impl<'a> Files<'a> {
    pub(super) fn new(statements: &'a Statements, dataset: &'a Dataset, folder: &'a Path) -> Self {
        Self { statements, dataset, folder, done: Vec::new(), failed: false }
    }

    /// The downloads, and whether a file had to be left out.
    pub(super) fn into_parts(self) -> (Vec<Download>, bool) {
        (self.done, self.failed)
    }

    /// Writes the dataset in every format. A format that cannot express the dataset is reported and left out.
    pub(super) fn dataset(&mut self) -> Result<(), Failure> {
        for format in ExportFormat::ALL {
            let graphs = if format.has_graphs() { ", source by source" } else { "" };
            self.rdf(
                &format!("dataset.{}", format.extension()),
                &format!("{format}{graphs}"),
                format,
                DirectTriples::Omitted,
            )?;
        }
        for (name, title, text) in COMPANIONS {
            fs::write(self.folder.join(name), text)?;
            self.offer(name, title)?;
        }
        Ok(())
    }

    /// Writes the places, the tables and the files that options ask for.
    pub(super) fn more(&mut self, args: &Args) -> Result<(), Failure> {
        let (statements, work) = (self.statements, self.dataset.work());
        self.other("places.lpf.json", "places, Linked Places Format", |out, progress| {
            lpf::write(statements, &work, out, progress).map(drop)
        })?;
        self.other("places.geojson", "places, GeoJSON (RFC 7946)", |out, progress| {
            geojson::write(statements, &work, out, progress).map(drop)
        })?;
        if args.nanopub {
            let minter = &self.dataset.minter;
            self.other("nanopubs.trig", "a nanopublication for each claim, TriG", |out, progress| {
                nanopub::write(statements, minter, &work, out, progress).map(drop)
            })?;
        }
        if args.rdf12 {
            let title = "claims as reifiers of what they say, Turtle (RDF 1.2)";
            self.rdf("dataset-rdf12.ttl", title, ExportFormat::Turtle, DirectTriples::Reified)?;
        }
        if args.plain {
            let title = "with what claims say as plain statements, source by source, TriG";
            self.rdf("dataset-plain.trig", title, ExportFormat::TriG, DirectTriples::Asserted)?;
        }
        let claims = statements.matching(None, Some(choro::VERBATIM), None).take(args.answer_up_to + 1);
        if claims.count() > args.answer_up_to {
            terminal::eprint("note: no tables were written; --answer-up-to allows more claims\n");
            return Ok(());
        }
        let folder = self.folder.join("tables");
        let written = tables::into(statements.store(), self.dataset, &folder)?;
        written.report();
        self.failed |= !written.failures.is_empty();
        for table in &written.tables {
            self.offer(&format!("tables/{}", table.file()), &table.title())?;
            self.offer(&format!("tables/{}", table.description()), &table.description_title())?;
        }
        Ok(())
    }

    /// Writes the descriptions; returns the version of the dataset.
    pub(super) fn description(&mut self) -> Result<String, Failure> {
        let file = |d: &Download| describe::File {
            name: d.name.clone(),
            media_type: d.media_type.to_owned(),
            bytes: d.size,
            sha256: d.sha256.clone(),
        };
        let files: Vec<_> = self.done.iter().map(file).collect();
        let bar = terminal::progress(0, "describing");
        let (work, progress) = (self.dataset.work(), |more| bar.inc(more));
        let options = Options { scratch: &work, progress: &progress };
        let folder = self.folder;
        let report = describe::write(self.statements, self.dataset, &files, &options, &mut |name, bytes| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            File::create_new(path)?.write_all(bytes)
        });
        bar.finish_and_clear();
        let report = report?;
        for missing in &report.missing {
            terminal::eprint(&format!("note: dataset.toml has no {missing}\n"));
        }
        for (name, title) in DOCUMENTS.into_iter().filter(|(name, _)| report.documents.contains(name)) {
            self.offer(name, title)?;
        }
        Ok(report.version)
    }

    fn rdf(&mut self, name: &str, title: &str, format: ExportFormat, direct: DirectTriples) -> Result<(), Failure> {
        let (store, work, minter) = (self.statements.store(), self.dataset.work(), &self.dataset.minter);
        self.other(name, title, |out, progress| {
            publish::write_with(store, minter, format, direct, &work, out, progress).map(drop)
        })
    }

    /// Writes a file, or prints a warning if its format cannot express the dataset.
    fn other(
        &mut self,
        name: &str,
        title: &str,
        write: impl FnOnce(&mut BufWriter<File>, &(dyn Fn(u64) + Sync)) -> Result<(), PublishError>,
    ) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let mut out = BufWriter::with_capacity(1 << 18, File::create_new(&path)?);
        let bar = terminal::progress(0, &format!("writing {name}"));
        let result = write(&mut out, &|more| bar.inc(more));
        bar.finish_and_clear();
        if let Err(error @ (PublishError::NoElement(_) | PublishError::NotInXml { .. })) = result {
            terminal::eprint(&format!("warning: {name} is left out: {error}\n"));
            self.failed = true;
            drop(out);
            return Ok(fs::remove_file(&path)?);
        }
        result?;
        out.flush()?;
        Ok(self.offer(name, title)?)
    }

    fn offer(&mut self, name: &str, title: &str) -> io::Result<()> {
        let describe::File { name, bytes, sha256, .. } = describe::File::read(self.folder, name)?;
        let media_type = describe::media_type(&name);
        self.done.push(Download { name, title: title.to_owned(), media_type, size: bytes, sha256 });
        Ok(())
    }
}
