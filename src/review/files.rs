//! The files of decisions on disk. A change is made under a lock, on what the files say at that moment, and replaces a file in
//! one step: a reader or a killed program sees the old file or the new one, never a part.

use super::error::{ReviewError, at};
use crate::base::files;
use crate::base::text::Problem;
use crate::dataset::Dataset;
use crate::dataset::decisions::{ClaimDecision, DecisionFile, Decisions, FILE, RESTRICTED_FILE};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The lock file below `.chorograph/`.
const LOCK: &str = "review.lock";
/// How long to wait for another program that writes decisions. A change takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The files of decisions of a dataset.
#[derive(Debug, Clone)]
pub(super) struct DecisionFiles {
    public: PathBuf,
    restricted: PathBuf,
    work: PathBuf,
}

/// A change of the files.
#[derive(Debug)]
pub(super) struct Change<'f> {
    files: &'f DecisionFiles,
    public: DecisionFile,
    restricted: DecisionFile,
    /// The texts as they were read.
    before: [String; 2],
    /// Released when it is dropped.
    _lock: File,
}

impl DecisionFiles {
    pub(super) fn new(dataset: &Dataset) -> Self {
        let at = |name| dataset.root.join(name);
        Self { public: at(FILE), restricted: at(RESTRICTED_FILE), work: dataset.work() }
    }

    /// All decisions, and what is wrong with the files.
    pub(super) fn read(&self) -> Result<(Decisions, Vec<(PathBuf, Problem)>), ReviewError> {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        // In the order in which rows move between them, so that none is missed.
        for path in [&self.public, &self.restricted] {
            match DecisionFile::read(&text(path)?) {
                Ok(file) => {
                    rows.extend(file.rows().cloned());
                    problems.extend(file.problems().iter().map(|problem| (path.clone(), problem.clone())));
                }
                Err(problem) => problems.push((path.clone(), problem)),
            }
        }
        problems.extend(self.not_ignored()?);
        Ok((Decisions::new(rows), problems))
    }

    /// A problem if the file that everybody may see has decisions on restricted sources.
    pub(super) fn misplaced(
        &self,
        is_restricted: impl Fn(&str, &str) -> bool,
    ) -> Result<Option<(PathBuf, Problem)>, ReviewError> {
        let Ok(file) = DecisionFile::read(&text(&self.public)?) else { return Ok(None) };
        let found = file.rows().find(|row| is_restricted(&row.source, &row.digest));
        let problem = |row: &ClaimDecision| Problem {
            at: None,
            value: row.source.clone(),
            what: "this source is restricted, and decisions on it stand in a file that everybody may see".to_owned(),
            rule: "decisions on restricted sources are kept out of version control",
            help: format!("move its rows to {RESTRICTED_FILE}"),
        };
        Ok(found.map(|row| (self.public.clone(), problem(row))))
    }

    /// A problem if version control may take in the file for restricted sources.
    fn not_ignored(&self) -> Result<Option<(PathBuf, Problem)>, ReviewError> {
        let ignored = self.restricted.with_file_name(".gitignore");
        let is_used = files::is_there(&self.restricted).map_err(at(&self.restricted))?;
        if !is_used || text(&ignored)?.contains("restricted") {
            return Ok(None);
        }
        let problem = Problem {
            at: None,
            value: RESTRICTED_FILE.to_owned(),
            what: ".gitignore does not name this file, which has words of restricted sources".to_owned(),
            rule: "decisions on restricted sources are kept out of version control",
            help: format!("add a line with {RESTRICTED_FILE} to {}", ignored.display()),
        };
        Ok(Some((self.restricted.clone(), problem)))
    }

