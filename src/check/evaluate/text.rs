//! Texts of gold: paragraphs, tokens joined to a text, and whether a mention is a name.

use crate::base::text::{Position, Problem};
use std::ops::Range;

/// Length of a line, in bytes, from which it counts as a paragraph and not as a wrapped line.
const LONG_LINE: usize = 160;

/// The paragraphs of a text: separated by empty lines, or each line if lines are long.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut flush = |block: &mut Vec<Range<usize>>| {
        if block.iter().any(|l| l.len() > LONG_LINE) {
            paragraphs.append(block);
        } else if let (Some(first), Some(last)) = (block.first(), block.last()) {
            paragraphs.push(first.start..last.end);
            block.clear();
        }
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            flush(&mut block);
        } else {
            let from = start + (line.len() - line.trim_start().len());
            block.push(from..from + trimmed.len());
        }
        start += line.len();
    }
    flush(&mut block);
    paragraphs
}

/// Joins tokens with usual spacing: no space before a comma, none inside brackets and quotation marks. Escaped brackets and
/// quotation marks of the Penn Treebank are replaced.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The text so far.
    pub(super) text: String,
    glue: bool,
    quoted: bool,
}

impl Joined {
    /// Adds a token; returns its range.
    pub(super) fn push(&mut self, token: &str, first: bool) -> Range<usize> {
        let written = match token {
            "``" => "“",
            "''" => "”",
            "-LRB-" => "(",
            "-RRB-" => ")",
            "-LSB-" => "[",
            "-RSB-" => "]",
            other => other,
        };
        if first {
            (self.glue, self.quoted) = (true, false);
        }
        let straight = written == "\"";
        let closes = straight && self.quoted;
        if !(self.glue || closes || leans_back(written)) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(written);
        self.glue = matches!(written, "(" | "[" | "{" | "$" | "£" | "€" | "“" | "‘" | "«") || (straight && !closes);
        self.quoted ^= straight;
        start..self.text.len()
    }
}

/// Whether a token is written without a space after the one before it.
fn leans_back(token: &str) -> bool {
    matches!(
        token,
        "." | ","
            | ";"
            | ":"
            | "!"
            | "?"
            | ")"
            | "]"
            | "}"
            | "%"
            | "”"
            | "»"
            | "…"
            | "'s"
            | "'S"
            | "’s"
            | "'"
            | "’"
            | "'re"
            | "'ve"
            | "'d"
            | "'ll"
            | "'m"
            | "n't"
            | "n’t"
            | "’re"
            | "’ve"
            | "’d"
            | "’ll"
            | "’m"
    )
}

/// Why a mention is not a name; `None` if it is a name.
pub(super) fn no_name(mention: &str) -> Option<&'static str> {
    let words: Vec<&str> = mention.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let is = |word: &str, list: &str| list.split_whitespace().any(|w| w.eq_ignore_ascii_case(word));
    if words.is_empty() {
        return Some("nominal");
    }
    if words.iter().all(|w| is(w, PRONOUNS)) {
        return Some("pronominal");
    }
    let capital = |w: &str| w.chars().any(|c| c.is_uppercase() || c.is_numeric());
    let caseless = |w: &str| w.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    let lower = |w: &&&str| !capital(w) && !caseless(w) && !is(w, WITHIN_NAMES);
    let named = words.iter().any(|w| (capital(w) || caseless(w)) && !is(w, "a an the this that these those"));
    (!named || words.iter().find(|w| lower(w)).is_some()).then_some("nominal")
}

const PRONOUNS: &str = "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its \
    itself we us our ours ourselves they them their theirs themselves who whom whose which that this these those one ones \
    both all some many others another each everyone everybody anyone anybody someone somebody no nobody none here there \
    where what whoever either neither";
const WITHIN_NAMES: &str = "of the and for in on at to by de la le les du des del della di da do dos das von van der den ter \
    el al bin ibn ben y e und et a an s d l";

/// A span without the article before it and the possessive after it.
pub(crate) fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let mut start = range.start;
    let first = words.split(char::is_whitespace).next().unwrap_or_default();
    if ["the", "a", "an"].iter().any(|a| a.eq_ignore_ascii_case(first)) && first.len() < words.trim_end().len() {
        let rest = &words[first.len()..];
        start += first.len() + (rest.len() - rest.trim_start().len());
    }
    let mut end = range.end;
    for ending in ["'s", "’s", "'", "’"] {
        if let Some(rest) = text[start..end].strip_suffix(ending).filter(|r| !r.trim_end().is_empty()) {
            end = start + rest.trim_end().len();
            break;
        }
    }
    start..end
}

/// The byte offset of each code point of a text, and of its end.
pub(super) fn code_points(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Converts a range of code points to bytes; an error message if it is invalid.
pub(super) fn bytes(points: &[usize], start: usize, end: usize, at: Position) -> Result<Range<usize>, Problem> {
    let length = points.len() - 1;
    if start < end && end <= length {
        return Ok(points[start]..points[end]);
    }
    Err(Problem {
        at: Some(at),
        value: format!("{start}-{end}"),
        what: if start < end {
            format!("the text has only {length} code points")
        } else {
            "this span is empty".to_owned()
        },
        rule: "a span is a half-open range of code points within its text",
        help: "count in Unicode code points, not in bytes or UTF-16 units".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_joined_as_people_write() {
        for (tokens, expected) in [
            ("He said : \" We agreed , \" and left .", "He said: \"We agreed,\" and left."),
            ("`` No , '' the firm 's CEO did n't say -LRB- yet -RRB- .", "“No,” the firm's CEO didn't say (yet)."),
            ("It cost $ 5 , or 3 % more", "It cost $5, or 3% more"),
        ] {
            let mut joined = Joined::default();
            tokens.split(' ').enumerate().for_each(|(n, t)| {
                joined.push(t, n == 0);
            });
            assert_eq!(joined.text, expected);
        }
    }

    #[test]
    fn names_are_distinguished_from_other_mentions() {
        for (mention, expected) in [
            ("Northern Bank", None),
            ("the Bank of the North", None),
            ("eBay", None),
            ("the 787", None),
            ("the airframer", Some("nominal")),
            ("Northern chief executive Ann Lee", Some("nominal")),
            ("themselves", Some("pronominal")),
            ("Their", Some("pronominal")),
            ("北京", None),
            ("...", Some("nominal")),
        ] {
            assert_eq!(no_name(mention), expected, "{mention}");
        }
    }

    #[test]
    fn articles_and_possessives_are_left_aside() {
        for (text, expected) in [
            ("The OSCE's", "OSCE"),
            ("the", "the"),
            ("a  Lee", "Lee"),
            ("Lee ’s", "Lee"),
            ("Theo", "Theo"),
            ("'s", "'s"),
            ("the 's", "'s"),
        ] {
            assert_eq!(&text[trimmed(text, &(0..text.len()))], expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_are_blocks_or_long_lines() {
        let long = "word ".repeat(40);
        let text = format!("A head\nof two lines\n\n{long}\n{long}\n\n last ");
        let found: Vec<usize> = paragraphs(&text).iter().map(Range::len).collect();
        assert_eq!(found, [19, 199, 199, 4]);
    }
}
