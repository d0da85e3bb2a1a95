//! Mistakes in the text of a query, with their place.

use super::depth::too_deep;
use super::mistake::Refused;
use super::prefixes::Prefixes;
use super::template::Filled;
use super::tokens::{Token, TokenKind, tokens};
use spargebra::SparqlParser;
use std::fmt;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A mistake in the text of a query. Its `Display` has several lines: message, place, the line itself and a caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in code points, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    excerpt: Excerpt,
}

impl std::error::Error for SyntaxError {}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gutter = " ".repeat(self.line.to_string().len());
        let Excerpt { text, before, carets } = &self.excerpt;
        writeln!(f, "{}", self.message)?;
        writeln!(f, "{gutter}--> line {}, column {}", self.line, self.column)?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{} | {text}", self.line)?;
        write!(f, "{gutter} | {}{}", " ".repeat(*before), "^".repeat(*carets))
    }
}

/// The part of a line that is shown, and the place of the carets, in terminal columns.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    text: String,
    before: usize,
    carets: usize,
}

/// Maximum number of columns of a line that are shown.
const WIDTH: usize = 100;
/// Number of these columns before the caret, if the line is cut.
const LEAD: usize = 60;

impl SyntaxError {
    /// A mistake in the bytes from `start` to `end` of a text.
    pub fn at(text: &str, start: usize, end: usize, message: impl Into<String>, help: Option<String>) -> Self {
        let line_start = text[..start].rfind('\n').map_or(0, |n| n + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let start_in_line = (start - line_start).min(line.len());
        let end_in_line = (end.max(start) - line_start).min(line.len());
        Self {
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            message: message.into(),
            help,
            excerpt: Excerpt::new(&line[..start_in_line], &line[start_in_line..end_in_line], &line[end_in_line..]),
        }
    }
}

impl Excerpt {
    fn new(before: &str, marked: &str, after: &str) -> Self {
        let (before, marked, after) = (shown(before), shown(marked), shown(after));
        let total = before.width() + marked.width() + after.width();
        let before =
            if total > WIDTH && before.width() > LEAD { format!("…{}", last_columns(&before, LEAD)) } else { before };
        let room = WIDTH.saturating_sub(before.width()).max(1);
        let carets = marked.width().clamp(1, room);
        let rest = format!("{marked}{after}");
        let text = if rest.width() > room {
            format!("{before}{}…", first_columns(&rest, room))
        } else {
            format!("{before}{rest}")
        };
        Self { text, before: before.width(), carets }
    }
}

/// A text without tabs, which have no fixed width, and control characters, which may control a terminal.
fn shown(text: &str) -> String {
    let replaced = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    text.replace('\t', "    ").chars().map(replaced).collect()
}

fn first_columns(text: &str, columns: usize) -> String {
    let mut width = 0;
    text.chars()
        .take_while(|c| {
            width += c.width().unwrap_or(0);
            width <= columns
        })
        .collect()
}

fn last_columns(text: &str, columns: usize) -> &str {
    let mut width = 0;
    let start = text.char_indices().rev().find(|(_, c)| {
        width += c.width().unwrap_or(0);
        width > columns
    });
    start.map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

/// Mistakes that are found before parsing, because the parser's messages about them say less.
pub(super) fn check(text: &str, tokens: &[Token], prefixes: &Prefixes, network: bool) -> Result<(), SyntaxError> {
    let error =
        |t: &Token, message: String, help: String| Err(SyntaxError::at(text, t.start, t.end, message, Some(help)));
    let mut declared: Vec<&str> = Vec::new();
    let mut previous: Option<&Token> = None;
    if let Some((token, message)) = too_deep(text, tokens) {
        return error(
            &token,
            message,
            "write the query with fewer of them; VALUES and IN take any number of values".to_owned(),
        );
    }
    for (i, token) in tokens.iter().enumerate() {
        let written = token.of(text);
        match token.kind {
            TokenKind::Mark if written == "<" && begins_address(&text[token.end..]) => {
                let end = text[token.start..].find(['>', '\n']).map_or(text.len(), |n| token.start + n + 1);
                let help = "write %20 for a space and percent-encode whatever else an IRI does not allow".to_owned();
                let message = "this is not an IRI (RFC 3987): it has a character that is not allowed";
                return Err(SyntaxError::at(text, token.start, end, message, Some(help)));
            }
            TokenKind::Unfinished => {
                return error(
                    token,
                    "this string has no end".to_owned(),
                    "close it with the quotes that opened it".to_owned(),
                );
            }
            TokenKind::PrefixedName => {
                let prefix = written.split(':').next().unwrap_or_default();
                if previous.is_some_and(|p| p.is(text, "PREFIX")) {
                    declared.push(prefix);
                } else if !declared.contains(&prefix) && prefixes.namespace(prefix).is_none() {
                    let (message, help) = undeclared(prefix, &declared, prefixes);
                    let end = token.start + prefix.len() + 1;
                    return Err(SyntaxError::at(text, token.start, end, message, Some(help)));
                }
            }
            // A SERVICE that is not SILENT could only fail.
            TokenKind::Word
                if !network
                    && token.is(text, "SERVICE")
                    && !tokens.get(i + 1).is_some_and(|t| t.is(text, "SILENT")) =>
            {
                return error(
                    token,
                    "SERVICE asks another endpoint, and this query may not use the network".to_owned(),
                    "load the data that you need, or write SERVICE SILENT to go on without it".to_owned(),
                );
            }
            _ => {}
        }
        previous = Some(token);
    }
    const UPDATES: [&str; 10] = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];
    const QUERIES: [&str; 4] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
    let verb = tokens.iter().find(|t| UPDATES.iter().chain(&QUERIES).any(|v| t.is(text, v)));
    match verb {
        Some(verb) if UPDATES.iter().any(|u| verb.is(text, u)) => error(
            verb,
            "this is an update, and a query only reads".to_owned(),
            "change the documents of the dataset and build it again".to_owned(),
        ),
        _ => Ok(()),
    }
}

fn begins_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_lowercase()))
}

