//! A place of Linked Places Format. Its values are cells: their text is that of the source, their place leads to it.

use super::element::Element;
use super::geometry;
use super::inside::{get, string_of};
use super::scan::{Raw, Shape};
use super::when::{Reading, When};
use crate::read::grid::{Cell, CellPlace, RowProblem};

/// A feature of Linked Places Format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPlace {
    /// The place of the feature.
    pub place: CellPlace,
    /// Its number in the file, from 1.
    pub number: usize,
    /// The line where it begins.
    pub line: usize,
    /// `@id`.
    pub id: Option<Cell>,
    /// `properties.title`.
    pub title: Option<Cell>,
    /// `properties.ccodes`: countries (ISO 3166-1).
    pub ccodes: Vec<Cell>,
    /// `properties.fclasses`: feature classes of GeoNames.
    pub fclasses: Vec<Cell>,
    /// `when` of the feature.
    pub when: Option<When>,
    /// `names`.
    pub names: Vec<LinkedName>,
    /// `types`.
    pub types: Vec<LinkedType>,
    /// The geometries.
    pub geometries: Vec<LinkedGeometry>,
    /// `links`.
    pub links: Vec<LinkedLink>,
    /// `relations`.
    pub relations: Vec<LinkedRelation>,
    /// `descriptions`: their `value` as text.
    pub descriptions: Vec<LinkedText>,
    /// `depictions`: their `title` as text.
    pub depictions: Vec<LinkedText>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedName {
    /// `toponym`.
    pub toponym: Cell,
    /// `lang`.
    pub lang: Option<Cell>,
    /// `when`.
    pub when: Option<When>,
    /// `citations`.
    pub citations: Vec<LinkedCitation>,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCitation {
    /// `label`.
    pub label: Option<Cell>,
    /// `@id`.
    pub id: Option<Cell>,
    /// `year`.
    pub year: Option<Cell>,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedType {
    /// `identifier`.
    pub identifier: Option<Cell>,
    /// `label`.
    pub label: Option<Cell>,
    /// `sourceLabels`, or `sourceLabel`: the words of the source, each with its language.
    pub source_labels: Vec<(Cell, Option<Cell>)>,
    /// `when`.
    pub when: Option<When>,
}

/// A geometry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedGeometry {
    /// Its place.
    pub place: CellPlace,
    /// The type and coordinates as WKT, at the place of the geometry.
    pub wkt: Option<Cell>,
    /// `geowkt` or `geo_wkt`, as the source has it.
    pub geowkt: Option<Cell>,
    /// `when`.
    pub when: Option<When>,
    /// `citations`.
    pub citations: Vec<LinkedCitation>,
    /// `certainty`: `certain`, `less-certain`, `uncertain`.
    pub certainty: Option<Cell>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedLink {
    /// `type`: `exactMatch`, `closeMatch`, `primaryTopicOf`, `subjectOf`, `seeAlso`.
    pub link_type: Option<Cell>,
    /// `identifier`.
    pub identifier: Cell,
}

/// A relation to another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedRelation {
    /// `relationType`, such as `gvp:broaderPartitive`.
    pub relation_type: Option<Cell>,
    /// `relationTo`.
    pub relation_to: Option<Cell>,
    /// `label`.
    pub label: Option<Cell>,
    /// `when`.
    pub when: Option<When>,
    /// `citations`.
    pub citations: Vec<LinkedCitation>,
    /// `certainty`.
    pub certainty: Option<Cell>,
}

/// A description or depiction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedText {
    /// `@id`.
    pub id: Option<Cell>,
    /// `value` or `title`.
    pub text: Option<Cell>,
    /// `lang`.
    pub lang: Option<Cell>,
    /// `license`.
    pub license: Option<Cell>,
}

impl LinkedPlace {
    /// Reads a feature that is an object, and lists what is wrong with values of it; those are left out.
    pub(super) fn read(element: &Element<'_>, reads_geometry: bool) -> (Self, Vec<RowProblem>) {
        let mut reading = Reading { element, problems: Vec::new() };
        let (text, raw) = (element.text, element.raw);
        let properties = get(text, raw, "properties").filter(|p| p.shape == Shape::Object);
        let texts = |reading: &mut Reading<'_>, name| {
            let values = properties.map_or_else(Vec::new, |p| reading.list(p, "/properties", name));
            values.into_iter().filter_map(|(raw, at)| reading.scalar(raw, &at)).collect()
        };
        let place = Self {
            place: element.place(""),
            number: element.number,
            line: element.cursor.line,
            id: reading.member(raw, "", &["@id", "id"]),
            title: properties.and_then(|p| reading.member(p, "/properties", &["title"])),
            ccodes: texts(&mut reading, "ccodes"),
            fclasses: texts(&mut reading, "fclasses"),
            when: reading.when(raw, ""),
            names: names(&mut reading, raw),
            types: types(&mut reading, raw),
            geometries: if reads_geometry { geometries(&mut reading, raw) } else { Vec::new() },
            links: links(&mut reading, raw),
            relations: relations(&mut reading, raw),
            descriptions: told(&mut reading, raw, "descriptions", "value"),
            depictions: told(&mut reading, raw, "depictions", "title"),
        };
        (place, reading.problems)
    }
}

