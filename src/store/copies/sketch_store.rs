//! What is known of every loaded document for finding copies, in `.chorograph/copies`: at most about a kilobyte each. Entries
//! are only added; the last one of a document counts, if it is of the reading that is loaded. An entry that was cut short
//! by a killed run ends the file. Lost, it costs a repeated reading.

use super::minhash::Sketch;
use crate::base::iri::Span;
use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Begins the file; the digit is that of the form of its entries.
const MAGIC: &[u8; 8] = b"copies 2";
/// No entry is longer, in bytes; beyond, the file is not ours.
const LONGEST: u32 = 1 << 16;
/// No text in an entry is longer, in bytes.
const LONGEST_TEXT: usize = 1 << 11;

/// What is known of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the dataset.
    pub id: String,
    /// The name of the file of articles that it is in; its own if it is in none. Of such a file all entries are there when
    /// that of the file itself is, which comes last and is otherwise empty.
    pub file: String,
    /// Which reading of the file it is of: a digest of its bytes and of all else that the reading depends on.
    pub reading: String,
    /// Who publishes it, as [`super::credit::comparable`].
    pub publisher: String,
    /// Where it was published.
    pub url: String,
    /// The IRIs of what it says that it was derived from.
    pub derived_from: Vec<String>,
    /// Whom its article credits.
    pub credits: Vec<Credited>,
    /// The sample of its article; empty if it has none.
    pub sketch: Sketch,
}

/// A credit with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credited {
    /// The words.
    pub words: String,
    /// Where they stand, in code points.
    pub span: Span,
    /// The name or address, as it is compared.
    pub name: String,
}

/// The file, open for adding.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
    /// Of what is in the file.
    known: HashSet<u64>,
    /// Whether most of the file is of readings that are not loaded; then those that are.
    is_wasteful: bool,
    loaded: HashSet<u64>,
}

impl Ledger {
    /// Opens the file below a `.chorograph` folder. It is looked through, which takes less time than to read the documents that
    /// it speaks of, and cut after its last whole entry.
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

    /// Of each file, the reading that was added last.
    pub fn last_readings(&self) -> io::Result<HashMap<String, String>> {
        let mut last = HashMap::new();
        scan(&File::open(&self.path)?, |entry| {
            if entry.id == entry.file {
                last.insert(entry.file, entry.reading);
            }
        })?;
        Ok(last)
    }

    /// Adds an entry.
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

    /// Writes what was added, and tells how long the file is.
    pub fn flush(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.length)
    }

    /// The entries of the readings that are loaded, by id.
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

    /// Writes the file anew if, when its entries were asked for, most of it was of readings that are not loaded; tells its new
    /// length.
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
        let mut ledger = Self {
            path: self.path.clone(),
            file: BufWriter::new(file),
            length: 8,
            known: HashSet::new(),
            is_wasteful: false,
            loaded: HashSet::new(),
        };
        ledger.file.seek(SeekFrom::End(0))?;
        for entry in entries {
            ledger.add(entry)?;
        }
        ledger.flush()?;
        new.persist(&self.path)?;
        *self = ledger;
        Ok(())
    }
}

fn key(id: &str, reading: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (id, reading).hash(&mut hasher);
    hasher.finish()
}

/// CRC would do as well; this needs no table.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Reads the whole entries of a file, and tells how many bytes they are with what stands before them.
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
            if size > LONGEST {
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
        // Longer ones are no address and no name; left out, they join nothing.
        let text = if text.len() > LONGEST_TEXT { "" } else { text };
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
        let mut ledger = Ledger::open(work.path()).unwrap();
        for e in [entry("b", "1", 128), entry("a", "1", 3), entry("b", "2", 0), entry("b", "1", 5)] {
            ledger.add(&e).unwrap();
        }
        let found = ledger.entries(|_, reading| reading == "1").unwrap();
        assert_eq!(found, [entry("a", "1", 3), entry("b", "1", 5)]);
        let length = ledger.flush().unwrap();
        drop(ledger);
        let again = Ledger::open(work.path()).unwrap();
        assert_eq!(std::fs::metadata(work.path().join("copies")).unwrap().len(), length);
        assert!(again.knows("b", "2") && !again.knows("a", "2"));
    }

    #[test]
    fn a_killed_run_loses_its_last_entry_only() {
        let work = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(work.path()).unwrap();
        ledger.add(&entry("a", "1", 3)).unwrap();
        let whole = ledger.flush().unwrap();
        ledger.add(&entry("b", "1", 3)).unwrap();
        let length = ledger.flush().unwrap();
        drop(ledger);
        for cut in whole..length {
            let file = OpenOptions::new().write(true).open(work.path().join("copies")).unwrap();
            file.set_len(cut).unwrap();
            let mut ledger = Ledger::open(work.path()).unwrap();
            assert!(ledger.knows("a", "1") && !ledger.knows("b", "1"));
            ledger.add(&entry("b", "1", 3)).unwrap();
            assert_eq!(ledger.entries(|_, _| true).unwrap().len(), 2);
        }
        std::fs::write(work.path().join("copies"), "something else").unwrap();
        let mut ledger = Ledger::open(work.path()).unwrap();
        assert!(!ledger.knows("a", "1"));
        assert_eq!(ledger.entries(|_, _| true).unwrap(), []);
    }

    #[test]
    fn what_is_no_longer_loaded_is_cleared_away() {
        let work = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(work.path()).unwrap();
        for n in 0..500 {
            ledger.add(&entry("a", &n.to_string(), 128)).unwrap();
        }
        let before = ledger.flush().unwrap();
        assert_eq!(ledger.entries(|_, reading| reading == "499").unwrap().len(), 1);
        assert_eq!(ledger.flush().unwrap(), before, "the loaded readings may yet be others");
        let after = ledger.shorten().unwrap().unwrap();
        assert_eq!(ledger.shorten().unwrap(), None);
        assert!(after < before / 100, "{before} {after}");
        ledger.add(&entry("c", "1", 1)).unwrap();
        assert_eq!(ledger.entries(|_, _| true).unwrap().len(), 2);
        assert_eq!(std::fs::metadata(work.path().join("copies")).unwrap().len(), ledger.flush().unwrap());
    }
}
