//! Splits tokens into sentences: at a full stop and the like if the next word may begin a sentence; not at the full
//! stop of an abbreviation or an initial, unless a typical first word of a sentence follows.

use super::super::lexicon::{Classes, ordinary};
use super::{Letters, Sentence, TokenKind, Tokens};

impl Tokens<'_> {
    /// Splits the tokens of a paragraph into sentences.
    pub(super) fn split(&mut self, from: usize, paragraph: Option<usize>) {
        let mut start = from;
        let mut at = from;
        while at < self.tokens.len() {
            at += 1;
            let word = self.word(at - 1);
            let stop = matches!(word, "." | "!" | "?" | "…" | "。" | "։");
            let abbreviated = self.tokens[at - 1].kind == TokenKind::Word && word.ends_with('.');
            if !(stop || abbreviated) {
                continue;
            }
            at = self.closed(at);
            let Some(next) = self.tokens.get(at) else { break };
            let begins = next.is_capital()
                || matches!(next.kind, TokenKind::Number | TokenKind::Mixed)
                || next.letters == Letters::Inner
                || is_opening(self.word(at));
            let ends = if stop { next.spaced && begins } else { self.abbreviation_ends(at) };
            if ends {
                self.sentences.push(Sentence { tokens: start..at, paragraph, other_language: false });
                start = at;
            }
        }
        if start < self.tokens.len() {
            self.sentences.push(Sentence { tokens: start..self.tokens.len(), paragraph, other_language: false });
        }
    }

    /// The end of the closing marks that belong to the sentence before them. In tokenised text they are separate: ".
    /// ''".
    fn closed(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.tokens.len() {
            let word = self.word(at);
            let double = word == "'" && self.tokens.get(at + 1).is_some_and(|t| !t.spaced) && self.word(at + 1) == "'";
            if double && (self.tokens[at].spaced || at + 2 >= self.tokens.len() || self.tokens[at + 2].spaced) {
                at += 2;
            } else if (!self.tokens[at].spaced || matches!(word, "”" | "»" | "’" | ")" | "]")) && is_closing(word)
            {
                at += 1;
            } else {
                break;
            }
        }
        at
    }

    /// Whether a sentence ends with the abbreviation before `at`: "in the U.S. He said", not "Mr. Karasin", "J. Smith".
    fn abbreviation_ends(&self, at: usize) -> bool {
        let next = &self.tokens[at];
        if at < 2 || !next.spaced {
            return false;
        }
        // "chose plan B. Holt left": the letter of a label is not an initial.
        if self.word(at - 1).len() == 2 && next.is_capital() && LABELS.iter().any(|w| self.is(at - 2, w)) {
            return true;
        }
        if POWERS.contains(&self.word(at - 1)) && self.is_subject(at) {
            return true;
        }
        let begins = next.letters == Letters::Capital && next.classes.any(Classes::FUNCTION);
        if !begins {
            return false;
        }
        let (word, before) = (self.word(at - 1), &self.tokens[at - 2]);
        let initial = word.len() == 2;
        (initial && before.letters == Letters::Small)
            || word.matches('.').count() > 1
            || self.tokens[at - 1].classes.any(Classes::ORG_SUFFIX)
            || ["Jr.", "Sr.", "etc.", "Bros."].contains(&word)
    }

    /// Whether a name begins here that is not part of another and is the subject of a verb: "Okoro met".
    fn is_subject(&self, at: usize) -> bool {
        let Some(verb) = self.tokens.get(at + 1) else { return false };
        let named = Classes::ORG.and(Classes::PLACE).and(Classes::EVENT).and(Classes::ORG_SUFFIX).and(Classes::ROLE);
        let next = &self.tokens[at];
        let acts = Classes::ACTS.and(Classes::SAY).and(Classes::EVENT_VERB);
        next.letters == Letters::Capital
            && !next.classes.any(named.and(Classes::HONORIFIC).and(Classes::SPEAKING_BODY))
            && !ordinary(self.word(at))
            && verb.letters == Letters::Small
            && (verb.classes.any(acts) && !ordinary_noun(self.word(at + 1)) || self.word(at + 1).ends_with("ed"))
    }
}

/// Words that are both verbs and nouns: "the U.S. Marlow report".
fn ordinary_noun(word: &str) -> bool {
    ["report", "reports", "call", "calls", "note", "notes", "claim", "claims", "state", "states", "statement", "post"]
        .contains(&word)
}

/// Words that are numbered by letters.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "plan", "vitamin", "group", "class", "grade", "type", "category", "section", "block", "hepatitis", "appendix",
    "exhibit", "point", "option", "gate", "annex", "division", "serie", "influenza", "team", "zone", "pot",
];
/// States and towns by their initials.
const POWERS: &[&str] = &["U.S.", "U.K.", "U.N.", "E.U.", "U.S.A.", "U.S.S.R.", "U.A.E.", "D.C."];

fn is_closing(mark: &str) -> bool {
    matches!(mark, "”" | "\"" | "’" | "'" | "»" | ")" | "]" | "." | "!" | "?" | "…")
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "“" | "\"" | "‘" | "'" | "`" | "«" | "„" | "(" | "[" | "—" | "–" | "-" | "•")
}
