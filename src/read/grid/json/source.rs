//! The records of JSON lines as a stream: a record a line, or records that begin with the character RS (RFC 8142, where
//! a record may have several lines). Compressed files (gzip) are recognised by their first bytes.

use super::cursor::Cursor;
use super::limits::{KIND_PREFIX, MAX_JSON_LINE};
use crate::base::files;
use crate::base::text::Problem;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

/// JSON lines, which are read several times from their begin.
pub enum LineSource {
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// What opens a file at its begin.
    Open(Box<dyn Fn() -> io::Result<Box<dyn BufRead>> + Send + Sync>),
}

impl fmt::Debug for LineSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes(_) => "LineSource::Bytes",
            Self::Open(_) => "LineSource::Open",
        })
    }
}

/// Size of the buffers of files, in bytes.
const BUFFER: usize = 1 << 16;

impl LineSource {
    /// A file, which is never held whole.
    pub fn file(path: PathBuf) -> Self {
        Self::Open(Box::new(move || Ok(Box::new(BufReader::with_capacity(BUFFER, files::open(&path)?)))))
    }

    /// The first bytes, unpacked: what decides the kind of a file.
    pub fn begin(&self) -> io::Result<Vec<u8>> {
        let mut begin = Vec::new();
        self.reader()?.take(KIND_PREFIX as u64).read_to_end(&mut begin)?;
        Ok(begin)
    }

    /// The records from the first.
    pub(super) fn records(&self) -> io::Result<Records<'_>> {
        let mut reader = self.reader()?;
        if reader.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            reader.consume(3);
        }
        let is_sequence = reader.fill_buf()?.first() == Some(&RS);
        Ok(Records {
            reader,
            buffer: Vec::new(),
            line: 1,
            number: 0,
            mark: if is_sequence { RS } else { b'\n' },
            is_done: false,
        })
    }

    /// The bytes, unpacked.
    fn reader(&self) -> io::Result<Box<dyn BufRead + '_>> {
        let mut reader: Box<dyn BufRead + '_> = match self {
            Self::Bytes(bytes) => Box::new(bytes.as_slice()),
            Self::Open(open) => open()?,
        };
        if reader.fill_buf()?.starts_with(b"\x1F\x8B") {
            let decoder = flate2::bufread::MultiGzDecoder::new(reader);
            reader = Box::new(BufReader::with_capacity(BUFFER, decoder));
        }
        Ok(reader)
    }
}

/// The mark before a record of a text sequence.
const RS: u8 = 0x1E;

/// A stream of records.
pub(super) struct Records<'s> {
    reader: Box<dyn BufRead + 's>,
    buffer: Vec<u8>,
    /// The line where the next record begins.
    line: usize,
    number: usize,
    /// The byte that ends a record.
    mark: u8,
    is_done: bool,
}

/// A record: its text, the line where it begins, its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'r> {
    pub(super) text: &'r str,
    pub(super) line: usize,
    pub(super) number: usize,
}

impl Records<'_> {
    /// The next record that is not blank.
    pub(super) fn next(&mut self) -> Option<Result<Record<'_>, Problem>> {
        let line = loop {
            if self.is_done {
                return None;
            }
            let line = self.line;
            match self.read() {
                Ok(0) => return None,
                Ok(size) if size > MAX_JSON_LINE + 1 => {
                    self.number += 1;
                    let what = format!("this record has {size} bytes");
                    return Some(Err(problem(line, what, "a record of JSON lines has at most 8 MiB", "leave it out")));
                }
                Ok(_) => {}
                Err(error) => {
                    self.is_done = true;
                    let what = format!("the file cannot be read from here: {error}");
                    return Some(Err(problem(line, what, "a file is read to its end", "get the file again")));
                }
            }
            if !self.buffer.trim_ascii().is_empty() {
                break line;
            }
        };
        self.number += 1;
        let error = match std::str::from_utf8(&self.buffer) {
            Ok(text) => return Some(Ok(Record { text, line, number: self.number })),
            Err(error) => error,
        };
        let valid = String::from_utf8_lossy(&self.buffer[..error.valid_up_to()]);
        let mut cursor = Cursor::new(line);
        cursor.to(&valid, valid.len());
        let rule = "JSON is UTF-8 (RFC 8259, section 8.1)";
        let mut found = problem(line, "these bytes are not UTF-8".to_owned(), rule, "save the file as UTF-8");
        found.at = Some(cursor.position());
        Some(Err(found))
    }

    /// Reads a record into the buffer, at most as much of it as is allowed. The result is its whole size with its mark.
    fn read(&mut self) -> io::Result<usize> {
        self.buffer.clear();
        let mut size = 0;
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok(size);
            }
            let found = available.iter().position(|b| *b == self.mark);
            let used = found.map_or(available.len(), |at| at + 1);
            let piece = &available[..used];
            self.line += piece.iter().filter(|b| **b == b'\n').count();
            let kept = (MAX_JSON_LINE + 1).saturating_sub(self.buffer.len()).min(found.unwrap_or(used));
            self.buffer.extend_from_slice(&piece[..kept]);
            self.reader.consume(used);
            size += used;
            if found.is_some() {
                return Ok(size);
            }
        }
    }
}

fn problem(line: usize, what: String, rule: &'static str, help: &str) -> Problem {
    Problem { at: Some(Cursor::new(line).position()), value: String::new(), what, rule, help: help.to_owned() }
}
