//! spaCy's `Doc.to_json`: a text with its tokens; spans in `ents` and in the groups of `spans`, with offsets in code points
//! and no words. Custom attributes of spans (`underscore_span`) are attributes here. One that is called `finding` is the
//! id; spans that share it and the label are parts of one finding, because a span of spaCy cannot be interrupted.

use super::json::{Item, Texts};
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::note::Note;
use std::collections::HashMap;

type Span = (usize, usize);

/// Reads documents.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for item in texts.items().flat_map(|item| item.each()) {
        let Some(text) = item.text_of("text") else {
            file.problems.push(item.wrong("this document has no text"));
            continue;
        };
        let mut document = ForeignDocument {
            text: Some(HeldText { text: text.to_owned(), fidelity: Fidelity::Whole }),
            by: Agent::tool("spaCy"),
            ..ForeignDocument::default()
        };
        let tokens = item.all("tokens").into_iter().filter_map(|token| token.offsets("start", "end").ok().flatten());
        document.tokens = tokens.collect();
        let mut spans = item.all("ents");
        spans.extend(item.get("spans").iter().flat_map(Item::members).flat_map(|(_, group)| group.each()));
        // What is both an entity and in a group is one finding.
        let mut known: HashMap<(Span, &str), usize> = HashMap::new();
        let mut places: HashMap<Span, usize> = HashMap::new();
        for span in &spans {
            let offsets = match span.offsets("start", "end") {
                Ok(Some(offsets)) => offsets,
                Ok(None) => {
                    file.problems.push(span.wrong("this span has no `start` and no `end`"));
                    continue;
                }
                Err(note) => {
                    file.problems.push(note);
                    continue;
                }
            };
            let label = span.text_of("label").unwrap_or_default();
            if known.contains_key(&(offsets, label)) {
                continue;
            }
            known.insert((offsets, label), document.findings.len());
            *places.entry(offsets).or_default() += 1;
            let mut finding = ForeignFinding {
                label: label.to_owned(),
                parts: vec![Part::at(offsets.0, offsets.1)],
                at: span.at.clone(),
                ..ForeignFinding::default()
            };
            for key in ["kb_id", "id"] {
                if let Some(id) = span.text_of(key).filter(|id| !id.is_empty() && *id != "NIL") {
                    finding.say("identity", id);
                }
            }
            document.findings.push(finding);
        }
        custom_attributes(&item, &places, &mut document, file);
        join_parts(&mut document);
        file.documents.push(document);
    }
}

/// Adds the custom attributes of spans. spaCy writes them by offsets alone, so those of several spans with the same
/// offsets cannot be told apart unless they are the same.
fn custom_attributes(
    item: &Item<'_>,
    places: &HashMap<Span, usize>,
    document: &mut ForeignDocument,
    file: &mut FindingsFile,
) {
    for (name, entries) in item.get("underscore_span").iter().flat_map(Item::members) {
        let mut values: HashMap<Span, Vec<Vec<String>>> = HashMap::new();
        for entry in entries.each() {
            let Ok(Some(offsets)) = entry.offsets("start", "end") else { continue };
            let value = entry.all("value").iter().filter_map(Item::plain).collect();
            values.entry(offsets).or_default().push(value);
        }
        for finding in &mut document.findings {
            let Some(offsets) = finding.parts.first().and_then(|part| part.offsets) else { continue };
            let Some(of) = values.get(&offsets) else { continue };
            if of.iter().any(|value| *value != of[0]) && places.get(&offsets).is_some_and(|count| *count > 1) {
                file.notes.push(Note::new(
                    &finding.at,
                    name,
                    format!(
                        "{} spans begin and end here, and the file does not say which has which value",
                        places[&offsets]
                    ),
                    "custom attributes of spaCy belong to offsets",
                    "export the spans in separate documents, or in another format",
                ));
                continue;
            }
            for value in of.first().into_iter().flatten() {
                if name == "finding" {
                    value.clone_into(&mut finding.id);
                } else if name != "part" {
                    finding.say(name, value.as_str());
                }
            }
        }
    }
}

/// Makes one finding of spans that share id and label.
fn join_parts(document: &mut ForeignDocument) {
    let mut joined: Vec<ForeignFinding> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for mut finding in std::mem::take(&mut document.findings) {
        let key = (finding.id.clone(), finding.label.clone());
        match known.get(&key).filter(|_| !finding.id.is_empty()) {
            Some(&first) => joined[first].parts.append(&mut finding.parts),
            None => {
                known.insert(key, joined.len());
                joined.push(finding);
            }
        }
    }
    document.findings = joined;
}
