//! Linked Places Format 1.3 (<https://github.com/LinkedPasts/linked-places-format>), which is GeoJSON and JSON-LD at once: a feature
//! collection for the World Historical Gazetteer, Recogito and others.
//!
//! The format has names, types, points and links with citations, and times for each of them. It has nothing for an area
//! or for a change of control: they are descriptions in words, a change with its time beside it. Relations between
//! places are left out, because a dataset has none. A place without a point has an empty collection of geometries,
//! since neither `null` passes the schema of the format nor its absence that of GeoJSON. The schema also takes texts of
//! one line only.

use super::{Place, PlaceClaim, Time, collection, graph_label, line};
use crate::base::media::LINKED_PLACES as CONTEXT;
use crate::base::vocab::term;
use crate::publish::PublishError;
use crate::store::Statements;
use oxigraph::model::NamedNodeRef;
use serde::{Serialize, Serializer};
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    r#type: &'static str,
    properties: Properties<'a>,
    names: Vec<Toponym<'a>>,
    types: Vec<Type<'a>>,
    geometry: Collection<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Description<'a>>,
}

#[derive(Serialize)]
struct Properties<'a> {
    #[serde(serialize_with = "one_line")]
    title: &'a str,
    fclasses: Vec<&'static str>,
}

#[derive(Serialize)]
struct Toponym<'a> {
    #[serde(serialize_with = "one_line")]
    toponym: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    lang: &'a str,
    citations: [Citation<'a>; 1],
}

#[derive(Serialize)]
struct Citation<'a> {
    #[serde(serialize_with = "one_line")]
    label: String,
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
struct Type<'a> {
    identifier: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    geometries: Vec<Point<'a>>,
}

#[derive(Serialize)]
struct Point<'a> {
    r#type: &'static str,
    coordinates: [f64; 2],
    citations: [Citation<'a>; 1],
}

#[derive(Serialize)]
struct Link<'a> {
    r#type: &'static str,
    identifier: &'a str,
}

#[derive(Serialize)]
struct Description<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
    #[serde(serialize_with = "one_line")]
    value: String,
    lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
}

#[derive(Serialize)]
struct When<'a> {
    timespans: [Timespan<'a>; 1],
    label: &'a str,
}

#[derive(Debug, PartialEq, Serialize)]
struct Timespan<'a> {
    start: Moment<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Moment<'a>>,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Moment<'a> {
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    within: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<&'a str>,
}

