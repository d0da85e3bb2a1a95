//! The encoding of a file. It is found in this order: a byte order mark; UTF-8 if the bytes are valid UTF-8, whatever
//! the file declares; the encoding that the file declares (`<meta charset>`, the XML declaration); UTF-16 without a
//! mark, recognised by its NULs; and last a detector, whose result is used only if every character that it produces can
//! occur in a text.
//!
//! A file that is UTF-8 except for a stray byte is an error, because a guess would change what the source says. So is a
//! file that is ASCII except for a single byte, which is no evidence of an encoding.

pub mod stream;
pub mod find;

use super::{MAX_PROBLEMS, Position, Problem, control_characters, position};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Maximum offset, in bytes, of the declaration of an encoding (HTML Standard, 13.2.3.2).
const DECLARED_WITHIN: usize = 1024;
/// Minimum number of bytes beyond ASCII that are evidence of an encoding; an encoding that is not the commonest one
/// needs more.
const LEAST_EVIDENCE: usize = 2;
const LEAST_EVIDENCE_OF_RARE: usize = 4;
/// Maximum number of bytes that the detector sees.
const DETECTED_WITHIN: usize = 1 << 20;

/// A text and the encoding that its bytes had.
#[derive(Debug)]
pub struct Decoded {
    /// The text. A byte order mark is removed, except from UTF-8: such a text is the file, byte for byte.
    pub text: String,
    /// The name of the encoding in the Encoding Standard; `None` if it was UTF-8.
    pub encoding: Option<&'static str>,
}

/// Decodes bytes. The error lists what keeps them from being a text.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Vec<Problem>> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(e, _)| *e != UTF_8) {
        return whole(encoding, &bytes[mark..]).ok_or_else(|| {
            vec![Problem {
                at: None,
                value: encoding.name().to_owned(),
                what: "the file begins with the byte order mark of this encoding but is not valid in it".to_owned(),
                rule: RULE,
                help: "save the file again as UTF-8".to_owned(),
            }]
        });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let other = text.contains('\0').then(|| utf16(text.as_bytes())).flatten();
            let other = other.or_else(|| shifted(&text));
            return Ok(other.unwrap_or(Decoded { text, encoding: None }));
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(decoded) = utf16(&bytes) {
        return Ok(decoded);
    }
    let declared = declared(&bytes);
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let found = match declared {
        _ if marked => None,
        Some(encoding) if encoding != UTF_8 => whole(encoding, &bytes),
        Some(_) => None,
        None => detected(&bytes),
    };
    found.ok_or_else(|| not_utf8(&bytes))
}

/// The beginning of a file as a text, as far as it can be read: what the bytes are is decided from the whole.
pub(crate) fn beginning(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => utf16(bytes).map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decoded| decoded.text),
    }
}

/// Decodes bytes where only UTF-8 is allowed.
pub fn utf8(bytes: Vec<u8>) -> Result<String, Vec<Problem>> {
    String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes()))
}

/// The rule about encodings, as messages show it.
const RULE: &str = "a document is UTF-8 (RFC 3629)";

/// The note that reports a conversion.
pub fn note(encoding: &str) -> Problem {
    Problem {
        at: None,
        value: encoding.to_owned(),
        what: "this file is not in UTF-8 and was converted".to_owned(),
        rule: "a document is UTF-8, or in an encoding that it declares or that its bytes show",
        help: "if names are spelt right, do nothing; otherwise save the file as UTF-8".to_owned(),
    }
}

/// All bytes decoded in an encoding; `None` if some are invalid in it.
fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    if encoding == REPLACEMENT {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
    Some(Decoded { text, encoding: Some(encoding.name()) })
}

/// An ASCII text that declares an encoding made of ASCII escape sequences, such as ISO-2022-JP.
fn shifted(text: &str) -> Option<Decoded> {
    if !text.contains('\u{1b}') {
        return None;
    }
    whole(declared(text.as_bytes())?, text.as_bytes()).filter(|d| !d.text.contains('\u{1b}'))
}

