//! The site: every link has a target, no text of a source is code, the same dataset gives the same files, and nothing
//! is written outside the folder.

use super::support::Workdir;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// All files below a folder, by their path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut all, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let entry = entry.unwrap();
            assert!(!entry.file_type().unwrap().is_symlink());
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                all.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    all
}

fn publish(workdir: &Workdir, below: &str) -> BTreeMap<String, Vec<u8>> {
    let target = workdir.path(below);
    let ran = workdir.run(&["publish", "-o", target.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    files(&target)
}

/// The path that a relative address in a file leads to.
fn resolved(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {to} leaves the site"),
            "." => {}
            part => parts.push(part),
        }
    }
    let mut bytes = Vec::new();
    let joined = parts.join("/");
    let mut rest = joined.bytes();
    while let Some(b) = rest.next() {
        if b == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(b);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Checks what holds for every page of every site. Returns the number of pages.
fn crawl(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let pages: BTreeMap<&String, Html> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, Html::parse_document(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let select = |css: &str| Selector::parse(css).unwrap();
    let (any, id, headings) = (select("*"), select("[id]"), select("h1, h2, h3, h4, h5, h6"));
    let ids: BTreeMap<&String, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| {
            let all: Vec<&str> = page.select(&id).filter_map(|e| e.value().id()).collect();
            let set: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), set.len(), "{path}: an id stands twice");
            (*path, set)
        })
        .collect();
    // The page for addresses that do not exist is shown at any of them: its links start from the root of the host.
    let rules = std::str::from_utf8(&files[".htaccess"]).unwrap();
    let lost = rules.lines().find_map(|line| line.strip_prefix("ErrorDocument 404 ")).unwrap();
    let root = lost.strip_suffix("404.html").unwrap();
    let mut linked: BTreeSet<String> = BTreeSet::new();
    for (path, page) in &pages {
        assert!(!page.quirks_mode.eq(&scraper::Html::parse_document("<p>").quirks_mode), "{path}: no doctype");
        // The documentation of the ontology has its own frame, and its own tests.
        let is_ours = !path.starts_with("ontology/");
        if is_ours {
            let one = |css: &str| {
                let found: Vec<_> = page.select(&select(css)).collect();
                assert_eq!(found.len(), 1, "{path}: {css}");
                found[0]
            };
            assert!(!one("head > title").text().collect::<String>().trim().is_empty(), "{path}");
            assert!(!one("h1").text().collect::<String>().trim().is_empty(), "{path}");
            assert!(one("html").value().attr("lang").is_some() && one("main").value().id() == Some("main"), "{path}");
            assert!(one("meta[http-equiv]").value().attr("content").unwrap().contains("default-src 'none'"), "{path}");
            let levels: Vec<u8> = page.select(&headings).map(|h| h.value().name().as_bytes()[1] - b'0').collect();
            assert!(levels[0] == 1 && levels.windows(2).all(|w| w[1] <= w[0] + 1), "{path}: {levels:?}");
            assert!(page.select(&select("table")).all(|t| t.select(&select("caption")).count() == 1), "{path}");
            assert!(page.select(&select("th:not([scope])")).next().is_none(), "{path}: a header without scope");
        }
        for element in page.select(&any) {
            let value = element.value();
            for (name, text) in value.attrs() {
                assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{path}: {name}={text}");
                if name != "href" && name != "src" {
                    continue;
                }
                if text.starts_with("http://") || text.starts_with("https://") {
                    let names = ["canonical", "cite-as", "license", "type"];
                    let follows = value.name() == "a" || value.attr("rel").is_some_and(|rel| names.contains(&rel));
                    assert!(follows, "{path}: {} loads {text}", value.name());
                    continue;
                }
                let (to, fragment) = text.split_once('#').unwrap_or((text, ""));
                let to = match to {
                    "" => (*path).clone(),
                    to if *path == "404.html" => {
                        resolved(path, to.strip_prefix(root).unwrap_or_else(|| panic!("{path}: {to} is relative")))
                    }
                    to => resolved(path, to),
                };
                assert!(files.contains_key(&to), "{path}: {text} leads nowhere");
                if let Some(ids) = ids.get(&to).filter(|_| !fragment.is_empty()) {
                    assert!(ids.contains(fragment), "{path}: {text} leads to no place in its page");
                }
                if value.name() == "a" {
                    linked.insert(to);
                }
            }
            if value.name() == "script" {
                let data = value.attr("type") == Some("application/ld+json");
                let text = element.text().collect::<String>();
                if data {
                    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                    assert_eq!(value["@context"], "https://schema.org/", "{path}");
                } else {
                    assert!(value.attr("src").is_some_and(|src| src.ends_with("assets/site.js")), "{path}");
                    assert!(text.trim().is_empty(), "{path}: {text}");
                }
            }
            assert!(
                !is_ours || !matches!(value.name(), "iframe" | "object" | "embed" | "img" | "base" | "style"),
                "{path}: {value:?}"
            );
        }
        // The page of a name links to its data.
        let canonical = page.select(&select("link[rel=canonical]")).count();
        let alternates = page.select(&select("link[rel=alternate]")).count();
        assert!(!is_ours || **path == "404.html" || canonical == 0 || alternates == 2, "{path}");
    }
    for path in pages.keys().filter(|path| **path != "404.html") {
        assert!(linked.contains(*path), "nothing leads to {path}");
    }
    pages.len()
}

