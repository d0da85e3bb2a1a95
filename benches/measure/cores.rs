//! What each thread of a process takes: on a busy machine, and for what runs on several cores, processor time tells more than
//! the clock.

use super::process::Measured;
use std::collections::HashMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A process and its threads.
pub(crate) struct Cores {
    /// The whole of it.
    pub(crate) all: Measured,
    /// Processor time of the thread that took most: with a core for each thread the process could not end sooner.
    pub(crate) busiest: Duration,
}

/// Runs a process to its end.
pub(crate) fn measure(command: &mut Command) -> Cores {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let process = format!("/proc/{}", child.id());
    let (mut peak, mut threads) = (0, HashMap::<_, u64>::new());
    let ended = loop {
        let text = fs::read_to_string(format!("{process}/status")).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak).max(peak);
        for thread in fs::read_dir(format!("{process}/task")).into_iter().flatten().flatten() {
            // Nanoseconds on a core.
            let text = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
            if let Some(spent) = text.split(' ').next().and_then(|n| n.parse::<u64>().ok()) {
                threads.insert(thread.file_name(), spent);
            }
        }
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "{command:?}");
    let cpu = Duration::from_nanos(threads.values().sum());
    let busiest = Duration::from_nanos(threads.into_values().max().unwrap_or_default());
    Cores { all: Measured { time: start.elapsed(), cpu, peak }, busiest }
}
