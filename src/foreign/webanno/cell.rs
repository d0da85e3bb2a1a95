//! Cells of WebAnno TSV: stacked values with numbers, references to tokens, and characters that are escaped.

/// A reference to the annotation on a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The token, or part of a token.
    pub(super) unit: String,
    /// The number of the annotation; of a relation, that of its source.
    pub(super) number: Option<usize>,
    /// Of a relation, the number of its target.
    pub(super) second: Option<usize>,
}

impl Target {
    /// Reads `2-31`, `2-31[4]` or `2-31[6_7]`. The number 0 is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (unit, numbers) = match text.split_once('[') {
            Some((unit, rest)) => (unit, rest.strip_suffix(']')?),
            None => (text, ""),
        };
        let mut numbers = numbers.split('_').map(|number| number.parse().ok().filter(|number| *number > 0));
        let is_unit = unit.split_once('-').is_some_and(|(sentence, token)| {
            let is_number = |c: char| c.is_ascii_digit() || c == '.';
            !sentence.is_empty() && !token.is_empty() && sentence.chars().chain(token.chars()).all(is_number)
        });
        let (number, second) = (numbers.next().flatten(), numbers.next().flatten());
        is_unit.then(|| Self { unit: unit.to_owned(), number, second })
    }
}

/// The parts of a cell between separators that are not escaped.
pub(super) fn split(cell: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut from, mut is_escaped) = (Vec::new(), 0, false);
    for (at, c) in cell.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if c == separator {
            parts.push(&cell[from..at]);
            from = at + c.len_utf8();
        }
    }
    parts.push(&cell[from..]);
    parts
}

/// A value and the number behind it.
pub(super) fn numbered(entry: &str) -> (&str, Option<usize>) {
    let is_escaped = |before: &str| (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    entry
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
        .filter(|(value, _)| !is_escaped(value))
        .and_then(|(value, number)| Some((value, Some(number.parse().ok()?))))
        .unwrap_or((entry, None))
}

/// The value of a feature; `None` if it has none.
pub(super) fn value(written: &str) -> Option<String> {
    if matches!(written, "*" | "_" | "") { None } else { Some(unescaped(written, false)) }
}

/// A text without escapes; those of Java are also `\uXXXX`.
pub(super) fn unescaped(written: &str, is_java: bool) -> String {
    if !written.contains('\\') {
        return written.to_owned();
    }
    let mut out: Vec<u16> = Vec::with_capacity(written.len());
    let mut buffer = [0; 2];
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some('b') => '\u{8}',
                Some('u') if is_java => {
                    // Two of them may be one character.
                    let digits: String = chars.as_str().trim_start_matches('u').chars().take(4).collect();
                    if let (4, Ok(unit)) = (digits.len(), u16::from_str_radix(&digits, 16)) {
                        let rest = chars.as_str().trim_start_matches('u');
                        chars = rest[4..].chars();
                        out.push(unit);
                        continue;
                    }
                    'u'
                }
                Some(other) => other,
                None => '\\',
            },
            c => c,
        };
        out.extend_from_slice(c.encode_utf16(&mut buffer));
    }
    String::from_utf16_lossy(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_separators_and_numbers_are_values() {
        assert_eq!(split(r"a\|b|c\\|d", '|'), [r"a\|b", r"c\\", "d"]);
        assert_eq!(numbered("PER[12]"), ("PER", Some(12)));
        assert_eq!(numbered(r"x\[1\]"), (r"x\[1\]", None));
        assert_eq!(numbered(r"x\[1]"), (r"x\[1]", None));
        assert_eq!(numbered(r"x\\[1]"), (r"x\\", Some(1)));
        assert_eq!(numbered("a[b]"), ("a[b]", None));
        assert_eq!(value(r"a\_b \-> c\*\\"), Some(r"a_b -> c*\".to_owned()));
        assert_eq!((value("*"), value("_"), value(r"\*")), (None, None, Some("*".to_owned())));
        assert_eq!(unescaped(r"\uD83C\uDF09 \u00e9 \uXY", true), "🌉 é uXY");
        assert_eq!(unescaped(r"\u00e9", false), "u00e9");
    }

    #[test]
    fn references_have_a_token_and_numbers() {
        let target = |unit: &str, number, second| Some(Target { unit: unit.to_owned(), number, second });
        assert_eq!(Target::read("2-31"), target("2-31", None, None));
        assert_eq!(Target::read("2-3.1[4]"), target("2-3.1", Some(4), None));
        assert_eq!(Target::read("2-31[0_7]"), target("2-31", None, Some(7)));
        assert_eq!(Target::read("2"), None);
        assert_eq!(Target::read("2-3[4"), None);
        assert_eq!(Target::read("a-b"), None);
    }
}
