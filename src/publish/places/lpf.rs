//! Linked Places Format 1.3 (<https://github.com/LinkedPasts/linked-places-format>), which is GeoJSON and JSON-LD at once: a feature
//! collection for the World Historical Gazetteer, Recogito and others.
//!
//! The format has names, types, geometries, relations and links, each with its own source and time. A claim that is one
//! of these is an attestation of the place with both; any other claim (an area, a figure, a change of control) is a
//! description in words. The export keeps the schemas by which the World Historical Gazetteer validates uploads: that of
//! version 1.2.2 of the format, and that of version 2.0, which is in use (`validation/static/lpf_v2.0.jsonld` in
//! <https://github.com/WorldHistoricalGazetteer/whg3>). Of these follows:
//!
//! - A place without a geometry has an empty collection, since neither `null` passes the older schema nor its absence
//!   that of GeoJSON.
//! - `types` and `fclasses` are there for each place. A kind that only sources give is the general term for a place
//!   with the words of the source (`sourceLabels`): the export never decides what these mean. A place of which no kind
//!   is known may be of each class that districts and settlements are of.
//! - A time that the source calls uncertain or approximate is given by its first and last day and a `certainty`.
//! - A feature with relations must have a time in some part of it. Without any, a relation is a description.
//! - Texts are of one line.

use super::wkt::Geometry;
use super::{Part, Place, PlaceClaim, Time, collection, graph_label, line};
use crate::base::media::LINKED_PLACES as CONTEXT;
use crate::base::vocab::term;
use crate::publish::PublishError;
use crate::store::Statements;
use oxigraph::model::NamedNodeRef;
use serde::{Serialize, Serializer};
use serde_json::Value;
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
    relations: Vec<Relation<'a>>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
}

#[derive(Serialize)]
struct Citation<'a> {
    #[serde(serialize_with = "one_line")]
    label: String,
    #[serde(rename = "@id")]
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<&'a str>,
}

#[derive(Serialize)]
struct Type<'a> {
    identifier: &'a str,
    label: &'a str,
    #[serde(rename = "sourceLabels", skip_serializing_if = "Option::is_none")]
    source_labels: Option<[SourceLabel<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citations: Option<[Citation<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
}

/// The words of a source for a kind of place.
#[derive(Serialize)]
struct SourceLabel<'a> {
    #[serde(serialize_with = "one_line")]
    label: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    lang: &'a str,
}

#[derive(Serialize)]
struct Relation<'a> {
    #[serde(rename = "relationType")]
    kind: &'static str,
    #[serde(rename = "relationTo")]
    to: &'a str,
    #[serde(serialize_with = "one_line")]
    label: String,
    citations: [Citation<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
}

#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    geometries: Vec<Setting<'a>>,
}

