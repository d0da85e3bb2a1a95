//! Tests `diff`: each edit of a source, of the gazetteer or of a link is reported as the right change, and nothing else is
//! reported.

use super::support::{Ran, Workdir};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;

const GAZETTEER: &str = "id,kind,names,wikidata,evidence\nshusha,district,Shusha@en|Susa@en,Q901,made up\n\
    lachin,district,Lachin@en,Q902,made up\n";
const META: &str = "title = \"A list\"\npublisher = \"Example Gazette\"\nlanguage = \"en\"\npublished = \"2001-02-03\"\n\
    date-means = \"control\"\n";
const BOX: &str = "Figures\nShusha: may 08, 1992, territory 289 km2; Lachin: may 18, 1992, territory 1835 km2; \
    Kalbajar: april 2, 1993, territory 3054 km2.\n";

fn dataset() -> Workdir {
    edited(|_| ())
}

/// The same dataset after an edit and a build.
fn edited(edit: impl Fn(&Workdir)) -> Workdir {
    let dir = Workdir::new();
    dir.write("gazetteer/entities.csv", GAZETTEER);
    dir.write("sources/box.txt", BOX);
    dir.write("sources/box.meta.toml", META);
    edit(&dir);
    dir.build();
    dir
}

fn diff(old: &Path, new: &Path, more: &[&str]) -> Ran {
    let mut args = vec!["diff", old.to_str().unwrap(), new.to_str().unwrap()];
    args.extend(more);
    Workdir::new().run(&args)
}

/// Each change on a line: section, kind of change, label, kind, and each changed field.
fn changes(old: &Workdir, new: &Workdir) -> Vec<String> {
    let ran = diff(old.root(), new.root(), &["--format", "json"]);
    assert!(ran.code == Some(0) || ran.code == Some(1), "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let changes = report["changes"].as_array().unwrap();
    assert_eq!(ran.code, Some(i32::from(!changes.is_empty())));
    let line = |c: &serde_json::Value| {
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        let fields = c["fields"].as_array().unwrap().iter().filter(|f| f["old"] != f["new"] && f["name"] != "position");
        let fields: Vec<String> =
            fields.map(|f| format!("{} {}>{}", text(&f["name"]), text(&f["old"]), text(&f["new"]))).collect();
        let subject = if c["section"] == "claims" { text(&c["subject"]["label"]) } else { text(&c["subject"]["id"]) };
        format!("{} {} {subject} [{}] {}", text(&c["section"]), text(&c["change"]), text(&c["kind"]), fields.join(", "))
    };
    changes.iter().map(|c| line(c).trim_end().to_owned()).collect()
}

/// Removes the changed versions of sources, which every edit of a source causes.
fn without_versions(changes: Vec<String>) -> Vec<String> {
    changes.into_iter().filter(|line| !line.contains("[] version ")).collect()
}

#[test]
fn a_dataset_is_the_same_as_itself_and_as_each_of_its_exports() {
    let dir = Workdir::of_data();
    dir.build();
    let ran = diff(dir.root(), dir.root(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "No differences.\n", ""));
    for format in ["nq", "trig", "ttl", "nt", "rdf", "jsonld"] {
        let file = dir.path(&format!("export.{format}"));
        assert_eq!(dir.run(&["export", "-o", file.to_str().unwrap()]).code, Some(0));
        for (old, new) in [(dir.root(), file.as_path()), (&file, dir.root())] {
            let ran = diff(old, new, &["--moved"]);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "No differences.\n"), "{format}: {}", ran.stderr);
        }
    }
    let packed = dir.path("export.nq.gz");
    let mut encoder = GzEncoder::new(fs::File::create(&packed).unwrap(), Compression::fast());
    encoder.write_all(&fs::read(dir.path("export.nq")).unwrap()).unwrap();
    encoder.finish().unwrap();
    assert_eq!(diff(&packed, dir.root(), &[]).code, Some(0));
}

