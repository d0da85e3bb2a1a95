//! The participants of an event.

use super::Context;
use super::unit::{Unit, UnitKind};
use crate::extract::finding::{EntityRef, EntityType};
use std::ops::Range;

/// The participants of an event, with the roles by which they are named.
#[derive(Debug, Default)]
pub(super) struct Participants {
    pub(super) entity_refs: Vec<EntityRef>,
    pub(super) roles: Vec<Option<usize>>,
}

impl Participants {
    /// Adds the person, body, state or role of a unit; a role of two countries counts twice. Returns whether there was
    /// one.
    pub(super) fn push(&mut self, cx: &Context<'_, '_>, unit: &Unit) -> bool {
        if is_excluded(cx, unit.tokens.start) {
            return false;
        }
        match &unit.what {
            UnitKind::Time(_) => false,
            UnitKind::Mention(m) => {
                let mention = &cx.names.mentions[*m];
                let fits = matches!(mention.kind, EntityType::Person | EntityType::Organisation | EntityType::Place);
                if fits {
                    self.add(mention.range.clone(), Some(mention.entity), None);
                }
                fits
            }
            UnitKind::Roles(roles) => {
                let first = &cx.roles[roles.start];
                let pair =
                    roles.len() > 1 && roles.clone().all(|r| cx.roles[r].plural && cx.roles[r].title == first.title);
                if self.holders(cx, unit, roles) {
                    return true;
                }
                if pair {
                    self.pair(cx, roles);
                    return true;
                }
                let holder = roles.clone().find_map(|r| cx.roles[r].holder);
                self.add(cx.tokens.range(&unit.tokens), holder, Some(roles.start));
                true
            }
        }
    }

    /// "Foreign ministers of Chile and Peru Ann Lee and Bo Ray": those whom a phrase names, if it names several.
    fn holders(&mut self, cx: &Context<'_, '_>, unit: &Unit, roles: &Range<usize>) -> bool {
        let mut named: Vec<(usize, usize)> = Vec::new();
        for role in roles.clone() {
            let Some(holder) = cx.roles[role].holder.filter(|h| named.iter().all(|(_, n)| n != h)) else { continue };
            named.push((role, holder));
        }
        if named.len() < 2 {
            return false;
        }
        let from = cx.names.mentions.partition_point(|m| m.tokens.start < unit.tokens.start);
        for (role, holder) in named {
            let within = cx.names.mentions[from..].iter().take_while(|m| m.tokens.start < unit.tokens.end);
            let range = within.clone().find(|m| m.entity == holder).map(|m| m.range.clone());
            self.add(range.unwrap_or_else(|| cx.roles[role].range.clone()), Some(holder), Some(role));
        }
        true
    }

    /// "the foreign ministers of Chile and Peru": one for each country, each with words that name its country and the
    /// office.
    fn pair(&mut self, cx: &Context<'_, '_>, roles: &Range<usize>) {
        let title = &cx.roles[roles.start].title;
        for role in roles.clone() {
            let Some(of) = cx.roles[role].of else { continue };
            let of = &cx.names.mentions[of].range;
            self.add(of.start.min(title.start)..of.end.max(title.end), None, Some(role));
        }
    }

    pub(super) fn add(&mut self, range: Range<usize>, entity: Option<usize>, role: Option<usize>) {
        // One pronoun may mean several people.
        let known = self.entity_refs.iter().any(|v| match (v.entity, entity) {
            (Some(one), Some(other)) => one == other,
            _ => v.range == range,
        });
        if !known && self.entity_refs.len() < 24 {
            self.entity_refs.push(EntityRef { range, entity });
            self.roles.push(role);
        }
    }

    /// Leaves out all participants after the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.entity_refs.truncate(len);
        self.roles.truncate(len);
    }

    /// Inserts other participants at the beginning.
    pub(super) fn prepend(&mut self, other: Self) {
        let after = std::mem::replace(self, other);
        for (entity_ref, role) in after.entity_refs.into_iter().zip(after.roles) {
            self.add(entity_ref.range, entity_ref.entity, role);
        }
    }
}

/// Whether the words directly before a name exclude it: "except X", "without the X", "who played X", "posing as X".
fn is_excluded(cx: &Context<'_, '_>, start: usize) -> bool {
    let article = start > 0 && cx.is_any(start - 1, &["the"]);
    let Some(before) = start.checked_sub(if article { 2 } else { 1 }) else { return false };
    let two = |first: &[&str], second: &str| before > 0 && cx.tokens.is(before, second) && cx.is_any(before - 1, first);
    cx.is_any(before, EXCEPT)
        || two(&["apart", "aside"], "from")
        || two(&["other"], "than")
        || two(&["posing", "posed", "dressed", "disguised", "masquerading"], "as")
        || two(&["who", "that"], "played")
        || two(&["who", "that"], "plays")
        || cx.is_any(before, &["portrayed", "portrays", "portraying", "impersonated", "impersonates", "impersonating"])
}

/// Prepositions that exclude what they govern.
pub(super) const EXCEPT: &[&str] = &["except", "excepting", "excluding", "without"];
