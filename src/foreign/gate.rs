//! GATE's JSON (bdoc): a text and sets of annotations with features. `offset_type` says what offsets count: `j` UTF-16
//! units, `p` code points. There are no words. A feature `finding` is the id; annotations of one type that share it are
//! parts of one finding, because an annotation of GATE cannot be interrupted.

use super::json::{Item, Texts};
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part, Unit};
use super::note::{FilePlace, Note};
use std::collections::HashMap;

/// Types that GATE's tokenisers and splitters write.
const GRAMMAR: [&str; 6] = ["Token", "SpaceToken", "Split", "Sentence", "Lookup", "DEFAULT_TOKEN"];

/// Reads documents.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for item in texts.items().flat_map(|item| item.each()) {
        let Some(text) = item.text_of("text") else {
            file.problems.push(item.wrong("this document has no text"));
            continue;
        };
        let unit = match item.text_of("offset_type") {
            Some("j") => Unit::Utf16,
            Some("p") | None => Unit::CodePoints,
            Some(_) => {
                let of = item.get("offset_type");
                file.problems.extend(of.map(|of| of.wrong("the offsets count neither `j` nor `p`")));
                continue;
            }
        };
        let mut document = ForeignDocument {
            name: item.text_of("name").filter(|name| !name.is_empty()).map(str::to_owned),
            text: Some(HeldText { text: text.to_owned(), fidelity: Fidelity::Whole }),
            unit,
            by: Agent::tool("GATE"),
            ..ForeignDocument::default()
        };
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        let mut grammar = 0;
        for (set, annotations) in item.get("annotation_sets").iter().flat_map(Item::members) {
            for annotation in annotations.all("annotations") {
                if annotation.text_of("type").is_some_and(|kind| GRAMMAR.contains(&kind)) {
                    grammar += 1;
                    continue;
                }
                match finding(set, &annotation) {
                    Ok((mut finding, is_shared)) => {
                        let key = (finding.id.clone(), finding.label.clone());
                        match known.get(&key).filter(|_| is_shared) {
                            Some(&first) => document.findings[first].parts.append(&mut finding.parts),
                            None => {
                                known.insert(key, document.findings.len());
                                document.findings.push(finding);
                            }
                        }
                    }
                    Err(note) => file.problems.push(note),
                }
            }
        }
        if grammar > 0 {
            file.notes.push(Note::new(
                &FilePlace::default(),
                "",
                format!("{grammar} annotations are tokens, sentences or look-ups, and are left out"),
                "what a tokeniser writes is no finding",
                "nothing",
            ));
        }
        file.documents.push(document);
    }
}

/// The finding of an annotation, and whether others may be parts of it.
fn finding(set: &str, annotation: &Item<'_>) -> Result<(ForeignFinding, bool), Note> {
    let Some((start, end)) = annotation.offsets("start", "end")? else {
        return Err(annotation.wrong("this annotation has no offsets"));
    };
    let own = annotation.get("id").and_then(|id| id.plain()).unwrap_or_default();
    let mut finding = ForeignFinding {
        id: format!("{set}/{own}"),
        label: annotation.text_of("type").unwrap_or_default().to_owned(),
        parts: vec![Part::at(start, end)],
        at: annotation.at.clone(),
        ..ForeignFinding::default()
    };
    let mut is_shared = false;
    for (name, value) in annotation.get("features").iter().flat_map(Item::members) {
        for value in value.each().iter().filter_map(Item::plain) {
            match name {
                "finding" => (finding.id, is_shared) = (value, true),
                "part" => {}
                _ => finding.say(name, value),
            }
        }
    }
    Ok((finding, is_shared))
}
