//! The command line of Chorograph. What it can do is in the library; how it talks with people is in [`cli`].

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
