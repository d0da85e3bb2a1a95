//! A claim type that is only a row of the table (`claim/types/tests.rs`) works in all code that shows, compares, checks and writes
//! claims.

use crate::base::vocab::choro;
use crate::check::diff::{self, Section, Side};
use crate::check::rules::Rules;
use crate::claim::types::tests::{BELL, BELL_CLASS, BELL_VALUE, BELLS};
use crate::dataset::Dataset;
use crate::link::compare::{Comparison, Property, Verdict};
use crate::link::reconcile;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::indexing::collect;
use crate::link::wikidata::item::{Fact, Item, Languages, Name, NameKind, Value};
use crate::link::wikidata::options::Options;
use crate::publish::places::{geojson, lpf};
use crate::publish::{self, DirectTriples, ExportFormat, describe, nanopub, site};
use crate::query::{Prefixes, trace};
use crate::store::{FactReader, Statements, View, Writer, disagree};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::store::Store;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::sync::Mutex;
use tempfile::TempDir;

pub(super) const DALE: &str = "https://example.org/d/place/dale";
const CLAIM: &str = "https://example.org/d/claim/dale/bells-1";

/// A dataset whose store has two claims of the type.
pub(super) struct Made {
    folder: TempDir,
    pub(super) dataset: Dataset,
    pub(super) view: View,
}

impl Made {
    pub(super) fn new(turtle: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = include_str!("../../data/dataset.toml")
            .replace("base = \"https://w3id.org/chorograph/data/\"", "base = \"https://example.org/d/\"");
        fs::write(folder.path().join("dataset.toml"), config).unwrap();
        let dataset = Dataset::open(folder.path()).unwrap();
        let store = Store::new().unwrap();
        store.load_from_slice(RdfFormat::Turtle, turtle).unwrap();
        let graph = GraphName::from(NamedNode::new_unchecked("https://example.org/d/source/s/version/0a"));
        let mut quads: Vec<Quad> =
            store.iter().map(|quad| Quad { graph_name: graph.clone(), ..quad.unwrap() }).collect();
        quads.extend(disagree::of_subject(&store.clone().into(), &dataset, DALE).unwrap());
        let mut writer = Writer::open(&dataset.work()).unwrap();
        writer.add(&mut quads).unwrap();
        writer.publish(b"{}").unwrap();
        drop(writer);
        let view = View::open(&dataset.work()).unwrap();
        Self { folder, dataset, view }
    }

    pub(super) fn statements(&self) -> &Statements {
        self.view.statements()
    }

    pub(super) fn side(&self) -> Side<'_> {
        Side { statements: self.statements(), base: self.dataset.minter.base() }
    }

    pub(super) fn scratch(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(super) fn written(&self, write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }
}

#[test]
fn its_claims_contradict_each_other() {
    let made = Made::new(BELLS);
    let reader = FactReader::new(made.statements());
    let found = reader.subjects(choro::INVOLVES, &NamedNode::new_unchecked(CLAIM), 10).unwrap();
    let names: Vec<&str> = found.first.iter().map(NamedNode::as_str).collect();
    assert_eq!(names, ["https://example.org/d/disagreement/dale/bells"]);
}

#[test]
fn trace_shows_its_fields() {
    let made = Made::new(BELLS);
    let traces = trace::all(&made.view, &made.dataset).unwrap();
    assert_eq!(traces.len(), 2);
    assert_eq!((traces[0].class.as_str(), traces[0].anchors.len()), ("BellClaim", 1));
    let says: Vec<(&str, &str)> = traces[0].says.iter().map(|(p, v)| (p.as_str(), v.as_str())).collect();
    assert_eq!(says, [("aboutPlace", "Dale"), ("bells", "1000")]);
    let of_place = trace::trace(&made.view, &made.dataset, &NamedNode::new_unchecked(DALE)).unwrap();
    assert_eq!(of_place.len(), 2);
}

#[test]
fn a_change_of_its_value_is_a_difference() {
    let (old, new) = (Made::new(BELLS), Made::new(&BELLS.replace("choro:bells 1000", "choro:bells 1100")));
    let mut changes = diff::run(old.side(), new.side(), old.scratch(), &|_| ()).unwrap();
    let mut of_claims = Vec::new();
    while let Some(change) = changes.next().unwrap() {
        if change.section == Section::Claims {
            let field = change.fields.first().map(|f| (f.old.clone(), f.new.clone()));
            of_claims.push((change.kind, change.subject.label, field));
        }
    }
    let values = (Some("1000".to_owned()), Some("1100".to_owned()));
    assert_eq!(of_claims, [("bells".to_owned(), "Dale".to_owned(), Some(values))]);
}