/// UTF-16 without a mark: the high bytes of common characters are NUL, always on the same side, and the result is a
/// text.
fn utf16(bytes: &[u8]) -> Option<Decoded> {
    let head = &bytes[..bytes.len().min(DETECTED_WITHIN) & !1];
    let zeros = |side| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let encoding = match (zeros(0), zeros(1)) {
        (0, low) if low * 20 > head.len() => UTF_16LE,
        (high, 0) if high * 20 > head.len() => UTF_16BE,
        _ => return None,
    };
    whole(encoding, bytes).filter(|d| control_characters(&d.text).is_empty())
}

/// Whether this is the label of an encoding in which texts can be read.
pub fn is_label(label: &str) -> bool {
    Encoding::for_label(label.as_bytes()).is_some_and(|encoding| encoding != REPLACEMENT)
}

/// The encoding that a file declares, in its XML declaration or in a `<meta>` element of its head.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let after = |from: usize, word: &[u8]| {
        head[from..].windows(word.len()).position(|w| w == word).map(|at| from + at + word.len())
    };
    let value = |from: usize| {
        let rest = head[from..].trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let end = |b: &u8| b" \t\r\n\"'>;?/".contains(b);
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        Encoding::for_label(rest.split(end).next()?)
    };
    let start = head.trim_ascii_start();
    if start.starts_with(b"<?xml") {
        let end = after(0, b"?>").unwrap_or(head.len());
        if let Some(found) = after(0, b"encoding").filter(|at| *at < end).and_then(value) {
            return Some(found);
        }
    }
    let mut from = 0;
    while let Some(meta) = after(from, b"<meta") {
        let end = head[meta..].iter().position(|b| *b == b'>').map_or(head.len(), |n| meta + n);
        if let Some(found) = after(meta, b"charset").filter(|at| *at < end).and_then(value) {
            // A page cannot say in ASCII that it is UTF-16 (HTML Standard, 13.2.3.2).
            return Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found });
        }
        from = meta;
    }
    None
}

/// What the detector makes of bytes without a declaration, if they are clearly not UTF-8 and clearly in the detected
/// encoding.
fn detected(bytes: &[u8]) -> Option<Decoded> {
    // Valid multi-byte characters show that the file is UTF-8 and that the other bytes are an accident.
    let (letters, strays) = utf8_shapes(bytes);
    if letters > strays / 8 {
        return None;
    }
    let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
    if beyond < LEAST_EVIDENCE {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED_WITHIN)], true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess != WINDOWS_1252 && beyond < LEAST_EVIDENCE_OF_RARE {
        return None;
    }
    whole(guess, bytes).filter(|d| plausible(&d.text))
}

/// The number of multi-byte characters, and of bytes that are part of none.
fn utf8_shapes(bytes: &[u8]) -> (usize, usize) {
    let (mut letters, mut strays) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strays += chunk.invalid().len();
    }
    (letters, strays)
}

/// Whether every character beyond ASCII can occur where it is: a letter in a word of its own script, or a mark that
/// printers use.
fn plausible(text: &str) -> bool {
    let mut before = (' ', false);
    let mut chars = text.chars().map(|c| (c, c.is_alphabetic())).peekable();
    while let Some((c, is_letter)) = chars.next() {
        let after = chars.peek().copied().unwrap_or((' ', false));
        let fits = match c {
            _ if c.is_ascii() => true,
            '\u{80}'..='\u{9f}' | '\u{fffd}' => false,
            _ if is_letter => {
                let joins = |(other, is_letter): (char, bool)| !is_letter || is_latin(other) == is_latin(c);
                let capital_amid = c.is_uppercase() && before.0.is_lowercase();
                joins(before) && joins(after) && !capital_amid && !(before.0 == '\u{20ac}' || after.0 == '\u{20ac}')
            }
            _ => "\u{a0}«»“”„‘’‚‹›–—…•·№°²³½¼¾©®™§£€ºª¡¿×±\u{ad}".contains(c) || c as u32 >= 0x300,
        };
        if !fits || (c == '€' && before.1) {
            return false;
        }
        before = (c, is_letter);
    }
    true
}

fn is_latin(c: char) -> bool {
    (c as u32) < 0x250
}

