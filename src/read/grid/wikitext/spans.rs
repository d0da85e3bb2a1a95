//! What in a wikitext hides the marks of tables: comments, templates, links, references, words that are not markup. One
//! pass finds where each begins and ends.

use crate::read::grid::plain::tag;
use std::cmp::Reverse;
use std::ops::Range;

/// What a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something that shows nothing.
    Comment,
    /// An element whose content is not markup.
    Plain,
    /// A reference, with its content if it has one.
    Reference,
    /// `{{…}}`
    Template,
    /// `[[…]]`
    Link,
    /// A table of its own.
    Table,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Its range in bytes, with its marks.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// The spans of a text, by their beginnings; of two that begin together, the longer first.
#[derive(Debug, Default)]
pub(super) struct Spans(Vec<Span>);

/// Elements whose content is not markup.
const PLAIN: &[&str] = &["nowiki", "pre", "math", "source", "syntaxhighlight", "gallery", "timeline", "chem", "score"];

impl Spans {
    pub(super) fn new(text: &str) -> Self {
        let mut pass = Pass { text, found: Vec::new(), open: Vec::new(), templates: 0, links: 0, endless: Vec::new() };
        pass.run();
        let mut spans = Self(pass.found);
        spans.sort();
        spans
    }

    /// Adds spans.
    pub(super) fn add(&mut self, more: impl IntoIterator<Item = Span>) {
        self.0.extend(more);
        self.sort();
    }

    fn sort(&mut self) {
        self.0.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
    }

    /// The longest span that begins at a position.
    pub(super) fn at(&self, position: usize) -> Option<&Span> {
        self.from(position).first().filter(|span| span.range.start == position)
    }

    /// The spans that begin at a position or after it.
    pub(super) fn from(&self, position: usize) -> &[Span] {
        &self.0[self.0.partition_point(|span| span.range.start < position)..]
    }

    /// The spans that are in no other.
    pub(super) fn outermost(&self) -> impl Iterator<Item = &Span> {
        let mut end = 0;
        self.0.iter().filter(move |span| {
            let is_outer = span.range.start >= end;
            end = end.max(span.range.end);
            is_outer
        })
    }
}

/// The pass over a text.
struct Pass<'t> {
    text: &'t str,
    found: Vec<Span>,
    /// The templates and links that are open, and whether each is a template.
    open: Vec<(usize, bool)>,
    templates: usize,
    links: usize,
    /// The closing tags that do not come again.
    endless: Vec<&'static str>,
}

impl Pass<'_> {
    fn run(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let pair = bytes.get(at..at + 2).unwrap_or_default();
            match pair {
                b"{{" => {
                    self.open.push((at, true));
                    self.templates += 1;
                    at += 2;
                }
                b"[[" => {
                    self.open.push((at, false));
                    self.links += 1;
                    at += 2;
                }
                b"}}" if self.templates > 0 => at = self.close(at, true),
                b"]]" if self.links > 0 => at = self.close(at, false),
                _ => match bytes[at] {
                    b'<' => at = self.angle(at),
                    b'\n' => {
                        // A link ends in its line, except the caption of a picture.
                        while let Some((start, _)) = self.open.last().filter(|open| !open.1) {
                            if super::links::is_file(&text[start + 2..at]) {
                                break;
                            }
                            self.links -= 1;
                            self.open.pop();
                        }
                        at += 1;
                    }
                    _ => at += 1,
                },
            }
        }
    }

    /// Closes the last template or link; what is open in it is never closed.
    fn close(&mut self, at: usize, is_template: bool) -> usize {
        while let Some((start, is)) = self.open.pop() {
            if is {
                self.templates -= 1;
            } else {
                self.links -= 1;
            }
            if is == is_template {
                let kind = if is { Kind::Template } else { Kind::Link };
                self.found.push(Span { range: start..at + 2, kind });
                break;
            }
        }
        at + 2
    }

    /// Reads a comment or an element; returns the position after it.
    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("<!--") {
            // A comment that is never closed hides the rest.
            let end = rest.find("-->").map_or(self.text.len(), |end| at + end + 3);
            self.found.push(Span { range: at..end, kind: Kind::Comment });
            return end;
        }
        let Some(found) = tag(rest).filter(|found| !found.closes) else { return at + 1 };
        let Some(name) = PLAIN.iter().chain(&["ref"]).find(|name| **name == found.name) else { return at + 1 };
        let after = at + found.length;
        let kind = if *name == "ref" { Kind::Reference } else { Kind::Plain };
        if found.is_empty {
            let kind = if kind == Kind::Plain { Kind::Comment } else { kind };
            self.found.push(Span { range: at..after, kind });
            return after;
        }
        if self.endless.contains(name) {
            return at + 1;
        }
        let Some(end) = closing(self.text, after, name) else {
            self.endless.push(name);
            return at + 1;
        };
        self.found.push(Span { range: at..end, kind });
        end
    }
}

/// The end of the closing tag of an element.
fn closing(text: &str, from: usize, name: &str) -> Option<usize> {
    let is_it = |at: usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    let start = text[from..].match_indices("</").map(|(at, _)| from + at).find(|at| is_it(*at))?;
    Some(text[start..].find('>').map_or(text.len(), |end| start + end + 1))
}

/// The content of an element that is a span.
pub(super) fn content(text: &str, range: &Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = tag(words).map_or(0, |found| found.length);
    let end = words.rfind("</").filter(|end| *end >= start).unwrap_or(start);
    range.start + start..range.start + end
}
