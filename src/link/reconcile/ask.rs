//! A query, whichever version it came in, and the meaning of its values.

use super::pattern::Pattern;
use super::{RequestError, Service};
use crate::base::fold;
use crate::link::Subject;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::{Item, Value, shown_time};
use crate::link::wikidata::{AREA, COORDINATES, COUNTRY, INSTANCE_OF};
use serde_json::Value as Json;
use std::cmp::Reverse;

/// Maximum length of a name, in characters; no entity has a longer one.
pub(super) const MAX_NAME: usize = 300;
const LIMIT: usize = 10;
/// Maximum number of candidates of a query.
pub(super) const MAX_CANDIDATES: usize = 100;
/// Maximum number of conditions of a query, and of values in all of them: each costs a look-up in the index.
const CONDITIONS: usize = 100;
/// Maximum number of items that a name in a condition may stand for.
const MEANT: usize = 5;

/// A query.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) names: Vec<String>,
    /// How names are compared.
    pub(super) names_as: Qualifier,
    /// The language in which candidates are displayed, if they have a name in it.
    pub(super) language: Option<String>,
    /// The item itself, if it is known.
    pub(super) item: Option<u32>,
    pub(super) classes: Vec<u32>,
    pub(super) limit: usize,
    pub(super) conditions: Vec<Condition>,
}

/// A condition: a value that the item should have.
#[derive(Debug)]
pub(super) struct Condition {
    /// `None` if the index keeps no such property.
    pub(super) property: Option<u32>,
    pub(super) values: Vec<Wanted>,
    /// Whether items that do not meet it are left out.
    pub(super) required: bool,
    pub(super) quantifier: Quantifier,
    pub(super) qualifier: Qualifier,
}

/// How a value is compared (`matchQualifier`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Qualifier {
    /// Names by sound, numbers within the differences between sources.
    #[default]
    Near,
    /// Equal, without regard to upper and lower case.
    Exact,
    /// Equal, with `*` for any letters.
    Wildcard,
}

impl Qualifier {
    /// The qualifiers that a client may send, with their identifier and name.
    pub(super) const ALL: [(Self, &'static str, &'static str); 2] =
        [(Self::Exact, "ExactMatch", "the same"), (Self::Wildcard, "WildcardMatch", "with * for any letters")];
}

/// How many of the values must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantifier {
    Any,
    All,
    None,
}

/// A value in a client's request.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The item, if the client has chosen one.
    item: Option<u32>,
    pub(super) text: String,
}

impl Wanted {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn item(&self) -> Option<u32> {
        self.item
    }
}

/// A string without control characters, which no name has.
pub(super) fn cleaned(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// A non-negative whole number, from text.
pub(super) fn whole(field: &str, text: &str) -> Result<usize, RequestError> {
    let all_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = || text.parse().unwrap_or(usize::MAX);
    all_digits.then(number).ok_or_else(|| RequestError::wrong(format!("{field}: {text:?} is not a whole number")))
}

/// The limit of a query. The default replaces a missing limit and 0; a huge limit is reduced to the maximum.
pub(super) fn limit(at: &str, value: Option<&Json>) -> Result<usize, RequestError> {
    let wrong = || RequestError::wrong(format!("{at}: `limit` must be a number that is not negative"));
    let limit = match value {
        None | Some(Json::Null) => 0.0,
        Some(Json::String(text)) => text.trim().parse().map_err(|_| wrong())?,
        Some(value) => value.as_f64().ok_or_else(wrong)?,
    };
    if !(0.0..).contains(&limit) {
        return Err(wrong());
    }
    let limit = limit.min(MAX_CANDIDATES as f64) as usize;
    Ok(if limit == 0 { LIMIT } else { limit })
}

/// The number of the class that a client's type stands for.
pub(super) fn class(service: &Service<'_>, at: &str, value: &Json) -> Result<Option<u32>, RequestError> {
    let text = match value {
        Json::Null => return Ok(None),
        Json::Object(_) => value.get("id").and_then(Json::as_str),
        value => value.as_str(),
    };
    match text.map(str::trim) {
        Some("") => Ok(None),
        text => match text.and_then(|t| service.scheme.type_number(t)) {
            Some(number) => Ok(Some(number)),
            None => Err(RequestError::wrong(format!("{at}: unknown type {value}; {}", service.scheme.type_rule()))),
        },
    }
}

/// The values of a condition: one or a list, each a string, a number, a truth value or `{"id"}`.
pub(super) fn wanted(service: &Service<'_>, at: &str, value: &Json) -> Result<Vec<Wanted>, RequestError> {
    let one = |value: &Json| {
        let text = match value {
            Json::String(text) => cleaned(text),
            Json::Number(number) => number.to_string(),
            Json::Bool(truth) => truth.to_string(),
            Json::Object(fields) => match fields.get("id").and_then(Json::as_str) {
                Some(id) => cleaned(id),
                None => return Err(RequestError::wrong(format!("{at}: a value that is an entity must have an `id`"))),
            },
            _ => return Err(RequestError::wrong(format!("{at}: a value must be a string, a number or an entity"))),
        };
        Ok(Wanted { item: service.scheme.number(service.index, &text), text })
    };
    match value {
        Json::Array(values) if values.len() > CONDITIONS => {
            Err(RequestError::wrong(format!("{at}: more than {CONDITIONS} values")))
        }
        Json::Array(values) => values.iter().map(one).collect(),
        value => Ok(vec![one(value)?]),
    }
}

/// The list of conditions; too many are an error.
pub(super) fn list<'j>(at: &str, field: &str, value: Option<&'j Json>) -> Result<&'j [Json], RequestError> {
    match value {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::Array(list)) if list.len() <= CONDITIONS => Ok(list),
        Some(Json::Array(_)) => Err(RequestError::wrong(format!("{at}: `{field}` has more than {CONDITIONS} entries"))),
        Some(_) => Err(RequestError::wrong(format!("{at}: `{field}` must be a list"))),
    }
}

