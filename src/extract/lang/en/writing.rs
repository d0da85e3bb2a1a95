//! How English writes words: abbreviations, and what is written as one word.

use super::lexicon::{classes, classes_of, ordinary};
use crate::base::date::{Form, english};
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, Tokens, Writing};

/// The writing of English.
pub const WRITING: &dyn Writing = &English;

#[derive(Debug)]
struct English;

impl Writing for English {
    fn classes(&self, hash: u64) -> Classes {
        classes_of(hash)
    }

    fn joined(&self, word: &str) -> Option<usize> {
        glued(word)
    }

    fn attributed(&self, word: &str) -> Option<usize> {
        attributed(word)
    }

    fn is_abbreviation(&self, word: &str, rest: &str) -> bool {
        is_abbreviation(word, rest)
    }

    fn abbreviation_ends(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        abbreviation_ends(tokens, at)
    }
}

/// Whether a full stop after `word` belongs to it: "Mr.", "Sept."
fn is_abbreviation(word: &str, rest: &str) -> bool {
    if word.len() > 6 {
        return false;
    }
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    // "Ph.D.", "Lt.-Gen."
    let known = |list: &[&str]| list.iter().any(|a| a.eq_ignore_ascii_case(word));
    let month = || english().months.get(word).is_some_and(|month| month.form == Form::Other);
    (known(TITLES) || capital && (known(ABBREVIATIONS) || month()))
        || known(ANY_CASE)
        || known(BEFORE_NUMBERS) && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// Abbreviations whose full stop belongs to them and does not end a sentence.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "cmdr", "cpl", "sgt", "sen", "sens", "rep",
    "reps", "gov", "rev", "hon", "adm", "brig", "msgr", "ph", "pvt", "supt", "insp", "messrs", "mme", "mlle", "rtr", "rtd",
];
/// Abbreviations that must be capitalised, as those of months must.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "st", "jr", "sr", "inc", "ltd", "co", "corp", "bros", "mt", "ft", "dept", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla",
    "ga", "ill", "ind", "kan", "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla",
    "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "univ", "assn", "tues", "thurs", "ave", "blvd",
];
const ANY_CASE: &[&str] = &["vs", "etc", "approx", "ca", "cf", "est", "i.e", "e.g"];
const BEFORE_NUMBERS: &[&str] = &["no", "nos", "fig", "vol", "pp", "p", "art", "sec", "ch"];

/// Where a word ends that is joined to the next: capitals before another capitalised word ("OSCEMinsk") or an ordinary
/// one ("OSCEobservation"), or a lower-case word before a capitalised one ("wereHeld", "inMoscow").
fn glued(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    if bytes.len() < 5 || !word.is_ascii() || bytes.len() > 40 {
        return None;
    }
    let capitals = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let small = bytes[capitals..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    if capitals == 0 {
        let joined = &word[small..];
        let next = joined.len() >= 3
            && joined.starts_with(|c: char| c.is_ascii_uppercase())
            && joined.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        let before = &word[..small];
        let apart = small >= 2 && !matches!(before, "my" | "it" | "you" | "no" | "me" | "so" | "up" | "do");
        return (next && apart && classes(before).any(Classes::FUNCTION)).then_some(small);
    }
    if capitals < 3 || capitals + small != bytes.len() || small < 3 {
        return None;
    }
    if small >= 4 && ordinary(&word[capitals..]) {
        return Some(capitals);
    }
    // The last capital begins the next word, if that is possible.
    (capitals >= 4).then_some(capitals - 1)
}

/// Where a name ends to which "-based" or the like is joined.
fn attributed(word: &str) -> Option<usize> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let at = word.rfind('-')?;
    ATTRIBUTED.contains(&&word[at + 1..]).then_some(at)
}

#[rustfmt::skip]
const ATTRIBUTED: &[&str] = &[
    "administered", "appointed", "area", "backed", "based", "born", "bound", "built", "controlled",
    "designed", "dominated", "educated", "era", "friendly", "funded", "held", "initiated", "led", "linked", "listed",
    "made", "mandated", "occupied", "operated", "owned", "produced", "related", "ruled", "run",
    "style", "supported", "trained", "wide",
];

