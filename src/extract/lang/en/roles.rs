//! Roles: "Russian Deputy Prime Minister Grigory Karasin", "Grigory Karasin, Russia's deputy foreign minister,", "the
//! Russian diplomat". Each occurrence is a finding of its own, so that differing roles can be compared. [`phrase`]
//! reads the words, [`plain`] makes them comparable, [`resolve`] finds the holder of a role without a name.

pub mod country;
pub mod plain;
mod complement;
mod title;
pub mod phrase;
mod before;
mod tenure;
mod holder;
mod shared;
mod paired;
pub mod resolve;

use crate::extract::code::Code;
use crate::extract::finding::{EntityType, Names, Role, Tenure};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{TokenKind, Tokens};
use holder::Held;
use phrase::{Definite, Phrase};
use resolve::Persons;
use std::ops::Range;

/// All classes of words that may be in a role.
const ANY: Classes = HEAD.and(Classes::ROLE_PART).and(Classes::ROLE_SHORT);
/// Classes of words that may end a role.
const HEAD: Classes = Classes::ROLE_NOUN.and(Classes::ROLE_GENERAL).and(Classes::ROLE_WEAK).and(Classes::ROLE_SHORT);

/// For each token, the mention that it belongs to.
#[derive(Debug)]
pub struct MentionAt(Vec<u32>);

impl MentionAt {
    /// Indexes all tokens.
    pub fn new(tokens: &Tokens<'_>, names: &Names) -> Self {
        let mut at = vec![0; tokens.tokens.len()];
        for (n, mention) in names.mentions.iter().enumerate() {
            let range = mention.tokens.start.min(at.len())..mention.tokens.end.min(at.len());
            if range.start < range.end {
                at[range].fill(u32::try_from(n + 1).unwrap_or(0));
            }
        }
        Self(at)
    }

    /// The mention of a token.
    pub fn get(&self, token: usize) -> Option<usize> {
        self.0.get(token).and_then(|n| (*n as usize).checked_sub(1))
    }
}

/// The input of the functions that read roles.
pub(super) struct Context<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) names: &'a Names,
    pub(super) at: &'a MentionAt,
}

impl Context<'_, '_> {
    /// The person whose name begins at a token, or continues there after a title that belongs to it; with the end of
    /// the name.
    fn person_at(&self, token: usize) -> Option<(usize, usize)> {
        let n = self.at.get(token)?;
        let mention = &self.names.mentions[n];
        let is_person = match mention.kind {
            // "Undersecretary" alone is not a name.
            EntityType::Person => {
                mention.tokens.len() > 1 || !self.tokens.tokens[token].classes.any(Classes::ROLE_NOUN)
            }
            // A name in the place of a person's, and written like one.
            EntityType::Other => {
                mention.tokens.start == token
                    && (2..=4).contains(&mention.tokens.len())
                    && mention.tokens.clone().all(|t| {
                        let t = &self.tokens.tokens[t];
                        t.kind == TokenKind::Word && t.is_capital() && !t.classes.any(ANY)
                    })
            }
            _ => false,
        };
        is_person.then_some((n, mention.tokens.end))
    }

    /// The person whose name begins at a token or after forms of address there: "Dr Ann Lee", "H.E. Ann Lee".
    fn addressed_at(&self, token: usize, sentence: &Range<usize>) -> Option<(usize, usize)> {
        let mut at = token;
        while at < sentence.end.min(token + 3)
            && self.at.get(at).is_none()
            && self.tokens.tokens[at].is_capital()
            && (self.tokens.is(at, "phd")
                || self.tokens.tokens[at].classes.any(Classes::HONORIFIC)
                    && (["prince", "princess"].iter().any(|w| self.tokens.is(at, w))
                        || !self.tokens.tokens[at].classes.any(ANY.and(Classes::PLACE))))
        {
            at += 1;
        }
        let found = self.person_at(at)?;
        (found.1 <= sentence.end && (at == token || self.names.mentions[found.0].tokens.start == at)).then_some(found)
    }

