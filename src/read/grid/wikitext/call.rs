//! A use of a template: its name and its parameters.

use super::spans::{Kind, Spans};
use crate::read::grid::plain::trimmed;
use std::ops::Range;

/// Maximum length of the name of a template or parameter, in bytes.
const MAX_NAME: usize = 200;

/// A use of a template.
#[derive(Debug)]
pub(super) struct Call<'t> {
    /// Its name in lower case, with spaces, without its namespace; empty if it is not a plain name.
    pub(super) name: String,
    /// Its name as written.
    pub(super) written: &'t str,
    /// Its parameters in order.
    pub(super) parameters: Vec<Parameter<'t>>,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Parameter<'t> {
    /// Its name, if it is written.
    pub(super) name: Option<&'t str>,
    /// The range of its value, without white space at both ends.
    pub(super) value: Range<usize>,
}

impl<'t> Call<'t> {
    /// Reads a template with its braces.
    pub(super) fn new(text: &'t str, spans: &Spans, range: &Range<usize>) -> Self {
        let mut parts = split(text, spans, range.start + 2..range.end - 2).into_iter();
        let (first, _) = parts.next().unwrap_or((range.start..range.start, None));
        let written = text[trimmed(text, first)].trim_start_matches(':');
        let name = written.split("<!--").next().unwrap_or_default().trim();
        let plain = name.len() <= MAX_NAME && !name.contains(['{', '[', '<', '\n']);
        let mut name = if plain { name.replace('_', " ").to_lowercase() } else { String::new() };
        for namespace in ["template:", "шаблон:"] {
            if let Some(rest) = name.strip_prefix(namespace) {
                name = rest.trim().to_owned();
            }
        }
        let parameter = |(range, equals): (Range<usize>, Option<usize>)| match equals {
            Some(at) => {
                let name = text[range.start..at].trim();
                let name = name.rsplit("-->").next().unwrap_or_default().trim();
                Parameter { name: Some(name), value: trimmed(text, at + 1..range.end) }
            }
            None => Parameter { name: None, value: trimmed(text, range) },
        };
        Self { name, written, parameters: parts.map(parameter).collect() }
    }

    /// The values of parameters without a name or with a number for one, up to the first that is missing.
    pub(super) fn positional(&self) -> Vec<Range<usize>> {
        let mut values: Vec<Option<Range<usize>>> = Vec::new();
        let mut next = 1;
        for Parameter { name, value } in &self.parameters {
            let position = match name {
                None => {
                    next += 1;
                    next - 1
                }
                Some(name) => match name.parse::<usize>() {
                    Ok(n) if (1..=self.parameters.len()).contains(&n) => n,
                    _ => continue,
                },
            };
            values.resize(values.len().max(position), None);
            values[position - 1] = Some(value.clone());
        }
        values.into_iter().map_while(|value| value).collect()
    }

    /// The value of the last parameter with a name.
    pub(super) fn named(&self, name: &str) -> Option<Range<usize>> {
        self.parameters.iter().rev().find(|p| p.name == Some(name)).map(|p| p.value.clone())
    }
}

/// Splits a range at its pipes outside spans; each part has the position of its first equals sign outside spans.
fn split(text: &str, spans: &Spans, range: Range<usize>) -> Vec<(Range<usize>, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let (mut start, mut equals, mut at) = (range.start, None, range.start);
    while at < range.end {
        match bytes[at] {
            b'{' | b'[' | b'<' => {
                let inner = spans.at(at).filter(|s| s.range.end <= range.end && s.kind != Kind::Table);
                at = inner.map_or(at + 1, |span| span.range.end);
            }
            b'|' => {
                parts.push((start..at, equals));
                (start, equals) = (at + 1, None);
                at += 1;
            }
            b'=' => {
                equals = equals.or(Some(at));
                at += 1;
            }
            _ => at += 1,
        }
    }
    parts.push((start..range.end, equals));
    parts
}
