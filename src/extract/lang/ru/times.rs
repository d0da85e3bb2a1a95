//! Times: dates with a year, dates without one beside the publication date, weekdays, "вчера", "в прошлом году".

use super::RUSSIAN;
use super::office::is_verb;
use crate::base::date::{Words, words};
use crate::base::time::{PartialDate, TimeExtent};
use crate::extract::finding::{Anchor, TimeKind, TimeMention};
use crate::extract::lang::plain::dates::{self, DateAt};
use crate::extract::tokens::{Letters, TokenKind, Tokens};
use jiff::civil::Date;
use jiff::{ToSpan, civil::Weekday};
use std::ops::Range;

struct Reader<'r, 't> {
    tokens: &'r Tokens<'t>,
    words: &'static Words,
    /// The day of publication, if it is known to the day.
    published: Option<Date>,
    sentence: Range<usize>,
    found: Vec<TimeMention>,
}

/// All times of the Russian sentences.
pub(super) fn read(tokens: &Tokens<'_>, published: Option<&TimeExtent>) -> Vec<TimeMention> {
    let Some(words) = words::of("ru") else { return Vec::new() };
    let published = published.filter(|published| published.is_day()).map(|published| published.earliest);
    let mut reader = Reader { tokens, words, published, sentence: 0..0, found: Vec::new() };
    for (_, sentence) in tokens.sentences_in(RUSSIAN) {
        reader.sentence = sentence.tokens.clone();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            at = reader.at(at).unwrap_or(at + 1);
        }
    }
    reader.found
}

/// Maximum number of tokens of a sentence whose tense is asked; longer ones are lists.
const LONGEST: usize = 400;

/// Maximum distance in days of a date without a year from the publication: half a year and more may be of two years.
const REACH: i32 = 150;

impl Reader<'_, '_> {
    fn word(&self, at: usize) -> &str {
        if at < self.sentence.end { self.tokens.word(at) } else { "" }
    }

