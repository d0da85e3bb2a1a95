//! The encoding of a file that is not read into memory. The rules are those of [`super::decode`], except that a table
//! declares nothing: a byte order mark; UTF-8; UTF-16 by its NULs; the detector. The whole file is read once or, if it
//! is not UTF-8, a few times, since its first letter beyond ASCII may stand anywhere.

use super::stream::{StreamError, TextForm, TextStream};
use super::{DETECTED_WITHIN, LEAST_EVIDENCE, LEAST_EVIDENCE_OF_RARE, RULE, advice_by_shapes, hexadecimal, plausible};
use crate::base::files;
use crate::base::text::{MAX_PROBLEMS, Position, Problem, control_characters};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read};
use std::path::Path;

/// Number of bytes that are looked at together.
const CHUNK: usize = 1 << 16;

/// The encoding of a file; if `said`, the one that a person says it has, whose bytes are then verified. The error lists
/// what keeps the bytes from being a text; `how` is what messages tell the user to write to say the encoding.
pub fn form(path: &Path, said: Option<TextForm>, how: &str) -> Result<TextForm, Vec<Problem>> {
    let read = |error: io::Error| vec![unreadable(&error)];
    let survey = Survey::of(path).map_err(read)?;
    let form = match (survey.marked, said) {
        (Some(marked), Some(said)) if marked.encoding != said.encoding && !(marked.is_utf16() && said.is_utf16()) => {
            return Err(vec![contradicted(marked, said, how)]);
        }
        (Some(marked), _) => marked,
        (None, Some(said)) => said,
        (None, None) => survey.find(path).map_err(read)?,
    };
    let is_valid = if form.is_utf8() { survey.strays == 0 } else { is_text(path, form, |_| true).map_err(read)? };
    if is_valid { Ok(form) } else { Err(undecodable(path, form, &survey, how).map_err(read)?) }
}

/// The problem of a file that cannot be read.
pub fn unreadable(error: &io::Error) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("the file cannot be read: {error}"),
        rule: "a source is a file that can be read",
        help: "see that it is there and that you may read it".to_owned(),
    }
}

/// The problem of a file whose byte order mark is not that of the encoding which it is said to have.
fn contradicted(marked: TextForm, said: TextForm, how: &str) -> Problem {
    Problem {
        at: None,
        value: said.name().to_owned(),
        what: format!(
            "the file is said to be in this encoding but begins with the byte order mark of {}",
            marked.name()
        ),
        rule: "a byte order mark and what is said about the encoding agree",
        help: format!("remove {how}, or correct it"),
    }
}

/// What the bytes of a file show.
#[derive(Debug, Default)]
struct Survey {
    marked: Option<TextForm>,
    /// Number of multi-byte characters of UTF-8, and of bytes that are part of none.
    letters: usize,
    strays: usize,
    /// Number of bytes beyond ASCII.
    beyond: usize,
    /// Number of NULs at even and at odd offsets among the first bytes, and how many bytes these are.
    zeros: [usize; 2],
    head: usize,
}

impl Survey {
    fn of(path: &Path) -> io::Result<Self> {
        let mut survey = Self::default();
        let mut held = Vec::new();
        let mut is_first = true;
        chunks(path, |chunk| {
            if std::mem::take(&mut is_first) {
                survey.marked = TextForm::marked(chunk);
            }
            if survey.head < DETECTED_WITHIN {
                for (at, _) in chunk.iter().enumerate().filter(|(_, byte)| **byte == 0) {
                    survey.zeros[(survey.head + at) % 2] += 1;
                }
                survey.head += chunk.len();
            }
            if held.is_empty() && chunk.is_ascii() {
                return true;
            }
            held.extend_from_slice(chunk);
            let whole = held.len() - unfinished(&held);
            survey.count(&held[..whole]);
            held.drain(..whole);
            true
        })?;
        survey.count(&held);
        Ok(survey)
    }

    fn count(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid().as_bytes();
            self.letters += valid.iter().filter(|byte| **byte >= 0xC0).count();
            self.beyond += valid.iter().filter(|byte| !byte.is_ascii()).count() + chunk.invalid().len();
            self.strays += chunk.invalid().len();
        }
    }

    /// The encoding of a file without a byte order mark; UTF-8 if it is not clearly another.
    fn find(&self, path: &Path) -> io::Result<TextForm> {
        let utf16 = match self.zeros {
            [0, low] if low * 20 > self.head => Some(UTF_16LE),
            [high, 0] if high * 20 > self.head => Some(UTF_16BE),
            _ => None,
        };
        if let Some(encoding) = utf16 {
            let form = TextForm { encoding, mark: 0 };
            if is_text(path, form, |text| control_characters(text).is_empty())? {
                return Ok(form);
            }
        }
        let utf8 = TextForm { encoding: UTF_8, mark: 0 };
        // Valid multi-byte characters show that the file is UTF-8 and that the other bytes are an accident.
        if self.strays == 0 || self.letters > self.strays / 8 || self.beyond < LEAST_EVIDENCE {
            return Ok(utf8);
        }
        let encoding = guess(path)?;
        let is_clear = encoding == WINDOWS_1252 || self.beyond >= LEAST_EVIDENCE_OF_RARE;
        let form = TextForm { encoding, mark: 0 };
        Ok(if is_clear && is_text(path, form, plausible)? { form } else { utf8 })
    }
}

/// Reads a file in chunks until the function returns `false`.
fn chunks(path: &Path, mut see: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let mut file = files::open(path)?;
    let mut chunk = vec![0; CHUNK];
    loop {
        let mut length = 0;
        // A chunk is full unless it is the last, so that marks and pairs of bytes are not cut.
        while length < CHUNK {
            match file.read(&mut chunk[length..])? {
                0 => break,
                n => length += n,
            }
        }
        if length == 0 || !see(&chunk[..length]) {
            return Ok(());
        }
    }
}

