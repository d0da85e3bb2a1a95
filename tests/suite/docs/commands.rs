//! `docs/commands.md`: what `--help` says of every command.

use super::{is_fresh, program};

const OPENING: &str = "\
# All commands

*For whoever uses the program. After this page you know every command and option: it is what `chorograph COMMAND --help` prints.*

`chorograph man DIR` writes the same as manual pages, `chorograph completions SHELL` completions for a shell. Three options are
those of every command and stand here once: `-d`, `--dataset` `<DIR>` is the dataset folder, the one that you are in without it;
`-h` prints a short help and `--help` a long one; `-V` prints the version.
";

pub(super) fn help(words: &[&str]) -> String {
    let output = program().args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that a help text lists.
pub(super) fn listed(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("\nCommands:\n") else { return Vec::new() };
    let lines = list.lines().take_while(|l| !l.is_empty());
    let names = lines.filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    names.filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

/// The help text without the options that every command has.
fn of_this_command(text: &str) -> String {
    let mut kept = String::new();
    let mut is_common = false;
    for line in text.lines().map(str::trim_end) {
        if line.starts_with("  -") || line.starts_with("      --") || line.starts_with(|c: char| !c.is_whitespace()) {
            is_common =
                ["  -d, --dataset", "  -h, --help", "  -V, --version"].iter().any(|option| line.starts_with(option));
        }
        let is_second_empty = line.is_empty() && kept.ends_with("\n\n");
        if !is_common && !is_second_empty {
            kept += line;
            kept.push('\n');
        }
    }
    kept.replace("\nOptions:\n\n", "\n").trim_end().to_owned() + "\n"
}

fn section(words: &[&str]) -> String {
    let text = of_this_command(&help(words));
    let heading = "#".repeat(words.len() + 1);
    let fence = if text.contains("```") { "````" } else { "```" };
    format!("\n{heading} {}\n\n{fence}\n{text}{fence}\n", words.join(" "))
}

#[test]
fn the_list_of_commands_is_fresh() {
    let mut page = OPENING.to_owned();
    let commands = listed(&help(&[]));
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        page += &section(&[&command]);
        for below in listed(&help(&[&command])) {
            page += &section(&[&command, &below]);
        }
    }
    is_fresh("docs/commands.md", &page);
}
