//! Decisions on the claims of an article that is read as any other.

use super::{ArticleNames, MarkKind, Misfit, ReviewedArticle, Seen, article, subjects};
use crate::base::capture::Captured;
use crate::base::iri::Minter;
use crate::base::time::TimeExtent;
use crate::claim::article::claims;
use crate::claim::entities::Entities;
use crate::dataset::decisions::{ClaimDecision, Verdict};
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::Extractor;
use crate::read::record;
use crate::read::source::{SourceDocument, metadata::Metadata};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(&Gazetteer::default()));

const TEXT: &str = "Bridge opened in Valmora\n\n\
    VALMORA, May 4, 2019. The mayor of Valmora, Lena Holt, met Ivo Hart in Valmora on 3 May 2019. \
    “The bridge is open,” she said. The minister of transport, Ivo Hart, left for Brin.\n\n\
    Later Ana Vell opened the bridge. Ana Vell leads the port of Brin.\n";

/// Reads a text and applies decisions to its claims; passes on what is shown of it before and after.
fn review<T>(text: &str, decisions: &[ClaimDecision], then: impl FnOnce(&[Seen], &ReviewedArticle, &[Seen]) -> T) -> T {
    let minter = Minter::new("https://example.org/").unwrap();
    let gazetteer = Gazetteer::default();
    let captured = Captured { bytes: text.as_bytes().to_vec(), sha256: "0".repeat(64) };
    let metadata = Metadata { published: Some("2019-05-04".to_owned()), ..Metadata::default() };
    let document = SourceDocument::new("vale".to_owned(), "vale.txt".into(), captured, metadata).unwrap();
    let reading = record::read(&document, "en").unwrap();
    let found = reading.article.as_ref().unwrap();
    let published = TimeExtent::from_edtf("2019-05-04");
    let findings = EXTRACTOR.read_in(Some("en"), &document.text, found, published.as_ref());
    let entities = Entities::new(&document, &findings, &gazetteer, &minter);
    let names = || ArticleNames::new(&document, &findings, &entities, &gazetteer, &minter);
    let read = claims(&document, &findings, &entities, &minter);
    let before = subjects(&read, &names(), |_| true);
    let reviewed = article(read, names(), decisions);
    let mut shown = names();
    reviewed.named.iter().for_each(|(_, described)| {
        shown.entity(&described.label, crate::extract::finding::EntityType::Person);
    });
    let after = subjects(&reviewed.claims, &shown, |_| true);
    then(&before, &reviewed, &after)
}

fn field<'s>(seen: &'s Seen, name: &str) -> Vec<&'s str> {
    seen.fields.iter().filter(|field| field.name == name).map(|field| field.value.as_str()).collect()
}

fn seen_of(claim: &str, words: &str) -> Seen {
    review(TEXT, &[], |before, _, _| {
        let mut found = before.iter().filter(|s| s.claim_type.name == claim && s.anchor.words.contains(words));
        let first = found.next().unwrap_or_else(|| panic!("no {claim} with {words:?} in {before:#?}")).clone();
        assert!(found.next().is_none(), "several of {words:?}");
        first
    })
}

fn decision(seen: &Seen, verdict: Verdict, field: &str, value: &str) -> ClaimDecision {
    ClaimDecision {
        source: "vale".to_owned(),
        claim: seen.claim_type.name.to_owned(),
        words: seen.anchor.words.clone(),
        before: seen.anchor.before.clone(),
        after: seen.anchor.after.clone(),
        reading: super::reading::joined(&seen.fields),
        verdict,
        field: field.to_owned(),
        value: value.to_owned(),
        reviewer: "Ana".to_owned(),
        day: "2026-11-24".to_owned(),
        comment: String::new(),
        digest: String::new(),
    }
}

fn added(claim: &str, words: &str, fields: &[(&str, &str)]) -> Vec<ClaimDecision> {
    let at = TEXT.find(words).unwrap();
    let anchor = super::Anchor::of(TEXT, &(at..at + words.len()));
    let meeting = seen_of("event", "met");
    let row = |(field, value): &(&str, &str)| ClaimDecision {
        claim: claim.to_owned(),
        words: anchor.words.clone(),
        before: anchor.before.clone(),
        after: anchor.after.clone(),
        reading: String::new(),
        ..decision(&meeting, Verdict::Added, field, value)
    };
    fields.iter().map(row).collect()
}

fn misfits(reviewed: &ReviewedArticle) -> Vec<String> {
    reviewed.outcomes.iter().filter_map(|outcome| outcome.misfit.as_ref()).map(Misfit::message).collect()
}

