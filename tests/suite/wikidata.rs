//! An index of Wikidata: what goes into it, what comes out, and what a dump can be like. The entities are made up.

use super::support::Workdir;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;

/// An entity in the JSON of a dump.
fn entity(id: u32, label: &str, more: &str) -> String {
    format!(
        "{{\"type\":\"item\",\"id\":\"Q{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},{more}\"sitelinks\":{{}}}}"
    )
}

fn item(property: u32, id: u32) -> String {
    format!(
        "\"P{property}\":[{{\"mainsnak\":{{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{{\"id\":\"Q{id}\"}},\"type\":\"wikibase-entityid\"}}}},\"rank\":\"normal\"}}]"
    )
}

/// A country, a district of it with a name in two scripts, a town elsewhere, and classes that go round in a circle.
fn dump() -> String {
    let aliases = "\"aliases\":{\"ru\":[{\"language\":\"ru\",\"value\":\"Верхний Дол\"}]},";
    let entities = [
        entity(11, "Valeland", &format!("\"claims\":{{{}}},", item(31, 901))),
        entity(12, "Upper Vale", &format!("{aliases}\"claims\":{{{},{}}},", item(31, 902), item(17, 11))),
        entity(13, "Farport", &format!("\"claims\":{{{},{}}},", item(31, 903), item(17, 99))),
        entity(902, "district", &format!("\"claims\":{{{}}},", item(279, 904))),
        entity(904, "unit", &format!("\"claims\":{{{}}},", item(279, 902))),
        "{\"type\":\"property\",\"id\":\"P31\",\"labels\":[]}".to_owned(),
    ];
    format!("[\n{}\n]\n", entities.join(",\n"))
}

fn indexed(workdir: &Workdir, more: &[&str]) -> super::support::Ran {
    let path = |name: &str| workdir.path(name).display().to_string();
    let (from, to) = (path("dump"), path("x.wd"));
    let mut args = vec!["wikidata", "index", &from, "-o", &to, "--language", "en,ru"];
    args.extend(more);
    workdir.run(&args)
}

fn shown(workdir: &Workdir, what: &str) -> super::support::Ran {
    workdir.run(&["wikidata", "show", &workdir.path("x.wd").display().to_string(), what])
}

#[test]
fn names_in_any_spelling_and_classes_in_a_circle() {
    let workdir = Workdir::new();
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(dump().as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    for bytes in [dump().into_bytes(), gz] {
        workdir.write("dump", bytes);
        let ran = indexed(&workdir, &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "5 of 5 items, 6 names, 2 classes\n"), "{}", ran.stderr);
        for name in ["Upper Vale", "upper vale", "Верхний Дол", "Verkhnii Dol", "Q12"] {
            let ran = shown(&workdir, name);
            assert!(ran.code == Some(0) && ran.stdout.contains("Upper Vale"), "{name}: {}", ran.stdout);
        }
        assert!(shown(&workdir, "Q12").stdout.contains("Valeland (Q11)"));
        assert_eq!(shown(&workdir, "Q77").code, Some(1));
    }
}

#[test]
fn filters_by_class_and_country() {
    let workdir = Workdir::new();
    workdir.write("dump", dump());
    for (filter, kept) in [
        (&["--country", "Q11"][..], "2 of 5 items"),
        (&["--country", "Q11", "--stateless"], "4 of 5 items"),
        (&["--type", "Q904"], "1 of 5 items"),
        (&["--type", "Q904", "--country", "Q99"], "0 of 5 items"),
    ] {
        let ran = indexed(&workdir, filter);
        assert!(ran.stdout.starts_with(kept), "{filter:?}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_broken_line_is_left_out_and_a_cut_dump_refused() {
    let workdir = Workdir::new();
    workdir.write("dump", dump().replace("\"id\":\"Q13\"", "\"id\":\"Q13"));
    let ran = indexed(&workdir, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("dump:4") && ran.stdout.starts_with("4 of 4 items"), "{}{}", ran.stdout, ran.stderr);
    let before = fs::read(workdir.path("x.wd")).unwrap();
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(dump().as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    for cut in [&dump().as_bytes()[..dump().len() - 3], &gz[..gz.len() - 9]] {
        workdir.write("dump", cut);
        let ran = indexed(&workdir, &[]);
        assert_eq!(ran.code, Some(1), "{}", ran.stdout);
        assert!(ran.stderr.contains("the dump ends early"), "{}", ran.stderr);
        assert_eq!(fs::read(workdir.path("x.wd")).unwrap(), before, "the index that was there stays");
    }
    workdir.write("x.wd", &before[..before.len() / 2]);
    assert!(shown(&workdir, "Q12").stderr.contains("is damaged"));
}
