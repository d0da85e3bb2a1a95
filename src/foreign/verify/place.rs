//! Places one finding in the text, and binds the references between those that were placed.

use super::super::explain::Anchored;
use super::super::model::{AttributeValue, ForeignDocument, ForeignFinding, Part, Unit};
use super::super::note::Note;
use super::super::words::{context_agrees, is_on_word_bounds};
use super::{Basis, Placed, Verification, Verified, Verifier, named};
use crate::base::iri::Span;
use std::collections::HashSet;
use std::ops::Range;

/// The words of the parts of a finding, for each unit of [`Unit::ALL`]: where a format joins them by a space, they are
/// divided by the lengths of the spans, which depend on the unit. `None` if that cannot be.
pub(super) fn divided(finding: &ForeignFinding) -> [Option<Vec<&str>>; 3] {
    Unit::ALL.map(|unit| {
        let Some(joined) = &finding.joined else {
            return Some(finding.parts.iter().map(|part| part.words.as_deref().unwrap_or_default()).collect());
        };
        let mut rest = joined.as_str();
        let mut words = Vec::new();
        for (n, part) in finding.parts.iter().enumerate() {
            if n > 0 {
                rest = rest.strip_prefix(' ')?;
            }
            let (start, end) = part.offsets?;
            let end = super::Offsets::new(rest).byte(unit, end.checked_sub(start)?)?;
            words.push(&rest[..end]);
            rest = &rest[end..];
        }
        rest.is_empty().then_some(words)
    })
}

/// The parts that have offsets and words.
pub(super) fn anchored<'a>(
    document: &'a ForeignDocument,
    divided: &[[Option<Vec<&'a str>>; 3]],
    findings: &[usize],
) -> Vec<Anchored<'a>> {
    let mut anchored = Vec::new();
    for &n in findings {
        let finding = &document.findings[n];
        for (i, part) in finding.parts.iter().enumerate() {
            if let Some(offsets) = part.offsets.filter(|_| has_words(finding, part)) {
                let words = [0, 1, 2].map(|unit| divided[n][unit].as_ref().map(|words| words[i]));
                let (prefix, suffix) = (part.prefix.as_deref(), part.suffix.as_deref());
                anchored.push(Anchored { offsets, words, prefix, suffix });
            }
        }
    }
    anchored
}

fn has_words(finding: &ForeignFinding, part: &Part) -> bool {
    part.words.is_some() || finding.joined.is_some()
}

/// Why a finding can have no place: its offsets end before they start or enclose nothing, or it has neither offsets nor
/// words.
pub(super) fn fault(finding: &ForeignFinding) -> Option<String> {
    let fault = |part: &Part| match part.offsets {
        Some((start, end)) if start > end => Some(format!("{start}–{end} ends before it starts")),
        Some((start, end)) if start == end => Some(format!("{start}–{end} is empty")),
        None if part.words.as_deref().is_none_or(|words| words.trim().is_empty()) => {
            Some("it has neither offsets nor words".to_owned())
        }
        _ => None,
    };
    if finding.parts.is_empty() { Some("it has no place".to_owned()) } else { finding.parts.iter().find_map(fault) }
}

/// The offsets of a finding, for messages.
pub(super) fn stated(finding: &ForeignFinding) -> String {
    let spans = finding.parts.iter().filter_map(|part| part.offsets).map(|(start, end)| format!("{start}–{end}"));
    spans.collect::<Vec<String>>().join(", ")
}

