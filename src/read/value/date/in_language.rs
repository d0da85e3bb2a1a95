//! Times in the words of a language: months, seasons, decades, centuries, eras.

use super::figures::{Part, ymd};
use super::rules::{Calendar, DateRules, HELP, RULE, not_read};
use crate::base::date::grammar;
use crate::base::date::parts::{FigureForm, Gap, ReadDate};
use crate::base::date::tokens::{DateToken, DateTokenKind, Lexer, TokenText};
use crate::base::date::words::{self, Words};
use crate::base::time::{PartialDate, TimeExtent};
use crate::read::value::error::{Fault, ValueError};
use crate::read::value::text::{after_phrase, before_phrase, trim};
use std::sync::LazyLock;

/// A language whose dates are read.
pub(super) struct Language {
    pub(super) code: &'static str,
    words: &'static Words,
    lexer: Lexer,
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let language = |code| words::of(code).map(|words| Language { code, words, lexer: Lexer::new(words) });
    words::languages().filter_map(language).collect()
});

/// All languages whose dates are read.
pub(super) fn all() -> &'static [Language] {
    &LANGUAGES
}

/// The language of a tag.
pub(super) fn language(tag: &str) -> Option<&'static Language> {
    let code = tag.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES.iter().find(|language| language.code.eq_ignore_ascii_case(code))
}

/// Whether a time is a side of an interval, which can lack what the other side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// It stands alone.
    Whole,
    /// It is an end of an interval.
    End,
}

/// Last century that is read.
const LAST_CENTURY: i16 = 21;

impl Language {
    /// Whether a word is a month.
    pub(super) fn is_month(&self, word: &str) -> bool {
        self.words.months.has(word)
    }

    /// Whether a word joins the ends of an interval.
    pub(super) fn joins(&self, word: &str) -> bool {
        self.words.to.has(word)
    }

    /// Reads a time that is the whole of a text. `None` if it is none in this language.
    pub(super) fn read(&self, text: &str, side: Side, rules: &DateRules) -> Option<Result<Part, ValueError>> {
        let text = self.without_weekday(text);
        let other = || self.century(text).or_else(|| self.decade(text)).or_else(|| self.season(text));
        if let Some(found) = other() {
            if rules.calendar != Calendar::Gregorian {
                return Some(Err(not_read("a decade, century or season in a column of another calendar", HELP)));
            }
            return Some(found.map(Part::Time));
        }
        self.year_of_era(text).map(Ok).or_else(|| self.date(text, side))
    }

