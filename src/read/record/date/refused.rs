//! Dates in forms that people write and that are not supported: each is reported as a date, and not as a number without
//! a unit.

use super::{DateError, FoundDate};
use crate::base::date::{self, english, foreign_months};
use regex::Regex;
use std::sync::LazyLock;

/// Finnish and Estonian form the names of all months with the same ending.
const ENDINGS: &str = r"\p{L}{3,}kuu(?:ta|n|ssa)?";

/// Whether a whole word is the month of another language.
static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:{})$", months())));

/// Whether a word is the name of a month in another language.
pub(crate) fn is_month(word: &str) -> bool {
    MONTH.is_match(word)
}

/// The names of months that are read, full names first.
fn english_months() -> Vec<&'static str> {
    let of =
        |form: date::Form| english().months.iter().filter(move |(_, word)| word.form == form).map(|(word, _)| word);
    of(date::Form::Name).chain(of(date::Form::Other)).collect()
}

fn months() -> String {
    let listed: Vec<&str> = foreign_months().filter(|word| !english().months.has(word)).collect();
    format!("{}|{ENDINGS}", listed.join("|"))
}

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("the pattern is a constant")
}

/// An era after two digits makes them a year.
static ERA: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?(?:b\.?c(?:\.?e)?|a\.?d|c\.?e)\b"));

/// A form, with what is wrong with it and what to do. The date is the group `date`.
struct Form {
    pattern: Regex,
    what: &'static str,
    help: &'static str,
}

const HELP_MONTH: &str = "write the month in English, or the date as YYYY-MM-DD";
const HELP_YEAR: &str = "write the year with four digits";

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let english = format!("(?:{})", english_months().join("|"));
    let foreign = months();
    // A number or word that is not part of another.
    let apart = r"(?:^|[^\p{L}\p{N}.,/'’-]|[^\p{N}][,.])";
    let form = |date: &str, what, help| Form {
        pattern: pattern(&format!("{apart}(?P<date>{date})(?:$|[^\\p{{L}}\\p{{N}}])")),
        what,
        help,
    };
    let joint = r"(?:\s|\u{a0}|\b(?:de|del|di|d')\b|[.,-])*";
    let day = r"[0-9]{1,2}(?:\.|er|º|ª|°|-?(?:го|е|ого))?";
    vec![
        form(
            &format!(
                r"(?:{day}{joint})?(?:{foreign}){joint}[0-9]{{4}}|[0-9]{{4}}{joint}(?:{foreign})(?:{joint}{day})?"
            ),
            "the month of this date is not an English month",
            HELP_MONTH,
        ),
        // A word between a day and a year at the beginning of a part is meant for a month.
        Form {
            pattern: pattern(
                r"(?:^|[:=(\t|])\s*(?P<date>[0-9]{1,2}\.?\s+(?:de\s+)?(?P<word>\p{L}{3,})\.?,?\s+(?:de\s+)?[0-9]{4})(?:$|[^\p{L}\p{N}])",
            ),
            what: "the month of this date is not an English month",
            help: HELP_MONTH,
        },
        form(
            r"[0-9]{1,2}(?:\.\s?|[/ -])(?:x(?:ii?|i)?|ix|iv|vi{0,3}|i{1,3})(?:\.\s?|[/ -])[0-9]{4}",
            "the month of this date is in Roman figures",
            HELP_MONTH,
        ),
        form(r"[0-9]{1,2}(?:\.[0-9]{1,2}\.|/[0-9]{1,2}/|-[0-9]{1,2}-)[0-9]{2}", "a year of two digits", HELP_YEAR),
        form(
            &format!(
                r"[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{english}\.?,?\s+['’‘ʼ]?[0-9]{{2}}|{english}\.?\s+(?:[0-9]{{1,2}}(?:st|nd|rd|th)?,\s+['’‘ʼ]?|['’‘ʼ])[0-9]{{2}}"
            ),
            "a year of two digits",
            HELP_YEAR,
        ),
        Form {
            pattern: pattern(r"(?:^|[^\p{L}\p{N}])(?P<date>['’‘ʼ][0-9]{2})(?:$|[^\p{L}\p{N}])"),
            what: "a year of two digits",
            help: HELP_YEAR,
        },
        form(
            r"[12][0-9]{2}0\s?['’]?s",
            "a decade, which is not a date",
            "write the years as an interval, such as 1990-1999",
        ),
        form(
            r"[0-9]{1,2}(?:st|nd|rd|th)\s+(?:century|centuries|cent\b\.?|c\.)|[ivx]+(?:th)?\s+(?:century|centuries)",
            "a century, which is not a date",
            "write the years as an interval, such as 1901-2000",
        ),
        Form {
            pattern: pattern(r"(?P<date>[0-9]{4}\s?[年년](?:\s?[0-9]{1,2}\s?[月월](?:\s?[0-9]{1,2}\s?[日일])?)?)"),
            what: "a date with signs after its figures",
            help: "write it as YYYY-MM-DD, YYYY-MM or YYYY",
        },
    ]
});

/// All such dates in a text, in order.
pub(super) fn find(text: &str) -> Vec<FoundDate> {
    let mut found = Vec::new();
    for form in FORMS.iter() {
        let mut at = 0;
        while let Some(captures) = form.pattern.captures_at(text, at) {
            let Some(date) = captures.name("date") else { break };
            at = date.end();
            let english = captures.name("word").is_some_and(|word| english().months.has(word.as_str()));
            if english || ERA.is_match(&text[date.end()..]) {
                continue;
            }
            found.push(FoundDate { range: date.range(), time: Err(DateError::refused(form.what, form.help)) });
        }
    }
    found.sort_by_key(|f: &FoundDate| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut end = 0;
    found.retain(|f| {
        let free = f.range.start >= end;
        end = if free { f.range.end } else { end };
        free
    });
    found
}
