//! Words that say that something is said: the verb, who its subject is, to whom, in what, and where what is said would
//! begin. A verb without a subject that can speak is none; nor is one that is negated, wished for or supposed.

use super::Reader;
use super::phrase::{Phrase, PhraseKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// A word that says that something is said.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// The verb, with what belongs to it: "touched upon".
    pub(super) verb: Range<usize>,
    /// Verb, speaker and what stands between them.
    pub(super) clause: Range<usize>,
    /// Who speaks; none where that is to be told from what went before ("and added that").
    pub(super) speaker: Option<Phrase>,
    /// To whom.
    pub(super) addressee: Option<Phrase>,
    /// In what, with its preposition.
    pub(super) medium: Option<Range<usize>>,
    /// What follows.
    pub(super) after: After,
    /// What sort of verb.
    pub(super) classes: Classes,
    /// Whether the subject follows the verb: "said Karasin".
    pub(super) inverted: bool,
    /// Whether it goes on with another's subject: "and added", ", saying".
    pub(super) joined: bool,
}

impl Cue {
    /// A cue of which the rest is still to be read.
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
    /// Something that is not what is said.
    Other,
    /// What is said, from this token.
    Content(usize),
    /// A comma, and then something, from this token.
    Comma(usize),
}

/// So far we look about a verb for its subject.
const WINDOW: usize = 40;

