//! The dataset as a whole, and the run that produced it.

use super::Graph;
use crate::base::iri::Minter;
use crate::base::vocab::{dcat, dcterms, prov, rdf, rdfs};
use crate::dataset::Dataset;
use oxigraph::model::{Literal, NamedNode, Quad};

/// What `dataset.toml` says, in RDF.
pub fn dataset(dataset: &Dataset) -> Vec<Quad> {
    let (minter, config) = (&dataset.minter, &dataset.config);
    let mut graph = Graph::new(minter, minter.graph("dataset"));
    let iri = minter.dataset();
    let language = dataset.language().to_lowercase();
    let tagged = |text: &str| Literal::new_language_tagged_literal_unchecked(text, &*language);
    graph.add(&iri, rdf::TYPE, dcat::DATASET);
    graph.add(&iri, dcterms::TITLE, tagged(&config.title));
    graph.add(&iri, dcterms::DESCRIPTION, tagged(&config.description));
    graph.add(&iri, dcterms::LICENSE, NamedNode::new_unchecked(&config.licence));
    for (predicate, name) in [(dcterms::CREATOR, &config.creator), (dcterms::PUBLISHER, &config.publisher)] {
        let agent = graph.agent(name);
        graph.add(&iri, predicate, agent);
    }
    for language in &config.languages {
        graph.literal(&iri, dcterms::LANGUAGE, language);
    }
    graph.finish()
}

/// The run: which versions it read, with which program. It has no time, so that the same input gives the same bytes.
pub fn run(minter: &Minter, versions: &[NamedNode]) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.graph("run"));
    let run = minter.run();
    graph.add(&run, rdf::TYPE, prov::ACTIVITY);
    graph.literal(&run, rdfs::LABEL, concat!("chorograph ", env!("CARGO_PKG_VERSION")));
    for version in versions {
        graph.add(&run, prov::USED, version.clone());
    }
    graph.finish()
}
