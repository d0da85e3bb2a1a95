//! The documents of a dataset: the files below `sources/`, by their path in it, and the files beside them.
//!
//! Every file that is not read is reported: as a note if nothing is lost (a picture, a link to a folder), as an error
//! if a document or its metadata may be lost.

use crate::base::files;
use crate::base::iri::folded;
use crate::base::text::Problem;
use crate::read::source::format::{self, SourceFormat};
use crate::read::source::stray::{self, Names, Stray};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The contents of a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Documents by their id.
    pub documents: BTreeMap<String, PathBuf>,
    /// Ids shared by several files; none of these files is read.
    pub clashes: BTreeMap<String, Vec<PathBuf>>,
    /// Metadata files that belong to no document.
    pub strays: Vec<Stray>,
    /// Files with findings of other tools, and what a person says of them (`.findings.toml`), by the id of the document
    /// that they are about.
    pub findings: BTreeMap<String, Vec<PathBuf>>,
    /// Unreadable folders, by the prefix of the ids of all documents in them, such as `news/`.
    pub unreadable: Vec<(String, PathBuf, io::Error)>,
    /// Files of which it cannot be determined whether they are documents, and the error.
    pub lost: Vec<(PathBuf, io::Error)>,
    /// Notes about other files: they are not documents, or two names are nearly the same.
    pub notes: Vec<(PathBuf, Problem)>,
}

impl Listing {
    /// Whether a document is in an unreadable folder, so that nobody knows whether it, or its metadata, exists.
    pub fn hides(&self, id: &str) -> bool {
        self.unreadable.iter().any(|(folder, ..)| id.starts_with(folder.as_str()))
    }

    /// Whether one or several files have this id.
    pub fn has(&self, id: &str) -> bool {
        self.documents.contains_key(id) || self.clashes.contains_key(id)
    }

    /// A file of a document, whose metadata file is looked for beside it.
    pub fn file(&self, id: &str) -> Option<&PathBuf> {
        self.documents.get(id).or_else(|| self.clashes.get(id)?.last())
    }
}

/// Lists the documents of a folder, which need not exist.
pub fn list(sources: &Path) -> io::Result<Listing> {
    let mut walk = Walk::new(sources);
    let mut folders = vec![sources.to_owned()];
    while let Some(folder) = folders.pop() {
        match files::entries(&folder) {
            Ok(paths) => {
                for path in paths.unwrap_or_default() {
                    if files::is_hidden(&path) {
                        walk.hidden(path);
                    } else if walk.entry(&path) {
                        folders.push(path);
                    }
                }
            }
            Err(e) if folder == sources => return Err(e),
            Err(e) => walk.listing.unreadable.push((format!("{}/", walk.shown(&folder)), folder, e)),
        }
    }
    // A metadata file may be beside dataset.toml by mistake.
    let above = sources.parent().map(files::entries).and_then(Result::ok).flatten().unwrap_or_default();
    walk.misnamed.extend(above.into_iter().filter(|path| path.to_string_lossy().ends_with(".meta.toml")));
    Ok(walk.finish())
}

/// A file in the folder of a document that may be its metadata, but is named neither after it nor after another
/// document.
pub fn stray_beside(document: &Path) -> io::Result<Option<PathBuf>> {
    let folder = document.parent().filter(|f| *f != Path::new("")).unwrap_or(Path::new("."));
    let mut walk = Walk::new(folder);
    for path in files::entries(folder)?.unwrap_or_default() {
        if !files::is_hidden(&path) {
            walk.entry(&path);
        }
    }
    let listing = walk.finish();
    let Some(own) = document.file_name().and_then(|name| id(folder, &folder.join(name))) else { return Ok(None) };
    let names = Names::of([own.as_str()]);
    Ok(listing.strays.into_iter().find(|stray| !names.meant_by(stray).is_empty()).map(|stray| stray.path))
}

/// The files of findings beside a document, and what a person says of them.
pub fn findings_beside(document: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = document.parent().filter(|f| *f != Path::new("")).unwrap_or(Path::new("."));
    let Some(own) = document.file_name().and_then(|name| id(folder, &folder.join(name))) else { return Ok(Vec::new()) };
    let is_own = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let of = format::findings_of(name).and_then(|of| id(folder, &path.with_file_name(of)));
        of.is_some_and(|of| of == own) && path.is_file()
    };
    let mut paths = files::entries(folder)?.unwrap_or_default();
    paths.retain(is_own);
    Ok(paths)
}

/// The documents beside a file of findings that it is about by its name.
pub fn documents_beside(findings: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = findings.parent().filter(|f| *f != Path::new("")).unwrap_or(Path::new("."));
    let name = findings.file_name().and_then(|name| name.to_str()).and_then(format::findings_of);
    let Some(own) = name.and_then(|name| id(folder, &folder.join(name))) else { return Ok(Vec::new()) };
    let mut paths = files::entries(folder)?.unwrap_or_default();
    paths.retain(|path| {
        let of = path.file_name().and_then(|name| id(folder, &folder.join(name)));
        is_document(path) && path.is_file() && of.as_deref() == Some(own.as_str())
    });
    Ok(paths)
}

