use crate::cli::build::build_and_tell;
use crate::cli::failure::{Failure, Kind};
use crate::cli::{Context, Status, open, terminal};
use chorograph::build::{self, Options};
use chorograph::dataset::Dataset;
use chorograph::source::metadata::{self, Metadata};
use chorograph::source::{self, SourceError, folder, format};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Adds documents to a dataset, and builds it.
///
/// Each document is read first; one with errors is told and not added. Of a file of articles, such as a feed, those with errors
/// are told by the build and left out. The others are copied into `sources/`, with
/// their metadata: the `<name>.meta.toml` that stands beside a document, or one made of the options given here.
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
        if let Err(failure) = ingest(args, file, options.as_deref(), &dataset)? {
            status = failure;
        }
    }
    match build_and_tell(context, Options::default())? {
        Status::Failed => Ok(Status::Failed),
        Status::Done => Ok(status),
    }
}

/// Adds one document, or tells why not.
fn ingest(args: &Args, file: &Path, options: Option<&str>, dataset: &Dataset) -> Result<Result<(), Status>, Failure> {
    if !folder::is_document(file) {
        terminal::complain(&format!(
            "error: {}: not a kind of document; {}
",
            file.display(),
            format::RULE
        ));
        return Ok(Err(Status::Failed));
    }
    let beside = metadata::path_for(file);
    let text = match options {
        Some(text) => Some(text.to_owned()),
        None if beside.exists() => Some(fs::read_to_string(&beside)?),
        None => None,
    };
    let read = Metadata::parse(text.as_deref().unwrap_or_default())
        .map_err(|problems| SourceError::Unreadable { path: beside, problems })
        .and_then(|metadata| build::try_read(file, metadata, dataset));
    if let Err(error) = read {
        terminal::unread(&error);
        return Ok(Err(Status::Failed));
    }
    let name = file.file_name().ok_or_else(|| Failure::new(Kind::Input, "a document has a file name"))?;
    let target = dataset.sources().join(name);
    fs::create_dir_all(dataset.sources())?;
    let digest = |path: &Path| source::digest(fs::File::open(path)?, &mut io::sink());
    let same = digest(file)? == digest(&target).unwrap_or_default();
    if target.exists() && !same && !args.replace {
        let error = format!("{} exists and is another document", target.display());
        return Err(Failure::new(Kind::CannotRun, error).hint("rename the file, or give --replace"));
    }
    if let Some(text) = text {
        fs::write(metadata::path_for(&target), text)?;
    }
    if !same {
        let mut out = terminal::Output::open(Some(&target))?;
        io::copy(&mut fs::File::open(file)?, &mut out)?;
        out.finish()?;
    }
    Ok(Ok(()))
}

impl Args {
    /// The options as a metadata file, if any was given.
    fn metadata(&self) -> Option<String> {
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
        (!table.is_empty()).then(|| table.to_string())
    }
}
