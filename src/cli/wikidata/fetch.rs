use super::{item, language, writable};
use crate::cli::failure::{self, Failure, FailureKind};
use crate::cli::network;
use crate::cli::{Context, Status, open, shared_view, terminal};
use chorograph::base::network::{Cache, Client, origin};
use chorograph::link::entities;
use chorograph::link::wikidata::fetch::{self, Api, Event, FetchError, FetchRequest, Report, Source, Sparql};
use chorograph::link::wikidata::indexing::{self, Event as Building};
use chorograph::link::wikidata::item::Languages;
use chorograph::link::wikidata::options::Options;
use chorograph::link::wikidata::scratch::Scratch;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// Fetch the items for the dataset's entities from Wikidata and make an index of them
///
/// Search the names of the dataset's entities, and fetch the items with these names and the classes, places and countries
/// above them. Requests are sent one at a time; if the service asks to wait, the command waits and tries again. Answers are
/// cached below .chorograph/wikidata-cache, so a second run sends no requests and an interrupted run can continue. Wikimedia
/// requires a contact for automated requests: give --contact.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  chorograph -d my-data wikidata fetch -o my.wd --contact me@example.org --language en,az,hy,ru
  chorograph -d my-data wikidata fetch -o my.wd --sparql https://query.wikidata.org/sparql --contact me@example.org")]
pub(crate) struct Args {
    /// Write the index to this file.
    #[arg(short, long, value_name = "INDEX")]
    output: PathBuf,
    /// Send this contact, such as an email address, to the service, so that its operators can reach you.
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// Search and keep names in these languages; the first that an item has is its label.
    #[arg(long, value_delimiter = ',', value_name = "LANG", default_value = "en", value_parser = language)]
    language: Vec<String>,
    /// Use this API of Wikidata or of another Wikibase.
    #[arg(long, value_name = "URL", default_value = "https://www.wikidata.org/w/api.php")]
    endpoint: String,
    /// Use a SPARQL endpoint instead: names must match exactly, and quantities have no units.
    #[arg(long, value_name = "URL", conflicts_with = "endpoint")]
    sparql: Option<String>,
    /// Take at most this many items for a name (1 to 50).
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=50))]
    candidates: u32,
    /// Fetch at most this many items.
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    most: usize,
    /// Also fetch these items.
    #[arg(long = "item", value_delimiter = ',', value_name = "ITEM", value_parser = item)]
    items: Vec<u32>,
    #[command(flatten)]
    retry: network::RetryArgs,
    /// Also send names that only occur in sources whose metadata has `redistribute = false`.
    #[arg(long)]
    include_restricted: bool,
    /// Ignore cached answers and send all requests again.
    #[arg(long)]
    refresh: bool,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let address = args.sparql.as_deref().unwrap_or(&args.endpoint);
    let (_, host) = origin(address).map_err(|e| Failure::new(FailureKind::CannotRun, e))?;
    let is_local = ["127.0.0.1", "localhost", "[::1]"].iter().any(|l| host == *l || host.starts_with(&format!("{l}:")));
    if args.contact.is_none() && !is_local {
        return Err(Failure::new(FailureKind::CannotRun, format!("{host} requires a contact"))
            .hint("give --contact with an email address or a page; it is sent with each request"));
    }
    writable(&args.output, &args.language)?;
    let dataset = open(context)?;
    let wanted = wanted(&*shared_view(&dataset, args.include_restricted)?, args)?;
    let languages = Languages(args.language.clone());
    let source: Box<dyn Source> = match &args.sparql {
        Some(url) => Box::new(Sparql::new(url, &languages)),
        None => Box::new(Api::new(&args.endpoint, &languages, args.candidates)),
    };
    let http = network::http(args.contact.as_deref(), args.retry.timeout)?;
    let cache = Cache::new(&dataset.work().join("wikidata-cache"), args.refresh);
    let policy = args.retry.policy();
    let mut client = Client::new(&http, Some(cache), policy, &thread::sleep);
    let folder = args.output.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |e: io::Error| io::Error::new(e.kind(), format!("cannot write to {}: {e}", folder.display()));
    let scratch = Scratch::new(folder, ".chorograph-fetch-").map_err(failed)?;
    let (dump, report) = fetched(&mut client, source.as_ref(), &wanted, args.most, scratch.path())?;
    let counts = client.counts();
    let Report { found, written, merged, missing, left_out, problems } = report;
    terminal::eprint(&format!(
        "{} names, {found} items with such names; {written} items fetched ({merged} merged, {missing} missing, {left_out} left out); \
         {} requests, {} answers from the cache\n",
        wanted.names.len(),
        counts.sent,
        counts.kept
    ));
    if written == 0 {
        let error = format!("there are no items to write; {} was not changed", args.output.display());
        let hint = "check the errors above and the languages of --language, or add items with --item";
        return Err(Failure::new(FailureKind::Input, error).hint(hint));
    }
    let options = Options { languages, types: Vec::new(), countries: Vec::new(), stateless: false };
    let mut on_event = |event: Building<'_>| {
        if let Building::Problem(p) = event {
            terminal::eprint(&format!("error: {:?}: {}\n", p.value, p.what));
        }
    };
    let built = indexing::build(File::open(dump)?, &options, &args.output, &mut on_event)
        .map_err(|e| Failure::new(FailureKind::CannotRun, e))?;
    let mut out = terminal::Output::open(None)?;
    writeln!(out, "{} items, {} names, {} classes", built.kept, built.names, built.classes)?;
    out.finish()?;
    if left_out > 0 {
        terminal::eprint("help: raise --most to include the items that were left out\n");
    }
    Ok(if problems + left_out == 0 && built.problems == 0 { Status::Done } else { Status::Failed })
}

