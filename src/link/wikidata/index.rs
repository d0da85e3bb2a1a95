//! An index of items: a file that is mapped into memory. It has these sections:
//!
//! | section | holds |
//! | --- | --- |
//! | `ids`, `offsets`, `records` | the items in the order of their numbers, and where each is |
//! | `class-ids`, `class-offsets`, `class-records` | the classes of the items and all that these are subclasses of |
//! | `names`, `name-postings` | folded names (an fst) and whose they are |
//! | `sounds`, `sound-postings` | the skeletons of names (an fst) and whose they are |
//! | `persons`, `person-postings` | surnames, and first names with surnames, of persons (an fst) and whose they are |
//!
//! The file begins with a magic number and the offset of a table of contents in JSON at its end.

use super::item::{Item, Languages, NameKind};
use super::{INSTANCE_OF, SUBCLASS_OF, record};
use crate::base::sort::Sorted;
use crate::link::wikidata::options::{Options, Report};
use crate::link::wikidata::scratch::rewound;
use fst::automaton::Levenshtein;
use fst::{Automaton, IntoStreamer, MapBuilder, Streamer};
use memmap2::Mmap;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"CHOROWD7";
/// Flag beside the kind of a name: it is the name without its type words.
pub(super) const CORE: u8 = 0x80;
/// Flag beside the kind of a name: it is the initials of the name.
pub(super) const ACRONYM: u8 = 0x40;
/// Maximum number of persons of one surname that are compared by how well known they are.
const MAX_NAMESAKES: usize = 2_000;
const SECTIONS: [&str; 12] = [
    "ids", "offsets", "records", "class-ids", "class-offsets", "class-records", "names", "name-postings", "sounds",
    "sound-postings", "persons", "person-postings",
];

/// The table of contents.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Contents {
    /// Version of the program that made the index.
    version: String,
    languages: Vec<String>,
    types: Vec<u32>,
    countries: Vec<u32>,
    stateless: bool,
    items: u64,
    kept: u64,
    classes: u64,
    names: u64,
    sections: BTreeMap<String, (u64, u64)>,
}

/// Writes an index, section by section.
pub(super) struct Writer {
    out: PathBuf,
    folder: PathBuf,
    sections: [BufWriter<File>; SECTIONS.len()],
    lengths: [u64; SECTIONS.len()],
}

impl Writer {
    pub(super) fn new(out: &Path, folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        for _ in SECTIONS {
            files.push(BufWriter::with_capacity(1 << 17, tempfile::tempfile_in(folder)?));
        }
        let sections = files.try_into().map_err(|_| io::Error::other("as many files as sections"))?;
        Ok(Self { out: out.to_owned(), folder: folder.to_owned(), sections, lengths: [0; SECTIONS.len()] })
    }

    fn write(&mut self, section: usize, bytes: &[u8]) -> io::Result<()> {
        self.lengths[section] += bytes.len() as u64;
        self.sections[section].write_all(bytes)
    }

    fn record(&mut self, first: usize, id: u32, bytes: &[u8]) -> io::Result<()> {
        self.write(first, &id.to_le_bytes())?;
        self.write(first + 2, bytes)?;
        let end = self.lengths[first + 2];
        self.write(first + 1, &end.to_le_bytes())
    }

    pub(super) fn item(&mut self, id: u32, bytes: &[u8]) -> io::Result<()> {
        self.record(0, id, bytes)
    }

    pub(super) fn class(&mut self, id: u32, bytes: &[u8]) -> io::Result<()> {
        self.record(3, id, bytes)
    }

    /// Writes names and the items that have them; returns the number of different names.
    pub(super) fn names(&mut self, sorted: Sorted) -> io::Result<u64> {
        self.postings(6, 2, sorted)
    }

    pub(super) fn sounds(&mut self, sorted: Sorted) -> io::Result<u64> {
        self.postings(8, 0, sorted)
    }

