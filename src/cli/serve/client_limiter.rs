//! Limits the jobs of each client, so that all clients get workers. A client is identified by its address; for IPv6 by the first
//! 64 bits, which belong to one household or office. A client may use half of the workers; its other jobs wait. Jobs above its
//! share of the queue are refused with status 429.

use chorograph::serve::http_error::HttpError;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

pub(super) struct ClientLimiter {
    /// Maximum number of jobs of a client that run at once.
    running: usize,
    /// Maximum number of jobs of a client that run or wait.
    most: usize,
    /// Whether the limit also holds for this machine. By default it does not, because a local proxy serves many clients.
    local: bool,
    clients: Mutex<HashMap<IpAddr, Client>>,
}

struct Client {
    asked: usize,
    turns: Arc<Semaphore>,
}

/// Counts a job of a client until it is dropped.
pub(super) struct Share<'a> {
    limiter: &'a ClientLimiter,
    client: IpAddr,
    /// One permit for each of the client's jobs that may run at once.
    pub(super) turns: Arc<Semaphore>,
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut clients = self.limiter.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get_mut(&self.client) {
            client.asked -= 1;
            if client.asked == 0 {
                clients.remove(&self.client);
            }
        }
    }
}

impl ClientLimiter {
    /// `asked` is the maximum number of jobs of a client; without it, a quarter of all, without a limit for this machine.
    pub(super) fn new(workers: usize, queue: usize, asked: Option<usize>) -> Self {
        let running = (workers / 2).max(1);
        Self {
            running,
            most: asked.unwrap_or_else(|| (workers + queue).div_ceil(4)).max(1),
            local: asked.is_some(),
            clients: Mutex::default(),
        }
    }

    /// Counts a job of a client; `None` if the client has no limit, an error (429) if it exceeds its limit.
    pub(super) fn take(&self, address: IpAddr) -> Result<Option<Share<'_>>, HttpError> {
        let client = client_key(address);
        if client.is_loopback() && !self.local {
            return Ok(None);
        }
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            clients.entry(client).or_insert_with(|| Client { asked: 0, turns: Arc::new(Semaphore::new(self.running)) });
        if known.asked >= self.most {
            return Err(HttpError::new(
                429,
                format!("{} queries from your address are already running or waiting", self.most),
            )
            .help("wait for their answers first")
            .header("retry-after", "2"));
        }
        known.asked += 1;
        Ok(Some(Share { limiter: self, client, turns: Arc::clone(&known.turns) }))
    }
}

/// The address that identifies a client.
fn client_key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_has_its_share_and_no_more() {
        let limiter = ClientLimiter::new(4, 4, None);
        let first: Vec<_> = (0..2).map(|_| limiter.take(address("192.0.2.1")).unwrap()).collect();
        assert!(first[0].as_ref().unwrap().turns.available_permits() == 2);
        let refusal = limiter.take(address("192.0.2.1")).err().unwrap();
        assert_eq!(refusal.status, 429);
        // Other clients and this machine are not affected.
        assert!(limiter.take(address("192.0.2.2")).unwrap().is_some());
        assert!(limiter.take(address("127.0.0.1")).unwrap().is_none());
        assert!(limiter.take(address("::ffff:127.0.0.1")).unwrap().is_none());
        drop(first);
        assert!(limiter.take(address("192.0.2.1")).is_ok());
        assert!(limiter.clients.lock().unwrap().is_empty(), "clients without jobs are not kept");
    }

    #[test]
    fn addresses_of_one_network_have_one_share() {
        let limiter = ClientLimiter::new(2, 0, Some(1));
        let held = limiter.take(address("2001:db8:1:2::1")).unwrap();
        assert!(limiter.take(address("2001:db8:1:2:ffff::9")).is_err());
        assert!(limiter.take(address("2001:db8:1:3::1")).is_ok());
        let local = limiter.take(address("127.0.0.1")).unwrap();
        assert!(limiter.take(address("::ffff:127.0.0.1")).is_err(), "a limit that was asked for holds for all");
        assert!(limiter.take(address("::1")).is_ok());
        drop((held, local));
    }
}
