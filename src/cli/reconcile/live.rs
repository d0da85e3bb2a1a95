//! The reconciliation services over the current dataset: after a new build, they are created again before the next answer.
//! They run on threads of their own, which end and free their memory when the last sender is dropped.

use crate::cli::failure::{Failure, FailureKind};
use crate::cli::terminal;
use chorograph::dataset::Dataset;
use chorograph::link::reconcile::dataset::{self, EntitiesError};
use chorograph::link::reconcile::{self, Request, Response, Service, Services};
use chorograph::link::wikidata::index::Index;
use chorograph::store::access::DatasetView;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// An index of Wikidata, and the name of the service over it.
pub(super) type Wikidata = (&'static Index, String);

/// The data to serve, and the running services.
pub(super) struct Live {
    /// `None` if only an index is served.
    dataset: Option<Dataset>,
    /// Whether restricted sources are included.
    whole: bool,
    /// The name of the service over the dataset.
    name: String,
    wikidata: Option<Wikidata>,
    running: Mutex<Option<Running>>,
}

/// Running services, and the view that they were created from.
struct Running {
    view: Option<DatasetView>,
    jobs: Sender<Job>,
}

/// A request in a form that can be sent to another thread.
#[derive(Debug, Clone)]
pub(super) struct ReconcileRequest {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) content_type: String,
    pub(super) languages: String,
    pub(super) body: Vec<u8>,
    pub(super) base: String,
}

struct Job {
    asked: ReconcileRequest,
    reply: Sender<Response>,
}

impl Live {
    /// The services over a dataset, an index of Wikidata, or both. `whole` includes restricted sources.
    pub(super) fn new(
        dataset: Option<Dataset>,
        whole: bool,
        name: String,
        wikidata: Option<Wikidata>,
    ) -> Result<Self, Failure> {
        let live = Self { dataset, whole, name, wikidata, running: Mutex::default() };
        live.refresh(&mut live.running.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(live)
    }

    /// Creates the services if there are none, or if the dataset was built since they were created.
    fn refresh(&self, running: &mut Option<Running>) -> Result<Sender<Job>, Failure> {
        let is_current = |view: &DatasetView| self.dataset.as_ref().is_none_or(|d| view.is_current(&d.work()));
        if let Some(running) = running.as_ref().filter(|r| r.view.as_ref().is_none_or(is_current)) {
            return Ok(running.jobs.clone());
        }
        // If the new ones cannot be created, the old ones must not answer either.
        *running = None;
        let view = self.dataset.as_ref().map(|dataset| DatasetView::of(dataset, self.whole)).transpose()?;
        let index = match (&self.dataset, &view) {
            (Some(dataset), Some(view)) => Some((index(dataset, view)?, dataset.minter.base().to_owned())),
            _ => None,
        };
        let (jobs, receiver) = mpsc::channel();
        let (name, wikidata) = (self.name.clone(), self.wikidata.clone());
        thread::Builder::new().spawn(move || serve(index.as_ref(), &name, wikidata.as_ref(), receiver))?;
        *running = Some(Running { view, jobs: jobs.clone() });
        Ok(jobs)
    }

    /// Answers a request from the current data. Blocks.
    pub(super) fn answer(&self, asked: ReconcileRequest) -> Response {
        let jobs = self.refresh(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner));
        let Ok(jobs) = jobs else { return reconcile::failed().response() };
        let (reply, answer) = mpsc::channel();
        let sent = jobs.send(Job { asked, reply });
        // The reply is lost only through a defect of the program; other requests continue.
        sent.ok().and_then(|()| answer.recv().ok()).unwrap_or_else(|| reconcile::failed().response())
    }
}

fn index(dataset: &Dataset, view: &DatasetView) -> Result<Index, Failure> {
    let mut bar = None;
    let mut progress = |all: usize| bar.get_or_insert_with(|| terminal::progress(all, "reading the entities")).inc(1);
    let made = dataset::index(view.statements(), dataset.language(), &std::env::temp_dir(), &mut progress);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    made.map_err(|e| match e {
        EntitiesError::Index(e) => Failure::from(e),
        e => Failure::new(FailureKind::CannotRun, e),
    })
}

/// Answers requests until all senders are dropped.
fn serve(dataset: Option<&(Index, String)>, name: &str, wikidata: Option<&Wikidata>, jobs: Receiver<Job>) {
    let mut services = Services::default();
    if let Some((index, base)) = dataset {
        services.add("/dataset", Service::of_dataset(index, base, name));
    }
    if let Some((index, name)) = wikidata {
        services.add("/wikidata", Service::new(index, name));
    }
    let jobs = Mutex::new(jobs);
    let work = || {
        loop {
            let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { asked, reply }) = next else { break };
            let answered = catch_unwind(AssertUnwindSafe(|| {
                services.answer(&Request {
                    method: &asked.method,
                    path: &asked.path,
                    query: &asked.query,
                    content_type: &asked.content_type,
                    languages: &asked.languages,
                    body: &asked.body,
                    base: &asked.base,
                })
            }));
            // The client may have disconnected.
            let _ = reply.send(answered.unwrap_or_else(|_| reconcile::failed().response()));
        }
    };
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
}
