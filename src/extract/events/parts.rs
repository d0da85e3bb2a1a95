//! The parts of an event around its trigger: the words before a noun, the subject of a verb, a time or place at the
//! beginning of the sentence; with what [`super::scan`] finds to the right.

use super::scan::{self, Cast};
use super::standing::{self, Cues};
use super::trigger::Trigger;
use super::unit::What;
use super::{Context, trimmed};
use crate::extract::finding::{EntityType, EventKind, Standing, TimeKind, Voice};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// What is tied to a trigger.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) participants: Vec<Voice>,
    pub(super) participant_roles: Vec<Option<usize>>,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<Voice>,
    pub(super) auspices: Vec<Voice>,
    pub(super) standing: Standing,
    /// Whether it is said that the event is had: "held talks", "took place".
    pub(super) held: bool,
    /// Whether the noun stands with "the" or "this".
    pub(super) definite: bool,
    /// The tokens of the clause.
    pub(super) clause: Range<usize>,
    /// The words before the noun that say of what sort it is.
    pub(super) words: Range<usize>,
}

/// What was read so far.
#[derive(Debug, Default)]
struct Reading {
    cast: Cast,
    auspices: Vec<Voice>,
    place: Option<usize>,
    time: Option<usize>,
    cues: Cues,
    held: bool,
    definite: bool,
}

impl Parts {
    /// Reads a sentence around a trigger.
    pub(super) fn read(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger) -> Self {
        let mut reading = Reading::default();
        let right = scan::right(cx, sentence, trigger);
        let noun = if trigger.verb { trigger.tokens.start } else { noun_phrase(cx, sentence, trigger, &mut reading) };
        let (verb, light) = if trigger.verb { (noun, Light::Takes) } else { light_verb(cx, sentence, noun) };
        let mut begin = noun;
        if light != Light::None {
            let group = verb_group(cx, sentence, verb, &mut reading);
            begin = group;
            reading.held = !trigger.verb;
            let mut cast = Cast::default();
            begin = subject(cx, sentence, group, &mut cast, &mut reading).min(begin);
            match light {
                Light::Hosts => reading.auspices.extend(cast.voices),
                _ => reading.cast.prepend(cast),
            }
            reading.cues = reading.cues.or(asked(cx, sentence, begin));
            if trigger.bare && !trigger.verb {
                reading.cues.plan = true;
            }
        } else {
            reading.cues = reading.cues.or(governor(cx, sentence, noun));
        }
        if !trigger.verb {
            reading.cues = reading.cues.or(standing::predicate(cx, sentence, trigger.tokens.end, right.end));
        }
        reading.held |= right.held;
        let fronted = light != Light::None || right.held;
        let clause = if fronted { front(cx, sentence, begin, &mut reading) } else { begin };
        let time = right.time.or(reading.time);
        if let Some(time) = time {
            let words = cx.times[time].tokens.clone();
            let next = cx.is_any(words.start, &["next", "tomorrow"])
                || words
                    .clone()
                    .any(|t| cx.is_any(t, &["next", "tomorrow", "coming", "upcoming"]) && !cx.tokens.is(t + 1, "day"));
            let verb = light != Light::None || right.held;
            reading.cues.plan |= next && !(verb && reading.cues == Cues::default() && trigger.verb && !trigger.bare);
        }
        let mut standing = reading.cues.standing();
        if cx.tokens.is(sentence.end - 1, "?") && standing == Standing::Happened {
            standing = Standing::Possible;
        }
        reading.cast.voices.reserve(right.cast.voices.len());
        for (voice, role) in right.cast.voices.into_iter().zip(right.cast.roles) {
            reading.cast.one(voice.range, voice.entity, role);
        }
        reading.auspices.extend(right.auspices);
        // Who helps is no party.
        let auspices = reading.auspices;
        let kept: Vec<bool> = reading.cast.voices.iter().map(|v| !auspices.contains(v)).collect();
        let mut keep = kept.iter();
        reading.cast.voices.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = kept.iter();
        reading.cast.roles.retain(|_| *keep.next().unwrap_or(&true));
        let clause = trimmed(cx, clause.min(trigger.tokens.start)..right.end.max(trigger.tokens.end));
        Self {
            participants: reading.cast.voices,
            participant_roles: reading.cast.roles,
            place: right.place.or(reading.place),
            time,
            occasion: right.occasion,
            auspices,
            standing,
            held: reading.held,
            definite: reading.definite || trigger.refers,
            clause,
            words: noun..trigger.tokens.start,
        }
    }
}

