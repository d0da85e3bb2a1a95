//! Joins the steps: what changed in a dataset folder is read and replaces what the store held of it.
//!
//! A source version is a graph, and a graph is replaced in one transaction. What a run knows beside the store (which reading
//! of which version is loaded) is written after the store; so a run that is killed is at worst repeated by the next.

use crate::claim::{self, entities::Entities};
use crate::dataset::Dataset;
use crate::disagree::{self, Values};
use crate::extract::Extractor;
use crate::gazetteer::{Gazetteer, GazetteerError};
use crate::iri::digest;
use crate::quads::{self, Graph};
use crate::record;
use crate::source::folder::{self, Listing};
use crate::source::metadata::{self, Metadata};
use crate::source::{self, Problem, SourceDocument, SourceError};
use crate::store::{StoreError, Writer};
use crate::time::TimeExtent;
use oxigraph::model::{NamedNode, Quad};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

pub mod state;

use state::{Loaded, State};

/// Bumped whenever the same document would be read into other quads.
const READING: &str = "2";
/// So many quads of new graphs are collected before they are written.
const BATCH: usize = 400_000;
/// A document with more records goes to the store in parts, though still in one commit.
const LARGE: usize = 5_000;
/// So many values are compared in memory; beyond, they are read back place by place.
const MOST_VALUES: usize = 4_000_000;

/// How to build.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Drop what the store holds of sources that are gone.
    pub prune: bool,
}

/// What a run tells while it goes on.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many documents will be looked at.
    Found(usize),
    /// A document was looked at.
    Looked,
    /// Something is wrong with a file; its document is skipped whole.
    Problem(&'a Path, &'a Problem),
    /// Something in a file was left out.
    Note(&'a Path, &'a Problem),
    /// A file cannot be read.
    Unreadable(&'a Path, &'a io::Error),
    /// A source is gone; the store keeps it unless pruning.
    Gone(&'a str),
    /// The claims are being compared.
    Comparing,
}

/// What a run did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Documents that were read.
    pub read: usize,
    /// Documents that had not changed.
    pub unchanged: usize,
    /// Documents that were skipped because something is wrong with them.
    pub failed: usize,
    /// Sources that are gone and kept.
    pub gone: usize,
    /// Sources that are gone and were dropped.
    pub pruned: usize,
    /// Fact boxes in the documents that were read.
    pub boxes: usize,
    /// Records in them.
    pub records: usize,
    /// Claims that they make.
    pub claims: usize,
    /// Articles in the documents that were read.
    pub articles: usize,
    /// Mentions in them.
    pub mentions: usize,
    /// Things that they report as said.
    pub statements: usize,
    /// Meetings and other events that they tell of, each counted once for an article.
    pub meetings: usize,
    /// Times that somebody is called something.
    pub roles: usize,
    /// Expressions of time.
    pub times: usize,
    /// Disagreements in the whole dataset.
    pub disagreements: usize,
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gazetteer, on which every reading depends.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The file system.
    #[error("{}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BuildError + use<> {
    let path = path.to_owned();
    |source| BuildError::Io { path, source }
}

/// Builds a dataset.
pub fn build(dataset: &Dataset, options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<Report, BuildError> {
    let writer = Writer::open(&dataset.work())?;
    let gazetteer = Gazetteer::read(&dataset.gazetteer())?;
    let listing = folder::list(&dataset.sources()).map_err(at(&dataset.sources()))?;
    let state = State::read(&dataset.work());
    let mut run = Run {
        dataset,
        extractor: Extractor::new(&gazetteer),
        context: digest(&[
            env!("CARGO_PKG_VERSION"),
            READING,
            &dataset.config.base,
            dataset.language(),
            &gazetteer.sha256,
        ]),
        gazetteer,
        versions: BTreeMap::new(),
        state,
        pending: Vec::new(),
        pending_loads: Vec::new(),
        values: Values::default(),
        touched: BTreeSet::new(),
        kept: false,
        report: Report::default(),
        writer,
    };
    run.start()?;
    tell(Event::Found(listing.documents.len()));
    run.documents(&listing, tell)?;
    run.gone(&listing, options, tell)?;
    run.flush()?;
    run.about_the_dataset()?;
    tell(Event::Comparing);
    run.disagreements()?;
    run.finish()
}

struct Run<'a> {
    dataset: &'a Dataset,
    gazetteer: Gazetteer,
    extractor: Extractor,
    /// Digest of all but the document that a reading depends on.
    context: String,
    writer: Writer,
    /// Of each source, the graphs that the store holds.
    versions: BTreeMap<String, Vec<NamedNode>>,
    state: State,
    /// Quads of new graphs, and the graphs.
    pending: Vec<Quad>,
    pending_loads: Vec<(String, Loaded)>,
    /// What the documents of this run say.
    values: Values,
    /// IRIs of places and people about whom the store said something that is no longer so.
    touched: BTreeSet<String>,
    /// Whether the store keeps graphs that this run has not read.
    kept: bool,
    report: Report,
}

