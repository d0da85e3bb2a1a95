use super::{item, language, writable};
use crate::cli::Status;
use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal;
use chorograph::link::wikidata::indexing::{self, Event, IndexingError};
use chorograph::link::wikidata::item::Languages;
use chorograph::link::wikidata::options::{Options, Report};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Make an index of a Wikidata dump
///
/// The dump is the JSON dump of Wikidata (one entity on each line) or the truthy dump in N-Triples (one statement on each line,
/// without units of quantities and precision of times), plain or compressed with gzip, bzip2 or zstd; `-` reads standard input.
/// The index is a single file, used in place; it appears only when it is complete. A line that is not an entity is reported and
/// left out; a truncated dump is an error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph wikidata index latest-all.json.gz -o world.wd
  chorograph wikidata index latest-truthy.nt.bz2 -o world.wd
  chorograph wikidata index latest-all.json.bz2 -o caucasus.wd --country Q227,Q399,Q230 --language en,az,hy,ru")]
pub(crate) struct Args {
    /// The dump, or - for standard input.
    dump: PathBuf,
    /// Write the index to this file.
    #[arg(short, long, value_name = "INDEX")]
    output: PathBuf,
    /// Keep names in these languages, given by the codes of Wikidata; the first that an item has is its label.
    #[arg(long, value_delimiter = ',', value_name = "LANG", default_value = "en", value_parser = language)]
    language: Vec<String>,
    /// Keep only instances of these classes and of their subclasses.
    #[arg(long = "type", value_delimiter = ',', value_name = "ITEM", value_parser = item)]
    types: Vec<u32>,
    /// Keep only items with one of these countries or their citizenship, and these countries themselves.
    #[arg(long = "country", value_delimiter = ',', value_name = "ITEM", value_parser = item)]
    countries: Vec<u32>,
    /// With --country, also keep items without any country, such as international organisations.
    #[arg(long, requires = "countries")]
    stateless: bool,
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    writable(&args.output, &args.language)?;
    let options = Options {
        languages: Languages(args.language.clone()),
        types: args.types.clone(),
        countries: args.countries.clone(),
        stateless: args.stateless,
    };
    let read = Arc::new(AtomicU64::new(0));
    let stdin = args.dump.as_os_str() == "-";
    let (input, size): (Box<dyn Read + Send>, u64) = if stdin {
        (Box::new(io::stdin()), 0)
    } else {
        let file = File::open(&args.dump).map_err(|e| unreadable(&args.dump, &e))?;
        let metadata = file.metadata().map_err(|e| unreadable(&args.dump, &e))?;
        if metadata.is_dir() {
            return Err(unreadable(&args.dump, &io::Error::from(io::ErrorKind::IsADirectory)));
        }
        (Box::new(file), metadata.len())
    };
    let input = Counted { input, read: Arc::clone(&read) };
    let bar = terminal::progress(usize::try_from(size).unwrap_or_default(), "reading");
    let mut on_event = |event: Event<'_>| match event {
        Event::Lines(_) => bar.set_position(read.load(Ordering::Relaxed)),
        Event::Problem(problem) => bar.suspend(|| {
            let place = |place: Option<u64>| place.map_or_else(String::new, |n| format!(":{n}"));
            let (line, column) = (place(problem.line), place(problem.column.map(|c| c as u64)));
            let (file, what, rule, left_out) = (args.dump.display(), &problem.what, problem.rule, problem.left_out);
            let value = if problem.value.is_empty() { String::new() } else { format!("{:?}: ", problem.value) };
            terminal::eprint(&format!(
                "error: {file}{line}{column}: {value}{what}\n  rule: {rule}\n  \
                 help: {left_out} was left out; download the dump again if there are many\n"
            ));
        }),
        Event::Merging => bar.set_message("writing"),
    };
    let result = indexing::build(input, &options, &args.output, &mut on_event);
    bar.finish_and_clear();
    let report = result.map_err(|e| match e {
        IndexingError::Truncated { .. } => {
            Failure::new(FailureKind::Input, e).hint("no index was written; download the dump again")
        }
        IndexingError::NoItem { .. } => Failure::new(FailureKind::Input, e).hint(
            "no index was written; give latest-all.json or latest-truthy.nt of https://dumps.wikimedia.org/wikidatawiki/entities/, \
             plain, gz, bz2 or zst; if the JSON is on one line, split it with `jq -c '.[]'`",
        ),
        IndexingError::Io { .. } => Failure::new(FailureKind::CannotRun, e),
    })?;
    print_summary(&report)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        FailureKind::CannotRun,
        io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display())),
    )
}

fn print_summary(report: &Report) -> Result<Status, Failure> {
    use std::io::Write;
    let mut out = terminal::Output::open(None)?;
    let Report { items, kept, classes, names, problems } = report;
    writeln!(out, "{kept} of {items} items, {names} names, {classes} classes")?;
    out.finish()?;
    Ok(if *problems == 0 { Status::Done } else { Status::Failed })
}

/// Counts the bytes read, for the progress bar.
struct Counted<R> {
    input: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buf)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
