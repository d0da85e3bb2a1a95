//! Runs the jobs of a worker. The answer is written while it is computed, so memory does not grow with it.

use super::http_error::HttpError;
use super::job::{Done, Frames, Graphs, Head, Job, Task, iris};
use super::resource::Resource;
use super::{description, formats, html, pages, update};
use crate::base::network::{Client, RetryPolicy, Transport};
use crate::dataset::Dataset;
use crate::publish::site::Live;
use crate::query::{self, Answer, AnswerError, Filled, Limits, Prefixes, Query, Services};
use crate::store::access::{AccessError, DatasetView};
use crate::store::{StoreError, View};
use oxigraph::sparql::QueryTripleIter;
use std::io::{BufWriter, Write};

/// The state of a worker.
pub struct Worker<'a> {
    /// The served dataset.
    pub dataset: &'a Dataset,
    /// The prefixes of the dataset.
    pub prefixes: &'a Prefixes,
    /// The HTTP client for SERVICE; without it, SERVICE is an error.
    pub services: Option<&'a dyn Transport>,
    /// The current views.
    pub views: Views,
}

/// The public view and the view of all data, opened when they are first used. A new build replaces them.
#[derive(Default)]
pub struct Views {
    public: Option<OpenView>,
    whole: Option<OpenView>,
}

/// A view, and the pages generated from it.
struct OpenView {
    view: DatasetView,
    site: Option<Live>,
}

/// Maximum number of claims for which queries are answered on their pages, as in `publish`.
const ANSWER_UP_TO: usize = 50_000;

impl OpenView {
    /// The pages, and the view.
    fn site(&mut self, dataset: &Dataset) -> Result<(&mut Live, &DatasetView), HttpError> {
        let site = match self.site.take() {
            Some(site) => site,
            None => Live::new(self.view.statements(), dataset, &dataset.work(), ANSWER_UP_TO)
                .map_err(|_| HttpError::new(500, "the pages cannot be generated"))?,
        };
        Ok((self.site.insert(site), &self.view))
    }
}

impl Views {
    /// The view of the current build, of all data if `whole` is set.
    fn newest(&mut self, dataset: &Dataset, whole: bool) -> Result<&mut OpenView, AccessError> {
        let open = if whole { &mut self.whole } else { &mut self.public };
        match open.take().filter(|open| open.view.is_current(&dataset.work())) {
            Some(current) => Ok(open.insert(current)),
            None => Ok(open.insert(OpenView { view: DatasetView::of(dataset, whole)?, site: None })),
        }
    }
}

impl Worker<'_> {
    /// Runs a job. An error of the job is written to the pipe; the returned error is one of the pipe itself.
    pub fn run<W: Write>(&mut self, job: &Job, out: W) -> std::io::Result<()> {
        let mut frames = BufWriter::with_capacity(32 * 1024, Frames::new(out));
        let result = self.result(job, &mut frames);
        frames.flush()?;
        let mut frames = frames.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        frames.end(result)
    }

    fn result<W: Write>(&mut self, job: &Job, out: &mut BufWriter<Frames<W>>) -> Result<Done, HttpError> {
        let accept = job.accept.as_deref();
        if let Task::Update { text, graphs } = &job.task {
            self.views = Views::default();
            return update::run(&self.dataset.work(), self.prefixes, text, graphs, job.whole);
        }
        let open = self.views.newest(self.dataset, job.whole)?;
        let view = &open.view;
        match &job.task {
            Task::Query { text, given, graphs, title, others } => {
                let filled = Filled::plain(text).with_iris(given.clone());
                let prepared = match self.services {
                    Some(_) => query::prepare_with_services(&filled, self.prefixes, None),
                    None => query::prepare(&filled, self.prefixes, None),
                };
                let mut query = prepared.map_err(|e| {
                    let refusal = HttpError::new(400, e.to_string());
                    match e.help {
                        Some(help) => refusal.help(help),
                        None => refusal,
                    }
                })?;
                set_graphs(&mut query, graphs)?;
                let (form, content_type) =
                    formats::of_answer(accept, query.kind()).map_err(|offers| HttpError::not_acceptable(&offers))?;
                let answer = match self.services {
                    Some(transport) if query.asks_services() => asked(query, view, transport),
                    _ => query.run(view.store()),
                };
                let (answer, count) = answer.map_err(of_answer)?.limited(job.rows);
                head(out, content_type)?;
                let written = match (form, answer) {
                    (formats::Form::Page, Answer::Rows(rows)) => {
                        html::rows(rows, &count, html::Frame { title, others }, self.prefixes, &mut *out)
                    }
                    (formats::Form::Data(format), answer) => answer.write(format, self.prefixes, &mut *out),
                    (formats::Form::Page, _) => {
                        return Err(HttpError::new(406, "this answer cannot be shown as a page"));
                    }
                };
                written.map_err(of_answer)?;
                Ok(Done { rows: count.get() })
            }
            Task::Resource { iri } => {
                let (site, view) = open.site(self.dataset)?;
                if let Some(found) = pages::find(site, iri, self.prefixes, accept)? {
                    out.get_mut().head(&found.head).map_err(|e| HttpError::new(500, e.to_string()))?;
                    out.write_all(&found.body).map_err(|e| HttpError::new(500, e.to_string()))?;
                    return Ok(Done { rows: found.rows });
                }
                let (form, content_type) =
                    formats::of_resource(accept).map_err(|offers| HttpError::not_acceptable(&offers))?;
                let resource = Resource::read(view.statements(), iri, job.rows).map_err(of_answer)?;
                if resource.is_empty() {
                    return Err(HttpError::not_found());
                }
                head(out, content_type)?;
                resource.write(form, self.prefixes, &mut *out).map_err(of_answer)
            }
            Task::Service { endpoint, updates, title } => {
                let (form, content_type) =
                    formats::of(accept, formats::GRAPH).map_err(|offers| HttpError::not_acceptable(&offers))?;
                let description = description::Description { endpoint, updates: *updates, title };
                let triples = description.triples(view.statements()).map_err(of_answer)?;
                head(out, content_type)?;
                let formats::Form::Data(format) = form else { return Err(HttpError::not_acceptable(&[])) };
                let rows = triples.len() as u64;
                let answer = Answer::Graph(QueryTripleIter::new(triples.into_iter().map(Ok)));
                answer.write(format, self.prefixes, &mut *out).map_err(of_answer)?;
                Ok(Done { rows })
            }
            Task::Update { .. } => Err(HttpError::new(500, "an update is not a query")),
        }
    }
}

