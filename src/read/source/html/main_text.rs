//! Chooses the lines of a page that are its article. Readability finds the main text (dom_smoothie, a port of the code
//! behind Firefox's reader view); its result is then found among the visible lines, so that our text consists of words
//! of the page in their order. Then lines that are not part of an article's text are removed: captions, bylines, date
//! lines, sharing, "read also". Lists and tables that read as figures of districts stay wherever they are.

use super::figures::is_record;
use super::limits;
use super::visible::{self, Marks, Visible};
use crate::base::date::{Form, english};
use crate::base::iri::{folded, folded_space};
use crate::read::source::date;
use dom_smoothie::{Config, Readability};
use scraper::Html;
use std::collections::HashMap;

mod gaps;

/// Maximum size of a page for which the article is chosen, in bytes of markup; a larger page is taken whole, and so is
/// one with more elements or deeper nesting.
const LARGEST: usize = 4 << 20;
const MOST_ELEMENTS: usize = 50_000;
const DEEPEST: usize = 256;
/// Minimum number of characters of an article, and of its longest line.
const LEAST: usize = 120;
pub(super) const LEAST_LINE: usize = 80;
/// Maximum length of a byline, caption or other furniture, in bytes.
const LONGEST_FURNITURE: usize = 200;

/// For each line whether it stays, and the index of the headline. `None` if the article cannot be distinguished from
/// what is around it.
pub(super) fn lines(markup: &str, visible: &Visible, title: Option<&str>) -> Option<(Vec<bool>, Option<usize>)> {
    if markup.len() > LARGEST || limits::depth(markup) > DEEPEST {
        return None;
    }
    let chosen = chosen(markup)?;
    let mut keep = found_again(visible, &chosen);
    fill_gaps(visible, &mut keep);
    gaps::fill(visible, &mut keep);
    for (n, line) in visible.lines.iter().enumerate() {
        keep[n] &= !is_furniture(&visible.text[line.range.clone()], line.marks);
    }
    let mut lengths = visible.lines.iter().zip(&keep).filter(|(_, k)| **k).map(|(l, _)| l.range.len());
    let (sum, most) = lengths.by_ref().fold((0, 0), |(sum, most), n| (sum + n, n.max(most)));
    if sum < LEAST || most < LEAST_LINE {
        return None;
    }
    lone_headings(visible, &mut keep);
    let head = headline(visible, &mut keep, title);
    figures(visible, &mut keep);
    Some((keep, head))
}

/// The part of the page that Readability takes for the article.
fn chosen(markup: &str) -> Option<Visible> {
    let config = Config {
        char_threshold: LEAST,
        max_elements_to_parse: MOST_ELEMENTS,
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::new(markup, None, Some(config)).ok()?.parse().ok()?;
    Some(visible::read(Html::parse_document(&article.content).root_element()))
}

/// A line in the form used for comparison: the tidied markup may have other spaces.
fn key(words: &str) -> String {
    words.split_whitespace().collect()
}

/// The visible lines that were chosen. A line that occurs several times on the page is chosen where the lines around it
/// are.
fn found_again(visible: &Visible, chosen: &Visible) -> Vec<bool> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (n, line) in visible.lines.iter().enumerate() {
        places.entry(key(&visible.text[line.range.clone()])).or_default().push(n);
    }
    let mut keep = vec![false; visible.lines.len()];
    let (mut several, mut lost) = (Vec::new(), Vec::new());
    for line in &chosen.lines {
        let key = key(&chosen.text[line.range.clone()]);
        match places.get_mut(&key) {
            Some(all) if all.len() == 1 => keep[all[0]] = true,
            // Moved out, so that a line that occurs a thousand times is not compared a million times.
            Some(all) => several.append(all),
            None => lost.push(key),
        }
    }
    // Lines that were cut off or joined.
    let long = |words: &str| words.len() >= LEAST_LINE;
    for lost in lost.iter().filter(|l| long(l)).take(50) {
        for (n, line) in visible.lines.iter().enumerate() {
            let here = &visible.text[line.range.clone()];
            if !keep[n] && long(here) {
                let here = key(here);
                keep[n] = (here.contains(lost.as_str()) && lost.len() * 4 > here.len() * 3) || lost.contains(&here);
            }
        }
    }
    if let (Some(first), Some(last)) = (keep.iter().position(|k| *k), keep.iter().rposition(|k| *k)) {
        for n in several.into_iter().filter(|n| (first..=last).contains(n)) {
            keep[n] = true;
        }
    }
    keep
}

