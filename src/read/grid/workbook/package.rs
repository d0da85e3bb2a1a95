//! The ZIP archive of an XLSX or ODS workbook (APPNOTE 6.3): its parts, unpacked as they are read. What a part may unpack to
//! is limited by what the directory declares and by what really comes out; other parts are never unpacked.

use super::fault::{damaged, encrypted, fault, too_large};
use crate::base::text::Problem;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// Maximum number of parts in the archive of a workbook.
pub(super) const MAX_PARTS: usize = 10_000;
/// Maximum size of all parts of a workbook that are read, unpacked, in bytes: 1 GiB.
pub(super) const MAX_UNPACKED: u64 = 1 << 30;
/// Maximum size of the archive's directory, in bytes.
const MAX_DIRECTORY: u64 = 1 << 24;
/// The longest comment that can follow the end record, with that record.
const END_REACH: u64 = 65_557;

/// A part as the directory has it.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    method: u16,
    is_encrypted: bool,
    crc: u32,
    packed: u64,
    unpacked: u64,
    at: u64,
}

/// An open archive.
pub(super) struct Package {
    file: File,
    entries: HashMap<String, Entry>,
    left: u64,
}

impl Package {
    pub(super) fn open(mut file: File) -> Result<Self, Problem> {
        let entries = directory(&mut file)?;
        Ok(Self { file, entries, left: MAX_UNPACKED })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&name.to_ascii_lowercase())
    }

    /// Whether a part has a name that begins so.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.entries.keys().any(|name| name.starts_with(folder))
    }

    /// A part, for reading once; `None` if there is none. Names are compared without regard to case, as the Open
    /// Packaging Conventions have it.
    pub(super) fn part(&mut self, name: &str, limit: u64) -> Result<Option<Box<dyn BufRead + '_>>, Problem> {
        let Some(entry) = self.entries.get(&name.to_ascii_lowercase()).cloned() else { return Ok(None) };
        if entry.is_encrypted {
            return Err(encrypted());
        }
        let limit = limit.min(self.left);
        if entry.unpacked > limit {
            return Err(too_large(entry.name, over(entry.unpacked, limit)));
        }
        let read = |error: io::Error| damaged(&entry.name, format!("this part cannot be read: {error}"));
        let mut header = [0; 30];
        self.file.seek(SeekFrom::Start(entry.at)).map_err(read)?;
        self.file.read_exact(&mut header).map_err(read)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(damaged(&entry.name, "the directory of the archive points to something else"));
        }
        let skipped = i64::from(u16_at(&header, 26)) + i64::from(u16_at(&header, 28));
        self.file.seek(SeekFrom::Current(skipped)).map_err(read)?;
        let packed = BufReader::new((&self.file).take(entry.packed));
        let content: Box<dyn Read + '_> = match entry.method {
            0 => Box::new(packed),
            8 => Box::new(DeflateDecoder::new(packed)),
            method => {
                return Err(damaged(
                    &entry.name,
                    format!("this part is compressed by method {method}; workbooks use Deflate"),
                ));
            }
        };
        let left = &mut self.left;
        Ok(Some(Box::new(BufReader::with_capacity(
            1 << 16,
            Bounded { content, left, limit: entry.unpacked, crc: Crc::new(), expected: entry.crc },
        ))))
    }

    /// A small part, whole; `None` if there is none.
    pub(super) fn small(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Problem> {
        let Some(mut part) = self.part(name, limit)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| damaged(name, format!("this part cannot be read: {error}")))?;
        Ok(Some(bytes))
    }
}

fn over(size: u64, limit: u64) -> String {
    format!(
        "this part unpacks to {size} bytes; of the limits for it and for the whole workbook ({MAX_UNPACKED} bytes), {limit} bytes are left"
    )
}

/// Content that may not be longer than its size in the directory, which is within the limits, and must have its checksum.
struct Bounded<'a> {
    content: Box<dyn Read + 'a>,
    left: &'a mut u64,
    limit: u64,
    crc: Crc,
    expected: u32,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        let size = read as u64;
        if size > self.limit {
            return Err(io::Error::other("it unpacks to more than the directory of the archive says"));
        }
        self.limit -= size;
        *self.left = self.left.saturating_sub(size);
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong"));
        }
        Ok(read)
    }
}

fn directory(file: &mut File) -> Result<HashMap<String, Entry>, Problem> {
    let read = |error: io::Error| damaged("", format!("the directory of the archive cannot be read: {error}"));
    let length = file.seek(SeekFrom::End(0)).map_err(read)?;
    let from = length.saturating_sub(END_REACH);
    let tail = bytes_at(file, from, length - from).map_err(read)?;
    let end = (0..tail.len().saturating_sub(21)).rev().find(|at| tail[*at..].starts_with(b"PK\x05\x06"));
    let Some(end) = end else {
        return Err(damaged("", "the archive of this workbook has no end: the file is cut off"));
    };
    let mut count = u64::from(u16_at(&tail, end + 10));
    let mut size = u64::from(u32_at(&tail, end + 12));
    let mut at = u64::from(u32_at(&tail, end + 16));
    let locator = end.checked_sub(20).map(|l| &tail[l..]).filter(|l| l.starts_with(b"PK\x06\x07"));
    if let Some(locator) = locator.filter(|_| count == 0xFFFF || size == 0xFFFF_FFFF || at == 0xFFFF_FFFF) {
        let record = bytes_at(file, u64_at(locator, 8), 56).map_err(read)?;
        (count, size, at) = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
    }
    if count > MAX_PARTS as u64 || size > MAX_DIRECTORY {
        return Err(too_large("", format!("the archive has {count} parts; the limit is {MAX_PARTS}")));
    }
    let bytes = bytes_at(file, at, size).map_err(read)?;
    let mut entries = HashMap::new();
    let mut rest = bytes.as_slice();
    while rest.len() >= 46 && rest.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16_at(rest, at)));
        let next = 46 + name + extra + comment;
        if next > rest.len() || entries.len() >= MAX_PARTS {
            return Err(damaged("", "the directory of the archive is damaged"));
        }
        let mut entry = Entry {
            name: String::from_utf8_lossy(&rest[46..46 + name]).replace('\\', "/"),
            is_encrypted: u16_at(rest, 8) & 1 != 0,
            method: u16_at(rest, 10),
            crc: u32_at(rest, 16),
            packed: u64::from(u32_at(rest, 20)),
            unpacked: u64::from(u32_at(rest, 24)),
            at: u64::from(u32_at(rest, 42)),
        };
        wide(&mut entry, &rest[46 + name..46 + name + extra]);
        entries.entry(entry.name.to_ascii_lowercase()).or_insert(entry);
        rest = &rest[next..];
    }
    if entries.is_empty() {
        return Err(fault("", "the archive has no parts", "get the file again"));
    }
    Ok(entries)
}

/// The sizes of an entry that need more than 32 bits.
fn wide(entry: &mut Entry, mut extra: &[u8]) {
    while extra.len() >= 4 {
        let size = usize::from(u16_at(extra, 2)).min(extra.len() - 4);
        if u16_at(extra, 0) == 1 {
            let mut field = &extra[4..4 + size];
            for value in [&mut entry.unpacked, &mut entry.packed, &mut entry.at] {
                if *value == 0xFFFF_FFFF && field.len() >= 8 {
                    *value = u64_at(field, 0);
                    field = &field[8..];
                }
            }
        }
        extra = &extra[4 + size..];
    }
}

fn bytes_at(file: &mut File, at: u64, size: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(size).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
