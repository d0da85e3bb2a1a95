//! What the inline markup of Markdown shows: words without the marks of emphasis, links and code.

use crate::base::iri::folded_space;
use crate::read::grid::plain::{Words, entity, tag};
use std::collections::{HashMap, HashSet};

/// Maximum depth of brackets in the address of a link (CommonMark has no limit; its reference programs have 32).
const MAX_PARENTHESES: usize = 32;
/// Maximum length of a run of backticks that begins code.
const MAX_BACKTICKS: usize = 32;
/// Maximum length of the label of a link (CommonMark, 6.3).
const MAX_LABEL: usize = 999;

/// Characters that can begin or end inline markup.
const MARKS: [char; 10] = ['\\', '`', '&', '<', '!', '[', ']', '*', '_', '~'];

/// The inline markup of a text.
#[derive(Debug)]
pub(super) struct Inline {
    /// The labels that have an address in the text, in lower case.
    labels: HashSet<String>,
}

/// A part of a line.
enum Part {
    Words(String),
    Tag(usize),
    /// A run of marks of emphasis: what is left of it.
    Marks {
        mark: char,
        count: usize,
    },
    /// The bracket before the words of a link or image.
    Bracket(&'static str),
    Struck,
}

impl Inline {
    /// Finds the labels of links in a text.
    pub(super) fn new(text: &str) -> Self {
        let label = |line: &str| {
            let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
            let is_label = !label.starts_with('^') && label.len() <= MAX_LABEL && !rest.trim().is_empty();
            is_label.then(|| folded_space(label).to_lowercase())
        };
        Self { labels: text.lines().filter_map(label).collect() }
    }

    /// What a line of markup shows.
    pub(super) fn plain(&self, source: &str) -> String {
        if !source.contains(MARKS) {
            return folded_space(source);
        }
        let mut line = Line { source, parts: Vec::new(), brackets: Vec::new(), open: HashMap::new() };
        line.read(&self.labels);
        folded_space(&line.words())
    }
}

/// A line that is read.
struct Line<'s> {
    source: &'s str,
    parts: Vec<Part>,
    /// The open brackets, as positions in `parts`.
    brackets: Vec<usize>,
    /// The runs of marks that can begin emphasis.
    open: HashMap<char, Vec<usize>>,
}

