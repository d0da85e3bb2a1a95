//! Data extension: the values of items for properties, and the properties that a client can ask for.

use super::{RequestError, Service, ask, bounded};
use crate::link::wikidata::SQUARE_KILOMETRE;
use crate::link::wikidata::item::{Item, NameKind, Value, shown_time};
use serde_json::{Map, Value as Json, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const PROPOSED: usize = 20;
const PROPERTIES_MOST: usize = 100;

/// A request: items, and properties with settings for their values.
struct Ask<'j> {
    ids: Vec<&'j str>,
    properties: Vec<Column<'j>>,
}

struct Column<'j> {
    id: &'j str,
    /// Maximum number of values; 0 for all.
    limit: usize,
    /// Only the values of preferred rank, if there are any.
    best: bool,
}

fn ask(value: &Json) -> Result<Ask<'_>, RequestError> {
    let wrong = || RequestError::wrong("{\"ids\": […], \"properties\": [{\"id\": \"…\"}]} is expected");
    let ids = value.get("ids").and_then(Json::as_array).ok_or_else(wrong)?;
    let properties = value.get("properties").and_then(Json::as_array).ok_or_else(wrong)?;
    bounded(ids.len())?;
    if properties.len() > PROPERTIES_MOST {
        return Err(RequestError::new(413, format!("more than {PROPERTIES_MOST} properties")));
    }
    let ids = ids.iter().map(|id| id.as_str().ok_or_else(|| RequestError::wrong(format!("ids: {id} is not a string"))));
    let properties = properties.iter().map(|property| {
        let id = property.get("id").and_then(Json::as_str).ok_or_else(wrong)?;
        let setting = |name: &str| property.get("settings").and_then(|s| s.get(name));
        let limit = match setting("limit") {
            None | Some(Json::Null) => 0,
            // OpenRefine sends the text that was typed.
            Some(Json::String(text)) if text.trim().is_empty() => 0,
            Some(Json::String(text)) => ask::whole("limit", text.trim())?,
            Some(value) => ask::whole("limit", &value.to_string())?,
        };
        Ok(Column { id, limit, best: setting("rank").and_then(Json::as_str) == Some("best") })
    });
    Ok(Ask { ids: ids.collect::<Result<_, _>>()?, properties: properties.collect::<Result<_, RequestError>>()? })
}

/// 0.2: rows are an object of objects.
pub(super) fn v02(service: &Service<'_>, value: &Json) -> Result<Json, RequestError> {
    let ask = ask(value)?;
    let items: Vec<Option<Item>> = ask.ids.iter().map(|id| find(service, id)).collect();
    let units = units(service, &ask, &items);
    let mut rows = Map::new();
    for (id, item) in ask.ids.iter().zip(&items) {
        let columns = ask.properties.iter().zip(&units);
        let cells = columns.map(|(p, u)| (p.id.to_owned(), Json::Array(cells(service, item.as_ref(), p, u))));
        rows.insert((*id).to_owned(), Json::Object(cells.collect()));
    }
    Ok(json!({"meta": meta(service, &ask, &units), "rows": rows}))
}