    /// The time at a token: where it ends.
    fn at(&mut self, at: usize) -> Option<usize> {
        let all = dates::read(self.tokens, at, self.sentence.end, Some(self.words));
        if let Some(last) = all.last() {
            let end = last.tokens.end;
            let whole = self.year_in_words(end);
            let count = all.len();
            for (n, mut date) in all.into_iter().enumerate() {
                if date.date.year.is_none()
                    && let Some((year, to)) = whole
                {
                    date.date.year = year;
                    date.tokens.end = if n + 1 == count { to } else { date.tokens.end };
                }
                self.date(&date, n + 1 < count);
            }
            return self.found.last().map(|time| time.tokens.end);
        }
        let token = self.tokens.tokens[at];
        if token.kind != TokenKind::Word {
            return None;
        }
        self.short_month(at)
            .or_else(|| self.day_word(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.month(at))
            .or_else(|| self.year(at))
    }

    fn push(
        &mut self,
        tokens: Range<usize>,
        extent: Option<TimeExtent>,
        anchor: Anchor,
        modifier: Option<&'static str>,
    ) {
        self.found.push(TimeMention {
            range: self.tokens.range(&tokens),
            paragraph: self.tokens.sentences[self.tokens.sentence_of(tokens.start)].paragraph,
            tokens,
            kind: TimeKind::Date,
            value: extent.as_ref().map(|extent| extent.edtf.clone()),
            modifier,
            anchor: if extent.is_some() { anchor } else { Anchor::Missing },
            extent,
            until: None,
        });
    }

    /// A date; without a year, the one nearest to the publication if no other is near.
    fn date(&mut self, date: &DateAt, begins: bool) {
        let mut mention = dates::mention(self.tokens, date);
        if date.date.year.is_none() {
            let nearest = self.nearest(|year| Date::new(year, date.date.month?, date.date.day?).ok());
            if let Some(extent) = nearest.and_then(day_extent) {
                mention.value = Some(extent.edtf.clone());
                mention.extent = Some(extent);
                mention.anchor = Anchor::Published;
            }
        }
        self.found.push(mention);
        if begins && let Some(last) = self.found.len().checked_sub(1) {
            self.found[last].until = Some(last + 1);
        }
    }

    /// The day of a year that is near the publication.
    fn nearest(&self, of: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        let published = self.published?;
        let distance = |day: &Date| published.until(*day).map_or(i32::MAX, |span| span.get_days().abs());
        let years = [published.year() - 1, published.year(), published.year() + 1];
        years.into_iter().filter_map(of).filter(|day| distance(day) <= REACH).min_by_key(distance)
    }

    /// "16 мар", as in datelines.
    fn short_month(&mut self, at: usize) -> Option<usize> {
        let day: i8 = self.word(at.checked_sub(1).filter(|before| *before >= self.sentence.start)?).parse().ok()?;
        let word = self.word(at);
        let is_short = word.chars().count() == 3 && self.tokens.tokens[at].letters == Letters::Small;
        let month = self.words.months.value(word).filter(|_| is_short && matches!(self.word(at + 1), "-" | "—"))?;
        let date = PartialDate { year: None, month: Some(month), day: Some(day) };
        Date::new(2000, month, day).ok()?;
        self.date(&DateAt { tokens: at - 1..at + 1, date }, false);
        Some(at + 1)
    }

    /// "прошлого года" after a date: the year, if the publication is known, and where it ends.
    fn year_in_words(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let from = match self.word(at) {
            "этого" | "текущего" | "нынешнего" => 0,
            "прошлого" => -1,
            "следующего" | "будущего" => 1,
            _ => return None,
        };
        (self.word(at + 1) == "года").then(|| (self.published.map(|day| day.year() + from), at + 2))
    }

    /// "вчера", "сегодня"
    fn day_word(&mut self, at: usize) -> Option<usize> {
        let days = match self.word(at).to_lowercase().as_str() {
            "позавчера" => -2,
            "вчера" => -1,
            "сегодня" => 0,
            "завтра" => 1,
            "послезавтра" => 2,
            _ => return None,
        };
        let day = self.published.and_then(|day| day.checked_add(days.days()).ok());
        self.push(at..at + 1, day.and_then(day_extent), Anchor::Published, None);
        Some(at + 1)
    }

    /// "в понедельник": the last one before the publication, or the next one if the sentence speaks of what is to come.
    fn weekday(&mut self, at: usize) -> Option<usize> {
        if !matches!(self.word(at), "в" | "во" | "В" | "Во") {
            return None;
        }
        let number = self.words.weekdays.value(self.word(at + 1)).filter(|_| at + 1 < self.sentence.end)?;
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        let day = self.published.and_then(|published| match self.is_to_come() {
            _ if published.weekday() == weekday => Some(published),
            Some(true) => published.nth_weekday(1, weekday).ok(),
            Some(false) => published.nth_weekday(-1, weekday).ok(),
            None => None,
        });
        self.push(at..at + 2, day.and_then(day_extent), Anchor::Published, None);
        Some(at + 2)
    }

    /// Whether the sentence speaks of what is to come; `None` if it speaks of both or says it not.
    fn is_to_come(&self) -> Option<bool> {
        const FUTURE: &[&str] = &[
            "будет",
            "будут",
            "состоится",
            "состоятся",
            "пройдет",
            "пройдёт",
            "пройдут",
            "планирует",
            "планируют",
            "планируется",
            "намерен",
            "намерена",
            "намерены",
            "проведет",
            "проведёт",
            "проведут",
            "посетит",
            "прибудет",
            "встретится",
            "встретятся",
            "обсудят",
            "обсудит",
            "начнется",
            "начнётся",
            "ожидается",
        ];
        if self.sentence.len() > LONGEST {
            return None;
        }
        let (mut past, mut future) = (false, false);
        for at in self.sentence.clone().filter(|at| self.tokens.tokens[*at].letters == Letters::Small) {
            let word = self.tokens.word(at);
            future |= FUTURE.contains(&word);
            let ends = ["л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"];
            past |= is_verb(word) && ends.iter().any(|end| word.ends_with(end));
        }
        (past != future).then_some(future)
    }

    /// "в мае", "в конце апреля": the month nearest to the publication.
    fn month(&mut self, at: usize) -> Option<usize> {
        if !matches!(self.word(at), "в" | "В") {
            return None;
        }
        let (modifier, month) = match self.word(at + 1) {
            "начале" => (Some("START"), at + 2),
            "середине" => (Some("MID"), at + 2),
            "конце" => (Some("END"), at + 2),
            _ => (None, at + 1),
        };
        if month >= self.sentence.end || self.word(month).chars().count() < 3 {
            return None;
        }
        let number = self.words.months.value(self.word(month))?;
        let in_case = if modifier.is_some() {
            ["я", "а"].iter().any(|end| self.word(month).ends_with(end))
        } else {
            self.word(month).ends_with('е')
        };
        // With a year it is read as a date.
        let dated = self
            .tokens
            .tokens
            .get(month + 1)
            .is_some_and(|t| month + 1 < self.sentence.end && t.kind == TokenKind::Number);
        if !in_case || dated {
            return None;
        }
        let whole = self.year_in_words(month + 1);
        let (year, end) = match whole {
            Some((year, end)) => (year, end),
            None => (self.nearest(|year| Date::new(year, number, 15).ok()).map(Date::year), month + 1),
        };
        let extent =
            year.and_then(|year| TimeExtent::of(PartialDate { year: Some(year), month: Some(number), day: None }).ok());
        self.push(at..end, extent, Anchor::Published, modifier);
        Some(end)
    }

    /// "в прошлом году"
    fn year(&mut self, at: usize) -> Option<usize> {
        let from = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("в" | "В", "этом" | "текущем" | "нынешнем", "году") => 0,
            ("в" | "В", "прошлом", "году") => -1,
            ("в" | "В", "следующем" | "будущем", "году") => 1,
            _ => return None,
        };
        let year = self.published.map(|day| day.year() + from);
        let extent =
            year.and_then(|year| TimeExtent::of(PartialDate { year: Some(year), month: None, day: None }).ok());
        self.push(at..at + 3, extent, Anchor::Published, None);
        Some(at + 3)
    }
}

fn day_extent(day: Date) -> Option<TimeExtent> {
    TimeExtent::of(PartialDate { year: Some(day.year()), month: Some(day.month()), day: Some(day.day()) }).ok()
}
