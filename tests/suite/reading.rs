//! Pages, texts in other encodings and files of articles, and that every claim's words can be cut out of them again.
//! The text of pages is tested by the fixtures in `tests/pages/`.

use super::support::{BASE, Facts, Workdir, repository};
use chorograph::base::vocab::{choro, dcterms, oa, rdfs, schema};
use chorograph::query::trace;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251, WINDOWS_1252};
use std::fs;
use std::io::Write;

/// Cuts every claim, mention and record of a dataset out of the captured bytes; returns their number.
fn cut_again(workdir: &Workdir) -> usize {
    let traces = trace::all(&workdir.view(), &workdir.dataset()).unwrap();
    for anchor in traces.iter().flat_map(|t| &t.anchors) {
        assert_eq!(anchor.cut.as_ref().map(|c| &c.words), Some(&anchor.words), "{}", anchor.source);
    }
    traces.len()
}

const NAMES: &str = "id,kind,names,wikidata,evidence\neastmere,town,Eastmere@en,,\norlo,town,Orlo@en,,\n";

#[test]
fn metadata_of_a_page_is_metadata_of_its_source() {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    for name in ["news", "blog"] {
        workdir
            .write(&format!("sources/{name}.html"), fs::read(repository(&format!("tests/pages/{name}.html"))).unwrap());
    }
    workdir.write("sources/blog.meta.toml", "published = \"2016-05\"\nauthors = [\"G. L.\"]\n");
    workdir.build();
    let facts = workdir.facts();
    let of = |facts: &Facts, id: &str, predicate| facts.objects(&format!("{BASE}source/{id}"), predicate);
    let labels = |id: &str| -> Vec<String> {
        of(&facts, id, dcterms::CREATOR).iter().flat_map(|a| facts.objects(a, rdfs::LABEL)).collect()
    };
    assert_eq!(of(&facts, "news", dcterms::ISSUED), ["2017-12-27"]);
    assert_eq!(labels("news"), ["Ann Orlo", "Ben Weir"]);
    assert_eq!(of(&facts, "news", schema::URL), ["https://valepost.example/2017/12/27/ministers-agree-on-road"]);
    // The metadata beside the file takes precedence over that of the page.
    assert_eq!(
        (of(&facts, "blog", dcterms::ISSUED), labels("blog")),
        (vec!["2016-05".to_owned()], vec!["G. L.".to_owned()])
    );
    assert_eq!(facts.of_class(choro::RECORD).len(), 3, "the box beside the article");
    assert!(cut_again(&workdir) > 10);
}

