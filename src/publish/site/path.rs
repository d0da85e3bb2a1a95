//! The path of the page of an IRI, and relative links between pages.
//!
//! `BASE place/aghdam` is `place/aghdam/index.html` below the folder of the site, so that base IRI and path resolve on
//! any static host. Names of files are decoded; a segment that could leave the folder, have a meaning for a server or
//! be refused by a file system is replaced by a name made of its digest. So is a path that differs from another only in
//! case. `check` uses [`key`] and [`objection`] for its messages about names.

use super::Context;
use super::kind::PageKind;
use crate::base::iri::{digest, folded, percent_decoded, percent_encode};
use crate::store::Statements;
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

/// First segments that the site itself uses.
const RESERVED: [&str; 12] = [
    "assets", "tables", "query", "names", "search", "vocabulary", "ontology", "map", "timeline", "w3id", "index",
    "dataset",
];
/// Names of Windows devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
/// Maximum length of a segment, in bytes; file systems allow 255.
const MAX_IN_SEGMENT: usize = 150;
/// Maximum length of a path, in bytes; some systems allow 1024, including the folder of the site.
const MAX_IN_PATH: usize = 600;

/// The pages of a site.
pub(super) struct Paths {
    base: String,
    // Hashes of the folders with a page, folded: the names of a million pages would take much memory.
    taken: HashSet<u64>,
    renamed: HashMap<String, String>,
    // For a server, which reads the store instead: there, names that differ only in case have separate pages.
    statements: Option<Statements>,
}

impl Paths {
    pub(super) fn new(base: &str) -> Self {
        Self { base: base.to_owned(), taken: HashSet::new(), renamed: HashMap::new(), statements: None }
    }

    /// The pages of a store, looked up one by one.
    pub(super) fn asking(base: &str, statements: &Statements) -> Self {
        Self { statements: Some(statements.clone()), ..Self::new(base) }
    }

    /// Registers the page of an IRI. Returns false if it cannot have one, because it is not below the base.
    pub(super) fn add(&mut self, iri: &str) -> bool {
        let Some(mut folder) = self.folder(iri) else { return false };
        if !self.taken.insert(hash(&folder)) {
            let _ = write!(folder, "~{}", &digest(&[iri])[..12]);
            self.taken.insert(hash(&folder));
            self.renamed.insert(iri.to_owned(), folder);
        }
        true
    }

    /// Number of IRIs whose page is in another folder, because theirs is taken.
    pub(super) fn renamed(&self) -> usize {
        self.renamed.len()
    }

    /// The folder of an IRI below the base, whether or not it has a page, without a final slash.
    pub(super) fn folder(&self, iri: &str) -> Option<String> {
        if let Some(renamed) = self.renamed.get(iri) {
            return Some(renamed.clone());
        }
        let path = iri.strip_prefix(&self.base)?;
        let folder = folder(path);
        // A server finds a page by its IRI, which another name would hide; and it has no limits of a file system.
        Some(if self.statements.is_some() && folder.contains('~') { path.to_owned() } else { folder })
    }

    /// The folder of an IRI that has a page.
    pub(super) fn page(&self, iri: &str) -> Option<String> {
        let folder = self.folder(iri)?;
        if let Some(statements) = &self.statements {
            // If the store cannot be read there is no page, and the request for it fails.
            return (iri != self.base && PageKind::read(statements, iri).ok()?.is_some()).then_some(folder);
        }
        self.taken.contains(&hash(&folder)).then_some(folder)
    }
}

fn hash(folder: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    folded(folder).hash(&mut hasher);
    hasher.finish()
}

/// The key that two paths below the base share if both cannot have the page of their own name.
pub(crate) fn key(path: &str) -> String {
    folded(&folder(path))
}

/// The folder of a path below the base.
fn folder(path: &str) -> String {
    let mut segments = path.split('/').map(segment).collect::<Vec<_>>();
    if let Some(first) = segments.first_mut()
        && RESERVED.contains(&folded(first).as_str())
    {
        *first = guarded(first);
    }
    let folder = segments.join("/");
    if folder.len() > MAX_IN_PATH { format!("~long/{}", &digest(&[path])[..32]) } else { folder }
}

fn segment(raw: &str) -> String {
    match percent_decoded(raw) {
        Some(name) if is_plain(&name) => name,
        _ => guarded(raw),
    }
}

fn guarded(raw: &str) -> String {
    let seen: String = raw.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    format!("~{seen}-{}", &digest(&[raw])[..16])
}

/// Whether a name is allowed for a folder, on any system and server.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && objection(name).is_none()
}

