//! A review of small datasets on disk.

mod random;
mod steps;
mod tables;

use super::{Card, Filter, ReviewError, Reviewer, Session, SourceReview, Status};
use crate::dataset::Dataset;
use crate::dataset::decisions::{Decided, FILE, RESTRICTED_FILE};
use std::fs;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TEXT: &str = "Mayor opens the road\n\n\
    Lena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019.\n\n\
    “The road to Brin is open,” she said. “Nobody loses,” Hart said after the meeting.\n\n\
    Officials said that the ferry would follow.\n";

const TOML: &str = "title = \"Vale\"\ndescription = \"The vale.\"\nbase = \"https://example.org/vale/\"\n\
    licence = \"https://creativecommons.org/publicdomain/zero/1.0/\"\ncreator = \"Ann Orlo\"\n\
    publisher = \"The Vale Archive\"\nlanguages = [\"en\"]\n";

const META: &str = "published = \"2019-05-06\"\npublisher = \"The Vale Post\"\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dataset.toml"), TOML).unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    write(&folder, "vale.txt", TEXT);
    write(&folder, "vale.meta.toml", META);
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join("sources").join(name), text).unwrap();
}

fn session(folder: &TempDir) -> Session {
    Session::open(Dataset::open(folder.path()).unwrap()).unwrap()
}

fn by(name: &str) -> Reviewer {
    Reviewer { name: name.to_owned(), day: "2026-11-24".to_owned() }
}

/// A file of decisions; empty if there is none.
fn file(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}

fn find(review: &SourceReview, words: &str) -> Card {
    let mut found = review.cards.iter().filter(|card| card.words.contains(words) && card.claim_type != "role");
    found.next().unwrap_or_else(|| panic!("no claim with {words}")).clone()
}

fn card(session: &mut Session, words: &str) -> Card {
    find(&session.source("vale").unwrap(), words)
}

fn role(session: &mut Session) -> Card {
    let review = session.source("vale").unwrap();
    review.cards.into_iter().find(|card| card.claim_type == "role" && card.words.contains("Valmora")).unwrap()
}

fn values(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn replaced(fields: &[(&str, &str)]) -> Decided {
    Decided::Replaced(values(fields))
}

/// Decides about a card as it is shown.
fn decide(session: &mut Session, who: &str, card: &Card, decided: Decided) -> Result<Card, ReviewError> {
    session.decide(&by(who), &card.source, &card.key, &card.seen, decided, "")
}

fn value<'c>(card: &'c Card, field: &str) -> &'c str {
    card.fields.iter().find(|of| of.name == field).map_or("", |of| of.value.as_str())
}

fn range(text: &str, words: &str) -> (usize, usize) {
    let start = text[..text.find(words).unwrap()].chars().count();
    (start, start + words.chars().count())
}

#[test]
fn a_source_has_a_card_for_each_claim() {
    let folder = folder();
    let mut session = session(&folder);
    let sources = session.sources().unwrap();
    let review = session.source("vale").unwrap();
    assert_eq!((sources.len(), &sources[0]), (1, &review.summary));
    assert_eq!((review.summary.title.as_str(), review.summary.date.as_str()), ("Mayor opens the road", "2019-05-06"));
    assert_eq!((review.summary.claims, review.summary.open, review.cards.len()), (6, 6, 6));
    let met = find(&review, "met Ivo Hart");
    assert_eq!(met.english, "Lena Holt is said to have met Ivo Hart in Valmora on 3 May 2019.");
    assert_eq!(met.sentence, "Lena Holt, mayor of Valmora, met Ivo Hart in Valmora on 3 May 2019.");
    assert_eq!(value(&met, "time"), "2019-05-03");
    // Positions are code points of the text, and cut out the words.
    let chars: Vec<char> = review.text.chars().collect();
    for card in &review.cards {
        let words: String = chars[card.start..card.end].iter().collect();
        assert_eq!(words, card.words);
        assert!(card.sentence_start <= card.start && card.end <= card.sentence_end);
        for field in card.fields.iter().filter(|field| field.name == "content") {
            let words: String = chars[field.start.unwrap()..field.end.unwrap()].iter().collect();
            assert_eq!(words, field.value);
        }
    }
    assert!(review.marks.is_sorted_by_key(|mark| mark.start) && review.marks.iter().all(|mark| mark.start < mark.end));
    assert!(matches!(session.source("nowhere"), Err(ReviewError::NoSource(_))));
    assert_eq!(file(&folder, FILE), "", "nothing is written without a decision");
}

