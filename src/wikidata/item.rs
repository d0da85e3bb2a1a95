//! One entity of a dump. Only what linking uses is kept; the rest is skipped without being built.

use super::{PropertyKind, item_number, property};
use sonic_rs::{JsonType, JsonValueTrait, LazyValue, to_array_iter, to_object_iter};

/// An item.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Item {
    /// Its number, without Q.
    pub id: u32,
    /// Names, each with its language (a position in [`Languages`]).
    pub names: Vec<Name>,
    /// What it is, in the first of the languages that has a description.
    pub description: Option<String>,
    /// On how many wikis it has a page.
    pub sitelinks: u32,
    /// How many statements it has.
    pub statements: u32,
    /// What is said of it, best rank first.
    pub facts: Vec<Fact>,
}

impl Item {
    /// Puts all in a fixed order, whatever the order of the languages in the dump.
    pub(super) fn tidy(&mut self) {
        self.names.sort_by(|a, b| (a.kind, a.language, &a.text).cmp(&(b.kind, b.language, &b.text)));
        self.names.dedup();
        self.facts.sort_by_key(|f| !f.preferred);
    }
}

impl Item {
    /// The items that a property names.
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
    /// What kind of name.
    pub kind: NameKind,
}

/// What kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NameKind {
    /// The label.
    Label = 0,
    /// An alias.
    Alias = 1,
    /// A short name, such as an acronym.
    Short = 2,
    /// What its people are called.
    Demonym = 3,
}

impl NameKind {
    /// From its number in an index.
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
    /// An amount as written, with the unit's item (0: none).
    Quantity(String, u32),
    /// A time as written, with its precision (9 year, 10 month, 11 day).
    Time(String, u8),
    /// Latitude and longitude, in degrees.
    Coordinates(f64, f64),
}

/// The languages whose names are kept, in the order in which they are preferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(pub Vec<String>);

impl Languages {
    /// The position of a language tag.
    pub fn position(&self, tag: &str) -> Option<u8> {
        self.0.iter().position(|l| l == tag).and_then(|n| u8::try_from(n).ok())
    }
}

/// Why a line is no entity.
pub type ItemError = sonic_rs::Error;

/// Reads one entity; none where it is no item (a property, a lexeme, a redirect).
pub fn read(json: &str, languages: &Languages) -> Result<Option<Item>, ItemError> {
    let mut item = Item::default();
    let mut described = usize::MAX;
    for field in to_object_iter(json) {
        let (key, value) = field?;
        match key.as_ref() {
            "id" => item.id = value.as_str().and_then(item_number).unwrap_or_default(),
            "labels" => for_each(&value, |language, label| {
                let Some(language) = languages.position(language) else { return Ok(()) };
                item.names.extend(name(&label, language, NameKind::Label));
                Ok(())
            })?,
            "aliases" => for_each(&value, |language, aliases| {
                let Some(language) = languages.position(language) else { return Ok(()) };
                for alias in to_array_iter(aliases.as_raw_str()) {
                    item.names.extend(name(&alias?, language, NameKind::Alias));
                }
                Ok(())
            })?,
            "descriptions" => for_each(&value, |language, description| {
                if let Some(at) = languages.position(language).map(usize::from).filter(|at| *at < described) {
                    described = at;
                    item.description = text(&description, "value");
                }
                Ok(())
            })?,
            "claims" => for_each(&value, |id, statements| claims(&mut item, id, &statements, languages))?,
            "sitelinks" => for_each(&value, |_, _| {
                item.sitelinks += 1;
                Ok(())
            })?,
            _ => {}
        }
    }
    item.tidy();
    Ok((item.id > 0).then_some(item))
}

/// Goes over the fields of an object. PHP writes an empty one as an empty array.
fn for_each<'a>(
    object: &LazyValue<'a>,
    mut each: impl FnMut(&str, LazyValue<'_>) -> Result<(), ItemError>,
) -> Result<(), ItemError> {
    if object.get_type() != JsonType::Object {
        return Ok(());
    }
    for field in to_object_iter(object.as_raw_str()) {
        let (key, value) = field?;
        each(&key, value)?;
    }
    Ok(())
}

fn text(value: &LazyValue<'_>, field: &str) -> Option<String> {
    value.get(field).and_then(|v| v.as_str().map(str::to_owned))
}

fn name(value: &LazyValue<'_>, language: u8, kind: NameKind) -> Option<Name> {
    text(value, "value").filter(|t| !t.trim().is_empty()).map(|text| Name { text, language, kind })
}

fn claims(item: &mut Item, id: &str, statements: &LazyValue<'_>, languages: &Languages) -> Result<(), ItemError> {
    let known = id.strip_prefix('P').and_then(|n| n.parse().ok()).and_then(property);
    for statement in to_array_iter(statements.as_raw_str()) {
        let statement = statement?;
        item.statements += 1;
        let Some(property) = known else { continue };
        let rank = statement.get("rank");
        let rank = rank.as_str().unwrap_or("normal");
        if rank == "deprecated" {
            continue;
        }
        let Some(value) = statement.pointer(["mainsnak", "datavalue", "value"]) else { continue };
        if property.kind == PropertyKind::Name {
            let language = text(&value, "language").and_then(|l| languages.position(&l));
            let kind = if property.id == super::DEMONYM { NameKind::Demonym } else { NameKind::Short };
            item.names.extend(text(&value, "text").zip(language).map(|(text, language)| Name { text, language, kind }));
            continue;
        }
        let fact = |value| Fact { property: property.id, value, preferred: rank == "preferred" };
        item.facts.extend(self::value(&value, property.kind).map(fact));
    }
    Ok(())
}

fn value(value: &LazyValue<'_>, kind: PropertyKind) -> Option<Value> {
    match kind {
        PropertyKind::Item => {
            // Old dumps have the number alone.
            let number = || value.get("numeric-id").and_then(|n| n.as_u64()).and_then(|n| u32::try_from(n).ok());
            text(value, "id").as_deref().and_then(item_number).or_else(number).map(Value::Item)
        }
        PropertyKind::Quantity => {
            let unit = text(value, "unit").as_deref().and_then(item_number).unwrap_or_default();
            Some(Value::Quantity(text(value, "amount")?, unit))
        }
        PropertyKind::Time => {
            let precision = value.get("precision").and_then(|p| p.as_u64()).and_then(|p| u8::try_from(p).ok())?;
            Some(Value::Time(text(value, "time")?, precision))
        }
        PropertyKind::Coordinates => {
            let degrees = |field| value.get(field).and_then(|v| v.as_f64()).filter(|v| v.is_finite());
            Some(Value::Coordinates(degrees("latitude")?, degrees("longitude")?))
        }
        PropertyKind::Text => value.as_str().map(|t| Value::Text(t.to_owned())),
        PropertyKind::Name => None,
    }
}
