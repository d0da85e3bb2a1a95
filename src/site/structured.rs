//! What pages say in schema.org's words, as JSON-LD in the page, for search engines and for those who judge data by F-UJI.

use super::Context;
use super::page::address;
use serde_json::{Value, json};

/// A value as a block of data in a page. Nothing in it ends the block.
pub(super) fn script(value: &Value) -> String {
    let mut out = String::from("<script type=\"application/ld+json\">");
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "</script>\n"
}

/// The dataset, in short: what a page is part of.
pub(super) fn dataset(context: &Context<'_>) -> Value {
    json!({ "@type": "Dataset", "@id": context.dataset.minter.base(), "name": context.dataset.config.title })
}

/// The same, of a page.
pub(super) fn dataset_of(draft: &super::page::Draft<'_>) -> Value {
    dataset(draft.context())
}

/// The dataset as a whole.
pub(super) fn whole(context: &Context<'_>, variables: &[String], based_on: &[String], keywords: &[String]) -> Value {
    let (config, base) = (&context.dataset.config, context.dataset.minter.base());
    let distribution: Vec<Value> = context
        .options
        .downloads
        .iter()
        .map(|d| {
            json!({
                "@type": "DataDownload",
                "name": d.title,
                "contentUrl": address(base, &d.name),
                "encodingFormat": d.media_type,
                "contentSize": format!("{} B", d.size),
                "sha256": d.sha256,
                "license": config.licence,
            })
        })
        .collect();
    json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": base,
        "identifier": base,
        "url": base,
        "name": config.title,
        "description": config.description,
        "license": config.licence,
        "isAccessibleForFree": true,
        "conditionsOfAccess": "open",
        "inLanguage": config.languages,
        "creator": { "@type": "Organization", "name": config.creator },
        "publisher": { "@type": "Organization", "name": config.publisher },
        "keywords": keywords,
        "variableMeasured": variables,
        "isBasedOn": based_on,
        "distribution": distribution,
    })
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
