//! Lists in which each row is a use of one template with named parameters, one after the other, as in the lists of
//! monuments of Wikipedia.

use super::call::Call;
use super::spans::{Kind, Spans};
use std::ops::Range;

/// Minimum number of uses that are a list.
const MIN_ROWS: usize = 3;

/// The lists of a text: the ranges of the templates of each.
pub(super) fn find(text: &str, spans: &Spans) -> Vec<Vec<Range<usize>>> {
    let mut lists = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut run_name = String::new();
    let mut end_run = |run: &mut Vec<Range<usize>>| {
        let run = std::mem::take(run);
        if run.len() >= MIN_ROWS {
            lists.push(run);
        }
    };
    let mut at = 0;
    for span in spans.outermost() {
        let is_adjacent = text[at.min(span.range.start)..span.range.start].trim().is_empty();
        at = span.range.end;
        if !is_adjacent {
            end_run(&mut run);
        }
        if span.kind == Kind::Comment {
            continue;
        }
        if span.kind != Kind::Template {
            end_run(&mut run);
            continue;
        }
        let call = Call::new(text, spans, &span.range);
        let named = call.parameters.iter().filter(|p| p.name.is_some()).count();
        if call.name.is_empty() || call.name.starts_with("cite ") || named == 0 || 2 * named < call.parameters.len() {
            end_run(&mut run);
            continue;
        }
        if run.is_empty() || run_name != call.name {
            end_run(&mut run);
            run_name = call.name;
            // The first begins its line.
            let line = text[..span.range.start].bytes().rev().take_while(|b| *b != b'\n').all(|b| b == b' ');
            if !line {
                continue;
            }
        }
        run.push(span.range.clone());
    }
    end_run(&mut run);
    lists
}
