//! `SERVICE` in `chorograph query`: options, requests and messages.

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
    /// Do not use the network: SERVICE is an error, and SERVICE SILENT gives nothing.
    #[arg(long, requires = "asked")]
    pub(crate) offline: bool,
    /// Stop a request to a service after this time.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    service_timeout: Duration,
    /// Send at most this many rows of values in a request.
    #[arg(long, value_name = "ROWS", default_value = "200", value_parser = clap::value_parser!(u16).range(1..))]
    service_batch: u16,
    /// Stop if a SERVICE returns more rows than this, or would be sent more rows of values.
    #[arg(long, value_name = "ROWS", default_value_t = 200_000)]
    service_rows: usize,
    /// Cache the answers of services below .chorograph/services.
    #[arg(long, requires = "asked")]
    service_cache: bool,
    /// Send this contact, such as an email address, to services, so that their operators can reach you.
    #[arg(long, value_name = "CONTACT", requires = "asked")]
    contact: Option<String>,
}

pub(super) fn run(query: Query, view: &View, args: &Args, work: &Path) -> Result<Answer<'static>, Failure> {
    let http = network::http(args.contact.as_deref(), args.service_timeout)?;
    let cache = args.service_cache.then(|| Cache::new(&work.join("services"), false));
    // The user waits for the answer, so retry only briefly.
    let policy = RetryPolicy {
        tries: 3,
        first: Duration::from_secs(1),
        longest: Duration::from_secs(30),
        ..RetryPolicy::default()
    };
    let mut client = Client::new(&http, cache, policy, &thread::sleep);
    let mut report = |notice: Notice| terminal::eprint(&message(&notice));
    let limits = Limits { batch: usize::from(args.service_batch), rows: args.service_rows };
    let mut services = Services { client: &mut client, limits, notify: &mut report };
    Ok(query.run_with(view.store(), &mut services)?)
}

fn message(notice: &Notice) -> String {
    match notice {
        Notice::Bound { endpoint, requests, values, rows } => {
            format!("SERVICE <{endpoint}>: {rows} rows for {values} values in {requests} requests\n")
        }
        Notice::Unbound { endpoint, why, rows } => {
            format!("warning: SERVICE <{endpoint}> was queried without values, because {why}: {rows} rows\n")
        }
        Notice::Silent { endpoint, why } => {
            format!("warning: SERVICE SILENT <{endpoint}> returned nothing\n  because {why}\n")
        }
    }
}
