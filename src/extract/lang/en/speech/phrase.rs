//! Noun phrases that may be a speaker or an addressee, read from one end: leftwards from a verb, or rightwards. There
//! is no parser: a phrase is a name, a pronoun, or a noun with the words before it up to an article, a stop or a verb.

mod words;

pub(super) use words::title_words;

use super::QuotationFinder;
use crate::extract::finding::EntityType;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// The kind of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhraseKind {
    /// A name: an index of [`crate::extract::lang::en::names::Names::mentions`].
    Name(usize),
    /// "he", "they".
    Pronoun,
    /// A noun.
    Noun,
    /// Several together ("Holt and Hart"), or words that may mean one or the other: there is no single entity.
    Joint,
}

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The whole phrase, in tokens.
    pub(super) tokens: Range<usize>,
    /// The words that name the speaker: the name, the pronoun, or the phrase with its article.
    pub(super) words: Range<usize>,
    /// Its kind.
    pub(super) kind: PhraseKind,
    /// Its head noun: the last token, unless "of …" follows.
    pub(super) head: usize,
}

/// What a noun before a preposition is to the phrase after it.
enum Governs {
    /// It is not part of the phrase.
    No,
    /// It is the speaker: "a spokesman for the ministry".
    Itself,
    /// The phrase after it is the speaker, and it belongs to that.
    Name,
}

/// Nouns for a part of a group: "half of Republicans".
#[rustfmt::skip]
const SHARES: &[&str] = &[
    "half", "majority", "most", "third", "quarter", "percent", "dozens", "hundreds", "thousands", "scores", "many", "some",
    "several", "all", "number",
];
/// Maximum number of words in a noun phrase.
const LONGEST: usize = 9;

impl QuotationFinder<'_, '_> {
    /// Whether a noun can speak.
    pub(super) fn can_speak(&self, phrase: &Phrase) -> bool {
        match phrase.kind {
            PhraseKind::Pronoun | PhraseKind::Joint => true,
            PhraseKind::Name(m) => {
                let mention = &self.names.mentions[m];
                !matches!(mention.kind, EntityType::Event)
            }
            PhraseKind::Noun => {
                let speaks = Classes::SPEAKER.and(Classes::SPEAKING_BODY);
                self.tokens.tokens[phrase.head].classes.any(speaks.and(Classes::MEDIUM))
                    || phrase.tokens.clone().any(|t| self.tokens.tokens[t].classes.any(Classes::SPEAKER))
                    || self.is_unknown_name(phrase)
            }
        }
    }

    /// A single capitalised word that no list has: a name at the beginning of a sentence.
    pub(super) fn is_unknown_name(&self, phrase: &Phrase) -> bool {
        let head = &self.tokens.tokens[phrase.head];
        phrase.kind == PhraseKind::Noun
            && phrase.tokens.len() == 1
            && head.is_capital()
            && !head.classes.any(Classes::FUNCTION.and(Classes::DETERMINER).and(Classes::MEDIUM))
    }

    /// The phrase that ends with token `end`, and begins at or after `from`.
    pub(super) fn phrase_before(&self, from: usize, end: usize) -> Option<Phrase> {
        let mut found = self.simple_before(from, end)?;
        if let Some(listed) = self.listed_before(from, &found) {
            return Some(listed);
        }
        // "a spokesman for the ministry", "the head of the mission in Vienna": the first noun is the speaker.
        let mut probe = found.tokens.start;
        for _ in 0..3 {
            let Some(prep) = probe.checked_sub(1).filter(|p| *p > from) else { break };
            if !self.tokens.tokens[prep].classes.any(Classes::PREPOSITION) || self.inside(prep) {
                break;
            }
            let Some(mut left) = self.simple_before(from, prep - 1) else { break };
            // "a source close to the ministry"
            if left.kind == PhraseKind::Noun && !self.is_role_noun(left.head) {
                let speaks = |t: &usize| self.tokens.tokens[*t].classes.any(Classes::SPEAKER);
                left.head = left.tokens.clone().rev().take(3).find(speaks).unwrap_or(left.head);
            }
            if left.kind == PhraseKind::Pronoun {
                break;
            }
            probe = left.tokens.start;
            let tokens = left.tokens.start..found.tokens.end;
            match self.governs(from, prep, &left, &found) {
                Governs::No => {}
                Governs::Itself => {
                    found = Phrase { words: tokens.clone(), tokens, kind: PhraseKind::Noun, head: left.head }
                }
                Governs::Name => return Some(Phrase { tokens, ..found }),
            }
        }
        Some(found)
    }

