//! Files without words: their offsets can only be checked by where they fall. A wrong unit cuts through words, so such a
//! file is read whole or not at all, and never realigned by that alone.

use super::super::explain::cut;
use super::super::model::{Part, Unit};
use super::super::note::Note;
use super::super::words::is_on_word_bounds;
use super::{Verifier, place};
use std::collections::HashSet;

impl Verifier<'_> {
    /// Whether all spans without words fall on words, and on the tokens of the file if it has them. If not, tells why
    /// the file is refused.
    pub(super) fn bare_spans_hold(&mut self, findings: &[usize]) -> bool {
        let document = self.document;
        let spans: Vec<(usize, (usize, usize))> = findings
            .iter()
            .flat_map(|&n| document.findings[n].parts.iter().filter_map(move |part| Some((n, bare(part)?))))
            .collect();
        let holds = |unit: Unit, span: (usize, usize)| {
            cut(&self.offsets, unit, span, 0).is_some_and(|range| is_on_word_bounds(self.ground, &range))
        };
        let starts: HashSet<usize> = document.tokens.iter().map(|token| token.0).collect();
        let ends: HashSet<usize> = document.tokens.iter().map(|token| token.1).collect();
        let on_tokens =
            |(start, end): (usize, usize)| document.tokens.is_empty() || starts.contains(&start) && ends.contains(&end);
        let wrong: Vec<&(usize, (usize, usize))> =
            spans.iter().filter(|(_, span)| !holds(self.unit, *span) || !on_tokens(*span)).collect();
        let Some((first, span)) = wrong.first() else { return true };
        let finding = &document.findings[*first];
        let instead = match cut(&self.offsets, self.unit, *span, 0) {
            Some(range) => format!("{} cuts {:?}", place::stated(finding), &self.ground[range]),
            None => format!("{} is not in the text", place::stated(finding)),
        };
        let others = Unit::ALL.into_iter().filter(|unit| *unit != self.unit && spans.iter().all(|s| holds(*unit, s.1)));
        let others: Vec<&str> = others.map(Unit::name).collect();
        let help = match others.as_slice() {
            [] => "export the findings with their words, or with the text that the offsets count in".to_owned(),
            units => format!("if its offsets count {}, say so", units.join(" or ")),
        };
        let kind = if document.tokens.is_empty() { "at words" } else { "at words, and at tokens of the file" };
        let note = Note {
            at: finding.at.clone(),
            value: finding.label.clone(),
            what: format!(
                "the file is refused: it has no words for its spans, and counted in {} {} of {} do not begin and end \
                 {kind}; the first, {instead}",
                self.unit,
                wrong.len(),
                spans.len()
            ),
            rule: "a file without words is read only if all its spans begin and end at words",
            help,
        };
        self.verified.problems.push(note);
        false
    }
}

fn bare(part: &Part) -> Option<(usize, usize)> {
    part.offsets.filter(|_| part.words.is_none())
}