    fn without_weekday<'a>(&self, text: &'a str) -> &'a str {
        let (first, rest) = text.split_once([',', ' ']).unwrap_or(("", text));
        let weekday = !first.is_empty() && self.words.weekdays.has(first.trim_end_matches('.'));
        if weekday { trim(rest.trim_start_matches(',')) } else { text }
    }

    /// A text without its era, and whether its years are counted back.
    fn era<'a>(&self, text: &'a str) -> (&'a str, Option<bool>) {
        let strip = |list| before_phrase(text, self.code, list).or_else(|| after_phrase(text, self.code, list));
        if let Some(rest) = strip("before-christ") {
            return (rest, Some(true));
        }
        strip("after-christ").map_or((text, None), |rest| (rest, Some(false)))
    }

    /// `18th century`, `18. yy.`, `V в. до н. э.`, `XVIII–XIX вв.`
    fn century(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        let (text, era) = self.era(text);
        let numbers = before_phrase(text, self.code, "century")?;
        let of = |number: &str| century_extent(self.ordinal(number)?, era == Some(true));
        if let Some(time) = of(numbers) {
            return Some(Ok(time));
        }
        let (from, to) = numbers.split_once(['-', '–', '—'])?;
        let (from, to) = (of(trim(from))?, of(trim(to))?);
        if to.latest < from.earliest {
            return Some(Err(super::rules::impossible(&crate::base::time::TimeError::Reversed)));
        }
        Some(Ok(TimeExtent::interval(&from, &to)))
    }

    /// The number of a century, in words, in Roman figures or in others.
    fn ordinal(&self, text: &str) -> Option<i16> {
        let text = text.strip_prefix("the ").unwrap_or(text);
        let plain = text.trim_end_matches('.').trim_end();
        let digits = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
        let ending = plain[digits.len()..].trim_start_matches('-');
        let number = if digits.is_empty() {
            roman(plain).or_else(|| self.roman_with_ending(plain))
        } else if digits.bytes().all(|b| b.is_ascii_digit())
            && (ending.is_empty() || self.words.ordinal_endings.has(ending))
        {
            digits.parse().ok()
        } else {
            None
        };
        let in_words = || i16::try_from(self.words.ordinal(&plain.to_lowercase())?).ok();
        number.or_else(in_words).filter(|n| (1..=LAST_CENTURY).contains(n))
    }

    fn roman_with_ending(&self, text: &str) -> Option<i16> {
        let end = text.find(|c: char| c == '-' || c.is_lowercase())?;
        let ending = text[end..].trim_start_matches('-');
        if self.words.ordinal_endings.has(ending) { roman(&text[..end]) } else { None }
    }

    /// `1990s`, `1990-е годы`.
    fn decade(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        let digits = before_phrase(text, self.code, "decade")?;
        let year: i16 = digits.parse().ok().filter(|year| (1000..=2100).contains(year) && year % 10 == 0)?;
        if digits.len() != 4 {
            return None;
        }
        let decade = TimeExtent::decade(year / 10)?;
        if year % 100 != 0 {
            return Some(Ok(decade));
        }
        let century = TimeExtent::century(year / 100)?;
        let help = "write the years: 1900/1909 or 1900/1999";
        Some(Err(ValueError::ambiguous(vec![decade.edtf, century.edtf], RULE, help)))
    }

    /// `summer 1992`.
    fn season(&self, text: &str) -> Option<Result<TimeExtent, ValueError>> {
        let text = self.without_year_words(text);
        let (a, b) = text.split_once(' ')?;
        let (season, year) = match self.words.seasons.value(a) {
            Some(season) => (season, trim(b)),
            None => (self.words.seasons.value(trim(b))?, a),
        };
        let year = year.trim_start_matches("of ");
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year = year.parse().ok().filter(|year| *year >= 1000)?;
        Some(TimeExtent::part_of_year(year, season).map_err(|error| super::rules::impossible(&error)))
    }

    /// `44 до н. э.`, `AD 79`.
    fn year_of_era(&self, text: &str) -> Option<Part> {
        let (rest, era) = self.era(text);
        let back = era?;
        let rest = self.without_year_words(rest);
        if rest.is_empty() || rest.len() > 4 || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: i16 = rest.parse().ok().filter(|year| *year > 0)?;
        Some(ymd(if back { 1 - year } else { year }, None, None))
    }

    fn without_year_words<'a>(&self, text: &'a str) -> &'a str {
        let text = after_phrase(text, self.code, "year").filter(|rest| !rest.is_empty()).unwrap_or(text);
        before_phrase(text, self.code, "year")
            .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(text)
    }

    /// A date whose month is a word.
    fn date(&self, text: &str, side: Side) -> Option<Result<Part, ValueError>> {
        let plain = self.without_endings(text);
        let plain = self.without_year_words(trim(&plain));
        let tokens = self.lexer.tokens(plain);
        let words = InCell(&tokens);
        let kinds = |kind: fn(&DateTokenKind) -> bool| tokens.iter().filter(|token| kind(&token.kind)).count();
        let smalls = kinds(|kind| matches!(kind, DateTokenKind::Small(_)));
        let has_month = kinds(|kind| matches!(kind, DateTokenKind::Month(_))) == 1;
        let has_year = kinds(|kind| matches!(kind, DateTokenKind::Year(_))) == 1;
        if kinds(|kind| *kind == DateTokenKind::Other) > 0 {
            return None;
        }
        // "Mar-22" and "4 Apr 22": the last two digits are a year, or the day.
        let joined = kinds(|kind| matches!(kind, DateTokenKind::Hyphen | DateTokenKind::Slash)) > 0;
        if has_month && !has_year && (smalls == 2 || smalls == 1 && joined) {
            return Some(Err(not_read("a year of two digits, or a day", "write the year with four digits")));
        }
        let (ReadDate::Of(date), to) = grammar::date(&words, 0)? else { return None };
        let rest = tokens.get(to..)?;
        if rest.iter().any(|token| !matches!(token.kind, DateTokenKind::Dot | DateTokenKind::Comma)) {
            return None;
        }
        let complete = match (date.year, date.month, date.day) {
            (Some(_), None, None) | (_, Some(_), _) => true,
            (_, None, Some(_)) => side == Side::End,
            (None, None, None) => false,
        };
        complete.then_some(Ok(Part::Date(date)))
    }

    /// A text without the endings that make ordinals of its figures: `1-го января`, `31. dekabr 2019-cu`.
    fn without_endings(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| at + n);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            let joint = rest.strip_prefix('-').unwrap_or(rest);
            let word = joint.find(|c: char| !c.is_alphabetic()).map_or(joint, |n| &joint[..n]);
            if !word.is_empty() && self.words.ordinal_endings.has(word) {
                rest = &joint[word.len()..];
            }
        }
        out.push_str(rest);
        out
    }
}

