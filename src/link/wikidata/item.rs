//! Reads one entity of a dump. Only what linking uses is kept; the rest is skipped without being parsed into values. An
//! invalid value is left out and reported; the others are read.

use super::{EARTH, PropertyKind, property};
use crate::base::iri::item_number;
use sonic_rs::{JsonType, JsonValueTrait, LazyValue, to_array_iter, to_object_iter};
use std::fmt::Display;
use std::thread;

/// An item.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Item {
    /// Its number, without Q.
    pub id: u32,
    /// Names, each with its language (a position in [`Languages`]).
    pub names: Vec<Name>,
    /// Its description, in the first of the languages that has one.
    pub description: Option<String>,
    /// Number of wikis that have a page about it.
    pub sitelinks: u32,
    /// Number of its statements.
    pub statements: u32,
    /// Its statements, best rank first.
    pub facts: Vec<Fact>,
}

impl Item {
    /// Sorts everything, so that the order does not depend on the languages in the dump.
    pub(super) fn tidy(&mut self) {
        self.names.sort_by(|a, b| (a.kind, a.language, &a.text).cmp(&(b.kind, b.language, &b.text)));
        self.names.dedup();
        self.facts.sort_by_key(|f| !f.preferred);
    }
}

impl Item {
    /// The items in the values of a property.
    pub fn items(&self, property: u32) -> impl Iterator<Item = u32> + '_ {
        self.facts.iter().filter(move |f| f.property == property).filter_map(|f| match f.value {
            Value::Item(id) => Some(id),
            _ => None,
        })
    }
}

/// A name of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Its language: a position in [`Languages`].
    pub language: u8,
    /// The kind of name.
    pub kind: NameKind,
}

/// The kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NameKind {
    /// The label.
    Label = 0,
    /// An alias.
    Alias = 1,
    /// A short name, such as an acronym.
    Short = 2,
    /// The name of its people.
    Demonym = 3,
}

impl NameKind {
    /// The kind with this number in an index.
    pub fn from_number(n: u8) -> Self {
        match n {
            0 => Self::Label,
            1 => Self::Alias,
            2 => Self::Short,
            _ => Self::Demonym,
        }
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The property's number, without P.
    pub property: u32,
    /// Its value.
    pub value: Value,
    /// Whether its rank is preferred.
    pub preferred: bool,
}

/// The value of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An item, by number.
    Item(u32),
    /// A string.
    Text(String),
    /// An amount as written, and the item of its unit (0 for none).
    Quantity(String, u32),
    /// A time as written, and its precision (9 year, 10 month, 11 day).
    Time(String, u8),
    /// Latitude and longitude, in degrees.
    Coordinates(f64, f64),
}

/// The languages whose names are kept, in order of preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(pub Vec<String>);

impl Languages {
    /// The position of a language tag.
    pub fn position(&self, tag: &str) -> Option<u8> {
        self.0.iter().position(|l| l == tag).and_then(|n| u8::try_from(n).ok())
    }
}

/// Maximum nesting depth of an entity; those of Wikidata are less than 20 deep. The parser recurses at each level.
const MAX_DEPTH: usize = 500;
/// Number of brackets below which no entity can be nested too deep for the stack of any thread (each level takes some
/// 200 bytes).
const FEW_BRACKETS: usize = 4_000;
/// Number of brackets below which a thread with enough stack for each is used: to start one takes less time than to
/// follow the brackets.
const SOME_BRACKETS: usize = 60_000;
const STACK_OF_EACH: usize = 1_024;
/// Maximum length of a text, in characters: Wikibase allows 250 in a label and a description, and 1,500 in a value.
pub(super) const MAX_TEXT: usize = 1_500;

/// A mistake in an entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ItemError {
    /// Column in bytes, from 1; `None` if it is not known.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl ItemError {
    fn json(error: &sonic_rs::Error) -> Self {
        let message = error.to_string();
        let what = format!("this is not the JSON of an entity: {}", message.lines().next().unwrap_or_default());
        Self { column: Some(error.column()), what }
    }
}

