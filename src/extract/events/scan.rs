//! What stands to the right of a trigger: "… in Geneva in October with the assistance of …". A preposition speaks of the
//! event only where the words before it do: after the trigger, a participant, a place, a time, or "was held".

use super::Context;
use super::trigger::{Trigger, noun_follows};
use super::unit::{Unit, What};
use crate::extract::finding::{EntityType, EventKind, TimeKind, Voice};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// So far to the right a trigger is read.
const FAR: usize = 70;

/// Those who have a part in an event, with the roles by which they are named.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) voices: Vec<Voice>,
    pub(super) roles: Vec<Option<usize>>,
}

impl Cast {
    /// Adds the person, body, state or role of a unit; a role of two countries is two. Gives whether there was any.
    pub(super) fn push(&mut self, cx: &Context<'_, '_>, unit: &Unit) -> bool {
        match &unit.what {
            What::Time(_) => false,
            What::Mention(m) => {
                let mention = &cx.names.mentions[*m];
                let fits = matches!(mention.kind, EntityType::Person | EntityType::Organisation | EntityType::Place);
                if fits {
                    self.one(mention.range.clone(), Some(mention.entity), None);
                }
                fits
            }
            What::Roles(roles) => {
                let first = &cx.roles[roles.start];
                let pair =
                    roles.len() > 1 && roles.clone().all(|r| cx.roles[r].plural && cx.roles[r].title == first.title);
                if pair {
                    self.pair(cx, roles);
                    return true;
                }
                let holder = roles.clone().find_map(|r| cx.roles[r].holder);
                self.one(cx.tokens.range(&unit.tokens), holder, Some(roles.start));
                true
            }
        }
    }

    /// "the foreign ministers of Chile and Peru": each with the words that are its own.
    fn pair(&mut self, cx: &Context<'_, '_>, roles: &Range<usize>) {
        let title = &cx.roles[roles.start].title;
        for role in roles.clone() {
            let Some(of) = cx.roles[role].of else { continue };
            let of = cx.names.mentions[of].range.clone();
            let before = of.start < title.start;
            let words = if before && role + 1 == roles.end {
                of.start..title.end
            } else if !before && role == roles.start {
                title.start..of.end
            } else {
                of
            };
            self.one(words, None, Some(role));
        }
    }

    pub(super) fn one(&mut self, range: Range<usize>, entity: Option<usize>, role: Option<usize>) {
        let known = self.voices.iter().any(|v| v.range == range || (entity.is_some() && v.entity == entity));
        if !known && self.voices.len() < 24 {
            self.voices.push(Voice { range, entity });
            self.roles.push(role);
        }
    }

    /// Puts others before.
    pub(super) fn prepend(&mut self, other: Self) {
        let after = std::mem::replace(self, other);
        for (voice, role) in after.voices.into_iter().zip(after.roles) {
            self.one(voice.range, voice.entity, role);
        }
    }
}

/// What was found to the right.
#[derive(Debug, Default)]
pub(super) struct Right {
    pub(super) cast: Cast,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<Voice>,
    pub(super) auspices: Vec<Voice>,
    /// Whether it says that the event is had: "was held", "took place".
    pub(super) held: bool,
    /// The token after the last that was read as part of the clause.
    pub(super) end: usize,
}

/// What the next name is to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Nothing,
    /// The object of a verb, "with", "between", "of" the trigger, "by".
    Party,
    /// "in", "at", "to" of a visit.
    At,
    /// "on", "during" and other prepositions before a time.
    When,
    /// "on the sidelines of".
    Occasion,
    /// "with the assistance of", "hosted by".
    Help,
    /// The name speaks of something else.
    Else,
}

