//! Mention detection: finds where names begin and end. A name is a row of capitalised words, with small words inside
//! ("Bank of England", "Ludwig van Beethoven"); the row is split where a title, a nationality or another name ends and
//! the next begins.

use super::document::Document;
use super::known::{self, KnownKind};
use super::words::{BEFORE_TITLES, DIRECTIONS};
use crate::extract::finding::Signals;
use crate::extract::lang::en::lexicon::{classes, ordinary};
use crate::extract::lang::en::writing::WRITING;
use crate::extract::lexicon::Classes;
use crate::extract::script::is_latin;
use crate::extract::tokens::{Letters, Token, TokenKind, Tokens};
use std::ops::Range;

/// A range of tokens that may be a name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) tokens: Range<usize>,
    /// The index of its sentence.
    pub(super) sentence: usize,
    /// The gazetteer's entity.
    pub(super) gazetteer: Option<usize>,
    /// The type of the program's own name that matches it as a whole.
    pub(super) known: Option<KnownKind>,
    /// The title directly before it, as tokens.
    pub(super) title: Option<Range<usize>>,
    /// Whether a title or role follows in the same row: "Boeing Chief Executive".
    pub(super) before_title: bool,
    /// Whether the only evidence is a capital at the beginning of a sentence or in a loud headline.
    pub(super) weak: bool,
    pub(super) signals: Signals,
}

/// A word or a known name in a row.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) tokens: Range<usize>,
    pub(super) gazetteer: Option<usize>,
    pub(super) known: Option<KnownKind>,
    pub(super) classes: Classes,
}

/// Reads the rows of one document.
pub(super) struct Rows<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) document: &'a Document,
    pub(super) out: Vec<Candidate>,
}

/// Maximum number of words and names in a row that are read together.
const LONGEST: usize = 40;
pub(super) const TYPES: Classes = Classes(Classes::ORG.0 | Classes::PLACE.0 | Classes::EVENT.0);
pub(super) const FIRST: Classes = Classes(Classes::MALE.0 | Classes::FEMALE.0);
pub(super) const TITLES: Classes = Classes(Classes::HONORIFIC.0 | Classes::ROLE.0);

impl Rows<'_, '_> {
    /// Reads a sentence. `gazetteer` holds the gazetteer names in it, in order.
    pub(super) fn sentence(&mut self, sentence: usize, gazetteer: &[(Range<usize>, usize)]) {
        let range = self.tokens.sentences[sentence].tokens.clone();
        let loud = self.document.loud[sentence];
        let mut gazetteer = gazetteer.iter().peekable();
        let mut at = range.start;
        let mut row: Vec<Atom> = Vec::new();
        while at < range.end {
            // An endless row is cut, because its names are examined repeatedly.
            if row.len() >= LONGEST {
                self.row(&mut row, sentence, false);
            }
            while gazetteer.peek().is_some_and(|(found, _)| found.start < at) {
                gazetteer.next();
            }
            if let Some((found, entity)) = gazetteer.peek().filter(|(found, _)| found.start == at) {
                at = found.end;
                let classes = Classes::default();
                row.push(Atom { tokens: found.clone(), gazetteer: Some(*entity), known: None, classes });
            } else if let Some((end, known)) = self.known(at, range.end, sentence, &row) {
                let classes = self.tokens.tokens[end - 1].classes;
                if known == KnownKind::Nothing {
                    self.row(&mut row, sentence, true);
                } else {
                    row.push(Atom { tokens: at..end, gazetteer: None, known: Some(known), classes });
                }
                at = end;
            } else if self.is_name(at, !row.is_empty()) {
                let classes = self.tokens.tokens[at].classes;
                row.push(Atom { tokens: at..at + 1, gazetteer: None, known: None, classes });
                at += 1;
            } else {
                let links = if row.is_empty() || loud { 0 } else { self.links(at, range.end, &row) };
                if links == 0 {
                    self.row(&mut row, sentence, false);
                    at += 1;
                } else {
                    if let Some(last) = row.last_mut() {
                        last.tokens.end = at + links;
                    }
                    at += links;
                }
            }
        }
        self.row(&mut row, sentence, false);
    }

    pub(super) fn token(&self, at: usize) -> &Token {
        &self.tokens.tokens[at]
    }

