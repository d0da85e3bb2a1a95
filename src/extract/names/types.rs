//! What a name names: what its own words say and what stands beside it, weighed and added up. The weights are a reader's
//! judgement; each is about as many doublings of the odds.

use super::super::finding::{EntityType, Signals};
use super::super::lexicon::{Classes, ordinary};
use super::super::tokens::{Letters, TokenKind, Tokens};
use super::capitals::Candidate;
use super::known::{self, Known};

/// How much speaks for a person, an organisation, a place, an event, anything else.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Scores(pub(super) [f32; 5]);

/// The types that are weighed, in the order of [`Scores`].
pub(super) const TYPES: [EntityType; 5] =
    [EntityType::Person, EntityType::Organisation, EntityType::Place, EntityType::Event, EntityType::Other];
pub(super) const PERSON: usize = 0;
pub(super) const ORG: usize = 1;
pub(super) const PLACE: usize = 2;
const EVENT: usize = 3;
const OTHER: usize = 4;

impl Scores {
    /// The best type, and by how much it is better than the next.
    pub(super) fn best(&self) -> (EntityType, f32) {
        let mut best = 0;
        for n in 1..5 {
            if self.0[n] > self.0[best] {
                best = n;
            }
        }
        let next = (0..5).filter(|n| *n != best).map(|n| self.0[n]).fold(f32::MIN, f32::max);
        (TYPES[best], self.0[best] - next)
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a += b;
        }
    }
}

/// Weighs one candidate by itself: what its own words say, and what stands around it here.
pub(super) fn score(tokens: &Tokens<'_>, candidate: &mut Candidate) -> (Scores, Scores) {
    let mut own = Scores::default();
    let mut around = Scores::default();
    words(tokens, candidate, &mut own);
    before(tokens, candidate, &mut around);
    after(tokens, candidate, &mut around);
    (own, around)
}

