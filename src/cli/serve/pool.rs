//! Worker processes. There are never more than a fixed number; whoever finds all at work waits, and whoever finds too many
//! waiting is told to come again. A worker whose job is over time, or whose client has gone, is killed: the next job has a new
//! one.

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

/// How much of what a worker says when it dies is read.
const LAST_WORDS: u64 = 4096;

/// What a query may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) workers: usize,
    pub(super) queue: usize,
    /// Of one client, if that was said.
    pub(super) of_client: Option<usize>,
    pub(super) time: Duration,
    /// In MiB.
    pub(super) memory: u64,
    pub(super) bytes: u64,
}

/// An answer that is whole.
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
    shares: ClientLimiter,
    /// One update at a time; the store has one writer anyway.
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
        // It is reaped when the runtime gets to it.
        let _ = self.child.start_kill();
        self.metrics.workers.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How a job ended, if the pipes held.
enum Reply {
    Whole(Answered),
    Refused(HttpError),
    TooLarge,
}

/// Counts up, and down when dropped.
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

/// A worker at its job. Dropped before the job is over, because the client has gone, it ends the worker.
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
            shares: ClientLimiter::new(limits.workers, limits.queue, limits.of_client),
            updating: Semaphore::new(1),
            idle: Mutex::default(),
            metrics,
        })
    }

    /// Has a job of a client done.
    pub(super) async fn run(&self, job: &Job, client: IpAddr) -> Result<Answered, HttpError> {
        let is_update = matches!(job.task, Task::Update { .. });
        let share = self.shares.take(client).inspect_err(|_| {
            self.metrics.busy.fetch_add(1, Ordering::Relaxed);
        })?;
        // First among its own, then among all.
        let _own = match &share {
            Some(share) => Some(self.turn(&share.turns).await?),
            None => None,
        };
        let _permit = self.turn(if is_update { &self.updating } else { &self.permits }).await?;
        let _running = Counted::new(&self.metrics.running);
        let deadline = Instant::now() + self.limits.time;
        let bytes = job.encode().map_err(|e| HttpError::new(500, e.to_string()))?;
        loop {
            // An update has a process of its own, which closes the store when it is done.
            let kept = if is_update { None } else { self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() };
            let was_kept = kept.is_some();
            let worker = match kept {
                Some(worker) => worker,
                None => self.start().map_err(|e| HttpError::new(500, format!("no worker can be started: {e}")))?,
            };
            let mut working = Working { worker: Some(worker), metrics: &self.metrics };
            let exchanged = match working.worker.as_mut() {
                Some(worker) => timeout_at(deadline, worker.exchange(&bytes, self.limits.bytes)).await,
                None => return Err(HttpError::new(500, "there is no worker")),
            };
            // From here on the job is over.
            let worker = working.worker.take();
            match exchanged {
                Err(_) => return Err(self.out_of_time()),
                Ok(Ok(Reply::TooLarge)) => {
                    self.metrics.ended(Ended::Size);
                    let most = self.limits.bytes / 1024 / 1024;
                    return Err(HttpError::new(507, format!("the answer has more than {most} MiB"))
                        .help("ask for less, or for parts by ORDER BY, LIMIT and OFFSET"));
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
                // It may have died while it had nothing to do.
                Ok(Err(Broken { begun: false })) if was_kept => {}
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
        HttpError::new(504, format!("the query was ended after {} s", self.limits.time.as_secs_f64()))
            .help("ask for less at once, or run it with `chorograph query` on a copy of the dataset")
    }

    fn died(&self, words: &str) -> HttpError {
        let is_memory = ["memory allocation", "bad_alloc", "Cannot allocate memory", "killed"];
        if is_memory.iter().any(|w| words.contains(w)) {
            self.metrics.ended(Ended::Memory);
            HttpError::new(507, format!("the query took more than {} MiB of memory", self.limits.memory))
                .help("ask for less at once")
        } else {
            self.metrics.ended(Ended::Crash);
            HttpError::new(500, "the process that ran the query has died")
        }
    }

    /// Waits for a turn.
    async fn turn<'a>(&'a self, permits: &'a Semaphore) -> Result<SemaphorePermit<'a>, HttpError> {
        let busy = || {
            self.metrics.busy.fetch_add(1, Ordering::Relaxed);
            HttpError::new(503, "too many queries wait for their turn")
                .help("come again later")
                .header("retry-after", "2")
        };
        if let Ok(permit) = permits.try_acquire() {
            return Ok(permit);
        }
        let waiting = usize::try_from(self.metrics.waiting.load(Ordering::Relaxed)).unwrap_or_default();
        if waiting >= self.limits.queue {
            return Err(busy());
        }
        let _waiting = Counted::new(&self.metrics.waiting);
        match timeout(self.limits.time, permits.acquire()).await {
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
        // So that what stops the server from a terminal lets it end its work first.
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

/// A pipe ended before the reply did.
struct Broken {
    /// Whether any of the reply was there.
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
                    None => return Err(io::Error::other("a frame of no kind")),
                }
                if spool.length() > most {
                    return Ok(Reply::TooLarge);
                }
            }
        };
        let exchanged: io::Result<Reply> = exchanged.await;
        exchanged.map_err(|_| Broken { begun })
    }

    /// What it said when it died; "killed" if the system killed it, which it does for want of memory.
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

    /// Whether what it still holds leaves the next query its share.
    fn is_small(&self, memory: u64) -> bool {
        let Some(id) = self.child.id() else { return false };
        let Ok(text) = std::fs::read_to_string(format!("/proc/{id}/statm")) else { return true };
        let pages: Option<u64> = text.split(' ').nth(1).and_then(|p| p.parse().ok());
        let page = rustix::param::page_size() as u64;
        pages.is_none_or(|p| p * page < memory * 1024 * 1024 / 4)
    }
}
