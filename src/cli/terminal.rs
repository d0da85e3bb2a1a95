//! How things look on a terminal, and what changes when there is none.

use chorograph::source::Problem;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Standard output for results, buffered.
pub(crate) fn stdout() -> BufWriter<io::Stdout> {
    BufWriter::with_capacity(1 << 16, io::stdout())
}

/// Whether results go to a person.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) fn progress(total: u64, what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style).with_message(what.to_owned())
}

/// Prints what is wrong in a file: where, what, the rule, what to do.
pub(crate) fn problem(level: &str, path: &Path, problem: &Problem) {
    let at = problem.at.map_or_else(String::new, |p| format!(":{}:{}", p.line, p.column));
    let value = if problem.value.is_empty() { String::new() } else { format!("{:?}: ", problem.value) };
    eprintln!("{level}: {}{at}: {value}{}", path.display(), problem.what);
    eprintln!("  rule: {}", problem.rule);
    eprintln!("  help: {}", problem.help);
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn whole_file<E: From<io::Error>>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), E>) -> Result<(), E> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    {
        let mut buffered = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        write(&mut buffered)?;
        buffered.flush()?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}
