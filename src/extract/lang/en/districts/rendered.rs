//! A sentence as a line of symbols: `«p3»` the name of a place, `«a3»` another name, `«t3»` a time, `«q3»` an area,
//! `«n3»` a number; all other words in small letters, with one space between two.

use super::Context;
use crate::extract::finding::EntityType;
use crate::extract::tokens::TokenKind;
use crate::read::record::quantity::{FoundArea, find_areas};
use std::fmt::Write;
use std::ops::Range;

/// What a mark of a line stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Symbol {
    /// The name of a place, by its mention.
    Place(usize),
    /// Another name, by its mention.
    Name(usize),
    /// A time, by its expression.
    Time(usize),
    /// An area with its unit, in bytes of the text.
    Area(FoundArea),
    /// A number, by its token.
    Number(usize),
}

impl Symbol {
    /// The mention of a place.
    pub(super) fn place(&self) -> Option<usize> {
        match self {
            Self::Place(mention) => Some(*mention),
            _ => None,
        }
    }
}

/// A sentence as a line.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The line.
    pub(super) text: String,
    /// Its parts: the range in the line, the tokens, and the symbol if it is one.
    parts: Vec<(Range<usize>, Range<usize>, Option<Symbol>)>,
}

impl Rendered {
    /// The line of a sentence; `None` if it names no place.
    pub(super) fn new(cx: &Context<'_, '_>, sentence: &Range<usize>) -> Option<Self> {
        let tokens = cx.tokens;
        let bytes = tokens.range(sentence);
        let first = cx.names.mentions.partition_point(|m| m.range.start < bytes.start);
        let mut mentions = cx.names.mentions[first..].iter().enumerate().map(|(n, m)| (first + n, m)).peekable();
        let first_time = cx.times.partition_point(|t| t.range.start < bytes.start);
        let mut times = cx.times[first_time..].iter().enumerate().map(|(n, t)| (first_time + n, t)).peekable();
        let mut areas = find_areas(&tokens.text[bytes.clone()])
            .into_iter()
            .map(|a| FoundArea {
                range: a.range.start + bytes.start..a.range.end + bytes.start,
                number: a.number.start + bytes.start..a.number.end + bytes.start,
                unit: a.unit,
            })
            .peekable();
        let mut line = Self { text: String::with_capacity(bytes.len()), parts: Vec::new() };
        let mut places = 0;
        let mut at = sentence.start;
        while at < sentence.end {
            let start = tokens.tokens[at].start as usize;
            while areas.next_if(|a| a.number.start < start).is_some() {}
            while mentions.next_if(|(_, m)| m.tokens.start < at).is_some() {}
            while times.next_if(|(_, t)| t.tokens.start < at).is_some() {}
            let (symbol, end) = if let Some(area) = areas.next_if(|a| a.number.start == start) {
                let end = tokens.token_at(area.range.end);
                (Some(Symbol::Area(area)), end)
            } else if let Some((n, time)) = times.next_if(|(_, t)| t.tokens.start == at) {
                // An interval is one time.
                let last = time.until.and_then(|u| cx.times.get(u)).map_or(time.tokens.end, |u| u.tokens.end);
                (Some(Symbol::Time(n)), last.max(time.tokens.end))
            } else if let Some((n, mention)) = mentions.next_if(|(_, m)| m.tokens.start == at) {
                let is_place = mention.kind == EntityType::Place;
                places += usize::from(is_place);
                (Some(if is_place { Symbol::Place(n) } else { Symbol::Name(n) }), mention.tokens.end)
            } else if tokens.tokens[at].kind == TokenKind::Number {
                (Some(Symbol::Number(at)), at + 1)
            } else {
                (None, at + 1)
            };
            let end = end.clamp(at + 1, sentence.end);
            line.push(symbol, at..end, tokens.word(at));
            at = end;
        }
        (places > 0).then_some(line)
    }

    fn push(&mut self, symbol: Option<Symbol>, tokens: Range<usize>, word: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        let letter = match &symbol {
            Some(Symbol::Place(_)) => Some('p'),
            Some(Symbol::Name(_)) => Some('a'),
            Some(Symbol::Time(_)) => Some('t'),
            Some(Symbol::Area(_)) => Some('q'),
            Some(Symbol::Number(_)) => Some('n'),
            None => None,
        };
        match letter {
            Some(letter) => {
                // The number keeps two marks apart; nothing reads it.
                let _ = write!(self.text, "«{letter}{}»", self.parts.len());
            }
            None => self.text.extend(word.chars().map(|c| c.to_ascii_lowercase())),
        }
        self.parts.push((start..self.text.len(), tokens, symbol));
    }

    /// The symbols within a range of the line.
    pub(super) fn symbols_in(&self, range: Range<usize>) -> impl Iterator<Item = &Symbol> {
        let first = self.parts.partition_point(|(at, ..)| at.start < range.start);
        let inside = self.parts[first..].iter().take_while(move |(at, ..)| at.end <= range.end);
        inside.filter_map(|(.., symbol)| symbol.as_ref())
    }

    /// The bytes of the text that a range of the line stands for.
    pub(super) fn bytes(&self, cx: &Context<'_, '_>, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.parts.partition_point(|(at, ..)| at.end <= range.start);
        let last = self.parts.partition_point(|(at, ..)| at.start < range.end);
        let tokens = self.parts.get(first)?.1.start..self.parts[..last].last()?.1.end;
        (tokens.start < tokens.end).then(|| cx.tokens.range(&tokens))
    }
}
