//! `chorograph export --tables`: what the named queries find, each as a CSV file for a spreadsheet.

use crate::cli::terminal::{self, Output};
use crate::cli::{Failure, Status, failure::FailureKind, shared_view};
use chorograph::dataset::Dataset;
use chorograph::query::{self, Answer, AnswerError, Library, NamedQuery, Parameter, Prefixes, UnknownIri};
use oxigraph::store::Store;
use std::fs;
use std::io;
use std::path::Path;

/// Writes a table a query that can be asked without being told anything, into a folder. A query that fails is told, and
/// the others are written all the same.
pub(super) fn write(dataset: &Dataset, folder: &Path, include_restricted: bool) -> Result<Status, Failure> {
    if folder == Path::new("-") {
        let error = "there are several tables, and one standard output";
        return Err(Failure::new(FailureKind::CannotRun, error).hint("give a folder with -o DIR"));
    }
    if folder.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) && !folder.is_dir() {
        let error = format!("{} has the name of one table, and --tables writes several", folder.display());
        return Err(Failure::new(FailureKind::CannotRun, error)
            .hint("give a folder with -o DIR; `chorograph query NAME -o FILE.csv` writes one table"));
    }
    let view = shared_view(dataset, include_restricted)?;
    let written = into(view.store(), dataset, folder)?;
    terminal::eprint(&format!("{} tables in {}\n", written.tables.len(), folder.display()));
    written.tell();
    Ok(if written.failures.is_empty() { Status::Done } else { Status::Failed })
}

/// What was written, and what was not.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) tables: Vec<Table>,
    /// Queries whose default the dataset does not know.
    left_out: Vec<UnknownIri>,
    pub(crate) failures: Vec<Failure>,
}

/// A table that was written.
pub(crate) struct Table {
    /// Of its query.
    name: String,
    /// The values of parameters for which it holds the answer, where it does not hold it for all.
    holds: String,
}

impl Written {
    /// Says what tables hold that do not hold all, and what was not written.
    pub(crate) fn tell(&self) {
        for table in self.tables.iter().filter(|table| !table.holds.is_empty()) {
            terminal::eprint(&format!("note: {}.csv holds the answer for {}\n", table.name, table.holds));
        }
        for unknown in &self.left_out {
            terminal::eprint(&format!("note: a table is left out: {unknown}; that is the default of its query\n"));
        }
        for failure in &self.failures {
            failure.report();
        }
    }
}

impl Table {
    /// The name of its file.
    pub(crate) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// What it is, in a line.
    pub(crate) fn title(&self) -> String {
        let holds = if self.holds.is_empty() { String::new() } else { format!(" for {}", self.holds) };
        format!("table of the query {}{holds}, CSV", self.name)
    }
}

/// Writes the tables, in the order of their names.
pub(crate) fn into(store: &Store, dataset: &Dataset, folder: &Path) -> Result<Written, Failure> {
    let prefixes = Prefixes::new(dataset.minter.base());
    let (queries, errors) = Library::open(Some(&dataset.queries()), &prefixes)?.into_parts();
    fs::create_dir_all(folder)
        .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", folder.display())))?;
    let mut written = Written { failures: errors.into_iter().map(Failure::from).collect(), ..Written::default() };
    for query in &queries {
        if query.template.parameters.iter().any(Parameter::is_required) {
            continue;
        }
        match table(query, store, &prefixes, folder) {
            Ok(Some(Ok(table))) => written.tables.push(table),
            Ok(Some(Err(unknown))) => written.left_out.push(unknown),
            Ok(None) => {}
            Err(failure) => written.failures.push(failure),
        }
    }
    Ok(written)
}

/// Writes the table of a query, if it gives one.
fn table(
    query: &NamedQuery,
    store: &Store,
    prefixes: &Prefixes,
    folder: &Path,
) -> Result<Option<Result<Table, UnknownIri>>, Failure> {
    let filled = query.template.fill(&[], prefixes)?;
    let answer = match query::prepare(&filled, prefixes, None)?.run(store) {
        Err(AnswerError::Unknown(unknown)) if unknown.is_default => return Ok(Some(Err(unknown))),
        answer => answer?,
    };
    if !matches!(answer, Answer::Rows(_)) {
        return Ok(None);
    }
    let mut out = Output::open(Some(&folder.join(format!("{}.csv", query.name))))?;
    answer.write(query::ResultFormat::Csv, prefixes, &mut out)?;
    out.finish()?;
    let defaults = query.template.parameters.iter().filter_map(|p| Some(format!("{}={}", p.name, p.default.as_ref()?)));
    Ok(Some(Ok(Table { name: query.name.clone(), holds: defaults.collect::<Vec<_>>().join(", ") })))
}
