//! Conditional requests and single byte ranges (RFC 9110, sections 13 and 14). Other ranges (several ranges, other units) are
//! answered with the whole file, as the RFC allows.

/// The conditional headers of a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    /// `If-None-Match`
    pub none_match: Option<&'a str>,
    /// `Range`
    pub range: Option<&'a str>,
    /// `If-Range`
    pub if_range: Option<&'a str>,
}

/// The part of a file to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The whole file.
    Whole,
    /// Nothing: the client has the file (304).
    Known,
    /// The bytes from the first to the last, inclusive.
    Bytes(u64, u64),
    /// Nothing: the file ends before the range begins (416).
    Beyond,
}

/// The part to send of a file. `tag` is its entity tag with quotation marks, `length` its length in bytes.
pub fn part(given: Conditions<'_>, tag: &str, length: u64) -> Part {
    let has = |known: &str| known == "*" || known.split(',').any(|t| t.trim().trim_start_matches("W/") == tag);
    if given.none_match.is_some_and(|known| has(known.trim())) {
        return Part::Known;
    }
    // A date does not match an entity tag; the whole file is sent.
    if given.if_range.is_some_and(|known| known.trim() != tag) {
        return Part::Whole;
    }
    given.range.and_then(|range| bytes(range, length)).unwrap_or(Part::Whole)
}

fn bytes(range: &str, length: u64) -> Option<Part> {
    let (from, to) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number =
        |text: &str| -> Option<u64> { text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten() };
    let last = length.checked_sub(1);
    Some(match (from, to) {
        ("", count) => match (number(count)?, last) {
            (0, _) | (_, None) => Part::Beyond,
            (count, Some(last)) => Part::Bytes(length.saturating_sub(count), last),
        },
        (from, to) => {
            let from = number(from)?;
            let to = if to.is_empty() { u64::MAX } else { number(to)? };
            match last {
                _ if to < from => return None,
                Some(last) if from <= last => Part::Bytes(from, to.min(last)),
                _ => Part::Beyond,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        for (known, expected) in [
            ("\"a\"", Part::Known),
            ("\"b\", W/\"a\"", Part::Known),
            ("*", Part::Known),
            ("\"b\"", Part::Whole),
            ("a", Part::Whole),
            ("", Part::Whole),
        ] {
            let given = Conditions { none_match: Some(known), ..Conditions::default() };
            assert_eq!(part(given, "\"a\"", 10), expected, "{known}");
        }
    }

    #[test]
    fn one_range_of_bytes() {
        for (range, length, expected) in [
            ("bytes=0-0", 10, Part::Bytes(0, 0)),
            ("bytes=2-", 10, Part::Bytes(2, 9)),
            ("bytes=2-99999999999999999999", 10, Part::Whole),
            ("bytes=2-99", 10, Part::Bytes(2, 9)),
            ("bytes=-3", 10, Part::Bytes(7, 9)),
            ("bytes=-30", 10, Part::Bytes(0, 9)),
            ("bytes=-0", 10, Part::Beyond),
            ("bytes=10-", 10, Part::Beyond),
            ("bytes=0-", 0, Part::Beyond),
            ("bytes=-1", 0, Part::Beyond),
            ("bytes=5-2", 10, Part::Whole),
            ("bytes=0-1,3-4", 10, Part::Whole),
            ("bytes=+1-2", 10, Part::Whole),
            ("bytes=-", 10, Part::Whole),
            ("lines=0-1", 10, Part::Whole),
            ("", 10, Part::Whole),
        ] {
            let given = Conditions { range: Some(range), ..Conditions::default() };
            assert_eq!(part(given, "\"a\"", length), expected, "{range} of {length}");
            let since = Conditions { if_range: Some("\"a\""), ..given };
            assert_eq!(part(since, "\"a\"", length), expected, "{range} of {length}");
            let since = Conditions { if_range: Some("W/\"a\""), ..given };
            assert_eq!(part(since, "\"a\"", length), Part::Whole, "{range} of {length}");
        }
    }
}
