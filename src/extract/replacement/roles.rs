//! Roles that are given.

use crate::extract::apart::OUTSIDE;
use crate::extract::finding::Role;
use crate::extract::given::{GivenRole, LeftOut};
use crate::extract::lang::en::roles::plain;
use crate::extract::lexicon::Classes;
use crate::extract::reference::{References, Referrer};

/// The roles that are given, in order, and their numbers.
pub(in crate::extract) fn given(
    references: References<'_, '_>,
    given: &[GivenRole],
    left: &mut LeftOut,
) -> (Vec<Role>, Vec<usize>) {
    let tokens = references.tokens;
    let mut roles = Vec::with_capacity(given.len());
    for role in given {
        let from = Referrer { number: role.number, range: &role.range };
        if tokens.within_paragraph(&role.range).is_none() {
            left.add(role.number, OUTSIDE);
            continue;
        }
        let title = references.words_inside(from, "title", role.title.as_ref(), left);
        let title = title.unwrap_or_else(|| role.range.clone());
        let Some(words) = tokens.within_paragraph(&title) else {
            left.add(role.number, OUTSIDE);
            continue;
        };
        let holder = references.entity(from, "holder", role.holder.as_ref(), left).filter(|_| !role.plural);
        if holder.as_ref().is_some_and(|holder| holder.entity.is_none()) {
            left.add(role.number, "its holder is left out: no name is read at these words");
        }
        let mut range = role.range.start.min(title.start)..role.range.end.max(title.end);
        // The words of the claim are those of the holder too, where both stand in a sentence.
        if let (Some(holder), Some(sentence)) = (&holder, references.sentence(&range))
            && !holder.range.is_empty()
            && sentence.start <= holder.range.start
            && holder.range.end <= sentence.end
        {
            range = range.start.min(holder.range.start)..range.end.max(holder.range.end);
        }
        let (plain, tenure) = plain::plain(tokens, None, &words);
        let tenure = role.tenure.unwrap_or(tenure);
        roles.push((
            role.number,
            Role {
                paragraph: references.paragraph_number(&range),
                title,
                range,
                holder: holder.and_then(|holder| holder.entity),
                of: references.mention(from, "body", role.of.as_ref(), left),
                plain,
                general: tokens.tokens[words.end - 1].classes.any(Classes::ROLE_GENERAL),
                plural: role.plural,
                tenure,
            },
        ));
    }
    roles.sort_by_key(|(number, role)| (role.range.start, role.range.end, *number));
    let numbers = roles.iter().map(|(number, _)| *number).collect();
    (roles.into_iter().map(|(_, role)| role).collect(), numbers)
}
