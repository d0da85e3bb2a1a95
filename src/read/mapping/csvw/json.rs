//! JSON as a tree in which each value knows where it begins.

use crate::base::text::{Position, Problem, position};
use serde::de::IgnoredAny;

/// A value and the byte where it begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) value: Json,
}

/// A JSON value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// A number as written.
    Number(String),
    String(String),
    Array(Vec<Node>),
    /// Members in the order of the text.
    Object(Vec<(String, Node)>),
}

impl Node {
    pub(super) fn text(&self) -> Option<&str> {
        if let Json::String(text) = &self.value { Some(text) } else { None }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        if let Json::Bool(flag) = self.value { Some(flag) } else { None }
    }

    pub(super) fn number(&self) -> Option<usize> {
        if let Json::Number(number) = &self.value { number.parse().ok() } else { None }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        if let Json::Array(nodes) = &self.value { Some(nodes) } else { None }
    }

    pub(super) fn object(&self) -> Option<&[(String, Self)]> {
        if let Json::Object(members) = &self.value { Some(members) } else { None }
    }

    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        self.object()?.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }
}

/// Maximum depth of objects and lists within each other.
const MAX_DEPTH: usize = 64;

/// The tree of a text. serde_json checks the text first; it has no limit of depth when it skips values.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    let wrong = |at: Option<Position>, what: String| Problem {
        at,
        value: String::new(),
        what,
        rule: "a CSVW metadata file is JSON (RFC 8259)",
        help: "correct the file".to_owned(),
    };
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let at = Position { line: error.line(), column: error.column().max(1) };
        return Err(wrong(Some(at), format!("this is no JSON: {error}")));
    }
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader.node().ok_or_else(|| {
        wrong(
            Some(position(text, reader.at.min(text.len()))),
            "this is no JSON, or is nested more than 64 deep".to_owned(),
        )
    })
}

/// A valid text and the place up to which it is read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next character, if it is this one.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn node(&mut self) -> Option<Node> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let node = self.inner();
        self.depth -= 1;
        node
    }

    fn inner(&mut self) -> Option<Node> {
        let first = self.peek()?;
        let at = self.at;
        let value = match first {
            b'{' => {
                self.at += 1;
                let mut members = Vec::new();
                while !self.take(b'}') {
                    self.take(b',');
                    self.peek()?;
                    let name = self.string()?;
                    self.take(b':');
                    members.push((name, self.node()?));
                }
                Json::Object(members)
            }
            b'[' => {
                self.at += 1;
                let mut nodes = Vec::new();
                while !self.take(b']') {
                    self.take(b',');
                    nodes.push(self.node()?);
                }
                Json::Array(nodes)
            }
            b'"' => Json::String(self.string()?),
            _ => {
                let rest = &self.text.as_bytes()[at..];
                let end = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
                self.at += end.max(1);
                match self.text.get(at..self.at)? {
                    "null" => Json::Null,
                    "true" => Json::Bool(true),
                    "false" => Json::Bool(false),
                    number => Json::Number(number.to_owned()),
                }
            }
        };
        Some(Node { at, value })
    }

    fn string(&mut self) -> Option<String> {
        let begin = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while *bytes.get(self.at)? != b'"' {
            self.at += if bytes[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        serde_json::from_str(self.text.get(begin..self.at)?).ok()
    }
}
