//! Languages by their codes, and the languages of an article.

use std::fmt;

/// The primary subtag of a language tag (BCP 47), in lower case: "en", "ru".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 8]);

impl Code {
    /// English.
    pub const ENGLISH: Self = Self(*b"en\0\0\0\0\0\0");
    /// Russian.
    pub const RUSSIAN: Self = Self(*b"ru\0\0\0\0\0\0");
    /// A language that is not known.
    pub const UNKNOWN: Self = Self(*b"und\0\0\0\0\0");

    /// The language of a tag; [`Code::UNKNOWN`] if it has none.
    pub fn of(tag: &str) -> Self {
        let subtag = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if !(2..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Self::UNKNOWN;
        }
        let mut code = [0; 8];
        for (to, from) in code.iter_mut().zip(subtag.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Self(code)
    }

    /// The code in letters.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..end]).unwrap_or("und")
    }
}

impl Default for Code {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The language of each part of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    /// Of the headline.
    pub title: Code,
    /// Of the paragraphs, in order.
    pub paragraphs: Vec<Code>,
}

impl Languages {
    /// The language of a paragraph, counted from 1, or of the headline.
    pub fn of(&self, paragraph: Option<usize>) -> Code {
        paragraph.map_or(self.title, |n| self.paragraphs.get(n.wrapping_sub(1)).copied().unwrap_or_default())
    }
}