/// The items in the values of a property.
pub(super) fn linked(item: &Item, property: u32) -> impl Iterator<Item = u32> + '_ {
    item.facts.iter().filter(move |f| f.property == property).filter_map(|f| match f.value {
        Value::Item(id) => Some(id),
        _ => None,
    })
}

/// A number in any of the usual forms: `3054`, `3,054`, `3 054.5 km²`.
fn number(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let end = plain.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(plain.len());
    plain[..end].parse().ok().filter(|n: &f64| n.is_finite())
}

/// `40.1, 46.0`, `@40.1/46.0` or `Point(46.0 40.1)`.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let point = text.trim().get(..6).is_some_and(|p| p.eq_ignore_ascii_case("point("));
    let inner = if point { text.trim().get(6..)?.trim_end_matches(')') } else { text.trim().trim_start_matches('@') };
    let mut parts = inner.split([',', '/', ' ', ';']).filter(|p| !p.is_empty());
    let (a, b) = (parts.next()?.parse::<f64>().ok()?, parts.next()?.parse::<f64>().ok()?);
    let (latitude, longitude) = if point { (b, a) } else { (a, b) };
    let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    (on_earth && parts.next().is_none()).then_some((latitude, longitude))
}

/// The items that a value may mean: its number, or the best-known ones with this name.
pub(super) fn meant(index: &Index, wanted: &Wanted) -> Vec<u32> {
    if let Some(item) = wanted.item {
        return vec![item];
    }
    let named = index.named(&fold::key(&wanted.text));
    let mut items: Vec<Item> = named.into_iter().take(100).filter_map(|n| index.at(n.at)).collect();
    items.sort_by_key(|i| (Reverse(i.sitelinks), i.id));
    items.dedup_by_key(|i| i.id);
    items.into_iter().map(|i| i.id).take(MEANT).collect()
}

impl Query {
    /// The query, or an error if it has too many values.
    pub(super) fn checked(self, at: &str) -> Result<Self, RequestError> {
        if self.conditions.iter().map(|c| c.values.len()).sum::<usize>() <= CONDITIONS {
            return Ok(self);
        }
        Err(RequestError::wrong(format!("{at}: more than {CONDITIONS} values")))
    }

    pub(super) fn subject(&self, index: &Index) -> Subject {
        let mut subject = Subject { names: self.names.clone(), classes: self.classes.clone(), ..Subject::default() };
        let weighed = |c: &&Condition| c.quantifier != Quantifier::None && c.qualifier == Qualifier::Near;
        for condition in self.conditions.iter().filter(weighed) {
            let Some(property) = condition.property else { continue };
            for wanted in condition.values.iter().filter(|w| !w.text.is_empty()) {
                match property {
                    AREA => subject.areas.extend(number(&wanted.text)),
                    COORDINATES => subject.coordinates = subject.coordinates.or_else(|| coordinates(&wanted.text)),
                    COUNTRY => subject.countries.extend(meant(index, wanted)),
                    INSTANCE_OF => subject.classes.extend(wanted.item),
                    property => subject.values.push((property, wanted.text.clone())),
                }
            }
        }
        subject
    }
}

