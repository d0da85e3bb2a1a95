//! The two walks over the store: the first lists the things that have a page, in order; the second makes the pages, on
//! several threads.

use super::hosting::SiteMap;
use super::kind::{Counts, PageKind};
use super::listing::Listing;
use super::names::{Collector, Name};
use super::page::Draft;
use super::path::Paths;
use super::pictures::Has;
use super::texts::Texts;
use super::values::title;
use super::vocabulary::Vocabulary;
use super::{
    Context, Options, Page, Sink, SiteError, Summary, article, claim, entity, home, hosting, pictures, queries, source,
    thing, vocabulary,
};
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, rdf, schema, skosxl};
use crate::dataset::Dataset;
use crate::publish::part::Parts;
use crate::store::{FactReader, Facts, Statements};
use oxigraph::model::{NamedNode, Term};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Maximum number of threads that make pages; more would wait for the disk.
const MAX_THREADS: usize = 4;
/// Maximum number of things that wait for a thread.
const QUEUE: usize = 256;
/// Maximum number of sources that the front page lists as the basis of the dataset.
const MAX_SOURCES: usize = 50;

/// A thing whose page is to be made.
struct Job {
    iri: NamedNode,
    kind: PageKind,
}

pub(super) fn walk(
    statements: &Statements,
    dataset: &Dataset,
    options: &Options<'_>,
    sink: &Sink<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Summary, SiteError> {
    let read = FactReader::new(statements);
    let (subjects, paths, counts, names) = subjects(&read, dataset, options)?;
    let (texts, vocabulary) = (Texts::collect(&read, dataset, options.scratch, None)?, Vocabulary::read()?);
    let parts = Parts::new(&dataset.minter);
    let context = Context {
        statements,
        dataset,
        options,
        paths: &paths,
        texts: &texts,
        vocabulary: &vocabulary,
        parts: &parts,
        counts: &counts,
        pictures: Has::of(statements)?,
    };
    pages(&context, &read, (subjects, names), true, sink, progress)
}

/// Makes all pages except those of things: lists, names, terms, queries, pictures and the files for a host. `context`
/// has its own paths, and does not count.
pub(super) fn without_things(context: &Context<'_>, sink: &Sink<'_>) -> Result<Summary, SiteError> {
    let read = FactReader::new(context.statements);
    let (subjects, _, counts, names) = subjects(&read, context.dataset, context.options)?;
    let context = Context { counts: &counts, ..*context };
    pages(&context, &read, (subjects, names), false, sink, &|_, _| {})
}

fn pages(
    context: &Context<'_>,
    read: &FactReader<'_>,
    (mut subjects, names): (Subjects, Collector),
    things: bool,
    sink: &Sink<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Summary, SiteError> {
    let output = Output { sink, pages: AtomicU64::new(0), files: AtomicU64::new(0) };
    let mut summary = Summary { renamed: context.paths.renamed(), ..Summary::default() };
    let mut map = SiteMap::new(context.address());
    let sources = second_walk(context, read, &mut subjects, things, &output, &mut map, progress)?;
    let mut emit = |page: Page| -> Result<(), SiteError> {
        let listed = page.path.ends_with(".html").then(|| map.add(&page.path)).flatten();
        output.page(page)?;
        listed.map_or(Ok(()), |page| output.page(page))
    };
    names.finish(context, &mut emit)?;
    let mut draft = |draft: Draft<'_>| draft.finish()?.into_iter().try_for_each(&mut emit);
    vocabulary::pages(context, read, &mut draft)?;
    queries::pages(context, read, &mut summary.failures, &mut draft)?;
    pictures::pages(context, read, &mut draft)?;
    draft(home::page(context, read, &sources)?)?;
    hosting::write(context, &mut |page| output.page(page))?;
    for page in map.finish() {
        output.page(page)?;
    }
    summary.pages = output.pages.load(Relaxed);
    summary.files = output.files.load(Relaxed);
    Ok(summary)
}

/// The sink, with counts of pages and files.
struct Output<'a> {
    sink: &'a Sink<'a>,
    pages: AtomicU64,
    files: AtomicU64,
}

impl Output<'_> {
    fn page(&self, page: Page) -> Result<(), SiteError> {
        let path = page.path.clone();
        self.files.fetch_add(1, Relaxed);
        if path.ends_with(".html") {
            self.pages.fetch_add(1, Relaxed);
        }
        (self.sink)(page).map_err(|source| SiteError::Write { path, source })
    }
}

