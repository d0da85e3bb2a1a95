//! Random steps of two reviewers in two sessions: whatever they do, both see the same, nobody loses a row, and a step that is
//! undone has left nothing behind.

use super::{TEXT, by, file, folder, range, replaced, session, values};
use crate::dataset::decisions::{self, ClaimDecision, Decided, FILE};
use crate::review::{Card, Orphan, ReviewError, Session, Status};
use tempfile::TempDir;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const REVIEWERS: [&str; 2] = ["Ana", "Ivo"];
const CHANGES: [&[(&str, &str)]; 5] = [
    &[("speaker", "Ivo Hart")],
    &[("speaker", "Lena Holt"), ("addressee", "Ivo Hart")],
    &[("speaker", "")],
    &[("standing", "denied")],
    &[("time", "2019"), ("participant", "Lena Holt")],
];
/// Words, the type of the claim, its fields.
type Addition = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
const ADDED: [Addition; 3] = [
    ("The road to Brin is open", "event", &[("eventKind", "visit"), ("standing", "planned"), ("eventPlace", "Brin")]),
    ("Hart said", "role", &[("holder", "Ivo Hart"), ("roleTitle", "Mayor")]),
    (
        "Officials said that the ferry would follow",
        "speech",
        &[("speechKind", "mixedSpeech"), ("speaker", "Lena Holt")],
    ),
];

fn rows(folder: &TempDir) -> Vec<ClaimDecision> {
    let (rows, problems) = decisions::read(&file(folder, FILE));
    assert_eq!(problems, Vec::new());
    rows
}

fn step(dice: &mut Dice, session: &mut Session, who: &str) -> Result<Card, ReviewError> {
    if dice.roll(6) == 0 {
        let (words, claim_type, fields) = ADDED[dice.roll(ADDED.len())];
        return session.add(&by(who), "vale", range(TEXT, words), claim_type, values(fields), "missed");
    }
    let cards = session.source("vale").unwrap().cards;
    let card = &cards[dice.roll(cards.len())];
    let decided = match dice.roll(5) {
        0 => Decided::Accepted,
        1 => Decided::Rejected,
        2 => Decided::Open,
        _ => replaced(CHANGES[dice.roll(CHANGES.len())]),
    };
    session.decide(&by(who), "vale", &card.key, &card.seen, decided, "")
}

#[test]
fn two_reviewers_in_two_sessions_lose_nothing() {
    let folder = folder();
    let mut sessions = [session(&folder), session(&folder)];
    let mut dice = Dice(7);
    let (mut done, mut refused, mut undone, mut statuses) = (0, 0, 0, Vec::new());
    for n in 0..250 {
        let at = dice.roll(2);
        let who = REVIEWERS[dice.roll(2)];
        let before = rows(&folder);
        match step(&mut dice, &mut sessions[at], who) {
            Ok(card) => {
                done += 1;
                statuses.push(card.status);
                let after = rows(&folder);
                let others = |rows: &[ClaimDecision]| -> Vec<ClaimDecision> {
                    rows.iter().filter(|row| row.reviewer != who).cloned().collect()
                };
                assert_eq!(others(&before), others(&after), "step {n}: rows of others");
                if dice.roll(3) == 0 {
                    sessions[at].undo(&by(who)).unwrap();
                    undone += 1;
                    assert_eq!(rows(&folder), before, "step {n}: undone");
                } else if card.status != Status::Removed {
                    // The card that came back is the one that is there.
                    let now = sessions[at].source("vale").unwrap().cards;
                    assert!(now.contains(&card), "step {n}: {card:#?}");
                }
            }
            Err(ReviewError::Refused(_)) => {
                refused += 1;
                assert_eq!(rows(&folder), before, "step {n}: refused");
            }
            Err(error) => panic!("step {n}: {error}"),
        }
        let seen = sessions.each_mut().map(|session| session.source("vale").unwrap());
        assert_eq!(seen[0], seen[1], "step {n}");
        let read = seen[0].cards.iter().filter(|card| !card.reading.is_empty()).count();
        assert_eq!(read, 6, "step {n}");
        // Only an opinion on what somebody added, and has changed or taken back, is about nothing.
        let is_of_added = |orphan: &Orphan| ["accepted", "rejected"].contains(&orphan.decision.verdict.as_str());
        assert!(seen[0].orphans.iter().all(is_of_added), "step {n}: {:#?}", seen[0].orphans);
        let mut keys: Vec<&str> = seen[0].cards.iter().map(|card| card.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), seen[0].cards.len(), "step {n}: keys");
    }
    statuses.sort();
    statuses.dedup();
    assert!(done > 120 && refused > 10 && undone > 30, "{done} {refused} {undone}");
    assert_eq!(statuses.len(), 7, "every status came about: {statuses:?}");
}