#[test]
fn exports_have_its_direct_statement_and_its_form() {
    let made = Made::new(BELLS);
    let (minter, scratch) = (&made.dataset.minter, made.scratch());
    let plain = made.written(|out| {
        let store = made.view.store();
        publish::write_with(store, minter, ExportFormat::NQuads, DirectTriples::Asserted, scratch, out, &|_| ())
            .unwrap();
    });
    assert!(plain.contains(&format!("<{DALE}> <https://w3id.org/chorograph/ontology#hasBells> \"1000\"")), "{plain}");
    let nanopubs = made.written(|out| {
        assert_eq!(nanopub::write(made.statements(), minter, scratch, out, &|_| ()).unwrap().0, 2);
    });
    assert!(nanopubs.contains("choro:hasBells 1000") || nanopubs.contains("choro:hasBells \"1000\""), "{nanopubs}");
    let lpf = made.written(|out| {
        lpf::write(made.statements(), scratch, out, &|_| ()).unwrap();
    });
    assert!(lpf.contains("bells: 1000, according to A box (“1,000 bells”)"), "{lpf}");
    let geojson = made.written(|out| {
        geojson::write(made.statements(), scratch, out, &|_| ()).unwrap();
    });
    assert!(geojson.contains(r#""says":"bells","bells":1000.0"#), "{geojson}");
}

#[test]
fn the_description_names_an_example_of_it() {
    let made = Made::new(BELLS);
    let mut documents = BTreeMap::new();
    let options = describe::Options { scratch: made.scratch(), progress: &|_| () };
    describe::write(made.statements(), &made.dataset, &[], &options, &mut |name, bytes| {
        documents.insert(name.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        Ok(())
    })
    .unwrap();
    let void = &documents["void.ttl"];
    let examples = void.split("void:exampleResource").nth(1).and_then(|rest| rest.split(';').next()).unwrap();
    assert!(examples.contains("dale/bells-1"), "{examples}");
}

#[test]
fn the_site_shows_it() {
    let made = Made::new(BELLS);
    let pages = Mutex::new(BTreeMap::new());
    let options = site::Options {
        downloads: Vec::new(),
        extras: Vec::new(),
        url: None,
        version: "1".to_owned(),
        scratch: made.scratch(),
        answer_up_to: 0,
    };
    let sink = |page: site::Page| -> io::Result<()> {
        pages.lock().unwrap().insert(page.path, String::from_utf8_lossy(&page.bytes).into_owned());
        Ok(())
    };
    site::write(made.statements(), &made.dataset, &options, &sink, &|_, _| ()).unwrap();
    let pages = pages.into_inner().unwrap();
    let claim = &pages["claim/dale/bells-1/index.html"];
    assert!(claim.contains("<h1>Dale: bells, 1000</h1>") || claim.contains("Dale: bells, 1000"), "{claim}");
    let place = &pages["place/dale/index.html"];
    assert!(place.contains("bells 1000") && place.contains("bells 2000"), "{place}");
    assert!(pages["index.html"].contains("\"bells\""), "{}", pages["index.html"]);
}

#[test]
fn it_is_set_beside_wikidata_and_served_for_reconciliation() {
    let made = Made::new(BELLS);
    let out = made.scratch().join("index");
    let languages = Languages(vec!["en".to_owned()]);
    let options = Options { languages, types: Vec::new(), countries: Vec::new(), stateless: true };
    let property = BELL.items[0].property;
    collect(&options, &out, |into| {
        let value = Value::Quantity("+1004".to_owned(), 0);
        let name = Name { text: "Dale".to_owned(), language: 0, kind: NameKind::Label };
        let facts = vec![Fact { property, value, preferred: false }];
        into.item(Item { id: 901, names: vec![name], facts, ..Item::default() })
    })
    .unwrap();
    let index = Index::open(&out).unwrap();
    let comparison = Comparison::new(&made.view, &index, 0.01);
    let linked = comparison.reader.linked().unwrap().into_iter().next().unwrap();
    let asked: Vec<Property> = Property::all().into_iter().filter(|p| p.name() == "bells").collect();
    let rows = comparison.rows(&linked, &asked).unwrap().unwrap();
    let rows: Vec<(&str, &str, Verdict)> =
        rows.iter().map(|r| (r.ours.as_str(), r.theirs.as_str(), r.verdict)).collect();
    assert_eq!(rows, [("1000", "1004", Verdict::Same), ("2000", "1004", Verdict::Different)]);

    let entities = reconcile::dataset::index(made.statements(), "en", made.scratch(), &mut |_| ()).unwrap();
    let item = entities.item(1).unwrap();
    let values: Vec<&Value> = item.facts.iter().filter(|f| f.property == property).map(|f| &f.value).collect();
    assert_eq!(values, [&Value::Quantity("+1000".to_owned(), 0), &Value::Quantity("+2000".to_owned(), 0)]);
}

#[test]
fn the_checks_cover_it() {
    assert_eq!((BELL.class, BELL.value), (BELL_CLASS, BELL_VALUE));
    let prefixes = Prefixes::new("https://example.org/d/");
    let clean = |turtle: &str, name: &str| {
        let made = Made::new(turtle);
        let mut rules = Rules::for_dataset(None, &prefixes);
        rules.usable.retain(|rule| rule.rule.name == name);
        assert_eq!(rules.usable.len(), 1);
        rules.run(made.view.store(), &prefixes, 10, &|| ()).into_iter().all(|outcome| outcome.is_clean())
    };
    for (name, part) in [
        ("claim-without-words", "choro:verbatim \"1,000 bells\" ;"),
        ("claim-without-source", "choro:reportedIn :box ;"),
        ("claim-without-place-in-text", "; choro:anchoredAt <https://example.org/d/source/s/span/0-12>"),
    ] {
        assert!(BELLS.contains(part), "{part}");
        assert!(clean(BELLS, name), "{name}");
        assert!(!clean(&BELLS.replacen(part, "", 1), name), "{name}");
    }
}
