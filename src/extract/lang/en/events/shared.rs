//! Verbs that share their auxiliaries and their subject with a preceding verb, "did not meet X or hold talks", and
//! subjects that are not before their verb: "denied meeting X", "Had they met".

use super::Context;
use super::chain::{Chain, chain};
use super::factuality::{deny, possible};
use super::group::{group, is_auxiliary};
use super::heads::governing;
use super::participants::Participants;
use super::subject::subject as verb_subject;
use super::unit::UnitKind;
use super::words::{is_adverb, is_verb};
use crate::extract::finding::Factuality;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum distance, in tokens, of a verb from the one with which it shares its auxiliaries.
const REACH: usize = 30;

/// Base forms of verbs that name an event or have one as an object.
const BASES: &[&str] = &[
    "meet", "hold", "visit", "sign", "pay", "host", "attend", "take", "have", "conduct", "convene", "open", "start",
    "begin", "resume", "continue", "join", "participate", "speak", "organize", "organise", "arrange", "mediate",
    "receive",
];

/// The chain of the verb before "or", "and" or "nor" whose auxiliaries a verb without any shares.
pub(super) fn verb_before(cx: &Context<'_, '_>, sentence: &Range<usize>, read: &Chain, verb: usize) -> Option<Chain> {
    let mut conjunction = read.begin.checked_sub(1).filter(|b| *b >= sentence.start)?;
    if cx.is_any(conjunction, &["even", "then", "later"]) && conjunction > sentence.start {
        conjunction -= 1;
    }
    if !cx.is_any(conjunction, &["or", "and", "nor"]) || cx.units.at(conjunction).is_some() {
        return None;
    }
    let and = cx.tokens.is(conjunction, "and");
    let word = cx.tokens.word(verb);
    let base = cx.is_any(verb, BASES);
    let ing = word.ends_with("ing");
    let from = conjunction.saturating_sub(REACH).max(sentence.start);
    for at in (from..conjunction).rev() {
        if cx.units.at(at).is_some() {
            continue;
        }
        if is_boundary(cx, at) {
            return None;
        }
        let anchor = if base {
            licenses_base(cx, at, conjunction)
        } else if ing {
            licenses_ing(cx, sentence, at)
        } else {
            licenses_past(cx, at, conjunction)
        };
        let Some(anchor) = anchor else { continue };
        let mut other = chain(cx, sentence, anchor, &mut Some(0));
        if and && other.negated && !base && !ing {
            // "had not met X and signed Y": whether the second is denied too is unclear.
            other.value = None;
        }
        return Some(other);
    }
    None
}

/// The subject of the verb before "and": "Ann Lee arrived in Oslo and met Bo Ray".
pub(super) fn joined_subject(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    begin: usize,
    participants: &mut Participants,
) {
    let Some(and) = begin.checked_sub(1).filter(|b| *b > sentence.start && cx.tokens.is(*b, "and")) else { return };
    for at in (and.saturating_sub(REACH).max(sentence.start + 1)..and).rev() {
        if cx.units.at(at).is_some() {
            continue;
        }
        if is_boundary(cx, at) || cx.is_any(at, &["that", "and", "to", "“", "”", "\""]) {
            return;
        }
        if is_verb(cx, at) {
            let verb = group(cx, sentence, at, &mut Some(0));
            // "the talks planned in Oslo": a participle has no subject.
            let has_subject =
                cx.units.ends(verb.begin).is_some() || verb.begin > sentence.start && cx.tokens.is(verb.begin - 1, ",");
            if verb.negated || !has_subject {
                return;
            }
            verb_subject(cx, sentence, verb.begin, participants);
            return;
        }
    }
}

fn is_boundary(cx: &Context<'_, '_>, at: usize) -> bool {
    let mark = cx.tokens.tokens[at].kind == TokenKind::Mark && !cx.is_any(at, &[",", "-", "–"]);
    mark || cx.is_any(at, &["but", "while", "because", "although", "though", "who", "which", "whereas", "when"])
}

/// The verb after a modal, a form of "do" or "to".
fn licenses_base(cx: &Context<'_, '_>, at: usize, stop: usize) -> Option<usize> {
    let have = ["has", "have", "had", "was", "were", "is", "are"];
    let modal = is_auxiliary(cx, at) && !cx.is_any(at, &have);
    if !(modal || cx.tokens.is(at, "to")) {
        return None;
    }
    let verb = past_adverbs(cx, at + 1, stop)?;
    let token = &cx.tokens.tokens[verb];
    let plain =
        token.letters == Letters::Small && cx.units.at(verb).is_none() && !cx.tokens.word(verb).ends_with("ing");
    let determiner = cx.is_any(verb, &["the", "a", "an", "his", "her", "its", "their", "be", "have"]);
    (plain && !determiner).then_some(verb)
}

