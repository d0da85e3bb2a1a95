//! Files without words: their offsets can only be checked by where they fall. A wrong unit cuts through tokens and words, so
//! such a file is read whole or not at all, and never realigned by that alone.

use super::super::explain::cut;
use super::super::model::{Part, Unit};
use super::super::note::Note;
use super::super::words::is_on_word_bounds;
use super::{Verifier, place};
use std::collections::HashSet;

impl Verifier<'_> {
    /// Whether all spans without words fall on the tokens of the file, or on words if it has none that can be trusted.
    /// If not, tells why the file is refused.
    pub(super) fn bare_spans_hold(&mut self, findings: &[usize]) -> bool {
        let document = self.document;
        let spans: Vec<(usize, (usize, usize))> = findings
            .iter()
            .flat_map(|&n| document.findings[n].parts.iter().filter_map(move |part| Some((n, bare(part)?))))
            .collect();
        let tokens = self.tiling();
        let holds = |unit: Unit, span: (usize, usize)| {
            let Some(range) = cut(&self.offsets, unit, span, 0) else { return false };
            match &tokens {
                Some((starts, ends)) => starts.contains(&range.start) && ends.contains(&range.end),
                None => is_on_word_bounds(self.ground, &range),
            }
        };
        let wrong: Vec<&(usize, (usize, usize))> = spans.iter().filter(|(_, span)| !holds(self.unit, *span)).collect();
        self.has_tokens = tokens.is_some();
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
        let kind = if self.has_tokens { "at tokens of the file" } else { "at words" };
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

    /// Where the tokens of the file begin and end in the text, if they leave out nothing but white space: then they
    /// are those of the text, and prove what spans on them count. Words would prove less, because a tool may divide
    /// `30km`.
    fn tiling(&self) -> Option<(HashSet<usize>, HashSet<usize>)> {
        let in_unit = |unit: Unit| {
            let (mut starts, mut ends, mut at) = (HashSet::new(), HashSet::new(), 0);
            for token in &self.document.tokens {
                let range = cut(&self.offsets, unit, *token, 0)?;
                if !is_space(self.ground.get(at..range.start)?) {
                    return None;
                }
                at = range.end;
                starts.insert(range.start);
                ends.insert(range.end);
            }
            (at > 0 && is_space(&self.ground[at..])).then_some((starts, ends))
        };
        in_unit(self.unit).or_else(|| in_unit(self.document.unit))
    }
}

fn is_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn bare(part: &Part) -> Option<(usize, usize)> {
    part.offsets.filter(|_| part.words.is_none())
}
