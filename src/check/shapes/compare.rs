//! Compares literals by their values, and checks whether their text is valid for their datatype.

use crate::base::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, GYear, GYearMonth, Integer, Time};
use std::cmp::Ordering;

/// A value that can be compared with others of the same kind.
#[derive(Debug)]
enum Value {
    Decimal(Decimal),
    Double(Double),
    Date(Date),
    DateTime(DateTime),
    Time(Time),
    Year(GYear),
    YearMonth(GYearMonth),
    Boolean(Boolean),
    Text(String),
}

/// The datatypes derived from integer, which SPARQL treats as numbers.
const INTEGERS: &[&str] = &[
    "integer",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
];

/// The value of a literal; `None` if its text is invalid for its datatype, or the datatype has no order.
fn value(literal: &Literal) -> Option<Value> {
    let text = literal.value();
    if literal.language().is_some() {
        return None;
    }
    let name = literal.datatype().as_str().strip_prefix(xsd::NAMESPACE)?.to_owned();
    if INTEGERS.contains(&name.as_str()) {
        return in_range(text, &name).then(|| text.parse().ok().map(Value::Decimal))?;
    }
    match name.as_str() {
        "decimal" => text.parse().ok().map(Value::Decimal),
        "double" | "float" => text.parse().ok().map(Value::Double),
        "date" => text.parse().ok().map(Value::Date),
        "dateTime" | "dateTimeStamp" => text.parse().ok().map(Value::DateTime),
        "time" => text.parse().ok().map(Value::Time),
        "gYear" => text.parse().ok().map(Value::Year),
        "gYearMonth" => text.parse().ok().map(Value::YearMonth),
        "boolean" => text.parse().ok().map(Value::Boolean),
        "string" => Some(Value::Text(text.to_owned())),
        _ => None,
    }
}

fn in_range(text: &str, name: &str) -> bool {
    let Ok(integer) = text.parse::<Integer>() else { return false };
    let n = i64::from(integer);
    match name {
        "int" => i32::try_from(n).is_ok(),
        "short" => i16::try_from(n).is_ok(),
        "byte" => i8::try_from(n).is_ok(),
        "nonNegativeInteger" | "unsignedLong" => n >= 0,
        "positiveInteger" => n > 0,
        "nonPositiveInteger" => n <= 0,
        "negativeInteger" => n < 0,
        "unsignedInt" => u32::try_from(n).is_ok(),
        "unsignedShort" => u16::try_from(n).is_ok(),
        "unsignedByte" => u8::try_from(n).is_ok(),
        _ => true,
    }
}

/// Whether the text of a literal is valid for its datatype; true for unknown datatypes.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let Some(name) = literal.datatype().as_str().strip_prefix(xsd::NAMESPACE) else { return true };
    let known = ["decimal", "double", "float", "date", "dateTime", "time", "gYear", "gYearMonth", "boolean"];
    if known.contains(&name) || INTEGERS.contains(&name) { value(literal).is_some() } else { true }
}

/// Whether a term is less than another, or equal if `or_equal` is set; false if they cannot be compared.
pub(super) fn less(a: &Term, b: &Term, or_equal: bool) -> bool {
    let (Term::Literal(a), Term::Literal(b)) = (a, b) else { return false };
    let (Some(a), Some(b)) = (value(a), value(b)) else { return false };
    let order = match (a, b) {
        (Value::Decimal(a), Value::Decimal(b)) => a.partial_cmp(&b),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(&b),
        (Value::Decimal(a), Value::Double(b)) => Double::from(a).partial_cmp(&b),
        (Value::Double(a), Value::Decimal(b)) => a.partial_cmp(&Double::from(b)),
        (Value::Date(a), Value::Date(b)) => a.partial_cmp(&b),
        (Value::DateTime(a), Value::DateTime(b)) => a.partial_cmp(&b),
        (Value::Time(a), Value::Time(b)) => a.partial_cmp(&b),
        (Value::Year(a), Value::Year(b)) => a.partial_cmp(&b),
        (Value::YearMonth(a), Value::YearMonth(b)) => a.partial_cmp(&b),
        (Value::Boolean(a), Value::Boolean(b)) => bool::from(a).partial_cmp(&bool::from(b)),
        (Value::Text(a), Value::Text(b)) => a.partial_cmp(&b),
        _ => None,
    };
    match order {
        Some(Ordering::Less) => true,
        Some(Ordering::Equal) => or_equal,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn typed(text: &str, name: &str) -> Term {
        Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("{}{name}", xsd::NAMESPACE))).into()
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        for (a, b, kinds, is_less, or_equal) in [
            ("9", "10", ("integer", "integer"), true, true),
            ("9.0", "9", ("decimal", "integer"), false, true),
            ("1e1", "11", ("double", "decimal"), true, true),
            ("1992-05-08", "1992-05-09", ("date", "date"), true, true),
            ("1992-02-30", "1992-05-09", ("date", "date"), false, false),
            ("b", "a", ("string", "string"), false, false),
            ("1", "2", ("string", "integer"), false, false),
            ("300", "301", ("byte", "integer"), false, false),
        ] {
            let (a, b) = (typed(a, kinds.0), typed(b, kinds.1));
            assert_eq!((less(&a, &b, false), less(&a, &b, true)), (is_less, or_equal), "{a} {b}");
        }
    }

    #[test]
    fn a_day_that_there_is_not_is_no_date() {
        for (text, name, good) in [
            ("1992-02-30", "date", false),
            ("1992-02-29", "date", true),
            ("x", "integer", false),
            ("x", "string", true),
        ] {
            let Term::Literal(literal) = typed(text, name) else { panic!() };
            assert_eq!(is_well_formed(&literal), good, "{text}");
        }
    }
}
