//! The places of a dataset, one after another in the order of their IRIs, for the formats for gazetteers ([`lpf`]) and
//! maps ([`geojson`]). One place is read from the store at a time, so that memory does not grow with the store.

mod wkt;
pub mod geojson;
pub mod lpf;

use super::PublishError;
use crate::base::iri::last_part;
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, dcterms, prov, rdf, rdfs, schema, skos, skosxl, term, wd};
use crate::claim::template::Field;
use crate::claim::types::{ClaimType, Column, ColumnForm, MapForm, MapPart};
use crate::read::record::quantity::precise;
use crate::store::{FactReader, Facts, Statements};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use wkt::Geometry;

/// A place, and the claims about it.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) iri: String,
    /// The name to display.
    pub(super) title: String,
    /// The kinds of place: the term, and the word for it.
    pub(super) kinds: Vec<(String, String)>,
    pub(super) names: Vec<Name>,
    /// `exactMatch` or `closeMatch`, and the linked resource.
    pub(super) links: Vec<(&'static str, String)>,
    pub(super) claims: Vec<PlaceClaim>,
}

/// A form of a name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) text: String,
    /// BCP 47; empty if not known.
    pub(super) language: String,
    /// The graph that contains it: a version of a gazetteer file, or of a source.
    pub(super) graph: String,
}

/// A claim about a place.
#[derive(Debug)]
pub(super) struct PlaceClaim {
    pub(super) iri: String,
    pub(super) verbatim: String,
    /// The source: its address if known, else its IRI in the dataset.
    pub(super) source: String,
    /// The title of the source, with its publisher; or its IRI.
    pub(super) label: String,
    /// The year in which the source was published.
    pub(super) year: Option<String>,
    pub(super) says: ClaimContent,
}

/// The content of a claim.
#[derive(Debug)]
pub(super) struct ClaimContent {
    pub(super) claim_type: &'static ClaimType,
    pub(super) part: Part,
    /// The time to which it refers.
    pub(super) when: Option<Time>,
    /// Its values, by name of column.
    pub(super) columns: Vec<(&'static str, Value)>,
}

/// What a claim is for a gazetteer.
#[derive(Debug)]
pub(super) enum Part {
    /// A geometry of the place.
    Geometry(Geometry),
    /// A name, and its language (BCP 47; empty if not known).
    Name(String, String),
    /// What a source calls the kind of place, and the language of the words.
    Type(String, String),
    /// The place of which it is part: IRI and label.
    Parent(String, String),
    /// The same place in another gazetteer, by its IRI.
    Link(String),
    /// The claim in words; `None` if a value is missing.
    Description(Option<String>),
}

/// A time.
#[derive(Debug, Default)]
pub(super) struct Time {
    pub(super) edtf: String,
    pub(super) earliest: Option<String>,
    pub(super) latest: Option<String>,
}

/// Passes each place to `take` and returns their number.
pub(super) fn each(
    statements: &Statements,
    scratch: &Path,
    progress: &(dyn Fn(u64) + Sync),
    mut take: impl FnMut(&Place) -> Result<(), PublishError>,
) -> Result<u64, PublishError> {
    let mut sorter = Sorter::new(scratch);
    for quad in statements.matching(None, Some(rdf::TYPE), Some(choro::PLACE.into())) {
        match quad?.subject {
            NamedOrBlankNode::NamedNode(place) => sorter.push(place.as_str().as_bytes())?,
            NamedOrBlankNode::BlankNode(node) => return Err(PublishError::BlankNode(node.to_string())),
        }
    }
    let mut places = Sorter::finish(vec![sorter])?;
    let reader = PlaceReader { facts: FactReader::new(statements) };
    let mut count = 0;
    while let Some(iri) = places.next()? {
        let iri = NamedNode::new_unchecked(String::from_utf8_lossy(iri));
        take(&reader.place(&iri)?)?;
        count += 1;
        progress(1);
    }
    Ok(count)
}

struct PlaceReader<'a> {
    facts: FactReader<'a>,
}