#[test]
fn encodings() {
    let workdir = Workdir::new();
    workdir.write(
        "gazetteer/names.csv",
        "id,kind,names,wikidata,evidence\nbrod,town,Верхний Брод@ru,,\nsusa,town,Şuşa@tr,,\ngen,town,Genève@fr,,\n",
    );
    let russian =
        "Дорога\n\nМинистры встретились в городе Верхний Брод и долго говорили о дороге, воде и школах в долине.\n";
    let french = "La route\n\nLes ministres se sont retrouvés à Genève « sans préalable », où l’été dernier déjà on parlait de la route et des écoles.\n";
    let turkish = "Yol\n\nBakanlar Şuşa şehrinde görüştü ve yol, su ve okullar için birlikte çalışacaklarını söyledi; çağrı dün geldi.\n";
    let iso = Encoding::for_label(b"iso-8859-9").unwrap();
    let utf16 = |text: &str| [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    for (name, encoding, text) in [("ru", WINDOWS_1251, russian), ("fr", WINDOWS_1252, french), ("tr", iso, turkish)] {
        workdir.write(&format!("sources/{name}.txt"), encoding.encode(text).0);
        workdir.write(&format!("sources/{name}-16.txt"), utf16(text));
        workdir.write(&format!("sources/{name}-8.txt"), UTF_8.encode(text).0);
    }
    let page = format!(
        "<html><head><meta charset=\"iso-8859-9\"><title>Yol</title></head><body><p>{}</p></body></html>",
        turkish.trim()
    );
    workdir.write("sources/page.html", iso.encode(&page).0);
    let ran = workdir.build();
    let all = || ran.stderr.lines().filter(|l| l.starts_with("note: "));
    let other = "this text is in ";
    assert_eq!(all().filter(|l| l.contains(other)).count(), 10, "{}", ran.stderr);
    let notes: Vec<&str> = all().filter(|l| !l.contains(other)).collect();
    let what = "this file is not in UTF-8 and was converted";
    assert_eq!(
        notes,
        [
            ("fr.txt", "windows-1252"),
            ("fr-16.txt", "UTF-16LE"),
            ("page.html", "windows-1254"),
            ("ru.txt", "windows-1251"),
            ("ru-16.txt", "UTF-16LE"),
            ("tr.txt", "windows-1254"),
            ("tr-16.txt", "UTF-16LE")
        ]
        .map(|(name, encoding)| format!("note: [DIR]/sources/{name}: \"{encoding}\": {what}"))
    );
    // The version is that of the original bytes, and the words can be cut out of them.
    let facts = workdir.facts();
    // The name of the gazetteer in each.
    assert!(cut_again(&workdir) >= 10);
    let exact: Vec<String> = facts.of_class(choro::MENTION).iter().filter_map(|m| facts.object(m, oa::EXACT)).collect();
    assert_eq!(["Верхний Брод", "Şuşa", "Genève"].map(|w| exact.iter().filter(|e| *e == w).count()), [3, 4, 3]);
}

const PROSE: &str = "The ministers of both sides met in Eastmere on Tuesday and spoke of the road to Orlo for an hour.";

#[test]
fn lines_of_articles_good_and_bad() {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    workdir.write(
        "sources/news.meta.toml",
        "publisher = \"Vale Post\"\nlanguage = \"en\"\n[jsonl]\ntext = \"content.body\"\n",
    );
    let lines = [
        format!(
            "{{\"id\":\"a1\",\"title\":\"Road talks\",\"content\":{{\"body\":\"{PROSE}\"}},\"date\":\"2017-12-27T23:00:00+04:00\",\"authors\":[\"Ann Orlo\",\"Ben Weir\"],\"url\":\"https://valepost.example/a1\"}}"
        ),
        "{\"id\":\"a2\",\"title\":\"No text\"}".to_owned(),
        format!("{{\"id\":\"a3\",\"content\":{{\"body\":\"{PROSE}\"}},\"date\":\"27/12/2017\"}}"),
        "{\"id\":\"a4\",".to_owned(),
        String::new(),
        format!("{{\"id\":\"a1\",\"content\":{{\"body\":\"{PROSE} Again.\"}}}}"),
        format!(
            "{{\"html\":\"<p>{PROSE}</p><p>It was <b>the</b> second meeting.</p>\",\"title\":\"Second\",\"publisher\":\"Not him\"}}"
        ),
        "[1]".to_owned(),
        format!("{{\"id\":7,\"title\":5,\"content\":{{\"body\":\"{PROSE}\"}}}}"),
    ];
    workdir.write("sources/news.jsonl", lines.join("\n"));
    workdir.write("sources/other.txt", format!("Other\n\n{PROSE}\n"));
    let ran = workdir.run(&["build"]);
    assert_eq!(
        (ran.code, ran.stdout.lines().next()),
        (Some(1), Some("2 sources read, 6 with errors")),
        "{}",
        ran.stderr
    );
    let told: Vec<&str> = ran.stderr.lines().filter(|l| l.starts_with("error: ")).collect();
    assert_eq!(
        told,
        [
            "error: [DIR]/sources/news.jsonl:2:1: \"No text\": this article has no text",
            "error: [DIR]/sources/news.jsonl:3:131: \"27/12/2017\": invalid `date`",
            "error: [DIR]/sources/news.jsonl:4:11: \"{\\\"id\\\":\\\"a4\\\",\": this is not JSON: EOF while parsing a value",
            "error: [DIR]/sources/news.jsonl:6:2: \"a1\": an article before it in this file has the same id",
            "error: [DIR]/sources/news.jsonl:8:1: \"[1]\": this line is JSON but not an object",
            "error: [DIR]/sources/news.jsonl:9:9: \"5\": title is not a text",
        ]
    );
    let facts = workdir.facts();
    let file = format!("{BASE}source/news");
    let articles: Vec<String> =
        facts.subjects(dcterms::IS_PART_OF, &file).into_iter().filter(|a| a.starts_with(&format!("{file}/"))).collect();
    assert_eq!((articles.len(), articles.contains(&format!("{file}/a1"))), (2, true), "{articles:?}");
    let a1 = format!("{file}/a1");
    assert_eq!(facts.objects(&a1, dcterms::ISSUED), ["2017-12-27"]);
    assert_eq!(facts.objects(&a1, dcterms::TITLE), ["Road talks"]);
    assert_eq!(facts.objects(&a1, dcterms::CREATOR).len(), 2);
    for article in &articles {
        let publishers = facts.objects(article, dcterms::PUBLISHER);
        assert_eq!(publishers.iter().flat_map(|p| facts.objects(p, rdfs::LABEL)).collect::<Vec<_>>(), ["Vale Post"]);
    }
    // The file is one graph, and its words can be cut out of the captured file.
    assert_eq!(facts.source(BASE, "news").subjects(dcterms::IS_PART_OF, &file), articles);
    let named = |facts: &Facts| {
        let news = facts.source(BASE, "news");
        let exact = news.of_class(choro::MENTION).into_iter().filter_map(|m| news.object(&m, oa::EXACT));
        exact.filter(|e| ["Eastmere", "Orlo"].contains(&e.as_str())).count()
    };
    assert_eq!(named(&facts), 4);
    assert!(cut_again(&workdir) > 6);
    // Nothing has changed, and the errors are reported again.
    let again = workdir.run(&["build"]);
    assert_eq!((again.code, &again.stderr), (Some(1), &ran.stderr));
    assert_eq!(again.stdout.lines().next(), Some("0 sources read, 2 unchanged, 6 with errors"));
    assert_eq!(workdir.facts().lines(), facts.lines());
    // Once corrected, it replaces the previous version; if all of it is broken, it does not.
    workdir.write("sources/news.jsonl", format!("{}\n{}\n", lines[0], lines[6]));
    workdir.build();
    assert_eq!(named(&workdir.facts()), 4);
    let good = workdir.facts().lines();
    workdir.write("sources/news.jsonl", "no\nno\n");
    assert_eq!(workdir.run(&["build"]).code, Some(1));
    assert_eq!(workdir.facts().lines(), good);
}

#[test]
fn feeds_and_compressed_lines() {
    let workdir = Workdir::new();
    workdir.write("gazetteer/names.csv", NAMES);
    let rss = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<rss version=\"2.0\"><channel><title>Vale Post</title><link>https://valepost.example/</link>\n\
         <item><title>Road talks</title><guid>https://valepost.example/1</guid><pubDate>Tue, 26 Dec 2017 23:30:00 +0100</pubDate>\
         <description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;p&gt;The caf\u{e9} was full.&lt;/p&gt;</description></item>\n\
         <item><title>Short</title><description>Too short.</description></item></channel></rss>\n"
    );
    workdir.write("sources/feeds/post.rss", WINDOWS_1252.encode(&rss).0);
    workdir.write(
        "sources/feeds/radio.atom",
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Lakes Radio</title>\n<entry><id>urn:1</id><title>Road talks</title>\
             <published>2017-12-26T08:00:00Z</published><content type=\"html\"><![CDATA[<p>{PROSE}</p>]]></content></entry></feed>"
        ),
    );
    let mut compressed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writeln!(compressed, "{{\"url\":\"https://x.example/1\",\"text\":\"{PROSE}\",\"headline\":\"Road talks\"}}")
        .unwrap();
    workdir.write("sources/archive.jsonl.gz", compressed.finish().unwrap());
    let ran = workdir.build();
    let notes: Vec<&str> = ran.stderr.lines().filter(|l| l.starts_with("note: ")).collect();
    assert_eq!(notes.len(), 2, "{}", ran.stderr);
    assert!(notes[0].ends_with("post.rss: \"windows-1252\": this file is not in UTF-8 and was converted"));
    assert!(
        notes[1].contains(
            "post.rss:4:1: \"Short\": neither a district record nor prose was found: its longest line has 2 words, and \
             prose has 12 or is a sentence with its full stop"
        ),
        "{}",
        notes[1]
    );
    let facts = workdir.facts();
    assert_eq!(facts.of_class(choro::ARTICLE).len(), 3);
    let exact: Vec<String> = facts.of_class(choro::MENTION).iter().filter_map(|m| facts.object(m, oa::EXACT)).collect();
    assert_eq!(["Eastmere", "Orlo"].map(|w| exact.iter().filter(|e| *e == w).count()), [3, 3]);
    assert!(cut_again(&workdir) > 6);
    let titled =
        facts.0.iter().filter(|q| q.predicate == dcterms::TITLE && q.object.to_string().contains("Road talks")).count();
    assert_eq!(titled, 6, "three sources and their articles");
}

