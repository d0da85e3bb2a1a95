//! The words before the noun of an event: participants, time, kind, factuality.

use super::PartsReader;
use crate::extract::finding::{EntityRef, EntityType, EventKind, TimeKind};
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::apposition::names_person;
use crate::extract::lang::en::events::factuality;
use crate::extract::lang::en::events::heads::{Head, governing};
use crate::extract::lang::en::events::participants::Participants;
use crate::extract::lang::en::events::trigger::Trigger;
use crate::extract::lang::en::events::unit::{Unit, UnitKind};
use crate::extract::lang::en::events::words::is_verb;
use crate::extract::lang::en::lexicon::classes;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

/// Reads the words before a noun to the left. Returns the first token of the phrase.
pub(super) fn noun_phrase(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    trigger: &Trigger,
    reading: &mut PartsReader,
) -> usize {
    let mut noun =
        Noun { cx, sentence, trigger, reading, at: trigger.tokens.start, body: None, place: None, hidden: 0 };
    for _ in 0..9 {
        if !noun.step() {
            break;
        }
    }
    noun.settle();
    noun.at
}

/// A noun phrase that is being read to the left.
struct Noun<'s, 'a, 't> {
    cx: &'s Context<'a, 't>,
    sentence: &'s Range<usize>,
    trigger: &'s Trigger,
    reading: &'s mut PartsReader,
    /// The first token so far.
    at: usize,
    /// The organisation before it: "the OSCE meeting".
    body: Option<usize>,
    /// The place before it: "the Minsk summit".
    place: Option<usize>,
    /// The number of words between the last part read and the noun.
    hidden: usize,
}

