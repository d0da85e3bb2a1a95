//! Reads expressions of time from tokens, by their words alone. Each rule looks at a bounded number of tokens from one on and
//! says what it read and where that ends; the first token decides which rules are asked.

mod calendar;
mod clock;
mod lengths;
mod points;
mod ranges;
mod relative;
mod years;

use super::meaning::{Found, Meaning, Parts, Stretch, What, Which};
use super::words::{self, Unit};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, Token, TokenKind, Tokens};

/// What a rule read, and one past the last token of it.
type Read<T> = Option<(T, usize)>;

/// All classes by which a word may begin an expression.
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

/// Classes of words that may begin what has no modifier before it.
const MORE: Classes = Classes(BEGINS.0 & !Classes::TIME_MODIFIER.0 | Classes::ARTICLE.0);

/// Words that begin an expression only together with the next.
const LEADS: Classes = Classes::ARTICLE.and(Classes::TIME_RELATION);

/// Words that are an expression by themselves or change what follows.
const ALONE: Classes = Classes::TIME_POINT.and(Classes::TIME_MODIFIER).and(Classes::RECURRING).and(Classes::ORDINAL);

/// A word in small letters.
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
pub(super) struct Reader<'a, 't> {
    pub(super) all: &'a Tokens<'t>,
    /// One past the last token of the sentence that is read.
    end: usize,
    /// Its first.
    start: usize,
    /// Whether years before our era are named in the article: then "479" alone may be one.
    before_era: bool,
    /// What was read.
    found: Vec<Found>,
}

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn new(all: &'a Tokens<'t>) -> Self {
        Self { all, end: 0, start: 0, before_era: false, found: Vec::new() }
    }

    /// All expressions, in order.
    pub(super) fn read(mut self) -> Vec<Found> {
        for sentence in &self.all.sentences {
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
                // "that", "the" and their like are everywhere; a time follows them at once.
                if token.classes.any(LEADS) && !token.classes.any(ALONE) {
                    return self.get(at + 1).is_some_and(|next| {
                        next.kind == TokenKind::Number
                            || next.kind == TokenKind::Mixed
                            || next.classes.any(BEGINS)
                            || self.is_hyphened(at + 1)
                            || self.is_any(at + 1, &["very", "new", "entire", "whole", "full", "fiscal", "academic"])
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

    /// Whether a word with a hyphen may be one of time: "mid-July", "three-day", "twenty-one".
    fn is_hyphened(&self, at: usize) -> bool {
        let Some(token) = self.get(at) else { return false };
        let bytes = &self.all.text.as_bytes()[token.range()];
        token.kind == TokenKind::Word && bytes.len() >= 6 && bytes.contains(&b'-')
    }

    /// One expression, or two that share parts ("8 to 12 May"); returns where to go on.
    fn several(&mut self, at: usize) -> Option<usize> {
        if let Some(next) = self.shared(at).or_else(|| self.two_in_one(at)) {
            return Some(next);
        }
        let found = self.expression(at)?;
        let next = found.to;
        self.push(found);
        Some(self.continued(next))
    }

    /// The longest that begins here.
    fn expression(&self, at: usize) -> Option<Found> {
        let make = |(meaning, to): (Meaning, usize), modifier| Found {
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

    /// An expression without a modifier before it.
    fn core(&self, at: usize) -> Read<Meaning> {
        self.recurring(at)
            .or_else(|| self.clock_and_date(at))
            .or_else(|| self.date(at).map(|(parts, to)| self.with_clock(parts, to)))
            .or_else(|| self.near(at))
            .or_else(|| self.length(at))
            .or_else(|| self.point(at))
    }

    /// A modifier and what it changes.
    fn modified(&self, at: usize) -> Option<((Meaning, usize), Option<&'static str>)> {
        let classes = Classes::TIME_MODIFIER.and(Classes::ORDINAL).and(Classes::TIME_RELATION);
        let next = if self.has(at, Classes::ARTICLE) { at + 1 } else { at };
        if !self.has(next, classes) && !self.is(next, "very") {
            return if self.is_hyphened(next) { self.hyphened_month(next) } else { None };
        }
        self.part_of(at).or_else(|| self.early_or_late(at)).or_else(|| self.about(at))
    }

    /// "early October", "mid-1990s", "late in the year", "later that month".
    fn early_or_late(&self, at: usize) -> Option<((Meaning, usize), Option<&'static str>)> {
        // "the early 1990s" as well.
        let word_at = if self.has(at, Classes::ARTICLE) { at + 1 } else { at };
        if !self.has(word_at, Classes::TIME_MODIFIER) {
            return None;
        }
        if let Some(core) = self.clock_and_date(at) {
            return Some((core, None));
        }
        let word = self.small(word_at);
        let (modifier, loose) = match word.as_str() {
            "early" => (Some("START"), true),
            "late" => (Some("END"), true),
            "mid" | "middle" => (Some("MID"), false),
            "earlier" | "later" | "sometime" => (None, true),
            _ => return None,
        };
        let mut next = word_at + 1;
        if self.is(next, "-") {
            next += 1;
        }
        if loose && (self.is(next, "in") || self.is(next, "on") || self.is(next, "of")) {
            next += 1;
        }
        if loose && word_at == at && (self.is(next, "or") || self.is(next, "and")) {
            return None;
        }
        let (meaning, to) = self.stretch(next)?;
        // "later" and "earlier" go with what stands in relation: "later that year", "later in 1944".
        if modifier.is_none() && next == word_at + 1 && !matches!(meaning, Meaning::Near(..)) {
            return None;
        }
        let modifier = if matches!(meaning, Meaning::Calendar(Parts { clock: Some(_), .. })) { None } else { modifier };
        Some(((meaning, to), modifier))
    }

    /// "mid-July", "late-summer" as one word.
    fn hyphened_month(&self, at: usize) -> Option<((Meaning, usize), Option<&'static str>)> {
        let small = self.small(at);
        let (before, word) = small.as_str().split_once('-')?;
        let modifier = match before {
            "mid" => "MID",
            "early" => "START",
            "late" => "END",
            _ => return None,
        };
        if let Some(n) = words::ordinal(word).filter(|n| *n <= 25 && self.is(at + 1, "century")) {
            let era = self.era(at + 2);
            let century = Stretch::Century(i32::try_from(n).unwrap_or(1) - 1, era == Some(true));
            let to = if era.is_some() { at + 3 } else { at + 2 };
            return Some(((Meaning::Calendar(Parts::new(None, century)), to), Some(modifier)));
        }
        let (stretch, mut to) = if let Some(season) = words::season(word) {
            (Stretch::PartOfYear(season), at + 1)
        } else {
            (Stretch::Month(crate::time::month(word)?), at + 1)
        };
        let mut parts = Parts::new(None, stretch);
        to = self.year_after(&mut parts, to);
        Some(((Meaning::Calendar(parts), to), Some(modifier)))
    }

    /// "the end of May", "the second half of 1992", "the rest of the year".
    fn part_of(&self, at: usize) -> Option<((Meaning, usize), Option<&'static str>)> {
        let mut next = if self.is(at, "the") { at + 1 } else { at };
        if self.is(next, "very") {
            next += 1;
        }
        let mut half = None;
        let word = self.small(next);
        let modifier = match word.as_str() {
            "beginning" | "start" | "turn" => Some("START"),
            "end" | "close" => Some("END"),
            "middle" => Some("MID"),
            "rest" | "remainder" | "course" if next > at => None,
            "early" | "late" | "latter" | "first" | "second" | "last" | "closing" | "opening" | "final" => {
                let second = !matches!(word.as_str(), "early" | "first" | "opening");
                next += 1;
                let part = self.small(next);
                match part.as_str() {
                    "half" => half = Some(if second { 41 } else { 40 }),
                    "part" | "days" | "weeks" | "months" | "years" | "hours" => {}
                    _ => return None,
                }
                Some(if second { "END" } else { "START" })
            }
            _ => return None,
        };
        next += 1;
        if !self.is(next, "of") {
            return None;
        }
        let (meaning, to) = self.stretch(next + 1)?;
        if let (Some(half), Meaning::Calendar(parts)) = (half, &meaning)
            && parts.stretch == Stretch::Year
        {
            return Some(((Meaning::Calendar(Parts { stretch: Stretch::PartOfYear(half), ..*parts }), to), None));
        }
        if let (Some(half), Meaning::Near(which, What::Unit(Unit::Year))) = (half, &meaning) {
            let parts = Parts { within: Some((*which, Unit::Year)), ..Parts::new(None, Stretch::PartOfYear(half)) };
            return Some(((Meaning::Calendar(parts), to), None));
        }
        Some(((meaning, to), modifier))
    }

    /// A stretch of the calendar after a modifier.
    fn stretch(&self, at: usize) -> Read<Meaning> {
        let bare = if self.is(at, "the") { at + 1 } else { at };
        if let Some((date, to)) = self.date_loose(at) {
            return Some(self.with_clock(date, to));
        }
        if let Some(near) = self.near(at) {
            return matches!(near.0, Meaning::Near(..) | Meaning::Calendar(_) | Meaning::Today(..)).then_some(near);
        }
        // "the end of the year"
        if bare > at || self.is(at, "that") {
            if let Some((unit, 1.0, false)) = self.unit(bare).filter(|(unit, ..)| *unit > Unit::Hour) {
                return Some((Meaning::Near(Which::Plain, What::Unit(unit)), bare + 1));
            }
            if let Some(part) = words::day_part(self.small(bare).as_str()).filter(|_| self.has(bare, Classes::DAY_PART))
            {
                return Some((Meaning::Near(Which::Plain, What::DayPart(part)), bare + 1));
            }
        }
        // "early yesterday", "late today"
        self.point(at).filter(|(meaning, _)| matches!(meaning, Meaning::Today(..)))
    }

    /// "about 1992", "more than three years", "only a few days later".
    fn about(&self, at: usize) -> Option<((Meaning, usize), Option<&'static str>)> {
        if !self.has(at, Classes::TIME_MODIFIER) {
            return None;
        }
        let two = |word: &str| self.is(at + 1, word);
        let (modifier, mut next) = match self.small(at).as_str() {
            "about" | "around" | "approximately" | "approx" | "roughly" | "circa" | "ca" | "c" | "some" => {
                (Some("APPROX"), at + 1)
            }
            "nearly" | "almost" | "under" => (Some("LESS_THAN"), at + 1),
            "over" => (Some("MORE_THAN"), at + 1),
            "more" | "well" if two("than") || two("over") => (Some("MORE_THAN"), at + 2),
            "less" | "fewer" if two("than") => (Some("LESS_THAN"), at + 2),
            "at" if two("least") => (Some("EQUAL_OR_MORE"), at + 2),
            "at" if two("most") => (Some("EQUAL_OR_LESS"), at + 2),
            "up" if two("to") => (Some("EQUAL_OR_LESS"), at + 2),
            "just" | "only" | "exactly" | "shortly" => (None, at + 1),
            _ => return None,
        };
        if modifier.is_none() && (self.is(next, "over") || self.is(next, "under") || self.is(next, "about")) {
            let (core, inner) = self.about(next)?;
            return Some((core, inner));
        }
        if self.is(next, ".") {
            next += 1;
        }
        if modifier == Some("APPROX") && !self.is(at, "some") {
            if let Some((parts, to)) = self.date_loose(next).filter(|(parts, _)| {
                parts.year.is_some()
                    || matches!(parts.stretch, Stretch::Decade(..) | Stretch::Century(..) | Stretch::Day(..))
            }) {
                return Some(((Meaning::Calendar(parts), to), modifier));
            }
            if let Some(core) = self.clock_and_date(next) {
                return Some((core, modifier));
            }
        }
        let article = self.is(next, "the") || self.is(next, "this") || self.is(next, "that");
        let core = self.length(next).filter(|_| !article)?;
        Some((core, modifier))
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

    /// Whether a token stands right after the one before it.
    fn tight(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| !t.spaced)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_capital)
    }

    /// The word in small letters, without a point at its end; empty where there is none or it is no word of ours.
    fn small(&self, at: usize) -> Small {
        let mut small = Small { buffer: [0; 24], len: 0 };
        if let Some(token) = self.get(at) {
            small.len = words::small(&self.all.text[token.range()], &mut small.buffer).len();
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
