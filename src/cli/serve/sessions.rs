//! Browser sessions with access to restricted sources. A session starts with a one-time address and is identified by a cookie.

use crate::cli::failure::{Failure, FailureKind};
use chorograph::base::iri::{digest, hex};
use chorograph::serve::gate::ENTER;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time until an unused one-time address expires.
pub(super) const KEY_TIME: Duration = Duration::from_secs(15 * 60);
/// Maximum number of unused addresses, and of sessions; the oldest are removed.
const MOST: usize = 100;
/// Length of a secret, in bytes.
const SECRET: usize = 32;

pub(super) struct Sessions {
    /// The name of the cookie. Cookies ignore the port, so each server on a host needs its own name.
    pub(super) cookie: String,
    state: Mutex<State>,
}

/// Digests of secrets, so that the memory of the process contains no valid secret.
#[derive(Default)]
struct State {
    keys: Vec<(String, Instant)>,
    sessions: Vec<String>,
}

impl Sessions {
    pub(super) fn new(port: u16) -> Self {
        Self { cookie: format!("chorograph-{port}"), state: Mutex::default() }
    }

    /// The path and query of a new one-time address.
    pub(super) fn address(&self) -> io::Result<String> {
        let key = secret()?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.keys.push((digest(&[&key]), Instant::now()));
        shorten(&mut state.keys);
        Ok(format!("{ENTER}?key={key}"))
    }

    /// Starts a session if the key is valid, and makes the key invalid. Returns the value of `Set-Cookie`.
    pub(super) fn enter(&self, query: &str) -> io::Result<Option<String>> {
        let Some(key) = query.strip_prefix("key=") else { return Ok(None) };
        let key = digest(&[key]);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.keys.retain(|(_, made)| made.elapsed() < KEY_TIME);
        let Some(at) = state.keys.iter().position(|(known, _)| *known == key) else { return Ok(None) };
        state.keys.remove(at);
        let session = secret()?;
        state.sessions.push(digest(&[&session]));
        shorten(&mut state.sessions);
        Ok(Some(format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", self.cookie)))
    }

    /// Whether the value of a cookie identifies a session.
    pub(super) fn is_session(&self, value: &str) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sessions.contains(&digest(&[value]))
    }
}

fn shorten<T>(all: &mut Vec<T>) {
    let more = all.len().saturating_sub(MOST);
    all.drain(..more);
}

/// A random secret of letters and digits.
fn secret() -> io::Result<String> {
    let mut bytes = [0; SECRET];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(hex(&bytes))
}

/// A secret for the address of a service.
pub(in crate::cli) fn secret_path() -> Result<String, Failure> {
    secret().map_err(|e| Failure::new(FailureKind::CannotRun, format!("cannot create a secret: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_works_once() {
        let sessions = Sessions::new(8080);
        let address = sessions.address().unwrap();
        let query = address.strip_prefix("/_/enter?").unwrap();
        for wrong in ["", "key=", "key=x", &query[..query.len() - 1]] {
            assert_eq!(sessions.enter(wrong).unwrap(), None, "{wrong}");
        }
        let cookie = sessions.enter(query).unwrap().unwrap();
        assert_eq!(sessions.enter(query).unwrap(), None);
        let (pair, rest) = cookie.split_once("; ").unwrap();
        assert_eq!(rest, "Path=/; HttpOnly; SameSite=Strict");
        let session = pair.strip_prefix("chorograph-8080=").unwrap();
        assert!(session.len() == 2 * SECRET && sessions.is_session(session));
        assert!(!sessions.is_session("") && !sessions.is_session(&session[1..]) && !sessions.is_session(&query[4..]));
        assert_ne!(sessions.address().unwrap(), sessions.address().unwrap());
    }
}
