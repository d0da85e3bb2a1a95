//! Reads the data of the pictures from a store: the points that claims give for places, and the times that claims give.
//!
//! The caller supplies the address of the page of each entity and claim, by its IRI.

use super::map::{Place, Point};
use super::timeline::{Bar, Row, Unplaced};
use crate::base::iri::last_part;
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, dcterms, oa, prov, rdf, rdfs, term};
use crate::claim::types::ClaimType;
use crate::store::{FactError, FactReader, Statements};
use jiff::civil::Date;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The address of the page of an entity or a claim; `None` if it has no page.
pub type Addresses<'a> = &'a dyn Fn(&NamedNode) -> Option<String>;

/// The times of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// A row for each place, then one for each kind of event, the earliest first.
    pub rows: Vec<Row>,
    /// Claims whose time cannot be placed in the calendar.
    pub unplaced: Vec<Unplaced>,
    /// Number of claims beyond the limit.
    pub left_out: usize,
}

/// All places for which claims give points, sorted by name. Points that cannot be read are left out.
pub fn places(read: &FactReader<'_>, addresses: Addresses<'_>) -> Result<Vec<Place>, FactError> {
    let reader = PictureReader { read, addresses };
    let mut places: BTreeMap<NamedNode, Vec<(NamedNode, Point)>> = BTreeMap::new();
    for quad in read.statements().matching(None, Some(choro::POINT), None) {
        let Quad { subject: NamedOrBlankNode::NamedNode(claim), object: Term::Literal(point), .. } = quad? else {
            continue;
        };
        let Some((longitude, latitude)) = well_known_text(point.value()) else { continue };
        let Some(place) = reader.node(&claim, choro::ABOUT_PLACE)? else { continue };
        let point = Point {
            longitude,
            latitude,
            source: reader.attribution(&claim)?,
            address: addresses(&claim),
            words: reader.text(&claim, choro::VERBATIM)?.unwrap_or_default(),
        };
        places.entry(place).or_default().push((claim, point));
    }
    let mut found = Vec::new();
    for (place, mut points) in places {
        points.sort_by(|a, b| a.0.cmp(&b.0));
        // A claim in several graphs is one claim.
        points.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        let points = points.into_iter().map(|(_, point)| point).collect();
        found.push((Place { label: reader.label(&place)?, address: addresses(&place), points }, place));
    }
    found.sort_by(|a, b| (&a.0.label, &a.1).cmp(&(&b.0.label, &b.1)));
    Ok(found.into_iter().map(|(place, _)| place).collect())
}

/// Whether a dataset has claims about where places are.
pub fn has_places(statements: &Statements) -> Result<bool, FactError> {
    statements.any(None, Some(choro::POINT), None)
}

/// The times that claims give, including those that cannot be placed in the calendar; from at most `most` claims, the
/// first by their IRIs.
pub fn times(read: &FactReader<'_>, addresses: Addresses<'_>, most: usize) -> Result<Times, FactError> {
    let mut claims = BTreeSet::new();
    let mut left_out = 0;
    for property in [choro::TIME, choro::TIME_WORDS] {
        for claim in read.statements().subjects(property, None) {
            let claim = claim?;
            if is_in_time(read, &claim)? && claims.insert(claim) && claims.len() > most {
                claims.pop_last();
                left_out += 1;
            }
        }
    }
    PictureReader { read, addresses }.times(&claims, left_out)
}

/// The times in claims about one place or event.
pub fn times_of(
    read: &FactReader<'_>,
    subject: &NamedNode,
    addresses: Addresses<'_>,
    most: usize,
) -> Result<Times, FactError> {
    let mut claims = BTreeSet::new();
    let mut left_out = 0;
    for property in [choro::ABOUT_PLACE, choro::ABOUT_EVENT, choro::EVENT_PLACE, choro::HOLDER] {
        for claim in read.statements().subjects(property, Some(subject.as_ref().into())) {
            let claim = claim?;
            if is_in_time(read, &claim)? && claims.insert(claim) && claims.len() > most {
                claims.pop_last();
                left_out += 1;
            }
        }
    }
    PictureReader { read, addresses }.times(&claims, left_out)
}

