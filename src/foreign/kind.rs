//! Which label of a format is which kind of finding here: a table for the labels that many tools share, and a mapping
//! that a user gives. A label that neither has is left out.

use crate::base::text::{Position, Problem};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// The name of a person.
    Person,
    /// The name of an organisation.
    Organisation,
    /// The name of a place.
    Place,
    /// People by their origin.
    Nationality,
    /// The name of an event: a war, a treaty.
    NamedEvent,
    /// An expression of time.
    Time,
    /// A role of a person, with or without the holder.
    Role,
    /// A quotation, or reported speech.
    Quotation,
    /// A meeting or another event that the text reports.
    Event,
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Nationality,
        Self::NamedEvent,
        Self::Time,
        Self::Role,
        Self::Quotation,
        Self::Event,
    ];

    /// Its name in mappings and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Nationality => "nationality",
            Self::NamedEvent => "named-event",
            Self::Time => "time",
            Self::Role => "role",
            Self::Quotation => "quotation",
            Self::Event => "event",
        }
    }

    /// The kind with a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a label means that many tools share, in any case.
    pub fn of_label(label: &str) -> Option<Self> {
        let folded: String = label.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect::<String>().to_lowercase();
        COMMON.iter().find(|(_, labels)| labels.contains(&folded.as_str())).map(|(kind, _)| *kind)
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Labels in lower case, without `_`, `-` and spaces: of CoNLL 2003, OntoNotes (spaCy), ACE, TimeML, TEI, Riqua, and
/// the plain words. A label for what the text reports, `EVENT`, is a named event in OntoNotes and a reported one in ACE
/// and TimeML; it is read as reported.
const COMMON: &[(FindingKind, &[&str])] = &[
    (FindingKind::Person, &["person", "per", "persname"]),
    (FindingKind::Organisation, &["organisation", "organization", "org", "orgname", "company", "institution"]),
    (FindingKind::Place, &["place", "placename", "loc", "location", "gpe", "geogname", "settlement", "country", "fac"]),
    (FindingKind::Nationality, &["nationality", "norp", "demonym"]),
    (FindingKind::NamedEvent, &["namedevent", "eventname"]),
    (FindingKind::Time, &["time", "date", "datetime", "timex", "timex3", "timeexpression", "temporal"]),
    (FindingKind::Role, &["role", "rolename", "title", "jobtitle"]),
    (FindingKind::Quotation, &["quotation", "quote", "said", "q", "reportedspeech", "directspeech", "indirectspeech"]),
    (FindingKind::Event, &["event", "meeting", "reportedevent"]),
];

/// Names of attributes in formats, and here.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("standing", "factuality"),
    ("modality", "factuality"),
    ("who", "speaker"),
    ("when", "value"),
    ("when-iso", "value"),
    ("when-custom", "value"),
    ("timex-value", "value"),
    ("location", "place"),
];

/// The name of an attribute here: in lower case, and those that formats call otherwise by one name. The ones that claims
/// can use are `speaker`, `addressee`, `holder`, `title`, `place`, `time`, `value`, `factuality`, `mode`, `cue`,
/// `event`.
pub fn attribute(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    ATTRIBUTES.iter().find(|(theirs, _)| *theirs == lower).map_or(lower.clone(), |(_, ours)| (*ours).to_owned())
}

/// Whether an attribute may be another finding: a text that is the id of one is then that one.
pub fn may_refer(attribute: &str) -> bool {
    matches!(
        attribute,
        "speaker" | "addressee" | "holder" | "of" | "place" | "time" | "participant" | "participants" | "occasion"
    )
}

/// A mapping that a user gives, as TOML:
///
/// ```toml
/// [labels]
/// "Politician" = "person"
/// "Claim" = "quotation"
/// "Noise" = "none"
///
/// [attributes]
/// "Utterer" = "speaker"
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Kinds by label as written; `None` for a label that is left out on purpose.
    labels: BTreeMap<String, Option<FindingKind>>,
    /// Names here by name in the file, in lower case.
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    #[serde(default)]
    labels: BTreeMap<String, toml::Spanned<String>>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let at = |byte: usize| crate::base::text::position(text, byte);
        let problem = |at: Option<Position>, value: String, what: String| Problem {
            at,
            value,
            what,
            rule: "a mapping of labels is TOML with the tables `labels` and `attributes`",
            help: format!("write \"LABEL\" = \"KIND\"; the kinds are {}, none", Self::kinds()),
        };
        let file: MappingFile = toml::from_str(text).map_err(|error| {
            let start = error.span().map(|span| at(floor(text, span.start)));
            vec![problem(start, String::new(), error.message().to_owned())]
        })?;
        let mut problems = Vec::new();
        let mut labels = BTreeMap::new();
        for (label, kind) in file.labels {
            let name = kind.get_ref();
            match (FindingKind::of(name), name.as_str()) {
                (None, "none") => _ = labels.insert(label, None),
                (None, _) => {
                    let start = Some(at(floor(text, kind.span().start)));
                    problems.push(problem(start, name.clone(), "this is no kind of finding".to_owned()));
                }
                (kind, _) => _ = labels.insert(label, kind),
            }
        }
        let attributes = file.attributes.into_iter().map(|(theirs, ours)| (theirs.to_lowercase(), ours)).collect();
        if problems.is_empty() { Ok(Self { labels, attributes }) } else { Err(problems) }
    }

    /// The kind that a label means: by the mapping, else by the table of common labels. `None` if neither has it;
    /// `Some(None)` if the mapping leaves it out.
    pub fn kind(&self, label: &str) -> Option<Option<FindingKind>> {
        self.labels.get(label).copied().or_else(|| FindingKind::of_label(label).map(Some))
    }

    /// The name of an attribute here, if the mapping has one.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The kinds, for messages.
    pub fn kinds() -> String {
        FindingKind::ALL.map(FindingKind::name).join(", ")
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_common_schemes_are_known_in_any_case() {
        for (label, kind) in [
            ("PER", FindingKind::Person),
            ("persName", FindingKind::Person),
            ("GPE", FindingKind::Place),
            ("Org", FindingKind::Organisation),
            ("TIMEX3", FindingKind::Time),
            ("said", FindingKind::Quotation),
            ("reported_speech", FindingKind::Quotation),
            ("roleName", FindingKind::Role),
            ("NORP", FindingKind::Nationality),
            ("EVENT", FindingKind::Event),
        ] {
            assert_eq!(FindingKind::of_label(label), Some(kind), "{label}");
        }
        for label in ["", "CARDINAL", "MISC", "PERSONAL"] {
            assert_eq!(FindingKind::of_label(label), None, "{label}");
        }
        assert_eq!(attribute("Standing"), "factuality");
        assert_eq!(attribute("cue"), "cue");
    }

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
}