#[test]
fn without_decisions_all_stays() {
    review(TEXT, &[], |before, reviewed, after| {
        assert!(before.len() >= 4, "{before:#?}");
        assert_eq!(before.len(), after.len());
        assert!(reviewed.left_out.is_empty() && reviewed.marks.is_empty() && reviewed.outcomes.is_empty());
    });
}

#[test]
fn an_accepted_claim_says_by_whom_and_a_rejected_one_is_left_out() {
    let meeting = seen_of("event", "met");
    let role = seen_of("role", "minister");
    let decisions = [decision(&meeting, Verdict::Rejected, "", ""), decision(&role, Verdict::Accepted, "", "")];
    review(TEXT, &decisions, |before, reviewed, after| {
        assert_eq!(after.len() + 1, before.len());
        assert_eq!(reviewed.left_out.events[0].header.iri, meeting.claim);
        assert_eq!(reviewed.marks_left_out[0].claim, meeting.claim);
        assert_eq!((&reviewed.marks[0].claim, &reviewed.marks[0].decided), (&role.claim, &MarkKind::Accepted));
        assert_eq!(reviewed.marks[0].by[0].reviewer, "Ana");
        assert_eq!(misfits(reviewed), Vec::<String>::new());
        assert_eq!(reviewed.outcomes.len(), 2);
    });
}

#[test]
fn a_replaced_claim_is_a_new_one_with_the_old_beside_it() {
    let meeting = seen_of("event", "met");
    let decisions = [
        decision(&meeting, Verdict::Replaced, "time", "3 May 2019 => 2019-05-02"),
        decision(&meeting, Verdict::Replaced, "standing", "denied"),
        decision(&meeting, Verdict::Replaced, "participant", "Lena Holt"),
        decision(&meeting, Verdict::Replaced, "participant", "Ana Vell"),
    ];
    review(TEXT, &decisions, |before, reviewed, after| {
        assert_eq!(misfits(reviewed), Vec::<String>::new());
        assert_eq!(before.len(), after.len());
        let new = after.iter().find(|s| s.claim != meeting.claim && s.anchor == meeting.anchor).unwrap();
        assert_eq!(field(new, "time"), ["2019-05-02"]);
        assert_eq!(field(new, "standing"), ["denied"]);
        assert_eq!(field(new, "participant"), ["Lena Holt", "Ana Vell"]);
        assert_eq!(field(new, "eventPlace"), field(&meeting, "eventPlace"));
        let MarkKind::Replaced { of, reading } = &reviewed.marks[0].decided else { panic!("{:?}", reviewed.marks) };
        assert_eq!((of, reading), (&meeting.claim, &decisions[0].reading));
        assert_eq!(reviewed.left_out.events[0].header.iri, meeting.claim);
    });
}

#[test]
fn a_value_that_is_not_in_the_source_is_not_used() {
    let speech = seen_of("speech", "bridge is open");
    let wrong = [
        ("cueWords", "shouted", "\"shouted\" does not stand in the source"),
        ("speechKind", "loud", "\"loud\" is none of"),
        ("holder", "Lena Holt", "claims of this type have no such field"),
        ("content", "Brin", "times in the source"),
    ];
    for (name, value, why) in wrong {
        review(TEXT, &[decision(&speech, Verdict::Replaced, name, value)], |before, reviewed, after| {
            let said = misfits(reviewed);
            assert!(said.len() == 1 && said[0].contains(why), "{name}: {said:?}");
            let claims = |seen: &[Seen]| seen.iter().map(|s| s.claim.clone()).collect::<Vec<_>>();
            assert_eq!(claims(before), claims(after));
            assert!(reviewed.marks.is_empty() && reviewed.left_out.is_empty());
        });
    }
}

#[test]
fn a_speaker_whom_no_words_name_may_be_told() {
    let speech = seen_of("speech", "bridge is open");
    let of = decision(&speech, Verdict::Replaced, "speaker", "she => Ana Vell");
    review(TEXT, &[of], |_, reviewed, after| {
        assert_eq!(misfits(reviewed), Vec::<String>::new());
        let new = after.iter().find(|s| s.anchor == speech.anchor).unwrap();
        assert_eq!(field(new, "speaker"), ["Ana Vell"]);
        let said = &reviewed.claims.utterances[0];
        assert_eq!(said.speaker.as_ref().unwrap().words.as_ref().unwrap().verbatim, "she");
        // Whatever was said within this speech is now said by the new speaker.
        let inside = reviewed.claims.events.iter().filter_map(|event| event.header.attribution.as_ref());
        assert!(
            inside
                .filter(|a| a.utterance == said.header.iri)
                .all(|a| a.speaker == said.speaker.as_ref().unwrap().entity)
        );
    });
}

