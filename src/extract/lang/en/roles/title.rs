//! The words of a title: which of a run of words may be in one, where it ends, and what only looks like one ("official
//! visit", "5 PM").

use super::{Context, HEAD};
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of words in a title.
const MOST: usize = 12;

/// The token after "Extraordinary and Plenipotentiary", which follow the noun.
pub(super) fn past_rank(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let is = |at: usize, word: &str| sentence.contains(&at) && cx.tokens.is(at, word);
    let next = at + usize::from(is(at, "extraordinary"));
    let and = next + usize::from(is(next, "and"));
    if next > at && is(and, "plenipotentiary") { and + 1 } else { next }
}

/// Whether the noun at the end of a run is no office here: "official visit", "expert level", "member states", "will head
/// to Lorvik"; or "Deputy" before a body whose office follows: "Deputy Harbour Council Secretary".
pub(super) fn is_no_office(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize, head: usize) -> bool {
    let is_any = |at: usize, words: &[&str]| sentence.contains(&at) && words.iter().any(|w| cx.tokens.is(at, w));
    let next = head + 1;
    if is_any(head, &["official", "expert", "experts"]) {
        const AFTER: &[&str] = &["familiar", "close", "present", "responsible", "aware", "privy"];
        let speaks = sentence.contains(&next) && cx.tokens.tokens[next].classes.any(Classes::SAY);
        return noun_follows(cx, sentence, next) && !is_any(next, AFTER) && !speaks;
    }
    if is_any(head, &["member"]) {
        return is_any(next, &["state", "states", "country", "countries", "nations", "-"]);
    }
    if head == from && is_any(head, &["head", "heads"]) {
        let modal = &["will", "would", "to", "should", "must", "may", "can", "could", "shall", "not"];
        return head > sentence.start
            && is_any(head - 1, modal)
            && is_any(next, &["to", "for", "back", "home", "into", "north", "south", "east", "west"]);
    }
    if head == from && is_any(head, &["deputy"]) {
        let body = cx
            .at
            .get(next)
            .map(|m| &cx.names.mentions[m])
            .filter(|m| m.tokens.start == next && matches!(m.kind, EntityType::Organisation | EntityType::Other));
        return body
            .is_some_and(|m| sentence.contains(&m.tokens.end) && cx.tokens.tokens[m.tokens.end].classes.any(HEAD));
    }
    false
}

/// The last word that may end a role in a run of words that may be in one, and the token after the run.
pub(super) fn run(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> (Option<usize>, usize) {
    let mut head = None;
    let mut at = from;
    let stop = sentence.end.min(from + MOST);
    while at < stop {
        let token = &cx.tokens.tokens[at];
        if blocked(cx, at) {
            break;
        }
        // "foreign minister Prince Faisal"
        if head.is_some() && token.is_capital() && ["prince", "princess"].iter().any(|w| cx.tokens.is(at, w)) {
            break;
        }
        if token.classes.any(HEAD) {
            head = Some(at);
            at += 1;
            // A plural ends the title: "the leaders general".
            if token.classes.any(Classes::ROLE_PLURAL)
                || (token.classes.any(Classes::ROLE_SHORT) && ends_dotted(cx, at - 1))
            {
                break;
            }
        } else if token.classes.any(Classes::ROLE_PART) {
            at += 1;
        } else if at > from
            && at + 1 < stop
            && (cx.tokens.is(at, "and") || cx.tokens.is(at, "&"))
            && is_part(cx, at - 1)
            && cx.tokens.tokens[at + 1].classes.any(Classes::ROLE_PART)
            && head.is_none()
        {
            // "foreign and defence ministers"
            at += 1;
        } else if at > from
            && at + 1 < stop
            && OFFICES.iter().any(|w| cx.tokens.is(at, w))
            && token.letters == Letters::Small
            && !blocked(cx, at + 1)
            && cx.tokens.tokens[at + 1].classes.any(HEAD)
            && head.is_none()
        {
            // "foreign ministry spokesman", "presidential administration chief"
            at += 1;
        } else {
            break;
        }
    }
    (head, at)
}

/// Bodies within a title.
const OFFICES: &[&str] = &["ministry", "administration", "office", "council", "committee", "department", "service"];

fn ends_dotted(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.tokens.word(token).ends_with('.')
}

fn is_part(cx: &Context<'_, '_>, token: usize) -> bool {
    let classes = cx.tokens.tokens[token].classes;
    classes.any(Classes::ROLE_PART) && !classes.any(HEAD)
}

/// Whether a token belongs to a name and so is not a word of a role: "General Motors", "the Prime Minister's Office".
fn blocked(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.at.get(token).is_some_and(|m| {
        let mention = &cx.names.mentions[m];
        match mention.kind {
            EntityType::Other => false,
            // A title may have been counted as part of the name.
            EntityType::Person => token + 1 >= mention.tokens.end || !cx.tokens.tokens[token].classes.any(HEAD),
            _ => true,
        }
    })
}

/// Whether a short form is a role here, unlike "5 PM" and "FM radio".
pub(super) fn short_holds(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    head: usize,
    of: &[usize],
    named: bool,
    longer: bool,
) -> bool {
    let token = &cx.tokens.tokens[head];
    if token.letters == Letters::Small {
        return false;
    }
    let after_number = head > sentence.start && cx.tokens.tokens[head - 1].kind == TokenKind::Number;
    if after_number {
        return false;
    }
    // "FMs"
    let word = cx.tokens.word(head);
    let many = word.strip_suffix('s').is_some_and(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_uppercase()));
    if ends_dotted(cx, head) || token.letters == Letters::Capital && !many {
        return named || (!of.is_empty() && cx.tokens.is(head, "secgen"));
    }
    let sure = many || matches!(word, "CEO" | "CFO" | "COO" | "CTO" | "MEP" | "DPM");
    named || longer || !of.is_empty() || sure
}

/// Whether a common noun follows, so that the name before it only qualifies that noun: "the US military mission".
pub(super) fn noun_follows(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    if token >= sentence.end || cx.at.get(token).is_some() {
        return false;
    }
    let next = &cx.tokens.tokens[token];
    let word = cx.tokens.word(token);
    next.kind == TokenKind::Word
        && next.letters == Letters::Small
        && !next.classes.any(
            Classes::FUNCTION
                .and(Classes::EVENT_LINK)
                .and(Classes::EVENT_VERB)
                .and(Classes::EVENT_HOLD)
                .and(Classes::ACTS),
        )
        && !(word.ends_with("ed") || word.ends_with("ly") || word.ends_with("ing"))
}