/// The content of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The item.
    pub item: Item,
    /// The first value that was left out, and the number of further ones.
    pub left_out: Option<(ItemError, usize)>,
}

/// Reads one entity; `None` if it is not an item (a property, a lexeme, a redirect).
pub fn read(json: &str, languages: &Languages) -> Result<Option<Entity>, ItemError> {
    let opened = brackets(json.as_bytes());
    if (FEW_BRACKETS..SOME_BRACKETS).contains(&opened) {
        return thread::scope(|scope| {
            let deep = thread::Builder::new().stack_size(opened * STACK_OF_EACH);
            let parsed = deep.spawn_scoped(scope, || parsed(json, languages));
            parsed.ok()?.join().ok()
        })
        .unwrap_or_else(|| {
            Err(ItemError { column: None, what: "there is not enough memory to read this".to_owned() })
        });
    }
    if opened >= SOME_BRACKETS
        && let Some(at) = too_deep(json.as_bytes())
    {
        let what = format!("this is nested more than {MAX_DEPTH} deep");
        return Err(ItemError { column: Some(at + 1), what });
    }
    parsed(json, languages)
}

fn parsed(json: &str, languages: &Languages) -> Result<Option<Entity>, ItemError> {
    let mut reading = Reading { json, languages, item: Item::default(), described: usize::MAX, left_out: None };
    let mut identity = Identity::Missing;
    let mut end = None;
    for field in to_object_iter(json) {
        let (key, value) = field.map_err(|e| ItemError::json(&e))?;
        reading.field(&key, &value, &mut identity).map_err(|e| ItemError::json(&e))?;
        end = reading.place(&value).map(|at| at + value.as_raw_str().len());
    }
    // The parser stops where the entity ends.
    let rest = json.get(end.unwrap_or_default()..).unwrap_or_default();
    let bracket = rest.find('}').map_or(rest.len(), |at| at + 1);
    if let Some(more) = rest[bracket..].find(|c: char| !c.is_ascii_whitespace()) {
        let column = json.len() - rest.len() + bracket + more + 1;
        return Err(ItemError { column: Some(column), what: "more follows after the entity".to_owned() });
    }
    match identity {
        Identity::Item(id) => reading.item.id = id,
        Identity::Other => return Ok(None),
        Identity::Missing => return Err(ItemError { column: None, what: "this entity has no id".to_owned() }),
        Identity::Wrong(error) => return Err(error),
    }
    reading.item.tidy();
    Ok(Some(Entity { item: reading.item, left_out: reading.left_out }))
}

/// Number of opening brackets, including those in strings.
fn brackets(json: &[u8]) -> usize {
    // `[` and `{` differ in one bit; the compiler vectorises sums of bytes.
    let opened = |part: &[u8]| part.iter().map(|b| u8::from(*b | 0x20 == b'{')).sum::<u8>();
    json.chunks(usize::from(u8::MAX)).map(|part| usize::from(opened(part))).sum()
}

/// The offset at which brackets are nested too deep.
fn too_deep(json: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => loop {
                at += 1 + memchr::memchr2(b'"', b'\\', json.get(at + 1..)?)?;
                if json[at] == b'"' {
                    break;
                }
                // Skips an escaped character, which may be a quotation mark.
                at += 1;
            },
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The id of an entity.
enum Identity {
    Missing,
    Item(u32),
    /// The id of a property, a lexeme and so on, or of a redirect.
    Other,
    Wrong(ItemError),
}

struct Reading<'a> {
    json: &'a str,
    languages: &'a Languages,
    item: Item,
    described: usize,
    left_out: Option<(ItemError, usize)>,
}

