//! What the mapping says of a whole table: words of its own, or the table's heading, caption, sheet or title, as
//! `"{heading}"`.

use crate::base::iri::folded_space;
use crate::read::grid::TableLabel;
use crate::read::mapping::{MappingLine, Said, TableMapping};
use crate::read::table::layout::{Heads, words};
use crate::read::table::{CellProblem, Words, wrong};
use std::sync::Arc;

/// Words that hold for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The words.
    pub text: Arc<str>,
    /// The cell that they are from; `None` for words of the mapping.
    pub words: Option<Words>,
    /// The line that says so.
    pub line: MappingLine,
}

/// What holds for each row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constants {
    /// The place of which all are part.
    pub parent: Option<Constant>,
    /// The kind of all.
    pub kind: Option<Constant>,
    /// The time to which values refer.
    pub date: Option<Constant>,
}

impl Constants {
    /// The constants of a table, and what is wrong with them.
    pub fn of(mapping: &TableMapping, label: &TableLabel, heads: &Heads) -> (Self, Vec<CellProblem>) {
        let mut problems = Vec::new();
        let mut of = |said: &Option<Said<String>>| match constant(said.as_ref()?, label, heads) {
            Ok(constant) => Some(constant),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let constants = Self { parent: of(&mapping.parent), kind: of(&mapping.kind), date: of(&mapping.date) };
        (constants, problems)
    }
}

fn constant(said: &Said<String>, label: &TableLabel, heads: &Heads) -> Result<Constant, CellProblem> {
    let none = |what: &str| wrong(&said.value, format!("this table has no {what}"), &said.line);
    let (text, words) = match said.value.as_str() {
        "{heading}" => cell(label.heading.as_ref()).ok_or_else(|| none("heading"))?,
        "{caption}" => cell(label.caption.as_ref()).ok_or_else(|| none("caption"))?,
        "{sheet}" => (Arc::from(label.sheet.as_deref().ok_or_else(|| none("sheet"))?), None),
        "{title}" => {
            let first = heads
                .titles
                .iter()
                .max_by_key(|words| words.text.len())
                .ok_or_else(|| none("title above its heads"))?;
            (Arc::from(folded_space(&first.text)), Some(first.clone()))
        }
        text => (Arc::from(text), None),
    };
    Ok(Constant { text, words, line: said.line.clone() })
}

fn cell(cell: Option<&crate::read::grid::Cell>) -> Option<(Arc<str>, Option<Words>)> {
    let words = words(cell?);
    Some((Arc::from(folded_space(&words.text)), Some(words)))
}
