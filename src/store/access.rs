//! Which part of a dataset may be read. Every reader of a built dataset comes through here, and gets the *public part*
//! unless it explicitly asks for the whole: the whole is for the owner alone, the public part for everybody else.
//!
//! The public part is what a build without the restricted sources (`redistribute = false` in their metadata) would
//! give: their graphs are removed, what was computed is computed again from what is left, and nothing refers to what
//! was removed. It is a store of its own, made once for each view and shared by all processes that read the view. If it
//! cannot be made, that is an error; the whole is never used in its place.

mod decided;
mod excerpt;
mod groups;

pub use decided::Shown;

use crate::base::vocab::{access_right, dcterms, prov};
use crate::dataset::Dataset;
use crate::store::load::state::State;
use crate::store::{FactError, StoreError, View};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

/// The folder of the public part within a view. Its number changes when what is left out changes.
const PUBLIC: &str = "public-2";
/// The beginning of the name of a folder that is derived from the whole.
const WHOLE: &str = "whole";

/// Why a dataset cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no view, or it cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading the store fails while restricted sources are looked for.
    #[error("the store cannot be read")]
    Read(#[from] StorageError),
    /// The store was built with another base IRI: this one.
    #[error("the dataset was built with another base IRI than {0}")]
    OtherBase(String),
    /// The public part cannot be made, for example because the disk is full.
    #[error("the public part of the dataset cannot be made")]
    Excerpt(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The claims that the reader asks for cannot be taken apart from the others.
    #[error("the claims that are asked for cannot be taken from the dataset")]
    Shown(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The latest view of a dataset: its public part, or the whole.
pub struct DatasetView {
    view: View,
    restricted: Vec<String>,
    is_whole: bool,
}

impl DatasetView {
    /// Opens the public part, which may be passed on. It is made first if this is the first reader of the view.
    pub fn public(dataset: &Dataset) -> Result<Self, AccessError> {
        Self::showing(dataset, false, Shown::Standing)
    }

    /// Opens the whole, for the owner of the dataset: it includes what restricted sources say.
    pub fn whole(dataset: &Dataset) -> Result<Self, AccessError> {
        Self::showing(dataset, true, Shown::Standing)
    }

    /// Opens the whole if `include_restricted`, else the public part.
    pub fn of(dataset: &Dataset, include_restricted: bool) -> Result<Self, AccessError> {
        Self::showing(dataset, include_restricted, Shown::Standing)
    }

    /// Opens the whole if `include_restricted`, else the public part, with the claims that the reader asks for.
    pub fn showing(dataset: &Dataset, include_restricted: bool, shown: Shown) -> Result<Self, AccessError> {
        let view = View::open(&dataset.work())?;
        let restricted = Restricted::of(view.store())?;
        let names = restricted.names(dataset);
        let is_cut = !include_restricted && !restricted.is_empty();
        // Graphs and nodes are distinguished by names below the base IRI.
        if is_cut && !view.store().contains_named_graph(&dataset.minter.graph("dataset"))? {
            return Err(AccessError::OtherBase(dataset.minter.base().to_owned()));
        }
        if !is_cut && shown == Shown::Standing {
            return Ok(Self { view, restricted: names, is_whole: include_restricted });
        }
        let state = State::of_view(&view);
        let name = format!("{}{}", if is_cut { PUBLIC } else { WHOLE }, shown.name());
        let made = view.derived(&name, |copy| {
            if is_cut {
                excerpt::restrict(copy, &restricted, dataset).map_err(ExcerptError::Read)?;
            }
            let hidden = if is_cut { restricted.graphs.clone() } else { BTreeSet::new() };
            match shown {
                Shown::Standing => Ok(()),
                Shown::Reviewed => decided::only_reviewed(copy, dataset).map_err(ExcerptError::Read),
                Shown::WithRejected => {
                    decided::with_rejected(copy, dataset, &state, &hidden).map_err(ExcerptError::LeftOut)
                }
            }
        });
        let view = made.map_err(|unmade| match is_cut {
            true => AccessError::Excerpt(unmade.into()),
            false => AccessError::Shown(unmade.into()),
        })?;
        Ok(Self { view, restricted: names, is_whole: include_restricted })
    }

    /// The restricted sources, in order, by the key that follows `source/` in their IRI. They are listed whether or not
    /// this view holds them.
    pub fn restricted(&self) -> &[String] {
        &self.restricted
    }

    /// Whether this view holds anything restricted.
    pub fn holds_restricted(&self) -> bool {
        self.is_whole && !self.restricted.is_empty()
    }

    /// Whether a source is restricted, by itself or as part of a restricted file of articles.
    pub fn is_restricted(&self, source: &NamedNode) -> Result<bool, FactError> {
        let statements = self.statements();
        let mark = TermRef::from(access_right::RESTRICTED);
        let is_marked =
            |source: &NamedNode| statements.any(Some(source.into()), Some(dcterms::ACCESS_RIGHTS), Some(mark));
        if is_marked(source)? {
            return Ok(true);
        }
        for file in statements.values(source, dcterms::IS_PART_OF)? {
            if let Term::NamedNode(file) = file
                && is_marked(&file)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A `DatasetView` can do what a view can.
impl Deref for DatasetView {
    type Target = View;

    fn deref(&self) -> &View {
        &self.view
    }
}

/// Why the public part cannot be made, with the cause.
#[derive(Debug, thiserror::Error)]
enum ExcerptError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the store cannot be read or written")]
    Read(#[source] StorageError),
    #[error("the claims that are left out cannot be read; they may belong to a newer build")]
    LeftOut(#[source] std::io::Error),
}

/// The restricted sources, and the graphs of their versions.
#[derive(Debug, Default)]
struct Restricted {
    sources: BTreeSet<NamedNode>,
    graphs: BTreeSet<NamedNode>,
    /// The sources as a person knows them: an article in a file of articles is named by its file.
    named: BTreeSet<NamedNode>,
}

impl Restricted {
    /// Reads the restricted sources from a whole store. A source is restricted with all its versions, and a file of
    /// articles with all its articles, in whichever graph that is stated.
    fn of(store: &Store) -> Result<Self, StorageError> {
        let mut restricted = Self::default();
        let mut said_in: BTreeMap<NamedNode, Vec<NamedNode>> = BTreeMap::new();
        let mark = TermRef::from(access_right::RESTRICTED);
        for quad in store.quads_for_pattern(None, Some(dcterms::ACCESS_RIGHTS), Some(mark), None) {
            let quad = quad?;
            let NamedOrBlankNode::NamedNode(source) = quad.subject else { continue };
            restricted.sources.insert(source.clone());
            match quad.graph_name {
                GraphName::NamedNode(graph) => said_in.entry(graph).or_default().push(source),
                _ => drop(restricted.named.insert(source)),
            }
        }
        if restricted.sources.is_empty() {
            return Ok(restricted);
        }
        let mut versions: BTreeMap<NamedNode, Vec<NamedNode>> = BTreeMap::new();
        for quad in store.quads_for_pattern(None, Some(prov::SPECIALIZATION_OF), None, None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(version), Term::NamedNode(source)) = (quad.subject, quad.object) {
                // The graph of a version states that the version itself, or an article in it, is restricted.
                if said_in.remove(&version).is_some() {
                    restricted.sources.insert(source.clone());
                }
                versions.entry(source).or_default().push(version);
            }
        }
        // Graphs other than the source's own that state it.
        restricted.named.extend(said_in.into_values().flatten());
        for source in &restricted.sources {
            if let Some(versions) = versions.remove(source) {
                restricted.graphs.extend(versions);
                restricted.named.insert(source.clone());
            }
        }
        Ok(restricted)
    }

    fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The keys of the sources, in order.
    fn names(&self, dataset: &Dataset) -> Vec<String> {
        let key =
            |source: &NamedNode| dataset.minter.key("source", source.as_str()).unwrap_or(source.as_str()).to_owned();
        let mut names: Vec<String> = self.named.iter().map(key).collect();
        names.sort();
        names
    }
}

/// The public part of some quads, as [`DatasetView::public`] makes it of a store.
pub(super) fn public_part(quads: Vec<Quad>, dataset: &Dataset) -> Result<Vec<Quad>, AccessError> {
    let restrict = || {
        let store = Store::new()?;
        store.extend(quads)?;
        excerpt::restrict(&store, &Restricted::of(&store)?, dataset)?;
        store.iter().collect::<Result<_, _>>()
    };
    restrict().map_err(|error: StorageError| AccessError::Excerpt(error.into()))
}

/// Whether a whole store holds a restricted source.
pub fn holds_restricted(store: &Store) -> Result<bool, StorageError> {
    Ok(!Restricted::of(store)?.is_empty())
}

/// Whether a graph states that it is itself the version of a source.
fn is_version(store: &Store, graph: &NamedNode) -> Result<bool, StorageError> {
    let subject = Some(NamedOrBlankNodeRef::from(graph));
    let said = store.quads_for_pattern(subject, Some(prov::SPECIALIZATION_OF), None, Some(graph.into())).next();
    Ok(said.transpose()?.is_some())
}
