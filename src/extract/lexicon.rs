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
    /// Verbs that bring a quotation, or a clause with "that".
    SAY = 32, "say";
    /// Those that may leave out "that".
    SAY_BARE = 33, "say-bare";
    /// Verbs of saying whose object is what is said: "denied the report", "urged".
    SAY_OBJECT = 34, "say-object";
    /// Verbs that quote a name or judgement: "called it", "described as".
    SAY_NAMING = 35, "say-naming";
    /// Verbs of saying that are followed by whom one speaks to: "told".
    SAY_TELL = 36, "say-tell";
    /// Forms in "-ing" of all of these.
    SAYING = 37, "saying";
    /// Their base forms: "say".
    SAY_BASE = 38, "say-base";
    /// Nouns for people who may speak: "spokesman", "officials".
    SPEAKER = 39, "speaker";
    /// Nouns for bodies that may speak: "ministry".
    SPEAKING_BODY = 40, "speaking-body";
    /// Nouns for what one speaks in: "interview".
    MEDIUM = 41, "medium";
    /// Words that begin a noun phrase.
    DETERMINER = 42, "determiner";
    /// Words and given names that speak of a woman.
    FEMALE = 43, "female";
    /// Words and given names that speak of a man.
    MALE = 44, "male";
    /// Prepositions.
    PREPOSITION = 45, "preposition";
    /// Adverbs and times that stand about a verb of saying.
    SPEECH_ADVERB = 46, "speech-adverb";
    /// Verbs that mean saying with some particle only: "touched upon", "called for".
    SAY_PARTICLE = 47, "say-particle";
}

const LISTS: &[&str] = &[include_str!("lexicon/names.txt"), include_str!("lexicon/speech.txt")];

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