fn citations(reading: &mut Reading<'_>, object: Raw, at: &str) -> Vec<LinkedCitation> {
    let citations = reading.objects(object, at, "citations");
    let read = |(raw, at): (Raw, String)| LinkedCitation {
        label: reading.member(raw, &at, &["label"]),
        id: reading.member(raw, &at, &["@id", "id"]),
        year: reading.member(raw, &at, &["year"]),
    };
    citations.into_iter().map(read).collect()
}

fn names(reading: &mut Reading<'_>, feature: Raw) -> Vec<LinkedName> {
    let names = reading.objects(feature, "", "names");
    let read = |(raw, at): (Raw, String)| {
        Some(LinkedName {
            toponym: reading.member(raw, &at, &["toponym"])?,
            lang: reading.member(raw, &at, &["lang"]),
            when: reading.when(raw, &at),
            citations: citations(reading, raw, &at),
        })
    };
    names.into_iter().filter_map(read).collect()
}

fn types(reading: &mut Reading<'_>, feature: Raw) -> Vec<LinkedType> {
    let types = reading.objects(feature, "", "types");
    let read = |(raw, at): (Raw, String)| {
        let labels = reading.list(raw, &at, "sourceLabels");
        let label = |(raw, at): (Raw, String)| match raw.shape {
            Shape::Object => Some((reading.member(raw, &at, &["label"])?, reading.member(raw, &at, &["lang"]))),
            _ => Some((reading.scalar(raw, &at)?, None)),
        };
        let mut source_labels: Vec<_> = labels.into_iter().filter_map(label).collect();
        source_labels.extend(reading.member(raw, &at, &["sourceLabel"]).map(|label| (label, None)));
        LinkedType {
            identifier: reading.member(raw, &at, &["identifier"]),
            label: reading.member(raw, &at, &["label"]),
            source_labels,
            when: reading.when(raw, &at),
        }
    };
    types.into_iter().map(read).collect()
}

fn geometries(reading: &mut Reading<'_>, feature: Raw) -> Vec<LinkedGeometry> {
    let text = reading.element.text;
    let Some(whole) = get(text, feature, "geometry").filter(|raw| raw.shape == Shape::Object) else {
        return Vec::new();
    };
    let of_type = get(text, whole, "type").and_then(|raw| string_of(text, raw));
    let is_collection = of_type.as_deref() == Some("GeometryCollection");
    let parts = if is_collection {
        reading.objects(whole, "/geometry", "geometries")
    } else {
        vec![(whole, "/geometry".to_owned())]
    };
    let mut found = Vec::new();
    for (raw, at) in parts {
        let geowkt = reading.member(raw, &at, &["geowkt", "geo_wkt"]);
        let has_coordinates = ["coordinates", "geometries"].iter().any(|name| get(text, raw, name).is_some());
        let wkt = if has_coordinates || geowkt.is_none() {
            match geometry::draw(text, raw) {
                Ok(drawn) => Some(reading.made(drawn.wkt, &at)),
                Err(fault) => {
                    reading.problems.push(reading.element.problem(&fault, geometry::RULE));
                    None
                }
            }
        } else {
            None
        };
        if wkt.is_none() && geowkt.is_none() {
            continue;
        }
        // What is said of the collection holds for each part that says nothing.
        let when =
            reading.when(raw, &at).or_else(|| if is_collection { reading.when(whole, "/geometry") } else { None });
        found.push(LinkedGeometry {
            place: reading.element.place(&at),
            wkt,
            geowkt,
            when,
            citations: citations(reading, raw, &at),
            certainty: reading.member(raw, &at, &["certainty"]),
        });
    }
    found
}

fn links(reading: &mut Reading<'_>, feature: Raw) -> Vec<LinkedLink> {
    let links = reading.objects(feature, "", "links");
    let read = |(raw, at): (Raw, String)| {
        let identifier = reading.member(raw, &at, &["identifier", "@id"])?;
        Some(LinkedLink { link_type: reading.member(raw, &at, &["type"]), identifier })
    };
    links.into_iter().filter_map(read).collect()
}

fn relations(reading: &mut Reading<'_>, feature: Raw) -> Vec<LinkedRelation> {
    let relations = reading.objects(feature, "", "relations");
    let read = |(raw, at): (Raw, String)| LinkedRelation {
        relation_type: reading.member(raw, &at, &["relationType"]),
        relation_to: reading.member(raw, &at, &["relationTo"]),
        label: reading.member(raw, &at, &["label"]),
        when: reading.when(raw, &at),
        citations: citations(reading, raw, &at),
        certainty: reading.member(raw, &at, &["certainty"]),
    };
    relations.into_iter().map(read).collect()
}

fn told(reading: &mut Reading<'_>, feature: Raw, name: &str, text: &str) -> Vec<LinkedText> {
    let found = reading.objects(feature, "", name);
    let read = |(raw, at): (Raw, String)| LinkedText {
        id: reading.member(raw, &at, &["@id", "id"]),
        text: reading.member(raw, &at, &[text]),
        lang: reading.member(raw, &at, &["lang"]),
        license: reading.member(raw, &at, &["license"]),
    };
    found.into_iter().map(read).collect()
}
