//! The only module that opens Oxigraph.
//!
//! One writer at a time works on `store/` under a lock; what it has finished becomes a *view*, a RocksDB checkpoint made of
//! hard links that nobody writes again. Readers open the newest view. So a reader never meets a file that a writer is
//! compacting (a store opened read-only beside a writer can report corruption that is none), never waits, and never
//! sees half of a build.
//!
//! ```text
//! .chorograph/lock           held by the writer
//! .chorograph/store/         the writer's store
//! .chorograph/views/7/db/    a checkpoint; views/7/lock is shared by its readers
//! .chorograph/views/7/NAME/  what was derived from it once, see [`View::derived`]; gone with it
//! .chorograph/current        "7", replaced by rename
//! .chorograph/unpublished    there while store/ holds what no view shows yet
//! ```

use crate::vocab::prov;
use oxigraph::io::{RdfParseError, RdfParser};
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use oxigraph::store::{StorageError, Store};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else writes.
    #[error("another chorograph is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Nothing was built yet.
    #[error("{} holds no data yet", .0.display())]
    Empty(PathBuf),
    /// The file system.
    #[error("{}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Oxigraph.
    #[error("the store in {}", path.display())]
    Storage {
        /// Where.
        path: PathBuf,
        /// Why.
        source: StorageError,
    },
}

impl StoreError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }

    fn storage(path: &Path) -> impl FnOnce(StorageError) -> Self + use<> {
        let path = path.to_owned();
        |source| Self::Storage { path, source }
    }
}

/// How many quads the bulk loader sorts at once, for each of its threads; about 300 bytes each.
const BULK_BATCH: usize = 200_000;
/// Below this many quads a transaction is quicker than the bulk loader's files.
const BULK_MINIMUM: usize = 50_000;

/// The store, open for writing. There is one at a time.
pub struct Writer {
    work: PathBuf,
    store: Store,
    changed: bool,
    // Whether files were added that lie over one another.
    layered: bool,
    // Released by the system when the process ends, however it ends.
    _lock: File,
}

/// What was finished last, open for reading.
pub struct View {
    store: Store,
    number: u64,
    db: PathBuf,
    // Keeps the writer from removing the view.
    _lock: File,
}

