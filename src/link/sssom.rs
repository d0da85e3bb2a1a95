//! Mappings in the TSV form of SSSOM 1.1 (<https://mapping-commons.github.io/sssom/>).

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
