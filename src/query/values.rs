//! Values of parameters: from what a person types to an RDF term, checked by the rules of its type.

use super::parameters::{Parameter, Type};
use super::prefixes::{IriError, Prefixes};
use crate::base::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use std::fmt::Write;

/// A value that is not valid for its parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}={value}: {rule}")]
pub struct ValueError {
    /// The parameter.
    pub name: String,
    /// As given.
    pub value: String,
    /// The rule that it breaks.
    pub rule: String,
    /// What to write instead.
    pub help: String,
}

/// The RDF term of a value.
pub(super) fn term(parameter: &Parameter, value: &str, prefixes: &Prefixes) -> Result<Term, ValueError> {
    let wrong = |(rule, help): (String, String)| ValueError {
        name: parameter.name.clone(),
        value: value.to_owned(),
        rule,
        help,
    };
    if !parameter.choices.is_empty() && !parameter.choices.iter().any(|c| c == value) {
        let help = format!("one of {}", parameter.choices.join(", "));
        return Err(wrong(("it is not one of the values that the query takes".to_owned(), help)));
    }
    match &parameter.kind {
        Type::String => Ok(Literal::new_simple_literal(value).into()),
        Type::Language(tag) => Literal::new_language_tagged_literal(value, tag)
            .map(Term::from)
            .map_err(|e| wrong((e.to_string(), "a query names its language by a BCP 47 tag".to_owned()))),
        Type::Iri => prefixes.resolve(value).map(Term::from).map_err(|e| wrong(iri_rule(&e, prefixes))),
        Type::Typed(datatype) => {
            let lexical = lexical(value, datatype).map_err(wrong)?;
            Ok(Literal::new_typed_literal(lexical, datatype.clone()).into())
        }
    }
}

fn iri_rule(error: &IriError, prefixes: &Prefixes) -> (String, String) {
    let mut help =
        "a full IRI (https://…), a prefixed name (place:shusha) or a path below the dataset (place/shusha)".to_owned();
    if let IriError::UnknownPrefix { prefix, .. } = error {
        let _ = match Prefixes::well_known(prefix) {
            Some(namespace) => match prefixes.prefix_of(namespace) {
                Some(ours) => write!(help, "; the prefix of {namespace} is {ours:?} here"),
                None => write!(help, "; {prefix:?} is often short for {namespace}"),
            },
            None => write!(help, "; an IRI with the scheme {prefix:?} goes in angle brackets"),
        };
    }
    (error.to_string(), help)
}

/// The value without surrounding space, if it is in the lexical space of the datatype (XML Schema 1.1 part 2).
fn lexical<'a>(value: &'a str, datatype: &NamedNode) -> Result<&'a str, (String, String)> {
    const DOUBLE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2001/XMLSchema#double");
    let text = value.trim();
    let is = |t: NamedNodeRef<'_>| *datatype == t;
    let rule = |rule: &str, help: &str| Err((rule.to_owned(), help.to_owned()));
    if is(xsd::DATE) {
        date(text)?;
    } else if is(xsd::INTEGER) {
        if text.parse::<i64>().is_err() {
            return rule("it is not a whole number of at most 64 bits (xsd:integer)", "digits only, such as 10");
        }
    } else if is(xsd::DECIMAL) {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = whole.len() + fraction.len();
        // Oxigraph's decimals are 128 bits with 18 digits after the point.
        if digits == 0
            || fraction.len() > 18
            || whole.len() > 18
            || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
        {
            return rule(
                "it is not a decimal number (xsd:decimal)",
                "digits with a point and at most 18 of them on either side, such as 0.01",
            );
        }
    } else if is(xsd::BOOLEAN) {
        if !matches!(text, "true" | "false" | "1" | "0") {
            return rule("it is neither true nor false (xsd:boolean)", "true or false");
        }
    } else if is(DOUBLE) {
        let special = matches!(text, "INF" | "-INF" | "NaN");
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        if !(special || plain && text.parse::<f64>().is_ok()) {
            return rule("it is not a number (xsd:double)", "a number such as 0.5 or 1e6");
        }
    } else if datatype.as_str().starts_with(xsd::NAMESPACE) && !is(xsd::STRING) {
        return dated(text, &datatype.as_str()[xsd::NAMESPACE.len()..]).map(|()| text);
    } else {
        // Strings, and datatypes that are not known here, keep what was typed.
        return Ok(value);
    }
    Ok(text)
}

