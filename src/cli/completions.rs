//! Shell completions and manual pages, generated from the definitions of the commands.

use super::failure::cannot;
use super::terminal::Output;
use super::{Failure, Status, command};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// Print completions for a shell
///
/// Load the output in your shell to complete the commands and options of chorograph with the Tab key.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  chorograph completions bash > ~/.local/share/bash-completion/completions/chorograph
  chorograph completions zsh > ~/.zfunc/_chorograph
  chorograph completions fish > ~/.config/fish/completions/chorograph.fish")]
pub(crate) struct Args {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "chorograph", &mut script);
    let mut out = Output::open(None)?;
    out.write_all(&script)?;
    out.finish()?;
    Ok(Status::Done)
}

/// Write manual pages to a folder
///
/// Write one page for chorograph and one for each of its commands. The folder is created if it does not exist.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  chorograph man ~/.local/share/man/man1 && man chorograph-query")]
pub(crate) struct ManArgs {
    /// The folder for the pages.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run_man(args: &ManArgs) -> Result<Status, Failure> {
    fs::create_dir_all(&args.folder).map_err(cannot("make the folder", &args.folder))?;
    clap_mangen::generate_to(command(), &args.folder).map_err(cannot("write to the folder", &args.folder))?;
    Ok(Status::Done)
}
