//! The default graph of queries: the RDF merge of all graphs, in which a triple that several sources state is one
//! triple. Oxigraph's own union repeats it for each graph, so rows double and counts are wrong wherever two versions
//! describe the same place.

use crate::base::cache::Cache;
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

/// A store with the merged default graph, for the evaluator.
pub(super) struct Merged {
    store: Store,
    /// The graphs that the query merges by FROM; `None` for all graphs.
    graphs: Option<Vec<GraphName>>,
    keys: Rc<[RandomState; 2]>,
    /// Cached results of patterns with a subject.
    found: RefCell<Cache<Pattern, MatchedTriples>>,
}

/// Subject, predicate and object.
type Pattern = (Rc<Term>, Option<Rc<Term>>, Option<Rc<Term>>);
type MatchedTriples = Rc<[[Rc<Term>; 3]]>;

/// Maximum number of patterns in each tier of the cache.
const CAPACITY: usize = 20_000;

impl Merged {
    pub(super) fn new(store: &Store, graphs: Option<Vec<GraphName>>) -> Self {
        Self {
            store: store.clone(),
            graphs,
            keys: Rc::new([RandomState::new(), RandomState::new()]),
            found: RefCell::new(Cache::new(CAPACITY)),
        }
    }

    /// The triples of the quads in the merged graphs, as quads of the default graph.
    fn merged<Q: Iterator<Item = Result<Quad, StorageError>>>(
        &self,
        quads: Q,
    ) -> impl Iterator<Item = Result<InternalQuad<Rc<Term>>, StorageError>> + use<Q> {
        let (graphs, keys) = (self.graphs.clone(), Rc::clone(&self.keys));
        let is_merged = move |q: &Quad| graphs.as_ref().is_none_or(|g| g.contains(&q.graph_name));
        // Digests, because whole triples would keep everything that a long scan reads in memory.
        let mut seen: HashSet<[u64; 2]> = HashSet::new();
        quads.filter_map(move |q| match q {
            Ok(q) if is_merged(&q) && seen.insert(digest(&q, &keys)) => {
                Some(Ok(InternalQuad { graph_name: None, ..internal(q) }))
            }
            Ok(_) => None,
            Err(e) => Some(Err(e)),
        })
    }

    /// The same for a pattern with a subject, which never has too many results to cache.
    fn remembered<Q: Iterator<Item = Result<Quad, StorageError>>>(
        &self,
        pattern: Pattern,
        quads: impl FnOnce() -> Q,
    ) -> Result<MatchedTriples, StorageError> {
        if let Some(found) = self.found.borrow().get(&pattern) {
            return Ok(Rc::clone(found));
        }
        let mut read = 0;
        let triples =
            self.merged(quads().inspect(|_| read += 1)).map(|q| q.map(|q| [q.subject, q.predicate, q.object]));
        let found = triples.collect::<Result<MatchedTriples, _>>()?;
        self.found.borrow_mut().put(pattern, Rc::clone(&found), read);
        Ok(found)
    }
}

type Quads = Box<dyn Iterator<Item = Result<InternalQuad<Rc<Term>>, StorageError>>>;

impl QueryableDataset<'static> for Merged {
    type InternalTerm = Rc<Term>;
    type Error = StorageError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Rc<Term>>,
        predicate: Option<&Rc<Term>>,
        object: Option<&Rc<Term>>,
        graph: Option<Option<&Rc<Term>>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Rc<Term>>, StorageError>> + use<> {
        let bound = subject.map(|s| (Rc::clone(s), predicate.cloned(), object.cloned()));
        // The variable is bound to a term that no quad can have in this position.
        let Some(subject) = fitting(subject, node) else { return Box::new(std::iter::empty()) as Quads };
        let Some(predicate) = fitting(predicate, name) else { return Box::new(std::iter::empty()) as Quads };
        let object = object.map(|o| TermRef::from(o.as_ref()));
        let in_graph = |graph| self.store.quads_for_pattern(subject, predicate, object, graph);
        match graph {
            Some(Some(graph)) => match node(graph) {
                Some(graph) => Box::new(in_graph(Some(graph.into())).map(|q| q.map(internal))),
                None => Box::new(std::iter::empty()),
            },
            None => Box::new(in_graph(None).filter_map(|q| match q {
                Ok(q) if q.graph_name.is_default_graph() => None,
                q => Some(q.map(internal)),
            })),
            Some(None) => {
                let Some(bound) = bound else { return Box::new(self.merged(in_graph(None))) };
                match self.remembered(bound, || in_graph(None)) {
                    Ok(found) => Box::new((0..found.len()).map(move |i| {
                        let [subject, predicate, object] = found[i].clone();
                        Ok(InternalQuad { subject, predicate, object, graph_name: None })
                    })),
                    Err(e) => Box::new(std::iter::once(Err(e))),
                }
            }
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Rc<Term>, StorageError>> + use<> {
        self.store.named_graphs().map(|g| g.map(|g| Rc::new(g.into())))
    }

    fn contains_internal_graph_name(&self, graph: &Rc<Term>) -> Result<bool, StorageError> {
        node(graph).map_or(Ok(false), |g| self.store.contains_named_graph(g))
    }

    /// Converts literals to the form in which the store returns them, so that `12.50` in a query equals the 12.5 of the
    /// data.
    fn internalize_term(&self, term: Term) -> Result<Rc<Term>, StorageError> {
        let is_literal = matches!(term, Term::Literal(_));
        Ok(Rc::new(if is_literal { ExpressionTerm::from(term).into() } else { term }))
    }

    fn externalize_term(&self, term: Rc<Term>) -> Result<Term, StorageError> {
        Ok(Rc::unwrap_or_clone(term))
    }
}

/// A term in a position that takes only some terms: `Some(None)` if it is unbound, `None` if the position cannot hold
/// it.
fn fitting<'a, T>(term: Option<&'a Rc<Term>>, fit: fn(&'a Rc<Term>) -> Option<T>) -> Option<Option<T>> {
    match term {
        None => Some(None),
        Some(term) => fit(term).map(Some),
    }
}

fn node(term: &Rc<Term>) -> Option<NamedOrBlankNodeRef<'_>> {
    match term.as_ref() {
        Term::NamedNode(n) => Some(n.as_ref().into()),
        Term::BlankNode(b) => Some(b.as_ref().into()),
        Term::Literal(_) => None,
    }
}

fn name(term: &Rc<Term>) -> Option<NamedNodeRef<'_>> {
    match term.as_ref() {
        Term::NamedNode(n) => Some(n.as_ref()),
        _ => None,
    }
}

/// 128 bits that identify a triple, whichever graph it is in.
fn digest(quad: &Quad, keys: &[RandomState; 2]) -> [u64; 2] {
    keys.each_ref().map(|key| key.hash_one((&quad.subject, &quad.predicate, &quad.object)))
}

fn internal(quad: Quad) -> InternalQuad<Rc<Term>> {
    InternalQuad {
        subject: Rc::new(quad.subject.into()),
        predicate: Rc::new(quad.predicate.into()),
        object: Rc::new(quad.object),
        graph_name: match quad.graph_name {
            GraphName::NamedNode(n) => Some(Rc::new(n.into())),
            GraphName::BlankNode(b) => Some(Rc::new(b.into())),
            GraphName::DefaultGraph => None,
        },
    }
}
