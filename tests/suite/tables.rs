//! Claims of tables: each is traced back to its cells, in every format, and to the lines that say what the table does not.
//! All content is made up.

use super::support::{BASE, Workdir, repository};
use chorograph::base::vocab::{choro, dcterms};
use chorograph::query::trace::{self, AnchorRole, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The sources: file, metadata. The workbook is one of `tests/tables`.
const SOURCES: &[(&str, &[u8], &str)] = &[
    (
        "figures.csv",
        b"Bezirk;Fl\xe4che (km\xb2);Einwohner;Notiz\r\nGr\xfcnau;289,5;12000;\"a; b\r\nc\"\r\nS\xfcdtal;70,25;8000;geheim\r\n",
        "language = \"de\"\n[[table]]\ndecimal = \",\"\ndate = \"2019-12-31\"\nothers = \"ignore\"\n[table.column]\n\"Bezirk\" = \"name\"\n\
         \"Fläche (km²)\" = { role = \"area\", unit = \"km2\" }\n\"Einwohner\" = { role = \"figure\", measure = \"population\" }\n",
    ),
    (
        // Fields of this file are cut alike by commas; its name says that tabs cut them.
        "tabs.tsv",
        b"Name\tPopulation, all\tNote, one\nAlt, upper\t5\tx, y\nNeu, lower\t6\tz, w\n",
        "[[table]]\nothers = \"ignore\"\ndate = \"1990\"\n[table.column]\nName = \"name\"\nB = { role = \"figure\", measure = \"population\" }\n",
    ),
    (
        "plain.txt",
        b"# a comment\nName|Population\nGamma*|1\nDelta|'2'\n",
        "kind = \"table\"\n[[table]]\ndate = \"1990\"\ncomment = \"#\"\nquote = \"'\"\n",
    ),
    (
        "places.json",
        b"[{\"name\": \"Upper Dale\", \"population\": 5120}, {\"name\": \"Lower Dale\", \"population\": 6200}]",
        "[[table]]\ndate = \"2001\"\n",
    ),
    (
        "lines.jsonl",
        b"{\"name\": \"Alpha\", \"population\": 1, \"seat\": [\"Stone\", \"Ford\"]}\n\n{\"name\": \"Beta\", \"population\": 2}\n",
        "kind = \"table\"\n[[table]]\ndate = \"1990\"\n",
    ),
    (
        "hills.geojson",
        b"{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"name\": \"East Hill\"},\n\
          \"geometry\": {\"type\": \"Point\", \"coordinates\": [46.75, 39.76]}}]}",
        "[[table]]\n[table.column]\n\"@geometry\" = \"point\"\n",
    ),
    (
        "notes.md",
        "# Districts\n\nSome wörds.\n\n| Name | Area (km²) | Population |\n|---|---:|---|\n| **Ostwald** | 12.5 | 4000 |\n".as_bytes(),
        "[[table]]\nkind = \"{heading}\"\ndate = \"2010\"\n",
    ),
    (
        "list.wiki",
        "== Päris ==\n{| class=\"wikitable\"\n|+ Parishes in 1989\n! Name !! Population\n|-\n| [[Northam|North]] || 1,200\n|}\n".as_bytes(),
        "[[table]]\ndate = \"1989\"\ndecimal = \".\"\n",
    ),
    (
        "page.html",
        b"<!DOCTYPE html><title>Page</title><h2>Cantons</h2><table><caption>All cantons</caption>\n<tr><th>Name<th>Population\n\
          <tr><td>First<td>900\n</table>",
        "[[table]]\nkind = \"{caption}\"\ndate = \"1990\"\n",
    ),
];

const UNITS: &str = "licence = \"https://creativecommons.org/licenses/by/4.0/\"\n[[table]]\nsheet = \"Districts\"\nheader = [3, 4]\n\
    columns = [\"\", \"District\", \"Men\", \"Women\", \"Since\", \"F\", \"G\", \"H\", \"I\"]\nfirst = 5\nothers = \"ignore\"\n\
    [table.column]\nDistrict = \"name\"\nWomen = { role = \"figure\", measure = \"women\" }\nSince = \"as-of\"\n";

fn dataset() -> Workdir {
    let workdir = Workdir::new();
    let describe = |name: &str, rest: &str| {
        let stem = name.split('.').next().unwrap();
        workdir
            .write(&format!("sources/{stem}.meta.toml"), format!("title = \"{stem}\"\npublisher = \"Press\"\n{rest}"));
    };
    for (name, bytes, metadata) in SOURCES {
        workdir.write(&format!("sources/{name}"), bytes);
        describe(name, metadata);
    }
    workdir.write("sources/units.xlsx", fs::read(repository("tests/tables/workbooks/districts.xlsx")).unwrap());
    describe("units.xlsx", UNITS);
    workdir.build();
    workdir
}

fn traces(workdir: &Workdir) -> Vec<Trace> {
    trace::all(&workdir.view(), &workdir.dataset()).unwrap()
}

/// The sources of which a word is not proven.
fn unproven(workdir: &Workdir) -> BTreeSet<String> {
    let anchors = traces(workdir).into_iter().flat_map(|trace| trace.anchors);
    let lost = anchors.filter(|anchor| anchor.cut.as_ref().is_none_or(|cut| cut.words != anchor.words));
    lost.map(|anchor| anchor.source.as_str().rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn each_claim_is_proven_until_a_byte_changes() {
    let workdir = dataset();
    let ran = workdir.run(&["trace"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    let mut by_source: BTreeMap<String, usize> = BTreeMap::new();
    for trace in traces(&workdir) {
        assert!(!trace.anchors.is_empty(), "{}", trace.subject);
        *by_source.entry(trace.anchors[0].source.as_str().to_owned()).or_default() += 1;
    }
    assert_eq!(by_source.len(), SOURCES.len() + 1, "{by_source:?}");
    assert!(unproven(&workdir).is_empty());

    let mut changed = BTreeSet::new();
    for entry in fs::read_dir(workdir.path(".chorograph/captures")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let mut other = bytes.clone();
        // Not in a place where the change makes the file another to read.
        let at = other.iter().rposition(u8::is_ascii_lowercase).unwrap();
        other[at] ^= 0x01;
        fs::write(&path, other).unwrap();
        let lost = unproven(&workdir);
        assert_eq!(lost.len(), 1, "{}: {lost:?}", path.display());
        let ran = workdir.run(&["trace"]);
        assert!(ran.code == Some(1) && ran.stdout.contains("missing"), "{}", path.display());
        changed.extend(lost);
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(changed.len(), SOURCES.len() + 1, "{changed:?}");
    assert!(unproven(&workdir).is_empty());
}

#[test]
fn cells_are_shown_with_their_roles_and_places() {
    let workdir = dataset();
    let ran = workdir.run(&["trace"]);
    for (name, lines) in [
        (
            "figure>Südtal",
            &[
                "value      row 3, column 3 (line 4), cell=3,3: «8000»",
                "head       row 1, column 3 (line 1), cell=1,3: «Einwohner»",
                "name       row 3, column 1 (line 4), cell=3,1: «Südtal»",
                "metadata     line 6: «date = \"2019-12-31\"» (date)",
                "metadata     line 11: «\"Einwohner\" = { role = \"figure\", measure = \"population\" }» (measure)",
            ][..],
        ),
        ("figure>Neu, lower", &["value      row 3, column 2 (line 3), cell=3,2: «6»"]),
        ("figure>Delta", &["value      row 4, column 2 (line 4), cell=4,2: «2»"]),
        ("figure>Gamma", &["value      row 3, column 2 (line 3), cell=3,2: «1»", "cell=3,1: «Gamma*»"]),
        ("seat>Alpha", &["value      1:/seat/", "name       1:/name: «Alpha»"]),
        ("figure>Lower Dale", &["value      /1/population: «6200»", "name       /1/name: «Lower Dale»"]),
        ("figure>Beta", &["value      3:/population: «2»", "name       3:/name: «Beta»"]),
        ("coordinate>East Hill", &["value      /features/0/geometry: «POINT (46.75 39.76)»"]),
        ("kind>Ostwald", &["value      2-11 (line 1, column 3): «Districts»", ": «**Ostwald**»"]),
        ("figure>North", &["(line 6, column 24): «1,200»", ": «[[Northam|North]]»"]),
        (
            "kind>First",
            &[
                "value      caption of table 1, table=1;cell=0,1: «All cantons»",
                "name       table 1, row 2, column 1 (line 3), table=1;cell=2,1: «First»",
            ],
        ),
        (
            "figure>Bost Upper",
            &[
                "value      Districts!D8: «123456789012»",
                "head       Districts!C3: «Population»",
                "head       Districts!D4: «women»",
                "name       Districts!B8: «Bost\\nUpper»",
                "context    Districts!E8: «2018-10-14T10:30»",
            ],
        ),
    ] {
        let (class, place) = name.split_once('>').unwrap();
        let is_it = |shown: &&str| {
            shown.to_lowercase().starts_with(&format!("{class}claim <"))
                && shown.contains(&format!("aboutPlace   {place}\n"))
        };
        let shown = ran.stdout.split("\n\n").find(is_it).unwrap_or_else(|| panic!("{name}\n{}", ran.stdout));
        for line in lines {
            assert!(shown.contains(line), "{name}: {line}\n{shown}");
        }
        assert_eq!(shown.matches("sha256").count(), 1, "{shown}");
    }
    let roles = |trace: &Trace| trace.anchors.iter().filter_map(|anchor| anchor.role).collect::<Vec<_>>();
    for trace in traces(&workdir) {
        let first = if trace.class == "Record" { AnchorRole::Name } else { AnchorRole::Value };
        assert_eq!(roles(&trace).first(), Some(&first), "{}", trace.subject);
    }
}

#[test]
fn whole_rows_are_only_those_of_an_open_licence() {
    let workdir = dataset();
    let facts = workdir.facts();
    let rows = |source: &str| -> BTreeSet<String> {
        let records = facts.subjects(dcterms::IS_PART_OF, &format!("{BASE}source/{source}/table/1"));
        assert!(!records.is_empty(), "{source}");
        records.iter().flat_map(|record| facts.objects(record, choro::VERBATIM)).map(|row| row.to_string()).collect()
    };
    assert_eq!(rows("figures"), BTreeSet::from(["Grünau".to_owned(), "Südtal".to_owned()]));
    assert!(rows("units").iter().all(|row| row.contains('\t')), "{:?}", rows("units"));
    // What no claim says is in nothing that is passed on.
    assert!(!workdir.export().contains("geheim"));
}

#[test]
fn pages_show_the_cells() {
    let workdir = dataset();
    let site = workdir.path("site");
    let ran = workdir.run(&["publish", "-o", site.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let facts = workdir.facts();
    let page = |place: &str| {
        let claims = facts.subjects(choro::ABOUT_PLACE, &format!("{BASE}place/{place}"));
        let claim = claims.iter().find(|claim| claim.contains("/figure-")).unwrap();
        fs::read_to_string(site.join(claim.strip_prefix(BASE).unwrap()).join("index.html")).unwrap()
    };
    let figures = page("südtal");
    for shown in [
        "<mark>8000</mark>",
        "row 3, column 3 (<code>cell=3,3</code>)",
        "Einwohner</q>, row 1, column 3",
        "Südtal</q>, row 3, column 1",
        ", line 11 of the metadata beside the table",
    ] {
        assert!(figures.contains(shown), "{shown}\n{figures}");
    }
    assert!(!figures.contains("geheim") && !figures.contains("70,25"), "{figures}");
    let units = page("bost-upper");
    for shown in
        ["cell D8 of the sheet “Districts”", "women</q>, cell D4", "2018-10-14T10:30</q>, cell E8", "12.3\tTRUE"]
    {
        assert!(units.contains(shown), "{shown}\n{units}");
    }
    // The description of a table is beside it.
    for name in ["districts", "place"] {
        let text = fs::read_to_string(site.join(format!("tables/{name}.csv-metadata.json"))).unwrap();
        let described: serde_json::Value = serde_json::from_str(&text).unwrap();
        let head = fs::read_to_string(site.join(format!("tables/{name}.csv"))).unwrap();
        let columns = described["tableSchema"]["columns"].as_array().unwrap();
        let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
        assert_eq!(head.lines().next().unwrap(), titles.join(","), "{name}");
        assert_eq!(described["url"], format!("{name}.csv"));
    }
}

#[test]
fn a_name_with_its_kind_is_not_the_name_of_another_place() {
    let workdir = Workdir::new();
    workdir.write("sources/kinds.csv", "name,type\nVale,town\nVale,village\n");
    workdir.write("sources/kinds.meta.toml", "[[table]]\nkey = [\"name\", \"type\"]\n");
    workdir.write("sources/names.csv", "name,population\nVale Town,5\n");
    workdir.build();
    let facts = workdir.facts();
    let labels = |key: &str| facts.objects(&format!("{BASE}place/{key}"), chorograph::base::vocab::rdfs::LABEL).len();
    assert_eq!((labels("vale--town"), labels("vale--village"), labels("vale-town")), (1, 1, 1));
}
