//! Words with a meaning of their own, each with its classes. A token is looked up once, for all modules that read it.
//!
//! A language has its lists: `[class]` heads a list, words follow, one or more on a line, in lower case (`#` begins a
//! comment). A word may be in several lists. The words for dates come from `base/date`.

use crate::base::date::{Form, Words};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use unicode_normalization::UnicodeNormalization;

/// The classes of a word, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(pub u64);

impl Classes {
    /// Whether any class of `other` is among these.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The union of both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
        /// The heads of the lists with their classes.
        const NAMES: &[(&str, Classes)] = &[$(($word, Classes::$name)),*];
    };
}

// Bits 0 to 15 belong to `names`, 16 to 29 to `times`, 30 to `events`, 32 to 47 to `speech`, 48 to 63 to `roles` and
// `events`.
classes! {
    /// Articles, pronouns, prepositions, conjunctions, auxiliaries: words that are never a name.
    FUNCTION = 0, "function";
    /// Titles before a person's name: Mr, Dr, President.
    HONORIFIC = 1, "honorific";
    /// Nouns for people: analyst, minister, CEO.
    ROLE = 2, "role";
    /// Nouns for organisations: company, airline, newspaper.
    ORG_NOUN = 3, "org-noun";
    /// Words in the names of organisations: Ministry, Airlines, Inc.
    ORG = 4, "org";
    /// Words at the end of company names: Inc, GmbH.
    ORG_SUFFIX = 5, "org-suffix";
    /// Words in the names of places: River, Province.
    PLACE = 6, "place";
    /// Words in the names of events: War, Treaty.
    EVENT = 7, "event";
    /// Goods: aircraft, phone, software. A name before them is not only an organisation's.
    PRODUCT = 8, "product";
    /// Prepositions before places: in, at, near.
    LOCATIVE = 9, "locative";
    /// Verbs for the actions of people, organisations and governments: said, welcomes, agreed.
    ACTS = 10, "acts";
    /// Ordinary English words, some of them only as stems (see [`ordinary`]).
    COMMON = 11, "common";
    /// Men's first names.
    MALE = 12, "male";
    /// Women's first names.
    FEMALE = 13, "female";
    /// Frequent surnames.
    SURNAME = 14, "surname";
    /// Months and days, which are never names.
    CALENDAR = 15, "calendar";
    /// Verbs that introduce a quotation, or a clause with "that".
    SAY = 32, "say";
    /// Verbs that may omit "that".
    SAY_BARE = 33, "say-bare";
    /// Verbs of saying whose object is what is said: "denied the report", "urged".
    SAY_OBJECT = 34, "say-object";
    /// Verbs that quote a name or judgement: "called it", "described as".
    SAY_NAMING = 35, "say-naming";
    /// Verbs of saying that are followed by the addressee: "told".
    SAY_TELL = 36, "say-tell";
    /// The "-ing" forms of all of these.
    SAYING = 37, "saying";
    /// The base forms of these: "say".
    SAY_BASE = 38, "say-base";
    /// Nouns for people who may speak: "spokesman", "officials".
    SPEAKER = 39, "speaker";
    /// Nouns for bodies that may speak: "ministry".
    SPEAKING_BODY = 40, "speaking-body";
    /// Nouns for media: "interview".
    MEDIUM = 41, "medium";
    /// Words that begin a noun phrase.
    DETERMINER = 42, "determiner";
    /// Words for a woman: "spokeswoman".
    WOMAN = 43, "woman";
    /// Words for a man: "spokesman".
    MAN = 44, "man";
    /// Prepositions.
    PREPOSITION = 45, "preposition";
    /// Adverbs and times that accompany a verb of saying.
    SPEECH_ADVERB = 46, "speech-adverb";
    /// Verbs that mean saying only with a particle: "touched upon", "called for".
    SAY_PARTICLE = 47, "say-particle";
    /// January, Oct.
    MONTH = 16, "month";
    /// Monday, Tue.
    WEEKDAY = 17, "weekday";
    /// Spring.
    SEASON = 18, "season";
    /// Day, weeks.
    TIME_UNIT = 19, "unit";
    /// Three, several.
    NUMERAL = 20, "numeral";
    /// First, twentieth.
    ORDINAL = 21, "ordinal";
    /// Morning, noon.
    DAY_PART = 22, "daypart";
    /// Today, currently.
    TIME_POINT = 23, "point";
    /// Early, the end (of), about: words before a time that modify it.
    TIME_MODIFIER = 24, "modifier";
    /// Last, next, following, that.
    TIME_RELATION = 25, "relation";
    /// Daily, every.
    RECURRING = 26, "recurring";
    /// Christmas.
    HOLIDAY = 27, "holiday";
    /// Articles, which begin many expressions of time.
    ARTICLE = 28, "lead";
    /// Sixties.
    DECADE_WORD = 29, "decade";
    /// Words that name an event in some constructions only: spoke (with), welcomed (a person), Council (was held).
    EVENT_FRAME = 30, "event-frame";
    /// Nouns that end a role: minister, president.
    ROLE_NOUN = 48, "role-noun";
    /// General nouns for people, which go with any role: diplomat, official.
    ROLE_GENERAL = 49, "role-general";
    /// Words inside a role: deputy, foreign, acting.
    ROLE_PART = 50, "role-part";
    /// Nouns that end a role only with other evidence: head, chief.
    ROLE_WEAK = 51, "role-weak";
    /// Short forms of roles: FM, CEO.
    ROLE_SHORT = 52, "role-short";
    /// Roles of several people.
    ROLE_PLURAL = 53, "role-plural";
    /// Words that name an event.
    EVENT_WORD = 54, "event-word";
    /// Event words that are verbs.
    EVENT_VERB = 55, "event-verb";
    /// Verbs that say that an event takes place: held, took place.
    EVENT_HOLD = 56, "event-hold";
    /// Common nouns for participants: parties, sides.
    EVENT_GROUP = 57, "event-group";
    /// Words that mark an event as planned.
    EVENT_PLAN = 58, "event-plan";
    /// Words that mark it as possible.
    EVENT_MAYBE = 59, "event-maybe";
    /// Words that deny it.
    EVENT_DENY = 60, "event-deny";
    /// Prepositions.
    EVENT_LINK = 61, "event-link";
    /// Words for help with an event: assistance, mediation.
    EVENT_HELP = 62, "event-help";
    /// Countries of one word.
    COUNTRY = 63, "country";
}

