//! Detects markup that would take an HTML parser too long or too much memory, in one pass before it is parsed.
//!
//! Parsing takes time by the square of the depth and of the attributes of one tag, and it reopens formatting elements
//! that a page leaves open in every block (HTML Standard, 13.2.4.3). No page that people read comes near these limits.

use std::collections::HashMap;
use std::ops::Range;

/// Maximum depth of a page, in elements.
pub(super) const DEEPEST: usize = 4_096;
/// Maximum number of attributes in one tag.
const MOST_ATTRIBUTES: usize = 256;
/// Maximum number of tags in a page, because the tree takes memory for each.
const MOST_TAGS: usize = 1_000_000;
/// Maximum number of formatting elements that the parser reopens.
const MOST_OPENED_AGAIN: usize = 4_000_000;
/// Maximum number of times that the parser reopens the same formatting element (HTML Standard, 13.2.4.3).
const SAME_FORMATTING: usize = 3;

/// Why a page is not parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// Position in the markup, in bytes.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
    /// The rule that it breaks.
    pub rule: &'static str,
}

/// Elements that end without a closing tag.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "path", "use", "circle",
    "rect",
];
/// Elements that the parser reopens if a block ended before them.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// The first limit that a page exceeds; `None` if it exceeds none.
pub fn excess(markup: &str) -> Option<Excess> {
    scan(markup).1
}

/// The positions of the opening tags of an element in a page, in bytes.
pub(crate) fn openings<'m>(markup: &'m str, name: &'m str) -> impl Iterator<Item = usize> + 'm {
    let tags = Tags { markup, at: 0, endless: Vec::new() };
    tags.filter(move |tag| !tag.closing && tag.name == name).map(|tag| tag.range.start)
}

/// The depth of nesting of a page, in elements.
pub(super) fn depth(markup: &str) -> usize {
    scan(markup).0
}

fn scan(markup: &str) -> (usize, Option<Excess>) {
    let (mut depth, mut most, mut tags) = (0_usize, 0, 0_usize);
    let mut formatting = Formatting::default();
    for tag in (Tags { markup, at: 0, endless: Vec::new() }) {
        let excess = |what, rule| Some(Excess { at: tag.range.start, what, rule });
        tags += 1;
        if tags > MOST_TAGS {
            return (most, excess("this page has too many tags", "a page has at most 1,000,000 tags"));
        }
        if tag.attributes > MOST_ATTRIBUTES {
            return (most, excess("this tag has too many attributes", "a tag has at most 256 attributes"));
        }
        if FORMATTING.contains(&tag.name.as_str()) {
            formatting.take(&tag, &markup[tag.range.clone()]);
        } else {
            formatting.opened_again += formatting.open;
            if formatting.opened_again > MOST_OPENED_AGAIN {
                let rule = "elements such as <b> and <font> are closed where they end";
                return (most, excess("too many formatting elements are open here", rule));
            }
        }
        if UNCLOSED.contains(&tag.name.as_str()) {
            continue;
        }
        depth = if tag.closing { depth.saturating_sub(1) } else { depth + 1 };
        most = most.max(depth);
        if depth > DEEPEST {
            return (depth, excess("elements nest too deep here", "a page nests at most 4096 elements deep"));
        }
    }
    (most, None)
}

/// The open formatting elements.
#[derive(Default)]
struct Formatting<'m> {
    /// The open tags of each, by name.
    stacks: HashMap<String, Vec<&'m str>>,
    /// The number of times that each tag is open.
    same: HashMap<&'m str, usize>,
    /// The number of open elements that the parser would reopen.
    open: usize,
    opened_again: usize,
}

impl<'m> Formatting<'m> {
    fn take(&mut self, tag: &Tag, words: &'m str) {
        let stack = self.stacks.entry(tag.name.clone()).or_default();
        if !tag.closing {
            stack.push(words);
            let same = self.same.entry(words).or_default();
            *same += 1;
            self.open += usize::from(*same <= SAME_FORMATTING);
        } else if let Some(same) = stack.pop().and_then(|words| self.same.get_mut(words)) {
            self.open -= usize::from(*same <= SAME_FORMATTING);
            *same -= 1;
        }
    }
}

/// The properties of a tag that matter here.
struct Tag {
    range: Range<usize>,
    /// The name in lower case.
    name: String,
    closing: bool,
    attributes: usize,
}

