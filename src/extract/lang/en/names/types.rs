//! The type of a name, from its own words and from its context, as a sum of weights. The weights are estimates; each is
//! roughly the number of doublings of the odds.

use super::context_features::{after, before};
use super::known::{self, KnownKind};
use super::mention_detection::Candidate;
use super::scores::{EVENT, ORG, OTHER, PERSON, PLACE, Scores};
use crate::extract::finding::Signals;
use crate::extract::lang::en::lexicon::ordinary;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind, Tokens, is_site};

/// Scores one candidate by itself: its own words, and its context here.
pub(super) fn score(tokens: &Tokens<'_>, candidate: &mut Candidate) -> (Scores, Scores) {
    let mut own = Scores::default();
    let mut around = Scores::default();
    words(tokens, candidate, &mut own);
    before(tokens, candidate, &mut around);
    after(tokens, candidate, &mut around);
    (own, around)
}

/// The evidence of the words of the name.
fn words(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
    let s = &mut scores.0;
    let all = &tokens.tokens[c.tokens.clone()];
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let len = all.len();
    match c.known {
        Some(KnownKind::Organisation) => s[ORG] += 4.0,
        Some(KnownKind::Event) => s[EVENT] += 6.0,
        Some(KnownKind::Other) => s[OTHER] += 6.0,
        Some(KnownKind::Country | KnownKind::Region) => s[PLACE] += 7.0,
        Some(k) if k.is_place() => {
            s[PLACE] += 4.0;
            if len == 1 && first.classes.any(Classes::SURNAME.and(Classes::MALE).and(Classes::FEMALE)) {
                s[PLACE] -= 1.0;
                s[PERSON] += 1.0;
            }
        }
        _ => {}
    }
    if c.known.is_some() {
        return;
    }
    let person = Classes::MALE.and(Classes::FEMALE);
    let mut led = false;
    // A known name at the beginning of a longer one: "Boeing Commercial Airplanes", "Moscow State University".
    if len > 1
        && let Some((end, known)) = known::longest(tokens, c.tokens.start, c.tokens.end, false)
        && end < c.tokens.end
        && (known == KnownKind::Other || !(end == c.tokens.start + 1 && first.classes.any(person)))
    {
        led = true;
        match known {
            KnownKind::Organisation => {
                s[ORG] += 2.0;
                s[OTHER] += if last.classes.any(Classes::ORG) { 0.0 } else { 1.6 };
            }
            KnownKind::Nationality => {
                s[ORG] += 1.0;
                s[OTHER] += 1.0;
                s[PERSON] -= 2.0;
            }
            k if k.is_place() => {
                s[ORG] += 1.5;
                s[PLACE] += 1.0;
                s[PERSON] -= 1.5;
            }
            _ => s[OTHER] += 1.5,
        }
    }
    let mut typed = false;
    let mut type_word = |classes: Classes, letters: Letters, weight: f32| {
        if letters == Letters::Small {
            return;
        }
        if classes.any(Classes::ORG_SUFFIX) {
            s[ORG] += 2.0 * weight;
            typed = true;
        }
        if classes.any(Classes::ORG) {
            s[ORG] += weight;
            typed = true;
        }
        if classes.any(Classes::PLACE) {
            s[PLACE] += weight;
            typed = true;
        }
        if classes.any(Classes::EVENT) {
            s[EVENT] += weight;
            typed = true;
        }
    };
    if len > 1 {
        type_word(last.classes, last.letters, 5.0);
        // "Ministry of Defence", "Lake Sevan", "Battle of Hastings"
        let head = all.get(1).is_some_and(|t| t.letters == Letters::Small);
        if (head || !first.classes.any(person)) && !led {
            type_word(first.classes, first.letters, if head { 7.0 } else { 2.5 });
        }
        for t in &all[1..len - 1] {
            type_word(t.classes, t.letters, 1.0);
        }
        // "State Committee for National Security" is a committee.
        if let Some(link) = all.iter().position(|t| t.letters == Letters::Small).filter(|link| *link > 1) {
            let event = all[link - 1].classes.any(Classes::EVENT);
            type_word(all[link - 1].classes, all[link - 1].letters, if event { 6.5 } else { 4.0 });
        }
        if typed {
            c.signals = c.signals.and(Signals::TYPE_WORD);
        }
    }
    // "South Ulmen"
    let compass = ["North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower"];
    if len == 2
        && !led
        && !typed
        && compass.contains(&tokens.word(c.tokens.start))
        && !ordinary(tokens.word(c.tokens.end - 1))
    {
        s[PLACE] += 2.5;
    }
    // "Turkana South"
    if len == 2
        && !led
        && !typed
        && compass[..4].iter().chain(&["Central"]).any(|w| *w == tokens.word(c.tokens.end - 1))
        && !first.classes.any(person)
        && !ordinary(tokens.word(c.tokens.start))
    {
        s[PLACE] += 2.5;
    }
    if len > 1 && !led && BODIES.contains(&tokens.word(c.tokens.start)) {
        s[ORG] += 2.0;
    }
    if len > 1 && !led && PRESS.contains(&tokens.word(c.tokens.start)) {
        s[ORG] += 4.5;
    }
    // "Sorlnews.net"
    if (c.tokens.clone()).any(|t| is_site(tokens.word(t))) {
        s[ORG] += 5.0;
    }
    let any = |f: &dyn Fn(usize) -> bool| (c.tokens.clone()).any(f);
    let amp = any(&|t| tokens.word(t) == "&");
    if amp {
        s[ORG] += 3.0;
    }
    let digits = all.iter().skip(1).any(|t| matches!(t.kind, TokenKind::Mixed | TokenKind::Number))
        || first.kind == TokenKind::Mixed;
    if digits {
        s[OTHER] += 4.0;
    }
    if first.letters == Letters::Inner && !tokens.word(c.tokens.start).contains('-') {
        s[OTHER] += 2.5;
        s[PERSON] -= 2.0;
    }
    if len == 1 {
        single(tokens, c, s);
        return;
    }
    // Persons: a first name and no type word; two or three words that are not ordinary ones.
    let words = all.iter().filter(|t| t.kind == TokenKind::Word && t.letters != Letters::Small).count();
    let initials = all.iter().skip(1).any(|t| t.letters == Letters::Initial) || first.letters == Letters::Initial;
    if (2..=5).contains(&words) && !typed && !digits && !amp && !led {
        if first.classes.any(person) {
            s[PERSON] += if ordinary(tokens.word(c.tokens.start)) { 2.5 } else { 4.0 };
            c.signals = c.signals.and(Signals::FIRST_NAME);
        }
        if last.classes.any(Classes::SURNAME) {
            s[PERSON] += 1.2;
        }
        // "Deep Kumar Rai": a first name after a word.
        if words > 2
            && first.letters == Letters::Capital
            && !first.classes.any(person)
            && all[1].letters == Letters::Capital
            && all[1].classes.any(person)
            && !ordinary(tokens.word(c.tokens.end - 1))
        {
            s[PERSON] += 1.8;
        }
        if initials {
            s[PERSON] += 2.0;
        }
        // "J.R.R. Tolkien"
        let dotted = first.letters == Letters::Capitals && tokens.word(c.tokens.start).matches('.').count() > 1;
        if dotted && words == 2 && !ordinary(tokens.word(c.tokens.end - 1)) {
            s[PERSON] += 2.0;
        }
        let plain = (c.tokens.clone())
            .filter(|t| tokens.tokens[*t].letters == Letters::Capital && ordinary(tokens.word(*t)))
            .count();
        // "Peter Stano": that "peter" is a word as well says nothing against the name.
        let first_only = plain == 1
            && words == 2
            && last.letters == Letters::Capital
            && first.classes.any(person)
            && ordinary(tokens.word(c.tokens.start));
        match plain {
            0 => s[PERSON] += 1.3,
            _ if first_only => s[PERSON] += 0.6,
            n if n == words => {
                s[OTHER] += 0.8;
                s[ORG] += 0.8;
                s[PERSON] -= 1.0;
            }
            _ => s[ORG] += 0.4,
        }
        if all.iter().any(|t| t.letters == Letters::Capitals && t.end - t.start > 1 && t.end - t.start < 6)
            && !c.signals.any(Signals::FIRST_NAME)
        {
            s[ORG] += 1.0;
            s[PERSON] -= 1.0;
        }
    } else if typed && words == 2 && first.classes.any(person) && last.classes.any(Classes::SURNAME) {
        // "Peter Banks", "Gordon Brown"
        s[PERSON] += 3.5;
    }
    if words == 3 && first.classes.any(person) && all.get(1).is_some_and(|t| t.letters == Letters::Initial) {
        s[PERSON] += 4.0;
    }
    if words >= 5 {
        s[PERSON] -= 2.0;
        s[ORG] += 0.5;
    }
}