/// A complete calendar day. Time zones are refused: days with and without one have no order.
fn date(text: &str) -> Result<(), (String, String)> {
    let help = "year, month and day as YYYY-MM-DD, such as 1993-02-28".to_owned();
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(("it is not a day (xsd:date)".to_owned(), help));
    };
    let number =
        |s: &str, n| (s.len() == n && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok()).flatten();
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Err(("it is not a day (xsd:date)".to_owned(), help));
    };
    let first = i8::try_from(month).ok().and_then(|m| jiff::civil::Date::new(year, m, 1).ok());
    let Some(first) = first else {
        return Err((format!("there is no month {month}"), help));
    };
    let days = first.days_in_month();
    if !(1..=i16::from(days)).contains(&day) {
        return Err((format!("there is no such day: {} has {days} days", first.strftime("%B %Y")), help));
    }
    Ok(())
}

/// Checks the remaining XML Schema datatypes that queries use.
fn dated(text: &str, datatype: &str) -> Result<(), (String, String)> {
    let (valid, help) = match datatype {
        "dateTime" => (
            text.parse::<jiff::civil::DateTime>().is_ok() && text.contains('T'),
            "date and time as 1992-05-08T00:00:00",
        ),
        "gYear" => (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()), "four digits, such as 1992"),
        "gYearMonth" => (date(&format!("{text}-01")).is_ok(), "year and month, such as 1992-05"),
        _ => (true, ""),
    };
    if valid { Ok(()) } else { Err((format!("it is not in the form of xsd:{datatype}"), help.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(variable: &str, value: &str) -> Result<String, (String, String)> {
        let prefixes = Prefixes::new("https://example.org/d/");
        let parameter = Parameter::of_variable(variable, &prefixes).unwrap();
        term(&parameter, value, &prefixes).map(|t| t.to_string()).map_err(|e| (e.to_string(), e.help))
    }

    fn rule(variable: &str, value: &str) -> String {
        given(variable, value).unwrap_err().0
    }

    #[test]
    fn values_become_terms() {
        let typed = |v: &str, t: &str| Ok(format!("\"{v}\"^^<http://www.w3.org/2001/XMLSchema#{t}>"));
        assert_eq!(given("_x", "a \"b\"\n"), Ok(r#""a \"b\"\n""#.to_owned()));
        assert_eq!(given("_x_en", "Shusha"), Ok("\"Shusha\"@en".to_owned()));
        assert_eq!(given("_x_iri", "place/shusha"), Ok("<https://example.org/d/place/shusha>".to_owned()));
        assert_eq!(given("_x_xsd_date", " 1992-02-29 "), typed("1992-02-29", "date"));
        assert_eq!(given("_x_integer", "-5"), typed("-5", "integer"));
        assert_eq!(given("_x_xsd_decimal", ".5"), typed(".5", "decimal"));
        assert_eq!(given("_x_double", "1e-3"), typed("1e-3", "double"));
        assert_eq!(given("_x_boolean", "true"), typed("true", "boolean"));
        assert_eq!(given("_x_gYear", "1992"), typed("1992", "gYear"));
    }

    #[test]
    fn an_error_names_the_value_and_the_rule() {
        assert_eq!(
            rule("_from_xsd_date", "1993-02-30"),
            "from=1993-02-30: there is no such day: February 1993 has 28 days"
        );
        assert_eq!(rule("_from_xsd_date", "1993-13-01"), "from=1993-13-01: there is no month 13");
        for value in
            ["1993", "", "may 8, 1992", "1992-5-8", "1992-05-08Z", "-992-05-08", "1992-05-08\"", "1992-05-\u{668}8"]
        {
            assert!(given("_from_xsd_date", value).is_err(), "{value}");
        }
        for (variable, value) in [
            ("_n_integer", "1.5"),
            ("_n_integer", "99999999999999999999"),
            ("_n_integer", "1 } #"),
            ("_n_xsd_decimal", "1,5"),
            ("_n_xsd_decimal", "."),
            ("_n_xsd_decimal", "1e3"),
            ("_n_double", "inf"),
            ("_n_boolean", "yes"),
            ("_n_gYear", "92"),
            ("_n_dateTime", "1992-05-08"),
            ("_n_iri", "shusha"),
            ("_n_iri", "http://x/> ?p ?o } #"),
            ("_n_iri", ""),
        ] {
            assert!(given(variable, value).is_err(), "{variable} {value}");
        }
    }

    #[test]
    fn an_unknown_prefix_is_explained() {
        let help = |value| given("_x_iri", value).unwrap_err().1;
        assert!(help("dct:title").ends_with("the prefix of http://purl.org/dc/terms/ is \"dcterms\" here"));
        assert!(help("wdt:P31").ends_with("\"wdt\" is often short for http://www.wikidata.org/prop/direct/"));
        assert!(help("foo:bar").ends_with("an IRI with the scheme \"foo\" goes in angle brackets"));
    }
}