/// Whether a sentence ends with the abbreviation before `at`: "in the U.S. He said", not "Mr. Karasin", "J. Smith".
fn abbreviation_ends(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = &tokens.tokens[at];
    if at < 2 || !next.spaced {
        return false;
    }
    // "chose plan B. Holt left": the letter of a label is not an initial.
    if tokens.word(at - 1).len() == 2 && next.is_capital() && LABELS.iter().any(|w| tokens.is(at - 2, w)) {
        return true;
    }
    if POWERS.contains(&tokens.word(at - 1)) && is_subject(tokens, at) {
        return true;
    }
    let begins = next.letters == Letters::Capital && next.classes.any(Classes::FUNCTION);
    if !begins {
        return false;
    }
    let (word, before) = (tokens.word(at - 1), &tokens.tokens[at - 2]);
    let initial = word.len() == 2;
    (initial && before.letters == Letters::Small)
        || word.matches('.').count() > 1
        || tokens.tokens[at - 1].classes.any(Classes::ORG_SUFFIX)
        || ["Jr.", "Sr.", "etc.", "Bros."].contains(&word)
}

/// Whether a name begins here that is not part of another and is the subject of a verb: "Okoro met".
fn is_subject(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(verb) = tokens.tokens.get(at + 1) else { return false };
    let named = Classes::ORG.and(Classes::PLACE).and(Classes::EVENT).and(Classes::ORG_SUFFIX).and(Classes::ROLE);
    let next = &tokens.tokens[at];
    let acts = Classes::ACTS.and(Classes::SAY).and(Classes::EVENT_VERB);
    next.letters == Letters::Capital
        && !next.classes.any(named.and(Classes::HONORIFIC).and(Classes::SPEAKING_BODY))
        && !ordinary(tokens.word(at))
        && verb.letters == Letters::Small
        && (verb.classes.any(acts) && !ordinary_noun(tokens.word(at + 1)) || tokens.word(at + 1).ends_with("ed"))
}

/// Words that are both verbs and nouns: "the U.S. Marlow report".
fn ordinary_noun(word: &str) -> bool {
    ["report", "reports", "call", "calls", "note", "notes", "claim", "claims", "state", "states", "statement", "post"]
        .contains(&word)
}

/// Words that are numbered by letters.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "plan", "vitamin", "group", "class", "grade", "type", "category", "section", "block", "hepatitis", "appendix",
    "exhibit", "point", "option", "gate", "annex", "division", "serie", "influenza", "team", "zone", "pot",
];
/// States and towns by their initials.
const POWERS: &[&str] = &["U.S.", "U.K.", "U.N.", "E.U.", "U.S.A.", "U.S.S.R.", "U.A.E.", "D.C."];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tokens::Sentence;
    use crate::read::record::Article;

    fn read(text: &str) -> Vec<String> {
        let article = Article { title: None, paragraphs: vec![0..text.len()] };
        let tokens = Tokens::new(text, &article, WRITING);
        let words = |s: &Sentence| s.tokens.clone().map(|t| tokens.word(t)).collect::<Vec<_>>().join("|");
        tokens.sentences.iter().map(words).collect()
    }

    #[test]
    fn sentences_and_tokens() {
        for (text, expected) in [
            ("Mr. J. Smith's U.S. visit ended. He left.", vec!["Mr.|J.|Smith|'s|U.S.|visit|ended|.", "He|left|."]),
            (
                "“We agreed,” he said. “Go on.” They did.",
                vec!["“|We|agreed|,|”|he|said|.", "“|Go|on|.|”", "They|did|."],
            ),
            ("From 1988-1992, 3,050 km2; the 1990s.", vec!["From|1988|-|1992|,|3,050|km2|;|the|1990s|."]),
            ("Nagorno-Karabakh and the OSCEMinsk Group", vec!["Nagorno-Karabakh|and|the|OSCE|Minsk|Group"]),
            ("the OSCEobservation mission", vec!["the|OSCE|observation|mission"]),
            ("the meeting wereHeld inMoscow", vec!["the|meeting|were|Held|in|Moscow"]),
            ("McDonald, iPhone, ExxonMobil, PCs", vec!["McDonald|,|iPhone|,|ExxonMobil|,|PCs"]),
            ("Geneva-based, U.S.-led and A330-200", vec!["Geneva|-|based|,|U.S.|-|led|and|A330-200"]),
            (
                "Jobs 's U.S. , said . `` We won . '' They left .",
                vec!["Jobs|'s|U.S.|,|said|.", "`|`|We|won|.|'|'", "They|left|."],
            ),
            ("the ministers' talks", vec!["the|ministers|'|talks"]),
            (
                "He said no. Then Acme Inc. He left at No. 5.",
                vec!["He|said|no|.", "Then|Acme|Inc.", "He|left|at|No.|5|."],
            ),
            ("In 1992³ Eastmere¹ had 250⁹ km².", vec!["In|1992|³|Eastmere|¹|had|250|⁹|km²|."]),
            ("He was in the U.S. The minister left.", vec!["He|was|in|the|U.S.", "The|minister|left|."]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
