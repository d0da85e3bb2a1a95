//! What follows a trigger: "… in Geneva in October with the assistance of …". A preposition refers to the event only if
//! the words before it do: the trigger, a participant, a place, a time, or "was held".

mod list;
mod preposition;

use super::Context;
use super::apposition::{
    is_dash, is_office, is_plural_office, names_person, past, past_bracket, past_shared, people, separator,
};
use super::participants::{EXCEPT, Participants};
use super::trigger::{Trigger, noun_follows};
use super::unit::{Unit, UnitKind};
use super::words::{is_adverb, is_time, is_verb, words_before};
use crate::extract::finding::{EntityRef, EntityType, EventKind, TimeKind};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use list::{Comma, after_comma, names_next, past_second_place, predicate_after, verb_after_list};
use preposition::preposition;
use std::ops::Range;

/// Maximum number of tokens that are read after a trigger.
const FAR: usize = 70;

/// The parts that follow the trigger.
#[derive(Debug, Default)]
pub(super) struct RightContext {
    pub(super) participants: Participants,
    pub(super) place: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) occasion: Option<EntityRef>,
    pub(super) auspices: Vec<EntityRef>,
    /// Whether it says that the event takes place: "was held", "took place".
    pub(super) held: bool,
    /// The token after the last one that was read as part of the clause.
    pub(super) end: usize,
    /// "and with": where the parts of another event begin that has the same trigger.
    pub(super) again: Option<usize>,
}

/// The function of the next name in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Nothing,
    /// A participant: the object of a verb, or after "with", "between", "of", "by".
    Party,
    /// The place: after "in", "at", or "to" for a visit.
    At,
    /// The time: after "on", "during" and other prepositions.
    When,
    /// The occasion: after "on the sidelines of".
    Occasion,
    /// A helper: after "with the assistance of", "hosted by".
    Help,
    /// The name refers to something else.
    Else,
}

/// Reads what follows a trigger.
pub(super) fn right(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    trigger: &Trigger,
    from: Option<usize>,
) -> RightContext {
    let object = trigger.kind == EventKind::Signing;
    let at = from.unwrap_or(trigger.tokens.end);
    let mut scan = Scan {
        cx,
        sentence,
        trigger,
        at,
        stop: sentence.end.min(at + FAR),
        mode: if object {
            Mode::Else
        } else if trigger.verb && from.is_none_or(|f| !cx.tokens.is(f, "with")) {
            Mode::Party
        } else {
            Mode::Nothing
        },
        attached: true,
        gap: 0,
        helper: false,
        between: false,
        object,
        office: None,
        found: RightContext { end: at, ..RightContext::default() },
    };
    while scan.at < scan.stop && scan.step() {}
    scan.found
}

/// The state while a sentence is read from the trigger on.
struct Scan<'s, 'a, 't> {
    cx: &'s Context<'a, 't>,
    sentence: &'s Range<usize>,
    trigger: &'s Trigger,
    /// The next token.
    at: usize,
    /// The index after the last token that is read.
    stop: usize,
    mode: Mode,
    /// Whether the words here still refer to the event.
    attached: bool,
    /// The number of words since the last one that refers to the event.
    gap: usize,
    /// Whether the words just read say that the event takes place, so that "by" introduces the organiser.
    helper: bool,
    /// "between X and Y" has two sides, whatever follows the second.
    between: bool,
    /// "signed an agreement with": the object comes first.
    object: bool,
    /// The participant that is an office without a name so far: "met the envoy, Ann Lee".
    office: Option<usize>,
    found: RightContext,
}

/// The result of reading a unit.
enum Taken {
    /// It is part of the event; continue at this token.
    Yes(usize),
    /// It is a possessive; continue at this token.
    Past(usize),
    /// It is part of something else.
    No,
    /// A new clause begins.
    Stop,
}

