//! Articles in JSON, one a line (JSON Lines). `[jsonl]` configures the member of an object that holds each field;
//! otherwise the names that archives commonly use are tried.

use super::{Body, Piece, read_line, short};
use crate::base::text::encoding::{advice, hexadecimal};
use crate::base::text::{Position, Problem};
use crate::dataset::JsonlFields;
use crate::read::source::MAX_ENTRY;
use crate::read::source::html::without_by;
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fmt;
use std::io::BufRead;

/// The lines of a file.
pub(super) struct Lines {
    reader: Box<dyn BufRead>,
    names: Vec<(&'static str, Vec<String>)>,
    buffer: Vec<u8>,
    line: usize,
    code_points: usize,
    done: bool,
}

/// The fields of an article, and the names that are tried for each.
const COMMON: &[(&str, &[&str])] = &[
    ("text", &["text", "body", "content", "article", "maintext", "article_text", "articleBody", "full_text"]),
    ("html", &["html", "content_html", "body_html", "raw_html"]),
    ("title", &["title", "headline"]),
    (
        "date",
        &[
            "date", "published", "date_published", "datePublished", "published_at", "publish_date", "date_publish",
            "pubDate",
        ],
    ),
    ("url", &["url", "link", "canonical_url"]),
    ("publisher", &["publisher", "source", "site", "outlet", "publication"]),
    ("authors", &["authors", "author", "byline"]),
    ("language", &["language", "lang"]),
    ("id", &["id", "_id", "guid", "uuid"]),
];

impl Lines {
    pub(super) fn new(reader: Box<dyn BufRead>, fields: &JsonlFields) -> Self {
        let given = fields.given();
        let names = COMMON
            .iter()
            .map(|(field, common)| {
                let name = given.iter().find(|(f, _)| f == field).and_then(|(_, name)| *name);
                let common = || common.iter().map(|n| (*n).to_owned()).collect();
                (*field, name.map_or_else(common, |n| vec![n.to_owned()]))
            })
            .collect();
        Self { reader, names, buffer: Vec::new(), line: 0, code_points: 0, done: false }
    }

    pub(super) fn code_points(&self) -> usize {
        self.code_points
    }

    /// The next article; blank lines are skipped.
    pub(super) fn next(&mut self) -> Option<Result<Piece, Problem>> {
        while !self.done {
            let read = match read_line(&mut *self.reader, &mut self.buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => {
                    self.done = true;
                    let at = Some(Position { line: self.line + 1, column: 1 });
                    return Some(Err(Problem {
                        at,
                        value: String::new(),
                        what: format!("the file cannot be read from here: {error}"),
                        rule: "a file of articles is read to its end",
                        help: "get the file again; the articles before were read".to_owned(),
                    }));
                }
            };
            self.line += 1;
            self.code_points += self.buffer.iter().filter(|b| **b & 0xC0 != 0x80).count();
            let bytes = if self.line == 1 {
                self.buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.buffer)
            } else {
                &self.buffer
            };
            if read > MAX_ENTRY {
                let start = String::from_utf8_lossy(&bytes[..80]).into_owned();
                return Some(Err(wrong(
                    self.line,
                    MAX_ENTRY + 1,
                    &start,
                    "this article is too large".to_owned(),
                    "an article of a file has at most 8 MiB",
                    "leave it out",
                )));
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            return Some(self.piece(bytes));
        }
        None
    }

