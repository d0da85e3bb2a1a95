//! Buffers an incomplete answer: in memory up to a size, then in an unnamed temporary file.

use std::fs::File;
use std::io::{self, Seek, Write};

/// Maximum length of an answer in memory, in bytes. Thousands of slow clients may each have one.
const IN_MEMORY: usize = 64 * 1024;

/// A buffered answer.
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

    /// Moves the read position to the beginning.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File { file, .. } => file.rewind(),
        }
    }
}
