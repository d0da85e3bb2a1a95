//! What follows a verb of saying: addressee, medium, times, and the beginning of the content.

use super::{After, Cue, FINITE, WINDOW};
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::PhraseKind;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl QuotationFinder<'_, '_> {
    /// Reads what follows a verb: addressee, medium, times, and the beginning of the content.
    pub(super) fn after(&self, cue: &mut Cue, start: usize, to: usize) {
        let mut at = start;
        // "said Lena Holt calmly to reporters"
        if cue.inverted && self.is_manner(at) && at + 1 < to && self.tokens.is(at + 1, "to") {
            at += 1;
        }
        if cue.classes.any(Classes::SAY_TELL) && !cue.inverted {
            if let Some(phrase) = self.phrase_after(at, to).filter(|p| !self.tokens.is(p.head, "that")) {
                at = self.also_addressed(phrase.tokens.end, to);
                cue.clause.end = at;
                cue.addressee = Some(phrase);
            }
        } else if cue.classes.any(Classes::SAY)
            && self.tokens.is(at, "to")
            && let Some(phrase) = self.phrase_after(at + 1, to)
            && !phrase.tokens.is_empty()
            && (phrase.kind != PhraseKind::Noun || self.is_role_noun(phrase.head))
            && self.tokens.word(cue.verb.end - 1).eq_ignore_ascii_case("to").then_some(()).is_none()
        {
            at = phrase.tokens.end;
            cue.clause.end = at;
            cue.addressee = Some(phrase);
        }
        if cue.addressee.is_some() && cue.classes.any(Classes::SAY_TELL) && self.tokens.is(at, "to") && at + 1 < to {
            cue.after = After::Content(at);
            return;
        }
        if let Some(end) = self.refers_back(cue, at, to) {
            cue.medium = self.medium_in(end..to).or(cue.medium.take());
            cue.clause.end = end;
            cue.after = After::SentenceBefore;
            return;
        }
        // "noted earlier", "noted on Friday that": the object follows the adverb.
        let takes_object = cue.classes.any(Classes::SAY_OBJECT) && !cue.classes.any(Classes::SAY_TELL);
        if takes_object && at < to && !self.inside(at) {
            at = self.behind_time(at, to);
        }
        // Adverbials: "in an interview with Interfax", "on Tuesday", "after the talks".
        let limit = to.min(at + WINDOW);
        let adverbial = |t: usize| {
            let token = &self.tokens.tokens[t];
            token.classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB))
                || self.tokens.word(t).ends_with("ly") && token.letters == Letters::Small
                || ["last", "late", "early", "this", "when", "while", "as"].iter().any(|w| self.tokens.is(t, w))
                    && self.tokens.tokens.get(t + 1).is_some_and(|n| n.classes.any(Classes::SPEECH_ADVERB))
        };
        if at < limit
            && !self.inside(at)
            && self.tokens.tokens[at].kind == TokenKind::Word
            && adverbial(at)
            && (!takes_object || ["at", "during", "after"].iter().any(|w| self.tokens.is(at, w)))
        {
            let begin = at;
            while at < limit && !self.inside(at) && !self.is_break(at) && !self.tokens.is(at, "that") {
                at += 1;
            }
            if cue.medium.is_none() {
                cue.medium = self.medium_in(begin..at);
            }
            cue.clause.end = at;
            let stopped = at >= to || self.is_break(at) && !self.tokens.is(at, ":");
            if stopped && !self.inside_at(at, to) {
                // "said in Vienna the talks went well": a clause after a short adverbial.
                if let Some(content) = self.after_adverbial(begin, at, cue) {
                    cue.clause.end = content;
                    cue.after = After::Content(content);
                    return;
                }
                if at >= to || self.is_stop(at) {
                    return;
                }
            }
        }
        if at >= to {
            return;
        }
        if self.inside(at) {
            cue.after = After::Content(at);
            return;
        }
        if self.tokens.is(at, ",") {
            cue.after = After::Comma(at + 1);
            return;
        }
        if self.tokens.is(at, ":") {
            cue.after = if at + 1 < to { After::Content(at + 1) } else { After::Nothing };
            return;
        }
        if self.is_break(at) || self.tokens.tokens[at].kind == TokenKind::Mark && !self.is_opening_mark(at) {
            return;
        }
        if self.tokens.is(at, "that") && cue.classes.any(Classes::SAY) {
            cue.clause.end = at + 1;
            cue.after = if at + 1 < to { After::Content(at + 1) } else { After::Nothing };
            return;
        }
        // "dismissed as “…” the claim"
        if cue.classes.any(Classes::SAY_NAMING) && self.tokens.is(at, "as") && self.inside_at(at + 1, to) {
            cue.clause.end = at + 1;
            cue.after = After::Content(at + 1);
            return;
        }
        let clause = [
            "citing", "quoting", "and", "but", "or", "so", "as", "when", "while", "because", "before", "after", "who",
            "which", "whose",
        ]
        .iter()
        .any(|w| self.tokens.is(at, w));
        if clause {
            return;
        }
        cue.after = After::Other;
        // "said nothing", not "said nothing would change"
        let nothing = ["nothing", "little"].iter().any(|w| self.tokens.is(at, w));
        if nothing && cue.classes.any(Classes::SAY) && !FINITE.iter().any(|w| self.tokens.is(at + 1, w)) {
            return;
        }
        if FINITE.iter().any(|w| self.tokens.is(at, w)) {
            return;
        }
        let bare = cue.classes.any(Classes::SAY_BARE)
            && !self.is_noun_use(cue)
            && (SURELY.iter().any(|w| self.tokens.is(cue.verb.end - 1, w)) || self.is_clause(at, to));
        let object = cue.classes.any(Classes::SAY_OBJECT) && !self.is_noun_use(cue) && self.may_be_said(cue, at);
        let told = cue.classes.any(Classes::SAY_TELL) && cue.addressee.is_some();
        let question = cue.classes.any(Classes::SAY)
            && ["if", "whether", "why", "how", "what", "where"].iter().any(|w| self.tokens.is(at, w));
        if bare || object || told || question {
            cue.after = After::Content(at);
        }
        // A naming verb, and others whose quotation follows at a small distance.
        if cue.after == After::Other && cue.classes.any(Classes::SAY_NAMING.and(Classes::SAY)) {
            let says = |t: usize| self.tokens.tokens[t].classes.any(Classes::SAY_BARE) && !self.inside(t);
            let near = (at..to.min(at + 14)).take_while(|t| !self.is_break(*t) && !says(*t)).find(|t| self.inside(*t));
            if let Some(quote) = near {
                cue.after = After::Content(quote);
                cue.clause.end = quote;
            }
        }
    }

    /// Where a list of addressees ends: "told Arteta and Bjork that".
    fn also_addressed(&self, end: usize, to: usize) -> usize {
        if end + 1 >= to || !self.tokens.is(end, "and") {
            return end;
        }
        match self.phrase_after(end + 1, to) {
            Some(p) if p.tokens.end < to && self.tokens.is(p.tokens.end, "that") => p.tokens.end,
            _ => end,
        }
    }

    /// The token after an adverb of time or "on Friday", which is the same token if there is none.
    fn behind_time(&self, at: usize, to: usize) -> usize {
        let time = |t: usize| t < to && self.tokens.tokens[t].classes.any(Classes::CALENDAR);
        let adverb =
            |t: usize| time(t) || ["earlier", "later", "today", "yesterday"].iter().any(|w| self.tokens.is(t, w));
        let end = match () {
            () if time(at + 1) && self.tokens.is(at, "on") => at + 2,
            () if adverb(at) => at + 1,
            () => at,
        };
        // "earlier agreements", "Thursday's attack"
        let closes = end >= to || self.is_break(end) || self.tokens.is(end, "that") || end == at + 2;
        if closes && (end >= to || !self.is_possessive(end)) { end } else { at }
    }

    /// Whether a clause begins here, as the auxiliary in it shows: "announced it will go", unlike "announced the sale".
    fn is_clause(&self, at: usize, to: usize) -> bool {
        let stops = ["that", "which", "who", "to", "for"];
        (at..to.min(at + 14))
            .take_while(|t| !self.is_break(*t) && !stops.iter().any(|w| self.tokens.is(*t, w)))
            .any(|t| FINITE.iter().any(|w| self.tokens.is(t, w)) || self.inside(t))
    }

    /// Whether what follows can be the object of saying: not a preposition and, for verbs that also describe deeds,
    /// only words.
    fn may_be_said(&self, cue: &Cue, at: usize) -> bool {
        if self.tokens.tokens[at].classes.any(Classes::PREPOSITION) && !self.tokens.is(at, "to") && cue.verb.len() == 1
        {
            return false;
        }
        let verb = self.tokens.word(cue.verb.end - 1);
        let deed = ["reject", "rejects", "rejected", "rejecting", "dismissed", "dismisses"];
        if deed.iter().any(|w| verb.eq_ignore_ascii_case(w)) {
            let near = at..self.tokens.tokens.len().min(at + 6);
            return near.take_while(|t| !self.is_break(*t)).any(|t| SPOKEN.iter().any(|w| self.tokens.is(t, w)));
        }
        true
    }

    fn inside_at(&self, at: usize, to: usize) -> bool {
        at < to && self.inside(at)
    }

    /// "claims", "reports" may be nouns: after an adjective or a name that owns them.
    fn is_noun_use(&self, cue: &Cue) -> bool {
        let Some(b) = cue.verb.start.checked_sub(1) else { return true };
        self.tokens.tokens[b].kind == TokenKind::Possessive
            || self.is_determiner(b) && !self.is_pronoun(b) && cue.speaker.as_ref().is_none_or(|s| s.head != b)
    }

    fn is_opening_mark(&self, at: usize) -> bool {
        ["(", "[", "$", "£", "€", "#"].iter().any(|w| self.tokens.is(at, w))
    }

    fn is_stop(&self, at: usize) -> bool {
        [".", "!", "?", ";", "…"].iter().any(|w| self.tokens.is(at, w))
    }

    /// Where a clause begins after "in Vienna", "on Tuesday".
    fn after_adverbial(&self, begin: usize, end: usize, cue: &Cue) -> Option<usize> {
        if !cue.classes.any(Classes::SAY_BARE) {
            return None;
        }
        let mut at = begin;
        let time =
            |t: usize| self.tokens.tokens[t].classes.any(Classes::SPEECH_ADVERB) || self.tokens.word(t).ends_with("ly");
        loop {
            if at >= end {
                return None;
            }
            if time(at) || self.tokens.tokens[at].kind == TokenKind::Number {
                at += 1;
            } else if self.tokens.tokens[at].classes.any(Classes::PREPOSITION) {
                at += 1;
                if at < end && time(at) {
                    continue;
                }
                let phrase = self.phrase_after(at, end)?;
                let sure = matches!(phrase.kind, PhraseKind::Name(_)) || self.is_role_noun(phrase.head);
                if !sure {
                    return None;
                }
                at = phrase.tokens.end;
            } else {
                break;
            }
        }
        let clause = self.is_determiner(at)
            || self.is_pronoun(at)
            || self.mention_over(at).is_some()
            || self.tokens.is(at, "there");
        (clause && end > at + 2).then_some(at)
    }
}

/// Verbs after which a clause without "that" is certain.
const SURELY: &[&str] = &[
    "said", "says", "say", "saying", "told", "tells", "telling", "insisted", "insists", "argued", "argues", "argue",
    "denied", "denies",
];

/// Nouns for what others said.
const SPOKEN: &[&str] = &[
    "claim", "claims", "accusation", "accusations", "allegation", "allegations", "report", "reports", "suggestion",
    "suggestions", "criticism", "charge", "charges", "rumours", "rumors", "idea", "notion",
];