    /// The person whose name ends before a token.
    fn person_before(&self, token: usize) -> Option<(usize, usize)> {
        let n = self.at.get(token.checked_sub(1)?)?;
        let mention = &self.names.mentions[n];
        (mention.kind == EntityType::Person && mention.tokens.end == token).then_some((n, mention.tokens.start))
    }

    /// Whether a stretch of the text ends before a token, so that an apposition may end there.
    fn closes(&self, token: usize, sentence: &Range<usize>) -> bool {
        token >= sentence.end
            || (self.tokens.tokens[token].kind == TokenKind::Mark
                && matches!(self.tokens.word(token), "," | "." | ";" | ")" | "”" | "\"" | "—" | "–" | ":" | "?" | "!"))
    }
}

/// All roles in an article, in order. A phrase that means a person by role alone ("the Russian diplomat") is resolved
/// here.
pub fn read(tokens: &Tokens<'_>, names: &mut Names) -> Vec<Role> {
    let at = MentionAt::new(tokens, names);
    let mut roles = Vec::new();
    let mut persons = Persons::default();
    let mut headline = Vec::new();
    let mut seen = 0;
    for (_, sentence) in tokens.sentences_in(Code::ENGLISH) {
        let cx = Context { tokens, names, at: &at };
        let mut next = sentence.tokens.start;
        // The person of the last apposition, and where it ends.
        let mut last = None;
        while next < sentence.tokens.end {
            if !tokens.tokens[next].classes.any(ANY) {
                next += 1;
                continue;
            }
            let from = next;
            let (mut group, end) = phrase::group(&cx, &sentence.tokens, from, true);
            next = end.max(from + 1);
            if group.is_empty() {
                continue;
            }
            persons.named_before(names, &mut seen, from);
            let past = |group: &[Phrase], next: usize| group.iter().map(|p| p.whole.end).fold(next, usize::max);
            let first = roles.len();
            if let Some((holders, end)) = shared(&cx, &sentence.tokens, &group) {
                next = past(&group, next);
                push_shared(&cx, &group[0], &holders, end, sentence.paragraph, &mut roles);
                for role in &roles[first..] {
                    persons.called(&cx, role, from);
                }
                continue;
            }
            let mut held = holder::holder(&cx, &sentence.tokens, &group, last);
            if held.entity.is_none() {
                // Without a name beside it, nothing shows where the words after it end.
                let (short, end) = phrase::group(&cx, &sentence.tokens, from, false);
                next = end.max(from + 1);
                if short.is_empty() {
                    continue;
                }
                held = holder::holder(&cx, &sentence.tokens, &short, last);
                group = short;
            }
            own_country(&cx, &sentence.tokens, &mut group, &mut held);
            next = past(&group, next);
            // "Representative of the Chairperson Ann Lee": what stands before the name is read.
            if held.is_whole {
                next = next.max(held.whole.end);
            }
            last = held.entity.filter(|_| held.is_before).map(|entity| (entity, held.whole.end));
            if held.entity.is_some() && held.tenure.is_none() && tenure::is_lost(&cx, &sentence.tokens, &held.whole) {
                held.tenure = Some(Tenure::Former);
            }
            for phrase in &group {
                let first = roles.len();
                push(&cx, phrase, &held, sentence.paragraph, &mut roles);
                for role in &mut roles[first..] {
                    if held.entity.is_none() && !role.plural && alone(&cx, &sentence.tokens, phrase, sentence.paragraph)
                    {
                        role.holder = persons.meant(&cx, role, from, sentence.tokens.start);
                        if role.holder.is_none() && sentence.paragraph.is_none() {
                            headline.push(first);
                        }
                    }
                    persons.called(&cx, role, from);
                }
            }
        }
    }
    let cx = Context { tokens, names, at: &at };
    for role in headline {
        let holder = persons.meant_by_headline(&cx, &roles[role]);
        roles[role].holder = holder;
    }
    roles
}

