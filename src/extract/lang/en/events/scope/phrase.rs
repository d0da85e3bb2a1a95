//! The noun phrases around a governor: its subject, and the words before a noun.

use super::Scope;
use crate::extract::lang::en::events::group::is_auxiliary;
use crate::extract::lang::en::events::heads::governing;
use crate::extract::lang::en::events::unit::UnitKind;
use crate::extract::lang::en::events::words::{is_adverb, is_verb};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl Scope<'_, '_, '_> {
    /// The first token of the noun phrase that ends with a noun.
    pub(super) fn noun(&self, head: usize) -> usize {
        let cx = self.cx;
        let mut at = head;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1).filter(|b| *b >= self.sentence.start) else { break };
            if cx.units.at(before).is_some() {
                break;
            }
            if cx.tokens.tokens[before].kind == TokenKind::Possessive && before > self.sentence.start {
                return cx.units.ends(before).map_or(before, |u| u.tokens.start.max(self.sentence.start));
            }
            if cx.is_any(
                before,
                &[
                    "the", "a", "an", "no", "any", "his", "her", "its", "their", "these", "those", "such", "some",
                    "little", "this",
                ],
            ) {
                return before;
            }
            let adjective = cx.is_any(
                before,
                &[
                    "false", "recent", "earlier", "media", "press", "repeated", "unconfirmed", "local", "widespread",
                    "credible", "official", "immediate", "new", "further", "wild", "strong", "other", "many",
                    "several", "numerous", "slightest", "fresh", "online", "clear", "persistent", "concrete",
                    "reliable",
                ],
            );
            if !adjective {
                break;
            }
            at = before;
        }
        at
    }

    /// Whether a word that may be a noun or a verb is a noun here: "reports", "claims".
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let cx = self.cx;
        let word = cx.tokens.word(at).to_ascii_lowercase();
        if word.ends_with("ed") || word.ends_with("ing") {
            return false;
        }
        const NOUNS: &[&str] = &[
            "report", "reports", "claim", "claims", "rumour", "rumours", "rumor", "rumors", "allegation",
            "allegations", "suggestion", "suggestions", "accusation", "accusations", "speculation", "evidence",
            "proof", "sign", "signs", "indication", "indications", "hint", "hints", "word", "confirmation", "news",
            "story", "stories", "denial", "denials", "hope", "hopes", "fear", "fears", "wish", "doubt", "doubts",
            "demand", "demands", "proposal", "proposals", "idea", "possibility", "chance", "prospect", "plan", "plans",
            "refusal", "offer", "offers", "call", "calls", "agreement", "decision", "announcement", "statement",
            "statements", "request", "requests", "talk", "gossip", "assertion", "assertions", "condition", "belief",
            "invitation", "intention", "promise",
        ];
        if !NOUNS.contains(&word.as_str()) {
            return false;
        }
        let Some(before) = self.before(at) else { return true };
        // "he reports that" is a verb.
        let subject = cx.units.at(before).is_some_and(|u| !matches!(u.what, UnitKind::Time(_)))
            || cx.is_any(before, &["he", "she", "they", "we", "i", "you", "who", "to", "and"])
            || cx.any(
                before,
                Classes::EVENT_GROUP
                    .and(Classes::SPEAKER)
                    .and(Classes::SPEAKING_BODY)
                    .and(Classes::ROLE_NOUN)
                    .and(Classes::ROLE_GENERAL),
            )
            || cx.any(before, Classes::FUNCTION)
                && is_auxiliary(cx, before)
                && !cx.is_any(before, &["is", "are", "was", "were", "been", "be"]);
        !subject
    }

    /// The first token of the subject that ends before a verb group.
    pub(in crate::extract::lang::en::events) fn subject(&self, end: usize) -> usize {
        let cx = self.cx;
        let mut at = end;
        for _ in 0..10 {
            let Some(before) = at.checked_sub(1).filter(|b| *b >= self.sentence.start) else { break };
            if let Some(unit) = cx.units.ends(at).filter(|u| u.tokens.start >= self.sentence.start) {
                if matches!(unit.what, UnitKind::Time(_)) {
                    break;
                }
                at = unit.tokens.start;
                continue;
            }
            if cx.units.at(before).is_some() {
                break;
            }
            let token = &cx.tokens.tokens[before];
            let pronoun = cx.is_any(
                before,
                &[
                    "he", "she", "they", "we", "i", "you", "it", "nobody", "no-one", "nothing", "anyone", "anybody",
                    "someone", "everyone", "them", "him", "her", "us", "there",
                ],
            );
            if pronoun {
                return before;
            }
            let quantity =
                cx.is_any(before, &["none", "neither", "either", "both", "one", "any", "few", "no", "all", "some"]);
            let determiner =
                cx.is_any(before, &["the", "a", "an", "his", "its", "their", "these", "those", "our", "my"]);
            let joins = cx.is_any(before, &["of", "and", "nor"]) && at < end;
            let plain = token.kind == TokenKind::Word
                && token.letters == Letters::Small
                && !token.classes.any(Classes::FUNCTION.and(Classes::EVENT_LINK))
                && !is_verb(cx, before)
                && !is_adverb(cx, before)
                && (governing(cx, before, before, true).is_none()
                    || before > self.sentence.start && cx.any(before - 1, Classes::DETERMINER));
            let number = cx.any(before, Classes::NUMERAL);
            if cx.is_any(before, &["of"]) {
                let of = before > self.sentence.start
                    && cx
                        .is_any(before - 1, &["none", "neither", "either", "both", "one", "any", "few", "all", "some"]);
                if !of {
                    break;
                }
            }
            if !(quantity || determiner || joins || plain || number) {
                break;
            }
            at = before;
        }
        // "and" alone is not a subject.
        if at < end && cx.is_any(at, &["and", "nor"]) { at + 1 } else { at }
    }

    /// Whether a subject is empty: "no official", "none of the ministers".
    pub(in crate::extract::lang::en::events) fn is_nobody(&self, from: usize, to: usize) -> bool {
        let cx = self.cx;
        (from..to).any(|t| {
            cx.is_any(t, &["nobody", "none", "neither", "no-one", "nothing"])
                || (cx.tokens.is(t, "no") && cx.units.at(t).is_none())
        })
    }
}
