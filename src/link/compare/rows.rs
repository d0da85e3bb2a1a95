//! The rows of a comparison, and writers for CSV (RFC 4180) and JSON (one array of objects). Both write row by row.

use super::dataset_side::Linked;
use super::{Property, Verdict};
use std::io::{self, Write};

/// The columns.
pub const COLUMNS: [&str; 9] = ["entity", "label", "item", "property", "ours", "source", "words", "theirs", "verdict"];

/// One value of the dataset or of Wikidata, beside the other side's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// IRI of the entity.
    pub entity: String,
    /// Label of the entity.
    pub label: String,
    /// Number of its item.
    pub item: u32,
    /// The property that is compared.
    pub property: Property,
    /// The value in the dataset; empty if there is none.
    pub ours: String,
    /// The source of the value.
    pub source: String,
    /// The words of the source.
    pub words: String,
    /// The value in Wikidata; empty if there is none.
    pub theirs: String,
    /// The relation between the two.
    pub verdict: Verdict,
}

impl Row {
    /// A row without values.
    pub fn of(linked: &Linked, property: Property, verdict: Verdict) -> Self {
        Self {
            entity: linked.iri.as_str().to_owned(),
            label: linked.label.clone(),
            item: linked.item,
            property,
            ours: String::new(),
            source: String::new(),
            words: String::new(),
            theirs: String::new(),
            verdict,
        }
    }

    /// Its cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> [String; 9] {
        [
            self.entity.clone(),
            self.label.clone(),
            format!("Q{}", self.item),
            self.property.name().to_owned(),
            self.ours.clone(),
            self.source.clone(),
            self.words.clone(),
            self.theirs.clone(),
            self.verdict.name().to_owned(),
        ]
    }
}

/// A writer of rows.
pub enum Writer<W: Write> {
    /// CSV.
    Csv(Box<csv::Writer<W>>),
    /// JSON, and whether a row has been written.
    Json(W, bool),
}

impl<W: Write> Writer<W> {
    /// A CSV writer; writes the column names.
    pub fn csv(out: W) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self::Csv(Box::new(writer)))
    }

    /// A JSON writer.
    pub fn json(out: W) -> Self {
        Self::Json(out, false)
    }

    /// Writes a row.
    pub fn row(&mut self, row: &Row) -> io::Result<()> {
        match self {
            Self::Csv(writer) => Ok(writer.write_record(row.cells())?),
            Self::Json(out, begun) => {
                out.write_all(if *begun { b",\n{" } else { b"[\n{" })?;
                *begun = true;
                for (n, (name, cell)) in COLUMNS.iter().zip(row.cells()).enumerate() {
                    let comma = if n > 0 { ", " } else { "" };
                    write!(out, "{comma}\"{name}\": ")?;
                    serde_json::to_writer(&mut *out, &cell)?;
                }
                out.write_all(b"}")
            }
        }
    }

    /// Writes the end.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush(),
            Self::Json(mut out, begun) => {
                out.write_all(if begun { b"\n]\n" } else { b"[]\n" })?;
                out.flush()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    #[test]
    fn rows_are_csv_and_json() {
        let linked =
            Linked { iri: NamedNode::new_unchecked("https://e.example/1"), item: 901, label: "A, \"b\"".to_owned() };
        let property = Property::all().into_iter().find(|property| property.name() == "area").unwrap();
        let row = Row { ours: "1 km2".to_owned(), ..Row::of(&linked, property, Verdict::MissingThere) };
        let mut bytes = Vec::new();
        let mut writer = Writer::csv(&mut bytes).unwrap();
        writer.row(&row).unwrap();
        writer.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with("https://e.example/1,\"A, \"\"b\"\"\",Q901,area,1 km2,,,,missing there\n"), "{text}");
        for rows in 0..3 {
            let mut bytes = Vec::new();
            let mut writer = Writer::json(&mut bytes);
            (0..rows).for_each(|_| writer.row(&row).unwrap());
            writer.finish().unwrap();
            let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(json.as_array().unwrap().len(), rows);
            assert!(rows == 0 || (json[0]["label"] == "A, \"b\"" && json[0]["item"] == "Q901"), "{json}");
        }
    }
}