/// Reads what stands to the right of a trigger.
pub(super) fn right(cx: &Context<'_, '_>, sentence: &Range<usize>, trigger: &Trigger) -> Right {
    let mut found = Right { end: trigger.tokens.end, ..Right::default() };
    let visit = trigger.kind == EventKind::Visit;
    let mut mode = if trigger.verb { Mode::Party } else { Mode::Nothing };
    // "signed an agreement with": what is signed comes first.
    let mut object = trigger.kind == EventKind::Signing;
    if object {
        mode = Mode::Else;
    }
    let mut attached = true;
    let mut gap = 0;
    let mut helper = false;
    // "between X and Y" has two sides, whatever follows the second.
    let mut between = false;
    let mut at = trigger.tokens.end;
    let stop = sentence.end.min(at + FAR);
    while at < stop {
        if let Some(unit) = cx.units.at(at) {
            let end = unit.tokens.end.max(at + 1);
            match take(cx, sentence, unit, mode, attached, visit && trigger.verb, &mut found) {
                Taken::Yes(to) => {
                    attached = true;
                    at = to.max(end);
                    found.end = at.min(stop);
                    // The name of a country after that of a town is no other place.
                    if mode == Mode::At && found.place.is_some() {
                        at = past_second_place(cx, at, stop);
                        mode = Mode::Nothing;
                    }
                    if matches!(mode, Mode::When) {
                        mode = Mode::Nothing;
                    }
                }
                Taken::Past(to) => at = to.max(end),
                Taken::No => {
                    attached = false;
                    at = end;
                }
                Taken::Stop => break,
            }
            gap = 0;
            continue;
        }
        let token = &cx.tokens.tokens[at];
        let classes = token.classes;
        match token.kind {
            TokenKind::Mark => {
                if !cx.tokens.is(at, ",") {
                    break;
                }
                match after_comma(cx, sentence, at, mode, attached) {
                    Comma::List => at += 1,
                    Comma::Open => {
                        mode = Mode::Nothing;
                        at += 1;
                    }
                    Comma::Stop => break,
                }
                continue;
            }
            TokenKind::Possessive => {
                attached = false;
                mode = Mode::Else;
                at += 1;
                continue;
            }
            _ => {}
        }
        if cx.tokens.is(at, "and") || cx.tokens.is(at, "as") {
            let well = cx.tokens.is(at, "as") && cx.tokens.is(at + 1, "well") && cx.tokens.is(at + 2, "as");
            let next = at + if well { 3 } else { 1 };
            let goes_on = matches!(mode, Mode::Party | Mode::Help | Mode::At)
                || matches!(mode, Mode::Nothing if is_time(cx, next));
            if goes_on
                && attached
                && next < stop
                && names_next(cx, sentence, next)
                && (between || !verb_after_list(cx, sentence, next))
            {
                between = false;
                at = next;
                continue;
            }
            if mode == Mode::Else && !attached {
                // "on Karabakh and security, which was held"
                at += 1;
                continue;
            }
            break;
        }
        if classes.any(Classes::EVENT_WORD) {
            if classes.any(Classes::EVENT_VERB) && !cx.is_any(at, &["visit"]) {
                break;
            }
            // "for talks in Geneva", "at the summit in Geneva"
            if mode == Mode::Occasion && found.occasion.is_none() {
                let from = words_before(cx, sentence, at);
                found.occasion = Some(Voice { range: cx.tokens.range(&(from..at + 1)), entity: None });
                found.end = at + 1;
            }
            attached = matches!(mode, Mode::Occasion) || (attached && cx.tokens.is(at.saturating_sub(1), "for"));
            mode = Mode::Nothing;
            at += 1;
            gap = 0;
            continue;
        }
        if classes.any(Classes::EVENT_GROUP) && matches!(mode, Mode::Party) && attached_group(cx, at) {
            let from = words_before(cx, sentence, at);
            found.cast.one(cx.tokens.range(&(from..at + 1)), None, None);
            at += 1;
            found.end = at;
            attached = true;
            continue;
        }
        if classes.any(Classes::EVENT_LINK) {
            let (next, to, goes) = preposition(cx, sentence, at, trigger, attached || object, helper);
            if !goes {
                break;
            }
            object = object && next == Mode::Else;
            between = cx.tokens.is(at, "between");
            helper = false;
            attached = next != Mode::Else;
            mode = next;
            at = to;
            gap = 0;
            continue;
        }
        if let Some(to) = had(cx, sentence, at, attached) {
            if trigger.verb && !cx.tokens.is(at, "organised") {
                break;
            }
            helper = true;
            found.held = true;
            attached = true;
            mode = Mode::Nothing;
            at = to;
            found.end = at;
            continue;
        }
        if ends_clause(cx, at) {
            break;
        }
        let transparent = classes.any(Classes::FUNCTION.and(Classes::EVENT_PLAN)) || is_adverb(cx, at);
        if !transparent {
            gap += 1;
            // "with senior Turkish officials": a few words may stand between.
            let before_name =
                matches!(mode, Mode::Party | Mode::Help | Mode::Occasion | Mode::At) && gap <= 3 && attached;
            if !before_name || is_verb(cx, at) || (mode == Mode::At) {
                attached = false;
                mode = Mode::Else;
            }
        }
        at += 1;
    }
    found
}

