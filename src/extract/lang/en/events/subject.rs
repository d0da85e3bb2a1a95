//! The subject of an event's verb: "Karasin, who was to meet", "the ministers of Chile and Peru met", "The envoy, Ann Lee,
//! met".

use super::Context;
use super::apposition::{
    bracket_before, is_dash, is_office, is_plural_office, names_person, opens, people, shared_before,
};
use super::participants::Participants;
use super::pronoun::antecedents;
use super::unit::{Unit, UnitKind};
use super::words::words_before;
use crate::extract::finding::{EntityRef, EntityType};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

/// Maximum number of people in a subject.
const MOST: usize = 24;

/// The subject that ends before a verb group. Returns its first token.
pub(super) fn subject(
    cx: &Context<'_, '_>,
    sentence: &Range<usize>,
    group: usize,
    participants: &mut Participants,
) -> usize {
    let Some(at) = end(cx, sentence, group) else { return group };
    if let Some(pronoun) = pronoun(cx, sentence, at) {
        antecedents(cx, sentence, pronoun, participants);
        return pronoun;
    }
    let at = named_before(cx, sentence, at);
    let mut list = List { cx, sentence, at, parts: Vec::new(), by_comma: false, first: at };
    for _ in 0..MOST {
        match list.item() {
            Some(true) => {}
            Some(false) => break,
            None => return group,
        }
    }
    let first = list.first;
    for part in list.parts {
        participants.prepend(part);
    }
    first
}

/// Where the words of a subject end: before a relative clause, an apposition or a bracket that follows it.
fn end(cx: &Context<'_, '_>, sentence: &Range<usize>, group: usize) -> Option<usize> {
    // "Karasin, who met …": the relative pronoun refers to the name before it.
    if group > sentence.start && cx.is_any(group - 1, &["who", "which"]) {
        let who = group - 1;
        return Some(if who > sentence.start && cx.tokens.is(who - 1, ",") { who - 1 } else { who });
    }
    if group == sentence.start || !cx.tokens.is(group - 1, ",") {
        return Some(group);
    }
    // Before a verb, a comma can only end what stands beside the subject.
    let mut comma = group - 1;
    // "A and B, leaders of X and Y, respectively, met"
    let respective = comma > sentence.start + 1 && cx.tokens.is(comma - 1, "respectively");
    if respective && cx.units.at(comma - 1).is_none() {
        comma -= if cx.tokens.is(comma - 2, ",") { 2 } else { 1 };
    }
    // "A, unlike B, met"
    let apart = (comma.saturating_sub(12).max(sentence.start + 1)..comma).rev().find(|t| cx.tokens.is(*t, ","));
    if let Some(open) = apart
        && cx.is_any(open + 1, &["unlike", "without", "accompanied", "joined", "flanked"])
        && cx.units.at(comma - 1).is_some()
    {
        return Some(open);
    }
    if let Some(unit) = cx.units.ends(comma) {
        let beside = comma > sentence.start
            && match &unit.what {
                UnitKind::Roles(_) => has_comma(cx, &unit.tokens) || is_after_comma(cx, sentence, unit.tokens.start),
                UnitKind::Mention(_) => names_person(cx, unit) && is_after_comma(cx, sentence, unit.tokens.start),
                UnitKind::Time(_) => false,
            };
        if beside {
            return Some(comma);
        }
    }
    opens(cx, sentence, comma).or_else(|| named_office(cx, sentence, comma).then_some(comma))
}

