//! Entity coreference: the mentions of one document are brought together by name. Mentions with the same words are the
//! same entity; a surname alone is the person with that surname; initials and short forms are the body that they
//! abbreviate. The evidence for the type of each mention counts for all of them.

mod forms;
mod gender;
mod surnames;

use super::known::KnownKind;
use super::mention_detection::Candidate;
use super::types::score;
use crate::extract::finding::Names;
use crate::extract::finding::{Entity, EntityType, Gender, Mention, Signals};
use crate::extract::lang::en::names::scores::{ORG, PERSON, PLACE, Scores, TYPES};
use crate::extract::lexicon::Hashed;
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use forms::{acronyms, parts, persons, surname, surnames};
use gender::{gender, gender_of};
use std::collections::HashMap;
use std::ops::Range;
use surnames::Namesakes;

/// Mentions with the same words.
#[derive(Debug)]
struct Group {
    /// Indices of the candidates.
    members: Vec<usize>,
    /// The word tokens of the first of them.
    words: Vec<usize>,
    scores: Scores,
    /// The scores of the contexts of its mentions, added up.
    around: Scores,
    kind: EntityType,
    margin: f32,
    gazetteer: Option<usize>,
    known: Option<KnownKind>,
    weak: bool,
    /// The group that this one is a part of.
    of: Option<usize>,
}

/// Maximum score that repetition in a document can give a type.
const MOST: f32 = 8.0;

/// Minimum number of words in small letters of a sentence that no mark ends.
const SMALL_WORDS: usize = 3;

/// Brings the candidates of a document together.
pub(super) fn read(tokens: &Tokens<'_>, mut candidates: Vec<Candidate>, gazetteer: &[(EntityType, String)]) -> Names {
    let (mut groups, arounds) = by_words(tokens, &mut candidates);
    for group in &mut groups {
        group.decide(gazetteer);
    }
    neighbours(tokens, &candidates, &mut groups, gazetteer);
    persons(tokens, &mut groups);
    let surnames = surnames(tokens, &groups);
    parts(tokens, &mut groups);
    acronyms(tokens, &candidates, &mut groups);
    let namesakes = Namesakes::new(tokens, &candidates, &groups, &surnames, gazetteer);
    let memberships = memberships(&candidates, &mut groups, &namesakes, &arounds, tokens);
    assemble(tokens, &mut candidates, &groups, &memberships)
}

/// The gender that a name of some tokens, or the word before it, indicates.
pub(in crate::extract) fn gender_at(tokens: &Tokens<'_>, name: &Range<usize>) -> Option<Gender> {
    let start = tokens.sentences[tokens.sentence_of(name.start)].tokens.start;
    let title = name.start.checked_sub(1).filter(|before| *before >= start);
    gender_of(tokens, title.map(|at| at..at + 1), name)
}

/// Groups the candidates by their words, and scores them.
fn by_words(tokens: &Tokens<'_>, candidates: &mut [Candidate]) -> (Vec<Group>, Vec<Scores>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut index: HashMap<(u64, Option<usize>), usize, Hashed> = HashMap::default();
    let mut arounds = Vec::with_capacity(candidates.len());
    for (n, c) in candidates.iter_mut().enumerate() {
        let (own, around) = score(tokens, c);
        arounds.push(around);
        let key = match c.gazetteer {
            Some(known) => (0, Some(known)),
            None => {
                let words = tokens.tokens[c.tokens.clone()].iter().filter(|t| t.kind != TokenKind::Mark);
                (words.fold(1, |key: u64, t| key.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ t.hash), None)
            }
        };
        let at = *index.entry(key).or_insert_with(|| {
            let words = c.tokens.clone().filter(|t| tokens.tokens[*t].kind != TokenKind::Mark).collect();
            groups.push(Group {
                members: Vec::new(),
                words,
                scores: own,
                around: Scores::default(),
                kind: EntityType::Other,
                margin: 0.0,
                gazetteer: c.gazetteer,
                known: c.known,
                weak: true,
                of: None,
            });
            groups.len() - 1
        });
        let group = &mut groups[at];
        group.members.push(n);
        group.weak &= c.weak;
        // "KUWAIT, 17 October" and later "Kuwait": only the second is known by its spelling.
        if group.known.is_none() && c.known.is_some() {
            group.known = c.known;
            group.scores = own;
        }
        group.around.add(&around);
    }
    // Repetition does not add certainty in proportion: the score grows with the square root of the count.
    for group in &mut groups {
        let root = (group.members.len() as f32).sqrt();
        for (s, around) in group.scores.0.iter_mut().zip(group.around.0) {
            *s += (around / root).clamp(-MOST, MOST);
        }
    }
    (groups, arounds)
}

