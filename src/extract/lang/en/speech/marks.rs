//! Pairs quotation marks. Whether a mark opens or closes is decided by its kind, by the spaces around it and, if both
//! fail (tokenised text, straight marks), by the marks that are open. Apostrophes and the marks of feet and inches do
//! not count.

use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use std::ops::Range;

/// A quoted stretch, in tokens. Only the outermost are kept: a quotation inside another is part of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// From the first token of the opening mark to the index after the closing mark.
    pub(super) tokens: Range<usize>,
    /// The tokens between the marks; never empty.
    pub(super) inner: Range<usize>,
    /// Whether there is a closing mark.
    pub(super) closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Curly,
    Low,
    Straight,
    Tex,
    Guillemet,
    GuillemetReversed,
    SingleCurly,
    SingleStraight,
    SingleTex,
}

impl Family {
    fn is_single(self) -> bool {
        matches!(self, Self::SingleCurly | Self::SingleStraight | Self::SingleTex)
    }
}

#[derive(Debug, Clone, Copy)]
struct Open {
    family: Family,
    at: usize,
    inner: usize,
}

/// Maximum number of open marks; more are noise.
const DEEPEST: usize = 6;

/// All quotes of an article, in order, none inside another.
pub(super) fn quotes(tokens: &Tokens<'_>) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut first = 0;
    for (n, sentence) in tokens.sentences.iter().enumerate() {
        if sentence.other_language {
            first = sentence.tokens.end;
            continue;
        }
        let next = tokens.sentences.get(n + 1);
        let last = next.is_none_or(|next| next.paragraph != sentence.paragraph || next.other_language);
        if last {
            let from = found.len();
            Paragraph { tokens, range: first..sentence.tokens.end, open: Vec::new(), found: &mut found }.read();
            outermost(&mut found, from);
            first = sentence.tokens.end;
        }
    }
    found
}

/// Keeps the outermost quotes.
fn outermost(found: &mut Vec<Quote>, from: usize) {
    found[from..].sort_by_key(|q| (q.tokens.start, usize::MAX - q.tokens.end));
    let mut end = 0;
    let mut kept = from;
    for at in from..found.len() {
        if found[at].tokens.start >= end {
            end = found[at].tokens.end;
            found.swap(kept, at);
            kept += 1;
        }
    }
    found.truncate(kept);
}

struct Paragraph<'p, 't> {
    tokens: &'p Tokens<'t>,
    range: Range<usize>,
    open: Vec<Open>,
    found: &'p mut Vec<Quote>,
}

impl Paragraph<'_, '_> {
    fn read(mut self) {
        let mut at = self.range.start;
        while at < self.range.end {
            at += if self.tokens.tokens[at].kind == TokenKind::Mark { self.mark(at) } else { 1 };
        }
        // An open mark ends with the paragraph; a single mark was an apostrophe.
        if let Some(open) = self.open.iter().find(|o| !o.family.is_single()).copied() {
            self.add(open, self.range.end, self.range.end, false);
        }
    }

    fn add(&mut self, open: Open, inner_end: usize, end: usize, closed: bool) {
        if open.inner < inner_end {
            self.found.push(Quote { tokens: open.at..end, inner: open.inner..inner_end, closed });
        }
    }

