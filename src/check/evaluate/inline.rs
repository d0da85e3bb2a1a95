//! Times annotated within a text: TIMEX2 (ACE, WikiWars) and TIMEX3 (TimeML, TempEval). The text is the content of `<TEXT>`;
//! other elements within it (events, signals) are ignored. The document's date is the value of the TIMEX in `<DCT>`,
//! `<DATETIME>` or `<DATE_TIME>`, otherwise the text of this element.

use super::gold::{Gold, GoldDocument, GoldTime, Origin};
use super::text::paragraphs;
use crate::base::text::{Position, Problem, position};
use crate::base::time::TimeExtent;
use std::path::Path;

/// A tag or an entity in the markup.
struct Tag<'t> {
    name: String,
    closes: bool,
    empty: bool,
    attributes: &'t str,
}

/// An open TIMEX element.
struct Open {
    start: usize,
    value: Option<String>,
    at: Position,
    /// Its index in the list of times.
    place: usize,
}

/// Reads a file of gold.
pub(super) fn read(path: &Path, markup: &str, gold: &mut Gold) {
    let lower = markup.to_ascii_lowercase();
    let element = |name: &str| {
        let open = lower.find(&format!("<{name}>")).or_else(|| lower.find(&format!("<{name} ")))?;
        let start = open + lower[open..].find('>')? + 1;
        let end = start + lower[start..].find(&format!("</{name}>"))?;
        Some(start..end)
    };
    let body = element("text").unwrap_or(0..markup.len());
    let date = ["dct", "datetime", "date_time", "date"].iter().find_map(|name| element(name));
    let published = date.and_then(|range| {
        let words = &markup[range];
        let value = attribute(words, "value").or_else(|| attribute(words, "val"));
        value.as_deref().and_then(day).or_else(|| day(stripped(words).trim()))
    });
    let mut reader =
        InlineParser { path, markup, text: String::new(), anchors: Vec::new(), times: Vec::new(), lines: Lines::new() };
    reader.body(body, gold);
    let InlineParser { text, anchors, mut times, .. } = reader;
    let whole = text.trim();
    if whole.is_empty() {
        let problem = Problem {
            at: None,
            value: String::new(),
            what: "there is no text".to_owned(),
            rule: "the text is the content of <TEXT>, or the whole file",
            help: "check that the file is whole".to_owned(),
        };
        return gold.wrong(path, problem);
    }
    times.retain(|t| !text[t.range.clone()].trim().is_empty());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let paragraphs = paragraphs(&text);
    let mut document = GoldDocument::new(name, text, paragraphs, Origin { path: path.to_owned(), anchors });
    document.published = published;
    document.times = Some(times);
    gold.documents.push(document);
}

struct InlineParser<'t> {
    path: &'t Path,
    markup: &'t str,
    text: String,
    anchors: Vec<(usize, Position)>,
    times: Vec<GoldTime>,
    lines: Lines,
}

