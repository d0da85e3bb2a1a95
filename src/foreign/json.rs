//! Files of findings in JSON: one text, or one on each line. Values know where they stand.

use super::model::FindingsFile;
use super::note::{FilePlace, Note};
use serde_json::Value;
use std::fmt;

const SYNTAX: &str = "a file of findings in JSON has the syntax of RFC 8259";

/// The JSON texts of a file.
#[derive(Debug, Default)]
pub(super) struct Texts(Vec<(FilePlace, Value)>);

impl Texts {
    /// Reads a file. Lines that are no JSON are problems; a file that is none at all is an error.
    pub(super) fn read(text: &str, file: &mut FindingsFile) -> Result<Self, Note> {
        let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let whole = match serde_json::from_str(bare) {
            Ok(whole) => return Ok(Self(vec![(FilePlace::default(), whole)])),
            Err(error) => error,
        };
        // A text that is broken in its first line is no lines either.
        let mut lines = bare.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let first = lines.clone().next().and_then(|(_, line)| serde_json::from_str::<Value>(line).ok());
        if !first.is_some_and(|first| first.is_object() || first.is_array()) {
            let at =
                FilePlace { line: Some(whole.line()), column: Some(whole.column().max(1)), pointer: String::new() };
            return Err(broken(at, &whole));
        }
        let mut texts = Vec::new();
        for (n, line) in lines.by_ref() {
            match serde_json::from_str(line) {
                Ok(value) => texts.push((FilePlace::line(n + 1), value)),
                Err(error) => {
                    let at = FilePlace { column: Some(error.column().max(1)), ..FilePlace::line(n + 1) };
                    file.problems.push(broken(at, &error));
                }
            }
        }
        Ok(Self(texts))
    }

    /// The values of the texts.
    pub(super) fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.0.iter().map(|(at, value)| Item { value, at: at.clone() })
    }
}

fn broken(at: FilePlace, error: &serde_json::Error) -> Note {
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what).to_owned();
    Note { at, value: String::new(), what, rule: SYNTAX, help: "export the findings again".to_owned() }
}

/// A value with its place in the file.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) value: &'a Value,
    pub(super) at: FilePlace,
}

impl<'a> Item<'a> {
    /// A member that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(Self { value, at: self.at.child(key) })
    }

    /// The first of several members that is there.
    pub(super) fn any(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The items of an array; a value that is none is one item.
    pub(super) fn each(&self) -> Vec<Self> {
        match self.value {
            Value::Array(values) => {
                let item = |(n, value)| Self { value, at: self.at.child(n) };
                values.iter().enumerate().map(item).collect()
            }
            Value::Null => Vec::new(),
            _ => vec![self.clone()],
        }
    }

    /// The items of a member, if there is one.
    pub(super) fn all(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|item| item.each()).unwrap_or_default()
    }

    /// The members of an object, in the order of their names.
    pub(super) fn members(&self) -> Vec<(&'a str, Self)> {
        let Value::Object(members) = self.value else { return Vec::new() };
        let some = members.iter().filter(|(_, value)| !value.is_null());
        some.map(|(key, value)| (key.as_str(), Self { value, at: self.at.child(key) })).collect()
    }

    /// A text.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// The text of a member.
    pub(super) fn text_of(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// A text, a number or a truth value, as text.
    pub(super) fn plain(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(is) => Some(is.to_string()),
            _ => None,
        }
    }

    /// An offset.
    pub(super) fn offset(&self) -> Option<usize> {
        usize::try_from(self.value.as_u64()?).ok()
    }

    /// The offsets in two members. An error if only one is there, or one is no offset.
    pub(super) fn offsets(&self, start: &str, end: &str) -> Result<Option<(usize, usize)>, Note> {
        let (start, end) = (self.get(start), self.get(end));
        match (&start, &end) {
            (None, None) => Ok(None),
            _ => match (start.and_then(|item| item.offset()), end.and_then(|item| item.offset())) {
                (Some(start), Some(end)) => Ok(Some((start, end))),
                _ => Err(self.wrong("the offsets are not two whole numbers from 0")),
            },
        }
    }

    /// That something is wrong with the value.
    pub(super) fn wrong(&self, what: impl fmt::Display) -> Note {
        Note {
            at: self.at.clone(),
            value: shortened(&self.value.to_string()),
            what: what.to_string(),
            rule: "a finding has what its format asks for",
            help: "correct the file, or export it again; the rest of it is read".to_owned(),
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
