//! The sketch store, `.chorograph/copies`: what the search for copies needs of every loaded document, at most about a
//! kilobyte each. Entries are only appended; the last one of a document counts, if it belongs to the loaded reading. An
//! entry that a killed run left incomplete ends the file. If the file is lost, the documents are read again.

use super::minhash::Sketch;
use crate::base::iri::Span;
use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The beginning of the file; the digit is the version of the form of entries.
const MAGIC: &[u8; 8] = b"copies 2";
/// Maximum length of an entry, in bytes; a file with a longer one is not a sketch store.
const MAX_ENTRY: u32 = 1 << 16;
/// Maximum length of a text in an entry, in bytes.
const MAX_TEXT: usize = 1 << 11;

/// What the search for copies needs of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The id of the document in the dataset.
    pub id: String,
    /// The id of the file of articles that it is in, or its own id if it is in none. The entry of the file itself comes
    /// last and is otherwise empty; where it is present, the entries of the file are complete.
    pub file: String,
    /// The reading of the file that the entry belongs to: a digest of its bytes and of all else that the reading
    /// depends on.
    pub reading: String,
    /// The publisher, in the form of [`super::credit::comparable`].
    pub publisher: String,
    /// The address where it was published.
    pub url: String,
    /// The IRIs of the sources that it says it was derived from.
    pub derived_from: Vec<String>,
    /// The credits in its article.
    pub credits: Vec<Credited>,
    /// The sketch of its article; empty if it has none.
    pub sketch: Sketch,
}

/// A credit and its position in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credited {
    /// The words of the credit.
    pub words: String,
    /// Their position, in code points.
    pub span: Span,
    /// The name or address, in the form in which it is compared.
    pub name: String,
}

impl Entry {
    /// The entry as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(self, &mut bytes);
        bytes
    }

    /// The entry of some bytes; `None` if they are those of no entry.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        decode(&mut &*bytes)
    }
}

/// The file, open for appending.
#[derive(Debug)]
pub struct SketchStore {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
    /// Digests of the files and readings that the file has entries of.
    known: HashSet<u64>,
    /// Whether most of the file belongs to readings that are not loaded; if so, `loaded` has the keys of those that
    /// are.
    is_wasteful: bool,
    loaded: HashSet<u64>,
}

impl SketchStore {
    /// Opens the file below a `.chorograph` folder. The file is scanned, which takes less time than reading the
    /// documents again, and truncated after its last complete entry.
    pub fn open(work: &Path) -> io::Result<Self> {
        let path = work.join("copies");
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        let mut known = HashSet::new();
        let mut length = scan(&file, |entry| {
            if entry.id == entry.file {
                known.insert(key(&entry.file, &entry.reading));
            }
        })?;
        file.set_len(length)?;
        if length == 0 {
            file.rewind()?;
            file.write_all(MAGIC)?;
            length = MAGIC.len() as u64;
        }
        file.seek(SeekFrom::End(0))?;
        Ok(Self { path, file: BufWriter::new(file), length, known, is_wasteful: false, loaded: HashSet::new() })
    }

    /// Whether it has all entries of this reading of a file.
    pub fn knows(&self, file: &str, reading: &str) -> bool {
        self.known.contains(&key(file, reading))
    }

    /// The reading that was added last, by file.
    pub fn last_readings(&self) -> io::Result<HashMap<String, String>> {
        let mut last = HashMap::new();
        scan(&File::open(&self.path)?, |entry| {
            if entry.id == entry.file {
                last.insert(entry.file, entry.reading);
            }
        })?;
        Ok(last)
    }

    /// Appends an entry.
    pub fn add(&mut self, entry: &Entry) -> io::Result<()> {
        let mut bytes = vec![0; 8];
        encode(entry, &mut bytes);
        let length = u32::try_from(bytes.len() - 8).unwrap_or(u32::MAX);
        let check = checksum(&bytes[8..]);
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        bytes[4..8].copy_from_slice(&check.to_le_bytes());
        self.file.write_all(&bytes)?;
        self.length += bytes.len() as u64;
        if entry.id == entry.file {
            self.known.insert(key(&entry.file, &entry.reading));
        }
        Ok(())
    }