/// "Ann Lee and Bo Ray, the presidents of Chile and Peru": the end of the names before an office that they share, else
/// the same token.
fn named_before(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> usize {
    let office = cx.units.ends(at).filter(|u| u.tokens.start > sentence.start && is_plural_office(cx, u));
    let Some(office) = office else { return at };
    let from = office.tokens.start.saturating_sub(5).max(sentence.start + 1);
    let Some(comma) = (from..office.tokens.start).rev().find(|t| cx.tokens.is(*t, ",")) else { return at };
    let plain =
        (comma + 1..office.tokens.start).all(|t| cx.tokens.tokens[t].kind == TokenKind::Word || cx.tokens.is(t, "-"));
    let last = cx.units.ends(comma).filter(|u| u.tokens.start > sentence.start && names_person(cx, u));
    let two = last.is_some_and(|u| cx.tokens.is(u.tokens.start - 1, "and") || is_office(cx, u));
    if plain && two { comma } else { at }
}

/// Whether names between commas are those who have an office: "the ministers of Chile and Peru, Ann Lee and Bo Ray,".
fn named_office(cx: &Context<'_, '_>, sentence: &Range<usize>, close: usize) -> bool {
    let from = close.saturating_sub(40).max(sentence.start + 1);
    (from..close).rev().filter(|t| cx.tokens.is(*t, ",")).any(|comma| {
        cx.units.ends(comma).is_some_and(|u| is_plural_office(cx, u))
            && people(cx, sentence, comma + 1).is_some_and(|(_, end)| end == close)
    })
}

/// Whether a comma, perhaps with an article, is directly before a token.
fn is_after_comma(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> bool {
    let before = |at: usize| at > sentence.start && cx.tokens.is(at - 1, ",");
    before(at) || at > sentence.start && cx.is_any(at - 1, &["the", "a", "an"]) && before(at - 1)
}

/// The pronoun that ends before a token.
fn pronoun(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).filter(|b| *b >= sentence.start)?;
    let word = if cx.is_any(before, &["both", "all", "themselves", "himself", "herself"]) && before > sentence.start {
        before - 1
    } else {
        before
    };
    (cx.units.at(word).is_none() && cx.is_any(word, &["he", "she", "they"])).then_some(word)
}

/// A list of people that is read to the left.
struct List<'s, 'a, 't> {
    cx: &'s Context<'a, 't>,
    sentence: &'s Range<usize>,
    /// The end of the words that are not yet read.
    at: usize,
    parts: Vec<Participants>,
    /// Whether only a comma joins the next name to those read so far.
    by_comma: bool,
    /// The first token of the list so far.
    first: usize,
}

