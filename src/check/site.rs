//! Checks the links of a published site: each must lead to an existing page, picture or anchor. Pages are parsed as browsers
//! parse them. Links to other sites are not followed, but resources loaded from other sites are reported.

use super::names::decoded;
use super::{Level, Outcome, Rule, Violation, ViolationCollector};
use crate::base::files;
use crate::base::sort::Sorter;
use scraper::Html;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";
const LINK: usize = 0;
const ANCHOR: usize = 1;
const OUTSIDE: usize = 2;
const TWICE: usize = 3;
const REMOTE: usize = 4;
const UNREACHED: usize = 5;

/// The rules.
pub fn rules() -> [Rule; 6] {
    [
        Rule::new(
            "site-dead-link",
            Level::Error,
            "A link leads to a file that is not there.",
            "Correct the link, or publish the file.",
        ),
        Rule::new(
            "site-dead-anchor",
            Level::Error,
            "A link leads to an anchor that its page does not have.",
            "Add the id to the page, or correct the part of the link after #.",
        ),
        Rule::new(
            "site-link-outside",
            Level::Error,
            "A link leads out of the folder of the site.",
            "Correct the link: it has too many \"..\".",
        ),
        Rule::new(
            "site-id-twice",
            Level::Warning,
            "Two elements of a page have the same id, so a link to it leads only to the first.",
            "Give each element its own id.",
        ),
        Rule::new(
            "site-remote-resource",
            Level::Warning,
            "A page loads something from another server, which learns who reads it and can fail.",
            "Publish a copy of it with the site.",
        ),
        Rule::new(
            "site-page-unreached",
            Level::Info,
            "No page links to this page.",
            "Link it from another page, or remove it.",
        ),
    ]
}

/// Checks all pages below a folder. Absolute links that begin with one of `bases` lead into the site; the first
/// base is its address. `scratch` is a folder for temporary files; `done` is called after each page.
pub fn run(root: &Path, bases: &[&str], scratch: &Path, keep: usize, done: &dyn Fn()) -> io::Result<Vec<Outcome>> {
    let mut check = Check {
        root,
        bases,
        found: std::array::from_fn(|_| ViolationCollector::new(keep)),
        sorter: Sorter::new(scratch),
        targets: HashMap::new(),
    };
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let kind = fs::metadata(entry.path())?;
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html" || e == "htm" || e == "xhtml") {
                check.page(&path)?;
                done();
            }
        }
    }
    check.finish()
}

struct Check<'a> {
    root: &'a Path,
    bases: &'a [&'a str],
    found: [ViolationCollector; 6],
    /// Records about pages, which are sorted by page.
    sorter: Sorter,
    /// A cache of the files that paths lead to.
    targets: HashMap<String, Option<String>>,
}

/// Kinds of records on a page, in the order in which they are needed.
const IS_PAGE: u8 = 1;
const IS_REACHED: u8 = 2;
const HAS_ID: u8 = 3;
const ASKED_FOR: u8 = 4;

