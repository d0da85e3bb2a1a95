//! A set of names as sequences of words, matched in one pass over a text. Words match in any spelling, but a name with
//! capitals must have them in the text as well ("US" is not "us"); missing or different spaces between words do not
//! matter.

use super::lexicon::Hashed;
use super::tokens::{Letters, Tokens, Writing};
use std::collections::HashMap;
use std::ops::Range;

/// A set of names, each with a number.
#[derive(Debug, Default)]
pub(super) struct Trie {
    steps: HashMap<Step, u32, Hashed>,
    /// The names that end at a node.
    ends: HashMap<u32, Vec<Name>, Hashed>,
    nodes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step(u32, u64);

impl std::hash::Hash for Step {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(self.1 ^ u64::from(self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }
}

#[derive(Debug)]
struct Name {
    /// The capitalisation of each word.
    letters: Vec<Letters>,
    value: usize,
}

impl Trie {
    /// Adds a name. A name without a word is ignored.
    pub(super) fn add(&mut self, name: &str, writing: &'static dyn Writing, value: usize) {
        let tokens = Tokens::of(name, writing);
        if tokens.tokens.is_empty() {
            return;
        }
        let mut node = 0;
        for token in &tokens.tokens {
            let nodes = &mut self.nodes;
            node = *self.steps.entry(Step(node, token.hash)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        let letters: Vec<Letters> = tokens.tokens.iter().map(|t| t.letters).collect();
        let names = self.ends.entry(node).or_default();
        if !names.iter().any(|n| n.letters == letters) {
            names.push(Name { letters, value });
        }
    }

    /// The longest name that begins at a token and ends before `end`: the index after its last token, and its number.
    /// In a sentence where capitals are no evidence (`loud`), a capitalised name may be in capitals.
    pub(super) fn longest(&self, tokens: &Tokens<'_>, from: usize, end: usize, loud: bool) -> Option<(usize, usize)> {
        let mut node = 0;
        let mut found = None;
        for at in from..end {
            let Some(next) = self.steps.get(&Step(node, tokens.tokens[at].hash)) else { break };
            node = *next;
            if let Some(names) = self.ends.get(&node) {
                let fits = |n: &&Name| n.fits(tokens, from..at + 1, loud);
                found = names.iter().find(fits).map(|n| (at + 1, n.value)).or(found);
            }
        }
        found
    }
}

impl Name {
    fn fits(&self, tokens: &Tokens<'_>, found: Range<usize>, loud: bool) -> bool {
        let words = &tokens.tokens[found];
        // The capital in "Contact line" is that of a label: the other words show how the name is written.
        let label = words.len() > 1
            && self.letters[0] == Letters::Capital
            && self.letters[1..].iter().all(|l| matches!(l, Letters::Small | Letters::None));
        self.letters.iter().zip(words).enumerate().all(|(n, (name, word))| match name {
            Letters::None | Letters::Small => true,
            Letters::Capital => {
                word.letters == Letters::Capital
                    || word.letters == Letters::Initial
                    || (loud && word.letters == Letters::Capitals)
                    || (n == 0 && label && word.letters == Letters::Small)
            }
            Letters::Capitals => word.letters == Letters::Capitals,
            Letters::Initial => word.letters == Letters::Initial,
            Letters::Inner => word.letters == Letters::Inner || word.letters == Letters::Capital,
        })
    }
}
