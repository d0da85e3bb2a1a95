//! Light verbs, which make an event of a noun: "held talks", "paid a visit".

use crate::extract::events::Context;
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

/// The light verb before a noun, "held talks", "paid a visit", "took part in the summit": its effect, and where it
/// begins.
pub(super) fn light_verb(cx: &Context<'_, '_>, sentence: &Range<usize>, noun: usize) -> (usize, LightVerb) {
    let Some(mut at) = noun.checked_sub(1).filter(|b| *b >= sentence.start) else { return (noun, LightVerb::None) };
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
        "convened", "convene", "arranged", "chaired",
    ];
    let light = if cx.is_any(at, &hosts) { LightVerb::Hosts } else { LightVerb::Takes };
    (at, light)
}