    /// Reads a mark and returns the number of its tokens.
    fn mark(&mut self, at: usize) -> usize {
        let twice = |mark: &str| {
            at + 1 < self.range.end && !self.tokens.tokens[at + 1].spaced && self.tokens.word(at + 1) == mark
        };
        match self.tokens.word(at) {
            "“" => {
                if self.is_open(Family::Low) || (self.is_open(Family::Curly) && self.looks_closing(at, 1)) {
                    self.close(at, 1, &[Family::Low, Family::Curly]);
                } else {
                    self.start(at, 1, Family::Curly);
                }
            }
            "„" => self.start(at, 1, Family::Low),
            "”" => {
                if !self.close(at, 1, &[Family::Curly, Family::Low, Family::Straight]) && self.looks_opening(at, 1) {
                    self.start(at, 1, Family::Curly);
                }
            }
            "\"" | "＂" => self.straight(at),
            "«" => {
                if !(self.is_open(Family::GuillemetReversed) && self.close(at, 1, &[Family::GuillemetReversed])) {
                    self.start(at, 1, Family::Guillemet);
                }
            }
            "»" => {
                if !self.close(at, 1, &[Family::Guillemet]) && self.looks_opening(at, 1) {
                    self.start(at, 1, Family::GuillemetReversed);
                }
            }
            "`" if twice("`") => {
                self.start(at, 2, Family::Tex);
                return 2;
            }
            "'" | "’" if twice(self.tokens.word(at)) => {
                let families = [Family::Tex, Family::Straight, Family::Curly];
                if !self.close(at, 2, &families) && self.looks_opening(at, 2) {
                    self.start(at, 2, Family::Tex);
                }
                return 2;
            }
            "‘" | "‚" if self.begins_word(at) => self.start(at, 1, Family::SingleCurly),
            "`" => self.start(at, 1, Family::SingleTex),
            "'" if self.ends_tex(at) => {
                self.close(at, 1, &[Family::SingleTex]);
            }
            "’" if self.ends_single(at) => {
                self.close(at, 1, &[Family::SingleCurly, Family::SingleStraight]);
            }
            "'" => {
                if self.ends_single(at) && self.close(at, 1, &[Family::SingleStraight, Family::SingleCurly]) {
                    return 1;
                }
                if self.looks_opening(at, 1) && self.begins_word(at) {
                    self.start(at, 1, Family::SingleStraight);
                }
            }
            _ => {}
        }
        1
    }

    fn straight(&mut self, at: usize) {
        let families = [Family::Straight, Family::Curly, Family::Tex];
        let is_open = self.is_open(Family::Straight);
        if self.looks_opening(at, 1) && !self.looks_closing(at, 1) {
            self.start(at, 1, Family::Straight);
        } else if !self.close(at, 1, &families) && !is_open && !self.looks_closing(at, 1) && !self.is_measure(at) {
            self.start(at, 1, Family::Straight);
        }
    }

    fn is_open(&self, family: Family) -> bool {
        self.open.iter().any(|o| o.family == family)
    }

    /// Whether the mark has space or an opening before it, and none after it.
    fn looks_opening(&self, at: usize, len: usize) -> bool {
        let all = &self.tokens.tokens;
        let before = at == self.range.start
            || all[at].spaced
            || matches!(
                self.tokens.word(at - 1),
                "(" | "[" | "—" | "–" | "-" | "“" | "\"" | "‘" | "«" | "„" | "…" | "/"
            );
        let behind = at + len < self.range.end && !all[at + len].spaced;
        before && behind && !self.is_stop(at + len)
    }

    /// Whether the mark has no space before it, and space, a stop or nothing after it.
    fn looks_closing(&self, at: usize, len: usize) -> bool {
        let all = &self.tokens.tokens;
        if at == self.range.start || all[at].spaced {
            return false;
        }
        at + len >= self.range.end || all[at + len].spaced || self.is_stop(at + len) || self.is_dash(at + len)
    }

    fn is_stop(&self, at: usize) -> bool {
        matches!(self.tokens.word(at), "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "”" | "’")
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.tokens.word(at), "—" | "–" | "-")
    }

