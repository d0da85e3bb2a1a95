//! A file as a stream of UTF-8, whatever its encoding. It counts lines and stops at a document that is too large.

use crate::base::text::encoding::{declared, hexadecimal};
use crate::read::source::MAX_ENTRY;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use std::io::{self, BufRead, Read};

/// The stream.
pub(super) struct Decoding {
    file: Box<dyn BufRead>,
    decoder: Decoder,
    encoding: &'static Encoding,
    /// Decoded bytes that have not been read yet.
    out: Vec<u8>,
    at: usize,
    ended: bool,
    line: usize,
    column: usize,
    code_points: usize,
    /// Bytes since the last article began.
    document: usize,
}

impl Decoding {
    pub(super) fn new(mut file: Box<dyn BufRead>) -> io::Result<Self> {
        let head = file.fill_buf()?;
        let (encoding, mark) = match Encoding::for_bom(head) {
            Some(found) => found,
            None => (declared(head).unwrap_or(UTF_8), 0),
        };
        file.consume(mark);
        Ok(Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            encoding,
            out: Vec::new(),
            at: 0,
            ended: false,
            line: 1,
            column: 1,
            code_points: 0,
            document: 0,
        })
    }

    /// The encoding; `None` if it is UTF-8.
    pub(super) fn encoding(&self) -> Option<&'static str> {
        (self.encoding != UTF_8).then(|| self.encoding.name())
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The column of the next byte in code points, from 1.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    pub(super) fn code_points(&self) -> usize {
        self.code_points
    }

    /// Marks the beginning of an article, from which its size is counted.
    pub(super) fn begin_document(&mut self) {
        self.document = 0;
    }
}

impl Read for Decoding {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Decoding {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.out.len() && !self.ended {
            if self.document > MAX_ENTRY {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "an article has more than 8 MiB"));
            }
            let raw = self.file.fill_buf()?;
            let last = raw.is_empty();
            let room = self.decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(4 * raw.len() + 16);
            self.out.resize(room, 0);
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(raw, &mut self.out, last);
            self.out.truncate(written);
            self.at = 0;
            let wrong = match result {
                DecoderResult::Malformed(length, after) => {
                    let end = read.saturating_sub(usize::from(after));
                    // Its first bytes may have been read before.
                    Some(hexadecimal(&raw[end.saturating_sub(usize::from(length))..end]))
                }
                _ => None,
            };
            self.file.consume(read);
            if let Some(bytes) = wrong {
                let line = self.line + self.out.iter().filter(|b| **b == b'\n').count();
                let what = format!("line {line} has bytes that are not {}: {bytes}", self.encoding.name());
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            self.ended = last;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, n: usize) {
        for byte in &self.out[self.at..self.at + n] {
            if *byte == b'\n' {
                self.line += 1;
                self.column = 1;
                self.code_points += 1;
            } else if *byte & 0xC0 != 0x80 {
                self.column += 1;
                self.code_points += 1;
            }
        }
        self.at += n;
        self.document += n;
    }
}
