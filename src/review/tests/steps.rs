//! What single decisions do to other claims, and to the files.

use super::{TEXT, by, card, decide, file, find, folder, range, replaced, session, values, write};
use crate::dataset::decisions::{Decided, FILE};
use crate::review::{Filter, ReviewError, Status};
use std::fs;

/// A decision makes anew the cards that it changes, and no others, however many claims the source has and however many are decided.
#[test]
fn the_work_of_a_decision_does_not_grow_with_the_claims_of_its_source() {
    let made = |meetings: usize| {
        let folder = folder();
        let mut text = "News of the vale\n\n".to_owned();
        for n in 0..meetings {
            text += &format!("Lena Holt met Ivo Hart in Valmora on {} May {}.\n\n", n % 28 + 1, 1700 + n);
        }
        write(&folder, "vale.txt", &text);
        let mut session = session(&folder);
        let cards = session.source("vale").unwrap().cards;
        assert_eq!(cards.len(), meetings);
        for (n, card) in cards.iter().take(3).enumerate() {
            decide(
                &mut session,
                "Ana",
                card,
                [Decided::Accepted, Decided::Rejected, replaced(&[("time", "1699")])][n].clone(),
            )
            .unwrap();
        }
        session.made("vale")
    };
    assert_eq!((made(40), made(80)), (Some(1), Some(1)));
}

#[test]
fn a_change_that_changes_nothing_agrees_with_whoever_added_the_claim() {
    let folder = folder();
    let mut session = session(&folder);
    let fields = values(&[("eventKind", "visit"), ("standing", "planned"), ("participant", "Lena Holt")]);
    let added = session.add(&by("Ana"), "vale", range(TEXT, "The road to Brin is open"), "event", fields, "").unwrap();
    let same = decide(&mut session, "Ivo", &added, replaced(&[("standing", "planned")])).unwrap();
    assert_eq!((same.status, same.decisions.len()), (Status::Added, 2), "{:?}", same.decisions);
    // In the words of a claim that the program reads as well.
    let fields =
        values(&[("speechKind", "indirectSpeech"), ("speaker", "Ivo Hart"), ("content", "the ferry would follow")]);
    let words = range(TEXT, "Officials said that the ferry would follow");
    let added = session.add(&by("Ana"), "vale", words, "speech", fields, "").unwrap();
    let same = decide(&mut session, "Ivo", &added, replaced(&[("speaker", "Ivo Hart")])).unwrap();
    assert_eq!(same.status, Status::Replaced, "{:?}", same.decisions);
    assert!(session.source("vale").unwrap().cards.iter().all(|card| card.status != Status::Differing));
}

#[test]
fn what_was_said_in_a_rejected_statement_is_no_open_claim() {
    let folder = folder();
    write(
        &folder,
        "vale.txt",
        "News of the vale\n\n“Lena Holt met Ivo Hart in Valmora on 3 May 2019,” said Ana Vell.\n",
    );
    let mut session = session(&folder);
    let said = session.source("vale").unwrap().cards.into_iter().find(|card| card.claim_type == "speech").unwrap();
    decide(&mut session, "Ivo", &said, Decided::Rejected).unwrap();
    let review = session.source("vale").unwrap();
    let met = review.cards.iter().find(|card| card.claim_type == "event").unwrap();
    assert_eq!((met.status, review.summary.open), (Status::LeftOut, 0));
    assert_eq!(session.queue(&Filter::default()).unwrap().len(), 0);
    // Whoever accepts it says that it holds all the same.
    assert_eq!(decide(&mut session, "Ivo", met, Decided::Accepted).unwrap().status, Status::Accepted);
}

#[test]
fn a_claim_that_no_longer_names_an_entity_is_still_counted() {
    let folder = folder();
    let mut session = session(&folder);
    let filter = Filter { entity: Some("Hart".to_owned()), claim_type: Some("speech".to_owned()), ..Filter::default() };
    let card = session.queue(&filter).unwrap().remove(0);
    assert_eq!(session.progress(&filter), (0, 1));
    decide(&mut session, "Ana", &card, replaced(&[("speaker", "said => Lena Holt")])).unwrap();
    assert_eq!(session.progress(&filter), (1, 1));
}

#[test]
fn decisions_move_with_a_source_that_is_renamed_and_edited() {
    let folder = folder();
    let mut session = session(&folder);
    let said = card(&mut session, "Nobody loses");
    decide(&mut session, "Ana", &said, Decided::Rejected).unwrap();
    let mistake = "vale\trole\tgone\t\t\t\tmaybe\t\t\tAna\t2026-11-24\t\t\n";
    let other = said_of(&file(&folder, FILE), "vale/notes");
    fs::write(folder.path().join(FILE), file(&folder, FILE) + &other + mistake).unwrap();
    // There is a source of that name still: they are its own.
    assert!(matches!(session.move_decisions("vale", "road"), Err(ReviewError::Refused(_))));
    fs::create_dir(folder.path().join("sources/vale")).unwrap();
    write(&folder, "vale/notes.txt", TEXT);
    fs::rename(folder.path().join("sources/vale.txt"), folder.path().join("sources/road.txt")).unwrap();
    write(&folder, "road.txt", &TEXT.replace("Lena Holt, mayor", "It rained. Lena Holt, mayor"));
    assert!(matches!(session.move_decisions("vale", "street"), Err(ReviewError::NoSource(_))));
    assert_eq!(session.move_decisions("vale", "road").unwrap(), 1);
    let sources = |text: &str| -> Vec<String> {
        text.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    };
    assert_eq!(sources(&file(&folder, FILE)), ["road", "vale/notes", "road"]);
    assert_eq!(find(&session.source("road").unwrap(), "Nobody loses").status, Status::Rejected);
    assert_eq!(session.move_decisions("vale", "road").unwrap(), 0);
}

/// The decisions of a file, on another source.
fn said_of(text: &str, source: &str) -> String {
    let rows = text.lines().skip(1).map(|line| format!("{source}\t{}\n", line.split_once('\t').unwrap().1));
    rows.collect()
}
