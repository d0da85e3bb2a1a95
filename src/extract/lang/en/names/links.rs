//! Small words inside names: "Bank of England", "Ludwig van Beethoven", "Convention on the Law of the Sea".

use super::known::{self, KnownKind};
use super::mention_detection::{Atom, FIRST, Rows, TITLES, TYPES};
use crate::extract::lang::en::lexicon::ordinary;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Letters, TokenKind};

impl Rows<'_, '_> {
    /// The number of small words that link the row before with the capitalised word after them; 0 if there is no link.
    pub(super) fn links(&self, at: usize, end: usize, row: &[Atom]) -> usize {
        let Some(last) = row.last() else { return 0 };
        let name = |at: usize| at < end && self.is_name(at, false) && !self.token(at).classes.any(TITLES);
        let word = self.tokens.word(at);
        let head = last.gazetteer.is_none()
            && (last.classes.any(TYPES) || HEADS.iter().any(|h| self.tokens.is(last.tokens.end - 1, h)));
        match word {
            // "O ' Brien", as in tokenised text
            "'" | "\u{2019}" if self.tokens.is(last.tokens.end - 1, "o") => usize::from(name(at + 1)),
            "&" | "+" => usize::from(name(at + 1)),
            // "Center for the Study of Migration"
            "of" if row.len() > 1
                && row[0].classes.any(Classes::ORG)
                && row[0].known.is_none()
                && self.is_of_something(row)
                && last.known.is_none()
                && last.gazetteer.is_none()
                && !last.classes.any(FIRST)
                && ordinary(self.tokens.word(last.tokens.start)) =>
            {
                usize::from(name(at + 1))
            }
            // "Children's Hospital", "People's Republic of China"
            _ if self.token(at).kind == TokenKind::Possessive => {
                let owner = OWNERS.iter().any(|o| self.tokens.is(last.tokens.end - 1, o))
                    || row.len() > 1
                        && ["st", "st.", "saint"].iter().any(|s| self.tokens.is(row[row.len() - 2].tokens.start, s));
                let body = at + 1 < end && self.token(at + 1).classes.any(Classes::ORG.and(Classes::PLACE));
                let later = at + 2 < end
                    && self.token(at + 2).is_capital()
                    && self.token(at + 2).classes.any(Classes::ORG.and(Classes::PLACE));
                usize::from(
                    owner && last.known.is_none() && last.gazetteer.is_none() && name(at + 1) && (body || later),
                )
            }
            // "Association/Community of Municipalities"
            "/" if last.classes.any(TYPES) && at + 1 < end && !self.token(at + 1).spaced => {
                usize::from(name(at + 1) && self.token(at + 1).classes.any(TYPES.and(Classes::ORG_NOUN)))
            }
            // "the African Union for Mali": a known body is whole.
            "for" if last.known.is_some() => 0,
            // "Community of Serb-majority municipalities": the name goes on with a common noun.
            "of" if at + 2 < end
                && self.tokens.word(at + 1).contains('-')
                && self.token(at + 2).letters == Letters::Small
                && !self.token(at + 2).classes.any(Classes::FUNCTION.and(Classes::ACTS)) =>
            {
                0
            }
            "of" | "for" if head && !last.classes.any(Classes::CALENDAR) => {
                let suffix = last.classes.any(Classes::ORG_SUFFIX) && !self.tokens.is(last.tokens.end - 1, "company");
                let for_head = word == "of" || FOR_HEADS.iter().any(|h| self.tokens.is(last.tokens.end - 1, h));
                if suffix || !for_head {
                    0
                } else if name(at + 1) || last.classes.any(Classes::ORG) && self.tokens.is(at + 1, "ministers") {
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
                // "Security and Co-operation", "Labour and Social Protection": "Labour" alone would be a party.
                let word = self.tokens.word((at + 1).min(end - 1));
                let common = ordinary(word) || word.strip_prefix("Co-").is_some_and(ordinary);
                let ministry = row[0].classes.any(Classes::ORG) && ordinary(self.tokens.word(last.tokens.start));
                let plain = name(at + 1)
                    && common
                    && !next.classes.any(FIRST)
                    && known::longest(self.tokens, at + 1, end, false).is_none()
                    && (last.known.is_none() || ministry && last.tokens.len() == 1);
                usize::from(plain)
            }
            // "European Aeronautic Defence and Space Company"
            // "Convention on the Law of the Sea"
            "on" if ON_HEADS.iter().any(|h| self.tokens.is(last.tokens.end - 1, h)) => {
                if name(at + 1) {
                    1
                } else if self.tokens.is(at + 1, "the") && name(at + 2) {
                    2
                } else {
                    0
                }
            }
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
                    && (plain(last.tokens.start) || PUBLIC.iter().any(|w| self.tokens.is(row[0].tokens.start, w)))
                    && plain(at + 1)
                    && known::longest(self.tokens, at + 1, end, false).is_none();
                usize::from(parts)
            }
            "in" if row.len() > 2 && self.is_of_something(row) && row[0].classes.any(Classes::ORG) => {
                let region =
                    known::longest(self.tokens, at + 1, end, false).is_some_and(|(_, k)| k == KnownKind::Region);
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

    /// Whether the row already contains such words: "Ministry of …".
    pub(super) fn is_of_something(&self, row: &[Atom]) -> bool {
        row.iter().any(|a| {
            let last = a.tokens.end - 1;
            a.gazetteer.is_none() && ["of", "for", "on", "the"].iter().any(|word| self.tokens.is(last, word))
        })
    }
}

/// Words, besides the type words, after which "of" belongs to the name.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "house", "statue", "order", "church", "duchy", "duke", "isle", "isles", "tower", "arc", "hall", "secretary",
    "minister", "ministers", "president", "director", "book", "declaration", "articles", "bill", "chamber",
    "chambers", "court", "courts", "daughters", "friends", "knights", "league", "museum", "people", "voice",
    "community", "group", "states", "united", "confederation", "conference", "fellowship", "guild", "port", "strait",
    "cape", "lake", "mount", "centers", "centres", "secretariat", "office", "commissioner", "commander", "head",
    "chief", "institutes", "lord", "archbishop", "bishop", "prince", "princess", "king", "queen", "earl", "governor",
    "mayor", "attorney", "speaker", "leader", "meeting", "community", "association",
    "heads",
];
/// Words after which "for" does.
#[rustfmt::skip]
const FOR_HEADS: &[&str] = &[
    "organization", "organisation", "centre", "center", "centers", "centres", "institute", "campaign", "agency",
    "society", "association", "council", "committee", "commission", "commissioner", "foundation", "court", "fund",
    "office", "ministry", "department", "coalition", "movement", "conference", "party", "union", "group", "board",
    "academy", "network", "alliance", "bureau", "minister", "secretary", "programme", "program", "school",
];
/// Words that own something with a name of its own: "People's Party".
#[rustfmt::skip]
const OWNERS: &[&str] = &[
    "children", "women", "men", "people", "peoples", "king", "queen", "veterans", "workers", "farmers", "teachers",
    "students", "officers", "fishermen", "writers", "players", "peasants", "soldiers", "mothers", "bishop", "trinity",
    "saint", "master",
];
/// First words of public bodies, whose subject may be any word: "National Cohesion and Integration Commission".
const PUBLIC: &[&str] =
    &["national", "federal", "state", "joint", "independent", "central", "public", "human", "regional"];
/// Words after which "on" does.
#[rustfmt::skip]
const ON_HEADS: &[&str] = &[
    "convention", "conference", "commission", "committee", "council", "treaty", "agreement", "protocol",
    "declaration", "subcommittee", "covenant", "institute", "law", "authority", "agency", "forum", "symposium", "seminar", "summit", "dialogue",
];
const PARTICLES: &[&str] = &[
    "de", "von", "van", "der", "den", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "bin", "ibn",
    "al", "el", "ben", "ter", "ten", "y", "des", "zu", "af", "av", "bint", "ul",
];
