//! Chooses the date of publication among the dates that a page gives.
//!
//! Dates stated to be of publication come before dates that may be of something else. Of dates that agree the most
//! precise counts; where they differ, stated dates count before others, and otherwise their common part.

use crate::base::iri::folded_space;
use crate::base::text::Problem;
use crate::read::source::date::{self, Published};

/// Maximum number of dates that are compared.
pub(super) const MOST: usize = 20;
/// The rule for dates of publication, as messages show it.
pub(in crate::read::source::html) const ONE_DATE: &str = "a page has one date of publication";

/// A date with the name under which the page gives it.
type Dated = (&'static str, Published);

/// The dates of a page.
#[derive(Default)]
pub(super) struct Dates {
    stated: Vec<Dated>,
    others: Vec<Dated>,
    /// The first date that cannot be read.
    unread: Option<(&'static str, String)>,
    /// Whether further dates are not stated to be of publication.
    other: bool,
}

impl Dates {
    /// Adds the dates that a page gives under a name.
    pub(super) fn add<'a>(&mut self, name: &'static str, dates: impl IntoIterator<Item = &'a str>) {
        for words in dates.into_iter().take(MOST) {
            let to = if self.other { &mut self.others } else { &mut self.stated };
            match date::read(words) {
                Some(published) if to.len() < MOST => to.push((name, published)),
                None if self.unread.is_none() => self.unread = Some((name, folded_space(words))),
                _ => {}
            }
        }
    }

    /// From here on, added dates are not stated to be of publication.
    pub(super) fn others(&mut self) {
        self.other = true;
    }

    /// The date of publication, with notes for the user.
    pub(super) fn published(self) -> (Option<String>, Vec<Problem>) {
        let all: Vec<&Dated> = self.stated.iter().chain(&self.others).collect();
        if all.is_empty() {
            let unread = self.unread.map(|(name, words)| {
                let value = format!("{} ({name})", words.chars().take(60).collect::<String>());
                note(value, "this date of publication cannot be read")
            });
            return (None, unread.into_iter().collect());
        }
        let (mut published, differing) = agreed_date(&all);
        let Some([(one, first), (other, second)]) = differing else { return (published, Vec::new()) };
        if !self.stated.is_empty() {
            published = agreed_date(&self.stated.iter().collect::<Vec<_>>()).0;
        }
        let value = format!("{} ({one}), {} ({other})", first.words, second.words);
        (published, vec![note(value, "this page gives two dates of publication")])
    }
}

/// The common part of the dates, and two dates that differ.
fn agreed_date<'a>(dates: &[&'a Dated]) -> (Option<String>, Option<[&'a Dated; 2]>) {
    let Some(mut best) = dates.first().copied() else { return (None, None) };
    let mut differing = None;
    for date in dates {
        if !best.1.agrees(&date.1) {
            differing = differing.or(Some([best, *date]));
        } else if date.1.edtf.starts_with(&best.1.edtf) {
            best = *date;
        }
    }
    let mut common = Some(best.1.edtf.clone());
    if differing.is_some() {
        for date in dates {
            common = common.and_then(|common| date.1.common(&common));
        }
    }
    (common, differing)
}

fn note(value: String, what: &str) -> Problem {
    Problem {
        at: None,
        value,
        what: what.to_owned(),
        rule: ONE_DATE,
        help: "write published = \"YYYY-MM-DD\" in its .meta.toml".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stated: &[&'static str], others: &[&'static str]) -> String {
        let mut dates = Dates::default();
        dates.add("a", stated.iter().copied());
        dates.others();
        dates.add("b", others.iter().copied());
        let (published, notes) = dates.published();
        let notes: Vec<String> = notes.into_iter().map(|n| n.value).collect();
        format!("{}|{}", published.unwrap_or_default(), notes.join(" "))
    }

    #[test]
    fn dates_that_agree_and_dates_that_differ() {
        for (stated, others, expected) in [
            (&[][..], &[][..], "|"),
            (&["2023-12-05"], &[], "2023-12-05|"),
            (&["2023-12"], &["2023-12-05"], "2023-12-05|"),
            (&["2023"], &["2023-12", "2023-12-05"], "2023-12-05|"),
            (&["2023"], &["2023-12", "2023-05"], "2023|2023-12 (b), 2023-05 (b)"),
            (&[], &["2023/12", "2023-01-02"], "2023|2023/12 (b), 2023-01-02 (b)"),
            (&[], &["2023/12", "2022-01-02"], "|2023/12 (b), 2022-01-02 (b)"),
            (&["2023-12-05"], &["2024-01-02"], "2023-12-05|2023-12-05 (a), 2024-01-02 (b)"),
            (&["2023-12-05", "2023-12-07"], &[], "2023-12|2023-12-05 (a), 2023-12-07 (a)"),
            (&["2017-12-27T23:40:00+01:00", "2017-12-28T00:10:00+01:00"], &[], "2017-12-27|"),
            (&["01/02/2018"], &[], "|01/02/2018 (a)"),
            (&["01/02/2018"], &["2018-02-01"], "2018-02-01|"),
        ] {
            assert_eq!(shown(stated, others), expected, "{stated:?} {others:?}");
        }
    }
}
