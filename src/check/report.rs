//! Reports for programs: JSON, and JUnit XML for build servers.

use super::{Level, Outcome};
use crate::base::markup;
use std::io::{self, Write};

/// Writes outcomes as JSON: each rule with its first violations, and the number of violations of each level.
pub fn json(outcomes: &[Outcome], mut out: impl Write) -> io::Result<()> {
    let text = |text: &str| serde_json::Value::from(text);
    let rules: Vec<serde_json::Value> = outcomes
        .iter()
        .map(|outcome| {
            let violations: Vec<serde_json::Value> = outcome
                .violations
                .iter()
                .map(|v| {
                    let members =
                        [("focus", &v.focus), ("path", &v.path), ("value", &v.value), ("message", &v.message)];
                    let present = members.into_iter().filter(|(_, value)| !value.is_empty());
                    present
                        .map(|(name, value)| (name.to_owned(), text(value)))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                })
                .collect();
            serde_json::json!({
                "rule": outcome.rule.name,
                "level": outcome.rule.level.to_string(),
                "problem": outcome.rule.problem,
                "solution": outcome.rule.solution,
                "count": outcome.count,
                "failed": outcome.failed,
                "violations": violations,
            })
        })
        .collect();
    let counts = Level::ALL.map(|level| (level.to_string(), count(outcomes, level).into()));
    let report = serde_json::json!({
        "summary": counts.into_iter().collect::<serde_json::Map<_, _>>(),
        "failed": outcomes.iter().filter(|o| o.failed.is_some()).count(),
        "rules": rules,
    });
    serde_json::to_writer_pretty(&mut out, &report)?;
    writeln!(out)
}

/// The number of violations of each level.
pub fn count(outcomes: &[Outcome], level: Level) -> u64 {
    outcomes.iter().filter(|o| o.rule.level == level).map(|o| o.count).sum()
}

/// Writes outcomes as JUnit XML: each rule is a test case, which fails if its violations are at least as bad as `fail_on`
/// and otherwise has them as its output. A rule that could not be run is an error.
pub fn junit(outcomes: &[Outcome], fail_on: Option<Level>, mut out: impl Write) -> io::Result<()> {
    let is_failure = |o: &Outcome| o.failed.is_none() && o.count > 0 && fail_on.is_some_and(|at| o.rule.level >= at);
    let errors = outcomes.iter().filter(|o| o.failed.is_some()).count();
    let failures = outcomes.iter().filter(|o| is_failure(o)).count();
    let tests = outcomes.len();
    let totals = format!(r#"tests="{tests}" failures="{failures}" errors="{errors}""#);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="chorograph check" {totals}>"#)?;
    writeln!(out, r#"  <testsuite name="chorograph check" {totals} skipped="0">"#)?;
    for outcome in outcomes {
        let (name, level) = (escaped(&outcome.rule.name), outcome.rule.level);
        write!(out, r#"    <testcase name="{name}" classname="chorograph.check.{level}""#)?;
        if outcome.is_clean() {
            writeln!(out, "/>")?;
            continue;
        }
        writeln!(out, ">")?;
        let problem = escaped(&outcome.rule.problem);
        match &outcome.failed {
            Some(why) => {
                writeln!(
                    out,
                    r#"      <error message="the rule cannot be run" type="{level}">{}</error>"#,
                    escaped(why)
                )?;
            }
            None if is_failure(outcome) => {
                let lines = escaped(&lines(outcome));
                writeln!(out, r#"      <failure message="{problem}" type="{level}">{lines}</failure>"#)?;
            }
            None => {
                let lines = escaped(&lines(outcome));
                writeln!(out, "      <system-out>{problem}\n{lines}</system-out>")?;
            }
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// The violations as text, a line each.
fn lines(outcome: &Outcome) -> String {
    let mut text = format!("{}\n", outcome.rule.solution);
    for v in &outcome.violations {
        let parts = [&v.focus, &v.path, &v.value, &v.message];
        let fields: Vec<&str> = parts.into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        text.push_str(&fields.join(" | "));
        text.push('\n');
    }
    let kept = outcome.violations.len() as u64;
    if outcome.count > kept {
        text.push_str(&format!("and {} more\n", outcome.count - kept));
    }
    text
}

/// Text in XML 1.0, in an element or in a quoted attribute; what XML cannot hold is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    markup::escape(text, &mut out, |c, out| match c {
        '\n' => out.push('\n'),
        '\t' => out.push(' '),
        c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
        c => out.push(c),
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Rule, Violation, ViolationCollector};

    fn outcomes() -> Vec<Outcome> {
        let rule = |name, level| Rule::new(name, level, "A \"problem\" <&>.", "A solution.");
        let mut found = ViolationCollector::new(1);
        for focus in ["urn:b", "urn:a\u{1}"] {
            found.add(Violation { focus: focus.to_owned(), value: "1 < 2".to_owned(), ..Violation::default() });
        }
        let mut info = ViolationCollector::new(1);
        info.add(Violation { focus: "urn:c".to_owned(), ..Violation::default() });
        vec![
            ViolationCollector::new(1).outcome(rule("good", Level::Error)),
            found.outcome(rule("bad", Level::Warning)),
            info.outcome(rule("so-so", Level::Info)),
            Outcome::failure(rule("broken", Level::Info), "line 3"),
        ]
    }

    #[test]
    fn a_report_in_json_has_all_that_is_known() {
        let mut out = Vec::new();
        json(&outcomes(), &mut out).unwrap();
        let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(report["summary"], serde_json::json!({"error": 0, "warning": 2, "info": 1}));
        assert_eq!(report["failed"], 1);
        assert_eq!(report["rules"][1]["count"], 2);
        assert_eq!(report["rules"][1]["violations"], serde_json::json!([{"focus": "urn:a\u{1}", "value": "1 < 2"}]));
        assert_eq!(report["rules"][3]["failed"], "line 3");
    }

    #[test]
    fn what_is_not_bad_enough_is_no_failure_in_junit() {
        let text = |fail_on| {
            let mut out = Vec::new();
            junit(&outcomes(), fail_on, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let all = text(Some(Level::Info));
        for part in [
            r#"tests="4" failures="2" errors="1""#,
            r#"<testcase name="good" classname="chorograph.check.error"/>"#,
            r#"<failure message="A &quot;problem&quot; &lt;&amp;&gt;." type="warning">A solution."#,
            "urn:a\u{FFFD} | 1 &lt; 2\nand 1 more\n",
            r#"<error message="the rule cannot be run" type="info">line 3</error>"#,
        ] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert!(text(Some(Level::Error)).contains(r#"failures="0" errors="1""#));
        assert!(text(None).contains("<system-out>A &quot;problem"));
    }
}