#[test]
fn each_edit_is_reported_as_the_right_change() {
    type Edit = fn(&Workdir);
    let cases: [(Edit, &[&str]); 11] = [
        (
            |d| d.write("sources/box.txt", BOX.replace("289", "290")),
            &["claims changed Shusha [area] value 289 km2>290 km2, words territory 289 km2>territory 290 km2"],
        ),
        (
            |d| d.write("sources/box.txt", BOX.replace("may 18, 1992", "may 1992")),
            &[
                "claims changed Lachin [change of control] value 1992-05-18>1992-05, words may 18, 1992>may 1992",
                "claims moved Kalbajar [area]",
                "claims moved Kalbajar [change of control]",
                "claims moved Lachin [area]",
            ],
        ),
        (
            |d| d.write("sources/box.txt", BOX.replace("Lachin: may 18, 1992, territory 1835 km2; ", "")),
            &[
                "claims moved Kalbajar [area]",
                "claims moved Kalbajar [change of control]",
                "claims withdrawn Lachin [area] value 1835 km2>, words territory 1835 km2>, voice Example Gazette>",
                "claims withdrawn Lachin [change of control] value 1992-05-18>, words may 18, 1992>, voice Example Gazette>",
            ],
        ),
        (
            |d| d.write("sources/box.txt", BOX.replace("km2.\n", "km2; Zangilan: 707 km2.\n")),
            &["claims added Zangilan [area] value >707 km2, words >707 km2, voice >Example Gazette"],
        ),
        (
            |d| {
                d.remove("sources/box.txt");
                d.remove("sources/box.meta.toml");
                d.write("sources/list.txt", BOX);
                d.write("sources/list.meta.toml", META);
            },
            &["sources renamed source/box [] name source/box>source/list"],
        ),
        (
            |d| {
                d.write(
                    "sources/box.meta.toml",
                    META.replace("2001-02-03", "2001-02-04").replace("A list", "The list"),
                );
            },
            &["sources changed source/box [] label A list>The list, published 2001-02-03>2001-02-04"],
        ),
        (
            |d| d.write("gazetteer/entities.csv", GAZETTEER.replace("Susa@en", "Choucha@fr")),
            &["entities changed place/shusha [district] names Susa@en>Choucha@fr"],
        ),
        (
            |d| d.write("gazetteer/entities.csv", GAZETTEER.replace("lachin,", "lachin-district,")),
            &["entities renamed place/lachin [district] name place/lachin>place/lachin-district"],
        ),
        (
            |d| {
                let merged = GAZETTEER
                    .replace("|Susa@en", "|Susa@en|Lachin@en")
                    .replace("lachin,district,Lachin@en,Q902,made up\n", "");
                d.write("gazetteer/entities.csv", merged);
            },
            &[
                "disagreements added place/shusha (area) [area]",
                "disagreements added place/shusha (time) [time]",
                "entities changed place/shusha [district] names >Lachin@en",
                "entities merged place/lachin [district] name place/lachin>place/shusha",
                "links withdrawn place/lachin = http://www.wikidata.org/entity/Q902 [] decision accepted>, relation exactMatch>",
            ],
        ),
        (
            |d| {
                d.write("sources/second.txt", "Brief\nShusha: 9 may 1992, 900 km2.\n");
                d.write("sources/second.meta.toml", META.replace("A list", "Second").replace("Example", "Second"));
            },
            &[
                "claims added Shusha [area] value >900 km2",
                "claims added Shusha [change of control] value >1992-05-09",
                "disagreements added place/shusha (area) [area] claims >\u{201c}900 km2\u{201d} (source/second); \u{201c}territory 289 km2\u{201d} (source/box)",
                "disagreements added place/shusha (time) [time]",
                "sources added source/second [] language >en, ",
            ],
        ),
        (
            |d| {
                d.write(
                    "dataset.toml",
                    fs::read_to_string(d.path("dataset.toml")).unwrap().replace("org/d/", "org/other/"),
                );
            },
            &[],
        ),
    ];
    let old = dataset();
    for (edit, expected) in cases {
        let new = edited(edit);
        let lines = without_versions(changes(&old, &new));
        let mut found = lines.clone();
        found.sort();
        // Compare only the beginning of a line.
        let all =
            found.len() == expected.len() && found.iter().zip(expected).all(|(line, start)| line.starts_with(start));
        assert!(all, "found:\n{}\nexpected:\n{}", lines.join("\n"), expected.join("\n"));
        // In the other direction, added claims are withdrawn, and so on.
        let count = |lines: &[String], what: &str| lines.iter().filter(|l| l.split(' ').nth(1) == Some(what)).count();
        let back = without_versions(changes(&new, &old));
        for (what, mirrored) in
            [("added", "withdrawn"), ("withdrawn", "added"), ("changed", "changed"), ("moved", "moved")]
        {
            let merged = count(&lines, "merged");
            if merged == 0 {
                assert_eq!(count(&lines, what), count(&back, mirrored), "{what}: {lines:?} {back:?}");
            }
        }
    }
}

