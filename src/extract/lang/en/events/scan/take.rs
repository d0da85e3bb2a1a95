//! What a name, a role or a time is in an event, by the function that the words before it give to it.

use super::{Mode, Scan, Taken};
use crate::extract::finding::{EntityRef, EntityType, EventKind, TimeKind};
use crate::extract::lang::en::events::Context;
use crate::extract::lang::en::events::participants::Participants;
use crate::extract::lang::en::events::trigger::noun_follows;
use crate::extract::lang::en::events::unit::{Unit, UnitKind};
use crate::extract::lang::en::events::words::{is_area, words_before};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::TokenKind;
use std::ops::Range;

fn is_possessive(cx: &Context<'_, '_>, sentence: &Range<usize>, at: usize) -> bool {
    at < sentence.end && cx.tokens.tokens[at].kind == TokenKind::Possessive
}

impl Scan<'_, '_, '_> {
    pub(super) fn take(&mut self, unit: &Unit) -> Taken {
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
        let possessive = is_possessive(cx, self.sentence, end);
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
                if possessive
                    && cx.is_any(end + 1, &["capital", "city", "south", "north", "east", "west", "parliament"])
                {
                    self.mode = Mode::Nothing;
                    return Taken::Yes(end + 2);
                }
                // "in Ham district": the noun says what the place is.
                let area = end < self.sentence.end && is_area(cx, end);
                let end = if area { end + 1 } else { end };
                let possessive = possessive || area && is_possessive(cx, self.sentence, end);
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
                    UnitKind::Mention(m) => Some(m)
                        .filter(|m| matches!(cx.names.mentions[*m].kind, EntityType::Organisation | EntityType::Other)),
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
