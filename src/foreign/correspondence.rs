//! Which characters of one text are which of another: of a text that a findings file holds and the text of the document,
//! or of the document and a form of it that a tool may have counted in.
//!
//! Two texts are the same when their characters are, with canonical decomposition (NFD) and one line feed for each line
//! end, without a byte order mark; white space and the shape of quotation marks are let go only where the format is known
//! not to keep them.

use super::model::Fidelity;
use std::fmt;
use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// How two texts that are the same differ.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Difference {
    /// One has a byte order mark.
    pub mark: bool,
    /// Line ends are CR LF in one.
    pub lines: bool,
    /// Accents and the like are written in another normal form.
    pub form: bool,
    /// White space differs.
    pub space: bool,
    /// Quotation marks or dashes differ.
    pub typography: bool,
}

impl Difference {
    /// Whether they are the same to the byte.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            (self.mark, "the byte order mark"),
            (self.lines, "line ends"),
            (self.form, "the Unicode normal form"),
            (self.space, "white space"),
            (self.typography, "quotation marks or dashes"),
        ];
        let names: Vec<&str> = named.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        f.write_str(&if names.is_empty() { "nothing".to_owned() } else { names.join(", ") })
    }
}

/// A text beside the text of the document: for each stretch that cannot be divided, its bytes in both.
#[derive(Debug)]
pub(super) struct Correspondence {
    stretches: Vec<(Range<usize>, Range<usize>)>,
}

impl Correspondence {
    /// The range of the document's text that a range of the other text is; `None` if an end falls inside of a stretch,
    /// or nothing is left of it.
    pub(super) fn carried(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.stretches.partition_point(|(theirs, _)| theirs.end <= range.start);
        let last = self.stretches.partition_point(|(theirs, _)| theirs.start < range.end);
        let (first, last) = (self.stretches.get(first)?, self.stretches.get(last.checked_sub(1)?)?);
        let is_whole = first.0.start >= range.start && last.0.end <= range.end && first.0.start <= last.0.start;
        is_whole.then_some(first.1.start..last.1.end)
    }
}

/// A character as it is compared, with the bytes that it was made of.
struct Folded {
    c: char,
    range: Range<usize>,
}

/// The characters of a text as they are compared.
fn folded(text: &str, fidelity: Fidelity) -> Vec<Folded> {
    let mut out: Vec<Folded> = Vec::with_capacity(text.len());
    let mut sorted = 0;
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        if at == 0 && c == '\u{FEFF}' {
            continue;
        }
        if fidelity > Fidelity::Whole && c.is_whitespace() {
            continue;
        }
        if matches!(c, '\r' | '\n') {
            match out.last_mut() {
                Some(last) if c == '\n' && text[..at].ends_with('\r') => last.range.end = range.end,
                _ => out.push(Folded { c: '\n', range }),
            }
            sorted = out.len();
            continue;
        }
        if fidelity == Fidelity::Tokens
            && let Some(plain) = plain_punctuation(c)
        {
            out.extend(plain.chars().map(|c| Folded { c, range: range.clone() }));
            continue;
        }
        decompose_canonical(c, |c| out.push(Folded { c, range: range.clone() }));
        // Combining characters stand in the order of their classes.
        if canonical_combining_class(c) == 0 {
            sorted = out.len();
        } else {
            out[sorted..].sort_by_key(|folded| canonical_combining_class(folded.c));
        }
    }
    if fidelity == Fidelity::Tokens {
        return doubled_quotes(out);
    }
    // Many a tool leaves out the last line end.
    while out.last().is_some_and(|last| last.c == '\n') {
        out.pop();
    }
    out
}

/// The forms that a treebank gives quotation marks and dashes.
fn plain_punctuation(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '"' => "\"",
        '‘' | '’' | '‚' | '‛' | '`' | '\'' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '-' => "-",
        '…' => "...",
        _ => return None,
    })
}

/// Two quotation marks or dashes beside each other as one, because a treebank writes one as two.
fn doubled_quotes(chars: Vec<Folded>) -> Vec<Folded> {
    let mut out: Vec<Folded> = Vec::with_capacity(chars.len());
    for folded in chars {
        match out.last_mut() {
            Some(last) if last.c == '\'' && folded.c == '\'' && last.range.end == folded.range.start => {
                *last = Folded { c: '"', range: last.range.start..folded.range.end };
            }
            Some(last) if last.c == '-' && folded.c == '-' && last.range.end == folded.range.start => {
                last.range.end = folded.range.end;
            }
            _ => out.push(folded),
        }
    }
    out
}

