//! Which delimiter a file has. Each that people use is tried on the first rows: the right one cuts them into the same
//! number of values. Two that fit equally well are a question, and not a guess.

use super::scan::{Marks, Scanned, Scanner, line};
use crate::base::text::Problem;

/// The delimiters that are tried.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Maximum length of the text that is tried, in bytes.
pub(super) const TRIED: usize = 1 << 18;
/// Maximum number of rows that are tried.
const TRIED_ROWS: usize = 200;

/// How well a delimiter fits: whether it cuts rows into the same number of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It does not occur.
    Absent,
    /// Fewer than half of the rows.
    Few,
    /// Half of the rows: others are titles and notes.
    Half,
    /// Four of five rows: others are ragged.
    Most,
    /// All rows.
    All,
}

/// The delimiter that the first line of a text says, as spreadsheets write it: `sep=;`.
pub(super) fn declared(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, rest @ ..] => {
            let is_line = matches!(rest.first(), None | Some(b'\n' | b'\r'));
            let is_mark = delimiter.is_ascii_punctuation() && *delimiter != b'"' || matches!(delimiter, b' ' | b'\t');
            (is_line && is_mark).then_some(*delimiter)
        }
        _ => None,
    }
}

/// The delimiter of a text, `None` if none occurs in it. `is_whole` says that nothing follows the text, `preferred` is
/// the delimiter that the name of the file promises.
pub(super) fn find(
    text: &str,
    is_whole: bool,
    marks: Marks,
    comment: Option<&str>,
    preferred: Option<u8>,
) -> Result<Option<u8>, Problem> {
    let fits = CANDIDATES.map(|delimiter| {
        let marks = Marks { delimiter: Some(delimiter), ..marks };
        (delimiter, fit(text, is_whole, &Scanner::new(marks), comment))
    });
    let best = fits.iter().map(|(_, fit)| *fit).max().unwrap_or(Fit::Absent);
    if best == Fit::Absent {
        return Ok(None);
    }
    if let Some((delimiter, _)) = fits.iter().find(|(d, fit)| Some(*d) == preferred && *fit >= Fit::Half) {
        return Ok(Some(*delimiter));
    }
    // The only one that there is, in a table whose rows are ragged from its first on: they are reported one by one.
    let mut present = fits.iter().filter(|(_, fit)| *fit != Fit::Absent);
    if let (Some((delimiter, _)), None) = (present.next(), present.next())
        && first_row(text, comment).contains(char::from(*delimiter))
    {
        return Ok(Some(*delimiter));
    }
    let fitting: Vec<u8> = fits.iter().filter(|(_, fit)| *fit == best).map(|(delimiter, _)| *delimiter).collect();
    match fitting[..] {
        [delimiter] if best >= Fit::Half => Ok(Some(delimiter)),
        _ => Err(undecided(&fitting, best)),
    }
}

/// The first row that is no comment, as far as its first line goes.
fn first_row<'t>(text: &'t str, comment: Option<&str>) -> &'t str {
    let is_comment = |line: &str| comment.is_some_and(|comment| !comment.is_empty() && line.starts_with(comment));
    text.lines().find(|line| !line.trim().is_empty() && !is_comment(line)).unwrap_or_default()
}

/// How well a delimiter fits a text.
fn fit(text: &str, is_whole: bool, scanner: &Scanner, comment: Option<&str>) -> Fit {
    let mut widths = Vec::new();
    let mut fields = Vec::new();
    let mut rest = text;
    let mut is_faulty = false;
    while !rest.is_empty() && widths.len() < TRIED_ROWS {
        if comment.is_some_and(|comment| !comment.is_empty() && rest.starts_with(comment)) {
            let Some(end) = line(rest, is_whole) else { break };
            rest = &rest[end..];
            continue;
        }
        let scanned = scanner.record(rest, is_whole, &mut fields);
        match scanned {
            Scanned::Record { end, .. } => {
                let is_blank_line = fields.len() == 1 && fields[0].range == (0..0);
                widths.extend((!is_blank_line).then_some(fields.len()));
                rest = &rest[end..];
            }
            // Of a first row that is longer than the text, or has too many values, its beginning must do.
            Scanned::Part | Scanned::Wrong(_) => {
                is_faulty = matches!(scanned, Scanned::Wrong(_));
                if widths.is_empty() && !fields.is_empty() {
                    widths.push(fields.len() + 1);
                }
                break;
            }
        }
    }
    let commonest = widths.iter().filter(|width| **width > 1).map(|width| {
        let rows = widths.iter().filter(|other| *other == width).count();
        (rows, *width)
    });
    let Some((rows, _)) = commonest.max() else { return Fit::Absent };
    match widths.len() {
        all if rows == all && !is_faulty => Fit::All,
        all if rows * 5 >= all * 4 && !is_faulty => Fit::Most,
        all if rows * 2 >= all => Fit::Half,
        _ => Fit::Few,
    }
}

