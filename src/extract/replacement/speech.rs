//! Quotations that are given.

use crate::extract::apart::OUTSIDE;
use crate::extract::finding::{Quotation, SpeechKind};
use crate::extract::given::{GivenQuotation, LeftOut};
use crate::extract::reference::{References, Referrer};
use crate::extract::tokens::Tokens;
use std::ops::Range;

/// Quotation marks that open and close.
const MARKS: [(char, &str); 9] =
    [('"', "\""), ('“', "”"), ('”', "”"), ('„', "“”"), ('«', "»"), ('»', "«"), ('‘', "’"), ('\'', "'"), ('‹', "›")];

/// The quotations that are given, in order, and their numbers.
pub(in crate::extract) fn given(
    references: References<'_, '_>,
    given: &[GivenQuotation],
    left: &mut LeftOut,
) -> (Vec<Quotation>, Vec<usize>) {
    let text = references.tokens.text;
    let mut quotations = Vec::with_capacity(given.len());
    for quotation in given {
        let parts = quotation.content.iter().flat_map(|range| paragraphs(references.tokens, range));
        let mut marked = 0;
        let mut content: Vec<Range<usize>> = Vec::new();
        for part in parts {
            let (range, is_marked) = unmarked(text, part);
            marked += usize::from(is_marked);
            content.push(range);
        }
        content.retain(|range| !text[range.clone()].trim().is_empty());
        content.sort_by_key(|range| (range.start, range.end));
        content.dedup();
        let (Some(first), Some(last)) = (content.first(), content.last()) else {
            left.add(quotation.number, OUTSIDE);
            continue;
        };
        let whole = first.start..last.end;
        let from = Referrer { number: quotation.number, range: &whole };
        let kind = quotation.kind.unwrap_or(match marked {
            0 => SpeechKind::Indirect,
            all if all >= content.len() => SpeechKind::Direct,
            _ => SpeechKind::Mixed,
        });
        quotations.push((
            quotation.number,
            Quotation {
                kind,
                cue: references.words(from, "cue", quotation.cue.as_ref(), left),
                speaker: references.entity(from, "speaker", quotation.speaker.as_ref(), left),
                addressee: references.entity(from, "addressee", quotation.addressee.as_ref(), left),
                medium: references.words(from, "medium", quotation.medium.as_ref(), left),
                paragraph: references.paragraph_number(first),
                content,
            },
        ));
    }
    quotations.sort_by_key(|(number, quotation)| (quotation.content[0].start, *number));
    let numbers = quotations.iter().map(|(number, _)| *number).collect();
    (quotations.into_iter().map(|(_, quotation)| quotation).collect(), numbers)
}

/// The parts of a range that are prose, one for each paragraph.
fn paragraphs(tokens: &Tokens<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<(Option<usize>, Range<usize>)> = Vec::new();
    let from = tokens.tokens.partition_point(|t| t.end as usize <= range.start);
    let first = tokens.sentence_of(from);
    for sentence in tokens.sentences.get(first..).unwrap_or_default() {
        let of = tokens.range(&sentence.tokens);
        if of.start >= range.end {
            break;
        }
        let part = of.start.max(range.start)..of.end.min(range.end);
        match parts.last_mut() {
            Some((paragraph, last)) if *paragraph == sentence.paragraph => last.end = part.end,
            _ => parts.push((sentence.paragraph, part)),
        }
    }
    parts.into_iter().map(|(_, range)| range).collect()
}

/// A part without the quotation marks around it, and whether it stands between or after such marks.
fn unmarked(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let range = start..start + words.trim().len();
    let words = &text[range.clone()];
    let mut chars = words.chars();
    if let (Some(opening), Some(closing)) = (chars.next(), chars.next_back())
        && let Some((_, closes)) = MARKS.iter().find(|(mark, _)| *mark == opening)
        && closes.contains(closing)
        && !chars.as_str().contains([opening, closing])
    {
        return (range.start + opening.len_utf8()..range.end - closing.len_utf8(), true);
    }
    let before = text[..range.start].chars().next_back();
    let is_marked = before.is_some_and(|before| MARKS.iter().any(|(mark, _)| *mark == before));
    (range, is_marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_what_is_said_are_no_part_of_it() {
        let read = |text: &str| {
            let (range, is_marked) = unmarked(text, 0..text.len());
            (text[range].to_owned(), is_marked)
        };
        assert_eq!(read("“We won.”"), ("We won.".to_owned(), true));
        assert_eq!(read(" \"We won.\" "), ("We won.".to_owned(), true));
        assert_eq!(read("„Wir“"), ("Wir".to_owned(), true));
        assert_eq!(read("We won."), ("We won.".to_owned(), false));
        // Inner marks at both ends are not those around it.
        assert_eq!(read("“Yes” is not “no”"), ("“Yes” is not “no”".to_owned(), false));
        let text = "“We won,” she said.";
        assert_eq!(unmarked(text, 3..10), (3..10, true));
    }
}
