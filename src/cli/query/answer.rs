//! How `chorograph query` writes an answer: the format, by option or by the extension of the file, and the columns.

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::table::{self, Reader};
use crate::cli::terminal::{self, Output};
use chorograph::query::{self, Answer, AnswerError, ResultFormat};
use clap::ValueEnum;
use indicatif::HumanCount;
use oxigraph::model::Variable;
use std::io::Write;
use std::path::Path;

/// A format as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RequestedFormat {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Ttl,
    Nt,
    Nq,
    Trig,
    Jsonld,
    Rdf,
}

impl RequestedFormat {
    /// The result format; `None` for a table.
    fn format(self) -> Option<ResultFormat> {
        Some(match self {
            Self::Table => return None,
            Self::Csv => ResultFormat::Csv,
            Self::Tsv => ResultFormat::Tsv,
            Self::Json => ResultFormat::Json,
            Self::Xml => ResultFormat::Xml,
            Self::Ttl => ResultFormat::Turtle,
            Self::Nt => ResultFormat::NTriples,
            Self::Nq => ResultFormat::NQuads,
            Self::Trig => ResultFormat::TriG,
            Self::Jsonld => ResultFormat::JsonLd,
            Self::Rdf => ResultFormat::RdfXml,
        })
    }

    fn of(format: ResultFormat) -> Self {
        let all = [
            Self::Csv,
            Self::Tsv,
            Self::Json,
            Self::Xml,
            Self::Ttl,
            Self::Nt,
            Self::Nq,
            Self::Trig,
            Self::Jsonld,
            Self::Rdf,
        ];
        all.into_iter().find(|asked| asked.format() == Some(format)).unwrap_or(Self::Table)
    }
}

/// The format of the answer, chosen before the query runs. An extension that contradicts --format is an error.
pub(super) fn format(
    asked: Option<RequestedFormat>,
    file: Option<&Path>,
    kind: query::AnswerKind,
) -> Result<RequestedFormat, Failure> {
    // The name of a device or a pipe has no extension to go by.
    let file = file.filter(|file| std::fs::metadata(file).is_ok_and(|m| m.is_file()) || !file.exists());
    let ending = file.and_then(Path::extension).map(|ending| ending.to_string_lossy());
    let named = ending.as_deref().map(|ending| (ending, ResultFormat::from_extension(ending, kind)));
    let shown = file.unwrap_or(Path::new("-")).display();
    match (asked, named) {
        (Some(asked), Some((ending, Some(named)))) if asked.format() != Some(named) => {
            let typed = asked.format().map_or_else(|| "table".to_owned(), |format| format.to_string());
            let error = format!("{shown} has the extension of {named}, but --format says {typed}");
            Err(Failure::new(FailureKind::Input, error)
                .hint(format!("leave --format out, or use another extension than .{ending}")))
        }
        (Some(RequestedFormat::Table), _) if kind == query::AnswerKind::Graph => {
            let error = format!("a graph cannot be written as a table; use one of {}", ResultFormat::names_for(kind));
            Err(Failure::new(FailureKind::Input, error))
        }
        (Some(asked), _) => {
            asked.format().map_or(Ok(()), |format| format.check(kind))?;
            Ok(asked)
        }
        (None, Some((ending, None))) => {
            let endings = ResultFormat::names_for(kind).replace(", ", ", .").replace(" and ", " and .");
            Err(Failure::new(FailureKind::Input, format!("{shown}: unknown extension .{ending}"))
                .hint(format!("use one of .{endings}, or give --format")))
        }
        (None, Some((_, Some(named)))) => {
            named.check(kind)?;
            Ok(RequestedFormat::of(named))
        }
        (None, None) if kind == query::AnswerKind::Graph => Ok(RequestedFormat::Ttl),
        (None, None) if file.is_none() && terminal::is_terminal() => Ok(RequestedFormat::Table),
        (None, None) => Ok(RequestedFormat::Csv),
    }
}

/// Options for writing an answer.
pub(super) struct Writing<'a> {
    pub(super) format: RequestedFormat,
    /// The columns to write; all if empty.
    pub(super) columns: &'a [String],
    pub(super) reader: &'a Reader<'a>,
    /// Called when all rows of a table are computed.
    pub(super) evaluated: &'a dyn Fn(),
}

/// Properties of the written answer.
pub(super) struct Written {
    /// A note for the user: the number of rows and hints; `None` if there is nothing to say.
    pub(super) note: Option<String>,
    /// Whether the answer to an ASK query is no.
    pub(super) is_no: bool,
}

