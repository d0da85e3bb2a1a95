//! Cues: words that introduce reported speech. Each has the verb, its subject, the addressee, the medium, and where the
//! content would begin. A verb without a subject that can speak is not a cue, nor is one that is negated, wished for or
//! supposed.

mod after;
mod anaphora;
mod inverted;
mod medium;
mod relative;
mod subject;
mod not_asserted;

use super::QuotationFinder;
use super::phrase::{Phrase, PhraseKind, is_plural};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// A word that introduces reported speech.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// The verb, with its particle: "touched upon".
    pub(super) verb: Range<usize>,
    /// Verb, speaker and the words between them.
    pub(super) clause: Range<usize>,
    /// The speaker; `None` if it must be found in the preceding text ("and added that").
    pub(super) speaker: Option<Phrase>,
    /// The addressee.
    pub(super) addressee: Option<Phrase>,
    /// The medium, with its preposition.
    pub(super) medium: Option<Range<usize>>,
    /// What follows the cue.
    pub(super) after: After,
    /// The classes of the verb.
    pub(super) classes: Classes,
    /// Whether the subject follows the verb: "said Karasin".
    pub(super) inverted: bool,
    /// Whether it shares the subject of another cue: "and added", ", saying".
    pub(super) joined: bool,
}

impl Cue {
    /// A cue that is not read completely yet.
    fn new(verb: Range<usize>, clause: Range<usize>, classes: Classes) -> Self {
        Self {
            verb,
            clause,
            speaker: None,
            addressee: None,
            medium: None,
            after: After::Nothing,
            classes,
            inverted: false,
            joined: false,
        }
    }
}

/// What follows a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing: the sentence or clause ends.
    Nothing,
    /// Something that is not content.
    Other,
    /// The content, from this token.
    Content(usize),
    /// A comma, and then something, from this token.
    Comma(usize),
    /// "this", by which the sentence before is meant.
    SentenceBefore,
}

/// Maximum distance between a verb and its subject, in tokens.
const WINDOW: usize = 40;

impl QuotationFinder<'_, '_> {
    /// All cues of a unit, in order.
    pub(super) fn cues(&self, unit: &Range<usize>, headline: bool, cues: &mut Vec<Cue>) {
        cues.clear();
        let mut at = unit.start;
        let mut quote = self.quotes.partition_point(|q| q.tokens.end <= unit.start);
        while at < unit.end {
            if let Some(q) = self.quotes.get(quote).filter(|q| q.tokens.start <= at) {
                at = q.tokens.end.max(at + 1);
                quote += 1;
                continue;
            }
            let verbs = Classes::SAY.and(Classes::SAY_OBJECT).and(Classes::SAY_NAMING).and(Classes::SAY_PARTICLE);
            let token = &self.tokens.tokens[at];
            let cue = if token.classes.any(verbs) && (token.letters == Letters::Small || headline) {
                self.cue(unit, at, token.classes)
            } else if token.kind == TokenKind::Word && self.is_beside_quote(unit, at) {
                self.cue(unit, at, Classes::SAY).filter(|c| c.speaker.is_some() && c.after == After::Nothing)
            } else if self.made_clear(at, unit.end).is_some() {
                self.cue(unit, at, Classes::SAY)
            } else if self.tokens.is(at, "according") && self.tokens.is(at + 1, "to") {
                self.according(unit, at)
            } else {
                None
            };
            match cue {
                // "Trend reports referring to the ministry": the source of a report.
                Some(cue)
                    if cue.joined
                        && self.tokens.is(at, "referring")
                        && cues.last().is_some_and(|c| c.clause.end == at || c.verb.end == at) =>
                {
                    let end = unit.end;
                    at = cue.verb.end.max(at + 1);
                    if let Some(last) = cues.last_mut() {
                        last.clause.end = end;
                        last.after = After::Nothing;
                    }
                }
                Some(cue) => {
                    at = cue.verb.end.max(at + 1);
                    cues.push(cue);
                }
                None => at += 1,
            }
        }
    }