/// What became of a unit.
enum Taken {
    /// It is part of the event; read on from this token.
    Yes(usize),
    /// It says whose what follows is; read on from this token.
    Past(usize),
    /// It is part of something else.
    No,
    /// A new clause begins.
    Stop,
}

fn take(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    unit: &Unit,
    mode: Mode,
    attached: bool,
    visited: bool,
    found: &mut Right,
) -> Taken {
    let end = unit.tokens.end;
    if let What::Time(t) = unit.what {
        let fits = matches!(cx.times[t].kind, TimeKind::Date | TimeKind::Clock);
        // A time that begins with its preposition, or stands alone after what it belongs to: "met Tuesday".
        if !(fits && attached && mode != Mode::Else) {
            return if attached && fits { Taken::Yes(end) } else { Taken::No };
        }
        let better =
            found.time.is_none_or(|old| cx.times[old].kind == TimeKind::Clock && cx.times[t].kind == TimeKind::Date);
        if better {
            found.time = Some(t);
        }
        return Taken::Yes(end);
    }
    let possessive = cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive) && end < sentence.end;
    let place = match unit.what {
        What::Mention(m) => (cx.names.mentions[m].kind == EntityType::Place).then_some(m),
        _ => None,
    };
    match mode {
        Mode::At => {
            let Some(place) = place.filter(|p| !cx.names.mentions[*p].stands_for_state) else {
                return if attached { Taken::Yes(end) } else { Taken::No };
            };
            if possessive || noun_follows(cx, sentence, end) {
                return Taken::No;
            }
            found.place = found.place.or(Some(place));
            Taken::Yes(end)
        }
        Mode::Party if !attached => Taken::No,
        Mode::Party => {
            if possessive {
                // "with Chile's Ann Lee": the next name is meant.
                return if cx.units.begins(end + 1).is_some() { Taken::Past(end + 1) } else { Taken::No };
            }
            if visited && let Some(place) = place {
                found.place = found.place.or(Some(place));
                return Taken::Yes(end);
            }
            if noun_follows(cx, sentence, end) {
                // "the Iranian delegation", "with Turkish mediation"
                if cx.any(end, Classes::EVENT_GROUP) {
                    let from = words_before(cx, sentence, unit.tokens.start);
                    found.cast.one(cx.tokens.range(&(from..end + 1)), None, None);
                    return Taken::Yes(end + 1);
                }
                if cx.any(end, Classes::EVENT_HELP) && !cx.is_any(end, &["participation", "invitation", "presidency"]) {
                    helps(cx, unit, found);
                    return Taken::Yes(end + 1);
                }
                return Taken::No;
            }
            if found.cast.push(cx, unit) { Taken::Yes(end) } else { Taken::No }
        }
        Mode::Help => {
            if possessive || (noun_follows(cx, sentence, end) && !cx.any(end, Classes::EVENT_HELP)) {
                return Taken::No;
            }
            helps(cx, unit, found);
            Taken::Yes(end)
        }
        Mode::Occasion => {
            if found.occasion.is_none() && !possessive && !noun_follows(cx, sentence, end) {
                let entity = match unit.what {
                    What::Mention(m) => Some(cx.names.mentions[m].entity),
                    _ => None,
                };
                found.occasion = Some(Voice { range: cx.tokens.range(&unit.tokens), entity });
            }
            Taken::Yes(end)
        }
        Mode::When | Mode::Else => Taken::No,
        // A name without a preposition is the subject of what follows.
        Mode::Nothing => Taken::Stop,
    }
}