    /// The list of names that ends with a name: "Boeing and Airbus" are two, "the leaders of Kenya, Peru and Iceland"
    /// are the leaders.
    fn listed_before(&self, from: usize, last: &Phrase) -> Option<Phrase> {
        let PhraseKind::Name(m) = last.kind else { return None };
        let mut start = self.names.mentions[m].tokens.start.max(from);
        let end = last.tokens.end;
        let mut and = false;
        for n in 0..LONGEST {
            let article = start > from && self.tokens.is(start - 1, "the");
            let before = start.checked_sub(1 + usize::from(article));
            let Some(link) = before.filter(|l| *l > from && !self.inside(*l)) else { break };
            let joins = if n == 0 { self.tokens.is(link, "and") } else { self.tokens.is(link, ",") };
            // "They met in Geneva and Holt said" is not a list.
            let like = |other: &usize| self.is_person(*other) == self.is_person(m);
            let name = self.mention_over(link - 1).filter(like).map(|m| &self.names.mentions[m].tokens);
            let Some(name) = name.filter(|name| joins && name.end == link && name.start >= from) else { break };
            and = true;
            start = name.start;
        }
        if !and {
            return None;
        }
        let article = start > from && self.tokens.is(start - 1, "the");
        let prep = start.checked_sub(1 + usize::from(article)).filter(|p| *p > from);
        let governed = prep.is_some_and(|p| self.tokens.tokens[p].classes.any(Classes::PREPOSITION));
        let of = prep.filter(|p| ["of", "for", "from"].iter().any(|w| self.tokens.is(*p, w)));
        let head = of.and_then(|of| self.simple_before(from, of - 1)).filter(|p| p.kind == PhraseKind::Noun);
        match head {
            Some(head) => {
                let tokens = head.tokens.start..end;
                Some(Phrase { words: tokens.clone(), tokens, kind: PhraseKind::Noun, head: head.head })
            }
            None if governed && !self.is_person(m) => None,
            None => Some(Phrase { words: start..end, tokens: start..end, kind: PhraseKind::Joint, head: last.head }),
        }
    }

    /// Which of two phrases with a preposition between them is the speaker.
    fn governs(&self, from: usize, prep: usize, left: &Phrase, found: &Phrase) -> Governs {
        let class = self.tokens.tokens[left.head].classes;
        let is = |words: &[&str]| words.iter().any(|w| self.tokens.is(prep, w));
        let of = is(&["of", "for", "from"]);
        let medium = class.any(Classes::MEDIUM);
        // "a poll of voters" is no statement of theirs.
        let counts = ["poll", "polls", "survey", "surveys", "study"].iter().any(|w| self.tokens.is(left.head, w));
        if medium && !(counts && of) && is(&["of", "from", "by"]) && self.can_speak(found) && !self.is_medium(found) {
            // "a statement from the ministry said": the ministry is the speaker.
            return Governs::Name;
        }
        let speaks = class.any(Classes::SPEAKER) || of && (medium || class.any(Classes::SPEAKING_BODY));
        let share = self.is_share(left.head);
        let counted = of && left.kind == PhraseKind::Noun && (self.is_determiner(left.tokens.start) || share);
        let led = left.tokens.start > from
            && self.tokens.tokens[left.tokens.start - 1].classes.any(Classes::PREPOSITION)
            && !speaks;
        if led || !(speaks || counted) {
            return Governs::No;
        }
        // "Secretary of the Navy James Doe" is James Doe; "the wife of President Doe" is not.
        let title = matches!(found.kind, PhraseKind::Name(m) if self.is_person(m))
            && found.words.start > found.tokens.start
            && speaks
            && !self.is_determiner(left.tokens.start);
        if title { Governs::Name } else { Governs::Itself }
    }

    /// "half (of Republicans)"
    pub(super) fn is_share(&self, head: usize) -> bool {
        SHARES.iter().any(|w| self.tokens.is(head, w))
    }