    /// Whether an unknown verb in "-ed" is in the position of a verb of saying: "“Great,” enthused Roe", "“Great,” Roe
    /// enthused."
    fn is_beside_quote(&self, unit: &Range<usize>, at: usize) -> bool {
        let word = self.tokens.word(at);
        if !word.ends_with("ed") || self.tokens.tokens[at].letters != Letters::Small || at <= unit.start {
            return false;
        }
        let ends = |t: usize| {
            let n = self.quotes.partition_point(|q| q.tokens.end < t);
            let comma = |i: usize| [",", "?", "!"].iter().any(|w| self.tokens.is(i, w));
            self.quotes.get(n).is_some_and(|q| q.tokens.end == t && comma(q.inner.end - 1))
                || comma(t - 1) && self.inside(t - 2)
        };
        if at >= 2 && ends(at) {
            return true;
        }
        let Some(phrase) = self.phrase_before(unit.start, at - 1).filter(|p| p.tokens.start >= 2) else { return false };
        let stops = at + 1 >= unit.end || self.is_break(at + 1);
        !matches!(phrase.kind, PhraseKind::Noun) && ends(phrase.tokens.start) && stops
    }

    fn according(&self, unit: &Range<usize>, at: usize) -> Option<Cue> {
        let speaker = self.named_behind(self.phrase_after(at + 2, unit.end)?, unit.end);
        let end = speaker.tokens.end;
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        // "This is according to the ministry."
        let back = at == unit.start + 2 && is(unit.start, &["this", "that"]) && is(at - 1, &["is", "was", "comes"]);
        let after = match self.next(end, unit.end) {
            Some(next) if self.tokens.is(next, ",") => After::Comma(next + 1),
            _ if back => After::SentenceBefore,
            _ => After::Nothing,
        };
        // "the rules according to which they live" is nobody's statement.
        if end < unit.end && is(end, &["which", "whom"]) || is(at + 2, &["which", "whom"]) {
            return None;
        }
        let indefinite = ["a", "an"].iter().any(|w| self.tokens.is(speaker.tokens.start, w));
        let known = self.can_speak(&speaker) || speaker.tokens.len() > 1 && !indefinite;
        // "according to the paper, which has seen it, …".
        let after = match after {
            After::Comma(at) if at < unit.end && ["who", "which"].iter().any(|w| self.tokens.is(at, w)) => {
                let comma = (at..unit.end.min(at + 25)).find(|t| self.tokens.is(*t, ",") && !self.inside(*t));
                comma.filter(|c| c + 1 < unit.end).map_or(After::Nothing, |c| After::Comma(c + 1))
            }
            after => after,
        };
        let start = if back { unit.start } else { at };
        let cue = Cue::new(at..at + 2, start..end, Classes::SAY);
        known.then_some(Cue { speaker: Some(speaker), after, inverted: true, ..cue })
    }

