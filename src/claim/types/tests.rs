//! A claim type that exists only as a row of the table, for tests. Every module that shows, compares or writes claims
//! has a test that finds it.

use super::*;
use crate::claim::aspect::{Aspect, Rule};
use crate::claim::template::Template;

const NS: &str = "https://w3id.org/chorograph/ontology#";
pub(crate) const BELL_CLASS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/chorograph/ontology#BellClaim");
pub(crate) const BELL_VALUE: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/chorograph/ontology#bells");
const HAS_BELL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chorograph/ontology#hasBells");
const ASPECT_BELL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chorograph/term#aspectBells");

/// How many bells a place has: a type that nobody will add, so that the table can always have it in tests.
pub(crate) static BELL: ClaimType = ClaimType {
    class: BELL_CLASS,
    name: "bells",
    key: "bells",
    subject: choro::ABOUT_PLACE,
    value: BELL_VALUE,
    direct: &[Direct::shortcut(HAS_BELL)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE],
    described: &[],
    fields: &[choro::ABOUT_PLACE, BELL_VALUE],
    first: &[choro::ABOUT_PLACE, BELL_VALUE],
    title: Template("{aboutPlace}: bells, {bells}"),
    says: &[Template("bells {bells}")],
    difference: &[Template("{bells}")],
    names_subject: true,
    sections: &[Section { order: 25, id: "bells", heading: "Bells", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("bells"),
    is_example: true,
    aspect: Some(Aspect {
        term: ASPECT_BELL,
        about: choro::ABOUT_PLACE,
        key: "bells",
        value: None,
        qualifiers: &[],
        rule: Rule::Tolerance,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("bells: {bells}")),
        when: None,
        columns: &[Column { name: "bells", path: &[BELL_VALUE], form: ColumnForm::Number }],
    }),
    items: &[ItemValue {
        property: 9_082,
        id: "bells",
        label: "bells",
        path: &[BELL_VALUE],
        form: ItemForm::Number,
        only: None,
        is_compared: true,
    }],
};

/// Two claims about the bells of a place that contradict each other, as a fact box would make them; in Turtle.
pub(crate) const BELLS: &str = r#"
    PREFIX choro: <https://w3id.org/chorograph/ontology#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    PREFIX : <https://example.org/d/>
    <https://example.org/d/place/dale> a choro:Place ; rdfs:label "Dale" ; skos:exactMatch <http://www.wikidata.org/entity/Q901> .
    <https://example.org/d/source/s> a choro:Source ; dcterms:title "A source" .
    :box a choro:FactBox ; dcterms:isPartOf <https://example.org/d/source/s> ; dcterms:title "A box" .
    <https://example.org/d/claim/dale/bells-1> a choro:BellClaim, choro:Claim ;
        choro:aboutPlace <https://example.org/d/place/dale> ; choro:bells 1000 ;
        choro:verbatim "1,000 bells" ; choro:reportedIn :box ; choro:anchoredAt <https://example.org/d/source/s/span/0-12> .
    <https://example.org/d/source/s/span/0-12> a choro:TextSpan ; choro:inSource <https://example.org/d/source/s> ;
        oa:start 0 ; oa:end 12 ; oa:exact "1,000 bells" .
    <https://example.org/d/claim/dale/bells-2> a choro:BellClaim, choro:Claim ;
        choro:aboutPlace <https://example.org/d/place/dale> ; choro:bells 2000 ;
        choro:verbatim "2,000 bells" ; choro:reportedIn :box ; choro:anchoredAt <https://example.org/d/source/s/span/20-32> .
    <https://example.org/d/source/s/span/20-32> a choro:TextSpan ; choro:inSource <https://example.org/d/source/s> ;
        oa:start 20 ; oa:end 32 ; oa:exact "2,000 bells" .
"#;

#[test]
fn a_class_has_one_row_and_each_row_is_distinct() {
    let keys: BTreeSet<&str> = TYPES.iter().map(|t| t.key).collect();
    let names: BTreeSet<&str> = TYPES.iter().map(|t| t.name).collect();
    let classes: BTreeSet<&str> = TYPES.iter().map(|t| t.class.as_str()).collect();
    assert_eq!((keys.len(), names.len(), classes.len()), (TYPES.len(), TYPES.len(), TYPES.len()));
    let orders: BTreeSet<u8> = sections().iter().map(|(_, section)| section.order).collect();
    assert_eq!(orders.len(), sections().len());
}

/// Everything that reads the table would leave out a subclass of `choro:Claim` without a row.
#[test]
fn every_type_of_the_ontology_has_a_row() {
    let ontology = include_str!("../../../ontology/chorograph.ttl");
    let mut declared = BTreeSet::new();
    for block in ontology.split("\n\n").filter(|block| block.contains("rdfs:subClassOf choro:Claim ")) {
        let name = block.lines().find_map(|line| line.strip_prefix("choro:")?.split(' ').next()).unwrap();
        declared.insert(format!("{NS}{name}"));
    }
    let rows = TYPES.iter().map(|t| t.class.as_str().to_owned()).filter(|class| class != BELL_CLASS.as_str());
    assert_eq!(declared, rows.collect());
}

#[test]
fn the_type_of_a_claim_is_not_that_of_all_claims() {
    let both = [Term::from(choro::CLAIM), Term::from(choro::AREA_CLAIM)];
    assert_eq!(ClaimType::of(&both).unwrap().name, "area");
    assert!(ClaimType::of(&both[..1]).is_none());
}
