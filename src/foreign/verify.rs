//! Verifies findings of another tool against the text that they are about.
//!
//! A span is taken as it stands if it cuts out the words that the file claims for it, or if one explanation fits all spans
//! of the file ([`super::explain`]), or if its words stand in the text exactly once. Everything else is an error with its
//! place, and the rest goes on. A finding is never moved to the nearest or the first of several places.

mod bare;
mod place;

use super::correspondence::{self, Correspondence, Difference};
use super::explain::{Anchored, Explanation, Found, cut, cut_all, explain};
use super::model::{Fidelity, ForeignDocument, ForeignFinding, Unit};
use super::note::{FilePlace, Note, counted};
use super::offsets::Offsets;
use super::words::{SearchText, context_agrees, same};
use crate::base::iri::Span;
use crate::base::text::{CodePointIndex, position};
use std::collections::HashSet;
use std::ops::Range;

/// Maximum size of a text whose findings are verified, in bytes. Verifying takes about two hundred times as much memory.
pub const MAX_TEXT: usize = 4 << 20;

/// The findings of a document that stand in its text, and what is to be said of the others.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Verified {
    /// The findings, in the order of the file.
    pub findings: Vec<Placed>,
    /// What the user should know: what was realigned and why, what was left out on purpose.
    pub notes: Vec<Note>,
    /// The findings that are left out because they cannot be placed.
    pub problems: Vec<Note>,
}

/// A finding with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The finding as the file has it.
    pub finding: ForeignFinding,
    /// Its parts as bytes of the text.
    pub ranges: Vec<Range<usize>>,
    /// The same in code points.
    pub spans: Vec<Span>,
    /// The words of its parts, as the text has them.
    pub words: Vec<String>,
    /// Why they are its place.
    pub verification: Verification,
}

/// Why a place is the place of a finding.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verification {
    /// What it rests on.
    pub basis: Basis,
    /// How the text in the file differs from the document's; `None` if it does not, or if the file holds no text.
    pub carried: Option<Difference>,
    /// Whether the place is the tool's word alone: it searched for the words, and they stand in several places.
    pub is_place_unverified: bool,
}

/// What the place of a finding rests on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The offsets of the file cut out the words that it claims.
    #[default]
    AsStated,
    /// The file has no words; all its spans begin and end at words.
    WordBounds,
    /// The file has no words; its tokens are those of the text, and all its spans begin and end at them.
    TokenBounds,
    /// One explanation fits all offsets of the file.
    Explained(Explanation),
    /// The words stand in the text exactly once.
    WordsOnce,
    /// The words stand exactly once between what the file says stands before and after.
    ContextOnce,
    /// The words stand exactly once within the offsets.
    WordsOnceWithin,
}

impl Verification {
    /// Whether the offsets of the file were not taken as they are.
    pub fn is_realigned(&self) -> bool {
        !matches!(self.basis, Basis::AsStated | Basis::WordBounds | Basis::TokenBounds) || self.carried.is_some()
    }

    /// The reason in words, for the data.
    pub fn reason(&self) -> String {
        let basis = match self.basis {
            Basis::AsStated => "the offsets cut out the words".to_owned(),
            Basis::WordBounds => "the file has no words; all its spans begin and end at words".to_owned(),
            Basis::TokenBounds => "the file has no words; all its spans begin and end at its tokens".to_owned(),
            Basis::Explained(explanation) => explanation.to_string(),
            Basis::WordsOnce => "the words stand in the text once".to_owned(),
            Basis::ContextOnce => "the words stand once between what is said to stand before and after".to_owned(),
            Basis::WordsOnceWithin => "the words stand once within the offsets".to_owned(),
        };
        let carried = self.carried.map(|d| format!("; the text in the file differs in {d}")).unwrap_or_default();
        let alone =
            if self.is_place_unverified { "; they stand in several places, and the tool chose this one" } else { "" };
        format!("{basis}{carried}{alone}")
    }
}

/// Verifies the findings of a document. `unit` is what the user says that its offsets count.
pub fn verify(text: &str, document: &ForeignDocument, unit: Option<Unit>) -> Verified {
    if text.len() > MAX_TEXT {
        return refused(Note {
            at: FilePlace::default(),
            value: format!("{} bytes", text.len()),
            what: "the text is too long for its findings to be verified".to_owned(),
            rule: "a text with findings from elsewhere has at most 4 MiB",
            help: "divide the source into its articles".to_owned(),
        });
    }
    let held = match &document.text {
        Some(held) if held.text != text || held.fidelity > Fidelity::Whole => {
            match correspondence::between(&held.text, text, held.fidelity) {
                Ok((laid, difference)) => Some((held.text.as_str(), laid, difference)),
                Err(at) => return refused(other_text(text, at, document)),
            }
        }
        _ => None,
    };
    let ground = held.as_ref().map_or(text, |(ground, ..)| ground);
    let mut verifier = Verifier {
        text,
        ground,
        offsets: Offsets::new(ground),
        held: held.as_ref().map(|(_, laid, difference)| (laid, *difference)),
        unit: unit.unwrap_or(document.unit),
        search: SearchText::new(ground),
        index: CodePointIndex::new(text),
        document,
        has_tokens: false,
        is_doubtful: false,
        verified: Verified::default(),
    };
    verifier.run();
    place::resolve_references(document, &mut verifier.verified);
    verifier.verified
}