/// The things that have a page, in the order of the lists, in a temporary file, one per line.
type Subjects = BufReader<File>;

/// The first walk.
fn subjects(
    read: &FactReader<'_>,
    dataset: &Dataset,
    options: &Options<'_>,
) -> Result<(Subjects, Paths, Counts, Collector), SiteError> {
    let base = dataset.minter.base();
    let mut sorter = Sorter::new(options.scratch);
    let mut names = Collector::new(options.scratch);
    for (class, kind) in PageKind::CLASSES {
        for subject in read.statements().subjects(rdf::TYPE, Some(class.into())) {
            let subject = subject?;
            if !subject.as_str().starts_with(base) || subject.as_str() == base {
                continue;
            }
            let facts = read.facts(&subject)?;
            // A thing of several kinds is listed under the first.
            if PageKind::of(&facts) != Some(kind) {
                continue;
            }
            let title = one_line(&title(read, &subject, &facts)?);
            let key = sort_key(kind, &title, &facts);
            let record = format!("{:02}\0{key}\0{}\0{title}", kind as usize, subject.as_str());
            sorter.push(record.as_bytes()).map_err(SiteError::Sort)?;
            if kind.is_entity() || kind == PageKind::Agent {
                add_names(read, &mut names, kind, &subject, &title, &facts)?;
            }
        }
    }
    let mut sorted = Sorter::finish(vec![sorter]).map_err(SiteError::Sort)?;
    let (mut paths, mut counts) = (Paths::new(base), Counts::default());
    let mut spool = BufWriter::new(tempfile::tempfile_in(options.scratch).map_err(SiteError::Sort)?);
    while let Some(record) = sorted.next().map_err(SiteError::Sort)? {
        let mut parts = record.split(|b| *b == 0);
        let (kind, iri) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        let title = parts.next().unwrap_or_default();
        let kind = std::str::from_utf8(kind).ok().and_then(|kind| PageKind::ALL.get(kind.parse::<usize>().ok()?));
        if let (Some(kind), Ok(iri)) = (kind, std::str::from_utf8(iri))
            && paths.add(iri)
        {
            counts.add(*kind);
            let line = [format!("{:02} {iri} ", *kind as usize).as_bytes(), title, b"\n"].concat();
            spool.write_all(&line).map_err(SiteError::Sort)?;
        }
    }
    let mut file = spool.into_inner().map_err(|e| SiteError::Sort(e.into_error()))?;
    file.rewind().map_err(SiteError::Sort)?;
    Ok((BufReader::new(file), paths, counts, names))
}