impl Run<'_> {
    fn start(&mut self) -> Result<(), BuildError> {
        if self.state.base.as_deref().is_some_and(|base| base != self.dataset.config.base) {
            // Every name in the store begins with the old base.
            self.writer.clear()?;
            self.state = State::default();
        }
        self.state.base = Some(self.dataset.config.base.clone());
        for (version, source) in self.writer.versions()? {
            self.versions.entry(source.into_string()).or_default().push(version);
        }
        Ok(())
    }

    fn documents(&mut self, listing: &Listing, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
        for (path, first) in listing.clashes.values().flat_map(|paths| paths[1..].iter().map(|p| (p, &paths[0]))) {
            self.report.failed += 1;
            tell(Event::Problem(
                path,
                &Problem {
                    at: None,
                    value: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                    what: format!("another document has this name: {}", first.display()),
                    rule: "a document's name without extension is unique in its folder",
                    help: "rename one of them".to_owned(),
                },
            ));
        }
        self.kept |=
            listing.clashes.keys().any(|id| self.versions.contains_key(self.dataset.minter.source(id).as_str()));
        for path in &listing.others {
            tell(Event::Note(
                path,
                &Problem {
                    at: None,
                    value: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                    what: "this file is not a document and was not read".to_owned(),
                    rule: "documents end in .txt, .html, .htm or .xhtml, and have names in UTF-8",
                    help: "rename it, or keep it elsewhere".to_owned(),
                },
            ));
        }
        for (id, path) in &listing.documents {
            self.document(id, path, tell)?;
            tell(Event::Looked);
        }
        Ok(())
    }

    fn document(&mut self, id: &str, path: &Path, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let source = minter.source(id).into_string();
        let captured = match source::capture(path) {
            Ok(captured) => captured,
            Err(e) => {
                self.failed(&source, &e, tell);
                return Ok(());
            }
        };
        let meta = match read_metadata(path) {
            Ok(meta) => meta,
            Err(e) => {
                self.failed(&source, &e, tell);
                return Ok(());
            }
        };
        let version = minter.version(id, &captured.sha256);
        let loaded = Loaded {
            version: version.as_str().to_owned(),
            sha256: captured.sha256.clone(),
            context: digest(&[&self.context, &meta.digest]),
        };
        let kept = state::is_captured(&self.dataset.work(), &loaded.sha256);
        if kept && self.state.documents.get(id) == Some(&loaded) && self.writer.has_graph(&version)? {
            self.report.unchanged += 1;
            self.kept = true;
            return Ok(());
        }
        let bytes = captured.bytes.clone();
        let (document, reading) = match read(id, path, captured, meta.metadata, self.dataset) {
            Ok(read) => read,
            Err(e) => {
                self.failed(&source, &e, tell);
                return Ok(());
            }
        };
        for note in &reading.notes {
            tell(Event::Note(path, note));
        }
        state::archive(&self.dataset.work(), &document, &bytes).map_err(at(&self.dataset.work()))?;
        self.report.read += 1;
        let old = self.versions.get(&source).cloned().unwrap_or_default();
        let records: usize = reading.boxes.iter().map(|b| b.records.len()).sum();
        if old.is_empty() && records > LARGE {
            self.flush()?;
            self.unsettle()?;
            let Self { writer, dataset, gazetteer, extractor, values, report, .. } = self;
            let mut telling = Telling { dataset, gazetteer, extractor, values, report };
            writer.add_parts(|add| telling.quads(&document, &reading, version, add))?;
            self.state.documents.insert(id.to_owned(), loaded);
            return self.save();
        }
        let mut quads = Vec::new();
        let Self { dataset, gazetteer, extractor, values, report, .. } = self;
        let mut telling = Telling { dataset, gazetteer, extractor, values, report };
        telling.quads(&document, &reading, version, &mut |mut part| {
            quads.append(&mut part);
            Ok(())
        })?;
        if old.is_empty() {
            self.pending.append(&mut quads);
            self.pending_loads.push((id.to_owned(), loaded));
            if self.pending.len() >= BATCH {
                self.flush()?;
            }
            return Ok(());
        }
        for graph in &old {
            self.touched.append(&mut disagree::subjects_of(&self.writer, graph)?);
        }
        self.unsettle()?;
        self.writer.replace(&old, &quads)?;
        self.state.documents.insert(id.to_owned(), loaded);
        Ok(())
    }

    /// Tells what is wrong. What the store holds of the source stays.
    fn failed(&mut self, source: &str, error: &SourceError, tell: &mut dyn FnMut(Event<'_>)) {
        self.report.failed += 1;
        self.kept |= self.versions.contains_key(source);
        match error {
            SourceError::Io { path, source } => tell(Event::Unreadable(path, source)),
            SourceError::Unreadable { path, problems } => {
                for problem in problems {
                    tell(Event::Problem(path, problem));
                }
            }
        }
    }

    fn flush(&mut self) -> Result<(), BuildError> {
        if self.pending_loads.is_empty() {
            return Ok(());
        }
        self.unsettle()?;
        self.writer.add(std::mem::take(&mut self.pending))?;
        self.state.documents.extend(self.pending_loads.drain(..));
        self.save()
    }

    /// Notes that the disagreements are behind the claims, before the claims change.
    fn unsettle(&mut self) -> Result<(), BuildError> {
        if self.state.settled {
            self.state.settled = false;
            self.save()?;
        }
        Ok(())
    }

    fn save(&self) -> Result<(), BuildError> {
        let work = self.dataset.work();
        self.state.write(&work).map_err(at(&work))
    }

    fn gone(&mut self, listing: &Listing, options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let here: BTreeSet<String> =
            listing.documents.keys().chain(listing.clashes.keys()).map(|id| minter.source(id).into_string()).collect();
        let gone: Vec<_> = self
            .versions
            .iter()
            .filter(|(source, _)| !here.contains(*source))
            .map(|(s, g)| (s.clone(), g.clone()))
            .collect();
        for (source, graphs) in gone {
            let id = minter.key("source", &source).unwrap_or(&source).to_owned();
            tell(Event::Gone(&id));
            if !options.prune {
                self.report.gone += 1;
                self.kept = true;
                continue;
            }
            for graph in &graphs {
                self.touched.append(&mut disagree::subjects_of(&self.writer, graph)?);
            }
            self.unsettle()?;
            self.writer.replace(&graphs, &[])?;
            self.state.documents.retain(|_, loaded| !graphs.iter().any(|g| g.as_str() == loaded.version));
            self.report.pruned += 1;
        }
        Ok(())
    }

    /// The graphs of the gazetteer, of the dataset's description and of the run.
    fn about_the_dataset(&mut self) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let current: Vec<NamedNode> =
            self.gazetteer.files.iter().map(|f| minter.gazetteer_version(&f.name, &f.sha256)).collect();
        let versions: Vec<NamedNode> = self
            .state
            .documents
            .values()
            .map(|loaded| NamedNode::new_unchecked(&loaded.version))
            .chain(current.iter().cloned())
            .collect();
        let mut quads = quads::dataset(self.dataset);
        quads.extend(quads::run(minter, &versions));
        let mut parts: Vec<String> = quads.iter().map(ToString::to_string).collect();
        parts.push(self.gazetteer.sha256.clone());
        let description = digest(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        let is_there = self.writer.has_graph(&minter.graph("dataset"))?;
        if is_there && self.state.description.as_deref() == Some(&description) {
            return Ok(());
        }
        for file in &self.gazetteer.files {
            quads.extend(quads::gazetteer(minter, &self.gazetteer, file));
        }
        let gazetteers = minter.gazetteer_folder();
        let mut old: Vec<NamedNode> =
            self.writer.graphs()?.into_iter().filter(|g| g.as_str().starts_with(&gazetteers)).collect();
        old.extend(current);
        old.extend([minter.graph("dataset"), minter.graph("run")]);
        self.writer.replace(&old, &quads)?;
        self.state.description = Some(description);
        Ok(())
    }

    fn disagreements(&mut self) -> Result<(), BuildError> {
        let tolerance = self.dataset.config.disagreement.area_tolerance.to_string();
        let same_rule = self.state.tolerance.as_deref() == Some(&tolerance);
        let values = std::mem::take(&mut self.values);
        if self.state.settled && same_rule {
            self.report.disagreements = self.state.disagreements;
            return Ok(());
        }
        let in_memory = !self.kept && values.len() < MOST_VALUES;
        // An earlier run that was killed may have left any place behind.
        let from_store = !in_memory && (!self.state.was_settled || !same_rule);
        let touched = if in_memory {
            None
        } else if from_store {
            Some(disagree::all_subjects(&self.writer)?)
        } else {
            self.touched.extend(values.subjects().cloned());
            Some(std::mem::take(&mut self.touched))
        };
        self.report.disagreements = disagree::update(&mut self.writer, self.dataset, values, touched)?;
        self.state.tolerance = Some(tolerance);
        self.state.disagreements = self.report.disagreements;
        self.state.settled = true;
        Ok(())
    }

    fn finish(mut self) -> Result<Report, BuildError> {
        self.state.was_settled = self.state.settled;
        self.save()?;
        let Self { writer, state, dataset, report, .. } = self;
        writer.publish()?;
        state::clean(&dataset.work(), &state);
        Ok(report)
    }
}

