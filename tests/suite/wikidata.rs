//! An index of Wikidata: its content, look-ups, and unusual dumps. The entities are made up.

use super::support::Workdir;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

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

/// A country, a district of it with a name in two scripts, a town elsewhere, and classes that form a cycle.
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

const ENTITY: &str = "http://www.wikidata.org/entity/";
const DATA: &str = "https://www.wikidata.org/wiki/Special:EntityData/";
const DIRECT: &str = "http://www.wikidata.org/prop/direct/";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";

/// The content of `facts_in_json` in the form of the truthy dump: data nodes, items, pages.
fn facts_in_triples() -> Vec<String> {
    let mut lines = Vec::new();
    let mut about = |subject: &str, predicate: &str, object: &str| {
        lines.push(format!("<{subject}> <{predicate}> {object} ."));
    };
    for (id, counts) in [(12, (9, 2)), (902, (1, 0))] {
        let data = format!("{DATA}Q{id}");
        about(&data, "http://schema.org/about", &format!("<{ENTITY}Q{id}>"));
        for (what, n) in [("statements", counts.0), ("sitelinks", counts.1)] {
            let object = format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
            about(&data, &format!("http://wikiba.se/ontology#{what}"), &object);
        }
        let item = format!("{ENTITY}Q{id}");
        about(&item, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<http://wikiba.se/ontology#Item>");
        let label = if id == 12 { "\"Upper \\\"Vale\\\"\"@en" } else { "\"district\"@en" };
        for predicate in [LABEL, "http://www.w3.org/2004/02/skos/core#prefLabel", "http://schema.org/name"] {
            about(&item, predicate, label);
        }
        if id == 902 {
            about(&item, &format!("{DIRECT}P279"), &format!("<{ENTITY}Q904>"));
            continue;
        }
        about(&item, "http://www.w3.org/2004/02/skos/core#altLabel", "\"\\u0412\\u0435\\u0440\\u0445\"@ru");
        about(&item, "http://schema.org/description", "\"место\"@ru");
        about(&item, "http://schema.org/description", "\"a place\"@en");
        for (property, object) in [
            (31, format!("<{ENTITY}Q902>")),
            (17, format!("<{ENTITY}Q11>")),
            (17, "<http://www.wikidata.org/.well-known/genid/7>".to_owned()),
            (625, "\"Point(46.5 -40.25)\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>".to_owned()),
            (2046, "\"+1150\"^^<http://www.w3.org/2001/XMLSchema#decimal>".to_owned()),
            (571, "\"1930-08-08T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>".to_owned()),
            (300, "\"XX-YY\"".to_owned()),
            (1813, "\"UV\"@en".to_owned()),
            (9999, "\"not of the table\"".to_owned()),
        ] {
            about(&item, &format!("{DIRECT}P{property}"), &object);
        }
        for page in ["https://en.wikipedia.org/wiki/Upper", "https://ru.wikipedia.org/wiki/%D0%92"] {
            about(page, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "<http://schema.org/Article>");
            about(page, "http://schema.org/about", &format!("<{ENTITY}Q12>"));
            about(page, "http://schema.org/name", "\"Upper\"@en");
        }
    }
    // A redirect is no item.
    about(&format!("{ENTITY}Q13"), "http://www.w3.org/2002/07/owl#sameAs", &format!("<{ENTITY}Q12>"));
    lines
}

fn facts_in_json() -> String {
    let claim = |property: u32, value: &str| {
        format!("\"P{property}\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{value}}}}},\"rank\":\"normal\"}}]")
    };
    let country = item(17, 11).replace("}]", "},{\"mainsnak\":{\"snaktype\":\"somevalue\"},\"rank\":\"normal\"}]");
    let claims = [
        item(31, 902),
        country,
        claim(625, "{\"latitude\":-40.25,\"longitude\":46.5}"),
        claim(2046, "{\"amount\":\"+1150\",\"unit\":\"1\"}"),
        claim(571, "{\"time\":\"+1930-08-08T00:00:00Z\",\"precision\":11}"),
        claim(300, "\"XX-YY\""),
        claim(1813, "{\"text\":\"UV\",\"language\":\"en\"}"),
        claim(9999, "\"not of the table\""),
    ];
    let more = format!(
        "\"aliases\":{{\"ru\":[{{\"language\":\"ru\",\"value\":\"Верх\"}}]}},\"descriptions\":{{\"ru\":{{\"value\":\"место\"}},\"en\":{{\"value\":\"a place\"}}}},\"claims\":{{{}}},",
        claims.join(",")
    );
    let place = entity(12, "Upper \\\"Vale\\\"", &more);
    let place =
        place.replace("\"sitelinks\":{}", "\"sitelinks\":{\"enwiki\":{\"title\":\"U\"},\"ruwiki\":{\"title\":\"U\"}}");
    let class = entity(902, "district", &format!("\"claims\":{{{}}},", item(279, 904)));
    format!("[\n{place},\n{class}\n]\n")
}

#[test]
fn triples_in_any_order_make_the_index_that_json_makes() {
    let workdir = Workdir::new();
    workdir.write("dump", facts_in_json());
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "2 of 2 items, 4 names, 1 classes\n"), "{}", ran.stderr);
    let json = fs::read(workdir.path("x.wd")).unwrap();
    let lines = facts_in_triples();
    // In the order of the dump; with pages and data nodes far from their items; with the lines of all items in turn.
    let mut apart = lines.clone();
    apart.sort_by_key(|line| line.starts_with(&format!("<{ENTITY}")));
    let mut turns: Vec<(usize, String)> = Vec::new();
    for of in ["Q12>", "Q902>", ""] {
        let mine = |line: &&String| line.split(' ').next().unwrap_or_default().ends_with(of);
        let taken = lines.iter().filter(mine).filter(|l| !turns.iter().any(|(_, t)| t == *l)).cloned();
        let taken: Vec<String> = taken.collect();
        turns.extend(taken.into_iter().enumerate());
    }
    turns.sort_by_key(|(n, _)| *n);
    let turns: Vec<String> = turns.into_iter().map(|(_, line)| line).collect();
    for (order, lines) in [("dumped", &lines), ("apart", &apart), ("turns", &turns)] {
        assert_eq!(lines.len(), facts_in_triples().len());
        workdir.write("dump", format!("\n{}\n", lines.join("\n")));
        let ran = indexed(&workdir, &[]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{order}: {}", ran.stdout);
        assert!(fs::read(workdir.path("x.wd")).unwrap() == json, "{order}: {}", shown(&workdir, "Q12").stdout);
    }
    for (filter, kept) in [(&["--country", "Q11"][..], "1 of 2 items"), (&["--country", "Q99"], "0 of 2 items")] {
        assert!(indexed(&workdir, filter).stdout.starts_with(kept), "{filter:?}");
    }
}

