//! Metadata files that belong to no document: a name is misspelt, or its document is gone. Such a file may restrict a
//! source, and it is unknown which one. So every source that it may mean is treated as restricted until the file is
//! corrected: sources beside it with nearly its name, or else sources with its name in other folders.

use crate::base::iri::folded;
use crate::base::text::Problem;
use crate::read::source::format;
use crate::read::source::metadata::Metadata;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The ending of the name of a metadata file.
const ENDING: &str = ".meta.toml";
/// Endings of backup copies that editors keep.
const COPIES: [&str; 6] = ["~", ".bak", ".orig", ".old", ".swp", ".tmp"];
/// Maximum number of single-letter changes between names that count as nearly the same.
const MAX_CHANGES: usize = 2;
/// Maximum number of sources that one message names.
const MAX_NAMED: usize = 5;

/// A metadata file that belongs to no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The file.
    pub path: PathBuf,
    /// The folder below `sources/` that contains it: empty, or ending in `/`.
    folder: String,
    /// Possible names of its document, folded.
    whole: Vec<Word>,
    /// The same without a last extension.
    shorter: Vec<Word>,
}

impl Stray {
    /// A stray file and its place below `sources/`.
    pub(super) fn new(path: PathBuf, place: &str) -> Self {
        let (folder, name) = place.split_at(place.rfind('/').map_or(0, |at| at + 1));
        let whole = stems(name);
        let shorter = whole.iter().flat_map(|stem| [folded(format::stem(stem)), without_extension(stem).to_owned()]);
        let shorter = shorter.filter(|stem| !stem.is_empty() && !whole.contains(stem)).map(Word::new).collect();
        Self { folder: folder.to_owned(), path, whole: whole.iter().cloned().map(Word::new).collect(), shorter }
    }

    /// What is wrong, and which sources are treated as restricted because of it.
    pub fn problem(&self, meant: &[&str]) -> Problem {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let help = match meant {
            [] => "rename it after its document, or remove it".to_owned(),
            [first, ..] => {
                let nearest = meant.iter().min_by_key(|id| self.changes(last(id))).unwrap_or(first);
                let mut named = meant[..meant.len().min(MAX_NAMED)].join(", ");
                if meant.len() > MAX_NAMED {
                    named.push_str(&format!(" and {} more", meant.len() - MAX_NAMED));
                }
                let are = if meant.len() == 1 { "is" } else { "are" };
                format!(
                    "rename it, perhaps to {}{ENDING}, or remove it; until then {named} {are} restricted",
                    last(nearest)
                )
            }
        };
        Problem {
            at: None,
            value: name,
            what: "this metadata file belongs to no document".to_owned(),
            rule: "the metadata of NAME.txt, NAME.html or another document is in NAME.meta.toml beside it",
            help,
        }
    }

    fn changes(&self, name: &str) -> usize {
        let name = folded(name);
        self.stems().map(|stem| strsim::osa_distance(stem, &name)).min().unwrap_or(usize::MAX)
    }

    fn stems(&self) -> impl Iterator<Item = &str> {
        self.whole.iter().chain(&self.shorter).map(|word| word.text.as_str())
    }

    /// Whether it restricts its document, or cannot be read.
    pub fn may_restrict(&self) -> bool {
        let metadata = crate::base::files::read_to_string(&self.path).ok().and_then(|text| Metadata::parse(&text).ok());
        metadata.is_none_or(|metadata| metadata.redistribute == Some(false))
    }

    /// Whether a source is in the same folder, or in a folder of that name beside it.
    pub fn is_near(&self, id: &str) -> bool {
        let Some(rest) = id.strip_prefix(self.folder.as_str()) else { return false };
        rest.split_once('/').is_none_or(|(folder, _)| self.stems().any(|stem| stem == folded(folder)))
    }