impl Verifier<'_> {
    /// Places a finding whose offsets cut `cuts`, or leaves it out.
    pub(super) fn place(
        &mut self,
        finding: &ForeignFinding,
        words: Option<&[&str]>,
        cuts: Vec<Option<Range<usize>>>,
        basis: Basis,
        is_proven: bool,
    ) {
        let mut ranges = Vec::new();
        let (mut rests_on, mut is_place_unverified) = (None, false);
        for (i, (part, cut)) in finding.parts.iter().zip(cuts).enumerate() {
            let words = words.map(|words| words[i]).filter(|_| has_words(finding, part));
            let placed = match words {
                Some(words) => self.by_words(part, words, cut, basis),
                None => self.by_bounds(cut, basis, is_proven),
            };
            match placed {
                Ok((range, basis)) => {
                    let is_tools_word = self.document.offsets_follow_words
                        && !matches!(basis, Basis::WordsOnce | Basis::ContextOnce)
                        && words.is_some_and(|words| self.search.places(words).len() > 1);
                    is_place_unverified |= is_tools_word;
                    // Of several parts, the one that rests on the least is told.
                    if rests_on.is_none_or(|before| rank(basis) > rank(before)) {
                        rests_on = Some(basis);
                    }
                    ranges.push(range);
                }
                Err(what) => {
                    let which = if finding.parts.len() > 1 { format!("part {}: ", i + 1) } else { String::new() };
                    self.refuse(finding, &format!("{which}{what}"));
                    return;
                }
            }
        }
        let ours: Option<Vec<Range<usize>>> = match self.held {
            None => Some(ranges),
            Some((laid, _)) => ranges.iter().map(|range| laid.carried(range)).collect(),
        };
        let Some(mut ranges) = ours else {
            self.refuse(finding, "a span begins or ends within a character of the source");
            return;
        };
        ranges.sort_by_key(|range| (range.start, range.end));
        if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
            self.refuse(finding, "its parts overlap in the text");
            return;
        }
        let point = |at: usize| self.index.code_point(self.text, at);
        let verification = Verification {
            basis: rests_on.unwrap_or(basis),
            carried: self.held.map(|(_, difference)| difference).filter(|difference| !difference.is_none()),
            is_place_unverified,
        };
        let by = finding.by.clone().unwrap_or_else(|| self.document.by.clone());
        let placed = Placed {
            finding: ForeignFinding { by: Some(by), ..finding.clone() },
            spans: ranges.iter().map(|r| Span { start: point(r.start), end: point(r.end) }).collect(),
            words: ranges.iter().map(|range| self.text[range.clone()].to_owned()).collect(),
            ranges,
            verification,
        };
        self.tell_of(&placed);
        self.verified.findings.push(placed);
    }

    /// The place of words: where the offsets have it, else the only place where they stand.
    fn by_words(
        &mut self,
        part: &Part,
        words: &str,
        cut: Option<Range<usize>>,
        basis: Basis,
    ) -> Result<(Range<usize>, Basis), String> {
        let (prefix, suffix) = (part.prefix.as_deref(), part.suffix.as_deref());
        let is_stated = |range: &Range<usize>| self.is_stated(range, words, prefix, suffix);
        if let Some(range) = cut.clone().filter(is_stated).filter(|_| !self.is_doubtful) {
            return Ok((range, basis));
        }
        let places = self.search.places(words).to_vec();
        let has_context = [prefix, suffix].into_iter().flatten().any(|words| !words.trim().is_empty());
        let in_context: Vec<&Range<usize>> =
            places.iter().filter(|range| has_context && context_agrees(self.ground, range, prefix, suffix)).collect();
        // Of an interval that was laid along words, not of one that cuts through them.
        let laid = cut.iter().filter(|cut| {
            let words = &self.ground[(*cut).clone()];
            !self.is_doubtful && words.trim().len() == words.len() && is_on_word_bounds(self.ground, cut)
        });
        let within: Vec<&Range<usize>> = laid
            .flat_map(|cut| places.iter().filter(|range| cut.start <= range.start && range.end <= cut.end))
            .collect();
        let (only, found) = match (places.as_slice(), in_context.as_slice(), within.as_slice()) {
            ([only], ..) => (only, Basis::WordsOnce),
            (_, [only], _) => (*only, Basis::ContextOnce),
            (_, _, [only]) if !has_context => (*only, Basis::WordsOnceWithin),
            _ => return Err(self.not_there(part, places.len(), has_context, cut)),
        };
        if cut.as_ref() == Some(only) {
            Ok((only.clone(), basis))
        } else if is_on_word_bounds(self.ground, only) {
            Ok((only.clone(), found))
        } else {
            Err(format!("{}, and its words stand in the text only inside of other words", self.cut_instead(part, cut)))
        }
    }

    /// What is wrong with words that cannot be placed.
    fn not_there(&self, part: &Part, places: usize, has_context: bool, cut: Option<Range<usize>>) -> String {
        let instead = self.cut_instead(part, cut);
        let context = if has_context {
            "; none, or more than one, stands between the words that are said to stand around it"
        } else {
            ""
        };
        let instead =
            if self.is_doubtful { format!("{instead}; but the offsets of the file are wrong") } else { instead };
        match places {
            0 => format!("{instead}, and its words do not stand in the text"),
            n => format!("{instead}, and its words stand in the text {n} times{context}"),
        }
    }

    fn cut_instead(&self, part: &Part, cut: Option<Range<usize>>) -> String {
        let Some((start, end)) = part.offsets else { return "it has no offsets".to_owned() };
        match cut {
            None => format!("{start}–{end} is not in the text, counted in {}", self.unit),
            Some(range) => {
                let words = &self.ground[range];
                let shown: String = words.chars().take(60).collect();
                let more = if shown.len() < words.len() { "…" } else { "" };
                format!("at {start}–{end}, counted in {}, stands {:?}{more}", self.unit, shown)
            }
        }
    }

    /// The place of a span without words.
    fn by_bounds(
        &self,
        cut: Option<Range<usize>>,
        basis: Basis,
        is_proven: bool,
    ) -> Result<(Range<usize>, Basis), String> {
        if !is_proven {
            return Err("it has no words, and the offsets of the other findings do not agree with theirs".to_owned());
        }
        let range = cut.ok_or("it has no words, and its offsets are not in the text")?;
        if self.has_tokens {
            return Ok((range, Basis::TokenBounds));
        }
        if !is_on_word_bounds(self.ground, &range) {
            let words = &self.ground[range];
            return Err(format!("it has no words, and what its offsets cut begins or ends inside a word: {words:?}"));
        }
        Ok((range, if basis == Basis::AsStated { Basis::WordBounds } else { basis }))
    }

    /// Notes what was done with one finding alone.
    fn tell_of(&mut self, placed: &Placed) {
        let finding = &placed.finding;
        let is_moved =
            matches!(placed.verification.basis, Basis::WordsOnce | Basis::ContextOnce | Basis::WordsOnceWithin);
        let (what, rule) = if is_moved && finding.parts.iter().any(|part| part.offsets.is_some()) {
            let spans: Vec<String> = placed.spans.iter().map(|span| format!("{}–{}", span.start, span.end)).collect();
            let (from, to) = (stated(finding), spans.join(", "));
            let reason = placed.verification.reason();
            (
                format!("{} is realigned from {from} to code points {to}: {reason}", named(finding)),
                "a finding whose offsets do not cut its words is read where they stand exactly once",
            )
        } else if placed.verification.is_place_unverified {
            (
                format!(
                    "the place of {} is the tool's word alone: its words stand in the text several times",
                    named(finding)
                ),
                "a place is verified by words that stand once, or by those around them",
            )
        } else {
            return;
        };
        let help = "check it in the text".to_owned();
        self.verified.notes.push(Note { at: finding.at.clone(), value: finding.words(), what, rule, help });
    }
}