fn undeclared(prefix: &str, declared: &[&str], prefixes: &Prefixes) -> (String, String) {
    let message = format!("the prefix \"{prefix}:\" is not declared");
    let help = match Prefixes::well_known(prefix) {
        Some(namespace) => match prefixes.prefix_of(namespace) {
            Some(ours) => {
                format!("write \"{ours}:\", which is predefined, or begin with PREFIX {prefix}: <{namespace}>")
            }
            None => format!("begin the query with PREFIX {prefix}: <{namespace}>"),
        },
        None => match super::prefixes::nearest(prefix, declared.iter().copied()).or_else(|| prefixes.nearest(prefix)) {
            Some(near) => format!("did you mean \"{near}:\"? Otherwise begin the query with PREFIX {prefix}: <…>"),
            None => format!("begin the query with PREFIX {prefix}: <…>"),
        },
    };
    (message, help)
}

/// The mistake for which the parser refused the text, at its place in the original text.
pub(super) fn refused(filled: &Filled, parser: &SparqlParser) -> SyntaxError {
    let text = filled.text.as_str();
    let tokens = tokens(text);
    let at = |token: Option<&Token>, message: &str, help| {
        let end = tokens.last().map_or(0, |t| t.end);
        let (start, end) = token.map_or((end, end), |t| (t.start, t.end));
        let (start, end) = filled.origin(start, end);
        SyntaxError::at(filled.original(), start, end, message, help)
    };
    let refused = Refused::new(text, &tokens, parser);
    let (read, stop) = (&tokens[..refused.stop], tokens.get(refused.stop));
    if let (Some(token), Some(meant)) = (stop, refused.meant()) {
        return at(stop, &misplaced(token, text), Some(format!("did you mean {meant}?")));
    }
    let is_iri = |iri: &str| parser.clone().parse_query(&format!("DESCRIBE {iri}")).is_ok();
    if stop.is_some_and(|t| t.kind == TokenKind::Iri && !is_iri(t.of(text))) {
        return at(stop, "this is not an IRI (RFC 3987)", None);
    }
    if let Some(variable) = bound_again(text, read) {
        return at(Some(variable), "this BIND gives a value to a variable that has one", None);
    }
    for parser_message in refused.parser_messages() {
        if let Some((keyword, message)) = rule(&parser_message) {
            return at(clause(text, read, keyword).or(stop), message, None);
        }
    }
    let expected = list(&refused.expected());
    match stop {
        Some(token) => at(stop, &misplaced(token, text), expected.map(|e| format!("what could stand here: {e}"))),
        None => at(None, "the query ends too early", expected.map(|e| format!("what could follow: {e}"))),
    }
}

/// The keyword of the clause that ends with these tokens; groups in the clause are skipped.
fn clause<'a>(text: &str, tokens: &'a [Token], keyword: &str) -> Option<&'a Token> {
    let mut depth = 0_i32;
    tokens.iter().rev().find(|token| {
        match token.of(text) {
            "}" => depth += 1,
            "{" => depth -= 1,
            _ => {}
        }
        depth == 0 && token.is(text, keyword)
    })
}