    fn may_mean(&self, name: &Name) -> bool {
        let near = |stems: &[Word], name: &Word| stems.iter().any(|stem| stem.is_near(name));
        near(&self.whole, &name.folded)
            || near(&self.shorter, &name.folded)
            || name.shorter.as_ref().is_some_and(|shorter| near(&self.whole, shorter))
    }
}

/// A name in the form used for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    /// Its length in code points.
    length: usize,
    /// The set of its letters, hashed into 64 bits.
    letters: u64,
}

impl Word {
    fn new(text: String) -> Self {
        let letters = text.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64));
        Self { length: text.chars().count(), letters, text }
    }

    /// Whether two names differ by at most [`MAX_CHANGES`] letters added, removed, changed or exchanged. Most pairs are
    /// excluded by their lengths and letters, without a comparison.
    fn is_near(&self, other: &Self) -> bool {
        self.length.abs_diff(other.length) <= MAX_CHANGES
            && (self.letters ^ other.letters).count_ones() as usize <= 2 * MAX_CHANGES
            && strsim::osa_distance(&self.text, &other.text) <= MAX_CHANGES
    }
}

/// The names of sources, indexed so that the ones that a stray file may mean are found.
#[derive(Debug, Default)]
pub struct Names {
    in_folder: BTreeMap<String, Vec<Name>>,
    by_name: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug)]
struct Name {
    id: String,
    folded: Word,
    /// The same without a last extension, if it has one.
    shorter: Option<Word>,
}

impl Names {
    /// Indexes sources by their ids.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        for id in ids {
            let (folder, name) = id.split_at(id.rfind('/').map_or(0, |at| at + 1));
            let name = folded(name);
            names.by_name.entry(name.clone()).or_default().insert(id.to_owned());
            let shorter = Some(without_extension(&name)).filter(|shorter| shorter.len() < name.len());
            let shorter = shorter.map(|shorter| Word::new(shorter.to_owned()));
            let name = Name { id: id.to_owned(), shorter, folded: Word::new(name) };
            names.in_folder.entry(folder.to_owned()).or_default().push(name);
        }
        names
    }

    /// The ids of all sources that a stray file may mean, in order.
    pub fn meant_by(&self, stray: &Stray) -> Vec<&str> {
        let beside = self.in_folder.get(&stray.folder).map_or(&[][..], Vec::as_slice);
        let mut meant: BTreeSet<&str> =
            beside.iter().filter(|name| stray.may_mean(name)).map(|name| name.id.as_str()).collect();
        if let (true, Some(file)) = (meant.is_empty(), stray.folder.strip_suffix('/')) {
            // A file in a folder named after a file of articles may mean one of those articles.
            meant = self.by_name.get(&folded(last(file))).into_iter().flatten().map(String::as_str).collect();
            meant.retain(|id| *id == file);
        }
        if meant.is_empty() {
            let elsewhere = stray.stems().filter_map(|stem| self.by_name.get(stem));
            meant = elsewhere.flatten().map(String::as_str).collect();
        }
        meant.into_iter().collect()
    }
}

/// Whether a name was probably meant for a metadata file, but has another ending: `a.meta.tml`, `a_meta.toml`,
/// `a.meta.toml.txt`.
pub(super) fn is_metadata(name: &str) -> bool {
    let name = name.to_lowercase();
    if format::SourceFormat::of(Path::new(&name)).is_some() {
        return [".toml", ".meta"].iter().any(|ending| format::stem(&name).ends_with(ending));
    }
    !ends(&name).is_empty()
}

/// The file that a backup copy was made of, by its name; `None` if the name is not that of a backup copy.
pub(super) fn copy_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let of = COPIES.iter().find_map(|ending| name.strip_suffix(ending))?;
    Some(path.with_file_name(of))
}

