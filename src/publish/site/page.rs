//! A page under construction: the frame around its main part, its tables with the files in which they continue, and its
//! data.

use super::html::{ONLY_REVIEWED, Table, count, counted, esc, external, is_web, push_esc};
use super::kind::PageKind;
use super::path::{self, NOT_FOUND, encode, href};
use super::structured;
use super::values::title;
use super::{Context, Page, SiteError};
use crate::publish::part::Triple;
use crate::store::{FactReader, Facts};
use oxigraph::model::NamedNode;
use serde_json::Value;
use std::fmt::Write as _;
use std::ops::Range;

/// Maximum number of rows of a table on one page.
pub(super) const ROWS: usize = 200;

/// No inline scripts or styles and no foreign requests. Blocks of data in `<script>` are not scripts.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'";

/// A page under construction.
pub(super) struct Draft<'a> {
    context: &'a Context<'a>,
    /// Its file.
    pub(super) path: String,
    /// The IRI of its subject, if it has one.
    iri: Option<NamedNode>,
    pub(super) title: String,
    /// The language of the title.
    pub(super) language: Option<String>,
    /// The kind of its subject.
    pub(super) eyebrow: String,
    /// The pages above it.
    pub(super) trail: Vec<(String, String)>,
    pub(super) body: String,
    description: String,
    more: Vec<Page>,
    data: Vec<Triple>,
    pub(super) structured: Vec<Value>,
    /// Whether it has the switch that shows only reviewed claims.
    pub(super) has_filter: bool,
}

impl<'a> Draft<'a> {
    /// A page at a path.
    pub(super) fn new(context: &'a Context<'a>, path: &str, title: &str) -> Self {
        Self {
            context,
            path: path.to_owned(),
            iri: None,
            title: title.to_owned(),
            language: None,
            eyebrow: String::new(),
            trail: Vec::new(),
            body: String::new(),
            description: String::new(),
            more: Vec::new(),
            data: Vec::new(),
            structured: Vec::new(),
            has_filter: false,
        }
    }

    pub(super) fn context(&self) -> &'a Context<'a> {
        self.context
    }

    /// The page of a name, with its statements as data; `None` if it has no page.
    pub(super) fn of(
        context: &'a Context<'a>,
        read: &FactReader<'_>,
        iri: &NamedNode,
        kind: PageKind,
        facts: &Facts,
    ) -> Result<Option<Self>, SiteError> {
        let Some(folder) = context.paths.page(iri.as_str()) else { return Ok(None) };
        let mut draft = Self::new(context, &format!("{folder}/index.html"), &title(read, iri, facts)?);
        draft.eyebrow = kind.one().to_owned();
        draft.trail.push((format!("{}/index.html", kind.folder()), kind.heading()));
        draft.iri = Some(iri.clone());
        draft.data(iri, facts);
        Ok(Some(draft))
    }

    /// Adds the statements about a name to the data of the page.
    pub(super) fn data(&mut self, subject: &NamedNode, facts: &Facts) {
        self.data.extend(facts.iter().map(|(p, o)| (subject.clone(), p.clone(), o.clone())));
    }

