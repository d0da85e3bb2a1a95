//! A pool of worker processes with a fixed maximum. A job waits if all workers are busy, and is refused with status 503 if too
//! many jobs wait. A worker is killed if its job exceeds the time limit or its client disconnects; the next job starts a new one.

use super::client_limiter::ClientLimiter;
use super::spool::Spool;
use chorograph::serve::http_error::HttpError;
use chorograph::serve::job::{Done, Head, Job, LARGEST_FRAME, Tag, Task};
use chorograph::serve::metrics::{Ended, Metrics};
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

/// Maximum number of bytes read from the standard error of a worker that died.
const LAST_WORDS: u64 = 4096;

/// Limits of the pool and of a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) workers: usize,
    pub(super) queue: usize,
    /// Maximum number of jobs of one client; `None` for the default.
    pub(super) of_client: Option<usize>,
    pub(super) time: Duration,
    /// Memory of a worker, in MiB.
    pub(super) memory: u64,
    pub(super) bytes: u64,
}

/// A complete answer.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) content_type: String,
    pub(super) location: Option<String>,
    pub(super) spool: Spool,
    pub(super) rows: u64,
}

pub(super) struct Pool {
    program: PathBuf,
    dataset: PathBuf,
    /// The hosts that SERVICE may ask.
    services: Vec<String>,
    limits: Limits,
    permits: Semaphore,
    clients: ClientLimiter,
    /// One permit: the store allows one writer.
    updating: Semaphore,
    idle: Mutex<Vec<Worker>>,
    metrics: Arc<Metrics>,
}

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_words: JoinHandle<String>,
    metrics: Arc<Metrics>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The runtime reaps the process later.
        let _ = self.child.start_kill();
        self.metrics.workers.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The reply of a worker.
enum Reply {
    Whole(Answered),
    Refused(HttpError),
    TooLarge,
}

/// Increments a gauge, and decrements it when dropped.
struct Counted<'a>(&'a AtomicI64);

impl<'a> Counted<'a> {
    fn new(gauge: &'a AtomicI64) -> Self {
        gauge.fetch_add(1, Ordering::Relaxed);
        Self(gauge)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A job that waits. If it is dropped before its turn, the client disconnected.
struct Waiting<'a> {
    _gauge: Counted<'a>,
    metrics: &'a Metrics,
    ended: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.metrics.ended(Ended::Gone);
        }
    }
}

/// A worker with a running job. If it is dropped before the job ends, because the client disconnected, it kills the worker.
struct Working<'a> {
    worker: Option<Worker>,
    metrics: &'a Metrics,
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        if self.worker.take().is_some() {
            self.metrics.ended(Ended::Gone);
        }
    }
}

impl Pool {
    pub(super) fn new(
        dataset: PathBuf,
        services: Vec<String>,
        limits: Limits,
        metrics: Arc<Metrics>,
    ) -> io::Result<Self> {
        Ok(Self {
            program: std::env::current_exe()?,
            dataset,
            services,
            limits,
            permits: Semaphore::new(limits.workers),
            clients: ClientLimiter::new(limits.workers, limits.queue, limits.of_client),
            updating: Semaphore::new(1),
            idle: Mutex::default(),
            metrics,
        })
    }

    /// Runs a job of a client on a worker.
    pub(super) async fn run(&self, job: &Job, client: IpAddr) -> Result<Answered, HttpError> {
        let is_update = matches!(job.task, Task::Update { .. });
        let share = self.clients.take(client).inspect_err(|_| {
            self.metrics.busy.fetch_add(1, Ordering::Relaxed);
        })?;
        // Wait first for the client's own limit, then for a worker.
        let _own = match &share {
            Some(share) => Some(self.turn(&share.turns).await?),
            None => None,
        };
        let _permit = self.turn(if is_update { &self.updating } else { &self.permits }).await?;
        let _running = Counted::new(&self.metrics.running);
        let deadline = Instant::now() + self.limits.time;
        let bytes = job.encode().map_err(|e| HttpError::new(500, e.to_string()))?;
        loop {
            // An update runs in a new process, which closes the store when it ends.
            let idle = if is_update { None } else { self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() };
            let was_idle = idle.is_some();
            let worker = match idle {
                Some(worker) => worker,
                None => self.start().map_err(|e| HttpError::new(500, format!("cannot start a worker: {e}")))?,
            };
            let mut working = Working { worker: Some(worker), metrics: &self.metrics };
            let exchanged = match working.worker.as_mut() {
                Some(worker) => timeout_at(deadline, worker.exchange(&bytes, self.limits.bytes)).await,
                None => return Err(HttpError::new(500, "there is no worker")),
            };
            // The job has ended, so dropping `working` must not count it as aborted.
            let worker = working.worker.take();
            match exchanged {
                Err(_) => return Err(self.out_of_time()),
                Ok(Ok(Reply::TooLarge)) => {
                    self.metrics.ended(Ended::Size);
                    let most = self.limits.bytes / 1024 / 1024;
                    return Err(HttpError::new(507, format!("the answer is larger than {most} MiB"))
                        .help("ask for less, or for parts with ORDER BY, LIMIT and OFFSET"));
                }
                Ok(Ok(reply)) => {
                    if let Some(worker) = worker.filter(|w| !is_update && w.is_small(self.limits.memory)) {
                        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    }
                    return match reply {
                        Reply::Whole(answered) => Ok(answered),
                        Reply::Refused(refusal) => Err(refusal),
                        Reply::TooLarge => Err(HttpError::new(507, "the answer is too large")),
                    };
                }
                // An idle worker may have died before this job; try another.
                Ok(Err(Broken { begun: false })) if was_idle => {}
                Ok(Err(_)) => {
                    let words = match worker {
                        Some(worker) => worker.last_words().await,
                        None => String::new(),
                    };
                    return Err(self.died(&words));
                }
            }
        }
    }

