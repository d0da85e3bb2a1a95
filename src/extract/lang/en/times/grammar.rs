//! Reads expressions of time from tokens, by their words alone. Each rule examines a bounded number of tokens from a
//! position and returns what it read and where that ends; the first token determines which rules apply.

mod calendar;
mod clock;
mod figures;
mod lengths;
mod modifiers;
mod points;
mod ranges;
mod recurring;
mod relative;
mod seasons;
mod written;
mod years;

pub(super) use ranges::MOVED;

use super::meaning::{Meaning, TimeExpression};
use crate::base::date::{Words, english};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, Token, TokenKind, Tokens};

/// The result of a rule, and the index after its last token.
type Read<T> = Option<(T, usize)>;

/// All classes of words that may begin an expression.
const BEGINS: Classes = Classes::MONTH
    .and(Classes::WEEKDAY)
    .and(Classes::SEASON)
    .and(Classes::TIME_UNIT)
    .and(Classes::NUMERAL)
    .and(Classes::ORDINAL)
    .and(Classes::DAY_PART)
    .and(Classes::TIME_POINT)
    .and(Classes::TIME_MODIFIER)
    .and(Classes::TIME_RELATION)
    .and(Classes::RECURRING)
    .and(Classes::HOLIDAY)
    .and(Classes::DECADE_WORD);

/// Classes of words that may begin an expression without a modifier.
const MORE: Classes = Classes(BEGINS.0 & !Classes::TIME_MODIFIER.0 | Classes::ARTICLE.0);

/// Words that begin an expression only together with the next word.
const LEADS: Classes = Classes::ARTICLE.and(Classes::TIME_RELATION);

/// Words that are an expression by themselves or modify what follows.
const ALONE: Classes = Classes::TIME_POINT.and(Classes::TIME_MODIFIER).and(Classes::RECURRING).and(Classes::ORDINAL);

/// A word in lower case.
pub(super) struct Small {
    buffer: [u8; 24],
    len: usize,
}

impl Small {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.buffer[..self.len]).unwrap_or_default()
    }
}

/// Reads the expressions of one article.
pub(super) struct TimeParser<'a, 't> {
    pub(super) all: &'a Tokens<'t>,
    words: &'static Words,
    /// The index after the last token of the current sentence.
    end: usize,
    /// The index of its first token.
    start: usize,
    /// Whether the article names years before our era: then "479" alone may be one.
    before_era: bool,
    /// The expressions read so far.
    found: Vec<TimeExpression>,
}

impl<'a, 't> TimeParser<'a, 't> {
    pub(super) fn new(all: &'a Tokens<'t>) -> Self {
        Self { all, words: english(), end: 0, start: 0, before_era: false, found: Vec::new() }
    }

    /// All expressions, in order.
    pub(super) fn read(mut self) -> Vec<TimeExpression> {
        for (_, sentence) in self.all.english() {
            self.start = sentence.tokens.start;
            self.end = sentence.tokens.end;
            let mut at = self.start;
            while at < self.end {
                let token = &self.all.tokens[at];
                let next = if self.may_begin(at, token) { self.several(at) } else { None };
                at = next.map_or(at + 1, |next| next.max(at + 1));
            }
        }
        self.found
    }

    fn may_begin(&self, at: usize, token: &Token) -> bool {
        match token.kind {
            TokenKind::Number | TokenKind::Mixed => true,
            TokenKind::Word => {
                // "that", "the" and the like are frequent; a time must follow them at once.
                if token.classes.any(LEADS) && !token.classes.any(ALONE) {
                    return self.get(at + 1).is_some_and(|next| {
                        next.kind == TokenKind::Number
                            || next.kind == TokenKind::Mixed
                            || next.classes.any(BEGINS)
                            || self.is_hyphened(at + 1)
                            || self.is_any(
                                at + 1,
                                &["very", "new", "entire", "whole", "full", "fiscal", "academic", "moment", "weekend"],
                            )
                    });
                }
                if token.classes.any(BEGINS) {
                    return true;
                }
                match token.letters {
                    Letters::Capitals => self.is_era(at) || self.is_hyphened(at),
                    Letters::Capital => {
                        (token.end - token.start == 3 && self.all.is(at, "new")) || self.is_hyphened(at)
                    }
                    _ => self.is_hyphened(at),
                }
            }
            _ => false,
        }
    }