/// Whether the name of a file is that of a document.
pub fn is_document(path: &Path) -> bool {
    SourceFormat::of(path).is_some()
}

/// A walk through the folders.
struct Walk<'a> {
    sources: &'a Path,
    listing: Listing,
    paths_of: BTreeMap<String, Vec<PathBuf>>,
    /// Metadata files, by the id of their document.
    metadata: BTreeMap<String, PathBuf>,
    /// Metadata files with names that do not end as those of metadata files do.
    misnamed: Vec<PathBuf>,
    /// Type systems of files of findings.
    type_systems: Vec<PathBuf>,
}

impl<'a> Walk<'a> {
    fn new(sources: &'a Path) -> Self {
        Self {
            sources,
            listing: Listing::default(),
            paths_of: BTreeMap::new(),
            metadata: BTreeMap::new(),
            misnamed: Vec::new(),
            type_systems: Vec::new(),
        }
    }

    /// Classifies an entry of a folder. Returns `true` for a folder to descend into.
    fn entry(&mut self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A metadata file is recognised by its name alone: if it is a folder or a pipe, reading it reports that.
        if let Some(stem) = name.strip_suffix(".meta.toml") {
            match place(self.sources, &path.with_file_name(stem)) {
                Some(id) => drop(self.metadata.insert(id, path.to_owned())),
                None => self.misnamed.push(path.to_owned()),
            }
            return false;
        }
        let kind = match fs::metadata(path) {
            Ok(kind) => kind.file_type(),
            // An unreadable document is reported when it is read.
            Err(_) if is_document(path) && !stray::is_metadata(&name) => {
                self.document(path);
                return false;
            }
            Err(e) => {
                self.listing.lost.push((path.to_owned(), e));
                return false;
            }
        };
        if kind.is_dir() {
            if path.is_symlink() {
                self.note(path, "this is a link to a folder, and is not followed", "copy the folder, or link to files");
                return false;
            }
            if is_document(path) {
                self.note(
                    path,
                    "this is a folder although its name ends like that of a document",
                    "if it contains documents, do nothing: they are read one by one",
                );
            }
            return true;
        }
        if let Some(document) = format::findings_of(&name) {
            match id(self.sources, &path.with_file_name(document)) {
                Some(id) => self.listing.findings.entry(id).or_default().push(path.to_owned()),
                None => self.note(path, "the name of this file is not UTF-8, and it was not read", "rename it"),
            }
        } else if stray::is_metadata(&name) {
            self.misnamed.push(path.to_owned());
        } else if is_document(path) {
            self.document(path);
        } else if format::is_type_system(&name) {
            self.type_systems.push(path.to_owned());
        } else if format::is_sidecar(path) {
            // Read with the document that it describes.
        } else if kind.is_file() {
            self.note(path, "this file is not a document and was not read", "rename it, or keep it elsewhere");
        } else {
            let what = format!("this is {}, not a file, and was not read", files::describe(kind));
            self.note(path, &what, "keep it elsewhere");
        }
        false
    }

