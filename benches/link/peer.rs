//! csv-reconcile beside `reconcile serve`: the same labels, the same names, asked over HTTP by the same client in the same batches.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Names asked at a time.
const BATCH: usize = 50;

/// The Python that has csv-reconcile: `$CHOROGRAPH_RECONCILERS`, or the environment that `make reconcile-peers` makes.
pub(crate) fn python() -> Option<PathBuf> {
    let own = || Path::new(env!("CARGO_BIN_EXE_chorograph")).ancestors().nth(2).unwrap().join("reconcilers/bin/python");
    let python = std::env::var_os("CHOROGRAPH_RECONCILERS").map_or_else(own, PathBuf::from);
    let known = Command::new(&python).args(["-c", "import csv_reconcile"]).stderr(Stdio::null()).status();
    known.is_ok_and(|s| s.success()).then_some(python)
}

/// How long answering took, and how many names had the right item first.
pub(crate) type Answered = (Duration, usize);

/// Asks csv-reconcile, over a table of identifiers and labels.
pub(crate) fn theirs(python: &Path, table: &Path, names: &[(String, String)]) -> Answered {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let serve = format!(
        "import sys; from csv_reconcile import doinit; \
         doinit(None, 'dice', sys.argv[1], 'id', 'name').run(port={port}, debug=False)"
    );
    let mut command = Command::new(python);
    command.args(["-c", &serve]).arg(table).current_dir(table.parent().unwrap());
    let mut server = Ended(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(server.0.try_wait().unwrap().is_none(), "csv-reconcile ended");
        std::thread::sleep(Duration::from_millis(100));
    }
    asked(&format!("http://127.0.0.1:{port}/reconcile"), names)
}

/// Asks `reconcile serve`, over an index.
pub(crate) fn ours(index: &Path, names: &[(String, String)]) -> Answered {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chorograph"));
    command.args(["reconcile", "serve"]).arg(index).args(["--port", "0"]).stdout(Stdio::piped());
    let mut server = Ended(command.spawn().unwrap());
    let mut address = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    asked(address.trim(), names)
}

fn asked(url: &str, names: &[(String, String)]) -> Answered {
    let (start, mut right) = (Instant::now(), 0);
    for batch in names.chunks(BATCH) {
        let mut queries = String::from("{");
        for (n, (name, _)) in batch.iter().enumerate() {
            let comma = if n > 0 { "," } else { "" };
            let _ = write!(queries, "{comma}\"q{n}\":{{\"query\":\"{name}\",\"limit\":3}}");
        }
        queries.push('}');
        let mut answer = ureq::post(url).send_form([("queries", queries.as_str())]).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        for (n, (_, id)) in batch.iter().enumerate() {
            right += usize::from(answer[format!("q{n}")]["result"][0]["id"] == id.as_str());
        }
    }
    (start.elapsed(), right)
}

/// A server that ends with its use.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
