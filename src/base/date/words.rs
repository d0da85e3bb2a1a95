//! The words for dates in a language, as tables. The file of a language explains its own format; see `en.txt`.

use super::table::{Form, Table, Word, WordsError, lines};
use std::sync::LazyLock;

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A second.
    Second,
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// A day.
    Day,
    /// Seven days, from Monday on.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

/// The words of a language.
#[derive(Debug)]
pub struct Words {
    file: &'static str,
    /// Months, from 1.
    pub months: Table<i8>,
    /// Weekdays; Monday is 1.
    pub weekdays: Table<i8>,
    /// Seasons, by their numbers in EDTF: spring is 21.
    pub seasons: Table<i8>,
    /// Units, with the number of them that the word means.
    pub units: Table<(Unit, f64)>,
    /// Number words without compounds.
    pub numerals: Table<u32>,
    /// Ordinals without compounds.
    pub ordinals: Table<u32>,
    /// Endings that make an ordinal of figures: "th".
    pub ordinal_endings: Table<()>,
    /// Parts of the day as TIMEX3 writes them: `MO`, `12:00`.
    pub day_parts: Table<&'static str>,
    /// The first digit of the years of a decade.
    pub decades: Table<i32>,
    /// Holidays, with month and day where those are the same in every year.
    pub holidays: Table<(i8, i8)>,
    /// Eras; the value says whether their years are counted back.
    pub eras: Table<bool>,
    /// Words that join a day to its month: "of".
    pub of: Table<()>,
    /// Words that join the ends of an interval: "to".
    pub to: Table<()>,
}

static ENGLISH: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("en.txt")).expect("a test reads this file"));

/// The words of English.
pub fn english() -> &'static Words {
    &ENGLISH
}

/// The other languages that have a file, by their codes (ISO 639-1).
const OTHERS: &[(&str, &str)] = &[
    ("az", include_str!("az.txt")),
    ("de", include_str!("de.txt")),
    ("fr", include_str!("fr.txt")),
    ("ru", include_str!("ru.txt")),
    ("tr", include_str!("tr.txt")),
    ("uk", include_str!("uk.txt")),
];

static OTHER: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    OTHERS.iter().map(|(code, file)| (*code, Words::read(file).expect("a test reads this file"))).collect()
});

/// The words of a language, by its tag (BCP 47), of which the first subtag counts; `None` if it has no file.
pub fn of(language: &str) -> Option<&'static Words> {
    let code = language.split(['-', '_']).next().unwrap_or_default();
    if code.eq_ignore_ascii_case("en") {
        return Some(english());
    }
    OTHER.iter().find(|(known, _)| code.eq_ignore_ascii_case(known)).map(|(_, words)| words)
}

/// The codes of all languages that have a file.
pub fn languages() -> impl Iterator<Item = &'static str> {
    std::iter::once("en").chain(OTHERS.iter().map(|(code, _)| *code))
}

impl Words {
    /// Reads the file of a language.
    pub fn read(file: &'static str) -> Result<Self, WordsError> {
        let words = Self {
            file,
            months: Table::read(file, "month", |text| number(text, 1..=12))?,
            weekdays: Table::read(file, "weekday", |text| number(text, 1..=7))?,
            seasons: Table::read(file, "season", |text| number(text, 21..=24))?,
            units: Table::read(file, "unit", unit)?,
            numerals: Table::read(file, "numeral", |text| number(text, 0..=999))?,
            ordinals: Table::read(file, "ordinal", |text| number(text, 0..=999))?,
            ordinal_endings: Table::read(file, "ordinal-ending", |_| None)?,
            day_parts: Table::read(file, "daypart", Some)?,
            decades: Table::read(file, "decade", |text| number(text, 0..=9))?,
            holidays: Table::read(file, "holiday", |text| {
                let (month, day) = text.split_once('-')?;
                Some((number(month, 1..=12)?, number(day, 1..=31)?))
            })?,
            eras: Table::read(file, "era", |text| match text {
                "before" => Some(true),
                "after" => Some(false),
                _ => None,
            })?,
            of: Table::read(file, "of", |_| None)?,
            to: Table::read(file, "to", |_| None)?,
        };
        for (list, names, count) in [("month", words.months.names(), 12), ("weekday", words.weekdays.names(), 7)] {
            if names.len() != count {
                return Err(WordsError { at: list.to_owned(), what: "a list that has not one line for each" });
            }
        }
        Ok(words)
    }

    /// All words, each with its list.
    pub fn listed(&self) -> impl Iterator<Item = (&'static str, &'static str, Form)> + use<> {
        lines(self.file).flat_map(|line| line.words().map(move |(word, form)| (line.list, word, form)))
    }

