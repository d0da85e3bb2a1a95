//! What the date of a record is the date of, how precise it is, and which place a record means: the claims, and the
//! notes on the rest.

use super::support::{BASE, Ran, Workdir};
use chorograph::base::vocab::{choro, rdfs};

/// The claims of a fact box: `name|EDTF|area` for each place with a claim, sorted; and the output of the build.
fn claims(text: &str) -> (Vec<String>, Ran) {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", text);
    let ran = workdir.run(&["build"]);
    let facts = workdir.facts().source(BASE, "box");
    let mut rows = Vec::new();
    for place in facts.of_class(choro::PLACE) {
        let name = facts.object(&place, rdfs::LABEL).unwrap_or_default();
        let claims = facts.subjects(choro::ABOUT_PLACE, &place);
        let one = |p| claims.iter().find_map(|c| facts.object(c, p));
        let edtf = one(choro::TIME).and_then(|t| facts.object(&t, choro::EDTF)).unwrap_or_default();
        let area = one(choro::AREA).and_then(|a| facts.object(&a, choro::LEXICAL_FORM)).unwrap_or_default();
        rows.push(format!("{name}|{edtf}|{area}"));
    }
    rows.sort();
    (rows, ran)
}

#[test]
fn words_that_change_a_date_are_read_or_refused() {
    for (text, expected) in [
        ("May/June 1992, territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-05/1992-06"),
        ("May 1992–, territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-05/.."),
        ("1992-05/.., territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-05/.."),
        ("1992-05~, territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-05~"),
        ("1992-05-08T00:00:00Z, territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-05-08"),
        ("1992Q2, territory 10 km2; Lower Vale: 1991, territory 12 km2.", "1992-34"),
    ] {
        let (rows, ran) = claims(&format!("Districts\nUpper Vale: {text}"));
        assert_eq!(ran.code, Some(0), "{text}: {}", ran.stderr);
        assert_eq!(rows, ["Lower Vale|1991|12 km2", &format!("Upper Vale|{expected}|10 km2")], "{text}");
        assert!(!ran.stderr.contains("not read"), "{text}: {}", ran.stderr);
    }
}

#[test]
fn a_date_of_something_else_is_not_a_claim_and_a_note_reports_it() {
    for words in [
        "founded 1926",
        "1926 (foundation)",
        "established in 1926",
        "est. 1926",
        "created 1926",
        "formed in 1926",
        "year of creation: 1926",
        "census 1926",
        "population as of 1926",
        "born 1926",
        "built in 1926",
        "elected 1926",
        "abolished 1926",
        "renamed 1926",
        "first mentioned 1926",
        "independence 1926",
        "1926, founded",
        "gegründet 1926",
        "основан в 1926",
        "fondée en 1926",
        "tərəfindən 1926",
    ] {
        let (rows, ran) = claims(&format!("Districts of the Vale\nUpper Vale: {words}, territory 10 km2\n"));
        assert_eq!(ran.code, Some(0), "{words}: {}", ran.stderr);
        assert_eq!(rows, ["Upper Vale||10 km2"], "{words}");
        assert!(ran.stderr.contains("left out"), "{words}: {}", ran.stderr);
    }
    for heading in [
        "Foundation of districts",
        "Districts by year of establishment",
        "When the districts were created",
        "Census of 1926",
        "Districts as of 1926",
        "Name\tFounded\tTerritory",
        "Founding dates of occupied districts",
    ] {
        let row =
            if heading.contains('\t') { "Upper Vale\t1926\t10 km2" } else { "Upper Vale: 1926, territory 10 km2" };
        let (rows, ran) = claims(&format!("{heading}\n{row}\n"));
        assert_eq!(ran.code, Some(0), "{heading}: {}", ran.stderr);
        assert_eq!(rows, ["Upper Vale||10 km2"], "{heading}");
        assert!(ran.stderr.contains("left out"), "{heading}: {}", ran.stderr);
    }
}

#[test]
fn a_change_of_control_stays_one() {
    for words in [
        "8 May 1992",
        "captured 8 May 1992",
        "occupied on 8 May 1992",
        "liberated 8 May 1992",
        "taken on 8 May 1992",
        "lost 8 May 1992",
        "fell on 8 May 1992",
        "came under control on 8 May 1992",
        "recaptured by the army on 8 May 1992",
        "date: 8 May 1992",
        "on Friday, 8 May 1992",
        "changed hands on 8 May 1992",
    ] {
        let (rows, ran) = claims(&format!("The Occupation in Figures\nUpper Vale: {words}, territory 10 km2\n"));
        assert_eq!(rows, ["Upper Vale|1992-05-08|10 km2"], "{words}: {}", ran.stderr);
    }
}

#[test]
fn the_title_of_a_document_speaks_of_its_dates() {
    let workdir = Workdir::new();
    workdir
        .write("sources/box.txt", "Upper Vale: 1926, territory 10 km2\nLower Vale: captured 1992, territory 12 km2\n");
    workdir.write("sources/box.meta.toml", "title = \"Foundation of the districts\"\n");
    let ran = workdir.build();
    let facts = workdir.facts().source(BASE, "box");
    assert_eq!(facts.of_class(choro::CONTROL_CHANGE_CLAIM).len(), 1);
    assert_eq!(facts.of_class(choro::AREA_CLAIM).len(), 2);
    assert!(ran.stderr.contains("1 date left out: \"Foundation\" in the title of the document"), "{}", ran.stderr);
}

#[test]
fn names_that_differ_in_capitals_are_one_place() {
    let workdir = Workdir::new();
    workdir.write("sources/box.txt", "Figures\nİMİŞLİ: 1992, territory 10 km2\nİmişli: 1992, territory 10 km2\n");
    workdir.build();
    assert_eq!(workdir.facts().source(BASE, "box").of_class(choro::PLACE), [format!("{BASE}place/imişli")]);
    let workdir = Workdir::new();
    workdir.write("gazetteer/places.csv", "id,kind,names,wikidata,evidence\nimishli,district,İmişli@az,,\n");
    workdir.write("sources/box.txt", "Figures\nİMİŞLİ: 1992, territory 10 km2\n");
    workdir.build();
    let facts = workdir.facts();
    let place = format!("{BASE}place/imishli");
    assert_eq!(facts.subjects(choro::ABOUT_PLACE, &place).len(), 2);
    assert_eq!(facts.source(BASE, "box").of_class(choro::PLACE), [place]);
}
