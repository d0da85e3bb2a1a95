//! The truthy dump of Wikidata in N-Triples: one statement per line, assembled into items like those of the JSON dump.
//!
//! The lines about one item are mostly consecutive: those about its data node (counts), about itself, and about the
//! pages that describe it (sitelinks). They make a [`Part`]. A dump in another order, such as a sorted one, has several
//! parts of an item; parts are sorted on disk and joined, so that nothing is lost in any order.
//!
//! The truthy dump has no units of quantities, no precision of times (a first of January is taken for a year, another
//! day for a day), and only statements of the best rank. It counts a year zero before our era, unlike the JSON dump;
//! years are converted to the form of the JSON dump.

mod line;

use super::item::{self, Fact, Item, Languages, Name, NameKind, Value};
use super::record::{self, RecordReader};
use super::{DEMONYM, PropertyKind, property};
pub(super) use line::Broken;
use line::{Object, Triple, parse, unescaped};

const ENTITY: &str = "http://www.wikidata.org/entity/";
const DIRECT: &str = "http://www.wikidata.org/prop/direct/";
const DATA: &str = "/wiki/Special:EntityData/";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const ABOUT: &str = "http://schema.org/about";
const DESCRIPTION: &str = "http://schema.org/description";
const ALIAS: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const LABELS: [&str; 3] = [
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://schema.org/name",
];
const TOO_LONG: &str = "this text has more than 1500 characters";
const STATEMENTS: &str = "http://wikiba.se/ontology#statements";
const SITELINKS: &str = "http://wikiba.se/ontology#sitelinks";
/// Size of the texts of a part, in bytes, at which it is passed on, even if more follows.
const PART: usize = 1 << 20;

/// A part of an item in a dump.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) item: Item,
    /// Its first line.
    pub(super) line: u64,
    /// The position of the description's language.
    described: u8,
    /// Whether it has more than counts and links.
    pub(super) exists: bool,
    pages: u32,
    claims: u32,
    size: usize,
}

impl Part {
    fn new(id: u32, line: u64) -> Self {
        let item = Item { id, ..Item::default() };
        Self { item, line, described: u8::MAX, exists: false, pages: 0, claims: 0, size: 0 }
    }

    /// Encodes it as a record that sorts by item and line.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.item.id.to_be_bytes());
        out.extend_from_slice(&self.line.to_be_bytes());
        out.extend_from_slice(&[self.described, u8::from(self.exists)]);
        record::put_number(out, u64::from(self.pages));
        record::put_number(out, u64::from(self.claims));
        record::encode(&self.item, out);
    }

    /// Decodes a record.
    pub(super) fn decode(record: &[u8]) -> Option<Self> {
        let (id, rest) = record.split_first_chunk::<4>()?;
        let (line, rest) = rest.split_first_chunk::<8>()?;
        let mut r = RecordReader(rest);
        let (described, exists) = (r.byte()?, r.byte()? == 1);
        let (pages, claims) = (r.small()?, r.small()?);
        let item = record::decode(u32::from_be_bytes(*id), r.0)?;
        Some(Self { item, line: u64::from_be_bytes(*line), described, exists, pages, claims, size: record.len() })
    }

    /// Adds a later part of the same item.
    pub(super) fn join(&mut self, other: Self) {
        self.exists |= other.exists;
        self.pages = self.pages.saturating_add(other.pages);
        self.claims = self.claims.saturating_add(other.claims);
        self.size = self.size.saturating_add(other.size);
        if other.described < self.described {
            self.described = other.described;
            self.item.description = other.item.description;
        }
        self.item.sitelinks = self.item.sitelinks.max(other.item.sitelinks);
        self.item.statements = self.item.statements.max(other.item.statements);
        self.item.names.extend(other.item.names);
        self.item.facts.extend(other.item.facts);
    }

    /// The size in bytes of its record, or of the records of all joined parts.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The item of all parts; `None` if they have only counts and links (a redirect, or a deleted item).
    pub(super) fn whole(mut self) -> Option<Item> {
        self.item.sitelinks = self.item.sitelinks.max(self.pages);
        self.item.statements = self.item.statements.max(self.claims);
        self.item.tidy();
        self.exists.then_some(self.item)
    }

    fn name(&mut self, written: &str, language: Option<u8>, kind: NameKind) -> Result<(), &'static str> {
        let Some(language) = language else { return Ok(()) };
        let text = unescaped(written);
        if text.trim().is_empty() {
            return Ok(());
        }
        if !item::is_short(&text) {
            return Err(TOO_LONG);
        }
        // A label is written three times in a row.
        let known = |n: &Name| n.kind == kind && n.language == language && n.text == text;
        if !self.item.names.iter().rev().take(2).any(known) {
            self.size += text.len() + size_of::<Name>();
            self.item.names.push(Name { text: text.into_owned(), language, kind });
        }
        Ok(())
    }
}