/// The tags of a page, without comments and content that is not markup.
struct Tags<'m> {
    markup: &'m str,
    at: usize,
    /// Elements whose content is not markup and which are never closed.
    endless: Vec<String>,
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        loop {
            let start = self.at + self.markup.get(self.at..)?.find('<')?;
            let rest = &self.markup[start + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                self.at = start + 4 + comment.find("-->")?;
                continue;
            }
            let closing = rest.starts_with('/');
            let name_at = start + 1 + usize::from(closing);
            if !self.markup[name_at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.at = start + 1;
                continue;
            }
            let name: String = self.markup[name_at..]
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .take(12)
                .collect::<String>()
                .to_ascii_lowercase();
            let (end, attributes) = attributes(self.markup, name_at);
            self.at = end;
            if !closing && RAW.contains(&name.as_str()) && !self.endless.contains(&name) {
                match closing_tag(&self.markup[end..], &name) {
                    Some(at) => self.at = end + at,
                    None => self.endless.push(name.clone()),
                }
            }
            return Some(Tag { range: start..end, name, closing, attributes });
        }
    }
}

/// The end of the tag whose name begins at `from`, and the number of its attributes.
fn attributes(markup: &str, from: usize) -> (usize, usize) {
    let bytes = markup.as_bytes();
    let space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let mut at = from;
    while at < bytes.len() && !space(at) && !matches!(bytes[at], b'/' | b'>') {
        at += 1;
    }
    let mut count = 0;
    loop {
        while space(at) || bytes.get(at) == Some(&b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (bytes.len(), count),
            Some(b'>') => return (at + 1, count),
            Some(_) => {}
        }
        count += 1;
        // A name may begin with an equals sign.
        at += 1;
        while at < bytes.len() && !space(at) && !matches!(bytes[at], b'/' | b'>' | b'=') {
            at += 1;
        }
        let mut value = at;
        while space(value) {
            value += 1;
        }
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        at = value + 1;
        while space(at) {
            at += 1;
        }
        match bytes.get(at) {
            Some(mark @ (b'"' | b'\'')) => {
                at += 1;
                while at < bytes.len() && bytes[at] != *mark {
                    at += 1;
                }
                at = (at + 1).min(bytes.len());
            }
            _ => {
                while at < bytes.len() && !space(at) && bytes[at] != b'>' {
                    at += 1;
                }
            }
        }
    }
}

/// The position of the closing tag of an element.
fn closing_tag(markup: &str, name: &str) -> Option<usize> {
    let is_it = |at: usize| markup.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    markup.match_indices("</").map(|(at, _)| at).find(|at| is_it(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_found_before_it_hurts() {
        assert_eq!(excess(&"<div>".repeat(5_000)).map(|e| e.at), Some(5 * DEEPEST));
        assert_eq!(excess(&"<div><p>x<br></div>".repeat(5_000)), None);
        assert_eq!(depth("<div><p><b>x</b></p></div><script>'<div><div><div>'</script><!-- <div><div><div> -->"), 2);
    }

    #[test]
    fn attributes_are_counted_as_a_parser_reads_them() {
        for (tag, count) in [
            ("<a>", 0),
            ("<a href=x>", 1),
            ("<a href = 'x > y' b c=\"<\" />", 3),
            ("</a b c>", 2),
            ("<a\nb\tc/d=e/f", 3),
            ("<a =b=c =>", 2),
            ("<img alt='a", 1),
        ] {
            assert_eq!(attributes(tag, tag.find('a').unwrap_or(1).min(2)).1, count, "{tag}");
        }
        let many = |n: usize| format!("<p>x</p><p {}>", (0..n).map(|n| format!("a{n} ")).collect::<String>());
        assert_eq!(excess(&many(MOST_ATTRIBUTES)), None);
        assert_eq!(
            excess(&many(MOST_ATTRIBUTES + 1)).map(|e| (e.at, e.what)),
            Some((8, "this tag has too many attributes"))
        );
        // Comparisons in a script are not tags.
        assert_eq!(excess(&format!("<script>if (a<b) {{ {} }}</script>", "x ".repeat(1_000))), None);
    }

    #[test]
    fn formatting_that_is_never_closed() {
        let open: String = (0..3_000).map(|n| format!("<font color={n}>")).collect();
        let found = excess(&format!("<p>{open}{}", "<p>x".repeat(10_000)));
        assert_eq!(found.map(|e| e.what), Some("too many formatting elements are open here"));
        assert_eq!(excess(&format!("<p>{}", "<b><p>x".repeat(4_000))), None);
        assert_eq!(excess(&"<p><b>x</b> <i>y</i></p>".repeat(100_000)), None);
    }

    /// A hundred thousand unclosed scripts are searched only once.
    #[test]
    fn a_missing_closing_tag_is_searched_for_once() {
        assert_eq!(excess(&"<title>".repeat(4_000)), None);
        let tags = Tags { markup: &"<script>".repeat(5), at: 0, endless: Vec::new() };
        assert_eq!(tags.count(), 5);
    }
}
