//! Reads a whole store into sorters, graph by graph, on all cores; the order in which they finish does not matter.

use super::PublishError;
use crate::base::sort::Sorter;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// A statement of a dataset without blank nodes.
pub(super) struct Statement<'a> {
    /// `None` is the default graph.
    pub(super) graph: Option<&'a NamedNode>,
    pub(super) subject: &'a NamedNode,
    pub(super) predicate: &'a NamedNode,
    pub(super) object: Object<'a>,
}

/// The object of a statement.
pub(super) enum Object<'a> {
    Node(&'a NamedNode),
    Literal(&'a Literal),
}

/// Maximum number of threads: each holds a sorter's memory, and more would gain little.
const MAX_THREADS: usize = 4;
/// Number of statements between two reports of progress.
const STRIDE: u64 = 10_000;

/// Makes sortable records of statements.
pub(super) trait Encoder: Send {
    /// Why a statement has no record.
    type Error: From<PublishError> + Send;

    /// Adds the record of a statement.
    fn statement(&mut self, statement: &Statement<'_>, sorter: &mut Sorter) -> Result<(), Self::Error>;

    /// Adds records that are still held back.
    fn end(&mut self, _sorter: &mut Sorter) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// Passes every statement of the store to one of the encoders that `make` makes, and reports the number of further
/// statements read.
pub(super) fn scan<E: Encoder>(
    store: &Store,
    scratch: &Path,
    progress: &(dyn Fn(u64) + Sync),
    make: impl Fn() -> E + Sync,
) -> Result<(Vec<Sorter>, Vec<E>), E::Error> {
    let mut graphs = vec![None];
    for graph in store.named_graphs() {
        graphs.push(match graph.map_err(unreadable)? {
            NamedOrBlankNode::NamedNode(graph) => Some(graph),
            NamedOrBlankNode::BlankNode(graph) => return Err(PublishError::BlankNode(graph.to_string()).into()),
        });
    }
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let work = || -> Result<(Sorter, E), E::Error> {
        let (mut sorter, mut encoder, mut unreported) = (Sorter::new(scratch), make(), 0);
        while let Some(graph) = graphs.get(next.fetch_add(1, Relaxed)) {
            each::<E::Error>(store, graph.as_ref(), |statement| {
                encoder.statement(statement, &mut sorter)?;
                unreported += 1;
                if unreported == STRIDE {
                    progress(std::mem::take(&mut unreported));
                }
                Ok(!failed.load(Relaxed))
            })?;
        }
        encoder.end(&mut sorter)?;
        progress(unreported);
        Ok((sorter, encoder))
    };
    let work = || work().inspect_err(|_| failed.store(true, Relaxed));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS).min(graphs.len());
    let results: Vec<_> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others.into_iter().map(|t| t.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(others).collect()
    });
    results.into_iter().collect::<Result<Vec<_>, _>>().map(|all| all.into_iter().unzip())
}

/// Passes the statements of a graph to `take` until it returns false.
///
/// It runs a query and not a pattern, because the store then looks up three names for each statement and not four,
/// which is most of the time of an export.
fn each<E: From<PublishError>>(
    store: &Store,
    graph: Option<&NamedNode>,
    mut take: impl FnMut(&Statement<'_>) -> Result<bool, E>,
) -> Result<(), E> {
    let mut query = SparqlEvaluator::new().parse_query("SELECT ?s ?p ?o { ?s ?p ?o }").map_err(unreadable)?;
    query.dataset_mut().set_default_graph(vec![graph.cloned().map_or(GraphName::DefaultGraph, GraphName::from)]);
    let results = query.on_store(store).execute().map_err(unreadable)?;
    let QueryResults::Solutions(solutions) = results else { return Ok(()) };
    for solution in solutions {
        let solution = solution.map_err(unreadable)?;
        let [Some(Term::NamedNode(subject)), Some(Term::NamedNode(predicate)), Some(object)] = solution.values() else {
            return Err(blank(solution.values()).into());
        };
        let object = match object {
            Term::NamedNode(node) => Object::Node(node),
            Term::Literal(literal) => Object::Literal(literal),
            Term::BlankNode(_) => return Err(blank(solution.values()).into()),
        };
        if !take(&Statement { graph, subject, predicate, object })? {
            break;
        }
    }
    Ok(())
}

fn blank(terms: &[Option<Term>]) -> PublishError {
    let terms: Vec<_> = terms.iter().flatten().map(Term::to_string).collect();
    PublishError::BlankNode(terms.join(" "))
}

pub(super) fn unreadable(error: impl Error + Send + Sync + 'static) -> PublishError {
    PublishError::Read(Box::new(error))
}
