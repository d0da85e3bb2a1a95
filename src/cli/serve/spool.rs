//! An answer while it is not whole: in memory, and from some size on in a file that has no name.

use std::fs::File;
use std::io::{self, Seek, Write};

/// How much of an answer is kept in memory; thousands of slow clients may have one each.
const IN_MEMORY: usize = 64 * 1024;

/// An answer.
#[derive(Debug)]
pub(super) enum Spool {
    Memory(Vec<u8>),
    File { file: File, length: u64 },
}

impl Spool {
    pub(super) fn new() -> Self {
        Self::Memory(Vec::new())
    }

    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Self::Memory(memory) = self {
            if memory.len() + bytes.len() <= IN_MEMORY {
                memory.extend_from_slice(bytes);
                return Ok(());
            }
            let mut file = tempfile::tempfile()?;
            file.write_all(memory)?;
            *self = Self::File { file, length: memory.len() as u64 };
        }
        if let Self::File { file, length } = self {
            file.write_all(bytes)?;
            *length += bytes.len() as u64;
        }
        Ok(())
    }

    /// To be read from the beginning.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File { file, .. } => file.rewind(),
        }
    }
}
