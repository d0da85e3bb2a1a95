//! The kinds of findings, and the labels and attributes that many tools share.

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

    /// Whether it is a name.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Organisation | Self::Place | Self::Nationality | Self::NamedEvent)
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
}
