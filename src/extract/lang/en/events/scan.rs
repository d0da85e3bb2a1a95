//! What follows a trigger: "… in Geneva in October with the assistance of …". A preposition refers to the event only if
//! the words before it do: the trigger, a participant, a place, a time, or "was held".

mod list;
mod preposition;
mod beside;
mod take;

use super::Context;
use super::apposition::{is_dash, past_bracket, separator};
use super::participants::{EXCEPT, Participants};
use super::trigger::Trigger;
use super::unit::{Unit, UnitKind};
use super::words::{is_adverb, is_time, is_verb, words_before};
use crate::extract::finding::{EntityRef, EventKind};
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
        // "a delegation led by Ann Lee"
        if self.mode == Mode::Party && self.attached && cx.is_any(at, &["led", "headed"]) && cx.tokens.is(at + 1, "by")
        {
            self.at += 2;
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
        let purpose = || {
            (at.saturating_sub(5).max(self.sentence.start)..at)
                .rev()
                .take_while(|t| !is_verb(cx, *t) && cx.tokens.tokens[*t].kind == TokenKind::Word)
                .any(|t| cx.tokens.is(t, "for"))
        };
        self.attached = self.mode == Mode::Occasion || (self.attached && purpose());
        self.mode = Mode::Nothing;
        self.at += 1;
        self.gap = 0;
        true
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
            || cx.units.ends(at).is_some()
            || cx.is_any(at - 1, &["a"]) && cx.is_any(at, &["delegation"]))
}
