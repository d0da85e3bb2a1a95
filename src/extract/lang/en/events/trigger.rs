//! The words that name an event: nouns ("summit", "phone call") and verbs ("met", "signed an agreement"). `frame` has
//! those that do so in some constructions only.

mod frame;

use super::Context;
use super::heads::governing;
use super::unit::UnitKind;
use super::words::{is_adverb, is_area, is_verb};
use crate::extract::finding::{EntityType, EventKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use frame::{calls_on, is_conference_name, received, round_of_talks, speaks, with_whom};
use std::ops::Range;

/// A word that names an event.
#[derive(Debug)]
pub(super) struct Trigger {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The kind of event.
    pub(super) kind: EventKind,
    /// Whether it is a verb.
    pub(super) verb: bool,
    /// Whether the verb is in its base form, so that the words before it determine the factuality: "meet", "visit".
    pub(super) bare: bool,
    /// Whether it only refers to an event mentioned just before: "the ministers discussed …".
    pub(super) refers: bool,
    /// The number of participants without which it is no event: "were discussing" of two, a "dialogue".
    pub(super) least: usize,
}

/// Words between a name and a noun that change the meaning of the noun.
const OTHERWISE: &[&str] =
    &["press", "news", "trading", "training", "practice", "photo", "question", "job", "sales", "track"];
/// Documents that are signed.
const SIGNED: &[&str] = &[
    "agreement", "agreements", "treaty", "deal", "deals", "accord", "accords", "pact", "memorandum", "contract",
    "contracts", "protocol", "protocols", "ceasefire", "cease-fire", "truce", "declaration", "declarations",
    "convention", "truces", "armistice", "armistices", "mou", "mous", "memoranda", "memorandums", "treaties",
    "statement", "statements", "communique", "communiqué", "roadmap", "documents",
];

impl Trigger {
    /// The event that a token names, if any.
    pub(super) fn at(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<Self> {
        if let Some(unit) = cx.units.at(token) {
            if is_conference_name(cx, sentence, token, unit) {
                let tokens = unit.tokens.clone();
                let meeting = cx.tokens.is(token, "meeting");
                let kind = if meeting { EventKind::Meeting } else { EventKind::Conference };
                return Some(Self { tokens, kind, verb: false, bare: false, refers: false, least: 0 });
            }
            // "the Munich Security Conference" is a body or a named event; "Vienna Summit" is a summit.
            let own = match &unit.what {
                UnitKind::Mention(m) => {
                    cx.names.mentions[*m].kind == EntityType::Event
                        && unit.tokens.end == token + 1
                        && unit.tokens.len() <= 3
                }
                UnitKind::Roles(_) | UnitKind::Time(_) => false,
            };
            if !own {
                return None;
            }
        }
        let mut small = [0_u8; 16];
        let word = cx.tokens.word(token);
        let small = small.get_mut(..word.len())?;
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        let word = std::str::from_utf8(small).ok()?;
        let next = token + 1;
        // "the summit's outcome" is about something else.
        if next < sentence.end && cx.tokens.tokens[next].kind == TokenKind::Possessive {
            return None;
        }
        let before = token.checked_sub(1).filter(|b| *b >= sentence.start);
        let after = |words: &[&str]| before.is_some_and(|b| cx.is_any(b, words));
        let noun = |kind| Some(Self { tokens: token..next, kind, verb: false, bare: false, refers: false, least: 0 });
        let verb = |kind, bare| Some(Self { tokens: token..next, kind, verb: true, bare, refers: false, least: 0 });
        let otherwise = after(OTHERWISE);
        match word {
            "meeting" if is_gerund(cx, sentence, token) => verb(EventKind::Meeting, true),
            "meeting" | "meetings" if !otherwise => noun(EventKind::Meeting),
            "summit" | "summits" => {
                (!cx.tokens.is(next, "of") || !is_place(cx, next + 1)).then(|| noun(EventKind::Summit))?
            }
            "talks" => {
                let speaks = after(&["he", "she", "it", "who", "money"]) || before.is_some_and(|b| is_person(cx, b));
                (!speaks).then(|| noun(EventKind::Talks))?
            }
            "negotiations" => noun(EventKind::Talks),
            "round" => {
                let mut talks = noun(EventKind::Talks)?;
                talks.tokens.end = round_of_talks(cx, sentence, next)?;
                Some(talks)
            }
            "consultations" => noun(EventKind::Consultations),
            "conference" if after(&["video", "telephone", "phone"]) => noun(EventKind::Call),
            "videoconference" | "teleconference" => noun(EventKind::Call),
            "discussions" => {
                let held = ["held", "hold", "holding", "had", "have", "having"];
                let adjective = before.is_some_and(|b| b > sentence.start && cx.is_any(b - 1, &held));
                let between = cx.tokens.is(next, "between");
                let mut talks = noun(EventKind::Talks)?;
                talks.least = if after(&held) || adjective { 0 } else { 2 };
                (talks.least == 0 || between).then_some(talks)
            }
            "dialogue" if cx.is_any(next, &["between", "with"]) => {
                let mut talks = noun(EventKind::Talks)?;
                talks.least = 1;
                Some(talks)
            }
            "conference" | "conferences"
                if !otherwise && !cx.is_any(next, &["call", "calls", "room", "final", "finals"]) =>
            {
                noun(EventKind::Conference)
            }
            "forum" if !otherwise => noun(EventKind::Conference),
            "session" | "sessions" if !otherwise => {
                let sort = [
                    "plenary", "joint", "special", "emergency", "closed-door", "opening", "extraordinary", "inaugural",
                    "closing",
                ];
                let of = cx.tokens.is(next, "of") && is_body(cx, next + 1);
                let body = before.is_some_and(|b| is_body(cx, b) && cx.units.ends(token).is_some());
                (after(&sort) || of || body).then(|| noun(EventKind::Conference))?
            }
            "call" | "calls" | "conversation" | "conversations"
                if after(&["courtesy"]) && cx.is_any(next, &["on", "upon"]) =>
            {
                let mut visit = noun(EventKind::Meeting)?;
                visit.tokens = token - 1..next + 1;
                Some(visit)
            }
            "called" if cx.is_any(next, &["on", "upon"]) => {
                let mut visit = verb(EventKind::Meeting, false)?;
                visit.tokens.end = next + 1;
                (!is_passive(cx, sentence, token) && calls_on(cx, sentence, next + 1)).then_some(visit)
            }
            "call" | "calls" | "conversation" | "conversations"
                if after(&["phone", "telephone", "video", "conference"]) =>
            {
                let mut call = noun(EventKind::Call)?;
                call.tokens.start -= 1;
                Some(call)
            }
            "signing" if cx.is_any(next, &["of", "ceremony"]) && !after(&["is", "was", "are", "were", "for"]) => {
                noun(EventKind::Signing)
            }
            "visit" | "visits" => {
                let modal = ["to", "will", "would", "could", "may", "might", "should", "must", "can", "shall", "not"];
                let joined = after(&["or", "and", "nor"]) && word == "visit" && object(cx, sentence, next);
                let subject = |b: usize| cx.units.at(b).is_some() && !is_time(cx, b) && !cx.tokens.is(b, "official");
                let as_verb = joined || after(&modal) || before.is_some_and(subject);
                if as_verb {
                    let area = past_area(cx, sentence, next);
                    let object = object(cx, sentence, next) || area.is_some();
                    let fits = object && (word == "visit" || before.is_some_and(|b| is_person(cx, b)));
                    let mut visit = verb(EventKind::Visit, true)?;
                    visit.tokens.end = area.unwrap_or(next);
                    return fits.then_some(visit);
                }
                noun(EventKind::Visit)
            }
            "visited" => {
                let area = past_area(cx, sentence, next);
                let fits = (object(cx, sentence, next) || area.is_some()) && !is_passive(cx, sentence, token);
                let mut visit = verb(EventKind::Visit, false)?;
                visit.tokens.end = area.unwrap_or(next);
                fits.then_some(visit)
            }
            "visiting" => {
                let auxiliary = after(&["is", "was", "are", "were", "been", "be"]);
                let fits = auxiliary || before.is_some_and(|b| governs_gerund(cx, sentence, b));
                let area = past_area(cx, sentence, next);
                let mut visit = verb(EventKind::Visit, true)?;
                visit.tokens.end = area.unwrap_or(next);
                ((object(cx, sentence, next) || area.is_some()) && fits).then_some(visit)
            }
            "met" | "meets" | "meet" => {
                // "a summit met in Oslo" is that summit.
                let own = before.is_some_and(|b| cx.units.at(b).is_none()) && after(&["summit", "conference", "forum"]);
                let fits = !own && meets(cx, sentence, token) && !is_passive(cx, sentence, token);
                fits.then(|| verb(EventKind::Meeting, word == "meet"))?
            }
            "telephoned" | "phoned" => object(cx, sentence, next).then(|| verb(EventKind::Call, false))?,
            "signed" | "signs" => signs(cx, sentence, token).then(|| verb(EventKind::Signing, false))?,
            "sign" => {
                let base = !after(&["a", "the", "no", "any", "this"]) && signs(cx, sentence, token);
                base.then(|| verb(EventKind::Signing, true))?
            }
            "received" | "receive" | "receives" | "welcomed" | "welcome" | "welcomes" | "greeted" | "hosted"
            | "hosts" | "host" => received(cx, sentence, token)
                .then(|| verb(EventKind::Meeting, matches!(word, "receive" | "welcome" | "host")))?,
            "spoke" | "speak" | "speaks" | "spoken" | "talked" | "talk" => {
                let (kind, to) = speaks(cx, sentence, token)?;
                let mut call = verb(kind, matches!(word, "speak" | "talk"))?;
                call.tokens.end = to;
                Some(call)
            }
            "convened" | "convene" | "convenes" => {
                let fits = !is_passive(cx, sentence, token) && is_intransitive(cx, sentence, next);
                fits.then(|| verb(EventKind::Meeting, word == "convene"))?
            }
            "discussed" | "discussing" | "discuss" if with_whom(cx, sentence, token).is_some() => {
                let mut talk = verb(EventKind::Meeting, word != "discussed")?;
                talk.tokens.end = with_whom(cx, sentence, token)?;
                (!is_passive(cx, sentence, token) || word == "discussing").then_some(talk)
            }
            "discussing" if after(&["were", "are"]) => {
                let mut talk = verb(EventKind::Meeting, true)?;
                talk.least = 2;
                Some(talk)
            }
            "discussed" => {
                let mut talk = verb(EventKind::Meeting, false)?;
                talk.refers = true;
                (!is_passive(cx, sentence, token)).then_some(talk)
            }
            _ => None,
        }
    }
}

/// Whether no object follows a verb: a preposition, a time or the end of the clause.
fn is_intransitive(cx: &Context<'_, '_>, sentence: &Range<usize>, next: usize) -> bool {
    next >= sentence.end
        || cx.tokens.tokens[next].kind == TokenKind::Mark
        || is_time(cx, next)
        || cx.is_any(next, &["in", "on", "at", "for", "to", "today", "here"]) && cx.units.at(next).is_none()
}

/// Whether "meeting" is a verb: "is meeting (with) X", "after meeting X".
fn is_gerund(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let Some(before) = token.checked_sub(1).filter(|b| *b >= sentence.start) else { return false };
    let next = token + 1;
    let with = next < sentence.end && (cx.tokens.is(next, "with") || object(cx, sentence, next));
    let auxiliary =
        cx.is_any(before, &["is", "are", "was", "were", "be", "been", "after", "before", "while", "by", "when"]);
    with && (auxiliary || governs_gerund(cx, sentence, before))
}

/// Whether the words before a word in "-ing" have it as an object: "denied meeting X", "accused of meeting X", "not
/// meeting X".
fn governs_gerund(cx: &Context<'_, '_>, sentence: &Range<usize>, before: usize) -> bool {
    let preposition = ["of", "from", "without", "about", "for", "against", "to", "or", "and", "nor", "not", "ever"];
    cx.units.at(before).is_none()
        && (cx.is_any(before, &preposition)
            || governing(cx, before, sentence.start, false).is_some()
            || governing(cx, before, sentence.start, true).is_some())
}

/// Whether a token belongs to a person's name or to a role.
fn is_person(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.at(token).is_some_and(|u| match &u.what {
        UnitKind::Mention(m) => cx.names.mentions[*m].kind == EntityType::Person,
        UnitKind::Roles(_) => true,
        UnitKind::Time(_) => false,
    })
}

fn is_time(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.at(token).is_some_and(|u| matches!(u.what, UnitKind::Time(_)))
}

/// Whether a place is named at a token, after an article.
fn is_place(cx: &Context<'_, '_>, token: usize) -> bool {
    let token = if cx.is_any(token, &["the", "mount"]) { token + 1 } else { token };
    cx.units
        .at(token)
        .is_some_and(|u| matches!(u.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place))
        || cx
            .tokens
            .tokens
            .get(token)
            .is_some_and(|t| t.letters == Letters::Capital && cx.is_any(token, &["mount", "mt"]))
}

/// Whether an organisation is named at a token, after an article.
fn is_body(cx: &Context<'_, '_>, token: usize) -> bool {
    let token = if cx.tokens.is(token, "the") { token + 1 } else { token };
    cx.units.at(token).is_some_and(
        |u| matches!(u.what, UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Organisation),
    )
}

/// Whether the object at a token is a named entity: after an article, a nationality or a few adjectives.
fn object(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let mut at = token;
    for _ in 0..3 {
        if at >= sentence.end {
            return false;
        }
        if let Some(unit) = cx.units.begins(at) {
            let end = unit.tokens.end;
            if cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive) {
                at = end + 1;
                continue;
            }
            return match unit.what {
                UnitKind::Mention(m) => {
                    let kind = cx.names.mentions[m].kind;
                    matches!(kind, EntityType::Person | EntityType::Place | EntityType::Organisation)
                        && (!noun_follows(cx, sentence, unit.tokens.end)
                            || kind == EntityType::Place && is_area(cx, unit.tokens.end))
                }
                UnitKind::Roles(_) => true,
                UnitKind::Time(_) => false,
            };
        }
        if !cx.is_any(at, &["the", "a", "an", "his", "her", "their", "its", "with"]) {
            return false;
        }
        at += 1;
    }
    false
}

/// The token after a common noun for an area, with its article: "the region", "the border villages".
fn past_area(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<usize> {
    const AREAS: &[&str] = &[
        "region", "regions", "country", "countries", "capital", "capitals", "city", "cities", "town", "towns",
        "village", "villages", "district", "districts", "province", "provinces", "area", "areas", "border",
        "frontline", "front-line", "republic", "territory", "territories", "zone", "peninsula", "island", "islands",
    ];
    if !cx.is_any(token, &["the", "both", "these", "three", "two", "border", "his", "her", "their"]) {
        return None;
    }
    (token + 1..sentence.end.min(token + 3))
        .take_while(|t| cx.tokens.tokens[*t].letters == Letters::Small && cx.units.at(*t).is_none())
        .find(|t| cx.is_any(*t, AREAS) && !noun_follows(cx, sentence, t + 1))
        .map(|t| t + 1)
}

/// Whether a common noun is at a token, so that the name before it only qualifies the noun: "the Apple store".
pub(super) fn noun_follows(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    if token >= sentence.end || cx.units.at(token).is_some() {
        return false;
    }
    let next = &cx.tokens.tokens[token];
    let other = Classes::FUNCTION
        .and(Classes::EVENT_LINK)
        .and(Classes::EVENT_HOLD)
        .and(Classes::EVENT_PLAN)
        .and(Classes::EVENT_MAYBE)
        .and(Classes::EVENT_VERB);
    next.kind == TokenKind::Word
        && matches!(next.letters, Letters::Small)
        && !next.classes.any(other)
        && !is_verb(cx, token)
        && !is_adverb(cx, token)
        && !cx.is_any(token, &["stands", "stand", "remains", "remain"])
}

/// "was met", "were signed".
fn is_passive(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let before = token.checked_sub(1).filter(|b| *b >= sentence.start);
    before.is_some_and(|b| {
        cx.is_any(b, &["was", "were", "is", "are", "be", "been", "being", "not"]) && {
            !cx.tokens.is(b, "not")
                || (b > sentence.start && cx.is_any(b - 1, &["was", "were", "is", "are", "be", "been"]))
        }
    })
}

/// Whether a form of "meet" is about people, unlike "met the deadline", "meets the needs", "met with criticism".
fn meets(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let next = token + 1;
    if next >= sentence.end || cx.tokens.tokens[next].kind == TokenKind::Mark {
        return true;
    }
    if object(cx, sentence, next) || is_time(cx, next) {
        return true;
    }
    if cx.tokens.is(next, "with") {
        // A name, or "the parties", comes before any other dependent of the verb.
        return (next + 1..sentence.end.min(next + 7))
            .take_while(|t| cx.tokens.tokens[*t].kind != TokenKind::Mark && !cx.any(*t, Classes::EVENT_LINK))
            .any(|t| {
                (cx.units.at(t).is_some() && !is_time(cx, t))
                    || cx.any(t, Classes::EVENT_GROUP)
                    // "the head of the Ham district"
                    || cx.any(t, Classes::ROLE_WEAK) && cx.tokens.is(t + 1, "of")
            });
    }
    let classes = cx.tokens.tokens[next].classes;
    let determiner = cx.is_any(
        next,
        &["the", "a", "an", "his", "her", "its", "their", "all", "these", "those", "this", "that", "our", "my"],
    );
    let pronoun = cx.is_any(next, &["him", "her", "them", "us", "me"]) && cx.units.at(next + 1).is_none();
    (classes.any(Classes::FUNCTION.and(Classes::EVENT_LINK)) && !determiner)
        || pronoun
        || is_adverb(cx, next)
        || cx.is_any(
            next,
            &[
                "again", "briefly", "privately", "separately", "here", "face-to-face", "last", "next", "earlier",
                "later", "behind",
            ],
        )
}

/// Whether an agreement is signed: it is the object, or the subject of "was signed".
fn signs(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let signed = |range: Range<usize>| {
        range
            .clone()
            .find(|t| cx.any(*t, Classes::EVENT_VERB))
            .map_or(range.clone(), |end| range.start..end)
            .into_iter()
            .any(|t| cx.is_any(t, SIGNED))
    };
    if is_passive(cx, sentence, token) {
        return signed(token.saturating_sub(8).max(sentence.start)..token);
    }
    signed(token + 1..sentence.end.min(token + 9))
}