#[test]
fn a_broken_statement_is_left_out_and_a_cut_one_refuses_the_dump() {
    let workdir = Workdir::new();
    let good = format!("<{ENTITY}Q901> <{LABEL}> \"Valeland\"@en .\n");
    let dump = [good.as_bytes(), b"<a> <b> c .\n", b"\xff\n", good.replace("Q901", "Q902").as_bytes()].concat();
    workdir.write("dump", &dump);
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "2 of 2 items, 1 names, 0 classes\n"));
    for expected in ["dump:2:9: \"<a> <b> c .\": an object is", "dump:3:1: ", "rule: a dump in N-Triples has"] {
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    }
    workdir.write("dump", &dump[..dump.len() - 9]);
    let ran = indexed(&workdir, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("the dump ends early, after line 3") && ran.stderr.contains("line 4 breaks off"),
        "{}",
        ran.stderr
    );
    // Without the last line feed it is complete.
    workdir.write("dump", good.trim_end());
    assert_eq!(indexed(&workdir, &[]).code, Some(0));
}

/// Runs the program, with what `write` writes as its input.
fn piped(workdir: &Workdir, write: impl FnOnce(&mut dyn Write)) -> (Option<i32>, String, String) {
    let mut command = super::support::program();
    command.args(["wikidata", "index", "-", "-o"]).arg(workdir.path("x.wd"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    write(&mut child.stdin.take().unwrap());
    let out = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

#[test]
fn a_line_of_200_mb_is_passed_over() {
    let workdir = Workdir::new();
    let block = [b'a'; 1_000_000];
    let triple = |id: u32| format!("<{ENTITY}Q{id}> <{LABEL}> \"Vale {id}\"@en .\n");
    let (json, other) = (entity(901, "Vale 901", ""), entity(902, "Vale 902", ""));
    for (first, open, last) in [
        (format!("{json}\n"), "{\"id\":\"".to_owned(), other),
        (triple(901), format!("<{ENTITY}Q903> <{LABEL}> \""), triple(902)),
    ] {
        let (code, stdout, stderr) = piped(&workdir, |to| {
            to.write_all(first.as_bytes()).unwrap();
            to.write_all(open.as_bytes()).unwrap();
            for _ in 0..200 {
                to.write_all(&block).unwrap();
            }
            to.write_all(format!("\n{last}").as_bytes()).unwrap();
        });
        assert_eq!((code, stdout.as_str()), (Some(1), "2 of 2 items, 2 names, 0 classes\n"), "{stderr}");
        assert!(stderr.contains(&format!("-:2: this line has {} bytes", 200_000_000 + open.len())), "{stderr}");
        assert!(stderr.len() < 1_000, "{stderr}");
    }
}

#[test]
fn an_item_with_very_many_lines_is_joined() {
    let workdir = Workdir::new();
    let (code, stdout, stderr) = piped(&workdir, |to| {
        let mut to = std::io::BufWriter::new(to);
        writeln!(to, "<{ENTITY}Q901> <{LABEL}> \"Vale\"@en .").unwrap();
        for n in 1..=100_000 {
            writeln!(to, "<{ENTITY}Q901> <{DIRECT}P463> <{ENTITY}Q{n}> .").unwrap();
        }
        writeln!(to, "<{ENTITY}Q901> <{DIRECT}P300> \"AA-BB\" .").unwrap();
    });
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(0), "1 of 1 items, 1 names, 0 classes\n", ""));
    let shown = shown(&workdir, "Q901").stdout;
    assert!(shown.contains("AA-BB") && shown.contains("Q99999") && shown.contains("0, 100001"), "not all lines");
}

#[test]
fn names_of_control_characters() {
    let workdir = Workdir::new();
    let names = ["\\u0000", "a\\u0000b", "\\u001b[31mred", "\\u0001\\u0002", "x\\u0000\\u0000\\u0000\\u0001"];
    let json: Vec<String> = (901..).zip(names).map(|(id, name)| entity(id, name, "")).collect();
    let line = |(id, name): (u32, &str)| format!("<{ENTITY}Q{id}> <{LABEL}> \"{name}\"@en .");
    let triples: Vec<String> = (901..).zip(names).map(line).collect();
    let mut made = Vec::new();
    for dump in [json, triples] {
        workdir.write("dump", dump.join("\n"));
        let ran = indexed(&workdir, &[]);
        // Two have no letter in their name: they are found by number only.
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "5 of 5 items, 3 names, 0 classes\n"), "{}", ran.stderr);
        for (name, id) in [("A b", "Q902"), ("31mred", "Q903"), ("Q901", "Q901"), ("x", "Q905")] {
            let ran = shown(&workdir, name);
            assert!(ran.code == Some(0) && ran.stdout.contains(id), "{name}: {}{}", ran.stdout, ran.stderr);
            let steers = |c: char| c.is_control() && c != '\n';
            assert!(!ran.stdout.contains(steers), "{name}: {:?}", ran.stdout);
        }
        assert!(shown(&workdir, "Q903").stdout.contains("\u{fffd}[31mred"));
        made.push(fs::read(workdir.path("x.wd")).unwrap());
    }
    assert!(made[0] == made[1], "the index differs");
}

