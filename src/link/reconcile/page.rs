//! An item in HTML: a small page (preview) or a fragment (flyout). All text from the index is escaped.

use super::identifiers::{ACCEPTED, IdentifierScheme, SOURCE};
use super::{RequestError, Service};
use crate::base::markup::{self, APOSTROPHE};
use crate::claim::types::items;
use crate::link::wikidata::item::{Item, NameKind};
use crate::link::wikidata::{AREA, COORDINATES, COUNTRY, INSTANCE_OF, LOCATED_IN};
use serde_json::{Value, json};

const ALIASES: usize = 8;

/// A page about an item.
pub(super) fn preview(service: &Service<'_>, id: &str) -> Result<String, RequestError> {
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

/// A fragment about an item or a class.
pub(super) fn flyout(service: &Service<'_>, id: &str) -> Result<Value, RequestError> {
    let item = item(service, id)?;
    Ok(json!({"id": service.scheme.id(service.index, item.id), "html": piece(service, &item)}))
}

/// A fragment about a property.
pub(super) fn property_flyout(service: &Service<'_>, id: &str) -> Result<Value, RequestError> {
    let found = service.scheme.known(id);
    let found = found.ok_or_else(|| RequestError::new(404, format!("the index keeps no property {id:?}")))?;
    let value = super::suggest::property(service, found);
    let text = |field: &str| escaped(value[field].as_str().unwrap_or_default());
    let html = format!("<p><b>{}</b> {}</p><p>{}</p>", text("name"), text("id"), text("description"));
    Ok(json!({"id": value["id"], "html": html}))
}

fn item(service: &Service<'_>, id: &str) -> Result<Item, RequestError> {
    let number = service.scheme.number(service.index, id);
    let Some(number) = number else {
        // An unknown number of Wikidata is a missing item; anything else that is not a number is a mistake.
        let status = if service.scheme == IdentifierScheme::Wikidata { 400 } else { 404 };
        return Err(RequestError::new(status, format!("id: {id:?} is not {}", service.scheme.item_rule())));
    };
    let item = service.index.item(number).or_else(|| service.index.class(number));
    item.ok_or_else(|| RequestError::new(404, format!("the index has no item {id:?}")))
}

fn label(service: &Service<'_>, item: &Item) -> String {
    service.index.label(item.id).unwrap_or_else(|| service.scheme.id(service.index, item.id))
}

fn piece(service: &Service<'_>, item: &Item) -> String {
    let label = label(service, item);
    let (shown, id) = (escaped(&label), escaped(&service.scheme.id(service.index, item.id)));
    let page = escaped(&service.scheme.page(service.index, item.id));
    let mut html = format!("<p><b>{shown}</b> <a href=\"{page}\" target=\"_blank\">{id}</a></p>");
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
    let of_claims = items().into_iter().map(|(_, value)| value.property).filter(|id| *id != AREA);
    let shown = [INSTANCE_OF, COUNTRY, LOCATED_IN, AREA, COORDINATES].into_iter().chain(of_claims);
    for id in shown.chain([ACCEPTED, SOURCE]) {
        let values = super::extend::texts(service, item, id);
        if let Some(known) = service.scheme.property(id).filter(|_| !values.is_empty()) {
            html.push_str(&format!("<p>{}: {}</p>", escaped(known.label), escaped(&values.join(", "))));
        }
    }
    html
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    markup::escape(text, &mut out, |c, out| match c {
        '\'' => out.push_str(APOSTROPHE),
        c if c.is_control() => out.push(' '),
        c => out.push(c),
    });
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_passes_as_markup() {
        assert_eq!(super::escaped("<a b=\"c\" d='e'>&\0"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp; ");
    }
}
