//! What the columns of an answer hold, noted as its rows are read.

use crate::base::vocab::{rdf, xsd};
use oxigraph::model::Term;
use oxigraph::sparql::{QuerySolution, Variable};
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Maximum number of rows in which equal values are looked for; with more, no column is called a key.
const MOST_COMPARED: usize = 1_000_000;
/// Maximum number of datatypes and languages of a column that are distinguished.
const MOST_TYPES: usize = 16;

/// The columns of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The columns, in the order of the answer.
    pub all: Vec<Column>,
    /// Number of rows.
    pub rows: usize,
}

/// A column of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// The name of its variable.
    pub name: String,
    /// Number of rows in which it has a value that is not an empty text.
    pub filled: usize,
    /// Whether it has IRIs.
    pub has_iris: bool,
    /// The IRIs of the datatypes of its literals. A text with a language has `rdf:langString`.
    pub datatypes: BTreeSet<String>,
    /// The languages of its texts.
    pub languages: BTreeSet<String>,
    /// Hashes of its values; `None` after two rows had the same.
    distinct: Option<HashSet<u64>>,
}

impl Columns {
    /// Columns without rows.
    pub(super) fn of(variables: &[Variable]) -> Self {
        let column = |variable: &Variable| Column {
            name: variable.as_str().to_owned(),
            distinct: Some(HashSet::new()),
            ..Column::default()
        };
        Self { all: variables.iter().map(column).collect(), rows: 0 }
    }

    /// Takes note of a row.
    pub(super) fn note(&mut self, row: &QuerySolution) {
        self.rows += 1;
        let is_long = self.rows > MOST_COMPARED;
        for (column, value) in self.all.iter_mut().zip(row.values()) {
            column.note(value.as_ref());
            if is_long {
                column.distinct = None;
            }
        }
    }

    /// The first column of IRIs that identifies a row: each row has one, and no two the same.
    pub fn key(&self) -> Option<&Column> {
        self.all.iter().find(|column| self.rows > 0 && column.is_iri() && column.distinct.is_some())
    }

    /// Whether every row has a value in a column.
    pub fn is_required(&self, column: &Column) -> bool {
        self.rows > 0 && column.filled == self.rows
    }
}

impl Column {
    fn note(&mut self, value: Option<&Term>) {
        let text = match value {
            Some(Term::NamedNode(node)) => {
                self.has_iris = true;
                node.as_str()
            }
            Some(Term::Literal(literal)) => {
                if self.datatypes.len() < MOST_TYPES {
                    self.datatypes.insert(literal.datatype().as_str().to_owned());
                }
                if let Some(language) = literal.language()
                    && self.languages.len() < MOST_TYPES
                {
                    self.languages.insert(language.to_owned());
                }
                literal.value()
            }
            Some(Term::BlankNode(node)) => {
                self.datatypes.insert(xsd::STRING.as_str().to_owned());
                node.as_str()
            }
            None => "",
        };
        self.filled += usize::from(!text.is_empty());
        let mut hash = DefaultHasher::new();
        text.hash(&mut hash);
        let is_new = self.distinct.as_mut().is_some_and(|distinct| distinct.insert(hash.finish()));
        if !is_new || text.is_empty() {
            self.distinct = None;
        }
    }

    /// Whether all of its values are IRIs.
    pub fn is_iri(&self) -> bool {
        self.has_iris && self.datatypes.is_empty()
    }

    /// The language of all of its values.
    pub fn language(&self) -> Option<&str> {
        let is_text = !self.has_iris && self.datatypes.iter().all(|datatype| *datatype == rdf::LANG_STRING.as_str());
        self.languages.first().filter(|_| is_text && self.languages.len() == 1).map(String::as_str)
    }
}
