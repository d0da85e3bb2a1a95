//! What one client may have of the workers, so that others get their turn. Clients are told apart by their address, those of IPv6
//! by its first 64 bits, which are one client_key's or office's. A client may keep half of the workers busy; whatever else it asks
//! waits, and what is more than its share of the queue is told to come again.

use chorograph::serve::http_error::HttpError;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

pub(super) struct ClientLimiter {
    /// How many jobs of a client run at once.
    running: usize,
    /// How many run or wait.
    most: usize,
    /// Whether this machine itself has no more than others: a proxy speaks for many.
    local: bool,
    clients: Mutex<HashMap<IpAddr, Client>>,
}

struct Client {
    asked: usize,
    turns: Arc<Semaphore>,
}

/// A job of a client, until it is dropped.
pub(super) struct Share<'a> {
    shares: &'a ClientLimiter,
    client: IpAddr,
    /// Those of the client's jobs that may run.
    pub(super) turns: Arc<Semaphore>,
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let mut clients = self.shares.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get_mut(&self.client) {
            client.asked -= 1;
            if client.asked == 0 {
                clients.remove(&self.client);
            }
        }
    }
}

impl ClientLimiter {
    /// `asked` is how many jobs a client may have at once; without it a quarter of all, but for this machine itself.
    pub(super) fn new(workers: usize, queue: usize, asked: Option<usize>) -> Self {
        let running = (workers / 2).max(1);
        Self {
            running,
            most: asked.unwrap_or_else(|| (workers + queue).div_ceil(4)).max(1),
            local: asked.is_some(),
            clients: Mutex::default(),
        }
    }

    /// The share of a client, if it has one of its own; a refusal if it has asked for too much.
    pub(super) fn take(&self, address: IpAddr) -> Result<Option<Share<'_>>, HttpError> {
        let client = client_key(address);
        if client.is_loopback() && !self.local {
            return Ok(None);
        }
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            clients.entry(client).or_insert_with(|| Client { asked: 0, turns: Arc::new(Semaphore::new(self.running)) });
        if known.asked >= self.most {
            return Err(HttpError::new(429, format!("{} queries of your address run or wait already", self.most))
                .help("wait for their answers first")
                .header("retry-after", "2"));
        }
        known.asked += 1;
        Ok(Some(Share { shares: self, client, turns: Arc::clone(&known.turns) }))
    }
}

/// Whom an address stands for.
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
        let shares = ClientLimiter::new(4, 4, None);
        let first: Vec<_> = (0..2).map(|_| shares.take(address("192.0.2.1")).unwrap()).collect();
        assert!(first[0].as_ref().unwrap().turns.available_permits() == 2);
        let refusal = shares.take(address("192.0.2.1")).err().unwrap();
        assert_eq!(refusal.status, 429);
        // Another one, and this machine itself, are not concerned.
        assert!(shares.take(address("192.0.2.2")).unwrap().is_some());
        assert!(shares.take(address("127.0.0.1")).unwrap().is_none());
        assert!(shares.take(address("::ffff:127.0.0.1")).unwrap().is_none());
        drop(first);
        assert!(shares.take(address("192.0.2.1")).is_ok());
        assert!(shares.clients.lock().unwrap().is_empty(), "nobody is remembered");
    }

    #[test]
    fn who_has_many_addresses_has_one_share() {
        let shares = ClientLimiter::new(2, 0, Some(1));
        let held = shares.take(address("2001:db8:1:2::1")).unwrap();
        assert!(shares.take(address("2001:db8:1:2:ffff::9")).is_err());
        assert!(shares.take(address("2001:db8:1:3::1")).is_ok());
        let local = shares.take(address("127.0.0.1")).unwrap();
        assert!(shares.take(address("::ffff:127.0.0.1")).is_err(), "a limit that was asked for holds for all");
        assert!(shares.take(address("::1")).is_ok());
        drop((held, local));
    }
}
