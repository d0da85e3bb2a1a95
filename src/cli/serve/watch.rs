//! What was built last, as the server sees it change: the part of it that is for everybody is made before anybody is answered
//! from it, and outside of any time limit of a query; and a site that was published earlier is not served any more if one of the
//! sources that it is made of may not be passed on now.

use chorograph::dataset::Dataset;
use chorograph::publish::site::Marker;
use chorograph::store::access::DatasetView;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

/// A dataset, the folder of its site, and what was found out about them.
pub(super) struct Watch {
    dataset: Dataset,
    site: Option<PathBuf>,
    last: Mutex<Option<(State, bool)>>,
}

/// On what a verdict depends: what was built last, and the site.
type State = (Option<Stamp>, Option<Stamp>);
/// A small file's bytes, its length, when it was written, and which file it is.
type Stamp = (Vec<u8>, u64, Option<SystemTime>, u64);

/// Whether the site may be shown to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// It may, or there is none.
    Open,
    /// It may not; whether that is found out just now.
    Closed { is_new: bool },
}

impl Watch {
    pub(super) fn new(dataset: Dataset, site: Option<PathBuf>) -> Self {
        Self { dataset, site, last: Mutex::const_new(None) }
    }

    /// What is so now. Looks at two small files, unless one of them has changed.
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
        // Without a view nobody knows what is restricted; whoever asks is told why there is none.
        return site.is_none();
    };
    let restricted = view.restricted();
    // A folder that somebody else made says nothing of what is in it.
    restricted.is_empty() || Marker::read(site).is_some_and(|marker| !marker.names_any(restricted))
}

/// What is enough to see that a file is another.
fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    let bytes = if about.len() < 64 { fs::read(path).ok()? } else { Vec::new() };
    Some((bytes, about.len(), about.modified().ok(), about.ino()))
}
