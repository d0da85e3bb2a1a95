//! What a sentence says against its event: that it is a rumour, an error, fiction, a figure of speech, a question, or only
//! talked about.

use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::trigger::Trigger;
use crate::extract::lang::en::events::words::is_talk;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Whether an event is what others talk about, "discussed the visit", which does not say whether it has happened.
pub(super) fn is_topic(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> bool {
    let Some(before) = noun.checked_sub(1).filter(|b| *b > sentence.start && cx.units.at(*b).is_none()) else {
        return false;
    };
    is_talk(cx, before) || cx.is_any(before, &["on", "about", "regarding"]) && is_talk(cx, before - 1)
}

/// Whether words after a comma call the event a claim, or deny it: "X met Y, a claim that her office denied".
pub(super) fn is_disputed(cx: &Context<'_, '_>, sentence: &Range<usize>, from: usize) -> bool {
    (from..sentence.end.min(from + 40)).any(|t| {
        cx.tokens.is(t, ",")
            && (cx.is_any(t + 1, &["a", "an", "the"])
                && cx.is_any(
                    t + 2,
                    &["claim", "allegation", "accusation", "charge", "rumour", "rumor", "suggestion", "assertion"],
                )
                || cx.is_any(t + 1, &["which", "something", "what"])
                    && (t + 2..sentence.end.min(t + 7)).any(|d| {
                        cx.is_any(d, &["denied", "denies", "deny", "disputes", "disputed", "rejects", "rejected"])
                    }))
    })
}

/// Whether a sentence reports a rumour: "according to unconfirmed reports", "it was alleged".
pub(super) fn is_rumour(cx: &Context<'_, '_>, sentence: &Range<usize>) -> bool {
    sentence.clone().take(200).any(|t| {
        let according = cx.tokens.is(t, "according")
            && cx.is_any(t + 2, &["rumours", "rumors", "unconfirmed", "unverified", "gossip", "allegations"]);
        let it = cx.tokens.is(t, "it")
            && cx.is_any(t + 1, &["is", "was"])
            && cx.is_any(t + 2, &["alleged", "rumoured", "rumored", "claimed", "speculated"])
            && !cx.tokens.is(t + 3, "that");
        according || it
    })
}

/// Whether a sentence reports an error in an earlier version of the text: "an earlier version of this article said
/// that".
pub(super) fn is_retracted(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger) -> bool {
    (sentence.start..trigger.tokens.start).take(60).any(|t| {
        cx.is_any(t, &["misstated", "misreported"])
            || cx.is_any(t, &["earlier", "previous", "original"])
                && cx.is_any(t + 1, &["version", "versions"])
                && cx.tokens.is(t + 2, "of")
                && (t + 3..t + 7).any(|n| cx.is_any(n, &["article", "story", "dispatch", "column", "post"]))
    })
}

/// Whether a sentence is about fiction: "In the novel, X met Y", "X meets Y in a film".
pub(super) fn is_fiction(cx: &Context<'_, '_>, sentence: &Range<usize>) -> bool {
    let work = ["novel", "play", "film", "movie", "sitcom", "opera", "ballet", "poem", "legend", "myth", "sketch"];
    sentence.clone().take(120).any(|at| {
        cx.tokens.is(at, "in")
            && cx.is_any(at + 1, &["the", "a", "this", "that", "his", "her", "their"])
            && (at + 2..sentence.end.min(at + 4)).any(|t| {
                let ends = t + 1 >= sentence.end
                    || cx.tokens.tokens[t + 1].kind == TokenKind::Mark
                    || cx.is_any(t + 1, &["by", "about", "of", "and"]);
                cx.is_any(t, &work) && cx.units.at(t).is_none() && ends
            })
    })
}

/// "met her end", "met his match": no meeting.
pub(super) fn is_figure(cx: &Context<'_, '_>, trigger: &Trigger) -> bool {
    let next = trigger.tokens.end;
    trigger.verb
        && cx.is_any(next, &["his", "her", "their", "its", "my", "your", "our"])
        && cx.is_any(next + 1, &["end", "match", "fate", "death", "maker", "doom", "demise"])
}

/// Whether a sentence is a question.
pub(super) fn is_question(cx: &Context<'_, '_>, sentence: &Range<usize>) -> bool {
    (sentence.end.saturating_sub(3).max(sentence.start)..sentence.end).any(|t| cx.tokens.is(t, "?"))
}