    /// The cue whose verb is the token `at`.
    fn cue(&self, unit: &Range<usize>, at: usize, classes: Classes) -> Option<Cue> {
        let from = unit.start.max(at.saturating_sub(WINDOW));
        if self.mention_over(at).is_some_and(|m| self.names.mentions[m].tokens.len() > 1) {
            return None;
        }
        let mut classes = classes;
        let mut verb = at..at + 1;
        if classes.any(Classes::SAY_PARTICLE) {
            let particle = self.particle(at, unit.end);
            match particle {
                Some(n) => {
                    verb.end += n;
                    classes = classes.and(Classes::SAY_OBJECT);
                }
                None if !classes.any(Classes::SAY.and(Classes::SAY_NAMING)) => return None,
                None => {}
            }
        }
        verb.end += self.made_clear(at, unit.end).or_else(|| self.expressed(at, unit.end)).unwrap_or(0);
        if verb.len() > 1 && self.tokens.is(verb.end, "that") {
            classes = classes.and(Classes::SAY);
        }
        if let Some(cue) = self.reported_by(unit, at, classes) {
            return Some(cue);
        }
        let mut left = at;
        let back = |n: usize, word: &str| at >= from + n && self.tokens.is(at - n, word);
        let mut passive = false;
        if classes.any(Classes::SAY_BASE) && back(1, "to") && back(2, "on") && at >= from + 3 {
            if !["went", "goes", "gone", "go"].iter().any(|w| back(3, w)) {
                return None;
            }
            left = at - 3;
        } else if back(1, "as") && (back(2, "quoted") || back(2, "cited")) && at >= from + 3 {
            left = at - 2 - usize::from(self.is_form_of_be(at - 3));
            passive = true;
        }
        verb.start = left;
        if classes.any(Classes::SAYING) && back(1, "as") && !passive {
            return self.quoting(unit, from, at, classes);
        }
        let (subject_end, auxiliary) = self.before_verb(from, left)?;
        let participle = classes.any(Classes::SAYING) && !auxiliary && !passive;
        let bare_passive = auxiliary && !passive && !classes.any(Classes::SAYING) && self.be_before(from, left);
        if bare_passive {
            return self.by_agent(unit, at, classes);
        }
        let end = verb.end;
        let mut cue = Cue::new(verb.clone(), verb, classes);
        let before = subject_end.filter(|e| *e >= from);
        let marked = before.is_none_or(|b| self.tokens.tokens[b].kind == TokenKind::Mark || self.inside(b));
        let conjunction =
            before.is_some_and(|b| ["and", "but", "or", "while", "then"].iter().any(|w| self.tokens.is(b, w)));
        if participle {
            self.participle(&mut cue, from, before, marked || conjunction)?;
        } else if marked {
            if let Some((speaker, addressee)) = self.inverted(&cue, unit, before, auxiliary) {
                let speaker = self.named_later(speaker, unit.end);
                // "“…,” quietly said Lena Holt"
                cue.clause.start = before.map_or(cue.clause.start, |b| b + 1);
                cue.clause.end = speaker.tokens.end;
                cue.speaker = Some(speaker);
                cue.addressee = addressee;
                cue.inverted = true;
            } else {
                let b = before.filter(|b| !self.inside(*b))?;
                let apposed = self.apposed(from, b)?;
                cue.clause.start = apposed.tokens.start;
                cue.speaker = Some(apposed);
            }
        } else if conjunction {
            cue.joined = true;
            cue.clause.start = before.unwrap_or(left);
        } else {
            self.subject(&mut cue, from, before?)?;
            // "President Roe post-war", "the Holt report": a base form is no verb after a name.
            let one = cue.speaker.as_ref().filter(|s| self.is_person_name(s) && left == at && !auxiliary);
            let asked = one.and_then(|s| self.bare_start(from, s).checked_sub(1)).filter(|b| *b >= from);
            let asked = asked.is_some_and(|b| ["did", "does", "do"].iter().any(|w| self.tokens.is(b, w)));
            let base = classes.any(Classes::SAY_BASE) && !self.tokens.word(at).eq_ignore_ascii_case("read");
            // "the recent comment": nor is it after a singular that cannot speak.
            let single = cue.speaker.as_ref().is_some_and(|s| {
                let speaks = Classes::SPEAKER.and(Classes::SPEAKING_BODY).and(Classes::MEDIUM);
                s.kind == PhraseKind::Noun
                    && !self.tokens.tokens[s.head].classes.any(speaks)
                    && !is_plural(self.tokens.word(s.head))
                    && s.tokens.clone().all(|t| self.tokens.tokens[t].kind != TokenKind::Number)
                    && !self.is_share(s.head)
            });
            if (one.is_some() || single && !auxiliary && left == at) && base && !asked {
                return None;
            }
        }
        if !cue.inverted && cue.speaker.as_ref().is_some_and(|s| self.is_not_asserted(unit, s, end)) {
            return None;
        }
        let after = cue.clause.end.max(end);
        self.after(&mut cue, after, unit.end);
        // "…, as Karasin noted": the conjunction is no part of what is said.
        let start = cue.clause.start;
        if !cue.inverted && start > unit.start && self.tokens.is(start - 1, "as") && cue.after == After::Nothing {
            cue.clause.start -= 1;
        }
        if cue.medium.is_none() {
            cue.medium = self.medium_before(from, cue.clause.start);
        }
        Some(cue)
    }