/// 1.0-draft: rows are a list.
pub(super) fn v1(service: &Service<'_>, value: &Json) -> Result<Json, RequestError> {
    let ask = ask(value)?;
    let items: Vec<Option<Item>> = ask.ids.iter().map(|id| find(service, id)).collect();
    let units = units(service, &ask, &items);
    let rows = ask.ids.iter().zip(&items).map(|(id, item)| {
        let of = |(p, u): (&Column<'_>, &Units)| json!({"id": p.id, "values": cells(service, item.as_ref(), p, u)});
        let properties: Vec<Json> = ask.properties.iter().zip(&units).map(of).collect();
        json!({"id": id, "properties": properties})
    });
    Ok(json!({"meta": meta(service, &ask, &units), "rows": rows.collect::<Vec<_>>()}))
}

fn find(service: &Service<'_>, id: &str) -> Option<Item> {
    let number = service.scheme.number(service.index, id)?;
    service.index.item(number).or_else(|| service.index.class(number))
}

/// The units of the values in a column. The protocol has numbers without units.
enum Units {
    /// No value has a unit.
    Without,
    /// All have one unit, which is in the name of the column.
    One(String),
    /// They have several: each value is a text with its unit.
    Several,
}

fn units(service: &Service<'_>, ask: &Ask<'_>, items: &[Option<Item>]) -> Vec<Units> {
    let of = |column: &Column<'_>| {
        let property = service.scheme.known(column.id).map(|p| p.id);
        let facts = items.iter().flatten().flat_map(|item| &item.facts).filter(|f| Some(f.property) == property);
        let units: BTreeSet<u32> = facts
            .filter_map(|f| match &f.value {
                Value::Quantity(_, unit) => Some(*unit),
                _ => None,
            })
            .collect();
        match units.into_iter().collect::<Vec<_>>()[..] {
            [] | [0] => Units::Without,
            [unit] => Units::One(unit_name(service, unit)),
            _ => Units::Several,
        }
    };
    ask.properties.iter().map(of).collect()
}

fn unit_name(service: &Service<'_>, unit: u32) -> String {
    match unit {
        SQUARE_KILOMETRE => "km²".to_owned(),
        unit => service.index.label(unit).unwrap_or_else(|| service.scheme.id(service.index, unit)),
    }
}

fn meta(service: &Service<'_>, ask: &Ask<'_>, units: &[Units]) -> Vec<Json> {
    let name = |id: &str| {
        let known = service.scheme.known(id).map(|p| p.label.to_owned());
        known.or_else(|| {
            names(id).map(|(kind, language)| match kind {
                NameKind::Label => format!("label ({language})"),
                _ => format!("other names ({language})"),
            })
        })
    };
    let column = |(p, units): (&Column<'_>, &Units)| {
        let name = name(p.id).unwrap_or_else(|| p.id.to_owned());
        let name = match units {
            Units::One(unit) if !name.contains(unit) => format!("{name} in {unit}"),
            _ => name,
        };
        json!({"id": p.id, "name": name})
    };
    ask.properties.iter().zip(units).map(column).collect()
}

/// `Len` and `Aen`: the label and the other names in a language, in the notation of QuickStatements.
fn names(id: &str) -> Option<(NameKind, &str)> {
    let kind = if id.starts_with('L') { NameKind::Label } else { NameKind::Alias };
    let language = id.strip_prefix(['L', 'A'])?;
    let tag = !language.is_empty() && language.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    tag.then_some((kind, language))
}

fn cells(service: &Service<'_>, item: Option<&Item>, column: &Column<'_>, units: &Units) -> Vec<Json> {
    let Some(item) = item else { return Vec::new() };
    let take = if column.limit == 0 { usize::MAX } else { column.limit };
    if let Some((kind, language)) = names(column.id) {
        let Some(language) = service.index.languages().position(language) else { return Vec::new() };
        let names = item.names.iter().filter(|n| n.kind == kind && n.language == language);
        return names.take(take).map(|n| json!({"str": n.text})).collect();
    }
    let Some(property) = service.scheme.known(column.id).map(|p| p.id) else { return Vec::new() };
    let facts = || item.facts.iter().filter(|f| f.property == property);
    let best = column.best && facts().any(|f| f.preferred);
    facts().filter(|f| !best || f.preferred).take(take).map(|f| cell(service, &f.value, units)).collect()
}

fn cell(service: &Service<'_>, value: &Value, units: &Units) -> Json {
    match value {
        Value::Item(id) => service.reference(*id),
        Value::Text(text) => json!({"str": text}),
        Value::Quantity(amount, unit) if *unit != 0 && matches!(units, Units::Several) => {
            json!({"str": format!("{} {}", amount.trim_start_matches('+'), unit_name(service, *unit))})
        }
        Value::Quantity(amount, _) => match amount.parse::<f64>() {
            Ok(number) if number.is_finite() => json!({"float": number}),
            _ => json!({"str": amount}),
        },
        Value::Time(time, precision) => match day(time).filter(|_| *precision >= 11) {
            Some(day) => json!({"date": format!("{day}T00:00:00Z")}),
            // A date of the protocol has a day, and a year must not be given one.
            None => json!({"str": shown_time(time, *precision)}),
        },
        Value::Coordinates(latitude, longitude) => json!({"str": format!("{latitude},{longitude}")}),
    }
}

