//! Random edits of sources, decisions and gazetteer.

use super::super::support::{Dice, copy};
use super::*;

/// Random edits of sources, decisions and gazetteer: a build on what is there gives what a build from nothing gives.
#[test]
fn incremental_and_fresh_builds_agree_on_decisions() {
    random_edits(&mut Dice(7), 6);
}

/// As above, for longer.
#[test]
#[ignore = "takes many minutes; `cargo test -- --ignored`"]
fn incremental_and_fresh_builds_agree_on_decisions_for_long() {
    for seed in 0..100 {
        // Whoever sees it fail, or ends it, knows how far it came.
        random_edits(&mut Dice(seed), 10);
    }
}

fn random_edits(dice: &mut Dice, steps: usize) {
    let workdir = dataset();
    workdir.build();
    for step in 0..steps {
        let edits = 1 + dice.roll(3);
        for _ in 0..edits {
            edit(&workdir, dice);
        }
        let ran = workdir.run(&["build", "--prune"]);
        assert_eq!(ran.code, Some(0), "step {step}: {}", ran.stderr);
        let fresh = Workdir::new();
        copy(workdir.root(), fresh.root());
        let anew = fresh.build();
        assert!(quads(&workdir, &[]) == quads(&fresh, &[]), "step {step}");
        assert!(quads(&workdir, &["--with-rejected"]) == quads(&fresh, &["--with-rejected"]), "step {step}");
        // No decision is lost silently: those that are used and those that are not are all of them.
        let all = Decisions::of_dataset(&workdir.dataset()).unwrap().0;
        let rows = all.rows().iter().map(ClaimDecision::identity).collect::<BTreeSet<_>>().len();
        let counted = |text: &str, what: &str| -> usize {
            let at = text.find(what).map(|at| text[..at].rsplit([' ', '\n', ',']).find(|w| !w.is_empty()).unwrap());
            at.map_or(0, |n| n.parse().unwrap())
        };
        let line = |out: &str| out.lines().find(|l| l.contains("on claims used")).unwrap_or_default().to_owned();
        let used = |out: &str| counted(&line(out), " decision") + counted(&line(out), " to look at again");
        assert!(
            used(&ran.stdout) >= rows && line(&ran.stdout) == line(&anew.stdout),
            "{rows} decisions, {} and {}",
            line(&ran.stdout),
            line(&anew.stdout)
        );
    }
}

fn edit(workdir: &Workdir, dice: &mut Dice) {
    match dice.roll(6) {
        0 => {
            let n = dice.roll(9);
            workdir.write(
                "sources/news.txt",
                NEWS.replace("\n\nPrime", &format!("\n\nThe river rose by {n} feet.\n\nPrime")),
            );
        }
        1 => workdir.write("sources/other.txt", OTHER.replace("400", &(390 + dice.roll(3) * 10).to_string())),
        2 => {
            let more = if dice.roll(2) == 0 { "far-fen,district,Far Fen@en,,\n" } else { "" };
            workdir.write("gazetteer/names.csv", format!("{NAMES}{more}"));
        }
        3 => {
            let verdict = if dice.roll(2) == 0 { Verdict::Rejected } else { Verdict::Accepted };
            append(workdir, [on_cell("Far Fen", "Population", "77124", verdict)]);
        }
        _ => {
            let mut session = Session::open(workdir.dataset()).unwrap();
            let source = ["box", "other", "news", "table"][usize::try_from(dice.roll(4)).unwrap()];
            let cards = session.source(source).unwrap().cards;
            let card = &cards[usize::try_from(dice.roll(cards.len() as u64)).unwrap()];
            let changed = Decided::Replaced(fields(&[("time", "2011")]));
            let decided = [Decided::Accepted, Decided::Rejected, Decided::Open, changed];
            let decided = decided[usize::try_from(dice.roll(4)).unwrap()].clone();
            // An open claim cannot be opened again, and not every claim has a time.
            let _ = session.decide(&ana(), source, &card.key, &card.seen, decided, "");
        }
    }
}