/// Chooses a paragraph between two chosen ones, in the same place of the page.
fn fill_gaps(visible: &Visible, keep: &mut [bool]) {
    let mut last: HashMap<usize, usize> = HashMap::new();
    for n in 0..keep.len() {
        let group = visible.lines[n].group;
        if !keep[n] {
            continue;
        }
        if let Some(last) = last.insert(group, n) {
            for between in last + 1..n {
                let line = &visible.lines[between];
                let words = &visible.text[line.range.clone()];
                let prose = words.len() >= LEAST_LINE && words.ends_with(['.', '!', '?', '”', '"', '»', '’']);
                keep[between] |= line.group == group && prose;
            }
        }
    }
}

/// First words of lines that lead to other pages or describe pictures.
const LEADS: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "also read",
    "see also",
    "related:",
    "related ",
    "more on",
    "share this",
    "share on",
    "follow us",
    "sign up",
    "subscribe",
    "advertisement",
    "sponsored",
    "photo:",
    "photo by",
    "photograph:",
    "image:",
    "image credit",
    "image source",
    "picture:",
    "file photo",
    "getty images",
    "©",
    "all rights reserved",
    "click here",
    "listen to",
    "watch:",
    "tags:",
    "topics:",
    "filed under",
    "posted in",
    "print",
    "email",
    "skip to",
    "last updated",
    "updated",
    "published",
    "posted on",
    "comments",
    "leave a comment",
    "story continues",
    "article continues",
    "continue reading",
    "continues below",
    "scroll to continue",
];

/// Whether a line is not part of an article's text.
fn is_furniture(words: &str, marks: Marks) -> bool {
    // A line that consists of a link leads to another page.
    if marks.has(Marks::CAPTION | Marks::FURNITURE | Marks::LINK) {
        return true;
    }
    if words.len() > LONGEST_FURNITURE {
        return false;
    }
    let ends = words.ends_with(['.', '!', '?', '”', '"', '»']);
    let lower = words.to_lowercase();
    let leads = LEADS.iter().any(|lead| {
        lower
            .strip_prefix(lead)
            .is_some_and(|rest| lead.ends_with([':', ' ', '©']) || !rest.starts_with(char::is_alphabetic))
    });
    (!ends && (marks.has(Marks::BYLINE) || leads || is_byline(words))) || is_date_line(&lower)
}

/// The author and the date from the lines between the headline and the article. Used where the metadata of the page
/// gives neither.
pub(super) fn below_headline(visible: &Visible, keep: &[bool], head: usize) -> (Vec<String>, Option<String>) {
    let (mut authors, mut published) = (Vec::new(), None);
    for line in &visible.lines[head + 1..first_prose(visible, keep).max(head + 1)] {
        let words = &visible.text[line.range.clone()];
        if authors.is_empty() && is_byline(words) {
            let names = words[3..].split([',', '|', '–', '-', ':']).next().unwrap_or_default();
            authors.extend(names.split(" and ").map(folded_space).filter(|n| !n.is_empty()));
        }
        let lower = words.to_lowercase();
        if published.is_none() && is_date_line(&lower) && !lower.contains("updated") && !lower.contains("modified") {
            let named = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || begins_month_or_day(word);
            let from = lower.split_whitespace().position(named).unwrap_or_default();
            published = date::edtf(&lower.split_whitespace().skip(from).collect::<Vec<_>>().join(" "));
        }
    }
    (authors, published)
}

/// Whether a word in lower case is the name of a month or day, or an abbreviation of one.
fn begins_month_or_day(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    let mut names = english().months.iter().chain(english().weekdays.iter()).filter(|(_, w)| w.form == Form::Name);
    word.len() >= 3 && names.any(|(name, _)| name.starts_with(word))
}

