//! A datatype with its format and its limits.

use super::date::{self, DatePattern, Moment};
use super::decimal::Decimal;
use super::number::{Number, NumberFormat};
use super::others;
use regex::Regex;
use std::cmp::Ordering;

/// The built-in types.
const KNOWN: &[&str] = &[
    "anyAtomicType",
    "any",
    "anyURI",
    "base64Binary",
    "binary",
    "boolean",
    "date",
    "dateTime",
    "datetime",
    "dateTimeStamp",
    "decimal",
    "integer",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "nonPositiveInteger",
    "negativeInteger",
    "double",
    "number",
    "duration",
    "dayTimeDuration",
    "yearMonthDuration",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "QName",
    "string",
    "normalizedString",
    "token",
    "language",
    "Name",
    "NMTOKEN",
    "xml",
    "html",
    "json",
    "time",
];

/// Whether a type is built in.
pub fn known(base: &str) -> bool {
    KNOWN.contains(&base)
}

/// How white space of a cell is read for a type: whether it becomes spaces, and whether it is stripped and collapsed.
pub fn normalises(base: &str) -> (bool, bool) {
    match base {
        "string" | "json" | "xml" | "html" | "anyAtomicType" | "any" => (false, false),
        "normalizedString" => (true, false),
        _ => (true, true),
    }
}

/// How values of a datatype are written.
#[derive(Debug, Clone, Default)]
pub enum Format {
    /// As XML Schema writes them.
    #[default]
    Plain,
    /// Numbers.
    Number(NumberFormat),
    /// Dates and times.
    Date(DatePattern),
    /// The words for true and false.
    Boolean(String, String),
    /// An expression that matches the whole text.
    Expression(Regex),
}

/// A limit of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The value.
    pub value: String,
    /// Whether the value itself is allowed.
    pub inclusive: bool,
}

/// A datatype of cells.
#[derive(Debug, Clone)]
pub struct Datatype {
    /// The built-in type.
    pub base: String,
    /// The format.
    pub format: Format,
    /// The length, in characters or bytes.
    pub length: Option<usize>,
    /// The least length.
    pub min_length: Option<usize>,
    /// The greatest length.
    pub max_length: Option<usize>,
    /// The least value.
    pub minimum: Option<Bound>,
    /// The greatest value.
    pub maximum: Option<Bound>,
}

impl Default for Datatype {
    fn default() -> Self {
        Self {
            base: "string".to_owned(),
            format: Format::Plain,
            length: None,
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
        }
    }
}

/// A value that can be compared.
enum Ordered {
    Number(Number),
    Moment(Moment),
}

impl Datatype {
    /// Whether it is a type of numbers.
    pub fn is_number(&self) -> bool {
        self.is_integer() || matches!(self.base.as_str(), "decimal" | "double" | "float" | "number")
    }

    /// Whether it is a type of whole numbers.
    pub fn is_integer(&self) -> bool {
        self.base.ends_with("nteger") || limits(&self.base).is_some()
    }

    /// Whether it is a type of dates or times.
    pub fn is_date(&self) -> bool {
        self.base.starts_with("date") || self.base == "time" || (self.base.starts_with('g') && known(&self.base))
    }

    /// Whether its values have a length.
    pub fn has_length(&self) -> bool {
        !self.is_number() && !self.is_date() && self.base != "boolean" && !self.base.ends_with("uration")
    }

    /// A text in the form of XML Schema, or why it is not of the type.
    pub fn read(&self, text: &str) -> Result<String, String> {
        let base = self.base.as_str();
        let wrong = || format!("\"{text}\" is not of the type {base}");
        let canonical = if self.is_number() {
            let number = self.number(text)?;
            match number {
                Number::Decimal(decimal) => decimal.to_string(),
                Number::Float(_) => text.to_owned(),
                Number::Special(name) => name.to_owned(),
            }
        } else if self.is_date() {
            self.moment(text).ok_or_else(wrong)?.canonical(base)
        } else if base == "boolean" {
            let is_true = match &self.format {
                Format::Boolean(yes, _) if yes == text => true,
                Format::Boolean(_, no) if no == text => false,
                Format::Boolean(yes, no) => return Err(format!("\"{text}\" is neither \"{yes}\" nor \"{no}\"")),
                _ if matches!(text, "true" | "1") => true,
                _ if matches!(text, "false" | "0") => false,
                _ => return Err(wrong()),
            };
            is_true.to_string()
        } else {
            if !others::is_of(base, text) {
                return Err(wrong());
            }
            text.to_owned()
        };
        if let Format::Expression(expression) = &self.format
            && !expression.is_match(text)
        {
            return Err(format!("\"{text}\" does not match {expression}"));
        }
        self.within(text)?;
        Ok(canonical)
    }