impl Check<'_> {
    fn page(&mut self, path: &Path) -> io::Result<()> {
        let bytes = files::read(&self.root.join(path))?;
        let name = path.to_string_lossy().replace('\\', "/");
        let html = Html::parse_document(&String::from_utf8_lossy(&bytes));
        let mut folder = name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut ids = BTreeSet::new();
        let mut links: Vec<(&str, bool)> = Vec::new();
        for element in html.tree.values().filter_map(|node| node.as_element()) {
            let tag = element.name();
            if let Some(id) = element.attr("id")
                && !ids.insert(id.to_owned())
            {
                self.add(TWICE, &name, id, &format!("on <{tag}>"));
            }
            if let Some(anchor) = element.attr("name").filter(|_| tag == "a") {
                ids.insert(anchor.to_owned());
            }
            if tag == "base" {
                if let Some(href) = element.attr("href") {
                    folder = self.folder(&folder, href);
                }
                continue;
            }
            let rel = element.attr("rel").unwrap_or_default().to_ascii_lowercase();
            let loads = ["stylesheet", "icon", "preload", "modulepreload", "manifest"];
            let is_loaded = tag == "link" && rel.split_whitespace().any(|r| loads.contains(&r)) || tag == "use";
            if rel == "preconnect" || rel == "dns-prefetch" {
                continue;
            }
            links.extend(element.attr("href").map(|href| (href, is_loaded)));
            for attribute in ["src", "poster", "data"] {
                if attribute != "data" || tag == "object" {
                    links.extend(element.attr(attribute).map(|src| (src, true)));
                }
            }
            let sources = element.attr("srcset").into_iter().flat_map(|set| set.split(','));
            links.extend(sources.filter_map(|s| s.split_whitespace().next()).map(|src| (src, true)));
        }
        self.record(&name, IS_PAGE, "", "")?;
        for id in &ids {
            self.record(&name, HAS_ID, id, "")?;
        }
        for (link, is_loaded) in links {
            self.link(&name, &folder, link.trim(), is_loaded)?;
        }
        Ok(())
    }

    /// The folder that relative links of a page start from, set by `<base>`.
    fn folder(&self, folder: &str, href: &str) -> String {
        match self.inside("", href) {
            Inside::Path(path) => {
                let path = path.split(['?', '#']).next().unwrap_or_default();
                let path = joined(folder, path).unwrap_or_default();
                path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
            }
            Inside::Elsewhere | Inside::NoPlace => folder.to_owned(),
        }
    }

    fn link(&mut self, page: &str, folder: &str, link: &str, is_loaded: bool) -> io::Result<()> {
        let path = match self.inside(page, link) {
            Inside::Path(path) => path.to_owned(),
            Inside::Elsewhere => {
                if is_loaded {
                    self.add(REMOTE, page, link, "");
                }
                return Ok(());
            }
            Inside::NoPlace => return Ok(()),
        };
        let (path, fragment) = path.split_once('#').map_or((path.as_str(), ""), |(path, fragment)| (path, fragment));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let target = if path.is_empty() {
            page.to_owned()
        } else {
            let Some(path) = joined(folder, &path) else {
                self.add(OUTSIDE, page, link, "");
                return Ok(());
            };
            match self.file(&path) {
                Some(target) => target,
                None => {
                    self.add(LINK, page, link, &format!("no file {path}"));
                    return Ok(());
                }
            }
        };
        if target != page {
            self.record(&target, IS_REACHED, "", "")?;
        }
        let fragment = decoded(fragment);
        if !(fragment.is_empty() || fragment == "top" || fragment.starts_with(":~:")) {
            self.record(&target, ASKED_FOR, &fragment, page)?;
        }
        Ok(())
    }

    /// The target of a link: a path, which begins with a slash if it starts from the root of the site.
    fn inside<'l>(&self, page: &str, link: &'l str) -> Inside<'l> {
        if let Some(rest) = self.bases.iter().find_map(|base| link.strip_prefix(base)) {
            // The slash at the end of the base stays at the beginning of the path.
            return Inside::Path(&link[link.len() - rest.len() - 1..]);
        }
        if link.starts_with("//") {
            return Inside::Elsewhere;
        }
        if link.starts_with('/') {
            let rest = self.bases.first().and_then(|base| path_of(base)).and_then(|path| link.strip_prefix(path));
            return match rest {
                Some(rest) => Inside::Path(&link[link.len() - rest.len() - 1..]),
                // The page is shown at any address, so its links are absolute paths on the host of the site.
                None if page == NOT_FOUND => Inside::NoPlace,
                None => Inside::Path(link),
            };
        }
        let scheme = link.split([':', '/', '?', '#']).next().unwrap_or_default();
        let has_scheme = link[scheme.len()..].starts_with(':')
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        match () {
            () if !has_scheme => Inside::Path(link),
            () if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => Inside::Elsewhere,
            () => Inside::NoPlace,
        }
    }

    /// The file that a static host serves for a path.
    fn file(&mut self, path: &str) -> Option<String> {
        if let Some(known) = self.targets.get(path) {
            return known.clone();
        }
        let at = self.root.join(path);
        let file = match fs::metadata(&at) {
            Ok(kind) if kind.is_dir() => {
                let index = format!("{}index.html", folder_of(path));
                self.root.join(&index).is_file().then_some(index)
            }
            Ok(_) if !path.ends_with('/') => Some(path.to_owned()),
            _ => None,
        };
        if self.targets.len() >= 200_000 {
            self.targets.clear();
        }
        self.targets.insert(path.to_owned(), file.clone());
        file
    }

    fn add(&mut self, rule: usize, page: &str, value: &str, message: &str) {
        let (focus, value, message) = (page.to_owned(), value.to_owned(), message.to_owned());
        self.found[rule].add(Violation { focus, path: String::new(), value, message });
    }

    fn record(&mut self, page: &str, kind: u8, what: &str, from: &str) -> io::Result<()> {
        let mut record = page.as_bytes().to_vec();
        record.extend_from_slice(&[0, kind]);
        record.extend_from_slice(what.replace('\0', " ").as_bytes());
        record.push(0);
        record.extend_from_slice(from.as_bytes());
        self.sorter.push(&record)
    }

    fn finish(mut self) -> io::Result<Vec<Outcome>> {
        let mut sorted = Sorter::finish(vec![std::mem::replace(&mut self.sorter, Sorter::new(Path::new("")))])?;
        let mut page = Vec::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let (mut is_page, mut is_reached) = (false, false);
        loop {
            let record = sorted.next()?.map(<[u8]>::to_vec);
            let mut parts = record.as_deref().unwrap_or_default().splitn(3, |b| *b == 0);
            let (name, what, from) = (parts.next(), parts.next(), parts.next());
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            if record.is_none() || name != Some(&page) {
                if is_page && !is_reached && page != b"index.html" && page != b"404.html" {
                    self.add(UNREACHED, &text(&page), "", "");
                }
                page = name.unwrap_or_default().to_vec();
                ids.clear();
                (is_page, is_reached) = (false, false);
            }
            if record.is_none() {
                break;
            }
            let Some((kind, what)) = what.and_then(<[u8]>::split_first) else { continue };
            match *kind {
                IS_PAGE => is_page = true,
                IS_REACHED => is_reached = true,
                HAS_ID => drop(ids.insert(text(what))),
                // The anchors of other files than pages are unknown.
                ASKED_FOR if is_page && !ids.contains(&text(what)) => {
                    let (from, link) = (text(from.unwrap_or_default()), format!("{}#{}", text(&page), text(what)));
                    self.add(ANCHOR, &from, &link, "");
                }
                _ => {}
            }
        }
        Ok(rules().into_iter().zip(self.found).map(|(rule, found)| found.outcome(rule)).collect())
    }
}

