//! A dataset folder of its own for each test, the program run on it, and what its store then holds.

pub(crate) use super::facts::{BASE, Facts, repository};

use chorograph::dataset::Dataset;
use chorograph::store::View;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CONFIG: &str = r#"title = "Test"
description = "A dataset of the tests."
base = "https://example.org/d/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
creator = "Tests"
publisher = "Tests"
languages = ["en"]
"#;

/// The program, with nothing of the environment.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chorograph"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// A dataset folder that is removed after the test.
pub(crate) struct Workdir {
    folder: TempDir,
}

/// What a run of the program printed, and its exit code. The folder is written `[DIR]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workdir {
    /// A dataset without documents or names.
    pub(crate) fn new() -> Self {
        let workdir = Self { folder: tempfile::tempdir().unwrap() };
        workdir.write("dataset.toml", CONFIG);
        workdir
    }

    /// A copy of the dataset that ships.
    pub(crate) fn of_data() -> Self {
        let workdir = Self { folder: tempfile::tempdir().unwrap() };
        copy(&repository("data"), workdir.root());
        workdir
    }

    /// A copy of a dataset.
    pub(crate) fn copy_of(folder: &Path) -> Self {
        let workdir = Self { folder: tempfile::tempdir().unwrap() };
        copy(folder, workdir.root());
        workdir
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub(crate) fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn remove(&self, below: &str) {
        fs::remove_file(self.path(below)).unwrap();
    }

    /// The program on this dataset.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.arg("--dataset").arg(self.root()).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.ran(&self.command(args).output().unwrap())
    }

    pub(crate) fn ran(&self, output: &Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(self.root().to_str().unwrap(), "[DIR]");
        Ran { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Builds, and expects that all is well.
    pub(crate) fn build(&self) -> Ran {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    }

    /// What an export that is passed on says.
    pub(crate) fn export(&self) -> String {
        let ran = self.run(&["export", "--format", "nq"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.stdout
    }

    /// Whether what a document says is passed on, in a dataset made by [`Workdir::new`].
    pub(crate) fn is_public(&self, id: &str) -> bool {
        self.export().contains(&format!("<{BASE}source/{id}>"))
    }

    /// What a build from nothing makes of the folder as it is.
    pub(crate) fn built_anew(&self) -> Self {
        let other = Self::copy_of(self.root());
        other.run(&["build"]);
        other
    }

    pub(crate) fn dataset(&self) -> Dataset {
        Dataset::open(self.root()).unwrap()
    }

    pub(crate) fn view(&self) -> View {
        View::open(&self.dataset().work()).unwrap()
    }

    /// All statements, as their readers find them.
    pub(crate) fn facts(&self) -> Facts {
        Facts::of(&self.view())
    }
}

/// Numbers that look random and are the same each time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// From 0 up to, not including, `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// How long a build takes here, give or take.
pub(crate) fn pace(workdir: &Workdir) -> Duration {
    let start = Instant::now();
    workdir.build();
    start.elapsed()
}

/// The user nobody.
const NOBODY: u32 = 65534;

/// Runs the program as a user whom permissions bind. None where that cannot be done.
pub(crate) fn bound(workdir: &Workdir, args: &[&str]) -> Option<Ran> {
    let command = workdir.command(args);
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return Some(workdir.run(args));
    }
    give(workdir.root());
    let mut limited = Command::new("setpriv");
    limited.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
    limited.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"), "--clear-groups".to_owned()]);
    limited.arg(command.get_program());
    let mut probe = Command::new("setpriv");
    probe.args(limited.get_args()).arg("--version").env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
    if !probe.output().is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("skipped: the program cannot be run as another user here");
        }
        return None;
    }
    limited.args(command.get_args());
    Some(workdir.ran(&limited.output().unwrap()))
}

fn give(path: &Path) {
    lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// All files below a folder but what the program makes.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_name() == ".chorograph" {
        } else if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl Facts {
    pub(crate) fn of(view: &View) -> Self {
        Self(view.store().iter().collect::<Result<_, _>>().unwrap())
    }
}