impl Noun<'_, '_, '_> {
    /// Reads one more unit or word to the left. Returns `false` where the phrase begins.
    fn step(&mut self) -> bool {
        let cx = self.cx;
        let Some(before) = self.at.checked_sub(1).filter(|b| *b >= self.sentence.start) else { return false };
        let token = &cx.tokens.tokens[before];
        let possessive = token.kind == TokenKind::Possessive;
        let owner = if possessive { cx.units.ends(before).or_else(|| cx.units.at(before)) } else { None };
        if let Some(unit) = owner {
            self.owner(unit);
            return false;
        }
        if let Some(unit) = cx.units.ends(self.at) {
            return self.unit(unit);
        }
        if token.kind == TokenKind::Mark || possessive {
            return false;
        }
        if before >= self.sentence.start + 2 && !token.spaced && cx.tokens.is(before - 1, "-") {
            self.joined(before);
            return true;
        }
        if cx.is_any(before, &["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "both"]) {
            self.reading.definite = true;
            self.at = before;
            return false;
        }
        if cx.is_any(before, &["a", "an", "another", "any", "some", "several", "no"]) {
            self.reading.cues.deny |= cx.tokens.is(before, "no");
            self.reading.indefinite = true;
            // "such a meeting" is of the kind of one that is known.
            self.reading.such = before > self.sentence.start && cx.tokens.is(before - 1, "such");
            self.at = if self.reading.such { before - 1 } else { before };
            return false;
        }
        self.word(before)
    }

    /// A possessive: "last week's meeting", "the ministers' meeting".
    fn owner(&mut self, unit: &Unit) {
        let cx = self.cx;
        match unit.what {
            UnitKind::Time(t) if self.reading.time.is_none() => self.reading.time = Some(t),
            _ => {
                let mut participants = Participants::default();
                let place = matches!(unit.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place);
                // "Russia's upcoming summit": Russia may be a participant or the place. "Developers' Conference" is a
                // name.
                let name = cx.tokens.tokens[self.trigger.tokens.start].is_capital();
                if !place && !name && participants.push(cx, unit) {
                    self.reading.participants.prepend(participants);
                }
            }
        }
        self.at = unit.tokens.start;
        self.reading.definite = true;
    }

    /// A name, a time or a role directly before.
    fn unit(&mut self, unit: &Unit) -> bool {
        let cx = self.cx;
        let start = unit.tokens.start;
        match unit.what {
            UnitKind::Time(t) => {
                if self.reading.time.is_none() && cx.times[t].kind == TimeKind::Date {
                    self.reading.time = Some(t);
                }
            }
            UnitKind::Mention(m) => {
                match cx.names.mentions[m].kind {
                    EntityType::Organisation => self.body = self.body.or(Some(m)),
                    EntityType::Place => {
                        let bare = unit.tokens.len() == 1 && !cx.any(start, Classes::COUNTRY);
                        self.place = self.place.or(bare.then_some(m)).filter(|_| self.hidden == 0);
                    }
                    EntityType::Nationality | EntityType::Event => {}
                    EntityType::Other if hyphenated(cx, start).is_some() => {}
                    EntityType::Person | EntityType::Other => return false,
                }
                if let Some(pair) = hyphenated(cx, start) {
                    halves(&pair, self.reading);
                    (self.body, self.place) = (None, None);
                }
                // "Armenian–Azerbaijani talks", "US–China talks"
                if start >= self.sentence.start + 2
                    && cx.is_any(start - 1, &["–", "-", "‑", "/"])
                    && let Some(first) = cx.units.ends(start - 1)
                    && let UnitKind::Mention(other) = first.what
                    && is_people(cx, other)
                    && is_people(cx, m)
                {
                    for mention in [other, m].map(|m| &cx.names.mentions[m]) {
                        self.reading.participants.add(mention.range.clone(), Some(mention.entity), None);
                    }
                    (self.body, self.place) = (None, None);
                    self.at = first.tokens.start;
                    return true;
                }
            }
            UnitKind::Roles(_) => {
                // "an official visit", "foreign minister-level talks"
                let article = cx.is_any(start, &["a", "an", "the"]);
                let official = cx.tokens.is(unit.tokens.end - 1, "official") && unit.tokens.len() < 3;
                if official && article && unit.tokens.len() == 2 {
                    self.reading.indefinite |= !cx.tokens.is(start, "the");
                    self.reading.definite |= cx.tokens.is(start, "the");
                    self.at = start;
                    return false;
                }
                let adjective = official && unit.tokens.len() == 1
                    || cx.is_any(unit.tokens.end, &["level", "-"]) && !names_person(cx, unit);
                if !adjective {
                    return false;
                }
            }
        }
        self.at = start;
        self.hidden += 1;
        true
    }

    /// "US-brokered", "EU-funded": a name and the word joined to it.
    fn joined(&mut self, before: usize) {
        let cx = self.cx;
        let unit = cx.units.ends(before - 1);
        let name = unit.map_or(before - 2..before - 1, |u| u.tokens.clone());
        if cx.is_any(before, HELPED) && cx.tokens.tokens[name.start].is_capital() {
            let entity = match unit.map(|u| &u.what) {
                Some(UnitKind::Mention(m)) => Some(cx.names.mentions[*m].entity),
                _ => None,
            };
            self.reading.auspices.push(EntityRef { range: cx.tokens.range(&name), entity });
        }
        self.at = name.start;
    }

    /// Any other word: an adjective, part of a name, or one that ends the phrase.
    fn word(&mut self, before: usize) -> bool {
        let cx = self.cx;
        let token = &cx.tokens.tokens[before];
        if let Some(pair) = hyphenated(cx, before) {
            halves(&pair, self.reading);
        } else if let Some(helper) = helper(cx, before) {
            self.reading.auspices.push(helper);
        } else {
            let stops = Classes::FUNCTION
                .and(Classes::EVENT_LINK)
                .and(Classes::EVENT_HOLD)
                .and(Classes::EVENT_VERB)
                .and(Classes::EVENT_GROUP)
                .and(Classes::EVENT_DENY);
            let cue = cx.is_any(before, PLANNED)
                || cx.is_any(before, &["last", "next", "previous", "earlier", "recent", "first", "second"]);
            let stop = token.classes.any(stops.and(Classes::EVENT_PLAN).and(Classes::EVENT_MAYBE))
                || (governs(cx, before) && !word_is_adjective(cx, self.sentence, before))
                || (is_verb(cx, before) && !word_is_adjective(cx, self.sentence, before));
            if !cue && stop {
                return false;
            }
            self.hidden += 1;
            if cue && !cx.is_any(before, &["first", "second"]) {
                self.reading.cues = self.reading.cues.or(factuality::cues(cx, before..before + 1));
                self.reading.cues.plan |= cx.tokens.is(before, "next");
            }
        }
        self.at = before;
        true
    }

    /// With an article, a body before the noun is a participant and a place is the place, if such events have them.
    fn settle(&mut self) {
        let (cx, kind) = (self.cx, self.trigger.kind);
        let begun = self.at < self.trigger.tokens.start && cx.is_any(self.at, &["a", "an"]);
        let with_article = self.reading.definite || begun;
        let has_body = matches!(kind, EventKind::Summit | EventKind::Meeting);
        if let Some(m) = self.body.filter(|_| has_body && with_article) {
            let mention = &cx.names.mentions[m];
            self.reading.participants.add(mention.range.clone(), Some(mention.entity), None);
        }
        let has_place = has_body || matches!(kind, EventKind::Conference | EventKind::Talks);
        self.reading.place =
            self.place.filter(|m| has_place && with_article && !cx.names.mentions[*m].stands_for_state);
    }
}