#[test]
fn what_is_decided_is_on_disk_and_there_after_a_restart() {
    let folder = folder();
    let mut first = session(&folder);
    let said = card(&mut first, "road to Brin");
    let accepted = decide(&mut first, "Ana", &said, Decided::Accepted).unwrap();
    assert_eq!((accepted.status, &accepted.key), (Status::Accepted, &said.key));
    let open = card(&mut first, "Officials");
    let rejected = decide(&mut first, "Ana", &open, Decided::Rejected).unwrap();
    assert_eq!(rejected.status, Status::Rejected);
    let met = card(&mut first, "met Ivo Hart");
    let changed = decide(&mut first, "Ana", &met, replaced(&[("standing", "planned"), ("time", "2019-05")])).unwrap();
    assert_eq!((changed.status, &changed.key), (Status::Replaced, &met.key));
    assert_eq!(changed.english, "A meeting with Lena Holt and Ivo Hart in Valmora in May 2019 is said to be planned.");
    assert_eq!(changed.machine.iter().find(|field| field.name == "time").unwrap().value, "2019-05-03");
    let text = file(&folder, FILE);
    assert_eq!(text.lines().count(), 5, "{text}");

    let mut second = session(&folder);
    for (words, expected) in [("road to Brin", &accepted), ("Officials", &rejected), ("met Ivo Hart", &changed)] {
        assert_eq!(card(&mut second, words), *expected);
    }
    let summary = second.sources().unwrap().remove(0);
    assert_eq!((summary.claims, summary.open, summary.decided), (6, 3, 3));
    // A rejected claim is shown, and can be taken back.
    let back = decide(&mut second, "Ana", &rejected, Decided::Open).unwrap();
    assert_eq!((back.status, &back), (Status::Open, &open));
}

#[test]
fn a_change_keeps_other_changes_and_may_be_changed_back() {
    let folder = folder();
    let mut session = session(&folder);
    let said = card(&mut session, "Nobody loses");
    let once = decide(&mut session, "Ana", &said, replaced(&[("speaker", "said => Lena Holt")])).unwrap();
    assert_eq!(value(&once, "speaker"), "Lena Holt");
    // The value that is shown is given back: it stays as it was written.
    let fields = [("speaker", "Lena Holt"), ("addressee", "Ivo Hart")];
    let twice = decide(&mut session, "Ana", &once, replaced(&fields)).unwrap();
    assert_eq!((value(&twice, "speaker"), value(&twice, "addressee")), ("Lena Holt", "Ivo Hart"));
    assert!(file(&folder, FILE).contains("said => Lena Holt"));
    let thrice = decide(&mut session, "Ana", &twice, replaced(&[("addressee", "")])).unwrap();
    assert_eq!(value(&thrice, "addressee"), "");
    let as_read = decide(&mut session, "Ana", &thrice, replaced(&[("speaker", "Ivo Hart")])).unwrap();
    assert_eq!((as_read.status, as_read.fields, as_read.machine), (Status::Accepted, said.fields.clone(), Vec::new()));
    // Somebody else agrees with what is shown.
    let now = card(&mut session, "Nobody loses");
    let again = decide(&mut session, "Ana", &now, replaced(&[("speaker", "Lena Holt")])).unwrap();
    let both = decide(&mut session, "Ivo", &again, Decided::Accepted).unwrap();
    assert_eq!((both.status, both.decisions.len()), (Status::Replaced, 2));
}