impl InlineParser<'_> {
    fn body(&mut self, body: std::ops::Range<usize>, gold: &mut Gold) {
        let mut open: Vec<Open> = Vec::new();
        let mut at = body.start;
        while at < body.end {
            let rest = &self.markup[at..body.end];
            let plain = rest.find(['<', '&']).unwrap_or(rest.len());
            self.words(at, &rest[..plain]);
            at += plain;
            let rest = &rest[plain..];
            if rest.starts_with('&') {
                let (written, len) = entity(rest);
                self.words(at, &written);
                at += len;
                continue;
            }
            if rest.is_empty() {
                break;
            }
            let Some((tag, len)) = tag(rest) else {
                self.words(at, "<");
                at += 1;
                continue;
            };
            let here = self.lines.position(self.markup, at);
            let is_time = tag.name == "timex2" || tag.name == "timex3";
            if is_time && !tag.closes && !tag.empty {
                let value = attribute(tag.attributes, "value").or_else(|| attribute(tag.attributes, "val"));
                let value = value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
                let place = self.times.len();
                let nested = !open.is_empty();
                self.times.push(GoldTime { range: self.text.len()..self.text.len(), value: None, nested, at: here });
                open.push(Open { start: self.text.len(), value, at: here, place });
            } else if is_time && tag.closes {
                match open.pop() {
                    Some(time) => {
                        let end = self.text.len();
                        let words = &self.text[time.start..end];
                        let lead = words.len() - words.trim_start().len();
                        let trail = words.len() - words.trim_end().len();
                        let range = time.start + lead..(end - trail).max(time.start + lead);
                        let found = &mut self.times[time.place];
                        (found.range, found.value) = (range, time.value);
                    }
                    None => gold.wrong(self.path, unpaired(here, "</TIMEX>", "this end tag has no start tag")),
                }
            }
            at += len;
        }
        for time in open {
            let words: String = self.text[time.start..].chars().take(30).collect();
            gold.wrong(self.path, unpaired(time.at, &words, "this time has no end tag and was left out"));
        }
    }

    fn words(&mut self, at: usize, words: &str) {
        if !words.is_empty() {
            self.anchors.push((self.text.len(), self.lines.position(self.markup, at)));
            self.text.push_str(words);
        }
    }
}

fn unpaired(at: Position, value: &str, what: &str) -> Problem {
    Problem {
        at: Some(at),
        value: value.to_owned(),
        what: what.to_owned(),
        rule: "a TIMEX has a start tag and an end tag",
        help: "correct the markup".to_owned(),
    }
}

/// Finds line and column of ascending positions.
struct Lines {
    at: usize,
    position: Position,
}

impl Lines {
    fn new() -> Self {
        Self { at: 0, position: Position { line: 1, column: 1 } }
    }

    fn position(&mut self, text: &str, at: usize) -> Position {
        if at < self.at {
            *self = Self::new();
        }
        let on = position(&text[self.at..], at - self.at);
        self.position = match on.line {
            1 => Position { column: self.position.column + on.column - 1, ..self.position },
            lines => Position { line: self.position.line + lines - 1, column: on.column },
        };
        self.at = at;
        self.position
    }
}

/// Maximum length of a tag, in code points. In a longer one, `<` means "less than".
const LONGEST_TAG: usize = 4096;

/// A tag at the beginning of the markup, and its length.
fn tag(markup: &str) -> Option<(Tag<'_>, usize)> {
    if let Some(comment) = markup.strip_prefix("<!--") {
        let len = comment.find("-->")? + 7;
        return Some((Tag { name: String::new(), closes: false, empty: true, attributes: "" }, len));
    }
    let inner = &markup[1..];
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?' || c == '!') {
        return None;
    }
    // A ">" within quotation marks does not end the tag.
    let mut quote = None;
    let end = markup.char_indices().take(LONGEST_TAG).find_map(|(at, c)| match (quote, c) {
        (Some(q), c) if q == c => {
            quote = None;
            None
        }
        (None, '"' | '\'') if !closes => {
            quote = Some(c);
            None
        }
        (None, '>') => Some(at),
        _ => None,
    })?;
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let attributes = &markup[..end];
    Some((Tag { name, closes, empty: attributes.ends_with('/'), attributes }, end + 1))
}

/// The value of an attribute; its name is case-insensitive.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let (at, found) = lower.match_indices(name).find(|(at, _)| {
        lower[..*at].ends_with(char::is_whitespace) && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = tag[at + found.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|q| matches!(q, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// Decodes a character reference; returns the text and the length of the reference.
fn entity(markup: &str) -> (String, usize) {
    let end = markup.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
    let name = end.map(|end| &markup[1..end]).unwrap_or_default();
    let written = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
            None => n.parse().ok().and_then(char::from_u32),
        }),
    };
    match written {
        Some(c) => (c.to_string(), name.len() + 2),
        None => ("&".to_owned(), 1),
    }
}

