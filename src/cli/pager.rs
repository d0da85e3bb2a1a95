//! Long answers in a pager, where a person looks at them.

use std::io::{self, Stdout, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// What `less` is told where the person has not said it: end if all fits, keep colours, leave the text on the screen, and end
/// with this program on an interrupt.
const LESS: &str = "FRXK";

/// Where the text goes.
pub(crate) enum Pager {
    /// A program that shows it.
    Program(Child, ChildStdin),
    /// There is none.
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

    /// Nothing more is written: waits until the person has read.
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
