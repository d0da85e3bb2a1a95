//! Compound files (MS-CFB), the container of XLS workbooks and of encrypted ones: a file system of sectors, each of which
//! says which is next. A chain is at most as long as the file, so that a circle ends.

use super::fault::damaged;
use crate::base::text::Problem;

/// Sector numbers from here on end a chain.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    mini_sector: usize,
    /// Streams shorter than this are in the mini stream.
    cutoff: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Stream>,
}

struct Stream {
    name: String,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        let cut = || damaged("", "the container of this workbook is damaged or cut off");
        let shift = u32::from(u16_at(bytes, 30).ok_or_else(cut)?);
        let mini_shift = u32::from(u16_at(bytes, 32).ok_or_else(cut)?);
        if bytes.len() < HEADER || !matches!(shift, 9 | 12) || mini_shift != 6 {
            return Err(cut());
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            mini_sector: 1 << mini_shift,
            cutoff: u64::from(u32_at(bytes, 56).ok_or_else(cut)?),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        // The first 109 sectors of the table are listed in the header, the others in a chain of lists.
        let most = bytes.len() / file.sector + 1;
        let mut listed: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + at * 4)).collect();
        let mut next = u32_at(bytes, 68).ok_or_else(cut)?;
        while next < LAST_SECTOR && listed.len() <= most {
            let sector = file.sector_at(next).ok_or_else(cut)?;
            let words: Vec<u32> = words(sector).collect();
            let Some((last, list)) = words.split_last() else { break };
            listed.extend(list);
            next = *last;
        }
        for sector in listed.into_iter().filter(|s| *s < LAST_SECTOR).take(most) {
            let sector = file.sector_at(sector).ok_or_else(cut)?;
            file.fat.extend(words(sector));
        }
        let directory = file.chain(u32_at(bytes, 48).ok_or_else(cut)?).ok_or_else(cut)?;
        let mini_fat = file.chain(u32_at(bytes, 60).ok_or_else(cut)?).unwrap_or_default();
        file.mini_fat = words(&mini_fat).collect();
        for entry in directory.chunks_exact(ENTRY) {
            let length = usize::from(u16_at(entry, 64).unwrap_or_default()).min(64).saturating_sub(2);
            let units: Vec<u16> = entry[..length].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
            let start = u32_at(entry, 116).unwrap_or(LAST_SECTOR);
            let mut size = u64::from(u32_at(entry, 120).unwrap_or_default());
            if shift == 12 {
                size |= u64::from(u32_at(entry, 124).unwrap_or_default()) << 32;
            }
            match entry[66] {
                5 => file.mini = file.chain(start).unwrap_or_default(),
                2 => file.entries.push(Stream { name: String::from_utf16_lossy(&units), start, size }),
                1 => file.entries.push(Stream { name: String::from_utf16_lossy(&units), start: LAST_SECTOR, size: 0 }),
                _ => {}
            }
        }
        Ok(file)
    }

    /// Whether there is a stream or folder with this name; case is not regarded.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream; `None` if there is none.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let found = if entry.size < self.cutoff { self.mini_chain(entry.start) } else { self.chain(entry.start) };
        let Some(mut content) = found.filter(|content| content.len() as u64 >= entry.size) else {
            return Err(damaged(name, "this part of the workbook is damaged or cut off"));
        };
        content.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Ok(Some(content))
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?;
        // The last sector of a file is sometimes not full.
        self.bytes.get(start..end.min(self.bytes.len())).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut next = start;
        for _ in 0..=self.fat.len() {
            if next >= LAST_SECTOR {
                return Some(content);
            }
            content.extend_from_slice(self.sector_at(next)?);
            if content.len() > self.bytes.len() {
                return None;
            }
            next = *self.fat.get(next as usize)?;
        }
        None
    }

    fn mini_chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut next = start;
        for _ in 0..=self.mini_fat.len() {
            if next >= LAST_SECTOR {
                return Some(content);
            }
            let at = (next as usize).checked_mul(self.mini_sector)?;
            content.extend_from_slice(self.mini.get(at..(at + self.mini_sector).min(self.mini.len()))?);
            next = *self.mini_fat.get(next as usize)?;
        }
        None
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// A number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

/// A number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