impl PlaceReader<'_> {
    fn place(&self, iri: &NamedNode) -> Result<Place, PublishError> {
        let mut place = Place { iri: iri.as_str().to_owned(), ..Place::default() };
        let mut labels = BTreeSet::new();
        let mut names = BTreeSet::new();
        let statements = self.facts.statements();
        for quad in statements.matching(Some(iri.into()), None, None) {
            let quad = quad?;
            let graph = match &quad.graph_name {
                GraphName::NamedNode(graph) => graph.as_str().to_owned(),
                _ => String::new(),
            };
            let link = [(skos::EXACT_MATCH, "exactMatch"), (skos::CLOSE_MATCH, "closeMatch")];
            match &quad.object {
                Term::Literal(label) if quad.predicate == rdfs::LABEL => {
                    labels.insert((label.value().to_owned(), graph));
                }
                Term::NamedNode(form) if quad.predicate == choro::NAME => {
                    for literal in statements.values(form, skosxl::LITERAL_FORM)? {
                        let Term::Literal(literal) = literal else { continue };
                        names.insert(Name {
                            text: literal.value().to_owned(),
                            language: literal.language().unwrap_or_default().to_owned(),
                            graph: graph.clone(),
                        });
                    }
                }
                Term::NamedNode(kind) if quad.predicate == choro::KIND => {
                    place.kinds.push((kind.as_str().to_owned(), words_of(kind.as_str())));
                }
                Term::NamedNode(other) => {
                    if let Some((_, kind)) = link.iter().find(|(p, _)| quad.predicate == *p) {
                        place.links.push((kind, other.as_str().to_owned()));
                    }
                }
                _ => {}
            }
        }
        // A label that no form of a name has is a name of its own: the one by which a source calls the place.
        place.title = labels.first().map(|(label, _)| label.clone()).unwrap_or_default();
        for (label, graph) in labels {
            if !names.iter().any(|name| name.text == label && name.graph == graph) {
                names.insert(Name { text: label, language: String::new(), graph });
            }
        }
        if place.title.is_empty() {
            place.title = names.first().map_or_else(|| last_part(&place.iri).to_owned(), |name| name.text.clone());
        }
        place.names = names.into_iter().collect();
        place.kinds.sort();
        place.kinds.dedup();
        place.links.sort();
        place.links.dedup();
        let claims = statements.subjects(choro::ABOUT_PLACE, Some(iri.as_ref().into()));
        for claim in claims.collect::<Result<BTreeSet<_>, _>>()? {
            place.claims.extend(self.claim(&claim)?);
        }
        Ok(place)
    }

    fn claim(&self, claim: &NamedNode) -> Result<Option<PlaceClaim>, PublishError> {
        let facts = self.facts.statements().facts(claim)?;
        let claim_type = ClaimType::of(facts.values(rdf::TYPE));
        let Some((claim_type, map)) = claim_type.and_then(|t| Some((t, t.map.as_ref()?))) else { return Ok(None) };
        let Some(part) = self.part(&facts, map)? else { return Ok(None) };
        let mut says = ClaimContent { claim_type, part, when: None, columns: Vec::new() };
        if let Some(time) = map.when.and_then(|property| node(&facts, property)) {
            let time = self.facts.facts(time)?;
            says.when = Some(Time {
                edtf: text(&time, choro::EDTF).unwrap_or_default(),
                earliest: text(&time, choro::EARLIEST),
                latest: text(&time, choro::LATEST),
            });
        }
        for column in map.columns {
            says.columns.push((column.name, self.column(&facts, column)?));
        }
        let (source, label, year) = match node(&facts, choro::REPORTED_IN) {
            Some(carrier) => self.carrier(carrier)?,
            None => (claim.as_str().to_owned(), String::new(), None),
        };
        let verbatim = text(&facts, choro::VERBATIM).unwrap_or_default();
        Ok(Some(PlaceClaim { iri: claim.as_str().to_owned(), verbatim, source, label, year, says }))
    }

    /// What a claim is for a gazetteer; `None` if its value is missing or cannot be read.
    fn part(&self, facts: &Facts, map: &MapForm) -> Result<Option<Part>, PublishError> {
        let words = |property| {
            let literal = facts.literals(property).min_by_key(|literal| (literal.value(), literal.language()))?;
            Some((literal.value().to_owned(), literal.language().unwrap_or_default().to_owned()))
        };
        Ok(match &map.part {
            MapPart::Geometry(property) => {
                text(facts, *property).as_deref().and_then(wkt::geometry).map(Part::Geometry)
            }
            MapPart::Name(property) => words(*property).map(|(words, language)| Part::Name(words, language)),
            MapPart::Type(property) => words(*property).map(|(words, language)| Part::Type(words, language)),
            MapPart::PartOf(property) => match node(facts, *property) {
                Some(place) => Some(Part::Parent(place.as_str().to_owned(), self.label(place)?)),
                None => None,
            },
            MapPart::Link { identifier, scheme, otherwise } => {
                let known = text(facts, *scheme).zip(text(facts, *identifier));
                match known.and_then(|(scheme, code)| address(&scheme, &code)) {
                    Some(address) => Some(Part::Link(address)),
                    None => Some(Part::Description(otherwise.fill(|field| self.field(facts, &field))?)),
                }
            }
            MapPart::Description(template) => {
                Some(Part::Description(template.fill(|field| self.field(facts, &field))?))
            }
        })
    }

    /// The label of a node, or the last part of its IRI.
    fn label(&self, node: &NamedNode) -> Result<String, PublishError> {
        let label = text(&*self.facts.facts(node)?, rdfs::LABEL);
        Ok(label.unwrap_or_else(|| last_part(node.as_str()).to_owned()))
    }

    /// A value in a description: a time in EDTF, a figure as written, a term in words, else the text.
    fn field(&self, claim: &Facts, field: &Field) -> Result<String, PublishError> {
        let property = field.property.as_ref();
        let Some(node) = node(claim, property) else { return Ok(text(claim, property).unwrap_or_default()) };
        if node.as_str().starts_with(term::NAMESPACE) {
            return Ok(words_of(node.as_str()));
        }
        let facts = self.facts.facts(node)?;
        let written = [choro::EDTF, choro::LEXICAL_FORM, rdfs::LABEL].into_iter().find_map(|p| text(&facts, p));
        Ok(written.unwrap_or_default())
    }

    fn column(&self, claim: &Facts, column: &Column) -> Result<Value, PublishError> {
        let Some((last, way)) = column.path.split_last() else { return Ok(Value::Null) };
        let mut reached: Option<Rc<Facts>> = None;
        for property in way {
            let Some(next) = node(reached.as_deref().unwrap_or(claim), *property) else {
                return Ok(empty(column.form));
            };
            reached = Some(self.facts.facts(next)?);
        }
        let end = reached.as_deref().unwrap_or(claim);
        let number = |text: &str| text.parse::<f64>().ok().map_or(Value::Null, Value::from);
        if column.form == ColumnForm::Words {
            return Ok(node(end, *last).map_or_else(String::new, |node| words_of(node.as_str())).into());
        }
        if column.form == ColumnForm::Label {
            return Ok(match node(end, *last) {
                Some(node) => self.label(node)?.into(),
                None => Value::Null,
            });
        }
        if column.form == ColumnForm::Language {
            let first = end.literals(*last).min_by_key(|literal| (literal.value(), literal.language()));
            return Ok(first.and_then(Literal::language).map_or(Value::Null, Value::from));
        }
        let Some(text) = text(end, *last) else { return Ok(empty(column.form)) };
        Ok(match column.form {
            ColumnForm::Text
            | ColumnForm::OptionalText
            | ColumnForm::Words
            | ColumnForm::Label
            | ColumnForm::Language => text.into(),
            ColumnForm::Number => number(&text),
            ColumnForm::SquareKilometres => {
                number(&precise(&text, &self::text(end, choro::LEXICAL_FORM).unwrap_or_default()))
            }
            ColumnForm::Longitude => coordinates(&text).map_or(Value::Null, |(longitude, _)| longitude.into()),
            ColumnForm::Latitude => coordinates(&text).map_or(Value::Null, |(_, latitude)| latitude.into()),
        })
    }

    /// The address and the label of the source of a claim, and the year in which it was published.
    fn carrier(&self, carrier: &NamedNode) -> Result<(String, String, Option<String>), PublishError> {
        let facts = self.facts.facts(carrier)?;
        let document = node(&facts, dcterms::IS_PART_OF).map(|document| self.facts.facts(document)).transpose()?;
        let address = document.as_ref().and_then(|document| node(document, schema::URL));
        let publisher = document.as_ref().and_then(|document| node(document, dcterms::PUBLISHER));
        let publisher = publisher.or_else(|| node(&facts, prov::WAS_ATTRIBUTED_TO));
        let mut label = text(&facts, dcterms::TITLE).or_else(|| text(&facts, rdfs::LABEL));
        if let Some(publisher) = publisher
            && let Some(name) = text(&*self.facts.facts(publisher)?, rdfs::LABEL)
        {
            label = Some(label.map_or_else(|| name.clone(), |label| format!("{label} ({name})")));
        }
        let source = address.unwrap_or(carrier).as_str().to_owned();
        let issued = document.as_ref().and_then(|document| text(document, dcterms::ISSUED));
        let year = issued.as_deref().and_then(year).map(str::to_owned);
        Ok((source, label.unwrap_or_else(|| carrier.as_str().to_owned()), year))
    }
}

