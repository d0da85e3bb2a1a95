//! The metadata of a page: JSON-LD, OpenGraph, Twitter cards, other `<meta>` names, `<time>`, `<link>`, `<html lang>`.
//!
//! If they differ, the first in this order counts, for each field separately. What a content management system wrote for
//! machines comes before what it wrote for link previews, and both before the text of the page.
//!
//! | field | order of trust |
//! | --- | --- |
//! | title | JSON-LD `headline`, `og:title`, `twitter:title`, `citation_title`, Dublin Core, `<title>` |
//! | published | JSON-LD `datePublished`, `article:published_time` and its like, itemprop `datePublished`, `<time pubdate>`; then `citation_*_date`, Dublin Core `issued`, `date`; then the first `<time datetime>` that is not an update, a date alone in a line between headline and article |
//! | authors | JSON-LD `author`, `citation_author`, `<meta name=author>`, `article:author`, Dublin Core, itemprop or rel `author`, a byline between headline and article |
//! | publisher | JSON-LD `publisher`, `og:site_name`, `citation_publisher`, Dublin Core |
//! | url | `<link rel=canonical>`, `og:url`, JSON-LD `mainEntityOfPage`, `url` |
//! | language | `<html lang>`, JSON-LD `inLanguage`, `og:locale`, `content-language`, Dublin Core |
//!
//! A modification date is not a date of publication. Of dates that agree the most precise counts; if they differ, a note
//! reports them (see [`dates`]).

use crate::base::iri::{Minter, folded_space};
use crate::base::text::Problem;
use crate::dataset::is_language_tag;
use crate::read::source::date;
use crate::read::source::metadata::Metadata;
use scraper::{ElementRef, Html};

mod dates;
mod linked;

use dates::Dates;
pub(super) use dates::ONE_DATE;
use linked::Linked;

/// Maximum number of authors of a page.
const MOST_AUTHORS: usize = 100;
/// Maximum length of the text of an element that is examined as a date, a name or a title, in bytes.
const LONGEST_WORDS: usize = 1_000;

/// Names under which a `<meta>` gives the date of publication.
const STATED_DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "published_time",
    "publish_date",
    "publication_date",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
];
/// Names under which a `<meta>` gives a date that may be another one.
const OTHER_DATES: &[&str] = &[
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "date",
];

/// The metadata of a page, by the way in which it is given.
#[derive(Default)]
struct PageFields {
    linked: Linked,
    /// `name`, `property`, `itemprop` or `http-equiv` of each `<meta>`, in lower case, and its content.
    metas: Vec<(String, String)>,
    title: Option<String>,
    canonical: Option<String>,
    /// Dates of publication given by elements of the page, in order.
    published: Vec<String>,
    time: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
}

/// Reads the metadata of a page.
pub(super) fn read(page: &Html) -> (Metadata, Vec<Problem>) {
    let mut found =
        PageFields { language: page.root_element().attr("lang").map(str::to_owned), ..PageFields::default() };
    for element in page.root_element().descendent_elements() {
        found.element(&element);
    }
    found.metadata()
}

impl PageFields {
    fn element(&mut self, element: &ElementRef<'_>) {
        let words = || {
            let mut words = String::new();
            for text in element.text().take(LONGEST_WORDS) {
                if words.len() > LONGEST_WORDS {
                    break;
                }
                words.push_str(text);
            }
            Some(folded_space(&words)).filter(|t| !t.is_empty())
        };
        let is = |name: &str, value: &str| {
            element.attr(name).is_some_and(|v| v.split_ascii_whitespace().any(|v| v.eq_ignore_ascii_case(value)))
        };
        match element.value().name() {
            "meta" => {
                let content = element.attr("content").map(folded_space).filter(|c| !c.is_empty());
                for name in ["name", "property", "itemprop", "http-equiv"] {
                    if let (Some(name), Some(content)) = (element.attr(name), &content) {
                        self.metas.push((name.trim().to_ascii_lowercase(), content.clone()));
                    }
                }
            }
            "script" if element.attr("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) => {
                self.linked.script(&element.text().collect::<String>());
            }
            "title" if self.title.is_none() => self.title = words(),
            "link" if is("rel", "canonical") && self.canonical.is_none() => {
                self.canonical = element.attr("href").map(|h| h.trim().to_owned());
            }
            "time" => {
                let when = element.attr("datetime").map(str::to_owned);
                let marks = [element.attr("class"), element.attr("itemprop")];
                let updated = marks.iter().flatten().any(|m| {
                    let m = m.to_ascii_lowercase();
                    m.contains("updat") || m.contains("modif")
                });
                if is("itemprop", "datePublished") || element.attr("pubdate").is_some() {
                    self.dated(when);
                } else if !updated {
                    self.time = self.time.take().or(when.and_then(|w| date::edtf(&w)));
                }
            }
            _ if is("itemprop", "datePublished") => {
                self.dated(element.attr("content").map(str::to_owned).or_else(words));
            }
            "a" | "span" | "div" | "p" if is("rel", "author") || is("itemprop", "author") => {
                let name = words().map(|w| without_by(&w).to_owned());
                if self.authors.len() >= MOST_AUTHORS {
                } else if let Some(name) = name.filter(|n| n.len() <= 100 && !self.authors.contains(n)) {
                    self.authors.push(name);
                }
            }
            _ => {}
        }
    }