/// A title without the characters that end a record or a line.
fn one_line(title: &str) -> String {
    title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The sort key of a thing within its kind.
fn sort_key(kind: PageKind, title: &str, facts: &Facts) -> String {
    match (kind, facts.text(choro::EARLIEST), facts.text(choro::SQUARE_KILOMETRES)) {
        (PageKind::Time, Some(earliest), _) => earliest.to_owned(),
        (PageKind::Quantity, _, Some(km2)) => format!("{:0>20}", km2.split('.').next().unwrap_or_default()),
        _ => crate::base::fold::key(title),
    }
}

fn add_names(
    read: &FactReader<'_>,
    names: &mut Collector,
    kind: PageKind,
    iri: &NamedNode,
    title: &str,
    facts: &Facts,
) -> Result<(), SiteError> {
    let mut spelled = vec![(title.to_owned(), String::new())];
    for form in facts.nodes(choro::NAME) {
        for value in read.facts(form)?.values(skosxl::LITERAL_FORM) {
            if let Term::Literal(literal) = value {
                let name = (one_line(literal.value()), literal.language().unwrap_or_default().to_owned());
                if name.0 == title {
                    spelled[0] = name;
                } else {
                    spelled.push(name);
                }
            }
        }
    }
    for (spelling, language) in &spelled {
        names.add(&Name { spelling, language, title, iri: iri.as_str(), kind })?;
    }
    Ok(())
}

/// Makes the pages of all subjects and their lists. Returns the sources that the dataset is based on.
fn second_walk(
    context: &Context<'_>,
    read: &FactReader<'_>,
    subjects: &mut Subjects,
    things: bool,
    output: &Output<'_>,
    map: &mut SiteMap,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<String>, SiteError> {
    let (send, receive) = sync_channel::<Job>(QUEUE);
    let receive = Mutex::new(receive);
    let failed = AtomicBool::new(false);
    let total = context.counts.total();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    thread::scope(|scope| {
        let work = || work(context, &receive, output, &failed, &|| progress(1, total));
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let listed = feed(context, read, subjects, output, map, things.then_some(send), &failed);
        let results = workers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let results: Vec<Result<(), SiteError>> = results.collect();
        results.into_iter().collect::<Result<(), _>>()?;
        listed
    })
}

/// Writes the lists, and passes each thing to a thread if there are to be pages of things.
fn feed(
    context: &Context<'_>,
    read: &FactReader<'_>,
    subjects: &mut Subjects,
    output: &Output<'_>,
    map: &mut SiteMap,
    send: Option<SyncSender<Job>>,
    failed: &AtomicBool,
) -> Result<Vec<String>, SiteError> {
    let mut sources = Vec::new();
    let mut listing: Option<(PageKind, Listing<'_>)> = None;
    let list = |pages: Vec<Page>, map: &mut SiteMap| -> Result<(), SiteError> {
        for page in pages {
            let full = map.add(&page.path);
            output.page(page)?;
            full.map_or(Ok(()), |page| output.page(page))?;
        }
        Ok(())
    };
    let mut line = String::new();
    loop {
        line.clear();
        if failed.load(Relaxed) || subjects.read_line(&mut line).map_err(SiteError::Sort)? == 0 {
            break;
        }
        let mut parts = line.trim_end_matches('\n').splitn(3, ' ');
        let kind = parts.next().and_then(|kind| PageKind::ALL.get(kind.parse::<usize>().ok()?));
        let (Some(kind), Some(iri), Some(title)) = (kind.copied(), parts.next(), parts.next()) else { continue };
        let iri = NamedNode::new_unchecked(iri);
        if listing.as_ref().is_none_or(|(last, _)| *last != kind) {
            if let Some((_, last)) = listing.take() {
                list(last.finish()?, map)?;
            }
            listing = Some((kind, Listing::new(context, read, kind)));
        }
        if let Some((_, listing)) = &mut listing {
            list(listing.add(&iri, title)?, map)?;
        }
        if kind == PageKind::Source && sources.len() < MAX_SOURCES {
            let address = read.facts(&iri)?.node(schema::URL).map(|url| url.as_str().to_owned());
            sources.push(address.unwrap_or_else(|| iri.as_str().to_owned()));
        }
        if let Some(folder) = context.paths.page(iri.as_str())
            && let Some(full) = map.add(&format!("{folder}/index.html"))
        {
            output.page(full)?;
        }
        if send.as_ref().is_some_and(|send| send.send(Job { iri, kind }).is_err()) {
            break;
        }
    }
    // The threads end when the queue is empty.
    drop(send);
    if let Some((_, last)) = listing.take() {
        list(last.finish()?, map)?;
    }
    Ok(sources)
}

/// Makes the pages of things until there are no more.
fn work(
    context: &Context<'_>,
    jobs: &Mutex<Receiver<Job>>,
    output: &Output<'_>,
    failed: &AtomicBool,
    done: &dyn Fn(),
) -> Result<(), SiteError> {
    let read = FactReader::new(context.statements);
    let one = |job: &Job| -> Result<(), SiteError> {
        if let Some(draft) = draft(context, &read, &job.iri, job.kind)? {
            draft.finish()?.into_iter().try_for_each(|page| output.page(page))?;
        }
        Ok(())
    };
    let mut result = Ok(());
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return result };
        // After a failure the queue is only emptied, so that the sender is not blocked.
        if failed.load(Relaxed) {
            continue;
        }
        if let Err(error) = one(&job) {
            failed.store(true, Relaxed);
            result = Err(error);
        }
        done();
    }
}

/// The page of a thing, if it has one.
pub(super) fn draft<'a>(
    context: &'a Context<'a>,
    read: &'a FactReader<'a>,
    iri: &NamedNode,
    kind: PageKind,
) -> Result<Option<Draft<'a>>, SiteError> {
    let facts = read.facts(iri)?;
    match kind {
        kind if kind.is_entity() => entity::page(context, read, iri, kind, &facts),
        PageKind::Claim => claim::page(context, read, iri, &facts),
        PageKind::Disagreement => thing::disagreement(context, read, iri, &facts),
        PageKind::Source => source::source(context, read, iri, &facts),
        PageKind::Article => article::page(context, read, iri, &facts),
        PageKind::Box | PageKind::Table => source::carrier(context, read, iri, kind, &facts),
        PageKind::Record => source::record(context, read, iri, &facts),
        PageKind::Version => source::version(context, read, iri, &facts),
        kind => thing::page(context, read, iri, kind, &facts),
    }
}
