//! Dates by a table of months: "15 мая 2020 года", "15. Mai 2020", "im Mai 2020", "15.05.2020", "2020-05-15". Without a year,
//! a day and its month have no place in the calendar.

use crate::base::date::{Unit, Words};
use crate::base::time::{PartialDate, TimeExtent};
use crate::extract::finding::{Anchor, TimeKind, TimeMention};
use crate::extract::tokens::{TokenKind, Tokens};
use std::ops::Range;

/// A date as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract::lang) struct DateAt {
    pub(in crate::extract::lang) tokens: Range<usize>,
    pub(in crate::extract::lang) date: PartialDate,
}

/// The dates of a sentence, each with whether the next one ends the interval that it begins.
pub(super) fn dates(
    tokens: &Tokens<'_>,
    sentence: &Range<usize>,
    words: Option<&'static Words>,
) -> Vec<(TimeMention, bool)> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let dates = read(tokens, at, sentence.end, words);
        at = dates.last().map_or(at + 1, |date| date.tokens.end);
        let count = dates.len();
        found.extend(dates.into_iter().enumerate().map(|(n, date)| (mention(tokens, &date), n + 1 < count)));
    }
    found
}

/// The date as a finding.
pub(in crate::extract::lang) fn mention(tokens: &Tokens<'_>, at: &DateAt) -> TimeMention {
    let extent = TimeExtent::of(at.date).ok();
    let value = extent.as_ref().map(|extent| extent.edtf.clone());
    let open = || Some(format!("XXXX-{:02}-{:02}", at.date.month?, at.date.day?));
    TimeMention {
        range: tokens.range(&at.tokens),
        tokens: at.tokens.clone(),
        paragraph: tokens.sentences[tokens.sentence_of(at.tokens.start)].paragraph,
        kind: TimeKind::Date,
        value: value.or_else(open),
        modifier: None,
        anchor: if extent.is_some() { Anchor::Explicit } else { Anchor::Missing },
        extent,
        until: None,
    }
}

/// The date at a token, or the two dates of an interval of days: "15–16 мая". Empty if there is none.
pub(in crate::extract::lang) fn read(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    words: Option<&'static Words>,
) -> Vec<DateAt> {
    if !matches!(tokens.tokens[at].kind, TokenKind::Number | TokenKind::Mixed) {
        let date = words.and_then(|words| month_and_year(tokens, at, end, words));
        return date.into_iter().collect();
    }
    if let Some(date) = figures(tokens, at, end) {
        return vec![date];
    }
    let Some(words) = words else { return Vec::new() };
    let is_dash = |at: usize| at < end && matches!(tokens.word(at), "-" | "–" | "—");
    if let Some(first) = day(tokens, at, words).filter(|_| is_dash(at + 1))
        && let Some(last) = day_and_month(tokens, at + 2, end, words)
        && last.date.day.is_some_and(|day| day > first)
    {
        let first = DateAt { tokens: at..at + 1, date: PartialDate { day: Some(first), ..last.date } };
        return vec![first, last];
    }
    let date = day_and_month(tokens, at, end, words).or_else(|| year_alone(tokens, at, end, words));
    date.into_iter().collect()
}

fn number<'t>(tokens: &Tokens<'t>, at: usize) -> Option<&'t str> {
    tokens.tokens.get(at).filter(|t| t.kind == TokenKind::Number).map(|t| &tokens.text[t.range()])
}

/// A day of a month in figures, perhaps with the ending of an ordinal, which is no part of a longer number.
fn day(tokens: &Tokens<'_>, at: usize, words: &Words) -> Option<i8> {
    let token = tokens.tokens.get(at)?;
    let word = &tokens.text[token.range()];
    let day: u32 = match token.kind {
        TokenKind::Number if word.len() <= 2 => word.parse().ok()?,
        TokenKind::Mixed => words.ordinal(word)?,
        _ => return None,
    };
    i8::try_from(day).ok().filter(|day| (1..=31).contains(day))
}

