//! Dumps grown from real items, in both forms: the items again and again, each time with another number. In N-Triples they are
//! what a truthy dump has of them: the data node, names thrice, the statements of best rank, the pages.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

pub(crate) const ENTITY: &str = "http://www.wikidata.org/entity/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
/// Before the number of an item in the sample.
const ID: &str = "\"id\": \"Q";
/// The number of the first grown item.
const FIRST: u32 = 200_000_000;

/// The JSON lines of real items, if they are at hand.
pub(crate) fn sample() -> Option<Vec<String>> {
    let set = std::env::var_os("CHOROGRAPH_EVAL").map(PathBuf::from);
    let folder = set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval"));
    let file = File::open(folder.join("wikidata-sample/sample_wikidata_items.json.bz2")).ok()?;
    let mut text = String::new();
    bzip2::read::MultiBzDecoder::new(file).read_to_string(&mut text).ok()?;
    let lines = text.lines().map(|l| l.trim_end_matches(','));
    let items: Vec<String> = lines.filter(|l| l.starts_with('{') && l.contains(ID)).map(str::to_owned).collect();
    (!items.is_empty()).then_some(items)
}

/// A dump in JSON of so many bytes, gzipped.
pub(crate) fn json(sample: &[String], target: &Path, bytes: usize) {
    let mut out = gzip(target);
    let (mut written, mut number) = (0, FIRST);
    write!(out, "[").unwrap();
    for line in sample.iter().cycle() {
        let at = line.find(ID).unwrap();
        let rest = line[at + ID.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
        let line = format!("{}\n{}{ID}{number}{rest}", if written > 0 { "," } else { "" }, &line[..at]);
        out.write_all(line.as_bytes()).unwrap();
        number += 1;
        written += line.len();
        if written >= bytes {
            break;
        }
    }
    writeln!(out, "\n]").unwrap();
    out.finish().unwrap().flush().unwrap();
}

/// A truthy dump in N-Triples of so many bytes, gzipped.
pub(crate) fn triples(sample: &[String], target: &Path, bytes: usize) {
    /// Stands for the number of the item.
    const HERE: &str = "\u{1}";
    let made: Vec<String> = sample.iter().map(|l| of_item(&serde_json::from_str(l).unwrap(), HERE)).collect();
    let mut out = gzip(target);
    let (mut written, mut number) = (0, FIRST);
    for text in made.iter().cycle() {
        let text = text.replace(HERE, &format!("Q{number}"));
        out.write_all(text.as_bytes()).unwrap();
        number += 1;
        written += text.len();
        if written >= bytes {
            break;
        }
    }
    out.finish().unwrap().flush().unwrap();
}

pub(crate) fn gzip(target: &Path) -> GzEncoder<BufWriter<File>> {
    GzEncoder::new(BufWriter::new(File::create(target).unwrap()), Compression::new(6))
}

fn of_item(item: &Value, id: &str) -> String {
    let (mut out, e) = (String::new(), format!("<{ENTITY}{id}>"));
    let data = format!("<https://www.wikidata.org/wiki/Special:EntityData/{id}>");
    let statements: usize = fields(&item["claims"]).map(|(_, s)| list(s).len()).sum();
    let _ = writeln!(out, "{data} {TYPE} <http://schema.org/Dataset> .\n{data} <http://schema.org/about> {e} .");
    for (what, count) in [("statements", statements), ("sitelinks", fields(&item["sitelinks"]).count())] {
        let _ = writeln!(out, "{data} <http://wikiba.se/ontology#{what}> \"{count}\"^^<{XSD}integer> .");
    }
    let _ = writeln!(out, "{e} {TYPE} <http://wikiba.se/ontology#Item> .");
    for (_, label) in fields(&item["labels"]) {
        for property in
            ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel", NAME]
        {
            let _ = writeln!(out, "{e} <{property}> {} .", text(label, "value"));
        }
    }
    for (_, description) in fields(&item["descriptions"]) {
        let _ = writeln!(out, "{e} <http://schema.org/description> {} .", text(description, "value"));
    }
    for alias in fields(&item["aliases"]).flat_map(|(_, a)| list(a)) {
        let _ = writeln!(out, "{e} <http://www.w3.org/2004/02/skos/core#altLabel> {} .", text(alias, "value"));
    }
    for (property, statements) in fields(&item["claims"]) {
        let ranked = |rank: &str| list(statements).iter().filter(|s| s["rank"] == rank).collect::<Vec<_>>();
        let best = if ranked("preferred").is_empty() { ranked("normal") } else { ranked("preferred") };
        for object in best.iter().filter_map(|s| object(&s["mainsnak"]["datavalue"])) {
            let _ = writeln!(out, "{e} <http://www.wikidata.org/prop/direct/{property}> {object} .");
        }
    }
    for (site, link) in fields(&item["sitelinks"]) {
        let wiki = format!("https://{}.wikipedia.org/", site.trim_end_matches("wiki"));
        let title = quoted(link["title"].as_str().unwrap_or_default());
        let path: String = link["title"].as_str().unwrap_or_default().chars().map(in_path).collect();
        let _ = writeln!(
            out,
            "<{wiki}wiki/{path}> {TYPE} <http://schema.org/Article> .\n<{wiki}wiki/{path}> <http://schema.org/about> {e} .\n\
             <{wiki}wiki/{path}> <http://schema.org/isPartOf> <{wiki}> .\n<{wiki}wiki/{path}> <{NAME}> {title} ."
        );
    }
    out
}

const NAME: &str = "http://schema.org/name";

fn object(value: &Value) -> Option<String> {
    let (kind, value) = (value["type"].as_str()?, &value["value"]);
    Some(match kind {
        "string" => quoted(value.as_str()?),
        "monolingualtext" => text(value, "text"),
        "quantity" => format!("\"{}\"^^<{XSD}decimal>", value["amount"].as_str()?),
        "time" => {
            let first_day = value["time"].as_str()?.trim_start_matches('+').replace("-00", "-01");
            format!("\"{first_day}\"^^<{XSD}dateTime>")
        }
        "globecoordinate" => format!(
            "\"Point({} {})\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>",
            value["longitude"], value["latitude"]
        ),
        "wikibase-entityid" => format!("<{ENTITY}{}>", value["id"].as_str()?),
        _ => return None,
    })
}

fn fields(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, field: &str) -> String {
    format!("{}@{}", quoted(value[field].as_str().unwrap_or_default()), value["language"].as_str().unwrap_or_default())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r"))
}

/// A character of a title, or what may stand for it in an IRI.
fn in_path(c: char) -> char {
    if c <= ' ' || "<>\"{}|^`\\".contains(c) { '_' } else { c }
}