impl<'s> List<'s, '_, '_> {
    /// Reads one more name. Returns whether the list goes on to the left; `None` if the whole is not a subject.
    fn item(&mut self) -> Option<bool> {
        let (cx, sentence) = (self.cx, self.sentence);
        let mut one = Participants::default();
        let Some((from, alone)) = self.name(&mut one) else { return Some(false) };
        let mut start = if from > sentence.start && cx.is_any(from - 1, &["the", "both"]) { from - 1 } else { from };
        // A name governed by a preposition is not a subject: "a man from Chile met …".
        if start > sentence.start && depends(cx, start - 1) {
            // "the ministers of Chile from the Group met": the head of the phrase.
            // "Under the auspices of the Union, Ann Lee and Bo Ray met": the comma does not join a list.
            let head = match self.head(start - 1) {
                Some(head) => head,
                None => return self.by_comma.then_some(false),
            };
            // "the ministers of Chile and Ann Lee" are several.
            if !self.parts.iter().chain([&one]).flat_map(|p| &p.entity_refs).all(|r| is_body(cx, r)) {
                return None;
            }
            self.parts.clear();
            let mut whole = Participants::default();
            if !whole.push(cx, head) {
                return None;
            }
            let article = head.tokens.start > sentence.start && cx.tokens.is(head.tokens.start - 1, "the");
            start = head.tokens.start - usize::from(article);
            one = whole;
        }
        if !one.entity_refs.is_empty() {
            self.parts.push(one);
        }
        self.first = start;
        // "and visiting Prime Minister Bo Ray"
        if start > sentence.start && cx.is_any(start - 1, &["visiting", "newly-elected"]) {
            start -= 1;
        }
        let Some(before) = start.checked_sub(1).filter(|b| *b >= sentence.start) else { return Some(false) };
        // "the co-chairs – Ann Lee and Bo Ray –", "presidents of Chile and Peru Ann Lee and Bo Ray"
        let shared = if is_dash(cx, before) && self.parts.len() > 1 { before } else { start };
        if let Some(unit) =
            cx.units.ends(shared).filter(|u| u.tokens.start >= sentence.start && is_plural_office(cx, u))
        {
            if !depends_before(cx, sentence, unit.tokens.start) {
                self.first = unit.tokens.start;
                return Some(false);
            }
            return None;
        }
        // The list continues to the left.
        let and = cx.is_any(before, &["and", "nor"]);
        let well = cx.tokens.is(before, "as")
            && before >= sentence.start + 2
            && cx.tokens.is(before - 1, "well")
            && cx.tokens.is(before - 2, "as");
        let office = cx.units.ends(before).is_some_and(|u| is_plural_office(cx, u));
        let comma = cx.tokens.is(before, ",") && (self.parts.len() > 1 || office);
        if !(and || well || comma) || alone {
            return Some(false);
        }
        let mut at = if well { before - 2 } else { before };
        if (and || well) && at > sentence.start && cx.tokens.is(at - 1, ",") {
            at -= 1;
        }
        let named = |at: usize| {
            cx.units.ends(at).is_some_and(|u| !matches!(u.what, UnitKind::Time(_)))
                || at > sentence.start && (cx.any(at - 1, Classes::EVENT_GROUP) || cx.tokens.is(at - 1, ")"))
                || self.described(at).is_some()
        };
        if !named(at) {
            // "… rose and Chile met": a new clause.
            return Some(false);
        }
        // "The co-chairs, Ann Lee, Bo Ray and Cy Fox, met": the office of all of them.
        if comma
            && let Some(unit) = cx.units.ends(at).filter(|u| is_plural_office(cx, u))
            && !depends_before(cx, sentence, unit.tokens.start)
        {
            self.first = unit.tokens.start;
            return Some(false);
        }
        self.at = at;
        self.by_comma = comma;
        Some(true)
    }