/// Assembles lines into parts of items.
pub(super) struct Triples<'a> {
    languages: &'a Languages,
    part: Option<Part>,
    /// The beginning of a line about the item of the current part: its IRI in < and >, a space, and the < of a
    /// predicate.
    subject: Vec<u8>,
    /// The rule that the last value left out breaks, and its offset in the line, in bytes from 0.
    left_out: Option<(&'static str, usize)>,
}

impl<'a> Triples<'a> {
    pub(super) fn new(languages: &'a Languages) -> Self {
        Self { languages, part: None, subject: Vec::new(), left_out: None }
    }

    /// Whether a line has nothing to keep, judged by its beginning and end: this skips most lines of a dump. A mistake
    /// in the middle of such a line is not noticed. A line must be read if this returns false.
    pub(super) fn passes(&mut self, line: &[u8]) -> bool {
        let Some(body) = line.strip_suffix(b" .") else { return false };
        if let Some(rest) = body.strip_prefix(self.subject.as_slice()).filter(|_| !self.subject.is_empty()) {
            let Some(part) = &mut self.part else { return false };
            let Some((predicate, object)) = predicate_and_object(rest) else { return false };
            if let Some(number) = predicate.strip_prefix(DIRECT.as_bytes()) {
                if property_number(number).is_none_or(|id| property(id).is_some()) {
                    return false;
                }
                part.claims = part.claims.saturating_add(1);
            } else {
                let Some(at) = memchr::memrchr(b'@', object) else { return false };
                let (text, tag) = (&object[..at], &object[at + 1..]);
                let quoted = text.len() > 1 && text.starts_with(b"\"") && text.ends_with(b"\"");
                let plain = !tag.is_empty() && tag.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
                let wanted = self.languages.0.iter().any(|l| l.as_bytes().eq_ignore_ascii_case(tag));
                if !quoted || !plain || wanted {
                    return false;
                }
            }
            part.exists = true;
            return true;
        }
        // Statements about a page, except the item that it is about.
        let Some(rest) = body.strip_prefix(b"<") else { return false };
        let Some(end) = memchr::memchr(b'>', rest) else { return false };
        let (subject, rest) = rest.split_at(end);
        let own = |b: &[u8]| b.starts_with(ENTITY.as_bytes()) || b.ends_with(DATA.as_bytes());
        let Some(slash) = memchr::memrchr(b'/', subject) else { return false };
        if own(&subject[..=slash]) {
            return false;
        }
        let Some(rest) = rest.strip_prefix(b"> <") else { return false };
        predicate_and_object(rest).is_some_and(|(predicate, _)| predicate != ABOUT.as_bytes())
    }

    /// Reads a line. Returns a part that ended before it.
    pub(super) fn line(&mut self, number: u64, line: &str) -> Result<Option<Part>, Broken> {
        let Some(triple) = parse(line)? else { return Ok(None) };
        let of = entity(triple.subject);
        let data = if of.is_none() { data_of(triple.subject) } else { None };
        let about = match triple.object {
            Object::Node(iri) if of.is_none() && data.is_none() && triple.predicate == ABOUT => entity(iri),
            _ => None,
        };
        // Statements about something else, such as the language of a page, do not end a part.
        let Some(id) = of.or(data).or(about) else { return Ok(None) };
        let ended = self.part.take_if(|p| p.item.id != id || p.size > PART);
        let languages = self.languages;
        if ended.is_some() || self.part.is_none() {
            self.subject.clear();
        }
        let part = self.part.get_or_insert_with(|| Part::new(id, number));
        if of.is_some() && self.subject.is_empty() {
            self.subject.extend_from_slice(format!("<{}> <", triple.subject).as_bytes());
        }
        match of {
            Some(_) => self.left_out = on_item(part, &triple, languages).err().map(|what| (what, triple.at)),
            None if about.is_some() => part.pages = part.pages.saturating_add(1),
            None => on_data(part, &triple),
        }
        Ok(ended)
    }

