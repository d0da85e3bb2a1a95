//! The words beside the date of a record. They can change it (`mid-1992`), say what it is of (`founded 1926`), or leave
//! both open; they are never ignored.

use super::{Fault, RULE_DATE, RecordParser};
use crate::base::date::english;
use crate::read::record::date;
use crate::read::record::meaning::{self, Meaning};
use crate::read::record::words::{BESIDE, is_dash};
use std::ops::Range;

/// The rule for what a date is of.
pub const RULE_MEANING: &str =
    "the date of a record is claimed as a change of control where nothing beside or above it says otherwise";
const HELP_DATE: &str =
    "write a date or an interval, such as 1992-05 or 1992/1993, or keep the statement for an article";

impl RecordParser<'_> {
    /// Reports words beside the date that change it. Returns why the date is not a change of control, if it is not one,
    /// and whether the words say that it is one.
    pub(super) fn beside(
        &mut self,
        date: &Range<usize>,
        name: &Range<usize>,
        unread: &[Range<usize>],
    ) -> (Option<Fault>, bool) {
        let pieces = self.pieces_beside(date, name);
        let neighbours = [self.neighbour_before(date.start), self.neighbour_after(date.end)];
        let short = |r: &Range<usize>| {
            let apart = r.end <= name.start || name.end <= r.start;
            apart && self.text[r.clone()].split_whitespace().count() <= 2
        };
        let neighbours: Vec<_> = neighbours.into_iter().flatten().filter(short).collect();
        for piece in pieces.iter().chain(&neighbours) {
            self.changed(piece, date);
        }
        let mut control = false;
        let mut unknown = None;
        for piece in &pieces {
            let shift = |word: Range<usize>| piece.start + word.start..piece.start + word.end;
            match meaning::of_words(&self.text[piece.clone()]) {
                Meaning::Other(word) => return (Some(self.other(shift(word))), false),
                Meaning::Unknown(word) => unknown = unknown.or(Some(shift(word))),
                Meaning::Control => control = true,
                Meaning::Silent => {}
            }
        }
        if control {
            return (None, true);
        }
        if let Some(word) = unknown {
            let what = format!(
                "the date beside {:?} is left out: the word is not known and may say what the date is of",
                &self.text[word.clone()]
            );
            let help = "remove the word, or write \"captured\", \"occupied\" or the like where that is meant";
            return (Some(Fault { range: word, what, rule: RULE_MEANING, help: help.to_owned() }), false);
        }
        let far = unread.iter().find_map(|r| {
            let words = &self.text[r.clone()];
            let word = meaning::other(words).or_else(|| meaning::denied(words))?;
            Some(r.start + word.start..r.start + word.end)
        });
        (far.map(|word| self.other(word)), false)
    }

    fn other(&self, word: Range<usize>) -> Fault {
        let what =
            format!("the date is left out: {:?} says that it is not a change of control", &self.text[word.clone()]);
        let help = "if that is right, do nothing; otherwise write the record without this word".to_owned();
        Fault { range: word, what, rule: RULE_MEANING, help }
    }

    /// Reports words and signs that change a date, if nothing has reported them yet.
    fn changed(&mut self, piece: &Range<usize>, date: &Range<usize>) {
        let words = &self.text[piece.clone()];
        let foreign = || {
            meaning::words(words).find(|r| {
                let word = &words[r.clone()];
                date::is_foreign_month(word) || english().months.has(word)
            })
        };
        let sign = || {
            let harmless = |c: char| {
                c.is_alphanumeric()
                    || c.is_whitespace()
                    || is_dash(c)
                    || matches!(c, '.' | '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '’' | '‘' | '*' | '•')
                    || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            };
            words.char_indices().find(|(_, c)| !harmless(*c)).map(|(at, c)| at..at + c.len_utf8())
        };
        let (range, what) = if let Some(word) = BESIDE.find(words) {
            (word.range(), format!("the word {:?} beside the date changes it", word.as_str().trim()))
        } else if let Some(range) = foreign() {
            let what = format!("the month {:?} beside the date is not a part of it", &words[range.clone()]);
            (range, what)
        } else if let Some(range) = sign() {
            let what = format!("a sign beside the date: {:?}", &words[range.clone()]);
            (range, what)
        } else {
            return;
        };
        let blank = words[range.clone()].len() - words[range.clone()].trim_start().len();
        let start = (piece.start + range.start + blank).min(date.start);
        let end = (piece.start + range.end).max(date.end);
        // A bracket that opens inside it belongs to it as a whole.
        let closes = self.text[date.end..end].contains(['(', '[']) && self.text[end..].starts_with([')', ']']);
        let known = |f: &Fault| f.range.start <= piece.end.max(end) && piece.start.min(start) <= f.range.end;
        if !self.faults.iter().any(known) {
            self.fault(start..end + usize::from(closes), what, RULE_DATE, HELP_DATE);
        }
    }

    /// The words up to the next mark on both sides of the date, in brackets directly after it, and in a label before
    /// it, without the name.
    fn pieces_beside(&self, date: &Range<usize>, name: &Range<usize>) -> Vec<Range<usize>> {
        let left = self.before(date.start);
        let right = self.after(date.end);
        let mut pieces = Vec::new();
        if self.is_blank(&left) {
            pieces.extend(self.label(left.start));
        }
        if self.is_blank(&right) {
            pieces.extend(self.bracket(right.end));
        }
        pieces.extend([left, right]);
        pieces
            .into_iter()
            .flat_map(|p| [p.start..p.end.min(name.start.max(p.start)), p.start.max(name.end.min(p.end))..p.end])
            .filter(|p| p.start < p.end && !self.is_blank(p))
            .collect()
    }

    fn is_blank(&self, range: &Range<usize>) -> bool {
        self.text[range.clone()].trim().is_empty()
    }

    /// The free text between the preceding mark and a position.
    fn before(&self, end: usize) -> Range<usize> {
        let start = self.text[..end].char_indices().rev().find(|(at, _)| self.ends_part(*at));
        start.map_or(0, |(at, c)| at + c.len_utf8())..end
    }

    /// The free text between a position and the following mark.
    fn after(&self, start: usize) -> Range<usize> {
        let end = self.text[start..].char_indices().find(|(at, _)| self.ends_part(start + at));
        start..end.map_or(self.text.len(), |(at, _)| start + at)
    }

    fn ends_part(&self, at: usize) -> bool {
        !self.free[at] || self.is_mark(at)
    }

    /// The text before the comma that precedes a date.
    fn neighbour_before(&self, date: usize) -> Option<Range<usize>> {
        let gap = self.before(date);
        let comma = self.text[..gap.start].strip_suffix(',').filter(|_| self.is_blank(&gap))?.len();
        Some(self.before(comma)).filter(|r| !self.is_blank(r))
    }

    /// The text after the comma that follows a date.
    fn neighbour_after(&self, date: usize) -> Option<Range<usize>> {
        let gap = self.after(date);
        self.text[gap.end..].strip_prefix(',').filter(|_| self.is_blank(&gap))?;
        Some(self.after(gap.end + 1)).filter(|r| !self.is_blank(r))
    }

    /// The words in brackets that open at or after a position; `None` if a part is read in them.
    fn bracket(&self, at: usize) -> Option<Range<usize>> {
        let open = self.text[at..].chars().next().filter(|c| matches!(c, '(' | '['))?;
        let start = at + open.len_utf8();
        let end = self.text[start..].find([')', ']']).map_or(self.text.len(), |n| start + n);
        self.is_free(&(start..end)).then_some(start..end)
    }

    /// The label before a colon or equals sign that ends before a position: the second such mark of a record, since the
    /// first one ends the name.
    fn label(&self, at: usize) -> Option<Range<usize>> {
        let mark = self.text[..at].chars().next_back().filter(|c| matches!(c, ':' | '='))?;
        let label = self.before(at - mark.len_utf8());
        let strong = |(at, c): (usize, char)| matches!(c, ':' | '=' | '\t' | '|') || (self.is_mark(at) && is_dash(c));
        self.text[..label.start].char_indices().any(strong).then_some(label)
    }
}
