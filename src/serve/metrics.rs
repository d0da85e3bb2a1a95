//! Metrics of the server, in the text format of Prometheus (version 0.0.4).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 30.0];

/// Why a job was stopped early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// It exceeded the time limit.
    Time,
    /// The client disconnected.
    Gone,
    /// It exceeded the memory limit.
    Memory,
    /// The worker died for another reason.
    Crash,
    /// The answer exceeded the size limit.
    Size,
}

impl Ended {
    const ALL: [Self; 5] = [Self::Time, Self::Gone, Self::Memory, Self::Crash, Self::Size];

    fn label(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Gone => "gone",
            Self::Memory => "memory",
            Self::Crash => "crash",
            Self::Size => "size",
        }
    }
}

/// Counters and gauges of the server.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Open connections.
    pub connections: AtomicI64,
    /// Running jobs.
    pub running: AtomicI64,
    /// Jobs that wait for a worker.
    pub waiting: AtomicI64,
    /// Worker processes.
    pub workers: AtomicI64,
    /// Rows of all answers.
    pub rows: AtomicU64,
    /// Bytes of all answers.
    pub bytes: AtomicU64,
    /// Jobs refused because too many waited.
    pub busy: AtomicU64,
    requests: Mutex<BTreeMap<(&'static str, u16), u64>>,
    ended: Mutex<BTreeMap<Ended, u64>>,
    times: Mutex<Times>,
}

#[derive(Debug, Default)]
struct Times {
    within: [u64; BOUNDS.len()],
    all: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts an answered request.
    pub fn answered(&self, route: &'static str, status: u16, took: Duration) {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner).entry((route, status)).or_default() += 1;
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = took.as_secs_f64();
        for (count, bound) in times.within.iter_mut().zip(BOUNDS) {
            *count += u64::from(seconds <= bound);
        }
        times.all += 1;
        times.seconds += seconds;
    }

    /// Counts a job that was stopped early.
    pub fn ended(&self, why: Ended) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner).entry(why).or_default() += 1;
    }

    /// All metrics as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut add = |name: &str, kind: &str, help: &str, lines: Vec<(String, String)>| {
            text.push_str(&format!("# HELP chorograph_{name} {help}\n# TYPE chorograph_{name} {kind}\n"));
            for (rest, value) in lines {
                text.push_str(&format!("chorograph_{name}{rest} {value}\n"));
            }
        };
        let gauge = |n: &AtomicI64| vec![(String::new(), n.load(Ordering::Relaxed).to_string())];
        let counter = |n: &AtomicU64| vec![(String::new(), n.load(Ordering::Relaxed).to_string())];
        add("connections", "gauge", "Connections that are open.", gauge(&self.connections));
        add("jobs_running", "gauge", "Jobs that workers are doing.", gauge(&self.running));
        add("jobs_waiting", "gauge", "Jobs that wait for a worker.", gauge(&self.waiting));
        add("workers", "gauge", "Worker processes.", gauge(&self.workers));
        add("rows_total", "counter", "Rows and triples of answers.", counter(&self.rows));
        add("answer_bytes_total", "counter", "Bytes of answers.", counter(&self.bytes));
        add("refused_busy_total", "counter", "Jobs refused because too many waited.", counter(&self.busy));
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = Ended::ALL.iter().map(|why| {
            (format!("{{reason=\"{}\"}}", why.label()), ended.get(why).copied().unwrap_or_default().to_string())
        });
        add("jobs_ended_total", "counter", "Jobs that were ended before they were done.", lines.collect());
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = requests
            .iter()
            .map(|((route, status), count)| (format!("{{route=\"{route}\",status=\"{status}\"}}"), count.to_string()));
        add("requests_total", "counter", "Requests that were answered.", lines.collect());
        let times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines: Vec<_> = BOUNDS
            .iter()
            .zip(times.within)
            .map(|(bound, count)| (format!("_bucket{{le=\"{bound}\"}}"), count.to_string()))
            .collect();
        lines.push(("_bucket{le=\"+Inf\"}".to_owned(), times.all.to_string()));
        lines.push(("_sum".to_owned(), format!("{:.6}", times.seconds)));
        lines.push(("_count".to_owned(), times.all.to_string()));
        add("request_seconds", "histogram", "How long requests took.", lines);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_add_up() {
        let metrics = Metrics::default();
        metrics.answered("query", 200, Duration::from_millis(20));
        metrics.answered("query", 200, Duration::from_secs(60));
        metrics.answered("api", 400, Duration::from_millis(1));
        metrics.ended(Ended::Gone);
        let text = metrics.text();
        for line in [
            "chorograph_requests_total{route=\"query\",status=\"200\"} 2",
            "chorograph_requests_total{route=\"api\",status=\"400\"} 1",
            "chorograph_jobs_ended_total{reason=\"gone\"} 1",
            "chorograph_jobs_ended_total{reason=\"time\"} 0",
            "chorograph_request_seconds_bucket{le=\"0.01\"} 1",
            "chorograph_request_seconds_bucket{le=\"0.025\"} 2",
            "chorograph_request_seconds_bucket{le=\"+Inf\"} 3",
            "chorograph_request_seconds_sum 60.021000",
            "# TYPE chorograph_request_seconds histogram",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }
}
