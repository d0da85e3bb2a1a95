//! What a host and a search engine need: style and script, rules of redirection and content negotiation, the map of the site, and a
//! page for addresses that lead nowhere.

use super::html::esc;
use super::page::{address, frame};
use super::{Context, Page, SiteError};
use std::fmt::Write as _;

/// Addresses of a file of the site map (sitemaps.org: at most 50,000).
const MOST_ADDRESSES: usize = 45_000;

/// The files that do not depend on what is in the dataset.
pub(super) fn files(context: &Context<'_>) -> Vec<Page> {
    let base = context.dataset.minter.base();
    let page = |path: &str, text: &str| Page { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let mut pages = vec![
        page("assets/site.css", &format!("{}\n{}", include_str!("site.css"), crate::picture::STYLE)),
        page("assets/site.js", include_str!("site.js")),
        page("assets/icon.svg", include_str!("icon.svg")),
        page(".nojekyll", ""),
        page("robots.txt", &format!("User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n")),
        page(".htaccess", HTACCESS),
    ];
    if let Some(url) = context.options.url.as_deref().filter(|url| *url != base) {
        pages.push(page("w3id/.htaccess", &w3id(url)));
    }
    pages.push(Page { path: "404.html".to_owned(), bytes: not_found(context).into_bytes() });
    pages
}

/// For the host itself, if it is Apache. Spans, mentions and spellings are shown on the pages of what they belong to.
const HTACCESS: &str = "# Made by chorograph publish.
Options -MultiViews -Indexes
DirectoryIndex index.html
AddDefaultCharset utf-8
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/n-triples .nt
AddType application/n-quads .nq
AddType application/trig .trig
AddType application/rdf+xml .rdf
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
Header set Access-Control-Allow-Origin \"*\"
Header set X-Content-Type-Options nosniff
Header merge Vary Accept
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
# A name of the dataset is not a file: whoever asks for data is sent to the data of its page (303, See Other).
RewriteCond %{HTTP_ACCEPT} text/turtle
RewriteCond %{REQUEST_FILENAME} -d
RewriteCond %{REQUEST_FILENAME}/index.ttl -f
RewriteRule ^(.+?)/?$ $1/index.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/ld\\+json
RewriteCond %{REQUEST_FILENAME} -d
RewriteCond %{REQUEST_FILENAME}/index.jsonld -f
RewriteRule ^(.+?)/?$ $1/index.jsonld [R=303,L]
RewriteCond %{HTTP_ACCEPT} text/turtle
RewriteRule ^$ dataset.ttl [R=303,L]
RewriteCond %{HTTP_ACCEPT} application/ld\\+json
RewriteRule ^$ dataset.jsonld [R=303,L]
# Words of a source stand on the page of its article, or of the source.
RewriteCond %{REQUEST_FILENAME} !-d
RewriteCond %{DOCUMENT_ROOT}/source/$1/article/index.html -f
RewriteRule ^source/(.+)/(?:span|mention|time)/([0-9]+-[0-9]+)/?$ source/$1/article/#cp-$2 [R=303,NE,L]
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule ^source/(.+)/(?:span|mention|time|paragraph)/[0-9-]+/?$ source/$1/ [R=303,L]
# Spellings stand on the page of what they name.
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule ^([^/]+/[^/]+)/name/ $1/ [R=303,L]
</IfModule>
";

/// For w3id.org, which sends every name to where the site is; the host's own rules then choose page or data.
fn w3id(url: &str) -> String {
    // A line of its own, whatever the address contains.
    let url: String = url.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '"').collect();
    format!(
        "# Made by chorograph publish: for the folder of this dataset at w3id.org.\n\
         Options -MultiViews\nRewriteEngine On\n\
         RewriteCond %{{HTTP_ACCEPT}} text/turtle\nRewriteRule ^(.+[^/])/?$ {url}$1/index.ttl [R=303,NE,L]\n\
         RewriteCond %{{HTTP_ACCEPT}} application/ld\\+json\nRewriteRule ^(.+[^/])/?$ {url}$1/index.jsonld [R=303,NE,L]\n\
         RewriteCond %{{HTTP_ACCEPT}} text/turtle\nRewriteRule ^$ {url}dataset.ttl [R=303,NE,L]\n\
         RewriteCond %{{HTTP_ACCEPT}} application/ld\\+json\nRewriteRule ^$ {url}dataset.jsonld [R=303,NE,L]\n\
         RewriteRule ^(.*)$ {url}$1 [R=303,NE,L]\n"
    )
}

fn not_found(context: &Context<'_>) -> String {
    let main = "<h1>There is no such page</h1>\n<p>The address leads to nothing in this dataset. Words of a source, mentions and \
                spellings have no pages of their own: they stand on the page of what they belong to.</p>\n";
    frame(context, "404.html", &format!("No such page – {}", context.dataset.config.title), "", &[], main)
}

/// The map of the site, written as pages come.
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

    /// Adds a page; gives a file that is full.
    pub(super) fn add(&mut self, path: &str) -> Option<Page> {
        let full = (self.in_file == MOST_ADDRESSES).then(|| self.flush());
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

    /// The last files.
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

/// Gives the files to a sink.
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
            (0..=MOST_ADDRESSES).filter_map(|n| map.add(&format!("claim/{n}/index.html"))).collect();
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