/// A document on its way from what it says to quads, part by part.
struct Telling<'a> {
    dataset: &'a Dataset,
    gazetteer: &'a Gazetteer,
    extractor: &'a Extractor,
    values: &'a mut Values,
    report: &'a mut Report,
}

impl Telling<'_> {
    fn quads(
        &mut self,
        document: &SourceDocument,
        reading: &record::Reading,
        version: NamedNode,
        add: &mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut graph = Graph::new(&self.dataset.minter, version);
        let nodes = graph.document(document);
        for (n, fact_box) in reading.boxes.iter().enumerate() {
            let iri = graph.fact_box(&nodes, fact_box, n + 1);
            self.report.boxes += 1;
            for record in claim::claims(document, fact_box, &iri, self.gazetteer, &self.dataset.minter) {
                self.report.records += 1;
                self.report.claims += record.claims.len();
                self.values.add(&self.dataset.minter, &record);
                graph.record(&nodes, &iri, &record);
                if graph.len() >= BATCH {
                    add(graph.take())?;
                }
            }
        }
        if let Some(article) = &reading.article {
            let published = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
            let findings = self.extractor.read(&document.text, article, published.as_ref());
            self.report.articles += 1;
            let entities = Entities::new(document, &findings, self.gazetteer, &self.dataset.minter);
            let claims = claim::article::claims(document, &findings, &entities, &self.dataset.minter);
            self.report.mentions += findings.mentions.len();
            self.report.times += findings.times.len();
            self.report.statements += claims.utterances.len();
            self.report.roles += claims.roles.len();
            self.report.meetings += claims.events.iter().map(|e| &e.event).collect::<BTreeSet<_>>().len();
            self.values.add_roles(&claims, published.as_ref());
            let iri = graph.article(&nodes, article, &findings, &entities);
            graph.article_claims(&nodes, &iri, &claims);
        }
        add(graph.take())
    }
}

