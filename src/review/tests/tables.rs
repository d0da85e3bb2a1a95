//! The claims of the rows of tables.

use super::{
    Card, Decided, FILE, Filter, ReviewError, Session, Status, by, decide, file, folder, replaced, session, value,
    write,
};
use crate::dataset::decisions;
use tempfile::TempDir;

const TABLE: &str =
    "District,Population,Seat,Status\nUpper Vale,\"5,120\",Brin,under Vale control\nFar Fen,77124,Olt,\n";
const META: &str = "language = \"en\"\n[[table]]\ndate = \"2010\"\n[table.column]\nDistrict = \"name\"\n\
    Population = { role = \"figure\", measure = \"population\" }\nSeat = \"seat\"\nStatus = \"status\"\n";

fn dataset() -> (TempDir, Session) {
    let folder = folder();
    write(&folder, "table.csv", TABLE);
    write(&folder, "table.meta.toml", META);
    let session = session(&folder);
    (folder, session)
}

fn card(session: &mut Session, claim_type: &str, words: &str) -> Card {
    let cards = session.source("table").unwrap().cards;
    cards.into_iter().find(|card| card.claim_type == claim_type && card.words == words).unwrap()
}

#[test]
fn a_claim_of_a_row_is_shown_with_its_cells() {
    let (_folder, mut session) = dataset();
    let review = session.source("table").unwrap();
    assert!(!review.addable && review.summary.note.is_empty(), "{}", review.summary.note);
    let figures = Filter { claim_type: Some("figure".to_owned()), ..Filter::default() };
    let queue = session.queue(&figures).unwrap();
    assert_eq!(queue.len(), 2);
    let people = card(&mut session, "figure", "5,120");
    assert_eq!(people.english, "The population of Upper Vale is said to be 5120 in 2010.");
    assert_eq!((people.before.as_str(), people.after.as_str()), ("Upper Vale", "Population"));
    assert_eq!(people.sentence, "Row 2: Upper Vale | Population: 5,120 | Seat: Brin | Status: under Vale control");
    // Positions are code points of the text, and cut out the words.
    let chars: Vec<char> = review.text.chars().collect();
    for card in review.cards.iter() {
        assert_eq!(chars[card.start..card.end].iter().collect::<String>(), card.words);
    }
    let refused = session.add(&by("Ana"), "table", (0, 3), "speech", Vec::new(), "").unwrap_err().to_string();
    assert!(refused.contains("claims are added to articles"), "{refused}");
}

#[test]
fn a_claim_of_a_row_is_accepted_rejected_and_changed() {
    let (folder, mut session) = dataset();
    let people = card(&mut session, "figure", "5,120");
    let accepted = decide(&mut session, "Ana", &people, Decided::Accepted).unwrap();
    assert_eq!(accepted.status, Status::Accepted);
    let other = card(&mut session, "figure", "77124");
    assert_eq!(decide(&mut session, "Ana", &other, Decided::Rejected).unwrap().status, Status::Rejected);
    let changed = decide(&mut session, "Ana", &accepted, replaced(&[("figure", "5.12"), ("time", "2011")])).unwrap();
    assert_eq!(
        (changed.status, value(&changed, "figure"), value(&changed, "time")),
        (Status::Replaced, "5.12", "2011")
    );
    for (fields, why) in [
        (&[("figure", "9999")][..], "does not stand in the words of the claim"),
        (&[("figure", "5120 people")], "is not a number"),
        (&[("unitWords", "people")], "does not stand in the words of the claim"),
        (&[("time", "soon")], "is not a time"),
    ] {
        let error = decide(&mut session, "Ana", &changed, replaced(fields)).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    // A value that a claim may have or not is added, and taken away.
    let status = card(&mut session, "status", "under Vale control");
    let held = decide(&mut session, "Ana", &status, replaced(&[("heldBy", "Vale"), ("time", "")])).unwrap();
    assert_eq!((value(&held, "heldBy"), value(&held, "time")), ("Vale", ""));
    // What is written is the form that a person writes: the cell, the name of its row, the heads of its column.
    let (rows, problems) = decisions::read(&file(&folder, FILE));
    assert_eq!(problems, Vec::new());
    assert_eq!(rows[0].source, "table");
    let of_figure = rows.iter().find(|row| row.field == "figure").unwrap();
    assert_eq!((&*of_figure.words, &*of_figure.before, &*of_figure.after), ("5,120", "Upper Vale", "Population"));
    let undone = session.undo(&by("Ana")).unwrap();
    assert_eq!((undone.card.key, undone.card.status), (status.key, Status::Open));
}

#[test]
fn of_a_large_table_the_claims_are_shown_that_somebody_decided_about() {
    let folder = folder();
    let mut text = "District,Population\n".to_owned();
    for n in 0..=crate::review::tables::MAX_CLAIMS {
        text += &format!("Vale {n},{}\n", 1000 + n);
    }
    write(&folder, "table.csv", &text);
    write(&folder, "table.meta.toml", META.split("Seat").next().unwrap());
    let mut first = session(&folder);
    let review = first.source("table").unwrap();
    assert_eq!(review.cards.len(), crate::review::tables::MAX_CLAIMS);
    assert!(review.summary.note.contains("not all claims"), "{}", review.summary.note);
    // A person writes a decision on a row that is not shown.
    let last = format!("{}", 1000 + crate::review::tables::MAX_CLAIMS);
    let row = format!(
        "table\tfigure\t{last}\tVale {}\tPopulation\trejected\tAna\t2026-11-24\n",
        crate::review::tables::MAX_CLAIMS
    );
    let head = "source\tclaim\twords\tbefore\tafter\tdecision\treviewer\tday\n";
    std::fs::write(folder.path().join(FILE), format!("{head}{row}")).unwrap();
    let review = first.source("table").unwrap();
    assert_eq!(review.cards.len(), crate::review::tables::MAX_CLAIMS + 1);
    assert_eq!((review.cards.last().unwrap().status, review.orphans.len()), (Status::Rejected, 0));
    let gone = first.decide(&by("Ana"), "table", "0", "", Decided::Accepted, "");
    assert!(matches!(gone, Err(ReviewError::NoCard)));
}
