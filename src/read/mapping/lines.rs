//! The lines of a metadata file, TOML or CSVW.

use super::MappingLine;
use crate::base::text::CodePointIndex;

/// Maximum length of the words of a line that are kept, in code points: each value of a line keeps them.
const MAX_WORDS: usize = 300;

/// A text with the positions of its lines.
pub(in crate::read::mapping) struct Lines<'a> {
    pub(in crate::read::mapping) text: &'a str,
    starts: Vec<usize>,
    index: CodePointIndex,
}

impl<'a> Lines<'a> {
    pub(in crate::read::mapping) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, index: CodePointIndex::new(text) }
    }

    /// The line of a byte, with the column of this byte.
    pub(in crate::read::mapping) fn line(&self, at: usize) -> MappingLine {
        let at = at.min(self.text.len());
        let number = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[number - 1];
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let column = self.index.code_point(self.text, at) - self.index.code_point(self.text, start) + 1;
        let line = self.text[start..end].trim();
        let words = line.char_indices().nth(MAX_WORDS).map_or(line, |(end, _)| &line[..end]);
        MappingLine { number, column, words: words.to_owned(), is_csvw: false }
    }
}