#[test]
fn the_shipped_dataset_becomes_a_site_without_dead_links() {
    let workdir = Workdir::of_data();
    workdir.build();
    let site = publish(&workdir, "site");
    assert!(crawl(&site) > 200);
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    // A value, its words, its attribution.
    let place = text("place/aghdam/index.html");
    for part in ["23 July 1993", "july 23, 1993", "area 1150 km2", "Virtual Karabakh", "Ağdam rayonu", "lang=\"az\""] {
        assert!(place.contains(part), "{part}");
    }
    assert!(place.contains("<link rel=\"canonical\" href=\"https://w3id.org/chorograph/data/place/aghdam\">"));
    // If sources differ, all values.
    let person = text("person/grigory-karasin/index.html");
    assert!(person.contains("Claims that cannot hold together") && person.contains("None of them is preferred"));
    // The example article has an open licence, the fact box no known one.
    let article = text("source/article/article/index.html");
    assert!(article.contains("class=\"text\"") && article.contains("Mediation would continue"));
    let claim =
        site.keys().find(|path| path.starts_with("claim/aghdam/area-") && path.ends_with("index.html")).unwrap();
    assert!(text(claim).contains("No licence is known for this source"));
    // The data of a page, read by a parser.
    for (file, format) in [
        ("index.ttl", oxigraph::io::RdfFormat::Turtle),
        ("index.jsonld", oxigraph::io::RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfile::Compacted.into() }),
    ] {
        let bytes = &site[&format!("place/aghdam/{file}")];
        let quads =
            oxigraph::io::RdfParser::from_format(format).for_slice(bytes).collect::<Result<Vec<_>, _>>().unwrap();
        let about = quads.iter().filter(|q| q.subject.to_string().ends_with("/place/aghdam>")).count();
        assert!(about >= 9, "{file}: {about}");
        assert!(quads.iter().any(|q| q.subject.to_string().contains("/claim/aghdam/area-")), "{file}");
    }
    // Any spelling leads to the place.
    for (shard, spelling) in [("61-67", "Ağdam rayonu"), ("430-433-434", "Агдамский район")] {
        let two = &shard[..shard.rfind('-').unwrap_or(shard.len())];
        let shard = [shard, two].into_iter().find_map(|s| site.get(&format!("search/{s}.json"))).unwrap();
        let entries: serde_json::Value = serde_json::from_slice(shard).unwrap();
        let found = entries.as_array().unwrap().iter().find(|e| e[2] == spelling).unwrap();
        assert_eq!(found[6], "place/aghdam/index.html");
    }
    for file in ["sitemap.xml", "robots.txt", "404.html", ".nojekyll", ".htaccess", "dataset.ttl", "dataset.nq"] {
        assert!(site.contains_key(file), "{file}");
    }
}

