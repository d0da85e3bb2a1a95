//! How to cite the dataset (Citation File Format 1.2), and the metadata that the repository Zenodo asks for on deposit.

use super::Context;
use crate::dataset::Config;
use serde_json::{Value, json};

/// Licences, by the beginning of their address without scheme, with their SPDX identifier.
const SPDX: &[(&str, &str)] = &[
    ("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
    ("creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
    ("creativecommons.org/licenses/by/3.0", "CC-BY-3.0"),
    ("creativecommons.org/licenses/by-sa/4.0", "CC-BY-SA-4.0"),
    ("creativecommons.org/licenses/by-sa/3.0", "CC-BY-SA-3.0"),
    ("creativecommons.org/licenses/by-nc/4.0", "CC-BY-NC-4.0"),
    ("creativecommons.org/licenses/by-nd/4.0", "CC-BY-ND-4.0"),
    ("creativecommons.org/licenses/by-nc-sa/4.0", "CC-BY-NC-SA-4.0"),
    ("creativecommons.org/licenses/by-nc-nd/4.0", "CC-BY-NC-ND-4.0"),
    ("opendatacommons.org/licenses/odbl", "ODbL-1.0"),
    ("opendatacommons.org/licenses/by", "ODC-By-1.0"),
    ("opendatacommons.org/licenses/pddl", "PDDL-1.0"),
];

/// The SPDX identifier of a licence.
fn spdx(licence: &str) -> Option<&str> {
    let bare = licence.split_once("://").map_or(licence, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    if let Some(id) = bare.strip_prefix("spdx.org/licenses/") {
        return Some(id.trim_end_matches(".html"));
    }
    SPDX.iter().find(|(begins, _)| bare.starts_with(begins)).map(|(_, id)| *id)
}

/// The date, if it is a complete day.
fn as_day(date: Option<&String>) -> Option<&str> {
    date.map(String::as_str).filter(|date| date.len() == 10)
}

/// `CITATION.cff`. Strings are quoted as in JSON, which is valid YAML.
pub(super) fn cff(context: &Context<'_>) -> String {
    let config = &context.dataset.config;
    let quoted = |text: &str| Value::from(text).to_string();
    let mut cff = String::from("cff-version: 1.2.0\ntype: dataset\n");
    let mut line = |key: &str, value: &str| cff.push_str(&format!("{key}: {}\n", quoted(value)));
    line("message", "Please cite the dataset, and beside each statement the source that makes it.");
    line("title", &config.title);
    line("abstract", &config.description);
    line("version", &context.version);
    line("url", context.dataset.minter.base());
    match spdx(&config.licence) {
        Some(id) => line("license", id),
        None => line("license-url", &config.licence),
    }
    if let Some(doi) = &config.doi {
        line("doi", doi);
    }
    if let Some(day) = as_day(config.modified.as_ref()).or(as_day(config.issued.as_ref())) {
        line("date-released", day);
    }
    cff.push_str(&format!("authors:\n  - name: {}\n", quoted(&config.creator)));
    if let Some(orcid) = &config.orcid {
        cff.push_str(&format!("    orcid: {}\n", quoted(&format!("https://orcid.org/{orcid}"))));
    }
    if let Some(contact) = &config.contact {
        let (key, value) =
            contact.strip_prefix("mailto:").map_or(("website", contact.as_str()), |address| ("email", address));
        cff.push_str(&format!("contact:\n  - name: {}\n    {key}: {}\n", quoted(&config.publisher), quoted(value)));
    }
    if !config.keywords.is_empty() {
        cff.push_str("keywords:\n");
        for keyword in &config.keywords {
            cff.push_str(&format!("  - {}\n", quoted(keyword)));
        }
    }
    let digest = format!("rdfc-1.0:sha256:{}", context.counts.digest);
    cff.push_str(&format!(
        "identifiers:\n  - type: other\n    value: {}\n    description: \"SHA-256 of the canonical N-Quads (RDFC-1.0)\"\n",
        quoted(&digest)
    ));
    cff
}

/// `.zenodo.json`.
pub(super) fn zenodo(context: &Context<'_>) -> Value {
    let config = &context.dataset.config;
    let mut creator = json!({ "name": config.creator });
    if let Some(orcid) = &config.orcid {
        creator["orcid"] = json!(orcid);
    }
    let mut zenodo = json!({
        "upload_type": "dataset",
        "title": config.title,
        "description": config.description,
        "creators": [creator],
        "access_right": "open",
        "version": context.version,
    });
    if let Some(id) = spdx(&config.licence) {
        zenodo["license"] = json!(id.to_lowercase());
    }
    if !config.keywords.is_empty() {
        zenodo["keywords"] = json!(config.keywords);
    }
    if let Some(day) = as_day(config.issued.as_ref()) {
        zenodo["publication_date"] = json!(day);
    }
    let related: Vec<Value> = related(config, &context.origins)
        .map(|(relation, identifier)| json!({ "relation": relation, "identifier": identifier }))
        .collect();
    if !related.is_empty() {
        zenodo["related_identifiers"] = json!(related);
    }
    zenodo
}

fn related<'a>(config: &'a Config, origins: &'a [String]) -> impl Iterator<Item = (&'static str, &'a str)> {
    let previous = config.previous_version.iter().map(|previous| ("isNewVersionOf", previous.as_str()));
    previous.chain(origins.iter().map(|origin| ("isDerivedFrom", origin.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_known_by_its_address() {
        for (address, id) in [
            ("https://creativecommons.org/licenses/by/4.0/", Some("CC-BY-4.0")),
            ("http://www.creativecommons.org/publicdomain/zero/1.0/deed.en", Some("CC0-1.0")),
            ("https://creativecommons.org/licenses/by-nc-sa/4.0/", Some("CC-BY-NC-SA-4.0")),
            ("https://spdx.org/licenses/MIT.html", Some("MIT")),
            ("https://example.org/terms", None),
        ] {
            assert_eq!(spdx(address), id, "{address}");
        }
    }
}
