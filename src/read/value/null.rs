//! Words of cells that stand for no value. Some mean that and nothing else; others can be a value (`0`), a name (`Nan` is a
//! province, `NA` the code of Namibia) or "none of them" (`-`), so they have to be asked about.

use super::text;

/// How sure it is that a word stands for no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullSense {
    /// It cannot be a value.
    Certain,
    /// It can be a value, or mean zero: only the mapping decides.
    Asked,
}

/// The words, in the case in which they count. The empty cell is one of them.
const WORDS: &[(&str, NullSense)] = &[
    ("", NullSense::Certain),
    ("...", NullSense::Certain),
    ("…", NullSense::Certain),
    ("NULL", NullSense::Certain),
    ("null", NullSense::Certain),
    ("N/A", NullSense::Certain),
    ("n/a", NullSense::Certain),
    ("#N/A", NullSense::Certain),
    ("NaN", NullSense::Certain),
    ("-", NullSense::Asked),
    ("–", NullSense::Asked),
    ("—", NullSense::Asked),
    ("−", NullSense::Asked),
    ("--", NullSense::Asked),
    ("---", NullSense::Asked),
    (".", NullSense::Asked),
    ("..", NullSense::Asked),
    (":", NullSense::Asked),
    ("?", NullSense::Asked),
    ("*", NullSense::Asked),
    ("x", NullSense::Asked),
    ("X", NullSense::Asked),
    ("х", NullSense::Asked),
    ("Х", NullSense::Asked),
    ("0", NullSense::Asked),
    ("-1", NullSense::Asked),
    ("-9", NullSense::Asked),
    ("-99", NullSense::Asked),
    ("-999", NullSense::Asked),
    ("-9999", NullSense::Asked),
    ("NA", NullSense::Asked),
    ("na", NullSense::Asked),
    ("n.a.", NullSense::Asked),
    ("nan", NullSense::Asked),
    ("Null", NullSense::Asked),
    ("none", NullSense::Asked),
    ("None", NullSense::Asked),
    ("nil", NullSense::Asked),
    ("unknown", NullSense::Asked),
    ("Unknown", NullSense::Asked),
];

/// All words with their sense.
pub fn null_words() -> &'static [(&'static str, NullSense)] {
    WORDS
}

/// Whether the text of a cell is one of the words; white space at its ends does not count.
pub fn null(cell: &str) -> Option<NullSense> {
    let cell = text::trim(cell);
    WORDS.iter().find(|(word, _)| *word == cell).map(|(_, sense)| *sense)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_and_what_is_asked() {
        for cell in ["", " ", "\u{a0}", "...", "…", "N/A", "n/a", "NULL", "null", "NaN", " … "] {
            assert_eq!(null(cell), Some(NullSense::Certain), "{cell}");
        }
        for cell in ["-", "–", "—", "x", "х", "0", "-1", ":", "..", "none", "NA", "nan", "?"] {
            assert_eq!(null(cell), Some(NullSense::Asked), "{cell}");
        }
        for cell in ["Nan", "00", "0.0", "1", "xx", "Nullarbor", "…x"] {
            assert_eq!(null(cell), None, "{cell}");
        }
    }

    #[test]
    fn no_word_stands_twice() {
        let words: std::collections::BTreeSet<_> = WORDS.iter().map(|(word, _)| word).collect();
        assert_eq!(words.len(), WORDS.len());
    }
}
