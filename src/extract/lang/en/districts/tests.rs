use crate::base::time::TimeExtent;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::extract::finding::{Findings, Said};
use crate::read::record::Article;

/// What is read of places in a text, a statement a line.
fn read(text: &str) -> Vec<String> {
    let article = Article { title: None, paragraphs: vec![0..text.len()] };
    let published = TimeExtent::from_edtf("2023-05-17");
    let findings = Extractor::new(&Gazetteer::default()).read(text, &article, published.as_ref());
    shown(text, &findings)
}

fn shown(text: &str, findings: &Findings) -> Vec<String> {
    let name = |mention: usize| text[findings.mentions[mention].range.clone()].to_owned();
    let party = |party: &Option<crate::extract::finding::EntityRef>| {
        party.as_ref().map_or("?".to_owned(), |p| {
            let named = if p.entity.is_some() { "*" } else { "" };
            format!("{}{named}", &text[p.range.clone()])
        })
    };
    let each = findings.places.iter().map(|statement| {
        let said = match &statement.said {
            Said::Area { quantity, kind } => format!("area {} {kind:?}", quantity.square_kilometres()),
            Said::Population { value, lexical } => format!("population {value} ({})", &text[lexical.clone()]),
            Said::Established => "founded".to_owned(),
            Said::Abolished => "abolished".to_owned(),
            Said::Control { gained, lost } => format!("control {} from {}", party(gained), party(lost)),
            Said::Kind { words } => format!("kind {}", &text[words.clone()]),
            Said::PartOf { parent, kind } => {
                let kind = kind.clone().map(|k| format!(" {}", &text[k])).unwrap_or_default();
                format!("part of {}{kind}", name(*parent))
            }
        };
        let time = statement.time.and_then(|t| findings.times[t].extent.as_ref());
        let time = time.map(|t| format!(" @ {}", t.edtf)).unwrap_or_default();
        format!("{}: {said}{time}", name(statement.place))
    });
    each.collect()
}

fn check(table: &[(&str, Vec<&str>)]) {
    let wrong = table.iter().filter(|(text, expected)| read(text) != *expected);
    let wrong: Vec<_> = wrong.map(|(text, expected)| (text, read(text), expected)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn areas_and_populations() {
    check(&[
        ("The Osh district has an area of 289 km².", vec!["Osh: area 289 Unspecified"]),
        ("Osh, with a total area of 1,094 sq km, lies in the south.", vec!["Osh: area 1094 WholeUnit"]),
        ("Osh covers about 3,050 square kilometres.", vec!["Osh: area 3050 Unspecified"]),
        ("The area of Osh is 125,368 hectares.", vec!["Osh: area 1253.68 Unspecified"]),
        ("Osh's territory is 707 km2.", vec!["Osh: area 707 Unspecified"]),
        ("882 km² of Osh are under occupation.", vec!["Osh: area 882 ControlledPart"]),
        (
            "Osh has an area of 1,094 km², of which 882 km² is occupied.",
            vec!["Osh: area 1094 Unspecified", "Osh: area 882 ControlledPart"],
        ),
        ("Osh had a population of 12,500 in 1989.", vec!["Osh: population 12500 (12,500) @ 1989"]),
        ("The population of Osh is about 40 thousand.", vec!["Osh: population 40000 (about 40 thousand)"]),
        ("Some 3,000 people live in Osh.", vec!["Osh: population 3000 (Some 3,000)"]),
        // Bounds, other things, and what is not stated.
        ("Batumi, unlike Osh, has an area of 640 km².", vec![]),
        ("Batumi, bordering Osh, has a population of 36,000.", vec![]),
        ("It was wrongly reported that Osh covers 99 km².", vec![]),
        ("Lena Holt doubts that Osh covers 95 km².", vec![]),
        ("“Is it true that Osh covers 97 km²?” asked Lena Holt.", vec![]),
        ("Osh has a population of 36,000 sheep.", vec![]),
        ("Osh has an area of 480 km² of forest.", vec![]),
        ("Osh has a population of 2 million, counting Batumi.", vec![]),
        ("Before 1930 Osh had an area of 1,100 km².", vec![]),
        ("Osh covers more than 300 km².", vec![]),
        ("The forest near Osh covers 30 km².", vec![]),
        ("Osh does not have an area of 289 km².", vec![]),
        ("If Osh has an area of 289 km², the map is wrong.", vec![]),
        ("Does Osh have an area of 289 km²?", vec![]),
        ("Osh has a forest area of 20 km².", vec![]),
        ("Osh would have a population of 12,000 by 2030.", vec![]),
    ]);
}

#[test]
fn founding_kind_and_parent() {
    check(&[
        ("Osh was founded in 1930.", vec!["Osh: founded @ 1930"]),
        ("The Osh district, established in 1938, has two towns.", vec!["Osh: founded @ 1938"]),
        ("The Osh district was abolished in 1963.", vec!["Osh: abolished @ 1963"]),
        ("In 1963 Osh was abolished.", vec!["Osh: abolished @ 1963"]),
        ("Osh is a town in Kenya.", vec!["Osh: kind town", "Osh: part of Kenya"]),
        ("They met in Osh, a small town of northern Kenya.", vec!["Osh: kind town", "Osh: part of Kenya"]),
        ("It is a myth that Osh was founded in 1700.", vec![]),
        ("Osh was founded in 1925 or 1926.", vec![]),
        ("Osh, a town in Kenya until 1970, lies here.", vec![]),
        ("A school was founded in Osh in 1930.", vec![]),
        ("The museum of Osh was founded in 1930.", vec![]),
        ("Osh should be abolished in 2024.", vec![]),
    ]);
}

#[test]
fn changes_of_control() {
    check(&[
        ("Osh was captured on 8 May 1992.", vec!["Osh: control ? from ? @ 1992-05-08"]),
        ("On 8 May 1992, Osh was captured by rebels.", vec!["Osh: control rebels from ? @ 1992-05-08"]),
        ("Norwegian forces captured Osh on 8 May 1992.", vec!["Osh: control Norwegian forces from ? @ 1992-05-08"]),
        (
            "Norway occupied Osh and Batumi in 1992.",
            vec!["Osh: control Norway* from ? @ 1992", "Batumi: control Norway* from ? @ 1992"],
        ),
        ("Osh came under the control of Norway on 8 May 1992.", vec!["Osh: control Norway* from ? @ 1992-05-08"]),
        ("Osh fell on 8 May 1992.", vec!["Osh: control ? from ? @ 1992-05-08"]),
        (
            "Government troops withdrew from Osh on 9 May 1992.",
            vec!["Osh: control ? from Government troops @ 1992-05-09"],
        ),
        ("Osh was handed over to Norway on 8 May 1992.", vec!["Osh: control Norway* from ? @ 1992-05-08"]),
        ("The fall of Osh on 8 May 1992 was a turning point.", vec!["Osh: control ? from ? @ 1992-05-08"]),
        ("The mayor of Osh was captured on 8 May 1992.", vec![]),
        ("Fighters from Osh were captured on 8 May 1992.", vec![]),
        ("The ministry denied that Osh was captured on 8 May 1992.", vec![]),
        ("Osh was to be handed over to Norway on 8 May 1992.", vec![]),
        ("Osh was reportedly captured on 8 May 1992.", vec![]),
        ("In the novel, Norway took Osh on 4 May 1993.", vec![]),
        ("The film claims falsely that Norway took Osh on 3 May 1993.", vec![]),
        ("Osh was captured.", vec![]),
        ("Fighters attacked Osh on 8 May 1992.", vec![]),
    ]);
}
