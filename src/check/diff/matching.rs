//! Matches the claims of two sides within one source.
//!
//! The surest pairs are matched first: claims with the same subject, value and words, nearest positions first; then those with
//! the same subject and the same value or words; then those with the same words and another subject; finally those with the
//! same subject and kind, in the order of the text. Claims without a match were added or withdrawn.

use super::claims::ClaimEntry;
use super::{Change, DiffError, Field, Named, Section, What};
use std::collections::BTreeMap;

/// The key by which claims match: texts, and a position.
type Key = fn(&ClaimEntry) -> (String, u64, u64);

type Each<'a> = &'a mut dyn FnMut(Change) -> Result<(), DiffError>;

/// Finds the changes between the claims of two sides.
pub(super) fn compare(old: Vec<ClaimEntry>, new: Vec<ClaimEntry>, each: Each<'_>) -> Result<(), DiffError> {
    let mut sides = Sides { old: in_order(old), new: in_order(new) };
    // The positions are the same, too: no change.
    drop(sides.pairs(|c| (key(&[&c.kind, &c.subject, &c.value, &c.words, &c.voice]), c.start, c.end)));
    for (old, new) in sides.pairs(|c| (key(&[&c.kind, &c.subject, &c.value, &c.words, &c.voice]), 0, 0)) {
        each(changed(&old, &new, What::Moved))?;
    }
    let keys: [Key; 5] = [
        |c| (key(&[&c.kind, &c.subject, &c.words]), c.start, c.end),
        |c| (key(&[&c.kind, &c.subject, &c.words]), 0, 0),
        |c| (key(&[&c.kind, &c.subject, &c.value]), 0, 0),
        |c| (key(&[&c.kind, &c.words]), 0, 0),
        |c| (key(&[&c.kind, &c.subject]), 0, 0),
    ];
    for key in keys {
        for (old, new) in sides.pairs(key) {
            each(changed(&old, &new, What::Changed))?;
        }
    }
    for claim in sides.old.into_iter().flatten() {
        each(single(&claim, What::Withdrawn))?;
    }
    for claim in sides.new.into_iter().flatten() {
        each(single(&claim, What::Added))?;
    }
    Ok(())
}

fn key(parts: &[&str]) -> String {
    parts.join("\0")
}

fn in_order(mut claims: Vec<ClaimEntry>) -> Vec<Option<ClaimEntry>> {
    claims.sort_by(|a, b| (a.start, a.end).cmp(&(b.start, b.end)).then_with(|| a.cmp(b)));
    claims.into_iter().map(Some).collect()
}

/// Claims without a match so far.
struct Sides {
    old: Vec<Option<ClaimEntry>>,
    new: Vec<Option<ClaimEntry>>,
}

impl Sides {
    /// Matches claims of the same key, in the order of the text, and removes them.
    fn pairs<K: Ord>(&mut self, key: impl Fn(&ClaimEntry) -> K) -> Vec<(ClaimEntry, ClaimEntry)> {
        let mut waiting: BTreeMap<K, std::collections::VecDeque<usize>> = BTreeMap::new();
        for (n, claim) in self.new.iter().enumerate() {
            if let Some(claim) = claim {
                waiting.entry(key(claim)).or_default().push_back(n);
            }
        }
        let mut pairs = Vec::new();
        for slot in &mut self.old {
            let partner = slot.as_ref().and_then(|claim| waiting.get_mut(&key(claim))?.pop_front());
            if let Some(new) = partner.and_then(|n| self.new.get_mut(n)?.take()) {
                pairs.extend(slot.take().map(|old| (old, new)));
            }
        }
        pairs
    }
}

fn place(claim: &ClaimEntry) -> String {
    // What stands in no captured source has no position.
    if claim.end == 0 { String::new() } else { format!("{}-{}", claim.start, claim.end) }
}

fn change(claim: &ClaimEntry, change: What, fields: Vec<Field>) -> Change {
    Change {
        section: Section::Claims,
        change,
        source: None,
        subject: Named { id: claim.subject.clone(), label: claim.label.clone() },
        kind: claim.kind.clone(),
        fields,
    }
}

