//! Mappings in the TSV form of SSSOM 1.1 (<https://mapping-commons.github.io/sssom/>): a table that a person can read,
//! edit and keep under version control, with a YAML header in comments. [`write()`] gives the same bytes for the same
//! mappings, [`read`] reads what it wrote, [`validate`] reports every error in a file.

mod names;
mod read;
mod table;
mod validate;
mod write;
mod subjects;

pub use read::read;
pub use subjects::{SubjectRow, SubjectRows};
pub use validate::{remarks, validate};
pub use write::write;

use crate::base::iri::digest;
use std::collections::BTreeMap;

/// The justification of a machine that combines names with other evidence.
pub const COMPOSITE: &str = "semapv:CompositeMatching";
/// The justification of a person who reviewed a proposal.
pub const REVIEW: &str = "semapv:MappingReview";

/// The allowed values of `mapping_justification` (the closed list of SSSOM, in SEMAPV).
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

/// The columns that we write, in order.
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

/// The end of the IRI of a mapping: `mapping/0a1b2c3d4e5f6a7b`, made of its subject and its object.
fn mapping_key(subject: &str, object: &str) -> String {
    let hash = digest(&[subject, object]);
    format!("mapping/{}", hash.get(..16).unwrap_or(&hash))
}

/// The value that means that no object was found.
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
    /// Name of the program that proposed the mappings.
    pub tool: String,
    /// Its version.
    pub tool_version: String,
    /// Base IRI of the dataset, which the prefix `data:` stands for.
    pub base: String,
    /// The rows.
    pub mappings: Vec<Mapping>,
    /// Other values of the header, as found.
    pub slots: BTreeMap<String, Slot>,
    /// Values of other columns, by subject and object, as found.
    pub other: BTreeMap<(String, String), BTreeMap<String, String>>,
}

/// A value of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// A single text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Texts by key.
    Map(BTreeMap<String, String>),
}

/// One row: a relation between a subject and an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// IRI of the entity.
    pub subject: String,
    /// Label of the entity.
    pub subject_label: String,
    /// The relation.
    pub predicate: Predicate,
    /// Whether the relation is denied.
    pub negated: bool,
    /// IRI of the item; `None` if no item was found (`sssom:NoTermFound`).
    pub object: Option<String>,
    /// Label of the item.
    pub object_label: String,
    /// The justification, as a term of SEMAPV.
    pub justification: String,
    /// IRI of the person who made the mapping; `None` for a machine.
    pub author: Option<String>,
    /// IRI of the reviewer.
    pub reviewer: Option<String>,
    /// Date of the review, such as `2026-11-24`.
    pub review_date: Option<String>,
    /// Confidence (0 to 1).
    pub confidence: Option<f64>,
    /// Similarity of the names (0 to 1).
    pub similarity: Option<f64>,
    /// The name by which they were matched.
    pub match_string: String,
    /// A remark in words.
    pub comment: String,
}

/// The relation of a subject to an object.
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
    /// All predicates.
    pub const ALL: [Self; 5] = [Self::Close, Self::Exact, Self::Broad, Self::Narrow, Self::Related];

    /// The predicate as a CURIE.
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
    /// Subject and object of the row; the object is empty if no item was found.
    pub fn pair(&self) -> (&str, &str) {
        (&self.subject, self.object.as_deref().unwrap_or_default())
    }

    /// Whether a person made or reviewed the mapping.
    pub fn is_personal(&self) -> bool {
        self.author.is_some() || self.reviewer.is_some()
    }

    /// Whether a decision that only a person can make is stated without a person.
    pub fn awaits_a_person(&self) -> bool {
        self.predicate == Predicate::Exact && self.object.is_some() && !self.is_personal()
    }
}
