//! Values of one type. Each function gives a value with its line, or reports what is wrong with it and gives none.

use crate::base::text::{Position, Problem};
use crate::read::mapping::lines::Lines;
use crate::read::mapping::{MappingLine, Said};
use ::toml::Spanned;
use ::toml::de::{DeInteger, DeTable, DeValue};
use std::ops::Range;

/// Minimum similarity of a key to a known one that a message names (Damerau-Levenshtein, 0 to 1).
const SIMILAR: f64 = 0.55;
/// Maximum length of the value that a message shows, in code points.
const MAX_SHOWN: usize = 80;

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// The text of a file and the errors found in it so far.
pub(super) struct Reader<'a> {
    lines: Lines<'a>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { lines: Lines::new(text), problems: Vec::new() }
    }

    /// The line where a value begins.
    pub(super) fn line(&self, span: &Range<usize>) -> MappingLine {
        self.lines.line(span.start)
    }

    pub(super) fn said<T>(&self, value: T, span: &Range<usize>) -> Said<T> {
        Said { value, line: self.line(span) }
    }

    /// Reports a value.
    pub(super) fn wrong(
        &mut self,
        span: Range<usize>,
        what: impl Into<String>,
        rule: &'static str,
        help: impl Into<String>,
    ) {
        let line = self.line(&span);
        let words = self.lines.text.get(span).unwrap_or_default();
        let value = words.strip_prefix('"').and_then(|w| w.strip_suffix('"')).unwrap_or(words);
        let value = value.chars().take(MAX_SHOWN).collect();
        self.report(&line, value, what, rule, help);
    }

    /// Reports a value that was read.
    pub(super) fn report(
        &mut self,
        line: &MappingLine,
        value: String,
        what: impl Into<String>,
        rule: &'static str,
        help: impl Into<String>,
    ) {
        let at = Some(Position { line: line.number, column: line.column });
        self.problems.push(Problem { at, value, what: what.into(), rule, help: help.into() });
    }

    /// Reports a key that is not known.
    pub(super) fn unknown(&mut self, span: Range<usize>, key: &str, known: &[&str], rule: &'static str) {
        let help = match nearest(key, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", known.join(", ")),
        };
        self.wrong(span, format!("unknown key `{key}`"), rule, help);
    }

    fn mistyped(&mut self, key: &str, value: &Value<'_>, is: &'static str, example: &str) {
        let found = value.get_ref().type_str();
        self.wrong(value.span(), format!("`{key}` cannot be this {found}"), is, format!("write {example}"));
    }

    /// A text, perhaps empty.
    pub(super) fn any_text(&mut self, key: &str, value: &Value<'_>) -> Option<Said<String>> {
        match value.get_ref().as_str() {
            Some("") => Some(self.said(String::new(), &value.span())),
            _ => self.text(key, value),
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Said<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.mistyped(key, value, "this key is a text in quotation marks", &format!("{key} = \"…\""));
            return None;
        };
        if text.trim().is_empty() {
            let help = "leave the key out when there is nothing to say";
            self.wrong(value.span(), format!("`{key}` is empty"), "a text has characters", help);
            return None;
        }
        Some(self.said(text.to_owned(), &value.span()))
    }

    /// A text, or a number or date as it is written.
    pub(super) fn word(&mut self, key: &str, value: &Value<'_>) -> Option<Said<String>> {
        match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
                let written = self.lines.text.get(value.span()).unwrap_or_default();
                Some(self.said(written.to_owned(), &value.span()))
            }
            DeValue::String(text) => Some(self.said(text.to_string(), &value.span())),
            _ => self.text(key, value),
        }
    }

    /// A text that passes a check.
    pub(super) fn checked(
        &mut self,
        key: &str,
        value: &Value<'_>,
        ok: impl Fn(&str) -> bool,
        rule: &'static str,
        help: &str,
    ) -> Option<Said<String>> {
        let said = self.text(key, value)?;
        if ok(&said.value) {
            return Some(said);
        }
        self.wrong(value.span(), format!("invalid `{key}`"), rule, help);
        None
    }

    /// A text of a list.
    pub(super) fn one_of(&mut self, key: &str, value: &Value<'_>, of: &[&str]) -> Option<Said<String>> {
        let said = self.text(key, value)?;
        if of.contains(&said.value.as_str()) {
            return Some(said);
        }
        let help = match nearest(&said.value, of) {
            Some(near) => format!("did you mean \"{near}\"? Known are {}", of.join(", ")),
            None => format!("write one of {}", of.join(", ")),
        };
        self.wrong(value.span(), format!("invalid `{key}`"), "this key takes one of a list of words", help);
        None
    }

    /// Texts, one or a list; each once.
    pub(super) fn texts(&mut self, key: &str, value: &Value<'_>) -> Vec<Said<String>> {
        self.list(value, |reader, value| reader.text(key, value)).distinct(self, key)
    }

    /// Words, one or a list; each once. They may be empty, and numbers.
    pub(super) fn words(&mut self, key: &str, value: &Value<'_>) -> Vec<Said<String>> {
        self.list(value, |reader, value| reader.word(key, value)).distinct(self, key)
    }

    /// The values of a list, or one value.
    pub(super) fn list<T>(
        &mut self,
        value: &Value<'_>,
        mut read: impl FnMut(&mut Self, &Value<'_>) -> Option<T>,
    ) -> Vec<T> {
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(|value| read(self, value)).collect(),
            _ => read(self, value).into_iter().collect(),
        }
    }

    /// A number from 1.
    pub(super) fn number(&mut self, key: &str, value: &Value<'_>) -> Option<Said<usize>> {
        let number = value.get_ref().as_integer().and_then(integer).and_then(|number| usize::try_from(number).ok());
        match number {
            Some(number) if number > 0 => Some(self.said(number, &value.span())),
            _ => {
                self.mistyped(key, value, "this key is a whole number that counts from 1", &format!("{key} = 1"));
                None
            }
        }
    }

    /// A year.
    pub(super) fn year(&mut self, key: &str, value: &Value<'_>) -> Option<Said<i16>> {
        let year = value.get_ref().as_integer().and_then(integer).and_then(|number| i16::try_from(number).ok());
        let year = year.filter(|year| (1..=9999).contains(year)).map(|year| self.said(year, &value.span()));
        if year.is_none() {
            self.mistyped(key, value, "a year is a whole number from 1 to 9999", &format!("{key} = 1991"));
        }
        year
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str, value: &Value<'_>) -> Option<Said<bool>> {
        let Some(flag) = value.get_ref().as_bool() else {
            self.mistyped(key, value, "this key is true or false", &format!("{key} = true"));
            return None;
        };
        Some(self.said(flag, &value.span()))
    }

    /// One character that is no letter, digit or line end.
    pub(super) fn mark(&mut self, key: &str, value: &Value<'_>) -> Option<Said<char>> {
        let text = value.get_ref().as_str().unwrap_or_default();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(mark), None) if !mark.is_alphanumeric() && !matches!(mark, '\n' | '\r') => {
                Some(self.said(mark, &value.span()))
            }
            _ => {
                let rule = "a mark is one character that is no letter, digit or line end";
                self.wrong(value.span(), format!("invalid `{key}`"), rule, format!("write {key} = \",\""));
                None
            }
        }
    }

    /// The keys of a table in the order of the file.
    pub(super) fn entries<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t str, Range<usize>, &'t Value<'i>)> {
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries
    }
}

/// Lists without repetitions.
trait Distinct {
    /// The list without what is said twice; that is reported.
    fn distinct(self, reader: &mut Reader<'_>, key: &str) -> Self;
}

impl Distinct for Vec<Said<String>> {
    fn distinct(mut self, reader: &mut Reader<'_>, key: &str) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        self.retain(|said| {
            let is_new = seen.insert(said.value.clone());
            if !is_new {
                let what = format!("`{key}` has this twice");
                reader.report(&said.line, said.value.clone(), what, "a list names each once", "remove one");
            }
            is_new
        });
        self
    }
}

/// The value of an integer.
fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The known word that is most like another.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let similarity = |known: &str| strsim::normalized_damerau_levenshtein(&word, known);
    let near = known.iter().copied().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
    near.filter(|near| similarity(near) >= SIMILAR)
}
