//! W3C Web Annotation (Recommendation of 2017): annotations, pages and collections of them in JSON-LD, by the names of
//! the context `http://www.w3.org/ns/anno.jsonld`. Nothing is fetched: pages that are elsewhere are not read.
//!
//! The label is the value of a body whose purpose is to classify or to tag; members of other bodies are attributes.
//! Positions count code points by the Recommendation. [`selector`] reads what an annotation selects.

mod selector;

use super::json::{Item, Texts};
use super::kind::FindingKind;
use super::model::{Agent, FindingsFile, ForeignDocument, ForeignFinding, Part, State};
use super::note::{FilePlace, Note, counted};
use crate::base::iri::last_part;
use std::collections::HashMap;

/// Members of annotations and bodies that say what they are, not what is found.
const OWN: &[&str] = &[
    "@context",
    "id",
    "@id",
    "type",
    "@type",
    "purpose",
    "format",
    "language",
    "creator",
    "created",
    "modified",
    "generator",
    "generated",
    "rights",
    "motivation",
    "target",
    "body",
    "bodyValue",
    "via",
    "canonical",
    "audience",
    "textDirection",
    "processingLanguage",
    "accessibility",
];

/// Names of attributes that hold the label, in bodies that are data.
const LABELS: &[&str] = &["kind", "label", "class", "category"];

/// Reads annotations.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    let mut reader = Reader::new(file);
    for item in texts.items() {
        reader.any(&item, 0);
    }
    if reader.without_place > 0 {
        let count = reader.without_place;
        reader.file.notes.push(Note::new(
            &FilePlace::default(),
            "",
            format!("{} of a whole document left out", counted(count, "annotation")),
            "a finding has a place in the text",
            "nothing, if they are comments or replies",
        ));
    }
}

struct Reader<'f> {
    file: &'f mut FindingsFile,
    /// The documents by their names.
    documents: HashMap<Option<String>, usize>,
    without_place: usize,
    /// Who made the page or the collection.
    by: Option<Agent>,
}

impl<'f> Reader<'f> {
    fn new(file: &'f mut FindingsFile) -> Self {
        Self { file, documents: HashMap::new(), without_place: 0, by: None }
    }

    /// An annotation, a page, a collection, or a list of them.
    fn any(&mut self, item: &Item<'_>, depth: usize) {
        // A collection has pages, and a page annotations; what is nested deeper was not written by a tool.
        if depth > 8 {
            self.file.problems.push(item.wrong("pages are nested too deeply"));
            return;
        }
        if item.value.is_array() {
            for item in item.each() {
                self.any(&item, depth + 1);
            }
            return;
        }
        if let Some(by) = agent(item).filter(|_| item.get("target").is_none()) {
            self.by = Some(by);
        }
        let kinds = item.all("type").into_iter().chain(item.all("@type"));
        let kinds: Vec<&str> = kinds.filter_map(|kind| kind.value.as_str()).map(last_part).collect();
        if kinds.contains(&"AnnotationCollection") || kinds.contains(&"AnnotationPage") {
            for key in ["items", "first", "next"] {
                let Some(inner) = item.get(key) else { continue };
                // `next` of an embedded page is the IRI of a page that often is in the same file.
                if inner.text().is_none() {
                    self.any(&inner, depth + usize::from(key != "next"));
                } else if key == "first" {
                    self.file.problems.push(inner.wrong("this page is not in the file, and pages are not fetched"));
                }
            }
        } else if let Some(graph) = item.get("@graph") {
            self.any(&graph, depth + 1);
        } else if item.get("target").is_some() {
            self.annotation(item);
        } else if item.value.is_object() {
            self.file.problems.push(item.wrong("this is no annotation: it has no target"));
        } else {
            self.file.problems.push(item.wrong("this is no annotation"));
        }
    }

    fn annotation(&mut self, item: &Item<'_>) {
        let mut finding = ForeignFinding {
            id: item.any(&["id", "@id"]).and_then(|id| id.text()).unwrap_or_default().to_owned(),
            at: item.at.clone(),
            by: agent(item).or_else(|| self.by.clone()),
            ..ForeignFinding::default()
        };
        let mut source = None;
        match self.targets(item, &mut source) {
            Ok(parts) if parts.is_empty() => {
                self.without_place += 1;
                return;
            }
            Ok(parts) => finding.parts = parts,
            Err(note) => {
                self.file.problems.push(note);
                return;
            }
        }
        let motivations: Vec<_> = item.all("motivation").iter().filter_map(Item::text).collect();
        // Without a motivation, a body that is text says what is found.
        let classifies = motivations.is_empty() || motivations.iter().any(|m| names_a_label(m));
        for body in item.all("body").into_iter().chain(item.all("bodyValue")) {
            read_body(&body, classifies, &mut finding);
        }
        self.document(source).findings.push(finding);
    }

    /// The parts that the targets select, and the document that they are in.
    fn targets(&self, item: &Item<'_>, source: &mut Option<String>) -> Result<Vec<Part>, Note> {
        let mut parts = Vec::new();
        for target in item.all("target") {
            let kind = target.text_of("type").unwrap_or_default();
            if kind == "Choice" {
                return Err(target.wrong("its targets are alternatives, and it is not said which is meant"));
            }
            let inner = target.all("items");
            let targets = if inner.is_empty() { vec![target] } else { inner };
            for target in targets {
                let of = target.any(&["source", "id", "@id"]);
                let of = of.as_ref().and_then(|of| of.text().or_else(|| of.text_of("id"))).or_else(|| target.text());
                match (&source, of) {
                    (Some(source), Some(of)) if source != of => {
                        return Err(target.wrong("its targets are in several documents"));
                    }
                    (None, Some(of)) => *source = Some(of.to_owned()),
                    _ => {}
                }
                parts.extend(selector::part(&target)?);
            }
        }
        Ok(parts)
    }

