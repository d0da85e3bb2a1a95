//! The tokens of a SPARQL 1.1 query (section 19.8 of the specification), in as much detail as is needed to find the
//! variables, prefixes and keywords of a text, and not what looks like them in comments, IRIs and strings.
//!
//! A text that is not SPARQL still has tokens; the parser reports its mistakes.

use crate::base::names::{is_letter, is_name_char};

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `<…>`
    Iri,
    /// `prefix:local`, either part of which may be empty.
    PrefixedName,
    /// `?name` or `$name`
    Variable,
    /// `_:label`
    BlankNode,
    /// A string in one of its four forms.
    String,
    /// `@en`
    LanguageTag,
    /// A number without its sign.
    Number,
    /// A keyword, `a`, `true`, `false` or the name of a function.
    Word,
    /// Punctuation and operators.
    Mark,
    /// A string without a closing quote.
    Unfinished,
}

/// A token and its position, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Start of the token.
    pub(super) start: usize,
    /// End of the token: one past its last byte.
    pub(super) end: usize,
}

impl Token {
    /// The token as written.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// Whether it is this keyword, in upper or lower case.
    pub(super) fn is(&self, text: &str, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.of(text).eq_ignore_ascii_case(keyword)
    }
}

/// The tokens of a text, without space and comments.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(c) = text[start..].chars().next() {
        let rest = &text[start..];
        if matches!(c, ' ' | '\t' | '\r' | '\n') {
            start += 1;
            continue;
        }
        if c == '#' {
            start += rest.find(['\r', '\n']).unwrap_or(rest.len());
            continue;
        }
        let (kind, length) = token(rest, c);
        tokens.push(Token { kind, start, end: start + length });
        start += length;
    }
    tokens
}

/// The kind and length, in bytes, of the token at the beginning of a text.
fn token(rest: &str, first: char) -> (TokenKind, usize) {
    let found = match first {
        '<' => iri(rest).map(|n| (TokenKind::Iri, n)),
        '?' | '$' => Some(run(&rest[1..], is_variable_char)).filter(|n| *n > 0).map(|n| (TokenKind::Variable, n + 1)),
        '"' | '\'' => Some(string(rest, first)),
        '@' => language_tag(&rest[1..]).map(|n| (TokenKind::LanguageTag, n + 1)),
        '_' if rest[1..].starts_with(':') => dotted(&rest[2..]).map(|n| (TokenKind::BlankNode, n + 2)),
        '0'..='9' | '.' => number(rest).map(|n| (TokenKind::Number, n)),
        ':' => Some((TokenKind::PrefixedName, 1 + local(&rest[1..]))),
        c if is_letter(c) => Some(name(rest)),
        _ => None,
    };
    found.unwrap_or_else(|| (TokenKind::Mark, mark(rest, first)))
}

/// The length in bytes of the longest prefix in which every character satisfies the test.
fn run(rest: &str, test: fn(char) -> bool) -> usize {
    rest.find(|c| !test(c)).unwrap_or(rest.len())
}

