//! Reads the lines of a dump: plain, gzip, bzip2 or zstd, recognised by its first bytes, from a file or standard input.
//! Decompression runs in its own thread, a few blocks ahead; a line that is too long is skipped without being kept in
//! memory.

use std::io::{self, BufReader, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Size of a block of decompressed data, in bytes.
const BLOCK: usize = 1 << 20;
/// Maximum number of blocks that wait to be read.
const AHEAD: usize = 8;
/// Maximum length of a line, in bytes; the largest entities have some 5 MB.
pub const MAX_LINE: usize = 64 << 20;

/// A line of a dump.
#[derive(Debug)]
pub enum Line<'a> {
    /// Its bytes, without the line feed.
    Whole(&'a [u8]),
    /// The bytes after the last line feed.
    Last(&'a [u8]),
    /// It was too long; its length in bytes.
    TooLong(u64),
}

/// The compression of a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// None.
    Plain,
    /// gzip (RFC 1952), of one or more members.
    Gzip,
    /// bzip2, of one or more streams.
    Bzip2,
    /// zstd (RFC 8878), of one or more frames.
    Zstd,
}

impl Compression {
    /// Recognises the compression by the first bytes of a file.
    pub fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'B', b'Z', b'h', ..] => Self::Bzip2,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// Reads the lines of a dump. `each` gets the number of the line (from 1) and the offset of its first byte in the
/// decompressed dump; an error from it ends the reading.
pub fn lines<R: Read + Send, E: From<io::Error>>(
    input: R,
    mut each: impl FnMut(u64, u64, Line<'_>) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<io::Result<Vec<u8>>>(AHEAD);
        scope.spawn(move || {
            let mut reader = match decompressed(input) {
                Ok(reader) => reader,
                Err(e) => return drop(sender.send(Err(e))),
            };
            loop {
                let mut block = Vec::with_capacity(BLOCK);
                let read = reader.by_ref().take(BLOCK as u64).read_to_end(&mut block);
                let end = matches!(read, Ok(0) | Err(_));
                // Data decompressed before an error is still processed.
                let sent = if block.is_empty() { Ok(()) } else { sender.send(Ok(block)) };
                if let Err(e) = read {
                    let _ = sender.send(Err(e));
                }
                if end || sent.is_err() {
                    break;
                }
            }
        });
        split(&receiver, &mut each)
    })
}

fn split<E: From<io::Error>>(
    blocks: &Receiver<io::Result<Vec<u8>>>,
    each: &mut impl FnMut(u64, u64, Line<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut number = 1;
    let mut start = 0_u64;
    let mut held: Vec<u8> = Vec::new();
    let mut passed = 0_u64;
    let mut give = |number: &mut u64, start: &mut u64, passed: &mut u64, line: &[u8], last| {
        let len = *passed + line.len() as u64;
        let what = match (*passed > 0, last) {
            (true, _) => Line::TooLong(len),
            (false, true) => Line::Last(line),
            (false, false) => Line::Whole(line),
        };
        let result = each(*number, *start, what);
        *number += 1;
        *start += len + 1;
        *passed = 0;
        result
    };
    for block in blocks {
        let block = block?;
        let mut rest = block.as_slice();
        while let Some(at) = memchr::memchr(b'\n', rest) {
            if held.is_empty() {
                give(&mut number, &mut start, &mut passed, &rest[..at], false)?;
            } else {
                held.extend_from_slice(&rest[..at]);
                give(&mut number, &mut start, &mut passed, &held, false)?;
                held.clear();
            }
            rest = &rest[at + 1..];
        }
        held.extend_from_slice(rest);
        if passed > 0 || held.len() > MAX_LINE {
            passed += held.len() as u64;
            held.clear();
        }
    }
    if !held.is_empty() || passed > 0 {
        give(&mut number, &mut start, &mut passed, &held, true)?;
    }
    Ok(())
}

fn decompressed<'a, R: Read + Send + 'a>(mut input: R) -> io::Result<Box<dyn Read + 'a>> {
    let mut start = Vec::new();
    input.by_ref().take(6).read_to_end(&mut start)?;
    let compression = Compression::of(&start);
    let whole = BufReader::with_capacity(1 << 18, io::Cursor::new(start).chain(input));
    Ok(match compression {
        Compression::Plain => Box::new(whole),
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(whole)),
        Compression::Zstd => Box::new(Frames { input: Some(whole), frame: None }),
    })
}

/// zstd frames, one after another. Content size and checksum of a frame (RFC 8878, section 3.1.1) are verified;
/// skippable frames, which parallel and seekable compressors write, are skipped.
struct Frames<R: Read> {
    input: Option<BufReader<R>>,
    frame: Option<ruzstd::decoding::StreamingDecoder<Begun<R>, ruzstd::decoding::FrameDecoder>>,
}

/// A frame whose magic number was read to recognise it.
type Begun<R> = io::Chain<io::Cursor<[u8; 4]>, BufReader<R>>;

const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

impl<R: Read> Frames<R> {
    /// Moves to the next frame with content; false if there is none.
    fn next(&mut self) -> io::Result<bool> {
        let Some(mut input) = self.input.take() else { return Ok(false) };
        while !io::BufRead::fill_buf(&mut input)?.is_empty() {
            let mut magic = [0; 4];
            input.read_exact(&mut magic)?;
            match magic {
                FRAME => {
                    let begun = io::Cursor::new(magic).chain(input);
                    let frame = ruzstd::decoding::StreamingDecoder::new(begun).map_err(io::Error::other)?;
                    self.frame = Some(frame);
                    return Ok(true);
                }
                [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
                    let mut length = [0; 4];
                    input.read_exact(&mut length)?;
                    let length = u64::from(u32::from_le_bytes(length));
                    if io::copy(&mut input.by_ref().take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                _ => return Err(io::Error::other("a zstd frame is followed by something else")),
            }
        }
        Ok(false)
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n = frame.read(buf)?;
                if n > 0 || buf.is_empty() {
                    return Ok(n);
                }
            }
            if let Some(frame) = self.frame.take() {
                let (begun, decoder) = frame.into_parts();
                let given = decoder.get_checksum_from_data();
                if given.is_some() && given != decoder.get_calculated_checksum() {
                    return Err(io::Error::other("the checksum of a frame of zstd is not that of its content"));
                }
                self.input = Some(begun.into_inner().1);
            }
            if !self.next()? {
                return Ok(0);
            }
        }
    }
}
