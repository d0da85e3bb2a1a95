use crate::cli::failure::Failure;
use crate::cli::{Status, terminal};
use clap::Command;
use std::io::Write;
use std::path::PathBuf;

/// Writes the completions of a shell to standard output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph completions bash > ~/.local/share/bash-completion/completions/chorograph")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Writes the manual, a page for each command, into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  chorograph man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The folder; made if needed.
    dir: PathBuf,
}

pub(crate) fn completions(args: &CompletionsArgs, command: &mut Command) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "chorograph", &mut script);
    let mut out = terminal::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Done)
}

pub(crate) fn man(args: &ManArgs, command: Command) -> Result<Status, Failure> {
    std::fs::create_dir_all(&args.dir)?;
    clap_mangen::generate_to(command, &args.dir)?;
    Ok(Status::Done)
}
