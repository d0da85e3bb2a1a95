//! The parts of a folder, and whether they belong together.

use super::{CombineError, Options, at};
use crate::base::files;
use crate::base::text::Problem;
use crate::dataset::Dataset;
use crate::read::source::beside::read_metadata;
use crate::read::source::folder::{self, Listing};
use crate::store::load::Event;
use crate::store::parts::{ENDINGS, Maker, Sidecar, beside};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Maximum number of sources without a part that are named.
const MOST_NAMED: usize = 20;

/// A part with its files.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) sidecar: Sidecar,
    /// The file of quads.
    pub(super) quads: PathBuf,
    /// The file of what is compared.
    pub(super) compared: PathBuf,
    /// The path of the quads below the folder of parts.
    pub(super) below: PathBuf,
    pub(super) is_included: bool,
}

/// All parts of a folder.
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    /// Files of quads without a sidecar, by their paths below the folder.
    pub(super) bare: Vec<String>,
    /// The sources of the dataset.
    pub(super) sources: Listing,
}

/// Lists parts, sorted by the ids of their sources, and refuses those that do not belong together.
pub(super) fn parts(
    dataset: &Dataset,
    options: Options<'_>,
    maker: &Maker,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<Parts, CombineError> {
    let mut refused = Vec::new();
    let (mut parts, mut bare) = (Vec::new(), Vec::new());
    for quads in quads_files(options.parts)? {
        let below = quads.strip_prefix(options.parts).unwrap_or(&quads).to_owned();
        let path = beside(&quads, ".json");
        if !files::is_there(&path).map_err(at(&path))? {
            bare.push(below.display().to_string());
            continue;
        }
        match Sidecar::read(&path) {
            Ok(sidecar) => {
                let compared = path.with_file_name(&sidecar.compared.name);
                let is_included = options.include_restricted || !sidecar.restricted;
                parts.push(Part { sidecar, quads, compared, below, is_included });
            }
            Err(error) => refused.push(error.to_string()),
        }
    }
    if options.include_restricted {
        refused.extend(bare.iter().map(|below| format!("{below}: this part has no sidecar; convert its source again")));
    }
    parts.sort_by(|a, b| a.sidecar.source.cmp(&b.sidecar.source));
    for pair in parts.windows(2).filter(|pair| pair[0].sidecar.source == pair[1].sidecar.source) {
        refused.push(format!(
            "{} and {} are parts of one source, {}; remove one of them",
            pair[0].below.display(),
            pair[1].below.display(),
            pair[0].sidecar.source
        ));
    }
    let sources = folder::list(&dataset.sources()).map_err(at(&dataset.sources()))?;
    for stray in &sources.strays {
        // It may say of a source that it must not be passed on.
        refused
            .push(format!("{}: this metadata file belongs to no document; rename or remove it", stray.path.display()));
    }
    for part in &parts {
        refused.extend(part.refusal(maker, &sources).map(|why| format!("{}: {why}", part.below.display())));
    }
    if !refused.is_empty() {
        return Err(CombineError::Refused(refused));
    }
    note_missing(dataset, &parts, &sources, notify);
    Ok(Parts { parts, bare, sources })
}

impl Part {
    /// Why the part cannot be used.
    fn refusal(&self, maker: &Maker, sources: &Listing) -> Option<String> {
        let sidecar = &self.sidecar;
        if let Some(difference) = sidecar.made_by.difference(maker) {
            return Some(format!("this part was made with {difference}; convert its source again"));
        }
        let folder = self.quads.parent().unwrap_or(Path::new("."));
        for file in [&sidecar.quads, &sidecar.compared] {
            match file.is_whole(folder) {
                Ok(true) => {}
                Ok(false) => return Some(format!("{} is cut short or changed; convert its source again", file.name)),
                Err(error) => return Some(format!("{} cannot be read: {error}", file.name)),
            }
        }
        if self.quads.file_name().is_none_or(|name| name.to_string_lossy() != sidecar.quads.name) {
            return Some(format!("its sidecar is that of {}", sidecar.quads.name));
        }
        let Some(path) = sources.file(&sidecar.source) else {
            let hidden = sources.hides(&sidecar.source);
            return hidden.then(|| "the folder of its source cannot be read, so its metadata is not known".to_owned());
        };
        match read_metadata(path) {
            Ok(read) if read.digest == sidecar.metadata => None,
            Ok(_) => Some("the metadata of its source has changed since; convert it again".to_owned()),
            Err(_) => Some("the metadata of its source cannot be read".to_owned()),
        }
    }
}

/// Names the sources of the folder of which there is no part.
fn note_missing(dataset: &Dataset, parts: &[Part], sources: &Listing, notify: &mut dyn FnMut(Event<'_>)) {
    let made: BTreeSet<&str> = parts.iter().map(|part| part.sidecar.source.as_str()).collect();
    let missing: BTreeMap<&String, &PathBuf> =
        sources.documents.iter().filter(|(id, _)| !made.contains(id.as_str())).collect();
    let rule = "each source of the dataset has a part";
    let note = |value: String, what: String, help: &str| Problem { at: None, value, what, rule, help: help.to_owned() };
    for (id, path) in missing.iter().take(MOST_NAMED) {
        let what = "there is no part of this source".to_owned();
        notify(Event::Note(path, &note((*id).clone(), what, "convert it, or remove it from sources/")));
    }
    if let Some(more) = missing.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        let what = format!("there are no parts of {more} more sources");
        notify(Event::Note(&dataset.sources(), &note(String::new(), what, "convert them")));
    }
}

/// The files of quads below a folder, sorted.
fn quads_files(folder: &Path) -> Result<Vec<PathBuf>, CombineError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Some(entries) = files::entries(&folder).map_err(at(&folder))? else {
            return Err(at(&folder)(std::io::ErrorKind::NotFound.into()));
        };
        for path in entries.into_iter().filter(|path| !files::is_hidden(path)) {
            if path.is_dir() {
                open.push(path);
            } else if ENDINGS.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
