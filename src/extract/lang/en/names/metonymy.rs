//! Metonymy: the name of a place that means its government: "Moscow welcomes", "the efforts of Yerevan and Baku",
//! unlike "in Moscow".

use super::known::{self, KnownKind};
use crate::extract::finding::EntityType;
use crate::extract::finding::Names;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{TokenKind, Tokens};

/// Marks the mentions of places that mean a state.
pub(in crate::extract) fn mark(tokens: &Tokens<'_>, names: &mut Names) {
    let mut governs: Vec<bool> = Vec::with_capacity(names.mentions.len());
    for m in &names.mentions {
        governs.push(m.kind == EntityType::Place && acts(tokens, &m.tokens));
    }
    // "Yerevan and Baku agreed": both are metonymy; "in Geneva and Vienna": both are places.
    for n in 1..names.mentions.len() {
        let (a, b) = (&names.mentions[n - 1], &names.mentions[n]);
        let joined = b.tokens.start == a.tokens.end + 1
            && a.kind == EntityType::Place
            && b.kind == EntityType::Place
            && tokens.is(a.tokens.end, "and");
        if !joined {
            continue;
        }
        if located(tokens, a.tokens.start) {
            governs[n] = false;
        } else if governs[n] || governs[n - 1] {
            governs[n] = true;
            governs[n - 1] = true;
        }
    }
    for (m, governs) in names.mentions.iter_mut().zip(governs) {
        m.stands_for_state = governs && is_seat(tokens, &m.tokens);
    }
}

/// Whether the place is a country or the seat of a government. For places known only from a gazetteer this cannot be
/// determined.
fn is_seat(tokens: &Tokens<'_>, found: &std::ops::Range<usize>) -> bool {
    let whole = known::longest(tokens, found.start, found.end, false).filter(|(end, _)| *end == found.end);
    whole.is_some_and(|(_, k)| matches!(k, KnownKind::Country | KnownKind::Capital))
}

fn located(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut at = at;
    if at > 0 && tokens.is(at - 1, "the") {
        at -= 1;
    }
    at > 0 && tokens.tokens[at - 1].classes.any(Classes::LOCATIVE)
}

/// Whether it acts, or has what only a state has.
fn acts(tokens: &Tokens<'_>, found: &std::ops::Range<usize>) -> bool {
    let mut from = found.start;
    if from > 0 && tokens.is(from - 1, "the") {
        from -= 1;
    }
    if located(tokens, found.start) {
        return false;
    }
    let class = |at: usize, class: Classes| tokens.tokens.get(at).is_some_and(|t| t.classes.any(class));
    let sentence = tokens.sentence_of(found.start);
    let end = tokens.sentences.get(sentence).map_or(found.end, |s| s.tokens.end);
    if tokens.sentences.get(sentence).is_some_and(|s| s.other_language) {
        return false;
    }
    // "efforts of Yerevan", "relations with Moscow", "according to Moscow"
    if from >= 2 {
        let of = tokens.word(from - 1);
        let head = from - 2;
        let powers = POWERS.iter().any(|w| tokens.is(head, w));
        if matches!(of, "of" | "with" | "between" | "by" | "against" | "and") && powers
            || of == "by" && tokens.tokens[head].kind == TokenKind::Word && tokens.word(head).ends_with("ed")
            || of == "to" && tokens.is(head, "according")
        {
            return true;
        }
    }
    if from >= 1 && tokens.is(from - 1, "between") {
        return true;
    }
    let after = found.end;
    if after >= end {
        return false;
    }
    if tokens.tokens[after].kind == TokenKind::Possessive {
        return (after + 1..end.min(after + 4)).any(|n| POWERS.iter().any(|w| tokens.is(n, w)));
    }
    // "Moscow also welcomes", "Washington has said", "Ankara is ready"
    let mut verb = after;
    while verb < end
        && verb < after + 2
        && ["also", "now", "still", "later", "then", "again"].iter().any(|w| tokens.is(verb, w))
    {
        verb += 1;
    }
    if !class(verb, Classes::ACTS) || verb >= end {
        return false;
    }
    let auxiliary = class(verb, Classes::FUNCTION) && !tokens.is(verb, "said") && !tokens.is(verb, "says");
    if !auxiliary {
        return true;
    }
    (verb + 1..end.min(verb + 4)).any(|n| {
        let word = tokens.word(n);
        class(n, Classes::ACTS) && (!class(n, Classes::FUNCTION) || word == "said") || STATES.contains(&word)
    })
}

/// Adjectives for governments.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "ready", "interested", "committed", "prepared", "willing", "concerned", "determined", "seeking", "trying",
    "considering", "planning", "calling", "urging", "opposed", "continue", "accept", "recognise", "recognize",
    "support", "withdraw", "respond", "seek", "send", "host", "mediate", "participate",
];

/// Nouns for what states have, and do with one another.
#[rustfmt::skip]
const POWERS: &[&str] = &[
    "effort", "efforts", "position", "positions", "stance", "policy", "policies", "decision", "decisions", "support",
    "government", "governments", "authorities", "relations", "relationship", "ties", "talks", "negotiations",
    "agreement", "deal", "treaty", "alliance", "dispute", "pressure", "sanctions", "proposal", "proposals",
    "response", "reaction", "claims", "claim", "interest", "interests", "cooperation", "co-operation", "dialogue",
    "consultations", "tensions", "mediation", "view", "views", "demands", "demand", "refusal", "ambassador",
    "contacts", "approval", "consent", "will", "willingness", "readiness", "participation", "accusations", "role",
];
