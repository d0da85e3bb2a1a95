//! A file of proposed rows: `gazetteer/proposed.csv`. A program writes rows with the state `proposed`; a person writes
//! `accepted` or `rejected` there, or changes the row. Rows with a decision stay as they are, whoever writes the file again,
//! and what was rejected is not proposed again.

use super::row::RowState;
use super::table::{self, texts, written};
use super::{GazetteerError, KINDS};
use crate::base::files;
use crate::base::fold::key;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// A row to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedRow {
    /// The words from which its id is made.
    pub id: String,
    /// Its kind, as in the column `kind`.
    pub kind: &'static str,
    /// Its spellings, each with a language tag; the first one is displayed.
    pub names: Vec<(String, String)>,
    /// The key of the place of which it is part.
    pub part_of: Option<String>,
    /// The number of sources that have one of the names.
    pub sources: usize,
    /// What speaks for its names being one thing.
    pub why: String,
}

/// The rows of an earlier file with a decision.
#[derive(Debug, Default)]
pub struct DecidedRows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The folder and the folded names of each rejected row.
    rejected: Vec<(&'static str, BTreeSet<String>)>,
    ids: HashSet<String>,
}

/// Columns of the file, before those that an earlier file has in addition.
const COLUMNS: [&str; 9] = ["id", "kind", "names", "wikidata", "evidence", "part-of", "state", "sources", "why"];

impl DecidedRows {
    /// Reads a file, which need not exist. A file with an error must be corrected first, because writing it again would lose
    /// what cannot be read.
    pub fn read(path: &Path) -> Result<Self, GazetteerError> {
        let unreadable = |e: &std::io::Error| GazetteerError::unreadable(path.to_owned(), e);
        let text = match files::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(unreadable(&e)),
        };
        let (rows, mut problems) = table::rows(text.clone().into_bytes());
        for (line, row) in &rows {
            if let Err((value, what, rule, help)) = row.is_accepted() {
                problems.push(super::problem(Some(*line), &value, what, rule, help));
            }
        }
        if !problems.is_empty() {
            return Err(GazetteerError { path: path.to_owned(), problems, is_unreadable: false });
        }
        let (columns, rows) = texts(&text).map_err(|e| unreadable(&std::io::Error::other(e)))?;
        let mut decided = Self { columns, ..Self::default() };
        for row in rows {
            decided.keep(row);
        }
        Ok(decided)
    }

    fn keep(&mut self, row: Vec<String>) {
        let at = |name: &str| self.columns.iter().position(|c| c == name).and_then(|at| row.get(at));
        let value = |name: &str| at(name).map(String::as_str).unwrap_or_default();
        match RowState::from_word(value("state")) {
            Some(RowState::Proposed) => return,
            Some(RowState::Rejected) => {
                let names = value("names").split('|').map(|name| name.rsplit_once('@').map_or(name, |(name, _)| name));
                self.rejected.push((folder(value("kind")), names.map(key).collect()));
            }
            _ => {}
        }
        self.ids.insert(value("id").to_owned());
        self.rows.push(row);
    }

    /// Whether a person has said that these names are not one thing.
    pub fn is_rejected(&self, row: &ProposedRow) -> bool {
        let names: BTreeSet<String> = row.names.iter().map(|(name, _)| key(name)).collect();
        self.rejected.iter().any(|(of, rejected)| *of == folder(row.kind) && names.is_subset(rejected))
    }

    /// The rows with a decision.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The file with the decided rows, as they are, and the proposed ones, in their order; `is_taken` says which ids the rest
    /// of the gazetteer has.
    pub fn write(&self, proposed: &[ProposedRow], is_taken: impl Fn(&str) -> bool) -> String {
        let more = self.columns.iter().filter(|c| !COLUMNS.contains(&c.as_str()));
        let columns: Vec<String> = COLUMNS.iter().map(ToString::to_string).chain(more.cloned()).collect();
        let mut rows = vec![columns.clone()];
        for row in &self.rows {
            let value = |column| self.columns.iter().position(|c| c == column).and_then(|at| row.get(at));
            rows.push(columns.iter().map(|column| value(column).cloned().unwrap_or_default()).collect());
        }
        let mut ids = self.ids.clone();
        for row in proposed {
            let numbered = (2..).map(|n| format!("{}-{n}", row.id));
            let mut candidates = std::iter::once(row.id.clone()).chain(numbered);
            let id = candidates.find(|id| !ids.contains(id) && !is_taken(id)).unwrap_or_default();
            ids.insert(id.clone());
            let names: Vec<String> = row.names.iter().map(|(name, language)| format!("{name}@{language}")).collect();
            let value = |column: &str| match column {
                "id" => id.clone(),
                "kind" => row.kind.to_owned(),
                "names" => names.join("|"),
                "part-of" => row.part_of.clone().unwrap_or_default(),
                "state" => "proposed".to_owned(),
                "sources" => row.sources.to_string(),
                "why" => row.why.clone(),
                _ => String::new(),
            };
            rows.push(columns.iter().map(|column| value(column)).collect());
        }
        written(&rows)
    }
}

