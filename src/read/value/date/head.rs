//! Times in heads of columns, titles and names of sheets: `war_zone_27_04_2022`, `Population (2019)`, `на 1 января 2022
//! року`. The widest words that are a time are one; a time with several readings, or without a year, is found with its error.

use super::in_language::language;
use super::perhaps;
use super::rules::DateRules;
use crate::base::time::TimeExtent;
use crate::read::value::error::{Fault, ValueError};
use crate::read::value::text;
use std::ops::Range;

/// A time in a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadDate {
    /// Its range in bytes.
    pub range: Range<usize>,
    /// The time, or why it cannot be read.
    pub time: Result<TimeExtent, ValueError>,
}

/// Maximum length of a head that is looked at, in bytes.
const MAX_HEAD: usize = 2_000;
/// Maximum number of words and figures in a time.
const MOST_WORDS: usize = 9;
/// The years that a bare number in a head can be.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;

/// All times in a head, in order.
pub fn date_in_head(head: &str, rules: &DateRules) -> Vec<HeadDate> {
    if head.len() > MAX_HEAD || text::ascii_digits(head).is_none() {
        return Vec::new();
    }
    // In names of columns an underscore joins figures as a hyphen does, and words as a space.
    let spaced = without_underscores(head);
    let words = words(&spaced);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let most = (at + MOST_WORDS).min(words.len());
        let read = (at..most).rev().find_map(|to| {
            let range = words[at].start..words[to].end;
            Some((to, range.clone(), time(&spaced[range], rules)?))
        });
        match read {
            Some((to, range, time)) => {
                found.push(HeadDate { range, time });
                at = to + 1;
            }
            None => at += 1,
        }
    }
    found
}

fn without_underscores(head: &str) -> String {
    let mut out = String::with_capacity(head.len());
    for (at, c) in head.char_indices() {
        let digits = |text: &str, behind: bool| {
            if behind {
                text.starts_with(|c: char| c.is_ascii_digit())
            } else {
                text.ends_with(|c: char| c.is_ascii_digit())
            }
        };
        out.push(match c {
            '_' if digits(&head[..at], false) && digits(&head[at + 1..], true) => '-',
            '_' => ' ',
            c => c,
        });
    }
    out
}

/// Runs of letters, and runs of figures with the marks between them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

/// The time that is the whole of some words of a head; `None` if they are none.
fn time(words: &str, rules: &DateRules) -> Option<Result<TimeExtent, ValueError>> {
    let figures = words.chars().filter(|c| c.is_numeric()).count();
    let languages = || {
        let english = std::iter::once("en").filter(|_| rules.languages.is_empty());
        rules.languages.iter().map(String::as_str).chain(english).filter_map(language)
    };
    if figures == 0 {
        // A month, or two: a time without a year. "May" and "March" are also words.
        let mut parts = words.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
        let all_months =
            parts.clone().all(|part| languages().any(|language| language.is_month(part) || language.joins(part)));
        let first = parts.next().is_some_and(|part| languages().any(|language| language.is_month(part)));
        if !all_months || !first || matches!(words, "may" | "march" | "mar") {
            return None;
        }
    }
    if figures > 0 && figures < 3 && !words.chars().any(char::is_alphabetic) {
        return None;
    }
    match perhaps(words, rules) {
        Ok(time) => {
            let bare = words.chars().all(char::is_numeric);
            // A year, not a multiplier ("1000 ha") or a code.
            (!bare || words.len() > 4 || YEARS.contains(&time.earliest.year())).then_some(Ok(time))
        }
        Err(error) if error.fault == Fault::Ambiguous => Some(Err(error)),
        Err(error) if error.fault == Fault::NoYear && words.chars().any(char::is_alphabetic) => Some(Err(error)),
        Err(error) if error.fault == Fault::Impossible && figures >= 6 => Some(Err(error)),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(head: &str, rules: &DateRules) -> String {
        let shown = |found: &HeadDate| {
            let time = match &found.time {
                Ok(time) => time.edtf.clone(),
                Err(error) => format!("{:?}", error.fault),
            };
            format!("{} = {time}", &head[found.range.clone()])
        };
        date_in_head(head, rules).iter().map(shown).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn times_in_heads_and_titles() {
        let rules = |tags: &[&str]| DateRules {
            languages: tags.iter().map(|t| (*t).to_owned()).collect(),
            ..DateRules::default()
        };
        for (tags, head, expected) in [
            (&[][..], "war_zone_27_04_2022", "27_04_2022 = 2022-04-27"),
            (&[], "war_zone_10_10_2022", "10_10_2022 = 2022-10-10"),
            (&[], "war_zone_04_05_2022", "04_05_2022 = Ambiguous"),
            (&[], "2005", "2005 = 2005"),
            (&[], "Population (2019)", "2019 = 2019"),
            (&[], "population_2019", "2019 = 2019"),
            (&[], "Status_war_sept", "sept = NoYear"),
            (&[], "As of 1 January 2022", "1 January 2022 = 2022-01-01"),
            (&[], "Status, May 2022 and June 2022", "May 2022 = 2022-05; June 2022 = 2022-06"),
            (&[], "Population 1990-1995", "1990-1995 = 1990/1995"),
            (&[], "Districts, 31.12.2019", "31.12.2019 = 2019-12-31"),
            (&[], "1.1.2022", "1.1.2022 = 2022-01-01"),
            (&["de"], "Stand: 31.12.2019", "31.12.2019 = 2019-12-31"),
            (&["ru", "uk"], "на 1 января 2022 року", "на 1 января 2022 = 2022-01-01"),
            (&["uk"], "на 1 січня 2022 року", "на 1 січня 2022 року = 2022-01-01"),
            (&["ru"], "Население на 1 января 2022 г.", "на 1 января 2022 г = 2022-01-01"),
            (&[], "2.2. Land in ownership and (or) use, ha", ""),
            (&[], "Area, 1000 ha", ""),
            (&[], "Area", ""),
            (&[], "it may be", ""),
            (&[], "code_12", ""),
            (&[], "", ""),
        ] {
            assert_eq!(show(head, &rules(tags)), expected, "{head}");
        }
    }

    #[test]
    fn a_long_head_takes_time_in_proportion() {
        let head = "1 May 1992 ".repeat(150);
        assert_eq!(date_in_head(&head, &DateRules::default()).len(), 150);
        assert!(date_in_head(&"x".repeat(MAX_HEAD + 1), &DateRules::default()).is_empty());
    }
}
