//! Splits tokens into sentences: at a full stop and the like if the next word may begin a sentence; not at the full
//! stop of an abbreviation or an initial, unless the language knows that a sentence ends there.

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
            let ends = if stop { next.spaced && begins } else { self.writing.abbreviation_ends(self, at) };
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
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "”" | "\"" | "’" | "'" | "»" | ")" | "]" | "." | "!" | "?" | "…")
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "“" | "\"" | "‘" | "'" | "`" | "«" | "„" | "(" | "[" | "—" | "–" | "-" | "•")
}
