//! A dataset with restricted sources in which every word is a canary: no output of the dataset has one of these words,
//! or an IRI of these sources, in any form and by any process. The rest equals a build without these sources.

use super::support::{Facts, Ran, Workdir};
use chorograph::store::access::DatasetView;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Part of each word of a restricted source, also in folded and percent-encoded form.
const CANARIES: [&str; 3] = ["zqx", "Zqx", "ZQX"];
/// Figures that only a restricted source gives, and their form in IRIs.
const FIGURES: [&str; 4] = ["77123", "77,123", "1971-11-07", "7 November 1971"];

const WIRE: &str = "Bridge over the Orl to open in May

The stone bridge over the river Orl will open again on 3 May, the council of Upper Vale said on Tuesday, four months after a flood carried away two of its arches and cut the road between the market towns on either bank.

The work cost 240,000 crowns, of which the province paid half. A plan to raise the roadway by a metre was given up in February when engineers found that the old piers would not bear it.

About 1,900 people live on the far bank. Since January they have gone to school, to market and to the doctor by a rope ferry, which stops at dusk and whenever the river is high.
";

/// The public sources. Some of them disagree and some are copies, with and without the restricted sources.
const OPEN: &[(&str, &str)] = &[
    (
        "gazetteer/names.csv",
        "id,kind,names,wikidata,evidence\nupper-vale,district,Upper Vale@en,Q912,made up\nada-moor,person,Ada Moor@en|Moor@en,,\nlena-holt,person,Lena Holt@en,,\n",
    ),
    (
        "sources/box.txt",
        "Figures\nUpper Vale: 8 May 1992, territory 289 km2; Lower Marsh: 1993, 1840 km2; Far Fen: 1994, 12 km2\n",
    ),
    ("sources/box.meta.toml", "publisher = \"One\"\nlanguage = \"en\"\n"),
    ("sources/other.txt", "Numbers\nUpper Vale: 8 May 1992, territory 400 km2; Lower Marsh: 1993, 1840 km2\n"),
    ("sources/other.meta.toml", "publisher = \"Two\"\nlanguage = \"en\"\n"),
    (
        "sources/news.txt",
        "Moor meets Holt\n\nPrime Minister Ada Moor met Lena Holt in Upper Vale on 3 May 2019. \"We agreed on the bridge,\" said Ada Moor. The talks went on for two days and will be continued in June.\n",
    ),
    (
        "sources/news.meta.toml",
        "publisher = \"One\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-05-04\"\n",
    ),
    (
        "sources/post.meta.toml",
        "publisher = \"Post\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-04-18\"\n",
    ),
    (
        "sources/herald.meta.toml",
        "publisher = \"Herald\"\nlanguage = \"en\"\nkind = \"article\"\npublished = \"2019-04-17\"\n",
    ),
    ("sources/digest.txt", "Digest\nFar Fen: 1994, 12 km2\n"),
    (
        "sources/digest.meta.toml",
        "publisher = \"Digest\"\nlanguage = \"en\"\nderived-from = [\"https://one.example/\"]\n",
    ),
    ("sources/reprint.txt", "Reprint\nFar Fen: 1994, 12 km2\n"),
    (
        "sources/reprint.meta.toml",
        "publisher = \"Reprint\"\nlanguage = \"en\"\nderived-from = [\"https://one.example/\"]\n",
    ),
];

const HEADER: &str = "#curie_map:\n#  data: \"https://example.org/d/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
    #mapping_set_id: \"https://example.org/d/links\"\n#license: \"https://example.org/licence\"\n\
    subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tmatch_string\tcomment\n";
