//! A run: checks each document of a folder, and brings the store up to date with the folder.

use crate::base::capture::CaptureError;
use crate::base::iri::{digest, percent_decoded};
use crate::base::text::Problem;
use crate::claim::quads;
use crate::dataset::Dataset;
use crate::dataset::gazetteer::{self, Gazetteer};
use crate::extract::Extractor;
use crate::extract::document::fields;
use crate::read::source::folder::Listing;
use crate::read::table::holds::{self, Holds};
use crate::store::Writer;
use crate::store::copies::{self, sketch_store::SketchStore};
use crate::store::disagree::{self, Values};
use crate::store::load::context::ReadingContext;
use crate::store::load::decided::DatasetDecisions;
use crate::store::load::findings;
use crate::store::load::parts::Parts;
use crate::store::load::restricted::Restricted;
use crate::store::load::state::{self, Loaded, State};
use crate::store::load::{BATCH, BuildError, Event, Options, Report, at};
use oxigraph::model::{NamedNode, Quad};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Minimum number of records of a document that is written to the store in parts.
pub(super) const LARGE: usize = 2_000;
/// Number of quads that are written before a run saves its progress.
const UNSAVED: usize = 1_000_000;
/// Maximum number of quads of a graph that is removed in one transaction.
const SMALL: usize = 20_000;

/// A run over a dataset.
pub(super) struct Run<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) options: Options<'a>,
    pub(super) gazetteer: Gazetteer,
    pub(super) extractor: Extractor,
    /// All but the document that a reading depends on.
    pub(super) context: ReadingContext,
    pub(super) writer: Writer,
    pub(super) restricted: Restricted,
    /// What people decided about claims.
    pub(super) decisions: DatasetDecisions,
    /// By source, the graphs that the store holds of it.
    pub(super) versions: BTreeMap<String, Vec<NamedNode>>,
    pub(super) state: State,
    /// Parts that are loaded in place of reading their sources.
    pub(super) parts: Parts,
    /// The sketch store: what the search for copies needs of each document.
    pub(super) sketches: SketchStore,
    /// Digest of the version of the program, as in `State::program`.
    program: String,
    /// Quads of new graphs that are not yet written, and the graphs.
    pending: Vec<Quad>,
    pending_loads: Vec<(String, Loaded)>,
    /// Approximate number of quads of the loaded documents.
    quads: usize,
    /// Quads that were written since the progress was last saved.
    unsaved: usize,
    /// The values of claims in the documents of this run.
    pub(super) values: Values,
    /// IRIs of places and people whose claims in the store changed or were removed.
    touched: BTreeSet<String>,
    /// The subjects of links.
    pub(super) linked: BTreeSet<String>,
    /// Whether the store keeps graphs that this run has not read.
    pub(super) has_unread_graphs: bool,
    pub(super) report: Report,
}

impl<'a> Run<'a> {
    /// Opens the store and reads its state.
    pub(super) fn start(
        dataset: &'a Dataset,
        mut writer: Writer,
        gazetteer: Gazetteer,
        restricted: Restricted,
        decisions: DatasetDecisions,
        options: Options<'a>,
    ) -> Result<Self, BuildError> {
        let mut state = State::of_store(&writer, &dataset.minter)?;
        if state.base.as_deref().is_some_and(|base| base != dataset.config.base) {
            // Every name in the store begins with the old base IRI.
            writer.clear()?;
            state = State::default();
        }
        state.base = Some(dataset.config.base.clone());
        let program = state::program();
        if state.program.as_deref() != Some(&program) {
            state.mark_all_but_documents_stale();
            state.program = Some(program.clone());
        }
        let mut versions: BTreeMap<String, Vec<NamedNode>> = BTreeMap::new();
        for (version, source) in writer.versions()? {
            versions.entry(source.into_string()).or_default().push(version);
        }
        let quads = state.documents.values().map(|loaded| loaded.quads).sum();
        let sketches = SketchStore::open(&dataset.work()).map_err(at(&dataset.work()))?;
        if state.documents.values().any(|loaded| loaded.context.is_empty() && loaded.reading.is_none()) {
            // The sketch store may know what the state has lost: its last entry of a document belongs to the loaded
            // reading.
            let last = sketches.last_readings().map_err(at(&dataset.work()))?;
            for (id, loaded) in &mut state.documents {
                if loaded.context.is_empty() {
                    loaded.reading = last.get(id).cloned();
                }
            }
        }
        Ok(Self {
            dataset,
            options,
            parts: Parts::default(),
            sketches,
            extractor: Extractor::new(&gazetteer),
            context: ReadingContext::new(dataset, &gazetteer),
            gazetteer,
            writer,
            report: Report {
                strays: restricted.strays,
                not_read: restricted.not_read,
                restricted: restricted.by_error.iter().cloned().collect(),
                ..Report::default()
            },
            restricted,
            decisions,
            versions,
            state,
            pending: Vec::new(),
            pending_loads: Vec::new(),
            unsaved: 0,
            quads,
            program,
            values: Values::default(),
            touched: BTreeSet::new(),
            linked: Self::linked(dataset),
            has_unread_graphs: false,
        })
    }

