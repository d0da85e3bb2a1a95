//! Where an article says that it was taken from elsewhere: "Source: Interfax", "(Interfax)" at the end of a paragraph
//! or after the dateline, "as reported by Interfax". The name alone proves nothing; [`super`] checks whether a source
//! of the dataset bears it and has the same text.

use crate::base::iri::folded;
use std::ops::Range;

/// Maximum number of credits of an article.
const MAX_CREDITS: usize = 4;
/// Maximum length of a name, in bytes.
const MAX_NAME: usize = 80;
/// Maximum length of a dateline, in bytes: "LONG ISLAND CITY, New York, 12 March (Interfax) – ".
const MAX_DATELINE: usize = 80;

/// A credit: the words that name the origin of the text. Positions are in bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The words of the credit, including the name.
    pub range: Range<usize>,
    /// The name or address alone, in the form of [`comparable`].
    pub name: String,
}

/// Finds the credits in the paragraphs of an article.
pub fn credits(text: &str, paragraphs: &[Range<usize>]) -> Vec<Credit> {
    let mut found = Vec::new();
    for (n, range) in paragraphs.iter().enumerate() {
        if found.len() >= MAX_CREDITS {
            break;
        }
        let paragraph = &text[range.clone()];
        let mut add = |words: Range<usize>, name: &str| {
            let name = comparable(name);
            if !name.is_empty() && found.len() < MAX_CREDITS {
                found.push(Credit { range: range.start + words.start..range.start + words.end, name });
            }
        };
        if let Some(rest) = after_word(paragraph, "source:").or_else(|| after_word(paragraph, "via:")) {
            let name = line(rest);
            let start = paragraph.len() - rest.len();
            add(0..start + name.len(), name);
        }
        if let Some((words, name)) = last_brackets(paragraph) {
            add(words, name);
        }
        if n == 0
            && let Some((words, name)) = dateline(paragraph)
        {
            add(words, name);
        }
        if let Some((words, name)) = reported_by(paragraph) {
            add(words, name);
        }
    }
    found
}

/// The form of a name, of a credit or of a publisher, in which names are compared.
pub fn comparable(name: &str) -> String {
    let name = folded(name);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let name = name.strip_prefix("the ").unwrap_or(name);
    let ends = [" news agency", " news service", " agency", " news"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned()
}

/// The text after an ASCII word at its beginning, if the text begins with the word.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| text[word.len()..].trim_start())
}

/// The beginning of a text up to the end of its line, or nothing if that is too long for a name.
fn line(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default().trim_end();
    if line.len() <= MAX_NAME { line } else { "" }
}

/// The last bracketed words of a paragraph, if they end it.
fn last_brackets(paragraph: &str) -> Option<(Range<usize>, &str)> {
    let end = paragraph.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    let inside = paragraph[..end].strip_suffix(')')?;
    let from = floor(inside, inside.len().saturating_sub(MAX_NAME));
    let open = from + inside[from..].rfind('(')?;
    Some((open..end, &inside[open + 1..]))
}

/// The bracketed words before the dash that ends a dateline.
fn dateline(paragraph: &str) -> Option<(Range<usize>, &str)> {
    let head = &paragraph[..floor(paragraph, MAX_DATELINE)];
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let after = paragraph[close + 1..].trim_start();
    let before_is_name = head[..open].chars().next().is_none_or(char::is_uppercase);
    let dash = after.starts_with(['-', '–', '—']);
    (dash && before_is_name).then(|| (open..close + 1, &head[open + 1..close]))
}

/// The name after "as reported by".
fn reported_by(paragraph: &str) -> Option<(Range<usize>, &str)> {
    const CUE: &[u8] = b"as reported by ";
    let bytes = paragraph.as_bytes();
    let at = bytes.windows(CUE.len()).position(|w| w.eq_ignore_ascii_case(CUE))?;
    let start = at + CUE.len();
    let rest = &paragraph[start..];
    let end = rest.find([',', '.', ';', ':', '(', '\n']).unwrap_or(rest.len());
    (end <= MAX_NAME).then(|| (at..start + end, &rest[..end]))
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found() {
        for (paragraph, expected) in [
            ("The bridge will reopen in May. (Vale Wire)", vec![("(Vale Wire)", "vale wire")]),
            ("The bridge will reopen in May (Vale Wire).", vec![("(Vale Wire)", "vale wire")]),
            ("ORLO, 3 May (Vale Wire) – The bridge will reopen.", vec![("(Vale Wire)", "vale wire")]),
            ("Source: The Vale News Agency", vec![("Source: The Vale News Agency", "vale")]),
            ("SOURCE: https://wire.example/1", vec![("SOURCE: https://wire.example/1", "https://wire.example/1")]),
            ("The toll, as reported by Vale Wire, is to rise.", vec![("as reported by Vale Wire", "vale wire")]),
            ("The river (the Orl) is high, and the bridge is shut.", vec![]),
            ("Sources in the ministry said so.", vec![]),
            ("“(Ж", vec![]),
            ("Ж)", vec![]),
            ("()", vec![]),
        ] {
            let found = credits(paragraph, std::slice::from_ref(&(0..paragraph.len())));
            let found: Vec<_> = found.iter().map(|c| (&paragraph[c.range.clone()], c.name.as_str())).collect();
            assert_eq!(found, expected, "{paragraph}");
        }
    }
}