/// `bytes` passed through a program; `None` if there is no such program.
fn through(program: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new(program).arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take()?.write_all(bytes).ok()?;
    Some(child.wait_with_output().ok()?.stdout)
}

#[test]
fn compressed_dumps_are_read_and_refused_when_cut() {
    let workdir = Workdir::new();
    let dump: String =
        (901..1_401).map(|id| format!("<{ENTITY}Q{id}> <{LABEL}> \"Vale {}\"@en .\n", id * 7919)).collect();
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(dump.as_bytes()).unwrap();
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(dump.as_bytes()).unwrap();
    let mut all = vec![("gz", gz.finish().unwrap()), ("bz2", bz2.finish().unwrap())];
    all.extend(through("zstd", dump.as_bytes()).map(|zst| ("zst", zst)));
    for (form, bytes) in all {
        // Two members, as parallel compressors write them.
        for (whole, items) in [(bytes.clone(), 500), ([bytes.as_slice(), &bytes].concat(), 500)] {
            workdir.write("dump", &whole);
            let ran = indexed(&workdir, &[]);
            assert_eq!(ran.code, Some(0), "{form}: {}", ran.stderr);
            assert!(ran.stdout.starts_with(&format!("{items} of {items} items")), "{form}: {}", ran.stdout);
        }
        let before = fs::read(workdir.path("x.wd")).unwrap();
        for cut in [bytes.len() - 1, bytes.len() / 2, 7] {
            workdir.write("dump", &bytes[..cut]);
            let ran = indexed(&workdir, &[]);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{form} cut at {cut}");
            assert!(ran.stderr.contains("the dump ends early"), "{form} cut at {cut}: {}", ran.stderr);
        }
        assert!(fs::read(workdir.path("x.wd")).unwrap() == before, "{form}: the index that was there stays");
    }
    assert_eq!(fs::read_dir(workdir.root()).unwrap().count(), 3, "temporary files are gone");
}

