//! The gazetteer: the type of each entry, its names, its verified match, and its location with the source of it.

use super::Graph;
use crate::base::iri::Minter;
use crate::base::vocab::{choro, geo, rdf, rdfs, schema, skos, skosxl, wd};
use crate::claim::types;
use crate::dataset::gazetteer::{Gazetteer, GazetteerFile, Point};
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
        if let Some(point) = &entity.point {
            graph.point(&iri, &entity.id, point);
        }
    }
    graph.finish()
}

impl Graph<'_> {
    /// The location of a place is a claim like any other: it is attributed to the source of the point, not to the
    /// gazetteer. The row does not say who speaks in it.
    fn point(&mut self, place: &NamedNode, id: &str, point: &Point) {
        let claim = self.minter.point_claim(id, &point.source, &point.verbatim);
        let work = if Minter::is_iri(&point.source) {
            NamedNode::new_unchecked(&point.source)
        } else {
            let work = self.minter.work(&point.source);
            self.literal(&work, rdfs::LABEL, &point.source);
            work
        };
        self.add(&work, rdf::TYPE, schema::CREATIVE_WORK);
        self.claim(&claim, &types::COORDINATE);
        self.add(&claim, choro::ABOUT_PLACE, place.clone());
        self.add(&claim, choro::POINT, Literal::new_typed_literal(point.well_known_text(), geo::WKT_LITERAL));
        self.literal(&claim, choro::VERBATIM, &point.verbatim);
        self.add(&claim, choro::REPORTED_IN, work);
    }
}
