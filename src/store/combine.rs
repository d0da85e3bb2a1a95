//! From parts to the dataset, without a store: what a build adds to its sources (disagreements, likely copies, links, the
//! run, the gazetteer) is made of the sidecars of parts, sorted on disk; decisions of people are applied, and only the parts
//! that they touch are written anew. Parts that do not belong together are refused by name.
//!
//! ```text
//! combined/sources/wire.nq.gz     the parts that are included: links to them, or what decisions made of them
//! combined/dataset.nq.gz, run.nq.gz, gazetteer.nq.gz, links.nq.gz, disagreements.nq.gz, copies.nq.gz
//! combined/combined.json          the files with their sizes and digests
//! ```
//!
//! Without the restricted parts the result is what [`crate::store::access::DatasetView::public`] shows of a build.

mod compare;
mod decided;
mod files;
mod list;
mod public;

pub use files::{CombinedFile, MANIFEST, Manifest};

use crate::base::files as disk;
use crate::claim::quads::{self, mappings};
use crate::dataset::decisions::{Decisions, DecisionsByFile};
use crate::dataset::gazetteer::GazetteerError;
use crate::dataset::{Dataset, decisions, sssom};
use crate::store::access::AccessError;
use crate::store::convert::{ConvertError, Names};
use crate::store::load::{Event, outcomes, state};
use crate::store::parts::Maker;
use files::Folder;
use list::Part;
use oxigraph::model::{NamedNode, Quad};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// What is combined, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The folder of the parts.
    pub parts: &'a Path,
    /// The folder to write; it is replaced if it holds what an earlier run wrote.
    pub output: &'a Path,
    /// Whether restricted parts are included.
    pub include_restricted: bool,
    /// Number of threads that read sources again.
    pub jobs: usize,
}

/// What was combined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Combined {
    /// Number of parts that are included.
    pub parts: usize,
    /// The restricted parts that are left out, by the ids of their sources, or by their paths.
    pub left_out: Vec<String>,
    /// The ids of sources whose parts were written anew because of decisions.
    pub rewritten: Vec<String>,
    /// Number of quads; a quad that a part has twice counts twice.
    pub quads: usize,
    /// Whether a mistake in the file of links, or in a row of decisions, left something out.
    pub has_mistakes: bool,
}

/// Why parts cannot be combined.
#[derive(Debug, thiserror::Error)]
pub enum CombineError {
    /// Some parts cannot be used, or not together: for each the reason.
    #[error("{}", .0.join("\n"))]
    Refused(Vec<String>),
    /// The gazetteer cannot be used.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// A source cannot be read again with its decisions.
    #[error("{source_id} cannot be read again with the decisions on it")]
    Convert {
        /// The id of the source.
        source_id: String,
        /// The cause.
        source: ConvertError,
    },
    /// What is public cannot be told from what is restricted.
    #[error(transparent)]
    Public(#[from] AccessError),
    /// A file or folder cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the file system.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> CombineError + use<> {
    let path = path.to_owned();
    |source| CombineError::Io { path, source }
}

/// Combines parts.
pub fn combine(
    dataset: &Dataset,
    options: Options<'_>,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<Combined, CombineError> {
    let names = Names::read(dataset)?;
    let maker = Maker::new(dataset, &names.gazetteer, state::READING);
    let list::Parts { mut parts, bare, sources } = list::parts(dataset, options, &maker, notify)?;
    let mut combined = Combined { parts: parts.iter().filter(|part| part.is_included).count(), ..Combined::default() };
    let left_out = parts.iter().filter(|part| !part.is_included).map(|part| part.sidecar.source.clone());
    combined.left_out = left_out.chain(bare).collect();
    let folder = Folder::new(options.output)?;
    let (rows, mistakes) = Decisions::of_dataset(dataset).map_err(at(&dataset.root.join(decisions::FILE)))?;
    mistakes.iter().for_each(|(path, problem)| notify(Event::Problem(path, problem)));
    combined.has_mistakes |= !mistakes.is_empty();
    let ids: BTreeSet<String> = parts.iter().map(|part| part.sidecar.source.clone()).collect();
    let decisions = DecisionsByFile::new(rows, |id| ids.contains(id));
    for part in parts.iter_mut().filter(|part| part.is_included) {
        if decided::apply(part, dataset, &names, &decisions, &sources, options.jobs, &folder, notify)? {
            combined.rewritten.push(part.sidecar.source.clone());
        }
    }
    let files = parts.iter().map(|part| (part.sidecar.source.as_str(), part.sidecar.sha256.as_str()));
    let file = dataset.root.join(decisions::FILE);
    outcomes::on_nothing(&decisions, files).0.iter().for_each(|note| notify(Event::Note(&file, note)));
    let mut links = Vec::new();
    combined.has_mistakes |= !add_links(dataset, &mut links, notify)?;
    let gazetteer: Vec<Quad> = names
        .gazetteer
        .files
        .iter()
        .flat_map(|file| quads::gazetteer(&dataset.minter, &names.gazetteer, file))
        .collect();
    if parts.iter().any(|part| !part.is_included) {
        links = public::restrict(dataset, &mut parts, links, &gazetteer, &folder)?;
    }
    let compared = compare::compare(dataset, &parts, folder.scratch())?;
    let mut folder = folder;
    for part in parts.iter().filter(|part| part.is_included) {
        combined.quads += folder.add_part(part)?;
    }
    let versions: Vec<NamedNode> = versions(dataset, &names, &parts);
    for (name, graph) in [
        ("dataset", quads::dataset(dataset)),
        ("run", quads::run(&dataset.minter, &versions)),
        ("gazetteer", gazetteer),
        ("links", links),
        ("copies", compared.copies),
    ] {
        combined.quads += folder.add_graph(name, &graph)?;
    }
    combined.quads += folder.add_sorted("disagreements", compared.disagreements)?;
    folder.finish(options.output, options.include_restricted)?;
    Ok(combined)
}

/// The graphs that the run used.
fn versions(dataset: &Dataset, names: &Names, parts: &[Part]) -> Vec<NamedNode> {
    let with_rows = names.gazetteer.files.iter().filter(|file| !file.entities.is_empty());
    let sources = parts.iter().filter(|part| part.is_included).map(|part| part.sidecar.version.clone());
    sources
        .map(NamedNode::new_unchecked)
        .chain(with_rows.map(|file| dataset.minter.gazetteer_version(&file.name, &file.sha256)))
        .collect()
}

/// Adds the quads of the file of links; `false` if it has a mistake.
fn add_links(
    dataset: &Dataset,
    links: &mut Vec<Quad>,
    notify: &mut dyn FnMut(Event<'_>),
) -> Result<bool, CombineError> {
    let path = dataset.links();
    let text = match disk::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if disk::is_missing(&path, &error) => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            notify(Event::Unreadable(&path, &error));
            return Ok(false);
        }
        Err(error) => return Err(at(&path)(error)),
    };
    let problems = sssom::validate(&text);
    problems.iter().for_each(|problem| notify(Event::Problem(&path, problem)));
    if !problems.is_empty() {
        return Ok(false);
    }
    sssom::remarks(&text).iter().for_each(|remark| notify(Event::Note(&path, remark)));
    *links = mappings::quads(&dataset.minter, &sssom::read(&text).0);
    Ok(true)
}
