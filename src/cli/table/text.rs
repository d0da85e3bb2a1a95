//! Text in columns of a terminal: width and line breaks.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of the widest line.
pub(super) fn width(text: &str) -> usize {
    text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or_default()
}

/// Breaks a text into lines of at most this width. Lines break at spaces, after the hyphen of a compound, and beside wide characters,
/// which are written without spaces; a word that is longer than a line breaks where the line ends.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for (space, piece) in pieces(paragraph) {
            let gap = if line.is_empty() { "" } else { space };
            if !line.is_empty() && line.width() + gap.width() + piece.width() > width {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push_str(gap);
            }
            for grapheme in piece.graphemes(true) {
                if !line.is_empty() && line.width() + grapheme.width() > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(grapheme);
            }
        }
        lines.push(line);
    }
    lines
}

/// The width of the longest part of a text in which no line should break.
pub(super) fn longest_word(text: &str) -> usize {
    text.split('\n').flat_map(pieces).map(|(_, piece)| piece.width()).max().unwrap_or_default()
}

/// The parts between which a line may break, each with the space before it.
fn pieces(line: &str) -> Vec<(&str, &str)> {
    let mut pieces = Vec::new();
    let (mut space, mut start) = (0, 0);
    let mut was_wide = false;
    for (at, grapheme) in line.grapheme_indices(true) {
        let is_space = grapheme == " ";
        let is_wide = !is_space && grapheme.width() > 1;
        if is_space {
            if start < at && !line[start..at].trim().is_empty() {
                pieces.push((&line[space..start], &line[start..at]));
                space = at;
            }
            start = at + 1;
        } else if start < at
            && (is_wide || was_wide || is_after_hyphen(&line[start..at], grapheme))
            && !is_closing(grapheme)
        {
            pieces.push((&line[space..start], &line[start..at]));
            (space, start) = (at, at);
        }
        was_wide = is_wide;
    }
    if start < line.len() {
        pieces.push((&line[space..start], &line[start..]));
    }
    pieces
}

/// Whether a hyphen stands between two letters, as in a compound; a range of years does not count.
fn is_after_hyphen(before: &str, grapheme: &str) -> bool {
    let compound = before.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic));
    compound && grapheme.starts_with(char::is_alphabetic)
}

/// Whether a grapheme is punctuation that must not begin a line.
fn is_closing(grapheme: &str) -> bool {
    grapheme.chars().all(|c| "、。，．・：；？！）」』】〉》”’.,;:!?)]}".contains(c))
}

/// An IRI in at most this width: its start and its end, which distinguish it from others, with an ellipsis between them.
pub(super) fn shortened(iri: &str, width: usize) -> String {
    if iri.width() <= width || width < 5 {
        return iri.to_owned();
    }
    let room = width - 1;
    let (mut start, mut end) = (String::new(), Vec::new());
    for grapheme in iri.graphemes(true) {
        if start.width() + grapheme.width() > room.div_ceil(2) {
            break;
        }
        start.push_str(grapheme);
    }
    let mut taken = start.width();
    for grapheme in iri.graphemes(true).rev() {
        taken += grapheme.width();
        if taken > room {
            break;
        }
        end.push(grapheme);
    }
    end.reverse();
    format!("{start}…{}", end.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("The words of the claim", 9), ["The words", "of the", "claim"]);
        assert_eq!(wrap("a  b", 9), ["a  b"]);
        assert_eq!(wrap("one\ntwo three", 5), ["one", "two", "three"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("the Nagorno-Karabakh of 1988-1992", 12), ["the Nagorno-", "Karabakh of", "1988-1992"]);
        // A no-break space holds its neighbours together.
        assert_eq!(wrap("1,250\u{A0}km2 of land", 9), ["1,250\u{A0}km2", "of land"]);
    }

    #[test]
    fn a_word_that_no_line_holds_breaks_where_the_line_ends() {
        assert_eq!(wrap("a Donaudampfschiff", 6), ["a", "Donaud", "ampfsc", "hiff"]);
        assert_eq!(longest_word("a Donaudampfschiff"), 16);
    }

    #[test]
    fn width_is_that_of_a_terminal() {
        assert_eq!(width("e\u{301}e"), 2);
        assert_eq!(width("区域\nab"), 4);
        // Ideographs stand without spaces; a combining mark stays with its letter.
        assert_eq!(wrap("区域的人口。", 6), ["区域的", "人口。"]);
        assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(longest_word("区域的人口"), 2);
    }

    #[test]
    fn an_iri_keeps_its_ends() {
        assert_eq!(shortened("claim:shusha/area-0a1b2c3d4e5f", 20), "claim:shus…b2c3d4e5f");
        assert_eq!(shortened("place:shusha", 20), "place:shusha");
        // An ideograph is two columns wide, and one of them may stay free.
        assert!((19..=20).contains(&width(&shortened("<https://example.org/区域/区域/区域/区域>", 20))));
    }
}
