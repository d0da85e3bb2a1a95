//! Forms of one name: forms of a person's name, a short form and the full one, initials and what they abbreviate.

use super::Group;
use crate::extract::finding::EntityType;
use crate::extract::lang::en::names::known::KnownKind;
use crate::extract::lang::en::names::mention_detection::Candidate;
use crate::extract::lexicon::{Classes, Hashed, hash};
use crate::extract::tokens::{Letters, Tokens};
use std::collections::HashMap;

fn is_ending(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr.") || word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// The surname of a full name, as a token.
pub(super) fn surname(tokens: &Tokens<'_>, words: &[usize]) -> Option<usize> {
    let at = words.iter().rposition(|w| !is_ending(tokens, *w))?;
    (at > 0).then(|| words[at])
}

/// Joins the forms of one person's name: "George W. Bush" and "George Bush", "G. Karasin" and "Grigory Karasin". An
/// initial that fits two first names is joined to neither.
pub(super) fn persons(tokens: &Tokens<'_>, groups: &mut [Group]) {
    let mut surnames: HashMap<u64, Vec<usize>, Hashed> = HashMap::default();
    for (n, group) in groups.iter().enumerate().filter(|(_, g)| g.kind == EntityType::Person) {
        let Some(last) = surname(tokens, &group.words) else { continue };
        let same = surnames.entry(tokens.tokens[last].hash).or_default();
        if same.len() < MOST_OF_SURNAME {
            same.push(n);
        }
    }
    for same in surnames.into_values() {
        let forms: Vec<Form> = same.iter().map(|n| Form::new(tokens, &groups[*n].words)).collect();
        let mut roots: Vec<usize> = Vec::new();
        for n in 0..same.len() {
            let joined = |m: &usize| {
                let known = groups[same[n]].gazetteer.is_some() && groups[same[*m]].gazetteer.is_some();
                !known && forms[n].joins(&forms[*m], &forms)
            };
            // "George Bush" may be either of two.
            let mut fitting = roots.iter().copied().filter(joined);
            let one = fitting.next().filter(|_| fitting.next().is_none());
            match one {
                // The gazetteer's identity is kept.
                Some(m) if groups[same[n]].gazetteer.is_some() => {
                    groups[same[m]].of = Some(same[n]);
                    roots.retain(|r| *r != m);
                    roots.push(n);
                }
                Some(m) => groups[same[n]].of = Some(same[m]),
                None => roots.push(n),
            }
        }
    }
}

/// Maximum number of persons of one surname that are compared.
const MOST_OF_SURNAME: usize = 32;

/// The parts of a full name that distinguish it from others with the same surname.
struct Form {
    /// The hash of the first name, unless it is an initial.
    first: Option<u64>,
    letter: Option<char>,
    /// The first letter of the middle name.
    middle: Option<char>,
}

impl Form {
    fn new(tokens: &Tokens<'_>, words: &[usize]) -> Self {
        let letter = |at: usize| tokens.word(at).chars().next();
        let first = words[0];
        let dotted = tokens.word(first).contains('.');
        let initial = tokens.tokens[first].letters == Letters::Initial || dotted;
        let middle = words.get(1).filter(|m| surname(tokens, words) != Some(**m) && tokens.tokens[**m].is_capital());
        // "J.R.R."
        let within = || tokens.word(first).split('.').nth(1).and_then(|part| part.chars().next()).filter(|_| dotted);
        Self {
            first: (!initial).then_some(tokens.tokens[first].hash),
            letter: letter(first),
            middle: middle.and_then(|m| letter(*m)).or_else(within),
        }
    }

    fn joins(&self, other: &Self, all: &[Self]) -> bool {
        if self.middle.is_some() && other.middle.is_some() && self.middle != other.middle {
            return false;
        }
        if self.first.is_some() && other.first.is_some() {
            return self.first == other.first;
        }
        let mut names = all.iter().filter(|f| f.letter == self.letter).filter_map(|f| f.first);
        let first = names.next();
        self.letter == other.letter && names.all(|name| Some(name) == first)
    }
}

/// The persons by surname, and by first name.
pub(super) fn surnames(tokens: &Tokens<'_>, groups: &[Group]) -> HashMap<u64, Vec<usize>, Hashed> {
    let mut all: HashMap<u64, Vec<usize>, Hashed> = HashMap::default();
    for (n, group) in groups.iter().enumerate() {
        if group.kind != EntityType::Person || group.of.is_some() {
            continue;
        }
        let mut push = |hash: u64| {
            let same = all.entry(hash).or_default();
            if same.len() < 64 && !same.contains(&n) {
                same.push(n);
            }
        };
        if let Some(last) = surname(tokens, &group.words) {
            push(tokens.tokens[last].hash);
            // "Sarat" of "Basim al-Sarat".
            if let Some((particle, rest)) = tokens.word(last).split_once('-')
                && particle.len() < 4
                && particle.starts_with(char::is_lowercase)
            {
                push(hash(rest));
            }
            push(tokens.tokens[group.words[0]].hash);
            // The surname of "Hugo Chávez Frías" is Chávez.
            if group.words.len() == 3 && tokens.tokens[group.words[1]].letters == Letters::Capital {
                push(tokens.tokens[group.words[1]].hash);
            }
        }
    }
    all
}

/// Joins short forms with the full name that they begin: "Apple" and "Apple Inc.", "Northrop" and "Northrop Grumman".
pub(super) fn parts(tokens: &Tokens<'_>, groups: &mut [Group]) {
    let mut longer: HashMap<u64, Vec<usize>, Hashed> = HashMap::default();
    for (n, group) in groups.iter().enumerate() {
        if group.words.len() > 1
            && matches!(group.kind, EntityType::Organisation | EntityType::Other | EntityType::Event)
        {
            let same = longer.entry(tokens.tokens[group.words[0]].hash).or_default();
            if same.len() < 16 {
                same.push(n);
            }
        }
    }
    for n in 0..groups.len() {
        let group = &groups[n];
        if group.of.is_some() || group.gazetteer.is_some() {
            continue;
        }
        let Some(same) = longer.get(&tokens.tokens[group.words[0]].hash) else { continue };
        let begins = |m: &usize| {
            let other = &groups[*m];
            *m != n
                && other.of.is_none()
                && other.words.len() > group.words.len()
                && group.words.iter().zip(&other.words).all(|(a, b)| tokens.tokens[*a].hash == tokens.tokens[*b].hash)
        };
        let rest = |m: usize| &groups[m].words[group.words.len()..];
        let suffix = |m: &usize| {
            rest(*m).iter().all(|w| {
                tokens.tokens[*w].classes.any(Classes::ORG_SUFFIX)
                    || ["group", "group's", "holdings", "computer"].iter().any(|g| tokens.is(*w, g))
            })
        };
        let all: Vec<usize> = same.iter().copied().filter(begins).collect();
        let company = all.iter().copied().find(suffix);
        // A short form comes after the full name, and is not a name of its own.
        let short = || {
            let [one] = all.as_slice() else { return None };
            let plain = group.known.is_none()
                && groups[*one].kind == EntityType::Organisation
                && groups[*one].words[0] < group.words[0]
                && !matches!(group.kind, EntityType::Place | EntityType::Nationality)
                && !(group.kind == EntityType::Person && group.margin > 2.0);
            plain.then_some(*one)
        };
        if let Some(m) = company.or_else(short).filter(|m| *m != n)
            && (company.is_some() || group.margin < 4.0)
        {
            groups[m].kind = EntityType::Organisation;
            groups[n].kind = EntityType::Organisation;
            groups[n].of = Some(m);
        }
    }
}

/// Joins initials with the name that they abbreviate: "European Aeronautic Defence and Space Company (EADS)".
pub(super) fn acronyms(tokens: &Tokens<'_>, candidates: &[Candidate], groups: &mut [Group]) {
    let mut initials: HashMap<String, usize> = HashMap::new();
    for (n, group) in groups.iter().enumerate() {
        if group.words.len() < 2 || group.words.len() > 10 || group.kind == EntityType::Person {
            continue;
        }
        let capitals = group.words.iter().filter(|w| tokens.tokens[**w].is_capital());
        let words: String = capitals.filter_map(|w| tokens.word(*w).chars().next()).collect();
        let company: Vec<&usize> = group
            .words
            .iter()
            .filter(|w| !tokens.tokens[**w].classes.any(Classes::ORG_SUFFIX) || tokens.is(**w, "company"))
            .collect();
        let short: String = company
            .iter()
            .filter(|w| tokens.tokens[***w].is_capital())
            .filter_map(|w| tokens.word(**w).chars().next())
            .collect();
        initials.entry(words).or_insert(n);
        initials.entry(short).or_insert(n);
    }
    let ends: HashMap<usize, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(n, g)| g.members.iter().map(move |m| (*m, n)))
        .map(|(m, n)| (candidates[m].tokens.end, n))
        .collect();
    for n in 0..groups.len() {
        let group = &groups[n];
        let [word] = group.words.as_slice() else { continue };
        let capitals = tokens.tokens[*word].letters == Letters::Capitals;
        if !capitals || group.of.is_some() || group.gazetteer.is_some() {
            continue;
        }
        let letters: String = tokens.word(*word).chars().filter(|c| c.is_alphabetic()).collect();
        // In brackets directly after the name, the first letter is enough.
        let introduced = group.members.iter().find_map(|m| {
            let at = candidates[*m].tokens.start;
            let bracket = at > 0
                && tokens.word(at - 1) == "("
                && tokens.tokens.get(at + 1).is_some_and(|_| tokens.word(at + 1) == ")");
            let long = bracket.then(|| ends.get(&(at - 1)).copied()).flatten()?;
            let first = tokens.word(groups[long].words[0]).chars().next();
            (groups[long].words.len() > 1 && letters.chars().next() == first).then_some(long)
        });
        let long = introduced.or_else(|| initials.get(&letters).copied().filter(|_| letters.len() > 1));
        if let Some(long) = long.filter(|l| *l != n && groups[*l].of != Some(n)) {
            let country = matches!(groups[n].known, Some(KnownKind::Country | KnownKind::Nationality));
            if country && groups[long].kind != EntityType::Place {
                continue;
            }
            // A known type of one applies to both.
            if groups[n].known.is_some() && groups[long].gazetteer.is_none() && introduced.is_none() {
                groups[long].kind = groups[n].kind;
            } else if groups[long].kind == EntityType::Person {
                groups[long].kind = EntityType::Organisation;
            }
            let kind = groups[long].kind;
            groups[n].kind = kind;
            groups[n].margin = groups[n].margin.max(3.0);
            groups[n].of = Some(long);
        }
    }
}
