//! Readers that ask for less or more than what people left standing: only the claims that they reviewed, or those that
//! they rejected as well.

use crate::base::vocab::{choro, rdf, term};
use crate::dataset::Dataset;
use crate::store::load::state::{self, State};
use crate::store::{Statements, disagree};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, BufReader};

/// Which claims a reader sees, by what people decided about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Shown {
    /// All but those that are left out: rejected, or replaced by others.
    #[default]
    Standing,
    /// Only those that a person accepted, replaced or added, and the statements in which these were said.
    Reviewed,
    /// Those that are left out as well. They are in no disagreement.
    WithRejected,
}

impl Shown {
    /// The end of the name of the derived store.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standing => "",
            Self::Reviewed => "-reviewed-1",
            Self::WithRejected => "-with-rejected-1",
        }
    }
}

/// What stays though removed claims lead to it: reviewed claims, the structure of a source, and what is described for its
/// own sake.
const KEPT: [&str; 10] =
    ["Claim", "Source", "Article", "FactBox", "Table", "Record", "Paragraph", "Mention", "TimeMention", "TextSpan"];

/// Number of changes that are written together.
const BATCH: usize = 100_000;

/// Removes the claims that nobody reviewed, what only they lead to, and the disagreements that rest on them.
pub(super) fn only_reviewed(store: &Store, dataset: &Dataset) -> Result<(), StorageError> {
    let mut graphs: Vec<NamedNode> = Vec::new();
    for graph in store.named_graphs() {
        if let NamedOrBlankNode::NamedNode(graph) = graph? {
            graphs.push(graph);
        }
    }
    for graph in &graphs {
        Unreviewed::of(store, graph)?.remove()?;
    }
    let disagreements = dataset.minter.graph("disagreements");
    let mut about = BTreeSet::new();
    for quad in store.quads_for_pattern(None, None, None, Some(disagreements.as_ref().into())) {
        let quad = quad?;
        if (quad.predicate == choro::ABOUT_PLACE || quad.predicate == choro::ABOUT_PERSON)
            && let Term::NamedNode(subject) = quad.object
        {
            about.insert(subject.into_string());
        }
    }
    store.remove_named_graph(&disagreements)?;
    let statements = Statements::from(store.clone());
    for subject in about {
        for quad in disagree::of_subject(&statements, dataset, &subject)? {
            store.insert(&quad)?;
        }
    }
    Ok(())
}

/// The claims of a graph that nobody reviewed.
struct Unreviewed<'s> {
    store: &'s Store,
    graph: GraphName,
    claims: HashSet<NamedNode>,
}

impl<'s> Unreviewed<'s> {
    fn of(store: &'s Store, graph: &NamedNode) -> Result<Self, StorageError> {
        let graph = GraphName::from(graph.clone());
        let (mut claims, mut kept) = (HashSet::new(), Vec::new());
        for quad in store.quads_for_pattern(None, Some(rdf::TYPE), Some(choro::CLAIM.into()), Some(graph.as_ref())) {
            let NamedOrBlankNode::NamedNode(claim) = quad?.subject else { continue };
            let mut decisions =
                store.quads_for_pattern(Some(claim.as_ref().into()), Some(choro::DECISION), None, Some(graph.as_ref()));
            match decisions.next().transpose()? {
                Some(decision) if decision.object != Term::from(term::REJECTED) => kept.push(claim),
                _ => drop(claims.insert(claim)),
            }
        }
        // Whoever is said to have said a reviewed claim must not be lost with the statement.
        while let Some(claim) = kept.pop() {
            for quad in store.quads_for_pattern(Some(claim.as_ref().into()), None, None, Some(graph.as_ref())) {
                if let Term::NamedNode(other) = quad?.object
                    && claims.remove(&other)
                {
                    kept.push(other);
                }
            }
        }
        Ok(Self { store, graph, claims })
    }

    /// Removes the claims, and the nodes to which nothing else in the graph leads.
    fn remove(self) -> Result<(), StorageError> {
        let mut gone = Vec::new();
        let mut open: Vec<NamedNode> = self.claims.iter().cloned().collect();
        let mut removed = self.claims.clone();
        while let Some(node) = open.pop() {
            for quad in self.quads(Some(&node), None) {
                let quad = quad?;
                if let Term::NamedNode(object) = &quad.object
                    && !removed.contains(object)
                    && self.is_left_alone(object, &removed)?
                {
                    removed.insert(object.clone());
                    open.push(object.clone());
                }
                gone.push(quad);
            }
            for quad in self.quads(None, Some(&node)) {
                gone.push(quad?);
            }
            if gone.len() >= BATCH {
                self.write(&mut gone)?;
            }
        }
        self.write(&mut gone)
    }

    fn quads(
        &self,
        subject: Option<&NamedNode>,
        object: Option<&NamedNode>,
    ) -> impl Iterator<Item = Result<Quad, StorageError>> {
        let (subject, object) = (subject.map(|node| node.as_ref().into()), object.map(|node| node.as_ref().into()));
        self.store.quads_for_pattern(subject, None, object, Some(self.graph.as_ref()))
    }

    /// Whether a node is described in the graph, and only removed nodes lead to it.
    fn is_left_alone(&self, node: &NamedNode, removed: &HashSet<NamedNode>) -> Result<bool, StorageError> {
        if GraphName::from(node.clone()) == self.graph {
            return Ok(false);
        }
        let mut is_described = false;
        for quad in self.quads(Some(node), None) {
            let quad = quad?;
            is_described = true;
            if quad.predicate == rdf::TYPE
                && let Term::NamedNode(class) = &quad.object
                && KEPT.iter().any(|kept| class.as_str().strip_prefix(choro::NAMESPACE) == Some(kept))
            {
                return Ok(false);
            }
        }
        if !is_described {
            return Ok(false);
        }
        for quad in self.quads(None, Some(node)) {
            match quad?.subject {
                NamedOrBlankNode::NamedNode(subject) if removed.contains(&subject) => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    fn write(&self, gone: &mut Vec<Quad>) -> Result<(), StorageError> {
        let mut transaction = self.store.start_transaction()?;
        for quad in gone.drain(..) {
            transaction.remove(&quad);
        }
        transaction.commit()
    }
}

/// Adds the claims that are left out of the loaded sources, but for those in the graphs of `restricted`.
pub(super) fn with_rejected(
    store: &Store,
    dataset: &Dataset,
    state: &State,
    restricted: &BTreeSet<NamedNode>,
) -> io::Result<()> {
    for loaded in state.documents.values().filter(|loaded| loaded.decided.left_out > 0) {
        if restricted.iter().any(|graph| graph.as_str() == loaded.version) {
            continue;
        }
        let file = File::open(state::left_out(&dataset.work(), &loaded.reading()))?;
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(BufReader::new(file)) {
            store.insert(&quad?).map_err(io::Error::other)?;
        }
    }
    Ok(())
}
