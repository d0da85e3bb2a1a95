//! What a piece of wikitext shows: words without marks, links by their labels, templates that are read by their values,
//! all other templates as they are written.

use super::call::Call;
use super::spans::{Kind, Spans, content};
use super::{links, templates};
use crate::base::iri::folded_space;
use crate::read::grid::plain::{Words, entity, tag};
use std::ops::Range;

/// Maximum depth of templates and links in one another; deeper ones stay as they are written.
const MAX_DEPTH: usize = 16;
/// Maximum length of an address, in bytes.
const MAX_ADDRESS: usize = 2_000;
/// Tags that show nothing and hide nothing.
const SILENT: &[&str] = &["noinclude", "onlyinclude", "includeonly", "section", "references", "br"];

/// Reads pieces of a wikitext.
pub(super) struct Shower<'t> {
    text: &'t str,
    spans: &'t Spans,
    /// The templates that were not run: their names as written, and their positions.
    pub(super) unread: Vec<(&'t str, usize)>,
    /// Up to here no bracket closes a link to another site.
    unclosed: usize,
}

impl<'t> Shower<'t> {
    pub(super) fn new(text: &'t str, spans: &'t Spans) -> Self {
        Self { text, spans, unread: Vec::new(), unclosed: 0 }
    }

    /// What a range shows, with white space folded.
    pub(super) fn shown(&mut self, range: Range<usize>) -> String {
        folded_space(&self.words(range, 0))
    }

    fn words(&mut self, range: Range<usize>, depth: usize) -> String {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut words = Words::default();
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            match bytes[at] {
                b'{' | b'[' | b'<' => {
                    if let Some(span) = self.spans.at(at).filter(|span| span.range.end <= range.end) {
                        let (span, kind) = (span.range.clone(), span.kind);
                        at = span.end;
                        let shown = self.span(span, kind, depth);
                        words.push_str(&shown);
                        continue;
                    }
                    at += match bytes[at] {
                        b'[' => self.external(rest, at, &mut words, depth),
                        b'<' => match tag(rest).filter(|t| SILENT.contains(&t.name.as_str()) || words.tag(t)) {
                            Some(found) => {
                                if found.name == "br" {
                                    words.push_str(" ");
                                }
                                found.length
                            }
                            None => {
                                words.push_str("<");
                                1
                            }
                        },
                        _ => {
                            words.push_str("{");
                            1
                        }
                    };
                }
                b':' => match self.spans.at(at).filter(|s| s.kind == Kind::Table && s.range.end <= range.end) {
                    // A table that is indented.
                    Some(span) => at = span.range.end,
                    None => {
                        words.push_str(":");
                        at += 1;
                    }
                },
                b'\'' => {
                    let run = rest.bytes().take_while(|b| *b == b'\'').count();
                    // Two are italic, three bold, five both; what is over is shown.
                    let over = [0, 1, 0, 0, 1, 0].get(run).copied().unwrap_or(run.saturating_sub(5));
                    words.push_str(&"'".repeat(over));
                    at += run;
                }
                b'&' => {
                    let (shown, length) = entity(rest).unwrap_or_else(|| ("&".to_owned(), 1));
                    words.push_str(&shown);
                    at += length;
                }
                _ => {
                    let length = rest.find(['{', '[', '<', '\'', '&', ':']).unwrap_or(rest.len());
                    words.push_str(&rest[..length]);
                    at += length;
                }
            }
        }
        words.text
    }

    fn span(&mut self, range: Range<usize>, kind: Kind, depth: usize) -> String {
        let text = self.text;
        match kind {
            Kind::Comment | Kind::Reference => String::new(),
            // Tables are divided from the words around them.
            Kind::Table => " ".to_owned(),
            Kind::Plain => plain(&text[content(text, &range)]),
            Kind::Link | Kind::Template if depth >= MAX_DEPTH => text[range].to_owned(),
            Kind::Link => self.link(range, depth),
            Kind::Template => {
                let call = Call::new(text, self.spans, &range);
                let read = templates::shown(&call, &mut |value| folded_space(&self.words(value, depth + 1)));
                read.unwrap_or_else(|| {
                    self.unread.push((call.written, range.start));
                    text[range].to_owned()
                })
            }
        }
    }

    /// A link to a page: its label, or its target.
    fn link(&mut self, range: Range<usize>, depth: usize) -> String {
        let inner = range.start + 2..range.end - 2;
        let words = &self.text[inner.clone()];
        let (target, label) = match words.find('|') {
            Some(pipe) => (&words[..pipe], Some(inner.start + pipe + 1..inner.end)),
            None => (words, None),
        };
        let target = target.trim();
        if links::is_silent(target) {
            return String::new();
        }
        match label {
            Some(label) if !self.text[label.clone()].trim().is_empty() => self.words(label, depth + 1),
            // `[[Alpha (town)|]]` is shown as "Alpha".
            Some(_) => target.split(" (").next().unwrap_or_default().to_owned(),
            None if target.contains("{{") => self.words(inner, depth + 1),
            None => plain(target.trim_start_matches(':')),
        }
    }

    /// Reads a link to another site, or a bracket; returns its length.
    fn external(&mut self, rest: &str, at: usize, words: &mut Words, depth: usize) -> usize {
        let begins = ["http://", "https://", "//", "mailto:", "ftp://"].iter().any(|p| rest[1..].starts_with(p));
        // What an unclosed link has searched is not searched again.
        let from = self.unclosed.saturating_sub(at).min(rest.len());
        let searched = &rest.as_bytes()[from..rest.len().min(MAX_ADDRESS).max(from)];
        let end = begins.then(|| searched.iter().position(|b| matches!(b, b']' | b'\n'))).flatten();
        if begins && end.is_none_or(|end| searched[end] == b'\n') {
            self.unclosed = at + from + end.unwrap_or(searched.len());
        }
        let Some(end) = end.map(|end| from + end).filter(|end| rest.as_bytes()[*end] == b']') else {
            words.push_str("[");
            return 1;
        };
        match rest[1..end].find([' ', '\t']) {
            Some(space) if depth < MAX_DEPTH && !rest[1 + space..end].trim().is_empty() => {
                let label = self.words(at + 1 + space..at + end, depth + 1);
                words.push_str(label.trim());
            }
            _ => words.push_str(rest[1..end].trim()),
        }
        end + 1
    }
}

/// Words that are not markup: only their entities are read.
fn plain(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        shown.push_str(&rest[..at]);
        let (character, length) = entity(&rest[at..]).unwrap_or_else(|| ("&".to_owned(), 1));
        shown.push_str(&character);
        rest = &rest[at + length..];
    }
    shown.push_str(rest);
    shown
}
