//! Tests that a server without a site returns what `publish` writes, by comparing every page and every graph.

use super::restricted::closed;
use super::serve::Served;
use super::support::Workdir;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// All files below a folder, by their paths.
fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

fn address(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").unwrap();
    &html[start..html.find("</main>").unwrap()]
}

fn compare(workdir: Workdir) {
    let site = workdir.path("site");
    let ran = workdir.run(&["publish", "-o", site.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut published = BTreeMap::new();
    files(&site, "", &mut published);
    let served = Served::of(workdir, &["--log", "none"]);
    let (mut things, mut others) = (0, 0);
    for (path, bytes) in &published {
        let text = String::from_utf8_lossy(bytes);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let of_thing = published.contains_key(&format!("{folder}/index.ttl"));
        if of_thing {
            let got = served.get(&format!("/{}", address(path)), "*/*");
            assert_eq!((got.status, got.body.as_str()), (200, &*text), "{path}");
            things += 1;
        }
        if of_thing && name == "index.ttl" {
            // At the IRI itself, in each form.
            let iri = format!("/{}", address(folder));
            assert_eq!(served.get(&iri, "text/turtle").body, text, "{path}");
            let page = served.get(&iri, "text/html");
            assert_eq!((page.status, page.header("location")), (303, Some(format!("{iri}/").as_str())), "{path}");
            assert_eq!(
                served.get(&format!("{iri}/"), "text/html").body.as_bytes(),
                published[&format!("{folder}/index.html")]
            );
            assert_eq!(
                served.get(&iri, "application/ld+json").body.as_bytes(),
                published[&format!("{folder}/index.jsonld")]
            );
        }
        // Lists and similar pages: the head of a published page also links to files of the dataset, which a server does not have.
        if !of_thing && name.ends_with(".html") && path != "index.html" && !path.starts_with("query/") {
            let got = served.get(&format!("/{}", address(path)), "*/*");
            assert_eq!(got.status, 200, "{path}");
            assert_eq!(main_of(&got.body), main_of(&text), "{path}");
            others += 1;
        }
        if [".css", ".js", ".svg", ".json"].iter().any(|end| name.ends_with(end))
            && (path.starts_with("assets/") || path.starts_with("names/"))
        {
            assert_eq!(served.get(&format!("/{path}"), "*/*").body, text, "{path}");
            others += 1;
        }
    }
    assert!(things > 200 && others > 20, "{things} {others}");
    for path in ["index.html", "query/districts/index.html", "names/index.html"] {
        assert_eq!(served.get(&format!("/{path}"), "text/html").status, 200, "{path}");
    }
}

#[test]
fn every_page_and_graph_of_the_shipped_dataset() {
    let workdir = Workdir::of_data();
    workdir.build();
    compare(workdir);
}

#[test]
fn every_page_and_graph_of_the_public_part_of_another() {
    let workdir = closed();
    // Names that are not valid as folders.
    workdir.write("sources/odd.txt", "Odd\nUpper Vale: 8 May 1992, territory 289 km2\n");
    workdir.write("sources/odd.meta.toml", "publisher = \"A & B: \\\"C\\\" / D ß\"\n");
    workdir.build();
    compare(workdir);
}

#[test]
fn links_of_a_page_lead_to_pages() {
    let workdir = Workdir::of_data();
    workdir.build();
    let served = Served::of(workdir, &["--log", "none"]);
    let page = served.get("/place/shusha/", "text/html").body;
    let mut links: Vec<&str> = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    links.retain(|link| link.starts_with("../") || link.starts_with("index"));
    links.sort_unstable();
    links.dedup();
    assert!(links.len() > 15, "{links:?}");
    for link in links {
        let path = link.split('#').next().unwrap();
        let target =
            path.strip_prefix("../../").map_or_else(|| format!("/place/shusha/{path}"), |path| format!("/{path}"));
        assert_eq!(served.get(&target, "*/*").status, 200, "{link}");
    }
}
