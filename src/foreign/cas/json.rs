//! A CAS as JSON (version 0.4 of UIMA's format): `@NAME` is a feature whose value is another structure, or an array of them.
//! What offsets count is UTF-16 units; a header may name another encoding.

use super::super::json::{Item, Texts};
use super::super::mapping::Mapping;
use super::super::model::{FindingsFile, Unit};
use super::{Structure, Value};

/// Reads texts.
pub(in super::super) fn read(texts: &Texts, mapping: &Mapping, file: &mut FindingsFile) {
    for item in texts.items() {
        let mut structures = Vec::new();
        let Some(all) = item.get("%FEATURE_STRUCTURES") else {
            file.problems.push(item.wrong("this CAS has no feature structures"));
            continue;
        };
        if all.value.is_object() {
            structures.extend(all.members().iter().map(|(id, item)| structure(item, Some(id))));
        } else {
            structures.extend(all.each().iter().map(|item| structure(item, None)));
        }
        super::unfold::unfold(&mut structures);
        let encoding = item.get("%HEADER").and_then(|header| header.get("%OFFSET_ENCODING"));
        let unit = match encoding.as_ref().and_then(Item::text) {
            None | Some("UTF-16") => Unit::Utf16,
            Some("UTF-8") => Unit::Bytes,
            Some("UTF-32") => Unit::CodePoints,
            Some(_) => {
                file.problems
                    .extend(encoding.map(|encoding| encoding.wrong("this is no encoding that offsets count in")));
                continue;
            }
        };
        super::read(&structures, unit, mapping, file);
    }
}

fn structure(item: &Item<'_>, id: Option<&str>) -> Structure {
    let id = item.get("%ID").and_then(|id| id.plain()).or_else(|| id.map(str::to_owned)).unwrap_or_default();
    let kind = item.text_of("%TYPE").unwrap_or_default().to_owned();
    let mut features = Vec::new();
    for (name, value) in item.members() {
        let plain = || value.each().iter().filter_map(Item::plain).collect::<Vec<String>>();
        if let Some(name) = name.strip_prefix('@') {
            features.push((name.to_owned(), plain().into_iter().map(Value::Structure).collect()));
        } else if name == "%ELEMENTS" {
            // Arrays of texts and numbers have their types.
            let are_texts =
                kind.strip_prefix("uima.cas.").is_some_and(|kind| kind != "FSArray" && !kind.starts_with("TOP"));
            let of = if are_texts { Value::Text } else { Value::Structure };
            features.push(("elements".to_owned(), plain().into_iter().map(of).collect()));
        } else if !name.starts_with('%') {
            // `^` and `#` mark how a value is written.
            let name = name.trim_start_matches(['^', '#']);
            features.push((name.to_owned(), plain().into_iter().map(Value::Text).collect()));
        }
    }
    Structure { id, kind, features, at: item.at.clone() }
}
