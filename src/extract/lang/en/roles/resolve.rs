//! Resolves a role without a name to the person of the article whom it fits. If several fit equally well, or none does,
//! it stays unresolved.

use super::Context;
use super::country::same_country;
use super::plain::{Likeness, likeness};
use crate::extract::finding::Names;
use crate::extract::finding::{EntityType, Role, Tenure};

/// Maximum number of persons that are remembered, the latest ones.
const MOST_PERSONS: usize = 32;
/// Maximum number of roles remembered for each.
const MOST_ROLES: usize = 8;
/// Maximum distance of the sentence before, in tokens.
const NEAR: usize = 60;

/// A role of a person, reduced to what is compared.
#[derive(Debug)]
struct KnownRole {
    plain: String,
    of: Option<usize>,
    general: bool,
    former: bool,
}

#[derive(Debug)]
struct Person {
    entity: usize,
    roles: Vec<KnownRole>,
    /// The token where the person was last mentioned.
    last: usize,
}

/// The persons whose roles the article has given so far.
#[derive(Debug, Default)]
pub(super) struct Persons {
    persons: Vec<Person>,
    /// The persons named so far, with or without a role: the latest two that differ.
    named: Vec<(usize, usize)>,
}

impl Persons {
    /// Records the persons that are named before a token. `seen` counts the mentions read so far.
    pub(super) fn named_before(&mut self, names: &Names, seen: &mut usize, token: usize) {
        while let Some(mention) = names.mentions.get(*seen).filter(|m| m.tokens.start < token) {
            *seen += 1;
            if mention.kind != EntityType::Person {
                continue;
            }
            if let Some(person) = self.persons.iter_mut().find(|p| p.entity == mention.entity) {
                person.last = person.last.max(mention.tokens.start);
            }
            self.named.retain(|(e, _)| *e != mention.entity);
            self.named.push((mention.entity, mention.tokens.start));
            if self.named.len() > 3 {
                self.named.remove(0);
            }
        }
    }

    /// Records a role of a person.
    pub(super) fn called(&mut self, _cx: &Context<'_, '_>, role: &Role, token: usize) {
        let Some(entity) = role.holder else { return };
        let at = match self.persons.iter().position(|p| p.entity == entity) {
            Some(at) => at,
            None => {
                if self.persons.len() >= MOST_PERSONS {
                    self.persons.remove(0);
                }
                self.persons.push(Person { entity, roles: Vec::new(), last: token });
                self.persons.len() - 1
            }
        };
        let person = &mut self.persons[at];
        person.last = token;
        let known = person.roles.iter().any(|r| r.plain == role.plain && r.of == role.of);
        if !known && person.roles.len() < MOST_ROLES {
            let former = role.tenure == Tenure::Former;
            person.roles.push(KnownRole { plain: role.plain.clone(), of: role.of, general: role.general, former });
        }
    }

    /// The person whom a role at a token means; the sentence begins at `sentence`.
    pub(super) fn meant(&self, cx: &Context<'_, '_>, role: &Role, token: usize, sentence: usize) -> Option<usize> {
        let (best, fitting) = self.fitting(cx, role);
        let (first, second) = (*fitting.first()?, fitting.get(1));
        if best == Fit::Related {
            // An office that contradicts the person's known role is accepted only if nobody else can be meant.
            let only = self.persons.len() == 1 && self.named.iter().all(|(e, _)| *e == first.entity);
            return (only && second.is_none()).then_some(first.entity);
        }
        if second.is_none() {
            return Some(first.entity);
        }
        // Of several, the one in the sentence before, if that mentions only one.
        let near = sentence.saturating_sub(NEAR);
        let mut close = fitting.iter().filter(|p| p.last >= near && p.last < token);
        match (close.next(), close.next()) {
            (Some(one), None) => Some(one.entity),
            _ => None,
        }
    }

    /// The persons whom a role fits best.
    fn fitting(&self, cx: &Context<'_, '_>, role: &Role) -> (Fit, Vec<&Person>) {
        let mut best = Fit::None;
        let mut fitting = Vec::new();
        for person in &self.persons {
            let found = fit(cx, role, person);
            if found > best {
                best = found;
                fitting.clear();
            }
            if found == best && best > Fit::None {
                fitting.push(person);
            }
        }
        (best, fitting)
    }

