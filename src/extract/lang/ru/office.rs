//! The words of an office: "первый заместитель министра иностранных дел России".

use super::forms::Case;
use super::lexicon::{Does, does, is_of_body, office};
use crate::extract::finding::EntityType;
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use std::ops::Range;

/// An office in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Office {
    /// All its words, with adjectives before and the body after it.
    pub(super) tokens: Range<usize>,
    /// Its nouns, of which each may be the office of who follows: "советник президента". The case is that of the form.
    pub(super) nouns: Vec<(usize, Option<Case>)>,
    /// The last name of a place or body in it.
    pub(super) of: Option<Range<usize>>,
}

/// Maximum number of words after the noun.
const LONGEST: usize = 10;

/// Whether a word is a noun of an office.
pub(super) fn is_office(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && does(t.hash, Does::ROLE))
}

/// The case of a form of an office; `None` if it may be several.
fn case(tokens: &Tokens<'_>, at: usize) -> Option<Case> {
    let lemma = office(tokens.tokens[at].hash)?;
    let word = tokens.word(at).to_lowercase();
    if word == "замглавы" || word == "замминистра" {
        return None;
    }
    if word == lemma {
        return Some(Case::Nominative);
    }
    let feminine = lemma.ends_with('а');
    match word.chars().next_back()? {
        'а' | 'я' | 'ы' | 'о' => Some(Case::Genitive),
        'у' | 'ю' if feminine => Some(Case::Accusative),
        'у' | 'ю' => Some(Case::Dative),
        'м' | 'й' => Some(Case::Instrumental),
        'е' if feminine => Some(Case::Dative),
        'е' => Some(Case::Prepositional),
        _ => None,
    }
}

/// The office whose noun is at a token. `name` gives the name at a token that is known already.
pub(super) fn office_at(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    name: &dyn Fn(usize) -> Option<(EntityType, Range<usize>)>,
) -> Office {
    let mut start = at;
    let is_adjective = |at: usize| does(tokens.tokens[at].hash, Does::ROLE_ADJECTIVE.and(Does::FORMER));
    while start > 0 && tokens.tokens[start - 1].kind == TokenKind::Word && is_adjective(start - 1) {
        start -= 1;
    }
    let mut found = Office { tokens: start..at + 1, nouns: vec![(at, case(tokens, at))], of: None };
    let mut next = at + 1;
    while next < end.min(at + LONGEST) {
        let token = tokens.tokens[next];
        if let Some((kind, range)) = name(next) {
            if !matches!(kind, EntityType::Place | EntityType::Organisation) {
                break;
            }
            next = range.end;
            found.of = Some(range);
            found.tokens.end = next;
            continue;
        }
        if token.kind != TokenKind::Word {
            break;
        }
        if is_office(tokens, next) {
            found.nouns.push((next, case(tokens, next)));
        } else if token.letters == Letters::Small {
            // "министр транспорта и коммуникаций", "министр по делам"
            let joins = matches!(tokens.word(next), "и" | "по" | "при");
            let after = tokens.tokens.get(next + 1).map_or("", |t| &tokens.text[t.range()]);
            // "по делам", "по чрезвычайным ситуациям", not "по приглашению"
            let is_field = ["ам", "ям", "ым", "им", "опасности", "политике", "экономике", "реинтеграции", "развитию"];
            let is_of = tokens.word(next) != "по" || is_field.iter().any(|word| after.ends_with(word));
            let goes_on = next + 1 < end
                && is_of
                && tokens.tokens[next + 1].letters == Letters::Small
                && !does(tokens.tokens[next + 1].hash, Does::FUNCTION.and(Does::SAY));
            if joins && !goes_on || !joins && (ends_office(tokens, next) || is_verb(tokens.word(next))) {
                break;
            }
        } else if !is_of_body(tokens.word(next)) {
            break;
        }
        next += 1;
        found.tokens.end = next;
    }
    found
}

fn ends_office(tokens: &Tokens<'_>, at: usize) -> bool {
    does(tokens.tokens[at].hash, Does::FUNCTION.and(Does::SAY).and(Does::REPORT)) || tokens.word(at) == "в"
}

/// Whether a word looks like a verb in the past or present, of the third person.
pub(super) fn is_verb(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "ил", "ал", "ел", "ял", "ула", "ила", "ала", "ела", "яла", "или", "али", "ели", "яли", "ило", "ало", "лся",
        "лась", "лись", "лось", "ает", "яет", "ует", "ют", "ят", "ит", "ет", "тся", "ёт",
    ];
    const NOUNS: &[&str] =
        &["совет", "комитет", "кабинет", "бюджет", "университет", "отдел", "факультет", "дел", "сил"];
    word.chars().count() > 3 && ENDS.iter().any(|end| word.ends_with(end)) && !NOUNS.contains(&word)
}