impl Condition {
    /// Whether an item meets the condition; `meant` are the items that its values may be.
    pub(super) fn is_met(&self, index: &Index, item: &Item, meant: &[Vec<u32>]) -> bool {
        let facts = || item.facts.iter().filter(|f| Some(f.property) == self.property);
        let same = |value: &Value, wanted: &Wanted, items: &[u32]| match self.qualifier {
            Qualifier::Near => same(value, wanted, items),
            Qualifier::Exact | Qualifier::Wildcard => {
                self.qualifier.fits(&wanted.text, value, index)
                    || matches!(value, Value::Item(id) if wanted.item == Some(*id))
            }
        };
        let has = |(wanted, items): (&Wanted, &Vec<u32>)| facts().any(|f| same(&f.value, wanted, items));
        let mut values = self.values.iter().zip(meant);
        match self.quantifier {
            Quantifier::Any => values.any(has),
            Quantifier::All => values.all(has),
            Quantifier::None => !values.any(has),
        }
    }
}

impl Qualifier {
    /// Whether a value, as a text, matches the wanted one.
    pub(super) fn fits(self, wanted: &str, value: &Value, index: &Index) -> bool {
        let text = match value {
            Value::Item(id) => index.label(*id).unwrap_or_default(),
            Value::Text(text) => text.clone(),
            Value::Quantity(amount, _) => amount.trim_start_matches('+').to_owned(),
            Value::Time(time, precision) => shown_time(time, *precision),
            Value::Coordinates(latitude, longitude) => format!("{latitude},{longitude}"),
        };
        self.fits_text(wanted, &text)
    }

    /// Whether a text matches the wanted one.
    pub(super) fn fits_text(self, wanted: &str, text: &str) -> bool {
        Pattern::new(wanted, self == Self::Wildcard).fits(text)
    }
}

/// Whether a value is the wanted one; numbers and places may differ as much as sources do.
pub(super) fn same(value: &Value, wanted: &Wanted, meant: &[u32]) -> bool {
    match value {
        Value::Item(id) => meant.contains(id),
        Value::Text(text) => text.trim().eq_ignore_ascii_case(&wanted.text),
        Value::Quantity(amount, _) => match (number(amount), number(&wanted.text)) {
            (Some(a), Some(b)) => (a - b).abs() <= 0.05 * a.abs().max(b.abs()),
            _ => false,
        },
        Value::Time(time, _) => {
            !wanted.text.is_empty() && time.trim_start_matches('+').starts_with(wanted.text.trim_start_matches('+'))
        }
        Value::Coordinates(latitude, longitude) => {
            coordinates(&wanted.text).is_some_and(|(a, b)| (a - latitude).abs() < 0.1 && (b - longitude).abs() < 0.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_places() {
        for (text, expected) in [
            ("3054", Some(3054.0)),
            ("3,054.5 km²", Some(3054.5)),
            ("+12", Some(12.0)),
            ("1e999", Some(1.0)),
            ("NaN", None),
            ("", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        for (text, expected) in [
            ("40.5,46", Some((40.5, 46.0))),
            ("@40.5/46", Some((40.5, 46.0))),
            ("Point(46 40.5)", Some((40.5, 46.0))),
            ("40.5", None),
            ("140,46", None),
            ("NaN,46", None),
            ("ééé", None),
        ] {
            assert_eq!(coordinates(text), expected, "{text}");
        }
    }

    #[test]
    fn limits() {
        for (json, expected) in [("null", 10), ("0", 10), ("3", 3), ("\"3\"", 3), ("1e30", 100), ("2.9", 2)] {
            let value: Json = serde_json::from_str(json).unwrap();
            assert_eq!(limit("q0", Some(&value)), Ok(expected), "{json}");
        }
        for json in ["-1", "\"x\"", "[]", "true", "\"NaN\""] {
            let value: Json = serde_json::from_str(json).unwrap();
            assert!(limit("q0", Some(&value)).is_err(), "{json}");
        }
    }
}