/// Whether a claim says when something happened. The time of a figure, a name or a status is not that of an event.
fn is_in_time(read: &FactReader<'_>, claim: &NamedNode) -> Result<bool, FactError> {
    let claim_type = ClaimType::of(&read.statements().values(claim, rdf::TYPE)?);
    Ok(claim_type.is_none_or(|of| of.value == choro::TIME || !of.refers_to.contains(&choro::TIME) || of.map.is_none()))
}

struct PictureReader<'a> {
    read: &'a FactReader<'a>,
    addresses: Addresses<'a>,
}

/// The subject of a claim, for a row: places sort before events.
type Subject = (bool, String, Option<String>);

impl PictureReader<'_> {
    fn times(&self, claims: &BTreeSet<NamedNode>, left_out: usize) -> Result<Times, FactError> {
        let mut rows: BTreeMap<Subject, Row> = BTreeMap::new();
        let mut unplaced = Vec::new();
        for claim in claims {
            let (subject, what) = self.subject(claim)?;
            let address = (self.addresses)(claim);
            let words = self.text(claim, choro::VERBATIM)?.unwrap_or_default();
            let source = self.attribution(claim)?;
            match self.node(claim, choro::TIME)? {
                Some(extent) => {
                    let (earliest, latest, edtf) = self.extent(&extent)?;
                    let uncertain = edtf.contains(['~', '?', '%']);
                    let bar = Bar { earliest, latest, edtf, uncertain, what, source, address, words };
                    let disputed = self.is_disputed(claim)?;
                    let row = rows.entry(subject).or_insert_with_key(|(_, label, address)| Row {
                        label: label.clone(),
                        address: address.clone(),
                        disputed: false,
                        bars: Vec::new(),
                    });
                    row.disputed |= disputed;
                    row.bars.push(bar);
                }
                None => {
                    let Some(mention) = self.node(claim, choro::TIME_WORDS)? else { continue };
                    let time = self.text(&mention, oa::EXACT)?.unwrap_or_default();
                    let label = if subject.0 { what } else { subject.1 };
                    unplaced.push(Unplaced { label, address, time, source, words });
                }
            }
        }
        let mut rows: Vec<(Subject, Row)> = rows.into_iter().collect();
        for (_, row) in &mut rows {
            row.bars.sort_by(|a, b| (a.earliest, a.latest, &a.source).cmp(&(b.earliest, b.latest, &b.source)));
        }
        let first = |row: &Row| row.bars.first().and_then(|b| b.earliest.or(b.latest));
        rows.sort_by(|(a, row_a), (b, row_b)| (a.0, first(row_a), &a.1, &a.2).cmp(&(b.0, first(row_b), &b.1, &b.2)));
        Ok(Times { rows: rows.into_iter().map(|(_, row)| row).collect(), unplaced, left_out })
    }

    /// The row of a claim, and what it claims.
    fn subject(&self, claim: &NamedNode) -> Result<(Subject, String), FactError> {
        if let Some(place) = self.node(claim, choro::ABOUT_PLACE)? {
            let what = match self.node(claim, choro::CHANGE_TYPE)? {
                Some(change) if change == term::CONTROL_CHANGE => "change of control".to_owned(),
                Some(change) => self.label(&change)?,
                None => match self.node(claim, choro::LIFECYCLE)? {
                    Some(lifecycle) => last_part(lifecycle.as_str()).to_owned(),
                    None => {
                        let of = ClaimType::of(self.read.facts(claim)?.values(rdf::TYPE));
                        of.map_or_else(String::new, |of| of.name.to_owned())
                    }
                },
            };
            return Ok(((false, self.label(&place)?, (self.addresses)(&place)), what));
        }
        if self.node(claim, choro::ABOUT_EVENT)?.is_some() {
            let kind = self
                .node(claim, choro::EVENT_KIND)?
                .map_or_else(|| "event".to_owned(), |k| last_part(k.as_str()).to_owned());
            let mut what = kind.clone();
            if let Some(place) = self.node(claim, choro::EVENT_PLACE)? {
                what = format!("{what} in {}", self.label(&place)?);
            }
            if let Some(factuality) = self.node(claim, choro::STANDING)?.filter(|s| *s != term::HAPPENED) {
                what = format!("{what} ({})", last_part(factuality.as_str()));
            }
            // Events of one kind share a row.
            return Ok(((true, kind, None), what));
        }
        if let Some(person) = self.node(claim, choro::HOLDER)? {
            let role = self.text(claim, choro::ROLE_TITLE)?.unwrap_or_default();
            return Ok(((false, self.label(&person)?, (self.addresses)(&person)), role));
        }
        Ok(((true, "statement".to_owned(), None), "statement".to_owned()))
    }

    fn extent(&self, extent: &NamedNode) -> Result<(Option<Date>, Option<Date>, String), FactError> {
        let edtf = self.text(extent, choro::EDTF)?.unwrap_or_default();
        let day = |text: Option<String>, of: fn(&TimeExtent) -> Date| {
            text.and_then(|text| TimeExtent::from_edtf(&text)).map(|time| of(&time))
        };
        let earliest = day(self.text(extent, choro::EARLIEST)?, |t| t.earliest);
        let latest = day(self.text(extent, choro::LATEST)?, |t| t.latest);
        Ok((earliest, latest, edtf))
    }

    fn is_disputed(&self, claim: &NamedNode) -> Result<bool, FactError> {
        for disagreement in self.read.statements().subjects(choro::INVOLVES, Some(claim.as_ref().into())) {
            if self
                .node(&disagreement?, choro::ASPECT)?
                .is_some_and(|a| a == term::ASPECT_TIME || a == term::ASPECT_LIFECYCLE)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The attribution of a claim: who asserts it, else the publisher of its source, else the source.
    fn attribution(&self, claim: &NamedNode) -> Result<String, FactError> {
        if let Some(agent) = self.node(claim, choro::ASSERTED_BY)? {
            return self.label(&agent);
        }
        let Some(document) = self.node(claim, choro::REPORTED_IN)? else {
            return Ok("a source without a name".to_owned());
        };
        if let Some(agent) = self.node(&document, prov::WAS_ATTRIBUTED_TO)? {
            return self.label(&agent);
        }
        let label = self.label(&document)?;
        // The end of a foreign address says less than its host.
        let host = document.as_str().split_once("://").and_then(|(_, rest)| rest.split('/').next());
        Ok(host.filter(|_| label == last_part(document.as_str())).map_or(label, str::to_owned))
    }

    /// A label, a title, or the end of the IRI.
    fn label(&self, node: &NamedNode) -> Result<String, FactError> {
        for property in [rdfs::LABEL, dcterms::TITLE, PREF_LABEL] {
            if let Some(text) = self.text(node, property)? {
                return Ok(text);
            }
        }
        Ok(last_part(node.as_str()).to_owned())
    }

    /// The first node by its IRI.
    fn node(&self, subject: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<NamedNode>, FactError> {
        Ok(self.read.facts(subject)?.nodes(property).min().cloned())
    }

    /// The first text; English comes before other languages, because the pages are in English.
    fn text(&self, subject: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<String>, FactError> {
        let facts = self.read.facts(subject)?;
        let texts = facts.literals(property).map(|l| (l.language().is_some_and(|tag| tag != "en"), l.value()));
        Ok(texts.min().map(|(_, text)| text.to_owned()))
    }
}

const PREF_LABEL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#prefLabel");

/// Longitude and latitude of a point as `geo:wktLiteral`: `POINT(46.75 39.76)`, in CRS84, or with the IRI of EPSG:4326
/// before it, which has latitude first. Other reference systems would have to be converted and are not read.
pub(crate) fn well_known_text(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let (system, text) = match text.strip_prefix('<') {
        Some(rest) => rest.split_once('>')?,
        None => ("", text),
    };
    let swapped = match system {
        "" | "http://www.opengis.net/def/crs/OGC/1.3/CRS84" => false,
        "http://www.opengis.net/def/crs/EPSG/0/4326" => true,
        _ => return None,
    };
    let text = text.trim();
    let numbers = text.get(..5).filter(|w| w.eq_ignore_ascii_case("POINT")).and(text.get(5..))?.trim();
    let numbers = numbers.trim_start_matches(['Z', 'z', 'M', 'm', ' ']).strip_prefix('(')?.strip_suffix(')')?;
    let mut numbers = numbers.split_whitespace().map(|n| n.parse::<f64>().ok().filter(|n| n.is_finite()));
    let (first, second) = (numbers.next()??, numbers.next()??);
    let (longitude, latitude) = if swapped { (second, first) } else { (first, second) };
    let is_on_earth = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    is_on_earth.then_some((longitude, latitude))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::facts::statements_of;

    #[test]
    fn points_as_they_are_written() {
        for (text, expected) in [
            ("POINT(46.75 39.76)", Some((46.75, 39.76))),
            (" point ( 46.75   39.76 ) ", Some((46.75, 39.76))),
            ("POINT Z (1 2 300)", Some((1.0, 2.0))),
            ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 2)", Some((1.0, 2.0))),
            ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(39.76 46.75)", Some((46.75, 39.76))),
            ("<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(1 2)", None),
            ("POINT(200 2)", None),
            ("POINT EMPTY", None),
            ("LINESTRING(1 2, 3 4)", None),
            ("POINT(NaN 1)", None),
            ("é", None),
        ] {
            assert_eq!(well_known_text(text), expected, "{text}");
        }
    }

    const DATA: &str = r#"
        PREFIX choro: <https://w3id.org/chorograph/ontology#>
        PREFIX term: <https://w3id.org/chorograph/term#>
        PREFIX geo: <http://www.opengis.net/ont/geosparql#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        PREFIX : <https://example.org/>
        :dale rdfs:label "Dale" . :ford rdfs:label "Ford" . :gazette rdfs:label "Gazette" . :survey rdfs:label "Survey" .
        :c1 a choro:CoordinateClaim ; choro:aboutPlace :dale ; choro:assertedBy :gazette ; choro:point "POINT(46 39)"^^geo:wktLiteral .
        :c2 a choro:CoordinateClaim ; choro:aboutPlace :dale ; choro:assertedBy :survey ; choro:point "POINT(46.5 39)"^^geo:wktLiteral .
        :c3 choro:aboutPlace :ford ; choro:point "POINT(999 39)"^^geo:wktLiteral .
        :t1 choro:aboutPlace :dale ; choro:assertedBy :gazette ; choro:changeType term:controlChange ; choro:time :e1 .
        :t2 choro:aboutPlace :dale ; choro:assertedBy :survey ; choro:changeType term:controlChange ; choro:time :e2 .
        :t3 choro:aboutEvent :talks ; choro:assertedBy :survey ; choro:eventKind term:talks ; choro:standing term:planned ; choro:timeWords :m .
        :e1 choro:edtf "1992-05-08" ; choro:earliest "1992-05-08"^^xsd:date ; choro:latest "1992-05-08"^^xsd:date .
        :e2 choro:edtf "1993~/.." ; choro:earliest "1993-01-01"^^xsd:date .
        :m oa:exact "next year" .
        :d choro:aspect term:aspectTime ; choro:involves :t1, :t2 .
    "#;

    #[test]
    fn the_store_is_read() {
        let statements = statements_of(DATA);
        let read = FactReader::new(&statements);
        let addresses = |iri: &NamedNode| Some(format!("x{}", iri.as_str().len()));
        let places = places(&read, &addresses).unwrap();
        assert_eq!(places.len(), 1);
        let points: Vec<(f64, &str)> = places[0].points.iter().map(|p| (p.longitude, p.source.as_str())).collect();
        assert_eq!((places[0].label.as_str(), points), ("Dale", vec![(46.0, "Gazette"), (46.5, "Survey")]));
        assert!(has_places(&statements).unwrap());

        let times = times(&read, &addresses, 100).unwrap();
        assert_eq!((times.rows.len(), times.unplaced.len(), times.left_out), (1, 1, 0));
        let row = &times.rows[0];
        assert!(row.disputed && row.bars[1].uncertain && row.bars[1].latest.is_none() && row.bars[0].latest.is_some());
        assert_eq!(
            (times.unplaced[0].label.as_str(), times.unplaced[0].time.as_str()),
            ("talks (planned)", "next year")
        );
        assert_eq!(super::times(&read, &addresses, 1).unwrap().left_out, 2);
        let dale = NamedNode::new_unchecked("https://example.org/dale");
        assert_eq!(times_of(&read, &dale, &addresses, 10).unwrap().rows, times.rows);
    }
}
