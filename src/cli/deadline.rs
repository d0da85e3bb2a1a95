//! A time limit for queries. The evaluator checks its cancellation token when it reads the store, but not while it sorts or
//! joins. If it does not stop within [`GRACE`] after cancellation, the process ends.

use super::failure::FailureKind;
use super::terminal;
use oxigraph::sparql::CancellationToken;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Time that a cancelled evaluation has to stop.
const GRACE: Duration = Duration::from_millis(250);

/// A running time limit.
pub(crate) struct Deadline {
    is_met: Arc<Mutex<bool>>,
}

impl Deadline {
    /// Cancels the token after `limit`, and ends the process [`GRACE`] later, after removing the file `temporary`.
    pub(crate) fn start(limit: Duration, token: CancellationToken, temporary: Option<PathBuf>) -> Self {
        let is_met = Arc::new(Mutex::new(false));
        let watched = Arc::clone(&is_met);
        thread::spawn(move || {
            thread::sleep(limit);
            token.cancel();
            thread::sleep(GRACE);
            let is_met = watched.lock().unwrap_or_else(PoisonError::into_inner);
            if !*is_met {
                end(limit, temporary);
            }
        });
        Self { is_met }
    }

    /// Stops the limit: the output is complete, and the process is no longer ended.
    pub(crate) fn meet(&self) {
        *self.is_met.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

/// The error message for an exceeded limit.
pub(crate) fn message(limit: Duration) -> String {
    format!("out of time: the query was stopped after {} s", limit.as_secs_f64())
}

#[expect(clippy::exit, reason = "the main thread cannot be interrupted in any other way")]
fn end(limit: Duration, temporary: Option<PathBuf>) {
    if let Some(path) = temporary {
        let _ = fs::remove_file(path);
    }
    terminal::eprint(&format!("error: {}\n", message(limit)));
    std::process::exit(i32::from(FailureKind::OutOfTime.code()));
}
