//! The text of a TEI document, as it is written down while its mark-up is read.

use super::super::xml::Element;

/// Elements that begin a line.
const LINES: [&str; 33] = [
    "p", "head", "ab", "l", "lg", "div", "div1", "div2", "div3", "item", "list", "table", "row", "cell", "sp",
    "speaker", "opener", "closer", "dateline", "byline", "salute", "signed", "cit", "trailer", "argument", "epigraph",
    "titlePart", "docTitle", "front", "body", "back", "lb", "pb",
];

/// Elements that say something about the text and are no part of it.
pub(super) fn is_beside_text(name: &str) -> bool {
    let is_list = matches!(name, "listPerson" | "listPlace" | "listOrg" | "listEvent");
    is_list || matches!(name, "standOff" | "spanGrp" | "span" | "teiHeader" | "interpGrp" | "interp" | "linkGrp" | "fw")
}

/// Whether an element is the second reading of a place whose first one is that of the source.
pub(super) fn is_other_reading(name: &str, parent: Option<&Element>) -> bool {
    match parent.map(|parent| parent.name.as_str()) {
        Some("choice") => matches!(name, "corr" | "reg" | "expan"),
        Some("app" | "rdgGrp") => name == "rdg" || name == "rdgGrp",
        _ => false,
    }
}

/// Where something of the mark-up stands in the text, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// The first character after its beginning that is no white space; `None` if none came.
    pub(super) start: Option<usize>,
    /// Behind the last character before its end that is no white space.
    pub(super) end: usize,
}

/// A text that grows.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    marks: Vec<Mark>,
    /// Marks that begin at the next character.
    waiting: Vec<usize>,
    has_space: bool,
    has_line: bool,
    /// For each open element, whether it is a line of its own.
    lines: Vec<bool>,
}

impl Layout {
    /// An element begins.
    pub(super) fn start(&mut self, element: &Element) {
        let is_line = LINES.contains(&element.name.as_str());
        // A line of a manuscript may end within a word.
        self.has_line |= is_line && element.get("break") != Some("no");
        self.lines.push(is_line && !matches!(element.name.as_str(), "lb" | "pb"));
    }

    /// The element ends that began last.
    pub(super) fn end(&mut self) {
        self.has_line |= self.lines.pop().unwrap_or_default();
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

    pub(super) fn words(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.has_space = true;
                continue;
            }
            if !self.text.is_empty() && self.has_line {
                self.text.push('\n');
            } else if !self.text.is_empty() && self.has_space {
                self.text.push(' ');
            }
            (self.has_line, self.has_space) = (false, false);
            for mark in self.waiting.drain(..) {
                self.marks[mark].start = Some(self.text.len());
            }
            self.text.push(c);
        }
    }

    /// The text with all marks.
    pub(super) fn finish(self) -> (String, Vec<Mark>) {
        (self.text, self.marks)
    }
}
