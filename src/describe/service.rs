//! What a SPARQL endpoint says of itself (SPARQL 1.1 Service Description), for whoever serves the dataset.

use super::DescribeError;
use crate::dataset::Dataset;
use crate::publish::{Document, Format, Letterhead, PublishError, Withheld};
use crate::vocab::{dcterms, formats, rdf, sd, void};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode};
use oxigraph::store::Store;
use std::path::Path;

/// The description of an endpoint at an address, in Turtle: what it speaks, and the graphs that can be named in a query. Graphs
/// that are withheld are not named. `scratch` is a folder for temporary files.
pub fn service(
    store: &Store,
    dataset: &Dataset,
    endpoint: &NamedNode,
    withheld: &Withheld,
    scratch: &Path,
) -> Result<Vec<u8>, DescribeError> {
    let letterhead = Letterhead::new(&dataset.minter);
    let mut page = Document::new(&letterhead, Format::Turtle, scratch);
    let node = dataset.minter.description("service");
    page.add(&node, rdf::TYPE, sd::SERVICE)?;
    page.add(&node, sd::ENDPOINT, endpoint.clone())?;
    page.add(&node, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY)?;
    page.add(&node, sd::FEATURE, sd::UNION_DEFAULT_GRAPH)?;
    for format in [
        formats::SPARQL_JSON,
        formats::SPARQL_XML,
        formats::SPARQL_CSV,
        formats::SPARQL_TSV,
        formats::TURTLE,
        formats::N_TRIPLES,
    ] {
        page.add(&node, sd::RESULT_FORMAT, format)?;
    }
    let offered = dataset.minter.description("service/dataset");
    page.add(&node, sd::DEFAULT_DATASET, offered.clone())?;
    page.add(&offered, rdf::TYPE, sd::DATASET)?;
    let union = dataset.minter.dataset();
    page.add(&offered, sd::DEFAULT_GRAPH, union.clone())?;
    page.add(&union, rdf::TYPE, sd::GRAPH)?;
    page.add(&union, rdf::TYPE, void::DATASET)?;
    let language = dataset.language().to_lowercase();
    let title = Literal::new_language_tagged_literal_unchecked(&dataset.config.title, language);
    page.add(&union, dcterms::TITLE, title)?;
    page.add(&union, void::SPARQL_ENDPOINT, endpoint.clone())?;
    for graph in store.named_graphs() {
        let graph = graph.map_err(|e| PublishError::Read(Box::new(e)))?;
        let NamedOrBlankNode::NamedNode(graph) = graph else { continue };
        if withheld.graphs().any(|w| *w == graph) {
            continue;
        }
        let named = dataset.minter.description(&format!("graph/{}", crate::iri::digest(&[graph.as_str()])));
        page.add(&offered, sd::NAMED_GRAPH, named.clone())?;
        page.add(&named, rdf::TYPE, sd::IS_NAMED_GRAPH)?;
        page.add(&named, sd::NAME, graph)?;
    }
    let mut out = Vec::new();
    page.write(&mut out)?;
    Ok(out)
}
