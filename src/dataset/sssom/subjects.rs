//! The subjects of the rows of a file, each with its line, and a row written anew for another subject. All other cells
//! stay as they are.

use super::mapping_key;
use super::names::{Prefixes, contract, expand};
use super::table::{Row, Table};
use super::write::cell;
use crate::base::text::Position;

/// The rows of a file of mappings, by their subjects.
pub struct SubjectRows {
    table: Table,
    prefixes: Prefixes,
}

/// The subject of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    /// Where its name stands.
    pub at: Position,
    /// Its name as written.
    pub name: String,
    /// Its IRI.
    pub subject: String,
    /// Its label.
    pub label: String,
    /// The IRI of the object; `None` if none was found.
    pub object: Option<String>,
}

impl SubjectRows {
    /// The rows of a file; those that cannot be read are left out.
    pub fn parse(text: &str) -> Self {
        let (table, _) = Table::parse(text);
        let prefixes = table.prefixes();
        Self { table, prefixes }
    }

    /// The subject of each row whose name can be resolved.
    pub fn rows(&self) -> impl Iterator<Item = SubjectRow> {
        self.table.rows.iter().filter_map(|row| {
            let (column, name) = self.table.cell(row, "subject_id");
            Some(SubjectRow {
                at: Position { line: row.line, column },
                name: name.to_owned(),
                subject: expand(&self.prefixes, name).ok()?,
                label: self.table.cell(row, "subject_label").1.to_owned(),
                object: expand(&self.prefixes, self.table.cell(row, "object_id").1).ok(),
            })
        })
    }

    /// The name of an IRI under the prefixes of the file.
    pub fn name(&self, iri: &str) -> String {
        contract(&self.prefixes, iri)
    }

    /// The row on a line, about another subject.
    pub fn renamed(&self, line: usize, subject: &str, label: &str) -> Option<String> {
        let row: &Row = self.table.rows.iter().find(|row| row.line == line)?;
        let record = self.table.cell(row, "record_id").1;
        let cells = self.table.columns.iter().zip(&row.cells).map(|(column, old)| match column.value.as_str() {
            "subject_id" => self.name(subject),
            "subject_label" if !label.is_empty() => cell(label),
            // The name of a row is made of its subject and object; one that somebody else gave stays.
            "record_id" => self.record(row, record, subject).unwrap_or_else(|| cell(record)),
            _ => cell(&old.value),
        });
        Some(cells.collect::<Vec<_>>().join("\t"))
    }

    fn record(&self, row: &Row, record: &str, subject: &str) -> Option<String> {
        let of = |column| expand(&self.prefixes, self.table.cell(row, column).1).ok();
        let (old, object) = (of("subject_id")?, of("object_id").unwrap_or_default());
        let iri = of("record_id")?;
        let base = iri.strip_suffix(&mapping_key(&old, &object)).filter(|_| !record.is_empty())?;
        Some(self.name(&format!("{base}{}", mapping_key(subject, &object))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_gets_another_subject_and_keeps_the_rest() {
        let key = mapping_key("https://e.example/place/old", "http://www.wikidata.org/entity/Q901");
        let text = format!(
            "#curie_map:\n#  data: \"https://e.example/\"\n#  wd: \"http://www.wikidata.org/entity/\"\n\
             record_id\tsubject_id\tsubject_label\tpredicate_id\tobject_id\tmine\n\
             data:{key}\tdata:place/old\tOld\tskos:exactMatch\twd:Q901\t\"\"\"so\"\"\"\nx:y\tdata:place/b\tB\tskos:exactMatch\twd:Q902\n"
        );
        let rows = SubjectRows::parse(&text);
        let found: Vec<_> = rows.rows().map(|row| (row.at.line, row.name, row.subject, row.object)).collect();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].0, found[0].2.as_str()), (5, "https://e.example/place/old"));
        let new = mapping_key("https://e.example/place/şu", "http://www.wikidata.org/entity/Q901");
        assert_eq!(
            rows.renamed(5, "https://e.example/place/şu", "Şu").unwrap(),
            format!("data:{new}\tdata:place/%C5%9Fu\tŞu\tskos:exactMatch\twd:Q901\t\"\"\"so\"\"\"")
        );
        assert!(rows.renamed(6, "https://e.example/c", "").unwrap().starts_with("x:y\tdata:c\tB\t"));
        assert_eq!(rows.renamed(7, "https://e.example/c", ""), None);
    }
}
