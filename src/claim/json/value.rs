//! Values and places as JSON, and the brackets around them.

use super::{ClaimLines, Part, is_span};
use crate::base::iri::last_part;
use crate::base::vocab::{choro, dcterms, oa, qudt, rdf, term, xsd};
use oxigraph::model::{Literal, NamedNode, Term};

impl ClaimLines<'_> {
    /// A value of a claim.
    pub(super) fn value(&self, part: &Part<'_>, value: &Term, out: &mut Vec<u8>) {
        match value {
            Term::Literal(literal) => self::literal(literal, out),
            Term::NamedNode(node) => self.node_value(part, node, out),
            _ => out.extend_from_slice(b"null"),
        }
    }

    fn node_value(&self, part: &Part<'_>, node: &NamedNode, out: &mut Vec<u8>) {
        let iri = node.as_str();
        if let Some(term) = iri.strip_prefix(term::NAMESPACE) {
            return string(term, out);
        }
        if part.is_a(iri, choro::CLAIM) {
            return string(iri, out);
        }
        if part.is_a(iri, choro::TIME_EXTENT) {
            let mut object = Object::begin(out);
            for (name, property) in [("edtf", choro::EDTF), ("earliest", choro::EARLIEST), ("latest", choro::LATEST)] {
                object.text(name, part.text(iri, property));
            }
            object.text("precision", part.node(iri, choro::DATE_PRECISION).map(|of| last_part(of.as_str())));
            return object.end();
        }
        if part.is_a(iri, qudt::QUANTITY_VALUE) {
            let mut object = Object::begin(out);
            object.number("value", part.text(iri, qudt::NUMERIC_VALUE));
            object.text("unit", part.node(iri, qudt::HAS_UNIT).map(|unit| last_part(unit.as_str())));
            object.text("words", part.text(iri, choro::LEXICAL_FORM));
            object.number("km2", part.text(iri, choro::SQUARE_KILOMETRES));
            return object.end();
        }
        if is_span(part, iri) {
            let mut object = Object::begin(out);
            object.text("words", part.text(iri, oa::EXACT));
            object.number("start", part.text(iri, oa::START));
            object.number("end", part.text(iri, oa::END));
            object.member("refers_to", |out| self.entity(part, part.node(iri, choro::REFERS_TO), out));
            return object.end();
        }
        self.entity(part, Some(node), out);
    }
}

/// The members of a place in a source.
pub(super) fn place(part: &Part<'_>, place: &str, object: &mut Object<'_>) {
    let value = part.text(place, rdf::VALUE);
    if is_span(part, place) {
        object.text("kind", Some("text"));
        object.number("start", part.text(place, oa::START));
        object.number("end", part.text(place, oa::END));
    } else if part.is_a(place, choro::MAPPING_LINE) {
        object.text("kind", Some("mapping"));
        object.number("line", part.text(place, choro::LINE_NUMBER));
        object.member("supplies", |out| {
            let mut list = List::begin(out);
            for key in part.values(place, choro::SUPPLIES) {
                if let Term::Literal(key) = key {
                    list.item(|out| string(key.value(), out));
                }
            }
            list.end();
        });
    } else if part.text(place, choro::SHEET).is_some() {
        object.text("kind", Some("sheet"));
        object.text("sheet", part.text(place, choro::SHEET));
        object.text("reference", part.text(place, choro::CELL_REFERENCE));
    } else if part.node(place, dcterms::CONFORMS_TO).is_some()
        && value.is_none_or(|value| value.is_empty() || value.starts_with('/'))
    {
        object.text("kind", Some("pointer"));
        object.number("line", part.text(place, choro::LINE_NUMBER));
        object.text("pointer", value);
    } else {
        object.text("kind", Some("cell"));
        object.text("fragment", value);
    }
    object.text("words", part.text(place, oa::EXACT));
}

fn literal(literal: &Literal, out: &mut Vec<u8>) {
    let value = literal.value();
    if let Some(language) = literal.language() {
        let mut object = Object::begin(out);
        object.text("text", Some(value));
        object.text("language", Some(language));
        return object.end();
    }
    let datatype = literal.datatype();
    let is_plain = if datatype == xsd::BOOLEAN {
        matches!(value, "true" | "false")
    } else {
        (datatype == xsd::INTEGER || datatype == xsd::DECIMAL) && is_number(value)
    };
    if is_plain { out.extend_from_slice(value.as_bytes()) } else { string(value, out) }
}

/// Whether a text is a number of JSON (RFC 8259), without an exponent.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    are_digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(are_digits)
}

fn string(text: &str, out: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl<'o> Object<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_first: true }
    }

    pub(super) fn member(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.separate();
        string(name, self.out);
        self.out.push(b':');
        write(self.out);
    }

    /// A member that is a text, or null.
    pub(super) fn text(&mut self, name: &str, value: Option<&str>) {
        self.member(name, |out| match value {
            Some(value) => string(value, out),
            None => out.extend_from_slice(b"null"),
        });
    }

    /// A member that is a number with the digits of a text, or null.
    pub(super) fn number(&mut self, name: &str, value: Option<&str>) {
        self.member(name, |out| match value {
            Some(value) if is_number(value) => out.extend_from_slice(value.as_bytes()),
            Some(value) => string(value, out),
            None => out.extend_from_slice(b"null"),
        });
    }

    /// Members that are written already.
    pub(super) fn members(&mut self, written: &str) {
        if !written.is_empty() {
            self.separate();
            self.out.extend_from_slice(written.as_bytes());
        }
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }
}

/// A list that is being written.
pub(super) struct List<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl<'o> List<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'[');
        Self { out, is_first: true }
    }

    pub(super) fn item(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        write(self.out);
    }

    pub(super) fn end(self) {
        self.out.push(b']');
    }
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_of_json_are_known() {
        for (text, expected) in [
            ("0", true),
            ("-1.50", true),
            ("12345678901234567890.000000000000000001", true),
            ("007", false),
            (".5", false),
            ("1.", false),
            ("+1", false),
            ("1e5", false),
            ("", false),
            ("-", false),
        ] {
            assert_eq!(is_number(text), expected, "{text}");
        }
    }
}