/// A single word.
fn single(tokens: &Tokens<'_>, c: &mut Candidate, s: &mut [f32; 5]) {
    let t = &tokens.tokens[c.tokens.start];
    let word = tokens.word(c.tokens.start);
    if t.letters == Letters::Capitals && word.len() > 1 {
        s[ORG] += 1.5;
        s[PERSON] -= 1.5;
        s[PLACE] -= 0.5;
        c.signals = c.signals.and(Signals::ABBREVIATION);
    }
    let plain = ordinary(word);
    if t.classes.any(Classes::MALE.and(Classes::FEMALE)) {
        s[PERSON] += if plain { 0.6 } else { 1.8 };
        c.signals = c.signals.and(Signals::FIRST_NAME);
    }
    if t.classes.any(Classes::SURNAME) {
        s[PERSON] += if plain { 0.3 } else { 1.0 };
    }
    if plain {
        s[OTHER] += 0.8;
        s[ORG] += 0.4;
        if ["al", "ic", "ive", "ous", "ing", "ful", "ese"].iter().any(|e| word.len() > 4 && word.ends_with(e)) {
            s[OTHER] += 0.8;
        }
    } else {
        let camel = word.as_bytes().windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
        let surname = ["Mc", "Mac", "De", "La", "Le", "Di", "Fitz", "O'", "Van"].iter().any(|p| word.starts_with(p));
        // "O'Brien"
        let apostrophe = word.len() > 4
            && matches!(word.as_bytes()[0], b'O' | b'D')
            && word[1..].strip_prefix(['\'', '\u{2019}']).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        if apostrophe {
            s[PERSON] += 2.5;
        } else if camel && surname {
            s[PERSON] += 1.5;
        } else if camel {
            s[OTHER] += 0.9;
            s[ORG] += 0.3;
        }
        s[ORG] += 0.6;
        s[PERSON] += 0.3;
        s[PLACE] += 0.3;
        for (end, kind, weight) in ENDINGS {
            if word.len() > end.len() + 2 && word.ends_with(end) {
                s[*kind] += weight;
            }
        }
    }
}

