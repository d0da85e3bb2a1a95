//! Reading a whole store into sorters, graph by graph, on all cores: what order they finish in is of no consequence.

use super::PublishError;
use super::sorted::Sorter;
use oxigraph::model::{GraphName, GraphNameRef, NamedOrBlankNode, Quad};
use oxigraph::store::{StorageError, Store};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// More threads would each hold a sorter's memory and win little.
const MAX_THREADS: usize = 4;
/// Quads between two reports of progress.
const STRIDE: u64 = 10_000;

/// Makes sortable records of quads.
pub(super) trait Encoder: Send {
    /// Why a quad may not have one.
    type Error: From<PublishError> + From<StorageError> + Send;

    /// Adds the record of a quad.
    fn quad(&mut self, quad: Quad, sorter: &mut Sorter) -> Result<(), Self::Error>;

    /// Adds what is still held back.
    fn end(&mut self, _sorter: &mut Sorter) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// Gives every quad of the store to one of the encoders that `make` makes, and reports how many more were read.
pub(super) fn scan<E: Encoder>(
    store: &Store,
    scratch: &Path,
    progress: &(dyn Fn(u64) + Sync),
    make: impl Fn() -> E + Sync,
) -> Result<(Vec<Sorter>, Vec<E>), E::Error> {
    let mut graphs = vec![GraphName::DefaultGraph];
    for graph in store.named_graphs() {
        graphs.push(match graph? {
            NamedOrBlankNode::NamedNode(graph) => graph.into(),
            NamedOrBlankNode::BlankNode(graph) => return Err(PublishError::BlankNode(graph.to_string()).into()),
        });
    }
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let work = || -> Result<(Sorter, E), E::Error> {
        let (mut sorter, mut encoder, mut unreported) = (Sorter::new(scratch), make(), 0);
        while let Some(graph) = graphs.get(next.fetch_add(1, Relaxed)) {
            for quad in store.quads_for_pattern(None, None, None, Some(GraphNameRef::from(graph))) {
                encoder.quad(quad?, &mut sorter)?;
                unreported += 1;
                if unreported == STRIDE {
                    progress(std::mem::take(&mut unreported));
                    if failed.load(Relaxed) {
                        break;
                    }
                }
            }
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
