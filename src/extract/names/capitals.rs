//! Where names begin and end: capitalised words in a row, with the small words that names have inside ("Bank of England",
//! "Ludwig van Beethoven"), parted where a title, a nationality or another name ends and the next begins.

use super::super::finding::Signals;
use super::super::lexicon::{Classes, ordinary};
use super::super::tokens::{Letters, Token, TokenKind, Tokens};
use super::document::Document;
use super::known::{self, Known};
use std::ops::Range;

/// A stretch of tokens that is taken for a name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) tokens: Range<usize>,
    /// The sentence, as a position.
    pub(super) sentence: usize,
    /// The gazetteer's entity.
    pub(super) gazetteer: Option<usize>,
    /// What the program's own names say of it as a whole.
    pub(super) known: Option<Known>,
    /// A title stands right before it; what it is titled, as tokens.
    pub(super) title: Option<Range<usize>>,
    /// A title or role follows in the same row: "Boeing Chief Executive".
    pub(super) before_title: bool,
    /// Nothing but a capital at the beginning of a sentence, or in a loud headline, speaks for it.
    pub(super) weak: bool,
    pub(super) signals: Signals,
}

/// A word or a known name in a row.
#[derive(Debug, Clone)]
struct Atom {
    tokens: Range<usize>,
    gazetteer: Option<usize>,
    known: Option<Known>,
    classes: Classes,
}

/// Reads the rows of one document.
pub(super) struct Rows<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) document: &'a Document,
    pub(super) out: Vec<Candidate>,
}

/// So many words and names in a row are read together.
const LONGEST: usize = 40;
const TYPES: Classes = Classes(Classes::ORG.0 | Classes::PLACE.0 | Classes::EVENT.0);
const FIRST: Classes = Classes(Classes::MALE.0 | Classes::FEMALE.0);
const TITLES: Classes = Classes(Classes::HONORIFIC.0 | Classes::ROLE.0);