#[test]
fn a_claim_that_was_missed_is_added_changed_and_taken_back() {
    let folder = folder();
    let mut session = session(&folder);
    let words = "“The road to Brin is open,” she said.";
    let fields = values(&[
        ("eventKind", "visit"),
        ("standing", "planned"),
        ("participant", "Lena Holt"),
        ("eventPlace", "Brin"),
    ]);
    let added = session.add(&by("Ana"), "vale", range(TEXT, words), "event", fields.clone(), "she will go").unwrap();
    assert_eq!((added.status, added.decisions[0].comment.as_str()), (Status::Added, "she will go"));
    assert_eq!(
        added.english,
        "In words attributed to Lena Holt: A visit with Lena Holt to Brin is said to be planned."
            .replace("In words attributed to Lena Holt: ", "")
    );
    let again = session.add(&by("Ana"), "vale", range(TEXT, words), "event", fields.clone(), "");
    assert!(matches!(again, Err(ReviewError::Refused(why)) if why.contains("you have added")));
    let changed = decide(&mut session, "Ana", &added, replaced(&[("standing", "possible")])).unwrap();
    assert_eq!((changed.status, &changed.key, value(&changed, "standing")), (Status::Added, &added.key, "possible"));
    // Somebody else sees it otherwise: it is left out, and both opinions stay.
    let against = decide(&mut session, "Ivo", &changed, Decided::Rejected).unwrap();
    assert_eq!(against.status, Status::Differing);
    let agrees = decide(&mut session, "Ivo", &against, Decided::Accepted).unwrap();
    assert_eq!((agrees.status, agrees.decisions.len()), (Status::Added, 2));
    decide(&mut session, "Ivo", &agrees, Decided::Open).unwrap();
    let now = card(&mut session, "she said.");
    let removed = decide(&mut session, "Ana", &now, Decided::Open);
    assert_eq!(removed.unwrap().status, Status::Removed);
    assert_eq!(session.source("vale").unwrap().cards.len(), 6);
    let undone = session.undo(&by("Ana")).unwrap();
    assert_eq!((undone.card.status, undone.what.as_str()), (Status::Added, "taken back"));

    let wrong = [
        (range(TEXT, words), "event", values(&[("eventKind", "visit")]), "standing"),
        (range(TEXT, words), "event", Vec::new(), "empty"),
        (range(TEXT, words), "area", fields.clone(), "cannot be added"),
        ((4, 4), "event", fields.clone(), "no words"),
        ((0, 100_000), "event", fields, "not in the text"),
    ];
    for (span, claim_type, fields, why) in wrong {
        let error = session.add(&by("Ivo"), "vale", span, claim_type, fields, "").unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn nobody_decides_over_what_they_have_not_seen() {
    let folder = folder();
    let (mut one, mut two) = (session(&folder), session(&folder));
    let seen = card(&mut one, "Nobody loses");
    assert_eq!(card(&mut two, "Nobody loses"), seen);
    decide(&mut one, "Ana", &seen, Decided::Accepted).unwrap();
    let Err(ReviewError::Conflict(now)) = decide(&mut two, "Ivo", &seen, Decided::Rejected) else {
        panic!("no conflict")
    };
    assert_eq!((now.status, now.decisions[0].reviewer.as_str()), (Status::Accepted, "Ana"));
    let before = file(&folder, FILE);
    let differing = decide(&mut two, "Ivo", &now, Decided::Rejected).unwrap();
    assert_eq!(differing.status, Status::Differing);
    assert!(before.lines().all(|line| file(&folder, FILE).lines().any(|now| now == line)), "nothing is lost");
    // The other session sees it, and its own step cannot be undone over it unseen.
    assert_eq!(card(&mut one, "Nobody loses"), differing);
    let undone = one.undo(&by("Ana")).unwrap();
    assert_eq!(undone.card.status, Status::Rejected, "what Ivo decided stays");
    assert!(matches!(one.undo(&by("Ana")), Err(ReviewError::NothingToUndo)));
    // Two tabs of one reviewer: a step that was decided over elsewhere has no way back.
    let (mut one, mut two) = (session(&folder), session(&folder));
    let met = card(&mut one, "met Ivo Hart");
    decide(&mut one, "Ana", &met, Decided::Accepted).unwrap();
    let now = card(&mut two, "met Ivo Hart");
    decide(&mut two, "Ana", &now, replaced(&[("time", "2019")])).unwrap();
    assert!(matches!(one.undo(&by("Ana")), Err(ReviewError::Conflict(_))));
    assert_eq!(value(&card(&mut one, "met Ivo Hart"), "time"), "2019");
}

#[test]
fn each_step_can_be_undone() {
    let folder = folder();
    let mut session = session(&folder);
    let met = card(&mut session, "met Ivo Hart");
    let mut states = vec![met.clone()];
    for decided in [Decided::Accepted, replaced(&[("time", "2019")]), Decided::Rejected, Decided::Open] {
        let card = decide(&mut session, "Ana", states.last().unwrap(), decided).unwrap();
        states.push(card);
    }
    let added = session.add(
        &by("Ana"),
        "vale",
        range(TEXT, "Hart said"),
        "role",
        values(&[("holder", "Ivo Hart"), ("roleTitle", "Officials")]),
        "",
    );
    assert_eq!(added.unwrap().status, Status::Added);
    assert_eq!(session.undo(&by("Ana")).unwrap().card.status, Status::Removed);
    for state in states.iter().rev().skip(1) {
        assert_eq!(session.undo(&by("Ana")).unwrap().card, *state);
    }
    assert!(matches!(session.undo(&by("Ana")), Err(ReviewError::NothingToUndo)));
    assert_eq!(session.source("vale").unwrap().cards.len(), 6);
    assert_eq!(file(&folder, FILE).lines().count(), 1, "the names of the columns");
}

#[test]
fn what_cannot_be_used_is_refused_and_not_written() {
    let folder = folder();
    let mut session = session(&folder);
    let met = card(&mut session, "met Ivo Hart");
    let cases = [
        (replaced(&[("time", "last Tuesday week")]), "does not stand in the source"),
        (replaced(&[("standing", "sure")]), "is none of"),
        (replaced(&[("mayor", "Lena Holt")]), "no such field"),
        (replaced(&[("participant", "Nobody Known")]), "does not stand in the source"),
        (replaced(&[("eventPlace", "Valmora"), ("eventPlace", "Brin")]), "one value"),
    ];
    for (decided, why) in cases {
        let error = decide(&mut session, "Ana", &met, decided).unwrap_err();
        assert!(matches!(&error, ReviewError::Refused(what) if what.contains(why)), "{error}");
    }
    let control = session.decide(&by("A\u{7}"), "vale", &met.key, &met.seen, Decided::Accepted, "");
    assert!(matches!(control, Err(ReviewError::Refused(_))));
    let no_day = Reviewer { day: "today".to_owned(), ..by("Ana") };
    assert!(matches!(
        session.decide(&no_day, "vale", &met.key, &met.seen, Decided::Accepted, ""),
        Err(ReviewError::Refused(_))
    ));
    assert!(matches!(
        session.decide(&by("Ana"), "vale", "0", &met.seen, Decided::Accepted, ""),
        Err(ReviewError::NoCard)
    ));
    assert_eq!(file(&folder, FILE), "");
    assert_eq!(card(&mut session, "met Ivo Hart"), met);
}

#[test]
fn decisions_on_restricted_sources_stand_in_a_file_of_their_own() {
    let folder = folder();
    let mut session = session(&folder);
    let met = card(&mut session, "met Ivo Hart");
    decide(&mut session, "Ana", &met, Decided::Accepted).unwrap();
    assert!(file(&folder, FILE).contains("met Ivo Hart"));
    write(&folder, "vale.meta.toml", &format!("{META}redistribute = false\n"));
    assert!(session.source("vale").unwrap().summary.restricted);
    let said = card(&mut session, "Nobody loses");
    decide(&mut session, "Ana", &said, Decided::Rejected).unwrap();
    assert_eq!(file(&folder, FILE).lines().count(), 1, "no word of it is left");
    let own = file(&folder, RESTRICTED_FILE);
    assert!(own.contains("met Ivo Hart") && own.contains("Nobody loses"), "{own}");
    assert_eq!(card(&mut session, "met Ivo Hart").status, Status::Accepted);
    session.undo(&by("Ana")).unwrap();
    assert_eq!(file(&folder, RESTRICTED_FILE).lines().count(), 2);
    // Opening a review is enough for what is misplaced to move.
    fs::rename(folder.path().join(RESTRICTED_FILE), folder.path().join(FILE)).unwrap();
    let opened = self::session(&folder);
    assert_eq!((file(&folder, FILE).lines().count(), file(&folder, RESTRICTED_FILE).lines().count()), (1, 2));
    let problems = opened.problems().unwrap();
    assert!(problems.len() == 1 && problems[0].1.what.contains(".gitignore"), "{problems:?}");
    fs::write(folder.path().join(".gitignore"), format!("{RESTRICTED_FILE}\n")).unwrap();
    assert_eq!(opened.problems().unwrap(), Vec::new());
}

#[test]
fn what_a_person_wrote_into_the_file_stays() {
    let folder = folder();
    let path = folder.path().join(FILE);
    let mut session = session(&folder);
    let mayor = role(&mut session);
    decide(&mut session, "Ana", &mayor, Decided::Accepted).unwrap();
    let mut text = file(&folder, FILE).replacen('\n', "\tmine\n", 1);
    text.push_str("vale\trole\tgone\t\t\t\tmaybe\t\t\tAna\t2026-11-24\t\t\tlater\n");
    fs::write(&path, &text).unwrap();
    let problems = session.problems().unwrap();
    assert_eq!((problems.len(), problems[0].1.what.as_str()), (1, "this is not a decision"));
    let said = card(&mut session, "Nobody loses");
    decide(&mut session, "Ana", &said, Decided::Accepted).unwrap();
    let now = file(&folder, FILE);
    assert!(
        now.lines().any(|line| line.ends_with("\tlater")) && now.lines().next().unwrap().ends_with("\tmine"),
        "{now}"
    );
    // A mistake in a row on a source that becomes restricted: no word of it may stay unseen.
    write(&folder, "vale.meta.toml", "redistribute = false\n");
    let said = card(&mut session, "Nobody loses");
    assert!(matches!(decide(&mut session, "Ana", &said, Decided::Open), Err(ReviewError::Unreadable { .. })));
    fs::write(&path, "vale rejected\n").unwrap();
    let said = card(&mut session, "Nobody loses");
    let error = decide(&mut session, "Ana", &said, Decided::Accepted).unwrap_err().to_string();
    assert!(error.contains("does not name these columns"), "{error}");
    assert_eq!(file(&folder, FILE), "vale rejected\n");
}

#[test]
fn decisions_stay_when_a_source_grows_or_is_renamed_or_loses_the_claim() {
    let folder = folder();
    let mut session = session(&folder);
    let said = card(&mut session, "Nobody loses");
    decide(&mut session, "Ana", &said, Decided::Rejected).unwrap();
    write(&folder, "vale.txt", &TEXT.replace("Lena Holt, mayor", "It rained. Lena Holt, mayor"));
    let grown = card(&mut session, "Nobody loses");
    assert_eq!((grown.status, grown.start), (Status::Rejected, said.start + "It rained. ".len()));
    write(&folder, "vale.txt", TEXT);
    fs::rename(folder.path().join("sources/vale.txt"), folder.path().join("sources/road.txt")).unwrap();
    fs::rename(folder.path().join("sources/vale.meta.toml"), folder.path().join("sources/road.meta.toml")).unwrap();
    assert_eq!(session.sources().unwrap()[0].id, "road");
    let moved = find(&session.source("road").unwrap(), "Nobody loses");
    assert_eq!(moved.status, Status::Rejected);
    let back = session.decide(&by("Ana"), "road", &moved.key, &moved.seen, Decided::Open, "").unwrap();
    assert_eq!((back.status, file(&folder, FILE).lines().count()), (Status::Open, 1));
    session.undo(&by("Ana")).unwrap();
    write(&folder, "road.txt", &TEXT.replace("“Nobody loses,” Hart said", "Hart left"));
    let review = session.source("road").unwrap();
    assert_eq!(review.orphans.len(), 1);
    assert!(review.orphans[0].decision.problem.contains("no claim of this type has these words"));
    assert_eq!(session.orphans(), [("road".to_owned(), review.orphans[0].clone())]);
}

#[test]
fn records_of_fact_boxes_and_articles_of_files_are_reviewed_too() {
    let folder = folder();
    write(&folder, "box.txt", "Northvale: 8 May 1992, territory 289 km2\nSouthvale: 9 May 1992, territory 310 km2\n");
    write(&folder, "rows.csv", "place,area\nNorthvale,289\n");
    let line = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"title\": \"News\", \"text\": \"{text}\"}}\n");
    let said =
        "Lena Holt met Ivo Hart in Valmora on 3 May 2019. Hart said that the road is open to everybody in the vale.";
    write(&folder, "news.jsonl", &(line("a", said) + &line("b", &said.replace("open", "closed"))));
    let mut session = session(&folder);
    let ids: Vec<(String, usize)> = session.sources().unwrap().into_iter().map(|s| (s.id, s.claims)).collect();
    let ids: Vec<(&str, usize)> = ids.iter().map(|(id, claims)| (id.as_str(), *claims)).collect();
    assert_eq!(ids, [("box", 4), ("news/a", 2), ("news/b", 2), ("rows", 0), ("vale", 6)]);
    assert!(session.sources().unwrap()[3].note.contains("a table of this file is not read"));
    let area = session.source("box").unwrap().cards.into_iter().find(|card| card.claim_type == "area").unwrap();
    assert_eq!(area.english, "Northvale is said to have an area of 289 km2.");
    let refused = decide(&mut session, "Ana", &area, replaced(&[("area", "298 km2")])).unwrap_err().to_string();
    assert!(refused.contains("does not stand in the words of the claim"), "{refused}");
    let changed = decide(&mut session, "Ana", &area, replaced(&[("area", "289 ha")])).unwrap();
    assert_eq!((changed.status, value(&changed, "area")), (Status::Replaced, "289 ha"));
    let refused = decide(&mut session, "Ana", &changed, replaced(&[("area", "large")])).unwrap_err().to_string();
    assert!(refused.contains("is not an area"), "{refused}");
    let b = find(&session.source("news/b").unwrap(), "closed");
    assert_eq!(decide(&mut session, "Ana", &b, Decided::Rejected).unwrap().status, Status::Rejected);
    let a = session.source("news/a").unwrap();
    assert_eq!(a.summary.open, 2);
    let of_file = Filter { source: Some("news".to_owned()), ..Filter::default() };
    assert_eq!(session.queue(&of_file).unwrap().len(), 3);
}

#[test]
fn the_least_certain_come_first() {
    let folder = folder();
    let mut session = session(&folder);
    let queue = session.queue(&Filter::default()).unwrap();
    assert_eq!(queue.len(), 6);
    assert!(queue.is_sorted_by_key(|card| -card.rank));
    assert!(queue[0].words.starts_with("Officials") && queue[1].words.contains("she said"), "{queue:?}");
    let of = |claim_type: &str, entity: &str| Filter {
        claim_type: Some(claim_type.to_owned()).filter(|of| !of.is_empty()),
        entity: Some(entity.to_owned()).filter(|of| !of.is_empty()),
        ..Filter::default()
    };
    assert_eq!(session.queue(&of("speech", "")).unwrap().len(), 3);
    assert_eq!(session.queue(&of("", "ivo hart")).unwrap().len(), 2);
    decide(&mut session, "Ana", &queue[0], Decided::Accepted).unwrap();
    assert_eq!(session.queue(&of("speech", "")).unwrap().len(), 2);
    assert_eq!(session.queue(&Filter { decided: true, ..of("speech", "") }).unwrap().len(), 3);
}

#[test]
fn five_hundred_claims_are_decided_about_without_waiting() {
    let folder = folder();
    let mut text = "News of the vale\n\n".to_owned();
    for day in 0..250 {
        text += &format!(
            "Lena Holt met Ivo Hart in Valmora on {} May {}.\n\n“Road {day} is open,” Holt said on day {day}.\n\n",
            day % 28 + 1,
            1700 + day
        );
    }
    write(&folder, "vale.txt", &text);
    let mut session = session(&folder);
    let review = session.source("vale").unwrap();
    assert_eq!(review.cards.len(), 500);
    let mut longest = Duration::ZERO;
    for card in review.cards.iter().step_by(20) {
        let begin = Instant::now();
        decide(&mut session, "Ana", card, Decided::Accepted).unwrap();
        longest = longest.max(begin.elapsed());
    }
    assert_eq!(session.sources().unwrap()[0].decided, 25);
    // Without optimisation, beside other programs.
    assert!(longest < Duration::from_secs(3), "{longest:?}");
}

#[test]
fn a_session_may_pass_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<Session>();
}