/// Number of bytes at the end that may begin a character of UTF-8 without ending it.
fn unfinished(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let Some(back) = tail.iter().rev().position(|byte| *byte >= 0xC0) else { return 0 };
    let needed = match tail[tail.len() - 1 - back] {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    if back + 1 < needed { back + 1 } else { 0 }
}

/// What the detector makes of the parts of a file that are not ASCII.
fn guess(path: &Path) -> io::Result<&'static encoding_rs::Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    let mut is_amid = false;
    chunks(path, |chunk| {
        // What follows a chunk that ends beyond ASCII may be the second byte of a character.
        if is_amid || !chunk.is_ascii() {
            detector.feed(chunk, false);
            fed += chunk.len();
        }
        is_amid = chunk.last().is_some_and(|byte| !byte.is_ascii());
        fed < DETECTED_WITHIN
    })?;
    detector.feed(b"", true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// Whether all bytes are valid in the encoding, and each part of the text passes a test.
fn is_text(path: &Path, form: TextForm, test: impl Fn(&str) -> bool) -> io::Result<bool> {
    let mut stream = TextStream::open(path, form)?;
    while !stream.is_whole() {
        match stream.more() {
            Ok(()) if test(stream.text()) => stream.consume(stream.text().len()),
            Ok(()) | Err(StreamError::Invalid(_)) => return Ok(false),
            Err(StreamError::Io(error)) => return Err(error),
        }
    }
    Ok(true)
}

/// Every place where the bytes are not valid in the encoding.
fn undecodable(path: &Path, form: TextForm, survey: &Survey, how: &str) -> io::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let mut not_shown = 0;
    let mut place = Place::default();
    let mut stream = TextStream::open(path, form)?;
    while !stream.is_whole() {
        let result = stream.more();
        place.pass(stream.text());
        stream.consume(stream.text().len());
        match result {
            Ok(()) => {}
            Err(StreamError::Io(error)) => return Err(error),
            Err(StreamError::Invalid(_)) if problems.len() == MAX_PROBLEMS => not_shown += 1,
            Err(StreamError::Invalid(bytes)) => {
                problems.push(invalid(form, place.position(), &bytes, survey, how));
                place.column += 1;
            }
        }
    }
    if not_shown > 0 {
        problems.push(Problem {
            at: None,
            value: String::new(),
            what: format!("{not_shown} more places with bytes that are not {} are not shown", form.name()),
            rule: RULE,
            help: "correct those above and read the file again".to_owned(),
        });
    }
    Ok(problems)
}

/// The problem of bytes that are not valid in the encoding.
fn invalid(form: TextForm, at: Position, bytes: &[u8], survey: &Survey, how: &str) -> Problem {
    let help = match (survey.letters, survey.strays) {
        (letters, strays) if form.is_utf8() && letters > strays / 8 => {
            advice_by_shapes((letters, strays), bytes, false)
        }
        shapes if form.is_utf8() => {
            format!("{}, or say which it is with {how}", advice_by_shapes(shapes, bytes, false))
        }
        _ => format!("replace these bytes, or say which encoding it is with {how}"),
    };
    Problem {
        at: Some(at),
        value: hexadecimal(bytes),
        what: format!("these bytes are not {}", form.name()),
        rule: if form.is_utf8() { RULE } else { "all bytes of a text are valid in its encoding" },
        help,
    }
}

/// A line and column of a text that is seen in parts. A line ends with LF, CRLF or CR.
#[derive(Debug, Default)]
struct Place {
    line: usize,
    column: usize,
    is_after_cr: bool,
}

impl Place {
    fn pass(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'\n' if self.is_after_cr => {}
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.column = 0;
                }
                _ => self.column += usize::from(byte & 0xC0 != 0x80),
            }
            self.is_after_cr = byte == b'\r';
        }
    }

    fn position(&self) -> Position {
        Position { line: self.line + 1, column: self.column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table");
        std::fs::write(&path, bytes).unwrap();
        match form(&path, None, "`encoding`") {
            Ok(form) => form.name().to_owned(),
            Err(problems) => {
                problems.iter().filter_map(|p| p.at).map(|at| format!("{}:{} ", at.line, at.column)).collect()
            }
        }
    }

    #[test]
    fn letters_beyond_ascii_may_come_late() {
        let ascii = "id,value\n".repeat(300_000);
        assert_eq!(found(ascii.as_bytes()), "UTF-8");
        let russian = "Город,Министры встретились в городе и говорили о дороге\n".repeat(20);
        let (late, _, _) = encoding_rs::WINDOWS_1251.encode(&russian);
        assert_eq!(found(&[ascii.as_bytes(), &late].concat()), "windows-1251");
        assert_eq!(found(&[ascii.as_bytes(), russian.as_bytes()].concat()), "UTF-8");
        assert_eq!(found(&[ascii.as_bytes(), b"caf\xe9"].concat()), "300001:4 ");
    }

    #[test]
    fn characters_are_not_cut_between_chunks() {
        for shift in 0..4 {
            let text = [&b"....."[..shift], "𝄞é€".repeat(CHUNK / 3).as_bytes()].concat();
            assert_eq!(found(&text), "UTF-8");
            assert_eq!(found(&[&text, &b"\n\xff"[..]].concat()), "2:1 ");
        }
    }

    #[test]
    fn lines_end_in_three_ways() {
        assert_eq!(found("Şuşa\r\nŞuşa\rŞuşa\nŞ\u{e9}".as_bytes()), "UTF-8");
        assert_eq!(found(&["Şuşa\r\nŞuşa\rŞuşa\nŞ".as_bytes(), b"\xff"].concat()), "4:2 ");
    }
}