/// The metadata of a document and the digest of its file.
struct ReadMetadata {
    metadata: Metadata,
    digest: String,
}

fn read_metadata(document: &Path) -> Result<ReadMetadata, SourceError> {
    let path = metadata::path_for(document);
    let captured = match source::capture(&path) {
        Ok(captured) => captured,
        Err(SourceError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            return Ok(ReadMetadata { metadata: Metadata::default(), digest: String::new() });
        }
        Err(e) => return Err(e),
    };
    let metadata = source::decode(captured.bytes)
        .and_then(|text| Metadata::parse(&text))
        .map_err(|problems| SourceError::Unreadable { path, problems })?;
    Ok(ReadMetadata { metadata, digest: captured.sha256 })
}

/// Reads a document with all that it says.
pub fn read(
    id: &str,
    path: &Path,
    captured: source::Captured,
    metadata: Metadata,
    dataset: &Dataset,
) -> Result<(SourceDocument, record::Reading), SourceError> {
    let document = SourceDocument::new(id.to_owned(), path.to_owned(), captured, metadata)?;
    let reading = record::read(&document, dataset.language())
        .map_err(|problems| SourceError::Unreadable { path: path.to_owned(), problems })?;
    Ok((document, reading))
}

/// Reads a document to see whether it can be, without keeping anything.
pub fn try_read(path: &Path, metadata: Metadata, dataset: &Dataset) -> Result<(), SourceError> {
    read("", path, source::capture(path)?, metadata, dataset).map(drop)
}