impl Line<'_> {
    fn push(&mut self, words: &str) {
        match self.parts.last_mut() {
            Some(Part::Words(last)) => last.push_str(words),
            _ => self.parts.push(Part::Words(words.to_owned())),
        }
    }

    fn read(&mut self, labels: &HashSet<String>) {
        let source = self.source;
        let last_parenthesis = source.rfind(')').unwrap_or(0);
        // The lengths of runs of backticks that do not come again.
        let mut unclosed: HashSet<usize> = HashSet::new();
        let mut at = 0;
        while let Some(c) = source[at..].chars().next() {
            let rest = &source[at..];
            match c {
                '\\' => {
                    let next = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                    self.push(&next.unwrap_or('\\').to_string());
                    at += 1 + usize::from(next.is_some());
                }
                '`' => {
                    let length = rest.bytes().take_while(|b| *b == b'`').count();
                    let can_close = length <= MAX_BACKTICKS && !unclosed.contains(&length);
                    let end = can_close.then(|| closing_run(source, at + length, length)).flatten();
                    if let Some(end) = end {
                        // In a table a pipe is escaped in code as well.
                        self.push(&source[at + length..end].replace("\\|", "|"));
                        at = end + length;
                    } else {
                        unclosed.insert(length);
                        self.push(&rest[..length]);
                        at += length;
                    }
                }
                '&' => {
                    let (shown, length) = entity(rest).unwrap_or_else(|| ("&".to_owned(), 1));
                    self.push(&shown);
                    at += length;
                }
                '<' => at += self.angle(at),
                '!' if rest.starts_with("![") => {
                    self.bracket("![");
                    at += 2;
                }
                '[' => {
                    if rest.starts_with("[^")
                        && let Some(end) = rest.bytes().take(64).position(|b| b == b']')
                    {
                        // The mark of a note.
                        at += end + 1;
                        continue;
                    }
                    self.bracket("[");
                    at += 1;
                }
                ']' => at = self.close(at, last_parenthesis, labels),
                '*' | '_' | '~' => at += self.marks(at, c),
                c => {
                    let length = rest.find(MARKS);
                    let length = length.filter(|n| *n > 0).unwrap_or(if "!".contains(c) { 1 } else { rest.len() });
                    self.push(&rest[..length]);
                    at += length;
                }
            }
        }
    }

    fn bracket(&mut self, words: &'static str) {
        self.brackets.push(self.parts.len());
        self.parts.push(Part::Bracket(words));
    }

    /// Reads what begins with `<`; returns its length.
    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            // A comment that is not closed in the line hides the rest of it.
            return comment.find("-->").map_or(rest.len(), |end| end + 7);
        }
        if let Some(found) = tag(rest) {
            self.parts.push(Part::Tag(at));
            return found.length;
        }
        let address = rest[1..].split(['>', '<', ' ']).next().unwrap_or_default();
        let is_address = address.contains(':') || address.contains('@');
        if is_address && rest[1 + address.len()..].starts_with('>') {
            self.push(address);
            return address.len() + 2;
        }
        self.push("<");
        1
    }

    /// Closes a bracket; returns the position after it and its address.
    fn close(&mut self, at: usize, last_parenthesis: usize, labels: &HashSet<String>) -> usize {
        let Some(open) = self.brackets.pop() else {
            self.push("]");
            return at + 1;
        };
        let rest = &self.source[at + 1..];
        let after = if rest.starts_with('(') && at < last_parenthesis {
            address(rest)
        } else if let Some(label) = rest.strip_prefix('[').and_then(|r| r.get(..r.find(']')?.min(MAX_LABEL + 1))) {
            let own = if label.is_empty() { self.shown_from(open) } else { label.to_owned() };
            labels.contains(&folded_space(&own).to_lowercase()).then_some(label.len() + 2)
        } else if labels.is_empty() {
            None
        } else {
            labels.contains(&folded_space(&self.shown_from(open)).to_lowercase()).then_some(0)
        };
        match after {
            Some(length) => {
                self.parts[open] = Part::Words(String::new());
                at + 1 + length
            }
            None => {
                self.push("]");
                at + 1
            }
        }
    }

    /// The words after a bracket, if they are few.
    fn shown_from(&self, open: usize) -> String {
        match &self.parts[open + 1..] {
            [Part::Words(words)] if words.len() <= MAX_LABEL => words.clone(),
            _ => String::new(),
        }
    }

    /// Reads a run of marks; returns its length.
    fn marks(&mut self, at: usize, mark: char) -> usize {
        let (before, rest) = (self.source[..at].chars().next_back(), &self.source[at..]);
        let count = rest.chars().take_while(|c| *c == mark).count();
        let after = rest[count..].chars().next();
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let sign = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation() || !c.is_alphanumeric());
        let left = !space(after) && (!sign(after) || space(before) || sign(before));
        let right = !space(before) && (!sign(before) || space(after) || sign(after));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // Emphasis between two figures would join them to one number.
        let is_between = digit(before) && digit(after);
        let word = |c: Option<char>| mark == '_' && c.is_some_and(char::is_alphanumeric);
        let (opens, closes) = (left && !word(before) && !is_between, right && !word(after) && !is_between);
        let mut left_over = count;
        while closes && left_over > 0 {
            let Some(open) = self.open.get_mut(&mark).and_then(Vec::pop) else { break };
            let Part::Marks { count: waiting, .. } = &mut self.parts[open] else { continue };
            if mark == '~' && *waiting != left_over {
                continue;
            }
            let used = left_over.min(*waiting);
            *waiting -= used;
            left_over -= used;
            let is_open = *waiting > 0;
            if is_open {
                self.open.entry(mark).or_default().push(open);
            }
            if mark == '~' {
                self.parts[open] = Part::Struck;
                self.parts.push(Part::Struck);
            }
        }
        if left_over > 0 {
            if opens && (mark != '~' || left_over <= 2) {
                self.open.entry(mark).or_default().push(self.parts.len());
            }
            self.parts.push(Part::Marks { mark, count: left_over });
        }
        count
    }

    /// The words of all parts.
    fn words(&self) -> String {
        let mut words = Words::default();
        let mut is_struck = false;
        for part in &self.parts {
            match part {
                Part::Struck => is_struck = !is_struck,
                _ if is_struck => {}
                Part::Words(shown) => words.push_str(shown),
                Part::Bracket(shown) => words.push_str(shown),
                Part::Marks { mark, count } => words.push_str(&mark.to_string().repeat(*count)),
                Part::Tag(at) => {
                    let rest = &self.source[*at..];
                    if let Some(found) = tag(rest).filter(|found| !words.tag(found)) {
                        words.push_str(&rest[..found.length]);
                    }
                }
            }
        }
        words.text
    }
}

/// The position of the next run of backticks of a length.
fn closing_run(source: &str, from: usize, length: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if run == length {
            return Some(at);
        }
        at += run.max(1);
    }
    None
}

/// The length of the address in round brackets at the beginning of a text.
fn address(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            // "[x](see there)" is no link.
            let (to, title) = text[1..at].trim().split_once(char::is_whitespace).unwrap_or_default();
            let title = title.trim_start();
            let is_link = to.starts_with('<') || title.is_empty() || title.starts_with(['"', '\'', '(']);
            return is_link.then_some(at + 1);
        }
        if depth > MAX_PARENTHESES {
            return None;
        }
    }
    None
}
