//! `chorograph export --tables`: the result of each named query as a CSV file, with its description beside it (CSVW).

use crate::cli::terminal::{self, Output};
use crate::cli::{Failure, Status, failure::FailureKind, shared_claims, shown};
use chorograph::dataset::Dataset;
use chorograph::publish::csvw;
use chorograph::query::{self, Answer, AnswerError, Library, NamedQuery, Parameter, Prefixes, UnknownIri};
use oxigraph::store::Store;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes the table of each query that needs no parameter into a folder. A query that fails is reported, and the others
/// are written.
pub(super) fn write(
    dataset: &Dataset,
    folder: &Path,
    include_restricted: bool,
    claims: shown::Args,
) -> Result<Status, Failure> {
    if folder == Path::new("-") {
        let error = "--tables writes several files and cannot write to standard output";
        return Err(Failure::new(FailureKind::CannotRun, error).hint("give a folder with -o DIR"));
    }
    if folder.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) && !folder.is_dir() {
        let error = format!("{} is the name of a single table, but --tables writes several", folder.display());
        return Err(Failure::new(FailureKind::CannotRun, error)
            .hint("give a folder with -o DIR; `chorograph query NAME -o FILE.csv` writes one table"));
    }
    let view = shared_claims(dataset, include_restricted, claims.shown())?;
    let written = into(view.store(), dataset, folder)?;
    terminal::eprint(&format!("{} tables in {}\n", written.tables.len(), folder.display()));
    written.report();
    Ok(if written.failures.is_empty() { Status::Done } else { Status::Failed })
}

/// The tables that were written, and the queries that were not.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) tables: Vec<Table>,
    /// Queries with a default IRI that the dataset does not have.
    left_out: Vec<UnknownIri>,
    pub(crate) failures: Vec<Failure>,
}

/// A table that was written.
pub(crate) struct Table {
    /// The name of its query.
    name: String,
    /// Its question, in one line.
    summary: String,
    /// The default values of parameters that the answer is limited to; empty if it is not limited.
    holds: String,
}

impl Written {
    /// Prints a note for each table that is limited by defaults, and for each query without a table.
    pub(crate) fn report(&self) {
        for table in self.tables.iter().filter(|table| !table.holds.is_empty()) {
            terminal::eprint(&format!("note: {}.csv contains only the answer for {}\n", table.name, table.holds));
        }
        for unknown in &self.left_out {
            terminal::eprint(&format!("note: a table is left out: {unknown}, the default of its query\n"));
        }
        for failure in &self.failures {
            failure.report();
        }
    }
}

impl Table {
    /// The file name.
    pub(crate) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The name of the file that describes it.
    pub(crate) fn description(&self) -> String {
        self.file() + csvw::SUFFIX
    }

    /// The title of the table on the site.
    pub(crate) fn title(&self) -> String {
        let holds = if self.holds.is_empty() { String::new() } else { format!(" for {}", self.holds) };
        format!("table of the query {}{holds}, CSV", self.name)
    }

    /// The title of its description on the site.
    pub(crate) fn description_title(&self) -> String {
        format!("what is in {}, CSV on the Web", self.file())
    }

    /// What is in it, in one line.
    fn content(&self) -> String {
        if self.holds.is_empty() { self.summary.clone() } else { format!("{} ({})", self.summary, self.holds) }
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
        match table(query, store, dataset, &prefixes, folder) {
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
    dataset: &Dataset,
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
    let defaults = query.template.parameters.iter().filter_map(|p| Some(format!("{}={}", p.name, p.default.as_ref()?)));
    let holds = defaults.collect::<Vec<_>>().join(", ");
    let table = Table { name: query.name.clone(), summary: query.summary().to_owned(), holds };
    let (answer, columns) = answer.surveyed();
    let mut out = Output::open(Some(&folder.join(table.file())))?;
    answer.write(query::ResultFormat::Csv, prefixes, &mut out)?;
    let described = csvw::metadata(dataset, &table.file(), &table.content(), &columns.borrow());
    let mut beside = Output::open(Some(&folder.join(table.description())))?;
    writeln!(beside, "{described:#}")?;
    out.finish()?;
    beside.finish()?;
    Ok(Some(Ok(table)))
}
