//! The bytes of a file as found, with their digest, and the limits that hold for every file whose text is read.

use crate::base::files;
use crate::base::iri::hex;
use crate::base::text::{Position, Problem};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Maximum size of a document, in bytes. A larger one is a corpus, to be split.
pub const MAX_BYTES: usize = 64 << 20;
/// Maximum length of a line, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// Why a document was not read.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The file cannot be read at all.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
    /// Its bytes are not a text that can be read.
    #[error("{} is not a text", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// All problems that were found.
        problems: Vec<Problem>,
    },
}

/// The bytes of a document and their digest.
#[derive(Debug)]
pub struct Captured {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Reads the bytes of a document, which must be a regular file of at most [`MAX_BYTES`].
pub fn capture(path: &Path) -> Result<Captured, CaptureError> {
    read_bounded(path, files::open(path))
}

/// Reads the bytes of a document that is named on the command line, which may be a pipe.
pub fn capture_named(path: &Path) -> Result<Captured, CaptureError> {
    read_bounded(path, File::open(path))
}

fn read_bounded(path: &Path, file: io::Result<File>) -> Result<Captured, CaptureError> {
    let io_error = |source| CaptureError::Io { path: path.to_owned(), source };
    let mut file = file.map_err(io_error)?;
    let mut bytes = Vec::new();
    let mut line = Position { line: 1, column: 1 };
    let mut line_bytes = 0;
    let mut chunk = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut chunk).map_err(io_error)?;
        if n == 0 {
            break;
        }
        for &byte in &chunk[..n] {
            if byte == b'\n' {
                line.line += 1;
                line_bytes = 0;
            } else {
                line_bytes += 1;
            }
            if line_bytes > MAX_LINE {
                let start = String::from_utf8_lossy(
                    &bytes[bytes.len().saturating_sub(line_bytes - 1)..][..40.min(bytes.len())],
                )
                .into_owned();
                return Err(unreadable(
                    path,
                    Problem {
                        at: Some(Position { column: MAX_LINE + 1, ..line }),
                        value: format!("{start}…"),
                        what: format!("this line is longer than {MAX_LINE} bytes"),
                        rule: "a line has at most 1 MiB",
                        help: "break the line, or leave the file out of sources/".to_owned(),
                    },
                ));
            }
            bytes.push(byte);
        }
        if bytes.len() > MAX_BYTES {
            return Err(unreadable(
                path,
                Problem {
                    at: Some(line),
                    value: format!("more than {MAX_BYTES} bytes"),
                    what: "this document is too large".to_owned(),
                    rule: "a document has at most 64 MiB",
                    help: "split it into several documents".to_owned(),
                },
            ));
        }
    }
    Ok(Captured::of(bytes))
}

impl Captured {
    /// Bytes with their digest.
    pub fn of(bytes: Vec<u8>) -> Self {
        let sha256 = hex(&Sha256::digest(&bytes));
        Self { bytes, sha256 }
    }
}

/// An error with one problem.
pub(crate) fn unreadable(path: &Path, problem: Problem) -> CaptureError {
    CaptureError::Unreadable { path: path.to_owned(), problems: vec![problem] }
}

/// SHA-256 of everything that a reader yields, in hexadecimal. The bytes are copied to `copy`.
pub fn digest(mut reader: impl Read, copy: &mut dyn Write) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match reader.read(&mut chunk)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => {
                hasher.update(&chunk[..n]);
                copy.write_all(&chunk[..n])?;
            }
        }
    }
}