/// The positions in a lower-case name at which the ending of a metadata file may begin.
fn ends(name: &str) -> Vec<usize> {
    let begins = |tail: &str, word: &str| {
        let rest = tail.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with("data") || !rest.starts_with(char::is_alphanumeric))
    };
    let is_end = |tail: &str| {
        let word = &tail[1..];
        (tail.starts_with('.') && (begins(word, "meta") || begins(word, "toml")))
            || (tail.len() <= ENDING.len() + MAX_CHANGES && strsim::osa_distance(tail, ENDING) <= MAX_CHANGES)
    };
    let marks = name.match_indices(['.', '_', '-', ' ', ',']).map(|(at, _)| at);
    marks.filter(|at| *at > 0 && is_end(&name[*at..])).collect()
}

/// The possible names of the document of a metadata file, folded.
fn stems(name: &str) -> Vec<String> {
    if let Some(stem) = name.strip_suffix(ENDING) {
        return vec![folded(stem)];
    }
    let name = folded(name);
    let mut stems = Vec::new();
    for end in ends(&name) {
        let stem = &name[..end];
        stems.push(stem.to_owned());
        let joined = stem.strip_suffix("meta").map(|stem| stem.trim_end_matches(['.', '_', '-', ' ']));
        stems.extend(joined.filter(|stem| !stem.is_empty()).map(str::to_owned));
    }
    stems.dedup();
    stems
}

fn last(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn without_extension(name: &str) -> &str {
    name.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(file: &str, ids: &[&str]) -> Vec<String> {
        let names = Names::of(ids.iter().copied());
        let stray = Stray::new(PathBuf::from(file), file);
        names.meant_by(&stray).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn all_that_a_misspelt_name_may_mean() {
        for (file, ids, expected) in [
            ("box.txt.meta.toml", &["box", "other"][..], &["box"][..]),
            ("news.jsonl.gz.meta.toml", &["news"], &["news"]),
            ("box.meta.toml", &["box.en", "else"], &["box.en"]),
            ("bxo.meta.toml", &["box", "bo", "boxes", "crates"], &["bo", "box"]),
            ("Box.meta.toml", &["box"], &["box"]),
            ("cafe\u{301}s.meta.toml", &["caf\u{e9}s"], &["caf\u{e9}s"]),
            ("sub/box.meta.toml", &["box", "else/box", "sub/crate"], &["box", "else/box"]),
            ("sub/box.meta.toml", &["box", "sub/fox"], &["sub/fox"]),
            ("gazette.meta.toml", &["box"], &[]),
            ("news/lighthouse.meta.toml", &["news", "sub/news", "box"], &["news"]),
            ("report.2016.meta.toml", &["report.summer", "report"], &["report"]),
            ("box.meta.tml", &["box"], &["box"]),
            ("gazette_meta.toml", &["gazette"], &["gazette"]),
            ("gazettemeta.toml", &["gazette"], &["gazette"]),
            ("gazette.toml", &["gazette"], &["gazette"]),
            ("gazette.meta", &["gazette"], &["gazette"]),
            ("gazette.metadata.toml", &["gazette"], &["gazette"]),
            ("gazette.meta.toml.txt", &["gazette"], &["gazette"]),
            ("gazette.html.META.TOML", &["gazette"], &["gazette"]),
        ] {
            assert_eq!(meant(file, ids), expected, "{file}");
        }
    }

    #[test]
    fn names_that_may_be_meant_for_metadata() {
        for name in
            ["a.meta.tml", "a.mta.toml", "a_meta.toml", "a.META.TOML", "a.meta", "a.meta.toml~", "a.meta.toml.txt"]
        {
            assert!(is_metadata(name), "{name}");
        }
        for name in
            ["a.txt", "a.png", "a.metalink", "tom.l", "meta.txt", "metaphysics.html", "README.md", "a-meta-text.txt"]
        {
            assert!(!is_metadata(name), "{name}");
        }
        assert_eq!(copy_of(Path::new("x/a.meta.toml~")), Some(PathBuf::from("x/a.meta.toml")));
    }
}