    /// Reads a name with what stands beside it. Returns its first token, and whether it is no item of a list.
    fn name(&mut self, one: &mut Participants) -> Option<(usize, bool)> {
        let (cx, sentence) = (self.cx, self.sentence);
        let mut at = self.at;
        // A phrase with several holders ends with its bracket.
        let bracket = bracket_before(cx, sentence, at).filter(|_| cx.units.ends(at).is_none());
        if let Some(open) = bracket {
            at = open;
        }
        let unit = cx.units.ends(at).filter(|u| u.tokens.start >= sentence.start);
        let unit = unit.filter(|_| shared_before(cx, sentence, at).is_none());
        // "the co-chairs (Ann Lee of Norway and Bo Ray of Chile)"
        let group =
            unit.map_or(at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP), |u| is_plural_office(cx, u));
        if let Some(open) = bracket.filter(|_| group)
            && let Some((names, _)) = people(cx, sentence, open + 1)
        {
            let from = unit.map_or_else(|| words_before(cx, sentence, at - 1), |u| u.tokens.start);
            *one = names;
            return Some((from, true));
        }
        if unit.is_none()
            && let Some(person) = self.described(at)
        {
            return one.push(cx, person).then_some((person.tokens.start, false));
        }
        if unit.is_none()
            && let Some(office) = shared_before(cx, sentence, at)
        {
            let role = match &office.what {
                UnitKind::Roles(roles) => Some(roles.start),
                _ => None,
            };
            one.add(cx.tokens.range(&(office.tokens.start..at)), None, role);
            return Some((office.tokens.start, false));
        }
        let Some(unit) = unit else {
            if !(at > sentence.start && cx.any(at - 1, Classes::EVENT_GROUP)) {
                return None;
            }
            let from = words_before(cx, sentence, at - 1);
            if from == at - 1 {
                return None;
            }
            one.add(cx.tokens.range(&(from..at)), None, None);
            return Some((from, false));
        };
        if let UnitKind::Mention(m) = unit.what {
            let mention = &cx.names.mentions[m];
            let state = mention.kind != EntityType::Place
                || mention.stands_for_state
                || cx.any(unit.tokens.start, Classes::COUNTRY)
                || cx.is_any(at, &["and"])
                || !self.parts.is_empty();
            if !state {
                return None;
            }
        }
        let start = unit.tokens.start;
        if let Some(comma) = self.beside(start) {
            let other = cx.units.ends(comma).filter(|u| u.tokens.start >= sentence.start);
            // "Ann Lee, the envoy": the name; "the envoy, Ann Lee": the name as well.
            if is_office(cx, unit)
                && !is_plural_office(cx, unit)
                && let Some(person) = other.filter(|u| names_person(cx, u) && !is_office(cx, u))
            {
                return one.push(cx, person).then_some((person.tokens.start, false));
            }
            let closed = cx.tokens.is(self.at, ",");
            if closed && names_person(cx, unit) && matches!(unit.what, UnitKind::Mention(_)) && self.parts.is_empty() {
                let from = other.filter(|u| is_office(cx, u)).map_or(start, |u| u.tokens.start);
                return one.push(cx, unit).then_some((from, true));
            }
        }
        one.push(cx, unit).then_some((start, false))
    }

    /// "Ann Lee, the special representative": the person before a description that is no known office.
    fn described(&self, end: usize) -> Option<&'s Unit> {
        let (cx, sentence) = (self.cx, self.sentence);
        let office = Classes::ROLE_WEAK.and(Classes::ROLE_NOUN).and(Classes::ROLE_GENERAL);
        let last = end.checked_sub(1).filter(|l| *l > sentence.start && cx.any(*l, office))?;
        let comma = (last.saturating_sub(7).max(sentence.start + 1)..last).rev().find(|t| cx.tokens.is(*t, ","))?;
        let plain = (comma + 1..last).all(|t| cx.tokens.tokens[t].kind == TokenKind::Word);
        cx.units.ends(comma).filter(|u| plain && u.tokens.start >= sentence.start && names_person(cx, u))
    }

    /// The office of several people before "of", "from" or "for" at a token, on which the names read so far depend: "the
    /// co-chairs (Group) from the EU and the UN".
    fn head(&self, preposition: usize) -> Option<&'s Unit> {
        let (cx, sentence) = (self.cx, self.sentence);
        if !cx.is_any(preposition, &["of", "from", "for"]) {
            return None;
        }
        let end = bracket_before(cx, sentence, preposition).unwrap_or(preposition);
        let office =
            |end: usize| cx.units.ends(end).filter(|u| u.tokens.start >= sentence.start && is_plural_office(cx, u));
        office(end).filter(|u| !depends_before(cx, sentence, u.tokens.start))
    }

    /// The comma before a name, perhaps with an article.
    fn beside(&self, start: usize) -> Option<usize> {
        let at = if start > self.sentence.start && self.cx.is_any(start - 1, &["the", "a", "an"]) {
            start - 1
        } else {
            start
        };
        let comma = at.checked_sub(1).filter(|c| *c > self.sentence.start)?;
        self.cx.tokens.is(comma, ",").then_some(comma)
    }
}

/// Whether a preposition at a token makes the following words part of something else.
fn depends(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.any(at, Classes::EVENT_LINK)
        && !cx.is_any(at, &["after", "before", "since", "until"])
        && cx.tokens.tokens[at].letters == Letters::Small
        && cx.tokens.tokens[at].kind == TokenKind::Word
}

fn is_body(cx: &Context<'_, '_>, entity_ref: &EntityRef) -> bool {
    entity_ref.entity.is_some_and(|e| cx.names.entities[e].kind != EntityType::Person)
}

fn depends_before(cx: &Context<'_, '_>, sentence: &Range<usize>, start: usize) -> bool {
    start > sentence.start && depends(cx, start - 1)
}

fn has_comma(cx: &Context<'_, '_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|t| cx.tokens.is(t, ","))
}
