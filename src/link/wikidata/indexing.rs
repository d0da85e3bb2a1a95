//! Makes an index file from the items of a dump. Items pass through sorters on disk, so that memory is bounded whatever
//! the size of the dump; the index appears under its name only when it is complete.

use crate::base::fold;
use crate::base::sort::Sorter;
use crate::link::person_names::{first_and_last, surnames};
use crate::link::wikidata::item::{self, Item, NameKind, Value};
use crate::link::wikidata::options::{Options, Report};
use crate::link::wikidata::scratch::{Scratch, rewound};
use crate::link::wikidata::triples::{self, Part, Triples};
use crate::link::wikidata::{CITIZENSHIP, COUNTRY, HUMAN, INSTANCE_OF, SUBCLASS_OF, dump, record};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// A mistake in a dump. The affected part is left out, and the rest is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpProblem {
    /// Line, from 1; `None` if it is not known.
    pub line: Option<u64>,
    /// Column in bytes, from 1; `None` if it is not known.
    pub column: Option<usize>,
    /// The beginning of the line.
    pub value: String,
    /// What is wrong.
    pub what: String,
    /// The rule that the line breaks.
    pub rule: &'static str,
    /// What was left out: the line, or a value in it.
    pub left_out: &'static str,
}

const JSON: &str = "a dump has an entity in JSON a line";
const TRIPLES: &str = "a dump in N-Triples has a statement a line: subject, predicate, object, full stop";
const NOT_UTF_8: &str = "these bytes are not UTF-8";
const LINE: &str = "the line";
/// Number of mistakes without any item after which the file is taken for something else than a dump.
const PATIENCE: u64 = 100;

/// A progress report.
#[derive(Debug)]
pub enum Event<'a> {
    /// Number of lines read so far.
    Lines(u64),
    /// Something was left out because of a mistake.
    Problem(&'a DumpProblem),
    /// The whole dump was read; the index is being written.
    Merging,
}

/// Why no index was made.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The dump cannot be read further, or is incomplete.
    #[error("the dump ends early, after line {line} (byte {byte}): {why}")]
    Truncated {
        /// The last complete line.
        line: u64,
        /// The offset of the byte after it, in the decompressed dump.
        byte: u64,
        /// The error.
        why: String,
    },
    /// The dump has no item.
    #[error("this is not a dump of Wikidata: none of its {lines} lines is an item")]
    NoItem {
        /// Number of lines read.
        lines: u64,
    },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
}

const SCRATCH: &str = ".chorograph-index-";

/// Indexes a dump: a JSON dump, lines of JSON, or a truthy dump in N-Triples.
pub fn build(
    input: impl Read + Send,
    options: &Options,
    out: &Path,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<Report, IndexingError> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fail = |source| IndexingError::Io { path: out.to_owned(), source };
    let scratch = Scratch::new(folder, SCRATCH).map_err(fail)?;
    let mut builder = Builder::new(options, scratch.path());
    builder.read(input, notify)?;
    notify(Event::Merging);
    builder.finish(out, notify).map_err(fail)
}

/// Collects the items of an index that is not made from a dump.
pub struct Collector<'b, 'o>(&'b mut Builder<'o>);

impl Collector<'_, '_> {
    /// Adds an item, in any order; each number at most once.
    pub fn item(&mut self, mut item: Item) -> io::Result<()> {
        item.tidy();
        self.0.add(&item)
    }

    /// Adds a class: its label and its superclasses. It is not an item.
    pub fn class(&mut self, class: &Item) -> io::Result<()> {
        push(&mut self.0.classes, &mut self.0.bytes, class)
    }
}

/// Makes an index of the items that a function adds to the collector.
pub fn collect<E: From<io::Error>>(
    options: &Options,
    out: &Path,
    give: impl FnOnce(&mut Collector<'_, '_>) -> Result<(), E>,
) -> Result<Report, E> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = Scratch::new(folder, SCRATCH)?;
    let mut builder = Builder::new(options, scratch.path());
    give(&mut Collector(&mut builder))?;
    Ok(builder.finish(out, &mut |_| {})?)
}

