//! The gazetteer: what each entry is, the forms of its name, and its verified match.

use super::Graph;
use crate::gazetteer::{Gazetteer, GazetteerFile};
use crate::iri::Minter;
use crate::vocab::{choro, rdf, rdfs, skos, skosxl, wd};
use oxigraph::model::{Literal, NamedNode, Quad};

/// A gazetteer file in RDF.
pub fn gazetteer(minter: &Minter, gazetteer: &Gazetteer, file: &GazetteerFile) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.gazetteer_version(&file.name, &file.sha256));
    for entity in &gazetteer.entities[file.entities.clone()] {
        let iri = entity.iri(minter);
        graph.add(&iri, rdf::TYPE, entity.class);
        graph.add(&iri, choro::KIND, entity.kind);
        if let Some((label, _)) = entity.names.first() {
            graph.literal(&iri, rdfs::LABEL, label);
        }
        for (name, language) in &entity.names {
            let form = minter.name_form(entity.folder, &entity.id, language, name);
            let literal = Literal::new_language_tagged_literal_unchecked(name, language.to_lowercase());
            graph.add(&iri, choro::NAME, form.clone());
            graph.add(&form, rdf::TYPE, choro::NAME_FORM);
            graph.add(&form, skosxl::LITERAL_FORM, literal);
        }
        if let Some(item) = &entity.wikidata {
            graph.add(&iri, skos::EXACT_MATCH, NamedNode::new_unchecked(format!("{}{item}", wd::NAMESPACE)));
        }
    }
    graph.finish()
}
