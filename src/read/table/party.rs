//! Who a cell names as the party that holds a place. The words of the source are a party's name only where they can be
//! nothing else: a cell that may name two parties, or that says how things stand ("contested"), is told by the mapping, with
//! `split` or `values`, and is otherwise a problem of that cell.

use crate::base::iri::folded_space;
use crate::read::mapping::Role;
use crate::read::table::column::Column;
use crate::read::table::parts::unmarked;
use crate::read::table::terms::{Fault, fault};
use std::sync::{Arc, LazyLock};

/// The words of `party_words.txt`.
struct PartyWords {
    /// Words between two parties, with a space on either side.
    between: Vec<String>,
    /// Marks between two parties.
    marks: Vec<&'static str>,
    /// What names nobody.
    none: Vec<&'static str>,
}

static WORDS: LazyLock<PartyWords> = LazyLock::new(|| {
    let lines = || include_str!("party_words.txt").lines().filter_map(|line| line.split_once(": "));
    let of = |list: &'static str| {
        lines().filter(move |(name, _)| *name == list).flat_map(|(_, words)| words.split(" | ").map(str::trim))
    };
    PartyWords {
        between: of("between").map(|word| format!(" {word} ")).collect(),
        marks: of("marks").collect(),
        none: of("none").collect(),
    }
});

/// What is wrong with a word that may be a code.
pub const WHO: &str = "who is meant by this?";

const RULE: &str = "a party is named only by the words of the source or by the list of the mapping";

/// The parties that a cell names: none if the list of the mapping says so, several if the mapping says how to split it.
pub fn parties(text: &str, column: &Column) -> Result<Vec<Arc<str>>, Fault> {
    let parties: Result<Vec<_>, _> = column.parts(text).into_iter().map(|part| party(part, column)).collect();
    Ok(parties?.into_iter().flatten().collect())
}

/// The party that words name; `None` if the list of the mapping says that they name none.
pub fn party(text: &str, column: &Column) -> Result<Option<Arc<str>>, Fault> {
    let text = unmarked(text, column, Role::Party);
    if let Some(said) = column.meaning(text) {
        return Ok((!said.is_empty()).then(|| Arc::from(said)));
    }
    let values = |meant: &str| format!("values = {{ {text:?} = {meant:?} }}");
    let unsaid = |what: String, help: &str, answers| Err(Fault { answers, ..fault(&what, RULE, help) });
    let words = folded_space(text).to_lowercase();
    if let Some(mark) = between(&words) {
        let what = format!("this may be two parties, or one with {mark:?} in its name");
        let help = "say in the mapping split = \"…\" if each part is a party, which the row then says to hold the place; or who is meant: values = { \"…\" = \"…\" }, with an empty text for nobody";
        return unsaid(what, help, vec![format!("split = {mark:?}"), values("…")]);
    }
    let whole = words.trim_matches(|c: char| !c.is_alphanumeric());
    // "Contested: Vale", "rebel-held".
    let mut single = words.split(|c: char| !c.is_alphanumeric());
    if words.ends_with('?') || WORDS.none.contains(&whole) || single.any(|word| WORDS.none.contains(&word)) {
        let help = "say in the mapping who is meant: values = { \"…\" = \"\" } for nobody; a column of such words has role = \"status\"";
        return unsaid(
            "this says how things stand, and names no party".to_owned(),
            help,
            vec![values(""), values("…")],
        );
    }
    // Beside a list of codes three letters can be one more code.
    let longest = if column.values.is_empty() { 2 } else { 3 };
    if text.chars().filter(|c| c.is_alphabetic()).count() > longest {
        return Ok(Some(Arc::from(text)));
    }
    let help = "say it in the mapping: values = { \"…\" = \"…\" }, with an empty text for nobody";
    unsaid(WHO.to_owned(), help, vec![values("…")])
}

/// The mark or word that stands between two parties, in small letters.
fn between(words: &str) -> Option<&'static str> {
    let mark = WORDS.marks.iter().find(|mark| words.contains(**mark));
    // A line end within a cell is a space here, and `folded_space` leaves no two.
    mark.copied().or_else(|| WORDS.between.iter().find(|word| words.contains(word.as_str())).map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::mapping::Said;

    fn column(split: Option<&str>, values: &[(&str, &str)]) -> Column {
        let said = |value: &str| Said { value: value.to_owned(), line: Default::default() };
        Column {
            split: split.map(str::to_owned),
            values: values.iter().map(|(code, words)| ((*code).to_owned(), said(words))).collect(),
            ..Column::default()
        }
    }

    #[test]
    fn a_party_is_named_or_asked_for() {
        let plain = column(None, &[]);
        for (text, wrong) in [
            ("Upper Republic", None),
            ("Army of the Vale", None),
            // Letters of a word are no word.
            ("Andorra", None),
            ("Candor Band", None),
            ("Upper / Lower Republic", Some("\"/\"")),
            ("Upper; Lower", Some("\";\"")),
            ("Upper and Lower Republic", Some("\" and \"")),
            ("Верхня та Нижня", Some("\" та \"")),
            ("Upper – Lower", Some("\"–\"")),
            ("Contested", Some("how things stand")),
            ("(disputed)", Some("how things stand")),
            ("Contested: Vale", Some("how things stand")),
            ("Vale-held", Some("how things stand")),
            ("No man's land", Some("how things stand")),
            ("сіра зона", Some("how things stand")),
            ("Upper Republic?", Some("how things stand")),
            ("UR", Some("who is meant")),
            ("🇺🇦", Some("who is meant")),
        ] {
            match (parties(text, &plain), wrong) {
                (Ok(found), None) => assert_eq!(found, [Arc::from(text)], "{text}"),
                (Err(fault), Some(wrong)) => assert!(fault.what.contains(wrong), "{text}: {}", fault.what),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }

    #[test]
    fn the_mapping_says_who_is_meant() {
        let names = |text: &str, column: &Column| parties(text, column).unwrap().join(" + ");
        let split = column(Some("/"), &[("UR", "Upper Republic"), ("x / y", "Both of them"), ("contested", "")]);
        assert_eq!(names("UR / UR", &split), "Upper Republic + Upper Republic");
        assert_eq!(names("x / y", &split), "Both of them");
        assert_eq!(names("UR / contested", &split), "Upper Republic");
        assert!(parties("UR / Lower and Middle", &split).is_err());
        assert_eq!(names("Upper Republic/Lower Republic", &column(Some("/"), &[])), "Upper Republic + Lower Republic");
        assert_eq!(names("Upper Republic", &split), "Upper Republic");
        assert!(parties("UKR", &split).is_err());
        assert_eq!(names("Bosna and Hum", &column(None, &[("Bosna and Hum", "Bosna and Hum")])), "Bosna and Hum");
    }
}