#[test]
fn a_small_edit_of_one_record_shows_that_claim_and_no_other() {
    let mut state = 7_u64;
    let mut number = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let names = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel"];
    for _ in 0..6 {
        let mut areas: Vec<u64> = names.iter().map(|_| 100 + number(900)).collect();
        let text = |areas: &[u64]| {
            let records = names.iter().zip(areas).enumerate();
            let records =
                records.map(|(n, (name, area))| format!("{name}: may {:02}, 1992, territory {area} km2", n + 1));
            format!("Figures\n{}.\n", records.collect::<Vec<_>>().join("; "))
        };
        let write = |dir: &Workdir, areas: &[u64]| {
            dir.write("sources/box.txt", text(areas));
            dir.write("sources/box.meta.toml", META);
            dir.build();
        };
        let (old, new) = (Workdir::new(), Workdir::new());
        write(&old, &areas);
        let at = number(8) as usize;
        let before = areas[at];
        areas[at] = 2000 + number(70_000);
        write(&new, &areas);
        let lines = without_versions(changes(&old, &new));
        let rest: Vec<&String> = lines.iter().filter(|l| !l.starts_with("claims moved ")).collect();
        let expected = format!("claims changed {} [area] value {before} km2>{} km2", names[at], areas[at]);
        assert!(rest.len() == 1 && rest[0].starts_with(&expected), "{expected}: {lines:?}");
    }
}

#[test]
fn a_decision_on_a_link_is_reported() {
    let row = |predicate: &str, justification: &str, reviewer: &str| {
        format!(
            "#curie_map:\n#  data: \"https://example.org/d/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
             #mapping_set_id: \"https://example.org/d/links\"\n#license: \"https://example.org/licence\"\n\
             subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\treviewer_id\n\
             data:place/kalbajar\tKalbajar\tskos:{predicate}\twd:Q903\titem 903\tsemapv:{justification}\t{reviewer}\n"
        )
    };
    let proposed = row("closeMatch", "CompositeMatching", "");
    let accepted = row("exactMatch", "MappingReview", "https://people.example/me");
    let none = dataset();
    let old = edited(|d| d.write("links.sssom.tsv", &proposed));
    let new = edited(|d| d.write("links.sssom.tsv", &accepted));
    let name = "place/kalbajar = http://www.wikidata.org/entity/Q903 []";
    let first = changes(&none, &old);
    assert!(first.len() == 1 && first[0].starts_with(&format!("links added {name} decision >proposed")), "{first:?}");
    let second = changes(&old, &new);
    let expected = format!("links changed {name} decision proposed>accepted, relation closeMatch>exactMatch");
    assert!(second.len() == 1 && second[0].starts_with(&expected), "{second:?}");
}

#[test]
fn every_format_reports_the_same_changes() {
    let (old, new) = (dataset(), edited(|d| d.write("sources/box.txt", BOX.replace("289", "290"))));
    let run = |more: &[&str]| diff(old.root(), new.root(), more);
    let table = run(&[]).stdout;
    for part in
        ["claims         1 changed", "links          unchanged", "claims of A list (source/box)", "289 km2 → 290 km2"]
    {
        assert!(table.contains(part), "{part}: {table}");
    }
    let markdown = run(&["--format", "markdown"]).stdout;
    let line = "- changed **Shusha**, area: 289 km2 → 290 km2; \u{201c}territory 289 km2\u{201d} → \u{201c}territory 290 km2\u{201d}\n";
    assert!(markdown.contains(line) && markdown.contains("### A list\n"), "{markdown}");
    let tsv = run(&["--format", "tsv"]).stdout;
    assert!(
        tsv.contains("claims\tchanged\tsource/box\tplace/shusha\tShusha\tarea\tvalue\t289 km2\t290 km2\n"),
        "{tsv}"
    );
    let width = tsv.lines().next().unwrap().split('\t').count();
    assert!(tsv.lines().all(|line| line.split('\t').count() == width));
    assert_eq!((run(&[]).code, run(&["--exit-zero"]).code), (Some(1), Some(0)));
}

#[test]
fn input_that_cannot_be_compared_is_an_error() {
    let dir = dataset();
    dir.write("bad.nq", "<https://example.org/d/> <p> .\n");
    dir.write("empty.ttl", "");
    dir.write("x.txt", "");
    for (file, code, message) in [
        ("bad.nq", 1, "bad.nq: "),
        ("empty.ttl", 1, "is not a dataset"),
        ("x.txt", 2, "cannot determine the format"),
        ("none.nq", 2, "cannot read"),
        ("sources", 2, "is not a dataset folder"),
    ] {
        let ran = diff(&dir.path(file), dir.root(), &[]);
        assert_eq!(ran.code, Some(code), "{file}: {}", ran.stderr);
        assert!(ran.stderr.contains(message) && ran.stdout.is_empty(), "{file}: {}", ran.stderr);
    }
}
