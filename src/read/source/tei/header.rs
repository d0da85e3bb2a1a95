//! What the header of a TEI document says of its text.
//!
//! A header describes a file (`titleStmt`, `publicationStmt`) and, if that file is an edition of something, what it was made
//! of (one `bibl`, `biblStruct` or `biblFull` in `sourceDesc`). Date and publisher are those of what the file was made of; an
//! edition of 2020 does not make an article of 1994 one of 2020. A file without such a description was made as it is.
//!
//! | field | order of trust |
//! | --- | --- |
//! | title | of the source: `title` of level `a`, else the only one; `titleStmt/title`, the first of type `main` or of none |
//! | published | of the source: `date`; of a file that has none: `publicationStmt/date` |
//! | publisher | of the source: `publisher`, `title` of level `j`; of a file that has none: `publicationStmt/publisher` |
//! | authors | of the source: `author`; `titleStmt/author` |
//! | url | of the source: `ptr` or `ref` with `target`, `idno` of type `URL` or `URI`; of a file that has none: such an `idno` |
//! | language | `xml:lang` of `body`, `text`, `TEI`; the only `language` of `langUsage` |
//! | licence | `availability/licence` with `target` |

use super::super::metadata::Metadata;
use super::super::xml::{Element, Piece};
use crate::base::iri::{Minter, folded_space};
use crate::base::text::{Position, Problem};
use crate::dataset::is_language_tag;
use crate::read::source::date;

/// Maximum length of a value, in bytes.
const LONGEST: usize = 1_000;
/// Maximum number of authors.
const MOST_AUTHORS: usize = 100;
const BIBLIOGRAPHIC: [&str; 3] = ["bibl", "biblStruct", "biblFull"];

/// A description of a file, or of what it was made of.
#[derive(Debug, Default)]
struct Description {
    titles: Vec<(String, String)>,
    authors: Vec<String>,
    publisher: Option<String>,
    /// Dates as found, with their places.
    dates: Vec<(String, Position)>,
    url: Option<String>,
}

#[derive(Debug, Default)]
struct Header {
    file: Description,
    sources: Vec<Description>,
    licence: Option<String>,
    languages: Vec<String>,
    /// `xml:lang` of the innermost of `TEI`, `text` and `body`.
    language: Option<String>,
}

/// An element that is open, and its words so far.
struct Open<'a> {
    element: &'a Element,
    words: String,
}

/// Reads the header. Notes are about dates that are not taken, unless the metadata beside the file has one.
pub(super) fn read(pieces: &[Piece], beside: &Metadata) -> (Metadata, Vec<Problem>) {
    let mut header = Header::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Start(element) => {
                if matches!(element.name.as_str(), "surname" | "forename" | "nameLink" | "genName") {
                    open.iter_mut().for_each(|open| open.words.push(' '));
                }
                open.push(Open { element, words: String::new() });
                header.begin(&open);
            }
            // Addresses and the like of a person are no part of the name.
            Piece::Words(words, _) => {
                let is_aside = |open: &Open<'_>| {
                    matches!(open.element.name.as_str(), "idno" | "email" | "affiliation" | "note" | "roleName")
                };
                let inner = open.iter().rposition(is_aside).unwrap_or_default();
                for open in open[inner..].iter_mut().filter(|open| open.words.len() < LONGEST) {
                    open.words.push_str(words);
                }
            }
            Piece::End => {
                header.end(&open);
                open.pop();
            }
        }
    }
    header.metadata(beside)
}

