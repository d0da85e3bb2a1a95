//! The store, open for writing.

use super::view::{current, folder_of, id_of, numbered, remove_unread};
use super::{BULK_BATCH, BULK_MINIMUM, StoreError, link_files, remove_folder, write_whole};
use crate::base::vocab::prov;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use oxigraph::store::{BulkLoader, StorageError, Store};
use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// Maximum number of quads in one transaction; about 2 KB of memory each.
const TRANSACTION: usize = 10_000;
/// Maximum number of quads changed by transactions before they are flushed to disk; about 700 bytes of memory each.
const UNFLUSHED: usize = 100_000;
/// The id of the base view, in `progress/base`, of a build that began with an empty store.
const NOTHING: &str = "none";

/// The store, open for writing. There is one writer at a time. Its changes become the next view when it publishes them;
/// otherwise they are discarded.
pub struct Writer {
    work: PathBuf,
    store: Store,
    /// The number of the view that the writer began from.
    base: Option<u64>,
    /// The state of that view.
    state: Option<Vec<u8>>,
    changed: bool,
    // Whether files were added whose key ranges overlap.
    layered: bool,
    // Number of changed quads that are still in memory.
    unflushed: usize,
    // Released by the operating system when the process ends, however it ends.
    _lock: File,
}

impl Writer {
    /// Opens the store below a `.chorograph` folder, making it if needed. It begins as a copy of the current view.
    pub fn open(work: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(work).map_err(StoreError::io(work))?;
        let path = work.join("lock");
        let lock = File::create(&path).map_err(StoreError::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(work.to_owned())),
            Err(TryLockError::Error(source)) => return Err(StoreError::Io { path, source }),
        }
        remove_leftovers(work);
        let path = work.join("store");
        let base = current(work)?;
        let view = base.map(|number| folder_of(work, number));
        let id = view.as_deref().and_then(id_of);
        let state = view.as_ref().and_then(|view| fs::read(view.join("state.json")).ok());
        let same = id.is_some() && fs::read_to_string(path.join("of-view")).ok() == id;
        let opened = same.then(|| Store::open(&path)).and_then(Result::ok);
        let store = match opened {
            Some(store) => store,
            None => begin(&path, view.map(|view| view.join("db")).as_deref(), id.as_deref())?,
        };
        Ok(Self {
            work: work.to_owned(),
            store,
            base,
            state,
            changed: false,
            layered: false,
            unflushed: 0,
            _lock: lock,
        })
    }

    /// Resumes where an unfinished build last saved its progress, if that build began from the current view; returns
    /// whether there was such progress.
    pub fn resume(&mut self) -> Result<bool, StoreError> {
        let progress = self.work.join("progress");
        let began = fs::read_to_string(progress.join("base")).ok();
        let is_ours = began.is_some() && began == self.base_id();
        if self.changed || !is_ours || !progress.join("db").is_dir() {
            return Ok(false);
        }
        self.change()?;
        let path = self.work.join("store");
        self.store = Store::new().map_err(self.error())?;
        self.store = begin(&path, Some(&progress.join("db")), None)?;
        self.state = fs::read(progress.join("state.json")).ok();
        self.layered = true;
        Ok(true)
    }

    /// The id of the view that the writer began from; `None` if that was made by a program that gave no ids.
    fn base_id(&self) -> Option<String> {
        match self.base {
            None => Some(NOTHING.to_owned()),
            Some(number) => id_of(&folder_of(&self.work, number)),
        }
    }

    /// Whether the store differs from the current view.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// The state of what the store held when it was opened; `None` if it is lost or nothing was built.
    pub fn state(&self) -> Option<&[u8]> {
        self.state.as_deref()
    }

    /// Records on disk that the store is about to differ from the current view.
    fn change(&mut self) -> Result<(), StoreError> {
        if !self.changed {
            let path = self.work.join("store/of-view");
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(StoreError::Io { path, source: e }),
                _ => self.changed = true,
            }
        }
        Ok(())
    }

    /// The store itself, for reading what was written so far.
    pub fn store(&self) -> &Store {
        &self.store
    }

    fn error(&self) -> impl FnOnce(StorageError) -> StoreError + use<> {
        StoreError::storage(&self.work.join("store"))
    }

    /// The graphs of source versions, each with its source.
    pub fn versions(&self) -> Result<Vec<(NamedNode, NamedNode)>, StoreError> {
        let mut versions = Vec::new();
        for quad in self.store.quads_for_pattern(None, Some(prov::SPECIALIZATION_OF), None, None) {
            let quad = quad.map_err(self.error())?;
            if let (NamedOrBlankNode::NamedNode(version), Term::NamedNode(source)) = (quad.subject, quad.object) {
                versions.push((version, source));
            }
        }
        Ok(versions)
    }

    /// Whether a graph exists.
    pub fn has_graph(&self, graph: &NamedNode) -> Result<bool, StoreError> {
        self.store.contains_named_graph(graph).map_err(self.error())
    }

    /// Removes graphs that are known to be small, each in one transaction.
    pub fn remove_small_graphs(&mut self, graphs: &[NamedNode], quads: usize) -> Result<(), StoreError> {
        for graph in graphs {
            self.change()?;
            self.store.remove_named_graph(graph).map_err(self.error())?;
        }
        self.flush_after(quads)
    }

    /// Removes graphs of any size, with bounded memory.
    pub fn remove_graphs(&mut self, graphs: &[NamedNode]) -> Result<(), StoreError> {
        for graph in graphs {
            if !self.has_graph(graph)? {
                continue;
            }
            self.change()?;
            // The iterator reads a snapshot, so no quad is read twice.
            let mut quads = self.store.quads_for_pattern(None, None, None, Some(GraphNameRef::from(graph)));
            loop {
                let part = quads.by_ref().take(TRANSACTION).collect::<Result<Vec<_>, _>>().map_err(self.error())?;
                if part.is_empty() {
                    break;
                }
                self.update(&part, &[])?;
            }
            self.store.remove_named_graph(graph).map_err(self.error())?;
        }
        Ok(())
    }

    /// The same for graphs that are most of the store: the rest is copied into a new one.
    pub fn keep_others(&mut self, graphs: &[NamedNode]) -> Result<(), StoreError> {
        self.change()?;
        let path = self.work.join("store");
        let new = folder_in(&self.work, "new-")?;
        let others = Store::open(new.path()).map_err(StoreError::storage(new.path()))?;
        let mut loader = bulk_loader(&others);
        let default = self.store.quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph));
        let kept = self.graphs()?.into_iter().filter(|graph| !graphs.contains(graph));
        let kept = kept.map(|graph| self.store.quads_for_pattern(None, None, None, Some(GraphNameRef::from(&graph))));
        let mut part = Vec::new();
        for quad in std::iter::once(default).chain(kept).flatten() {
            part.push(quad.map_err(self.error())?);
            if part.len() >= BULK_BATCH {
                loader.load_quads(std::mem::take(&mut part)).map_err(self.error())?;
            }
        }
        loader.load_quads(part).map_err(self.error())?;
        loader.commit().map_err(self.error())?;
        drop(others);
        // The first store must be closed before the second can have its name.
        self.store = Store::new().map_err(self.error())?;
        remove_folder(&path)?;
        fs::rename(new.keep(), &path).map_err(StoreError::io(&path))?;
        self.store = Store::open(&path).map_err(StoreError::storage(&path))?;
        (self.layered, self.unflushed) = (true, 0);
        Ok(())
    }

    /// Counts changed quads, and flushes to disk when there are many.
    fn flush_after(&mut self, quads: usize) -> Result<(), StoreError> {
        self.unflushed += quads;
        if self.unflushed >= UNFLUSHED {
            self.unflushed = 0;
            self.store.flush().map_err(self.error())?;
        }
        Ok(())
    }

    /// Removes everything.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        self.change()?;
        self.store.clear().map_err(self.error())
    }

    /// Removes some quads and adds others.
    pub fn update(&mut self, remove: &[Quad], add: &[Quad]) -> Result<(), StoreError> {
        for part in remove.chunks(TRANSACTION) {
            self.change()?;
            let mut transaction = self.store.start_transaction().map_err(self.error())?;
            for quad in part {
                transaction.remove(quad);
            }
            transaction.commit().map_err(self.error())?;
            self.flush_after(part.len())?;
        }
        for part in add.chunks(TRANSACTION) {
            self.change()?;
            self.store.extend(part.iter().map(Quad::as_ref)).map_err(self.error())?;
            self.flush_after(part.len())?;
        }
        Ok(())
    }

    /// Adds quads.
    pub fn add(&mut self, quads: &mut Vec<Quad>) -> Result<(), StoreError> {
        if quads.len() >= BULK_MINIMUM {
            return self.add_parts(|add| add(std::mem::take(quads)));
        }
        while !quads.is_empty() {
            self.change()?;
            let part = quads.len().saturating_sub(TRANSACTION)..;
            let count = quads.len() - part.start;
            self.store.extend(quads.drain(part)).map_err(self.error())?;
            self.flush_after(count)?;
        }
        Ok(())
    }

    /// Adds quads part by part; they become visible with the last part.
    pub fn add_parts(
        &mut self,
        parts: impl FnOnce(&mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.change()?;
        self.layered = true;
        let mut loader = bulk_loader(&self.store);
        parts(&mut |quads| loader.load_quads(quads).map_err(self.error()))?;
        loader.commit().map_err(self.error())
    }

    /// Runs an operation that changes the store itself.
    pub fn run<T>(&mut self, change: impl FnOnce(&Store) -> T) -> Result<T, StoreError> {
        self.change()?;
        Ok(change(&self.store))
    }

    /// The quads of one graph that match a pattern.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: &NamedNode,
    ) -> Result<Vec<Quad>, StoreError> {
        self.store
            .quads_for_pattern(subject, predicate, object, Some(GraphNameRef::from(graph)))
            .collect::<Result<_, _>>()
            .map_err(self.error())
    }

    /// The names of all graphs.
    pub fn graphs(&self) -> Result<Vec<NamedNode>, StoreError> {
        let mut graphs = Vec::new();
        for graph in self.store.named_graphs() {
            if let NamedOrBlankNode::NamedNode(graph) = graph.map_err(self.error())? {
                graphs.push(graph);
            }
        }
        Ok(graphs)
    }

    /// An Oxigraph error, with the path of the store.
    pub fn storage_error(&self, source: StorageError) -> StoreError {
        self.error()(source)
    }

    /// Saves what was written so far, for [`Writer::resume`]. Readers do not see it.
    pub fn save(&mut self, state: &[u8]) -> Result<(), StoreError> {
        if !self.changed {
            return Ok(());
        }
        let Some(id) = self.base_id() else { return Ok(()) };
        let new = folder_in(&self.work, "new-")?;
        self.store.backup(new.path().join("db")).map_err(self.error())?;
        write_whole(&new.path().join("state.json"), state)?;
        write_whole(&new.path().join("base"), id.as_bytes())?;
        let progress = self.work.join("progress");
        remove_folder(&progress)?;
        fs::rename(new.keep(), &progress).map_err(StoreError::io(&progress))
    }

    /// Makes what was written the view of all later readers, with the state to store beside it. If the store has not
    /// changed, only the state is replaced.
    pub fn publish(&mut self, state: &[u8]) -> Result<(), StoreError> {
        let views = self.work.join("views");
        if let (false, Some(number)) = (self.changed, self.base) {
            let pointer = self.work.join("current");
            if !pointer.exists() {
                write_whole(&pointer, number.to_string().as_bytes())?;
            }
            if self.state.as_deref() != Some(state) {
                write_whole(&folder_of(&self.work, number).join("state.json"), state)?;
                self.write_state_copy(state)?;
            }
            return Ok(());
        }
        if self.layered {
            // A bulk load adds files without merging them, and every later look-up would read all of them.
            self.store.optimize().map_err(self.error())?;
        }
        let next = numbered(&views)?.into_iter().chain(self.base).max().map_or(1, |n| n + 1);
        fs::create_dir_all(&views).map_err(StoreError::io(&views))?;
        let new = folder_in(&views, "new-")?;
        self.store.backup(new.path().join("db")).map_err(self.error())?;
        let id = new_id();
        write_whole(&new.path().join("state.json"), state)?;
        write_whole(&new.path().join("id"), id.as_bytes())?;
        write_whole(&new.path().join("lock"), &[])?;
        let view = folder_of(&self.work, next);
        fs::rename(new.keep(), &view).map_err(StoreError::io(&view))?;
        write_whole(&self.work.join("current"), next.to_string().as_bytes())?;
        write_whole(&self.work.join("store/of-view"), id.as_bytes())?;
        self.base = Some(next);
        self.changed = false;
        self.layered = false;
        self.write_state_copy(state)?;
        remove_folder(&self.work.join("progress"))?;
        for n in numbered(&views)? {
            if n != next {
                remove_unread(&views.join(n.to_string()));
            }
        }
        Ok(())
    }

    /// Writes a copy of the state for people; the program does not read it.
    fn write_state_copy(&mut self, state: &[u8]) -> Result<(), StoreError> {
        self.state = Some(state.to_owned());
        write_whole(&self.work.join("state.json"), state)
    }
}