#[test]
fn the_same_dataset_gives_the_same_site_and_no_other_folder_is_touched() {
    let workdir = Workdir::of_data();
    workdir.build();
    let first = publish(&workdir, "one");
    // Over itself, and to another folder.
    assert!(publish(&workdir, "one") == first);
    assert!(publish(&workdir, "far/two") == first);
    let list =
        |folder: &Path| -> BTreeSet<PathBuf> { fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect() };
    assert_eq!(list(&workdir.path("far")).len(), 1);
    assert!(list(workdir.root()).iter().all(|p| !p.to_str().unwrap().contains(".chorograph-site")));
    // Files of others stay.
    workdir.write("theirs/thesis.txt", "years of work");
    let theirs = workdir.path("theirs");
    let ran = workdir.run(&["publish", "-o", theirs.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("[DIR]/theirs is there, and was not made by chorograph publish"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
    assert_eq!(files(&theirs).len(), 1);
    let ran = workdir.run(&["publish", "--force", "-o", theirs.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(files(&theirs) == first);
}

const SCRIPT: &str = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'";

/// A dataset with code in every field that takes a text.
fn hostile() -> Workdir {
    let workdir = Workdir::new();
    let config = format!(
        "title = '''{SCRIPT}'''\ndescription = '''{SCRIPT}'''\nbase = \"https://example.org/d/\"\nlicence = \"javascript:alert(3)\"\n\
         creator = '''{SCRIPT}'''\npublisher = '''{SCRIPT}'''\nlanguages = [\"en\"]\n"
    );
    workdir.write("dataset.toml", config);
    let meta = format!(
        "title = '''{SCRIPT}'''\npublisher = '''{SCRIPT}'''\nauthors = ['''{SCRIPT}''']\nurl = \"javascript:alert(4)\"\n\
         licence = \"https://creativecommons.org/licenses/by/4.0/\"\nlanguage = \"en\"\n"
    );
    let names =
        ["a", "A", "..b", "index.html", "x<script>", "page'\"", "CON", "%2e%2e", "with space ", "\u{202e}turned"];
    for (letter, name) in ('p'..).zip(names) {
        workdir.write(&format!("sources/{name}.meta.toml"), &meta);
        workdir.write(
            &format!("sources/{name}.txt"),
            format!(
                "{SCRIPT}\nAlpha <b>{letter}</b>: 1990-1992, territory 1,250 km2; Beta: 3 april 1991, territory 480.5 km2.\n"
            ),
        );
    }
    let text = format!(
        "Mayor <script>alert(5)</script> Anna Petrov met Boris Ivanov in Geneva on 3 May 1992.\n\n“We will go on, {SCRIPT}” Petrov said.\n\n\
         Geneva was quiet, said Ivanov, the foreign minister of <img src=x onerror=alert(6)> Armenia.\n"
    );
    workdir.write("sources/deep/er/article.meta.toml", format!("{meta}kind = \"article\"\n"));
    workdir.write("sources/deep/er/article.txt", text);
    workdir.write(
        "gazetteer/x.csv",
        "id,kind,names,wikidata,evidence\n\
         geneva,city,\"Geneva@en|<script>alert(7)</script>@ru|\"\" onmouseover=\"\"alert(8)@fr\",,\n\
         anna,person,\"Anna Petrov@en|</script><script>alert(9)</script>@en\",,\n",
    );
    workdir.write(
        "queries/evil.rq",
        "#+ summary: \"</code><script>alert(10)</script>\"\n#+ description: \"<img src=x onerror=alert(11)>\"\n\
         SELECT (\"<script>alert(12)</script>\" AS ?x) (IRI(\"javascript:alert(13)\") AS ?y) { }\n",
    );
    workdir
}

#[test]
fn whatever_sources_contain_is_text_and_stays_in_the_folder() {
    let workdir = hostile();
    let ran = workdir.run(&["build"]);
    assert!(
        ran.stderr.contains("sources read") || ran.stdout.contains("sources read"),
        "{} {}",
        ran.stdout,
        ran.stderr
    );
    // Beside the store, where readers make the public part.
    let outside = || files(workdir.root()).keys().filter(|path| !path.starts_with(".chorograph/")).count();
    let before = outside();
    let site = publish(&workdir, "out/site");
    // The test is effective: code from the sources is in the pages, as text.
    assert!(crawl(&site) > 60);
    for (path, needle) in
        [("index.html", "alert(1)"), ("query/evil/index.html", "alert(12)"), ("place/geneva/index.html", "alert(8)")]
    {
        let page = std::str::from_utf8(&site[path]).unwrap();
        assert!(page.contains(needle), "{path}");
    }
    assert!(site.keys().filter(|path| path.starts_with("source/")).count() > 30);
    let written = files(&workdir.path("out"));
    assert_eq!(written.len(), site.len());
    assert_eq!(outside(), before + site.len());
    // No two files are the same on a system that ignores case.
    let folded: BTreeSet<String> = site.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(folded.len(), site.len());
    assert!(publish(&workdir, "out/site") == site);
}

#[test]
fn the_address_of_the_site_is_checked_and_gives_rules_for_w3id() {
    let workdir = Workdir::of_data();
    workdir.build();
    let target = workdir.path("site");
    let run = |url: &str| workdir.run(&["publish", "-o", target.to_str().unwrap(), "--url", url]);
    assert_eq!(run("ftp://example.org/").code, Some(2));
    assert_eq!(run("https://example.org/a b").code, Some(2));
    assert!(!target.exists());
    assert_eq!(run("https://example.org/site").code, Some(0));
    let rules = fs::read_to_string(target.join("w3id/.htaccess")).unwrap();
    assert!(rules.contains("RewriteRule ^(.*)$ \"https://example.org/site/$1\" [R=303"), "{rules}");
    // Addresses for search engines are those of the pages; the names for citation do not change.
    let text = |path: &str| fs::read_to_string(target.join(path)).unwrap();
    let place = text("place/shusha/index.html");
    assert!(place.contains("<link rel=\"canonical\" href=\"https://example.org/site/place/shusha/\">"), "{place}");
    assert!(place.contains("<p>IRI: <code>https://w3id.org/chorograph/data/place/shusha</code></p>"), "{place}");
    assert!(text("index.html").contains("<link rel=\"cite-as\" href=\"https://w3id.org/chorograph/data/\">"));
    assert_eq!(text("robots.txt"), "User-agent: *\nAllow: /\nSitemap: https://example.org/site/sitemap.xml\n");
    let map = text("sitemap.xml");
    assert!(map.contains("<loc>https://example.org/site/place/shusha/</loc>"), "{map}");
    assert!(!map.contains("w3id.org"), "{map}");
    // Only names, and statements about them, are below the base IRI.
    for (path, bytes) in files(&target) {
        let text = String::from_utf8_lossy(&bytes);
        let head = text.split("</head>").next().unwrap();
        if path.ends_with(".html") && !path.starts_with("ontology/") {
            assert!(!head.contains("rel=\"canonical\" href=\"https://w3id.org"), "{path}");
        }
    }
}

#[test]
fn unknown_values_are_reported_and_never_guessed() {
    let workdir = Workdir::new();
    workdir.write(
        "sources/page.txt",
        "Witnesses said that the bridge had fallen. \u{201c}We saw it in the 1940s,\u{201d} said Ada Brook. \u{201c}It was old,\u{201d} she said.\n\n\
         The road to the bridge was opened in 1982, and the town was rebuilt in the same year.\n",
    );
    workdir.build();
    let site = publish(&workdir, "site");
    crawl(&site);
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    // Without metadata the text has no title and no publisher, and the base of the dataset is used for neither.
    let article = text("source/page/article/index.html");
    assert!(article.contains("<h1>Article in page</h1>"), "{article}");
    assert!(article.contains("not known") && !article.contains(">example.org<"), "{article}");
    let titles: Vec<String> = site
        .keys()
        .filter(|path| path.contains("/claim/said-") && path.ends_with("index.html"))
        .map(|path| text(path))
        .collect();
    assert!(titles.iter().any(|page| page.contains("<h1>Witnesses: “the bridge had fallen”</h1>")), "{article}");
    assert!(titles.iter().any(|page| page.contains("<h1>Ada Brook: “We saw it in the 1940s")), "{article}");
    assert!(titles.iter().all(|page| page.contains("whose it is, is not known")), "{titles:?}");
    assert!(text("time/index.html").contains(">1940s<"));
    // Two sources may each have an Ada Brook.
    assert!(text("person/index.html").contains("person, page</span>"));
}

#[test]
fn differing_claims_are_listed_in_order_and_once() {
    let workdir = Workdir::new();
    for (name, area) in [("a", "1150"), ("b", "882"), ("c", "1094.5")] {
        workdir.write(
            &format!("sources/{name}.txt"),
            format!("Figures\nAghdam: 23 July 1993, territory {area} km2; Lachin: 18 May 1992, territory 1840 km2.\n"),
        );
        workdir.write(
            &format!("sources/{name}.meta.toml"),
            format!("title = \"{name}\"\npublisher = \"Gazette {name}\"\n"),
        );
    }
    workdir.build();
    let site = publish(&workdir, "site");
    crawl(&site);
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let page = text("place/aghdam/index.html");
    let at: Vec<usize> = ["area 882 km2", "area 1094.5 km2", "area 1150 km2"]
        .iter()
        .map(|area| {
            assert_eq!(page.matches(area).count(), 1, "{area}: {page}");
            page.find(area).unwrap()
        })
        .collect();
    assert!(at.is_sorted(), "{page}");
    // Agreeing claims are listed as they are.
    assert_eq!(text("place/lachin/index.html").matches("area 1840 km2").count(), 3);
    assert!(text("query/districts/index.html").contains("../../tables/districts.csv"));
}