/// The length of an IRI. A backslash in it may only begin a code point escape.
fn iri(rest: &str) -> Option<usize> {
    let refused = |c: char| c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`');
    let end = rest[1..].find(refused)? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

fn string(rest: &str, quote: char) -> (TokenKind, usize) {
    let long = if quote == '"' { r#"""""# } else { "'''" };
    let is_long = rest.starts_with(long);
    let close = if is_long { long } else { &long[..1] };
    let mut at = close.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(close) {
            return (TokenKind::String, at + close.len());
        }
        if !is_long && matches!(c, '\r' | '\n') {
            break;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    (TokenKind::Unfinished, at)
}

fn language_tag(rest: &str) -> Option<usize> {
    let mut end = run(rest, |c| c.is_ascii_alphabetic());
    if end == 0 {
        return None;
    }
    while rest[end..].starts_with('-') {
        match run(&rest[end + 1..], |c| c.is_ascii_alphanumeric()) {
            0 => break,
            n => end += n + 1,
        }
    }
    Some(end)
}

fn number(rest: &str) -> Option<usize> {
    let digits = |at: usize| run(&rest[at..], |c| c.is_ascii_digit());
    let mut end = digits(0);
    if rest[end..].starts_with('.') {
        let fraction = digits(end + 1);
        // "1." ends a triple, unless an exponent follows.
        if fraction > 0 || (end > 0 && rest[end + 1..].starts_with(['e', 'E'])) {
            end += 1 + fraction;
        }
    }
    if end == 0 {
        return None;
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some(end)
}

/// A prefixed name if a colon follows the prefix, else a word.
fn name(rest: &str) -> (TokenKind, usize) {
    if let Some(prefix) = dotted(rest)
        && rest[prefix..].starts_with(':')
    {
        return (TokenKind::PrefixedName, prefix + 1 + local(&rest[prefix + 1..]));
    }
    let word = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
    (TokenKind::Word, if word == 0 { run(rest, is_name_char) } else { word })
}

/// The length of a run of name characters and of dots that do not end it.
fn dotted(rest: &str) -> Option<usize> {
    let end = run(rest, |c| is_name_char(c) || c == '.');
    let end = rest[..end].trim_end_matches('.').len();
    (end > 0).then_some(end)
}

/// The length of the local part of a prefixed name, which may also have colons, `%41` and `\,`.
fn local(rest: &str) -> usize {
    let (mut end, mut at) = (0, 0);
    while let Some(c) = rest[at..].chars().next() {
        let length = match c {
            '%' if rest.as_bytes()[at + 1..].iter().take(2).filter(|b| b.is_ascii_hexdigit()).count() == 2 => 3,
            '\\' if rest[at + 1..].starts_with(|c| "_~.-!$&'()*+,;=/?#@%".contains(c)) => 2,
            '.' => {
                at += 1;
                continue;
            }
            '-' if at == 0 => break,
            c if is_name_char(c) || c == ':' => c.len_utf8(),
            _ => break,
        };
        at += length;
        end = at;
    }
    end
}

fn mark(rest: &str, first: char) -> usize {
    const PAIRS: [&str; 8] = ["^^", "&&", "||", "!=", "<=", ">=", "<<", ">>"];
    if PAIRS.iter().any(|pair| rest.starts_with(pair)) { 2 } else { first.len_utf8() }
}

/// Whether a character may be in a `VARNAME`.
fn is_variable_char(c: char) -> bool {
    is_name_char(c) && c != '-'
}

#[cfg(test)]
mod tests {
    use super::TokenKind::*;
    use super::*;

    fn all(text: &str) -> Vec<(TokenKind, &str)> {
        tokens(text).iter().map(|t| (t.kind, t.of(text))).collect()
    }

    #[test]
    fn there_are_no_variables_in_comments_iris_and_strings() {
        let text = concat!(
            "# ?a\n?b <http://x/?c#?d> \"?e\" '?f' \"\"\"?g\n\"?h\" ?i\"\"\" '''?j ' '' ?k''' ",
            r##""\"?l" '\'?m' # '"# ?n"##,
            "\r$o"
        );
        let variables: Vec<_> = all(text).into_iter().filter(|(k, _)| *k == Variable).map(|(_, v)| v).collect();
        assert_eq!(variables, ["?b", "$o"]);
    }

    #[test]
    fn comparisons_are_not_iris() {
        assert_eq!(
            all("?a < ?b && ?c > ?d"),
            [
                (Variable, "?a"),
                (Mark, "<"),
                (Variable, "?b"),
                (Mark, "&&"),
                (Variable, "?c"),
                (Mark, ">"),
                (Variable, "?d")
            ]
        );
        assert_eq!(all("?a<=?b"), [(Variable, "?a"), (Mark, "<="), (Variable, "?b")]);
        // The longest match, as the specification requires.
        assert_eq!(all("?a<?b&&?c>?d"), [(Variable, "?a"), (Iri, "<?b&&?c>"), (Variable, "?d")]);
    }

    #[test]
    fn names_do_not_swallow_the_dot_that_ends_a_triple() {
        assert_eq!(
            all(r"a:b.c. :x\,y. p.q:%41-. _:b1. e: ."),
            [
                (PrefixedName, "a:b.c"),
                (Mark, "."),
                (PrefixedName, r":x\,y"),
                (Mark, "."),
                (PrefixedName, "p.q:%41-"),
                (Mark, "."),
                (BlankNode, "_:b1"),
                (Mark, "."),
                (PrefixedName, "e:"),
                (Mark, ".")
            ]
        );
    }

    #[test]
    fn numbers_tags_and_words() {
        assert_eq!(
            all("1. 1.5 .5e-3 1e6 'x'@en-GB.\"y\"^^xsd:date ASK{a}"),
            [
                (Number, "1"),
                (Mark, "."),
                (Number, "1.5"),
                (Number, ".5e-3"),
                (Number, "1e6"),
                (String, "'x'"),
                (LanguageTag, "@en-GB"),
                (Mark, "."),
                (String, "\"y\""),
                (Mark, "^^"),
                (PrefixedName, "xsd:date"),
                (Word, "ASK"),
                (Mark, "{"),
                (Word, "a"),
                (Mark, "}")
            ]
        );
    }

    #[test]
    fn an_unfinished_string_ends_with_its_line() {
        assert_eq!(all("\"a\n?b"), [(Unfinished, "\"a"), (Variable, "?b")]);
        assert_eq!(all("'''a\n?b"), [(Unfinished, "'''a\n?b")]);
        assert_eq!(all("'\\"), [(Unfinished, "'\\")]);
    }

    #[test]
    fn every_byte_of_anything_is_covered_and_nothing_panics() {
        let pieces = [
            "?", "<", ">", "\"", "'", "\\", "@", "_:", ":", ".", "1", "e", "-", "%", "4", "ş", "\u{301}", "#", "\n",
            "😀", "^",
        ];
        let mut state = 1_u64;
        for _ in 0..20_000 {
            let mut text = std::string::String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let found = tokens(&text);
            assert!(found.iter().all(|t| t.start < t.end), "{text:?}");
            assert!(found.windows(2).all(|w| w[0].end <= w[1].start), "{text:?}");
        }
    }
}
