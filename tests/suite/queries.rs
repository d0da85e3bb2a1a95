//! Every named query has a recorded answer beside it, on the dataset that ships, or on one of the tests where that has
//! nothing to show. `CHOROGRAPH_RECORD=1` records them anew, for a person to read in the diff.

use super::support::{Workdir, repository};
use std::collections::BTreeMap;
use std::fs;

/// Queries whose answers are recorded on another dataset.
const ELSEWHERE: &[(&str, &str)] = &[("copies", "tests/wire"), ("independent-sources", "tests/wire")];

fn shipped() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(repository("queries"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".rq").map(str::to_owned))
        .collect();
    names.sort();
    names
}

#[test]
fn every_query_has_a_recorded_answer_and_gives_it() {
    let dir = Workdir::of_data();
    assert_eq!(dir.build().code, Some(0));
    let mut others = BTreeMap::new();
    for (_, folder) in ELSEWHERE {
        let other = others.entry(*folder).or_insert_with(|| Workdir::copy_of(&repository(folder)));
        assert_eq!(other.build().code, Some(0));
    }
    let names = shipped();
    assert!(names.len() >= 7);
    for name in &names {
        let elsewhere = ELSEWHERE.iter().find(|(query, _)| query == name).map(|(_, folder)| &others[folder]);
        let ran = elsewhere.unwrap_or(&dir).run(&["query", name, "--format", "tsv"]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
        let recorded = repository("queries").join(format!("{name}.tsv"));
        if std::env::var_os("CHOROGRAPH_RECORD").is_some() {
            fs::write(&recorded, &ran.stdout).unwrap();
        }
        let expected = fs::read_to_string(&recorded).unwrap_or_else(|e| panic!("{}: {e}", recorded.display()));
        assert_eq!(ran.stdout, expected, "{name}");
    }
    let listed = dir.run(&["query"]);
    for name in &names {
        assert!(listed.stdout.contains(name.as_str()), "{name} is not listed");
    }
}

#[test]
fn a_recorded_answer_has_its_query() {
    let names = shipped();
    for entry in fs::read_dir(repository("queries")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".tsv") {
            assert!(names.contains(&name.to_owned()), "{file}");
        }
    }
}

/// A second box about three of the districts: one area near enough, one too far apart, one date without a common day.
fn contradicted() -> Workdir {
    let dir = Workdir::of_data();
    dir.write(
        "sources/second.txt",
        "Districts in brief\nShusha: May 1992, territory 290 km2; Kalbajar: 3 april 1993, 1,936 km2; \
         Fizuli: 139,000 ha; Aghdam: total area 1,094 km2.\n",
    );
    dir.write("sources/second.meta.toml", "publisher = \"Second Gazette\"\nlanguage = \"en\"\n");
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
fn an_event_that_may_fall_in_a_period_is_told_from_one_that_must() {
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