    /// Hidden files are not documents. But a metadata file may be hidden by mistake; hidden files that systems and
    /// editors put beside a file are ignored.
    fn hidden(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".meta.toml") && name != ".meta.toml" && !name.starts_with("._") && !name.starts_with(".#") {
            self.misnamed.push(path);
        }
    }

    fn document(&mut self, path: &Path) {
        match id(self.sources, path) {
            Some(id) => self.paths_of.entry(id).or_default().push(path.to_owned()),
            None => self.note(
                path,
                "the name of this file is not UTF-8, and it was not read",
                "rename it, or the folder that it is in",
            ),
        }
    }

    fn note(&mut self, path: &Path, what: &str, help: &str) {
        let problem = Problem {
            at: None,
            value: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            what: what.to_owned(),
            rule: format::RULE,
            help: help.to_owned(),
        };
        self.listing.notes.push((path.to_owned(), problem));
    }

    /// The path of a file below the folder, as messages show it.
    fn shown(&self, path: &Path) -> String {
        let name = Path::new(path.file_name().unwrap_or_default());
        let below = path.strip_prefix(self.sources).unwrap_or(name);
        below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    fn finish(mut self) -> Listing {
        self.articles_and_folders();
        let ids: BTreeSet<String> = self.paths_of.keys().cloned().collect();
        self.report_similar_names();
        for (id, mut paths) in std::mem::take(&mut self.paths_of) {
            match (paths.pop(), paths.is_empty()) {
                (Some(only), true) => drop(self.listing.documents.insert(id, only)),
                (last, _) => {
                    paths.extend(last);
                    self.listing.clashes.insert(id, paths);
                }
            }
        }
        let has_document = |id: &str| ids.contains(id);
        let (findings, others) =
            std::mem::take(&mut self.listing.findings).into_iter().partition(|(id, _)| has_document(id));
        self.listing.findings = findings;
        for path in BTreeMap::into_values(others).flatten() {
            let help = "name it after its document: article.findings.jsonl is about article.txt";
            self.note(&path, "this file of findings is about no document here, and was not read", help);
        }
        for path in std::mem::take(&mut self.type_systems) {
            let is_xmi = |of: &&PathBuf| {
                of.parent() == path.parent() && of.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xmi"))
            };
            if !self.listing.findings.values().flatten().any(|of| is_xmi(&of)) {
                let help = "keep it beside the file of findings that it is of: article.findings.xmi";
                self.note(&path, "this type system is of no file of findings here, and was not read", help);
            }
        }
        for (id, path) in &self.metadata {
            if !has_document(id) {
                self.listing.strays.push(Stray::new(path.clone(), &self.shown(path)));
            }
        }
        for path in std::mem::take(&mut self.misnamed) {
            let below = self.shown(&path);
            // A backup copy adds nothing if the metadata of its document exists.
            let copied = stray::copy_of(&path)
                .and_then(|of| Some(place(self.sources, &of)?.strip_suffix(".meta.toml")?.to_owned()));
            if copied.is_some_and(|id| has_document(&id) && self.metadata.contains_key(&id)) {
                self.note(&path, "this file is a copy of metadata and was not read", "remove it");
            } else {
                self.listing.strays.push(Stray::new(path, &below));
            }
        }
        self.listing
    }

    /// An article in a file of articles has the id that a document in a folder of that name would have.
    fn articles_and_folders(&mut self) {
        let within: Vec<String> = self
            .paths_of
            .iter()
            .filter(|(_, paths)| paths.iter().any(|p| SourceFormat::of(p).is_some_and(SourceFormat::is_container)))
            .filter(|(id, _)| {
                self.paths_of
                    .range(format!("{id}/")..)
                    .next()
                    .is_some_and(|(next, _)| next.starts_with(&format!("{id}/")))
            })
            .map(|(id, _)| id.clone())
            .collect();
        for id in within {
            let inner = self.paths_of.range(format!("{id}/")..).next().and_then(|(_, paths)| paths.first().cloned());
            if let (Some(inner), Some(paths)) = (inner, self.paths_of.get_mut(&id)) {
                paths.insert(0, inner);
            }
        }
    }

    /// Reports names that a person, or another file system, would take for the same.
    fn report_similar_names(&mut self) {
        let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
        let mut found = Vec::new();
        for (id, paths) in &self.paths_of {
            let Some(path) = paths.last() else { continue };
            match seen.get(&folded(id)) {
                Some(first) => found.push((path.clone(), first.clone())),
                None => drop(seen.insert(folded(id), path.clone())),
            }
        }
        for (path, first) in found {
            let what =
                format!("this name differs from {} only in case or in how its letters are encoded", first.display());
            self.note(
                &path,
                &what,
                "rename one of them: where names are compared so, one file takes the other's place",
            );
        }
    }
}

/// The id of a document: its path below the folder, without the ending of its format.
fn id(sources: &Path, path: &Path) -> Option<String> {
    let place = place(sources, path)?;
    let name = place.rfind('/').map_or(0, |at| at + 1);
    Some(format!("{}{}", &place[..name], format::stem(&place[name..])))
}

/// The path of a file below the folder, with `/`; `None` if it is not UTF-8.
fn place(sources: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(sources).ok()?;
    let parts: Option<Vec<&str>> = below.components().map(|c| c.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_findings_belong_to_their_documents() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("news")).unwrap();
        for name in [
            "a.txt",
            "a.findings.ann",
            "a.txt.findings.xml",
            "a.findings.toml",
            "b.findings.ann",
            "news/a.html",
            "news/a.findings.tsv",
            "news/b.txt",
            "news/b.findings.xmi",
            "news/TypeSystem.xml",
            "a.typesystem.xml",
        ] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let listing = list(folder.path()).unwrap();
        assert_eq!(listing.documents.keys().collect::<Vec<_>>(), ["a", "news/a", "news/b"]);
        let names = |id: &str| {
            let paths = listing.findings[id].iter();
            paths.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("a"), ["a.findings.ann", "a.findings.toml", "a.txt.findings.xml"]);
        assert_eq!(names("news/a"), ["a.findings.tsv"]);
        let told: Vec<&str> = listing.notes.iter().map(|(_, problem)| problem.value.as_str()).collect();
        assert_eq!(told, ["b.findings.ann", "a.typesystem.xml"]);
        let beside = findings_beside(&folder.path().join("a.txt")).unwrap();
        assert_eq!(beside, listing.findings["a"]);
    }
}
