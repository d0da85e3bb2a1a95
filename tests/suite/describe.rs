//! The description of a dataset, and what it leaves out.

use super::support::Workdir;
use chorograph::publish::describe::{self, DOCUMENTS, File, Options};
use chorograph::publish::{ExportFormat, canonical};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File as Open};
use std::io::BufReader;
use std::path::Path;

/// Everything below a folder, by path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Exports and describes into `dist/`, with additional arguments for both.
fn published(workdir: &Workdir, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let dist = workdir.path("dist/");
    let dist = dist.to_str().unwrap();
    for args in [&["export", "-o", dist][..], &["export", "--format", "nq", "-o", dist], &["describe", "-o", dist]] {
        let ran = workdir.run(&[args, more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    contents(&workdir.path("dist"))
}

/// The rows of a query on Turtle files, each as one text.
fn rows(turtle: &[&[u8]], query: &str) -> BTreeSet<String> {
    let store = Store::new().unwrap();
    for text in turtle {
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(text);
        parser.for_each(|quad| drop(store.insert(&quad.unwrap())));
    }
    let results = SparqlEvaluator::new().parse_query(query).unwrap().on_store(&store).execute().unwrap();
    let QueryResults::Solutions(solutions) = results else { panic!("no SELECT") };
    solutions
        .map(|row| row.unwrap().values().iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn a_folder_is_described_completely_and_reproducibly() {
    let workdir = Workdir::of_data();
    workdir.build();
    let files = published(&workdir, &[]);
    for document in DOCUMENTS {
        assert!(files.contains_key(document), "{document}");
    }
    assert_eq!(files[".well-known/void"], files["void.ttl"]);
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let listed: BTreeMap<&str, &str> =
        sums.lines().map(|line| line.split_once("  ").unwrap()).map(|(d, n)| (n, d)).collect();
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "SHA256SUMS") {
        let digest: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(listed.get(name.as_str()), Some(&digest.as_str()), "{name}");
    }
    assert_eq!(listed.len(), files.len() - 1);
    // Described again, with the first description beside it, nothing changes.
    assert_eq!(published(&workdir, &[]), files);
}

#[test]
fn the_digest_is_that_of_the_canonical_form() {
    let workdir = Workdir::of_data();
    workdir.build();
    let files = published(&workdir, &[]);
    let file = BufReader::new(Open::open(workdir.path("dist/dataset.nq")).unwrap());
    let digest = canonical::digest(file, ExportFormat::NQuads, workdir.root()).unwrap();
    let query =
        "SELECT ?i { ?v <http://www.w3.org/ns/dcat#isVersionOf> ?d ; <http://purl.org/dc/terms/identifier> ?i }";
    let found = rows(&[&files["dcat.ttl"]], query);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [format!("\"rdfc-1.0:sha256:{digest}\"")]);
}

#[test]
fn without_a_version_the_digest_makes_one() {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", "Figures\nShusha: 8 May 1992, territory 289 km2\n");
    workdir.build();
    let ran = workdir.run(&["describe", "-o", workdir.path("one").to_str().unwrap()]);
    let notes: Vec<&str> = ran.stderr.lines().filter_map(|l| l.strip_prefix("note: dataset.toml has no ")).collect();
    let missing: Vec<&str> = notes.iter().filter_map(|t| t.split(':').next()).collect();
    assert_eq!(missing, ["issued", "version", "keywords", "contact"]);
    let version = |stderr: &str| stderr.split("version ").last().unwrap().split(';').next().unwrap().to_owned();
    assert!(version(&ran.stderr).starts_with("0.0.0+"), "{}", ran.stderr);
    let again = workdir.run(&["describe", "-o", workdir.path("two").to_str().unwrap()]);
    assert_eq!(version(&again.stderr), version(&ran.stderr));
    assert_eq!(contents(&workdir.path("one")), contents(&workdir.path("two")));
    workdir.write("sources/a.txt", "Figures\nShusha: 9 May 1992, territory 289 km2\n");
    workdir.build();
    let changed = workdir.run(&["describe", "-o", workdir.path("two").to_str().unwrap()]);
    assert_ne!(version(&changed.stderr), version(&ran.stderr));
}

#[test]
fn a_wrong_setting_is_reported_with_its_rule() {
    for (line, expected) in [
        ("version = \"1.0\"", "version is \"1.0\", but a version is MAJOR.MINOR.PATCH (semver.org), such as 1.0.0"),
        ("previous-version = \"1\"", "previous-version is \"1\", but this is an absolute IRI (RFC 3987)"),
        ("issued = \"May 2026\"", "issued is \"May 2026\", but a date is EDTF level 0: 2026, 2026-11 or 2026-11-24"),
        (
            "contact = \"me\"",
            "contact is \"me\", but a contact is mailto:NAME@HOST or the address of a page, with https://",
        ),
        ("doi = \"doi:10.1/x\"", "doi is \"doi:10.1/x\", but a DOI begins with 10., a number and a slash"),
        ("orcid = \"0000-0002-1825-0098\"", "orcid is \"0000-0002-1825-0098\", but an ORCID is four groups"),
        ("endpoint = \"sparql\"", "endpoint is \"sparql\", but an endpoint is an address, with https:// or http://"),
        ("keywords = [\" \"]", "keywords is \" \", but a keyword has letters"),
        ("themes = { x = \"X\" }", "themes is \"x\", but a theme is an absolute IRI with its label"),
        ("keyword = [\"x\"]", "unknown field `keyword`"),
    ] {
        let workdir = Workdir::new();
        let config = fs::read_to_string(workdir.path("dataset.toml")).unwrap();
        workdir.write("dataset.toml", format!("{config}{line}\n"));
        let ran = workdir.run(&["build"]);
        assert_eq!(ran.code, Some(1), "{line}");
        assert!(ran.stderr.contains(expected), "{line}: {}", ran.stderr);
    }
}

/// Two sources that disagree, of which one is restricted.
fn with_a_restricted_source() -> Workdir {
    let workdir = Workdir::new();
    workdir.write("sources/open.txt", "Figures\nShusha: 8 May 1992, territory 289 km2\n");
    workdir.write("sources/closed.txt", "Figures\nShusha: 9 May 1992, territory 400 km2; Lower Mill: 1993, 7 km2\n");
    workdir.write(
        "sources/closed.meta.toml",
        "title = \"Secret Gazette\"\npublisher = \"Closed\"\nredistribute = false\n",
    );
    workdir.build();
    workdir
}

#[test]
fn restricted_sources_are_left_out_of_every_file_and_reported() {
    let workdir = with_a_restricted_source();
    let note = "note: source closed is left out: its metadata says redistribute = false\n";
    for format in ["ttl", "nt", "nq", "trig", "rdf", "jsonld"] {
        let ran = workdir.run(&["export", "--format", format, "--verify"]);
        assert_eq!((ran.code, ran.stderr.starts_with(note)), (Some(0), true), "{format}: {}", ran.stderr);
        for secret in ["Lower Mill", "lower-mill", "400 km2", "source/closed", "Secret", "isagreement/"] {
            assert!(!ran.stdout.contains(secret), "{format}: {secret}");
        }
        assert!(ran.stdout.contains("289"), "{format}");
    }
    let tables = workdir.path("tables");
    let ran = workdir.run(&["export", "--tables", "-o", tables.to_str().unwrap()]);
    assert!(ran.stderr.starts_with(note), "{}", ran.stderr);
    let text: String = contents(&tables).values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(text.contains("289") && !text.contains("Lower Mill") && !text.contains("Secret"), "{text}");
    for (name, bytes) in published(&workdir, &[]) {
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["Lower Mill", "lower-mill", "Secret", "source/closed"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
    }
    // The store itself keeps it, and so does a file for private use.
    assert!(workdir.run(&["query", "districts"]).stdout.contains("Lower Mill"));
    let whole = workdir.run(&["export", "--include-restricted", "--verify"]);
    assert!(whole.stdout.contains("Lower Mill") && whole.stdout.contains("/disagreement/shusha"), "{}", whole.stderr);
    assert!(whole.stderr.contains("source closed is included, for private use"), "{}", whole.stderr);
    let quads = |dist: &BTreeMap<String, Vec<u8>>| dist["dataset.nq"].iter().filter(|b| **b == b'\n').count();
    let open = published(&workdir, &[]);
    let private = published(&workdir, &["--include-restricted"]);
    assert!(quads(&private) > quads(&open));
    assert!(String::from_utf8_lossy(&private["licences.tsv"]).contains("Secret Gazette"));
}

#[test]
fn a_missing_licence_is_reported() {
    let workdir = Workdir::new();
    workdir.write("sources/bare.txt", "Figures\nShusha: 8 May 1992, territory 289 km2\n");
    workdir.write("sources/free.txt", "Figures\nLachin: 18 May 1992, territory 1,840 km2\n");
    workdir.write("sources/free.meta.toml", "licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\n");
    workdir.build();
    let files = published(&workdir, &[]);
    let table = String::from_utf8(files["licences.tsv"].clone()).unwrap();
    let licences: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).collect();
    assert_eq!(licences, ["not stated", "https://creativecommons.org/publicdomain/zero/1.0/"]);
    let query = "SELECT ?l { ?g <http://purl.org/dc/terms/source> ?s .
        { ?g <http://purl.org/dc/terms/license> ?l } UNION { ?g <http://purl.org/dc/terms/rights> ?l } }";
    assert_eq!(rows(&[&files["void.ttl"]], query).len(), 2);
}

#[test]
fn a_library_can_describe_what_it_has_written_elsewhere() {
    let workdir = Workdir::of_data();
    workdir.build();
    let (dataset, view) = (workdir.dataset(), workdir.view());
    let work = dataset.work();
    let options = Options { scratch: &work, progress: &|_| {} };
    let file = |name: &str| File {
        name: name.to_owned(),
        media_type: describe::media_type(name).to_owned(),
        bytes: 7,
        sha256: "0".repeat(64),
    };
    let files = [
        "dataset.ttl",
        "tables/districts.csv",
        "places.lpf.json",
        "ontology.ttl",
        "place/shusha.html",
        "place/shusha.ttl",
    ]
    .map(file);
    let mut written = BTreeMap::new();
    let report = describe::write(view.statements(), &dataset, &files, &options, &mut |name, bytes| {
        written.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    });
    let report = report.unwrap();
    assert_eq!((report.documents, report.version.as_str()), (DOCUMENTS.to_vec(), "0.1.0"));
    // The data are distributions; the ontology and the pages of a site are not.
    let query = "SELECT ?u { ?d <http://www.w3.org/ns/dcat#downloadURL> ?u }";
    let base = dataset.minter.base();
    let expected = ["dataset.ttl", "places.lpf.json", "tables/districts.csv"].map(|name| format!("<{base}{name}>"));
    assert_eq!(rows(&[&written["dcat.ttl"]], query), BTreeSet::from(expected));
    // A gazetteer in its own form names that form.
    let query =
        "SELECT ?m ?s { ?d <http://purl.org/dc/terms/conformsTo> ?s ; <http://www.w3.org/ns/dcat#mediaType> ?m }";
    let expected = [format!(
        "<http://www.iana.org/assignments/media-types/application/geo+json> <{}>",
        chorograph::base::media::LINKED_PLACES
    )];
    assert_eq!(rows(&[&written["dcat.ttl"]], query), BTreeSet::from(expected));
    assert_eq!(String::from_utf8_lossy(&written["SHA256SUMS"]).lines().count(), files.len() + DOCUMENTS.len() - 1);
}