    fn piece(&self, bytes: &[u8]) -> Result<Piece, Problem> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let (before, after) = bytes.split_at(e.valid_up_to());
            let len = e.error_len().unwrap_or(after.len()).min(after.len());
            let column = String::from_utf8_lossy(before).chars().count() + 1;
            let what = "these bytes are not UTF-8".to_owned();
            wrong(
                self.line,
                column,
                &hexadecimal(&after[..len]),
                what,
                "JSON is UTF-8 (RFC 8259, section 8.1)",
                &advice(bytes, &after[..len], false),
            )
        })?;
        // Without the line feed, so that an error at the end is reported in its own line.
        let text = text.trim_end_matches(['\n', '\r']);
        let column_of = |at: usize| {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text[..at].chars().count() + 1
        };
        let object: Map<String, Value> = match serde_json::from_str(text) {
            Ok(Value::Object(object)) => object,
            Ok(_) => {
                let what = "this line is JSON but not an object".to_owned();
                return Err(wrong(self.line, 1, text, what, RULE, "write {\"title\": …, \"text\": …}"));
            }
            Err(e) => {
                let at = e.column().saturating_sub(1);
                let value = &text[text.char_indices().nth(column_of(at).saturating_sub(20)).map_or(0, |(at, _)| at)..];
                let what = e.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                return Err(wrong(
                    self.line,
                    column_of(at),
                    value,
                    format!("this is not JSON: {what}"),
                    RULE,
                    "correct the line",
                ));
            }
        };
        if let Some(member) = duplicate_member(text) {
            let at = text.rfind(&format!("\"{member}\"")).map_or(1, column_of);
            let what = format!("the member {member:?} is given twice");
            let help = "keep one of the two";
            return Err(wrong(self.line, at, &member, what, "the names of an object are unique", help));
        }
        let mut piece = Piece { line: self.line, ..Piece::default() };
        for (field, names) in &self.names {
            let Some((name, value)) = names.iter().find_map(|n| Some((n, find(&object, n)?))) else { continue };
            let column = || {
                let last = name.rsplit('.').next().unwrap_or(name);
                text.find(&format!("\"{last}\"")).map_or(1, column_of)
            };
            let values = words(value, *field == "authors", matches!(*field, "id"));
            let Some(mut values) = values else {
                let what = format!("{name} is not a text");
                return Err(wrong(
                    self.line,
                    column(),
                    &value.to_string(),
                    what,
                    "the parts of an article are texts",
                    "write it in quotation marks, or name another field under [jsonl]",
                ));
            };
            if matches!(*field, "url" | "date" | "language" | "id" | "text") {
                piece.columns.push((field, column()));
            }
            if *field == "authors" {
                piece.authors = values.iter().map(|a| without_by(a).to_owned()).filter(|a| !a.is_empty()).collect();
                continue;
            }
            let value = values.pop().filter(|v| !v.trim().is_empty());
            match *field {
                "text" => piece.body = value.map_or(Body::None, Body::Text),
                "html" if matches!(piece.body, Body::None) => piece.body = value.map_or(Body::None, Body::Html),
                "title" => piece.title = value,
                "date" => piece.published = value,
                "url" => piece.url = value,
                "publisher" => piece.publisher = value,
                "language" => piece.language = value,
                "id" => piece.id = value,
                _ => {}
            }
        }
        Ok(piece)
    }
}

const RULE: &str = "a line of a .jsonl file is one JSON object";

/// The first member of an object that occurs more than once.
fn duplicate_member(text: &str) -> Option<String> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let (mut seen, mut duplicate_member) = (HashSet::new(), None);
            while let Some((name, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                if duplicate_member.is_none() && seen.contains(&name) {
                    duplicate_member = Some(name);
                } else {
                    seen.insert(name);
                }
            }
            Ok(duplicate_member)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Names).ok().flatten()
}

fn wrong(line: usize, column: usize, value: &str, what: String, rule: &'static str, help: &str) -> Problem {
    let at = Some(Position { line, column });
    Problem { at, value: short(value), what, rule, help: help.to_owned() }
}

/// A member, or a member of a member: `meta.title`. Null counts as missing.
fn find<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let found = object.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        find(object.get(first)?.as_object()?, rest)
    });
    found.filter(|v| !v.is_null())
}

/// A text; a list of texts if `several`; a number if `number`. A publisher or an author may be an object with a name.
fn words(value: &Value, several: bool, number: bool) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Number(n) if number => Some(vec![n.to_string()]),
        Value::Object(object) => Some(vec![object.get("name")?.as_str()?.to_owned()]),
        Value::Array(values) if several => {
            let texts: Option<Vec<Vec<String>>> = values.iter().map(|v| words(v, false, false)).collect();
            Some(texts?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_given_twice_is_found() {
        for (line, name) in [
            (r#"{"text": "a", "title": "b"}"#, None),
            (r#"{"text": "a", "title": "b", "text": "c"}"#, Some("text")),
            (r#"{"text": "a", "te\u0078t": "c"}"#, Some("text")),
            (r#"{"text": "a", "meta": {"text": "b"}}"#, None),
        ] {
            assert_eq!(duplicate_member(line).as_deref(), name, "{line}");
        }
    }
}
