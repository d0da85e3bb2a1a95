//! Restores what Readability removed from the middle of an article: a list, a quotation, a block between others.
//! Readability judges each block alone, by its length and its links; here, what lies between the paragraphs of an
//! article belongs to it unless it leads to another page.

use super::LEAST_LINE;
use crate::read::source::html::visible::{Line, Marks, Visible};
use std::collections::HashMap;

/// Minimum length of a line that is alone in its block, in bytes; a shorter one must read as a sentence.
const LEAST_ALONE: usize = 40;

/// Keeps what lies between chosen lines, within the part of the page that holds nearly all of them.
pub(super) fn fill(visible: &Visible, keep: &mut [bool]) {
    let Some(article) = container(visible, keep) else { return };
    let inside = inside(visible, article);
    let kept = |n: &usize| keep[*n] && inside[visible.lines[*n].group];
    let (Some(first), Some(last)) = ((0..keep.len()).find(kept), (0..keep.len()).rev().find(kept)) else { return };
    let mut n = first;
    while n < keep.len() {
        if keep[n] || !inside[visible.lines[n].group] {
            n += 1;
            continue;
        }
        let block = top(visible, article, n);
        let same = |m: &usize| !keep[*m] && top(visible, article, *m) == block && inside[visible.lines[*m].group];
        let end = (n + 1..keep.len()).find(|m| !same(m)).unwrap_or(keep.len());
        // After the last paragraph, only what it announces is kept: "They agreed on this:".
        let announced = n > 0 && keep[n - 1] && words(visible, n - 1).ends_with(':');
        if n < last || announced {
            let leads_away = leads_away(visible, &visible.lines[n..end]);
            let alone = end == n + 1 && !reads_alone(words(visible, n), visible.lines[n].marks);
            keep[n..end].fill(!leads_away && !alone);
        }
        n = end;
    }
}

fn words(visible: &Visible, n: usize) -> &str {
    &visible.text[visible.lines[n].range.clone()]
}

/// Whether a line that is alone in its block is part of a text.
fn reads_alone(words: &str, marks: Marks) -> bool {
    marks.has(Marks::HEADING)
        || words.len() >= LEAST_ALONE
        || words.ends_with(['.', '!', '?', ':', '”', '"', '»', '’', ';'])
}

/// Whether a block is about another page: its heading is a link, or most of it is links.
fn leads_away(visible: &Visible, lines: &[Line]) -> bool {
    let length = |line: &Line| visible.text[line.range.clone()].len();
    let links: usize = lines.iter().filter(|l| l.marks.has(Marks::LINK)).map(length).sum();
    let all: usize = lines.iter().map(length).sum();
    let teaser = |line: &Line| line.marks.has(Marks::LINK) && line.marks.has(Marks::HEADING | Marks::HEADLINE);
    links * 2 > all || lines.iter().any(teaser)
}

/// The innermost part of the page that holds nearly all chosen lines.
fn container(visible: &Visible, keep: &[bool]) -> Option<usize> {
    let mut weights: HashMap<usize, usize> = HashMap::new();
    let mut total = 0;
    for line in visible.lines.iter().zip(keep).filter(|(_, keep)| **keep).map(|(line, _)| line) {
        let length = line.range.len();
        // Short lines can match in places where they were not chosen.
        if length < LEAST_LINE {
            continue;
        }
        total += length;
        let mut group = line.group;
        while group > 0 {
            *weights.entry(group).or_default() += length;
            group = visible.parents[group];
        }
    }
    // Inner parts have greater numbers.
    weights.into_iter().filter(|(_, weight)| weight * 10 >= total * 9).map(|(group, _)| group).max()
}

/// For each part of the page, whether it is inside the container.
fn inside(visible: &Visible, container: usize) -> Vec<bool> {
    let mut inside = vec![false; visible.parents.len()];
    for group in 1..inside.len() {
        inside[group] = group == container || inside[visible.parents[group]];
    }
    inside
}

/// The part directly below a container in which a line is. A line in no part is a part of its own.
fn top(visible: &Visible, container: usize, n: usize) -> (usize, usize) {
    let mut group = visible.lines[n].group;
    if group == container {
        return (group, n);
    }
    while group > 0 && visible.parents[group] != container {
        group = visible.parents[group];
    }
    (group, 0)
}
