//! Light verbs, which make an event of a noun: "held talks", "paid a visit".

use crate::extract::finding::EntityType;
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::unit::UnitKind;
use crate::extract::lexicon::Classes;
use std::ops::Range;

/// What a verb before a noun makes of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LightVerb {
    /// There is none.
    None,
    /// A participant: "held talks".
    Takes,
    /// A helper: "hosted talks".
    Hosts,
}

/// A journey that is made for a visit: "arrived in Geneva on Monday for a two-day visit".
#[derive(Debug, Default)]
pub(super) struct Journey {
    /// The verb.
    pub(super) verb: usize,
    /// Where it goes.
    pub(super) place: Option<usize>,
    /// When it begins.
    pub(super) time: Option<usize>,
}

/// The journey before "for a visit", "on a visit", whose noun phrase begins at a token.
pub(super) fn journey(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> Option<Journey> {
    const MOVES: &[&str] = &[
        "arrived", "arrives", "arrive", "arriving", "came", "comes", "come", "coming", "travelled", "traveled",
        "travels", "travel", "travelling", "traveling", "flew", "flies", "fly", "went", "goes", "go", "going", "left",
        "leaves", "leave", "departed", "departs", "depart", "reached", "reaches", "reach", "embarked", "embark",
        "embarks", "landed",
    ];
    let mut at = noun.checked_sub(1).filter(|b| *b > sentence.start && cx.is_any(*b, &["for", "on"]))?;
    let mut found = Journey::default();
    for _ in 0..10 {
        let before = at.checked_sub(1).filter(|b| *b >= sentence.start)?;
        if let Some(unit) = cx.units.at(before) {
            match unit.what {
                UnitKind::Time(t) => found.time = found.time.or(Some(t)),
                UnitKind::Mention(m) if cx.names.mentions[m].kind == EntityType::Place => {
                    // "left Geneva for a visit": the place that is left is not the one visited.
                    let from = unit.tokens.start > sentence.start
                        && cx.is_any(unit.tokens.start - 1, &["from", "left", "leaves", "leave", "departed"]);
                    found.place = found.place.or(Some(m).filter(|_| !from));
                }
                _ => return None,
            }
            at = unit.tokens.start;
            continue;
        }
        if cx.is_any(before, MOVES) {
            found.verb = before;
            return Some(found);
        }
        let copula = cx.is_any(before, &["is", "was", "are", "were", "be", "been"]);
        if copula {
            found.verb = before;
            return Some(found);
        }
        let passes = cx
            .is_any(before, &["in", "to", "on", "at", "for", "from", "the", ",", "here", "earlier", "today", "(", ")"]);
        if !passes {
            return None;
        }
        at = before;
    }
    None
}

/// The light verb before a noun, "held talks", "paid a visit", "took part in the summit": its effect, and where it
/// begins.
pub(super) fn light_verb(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> (usize, LightVerb) {
    let Some(mut at) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return (noun, LightVerb::None) };
    if cx.is_any(at, &["in", "at"])
        && at > sentence.start + 1
        && cx.is_any(at - 1, &["involved", "present", "represented"])
    {
        return (at - 1, LightVerb::Takes);
    }
    if cx.tokens.is(at, "in") && at >= sentence.start + 2 {
        if cx.tokens.is(at - 1, "part") && cx.is_any(at - 2, &["took", "take", "takes", "taking", "taken"]) {
            return (at - 2, LightVerb::Takes);
        }
        if cx.is_any(at - 1, &["participated", "participate", "participates", "participating"]) {
            return (at - 1, LightVerb::Takes);
        }
        return (noun, LightVerb::None);
    }
    if cx.is_any(at, &["up", "off", "of"]) && at > sentence.start && cx.is_any(at - 1, &["wrapped", "kicked"]) {
        at -= 1;
    }
    if cx.units.at(at).is_some() || !cx.any(at, Classes::EVENT_HOLD) {
        return (noun, LightVerb::None);
    }
    if cx.is_any(
        at,
        &["took", "take", "takes", "taking", "taken", "due", "scheduled", "planned", "slated", "set", "place"],
    ) {
        return (noun, LightVerb::None);
    }
    let hosts = [
        "hosted", "hosts", "host", "hosting", "brokered", "mediated", "facilitated", "organized", "organised",
        "convened", "convene", "arranged", "organize", "organise", "arrange", "mediate", "facilitate",
    ];
    let light = if cx.is_any(at, &hosts) { LightVerb::Hosts } else { LightVerb::Takes };
    (at, light)
}