/// Opens a store that begins as a copy of another, or empty.
fn begin(path: &Path, from: Option<&Path>, view: Option<&str>) -> Result<Store, StoreError> {
    remove_folder(path)?;
    fs::create_dir_all(path).map_err(StoreError::io(path))?;
    if let Some(from) = from {
        link_files(from, path)?;
    }
    if let Some(id) = view {
        write_whole(&path.join("of-view"), id.as_bytes())?;
    }
    Store::open(path).map_err(StoreError::storage(path))
}

/// A bulk loader whose memory is bounded.
fn bulk_loader(store: &Store) -> BulkLoader<'_> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    store.bulk_loader().with_num_threads(threads).with_max_memory_size_in_megabytes(threads * BULK_BATCH / 1000)
}

/// A new folder, under a name that the next writer removes if it is left.
fn folder_in(parent: &Path, prefix: &str) -> Result<tempfile::TempDir, StoreError> {
    tempfile::Builder::new().prefix(prefix).tempdir_in(parent).map_err(StoreError::io(parent))
}

/// An id that no other view has.
fn new_id() -> String {
    let half = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", half(), half())
}

/// Removes incomplete files of writers that were killed.
fn remove_leftovers(work: &Path) {
    let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().collect::<Vec<_>>();
    for entry in below(work).into_iter().chain(below(&work.join("views"))) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("new-") || name.starts_with("old-") {
            let path = entry.path();
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
    // State files of older programs about a store that differs from its view.
    let _ = fs::remove_file(work.join("unpublished"));
}
