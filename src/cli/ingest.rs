mod findings;

use crate::cli::build::build_and_report;
use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::{Context, Status, open, terminal};
use chorograph::base::capture::CaptureError;
use chorograph::base::text::{Problem, encoding};
use chorograph::base::{capture, files};
use chorograph::dataset::Dataset;
use chorograph::read::source::metadata::{self, Metadata};
use chorograph::read::source::{folder, format};
use chorograph::read::table::csvw::Csvw;
use chorograph::store::load::{self, Options};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Add documents to a dataset and build it
///
/// Each document is read first; if it has errors, they are reported and the document is not added. In a file of several
/// articles, such as a feed, the build reports articles with errors and leaves them out. Documents are copied into `sources/`
/// with their metadata: the `<name>.meta.toml` beside a document; options given here override it. A table is copied with its
/// mapping, which is in that file, and with the CSVW file beside it; where the dataset has others, --replace is needed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  chorograph -d my-data ingest page.html --publisher \"Example Gazette\" --published 2017-12-27"
)]
pub(crate) struct Args {
    /// Texts, pages, files of articles (JSON Lines), feeds and tables.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Set the title of the page.
    #[arg(long)]
    title: Option<String>,
    /// Add an author; may be repeated.
    #[arg(long = "author", value_name = "NAME")]
    authors: Vec<String>,
    /// Set the publisher.
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Set the address of the page.
    #[arg(long, value_name = "IRI")]
    url: Option<String>,
    /// Set the date of publication: a year, a month or a day (EDTF).
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Set the date of capture.
    #[arg(long, value_name = "YYYY-MM-DD")]
    retrieved: Option<String>,
    /// Set the language of the text (BCP 47).
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Set the licence of the document.
    #[arg(long, value_name = "IRI")]
    licence: Option<String>,
    /// Add the address of a document that this one says it is taken from; may be repeated.
    #[arg(long, value_name = "IRI")]
    derived_from: Vec<String>,
    /// Read names, times, roles, quotations or events from this file of another tool, in place of the program's reading;
    /// for one document. It is copied beside the document, as NAME.findings.*.
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    /// Replace documents of the same name.
    #[arg(long)]
    replace: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    if args.findings.is_some() && args.files.len() > 1 {
        let failure = Failure::new(FailureKind::CannotRun, "--findings is about one document, and there are several");
        return Err(failure.hint("add the documents one by one"));
    }
    let dataset = open(context)?;
    let options = args.metadata();
    let mut status = Status::Done;
    for file in &args.files {
        if let Err(failure) = ingest(args, file, options.as_ref(), &dataset)? {
            status = failure;
        }
    }
    match build_and_report(context, Options::default(), None)? {
        Status::Failed => Ok(Status::Failed),
        Status::Done => Ok(status),
    }
}

/// Adds one document, or prints why it cannot be added.
fn ingest(
    args: &Args,
    file: &Path,
    options: Option<&toml::Table>,
    dataset: &Dataset,
) -> Result<Result<(), Status>, Failure> {
    if !folder::is_document(file) {
        terminal::eprint(&format!(
            "error: {}: not a supported kind of document; {}
",
            file.display(),
            format::RULE
        ));
        return Ok(Err(Status::Failed));
    }
    let refused = |error: &str, help: &str| {
        terminal::eprint(&format!("error: {}: {error}\n  help: {help}\n", file.display()));
        Ok(Err(Status::Failed))
    };
    let name = file.file_name().ok_or_else(|| Failure::new(FailureKind::Input, "a document has a file name"))?;
    if files::is_hidden(file) {
        return refused("hidden files are not read by `chorograph build`", "rename it");
    }
    if let Some(stray) = folder::stray_beside(file).map_err(cannot("look for metadata beside", file))? {
        let what =
            format!("{} may be the metadata of this document, but does not have the right name", stray.display());
        let right = metadata::path_for(file);
        return refused(&what, &format!("rename it to {}, or keep it elsewhere", right.display()));
    }
    let target = dataset.sources().join(name);
    let beside = metadata::path_for(file);
    let kept = metadata::path_for(&target);
    let read = metadata_of(&beside, options, &kept)
        .and_then(|text| Ok((Metadata::parse(text.as_deref().unwrap_or_default()).map_err(unreadable(&beside))?, text)))
        .and_then(|(metadata, text)| load::try_read(file, metadata.clone(), dataset).map(|()| (metadata, text)));
    let (metadata, text) = match read {
        Ok(read) => read,
        Err(error) => {
            terminal::capture_error(&error);
            return Ok(Err(Status::Failed));
        }
    };
    if let Some(findings) = &args.findings
        && let Err(errors) = findings::check(findings, file, metadata, dataset)
    {
        errors.iter().for_each(terminal::capture_error);
        return Ok(Err(Status::Failed));
    }
    fs::create_dir_all(dataset.sources()).map_err(cannot("make", &dataset.sources()))?;
    let digest = |path: &Path| capture::digest(files::open(path)?, &mut io::sink());
    let is_there = files::is_there(&target).map_err(cannot("look for", &target))?;
    let same = is_there && digest(file).map_err(cannot("read", file))? == digest(&target).unwrap_or_default();
    if is_there && !same && !args.replace {
        let error = format!("{} exists and is a different document", target.display());
        return Err(Failure::new(FailureKind::CannotRun, error).hint("rename the file, or use --replace"));
    }
    let mut beside = sidecars(file, dataset);
    beside.extend(args.findings.iter().flat_map(|path| findings::files(file, &target, path)));
    if !args.replace {
        if let Some(text) = &text
            && is_other_mapping(text, &kept)
        {
            let error = format!("{} exists and says something else of the tables", kept.display());
            let hint = "make the two alike, by hand, or use --replace";
            return Err(Failure::new(FailureKind::CannotRun, error).hint(hint));
        }
        for (sidecar, target) in &beside {
            let is_there = files::is_there(target).map_err(cannot("look for", target))?;
            if is_there && digest(sidecar).map_err(cannot("read", sidecar))? != digest(target).unwrap_or_default() {
                let error = format!("{} exists and is another file than {}", target.display(), sidecar.display());
                return Err(Failure::new(FailureKind::CannotRun, error).hint("rename one of them, or use --replace"));
            }
        }
    }
    for (sidecar, target) in &beside {
        if digest(sidecar).map_err(cannot("read", sidecar))? != digest(target).unwrap_or_default() {
            copy(sidecar, target)?;
            terminal::eprint(&format!("note: {} is copied with {}\n", sidecar.display(), file.display()));
        }
    }
    if let Some(text) = text {
        let mut out = terminal::Output::open(Some(&kept))?;
        out.write_all(text.as_bytes())?;
        out.finish()?;
    }
    if !same {
        copy(file, &target)?;
    }
    Ok(Ok(()))
}

