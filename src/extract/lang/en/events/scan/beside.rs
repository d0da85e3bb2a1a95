//! What stands beside a participant: more words about the one who is named, or the names of those who have an office.

use super::list::verb_after_list;
use super::{Mode, Scan};
use crate::extract::lang::en::events::apposition::{
    is_dash, is_office, is_plural_office, names_person, past, past_bracket, past_shared, people, separator,
};
use crate::extract::lang::en::events::unit::{Unit, UnitKind};
use crate::extract::lang::en::events::words::is_verb;

impl Scan<'_, '_, '_> {
    /// What stands beside a participant that was just read: the names of those who have a shared office, or more words
    /// about the one who is named.
    pub(super) fn beside(&mut self, unit: &Unit, before: usize) {
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
    pub(super) fn named(&mut self, before: usize) -> bool {
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
    pub(super) fn holder(&mut self) -> bool {
        let cx = self.cx;
        let Some(office) = self.office.take() else { return false };
        let unit =
            cx.units.begins(self.at + 1).filter(|u| matches!(u.what, UnitKind::Mention(_)) && names_person(cx, u));
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

    /// "met Ann Lee in Oslo and Bo Ray in Bergen": whether a person with a place or a time of their own follows.
    pub(super) fn another(&self, next: usize) -> bool {
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
}
