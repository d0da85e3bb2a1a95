//! Selectors. Several in a list select the same words in several ways; one in `refinedBy` selects within what the other
//! selects.

use super::super::json::Item;
use super::super::model::Part;
use super::super::note::Note;

/// Maximum depth of refinements in each other.
const MAX_DEPTH: usize = 8;

/// What a target selects; `None` if it selects the whole document.
pub(super) fn part(target: &Item<'_>) -> Result<Option<Part>, Note> {
    let selectors = target.all("selector");
    let mut merged: Option<Part> = None;
    let mut unknown = None;
    for selector in &selectors {
        let Some(part) = one(selector, 0)? else {
            unknown = Some(selector);
            continue;
        };
        merged = Some(merge(merged, part).ok_or_else(|| target.wrong("its selectors contradict each other"))?);
    }
    match (&merged, unknown) {
        (None, Some(selector)) => Err(selector.wrong(
            "selectors of this type point into a page or a tree, not into a text; a TextQuoteSelector beside it would do",
        )),
        _ => Ok(merged),
    }
}

/// Two ways to select the same words; `None` if they differ.
fn merge(before: Option<Part>, part: Part) -> Option<Part> {
    let Some(before) = before else { return Some(part) };
    fn either<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
        if a.is_some() && b.is_some() && a != b { None } else { Some(a.or(b)) }
    }
    Some(Part {
        offsets: either(before.offsets, part.offsets)?,
        words: either(before.words, part.words)?,
        prefix: either(before.prefix, part.prefix)?,
        suffix: either(before.suffix, part.suffix)?,
    })
}

/// What one selector selects; `None` if it is of a type that does not point into a text.
fn one(selector: &Item<'_>, depth: usize) -> Result<Option<Part>, Note> {
    if depth > MAX_DEPTH {
        return Err(selector.wrong("refinements are nested too deeply"));
    }
    let kind = selector.any(&["type", "@type"]).and_then(|kind| kind.text()).unwrap_or_default();
    let own = match kind.trim_start_matches("oa:") {
        "TextPositionSelector" => {
            let offsets = selector.offsets("start", "end")?;
            let offsets = offsets.ok_or_else(|| selector.wrong("this position has no start and no end"))?;
            Some(Part { offsets: Some(offsets), ..Part::default() })
        }
        "TextQuoteSelector" => {
            let words =
                selector.text_of("exact").ok_or_else(|| selector.wrong("this quotation has no `exact` words"))?;
            let around = |key| selector.text_of(key).map(str::to_owned);
            Some(Part {
                offsets: None,
                words: Some(words.to_owned()),
                prefix: around("prefix"),
                suffix: around("suffix"),
            })
        }
        // RFC 5147.
        "FragmentSelector" => selector.text_of("value").and_then(fragment).map(|(start, end)| Part::at(start, end)),
        _ => None,
    };
    let Some(inner) = selector.get("refinedBy") else { return Ok(own) };
    let mut refined: Option<Part> = None;
    for inner in inner.each() {
        let Some(inner_part) = one(&inner, depth + 1)? else { continue };
        refined = Some(merge(refined, inner_part).ok_or_else(|| inner.wrong("its selectors contradict each other"))?);
    }
    match (own, refined) {
        (own, None) => Ok(own),
        // Positions count within an element that cannot be found in a text; words can be looked for.
        (None, Some(inner)) => Ok(inner.words.is_some().then_some(Part { offsets: None, ..inner })),
        (Some(outer), Some(inner)) => refine(outer, inner)
            .map(Some)
            .ok_or_else(|| selector.wrong("what refines this selector does not lie within what it selects")),
    }
}

/// What is selected within what is selected.
fn refine(outer: Part, inner: Part) -> Option<Part> {
    let Some(words) = &outer.words else {
        // Within a position: offsets count from its start. Words without offsets are looked for within it.
        let (start, end) = outer.offsets?;
        let offsets = match inner.offsets {
            Some((from, to)) => (start.checked_add(from)?, start.checked_add(to)?),
            None => (start, end),
        };
        return (offsets.1 <= end).then_some(Part { offsets: Some(offsets), ..inner });
    };
    // Within a quotation: the part of its words.
    let found = match (&inner.words, inner.offsets) {
        (Some(part), None) => {
            let mut places = words.match_indices(part.as_str());
            let (at, _) = places.next()?;
            if part.is_empty() || places.next().is_some() {
                return None;
            }
            at..at + part.len()
        }
        (part, Some((from, to))) => {
            let byte = |point: usize| words.char_indices().map(|(at, _)| at).chain([words.len()]).nth(point);
            let range = byte(from).zip(byte(to)).map(|(from, to)| from..to).filter(|range| range.start < range.end);
            match (range, part) {
                (Some(range), None) => range,
                (Some(range), Some(part)) if words[range.clone()] == **part => range,
                // Not by the Recommendation, but written: the position of the same words in the whole text.
                _ => {
                    return Some(Part {
                        offsets: Some((from, to)),
                        words: part.clone().or_else(|| Some(words.clone())),
                        ..outer
                    });
                }
            }
        }
        (None, None) => return Some(outer),
    };
    let around = |own: Option<&str>, rest: &str, is_before: bool| {
        let own = own.unwrap_or_default();
        Some(if is_before { format!("{own}{rest}") } else { format!("{rest}{own}") })
    };
    Some(Part {
        offsets: None,
        prefix: around(outer.prefix.as_deref(), &words[..found.start], true),
        suffix: around(outer.suffix.as_deref(), &words[found.end..], false),
        words: Some(words[found].to_owned()),
    })
}