/// How little a place rests on.
fn rank(basis: Basis) -> u8 {
    match basis {
        Basis::AsStated => 0,
        Basis::Explained(_) => 1,
        Basis::ContextOnce => 2,
        Basis::WordsOnce => 3,
        Basis::WordsOnceWithin => 4,
        Basis::WordBounds | Basis::TokenBounds => 5,
    }
}

/// Takes out references to findings that were not placed, with a note for each, and an error where there is no such
/// finding.
pub(super) fn resolve_references(document: &ForeignDocument, verified: &mut Verified) {
    let known: HashSet<&str> = document.findings.iter().map(|finding| finding.id.as_str()).collect();
    let placed: HashSet<String> = verified.findings.iter().map(|placed| placed.finding.id.clone()).collect();
    let (mut notes, mut problems) = (Vec::new(), Vec::new());
    for Placed { finding, .. } in &mut verified.findings {
        let mut kept = Vec::new();
        for (key, value) in std::mem::take(&mut finding.attributes) {
            let AttributeValue::Finding(id) = &value else {
                kept.push((key, value));
                continue;
            };
            if placed.contains(id) {
                kept.push((key, value));
                continue;
            }
            let is_known = known.contains(id.as_str());
            let note = Note {
                at: finding.at.clone(),
                value: finding.words(),
                what: format!(
                    "its {key} is left out: {}",
                    if is_known {
                        format!("the finding {id} was left out")
                    } else {
                        format!("there is no finding {id}")
                    }
                ),
                rule: "a finding refers to findings of the same document that were read",
                help: "correct the finding that it refers to".to_owned(),
            };
            if is_known { notes.push(note) } else { problems.push(note) }
        }
        finding.attributes = kept;
    }
    verified.notes.append(&mut notes);
    verified.problems.append(&mut problems);
}
