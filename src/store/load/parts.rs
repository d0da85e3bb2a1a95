//! The parts that `convert` wrote, which a build loads in place of reading their sources. A part is used if it is what a build
//! would read now: the same bytes, metadata, gazetteer, configuration and program, no decision of a person on it, and nothing
//! wrong in it, because mistakes are reported in each build. Any other source is read.

use crate::base::files;
use crate::base::text::Problem;
use crate::store::load::Event;
use crate::store::load::state::Loaded;
use crate::store::parts::{ENDINGS, Sidecar, beside};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Maximum number of parts that are reported because they were not used.
const MOST_REPORTED: usize = 20;

/// The parts of a folder that were not used so far, by the ids of their sources.
#[derive(Debug, Default)]
pub(super) struct Parts(BTreeMap<String, (PathBuf, Sidecar)>);

impl Parts {
    /// Lists the parts below a folder; those that cannot be used are reported.
    pub(super) fn list(folder: &Path, notify: &mut dyn FnMut(Event<'_>)) -> io::Result<Self> {
        let mut parts = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            for path in files::entries(&folder)?.ok_or(io::ErrorKind::NotFound)? {
                if path.is_dir() {
                    open.push(path);
                } else if !files::is_hidden(&path) && ENDINGS.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                    match Sidecar::read(&beside(&path, ".json")) {
                        Ok(sidecar) => drop(parts.insert(sidecar.source.clone(), (path, sidecar))),
                        Err(error) => notify(Event::Note(&path, &unused(&error.to_string()))),
                    }
                }
            }
        }
        Ok(Self(parts))
    }

    /// Takes the part that is what would be read of a source.
    pub(super) fn take(&mut self, id: &str, loaded: &Loaded) -> Option<(PathBuf, Sidecar)> {
        let (_, part) = self.0.get(id)?;
        let is_same =
            (&part.version, &part.sha256, &part.context) == (&loaded.version, &loaded.sha256, &loaded.context);
        let is_clean = part.skipped == 0 && part.problems.is_empty();
        if is_same && is_clean { self.0.remove(id) } else { None }
    }

    /// Forgets the part of a source that is in the store already.
    pub(super) fn forget(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// Reports the parts that were not used, of sources that were read.
    pub(super) fn report_unused(&self, notify: &mut dyn FnMut(Event<'_>)) {
        for (path, part) in self.0.values().take(MOST_REPORTED) {
            let why = if part.skipped > 0 || !part.problems.is_empty() {
                "it has mistakes, which each build reports"
            } else {
                "its source is not in sources/, has decisions of people on it, or is read otherwise now"
            };
            notify(Event::Note(path, &unused(why)));
        }
        if let Some(more) = self.0.len().checked_sub(MOST_REPORTED).filter(|more| *more > 0)
            && let Some((path, _)) = self.0.values().next_back()
        {
            notify(Event::Note(path, &unused(&format!("{more} more parts were not used either"))));
        }
    }
}

/// That a part was not used, and why.
pub(super) fn unused(why: &str) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("this part was not used: {why}"),
        rule: "a part is used if it is what a build would read of its source now",
        help: "do nothing: sources without such a part are read; or convert it again".to_owned(),
    }
}