/// What a verb before a noun makes of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Light {
    /// There is none.
    None,
    /// One who takes part: "held talks".
    Takes,
    /// One who helps: "hosted talks".
    Hosts,
}

/// Reads the words of a noun to its left: whose it is, when, how it is meant. Gives its first token.
fn noun_phrase(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger, reading: &mut Reading) -> usize {
    let mut at = trigger.tokens.start;
    let mut body = None;
    let mut place = None;
    let mut hidden = 0;
    for _ in 0..9 {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let token = &cx.tokens.tokens[before];
        let possessive = token.kind == TokenKind::Possessive;
        let owner = if possessive { cx.units.ends(before).or_else(|| cx.units.at(before)) } else { None };
        if let Some(unit) = owner {
            match unit.what {
                What::Time(t) if reading.time.is_none() => reading.time = Some(t),
                _ => {
                    let mut cast = Cast::default();
                    let place = matches!(unit.what, What::Mention(m) if cx.names.mentions[m].kind == EntityType::Place);
                    // "Russia's upcoming summit" is had by it, or there: unsaid. "Developers' Conference" is a name.
                    let name = cx.tokens.tokens[trigger.tokens.start].is_capital();
                    if !place && !name && cast.push(cx, unit) {
                        reading.cast.prepend(cast);
                    }
                }
            }
            at = unit.tokens.start;
            reading.definite = true;
            break;
        }
        if let Some(unit) = cx.units.ends(at) {
            match unit.what {
                What::Time(t) => {
                    if reading.time.is_none() && cx.times[t].kind == TimeKind::Date {
                        reading.time = Some(t);
                    }
                }
                What::Mention(m) => {
                    let mention = &cx.names.mentions[m];
                    match mention.kind {
                        EntityType::Organisation => body = body.or(Some(m)),
                        EntityType::Place => {
                            let bare = unit.tokens.len() == 1 && !cx.any(unit.tokens.start, Classes::COUNTRY);
                            place = place.or(bare.then_some(m)).filter(|_| hidden == 0);
                        }
                        EntityType::Nationality | EntityType::Event => {}
                        EntityType::Other if hyphenated(cx, unit.tokens.start).is_some() => {}
                        EntityType::Person | EntityType::Other => break,
                    }
                    if let Some(pair) = hyphenated(cx, unit.tokens.start) {
                        halves(&pair, reading);
                        (body, place) = (None, None);
                    }
                    // "Armenian–Azerbaijani talks", "US–China talks"
                    let start = unit.tokens.start;
                    if start >= sentence.start + 2
                        && cx.is_any(start - 1, &["–", "-", "‑", "/"])
                        && let Some(first) = cx.units.ends(start - 1)
                        && let (What::Mention(a), What::Mention(b)) = (&first.what, &unit.what)
                        && is_people(cx, *a)
                        && is_people(cx, *b)
                    {
                        let pair =
                            [*a, *b].map(|m| (cx.names.mentions[m].range.clone(), Some(cx.names.mentions[m].entity)));
                        for (range, entity) in pair {
                            reading.cast.one(range, entity, None);
                        }
                        (body, place) = (None, None);
                        at = first.tokens.start;
                        continue;
                    }
                }
                What::Roles(_) => break,
            }
            at = unit.tokens.start;
            hidden += 1;
            continue;
        }
        if token.kind == TokenKind::Mark || possessive {
            break;
        }
        // "US-brokered", "EU-funded": a name and what is joined to it.
        if before >= sentence.start + 2 && !token.spaced && cx.tokens.is(before - 1, "-") {
            let unit = cx.units.ends(before - 1);
            let name = unit.map_or(before - 2..before - 1, |u| u.tokens.clone());
            if cx.is_any(before, HELPED) && cx.tokens.tokens[name.start].is_capital() {
                let entity = match unit.map(|u| &u.what) {
                    Some(What::Mention(m)) => Some(cx.names.mentions[*m].entity),
                    _ => None,
                };
                reading.auspices.push(Voice { range: cx.tokens.range(&name), entity });
            }
            at = name.start;
            continue;
        }
        if cx.is_any(before, &["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "both"]) {
            reading.definite = true;
            at = before;
            break;
        }
        if cx.is_any(before, &["a", "an", "another", "any", "some", "several", "no"]) {
            reading.cues.deny |= cx.tokens.is(before, "no");
            at = before;
            break;
        }
        if let Some(pair) = hyphenated(cx, before) {
            halves(&pair, reading);
        } else if let Some(helper) = helper(cx, before) {
            reading.auspices.push(helper);
        } else {
            let stops = Classes::FUNCTION
                .and(Classes::EVENT_LINK)
                .and(Classes::EVENT_HOLD)
                .and(Classes::EVENT_VERB)
                .and(Classes::EVENT_GROUP)
                .and(Classes::EVENT_DENY);
            let adjective = [
                "scheduled",
                "planned",
                "upcoming",
                "forthcoming",
                "proposed",
                "expected",
                "possible",
                "potential",
                "future",
                "postponed",
            ];
            let cue = cx.is_any(before, &adjective)
                || cx.is_any(before, &["last", "next", "previous", "earlier", "recent", "first", "second"]);
            if !cue
                && (token.classes.any(stops) || (scan::is_verb(cx, before) && !word_is_adjective(cx, sentence, before)))
            {
                break;
            }
            if !cue && token.classes.any(Classes::EVENT_PLAN.and(Classes::EVENT_MAYBE)) {
                break;
            }
            hidden += 1;
            if cue && !cx.is_any(before, &["first", "second"]) {
                reading.cues = reading.cues.or(standing::cues(cx, before..before + 1));
                reading.cues.plan |= cx.tokens.is(before, "next");
            }
        }
        at = before;
    }
    let with_article = reading.definite || (at < trigger.tokens.start && cx.is_any(at, &["a", "an"]));
    let kind_has_body = matches!(trigger.kind, EventKind::Summit | EventKind::Meeting);
    if let Some(m) = body.filter(|_| kind_has_body && with_article) {
        let mention = &cx.names.mentions[m];
        reading.cast.one(mention.range.clone(), Some(mention.entity), None);
    }
    let kind_has_place =
        matches!(trigger.kind, EventKind::Summit | EventKind::Meeting | EventKind::Conference | EventKind::Talks);
    reading.place = place.filter(|m| kind_has_place && with_article && !cx.names.mentions[*m].stands_for_state);
    at
}

/// Whether a word like "proposed" stands as an adjective: after an article.
fn word_is_adjective(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> bool {
    at > sentence.start && cx.is_any(at - 1, &["the", "a", "an", "this", "that", "his", "her", "their", "its"])
}

fn is_people(cx: &Context<'_, '_>, mention: usize) -> bool {
    matches!(cx.names.mentions[mention].kind, EntityType::Nationality | EntityType::Place)
}

/// The two peoples or states of one word: "Armenian-Azerbaijani", "US-China", "Franco-German".
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
    let state =
        crate::extract::lexicon::classes(word).any(Classes::COUNTRY) && !["Asia", "Africa", "Nagorno"].contains(&word);
    word.starts_with(char::is_uppercase)
        && (ends || state || FIRST.contains(&word) || OTHER.contains(&word) || word == "Iraqi")
}

fn halves(pair: &[Range<usize>; 2], reading: &mut Reading) {
    let mut cast = Cast::default();
    for half in pair {
        cast.one(half.clone(), None, None);
    }
    reading.cast.prepend(cast);
}

/// What others do for an event, joined to their name.
const HELPED: &[&str] = &["brokered", "mediated", "sponsored", "hosted", "facilitated", "chaired", "led"];

/// The helper of one word: "US-brokered", "Russian-mediated".
fn helper(cx: &Context<'_, '_>, token: usize) -> Option<Voice> {
    let t = &cx.tokens.tokens[token];
    let word = cx.tokens.word(token);
    if !t.is_capital() {
        return None;
    }
    let (who, how) = word.rsplit_once('-')?;
    let helps = HELPED.contains(&how);
    helps.then(|| Voice { range: t.start as usize..t.start as usize + who.len(), entity: None })
}

/// The verb that makes an event of a noun, "held talks", "paid a visit", "took part in the summit": where it begins.
fn light_verb(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> (usize, Light) {
    let Some(mut at) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return (noun, Light::None) };
    if cx.tokens.is(at, "in") && at >= sentence.start + 2 {
        if cx.tokens.is(at - 1, "part") && cx.is_any(at - 2, &["took", "take", "takes", "taking", "taken"]) {
            return (at - 2, Light::Takes);
        }
        if cx.is_any(at - 1, &["participated", "participate", "participates", "participating"]) {
            return (at - 1, Light::Takes);
        }
        return (noun, Light::None);
    }
    if cx.is_any(at, &["up", "off", "of"]) && at > sentence.start && cx.is_any(at - 1, &["wrapped", "kicked"]) {
        at -= 1;
    }
    if cx.units.at(at).is_some() || !cx.any(at, Classes::EVENT_HOLD) {
        return (noun, Light::None);
    }
    if cx.is_any(
        at,
        &["took", "take", "takes", "taking", "taken", "due", "scheduled", "planned", "slated", "set", "place"],
    ) {
        return (noun, Light::None);
    }
    let hosts = [
        "hosted",
        "hosts",
        "host",
        "hosting",
        "brokered",
        "mediated",
        "facilitated",
        "organized",
        "organised",
        "convened",
        "convene",
        "arranged",
        "chaired",
    ];
    let light = if cx.is_any(at, &hosts) { Light::Hosts } else { Light::Takes };
    (at, light)
}

/// The auxiliaries and adverbs before a verb, with what they say of it. Gives the first token of the group.
fn verb_group(cx: &Context<'_, '_>, sentence: &Range<usize>, verb: usize, reading: &mut Reading) -> usize {
    let mut at = verb;
    for _ in 0..12 {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(at) {
            let What::Time(t) = unit.what else { break };
            // "Karasin on Tuesday met", not "the conference of 1861 met"
            let start = unit.tokens.start;
            let hangs = start > sentence.start
                && cx.any(start - 1, Classes::EVENT_LINK)
                && !cx.is_any(start - 1, &["on", "in", "at"]);
            if hangs || at == verb && start > sentence.start && cx.is_any(start - 1, &["of", "the"]) {
                break;
            }
            if reading.time.is_none() && cx.times[t].kind == TimeKind::Date {
                reading.time = Some(t);
            }
            at = unit.tokens.start;
            if at > sentence.start && cx.is_any(at - 1, &["on", "in", "at"]) {
                at -= 1;
            }
            continue;
        }
        let auxiliary = cx.is_any(
            before,
            &[
                "will", "would", "shall", "has", "have", "had", "is", "are", "was", "were", "be", "been", "being",
                "to", "not", "never", "n't", "did", "do", "does", "could", "may", "might", "should", "can", "must",
                "cannot", "having", "after", "before",
            ],
        ) && (!cx.is_any(before, &["after", "before"]) || at == verb);
        let to = cx.tokens.is(at, "to");
        let planned = Classes::EVENT_PLAN.and(Classes::EVENT_MAYBE).and(Classes::EVENT_DENY);
        let mood = cx.any(before, planned) && (to || cx.any(before, Classes::EVENT_DENY));
        let set = to
            && cx.is_any(
                before,
                &[
                    "due",
                    "set",
                    "slated",
                    "likely",
                    "able",
                    "unable",
                    "back",
                    "decided",
                    "here",
                    "going",
                    "continue",
                    "continued",
                ],
            );
        if !(auxiliary || mood || set || scan::is_adverb(cx, before)) {
            break;
        }
        if cx.is_any(before, &["after", "before"]) {
            break;
        }
        at = before;
    }
    let group = at..verb;
    let mut cues = standing::cues(cx, group.clone());
    // "to meet" is not yet done.
    cues.plan |= group.clone().any(|t| cx.tokens.is(t, "to"));
    cues.deny |= group.clone().any(|t| cx.tokens.is(t, "unable"));
    // "agreed to meet" and "would have met" say it themselves; "can" in "could not" is denied.
    reading.cues = reading.cues.or(cues);
    at
}

/// The subject that ends before a verb group. Gives its first token.
fn subject(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    group: usize,
    cast: &mut Cast,
    reading: &mut Reading,
) -> usize {
    let mut at = group;
    // "Karasin, who met …", "the ministers, after a break, met": the relative pronoun stands for the name before it.
    if at > sentence.start && cx.is_any(at - 1, &["who", "which"]) {
        at -= 1;
        if at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
    } else if at > sentence.start && cx.tokens.is(at - 1, ",") {
        // Only an apposition ends with a comma before a verb.
        let apposition =
            cx.units.ends(at - 1).is_some_and(|u| matches!(u.what, What::Roles(_)) && has_comma(cx, &u.tokens));
        if !apposition {
            return group;
        }
        at -= 1;
    }
    let mut parts: Vec<Cast> = Vec::new();
    let mut first = at;
    for _ in 0..12 {
        let mut one = Cast::default();
        let from;
        // What ends the sentence before is no subject of this one.
        if let Some(unit) = cx.units.ends(at).filter(|u| u.tokens.start >= sentence.start) {
            if matches!(unit.what, What::Time(_)) {
                break;
            }
            let place_for_state = match unit.what {
                What::Mention(m) => {
                    let mention = &cx.names.mentions[m];
                    mention.kind != EntityType::Place
                        || mention.stands_for_state
                        || cx.any(unit.tokens.start, Classes::COUNTRY)
                        || cx.is_any(at, &["and"])
                        || !parts.is_empty()
                }
                _ => true,
            };
            if !place_for_state || !one.push(cx, unit) {
                break;
            }
            from = unit.tokens.start;
        } else if at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP) {
            from = scan::words_before(cx, sentence, at - 1);
            if from == at - 1 {
                break;
            }
            one.one(cx.tokens.range(&(from..at)), None, None);
        } else {
            break;
        }
        let start = if from > sentence.start && cx.is_any(from - 1, &["the", "both"]) { from - 1 } else { from };
        // What hangs on a preposition is no subject: "a man from Chile met …".
        if start > sentence.start && hangs(cx, start - 1) {
            return group;
        }
        parts.push(one);
        first = start;
        // The list goes on to the left.
        let Some(before) = start.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        let and = cx.tokens.is(before, "and");
        let comma = cx.tokens.is(before, ",") && parts.len() > 1;
        if !(and || comma) {
            break;
        }
        at = before;
        if and && at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
        if cx.units.ends(at).is_none() && !(at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP)) {
            // "… rose and Chile met": a new clause.
            break;
        }
    }
    for part in parts {
        cast.prepend(part);
    }
    let _ = reading;
    first
}

