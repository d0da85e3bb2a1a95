//! Output: standard output, files that appear only when they are complete, and messages on standard error.

use super::pager::Pager;
use chorograph::base::capture::CaptureError;
use chorograph::base::text::Problem;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// Default width of a table in columns, if the output is not a terminal and COLUMNS is not set.
const COLUMNS: u16 = 120;

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether colours are enabled: NO_COLOR is unset (no-color.org) and TERM is not `dumb`.
pub(crate) fn is_coloured() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The width for tables, in columns; at least 20.
pub(crate) fn width() -> u16 {
    let shown = comfy_table::Table::new().width().filter(|_| is_terminal());
    let set = || std::env::var("COLUMNS").ok()?.parse().ok();
    shown.or_else(set).unwrap_or(COLUMNS).max(20)
}

/// Replaces control characters in untrusted text, except line ends; a tab becomes a space.
pub(crate) fn strip_controls(text: &str) -> String {
    text.replace('\t', " ").replace(|c: char| c.is_control() && c != '\n', "\u{FFFD}")
}

/// Replaces all control characters in untrusted text, including line ends.
pub(crate) fn single_line(text: &str) -> String {
    text.replace(char::is_control, "\u{FFFD}")
}

/// Untrusted text as a value of TSV: each control character becomes a space.
pub(crate) fn tsv_value(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Writes to standard error. Errors are ignored.
pub(crate) fn eprint(message: &str) {
    let _ = io::stderr().lock().write_all(message.as_bytes());
}

/// Prints a problem in a file: place, error, rule and help.
pub(crate) fn problem(level: &str, path: &Path, problem: &Problem) {
    eprint(&problem.report(level, path));
}

/// The error message for a file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("error: {}: cannot be read: {error}\n", path.display())
}

/// Prints why a document was not read.
pub(crate) fn capture_error(error: &CaptureError) {
    match error {
        CaptureError::Io { path, source } => eprint(&unreadable(path, source)),
        CaptureError::Unreadable { path, problems } => {
            for problem in problems {
                self::problem("error", path, problem);
            }
        }
    }
}

/// A progress bar; hidden if standard error is not a terminal.
pub(crate) fn progress(total: usize, what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total as u64).with_style(style).with_message(what.to_owned())
}

/// A spinner with a count; shown only on a terminal. `template` has the syntax of indicatif.
pub(crate) fn spinner(template: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// The template of a spinner that counts statements.
pub(crate) const STATEMENTS_READ: &str = "{spinner} {human_pos} statements read";

/// The destination of results.
pub(crate) enum Output {
    /// Standard output, a device or a pipe.
    Direct(BufWriter<Box<dyn Write>>),
    /// A pager, or standard output if there is none; started when the first bytes are written.
    Paged(Option<BufWriter<Pager>>),
    /// A temporary file beside the target, renamed to the target when it is complete.
    File {
        /// The temporary file.
        temporary: BufWriter<NamedTempFile>,
        /// The final path.
        target: PathBuf,
    },
}

impl Output {
    pub(crate) fn open(target: Option<&Path>) -> io::Result<Self> {
        let Some(target) = target else {
            return Ok(Self::direct(io::stdout()));
        };
        let failed = |e: io::Error| io::Error::new(e.kind(), format!("cannot write to {}: {e}", target.display()));
        // Writing to a symbolic link replaces its target.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        if fs::metadata(&target).is_ok_and(|m| !m.is_file()) {
            return File::options().write(true).open(&target).map(Self::direct).map_err(failed);
        }
        let folder = target.parent().filter(|f| *f != Path::new("")).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(io::Error::other(format!("cannot write {}: there is no such folder", target.display())));
        }
        let temporary = builder(&target).tempfile_in(folder).map_err(failed)?;
        Ok(Self::File { temporary: BufWriter::new(temporary), target })
    }

    /// Standard output, through a pager if `pager` is set and it is a terminal.
    pub(crate) fn deferred(pager: bool) -> Self {
        if pager && is_terminal() { Self::Paged(None) } else { Self::direct(io::stdout()) }
    }

    fn direct(out: impl Write + 'static) -> Self {
        Self::Direct(BufWriter::new(Box::new(out)))
    }

    /// The temporary file, which must be deleted if the command is aborted; `None` for other destinations.
    pub(crate) fn temporary(&self) -> Option<PathBuf> {
        match self {
            Self::Direct(_) | Self::Paged(_) => None,
            Self::File { temporary, .. } => Some(temporary.get_ref().path().to_owned()),
        }
    }

    /// Flushes the output; a temporary file is renamed to its target.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Direct(mut out) => out.flush(),
            Self::Paged(None) => Ok(()),
            Self::Paged(Some(out)) => out.into_inner().map_err(io::IntoInnerError::into_error)?.wait(),
            Self::File { temporary, target } => {
                let file = temporary.into_inner().map_err(io::IntoInnerError::into_error)?;
                let failed = |e: tempfile::PersistError| {
                    io::Error::new(e.error.kind(), format!("cannot write {}: {}", target.display(), e.error))
                };
                file.persist(&target).map(drop).map_err(failed)
            }
        }
    }
}

/// A builder of temporary files with the permissions of the target, or those of a new file.
fn builder(target: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chorograph-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let new = || fs::Permissions::from_mode(0o666);
        builder.permissions(fs::metadata(target).map_or_else(|_| new(), |m| m.permissions()));
    }
    builder
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Direct(out) => out.write(bytes),
            Self::Paged(out) => out.get_or_insert_with(|| BufWriter::new(Pager::start())).write(bytes),
            Self::File { temporary, .. } => temporary.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Direct(out) => out.flush(),
            Self::Paged(out) => out.as_mut().map_or(Ok(()), Write::flush),
            Self::File { temporary, .. } => temporary.flush(),
        }
    }
}
