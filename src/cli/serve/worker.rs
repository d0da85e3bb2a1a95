//! The process that runs queries for `chorograph serve`: jobs from standard input, answers to standard output.

use super::services::Guarded;
use crate::cli::{Context, Failure, Status};
use chorograph::base::network::Transport;
use chorograph::dataset::Dataset;
use chorograph::query::{Prefixes, STACK};
use chorograph::serve::guard::Allowed;
use chorograph::serve::job::Job;
use chorograph::serve::work::{Views, Worker};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io;
use std::sync::mpsc;
use std::thread;

/// Run queries for `chorograph serve`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Allow at most this many MiB of memory.
    #[arg(long, value_name = "MIB")]
    memory: u64,
    /// Let SERVICE query this host.
    #[arg(long, value_name = "HOST")]
    allow_service: Vec<String>,
}

pub(crate) fn run(args: &Args, context: &Context) -> Result<Status, Failure> {
    let dataset = Dataset::open(&context.dataset)?;
    let prefixes = Prefixes::new(dataset.minter.base());
    limit_memory(args.memory);
    let allowed = Allowed::new(&args.allow_service);
    let guarded = (!allowed.is_empty()).then(|| Guarded::new(allowed));
    let (sender, jobs) = mpsc::channel();
    // Jobs run on another thread, so that this one sees the end of the input while a query runs.
    let runner = move || {
        let services = guarded.as_ref().map(|g| g as &dyn Transport);
        let mut worker = Worker { dataset: &dataset, prefixes: &prefixes, services, views: Views::default() };
        for job in jobs {
            if worker.run(&job, io::stdout().lock()).is_err() {
                // The server no longer reads.
                break;
            }
        }
        end();
    };
    thread::Builder::new().stack_size(STACK).spawn(runner)?;
    let mut input = io::stdin().lock();
    while let Some(job) = Job::read(&mut input)? {
        if sender.send(job).is_err() {
            break;
        }
    }
    // The end of the input means that the server has ended.
    end();
    Ok(Status::Done)
}

/// Limits the memory of the process, which aborts when it exceeds the limit. Only private writable memory counts, not code and
/// not the page cache of the store. The reserved stack is added to the limit.
fn limit_memory(mebibytes: u64) {
    let bytes = mebibytes * 1024 * 1024 + 2 * STACK as u64;
    let maximum = getrlimit(Resource::Data).maximum;
    let bytes = maximum.map_or(bytes, |m| m.min(bytes));
    let _ = setrlimit(Resource::Data, Rlimit { current: Some(bytes), maximum: Some(bytes) });
}

#[expect(clippy::exit, reason = "a query that runs cannot be interrupted in any other way")]
fn end() {
    std::process::exit(0);
}