/// The text of markup, without tags.
fn stripped(markup: &str) -> String {
    let mut out = String::new();
    let mut depth = false;
    for c in markup.chars() {
        match c {
            '<' => depth = true,
            '>' => depth = false,
            c if !depth => out.push(c),
            _ => {}
        }
    }
    out
}

/// Parses a day in the notations of gold: `2009-12-19T17:00:00`, `20091219`, `2009-12`.
fn day(text: &str) -> Option<TimeExtent> {
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    if let Some(found) = TimeExtent::from_edtf(date) {
        return Some(found);
    }
    let digits = date.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    TimeExtent::from_edtf(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(markup: &str) -> (GoldDocument, Vec<Problem>) {
        let mut gold = Gold::default();
        read(Path::new("x.tml"), markup, &mut gold);
        let problems = gold.problems.into_iter().map(|(_, p)| p).collect();
        (gold.documents.pop().unwrap(), problems)
    }

    #[test]
    fn both_kinds_of_timex_are_read() {
        for (markup, published, expected) in [
            (
                "<DOC><DATETIME> <TIMEX2 VAL=\"2001-03-04T09:00\">4 March</TIMEX2> </DATETIME>\n<TEXT>\nThe fair &amp; the \
                 market opened on <TIMEX2 val='2001-03-02' comment=\"a > b\">Friday</TIMEX2>.\n</TEXT></DOC>",
                Some("2001-03-04"),
                vec![("Friday", Some("2001-03-02"), false, (3, 1))],
            ),
            (
                "<?xml version=\"1.0\"?>\n<TimeML><DCT><TIMEX3 tid=\"t0\" value=\"1999-05-06\">May 6</TIMEX3></DCT>\n\
                 <TEXT>It <EVENT eid=\"e1\">ended</EVENT> <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"1998\">last year</TIMEX3>\
                 </TEXT></TimeML>",
                Some("1999-05-06"),
                vec![("last year", Some("1998"), false, (3, 40))],
            ),
            (
                "<DATE_TIME>20030405</DATE_TIME><TEXT>for <TIMEX2>a while after <TIMEX2 VAL=\"2002\">2002</TIMEX2></TIMEX2> \
                 1 < 2</TEXT>",
                Some("2003-04-05"),
                vec![("a while after 2002", None, false, (1, 1)), ("2002", Some("2002"), true, (1, 1))],
            ),
            ("No markup <TIMEX3 value=\"\">now</TIMEX3>", None, vec![("now", None, false, (1, 11))]),
        ] {
            let (document, problems) = document(markup);
            assert_eq!(problems, [], "{markup}");
            assert_eq!(document.published.as_ref().map(|p| p.edtf.as_str()), published);
            let times = document.times.as_ref().unwrap();
            let found: Vec<_> =
                times.iter().map(|t| (&document.text[t.range.clone()], t.value.as_deref(), t.nested)).collect();
            let wanted: Vec<_> = expected.iter().map(|(w, v, n, _)| (*w, *v, *n)).collect();
            assert_eq!(found, wanted, "{markup}");
            for (time, (.., at)) in times.iter().zip(&expected).filter(|(_, (.., at))| at.1 > 1) {
                assert_eq!((time.at.line, time.at.column), *at, "{markup}");
                assert_eq!(document.position(time.range.start).line, at.0);
            }
        }
    }

    #[test]
    fn unpaired_tags_are_reported() {
        let (document, problems) =
            document("<TEXT>\nin <TIMEX3 value=\"1999\">1999 and\n2000</TIMEX3></TIMEX3>\n<TIMEX2>x</TEXT>");
        let problems: Vec<_> =
            problems.iter().map(|p| (p.at.unwrap().line, p.at.unwrap().column, p.what.as_str())).collect();
        assert_eq!(
            problems,
            [(3, 14, "this end tag has no start tag"), (4, 1, "this time has no end tag and was left out")]
        );
        assert_eq!(document.times.unwrap().len(), 1);
    }
}