impl Reading<'_> {
    /// The offset at which a value begins in the line, in bytes.
    fn place(&self, value: &LazyValue<'_>) -> Option<usize> {
        let at = (value.as_raw_str().as_ptr() as usize).checked_sub(self.json.as_ptr() as usize)?;
        (at <= self.json.len()).then_some(at)
    }

    fn wrong(&self, value: &LazyValue<'_>, what: impl Display) -> ItemError {
        const SHOWN: usize = 40;
        let raw = value.as_raw_str();
        let (shown, more) = raw.char_indices().nth(SHOWN).map_or((raw, ""), |(at, _)| (&raw[..at], "…"));
        ItemError { column: self.place(value).map(|at| at + 1), what: format!("{what}, not {shown}{more}") }
    }

    fn leave_out(&mut self, value: &LazyValue<'_>, what: impl Display) {
        match &mut self.left_out {
            Some((_, more)) => *more += 1,
            None => self.left_out = Some((self.wrong(value, what), 0)),
        }
    }

    fn field(&mut self, key: &str, value: &LazyValue<'_>, identity: &mut Identity) -> Result<(), sonic_rs::Error> {
        match key {
            "id" => *identity = self.identity(value),
            "redirect" if matches!(identity, Identity::Missing) => *identity = Identity::Other,
            "labels" => self.each("labels", value, |reading, language, label| {
                let Some(at) = reading.languages.position(language) else { return Ok(()) };
                reading.name(&label, at, NameKind::Label);
                Ok(())
            })?,
            "aliases" => self.each("aliases", value, |reading, language, aliases| {
                let Some(at) = reading.languages.position(language) else { return Ok(()) };
                if aliases.get_type() != JsonType::Array {
                    reading.leave_out(&aliases, "the aliases in a language are a list");
                    return Ok(());
                }
                for alias in to_array_iter(aliases.as_raw_str()) {
                    reading.name(&alias?, at, NameKind::Alias);
                }
                Ok(())
            })?,
            "descriptions" => self.each("descriptions", value, |reading, language, description| {
                let at = reading.languages.position(language).map(usize::from);
                if let Some(at) = at.filter(|at| *at < reading.described) {
                    match text(&description, "value").filter(|t| is_short(t)) {
                        Some(text) => {
                            reading.described = at;
                            reading.item.description = Some(text);
                        }
                        None => reading.leave_out(
                            &description,
                            format!("a description has a text `value` of at most {MAX_TEXT} characters"),
                        ),
                    }
                }
                Ok(())
            })?,
            "claims" => self.each("claims", value, |reading, id, statements| reading.claims(id, &statements))?,
            "sitelinks" => self.each("sitelinks", value, |reading, _, _| {
                reading.item.sitelinks += 1;
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    }

    fn identity(&self, value: &LazyValue<'_>) -> Identity {
        let id = value.as_str().unwrap_or_default();
        if let Some(number) = item_number(id).filter(|_| id.starts_with('Q')) {
            return Identity::Item(number);
        }
        match id.split_at_checked(1) {
            Some(("P" | "L" | "M" | "E", digits)) if digits.starts_with(|c: char| c.is_ascii_digit()) => {
                Identity::Other
            }
            _ => Identity::Wrong(self.wrong(value, format!("an id is such as \"Q42\", up to Q{}", u32::MAX))),
        }
    }

    /// Visits the fields of an object. PHP writes an empty object as an empty array.
    fn each(
        &mut self,
        name: &str,
        object: &LazyValue<'_>,
        mut each: impl FnMut(&mut Self, &str, LazyValue<'_>) -> Result<(), sonic_rs::Error>,
    ) -> Result<(), sonic_rs::Error> {
        let raw = object.as_raw_str();
        if object.get_type() != JsonType::Object {
            if !(raw.starts_with('[') && raw[1..].trim_ascii_start().starts_with(']')) {
                self.leave_out(object, format!("`{name}` is an object"));
            }
            return Ok(());
        }
        for field in to_object_iter(raw) {
            let (key, value) = field?;
            each(self, &key, value)?;
        }
        Ok(())
    }

    fn name(&mut self, value: &LazyValue<'_>, language: u8, kind: NameKind) {
        let field = if matches!(kind, NameKind::Label | NameKind::Alias) { "value" } else { "text" };
        let Some(text) = text(value, field) else {
            self.leave_out(value, format!("a name has a text `{field}`"));
            return;
        };
        if !is_short(&text) {
            self.leave_out(value, format!("a name has at most {MAX_TEXT} characters"));
        } else if !text.trim().is_empty() {
            self.item.names.push(Name { text, language, kind });
        }
    }

    fn claims(&mut self, id: &str, statements: &LazyValue<'_>) -> Result<(), sonic_rs::Error> {
        let known = id.strip_prefix('P').and_then(|n| n.parse().ok()).and_then(property);
        if statements.get_type() != JsonType::Array {
            self.leave_out(statements, format!("the statements of {id} are a list"));
            return Ok(());
        }
        for statement in to_array_iter(statements.as_raw_str()) {
            let statement = statement?;
            self.item.statements += 1;
            let Some(property) = known else { continue };
            let rank = statement.get("rank");
            let rank = rank.as_str().unwrap_or("normal");
            if rank == "deprecated" {
                continue;
            }
            let Some(value) = statement.pointer(["mainsnak", "datavalue", "value"]) else {
                let snak = statement.pointer(["mainsnak", "snaktype"]);
                if !matches!(snak.as_str(), Some("novalue" | "somevalue")) {
                    self.leave_out(&statement, format!("a statement of {id} has a value"));
                }
                continue;
            };
            if property.kind == PropertyKind::Name {
                let Some(language) = text(&value, "language") else {
                    self.leave_out(&value, format!("a value of {id} has a text and its language"));
                    continue;
                };
                let kind = if property.id == super::DEMONYM { NameKind::Demonym } else { NameKind::Short };
                if let Some(language) = self.languages.position(&language) {
                    self.name(&value, language, kind);
                }
                continue;
            }
            match self::value(&value, property.kind) {
                Ok(Some(value)) => {
                    let preferred = rank == "preferred";
                    self.item.facts.push(Fact { property: property.id, value, preferred });
                }
                Ok(None) => {}
                Err(rule) => self.leave_out(&value, format!("a value of {id} is {rule}")),
            }
        }
        Ok(())
    }
}

fn text(value: &LazyValue<'_>, field: &str) -> Option<String> {
    value.get(field).and_then(|v| v.as_str().map(str::to_owned))
}

/// A value; `None` if it is not used here; an error, with the rule, if it is invalid.
fn value(value: &LazyValue<'_>, kind: PropertyKind) -> Result<Option<Value>, &'static str> {
    let read = match kind {
        PropertyKind::Item => {
            let id = match text(value, "id") {
                Some(id) => item_number(&id),
                // Old dumps have the number alone.
                None => {
                    let other = text(value, "entity-type").is_some_and(|t| t != "item");
                    let number = value.get("numeric-id").and_then(|n| n.as_u64()).filter(|_| !other);
                    number.and_then(|n| u32::try_from(n).ok())
                }
            };
            Value::Item(id.ok_or("an item")?)
        }
        PropertyKind::Quantity => {
            let rule = "an amount, such as \"+12.5\", and its unit: 1 or an item";
            let amount = text(value, "amount").filter(|a| a.parse::<f64>().is_ok_and(f64::is_finite));
            let unit = match text(value, "unit").as_deref() {
                None | Some("1") => 0,
                Some(unit) => item_number(unit).ok_or(rule)?,
            };
            Value::Quantity(amount.ok_or(rule)?, unit)
        }
        PropertyKind::Time => {
            let precision = value.get("precision").and_then(|p| p.as_u64()).and_then(|p| u8::try_from(p).ok());
            let time = text(value, "time").filter(|t| is_time(t)).zip(precision.filter(|p| *p <= 14));
            let (time, precision) =
                time.ok_or("a time, such as \"+1930-08-00T00:00:00Z\", with a precision of 0 to 14")?;
            Value::Time(time, precision)
        }
        PropertyKind::Coordinates => {
            if text(value, "globe").is_some_and(|globe| item_number(&globe) != Some(EARTH)) {
                return Ok(None);
            }
            let degrees = |field| value.get(field).and_then(|v| v.as_f64());
            let place = degrees("latitude").zip(degrees("longitude")).and_then(|(lat, long)| coordinates(lat, long));
            place.ok_or("a latitude of -90 to 90 and a longitude of -360 to 360")?
        }
        PropertyKind::Text => {
            let text = value.as_str().filter(|t| is_short(t)).ok_or("a text of at most 1500 characters")?;
            Value::Text(text.to_owned())
        }
        PropertyKind::Name => return Ok(None),
    };
    Ok(Some(read))
}

/// Whether a text is within the maximum length.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= MAX_TEXT || text.chars().nth(MAX_TEXT).is_none()
}

/// A point on a globe. Wikibase allows longitudes of up to 360 degrees.
pub(super) fn coordinates(latitude: f64, longitude: f64) -> Option<Value> {
    let possible = latitude.abs() <= 90.0 && longitude.abs() <= 360.0;
    possible.then_some(Value::Coordinates(latitude, longitude))
}

/// A time in its own precision, in the notation of Wikibase: `1930-08-08`, `1930-08`, `1930`, `1930s`, `20th century`.
/// Years before our era have a minus sign.
pub fn shown_time(time: &str, precision: u8) -> String {
    let date = time.trim_start_matches('+').split('T').next().unwrap_or_default();
    let cut = |less: usize| date.get(..date.len().saturating_sub(less)).unwrap_or(date).to_owned();
    let year: i64 = match precision {
        11.. => return date.to_owned(),
        10 => return cut(3),
        _ => match cut(6).parse() {
            Ok(year) if precision < 9 => year,
            _ => return cut(6),
        },
    };
    // The 20th century ends with 2000, the 1930s begin with 1930.
    let nth = |years: i64| {
        let n = (year.abs() + years - 1) / years;
        let ending = match (n % 10, n % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        format!("{}{n}{ending}", if year < 0 { "-" } else { "" })
    };
    match precision {
        8 => format!("{}s", year / 10 * 10),
        7 => format!("{} century", nth(100)),
        6 => format!("{} millennium", nth(1000)),
        _ => format!("{year}, give or take {} years", 10_i64.pow(9 - u32::from(precision))),
    }
}

/// Whether this is a time in Wikibase's form: a sign, a year of any length, a month and a day that may be 00.
fn is_time(text: &str) -> bool {
    let Some((year, rest)) = text.strip_prefix(['+', '-']).and_then(|t| t.split_once('-')) else { return false };
    let number = |from, to| rest.get(from..to).and_then(|n| n.parse::<u8>().ok());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_date = matches!((number(0, 2), number(3, 5)), (Some(0..=12), Some(0..=31)));
    digits(year) && year.len() <= 16 && is_date && rest.get(2..3) == Some("-") && rest.get(5..6) == Some("T")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in_english(json: &str) -> Result<Option<Entity>, ItemError> {
        read(json, &Languages(vec!["en".to_owned()]))
    }

    #[test]
    fn a_line_that_is_not_an_entity_is_an_error_with_its_place() {
        for (json, column, what) in [
            ("{\"id\":\"Q901\"} {\"id\":\"Q902\"}", Some(15), "more follows after the entity"),
            ("{\"id\":\"Q901\"},", Some(14), "more follows"),
            ("{} x", Some(4), "more follows"),
            ("{}", None, "has no id"),
            ("{\"labels\":{}}", None, "has no id"),
            ("{\"id\":901}", Some(7), "an id is such as \"Q42\", up to Q4294967295, not 901"),
            ("{\"id\":\"Q0901\"}", Some(7), "an id is such as"),
            ("{\"id\":\"Q99999999999\"}", Some(7), "an id is such as"),
            ("[1]", Some(1), "this is not the JSON of an entity"),
            ("{\"id\":\"Q901\",\"x\":[}", Some(19), "this is not the JSON of an entity"),
        ] {
            let error = read_in_english(json).expect_err(json);
            assert!(error.what.contains(what) && error.column == column, "{json}: {error:?}");
        }
        for json in ["{\"id\":\"P31\"}", "{\"id\":\"L7\"}", "{\"entity\":\"Q901\",\"redirect\":\"Q902\"}"] {
            assert_eq!(read_in_english(json), Ok(None), "{json}");
        }
        assert!(read_in_english(" {\"id\":\"Q901\"} ").unwrap().is_some());
    }

    #[test]
    fn deep_nesting_is_refused_before_parsing() {
        for depth in [MAX_DEPTH - 1, MAX_DEPTH + 1, FEW_BRACKETS, SOME_BRACKETS - 2, 100_000, 3_000_000] {
            for (open, close) in [("[", "]"), ("{\"]\\\"}\":", "}")] {
                let json = format!("{{\"id\":\"Q901\",\"x\":{}1{}}}", open.repeat(depth), close.repeat(depth));
                // With few brackets, the parser reports it.
                match read_in_english(&json) {
                    Ok(read) => assert!(depth < SOME_BRACKETS && read.is_some(), "{depth}"),
                    Err(error) => assert!(depth >= SOME_BRACKETS && error.what.contains("nested"), "{depth}: {error}"),
                }
            }
        }
        let wide = format!("{{\"id\":\"Q901\",\"x\":[{}1]}}", "[[1]],".repeat(100_000));
        assert!(read_in_english(&wide).unwrap().is_some());
    }

    #[test]
    fn a_wrong_value_is_left_out_and_reported() {
        let claim = |property: u32, value: &str| {
            format!("\"claims\":{{\"P{property}\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{value}}}}}}}]}}")
        };
        let time =
            |time: &str, precision: &str| claim(571, &format!("{{\"time\":\"{time}\",\"precision\":{precision}}}"));
        let long = format!("\"labels\":{{\"en\":{{\"value\":\"{}\"}}}}", "я".repeat(MAX_TEXT + 1));
        for (field, what) in [
            ("\"labels\":5".to_owned(), "`labels` is an object, not 5"),
            ("\"labels\":[1]".to_owned(), "`labels` is an object, not [1]"),
            ("\"labels\":{\"en\":{\"value\":5}}".to_owned(), "a name has a text `value`"),
            ("\"labels\":{\"en\":{\"value\":\"a\\ud800\"}}".to_owned(), "a name has a text `value`"),
            (long, "a name has at most 1500 characters, not {\"value\":\"яя"),
            ("\"aliases\":{\"en\":{\"0\":{}}}".to_owned(), "the aliases in a language are a list"),
            ("\"aliases\":{\"en\":[null]}".to_owned(), "a name has a text `value`, not null"),
            ("\"descriptions\":{\"en\":[]}".to_owned(), "a description has a text `value`"),
            ("\"sitelinks\":\"x\"".to_owned(), "`sitelinks` is an object"),
            ("\"claims\":{\"P9999\":5}".to_owned(), "the statements of P9999 are a list"),
            ("\"claims\":{\"P31\":[5]}".to_owned(), "a statement of P31 has a value, not 5"),
            (claim(31, "5"), "a value of P31 is an item, not 5"),
            (claim(31, "{\"id\":\"P5\",\"numeric-id\":5}"), "a value of P31 is an item"),
            (claim(31, "{\"entity-type\":\"property\",\"numeric-id\":5}"), "a value of P31 is an item"),
            (claim(2046, "{\"amount\":5,\"unit\":\"1\"}"), "a value of P2046 is an amount"),
            (claim(2046, "{\"amount\":\"+1e400\",\"unit\":\"1\"}"), "a value of P2046 is an amount"),
            (claim(2046, "{\"amount\":\"+1\",\"unit\":\"furlong\"}"), "a value of P2046 is an amount"),
            (claim(625, "{\"latitude\":95,\"longitude\":0}"), "a value of P625 is a latitude"),
            (claim(625, "{\"latitude\":1e999,\"longitude\":0}"), "a value of P625 is a latitude"),
            (claim(300, "{\"a\":1}"), "a value of P300 is a text"),
            (claim(1813, "{\"text\":\"UV\"}"), "a value of P1813 has a text and its language"),
            (time("1930", "9"), "a value of P571 is a time"),
            (time("+1930-13-01T00:00:00Z", "11"), "a value of P571 is a time"),
            (time("+1930-01-01T00:00:00Z", "15"), "a value of P571 is a time"),
            (time("+1930-01-01T00:00:00Z", "\"9\""), "a value of P571 is a time"),
        ] {
            let json = format!("{{\"id\":\"Q901\",{field}}}");
            let read = read_in_english(&json).unwrap().unwrap();
            let (error, more) = read.left_out.unwrap_or_else(|| panic!("{json}"));
            assert!(error.what.starts_with(what) && more == 0, "{json}: {error:?}");
            assert!(error.column.is_some_and(|c| c > 13 && c < json.len()), "{json}: {error:?}");
            assert_eq!((read.item.names, read.item.facts), (vec![], vec![]), "{json}");
        }
    }

    #[test]
    fn times_are_as_exact_as_they_are_known() {
        for (time, precision, shown) in [
            ("+1930-08-08T00:00:00Z", 14, "1930-08-08"),
            ("+1930-08-08T00:00:00Z", 11, "1930-08-08"),
            ("+1930-08-00T00:00:00Z", 10, "1930-08"),
            ("+1930-00-00T00:00:00Z", 9, "1930"),
            ("-0044-03-15T00:00:00Z", 9, "-0044"),
            ("+1939-00-00T00:00:00Z", 8, "1930s"),
            ("+1900-00-00T00:00:00Z", 7, "19th century"),
            ("+1901-00-00T00:00:00Z", 7, "20th century"),
            ("+2100-00-00T00:00:00Z", 7, "21st century"),
            ("-0044-00-00T00:00:00Z", 7, "-1st century"),
            ("+1930-00-00T00:00:00Z", 6, "2nd millennium"),
            ("-13798000000-00-00T00:00:00Z", 3, "-13798000000, give or take 1000000 years"),
            ("+0000-00-00T00:00:00Z", 0, "0, give or take 1000000000 years"),
            ("é", 9, ""),
            ("", 7, ""),
        ] {
            assert_eq!(shown_time(time, precision), shown, "{time} {precision}");
        }
    }

    #[test]
    fn usual_forms_of_dumps_are_not_errors() {
        let of =
            |value: &str| format!("[{{\"mainsnak\":{{\"snaktype\":\"value\",\"datavalue\":{{\"value\":{value}}}}}}}]");
        let globe = |id: u32| {
            format!("{{\"latitude\":-90,\"longitude\":359.5,\"globe\":\"http://www.wikidata.org/entity/Q{id}\"}}")
        };
        let claims = [
            ("P625", of(&globe(EARTH)), 1),
            ("P625", of(&globe(901)), 0),
            ("P571", of("{\"time\":\"-13798000000-00-00T00:00:00Z\",\"precision\":3}"), 1),
            ("P2046", of("{\"amount\":\"+12\"}"), 1),
            ("P31", of("{\"numeric-id\":7}"), 1),
            (
                "P31",
                "[{\"mainsnak\":{\"snaktype\":\"novalue\"}},{\"mainsnak\":{\"snaktype\":\"somevalue\"}}]".to_owned(),
                0,
            ),
            ("P999999", "[5]".to_owned(), 0),
            ("P1813", of("{\"text\":\"UV\",\"language\":\"ru\"}"), 0),
        ];
        for (property, statements, facts) in claims {
            let json =
                format!("{{\"id\":\"Q901\",\"labels\":[],\"aliases\":[ ],\"claims\":{{\"{property}\":{statements}}}}}");
            let read = read_in_english(&json).unwrap().unwrap();
            assert_eq!((read.left_out, read.item.facts.len()), (None, facts), "{json}");
        }
    }
}
