//! HTTP and HTTPS. This is the only file that uses the network.

use super::{NetworkError, Reply, Request, Transport, origin, shown};
use std::io::{self, Read};
use std::time::Duration;

/// Connection settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The header `User-Agent`: `name/version (address; contact)`.
    pub user_agent: String,
    /// Time limit of one request.
    pub timeout: Duration,
    /// Maximum size of an answer in bytes, decompressed.
    pub largest: u64,
    /// The proxy for `http:` addresses.
    pub http_proxy: Option<String>,
    /// The proxy for `https:` addresses.
    pub https_proxy: Option<String>,
    /// Hosts that are requested without a proxy, separated by commas; `*` means all, `.example.org` every name that
    /// ends so.
    pub no_proxy: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!("chorograph/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::from_secs(60),
            largest: 64 << 20,
            http_proxy: None,
            https_proxy: None,
            no_proxy: String::new(),
        }
    }
}

/// Maximum number of redirects, each to the same host.
const REDIRECTS: usize = 3;

/// The transport over HTTP.
#[derive(Debug)]
pub struct Http {
    settings: Settings,
    direct: ureq::Agent,
    http: Option<ureq::Agent>,
    https: Option<ureq::Agent>,
}

impl Http {
    /// A transport with these settings. A proxy address that is not one is an error.
    pub fn new(settings: Settings) -> Result<Self, NetworkError> {
        let agent = |proxy: Option<ureq::Proxy>| {
            let config = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                // Without this, ureq reads the environment.
                .proxy(proxy)
                .user_agent(&settings.user_agent)
                .timeout_global(Some(settings.timeout))
                .build();
            ureq::Agent::new_with_config(config)
        };
        let through = |proxy: &Option<String>| {
            let Some(proxy) = proxy.as_deref().filter(|p| !p.is_empty()) else { return Ok(None) };
            let wrong = |_| NetworkError::Address {
                url: shown(proxy),
                why: "the address of a proxy has the form http://host:3128",
            };
            Ok(Some(agent(Some(ureq::Proxy::new(proxy).map_err(wrong)?))))
        };
        let (http, https) = (through(&settings.http_proxy)?, through(&settings.https_proxy)?);
        Ok(Self { direct: agent(None), http, https, settings })
    }

    fn agent(&self, scheme: &str, authority: &str) -> &ureq::Agent {
        let proxied = if scheme.eq_ignore_ascii_case("https") { &self.https } else { &self.http };
        let host = host(authority);
        let excepted = |entry: &str| {
            let entry = entry.trim().to_ascii_lowercase();
            entry == "*" || (!entry.is_empty() && (host == entry.trim_start_matches('.') || ends(&host, &entry)))
        };
        match proxied {
            Some(agent) if !self.settings.no_proxy.split(',').any(excepted) => agent,
            _ => &self.direct,
        }
    }

    fn once(&self, request: &Request, url: &str) -> Result<Result<Reply, String>, NetworkError> {
        let (scheme, authority) = origin(url)?;
        let agent = self.agent(scheme, authority);
        let failed = |e: ureq::Error| self.failed(authority, e);
        let mut response = match &request.body {
            None => agent.get(url).header("accept", request.accept).header("accept-encoding", "gzip").call(),
            Some((kind, body)) => agent
                .post(url)
                .header("accept", request.accept)
                .header("accept-encoding", "gzip")
                .header("content-type", *kind)
                .send(body.as_str()),
        }
        .map_err(failed)?;
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let status = response.status().as_u16();
        if let (301 | 302 | 303 | 307 | 308, Some(to)) = (status, header("location")) {
            return Ok(Err(to));
        }
        let content_type = header("content-type").unwrap_or_default();
        let retry_after = header("retry-after").and_then(|after| wait(&after, header("date").as_deref()));
        let zipped = header("content-encoding").is_some_and(|e| e.eq_ignore_ascii_case("gzip"));
        let limit = self.settings.largest;
        let mut body = Vec::new();
        // The limit holds for the bytes as sent, and again for the decompressed ones.
        let sent = response.body_mut().with_config().limit(u64::MAX).reader().take(limit + 1);
        let read = if zipped {
            flate2::read::MultiGzDecoder::new(sent).take(limit + 1).read_to_end(&mut body)
        } else {
            { sent }.read_to_end(&mut body)
        };
        if body.len() as u64 > limit {
            return Err(NetworkError::TooLarge { host: authority.to_owned(), limit });
        }
        read.map_err(|e| self.broken(authority, e))?;
        Ok(Ok(Reply { status, content_type, retry_after, body }))
    }

    fn broken(&self, host: &str, error: io::Error) -> NetworkError {
        match error.downcast::<ureq::Error>() {
            Ok(error) => self.failed(host, error),
            Err(error) => {
                let why = if error.kind() == io::ErrorKind::UnexpectedEof {
                    "it ends early".to_owned()
                } else {
                    error.to_string()
                };
                NetworkError::Broken { host: host.to_owned(), why }
            }
        }
    }

