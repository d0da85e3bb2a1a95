//! The dataset for search engines (schema.org) and as a research object (RO-Crate 1.1). Both are written directly as
//! JSON-LD: their readers expect a certain structure and not only the statements.

use super::{Context, File, dcat};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};

/// The dataset in schema.org's vocabulary, to be embedded in a page; `origins` are the addresses of its sources.
/// Unknown values are left out, so that a page can be made before the files are written.
pub fn schema_org(dataset: &Dataset, version: &str, files: &[File], origins: &[String]) -> Value {
    let (config, minter) = (&dataset.config, &dataset.minter);
    let mut it = common(dataset, version, origins);
    it.insert("@context".to_owned(), json!("https://schema.org/"));
    it.insert("@id".to_owned(), json!(minter.base()));
    let distribution: Vec<Value> = files
        .iter()
        .filter(|file| file.is_data())
        .map(|file| {
            json!({
                "@type": "DataDownload",
                "name": file.name,
                "contentUrl": minter.file(&file.name).as_str(),
                "encodingFormat": file.media_type,
                "contentSize": format!("{} B", file.bytes),
                "sha256": file.sha256,
            })
        })
        .collect();
    if !distribution.is_empty() {
        it.insert("distribution".to_owned(), json!(distribution));
    }
    if let Some(endpoint) = &config.endpoint {
        let action = json!({
            "@type": "SearchAction",
            "name": "SPARQL endpoint",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{endpoint}{{?query}}"), "httpMethod": "GET" },
        });
        it.insert("potentialAction".to_owned(), action);
    }
    Value::Object(it)
}

/// The members that schema.org, Croissant and RO-Crate share.
pub(super) fn common(dataset: &Dataset, version: &str, origins: &[String]) -> Map<String, Value> {
    let (config, minter) = (&dataset.config, &dataset.minter);
    let mut creator = json!({ "@type": "Organization", "name": config.creator });
    if let Some(orcid) = &config.orcid {
        let orcid = format!("https://orcid.org/{orcid}");
        creator = json!({ "@type": "Person", "@id": orcid, "name": config.creator, "sameAs": orcid });
    }
    let identifiers = dcat::identifiers(config, minter.base());
    let mut it = json!({
        "@type": "Dataset",
        "name": config.title,
        "description": config.description,
        "url": minter.base(),
        "identifier": identifiers,
        "license": config.licence,
        "creator": creator,
        "publisher": { "@type": "Organization", "name": config.publisher },
        "inLanguage": config.languages,
        "version": version,
        "isAccessibleForFree": true,
    });
    let mut set = |key: &str, value: Value| it[key] = value;
    if !config.keywords.is_empty() {
        set("keywords", json!(config.keywords));
    }
    if let Some(issued) = &config.issued {
        set("datePublished", json!(issued));
    }
    if let Some(modified) = &config.modified {
        set("dateModified", json!(modified));
    }
    if !origins.is_empty() {
        set("isBasedOn", json!(origins));
    }
    if let Some(contact) = &config.contact {
        let (key, value) = contact.strip_prefix("mailto:").map_or(("url", contact.as_str()), |mail| ("email", mail));
        set("contactPoint", json!({ "@type": "ContactPoint", "contactType": "questions", key: value }));
    }
    match it {
        Value::Object(it) => it,
        _ => Map::new(),
    }
}

/// `ro-crate-metadata.json`: the folder, and each data file in it. `None` without a date: a crate must have one, and
/// none is invented. The date of the last change is also used as the date of publication.
pub(super) fn ro_crate(context: &Context<'_>) -> Option<Value> {
    let config = &context.dataset.config;
    let published = config.issued.as_ref().or(config.modified.as_ref())?;
    let files: Vec<&File> = context.distributions().collect();
    let references = |files: &[&File]| files.iter().map(|file| json!({ "@id": file.name })).collect::<Vec<_>>();
    let creator = json!({ "@id": context.dataset.minter.agent(&config.creator).as_str() });
    let publisher = json!({ "@id": context.dataset.minter.agent(&config.publisher).as_str() });
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": config.title,
        "description": config.description,
        "identifier": context.dataset.minter.base(),
        "version": context.version,
        "license": { "@id": config.licence },
        "creator": creator,
        "author": creator,
        "publisher": publisher,
        "hasPart": references(&files),
    });
    root["datePublished"] = json!(published);
    if !config.keywords.is_empty() {
        root["keywords"] = json!(config.keywords.join(", "));
    }
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        root,
        json!({ "@id": creator["@id"], "@type": "Organization", "name": config.creator }),
        json!({ "@id": config.licence, "@type": "CreativeWork", "name": config.licence }),
    ];
    if publisher != creator {
        graph.push(json!({ "@id": publisher["@id"], "@type": "Organization", "name": config.publisher }));
    }
    graph.extend(files.iter().map(|file| {
        json!({
            "@id": file.name,
            "@type": "File",
            "name": format!("{} ({})", file.name, file.format()),
            "encodingFormat": file.media_type,
            "contentSize": file.bytes.to_string(),
            "sha256": file.sha256,
        })
    }));
    Some(json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph }))
}
