//! Looks for the one explanation that makes the offsets of a whole file right: another unit, a byte order mark that was
//! counted, other line ends, another normal form, tokens, or one shift.
//!
//! An explanation must fit every part that has offsets and words, and no other may fit that leads elsewhere. A unit, a form
//! or a kind of tokens has nothing to choose, so it is reported rather than a shift, which could be any number.

mod tokens;

use super::correspondence::{self, Correspondence};
use super::model::{Fidelity, Unit};
use super::offsets::Offsets;
use super::words::{SearchText, context_agrees, same};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

pub use tokens::{TokenCount, TokenKind};

/// Number of parts from which the one is taken that the shifts are tried with. Looking for the words of all would cost more
/// than it saves.
const PIVOTS: usize = 16;

/// How the offsets of a file were counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Explanation {
    /// The unit.
    pub unit: Unit,
    /// Whether a byte order mark was counted that the text has not, or not counted that it has.
    pub mark: bool,
    /// Whether they count on CR LF where the text has LF, or the other way round.
    pub lines: bool,
    /// The normal form in which they count, if the text is not in it.
    pub form: Option<NormalForm>,
    /// By how much all of them are too high.
    pub shift: i64,
    /// The tokens that they count, if they do not count characters.
    pub tokens: Option<TokenCount>,
}

/// A normal form of Unicode (UAX 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NormalForm {
    /// Composed.
    Nfc,
    /// Decomposed.
    Nfd,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(TokenCount { kind, is_inclusive }) = self.tokens {
            let kind = match kind {
                TokenKind::File => "tokens of the file",
                TokenKind::Spaced => "tokens between spaces",
                TokenKind::Words => "words and signs",
            };
            return write!(f, "offsets count {kind}{}", if is_inclusive { ", the last one included" } else { "" });
        }
        write!(f, "offsets count {}", self.unit)?;
        if self.mark {
            write!(f, ", and a byte order mark that is in only one of the texts")?;
        }
        if self.lines {
            write!(f, ", with other line ends (CR LF or LF) than the text has")?;
        }
        match self.form {
            Some(NormalForm::Nfc) => write!(f, ", in the composed form of the text (NFC)")?,
            Some(NormalForm::Nfd) => write!(f, ", in the decomposed form of the text (NFD)")?,
            None => {}
        }
        match self.shift {
            0 => Ok(()),
            by if by > 0 => write!(f, ", and are {by} too high"),
            by => write!(f, ", and are {} too low", -by),
        }
    }
}

/// A part with offsets and words.
#[derive(Debug)]
pub(super) struct Anchored<'a> {
    pub(super) offsets: (usize, usize),
    /// Its words, for each unit of [`Unit::ALL`]: a format that joins the words of several parts divides them by
    /// counting. `None` if they cannot be divided in that unit.
    pub(super) words: [Option<&'a str>; 3],
    pub(super) prefix: Option<&'a str>,
    pub(super) suffix: Option<&'a str>,
}

impl Anchored<'_> {
    pub(super) fn words(&self, unit: Unit) -> Option<&str> {
        self.words[unit as usize]
    }
}

/// The range that offsets cut, if they lie in the text in order.
pub(super) fn cut(offsets: &Offsets<'_>, unit: Unit, (start, end): (usize, usize), shift: i64) -> Option<Range<usize>> {
    let moved = |offset: usize| usize::try_from(i64::try_from(offset).ok()?.checked_sub(shift)?).ok();
    let (start, end) = (offsets.byte(unit, moved(start)?)?, offsets.byte(unit, moved(end)?)?);
    (start < end).then_some(start..end)
}

/// The ranges of all parts, if an explanation fits every one of them.
fn ranges(
    text: &str,
    offsets: &Offsets<'_>,
    parts: &[Anchored<'_>],
    unit: Unit,
    shift: i64,
) -> Option<Vec<Range<usize>>> {
    parts
        .iter()
        .map(|part| {
            let range = cut(offsets, unit, part.offsets, shift)?;
            fits(text, &range, part, unit).then_some(range)
        })
        .collect()
}

/// Whether a part is what stands at a range.
fn fits(text: &str, range: &Range<usize>, part: &Anchored<'_>, unit: Unit) -> bool {
    part.words(unit).is_some_and(|words| same(&text[range.clone()], words))
        && context_agrees(text, range, part.prefix, part.suffix)
}

/// What came of the search.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// One explanation, and the ranges of the parts.
    One(Explanation, Vec<Range<usize>>),
    /// Several, which lead to different places.
    Several,
    /// None.
    None,
}

impl Found {
    /// Adds an explanation that fits. False if it leads to other places than the one before.
    fn add(&mut self, explanation: Explanation, ranges: Vec<Range<usize>>) -> bool {
        match self {
            Self::One(_, before) => *before == ranges,
            Self::Several => false,
            Self::None => {
                *self = Self::One(explanation, ranges);
                true
            }
        }
    }
}

/// The ranges that offsets cut according to an explanation.
pub(super) fn cut_all(
    text: &str,
    how: &Explanation,
    tokens_of_file: &[Range<usize>],
    spans: impl Iterator<Item = Option<(usize, usize)>>,
) -> Vec<Option<Range<usize>>> {
    if let Some(count) = how.tokens {
        return tokens::cut_all(text, count, tokens_of_file, spans);
    }
    let is_as_it_is = !how.mark && !how.lines && how.form.is_none();
    let shown =
        if is_as_it_is { Cow::Borrowed(text) } else { Cow::Owned(written(text, how.mark, how.lines, how.form)) };
    let laid = (!is_as_it_is).then(|| correspondence::between(&shown, text, Fidelity::Whole));
    let offsets = Offsets::new(&shown);
    let one = |span| {
        let range = cut(&offsets, how.unit, span, how.shift)?;
        match &laid {
            None => Some(range),
            Some(Ok((laid, _))) => laid.carried(&range),
            Some(Err(_)) => None,
        }
    };
    spans.map(|span| one(span?)).collect()
}