    /// Writes the appended entries to disk and returns the length of the file, in bytes.
    pub fn flush(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.length)
    }

    /// The entries of the loaded readings, by id.
    pub fn entries(&mut self, is_loaded: impl Fn(&str, &str) -> bool) -> io::Result<Vec<Entry>> {
        self.flush()?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut count = 0;
        scan(&File::open(&self.path)?, |entry| {
            count += 1;
            if !is_loaded(&entry.file, &entry.reading) {
                return;
            }
            if let Some(place) = places.get(&entry.id) {
                entries[*place] = entry;
            } else {
                places.insert(entry.id.clone(), entries.len());
                entries.push(entry);
            }
        })?;
        entries.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        self.is_wasteful = count > 2 * entries.len() + 100;
        self.loaded.clear();
        if self.is_wasteful {
            self.loaded.extend(entries.iter().map(|entry| key(&entry.file, &entry.reading)));
        }
        Ok(entries)
    }

    /// Rewrites the file if most of it belonged to readings that are not loaded when its entries were last asked for;
    /// returns its new length, in bytes.
    pub fn shorten(&mut self) -> io::Result<Option<u64>> {
        if !std::mem::take(&mut self.is_wasteful) {
            return Ok(None);
        }
        let loaded = std::mem::take(&mut self.loaded);
        let entries = self.entries(|file, reading| loaded.contains(&key(file, reading)))?;
        self.rewrite(&entries)?;
        (self.is_wasteful, self.loaded) = (false, HashSet::new());
        self.flush().map(Some)
    }

    fn rewrite(&mut self, entries: &[Entry]) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(MAGIC)?;
        let file = new.reopen()?;
        let mut sketches = Self {
            path: self.path.clone(),
            file: BufWriter::new(file),
            length: 8,
            known: HashSet::new(),
            is_wasteful: false,
            loaded: HashSet::new(),
        };
        sketches.file.seek(SeekFrom::End(0))?;
        for entry in entries {
            sketches.add(entry)?;
        }
        sketches.flush()?;
        new.persist(&self.path)?;
        *self = sketches;
        Ok(())
    }
}

fn key(id: &str, reading: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (id, reading).hash(&mut hasher);
    hasher.finish()
}

/// FNV-1a; a CRC would do as well, but needs a table.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Calls `found` with each complete entry of a file; returns their length in bytes, with that of the beginning.
fn scan(file: &File, mut found: impl FnMut(Entry)) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut magic = [0; MAGIC.len()];
    match reader.read_exact(&mut magic) {
        Ok(()) if magic == *MAGIC => {}
        Ok(()) => return Ok(0),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(0),
        Err(e) => return Err(e),
    }
    let mut length = MAGIC.len() as u64;
    let mut bytes = Vec::new();
    loop {
        let mut head = [0; 8];
        bytes.clear();
        let read = reader.read_exact(&mut head).and_then(|()| {
            let size = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
            if size > MAX_ENTRY {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            bytes.resize(size as usize, 0);
            reader.read_exact(&mut bytes)
        });
        match read {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(length),
            Err(e) => return Err(e),
        }
        let check = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let Some(entry) = (checksum(&bytes) == check).then(|| decode(&mut bytes.as_slice())).flatten() else {
            return Ok(length);
        };
        length += 8 + bytes.len() as u64;
        found(entry);
    }
}

fn encode(entry: &Entry, out: &mut Vec<u8>) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    let text = |out: &mut Vec<u8>, text: &str| {
        // Longer ones are neither address nor name; left out, they join nothing.
        let text = if text.len() > MAX_TEXT { "" } else { text };
        out.extend(count(text.len()));
        out.extend(text.as_bytes());
    };
    for part in [&entry.id, &entry.file, &entry.reading, &entry.publisher, &entry.url] {
        text(out, part);
    }
    let derived = &entry.derived_from[..entry.derived_from.len().min(8)];
    out.extend(count(derived.len()));
    derived.iter().for_each(|iri| text(out, iri));
    out.extend(count(entry.credits.len()));
    for credit in &entry.credits {
        text(out, &credit.words);
        text(out, &credit.name);
        out.extend(count(credit.span.start));
        out.extend(count(credit.span.end));
    }
    out.extend(entry.sketch.shingles.to_le_bytes());
    out.extend(count(entry.sketch.smallest.len()));
    entry.sketch.smallest.iter().for_each(|hash| out.extend(hash.to_le_bytes()));
    out.extend(&entry.sketch.places);
}

