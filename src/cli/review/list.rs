//! The claims as tab-separated values.

use crate::cli::terminal::tsv_value;
use chorograph::review::{Card, Status};
use std::io::{self, Write};

const COLUMNS: [&str; 8] = ["source", "claim", "status", "rank", "words", "english", "doubts", "reviewers"];

pub(super) fn write(cards: &[Card], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    for card in cards {
        let mut reviewers: Vec<&str> = card.decisions.iter().map(|decision| decision.reviewer.as_str()).collect();
        reviewers.dedup();
        let cells = [
            &card.source,
            &card.claim_type,
            status(card.status),
            &card.rank.to_string(),
            &card.words,
            &card.english,
            &card.doubts.join("; "),
            &reviewers.join("; "),
        ]
        .map(tsv_value);
        writeln!(out, "{}", cells.join("\t"))?;
    }
    out.flush()
}

/// The name of a status.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Accepted => "accepted",
        Status::Rejected => "rejected",
        Status::Replaced => "replaced",
        Status::Added => "added",
        Status::Differing => "differing",
        Status::LeftOut => "left out",
        Status::Removed => "removed",
    }
}
