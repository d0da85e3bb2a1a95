//! `chorograph export --tables`: what the named queries find, each as a CSV file for a spreadsheet.

use crate::cli::terminal::{self, Output};
use crate::cli::{Failure, Status, failure::Kind, shared_view};
use chorograph::dataset::Dataset;
use chorograph::query::{self, Answer, Library, NamedQuery, Parameter, Prefixes};
use oxigraph::store::Store;
use std::fs;
use std::io;
use std::path::Path;

/// Writes a table a query that can be asked without being told anything, into a folder. A query that fails is told, and
/// the others are written all the same.
pub(super) fn write(dataset: &Dataset, folder: &Path, include_restricted: bool) -> Result<Status, Failure> {
    if folder == Path::new("-") {
        let error = "there are several tables, and one standard output";
        return Err(Failure::new(Kind::CannotRun, error).hint("give a folder with -o DIR"));
    }
    let view = shared_view(dataset, include_restricted)?;
    let (count, failures) = into(view.store(), dataset, folder)?;
    terminal::complain(&format!("{count} tables in {}\n", folder.display()));
    for failure in &failures {
        failure.report();
    }
    Ok(if failures.is_empty() { Status::Done } else { Status::Failed })
}

/// Writes the tables, and gives their number and what failed.
pub(crate) fn into(store: &Store, dataset: &Dataset, folder: &Path) -> Result<(usize, Vec<Failure>), Failure> {
    let prefixes = Prefixes::new(dataset.minter.base());
    let (queries, errors) = Library::open(Some(&dataset.queries()), &prefixes)?.into_parts();
    fs::create_dir_all(folder)
        .map_err(|e| io::Error::new(e.kind(), format!("cannot make the folder {}: {e}", folder.display())))?;
    let mut failures: Vec<Failure> = errors.into_iter().map(Failure::from).collect();
    let mut count = 0;
    for query in &queries {
        if query.template.parameters.iter().any(Parameter::is_required) {
            continue;
        }
        match table(query, store, &prefixes, folder) {
            Ok(written) => count += usize::from(written),
            Err(failure) => failures.push(failure),
        }
    }
    Ok((count, failures))
}

/// Writes the table of a query, if it gives one.
fn table(query: &NamedQuery, store: &Store, prefixes: &Prefixes, folder: &Path) -> Result<bool, Failure> {
    let filled = query.template.fill(&[], prefixes)?;
    let answer = query::prepare(&filled, prefixes, None)?.run(store)?;
    if !matches!(answer, Answer::Rows(_)) {
        return Ok(false);
    }
    let mut out = Output::open(Some(&folder.join(format!("{}.csv", query.name))))?;
    answer.write(query::Format::Csv, prefixes, &mut out)?;
    out.finish()?;
    Ok(true)
}