/// Looks for the explanation of parts that do not all fit in the unit that the file declares.
pub(super) fn explain(
    text: &str,
    declared: Unit,
    tokens_of_file: &[Range<usize>],
    parts: &[Anchored<'_>],
    search: &mut SearchText<'_>,
) -> Found {
    if parts.is_empty() {
        return Found::None;
    }
    // A single part whose words stand in several places would fit too much.
    let places: BTreeSet<(usize, usize)> = parts.iter().map(|part| part.offsets).collect();
    let stands_once =
        |part: &Anchored<'_>, s: &mut SearchText<'_>| part.words(declared).is_some_and(|w| s.places(w).len() == 1);
    if places.len() < 2 && !parts.iter().any(|part| stands_once(part, search)) {
        return Found::None;
    }
    let mut found = Found::None;
    // The first that fits is reported, so the ones that are easier to believe stand before; but all must agree.
    let is_one = by_form(text, declared, parts, &mut found)
        && tokens::explain(text, tokens_of_file, declared, parts, &mut found)
        && by_shift(text, parts, search, &mut found);
    if is_one { found } else { Found::Several }
}

/// Adds units and forms. False if two explanations lead to different places.
fn by_form(text: &str, declared: Unit, parts: &[Anchored<'_>], found: &mut Found) -> bool {
    let mut forms: Vec<String> = Vec::new();
    for form in [None, Some(NormalForm::Nfc), Some(NormalForm::Nfd)] {
        for (mark, lines) in [(false, false), (true, false), (false, true), (true, true)] {
            let shown = written(text, mark, lines, form);
            if forms.contains(&shown) {
                continue;
            }
            let offsets = Offsets::new(&shown);
            let mut laid: Option<Correspondence> = None;
            for unit in Unit::ALL {
                if forms.is_empty() && unit == declared {
                    continue;
                }
                let Some(ranges) = ranges(&shown, &offsets, parts, unit, 0) else { continue };
                if !forms.is_empty() && laid.is_none() {
                    laid = correspondence::between(&shown, text, Fidelity::Whole).ok().map(|(laid, _)| laid);
                }
                let carried =
                    |range: Range<usize>| laid.as_ref().map_or(Some(range.clone()), |laid| laid.carried(&range));
                let Some(ranges) = ranges.into_iter().map(carried).collect::<Option<Vec<_>>>() else { continue };
                if !found.add(Explanation { unit, mark, lines, form, ..Explanation::default() }, ranges) {
                    return false;
                }
            }
            forms.push(shown);
        }
    }
    true
}

/// The text as a tool may have held it.
fn written(text: &str, mark: bool, lines: bool, form: Option<NormalForm>) -> String {
    let (bare, has_mark) = text.strip_prefix('\u{FEFF}').map_or((text, false), |bare| (bare, true));
    let mut out = String::with_capacity(text.len() + 3);
    if mark != has_mark {
        out.push('\u{FEFF}');
    }
    let bare = match (lines, bare.contains("\r\n")) {
        (false, _) => bare.to_owned(),
        (true, true) => bare.replace("\r\n", "\n"),
        (true, false) => bare.replace('\n', "\r\n"),
    };
    match form {
        None => out.push_str(&bare),
        Some(NormalForm::Nfc) => out.extend(bare.nfc()),
        Some(NormalForm::Nfd) => out.extend(bare.nfd()),
    }
    out
}

/// Adds shifts. False if two explanations lead to different places.
fn by_shift(text: &str, parts: &[Anchored<'_>], search: &mut SearchText<'_>, found: &mut Found) -> bool {
    let offsets = Offsets::new(text);
    let length = |part: &&Anchored<'_>| part.words(Unit::CodePoints).map_or(0, str::len);
    let mut longest: Vec<&Anchored<'_>> = parts.iter().collect();
    longest.sort_by_key(|part| std::cmp::Reverse(length(part)));
    longest.truncate(PIVOTS);
    for unit in Unit::ALL {
        // The part whose words stand in the fewest places leaves the fewest shifts to try.
        let count = |part: &&&Anchored<'_>| part.words(unit).map_or(usize::MAX, |words| search.places(words).len());
        let Some(part) = longest.iter().min_by_key(count) else { continue };
        let places = part.words(unit).map(|words| search.places(words).to_vec()).unwrap_or_default();
        let (mut counted, mut start) = (0, 0);
        for place in places {
            let between = &text[counted..place.start];
            start += match unit {
                Unit::Bytes => between.len(),
                Unit::CodePoints => between.chars().count(),
                Unit::Utf16 => between.encode_utf16().count(),
            };
            counted = place.start;
            let (Ok(stated), Ok(start)) = (i64::try_from(part.offsets.0), i64::try_from(start)) else { continue };
            let shift = stated - start;
            let Some(ranges) = ranges(text, &offsets, parts, unit, shift) else { continue };
            if !found.add(Explanation { unit, shift, ..Explanation::default() }, ranges) {
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests;
