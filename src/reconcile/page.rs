//! An item in HTML: a small page (preview) or a piece of one (flyout). All that comes from the index is escaped.

use super::{Refusal, Service};
use crate::wikidata::item::{Item, NameKind};
use crate::wikidata::{COORDINATES, COUNTRY, INSTANCE_OF, LOCATED_IN, item_number, property};
use serde_json::{Value, json};

const ALIASES: usize = 8;

/// A page about an item.
pub(super) fn preview(service: &Service<'_>, id: &str) -> Result<String, Refusal> {
    let item = item(service, id)?;
    let language = service.index.languages().0.first().map_or("", String::as_str);
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title>\
         <style>body{{font:13px sans-serif;margin:8px}}p{{margin:3px 0}}</style></head>\n<body>{}</body>\n</html>\n",
        escaped(language),
        escaped(&label(service, &item)),
        piece(service, &item)
    ))
}

/// A piece about an item or a class.
pub(super) fn flyout(service: &Service<'_>, id: &str) -> Result<Value, Refusal> {
    let item = item(service, id)?;
    Ok(json!({"id": format!("Q{}", item.id), "html": piece(service, &item)}))
}

/// A piece about a property.
pub(super) fn property_flyout(id: &str) -> Result<Value, Refusal> {
    let found = id.strip_prefix('P').and_then(|n| n.parse().ok()).and_then(property);
    let found = found.ok_or_else(|| Refusal::new(404, format!("the index keeps no property {id:?}")))?;
    let value = super::suggest::property(found);
    let text = |field: &str| escaped(value[field].as_str().unwrap_or_default());
    let html = format!("<p><b>{}</b> {}</p><p>{}</p>", text("name"), text("id"), text("description"));
    Ok(json!({"id": value["id"], "html": html}))
}

fn item(service: &Service<'_>, id: &str) -> Result<Item, Refusal> {
    let number = item_number(id).ok_or_else(|| Refusal::wrong(format!("id: {id:?} is no item, such as Q42")))?;
    let item = service.index.item(number).or_else(|| service.index.class(number));
    item.ok_or_else(|| Refusal::new(404, format!("the index has no item Q{number}")))
}

fn label(service: &Service<'_>, item: &Item) -> String {
    service.index.label(item.id).unwrap_or_else(|| format!("Q{}", item.id))
}

fn piece(service: &Service<'_>, item: &Item) -> String {
    let label = label(service, item);
    let (shown, id) = (escaped(&label), item.id);
    let mut html =
        format!("<p><b>{shown}</b> <a href=\"https://www.wikidata.org/wiki/Q{id}\" target=\"_blank\">Q{id}</a></p>");
    if let Some(description) = &item.description {
        html.push_str(&format!("<p>{}</p>", escaped(description)));
    }
    let names = item.names.iter().filter(|n| n.kind != NameKind::Demonym && n.text != label);
    let mut aliases: Vec<&str> = names.map(|n| n.text.as_str()).collect();
    aliases.sort_unstable();
    aliases.dedup();
    aliases.truncate(ALIASES);
    if !aliases.is_empty() {
        html.push_str(&format!("<p><i>{}</i></p>", escaped(&aliases.join(", "))));
    }
    for id in [INSTANCE_OF, COUNTRY, LOCATED_IN, crate::wikidata::AREA, COORDINATES] {
        let values = super::extend::texts(service, item, id);
        if let Some(known) = property(id).filter(|_| !values.is_empty()) {
            html.push_str(&format!("<p>{}: {}</p>", escaped(known.label), escaped(&values.join(", "))));
        }
    }
    html
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_passes_as_markup() {
        assert_eq!(super::escaped("<a b=\"c\" d='e'>&\0"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp; ");
    }
}
