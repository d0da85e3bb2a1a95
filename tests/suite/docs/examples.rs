//! Runs the commands of each page in a folder of its own, one block after another, and compares what they print with the block
//! of `text` below them. A line `…` there stands for any lines, `…` in a line for any characters.
//!
//! On a terminal `query` writes a table, in a pipe CSV; here it writes the table that a reader sees.

use super::super::support::repository;
use super::markdown::{Block, blocks};
use super::{blesses, document, documents};
use regex::Regex;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A page that goes on with the dataset of another says so in its text, and here.
macro_rules! pages {
    ($($test:ident $page:literal $(after $first:literal)?;)*) => {
        $(#[test]
        fn $test() {
            run_page($page, &[$($first)?]);
        })*

        /// A page with examples has a test.
        #[test]
        fn every_page_with_examples_is_tested() {
            let tested = BTreeSet::from([$($page.to_owned()),*]);
            let with_commands = documents().into_iter().filter(|name| blocks(&document(name)).iter().any(|b| b.language == "sh"));
            assert_eq!(with_commands.collect::<BTreeSet<_>>(), tested);
        }
    };
}

pages! {
    readme "README.md";
    articles "docs/articles.md";
    at_scale "docs/at-scale.md";
    convert "docs/convert.md";
    check "docs/check.md" after "README.md";
    evaluate "docs/evaluate.md";
    findings "docs/findings.md";
    install "docs/install.md";
    link "docs/link.md" after "README.md";
    names "docs/names.md" after "docs/sources.md";
    publish "docs/publish.md" after "README.md";
    query "docs/query.md" after "README.md";
    review "docs/review.md" after "README.md";
    sources "docs/sources.md";
    tables "docs/tables.md";
}

struct Session {
    folder: TempDir,
    /// The port that the page names, and the one that was free.
    ports: Option<(String, String)>,
    server: Option<Child>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = Command::new("kill").arg(server.id().to_string()).status();
            let _ = server.wait();
        }
    }
}

impl Session {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join(".bin");
        fs::create_dir(&bin).unwrap();
        let program = env!("CARGO_BIN_EXE_chorograph");
        let script = format!(
            "#!/bin/sh\nif [ -p /dev/stdout ]; then case \" $* \" in *' --format '*|*' -o '*) ;; *' query '*) exec '{program}' \"$@\" \
             --format table ;; esac; fi\nexec '{program}' \"$@\"\n"
        );
        fs::write(bin.join("chorograph"), script).unwrap();
        fs::set_permissions(bin.join("chorograph"), fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder, ports: None, server: None }
    }

    fn command(&self, commands: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", commands]).env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        shell.env("PATH", format!("{}:/usr/bin:/bin", self.folder.path().join(".bin").display()));
        shell.env("HOME", self.folder.path());
        shell
    }

    /// The text with the free port in place of the one that the page names.
    fn ported(&self, text: &str) -> String {
        self.ports.as_ref().map_or_else(|| text.to_owned(), |(named, free)| text.replace(named, free))
    }

    /// What was printed, as the page would show it.
    fn shown(&self, printed: &[u8]) -> String {
        let text = String::from_utf8_lossy(printed).replace(&self.folder.path().display().to_string(), "~");
        let text = self.ports.as_ref().map_or_else(|| text.clone(), |(named, free)| text.replace(free, named));
        text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    fn run(&mut self, block: &Block) -> Result<String, String> {
        if let Some(port) = block.directive.strip_prefix("server ") {
            return self.serve(port, &block.text);
        }
        let wanted = block.directive.strip_prefix("exit ").map_or(0, |code| code.parse().unwrap());
        // The last command decides, so that an error before it is not passed over in silence.
        let commands =
            if wanted == 0 { self.ported(&block.text) } else { format!("set +e\n{}", self.ported(&block.text)) };
        let output = self.command(&format!("exec 2>&1\n{commands}")).output().unwrap();
        let shown = self.shown(&output.stdout);
        if output.status.code() == Some(wanted) {
            Ok(shown)
        } else {
            Err(format!("ended with {}\n{shown}", output.status))
        }
    }

    fn serve(&mut self, port: &str, command: &str) -> Result<String, String> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        self.ports = Some((port.to_owned(), free.to_string()));
        let log = self.folder.path().join(".server.log");
        let file = File::create(&log).unwrap();
        let mut shell = self.command(&format!("exec {command} --port {free}"));
        self.server = Some(shell.stdout(file.try_clone().unwrap()).stderr(file).spawn().unwrap());
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", free)).is_err() {
            if Instant::now() > until {
                return Err(format!("does not listen at {free}\n{}", fs::read_to_string(&log).unwrap()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(self.shown(&fs::read(&log).unwrap()))
    }
}

/// Runs the blocks of a page; what differs, and the page with the outputs of now.
fn run(session: &mut Session, name: &str) -> (Vec<String>, String) {
    let page = document(name);
    let mut wrong = Vec::new();
    let (mut now, mut copied) = (String::new(), 0);
    let mut printed: Option<String> = None;
    for block in blocks(&page) {
        let mut say = |problem: String| wrong.push(format!("{name}:{}: {problem}", block.line));
        if let Some(file) = block.directive.strip_prefix("file ") {
            write(session.folder.path(), file, &block.text);
        } else if block.language == "sh" {
            printed = None;
            if !block.directive.starts_with("not run, ") {
                match session.run(&block) {
                    Ok(output) => printed = Some(output),
                    Err(problem) => say(format!("{}\n{problem}", block.text)),
                }
            }
        } else if block.language == "text" {
            let Some(printed) = &printed else {
                say("output of nothing that ran".to_owned());
                continue;
            };
            if block.text.contains('…') {
                if !is_like(&block.text, printed) {
                    say(format!("another output:\n{printed}"));
                }
            } else if block.text != printed.trim_end() {
                let _ = writeln!(now, "{}{}", &page[copied..block.range.start], printed.trim_end());
                copied = block.range.end;
                say(format!("another output:\n{printed}"));
            }
        }
    }
    now += &page[copied..];
    (wrong, now)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("{text}\n")).unwrap();
}

/// Whether an output is as shown, `…` standing for anything.
fn is_like(shown: &str, printed: &str) -> bool {
    let mut pattern = String::from(r"\A");
    for line in shown.lines() {
        if line.trim() == "…" {
            pattern += r"(?:[^\n]*\n)*?";
        } else {
            pattern += &line.trim_end().split('…').map(regex::escape).collect::<Vec<_>>().join(r"[^\n]*");
            pattern += r"\n";
        }
    }
    Regex::new(&(pattern + r"\n*\z")).unwrap().is_match(printed)
}

fn run_page(name: &str, first: &[&str]) {
    let mut session = Session::new();
    for before in first {
        let (wrong, _) = run(&mut session, before);
        assert!(wrong.iter().all(|problem| problem.contains(": another output:")), "{}", wrong.join("\n"));
    }
    let (wrong, now) = run(&mut session, name);
    if blesses() {
        fs::write(repository(name), now).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_output_is_compared_line_by_line() {
    assert!(
        is_like("a\n…\nd", "a\nb\nc\nd\n")
            && is_like("a\n…\nd", "a\nd\n")
            && is_like("sha256 …9 end", "sha256 0a9 end\n")
    );
    assert!(
        !is_like("a\n…\nd", "a\nb\n")
            && !is_like("a\n…", "b\na\n")
            && !is_like("a…d", "a\nd\n")
            && !is_like("…\nb", "a\nb\nc\n")
    );
}
