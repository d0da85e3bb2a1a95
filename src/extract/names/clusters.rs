//! Who is who: the mentions of one document, brought together by name. The same words are the same thing; a surname alone is
//! the person so called; initials and short forms are the body that they are taken from. What each mention tells of its type
//! counts for all.

use super::super::finding::{Entity, EntityType, Gender, Mention, Signals};
use super::super::lexicon::{Classes, Hashed, ordinary};
use super::super::tokens::{Letters, TokenKind, Tokens};
use super::Names;
use super::capitals::Candidate;
use super::known::Known;
use super::types::{ORG, PERSON, PLACE, Scores, TYPES, score};
use std::collections::HashMap;

/// Mentions with the same words.
#[derive(Debug)]
struct Group {
    /// Positions among the candidates.
    members: Vec<usize>,
    /// The word tokens of the first of them.
    words: Vec<usize>,
    scores: Scores,
    /// What stands around its mentions, added up.
    around: Scores,
    kind: EntityType,
    margin: f32,
    gazetteer: Option<usize>,
    known: Option<Known>,
    weak: bool,
    /// The group that this one is a part of.
    of: Option<usize>,
}

/// The most that a document can say for a type by repeating itself.
const MOST: f32 = 8.0;

/// Brings the candidates of a document together.
pub(super) fn read(tokens: &Tokens<'_>, mut candidates: Vec<Candidate>, gazetteer: &[(EntityType, String)]) -> Names {
    let (mut groups, arounds) = by_words(tokens, &mut candidates);
    for group in &mut groups {
        group.decide(gazetteer);
    }
    neighbours(tokens, &candidates, &mut groups, gazetteer);
    persons(tokens, &candidates, &mut groups);
    let surnames = surnames(tokens, &groups);
    parts(tokens, &mut groups);
    acronyms(tokens, &candidates, &mut groups);
    let homes = homes(&candidates, &groups, &surnames, &arounds, tokens);
    assemble(tokens, &mut candidates, &groups, &homes)
}

/// Groups the candidates by their words, and weighs them.
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
        group.known = group.known.or(c.known);
        group.around.add(&around);
    }
    // What is said often is not as much surer: it counts by the root of how often.
    for group in &mut groups {
        #[expect(clippy::cast_precision_loss, reason = "a count of mentions")]
        let root = (group.members.len() as f32).sqrt();
        for (s, around) in group.scores.0.iter_mut().zip(group.around.0) {
            *s += (around / root).clamp(-MOST, MOST);
        }
    }
    (groups, arounds)
}

/// Names in a row are of one sort: "Lyon, Dijon and Mâcon".
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
        // After a comma alone another sort may follow: "Karen Smith, Boston".
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
    fn decide(&mut self, gazetteer: &[(EntityType, String)]) {
        if let Some(known) = self.gazetteer {
            self.kind = gazetteer.get(known).map_or(EntityType::Place, |(kind, _)| *kind);
            self.margin = 20.0;
        } else if self.known == Some(Known::Nationality) {
            self.kind = EntityType::Nationality;
            self.margin = 6.0;
        } else {
            (self.kind, self.margin) = self.scores.best();
        }
    }
}

