//! Words that carry a meaning of their own, each with its classes. A token is looked up once, for all who read it.
//!
//! The lists are in `lexicon/*.txt`: `[class]` heads a list, words follow, one or more on a line, in small letters
//! (`#` begins a comment). A word may be in many lists.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The classes of a word, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(pub u64);

impl Classes {
    /// Whether any class of `other` is among these.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Classes {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
        /// The heads of the lists.
        const NAMES: &[(&str, Classes)] = &[$(($word, Classes::$name)),*];
    };
}

// Bits 0 to 15 belong to `names`, 16 to 31 to `times`, 32 to 47 to `speech`, 48 to 63 to `roles` and `events`.
classes! {
    /// Articles, pronouns, prepositions, conjunctions, auxiliaries: words that are no name however they are written.
    FUNCTION = 0, "function";
    /// Titles before a person's name: Mr, Dr, President.
    HONORIFIC = 1, "honorific";
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
    /// Early, the end (of), about: words before a time that change it.
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
    /// Nouns that end a role: minister, president.
    ROLE = 48, "role";
    /// General nouns for people, which go with any role: diplomat, official.
    ROLE_GENERAL = 49, "role-general";
    /// Words inside a role: deputy, foreign, acting.
    ROLE_PART = 50, "role-part";
    /// Nouns that end a role only where something else says so: head, chief.
    ROLE_WEAK = 51, "role-weak";
    /// Short forms of roles: FM, CEO.
    ROLE_SHORT = 52, "role-short";
    /// Roles of several people.
    ROLE_PLURAL = 53, "role-plural";
    /// Words that name a meeting or the like.
    EVENT = 54, "event";
    /// Those among them that are verbs.
    EVENT_VERB = 55, "event-verb";
    /// Verbs that say that a meeting is had: held, took place.
    EVENT_HOLD = 56, "event-hold";
    /// Common nouns for those who meet: parties, sides.
    EVENT_GROUP = 57, "event-group";
    /// What makes an event a planned one.
    EVENT_PLAN = 58, "event-plan";
    /// What makes it a possible one.
    EVENT_MAYBE = 59, "event-maybe";
    /// What denies it.
    EVENT_DENY = 60, "event-deny";
    /// Prepositions.
    EVENT_LINK = 61, "event-link";
    /// How others help an event along: assistance, mediation.
    EVENT_HELP = 62, "event-help";
    /// Countries, in one word.
    COUNTRY = 63, "country";
}

const LISTS: &[&str] =
    &[include_str!("lexicon/names.txt"), include_str!("lexicon/times.txt"), include_str!("lexicon/events.txt")];

static WORDS: LazyLock<HashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Classes> = HashMap::new();
    for list in LISTS {
        let mut class = Classes::default();
        for line in list.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = NAMES.iter().find(|(name, _)| *name == head).map(|(_, c)| *c).expect("a list has a known head");
                continue;
            }
            for word in line.split_whitespace() {
                let known = words.entry(word).or_default();
                *known = known.and(class);
            }
        }
    }
    words
});

/// The classes of a word, however it is written. A curly apostrophe counts as a straight one.
pub fn classes(word: &str) -> Classes {
    let mut small = [0_u8; 40];
    if word.len() <= small.len() && word.is_ascii() {
        let small = &mut small[..word.len()];
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        return std::str::from_utf8(small).ok().and_then(|w| WORDS.get(w)).copied().unwrap_or_default();
    }
    WORDS.get(word.to_lowercase().replace('\u{2019}', "'").as_str()).copied().unwrap_or_default()
}
