//! Tests for what is proposed as one thing, and for what is not.

use super::*;
use oxigraph::model::NamedNode;

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{iri}"))
}

fn local(family: Family, source: &str, label: &str) -> LocalEntity {
    let slug = crate::base::iri::slug(label);
    LocalEntity {
        entity: Entity {
            iri: node(&format!("source/{source}/entity/{slug}")),
            subject: crate::link::Subject::default(),
            verified: Vec::new(),
            sources: BTreeSet::from([node(&format!("source/{source}"))]),
        },
        family,
        kind: "",
        label: label.to_owned(),
        others: BTreeSet::new(),
        language: Some("en".to_owned()),
        parents: BTreeSet::new(),
        context: BTreeSet::new(),
        is_woman: false,
        is_man: false,
    }
}

fn part_of(parent: &str, entity: LocalEntity) -> LocalEntity {
    LocalEntity { parents: BTreeSet::from([parent.to_owned()]), ..entity }
}

/// The names of each row, and the names that are left out.
fn proposed(all: &[LocalEntity]) -> (Vec<String>, Vec<String>) {
    let proposals = propose(all, &[]);
    let names = |row: &ProposedRow| row.names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("|");
    let rows = proposals.rows.iter().map(|p| format!("{} {} {}", p.row.kind, names(&p.row), p.row.sources)).collect();
    (rows, proposals.left.into_iter().map(|(name, _)| name).collect())
}

#[test]
fn one_name_in_two_sources_is_proposed_and_one_in_a_single_source_is_not() {
    let all = [
        local(Family::Place, "a", "BATKEN"),
        local(Family::Place, "b", "Batken"),
        local(Family::Person, "a", "Holt Lena"),
        local(Family::Person, "b", "Lena Holt"),
        local(Family::Person, "b", "L. Holt"),
        local(Family::Organisation, "a", "Border Commission"),
    ];
    let (rows, left) = proposed(&all);
    assert_eq!(rows, ["person Holt Lena|Lena Holt|L. Holt 2", "place Batken 2"]);
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_contexts_tell_apart_is_not_one() {
    let all = [
        // A place and a person.
        local(Family::Place, "a", "Orlo"),
        local(Family::Person, "b", "Orlo"),
        local(Family::Place, "c", "Orlo"),
        // A surname alone.
        local(Family::Person, "a", "Hart"),
        local(Family::Person, "b", "Hart"),
        // An initial of two.
        local(Family::Person, "a", "Anna Vell"),
        local(Family::Person, "b", "Adam Vell"),
        local(Family::Person, "c", "A. Vell"),
        // A woman and a man.
        LocalEntity { is_woman: true, ..local(Family::Person, "a", "Kim Tarsk") },
        LocalEntity { is_man: true, ..local(Family::Person, "b", "Kim Tarsk") },
        // What an article says is not the city of the lists.
        local(Family::Place, "a", "Osh"),
        local(Family::Place, "b", "Osh"),
    ];
    let (rows, left) = proposed(&all);
    assert!(rows.is_empty(), "{rows:?}");
    assert_eq!(left, ["A. Vell", "Hart", "Kim Tarsk", "Orlo", "Osh"]);
}

#[test]
fn places_of_different_parents_are_proposed_apart() {
    let all = [
        part_of("Vale", local(Family::Place, "a", "Fell")),
        part_of("Vale", local(Family::Place, "b", "Fell")),
        part_of("Mere", local(Family::Place, "c", "Fell")),
        local(Family::Place, "d", "Fell"),
    ];
    let proposals = propose(&all, &[KnownName { family: Family::Place, name: "Vale".into(), id: "vale".into() }]);
    let [only] = proposals.rows.as_slice() else { panic!("{proposals:?}") };
    assert_eq!((only.entities.as_slice(), only.row.part_of.as_deref()), (&[0, 1][..], Some("vale")));
    assert!(only.row.why.contains("part of something else"), "{}", only.row.why);
    assert_eq!(proposals.left.len(), 1);
}

#[test]
fn spellings_that_sound_alike_join_and_what_the_gazetteer_has_is_not_proposed() {
    let all = [
        local(Family::Place, "a", "Kalbajar"),
        local(Family::Place, "b", "Кельбаджар"),
        local(Family::Place, "a", "Vale"),
        local(Family::Place, "b", "Vale"),
        LocalEntity {
            others: BTreeSet::from(["OBC".to_owned()]),
            ..local(Family::Organisation, "a", "Orlo Border Commission")
        },
        local(Family::Organisation, "b", "OBC"),
    ];
    let known = [
        KnownName { family: Family::Place, name: "VALE".into(), id: "vale".into() },
        KnownName { family: Family::Place, name: "Kelbajar".into(), id: "kel".into() },
    ];
    let proposals = propose(&all, &known);
    let entities: Vec<_> = proposals.rows.iter().map(|p| p.entities.as_slice()).collect();
    assert_eq!(entities, [&[4, 5][..], &[0, 1][..]]);
    assert!(proposals.rows[1].row.why.contains("if it is kel"), "{}", proposals.rows[1].row.why);
}

#[test]
fn the_work_grows_with_the_names_and_not_with_their_pairs() {
    // Made-up names of three syllables, so that some of them sound alike.
    let syllables = ["ba", "ro", "ki", "lu", "me", "ta", "so", "vi", "gu", "ne", "da", "fo"];
    let name = |n: usize| {
        let digits = [n % 12, n / 12 % 12, n / 144 % 12, n / 1728];
        digits.map(|d| syllables[d]).concat()
    };
    let compared = |count: usize| {
        let all: Vec<_> = (0..count)
            .flat_map(|n| ["a", "b"].map(|source| local(Family::Place, source, &name(n * 7919 % 20_736))))
            .collect();
        let proposals = propose(&all, &[]);
        assert_eq!(proposals.rows.iter().map(|p| p.entities.len()).sum::<usize>(), 2 * count);
        proposals.compared
    };
    let (once, twice) = (compared(1500), compared(3000));
    assert!(once < 1500 * super::groups::MAX_BLOCK && twice < 3000 * super::groups::MAX_BLOCK, "{once} {twice}");
}