    pub(super) fn persons(&mut self, sorted: Sorted) -> io::Result<u64> {
        self.postings(10, 0, sorted)
    }

    /// Writes keys as an fst, and for each what follows its NUL: a position, and `extra` bytes.
    fn postings(&mut self, section: usize, extra: usize, mut sorted: Sorted) -> io::Result<u64> {
        let file = tempfile::tempfile_in(&self.folder)?;
        let mut keys = MapBuilder::new(BufWriter::with_capacity(1 << 17, file)).map_err(io::Error::other)?;
        let mut key: Vec<u8> = Vec::new();
        let mut posting = Vec::new();
        let mut last = 0;
        let mut different = 0;
        loop {
            let next = sorted.next()?;
            let parts = next.and_then(|r| r.split_at_checked(r.len().checked_sub(5 + extra)?));
            let ended = parts.is_none_or(|(k, _)| k != key);
            if ended && !posting.is_empty() {
                keys.insert(&key, self.lengths[section + 1]).map_err(io::Error::other)?;
                different += 1;
                let mut count = Vec::new();
                record::put_number(&mut count, posting.len() as u64);
                self.write(section + 1, &count)?;
                self.write(section + 1, &posting)?;
                posting.clear();
                last = 0;
            }
            let Some((k, rest)) = parts else { break };
            if ended {
                key.clear();
                key.extend_from_slice(k);
            }
            let Some((at, more)) = rest[1..].split_first_chunk::<4>() else { continue };
            let at = u32::from_be_bytes(*at);
            record::put_number(&mut posting, u64::from(at - last));
            posting.extend_from_slice(more);
            last = at;
        }
        let file = keys.into_inner().map_err(io::Error::other)?;
        let mut file = rewound(file)?;
        self.lengths[section] = io::copy(&mut file, &mut self.sections[section])?;
        Ok(different)
    }

    pub(super) fn finish(self, options: &Options, report: &Report) -> io::Result<()> {
        let mut file = tempfile::Builder::new();
        #[cfg(unix)]
        file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = file.tempfile_in(&self.folder)?;
        let mut at = 16_u64;
        file.write_all(MAGIC)?;
        file.write_all(&[0; 8])?;
        let mut sections = BTreeMap::new();
        for ((name, section), len) in SECTIONS.iter().zip(self.sections).zip(self.lengths) {
            io::copy(&mut rewound(section)?, &mut file)?;
            sections.insert((*name).to_owned(), (at, len));
            at += len;
        }
        let contents = Contents {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            languages: options.languages.0.clone(),
            types: options.types.clone(),
            countries: options.countries.clone(),
            stateless: options.stateless,
            items: report.items,
            kept: report.kept,
            classes: report.classes,
            names: report.names,
            sections,
        };
        serde_json::to_writer(&mut file, &contents)?;
        file.seek(io::SeekFrom::Start(8))?;
        file.write_all(&at.to_le_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.out)?;
        Ok(())
    }
}

/// Why an index cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file system.
    #[error("cannot open {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is none, or a damaged one.
    #[error("{} is not an index of `chorograph wikidata index`, or is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// A part of the mapped file.
#[derive(Clone)]
struct Slice(Arc<Mmap>, Range<usize>);

impl AsRef<[u8]> for Slice {
    fn as_ref(&self) -> &[u8] {
        &self.0[self.1.clone()]
    }
}

/// An index.
pub struct Index {
    contents: Contents,
    languages: Languages,
    sections: Vec<Slice>,
    names: fst::Map<Slice>,
    sounds: fst::Map<Slice>,
    persons: fst::Map<Slice>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("contents", &self.contents).finish_non_exhaustive()
    }
}

/// An item that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The position of the item in the index.
    pub at: u32,
    /// The kind of name.
    pub kind: NameKind,
    /// The language: a position in [`Index::languages`].
    pub language: u8,
    /// The part of the name that was found.
    pub part: Part,
}

/// The part of a name that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The whole name.
    Whole,
    /// The name without its type words (see [`crate::base::fold::words`]).
    Core,
    /// Its initials.
    Acronym,
}