enum Inside<'l> {
    Path(&'l str),
    Elsewhere,
    /// `mailto:` and the like.
    NoPlace,
}

fn folder_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") }
}

/// A path from the root, without dots; `None` if it leaves the root.
fn joined(folder: &str, path: &str) -> Option<String> {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") };
    let mut parts: Vec<&str> = Vec::new();
    let mut ends_in_folder = false;
    for part in whole.split('/') {
        ends_in_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if ends_in_folder && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// The path of an address, with a slash at both ends.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.find('/').and_then(|at| rest.get(at..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(pages: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in pages {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let outcomes = run(dir.path(), &["https://example.org/d/"], dir.path(), 10, &|| ()).unwrap();
        let found = outcomes.into_iter().flat_map(|o| {
            let name = o.rule.name.trim_start_matches("site-").to_owned();
            o.violations.into_iter().map(move |v| (name.clone(), v.focus, v.value))
        });
        found.collect()
    }

    const GOOD: &[(&str, &str)] = &[
        (
            "index.html",
            "<link rel=stylesheet href=style.css><a href=place/aghdam>x</a> <a href=\"place/a%C4%9F/?q#words\">y</a> \
             <a href='https://example.org/d/place/aghdam/#top'>z</a> <a href=mailto:a@b.example>m</a> \
             <a href=https://elsewhere.example/>e</a> <a href='#here'>h</a> <p id=here>",
        ),
        ("style.css", ""),
        ("place/aghdam/index.html", "<a href=../../>up</a> <a href=/>home</a> <img src=../../style.css>"),
        ("place/ağ/index.html", "<base href=../><h1 id=words>w</h1> <a href=aghdam/>a</a>"),
    ];

    #[test]
    fn links_that_resolve_are_silent() {
        assert_eq!(broken(GOOD), []);
    }

    #[test]
    fn each_way_to_break_a_link_is_told() {
        for (page, rule, value) in [
            ("<a href=nowhere>x</a>", "dead-link", "nowhere"),
            ("<a href=Style.css>x</a>", "dead-link", "Style.css"),
            ("<a href=https://example.org/d/place/x>x</a>", "dead-link", "https://example.org/d/place/x"),
            ("<img srcset='style.css 1x, no.png 2x'>", "dead-link", "no.png"),
            ("<a href=place/aghdam/#no>x</a>", "dead-anchor", "place/aghdam/index.html#no"),
            ("<svg><use href='#no'/></svg>", "dead-anchor", "more.html#no"),
            ("<a href=../x>x</a>", "link-outside", "../x"),
            ("<p id=a><p id=a>", "id-twice", "a"),
            ("<script src=//cdn.example/x.js></script>", "remote-resource", "//cdn.example/x.js"),
        ] {
            let mut pages = GOOD.to_vec();
            pages.push(("more.html", page));
            pages.push(("other.html", "<a href=more.html>m</a><a href=other2.html></a>"));
            pages.push(("other2.html", "<a href=other.html>m</a>"));
            assert_eq!(broken(&pages), [(rule.to_owned(), "more.html".to_owned(), value.to_owned())], "{page}");
        }
        let mut pages = GOOD.to_vec();
        pages.push(("alone.html", "<a href='#top'>x</a>"));
        assert_eq!(broken(&pages), [("page-unreached".to_owned(), "alone.html".to_owned(), String::new())]);
    }
}