    /// The number of particles that make the verb a verb of saying.
    fn particle(&self, at: usize, to: usize) -> Option<usize> {
        if at + 1 >= to || self.inside(at + 1) {
            return None;
        }
        let verb = self.tokens.word(at);
        let starts = |w: &str| verb.len() >= w.len() && verb.as_bytes()[..w.len()].eq_ignore_ascii_case(w.as_bytes());
        // "called Sunday for"
        let day = usize::from(self.tokens.tokens[at + 1].classes.any(Classes::CALENDAR) && at + 2 < to);
        let any = |words: &[&str]| words.iter().any(|w| self.tokens.is(at + 1 + day, w));
        let fits = match () {
            () if starts("touch") => any(&["upon", "on"]),
            () if starts("call") => any(&["for", "on", "upon"]),
            () if starts("point") => any(&["out"]),
            () if starts("refer") || starts("allud") => any(&["to"]),
            () if starts("hint") => any(&["at"]),
            () if starts("ask") => any(&["for"]),
            () if starts("appeal") => any(&["for", "to"]),
            () if starts("apolog") => any(&["for", "to"]),
            () if starts("insist") || starts("comment") => any(&["on"]),
            () if starts("warn") => any(&["of", "against", "about"]),
            () => any(&["of", "about", "out", "against"]),
        };
        fits.then_some(1 + day)
    }

    /// Skips words that may be between subject and verb, to the left. Returns the token before them (`None` at the
    /// beginning), and whether there was an auxiliary; nothing if the verb is negated or not asserted.
    fn before_verb(&self, from: usize, verb: usize) -> Option<(Option<usize>, bool)> {
        let mut at = verb;
        let mut auxiliary = false;
        for _ in 0..6 {
            let Some(b) = at.checked_sub(1).filter(|b| *b >= from) else { return Some((None, auxiliary)) };
            if self.inside(b) {
                return Some((Some(b), auxiliary));
            }
            let token = &self.tokens.tokens[b];
            if token.kind != TokenKind::Word {
                match self.date_before(from, b).filter(|_| !auxiliary) {
                    Some(start) => at = start,
                    None => return Some((Some(b), auxiliary)),
                }
                continue;
            }
            if self.is_negation(b) || UNSAID.iter().any(|w| self.tokens.is(b, w)) {
                return None;
            }
            let adverb = token.letters == Letters::Small
                && (token.classes.any(Classes::SPEECH_ADVERB) || self.tokens.word(b).ends_with("ly"));
            // "Karasin on Thursday said"
            if let Some(start) = self.date_before(from, b).filter(|_| !auxiliary) {
                at = start;
                continue;
            }
            let aux = AUXILIARIES.iter().any(|w| self.tokens.is(b, w));
            // "On Tuesday said": a day is an adverb here only if the subject precedes it.
            if !(adverb || aux) {
                return Some((Some(b), auxiliary));
            }
            auxiliary |= aux;
            at = b;
        }
        None
    }

    /// Where an adverbial of time, or "in turn", begins that ends with a token and has words before it: "on Thursday",
    /// "on May 5", "this week".
    fn date_before(&self, from: usize, last: usize) -> Option<usize> {
        let is = |t: usize, words: &[&str]| words.iter().any(|w| self.tokens.is(t, w));
        let token = |t: usize| &self.tokens.tokens[t];
        let dated = |t: usize| token(t).classes.any(Classes::CALENDAR) || token(t).kind == TokenKind::Number;
        let mut start = last;
        if last == 0 {
            return None;
        }
        if is(last, &["turn"]) || token(last).classes.any(Classes::CALENDAR) || dated(last) && dated(last - 1) {
            while start > from + 1 && last - start < 3 && dated(start) {
                start -= 1;
            }
            start -= usize::from(is(start, &["turn"]) && start > from + 1);
            let named = start < last && (start + 1..=last).any(|t| token(t).classes.any(Classes::CALENDAR));
            let leads = named && is(start, &["on", "in"]) || is(last, &["turn"]) && is(start, &["in"]);
            return (leads && start > from).then_some(start);
        }
        let unit = token(last).classes.any(Classes::TIME_UNIT.and(Classes::DAY_PART));
        // "on Wednesday evening"
        if unit && token(last - 1).classes.any(Classes::CALENDAR) {
            return self.date_before(from, last - 1);
        }
        (unit && start > from + 1 && is(start - 1, &["this", "last", "that"])).then(|| start - 1)
    }