/// The names of the dataset's entities, and the items that reviewers have linked them with.
fn wanted(view: &chorograph::store::View, args: &Args) -> Result<FetchRequest, Failure> {
    let mut wanted = FetchRequest { items: args.items.iter().copied().collect(), ..FetchRequest::default() };
    for iri in entities::all(view.statements())? {
        let entity = entities::read(view.statements(), &iri)?;
        wanted.items.extend(entity.verified);
        wanted.names.extend(entity.subject.names.into_iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()));
    }
    Ok(wanted)
}

/// Fetches the items into a file, one on each line.
fn fetched(
    client: &mut Client<'_>,
    source: &dyn Source,
    wanted: &FetchRequest,
    most: usize,
    folder: &Path,
) -> Result<(PathBuf, Report), Failure> {
    let path = folder.join("items");
    let mut out = BufWriter::new(File::create(&path)?);
    let bar = terminal::progress(wanted.names.len(), "searching");
    let mut on_event = |event: Event<'_>| match event {
        Event::Searched(done, _) => bar.set_position(done as u64),
        Event::Fetched(done, all) => {
            bar.set_message("fetching");
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
        Event::Problem(what, error) => bar.suspend(|| {
            terminal::eprint(&format!("error: {what:?}: {error}\n  help: {}\n", failure::hint(error)));
        }),
    };
    let result = fetch::fetch(client, source, wanted, most, &mut out, &mut on_event);
    bar.finish_and_clear();
    let (report, merged) = result.map_err(|e| match e {
        FetchError::GaveUp(_) => Failure::new(FailureKind::CannotRun, e)
            .hint("the answers so far are cached; run the command again when the service is reachable"),
        FetchError::Io(e) => e.into(),
    })?;
    out.flush()?;
    if merged.is_empty() {
        return Ok((path, report));
    }
    let renamed = folder.join("renamed");
    let mut out = BufWriter::new(File::create(&renamed)?);
    fetch::renamed(BufReader::new(File::open(&path)?), &merged, source, &mut out)?;
    out.flush()?;
    Ok((renamed, report))
}
