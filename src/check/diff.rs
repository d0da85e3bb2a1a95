//! The differences between two states of a dataset, in claims and not in triples: which claims were added, withdrawn,
//! changed or moved in the text, and how sources, entries of the gazetteer, links and disagreements changed.
//!
//! A claim is identified by what a reader sees: its source, its subject, its words and its value. So a claim stays the same
//! if its line or the base IRI of the dataset changes; and a changed value is reported as one change from old to new.
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
    /// Temporary files for sorting cannot be written.
    #[error("claims cannot be sorted in a temporary file")]
    Sort(#[from] io::Error),
    /// A temporary file is damaged.
    #[error("a temporary file cannot be read back")]
    Record(#[from] serde_json::Error),
}

/// A section of a report, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Sources and their metadata.
    Sources,
    /// Entries of the gazetteer.
    Entities,
    /// Links with Wikidata and other datasets.
    Links,
    /// Claims of sources.
    Claims,
    /// Disagreements between claims.
    Disagreements,
}

impl Section {
    /// All values, in order.
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

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It exists only on the new side.
    Added,
    /// It exists only on the old side.
    Withdrawn,
    /// A field differs.
    Changed,
    /// It has another name, and is otherwise the same.
    Renamed,
    /// It was merged into an existing one.
    Merged,
    /// It has the same words and value at another position in the text.
    Moved,
}

impl What {
    /// All values, in order.
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
    /// The section.
    pub section: Section,
    /// The kind of a change.
    pub change: What,
    /// The source of a claim; `None` in other sections.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Named>,
    /// The subject of a claim; otherwise the source, the entry, the link or the disagreement itself.
    pub subject: Named,
    /// The kind of a claim or of an entry.
    pub kind: String,
    /// The fields, before and after.
    pub fields: Vec<Field>,
}

/// A thing with its name and its label.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The IRI relative to the base, or the full IRI if it is not below the base.
    pub id: String,
    /// The label, empty if there is none.
    pub label: String,
}

/// A field of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The name of the field.
    pub name: String,
    /// The old value; `None` if there is none.
    pub old: Option<String>,
    /// The new value; `None` if there is none.
    pub new: Option<String>,
}

impl Field {
    fn new(name: &str, old: Option<&str>, new: Option<&str>) -> Self {
        Self { name: name.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
    }
}

/// All changes, in the order of a report.
pub struct Changes {
    /// The number of changes of each section and kind.
    pub counts: BTreeMap<(Section, What), u64>,
    sorted: Sorted,
}

impl Changes {
    /// The number of changes of a kind in a section.
    pub fn count(&self, section: Section, what: What) -> u64 {
        self.counts.get(&(section, what)).copied().unwrap_or_default()
    }

    /// Whether there are no changes, including moved claims.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The next change; `None` after the last.
    #[expect(clippy::should_implement_trait, reason = "reading can fail")]
    pub fn next(&mut self) -> Result<Option<Change>, DiffError> {
        let Some(record) = self.sorted.next()? else { return Ok(None) };
        let at = record.iter().rposition(|b| *b == 0).map_or(0, |n| n + 1);
        Ok(Some(serde_json::from_slice(&record[at..])?))
    }
}

/// Collects changes in any order and sorts them.
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

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its statements.
    pub statements: &'a Statements,
    /// The base IRI of its names.
    pub base: &'a str,
}

/// Guesses the base IRI of a dataset from its statements: from its description, or from its sources or places.
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

/// Compares two sides. `scratch` is a folder for temporary files, needed by large stores only; `progress` is called
/// from time to time with the number of claims read since the last call.
pub fn run(
    old: Side<'_>,
    new: Side<'_>,
    scratch: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Changes, DiffError> {
    let mut sink = Sink { sorter: Sorter::new(scratch), counts: BTreeMap::new() };
    let renamed_sources = entries::sources(old, new, scratch, &mut sink)?;
    let renamed_entities = entries::gazetteer(old, new, scratch, &mut sink)?;
    // The item of a merged entry does not count as one of the entry that it was merged into.
    entries::links(old, new, scratch, &renamed_entities.alone, &mut sink)?;
    entries::disagreements(old, new, scratch, &renamed_entities.all, &mut sink)?;
    let renamed = Renamed { sources: renamed_sources.all, entities: renamed_entities.all };
    // Both sides are read and sorted in parallel.
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

/// New names of things that were renamed or merged, by their old names.
#[derive(Debug, Default)]
struct Renamed {
    sources: HashMap<String, String>,
    entities: HashMap<String, String>,
}

/// Titles of sources, from either side.
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

/// A callback that takes a key and the records of both sides.
type Both<'a, T> = &'a mut dyn FnMut(&str, Vec<T>, Vec<T>) -> Result<(), DiffError>;

/// Merges two sorted streams of records `key NUL JSON`, and calls back for each key with the records of both.
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
        // Identical bytes need not be parsed.
        if before == after {
            continue;
        }
        let parsed =
            |records: Vec<Vec<u8>>| records.iter().map(|r| serde_json::from_slice(r)).collect::<Result<Vec<T>, _>>();
        let name = String::from_utf8_lossy(&key).into_owned();
        each(&name, parsed(before)?, parsed(after)?)?;
    }
}

/// A sorted stream of records, grouped by key.
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

/// The subjects of a pattern that are IRIs, without consecutive duplicates.
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
