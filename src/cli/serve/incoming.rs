//! Bodies of requests: no larger than they may be, within a time, and not too many at once.

use hyper::body::{Body, Bytes, Incoming};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// How much all bodies together may hold, in bytes.
const LARGEST_SUM: usize = 256 * 1024 * 1024;
/// How long a body may take.
pub(in crate::cli) const BODY_TIME: Duration = Duration::from_secs(20);

/// How long what is too large is taken off the wire.
const DRAIN_TIME: Duration = Duration::from_secs(4);

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Unread {
    /// The connection ended, or what came is no HTTP.
    Broken,
    /// It did not come within [`BODY_TIME`].
    Late,
    /// It is larger than it may be.
    TooLarge,
    /// Others hold too much.
    Busy,
}

/// The share of one body in what all hold.
pub(in crate::cli) struct Held<'a> {
    all: &'a AtomicUsize,
    bytes: usize,
}

impl<'a> Held<'a> {
    /// No share yet in the bytes of all.
    pub(in crate::cli) fn new(all: &'a AtomicUsize) -> Self {
        Self { all, bytes: 0 }
    }

    /// Whether there is room.
    fn add(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        self.all.fetch_add(bytes, Ordering::Relaxed) + bytes <= LARGEST_SUM
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The whole body, of at most so many bytes. Of one that is larger, so much is taken off the wire that the client reads why it was
/// refused.
pub(in crate::cli) async fn read(
    mut body: Incoming,
    most: usize,
    drained: usize,
    held: &mut Held<'_>,
) -> Result<Vec<u8>, Unread> {
    let mut read = Vec::new();
    let frames = async {
        while let Some(bytes) = next(&mut body).await? {
            if read.len() + bytes.len() > most {
                return Err(Unread::TooLarge);
            }
            if !held.add(bytes.len()) {
                return Err(Unread::Busy);
            }
            read.extend_from_slice(&bytes);
        }
        Ok(())
    };
    match timeout(BODY_TIME, frames).await {
        Err(_) => Err(Unread::Late),
        Ok(Err(Unread::TooLarge)) => {
            let rest = async {
                let mut dropped = 0;
                while dropped < drained
                    && let Ok(Some(bytes)) = next(&mut body).await
                {
                    dropped += bytes.len();
                }
            };
            let _ = timeout(DRAIN_TIME, rest).await;
            Err(Unread::TooLarge)
        }
        Ok(Err(why)) => Err(why),
        Ok(Ok(())) => Ok(read),
    }
}

/// The next bytes of a body; none at its end.
async fn next(body: &mut Incoming) -> Result<Option<Bytes>, Unread> {
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        // Others are trailers.
        if let Ok(bytes) = frame.map_err(|_| Unread::Broken)?.into_data() {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