fn folder(kind: &str) -> &'static str {
    KINDS.iter().find(|(word, ..)| *word == kind).map_or("", |(_, folder, ..)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::gazetteer::Gazetteer;

    fn row(kind: &'static str, names: &[&str]) -> ProposedRow {
        let names = names.iter().map(|name| ((*name).to_owned(), "en".to_owned())).collect();
        ProposedRow { id: "lena-holt".into(), kind, names, part_of: None, sources: 2, why: "same, name".into() }
    }

    #[test]
    fn only_accepted_rows_are_entities_and_decisions_outlast_the_next_proposals() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("proposed.csv");
        let proposed = [row("person", &["Lena Holt", "L. Holt"]), row("place", &["Orlo"])];
        let nothing = DecidedRows::read(&path).unwrap();
        assert!(nothing.is_empty());
        let text = nothing.write(&proposed, |id| id == "lena-holt-2");
        std::fs::write(&path, &text).unwrap();
        let gazetteer = Gazetteer::read(folder.path()).unwrap();
        assert!(gazetteer.entities.is_empty() && gazetteer.files.is_empty());
        assert!(text.contains("\nlena-holt-3,place,Orlo@en,"), "{text}");

        let decided = text.replacen(",proposed,", ",rejected,", 1).replacen(",proposed,", ",accepted,", 1);
        std::fs::write(&path, decided).unwrap();
        let gazetteer = Gazetteer::read(folder.path()).unwrap();
        assert_eq!(gazetteer.entities.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["lena-holt-3"]);
        let kept = DecidedRows::read(&path).unwrap();
        assert_eq!(kept.len(), 2);
        for (asked, is_rejected) in [
            (row("person", &["L. HOLT", "Lena Holt"]), true),
            (row("person", &["Lena Holt"]), true),
            (row("place", &["Lena Holt"]), false),
            (row("person", &["Lena Holt", "Lena M. Holt"]), false),
        ] {
            assert_eq!(kept.is_rejected(&asked), is_rejected, "{asked:?}");
        }
        let again = kept.write(&[], |_| false);
        assert!(again.contains(",rejected,2,\"same, name\"") && again.contains(",accepted,2,"), "{again}");
    }

    #[test]
    fn a_state_that_is_unknown_is_an_error_and_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("proposed.csv");
        std::fs::write(&path, "id,kind,names,wikidata,evidence,state\na,town,Vale@en,,,yes\n").unwrap();
        for error in [Gazetteer::read(folder.path()).unwrap_err(), DecidedRows::read(&path).unwrap_err()] {
            let [problem] = error.problems.as_slice() else { panic!("{error:?}") };
            assert_eq!((problem.value.as_str(), problem.at.map(|at| at.line)), ("yes", Some(2)));
        }
    }
}
