//! Whether a site that was published earlier may still be served: not if one of the sources that it is made of may not be
//! passed on any more.

use chorograph::access::DatasetView;
use chorograph::dataset::Dataset;
use chorograph::site::Marker;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// A site, and what was found out about it.
pub(super) struct Guarded {
    dataset: Dataset,
    folder: PathBuf,
    last: Mutex<Option<(State, Verdict)>>,
}

/// On what a verdict depends: what was built last, and the site.
type State = (Option<Stamp>, Option<Stamp>);
/// The beginning of a small file, and when it was written.
type Stamp = (Vec<u8>, Option<SystemTime>, u64);

/// Whether the site may be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// To anybody.
    Open,
    /// To nobody who may not read all; whether that is found out just now.
    Closed { is_new: bool },
}

impl Guarded {
    pub(super) fn new(dataset: Dataset, folder: PathBuf) -> Self {
        Self { dataset, folder, last: Mutex::default() }
    }

    /// What is so now. Looks at two small files, unless one of them has changed.
    pub(super) fn verdict(&self) -> Verdict {
        let state = (stamp(&self.dataset.work().join("current")), stamp(&self.folder.join(Marker::FILE)));
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, verdict)) = &*last
            && *known == state
        {
            return match verdict {
                Verdict::Closed { .. } => Verdict::Closed { is_new: false },
                open => *open,
            };
        }
        let verdict = if self.is_open() { Verdict::Open } else { Verdict::Closed { is_new: true } };
        *last = Some((state, verdict));
        verdict
    }

    /// Without a view nobody knows what is restricted.
    fn is_open(&self) -> bool {
        let Ok(view) = DatasetView::public(&self.dataset) else { return false };
        let restricted = view.restricted();
        // A folder that somebody else made says nothing of what is in it.
        restricted.is_empty() || Marker::read(&self.folder).is_some_and(|marker| !marker.names_any(restricted))
    }
}

/// What is enough to see that a file is another.
fn stamp(path: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    let about = fs::metadata(path).ok()?;
    let mut bytes = if about.len() < 64 { fs::read(path).ok()? } else { Vec::new() };
    bytes.extend_from_slice(&about.len().to_le_bytes());
    Some((bytes, about.modified().ok(), about.ino()))
}
