//! Expressions of time, and their meaning in the calendar. `grammar` reads them by their words, `resolve` finds their
//! place in the calendar from the publication date or from an earlier expression; if neither determines it, the time is
//! marked as unresolved.

mod calendar;
mod grammar;
mod meaning;
mod resolve;

#[cfg(test)]
mod tests;

use super::writing::WRITING;
use crate::base::time::TimeExtent;
use crate::extract::finding::TimeMention;
use crate::extract::tokens::Tokens;
use crate::read::record::Article;
use meaning::{Meaning, Stretch, TimeExpression};
use resolve::Resolved;

/// All expressions of time in an article, in order.
pub fn read(tokens: &Tokens<'_>, published: Option<&TimeExtent>) -> Vec<TimeMention> {
    let found = grammar::TimeParser::new(tokens).read();
    if found.is_empty() {
        return Vec::new();
    }
    let resolved = resolve::Resolver::new(tokens, &found, published).resolve();
    let (mut sentence, mut ended) = (0, false);
    let mention = |(at, (found, resolved)): (usize, (&TimeExpression, Resolved))| {
        while tokens.sentences.get(sentence).is_some_and(|s| s.tokens.end <= found.from) {
            sentence += 1;
        }
        let paragraph = tokens.sentences.get(sentence).and_then(|s| s.paragraph);
        // The end of an interval is bounded by its beginning.
        let ends = ended;
        ended = found.until;
        let bound = bound(tokens, found).filter(|_| !ends);
        let start = tokens.sentences.get(sentence).map_or(0, |s| s.tokens.start);
        let denied = bound == Some(Bound::Before) && is_denied(tokens, found, start);
        let bound = bound.filter(|_| !denied);
        let modifier = found.modifier.or(match bound {
            Some(Bound::Before) => Some("BEFORE"),
            Some(Bound::After) => Some("AFTER"),
            _ => None,
        });
        let extent = resolved.place.filter(|_| !denied).and_then(calendar::Place::extent).map(|extent| {
            let extent = if modifier == Some("APPROX") { extent.approximate() } else { extent };
            match bound {
                Some(Bound::Before | Bound::Until) => extent.before(),
                Some(Bound::After | Bound::Since) => extent.after(),
                None => extent,
            }
        });
        let range = found.from..found.to;
        TimeMention {
            range: found.part.map_or_else(|| tokens.range(&range), |(start, end)| start..end),
            tokens: range,
            paragraph,
            kind: resolved.kind,
            value: resolved.value,
            modifier,
            extent,
            anchor: resolved.anchor,
            until: found.until.then_some(at + 1),
        }
    };
    found.iter().zip(resolved).enumerate().map(mention).collect()
}

/// Reads a short text, such as a metadata field: the expression of time with which it begins, if there is one.
pub fn read_phrase(text: &str, published: Option<&TimeExtent>) -> Option<TimeMention> {
    let article = Article { title: None, paragraphs: std::iter::once(0..text.len()).collect() };
    read(&Tokens::new(text, &article, WRITING), published).into_iter().next()
}

/// How a preposition bounds a time on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// "before 1992", "prior to 1992".
    Before,
    /// "after 1992".
    After,
    /// "until 1992", "by 1992".
    Until,
    /// "since 1992".
    Since,
}

/// Whether "before" is negated: "not before 1990" and "will not open before 1990" do not place the event before 1990.
fn is_denied(tokens: &Tokens<'_>, found: &TimeExpression, start: usize) -> bool {
    let before = found.from.saturating_sub(1);
    (before.saturating_sub(7).max(start)..before)
        .rev()
        .take_while(|t| !tokens.is(*t, ",") && !tokens.is(*t, ";") && !tokens.is(*t, ":"))
        .any(|t| {
            let word = tokens.word(t);
            word.ends_with("n't")
                || word.ends_with("n’t")
                || ["not", "never", "cannot"].iter().any(|no| tokens.is(t, no))
        })
}

/// "before 1992" and "after May 1992" bound a time from one side. "Two days before 8 May" does not.
fn bound(tokens: &Tokens<'_>, found: &TimeExpression) -> Option<Bound> {
    let Meaning::Calendar(parts) = &found.meaning else { return None };
    if matches!(parts.stretch, Stretch::Clock) {
        return None;
    }
    let before = found.from.checked_sub(1)?;
    let free = |at: usize| {
        use crate::extract::lexicon::Classes;
        at.checked_sub(1).and_then(|at| tokens.tokens.get(at)).is_none_or(|t| !t.classes.any(Classes::TIME_UNIT))
    };
    if tokens.is(before, "before") && free(before) {
        return Some(Bound::Before);
    }
    if tokens.is(before, "to") && before > 0 && tokens.is(before - 1, "prior") && free(before - 1) {
        return Some(Bound::Before);
    }
    // A weekday, "until Monday", stays that day: it is the day to which something is postponed or on which it is due.
    let coarse = parts.year.is_some() || matches!(parts.stretch, Stretch::Decade(..) | Stretch::Century(..));
    if tokens.is(before, "since") && coarse {
        return Some(Bound::Since);
    }
    if (tokens.is(before, "until") || tokens.is(before, "till") || tokens.is(before, "by")) && coarse {
        // "postponed until May 1992" is in May.
        let moved = (before.saturating_sub(5)..before).any(|t| grammar::MOVED.iter().any(|word| tokens.is(t, word)));
        return (!moved).then_some(Bound::Until);
    }
    (tokens.is(before, "after") && free(before)).then_some(Bound::After)
}
