//! The tokens of a SPARQL 1.1 query (section 19.8 of the specification), as far as they must be told apart to find the
//! variables, prefixes and keywords of a text and nothing that only looks like them: in comments, IRIs and strings.
//!
//! A text that is no SPARQL still has tokens; what is wrong with it is for the parser to say.

use crate::base::names::{is_letter, is_name_char};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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
    /// A string without its end.
    Unfinished,
}

/// A token and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Of the first byte.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
}

impl Token {
    /// The token as written.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// Whether it is a keyword. They have no case.
    pub(super) fn is(&self, text: &str, keyword: &str) -> bool {
        self.kind == Kind::Word && self.of(text).eq_ignore_ascii_case(keyword)
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

/// The kind and length of the token with which a text begins.
fn token(rest: &str, first: char) -> (Kind, usize) {
    let found = match first {
        '<' => iri(rest).map(|n| (Kind::Iri, n)),
        '?' | '$' => Some(run(&rest[1..], is_variable_char)).filter(|n| *n > 0).map(|n| (Kind::Variable, n + 1)),
        '"' | '\'' => Some(string(rest, first)),
        '@' => language_tag(&rest[1..]).map(|n| (Kind::LanguageTag, n + 1)),
        '_' if rest[1..].starts_with(':') => dotted(&rest[2..]).map(|n| (Kind::BlankNode, n + 2)),
        '0'..='9' | '.' => number(rest).map(|n| (Kind::Number, n)),
        ':' => Some((Kind::PrefixedName, 1 + local(&rest[1..]))),
        c if is_letter(c) => Some(name(rest)),
        _ => None,
    };
    found.unwrap_or_else(|| (Kind::Mark, mark(rest, first)))
}

/// The length in bytes of the longest beginning of which every character satisfies the test.
fn run(rest: &str, test: fn(char) -> bool) -> usize {
    rest.find(|c| !test(c)).unwrap_or(rest.len())
}

/// A backslash may only begin a code point escape, which is read before anything else.
fn iri(rest: &str) -> Option<usize> {
    let refused = |c: char| c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`');
    let end = rest[1..].find(refused)? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

fn string(rest: &str, quote: char) -> (Kind, usize) {
    let long = if quote == '"' { r#"""""# } else { "'''" };
    let is_long = rest.starts_with(long);
    let close = if is_long { long } else { &long[..1] };
    let mut at = close.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(close) {
            return (Kind::String, at + close.len());
        }
        if !is_long && matches!(c, '\r' | '\n') {
            break;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    (Kind::Unfinished, at)
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
fn name(rest: &str) -> (Kind, usize) {
    if let Some(prefix) = dotted(rest)
        && rest[prefix..].starts_with(':')
    {
        return (Kind::PrefixedName, prefix + 1 + local(&rest[prefix + 1..]));
    }
    let word = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
    (Kind::Word, if word == 0 { run(rest, is_name_char) } else { word })
}

/// Name characters with dots among them but not at the end.
fn dotted(rest: &str) -> Option<usize> {
    let end = run(rest, |c| is_name_char(c) || c == '.');
    let end = rest[..end].trim_end_matches('.').len();
    (end > 0).then_some(end)
}

/// The local part of a prefixed name: also colons, `%41` and `\,`.
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

/// A character of `VARNAME`.
fn is_variable_char(c: char) -> bool {
    is_name_char(c) && c != '-'
}

#[cfg(test)]
mod tests {
    use super::Kind::*;
    use super::*;

    fn all(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).iter().map(|t| (t.kind, t.of(text))).collect()
    }

    #[test]
    fn variables_in_comments_iris_and_strings_are_none() {
        let text = concat!(
            "# ?a\n?b <http://x/?c#?d> \"?e\" '?f' \"\"\"?g\n\"?h\" ?i\"\"\" '''?j ' '' ?k''' ",
            r##""\"?l" '\'?m' # '"# ?n"##,
            "\r$o"
        );
        let variables: Vec<_> = all(text).into_iter().filter(|(k, _)| *k == Variable).map(|(_, v)| v).collect();
        assert_eq!(variables, ["?b", "$o"]);
    }

    #[test]
    fn comparisons_are_no_iris() {
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
        // The longest match, as the specification has it.
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