    /// Adds a date of publication that an element gives.
    fn dated(&mut self, date: Option<String>) {
        if self.published.len() < dates::MOST {
            self.published.extend(date);
        }
    }

    fn metas<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(|n| self.metas.iter().filter(move |(name, _)| name == n).map(|(_, c)| c.as_str()))
    }

    fn meta(&self, names: &[&str]) -> Option<String> {
        self.metas(names).next().map(str::to_owned)
    }

    fn metadata(self) -> (Metadata, Vec<Problem>) {
        let named = ["og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title"];
        let mut dates = Dates::default();
        dates.add("datePublished", self.linked.published.as_deref());
        for name in STATED_DATES {
            dates.add(name, self.metas(&[name]));
        }
        dates.add("datePublished", self.published.iter().map(String::as_str));
        dates.others();
        for name in OTHER_DATES {
            dates.add(name, self.metas(&[name]));
        }
        let (published, notes) = dates.published();
        let published = published.or(self.time.clone());
        let is_iri = |u: &String| Minter::is_iri(u) && (u.starts_with("http://") || u.starts_with("https://"));
        let url = [self.canonical.clone(), self.meta(&["og:url"]), self.linked.url.clone()].into_iter().flatten();
        let language = [
            self.language.clone(),
            self.linked.language.clone(),
            self.meta(&["og:locale"]),
            self.meta(&["content-language", "dc.language", "dcterms.language", "language", "inlanguage"]),
        ];
        let tag = |l: &String| Some(l.trim().replace('_', "-")).filter(|l| is_language_tag(l));
        let language = language.iter().flatten().find_map(tag);
        let publisher = ["og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher"];
        let (publisher, publisher_url) = match self.linked.publisher.clone() {
            Some(name) => (Some(name), self.linked.publisher_url.clone().filter(is_iri)),
            None => (self.meta(&publisher), None),
        };
        let metadata = Metadata {
            title: self.linked.title.clone().or_else(|| self.meta(&named)).or_else(|| self.title.clone()),
            publisher,
            publisher_url,
            url: url.into_iter().find(is_iri),
            published,
            language,
            authors: self.authors(),
            ..Metadata::default()
        };
        (metadata, notes)
    }

    fn authors(&self) -> Vec<String> {
        let ways: [&[&str]; 4] = [
            &["citation_author"],
            &["author"],
            &["article:author", "og:article:author"],
            &["dc.creator", "dcterms.creator"],
        ];
        let metas = ways.iter().map(|names| self.metas(names).map(str::to_owned).collect());
        let mut all = std::iter::once(self.linked.authors.clone()).chain(metas).chain([self.authors.clone()]);
        all.find_map(|authors| {
            let mut names: Vec<String> = Vec::new();
            for name in authors.iter().take(MOST_AUTHORS).map(|a| without_by(a)) {
                // The address of an author is not a name.
                if !name.is_empty() && !name.contains("://") && !names.iter().any(|n| n == name) {
                    names.push(name.to_owned());
                }
            }
            (!names.is_empty()).then_some(names)
        })
        .unwrap_or_default()
    }
}

/// A byline without its "By".
pub(in crate::read::source) fn without_by(name: &str) -> &str {
    let name = name.trim();
    match name.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => name[3..].trim(),
        _ => name,
    }
}