impl Header {
    fn begin(&mut self, open: &[Open<'_>]) {
        let names: Vec<&str> = open.iter().map(|open| open.element.name.as_str()).collect();
        let Some(Open { element, .. }) = open.last() else { return };
        match names.as_slice() {
            ["TEI"] | ["TEI", "text"] | ["TEI", "text", "body"] => {
                self.language = element.get("xml:lang").map(str::to_owned).or(self.language.take());
            }
            ["TEI", "teiHeader", "profileDesc", "langUsage", "language"] => {
                self.languages.extend(element.get("ident").map(str::to_owned));
            }
            ["TEI", "teiHeader", "fileDesc", "publicationStmt", .., "licence"] => {
                self.licence = self.licence.take().or(element.get("target").map(str::to_owned));
            }
            ["TEI", "teiHeader", "fileDesc", "sourceDesc", within @ .., name]
                if BIBLIOGRAPHIC.contains(name) && !within.iter().any(|name| BIBLIOGRAPHIC.contains(name)) =>
            {
                self.sources.push(Description::default());
            }
            _ => {}
        }
    }

    fn end(&mut self, open: &[Open<'_>]) {
        let names: Vec<&str> = open.iter().map(|open| open.element.name.as_str()).collect();
        let [.., Open { element, words }] = open else { return };
        let words = folded_space(words);
        match names.as_slice() {
            ["TEI", "teiHeader", "fileDesc", "titleStmt", "title" | "author"]
            | ["TEI", "teiHeader", "fileDesc", "publicationStmt", "publisher" | "date" | "idno"] => {
                self.file.take(element, words);
            }
            ["TEI", "teiHeader", "fileDesc", "sourceDesc", within @ .., _]
                if within.iter().any(|name| BIBLIOGRAPHIC.contains(name)) && !within.contains(&"relatedItem") =>
            {
                if let Some(source) = self.sources.last_mut() {
                    source.take(element, words);
                }
            }
            _ => {}
        }
    }

    fn metadata(self, beside: &Metadata) -> (Metadata, Vec<Problem>) {
        let Self { file, sources, licence, languages, language } = self;
        let of_file = file.title(false);
        let is_edition = !sources.is_empty();
        let mut notes = Vec::new();
        // Of several descriptions it is not known which one is of this text.
        let source = match <[Description; 1]>::try_from(sources) {
            Ok([source]) => source,
            Err(_) => Description::default(),
        };
        let dated = if is_edition { &source } else { &file };
        let published = dated.published(&mut notes);
        if let (None, [], Some((date, at)), true) = (&published, notes.as_slice(), file.dates.first(), is_edition) {
            notes.push(note(
                *at,
                date,
                "this is the date of the edition, and the header does not say when its source was published",
            ));
        }
        if beside.published.is_some() {
            notes.clear();
        }
        let title = source.title(true).or(of_file);
        let publisher = if is_edition {
            let journal = source.titles.iter().find(|(level, _)| level == "j").map(|(_, title)| title.clone());
            source.publisher.or(journal)
        } else {
            file.publisher
        };
        let language = language.or(if let [only] = languages.as_slice() { Some(only.clone()) } else { None });
        let metadata = Metadata {
            title,
            publisher,
            published,
            authors: if source.authors.is_empty() { file.authors } else { source.authors },
            url: if is_edition { source.url } else { file.url },
            language: language.map(|tag| tag.trim().replace('_', "-")).filter(|tag| is_language_tag(tag)),
            licence: licence.map(|iri| iri.trim().to_owned()).filter(|iri| Minter::is_iri(iri)),
            ..Metadata::default()
        };
        (metadata, notes)
    }
}

impl Description {
    /// Takes an element of the description.
    fn take(&mut self, element: &Element, words: String) {
        let is_address = |url: &str| Minter::is_iri(url) && (url.starts_with("http://") || url.starts_with("https://"));
        match element.name.as_str() {
            "title" if !words.is_empty() => {
                let kind = element.get("level").or_else(|| element.get("type")).unwrap_or_default();
                self.titles.push((kind.to_owned(), words));
            }
            "author" if !words.is_empty() && self.authors.len() < MOST_AUTHORS && !self.authors.contains(&words) => {
                self.authors.push(words);
            }
            "publisher" if !words.is_empty() => self.publisher = self.publisher.take().or(Some(words)),
            "date" => {
                let when = element.get("when").or_else(|| element.get("when-iso")).map(str::to_owned);
                let is_span = ["from", "to", "notBefore", "notAfter"].iter().any(|name| element.get(name).is_some());
                self.dates.extend(when.or(Some(words).filter(|w| !is_span && !w.is_empty())).map(|d| (d, element.at)));
            }
            "idno"
                if element
                    .get("type")
                    .is_some_and(|kind| matches!(kind.to_ascii_uppercase().as_str(), "URL" | "URI")) =>
            {
                self.url = self.url.take().or(Some(words).filter(|url| is_address(url)));
            }
            "ptr" | "ref" => {
                let target = element.get("target").map(str::trim).filter(|url| is_address(url));
                self.url = self.url.take().or(target.map(str::to_owned));
            }
            _ => {}
        }
    }

    /// The title: of a source that of the article, of a file the main one.
    fn title(&self, is_source: bool) -> Option<String> {
        let of = |kinds: &[&str]| {
            self.titles.iter().find(|(kind, _)| kinds.contains(&kind.as_str())).map(|(_, title)| title.clone())
        };
        let only = || if let [(kind, title)] = self.titles.as_slice() { Some((kind, title.clone())) } else { None };
        if is_source {
            return of(&["a"])
                .or_else(|| only().filter(|(kind, _)| !matches!(kind.as_str(), "j" | "s")).map(|(_, t)| t));
        }
        of(&["main"]).or_else(|| of(&["", "a", "m"]))
    }

    /// The date, if there is one and it can be read.
    fn published(&self, notes: &mut Vec<Problem>) -> Option<String> {
        let read: Vec<Option<String>> = self.dates.iter().map(|(date, _)| date::edtf(date)).collect();
        let first = read.first()?;
        if read.iter().any(|date| date != first) {
            let (date, at) = self.dates.get(1)?;
            notes.push(note(
                *at,
                date,
                "the header gives several dates, and it is not known which is that of publication",
            ));
            return None;
        }
        if first.is_none() {
            let (date, at) = self.dates.first()?;
            notes.push(note(*at, date, "this date of publication cannot be read"));
        }
        first.clone()
    }
}

fn note(at: Position, value: &str, what: &str) -> Problem {
    Problem {
        at: Some(at),
        value: value.to_owned(),
        what: what.to_owned(),
        rule: "a TEI source has one date of publication, of the original where the header describes one",
        help: "give the right one as `published` in a .meta.toml".to_owned(),
    }
}
