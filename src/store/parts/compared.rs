//! What the whole dataset compares of a source: a line for each value of a claim that can contradict another, and one for
//! what the search for copies needs of each document. Fields are separated by tabs.
//!
//! ```text
//! v SUBJECT ASPECT KEY CLAIM range LOW HIGH
//! v SUBJECT ASPECT KEY CLAIM one TEXT
//! v SUBJECT ASPECT KEY CLAIM role TITLE OF FIRST LAST      OF and the days of publication may be empty
//! s ENTRY                                                  the entry of the sketch store, hexadecimal
//! ```

use crate::claim::disagreement::{Key, RoleValue, Says, Value};
use crate::store::copies::sketch_store::Entry;
use crate::store::disagree::Values;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// A value that a claim gives for a place or a person.
    Value {
        /// The IRI of the place or person.
        subject: String,
        /// The aspect.
        key: Key,
        /// The value.
        value: Value,
    },
    /// What the search for copies needs of a document.
    Entry(Box<Entry>),
}

/// Appends a line for each value, which are taken; returns how many there are.
pub(in crate::store) fn push_values(values: &mut Values, out: &mut Vec<u8>) -> usize {
    let mut count = 0;
    for (subject, key, value) in values.take() {
        count += 1;
        out.extend_from_slice(b"v");
        let (aspect, name) = key.parts();
        for text in [subject.as_str(), aspect, name, &value.claim] {
            field(text, out);
        }
        match &value.says {
            Says::Range { low, high } => {
                field("range", out);
                field(&low.to_string(), out);
                field(&high.to_string(), out);
            }
            Says::One(text) => {
                field("one", out);
                field(text, out);
            }
            Says::Role(role) => {
                field("role", out);
                field(&role.title, out);
                field(role.of.as_deref().unwrap_or_default(), out);
                let [first, last] = match role.published {
                    Some((first, last)) => [first.to_string(), last.to_string()],
                    None => Default::default(),
                };
                field(&first, out);
                field(&last, out);
            }
        }
        out.push(b'\n');
    }
    count
}

/// Appends the line of an entry.
pub(in crate::store) fn push_entry(entry: &Entry, out: &mut Vec<u8>) {
    out.extend_from_slice(b"s\t");
    out.extend_from_slice(crate::base::iri::hex(&entry.to_bytes()).as_bytes());
    out.push(b'\n');
}

fn field(text: &str, out: &mut Vec<u8>) {
    out.push(b'\t');
    for byte in text.bytes() {
        match byte {
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            byte => out.push(byte),
        }
    }
}

impl Compared {
    /// What a line says, without its end; `None` if it is no such line.
    pub fn parse(line: &str) -> Option<Self> {
        let rest = match line.split_once('\t')? {
            ("s", hex) => return Entry::from_bytes(&bytes(hex)?).map(|entry| Self::Entry(Box::new(entry))),
            ("v", rest) => rest,
            _ => return None,
        };
        let fields: Vec<String> = rest.split('\t').map(unescaped).collect::<Option<_>>()?;
        let [subject, aspect, name, claim, kind, said @ ..] = fields.as_slice() else { return None };
        let says = match (kind.as_str(), said) {
            ("range", [low, high]) => Says::Range { low: low.parse().ok()?, high: high.parse().ok()? },
            ("one", [text]) => Says::One(text.clone()),
            ("role", [title, of, first, last]) => {
                let published = match (first.is_empty(), last.is_empty()) {
                    (true, true) => None,
                    _ => Some((first.parse().ok()?, last.parse().ok()?)),
                };
                let of = Some(of.clone()).filter(|of| !of.is_empty());
                Says::Role(Box::new(RoleValue { title: title.clone(), of, published }))
            }
            _ => return None,
        };
        let value = Value { claim: claim.clone(), says };
        Some(Self::Value { subject: subject.clone(), key: Key::of_parts(aspect, name)?, value })
    }
}

fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| (b as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| if let [a, b] = pair { Some(digit(*a)? << 4 | digit(*b)?) } else { None }).collect()
}

/// Calls `each` with every line of a file, without its end.
pub fn read<E: From<io::Error>>(path: &Path, mut each: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut reader = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file));
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        each(line.trim_end_matches('\n'))?;
        line.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::iri::Span;
    use crate::claim::types;
    use crate::store::copies::minhash::Sketch;
    use crate::store::copies::sketch_store::Credited;

    #[test]
    fn what_is_written_is_read_back() {
        let key = || {
            let aspect = types::AREA.aspect.as_ref().unwrap();
            Key::new(aspect, |_| Ok::<_, ()>(Some("a-\\b\tc".to_owned()))).unwrap().unwrap()
        };
        let says = [
            Says::Range { low: -(1 << 100), high: i128::MAX },
            Says::One("zwei\tWörter\\ \n\r".to_owned()),
            Says::Role(Box::new(RoleValue { title: "head of x".to_owned(), of: None, published: None })),
            Says::Role(Box::new(RoleValue {
                title: "mayor".to_owned(),
                of: Some("https://ex.org/p".to_owned()),
                published: Some((-5, 7)),
            })),
        ];
        for says in says {
            let value = Value { claim: "https://ex.org/c".to_owned(), says };
            let mut values = Values::default();
            values.insert("https://ex.org/s", key(), value.clone());
            let mut out = Vec::new();
            assert_eq!(push_values(&mut values, &mut out), 1);
            assert!(values.take().is_empty(), "values are taken");
            let line = String::from_utf8(out).unwrap();
            let expected = Compared::Value { subject: "https://ex.org/s".to_owned(), key: key(), value };
            assert_eq!(Compared::parse(line.trim_end_matches('\n')), Some(expected));
        }
    }

    #[test]
    fn an_entry_is_read_back_and_a_cut_one_is_not() {
        let entry = Entry {
            id: "wire/1".to_owned(),
            file: "wire".to_owned(),
            credits: vec![Credited {
                words: "(Wire)".to_owned(),
                span: Span { start: 1, end: 7 },
                name: "w".to_owned(),
            }],
            sketch: Sketch { shingles: 3, smallest: vec![1, 2, u32::MAX], places: vec![0, 9, 255] },
            ..Entry::default()
        };
        let mut out = Vec::new();
        push_entry(&entry, &mut out);
        let line = String::from_utf8(out).unwrap();
        let line = line.trim_end();
        assert_eq!(Compared::parse(line), Some(Compared::Entry(Box::new(entry))));
        for cut in 1..line.len() {
            assert_eq!(Compared::parse(&line[..cut]), None, "{cut}");
        }
        for wrong in ["", "v", "v\ta\tb\tc\td\trange\t1\t2", "s\tzz", "x\t00"] {
            assert_eq!(Compared::parse(wrong), None, "{wrong}");
        }
    }
}
