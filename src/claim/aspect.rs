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
    /// The property whose values are compared; `None` if it is that of the value of the claim. A claim without it
    /// contradicts nothing.
    pub value: Option<NamedNodeRef<'static>>,
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
    /// Areas that differ by more than the tolerance of the dataset.
    Tolerance,
    /// Figures of one measure that differ by more than the tolerance of the dataset. It is a rule of its own because
    /// the name of that of areas is in the IRIs of datasets.
    FigureTolerance,
    /// Roles that one person is unlikely to hold at once.
    DifferingRoles,
    /// Entities or texts of which only one can be right.
    DifferingValues,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 5] =
        [Self::DisjointExtents, Self::Tolerance, Self::FigureTolerance, Self::DifferingRoles, Self::DifferingValues];

    /// Its name in IRIs.
    pub fn id(self) -> &'static str {
        match self {
            Self::DisjointExtents => "disjoint-extents",
            Self::Tolerance => "area-tolerance",
            Self::FigureTolerance => "figure-tolerance",
            Self::DifferingRoles => "differing-roles",
            Self::DifferingValues => "differing-values",
        }
    }

    /// Whether figures are compared within a tolerance, which a disagreement then states.
    pub fn has_tolerance(self) -> bool {
        matches!(self, Self::Tolerance | Self::FigureTolerance)
    }

    /// The rule in English.
    pub fn label(self) -> &'static str {
        match self {
            Self::DisjointExtents => "Claims disagree on a time when their extents have no day in common.",
            Self::Tolerance => {
                "Claims disagree on an area of one kind and boundary when they differ by more than the tolerance, as a share of the larger, in square kilometres."
            }
            Self::FigureTolerance => {
                "Claims disagree on a figure of one measure, unit and time when they differ by more than the tolerance, as a share of the larger."
            }
            Self::DifferingValues => {
                "Claims disagree on a code of one scheme, a parent of one kind, a seat or a holder at one time when they give different ones."
            }
            Self::DifferingRoles => {
                "Claims disagree on the role of a person when they name offices of one sort that differ in more than that one says less, and their sources were not published more than 31 days apart."
            }
        }
    }
}
