//! The files for hosts and search engines: style and script, rules for redirection and content negotiation, the
//! sitemap, and a page for addresses that do not exist.

use super::html::esc;
use super::page::{address, frame};
use super::path::{NOT_FOUND, one_line, root};
use super::{Context, Page, SiteError};
use crate::base::iri::percent_decoded;
use crate::base::media::MEDIA;
use std::fmt::Write as _;

/// Maximum number of addresses in a file of the sitemap (sitemaps.org allows 50,000).
const MAX_ADDRESSES: usize = 45_000;

/// The files that do not depend on the content of the dataset.
pub(super) fn files(context: &Context<'_>) -> Vec<Page> {
    let page = |path: &str, text: &str| Page { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut pages = vec![
        page("assets/site.css", &format!("{}\n{}", include_str!("site.css"), crate::publish::picture::STYLE)),
        page("assets/site.js", include_str!("site.js")),
        page("assets/icon.svg", include_str!("icon.svg")),
        page(".nojekyll", ""),
        page("robots.txt", &format!("User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n", context.address())),
        page(".htaccess", &htaccess(&root(context))),
    ];
    if let Some(url) = context.elsewhere() {
        pages.push(page("w3id/.htaccess", &w3id(url)));
    }
    pages.push(Page { path: NOT_FOUND.to_owned(), bytes: not_found(context).into_bytes() });
    pages
}

/// The data formats that a client can ask for, the preferred one last: a later rule overrides an earlier one.
const FORMS: [&str; 6] = ["nq", "trig", "rdf", "nt", "jsonld", "ttl"];

/// Rules that set `%{ENV:form}` to the format that the client prefers to a page. A format is chosen if the client does
/// not accept pages, or accepts the format with full quality and pages with less (RFC 9110, section 12.5.1, as far as
/// patterns can decide).
fn chosen_form() -> String {
    let mut out = "RewriteRule ^ - [E=form:]\n".to_owned();
    let list = "(?:^|,)\\s*";
    let whole = "\\s*(?:,|$|;\\s*q=1)";
    let any = "(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))";
    let pages = format!("{list}text/html{whole}");
    for (accepted, refused) in [(any, "text/html"), (whole, pages.as_str())] {
        for media in FORMS.iter().filter_map(|ending| MEDIA.iter().find(|media| media.ending == *ending)) {
            let pattern = media.essence().replace('+', "\\+").replace('.', "\\.");
            let _ = write!(
                out,
                "RewriteCond %{{HTTP_ACCEPT}} \"{list}{pattern}{accepted}\"\n\
                 RewriteCond %{{HTTP_ACCEPT}} \"!{refused}\"\nRewriteRule ^ - [E=form:{}]\n",
                media.ending
            );
        }
    }
    out
}

/// Rules for the host itself, if it is Apache 2.4. Spans, mentions and spellings are shown on the pages of the things
/// that they belong to.
fn htaccess(root: &str) -> String {
    let mut types = String::new();
    for media in MEDIA.iter().filter(|media| media.is_data || media.content_type.contains("charset")) {
        let (ending, content_type) = (media.ending, media.content_type);
        let _ = if ending.contains('.') {
            writeln!(types, "<Files \"*.{ending}\">\nForceType \"{content_type}\"\n</Files>")
        } else {
            writeln!(types, "AddType \"{content_type}\" .{ending}")
        };
    }
    format!(
        "# Made by chorograph publish.
Options -MultiViews -Indexes
DirectoryIndex index.html
AddDefaultCharset utf-8
{types}ErrorDocument 403 {root}404.html
ErrorDocument 404 {root}404.html
<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin \"*\"
Header always set X-Content-Type-Options nosniff
Header always merge Vary Accept
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
# Where the site lies on its host: what the address has before the path.
RewriteRule ^ - [E=base:]
RewriteCond %{{REQUEST_URI}}::$1 ^(.*?/)(.*)::\\2$
RewriteRule ^(.*)$ - [E=base:%1]
# A name of the dataset is not a file: whoever asks for data is sent to the data of its page (303, See Other).
{}RewriteCond %{{REQUEST_FILENAME}} -d
RewriteCond %{{ENV:form}} .
RewriteCond %{{REQUEST_FILENAME}}/index.%{{ENV:form}} -f
RewriteRule ^(.+?)/?$ %{{ENV:base}}$1/index.%{{ENV:form}} [R=303,L]
RewriteCond %{{ENV:form}} .
RewriteRule ^$ %{{ENV:base}}dataset.%{{ENV:form}} [R=303,L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteCond %{{REQUEST_FILENAME}}/index.html -f
RewriteRule ^(.+[^/])$ %{{ENV:base}}$1/ [R=303,L]
# Words of a source stand on the page of its article, or of the source. A fragment is sent as it is (NE), and so nothing else may
# need encoding.
RewriteCond %{{ENV:base}} ^[A-Za-z0-9._~/-]*$
RewriteCond %{{REQUEST_FILENAME}} !-d
RewriteCond %{{REQUEST_FILENAME}} ^(.*)/(?:span|mention|time)(?:/|$)
RewriteCond %1/article/index.html -f
RewriteRule ^(source/[A-Za-z0-9._~/-]+)/(?:span|mention|time)/([0-9]+-[0-9]+)/?$ %{{ENV:base}}$1/article/#cp-$2 [R=303,NE,L]
RewriteCond %{{REQUEST_FILENAME}} !-d
RewriteCond %{{REQUEST_FILENAME}} ^(.*)/(?:span|mention|time)(?:/|$)
RewriteCond %1/article/index.html -f
RewriteRule ^(source/.+)/(?:span|mention|time)/[0-9]+-[0-9]+/?$ %{{ENV:base}}$1/article/ [R=303,L]
RewriteCond %{{REQUEST_FILENAME}} !-d
RewriteRule ^source/(.+)/(?:span|mention|time|paragraph)/[0-9-]+/?$ %{{ENV:base}}source/$1/ [R=303,L]
# Spellings stand on the page of what they name.
RewriteCond %{{REQUEST_FILENAME}} !-d
RewriteRule ^([^/]+/[^/]+)/name/ %{{ENV:base}}$1/ [R=303,L]
</IfModule>
",
        chosen_form()
    )
}

/// Rules for w3id.org, which redirects every name to the site. The site's host may not support rules, so data is chosen
/// here.
fn w3id(url: &str) -> String {
    // Apache encodes what it sends on. Neither sign is a reference to a group of a pattern here.
    let url = one_line(&percent_decoded(url).unwrap_or_else(|| url.to_owned()));
    let url = url.replace('\\', "/").replace('%', "\\%").replace('$', "\\$");
    let endings: Vec<String> = MEDIA.iter().map(|media| media.ending.replace('.', "\\.")).collect();
    format!(
        "# Made by chorograph publish: for the folder of this dataset at w3id.org.\n\
         Options -MultiViews\nRewriteEngine On\n{}\
         # A file has one form.\nRewriteRule ^(.*\\.(?:{}))$ \"{url}$1\" [R=303,L]\n\
         RewriteCond %{{ENV:form}} ^(?:ttl|jsonld)$\n\
         RewriteRule ^(.*[^/])/?$ \"{url}$1/index.%{{ENV:form}}\" [R=303,L]\n\
         RewriteCond %{{ENV:form}} .\nRewriteRule ^$ \"{url}dataset.%{{ENV:form}}\" [R=303,L]\n\
         RewriteRule ^(.*)$ \"{url}$1\" [R=303,L]\n",
        chosen_form(),
        endings.join("|")
    )
}

fn not_found(context: &Context<'_>) -> String {
    let main = "<h1>There is no such page</h1>\n<p>The address leads to nothing in this dataset. Words of a source, mentions and \
                spellings have no pages of their own: they stand on the page of what they belong to.</p>\n";
    frame(context, NOT_FOUND, &format!("No such page – {}", context.dataset.config.title), "", &[], main)
}

/// The sitemap, written as pages are made.
pub(super) struct SiteMap {
    base: String,
    file: String,
    in_file: usize,
    files: usize,
}

impl SiteMap {
    pub(super) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), file: String::new(), in_file: 0, files: 0 }
    }

    /// Adds a page; returns a file that is full.
    pub(super) fn add(&mut self, path: &str) -> Option<Page> {
        let full = (self.in_file == MAX_ADDRESSES).then(|| self.flush());
        let _ = writeln!(self.file, "<url><loc>{}</loc></url>", esc(&address(&self.base, path)));
        self.in_file += 1;
        full
    }

    fn flush(&mut self) -> Page {
        self.files += 1;
        self.in_file = 0;
        let urls = std::mem::take(&mut self.file);
        Page { path: format!("sitemap-{}.xml", self.files), bytes: url_set(&urls) }
    }

    /// Returns the remaining files.
    pub(super) fn finish(mut self) -> Vec<Page> {
        if self.files == 0 {
            return vec![Page { path: "sitemap.xml".to_owned(), bytes: url_set(&self.file) }];
        }
        let mut pages = vec![self.flush()];
        let mut index = format!("{XML}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
        for n in 1..=self.files {
            let _ = writeln!(index, "<sitemap><loc>{}sitemap-{n}.xml</loc></sitemap>", esc(&self.base));
        }
        index += "</sitemapindex>\n";
        pages.push(Page { path: "sitemap.xml".to_owned(), bytes: index.into_bytes() });
        pages
    }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn url_set(urls: &str) -> Vec<u8> {
    format!("{XML}<urlset xmlns=\"{NAMESPACE}\">\n{urls}</urlset>\n").into_bytes()
}

/// Passes the files to a sink.
pub(super) fn write(
    context: &Context<'_>,
    emit: &mut dyn FnMut(Page) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    files(context).into_iter().try_for_each(emit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_map_is_parted_and_has_an_index() {
        let mut map = SiteMap::new("https://e.org/");
        let mut pages: Vec<Page> =
            (0..=MAX_ADDRESSES).filter_map(|n| map.add(&format!("claim/{n}/index.html"))).collect();
        pages.extend(map.finish());
        let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        let text = String::from_utf8(pages[1].bytes.clone()).unwrap();
        assert!(text.contains("<loc>https://e.org/claim/45000/</loc>"), "{text}");
    }

    #[test]
    fn an_address_adds_no_line_to_the_rules() {
        assert_eq!(w3id("https://e.org/\nRewriteRule x").lines().count(), w3id("https://e.org/").lines().count());
    }
}