    /// A phrase without "of …".
    fn simple_before(&self, from: usize, end: usize) -> Option<Phrase> {
        if end < from || self.inside(end) {
            return None;
        }
        let token = self.tokens.tokens[end];
        if let Some(m) = self.mention_over(end) {
            let mention = &self.names.mentions[m];
            let ends = mention.tokens.end == end + 1;
            if ends && !self.is_adjective(m) && !self.is_role_only(m) {
                let mut start = mention.tokens.start.max(from);
                let own = start;
                // Titles and other words before the name: "Russian Deputy Prime Minister Grigory Karasin".
                let mut steps = 0;
                while start > from && steps < LONGEST && self.continues_left(start - 1) {
                    start -= 1;
                    steps += 1;
                }
                start += usize::from(start < own && self.tokens.is(start, "that"));
                return Some(Phrase {
                    tokens: start..end + 1,
                    words: own..end + 1,
                    kind: PhraseKind::Name(m),
                    head: end,
                });
            }
        }
        if token.kind == TokenKind::Word && self.is_pronoun(end) {
            return Some(Phrase { tokens: end..end + 1, words: end..end + 1, kind: PhraseKind::Pronoun, head: end });
        }
        let quantity = ["many", "some", "others", "most", "several", "both", "few", "all"];
        let counted = quantity.iter().any(|w| self.tokens.is(end, w));
        if token.kind != TokenKind::Word || (token.classes.any(Classes::FUNCTION) && !counted) {
            return None;
        }
        let article = self.is_determiner(end) && !counted;
        if article || token.classes.any(Classes::PREPOSITION.and(Classes::SPEECH_ADVERB)) || self.is_possessive(end) {
            return None;
        }
        let mut start = end;
        while start > from && end - start < LONGEST {
            if self.is_determiner(start) && !self.is_possessive(start - 1) {
                break;
            }
            if !self.continues_left(start - 1) {
                break;
            }
            start -= 1;
        }
        start += usize::from(self.is_conjunction(start, end));
        let tokens = start..end + 1;
        Some(Phrase { words: self.named_part(&tokens, end), tokens, kind: PhraseKind::Noun, head: end })
    }

    /// "that" before a name or a plural: it begins a clause, not the phrase.
    fn is_conjunction(&self, start: usize, end: usize) -> bool {
        start < end
            && self.tokens.is(start, "that")
            && (self.tokens.tokens[start + 1].is_capital() || is_plural(self.tokens.word(end)))
    }

