//! LangExtract's JSONL: a document on each line, with the text that it was made from. Its intervals are found by searching
//! for the words, so where words stand more than once the place is the tool's word alone; `alignment_status` is kept, and
//! proves nothing.

use super::json::{Item, Texts};
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part};

/// Reads documents.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for item in texts.items().flat_map(|item| item.each()) {
        let mut document = ForeignDocument {
            name: item.text_of("document_id").map(str::to_owned),
            text: item.text_of("text").map(|text| HeldText { text: text.to_owned(), fidelity: Fidelity::Whole }),
            offsets_follow_words: true,
            by: Agent::tool("LangExtract"),
            ..ForeignDocument::default()
        };
        for extraction in item.all("extractions") {
            let Some(words) = extraction.text_of("extraction_text") else {
                file.problems.push(extraction.wrong("this extraction has no `extraction_text`"));
                continue;
            };
            let interval = extraction.get("char_interval");
            let offsets = match interval.as_ref().map_or(Ok(None), |interval| interval.offsets("start_pos", "end_pos"))
            {
                Ok(offsets) => offsets,
                Err(note) => {
                    file.problems.push(note);
                    continue;
                }
            };
            let mut finding = ForeignFinding {
                label: extraction.text_of("extraction_class").unwrap_or_default().to_owned(),
                parts: vec![Part { offsets, ..Part::default() }.with_words(words)],
                at: extraction.at.clone(),
                ..ForeignFinding::default()
            };
            for (key, value) in extraction.get("attributes").iter().flat_map(Item::members) {
                for value in value.each().iter().filter_map(Item::plain) {
                    finding.say(key, value);
                }
            }
            for key in ["description", "alignment_status"] {
                if let Some(text) = extraction.text_of(key) {
                    finding.say(key, text);
                }
            }
            document.findings.push(finding);
        }
        file.documents.push(document);
    }
}