    /// A known name that begins here.
    fn known(&self, at: usize, end: usize, sentence: usize, row: &[Atom]) -> Option<(usize, KnownKind)> {
        let token = self.token(at);
        if !(token.is_capital() || matches!(token.letters, Letters::Inner)) {
            return None;
        }
        let found = match known::longest(self.tokens, at, end, self.document.loud[sentence]) {
            Some(found) => found,
            None => return self.compound(at).map(|kind| (at + 1, kind)),
        };
        // "US$ 40"
        if found.0 < end && !self.token(found.0).spaced && self.tokens.word(found.0) == "$" {
            return Some((found.0, KnownKind::Nothing));
        }
        // "The Sun" at the beginning of a sentence is the sun.
        let first = self.document.first[sentence] == at;
        let article = token.classes.any(Classes::FUNCTION) && token.letters == Letters::Capital;
        if article && (first || self.document.loud[sentence]) && found.0 - at > 1 {
            return None;
        }
        // A word that may be a personal name is one after a first name, or before a surname.
        let single = found.0 == at + 1;
        let person = row.last().is_some_and(|a| a.known.is_none() && a.classes.any(FIRST) && a.gazetteer.is_none());
        (!(single && person && !matches!(found.1, KnownKind::Nothing))).then_some(found)
    }

    /// "Armenian-Azerbaijani", "Franco-German": a double nationality; "Singapore-Sydney": something between two places.
    fn compound(&self, at: usize) -> Option<KnownKind> {
        let word = self.tokens.word(at);
        if word.len() > 60 || !word.contains('-') || !self.token(at).is_capital() {
            return None;
        }
        let apart = word.replace('-', " ");
        let parts = Tokens::of(&apart, WRITING);
        let mut kind = None;
        for n in 0..parts.tokens.len() {
            let known = known::longest(&parts, n, n + 1, false).map(|(_, known)| known);
            let combining = n == 0 && COMBINING.contains(&parts.word(n));
            match known {
                Some(KnownKind::Nationality) => kind = kind.or(Some(KnownKind::Nationality)),
                Some(k) if k.is_place() || k == KnownKind::Organisation => kind = Some(KnownKind::Other),
                _ if combining => {}
                _ => return None,
            }
        }
        kind.filter(|_| parts.tokens.len() > 1)
    }

