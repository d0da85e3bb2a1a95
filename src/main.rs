//! The `chorograph` command.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