fn refused(note: Note) -> Verified {
    Verified { problems: vec![note], ..Verified::default() }
}

/// The file is of another text.
fn other_text(text: &str, at: usize, document: &ForeignDocument) -> Note {
    let place = position(text, at);
    let stands: String = text[at..].chars().take(40).collect();
    Note {
        at: document.findings.first().map(|f| f.at.clone()).unwrap_or_default(),
        value: document.name.clone().unwrap_or_default(),
        what: format!(
            "the text in the file is not the text of the source; they differ from line {}, column {}, where the source \
             has {stands:?}",
            place.line, place.column
        ),
        rule: "findings are read from the text that they were made for",
        help: "run the tool again on this version of the source".to_owned(),
    }
}

struct Verifier<'a> {
    /// The text of the source.
    text: &'a str,
    /// The text that offsets point into: that of the file if it holds one.
    ground: &'a str,
    offsets: Offsets<'a>,
    /// How the ground lies along the text, if it is another.
    held: Option<(&'a Correspondence, Difference)>,
    unit: Unit,
    search: SearchText<'a>,
    index: CodePointIndex,
    document: &'a ForeignDocument,
    /// Whether spans without words were found to fall on the tokens of the file.
    has_tokens: bool,
    /// Whether an explanation fits all offsets, or all that could be right, but cannot be taken: then words at the offsets
    /// of the file prove nothing where they stand several times.
    is_doubtful: bool,
    verified: Verified,
}

