//! The report as text: for each broken rule, the worst first, its problem, its solution and the first violations.

use crate::cli::{table, terminal};
use chorograph::check::{Level, Outcome, Rule, Violation, report};
use chorograph::query::Prefixes;
use indicatif::HumanCount;
use std::io::{self, Write};

/// Writes the outcomes and a summary.
pub(super) fn write(outcomes: &[Outcome], prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let mut reported: Vec<&Outcome> = outcomes.iter().filter(|o| !o.is_clean()).collect();
    reported.sort_by_key(|o| std::cmp::Reverse(o.level()));
    for outcome in reported {
        let rule = &outcome.rule;
        match &outcome.failed {
            Some(why) => {
                writeln!(out, "error: {}: the rule cannot be run", rule.name)?;
                for line in why.lines() {
                    writeln!(out, "  {line}")?;
                }
            }
            None => {
                writeln!(out, "{}: {}: {}", rule.level, rule.name, times(outcome.count))?;
                wrapped(out, &rule.problem)?;
                wrapped(out, &format!("help: {}", rule.solution))?;
                violations(outcome, prefixes, out)?;
            }
        }
        writeln!(out)?;
    }
    summary(outcomes, out)
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{} times", HumanCount(count)) }
}

fn wrapped(out: &mut impl Write, text: &str) -> io::Result<()> {
    let width = usize::from(terminal::width()).saturating_sub(2);
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            writeln!(out, "  {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "  {line}")
}

fn violations(outcome: &Outcome, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    type Column = (&'static str, fn(&Violation) -> &str);
    const COLUMNS: [Column; 4] =
        [("what", |v| &v.focus), ("property", |v| &v.path), ("value", |v| &v.value), ("", |v| &v.message)];
    let used: Vec<&Column> =
        COLUMNS.iter().filter(|(_, of)| outcome.violations.iter().any(|v| !of(v).is_empty())).collect();
    if used.is_empty() {
        return Ok(());
    }
    let headings: Vec<&str> = used.iter().map(|(heading, _)| *heading).collect();
    let rows = outcome.violations.iter().map(|v| used.iter().map(|(_, of)| shown(of(v), prefixes)).collect());
    writeln!(out, "{}", table::of_text(&headings, rows))?;
    let kept = outcome.violations.len() as u64;
    if outcome.count > kept {
        let more = HumanCount(outcome.count - kept);
        writeln!(out, "  and {more} more; to see them, use --only {} --rows {}", outcome.rule.name, outcome.count)?;
    }
    Ok(())
}

/// A value for the table: IRIs shortened, control characters replaced, long text cut.
fn shown(text: &str, prefixes: &Prefixes) -> String {
    const MOST: usize = 200;
    let text = prefixes.shorten(text).unwrap_or_else(|| text.to_owned());
    let text: String =
        text.chars().map(|c| if c.is_control() { if c == '\n' { ' ' } else { '\u{FFFD}' } } else { c }).collect();
    if text.chars().count() <= MOST {
        return text;
    }
    format!("{}…", text.chars().take(MOST - 1).collect::<String>())
}

fn summary(outcomes: &[Outcome], out: &mut impl Write) -> io::Result<()> {
    let counts: Vec<String> = Level::ALL
        .into_iter()
        .map(|level| {
            let count = report::count(outcomes, level);
            let name = match level {
                Level::Error => {
                    if count == 1 {
                        "error"
                    } else {
                        "errors"
                    }
                }
                Level::Warning => {
                    if count == 1 {
                        "warning"
                    } else {
                        "warnings"
                    }
                }
                Level::Info => "infos",
            };
            format!("{} {name}", HumanCount(count))
        })
        .collect();
    let failed = outcomes.iter().filter(|o| o.failed.is_some()).count();
    let failed = if failed == 0 { String::new() } else { format!("; {failed} rules cannot be run") };
    let clean = outcomes.iter().filter(|o| o.is_clean()).count();
    writeln!(out, "{}; {clean} of {} rules hold{failed}", counts.join(", "), outcomes.len())
}

/// Writes a table of the rules, the worst level first.
pub(super) fn list(rules: &[&Rule], out: &mut impl Write) -> io::Result<()> {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.level));
    let rows = rules.iter().map(|r| vec![r.name.clone(), r.level.to_string(), r.problem.clone()]);
    writeln!(out, "{}", table::of_text(&["rule", "level", "what is wrong where it is broken"], rows))
}
