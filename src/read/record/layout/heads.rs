//! What the lines above a fact box say about the dates in it: its heading, the headings above it, and the heads of its
//! columns.

use super::{Fault, RULE_MEANING};
use crate::read::record::district::{DistrictRecord, RULE_AREA};
use crate::read::record::meaning::{self, Meaning};
use crate::read::record::prose::LONGEST_HEADING;
use crate::read::record::words::{self, is_about_dates};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Maximum number of lines above a box that are examined.
const MOST_LINES: usize = 6;

/// A cell of a header row, by its words.
static HEAD_CELL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:name|district|region|place|territory|area|size|surface|date|year|when|period|no|nr|№|#)\b")
        .expect("the pattern is a constant")
});

/// The head of a column that names districts.
static IS_DISTRICT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:names?|districts?|(?:names?\s+of\s+(?:the\s+)?|the\s+)districts?|districts?\s+names?|municipality)\W*$")
        .expect("the pattern is a constant")
});

/// A title that is not the heading of a box applies to its dates only if it mentions dates or places; "Vale Foundation"
/// does not.
static IS_OF_PLACES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:of|dates?|years?|when|districts?|regions?|places?|towns?|villages?|cities)\b")
        .expect("the pattern is a constant")
});

/// The word by which a heading says that its dates are something else. The range is `None` if the word is in the
/// document's title in the metadata.
pub(super) type Other = (Option<Range<usize>>, String);

/// The lines above a box.
#[derive(Debug, Default)]
pub(super) struct Heads {
    other: Option<Other>,
    columns: Option<Columns>,
    /// Whether a heading says that the dates are changes of control.
    pub(super) says_control: bool,
    /// The number of dates left out because of the heading.
    stopped: usize,
}

/// The heads of columns, and the separator between them.
#[derive(Debug)]
pub(super) struct Columns {
    separator: &'static str,
    cells: Vec<Range<usize>>,
}

/// What the title of a document says about all dates in it.
pub(super) fn of_document(title: Option<&str>) -> Option<Other> {
    let title = title.filter(|title| IS_OF_PLACES.is_match(title))?;
    meaning::of_heading(title).map(|word| (None, title[word].to_owned()))
}

impl Heads {
    /// The headings directly above the line `first`. A heading above that of the box also applies to the boxes after
    /// it.
    pub(super) fn above(
        text: &str,
        lines: &[Range<usize>],
        first: usize,
        used: &[bool],
        over: &mut Option<Other>,
    ) -> Self {
        let mut heads = Self::default();
        let mut nearest = true;
        let above = (0..first).rev().filter(|at| text[lines[*at].clone()].contains(char::is_alphabetic));
        for at in above.take(MOST_LINES) {
            let words = &text[lines[at].clone()];
            if used[at] || words.len() > LONGEST_HEADING || words.ends_with(['.', '!', '”', '"', ';', ',']) {
                break;
            }
            if nearest && let Some(columns) = columns(text, &lines[at]) {
                heads.columns = Some(columns);
                continue;
            }
            heads.says_control |= meaning::says_control(words);
            let event = || meaning::of_event(words).filter(|_| nearest).map(|word| placed(text, &lines[at], &word));
            let other =
                other_meaning(text, &lines[at]).filter(|_| nearest || IS_OF_PLACES.is_match(words)).or_else(event);
            if !nearest && other.is_some() {
                over.clone_from(&other);
            }
            heads.other = heads.other.or(other);
            nearest = false;
        }
        heads.other = heads.other.or_else(|| over.clone());
        heads
    }

    /// Adds a heading in the line of the first record.
    pub(super) fn add(&mut self, text: &str, heading: Option<&Range<usize>>) {
        let other = heading.and_then(|heading| other_meaning(text, heading));
        self.other = self.other.take().or(other);
        self.says_control |= heading.is_some_and(|heading| meaning::says_control(&text[heading.clone()]));
    }

    /// Adds a line in or below the box, which may say what its dates are of.
    pub(super) fn add_note(&mut self, text: &str, line: &Range<usize>) {
        if line.len() <= LONGEST_HEADING && is_about_dates(&text[line.clone()]) {
            self.add(text, Some(line));
        }
    }

    /// Whether the heading says that a date is not a change of control; counts the date.
    pub(super) fn stop(&mut self) -> bool {
        self.stopped += usize::from(self.other.is_some());
        self.other.is_some()
    }

    /// Whether the column of a record's date holds changes of control.
    pub(super) fn column_says_control(&self, text: &str, record: &DistrictRecord) -> bool {
        let head = record.time.as_ref().and_then(|(date, _)| self.head_of(text, date));
        head.is_some_and(|head| meaning::of_words(&text[head]) == Meaning::Control)
    }