/// Runs a query with SERVICE. Each request is tried only once, because the client is waiting.
fn asked(query: Query, view: &View, transport: &dyn Transport) -> Result<Answer<'static>, AnswerError> {
    let policy = RetryPolicy { tries: 1, ..RetryPolicy::default() };
    let mut client = Client::new(transport, None, policy, &|_| {});
    let mut services = Services { client: &mut client, limits: Limits::default(), notify: &mut |_| {} };
    query.run_with(view.store(), &mut services)
}

fn head<W: Write>(out: &mut BufWriter<Frames<W>>, content_type: &str) -> Result<(), HttpError> {
    let head = Head { content_type: content_type.to_owned(), location: None };
    out.get_mut().head(&head).map_err(|e| HttpError::new(500, e.to_string()))
}

fn set_graphs(query: &mut Query, graphs: &Graphs) -> Result<(), HttpError> {
    if !graphs.default.is_empty() || !graphs.named.is_empty() {
        query.set_graphs(iris(&graphs.default)?, iris(&graphs.named)?);
    }
    Ok(())
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => {
                Self::new(503, "another process is writing to the dataset").header("retry-after", "5")
            }
            StoreError::Empty(_) => Self::new(503, "the dataset has not been built yet").header("retry-after", "30"),
            // Do not reveal paths of the server.
            StoreError::Io { .. } | StoreError::Storage { .. } => Self::new(500, "the store cannot be read"),
        }
    }
}

impl From<AccessError> for HttpError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Store(error) => error.into(),
            AccessError::Read(_) => Self::new(500, "the store cannot be read"),
            AccessError::Excerpt(_) | AccessError::Shown(_) | AccessError::OtherBase(_) => {
                Self::new(503, "the public part of the dataset is not available now").header("retry-after", "30")
            }
        }
    }
}

fn of_answer(error: AnswerError) -> HttpError {
    match error {
        AnswerError::TooLong(most) => HttpError::new(507, format!("the answer has more than {most} rows"))
            .help("ask for less, or for parts with ORDER BY, LIMIT and OFFSET"),
        AnswerError::Unknown(_) => HttpError::new(404, error.to_string()),
        AnswerError::Cancelled => HttpError::new(504, "the query was stopped"),
        AnswerError::Format { .. } | AnswerError::NotInXml(_) | AnswerError::NoElement(_) => {
            HttpError::new(406, error.to_string())
        }
        AnswerError::Evaluation(cause) => HttpError::new(400, format!("the query cannot be evaluated: {cause}")),
        AnswerError::Service(cause) => {
            let mut message = cause.to_string();
            let mut source = std::error::Error::source(&cause);
            while let Some(cause) = source {
                message.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            HttpError::new(502, message)
                .help("with SERVICE SILENT, the query continues without the results of the service")
        }
        AnswerError::Write(cause) => HttpError::new(500, format!("the answer cannot be written: {cause}")),
    }
}
