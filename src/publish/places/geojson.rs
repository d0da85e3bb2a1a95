//! GeoJSON (RFC 7946) for maps and spreadsheets of places: one feature per place, with its claims as plain properties.
//!
//! A place with one point or outline has it as its geometry, one with several from sources has all of them, and one
//! without any has `null`. Each claim keeps its source beside it; there is no property such as `area` that would read as a
//! fact.

use super::wkt;
use super::{Part, Place, collection, line};
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
#[serde(untagged)]
enum Geometry {
    One { r#type: &'static str, coordinates: Value },
    Several { r#type: &'static str, geometries: Vec<Self> },
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
    let mut geometries: Vec<&wkt::Geometry> = Vec::new();
    let claims = place.claims.iter().map(|claim| {
        if let Part::Geometry(geometry) = &claim.says.part
            && !geometries.contains(&geometry)
        {
            geometries.push(geometry);
        }
        let (verbatim, source, source_label) = (claim.verbatim.as_str(), claim.source.as_str(), claim.label.as_str());
        let (says, columns) = (claim.says.claim_type.name, Columns(&claim.says.columns));
        ClaimValue { id: &claim.iri, says, columns, verbatim, source, source_label }
    });
    let claims = claims.collect();
    Feature {
        r#type: "Feature",
        id: &place.iri,
        geometry: together(&geometries),
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

/// The geometry of a place: several points are one geometry, others are a collection.
fn together(geometries: &[&wkt::Geometry]) -> Option<Geometry> {
    let one =
        |geometry: &wkt::Geometry| Geometry::One { r#type: geometry.kind, coordinates: geometry.coordinates.clone() };
    match geometries {
        [] => None,
        [only] => Some(one(only)),
        several if several.iter().all(|geometry| geometry.kind == "Point") => Some(Geometry::One {
            r#type: "MultiPoint",
            coordinates: several.iter().map(|geometry| geometry.coordinates.clone()).collect(),
        }),
        several => Some(Geometry::Several {
            r#type: "GeometryCollection",
            geometries: several.iter().map(|geometry| one(geometry)).collect(),
        }),
    }
}