    pub(super) fn documents(&mut self, listing: &Listing, notify: &mut dyn FnMut(Event<'_>)) -> Result<(), BuildError> {
        for (path, first) in listing.clashes.values().flat_map(|paths| paths[1..].iter().map(|p| (p, &paths[0]))) {
            self.report.failed += 1;
            notify(Event::Problem(
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
        self.has_unread_graphs |=
            listing.clashes.keys().any(|id| self.versions.contains_key(self.dataset.minter.source(id).as_str()));
        for (path, note) in &listing.notes {
            notify(Event::Note(path, note));
        }
        for path in &self.gazetteer.others {
            notify(Event::Note(path, &gazetteer::not_read(path)));
        }
        for (id, path) in &listing.documents {
            self.source(id, path, listing, notify)?;
            notify(Event::DocumentProcessed);
        }
        Ok(())
    }

    /// Reads a file as what it holds.
    fn source(
        &mut self,
        id: &str,
        path: &Path,
        listing: &Listing,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let metadata = self.restricted.metadata(id, path);
        let holds = match &metadata {
            Ok(read) => holds::holds(path, path, &read.metadata, &fields(&read.metadata, self.dataset)),
            // Whatever it holds, its metadata is reported.
            Err(_) => Ok(Holds::Document),
        };
        if let Ok(Holds::Articles | Holds::Tables(_)) = holds {
            self.report.findings_left += findings::report_unused(listing, id, notify);
        }
        match holds {
            Ok(Holds::Document) => self.document(id, path, listing, notify),
            Ok(Holds::Articles) => self.container(id, path, notify),
            Ok(Holds::Tables(format)) => self.tables(id, path, format, metadata, notify),
            Err(problem) => {
                let source = self.dataset.minter.source(id).into_string();
                let error = CaptureError::Unreadable { path: path.to_owned(), problems: vec![problem] };
                self.failed(&source, [&error], notify);
                Ok(())
            }
        }
    }

    /// Puts the whole graph of a version into the store, which holds no graph of the source (see [`Run::remove`]).
    pub(super) fn put(&mut self, id: &str, mut loaded: Loaded, mut quads: Vec<Quad>) -> Result<(), BuildError> {
        self.mark_derived_stale();
        loaded.quads = quads.len();
        self.pending.append(&mut quads);
        self.pending_loads.push((id.to_owned(), loaded));
        if self.pending.len() >= BATCH {
            self.flush()?;
        }
        Ok(())
    }

    /// Removes the graphs of a document from the store.
    pub(super) fn remove(&mut self, id: &str, graphs: &[NamedNode]) -> Result<(), BuildError> {
        let quads = self.state.documents.remove(id).map_or(0, |loaded| loaded.quads);
        self.quads -= quads;
        if graphs.is_empty() {
            return Ok(());
        }
        self.touch(graphs)?;
        self.mark_derived_stale();
        if (1..=SMALL).contains(&quads) {
            self.writer.remove_small_graphs(graphs, quads)?;
        } else if quads > self.quads / 3 {
            self.writer.keep_others(graphs)?;
        } else {
            self.writer.remove_graphs(graphs)?;
        }
        Ok(())
    }

    /// Records the places and people that the graphs make claims about, before the graphs are removed.
    fn touch(&mut self, graphs: &[NamedNode]) -> Result<(), BuildError> {
        for graph in graphs {
            let mut subjects = disagree::subjects_of(&self.writer, graph)?;
            self.note_linked(graph, self.linked.intersection(&subjects).cloned().collect())?;
            self.touched.append(&mut subjects);
        }
        Ok(())
    }

    /// Reports the errors of a document. The store keeps what it holds of the source.
    pub(super) fn failed<'e>(
        &mut self,
        source: &str,
        errors: impl IntoIterator<Item = &'e CaptureError>,
        notify: &mut dyn FnMut(Event<'_>),
    ) {
        self.report.failed += 1;
        self.has_unread_graphs |= self.versions.contains_key(source);
        for error in errors {
            match error {
                CaptureError::Io { path, source } => notify(Event::Unreadable(path, source)),
                CaptureError::Unreadable { path, problems } => {
                    for problem in problems {
                        notify(Event::Problem(path, problem));
                    }
                }
            }
        }
    }

    /// Writes the pending quads.
    pub(super) fn flush(&mut self) -> Result<(), BuildError> {
        if self.pending_loads.is_empty() {
            return Ok(());
        }
        self.writer.add(&mut self.pending)?;
        let loads = std::mem::take(&mut self.pending_loads);
        self.loaded(loads)
    }

    /// Records that graphs are in the store, and saves the progress from time to time.
    pub(super) fn loaded(&mut self, loads: Vec<(String, Loaded)>) -> Result<(), BuildError> {
        self.mark_derived_stale();
        let quads: usize = loads.iter().map(|(_, loaded)| loaded.quads).sum();
        self.state.documents.extend(loads);
        self.quads += quads;
        self.unsaved += quads;
        if self.unsaved >= UNSAVED && self.pending_loads.is_empty() {
            self.unsaved = 0;
            let work = self.dataset.work();
            // The sketch store must have an entry for each document that the state calls loaded.
            self.sketches.flush().map_err(at(&work))?;
            self.writer.save(&self.state.to_bytes())?;
        }
        Ok(())
    }

    /// Records that disagreements and copies are no longer those of the loaded documents.
    fn mark_derived_stale(&mut self) {
        self.state.settled = false;
        self.state.ledger = None;
    }

    pub(super) fn gone(
        &mut self,
        listing: &Listing,
        options: Options<'_>,
        notify: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        let here: BTreeSet<String> =
            listing.documents.keys().chain(listing.clashes.keys()).map(|id| minter.source(id).into_string()).collect();
        let gone: Vec<_> = self
            .versions
            .iter()
            .filter(|(source, _)| !here.contains(*source))
            .map(|(s, g)| (s.clone(), g.clone()))
            .collect();
        let documents = self.state.documents.iter();
        let ids: HashMap<String, String> = documents.map(|(id, l)| (l.version.clone(), id.clone())).collect();
        for (source, graphs) in gone {
            let id = minter.key("source", &source).unwrap_or(&source).to_owned();
            if percent_decoded(&id).is_some_and(|id| listing.hides(&id)) {
                // It cannot be known whether it is gone.
                self.has_unread_graphs = true;
                continue;
            }
            notify(Event::Gone(&id));
            if !options.prune {
                self.report.gone += 1;
                self.has_unread_graphs = true;
                continue;
            }
            let known = graphs.iter().find_map(|graph| ids.get(graph.as_str()));
            self.remove(known.unwrap_or(&id), &graphs)?;
            self.report.pruned += 1;
        }
        Ok(())
    }

    /// Loads the graphs of the gazetteer, of the dataset's description and of the run.
    pub(super) fn load_dataset_graphs(&mut self) -> Result<(), BuildError> {
        let minter = &self.dataset.minter;
        // A gazetteer file without rows has no graph.
        let with_rows = self.gazetteer.files.iter().filter(|f| !f.entities.is_empty());
        let current: Vec<NamedNode> = with_rows.map(|f| minter.gazetteer_version(&f.name, &f.sha256)).collect();
        self.state.keep_loaded(&self.writer)?;
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
        parts.extend([self.gazetteer.sha256.clone(), self.program.clone()]);
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
        for graph in &old {
            self.note_linked(graph, self.linked.iter().cloned().collect())?;
        }
        self.writer.remove_graphs(&old)?;
        self.writer.add(&mut quads)?;
        self.state.description = Some(description);
        Ok(())
    }

    pub(super) fn disagreements(&mut self) -> Result<(), BuildError> {
        let tolerance = self.dataset.config.disagreement.area_tolerance.to_string();
        let same_rule = self.state.tolerance.as_deref() == Some(&tolerance);
        let values = std::mem::take(&mut self.values);
        if self.state.settled && same_rule {
            self.report.disagreements = self.state.disagreements;
            return Ok(());
        }
        let in_memory = !self.has_unread_graphs && values.len() < disagree::MAX_VALUES;
        // An earlier run that was killed may have left the disagreements of any place out of date.
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

    /// Brings the copies up to date, unless nothing was read or removed.
    pub(super) fn copies(&mut self) -> Result<(), BuildError> {
        let work = self.dataset.work();
        let length = self.sketches.flush().map_err(at(&work))?;
        if self.state.ledger != Some(length) {
            let documents = &self.state.documents;
            let is_loaded = |file: &str, reading: &str| documents.get(file).is_some_and(|l| l.reading() == reading);
            let entries = self.sketches.entries(is_loaded).map_err(at(&work))?;
            self.state.copies = copies::update(&mut self.writer, self.dataset, &entries)?;
            self.state.ledger = Some(self.sketches.flush().map_err(at(&work))?);
        }
        self.report.copies = self.state.copies;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Report, BuildError> {
        let work = self.dataset.work();
        self.state.was_settled = self.state.settled;
        self.writer.publish(&self.state.to_bytes())?;
        state::clean(&work, &self.state);
        // Not earlier: until now the view had other readings.
        if let Some(length) = self.sketches.shorten().map_err(at(&work))? {
            self.state.ledger = Some(length);
            self.writer.publish(&self.state.to_bytes())?;
        }
        Ok(self.report)
    }
}