    /// The rule that the object of the last line breaks, if it was left out, and its offset in the line, in bytes from
    /// 0.
    pub(super) fn left_out(&mut self) -> Option<(&'static str, usize)> {
        self.left_out.take()
    }

    /// The last part.
    pub(super) fn end(&mut self) -> Option<Part> {
        self.part.take()
    }
}

/// The predicate and the beginning of the object, from the text after the < of a predicate.
fn predicate_and_object(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (predicate, rest) = rest.split_at(memchr::memchr(b'>', rest)?);
    let object = rest.strip_prefix(b"> ")?;
    matches!(object, [b'"', .., _] | [b'<', .., b'>'] | [b'_', b':', ..]).then_some((predicate, object))
}

/// The number of `P31`.
fn property_number(id: &[u8]) -> Option<u32> {
    let digits = id.strip_prefix(b"P").filter(|d| (1..=9).contains(&d.len()))?;
    digits.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
}

/// The item of a data node.
fn data_of(iri: &str) -> Option<u32> {
    let (head, q) = iri.split_at(iri.rfind('/')? + 1);
    head.ends_with(DATA).then(|| q_number(q)).flatten()
}

fn q_number(text: &str) -> Option<u32> {
    if text.contains('/') { None } else { crate::base::iri::item_number(text) }
}

fn entity(iri: &str) -> Option<u32> {
    iri.strip_prefix(ENTITY).and_then(q_number)
}

fn on_data(part: &mut Part, triple: &Triple<'_>) {
    let Object::Literal(count, _) = triple.object else { return };
    let Ok(count) = count.parse() else { return };
    match triple.predicate {
        STATEMENTS => part.item.statements = part.item.statements.max(count),
        SITELINKS => part.item.sitelinks = part.item.sitelinks.max(count),
        _ => {}
    }
}