/// The years of a century; the first has no year 0.
fn century_extent(number: i16, back: bool) -> Option<TimeExtent> {
    match (number, back) {
        (1, false) => TimeExtent::from_edtf("0001/0099"),
        (1, true) => TimeExtent::from_edtf("-0099/0000"),
        (_, false) => TimeExtent::century(number - 1),
        (_, true) => TimeExtent::century(1 - number),
    }
}

/// A number below forty in Roman figures, also with the Cyrillic letters that look like them.
fn roman(text: &str) -> Option<i16> {
    let digit = |c: char| match c {
        'I' | 'І' | 'i' => Some(1),
        'V' | 'v' => Some(5),
        'X' | 'Х' | 'x' => Some(10),
        _ => None,
    };
    let digits: Vec<i16> = text.chars().map(digit).collect::<Option<_>>()?;
    if digits.is_empty() || digits.len() > 7 {
        return None;
    }
    let sign = |at: usize| if digits.get(at + 1).is_some_and(|next| *next > digits[at]) { -1 } else { 1 };
    let value: i16 = digits.iter().enumerate().map(|(at, digit)| sign(at) * digit).sum();
    // Only the usual form of a number counts.
    let tens = "X".repeat(usize::try_from(value / 10).ok()?);
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].get(usize::try_from(value % 10).ok()?)?;
    let usual: Vec<i16> = format!("{tens}{ones}").chars().map(digit).collect::<Option<_>>()?;
    (usual == digits).then_some(value)
}

/// The tokens of a cell. Between the parts of a date may stand full stops, commas, words such as "of", and hyphens if no
/// white space is around them.
struct InCell<'a>(&'a [DateToken]);

impl TokenText for InCell<'_> {
    fn tokens(&self) -> &[DateToken] {
        self.0
    }

    fn past(&self, at: usize, gap: Gap) -> Option<usize> {
        use DateTokenKind::{Comma, Dot, Hyphen, Of, Slash};
        let kind = self.kind(at)?;
        if gap == Gap::DayYear {
            return (kind == Comma).then_some(at + 1);
        }
        let joint = matches!(kind, Dot | Comma | Of) || matches!(kind, Hyphen | Slash) && self.is_joined(at);
        let to = at + usize::from(joint);
        // "1. de mai", "mai., 1992".
        let more = joint && matches!(self.kind(to), Some(Comma | Of)) && self.kind(to) != Some(kind);
        Some(to + usize::from(more))
    }

    fn takes(&self, _: FigureForm) -> bool {
        false
    }
}

impl InCell<'_> {
    fn is_joined(&self, at: usize) -> bool {
        [at, at + 1].iter().all(|at| self.0.get(*at).is_some_and(|token| token.tight))
    }
}

/// What is to be said if a time is in a language that was not named.
pub(super) fn in_another_language(text: &str, named: &[&Language], rules: &DateRules) -> Option<ValueError> {
    // No time in words is long.
    if text.len() > 100 {
        return None;
    }
    let other = all().iter().filter(|language| !named.iter().any(|known| known.code == language.code));
    let codes: Vec<&str> = other
        .filter(|language| matches!(language.read(text, Side::Whole, rules), Some(Ok(_))))
        .map(|language| language.code)
        .collect();
    let first = codes.first()?;
    let what = format!("a time in another language ({})", codes.join(" or "));
    let help = format!("say the language of the column: lang = \"{first}\"");
    Some(ValueError::new(Fault::NotRead, what, RULE, help))
}

/// Whether two parts are the same time.
pub(super) fn distinct(mut parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::new();
    for part in parts.drain(..) {
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    kept
}

/// A date in words for messages.
pub(super) fn shown(part: &Part) -> String {
    match part {
        Part::Time(time) => time.edtf.clone(),
        Part::Date(date @ PartialDate { year: Some(_), .. }) => {
            TimeExtent::of(*date).map_or_else(|_| "an impossible date".to_owned(), |time| time.edtf)
        }
        Part::Date(date) => format!("month {}", date.month.unwrap_or_default()),
    }
}
