//! Verbs that give a role or take it away: "was appointed governor", "resigned as mayor", "dismissed governor Ann Lee".
//! Who was dismissed held the role; whose appointment is ahead will hold it.

use super::Context;
use super::before::{governed, name_before};
use crate::extract::finding::Tenure;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Participles of giving a role.
const GIVEN: &[&str] =
    &["appointed", "named", "elected", "re-elected", "reelected", "reappointed", "reinstated", "confirmed"];
/// Participles of taking it away.
const TAKEN: &[&str] = &["dismissed", "sacked", "removed", "ousted", "fired", "deposed", "toppled"];
/// Participles of taking it away that need "as".
const TAKEN_AS: &[&str] = &["replaced", "succeeded", "suspended"];
/// Verbs of giving it up.
const GIVEN_UP: &[&str] = &["resigned", "quit", "retired"];
/// Adverbs between the auxiliary and the participle.
const ADVERBS: &[&str] = &["recently", "also", "then", "later", "officially", "formally", "today", "yesterday", "now"];

/// The person to whom a verb gives the role after a token, or from whom it takes it, with the beginning of the name.
pub(super) fn given(cx: &Context<'_, '_>, sentence: &Range<usize>, before: usize) -> Option<(usize, usize, Tenure)> {
    let is_any = |at: usize, words: &[&str]| sentence.contains(&at) && words.iter().any(|w| cx.tokens.is(at, w));
    let with_as = is_any(before, &["as"]);
    let end = if with_as { before } else { before + 1 };
    // "appointed Ann Lee governor", "appointed Ann Lee as governor"
    if let Some((mention, start)) = cx.person_before(end).filter(|(_, s)| *s > sentence.start) {
        let verb = start - 1;
        let passive = verb > sentence.start && is_any(verb - 1, &["was", "were", "been", "is", "be", "not"]);
        let given = is_any(verb, GIVEN) && !passive;
        return given.then_some((mention, start, Tenure::Present));
    }
    let verb = end.checked_sub(1).filter(|v| *v > sentence.start)?;
    // "Ann Lee resigned as governor", "Ann Lee stepped down as governor"
    let down = is_any(verb, &["down"]) && is_any(verb - 1, &["stepped", "stood"]);
    if with_as && (is_any(verb, GIVEN_UP) || down) {
        let mut at = verb - usize::from(down);
        at -= usize::from(is_any(at - 1, &["has", "had"]));
        let (mention, start) = name_before(cx, sentence, at).filter(|(_, s)| !governed(cx, sentence, *s))?;
        return Some((mention, start, Tenure::Former));
    }
    // "Ann Lee was appointed governor", "Ann Lee, who was removed as governor,"
    let gives = is_any(verb, GIVEN);
    if !gives && !(with_as && (is_any(verb, TAKEN) || is_any(verb, TAKEN_AS))) {
        return None;
    }
    let mut at = verb;
    if is_any(at - 1, ADVERBS) {
        at -= 1;
    }
    let auxiliary = at.checked_sub(1)?;
    let (at, ahead) = if is_any(auxiliary, &["was", "is"]) {
        (auxiliary, false)
    } else if is_any(auxiliary, &["been"]) && is_any(auxiliary.checked_sub(1)?, &["has", "had"]) {
        (auxiliary - 1, false)
    } else if is_any(auxiliary, &["be"]) && is_any(auxiliary.checked_sub(1)?, &["will"]) {
        (auxiliary - 1, true)
    } else {
        return None;
    };
    let (mention, start) = name_before(cx, sentence, at).filter(|(_, s)| !governed(cx, sentence, *s))?;
    let tenure = match (gives, ahead) {
        (true, false) => Tenure::Present,
        (true, true) => Tenure::Coming,
        (false, false) => Tenure::Former,
        // Until then it is held.
        (false, true) => Tenure::Present,
    };
    Some((mention, start, tenure))
}

/// Whether the words around a role with its holder say that it was lost: "dismissed governor Ann Lee", "Governor Ann Lee
/// was sacked", "Governor Ann Lee resigned on Monday".
pub(super) fn is_lost(cx: &Context<'_, '_>, sentence: &Range<usize>, whole: &Range<usize>) -> bool {
    let is_any = |at: usize, words: &[&str]| sentence.contains(&at) && words.iter().any(|w| cx.tokens.is(at, w));
    if sentence.contains(&whole.end) && cx.tokens.tokens[whole.end].kind == TokenKind::Possessive {
        return false;
    }
    if let Some(verb) = whole.start.checked_sub(1).filter(|v| is_any(*v, TAKEN)) {
        let denied = verb > sentence.start && is_any(verb - 1, &["not", "never", "be"]);
        return !denied && !is_any(whole.end, &["from"]);
    }
    // "Ann Lee, the governor, resigned"
    let mut at = whole.end + usize::from(is_any(whole.end, &[","]));
    if is_any(at, &["was"]) {
        at += 1;
    } else if is_any(at, &["has", "had"]) && is_any(at + 1, &["been"]) {
        at += 2;
    } else {
        // "Governor Ann Lee has resigned"
        at += usize::from(is_any(at, &["has", "had"]));
        let down = is_any(at, &["stepped"]) && is_any(at + 1, &["down"]);
        return (is_any(at, &["resigned"]) || down) && ends(cx, sentence, at + 1 + usize::from(down));
    }
    let office = is_any(at + 1, &["from"])
        && (is_any(at + 2, &["office", "power"])
            || is_any(at + 2, &["his", "her", "the"]) && is_any(at + 3, &["post", "position", "office"]));
    is_any(at, TAKEN) && (office || ends(cx, sentence, at + 1))
}

/// Whether a verb has no object or place after it: a mark, or a time or cause.
fn ends(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> bool {
    let time = Classes::WEEKDAY.and(Classes::TIME_POINT);
    let word = ["on", "last", "after", "following", "amid", "over", "and", "this", "earlier"];
    at >= sentence.end
        || cx.closes(at, sentence)
        || cx.tokens.tokens[at].classes.any(time)
        || word.iter().any(|w| cx.tokens.is(at, w))
        || cx.tokens.is(at, "in")
            && cx
                .tokens
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.kind == TokenKind::Number || t.classes.any(Classes::MONTH))
}