    /// A first paragraph, which also describes the page to a search engine.
    pub(super) fn lead(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.body, "<p class=\"lead\">{}</p>", esc(text));
            self.description = text.to_owned();
        }
    }

    /// A section with a heading. `inner` is HTML.
    pub(super) fn section(&mut self, heading: &str, inner: &str) {
        let _ = writeln!(self.body, "<section>\n<h2>{}</h2>\n{inner}</section>", esc(heading));
    }

    /// A table in its own section; nothing without rows. Rows beyond the maximum continue in files beside the page.
    pub(super) fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let mut inner = String::new();
        if !table.note.is_empty() {
            let _ = writeln!(inner, "<p>{}</p>", table.note);
        }
        let chunks: Vec<Range<usize>> =
            (0..table.rows.len().div_ceil(ROWS)).map(|n| n * ROWS..table.rows.len().min((n + 1) * ROWS)).collect();
        let has_filter = !table.reviewed.is_empty();
        self.has_filter |= has_filter;
        let caption = |n: usize| match chunks.len() {
            1 if table.total == table.rows.len() => {
                format!("{}: {}", table.heading, counted(table.total, "row", "rows"))
            }
            1 => format!("{} of {} rows", count(table.rows.len()), count(table.total)),
            _ => {
                let Range { start, end } = chunks.get(n).cloned().unwrap_or_default();
                format!("Rows {} to {} of {}", count(start + 1), count(end), count(table.total))
            }
        };
        let (folder, _) = self.path.rsplit_once('/').map_or(("", ""), |(folder, file)| (folder, file));
        let file = |n: usize| match n {
            0 => self.path.clone(),
            n => format!("{folder}/{}-{}.html", table.id, n + 1),
        };
        table.html(chunks[0].clone(), &caption(0), &mut inner);
        inner += &pager(&self.path, &table.heading, &file, 0, chunks.len());
        if table.total > table.rows.len() {
            let _ = writeln!(inner, "<p class=\"note\">The rest is in the files of the whole dataset.</p>");
        }
        let mut more = Vec::new();
        for (n, part) in chunks.iter().enumerate().skip(1) {
            let path = file(n);
            let title = format!("{}: {}", self.title, table.heading);
            let mut main = String::new();
            let _ = write!(main, "<h1>{}</h1>\n<section>\n<h2>Page {} of {}</h2>\n", esc(&title), n + 1, chunks.len());
            main += if has_filter { ONLY_REVIEWED } else { "" };
            table.html(part.clone(), &caption(n), &mut main);
            main += &pager(&path, &table.heading, &file, n, chunks.len());
            main += "</section>\n";
            let mut trail = self.trail.clone();
            trail.push((self.path.clone(), self.title.clone()));
            let title = format!("{title}, page {}", n + 1);
            more.push((path.clone(), frame(self.context, &path, &title, "", &trail, &main)));
        }
        self.more.extend(more.into_iter().map(|(path, html)| Page { path, bytes: html.into_bytes() }));
        self.section(&table.heading.clone(), &inner);
    }

    /// The data of the page.
    pub(super) fn all_data(&self) -> &[Triple] {
        &self.data
    }

    /// The files of the page.
    pub(super) fn finish(mut self) -> Result<Vec<Page>, SiteError> {
        let mut pages = std::mem::take(&mut self.more);
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut head = String::new();
        if let Some(iri) = &self.iri {
            // If the site is not at the base IRI, a page has another address than its subject.
            let elsewhere = self.context.elsewhere().map(|url| address(url, &self.path));
            let canonical = elsewhere.as_deref().unwrap_or(iri.as_str());
            let _ = write!(
                head,
                "<link rel=\"canonical\" href=\"{}\">\n\
                 <link rel=\"alternate\" type=\"text/turtle\" href=\"index.ttl\" title=\"This page's data in Turtle\">\n\
                 <link rel=\"alternate\" type=\"application/ld+json\" href=\"index.jsonld\" title=\"This page's data in JSON-LD\">\n",
                esc(canonical)
            );
            pages.push(Page { path: format!("{folder}/index.ttl"), bytes: self.context.parts.turtle(&self.data)? });
            pages.push(Page { path: format!("{folder}/index.jsonld"), bytes: self.context.parts.json_ld(&self.data)? });
            let _ = write!(
                self.body,
                "<section class=\"asdata\">\n<h2>This page as data</h2>\n<p>IRI: <code>{}</code></p>\n\
                 <p><a href=\"index.ttl\">Turtle</a> · <a href=\"index.jsonld\">JSON-LD</a></p>\n</section>\n",
                esc(iri.as_str())
            );
        } else {
            if self.path == "index.html" {
                head += &signposts(self.context);
            }
            for download in &self.context.options.downloads {
                let _ = writeln!(
                    head,
                    "<link rel=\"alternate\" type=\"{}\" href=\"{}\" title=\"The dataset: {}\">",
                    esc(download.media_type),
                    href(&self.path, &download.name),
                    esc(&download.title)
                );
            }
        }
        if !self.description.is_empty() {
            let short: String = self.description.chars().take(300).collect();
            let _ = writeln!(head, "<meta name=\"description\" content=\"{}\">", esc(&short));
        }
        for value in &self.structured {
            head += &structured::script(value);
        }
        let language = self.language.as_deref().map_or_else(String::new, super::html::lang);
        let mut main = String::new();
        if !self.eyebrow.is_empty() {
            let _ = writeln!(main, "<p class=\"eyebrow\">{}</p>", esc(&self.eyebrow));
        }
        let filter = if self.has_filter { ONLY_REVIEWED } else { "" };
        let _ = writeln!(main, "<h1{language}>{}</h1>\n{filter}{}", esc(&self.title), self.body);
        let title = if self.trail.is_empty() && self.path == "index.html" {
            self.title.clone()
        } else {
            format!("{} – {}", self.title, self.context.dataset.config.title)
        };
        let html = frame(self.context, &self.path, &title, &head, &self.trail, &main);
        pages.push(Page { path: self.path, bytes: html.into_bytes() });
        Ok(pages)
    }
}