#[test]
fn frames_of_zstd_are_skipped_and_their_checksums_hold() {
    let workdir = Workdir::new();
    let dump: String = (901..951).map(|id| entity(id, &format!("Vale {}", id * 7919), "") + "\n").collect();
    let (first, second) = dump.split_at(dump.len() / 2);
    let Some(frames) = through("zstd", first.as_bytes()).zip(through("zstd", second.as_bytes())) else {
        return;
    };
    // As in files of pzstd and seekable files (RFC 8878, section 3.1.2).
    let skip = |magic: u8| [&[magic, 0x2a, 0x4d, 0x18, 5, 0, 0, 0], b"extra".as_slice()].concat();
    let whole = [skip(0x50), frames.0.clone(), skip(0x5f), frames.1.clone(), skip(0x5e)].concat();
    workdir.write("dump", &whole);
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "50 of 50 items, 50 names, 0 classes\n"), "{}", ran.stderr);
    let mut changed = frames.0.clone();
    *changed.last_mut().unwrap() ^= 1;
    for (bytes, expected) in [
        (whole[..whole.len() - 1].to_vec(), "the dump ends early, after line 50"),
        ([changed, frames.1].concat(), "the checksum of a frame of zstd is not that of its content"),
        ([frames.0, b"else".to_vec()].concat(), "a zstd frame is followed by something else"),
    ] {
        workdir.write("dump", bytes);
        let ran = indexed(&workdir, &[]);
        assert!(ran.code == Some(1) && ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    }
}

#[test]
fn a_file_without_items_is_refused_and_leaves_the_index_as_it_is() {
    let workdir = Workdir::new();
    workdir.write("dump", dump());
    assert_eq!(indexed(&workdir, &[]).code, Some(0));
    let before = fs::read(workdir.path("x.wd")).unwrap();
    let property = "{\"type\":\"property\",\"id\":\"P31\",\"labels\":[]}\n";
    for (bytes, lines) in [
        (String::new(), 0),
        ("[\n]\n".to_owned(), 2),
        ("[]".to_owned(), 1),
        (property.to_owned(), 1),
        ("<!DOCTYPE html>\n<html></html>\n".to_owned(), 2),
        // A file that is not a dump is not read to its end.
        ("place,area\n".repeat(5_000), 100),
    ] {
        workdir.write("dump", &bytes);
        let ran = indexed(&workdir, &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{bytes:.20}");
        let expected = format!("this is not a dump of Wikidata: none of its {lines} lines is an item");
        assert!(ran.stderr.contains(&expected), "{bytes:.20}: {}", ran.stderr);
        assert!(fs::read(workdir.path("x.wd")).unwrap() == before, "{bytes:.20}");
    }
}

#[test]
fn brackets_and_quotes_may_be_anywhere() {
    let workdir = Workdir::new();
    let (a, b) = (entity(901, "Vale", ""), entity(902, "Marsh", ""));
    for dump in [
        format!("{a}\n{b}"),
        format!("[{a},\n{b}]\n"),
        format!("\u{feff}[\r\n {a} ,\r\n{b}\r\n]\r\n"),
        format!("[\n{a}\n]\n[\n{b}\n]"),
    ] {
        workdir.write("dump", &dump);
        let ran = indexed(&workdir, &[]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), "2 of 2 items, 2 names, 0 classes\n"),
            "{dump}{}",
            ran.stderr
        );
        workdir.write("dump", dump.replace(']', ""));
        assert_eq!(indexed(&workdir, &[]).code, Some(i32::from(dump.contains('['))), "{dump}");
    }
    workdir.write("dump", format!("{a},{b}\n{}", entity(903, "Moor", "")));
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "1 of 1 items, 1 names, 0 classes\n"));
    assert!(ran.stderr.contains(&format!("dump:1:{}: ", a.len() + 1)), "{}", ran.stderr);
    assert!(ran.stderr.contains("more follows after the entity\n  rule: a dump has an entity in JSON a line\n"));
}

