//! Options and the HTTP client of commands that use the network: user agent, proxies, retries.

use super::failure::{Failure, FailureKind};
use chorograph::base::network::{Http, RetryPolicy, Settings};
use std::time::Duration;

/// The home page of the program, for the User-Agent header.
const HOME: &str = "https://w3id.org/chorograph";

/// Options for requests to services.
#[derive(Debug, clap::Args)]
pub(crate) struct RetryArgs {
    /// Wait this long between two requests.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "0.1")]
    pause: Duration,
    /// Stop a request after this time.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    pub(crate) timeout: Duration,
    /// Try each request at most this many times.
    #[arg(long, value_name = "N", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=20))]
    tries: u32,
}

impl RetryArgs {
    /// The pause between requests and the number of tries.
    pub(crate) fn policy(&self) -> RetryPolicy {
        RetryPolicy { distance: self.pause, tries: self.tries, ..RetryPolicy::default() }
    }
}

/// A client that uses the proxies of the environment. The contact, such as an email address, is sent in the User-Agent
/// header so that operators of a service can reach the user.
pub(crate) fn http(contact: Option<&str>, timeout: Duration) -> Result<Http, Failure> {
    let plain = |c: char| !c.is_control() && c.is_ascii() && !"()".contains(c);
    if let Some(contact) = contact.filter(|c| c.is_empty() || !c.chars().all(plain)) {
        let error =
            format!("invalid contact {contact:?}: it is sent in a header and must be plain ASCII without brackets");
        return Err(Failure::new(FailureKind::CannotRun, error));
    }
    let contact = contact.map_or_else(String::new, |c| format!("; {c}"));
    let user_agent = format!("chorograph/{} ({HOME}{contact})", env!("CARGO_PKG_VERSION"));
    let all = || variable(&["ALL_PROXY", "all_proxy"]);
    let settings = Settings {
        user_agent,
        timeout,
        // HTTP_PROXY in capitals can be set by a request header in a CGI program.
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

/// Parses a number of seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds, such as 2.5")?;
    Duration::try_from_secs_f64(seconds).ok().filter(|d| !d.is_zero()).ok_or_else(|| "not a positive time".to_owned())
}
