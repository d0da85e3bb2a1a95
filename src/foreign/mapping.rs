//! What a user says of a file of findings: which label is which kind, and what the file does not say of itself.

use super::format::Format;
use super::kind::FindingKind;
use super::model::{Agent, Unit};
use crate::base::text::{Problem, position};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A mapping, as TOML. Every part may be missing:
///
/// ```toml
/// format = "brat"          # else told by the name of the file and by what it holds
/// unit = "utf-16"          # what offsets count: code-points, utf-16 or bytes
/// person = "Ida Moss"      # or [tool]: who found all that the file does not name somebody for
///
/// [tool]
/// name = "Tagger"
/// version = "2.1"
/// settings = { model = "news" }
///
/// [labels]
/// "Politician" = "person"
/// "Noise" = "none"
///
/// [attributes]
/// "Utterer" = "speaker"
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The format.
    pub format: Option<Format>,
    /// What offsets count.
    pub unit: Option<Unit>,
    /// Who found all that names nobody else.
    pub by: Option<Agent>,
    /// Kinds by label as written; `None` for a label that is left out on purpose.
    labels: BTreeMap<String, Option<FindingKind>>,
    /// Names here by name in the file, in lower case.
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    format: Option<Spanned<String>>,
    unit: Option<Spanned<String>>,
    person: Option<Spanned<String>>,
    tool: Option<ToolTable>,
    #[serde(default)]
    labels: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToolTable {
    name: String,
    version: Option<String>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping. All that is wrong with it is told.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let file: MappingFile = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![problem(text, at, String::new(), error.message().to_owned(), String::new())]
        })?;
        let mut problems = Vec::new();
        let format = named(text, file.format.as_ref(), Format::of, &Format::ALL.map(Format::name), &mut problems);
        let unit = named(text, file.unit.as_ref(), Unit::of, &Unit::ALL.map(Unit::name), &mut problems);
        if let Some(person) = file.person.as_ref().filter(|_| file.tool.is_some()) {
            let what = "a mapping names a person or a tool, not both".to_owned();
            let help = "remove one of them; a finding that names somebody in the file keeps it".to_owned();
            problems.push(problem(text, person.span().start, person.get_ref().clone(), what, help));
        }
        let mut labels = BTreeMap::new();
        let kinds: Vec<&str> = FindingKind::ALL.map(FindingKind::name).into_iter().chain(["none"]).collect();
        for (label, kind) in file.labels {
            let known = |name: &str| if name == "none" { Some(None) } else { FindingKind::of(name).map(Some) };
            if let Some(kind) = named(text, Some(&kind), known, &kinds, &mut problems) {
                labels.insert(label, kind);
            }
        }
        let attributes = file.attributes.into_iter().map(|(theirs, ours)| (theirs.to_lowercase(), ours)).collect();
        let tool = file.tool.map(|ToolTable { name, version, settings }| Agent::Tool {
            name,
            version,
            settings: settings.into_iter().collect(),
        });
        let by = tool.or_else(|| file.person.map(|person| Agent::Person(person.into_inner())));
        if problems.is_empty() { Ok(Self { format, unit, by, labels, attributes }) } else { Err(problems) }
    }

    /// The kind that a label means: by the mapping, else by the table of common labels. `None` if neither has it;
    /// `Some(None)` if the mapping leaves it out.
    pub fn kind(&self, label: &str) -> Option<Option<FindingKind>> {
        self.labels.get(label).copied().or_else(|| FindingKind::of_label(label).map(Some))
    }

    /// The name of an attribute here, if the mapping has one for its name in the file in lower case.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The kinds, for messages.
    pub fn kinds() -> String {
        FindingKind::ALL.map(FindingKind::name).join(", ")
    }
}

/// The value with a name, or a problem.
fn named<T>(
    text: &str,
    name: Option<&Spanned<String>>,
    of: impl Fn(&str) -> Option<T>,
    names: &[&str],
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let name = name?;
    let value = of(name.get_ref());
    if value.is_none() {
        let help = format!("write one of {}", names.join(", "));
        let what = "this is none of the names that may stand here".to_owned();
        problems.push(problem(text, name.span().start, name.get_ref().clone(), what, help));
    }
    value
}

fn problem(text: &str, at: usize, value: String, what: String, help: String) -> Problem {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let help = if help.is_empty() { "see docs/findings.md".to_owned() } else { help };
    Problem {
        at: Some(position(text, at)),
        value,
        what,
        rule: "a mapping of findings is TOML as docs/findings.md describes it",
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Position;

    #[test]
    fn a_users_mapping_comes_before_the_table() {
        let mapping = Mapping::parse(
            "[labels]\n\"ORG\" = \"place\"\n\"Politician\" = \"person\"\n\"DATE\" = \"none\"\n[attributes]\n\"Utterer\" = \"speaker\"\n",
        )
        .unwrap();
        assert_eq!(mapping.kind("ORG"), Some(Some(FindingKind::Place)));
        assert_eq!(mapping.kind("Politician"), Some(Some(FindingKind::Person)));
        assert_eq!(mapping.kind("DATE"), Some(None));
        assert_eq!(mapping.kind("LOC"), Some(Some(FindingKind::Place)));
        assert_eq!(mapping.kind("MISC"), None);
        assert_eq!(mapping.attribute("utterer"), Some("speaker"));
        let problems = Mapping::parse("[labels]\n\"é\" = \"human\"\n").unwrap_err();
        assert_eq!((problems[0].value.as_str(), problems[0].at), ("human", Some(Position { line: 2, column: 7 })));
        assert!(Mapping::parse("[label]\n").is_err());
        assert!(Mapping::parse("[labels").is_err());
    }

    #[test]
    fn what_the_file_does_not_say_of_itself() {
        let mapping = Mapping::parse(
            "format = \"brat\"\nunit = \"utf-16\"\n[tool]\nname = \"Tagger\"\nversion = \"2\"\nsettings = { model = \"news\" }\n",
        )
        .unwrap();
        assert_eq!((mapping.format, mapping.unit), (Some(Format::Brat), Some(Unit::Utf16)));
        let settings = vec![("model".to_owned(), "news".to_owned())];
        assert_eq!(
            mapping.by,
            Some(Agent::Tool { name: "Tagger".to_owned(), version: Some("2".to_owned()), settings })
        );
        let problems = Mapping::parse("format = \"bart\"\nunit = \"words\"\nperson = \"Ida\"\n[tool]\nname = \"x\"\n")
            .unwrap_err();
        assert_eq!(problems.iter().map(|p| p.value.as_str()).collect::<Vec<_>>(), ["bart", "words", "Ida"]);
        assert!(problems[1].help.contains("utf-16"), "{problems:?}");
    }
}
