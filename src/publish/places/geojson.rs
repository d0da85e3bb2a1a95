//! GeoJSON (RFC 7946) for maps and spreadsheets of places: one feature per place, with its claims as plain properties.
//!
//! A place with one point has it as its geometry, one with several points from sources has all of them, and one without
//! a point has `null`. Each claim keeps its source beside it; there is no property such as `area` that would read as a
//! fact.

use super::{Place, collection, line};
use crate::publish::PublishError;
use crate::store::Statements;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Geometry>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    MultiPoint(Vec<[f64; 2]>),
}

#[derive(Serialize)]
struct Properties<'a> {
    name: &'a str,
    kind: Option<&'a str>,
    names: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(rename = "exactMatch", skip_serializing_if = "Vec::is_empty")]
    exact_match: Vec<&'a str>,
    #[serde(rename = "closeMatch", skip_serializing_if = "Vec::is_empty")]
    close_match: Vec<&'a str>,
    claims: Vec<ClaimValue<'a>>,
}

#[derive(Serialize)]
struct ClaimValue<'a> {
    id: &'a str,
    says: &'static str,
    #[serde(flatten)]
    columns: Columns<'a>,
    verbatim: &'a str,
    source: &'a str,
    #[serde(rename = "sourceLabel")]
    source_label: &'a str,
}

/// Values by name, in order.
struct Columns<'a>(&'a [(&'static str, Value)]);

impl Serialize for Columns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Writes all places, one feature per line, and returns their number.
pub fn write(
    statements: &Statements,
    scratch: &Path,
    out: &mut impl Write,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<u64, PublishError> {
    collection("", (statements, scratch, progress), out, |place, out| line(&feature(place), out))
}

fn feature(place: &Place) -> Feature<'_> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &place.names {
        let language = if name.language.is_empty() { "und" } else { &name.language };
        let known = names.entry(language).or_default();
        if !known.contains(&name.text.as_str()) {
            known.push(&name.text);
        }
    }
    let links = |kind: &str| place.links.iter().filter(|(k, _)| *k == kind).map(|(_, other)| other.as_str()).collect();
    let mut points = Vec::new();
    let claims = place.claims.iter().map(|claim| {
        if let Some(point) = claim.says.point
            && !points.contains(&point)
        {
            points.push(point);
        }
        let (verbatim, source, source_label) = (claim.verbatim.as_str(), claim.source.as_str(), claim.label.as_str());
        let (says, columns) = (claim.says.claim_type.name, Columns(&claim.says.columns));
        ClaimValue { id: &claim.iri, says, columns, verbatim, source, source_label }
    });
    let claims = claims.collect();
    Feature {
        r#type: "Feature",
        id: &place.iri,
        geometry: match points.as_slice() {
            [] => None,
            [one] => Some(Geometry::Point(*one)),
            _ => Some(Geometry::MultiPoint(points)),
        },
        properties: Properties {
            name: &place.title,
            kind: place.kinds.first().map(|(_, words)| words.as_str()),
            names,
            exact_match: links("exactMatch"),
            close_match: links("closeMatch"),
            claims,
        },
    }
}
