//! The subject of a verb of saying: the phrase before it, or a name in apposition to that.

use super::Cue;
use crate::extract::lang::en::speech::QuotationFinder;
use crate::extract::lang::en::speech::phrase::{Phrase, PhraseKind, title_words};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl QuotationFinder<'_, '_> {
    /// Gives a verb the subject that ends with the token before it; `None` if it has no subject that can speak.
    pub(super) fn subject(&self, cue: &mut Cue, from: usize, before: usize) -> Option<()> {
        let noun = cue.classes.any(Classes::SAY_BASE);
        if let Some(antecedent) = self.antecedent_of_clause(from, before).filter(|_| !noun) {
            let antecedent = self.named_before(from, antecedent);
            cue.clause.start = antecedent.tokens.start;
            cue.speaker = Some(antecedent);
            return Some(());
        }
        let phrase = self.phrase_before(from, before)?;
        if self.tokens.is(phrase.head, "who") {
            let antecedent = self.named_before(from, self.antecedent(from, phrase.head)?);
            cue.clause.start = antecedent.tokens.start;
            cue.speaker = Some(antecedent);
        } else {
            let phrase = self.behind_participle(from, phrase)?;
            if !self.may_be_subject(cue, &phrase, from) {
                return None;
            }
            if self.is_person_name(&phrase) && self.is_in_relative(from, &phrase) {
                return None;
            }
            let phrase = self.joint_before(from, self.named_before(from, phrase));
            cue.clause.start = phrase.tokens.start;
            if phrase.kind != PhraseKind::Pronoun
                && self.tokens.tokens[phrase.tokens.start..].len() > phrase.tokens.len()
            {
                cue.medium = self.issued_in(&phrase);
            }
            cue.speaker = Some(phrase);
        }
        // "Neither Holt nor Hart said"
        if cue.clause.start > from && ["nor", "neither"].iter().any(|w| self.tokens.is(cue.clause.start - 1, w)) {
            return None;
        }
        let what = cue.classes.any(Classes::SAY_NAMING)
            && cue.clause.start > from
            && self.tokens.is(cue.clause.start - 1, "what");
        if !what && self.is_supposed(cue.clause.start, from) {
            return None;
        }
        Some(())
    }

    /// Gives a participle a subject of its own, "with an analyst saying", or that of the clause; `None` if it has
    /// neither. `alone` means that no word precedes it to which it could belong.
    pub(super) fn participle(&self, cue: &mut Cue, from: usize, before: Option<usize>, alone: bool) -> Option<()> {
        let own = before.filter(|_| !alone).and_then(|b| self.phrase_before(from, b));
        let while_saying = before.is_some_and(|b| ["by", "in", "while", "after"].iter().any(|w| self.tokens.is(b, w)));
        match own {
            Some(own) if self.is_medium(&own) => {
                // "releasing a statement saying": the clause begins at "releasing".
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
                if self.can_speak(&own) && own.tokens.start > from && self.tokens.is(own.tokens.start - 1, "with") =>
            {
                cue.clause.start = own.tokens.start - 1;
                cue.speaker = Some(own);
            }
            Some(_) => return None,
            None if alone || while_saying => cue.joined = true,
            None => return None,
        }
        Some(())
    }

    /// "Lena Holt and Ivo Hart said": the person before "and" speaks, too.
    fn joint_before(&self, from: usize, phrase: Phrase) -> Phrase {
        let Some(and) = phrase.tokens.start.checked_sub(1).filter(|a| *a > from && self.tokens.is(*a, "and")) else {
            return phrase;
        };
        let Some(first) = self.phrase_before(from, and - 1) else { return phrase };
        // "the president and chief executive Lena Holt" is one.
        let other = self.is_person_name(&phrase) && self.is_person_name(&first) || self.is_determined(&phrase);
        if !(other && self.names_a_person(&phrase) && self.names_a_person(&first)) {
            return phrase;
        }
        let start = if self.is_person_name(&first) { first.words.start } else { first.tokens.start };
        let tokens = start..phrase.tokens.end;
        Phrase { words: tokens.clone(), tokens, kind: PhraseKind::Joint, head: phrase.head }
    }

    /// Whether a phrase begins with an article or the like: "the mayor", "his lawyer".
    pub(super) fn is_determined(&self, phrase: &Phrase) -> bool {
        self.is_determiner(phrase.tokens.start) && self.names_a_person(phrase)
    }

    /// Whether a phrase names a person, or a role that a person has.
    pub(super) fn names_a_person(&self, phrase: &Phrase) -> bool {
        match phrase.kind {
            PhraseKind::Name(m) => self.is_person(m),
            PhraseKind::Noun => self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER),
            PhraseKind::Pronoun | PhraseKind::Joint => false,
        }
    }

    /// The name before a comma and an apposition: "Karasin, the deputy minister, said".
    pub(super) fn apposed(&self, from: usize, comma: usize) -> Option<Phrase> {
        if ![",", ")"].iter().any(|w| self.tokens.is(comma, w)) || self.inside(comma) {
            return None;
        }
        let closing = self.tokens.is(comma, ")");
        if let Some(m) =
            comma.checked_sub(1).and_then(|last| self.mention_over(last)).filter(|m| self.is_person(*m) && !closing)
        {
            // "the general counsel, Mara Voss, said", "the head of the mission, Foreign Minister Richard Roe, said"
            let mention = &self.names.mentions[m].tokens;
            let start = self.title_before(from, mention.start);
            if mention.end == comma && start > from + 1 && self.tokens.is(start - 1, ",") {
                let tokens = start..comma;
                let name = Phrase { tokens, words: mention.clone(), kind: PhraseKind::Name(m), head: comma - 1 };
                return Some(match self.phrase_before(from, start - 2) {
                    // "The mayor, Mara Voss, and the lawyer, Richard Roe, said"
                    Some(head)
                        if self.may_be_either(&head)
                            || head.tokens.start > from && self.tokens.is(head.tokens.start - 1, "and") =>
                    {
                        self.either(&head, comma)
                    }
                    Some(head) if matches!(head.kind, PhraseKind::Name(m) if self.is_person(m)) => {
                        self.either(&head, comma)
                    }
                    // "…, the army's spokesman, Richard Roe, said": the title is no part of what is said.
                    Some(head)
                        if self.is_determined(&head)
                            && (head.tokens.start == from || self.tokens.is(head.tokens.start - 1, ",")) =>
                    {
                        Phrase { tokens: head.tokens.start..comma, ..name }
                    }
                    _ => name,
                });
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
                    let named = self.named_after(at, comma, phrase);
                    best = Some(self.joint_before(from, self.named_before(from, named)));
                    break;
                }
            }
        }
        best
    }

    /// "an analyst, Richard Roe, said" and "the head of the mission, Minister Richard Roe, said" are Richard Roe.
    fn named_after(&self, comma: usize, end: usize, phrase: Phrase) -> Phrase {
        if phrase.kind != PhraseKind::Noun || comma + 1 >= end {
            return phrase;
        }
        match self.mention_over(end - 1).map(|m| (m, &self.names.mentions[m].tokens)) {
            Some((m, name)) if name.end == end && self.title_before(comma + 1, name.start) == comma + 1 => {
                if self.may_be_either(&phrase) {
                    return self.either(&phrase, end);
                }
                let tokens = phrase.tokens.start..end;
                Phrase { tokens, words: name.clone(), kind: PhraseKind::Name(m), head: end - 1 }
            }
            _ => phrase,
        }
    }

    /// The beginning of a title directly before a name: "Foreign Minister Richard Roe"; not before `from`.
    fn title_before(&self, from: usize, name: usize) -> usize {
        let title = title_words();
        let belongs = |t: usize| {
            let token = &self.tokens.tokens[t];
            let whose = self.mention_over(t).is_some_and(|m| !self.is_person(m)) || self.is_possessive(t);
            token.kind == TokenKind::Word && token.classes.any(title) || whose || self.is_determiner(t)
        };
        let lowest = from.max(name.saturating_sub(8));
        let mut start = name;
        while start > lowest && !self.inside(start - 1) && belongs(start - 1) {
            start -= 1;
        }
        start
    }

    /// "a spokesman for the mayor": a name after a comma may be that of either.
    fn may_be_either(&self, phrase: &Phrase) -> bool {
        let last = phrase.tokens.end - 1;
        phrase.kind == PhraseKind::Noun
            && last > phrase.head
            && self.mention_over(last).is_none()
            && self.tokens.tokens[last].classes.any(Classes::SPEAKER)
            && !self.tokens.tokens[last].classes.any(Classes::SPEAKING_BODY)
            && !crate::extract::lang::en::speech::phrase::is_plural(self.tokens.word(last))
    }

    /// Words that name one of two persons.
    fn either(&self, phrase: &Phrase, end: usize) -> Phrase {
        let tokens = phrase.tokens.start..end;
        Phrase { words: tokens.clone(), tokens, kind: PhraseKind::Joint, head: phrase.head }
    }

    /// "the chief executive, Richard Roe, …" is Richard Roe.
    pub(in crate::extract::lang::en::speech) fn named_behind(&self, phrase: Phrase, to: usize) -> Phrase {
        let comma = phrase.tokens.end;
        if comma + 2 >= to || !self.tokens.is(comma, ",") {
            return phrase;
        }
        let Some(name) = self.phrase_after(comma + 1, to).filter(|p| self.is_person_name(p)) else { return phrase };
        let end = name.tokens.end;
        if end < to && self.tokens.is(end, ",") { self.named_after(comma, end, phrase) } else { phrase }
    }

    pub(super) fn is_person_name(&self, phrase: &Phrase) -> bool {
        matches!(phrase.kind, PhraseKind::Name(m) if self.is_person(m))
    }

    /// "said a spokesman for the rescue service, Richard Roe." is Richard Roe.
    pub(super) fn named_later(&self, phrase: Phrase, to: usize) -> Phrase {
        if phrase.kind != PhraseKind::Noun || !self.tokens.tokens[phrase.head].classes.any(Classes::SPEAKER) {
            return phrase;
        }
        let end = phrase.tokens.end;
        let Some(comma) = (end..to.min(end + 7)).find(|t| self.is_break(*t)).filter(|t| self.tokens.is(*t, ",")) else {
            return phrase;
        };
        match self.phrase_after(comma + 1, to).filter(|p| self.is_person_name(p)) {
            Some(name) if name.tokens.end == to || self.is_break(name.tokens.end) => {
                self.named_after(comma, name.tokens.end, phrase)
            }
            _ => phrase,
        }
    }

    /// The antecedent of "who".
    pub(super) fn antecedent(&self, from: usize, who: usize) -> Option<Phrase> {
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
            Some(name)
                if matches!(name.kind, PhraseKind::Name(m) if self.is_person(m))
                    && !self.is_governed(name.tokens.start, from)
                    && !self.is_governed(self.bare_start(from, &name), from)
                    && !self.is_governed(name.words.start, from) =>
            {
                Phrase { tokens: name.tokens.start..phrase.tokens.end, ..name }
            }
            _ => phrase,
        }
    }

    /// Whether a name belongs to the words before it, as in "Asked about Karasin, the minister said": then the subject
    /// after the comma is another person.
    fn is_governed(&self, start: usize, from: usize) -> bool {
        if start <= from {
            return false;
        }
        if self.is_object(start, from) {
            return true;
        }
        let before = self.tokens.tokens[start - 1];
        let word = self.tokens.word(start - 1);
        let participle = ["ing", "ed"].iter().any(|end| word.ends_with(end));
        before.kind == TokenKind::Word && (before.classes.any(Classes::PREPOSITION) || participle)
    }

    /// Where a name with its titles begins, without words that a phrase includes as if they were adjectives.
    pub(super) fn bare_start(&self, from: usize, phrase: &Phrase) -> usize {
        match phrase.kind {
            PhraseKind::Name(_) => self.title_before(from, phrase.words.start),
            _ => phrase.tokens.start,
        }
    }

    /// Whether the word before a name is a verb: "he met Karasin". A content word counts as one, unless it could
    /// precede a name: a title, an adverb, an adjective after an article.
    fn is_object(&self, start: usize, from: usize) -> bool {
        let Some(verb) = start.checked_sub(1).filter(|v| *v > from && !self.inside(*v)) else { return false };
        let token = &self.tokens.tokens[verb];
        let title = title_words();
        let other = Classes::FUNCTION
            .and(Classes::DETERMINER)
            .and(Classes::PREPOSITION)
            .and(Classes::SPEECH_ADVERB)
            .and(Classes::CALENDAR)
            .and(Classes::SAY);
        let before = &self.tokens.tokens[verb - 1];
        token.kind == TokenKind::Word
            && token.letters == Letters::Small
            && !token.classes.any(title.and(other))
            && !self.tokens.word(verb).ends_with("ly")
            && before.kind == TokenKind::Word
            && !self.is_determiner(verb - 1)
            && (!before.classes.any(title.and(Classes::PREPOSITION)) || self.tokens.is(verb - 1, "who"))
    }

    /// Whether a name is the object of a clause with "who", whose antecedent then speaks: "A woman who met Karasin
    /// said".
    fn is_in_relative(&self, from: usize, name: &Phrase) -> bool {
        let start = self.bare_start(from, name);
        if !self.is_object(start, from) {
            return false;
        }
        let near = (from.max(start.saturating_sub(5))..start - 1).rev();
        let plain = |t: &usize| self.tokens.tokens[*t].kind == TokenKind::Word && !self.inside(*t);
        near.take_while(plain).any(|t| self.tokens.is(t, "who"))
    }

    /// "A man posing as Karasin", unlike "As Karasin said".
    fn is_impersonated(&self, start: usize, from: usize) -> bool {
        let verb = start.checked_sub(2).filter(|v| *v >= from && self.tokens.is(v + 1, "as"));
        verb.is_some_and(|v| {
            ["posing", "masquerading", "disguised", "dressed", "impersonated", "posed"]
                .iter()
                .any(|w| self.tokens.is(v, w))
        })
    }

    fn may_be_subject(&self, cue: &Cue, phrase: &Phrase, from: usize) -> bool {
        if self.is_impersonated(phrase.words.start, from) {
            return false;
        }
        let head = self.tokens.tokens[phrase.head];
        // What shows something is said by a document alone.
        if self.tokens.word(cue.verb.start).to_ascii_lowercase().starts_with("show") && !self.is_medium(phrase) {
            return false;
        }
        if head.classes.any(Classes::DETERMINER) && phrase.tokens.len() == 1 {
            return !["the", "a", "an", "this", "that", "his", "her", "its", "their"]
                .iter()
                .any(|w| self.tokens.is(phrase.head, w));
        }
        let led = phrase.tokens.start > from
            && self.tokens.tokens[phrase.tokens.start - 1].classes.any(Classes::PREPOSITION)
            && !["after", "by"].iter().any(|w| self.tokens.is(phrase.tokens.start - 1, w))
            && self.is_close_preposition(phrase.tokens.start - 1, from)
            && !self.is_fronted(from, phrase);
        if led && phrase.kind != PhraseKind::Pronoun {
            return false;
        }
        if self.can_speak(phrase) {
            return true;
        }
        let that = self.tokens.is(cue.verb.end, "that") && !self.tokens.word(cue.verb.end - 1).ends_with('s');
        if that && cue.classes.any(Classes::SAY) {
            return true;
        }
        // Any subject can take "said", but a verb that could be a noun needs a subject that can speak.
        let plain = ["said", "says", "say", "told", "added", "wrote", "explained"];
        plain.iter().any(|w| self.tokens.is(cue.verb.end - 1, w)) && !head.classes.any(Classes::PREPOSITION)
    }

    /// Whether a preposition governs the whole phrase, unlike that in "In Washington officials said".
    fn is_close_preposition(&self, at: usize, from: usize) -> bool {
        at > from && !self.tokens.is(at - 1, ",")
    }

    /// "if he said", "whether".
    fn is_supposed(&self, start: usize, from: usize) -> bool {
        start > from && ["if", "whether", "what", "how", "unless", "until"].iter().any(|w| self.tokens.is(start - 1, w))
    }
}