impl Reader<'_, '_> {
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
            } else if self.tokens.is(at, "according") && self.tokens.is(at + 1, "to") {
                self.according(unit, at)
            } else {
                None
            };
            match cue {
                Some(cue) => {
                    at = cue.verb.end.max(at + 1);
                    cues.push(cue);
                }
                None => at += 1,
            }
        }
    }

    /// Whether a word in "-ed" that is no known verb of saying stands where one would: "“Great,” enthused Roe", "“Great,”
    /// Roe enthused."
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
        let speaker = self.phrase_after(at + 2, unit.end)?;
        let end = speaker.tokens.end;
        let after = match self.next(end, unit.end) {
            Some(next) if self.tokens.is(next, ",") => After::Comma(next + 1),
            _ => After::Nothing,
        };
        let known = self.can_speak(&speaker) || speaker.tokens.len() > 1;
        // "according to the paper, which has seen it, …".
        let after = match after {
            After::Comma(at) if at < unit.end && ["who", "which"].iter().any(|w| self.tokens.is(at, w)) => {
                let comma = (at..unit.end.min(at + 25)).find(|t| self.tokens.is(*t, ",") && !self.inside(*t));
                comma.filter(|c| c + 1 < unit.end).map_or(After::Nothing, |c| After::Comma(c + 1))
            }
            after => after,
        };
        let cue = Cue::new(at..at + 2, at..end, Classes::SAY);
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
            // "with an analyst saying": a subject of its own; otherwise that of the clause.
            let own = before.filter(|_| !marked && !conjunction).and_then(|b| self.phrase_before(from, b));
            let while_saying =
                before.is_some_and(|b| ["by", "in", "while", "after"].iter().any(|w| self.tokens.is(b, w)));
            match own {
                Some(own) if self.is_medium(&own) => {
                    // "releasing a statement saying": the clause begins where the releasing does.
                    let start = own.tokens.start;
                    let lowest = from.max(start.saturating_sub(3));
                    cue.clause.start = (lowest..start).rev().find(|t| self.tokens.is(*t, ",")).map_or(start, |t| t + 1);
                    cue.medium = Some(own.tokens.clone());
                    cue.joined = true;
                }
                Some(own) if self.medium_near(from, own.tokens.start).is_some() => {
                    cue.medium = self.medium_near(from, own.tokens.start).map(|m| m..own.tokens.end);
                    cue.clause.start = cue.medium.as_ref().map_or(own.tokens.start, |m| m.start);
                    cue.joined = true;
                }
                Some(own)
                    if self.can_speak(&own)
                        && own.tokens.start > from
                        && self.tokens.is(own.tokens.start - 1, "with") =>
                {
                    cue.clause.start = own.tokens.start - 1;
                    cue.speaker = Some(own);
                }
                Some(_) => return None,
                None if marked || conjunction || while_saying => cue.joined = true,
                None => return None,
            }
        } else if marked {
            if let Some(inverted) = self.inverted(&cue, unit, before, auxiliary).map(|p| self.named_later(p, unit.end))
            {
                cue.clause.end = inverted.tokens.end;
                cue.speaker = Some(inverted);
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
            let phrase = self.phrase_before(from, before?)?;
            if self.tokens.is(phrase.head, "who") {
                let antecedent = self.named_before(from, self.antecedent(from, phrase.head)?);
                cue.clause.start = antecedent.tokens.start;
                cue.speaker = Some(antecedent);
            } else {
                if !self.may_be_subject(&cue, &phrase, from) {
                    return None;
                }
                let phrase = self.named_before(from, phrase);
                cue.clause.start = phrase.tokens.start;
                if phrase.kind != PhraseKind::Pronoun
                    && self.tokens.tokens[phrase.tokens.start..].len() > phrase.tokens.len()
                {
                    cue.medium = self.issued_in(&phrase);
                }
                cue.speaker = Some(phrase);
            }
            let what = classes.any(Classes::SAY_NAMING)
                && cue.clause.start > from
                && self.tokens.is(cue.clause.start - 1, "what");
            if !what && self.is_supposed(cue.clause.start, from) {
                return None;
            }
        }
        let after = cue.clause.end.max(end);
        self.after(&mut cue, after, unit.end);
        if cue.medium.is_none() {
            cue.medium = self.medium_before(from, cue.clause.start);
        }
        Some(cue)
    }

    /// How many particles make the verb a verb of saying.
    fn particle(&self, at: usize, to: usize) -> Option<usize> {
        if at + 1 >= to || self.inside(at + 1) {
            return None;
        }
        let verb = self.tokens.word(at);
        let starts = |w: &str| verb.len() >= w.len() && verb.as_bytes()[..w.len()].eq_ignore_ascii_case(w.as_bytes());
        let any = |words: &[&str]| words.iter().any(|w| self.tokens.is(at + 1, w));
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
        fits.then_some(1)
    }

    /// Skips what may stand between subject and verb, to the left. Gives the token before it (none at the beginning), and
    /// whether an auxiliary was there; nothing at all if the verb is negated or not asserted.
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
                return Some((Some(b), auxiliary));
            }
            if self.is_negation(b) || UNSAID.iter().any(|w| self.tokens.is(b, w)) {
                return None;
            }
            let adverb = token.letters == Letters::Small
                && (token.classes.any(Classes::SPEECH_ADVERB) || self.tokens.word(b).ends_with("ly"));
            let aux = AUXILIARIES.iter().any(|w| self.tokens.is(b, w));
            // "On Tuesday said": a day is no adverb here unless the subject stands before it.
            if !(adverb || aux) {
                return Some((Some(b), auxiliary));
            }
            auxiliary |= aux;
            at = b;
        }
        None
    }

    fn is_form_of_be(&self, at: usize) -> bool {
        ["was", "were", "is", "are", "been", "be", "being"].iter().any(|w| self.tokens.is(at, w))
    }

    /// Whether a form of "be" stands before the verb, with adverbs at most between.
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

    /// The subject behind the verb.
    fn inverted(&self, cue: &Cue, unit: &Range<usize>, before: Option<usize>, auxiliary: bool) -> Option<Phrase> {
        if !cue.classes.any(Classes::SAY) || cue.classes.any(Classes::SAY_TELL) || auxiliary {
            return None;
        }
        let after_quote = before.is_some_and(|b| {
            self.inside(b) || [",", "?", "!", "-", "–", "—", "…"].iter().any(|w| self.tokens.is(b, w))
        });
        let opens = before.is_none() && self.quotes.partition_point(|q| q.tokens.end <= cue.verb.start) > 0;
        if !(after_quote || opens) {
            return None;
        }
        let phrase = self.phrase_after(cue.verb.end, unit.end)?;
        if phrase.kind == PhraseKind::Pronoun && !self.is_pronoun(phrase.head) {
            return None;
        }
        let end = phrase.tokens.end;
        let ends = end >= unit.end
            || self.inside(end)
            || self.tokens.tokens[end].kind == TokenKind::Mark
            || self.tokens.tokens[end]
                .classes
                .any(Classes::PREPOSITION.and(Classes::FUNCTION).and(Classes::SPEECH_ADVERB).and(Classes::SAYING))
                && !self.tokens.tokens[end].classes.any(Classes::SAY)
                && !AUXILIARIES.iter().chain(UNSAID).any(|w| self.tokens.is(end, w));
        (ends && (self.can_speak(&phrase) || before.is_some_and(|b| self.inside(b)))).then_some(phrase)
    }

    /// The name before a comma and what is set between commas: "Karasin, the deputy minister, said".
    fn apposed(&self, from: usize, comma: usize) -> Option<Phrase> {
        if ![",", ")"].iter().any(|w| self.tokens.is(comma, w)) || self.inside(comma) {
            return None;
        }
        let closing = self.tokens.is(comma, ")");
        if let Some(m) = self.mention_over(comma - 1).filter(|m| self.is_person(*m) && !closing) {
            // "the general counsel, Mara Voss, said".
            let mention = &self.names.mentions[m].tokens;
            if mention.end == comma && mention.start > from + 1 && self.tokens.is(mention.start - 1, ",") {
                let name = mention.clone();
                return Some(Phrase { tokens: name.clone(), words: name, kind: PhraseKind::Name(m), head: comma - 1 });
            }
        }
        let mut best = None;
        let mut at = comma;
        while at > from + 1 {
            at -= 1;
            if self.inside(at) {
                break;
            }
            let opens = if closing { self.tokens.is(at, "(") } else { self.tokens.is(at, ",") };
            if opens {
                let Some(phrase) = self.phrase_before(from, at - 1) else { continue };
                if !self.can_speak(&phrase) || phrase.kind == PhraseKind::Pronoun {
                    continue;
                }
                let led = phrase.tokens.start > from
                    && self.tokens.tokens[phrase.tokens.start - 1].classes.any(Classes::PREPOSITION);
                if !led {
                    best = Some(self.named_after(at, comma, phrase));
                    break;
                }
            }
        }
        best
    }

    /// "an analyst, Richard Roe, said" is Richard Roe.
    fn named_after(&self, comma: usize, end: usize, phrase: Phrase) -> Phrase {
        if phrase.kind != PhraseKind::Noun || comma + 1 >= end {
            return phrase;
        }
        match self.mention_over(comma + 1) {
            Some(m) if self.names.mentions[m].tokens == (comma + 1..end) => Phrase {
                tokens: phrase.tokens.start..end,
                words: comma + 1..end,
                kind: PhraseKind::Name(m),
                head: end - 1,
            },
            _ => phrase,
        }
    }

    /// "the chief executive, Richard Roe, …" is Richard Roe.
    pub(super) fn named_behind(&self, phrase: Phrase, to: usize) -> Phrase {
        let comma = phrase.tokens.end;
        if comma + 2 >= to || !self.tokens.is(comma, ",") {
            return phrase;
        }
        let Some(m) = self.mention_over(comma + 1).filter(|m| self.is_person(*m)) else { return phrase };
        let end = self.names.mentions[m].tokens.end;
        if end < to && self.tokens.is(end, ",") { self.named_after(comma, end, phrase) } else { phrase }
    }

    /// "said a spokesman for the rescue service, Richard Roe." is Richard Roe.
    fn named_later(&self, phrase: Phrase, to: usize) -> Phrase {
        if phrase.kind != PhraseKind::Noun || !self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER) {
            return phrase;
        }
        let end = phrase.tokens.end;
        let Some(comma) = (end..to.min(end + 7)).find(|t| self.is_break(*t)).filter(|t| self.tokens.is(*t, ",")) else {
            return phrase;
        };
        match self
            .mention_over(comma + 1)
            .filter(|m| self.is_person(*m))
            .map(|m| (m, self.names.mentions[m].tokens.end))
        {
            Some((_, name)) if name <= to && (name == to || self.is_break(name)) => {
                self.named_after(comma, name, phrase)
            }
            _ => phrase,
        }
    }

    /// Whom "who" means.
    fn antecedent(&self, from: usize, who: usize) -> Option<Phrase> {
        let mut b = who.checked_sub(1).filter(|b| *b >= from)?;
        if self.tokens.is(b, ",") {
            b = b.checked_sub(1).filter(|b| *b >= from)?;
        }
        self.phrase_before(from, b).filter(|p| self.can_speak(p))
    }

    /// "Karasin, the deputy minister" and "Karasin, head of the mission and deputy minister" are Karasin.
    fn named_before(&self, from: usize, phrase: Phrase) -> Phrase {
        let start = phrase.tokens.start;
        let role = phrase.kind == PhraseKind::Noun && self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER);
        if !role || start < from + 2 {
            return phrase;
        }
        let comma = match start - 1 {
            b if self.tokens.is(b, ",") => Some(b),
            b if self.tokens.is(b, "and") && !self.is_determiner(start) => {
                (from.max(b.saturating_sub(12))..b).rev().find(|t| self.tokens.is(*t, ","))
            }
            _ => None,
        };
        let Some(comma) = comma.filter(|c| *c > from) else { return phrase };
        match self.phrase_before(from, comma - 1) {
            Some(name) if matches!(name.kind, PhraseKind::Name(m) if self.is_person(m)) => {
                Phrase { tokens: name.tokens.start..phrase.tokens.end, ..name }
            }
            _ => phrase,
        }
    }

    /// "a statement from the ministry": what the speaker issued.
    fn issued_in(&self, phrase: &Phrase) -> Option<Range<usize>> {
        if phrase.words.start < phrase.tokens.start + 2 {
            return None;
        }
        let noun =
            (phrase.tokens.start..phrase.words.start).find(|t| self.tokens.tokens[*t].classes.any(Classes::MEDIUM))?;
        Some(phrase.tokens.start..noun + 1)
    }

    /// A noun for what one speaks in, a little before: "a letter to the board stating".
    fn medium_near(&self, from: usize, start: usize) -> Option<usize> {
        let prep = start.checked_sub(1).filter(|p| *p > from)?;
        if !["to", "for", "from", "by", "with"].iter().any(|w| self.tokens.is(prep, w)) {
            return None;
        }
        let left = self.phrase_before(from, prep - 1)?;
        self.is_medium(&left).then_some(left.tokens.start)
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

    fn may_be_subject(&self, cue: &Cue, phrase: &Phrase, from: usize) -> bool {
        let head = self.tokens.tokens[phrase.head];
        if head.classes.any(Classes::DETERMINER) && phrase.tokens.len() == 1 {
            return !["the", "a", "an", "this", "that", "his", "her", "its", "their"]
                .iter()
                .any(|w| self.tokens.is(phrase.head, w));
        }
        let led = phrase.tokens.start > from
            && self.tokens.tokens[phrase.tokens.start - 1].classes.any(Classes::PREPOSITION)
            && !["after", "by"].iter().any(|w| self.tokens.is(phrase.tokens.start - 1, w))
            && self.is_close_preposition(phrase.tokens.start - 1, from);
        let titled = matches!(phrase.kind, PhraseKind::Name(_)) && self.is_determiner(phrase.tokens.start);
        if led && !titled && phrase.kind != PhraseKind::Pronoun {
            return false;
        }
        if self.can_speak(phrase) {
            return true;
        }
        let that = self.tokens.is(cue.verb.end, "that") && !self.tokens.word(cue.verb.end - 1).ends_with('s');
        if that && cue.classes.any(Classes::SAY) {
            return true;
        }
        // Anybody may say, but a verb that could be a noun needs a subject that can.
        let plain = ["said", "says", "say", "told", "added", "wrote", "explained"];
        plain.iter().any(|w| self.tokens.is(cue.verb.end - 1, w)) && !head.classes.any(Classes::PREPOSITION)
    }

    /// Whether a preposition governs the whole phrase: "In Washington officials said" has one that does not.
    fn is_close_preposition(&self, at: usize, from: usize) -> bool {
        at > from && !self.tokens.is(at - 1, ",")
    }

    /// "if he said", "whether".
    fn is_supposed(&self, start: usize, from: usize) -> bool {
        start > from && ["if", "whether", "what", "how", "unless", "until"].iter().any(|w| self.tokens.is(start - 1, w))
    }

    pub(super) fn is_medium(&self, phrase: &Phrase) -> bool {
        phrase.kind == PhraseKind::Noun && self.tokens.tokens[phrase.head].classes.any(Classes::MEDIUM)
    }

    /// The next token, if it is in the unit and in no quotation.
    fn next(&self, at: usize, to: usize) -> Option<usize> {
        (at < to && !self.inside(at)).then_some(at)
    }

    /// Reads what follows a verb: addressee, medium, times, and where what is said begins.
    fn after(&self, cue: &mut Cue, start: usize, to: usize) {
        let mut at = start;
        if cue.classes.any(Classes::SAY_TELL) && !cue.inverted {
            if let Some(phrase) = self.phrase_after(at, to).filter(|p| !self.tokens.is(p.head, "that")) {
                at = phrase.tokens.end;
                cue.clause.end = at;
                cue.addressee = Some(phrase);
            }
        } else if cue.classes.any(Classes::SAY)
            && self.tokens.is(at, "to")
            && let Some(phrase) = self.phrase_after(at + 1, to)
            && !phrase.tokens.is_empty()
            && (phrase.kind != PhraseKind::Noun || self.is_role_noun(phrase.head))
            && self.tokens.word(cue.verb.end - 1).eq_ignore_ascii_case("to").then_some(()).is_none()
        {
            at = phrase.tokens.end;
            cue.clause.end = at;
            cue.addressee = Some(phrase);
        }
        if cue.addressee.is_some() && cue.classes.any(Classes::SAY_TELL) && self.tokens.is(at, "to") && at + 1 < to {
            cue.after = After::Content(at);
            return;
        }
        // Adverbials: "in an interview with Interfax", "on Tuesday", "after the talks".
        let limit = to.min(at + WINDOW);
        let adverbial = |t: usize| {
            let token = &self.tokens.tokens[t];
            token.classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB))
                || self.tokens.word(t).ends_with("ly") && token.letters == Letters::Small
                || ["last", "this", "when", "while", "as"].iter().any(|w| self.tokens.is(t, w))
                    && self.tokens.tokens.get(t + 1).is_some_and(|n| n.classes.any(Classes::SPEECH_ADVERB))
        };
        let takes_object = cue.classes.any(Classes::SAY_OBJECT) && !cue.classes.any(Classes::SAY_TELL);
        if at < limit
            && !self.inside(at)
            && self.tokens.tokens[at].kind == TokenKind::Word
            && adverbial(at)
            && !takes_object
        {
            let begin = at;
            while at < limit && !self.inside(at) && !self.is_break(at) && !self.tokens.is(at, "that") {
                at += 1;
            }
            if cue.medium.is_none() {
                cue.medium = self.medium_in(begin..at);
            }
            cue.clause.end = at;
            let stopped = at >= to || self.is_break(at) && !self.tokens.is(at, ":");
            if stopped && !self.inside_at(at, to) {
                // "said in Vienna the talks went well": a clause after a short adverbial.
                if let Some(content) = self.after_adverbial(begin, at, cue) {
                    cue.clause.end = content;
                    cue.after = After::Content(content);
                    return;
                }
                if at >= to || self.is_stop(at) {
                    return;
                }
            }
        }
        if at >= to {
            return;
        }
        if self.inside(at) {
            cue.after = After::Content(at);
            return;
        }
        if self.tokens.is(at, ",") {
            cue.after = After::Comma(at + 1);
            return;
        }
        if self.tokens.is(at, ":") {
            cue.after = if at + 1 < to { After::Content(at + 1) } else { After::Nothing };
            return;
        }
        if self.is_break(at) || self.tokens.tokens[at].kind == TokenKind::Mark && !self.is_opening_mark(at) {
            return;
        }
        if self.tokens.is(at, "that") && cue.classes.any(Classes::SAY) {
            cue.clause.end = at + 1;
            cue.after = if at + 1 < to { After::Content(at + 1) } else { After::Nothing };
            return;
        }
        let clause =
            ["and", "but", "or", "so", "as", "when", "while", "because", "before", "after", "who", "which", "whose"]
                .iter()
                .any(|w| self.tokens.is(at, w));
        if clause {
            return;
        }
        cue.after = After::Other;
        if FINITE.iter().any(|w| self.tokens.is(at, w)) {
            return;
        }
        let bare = cue.classes.any(Classes::SAY_BARE)
            && !self.is_noun_use(cue)
            && (SURELY.iter().any(|w| self.tokens.is(cue.verb.end - 1, w)) || self.is_clause(at, to));
        let object = cue.classes.any(Classes::SAY_OBJECT) && !self.is_noun_use(cue) && self.may_be_said(cue, at);
        let told = cue.classes.any(Classes::SAY_TELL) && cue.addressee.is_some();
        let question = cue.classes.any(Classes::SAY)
            && ["if", "whether", "why", "how", "what", "where"].iter().any(|w| self.tokens.is(at, w));
        if bare || object || told || question {
            cue.after = After::Content(at);
        }
        // A naming verb, and others whose quotation stands a little further on.
        if cue.after == After::Other && cue.classes.any(Classes::SAY_NAMING.and(Classes::SAY)) {
            let near = (at..to.min(at + 14)).take_while(|t| !self.is_break(*t)).find(|t| self.inside(*t));
            if let Some(quote) = near {
                cue.after = After::Content(quote);
                cue.clause.end = quote;
            }
        }
    }

    /// Whether a clause begins here, by the auxiliary that stands in it: "announced it will go", not "announced the sale".
    fn is_clause(&self, at: usize, to: usize) -> bool {
        let stops = ["that", "which", "who", "to", "for"];
        (at..to.min(at + 14))
            .take_while(|t| !self.is_break(*t) && !stops.iter().any(|w| self.tokens.is(*t, w)))
            .any(|t| FINITE.iter().any(|w| self.tokens.is(t, w)) || self.inside(t))
    }

    /// Whether what follows can be the object of saying: no preposition, and for what one may also do by deeds, words only.
    fn may_be_said(&self, cue: &Cue, at: usize) -> bool {
        if self.tokens.tokens[at].classes.any(Classes::PREPOSITION) && !self.tokens.is(at, "to") && cue.verb.len() == 1
        {
            return false;
        }
        let verb = self.tokens.word(cue.verb.end - 1);
        let deed = ["reject", "rejects", "rejected", "rejecting", "dismissed", "dismisses"];
        if deed.iter().any(|w| verb.eq_ignore_ascii_case(w)) {
            let near = at..self.tokens.tokens.len().min(at + 6);
            return near.take_while(|t| !self.is_break(*t)).any(|t| SPOKEN.iter().any(|w| self.tokens.is(t, w)));
        }
        true
    }

    fn inside_at(&self, at: usize, to: usize) -> bool {
        at < to && self.inside(at)
    }

    /// "claims", "reports" may be nouns: after an adjective or a name that owns them.
    fn is_noun_use(&self, cue: &Cue) -> bool {
        let Some(b) = cue.verb.start.checked_sub(1) else { return true };
        self.tokens.tokens[b].kind == TokenKind::Possessive
            || self.is_determiner(b) && !self.is_pronoun(b) && cue.speaker.as_ref().is_none_or(|s| s.head != b)
    }

    fn is_opening_mark(&self, at: usize) -> bool {
        ["(", "[", "$", "£", "€", "#"].iter().any(|w| self.tokens.is(at, w))
    }

    fn is_stop(&self, at: usize) -> bool {
        [".", "!", "?", ";", "…"].iter().any(|w| self.tokens.is(at, w))
    }

    pub(super) fn is_break(&self, at: usize) -> bool {
        self.tokens.tokens[at].kind == TokenKind::Mark
            && [",", ":", ".", "!", "?", ";", "…", "–", "—", "(", ")"].iter().any(|w| self.tokens.is(at, w))
    }

    /// Where a clause begins after "in Vienna", "on Tuesday".
    fn after_adverbial(&self, begin: usize, end: usize, cue: &Cue) -> Option<usize> {
        if !cue.classes.any(Classes::SAY_BARE) {
            return None;
        }
        let mut at = begin;
        let time =
            |t: usize| self.tokens.tokens[t].classes.any(Classes::SPEECH_ADVERB) || self.tokens.word(t).ends_with("ly");
        loop {
            if at >= end {
                return None;
            }
            if time(at) || self.tokens.tokens[at].kind == TokenKind::Number {
                at += 1;
            } else if self.tokens.tokens[at].classes.any(Classes::PREPOSITION) {
                at += 1;
                if at < end && time(at) {
                    continue;
                }
                let phrase = self.phrase_after(at, end)?;
                let sure = matches!(phrase.kind, PhraseKind::Name(_)) || self.is_role_noun(phrase.head);
                if !sure {
                    return None;
                }
                at = phrase.tokens.end;
            } else {
                break;
            }
        }
        let clause = self.is_determiner(at)
            || self.is_pronoun(at)
            || self.mention_over(at).is_some()
            || self.tokens.is(at, "there");
        (clause && end > at + 2).then_some(at)
    }

    /// The medium named in some tokens: "in an interview with Interfax".
    pub(super) fn medium_in(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let mut at = tokens.start;
        while at < tokens.end {
            let opens = ["in", "on", "at", "during", "via", "through", "by"].iter().any(|w| self.tokens.is(at, w));
            if opens && !self.inside(at) {
                let noun = (at + 1..tokens.end.min(at + 8))
                    .take_while(|t| {
                        let token = &self.tokens.tokens[*t];
                        token.kind != TokenKind::Mark || self.tokens.is(*t, "-")
                    })
                    .take_while(|t| !self.tokens.tokens[*t].classes.any(Classes::PREPOSITION))
                    .filter(|t| self.tokens.tokens[*t].classes.any(Classes::MEDIUM))
                    .last();
                if let Some(noun) = noun {
                    let mut end = noun + 1;
                    let with = ["with", "to", "for", "by", "on", "of"].iter().any(|w| self.tokens.is(end, w));
                    if with
                        && end + 1 < tokens.end
                        && !self.inside(end)
                        && let Some(last) = self.phrase_after_short_public(end + 1, tokens.end)
                    {
                        end = last + 1;
                    }
                    return Some(at..end.min(tokens.end));
                }
            }
            at += 1;
        }
        None
    }

    /// "In a statement, the ministry said".
    fn medium_before(&self, from: usize, start: usize) -> Option<Range<usize>> {
        let from = from.max(start.saturating_sub(14));
        let begin = (from..start).rev().find(|t| self.inside(*t)).map_or(from, |t| t + 1);
        let medium = self.medium_in(begin..start)?;
        let near = (medium.end..start).all(|t| self.tokens.is(t, ","));
        near.then_some(medium)
    }

    fn phrase_after_short_public(&self, at: usize, to: usize) -> Option<usize> {
        self.phrase_after(at, to).map(|p| p.tokens.end - 1)
    }
}

/// Auxiliaries that leave the saying said.
const AUXILIARIES: &[&str] =
    &["has", "have", "had", "did", "does", "do", "was", "were", "is", "are", "been", "be", "being", "'ve", "'s"];

/// Verbs after which a clause without "that" is sure.
const SURELY: &[&str] = &[
    "said", "says", "say", "saying", "told", "tells", "telling", "insisted", "insists", "argued", "argues", "argue",
    "denied", "denies",
];

/// Finite auxiliaries.
pub(super) const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
    "should", "did", "does", "do", "'s", "'re", "isn't", "wasn't", "won't", "didn't", "doesn't", "can't", "couldn't",
];

/// Nouns for what others said.
const SPOKEN: &[&str] = &[
    "claim",
    "claims",
    "accusation",
    "accusations",
    "allegation",
    "allegations",
    "report",
    "reports",
    "suggestion",
    "suggestions",
    "criticism",
    "charge",
    "charges",
    "rumours",
    "rumors",
    "idea",
    "notion",
];

/// Before the verb they leave it unsaid.
const UNSAID: &[&str] = &[
    "to", "will", "would", "could", "should", "might", "may", "must", "can", "shall", "without", "cannot", "ca", "wo",
    "refused", "declined",
];
