//! A file as a stream of text, whatever its encoding, in bounded memory. The reader sees a window of the text: it asks
//! for more until the window has what it needs, and says how much it has used. [`super::find`] says which encoding.

use crate::base::files;
use encoding_rs::{Decoder, DecoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Number of bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextForm {
    pub(super) encoding: &'static Encoding,
    /// Length of the byte order mark, in bytes; 0 if there is none.
    pub(super) mark: usize,
}

impl TextForm {
    /// The encoding with a label of the Encoding Standard, without a byte order mark; `None` if there is none.
    pub fn of(label: &str) -> Option<Self> {
        let encoding = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)?;
        Some(Self { encoding, mark: 0 })
    }

    /// What a byte order mark at the beginning of a file says.
    pub(super) fn marked(head: &[u8]) -> Option<Self> {
        Encoding::for_bom(head).map(|(encoding, mark)| Self { encoding, mark })
    }

    /// The name of the encoding in the Encoding Standard.
    pub fn name(&self) -> &'static str {
        self.encoding.name()
    }

    /// Whether the encoding is UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// Whether the encoding is a form of UTF-16.
    pub fn is_utf16(&self) -> bool {
        self.encoding == UTF_16LE || self.encoding == UTF_16BE
    }

    /// Whether the file begins with a byte order mark.
    pub fn has_mark(&self) -> bool {
        self.mark > 0
    }
}

/// Why there is no more text.
#[derive(Debug)]
pub enum StreamError {
    /// The file cannot be read.
    Io(io::Error),
    /// Bytes that the encoding does not have; they follow the text of the window.
    Invalid(Vec<u8>),
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The stream.
#[derive(Debug)]
pub struct TextStream {
    file: File,
    decoder: Decoder,
    /// Bytes of the file; those in `raw[at..length]` are not decoded yet.
    raw: Vec<u8>,
    at: usize,
    length: usize,
    /// Decoded text; the reader has used `used` bytes of it.
    text: String,
    used: usize,
    is_file_read: bool,
    is_whole: bool,
}

impl TextStream {
    /// Opens a file at the beginning of its text.
    pub fn open(path: &Path, form: TextForm) -> io::Result<Self> {
        let mut file = files::open(path)?;
        file.seek(SeekFrom::Start(form.mark as u64))?;
        Ok(Self {
            file,
            decoder: form.encoding.new_decoder_without_bom_handling(),
            raw: vec![0; CHUNK],
            at: 0,
            length: 0,
            text: String::new(),
            used: 0,
            is_file_read: false,
            is_whole: false,
        })
    }

    /// The window: the text after what was used, as far as it was read.
    pub fn text(&self) -> &str {
        &self.text[self.used..]
    }

    /// Whether the window reaches to the end of the file.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Marks bytes at the beginning of the window as used.
    pub fn consume(&mut self, bytes: usize) {
        self.used += bytes;
    }

    /// Enlarges the window: at least to twice its size, so that who reads it from its beginning each time needs linear
    /// time. After an error for invalid bytes it continues behind them.
    pub fn more(&mut self) -> Result<(), StreamError> {
        self.text.drain(..self.used);
        self.used = 0;
        let enough = (2 * self.text.len()).max(self.text.len() + CHUNK / 2);
        while self.text.len() < enough && !self.is_whole {
            if self.at == self.length && !self.is_file_read {
                self.at = 0;
                self.length = self.file.read(&mut self.raw)?;
                self.is_file_read = self.length == 0;
            }
            self.decode()?;
        }
        Ok(())
    }

    /// Decodes the bytes that were read.
    fn decode(&mut self) -> Result<(), StreamError> {
        let raw = &self.raw[self.at..self.length];
        let room = self.decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(4 * raw.len() + 16);
        self.text.reserve(room);
        let (result, read) = self.decoder.decode_to_string_without_replacement(raw, &mut self.text, self.is_file_read);
        self.at += read;
        match result {
            DecoderResult::InputEmpty => self.is_whole = self.is_file_read,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                // Its first bytes may have been in the chunk before; the decoder knows only how many they were.
                let end = read.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(length));
                return Err(StreamError::Invalid(raw[start..end].to_vec()));
            }
        }
        Ok(())
    }
}