    /// Whether a hyphenated word may be one of time: "mid-July", "three-day", "twenty-one".
    fn is_hyphened(&self, at: usize) -> bool {
        let Some(token) = self.get(at) else { return false };
        let bytes = &self.all.text.as_bytes()[token.range()];
        token.kind == TokenKind::Word && bytes.len() >= 6 && bytes.contains(&b'-')
    }

    /// One expression, or two that share parts ("8 to 12 May"); returns where to continue.
    fn several(&mut self, at: usize) -> Option<usize> {
        if let Some(next) = self.shared(at).or_else(|| self.two_in_one(at)) {
            return Some(next);
        }
        let found = self.expression(at)?;
        let next = found.to;
        self.push(found);
        Some(self.continued(next))
    }

    /// The longest expression that begins here.
    fn expression(&self, at: usize) -> Option<TimeExpression> {
        let make = |(meaning, to): (Meaning, usize), modifier| TimeExpression {
            from: at,
            to,
            meaning,
            modifier,
            until: false,
            linked: false,
            part: None,
        };
        if let Some((core, modifier)) = self.modified(at) {
            return Some(make(core, modifier));
        }
        let token = self.get(at)?;
        let more = token.kind != TokenKind::Word
            || token.classes.any(MORE)
            || self.is_hyphened(at)
            || self.is_era(at)
            || self.is(at, "new");
        if !more {
            return None;
        }
        self.core(at).map(|core| make(core, None))
    }

    /// An expression without a modifier.
    fn core(&self, at: usize) -> Read<Meaning> {
        self.recurring(at)
            .or_else(|| self.clock_and_date(at))
            .or_else(|| self.date(at).map(|(parts, to)| self.with_clock(parts, to)))
            .or_else(|| self.near(at))
            .or_else(|| self.length(at))
            .or_else(|| self.point(at))
    }

    fn get(&self, at: usize) -> Option<&Token> {
        if at < self.end { self.all.tokens.get(at) } else { None }
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.get(at).map(|t| t.kind)
    }

    fn has(&self, at: usize, classes: Classes) -> bool {
        self.get(at).is_some_and(|t| t.classes.any(classes))
    }

    fn is(&self, at: usize, word: &str) -> bool {
        at < self.end && self.all.is(at, word)
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let Some(token) = self.get(at) else { return false };
        let word = &self.all.text[token.range()];
        let word = word.strip_suffix('.').unwrap_or(word);
        words.iter().any(|w| w.len() == word.len() && w.eq_ignore_ascii_case(word))
    }

    /// Whether the token before this one is one of these words.
    fn after_any(&self, at: usize, words: &[&str]) -> bool {
        at > self.start && self.is_any(at - 1, words)
    }

    /// Whether there is no space before a token.
    fn tight(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| !t.spaced)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_capital)
    }

    /// The word in lower case, without a final full stop; empty if there is none or it is not a plain word.
    fn small(&self, at: usize) -> Small {
        let mut small = Small { buffer: [0; 24], len: 0 };
        let Some(token) = self.get(at) else { return small };
        let word = &self.all.text[token.range()];
        let word = word.strip_suffix('.').unwrap_or(word);
        if word.is_ascii()
            && let Some(buffer) = small.buffer.get_mut(..word.len())
        {
            buffer.copy_from_slice(word.as_bytes());
            buffer.make_ascii_lowercase();
            small.len = word.len();
        }
        small
    }

    /// A plain whole number of up to four digits, and how many digits it has.
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.get(at).filter(|t| t.kind == TokenKind::Number)?;
        let word = &self.all.text[token.range()];
        if word.len() > 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        word.parse().ok().map(|n| (n, word.len()))
    }

    fn is_dash(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Mark)
            && matches!(
                &self.all.text[self.all.tokens[at].range()],
                "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "–" | "—" | "\u{2212}" | "/"
            )
    }
}
