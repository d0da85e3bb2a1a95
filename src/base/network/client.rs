//! Retry policy: one request at a time, a minimum interval between requests, growing waits before each further try, and
//! no further try where none can help. The caller supplies `sleep`, so that tests do not wait. The random part of a
//! wait, which should differ between machines, is derived from the request, so that two runs wait equally long.

use super::{Cache, NetworkError, Reply, Request, Transport, origin, shown};
use crate::base::iri::digest;
use serde_json::Value;
use std::time::Duration;

/// When a client waits, and how often it tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Minimum interval between two requests.
    pub distance: Duration,
    /// Maximum number of tries for one request.
    pub tries: u32,
    /// The wait before the second try, doubled before each further one.
    pub first: Duration,
    /// Maximum wait. If the service asks for a longer one, the client gives up.
    pub longest: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            distance: Duration::from_millis(100),
            tries: 5,
            first: Duration::from_secs(2),
            longest: Duration::from_secs(120),
        }
    }
}

/// Why an answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseError {
    /// The service is busy: its message, and how long to wait, if it says so.
    Busy(String, Option<Duration>),
    /// The request failed, and another try would not help.
    Refused(String),
}

impl ResponseError {
    /// An answer that is not what it should be.
    pub fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }
}

/// Why a request has no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The network failed in every try.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The service was busy in every try.
    #[error("{host} was still busy after {tries} tries: {why}")]
    Busy {
        /// The host.
        host: String,
        /// The number of tries.
        tries: u32,
        /// The message of the service.
        why: String,
    },
    /// The service asks for a longer wait than the policy allows.
    #[error("{host} asks to wait {} s: {why}", wait.as_secs())]
    Wait {
        /// The host.
        host: String,
        /// The wait that it asks for.
        wait: Duration,
        /// The message of the service.
        why: String,
    },
    /// The answer is not one that can be used.
    #[error("the answer of {host} cannot be used: {why}")]
    Refused {
        /// The host.
        host: String,
        /// What is wrong with it.
        why: String,
    },
    /// The answer cannot be stored in the cache.
    #[error("the answer of {host} cannot be written to the cache: {why}")]
    Cache {
        /// The host.
        host: String,
        /// The reason.
        why: String,
    },
}

impl AskError {
    /// Whether the next request would fail for the same reason.
    pub fn affects_every_request(&self) -> bool {
        match self {
            Self::Network(e) => !matches!(e, NetworkError::TooLarge { .. }),
            Self::Busy { .. } | Self::Wait { .. } | Self::Cache { .. } => true,
            Self::Refused { .. } => false,
        }
    }
}

/// What a client has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests sent, retries included.
    pub sent: u64,
    /// Answers taken from the cache.
    pub kept: u64,
    /// Retries.
    pub again: u64,
}

/// A client of one service.
pub struct Client<'a> {
    transport: &'a dyn Transport,
    cache: Option<Cache>,
    pace: RetryPolicy,
    sleep: &'a dyn Fn(Duration),
    counts: Counts,
}

impl std::fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("pace", &self.pace).field("counts", &self.counts).finish_non_exhaustive()
    }
}

