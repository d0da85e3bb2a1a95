//! Signals that support a mention.

use crate::extract::finding::Signals;

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
    /// It is capitalised where nothing else requires it.
    CAPITALS = 1, "capitals";
    /// It is one of the program's own names: countries, cities, international bodies.
    KNOWN = 2, "known name";
    /// A title or a role is before or beside it.
    TITLE = 3, "title or role";
    /// It begins with a first name.
    FIRST_NAME = 4, "first name";
    /// One of its words names its type: Ministry, Inc, River, War.
    TYPE_WORD = 5, "type word";
    /// A word beside it names its type: "the company", "the city of".
    NOUN = 6, "noun beside it";
    /// A preposition before it: "in", "near".
    PREPOSITION = 7, "preposition";
    /// A verb that it is the subject of: "said", "announced".
    VERB = 8, "verb";
    /// The same name occurs elsewhere in the document.
    ELSEWHERE = 9, "elsewhere in the text";
    /// It is a part of a fuller name in the document: a surname, a short form.
    PART = 10, "part of a fuller name";
    /// It consists of the initials of a fuller name in the document.
    ACRONYM = 11, "initials of a fuller name";
    /// It has the form of an abbreviation.
    ABBREVIATION = 12, "abbreviation";
    /// Several entities of the text share the name, and it is unknown which one is meant.
    AMBIGUOUS = 13, "shared by several";
    /// It is in a line that is no sentence: of a list, of a table.
    FRAGMENT = 14, "in a list or table";
}

impl Signals {
    /// The union of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any signal of `other` is among these.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The signals in words, for display.
    pub fn names(self) -> Vec<&'static str> {
        Self::WORDS.iter().filter(|(signal, _)| self.any(*signal)).map(|(_, word)| *word).collect()
    }
}