impl Scan<'_, '_, '_> {
    /// Reads the words here. Returns `false` where the clause ends.
    fn step(&mut self) -> bool {
        let cx = self.cx;
        if let Some(unit) = cx.units.at(self.at) {
            return self.unit(unit);
        }
        match cx.tokens.tokens[self.at].kind {
            TokenKind::Mark => self.mark(),
            TokenKind::Possessive => {
                self.attached = false;
                self.mode = Mode::Else;
                self.at += 1;
                true
            }
            _ if cx.is_any(self.at, &["and", "as"]) => self.conjunction(),
            _ => self.word(),
        }
    }

    /// A name, a role or a time.
    fn unit(&mut self, unit: &Unit) -> bool {
        let end = unit.tokens.end.max(self.at + 1);
        let before = self.found.participants.entity_refs.len();
        match self.take(unit) {
            Taken::Yes(to) => {
                self.attached = true;
                self.at = to.max(end);
                if self.mode == Mode::Party && before < self.found.participants.entity_refs.len() {
                    self.beside(unit, before);
                }
                self.found.end = self.at.min(self.stop);
                // The name of a country after that of a town is not another place.
                if self.mode == Mode::At && self.found.place.is_some() {
                    self.at = past_second_place(self.cx, self.at, self.stop);
                    self.mode = Mode::Nothing;
                }
                if self.mode == Mode::When {
                    self.mode = Mode::Nothing;
                }
            }
            Taken::Past(to) => self.at = to.max(end),
            Taken::No => {
                self.attached = false;
                self.at = end;
            }
            Taken::Stop => return false,
        }
        self.gap = 0;
        true
    }

    /// What stands beside a participant that was just read: the names of those who have a shared office, or more words
    /// about the one who is named.
    fn beside(&mut self, unit: &Unit, before: usize) {
        let cx = self.cx;
        self.office = None;
        if is_plural_office(cx, unit) {
            let shared = past_shared(cx, self.sentence, self.at).min(self.stop);
            if shared > self.at
                && let Some(last) = self.found.participants.entity_refs.get_mut(before)
            {
                last.range.end = cx.tokens.range(&(self.at..shared)).end;
                self.at = shared;
            }
            // "co-chairs Ann Lee and Bo Ray"
            if cx.units.begins(self.at).is_some_and(|u| names_person(cx, u)) {
                self.found.participants.truncate(before);
            }
            self.named(before);
        } else if names_person(cx, unit) {
            self.at = past(cx, self.sentence, self.at).min(self.stop);
        } else if is_office(cx, unit) {
            self.office = Some(before);
            self.at = past_bracket(cx, self.sentence, self.at).unwrap_or(self.at).min(self.stop);
        } else {
            self.at = past_bracket(cx, self.sentence, self.at).unwrap_or(self.at).min(self.stop);
        }
    }

    /// "the co-chairs (Ann Lee of Norway, Bo Ray of Chile)", "the co-chairs – Ann Lee and Bo Ray": the names in the place of
    /// the participants from `before` on. Returns whether there are any.
    fn named(&mut self, before: usize) -> bool {
        let cx = self.cx;
        let bracket = past_bracket(cx, self.sentence, self.at);
        let begins = bracket.is_some() || is_dash(cx, self.at) || cx.tokens.is(self.at, ",");
        let names = if begins { people(cx, self.sentence, self.at + 1) } else { None };
        let Some((names, end)) = names else {
            self.at = bracket.unwrap_or(self.at).min(self.stop);
            return false;
        };
        self.found.participants.truncate(before);
        for (entity_ref, role) in names.entity_refs.into_iter().zip(names.roles) {
            self.found.participants.add(entity_ref.range, entity_ref.entity, role);
        }
        self.at = bracket.unwrap_or(end).min(self.stop);
        true
    }

    /// ", Ann Lee," after an office without a name: its holder, who takes the place of the office.
    fn holder(&mut self) -> bool {
        let cx = self.cx;
        let Some(office) = self.office.take() else { return false };
        let unit = cx.units.begins(self.at + 1).filter(|u| matches!(u.what, UnitKind::Mention(_)) && names_person(cx, u));
        let Some(unit) = unit else { return false };
        let end = unit.tokens.end;
        let closes = end >= self.sentence.end || cx.is_any(end, &[",", ".", ";"]);
        let listed = separator(cx, self.sentence, end).is_some_and(|next| next > end + 1)
            || cx.tokens.is(end, ",") && cx.units.begins(end + 1).is_some_and(|u| names_person(cx, u));
        let last = office + 1 == self.found.participants.entity_refs.len();
        if !closes || listed || !last || verb_after_list(cx, self.sentence, self.at + 1) && cx.tokens.is(end, ",") {
            return false;
        }
        self.found.participants.truncate(office);
        self.found.participants.push(cx, unit);
        self.mode = Mode::Party;
        self.attached = true;
        self.at = if cx.tokens.is(end, ",") { end + 1 } else { end };
        self.found.end = end;
        true
    }

    fn mark(&mut self) -> bool {
        let cx = self.cx;
        if cx.tokens.is(self.at, ",") && self.holder() {
            return true;
        }
        // Words in brackets say more of what is before them.
        if let Some(past) = past_bracket(cx, self.sentence, self.at) {
            self.at = past.min(self.stop);
            return true;
        }
        if !cx.tokens.is(self.at, ",") {
            return false;
        }
        match after_comma(self.cx, self.sentence, self.at, self.mode, self.attached) {
            Comma::List => {}
            Comma::Open => self.mode = Mode::Nothing,
            Comma::Stop => return false,
        }
        self.at += 1;
        true
    }

    /// "and", "as well as".
    fn conjunction(&mut self) -> bool {
        let (cx, at) = (self.cx, self.at);
        let next = separator(cx, self.sentence, at).unwrap_or(at + 1);
        let goes_on = matches!(self.mode, Mode::Party | Mode::Help | Mode::At)
            || matches!(self.mode, Mode::Nothing if is_time(cx, next));
        if goes_on
            && self.attached
            && next < self.stop
            && names_next(cx, self.sentence, next)
            && (self.between
                || !verb_after_list(cx, self.sentence, next)
                || !self.trigger.verb && predicate_after(cx, self.sentence, next))
        {
            self.between = false;
            self.at = next;
            return true;
        }
        // "met Ann Lee on Monday and with Bo Ray on Tuesday", "and Bo Ray on Tuesday"
        let with = cx.tokens.is(next, "with") && names_next(cx, self.sentence, next + 1);
        if with && cx.tokens.is(at, "and") && self.attached && self.mode != Mode::Else {
            if self.found.time.is_some() || self.found.place.is_some() {
                self.found.again = Some(next);
                return false;
            }
            self.at = next;
            return true;
        }
        if cx.tokens.is(at, "and") && self.another(next) {
            self.found.again = Some(next);
            return false;
        }
        // "on Karabakh and security, which was held"
        self.at += 1;
        self.mode == Mode::Else && !self.attached
    }

    /// "met Ann Lee in Oslo and Bo Ray in Bergen": whether a person with a place or a time of their own follows.
    fn another(&self, next: usize) -> bool {
        let (cx, found) = (self.cx, &self.found);
        if !(self.trigger.verb && self.attached && (found.place.is_some() || found.time.is_some())) {
            return false;
        }
        let Some(unit) = cx.units.begins(next).filter(|u| names_person(cx, u)) else { return false };
        let end = past(cx, self.sentence, unit.tokens.end);
        let own = cx.is_any(end, &["in", "on", "at"]) && cx.units.begins(end + 1).is_some();
        own && !verb_after_list(cx, self.sentence, next)
            && !(end..self.sentence.end.min(end + 12)).any(|t| is_verb(cx, t) && cx.units.at(t).is_none())
    }

    fn word(&mut self) -> bool {
        let (cx, at) = (self.cx, self.at);
        let classes = cx.tokens.tokens[at].classes;
        if cx.is_any(at, EXCEPT) {
            self.leave_out();
            return true;
        }
        // "the summit met in Oslo"
        if at == self.trigger.tokens.end && !self.trigger.verb && cx.is_any(at, &["met", "meets"]) {
            self.found.held = true;
            self.at += 1;
            self.found.end = self.at;
            return true;
        }
        if classes.any(Classes::EVENT_WORD) {
            return self.event_word();
        }
        if classes.any(Classes::EVENT_GROUP) && self.mode == Mode::Party && attached_group(cx, at) {
            let from = words_before(cx, self.sentence, at);
            let before = self.found.participants.entity_refs.len();
            self.found.participants.add(cx.tokens.range(&(from..at + 1)), None, None);
            self.at += 1;
            self.found.end = self.at;
            self.attached = true;
            if is_dash(cx, self.at) || cx.tokens.is(self.at, "(") {
                self.named(before);
            }
            return true;
        }
        if classes.any(Classes::EVENT_LINK) {
            let attached = self.attached || self.object;
            let (mode, to, goes) = preposition(cx, self.sentence, at, self.trigger, attached, self.helper);
            if !goes {
                return false;
            }
            self.object = self.object && mode == Mode::Else;
            self.between = cx.tokens.is(at, "between");
            self.helper = false;
            self.attached = mode != Mode::Else;
            self.mode = mode;
            self.at = to;
            self.gap = 0;
            return true;
        }
        if let Some(to) = had(cx, self.sentence, at, self.attached) {
            if self.trigger.verb && !cx.tokens.is(at, "organised") {
                return false;
            }
            self.helper = true;
            self.found.held = true;
            self.attached = true;
            self.mode = Mode::Nothing;
            self.at = to;
            self.found.end = to;
            return true;
        }
        if ends_clause(cx, at) {
            return false;
        }
        // "the meeting announced yesterday between"
        let told = at == self.trigger.tokens.end && cx.is_any(at, &["announced", "agreed", "requested", "proposed"]);
        let transparent = classes.any(Classes::FUNCTION.and(Classes::EVENT_PLAN)) || is_adverb(cx, at) || told;
        if !transparent {
            self.gap += 1;
            // "with senior Turkish officials": a few words may be between.
            let before_name = matches!(self.mode, Mode::Party | Mode::Help | Mode::Occasion);
            if !before_name || self.gap > 3 || !self.attached || is_verb(cx, at) {
                self.attached = false;
                self.mode = Mode::Else;
            }
        }
        self.at += 1;
        true
    }

    /// "except X and Y", "without X": excluded people are not participants; "without seeing X" is about something else.
    fn leave_out(&mut self) {
        let cx = self.cx;
        let mut to = self.at + 1;
        let mut named = false;
        while to < self.stop {
            let from = if cx.tokens.is(to, "the") { to + 1 } else { to };
            let Some(unit) = cx.units.begins(from).filter(|u| !matches!(u.what, UnitKind::Time(_))) else { break };
            named = true;
            to = unit.tokens.end.max(from + 1);
            if !(cx.is_any(to, &["and", "or"]) && cx.units.begins(to + 1).is_some()) {
                break;
            }
            to += 1;
        }
        self.attached &= named;
        self.mode = if named { Mode::Nothing } else { Mode::Else };
        self.at = to.min(self.stop);
    }

    /// "for talks in Geneva", "at the summit in Geneva".
    fn event_word(&mut self) -> bool {
        let (cx, at) = (self.cx, self.at);
        if cx.any(at, Classes::EVENT_VERB) && !cx.is_any(at, &["visit"]) {
            return false;
        }
        if self.mode == Mode::Occasion && self.found.occasion.is_none() {
            let from = words_before(cx, self.sentence, at);
            self.found.occasion = Some(EntityRef { range: cx.tokens.range(&(from..at + 1)), entity: None });
            self.found.end = at + 1;
        }
        // "welcomed Ann Lee for a ministerial meeting in Oslo"
        let purpose = || (at.saturating_sub(5).max(self.sentence.start)..at)
            .rev()
            .take_while(|t| !is_verb(cx, *t) && cx.tokens.tokens[*t].kind == TokenKind::Word)
            .any(|t| cx.tokens.is(t, "for"));
        self.attached = self.mode == Mode::Occasion || (self.attached && purpose());
        self.mode = Mode::Nothing;
        self.at += 1;
        self.gap = 0;
        true
    }

    fn take(&mut self, unit: &Unit) -> Taken {
        let cx = self.cx;
        let visited = self.trigger.kind == EventKind::Visit && self.trigger.verb;
        let end = unit.tokens.end;
        if let UnitKind::Time(t) = unit.what {
            let fits = matches!(cx.times[t].kind, TimeKind::Date | TimeKind::Clock);
            // A time that includes its preposition, or directly follows what it belongs to: "met Tuesday".
            if !(fits && self.attached && self.mode != Mode::Else) {
                return if self.attached && fits { Taken::Yes(end) } else { Taken::No };
            }
            let better = self
                .found
                .time
                .is_none_or(|old| cx.times[old].kind == TimeKind::Clock && cx.times[t].kind == TimeKind::Date);
            if better {
                self.found.time = Some(t);
            }
            return Taken::Yes(end);
        }
        let possessive =
            cx.tokens.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Possessive) && end < self.sentence.end;
        let place = match unit.what {
            UnitKind::Mention(m) => (cx.names.mentions[m].kind == EntityType::Place).then_some(m),
            _ => None,
        };
        match self.mode {
            Mode::At => {
                let Some(place) = place.filter(|p| !cx.names.mentions[*p].stands_for_state) else {
                    return if self.attached { Taken::Yes(end) } else { Taken::No };
                };
                // "in Chile's capital on Monday"
                if possessive && cx.is_any(end + 1, &["capital", "city", "south", "north", "east", "west", "parliament"]) {
                    self.mode = Mode::Nothing;
                    return Taken::Yes(end + 2);
                }
                if possessive || noun_follows(cx, self.sentence, end) {
                    return Taken::No;
                }
                self.found.place = self.found.place.or(Some(place));
                Taken::Yes(end)
            }
            Mode::Party if !self.attached => Taken::No,
            Mode::Party => {
                if possessive {
                    // "with Chile's Ann Lee": the next name is the participant.
                    return if cx.units.begins(end + 1).is_some() { Taken::Past(end + 1) } else { Taken::No };
                }
                // What is visited is not a participant, unless it is a person.
                let body = match unit.what {
                    UnitKind::Mention(m) => Some(m).filter(|m| {
                        matches!(cx.names.mentions[*m].kind, EntityType::Organisation | EntityType::Other)
                    }),
                    _ => None,
                };
                if visited && self.found.participants.entity_refs.is_empty() && body.is_some() && !possessive {
                    self.found.place = self.found.place.or(body.filter(|_| unit.tokens.len() == 1));
                    return Taken::Yes(end);
                }
                if visited && let Some(place) = place {
                    self.found.place = self.found.place.or(Some(place));
                    return Taken::Yes(end);
                }
                if noun_follows(cx, self.sentence, end) {
                    // "the Iranian delegation", "with Turkish mediation"
                    if cx.any(end, Classes::EVENT_GROUP) {
                        let from = words_before(cx, self.sentence, unit.tokens.start);
                        self.found.participants.add(cx.tokens.range(&(from..end + 1)), None, None);
                        return Taken::Yes(end + 1);
                    }
                    if cx.any(end, Classes::EVENT_HELP)
                        && !cx.is_any(end, &["participation", "invitation", "presidency"])
                    {
                        self.helps(unit);
                        return Taken::Yes(end + 1);
                    }
                    return Taken::No;
                }
                if self.found.participants.push(cx, unit) { Taken::Yes(end) } else { Taken::No }
            }
            Mode::Help => {
                if possessive || (noun_follows(cx, self.sentence, end) && !cx.any(end, Classes::EVENT_HELP)) {
                    return Taken::No;
                }
                self.helps(unit);
                Taken::Yes(end)
            }
            Mode::Occasion => {
                if self.found.occasion.is_none() && !possessive && !noun_follows(cx, self.sentence, end) {
                    let entity = match unit.what {
                        UnitKind::Mention(m) => Some(cx.names.mentions[m].entity),
                        _ => None,
                    };
                    self.found.occasion = Some(EntityRef { range: cx.tokens.range(&unit.tokens), entity });
                }
                Taken::Yes(end)
            }
            Mode::When | Mode::Else => Taken::No,
            // A name without a preposition is the subject of the following clause.
            Mode::Nothing => Taken::Stop,
        }
    }

    fn helps(&mut self, unit: &Unit) {
        let cx = self.cx;
        let mut participants = Participants::default();
        if !participants.push(cx, unit)
            && let UnitKind::Mention(m) = unit.what
        {
            let mention = &cx.names.mentions[m];
            participants.add(mention.range.clone(), Some(mention.entity), None);
        }
        for entity_ref in participants.entity_refs {
            if self.found.auspices.len() < 12 && !self.found.auspices.contains(&entity_ref) {
                self.found.auspices.push(entity_ref);
            }
        }
    }
}