/// An error: of the dump, or of the index's own files.
enum Stop {
    Dump(io::Error),
    Own(io::Error),
    NotADump,
}

impl From<io::Error> for Stop {
    fn from(e: io::Error) -> Self {
        Self::Dump(e)
    }
}

struct Builder<'a> {
    options: &'a Options,
    scratch: &'a Path,
    items: Sorter,
    classes: Sorter,
    /// The classes of persons.
    humans: HashSet<u32>,
    bytes: Vec<u8>,
    report: Report,
}

impl<'a> Builder<'a> {
    fn new(options: &'a Options, scratch: &'a Path) -> Self {
        let (items, classes) = (Sorter::new(scratch), Sorter::new(scratch));
        let humans = HashSet::from([HUMAN]);
        Self { options, scratch, items, classes, humans, bytes: Vec::new(), report: Report::default() }
    }

    fn read(&mut self, input: impl Read + Send, notify: &mut dyn FnMut(Event<'_>)) -> Result<(), IndexingError> {
        let options = self.options;
        let (mut last, mut after) = (0, 0);
        let mut lines = 0;
        let mut opened = false;
        let (mut begun, mut understood) = (false, false);
        let mut triples = None;
        let mut parts = Sorter::new(self.scratch);
        let result = dump::lines(input, |number, start, line| {
            lines = number;
            if number % 1_000 == 0 {
                notify(Event::Lines(number));
            }
            if !understood && self.report.problems >= PATIENCE {
                lines = number - 1;
                return Err(Stop::NotADump);
            }
            let mut wrong = |column, value: &[u8], what: String, rule, left_out| {
                let value = String::from_utf8_lossy(&value[..value.len().min(60)]).into_owned();
                self.report.problems += 1;
                notify(Event::Problem(&DumpProblem { line: Some(number), column, value, what, rule, left_out }));
            };
            let rule = if triples.is_some() { TRIPLES } else { JSON };
            let (bytes, whole) = match line {
                dump::Line::Whole(bytes) => (bytes, true),
                dump::Line::Last(bytes) => (bytes, false),
                dump::Line::TooLong(len) => {
                    let what = format!("this line has {len} bytes; one has at most {}", dump::MAX_LINE);
                    wrong(None, b"", what, rule, LINE);
                    return Ok(());
                }
            };
            // Some programs write a byte order mark before UTF-8.
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).filter(|_| number == 1).unwrap_or(bytes);
            let json = bytes.trim_ascii();
            // The first byte that is not blank shows the format of the dump.
            if !begun && !json.is_empty() {
                begun = true;
                triples = matches!(json[0], b'<' | b'_' | b'#').then(|| Triples::new(&options.languages));
            }
            if let Some(triples) = &mut triples {
                let read = match std::str::from_utf8(if whole && triples.passes(bytes) { b"" } else { bytes }) {
                    Ok(text) => triples.line(number, text),
                    Err(e) => Err(triples::Broken { column: e.valid_up_to() + 1, what: NOT_UTF_8 }),
                };
                understood |= read.is_ok() && !json.is_empty();
                if let Some((what, at)) = triples.left_out() {
                    let object = bytes[at..].trim_ascii_end();
                    let object = object.strip_suffix(b".").unwrap_or(object).trim_ascii_end();
                    wrong(Some(at + 1), object, what.to_owned(), TRIPLES, "the value");
                }
                match read {
                    Ok(None) => {}
                    Ok(Some(part)) => push_part(&mut parts, &mut self.bytes, &part).map_err(Stop::Own)?,
                    Err(triples::Broken { column, what }) if whole => {
                        wrong(Some(column), bytes, what.to_owned(), TRIPLES, LINE);
                    }
                    Err(triples::Broken { column, what }) => {
                        let why = format!("line {number} breaks off: {what} (column {column})");
                        return Err(Stop::Dump(io::Error::new(io::ErrorKind::UnexpectedEof, why)));
                    }
                }
                (last, after) = (number, start + bytes.len() as u64 + 1);
                return Ok(());
            }
            (last, after) = (number, start + bytes.len() as u64 + 1);
            let json = json.strip_suffix(b",").unwrap_or(json);
            // The brackets of the whole array are mostly on lines of their own.
            let json = match json.strip_prefix(b"[") {
                Some(rest) if !opened => {
                    opened = true;
                    rest.trim_ascii()
                }
                _ => json,
            };
            let json = match json.strip_suffix(b"]") {
                Some(rest) if opened && matches!(rest.trim_ascii(), [] | [b'{', .., b'}']) => {
                    opened = false;
                    rest.trim_ascii()
                }
                _ => json,
            };
            if json.is_empty() {
                return Ok(());
            }
            let indent = json.as_ptr() as usize - bytes.as_ptr() as usize;
            let text = match std::str::from_utf8(json) {
                Ok(text) => text,
                Err(e) => {
                    wrong(Some(indent + e.valid_up_to() + 1), json, NOT_UTF_8.to_owned(), JSON, LINE);
                    return Ok(());
                }
            };
            let read = item::read(text, &options.languages);
            understood |= read.is_ok();
            match read {
                Ok(Some(entity)) => {
                    if let Some((error, more)) = entity.left_out {
                        let more = if more == 0 { String::new() } else { format!("; so are {more} more") };
                        let value = format!("Q{}", entity.item.id);
                        let column = error.column.map(|c| c + indent);
                        wrong(column, value.as_bytes(), format!("{}{more}", error.what), JSON, "the value");
                    }
                    self.add(&entity.item).map_err(Stop::Own)
                }
                Ok(None) => Ok(()),
                Err(error) => {
                    wrong(error.column.map(|c| c + indent), json, error.what, JSON, LINE);
                    Ok(())
                }
            }
        });
        let own = |source| IndexingError::Io { path: self.scratch.to_owned(), source };
        match result {
            Ok(()) if opened => Err(IndexingError::Truncated {
                line: last,
                byte: after,
                why: "it begins with [ and does not end with ]".to_owned(),
            }),
            Ok(()) => {
                if let Some(part) = triples.and_then(|mut t| t.end()) {
                    push_part(&mut parts, &mut self.bytes, &part).map_err(own)?;
                }
                self.join(parts, notify).map_err(own)?;
                if self.report.items == 0 { Err(IndexingError::NoItem { lines }) } else { Ok(()) }
            }
            Err(Stop::NotADump) => Err(IndexingError::NoItem { lines }),
            Err(Stop::Dump(e)) => Err(IndexingError::Truncated { line: last, byte: after, why: e.to_string() }),
            Err(Stop::Own(source)) => Err(own(source)),
        }
    }

