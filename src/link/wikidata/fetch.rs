//! Fetches the part of Wikidata that a dataset needs: searches its names, and fetches the items found with their
//! superclasses, the places that contain them, and their countries, until nothing is missing that linking uses. The
//! items are written as lines of a dump (JSON from the API, N-Triples from a SPARQL endpoint), which
//! [`indexing`](super::indexing) reads like any other dump.
//!
//! A name or an item that cannot be fetched is reported, and the others are fetched; after several failures in a row
//! the service is not asked any more. All responses are in the client's cache, from which the next run continues.

mod api;
mod sparql;

pub use api::Api;
pub use sparql::Sparql;

use super::{CITIZENSHIP, COUNTRY, INSTANCE_OF, LOCATED_IN, SUBCLASS_OF};
use crate::base::network::{AskError, Client};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, BufRead, Write};

/// What to search and fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchRequest {
    /// Names to search.
    pub names: BTreeSet<String>,
    /// Items that are known to be needed.
    pub items: BTreeSet<u32>,
}

/// An item as a service returned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedItem {
    /// The item that was requested.
    pub asked: u32,
    /// Its current number, which differs if the item was merged into another.
    pub item: u32,
    /// The items that it refers to, each with the property.
    pub refers: Vec<(u32, u32)>,
    /// Its lines in a dump; empty if there is no such item.
    pub lines: String,
}

/// A service that has items.
pub trait Source {
    /// Maximum number of names in one search.
    fn names(&self) -> usize;
    /// The items that have one of these names.
    fn search(&self, client: &mut Client<'_>, names: &[&str]) -> Result<Vec<u32>, AskError>;
    /// Fetches items; those that do not exist have no lines.
    fn items(&self, client: &mut Client<'_>, ids: &[u32]) -> Result<Vec<FetchedItem>, AskError>;
    /// The characters before and after the number of an item that another refers to, in a line.
    fn reference(&self) -> (&'static str, char);
}

/// A progress report.
#[derive(Debug)]
pub enum Event<'a> {
    /// Number of names searched, and number of all names.
    Searched(usize, usize),
    /// Number of items fetched, and number of items known to be needed.
    Fetched(usize, usize),
    /// A name, or an item (Q and its number), cannot be fetched.
    Problem(&'a str, &'a AskError),
}

/// The results, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Items that have one of the names.
    pub found: usize,
    /// Items written.
    pub written: usize,
    /// Items that were merged into another.
    pub merged: usize,
    /// Items that do not exist.
    pub missing: usize,
    /// Items left out because of the limit.
    pub left_out: usize,
    /// Names and items that could not be fetched.
    pub problems: usize,
}

/// Why fetching ends early.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The service failed several times in a row.
    #[error("gave up after {FAILURES} failures of the service in a row")]
    GaveUp(#[source] AskError),
    /// The lines cannot be written.
    #[error("cannot write what was fetched")]
    Io(#[from] io::Error),
}

/// Number of failures in a row after which the service is not asked any more.
const FAILURES: usize = 3;
/// Maximum number of items in a request; the API takes no more.
pub(super) const BATCH: usize = 50;

/// Why an item is needed; this decides which of the items that it refers to are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Candidate,
    Class,
    Place,
    Country,
}

impl Role {
    /// The properties whose items are needed too, and the role of these.
    fn needs(self) -> &'static [(u32, Role)] {
        match self {
            Self::Candidate => &[
                (INSTANCE_OF, Role::Class),
                (SUBCLASS_OF, Role::Class),
                (COUNTRY, Role::Country),
                (CITIZENSHIP, Role::Country),
                (LOCATED_IN, Role::Place),
            ],
            Self::Class => &[(SUBCLASS_OF, Role::Class)],
            Self::Place => &[(LOCATED_IN, Role::Place), (COUNTRY, Role::Country)],
            Self::Country => &[],
        }
    }
}

