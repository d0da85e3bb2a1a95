//! How words are written in a whole document. A capital at the beginning of a sentence is no evidence of a name, nor
//! are capitals in a headline that uses them everywhere; how the rest of the document writes the word is.

use crate::extract::lexicon::{Classes, Hashed};
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use std::collections::HashMap;

/// How a document capitalises its words.
#[derive(Debug, Default)]
pub(super) struct Document {
    words: HashMap<u64, Seen, Hashed>,
    /// For each sentence, whether its capitals are no evidence, as in a headline.
    pub(super) loud: Vec<bool>,
    /// The first word of each sentence.
    pub(super) first: Vec<usize>,
}

/// How often a word is written in lower case, and with a capital in places that do not require one.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Seen {
    pub(super) small: u16,
    pub(super) capital: u16,
    /// As the first word of a sentence, or in a loud one.
    pub(super) first: u16,
}

/// Size in bits of a filter over the hashes of words.
const BITS: u64 = 1 << 15;

impl Document {
    /// Counts the words of a document.
    pub(super) fn new(tokens: &Tokens<'_>) -> Self {
        let mut document = Self::default();
        // Most lower-case words never occur with a capital: the filter skips them.
        let mut bits = vec![0_u64; (BITS / 64) as usize];
        let bit = |hash: u64| (((hash % BITS) >> 6) as usize, 1_u64 << (hash & 63));
        for sentence in &tokens.sentences {
            let all = &tokens.tokens[sentence.tokens.clone()];
            let word = |kind| matches!(kind, TokenKind::Word | TokenKind::Mixed);
            let first = all.iter().position(|t| word(t.kind)).unwrap_or(0);
            let loud = is_loud(tokens, sentence.tokens.clone(), first);
            document.first.push(sentence.tokens.start + first);
            document.loud.push(loud);
            if sentence.other_language {
                continue;
            }
            for (n, token) in all.iter().enumerate() {
                if token.kind == TokenKind::Word && token.letters != Letters::Small && token.letters != Letters::None {
                    let (at, bit) = bit(token.hash);
                    bits[at] |= bit;
                    let seen = document.words.entry(token.hash).or_default();
                    let opens = n > 0 && opens_speech(tokens, sentence.tokens.start + n - 1);
                    if n > first && !loud && !opens {
                        seen.capital = seen.capital.saturating_add(1);
                    } else {
                        seen.first = seen.first.saturating_add(1);
                    }
                }
            }
        }
        for token in tokens.tokens.iter().filter(|t| t.letters == Letters::Small) {
            let (at, bit) = bit(token.hash);
            if bits[at] & bit != 0
                && let Some(seen) = document.words.get_mut(&token.hash)
            {
                seen.small = seen.small.saturating_add(1);
            }
        }
        document
    }

    /// Whether a token is the first word of a sentence, or of one inside it: after a colon or an opening quotation
    /// mark.
    pub(super) fn is_first(&self, tokens: &Tokens<'_>, sentence: usize, at: usize) -> bool {
        self.first[sentence] == at || at > tokens.sentences[sentence].tokens.start && opens_speech(tokens, at - 1)
    }

    /// How a word is written in the rest of the document.
    pub(super) fn seen(&self, hash: u64) -> Seen {
        self.words.get(&hash).copied().unwrap_or_default()
    }
}

/// Whether a sentence may begin after a mark inside another.
fn opens_speech(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = || at.checked_sub(1).map_or("", |b| tokens.word(b));
    match tokens.word(at) {
        ":" => true,
        "“" | "«" | "„" | "\"" | "`" => matches!(before(), "," | ":" | "`" | ""),
        _ => false,
    }
}

/// Whether nearly all longer words have a capital, as in a headline in title case or in capitals.
fn is_loud(tokens: &Tokens<'_>, sentence: std::ops::Range<usize>, first: usize) -> bool {
    let mut capitals = 0_usize;
    let mut small = 0_usize;
    let mut shouted = 0_usize;
    // Short words with a capital: "Are", "In".
    let mut titled = 0_usize;
    let from = sentence.start + first;
    for at in (from..sentence.end).take(60) {
        let t = &tokens.tokens[at];
        if t.kind != TokenKind::Word {
            continue;
        }
        if t.letters == Letters::Capitals && !tokens.word(at).contains('.') {
            shouted += 1;
        }
        if at > from && t.classes.any(Classes::FUNCTION) && t.letters == Letters::Capital {
            titled += 1;
        }
        if t.classes.any(Classes::FUNCTION) || at == from || t.end - t.start < 4 {
            continue;
        }
        match t.letters {
            Letters::Small => small += 1,
            _ => capitals += 1,
        }
    }
    let ends = [".", "!", "?"].contains(&tokens.word(sentence.end - 1));
    // A sentence that ends in a full stop is prose, unless it is all in capitals.
    if shouted > 3 && shouted * 2 > capitals + small {
        return true;
    }
    let headline = tokens.sentences[tokens.sentence_of(from)].paragraph.is_none();
    !ends && (capitals >= 4 && small * 5 <= capitals || headline && capitals + titled >= 3 && small == 0)
}
