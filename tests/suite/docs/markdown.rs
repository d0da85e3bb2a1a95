//! What the tests read of a page: its blocks of code, in order, with what a comment before a block says of it.
//!
//! `<!-- test: … -->` on the line before a block says how it is tested:
//!
//! - `not run, REASON`: the commands are not run; their names and options are checked all the same
//! - `exit N`: the commands end with this code
//! - `file NAME`: the block is the content of this file
//! - `server PORT`: the one command goes on running while the rest of the page is tested

use std::ops::Range;

/// A block of code between fences.
pub(super) struct Block {
    /// The word after the fence: `sh`, `text`, `sparql`.
    pub(super) language: String,
    pub(super) text: String,
    /// What a comment before it says of its test; empty without one.
    pub(super) directive: String,
    /// Its first line, from 1.
    pub(super) line: usize,
    /// Where `text` stands in the page.
    pub(super) range: Range<usize>,
}

pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut directive = String::new();
    let mut open: Option<(Block, String)> = None;
    let mut at = 0;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches('\n');
        let start = at;
        at += line.len();
        if let Some((mut block, fence)) = open.take() {
            if content == fence {
                block.range.end = start;
                block.text = page[block.range.clone()].trim_end_matches('\n').to_owned();
                found.push(block);
            } else {
                open = Some((block, fence));
            }
            continue;
        }
        if let Some(said) = content.strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->")) {
            said.clone_into(&mut directive);
        } else if content.starts_with("```") {
            let language = content.trim_start_matches('`');
            let fence = content[..content.len() - language.len()].to_owned();
            let block = Block {
                language: language.to_owned(),
                text: String::new(),
                directive: std::mem::take(&mut directive),
                line: number + 2,
                range: at..at,
            };
            open = Some((block, fence));
        } else {
            assert!(
                directive.is_empty() || content.is_empty(),
                "line {}: a comment on a test without a block",
                number + 1
            );
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// The text without blocks of code.
pub(super) fn prose(page: &str) -> String {
    let mut rest = 0;
    let mut text = String::new();
    for block in blocks(page) {
        text.push_str(&page[rest..block.range.start]);
        rest = block.range.end;
    }
    text.push_str(&page[rest..]);
    text
}