/// Fetches what is wanted, and writes it as lines of a dump. At most `most` items are fetched.
pub fn fetch(
    client: &mut Client<'_>,
    source: &dyn Source,
    wanted: &FetchRequest,
    most: usize,
    out: &mut impl Write,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<(Report, BTreeMap<u32, u32>), FetchError> {
    let mut work = Work { client, source, notify, report: Report::default(), failures: 0 };
    let mut found = wanted.items.clone();
    work.search(wanted, &mut found)?;
    work.report.found = found.len();
    let mut fetching = Fetching { most, ..Fetching::default() };
    for id in found {
        fetching.need(id, Role::Candidate);
    }
    while let Some(ids) = fetching.next() {
        for got in work.items(&ids)? {
            if got.lines.is_empty() && got.item != got.asked {
                fetching.redirect(&got);
            } else if got.lines.is_empty() {
                work.report.missing += 1;
            } else if fetching.take(&got) {
                out.write_all(got.lines.as_bytes())?;
                work.report.written += 1;
            }
        }
        let all = fetching.queued.len();
        (work.notify)(Event::Fetched(all - fetching.queue.len(), all));
    }
    work.report.merged = fetching.merged.len();
    work.report.left_out = fetching.left_out.len();
    Ok((work.report, fetching.merged))
}

/// Rewrites lines with the current numbers of merged items.
pub fn renamed(
    input: impl BufRead,
    merged: &BTreeMap<u32, u32>,
    source: &dyn Source,
    out: &mut impl Write,
) -> io::Result<()> {
    let (before, after) = source.reference();
    for line in input.lines() {
        let line = line?;
        let mut rest = line.as_str();
        while let Some(at) = rest.find(before) {
            let (head, tail) = rest.split_at(at + before.len());
            out.write_all(head.as_bytes())?;
            let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
            let (number, tail) = tail.split_at(digits);
            let new = number.parse().ok().and_then(|n| merged.get(&n)).filter(|_| tail.starts_with(after));
            match new {
                Some(new) => write!(out, "{new}")?,
                None => out.write_all(number.as_bytes())?,
            }
            rest = tail;
        }
        writeln!(out, "{rest}")?;
    }
    Ok(())
}

struct Work<'w, 'c> {
    client: &'w mut Client<'c>,
    source: &'w dyn Source,
    notify: &'w mut dyn FnMut(Event<'_>),
    report: Report,
    failures: usize,
}

impl Work<'_, '_> {
    fn search(&mut self, wanted: &FetchRequest, found: &mut BTreeSet<u32>) -> Result<(), FetchError> {
        let names: Vec<&str> = wanted.names.iter().map(String::as_str).collect();
        let mut done = 0;
        // Names whose search fails together are searched one by one.
        let mut queue: VecDeque<&[&str]> = names.chunks(self.source.names().max(1)).collect();
        while let Some(batch) = queue.pop_front() {
            match self.source.search(self.client, batch) {
                Ok(ids) => {
                    self.failures = 0;
                    found.extend(ids);
                }
                Err(error) if batch.len() > 1 && !error.affects_every_request() => {
                    let (first, second) = batch.split_at(batch.len() / 2);
                    queue.push_front(second);
                    queue.push_front(first);
                    continue;
                }
                Err(error) => {
                    for name in batch {
                        self.problem(name, &error);
                    }
                    self.failed(error)?;
                }
            }
            done += batch.len();
            (self.notify)(Event::Searched(done, names.len()));
        }
        Ok(())
    }

    fn items(&mut self, ids: &[u32]) -> Result<Vec<FetchedItem>, FetchError> {
        match self.source.items(self.client, ids) {
            Ok(got) => {
                self.failures = 0;
                Ok(got)
            }
            // One item that cannot be fetched spoils a request for many, as many large ones do.
            Err(error) if ids.len() > 1 && !error.affects_every_request() => {
                let (first, second) = ids.split_at(ids.len() / 2);
                let mut got = self.items(first)?;
                got.extend(self.items(second)?);
                Ok(got)
            }
            Err(error) => {
                for id in ids {
                    self.problem(&format!("Q{id}"), &error);
                }
                self.failed(error)?;
                // The response has neither the item nor a note that it is missing.
                Ok(Vec::new())
            }
        }
    }

    fn problem(&mut self, what: &str, error: &AskError) {
        self.report.problems += 1;
        (self.notify)(Event::Problem(what, error));
    }

    fn failed(&mut self, error: AskError) -> Result<(), FetchError> {
        self.failures = if error.affects_every_request() { self.failures + 1 } else { 0 };
        if self.failures < FAILURES { Ok(()) } else { Err(FetchError::GaveUp(error)) }
    }
}

/// The items still needed, and why.
#[derive(Debug, Default)]
struct Fetching {
    most: usize,
    queue: VecDeque<u32>,
    /// Items that are or were in the queue.
    queued: BTreeSet<u32>,
    roles: BTreeMap<u32, BTreeSet<Role>>,
    /// For fetched items, the items that they refer to.
    refers: BTreeMap<u32, Vec<(u32, u32)>>,
    merged: BTreeMap<u32, u32>,
    left_out: BTreeSet<u32>,
}