    fn number(&self, text: &str) -> Result<Number, String> {
        let base = self.base.as_str();
        let plain = NumberFormat::default();
        let number = if let Format::Number(format) = &self.format { format.read(text)? } else { plain.read(text)? };
        let is_float = matches!(base, "double" | "float" | "number");
        match &number {
            Number::Decimal(decimal) if self.is_integer() => {
                let fits = |(least, most): (&str, &str)| {
                    let bound = |text: &str| Decimal::parse(text).filter(|_| !text.is_empty());
                    bound(least).is_none_or(|least| decimal.compare(&least) != Ordering::Less)
                        && bound(most).is_none_or(|most| decimal.compare(&most) != Ordering::Greater)
                };
                let has_mark =
                    text.contains(if let Format::Number(format) = &self.format { format.decimal } else { '.' });
                if !decimal.is_whole() || has_mark || !limits(base).is_none_or(fits) {
                    return Err(format!("\"{text}\" is not of the type {base}"));
                }
            }
            Number::Float(_) | Number::Special(_) if !is_float => {
                return Err(format!("\"{text}\" is not of the type {base}"));
            }
            _ => {}
        }
        Ok(number)
    }

    fn moment(&self, text: &str) -> Option<Moment> {
        if let Format::Date(pattern) = &self.format { pattern.read(text) } else { date::xsd(&self.base, text) }
    }

    fn ordered(&self, text: &str) -> Option<Ordered> {
        if self.is_number() {
            return self.number(text).ok().map(Ordered::Number);
        }
        self.moment(text).map(Ordered::Moment)
    }

    /// The value of a limit, which is written as XML Schema does or in the format.
    fn bound(&self, text: &str) -> Option<Ordered> {
        let plain = Self { base: self.base.clone(), ..Self::default() };
        plain.ordered(text).or_else(|| self.ordered(text))
    }

    /// Compares two limits; `None` if one is not of the type.
    pub fn compare_bounds(&self, a: &str, b: &str) -> Option<Ordering> {
        compare(&self.bound(a)?, &self.bound(b)?)
    }

    fn within(&self, text: &str) -> Result<(), String> {
        let length = others::length(&self.base, text);
        if let Some(expected) = self.length.filter(|expected| *expected != length) {
            return Err(format!("\"{text}\" has the length {length}, not {expected}"));
        }
        if let Some(least) = self.min_length.filter(|least| length < *least) {
            return Err(format!("\"{text}\" has the length {length}, less than {least}"));
        }
        if let Some(most) = self.max_length.filter(|most| length > *most) {
            return Err(format!("\"{text}\" has the length {length}, more than {most}"));
        }
        for (bound, beyond, word) in
            [(&self.minimum, Ordering::Less, "less"), (&self.maximum, Ordering::Greater, "more")]
        {
            let Some(bound) = bound else { continue };
            let (Some(value), Some(limit)) = (self.ordered(text), self.bound(&bound.value)) else { continue };
            let is_beyond = match compare(&value, &limit) {
                Some(Ordering::Equal) => !bound.inclusive,
                order => order == Some(beyond),
            };
            if is_beyond {
                let or = if bound.inclusive { "" } else { " than it may be, or as much" };
                return Err(format!("\"{text}\" is {word}{or}: the limit is {}", bound.value));
            }
        }
        Ok(())
    }
}

/// Compares values of one type.
fn compare(a: &Ordered, b: &Ordered) -> Option<Ordering> {
    let float = |number: &Number| match number {
        Number::Decimal(decimal) => decimal.to_string().parse().unwrap_or(f64::NAN),
        Number::Float(float) => *float,
        Number::Special("INF") => f64::INFINITY,
        Number::Special("-INF") => f64::NEG_INFINITY,
        Number::Special(_) => f64::NAN,
    };
    match (a, b) {
        (Ordered::Number(Number::Decimal(a)), Ordered::Number(Number::Decimal(b))) => Some(a.compare(b)),
        (Ordered::Number(a), Ordered::Number(b)) => float(a).partial_cmp(&float(b)),
        (Ordered::Moment(a), Ordered::Moment(b)) => Some(a.order().cmp(&b.order())),
        _ => None,
    }
}

/// The least and the greatest value of a type of whole numbers; an empty text is no limit.
fn limits(base: &str) -> Option<(&'static str, &'static str)> {
    Some(match base {
        "long" => ("-9223372036854775808", "9223372036854775807"),
        "int" => ("-2147483648", "2147483647"),
        "short" => ("-32768", "32767"),
        "byte" => ("-128", "127"),
        "nonNegativeInteger" => ("0", ""),
        "positiveInteger" => ("1", ""),
        "unsignedLong" => ("0", "18446744073709551615"),
        "unsignedInt" => ("0", "4294967295"),
        "unsignedShort" => ("0", "65535"),
        "unsignedByte" => ("0", "255"),
        "nonPositiveInteger" => ("", "0"),
        "negativeInteger" => ("", "-1"),
        _ => return None,
    })
}