fn copy(file: &Path, target: &Path) -> Result<(), Failure> {
    let mut out = terminal::Output::open(Some(target))?;
    io::copy(&mut files::open(file).map_err(cannot("read", file))?, &mut out).map_err(cannot("copy", file))?;
    Ok(out.finish()?)
}

/// The files beside a document that are read with it, other than its metadata, each with its path in the dataset: the CSVW
/// file of a table. What is wrong with it was reported when the document was tried.
fn sidecars(file: &Path, dataset: &Dataset) -> Vec<(PathBuf, PathBuf)> {
    let beside = Csvw::of(file).ok().and_then(|csvw| csvw.beside);
    let named = beside.and_then(|beside| Some((dataset.sources().join(beside.path.file_name()?), beside.path)));
    named.map(|(target, path)| (path, target)).into_iter().collect()
}

/// Whether the metadata that the dataset has of a document has a mapping, and new metadata has none or another.
fn is_other_mapping(new: &str, kept: &Path) -> bool {
    let Ok(Some((_, before))) = table_of(kept) else { return false };
    let new: toml::Table = new.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    before.get("table").is_some_and(|mapping| new.get("table") != Some(mapping))
}

/// The metadata of a new document: the file beside it, overridden by the options. If the dataset has the document as
/// restricted, it stays restricted unless the new metadata sets `redistribute`.
fn metadata_of(beside: &Path, options: Option<&toml::Table>, kept: &Path) -> Result<Option<String>, CaptureError> {
    let found = table_of(beside)?;
    if found.is_none() && options.is_none() {
        return Ok(None);
    }
    let (text, mut table) = found.unwrap_or_default();
    table.extend(options.cloned().unwrap_or_default());
    // If the existing metadata cannot be parsed, it may restrict the document.
    let is_restricted = |table: &toml::Table| table.get("redistribute") == Some(&false.into());
    let was_restricted = || table_of(kept).map_or(true, |kept| kept.is_some_and(|(_, table)| is_restricted(&table)));
    if !table.contains_key("redistribute") && was_restricted() {
        table.insert("redistribute".to_owned(), false.into());
        terminal::eprint(&format!("note: {}: redistribute = false is kept\n", kept.display()));
    } else if options.is_none() {
        return Ok(Some(text));
    }
    Ok(Some(table.to_string()))
}

/// A metadata file, as text and as a table; `None` if it does not exist.
fn table_of(path: &Path) -> Result<Option<(String, toml::Table)>, CaptureError> {
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(e) if files::is_missing(path, &e) => return Ok(None),
        Err(source) => return Err(CaptureError::Io { path: path.to_owned(), source }),
    };
    let text = encoding::utf8(bytes).map_err(unreadable(path))?;
    Metadata::parse(&text).map_err(unreadable(path))?;
    // Valid metadata is always a table.
    let table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    Ok(Some((text, table)))
}

fn unreadable(path: &Path) -> impl FnOnce(Vec<Problem>) -> CaptureError + use<> {
    let path = path.to_owned();
    |problems| CaptureError::Unreadable { path, problems }
}

impl Args {
    /// The options as the table of a metadata file; `None` if no option was given.
    fn metadata(&self) -> Option<toml::Table> {
        let mut table = toml::Table::new();
        let fields = [
            ("title", &self.title),
            ("publisher", &self.publisher),
            ("url", &self.url),
            ("published", &self.published),
            ("retrieved", &self.retrieved),
            ("language", &self.language),
            ("licence", &self.licence),
        ];
        for (field, value) in fields {
            if let Some(value) = value {
                table.insert(field.to_owned(), value.clone().into());
            }
        }
        if !self.authors.is_empty() {
            table.insert("authors".to_owned(), self.authors.clone().into());
        }
        if !self.derived_from.is_empty() {
            table.insert("derived-from".to_owned(), self.derived_from.clone().into());
        }
        (!table.is_empty()).then_some(table)
    }
}