    /// Whether a token may be in a noun phrase, before its head.
    fn continues_left(&self, at: usize) -> bool {
        let token = &self.tokens.tokens[at];
        if self.inside(at) {
            return false;
        }
        match token.kind {
            TokenKind::Possessive | TokenKind::Number | TokenKind::Mixed => true,
            TokenKind::Mark => self.tokens.is(at, "-") && !token.spaced || self.is_possessive(at),
            TokenKind::Word => {
                if self.is_determiner(at) {
                    return true;
                }
                let closed = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SPEECH_ADVERB);
                let verb = token.classes.any(Classes::SAY.and(Classes::SAY_OBJECT)) && token.letters == Letters::Small;
                !token.classes.any(closed) && !verb && !self.is_negation(at)
            }
        }
    }

    /// The phrase that begins with token `at`, and ends before `to`.
    pub(super) fn phrase_after(&self, at: usize, to: usize) -> Option<Phrase> {
        if at >= to || self.inside(at) {
            return None;
        }
        if self.tokens.tokens[at].kind == TokenKind::Word && (self.is_pronoun(at) || self.is_object_pronoun(at)) {
            return Some(Phrase { tokens: at..at + 1, words: at..at + 1, kind: PhraseKind::Pronoun, head: at });
        }
        let mut end = at;
        let mut noun = None;
        while end < to && end - at < LONGEST && !self.inside(end) {
            if let Some(m) = self.mention_over(end)
                && !self.is_adjective(m)
                && !self.is_role_only(m)
            {
                let mention = &self.names.mentions[m];
                let after = mention.tokens.end.min(to);
                let owner = after < to && self.is_possessive(after);
                let modifier = self.leads_to_role(m, after, to);
                if !owner && !modifier {
                    return Some(Phrase {
                        tokens: at..after,
                        words: mention.tokens.start.max(at)..after,
                        kind: PhraseKind::Name(m),
                        head: after - 1,
                    });
                }
                end = after + usize::from(owner);
                continue;
            }
            let token = &self.tokens.tokens[end];
            let closed = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SPEECH_ADVERB);
            let inner = match token.kind {
                TokenKind::Word if end == at && self.is_determiner(end) => true,
                TokenKind::Word => {
                    (!token.classes.any(closed) || end > at && noun.is_none() && token.classes.any(Classes::CALENDAR))
                        && !self.is_verb_like(end)
                        && !(noun.is_some() && self.is_manner(end))
                }
                TokenKind::Number | TokenKind::Mixed | TokenKind::Possessive => true,
                TokenKind::Mark => self.tokens.is(end, "-") && !token.spaced || self.is_possessive(end),
            };
            if !inner {
                break;
            }
            if token.kind == TokenKind::Word && !self.is_determiner(end) {
                noun = Some(end);
                // "told reporters the plan was dead": a noun for people who can hear ends the phrase.
                if self.is_role_noun(end) && !self.goes_on(end, to) {
                    break;
                }
            }
            end += 1;
        }
        let head = noun?;
        // "the head of the mission": the words after "of" belong to it.
        let mut last = head;
        for _ in 0..2 {
            let of = last + 1;
            let owned = of + 1 < to && ["of", "for"].iter().any(|w| self.tokens.is(of, w)) && !self.inside(of);
            if !owned || !self.is_role_noun(head) {
                break;
            }
            let Some(owner) = self.phrase_after_short(of + 1, to) else { break };
            last = owner;
            // "Secretary of the Navy James Doe".
            let name = self.mention_over(last).filter(|m| self.is_person(*m) && !self.is_determiner(at));
            let start = name.map_or(of, |m| self.names.mentions[m].tokens.start);
            if let Some(m) = name.filter(|_| start > of + 1) {
                return Some(Phrase {
                    tokens: at..last + 1,
                    words: start..last + 1,
                    kind: PhraseKind::Name(m),
                    head: last,
                });
            }
        }
        let tokens = at..last + 1;
        let words = if last == head { self.named_part(&tokens, head) } else { tokens.clone() };
        Some(Phrase { tokens, words, kind: PhraseKind::Noun, head })
    }

    /// Whether a name only qualifies the role after it: "Norpress senior editor Mara Voss".
    fn leads_to_role(&self, mention: usize, after: usize, to: usize) -> bool {
        if self.is_person(mention) {
            return self.qualifies_role(after, to);
        }
        let closed = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SPEECH_ADVERB);
        (after..to.min(after + 4))
            .take_while(|t| {
                let token = &self.tokens.tokens[*t];
                token.kind == TokenKind::Word
                    && !token.classes.any(closed)
                    && !self.is_verb_like(*t)
                    && !self.inside(*t)
            })
            .any(|t| self.tokens.tokens[t].classes.any(Classes::SPEAKER))
    }

    /// "Holt press secretary Mara Voss": small words, a role and another's name after a person's.
    fn qualifies_role(&self, after: usize, to: usize) -> bool {
        let small = |t: &usize| {
            let token = &self.tokens.tokens[*t];
            let closed = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SPEECH_ADVERB);
            token.letters == Letters::Small && !token.classes.any(closed) && !self.is_verb_like(*t) && !self.inside(*t)
        };
        let end = (after..to.min(after + 5)).take_while(small).last().map_or(after, |t| t + 1);
        let role = end > after && self.tokens.tokens[end - 1].classes.any(Classes::SPEAKER);
        role && end < to && self.mention_over(end).is_some_and(|m| self.is_person(m))
    }

    /// Whether a phrase continues after a noun that could be a speaker: "deputy minister", "Minister James Doe".
    fn goes_on(&self, noun: usize, to: usize) -> bool {
        let next = noun + 1;
        if next >= to || self.inside(next) {
            return false;
        }
        let plural = is_plural(self.tokens.word(noun));
        self.is_possessive(next)
            || self.is_role_noun(next)
            || !plural && self.mention_over(next).is_some_and(|m| self.is_person(m))
            || self.tokens.tokens[noun].is_capital() && self.tokens.tokens[next].is_capital()
    }

    /// The last token of a short phrase that begins at `at`.
    fn phrase_after_short(&self, at: usize, to: usize) -> Option<usize> {
        let mut end = at;
        while end < to && end - at < LONGEST && !self.inside(end) {
            if let Some(m) = self.mention_over(end) {
                end = self.names.mentions[m].tokens.end.min(to);
                if end < to && self.is_possessive(end) {
                    end += 1;
                }
                continue;
            }
            let token = &self.tokens.tokens[end];
            let closed = Classes::FUNCTION.and(Classes::PREPOSITION).and(Classes::SPEECH_ADVERB);
            let inner = token.kind == TokenKind::Word
                && (self.is_determiner(end) && end == at || !token.classes.any(closed))
                && !self.is_verb_like(end);
            if !inner {
                break;
            }
            end += 1;
            if token.classes.any(Classes::SPEAKER) && !self.goes_on(end - 1, to) {
                break;
            }
        }
        (end > at).then(|| end - 1)
    }

    /// Whether a word is a verb of saying, and so ends a phrase.
    fn is_verb_like(&self, at: usize) -> bool {
        let t = &self.tokens.tokens[at];
        t.letters == Letters::Small
            && t.classes.any(Classes::SAY.and(Classes::SAY_OBJECT))
            && !t.classes.any(Classes::MEDIUM)
    }
}

/// Whether a noun for speakers is a plural.
pub(super) fn is_plural(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    (small.ends_with('s') && !small.ends_with("ss"))
        || ["people", "police", "men", "women", "spokesmen", "spokespeople", "media"].contains(&small.as_str())
}