fn on_item(part: &mut Part, triple: &Triple<'_>, languages: &Languages) -> Result<(), &'static str> {
    part.exists |= triple.predicate != SAME_AS;
    let position = |tag: &str| {
        let at = languages.0.iter().position(|l| l.eq_ignore_ascii_case(tag))?;
        u8::try_from(at).ok()
    };
    if let Some(id) = triple.predicate.strip_prefix(DIRECT) {
        part.claims = part.claims.saturating_add(1);
        let Some(property) = id.strip_prefix('P').and_then(|n| n.parse().ok()).and_then(property) else {
            return Ok(());
        };
        if property.kind == PropertyKind::Name {
            let Object::Literal(text, language) = triple.object else { return Ok(()) };
            let kind = if property.id == DEMONYM { NameKind::Demonym } else { NameKind::Short };
            part.name(text, position(language), kind)?;
        } else if let Some(value) = value(triple.object, property.kind)? {
            let text = match &value {
                Value::Text(t) | Value::Quantity(t, _) | Value::Time(t, _) => t.len(),
                Value::Item(_) | Value::Coordinates(..) => 0,
            };
            part.size += text + size_of::<Fact>();
            part.item.facts.push(Fact { property: property.id, value, preferred: false });
        }
        return Ok(());
    }
    let Object::Literal(text, language) = triple.object else { return Ok(()) };
    if LABELS.contains(&triple.predicate) {
        part.name(text, position(language), NameKind::Label)?;
    } else if triple.predicate == ALIAS {
        part.name(text, position(language), NameKind::Alias)?;
    } else if triple.predicate == DESCRIPTION
        && let Some(at) = position(language).filter(|at| *at < part.described)
    {
        let text = unescaped(text);
        if !item::is_short(&text) {
            return Err(TOO_LONG);
        }
        part.described = at;
        part.size += text.len();
        part.item.description = Some(text.into_owned());
    }
    Ok(())
}

/// A value; `None` if it is not used here, such as an unknown one; an error, with the rule, if it is invalid.
fn value(object: Object<'_>, kind: PropertyKind) -> Result<Option<Value>, &'static str> {
    let text = match object {
        Object::Node(iri) => return Ok(entity(iri).map(Value::Item).filter(|_| kind == PropertyKind::Item)),
        Object::Literal(written, _) => unescaped(written),
    };
    let value = match kind {
        PropertyKind::Quantity => {
            let number = text.parse::<f64>().is_ok_and(f64::is_finite);
            number.then(|| Value::Quantity(text.into_owned(), 0)).ok_or("a value of this property is a number")?
        }
        PropertyKind::Time => time(&text).ok_or("a value of this property is a time, such as 1930-08-08T00:00:00Z")?,
        // On another globe, its item is written before the point.
        PropertyKind::Coordinates if text.starts_with('<') => return Ok(None),
        PropertyKind::Coordinates => {
            point(&text).ok_or("a value of this property is a place, such as Point(46.5 40.25)")?
        }
        PropertyKind::Text if !item::is_short(&text) => return Err(TOO_LONG),
        PropertyKind::Text => Value::Text(text.into_owned()),
        PropertyKind::Item => return Err("a value of this property is an item"),
        PropertyKind::Name => return Ok(None),
    };
    Ok(Some(value))
}

/// The coordinates of a point in well-known text, which has the longitude first.
fn point(text: &str) -> Option<Value> {
    let point = text.strip_prefix("Point(").or_else(|| text.strip_prefix("POINT("))?.strip_suffix(')')?;
    let (longitude, latitude) = point.trim().split_once(' ')?;
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    item::coordinates(degrees(latitude)?, degrees(longitude)?)
}

/// A time as the JSON dump writes it.
fn time(text: &str) -> Option<Value> {
    let (date, clock) = text.split_once('T')?;
    let (year, day) = date.split_at_checked(date.len().checked_sub(6)?)?;
    let digits = year.trim_start_matches(['+', '-']);
    let mut number: i64 = digits.parse().ok()?;
    if year.starts_with('-') {
        number = -number;
    }
    let mut parts = day.strip_prefix('-')?.split('-').map(str::parse::<u8>);
    let (Some(Ok(0..=12)), Some(Ok(0..=31)), None) = (parts.next(), parts.next(), parts.next()) else { return None };
    // This dump has a year zero, the JSON dump has none.
    let year = if number > 0 { format!("+{number:04}") } else { format!("-{:04}", 1 - number) };
    // Wikidata writes a first of January if only the year is known; others keep the zeros.
    let precision = match day {
        "-01-01" | "-00-00" => 9,
        _ if day.ends_with("-00") => 10,
        _ => 11,
    };
    Some(Value::Time(format!("{year}{day}T{clock}"), precision))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_lines_make_no_difference() {
        let languages = Languages(vec!["en".to_owned()]);
        let (mut fast, mut slow) = (Triples::new(&languages), Triples::new(&languages));
        let item = format!("<{ENTITY}Q901>");
        let mut passed = Vec::new();
        let lines = [
            format!("<https://www.wikidata.org{DATA}Q901> <{STATEMENTS}> \"4\" ."),
            format!("{item} <{}> \"Upper Vale\"@en .", LABELS[0]),
            format!("{item} <{}> \"Obertal\"@de .", LABELS[0]), // passed over
            format!("{item} <{ALIAS}> \"a@de\"@EN ."),
            format!("{item} <{ALIAS}> \"one\"^^<d:@de> ."),
            format!("{item} <{DIRECT}P31> <{ENTITY}Q902> ."),
            format!("{item} <{DIRECT}P999999> \"x\" ."), // passed over
            format!("<https://example.org/a> <{}> \"A\"@en .", LABELS[2]), // passed over
            format!("<https://example.org/a> <{ABOUT}> {item} ."),
            format!("<{ENTITY}Q902> <{}> \"b\"@de .", LABELS[0]),
            format!("{item} <{DIRECT}P999999> \"x\" ."),
            format!("<{ENTITY}Q902> <{DIRECT}P999999> 7 ."),
        ];
        for (at, line) in lines.iter().enumerate() {
            let expected = slow.line(7, line);
            if fast.passes(line.as_bytes()) {
                passed.push(at);
                assert_eq!(expected, Ok(None), "{line}");
            } else {
                assert_eq!(fast.line(7, line), expected, "{line}");
            }
        }
        assert_eq!(passed, [2, 6, 7]);
        assert_eq!(fast.end(), slow.end());
    }

    #[test]
    fn values_are_as_in_json() {
        let time = |text: &str, precision| Some(Value::Time(text.to_owned(), precision));
        let quantity = |text: &str| Some(Value::Quantity(text.to_owned(), 0));
        for (text, kind, expected) in [
            ("1930-01-01T00:00:00Z", PropertyKind::Time, Ok(time("+1930-01-01T00:00:00Z", 9))),
            ("1930-08-08T00:00:00Z", PropertyKind::Time, Ok(time("+1930-08-08T00:00:00Z", 11))),
            ("1930-00-00T00:00:00Z", PropertyKind::Time, Ok(time("+1930-00-00T00:00:00Z", 9))),
            ("1930-08-00T00:00:00Z", PropertyKind::Time, Ok(time("+1930-08-00T00:00:00Z", 10))),
            ("-0043-03-15T00:00:00Z", PropertyKind::Time, Ok(time("-0044-03-15T00:00:00Z", 11))),
            ("0000-02-01T00:00:00Z", PropertyKind::Time, Ok(time("-0001-02-01T00:00:00Z", 11))),
            ("1930-13-01T00:00:00Z", PropertyKind::Time, Err(())),
            ("é-01-01T", PropertyKind::Time, Err(())),
            ("+1150", PropertyKind::Quantity, Ok(quantity("+1150"))),
            ("many", PropertyKind::Quantity, Err(())),
            ("Point(46.5 -40.25)", PropertyKind::Coordinates, Ok(Some(Value::Coordinates(-40.25, 46.5)))),
            ("<http://www.wikidata.org/entity/Q901> Point(1 2)", PropertyKind::Coordinates, Ok(None)),
            ("Point(1)", PropertyKind::Coordinates, Err(())),
            ("Point(46.5 95)", PropertyKind::Coordinates, Err(())),
            ("a\\nb", PropertyKind::Text, Ok(Some(Value::Text("a\nb".to_owned())))),
            ("Q901", PropertyKind::Item, Err(())),
        ] {
            assert_eq!(value(Object::Literal(text, ""), kind).map_err(drop), expected, "{text}");
        }
        let item = "http://www.wikidata.org/entity/Q901";
        assert_eq!(value(Object::Node(item), PropertyKind::Item), Ok(Some(Value::Item(901))));
        assert_eq!(value(Object::Node("http://www.wikidata.org/.well-known/genid/7"), PropertyKind::Item), Ok(None));
    }

    #[test]
    fn a_part_comes_back_from_its_bytes() {
        let languages = Languages(vec!["en".to_owned()]);
        let mut triples = Triples::new(&languages);
        for line in [
            format!("<{ENTITY}Q901> <{DESCRIPTION}> \"a place\"@en ."),
            format!("<https://example.org/a> <{ABOUT}> <{ENTITY}Q901> ."),
            format!("<{ENTITY}Q901> <{DIRECT}P31> <{ENTITY}Q902> ."),
        ] {
            assert_eq!(triples.line(7, &line), Ok(None));
        }
        let part = triples.end().unwrap();
        let mut bytes = Vec::new();
        part.encode(&mut bytes);
        assert_eq!(Part::decode(&bytes), Some(Part { size: bytes.len(), ..part.clone() }));
        for end in 0..bytes.len() {
            assert_eq!(Part::decode(&bytes[..end]), None, "{end}");
        }
        let item = part.whole().unwrap();
        assert_eq!((item.sitelinks, item.statements, item.description.as_deref()), (1, 1, Some("a place")));
    }
}
