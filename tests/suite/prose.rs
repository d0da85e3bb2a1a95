//! What prose says of districts, beside what records and tables say: the same types of claims, compared with each other.
//! Places, parties and figures are made up.

use super::support::Workdir;
use std::io::Write;
use std::process::Stdio;

const GAZETTEER: &str = "id,kind,names,wikidata,evidence\n\
    sorl,district,Sorl@en|Sorl District@en,,\n\
    vell,district,Vell@en,,\n\
    brin,district,Brin@en,,\n\
    norwick,district,Norwick@en,,\n\
    ulmen,region,Ulmen@en,,\n";

/// Articles, each with its publisher.
const ARTICLES: &[(&str, &str)] = &[
    (
        "harbour",
        "The Sorl district has an area of 1,094 square kilometres. Sorl was captured by rebels on 8 May 1992, and 882 km² \
         of Sorl are under occupation.\n\nVell was founded in 1930. Norwick has a population of 12,500.",
    ),
    (
        "delta",
        "Sorl covers 1,150 km², the yearbook says. On 9 May 1992, Norwegian forces captured Sorl.\n\nVell, founded in \
         1931, is a district of Ulmen. The population of Norwick is 14,200.",
    ),
    (
        "ridge",
        "Brin fell on 2 April 1993. Brin was handed over to Norway on 25 November 2020. The town of Sorl covers 9 km².",
    ),
];

const BOX: &str = "District records\n\nSorl: captured 10 May 1992, area 1,120 km2\nBrin: captured 27 March 1993, area 3,050 km2\n\
                   Vell: area 700 km2\n";

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("gazetteer/places.csv", GAZETTEER);
    for (name, text) in ARTICLES {
        workdir.write(&format!("sources/{name}.txt"), format!("{name} news\n\n{text}\n"));
        let meta =
            format!("title = \"{name}\"\npublisher = \"{name}\"\npublished = \"2021-05-17\"\nkind = \"article\"\n");
        workdir.write(&format!("sources/{name}.meta.toml"), meta);
    }
    workdir.write("sources/box.txt", BOX);
    workdir.write("sources/box.meta.toml", "publisher = \"box\"\n");
    workdir.build();
    workdir
}

/// The pairs of claims that disagree: place, aspect and values.
fn pairs(workdir: &Workdir) -> Vec<String> {
    let ran = workdir.run(&["query", "disagreements", "--format", "csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    let mut pairs: Vec<String> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let mut values = [&row[2], &row[5]];
            values.sort_unstable();
            format!("{} {}: {} | {}", &row[0], &row[1], values[0], values[1])
        })
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn articles_and_records_contradict_each_other_and_other_extents_do_not() {
    // 882 km² are a part, 9 km² those of a town; of Brin an article tells two changes, so none is compared.
    let expected = [
        "Norwick figure: 12,500 | 14,200",
        "Sorl area: 1,094 square kilometres | 1,120 km2",
        "Sorl area: 1,094 square kilometres | 1,150 km²",
        "Sorl area: 1,120 km2 | 1,150 km²",
        "Sorl time: 1992-05-08 | 1992-05-09",
        "Sorl time: 1992-05-08 | 1992-05-10",
        "Sorl time: 1992-05-09 | 1992-05-10",
        "Vell established: 1930 | 1931",
    ];
    assert_eq!(pairs(&dataset()), expected);
}

#[test]
fn claims_of_prose_lead_back_to_their_words_and_conform() {
    let workdir = dataset();
    for arguments in [&["trace"][..], &["check"]] {
        let ran = workdir.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}\n{}", ran.stdout, ran.stderr);
    }
    let query = "SELECT ?words ?who WHERE { ?claim a choro:ControlChangeClaim ; choro:verbatim ?words ; \
                 choro:gainingPartyWords/oa:exact ?who } ORDER BY ?words";
    let ran = workdir.run(&["query", query, "--format", "tsv"]);
    assert_eq!(ran.stdout.lines().count(), 4, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_decision_on_a_claim_of_prose_is_applied() {
    let workdir = dataset();
    let mut command =
        workdir.command(&["review", "--reviewer", "Ana", "--date", "2026-11-24", "delta", "--kind", "area"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"r\nq\n").unwrap();
    let ran = workdir.ran(&child.wait_with_output().unwrap());
    assert!(ran.stdout.contains("1,150 km²"), "{}{}", ran.stdout, ran.stderr);
    workdir.build();
    let left: Vec<String> = pairs(&workdir).into_iter().filter(|pair| pair.starts_with("Sorl area")).collect();
    assert_eq!(left, ["Sorl area: 1,094 square kilometres | 1,120 km2"]);
}