impl Index {
    /// Opens an index.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let io_error = |source| IndexError::Io { path: path.to_owned(), source };
        let damaged = |why: String| IndexError::Damaged { path: path.to_owned(), why };
        let file = File::open(path).map_err(io_error)?;
        #[expect(
            unsafe_code,
            reason = "mapping a file is; indexes are written elsewhere and renamed, never changed in place"
        )]
        let map = Arc::new(unsafe { Mmap::map(&file) }.map_err(io_error)?);
        let at = match map.first_chunk::<16>() {
            Some(head) if head[..8] == *MAGIC => u64::from_le_bytes(head[8..].try_into().unwrap_or_default()),
            _ => return Err(damaged("it does not begin as one".to_owned())),
        };
        let at = usize::try_from(at).ok().filter(|at| (16..map.len()).contains(at));
        let json = at.map(|at| &map[at..]).ok_or_else(|| damaged("it is cut short".to_owned()))?;
        let contents: Contents = serde_json::from_slice(json).map_err(|e| damaged(e.to_string()))?;
        let mut sections = Vec::new();
        for name in SECTIONS {
            let range = contents.sections.get(name).and_then(|(start, len)| {
                let start = usize::try_from(*start).ok()?;
                let end = start.checked_add(usize::try_from(*len).ok()?)?;
                (end <= map.len()).then_some(start..end)
            });
            let range = range.ok_or_else(|| damaged(format!("the section {name} is missing")))?;
            sections.push(Slice(Arc::clone(&map), range));
        }
        let keys = |section: usize| {
            let map = fst::Map::new(sections[section].clone()).map_err(|e| damaged(e.to_string()))?;
            map.as_fst().verify().map_err(|e| damaged(e.to_string()))?;
            Ok(map)
        };
        let (names, sounds, persons) = (keys(6)?, keys(8)?, keys(10)?);
        Ok(Self { languages: Languages(contents.languages.clone()), contents, sections, names, sounds, persons })
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.sections[0].as_ref().len() / 4
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The languages of its names.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    fn id(&self, first: usize, at: usize) -> Option<u32> {
        let bytes = self.sections[first].as_ref().get(4 * at..)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*bytes))
    }

    fn position(&self, first: usize, id: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.sections[first].as_ref().len() / 4);
        while low < high {
            let middle = low.midpoint(high);
            match self.id(first, middle)?.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn bytes(&self, first: usize, at: usize) -> Option<&[u8]> {
        let offset = |at: usize| {
            let bytes = self.sections[first + 1].as_ref().get(8 * at..)?.first_chunk::<8>()?;
            usize::try_from(u64::from_le_bytes(*bytes)).ok()
        };
        let start = if at == 0 { 0 } else { offset(at - 1)? };
        self.sections[first + 2].as_ref().get(start..offset(at)?)
    }

    fn record(&self, first: usize, at: usize) -> Option<Item> {
        record::decode(self.id(first, at)?, self.bytes(first, at)?)
    }

    /// The item at a position.
    pub fn at(&self, at: u32) -> Option<Item> {
        self.record(0, at as usize)
    }

    /// An item by its number.
    pub fn item(&self, id: u32) -> Option<Item> {
        self.record(0, self.position(0, id)?)
    }

    /// A class by its number: its label and its superclasses.
    pub fn class(&self, id: u32) -> Option<Item> {
        self.record(3, self.position(3, id)?)
    }

    /// The label of an item or a class, in the first language that has one.
    pub fn label(&self, id: u32) -> Option<String> {
        let of = |item: Item| item.names.into_iter().find(|n| n.kind == NameKind::Label).map(|n| n.text);
        self.item(id).and_then(of).or_else(|| self.class(id).and_then(of))
    }

    /// All classes of an item, including superclasses.
    pub fn classes_of(&self, item: &Item) -> BTreeSet<u32> {
        let mut due: Vec<u32> = item.items(INSTANCE_OF).collect();
        let mut reached: BTreeSet<u32> = due.iter().copied().collect();
        while let Some(class) = due.pop() {
            for above in self.class(class).iter().flat_map(|c| c.items(SUBCLASS_OF)) {
                if reached.insert(above) {
                    due.push(above);
                }
            }
        }
        reached
    }

    /// The items with a folded name (see [`crate::base::fold::key`]): the whole name, the name without type words, or
    /// its initials.
    pub fn named(&self, key: &str) -> Vec<Named> {
        let mut found = Vec::new();
        if let Some(offset) = self.names.get(key) {
            self.bearers(offset, &mut found);
        }
        found
    }

    /// The items with names that begin with a folded text: the first names in alphabetical order, until there are
    /// `limit` items.
    pub fn beginning(&self, key: &str, limit: usize) -> Vec<Named> {
        let mut found = Vec::new();
        let mut stream = self.names.search(fst::automaton::Str::new(key).starts_with()).into_stream();
        while let Some((_, offset)) = stream.next() {
            self.bearers(offset, &mut found);
            if found.len() >= limit {
                found.truncate(limit);
                break;
            }
        }
        found
    }

    fn bearers(&self, offset: u64, found: &mut Vec<Named>) {
        self.posting(7, offset, |at, rest| {
            let (Some(kind), Some(language)) = (rest.byte(), rest.byte()) else { return };
            let part = match kind & (CORE | ACRONYM) {
                0 => Part::Whole,
                CORE => Part::Core,
                _ => Part::Acronym,
            };
            found.push(Named { at, kind: NameKind::from_number(kind & !(CORE | ACRONYM)), language, part });
        });
    }

    /// The items that have a name with this skeleton (see [`crate::base::fold::skeletons`]), or if `near` with one that
    /// differs by a letter.
    pub fn sounding(&self, skeleton: &str, near: bool) -> Vec<u32> {
        let mut offsets: Vec<u64> = self.sounds.get(skeleton).into_iter().collect();
        if near && let Ok(automaton) = Levenshtein::new(skeleton, 1) {
            let mut stream = self.sounds.search(automaton).into_stream();
            while let Some((_, offset)) = stream.next() {
                offsets.push(offset);
            }
        }
        let mut found = Vec::new();
        for offset in offsets {
            self.posting(9, offset, |at, _| found.push(at));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The persons with a folded surname, or with a folded first name and surname between or after which their names
    /// have something else (see [`crate::link::person_names`]): the `limit` best known of them.
    pub fn persons(&self, key: &str, limit: usize) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        if let Some(offset) = self.persons.get(key) {
            self.posting(11, offset, |at, _| found.push(at));
        }
        found.dedup();
        // Items with a low number were made early, mostly because many write about them.
        found.truncate(MAX_NAMESAKES);
        if found.len() > limit {
            found.sort_by_key(|at| (std::cmp::Reverse(self.sitelinks(*at)), *at));
            found.truncate(limit);
        }
        found
    }

    /// The sitelinks of the item at a position, without reading the rest of it.
    fn sitelinks(&self, at: u32) -> u32 {
        self.bytes(0, at as usize).and_then(|bytes| record::RecordReader(bytes).small()).unwrap_or_default()
    }

    fn posting(&self, section: usize, offset: u64, mut each: impl FnMut(u32, &mut record::RecordReader<'_>)) {
        let Some(bytes) = usize::try_from(offset).ok().and_then(|o| self.sections[section].as_ref().get(o..)) else {
            return;
        };
        let mut reader = record::RecordReader(bytes);
        let Some(len) = reader.number().and_then(|n| usize::try_from(n).ok()) else { return };
        let Some(bytes) = reader.0.get(..len) else { return };
        let mut reader = record::RecordReader(bytes);
        let mut at = 0_u32;
        while let Some(more) = reader.small() {
            at = at.wrapping_add(more);
            each(at, &mut reader);
        }
    }
}
