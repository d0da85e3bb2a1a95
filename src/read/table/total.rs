//! Rows that are the sum of other rows: a name such as "Total" or "Итого" is no name of a place, unless the mapping says
//! that it is one.

use crate::base::fold::key;
use crate::read::record::is_summed;
use crate::read::table::column::Column;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of `total_words.txt`.
struct TotalWords {
    /// Whole names.
    whole: HashSet<Word>,
    /// First or last words of names.
    beside: HashSet<Word>,
}

/// A folded word, and whether it is written in Latin letters: words of two scripts that fold alike are different words.
type Word = (String, bool);

static WORDS: LazyLock<TotalWords> = LazyLock::new(|| {
    let of = |wanted: &str| {
        let lines = include_str!("total_words.txt").lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(list, _)| *list == wanted).flat_map(|(_, words)| words.split('|').map(folded)).collect()
    };
    TotalWords { whole: of("whole"), beside: of("beside") }
});

fn folded(text: &str) -> Word {
    (key(text), text.chars().all(|c| c < '\u{370}'))
}

/// Whether a name is a word for a total: a whole name, or with the words that say of what.
pub(super) fn is_total(name: &str) -> bool {
    if is_summed(name) {
        return true;
    }
    let (name, is_latin) = folded(name);
    let beside = |word: Option<&str>| word.is_some_and(|word| WORDS.beside.contains(&(word.to_owned(), is_latin)));
    let mut words = name.split(' ');
    let is_beside = beside(words.next()) || beside(words.next_back());
    is_beside || WORDS.whole.contains(&(name, is_latin))
}

/// Whether the name of a row is a word for a total, and the mapping does not list it among the values of the column.
pub(super) fn is_unsaid(name: &str, column: &Column) -> bool {
    is_total(name) && column.meaning(name).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::mapping::Said;

    #[test]
    fn words_for_totals_are_no_names() {
        for (name, is) in [
            ("Total", true),
            ("GRAND TOTAL:", true),
            ("Sub-total", true),
            ("Total Général", true),
            ("Total Upper Dale", true),
            ("Итого по району", true),
            ("Cəmi", true),
            ("ЦЕЛЬ", false),
            ("სულ", true),
            ("Sul", false),
            ("All", true),
            ("All Saints", false),
            ("Sum-Kala", false),
            ("Totalis", false),
            ("Gesamthafen", false),
            ("Ensemble", true),
            ("", false),
        ] {
            assert_eq!(is_total(name), is, "{name}");
        }
    }

    #[test]
    fn a_mapping_says_that_it_is_a_name() {
        let said = Said { value: "Total".to_owned(), line: Default::default() };
        let column = Column { values: [("Total".to_owned(), said)].into(), ..Column::default() };
        assert!(is_unsaid("Total", &Column::default()));
        assert!(!is_unsaid("Total", &column) && is_unsaid("Sum", &column));
    }
}