/// Lays a text along that of the document. An error is the byte of the document's text at which they begin to differ.
pub(super) fn between(theirs: &str, ours: &str, fidelity: Fidelity) -> Result<(Correspondence, Difference), usize> {
    // No normal form makes a text so much longer; what is not the text is not held in memory.
    if theirs.len() > 16 * ours.len() + 4096 {
        let same = ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b);
        return Err(same.map(|(c, _)| c.len_utf8()).sum());
    }
    let (left, right) = (folded(theirs, fidelity), folded(ours, fidelity));
    if let Some(n) = (0..left.len().max(right.len())).find(|n| {
        let pair = (left.get(*n).map(|f| f.c), right.get(*n).map(|f| f.c));
        pair.0 != pair.1
    }) {
        return Err(right.get(n).map_or(ours.len(), |f| f.range.start));
    }
    let mut stretches: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (l, r) in left.iter().zip(&right) {
        match stretches.last_mut() {
            // Both go on where either character is made of the same bytes as the one before.
            Some(last) if l.range.start < last.0.end || r.range.start < last.1.end => {
                last.0 = last.0.start.min(l.range.start)..last.0.end.max(l.range.end);
                last.1 = last.1.start.min(r.range.start)..last.1.end.max(r.range.end);
            }
            _ => stretches.push((l.range.clone(), r.range.clone())),
        }
    }
    let mut difference = Difference::default();
    for (l, r) in &stretches {
        let (l, r) = (&theirs[l.clone()], &ours[r.clone()]);
        if l == r {
            continue;
        }
        if l.ends_with(['\n', '\r']) && r.ends_with(['\n', '\r']) {
            difference.lines = true;
        } else if fidelity == Fidelity::Tokens && l.chars().chain(r.chars()).any(|c| plain_punctuation(c).is_some()) {
            difference.typography = true;
        } else {
            difference.form = true;
        }
    }
    let ends = |text: &str| text.len() - text.trim_end_matches(['\r', '\n']).len();
    difference.lines |= fidelity == Fidelity::Whole && ends(theirs) != ends(ours);
    difference.mark = theirs.starts_with('\u{FEFF}') != ours.starts_with('\u{FEFF}');
    if fidelity > Fidelity::Whole {
        // What stands behind the last word is in no span.
        let space = |text: &str| text.trim_end().chars().filter(|c| c.is_whitespace()).collect::<String>();
        difference.space = space(theirs) != space(ours);
    }
    Ok((Correspondence { stretches }, difference))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(theirs: &str, ours: &str, fidelity: Fidelity, words: &str) -> Option<String> {
        let (correspondence, _) = between(theirs, ours, fidelity).unwrap();
        let at = theirs.find(words).unwrap();
        Some(ours[correspondence.carried(&(at..at + words.len()))?].to_owned())
    }

    #[test]
    fn line_ends_marks_and_normal_forms_are_the_same_text() {
        let (theirs, ours) = ("\u{FEFF}Zoé\r\nand Lou\r\n", "Zoe\u{301}\nand Lou\n");
        let (_, difference) = between(theirs, ours, Fidelity::Whole).unwrap();
        assert_eq!(difference, Difference { mark: true, lines: true, form: true, ..Difference::default() });
        assert_eq!(difference.to_string(), "the byte order mark, line ends, the Unicode normal form");
        assert_eq!(carried(theirs, ours, Fidelity::Whole, "Zoé").as_deref(), Some("Zoe\u{301}"));
        assert_eq!(carried(theirs, ours, Fidelity::Whole, "é\r\nand").as_deref(), Some("e\u{301}\nand"));
        assert_eq!(carried(ours, theirs, Fidelity::Whole, "and Lou").as_deref(), Some("and Lou"));
        // Half of a character is none.
        assert_eq!(carried(ours, theirs, Fidelity::Whole, "\u{301}\nand"), None);
        assert_eq!(carried(theirs, ours, Fidelity::Whole, "\nand"), None);
        assert!(between("a\nb", "a\nb", Fidelity::Whole).unwrap().1.is_none());
        assert!(between("a\rb", "a\nb\n", Fidelity::Whole).unwrap().1.lines);
    }

    #[test]
    fn hangul_and_marks_in_another_order_are_the_same_text() {
        assert_eq!(
            carried("각 가", "\u{1100}\u{1161}\u{11A8} 가", Fidelity::Whole, "각").as_deref(),
            Some("\u{1100}\u{1161}\u{11A8}")
        );
        let (_, difference) = between("a\u{323}\u{301}b", "a\u{301}\u{323}b", Fidelity::Whole).unwrap();
        assert!(difference.form);
    }

    #[test]
    fn another_text_is_told_by_its_first_difference() {
        assert_eq!(between("in 1998", "in 1999", Fidelity::Whole).unwrap_err(), 6);
        assert_eq!(between("in  1999", "in 1999", Fidelity::Whole).unwrap_err(), 3);
        assert_eq!(between("in", "in 1999", Fidelity::Whole).unwrap_err(), 2);
        assert_eq!(between("in 1999", "in", Fidelity::Layout).unwrap_err(), 2);
    }

    #[test]
    fn white_space_and_punctuation_are_let_go_where_the_format_lets_them_go() {
        let (theirs, ours) = ("He said : `` no -- never '' .", "He said:\n\n“no – never”.");
        assert!(between(theirs, ours, Fidelity::Layout).is_err());
        let (_, difference) = between(theirs, ours, Fidelity::Tokens).unwrap();
        assert_eq!(difference, Difference { space: true, typography: true, ..Difference::default() });
        assert_eq!(carried(theirs, ours, Fidelity::Tokens, "no -- never").as_deref(), Some("no – never"));
        assert_eq!(carried(theirs, ours, Fidelity::Tokens, " never ").as_deref(), Some("never"));
        assert_eq!(carried(theirs, ours, Fidelity::Tokens, " : ").as_deref(), Some(":"));
        let (correspondence, _) = between(theirs, ours, Fidelity::Tokens).unwrap();
        assert_eq!(correspondence.carried(&(2..3)), None);
    }
}