fn year(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<i16> {
    let word = number(tokens, at).filter(|word| at < end && word.len() == 4)?;
    // "мая 2000 человек" is no year only where a noun follows, so that small round numbers are left out elsewhere.
    word.parse().ok().filter(|year| (1000..2200).contains(year))
}

/// Where the word for a year ends that follows its figures: "2020 года", "2020-ci il".
fn past_year_word(tokens: &Tokens<'_>, at: usize, end: usize, words: &Words) -> Option<usize> {
    let is_year = |at: usize| {
        at < end
            && words
                .unit(tokens.word(at).trim_end_matches('.'))
                .is_some_and(|(unit, count, plural)| unit == Unit::Year && count == 1.0 && !plural)
    };
    if is_year(at) {
        return Some(at + 1);
    }
    let ended = at + 1 < end && tokens.word(at) == "-" && words.ordinal_endings.has(tokens.word(at + 1));
    (ended && is_year(at + 2)).then_some(at + 3)
}

/// A month in words; a short form only where a year follows, because it may be another word.
fn month(tokens: &Tokens<'_>, at: usize, end: usize, words: &Words) -> Option<(i8, usize, bool)> {
    if at >= end || tokens.tokens[at].kind != TokenKind::Word {
        return None;
    }
    let word = tokens.word(at).trim_end_matches('.');
    let month = words.months.value(word)?;
    let name = words.month_name(month)?;
    let is_whole = word.chars().count() + 2 >= name.chars().count();
    let dot =
        usize::from(!is_whole && at + 2 < end && tokens.word(at + 1) == "." && year(tokens, at + 2, end).is_some());
    Some((month, at + 1 + dot, is_whole))
}

/// "15 мая 2020 года", "15. Mai", "1er mai 2020" without its ending.
fn day_and_month(tokens: &Tokens<'_>, at: usize, end: usize, words: &Words) -> Option<DateAt> {
    let day = day(tokens, at, words)?;
    let joined = at > 0 && !tokens.tokens[at].spaced && matches!(tokens.word(at - 1), "," | "." | ":" | "/");
    if joined {
        return None;
    }
    let dot = usize::from(at + 1 < end && tokens.word(at + 1) == "." && !tokens.tokens[at + 1].spaced);
    let (month, to, is_whole) = month(tokens, at + 1 + dot, end, words)?;
    let year = year(tokens, to, end);
    if year.is_none() && !is_whole {
        return None;
    }
    let to = match year {
        Some(_) => past_year_word(tokens, to + 1, end, words).unwrap_or(to + 1),
        None => to,
    };
    jiff::civil::Date::new(year.unwrap_or(2000), month, day).ok()?;
    Some(DateAt { tokens: at..to, date: PartialDate { year, month: Some(month), day: Some(day) } })
}

/// "мае 2020 года", "Mai 2020"
fn month_and_year(tokens: &Tokens<'_>, at: usize, end: usize, words: &Words) -> Option<DateAt> {
    let (month, to, _) = month(tokens, at, end, words)?;
    let year = year(tokens, to, end)?;
    // A day in a form that is not read.
    if at > 0 && matches!(tokens.tokens[at - 1].kind, TokenKind::Number | TokenKind::Mixed) {
        return None;
    }
    let to = past_year_word(tokens, to + 1, end, words).unwrap_or(to + 1);
    Some(DateAt { tokens: at..to, date: PartialDate { year: Some(year), month: Some(month), day: None } })
}

/// "2020 году", "2020-ci il"
fn year_alone(tokens: &Tokens<'_>, at: usize, end: usize, words: &Words) -> Option<DateAt> {
    let year = year(tokens, at, end)?;
    let to = past_year_word(tokens, at + 1, end, words)?;
    Some(DateAt { tokens: at..to, date: PartialDate { year: Some(year), month: None, day: None } })
}

/// "15.05.2020", "2020-05-15"
fn figures(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<DateAt> {
    let word = number(tokens, at)?;
    let of = |year: &str, month: &str, day: &str, to: usize| {
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        let date = PartialDate {
            year: Some(year.parse().ok().filter(|year| (1000..2200).contains(year))?),
            month: Some(month.parse().ok()?),
            day: Some(day.parse().ok()?),
        };
        TimeExtent::of(date).is_ok().then_some(DateAt { tokens: at..to, date })
    };
    let mut parts = word.split('.');
    if let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) {
        return of(year, month, day, at + 1);
    }
    let joined = |at: usize| at < end && !tokens.tokens[at].spaced;
    let dashed =
        at + 4 < end && (at + 1..at + 5).all(joined) && tokens.word(at + 1) == "-" && tokens.word(at + 3) == "-";
    let (month, day) = (number(tokens, at + 2)?, number(tokens, at + 4)?);
    (dashed && month.len() == 2 && day.len() == 2).then(|| of(word, month, day, at + 5)).flatten()
}
