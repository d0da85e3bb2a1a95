//! Reads gold for whole readings: see [`super::readings`].

use super::gold::Gold;
use super::readings::Reading;
use crate::base::text::{Position, Problem};
use std::path::Path;

/// Reads a file of readings. A line that is wrong is reported, and the others are read.
pub(super) fn read(path: &Path, text: &str, gold: &mut Gold) {
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str::<Reading>(line.trim_start_matches('\u{feff}')) {
            Ok(mut reading) => {
                reading.line = n + 1;
                gold.readings.push(reading);
            }
            Err(error) => gold.wrong(
                path,
                Problem {
                    at: Some(Position { line: n + 1, column: error.column().max(1) }),
                    value: line.chars().take(60).collect(),
                    what: error.to_string(),
                    rule: "each line is a JSON object with text, expect, and perhaps published and kind",
                    help: "correct the line; it was left out".to_owned(),
                },
            ),
        }
    }
}

/// Whether the first line of a JSON Lines file is a reading.
pub(super) fn is_readings(text: &str) -> bool {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(first.trim_start_matches('\u{feff}'))
        .is_ok_and(|value| value.get("expect").is_some())
}