/// "By Ann Orlo", "By ANN ORLO and Ben Vale, Staff Writer", "By Ben Weir – Vale Post:".
fn is_byline(words: &str) -> bool {
    let Some(rest) = words.strip_prefix("By ").or(words.strip_prefix("BY ")) else { return false };
    let rest = rest.trim_end_matches(':');
    let mut names = rest.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty());
    words.len() <= 100
        && names
            .all(|w| w.starts_with(char::is_uppercase) || matches!(w, "and" | "in" | "for" | "of" | "|" | "–" | "-"))
}

/// A line with a date in figures and few other words.
fn is_date_line(lower: &str) -> bool {
    let mut figures = 0;
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let dated = words.into_iter().all(|word| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        figures += usize::from(digits.len() < word.len());
        let known = [
            "published", "updated", "posted", "last", "modified", "on", "at", "am", "pm", "a", "p", "m", "h", "t", "z",
            "st", "nd", "rd", "th", "gmt", "utc", "bst", "est", "edt", "cet", "cest", "msk", "date", "time", "first",
            "hrs", "hours", "ago", "min", "mins", "minutes", "read", "hour", "day", "days", "noon",
        ];
        digits.is_empty() || known.contains(&digits) || begins_month_or_day(digits)
    });
    dated && figures > 0 && lower.len() <= 100
}

/// Removes headings that nothing of the article follows.
fn lone_headings(visible: &Visible, keep: &mut [bool]) {
    let mut goes_on = false;
    for n in (0..keep.len()).rev() {
        let marks = visible.lines[n].marks;
        keep[n] &= goes_on || !marks.has(Marks::HEADING);
        if !marks.has(Marks::CAPTION) {
            goes_on = keep[n];
        }
    }
}

/// The first line of the article that is long enough to be prose.
fn first_prose(visible: &Visible, keep: &[bool]) -> usize {
    (0..keep.len()).find(|n| keep[*n] && visible.lines[*n].range.len() >= LEAST_LINE).unwrap_or(keep.len())
}

/// Puts the headline first, once, whether the main text contains it or not.
fn headline(visible: &Visible, keep: &mut [bool], title: Option<&str>) -> Option<usize> {
    let words = |n: usize| folded(&visible.text[visible.lines[n].range.clone()]);
    let title = title.map(folded);
    // The title of a page often contains the name of the site beside the headline.
    let same = |words: &str| {
        title.as_ref().is_some_and(|t| t == words || (words.len() > 8 && (t.starts_with(words) || t.ends_with(words))))
    };
    let heads: Vec<usize> =
        (0..keep.len()).filter(|n| visible.lines[*n].marks.has(Marks::HEADLINE) && !words(*n).is_empty()).collect();
    let first = first_prose(visible, keep);
    let titled = || heads.iter().copied().find(|n| same(&words(*n)));
    let alone = || (heads.len() == 1 && heads[0] < first).then(|| heads[0]);
    let plain = || (0..first).find(|n| !visible.lines[*n].marks.has(Marks::FURNITURE) && same(&words(*n)));
    let head = titled().or_else(alone).or_else(plain)?;
    let headline = words(head);
    for n in 0..keep.len() {
        keep[n] &= n >= head && words(n) != headline;
    }
    keep[head] = true;
    Some(head)
}

/// Keeps the lists, tables and lines that read as district records, with the heading above.
fn figures(visible: &Visible, keep: &mut [bool]) {
    let mut n = 0;
    while n < keep.len() {
        let group = visible.lines[n].group;
        let end = (n..keep.len()).find(|m| visible.lines[*m].group != group).unwrap_or(keep.len());
        let records: Vec<usize> =
            (n..end).filter(|m| is_record(&visible.text[visible.lines[*m].range.clone()])).collect();
        if !records.is_empty() && !(n..end).any(|m| keep[m]) {
            let whole = records.len() * 3 >= end - n;
            let first = if whole { n } else { records[0] };
            for m in if whole { (n..end).collect() } else { records } {
                keep[m] = true;
            }
            if first > 0 && is_heading(&visible.text[visible.lines[first - 1].range.clone()]) {
                keep[first - 1] = true;
            }
        } else {
            for m in records {
                keep[m] = true;
            }
        }
        n = end;
    }
}

fn is_heading(words: &str) -> bool {
    words.len() <= 160 && words.contains(char::is_alphabetic) && !words.ends_with(['.', '!', '?', '”', '"', ',', ';'])
}