fn helps(cx: &Context<'_, '_>, unit: &Unit, found: &mut Right) {
    let mut cast = Cast::default();
    if !cast.push(cx, unit)
        && let What::Mention(m) = unit.what
    {
        let mention = &cx.names.mentions[m];
        cast.one(mention.range.clone(), Some(mention.entity), None);
    }
    for voice in cast.voices {
        if found.auspices.len() < 12 && !found.auspices.contains(&voice) {
            found.auspices.push(voice);
        }
    }
}

/// The mode after a preposition, the token after it and its fixed words, and whether to read on.
fn preposition(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    at: usize,
    trigger: &Trigger,
    attached: bool,
    helper: bool,
) -> (Mode, usize, bool) {
    let next = at + 1;
    let is = |word: &str| cx.tokens.is(at, word);
    let if_attached = |mode, to| (if attached { mode } else { Mode::Else }, to, true);
    if next < sentence.end && is_time(cx, next) {
        let planned = is("for") && cx.any(at.saturating_sub(1), Classes::EVENT_PLAN.and(Classes::EVENT_HOLD));
        if planned {
            return if_attached(Mode::When, next);
        }
        return if is("since") || is("until") || is("from") || is("before") || is("after") || is("for") {
            (Mode::Else, next, true)
        } else {
            if_attached(Mode::When, next)
        };
    }
    if is("on") || is("at") {
        let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
        if cx.is_any(from, &["sidelines", "margins", "fringes", "sideline"]) && cx.tokens.is(from + 1, "of") {
            return if_attached(Mode::Occasion, from + 2);
        }
    }
    if is("in") || is("at") {
        let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
        let place = from < sentence.end && begins_place(cx, from);
        if place {
            return if_attached(Mode::At, next);
        }
        if is("at") && event_ahead(cx, sentence, next) {
            return if_attached(Mode::Occasion, next);
        }
        return (Mode::Else, next, true);
    }
    if is("during") && event_ahead(cx, sentence, next) {
        return if_attached(Mode::Occasion, next);
    }
    if is("with") || is("under") || is("through") {
        if let Some((to, party)) = with_help(cx, sentence, next) {
            return if_attached(if party { Mode::Party } else { Mode::Help }, to);
        }
        return if is("with") { if_attached(Mode::Party, next) } else { (Mode::Else, next, true) };
    }
    if is("between") || is("among") {
        return if_attached(Mode::Party, next);
    }
    if is("of") {
        return if at == trigger.tokens.end && !trigger.verb && trigger.kind != EventKind::Signing {
            (Mode::Party, next, true)
        } else {
            (Mode::Else, next, true)
        };
    }
    if is("by") {
        if helper {
            let attends = at > sentence.start && cx.is_any(at - 1, &["attended", "joined"]);
            let holds =
                at > sentence.start && cx.is_any(at - 1, &["held", "scheduled", "planned", "opened", "started"]);
            return (if attends || holds { Mode::Party } else { Mode::Help }, next, true);
        }
        let own =
            trigger.kind == EventKind::Visit || trigger.kind == EventKind::Signing || cx.is_any(at - 1, &["attended"]);
        return if own { if_attached(Mode::Party, next) } else { (Mode::Else, next, true) };
    }
    if is("to") {
        if trigger.kind == EventKind::Visit && at == trigger.tokens.end {
            let from = if cx.tokens.is(next, "the") { next + 1 } else { next };
            return (if begins_place(cx, from) { Mode::At } else { Mode::Party }, next, true);
        }
        // "talks to be held in Vienna"
        return (if attached { Mode::Nothing } else { Mode::Else }, next, cx.is_any(next, &["be", "take"]));
    }
    if is("for") && attached && cx.any(next, Classes::EVENT_WORD) {
        return (Mode::Nothing, next, true);
    }
    if is("after") || is("before") || is("until") || is("since") {
        return (Mode::Else, next, false);
    }
    (Mode::Else, next, true)
}

fn begins_place(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.begins(token).is_some_and(
        |u| matches!(u.what, What::Mention(m) if cx.names.mentions[m].kind == EntityType::Place && !cx.names.mentions[m].stands_for_state),
    )
}