impl Rows<'_, '_> {
    /// Reads a sentence. `gazetteer` has the names that the gazetteer found in it, in order.
    pub(super) fn sentence(&mut self, sentence: usize, gazetteer: &[(Range<usize>, usize)]) {
        let range = self.tokens.sentences[sentence].tokens.clone();
        let loud = self.document.loud[sentence];
        let mut gazetteer = gazetteer.iter().peekable();
        let mut at = range.start;
        let mut row: Vec<Atom> = Vec::new();
        while at < range.end {
            // A row without end is cut: its names are looked at again and again.
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
                if known == Known::Nothing {
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

    fn token(&self, at: usize) -> &Token {
        &self.tokens.tokens[at]
    }

    /// A known name that begins here.
    fn known(&self, at: usize, end: usize, sentence: usize, row: &[Atom]) -> Option<(usize, Known)> {
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
            return Some((found.0, Known::Nothing));
        }
        // "The Sun" at the beginning of a sentence is the sun.
        let first = self.document.first[sentence] == at;
        let article = token.classes.any(Classes::FUNCTION) && token.letters == Letters::Capital;
        if article && (first || self.document.loud[sentence]) && found.0 - at > 1 {
            return None;
        }
        // A word that may be a person's is one after a first name, or before a surname.
        let single = found.0 == at + 1;
        let person = row.last().is_some_and(|a| a.known.is_none() && a.classes.any(FIRST) && a.gazetteer.is_none());
        (!(single && person && !matches!(found.1, Known::Nothing))).then_some(found)
    }

    /// "Armenian-Azerbaijani", "Franco-German": a nationality of two; "Singapore-Sydney": something between two places.
    fn compound(&self, at: usize) -> Option<Known> {
        let word = self.tokens.word(at);
        if word.len() > 60 || !word.contains('-') || !self.token(at).is_capital() {
            return None;
        }
        let apart = word.replace('-', " ");
        let parts = Tokens::of(&apart);
        let mut kind = None;
        for n in 0..parts.tokens.len() {
            let known = known::longest(&parts, n, n + 1, false).map(|(_, known)| known);
            let combining = n == 0 && COMBINING.contains(&parts.word(n));
            match known {
                Some(Known::Nationality) => kind = kind.or(Some(Known::Nationality)),
                Some(k) if k.is_place() || k == Known::Organisation => kind = Some(Known::Other),
                _ if combining => {}
                _ => return None,
            }
        }
        kind.filter(|_| parts.tokens.len() > 1)
    }

    /// Whether a token is written as a name, or may go on with one.
    fn is_name(&self, at: usize, inside: bool) -> bool {
        let token = self.token(at);
        let word = || self.tokens.word(at);
        match token.kind {
            TokenKind::Word => match token.letters {
                Letters::Capitals => !token.classes.any(Classes::CALENDAR) || !ordinary(word()),
                Letters::Capital => {
                    if token.classes.any(Classes::CALENDAR) {
                        // "Theresa May", "April Jones"
                        return token.classes.any(Classes::FEMALE.and(Classes::SURNAME)) && self.after_first_name(at);
                    }
                    !token.classes.any(Classes::FUNCTION)
                }
                Letters::Initial => inside || (word().len() > 1 && self.is_capital(at + 1)),
                // "al-Assad", not "pro-Russian"
                Letters::Inner => !word().contains('-') || ARTICLES.iter().any(|a| word().starts_with(a)),
                _ => false,
            },
            TokenKind::Mixed => {
                token.is_capital() || (inside && token.spaced && word().len() < 8 && token.letters != Letters::Small)
            }
            TokenKind::Number => inside && self.is_number_of_name(at),
            _ => false,
        }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.tokens.tokens.get(at).is_some_and(Token::is_capital)
    }

    fn after_first_name(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|b| self.token(b));
        before.is_some_and(|b| b.is_capital() && b.classes.any(FIRST.and(Classes::HONORIFIC)) && self.token(at).spaced)
    }

    /// "Boeing 737", "Formula 1", not "In 2005", "Apple 20 %".
    fn is_number_of_name(&self, at: usize) -> bool {
        let word = self.tokens.word(at);
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let before = self.token(at - 1);
        let plain = word.len() <= 3 && !word.contains(['.', ',']);
        let after = self.tokens.tokens.get(at + 1);
        let counted = after.is_some_and(|t| {
            t.kind == TokenKind::Mark && matches!(self.tokens.word(at + 1), "%" | "-" | "–" | ":" | "/")
        }) || ["percent", "per", "million", "billion", "points", "cents", "years", "people", "days"]
            .iter()
            .any(|w| self.tokens.is(at + 1, w));
        plain
            && !year
            && !counted
            && self.token(at).spaced
            && before.kind == TokenKind::Word
            && before.is_capital()
            && before.letters != Letters::Initial
            && !before.classes.any(Classes::CALENDAR.and(Classes::ORG_SUFFIX))
            && !self.tokens.word(at - 1).ends_with('.')
    }

    /// How many small words link the row before with the capitalised word after them; 0 if none do.
    fn links(&self, at: usize, end: usize, row: &[Atom]) -> usize {
        let Some(last) = row.last() else { return 0 };
        let name = |at: usize| at < end && self.is_name(at, false) && !self.token(at).classes.any(TITLES);
        let word = self.tokens.word(at);
        let head = last.gazetteer.is_none()
            && (last.classes.any(TYPES) || HEADS.iter().any(|h| self.tokens.is(last.tokens.end - 1, h)));
        match word {
            // "O ' Brien", as tokenised text has it
            "'" | "\u{2019}" if self.tokens.is(last.tokens.end - 1, "o") => usize::from(name(at + 1)),
            "&" | "+" => usize::from(name(at + 1)),
            "of" | "for" if head && !last.classes.any(Classes::CALENDAR) => {
                let suffix = last.classes.any(Classes::ORG_SUFFIX) && !self.tokens.is(last.tokens.end - 1, "company");
                let for_head = word == "of" || FOR_HEADS.iter().any(|h| self.tokens.is(last.tokens.end - 1, h));
                if suffix || !for_head {
                    0
                } else if name(at + 1) {
                    1
                } else if self.tokens.is(at + 1, "the") && name(at + 2) {
                    2
                } else {
                    0
                }
            }
            // "Department of Health and Human Services"
            "and" if row.len() > 1 && self.is_of_something(row) => {
                let next = self.token((at + 1).min(end - 1));
                let plain = name(at + 1)
                    && ordinary(self.tokens.word(at + 1))
                    && !next.classes.any(FIRST)
                    && known::longest(self.tokens, at + 1, end, false).is_none()
                    && last.known.is_none();
                usize::from(plain)
            }
            // "European Aeronautic Defence and Space Company"
            "and" if row.len() > 1 => {
                let plain = |at: usize| self.token(at).letters == Letters::Capital && ordinary(self.tokens.word(at));
                let mut to = at + 1;
                while to < end.min(at + 4) && name(to) {
                    to += 1;
                }
                let company = to > at + 2 && self.token(to - 1).classes.any(Classes::ORG);
                let parts = company
                    && last.known.is_none()
                    && last.gazetteer.is_none()
                    && !last.classes.any(TYPES)
                    && plain(last.tokens.start)
                    && plain(at + 1)
                    && known::longest(self.tokens, at + 1, end, false).is_none();
                usize::from(parts)
            }
            "in" if row.len() > 2 && self.is_of_something(row) && row[0].classes.any(Classes::ORG) => {
                let region = known::longest(self.tokens, at + 1, end, false).is_some_and(|(_, k)| k == Known::Region);
                usize::from(at + 1 < end && region)
            }
            "," if at + 1 < end && self.token(at + 1).classes.any(Classes::ORG_SUFFIX) => {
                let word = self.tokens.word(at + 1);
                usize::from(matches!(word, "Inc" | "Inc." | "Ltd" | "Ltd." | "LLC" | "Corp." | "plc" | "PLC" | "Co."))
            }
            _ if PARTICLES.contains(&word) && last.known.is_none() && last.gazetteer.is_none() => {
                if name(at + 1) {
                    1
                } else if at + 1 < end && PARTICLES.contains(&self.tokens.word(at + 1)) && name(at + 2) {
                    2
                } else {
                    0
                }
            }
            _ => 0,
        }
    }

    /// Whether small words were taken into the row already: "Ministry of …".
    fn is_of_something(&self, row: &[Atom]) -> bool {
        row.iter().any(|a| {
            let last = a.tokens.end - 1;
            a.gazetteer.is_none()
                && (self.tokens.is(last, "of") || self.tokens.is(last, "for") || self.tokens.is(last, "the"))
        })
    }

    /// Reads a row that has ended and empties it. `titled`: a title in capitals follows ("CEO").
    fn row(&mut self, row: &mut Vec<Atom>, sentence: usize, titled: bool) {
        if row.is_empty() {
            return;
        }
        let atoms = std::mem::take(row);
        self.split(&atoms, sentence, None, titled);
    }

    fn split(&mut self, atoms: &[Atom], sentence: usize, title: Option<Range<usize>>, titled: bool) {
        let mut atoms = atoms;
        if self.document.loud[sentence] {
            return self.split_loud(atoms, sentence);
        }
        if title.is_none() {
            atoms = self.without_opening(atoms, sentence);
        }
        let Some(last) = atoms.last() else { return };
        // A title within: "Boeing Executive Vice President Scott Carson".
        if atoms.len() > 1 || atoms[0].known.is_none() {
            if let Some(found) = self.title(atoms) {
                let (before, after) = (&atoms[..found.start], &atoms[found.end..]);
                if !before.is_empty() {
                    self.split(before, sentence, title, true);
                }
                let title = atoms[found.start].tokens.start..atoms[found.end - 1].tokens.end;
                // "Secretary of the Air Force James Roche": what the office is of, and then who holds it.
                let linked = self.is_of_something(&atoms[found.end - 1..found.end]);
                let person = |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && a.classes.any(FIRST);
                let holder = match after.first() {
                    Some(first) if linked && (first.known.is_some() || first.gazetteer.is_some()) => 1,
                    Some(_) if linked => after.iter().position(person).unwrap_or(after.len()),
                    _ => 0,
                };
                if holder > 0 {
                    self.split(&after[..holder], sentence, None, false);
                }
                if holder < after.len() {
                    self.split(&after[holder..], sentence, Some(title), titled);
                }
                return;
            }
        }
        let typed = atoms.len() > 1 && last.known.is_none() && last.gazetteer.is_none() && last.classes.any(TYPES);
        let linked = self.is_of_something(atoms);
        // "United States Air Force", "British Parliament"
        let of_state = |a: &Atom| matches!(a.known, Some(Known::Country | Known::Nationality | Known::State));
        if let [state, body] = atoms
            && of_state(state)
            && body.known == Some(Known::Organisation)
            && body.classes.any(Classes::ORG)
        {
            return self.emit(atoms, sentence, title, titled);
        }
        // A nationality before what is no name of a body or a place.
        let is_nationality = |a: &Atom| a.known == Some(Known::Nationality);
        if atoms.len() > 1 && is_nationality(&atoms[0]) && !linked {
            let rest = &atoms[1..];
            let plain =
                |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && ordinary(self.tokens.word(a.tokens.start));
            let whole = (typed && rest[0].gazetteer.is_none()) || rest.iter().all(plain);
            if !whole || rest[0].classes.any(FIRST) && !typed {
                self.split(&atoms[..1], sentence, title, false);
                return self.split(rest, sentence, Some(atoms[0].tokens.clone()).filter(|_| false), titled);
            }
        }
        if atoms.len() > 1 && !typed {
            // A name of the gazetteer within a row stands for itself.
            if let Some(at) = atoms.iter().position(|a| a.gazetteer.is_some()) {
                if at > 0 {
                    self.split(&atoms[..at], sentence, title.clone(), false);
                }
                self.emit(&atoms[at..=at], sentence, title, titled);
                if at + 1 < atoms.len() {
                    self.split(&atoms[at + 1..], sentence, None, titled);
                }
                return;
            }
            // "Acquisition Marvin Sambur": a part of an office, and then a person.
            if title.is_none()
                && let Some(at) = self.person_after_words(atoms)
            {
                return self.split(&atoms[at..], sentence, title, titled);
            }
            // Another name begins: a nationality at the end, a known name and then a person.
            let parts = |n: usize| {
                let (a, b) = (&atoms[n - 1], &atoms[n]);
                is_nationality(b) && n + 1 == atoms.len() && !linked
                    || a.known.is_some() && b.known.is_some() && !linked && (a.known != b.known)
                    || a.known.is_some_and(|k| k != Known::Other)
                        && b.known.is_none()
                        && b.classes.any(FIRST)
                        && n + 1 < atoms.len()
            };
            if let Some(at) = (1..atoms.len()).find(|n| parts(*n)) {
                self.split(&atoms[..at], sentence, title, false);
                return self.split(&atoms[at..], sentence, None, titled);
            }
        }
        self.emit(atoms, sentence, title, titled);
    }

    /// "in the U.S. Jobs also noted", "UK iTunes"
    fn breaks(&self, country: &Atom, next: &Atom) -> bool {
        let token = self.token(next.tokens.start);
        let ends = self.tokens.word(country.tokens.end - 1).ends_with('.');
        token.letters == Letters::Inner
            || ends && !next.classes.any(TYPES) && self.document.seen(token.hash).capital > 1
    }

    /// Where a person begins after ordinary words only.
    fn person_after_words(&self, atoms: &[Atom]) -> Option<usize> {
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        let word = |a: &Atom| self.tokens.word(a.tokens.start);
        let at = atoms.iter().position(|a| a.classes.any(FIRST))?;
        let rest = &atoms[at..];
        let person = at > 0
            && (2..=3).contains(&rest.len())
            && rest.iter().all(|a| !own(a))
            && !ordinary(word(&rest[rest.len() - 1]));
        let before = |a: &Atom| {
            !own(a) && ordinary(word(a)) && !a.classes.any(TITLES.and(Classes::SURNAME)) && a.tokens.len() == 1
        };
        (person && atoms[..at].iter().all(before)).then_some(at)
    }

    /// In a loud headline every known name stands alone, and other words are names if they are no ordinary ones.
    fn split_loud(&mut self, atoms: &[Atom], sentence: usize) {
        let mut at = 0;
        while at < atoms.len() {
            let plain = |a: &Atom| {
                a.known.is_none()
                    && a.gazetteer.is_none()
                    && (ordinary(self.tokens.word(a.tokens.start)) || a.classes.any(TITLES))
                    && !(a.classes.any(FIRST.and(Classes::SURNAME))
                        && self.document.seen(self.token(a.tokens.start).hash).capital > 0)
            };
            if plain(&atoms[at]) {
                at += 1;
                continue;
            }
            let from = at;
            at += 1;
            let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
            while at < atoms.len() && !own(&atoms[from]) && !own(&atoms[at]) && !plain(&atoms[at]) {
                at += 1;
            }
            let weak = !own(&atoms[from]);
            self.emit(&atoms[from..at], sentence, None, false);
            if let Some(last) = self.out.last_mut() {
                last.weak |= weak;
            }
        }
    }

    /// A row without the word that only begins the sentence.
    fn without_opening<'x>(&self, atoms: &'x [Atom], sentence: usize) -> &'x [Atom] {
        let first = &atoms[0];
        if first.tokens.start != self.document.first[sentence] || first.gazetteer.is_some() {
            return atoms;
        }
        let token = self.token(first.tokens.start);
        let word = self.tokens.word(first.tokens.start);
        let seen = self.document.seen(token.hash);
        let linked = first.tokens.len() > 1;
        if linked || token.letters != Letters::Capital || !ordinary(word) {
            return atoms;
        }
        if first.known.is_some_and(|k| matches!(k, Known::Country | Known::Nationality | Known::Capital)) {
            return atoms;
        }
        let [_, second, ..] = atoms else {
            return if seen.capital > seen.small || (seen.capital > 0 && first.known.is_some()) { atoms } else { &[] };
        };
        let next = self.token(second.tokens.start);
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some() || a.classes.any(FIRST);
        let titled = token.classes.any(TITLES);
        // The rest is a name of its own elsewhere or by itself, and the word is an ordinary one.
        let rest = seen.capital == 0
            && (own(second) && !first.classes.any(FIRST)
                || self.document.seen(next.hash).capital > 0
                    && !second.classes.any(TYPES)
                    && !ordinary(self.tokens.word(second.tokens.start)));
        if !titled && (rest || seen.small > 0 && seen.capital == 0 && !second.classes.any(TYPES)) {
            return &atoms[1..];
        }
        atoms
    }

    /// Where a title stands in a row, as atoms.
    fn title(&self, atoms: &[Atom]) -> Option<Range<usize>> {
        let is_title = |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && a.classes.any(TITLES);
        let before = |a: &Atom| {
            a.known.is_none()
                && a.gazetteer.is_none()
                && BEFORE_TITLES.iter().any(|w| self.tokens.is(a.tokens.start, w))
        };
        let at = atoms.iter().position(is_title)?;
        let last = atoms.last()?;
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        // "King Abdullah University", "General Motors": a part of the name.
        let mut end = at + 1;
        while end < atoms.len() && (is_title(&atoms[end]) || before(&atoms[end])) {
            end += 1;
        }
        let body = last.classes.any(TYPES) && !own(last) && !is_title(last);
        if body && end < atoms.len() && !atoms[at].classes.any(Classes::ROLE) {
            return None;
        }
        if body && at == 0 && end < atoms.len() {
            return None;
        }
        // "Stephen King"
        let surname = end == atoms.len()
            && at > 0
            && end - at == 1
            && atoms[at].classes.any(Classes::SURNAME)
            && atoms[at - 1].classes.any(FIRST)
            && !own(&atoms[at - 1]);
        if surname {
            return None;
        }
        let mut start = at;
        while start > 0 && before(&atoms[start - 1]) {
            start -= 1;
        }
        // "Minister of Foreign Affairs Sergey Lavrov": the office belongs to the title.
        if self.tokens.is(atoms[end - 1].tokens.end - 1, "of") {
            while end < atoms.len()
                && !own(&atoms[end])
                && ordinary(self.tokens.word(atoms[end].tokens.start))
                && !atoms[end].classes.any(FIRST)
            {
                end += 1;
            }
        }
        Some(start..end)
    }

    fn emit(&mut self, atoms: &[Atom], sentence: usize, title: Option<Range<usize>>, before_title: bool) {
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return };
        let mut range = first.tokens.start..last.tokens.end;
        // A link at the end links nothing.
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
        let initial = range.start == self.document.first[sentence];
        let seen = self.document.seen(token.hash);
        let gazetteer = first.gazetteer.filter(|_| single);
        let known = first.known.filter(|_| single && first.tokens.end == range.end);
        let own = gazetteer.is_some() || known.is_some();
        if single && !own && range.len() == 1 {
            let roman =
                token.letters == Letters::Capitals && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
            let generic = first.classes.any(TYPES.and(TITLES).and(Classes::ORG_SUFFIX)) && !first.classes.any(FIRST);
            let lower = seen.small > 0 && seen.capital <= seen.small && ordinary(word);
            if roman
                || token.kind == TokenKind::Number
                || token.letters == Letters::Initial
                || title.is_none() && (generic || lower)
            {
                return;
            }
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
        let weak = !own && initial && range.len() == 1 && seen.capital == 0 && ordinary(word);
        self.out.push(Candidate { tokens: range, sentence, gazetteer, known, title, before_title, weak, signals });
    }
}