    /// Whether a token is written like a name, or may continue one.
    pub(super) fn is_name(&self, at: usize, inside: bool) -> bool {
        let token = self.token(at);
        let word = || self.tokens.word(at);
        // Rules for English do not apply to capitals in other scripts.
        if !word().starts_with(|c: char| is_latin(c) || c.is_numeric()) || self.tokens.is_foreign(at) {
            return false;
        }
        match token.kind {
            TokenKind::Word => match token.letters {
                // "No. 5"
                Letters::Capital
                    if word().ends_with('.')
                        && NUMBERS.contains(&word())
                        && self.tokens.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Number) =>
                {
                    false
                }
                // "July-August"
                Letters::Capital
                    if word().contains('-') && word().split('-').all(|part| classes(part).any(Classes::CALENDAR)) =>
                {
                    false
                }
                // "US-brokered" is not a name; `events` reads it.
                Letters::Capital | Letters::Capitals if HELPED.iter().any(|h| word().ends_with(h)) => false,
                // "(R-AZ)", "(D-Calif.)"
                Letters::Capitals if word().as_bytes().get(1) == Some(&b'-') && word().len() < 6 => false,
                // "SAT" may be a name, but not "JULY", nor "DEC 3" in a dateline.
                Letters::Capitals => {
                    !token.classes.any(Classes::CALENDAR)
                        || word().len() < 4 && !ordinary(word()) && !self.is_beside_number(at)
                }
                Letters::Capital => {
                    if token.classes.any(Classes::CALENDAR) {
                        return self.is_person_of_calendar(at);
                    }
                    !token.classes.any(Classes::FUNCTION)
                }
                Letters::Initial => inside || (word().len() > 1 && self.is_capital(at + 1)),
                // "al-Assad", not "pro-Russian"
                Letters::Inner => !word().contains('-') || ARTICLES.iter().any(|a| word().starts_with(a)),
                _ => false,
            },
            TokenKind::Mixed => {
                token.is_capital()
                    || (inside
                        && token.spaced
                        && word().len() < 8
                        && (token.letters != Letters::Small || word().ends_with("ers")))
            }
            TokenKind::Number => inside && self.is_number_of_name(at),
            _ => false,
        }
    }

    /// Whether a word only says of which kind something is: "Foreign", "Eastern", "Provincial".
    fn is_adjective(&self, at: usize) -> bool {
        // "Labour" alone is a party.
        const OTHERS: &[&str] = &["labour", "labor", "world", "global"];
        BEFORE_TITLES.iter().chain(DIRECTIONS).any(|w| self.tokens.is(at, w))
            && !OTHERS.iter().any(|w| self.tokens.is(at, w))
            && !self.token(at).classes.any(Classes::ORG.and(Classes::PLACE).and(Classes::SURNAME))
    }

    fn is_beside_number(&self, at: usize) -> bool {
        let is_number = |at: usize| self.tokens.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
        is_number(at + 1) || at > 0 && is_number(at - 1)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.tokens.tokens.get(at).is_some_and(Token::is_capital)
    }

    /// "Theresa May", "Mrs May", "Jan Kowalski", not "in May", "May Day".
    fn is_person_of_calendar(&self, at: usize) -> bool {
        let token = self.token(at);
        let first = token.classes.any(FIRST);
        let before = at.checked_sub(1).map(|b| self.token(b));
        let named = |b: &Token| {
            b.is_capital() && b.classes.any(FIRST.and(Classes::HONORIFIC)) && !b.classes.any(Classes::CALENDAR)
        };
        let after = self.tokens.tokens.get(at + 1);
        let surname = |a: &Token| {
            a.kind == TokenKind::Word
                && a.spaced
                && a.letters == Letters::Capital
                && !a.classes.any(Classes::FUNCTION.and(Classes::CALENDAR))
        };
        // "in Jan", "3 Jan", not "and Jan Kowalski".
        let dating = ["in", "since", "until", "till", "from", "to", "by", "of", "on", "last", "next", "this", "during"];
        let dated = before.is_some_and(|b| {
            b.kind == TokenKind::Number || at > 0 && dating.iter().any(|word| self.tokens.is(at - 1, word))
        });
        let bare = !self.tokens.word(at).ends_with('.');
        bare && first
            && token.spaced
            && (before.is_some_and(named)
                || (!dated && after.is_some_and(surname) && !ordinary(self.tokens.word(at + 1))))
    }

    /// "Boeing 737", "Formula 1", not "In 2005", "Apple 20 %".
    fn is_number_of_name(&self, at: usize) -> bool {
        let word = self.tokens.word(at);
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let before = self.token(at - 1);
        let plain = word.len() <= 3 && !word.contains(['.', ',']);
        let after = self.tokens.tokens.get(at + 1);
        // "to Baku 12 and 13 December": days of a month.
        let is_month = |at: usize| self.tokens.tokens.get(at).is_some_and(|t| t.classes.any(Classes::MONTH));
        let joined = ["and", "to", "-", "–"].iter().any(|word| self.tokens.is(at + 1, word));
        let dated = is_month(at + 1) || joined && is_month(at + 3);
        let counted = dated
            || after.is_some_and(|t| {
                t.kind == TokenKind::Mark && matches!(self.tokens.word(at + 1), "%" | "-" | "–" | ":" | "/")
            })
            || ["percent", "per", "million", "billion", "points", "cents", "years", "people", "days"]
                .iter()
                .any(|w| self.tokens.is(at + 1, w));
        plain
            && !year
            && !counted
            && self.token(at).spaced
            && before.kind == TokenKind::Word
            && matches!(before.letters, Letters::Capital | Letters::Capitals | Letters::Inner)
            && !before.classes.any(Classes::CALENDAR.and(Classes::ORG_SUFFIX))
            && !self.tokens.word(at - 1).ends_with('.')
    }

    pub(super) fn emit(&mut self, atoms: &[Atom], sentence: usize, title: Option<Range<usize>>, before_title: bool) {
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return };
        let mut range = first.tokens.start..last.tokens.end;
        // A link at the end of a row links nothing.
        while range.len() > 1 && matches!(self.token(range.end - 1).kind, TokenKind::Mark)
            || range.len() > 1
                && self.token(range.end - 1).letters == Letters::Small
                && last.gazetteer.is_none()
                && last.known.is_none()
        {
            range.end -= 1;
        }
        let single = atoms.len() == 1;
        let token = self.token(range.start);
        let word = self.tokens.word(range.start);
        let initial = self.document.is_first(self.tokens, sentence, range.start);
        let seen = self.document.seen(token.hash);
        let gazetteer = first.gazetteer.filter(|_| single);
        let known = first.known.filter(|_| single && first.tokens.end == range.end);
        let own = gazetteer.is_some() || known.is_some();
        if single && !own && range.len() == 1 {
            let roman =
                token.letters == Letters::Capitals && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
            let office = Classes::ROLE_NOUN.and(Classes::ROLE_PLURAL);
            let generic = (first.classes.any(TYPES.and(TITLES).and(Classes::ORG_SUFFIX).and(office))
                || self.is_adjective(range.start))
                && !first.classes.any(FIRST);
            let lower = seen.small > 0 && seen.capital <= seen.small && ordinary(word);
            if roman
                || token.kind == TokenKind::Number
                || token.letters == Letters::Initial
                || ARTICLES_ELSEWHERE.contains(&word)
                || title.is_none() && (generic || lower)
            {
                return;
            }
        }
        // "Eastern Provincial" headquarters
        if !own && title.is_none() && range.len() > 1 && range.clone().all(|at| self.is_adjective(at)) {
            return;
        }
        if !own && NUMBERED.iter().any(|w| self.tokens.is(range.start, w)) && range.len() < 3 {
            return;
        }
        let mut signals = Signals::default();
        if gazetteer.is_some() {
            signals = signals.and(Signals::GAZETTEER);
        }
        if known.is_some() {
            signals = signals.and(Signals::KNOWN);
        }
        if title.is_some() {
            signals = signals.and(Signals::TITLE);
        }
        let loud = self.document.loud[sentence];
        if !loud && (!initial || range.len() > 1 || seen.capital > 0) && !token.letters.eq(&Letters::None) {
            signals = signals.and(Signals::CAPITALS);
        }
        // "Wells dried up": the plural of an ordinary word, although it can be a surname.
        let plural = || {
            let says = self.tokens.tokens.get(range.end).is_some_and(|t| t.classes.any(Classes::SAY));
            title.is_none() && !says && word.strip_suffix('s').is_some_and(ordinary)
        };
        let weak = !own && initial && range.len() == 1 && seen.capital == 0 && (ordinary(word) || plural());
        self.out.push(Candidate { tokens: range, sentence, gazetteer, known, title, before_title, weak, signals });
    }
}

