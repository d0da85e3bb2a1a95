//! The HTTP client for `SERVICE`: it connects only to allowed hosts with public addresses, and follows no redirects.

use chorograph::base::network::{NetworkError, Reply, Request, Transport, origin};
use chorograph::serve::guard::{self, Allowed};
use std::io::Read;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Maximum length of an answer, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;
/// Maximum time for an answer. The query has its own time limit.
const TIME: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(super) struct Guarded {
    allowed: Allowed,
    agent: ureq::Agent,
}

impl Guarded {
    pub(super) fn new(allowed: Allowed) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would resolve names itself, and skip the check of addresses.
            .proxy(None)
            .user_agent(concat!("chorograph/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(TIME))
            .build();
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), Public::default());
        Self { allowed, agent }
    }
}

/// Resolves names to public addresses only. The client connects to the checked address and does not resolve the name again.
#[derive(Debug, Default)]
struct Public(DefaultResolver);

impl Resolver for Public {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let is_public = found.iter().all(|a| guard::is_public(a.ip()));
        if is_public { Ok(found) } else { Err(ureq::Error::HostNotFound) }
    }
}

impl Transport for Guarded {
    fn send(&self, request: &Request) -> Result<Reply, NetworkError> {
        let (_, host) = origin(&request.url)?;
        let host = host.to_owned();
        if let Some(why) = self.allowed.refusal(&request.url) {
            return Err(NetworkError::Unreachable { host, why });
        }
        let broken = |why: String| NetworkError::Broken { host: host.clone(), why };
        let sent = match &request.body {
            None => self.agent.get(&request.url).header("accept", request.accept).call(),
            Some((kind, body)) => {
                let post = self.agent.post(&request.url).header("accept", request.accept);
                post.header("content-type", *kind).send(body.as_str())
            }
        };
        let mut response = sent.map_err(|e| match e {
            ureq::Error::HostNotFound => {
                NetworkError::Unreachable { host: host.clone(), why: "it has no public address".to_owned() }
            }
            ureq::Error::Timeout(_) => NetworkError::Late { host: host.clone(), limit: TIME },
            e => NetworkError::Unreachable { host: host.clone(), why: e.to_string() },
        })?;
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (status, content_type) = (response.status().as_u16(), header("content-type").unwrap_or_default());
        if (300..400).contains(&status) {
            let to = header("location").unwrap_or_default();
            return Err(NetworkError::Elsewhere { host, to });
        }
        let mut body = Vec::new();
        let read = response.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut body);
        if body.len() as u64 > LARGEST {
            return Err(NetworkError::TooLarge { host, limit: LARGEST });
        }
        read.map_err(|e| broken(e.to_string()))?;
        Ok(Reply { status, content_type, retry_after: None, body })
    }
}
