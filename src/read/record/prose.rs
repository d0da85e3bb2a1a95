//! The prose of a document: its headline and paragraphs. Decides whether a text is prose at all.

use super::Article;
use crate::read::source::metadata::DocumentKind;
use std::ops::Range;

/// Maximum length of a heading, in bytes.
pub(super) const LONGEST_HEADING: usize = 160;
/// Minimum number of words in a paragraph where nothing else shows that it is prose; shorter ones are page furniture.
pub(super) const SHORTEST_PARAGRAPH: usize = 12;
/// Minimum number of words in a paragraph that is a sentence.
const SHORTEST_SENTENCE: usize = 3;
/// Minimum length of a line that was not broken by hand, in bytes, and so is a paragraph of its own.
const LONG_LINE: usize = 120;

/// The article made of the lines outside boxes. If the metadata says that it is an article, it is one; a remark beside
/// a box is not.
pub(super) fn article(
    text: &str,
    lines: &[Range<usize>],
    prose: &[usize],
    kind: DocumentKind,
    alone: bool,
) -> Option<Article> {
    let mut blocks = blocks(text, lines, prose);
    let same = |a: &Range<usize>, b: &Range<usize>| {
        crate::base::iri::folded(&text[a.clone()]) == crate::base::iri::folded(&text[b.clone()])
    };
    let first = blocks.first()?.clone();
    let is_title = blocks.iter().any(|b| !same(b, &first))
        && first.len() <= 2 * LONGEST_HEADING
        && !text[first.clone()].contains('\n')
        && !text[first.clone()].ends_with(['.', ':', ';', ',']);
    let title = is_title.then_some(first);
    if let Some(title) = &title {
        // The headline may be repeated, above the text or in page furniture.
        blocks.retain(|b| !same(b, title));
    }
    let is_prose = |b: &Range<usize>| {
        let words = words(&text[b.clone()]);
        words >= SHORTEST_PARAGRAPH || alone && words >= SHORTEST_SENTENCE && is_sentence(&text[b.clone()])
    };
    (kind == DocumentKind::Article || blocks.iter().any(is_prose)).then_some(Article { title, paragraphs: blocks })
}

pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count()
}

/// Whether a text has the form of a sentence: one line that begins and ends as a sentence does and has a word in lower
/// case, unlike lists and menus.
fn is_sentence(text: &str) -> bool {
    let inner = text.trim_end_matches(['"', '”', '’', '»', '\'', ')', ']']);
    let ends = inner.ends_with(['.', '!', '?', '…', '。', '։', '؟', '।']);
    let begins = text.trim_start_matches(['"', '“', '‘', '«', '\'', '(', '[', '„', '—', '–', '¿', '¡']);
    let capital = begins.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    let small = |w: &str| w.len() > 1 && w.chars().all(|c| c.is_alphabetic() && !c.is_uppercase());
    ends && capital && !text.contains(['|', '\t', '©']) && text.split_whitespace().skip(1).any(small)
}

/// Paragraphs: the blocks between blank lines or, if lines are long, each line.
fn blocks(text: &str, lines: &[Range<usize>], prose: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for &at in prose {
        if lines[at].is_empty() {
            last = None;
            continue;
        }
        match runs.last_mut() {
            Some(run) if last == Some(at.wrapping_sub(1)) => run.push(at),
            _ => runs.push(vec![at]),
        }
        last = Some(at);
    }
    let mut blocks = Vec::new();
    for run in runs {
        let whole = lines[run[0]].start..lines[run[run.len() - 1]].end;
        let wrapped = run[..run.len() - 1].iter().all(|i| text[lines[*i].clone()].chars().count() <= LONG_LINE);
        if wrapped {
            blocks.push(whole);
        } else {
            blocks.extend(run.iter().map(|i| lines[*i].clone()));
        }
    }
    blocks
}