impl Writer {
    /// Opens the store below a `.chorograph` folder, making it if needed.
    pub fn open(work: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(work).map_err(StoreError::io(work))?;
        let path = work.join("lock");
        let lock = File::create(&path).map_err(StoreError::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(work.to_owned())),
            Err(TryLockError::Error(source)) => return Err(StoreError::Io { path, source }),
        }
        let path = work.join("store");
        remove_leftovers(&path);
        let store = Store::open(&path).map_err(StoreError::storage(&path))?;
        // A writer that was killed may have left changes that no view shows.
        let changed = work.join("unpublished").exists();
        Ok(Self { work: work.to_owned(), store, changed, layered: false, _lock: lock })
    }

    /// Notes on disk that the store is about to differ from what readers see.
    fn change(&mut self) -> Result<(), StoreError> {
        if !self.changed {
            let path = self.work.join("unpublished");
            File::create(&path).map_err(StoreError::io(&path))?;
            self.changed = true;
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

    /// The graphs of source versions, each with the source that it is a version of.
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

    /// Removes some graphs and adds quads, in one transaction: whoever looks finds all of the old or all of the new.
    pub fn replace(&mut self, remove: &[NamedNode], quads: &[Quad]) -> Result<(), StoreError> {
        self.change()?;
        let mut transaction = self.store.start_transaction().map_err(self.error())?;
        for graph in remove {
            transaction.remove_named_graph(graph).map_err(self.error())?;
        }
        transaction.extend(quads);
        transaction.commit().map_err(self.error())
    }

    /// Removes everything.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        self.change()?;
        self.store.clear().map_err(self.error())
    }

    /// Removes some quads and adds others, in one transaction.
    pub fn update(&mut self, remove: &[Quad], add: &[Quad]) -> Result<(), StoreError> {
        self.change()?;
        let mut transaction = self.store.start_transaction().map_err(self.error())?;
        for quad in remove {
            transaction.remove(quad);
        }
        transaction.extend(add);
        transaction.commit().map_err(self.error())
    }

    /// Adds the quads of whole new graphs, all or none of them.
    pub fn add(&mut self, quads: Vec<Quad>) -> Result<(), StoreError> {
        self.change()?;
        if quads.len() < BULK_MINIMUM {
            return self.replace(&[], &quads);
        }
        self.add_parts(|add| add(quads))
    }

    /// Adds the quads of whole new graphs part by part, all or none of them: they are seen when the last part is there.
    pub fn add_parts(
        &mut self,
        parts: impl FnOnce(&mut dyn FnMut(Vec<Quad>) -> Result<(), StoreError>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.change()?;
        self.layered = true;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let mut loader = self
            .store
            .bulk_loader()
            .with_num_threads(threads)
            .with_max_memory_size_in_megabytes(threads * BULK_BATCH / 1000);
        parts(&mut |quads| loader.load_quads(quads).map_err(self.error()))?;
        loader.commit().map_err(self.error())
    }

    /// Runs something that changes the store itself, in one transaction of its own.
    pub fn run<T>(&mut self, change: impl FnOnce(&Store) -> T) -> Result<T, StoreError> {
        self.change()?;
        Ok(change(&self.store))
    }

    /// The quads of a pattern in one graph.
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

    /// What Oxigraph says, with the place of the store.
    pub fn storage_error(&self, source: StorageError) -> StoreError {
        self.error()(source)
    }

    /// Makes what was written the view of all readers to come. Does nothing when nothing was written.
    pub fn publish(self) -> Result<(), StoreError> {
        let views = self.work.join("views");
        let pointer = self.work.join("current");
        let last = read_pointer(&pointer);
        let last_is_there = last.is_some_and(|n| views.join(n.to_string()).join("db").is_dir());
        if !self.changed && last_is_there {
            return Ok(());
        }
        if self.layered {
            // A bulk load adds files without merging them, and each look at the store would have to look into all.
            self.store.optimize().map_err(self.error())?;
        }
        // Not a number that a dead writer may have left half made.
        let next = numbered(&views).into_iter().chain(last).max().map_or(1, |n| n + 1);
        let view = views.join(next.to_string());
        fs::create_dir_all(&view).map_err(StoreError::io(&view))?;
        let lock = view.join("lock");
        File::create(&lock).map_err(StoreError::io(&lock))?;
        self.store.backup(view.join("db")).map_err(self.error())?;
        let replaced = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(&self.work)?;
            write!(file, "{next}")?;
            file.persist(&pointer)?;
            Ok(())
        };
        replaced().map_err(StoreError::io(&pointer))?;
        let marker = self.work.join("unpublished");
        match fs::remove_file(&marker) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(StoreError::Io { path: marker, source: e }),
            _ => {}
        }
        for n in numbered(&views) {
            if n != next {
                remove_unread(&views.join(n.to_string()));
            }
        }
        Ok(())
    }
}