fn is_ending(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr.") || word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// The surname of a full name, as a token.
fn surname(tokens: &Tokens<'_>, words: &[usize]) -> Option<usize> {
    let at = words.iter().rposition(|w| !is_ending(tokens, *w))?;
    (at > 0).then(|| words[at])
}

/// Joins the forms of one person's name: "George W. Bush" and "George Bush", "G. Karasin" and "Grigory Karasin".
fn persons(tokens: &Tokens<'_>, candidates: &[Candidate], groups: &mut [Group]) {
    let mut seen: HashMap<u64, Vec<usize>, Hashed> = HashMap::default();
    for n in 0..groups.len() {
        if groups[n].kind != EntityType::Person || candidates.is_empty() {
            continue;
        }
        let Some(last) = surname(tokens, &groups[n].words) else { continue };
        let same = seen.entry(tokens.tokens[last].hash).or_default();
        let first = groups[n].words[0];
        let found = same.iter().copied().find(|m| {
            let other = groups[*m].words[0];
            let (a, b) = (&tokens.tokens[first], &tokens.tokens[other]);
            let initials = a.letters == Letters::Initial || b.letters == Letters::Initial;
            let letter = |at: usize| tokens.word(at).chars().next();
            a.hash == b.hash || (initials && letter(first) == letter(other))
        });
        match found {
            Some(m) if groups[n].gazetteer.is_none() || groups[m].gazetteer.is_none() => {
                // The gazetteer's identity is kept.
                if groups[n].gazetteer.is_some() {
                    groups[m].of = Some(n);
                    same.retain(|s| *s != m);
                    same.push(n);
                } else {
                    groups[n].of = Some(m);
                }
            }
            _ if same.len() < 16 => same.push(n),
            _ => {}
        }
    }
}

/// The persons of each surname, and of each first name.
fn surnames(tokens: &Tokens<'_>, groups: &[Group]) -> HashMap<u64, Vec<usize>, Hashed> {
    let mut all: HashMap<u64, Vec<usize>, Hashed> = HashMap::default();
    for (n, group) in groups.iter().enumerate() {
        if group.kind != EntityType::Person || group.of.is_some() {
            continue;
        }
        let mut push = |at: usize| {
            let same = all.entry(tokens.tokens[at].hash).or_default();
            if same.len() < 64 && !same.contains(&n) {
                same.push(n);
            }
        };
        if let Some(last) = surname(tokens, &group.words) {
            push(last);
            push(group.words[0]);
            // "Hugo Chávez Frías" is Chávez.
            if group.words.len() == 3 && tokens.tokens[group.words[1]].letters == Letters::Capital {
                push(group.words[1]);
            }
        }
    }
    all
}

/// Joins short forms with the fuller name that they begin: "Apple" and "Apple Inc.", "Northrop" and "Northrop Grumman".
fn parts(tokens: &Tokens<'_>, groups: &mut [Group]) {
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
        // A short form comes after the full one, and is no name of its own.
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

/// Joins initials with the name that they are of: "European Aeronautic Defence and Space Company (EADS)".
fn acronyms(tokens: &Tokens<'_>, candidates: &[Candidate], groups: &mut [Group]) {
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
        // In brackets right after the name, the first letter will do.
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
            let country = matches!(groups[n].known, Some(Known::Country | Known::Nationality));
            if country && groups[long].kind != EntityType::Place {
                continue;
            }
            // What either of them is known to be, both are.
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

/// To whom each mention belongs.
struct Home {
    group: usize,
    kind: EntityType,
    part: bool,
    /// Several could be meant.
    unsure: bool,
}

/// Finds for each candidate the group that it belongs to; none if it is no name.
fn homes(
    candidates: &[Candidate],
    groups: &[Group],
    surnames: &HashMap<u64, Vec<usize>, Hashed>,
    arounds: &[Scores],
    tokens: &Tokens<'_>,
) -> Vec<Option<Home>> {
    let mut homes: Vec<Option<Home>> = candidates.iter().map(|_| None).collect();
    // The person of a surname who was named last before here.
    let mut last: HashMap<u64, usize, Hashed> = HashMap::default();
    let mut of = vec![0; candidates.len()];
    for (n, group) in groups.iter().enumerate() {
        for m in &group.members {
            of[*m] = n;
        }
    }
    let root = |mut n: usize| {
        for _ in 0..8 {
            match groups[n].of {
                Some(of) => n = of,
                None => break,
            }
        }
        n
    };
    for n in 0..candidates.len() {
        let group = &groups[of[n]];
        let top = root(of[n]);
        let [word] = group.words.as_slice() else {
            if group.kind == EntityType::Person
                && let Some(surname) = surname(tokens, &group.words)
            {
                last.insert(tokens.tokens[surname].hash, top);
                last.insert(tokens.tokens[group.words[0]].hash, top);
            }
            homes[n] = Some(Home { group: top, kind: groups[top].kind, part: top != of[n], unsure: false });
            continue;
        };
        let hash = tokens.tokens[*word].hash;
        let around = &arounds[n].0;
        let persons = surnames.get(&hash).map_or(&[][..], Vec::as_slice);
        let place = group.known.is_some_and(Known::is_place) && around[PERSON] < around[PLACE] + 1.0;
        let body = group.known == Some(Known::Organisation) && around[PERSON] < 2.0 && group.scores.0[ORG] > 5.0;
        if !persons.is_empty()
            && group.gazetteer.is_none()
            && !place
            && !body
            && group.known != Some(Known::Nationality)
        {
            let by_surname: Vec<usize> = persons
                .iter()
                .copied()
                .filter(|p| surname(tokens, &groups[*p].words).is_some_and(|s| tokens.tokens[s].hash == hash))
                .collect();
            let one = match (by_surname.as_slice(), persons) {
                ([one], _) | ([], [one]) => Some(*one),
                _ => last.get(&hash).copied(),
            };
            let unsure = by_surname.len() > 1 || by_surname.is_empty() && persons.len() > 1;
            if let Some(person) = one {
                homes[n] = Some(Home { group: root(person), kind: EntityType::Person, part: true, unsure });
            } else {
                homes[n] = Some(Home { group: top, kind: EntityType::Person, part: false, unsure: true });
            }
            continue;
        }
        if group.weak && top == of[n] {
            continue;
        }
        homes[n] = Some(Home { group: top, kind: groups[top].kind, part: top != of[n], unsure: false });
    }
    homes
}

fn assemble(tokens: &Tokens<'_>, candidates: &mut [Candidate], groups: &[Group], homes: &[Option<Home>]) -> Names {
    let mut names = Names::default();
    let mut entities: HashMap<usize, usize, Hashed> = HashMap::default();
    let mut length: Vec<usize> = Vec::new();
    for (c, home) in candidates.iter_mut().zip(homes) {
        let Some(home) = home else { continue };
        let group = &groups[home.group];
        let range = tokens.range(&c.tokens);
        let entity = *entities.entry(home.group).or_insert_with(|| {
            let name = crate::iri::folded_space(&tokens.text[range.clone()]);
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
        if (c.tokens.len(), words.len()) > (length[entity], known.name.len()) {
            known.name = crate::iri::folded_space(words);
            length[entity] = c.tokens.len();
        }
        if home.kind == EntityType::Person {
            known.kind = EntityType::Person;
            known.gender = known.gender.or_else(|| gender(tokens, c));
        }
        let mut signals = c.signals;
        if group.members.len() > 1 {
            signals = signals.and(Signals::ELSEWHERE);
        }
        if home.part {
            let initials =
                tokens.tokens[c.tokens.start].letters == Letters::Capitals && home.kind != EntityType::Person;
            signals = signals.and(if initials { Signals::ACRONYM } else { Signals::PART });
        }
        let sure = 1.0 / (1.0 + (-0.7 * group.margin.min(20.0)).exp());
        let confidence = if home.unsure { sure.min(0.4) } else { sure.min(0.99) };
        known.mentions.push(names.mentions.len());
        names.mentions.push(Mention {
            range,
            tokens: c.tokens.clone(),
            kind: home.kind,
            entity,
            paragraph: tokens.sentences[c.sentence].paragraph,
            stands_for_state: false,
            confidence,
            signals,
        });
    }
    names
}

/// What a title or a first name says.
fn gender(tokens: &Tokens<'_>, c: &Candidate) -> Option<Gender> {
    let titles = c.title.clone().into_iter().flatten();
    for at in titles {
        let is = |words: &[&str]| words.iter().any(|w| tokens.is(at, w));
        if is(&[
            "mr",
            "mr.",
            "sir",
            "lord",
            "king",
            "prince",
            "duke",
            "congressman",
            "chairman",
            "spokesman",
            "father",
            "husband",
            "son",
            "brother",
            "herr",
            "monsieur",
            "señor",
            "businessman",
            "actor",
        ]) {
            return Some(Gender::Male);
        }
        if is(&[
            "mrs",
            "mrs.",
            "ms",
            "ms.",
            "miss",
            "lady",
            "queen",
            "princess",
            "dame",
            "duchess",
            "congresswoman",
            "chairwoman",
            "spokeswoman",
            "mother",
            "wife",
            "daughter",
            "sister",
            "frau",
            "madame",
            "madam",
            "señora",
            "businesswoman",
            "actress",
        ]) {
            return Some(Gender::Female);
        }
    }
    if c.tokens.len() < 2 {
        return None;
    }
    let first = tokens.tokens[c.tokens.start];
    match (first.classes.any(Classes::MALE), first.classes.any(Classes::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => {
            // "Natalya Timakova" and "Sergeyevna": endings that only women's names have in some languages.
            let last = tokens.word(c.tokens.end - 1);
            (["ova", "eva", "skaya", "kaya", "ovna"].iter().any(|e| last.ends_with(e)) && !ordinary(last))
                .then_some(Gender::Female)
        }
    }
}
