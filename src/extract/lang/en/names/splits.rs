//! Splits a row into names: at a title ("Boeing Vice President Scott Carson"), at a nationality, before a person. Words
//! that only begin a sentence are removed.

use super::known::KnownKind;
use super::mention_detection::{Atom, FIRST, Rows, TITLES, TYPES};
use super::words::{AFTER_TITLES, BEFORE_TITLES, GOVERNS, POLICE, SHORT_OFFICES};
use crate::extract::lang::en::lexicon::ordinary;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};
use std::ops::Range;

impl Rows<'_, '_> {
    /// Reads a completed row and empties it. `titled`: a title in capitals follows ("CEO").
    pub(super) fn row(&mut self, row: &mut Vec<Atom>, sentence: usize, titled: bool) {
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
        // "the F.A.O. Martin T. Holm": a body, and then a person.
        if let Some(at) = self.person_after_initials(atoms).filter(|at| *at > 1 || title.is_none()) {
            self.split(&atoms[..at], sentence, title, false);
            return self.split(&atoms[at..], sentence, None, titled);
        }
        // "Gold Inc. Anna Stone": the full stop ends a sentence.
        if let Some(at) = self.person_after_point(atoms) {
            self.split(&atoms[..at], sentence, title, false);
            return self.split(&atoms[at..], sentence, None, titled);
        }
        // "head of the Harbour City Council Anna Stone": the body of the office, then its holder.
        if let Some(at) = self.person_after_body(atoms).filter(|_| self.is_of_role(atoms[0].tokens.start)) {
            self.split(&atoms[..at], sentence, title, false);
            return self.split(&atoms[at..], sentence, None, titled);
        }
        // A title inside: "Boeing Executive Vice President Scott Carson".
        if (atoms.len() > 1 || atoms[0].known.is_none())
            && let Some(found) = self.title(atoms)
        {
            let (before, after) = (&atoms[..found.start], &atoms[found.end..]);
            if !before.is_empty() {
                self.split(before, sentence, title, true);
            }
            let title = atoms[found.start].tokens.start..atoms[found.end - 1].tokens.end;
            // "Secretary of the Air Force James Roche": the body of the office, then its holder.
            let linked = self.is_of_something(&atoms[found.end - 1..found.end]);
            let person = |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && a.classes.any(FIRST);
            let holder = match after.first() {
                Some(_) if linked && self.person_after_body(after).is_some() => {
                    self.person_after_body(after).unwrap_or(after.len())
                }
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
        let typed = atoms.len() > 1 && last.known.is_none() && last.gazetteer.is_none() && last.classes.any(TYPES);
        let linked = self.is_of_something(atoms);
        // "United States Air Force", "British Parliament"
        let of_state =
            |a: &Atom| matches!(a.known, Some(KnownKind::Country | KnownKind::Nationality | KnownKind::State));
        if let [state, body] = atoms
            && of_state(state)
            && body.known == Some(KnownKind::Organisation)
            && body.classes.any(Classes::ORG)
        {
            return self.emit(atoms, sentence, title, titled);
        }
        // A nationality before a name that is neither a body nor a place.
        let is_nationality = |a: &Atom| a.known == Some(KnownKind::Nationality);
        if atoms.len() > 1 && is_nationality(&atoms[0]) && !linked {
            let rest = &atoms[1..];
            let plain =
                |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && ordinary(self.tokens.word(a.tokens.start));
            let whole =
                (typed && rest[0].gazetteer.is_none()) || rest.iter().all(plain) && !self.is_before_office(rest);
            if !whole || rest[0].classes.any(FIRST) && !typed {
                self.split(&atoms[..1], sentence, title, false);
                return self.split(rest, sentence, Some(atoms[0].tokens.clone()).filter(|_| false), titled);
            }
        }
        if atoms.len() > 1 && !typed {
            // A gazetteer name within a row is a name of its own.
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
            // "Acquisition Marvin Sambur": part of an office, then a person.
            let direct = title
                .as_ref()
                .is_some_and(|t| !["of", "for", "the"].iter().any(|word| self.tokens.is(t.end - 1, word)));
            if let Some(at) = self.person_after_words(atoms).filter(|at| !direct || *at > 1) {
                return self.split(&atoms[at..], sentence, title, titled);
            }
            // Another name begins: a nationality at the end, a known name and then a person.
            let parts = |n: usize| {
                let (a, b) = (&atoms[n - 1], &atoms[n]);
                is_nationality(b) && n + 1 == atoms.len() && !linked
                    || a.known.is_some() && b.known.is_some() && !linked && (a.known != b.known)
                    || a.known == Some(KnownKind::Country) && b.known.is_none() && self.breaks(a, b)
                    || a.known.is_some_and(|k| k != KnownKind::Other)
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

    /// "Kenyan Foreign ministers", "African Affairs": the last word belongs to an office.
    fn is_before_office(&self, atoms: &[Atom]) -> bool {
        let office = Classes::ROLE_NOUN.and(Classes::ROLE_WEAK);
        atoms.last().is_some_and(|a| {
            self.tokens.is(a.tokens.start, "affairs")
                || BEFORE_TITLES.iter().any(|w| self.tokens.is(a.tokens.start, w))
                    && self.tokens.tokens.get(a.tokens.end).is_some_and(|t| t.classes.any(office))
        })
    }

    /// "in the U.S. Jobs also noted", "UK iTunes"
    fn breaks(&self, country: &Atom, next: &Atom) -> bool {
        let token = self.token(next.tokens.start);
        let ends = self.tokens.word(country.tokens.end - 1).ends_with('.');
        let seen = self.document.seen(token.hash);
        token.letters == Letters::Inner
            || ends && !next.classes.any(TYPES) && seen.capital + seen.first > 2 && seen.small == 0
    }

    /// Where a person begins after nothing but ordinary words.
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
        // "the ambassador, Deep Kumar Rai,": the row begins with the name.
        let apposed = at == 1 && atoms[0].tokens.start > 0 && self.tokens.is(atoms[0].tokens.start - 1, ",");
        (person && !apposed && atoms[..at].iter().all(before)).then_some(at)
    }

    /// Where a person begins after the initials of a body. Initials of a person are followed only by a surname.
    fn person_after_initials(&self, atoms: &[Atom]) -> Option<usize> {
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        let letters = |a: &Atom| self.token(a.tokens.start).letters;
        let word = |a: &Atom| self.tokens.word(a.tokens.start);
        let body = |a: &Atom| {
            let name = word(a).replace('.', "");
            a.tokens.len() == 1
                && letters(a) == Letters::Capitals
                && (2..=6).contains(&name.len())
                && name.bytes().all(|b| b.is_ascii_uppercase())
                && !a.classes.any(FIRST.and(TITLES))
                && !BEFORE_NAMES.contains(&name.as_str())
        };
        let person = |before: &Atom, rest: &[Atom]| {
            if !(2..=4).contains(&rest.len()) || rest.iter().any(own) {
                return false;
            }
            let (first, last) = (&rest[0], &rest[rest.len() - 1]);
            let surname = |a: &Atom| a.classes.any(Classes::SURNAME);
            let plain = ordinary(word(last)) || last.classes.any(TYPES.and(TITLES));
            let dotted = word(before).contains('.');
            let initial = rest[..rest.len() - 1].iter().any(|a| letters(a) == Letters::Initial);
            let named = first.classes.any(FIRST)
                || letters(first) == Letters::Initial
                || surname(first) && (initial || dotted || surname(last));
            // A first name that no list has is accepted only after full stops, which no other word has.
            let unknown = word(before).matches('.').count() > 2
                && rest.len() < 4
                && rest.iter().all(|a| letters(a) == Letters::Capital && !ordinary(word(a)) && !a.classes.any(TYPES));
            named && (initial || !plain) || unknown && !plain
        };
        // "Dr. A.K. Rahman Momen": initials after a title are a person's.
        let titled = |n: usize| {
            let office = || SHORT_OFFICES.contains(&word(&atoms[n - 1]));
            POLICE.contains(&word(&atoms[n - 1]))
                || n > 1 && (atoms[n - 2].classes.any(TITLES) && word(&atoms[n - 1]).len() < 5 || office())
        };
        (1..atoms.len()).find(|n| body(&atoms[n - 1]) && !titled(*n) && person(&atoms[n - 1], &atoms[*n..]))
    }

    /// Where a person begins after a body, place or country: two or three words that are no ordinary ones.
    fn person_after_body(&self, atoms: &[Atom]) -> Option<usize> {
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        let word = |a: &Atom| self.tokens.word(a.tokens.start);
        let ends = |n: usize| {
            let body = &atoms[n - 1];
            match body.known {
                Some(known) => known.is_place(),
                // "State Committee for National Security Anna Stone"
                None => {
                    let plain = atoms[1..n].iter().rev().take_while(|a| !own(a) && ordinary(word(a))).count();
                    let of = |a: &Atom| {
                        !own(a)
                            && a.classes.any(Classes::ORG)
                            && ["of", "for", "on"].iter().any(|w| self.tokens.is(a.tokens.end - 1, w))
                    };
                    n > 1 && body.gazetteer.is_none() && body.classes.any(Classes::ORG.and(Classes::PLACE))
                        || plain > 0 && atoms[n - 1 - plain..n].iter().any(of)
                }
            }
        };
        let person = |rest: &[Atom]| {
            (2..=3).contains(&rest.len())
                && rest.iter().all(|a| {
                    let letters = self.token(a.tokens.start).letters;
                    // "Haitham bin Tariq"
                    !own(a)
                        && a.tokens.len() <= 2
                        && (a.tokens.len() == 1 || self.token(a.tokens.end - 1).letters == Letters::Small)
                        && matches!(letters, Letters::Capital | Letters::Initial)
                        && !a.classes.any(TYPES.and(TITLES))
                        && (a.classes.any(FIRST) || !ordinary(word(a)))
                })
        };
        (1..atoms.len()).find(|n| ends(*n) && person(&atoms[*n..]))
    }

    /// Whether a name is part of what follows "of" or "for" after a role: "ministers of Chile and", "head of the Sorl
    /// district of".
    fn is_of_role(&self, start: usize) -> bool {
        const LINKS: &[&str] = &[
            "of", "for", "the", "and", ",", "in", "-", "to", "with", "dialogue", "talks", "relations", "negotiations",
        ];
        let office = Classes::ROLE.and(Classes::ROLE_NOUN).and(Classes::ROLE_PLURAL).and(Classes::ROLE_WEAK);
        let unit = Classes::PLACE.and(Classes::ORG);
        let mut linked = false;
        for at in (start.saturating_sub(16)..start).rev() {
            let token = self.token(at);
            if linked && token.classes.any(office) {
                return true;
            }
            linked |= ["of", "for", "to"].iter().any(|word| self.tokens.is(at, word));
            let within = token.is_capital()
                || token.kind == TokenKind::Possessive
                || token.classes.any(unit)
                || LINKS.iter().any(|word| self.tokens.is(at, word));
            if !within {
                return false;
            }
        }
        false
    }

    /// Where a person begins after a word that ends a name: "Inc.", "Jr.".
    fn person_after_point(&self, atoms: &[Atom]) -> Option<usize> {
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        let ends = |a: &Atom| {
            let last = a.tokens.end - 1;
            self.tokens.word(last).ends_with('.') && LAST.iter().any(|w| self.tokens.is(last, w))
        };
        let person = |rest: &[Atom]| {
            (2..=3).contains(&rest.len())
                && !rest.iter().any(own)
                && rest[0].classes.any(FIRST)
                && !rest[1].classes.any(TYPES)
        };
        (1..atoms.len()).find(|n| ends(&atoms[n - 1]) && person(&atoms[*n..]))
    }

    /// In a loud headline every known name is separate, and other words are names if they are not ordinary ones.
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
            // "Vladimir Orlov": a city and a first name.
            let first = |a: &Atom| a.classes.any(FIRST) && a.gazetteer.is_none() && a.tokens.len() == 1;
            let named = first(&atoms[from]) && at < atoms.len() && atoms[at].known.is_none();
            let own =
                |a: &Atom| (a.known.is_some() || a.gazetteer.is_some()) && !(named && a.tokens == atoms[from].tokens);
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

    /// A row without a word that only begins the sentence.
    fn without_opening<'x>(&self, atoms: &'x [Atom], sentence: usize) -> &'x [Atom] {
        let first = &atoms[0];
        if !self.document.is_first(self.tokens, sentence, first.tokens.start) || first.gazetteer.is_some() {
            return atoms;
        }
        let token = self.token(first.tokens.start);
        let word = self.tokens.word(first.tokens.start);
        let seen = self.document.seen(token.hash);
        let linked = first.tokens.len() > 1;
        if linked || token.letters != Letters::Capital || !ordinary(word) {
            return atoms;
        }
        // "Surely Bauer knew"
        if word.ends_with("ly")
            && atoms.len() > 1
            && !first.classes.any(FIRST.and(Classes::SURNAME))
            && seen.capital == 0
        {
            return &atoms[1..];
        }
        if first.known.is_some_and(|k| matches!(k, KnownKind::Country | KnownKind::Nationality | KnownKind::Capital)) {
            return atoms;
        }
        let [_, second, ..] = atoms else {
            return if seen.capital > seen.small || (seen.capital > 0 && first.known.is_some()) { atoms } else { &[] };
        };
        let next = self.token(second.tokens.start);
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some() || a.classes.any(FIRST);
        let titled = token.classes.any(TITLES);
        // The rest is a name of its own elsewhere or by itself, and the word is an ordinary one.
        // "Bill McDonough"
        if first.classes.any(FIRST.and(Classes::SURNAME))
            && !own(second)
            && !ordinary(self.tokens.word(second.tokens.start))
        {
            return atoms;
        }
        let rest = seen.capital == 0
            && (own(second) && !first.classes.any(FIRST)
                || self.document.seen(next.hash).capital > 1
                    && !second.classes.any(TYPES)
                    && !ordinary(self.tokens.word(second.tokens.start)));
        if !titled && (rest || seen.small > 0 && seen.capital == 0 && !second.classes.any(TYPES)) {
            return &atoms[1..];
        }
        atoms
    }

    /// Where a title is in a row, as atoms.
    fn title(&self, atoms: &[Atom]) -> Option<Range<usize>> {
        let is_title = |a: &Atom| a.known.is_none() && a.gazetteer.is_none() && a.classes.any(TITLES);
        let before = |a: &Atom| {
            a.known.is_none()
                && a.gazetteer.is_none()
                && BEFORE_TITLES.iter().any(|w| self.tokens.is(a.tokens.start, w))
        };
        // "Council of Foreign Ministers": the plural belongs to the body.
        let of_body = |at: usize| {
            let body = atoms[..at].iter().rposition(|a| self.tokens.is(a.tokens.end - 1, "of"));
            self.tokens.word(atoms[at].tokens.start).ends_with('s')
                && body.is_some_and(|b| {
                    atoms[b].classes.any(Classes::ORG.and(Classes::EVENT)) && atoms[b + 1..at].iter().all(before)
                })
        };
        let short = |at: usize| {
            // "Interior CS Ann Lee"
            at > 0
                && at + 1 < atoms.len()
                && atoms[at].gazetteer.is_none()
                && SHORT_OFFICES.contains(&self.tokens.word(atoms[at].tokens.start))
                && before(&atoms[at - 1])
        };
        // "IGP Ann Lee"
        let police = |at: usize| {
            let next = || atoms.get(at + 1).is_some_and(|a| self.token(a.tokens.start).letters == Letters::Capital);
            at == 0 && next() && POLICE.contains(&self.tokens.word(atoms[at].tokens.start))
        };
        let at = (0..atoms.len()).find(|at| is_title(&atoms[*at]) && !of_body(*at) || short(*at) || police(*at))?;
        let last = atoms.last()?;
        let own = |a: &Atom| a.known.is_some() || a.gazetteer.is_some();
        // "King Abdullah University", "General Motors": part of the name.
        let mut end = at + 1;
        // "Ambassador Extraordinary and Plenipotentiary"
        let after = |a: &Atom| AFTER_TITLES.iter().any(|w| self.tokens.is(a.tokens.start, w));
        // "Chief of Defence Forces"
        let of_body_next = |end: usize| {
            self.tokens.is(atoms[end - 1].tokens.end - 1, "of")
                && atoms.get(end + 1).is_some_and(|a| !own(a) && a.classes.any(TYPES) && !is_title(a))
        };
        // "Deputy County Commissioner"
        let unit = |end: usize| {
            ["county", "district"].iter().any(|w| self.tokens.is(atoms[end].tokens.start, w))
                && atoms.get(end + 1).is_some_and(is_title)
        };
        while end < atoms.len()
            && (unit(end)
                || is_title(&atoms[end]) && !of_body(end)
                || after(&atoms[end])
                || before(&atoms[end]) && !of_body_next(end))
        {
            end += 1;
        }
        // "Head of the Harbour Commission": an office of the body after it.
        let linked = self.tokens.is(atoms[at].tokens.end - 1, "the") && atoms[at].tokens.len() > 1;
        let governs = linked && GOVERNS.iter().any(|w| self.tokens.is(atoms[at].tokens.start, w));
        let body = last.classes.any(TYPES) && !own(last) && !is_title(last);
        if body && end < atoms.len() && !atoms[at].classes.any(Classes::ROLE) {
            return None;
        }
        let general = self.tokens.is(atoms[at].tokens.start, "general") && end - at == 1;
        if body && end < atoms.len() && (at == 0 && !governs || general) {
            return None;
        }
        // "Stephen King"
        let surname = end == atoms.len()
            && at > 0
            && end - at == 1
            && atoms[at].classes.any(Classes::SURNAME)
            && atoms[at - 1].classes.any(FIRST)
            && !own(&atoms[at - 1]);
        // "Jamal El Sheikh"
        let particle = end == atoms.len()
            && at > 0
            && end - at == 1
            && ["el", "al", "bin"].iter().any(|w| self.tokens.is(atoms[at - 1].tokens.end - 1, w));
        if surname || particle {
            return None;
        }
        let mut start = at;
        // "the Harbour Union Chairman", not "Union Home Minister".
        let ends_body = |a: usize| a > 0 && self.tokens.is(atoms[a].tokens.start, "union");
        while start > 0 && before(&atoms[start - 1]) && !ends_body(start - 1) {
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
}

/// Abbreviations that are part of the name after them: ships, clubs.
#[rustfmt::skip]
const BEFORE_NAMES: &[&str] = &["USS", "HMS", "SS", "MS", "MV", "RMS", "USNS", "FC", "AC", "SC", "CD", "RV", "HMAS", "USCGC", "II", "III", "IV", "VI", "JR", "SR"];

/// Words with a full stop that end a name.
const LAST: &[&str] = &["inc.", "corp.", "ltd.", "co.", "bros.", "plc.", "jr.", "sr."];