/// Whether a preposition stands at a token that makes what follows part of something else.
fn hangs(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.any(at, Classes::EVENT_LINK)
        && !cx.is_any(at, &["after", "before", "since", "until"])
        && cx.tokens.tokens[at].letters == Letters::Small
}

fn has_comma(cx: &Context<'_, '_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|t| cx.tokens.is(t, ","))
}

/// What stands before a subject that makes its verb no fact: "if", "whether", "urged X to meet".
fn asked(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize) -> Cues {
    let from = begin.saturating_sub(2).max(sentence.start);
    let mut cues = Cues::default();
    for at in from..begin {
        let near = at + 1 == begin || cx.is_any(begin - 1, &["on", "for", "that"]);
        cues.maybe |= near
            && cx.units.at(at).is_none()
            && cx.any(at, Classes::EVENT_MAYBE)
            && !cx.is_any(at, &["support", "supports"]);
    }
    cues
}

/// What stands before a noun that makes it no fact: "called for a meeting", "ahead of the summit", "postponed the talks".
fn governor(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> Cues {
    let Some(before) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return Cues::default() };
    if cx.units.at(before).is_some() {
        return Cues::default();
    }
    let mut cues = Cues::default();
    let supports =
        |t: usize| cx.is_any(t, &["support", "supports", "favor", "favour", "need", "must", "should", "may", "can"]);
    if cx.is_any(before, &["for", "of", "on", "to", "at", "in", "from", "with"]) {
        let Some(word) = before.checked_sub(1).filter(|b| *b >= sentence.start && cx.units.at(*b).is_none()) else {
            return cues;
        };
        cues.maybe =
            cx.any(word, Classes::EVENT_MAYBE) && !supports(word) && cx.is_any(before, &["for", "of", "to", "on"]);
        cues.plan = cx.is_any(
            word,
            &[
                "ahead",
                "agreed",
                "preparing",
                "prepare",
                "prepares",
                "plans",
                "plan",
                "preparations",
                "preparation",
                "expected",
                "agree",
            ],
        );
        cues.deny = cx.is_any(word, &["cancellation", "boycott"]);
        return cues;
    }
    cues.maybe = cx.any(before, Classes::EVENT_MAYBE) && !supports(before);
    let after = |words: &[&str]| before > sentence.start && cx.is_any(before - 1, words);
    cues.deny = (cx.tokens.is(before, "out") && after(&["ruled", "rule", "rules", "ruling"]))
        || (cx.tokens.is(before, "that") && after(&["denied", "denies", "deny"]));
    cues.plan = cx.is_any(
        before,
        &[
            "planned",
            "plans",
            "plan",
            "planning",
            "postponed",
            "postpone",
            "expects",
            "expected",
            "scheduled",
            "schedule",
            "arrange",
            "arranging",
            "preparing",
            "prepare",
        ],
    );
    cues.deny |= cx
        .is_any(before, &["cancelled", "canceled", "cancel", "cancels", "scrapped", "refused", "without", "not"])
        || (cx.tokens.is(before, "off")
            && before > sentence.start
            && cx.is_any(before - 1, &["called", "call", "calls"]));
    cues
}

