//! A pager for long output on a terminal.

use std::io::{self, Stdout, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Options of `less` if the variable LESS is not set: quit if the text fits on one screen, keep colours, leave the text on
/// the screen, and quit on an interrupt.
const LESS: &str = "FRXK";

/// The destination of the text.
pub(crate) enum Pager {
    /// A running pager and its input.
    Program(Child, ChildStdin),
    /// No pager: standard output.
    None(Stdout),
}

impl Pager {
    /// Starts the program that PAGER names, or less; if it cannot be started, the text goes to the terminal.
    pub(crate) fn start() -> Self {
        let named = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
        let is_wanted = !named.trim().is_empty() && named.trim() != "cat";
        let can_move = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let started = if is_wanted && can_move { Self::run(&named) } else { None };
        started.unwrap_or_else(|| Self::None(io::stdout()))
    }

    fn run(named: &str) -> Option<Self> {
        let mut words = named.split_whitespace();
        let mut command = Command::new(words.next()?);
        command.args(words).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", LESS);
        }
        let mut child = command.spawn().ok()?;
        let input = child.stdin.take()?;
        Some(Self::Program(child, input))
    }

    /// Closes the input of the pager and waits until it ends.
    pub(crate) fn wait(self) -> io::Result<()> {
        match self {
            Self::Program(mut child, input) => {
                drop(input);
                child.wait().map(drop)
            }
            Self::None(mut out) => out.flush(),
        }
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Program(_, input) => input.write(bytes),
            Self::None(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Program(_, input) => input.flush(),
            Self::None(out) => out.flush(),
        }
    }
}