/// Links to the files of a long table.
pub(super) fn pager(from: &str, what: &str, file: &dyn Fn(usize) -> String, at: usize, pages: usize) -> String {
    if pages < 2 {
        return String::new();
    }
    let mut out = format!("<nav class=\"pager\" aria-label=\"Pages of {}\">\n", esc(what));
    let step =
        |n: usize, rel: &str, words: &str| format!("<a rel=\"{rel}\" href=\"{}\">{words}</a>\n", href(from, &file(n)));
    if at > 0 {
        out += &step(at - 1, "prev", "← Previous");
    }
    let _ = writeln!(out, "<span>Page {} of {pages}</span>", at + 1);
    if at + 1 < pages {
        out += &step(at + 1, "next", "Next →");
    }
    if at != 0 {
        out += &step(0, "first", "First");
    }
    if at + 1 != pages {
        out += &step(pages - 1, "last", "Last");
    }
    out + "</nav>\n"
}

/// A complete page around its main part.
pub(super) fn frame(
    context: &Context<'_>,
    path: &str,
    title: &str,
    head: &str,
    trail: &[(String, String)],
    main: &str,
) -> String {
    let config = &context.dataset.config;
    let root = if path == NOT_FOUND { esc(&path::root(context)) } else { String::new() };
    let up = |to: &str| format!("{root}{}", href(path, to));
    let mut out = String::with_capacity(main.len() + 4096);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"chorograph\">\n<title>{}</title>\n\
         <link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"icon\" href=\"{}\" type=\"image/svg+xml\">\n\
         <script src=\"{}\" defer></script>\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header class=\"site\">\n<p class=\"name\"><a href=\"{}\">",
        esc(title),
        up("assets/site.css"),
        up("assets/icon.svg"),
        up("assets/site.js"),
        up("index.html"),
    );
    push_esc(&config.title, &mut out);
    out += "</a></p>\n<nav aria-label=\"Site\">\n<ul>\n";
    for (to, label) in navigation(context) {
        let here = if to == path { " aria-current=\"page\"" } else { "" };
        let _ = writeln!(out, "<li><a href=\"{}\"{here}>{}</a></li>", up(&to), esc(&label));
    }
    out += "</ul>\n</nav>\n</header>\n";
    if path != "index.html" {
        let _ = write!(
            out,
            "<nav class=\"trail\" aria-label=\"Where this page stands\">\n<ol>\n<li><a href=\"{}\">Home</a></li>\n",
            up("index.html")
        );
        for (to, label) in trail {
            let _ = writeln!(out, "<li><a href=\"{}\">{}</a></li>", up(to), esc(label));
        }
        out += "</ol>\n</nav>\n";
    }
    let _ = write!(
        out,
        "<main id=\"main\" tabindex=\"-1\">\n{main}</main>\n<footer>\n<p>Each statement here is that of a source, and is shown with \
         its words. The dataset asserts only that the source says so.</p>\n<p>{} Licence: {}. Sources keep their own terms. \
         <a href=\"{}\">Cite and download</a>.</p>\n</footer>\n</body>\n</html>\n",
        esc(&format!("{}.", config.publisher.trim_end_matches('.'))),
        external(&config.licence, &esc(&config.licence)),
        up("index.html") + "#cite",
    );
    out
}

/// The links in the header of every page.
fn navigation(context: &Context<'_>) -> Vec<(String, String)> {
    let kinds = [
        PageKind::Place,
        PageKind::Person,
        PageKind::Organisation,
        PageKind::Meeting,
        PageKind::Claim,
        PageKind::Disagreement,
        PageKind::Source,
    ];
    let shown = kinds.into_iter().filter(|kind| context.counts.of(*kind) > 0);
    let mut all: Vec<_> = shown.map(|k| (format!("{}/index.html", k.folder()), k.heading())).collect();
    all.extend(context.pictures.pages());
    all.extend(context.options.extras.iter().map(|extra| (extra.path.clone(), extra.title.clone())));
    all.push(("query/index.html".to_owned(), "Queries".to_owned()));
    all.push(("names/index.html".to_owned(), "Names".to_owned()));
    all
}

/// The full address of a file of the site: `a/index.html` is `a/`.
pub(super) fn address(base: &str, path: &str) -> String {
    let mut out = base.to_owned();
    encode(path.strip_suffix("index.html").unwrap_or(path), &mut out);
    out
}

/// Links for programs that read the front page (signposting): its subject, the name for citation, and the licence.
fn signposts(context: &Context<'_>) -> String {
    let mut out = format!(
        "<link rel=\"type\" href=\"https://schema.org/Dataset\">\n<link rel=\"cite-as\" href=\"{}\">\n",
        esc(context.dataset.minter.base())
    );
    let licence = &context.dataset.config.licence;
    if is_web(licence) {
        let _ = writeln!(out, "<link rel=\"license\" href=\"{}\">", esc(licence));
    }
    out
}