#[test]
fn whoever_sees_an_added_claim_otherwise_adds_another() {
    let folder = folder();
    let mut session = session(&folder);
    let words = "Officials said that the ferry would follow";
    let fields =
        values(&[("speechKind", "indirectSpeech"), ("speaker", "Ivo Hart"), ("content", "the ferry would follow")]);
    // In the words of a claim that the program reads, an added one stands in its place.
    let anas = session.add(&by("Ana"), "vale", range(TEXT, words), "speech", fields, "").unwrap();
    assert_eq!((anas.status, value(&anas, "speaker")), (Status::Replaced, "Ivo Hart"));
    assert_eq!(session.source("vale").unwrap().cards.len(), 6);
    let ivos = decide(&mut session, "Ivo", &anas, replaced(&[("speaker", "Lena Holt")])).unwrap();
    assert_eq!((ivos.status, value(&ivos, "speaker"), &ivos.key), (Status::Replaced, "Lena Holt", &anas.key));
    let cards = session.source("vale").unwrap().cards;
    let of_ana = cards.iter().find(|card| card.status == Status::Differing).unwrap();
    assert_eq!((cards.len(), value(of_ana, "speaker"), of_ana.decisions.len()), (7, "Ivo Hart", 2));
    // When Ana takes hers back, what Ivo thinks of it is about nothing, and never about what the program reads.
    decide(&mut session, "Ana", of_ana, Decided::Open).unwrap();
    let review = session.source("vale").unwrap();
    assert_eq!((review.cards.len(), review.orphans.len()), (6, 1));
    assert_eq!(find(&review, words), ivos);
}
