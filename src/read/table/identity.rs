//! Which rows are about one place. Rows with the same key are; without a key, a code distinguishes places of one name,
//! else their parents do. What cannot be decided is asked: a name that stands twice, a key of two names. Rows are not
//! kept: their digests are sorted, on disk if there are many.

use crate::base::iri::folded;
use crate::base::sort::Sorter;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::Path;

/// Maximum size of the digests that are sorted in memory, in bytes.
const MEMORY: usize = 12 << 20;
/// Maximum number of rows of each kind that are reported.
const MOST_REPORTED: usize = 20;

/// What a row says about the identity of its place.
#[derive(Debug, Clone, Copy)]
pub struct RowIdentity<'a> {
    /// The number of the row.
    pub row: usize,
    /// Its cells, joined.
    pub words: &'a str,
    /// The name of its place.
    pub name: &'a str,
    /// What distinguishes the place from others of its name: the key, a code, the parents; empty if nothing does.
    pub distinguished_by: &'a str,
    /// The key or code; empty if it has none.
    pub code: &'a str,
}

/// Collects the identities of rows.
pub struct Identities {
    sorter: Sorter,
}

/// What the identities of all rows say together. Rows are given by their numbers.
#[derive(Debug, Default)]
pub struct Found {
    /// Names that several places have, as digests.
    pub shared: HashSet<u128>,
    /// Number of those names.
    pub shared_names: usize,
    /// Names that stand twice without anything to tell whether that is one place: the first row and the second.
    pub repeated: Vec<(usize, usize)>,
    /// Number of rows that are later ones of a place.
    pub later: usize,
    /// Codes that two names have: the first row and the second.
    pub codes: Vec<(usize, usize)>,
    /// Rows that are the same as an earlier one, and which.
    pub duplicates: BTreeMap<usize, usize>,
}

/// The digest of a name.
pub fn digest(text: &str) -> u128 {
    let hash = Sha256::digest(folded(text));
    hash[..16].iter().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

const ROW: u8 = 0;
const NAME: u8 = 1;
const CODE: u8 = 2;

impl Identities {
    /// None yet. Temporary files go into `scratch`.
    pub fn new(scratch: &Path) -> Self {
        Self { sorter: Sorter::with_memory(scratch, MEMORY) }
    }

    /// Adds a row.
    pub fn add(&mut self, row: RowIdentity<'_>) -> io::Result<()> {
        let name = digest(row.name);
        self.push(ROW, Sha256::digest(row.words).as_slice(), &[], row.row)?;
        self.push(NAME, &name.to_be_bytes(), &digest(row.distinguished_by).to_be_bytes()[..8], row.row)?;
        if !row.code.is_empty() {
            self.push(CODE, Sha256::digest(row.code).as_slice(), &name.to_be_bytes()[..8], row.row)?;
        }
        Ok(())
    }

    fn push(&mut self, kind: u8, first: &[u8], second: &[u8], row: usize) -> io::Result<()> {
        let mut record = [0; 33];
        record[0] = kind;
        record[1..17].copy_from_slice(&first[..16]);
        record[17..17 + second.len()].copy_from_slice(second);
        record[25..].copy_from_slice(&(row as u64).to_be_bytes());
        self.sorter.push(&record)
    }

    /// What they say together.
    pub fn finish(self) -> io::Result<Found> {
        let mut found = Found::default();
        let mut sorted = Sorter::finish(vec![self.sorter])?;
        let mut last: Option<([u8; 33], usize)> = None;
        while let Some(record) = sorted.next()? {
            let record: [u8; 33] = record.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
            let row =
                usize::try_from(u64::from_be_bytes(record[25..].try_into().unwrap_or_default())).unwrap_or_default();
            let same = last.filter(|(before, _)| before[..17] == record[..17]);
            match (record[0], same) {
                (ROW, Some((_, first))) => drop(found.duplicates.insert(row, first)),
                (NAME, Some((before, first))) => {
                    if before[17..25] == record[17..25] {
                        found.later += 1;
                        keep(&mut found.repeated, (first, row));
                    } else {
                        let name = u128::from_be_bytes(record[1..17].try_into().unwrap_or_default());
                        found.shared_names += usize::from(found.shared.insert(name));
                    }
                }
                (CODE, Some((before, first))) if before[17..25] != record[17..25] => {
                    keep(&mut found.codes, (first, row));
                }
                _ => {}
            }
            // A row that is the same as an earlier one is compared with the first.
            let first = same.filter(|(before, _)| before[..25] == record[..25]).map_or(row, |(_, first)| first);
            last = Some((record, first));
        }
        Ok(found)
    }
}

/// Keeps a pair of rows: the first of the table in front, and a few others.
fn keep(pairs: &mut Vec<(usize, usize)>, mut pair: (usize, usize)) {
    if let Some(first) = pairs.first_mut().filter(|first| pair.1 < first.1) {
        std::mem::swap(first, &mut pair);
    }
    if pairs.len() < MOST_REPORTED {
        pairs.push(pair);
    }
}

impl std::fmt::Debug for Identities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identities").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[(&str, &str, &str)]) -> Found {
        let mut identities = Identities::new(Path::new("."));
        for (n, (name, distinguished_by, code)) in rows.iter().enumerate() {
            let words = format!("{name} {distinguished_by} {code}");
            identities.add(RowIdentity { row: n + 2, words: &words, name, distinguished_by, code }).unwrap();
        }
        identities.finish().unwrap()
    }

    #[test]
    fn names_and_codes() {
        let rows = found(&[("Dale", "01", "01"), ("Vale", "02", "02"), ("Dale", "03", "03")]);
        assert_eq!((rows.shared_names, rows.later, rows.codes.len()), (1, 0, 0));
        assert!(rows.shared.contains(&digest("DALE")));
        let rows = found(&[("Dale", "", ""), ("Dale", "", "")]);
        assert_eq!((rows.repeated, rows.duplicates.into_iter().collect()), (vec![(2, 3)], vec![(3, 2)]));
        let rows = found(&[("Dale", "01", "01"), ("Vale", "01", "01")]);
        assert_eq!(rows.codes, [(2, 3)]);
        let several: Vec<String> = (0..60).map(|n| format!("Dale {}", n / 2)).collect();
        let rows = found(&several.iter().map(|name| (name.as_str(), "", "")).collect::<Vec<_>>());
        assert_eq!((rows.repeated[0], rows.repeated.len(), rows.later), ((2, 3), MOST_REPORTED, 30));
    }
}