/// First parts of a double nationality.
#[rustfmt::skip]
const COMBINING: &[&str] = &[
    "Anglo", "Franco", "Sino", "Russo", "Indo", "Greco", "Euro", "Afro", "Austro", "Turco", "Italo", "Americano",
    "Hispano", "Soviet", "Judeo", "Serbo", "Czecho", "Finno", "Perso", "Ibero", "Luso", "Polish",
];
/// Lower-case prefixes of names.
const ARTICLES: &[&str] = &["al-", "el-", "as-", "ad-", "an-", "ar-", "ash-", "ul-", "bin-", "d'", "l'"];
/// Words for numbered parts of a text or thing: "Article 298", "Section 3".
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "part", "section", "article", "chapter", "figure", "table", "page", "note", "notes", "source", "sources", "photo",
    "image", "file", "platform", "appendix", "annex", "clause", "paragraph", "phase", "step", "item", "resolution",
];
/// Articles and pronouns of other languages, which are not names by themselves.
#[rustfmt::skip]
const ARTICLES_ELSEWHERE: &[&str] = &[
    "Der", "Die", "Das", "Den", "Dem", "Ein", "Eine", "Er", "Sie", "Es", "Wir", "Ich", "Le", "La", "Les", "Un", "Une",
    "El", "Los", "Las", "Una", "Il", "Lo", "Gli", "Os", "De", "Het", "Een",
];
/// Abbreviations before a number.
const NUMBERS: &[&str] = &["No.", "Nos.", "Art.", "Fig.", "Vol.", "Sec.", "Ch.", "Pp."];
/// Endings of words for something done with someone's help.
#[rustfmt::skip]
const HELPED: &[&str] = &["-brokered", "-mediated", "-sponsored", "-hosted", "-facilitated", "-chaired", "-speaking", "-majority"];