    /// The document of this name.
    fn document(&mut self, name: Option<String>) -> &mut ForeignDocument {
        let documents = &mut self.file.documents;
        let at = *self.documents.entry(name.clone()).or_insert(documents.len());
        if at == documents.len() {
            documents.push(ForeignDocument { name, ..ForeignDocument::default() });
        }
        &mut documents[at]
    }
}

fn names_a_label(purpose: &str) -> bool {
    matches!(last_part(purpose).trim_start_matches("oa:"), "classifying" | "tagging")
}

fn read_body(body: &Item<'_>, classifies: bool, finding: &mut ForeignFinding) {
    let label = |finding: &mut ForeignFinding, text: &str| {
        if finding.label.is_empty() {
            finding.label = text.to_owned();
        } else {
            finding.say("tag", text);
        }
    };
    if let Some(text) = body.text() {
        // A body that is a text is an IRI, of a kind or of what is named; `bodyValue` is a text.
        let is_iri = text.contains("://");
        let last = if is_iri { last_part(text) } else { text };
        if !is_iri || classifies || FindingKind::of_label(last).is_some() {
            label(finding, last);
        } else {
            finding.say("identity", text);
        }
        return;
    }
    let purposes = body.all("purpose");
    let is_label = purposes.iter().filter_map(Item::text).any(names_a_label) || purposes.is_empty() && classifies;
    let kind = body.any(&["type", "@type"]).and_then(|kind| kind.text()).unwrap_or_default();
    let is_textual = kind == "TextualBody" || kind.is_empty();
    let value = body.get("value").filter(|_| is_textual || !purposes.is_empty());
    let source = body.any(&["source", "id", "@id"]).filter(|_| kind == "SpecificResource");
    if let Some(text) = value.as_ref().and_then(Item::plain) {
        if is_label {
            label(finding, &text);
        } else {
            let purpose = purposes.first().and_then(Item::text).map_or("comment", last_part);
            finding.say(purpose, text);
        }
    } else if let Some(iri) = source.as_ref().and_then(|source| source.text().or_else(|| source.text_of("id"))) {
        if is_label {
            label(finding, last_part(iri));
        } else {
            finding.say("identity", iri);
        }
    }
    for (key, item) in body.members() {
        let is_read = key == "value" && value.is_some() || key == "source" && kind == "SpecificResource";
        if OWN.contains(&key) || is_read {
            continue;
        }
        for item in item.each() {
            let name = last_part(key);
            if let Some(text) = item.plain() {
                if LABELS.contains(&name) && finding.label.is_empty() {
                    finding.label = text;
                } else {
                    finding.say(name, text);
                }
            } else if let Some(id) = item.any(&["id", "@id"]).and_then(|id| id.text()) {
                finding.refer(name, id);
            } else if let Some(text) = item.any(&["@value", "value"]).and_then(|value| value.plain()) {
                finding.say(name, text);
            }
        }
    }
}

/// Who made an annotation: its creator, else the program that wrote it.
fn agent(item: &Item<'_>) -> Option<Agent> {
    let of = item.any(&["creator", "generator"])?.each().into_iter().next()?;
    let name =
        of.text().or_else(|| of.text_of("name")).or_else(|| of.text_of("nickname")).or_else(|| of.text_of("id"))?;
    let kinds: Vec<_> = of.all("type").iter().filter_map(Item::text).map(last_part).collect();
    let is_program = kinds.iter().any(|kind| kind.contains("Software")) || item.get("creator").is_none();
    Some(if is_program {
        let version = of.members().into_iter().find(|(key, _)| key.to_lowercase().ends_with("version"));
        Agent::Tool { name: name.to_owned(), version: version.and_then(|(_, item)| item.plain()), settings: Vec::new() }
    } else {
        Agent::Person(name.to_owned())
    })
}

/// Reads a result of the API of Hypothesis: annotations in all but name, with tags for bodies. Positions count UTF-16
/// units of a page, which is seldom the text of the source; then quotations decide.
pub(super) fn read_hypothesis(texts: &Texts, file: &mut FindingsFile) {
    let mut reader = Reader::new(file);
    for row in texts.items().flat_map(|item| item.all("rows")) {
        let mut finding = ForeignFinding {
            id: row.text_of("id").unwrap_or_default().to_owned(),
            at: row.at.clone(),
            by: row.text_of("user").map(|user| Agent::Person(user.to_owned())),
            state: State::Accepted,
            ..ForeignFinding::default()
        };
        let mut source = None;
        match reader.targets(&row, &mut source) {
            Ok(parts) => finding.parts = parts,
            Err(note) => {
                reader.file.problems.push(note);
                continue;
            }
        }
        if finding.parts.is_empty() {
            reader.without_place += 1;
            continue;
        }
        for tag in row.all("tags").iter().filter_map(Item::text) {
            if let Some((key, value)) = tag.split_once(':') {
                finding.say(key, value.trim());
            } else if finding.label.is_empty() {
                tag.clone_into(&mut finding.label);
            } else {
                finding.say("tag", tag);
            }
        }
        if let Some(text) = row.text_of("text").filter(|text| !text.is_empty()) {
            finding.say("comment", text);
        }
        let document = reader.document(source);
        document.unit = super::model::Unit::Utf16;
        document.findings.push(finding);
    }
}
