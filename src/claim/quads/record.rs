//! Fact boxes: their records, and the claims that these make about places.

use super::{DocumentNodes, Graph};
use crate::base::vocab::{choro, dcterms, geo, prov, qudt, rdf, rdfs, xsd};
use crate::claim::{ClaimValue, RecordClaims};
use crate::dataset::gazetteer::PlaceName;
use crate::read::record::FactBox;
use crate::read::record::quantity::Quantity;
use oxigraph::model::{Literal, NamedNode, Term};

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
        let place = self.place(&record.place);
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
            let claim_type = claim.statement.claim_type;
            self.claim(iri, claim_type);
            for (property, term) in claim_type.constants {
                self.add(iri, *property, *term);
            }
            for (property, value) in &claim.statement.values {
                let value = self.value(value);
                self.add(iri, *property, value);
            }
        }
    }

    /// The value of a claim, with what has to be said about it.
    pub(super) fn value(&mut self, value: &ClaimValue) -> Term {
        match value {
            ClaimValue::Time(time) => self.time(time).into(),
            ClaimValue::Quantity(quantity) => self.quantity(quantity).into(),
            ClaimValue::Number(number) => Literal::new_typed_literal(number.to_string(), xsd::DECIMAL).into(),
            ClaimValue::Term(term) => (*term).into(),
            ClaimValue::Text(text, None) => Literal::new_simple_literal(text).into(),
            ClaimValue::Text(text, Some(language)) => {
                Literal::new_language_tagged_literal_unchecked(text, language.clone()).into()
            }
            ClaimValue::Place(place) => self.place(place).into(),
            ClaimValue::Entity(iri, _) => iri.clone().into(),
            ClaimValue::Agent(name) => self.agent(name).into(),
            ClaimValue::Geometry(text) => Literal::new_typed_literal(text, geo::WKT_LITERAL).into(),
            ClaimValue::Measure(name) => {
                let measure = self.minter.measure(name);
                self.add(&measure, rdf::TYPE, choro::MEASURE_CLASS);
                self.literal(&measure, rdfs::LABEL, name);
                measure.into()
            }
        }
    }

    /// A place. An entity of the gazetteer is shown under the name that the gazetteer gives.
    pub(super) fn place(&mut self, place: &PlaceName) -> NamedNode {
        let iri = self.minter.entity("place", &place.key);
        self.add(&iri, rdf::TYPE, choro::PLACE);
        if !place.known {
            self.literal(&iri, rdfs::LABEL, &place.name);
        }
        iri
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