/// "the assistance of", "the help of", "the participation of" after "with": the token after them, and whether those who
/// follow take part themselves.
fn with_help(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> Option<(usize, bool)> {
    for at in token..token + 4 {
        if at + 1 >= sentence.end || cx.units.at(at).is_some() {
            return None;
        }
        if cx.any(at, Classes::EVENT_HELP) {
            let of = cx.tokens.is(at + 1, "of") || cx.tokens.is(at + 1, "from");
            return of.then(|| (at + 2, cx.tokens.is(at, "participation")));
        }
        if !(cx.tokens.is(at, "the") || cx.tokens.tokens[at].letters == Letters::Small) {
            return None;
        }
    }
    None
}

/// Whether a noun for an event follows within a few words: "the G20 summit".
fn event_ahead(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    (token..sentence.end.min(token + 5))
        .take_while(|t| !cx.any(*t, Classes::EVENT_LINK) && cx.tokens.tokens[*t].kind != TokenKind::Mark)
        .any(|t| cx.any(t, Classes::EVENT_WORD) && !cx.any(t, Classes::EVENT_VERB) && cx.units.at(t).is_none())
}

/// After "was held", "took place", "organized": the token after. What began or ended is the event only where it is attached.
fn had(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, attached: bool) -> Option<usize> {
    if !cx.any(at, Classes::EVENT_HOLD) {
        return None;
    }
    let next = at + 1;
    if cx.is_any(at, &["took", "take", "takes", "taking", "taken"]) {
        return (next < sentence.end && cx.tokens.is(next, "place")).then_some(next + 1);
    }
    let sure = [
        "held",
        "organized",
        "organised",
        "hosted",
        "convened",
        "scheduled",
        "planned",
        "attended",
        "arranged",
        "chaired",
        "brokered",
        "mediated",
        "facilitated",
        "slated",
    ];
    if cx.is_any(at, &sure) {
        return Some(next);
    }
    let begins = [
        "began",
        "begin",
        "begins",
        "begun",
        "started",
        "starts",
        "opened",
        "opens",
        "resumed",
        "resume",
        "concluded",
        "ended",
        "due",
        "set",
        "start",
        "open",
    ];
    (attached && cx.is_any(at, &begins)).then_some(next)
}

/// Where a clause ends: a conjunction or a pronoun as a new subject.
fn ends_clause(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(
        at,
        &[
            "that", "while", "when", "where", "but", "because", "although", "though", "whereas", "he", "she", "they",
            "we", "i", "you", "or", "if", "whether", "said", "says",
        ],
    )
}

enum Comma {
    /// The list of names goes on.
    List,
    /// What follows may still be about the event: ", which was held in …".
    Open,
    /// Something new begins.
    Stop,
}

fn after_comma(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, mode: Mode, attached: bool) -> Comma {
    let next = at + 1;
    if next >= sentence.end {
        return Comma::Stop;
    }
    if matches!(mode, Mode::Party | Mode::Help) && attached {
        let mut name = next;
        if cx.is_any(name, &["and", "the"]) {
            name += 1;
        }
        if cx.tokens.is(name, "the") {
            name += 1;
        }
        if names_next(cx, sentence, name) {
            let end = cx.units.at(name).map_or(name + 1, |u| u.tokens.end);
            let goes_on = cx.tokens.is(next, "and") || cx.is_any(end, &["and", ","]);
            // ", and X said" begins anew.
            return if goes_on && !verb_after_list(cx, sentence, name) { Comma::List } else { Comma::Stop };
        }
    }
    let open = [
        "which",
        "held",
        "organized",
        "organised",
        "hosted",
        "brokered",
        "mediated",
        "attended",
        "chaired",
        "with",
        "in",
        "on",
        "at",
        "under",
        "scheduled",
        "planned",
        "convened",
        "facilitated",
    ];
    if cx.is_any(next, &open) { Comma::Open } else { Comma::Stop }
}

/// Whether a name, a role or a group stands at a token, after an article.
fn names_next(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let token = if cx.is_any(token, &["the", "both", "his", "her", "its", "their"]) && cx.units.at(token).is_none() {
        token + 1
    } else {
        token
    };
    token < sentence.end && (cx.units.at(token).is_some() || cx.any(token, Classes::EVENT_GROUP))
}

/// Whether a verb follows the name at a token, so that it is a subject rather than one more of a list.
fn verb_after_list(cx: &Context<'_, '_>, sentence: &Range<usize>, token: usize) -> bool {
    let token = if cx.units.at(token).is_none() { token + 1 } else { token };
    let end = cx.units.at(token).map_or(token + 1, |u| u.tokens.end);
    end < sentence.end
        && cx.units.at(end).is_none()
        && (is_verb(cx, end)
            || cx.is_any(
                end,
                &["will", "would", "was", "were", "is", "are", "has", "had", "have", "could", "may", "did", "also"],
            ))
}

/// The beginning of the words before a noun that belong to it: "the two", "the Iranian".
pub(super) fn words_before(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let mut from = at;
    for _ in 0..5 {
        let Some(before) = from.checked_sub(1).filter(|b| *b >= sentence.start) else { break };
        if let Some(unit) = cx.units.ends(from) {
            if matches!(unit.what, What::Roles(_)) {
                break;
            }
            from = unit.tokens.start;
            continue;
        }
        if cx.is_any(before, &["the", "both", "all", "a", "an", "these"]) {
            return before;
        }
        if cx.any(before, Classes::NUMERAL) {
            from = before;
            continue;
        }
        // "the Serbian and Kosovan delegations"
        if cx.tokens.is(before, "and") && before > sentence.start && cx.tokens.tokens[from].is_capital() {
            if !is_people_or_state(cx, before - 1) {
                break;
            }
            from = before;
            continue;
        }
        let token = &cx.tokens.tokens[before];
        let word = token.kind == TokenKind::Word || token.kind == TokenKind::Number;
        if !word || token.classes.any(Classes::FUNCTION.and(Classes::EVENT_LINK)) || is_verb(cx, before) {
            break;
        }
        from = before;
    }
    from
}

fn is_people_or_state(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.at(token).is_some_and(|u| {
        matches!(u.what, What::Mention(m)
            if matches!(cx.names.mentions[m].kind, EntityType::Nationality | EntityType::Place | EntityType::Organisation))
    })
}

/// Whether a group noun has an article or a number before it: "the parties", "two sides".
fn attached_group(cx: &Context<'_, '_>, at: usize) -> bool {
    at > 0
        && (cx.is_any(at - 1, &["the", "both", "all", "two", "three", "four", "warring", "conflicting", "other"])
            || cx.units.ends(at).is_some())
}

pub(super) fn is_time(cx: &Context<'_, '_>, token: usize) -> bool {
    cx.units.begins(token).is_some_and(|u| matches!(u.what, What::Time(_)))
}

/// Whether a word looks like a finite verb of the past, or is a common one.
pub(super) fn is_verb(cx: &Context<'_, '_>, token: usize) -> bool {
    let word = cx.tokens.word(token);
    let small = cx.tokens.tokens[token].letters == Letters::Small;
    small
        && (word.ends_with("ed")
            || cx.is_any(
                token,
                &[
                    "said", "says", "told", "tells", "went", "came", "left", "made", "led", "gave", "took", "began",
                    "broke", "fell", "rose", "wrote", "saw", "spoke", "became", "sent", "put", "won", "lost", "met",
                    "held", "wants", "plans", "makes",
                ],
            ))
}

/// Whether a word is an adverb that changes nothing here.
pub(super) fn is_adverb(cx: &Context<'_, '_>, token: usize) -> bool {
    let word = cx.tokens.word(token);
    (word.len() > 4 && word.ends_with("ly") && cx.tokens.tokens[token].letters == Letters::Small)
        || cx.is_any(
            token,
            &[
                "also", "again", "later", "earlier", "now", "soon", "already", "still", "just", "then", "once", "even",
                "both", "first", "together", "twice", "yet",
            ],
        )
}

/// After "Geneva": past ", Switzerland,".
fn past_second_place(cx: &Context<'_, '_>, at: usize, stop: usize) -> usize {
    if at + 1 < stop && cx.tokens.is(at, ",") && begins_place(cx, at + 1) {
        let end = cx.units.at(at + 1).map_or(at + 2, |u| u.tokens.end);
        return if end < stop && cx.tokens.is(end, ",") { end + 1 } else { end };
    }
    at
}
