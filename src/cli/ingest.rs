use crate::cli::build::build_and_tell;
use crate::cli::failure::{Failure, FailureKind, cannot};
use crate::cli::{Context, Status, open, terminal};
use chorograph::base::capture::CaptureError;
use chorograph::base::text::{Problem, encoding};
use chorograph::base::{capture, files};
use chorograph::dataset::Dataset;
use chorograph::read::source::metadata::{self, Metadata};
use chorograph::read::source::{folder, format};
use chorograph::store::load::{self, Options};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Adds documents to a dataset, and builds it.
///
/// Each document is read first; one with errors is told and not added. Of a file of articles, such as a feed, those with errors
/// are told by the build and left out. The others are copied into `sources/`, with
/// their metadata: the `<name>.meta.toml` that stands beside a document, and before it what is given here.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  chorograph -d my-data ingest page.html --publisher \"Example Gazette\" --published 2017-12-27"
)]
pub(crate) struct Args {
    /// Texts, pages, files of articles (one a line in JSON) and feeds.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Title of the page.
    #[arg(long)]
    title: Option<String>,
    /// Who wrote it; may be repeated.
    #[arg(long = "author", value_name = "NAME")]
    authors: Vec<String>,
    /// Who publishes it.
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Address of the page.
    #[arg(long, value_name = "IRI")]
    url: Option<String>,
    /// Date of publication: a year, a month or a day (EDTF).
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Date of capture.
    #[arg(long, value_name = "YYYY-MM-DD")]
    retrieved: Option<String>,
    /// Language of the text (BCP 47).
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Licence under which it may be used.
    #[arg(long, value_name = "IRI")]
    licence: Option<String>,
    /// Address of the document it says it is taken from; may be repeated.
    #[arg(long, value_name = "IRI")]
    derived_from: Vec<String>,
    /// Replace documents of the same name.
    #[arg(long)]
    replace: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = open(context)?;
    let options = args.metadata();
    let mut status = Status::Done;
    for file in &args.files {
        if let Err(failure) = ingest(args, file, options.as_ref(), &dataset)? {
            status = failure;
        }
    }
    match build_and_tell(context, Options::default())? {
        Status::Failed => Ok(Status::Failed),
        Status::Done => Ok(status),
    }
}

/// Adds one document, or tells why not.
fn ingest(
    args: &Args,
    file: &Path,
    options: Option<&toml::Table>,
    dataset: &Dataset,
) -> Result<Result<(), Status>, Failure> {
    if !folder::is_document(file) {
        terminal::eprint(&format!(
            "error: {}: not a kind of document; {}
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
        return refused("this is a hidden file, which no build reads", "rename it");
    }
    if let Some(stray) = folder::stray_beside(file).map_err(cannot("look for metadata beside", file))? {
        let what = format!("{} may be the metadata of this document, and is not named so", stray.display());
        let right = metadata::path_for(file);
        return refused(&what, &format!("rename it to {}, or keep it elsewhere", right.display()));
    }
    let target = dataset.sources().join(name);
    let beside = metadata::path_for(file);
    let kept = metadata::path_for(&target);
    let read = metadata_of(&beside, options, &kept)
        .and_then(|text| Ok((Metadata::parse(text.as_deref().unwrap_or_default()).map_err(unreadable(&beside))?, text)))
        .and_then(|(metadata, text)| load::try_read(file, metadata, dataset).map(|()| text));
    let text = match read {
        Ok(text) => text,
        Err(error) => {
            terminal::unread(&error);
            return Ok(Err(Status::Failed));
        }
    };
    fs::create_dir_all(dataset.sources()).map_err(cannot("make", &dataset.sources()))?;
    let digest = |path: &Path| capture::digest(files::open(path)?, &mut io::sink());
    let is_there = files::is_there(&target).map_err(cannot("look for", &target))?;
    let same = is_there && digest(file).map_err(cannot("read", file))? == digest(&target).unwrap_or_default();
    if is_there && !same && !args.replace {
        let error = format!("{} exists and is another document", target.display());
        return Err(Failure::new(FailureKind::CannotRun, error).hint("rename the file, or give --replace"));
    }
    if let Some(text) = text {
        let mut out = terminal::Output::open(Some(&kept))?;
        out.write_all(text.as_bytes())?;
        out.finish()?;
    }
    if !same {
        let mut out = terminal::Output::open(Some(&target))?;
        io::copy(&mut files::open(file).map_err(cannot("read", file))?, &mut out).map_err(cannot("copy", file))?;
        out.finish()?;
    }
    Ok(Ok(()))
}

/// The metadata of a new document: what stands beside it, and before that what the options say. A restriction that the dataset
/// knows of stays unless it is lifted by name.
fn metadata_of(beside: &Path, options: Option<&toml::Table>, kept: &Path) -> Result<Option<String>, CaptureError> {
    let found = table_of(beside)?;
    if found.is_none() && options.is_none() {
        return Ok(None);
    }
    let (text, mut table) = found.unwrap_or_default();
    table.extend(options.cloned().unwrap_or_default());
    // With a mistake in it, nobody knows what it says.
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

/// A metadata file, as text and as a table. None if there is none.
fn table_of(path: &Path) -> Result<Option<(String, toml::Table)>, CaptureError> {
    let bytes = match files::read(path) {
        Ok(bytes) => bytes,
        Err(e) if files::is_missing(path, &e) => return Ok(None),
        Err(source) => return Err(CaptureError::Io { path: path.to_owned(), source }),
    };
    let text = encoding::utf8(bytes).map_err(unreadable(path))?;
    Metadata::parse(&text).map_err(unreadable(path))?;
    // What is metadata is a table.
    let table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    Ok(Some((text, table)))
}

fn unreadable(path: &Path) -> impl FnOnce(Vec<Problem>) -> CaptureError + use<> {
    let path = path.to_owned();
    |problems| CaptureError::Unreadable { path, problems }
}

impl Args {
    /// What the options say, as in a metadata file, if any was given.
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
