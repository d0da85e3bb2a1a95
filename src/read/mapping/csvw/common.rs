//! Common properties (`dc:title` and others): their form, and those that are metadata of the document.

use super::json::{Json, Node};
use super::properties::{Reader, is_tag};
use crate::base::iri::Minter;
use crate::base::time::TimeExtent;

/// What the common properties of a table say of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// `dc:title`.
    pub title: Option<String>,
    /// `dc:creator`.
    pub creators: Vec<String>,
    /// `dc:publisher`.
    pub publisher: Option<String>,
    /// `dc:license`, if it is an IRI.
    pub licence: Option<String>,
    /// `dc:language`.
    pub language: Option<String>,
    /// `dc:issued`, if it is a date.
    pub issued: Option<String>,
}

/// Reads what the common properties of an object say of the document.
pub(super) fn about(reader: &mut Reader<'_>, node: &Node) -> About {
    let mut about = About::default();
    for (name, value) in node.object().unwrap_or_default() {
        let name = name.strip_prefix("dcterms:").or_else(|| name.strip_prefix("dc:")).unwrap_or_default();
        let known = ["title", "creator", "publisher", "license", "language", "issued"];
        if !known.contains(&name) {
            continue;
        }
        let mut texts = words(value);
        let first = texts.first().filter(|text| !text.trim().is_empty()).cloned();
        let mut checked = |ok: &dyn Fn(&str) -> bool, rule: &str| {
            let found = first.clone().filter(|text| ok(text));
            if found.is_none() {
                reader.note(value, format!("`dc:{name}` is no metadata of the document: {rule}"));
            }
            found
        };
        match name {
            "title" => about.title = first,
            "creator" => about.creators.append(&mut texts),
            "publisher" => about.publisher = first,
            "license" => about.licence = checked(&Minter::is_iri, "a licence is an absolute IRI"),
            "language" => about.language = checked(&is_tag, "a language is a BCP 47 tag"),
            _ => {
                let ok = |text: &str| TimeExtent::from_edtf(text).is_some_and(|t| t.is_level_0());
                about.issued = checked(&ok, "a date of publication is EDTF level 0");
            }
        }
    }
    about
}

/// The texts of a value: a text, a list, `@value`, `@id`, or a name in an object.
fn words(node: &Node) -> Vec<String> {
    match &node.value {
        Json::String(text) => vec![text.clone()],
        Json::Array(nodes) => nodes.iter().filter(|node| node.array().is_none()).flat_map(words).collect(),
        Json::Object(_) => ["@value", "schema:name", "foaf:name", "dc:title", "@id"]
            .iter()
            .find_map(|name| node.member(name)?.text().map(str::to_owned))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
