//! The parameters of a query are variables whose names follow the convention of grlc and BASIL:
//!
//! | variable | parameter | is put in as |
//! | --- | --- | --- |
//! | `?_name` | `name` | a string |
//! | `?__name` | `name`, optional | a string; without a value the variable stays a variable |
//! | `?_place_iri` | `place` | an IRI |
//! | `?_limit_integer` | `limit` | a literal of that XML Schema datatype |
//! | `?_from_xsd_date` | `from` | a literal of that datatype, by any prefix |
//! | `?_label_en` | `label` | a string in that language |

use super::prefixes::Prefixes;
use super::tokens::{Token, TokenKind};
use crate::base::vocab::xsd;
use oxigraph::model::NamedNode;
use std::fmt;

/// The type of a parameter: how its value is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A plain string.
    String,
    /// An IRI.
    Iri,
    /// A literal with a datatype.
    Typed(NamedNode),
    /// A string in a language (BCP 47).
    Language(String),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Iri => f.write_str("IRI"),
            Self::Typed(datatype) => f.write_str(match datatype.as_str().strip_prefix(xsd::NAMESPACE) {
                Some(name) => name,
                None => datatype.as_str(),
            }),
            Self::Language(tag) => write!(f, "string in {tag}"),
        }
    }
}

/// A parameter of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name under which a value is given.
    pub name: String,
    /// How its value is understood.
    pub kind: Type,
    /// Whether the query works without a value.
    pub optional: bool,
    /// The value that is used when none is given.
    pub default: Option<String>,
    /// The only values that it takes; any value if empty.
    pub choices: Vec<String>,
}

impl Parameter {
    /// The parameter that a variable stands for, or `None` for an ordinary variable. The name of the variable is
    /// without its `?`.
    pub fn of_variable(variable: &str, prefixes: &Prefixes) -> Option<Self> {
        let rest = variable.strip_prefix('_')?;
        let optional = rest.starts_with('_');
        let rest = rest.strip_prefix('_').unwrap_or(rest);
        let (name, kind) = split(rest, prefixes);
        (!name.is_empty()).then(|| Self { name: name.to_owned(), kind, optional, default: None, choices: Vec::new() })
    }

    /// Whether a value must be given.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

impl fmt::Display for Parameter {
    /// `from=1988-01-01 (date)`, `[aspect] (area | time)`, `place (IRI)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.default {
            Some(default) => write!(f, "{}={default}", self.name)?,
            None if self.optional => write!(f, "[{}]", self.name)?,
            None => f.write_str(&self.name)?,
        }
        if self.choices.is_empty() {
            write!(f, " ({})", self.kind)
        } else {
            write!(f, " ({})", self.choices.join(" | "))
        }
    }
}

/// Splits the type off the end of a name. An ending that is not a type belongs to the name.
fn split<'a>(text: &'a str, prefixes: &Prefixes) -> (&'a str, Type) {
    const XSD: [&str; 10] =
        ["string", "boolean", "integer", "decimal", "double", "float", "date", "dateTime", "gYear", "gYearMonth"];
    let Some((name, last)) = text.rsplit_once('_') else {
        return (text, Type::String);
    };
    if let Some((name, prefix)) = name.rsplit_once('_')
        && !name.is_empty()
        && let Some(namespace) = prefixes.namespace(prefix)
        && let Ok(datatype) = NamedNode::new(format!("{namespace}{last}"))
    {
        return (name, Type::Typed(datatype));
    }
    let kind = match last {
        _ if name.is_empty() => return (text, Type::String),
        "iri" => Type::Iri,
        "string" => Type::String,
        _ if XSD.contains(&last) => Type::Typed(NamedNode::new_unchecked(format!("{}{last}", xsd::NAMESPACE))),
        _ if last.len() == 2 && last.bytes().all(|b| b.is_ascii_lowercase()) => Type::Language(last.to_owned()),
        _ => return (text, Type::String),
    };
    (name, kind)
}

/// The name of the variable that a token is, without `?` or `$`.
pub(super) fn variable<'a>(token: &Token, text: &'a str) -> Option<&'a str> {
    (token.kind == TokenKind::Variable).then(|| &token.of(text)[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(variable: &str) -> Option<(String, String, bool)> {
        let prefixes = Prefixes::new("https://example.org/d/");
        Parameter::of_variable(variable, &prefixes).map(|p| (p.name, p.kind.to_string(), p.optional))
    }

    #[test]
    fn names_carry_types() {
        let some = |n: &str, k: &str, o| Some((n.to_owned(), k.to_owned(), o));
        assert_eq!(parameter("_place_iri"), some("place", "IRI", false));
        assert_eq!(parameter("_from_xsd_date"), some("from", "date", false));
        assert_eq!(parameter("_limit_integer"), some("limit", "integer", false));
        assert_eq!(parameter("_area_tolerance_xsd_decimal"), some("area_tolerance", "decimal", false));
        assert_eq!(parameter("_label_en"), some("label", "string in en", false));
        assert_eq!(parameter("_name"), some("name", "string", false));
        assert_eq!(parameter("__x"), some("x", "string", true));
        assert_eq!(parameter("__place_iri"), some("place", "IRI", true));
        assert_eq!(parameter("_last_word"), some("last_word", "string", false));
        assert_eq!(parameter("_iri"), some("iri", "string", false));
        assert_eq!(parameter("place"), None);
        assert_eq!(parameter("_"), None);
        assert_eq!(parameter("__"), None);
    }
}
