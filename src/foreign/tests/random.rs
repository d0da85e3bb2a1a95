//! Random texts with findings whose places are known, counted in any way and spoilt in any way: what is placed stands where
//! it was made, and what one explanation fits is placed whole.

use super::super::words::same;
use super::hostile::Random;
use super::*;
use unicode_normalization::UnicodeNormalization;

/// A text of few words, so that most stand several times.
fn text(random: &mut Random) -> String {
    const WORDS: [&str; 12] =
        ["Ann", "Ivo", "Ze\u{301}", "Zé", "🌉", "met", "in", "Orel", "東京", "l’Orel", "🧑🏽‍🌾", "Брод"];
    const SPACES: [&str; 6] = [" ", " ", " ", ", ", "\n", ".\n\n"];
    let mut text = String::new();
    for _ in 0..20 + random.below(60) {
        text.push_str(WORDS[random.below(WORDS.len())]);
        text.push_str(SPACES[random.below(SPACES.len())]);
    }
    text
}

/// How offsets are counted.
#[derive(Debug, Clone, Copy)]
enum Counted {
    In(Unit),
    Mark,
    Lines,
    Composed,
    Shifted(usize),
    /// Each by another number.
    Scattered,
}

fn offset(text: &str, byte: usize, counted: Counted, random: &mut Random) -> usize {
    let before = &text[..byte];
    let points = before.chars().count();
    match counted {
        Counted::In(Unit::CodePoints) => points,
        Counted::In(Unit::Utf16) => before.encode_utf16().count(),
        Counted::In(Unit::Bytes) => byte,
        Counted::Mark => points + 1,
        Counted::Lines => points + before.matches('\n').count(),
        Counted::Composed => before.nfc().count(),
        Counted::Shifted(by) => points + by,
        Counted::Scattered => points + 1 + random.below(9),
    }
}

#[test]
fn what_is_placed_stands_where_it_was_made() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut placed, mut whole, mut by_chance) = (0, 0, 0);
    for round in 0..600 {
        let text = text(&mut random);
        let counted = match random.below(9) {
            0 => Counted::In(Unit::CodePoints),
            1 => Counted::In(Unit::Utf16),
            2 => Counted::In(Unit::Bytes),
            3 => Counted::Mark,
            4 => Counted::Lines,
            5 => Counted::Composed,
            6 | 7 => Counted::Shifted(1 + random.below(12)),
            _ => Counted::Scattered,
        };
        let has_lost = random.below(4) == 0;
        // Whole words, each found once at most.
        let bounds: Vec<usize> = text
            .char_indices()
            .filter(|(at, c)| c.is_alphanumeric() && text[..*at].chars().next_back().is_none_or(char::is_whitespace))
            .map(|(at, _)| at)
            .collect();
        let mut lines = String::new();
        let mut truth = Vec::new();
        for n in 0..3 + random.below(6) {
            let start = bounds[random.below(bounds.len())];
            let words: String =
                text[start..].chars().take_while(|c| !c.is_whitespace() && !",.".contains(*c)).collect();
            let from = offset(&text, start, counted, &mut random);
            let length = match counted {
                Counted::In(Unit::Utf16) => words.encode_utf16().count(),
                Counted::In(Unit::Bytes) => words.len(),
                Counted::Composed => words.nfc().count(),
                _ => words.chars().count(),
            };
            lines.push_str(&format!("T{n}\tPerson {from} {}\t{words}\n", from + length));
            truth.push((format!("T{n}"), start..start + words.len()));
        }
        if has_lost {
            lines.push_str("T99\tPerson 3 7\tNoone\n");
        }
        let read = read_as("a.ann", &lines, "");
        let found = verify(&About { text: &text, name: "a", sha256: "" }, &read.file);
        for one in &found.findings {
            let (_, range) = truth.iter().find(|(id, _)| *id == one.finding.id).unwrap();
            // Where no explanation can fit, chance may bring one to other words that are the same.
            let is_chance = matches!(counted, Counted::Scattered) || has_lost;
            by_chance += usize::from(one.ranges[0] != *range);
            assert!(
                one.ranges[0] == *range || is_chance && same(&text[one.ranges[0].clone()], &text[range.clone()]),
                "round {round}, {counted:?}: {one:?}, not {range:?}\n{text}\n{lines}"
            );
            placed += 1;
        }
        let is_explained = !matches!(counted, Counted::Scattered) && !has_lost;
        whole += usize::from(is_explained && found.findings.len() == truth.len());
    }
    // Few are ambiguous, and almost none is brought elsewhere.
    assert!(by_chance * 200 < placed, "{by_chance} of {placed}");
    assert!(placed > 1500 && whole > 300, "{placed} placed, {whole} whole");
}