    /// Joins the parts of items.
    fn join(&mut self, parts: Sorter, notify: &mut dyn FnMut(Event<'_>)) -> io::Result<()> {
        let mut sorted = Sorter::finish(vec![parts])?;
        let mut current: Option<Part> = None;
        while let Some(record) = sorted.next()? {
            let Some(part) = Part::decode(record) else { continue };
            match &mut current {
                Some(whole) if whole.item.id == part.item.id => {
                    // At most as much of one item as a line of JSON may have.
                    if whole.size() + part.size() <= dump::MAX_LINE {
                        whole.join(part);
                        continue;
                    }
                    let what = format!("the item has more than {} bytes", dump::MAX_LINE);
                    let value = format!("Q{}", part.item.id);
                    self.report.problems += 1;
                    let rule = "an item has at most as much as a line of JSON may have";
                    let (line, left_out) = (Some(part.line), "the rest of the item");
                    notify(Event::Problem(&DumpProblem { line, column: None, value, what, rule, left_out }));
                }
                _ => {
                    if let Some(item) = current.replace(part).and_then(Part::whole) {
                        self.add(&item)?;
                    }
                }
            }
        }
        current.and_then(Part::whole).map_or(Ok(()), |item| self.add(&item))
    }

    fn add(&mut self, item: &Item) -> io::Result<()> {
        self.report.items += 1;
        if item.names.iter().any(|n| n.kind == NameKind::Label && n.text == "human") {
            self.humans.insert(item.id);
        }
        if item.facts.iter().any(|f| f.property == SUBCLASS_OF) {
            // For a class: its label and its superclasses.
            let label = item.names.iter().find(|n| n.kind == NameKind::Label).cloned();
            let facts = item.facts.iter().filter(|f| f.property == SUBCLASS_OF).cloned().collect();
            let class = Item { id: item.id, names: label.into_iter().collect(), facts, ..Item::default() };
            push(&mut self.classes, &mut self.bytes, &class)?;
        }
        if self.in_countries(item) { push(&mut self.items, &mut self.bytes, item) } else { Ok(()) }
    }

    fn in_countries(&self, item: &Item) -> bool {
        let wanted = &self.options.countries;
        if wanted.is_empty() || wanted.contains(&item.id) {
            return true;
        }
        let mut countries = item.facts.iter().filter(|f| [COUNTRY, CITIZENSHIP].contains(&f.property)).peekable();
        let stateless = countries.peek().is_none();
        (stateless && self.options.stateless)
            || countries.any(|f| matches!(f.value, Value::Item(id) if wanted.contains(&id)))
    }

    fn finish(mut self, out: &Path, notify: &mut dyn FnMut(Event<'_>)) -> io::Result<Report> {
        // All classes, in a file that is read twice, and the superclasses of each.
        let mut classes = self.file()?;
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let mut sorted = Sorter::finish(vec![self.classes])?;
        while let Some((id, bytes)) = sorted.next()?.and_then(split) {
            edges
                .extend(record::decode(id, bytes).iter().flat_map(|c| c.items(SUBCLASS_OF)).map(|parent| (id, parent)));
            classes.write_all(&id.to_le_bytes())?;
            classes.write_all(&(bytes.len() as u64).to_le_bytes())?;
            classes.write_all(bytes)?;
        }
        edges.sort_unstable();
        edges.dedup();
        let wanted = below(&edges, &self.options.types);

        let mut file = crate::link::wikidata::index::Writer::new(out, self.scratch)?;
        let mut names = Sorter::new(self.scratch);
        let mut sounds = Sorter::new(self.scratch);
        let mut persons = Sorter::new(self.scratch);
        let mut types = HashSet::new();
        let mut sorted = Sorter::finish(vec![self.items])?;
        let mut last = None;
        while let Some((id, bytes)) = sorted.next()?.and_then(split) {
            if last == Some(id) {
                // Equal duplicates were already joined in sorting.
                let what = "the dump has this item more than once, and not alike".to_owned();
                let (value, rule) = (format!("Q{id}"), "a dump has an item once");
                let (line, column, left_out) = (None, None, "one of the two");
                self.report.problems += 1;
                notify(Event::Problem(&DumpProblem { line, column, value, what, rule, left_out }));
                continue;
            }
            let Some(item) = record::decode(id, bytes) else { continue };
            last = Some(id);
            if !(wanted.is_empty() || item.items(INSTANCE_OF).any(|t| wanted.contains(&t))) {
                continue;
            }
            let at = u32::try_from(self.report.kept).map_err(io::Error::other)?;
            self.report.kept += 1;
            types.extend(item.items(INSTANCE_OF));
            file.item(id, bytes)?;
            let is_person = item.items(INSTANCE_OF).any(|t| self.humans.contains(&t));
            for name in &item.names {
                let key = fold::key(&name.text);
                if key.is_empty() {
                    continue;
                }
                entry(&mut names, &mut self.bytes, &key, at, &[name.kind as u8, name.language])?;
                let (core, _) = fold::words::core(&key);
                if core != key {
                    let kind = name.kind as u8 | crate::link::wikidata::index::CORE;
                    entry(&mut names, &mut self.bytes, &core, at, &[kind, name.language])?;
                }
                if let Some(acronym) = fold::words::acronym(&key).filter(|_| name.kind == NameKind::Label) {
                    let kind = name.kind as u8 | crate::link::wikidata::index::ACRONYM;
                    entry(&mut names, &mut self.bytes, &acronym, at, &[kind, name.language])?;
                }
                if is_person && name.kind != NameKind::Demonym {
                    let surnames = if name.kind == NameKind::Label { surnames(&name.text) } else { Vec::new() };
                    for key in surnames.into_iter().chain(first_and_last(&key)) {
                        entry(&mut persons, &mut self.bytes, &key, at, &[])?;
                    }
                }
                for skeleton in fold::skeletons(&core).iter().filter(|s| s.len() > 1) {
                    entry(&mut sounds, &mut self.bytes, skeleton, at, &[])?;
                }
            }
        }
        drop(sorted);
        let needed = above(&edges, types);
        let mut classes = BufReader::new(rewound(classes)?);
        let mut head = [0; 12];
        while classes.read_exact(&mut head).is_ok() {
            let id = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
            let len = u64::from_le_bytes(head[4..].try_into().map_err(io::Error::other)?);
            if needed.contains(&id) {
                self.bytes.resize(usize::try_from(len).map_err(io::Error::other)?, 0);
                classes.read_exact(&mut self.bytes)?;
                file.class(id, &self.bytes)?;
                self.report.classes += 1;
            } else {
                classes.seek_relative(i64::try_from(len).map_err(io::Error::other)?)?;
            }
        }
        self.report.names = file.names(Sorter::finish(vec![names])?)?;
        file.sounds(Sorter::finish(vec![sounds])?)?;
        file.persons(Sorter::finish(vec![persons])?)?;
        file.finish(self.options, &self.report)?;
        Ok(self.report)
    }

    fn file(&self) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::new(tempfile::tempfile_in(self.scratch)?))
    }
}

