//! The folder that is written: beside its place first, and there when it is whole.

use super::list::Part;
use super::{CombineError, at};
use crate::base::nquads::push_quad;
use crate::base::sort::{Sorted, Sorter};
use crate::base::{capture, files};
use crate::store::parts::member;
use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The name of the list of files.
pub const MANIFEST: &str = "combined.json";
/// The version of its form.
const FORMAT: u32 = 1;
/// Number of bytes that are compressed together.
const CHUNK: usize = 1 << 20;

/// The files of a combined dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of its form.
    pub format: u32,
    /// The version of the program.
    pub program: String,
    /// Whether restricted sources are among them: then they must not be passed on.
    pub includes_restricted: bool,
    /// The files, in order.
    pub files: Vec<CombinedFile>,
}

/// A file of quads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CombinedFile {
    /// Its path below the folder, with `/`.
    pub path: String,
    /// The id of its source; `None` for a graph of the whole dataset.
    pub source: Option<String>,
    /// Number of its quads.
    pub quads: usize,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The folder while it is written.
pub(super) struct Folder {
    folder: TempDir,
    scratch: TempDir,
    files: Vec<CombinedFile>,
}

impl Folder {
    pub(super) fn new(output: &Path) -> Result<Self, CombineError> {
        if files::is_there(output).map_err(at(output))? && !output.join(MANIFEST).is_file() {
            let is_empty = fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_none());
            if !is_empty {
                let why = "this is there already, and holds no combined dataset; name another folder";
                return Err(CombineError::Refused(vec![format!("{}: {why}", output.display())]));
            }
        }
        let parent = output.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(at(parent))?;
        let new = |prefix: &str| tempfile::Builder::new().prefix(prefix).tempdir_in(parent).map_err(at(parent));
        Ok(Self { folder: new(".combined-")?, scratch: new(".scratch-")?, files: Vec::new() })
    }

    /// A folder for temporary files.
    pub(super) fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// Adds the quads of a part: a link to the file where that can be, else a copy.
    pub(super) fn add_part(&mut self, part: &Part) -> Result<usize, CombineError> {
        let below = Path::new("sources").join(&part.below);
        let path = self.folder.path().join(&below);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        if fs::hard_link(&part.quads, &path).is_err() {
            fs::copy(&part.quads, &path).map_err(at(&path))?;
        }
        self.add(&below, Some(part.sidecar.source.clone()), part.sidecar.quads.count)
    }

    /// Adds a graph of the whole dataset, sorted; nothing if it is empty.
    pub(super) fn add_graph(&mut self, name: &str, quads: &[Quad]) -> Result<usize, CombineError> {
        let mut lines = Sorter::new(self.scratch());
        let mut line = Vec::new();
        let mut sort = || {
            for quad in quads {
                line.clear();
                push_quad(quad, &mut line);
                lines.push(&line)?;
            }
            Ok(())
        };
        sort().map_err(at(self.scratch.path()))?;
        let sorted = Sorter::finish(vec![lines]).map_err(at(self.scratch.path()))?;
        self.add_sorted(name, sorted)
    }

    /// The same of sorted lines.
    pub(super) fn add_sorted(&mut self, name: &str, mut lines: Sorted) -> Result<usize, CombineError> {
        let below = PathBuf::from(format!("{name}.nq.gz"));
        let path = self.folder.path().join(&below);
        let mut write = || -> io::Result<usize> {
            let mut out = BufWriter::new(File::create(&path)?);
            let (mut chunk, mut count) = (Vec::new(), 0);
            while let Some(line) = lines.next()? {
                count += 1;
                chunk.extend_from_slice(line);
                if chunk.len() >= CHUNK {
                    out.write_all(&member(&chunk)?)?;
                    chunk.clear();
                }
            }
            out.write_all(&member(&chunk)?)?;
            out.flush()?;
            Ok(count)
        };
        match write().map_err(at(&path))? {
            0 => fs::remove_file(&path).map_err(at(&path)).map(|()| 0),
            count => self.add(&below, None, count),
        }
    }

    fn add(&mut self, below: &Path, source: Option<String>, quads: usize) -> Result<usize, CombineError> {
        let path = self.folder.path().join(below);
        let bytes = fs::metadata(&path).map_err(at(&path))?.len();
        let digest = files::open(&path).and_then(|file| capture::digest(file, &mut io::sink()));
        let sha256 = digest.map_err(at(&path))?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        self.files.push(CombinedFile { path: parts.join("/"), source, quads, bytes, sha256 });
        Ok(quads)
    }

    /// Writes the list of files, and puts the folder in its place.
    pub(super) fn finish(self, output: &Path, includes_restricted: bool) -> Result<(), CombineError> {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let manifest = Manifest { format: FORMAT, program, includes_restricted, files: self.files };
        let path = self.folder.path().join(MANIFEST);
        let mut text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        text.push(b'\n');
        fs::write(&path, text).map_err(at(&path))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.folder.path(), fs::Permissions::from_mode(0o755)).map_err(at(output))?;
        }
        let old = self.scratch.path().join("old");
        if files::is_there(output).map_err(at(output))? {
            fs::rename(output, &old).map_err(at(output))?;
        }
        fs::rename(self.folder.keep(), output).map_err(at(output))
    }
}