/// First words that are more common in names of bodies than in others.
#[rustfmt::skip]
const BODIES: &[&str] = &[
    "Air", "Royal", "National", "Federal", "Banco", "Banque", "Deutsche", "Société", "Radio", "Real", "FC",
    "Standard", "General", "United", "First", "Bank", "Central", "International", "Global", "Associated",
    "Consolidated", "Allied", "Crédit", "Credit",
];

/// First words of the names of newspapers and agencies.
const PRESS: &[&str] = &["Daily", "Gazeta", "Weekly", "Agence", "Agencia"];

/// Endings of names that indicate a type.
const ENDINGS: &[(&str, usize, f32)] = &[
    ("stan", PLACE, 2.5),
    ("burg", PLACE, 1.5),
    ("berg", PERSON, 0.7),
    ("grad", PLACE, 2.0),
    ("abad", PLACE, 2.0),
    ("pur", PLACE, 1.5),
    ("ville", PLACE, 1.5),
    ("ton", PLACE, 0.5),
    ("shire", PLACE, 2.5),
    ("land", PLACE, 1.2),
    ("ia", PLACE, 0.5),
    ("sk", PLACE, 1.2),
    ("ov", PERSON, 1.5),
    ("ev", PERSON, 1.2),
    ("yan", PERSON, 1.5),
    ("ian", PERSON, 0.3),
    ("ski", PERSON, 1.5),
    ("sky", PERSON, 1.0),
    ("vich", PERSON, 1.5),
    ("enko", PERSON, 2.0),
    ("shvili", PERSON, 2.5),
    ("adze", PERSON, 2.0),
    ("sson", PERSON, 1.5),
    ("sen", PERSON, 1.0),
    ("ez", PERSON, 1.0),
    ("ova", PERSON, 1.2),
    ("eva", PERSON, 1.2),
    ("escu", PERSON, 2.0),
    ("poulos", PERSON, 2.0),
    ("zade", PERSON, 2.0),
    ("vić", PERSON, 1.5),
    ("oglu", PERSON, 2.0),
    ("oğlu", PERSON, 2.0),
    ("zadeh", PERSON, 2.0),
    ("soft", ORG, 2.0),
    ("tech", ORG, 2.0),
    ("corp", ORG, 2.0),
    ("bank", ORG, 2.5),
    ("com", ORG, 1.5),
    ("tel", ORG, 0.8),
    ("air", ORG, 1.0),
    ("gas", ORG, 1.0),
    ("ism", OTHER, 2.0),
];
