//! Mappings in the TSV form of SSSOM 1.1 (<https://mapping-commons.github.io/sssom/>): a table that a person can read, edit
//! and keep under version control, with a YAML header in comments. [`write()`] gives the same bytes for the same mappings,
//! [`read`] takes back what it wrote, [`validate`] tells all that is wrong with a file.

mod names;
mod read;
mod table;
mod validate;
mod write;

pub use read::read;
pub use validate::{remarks, validate};
pub use write::write;

use std::collections::BTreeMap;

/// How a machine finds candidates: by names and by all else that is known.
pub const COMPOSITE: &str = "semapv:CompositeMatching";
/// A person looked at what was proposed.
pub const REVIEW: &str = "semapv:MappingReview";

/// What `mapping_justification` may be (the closed list of SSSOM, in SEMAPV).
pub const JUSTIFICATIONS: &[&str] = &[
    "semapv:BackgroundKnowledgeBasedMatching",
    COMPOSITE,
    "semapv:InstanceBasedMatching",
    "semapv:LexicalMatching",
    "semapv:LexicalSimilarityThresholdMatching",
    "semapv:LogicalReasoning",
    "semapv:ManualMappingCuration",
    "semapv:MappingChaining",
    "semapv:MappingInversion",
    REVIEW,
    "semapv:SemanticSimilarityThresholdMatching",
    "semapv:StructuralMatching",
    "semapv:UnspecifiedMatching",
];

/// The columns that we write, in their order.
pub const COLUMNS: &[&str] = &[
    "record_id",
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "reviewer_id",
    "review_date",
    "reviewer_agreement",
    "confidence",
    "similarity_score",
    "match_string",
    "mapping_cardinality",
    "comment",
];

/// What stands for an object that is not there.
const NO_TERM: &str = "sssom:NoTermFound";

/// A file of mappings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MappingSet {
    /// IRI of the set.
    pub id: String,
    /// Its title.
    pub title: String,
    /// IRI of its licence.
    pub licence: String,
    /// Who made it: IRIs or names.
    pub creators: Vec<String>,
    /// The program that proposed.
    pub tool: String,
    /// Its version.
    pub tool_version: String,
    /// Base IRI of the dataset, which the prefix `data:` stands for.
    pub base: String,
    /// The rows.
    pub mappings: Vec<Mapping>,
    /// What else the header says, as found.
    pub slots: BTreeMap<String, Slot>,
    /// What other columns say, by subject and object, as found.
    pub other: BTreeMap<(String, String), BTreeMap<String, String>>,
}

/// A value of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// One text.
    Text(String),
    /// Several.
    List(Vec<String>),
    /// Texts by name.
    Map(BTreeMap<String, String>),
}

/// One row: what is said of a subject and an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// IRI of the entity.
    pub subject: String,
    /// Its name.
    pub subject_label: String,
    /// What relates the two.
    pub predicate: Predicate,
    /// Whether the relation is denied.
    pub negated: bool,
    /// IRI of the item; none where no item was found (`sssom:NoTermFound`).
    pub object: Option<String>,
    /// Its label.
    pub object_label: String,
    /// Why, as a term of SEMAPV.
    pub justification: String,
    /// Who mapped (an IRI), where a person did.
    pub author: Option<String>,
    /// Who reviewed (an IRI).
    pub reviewer: Option<String>,
    /// When it was reviewed, `2026-11-24`.
    pub review_date: Option<String>,
    /// How sure it is (0 to 1).
    pub confidence: Option<f64>,
    /// How near the names are (0 to 1).
    pub similarity: Option<f64>,
    /// The name by which they were matched.
    pub match_string: String,
    /// In words.
    pub comment: String,
}

/// What relates a subject and an object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Predicate {
    /// `skos:closeMatch`: proposed by a machine.
    #[default]
    Close,
    /// `skos:exactMatch`: accepted by a person.
    Exact,
    /// `skos:broadMatch`.
    Broad,
    /// `skos:narrowMatch`.
    Narrow,
    /// `skos:relatedMatch`.
    Related,
}

impl Predicate {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Close, Self::Exact, Self::Broad, Self::Narrow, Self::Related];

    /// As a CURIE.
    pub fn curie(self) -> &'static str {
        match self {
            Self::Close => "skos:closeMatch",
            Self::Exact => "skos:exactMatch",
            Self::Broad => "skos:broadMatch",
            Self::Narrow => "skos:narrowMatch",
            Self::Related => "skos:relatedMatch",
        }
    }
}

impl Mapping {
    /// What the row is about: subject and object, which is empty where no item was found.
    pub fn pair(&self) -> (&str, &str) {
        (&self.subject, self.object.as_deref().unwrap_or_default())
    }

    /// Whether a person said it.
    pub fn is_personal(&self) -> bool {
        self.author.is_some() || self.reviewer.is_some()
    }

    /// Whether it says, without a person, what only a person decides.
    pub fn awaits_a_person(&self) -> bool {
        self.predicate == Predicate::Exact && self.object.is_some() && !self.is_personal()
    }
}
