//! The metadata file beside a document: `<name>.meta.toml`.

use crate::base::iri::Minter;
use crate::base::text::{Position, Problem, position};
use crate::base::time::TimeExtent;
use crate::dataset::{JsonlFields, is_language_tag};
use crate::read::mapping::csvw::file::About;
use crate::read::mapping::{TableMapping, toml as mapping};
use crate::read::source::format;
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use std::path::{Path, PathBuf};

/// Metadata of a document. Nothing is required: what is not known is left out, never guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Metadata {
    /// Title of the page.
    pub title: Option<String>,
    /// The authors, in order.
    pub authors: Vec<String>,
    /// The publisher, to whom a fact box is attributed.
    pub publisher: Option<String>,
    /// IRI of the publisher's site.
    pub publisher_url: Option<String>,
    /// IRI of the page.
    pub url: Option<String>,
    /// Date of publication, EDTF level 0 (ISO 8601-2): a year, a month, a day.
    pub published: Option<String>,
    /// Date of capture, a day.
    pub retrieved: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// IRI of the licence under which the document may be used.
    pub licence: Option<String>,
    /// Whether the content may be redistributed; `false` keeps the whole graph out of what is published.
    pub redistribute: Option<bool>,
    /// IRIs of the documents from which it says that it is derived.
    pub derived_from: Vec<String>,
    /// What to look for in the document.
    pub kind: DocumentKind,
    /// How its numbers are written, where a number alone does not show it.
    pub number_format: Option<NumberFormat>,
    /// What the dates of its fact boxes are the dates of.
    pub date_means: Option<DateMeaning>,
    /// For a file of articles, one a line: the member of an object that holds each field. It takes precedence over that
    /// of the dataset.
    pub jsonl: Option<JsonlFields>,
    /// `[[table]]`: what is said about its tables, in the order of the file.
    #[serde(rename = "table", deserialize_with = "read_apart")]
    pub tables: Vec<TableMapping>,
}

/// Passes over the tables: [`mapping::tables`] reads them, with their lines.
fn read_apart<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<TableMapping>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

/// What a document contains.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Whatever is found: fact boxes, an article, or both.
    #[default]
    Auto,
    /// Records only; every line is one, or the heading.
    FactBox,
    /// Prose only.
    Article,
    /// Tables only: rows of records.
    Table,
    /// Articles, each an entry of its own, where the file could as well hold rows.
    Articles,
}

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateMeaning {
    /// The unit was established.
    Established,
    /// The unit was abolished.
    Abolished,
    /// The unit was renamed.
    Renamed,
    /// Control over it changed.
    Control,
    /// Nothing says it.
    Record,
}

/// The marks in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum NumberFormat {
    /// Comma for thousands, point for decimals.
    #[serde(rename = "1,234.5")]
    CommaThousands,
    /// Point for thousands, comma for decimals.
    #[serde(rename = "1.234,5")]
    PointThousands,
}

/// The path of the metadata file of a document.
pub fn path_for(document: &Path) -> PathBuf {
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    document.with_file_name(format!("{}.meta.toml", format::stem(&name)))
}

impl Metadata {
    /// Reads and checks a metadata file.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut metadata: Self = toml::from_str(text).map_err(|e| {
            let range = e.span().unwrap_or(0..0);
            vec![Problem {
                at: e.span().map(|s| position(text, s.start.min(text.len()))),
                value: text.get(range).unwrap_or_default().to_owned(),
                what: e.message().to_owned(),
                rule: "metadata is TOML 1.0 with the fields that docs/sources.md lists",
                help: "correct the metadata file".to_owned(),
            }]
        })?;
        let mut problems = metadata.problems(text);
        match mapping::tables(text) {
            Ok(tables) => metadata.tables = tables,
            Err(wrong) => problems.extend(wrong),
        }
        if problems.is_empty() { Ok(metadata) } else { Err(problems) }
    }

    fn problems(&self, text: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut check =
            |field: &str, value: Option<&String>, ok: &dyn Fn(&str) -> bool, rule: &'static str, help: &str| {
                if let Some(value) = value.filter(|v| !ok(v)) {
                    problems.push(Problem {
                        at: Some(field_position(text, field)),
                        value: value.clone(),
                        what: format!("invalid `{field}`"),
                        rule,
                        help: help.to_owned(),
                    });
                }
            };
        let iri = "this field is an absolute IRI (RFC 3987)";
        let iri_help = "write the whole address, with https://";
        check("url", self.url.as_ref(), &Minter::is_iri, iri, iri_help);
        check("publisher-url", self.publisher_url.as_ref(), &Minter::is_iri, iri, iri_help);
        check("licence", self.licence.as_ref(), &Minter::is_iri, iri, iri_help);
        for derived in &self.derived_from {
            check("derived-from", Some(derived), &Minter::is_iri, iri, iri_help);
        }
        check(
            "language",
            self.language.as_ref(),
            &is_language_tag,
            "a language is a BCP 47 tag",
            "write a tag such as en or az-Cyrl",
        );
        check(
            "published",
            self.published.as_ref(),
            &|s| TimeExtent::from_edtf(s).is_some_and(|t| t.is_level_0()),
            "a publication date is EDTF level 0 (ISO 8601-2)",
            "write 2017-12-27, 2017-12 or 2017",
        );
        check(
            "retrieved",
            self.retrieved.as_ref(),
            &|s| TimeExtent::from_edtf(s).is_some_and(|t| t.is_day()),
            "a retrieval date is a day (ISO 8601)",
            "write it as 2017-12-27",
        );
        let filled = |s: &str| !s.trim().is_empty();
        let authors = self.authors.iter().map(|author| ("authors", Some(author)));
        for (field, value) in
            [("publisher", self.publisher.as_ref()), ("title", self.title.as_ref())].into_iter().chain(authors)
        {
            check(field, value, &filled, "a name has letters", "leave the field out when it is not known");
        }
        problems
    }

    /// What a CSVW file says of its document.
    pub fn of_csvw(about: &About) -> Self {
        let About { title, creators, publisher, licence, language, issued } = about.clone();
        Self { title, authors: creators, publisher, licence, language, published: issued, ..Self::default() }
    }

    /// These values, with missing ones taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            publisher: self.publisher.or(other.publisher),
            publisher_url: self.publisher_url.or(other.publisher_url),
            url: self.url.or(other.url),
            published: self.published.or(other.published),
            retrieved: self.retrieved.or(other.retrieved),
            language: self.language.or(other.language),
            licence: self.licence.or(other.licence),
            redistribute: self.redistribute.or(other.redistribute),
            authors: if self.authors.is_empty() { other.authors } else { self.authors },
            ..self
        }
    }
}

/// The position of a field in the file.
fn field_position(text: &str, field: &str) -> Position {
    let at = text
        .match_indices(field)
        .find(|(at, _)| text[..*at].chars().next_back().is_none_or(|c| c == '\n'))
        .map_or(0, |(at, _)| at);
    position(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_reported_at_its_line() {
        let problems = Metadata::parse("url = \"here\"\npublished = \"2017-13\"\nlanguage = \"en\"\n").unwrap_err();
        let reported: Vec<_> = problems.iter().map(|p| (p.at.unwrap().line, p.value.as_str())).collect();
        assert_eq!(reported, [(1, "here"), (2, "2017-13")]);
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        assert!(Metadata::parse("licnce = \"x\"").unwrap_err()[0].what.contains("licnce"));
    }
}
