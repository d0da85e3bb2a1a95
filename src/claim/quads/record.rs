//! Fact boxes: their records, and the claims that these make about places.

use super::{DocumentNodes, Graph};
use crate::base::vocab::{choro, dcterms, prov, qudt, rdf, rdfs, term, xsd};
use crate::claim::{RecordClaims, Statement};
use crate::read::record::FactBox;
use crate::read::record::quantity::Quantity;
use oxigraph::model::{Literal, NamedNode};

impl Graph<'_> {
    /// A fact box of a document; `number` counts from 1.
    pub fn fact_box(&mut self, nodes: &DocumentNodes<'_>, fact_box: &FactBox, number: usize) -> NamedNode {
        let document = nodes.document;
        let title = fact_box.title.as_ref().map(|range| document.words(range));
        let iri = self.minter.fact_box(document.metadata.publisher.as_deref(), title, &document.id, number);
        self.add(&iri, rdf::TYPE, choro::FACT_BOX);
        self.add(&iri, dcterms::IS_PART_OF, nodes.source.clone());
        if let Some(title) = title {
            self.title(&iri, title, document.metadata.language.as_deref());
        }
        if let Some(publisher) = &nodes.publisher {
            self.add(&iri, prov::WAS_ATTRIBUTED_TO, publisher.clone());
        }
        iri
    }

    /// A record and its claims.
    pub fn record(&mut self, nodes: &DocumentNodes<'_>, fact_box: &NamedNode, record: &RecordClaims) {
        let place = self.minter.entity("place", &record.place.key);
        self.add(&place, rdf::TYPE, choro::PLACE);
        // What the gazetteer knows is shown by the name that the gazetteer gives.
        if !record.place.known {
            self.literal(&place, rdfs::LABEL, &record.place.name);
        }
        self.add(&record.record, rdf::TYPE, choro::RECORD);
        self.add(&record.record, dcterms::IS_PART_OF, fact_box.clone());
        self.evidence(nodes, &record.record, &record.evidence);
        for claim in &record.claims {
            let iri = &claim.iri;
            self.add(iri, choro::ABOUT_PLACE, place.clone());
            self.add(iri, choro::FROM_RECORD, record.record.clone());
            self.add(iri, choro::REPORTED_IN, fact_box.clone());
            if let Some(publisher) = &nodes.publisher {
                self.add(iri, choro::ASSERTED_BY, publisher.clone());
            }
            self.evidence(nodes, iri, &claim.evidence);
            match &claim.statement {
                Statement::ControlChange(time) => {
                    self.add(iri, rdf::TYPE, choro::CONTROL_CHANGE_CLAIM);
                    self.add(iri, choro::CHANGE_TYPE, term::CONTROL_CHANGE);
                    let time = self.time(time);
                    self.add(iri, choro::TIME, time);
                }
                Statement::Area(area) => {
                    self.add(iri, rdf::TYPE, choro::AREA_CLAIM);
                    self.add(iri, choro::AREA_KIND, area.kind.iri());
                    let quantity = self.quantity(&area.quantity);
                    self.add(iri, choro::AREA, quantity);
                    if let Some(boundary) = &area.boundary {
                        let time = self.time(boundary);
                        self.add(iri, choro::BOUNDARY_TIME, time);
                    }
                }
            }
        }
    }

    fn quantity(&mut self, quantity: &Quantity) -> NamedNode {
        let iri = self.minter.quantity(&quantity.lexical);
        let decimal = |value: String| Literal::new_typed_literal(value, xsd::DECIMAL);
        self.add(&iri, rdf::TYPE, qudt::QUANTITY_VALUE);
        self.add(&iri, qudt::NUMERIC_VALUE, decimal(quantity.value.to_string()));
        self.add(&iri, qudt::HAS_UNIT, quantity.unit.iri());
        self.literal(&iri, choro::LEXICAL_FORM, &quantity.lexical);
        self.add(&iri, choro::SQUARE_KILOMETRES, decimal(quantity.square_kilometres().to_string()));
        iri
    }
}