/// Consecutive names are of one type: "Lyon, Dijon and Mâcon".
fn neighbours(tokens: &Tokens<'_>, candidates: &[Candidate], groups: &mut [Group], gazetteer: &[(EntityType, String)]) {
    let mut of = vec![0; candidates.len()];
    for (n, group) in groups.iter().enumerate() {
        for m in &group.members {
            of[*m] = n;
        }
    }
    let listed = |a: &Candidate, b: &Candidate| {
        let between = a.tokens.end..b.tokens.start;
        a.sentence == b.sentence
            && (1..=2).contains(&between.len())
            && between.clone().all(|t| matches!(tokens.word(t), "," | "and" | "or"))
    };
    let mut gains: Vec<(usize, usize)> = Vec::new();
    for n in 1..candidates.len() {
        if !listed(&candidates[n - 1], &candidates[n]) {
            continue;
        }
        // After a comma alone, another type may follow: "Karen Smith, Boston".
        let comma = candidates[n - 1].tokens.end + 1 == candidates[n].tokens.start
            && tokens.word(candidates[n].tokens.start - 1) == ",";
        for (a, b) in [(of[n - 1], of[n]), (of[n], of[n - 1])] {
            let sure = groups[a].margin > 2.0 && groups[b].margin < 2.0 && groups[b].gazetteer.is_none() && !comma;
            if let Some(kind) = TYPES.iter().position(|k| *k == groups[a].kind).filter(|_| sure) {
                gains.push((b, kind));
            }
        }
    }
    for (group, kind) in gains {
        if groups[group].margin < 2.0 {
            groups[group].scores.0[kind] += 1.3;
            groups[group].decide(gazetteer);
        }
    }
}

impl Group {
    /// For mentions whose entity cannot be determined.
    fn unresolved(c: &Candidate) -> Self {
        Self {
            members: Vec::new(),
            words: c.tokens.clone().collect(),
            scores: Scores::default(),
            around: Scores::default(),
            kind: EntityType::Person,
            margin: 0.0,
            gazetteer: None,
            known: None,
            weak: false,
            of: None,
        }
    }

    fn decide(&mut self, gazetteer: &[(EntityType, String)]) {
        if let Some(known) = self.gazetteer {
            self.kind = gazetteer.get(known).map_or(EntityType::Place, |(kind, _)| *kind);
            self.margin = 20.0;
        } else if self.known == Some(KnownKind::Nationality) {
            self.kind = EntityType::Nationality;
            self.margin = 6.0;
        } else {
            (self.kind, self.margin) = self.scores.best();
        }
    }
}

/// The group that a mention belongs to.
struct Membership {
    group: usize,
    kind: EntityType,
    part: bool,
    /// Whether several groups are possible.
    unsure: bool,
}

/// The outermost group that a group is a part of.
fn root(groups: &[Group], mut n: usize) -> usize {
    for _ in 0..8 {
        match groups[n].of {
            Some(of) => n = of,
            None => break,
        }
    }
    n
}

/// Finds the group of each candidate; `None` if it is not a name.
fn memberships(
    candidates: &[Candidate],
    groups: &mut Vec<Group>,
    namesakes: &Namesakes<'_>,
    arounds: &[Scores],
    tokens: &Tokens<'_>,
) -> Vec<Option<Membership>> {
    let mut memberships: Vec<Option<Membership>> = candidates.iter().map(|_| None).collect();
    // For ambiguous names, the group of the mentions that cannot be resolved.
    let mut nobody: HashMap<u64, usize, Hashed> = HashMap::default();
    let mut of = vec![0; candidates.len()];
    for (n, group) in groups.iter().enumerate() {
        for m in &group.members {
            of[*m] = n;
        }
    }
    for n in 0..candidates.len() {
        let group = &groups[of[n]];
        let top = root(groups, of[n]);
        let c = &candidates[n];
        let membership = |group: usize, kind, part| Some(Membership { group, kind, part, unsure: false });
        let whole = membership(top, groups[top].kind, top != of[n]);
        let single = c.tokens.len() == 1;
        if !single && c.gazetteer.is_some() || group.words.len() > 1 && c.gazetteer.is_none() {
            memberships[n] = whole;
            continue;
        }
        let word = if c.gazetteer.is_some() { c.tokens.start } else { group.words[0] };
        let hash = tokens.tokens[word].hash;
        let around = &arounds[n].0;
        let place = group.known.is_some_and(KnownKind::is_place) && around[PERSON] < around[PLACE] + 1.0;
        let body = group.known == Some(KnownKind::Organisation) && around[PERSON] < 2.0 && group.scores.0[ORG] > 5.0;
        let other = place || body || group.known == Some(KnownKind::Nationality);
        let known = c.gazetteer.map(|_| top).filter(|_| group.kind == EntityType::Person);
        let persons = if other || c.gazetteer.is_some() && known.is_none() {
            Vec::new()
        } else {
            namesakes.of(groups, hash, known)
        };
        memberships[n] = match namesakes.meant(groups, &persons, c) {
            _ if persons.is_empty() && group.weak && top == of[n] => None,
            _ if persons.is_empty() => whole,
            Some(person) => membership(person, EntityType::Person, Some(person) != known),
            None => {
                let nobody = *nobody.entry(hash).or_insert_with(|| {
                    groups.push(Group::unresolved(c));
                    groups.len() - 1
                });
                groups[nobody].members.push(n);
                Some(Membership { group: nobody, kind: EntityType::Person, part: false, unsure: true })
            }
        };
    }
    memberships
}