    /// Inches or seconds: a figure directly before the mark.
    fn is_measure(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|b| self.tokens.tokens[b].kind);
        !self.tokens.tokens[at].spaced && matches!(before, Some(TokenKind::Number | TokenKind::Mixed))
    }

    /// Whether a single mark is before a word that it could quote, unlike "'s", "'90s", "'em".
    fn begins_word(&self, at: usize) -> bool {
        let Some(next) = self.tokens.tokens.get(at + 1).filter(|_| at + 1 < self.range.end) else { return false };
        if next.spaced || next.kind == TokenKind::Number || next.kind == TokenKind::Mixed {
            return false;
        }
        let word = self.tokens.word(at + 1);
        next.kind == TokenKind::Mark && self.tokens.word(at) != "'"
            || next.kind == TokenKind::Word
                && !["s", "ll", "re", "ve", "d", "m", "t", "em", "til", "tis", "twas", "cause", "n"]
                    .iter()
                    .any(|w| word.eq_ignore_ascii_case(w))
    }

    /// Whether a single mark may close a quote: not after the s of a possessive plural.
    fn ends_single(&self, at: usize) -> bool {
        if !(self.is_open(Family::SingleCurly) || self.is_open(Family::SingleStraight)) || !self.looks_closing(at, 1) {
            return false;
        }
        let plural = self.tokens.word(at - 1).ends_with('s');
        let owned = self.tokens.tokens.get(at + 1).is_some_and(|next| {
            let ends = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SAY).and(Classes::SPEECH_ADVERB);
            next.kind == TokenKind::Word && next.letters == Letters::Small && !next.classes.any(ends)
        });
        !(plural && owned)
    }

    /// Whether "'" closes a quote opened by "`"; it may also be inside a word ("I' ll") or possessive ("the aircraft
    /// 's").
    fn ends_tex(&self, at: usize) -> bool {
        let next = self.tokens.tokens.get(at + 1).filter(|_| at + 1 < self.range.end);
        self.is_open(Family::SingleTex)
            && next.is_none_or(|n| n.spaced || n.kind == TokenKind::Mark)
            && !["ll", "re", "ve"].iter().any(|w| self.tokens.is(at + 1, w))
    }

    fn start(&mut self, at: usize, len: usize, family: Family) {
        // A mark that opens after a full stop while one of its kind is open: the first was never closed.
        let stopped = at > self.range.start && matches!(self.tokens.word(at - 1), "." | "!" | "?");
        if stopped
            && !family.is_single()
            && let Some(n) = self.open.iter().position(|o| o.family == family)
        {
            let open = self.open[n];
            self.open.truncate(n);
            self.add(open, at, at, false);
        }
        if self.open.len() >= DEEPEST {
            // Apostrophes that looked like opening marks are dropped; otherwise the mark is noise.
            match self.open.iter().position(|o| o.family.is_single()) {
                Some(n) if !family.is_single() => {
                    self.open.remove(n);
                }
                _ => return,
            }
        }
        self.open.push(Open { family, at, inner: at + len });
    }

    /// Closes the innermost quote of these families, and all that were opened inside it.
    fn close(&mut self, at: usize, len: usize, families: &[Family]) -> bool {
        let found = families.iter().find_map(|f| self.open.iter().rposition(|o| o.family == *f));
        let Some(n) = found else { return false };
        let open = self.open[n];
        self.open.truncate(n);
        self.add(open, at, at + len, true);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::lang::en::writing::WRITING;
    use crate::read::record::Article;

    fn read(text: &str) -> Vec<&str> {
        let article = Article { title: None, paragraphs: vec![0..text.len()] };
        let tokens = Tokens::new(text, &article, WRITING);
        quotes(&tokens).iter().map(|q| &text[tokens.range(&q.inner)]).collect()
    }

    #[test]
    fn marks_are_paired() {
        for (text, expected) in [
            ("“We agree,” she said. “All of it.”", vec!["We agree,", "All of it."]),
            ("\"We agree,\" she said. \"All of it.\"", vec!["We agree,", "All of it."]),
            ("He said `` we agree . '' Then `` no '' .", vec!["we agree .", "no"]),
            ("He wrote ''we agree'' and „genug“ and «assez» and »ja«.", vec!["we agree", "genug", "assez", "ja"]),
            ("‘We don’t agree with the ministers’ plan,’ he said.", vec!["We don’t agree with the ministers’ plan,"]),
            ("'It isn't the players' fault,' he said.", vec!["It isn't the players' fault,"]),
            ("“He told me ‘never’ and “no way” twice,” she said.", vec!["He told me ‘never’ and “no way” twice,"]),
            ("A 12\" record of the '90s, 6' 2\" long, the ministers' words, rock 'n' roll.", vec![]),
            ("The aircraft 's wing and I' ll go .", vec![]),
            ("“It never ends, he said and left.", vec!["It never ends, he said and left."]),
            ("\"It never closed. \"This did,\" he said.", vec!["It never closed.", "This did,"]),
            ("He said (\"no\") and—\"yes\".", vec!["no", "yes"]),
            (" \" spaced out \" he said", vec!["spaced out"]),
            ("“” «» \"\"", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
