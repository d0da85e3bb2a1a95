//! All files of findings beside a source: read, verified, and given to the reading of its article.

use super::Read;
use super::give::{self, Group};
use super::mapping::Mapping;
use super::model::Agent;
use super::note::Note;
use super::select::{About, verify};
use super::verify::{Placed, Verified};
use crate::base::capture::{CaptureError, capture};
use crate::base::iri::digest;
use crate::base::text::{Problem, encoding};
use crate::extract::given::{Given, Left};
use crate::read::source::{SourceDocument, folder, format};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The end of the name of what a person says of the files of findings of a source.
const MAPPING: &str = ".findings.toml";
/// Maximum number of notes, and of errors, of a file that are reported.
const MOST: usize = 100;

/// The files of findings of a source, with their bytes.
#[derive(Debug, Default)]
pub struct Captured {
    files: Vec<FindingsBytes>,
    mapping: Option<(PathBuf, Vec<u8>)>,
    /// The digest of all of them; empty if there are none.
    digest: String,
}

/// A file of findings, with the type system beside it if it is a CAS as XMI.
#[derive(Debug)]
struct FindingsBytes {
    path: PathBuf,
    bytes: Vec<u8>,
    types: Option<(PathBuf, Vec<u8>)>,
}

/// What files of findings give to the reading of an article.
#[derive(Debug, Default)]
pub struct GivenFindings {
    /// What takes the place of findings of the program.
    pub given: Given,
    /// Who read each finding, by its number, and how it was placed.
    pub origins: Vec<Origin>,
    /// What the user should know.
    pub notes: Vec<(PathBuf, Problem)>,
    /// What is wrong; the rest is read.
    pub problems: Vec<(PathBuf, Problem)>,
    /// The number of findings that could not be read or verified.
    pub unverified: usize,
    placed: Vec<Placed>,
    texts: Vec<(PathBuf, String, usize)>,
}

/// Where a finding is from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Who or what made it.
    pub by: Agent,
    /// The name of its file.
    pub file: String,
    /// Why it stands where it does, if not because the offsets of the file say so.
    pub realigned: Option<String>,
    /// How sure the tool is, in its own measure.
    pub score: Option<f64>,
}