/// The fields of a changed claim: value and words always, others only if they differ.
fn changed(old: &ClaimEntry, new: &ClaimEntry, what: What) -> Change {
    let mut fields = vec![
        Field::new("value", Some(&old.value), Some(&new.value)),
        Field::new("words", Some(&old.words), Some(&new.words)),
    ];
    if old.subject != new.subject {
        fields.push(Field::new("about", Some(&old.subject), Some(&new.subject)));
    }
    if old.voice != new.voice {
        fields.push(Field::new("voice", Some(&old.voice), Some(&new.voice)));
    }
    let (from, to) = (place(old), place(new));
    if from != to {
        fields.push(Field::new("position", Some(&from), Some(&to)));
    }
    // If one side has no subject, use the other.
    change(if new.subject.is_empty() { old } else { new }, what, fields)
}

fn single(claim: &ClaimEntry, what: What) -> Change {
    let place = place(claim);
    let all = [("value", &claim.value), ("words", &claim.words), ("voice", &claim.voice), ("position", &place)];
    let fields = all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        let value = Some(value.as_str());
        if what == What::Added { Field::new(name, None, value) } else { Field::new(name, value, None) }
    });
    change(claim, what, fields.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(kind: &str, subject: &str, value: &str, start: u64) -> ClaimEntry {
        let text = str::to_owned;
        let words = format!("words {value}");
        let end = start + words.len() as u64;
        let (kind, subject, label, value) = (text(kind), text(subject), subject.to_uppercase(), text(value));
        ClaimEntry { kind, subject, label, value, words, voice: text("v"), start, end }
    }

    fn changes(old: &[ClaimEntry], new: &[ClaimEntry]) -> Vec<String> {
        let mut found = Vec::new();
        compare(old.to_vec(), new.to_vec(), &mut |c: Change| {
            let value = c.fields.iter().find(|f| f.name == "value").unwrap().clone();
            let [old, new] = [value.old, value.new].map(Option::unwrap_or_default);
            found.push(format!("{} {} {old}>{new}", c.change, c.subject.id));
            Ok(())
        })
        .unwrap();
        found.sort();
        found
    }

    #[test]
    fn the_surest_pairs_are_made_first() {
        let area = |subject, value, start| claim("area", subject, value, start);
        for (old, new, expected) in [
            (vec![area("a", "1", 0)], vec![area("a", "1", 0)], vec![]),
            (vec![area("a", "1", 0)], vec![area("a", "1", 9)], vec!["moved a 1>1"]),
            (vec![area("a", "1", 0)], vec![area("a", "2", 0)], vec!["changed a 1>2"]),
            (vec![area("a", "1", 0)], vec![area("b", "2", 0)], vec!["added b >2", "withdrawn a 1>"]),
            (vec![area("a", "1", 0)], vec![area("b", "1", 0)], vec!["changed b 1>1"]),
            (vec![area("a", "1", 0)], vec![claim("time", "a", "1", 0)], vec!["added a >1", "withdrawn a 1>"]),
            // One of two claims was withdrawn: the other is not a change of it.
            (
                vec![area("a", "1", 0), area("a", "2", 20)],
                vec![area("a", "2", 0)],
                vec!["moved a 2>2", "withdrawn a 1>"],
            ),
            (
                vec![area("a", "1", 0), area("a", "1", 20)],
                vec![area("a", "1", 20), area("a", "3", 40)],
                vec!["changed a 1>3"],
            ),
        ] {
            assert_eq!(changes(&old, &new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn there_and_back_is_the_mirror_image() {
        let side = |seed: u64| -> Vec<ClaimEntry> {
            let mut state = seed;
            let mut next = |below: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % below
            };
            (0..12)
                .map(|n| {
                    let (kind, subject) = (["area", "time"][next(2) as usize], ["a", "b", "c"][next(3) as usize]);
                    claim(kind, subject, &next(4).to_string(), n * 10 + next(3))
                })
                .collect()
        };
        for seed in 0..200 {
            let (old, new) = (side(seed), side(seed + 1000));
            assert_eq!(changes(&old, &old), Vec::<String>::new());
            let count = |changes: &[String], what: &str| changes.iter().filter(|t| t.starts_with(what)).count();
            let (there, back) = (changes(&old, &new), changes(&new, &old));
            for (what, mirrored) in
                [("added", "withdrawn"), ("withdrawn", "added"), ("changed", "changed"), ("moved", "moved")]
            {
                assert_eq!(count(&there, what), count(&back, mirrored), "{seed} {what}");
            }
        }
    }
}
