//! What elements and attributes of TEI mean.

use super::super::kind::FindingKind;
use super::super::mapping::Mapping;
use super::super::model::ForeignFinding;
use super::super::note::Note;
use super::super::xml::{Element, wrong};
use super::{Ends, Marked};
use crate::read::source::tei::Mark;

/// Elements that are findings by their names. `title` is that of a work, not of a person.
const FINDINGS: [&str; 20] = [
    "persName", "placeName", "orgName", "geogName", "settlement", "country", "region", "district", "bloc", "date",
    "time", "said", "quote", "q", "roleName", "rs", "name", "addName", "eventName", "objectName",
];

/// Attributes that say nothing of what is meant.
const LEFT: [&str; 11] =
    ["xml:id", "xml:lang", "xml:space", "xml:base", "n", "rend", "rendition", "style", "part", "next", "prev"];

/// An element that is a finding.
pub(super) struct Meaning {
    label: String,
}

impl Meaning {
    /// `None` if it is none.
    pub(super) fn of(element: &Element, mapping: &Mapping) -> Option<Self> {
        let name = element.name.as_str();
        let is_users = || mapping.kind(name).is_some() && FindingKind::of_label(name).is_none();
        if !FINDINGS.contains(&name) && !is_users() {
            return None;
        }
        let kind = element.get("type").filter(|_| matches!(name, "rs" | "name"));
        Some(Self { label: kind.unwrap_or(name).to_owned() })
    }

    pub(super) fn marked(self, element: &Element, mark: Mark) -> Marked {
        let label = self.label;
        let is_role = element.name == "roleName";
        let is_event = FindingKind::of_label(&label) == Some(FindingKind::Event);
        let id = element.get("xml:id").unwrap_or_default().to_owned();
        let finding = ForeignFinding { id, label, at: element.at.into(), ..ForeignFinding::default() };
        let mut marked = Marked {
            finding,
            element: element.name.clone(),
            mark: Ends::Mark(mark),
            pointers: Vec::new(),
            joins: Vec::new(),
        };
        for (name, value) in element.attributes.iter().filter(|(name, _)| !LEFT.contains(&name.as_str())) {
            let key = match name.as_str() {
                "who" => "speaker",
                "toWhom" => "addressee",
                "corresp" if is_role => "holder",
                "subtype" if is_event => "event",
                "ref" | "key" | "sameAs" => "identity",
                "resp" => "by",
                "direct" | "from" | "to" => continue,
                "type" if matches!(element.name.as_str(), "rs" | "name") => continue,
                name => name,
            };
            let is_pointer = matches!(name.as_str(), "who" | "toWhom" | "corresp" | "ref" | "sameAs" | "resp" | "ana");
            if is_pointer && value.contains(['#', ':']) {
                marked.pointers.extend(value.split_whitespace().map(|to| (key.to_owned(), to.to_owned())));
            } else {
                marked.finding.say(key, value.as_str());
            }
        }
        match element.get("direct") {
            Some("true" | "1") => marked.finding.say("mode", "direct"),
            Some("false" | "0") => marked.finding.say("mode", "indirect"),
            _ => {}
        }
        match (element.get("from"), element.get("to")) {
            (Some(from), Some(to)) => marked.finding.say("value", format!("{from}/{to}")),
            (Some(from), None) => marked.finding.say("from", from),
            (None, Some(to)) => marked.finding.say("to", to),
            (None, None) => {}
        }
        let joins = |name: &str, goes_on: bool| element.get(name).map(|to| (goes_on, to.trim().to_owned()));
        marked.joins.extend([joins("next", true), joins("prev", false)].into_iter().flatten());
        marked
    }
}

/// A `span` beside the text. `None` if it points nowhere.
pub(super) fn span(element: &Element, group: Option<&Element>) -> Result<Option<Marked>, Note> {
    let (from, to) = match (element.get("from"), element.get("to"), element.get("target")) {
        (Some(from), to, _) => (from, to.unwrap_or(from)),
        (None, None, Some(target)) => {
            let mut ends = target.split_whitespace();
            let first = ends.next().unwrap_or_default();
            (first, ends.next_back().unwrap_or(first))
        }
        (None, Some(_), _) => return Err(wrong(Some(element.at), "this span has an end and no beginning")),
        (None, None, None) => return Ok(None),
    };
    let of_group = |name: &str| element.get(name).or_else(|| group.and_then(|group| group.get(name)));
    let label = of_group("type").or_else(|| of_group("ana")).unwrap_or_default().trim_start_matches('#');
    let id = element.get("xml:id").unwrap_or_default().to_owned();
    let mut finding =
        ForeignFinding { id, label: label.to_owned(), at: element.at.into(), ..ForeignFinding::default() };
    if let Some(certainty) = of_group("cert") {
        finding.say("cert", certainty);
    }
    let pointers = of_group("resp").map(|to| ("by".to_owned(), to.to_owned()));
    Ok(Some(Marked {
        finding,
        element: "span".to_owned(),
        mark: Ends::Between(from.trim().to_owned(), to.trim().to_owned()),
        pointers: pointers.into_iter().collect(),
        joins: Vec::new(),
    }))
}
