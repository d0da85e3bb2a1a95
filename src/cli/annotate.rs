//! `chorograph annotate`

use super::failure::{Failure, FailureKind};
use super::terminal::{self, Output};
use super::{Context, Status, table};
use chorograph::base::capture::{CaptureError, capture_named};
use chorograph::base::files;
use chorograph::base::iri::Minter;
use chorograph::base::text::Problem;
use chorograph::base::time::TimeExtent;
use chorograph::dataset::gazetteer::Gazetteer;
use chorograph::dataset::{Dataset, DatasetError, JsonlFields};
use chorograph::extract::annotate::{Annotated, conll, html, json, marks, nif, tables, text};
use chorograph::extract::{Extractor, language};
use chorograph::foreign::beside::{Captured, GivenFindings, with_mapping};
use chorograph::read::record;
use chorograph::read::source::metadata::{self, Metadata};
use chorograph::read::source::{SourceDocument, folder};
use chorograph::read::table::holds::{Holds, holds};
use clap::ValueEnum;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Show what is extracted from a document: names, times, roles, statements, meetings
///
/// On a terminal, print the text in colour (with labels in brackets if NO_COLOR is set), and below it tables of who says
/// what, meetings, times with their values, roles and names. In a pipe, print the text with labels. With --html, write one
/// self-contained page.
///
/// With a dataset (-d), use its gazetteer; without one, names are found by their spelling alone. Metadata beside a
/// document (NAME.meta.toml) is used if it exists, and so are findings of other tools (NAME.findings.*), which take the place
/// of the program's own; options given here override both.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Formats:
  text    the text with labels or in colour, and tables
  html    a self-contained page
  json    a list of objects, one for each document: its text, its findings; offsets are half-open, in code points
  jsonl   an object for each finding, one on a line
  nif     NIF 2.0 as Turtle: names and times with class, identity and value
  conll   a token on each line: form, start, end, name and time as BIO, value; the first lines name the columns

