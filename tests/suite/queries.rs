//! The answers of the named queries on datasets that contradict themselves. Their answers on the shipped dataset are
//! fixtures.

use super::support::{Workdir, repository};
use std::fs;

#[test]
fn the_named_queries_are_listed() {
    let dir = Workdir::of_data();
    assert_eq!(dir.build().code, Some(0));
    let listed = dir.run(&["query"]);
    let mut names = 0;
    for entry in fs::read_dir(repository("queries")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".rq") {
            names += 1;
            assert!(listed.stdout.contains(name), "{name} is not listed");
        }
    }
    assert!(names >= 7);
}

/// A second box about three of the districts: one area near enough, one too far apart, one date without a common day.
fn contradicted() -> Workdir {
    let dir = Workdir::of_data();
    dir.write(
        "sources/second.txt",
        "Districts in brief\nShusha: May 1992, territory 290 km2; Kalbajar: 3 april 1993, 1,936 km2; \
         Fizuli: 139,000 ha; Aghdam: total area 1,094 km2.\n",
    );
    dir.write(
        "sources/second.meta.toml",
        "publisher = \"Second Gazette\"\nlanguage = \"en\"\ndate-means = \"control\"\n",
    );
    assert_eq!(dir.build().code, Some(0));
    dir
}

#[test]
fn disagreements_show_both_values_sources_and_wordings() {
    let dir = contradicted();
    let ran = dir.run(&["query", "disagreements", "--format", "csv"]);
    let mut rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows.remove(0).trim(), "district,aspect,value_1,source_1,words_1,value_2,source_2,words_2");
    // 289 and 290 km2 are within one per cent, May 1992 holds 8 May, 139,000 ha are 1390 km2, and the whole of a district
    // is not an unspecified area.
    assert_eq!(rows.len(), 2, "{}", ran.stdout);
    for (row, words) in [
        (rows[0], ["Kalbajar,area", "territory 3054 km2", "1,936 km2"]),
        (rows[1], ["Kalbajar,time", "april 2, 1993", "3 april 1993"]),
    ] {
        for word in words.into_iter().chain(["The Occupation in Figures", "Districts in brief (Second Gazette)"]) {
            assert!(row.contains(word), "{word}: {row}");
        }
    }
}

#[test]
fn sources_that_agree_make_no_disagreement() {
    let dir = contradicted();
    dir.write("sources/second.txt", "Districts in brief\nKalbajar: 2 april 1993, 305,400 ha; Shusha: 1992, 289 km2.\n");
    assert_eq!(dir.build().code, Some(0));
    let ran = dir.run(&["query", "--format", "csv", "ASK { ?d a choro:Disagreement ; choro:aboutPlace ?place }"]);
    assert_eq!(ran.stdout.trim(), "false");
}

#[test]
fn an_event_that_may_fall_in_a_period_differs_from_one_that_must() {
    let dir = contradicted();
    let args =
        ["query", "changes-of-control", "--param", "from=1992-05-05", "--param", "to=1992-05-31", "--format", "tsv"];
    let rows = dir.run(&args).stdout;
    let of = |date: &str| rows.lines().find(|row| row.contains(&format!("\"{date}\""))).unwrap_or_default().to_owned();
    assert!(of("1992-05-08").contains("must"), "{rows}");
    assert!(of("1992-05").contains("may"), "{rows}");
    assert!(of("1988/1992").contains("may"), "{rows}");
    assert!(of("1993-07-23").is_empty(), "{rows}");
}
