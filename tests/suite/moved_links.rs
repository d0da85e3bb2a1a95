//! Links whose subject is called otherwise now: kept, and reported with the likely new name and the row to write. All
//! content is made up.

use super::support::Workdir;
use chorograph::base::vocab::owl;
use std::fs;

const HEADER: &str = "#curie_map:\n#  data: \"https://example.org/d/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
    #mapping_set_id: \"https://example.org/d/links\"\n#license: \"https://example.org/licence\"\n\
    subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment\n";

fn link(subject: &str, label: &str, item: u32) -> String {
    format!(
        "data:place/{subject}\t{label}\tskos:exactMatch\twd:Q{item}\titem {item}\tsemapv:ManualMappingCuration\t1\tmine\n"
    )
}

/// A dataset of one table and links.
fn dataset(table: &str, mapping: &str, links: &[String]) -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/units.csv", table);
    workdir.write("sources/units.meta.toml", mapping);
    workdir.write("links.sssom.tsv", format!("{HEADER}{}", links.concat()));
    let ran = workdir.run(&["build"]);
    assert!(!ran.stderr.contains("nothing speaks"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("no source and no row"), "{}", ran.stderr);
    workdir
}

const TABLE: &str = "Name,Type,Population\nUpper Vale,district,5200\nMoor,district,800\n";

#[test]
fn a_row_of_the_gazetteer_gives_a_place_another_name() {
    let workdir = dataset(TABLE, "", &[link("upper-vale", "Upper Vale", 901), link("moor", "Moor", 902)]);
    let before = fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap();
    workdir
        .write("gazetteer/places.csv", "id,kind,names,wikidata,evidence\nuv,district,Upper Vale@en|High Vale@en,,\n");
    let row = link("uv", "Upper Vale", 901);
    // Also in builds that find nothing to read, and whose predecessors knew the old name.
    for _ in 0..2 {
        let ran = workdir.run(&["build"]);
        assert!(
            ran.stderr.contains("links.sssom.tsv:7:1: \"data:place/upper-vale\": nothing speaks of this entity"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("it is likely data:place/uv now: the same row"), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("write instead of line 7:\n{row}")), "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("nothing speaks").count(), 1, "{}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(workdir.path("links.sssom.tsv")).unwrap(), before, "the file is the person's");
    let kept = "https://example.org/d/place/upper-vale";
    assert!(!workdir.facts().subjects(owl::ANNOTATED_SOURCE, kept).is_empty(), "the link stays in the store");
    // The row as reported ends it.
    workdir.write("links.sssom.tsv", before.replace(&link("upper-vale", "Upper Vale", 901), &row));
    let ran = workdir.run(&["build"]);
    assert!(!ran.stderr.contains("nothing speaks"), "{}", ran.stderr);
}

#[test]
fn the_same_row_is_found_under_another_spelling_and_no_other_row_is() {
    let table = "Name,Type,Population,Seat\nUper Vale,district,5200,Vale Town\nMoor,district,800,Moor Town\n";
    let workdir = dataset(table, "", &[link("uper-vale", "Uper Vale", 901)]);
    workdir.write("sources/units.csv", table.replace("Uper", "Upper"));
    let ran = workdir.run(&["build"]);
    assert!(ran.stderr.contains("it is likely data:place/upper-vale now: the row in the same place"), "{}", ran.stderr);

    // A row that takes the place of one that is gone is about something else.
    let workdir = dataset(table, "", &[link("uper-vale", "Uper Vale", 901)]);
    workdir.write("sources/units.csv", "Name,Type,Population,Seat\nMoor,district,800,Moor Town\n");
    let ran = workdir.run(&["build"]);
    assert!(ran.stderr.contains("no source and no row of the gazetteer speaks of this entity"), "{}", ran.stderr);
}

#[test]
fn another_code_names_a_place_otherwise() {
    let mapping = "[[table]]\nkey = [\"Code\"]\n[table.column]\nCode = { role = \"code\", scheme = \"units\" }\n";
    let table = "Code,Name,Type\n01,Vale,town\n02,Vale,town\n03,Moor,town\n";
    let workdir = dataset(table, mapping, &[link("vale--01", "Vale", 901), link("vale--02", "Vale", 902)]);
    workdir.write("sources/units.csv", table.replace("02,", "07,"));
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.stderr.matches("nothing speaks").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("it is likely data:place/vale--07 now"), "{}", ran.stderr);
}

#[test]
fn of_several_that_it_may_be_none_is_chosen() {
    let workdir = dataset(TABLE, "", &[link("moor", "Moor", 902), link("upper-vale", "Upper Vale", 901)]);
    workdir.write("sources/units.csv", "Name,Type,Population,Part of\nMoor,district,5,North\nMoor,district,6,South\n");
    workdir.write("sources/units.meta.toml", "[[table]]\nkey = [\"Name\", \"Part of\"]\n");
    let ran = workdir.run(&["build"]);
    assert!(
        ran.stderr.contains("it may be data:place/moor--north") && ran.stderr.contains(" or data:place/moor--south"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("write instead of line"), "{}", ran.stderr);
}