#[test]
fn wrong_values_are_reported_and_the_item_is_kept() {
    let workdir = Workdir::new();
    let claims = "\"aliases\":{\"en\":[{\"value\":7},{\"value\":\"V\"}]},\"claims\":{\"P2046\":[{\"mainsnak\":{\"datavalue\":{\"value\":{\"amount\":\"many\",\"unit\":\"1\"}}}}]},";
    let deep = format!("{{\"id\":\"Q903\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    workdir.write("dump", format!("{}\n{}\n{deep}\n", entity(901, "Vale", claims), entity(902, "a\\ud800", "")));
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "2 of 2 items, 2 names, 0 classes\n"), "{}", ran.stderr);
    for expected in [
        "dump:1:94: \"Q901\": a name has a text `value`, not {\"value\":7}; so are 1 more\n",
        "help: the value was left out",
        "dump:2:43: \"Q902\": a name has a text `value`, not {\"language\":\"en\",\"value\":\"a\\ud800\"}\n",
        "dump:3:517: ",
        "this is nested more than 500 deep\n",
        "help: the line was left out",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    }
    let triple = |property: u32, value: &str| format!("<{ENTITY}Q901> <{DIRECT}P{property}> {value} .\n");
    let dump = [
        triple(2046, "\"many\""),
        triple(31, "\"a district\""),
        triple(625, "\"Point(0 95)\""),
        triple(31, &format!("<{ENTITY}Q902>")),
    ];
    workdir.write("dump", dump.concat());
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "1 of 1 items, 0 names, 0 classes\n"), "{}", ran.stderr);
    for expected in [
        "dump:1:83: \"\\\"many\\\"\": a value of this property is a number\n",
        "dump:2:81: \"\\\"a district\\\"\": a value of this property is an item\n",
        "dump:3:82: \"\\\"Point(0 95)\\\"\": a value of this property is a place, such as Point(46.5 40.25)\n",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    }
}

#[test]
fn a_repeated_item_is_reported_unless_both_are_equal() {
    let workdir = Workdir::new();
    let item = entity(901, "Vale", "");
    workdir.write("dump", format!("{item}\n{item}\n"));
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "1 of 2 items, 1 names, 0 classes\n"), "{}", ran.stderr);
    workdir.write("dump", format!("{item}\n{}\n", entity(901, "Marsh", "")));
    let ran = indexed(&workdir, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), "1 of 2 items, 1 names, 0 classes\n"));
    let expected = "dump: \"Q901\": the dump has this item more than once, and not alike\n  rule: a dump has an item once\n  help: one of the two was left out";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
}

#[test]
fn only_an_index_is_replaced_by_an_index() {
    let workdir = Workdir::new();
    workdir.write("dump", dump());
    let path = |name: &str| workdir.path(name).display().to_string();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("dump")]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("exists and is not an index"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(workdir.path("dump")).unwrap(), dump());
    workdir.write("x.wd", "");
    for _ in 0..2 {
        assert_eq!(indexed(&workdir, &[]).code, Some(0));
    }
    let ran = workdir.run(&["wikidata", "index", &path(""), "-o", &path("x.wd")]);
    assert!(ran.code == Some(2) && ran.stderr.contains("cannot read "), "{}", ran.stderr);
    for language in ["EN", "", "en_US", "e", "en,,de"] {
        assert_eq!(indexed(&workdir, &["--language", language]).code, Some(2), "{language:?}");
    }
    let many: Vec<String> = (10..300).map(|n| format!("x{n}")).collect();
    let ran = workdir.run(&["wikidata", "index", &path("dump"), "-o", &path("x.wd"), "--language", &many.join(",")]);
    assert!(ran.code == Some(2) && ran.stderr.contains("at most 255 languages"), "{}", ran.stderr);
}

/// Temporary folders beside the index.
fn scratch(workdir: &Workdir) -> usize {
    let names = fs::read_dir(workdir.root()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n.starts_with(".chorograph-index-")).count()
}

#[test]
fn files_of_a_killed_run_are_removed_and_two_runs_do_not_conflict() {
    let workdir = Workdir::new();
    let begin = || {
        let mut command = super::support::program();
        command.args(["wikidata", "index", "-", "-o"]).arg(workdir.path("x.wd"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut to = child.stdin.take().unwrap();
        writeln!(to, "{}", entity(901, "Vale", "")).unwrap();
        (child, to)
    };
    let wait_for = |count: usize| {
        for _ in 0..500 {
            if scratch(&workdir) == count {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("{} folders, not {count}", scratch(&workdir));
    };
    let (mut killed, to) = begin();
    wait_for(1);
    killed.kill().unwrap();
    killed.wait().unwrap();
    drop(to);
    assert_eq!(scratch(&workdir), 1);
    let (one, to_one) = begin();
    let (other, to_other) = begin();
    wait_for(2);
    for (child, mut to) in [(one, to_one), (other, to_other)] {
        writeln!(to, "{}", entity(902, "Marsh", "")).unwrap();
        drop(to);
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(shown(&workdir, "Q902").stdout.contains("Marsh"));
    }
    assert_eq!(scratch(&workdir), 0);
}