impl Writing<'_> {
    pub(super) fn write(&self, answer: Answer<'_>, out: &mut Output) -> Result<Written, Failure> {
        let is_no = matches!(answer, Answer::Boolean(false));
        let answer = if self.columns.is_empty() { answer } else { self.chosen(answer)? };
        let Some(format) = self.format.format() else {
            let note = match answer {
                Answer::Rows(rows) => {
                    let variables = rows.variables().to_vec();
                    let rows = rows.collect::<Result<Vec<_>, _>>().map_err(AnswerError::from)?;
                    let table = table::of_rows(&variables, &rows, self.reader);
                    let text = table.to_string();
                    (self.evaluated)();
                    writeln!(out, "{text}")?;
                    let count = HumanCount(rows.len() as u64);
                    let mut note = format!("{count} {}\n", if rows.len() == 1 { "row" } else { "rows" });
                    if !rows.is_empty() && table.is_cards() {
                        let (columns, width) = (variables.len(), table.width());
                        note.push_str(&format!(
                            "note: a table of {columns} columns does not fit {width}; select some with --columns {},…\n",
                            variables[0].as_str()
                        ));
                    }
                    Some(note)
                }
                Answer::Boolean(value) => {
                    writeln!(out, "{value}")?;
                    None
                }
                Answer::Graph(_) => None,
            };
            return Ok(Written { note, is_no });
        };
        answer.write(format, self.reader.prefixes, out)?;
        Ok(Written { note: None, is_no })
    }

    fn chosen<'a>(&self, answer: Answer<'a>) -> Result<Answer<'a>, Failure> {
        let Answer::Rows(rows) = &answer else {
            return Err(Failure::new(FailureKind::Input, "--columns works only with SELECT queries"));
        };
        let mut chosen: Vec<Variable> = Vec::new();
        for name in self.columns {
            let plain = name.trim().trim_start_matches(['?', '$']);
            let Some(variable) = rows.variables().iter().find(|v| v.as_str() == plain) else {
                let names: Vec<&str> = rows.variables().iter().map(Variable::as_str).collect();
                let near = query::suggestion(plain, &names);
                let error = format!("the answer has no column {plain:?}{near}");
                return Err(Failure::new(FailureKind::Input, error).hint(format!("it has {}", names.join(", "))));
            };
            if !chosen.contains(variable) {
                chosen.push(variable.clone());
            }
        }
        Ok(answer.with_columns(&chosen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use query::AnswerKind::{Ask, Graph, Select};

    #[test]
    fn the_ending_chooses_the_format() {
        let of = |file: &str, kind| format(None, Some(Path::new(file)), kind).map_err(|f| f.message());
        for (file, kind, expected) in [
            ("no/such.csv", Select, RequestedFormat::Csv),
            ("no/such.srx", Select, RequestedFormat::Xml),
            ("no/such.JSON", Select, RequestedFormat::Json),
            ("no/such.json", Ask, RequestedFormat::Json),
            ("no/such.json", Graph, RequestedFormat::Jsonld),
            ("no/such.rdf", Graph, RequestedFormat::Rdf),
            ("no/such.nq", Graph, RequestedFormat::Nq),
            ("no/such.trig", Graph, RequestedFormat::Trig),
            ("no/such", Graph, RequestedFormat::Ttl),
            ("no/such", Select, RequestedFormat::Csv),
        ] {
            assert_eq!(of(file, kind), Ok(expected), "{file}");
        }
        for (file, kind, message) in [
            ("no/such.xlsx", Select, "use one of .csv, .tsv, .json and .xml"),
            ("no/such.csv.gz", Select, "unknown extension .gz"),
            ("no/such.docx", Graph, "use one of .ttl, .nt, .nq, .trig, .jsonld and .rdf"),
            ("no/such.csv", Graph, "a graph cannot be written as csv"),
            ("no/such.rdf", Select, "a table cannot be written as rdf"),
        ] {
            let error = of(file, kind).unwrap_err();
            assert!(error.contains(message), "{file}: {error}");
        }
    }

    #[test]
    fn what_is_typed_and_the_ending_must_agree() {
        let of = |asked, file: &str| format(Some(asked), Some(Path::new(file)), Select).map_err(|f| format!("{f:?}"));
        assert_eq!(of(RequestedFormat::Csv, "no/such.txt"), Ok(RequestedFormat::Csv));
        assert_eq!(of(RequestedFormat::Table, "no/such.txt"), Ok(RequestedFormat::Table));
        assert_eq!(of(RequestedFormat::Tsv, "no/such.tsv"), Ok(RequestedFormat::Tsv));
        assert!(
            of(RequestedFormat::Tsv, "no/such.csv")
                .unwrap_err()
                .contains("has the extension of csv, but --format says tsv")
        );
        assert!(of(RequestedFormat::Table, "no/such.csv").unwrap_err().contains("--format says table"));
    }
}
