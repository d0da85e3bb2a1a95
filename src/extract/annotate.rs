//! Shows the reading of an article: as text with labels or in colour, as a page, and as JSON, NIF and CoNLL for other
//! tools.
//!
//! All formats are made from the same [`Findings`] and add nothing to them. Offsets in output are half-open ranges of
//! Unicode code points in the text of the document as read; within the library they are bytes.

pub mod conll;
pub mod html;
pub(crate) mod values;
pub mod json;
pub mod marks;
pub mod nesting;
pub mod nif;
pub mod tables;
pub mod text;

use crate::base::iri::folded_space;
use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::{self, Gazetteer};
use crate::extract::finding::{Anchor, EntityRef, Findings};
use crate::read::record::Article;
use crate::read::source::SourceDocument;
use std::ops::Range;

/// An article with its findings.
#[derive(Debug, Clone, Copy)]
pub struct Annotated<'a> {
    /// The document.
    pub document: &'a SourceDocument,
    /// Its headline and paragraphs.
    pub article: &'a Article,
    /// Its findings.
    pub findings: &'a Findings,
    /// The names that were known before reading.
    pub gazetteer: &'a Gazetteer,
    /// The stated language as a BCP 47 tag.
    pub language: Option<&'a str>,
    /// The publication date; `None` if unknown.
    pub published: Option<&'a TimeExtent>,
    /// The scores of given findings, by their numbers; without one where the tool gave none.
    pub scores: &'a [Option<f64>],
}

impl<'a> Annotated<'a> {
    /// The document's text.
    pub fn text(&self) -> &'a str {
        &self.document.text
    }

    /// The headline, then the paragraphs, each with its number counted from 1; the headline has none.
    pub fn parts(&self) -> impl Iterator<Item = (Option<usize>, Range<usize>)> + use<'a> {
        let paragraphs = self.article.paragraphs.iter().enumerate().map(|(n, range)| (Some(n + 1), range.clone()));
        self.article.title.iter().map(|range| (None, range.clone())).chain(paragraphs)
    }

    /// The words at a range, white space folded.
    pub fn words(&self, range: &Range<usize>) -> String {
        folded_space(&self.document.text[range.clone()])
    }

    /// The name of an entity in the article.
    pub fn name(&self, entity: usize) -> &'a str {
        &self.findings.entities[entity].name
    }

    /// How sure of a mention the program is, from 0 to 1 with two digits; of a given one, the score of the tool, in its own
    /// measure. `None` if it gave none.
    pub fn confidence(&self, mention: usize) -> Option<f64> {
        match self.findings.given.mentions.get(mention) {
            Some(number) => self.scores.get(*number).copied().flatten(),
            None => Some((f64::from(self.findings.mentions[mention].confidence) * 100.0).round() / 100.0),
        }
    }

    /// The gazetteer's entry for an entity of the article.
    pub fn known(&self, entity: usize) -> Option<&'a gazetteer::Entity> {
        self.gazetteer.entities.get(self.findings.entities[entity].known?)
    }

    /// The entity that words refer to: its name if it is resolved, and the words if they are not part of the name.
    pub fn entity_name(&self, entity_ref: &EntityRef) -> String {
        let words = self.words(&entity_ref.range);
        match entity_ref.entity.map(|e| self.name(e)) {
            Some(name) if name.contains(words.as_str()) => name.to_owned(),
            Some(name) => format!("{name} (“{words}”)"),
            None => format!("“{words}”"),
        }
    }

    /// The point from which a time was counted, in words.
    pub fn anchor(&self, anchor: &Anchor) -> String {
        match anchor {
            Anchor::Explicit => "itself".to_owned(),
            Anchor::Published => match self.published {
                Some(day) => format!("the publication date, {}", day.edtf),
                None => "the publication date".to_owned(),
            },
            Anchor::Expression(at) => match self.findings.times.get(*at) {
                Some(time) => format!("“{}”", self.words(&time.range)),
                None => "another expression".to_owned(),
            },
            Anchor::Missing => "unresolved: nothing to count from".to_owned(),
            Anchor::Given => "unknown: its value was given".to_owned(),
        }
    }
}

/// Words for a cell or a card, of limited length.
fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}
