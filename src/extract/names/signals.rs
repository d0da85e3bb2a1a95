//! What spoke for a mention.

use super::super::finding::Signals;

macro_rules! signals {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $word:literal;)*) => {
        impl Signals {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
            const WORDS: &[(Self, &str)] = &[$((Self::$name, $word)),*];
        }
    };
}

signals! {
    /// The gazetteer has the name.
    GAZETTEER = 0, "gazetteer";
    /// It is written with capitals where nothing else asks for them.
    CAPITALS = 1, "capitals";
    /// It is among the names that come with the program: countries, cities, international bodies.
    KNOWN = 2, "known name";
    /// A title or a role stands before or beside it.
    TITLE = 3, "title or role";
    /// It begins with a first name.
    FIRST_NAME = 4, "first name";
    /// One of its words says what it is: Ministry, Inc, River, War.
    TYPE_WORD = 5, "type word";
    /// A word beside it says what it is: "the company", "the city of".
    NOUN = 6, "noun beside it";
    /// A preposition before it: "in", "near".
    PREPOSITION = 7, "preposition";
    /// What it does: "said", "announced".
    VERB = 8, "verb";
    /// The same name elsewhere in the document.
    ELSEWHERE = 9, "elsewhere in the text";
    /// It is a part of a fuller name in the document: a surname, a short form.
    PART = 10, "part of a fuller name";
    /// It is the initials of a fuller name in the document.
    ACRONYM = 11, "initials of a fuller name";
    /// It is written as abbreviations are.
    ABBREVIATION = 12, "abbreviation";
    /// Several of the text have the name, and nothing says which of them is meant.
    AMBIGUOUS = 13, "shared by several";
}

impl Signals {
    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any signal of `other` is among these.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The signals in words, for showing.
    pub fn names(self) -> Vec<&'static str> {
        Self::WORDS.iter().filter(|(signal, _)| self.any(*signal)).map(|(_, word)| *word).collect()
    }
}
