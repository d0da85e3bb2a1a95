//! Reads the bodies of requests, with limits of size, time and total memory.

use hyper::body::{Body, Bytes, Incoming};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// Maximum size of all bodies in memory together, in bytes.
const LARGEST_SUM: usize = 256 * 1024 * 1024;
/// Maximum time to receive a body.
pub(in crate::cli) const BODY_TIME: Duration = Duration::from_secs(20);

/// Maximum time to read and discard the rest of a body that is too large.
const DRAIN_TIME: Duration = Duration::from_secs(4);

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum BodyError {
    /// The connection ended, or the data is not valid HTTP.
    Broken,
    /// The body was not received within [`BODY_TIME`].
    Late,
    /// The body is larger than its limit.
    TooLarge,
    /// All bodies together are larger than [`LARGEST_SUM`].
    Busy,
}

/// Counts the memory of one body in the sum of all until it is dropped.
pub(in crate::cli) struct BodyMemory<'a> {
    all: &'a AtomicUsize,
    bytes: usize,
}

impl<'a> BodyMemory<'a> {
    /// Starts with 0 bytes.
    pub(in crate::cli) fn new(all: &'a AtomicUsize) -> Self {
        Self { all, bytes: 0 }
    }

    /// Adds bytes; returns whether the sum is within [`LARGEST_SUM`].
    fn add(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        self.all.fetch_add(bytes, Ordering::Relaxed) + bytes <= LARGEST_SUM
    }
}

impl Drop for BodyMemory<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Reads a whole body of at most `most` bytes. Of a larger body, up to `drained` bytes are read and discarded, so that the
/// client can read the error response.
pub(in crate::cli) async fn read(
    mut body: Incoming,
    most: usize,
    drained: usize,
    held: &mut BodyMemory<'_>,
) -> Result<Vec<u8>, BodyError> {
    let mut read = Vec::new();
    let frames = async {
        while let Some(bytes) = next(&mut body).await? {
            if read.len() + bytes.len() > most {
                return Err(BodyError::TooLarge);
            }
            if !held.add(bytes.len()) {
                return Err(BodyError::Busy);
            }
            read.extend_from_slice(&bytes);
        }
        Ok(())
    };
    match timeout(BODY_TIME, frames).await {
        Err(_) => Err(BodyError::Late),
        Ok(Err(BodyError::TooLarge)) => {
            let rest = async {
                let mut dropped = 0;
                while dropped < drained
                    && let Ok(Some(bytes)) = next(&mut body).await
                {
                    dropped += bytes.len();
                }
            };
            let _ = timeout(DRAIN_TIME, rest).await;
            Err(BodyError::TooLarge)
        }
        Ok(Err(why)) => Err(why),
        Ok(Ok(())) => Ok(read),
    }
}

/// The next bytes of a body; `None` at its end.
async fn next(body: &mut Incoming) -> Result<Option<Bytes>, BodyError> {
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        // Other frames are trailers.
        if let Ok(bytes) = frame.map_err(|_| BodyError::Broken)?.into_data() {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}