    fn out_of_time(&self) -> HttpError {
        self.metrics.ended(Ended::Time);
        HttpError::new(504, format!("the query was stopped after {} s", self.limits.time.as_secs_f64()))
            .help("ask for less at once, or run it with `chorograph query` on a copy of the dataset")
    }

    fn died(&self, words: &str) -> HttpError {
        let is_memory = ["memory allocation", "bad_alloc", "Cannot allocate memory", "killed"];
        if is_memory.iter().any(|w| words.contains(w)) {
            self.metrics.ended(Ended::Memory);
            HttpError::new(507, format!("the query needs more than {} MiB of memory", self.limits.memory))
                .help("ask for less at once")
        } else {
            self.metrics.ended(Ended::Crash);
            HttpError::new(500, "the process that ran the query died")
        }
    }

    /// Waits for a permit, at most as long as the time limit of a query; an error (503) if too many jobs wait.
    async fn turn<'a>(&'a self, permits: &'a Semaphore) -> Result<SemaphorePermit<'a>, HttpError> {
        let busy = || {
            self.metrics.busy.fetch_add(1, Ordering::Relaxed);
            HttpError::new(503, "too many queries are waiting").help("try again later").header("retry-after", "2")
        };
        if let Ok(permit) = permits.try_acquire() {
            return Ok(permit);
        }
        let before = usize::try_from(self.metrics.waiting.load(Ordering::Relaxed)).unwrap_or_default();
        if before >= self.limits.queue {
            return Err(busy());
        }
        let _gauge = Counted::new(&self.metrics.waiting);
        let mut waiting = Waiting { _gauge, metrics: &self.metrics, ended: false };
        let turn = timeout(self.limits.time, permits.acquire()).await;
        waiting.ended = true;
        match turn {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(busy()),
        }
    }

    fn start(&self) -> io::Result<Worker> {
        let mut command = Command::new(&self.program);
        command.arg("--dataset").arg(&self.dataset).args(["serve-worker", "--memory", &self.limits.memory.to_string()]);
        for host in &self.services {
            command.arg("--allow-service").arg(host);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command.env_remove(super::TOKEN);
        // A signal from the terminal must reach only the server, so that running jobs can finish.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let missing = || io::Error::other("a pipe is missing");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let mut errors = child.stderr.take().ok_or_else(missing)?.take(LAST_WORDS);
        let last_words = tokio::spawn(async move {
            let mut words = Vec::new();
            let _ = errors.read_to_end(&mut words).await;
            String::from_utf8_lossy(&words).into_owned()
        });
        self.metrics.workers.fetch_add(1, Ordering::Relaxed);
        let output = BufReader::with_capacity(LARGEST_FRAME, output);
        Ok(Worker { child, input, output, last_words, metrics: Arc::clone(&self.metrics) })
    }
}

/// A pipe ended before the reply was complete.
struct Broken {
    /// Whether the reply had begun.
    begun: bool,
}

impl Worker {
    async fn exchange(&mut self, job: &[u8], most: u64) -> Result<Reply, Broken> {
        let mut begun = false;
        let exchanged = async {
            self.input.write_all(job).await?;
            self.input.flush().await?;
            let mut spool = Spool::new();
            let mut head = Head::default();
            let mut bytes = Vec::new();
            loop {
                let mut start = [0; 5];
                self.output.read_exact(&mut start).await?;
                begun = true;
                let length = u32::from_be_bytes([start[1], start[2], start[3], start[4]]) as usize;
                if length > LARGEST_FRAME {
                    return Err(io::Error::other("a frame is too long"));
                }
                bytes.resize(length, 0);
                self.output.read_exact(&mut bytes).await?;
                match Tag::of(start[0]) {
                    Some(Tag::Head) => head = serde_json::from_slice(&bytes)?,
                    Some(Tag::Data) => spool.add(&bytes)?,
                    Some(Tag::Done) => {
                        let rows = serde_json::from_slice::<Done>(&bytes)?.rows;
                        spool.rewind()?;
                        let Head { content_type, location } = head;
                        return Ok(Reply::Whole(Answered { content_type, location, spool, rows }));
                    }
                    Some(Tag::Refused) => return Ok(Reply::Refused(serde_json::from_slice(&bytes)?)),
                    None => return Err(io::Error::other("a frame of unknown kind")),
                }
                if spool.length() > most {
                    return Ok(Reply::TooLarge);
                }
            }
        };
        let exchanged: io::Result<Reply> = exchanged.await;
        exchanged.map_err(|_| Broken { begun })
    }

    /// The standard error of a dead worker, with "killed" added if it was killed (SIGKILL), as by the system if memory runs out.
    async fn last_words(mut self) -> String {
        const PATIENCE: Duration = Duration::from_secs(1);
        let ended = timeout(PATIENCE, self.child.wait()).await;
        let mut words = timeout(PATIENCE, &mut self.last_words).await.ok().and_then(Result::ok).unwrap_or_default();
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            if let Ok(Ok(status)) = ended
                && status.signal() == Some(9)
            {
                words.push_str(" killed");
            }
        }
        words
    }

    /// Whether the worker uses less than a quarter of its memory limit, so that the next query has enough.
    fn is_small(&self, memory: u64) -> bool {
        let Some(id) = self.child.id() else { return false };
        let Ok(text) = std::fs::read_to_string(format!("/proc/{id}/statm")) else { return true };
        let pages: Option<u64> = text.split(' ').nth(1).and_then(|p| p.parse().ok());
        let page = rustix::param::page_size() as u64;
        pages.is_none_or(|p| p * page < memory * 1024 * 1024 / 4)
    }
}
