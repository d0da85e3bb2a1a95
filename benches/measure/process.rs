//! How long a process runs, and how much memory it takes.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was measured.
pub(crate) struct Measured {
    /// How long it ran.
    pub(crate) time: Duration,
    /// Kibibytes of resident memory at the highest.
    pub(crate) peak: u64,
}

/// Runs a process to its end.
pub(crate) fn measure(command: &mut Command) -> Measured {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak).max(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "{command:?}");
    Measured { time: start.elapsed(), peak }
}
