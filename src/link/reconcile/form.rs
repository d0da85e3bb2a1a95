//! Forms as browsers send them (`application/x-www-form-urlencoded`), in an address or a body.

use super::RequestError;
use crate::base::iri::percent_decoded_leniently;

/// The fields of a form, in the order in which they were sent.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(text: &str) -> Self {
        let fields = text.split('&').filter(|f| !f.is_empty()).map(|field| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            (decoded(name), decoded(value))
        });
        Self(fields.collect())
    }

    pub(super) fn of_body(body: &[u8]) -> Result<Self, RequestError> {
        let text = std::str::from_utf8(body).map_err(|_| RequestError::wrong("the body is not UTF-8"))?;
        // JSON that is sent with another media type must not be taken for a field name.
        Ok(if text.trim_start().starts_with(['{', '[']) { Self::default() } else { Self::read(text.trim()) })
    }

    /// The first field with this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Decodes `+` and `%`; invalid UTF-8 becomes the replacement character.
fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&percent_decoded_leniently(&text.replace('+', " "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (text, name, value) in [
            ("a=1&b=2", "b", Some("2")),
            ("a=x+y%20z", "a", Some("x y z")),
            ("a=%C9%99", "a", Some("ə")),
            ("a=%C9", "a", Some("\u{fffd}")),
            ("a=100%", "a", Some("100%")),
            ("a=%zz%4", "a", Some("%zz%4")),
            ("a=%00", "a", Some("\0")),
            ("a", "a", Some("")),
            ("a=b=c", "a", Some("b=c")),
            ("&&a=1", "b", None),
        ] {
            assert_eq!(Form::read(text).get(name), value, "{text}");
        }
        assert!(Form::of_body(b"a=\xff").is_err());
        assert_eq!(Form::of_body(b"{\"queries\": 1}").unwrap().get("queries"), None);
    }
}