    /// Begins a change; nobody else changes the files until it is dropped.
    pub(super) fn change(&self) -> Result<Change<'_>, ReviewError> {
        let lock = self.lock()?;
        let before = [text(&self.public)?, text(&self.restricted)?];
        let read = |text: &str, path: &Path| {
            DecisionFile::read(text).map_err(|problem| ReviewError::Unreadable {
                path: path.to_owned(),
                why: format!("{}; {}", problem.what, problem.help),
            })
        };
        let public = read(&before[0], &self.public)?;
        let restricted = read(&before[1], &self.restricted)?;
        Ok(Change { files: self, public, restricted, before, _lock: lock })
    }

    fn lock(&self) -> Result<File, ReviewError> {
        let path = self.work.join(LOCK);
        fs::create_dir_all(&self.work).map_err(at(&self.work))?;
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(TryLockError::WouldBlock) => {
                    let busy = io::Error::new(io::ErrorKind::WouldBlock, "another program is writing decisions");
                    return Err(at(&path)(busy));
                }
                Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
            }
        }
    }
}

impl Change<'_> {
    /// All decisions.
    pub(super) fn decisions(&self) -> Decisions {
        Decisions::new(self.public.rows().chain(self.restricted.rows()).cloned().collect())
    }

    /// Writes the files with the decisions on a source under its new name; returns their number.
    pub(super) fn move_source(
        mut self,
        old: &str,
        new: &str,
        is_there: impl Fn(&str) -> bool,
        is_restricted: impl Fn(&str, &str) -> bool,
    ) -> Result<usize, ReviewError> {
        let mut moved = self.public.rename(old, new, &is_there);
        moved.append(&mut self.restricted.rename(old, new, &is_there));
        self.write(|_| false, Vec::new(), is_restricted)?;
        Ok(moved.len())
    }

    /// Writes the files without the decisions for which `is_removed` is true, and with new ones. Decisions on sources that are
    /// restricted (by their id, or the digest of their file) go to the file for these, wherever they stood.
    pub(super) fn write(
        mut self,
        is_removed: impl Fn(&ClaimDecision) -> bool,
        added: Vec<ClaimDecision>,
        is_restricted: impl Fn(&str, &str) -> bool,
    ) -> Result<(), ReviewError> {
        if let Some(source) = self.public.sources_of_mistakes().find(|source| is_restricted(source, "")) {
            return Err(ReviewError::Unreadable {
                path: self.files.public.clone(),
                why: format!(
                    "a row with a mistake is about {source:?}, which is restricted: correct it, or move it to {RESTRICTED_FILE}"
                ),
            });
        }
        self.public.retain(|row| !is_removed(row));
        self.restricted.retain(|row| !is_removed(row));
        for row in added {
            let file = if is_restricted(&row.source, &row.digest) { &mut self.restricted } else { &mut self.public };
            file.insert(row);
        }
        self.public.move_to(&mut self.restricted, |row| is_restricted(&row.source, &row.digest));
        let restricted = Text::new(&self.files.restricted, &self.restricted, &self.before[1])?;
        let public = Text::new(&self.files.public, &self.public, &self.before[0])?;
        // The new place first: a row that moves is never in neither file.
        restricted.put()?;
        public.put()
    }
}

/// A file as it is to be written.
struct Text<'t> {
    path: &'t Path,
    /// `None` if it stays as it is.
    text: Option<String>,
}

impl<'t> Text<'t> {
    fn new(path: &'t Path, file: &DecisionFile, before: &str) -> Result<Self, ReviewError> {
        let text = file.write();
        if text == before || (before.is_empty() && file.rows().next().is_none()) {
            return Ok(Self { path, text: None });
        }
        if !file.is_read_back(&text) {
            let why = "its quotation marks would be read as those of a spreadsheet".to_owned();
            return Err(ReviewError::Unreadable { path: path.to_owned(), why });
        }
        Ok(Self { path, text: Some(text) })
    }

    /// Replaces the file, if it changes.
    fn put(&self) -> Result<(), ReviewError> {
        self.text.as_ref().map_or(Ok(()), |text| replace(self.path, text).map_err(at(self.path)))
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link to a file stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chorograph-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let new = || fs::Permissions::from_mode(0o666);
        builder.permissions(fs::metadata(&target).map_or_else(|_| new(), |m| m.permissions()));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    // The new name, too, outlasts a power cut.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// The text of a file; empty if there is none.
fn text(path: &Path) -> Result<String, ReviewError> {
    match files::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(e) if files::is_missing(path, &e) => Ok(String::new()),
        Err(e) => Err(at(path)(e)),
    }
}