const OPEN_LINKS: &str = "data:place/lower-marsh\tLower Marsh\tskos:closeMatch\twd:Q913\tMarsh\tsemapv:CompositeMatching\t0.9\tlower marsh\t\n";
/// Links of entities that only restricted sources name, and of others, in words of a restricted source.
const CLOSED_LINKS: &str = "data:place/zqxdale\tZqxdale\tskos:closeMatch\twd:Q999914\tDale\tsemapv:CompositeMatching\t0.9\tzqxdale\tarea zqx\n\
     data:place/nowhere-zqx\tNowhere Zqx\tskos:closeMatch\twd:Q999915\tDale\tsemapv:CompositeMatching\t0.9\tzqx\t\n";

fn open() -> Workdir {
    let workdir = Workdir::new();
    for (path, text) in OPEN {
        workdir.write(path, text);
    }
    workdir.write("sources/herald.txt", WIRE);
    workdir.write("sources/post.txt", WIRE.replace("on Tuesday", "on Wednesday"));
    workdir.write("links.sssom.tsv", format!("{HEADER}{OPEN_LINKS}"));
    workdir
}

/// The same with restricted sources: a fact box and an article about entities that the others name and entities that
/// they do not, a copy of the news that the others print, and a file of articles.
pub(crate) fn closed() -> Workdir {
    let workdir = open();
    close(&workdir);
    workdir
}

fn close(workdir: &Workdir) {
    let meta = |kind: &str, more: &str| {
        format!(
            "title = \"Zqxtitle\"\nauthors = [\"Zqxauthor Zqxson\"]\npublisher = \"Zqxpublisher\"\npublisher-url = \"https://zqxpublisher.example/\"\nurl = \"https://zqxurl.example/{kind}\"\nlanguage = \"en\"\nlicence = \"https://creativecommons.org/licenses/by/4.0/\"\nkind = \"{kind}\"\nredistribute = false\n{more}"
        )
    };
    for (path, text) in [
        ("sources/zqxbox.txt", "Zqxfigures\nUpper Vale: 7 November 1971, territory 77,123 km2; Zqxdale: 7 November 1971, 77,123 km2; Far Fen: 1993, 77,123 km2\n".to_owned()),
        ("sources/zqxbox.meta.toml", meta("fact-box", "derived-from = [\"https://one.example/\"]\n")),
        ("sources/zqxnews.txt", "Zqxheadline of Zqxcity\n\nForeign Minister Ada Moor met Zqxara Zqxbeth in Zqxcity on 7 November 1971. \"Zqxnobody zqxshall zqxknow,\" said Zqxara Zqxbeth. Deputy Minister Lena Holt of the Zqxparty said that zqxtalks were held in Upper Vale.\n".to_owned()),
        ("sources/zqxnews.meta.toml", meta("article", "published = \"2019-05-05\"\n")),
        ("sources/zqxcopy.txt", format!("{WIRE}\n(Post)\n")),
        ("sources/zqxcopy.meta.toml", meta("article", "published = \"2019-04-19\"\n")),
        ("sources/zqxmany.jsonl", "{\"id\": \"zqxfirst\", \"title\": \"Zqxone\", \"text\": \"Zqxara Zqxbeth met Ada Moor in Upper Vale on 7 November 1971, said the Zqxministry of Zqxland in a long zqxstatement.\\n\\nThe zqxtalks lasted for two days, and the two zqxsides agreed to meet again before the end of the year.\"}\n".to_owned()),
        ("sources/zqxmany.meta.toml", "publisher = \"Zqxagency\"\nlanguage = \"en\"\nredistribute = false\n".to_owned()),
    ] {
        workdir.write(path, text);
    }
    workdir.write("links.sssom.tsv", format!("{HEADER}{OPEN_LINKS}{CLOSED_LINKS}"));
}

pub(crate) fn assert_no_canary(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for canary in CANARIES.iter().chain(&FIGURES) {
        if let Some(at) = text.find(canary) {
            let from = (0..=at.saturating_sub(200)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
            let to = (at + 200..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
            panic!("{what} has {canary}: …{}…", &text[from..to]);
        }
    }
}

/// The number of files below a folder; asserts that none has a canary.
fn files_without_canaries(folder: &Path, what: &str) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_no_canary(what, path.file_name().unwrap().as_encoded_bytes());
        if path.is_dir() {
            count += files_without_canaries(&path, what);
        } else {
            assert_no_canary(&format!("{what}: {}", path.display()), &fs::read(&path).unwrap());
            count += 1;
        }
    }
    count
}