/// The range of a fragment identifier for texts: `char=65,71`, perhaps with checks behind it.
pub(in super::super) fn fragment(value: &str) -> Option<(usize, usize)> {
    let range = value.trim_start_matches('#').strip_prefix("char=")?.split(';').next()?;
    let (start, end) = range.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::super::note::FilePlace;
    use super::*;

    fn part_of(target: &str) -> Result<Option<Part>, String> {
        let value = serde_json::from_str(target).unwrap();
        part(&Item { value: &value, at: FilePlace::default() }).map_err(|note| note.what)
    }

    #[test]
    fn lists_are_alternatives_and_refinements_lie_within() {
        let both = part_of(
            r#"{"selector": [{"type": "TextQuoteSelector", "exact": "Orel", "prefix": "in "}, {"type": "TextPositionSelector", "start": 3, "end": 7}]}"#,
        );
        let both = both.unwrap().unwrap();
        assert_eq!(
            (both.offsets, both.words.as_deref(), both.prefix.as_deref()),
            (Some((3, 7)), Some("Orel"), Some("in "))
        );
        let inner = r#"{"selector": {"type": "TextPositionSelector", "start": 10, "end": 20, "refinedBy": {"type": "TextPositionSelector", "start": 2, "end": 6}}}"#;
        assert_eq!(part_of(inner).unwrap().unwrap(), Part::at(12, 16));
        let beyond = inner.replace("\"end\": 6", "\"end\": 16");
        assert!(part_of(&beyond).unwrap_err().contains("does not lie within"));
        let words = r#"{"selector": {"type": "TextQuoteSelector", "exact": "Mayor Ann Orlo of Orel", "suffix": ".", "refinedBy": {"type": "TextQuoteSelector", "exact": "Ann Orlo"}}}"#;
        let words = part_of(words).unwrap().unwrap();
        assert_eq!(
            (words.words.as_deref(), words.prefix.as_deref(), words.suffix.as_deref()),
            (Some("Ann Orlo"), Some("Mayor "), Some(" of Orel."))
        );
        let within = part_of(
            r#"{"selector": {"type": "XPathSelector", "value": "/p", "refinedBy": [{"type": "TextPositionSelector", "start": 2, "end": 6}, {"type": "TextQuoteSelector", "exact": "Orel"}]}}"#,
        );
        assert_eq!(within.unwrap().unwrap(), Part::default().with_words("Orel"));
        let same = part_of(
            r#"{"selector": {"type": "TextQuoteSelector", "exact": "Orel", "refinedBy": {"type": "TextPositionSelector", "start": 120, "end": 124}}}"#,
        );
        assert_eq!(same.unwrap().unwrap(), Part::at(120, 124).with_words("Orel"));
        assert_eq!(
            part_of(r#"{"selector": {"type": "FragmentSelector", "value": "char=65,71"}}"#).unwrap(),
            Some(Part::at(65, 71))
        );
    }

    #[test]
    fn what_selects_no_words_is_told() {
        assert_eq!(part_of(r#"{"source": "x"}"#).unwrap(), None);
        assert!(
            part_of(r#"{"selector": {"type": "XPathSelector", "value": "/p[1]"}}"#)
                .unwrap_err()
                .contains("point into a page")
        );
        assert!(
            part_of(r#"{"selector": {"type": "TextPositionSelector", "start": -3, "end": 1}}"#)
                .unwrap_err()
                .contains("whole numbers")
        );
        assert!(
            part_of(r#"{"selector": {"type": "TextPositionSelector", "start": 3}}"#)
                .unwrap_err()
                .contains("whole numbers")
        );
        assert!(part_of(r#"{"selector": {"type": "TextQuoteSelector"}}"#).unwrap_err().contains("exact"));
        assert!(part_of(r#"{"selector": [{"type": "TextPositionSelector", "start": 3, "end": 7}, {"type": "TextPositionSelector", "start": 4, "end": 7}]}"#).unwrap_err().contains("contradict"));
    }
}