    /// The name of a month, from 1.
    pub fn month_name(&self, month: i8) -> Option<&'static str> {
        self.months.names().get(usize::try_from(month).ok()?.checked_sub(1)?).copied()
    }

    /// The name of a season, by its number in EDTF.
    pub fn season_name(&self, season: i8) -> Option<&'static str> {
        self.seasons.names().get(usize::try_from(season).ok()?.checked_sub(21)?).copied()
    }

    /// The month whose first three letters a word shares: "Septembre". For texts that can only be dates.
    pub fn month_by_stem(&self, word: &str) -> Option<i8> {
        by_stem(self.months.names(), word)
    }

    /// The weekday whose first three letters a word shares; Monday is 1.
    pub fn weekday_by_stem(&self, word: &str) -> Option<i8> {
        by_stem(self.weekdays.names(), word)
    }

    /// A unit, how many of it the word means ("fortnight" is two weeks), and whether the word is plural; alone or in a
    /// compound.
    pub fn unit(&self, word: &str) -> Option<(Unit, f64, bool)> {
        let Word { value, form } = self.units.get(word)?;
        value.map(|(unit, count)| (unit, count, form == Form::Plural))
    }

    /// A number word below a hundred: "three", "twenty-one" with its hyphen.
    pub fn numeral(&self, word: &str) -> Option<u32> {
        if let Some((tens, ones)) = word.split_once(['-', '\u{2010}', '\u{2011}']) {
            return compound(self.numerals.value(tens)?, self.numerals.value(ones)?);
        }
        self.numerals.value(word)
    }

    /// An ordinal, in words ("twenty-first") or figures ("21st").
    pub fn ordinal(&self, word: &str) -> Option<u32> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let digits = word.trim_end_matches(char::is_alphabetic);
            let ending = self.ordinal_endings.has(&word[digits.len()..]);
            return if ending && digits.len() <= 3 { digits.parse().ok() } else { None };
        }
        if let Some((tens, ones)) = word.split_once('-') {
            return compound(self.numerals.value(tens)?, self.ordinal(ones)?);
        }
        self.ordinals.value(word)
    }
}

/// "twenty" and "one".
fn compound(tens: u32, ones: u32) -> Option<u32> {
    ((20..100).contains(&tens) && ones < 10).then_some(tens + ones)
}

fn by_stem(names: &[&str], word: &str) -> Option<i8> {
    let stem = |name: &str| name.char_indices().nth(3).map_or(name.len(), |(at, _)| at);
    let begins = |name: &&str| {
        let stem = &name[..stem(name)];
        word.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem))
    };
    names.iter().position(begins).and_then(|at| i8::try_from(at + 1).ok())
}

fn number<T: std::str::FromStr + PartialOrd>(text: &str, range: std::ops::RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|n| range.contains(n))
}

/// "year", "week*2".
fn unit(text: &str) -> Option<(Unit, f64)> {
    let (name, count) = text.split_once('*').unwrap_or((text, "1"));
    let unit = match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    };
    Some((unit, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_any_case() {
        for (word, n) in [("may", 5), ("MAY", 5), ("Sept", 9), ("sep", 9), ("December", 12), ("jun", 6)] {
            assert_eq!(english().months.value(word), Some(n), "{word}");
        }
        for word in ["ma", "marc", "Marcus", "Augustus", "mayor", "мая"] {
            assert_eq!(english().months.value(word), None, "{word}");
        }
        assert_eq!((english().month_name(12), english().month_name(0)), (Some("December"), None));
        assert_eq!((english().season_name(23), english().season_name(33)), (Some("autumn"), None));
    }

    #[test]
    fn numbers_in_words() {
        for (word, n) in [("seven", Some(7)), ("dozen", Some(12)), ("ninety-nine", Some(99)), ("one-two", None)] {
            assert_eq!(english().numeral(word), n, "{word}");
        }
        for (word, n) in [("third", Some(3)), ("Twenty-first", Some(21)), ("21st", Some(21)), ("21", None)] {
            assert_eq!(english().ordinal(word), n, "{word}");
        }
        assert_eq!(english().unit("fortnights"), Some((Unit::Week, 2.0, true)));
        assert_eq!(english().unit("weekend"), None);
        assert!(english().units.has("weekend") && !english().units.has("sec"));
    }

    #[test]
    fn each_language_has_its_words() {
        for (language, word, month) in [
            ("az", "yanvar", 1),
            ("az-Latn", "İyun", 6),
            ("ru", "сентября", 9),
            ("RU", "сент", 9),
            ("uk", "вересня", 9),
            ("uk-UA", "лютий", 2),
            ("tr", "Kasım", 11),
            ("tr", "NİSAN", 4),
            ("tr", "KASIM", 11),
            ("de", "März", 3),
            ("de_AT", "jänner", 1),
            ("fr", "août", 8),
            ("en-GB", "May", 5),
        ] {
            assert_eq!(of(language).and_then(|words| words.months.value(word)), Some(month), "{language} {word}");
        }
        assert!(of("xx").is_none() && of("").is_none());
        assert_eq!(languages().filter_map(of).count(), 7);
    }

    #[test]
    fn a_reader_of_english_alone_knows_the_months_of_each_language() {
        let foreign: Vec<&str> = crate::base::date::foreign_months().collect();
        for (language, words) in OTHER.iter() {
            for name in words.months.names().iter().map(|name| name.to_lowercase()) {
                let known = foreign.contains(&name.as_str()) || english().months.has(&name);
                assert!(known, "{language}: {name} is not in foreign.txt");
            }
        }
    }

    #[test]
    fn a_file_that_is_wrong_says_where() {
        let wrong = |file| Words::read(file).expect_err(file);
        assert_eq!(wrong("[month]\n13: Undecimber").at, "13");
        assert_eq!(wrong("[weekday]\n1: Monday\n").at, "month");
        assert_eq!(wrong("[season]\n21: spring\n24: Spring").at, "spring");
    }
}