impl<'a> Client<'a> {
    /// A client that calls `sleep` to wait.
    pub fn new(
        transport: &'a dyn Transport,
        cache: Option<Cache>,
        pace: RetryPolicy,
        sleep: &'a dyn Fn(Duration),
    ) -> Self {
        Self { transport, cache, pace, sleep, counts: Counts::default() }
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Sends a request until `read` accepts an answer, or no further try can help.
    pub fn ask<T>(
        &mut self,
        request: &Request,
        read: &mut dyn FnMut(&Reply) -> Result<T, ResponseError>,
    ) -> Result<T, AskError> {
        let host = origin(&request.url)?.1.to_owned();
        if let Some(reply) = self.cache.as_ref().and_then(|c| c.get(request)) {
            // A cached answer that `read` does not accept is requested again: another version may have stored it.
            if let Ok(answer) = read(&reply) {
                self.counts.kept += 1;
                return Ok(answer);
            }
        }
        let mut tries = 0;
        loop {
            if self.counts.sent > 0 && tries == 0 {
                (self.sleep)(self.pace.distance);
            }
            tries += 1;
            self.counts.sent += 1;
            let (error, wait) = match self.transport.send(request) {
                Err(error) if error.is_transient() => (AskError::Network(error), None),
                Err(error) => return Err(error.into()),
                Ok(reply) => match judged(&reply, read) {
                    Ok(answer) => {
                        let kept = self.cache.as_ref().map_or(Ok(()), |c| c.put(request, &reply));
                        kept.map_err(|e| AskError::Cache { host: host.clone(), why: e.to_string() })?;
                        return Ok(answer);
                    }
                    Err(ResponseError::Refused(why)) => return Err(AskError::Refused { host, why }),
                    Err(ResponseError::Busy(why, wait)) => {
                        let wait = wait.or(reply.retry_after);
                        (AskError::Busy { host: host.clone(), tries, why }, wait)
                    }
                },
            };
            if let (AskError::Busy { host, why, .. }, Some(wait)) = (&error, wait)
                && wait > self.pace.longest
            {
                return Err(AskError::Wait { host: host.clone(), wait, why: why.clone() });
            }
            if tries >= self.pace.tries {
                return Err(error);
            }
            let own = self.wait(request, tries);
            self.counts.again += 1;
            (self.sleep)(wait.map_or(own, |w| w.max(own)));
        }
    }

    /// The wait after a number of tries: doubled each time, plus up to a half.
    fn wait(&self, request: &Request, tries: u32) -> Duration {
        let doubled = self.pace.first.saturating_mul(1_u32.checked_shl(tries - 1).unwrap_or(u32::MAX));
        let body = request.body.as_ref().map_or("", |(_, body)| body);
        let drawn = digest(&[&request.url, body, &tries.to_string()]);
        let part = drawn.get(..4).and_then(|d| u32::from_str_radix(d, 16).ok()).unwrap_or_default();
        (doubled + doubled.mul_f64(f64::from(part) / 131_072.0)).min(self.pace.longest)
    }
}

/// An answer judged by its status, then by its reader.
fn judged<T>(reply: &Reply, read: &mut dyn FnMut(&Reply) -> Result<T, ResponseError>) -> Result<T, ResponseError> {
    let reason = || {
        let text = String::from_utf8_lossy(reply.body.get(..1000).unwrap_or(&reply.body)).into_owned();
        let status = reply.status;
        match shown(&text) {
            page if page.starts_with('<') => format!("status {status} and a page"),
            text if text.is_empty() => format!("status {status}"),
            text => format!("status {status}, {text:?}"),
        }
    };
    match reply.status {
        200 => read(reply),
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Err(ResponseError::Busy(reason(), reply.retry_after)),
        _ => Err(ResponseError::Refused(reason())),
    }
}

/// The JSON of an answer.
pub fn json(reply: &Reply) -> Result<Value, ResponseError> {
    if reply.body.trim_ascii_start().starts_with(b"<") {
        return Err(ResponseError::refused(format!("a page instead of JSON ({:?})", shown(&reply.content_type))));
    }
    serde_json::from_slice(&reply.body).map_err(|e| {
        // Cut off on the way, although the transport saw an end.
        let why = format!("invalid JSON: {e}");
        if e.is_eof() { ResponseError::Busy(why, None) } else { ResponseError::Refused(why) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// A transport that answers from a list, and records the waits. Real connections are tested in tests/suite.
    struct Script(RefCell<Vec<Result<Reply, NetworkError>>>);

    impl Transport for Script {
        fn send(&self, _: &Request) -> Result<Reply, NetworkError> {
            self.0.borrow_mut().remove(0)
        }
    }

    fn reply(status: u16, retry_after: Option<u64>, body: &str) -> Result<Reply, NetworkError> {
        let retry_after = retry_after.map(Duration::from_secs);
        Ok(Reply { status, content_type: "application/json".to_owned(), retry_after, body: body.into() })
    }

    fn lost() -> Result<Reply, NetworkError> {
        Err(NetworkError::Unreachable { host: "a".to_owned(), why: "refused".to_owned() })
    }

    /// The answer or the error, and the waits in milliseconds.
    fn asked(script: Vec<Result<Reply, NetworkError>>) -> (Result<Value, String>, Vec<u128>) {
        let script = Script(RefCell::new(script));
        let waits = RefCell::new(Vec::new());
        let sleep = |wait: Duration| waits.borrow_mut().push(wait.as_millis());
        let mut client = Client::new(&script, None, RetryPolicy::default(), &sleep);
        let answer = client.ask(&Request::get("http://a/", "x", &[]), &mut json).map_err(|e| e.to_string());
        (answer, waits.into_inner())
    }

    #[test]
    fn transient_errors_are_retried_after_growing_waits() {
        let (answer, waits) =
            asked(vec![lost(), reply(503, None, ""), reply(200, None, "{\"a\": "), reply(200, None, "1")]);
        assert_eq!(answer, Ok(Value::from(1)));
        for (wait, least) in waits.iter().zip([2000, 4000, 8000]) {
            assert!((least..=least * 3 / 2).contains(wait), "{waits:?}");
        }
        let again = asked(vec![lost(), reply(503, None, ""), reply(200, None, "{\"a\": "), reply(200, None, "1")]);
        assert_eq!((waits.len(), &again.1), (3, &waits), "two runs wait alike");
    }

    #[test]
    fn a_requested_wait_is_granted_up_to_a_limit() {
        let (answer, waits) = asked(vec![reply(429, Some(30), ""), reply(200, None, "1")]);
        assert_eq!((answer, waits), (Ok(Value::from(1)), vec![30_000]));
        let (answer, waits) = asked(vec![reply(429, Some(3600), "slow down")]);
        assert_eq!(answer, Err("a asks to wait 3600 s: status 429, \"slow down\"".to_owned()));
        assert_eq!(waits, Vec::<u128>::new());
    }

    #[test]
    fn permanent_errors_are_not_retried() {
        for (given, told) in [
            (reply(403, None, "no contact"), "the answer of a cannot be used: status 403, \"no contact\""),
            (reply(404, None, "<html>"), "the answer of a cannot be used: status 404 and a page"),
            (
                reply(200, None, " <!doctype html>"),
                "the answer of a cannot be used: a page instead of JSON (\"application/json\")",
            ),
            (
                reply(200, None, "nonsense"),
                "the answer of a cannot be used: invalid JSON: expected ident at line 1 column 2",
            ),
            (Err(NetworkError::TooLarge { host: "a".to_owned(), limit: 9 }), "the answer of a has more than 9 bytes"),
        ] {
            assert_eq!(asked(vec![given]), (Err(told.to_owned()), vec![]));
        }
        let (answer, waits) = asked(vec![lost(), lost(), lost(), lost(), lost()]);
        assert_eq!((answer, waits.len()), (Err("cannot connect to a: refused".to_owned()), 4));
    }
}