#[derive(Serialize)]
struct Setting<'a> {
    r#type: &'static str,
    coordinates: &'a Value,
    citations: [Citation<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
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
    citations: [Citation<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<When<'a>>,
}

#[derive(Serialize)]
struct When<'a> {
    timespans: [Timespan<'a>; 1],
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
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
        relations: Vec::new(),
        links: place.links.iter().map(|(kind, identifier)| Link { r#type: kind, identifier }).collect(),
        descriptions: Vec::new(),
    };
    for name in &place.names {
        let citations = [Citation { label: graph_label(&name.graph), id: &name.graph, year: None }];
        let lang = language(&name.language);
        feature.names.push(Toponym { toponym: &name.text, lang, citations, when: None });
    }
    for claim in &place.claims {
        let (citations, when) = ([citation(claim)], claim.says.when.as_ref().and_then(when));
        match &claim.says.part {
            Part::Geometry(Geometry { kind, coordinates }) => {
                feature.geometry.geometries.push(Setting { r#type: kind, coordinates, citations, when });
            }
            Part::Name(toponym, lang) => {
                feature.names.push(Toponym { toponym, lang: language(lang), citations, when });
            }
            Part::Type(words, lang) => {
                let source_labels = Some([SourceLabel { label: words, lang: language(lang) }]);
                let of_any = any_place();
                feature.types.push(Type { source_labels, citations: Some(citations), when, ..of_any });
            }
            Part::Parent(to, label) => {
                let (kind, label) = (BROADER, format!("part of {label}"));
                feature.relations.push(Relation { kind, to, label, citations, when });
            }
            Part::Link(identifier) => feature.links.push(Link { r#type: "closeMatch", identifier }),
            Part::Description(Some(what)) => feature.descriptions.push(description(claim, what, when)),
            Part::Description(None) => {}
        }
    }
    if feature.types.is_empty() {
        feature.types.push(any_place());
    }
    if !feature.has_time() {
        feature.relations.clear();
        for claim in &place.claims {
            if let Part::Parent(_, label) = &claim.says.part {
                feature.descriptions.push(description(claim, &format!("part of {label}"), None));
            }
        }
    }
    feature
}

/// The property from a part to its whole, of the Getty vocabularies.
const BROADER: &str = "gvp:broaderPartitive";

impl Feature<'_> {
    /// Whether a part has a time where the World Historical Gazetteer looks for one.
    fn has_time(&self) -> bool {
        let settings = &self.geometry.geometries;
        self.names.iter().any(|name| name.when.is_some())
            || self.types.iter().any(|kind| kind.when.is_some())
            || self.relations.iter().any(|relation| relation.when.is_some())
            || (!settings.is_empty() && settings.iter().all(|setting| setting.when.is_some()))
    }
}

fn citation(claim: &PlaceClaim) -> Citation<'_> {
    Citation { label: claim.label.clone(), id: &claim.source, year: claim.year.as_deref() }
}

/// A language tag as the format takes it: without subtags for private use. One that it does not take is left out.
fn language(tag: &str) -> &str {
    let tag = tag.split_once("-x-").map_or(tag, |(public, _)| public);
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut parts = tag.split('-');
    let is_primary = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    if parts.next().is_some_and(is_primary) && parts.all(is_part) { tag } else { "" }
}

/// Replaces line breaks, which sources may have within a name or the words of a claim, by spaces.
fn one_line<S: Serializer>(text: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.as_ref().replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "))
}

/// A place of any kind.
fn any_place() -> Type<'static> {
    Type { identifier: term::ANY_PLACE.as_str(), label: "place", source_labels: None, citations: None, when: None }
}

/// The kinds of a place that a gazetteer gives.
fn types(place: &Place) -> Vec<Type<'_>> {
    place.kinds.iter().map(|(identifier, label)| Type { identifier, label, ..any_place() }).collect()
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
    Description { id: &claim.iri, value, lang: "en", citations: [citation(claim)], when }
}

fn when(time: &Time) -> Option<When<'_>> {
    let certainty = match time.edtf.bytes().find(|b| matches!(b, b'?' | b'~' | b'%')) {
        Some(b'~') => Some("less-certain"),
        Some(_) => Some("uncertain"),
        None => None,
    };
    timespan(time).map(|timespan| When { timespans: [timespan], label: &time.edtf, certainty })
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

/// A year, month or day, neither uncertain nor approximate.
fn is_plain(date: &str) -> bool {
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
            ("1992~", r#"{"start":{"earliest":"1992-01-01","latest":"1992-12-31"}}"#),
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
    fn languages_are_as_the_format_takes_them() {
        for (tag, expected) in [
            ("en", "en"),
            ("az-Cyrl", "az-Cyrl"),
            ("en-x-slip", "en"),
            ("x-own", ""),
            ("e", ""),
            ("", ""),
            ("en_GB", ""),
        ] {
            assert_eq!(language(tag), expected, "{tag}");
        }
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
        let part = Part::Description(description);
        let says = ClaimContent { claim_type: &types::AREA, part, when: None, columns: Vec::new() };
        let claims = vec![PlaceClaim {
            iri: "urn:c".to_owned(),
            verbatim,
            source: "urn:s".to_owned(),
            label: "A\nB".to_owned(),
            year: None,
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
