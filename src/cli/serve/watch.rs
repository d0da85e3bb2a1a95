//! Watches for new builds. After a build, the public view is created before the next request is answered, outside the time limit
//! of queries. A site that was published earlier is no longer served if it contains a source that is restricted now.

use chorograph::dataset::Dataset;
use chorograph::publish::site::Marker;
use chorograph::store::access::DatasetView;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// A dataset, the folder of its site, and the last verdict on them.
pub(super) struct Watch {
    dataset: Dataset,
    site: Option<PathBuf>,
    last: Mutex<Option<(State, bool)>>,
}

/// The inputs of a verdict: the current build and the marker file of the site.
type State = (Option<Stamp>, Option<Stamp>);
/// The bytes of a small file, its length, its modification time and its inode.
type Stamp = (Vec<u8>, u64, Option<SystemTime>, u64);

/// Whether the site may be served to everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// It may, or there is no site.
    Open,
    /// It may not. `is_new` is set on the first call that finds this.
    Closed { is_new: bool },
}

impl Watch {
    pub(super) fn new(dataset: Dataset, site: Option<PathBuf>) -> Self {
        Self { dataset, site, last: Mutex::const_new(None) }
    }

    /// The current verdict. Reads two small files; creates the public view again only if one of them has changed.
    pub(super) async fn look(&self) -> Site {
        let marker = self.site.as_ref().and_then(|site| stamp(&site.join(Marker::FILE)));
        let state = (stamp(&self.dataset.work().join("current")), marker);
        let mut last = self.last.lock().await;
        if let Some((_, is_open)) = last.as_ref().filter(|(known, _)| *known == state) {
            return if *is_open { Site::Open } else { Site::Closed { is_new: false } };
        }
        let (dataset, site) = (self.dataset.clone(), self.site.clone());
        let is_open = spawn_blocking(move || is_open(&dataset, site.as_deref())).await.unwrap_or(false);
        *last = Some((state, is_open));
        if is_open { Site::Open } else { Site::Closed { is_new: true } }
    }
}

fn is_open(dataset: &Dataset, site: Option<&Path>) -> bool {
    let view = DatasetView::public(dataset);
    let (Some(site), Ok(view)) = (site, &view) else {
        // Without a view, the restricted sources are unknown; requests get the error of the view.
        return site.is_none();
    };
    let restricted = view.restricted();
    // A folder made by another program has no marker, so its sources are unknown.
    restricted.is_empty() || Marker::read(site).is_some_and(|marker| !marker.names_any(restricted))
}

/// Reads what identifies a version of a file; `None` if it does not exist.
fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    let bytes = if about.len() < 64 { fs::read(path).ok()? } else { Vec::new() };
    Some((bytes, about.len(), about.modified().ok(), about.ino()))
}
