//! The lists of all things of a kind, in files with a fixed number of rows.

use super::html::{counted, esc, lang, link};
use super::kind::PageKind;
use super::page::{Draft, pager};
use super::pictures::MAP;
use super::values::{Show, is_reviewed, language_of_label, readable};
use super::{Context, Page, SiteError};
use crate::base::vocab::{choro, dcterms, prov};
use crate::store::FactReader;
use oxigraph::model::NamedNode;

/// Maximum number of rows in a file.
pub(super) const ROWS: usize = 250;

/// The list of a kind while it is written, in the order in which things are added.
pub(super) struct Listing<'a> {
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    kind: PageKind,
    file: usize,
    rows: Vec<String>,
    /// Whether any of them is a reviewed claim.
    has_reviewed: bool,
}

impl<'a> Listing<'a> {
    pub(super) fn new(context: &'a Context<'a>, read: &'a FactReader<'a>, kind: PageKind) -> Self {
        Self { context, read, kind, file: 0, rows: Vec::new(), has_reviewed: false }
    }

    /// Adds a thing; returns a file that is full.
    pub(super) fn add(&mut self, iri: &NamedNode, title: &str) -> Result<Vec<Page>, SiteError> {
        let pages = if self.rows.len() == ROWS { self.flush()? } else { Vec::new() };
        let path = self.path(self.file);
        let Some(folder) = self.context.paths.page(iri.as_str()) else { return Ok(pages) };
        let facts = self.read.facts(iri)?;
        let show = Show::new(self.context, self.read, &path);
        let language = match self.kind {
            kind if kind.is_entity() => language_of_label(self.read, &facts)?,
            PageKind::Source | PageKind::Article => facts.text(dcterms::LANGUAGE).map(str::to_owned),
            _ => None,
        };
        let language = language.map_or_else(String::new, |tag| lang(&tag));
        let name = link(&path, &format!("{folder}/index.html"), &format!("<span{language}>{}</span>", esc(title)));
        let beside = match self.kind {
            kind if kind.is_entity() => {
                let what = facts.node(choro::KIND).map(|kind| show.label(kind)).transpose()?;
                // Two sources may each name a different thing with the same name.
                let by = match iri.as_str().rsplit_once("/entity/") {
                    Some((source, _)) => Some(show.title(&NamedNode::new_unchecked(source))?),
                    None => None,
                };
                joined(what.into_iter().chain(by))
            }
            PageKind::Claim => {
                let who = facts.node(choro::ASSERTED_BY).map(|node| show.label(node)).transpose()?;
                let document = facts.node(choro::REPORTED_IN).map(|node| show.title(node)).transpose()?;
                let reviewed = is_reviewed(&facts).then(|| "reviewed".to_owned());
                joined(who.into_iter().chain(document).chain(reviewed))
            }
            PageKind::Source => {
                let who = facts.node(dcterms::PUBLISHER).map(|node| show.label(node)).transpose()?;
                joined(who.into_iter().chain(facts.text(dcterms::ISSUED).map(readable)))
            }
            PageKind::Article | PageKind::Box | PageKind::Table => {
                facts.node(prov::WAS_ATTRIBUTED_TO).map(|n| show.label(n)).transpose()?
            }
            PageKind::Record => facts.node(dcterms::IS_PART_OF).map(|node| show.label(node)).transpose()?,
            _ => None,
        };
        let beside = beside
            .filter(|b| b != title)
            .map_or_else(String::new, |b| format!(" <span class=\"soft\">{}</span>", esc(&b)));
        let class = if is_reviewed(&facts) { " class=\"reviewed\"" } else { "" };
        self.has_reviewed |= is_reviewed(&facts);
        self.rows.push(format!("<li{class}>{name}{beside}</li>\n"));
        Ok(pages)
    }

    /// Returns the last file.
    pub(super) fn finish(mut self) -> Result<Vec<Page>, SiteError> {
        self.flush()
    }

    fn path(&self, file: usize) -> String {
        let folder = self.kind.folder();
        if file == 0 { format!("{folder}/index.html") } else { format!("{folder}/index-{}.html", file + 1) }
    }

    fn flush(&mut self) -> Result<Vec<Page>, SiteError> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        let (kind, total) = (self.kind, self.context.counts.of(self.kind));
        let files = total.div_ceil(ROWS);
        let path = self.path(self.file);
        let heading = kind.heading();
        let title = if self.file == 0 { heading.clone() } else { format!("{heading}, page {}", self.file + 1) };
        let mut draft = Draft::new(self.context, &path, &title);
        if self.file > 0 {
            draft.trail.push((self.path(0), heading.clone()));
        }
        draft.lead(&format!("{} in this dataset.", counted(total, kind.one(), kind.many())));
        if kind == PageKind::Place && self.file == 0 && self.context.pictures.map {
            draft.body += &format!("<p>{}</p>\n", link(&path, MAP, "On a map"));
        }
        draft.has_filter = std::mem::take(&mut self.has_reviewed);
        draft.body += "<ul class=\"names\">\n";
        self.rows.drain(..).for_each(|row| draft.body += &row);
        draft.body += "</ul>\n";
        draft.body += &pager(&path, &heading, &|n| self.path(n), self.file, files);
        self.file += 1;
        draft.finish()
    }
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
