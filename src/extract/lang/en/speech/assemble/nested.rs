//! Statements within statements: "Roe said that Voss had warned of floods", "The dam holds, Roe said, Norpress reports."
//! Each voice has a statement of its own, and the inner one lies within the outer.

use super::Assembly;
use crate::extract::lang::en::speech::NarratorSentence;
use crate::extract::lang::en::speech::cue::{After, Cue};
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind};
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// Maximum depth of statements within statements: an agency, a spokesman, a minister.
const DEEPEST: usize = 3;

impl Assembly<'_, '_, '_> {
    /// The statements of a sentence, or of what is said.
    pub(super) fn statements(
        &mut self,
        unit: &NarratorSentence,
        cues: &[Cue],
        before: Option<(usize, Option<usize>)>,
        depth: usize,
    ) {
        if !self.closing(unit, cues, depth) {
            self.each(unit, cues, before, depth);
        }
    }

    /// The statements before a cue at the end of the sentence that takes all of it.
    pub(super) fn before_closing(&mut self, unit: &NarratorSentence, part: Range<usize>, cues: &[Cue], depth: usize) {
        if depth < DEEPEST {
            let part = NarratorSentence { tokens: part, paragraph: unit.paragraph };
            // Praise and blame that is reported is no speech that is reported.
            let cues: Vec<Cue> = cues.iter().filter(|c| c.classes.any(Classes::SAY)).cloned().collect();
            self.statements(&part, &cues, None, depth + 1);
        }
    }

    /// The statements within what a cue introduces, by the cues after it. What is denied, asked or wished is not read.
    pub(super) fn within(
        &mut self,
        unit: &NarratorSentence,
        cue: &Cue,
        part: &Range<usize>,
        later: &[Cue],
        depth: usize,
    ) {
        let verb = self.reader.tokens.word(cue.verb.end - 1);
        if depth >= DEEPEST || NOT_ASSERTING.iter().any(|stem| starts(verb, stem)) {
            return;
        }
        let from = later.partition_point(|c| c.clause.start < part.start);
        let until = later.partition_point(|c| c.clause.start < part.end);
        // Words in quotation marks further on are the outer speaker's own.
        let own = |c: &Cue| matches!(c.after, After::Content(at) if self.in_quote(at) && at > c.verb.end + 1);
        let inner: Vec<Cue> = later[from..until]
            .iter()
            .filter(|c| !c.joined && c.speaker.is_some() && c.classes.any(Classes::SAY))
            .filter(|c| c.clause.end <= part.end && !own(c))
            .cloned()
            .collect();
        if inner.is_empty() {
            return;
        }
        let outer = self.last.clone();
        if let Some(principal) = cue.speaker.as_ref().and_then(|p| self.principal(p)) {
            self.last = Some(self.reader.resolve(&principal, None));
        }
        let part = NarratorSentence { tokens: part.clone(), paragraph: unit.paragraph };
        self.each(&part, &inner, None, depth + 1);
        self.last = outer;
    }

    /// The person for whom a spokesman speaks: in "A spokesman for Emil Roth said he told …", "he" is Roth.
    fn principal(&self, speaker: &Phrase) -> Option<Phrase> {
        let reader = self.reader;
        let voice = starts(reader.tokens.word(speaker.head), "spokes");
        let last = speaker.tokens.end - 1;
        let m = reader.mention_over(last).filter(|m| voice && last > speaker.head && reader.is_person(*m))?;
        let name = reader.names.mentions[m].tokens.clone();
        (name.start > speaker.head).then(|| Phrase {
            tokens: name.clone(),
            words: name,
            kind: PhraseKind::Name(m),
            head: last,
        })
    }
}

fn starts(word: &str, stem: &str) -> bool {
    word.get(..stem.len()).is_some_and(|s| s.eq_ignore_ascii_case(stem))
}

/// Beginnings of verbs after which the clause is not asserted.
const NOT_ASSERTING: &[&str] = &[
    "den", "ask", "reject", "dismiss", "doubt", "hop", "demand", "urg", "call", "threat", "propos", "accus", "inquir",
    "wonder", "question", "appeal", "speculat",
];