fn assemble(
    tokens: &Tokens<'_>,
    candidates: &mut [Candidate],
    groups: &[Group],
    memberships: &[Option<Membership>],
) -> Names {
    let mut names = Names::default();
    let mut entities: HashMap<usize, usize, Hashed> = HashMap::default();
    let mut length: Vec<usize> = Vec::new();
    for (c, membership) in candidates.iter_mut().zip(memberships) {
        let Some(membership) = membership else { continue };
        let group = &groups[membership.group];
        let range = tokens.range(&c.tokens);
        let entity = *entities.entry(membership.group).or_insert_with(|| {
            let name = crate::base::iri::folded_space(&tokens.text[range.clone()]);
            names.entities.push(Entity {
                kind: group.kind,
                name,
                known: group.gazetteer,
                gender: None,
                mentions: Vec::new(),
            });
            length.push(c.tokens.len());
            names.entities.len() - 1
        });
        let known = &mut names.entities[entity];
        let words = &tokens.text[range.clone()];
        // "BATKEN" of a dateline is called as the text calls it.
        let is_calmer = c.tokens.len() == length[entity]
            && is_in_capitals(&known.name)
            && !is_in_capitals(words)
            && crate::base::iri::folded(words) == crate::base::iri::folded(&known.name);
        if is_calmer || (c.tokens.len(), words.len()) > (length[entity], known.name.len()) {
            known.name = crate::base::iri::folded_space(words);
            length[entity] = c.tokens.len();
        }
        if membership.kind == EntityType::Person {
            known.kind = EntityType::Person;
        }
        if membership.kind == EntityType::Person && !membership.unsure {
            known.gender = known.gender.or_else(|| gender(tokens, c));
        }
        let mut signals = c.signals;
        if group.members.len() > 1 {
            signals = signals.and(Signals::ELSEWHERE);
        }
        if membership.part {
            let initials =
                tokens.tokens[c.tokens.start].letters == Letters::Capitals && membership.kind != EntityType::Person;
            signals = signals.and(if initials { Signals::ACRONYM } else { Signals::PART });
        }
        if membership.unsure {
            signals = signals.and(Signals::AMBIGUOUS);
        }
        if is_fragment(tokens, c.sentence) {
            signals = signals.and(Signals::FRAGMENT);
        }
        let sure = 1.0 / (1.0 + (-0.7 * group.margin.min(20.0)).exp());
        let confidence = if membership.unsure { sure.min(0.4) } else { sure.min(0.99) };
        known.mentions.push(names.mentions.len());
        names.mentions.push(Mention {
            range,
            tokens: c.tokens.clone(),
            kind: membership.kind,
            entity,
            paragraph: tokens.sentences[c.sentence].paragraph,
            stands_for_state: false,
            confidence,
            signals,
        });
    }
    names
}

/// Whether a line below the headline is no sentence: no mark ends it, and it has hardly a word that is no name.
fn is_fragment(tokens: &Tokens<'_>, sentence: usize) -> bool {
    let sentence = &tokens.sentences[sentence];
    let is_ended =
        ![TokenKind::Word, TokenKind::Number, TokenKind::Mixed].contains(&tokens.tokens[sentence.tokens.end - 1].kind);
    // Each name of the line asks, so the words that are looked at are few.
    let near = sentence.tokens.clone().take(100);
    let small = || near.clone().filter(|t| tokens.tokens[*t].letters == Letters::Small).take(SMALL_WORDS).count();
    sentence.paragraph.is_some() && !is_ended && small() < SMALL_WORDS
}

fn is_in_capitals(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}