#[test]
fn an_added_claim_is_built_from_its_words() {
    let rows = added(
        "role",
        "Ana Vell leads the port of Brin",
        &[("holder", "Ana Vell"), ("roleTitle", "leads"), ("roleOf", "the port of Brin")],
    );
    review(TEXT, &rows, |before, reviewed, after| {
        assert_eq!(misfits(reviewed), Vec::<String>::new());
        assert_eq!(after.len(), before.len() + 1);
        let new = after.iter().find(|s| s.anchor.words == rows[0].words).unwrap();
        assert_eq!((field(new, "holder"), field(new, "roleTitle")), (vec!["Ana Vell"], vec!["leads"]));
        assert_eq!(field(new, "roleOf"), ["the port of Brin"]);
        assert_eq!(reviewed.marks[0].decided, MarkKind::Added);
    });
    // Without its holder such a claim says nothing.
    review(TEXT, &rows[1..], |before, reviewed, after| {
        assert_eq!((after.len(), misfits(reviewed).len()), (before.len(), 2));
        assert!(misfits(reviewed)[0].contains("needs holder"));
    });
    // Two people who add the same have added it once.
    let twice: Vec<_> = rows
        .iter()
        .cloned()
        .chain(rows.iter().cloned().map(|r| ClaimDecision { reviewer: "Ivo".to_owned(), ..r }))
        .collect();
    review(TEXT, &twice, |before, reviewed, after| {
        assert_eq!((after.len(), reviewed.marks.len()), (before.len() + 1, 1));
        let by: Vec<&str> = reviewed.marks[0].by.iter().map(|hand| hand.reviewer.as_str()).collect();
        assert_eq!(by, ["Ana", "Ivo"]);
    });
}

#[test]
fn an_added_event_has_a_node_and_its_parts() {
    let rows = added(
        "event",
        "Ana Vell opened the bridge",
        &[("eventKind", "visit"), ("standing", "happened"), ("participant", "Ana Vell"), ("participant", "Mara Olt")],
    );
    review(TEXT, &rows, |_, reviewed, _| {
        // Whoever takes part stands in the source.
        assert!(misfits(reviewed)[0].contains("does not stand in the source"), "{:?}", misfits(reviewed));
    });
    let rows = &rows[..3];
    review(TEXT, rows, |before, reviewed, after| {
        assert_eq!(misfits(reviewed), Vec::<String>::new());
        assert_eq!(after.len(), before.len() + 1);
        let new =
            reviewed.claims.events.iter().find(|e| e.header.evidence.verbatim == "Ana Vell opened the bridge").unwrap();
        assert!(reviewed.claims.events.iter().filter(|e| e.event == new.event).count() == 1);
        let seen = after.iter().find(|s| s.claim == new.header.iri).unwrap();
        assert_eq!((field(seen, "eventKind"), field(seen, "participant")), (vec!["visit"], vec!["Ana Vell"]));
    });
}

#[test]
fn reviewers_who_differ_are_not_outvoted() {
    let meeting = seen_of("event", "met");
    let by = |reviewer: &str, verdict| ClaimDecision {
        reviewer: reviewer.to_owned(),
        ..decision(&meeting, verdict, "", "")
    };
    let decisions = [by("Ana", Verdict::Accepted), by("Ivo", Verdict::Accepted), by("Lena", Verdict::Rejected)];
    review(TEXT, &decisions, |before, reviewed, after| {
        assert_eq!(after.len() + 1, before.len());
        assert_eq!(misfits(reviewed), ["reviewers differ (Ana, Ivo, Lena), so the claim is left out"].repeat(3));
    });
    review(TEXT, &decisions[..2], |_, reviewed, _| assert_eq!(reviewed.marks[0].by.len(), 2));
}