    /// The person whom a role in the headline means, once the text is read: the only one whom it fits.
    pub(super) fn meant_by_headline(&self, cx: &Context<'_, '_>, role: &Role) -> Option<usize> {
        match self.fitting(cx, role) {
            (Fit::Compatible | Fit::Same, fitting) if fitting.len() == 1 => Some(fitting[0].entity),
            _ => None,
        }
    }
}

/// How well a role fits a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    None,
    Related,
    Compatible,
    Same,
}

fn fit(cx: &Context<'_, '_>, role: &Role, person: &Person) -> Fit {
    // A person known to be of one country is not meant by a role of another.
    if let Some(of) = role.of {
        let mut owners = person.roles.iter().filter_map(|known| known.of).peekable();
        if owners.peek().is_some() && !owners.any(|owner| same_owner(cx, of, owner)) {
            return Fit::None;
        }
    }
    person.roles.iter().map(|known| fit_one(cx, role, known)).max().unwrap_or(Fit::None)
}

fn fit_one(cx: &Context<'_, '_>, role: &Role, known: &KnownRole) -> Fit {
    if (role.tenure == Tenure::Former) != known.former {
        return Fit::None;
    }
    // The cheapest test comes first.
    let special = role.general && role.plain != known.plain;
    let kind = if special { Likeness::Compatible } else { likeness(&role.plain, &known.plain) };
    if kind == Likeness::None || (special && known.general) {
        return Fit::None;
    }
    let owners = match (role.of, known.of) {
        (Some(a), Some(b)) => Some(same_owner(cx, a, b)),
        _ => None,
    };
    // "the Russian diplomat": of the same country, or with an office that is compatible with the word.
    if owners == Some(false) || (special && !general_fits(&role.plain, &known.plain, owners == Some(true))) {
        return Fit::None;
    }
    match kind {
        Likeness::None => Fit::None,
        // "the Austrian commander" may be another than a commander without a country.
        Likeness::Compatible if !special && role.of.is_some() && known.of.is_none() => Fit::Related,
        // If one of them has no country or organisation, a bare "minister" may be anyone.
        Likeness::Related => Fit::Related,
        Likeness::Compatible => Fit::Compatible,
        Likeness::Same => Fit::Same,
    }
}

/// Whether a general word is compatible with a special role.
fn general_fits(general: &str, special: &str, same_country: bool) -> bool {
    let has = |words: &[&str]| special.split(' ').any(|w| words.contains(&w));
    let office = ["minister", "secretary", "ambassador", "envoy", "president", "premier", "chancellor", "commissioner"];
    match general {
        "diplomat" => {
            has(&["ambassador", "envoy", "consul", "foreign", "attache", "negotiator"])
                || (same_country && has(&["minister", "secretary", "spokesman", "spokeswoman", "representative"]))
        }
        "official" => has(&office) || has(&["spokesman", "spokeswoman", "director", "governor", "head", "chief"]),
        "leader" => {
            has(&["president", "premier", "chancellor", "king", "chairman", "head", "chief"])
                || special == "prime minister"
        }
        "politician" | "statesman" | "stateswoman" => has(&office) || has(&["senator", "governor", "mayor", "member"]),
        _ => false,
    }
}

/// Whether two mentions mean one country or organisation: "Russian", "Russia", "Russian Foreign Ministry".
fn same_owner(cx: &Context<'_, '_>, one: usize, other: usize) -> bool {
    let (a, b) = (&cx.names.mentions[one], &cx.names.mentions[other]);
    if a.entity == b.entity {
        return true;
    }
    let (a, b) = (&cx.tokens.text[a.range.clone()], &cx.tokens.text[b.range.clone()]);
    let within = |long: &str, short: &str| long.len() < 80 && long.split_whitespace().any(|w| w == short);
    same_country(a, b) || within(a, b) || within(b, a)
}