/// Bytes as messages show them: `0xE9 0x20`.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("0x{b:02X}")).collect::<Vec<_>>().join(" ")
}

/// What to do about bytes that are not UTF-8; `bytes` is the whole text, `wrong` the invalid bytes in it.
pub(crate) fn advice(bytes: &[u8], wrong: &[u8], at_end: bool) -> String {
    advice_by_shapes(utf8_shapes(bytes), wrong, at_end)
}

/// The same by the number of multi-byte characters of the text, and of bytes that are part of none.
fn advice_by_shapes((letters, strays): (usize, usize), wrong: &[u8], at_end: bool) -> String {
    // The first byte of a multi-byte character, with nothing after it.
    if at_end && wrong.first().is_some_and(|b| *b >= 0xC2) && (letters > 0 || strays == wrong.len()) {
        return "the file ends within a character; get it again, or remove these bytes".to_owned();
    }
    let as_letters = WINDOWS_1252.decode_without_bom_handling(wrong).0;
    let readable = !as_letters.chars().any(|c| c.is_control() || c == '\u{fffd}');
    let meant = if readable { format!(" (in Windows-1252 they would be \"{as_letters}\")") } else { String::new() };
    if letters > strays / 8 {
        format!(
            "replace these bytes alone{meant}; the rest of the file is UTF-8, and to convert all of it would spoil it"
        )
    } else {
        format!(
            "replace these bytes{meant}; or, if the file is in another encoding, convert it with `iconv -f ENCODING -t UTF-8`"
        )
    }
}