/// The variable after `AS` in a BIND, if its group has used it before; the parser's message does not always report it.
fn bound_again<'a>(text: &str, tokens: &'a [Token]) -> Option<&'a Token> {
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    let (mut depth, mut in_bind) = (0_usize, false);
    for (i, token) in tokens.iter().enumerate() {
        let written = token.of(text);
        match written {
            "{" => groups.push(Vec::new()),
            "}" => {
                let inner = groups.pop().unwrap_or_default();
                groups.last_mut()?.extend(inner);
            }
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                in_bind &= depth > 0;
            }
            _ if token.is(text, "BIND") => in_bind = true,
            _ if token.kind == TokenKind::Variable => {
                let is_new = in_bind && depth == 1 && tokens[i - 1].is(text, "AS");
                let group = groups.last_mut()?;
                if is_new && group.contains(&written) {
                    return Some(token);
                }
                if is_new || depth == 0 {
                    group.push(written);
                }
            }
            _ => {}
        }
    }
    None
}

/// The broken rule in the parser's message, if there is one beside the expected tokens, and the keyword of the clause
/// at the end of which it is checked.
fn rule(parser_message: &str) -> Option<(&'static str, &str)> {
    const RULES: [(&str, &str); 5] = [
        (
            "with a variable that is unbound",
            "an expression of this SELECT has a variable that is neither in GROUP BY nor in an aggregate such as COUNT",
        ),
        (
            "a variable that is unbound",
            "this SELECT names a variable that is neither in GROUP BY nor in an aggregate such as COUNT",
        ),
        ("SELECT overrides", "this SELECT gives a value to a variable that has one"),
        ("Duplicated variable", "this SELECT names a variable twice"),
        ("SELECT * is not", "SELECT * cannot go with GROUP BY: name the variables"),
    ];
    if let Some((_, message)) = RULES.iter().find(|(part, _)| parser_message.contains(part)) {
        return Some(("SELECT", message));
    }
    let expected = parser_message.split_once(": expected ").map_or(parser_message, |(_, expected)| expected);
    let mut sentences = expected.trim_start_matches("one of ").split(", ");
    sentences.find(|s| s.contains(' ') && s.starts_with(char::is_alphabetic)).map(|sentence| ("", sentence))
}

fn misplaced(token: &Token, text: &str) -> String {
    let what = match token.kind {
        TokenKind::Variable => "the variable ",
        TokenKind::Iri => "the IRI ",
        TokenKind::PrefixedName => "the name ",
        TokenKind::String => "the string ",
        TokenKind::Number => "the number ",
        _ => "",
    };
    format!("{what}{} cannot stand here", shown(&first_columns(token.of(text), 60)))
}

fn list(expected: &[&str]) -> Option<String> {
    let quoted =
        |name: &&str| if name.starts_with(char::is_alphabetic) { (*name).to_owned() } else { format!("{name:?}") };
    (!expected.is_empty()).then(|| expected.iter().map(quoted).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_at(text: &str, part: &str) -> String {
        let start = text.find(part).unwrap();
        SyntaxError::at(text, start, start + part.len(), "no", None).to_string()
    }

    #[test]
    fn the_caret_is_below_wide_and_combining_characters() {
        // Two columns for each ideograph, none for the combining acute, four for a tab.
        assert_eq!(
            shown_at("ASK {\n\t\"漢字e\u{301}\" bad }\n", "bad"),
            "no\n --> line 2, column 9\n  |\n2 |     \"漢字e\u{301}\" bad }\n  |            ^^^"
                .replace("            ^^^", "             ^^^")
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}bad{}", "x".repeat(500), "y".repeat(500));
        let shown = shown_at(&text, "bad");
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], " --> line 1, column 501");
        assert!(lines[3].contains("…") && lines[3].ends_with("…"));
        let caret = lines[4].find('^').unwrap();
        assert_eq!(lines[3].chars().skip(caret).take(3).collect::<String>(), "bad");
        assert!(lines[3].width() < 110);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert!(!shown_at("ASK { \u{1b}[31m bad", "bad").contains('\u{1b}'));
    }

    #[test]
    fn an_error_at_the_end_has_a_caret() {
        let error = SyntaxError::at("ASK {", 5, 5, "no", None);
        assert_eq!(error.to_string(), "no\n --> line 1, column 6\n  |\n1 | ASK {\n  |      ^");
    }
}
