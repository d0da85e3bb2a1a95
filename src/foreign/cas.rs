//! UIMA CAS: feature structures about texts (sofas), in XMI or in JSON. Offsets count code units of UTF-16, and there are
//! no words beside them.
//!
//! An annotation is a finding. Its label is its type; where the type says nothing (`NamedEntity` of DKPro and INCEpTION,
//! custom layers), it is the feature that carries the tag. Features that are annotations, or links with a role, are
//! references. An annotation with `Governor` and `Dependent` is a relation. Tokens, sentences and grammar are no findings.

mod types;
mod unfold;
mod json;
mod xmi;

use super::layer::{is_grammar, label, role, short};
use super::mapping::Mapping;
use super::model::{Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part, Unit};
use super::note::{FilePlace, Note};
use super::relation::{Relation, relate};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use json::read as read_json;
pub(super) use xmi::read as read_xmi;

/// A feature structure.
#[derive(Debug, Default)]
struct Structure {
    id: String,
    /// The name of its type, with its package.
    kind: String,
    features: Vec<(String, Vec<Value>)>,
    at: FilePlace,
}

/// A value of a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    /// Another structure, by its id.
    Structure(String),
}

impl Structure {
    fn values(&self, feature: &str) -> &[Value] {
        self.features.iter().find(|(name, _)| name == feature).map(|(_, values)| values.as_slice()).unwrap_or_default()
    }

    fn text(&self, feature: &str) -> Option<&str> {
        match self.values(feature) {
            [Value::Text(text)] => Some(text),
            _ => None,
        }
    }

    fn structure(&self, feature: &str) -> Option<&str> {
        match self.values(feature) {
            [Value::Structure(id)] => Some(id),
            _ => None,
        }
    }

    fn offsets(&self) -> Option<(usize, usize)> {
        Some((self.text("begin")?.parse().ok()?, self.text("end")?.parse().ok()?))
    }

    /// Its type without the package.
    fn name(&self) -> &str {
        short(&self.kind)
    }

    fn is_grammar(&self) -> bool {
        is_grammar(&self.kind)
    }
}

/// Makes documents of feature structures.
fn read(structures: &[Structure], unit: Unit, mapping: &Mapping, file: &mut FindingsFile) {
    let by_id: HashMap<&str, &Structure> = structures.iter().map(|s| (s.id.as_str(), s)).collect();
    let sofas: Vec<&Structure> = structures.iter().filter(|s| s.kind == "uima.cas.Sofa").collect();
    // A text in another view may be a translation of it; annotations of each are about its own text.
    let only = if sofas.len() == 1 { sofas[0].id.as_str() } else { "" };
    let mut of_sofa: HashMap<&str, Vec<&Structure>> = HashMap::new();
    for structure in structures.iter().filter(|s| !s.values("begin").is_empty() && !s.values("end").is_empty()) {
        let sofa = structure.structure("sofa").or_else(|| structure.text("sofa")).unwrap_or(only);
        of_sofa.entry(sofa).or_default().push(structure);
    }
    for sofa in &sofas {
        let mut document = ForeignDocument { unit, ..ForeignDocument::default() };
        let text = sofa.text("sofaString").map(str::to_owned);
        document.text = text.map(|text| HeldText { text, fidelity: Fidelity::Whole });
        let about = of_sofa.remove(sofa.id.as_str()).unwrap_or_default();
        let mut reader =
            Reader { by_id: &by_id, mapping, file, document, relations: Vec::new(), other: BTreeMap::new() };
        reader.annotations(&about);
        let Reader { mut document, relations, .. } = reader;
        relate(&mut document, &relations, &mut file.problems);
        if document.text.is_some() || !document.findings.is_empty() {
            file.documents.push(document);
        }
    }
    if sofas.is_empty() {
        file.problems.push(Note::new(
            &FilePlace::default(),
            "",
            "the file has no text and no view that annotations are about",
            "a CAS has a sofa for each text",
            "export the document again, with its text",
        ));
    }
}

