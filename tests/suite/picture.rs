//! The map and the timeline as pages, with few and many marks, for the browser tests: `make browser` opens what is
//! written here.

use super::support::Workdir;
use chorograph::base::time::TimeExtent;
use chorograph::publish::picture::map::{self, Place, Point};
use chorograph::publish::picture::timeline::{self, Bar, Row, Unplaced};
use chorograph::publish::picture::{self, Picture, read};
use chorograph::store::FactReader;
use jiff::civil::Date;
use oxigraph::model::NamedNode;
use std::fs;
use std::path::PathBuf;

/// The folder of the pages: beside the test binary's folder, so that it moves with CARGO_TARGET_DIR.
fn folder() -> PathBuf {
    let folder = std::env::current_exe().unwrap().parent().unwrap().join("../../pictures");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("style.css"), format!("{PAGE_STYLE}{}", picture::STYLE)).unwrap();
    folder
}

const PAGE_STYLE: &str = "body{margin:1rem;font-family:system-ui,sans-serif;background:#fff;color:#111}\
h1{font-size:1.4rem;overflow-wrap:anywhere}:root{color-scheme:light dark}\
@media (prefers-color-scheme:dark){body{background:#101315;color:#e6e8ea}}\n";

fn write(name: &str, title: &str, picture: &Picture) {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<h2>As a picture</h2>\n{}</main>\n\
         </body>\n</html>\n",
        picture.html(title)
    );
    fs::write(folder().join(format!("{name}.html")), page).unwrap();
}

fn point(longitude: f64, latitude: f64, source: &str) -> Point {
    Point {
        longitude,
        latitude,
        source: source.to_owned(),
        address: None,
        words: format!("{latitude:.2} {longitude:.2}"),
    }
}