    /// Why the column of a record's date does not hold changes of control.
    pub(super) fn of_column(&self, text: &str, record: &DistrictRecord, says_control: bool) -> Option<Fault> {
        let (date, _) = record.time.as_ref()?;
        let words = &text[self.head_of(text, date)?];
        let what = match meaning::of_words(words) {
            Meaning::Other(_) if !says_control => {
                format!("the date is left out: its column {:?} says that it is not a change of control", words.trim())
            }
            Meaning::Unknown(_) if !says_control => format!(
                "the date is left out: the head of its column, {:?}, is not known and may say what the date is of",
                words.trim()
            ),
            _ => return None,
        };
        let help = "nothing, if so; else head the column \"Date\", \"Captured\", \"Occupied\" or the like".to_owned();
        Some(Fault { range: date.clone(), what, rule: RULE_MEANING, help })
    }

    /// Why a record cannot be read with the heads of its columns: another column than that of its name is headed
    /// "District", or its area is of something else.
    pub(super) fn refuse(&self, text: &str, record: &DistrictRecord) -> Option<Fault> {
        let columns = self.columns.as_ref()?;
        let head = self.head_of(text, &record.name).map(|cell| text[cell].trim());
        let other = columns.cells.iter().map(|cell| text[cell.clone()].trim()).find(|cell| IS_DISTRICT.is_match(cell));
        if let (Some(head), Some(other)) = (head, other)
            && !IS_DISTRICT.is_match(head)
            && !head.is_empty()
        {
            return Some(Fault {
                range: record.name.clone(),
                what: format!("the name stands in the column {head:?}, and the column {other:?} names the district"),
                rule: "the first column of a table names the district",
                help: format!("put the column {other:?} first"),
            });
        }
        let area = record.area.as_ref()?;
        let head = self.head_of(text, &area.range).map(|cell| text[cell].trim())?;
        let word = words::not_of_district(head)?;
        Some(Fault {
            range: area.range.clone(),
            what: format!(
                "the head of its column, {head:?}, says by {word:?} that this is not the area of the district"
            ),
            rule: RULE_AREA,
            help: "give the area of the district, or remove the column".to_owned(),
        })
    }

    /// The head of the column in which a part of a record ends.
    fn head_of(&self, text: &str, part: &Range<usize>) -> Option<Range<usize>> {
        let columns = self.columns.as_ref()?;
        let line = text[..part.start].rfind('\n').map_or(0, |n| n + 1);
        let end = text[part.end..].find('\n').map_or(text.len(), |n| part.end + n);
        if !text[line..end].contains(columns.separator) {
            return None;
        }
        let upto = cells(&text[line..part.end], columns.separator).count();
        columns.cells.get(upto.checked_sub(1)?).cloned()
    }

    /// The note about the dates that the heading excluded.
    pub(super) fn note(self) -> Option<Fault> {
        let (range, word) = self.other.filter(|_| self.stopped > 0)?;
        let dates = if self.stopped == 1 { "1 date".to_owned() } else { format!("{} dates", self.stopped) };
        let whose = if range.is_some() { "at this fact box" } else { "in the title of the document" };
        Some(Fault {
            range: range.unwrap_or_default(),
            what: format!("{dates} left out: {word:?} {whose} says that they are not changes of control"),
            rule: RULE_MEANING,
            help: "if that is right, do nothing; otherwise remove the word from the heading, or write \"captured\" or the like beside the dates"
                .to_owned(),
        })
    }
}

/// The word of a heading that decides, with its range.
fn other_meaning(text: &str, heading: &Range<usize>) -> Option<Other> {
    meaning::of_heading(&text[heading.clone()]).map(|word| placed(text, heading, &word))
}

/// The range of a word of a heading in the whole text.
fn placed(text: &str, heading: &Range<usize>, word: &Range<usize>) -> Other {
    let range = heading.start + word.start..heading.start + word.end;
    (Some(range.clone()), text[range].to_owned())
}

/// A line read as the heads of columns: at least two cells, one with a word that only such lines have.
pub(super) fn columns(text: &str, line: &Range<usize>) -> Option<Columns> {
    // The first cell may be empty.
    let start = text[..line.start].rfind('\n').map_or(0, |n| n + 1);
    let words = &text[start..line.end];
    let separator = ["\t", "|", ";", "   "].into_iter().find(|s| words.contains(s))?;
    let cells: Vec<Range<usize>> = cells(words, separator).map(|cell| start + cell.start..start + cell.end).collect();
    let head = cells.iter().any(|cell| HEAD_CELL.is_match(&text[cell.clone()]));
    (cells.len() > 1 && head).then_some(Columns { separator, cells })
}

/// The cells of a line. The separator at the beginning of a row may be its border.
fn cells<'a>(words: &'a str, separator: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = 0;
    let spaces = separator.trim().is_empty() && separator.len() > 1;
    words
        .split(separator)
        .map(move |cell| {
            let start = at;
            at += cell.len() + separator.len();
            start..start + cell.len()
        })
        .filter(move |cell| !spaces || !words[cell.clone()].trim().is_empty())
}