/// A verb in "-ing" that something governs.
fn licenses_ing(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    let small = cx.tokens.tokens[at].letters == Letters::Small;
    let ing = small && cx.tokens.word(at).len() > 5 && cx.tokens.word(at).ends_with("ing");
    let before = at.checked_sub(1).filter(|b| *b >= sentence.start && ing)?;
    let governed = governing(cx, before, sentence.start, false).is_some()
        || governing(cx, before, sentence.start, true).is_some()
        || cx.is_any(
            before,
            &["of", "from", "without", "about", "after", "by", "for", "is", "are", "was", "were", "be", "been", "not"],
        );
    governed.then_some(at)
}

/// The participle after a form of "have", or the verb after "never".
fn licenses_past(cx: &Context<'_, '_>, at: usize, stop: usize) -> Option<usize> {
    let word = cx.tokens.word(at);
    let fits = cx.is_any(at, &["has", "have", "had", "having", "never", "not", "neither"])
        || word.ends_with("n't")
        || word.ends_with("n’t");
    if !fits {
        return None;
    }
    past_adverbs(cx, at + 1, stop).filter(|v| cx.units.at(*v).is_none())
}

fn past_adverbs(cx: &Context<'_, '_>, at: usize, stop: usize) -> Option<usize> {
    (at..stop.min(at + 5)).find(|t| !(is_adverb(cx, *t) || cx.is_any(*t, &["not", "never"])))
}

/// The understood subject of a verb in "-ing": "X denied meeting Y", "prevented X from meeting Y".
pub(super) fn controller(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize, participants: &mut Participants) {
    let Some(before) = begin.checked_sub(1).filter(|b| *b >= sentence.start) else { return };
    let mut head = before;
    if cx.is_any(before, &["of", "from", "about", "to"])
        && before > sentence.start
        && governing(cx, before, before, false).is_none()
    {
        if let Some(unit) = cx.units.ends(before).filter(|u| u.tokens.start >= sentence.start) {
            if !matches!(unit.what, UnitKind::Time(_)) {
                participants.push(cx, unit);
            }
            return;
        }
        head = before - 1;
    }
    let governs = governing(cx, head, sentence.start, true).or_else(|| governing(cx, head, sentence.start, false));
    let Some((start, _)) = governs else { return };
    let verb = group(cx, sentence, start, &mut Some(0));
    verb_subject(cx, sentence, verb.begin, participants);
}

/// An auxiliary before the subject: "Had they met", "Did they meet?", "nor did they meet". Returns its position and the
/// factuality of the event.
pub(super) fn inverted(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    read: &Chain,
    subject: usize,
    value: Option<Factuality>,
) -> Option<(usize, Option<Factuality>)> {
    let aux = subject.checked_sub(1).filter(|a| *a >= sentence.start && subject < read.begin)?;
    if !is_auxiliary(cx, aux) || cx.units.at(aux).is_some() {
        return None;
    }
    let before = aux.checked_sub(1).filter(|b| *b >= sentence.start);
    let after = |words: &[&str]| before.is_some_and(|b| cx.is_any(b, words));
    let opens = before.is_none_or(|b| cx.tokens.tokens[b].kind == TokenKind::Mark);
    // "at no time did they meet", "not until May did they meet"
    let lead = aux.saturating_sub(6).max(sentence.start)..aux;
    let leads = |words: &[&str]| lead.clone().any(|t| cx.is_any(t, words) && cx.units.at(t).is_none());
    if !opens && !leads(&["only", "until", ";"]) && leads(&["no", "not"]) {
        return Some((aux, deny(value)));
    }
    if leads(&["until", "till"]) {
        return Some((aux, None));
    }
    if leads(&["only"]) {
        return Some((aux, value));
    }
    if after(&["nor", "neither", "never"]) {
        let may = cx.is_any(aux, &["may", "might"]);
        return Some((aux, if may { possible(value) } else { deny(value) }));
    }
    if after(&["only", "so", "then", "also"]) {
        return Some((aux, value));
    }
    if after(&["hardly", "scarcely", "rarely", "seldom", "sooner", "barely"]) {
        return Some((aux, None));
    }
    let question = (sentence.end.saturating_sub(3).max(sentence.start)..sentence.end).any(|t| cx.tokens.is(t, "?"));
    if cx.tokens.is(aux, "had") && !question && (opens || after(&["that", "and", "but", "said"])) {
        return Some((aux, deny(value)));
    }
    let asks = question || opens;
    asks.then(|| (aux, possible(value)))
}