/// Asserts that the picture is well-formed XML for a strict parser, and that its ids are unique.
fn assert_well_formed(picture: &Picture) {
    let text = format!("<x>{}{}{}</x>", picture.svg, picture.narrow, picture.text);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut ids = std::collections::BTreeSet::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e) => {
                for attribute in e.attributes() {
                    let attribute = attribute.unwrap();
                    assert_ne!(attribute.key.as_ref(), "style");
                    if attribute.key.as_ref() == "id" {
                        assert!(ids.insert(attribute.value.to_string()), "{:?}", attribute.value);
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn maps_of_few_and_of_many() {
    let names = [
        "Upper Dale",
        "Ford",
        "Northmill",
        "Shusha",
        "Żelazna Góra",
        "Ստեփանակերտ",
        "Marsh End",
        "Old Bridge",
        "Stone Cross & Sons <x>",
    ];
    let mut places: Vec<Place> = (0_u32..)
        .zip(names)
        .map(|(n, name)| {
            let (x, y) = (46.0 + f64::from(n * 7 % 9) * 0.23, 38.9 + f64::from(n * 5 % 9) * 0.17);
            let points = vec![point(x, y, "Example Gazette")];
            Place { label: name.to_owned(), address: Some(format!("map-few.html?{n}")), points }
        })
        .collect();
    places[0].points.push(point(46.3, 39.05, "Survey of 1890"));
    places[3].points.push(point(47.0, 39.7, "Encyclopaedia of Rivers and Roads"));
    places[3].points.push(point(47.05, 39.74, "Survey of 1890"));
    let picture = map::draw("map", "Where the places are said to be", &places).unwrap();
    assert_well_formed(&picture);
    write("map-few", "Where the places are said to be", &picture);

    let one = map::draw("map", "Where Ford is said to be", &places[1..2]).unwrap();
    write("map-one", "Where Ford is said to be", &one);

    let mut state = 7_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    let many: Vec<Place> = (0..1000)
        .map(|n| {
            // Half of them in a few valleys.
            let valley = if n % 2 == 0 {
                (44.0 + f64::from(n % 7), 38.5 + f64::from(n % 5) * 0.6, 0.3)
            } else {
                (43.0, 38.0, 8.0)
            };
            let (x, y) = (valley.0 + random() * valley.2, valley.1 + random() * valley.2 * 0.5);
            let points =
                vec![point((x * 1e4).round() / 1e4, (y * 1e4).round() / 1e4, ["Gazette", "Survey"][n as usize % 2])];
            Place { label: format!("Place {n}"), address: Some(format!("map-many.html?{n}")), points }
        })
        .collect();
    let picture = map::draw("map", "A thousand places", &many).unwrap();
    assert_well_formed(&picture);
    assert!(picture.svg.len() < 150_000, "{}", picture.svg.len());
    write("map-many", "A thousand places", &picture);

    let world = [("Lima", -77.0, -12.0), ("Suva", 178.4, -18.1), ("Apia", -171.8, -13.8), ("Reykjavik", -21.9, 64.1)]
        .map(|(name, x, y)| Place { label: name.to_owned(), address: None, points: vec![point(x, y, "Atlas")] });
    write("map-world", "Across the date line", &map::draw("map", "Across the date line", &world).unwrap());
}

fn bar(edtf: &str, source: &str) -> Bar {
    let time = TimeExtent::from_edtf(edtf).unwrap();
    Bar {
        earliest: (time.earliest != Date::MIN).then_some(time.earliest),
        latest: (time.latest != Date::MAX).then_some(time.latest),
        edtf: edtf.to_owned(),
        uncertain: edtf.contains(['~', '?', '%']),
        what: "change of control".to_owned(),
        source: source.to_owned(),
        address: Some("#timeline-table".to_owned()),
        words: format!("said to be {edtf}"),
    }
}

fn row(label: &str, disputed: bool, bars: &[(&str, &str)]) -> Row {
    let bars = bars.iter().map(|(edtf, source)| bar(edtf, source)).collect();
    Row { label: label.to_owned(), address: Some("#timeline-table".to_owned()), disputed, bars }
}

#[test]
fn timelines_of_few_and_of_many() {
    let (a, b, c) = ("Example Gazette", "Survey of 1890", "Encyclopaedia of Rivers and Roads");
    let rows = [
        row("Shusha", true, &[("1992-05-08", a), ("1992-05-09", b), ("1992-05", c)]),
        row("Upper Dale, the district as it was before", false, &[("1992-05-18", a)]),
        row("Ford", false, &[("1988/1992", a), ("1992~", b)]),
        row("Northmill", true, &[("1993-07-23", a), ("1993-22", b), ("1994", c)]),
        row("Marsh End", false, &[("../1991", b), ("1993-04/..", c)]),
        row("Old Bridge <x>", false, &[("199X", b)]),
    ];
    let unplaced = [Unplaced {
        label: "meeting (planned)".to_owned(),
        address: Some("#timeline-table".to_owned()),
        time: "January next year".to_owned(),
        source: a.to_owned(),
        words: "the meeting due in January next year".to_owned(),
    }];
    let picture = timeline::draw("timeline", "When control is said to have changed", &rows, &unplaced).unwrap();
    assert_well_formed(&picture);
    write("timeline-few", "When control is said to have changed", &picture);

    let rows: Vec<Row> = (0_i32..300)
        .map(|n| {
            let year = -800 + n * 9 + n % 13;
            let edtf = |year: i32| if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
            let late = format!("{}/{}", edtf(year), edtf(year + 40 + n % 90));
            let mut bars = vec![bar(&late, ["Gazette", "Survey", "Atlas"][n as usize % 3])];
            if n % 4 == 0 {
                bars.push(bar(&format!("{}~", edtf(year + 20)), "Chronicle"));
            }
            Row { label: format!("District {n}"), address: None, disputed: n % 12 == 0, bars }
        })
        .collect();
    let picture = timeline::draw("timeline", "Three hundred districts in three thousand years", &rows, &[]).unwrap();
    assert_well_formed(&picture);
    write("timeline-many", "Three hundred districts in three thousand years", &picture);
    let days = [
        row("talks", false, &[("2017-12-05", a), ("2017-12-07/2017-12-08", b)]),
        row("summit", false, &[("2017-12-11", a)]),
    ];
    let picture = timeline::draw("timeline", "A week", &days, &[]).unwrap();
    write("timeline-days", "A week", &picture);
}

/// The shipped dataset: nine districts, each with its time, a summit, and a meeting without a date.
#[test]
fn the_times_of_the_shipped_dataset() {
    let workdir = Workdir::of_data();
    workdir.build();
    let view = workdir.view();
    let addresses = |iri: &NamedNode| {
        iri.as_str().strip_prefix("https://w3id.org/chorograph/data/").map(|p| format!("timeline-shipped.html?{p}"))
    };
    let times = read::times(&FactReader::new(view.statements()), &addresses, 1000).unwrap();
    assert_eq!(times.rows.iter().map(|r| r.bars.len()).sum::<usize>(), 10);
    assert_eq!(times.unplaced.iter().map(|u| u.time.as_str()).collect::<Vec<_>>(), ["January next year"]);
    let picture =
        timeline::draw("timeline", "When control is said to have changed", &times.rows, &times.unplaced).unwrap();
    assert_well_formed(&picture);
    write("timeline-shipped", "When control is said to have changed: the shipped dataset", &picture);
}
