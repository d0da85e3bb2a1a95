//! One thing, one node: countries and cities of the built-in lists from the start, other names when a person accepts what
//! `gazetteer propose` writes. Persons and bodies are made up.

use super::support::Workdir;
use std::fs;

/// Two articles that name some of the same things.
fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write(
        "sources/a.txt",
        "Talks on the border\n\nOSH, 3 May 2019 - The president of Kyrgyzstan met Lena Holt in Osh on Friday. Lena Holt, a \
         minister, said that the Kyrgyz Republic welcomed the result.\n\nThe Border Commission met in Moscow, said Lena Holt.\n",
    );
    workdir.write(
        "sources/b.txt",
        "More talks follow\n\nThe Kyrgyz Republic said on Monday that Lena Holt had visited Osh. The Border Commission met in \
         Moscow, Idaho, on 5 May 2019.\n\nLena Holt said that residents of Osh had returned.\n",
    );
    workdir.build();
    workdir
}

fn denoted(workdir: &Workdir, mention: &str) -> Vec<String> {
    let query = format!(
        "SELECT DISTINCT ?thing WHERE {{ ?mention <http://www.w3.org/ns/oa#exact> \"{mention}\" ; \
         <https://w3id.org/chorograph/ontology#denotes> ?thing }} ORDER BY ?thing"
    );
    let ran = workdir.run(&["query", &query, "--format", "csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

fn ends(found: &[String], expected: &[&str]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    assert!(found.iter().zip(expected).all(|(iri, end)| iri.ends_with(end)), "{found:?}");
}

#[test]
fn countries_and_cities_of_the_lists_are_one_node_and_what_is_placed_elsewhere_is_not() {
    let workdir = dataset();
    ends(&denoted(&workdir, "Kyrgyzstan"), &["/place/kyrgyzstan"]);
    ends(&denoted(&workdir, "Kyrgyz Republic"), &["/place/kyrgyzstan"]);
    ends(&denoted(&workdir, "Osh"), &["/place/osh-city"]);
    ends(&denoted(&workdir, "OSH"), &["/place/osh-city"]);
    ends(&denoted(&workdir, "Moscow"), &["/place/moscow-city", "/source/b/entity/moscow"]);
    // The gazetteer goes before the lists, whichever of the names it has.
    workdir.write("gazetteer/own.csv", "id,kind,names,wikidata,evidence\nkg,country,Kyrgyz Republic@en,,\n");
    workdir.build();
    ends(&denoted(&workdir, "Kyrgyzstan"), &["/place/kg"]);
    ends(&denoted(&workdir, "Kyrgyz Republic"), &["/place/kg"]);
}

#[test]
fn only_accepted_rows_make_names_one_and_decisions_stay() {
    let workdir = dataset();
    assert_eq!(denoted(&workdir, "Lena Holt").len(), 2);
    let ran = workdir.run(&["gazetteer", "propose"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let path = workdir.path("gazetteer/proposed.csv");
    let proposed = fs::read_to_string(&path).unwrap();
    assert!(proposed.starts_with("id,kind,names,wikidata,evidence,part-of,state,sources,why\n"), "{proposed}");
    let of = |name: &str| proposed.lines().find(|line| line.contains(name)).map(str::to_owned);
    let (holt, commission) = (of("Lena Holt@").unwrap(), of("Border Commission@").unwrap());
    assert!(holt.contains(",person,") && holt.contains(",proposed,2,"), "{holt}");
    assert!(of("Moscow@").is_none() && ran.stderr.contains("\"Moscow\""), "{proposed}{}", ran.stderr);

    // A proposal alone changes nothing.
    let before = workdir.export();
    workdir.build();
    assert_eq!(workdir.export(), before);
    assert_eq!(denoted(&workdir, "Lena Holt").len(), 2);

    let accepted = holt.replace(",proposed,", ",accepted,");
    let rejected = commission.replace(",proposed,", ",rejected,");
    fs::write(&path, proposed.replace(&holt, &accepted).replace(&commission, &rejected)).unwrap();
    workdir.build();
    ends(&denoted(&workdir, "Lena Holt"), &["/person/lena-holt"]);
    assert_eq!(denoted(&workdir, "Border Commission").len(), 2);

    let ran = workdir.run(&["gazetteer", "propose"]);
    assert!(ran.stderr.contains("2 with a decision kept, 1 not proposed again"), "{}", ran.stderr);
    let again = fs::read_to_string(&path).unwrap();
    assert!(again.contains(&accepted) && again.contains(&rejected) && !again.contains(",proposed,"), "{again}");
    // The same again, byte for byte; and a build from nothing gives what the builds in steps gave.
    workdir.run(&["gazetteer", "propose"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), again);
    workdir.build();
    assert_eq!(workdir.built_anew().export(), workdir.export());
}
