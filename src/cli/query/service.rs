//! Services of `chorograph query`: how they are asked, and what is said of them.

use crate::cli::failure::Failure;
use crate::cli::network::{self, seconds};
use crate::cli::terminal;
use chorograph::base::network::{Cache, Client, RetryPolicy};
use chorograph::query::{Answer, Limits, Notice, Query, Services};
use chorograph::store::View;
use std::path::Path;
use std::thread;
use std::time::Duration;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Services")]
pub(crate) struct Args {
    /// Refuse SERVICE, and go on without SERVICE SILENT.
    #[arg(long, requires = "asked")]
    pub(crate) offline: bool,
    /// How long one request to a service may take.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    service_timeout: Duration,
    /// How many rows of values a request has at most.
    #[arg(long, value_name = "ROWS", default_value = "200", value_parser = clap::value_parser!(u16).range(1..))]
    service_batch: u16,
    /// How many rows a SERVICE may give, and how many rows of values it may be asked about.
    #[arg(long, value_name = "ROWS", default_value_t = 200_000)]
    service_rows: usize,
    /// Keep the answers of services below .chorograph/services and use those that are there.
    #[arg(long, requires = "asked")]
    service_cache: bool,
    /// Whom a service may write to about these requests, such as an address of mail; it is sent to the service.
    #[arg(long, value_name = "CONTACT", requires = "asked")]
    contact: Option<String>,
}

pub(super) fn run(query: Query, view: &View, args: &Args, work: &Path) -> Result<Answer<'static>, Failure> {
    let http = network::http(args.contact.as_deref(), args.service_timeout)?;
    let cache = args.service_cache.then(|| Cache::new(&work.join("services"), false));
    // Somebody waits for the answer, so not for long.
    let pace = RetryPolicy {
        tries: 3,
        first: Duration::from_secs(1),
        longest: Duration::from_secs(30),
        ..RetryPolicy::default()
    };
    let mut client = Client::new(&http, cache, pace, &thread::sleep);
    let mut tell = |notice: Notice| terminal::eprint(&told(&notice));
    let limits = Limits { batch: usize::from(args.service_batch), rows: args.service_rows };
    let mut services = Services { client: &mut client, limits, notify: &mut tell };
    Ok(query.run_with(view.store(), &mut services)?)
}

fn told(notice: &Notice) -> String {
    match notice {
        Notice::Bound { endpoint, requests, values, rows } => {
            format!("SERVICE <{endpoint}>: {rows} rows for {values} values in {requests} requests\n")
        }
        Notice::Unbound { endpoint, why, rows } => {
            format!("warning: SERVICE <{endpoint}> was asked for all, because {why}: {rows} rows\n")
        }
        Notice::Silent { endpoint, why } => {
            format!("warning: SERVICE SILENT <{endpoint}> gives nothing\n  because {why}\n")
        }
    }
}