impl Captured {
    /// Reads the bytes of files.
    pub fn read(paths: &[PathBuf]) -> Result<Self, CaptureError> {
        let mut captured = Self::default();
        let mut parts = Vec::new();
        for path in paths {
            let read = capture(path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if format::is_type_system(&name) {
                continue;
            }
            parts.extend([name.clone(), read.sha256]);
            if name.to_ascii_lowercase().ends_with(MAPPING) {
                captured.mapping = Some((path.clone(), read.bytes));
                continue;
            }
            let mut types = None;
            if let Some(of) = type_system(path) {
                let read = capture(&of)?;
                parts.push(read.sha256);
                types = Some((of, read.bytes));
            }
            captured.files.push(FindingsBytes { path: path.clone(), bytes: read.bytes, types });
        }
        if !parts.is_empty() {
            captured.digest = digest(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Ok(captured)
    }

    /// The digest of all that a reading depends on, with the findings.
    pub fn context(&self, context: String) -> String {
        if self.digest.is_empty() { context } else { digest(&[&context, &self.digest]) }
    }

    /// Whether there is no file of findings.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Verifies the findings against a source. The mark-up of a source in TEI is findings of it too. An error means that a
    /// file cannot be used at all: then its source is not read, because it is not known what takes the place of the program's
    /// reading.
    pub fn verified(self, document: &SourceDocument) -> Result<GivenFindings, Vec<CaptureError>> {
        let own = document.tei().map(|text| (document.path.as_path(), text));
        self.verified_about(&About::of(document), own)
    }

    /// The same for a text; `own` is the file of the source, if it is TEI.
    pub(super) fn verified_about(
        self,
        about: &About<'_>,
        own: Option<(&Path, &str)>,
    ) -> Result<GivenFindings, Vec<CaptureError>> {
        let unreadable = |path: &Path, problems| vec![CaptureError::Unreadable { path: path.to_owned(), problems }];
        let mapping = match self.mapping {
            Some((path, bytes)) => encoding::utf8(bytes)
                .and_then(|text| Mapping::parse(&text))
                .map_err(|problems| unreadable(&path, problems))?,
            None => Mapping::default(),
        };
        let mut errors = Vec::new();
        let mut given = GivenFindings::default();
        let mut by_group: BTreeMap<Group, PathBuf> = BTreeMap::new();
        for FindingsBytes { path, bytes, types } in self.files {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let types =
                match types.map(|(path, bytes)| encoding::utf8(bytes).map_err(|wrong| (path, wrong))).transpose() {
                    Ok(types) => types,
                    Err((path, problems)) => {
                        errors.extend(unreadable(&path, problems));
                        continue;
                    }
                };
            let read = match super::read_typed(&name, bytes, types.as_deref(), &mapping) {
                Ok(read) => read,
                Err(problems) => {
                    errors.extend(unreadable(&path, problems));
                    continue;
                }
            };
            let groups = Group::of_file(&read.file);
            let taken: Vec<Problem> = groups
                .iter()
                .filter_map(|group| by_group.get(group).map(|first| (group, first)))
                .map(|(group, first)| twice(*group, first))
                .collect();
            by_group.extend(groups.iter().map(|group| (*group, path.clone())));
            if !taken.is_empty() {
                errors.extend(unreadable(&path, taken));
                continue;
            }
            let verified = verify(about, &read.file);
            if verified.findings.is_empty() {
                let wrong: Vec<Note> = read.file.problems.iter().chain(&verified.problems).cloned().collect();
                if !wrong.is_empty() {
                    errors.extend(unreadable(&path, read.problems(&wrong, MOST)));
                    continue;
                }
            }
            given.add(path, &name, read, verified, &groups);
        }
        if let Some((path, text)) = own {
            match super::read_own(text, &mapping) {
                Ok(read) => given.add_own(path, about, read, &by_group),
                Err(problems) => errors.extend(unreadable(path, problems)),
            }
        }
        if errors.is_empty() { Ok(given) } else { Err(errors) }
    }
}

/// Files of findings of a document that stand elsewhere, with what the file beside the document says of its findings.
pub fn with_mapping(findings: Vec<PathBuf>, document: &Path) -> Vec<PathBuf> {
    let is_mapping = |path: &PathBuf| path.to_string_lossy().to_ascii_lowercase().ends_with(MAPPING);
    let beside = folder::findings_beside(document).unwrap_or_default().into_iter().filter(is_mapping);
    findings.into_iter().chain(beside).collect()
}

/// The type system beside a CAS as XMI, if there is one: of this file by its name, else of all in the folder.
pub fn type_system(findings: &Path) -> Option<PathBuf> {
    let name = findings.file_name()?.to_str()?;
    let stem = name.get(..name.len().checked_sub(4)?).filter(|_| name.to_ascii_lowercase().ends_with(".xmi"))?;
    let stems = [Some(stem), format::findings_of(name)];
    let own = stems.into_iter().flatten().map(|stem| format!("{stem}.typesystem.xml"));
    let mut paths = own.chain(["TypeSystem.xml".to_owned()]).map(|name| findings.with_file_name(name));
    paths.find(|path| path.is_file())
}

impl GivenFindings {
    /// Adds the mark-up of a source, but for the groups that files beside it give.
    fn add_own(&mut self, path: &Path, about: &About<'_>, mut read: Read, beside: &BTreeMap<Group, PathBuf>) {
        let groups = Group::of_file(&read.file);
        for (group, file) in beside.iter().filter(|(group, _)| groups.contains(group)) {
            let note = Note::new(
                &super::note::FilePlace::default(),
                group.to_string(),
                format!("the mark-up of these is not used: {} gives them", file.display()),
                "what stands in a file beside a source in TEI takes the place of its mark-up",
                "do nothing, or remove the file of findings",
            );
            self.notes.push((path.to_owned(), note.problem(&read.text)));
        }
        for finding in read.file.documents.iter_mut().flat_map(|document| &mut document.findings) {
            finding.kind = finding.kind.filter(|kind| !beside.contains_key(&Group::of(*kind)));
        }
        let groups = Group::of_file(&read.file);
        if groups.is_empty() {
            read.file.documents.clear();
        }
        let verified = verify(about, &read.file);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.add(path.to_owned(), &name, read, verified, &groups);
    }

    fn add(&mut self, path: PathBuf, name: &str, read: Read, mut verified: Verified, groups: &BTreeSet<Group>) {
        let mut notes = read.file.notes.clone();
        notes.append(&mut verified.notes);
        notes.extend(give::give(&verified.findings, groups, self.placed.len(), &mut self.given));
        let mut problems = read.file.problems.clone();
        problems.append(&mut verified.problems);
        add_problems(&path, &read.text, &notes, &mut self.notes);
        self.unverified += problems.len();
        add_problems(&path, &read.text, &problems, &mut self.problems);
        self.origins.extend(verified.findings.iter().map(|placed| {
            let how = &placed.verification;
            Origin {
                by: placed.finding.by.clone().unwrap_or_default(),
                file: name.to_owned(),
                realigned: (how.is_realigned() || how.is_place_unverified).then(|| how.reason()),
                score: placed.finding.score.filter(|score| score.is_finite()),
            }
        }));
        self.placed.append(&mut verified.findings);
        self.texts.push((path, read.text, self.placed.len()));
    }

    /// The scores of the findings, by their numbers.
    pub fn scores(&self) -> Vec<Option<f64>> {
        self.origins.iter().map(|origin| origin.score).collect()
    }

    /// What the reading of the article left out, as problems of the files.
    pub fn left_out(&self, left: &[Left]) -> Vec<(PathBuf, Problem)> {
        let mut out = Vec::new();
        let mut first = 0;
        for (path, text, end) in &self.texts {
            let of_file = left.iter().filter(|left| (first..*end).contains(&left.number));
            let note = |left: &Left| Some(give::left_out(self.placed.get(left.number)?, &*left.what));
            let notes: Vec<Note> = of_file.filter_map(note).collect();
            add_problems(path, text, &notes, &mut out);
            first = *end;
        }
        out
    }
}

/// Adds what is said of a file, up to a maximum, and the number of the rest.
fn add_problems(path: &Path, text: &str, notes: &[Note], to: &mut Vec<(PathBuf, Problem)>) {
    to.extend(notes.iter().take(MOST).map(|note| (path.to_owned(), note.problem(text))));
    if let Some(more) = notes.len().checked_sub(MOST).filter(|more| *more > 0) {
        let what = format!("{more} more are not shown");
        let note = Note::new(&super::note::FilePlace::default(), "", what, "at most 100 are shown", "correct these");
        to.push((path.to_owned(), note.problem(text)));
    }
}

fn twice(group: Group, first: &Path) -> Problem {
    Problem {
        at: None,
        value: group.to_string(),
        what: format!("{} gives {group} too", first.display()),
        rule: "of the files of findings of a source, one alone gives names, times, roles, quotations or events",
        help: "remove one of the files, or map its labels to none in a .findings.toml".to_owned(),
    }
}
