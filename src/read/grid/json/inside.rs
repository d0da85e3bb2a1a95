//! The values in an array or object, one by one.

use super::scan::{Fault, Raw, Scanner, Shape, unescape};
use std::borrow::Cow;

/// A member of an object.
#[derive(Debug, Clone)]
pub(super) struct Member<'t> {
    /// Its name, without escapes.
    pub(super) name: Cow<'t, str>,
    pub(super) value: Raw,
}

/// The values in an array or object.
#[derive(Debug, Clone)]
pub(super) struct Inside<'t> {
    pub(super) scanner: Scanner<'t>,
    is_begun: bool,
    is_done: bool,
}

impl<'t> Inside<'t> {
    /// Those of a value that is an array or an object.
    pub(super) fn new(text: &'t str, raw: Raw) -> Self {
        Self { scanner: Scanner::new(text, raw.at + 1), is_begun: false, is_done: raw.is_scalar() }
    }

    /// Goes to where the next value or name begins; `None` at the end.
    pub(super) fn step(&mut self) -> Option<Result<(), Fault>> {
        if self.is_done {
            return None;
        }
        self.scanner.space();
        match (self.scanner.peek(), self.is_begun) {
            (Some(b']' | b'}'), _) => {
                self.is_done = true;
                return None;
            }
            (Some(b','), true) => self.scanner.at += 1,
            (None, _) | (_, true) => {
                self.is_done = true;
                return Some(Err(self.scanner.unexpected()));
            }
            _ => {}
        }
        self.is_begun = true;
        self.scanner.space();
        Some(Ok(()))
    }

    /// The next value of an array.
    pub(super) fn item(&mut self) -> Option<Result<Raw, Fault>> {
        let step = self.step()?;
        let found = step.and_then(|()| self.scanner.value(&mut ()));
        self.is_done |= found.is_err();
        Some(found)
    }

    /// The name of an object that begins here; the scanner then stands before its value.
    pub(super) fn name_here(&mut self) -> Result<Cow<'t, str>, Fault> {
        let found = self.scanner.name(&mut ());
        self.is_done |= found.is_err();
        found.map(|(at, end)| unescape(self.scanner.text.get(at..end).unwrap_or_default()))
    }

    /// Lets nothing follow.
    pub(super) fn finish(&mut self) {
        self.is_done = true;
    }

    /// The next member of an object.
    pub(super) fn member(&mut self) -> Option<Result<Member<'t>, Fault>> {
        let name = match self.step()?.and_then(|()| self.name_here()) {
            Ok(name) => name,
            Err(fault) => return Some(Err(fault)),
        };
        let found = self.scanner.value(&mut ());
        self.is_done |= found.is_err();
        Some(found.map(|value| Member { name, value }))
    }
}

/// The value of a member; `None` if the object has none with this name.
pub(super) fn get(text: &str, object: Raw, name: &str) -> Option<Raw> {
    if object.shape != Shape::Object {
        return None;
    }
    let mut inside = Inside::new(text, object);
    while let Some(Ok(member)) = inside.member() {
        if member.name == name {
            return Some(member.value);
        }
    }
    None
}

/// The characters of a string; `None` if the value is none.
pub(super) fn string_of(text: &str, raw: Raw) -> Option<Cow<'_, str>> {
    (raw.shape == Shape::Text).then(|| unescape(raw.of(text).get(1..raw.end - raw.at - 1).unwrap_or_default()))
}
