//! What differs between two states of a dataset, in claims and not in triples: which claims were added, withdrawn and
//! changed, which only stand elsewhere in the text, and what became of sources, entries of the gazetteer, links and
//! disagreements.
//!
//! A claim is known by what a reader sees: its source, its subject, its words and its value. So a claim stays the same when
//! the line that it stands in, or the base IRI of the dataset, was changed; and one whose value was changed is told as one
//! change from old to new.
//!
//! ```text
//! store of each side -> claims | entries, sorted on disk -> merged, matched -> Change, sorted on disk -> report
//! ```
//!
//! Memory is bounded by the claims of one source.

mod claims;
mod entry;
mod entries;
mod matching;
mod rename;
pub mod report;

use crate::base::sort::{Sorted, Sorter};
use crate::store::{FactError, Statements};
use claims::{ClaimEntry, DiffReader};
use oxigraph::model::NamedOrBlankNodeRef;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::path::Path;

/// Why two datasets cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// A store cannot be read.
    #[error("the store cannot be read")]
    Read(#[from] FactError),
    /// Sorting needs temporary files.
    #[error("claims cannot be sorted in a temporary file")]
    Sort(#[from] io::Error),
    /// A temporary file does not have what was written to it.
    #[error("a temporary file cannot be read back")]
    Record(#[from] serde_json::Error),
}

/// What a change is about, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Documents.
    Sources,
    /// Entries of the gazetteer.
    Entities,
    /// Links with other data.
    Links,
    /// What sources say.
    Claims,
    /// Which claims cannot all be right.
    Disagreements,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Sources, Self::Entities, Self::Links, Self::Claims, Self::Disagreements];
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sources => "sources",
            Self::Entities => "entities",
            Self::Links => "links",
            Self::Claims => "claims",
            Self::Disagreements => "disagreements",
        })
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Withdrawn,
    /// It says something else.
    Changed,
    /// It has another name, and is what it was.
    Renamed,
    /// It is now part of another.
    Merged,
    /// It says the same in the same words, elsewhere in the text.
    Moved,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Added, Self::Withdrawn, Self::Changed, Self::Renamed, Self::Merged, Self::Moved];
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Merged => "merged",
            Self::Moved => "moved",
        })
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is about.
    pub section: Section,
    /// What happened.
    pub change: What,
    /// The source, of a claim.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Named>,
    /// Of whom or what a claim speaks; otherwise the source, the entry, the link or the disagreement itself.
    pub subject: Named,
    /// What is claimed, or the kind of an entry.
    pub kind: String,
    /// What is said, before and after.
    pub fields: Vec<Field>,
}

/// Something with its name, relative to the base IRI, and its label.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The IRI below the base, or the whole IRI.
    pub id: String,
    /// The label, empty if there is none.
    pub label: String,
}

/// One part of what is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Which part.
    pub name: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

impl Field {
    fn new(name: &str, old: Option<&str>, new: Option<&str>) -> Self {
        Self { name: name.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
    }
}

/// All changes, in the order of a report.
pub struct Changes {
    /// How many there are.
    pub counts: BTreeMap<(Section, What), u64>,
    sorted: Sorted,
}

impl Changes {
    /// How many changes of a kind there are.
    pub fn count(&self, section: Section, what: What) -> u64 {
        self.counts.get(&(section, what)).copied().unwrap_or_default()
    }

    /// Whether both sides say the same in the same places.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The next change.
    #[expect(clippy::should_implement_trait, reason = "reading can fail")]
    pub fn next(&mut self) -> Result<Option<Change>, DiffError> {
        let Some(record) = self.sorted.next()? else { return Ok(None) };
        let at = record.iter().rposition(|b| *b == 0).map_or(0, |n| n + 1);
        Ok(Some(serde_json::from_slice(&record[at..])?))
    }
}

/// Takes changes in any order.
struct Sink {
    sorter: Sorter,
    counts: BTreeMap<(Section, What), u64>,
}

impl Sink {
    fn add(&mut self, change: &Change) -> Result<(), DiffError> {
        let source = change.source.as_ref().map_or("", |s| &s.id);
        let first = change.fields.first().and_then(|f| f.old.as_deref().or(f.new.as_deref())).unwrap_or_default();
        let key = format!(
            "{}\0{source}\0{}\0{}\0{}\0{}\0{first}\0",
            change.section as u8, change.subject.label, change.subject.id, change.kind, change.change as u8
        );
        let mut record = key.into_bytes();
        serde_json::to_writer(&mut record, change)?;
        self.sorter.push(&record)?;
        *self.counts.entry((change.section, change.change)).or_default() += 1;
        Ok(())
    }
}

/// One of two sides.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What it says.
    pub statements: &'a Statements,
    /// The base IRI of its own names.
    pub base: &'a str,
}

/// The base IRI of a dataset of which only the statements are known: that of its description, or of its sources.
pub fn base_of(statements: &Statements) -> Result<Option<String>, FactError> {
    use crate::base::vocab::{choro, dcat, rdf};
    for (class, ends) in [(dcat::DATASET, ""), (choro::SOURCE, "source/"), (choro::PLACE, "place/")] {
        for node in statements.subjects(rdf::TYPE, Some(class.into())) {
            let node = node?;
            let iri = node.as_str();
            let base = if ends.is_empty() { Some(iri) } else { iri.find(ends).map(|at| &iri[..at]) };
            if let Some(base) = base.filter(|b| b.ends_with('/')) {
                return Ok(Some(base.to_owned()));
            }
        }
    }
    Ok(None)
}

