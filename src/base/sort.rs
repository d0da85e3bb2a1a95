//! Sorts more records than memory holds: sorted runs in temporary files, merged when they are read.
//!
//! A record is a byte string and sorts as such. Equal records are merged into one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Maximum size of the records that a sorter holds before it writes a run, in bytes.
const MEMORY: usize = 48 << 20;
/// Maximum number of runs that are read at once, because a process may open only so many files. More runs are first
/// merged into one.
const FAN_IN: usize = 64;
/// Size of the read and write buffer of a run, in bytes.
const BUFFER: usize = 128 << 10;

/// Accepts records in any order.
pub(crate) struct Sorter {
    scratch: PathBuf,
    memory: usize,
    bytes: Vec<u8>,
    records: Vec<Record>,
    runs: Vec<File>,
}

/// The position of a record in `bytes`, and its first bytes as a number, which makes most comparisons fast.
#[derive(Clone, Copy)]
struct Record {
    head: u128,
    start: u32,
    len: u32,
}

impl Sorter {
    /// A sorter that puts its temporary files, if it needs any, into a folder.
    pub(crate) fn new(scratch: &Path) -> Self {
        Self::with_memory(scratch, MEMORY)
    }

    /// A sorter that holds at most this many bytes.
    pub(crate) fn with_memory(scratch: &Path, memory: usize) -> Self {
        Self { scratch: scratch.to_owned(), memory, bytes: Vec::new(), records: Vec::new(), runs: Vec::new() }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, record: &[u8]) -> io::Result<()> {
        let used = self.bytes.len() + record.len() + (self.records.len() + 1) * size_of::<Record>();
        if used > self.memory && !self.records.is_empty() {
            self.spill()?;
        }
        let too_long = |_| io::Error::new(io::ErrorKind::FileTooLarge, "a statement of 4 GiB or more");
        let start = u32::try_from(self.bytes.len()).map_err(too_long)?;
        let len = u32::try_from(record.len()).map_err(too_long)?;
        self.bytes.extend_from_slice(record);
        self.records.push(Record { head: head(record), start, len });
        Ok(())
    }

    /// Writes the records in memory as a run.
    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut run = RunWriter::new(&self.scratch)?;
        for record in &self.records {
            run.write(slice(&self.bytes, *record))?;
        }
        self.runs.push(run.finish()?);
        self.bytes.clear();
        self.records.clear();
        if self.runs.len() >= FAN_IN {
            let mut all = Sorted::merge(std::mem::take(&mut self.runs), Memory::default())?;
            let mut run = RunWriter::new(&self.scratch)?;
            while let Some(record) = all.next()? {
                run.write(record)?;
            }
            self.runs.push(run.finish()?);
        }
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.records.sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| slice(bytes, *a).cmp(slice(bytes, *b))));
    }

    /// All records of several sorters, in order.
    pub(crate) fn finish(sorters: Vec<Self>) -> io::Result<Sorted> {
        let mut sorters = sorters.into_iter();
        let Some(mut all) = sorters.next() else { return Sorted::merge(Vec::new(), Memory::default()) };
        // Records still in memory go to the first sorter, and stay in memory if they fit: a small job writes nothing to
        // disk.
        for mut sorter in sorters {
            all.runs.append(&mut sorter.runs);
            for record in &sorter.records {
                all.push(slice(&sorter.bytes, *record))?;
            }
        }
        all.sort();
        Sorted::merge(all.runs, Memory { bytes: all.bytes, records: all.records, next: 0 })
    }
}

fn head(record: &[u8]) -> u128 {
    let mut head = [0; 16];
    let len = record.len().min(16);
    head[..len].copy_from_slice(&record[..len]);
    u128::from_be_bytes(head)
}

fn slice(bytes: &[u8], record: Record) -> &[u8] {
    &bytes[record.start as usize..][..record.len as usize]
}

/// The sorted records that were never written to a file.
#[derive(Default)]
struct Memory {
    bytes: Vec<u8>,
    records: Vec<Record>,
    next: usize,
}

impl Memory {
    fn read(&mut self, record: &mut Vec<u8>) -> bool {
        record.clear();
        let Some(next) = self.records.get(self.next) else { return false };
        record.extend_from_slice(slice(&self.bytes, *next));
        self.next += 1;
        true
    }
}