/// Every place where the bytes are not UTF-8.
fn not_utf8(bytes: &[u8]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut before = String::new();
    let mut line = 1;
    let mut not_shown = 0;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len() + chunk.invalid().len();
        if problems.len() == MAX_PROBLEMS {
            not_shown += usize::from(!chunk.invalid().is_empty());
            continue;
        }
        line += chunk.valid().bytes().filter(|b| *b == b'\n').count();
        match chunk.valid().rfind('\n') {
            Some(at) => before = chunk.valid()[at + 1..].to_owned(),
            None => before.push_str(chunk.valid()),
        }
        if chunk.invalid().is_empty() {
            break;
        }
        problems.push(Problem {
            at: Some(Position { line, column: position(&before, before.len()).column }),
            value: hexadecimal(chunk.invalid()),
            what: "these bytes are not UTF-8".to_owned(),
            rule: RULE,
            help: advice(bytes, chunk.invalid(), at == bytes.len()),
        });
        before.push('\u{fffd}');
    }
    if not_shown > 0 {
        problems.push(Problem {
            at: None,
            value: String::new(),
            what: format!("{not_shown} more places with bytes that are not UTF-8 are not shown"),
            rule: RULE,
            help: "correct those above and build again".to_owned(),
        });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{ISO_8859_2, WINDOWS_1251, WINDOWS_1254};

    fn decoded(bytes: &[u8]) -> String {
        match decode(bytes.to_vec()) {
            Ok(decoded) => format!("{}: {}", decoded.encoding.unwrap_or("UTF-8"), decoded.text),
            Err(problems) => format!("!{}", problems[0].value),
        }
    }

    #[test]
    fn all_bytes_that_are_not_utf8_are_reported() {
        let problems = decode(b"ab\n c\xff d\xfe".to_vec()).unwrap_err();
        let at: Vec<_> = problems.iter().map(|p| (p.at.unwrap().line, p.at.unwrap().column)).collect();
        assert_eq!(at, [(2, 3), (2, 6)]);
        assert_eq!(problems[0].value, "0xFF");
        let problems = decode(b"ab\x81\n".repeat(50)).unwrap_err();
        assert_eq!(problems.len(), MAX_PROBLEMS + 1);
        assert_eq!(problems[MAX_PROBLEMS].what, "30 more places with bytes that are not UTF-8 are not shown");
    }

    #[test]
    fn help_for_bytes_that_are_not_utf8() {
        let help = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err().remove(0).help;
        assert_eq!(
            help(&["Şuşa, 289 km² – caf".as_bytes(), b"\xe9."].concat()),
            "replace these bytes alone (in Windows-1252 they would be \"é\"); \
             the rest of the file is UTF-8, and to convert all of it would spoil it"
        );
        assert_eq!(
            help(b"A caf\xe9."),
            "replace these bytes (in Windows-1252 they would be \"é\"); \
             or, if the file is in another encoding, convert it with `iconv -f ENCODING -t UTF-8`"
        );
        assert!(help(&["Şuşa ".as_bytes(), b"\x81."].concat()).starts_with("replace these bytes alone; the rest"));
        let cut = &"289 km²".as_bytes()[..7];
        assert_eq!(help(cut), "the file ends within a character; get it again, or remove these bytes");
    }

    #[test]
    fn texts_in_other_encodings_are_read() {
        let russian =
            "Министры встретились в городе и говорили о дороге, воде и школах. «Мы согласны», — сказал один из них.";
        let french =
            "Le ministre a déclaré que l’été prochain, à Genève, les délégations se retrouveront « sans préalable ».";
        let turkish = "Bakanlar şehirde görüştü; yol, su ve okullar için çalışacaklarını söylediler. Şuşa ve İstanbul'dan çağrı geldi.";
        let czech =
            "Ministři se sešli ve městě a mluvili o cestách, vodě a školách; řekli, že příště přijedou všichni.";
        for (encoding, text) in
            [(WINDOWS_1251, russian), (WINDOWS_1252, french), (WINDOWS_1254, turkish), (ISO_8859_2, czech)]
        {
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            assert_eq!(decoded(&bytes), format!("{}: {text}", encoding.name()));
        }
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        for text in [russian, french] {
            assert_eq!(decoded(&little(text)), format!("UTF-16LE: {text}"));
            assert_eq!(decoded(&big(text)), format!("UTF-16BE: {text}"));
            assert_eq!(decoded(&[&[0xff, 0xfe], &*little(text)].concat()), format!("UTF-16LE: {text}"));
            assert_eq!(decoded(&[&[0xfe, 0xff], &*big(text)].concat()), format!("UTF-16BE: {text}"));
        }
    }

    #[test]
    fn a_declaration_is_believed_where_the_bytes_allow_it() {
        for (bytes, read) in [
            (&b"<meta charset=windows-1251><p>\xcc\xe8\xf0"[..], "windows-1251: <meta charset=windows-1251><p>Мир"),
            (
                b"<?xml version=\"1.0\" encoding='ISO-8859-9'?><a>\xfe</a>",
                "windows-1254: <?xml version=\"1.0\" encoding='ISO-8859-9'?><a>ş</a>",
            ),
            (
                b"<meta http-equiv=content-type content=\"text/html; charset=koi8-r\">\xed",
                "KOI8-R: <meta http-equiv=content-type content=\"text/html; charset=koi8-r\">М",
            ),
            (b"<meta charset=utf-8><p>caf\xe9 na\xefve \xe9t\xe9", "!0xE9"),
            ("<meta charset=windows-1252>é".as_bytes(), "UTF-8: <meta charset=windows-1252>é"),
        ] {
            assert_eq!(decoded(bytes), read);
        }
    }

    #[test]
    fn what_fits_nothing_is_an_error() {
        for (bytes, first) in [
            (&b"A caf\xe9."[..], "!0xE9"),
            (
                "Şuşa, Ağdam and a stray ".as_bytes().iter().copied().chain([0xe9, 0xe8]).collect::<Vec<u8>>().leak(),
                "!0xE9",
            ),
            (b"Ea\xe9stmere: 18 May\x80\xff 1992", "!0xE9"),
            (b"\xff\xfe\x00\xd8", "!UTF-16LE"),
            (b"\xef\xbb\xbfcaf\xe9 \xe9t\xe9", "!0xE9"),
            (b"a\x81b\x8d c\x8f", "!0x81"),
        ] {
            assert_eq!(decoded(bytes), first, "{bytes:?}");
        }
        for seed in 0..2_000_u32 {
            let bytes: Vec<u8> =
                (0..40).map(|n| (seed.wrapping_mul(2_654_435_761).rotate_left(n) ^ (n * 37)) as u8).collect();
            let _ = decode(bytes);
        }
    }
}