/// A folder with the name of a file of articles would give its documents the ids of the articles.
#[test]
fn names_of_articles_are_kept_apart_from_those_of_documents() {
    let workdir = Workdir::new();
    workdir.write("sources/news.jsonl", format!("{{\"id\":\"a\",\"text\":\"{PROSE}\"}}\n"));
    workdir.write("sources/news/a.txt", format!("A\n\n{PROSE}\n"));
    let ran = workdir.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.starts_with(
            "error: [DIR]/sources/news.jsonl: \"news.jsonl\": another document has this name: [DIR]/sources/news/a.txt"
        ),
        "{}",
        ran.stderr
    );
    assert_eq!(workdir.facts().of_class(choro::ARTICLE).len(), 1);
}

/// Many articles of one file are one graph and one entry of the state.
#[test]
fn many_articles_of_one_file() {
    let workdir = Workdir::new();
    fs::create_dir_all(workdir.path("sources")).unwrap();
    let mut file = std::io::BufWriter::new(fs::File::create(workdir.path("sources/many.jsonl")).unwrap());
    for n in 0..1_000 {
        writeln!(file, "{{\"id\":\"a{n}\",\"title\":\"Road talks {n}\",\"text\":\"{n}: {PROSE}\"}}").unwrap();
    }
    file.into_inner().unwrap();
    let ran = workdir.build();
    assert!(ran.stdout.contains("1000 articles"), "{}", ran.stdout);
    let articles = "SELECT (COUNT(DISTINCT ?g) AS ?graphs) (COUNT(DISTINCT ?a) AS ?articles) WHERE { GRAPH ?g { ?a a choro:Article } }";
    let counted = workdir.run(&["query", articles, "--format", "csv"]);
    assert_eq!(counted.stdout.lines().nth(1).map(str::trim), Some("1,1000"), "{}", counted.stdout);
}