/// The token after "was held", "took place", "organized". Verbs of beginning or ending refer to the event only if it is
/// attached.
fn had(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize, attached: bool) -> Option<usize> {
    if !cx.any(at, Classes::EVENT_HOLD) {
        return None;
    }
    let next = at + 1;
    if cx.is_any(at, &["took", "take", "takes", "taking", "taken"]) {
        return (next < sentence.end && cx.tokens.is(next, "place")).then_some(next + 1);
    }
    let sure = [
        "held", "organized", "organised", "hosted", "convened", "scheduled", "planned", "attended", "arranged",
        "chaired", "brokered", "mediated", "facilitated", "slated",
    ];
    if cx.is_any(at, &sure) {
        return Some(next);
    }
    let begins = [
        "began", "begin", "begins", "begun", "started", "starts", "opened", "opens", "resumed", "resume", "concluded",
        "ended", "due", "set", "start", "open",
    ];
    (attached && cx.is_any(at, &begins)).then_some(next)
}

/// Whether a clause ends here: a conjunction, or a pronoun as a new subject.
fn ends_clause(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.is_any(
        at,
        &[
            "that", "while", "when", "where", "but", "because", "although", "though", "whereas", "he", "she", "they",
            "we", "i", "you", "or", "if", "whether", "said", "says",
        ],
    )
}

/// Whether a group noun has an article or a number before it: "the parties", "two sides".
fn attached_group(cx: &Context<'_, '_>, at: usize) -> bool {
    at > 0
        && (cx.is_any(at - 1, &["the", "both", "all", "two", "three", "four", "warring", "conflicting", "other"])
            || cx.units.ends(at).is_some())
}