    fn is_form_of_be(&self, at: usize) -> bool {
        ["was", "were", "is", "are", "been", "be", "being"].iter().any(|w| self.tokens.is(at, w))
    }

    /// Whether a form of "be" precedes the verb, with at most adverbs between.
    fn be_before(&self, from: usize, verb: usize) -> bool {
        let mut at = verb;
        for _ in 0..3 {
            let Some(b) = at.checked_sub(1).filter(|b| *b >= from) else { return false };
            if self.is_form_of_be(b) {
                return true;
            }
            if !(self.tokens.word(b).ends_with("ly") || self.tokens.tokens[b].classes.any(Classes::SPEECH_ADVERB)) {
                return false;
            }
            at = b;
        }
        false
    }

    /// "was described by Karasin as “…”".
    fn by_agent(&self, unit: &Range<usize>, at: usize, classes: Classes) -> Option<Cue> {
        if !self.tokens.is(at + 1, "by") || at + 2 >= unit.end {
            return None;
        }
        let speaker = self.phrase_after(at + 2, unit.end).filter(|p| self.can_speak(p))?;
        let end = speaker.tokens.end;
        let quote = (end..unit.end.min(end + 4)).take_while(|t| !self.is_break(*t)).find(|t| self.inside(*t))?;
        let cue = Cue::new(at..at + 1, at..quote, classes.and(Classes::SAY));
        Some(Cue { speaker: Some(speaker), after: After::Content(quote), inverted: true, ..cue })
    }

    /// "Interfax quoted Karasin as saying".
    fn quoting(&self, unit: &Range<usize>, from: usize, at: usize, classes: Classes) -> Option<Cue> {
        let quoted = (from..at).rev().take(14).find(|t| {
            ["quoted", "quotes", "quoting", "cited", "cites", "citing"].iter().any(|w| self.tokens.is(*t, w))
        })?;
        let speaker = self.phrase_before(quoted + 1, at.checked_sub(2)?)?;
        let who = quoted.checked_sub(1).filter(|b| *b >= from).and_then(|b| self.phrase_before(from, b));
        let begin = who.map_or(quoted, |p| p.tokens.start);
        let mut cue = Cue { speaker: Some(speaker), ..Cue::new(at - 1..at + 1, begin..at + 1, classes) };
        self.after(&mut cue, at + 1, unit.end);
        Some(cue)
    }

    /// The next token, if it is in the unit and outside quotations.
    fn next(&self, at: usize, to: usize) -> Option<usize> {
        (at < to && !self.inside(at)).then_some(at)
    }

    pub(super) fn is_break(&self, at: usize) -> bool {
        self.tokens.tokens[at].kind == TokenKind::Mark
            && [",", ":", ".", "!", "?", ";", "…", "–", "—", "(", ")"].iter().any(|w| self.tokens.is(at, w))
    }
}

/// Auxiliaries with which the saying is still asserted.
const AUXILIARIES: &[&str] =
    &["has", "have", "had", "did", "does", "do", "was", "were", "is", "are", "been", "be", "being", "'ve", "'s"];

/// Finite auxiliaries.
pub(super) const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
    "should", "did", "does", "do", "'s", "'re", "isn't", "wasn't", "won't", "didn't", "doesn't", "can't", "couldn't",
];

/// Words before the verb with which it is not asserted.
const UNSAID: &[&str] = &[
    "to", "will", "would", "could", "should", "might", "may", "must", "can", "shall", "without", "cannot", "ca", "wo",
    "refused", "declined",
];
