//! The schema.org data of pages, as JSON-LD in the page, for search engines and for FAIR assessment tools such as
//! F-UJI.

use super::{Context, Download};
use crate::base::markup::is_forbidden;
use crate::publish::describe::{File, schema_org};
use serde_json::{Value, json};

/// A value as a block of data in a page. Nothing in it can end the block.
pub(super) fn script(value: &Value) -> String {
    let mut out = String::from("<script type=\"application/ld+json\">");
    for c in value.to_string().chars() {
        match c {
            c if matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || is_forbidden(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out += &format!("\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out + "</script>\n"
}

/// The dataset in short, as the whole that a page is part of.
pub(super) fn dataset(context: &Context<'_>) -> Value {
    json!({ "@type": "Dataset", "@id": context.dataset.minter.base(), "name": context.dataset.config.title })
}

/// The dataset as a whole.
pub(super) fn whole(context: &Context<'_>, variables: &[String], based_on: &[String], keywords: &[String]) -> Value {
    let file = |d: &Download| File {
        name: d.name.clone(),
        media_type: d.media_type.to_owned(),
        bytes: d.size,
        sha256: d.sha256.clone(),
    };
    let files: Vec<File> = context.options.downloads.iter().map(file).collect();
    let mut it = schema_org(context.dataset, &context.options.version, &files, based_on);
    if it.get("keywords").is_none() {
        it["keywords"] = json!(keywords);
    }
    it["conditionsOfAccess"] = json!("open");
    it["variableMeasured"] = json!(variables);
    it
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_ends_its_block() {
        let block = script(&json!({ "name": "</script><script>alert(1)</script>\u{2028}<!--" }));
        assert_eq!(block.matches('<').count(), 2, "{block}");
        let inside = block.trim_start_matches("<script type=\"application/ld+json\">").trim_end();
        let value: Value = serde_json::from_str(inside.strip_suffix("</script>").unwrap()).unwrap();
        assert_eq!(value["name"], "</script><script>alert(1)</script>\u{2028}<!--");
    }
}
