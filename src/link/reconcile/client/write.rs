//! Results, row by row: the table with further columns, or JSON. SSSOM needs all rows at once and is written by
//! [`dataset::sssom`](crate::dataset::sssom).

use super::{Candidate, Remote, Row};
use crate::base::iri::slug;
use crate::dataset::sssom::{Mapping, MappingSet};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The columns that are added, each named after the column of names with one of these endings.
const ADDED: [&str; 5] = ["id", "name", "score", "match", "type"];

/// The table with the best candidate of each row.
pub struct Rows<W: Write>(csv::Writer<W>);

impl<W: Write> std::fmt::Debug for Rows<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}

/// The names of the columns that are added for a column of names.
pub fn added(column: &str) -> Vec<String> {
    ADDED.iter().map(|a| format!("{column}_{a}")).collect()
}

impl<W: Write> Rows<W> {
    /// Writes the names of the columns.
    pub fn new(out: W, delimiter: u8, columns: &[String], column: &str) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        let added = added(column);
        writer.write_record(columns.iter().chain(&added)).map_err(io::Error::other)?;
        Ok(Self(writer))
    }

    /// Writes a row with its candidates, best first.
    pub fn write(&mut self, row: &Row, candidates: &[Candidate]) -> io::Result<()> {
        let added = match candidates.first() {
            Some(c) => {
                let score = c.score.map_or_else(String::new, |s| s.to_string());
                [c.id.clone(), c.name.clone(), score, c.is_match.to_string(), c.types.join("; ")]
            }
            None => Default::default(),
        };
        self.0.write_record(row.cells.iter().chain(&added)).map_err(io::Error::other)
    }

    /// Flushes the output and returns it.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(|e| io::Error::new(e.error().kind(), e.error().to_string()))
    }
}

/// A list of rows with all their candidates, in JSON.
#[derive(Debug)]
pub struct Json<W: Write> {
    out: W,
    columns: Vec<String>,
    rows: usize,
}

impl<W: Write> Json<W> {
    /// Begins the list.
    pub fn new(mut out: W, columns: &[String]) -> io::Result<Self> {
        out.write_all(b"[")?;
        Ok(Self { out, columns: columns.to_vec(), rows: 0 })
    }

    /// Writes a row with its candidates, best first, or the reason why it has none.
    pub fn write(&mut self, row: &Row, answer: Result<&[Candidate], &str>) -> io::Result<()> {
        let cells: Map<String, Value> = self.columns.iter().cloned().zip(row.cells.iter().map(|c| json!(c))).collect();
        let mut value = json!({"line": row.line, "row": cells});
        match answer {
            Ok(candidates) => {
                let all: Vec<Value> = candidates
                    .iter()
                    .map(
                        |c| json!({"id": c.id, "name": c.name, "score": c.score, "match": c.is_match, "type": c.types}),
                    )
                    .collect();
                value["candidates"] = json!(all);
            }
            Err(why) => value["error"] = json!(why),
        }
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        self.out.write_all(value.to_string().as_bytes())
    }

    /// Ends the list and returns the output.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]\n")?;
        Ok(self.out)
    }
}

/// Adds the candidates of a row to a set of mappings. How a service matches is not known, so the justification says
/// only that it did, and the score is given in a comment. Returns false if the candidates have no IRIs.
pub fn map(set: &mut MappingSet, row: &Row, remote: &Remote, candidates: &[Candidate]) -> bool {
    let Some(query) = &row.query else { return true };
    let subject = format!("{}{}", set.base, slug(&query.name));
    let mut whole = true;
    for candidate in candidates {
        let Some(object) = remote.iri(&candidate.id) else {
            whole = false;
            continue;
        };
        let sure = if candidate.is_match { "sure" } else { "unsure" };
        let score = candidate.score.map_or_else(String::new, |s| format!(", score {s}"));
        let mapping = Mapping {
            subject: subject.clone(),
            subject_label: query.name.clone(),
            object: Some(object),
            object_label: if candidate.name.is_empty() { candidate.id.clone() } else { candidate.name.clone() },
            justification: "semapv:UnspecifiedMatching".to_owned(),
            comment: format!("{} is {sure}{score}", if remote.name.is_empty() { "the service" } else { &remote.name }),
            ..Mapping::default()
        };
        if !set.mappings.iter().rev().take(1000).any(|m| m.pair() == mapping.pair()) {
            set.mappings.push(mapping);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;

    fn row(line: u64, name: &str) -> Row {
        let query = Some(Query { name: name.to_owned(), ..Query::default() });
        Row { line, cells: vec![name.to_owned(), "x,y".to_owned()], query }
    }

    fn found() -> Vec<Candidate> {
        let types = vec!["town".to_owned(), "port".to_owned()];
        let first =
            Candidate { id: "Q901".to_owned(), name: "A \"b\"".to_owned(), score: Some(91.5), is_match: true, types };
        vec![first, Candidate { id: "Q902".to_owned(), ..Candidate::default() }]
    }

    #[test]
    fn tables_and_json() {
        let columns = ["place".to_owned(), "more".to_owned()];
        let mut out = Vec::new();
        let mut rows = Rows::new(&mut out, b',', &columns, "place").unwrap();
        rows.write(&row(2, "Vale"), &found()).unwrap();
        rows.write(&row(3, "None"), &[]).unwrap();
        rows.finish().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "place,more,place_id,place_name,place_score,place_match,place_type\n\
             Vale,\"x,y\",Q901,\"A \"\"b\"\"\",91.5,true,town; port\nNone,\"x,y\",,,,,\n"
        );
        let mut out = Vec::new();
        let mut json = Json::new(&mut out, &columns).unwrap();
        json.write(&row(2, "Vale"), Ok(&found())).unwrap();
        json.write(&row(3, "None"), Err("no")).unwrap();
        json.finish().unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value[0]["candidates"][0]["id"], "Q901");
        assert_eq!((&value[1]["error"], &value[1]["row"]["place"]), (&json!("no"), &json!("None")));
    }

    #[test]
    fn mappings_are_valid() {
        let remote = Remote {
            url: "http://a".to_owned(),
            name: "Names".to_owned(),
            version: super::super::Version::V02,
            batch: 9,
            space: "http://w.example/".to_owned(),
            view: String::new(),
        };
        let mut set = MappingSet {
            id: "https://example.org/d/mappings".to_owned(),
            licence: "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
            base: "https://example.org/d/".to_owned(),
            ..MappingSet::default()
        };
        assert!(map(&mut set, &row(2, "Upper Vale"), &remote, &found()));
        assert!(map(&mut set, &row(3, "Upper Vale"), &remote, &found()));
        assert_eq!((set.mappings.len(), set.mappings[0].subject.as_str()), (2, "https://example.org/d/upper-vale"));
        let mut out = Vec::new();
        crate::dataset::sssom::write(&set, &mut out).unwrap();
        assert_eq!(crate::dataset::sssom::validate(&String::from_utf8(out).unwrap()), vec![]);
        assert!(!map(&mut set, &row(2, "x"), &Remote { space: String::new(), ..remote }, &found()));
    }
}
