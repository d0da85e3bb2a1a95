//! The manifest, which a client reads first: what the service is, what it can do, and the addresses.

use super::census::Class;
use super::identifiers::IdentifierScheme;
use super::{BATCH, Service};
use serde_json::{Value, json};

const DEFAULT_TYPES: usize = 10;
const WIDTH: u32 = 430;
const HEIGHT: u32 = 130;

/// The manifest of 0.2. It includes the additions of 1.0-draft that do not contradict 0.2.
pub(super) fn v02(service: &Service<'_>, base: &str) -> Value {
    let suggest = |what: &str| {
        json!({
            "service_url": base, "service_path": format!("/suggest/{what}"),
            "flyout_service_url": base, "flyout_service_path": format!("/flyout/{what}?id=${{id}}"),
        })
    };
    let settings: Vec<Value> = settings("name", "label", "help_text");
    let mut manifest = common(service);
    manifest["versions"] = json!(["0.2", "1.0-draft"]);
    manifest["identifierSpace"] = json!(service.scheme.identifiers());
    manifest["schemaSpace"] = json!(service.scheme.schema());
    manifest["view"] = json!({"url": view(service, base, "{{id}}")});
    manifest["preview"] = json!({"url": format!("{base}/preview?id={{{{id}}}}"), "width": WIDTH, "height": HEIGHT});
    manifest["suggest"] =
        json!({"entity": suggest("entity"), "type": suggest("type"), "property": suggest("property")});
    manifest["extend"] = json!({
        "propose_properties": {"service_url": base, "service_path": "/propose"},
        "property_settings": settings,
    });
    manifest
}

/// The manifest of 1.0-draft.
pub(super) fn v1(service: &Service<'_>, base: &str) -> Value {
    let mut manifest = common(service);
    manifest["versions"] = json!(["1.0-draft"]);
    manifest["view"] = json!({"url": view(service, base, "{id}")});
    manifest["preview"] = json!({"width": WIDTH, "height": HEIGHT});
    manifest["suggest"] = json!({"entity": true, "type": true, "property": true});
    manifest["extend"] = json!({"proposeProperties": true, "propertySettings": settings("id", "name", "helpText")});
    if let Some(language) = service.index.languages().0.first() {
        manifest["lang"] = json!(language);
    }
    manifest["standardizedScore"] = json!(true);
    manifest["documentation"] = json!(format!("{base}/"));
    manifest
}

/// The address where a person can look at an item. The IRIs of a dataset may not resolve yet, and clients encode
/// identifiers with a slash; this service can always show the item.
fn view(service: &Service<'_>, base: &str, id: &str) -> String {
    match service.scheme {
        IdentifierScheme::Wikidata => format!("https://www.wikidata.org/wiki/{id}"),
        IdentifierScheme::Dataset(_) => format!("{base}/preview?id={id}"),
    }
}

fn common(service: &Service<'_>) -> Value {
    // A class without a label in the index means nothing to a person.
    let id = |c: &Class| service.scheme.id(service.index, c.id);
    let shown = |c: &&Class| c.items > 0 && (c.label != id(c) || service.scheme != IdentifierScheme::Wikidata);
    let classes = service.census.classes.iter().filter(shown).take(DEFAULT_TYPES);
    let types: Vec<Value> = classes.map(|c| json!({"id": id(c), "name": c.label})).collect();
    json!({
        "name": service.name,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "batchSize": BATCH,
        "defaultTypes": types,
    })
}

/// The settings of a property in an extension; the two versions name the fields differently.
fn settings(id: &str, name: &str, help: &str) -> Vec<Value> {
    vec![
        json!({id: "limit", name: "Limit", "type": "number", "default": 0,
            help: "The most values of an item; 0 for all"}),
        json!({id: "rank", name: "Ranks", "type": "select", "default": "any",
            "choices": [{"value": "any", "name": "Any rank"}, {"value": "best", "name": "The best rank"}],
            help: "Whether values of normal rank are shown beside preferred ones"}),
    ]
}