    fn failed(&self, host: &str, error: ureq::Error) -> NetworkError {
        let host = host.to_owned();
        match error {
            ureq::Error::Timeout(_) => NetworkError::Late { host, limit: self.settings.timeout },
            ureq::Error::HostNotFound => NetworkError::Unreachable { host, why: "no such host is known".to_owned() },
            ureq::Error::Io(e) if is_about_reading(&e) => NetworkError::Broken { host, why: e.to_string() },
            e @ ureq::Error::LargeResponseHeader(..) => NetworkError::Broken { host, why: e.to_string() },
            ureq::Error::Protocol(e) => NetworkError::Broken { host, why: e.to_string() },
            e => NetworkError::Unreachable { host, why: e.to_string() },
        }
    }
}

fn is_about_reading(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, InvalidData, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | InvalidData | UnexpectedEof)
}

/// A host without its port.
fn host(authority: &str) -> String {
    let host = match authority.strip_prefix('[').and_then(|a| a.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or(authority),
    };
    host.to_ascii_lowercase()
}

fn ends(host: &str, entry: &str) -> bool {
    host.strip_suffix(entry.trim_start_matches('.')).is_some_and(|rest| rest.ends_with('.'))
}

/// `Retry-After`: seconds, or a date, which the header `Date` of the same answer turns into seconds.
fn wait(after: &str, date: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = after.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let time = |text: &str| jiff::fmt::rfc2822::parse(text.trim()).ok().map(|t| t.timestamp());
    let seconds = time(after)?.as_second().checked_sub(time(date?)?.as_second())?;
    u64::try_from(seconds).ok().map(Duration::from_secs)
}

/// The target of a redirect, if it is an address of the same host, or the same with TLS.
fn same_host_target(from: &str, to: &str) -> Option<String> {
    let (scheme, authority) = origin(from).ok()?;
    let to = match to {
        rooted if rooted.starts_with('/') && !rooted.starts_with("//") => format!("{scheme}://{authority}{rooted}"),
        to => to.to_owned(),
    };
    let (new_scheme, new_authority) = origin(&to).ok()?;
    let same = new_scheme.eq_ignore_ascii_case(scheme) && new_authority.eq_ignore_ascii_case(authority);
    let secured = scheme.eq_ignore_ascii_case("http")
        && new_scheme.eq_ignore_ascii_case("https")
        && authority.trim_end_matches(":80").eq_ignore_ascii_case(new_authority.trim_end_matches(":443"));
    (same || secured).then_some(to)
}

impl Transport for Http {
    fn send(&self, request: &Request) -> Result<Reply, NetworkError> {
        let mut url = request.url.clone();
        for _ in 0..=REDIRECTS {
            match self.once(request, &url)? {
                Ok(reply) => return Ok(reply),
                Err(to) => {
                    let host = origin(&url).map_or("", |(_, authority)| authority).to_owned();
                    url = same_host_target(&url, &to).ok_or(NetworkError::Elsewhere { host, to: shown(&to) })?;
                }
            }
        }
        let host = origin(&url).map_or("", |(_, authority)| authority).to_owned();
        Err(NetworkError::Broken { host, why: format!("more than {REDIRECTS} redirects") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_followed_on_the_same_host_only() {
        for (from, to, found) in [
            ("http://a/x", "/y", Some("http://a/y")),
            ("http://a:1/x", "http://a:1/y?z", Some("http://a:1/y?z")),
            ("http://a/x", "https://a/x", Some("https://a/x")),
            ("http://a:1/x", "https://a/x", None),
            ("https://a/x", "http://a/x", None),
            ("http://a/x", "http://b/x", None),
            ("http://a/x", "//b/x", None),
            ("http://a/x", "file:///etc/passwd", None),
            ("http://a:1/x", "http://a:2/x", None),
            ("http://a/x", "http://a@b/x", None),
            ("http://a/x", "", None),
        ] {
            assert_eq!(same_host_target(from, to).as_deref(), found, "{from} {to}");
        }
    }

    #[test]
    fn waits_are_seconds_or_a_time() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        for (after, seconds) in [
            ("7", Some(7)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", None),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(wait(after, date), seconds.map(Duration::from_secs), "{after}");
        }
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:37 GMT", None), None);
    }

    #[test]
    fn some_hosts_are_asked_without_a_proxy() {
        let settings = Settings {
            http_proxy: Some("http://127.0.0.1:9".to_owned()),
            no_proxy: "localhost, .inner.example,10.0.0.1".to_owned(),
            ..Settings::default()
        };
        let http = Http::new(settings).unwrap();
        let is_direct = |authority: &str| std::ptr::eq(http.agent("http", authority), &http.direct);
        for (authority, direct) in [
            ("localhost:80", true),
            ("x.inner.example", true),
            ("inner.example", true),
            ("winner.example", false),
            ("10.0.0.1", true),
            ("a.example", false),
        ] {
            assert_eq!(is_direct(authority), direct, "{authority}");
        }
        assert!(Http::new(Settings { http_proxy: Some("::".to_owned()), ..Settings::default() }).is_err());
    }
}