/// Why the page of a name with this segment, decoded, has another path than the name.
pub(crate) fn objection(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let is_special = |c: char| {
        c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/' | '#' | '%' | '&' | ';')
    };
    let is_unseen = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}');
    Some(if name.chars().any(is_special) {
        "a character that means something to systems or servers"
    } else if name.chars().any(is_unseen) {
        "a character that is not seen"
    } else if name.starts_with(['.', '~', ' ']) {
        "begins with a full stop, a tilde or a space"
    } else if name.ends_with(['.', ' ']) {
        "ends in a full stop or a space"
    } else if name.len() > MAX_IN_SEGMENT {
        "longer than 150 bytes"
    } else if DEVICES.contains(&stem) {
        "the name of a device of Windows"
    } else if [".html", ".ttl", ".jsonld", ".json", ".xml"].iter().any(|end| lower.ends_with(end)) {
        "ends like the files of pages"
    } else {
        return None;
    })
}

/// The address of a file of the site relative to another, for use in an attribute: relative, so that the site works
/// below any address and from a disk.
pub(super) fn href(from: &str, to: &str) -> String {
    let mut out = "../".repeat(from.matches('/').count());
    encode(to, &mut out);
    out
}

/// Appends a path of the site in the form for an address.
pub(super) fn encode(path: &str, out: &mut String) {
    percent_encode(path, b"/", out);
}

/// The page for any address that does not exist; its links start from the root of the host.
pub(super) const NOT_FOUND: &str = "404.html";

/// The path of the site's address, with a slash at both ends.
pub(super) fn root(context: &Context<'_>) -> String {
    path_of(context.address())
}

fn path_of(address: &str) -> String {
    let after_host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = after_host.find('/').map_or("/", |at| &after_host[at..]);
    one_line(path).replace(' ', "")
}

/// Removes line breaks, which are not part of an address.
pub(super) fn one_line(text: &str) -> String {
    text.chars().filter(|c| *c == ' ' || !c.is_whitespace() && !c.is_control() && *c != '"').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_address_ends_in_a_slash() {
        for (address, path) in [
            ("https://e.org/", "/"),
            ("https://e.org/a/b/", "/a/b/"),
            ("https://e.org:8080/a b/", "/ab/"),
            ("https://e.org", "/"),
        ] {
            assert_eq!(path_of(address), path);
        }
    }

    const BASE: &str = "https://e.org/d/";

    #[test]
    fn a_page_lies_where_its_iri_says() {
        let paths = Paths::new(BASE);
        for (iri, expected) in [
            ("place/aghdam", "place/aghdam"),
            ("time/1988..1992", "time/1988..1992"),
            ("agent/a%C3%9F%20b", "agent/aß b"),
            ("source/Ş/version/0", "source/Ş/version/0"),
        ] {
            assert_eq!(paths.folder(&format!("{BASE}{iri}")).as_deref(), Some(expected));
        }
        assert_eq!(paths.folder("https://other.org/d/place/x"), None);
    }

    #[test]
    fn no_name_leaves_the_folder_or_means_something_else() {
        let paths = Paths::new(BASE);
        let long = "a".repeat(300);
        let deep = "a/".repeat(400);
        for nasty in [
            "..", "../x", "a/../../x", "%2e%2e/x", "a/%2E%2E/b", "a//b", "/x", "%2Fetc%2Fpasswd", "a%00b",
            "a%5C..%5Cb", "a\\b", ".htaccess", "source/.htaccess", "a/index.html", "a/index.ttl", "a/X.HTML", "con",
            "NUL.txt", "a.", "a%20", "a?b", "a#b", "a%ffb", "a%", "~a-0", "assets/site.js", "Query/x", "a%0d%0ab",
            "a%E2%80%AEb", &long, &deep, "",
        ] {
            let folder = paths.folder(&format!("{BASE}{nasty}")).unwrap();
            assert!(folder.contains('~'), "{nasty}: {folder}");
            assert!(folder.len() <= MAX_IN_PATH, "{nasty}");
            for segment in folder.split('/') {
                assert!(!segment.is_empty() && segment.len() < 200 && !segment.starts_with('.'), "{nasty}: {folder}");
                assert!(!segment.contains(['\\', '\0', '%', ':']) && !segment.ends_with(".html"), "{nasty}: {folder}");
            }
        }
    }

    #[test]
    fn two_pages_never_share_a_folder_even_where_case_is_ignored() {
        let mut paths = Paths::new(BASE);
        let iris =
            ["source/a", "source/A", "source/%61", "source/e%CC%81", "source/%C3%A9"].map(|p| format!("{BASE}{p}"));
        for iri in &iris {
            assert!(paths.add(iri));
        }
        let folders: HashSet<String> = iris.iter().map(|iri| folded(&paths.page(iri).unwrap())).collect();
        assert_eq!(folders.len(), iris.len());
        assert_eq!(paths.renamed(), 3);
        assert_eq!(paths.page(&format!("{BASE}source/b")), None);
    }

    #[test]
    fn links_are_relative_and_encoded() {
        assert_eq!(href("index.html", "place/a/index.html"), "place/a/index.html");
        assert_eq!(href("place/a/index.html", "agent/ß b/index.html"), "../../agent/%C3%9F%20b/index.html");
        assert_eq!(href("a/index.html", "x\"'<>/index.html"), "../x%22%27%3C%3E/index.html");
    }
}
