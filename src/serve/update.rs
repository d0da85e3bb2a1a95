//! SPARQL Update, in one transaction under the writer lock. Readers see the changes in their next view.

use super::http_error::HttpError;
use super::job::{Done, Graphs};
use crate::base::iri::Minter;
use crate::query::Prefixes;
use crate::serve::job::iris;
use crate::store::Writer;
use crate::store::access;
use crate::store::load::state::State;
use oxigraph::model::{GraphName, NamedOrBlankNode};
use oxigraph::sparql::SparqlEvaluator;
use spargebra::{GraphUpdateOperation, Update};
use std::path::Path;

/// Updates the store below a `.chorograph` folder. An update works on all data and can copy it, so in a dataset with restricted
/// sources it requires access to all data (`whole`).
pub(super) fn run(
    work: &Path,
    prefixes: &Prefixes,
    text: &str,
    graphs: &Graphs,
    whole: bool,
) -> Result<Done, HttpError> {
    let mut prepared = SparqlEvaluator::new().for_update(parsed(text, prefixes)?);
    let given = !graphs.default.is_empty() || !graphs.named.is_empty();
    let (default, named) = (iris(&graphs.default)?, iris(&graphs.named)?);
    for dataset in prepared.using_datasets_mut() {
        let says = dataset.default_graph_graphs() != Some(&[GraphName::DefaultGraph])
            || dataset.available_named_graphs().is_some();
        if given && says {
            return Err(HttpError::new(400, "the update has USING or WITH, and the request also names graphs")
                .help("use only one of them"));
        }
        if given {
            dataset.set_default_graph(default.iter().cloned().map(GraphName::from).collect());
            dataset.set_available_named_graphs(named.iter().cloned().map(NamedOrBlankNode::from).collect());
        } else if !says {
            // An update matches the same union of graphs as a query.
            dataset.set_default_graph_as_union();
        }
    }
    let mut writer = Writer::open(work)?;
    if !whole && access::holds_restricted(writer.store()).map_err(|e| writer.storage_error(e))? {
        return Err(HttpError::new(403, "an update could copy data of restricted sources")
            .help("start the server with --include-restricted to update a dataset with such sources"));
    }
    let updated = writer.run(|store| prepared.on_store(store).execute())?;
    updated.map_err(|e| HttpError::new(400, format!("the update failed: {e}")))?;
    // The next build must derive all other graphs from the documents again.
    let minter = Minter::new(prefixes.base()).map_err(|e| HttpError::new(500, e.to_string()))?;
    let mut state = State::of_store(&writer, &minter)?;
    state.mark_all_but_documents_stale();
    writer.publish(&state.to_bytes())?;
    Ok(Done::default())
}

/// Parses an update. Clearing a graph that does not exist is not an error, because the store does not keep empty graphs
/// (SPARQL 1.1 Update, 3.1.3 and 3.2.2).
fn parsed(text: &str, prefixes: &Prefixes) -> Result<Update, HttpError> {
    let invalid = |message: String| HttpError::new(400, message);
    let parser = prefixes.parser().map_err(|e| invalid(e.to_string()))?;
    let mut update = parser
        .parse_update(text)
        .map_err(|e| invalid(format!("not a SPARQL update: {e}")).help("send a query as query=…"))?;
    for operation in &mut update.operations {
        if let GraphUpdateOperation::Clear { silent, .. } | GraphUpdateOperation::Drop { silent, .. } = operation {
            *silent = true;
        }
    }
    Ok(update)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::View;
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};

    fn ask(work: &Path, query: &str) -> bool {
        let view = View::open(work).unwrap();
        let query = SparqlEvaluator::new().parse_query(query).unwrap();
        matches!(query.on_store(view.store()).execute().unwrap(), QueryResults::Boolean(true))
    }

    #[test]
    fn readers_see_all_of_an_update_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (work, prefixes) = (folder.path(), Prefixes::new("https://example.org/d/"));
        let update = |text: &str| run(work, &prefixes, text, &Graphs::default(), false).map_err(|r| r.status);
        assert!(update("CLEAR GRAPH <urn:none> ; INSERT DATA { GRAPH <urn:g> { place:a rdfs:label 'A' } }").is_ok());
        assert!(ask(work, "ASK { GRAPH <urn:g> { <https://example.org/d/place/a> ?p 'A' } }"));
        assert!(update("INSERT { GRAPH <urn:h> { ?s ?p 'B' } } WHERE { ?s ?p 'A' }").is_ok(), "all graphs are matched");
        assert!(ask(work, "ASK { GRAPH <urn:h> { ?s ?p 'B' } }"));
        for wrong in ["ASK {}", "INSERT DATA {", "LOAD <http://127.0.0.1:1/x>", "DROP ALL ; LOAD <file:///etc/passwd>"]
        {
            assert_eq!(update(wrong), Err(400), "{wrong}");
        }
        assert!(ask(work, "ASK { GRAPH <urn:h> { ?s ?p 'B' } }"), "what fails half way changes nothing");
        let held = Writer::open(work).unwrap();
        assert_eq!(update("DROP ALL"), Err(503));
        drop(held);
    }
}