/// The day of a time, if it has one and its year has four digits.
fn day(time: &str) -> Option<&str> {
    let day = time.trim_start_matches('+').split('T').next()?;
    let (month, of_month) = (day.get(5..7)?.parse::<u8>().ok()?, day.get(8..)?.parse::<u8>().ok()?);
    let digits = day.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    (day.len() == 10 && digits && (1..=12).contains(&month) && (1..=31).contains(&of_month)).then_some(day)
}

/// The values of a property in readable form.
pub(super) fn texts(service: &Service<'_>, item: &Item, property: u32) -> Vec<String> {
    let label = |id: u32| service.index.label(id).unwrap_or_else(|| service.scheme.id(service.index, id));
    let facts = item.facts.iter().filter(|f| f.property == property).take(5);
    facts
        .map(|fact| match &fact.value {
            Value::Item(id) => label(*id),
            Value::Text(text) => text.clone(),
            Value::Quantity(amount, 0) => amount.trim_start_matches('+').to_owned(),
            Value::Quantity(amount, unit) => format!("{} {}", amount.trim_start_matches('+'), label(*unit)),
            Value::Time(time, precision) => shown_time(time, *precision),
            Value::Coordinates(latitude, longitude) => format!("{latitude}, {longitude}"),
        })
        .collect()
}

/// The properties that items of a type have, the most frequent first.
pub(super) fn propose(service: &Service<'_>, class: &str, limit: Option<&str>) -> Result<Json, RequestError> {
    let limit = match limit.filter(|l| !l.is_empty()) {
        Some(limit) => ask::whole("limit", limit)?,
        None => PROPOSED,
    };
    let number = match class {
        "" => None,
        class => {
            let number = service.scheme.type_number(class);
            let rule = || RequestError::wrong(format!("type: unknown type {class:?}; {}", service.scheme.type_rule()));
            Some(number.ok_or_else(rule)?)
        }
    };
    let none = BTreeMap::new();
    let counted = match number {
        None => &service.census.properties,
        Some(number) => {
            let found = service.census.classes.iter().find(|c| c.id == number);
            found.map_or(&none, |c| &c.properties)
        }
    };
    // A class without instances here still gets proposals.
    let counted = if counted.is_empty() { &service.census.properties } else { counted };
    let mut known: Vec<_> = service.scheme.properties().collect();
    known.sort_by_key(|p| (Reverse(counted.get(&p.id).copied().unwrap_or_default()), p.id));
    let known = known.into_iter().filter(|p| counted.contains_key(&p.id));
    let properties: Vec<Json> =
        known.take(limit).map(|p| json!({"id": service.scheme.property_id(p.id), "name": p.label})).collect();
    let mut value = json!({"limit": limit.min(service.scheme.properties().count()), "properties": properties});
    if !class.is_empty() {
        value["type"] = json!(class);
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_known() {
        for (time, precision, expected, of_day) in [
            ("+1993-07-12T00:00:00Z", 11, "1993-07-12", Some("1993-07-12")),
            ("+1993-07-00T00:00:00Z", 10, "1993-07", None),
            ("+1993-00-00T00:00:00Z", 9, "1993", None),
            ("-0044-03-15T00:00:00Z", 11, "-0044-03-15", None),
            ("+1993-99-12T00:00:00Z", 11, "1993-99-12", None),
            ("x", 9, "", None),
            ("", 11, "", None),
            ("ééééééé", 10, "ééééééé", None),
        ] {
            assert_eq!((shown_time(time, precision).as_str(), day(time)), (expected, of_day), "{time}");
        }
    }
}