/// The records in order, each once.
pub(crate) struct Sorted {
    memory: Memory,
    runs: Vec<BufReader<File>>,
    // The next record of each run; the run after the last one is the memory.
    heads: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    current: Vec<u8>,
    begun: bool,
}

impl Sorted {
    fn merge(runs: Vec<File>, memory: Memory) -> io::Result<Self> {
        let runs = runs.into_iter().map(|file| BufReader::with_capacity(BUFFER, file)).collect();
        let mut sorted = Self { memory, runs, heads: BinaryHeap::new(), current: Vec::new(), begun: false };
        for run in 0..=sorted.runs.len() {
            let mut record = Vec::new();
            if read(&mut sorted.runs, &mut sorted.memory, run, &mut record)? {
                sorted.heads.push(Reverse((record, run)));
            }
        }
        Ok(sorted)
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        while let Some(mut top) = self.heads.peek_mut() {
            let Reverse((record, run)) = &mut *top;
            let repeated = self.begun && *record == self.current;
            std::mem::swap(record, &mut self.current);
            if !read(&mut self.runs, &mut self.memory, *run, record)? {
                PeekMut::pop(top);
            }
            if !repeated {
                self.begun = true;
                return Ok(Some(&self.current));
            }
        }
        Ok(None)
    }
}

fn read(runs: &mut [BufReader<File>], memory: &mut Memory, run: usize, record: &mut Vec<u8>) -> io::Result<bool> {
    let Some(run) = runs.get_mut(run) else { return Ok(memory.read(record)) };
    let mut len = [0; 4];
    // A run ends with a length of `u32::MAX`, which no record has: a file cut short is then an error.
    run.read_exact(&mut len)?;
    let len = u32::from_le_bytes(len);
    if len == u32::MAX {
        return Ok(false);
    }
    record.resize(len as usize, 0);
    run.read_exact(record)?;
    Ok(true)
}

struct RunWriter(BufWriter<File>);

impl RunWriter {
    fn new(scratch: &Path) -> io::Result<Self> {
        Ok(Self(BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(scratch)?)))
    }

    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        let len = u32::try_from(record.len()).unwrap_or(u32::MAX - 1);
        self.0.write_all(&len.to_le_bytes())?;
        self.0.write_all(record)
    }

    fn finish(mut self) -> io::Result<File> {
        self.0.write_all(&u32::MAX.to_le_bytes())?;
        let mut file = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Numbers that are the same in every run of the test.
    fn numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        }
    }

    fn sorted(sorters: Vec<Sorter>) -> Vec<Vec<u8>> {
        let mut sorted = Sorter::finish(sorters).unwrap();
        let mut out = Vec::new();
        while let Some(record) = sorted.next().unwrap() {
            out.push(record.to_vec());
        }
        out
    }

    #[test]
    fn records_come_back_in_order_and_once_whatever_the_memory() {
        let folder = tempfile::tempdir().unwrap();
        // The smallest makes more runs than are read at once.
        for memory in [100, 5_000, MEMORY] {
            let mut number = numbers(memory as u64);
            let mut expected = BTreeSet::new();
            let mut sorters =
                vec![Sorter::with_memory(folder.path(), memory), Sorter::with_memory(folder.path(), memory)];
            for _ in 0..2_000 {
                // Records that are prefixes of others, contain zeros, and are longer than a head.
                let record: Vec<u8> = (0..number(40)).map(|_| number(2) as u8).collect();
                sorters[number(2) as usize].push(&record).unwrap();
                expected.insert(record);
            }
            assert_eq!(sorted(sorters), expected.into_iter().collect::<Vec<_>>());
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "temporary files are gone");
    }

    #[test]
    fn nothing_sorted_is_nothing() {
        assert!(sorted(Vec::new()).is_empty());
        assert!(sorted(vec![Sorter::new(Path::new("/nowhere"))]).is_empty());
    }

    #[test]
    fn a_record_longer_than_the_memory_is_sorted_too() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_memory(folder.path(), 10);
        sorter.push(&[b'b'; 1000]).unwrap();
        sorter.push(b"a").unwrap();
        assert_eq!(sorted(vec![sorter]), [b"a".to_vec(), vec![b'b'; 1000]]);
    }
}
