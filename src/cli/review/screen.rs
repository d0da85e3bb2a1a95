//! A claim as a terminal shows it.

use super::list::status;
use crate::cli::terminal::single_line;
use chorograph::review::{Card, SourceSummary, Status};
use std::fmt::Write;

/// Code points that change the direction of all that follows: a source may not rearrange the screen.
const OVERRIDES: [char; 9] =
    ['\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// Untrusted text on one line.
pub(super) fn shown(text: &str) -> String {
    single_line(text).replace(OVERRIDES, "\u{FFFD}")
}

/// A claim with its sentence, its fields and the decisions on it.
pub(super) fn card(
    card: &Card,
    source: &SourceSummary,
    words: &str,
    (decided, total): (usize, usize),
    is_coloured: bool,
) -> String {
    let mut out = String::new();
    let date = if source.date.is_empty() { String::new() } else { format!(", {}", shown(&source.date)) };
    let restricted = if source.restricted { " (restricted)" } else { "" };
    let _ = writeln!(
        out,
        "\n{decided} of {total} decided: {}{date}{restricted} <{}>",
        shown(&source.title),
        shown(&card.source)
    );
    let _ = writeln!(out, "  {}", sentence(card, words, is_coloured));
    let _ = writeln!(out, "{}", bold(&shown(&card.english), is_coloured));
    for doubt in &card.doubts {
        let _ = writeln!(out, "  check: {}", shown(doubt));
    }
    let width = card.fields.iter().map(|field| field.label.chars().count()).max().unwrap_or_default();
    for (n, field) in card.fields.iter().enumerate() {
        let value = if field.shown.is_empty() { "-".to_owned() } else { shown(&field.shown) };
        let machine: Vec<&str> =
            card.machine.iter().filter(|read| read.name == field.name).map(|read| read.shown.as_str()).collect();
        let now = card.fields.iter().filter(|other| other.name == field.name).map(|other| other.shown.as_str());
        let is_other = !card.machine.is_empty() && !now.eq(machine.iter().copied());
        let read = if is_other { format!("   (read as: {})", shown(&machine.join(", "))) } else { String::new() };
        let _ = writeln!(out, "  {:>2} {:width$}  {value}{read}", n + 1, field.label);
    }
    if card.status != Status::Open {
        let _ = writeln!(out, "  {}", status(card.status));
    }
    for decision in &card.decisions {
        let comment =
            if decision.comment.is_empty() { String::new() } else { format!(": {}", shown(&decision.comment)) };
        let problem =
            if decision.problem.is_empty() { String::new() } else { format!(" ({})", shown(&decision.problem)) };
        let (who, day) = (shown(&decision.reviewer), shown(&decision.day));
        let _ = writeln!(out, "  {} by {who} on {day}{comment}{problem}", decision.verdict);
    }
    out
}

/// The sentence with the words of the claim in bold and those of its fields underlined; without colour, the words of the claim in
/// brackets.
fn sentence(card: &Card, words: &str, is_coloured: bool) -> String {
    let is_field = |at: usize| {
        card.fields
            .iter()
            .any(|field| field.start.zip(field.end).is_some_and(|(start, end)| (start..end).contains(&at)))
    };
    let mut out = String::new();
    let mut style = Style::default();
    for (n, c) in words.chars().enumerate() {
        let at = card.sentence_start + n;
        let is_claim = (card.start..card.end).contains(&at);
        let now = Style { is_claim, is_field: is_claim && is_field(at) };
        if now != style {
            out += &style.change(now, is_coloured);
            style = now;
        }
        out += &shown(c.encode_utf8(&mut [0; 4])).replace('\u{FFFD}', if c == '\n' { " " } else { "\u{FFFD}" });
    }
    out + &style.change(Style::default(), is_coloured)
}

/// How words are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Style {
    is_claim: bool,
    is_field: bool,
}

impl Style {
    fn change(self, now: Self, is_coloured: bool) -> String {
        if is_coloured {
            return match now {
                _ if now == self => "",
                Self { is_field: true, .. } => "\x1b[0;1;4m",
                Self { is_claim: true, .. } => "\x1b[0;1m",
                Self { .. } => "\x1b[0m",
            }
            .to_owned();
        }
        match (self.is_claim, now.is_claim) {
            (false, true) => "[".to_owned(),
            (true, false) => "]".to_owned(),
            _ => String::new(),
        }
    }
}

fn bold(text: &str, is_coloured: bool) -> String {
    if is_coloured { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}