/// The value of a column for which a claim has none.
fn empty(form: ColumnForm) -> Value {
    if matches!(form, ColumnForm::Text | ColumnForm::Words) { Value::from("") } else { Value::Null }
}

/// The first node by IRI.
fn node<'f>(facts: &'f Facts, property: NamedNodeRef<'f>) -> Option<&'f NamedNode> {
    facts.nodes(property).min()
}

/// The first text of a property.
fn text(facts: &Facts, property: NamedNodeRef<'_>) -> Option<String> {
    facts.literals(property).map(Literal::value).min().map(str::to_owned)
}

/// The year of a day, month or year in EDTF; `None` for anything less exact.
fn year(edtf: &str) -> Option<&str> {
    let year = edtf.get(..4)?;
    let rest = edtf[4..].bytes().all(|b| b == b'-' || b.is_ascii_digit());
    (rest && year.bytes().all(|b| b.is_ascii_digit())).then_some(year)
}

/// The IRI of a place in another gazetteer, by a code of a scheme whose IRIs are known.
fn address(scheme: &str, code: &str) -> Option<String> {
    let code = code.trim();
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    let (base, is_code) = match scheme.trim().to_lowercase().as_str() {
        "wikidata" => (wd::NAMESPACE, code.strip_prefix('Q').is_some_and(is_number)),
        "geonames" => ("https://www.geonames.org/", is_number(code)),
        "tgn" => ("http://vocab.getty.edu/tgn/", is_number(code)),
        "pleiades" => ("https://pleiades.stoa.org/places/", is_number(code)),
        _ => return None,
    };
    is_code.then(|| format!("{base}{code}"))
}