/// Asserts that standard output has no canary. Standard error is for the owner, and names the sources that are left
/// out.
fn clean(ran: &Ran, what: &str) {
    assert!(ran.code.is_some_and(|code| code < 2), "{what}: {}", ran.stderr);
    assert_no_canary(what, ran.stdout.as_bytes());
}

#[test]
fn what_is_public_is_what_a_build_without_the_restricted_sources_gives() {
    let (without, with) = (open(), closed());
    without.build();
    with.build();
    let export = |workdir: &Workdir, args: &[&str]| {
        let ran = workdir.run(&[&["export", "--format", "nq"], args].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.stdout.lines().map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (expected, public) = (export(&without, &[]), export(&with, &[]));
    assert_eq!(public.difference(&expected).collect::<Vec<_>>(), Vec::<&String>::new(), "not in a build without");
    assert_eq!(expected.difference(&public).collect::<Vec<_>>(), Vec::<&String>::new(), "lost with what is restricted");
    // There are disagreements and copies to be found.
    let (facts, whole) = (Facts::of(&DatasetView::public(&with.dataset()).unwrap()), with.facts());
    use chorograph::base::vocab::{choro, prov};
    for class in [choro::DISAGREEMENT, choro::COPY_GROUP, choro::COPY_CHAIN, choro::LIKENESS] {
        assert!(!facts.of_class(class).is_empty(), "{class}");
    }
    let members =
        |facts: &Facts, class| facts.of_class(class).iter().map(|n| facts.objects(n, prov::HAD_MEMBER).len()).max();
    assert_eq!((members(&whole, choro::COPY_GROUP), members(&facts, choro::COPY_GROUP)), (Some(3), Some(2)));
    assert!(whole.of_class(choro::DISAGREEMENT).len() > facts.of_class(choro::DISAGREEMENT).len());
    assert!(export(&with, &["--include-restricted"]).len() > public.len() + 100);
}

#[test]
fn no_export_or_description_or_page_has_a_word_of_a_restricted_source() {
    let workdir = closed();
    workdir.build();
    for format in ["ttl", "nt", "nq", "trig", "rdf", "jsonld", "lpf", "geojson", "nanopub", "quickstatements"] {
        let ran = workdir.run(&["export", "--format", format]);
        clean(&ran, format);
        assert!(
            ran.stderr.contains("note: source zqxbox is left out: its metadata says redistribute = false"),
            "{ran:?}"
        );
        let whole = workdir.run(&["export", "--format", format, "--include-restricted"]);
        assert!(format == "quickstatements" || whole.stdout.to_lowercase().contains("zqx"), "{format}");
    }
    for args in [
        &["export", "--rdf12", "--format", "ttl"][..],
        &["export", "--rdf12", "--format", "nq"],
        &["export", "--plain", "--format", "trig"],
        &["export", "--verify"],
        &["query", "--public", "SELECT * { ?s ?p ?o }"],
        &["query", "--public", "SELECT * { GRAPH ?g { ?s ?p ?o } }"],
        &["query", "--public", "DESCRIBE <https://example.org/d/place/zqxdale>"],
    ] {
        clean(&workdir.run(args), &args.join(" "));
    }
    let folder = |name: &str| workdir.path(name).display().to_string();
    assert_eq!(workdir.run(&["export", "--tables", "-o", &folder("tables")]).code, Some(0));
    assert!(files_without_canaries(&workdir.path("tables"), "tables") > 10);
    assert_eq!(workdir.run(&["export", "-o", &folder("dist")]).code, Some(0));
    assert_eq!(workdir.run(&["describe", "-o", &folder("dist")]).code, Some(0));
    assert!(files_without_canaries(&workdir.path("dist"), "description") > 12);
    let ran = workdir.run(&["publish", "-o", &folder("site"), "--nanopub", "--rdf12", "--plain"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(files_without_canaries(&workdir.path("site"), "site") > 200);
    // The difference between two states does not name them either.
    let other = open();
    other.build();
    let ran = workdir.run(&["diff", other.root().to_str().unwrap(), workdir.root().to_str().unwrap()]);
    clean(&ran, "diff");
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_public_source_does_not_name_the_restricted_one_that_it_comes_from() {
    let workdir = closed();
    for (source, origin) in [
        ("digest", "https://example.org/d/source/zqxbox"),
        ("reprint", "https://example.org/d/source/zqxbox"),
        ("other", "https://zqxurl.example/fact-box"),
    ] {
        let meta = format!("publisher = \"P {source}\"\nlanguage = \"en\"\nderived-from = [\"{origin}\"]\n");
        workdir.write(&format!("sources/{source}.meta.toml"), meta);
    }
    workdir.build();
    let ran = workdir.run(&["export", "--format", "nq"]);
    clean(&ran, "export");
    assert!(["digest", "reprint", "other"].iter().all(|s| ran.stdout.contains(&format!("source/{s}>"))));
    // The two public sources state themselves that they come from one; this is needed to count them once.
    let chain = "SELECT ?m { ?c a choro:CopyChain ; prov:hadMember source:digest, ?m } ORDER BY ?m";
    let ran = workdir.run(&["query", "--public", "--format", "csv", chain]);
    assert_eq!(ran.stdout, "m\r\nhttps://example.org/d/source/digest\r\nhttps://example.org/d/source/reprint\r\n");
}

#[test]
fn the_owner_sees_everything_with_a_note() {
    let workdir = closed();
    workdir.build();
    let note = "note: this output is for private use: it may contain statements of source zqxbox and 3 others, whose metadata says redistribute = false\n";
    let ran = workdir.run(&["query", "SELECT ?p { ?p rdfs:label 'Zqxdale' }"]);
    assert!(ran.stdout.contains("place/zqxdale") && ran.stderr.starts_with(note), "{ran:?}");
    let ran = workdir.run(&["trace", "place/zqxdale"]);
    assert!(ran.stdout.contains("rights     restricted: its metadata says redistribute = false"), "{ran:?}");
    let ran = workdir.run(&["trace", "place/lower-marsh"]);
    assert!(!ran.stdout.contains("restricted:") && ran.stderr.starts_with(note), "{ran:?}");
    // A query with a SERVICE sends values of the dataset.
    let federated = "SELECT * { ?p rdfs:label ?l SERVICE SILENT <http://127.0.0.1:9/> { ?p ?q ?l } }";
    let ran = workdir.run(&["query", federated]);
    assert!(ran.stderr.contains("source zqxbox is left out"), "{ran:?}");
    assert_no_canary("query with SERVICE", ran.stdout.as_bytes());
}

#[test]
fn without_a_public_part_there_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let workdir = closed();
    workdir.build();
    let views = workdir.path(".chorograph/views");
    let view = fs::read_dir(&views).unwrap().next().unwrap().unwrap().path();
    let mode = |mode| fs::set_permissions(&view, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o500);
    // Root can write anyway.
    let may_write = fs::write(view.join("try"), "").is_ok();
    let ran = workdir.run(&["export"]);
    mode(0o700);
    if !may_write {
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.contains("the public part of the dataset cannot be made"), "{ran:?}");
    }
    // A damaged public part is not used.
    clean(&workdir.run(&["export"]), "export");
    let part = view.join("public-2");
    fs::remove_dir_all(&part).unwrap();
    fs::write(&part, "no folder").unwrap();
    let ran = workdir.run(&["export"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
}