/// The words of a language with their classes.
#[derive(Debug, Default)]
pub struct Lexicon(HashMap<u64, Classes, Hashed>);

impl Lexicon {
    /// The words of some lists, and those of dates.
    pub fn new(lists: &[&str], dates: &Words) -> Self {
        let mut words: HashMap<u64, Classes, Hashed> = HashMap::default();
        let mut add = |word: &str, class: Classes| {
            let known = words.entry(hash(word)).or_default();
            *known = known.and(class);
        };
        for list in lists {
            let mut class = Classes::default();
            for line in list.lines() {
                let line = line.split('#').next().unwrap_or_default().trim();
                if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                    class =
                        NAMES.iter().find(|(name, _)| *name == head).map(|(_, c)| *c).expect("a list has a known head");
                    continue;
                }
                for word in line.split_whitespace() {
                    add(word, class);
                }
            }
        }
        for (list, word, form) in dates.listed().filter(|(.., form)| *form != Form::Part) {
            let Some((_, class)) = NAMES.iter().find(|(name, _)| *name == list) else { continue };
            if *class == Classes::MONTH {
                let class = class.and(Classes::CALENDAR);
                add(word, class);
                // The full stop of "Sept." is part of the word.
                if form == Form::Other {
                    add(&format!("{word}."), class);
                }
            } else {
                add(word, *class);
            }
        }
        Self(words)
    }

    /// The classes of the word with this [`hash`].
    pub fn classes(&self, hash: u64) -> Classes {
        self.0.get(&hash).copied().unwrap_or_default()
    }
}

/// A hash of a word that does not depend on its spelling: lower case, composed, curly apostrophes and hyphens made
/// plain (FNV-1a, 64 bits; words that collide are not distinguished).
pub fn hash(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return word.bytes().fold(start, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    let mut hash = start;
    let mut bytes = [0; 4];
    // A capital İ leaves a dot behind.
    for c in word.nfkc().flat_map(char::to_lowercase).filter(|c| !matches!(c, '\u{ad}' | '\u{307}')) {
        let c = match c {
            '\u{2019}' | '\u{2bc}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            // Letters without a capital of their own, or with two forms.
            'ı' => 'i',
            'ς' => 'σ',
            'ß' => {
                hash = step(hash, b's');
                's'
            }
            c => c,
        };
        hash = c.encode_utf8(&mut bytes).bytes().fold(hash, step);
    }
    hash
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hashed(u64);

impl BuildHasher for Hashed {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}
