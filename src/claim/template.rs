//! Texts about a claim, as the rows of [`super::types`] define them.
//!
//! `{area}` is replaced by the values of the property `choro:area`. `{speaker|speakerWords}` takes the first property
//! that has a value, `{areaKind!areaUnspecified}` leaves out the value `term:areaUnspecified`, and `{point:degrees}`
//! selects another form than the usual one; the caller that shows the text defines the forms. Text in `[brackets]` is
//! left out if one of its properties has no value. If a property outside brackets has no value, the text after ` // `
//! is used instead; without one, there is no text.

use crate::base::vocab::choro;
use oxigraph::model::NamedNode;

/// A text with placeholders for the values of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template(
    /// The text, in the syntax described above.
    pub &'static str,
);

/// A placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The property.
    pub property: NamedNode,
    /// The local name of a term that is not shown.
    pub except: Option<&'static str>,
    /// The name of another form than the usual one.
    pub form: Option<&'static str>,
}

impl Template {
    /// The text, with each value as `show` returns it, which is empty if there is no value.
    pub fn fill<E>(self, mut show: impl FnMut(Field) -> Result<String, E>) -> Result<Option<String>, E> {
        for text in self.0.split(" // ") {
            if let Some(filled) = fill(text, &mut show)? {
                return Ok(Some(filled));
            }
        }
        Ok(None)
    }
}

/// Several texts, without those in which a value is missing.
pub fn fill_all<E>(templates: &[Template], mut show: impl FnMut(Field) -> Result<String, E>) -> Result<Vec<String>, E> {
    templates.iter().filter_map(|template| template.fill(&mut show).transpose()).collect()
}

fn fill<E>(text: &'static str, show: &mut dyn FnMut(Field) -> Result<String, E>) -> Result<Option<String>, E> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']) {
        out += &rest[..at];
        let open = &rest[at..];
        let close = if open.starts_with('{') { '}' } else { ']' };
        let Some(end) = open.find(close) else {
            rest = open;
            break;
        };
        let inner = &open[1..end];
        rest = &open[end + 1..];
        if close == ']' {
            out += &fill(inner, show)?.unwrap_or_default();
            continue;
        }
        let value = value(inner, show)?;
        if value.is_empty() {
            return Ok(None);
        }
        out += &value;
    }
    out += rest;
    Ok(Some(out))
}

fn value<E>(field: &'static str, show: &mut dyn FnMut(Field) -> Result<String, E>) -> Result<String, E> {
    let (names, form) = field.split_once(':').map_or((field, None), |(names, form)| (names, Some(form)));
    for name in names.split('|') {
        let (name, except) = name.split_once('!').map_or((name, None), |(name, except)| (name, Some(except)));
        let property = NamedNode::new_unchecked([choro::NAMESPACE, name].concat());
        let value = show(Field { property, except, form })?;
        if !value.is_empty() {
            return Ok(value);
        }
    }
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::vocab::term;
    use crate::claim::types::{MapPart, TYPES};
    use std::convert::Infallible;

    fn shown(text: &'static str, values: &[(&str, &str)]) -> Option<String> {
        let show = |field: Field| {
            let name = field.property.as_str().rsplit('#').next().unwrap_or_default();
            let value = values.iter().find(|(of, value)| *of == name && Some(*value) != field.except);
            let form = field.form.map_or_else(String::new, |form| format!("<{form}>"));
            Ok::<_, Infallible>(value.map_or_else(String::new, |(_, value)| format!("{value}{form}")))
        };
        Template(text).fill(show).unwrap_or_else(|never| match never {})
    }

    #[test]
    fn values_stand_in_their_places() {
        let values = &[("area", "5 km2"), ("areaKind", "whole"), ("speakerWords", "a man")][..];
        for (text, expected) in [
            ("area {area}, {areaKind}", Some("area 5 km2, whole")),
            ("{area:short}", Some("5 km2<short>")),
            ("{speaker|speakerWords} said", Some("a man said")),
            ("{areaKind!whole}", None),
            ("{areaKind!part}", Some("whole")),
            ("{area}[ at {time}] so", Some("5 km2 so")),
            ("{area}[ ({areaKind})] so", Some("5 km2 (whole) so")),
            ("{time} // {area} // none", Some("5 km2")),
            ("{time} // none", Some("none")),
            ("at {time}", None),
            ("plain", Some("plain")),
            ("area {area", Some("area {area")),
        ] {
            assert_eq!(shown(text, values).as_deref(), expected, "{text}");
        }
    }

    /// A misspelt name would silently leave out a value.
    #[test]
    fn templates_of_the_table_name_properties_and_terms_that_exist() {
        let terms: Vec<&str> = term::ALL.iter().filter_map(|t| t.as_str().strip_prefix(term::NAMESPACE)).collect();
        let properties: Vec<&str> =
            choro::ALL.iter().filter_map(|p| p.as_str().strip_prefix(choro::NAMESPACE)).collect();
        for claim_type in TYPES.iter().filter(|claim_type| choro::ALL.contains(&claim_type.class)) {
            let maps = claim_type.map.iter().filter_map(|map| match &map.part {
                MapPart::Description(text) | MapPart::Link { otherwise: text, .. } => Some(text),
                _ => None,
            });
            let all = claim_type.says.iter().chain(claim_type.difference).chain(maps).chain([&claim_type.title]);
            for template in all {
                let fields =
                    template.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(field, _)| field);
                for name in fields.flat_map(|field| field.split(':').next().unwrap_or_default().split('|')) {
                    let (name, except) = name.split_once('!').unwrap_or((name, "areaUnspecified"));
                    assert!(properties.contains(&name) && terms.contains(&except), "{name} in {}", template.0);
                }
            }
        }
    }
}
