//! What all formats have in common once they are read: names of attributes, references between findings, kinds of
//! labels.

use super::kind;
use super::mapping::Mapping;
use super::model::{AttributeValue, FindingsFile, ForeignDocument};
use super::note::{FilePlace, Note, counted};
use crate::base::iri::last_part;
use std::collections::{BTreeMap, HashMap};

/// Settles a file that was read.
pub(super) fn settle(file: &mut FindingsFile, mapping: &Mapping) {
    let mut unknown: BTreeMap<String, (usize, FilePlace)> = BTreeMap::new();
    file.unit = mapping.unit;
    for document in &mut file.documents {
        if let Some(by) = &mapping.by {
            document.by = by.clone();
        }
        name_attributes(document, mapping);
        bind(document);
        for finding in &mut document.findings {
            match mapping.kind(&finding.label) {
                Some(kind) => finding.kind = kind,
                None if finding.state.counts() => {
                    unknown.entry(finding.label.clone()).or_insert_with(|| (0, finding.at.clone())).0 += 1;
                }
                None => {}
            }
        }
    }
    file.notes.extend(unknown.into_iter().map(|(label, (count, at))| Note {
        at,
        what: if label.is_empty() {
            format!("{} left out: without a label", counted(count, "finding"))
        } else {
            format!("{} left out: this label is no kind of finding here", counted(count, "finding"))
        },
        value: label,
        rule: "the labels of a file are kinds of findings by the built-in table or by a mapping",
        help: format!("map it: [labels] \"LABEL\" = \"KIND\"; the kinds are {}, none", Mapping::kinds()),
    }));
}

fn name_attributes(document: &mut ForeignDocument, mapping: &Mapping) {
    for (key, _) in document.findings.iter_mut().flat_map(|finding| &mut finding.attributes) {
        let lower = key.trim().to_lowercase();
        *key = mapping.attribute(&lower).map_or_else(|| kind::attribute(&lower), str::to_owned);
    }
}

/// Makes texts that are the ids of findings references to them, where the attribute may be one. A file whose ids are IRIs
/// may name them by their last part.
fn bind(document: &mut ForeignDocument) {
    let mut ids: HashMap<String, Option<String>> = HashMap::new();
    for finding in document.findings.iter().filter(|finding| !finding.id.is_empty()) {
        let last = last_part(&finding.id);
        if last != finding.id {
            // Two that end alike are named by neither end.
            ids.entry(last.to_owned()).and_modify(|id| *id = None).or_insert_with(|| Some(finding.id.clone()));
        }
    }
    for finding in &document.findings {
        ids.insert(finding.id.clone(), Some(finding.id.clone()));
    }
    for finding in &mut document.findings {
        for (key, value) in &mut finding.attributes {
            let (AttributeValue::Literal(text) | AttributeValue::Finding(text)) = &*value;
            let Some(Some(id)) = ids.get(text.trim_start_matches('#')).filter(|_| !text.is_empty()) else { continue };
            if matches!(value, AttributeValue::Finding(_)) || kind::may_refer(key) && *id != finding.id {
                *value = AttributeValue::Finding(id.clone());
            }
        }
    }
}
