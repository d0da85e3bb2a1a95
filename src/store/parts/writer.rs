//! Writes a part beside its final place, and gives its files their names when they are whole: the sidecar last.

use super::{PartFile, Sidecar, beside};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Compression level: the quads of a source repeat themselves so much that higher ones gain little.
const LEVEL: u32 = 3;

/// Bytes as a member of a gzip file (RFC 1952), which is such members one after the other.
pub fn member(bytes: &[u8]) -> io::Result<Vec<u8>> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 8), Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The files of a part that is being written.
#[derive(Debug)]
pub struct PartWriter {
    target: PathBuf,
    quads: BufWriter<NamedTempFile>,
    compared: BufWriter<NamedTempFile>,
    /// Whether nothing was written, which no gzip file may be.
    is_empty: bool,
}

impl PartWriter {
    /// A part whose quads are to be in `target`.
    pub fn new(target: &Path) -> io::Result<Self> {
        let folder = target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let file = || temporary(folder).map(|file| BufWriter::with_capacity(1 << 16, file));
        Ok(Self { target: target.to_owned(), quads: file()?, compared: file()?, is_empty: true })
    }

    /// Writes quads, in the form that the name of the target asks for.
    pub fn quads(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.quads.write_all(bytes)
    }

    /// Writes compressed lines of what is compared.
    pub fn compared(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_empty &= bytes.is_empty();
        self.compared.write_all(bytes)
    }

    /// Gives the files their names. `sidecar` is complete but for the files and their counts.
    pub fn finish(mut self, sidecar: Sidecar, quads: usize, compared: usize) -> io::Result<Sidecar> {
        if self.is_empty {
            let encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
            self.compared.write_all(&encoder.finish()?)?;
        }
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (compared_path, json_path) = (beside(&self.target, ".compare.gz"), beside(&self.target, ".json"));
        let whole = |file: BufWriter<NamedTempFile>| file.into_inner().map_err(io::IntoInnerError::into_error);
        let (quads_file, compared_file) = (whole(self.quads)?, whole(self.compared)?);
        let sidecar = Sidecar {
            quads: PartFile::of(quads_file.path(), name(&self.target), quads)?,
            compared: PartFile::of(compared_file.path(), name(&compared_path), compared)?,
            ..sidecar
        };
        let folder = self.target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let mut json = temporary(folder)?;
        json.write_all(&sidecar.to_bytes())?;
        // A sidecar of an earlier part must not stand beside new quads, whenever this process ends.
        match fs::remove_file(&json_path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        for (file, path) in [(quads_file, &self.target), (compared_file, &compared_path), (json, &json_path)] {
            file.persist(path)?;
        }
        Ok(sidecar)
    }
}

/// A temporary file in a folder, for whoever may read other new files there.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".part-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
