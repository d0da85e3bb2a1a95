//! What commands that use the network share: who asks, through which proxy, and who is told.

use super::failure::{Failure, FailureKind};
use chorograph::base::network::{Http, RetryPolicy, Settings};
use std::time::Duration;

/// Where the program is described, for those who are asked.
const HOME: &str = "https://w3id.org/chorograph";

/// How patiently services are asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Asking {
    /// Between two requests.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "0.1")]
    pause: Duration,
    /// How long one request may take.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    pub(crate) timeout: Duration,
    /// How often one thing is asked for before it is given up.
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=20))]
    tries: u32,
}

impl Asking {
    /// The pauses between requests, and how often one is made.
    pub(crate) fn pace(&self) -> RetryPolicy {
        RetryPolicy { distance: self.pause, tries: self.tries, ..RetryPolicy::default() }
    }
}

/// Connects with the proxies of the environment. A contact, such as an address of mail, tells those who are asked whom to
/// write to.
pub(crate) fn http(contact: Option<&str>, timeout: Duration) -> Result<Http, Failure> {
    let plain = |c: char| !c.is_control() && c.is_ascii() && !"()".contains(c);
    if let Some(contact) = contact.filter(|c| c.is_empty() || !c.chars().all(plain)) {
        let told = format!("{contact:?} is no contact: it is sent in a header, so plain ASCII without brackets");
        return Err(Failure::new(FailureKind::CannotRun, told));
    }
    let contact = contact.map_or_else(String::new, |c| format!("; {c}"));
    let user_agent = format!("chorograph/{} ({HOME}{contact})", env!("CARGO_PKG_VERSION"));
    let all = || variable(&["ALL_PROXY", "all_proxy"]);
    let settings = Settings {
        user_agent,
        timeout,
        // HTTP_PROXY in capitals may be a header of a request, where a program answers some.
        http_proxy: variable(&["http_proxy"]).or_else(all),
        https_proxy: variable(&["HTTPS_PROXY", "https_proxy"]).or_else(all),
        no_proxy: variable(&["NO_PROXY", "no_proxy"]).unwrap_or_default(),
        ..Settings::default()
    };
    Http::new(settings)
        .map_err(|e| Failure::new(FailureKind::CannotRun, e).hint("see http_proxy, HTTPS_PROXY and ALL_PROXY"))
}

fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|n| std::env::var(n).ok()).filter(|v| !v.trim().is_empty())
}

/// A number of seconds as typed.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number of seconds, such as 2.5")?;
    Duration::try_from_secs_f64(seconds).ok().filter(|d| !d.is_zero()).ok_or_else(|| "it is no time to wait".to_owned())
}