/// The question which of several delimiters it is.
fn undecided(fitting: &[u8], best: Fit) -> Problem {
    let shown: Vec<String> =
        fitting.iter().map(|delimiter| format!("{:?}", char::from(*delimiter).to_string())).collect();
    let first = shown.iter().map(|delimiter| format!("`delimiter = {delimiter}`")).collect::<Vec<_>>().join(" or ");
    Problem {
        at: None,
        value: shown.join(" "),
        what: if best >= Fit::Half {
            "each of these may be the delimiter: each cuts the first rows into the same number of values".to_owned()
        } else {
            "it is not clear what the delimiter is: none cuts the first rows into the same number of values".to_owned()
        },
        rule: "the rows of a table have the same number of values",
        help: format!(
            "write {first} in `[[table]]`; for a file with one column, a delimiter that does not occur in it"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTED: Marks = Marks { delimiter: None, quote: Some(b'"'), escape: None };

    fn found(text: &str) -> Result<Option<char>, String> {
        find(text, true, QUOTED, Some("#"), None).map(|d| d.map(char::from)).map_err(|problem| problem.value)
    }

    #[test]
    fn the_delimiter_cuts_rows_alike() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", Some(',')),
            ("name;area\nAlba;1,5\nBran;2,25\n", Some(';')),
            ("name\tnote\nAlba\tnear x, y\nBran\tnear z\n", Some('\t')),
            ("a|b|c\n1|2|3\n", Some('|')),
            ("\"x;y\",\"z\"\n\"1;2\",3\n", Some(',')),
            ("\"a\";\"b\"\n\"1,5\";\"2,5\"\n", Some(';')),
            ("Areas, by district\n\n# a, b, c\nname;area;date\nAlba;1;2\nBran;2;3\n", Some(';')),
            ("name,variants\nAlba,Al;Alb\nBran,B\nCarn,C;D;E\n", Some(',')),
            ("Alba\nBran\n", None),
            ("", None),
            (",,,\n,\"Title, long\",,\na,b,c,d\n", Some(',')),
        ] {
            assert_eq!(found(text), Ok(delimiter), "{text:?}");
        }
    }

    #[test]
    fn the_first_line_may_say_it() {
        for (text, delimiter) in [
            ("sep=;\na;b\n", Some(b';')),
            ("SEP=\t\r\na", Some(b'\t')),
            ("sep=\na", None),
            ("sep=,b\n", None),
            ("sep", None),
        ] {
            assert_eq!(declared(text), delimiter, "{text:?}");
        }
    }

    #[test]
    fn a_tie_is_a_question() {
        assert_eq!(found("1,5;2\n3,5;4\n"), Err("\",\" \";\"".to_owned()));
        assert_eq!(found("Alba\nBran\nCarn, the old\nDorn\n"), Err("\",\"".to_owned()));
        let problem = find("a\tb, c\n1\t2, 3\n", true, QUOTED, None, None).unwrap_err();
        assert!(problem.help.starts_with("write `delimiter = \",\"` or `delimiter = \"\\t\"` in `[[table]]`"));
        assert_eq!(find("a\tb, c\n1\t2, 3\n", true, QUOTED, None, Some(b'\t')), Ok(Some(b'\t')));
    }
}
