//! What the small markup that Markdown and wikitext share with HTML shows in a plain text: entities, raised and lowered
//! figures, the words of a tag.

use crate::read::source::html::words;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

/// Maximum length of an entity, in bytes.
const MAX_ENTITY: usize = 34;
/// Maximum number of names of entities that are remembered; HTML has about 2,200.
const MAX_NAMED: usize = 4_096;
/// Maximum length of a tag, in bytes.
const MAX_TAG: usize = 2_000;

/// The character of an entity at the beginning of a text (`&nbsp;`, `&#160;`), and its length in bytes.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(MAX_ENTITY).position(|b| *b == b';')?;
    let name = text.get(1..end)?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((char::from_u32(code).filter(|c| *c != '\0')?.to_string(), end + 1));
    }
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let shown = match name {
        "nbsp" => "\u{a0}".to_owned(),
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "ndash" => "–".to_owned(),
        "mdash" => "—".to_owned(),
        "minus" => "−".to_owned(),
        "thinsp" | "ensp" | "emsp" => " ".to_owned(),
        "deg" => "°".to_owned(),
        "sup2" => "²".to_owned(),
        _ => named(&text[..=end])?,
    };
    Some((shown, end + 1))
}

/// The character of an entity by its name, as the parser of HTML has it; `None` if it has none.
fn named(entity: &str) -> Option<String> {
    /// Names asked for, because each takes a parser.
    static NAMED: Mutex<BTreeMap<String, Option<String>>> = Mutex::new(BTreeMap::new());
    let read = || Some(words(entity)).filter(|shown| !shown.starts_with('&') && !shown.is_empty());
    let Ok(mut known) = NAMED.lock() else { return read() };
    if let Some(shown) = known.get(entity) {
        return shown.clone();
    }
    let shown = read();
    if known.len() < MAX_NAMED {
        known.insert(entity.to_owned(), shown.clone());
    }
    shown
}

/// A tag at the beginning of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its name in lower case.
    pub(super) name: String,
    /// Its attributes.
    pub(super) attributes: &'t str,
    /// Whether it is `</name>`.
    pub(super) closes: bool,
    /// Whether it is `<name/>`.
    pub(super) is_empty: bool,
    /// Its length in bytes.
    pub(super) length: usize,
}

/// The tag at the beginning of a text; `None` if there is none, as in `< 5`.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let rest = text.strip_prefix('<')?;
    let closes = rest.starts_with('/');
    let from = 1 + usize::from(closes);
    let bytes = text.as_bytes();
    if !bytes.get(from)?.is_ascii_alphabetic() {
        return None;
    }
    let name = bytes[from..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
    if !bytes.get(from + name).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
        return None;
    }
    let mut quote = None;
    for (n, byte) in bytes.iter().enumerate().take(MAX_TAG).skip(from + name) {
        match (quote, byte) {
            (None, b'>') => {
                let inner = text.get(from + name..n)?;
                let is_empty = inner.ends_with('/');
                let attributes = inner.trim_end_matches('/').trim();
                let name = text[from..from + name].to_ascii_lowercase();
                return Some(Tag { name, attributes, closes, is_empty, length: n + 1 });
            }
            (None, b'<') => return None,
            (None, mark @ (b'"' | b'\'')) => quote = Some(*mark),
            (Some(mark), byte) if mark == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Elements whose words are shown without further ado, or that show nothing themselves.
const KNOWN: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "center", "cite", "code", "data", "del", "dfn", "div", "em", "font", "hr",
    "i", "ins", "kbd", "mark", "nobr", "p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "br", "li", "ol", "ul", "poem", "blockquote", "img",
];

/// Whether an element is one of those that a cell has for its looks.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// Whether the words around an element do not join those in it.
pub(super) fn separates(name: &str) -> bool {
    matches!(name, "br" | "p" | "div" | "li" | "ol" | "ul" | "hr" | "poem" | "blockquote")
}

/// Whether the words of an element are not shown: struck out or hidden.
pub(super) fn is_hidden(tag: &Tag<'_>) -> bool {
    let attributes = tag.attributes.to_ascii_lowercase();
    let style: String = attributes.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(tag.name.as_str(), "s" | "del" | "strike")
        || style.contains("display:none")
        || attributes.contains("sortkey")
        || attributes.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == "hidden")
            && !style.contains("overflow:hidden")
}

/// Figures in raised or lowered characters, so that they do not join a number before them.
pub(super) fn shifted(c: char, is_lowered: bool) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let row = if is_lowered { LOWERED } else { RAISED };
    match c.to_digit(10) {
        Some(digit) => row[digit as usize % 10],
        None if is_lowered => c,
        None => match c {
            '-' | '−' => '⁻',
            '+' => '⁺',
            c => c,
        },
    }
}

/// The words of a text in HTML's small markup, as they are collected. What is hidden is left out.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words so far, with white space as written.
    pub(super) text: String,
    /// Whether figures are raised (`false`) or lowered (`true`).
    shift: Option<bool>,
    /// The hidden element that is open, and how many of its name are open in it.
    hidden: Option<(String, usize)>,
}

impl Words {
    /// Adds words that are shown as they are.
    pub(super) fn push_str(&mut self, words: &str) {
        match (&self.hidden, self.shift) {
            (Some(_), _) => {}
            (None, Some(is_lowered)) => self.text.extend(words.chars().map(|c| shifted(c, is_lowered))),
            (None, None) => self.text.push_str(words),
        }
    }

    /// Adds a tag. Returns `false` if it is no tag of a text, and so is shown as it is written.
    pub(super) fn tag(&mut self, tag: &Tag<'_>) -> bool {
        if let Some((name, open)) = &mut self.hidden {
            if *name == tag.name && !tag.is_empty {
                *open = if tag.closes { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    self.hidden = None;
                }
            }
            return true;
        }
        if !is_known(&tag.name) {
            return false;
        }
        if separates(&tag.name) {
            self.text.push(' ');
        }
        match tag.name.as_str() {
            "sup" | "sub" => self.shift = (!tag.closes && !tag.is_empty).then_some(tag.name == "sub"),
            "br" | "hr" | "wbr" | "img" => {}
            _ if !tag.closes && !tag.is_empty && is_hidden(tag) => self.hidden = Some((tag.name.clone(), 1)),
            _ => {}
        }
        true
    }
}

/// The range of a text without white space at both ends. An empty one stands where its white space begins.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    if start > end { range.start..range.start } else { start..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_characters() {
        for (text, shown) in [
            ("&nbsp;x", Some("\u{a0}")),
            ("&#178;", Some("²")),
            ("&#xB2;", Some("²")),
            ("&eacute;", Some("é")),
            ("&unheardof;", None),
            ("& so on;", None),
            ("&#0;", None),
            ("&", None),
        ] {
            assert_eq!(entity(text).map(|e| e.0).as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn tags_end_at_their_bracket() {
        let found = tag("<span title=\"a > b\" class=x>y").expect("a tag");
        assert_eq!((found.name.as_str(), found.length, found.closes), ("span", 28, false));
        assert!(tag("<br/>").is_some_and(|t| t.is_empty));
        for not in ["< 5", "<5", "<a <b>", "<a", "<"] {
            assert_eq!(tag(not), None, "{not}");
        }
    }
}
