//! Events that did not happen, and times in the future: whole articles through the program, and the answers of the
//! shipped queries.

use super::support::Workdir;

/// Text around each example, so that it is an article.
const REST: &str = "The weather was mild and the harbour was busy all day long, as it always is here.";

/// The answer of a query on one article, without its header, each row reduced to some columns by name.
fn rows(text: &str, published: &str, query: &str, columns: &[&str]) -> Vec<String> {
    let workdir = Workdir::new();
    workdir.write("sources/a.txt", format!("News of the day\n\n{text}\n\n{REST}\n"));
    workdir
        .write("sources/a.meta.toml", format!("kind = \"article\"\nlanguage = \"en\"\npublished = \"{published}\"\n"));
    workdir.build();
    let ran = workdir.run(&["query", query, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let row = |binding: &serde_json::Value| {
        let value = |column: &&str| binding[*column]["value"].as_str().unwrap_or_default().to_owned();
        columns.iter().map(value).collect::<Vec<_>>().join(" | ")
    };
    answer["results"]["bindings"].as_array().unwrap().iter().map(row).collect()
}

fn meetings(text: &str) -> Vec<String> {
    rows(text, "2023-05-17", "meetings", &["kind", "standing", "participants", "place", "date"])
}

fn dates(text: &str, published: &str) -> Vec<String> {
    let mut dates = rows(text, published, "timeline", &["words", "date"]);
    dates.sort();
    dates
}

#[test]
fn a_denied_event_is_one_denied_event() {
    assert_eq!(
        meetings("Anna Maier denied meeting Karl Bauer in Vienna."),
        ["meeting | denied | Anna Maier, Karl Bauer | Vienna | "]
    );
    let denied = meetings("Anna Maier denied that she met Karl Bauer in Vienna.");
    assert_eq!(denied.len(), 1, "{denied:?}");
    assert!(denied[0].starts_with("meeting | denied | "), "{denied:?}");
    assert_eq!(
        meetings("Okoro did not meet Marlow or hold talks with Ambo in Geneva on Monday."),
        ["talks | denied | Ambo, Okoro | Geneva | 2023-05-15", "meeting | denied | Marlow, Okoro |  | "]
    );
}

#[test]
fn an_event_that_nobody_states_is_left_out() {
    assert_eq!(meetings("There were no reports that Okoro met Marlow in Geneva."), [""; 0]);
    let unreal = meetings("Had Okoro met Marlow in Geneva in spring, the war would have ended, an adviser said.");
    assert_eq!(unreal, ["meeting | denied | Marlow, Okoro | Geneva | 2023-21"]);
}

#[test]
fn a_postponed_event_is_not_planned() {
    let talks = rows(
        "Talks planned for 6 April in Osh had been postponed, the ministry said.",
        "2023-03-20",
        "meetings",
        &["kind", "standing", "place", "date"],
    );
    assert_eq!(talks, ["talks | postponed | Osh | 2023-04-06"]);
    let until = rows(
        "The round of talks in Osh has been postponed until Monday.",
        "2015-02-22",
        "meetings",
        &["kind", "standing", "place", "date"],
    );
    assert_eq!(until, ["talks | postponed | Osh | 2015-02-23"]);
    let workdir = Workdir::new();
    workdir
        .write("sources/a.txt", format!("News of the day\n\nThe talks in Osh on 6 April were called off.\n\n{REST}\n"));
    workdir.write("sources/a.meta.toml", "kind = \"article\"\nlanguage = \"en\"\npublished = \"2023-03-20\"\n");
    workdir.build();
    let ran = workdir.run(&["query", "meetings", "--param", "standing=cancelled", "--format", "csv"]);
    assert!(
        ran.code == Some(0) && ran.stdout.lines().nth(1).is_some_and(|row| row.starts_with("talks,cancelled,")),
        "{ran:?}"
    );
    assert_eq!(workdir.run(&["check"]).code, Some(0));
}

#[test]
fn times_that_lie_ahead_or_span_years() {
    assert_eq!(dates("The round of talks has been postponed until Monday.", "2015-02-22"), ["Monday | 2015-02-23"]);
    assert_eq!(dates("They met at the turn of the century.", "2018-04-12"), ["the turn of the century | 2000~"]);
    assert_eq!(dates("They met in winter 1992/93.", "2018-04-12"), ["winter 1992/93 | 1992-12/1993-02"]);
    assert_eq!(
        dates("Six bells were cast between 1700 and 1800 in Prague.", "2019-06-05"),
        ["1700 and 1800 | 1700/1800"]
    );
}
