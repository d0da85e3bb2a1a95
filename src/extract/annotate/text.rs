//! The reading as text: in colour for a terminal, or with labels in square brackets.
//!
//! With labels, `[PER Grigory Karasin]` is a name, `[TIME October 2017 = 2017-10]` a time with its value, `[SAYS 2 …]`
//! the words of the second quotation and `[CUE 2 said]` its cue, `[EVENT 1 summit]` the word that names the first
//! event. In colour the labels of names are omitted; quotations and events keep their numbers, which are those of the
//! tables.

use super::Annotated;
use super::marks::{Mark, MarkKind};
use super::nesting::{Step, steps};
use crate::extract::finding::EntityType;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The layout of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Use colours (ANSI escape codes, ECMA-48) in place of most labels.
    pub colour: bool,
    /// Maximum width of a line in columns; `None` for one line per paragraph.
    pub width: Option<usize>,
}

const PLAIN: &str = "\x1b[0m";

/// The colour of a kind, as SGR parameters.
fn colour(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Name(EntityType::Person) => "1;34",
        MarkKind::Name(EntityType::Organisation) => "1;35",
        MarkKind::Name(EntityType::Place) => "1;32",
        MarkKind::Name(EntityType::Event) => "1;36",
        MarkKind::Name(EntityType::Nationality) => "32",
        MarkKind::Name(EntityType::Other) => "1",
        MarkKind::Time => "33",
        MarkKind::Role => "4",
        MarkKind::Speech => "3",
        MarkKind::Cue => "36",
        MarkKind::Event => "1;31",
        MarkKind::Clause => "",
    }
}

/// The text of an article with its marks. Clauses are not drawn; the words that name events are.
pub fn text(of: &Annotated<'_>, marks: &[Mark], look: Look) -> String {
    let marks: Vec<Mark> = marks.iter().filter(|m| m.kind != MarkKind::Clause).cloned().collect();
    let parts: Vec<_> = of.parts().map(|(_, range)| range).collect();
    let mut out = String::new();
    for (part, steps) in of.parts().zip(steps(&marks, &parts)) {
        let heading = part.0.is_none();
        let drawn = if look.colour { coloured(of, &marks, &steps, heading) } else { labelled(of, &marks, &steps) };
        match look.width {
            Some(width) => wrap(&drawn, width, &mut out),
            None => out.push_str(&drawn),
        }
        out.push_str("\n\n");
    }
    out
}

/// The meaning of the labels or colours, in one paragraph.
pub fn legend(look: Look) -> String {
    let kinds = MarkKind::LEGEND.iter().filter(|k| **k != MarkKind::Clause);
    let drawn = |kind: &MarkKind| match look.colour {
        true => format!("\x1b[{}m{}{PLAIN}", colour(*kind), kind.name().replace(' ', "\u{a0}")),
        false => format!("{}\u{a0}{}", kind.label(), kind.name().replace(' ', "\u{a0}")),
    };
    let line = kinds.map(drawn).collect::<Vec<_>>().join(if look.colour { "  " } else { ", " });
    let mut out = String::new();
    match look.width {
        Some(width) => wrap(&line, width, &mut out),
        None => out.push_str(&line),
    }
    out.replace('\u{a0}', " ")
}

fn labelled(of: &Annotated<'_>, marks: &[Mark], steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Open { mark, first } => {
                let mark = &marks[*mark];
                out.push('[');
                out.push_str(mark.kind.label());
                if is_numbered(mark.kind) {
                    let _ = write!(out, " {}", mark.number + 1);
                }
                out.push_str(if *first { " " } else { " … " });
            }
            Step::Text(range) => line(&of.text()[range.clone()], &mut out),
            Step::Close { mark, last } => {
                if let (true, Some(value)) = (*last, value(of, &marks[*mark])) {
                    let _ = write!(out, " = {value}");
                }
                out.push(']');
            }
        }
    }
    out
}

fn coloured(of: &Annotated<'_>, marks: &[Mark], steps: &[Step], heading: bool) -> String {
    let mut out = String::new();
    let mut open: Vec<MarkKind> = Vec::new();
    let restore = |open: &[MarkKind], out: &mut String| {
        out.push_str(PLAIN);
        if heading {
            out.push_str("\x1b[1m");
        }
        for code in open.iter().map(|k| colour(*k)) {
            let _ = write!(out, "\x1b[{code}m");
        }
    };
    restore(&open, &mut out);
    for step in steps {
        match step {
            Step::Open { mark, first } => {
                let mark = &marks[*mark];
                if *first && is_numbered(mark.kind) && mark.kind != MarkKind::Cue {
                    let _ = write!(out, "{PLAIN}\x1b[2m{}:", mark.number + 1);
                }
                open.push(mark.kind);
                restore(&open, &mut out);
            }
            Step::Text(range) => line(&of.text()[range.clone()], &mut out),
            Step::Close { mark, last } => {
                if let (true, Some(value)) = (*last, value(of, &marks[*mark])) {
                    let _ = write!(out, "{PLAIN}\x1b[2m={value}");
                }
                open.pop();
                restore(&open, &mut out);
            }
        }
    }
    out.push_str(PLAIN);
    out
}

fn is_numbered(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Speech | MarkKind::Cue | MarkKind::Event)
}

/// The value of a time: EDTF if it has a place in the calendar.
fn value(of: &Annotated<'_>, mark: &Mark) -> Option<String> {
    let time = of.findings.times.get(mark.number).filter(|_| mark.kind == MarkKind::Time)?;
    let edtf = time.extent.as_ref().map(|e| e.edtf.clone());
    edtf.or_else(|| time.value.clone()).or_else(|| Some("?".to_owned()))
}

/// Words on one line: line ends within a paragraph become spaces.
fn line(words: &str, out: &mut String) {
    out.extend(words.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
}

/// Breaks a line at spaces. Escape codes have no width and no spaces.
fn wrap(text: &str, width: usize, out: &mut String) {
    let mut used = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let wide = visible(word);
        if used > 0 && used + 1 + wide > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += wide;
    }
}

/// The width of a word in columns.
fn visible(word: &str) -> usize {
    let mut wide = 0;
    let mut rest = word;
    while let Some(at) = rest.find('\x1b') {
        wide += rest[..at].width();
        rest = rest[at..].find('m').map_or("", |end| &rest[at + end + 1..]);
    }
    wide + rest.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_by_what_is_seen() {
        for (text, width, expected) in [
            ("one two three", 7, "one two\nthree"),
            ("\x1b[1mone\x1b[0m two three", 7, "\x1b[1mone\x1b[0m two\nthree"),
            ("東京 東京 a", 9, "東京 東京\na"),
            ("incomprehensibilities a", 5, "incomprehensibilities\na"),
            ("", 5, ""),
        ] {
            let mut out = String::new();
            wrap(text, width, &mut out);
            assert_eq!(out, expected);
        }
    }
}