/// What the words of the name say.
fn words(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
    let s = &mut scores.0;
    let all = &tokens.tokens[c.tokens.clone()];
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let len = all.len();
    match c.known {
        Some(Known::Organisation) => s[ORG] += 4.0,
        Some(Known::Event) => s[EVENT] += 6.0,
        Some(Known::Other) => s[OTHER] += 6.0,
        Some(Known::Country | Known::Region) => s[PLACE] += 7.0,
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
    // A known name at the beginning of a longer one: "Boeing Commercial Airplanes", "Moscow State University".
    if len > 1
        && let Some((end, known)) = known::longest(tokens, c.tokens.start, c.tokens.end, false)
        && end < c.tokens.end
        && !(end == c.tokens.start + 1 && first.classes.any(person))
    {
        match known {
            Known::Organisation => {
                s[ORG] += 2.0;
                s[OTHER] += if last.classes.any(Classes::ORG) { 0.0 } else { 1.6 };
            }
            Known::Nationality => {
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
        if head || !first.classes.any(person) {
            type_word(first.classes, first.letters, if head { 7.0 } else { 2.5 });
        }
        for t in &all[1..len - 1] {
            type_word(t.classes, t.letters, 1.0);
        }
        if typed {
            c.signals = c.signals.and(Signals::TYPE_WORD);
        }
    }
    if len > 1 && BODIES.contains(&tokens.word(c.tokens.start)) {
        s[ORG] += 2.0;
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
    // Persons: a first name and then no type word, two or three words that are no ordinary ones.
    let words = all.iter().filter(|t| t.kind == TokenKind::Word && t.letters != Letters::Small).count();
    let initials = all.iter().skip(1).any(|t| t.letters == Letters::Initial) || first.letters == Letters::Initial;
    if (2..=5).contains(&words) && !typed && !digits && !amp {
        if first.classes.any(person) {
            s[PERSON] += if ordinary(tokens.word(c.tokens.start)) { 2.5 } else { 4.0 };
            c.signals = c.signals.and(Signals::FIRST_NAME);
        }
        if last.classes.any(Classes::SURNAME) {
            s[PERSON] += 1.2;
        }
        if initials {
            s[PERSON] += 2.0;
        }
        let plain = (c.tokens.clone())
            .filter(|t| tokens.tokens[*t].letters == Letters::Capital && ordinary(tokens.word(*t)))
            .count();
        match plain {
            0 => s[PERSON] += 1.3,
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

/// One word alone.
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
    } else {
        let camel = word.as_bytes().windows(2).any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
        let surname = ["Mc", "Mac", "De", "La", "Le", "Di", "Fitz", "O'", "Van"].iter().any(|p| word.starts_with(p));
        if camel && surname {
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

/// Words that begin the names of bodies more often than others'.
const BODIES: &[&str] = &[
    "Air",
    "Royal",
    "National",
    "Federal",
    "Banco",
    "Banque",
    "Deutsche",
    "Société",
    "Radio",
    "Real",
    "FC",
    "Standard",
    "General",
    "United",
    "First",
    "Bank",
    "Central",
    "International",
    "Global",
    "Associated",
    "Consolidated",
    "Allied",
    "Crédit",
    "Credit",
];

/// Endings of names that are of a kind more often than not.
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
    ("oglu", PERSON, 2.0),
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

/// What stands before the name.
fn before(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
    let s = &mut scores.0;
    let sentence = &tokens.sentences[c.sentence].tokens;
    if c.title.is_some() {
        s[PERSON] += 6.0;
        return;
    }
    let Some(at) = c.tokens.start.checked_sub(1).filter(|at| sentence.contains(at)) else { return };
    let t = &tokens.tokens[at];
    let word = tokens.word(at);
    if t.kind == TokenKind::Mark {
        // "Steve Jobs, Apple": nothing. A quotation mark: a work.
        if matches!(word, "“" | "\"" | "‘" | "«") {
            let end = tokens.tokens.get(c.tokens.end).map(|_| tokens.word(c.tokens.end));
            if end.is_some_and(|e| matches!(e, "”" | "\"" | "’" | "»")) {
                s[OTHER] += 2.0;
            }
        }
        return;
    }
    let small = t.letters == Letters::Small;
    if small || at == sentence.start {
        match word {
            "in" | "In" => s[PLACE] += 2.4,
            "near" | "Near" | "outside" | "Outside" | "around" | "across" | "throughout" | "off" => s[PLACE] += 3.0,
            "at" | "At" => {
                s[PLACE] += 0.6;
                s[ORG] += 0.6;
                s[EVENT] += 0.4;
                s[PERSON] -= 1.0;
            }
            "into" | "towards" | "toward" | "inside" | "within" => s[PLACE] += 1.2,
            "from" | "From" | "to" => {
                s[PLACE] += 0.6;
                s[ORG] += 0.2;
            }
            "by" | "with" | "By" | "With" => {
                s[PERSON] += 0.6;
                s[ORG] += 0.6;
                s[PLACE] -= 0.7;
            }
            "the" | "The" => {
                s[PERSON] -= 3.0;
                s[ORG] += 0.7;
                s[OTHER] += 0.5;
                if c.tokens.len() == 1 && c.known.is_none() {
                    s[PLACE] -= 0.5;
                    // "The Beatles", "the Houthis"
                    let name = tokens.word(c.tokens.start);
                    if name.ends_with('s') && !name.ends_with("ss") {
                        s[ORG] += 1.0;
                    }
                }
            }
            "a" | "an" | "A" | "An" => {
                s[PERSON] -= 2.0;
                s[OTHER] += 1.5;
            }
            "his" | "her" | "their" | "its" | "our" | "my" | "your" | "these" | "this" | "two" | "new" => {
                s[OTHER] += 1.2;
                s[PERSON] -= 0.7;
            }
            "against" | "called" | "named" | "dubbed" | "titled" => s[OTHER] += 0.3,
            "when" | "that" | "whom" | "like" | "as" => s[PERSON] += 0.3,
            _ => {}
        }
        if matches!(word, "in" | "In" | "near" | "at" | "from" | "to" | "outside") {
            c.signals = c.signals.and(Signals::PREPOSITION);
        }
    }
    // "city of X", "head of X"
    if word == "of" || word == "the" && at > sentence.start && tokens.word(at - 1) == "of" {
        let of = if word == "of" { at } else { at - 1 };
        let head = of.checked_sub(1).filter(|h| sentence.contains(h)).map(|h| tokens.tokens[h]);
        if let Some(head) = head {
            if head.classes.any(Classes::PLACE) {
                s[PLACE] += 3.5;
                c.signals = c.signals.and(Signals::NOUN);
            } else if head.classes.any(Classes::ROLE) {
                s[ORG] += 1.0;
                s[PLACE] += 0.5;
            } else if matches!(
                tokens.word(of - 1),
                "north"
                    | "south"
                    | "east"
                    | "west"
                    | "kilometres"
                    | "kilometers"
                    | "miles"
                    | "km"
                    | "outskirts"
                    | "streets"
                    | "centre"
                    | "center"
                    | "part"
                    | "parts"
                    | "people"
            ) {
                s[PLACE] += 2.5;
            } else if matches!(
                tokens.word(of - 1),
                "shares" | "subsidiary" | "acquisition" | "employees" | "customers" | "unit" | "takeover"
            ) {
                s[ORG] += 2.5;
            }
        }
    }
    if small && t.spaced {
        noun(tokens, c, s, at, sentence.start);
    }
}

/// A noun right before the name: "analyst David Strauss", "aircraft manufacturer Boeing".
fn noun(tokens: &Tokens<'_>, c: &mut Candidate, s: &mut [f32; 5], at: usize, start: usize) {
    let t = &tokens.tokens[at];
    if t.classes.any(Classes::ROLE.and(Classes::HONORIFIC)) && !t.classes.any(Classes::FUNCTION) {
        s[PERSON] += if t.classes.any(Classes::ORG_NOUN.and(Classes::ORG)) { 1.5 } else { 3.5 };
        c.signals = c.signals.and(Signals::TITLE);
        // The role stands for a title where it is one: "president Barack Obama".
        if c.title.is_none() && at >= start {
            c.title = Some(at..at + 1);
        }
    }
    if t.classes.any(Classes::ORG_NOUN) {
        s[ORG] += 3.0;
        c.signals = c.signals.and(Signals::NOUN);
    } else if t.classes.any(Classes::PLACE) {
        s[PLACE] += 2.0;
        c.signals = c.signals.and(Signals::NOUN);
    }
    if t.classes.any(Classes::PRODUCT) {
        s[OTHER] += 2.0;
    }
}

/// What follows the name.
fn after(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
    let s = &mut scores.0;
    let end = tokens.sentences[c.sentence].tokens.end;
    if c.before_title {
        s[ORG] += 2.0;
        s[PLACE] += 0.8;
        s[PERSON] -= 2.0;
    }
    let at = c.tokens.end;
    if at >= end {
        return;
    }
    // "Apple today unveiled", "Boeing has also announced"
    let mut at = at;
    while at + 1 < end
        && [
            "today",
            "also",
            "has",
            "have",
            "had",
            "now",
            "recently",
            "yesterday",
            "later",
            "then",
            "first",
            "subsequently",
        ]
        .iter()
        .any(|w| tokens.is(at, w))
    {
        at += 1;
    }
    let at = at;
    let t = &tokens.tokens[at];
    let word = tokens.word(at);
    match t.kind {
        TokenKind::Possessive => {
            s[OTHER] -= 0.5;
            s[ORG] += 0.4;
            s[PERSON] += 0.3;
            if tokens.tokens.get(at + 1).is_some_and(|n| n.classes.any(Classes::ROLE) && n.letters == Letters::Small) {
                s[ORG] += 0.8;
            }
        }
        TokenKind::Mark => comma(tokens, c, s, at, end),
        TokenKind::Word if t.letters == Letters::Small => {
            if t.classes.any(Classes::ACTS) && !matches!(word, "is" | "was" | "are" | "has" | "had" | "will" | "would")
            {
                let person =
                    matches!(word, "said" | "says" | "told" | "added" | "noted" | "stressed" | "recalled" | "stated");
                s[PERSON] += if person { 1.2 } else { 0.5 };
                s[ORG] += 0.7;
                s[PLACE] -= 0.3;
                s[OTHER] -= 0.5;
                c.signals = c.signals.and(Signals::VERB);
            }
            let past =
                word.len() > 4 && word.ends_with("ed") && !t.classes.any(Classes::ACTS) && !tokens.is(at + 1, "by");
            if past {
                s[PERSON] += 0.3;
                s[ORG] += 0.5;
                s[OTHER] -= 0.2;
                s[PLACE] -= 0.2;
            }
            if matches!(word, "who" | "himself" | "herself" | "whose") {
                s[PERSON] += 2.5;
            }
            if t.classes.any(Classes::PRODUCT) && !t.classes.any(Classes::ORG_NOUN) {
                s[OTHER] += 1.6;
            }
            if t.classes.any(Classes::ORG_NOUN) {
                s[ORG] += 1.5;
                c.signals = c.signals.and(Signals::NOUN);
            } else if t.classes.any(Classes::ROLE) {
                // "a Boeing spokesman"
                s[ORG] += 1.3;
                s[PERSON] -= 1.0;
            } else if t.classes.any(Classes::PLACE) && !t.classes.any(Classes::EVENT) {
                s[PLACE] += 1.5;
                c.signals = c.signals.and(Signals::NOUN);
            } else if t.classes.any(Classes::EVENT) {
                s[PLACE] += 0.3;
            }
        }
        _ => {}
    }
}

/// A comma or a bracket after the name.
fn comma(tokens: &Tokens<'_>, c: &mut Candidate, s: &mut [f32; 5], at: usize, end: usize) {
    let word = tokens.word(at);
    if word == "-" || word == "–" {
        // "Toulouse-based"
        if tokens.is(at + 1, "based") || tokens.is(at + 1, "born") || tokens.is(at + 1, "area") {
            s[PLACE] += 4.0;
        } else if tokens.is(at + 1, "led") || tokens.is(at + 1, "backed") || tokens.is(at + 1, "owned") {
            s[PLACE] += 0.8;
            s[ORG] += 0.8;
        }
        return;
    }
    if word == "(" && at + 2 < end && tokens.word(at + 2) == ")" && tokens.tokens[at + 1].letters == Letters::Capitals {
        s[ORG] += 2.0;
    }
    if word != "," || at + 1 >= end {
        return;
    }
    let next = &tokens.tokens[at + 1];
    if next.kind == TokenKind::Number {
        // "Karen Smith, 45,"
        let age = tokens.word(at + 1).len() == 2
            && tokens.tokens.get(at + 2).is_some_and(|_| matches!(tokens.word(at + 2), "," | "."));
        if age {
            s[PERSON] += 3.0;
        }
        return;
    }
    // "Toulouse, France"
    if next.is_capital()
        && let Some((_, known)) = known::longest(tokens, at + 1, end, false)
        && matches!(known, Known::Country | Known::State)
        && c.known != Some(Known::Country)
    {
        s[PLACE] += 2.5;
    }
    if matches!(tokens.word(at + 1), "who" | "whose" | "whom") {
        s[PERSON] += 3.0;
    }
    // "Scott Carson, president and chief executive of …", "EADS, the parent company of …"
    let article = next.classes.any(Classes::FUNCTION);
    for n in at + 1..(at + 6).min(end) {
        let t = &tokens.tokens[n];
        if t.kind == TokenKind::Mark
            || (n > at + 1 && t.classes.any(Classes::ACTS.and(Classes::FUNCTION)) && !t.classes.any(Classes::ROLE))
        {
            break;
        }
        if t.classes.any(Classes::ORG_NOUN) && article {
            s[ORG] += 2.0;
            c.signals = c.signals.and(Signals::NOUN);
            break;
        }
        if t.classes.any(Classes::ROLE) {
            s[PERSON] += 2.5;
            c.signals = c.signals.and(Signals::TITLE);
            break;
        }
        if t.classes.any(Classes::PLACE) && article && t.letters == Letters::Small {
            s[PLACE] += 2.0;
            break;
        }
    }
}
