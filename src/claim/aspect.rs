//! Aspects: what claims can contradict each other about, and when two values exclude each other.

use oxigraph::model::NamedNodeRef;

/// What claims of a type can contradict each other about.
#[derive(Debug, PartialEq, Eq)]
pub struct Aspect {
    /// The controlled term.
    pub term: NamedNodeRef<'static>,
    /// The property from a disagreement to its subject.
    pub about: NamedNodeRef<'static>,
    /// Its segment in the IRI of a disagreement.
    pub key: &'static str,
    /// Values that must be equal in claims that contradict each other.
    pub qualifiers: &'static [Qualifier],
    /// The rule by which two values exclude each other.
    pub rule: Rule,
}

/// A value that must be equal in claims that contradict each other: what is measured, within which boundaries.
#[derive(Debug, PartialEq, Eq)]
pub struct Qualifier {
    /// The property.
    pub property: NamedNodeRef<'static>,
    /// The text before the value in the IRI of a disagreement.
    pub prefix: &'static str,
    /// Whether a claim without it contradicts nothing.
    pub is_required: bool,
}

/// The rule by which values exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Times that have no day in common.
    DisjointExtents,
    /// Figures that differ by more than the tolerance of the dataset.
    Tolerance,
    /// Roles that one person is unlikely to hold at once.
    DifferingRoles,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::DisjointExtents, Self::Tolerance, Self::DifferingRoles];

    /// Its name in IRIs.
    pub fn id(self) -> &'static str {
        match self {
            Self::DisjointExtents => "disjoint-extents",
            Self::Tolerance => "area-tolerance",
            Self::DifferingRoles => "differing-roles",
        }
    }

    /// The rule in English.
    pub fn label(self) -> &'static str {
        match self {
            Self::DisjointExtents => "Claims disagree on a time when their extents have no day in common.",
            Self::Tolerance => {
                "Claims disagree on an area of one kind and boundary when they differ by more than the tolerance, as a share of the larger, in square kilometres."
            }
            Self::DifferingRoles => {
                "Claims disagree on the role of a person when they name offices of one sort that differ in more than that one says less, and their sources were not published more than 31 days apart."
            }
        }
    }
}