struct Reader<'a> {
    by_id: &'a HashMap<&'a str, &'a Structure>,
    mapping: &'a Mapping,
    file: &'a mut FindingsFile,
    document: ForeignDocument,
    relations: Vec<Relation>,
    /// Features that are neither text nor annotations, with their number.
    other: BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn annotations(&mut self, about: &[&Structure]) {
        if let Some(described) = about.iter().find(|s| s.name() == "DocumentMetaData") {
            let name = described.text("documentTitle").or_else(|| described.text("documentId"));
            self.document.name = name.map(str::to_owned);
        }
        let grammar = about.iter().filter(|s| s.is_grammar() && s.name() != "DocumentMetaData").count();
        if grammar > 0 {
            self.file.notes.push(Note::new(
                &FilePlace::default(),
                "",
                format!("{grammar} annotations are tokens, sentences or grammar, and are left out"),
                "layers of segmentation and grammar are no findings",
                "nothing",
            ));
        }
        let parts: HashSet<&str> = about
            .iter()
            .flat_map(|s| s.values("parts"))
            .filter_map(|value| if let Value::Structure(id) = value { Some(id.as_str()) } else { None })
            .collect();
        for structure in about.iter().filter(|s| !s.is_grammar()) {
            if structure.kind == "uima.tcas.Annotation" && parts.contains(structure.id.as_str()) {
                continue;
            }
            match (structure.structure("Governor"), structure.structure("Dependent")) {
                (Some(from), Some(to)) => {
                    self.relations.push(Relation {
                        from: from.to_owned(),
                        to: to.to_owned(),
                        label: role(&structure.kind, |key| structure.text(key)).to_owned(),
                        at: structure.at.clone(),
                    });
                }
                _ => self.finding(structure),
            }
        }
        self.file.notes.extend(std::mem::take(&mut self.other).into_iter().map(|(feature, count)| {
            Note::new(
                &FilePlace::default(),
                feature,
                format!("this feature of {count} annotations is neither text nor an annotation, and is left out"),
                "attributes of a finding are texts or other findings",
                "nothing, if no claim needs it",
            )
        }));
    }

    fn finding(&mut self, structure: &Structure) {
        let Some(hull) = structure.offsets() else {
            let value = format!("{:?}–{:?}", structure.text("begin"), structure.text("end"));
            self.file.problems.push(Note::new(
                &structure.at,
                value,
                format!("the offsets of {} {} are not two whole numbers from 0", structure.name(), structure.id),
                "an annotation of a CAS has begin and end",
                "correct the file, or export it again; the rest of it is read",
            ));
            return;
        };
        let mut finding =
            ForeignFinding { id: structure.id.clone(), at: structure.at.clone(), ..ForeignFinding::default() };
        let tag = label(&structure.kind, |key| structure.text(key), self.mapping);
        tag.map_or(structure.name(), |(_, value)| value).clone_into(&mut finding.label);
        finding.parts = self.parts(structure, hull);
        let are_parts = finding.parts.len() > 1;
        for (name, values) in &structure.features {
            let is_known = matches!(name.as_str(), "sofa" | "begin" | "end");
            if is_known || tag.is_some_and(|(key, _)| key == name) || are_parts && name == "parts" {
                continue;
            }
            for value in values {
                self.attribute(&mut finding, name, value);
            }
        }
        self.document.findings.push(finding);
    }

    /// An interrupted annotation has its parts in a feature of this name, and begin and end around them.
    fn parts(&self, structure: &Structure, hull: (usize, usize)) -> Vec<Part> {
        let part = |value: &Value| match value {
            Value::Structure(id) => self.by_id.get(id.as_str()).and_then(|part| part.offsets()),
            Value::Text(_) => None,
        };
        let parts: Option<Vec<(usize, usize)>> = structure.values("parts").iter().map(part).collect();
        match parts {
            Some(parts) if parts.len() > 1 && parts.iter().all(|part| hull.0 <= part.0 && part.1 <= hull.1) => {
                parts.into_iter().map(|(start, end)| Part::at(start, end)).collect()
            }
            _ => vec![Part::at(hull.0, hull.1)],
        }
    }

    fn attribute(&mut self, finding: &mut ForeignFinding, name: &str, value: &Value) {
        let id = match value {
            Value::Text(text) if text.is_empty() => return,
            Value::Text(text) if name == "identifier" => return finding.say("identity", text.as_str()),
            Value::Text(text) => return finding.say(name, text.as_str()),
            Value::Structure(id) => id,
        };
        let target = self.by_id.get(id.as_str()).copied();
        let is_annotation = |s: &Structure| !s.is_grammar() && s.offsets().is_some();
        let link = target.and_then(|target| target.structure("target"));
        match (target, link) {
            (Some(target), _) if is_annotation(target) => finding.refer(name, id.as_str()),
            // A slot of WebAnno and INCEpTION is a link with a role.
            (Some(target), Some(linked)) if self.by_id.get(linked).is_some_and(|s| is_annotation(s)) => {
                finding.refer(target.text("role").filter(|role| !role.is_empty()).unwrap_or(name), linked);
            }
            _ => *self.other.entry(name.to_owned()).or_default() += 1,
        }
    }
}