/// Compares two sides. `scratch` is a folder for temporary files, needed by large stores only; `progress` is told now and
/// then how many more claims were read.
pub fn run(
    old: Side<'_>,
    new: Side<'_>,
    scratch: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Changes, DiffError> {
    let mut sink = Sink { sorter: Sorter::new(scratch), counts: BTreeMap::new() };
    let renamed_sources = entries::sources(old, new, scratch, &mut sink)?;
    let renamed_entities = entries::gazetteer(old, new, scratch, &mut sink)?;
    // An item of what was merged is not one of what it was merged into.
    entries::links(old, new, scratch, &renamed_entities.alone, &mut sink)?;
    entries::disagreements(old, new, scratch, &renamed_entities.all, &mut sink)?;
    let renamed = Renamed { sources: renamed_sources.all, entities: renamed_entities.all };
    // Both sides are read at once; each sorts on its own.
    let (before, after) = std::thread::scope(|scope| {
        let before = scope.spawn(|| claims::sorted(old, scratch, Some(&renamed), progress));
        let after = claims::sorted(new, scratch, None, progress);
        (before.join(), after)
    });
    let mut before = before.map_err(|_| io::Error::other("reading the old side ended early"))??;
    let mut after = after?;
    let titles = Titles { old: DiffReader::new(old), new: DiffReader::new(new) };
    merge(&mut before, &mut after, &mut |source, before: Vec<ClaimEntry>, after: Vec<ClaimEntry>| {
        matching::compare(before, after, &mut |mut change| {
            change.source = Some(Named { id: source.to_owned(), label: titles.of(source)? });
            sink.add(&change)
        })
    })?;
    Ok(Changes { sorted: Sorter::finish(vec![sink.sorter])?, counts: sink.counts })
}

/// Names of the old side that have become others.
#[derive(Debug, Default)]
struct Renamed {
    sources: HashMap<String, String>,
    entities: HashMap<String, String>,
}

/// Titles of sources, from whichever side has them.
struct Titles<'a> {
    old: DiffReader<'a>,
    new: DiffReader<'a>,
}

impl Titles<'_> {
    fn of(&self, source: &str) -> Result<String, DiffError> {
        let title = self.new.title(source)?;
        Ok(if title.is_empty() { self.old.title(source)? } else { title })
    }
}

/// Takes a key and what either side has of it.
type Both<'a, T> = &'a mut dyn FnMut(&str, Vec<T>, Vec<T>) -> Result<(), DiffError>;

/// Walks through two sorted streams of records `key NUL JSON`, and gives for each key what both have.
fn merge<T: serde::de::DeserializeOwned>(
    old: &mut Sorted,
    new: &mut Sorted,
    each: Both<'_, T>,
) -> Result<(), DiffError> {
    let (mut a, mut b) = (Groups::new(old)?, Groups::new(new)?);
    loop {
        let order = match (a.key(), b.key()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.cmp(b),
        };
        let key = if order.is_le() { a.key() } else { b.key() }.unwrap_or_default().to_vec();
        let before = if order.is_le() { a.take(&key)? } else { Vec::new() };
        let after = if order.is_ge() { b.take(&key)? } else { Vec::new() };
        // What is the same to the byte need not be understood.
        if before == after {
            continue;
        }
        let parsed =
            |records: Vec<Vec<u8>>| records.iter().map(|r| serde_json::from_slice(r)).collect::<Result<Vec<T>, _>>();
        let name = String::from_utf8_lossy(&key).into_owned();
        each(&name, parsed(before)?, parsed(after)?)?;
    }
}

/// Sorted records, key by key.
struct Groups<'a> {
    sorted: &'a mut Sorted,
    next: Option<(Vec<u8>, Vec<u8>)>,
}

impl<'a> Groups<'a> {
    fn new(sorted: &'a mut Sorted) -> io::Result<Self> {
        let mut groups = Self { sorted, next: None };
        groups.read()?;
        Ok(groups)
    }

    fn read(&mut self) -> io::Result<()> {
        self.next = self.sorted.next()?.map(|record| {
            let at = record.iter().position(|b| *b == 0).unwrap_or(record.len());
            (record[..at].to_vec(), record.get(at + 1..).unwrap_or_default().to_vec())
        });
        Ok(())
    }

    fn key(&self) -> Option<&[u8]> {
        self.next.as_ref().map(|(key, _)| key.as_slice())
    }

    fn take(&mut self, key: &[u8]) -> io::Result<Vec<Vec<u8>>> {
        let mut records = Vec::new();
        while let Some((_, record)) = self.next.take_if(|(next, _)| next == key) {
            records.push(record);
            self.read()?;
        }
        Ok(records)
    }
}

/// The subjects of a pattern that are IRIs, equal ones that follow one another once.
fn subjects(
    statements: &Statements,
    pattern: (oxigraph::model::NamedNodeRef<'_>, Option<oxigraph::model::TermRef<'_>>),
    each: &mut dyn FnMut(NamedOrBlankNodeRef<'_>) -> Result<(), DiffError>,
) -> Result<(), DiffError> {
    let mut last = None;
    for quad in statements.matching(None, Some(pattern.0), pattern.1) {
        let subject = quad?.subject;
        if last.as_ref() != Some(&subject) {
            each(subject.as_ref())?;
            last = Some(subject);
        }
    }
    Ok(())
}
