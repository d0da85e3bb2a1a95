//! The text of a TEI document, as it is written down while its mark-up is read. White space is folded; paragraphs and the
//! like are blocks with an empty line between them.

use super::super::xml::Element;

/// Elements that are blocks.
const BLOCKS: [&str; 29] = [
    "p", "head", "ab", "lg", "div", "div1", "div2", "div3", "list", "table", "sp", "opener", "closer", "dateline",
    "byline", "salute", "signed", "cit", "trailer", "argument", "epigraph", "docTitle", "front", "body", "back",
    "figure", "floatingText", "note", "noteGrp",
];
/// Elements that are lines of a block.
const LINES: [&str; 6] = ["l", "item", "row", "speaker", "stage", "titlePart"];
/// Elements at which the page or the line of the original ends, which means no more than a space.
const BREAKS: [&str; 4] = ["lb", "pb", "cb", "gb"];

/// What stands between two words.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// A space, or another one that is not that of XML, such as U+00A0.
    Space(char),
    /// Between the cells of a row.
    Tab,
    Line,
    Block,
}

impl Gap {
    fn of(element: &str) -> Self {
        match element {
            name if BLOCKS.contains(&name) => Self::Block,
            name if LINES.contains(&name) => Self::Line,
            "cell" => Self::Tab,
            name if BREAKS.contains(&name) => Self::Space(' '),
            _ => Self::None,
        }
    }
}

/// Where something of the mark-up stands in the text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    /// The first character after its beginning that is no white space; `None` if none came.
    pub(crate) start: Option<usize>,
    /// Behind the last character before its end that is no white space.
    pub(crate) end: usize,
}

/// A text that grows.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    marks: Vec<Mark>,
    /// Marks that begin at the next character.
    waiting: Vec<usize>,
    gap: Gap,
    /// For each open element, what stands behind it.
    open: Vec<Gap>,
    /// From these bytes of the text on, a byte of the text is one of the file: this one, and those after it.
    places: Vec<(usize, usize)>,
}

impl Layout {
    /// An element begins.
    pub(super) fn start(&mut self, element: &Element) {
        let gap = Gap::of(&element.name);
        if matches!(gap, Gap::Space(_)) && element.get("break") == Some("no") {
            // The line of a manuscript ends within a word.
            self.gap = Gap::None;
        } else {
            self.gap = self.gap.max(gap);
        }
        self.open.push(if matches!(gap, Gap::Space(_)) { Gap::None } else { gap });
    }

    /// The element ends that began last.
    pub(super) fn end(&mut self) {
        self.gap = self.gap.max(self.open.pop().unwrap_or_default());
    }

    /// A mark that begins here.
    pub(super) fn mark(&mut self) -> usize {
        self.marks.push(Mark { start: None, end: self.text.len() });
        self.waiting.push(self.marks.len() - 1);
        self.marks.len() - 1
    }

    /// A mark ends here.
    pub(super) fn close(&mut self, mark: usize) {
        self.marks[mark].end = self.text.len();
    }

    /// Adds words, which begin at a byte of the file.
    pub(super) fn words(&mut self, words: &str, from: usize) {
        for (at, c) in words.char_indices() {
            if c.is_whitespace() {
                let space = if matches!(c, ' ' | '\t' | '\n' | '\r') { ' ' } else { c };
                self.gap = self.gap.max(Gap::Space(space));
                continue;
            }
            match std::mem::take(&mut self.gap) {
                _ if self.text.is_empty() => {}
                Gap::None => {}
                Gap::Space(c) => self.text.push(c),
                Gap::Tab => self.text.push('\t'),
                Gap::Line => self.text.push('\n'),
                Gap::Block => self.text.push_str("\n\n"),
            }
            for mark in self.waiting.drain(..) {
                self.marks[mark].start = Some(self.text.len());
            }
            let place = (self.text.len(), from + at);
            let goes_on = |last: &(usize, usize)| place.0 - last.0 == place.1.wrapping_sub(last.1);
            if !self.places.last().is_some_and(goes_on) {
                self.places.push(place);
            }
            self.text.push(c);
        }
    }

    /// The text with all marks and places.
    pub(super) fn finish(self) -> (String, Vec<Mark>, Vec<(usize, usize)>) {
        (self.text, self.marks, self.places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Position;

    #[test]
    fn white_space_is_folded_and_places_lead_back() {
        let mut layout = Layout::default();
        for (name, words, from) in [
            ("p", "  a\n b", 10),
            ("lb", "", 0),
            ("/", "c\u{a0} d", 30),
            ("/", "", 0),
            ("p", "é", 50),
            ("cell", "f", 70),
        ] {
            let (space, attributes, at) = (String::new(), Vec::new(), Position { line: 1, column: 1 });
            match name {
                "/" => layout.end(),
                name => layout.start(&Element { space, name: name.to_owned(), attributes, at }),
            }
            layout.words(words, from);
        }
        let (text, _, places) = layout.finish();
        assert_eq!(text, "a b c\u{a0}d\n\né\tf");
        let of = |at: usize| text[at..].chars().next().unwrap();
        let from: Vec<(char, usize)> = places.iter().map(|(at, from)| (of(*at), *from)).collect();
        assert_eq!(from, [('a', 12), ('b', 15), ('c', 30), ('d', 34), ('é', 50), ('f', 70)]);
    }
}