impl Fetching {
    fn need(&mut self, id: u32, role: Role) {
        let mut needed = vec![(id, role)];
        while let Some((id, role)) = needed.pop() {
            let id = self.merged.get(&id).copied().unwrap_or(id);
            if !self.roles.entry(id).or_default().insert(role) {
                continue;
            }
            if let Some(refers) = self.refers.get(&id) {
                needed.extend(below(refers, role));
            } else if self.queued.contains(&id) {
            } else if self.queued.len() >= self.most {
                self.left_out.insert(id);
            } else {
                self.queued.insert(id);
                self.queue.push_back(id);
            }
        }
    }

    fn next(&mut self) -> Option<Vec<u32>> {
        let ids: Vec<u32> = self.queue.drain(..self.queue.len().min(BATCH)).collect();
        (!ids.is_empty()).then_some(ids)
    }

    /// Records that an item was merged into another.
    fn redirect(&mut self, got: &FetchedItem) {
        self.merged.insert(got.asked, got.item);
        for role in self.roles.get(&got.asked).cloned().unwrap_or_default() {
            self.need(got.item, role);
        }
    }

    /// Records an item; returns whether it is new.
    fn take(&mut self, got: &FetchedItem) -> bool {
        let is_new = !self.refers.contains_key(&got.item);
        if is_new {
            self.queued.insert(got.item);
            self.refers.insert(got.item, got.refers.clone());
            // It was needed before the items that it refers to were known.
            for role in self.roles.remove(&got.item).unwrap_or_default() {
                self.need(got.item, role);
            }
        }
        if got.item != got.asked {
            self.queue.retain(|id| *id != got.item);
            self.redirect(got);
        }
        is_new
    }
}

fn below(refers: &[(u32, u32)], role: Role) -> Vec<(u32, Role)> {
    let needs = role.needs();
    let found = refers.iter().flat_map(|(property, item)| {
        needs.iter().filter(move |(p, _)| p == property).map(move |(_, role)| (*item, *role))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn got(asked: u32, item: u32, refers: &[(u32, u32)]) -> FetchedItem {
        FetchedItem { asked, item, refers: refers.to_vec(), lines: "x".to_owned() }
    }

    #[test]
    fn what_is_needed_depends_on_why() {
        let mut fetching = Fetching { most: 100, ..Fetching::default() };
        fetching.need(1, Role::Candidate);
        assert_eq!(fetching.next(), Some(vec![1]));
        assert!(fetching.take(&got(1, 1, &[(INSTANCE_OF, 2), (COUNTRY, 3), (LOCATED_IN, 4), (999, 5)])));
        assert_eq!(fetching.next(), Some(vec![4, 3, 2]));
        // A class of classes is not needed, nor the class of a country.
        assert!(fetching.take(&got(2, 2, &[(INSTANCE_OF, 6), (SUBCLASS_OF, 7), (COUNTRY, 8)])));
        assert!(fetching.take(&got(3, 3, &[(INSTANCE_OF, 6), (SUBCLASS_OF, 6)])));
        // Merged into one that was fetched; and one that refers to itself.
        assert!(!fetching.take(&got(4, 2, &[(SUBCLASS_OF, 7)])));
        assert_eq!(fetching.next(), Some(vec![7, 8]));
        assert!(fetching.take(&got(7, 7, &[(SUBCLASS_OF, 7), (SUBCLASS_OF, 2)])));
        assert_eq!((fetching.next(), fetching.merged), (None, [(4, 2)].into()));
    }

    #[test]
    fn the_number_of_files_has_a_limit() {
        let mut fetching = Fetching { most: 2, ..Fetching::default() };
        (1..=4).for_each(|id| fetching.need(id, Role::Candidate));
        assert_eq!((fetching.next(), fetching.next(), fetching.left_out.len()), (Some(vec![1, 2]), None, 2));
    }

    #[test]
    fn merged_items_are_renamed_where_others_name_them() {
        let api = Api::new("http://a/", &super::super::item::Languages(vec!["en".to_owned()]), 5);
        let text = "{\"id\":\"Q1\",\"v\":{\"id\":\"Q22\"},\"t\":\"\\\"id\\\":\\\"Q22\\\"\",\"w\":{\"id\":\"Q222\"}}\n";
        let mut out = Vec::new();
        renamed(text.as_bytes(), &[(22, 5)].into(), &api, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), text.replacen("\"Q22\"", "\"Q5\"", 1));
    }
}