fn decode(bytes: &mut &[u8]) -> Option<Entry> {
    let mut entry = Entry {
        id: text(bytes)?,
        file: text(bytes)?,
        reading: text(bytes)?,
        publisher: text(bytes)?,
        url: text(bytes)?,
        ..Entry::default()
    };
    for _ in 0..number(bytes)? {
        entry.derived_from.push(text(bytes)?);
    }
    for _ in 0..number(bytes)? {
        let (words, name) = (text(bytes)?, text(bytes)?);
        let span = Span { start: number(bytes)? as usize, end: number(bytes)? as usize };
        entry.credits.push(Credited { words, span, name });
    }
    entry.sketch.shingles = number(bytes)?;
    for _ in 0..number(bytes)? {
        entry.sketch.smallest.push(number(bytes)?);
    }
    entry.sketch.smallest.shrink_to_fit();
    let (places, rest) = bytes.split_at_checked(entry.sketch.smallest.len())?;
    entry.sketch.places = places.to_vec();
    *bytes = rest;
    bytes.is_empty().then_some(entry)
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*head))
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    let length = number(bytes)? as usize;
    let (head, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    String::from_utf8(head.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, reading: &str, hashes: usize) -> Entry {
        Entry {
            id: id.to_owned(),
            file: id.to_owned(),
            reading: reading.to_owned(),
            publisher: "vale wire".to_owned(),
            url: "https://wire.example/1".to_owned(),
            derived_from: vec!["https://wire.example/2".to_owned()],
            credits: vec![Credited {
                words: "(Vale Wire)".to_owned(),
                span: Span { start: 3, end: 14 },
                name: "vale wire".to_owned(),
            }],
            sketch: Sketch {
                shingles: 7000,
                smallest: (0..u32::try_from(hashes).unwrap()).collect(),
                places: (0..hashes).map(|n| u8::try_from(n % 256).unwrap()).collect(),
            },
        }
    }

    #[test]
    fn the_last_entry_of_the_loaded_reading_counts() {
        let work = tempfile::tempdir().unwrap();
        let mut sketches = SketchStore::open(work.path()).unwrap();
        for e in [entry("b", "1", 128), entry("a", "1", 3), entry("b", "2", 0), entry("b", "1", 5)] {
            sketches.add(&e).unwrap();
        }
        let found = sketches.entries(|_, reading| reading == "1").unwrap();
        assert_eq!(found, [entry("a", "1", 3), entry("b", "1", 5)]);
        let length = sketches.flush().unwrap();
        drop(sketches);
        let again = SketchStore::open(work.path()).unwrap();
        assert_eq!(std::fs::metadata(work.path().join("copies")).unwrap().len(), length);
        assert!(again.knows("b", "2") && !again.knows("a", "2"));
    }

    #[test]
    fn a_killed_run_loses_its_last_entry_only() {
        let work = tempfile::tempdir().unwrap();
        let mut sketches = SketchStore::open(work.path()).unwrap();
        sketches.add(&entry("a", "1", 3)).unwrap();
        let whole = sketches.flush().unwrap();
        sketches.add(&entry("b", "1", 3)).unwrap();
        let length = sketches.flush().unwrap();
        drop(sketches);
        for cut in whole..length {
            let file = OpenOptions::new().write(true).open(work.path().join("copies")).unwrap();
            file.set_len(cut).unwrap();
            let mut sketches = SketchStore::open(work.path()).unwrap();
            assert!(sketches.knows("a", "1") && !sketches.knows("b", "1"));
            sketches.add(&entry("b", "1", 3)).unwrap();
            assert_eq!(sketches.entries(|_, _| true).unwrap().len(), 2);
        }
        std::fs::write(work.path().join("copies"), "something else").unwrap();
        let mut sketches = SketchStore::open(work.path()).unwrap();
        assert!(!sketches.knows("a", "1"));
        assert_eq!(sketches.entries(|_, _| true).unwrap(), []);
    }

    #[test]
    fn entries_that_are_no_longer_loaded_are_removed() {
        let work = tempfile::tempdir().unwrap();
        let mut sketches = SketchStore::open(work.path()).unwrap();
        for n in 0..500 {
            sketches.add(&entry("a", &n.to_string(), 128)).unwrap();
        }
        let before = sketches.flush().unwrap();
        assert_eq!(sketches.entries(|_, reading| reading == "499").unwrap().len(), 1);
        assert_eq!(sketches.flush().unwrap(), before, "the loaded readings may yet be others");
        let after = sketches.shorten().unwrap().unwrap();
        assert_eq!(sketches.shorten().unwrap(), None);
        assert!(after < before / 100, "{before} {after}");
        sketches.add(&entry("c", "1", 1)).unwrap();
        assert_eq!(sketches.entries(|_, _| true).unwrap().len(), 2);
        assert_eq!(std::fs::metadata(work.path().join("copies")).unwrap().len(), sketches.flush().unwrap());
    }
}