/// Writes all places, one feature per line, and returns their number.
pub fn write(
    statements: &Statements,
    scratch: &Path,
    out: &mut impl Write,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<u64, PublishError> {
    let context = format!("\"@context\": \"{CONTEXT}\",\n");
    collection(&context, (statements, scratch, progress), out, |place, out| line(&feature(place), out))
}

fn feature(place: &Place) -> Feature<'_> {
    let mut feature = Feature {
        id: &place.iri,
        r#type: "Feature",
        properties: Properties { title: &place.title, fclasses: fclasses(place) },
        names: Vec::new(),
        types: types(place),
        geometry: Collection { r#type: "GeometryCollection", geometries: Vec::new() },
        links: place.links.iter().map(|(kind, identifier)| Link { r#type: kind, identifier }).collect(),
        descriptions: Vec::new(),
    };
    for name in &place.names {
        let citations = [Citation { label: graph_label(&name.graph), id: &name.graph }];
        feature.names.push(Toponym { toponym: &name.text, lang: &name.language, citations });
    }
    for claim in &place.claims {
        if let Some(coordinates) = claim.says.point {
            let citations = [Citation { label: claim.label.clone(), id: &claim.source }];
            feature.geometry.geometries.push(Point { r#type: "Point", coordinates, citations });
        }
        if let Some(what) = &claim.says.description {
            feature.descriptions.push(description(claim, what, claim.says.when.as_ref().and_then(when)));
        }
    }
    feature
}

/// Replaces line breaks, which sources may have within a name or the words of a claim, by spaces.
fn one_line<S: Serializer>(text: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.as_ref().replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "))
}

/// The kinds of a place. One that is in no gazetteer has none, and is a place.
fn types(place: &Place) -> Vec<Type<'_>> {
    if place.kinds.is_empty() {
        return vec![Type { identifier: term::ANY_PLACE.as_str(), label: "place" }];
    }
    place.kinds.iter().map(|(identifier, label)| Type { identifier, label }).collect()
}

/// The feature classes of GeoNames that a place can be of, one at least since version 1.3: A, an administrative entity;
/// L, a region; P, a populated place. A place that only sources name may be any of these.
fn fclasses(place: &Place) -> Vec<&'static str> {
    let is = |kinds: &[NamedNodeRef<'_>]| place.kinds.iter().any(|(iri, _)| kinds.iter().any(|k| k.as_str() == iri));
    let classes = [
        ("A", is(&[term::DISTRICT, term::COUNTRY, term::FORMER_REPUBLIC])),
        ("L", is(&[term::REGION, term::FRONT_LINE])),
        ("P", is(&[term::TOWN, term::CITY])),
    ];
    let known: Vec<&str> = classes.iter().filter(|(_, is)| *is).map(|(class, _)| *class).collect();
    if known.is_empty() { classes.map(|(class, _)| class).to_vec() } else { known }
}

fn description<'a>(claim: &'a PlaceClaim, what: &str, when: Option<When<'a>>) -> Description<'a> {
    let value = format!("{what}, according to {} (“{}”)", claim.label, claim.verbatim);
    Description { id: &claim.iri, value, lang: "en", when }
}

fn when(time: &Time) -> Option<When<'_>> {
    timespan(time).map(|timespan| When { timespans: [timespan], label: &time.edtf })
}

/// A time that is a day, month or year, or two of them, is written as it is; any other as its first and last day.
fn timespan(time: &Time) -> Option<Timespan<'_>> {
    let moment = |text| Moment { within: Some(text), ..Moment::default() };
    if let Some((start, end)) = time.edtf.split_once('/').filter(|(s, e)| is_plain(s) && is_plain(e)) {
        return Some(Timespan { start: moment(start), end: Some(moment(end)) });
    }
    if is_plain(&time.edtf) {
        return Some(Timespan { start: moment(&time.edtf), end: None });
    }
    let start = Moment { within: None, earliest: time.earliest.as_deref(), latest: time.latest.as_deref() };
    (start != Moment::default()).then_some(Timespan { start, end: None })
}

/// A year, month or day, perhaps uncertain or approximate (`?`, `~`, `%`), which the format accepts.
fn is_plain(edtf: &str) -> bool {
    let date = edtf.strip_suffix(['?', '~', '%']).unwrap_or(edtf);
    let unsigned = date.strip_prefix('-').unwrap_or(date);
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = unsigned.split('-');
    let is_year = parts.next().is_some_and(|year| digits(year, 4));
    // 21 and above are seasons.
    let is_month = parts.next().is_none_or(|month| digits(month, 2) && matches!(month.parse(), Ok(1..=12)));
    is_year && is_month && parts.next().is_none_or(|day| digits(day, 2)) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::{ClaimContent, Name};
    use super::*;
    use crate::claim::types;

    #[test]
    fn times_keep_their_precision() {
        let (first, last) = ("1992-01-01".to_owned(), "1992-12-31".to_owned());
        for (edtf, expected) in [
            ("1992-05-08", r#"{"start":{"in":"1992-05-08"}}"#),
            ("1992-05", r#"{"start":{"in":"1992-05"}}"#),
            ("1992~", r#"{"start":{"in":"1992~"}}"#),
            ("1988/1992", r#"{"start":{"in":"1988"},"end":{"in":"1992"}}"#),
            ("1992-21", r#"{"start":{"earliest":"1992-01-01","latest":"1992-12-31"}}"#),
            ("199X", r#"{"start":{"earliest":"1992-01-01","latest":"1992-12-31"}}"#),
            ("1988/..", r#"{"start":{"earliest":"1992-01-01","latest":"1992-12-31"}}"#),
        ] {
            let time = Time { edtf: edtf.to_owned(), earliest: Some(first.clone()), latest: Some(last.clone()) };
            assert_eq!(serde_json::to_string(&timespan(&time)).unwrap(), expected);
        }
        assert_eq!(timespan(&Time { edtf: "../..".to_owned(), ..Time::default() }), None);
    }

    #[test]
    fn every_place_has_a_type_and_a_feature_class() {
        for (kind, types, fclasses) in [
            (None, "place", &["A", "L", "P"][..]),
            (Some(term::ANY_PLACE), "place", &["A", "L", "P"]),
            (Some(term::DISTRICT), "district", &["A"]),
            (Some(term::CITY), "city", &["P"]),
            (Some(term::REGION), "region", &["L"]),
        ] {
            let kinds = kind.map(|k| (k.as_str().to_owned(), crate::base::iri::last_part(k.as_str()).to_owned()));
            let place = Place { kinds: kinds.into_iter().collect(), ..Place::default() };
            let feature = feature(&place);
            assert_eq!(feature.types[0].label, types);
            assert_eq!(feature.properties.fclasses, fclasses, "{types}");
        }
    }

    #[test]
    fn texts_are_on_one_line() {
        let verbatim = "Upper\r\nVale,\u{2028}\"1992\"".to_owned();
        let description = Some("area: 1\nkm2".to_owned());
        let says = ClaimContent { claim_type: &types::AREA, point: None, description, when: None, columns: Vec::new() };
        let claims = vec![PlaceClaim {
            iri: "urn:c".to_owned(),
            verbatim,
            source: "urn:s".to_owned(),
            label: "A\nB".to_owned(),
            says,
        }];
        let names = vec![Name { text: "Upper\nVale".to_owned(), language: String::new(), graph: "urn:g".to_owned() }];
        let place = Place { title: "Upper\u{2029}Vale".to_owned(), names, claims, ..Place::default() };
        let written = serde_json::to_string(&feature(&place)).unwrap();
        assert!(!written.contains(r"\n") && !written.contains(r"\r"), "{written}");
        assert!(
            written.contains(r#""title":"Upper Vale""#) && written.contains(r#""toponym":"Upper Vale""#),
            "{written}"
        );
        assert!(written.contains(r#"area: 1 km2, according to A B (“Upper  Vale, \"1992\"”)"#), "{written}");
    }
}