Examples:
  chorograph annotate page.html
  chorograph annotate --published 2017-12-27 article.txt
  chorograph -d my-data annotate my-data/sources/*.txt --html -o reading.html
  chorograph annotate article.txt --format json | jq '.[].times[] | [.words, .edtf]'")]
pub(crate) struct Args {
    /// Text, HTML or TEI files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Set the date of publication, from which relative times are resolved: a year, a month or a day (EDTF).
    #[arg(long, value_name = "DATE", value_parser = published)]
    published: Option<TimeExtent>,
    /// Show the findings of another tool in this file in place of the program's own, and of those in files beside the
    /// document (NAME.findings.*); for one document.
    #[arg(long, value_name = "FINDINGS")]
    findings: Option<PathBuf>,
    /// Write in this format [default: by the name of the output file, else text].
    #[arg(long, value_enum, hide_possible_values = true, value_name = "text|html|json|jsonl|nif|conll")]
    format: Option<AnnotationFormat>,
    /// The same as --format html.
    #[arg(long, conflicts_with = "format")]
    html: bool,
    /// Write to a file, which appears only when it is complete.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnnotationFormat {
    Text,
    Html,
    Json,
    Jsonl,
    #[value(alias = "ttl")]
    Nif,
    Conll,
}

fn published(text: &str) -> Result<TimeExtent, String> {
    TimeExtent::from_edtf(text)
        .ok_or_else(|| "not a year, a month or a day; write 2017, 2017-12 or 2017-12-27".to_owned())
}

impl Args {
    fn format(&self) -> AnnotationFormat {
        if self.html {
            return AnnotationFormat::Html;
        }
        let by_name = || {
            let extension = self.output.as_ref()?.extension()?.to_str()?.to_ascii_lowercase();
            let extension = if extension == "htm" { "html" } else { &extension };
            AnnotationFormat::from_str(extension, true).ok()
        };
        self.format.or_else(by_name).unwrap_or(AnnotationFormat::Text)
    }
}

/// The gazetteer of the dataset, and the dataset; an empty gazetteer if no dataset was named and the current folder is none.
pub(crate) fn names(context: &Context) -> Result<(Option<Dataset>, Gazetteer), Failure> {
    let dataset = match Dataset::open(&context.dataset) {
        Ok(dataset) => dataset,
        // No dataset was named.
        Err(DatasetError::NotADataset(_)) if context.dataset == Path::new(".") => {
            return Ok((None, Gazetteer::default()));
        }
        Err(error) => return Err(error.into()),
    };
    let gazetteer = Gazetteer::read(&dataset.root.join("gazetteer")).map_err(|error| {
        for problem in &error.problems {
            terminal::problem("error", &error.path, problem);
        }
        Failure::new(if error.is_unreadable { FailureKind::CannotRun } else { FailureKind::Input }, error)
    })?;
    Ok((Some(dataset), gazetteer))
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    if args.findings.is_some() && args.files.len() > 1 {
        let failure = Failure::new(FailureKind::CannotRun, "--findings is about one document, and there are several");
        return Err(failure.hint("show the documents one by one"));
    }
    let (dataset, gazetteer) = names(context)?;
    let extractor = Extractor::new(&gazetteer);
    let mut writer = AnnotationWriter {
        format: args.format(),
        minter: dataset.as_ref().map(|d| &d.minter),
        out: Output::open(args.output.as_deref())?,
        to_file: args.output.is_some(),
        shown: 0,
    };
    let title = args.files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>().join(", ");
    writer.head(&title)?;
    let default = dataset.as_ref().map_or("en", Dataset::language);
    let mut status = Status::Done;
    for file in &args.files {
        let (document, reading) = match read(file, default) {
            Ok(read) => read,
            Err(error) => {
                terminal::capture_error(&error);
                status = Status::Failed;
                continue;
            }
        };
        let Some(article) = &reading.article else {
            terminal::problem("error", file, &no_article(&reading));
            status = Status::Failed;
            continue;
        };
        let of_page = document.metadata.published.as_deref().and_then(TimeExtent::from_edtf);
        let published = args.published.as_ref().or(of_page.as_ref());
        if let Some(note) = language::note(&document, article, default) {
            terminal::problem("note", file, &note);
        }
        let stated = document.metadata.language.as_deref().unwrap_or(default);
        let Some(given) = given(&findings_of(args.findings.as_ref(), file), &document) else {
            status = Status::Failed;
            continue;
        };
        if !given.problems.is_empty() {
            status = Status::Failed;
        }
        let (findings, left) = extractor.read_given(Some(stated), &document.text, article, published, &given.given);
        for (path, note) in &given.left_out(&left) {
            terminal::problem("note", path, note);
        }
        let scores = given.scores();
        let of = Annotated {
            document: &document,
            article,
            findings: &findings,
            gazetteer: &gazetteer,
            language: Some(stated),
            published,
            scores: &scores,
        };
        writer.document(&of)?;
    }
    writer.foot()?;
    writer.out.finish()?;
    Ok(status)
}

/// The file of findings that is named, else those beside the document, which is noted.
fn findings_of(findings: Option<&PathBuf>, file: &Path) -> Vec<PathBuf> {
    if let Some(findings) = findings {
        return with_mapping(vec![findings.clone()], file);
    }
    // A document that is a pipe has nothing beside it.
    let paths = folder::findings_beside(file).unwrap_or_default();
    for path in &paths {
        terminal::problem("note", path, &used(file));
    }
    paths
}

/// What files of findings give, with what is to be said of them; `None` if they cannot be used.
pub(super) fn given(paths: &[PathBuf], document: &SourceDocument) -> Option<GivenFindings> {
    let captured = Captured::read(paths).map_err(|error| vec![error]);
    match captured.and_then(|captured| captured.verified(document)) {
        Ok(given) => {
            for (level, all) in [("error", &given.problems), ("note", &given.notes)] {
                for (path, problem) in all {
                    terminal::problem(level, path, problem);
                }
            }
            Some(given)
        }
        Err(errors) => {
            errors.iter().for_each(terminal::capture_error);
            None
        }
    }
}

fn used(file: &Path) -> Problem {
    Problem {
        at: None,
        value: String::new(),
        what: format!("this file is used for {}, as a build would", file.display()),
        rule: "files of findings beside a document take the place of the program's own findings",
        help: "do nothing, or name another file with --findings".to_owned(),
    }
}

/// Reads a document with the metadata beside it.
pub(super) fn read(file: &Path, language: &str) -> Result<(SourceDocument, record::Reading), CaptureError> {
    let beside = metadata::path_for(file);
    let metadata = match files::read_to_string(&beside) {
        Ok(text) => Metadata::parse(&text).map_err(|problems| CaptureError::Unreadable { path: beside, problems })?,
        Err(e) if files::is_missing(&beside, &e) => Metadata::default(),
        // The document is a pipe, which has no metadata file beside it.
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => Metadata::default(),
        Err(source) => return Err(CaptureError::Io { path: beside, source }),
    };
    let held = match holds(file, file, &metadata, &JsonlFields::default()) {
        Ok(Holds::Tables(_)) => Some((
            "this file holds tables",
            format!(
                "`chorograph table check {}` shows how it is understood; `chorograph build` and `chorograph convert` read it",
                file.display()
            ),
        )),
        Ok(Holds::Articles) => Some((
            "this file holds several articles",
            "save one article as a text or a page; `chorograph build` reads them all".to_owned(),
        )),
        Ok(Holds::Document) | Err(_) => None,
    };
    if let Some((what, help)) = held {
        let rule = "annotate reads prose: single texts and pages";
        let problem = Problem { at: None, value: String::new(), what: what.to_owned(), rule, help };
        return Err(CaptureError::Unreadable { path: file.to_owned(), problems: vec![problem] });
    }
    let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let document = SourceDocument::new(id, file.to_owned(), capture_named(file)?, metadata)?;
    match record::read(&document, language) {
        Ok(reading) => Ok((document, reading)),
        Err(problems) => Err(CaptureError::Unreadable { path: file.to_owned(), problems }),
    }
}

pub(super) fn no_article(reading: &record::Reading) -> Problem {
    let records: usize = reading.boxes.iter().map(|b| b.records.len()).sum();
    Problem {
        at: None,
        value: String::new(),
        what: format!("the document has no prose, only a fact box with {records} records"),
        rule: "annotate shows what is extracted from prose",
        help:
            "`chorograph build` reads fact boxes; to read all of it as prose, set kind = \"article\" in the .meta.toml"
                .to_owned(),
    }
}

/// The writer of the annotated documents.
struct AnnotationWriter<'a> {
    format: AnnotationFormat,
    minter: Option<&'a Minter>,
    out: Output,
    to_file: bool,
    shown: usize,
}

impl AnnotationWriter<'_> {
    fn head(&mut self, title: &str) -> io::Result<()> {
        match self.format {
            AnnotationFormat::Html => html::head(title, &mut self.out),
            AnnotationFormat::Nif => nif::head(&mut self.out),
            AnnotationFormat::Conll => conll::head(&mut self.out),
            AnnotationFormat::Json => self.out.write_all(b"["),
            AnnotationFormat::Text | AnnotationFormat::Jsonl => Ok(()),
        }
    }

    fn document(&mut self, of: &Annotated<'_>) -> io::Result<()> {
        self.shown += 1;
        match self.format {
            AnnotationFormat::Text => self.text(of),
            AnnotationFormat::Html => html::document(of, self.shown, &mut self.out),
            AnnotationFormat::Json => {
                self.out.write_all(if self.shown == 1 { b"\n" } else { b",\n" })?;
                json::document(of, &mut self.out)
            }
            AnnotationFormat::Jsonl => json::lines(of, &mut self.out),
            AnnotationFormat::Nif => nif::document(of, self.minter, &mut self.out),
            AnnotationFormat::Conll => conll::document(of, &mut self.out),
        }
    }

    fn text(&mut self, of: &Annotated<'_>) -> io::Result<()> {
        let screen = terminal::is_terminal() && !self.to_file;
        let look = text::Look {
            colour: screen && terminal::is_coloured(),
            width: screen.then(|| usize::from(terminal::width())),
        };
        if self.shown > 1 {
            writeln!(self.out)?;
        }
        let published =
            of.published.map_or("publication date not known".to_owned(), |p| format!("published {}", p.edtf));
        writeln!(self.out, "{} ({published})\n", of.document.path.display())?;
        write!(self.out, "{}", text::text(of, &marks::marks(of), look))?;
        writeln!(self.out, "{}", text::legend(look))?;
        for shown in tables::tables(of) {
            writeln!(self.out, "\n{}", shown.title)?;
            let rows = shown.rows.into_iter().map(|row| row.cells);
            writeln!(self.out, "{}", table::of_text(&shown.headings, rows))?;
        }
        Ok(())
    }

    fn foot(&mut self) -> io::Result<()> {
        match self.format {
            AnnotationFormat::Html => html::foot(&mut self.out),
            AnnotationFormat::Json => self.out.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }
}