/// Adjectives that affect the factuality of an event.
const PLANNED: &[&str] = &[
    "scheduled", "planned", "upcoming", "forthcoming", "proposed", "expected", "possible", "potential", "future",
    "postponed", "delayed", "cancelled", "canceled", "scrapped", "alleged", "rumoured", "rumored", "purported",
    "supposed", "hypothetical", "mooted",
];

/// Whether a word has the noun as an object: "to postpone talks".
fn governs(cx: &Context<'_, '_>, at: usize) -> bool {
    let head = governing(cx, at, at, false).map(|(_, head)| head);
    matches!(head, Some(Head::Deny | Head::Cancel | Head::Postpone | Head::Possible | Head::Plan))
        && !cx.is_any(
            at,
            &["open", "free", "ready", "right", "time", "interest", "potential", "possible", "wrong", "false"],
        )
}

/// Whether a word like "proposed" is an adjective: after an article.
fn word_is_adjective(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> bool {
    at > sentence.start && cx.is_any(at - 1, &["the", "a", "an", "this", "that", "his", "her", "their", "its"])
}

fn is_people(cx: &Context<'_, '_>, mention: usize) -> bool {
    matches!(cx.names.mentions[mention].kind, EntityType::Nationality | EntityType::Place)
}

/// The two peoples or states in one word: "Armenian-Azerbaijani", "US-China", "Franco-German".
fn hyphenated(cx: &Context<'_, '_>, token: usize) -> Option<[Range<usize>; 2]> {
    let t = &cx.tokens.tokens[token];
    if t.kind != TokenKind::Word || !t.is_capital() {
        return None;
    }
    let word = cx.tokens.word(token);
    let (one, other) = word.split_once('-')?;
    if other.contains('-') || !(is_people_word(one) && is_people_word(other)) {
        return None;
    }
    let start = t.start as usize;
    Some([start..start + one.len(), start + one.len() + 1..t.end as usize])
}

fn is_people_word(word: &str) -> bool {
    const FIRST: &[&str] =
        &["Franco", "Sino", "Russo", "Anglo", "Indo", "Italo", "Greco", "US", "U.S.", "UK", "EU", "UN", "NATO"];
    const OTHER: &[&str] = &[
        "French", "Dutch", "Greek", "Czech", "Serb", "Kurd", "Arab", "Thai", "Turkish", "Uzbek", "Kazakh", "Kyrgyz",
        "Tajik", "Swiss",
    ];
    let ends = ["ian", "ean", "can", "man", "gan", "ish", "ese"].iter().any(|e| word.ends_with(e))
        || (word.len() > 5 && ["ani", "aeli", "qi", "eli", "isi", "eni"].iter().any(|e| word.ends_with(e)));
    let state = classes(word).any(Classes::COUNTRY) && !["Asia", "Africa", "Nagorno"].contains(&word);
    word.starts_with(char::is_uppercase)
        && (ends || state || FIRST.contains(&word) || OTHER.contains(&word) || word == "Iraqi")
}

fn halves(pair: &[Range<usize>; 2], reading: &mut PartsReader) {
    let mut participants = Participants::default();
    for half in pair {
        participants.add(half.clone(), None, None);
    }
    reading.participants.prepend(participants);
}

/// Participles for the help of others with an event, joined to their name.
const HELPED: &[&str] = &["brokered", "mediated", "sponsored", "hosted", "facilitated", "chaired", "led"];

/// The helper in one word: "US-brokered", "Russian-mediated".
fn helper(cx: &Context<'_, '_>, token: usize) -> Option<EntityRef> {
    let t = &cx.tokens.tokens[token];
    let word = cx.tokens.word(token);
    if !t.is_capital() {
        return None;
    }
    let (who, how) = word.rsplit_once('-')?;
    let helps = HELPED.contains(&how);
    helps.then(|| EntityRef { range: t.start as usize..t.start as usize + who.len(), entity: None })
}
