//! How long a process runs, and how much memory it takes.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was measured.
pub(crate) struct Measured {
    /// How long it ran.
    pub(crate) time: Duration,
    /// Processor time, of all its threads.
    #[allow(dead_code, reason = "not every bench shows it")]
    pub(crate) cpu: Duration,
    /// Kibibytes of resident memory at the highest.
    pub(crate) peak: u64,
}

/// Runs a process to its end.
pub(crate) fn measure(command: &mut Command) -> Measured {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let stat = format!("/proc/{}/stat", child.id());
    let (mut peak, mut ticks) = (0, 0);
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak).max(peak);
        // After the name, which may have spaces: the state is field 3, times in user and kernel mode are fields 14 and 15.
        let text = fs::read_to_string(&stat).unwrap_or_default();
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace().skip(11).take(2);
        ticks = fields.filter_map(|f| f.parse::<u64>().ok()).sum::<u64>().max(ticks);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "{command:?}");
    // Linux counts in hundredths of a second there, whatever the kernel's own tick.
    Measured { time: start.elapsed(), cpu: Duration::from_millis(10 * ticks), peak }
}