fn push(sorter: &mut Sorter, bytes: &mut Vec<u8>, item: &Item) -> io::Result<()> {
    bytes.clear();
    bytes.extend_from_slice(&item.id.to_be_bytes());
    record::encode(item, bytes);
    sorter.push(bytes)
}

fn push_part(sorter: &mut Sorter, bytes: &mut Vec<u8>, part: &Part) -> io::Result<()> {
    bytes.clear();
    part.encode(bytes);
    sorter.push(bytes)
}

fn entry(sorter: &mut Sorter, bytes: &mut Vec<u8>, key: &str, at: u32, rest: &[u8]) -> io::Result<()> {
    bytes.clear();
    bytes.extend_from_slice(key.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(&at.to_be_bytes());
    bytes.extend_from_slice(rest);
    sorter.push(bytes)
}

fn split(record: &[u8]) -> Option<(u32, &[u8])> {
    let (id, rest) = record.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*id), rest))
}

/// Classes and all their subclasses; cycles are allowed.
fn below(edges: &[(u32, u32)], classes: &[u32]) -> HashSet<u32> {
    let mut reversed: Vec<(u32, u32)> = edges.iter().map(|(child, parent)| (*parent, *child)).collect();
    reversed.sort_unstable();
    above(&reversed, classes.iter().copied())
}

/// Classes and all their superclasses.
fn above(edges: &[(u32, u32)], classes: impl IntoIterator<Item = u32>) -> HashSet<u32> {
    let mut due: Vec<u32> = classes.into_iter().collect();
    let mut reached: HashSet<u32> = due.iter().copied().collect();
    while let Some(class) = due.pop() {
        let from = edges.partition_point(|(from, _)| *from < class);
        for (_, to) in edges[from..].iter().take_while(|(from, _)| *from == class) {
            if reached.insert(*to) {
                due.push(*to);
            }
        }
    }
    reached
}