impl View {
    /// Opens what was finished last below a `.chorograph` folder.
    pub fn open(work: &Path) -> Result<Self, StoreError> {
        let pointer = work.join("current");
        // A view may be replaced and removed between reading its number and locking it: then there is a newer one.
        for _ in 0..100 {
            let Some(n) = read_pointer(&pointer) else { break };
            let view = work.join("views").join(n.to_string());
            let Ok(lock) = File::open(view.join("lock")) else { continue };
            if lock.try_lock_shared().is_err() {
                continue;
            }
            let db = view.join("db");
            if !db.is_dir() {
                continue;
            }
            let store = Store::open_read_only(&db).map_err(StoreError::storage(&db))?;
            return Ok(Self { store, number: n, db, _lock: lock });
        }
        Err(StoreError::Empty(work.to_owned()))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether it is still what was finished last below this folder.
    pub fn is_current(&self, work: &Path) -> bool {
        read_pointer(&work.join("current")) == Some(self.number)
    }

    /// The same view with another store in place of its own: one that is made of it once, by the first who asks, and that all
    /// later readers of the view share. `change` brings a copy of the view's store, whose files are links to those of the
    /// view as far as they are never written again, to what is to be read. Until it is whole, nobody sees it; if it cannot
    /// be made, there is none.
    pub fn derived<E: From<StoreError>>(
        self,
        name: &str,
        change: impl FnOnce(&Store) -> Result<(), E>,
    ) -> Result<Self, E> {
        let folder = self.db.parent().unwrap_or(&self.db).to_owned();
        let path = folder.join(name);
        if !path.is_dir() {
            let lock_path = folder.join(format!("{name}.lock"));
            // Whoever comes second waits for the first.
            let lock = File::create(&lock_path).map_err(StoreError::io(&lock_path))?;
            lock.lock().map_err(StoreError::io(&lock_path))?;
            if !path.is_dir() {
                self.derive(&folder, &path, change)?;
            }
        }
        let store = Store::open_read_only(&path).map_err(StoreError::storage(&path))?;
        Ok(Self { store, ..self })
    }

    fn derive<E: From<StoreError>>(
        &self,
        folder: &Path,
        path: &Path,
        change: impl FnOnce(&Store) -> Result<(), E>,
    ) -> Result<(), E> {
        // The lock is held: what is there was left by one that was killed.
        for entry in fs::read_dir(folder).map_err(StoreError::io(folder))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(".derived-") {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let temporary =
            tempfile::Builder::new().prefix(".derived-").tempdir_in(folder).map_err(StoreError::io(folder))?;
        for entry in fs::read_dir(&self.db).map_err(StoreError::io(&self.db))? {
            let from = entry.map_err(StoreError::io(&self.db))?.path();
            let to = temporary.path().join(from.file_name().unwrap_or_default());
            let is_final = from.extension().is_some_and(|e| e == "sst");
            if !(is_final && fs::hard_link(&from, &to).is_ok()) {
                fs::copy(&from, &to).map_err(StoreError::io(&from))?;
            }
        }
        let store = Store::open(temporary.path()).map_err(StoreError::storage(path))?;
        change(&store)?;
        store.flush().map_err(StoreError::storage(path))?;
        drop(store);
        fs::rename(temporary.path(), path).map_err(StoreError::io(path))?;
        // It has another name now, and stays.
        let _ = temporary.keep();
        Ok(())
    }
}

/// What a file says, in a store of its own that is gone with it.
pub struct Loaded {
    store: Store,
    // Removed when the store is closed.
    _folder: tempfile::TempDir,
}

/// Why a file cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is not in its format, or cannot be read.
    #[error("{0}")]
    Parse(#[source] RdfParseError),
    /// The store beside it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Loaded {
    /// Loads RDF into a store in a folder for temporary files. Memory does not grow with the file.
    pub fn read(parser: RdfParser, reader: impl Read, scratch: &Path) -> Result<Self, LoadError> {
        let folder =
            tempfile::Builder::new().prefix("chorograph-").tempdir_in(scratch).map_err(StoreError::io(scratch))?;
        let error = || StoreError::storage(folder.path());
        let store = Store::open(folder.path()).map_err(error())?;
        let mut loader =
            store.bulk_loader().with_num_threads(2).with_max_memory_size_in_megabytes(2 * BULK_BATCH / 1000);
        let mut batch = Vec::new();
        for quad in parser.for_reader(reader) {
            batch.push(quad.map_err(LoadError::Parse)?);
            if batch.len() >= BULK_MINIMUM {
                loader.load_quads(std::mem::take(&mut batch)).map_err(error())?;
            }
        }
        loader.load_quads(batch).map_err(error())?;
        loader.commit().map_err(error())?;
        Ok(Self { store, _folder: folder })
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

fn read_pointer(path: &Path) -> Option<u64> {
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

fn numbered(folder: &Path) -> Vec<u64> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|e| e.file_name().to_str()?.parse().ok()).collect()
}

/// Removes a view, unless somebody reads it. What cannot be removed now is tried again by the next writer.
fn remove_unread(view: &Path) {
    let locked = File::open(view.join("lock")).map(|lock| lock.try_lock().map(|()| lock));
    if let Ok(Err(TryLockError::WouldBlock)) = locked {
        return;
    }
    let _ = fs::remove_dir_all(view);
}

/// Removes the files of a bulk load that was killed; they were never part of the store.
fn remove_leftovers(store: &Path) {
    for entry in fs::read_dir(store).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("bulk-") && name.ends_with(".sst") {
            let _ = fs::remove_file(entry.path());
        }
    }
}