/// Words besides the type words whose "of" belongs to the name.
const HEADS: &[&str] = &[
    "house",
    "statue",
    "order",
    "church",
    "duchy",
    "duke",
    "isle",
    "isles",
    "tower",
    "arc",
    "hall",
    "secretary",
    "minister",
    "ministers",
    "president",
    "director",
    "book",
    "declaration",
    "articles",
    "bill",
    "chamber",
    "chambers",
    "court",
    "courts",
    "daughters",
    "friends",
    "knights",
    "league",
    "museum",
    "people",
    "voice",
    "community",
    "group",
    "states",
    "united",
    "confederation",
    "conference",
    "fellowship",
    "guild",
    "port",
    "strait",
    "cape",
    "lake",
    "mount",
    "centers",
    "centres",
    "secretariat",
    "office",
    "commissioner",
    "commander",
    "head",
    "chief",
    "institutes",
    "lord",
    "archbishop",
    "bishop",
    "prince",
    "princess",
    "king",
    "queen",
    "earl",
    "governor",
    "mayor",
    "attorney",
    "speaker",
    "leader",
];
/// Whose "for" does.
const FOR_HEADS: &[&str] = &[
    "organization",
    "organisation",
    "centre",
    "center",
    "centers",
    "centres",
    "institute",
    "campaign",
    "agency",
    "society",
    "association",
    "council",
    "committee",
    "commission",
    "commissioner",
    "foundation",
    "court",
    "fund",
    "office",
    "ministry",
    "department",
    "coalition",
    "movement",
    "conference",
    "party",
    "union",
    "group",
    "board",
    "academy",
    "network",
    "alliance",
    "bureau",
    "minister",
    "secretary",
    "programme",
    "program",
    "school",
];
const PARTICLES: &[&str] = &[
    "de", "von", "van", "der", "den", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "bin", "ibn",
    "al", "el", "ben", "ter", "ten", "y", "des", "zu", "af", "av", "bint", "ul",
];
/// Words before a title that belong to it.
const BEFORE_TITLES: &[&str] = &[
    "deputy",
    "prime",
    "foreign",
    "vice",
    "chief",
    "executive",
    "operating",
    "financial",
    "technology",
    "senior",
    "first",
    "former",
    "acting",
    "interim",
    "managing",
    "defence",
    "defense",
    "interior",
    "finance",
    "health",
    "home",
    "attorney",
    "lieutenant",
    "major",
    "rear",
    "assistant",
    "associate",
    "permanent",
    "special",
    "national",
    "security",
    "economy",
    "justice",
    "education",
    "transport",
    "trade",
    "energy",
    "environment",
    "agriculture",
    "culture",
    "labour",
    "labor",
    "information",
    "marketing",
    "research",
    "press",
    "general",
    "second",
    "crown",
    "grand",
    "co",
    "joint",
    "shadow",
    "majority",
    "minority",
    "house",
    "senate",
    "police",
    "army",
    "staff",
    "supreme",
    "high",
    "lord",
    "state",
    "head",
    "creative",
    "design",
    "software",
    "medical",
    "legal",
    "external",
    "affairs",
    "ex",
    "principal",
    "world",
    "global",
    "non-executive",
    "outgoing",
    "lead",
    "political",
];
/// What begins a nationality of two.
const COMBINING: &[&str] = &[
    "Anglo",
    "Franco",
    "Sino",
    "Russo",
    "Indo",
    "Greco",
    "Euro",
    "Afro",
    "Austro",
    "Turco",
    "Italo",
    "Americano",
    "Hispano",
    "Soviet",
    "Judeo",
    "Serbo",
    "Czecho",
    "Finno",
    "Perso",
    "Ibero",
    "Luso",
    "Polish",
];
/// What stands in small letters at the beginning of a name.
const ARTICLES: &[&str] = &["al-", "el-", "as-", "ad-", "an-", "ar-", "ash-", "ul-", "bin-", "d'", "l'"];