impl Verifier<'_> {
    fn run(&mut self) {
        let document = self.document;
        let findings = self.whole_findings();
        let divided: Vec<[Option<Vec<&str>>; 3]> = document.findings.iter().map(place::divided).collect();
        let anchored = place::anchored(document, &divided, &findings);
        let token = |token: &(usize, usize)| cut(&self.offsets, self.unit, *token, 0);
        let tokens: Vec<Range<usize>> = document.tokens.iter().filter_map(token).collect();
        let mut how = Explanation { unit: self.unit, ..Explanation::default() };
        let mut is_proven = true;
        if anchored.is_empty() {
            if !self.bare_spans_hold(&findings) {
                return;
            }
        } else {
            is_proven = self.agree(&anchored);
            let found = if is_proven {
                Found::None
            } else {
                explain(self.ground, self.unit, &tokens, &anchored, &mut self.search)
            };
            match found {
                Found::One(explanation, _) => (how, is_proven) = (explanation, true),
                Found::Several => {
                    self.is_doubtful = true;
                    self.verified.notes.push(ambiguous());
                }
                Found::None if !is_proven => self.doubt(anchored, &tokens),
                Found::None => {}
            }
        }
        let stated = document.findings.iter().flat_map(|finding| finding.parts.iter().map(|part| part.offsets));
        let mut cuts = cut_all(self.ground, &how, &tokens, stated).into_iter();
        let is_explained = how != Explanation { unit: self.unit, ..Explanation::default() };
        let basis = if is_explained { Basis::Explained(how) } else { Basis::AsStated };
        let mut wanted = findings.into_iter().peekable();
        for (n, finding) in document.findings.iter().enumerate() {
            let cuts: Vec<_> = cuts.by_ref().take(finding.parts.len()).collect();
            // What has no kind here helps to find what the offsets count, and is left out.
            if wanted.next_if_eq(&n).is_some() && finding.kind.is_some() {
                self.place(finding, divided[n][how.unit as usize].as_deref(), cuts, basis, is_proven);
            }
        }
        self.tell(is_explained.then_some(how));
    }

    /// Looks whether the findings whose words stand in the text have offsets that one explanation makes right. It is not
    /// taken, because it does not fit the others; but the offsets of the file are not right by it either.
    fn doubt(&mut self, mut parts: Vec<Anchored<'_>>, tokens: &[Range<usize>]) {
        let all = parts.len();
        parts.retain(|part| part.words(self.unit).is_some_and(|words| !self.search.places(words).is_empty()));
        if parts.len() < 2 || parts.len() == all || self.agree(&parts) {
            return;
        }
        let found = explain(self.ground, self.unit, tokens, &parts, &mut self.search);
        self.is_doubtful = found != Found::None;
        if let Found::One(explanation, _) = found {
            let what = format!(
                "{explanation}, by all findings but {} whose words do not stand in the text",
                all - parts.len()
            );
            let rule = "one explanation must fit every finding of a file";
            let help = "correct or remove the others, or say what the offsets count".to_owned();
            self.verified.notes.push(Note { at: FilePlace::default(), value: String::new(), what, rule, help });
        }
    }

    /// Whether all parts are what the unit of the file cuts.
    fn agree(&mut self, parts: &[Anchored<'_>]) -> bool {
        parts.iter().all(|part| {
            let range = cut(&self.offsets, self.unit, part.offsets, 0);
            let words = part.words(self.unit);
            range.zip(words).is_some_and(|(range, words)| self.is_stated(&range, words, part.prefix, part.suffix))
        })
    }

    /// Whether words stand at a range, with what is said to stand around them.
    fn is_stated(&mut self, range: &Range<usize>, words: &str, prefix: Option<&str>, suffix: Option<&str>) -> bool {
        same(&self.ground[range.clone()], words)
            && (context_agrees(self.ground, range, prefix, suffix) || self.search.places(words).len() == 1)
    }

    /// Tells what was done with the file as a whole.
    fn tell(&mut self, explanation: Option<Explanation>) {
        let findings = &self.verified.findings;
        let by_words =
            findings.iter().filter(|placed| placed.finding.parts.iter().all(|p| p.offsets.is_none())).count();
        let explained = findings.iter().filter(|p| matches!(p.verification.basis, Basis::Explained(_))).count();
        let mut notes = Vec::new();
        if let Some((_, difference)) = self.held
            && !difference.is_none()
        {
            notes.push(about_file(
                format!("the text in the file differs from the source in {difference}; the spans were carried over"),
                "a text in a file of findings is the source but for the byte order mark, line ends and normal form",
            ));
        }
        if let Some(explanation) = explanation {
            notes.push(about_file(
                format!("{} realigned: {explanation}", counted(explained, "finding")),
                "offsets count code points of the text, unless the file or its format says otherwise",
            ));
        }
        if by_words > 0 {
            notes.push(about_file(
                format!("{} without offsets placed where the words stand once", counted(by_words, "finding")),
                "a finding without offsets is read where its words stand exactly once",
            ));
        }
        notes.append(&mut self.verified.notes);
        self.verified.notes = notes;
    }

    /// Leaves a finding out, with what is wrong.
    fn refuse(&mut self, finding: &ForeignFinding, what: &str) {
        self.verified.problems.push(Note {
            at: finding.at.clone(),
            value: finding.words(),
            what: format!("{} is left out: {what}", named(finding)),
            rule: "a finding stands where its words stand, and where that is certain",
            help: "correct its offsets or its words, or give the words before and after it".to_owned(),
        });
    }

    /// The findings that can be looked at: they count, their ids are their own, their offsets are ranges.
    fn whole_findings(&mut self) -> Vec<usize> {
        let mut ids = HashSet::new();
        let mut whole = Vec::new();
        let mut left = 0;
        for (n, finding) in self.document.findings.iter().enumerate() {
            if !finding.state.counts() {
                left += 1;
            } else if !finding.id.is_empty() && !ids.insert(finding.id.as_str()) {
                self.refuse(finding, &format!("another finding has the id {:?}", finding.id));
            } else if let Some(fault) = place::fault(finding) {
                self.refuse(finding, &fault);
            } else {
                whole.push(n);
            }
        }
        if left > 0 {
            self.verified.notes.push(about_file(
                format!("{} left out: rejected or undecided in the tool", counted(left, "finding")),
                "what a person rejected is not a finding",
            ));
        }
        whole
    }
}

fn named(finding: &ForeignFinding) -> String {
    let label = if finding.label.is_empty() { String::new() } else { format!(" {:?}", finding.label) };
    let id = if finding.id.is_empty() { String::new() } else { format!(" ({})", finding.id) };
    format!("the finding{label}{id}")
}

fn ambiguous() -> Note {
    Note {
        at: FilePlace::default(),
        value: String::new(),
        what: "the offsets are wrong, and more than one explanation makes all of them right, at different places"
            .to_owned(),
        rule: "one explanation must fit every finding of a file, and no other",
        help: "say what the offsets count: code-points, utf-16 or bytes".to_owned(),
    }
}

fn about_file(what: String, rule: &'static str) -> Note {
    let help = "check a few of them in the output of `chorograph annotate`".to_owned();
    Note { at: FilePlace::default(), value: String::new(), what, rule, help }
}