/// A time or place at the beginning of the sentence, right before the subject: "In October 2017, after a long break, the
/// summit …". Gives where the clause begins.
fn front(cx: &Context<'_, '_>, sentence: &Range<usize>, begin: usize, reading: &mut Reading) -> usize {
    let mut at = sentence.start;
    while at < begin && cx.tokens.tokens[at].kind == TokenKind::Mark && !cx.tokens.is(at, ",") {
        at += 1;
    }
    let first = at;
    let (mut time, mut place) = (None, None);
    for _ in 0..3 {
        let unit_at = if cx.is_any(at, &["on", "in", "at", "during", "late", "early"]) && cx.units.at(at).is_none() {
            at + 1
        } else {
            at
        };
        let Some(unit) = cx.units.begins(unit_at).filter(|u| u.tokens.end <= begin) else { break };
        match unit.what {
            What::Time(t) if time.is_none() && cx.times[t].kind == TimeKind::Date => time = Some(t),
            What::Mention(m)
                if place.is_none()
                    && cx.is_any(at, &["in", "at"])
                    && cx.names.mentions[m].kind == EntityType::Place
                    && !cx.names.mentions[m].stands_for_state =>
            {
                place = Some(m);
            }
            _ => break,
        }
        at = unit.tokens.end;
    }
    if at == first {
        return begin;
    }
    if at < begin && cx.tokens.is(at, ",") {
        at += 1;
        if at < begin && cx.is_any(at, &["after", "before", "following", "despite", "amid", "during", "with"]) {
            let end = (at..begin.min(at + 14)).find(|t| cx.tokens.is(*t, ","));
            let Some(end) = end else { return begin };
            at = end + 1;
        }
    }
    if at != begin {
        return begin;
    }
    reading.time = reading.time.or(time);
    reading.place = reading.place.or(place);
    first
}
