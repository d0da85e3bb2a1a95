//! doccano's JSONL: a text on each line, with `label` or `labels` as triples, or `entities` and `relations`. There are no
//! words and no declared unit: imported spans count code points, spans marked by hand UTF-16 units.

use super::json::{Item, Texts};
use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};
use super::relation::{Relation, relate};

/// Reads texts.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for item in texts.items().flat_map(|item| item.each()) {
        let Some(text) = item.text_of("text") else {
            file.problems.push(item.wrong("this line has no text"));
            continue;
        };
        let mut document = ForeignDocument {
            name: item.get("id").and_then(|id| id.plain()),
            text: Some(HeldText { text: text.to_owned(), fidelity: Fidelity::Whole }),
            ..ForeignDocument::default()
        };
        let triples = item.any(&["label", "labels"]).map(|labels| labels.each()).unwrap_or_default();
        for triple in triples {
            let fields = triple.each();
            let read = match fields.as_slice() {
                [start, end, label] => start.offset().zip(end.offset()).zip(label.text()),
                _ => None,
            };
            match read {
                Some(((start, end), label)) => document.findings.push(finding(&triple, label, start, end)),
                None => file.problems.push(triple.wrong("this is not two offsets and a label")),
            }
        }
        for entity in item.all("entities") {
            match entity.offsets("start_offset", "end_offset") {
                Ok(Some((start, end))) => {
                    let mut finding = finding(&entity, entity.text_of("label").unwrap_or_default(), start, end);
                    finding.id = entity.get("id").and_then(|id| id.plain()).unwrap_or_default();
                    document.findings.push(finding);
                }
                Ok(None) => file.problems.push(entity.wrong("this entity has no offsets")),
                Err(note) => file.problems.push(note),
            }
        }
        let mut relations = Vec::new();
        for relation in item.all("relations") {
            let id = |key: &str| relation.get(key).and_then(|id| id.plain());
            let (Some(from), Some(to)) = (id("from_id"), id("to_id")) else {
                file.problems.push(relation.wrong("this relation has not two ends"));
                continue;
            };
            let label = relation.text_of("type").unwrap_or_default().to_owned();
            relations.push(Relation { from, to, label, at: relation.at.clone() });
        }
        relate(&mut document, &relations, &mut file.problems);
        file.documents.push(document);
    }
}

fn finding(item: &Item<'_>, label: &str, start: usize, end: usize) -> ForeignFinding {
    ForeignFinding {
        label: label.to_owned(),
        parts: vec![Part::at(start, end)],
        at: item.at.clone(),
        ..ForeignFinding::default()
    }
}