/// Whether a phrase without a name means a known person: "the Russian diplomat", "deputy FM" in a headline.
fn alone(cx: &Context<'_, '_>, sentence: &Range<usize>, phrase: &Phrase, paragraph: Option<usize>) -> bool {
    match phrase.definite {
        Definite::The => true,
        Definite::Indefinite | Definite::Owned => false,
        // Headlines omit the article.
        Definite::None => {
            let end = phrase.title.end;
            paragraph.is_none() && (end >= sentence.end || cx.at.get(end).is_none())
        }
    }
}

/// The people who share the role of a group, if it is one of several people with their names.
fn shared(cx: &Context<'_, '_>, sentence: &Range<usize>, group: &[Phrase]) -> Option<(Vec<shared::Holder>, usize)> {
    match group {
        [one] if one.plural => shared::holders(cx, sentence, one)
            .or_else(|| paired::after(cx, sentence, one))
            .or_else(|| paired::by_turns(cx, sentence, one)),
        _ => None,
    }
}

/// "Foreign Minister Ann Lee of Chile": the country after the name, if none stands before it.
fn own_country(cx: &Context<'_, '_>, sentence: &Range<usize>, group: &mut [Phrase], held: &mut Held) {
    // "Director General, Ann Lee, of the Harbour Union"
    let comma = cx.tokens.is(held.whole.end, ",") && held.whole.end + 1 < sentence.end;
    let at = held.whole.end + usize::from(comma);
    let country = at + 1 + usize::from(cx.tokens.is(at + 1, "the"));
    if held.entity.is_none()
        || held.is_before
        || group.iter().any(|p| !p.of.is_empty() || p.has_tail || p.general)
        || country >= sentence.end
        || !cx.tokens.is(at, "of")
    {
        return;
    }
    let is_country = |m: &usize| {
        let mention = &cx.names.mentions[*m];
        let country_or_state = || {
            super::names::is_country_or_state(&cx.tokens.text[mention.range.clone()])
                && mention.kind == EntityType::Place
        };
        mention.tokens.start == country && (comma && mention.kind == EntityType::Organisation || country_or_state())
    };
    if let Some(mention) = cx.at.get(country).filter(is_country) {
        held.whole.end = cx.names.mentions[mention].tokens.end;
        for phrase in group {
            phrase.of.push(mention);
        }
    }
}

fn push(cx: &Context<'_, '_>, phrase: &Phrase, held: &Held, paragraph: Option<usize>, roles: &mut Vec<Role>) {
    let title = cx.tokens.range(&phrase.title);
    let (plain, tenure) = plain::plain(cx.tokens, phrase.status, &phrase.title);
    let range = cx.tokens.range(&held.whole);
    let one = |of: Option<usize>| Role {
        title: title.clone(),
        range: range.clone(),
        holder: held.entity,
        of,
        paragraph,
        plain: plain.clone(),
        general: phrase.general,
        plural: phrase.plural,
        tenure: held.tenure.unwrap_or(tenure),
    };
    match (phrase.plural, phrase.of.as_slice()) {
        (true, [_, _, ..]) => roles.extend(phrase.of.iter().map(|of| one(Some(*of)))),
        (_, of) => roles.push(one(of.first().copied())),
    }
}

/// A role for each of the people who share it.
fn push_shared(
    cx: &Context<'_, '_>,
    phrase: &Phrase,
    holders: &[shared::Holder],
    end: usize,
    paragraph: Option<usize>,
    roles: &mut Vec<Role>,
) {
    let (plain, tenure) = plain::plain(cx.tokens, phrase.status, &phrase.title);
    roles.extend(holders.iter().map(|holder| Role {
        title: cx.tokens.range(&phrase.title),
        range: cx.tokens.range(&(phrase.whole.start..end)),
        holder: Some(holder.entity),
        of: holder.of,
        paragraph,
        plain: plain.clone(),
        general: phrase.general,
        plural: false,
        tenure,
    }));
}

#[cfg(test)]
pub(super) mod tests;
