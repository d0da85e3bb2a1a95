//! Features of the context of a name: prepositions, nouns and titles before it, verbs, nouns and appositions after it.

use super::known::{self, KnownKind};
use super::mention_detection::Candidate;
use crate::extract::finding::Signals;
use crate::extract::lang::en::names::scores::{EVENT, ORG, OTHER, PERSON, PLACE, Scores};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, Token, TokenKind, Tokens};

/// Features before the name.
pub(super) fn before(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
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
        // After "Steve Jobs," in "Steve Jobs, Apple": none. After a quotation mark: a work.
        if matches!(word, "“" | "\"" | "‘" | "«") {
            let end = tokens.tokens.get(c.tokens.end).map(|_| tokens.word(c.tokens.end));
            if end.is_some_and(|e| matches!(e, "”" | "\"" | "’" | "»")) {
                s[OTHER] += 2.0;
            }
        }
        return;
    }
    let small = t.letters == Letters::Small;
    if small || at == sentence.start || word == "The" {
        match word {
            "in" | "In" => s[PLACE] += 2.4,
            "near" | "Near" | "outside" | "Outside" | "around" | "across" | "throughout" | "off" => s[PLACE] += 3.0,
            "at" | "At" => {
                s[PLACE] += 0.6;
                s[ORG] += 0.6;
                s[EVENT] += 0.4;
                s[PERSON] -= 1.0;
            }
            "between" | "Between" => s[PLACE] += 0.7,
            "downtown" | "northern" | "southern" | "eastern" | "western" | "central" | "nearby" | "neighbouring"
            | "neighboring" | "mainland" => s[PLACE] += 2.5,
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
            // "told The Standard"
            "The" if at > sentence.start && tokens.tokens[at - 1].kind == TokenKind::Word => {
                s[PERSON] -= 3.0;
                s[ORG] += 2.0;
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
            let governed = GOVERNED.iter().any(|w| tokens.is(of - 1, w));
            if head.classes.any(Classes::PLACE) || MANY_UNITS.contains(&tokens.word(of - 1)) || governed {
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
    // "the districts of Moyale and Marsabit"
    if small && matches!(word, "and" | ",") && is_in_list_of_units(tokens, at, sentence.start) {
        s[PLACE] += 3.5;
    }
    // "at Kobebe in Uganda", "in Sorl, Chile"
    if matches!(word, "at" | "in" | "At" | "In") && is_within_place(tokens, c.tokens.end, sentence.end) {
        s[PLACE] += 2.5;
        s[ORG] -= 0.6;
    }
    if small && t.spaced {
        noun(tokens, c, s, at, sentence.start);
    }
}

/// A noun directly before the name: "analyst David Strauss", "aircraft manufacturer Boeing".
fn noun(tokens: &Tokens<'_>, c: &mut Candidate, s: &mut [f32; 5], at: usize, start: usize) {
    let t = &tokens.tokens[at];
    if t.classes.any(Classes::ROLE.and(Classes::HONORIFIC)) && !t.classes.any(Classes::FUNCTION) {
        s[PERSON] += if t.classes.any(Classes::ORG_NOUN.and(Classes::ORG)) { 1.5 } else { 3.5 };
        c.signals = c.signals.and(Signals::TITLE);
        // The role serves as a title if it is one: "president Barack Obama".
        if c.title.is_none() && at >= start {
            c.title = Some(at..at + 1);
        }
    }
    if t.classes.any(Classes::ORG_NOUN) {
        s[ORG] += 3.0;
        c.signals = c.signals.and(Signals::NOUN);
    } else if t.classes.any(Classes::PLACE) && !(at > start && tokens.tokens[at - 1].is_capital()) {
        // In "the Sorl district Ivo Tal", the district is that of the name before.
        s[PLACE] += 2.0;
        c.signals = c.signals.and(Signals::NOUN);
    }
    if t.classes.any(Classes::PRODUCT) {
        s[OTHER] += 2.0;
    }
}

/// Whether a name after "and" or a comma is in a list that a plural word for units opens: "the districts of A and".
fn is_in_list_of_units(tokens: &Tokens<'_>, link: usize, start: usize) -> bool {
    let from = link.saturating_sub(12).max(start);
    for at in (from..link).rev() {
        let token = &tokens.tokens[at];
        if tokens.is(at, "of") {
            return at > start && MANY_UNITS.contains(&tokens.word(at - 1));
        }
        if !token.is_capital() && !matches!(tokens.word(at), "," | "and") {
            return false;
        }
    }
    false
}

/// Whether "in" and a place follow, a known one or one with a word for its kind: "at Kobebe in Uganda".
fn is_within_place(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && tokens.is(at, "in")
        && tokens.tokens[at + 1].is_capital()
        && (known::longest(tokens, at + 1, end, false).is_some_and(|(_, kind)| kind.is_place())
            || (at + 2..end.min(at + 4)).any(|t| {
                let token = &tokens.tokens[t];
                token.letters == Letters::Capital
                    && token.classes.any(Classes::PLACE)
                    && tokens.tokens[t - 1].is_capital()
            }))
}

/// Features after the name.
pub(super) fn after(tokens: &Tokens<'_>, c: &mut Candidate, scores: &mut Scores) {
    let s = &mut scores.0;
    let end = tokens.sentences[c.sentence].tokens.end;
    if c.before_title {
        s[PERSON] -= 2.0;
        // "Tripura Governor"
        let rank = ["deputy", "acting", "vice", "lieutenant", "assistant"].iter().any(|w| tokens.is(c.tokens.end, w));
        let office = c.tokens.end + usize::from(rank);
        let governed = office < end && GOVERNED.iter().any(|w| tokens.is(office, w));
        // "Sorl Deputy Commissioner"
        if governed || rank && office < end && tokens.is(office, "commissioner") {
            s[PLACE] += 3.0;
        } else {
            s[ORG] += 2.0;
            s[PLACE] += 0.8;
        }
    }
    let at = c.tokens.end;
    if at >= end {
        return;
    }
    // "Apple today unveiled", "Boeing has also announced"
    let mut at = at;
    while at + 1 < end
        && [
            "today", "also", "has", "have", "had", "now", "recently", "yesterday", "later", "then", "first",
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
    let of_team = |at: usize| {
        let small = at < end && tokens.tokens[at].letters == Letters::Small;
        let manager = || tokens.is(at, "manager") && tokens.tokens.get(at + 1).is_some_and(Token::is_capital);
        small && (TEAM.iter().any(|w| tokens.is(at, w)) || manager())
    };
    if c.known.is_some_and(KnownKind::is_place) && of_team(if t.kind == TokenKind::Possessive { at + 1 } else { at }) {
        s[ORG] += 8.0;
        s[PLACE] -= 3.0;
        c.signals = c.signals.and(Signals::NOUN);
    }
    match t.kind {
        TokenKind::Possessive => {
            s[OTHER] -= 0.5;
            s[ORG] += 0.4;
            s[PERSON] += 0.3;
            if KIN.iter().any(|k| tokens.is(at + 1, k)) {
                s[PERSON] += 2.5;
            } else if tokens
                .tokens
                .get(at + 1)
                .is_some_and(|n| n.classes.any(Classes::ROLE) && n.letters == Letters::Small)
            {
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
            if LIVES.contains(&word) {
                s[PERSON] += 1.5;
            }
            if matches!(
                word,
                "police" | "residents" | "resident" | "native" | "suburb" | "streets" | "area" | "airport" | "court"
            ) {
                s[PLACE] += 1.5;
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
            } else if UNITS.contains(&word) || MANY_UNITS.contains(&word) {
                // "the Sorl district": what has such a unit after its name is a place.
                s[PLACE] += 4.5;
                c.signals = c.signals.and(Signals::NOUN);
            } else if t.classes.any(Classes::PLACE) && !t.classes.any(Classes::EVENT) {
                s[PLACE] += 1.5;
                c.signals = c.signals.and(Signals::NOUN);
            } else if t.classes.any(Classes::EVENT) {
                s[PLACE] += 0.3;
            } else if tokens
                .tokens
                .get(at + 1)
                .is_some_and(|n| n.classes.any(Classes::PLACE) && n.letters == Letters::Small)
            {
                // "Carlisle railway station"
                s[PLACE] += 1.2;
            }
        }
        _ => {}
    }
}

/// Words for parts of a country and settlements.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "district", "districts", "region", "province", "county", "village", "villages", "town", "oblast", "raion", "rayon",
    "municipality", "governorate", "prefecture", "canton", "valley", "peninsula", "border",
];
/// Words for several of them.
const MANY_UNITS: &[&str] = &[
    "districts", "counties", "regions", "provinces", "villages", "towns", "cities", "oblasts", "raions", "rayons",
    "municipalities", "governorates", "prefectures", "cantons",
];
/// Offices that a place has.
const GOVERNED: &[&str] =
    &["governor", "governors", "mayor", "mayors", "magistrate", "prefect", "governorate", "governor-general"];
/// Nouns for relatives, which only a person has.
#[rustfmt::skip]
const KIN: &[&str] = &[
    "wife", "husband", "mother", "father", "parents", "son", "daughter", "brother", "sister", "widow", "children",
    "family", "lawyer", "lawyers", "attorney", "attorneys", "girlfriend", "boyfriend", "death", "birthday", "body",
    "career", "life", "friend", "friends", "funeral", "arrest", "resignation", "successor", "predecessor", "speech",
    "remarks", "trial", "visit", "trip", "arrival", "invitation",
];
/// Words for the members and actions of a team: a name before them is a team even if it is also that of a place.
#[rustfmt::skip]
const TEAM: &[&str] = &[
    "coach", "captain", "skipper", "striker", "midfielder", "goalkeeper", "goalie", "winger", "fullback", "quarterback",
    "receiver", "linebacker", "cornerback", "pitcher", "catcher", "outfielder", "shortstop", "batsman", "bowler",
    "fly-half", "teammate", "teammates", "star", "stars", "player", "players", "squad", "fans", "beat",
];
/// Verbs for what only a person does.
#[rustfmt::skip]
const LIVES: &[&str] = &[
    "praised", "died", "born", "married", "resigned", "testified", "scored", "replied", "joked", "smiled", "recalled",
    "grew", "lives", "lived", "graduated", "homered", "pitched", "pleaded", "tweeted", "wrote", "writes", "thinks",
    "thought", "knew", "argued", "argues", "retired", "apologised", "apologized", "quipped", "laughed", "explained",
    "remembered", "spoke", "arrived", "travelled", "traveled", "flew",
];

/// A comma or a bracket after the name.
fn comma(tokens: &Tokens<'_>, c: &mut Candidate, s: &mut [f32; 5], at: usize, end: usize) {
    let word = tokens.word(at);
    if (word == "-" || word == "–") && !tokens.tokens[at].spaced {
        // "Toulouse-based"
        if tokens.is(at + 1, "based") || tokens.is(at + 1, "born") || tokens.is(at + 1, "area") {
            s[PLACE] += 4.0;
        } else if tokens.is(at + 1, "led") || tokens.is(at + 1, "backed") || tokens.is(at + 1, "owned") {
            s[PLACE] += 0.8;
            s[ORG] += 0.8;
        }
        return;
    }
    // A dateline: "GENEVA, Oct. 3 -", "VIENNA (Reuters) -", "PARIS —"
    let first = tokens.sentences[c.sentence].tokens.start == c.tokens.start;
    let dated = || {
        let next = tokens.tokens.get(at + 1);
        word == "," && next.is_some_and(|t| t.kind == TokenKind::Number || t.classes.any(Classes::MONTH))
    };
    let capitals = tokens.tokens[c.tokens.start].letters == Letters::Capitals;
    if first && capitals && (matches!(word, "(" | "—" | "–" | "-") || dated()) {
        s[PLACE] += 3.0;
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
        && matches!(known, KnownKind::Country | KnownKind::State)
        && c.known != Some(KnownKind::Country)
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