#[test]
fn decisions_survive_a_source_that_grows_and_are_kept_when_it_is_cut() {
    let meeting = seen_of("event", "met");
    let decisions = [decision(&meeting, Verdict::Rejected, "", "")];
    let first = "VALMORA, May 4, 2019. ";
    let grown = TEXT.replace(first, &format!("{first}Ivo Hart met Ana Vell in Brin. Rain fell.\n\nThere was more. "));
    review(&grown, &decisions, |before, reviewed, after| {
        assert_eq!((misfits(reviewed), after.len() + 1), (Vec::new(), before.len()));
        assert_eq!(reviewed.left_out.events[0].header.evidence.verbatim, meeting.anchor.words);
        assert!(after.iter().any(|s| field(s, "participant").contains(&"Ana Vell")), "{after:#?}");
    });
    let cut = TEXT.replace("met Ivo Hart in Valmora on 3 May 2019", "rested");
    review(&cut, &decisions, |before, reviewed, after| {
        assert_eq!((misfits(reviewed).len(), after.len()), (1, before.len()));
        assert_eq!(reviewed.outcomes[0].misfit, Some(Misfit::Gone));
    });
}

#[test]
fn what_was_rejected_stays_so_when_it_is_read_otherwise_and_what_was_accepted_does_not() {
    let meeting = seen_of("event", "met");
    let otherwise =
        |verdict| ClaimDecision { reading: "eventKind: talks".to_owned(), ..decision(&meeting, verdict, "", "") };
    review(TEXT, &[otherwise(Verdict::Rejected)], |before, reviewed, after| {
        assert_eq!((after.len() + 1, misfits(reviewed).len()), (before.len(), 1));
    });
    review(TEXT, &[otherwise(Verdict::Accepted)], |before, reviewed, after| {
        assert_eq!((after.len(), reviewed.marks.len()), (before.len(), 0));
        assert!(misfits(reviewed)[0].starts_with("the claim is read otherwise now: eventKind: meeting"));
    });
}

#[test]
fn claims_within_a_speech_that_is_rejected_are_left_out_with_it() {
    let text = "VALMORA, May 4, 2019. “Ivo Hart met Ana Vell in Brin on 2 May 2019,” Lena Holt said.\n";
    let speech = review(text, &[], |before, _, _| {
        before.iter().find(|s| s.claim_type.name == "speech").unwrap_or_else(|| panic!("{before:#?}")).clone()
    });
    // Whose it is, is not known then: it is not the newspaper's own.
    let rejected = decision(&speech, Verdict::Rejected, "", "");
    review(text, std::slice::from_ref(&rejected), |_, reviewed, _| {
        assert!(reviewed.claims.events.is_empty() && !reviewed.left_out.events.is_empty());
    });
    // Somebody who accepts it says that the source tells it all the same.
    let meeting = review(text, &[], |before, _, _| {
        before.iter().find(|s| s.claim_type.name == "event").unwrap_or_else(|| panic!("{before:#?}")).clone()
    });
    review(text, &[rejected, decision(&meeting, Verdict::Accepted, "", "")], |_, reviewed, _| {
        assert!(reviewed.claims.events.iter().any(|event| event.header.attribution.is_none()));
    });
    review(text, &[], |_, reviewed, _| {
        assert!(reviewed.claims.events.iter().any(|event| event.header.attribution.is_some()));
    });
}

#[test]
fn reviewers_who_add_different_claims_in_the_same_words_differ() {
    let of = |standing: &str, reviewer: &str| -> Vec<ClaimDecision> {
        let rows = added("event", "Ana Vell opened the bridge", &[("eventKind", "visit"), ("standing", standing)]);
        rows.into_iter().map(|row| ClaimDecision { reviewer: reviewer.to_owned(), ..row }).collect()
    };
    let both = [of("possible", "Ben"), of("planned", "Di")].concat();
    review(TEXT, &both, |before, reviewed, after| {
        assert_eq!(after.len(), before.len());
        assert_eq!(misfits(reviewed), ["reviewers differ (Ben, Di), so the claim is left out"].repeat(4));
    });
    review(TEXT, &of("planned", "Di"), |before, _, after| assert_eq!(after.len(), before.len() + 1));
}

#[test]
fn a_part_of_the_name_of_a_body_is_another_name() {
    let text = "The council told the Lorn Courier on Monday. Jonas Weld, mayor of Lorn, accused the council of Lorn.\n";
    let role = review(text, &[], |before, _, _| before.iter().find(|s| s.claim_type.name == "role").cloned());
    let Some(role) = role else { panic!("no role") };
    for value in ["Lorn", "Lorn => Lorn"] {
        review(text, &[decision(&role, Verdict::Replaced, "roleOf", value)], |_, reviewed, _| {
            let of = reviewed.claims.roles[0].of.as_ref().and_then(|of| of.entity.clone()).unwrap();
            assert!(of.as_str().ends_with("/lorn"), "{value}: {of}, {:?}", misfits(reviewed));
        });
    }
}
