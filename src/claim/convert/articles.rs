//! The articles of a file as they are read, one by one. An article with a mistake is reported and left out.

use crate::base::text::{Problem, encoding};
use crate::dataset::Dataset;
use crate::extract::document::read_article;
use crate::read::record::Reading;
use crate::read::source::SourceDocument;
use crate::read::source::container::Articles;
use crate::read::source::format::SourceFormat;
use std::path::Path;

/// Maximum number of mistakes, and of notes, of a file of articles that are reported.
pub const MAX_SHOWN: usize = 100;

/// What is to be known about a file of articles.
#[derive(Debug)]
pub enum Reported<'a> {
    /// A mistake; its article is left out.
    Problem(&'a Problem),
    /// Something that was read differently than one may expect.
    Note(&'a Problem),
}

/// The articles of a file that have no mistakes; the others are reported.
pub struct ArticleStream<'a, 't> {
    articles: Articles,
    dataset: &'a Dataset,
    /// The summaries in a feed may be too short to be prose, and the user cannot mend that.
    is_feed: bool,
    report: &'t mut dyn FnMut(Reported<'_>),
    good: usize,
    skipped: usize,
    shown: usize,
    not_shown: usize,
    notes: usize,
}

impl<'a, 't> ArticleStream<'a, 't> {
    /// The articles of an opened file; `path` has its name.
    pub fn new(articles: Articles, dataset: &'a Dataset, path: &Path, report: &'t mut dyn FnMut(Reported<'_>)) -> Self {
        if let Some(encoding) = articles.encoding() {
            report(Reported::Note(&encoding::note(encoding)));
        }
        let is_feed = SourceFormat::of(path) == Some(SourceFormat::Xml);
        Self { articles, dataset, is_feed, report, good: 0, skipped: 0, shown: 0, not_shown: 0, notes: 0 }
    }

    /// How many articles had no mistake so far.
    pub fn good(&self) -> usize {
        self.good
    }

    /// How many articles were left out so far.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The number of code points of the file that were read so far.
    pub fn code_points(&self) -> usize {
        self.articles.code_points()
    }

    fn leave_out(&mut self, problems: &[Problem]) {
        self.skipped += 1;
        for problem in problems {
            if self.shown < MAX_SHOWN {
                self.shown += 1;
                (self.report)(Reported::Problem(problem));
            } else {
                self.not_shown += 1;
            }
        }
    }

    /// Reports, after the last article, how many mistakes were not shown, and that there is no article if so; returns how
    /// many articles were left out.
    pub fn finish(mut self) -> usize {
        if self.good == 0 && self.skipped == 0 {
            // A file without a readable article is not a new version of anything.
            self.leave_out(&[Problem {
                at: None,
                value: String::new(),
                what: "no article of this file could be read".to_owned(),
                rule: "a file of articles has at least one with a paragraph",
                help: "take the file out of sources/".to_owned(),
            }]);
        }
        if self.not_shown > 0 {
            let problem = Problem {
                at: None,
                value: String::new(),
                what: format!("{} more problems in this file are not shown", self.not_shown),
                rule: "an article is read whole or not at all",
                help: "correct those above and build again".to_owned(),
            };
            (self.report)(Reported::Problem(&problem));
        }
        if let Some(more) = self.notes.checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            let note = Problem {
                at: None,
                value: String::new(),
                what: format!("{more} more notes about this file are not shown"),
                rule: "a note reports what was read differently than you may expect",
                help: "see those above".to_owned(),
            };
            (self.report)(Reported::Note(&note));
        }
        self.skipped
    }
}

impl Iterator for ArticleStream<'_, '_> {
    type Item = (SourceDocument, Reading);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.articles.next()? {
                Err(problems) => self.leave_out(&problems),
                Ok(document) => {
                    for note in &document.notes {
                        (self.report)(Reported::Note(note));
                    }
                    match read_article(&document, self.dataset) {
                        Ok(reading) => {
                            for note in &reading.notes {
                                self.notes += 1;
                                if self.notes <= MAX_SHOWN {
                                    (self.report)(Reported::Note(note));
                                }
                            }
                            self.good += 1;
                            return Some((document, reading));
                        }
                        Err(problems) if self.is_feed => {
                            for problem in &problems {
                                (self.report)(Reported::Note(problem));
                            }
                        }
                        Err(problems) => self.leave_out(&problems),
                    }
                }
            }
        }
    }
}