/// Longitude and latitude from well-known text.
fn coordinates(point: &str) -> Option<(f64, f64)> {
    let (longitude, latitude) = point.strip_prefix("POINT(")?.strip_suffix(')')?.split_once(' ')?;
    let number = |text: &str| text.parse().ok().filter(|n: &f64| n.is_finite());
    Some((number(longitude)?, number(latitude)?))
}

/// Writes a collection, with each feature made by `feature`, and returns their number. `members` come before the
/// features.
fn collection<W: Write>(
    members: &str,
    (statements, scratch, progress): (&Statements, &Path, &(dyn Fn(u64) + Sync)),
    out: &mut W,
    feature: impl Fn(&Place, &mut W) -> Result<(), PublishError>,
) -> Result<u64, PublishError> {
    let head = format!("{{\"type\": \"FeatureCollection\",\n{members}\"features\": [");
    out.write_all(head.as_bytes()).map_err(PublishError::Write)?;
    let mut separator = "\n";
    let count = each(statements, scratch, progress, |place| {
        out.write_all(separator.as_bytes()).map_err(PublishError::Write)?;
        separator = ",\n";
        feature(place, out)
    })?;
    out.write_all(b"\n]}\n").map_err(PublishError::Write)?;
    Ok(count)
}

/// Writes a feature on one line.
fn line(feature: &impl Serialize, out: &mut impl Write) -> Result<(), PublishError> {
    serde_json::to_writer(out, feature).map_err(|error| PublishError::Write(error.into()))
}

/// `formerRepublic` in words.
fn words_of(iri: &str) -> String {
    let mut words = String::new();
    for c in last_part(iri).chars() {
        if c.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}

/// The name of a graph in a citation: `gazetteer entities`, `source fact-box`.
pub(super) fn graph_label(graph: &str) -> String {
    let name = graph.split("/version/").next().unwrap_or(graph);
    let mut parts: Vec<&str> = name.rsplit('/').take(2).collect();
    parts.reverse();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_iris() {
        assert_eq!(words_of("https://w3id.org/chorograph/term#formerRepublic"), "former republic");
        assert_eq!(last_part("https://e.org/place/upper-vale/"), "upper-vale");
        assert_eq!(graph_label("https://e.org/d/gazetteer/entities/version/0a"), "gazetteer entities");
        assert_eq!(graph_label("https://e.org/d/source/fact-box/version/0a"), "source fact-box");
    }

    #[test]
    fn codes_of_known_schemes_are_addresses() {
        for (scheme, code, expected) in [
            ("Wikidata", "Q901", Some("http://www.wikidata.org/entity/Q901")),
            ("geonames", "586001", Some("https://www.geonames.org/586001")),
            ("TGN", "7011944", Some("http://vocab.getty.edu/tgn/7011944")),
            ("pleiades", "000423025", Some("https://pleiades.stoa.org/places/000423025")),
            ("wikidata", "901", None),
            ("geonames", "58 6001", None),
            ("a census", "01", None),
        ] {
            assert_eq!(address(scheme, code).as_deref(), expected, "{scheme} {code}");
        }
    }

    #[test]
    fn sources_have_a_year() {
        for (issued, expected) in [
            ("2017-12-27", Some("2017")),
            ("2017-12", Some("2017")),
            ("2017", Some("2017")),
            ("201X", None),
            ("2017~", None),
            ("2017/2018", None),
            ("", None),
        ] {
            assert_eq!(year(issued), expected, "{issued}");
        }
    }

    #[test]
    fn points_are_read_out_of_well_known_text() {
        assert_eq!(coordinates("POINT(46.75 -39.5)"), Some((46.75, -39.5)));
        for other in ["POINT(46.75)", "POINT EMPTY", "POINT(a b)", "LINESTRING(1 2)", "POINT(NaN 1)"] {
            assert_eq!(coordinates(other), None, "{other}");
        }
    }
}
