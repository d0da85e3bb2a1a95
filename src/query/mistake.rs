//! Finds the token where a text stops being a SPARQL query, and what could be there instead.
//!
//! Oxigraph's parser reports how far it looked ahead for keywords, which is up to 14 characters after the mistake, and
//! only the longest word of those that it expected. So it is run again on prefixes of the text, with spaces after them:
//! it reads all of the spaces if, and only if, the prefix can be completed to a query. The first token with which that
//! is no longer so is the mistake, and the words that could be there instead are found in the same way.

use super::prefixes::nearest;
use super::tokens::{Token, TokenKind};
use spargebra::SparqlParser;

/// The spaces after a prefix of the text: more than the longest keyword, ENCODE_FOR_URI, on a line of their own.
/// Positions of the parser are those of the text without its `\u` escapes, which leave the lines as they are.
const SPACES: &str = "\n                    ";

/// What the parser expects inside an IRI.
const IN_IRI: &str = r#": expected one of ">", [_]"#;

/// Maximum length in bytes of a prefix, and maximum number of `!` in it, for which every word of [`FOLLOWERS`] is
/// tried. Each word costs a run of the parser, which reads brackets after a `!` twice, and nested ones twice again.
const MAX_TRIED: (usize, usize) = (16 * 1024, 8);

/// Words and kinds of tokens in a query, in the order of messages.
#[rustfmt::skip]
const FOLLOWERS: &[&str] = &[
    "PREFIX", "BASE", "a prefix such as ex:", "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "DISTINCT", "REDUCED", "AS", "FROM",
    "NAMED", "WHERE", "an operator", "IN", "NOT", "EXISTS", "^^", ",", ";", ".", "(", "[", "{", "*", "!", "+", "-", "/", "|",
    "^", "a variable", "an IRI", "an IRI in angle brackets", "a", "a blank node", "a function", "a string", "a number",
    "a whole number", "true", "false", "UNDEF", "BY", "ASC", "DESC", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "UNION",
    "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "SILENT", "FILTER", "BIND", "VALUES", "SEPARATOR", ")", "]", "}",
];

/// Examples of the kinds that are not words of the language.
const EXAMPLES: &[(&str, &str)] = &[
    ("a prefix such as ex:", "ex: <x:>"),
    ("an operator", "&&"),
    ("a variable", "?x"),
    ("an IRI", "choro:x"),
    ("an IRI in angle brackets", "<x:>"),
    ("a blank node", "_:x"),
    ("a function", "STR"),
    ("a string", "''"),
    ("a number", "1.5"),
    ("a whole number", "1"),
];

/// What a message leaves out if it names the first: signs belong to numbers, and there are many operators.
const COVERED: &[(&str, &[&str])] = &[
    ("an operator", &["*", "+", "-", "/", "IN", "NOT"]),
    ("an IRI", &["an IRI in angle brackets"]),
    ("a number", &["a whole number", "+", "-"]),
];

/// The names of the built-in functions and aggregates.
const FUNCTIONS: &str = "\
    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT \
    HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND \
    REGEX REPLACE ROUND SAMEVALUE SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT \
    STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR";

/// A text that the parser has refused.
pub(super) struct Refused<'a> {
    parser: &'a SparqlParser,
    text: &'a str,
    tokens: &'a [Token],
    /// Index of the first token that cannot be there; the number of tokens if the text ends too early.
    pub(super) stop: usize,
}

impl<'a> Refused<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token], parser: &'a SparqlParser) -> Self {
        let mut refused = Self { parser, text, tokens, stop: 0 };
        refused.stop = tokens.partition_point(|token| refused.is_beginning(&text[..token.end]));
        refused
    }

    /// The parser's message about a text; `None` if it is a query.
    fn parser_message(&self, text: &str) -> Option<String> {
        self.parser.clone().parse_query(text).err().map(|error| error.to_string())
    }

    /// Whether a text can be completed to a query.
    fn is_beginning(&self, text: &str) -> bool {
        let reads_all = |text: &str| {
            let Some(parser_message) = self.parser_message(&format!("{text}{SPACES}")) else { return true };
            let position =
                parser_message.strip_prefix("error at ").and_then(|c| c.split_once(": ")).map_or("", |(p, _)| p);
            let (line, column) = position.split_once(':').unwrap_or_default();
            let last = text.matches('\n').count() + 2;
            // The parser has taken everything after a `<` for an IRI.
            if parser_message.ends_with(IN_IRI) {
                return false;
            }
            line.parse() == Ok(last) && column.parse().is_ok_and(|column: usize| column >= SPACES.len())
        };
        // The parser may allow no space between a function and its bracket.
        reads_all(text) || text.ends_with(|c: char| c.is_ascii_alphanumeric()) && reads_all(&format!("{text}("))
    }

    fn before(&self) -> &str {
        let last = self.stop.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or("", |token| &self.text[..token.end])
    }

    fn could_follow(&self, word: &str) -> bool {
        self.is_beginning(&format!("{} {word}", self.before()))
    }

    /// What could be in place of the token; empty if that would take long to find.
    pub(super) fn expected(&self) -> Vec<&'static str> {
        let negations = self.tokens[..self.stop].iter().filter(|token| token.of(self.text) == "!").count();
        if self.before().len() > MAX_TRIED.0 || negations > MAX_TRIED.1 {
            return Vec::new();
        }
        let example = |name| EXAMPLES.iter().find(|(named, _)| *named == name).map_or(name, |(_, example)| *example);
        let mut names: Vec<_> = FOLLOWERS.iter().copied().filter(|name| self.could_follow(example(name))).collect();
        for (_, covered) in COVERED.iter().filter(|(name, _)| names.contains(name)).collect::<Vec<_>>() {
            names.retain(|other| !covered.contains(other));
        }
        names
    }

    /// The keyword or function that was probably meant by the token.
    pub(super) fn meant(&self) -> Option<&'static str> {
        let token = self.tokens.get(self.stop).filter(|token| token.kind == TokenKind::Word)?;
        let written = token.of(self.text);
        let keywords = FOLLOWERS.iter().copied().filter(|n| n.bytes().all(|b| b.is_ascii_uppercase()));
        let near = |word: &&'static str| nearest(written, [*word].into_iter()).is_some();
        let words = keywords.chain(FUNCTIONS.split_whitespace()).filter(near);
        nearest(written, words.filter(|word| self.could_follow(word)))
    }

    /// The parser's messages where the text breaks a rule that is not part of the grammar: about the text before the
    /// token, and about the text up to and including the token.
    pub(super) fn parser_messages(&self) -> impl Iterator<Item = String> {
        let before = format!("{}{SPACES}", self.before());
        // Nothing may follow, because the parser would look ahead and lose its message.
        let token = self.tokens.get(self.stop).map(|token| self.text[..token.end].to_owned());
        [Some(before), token].into_iter().flatten().filter_map(|text| self.parser_message(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Prefixes;
    use super::super::tokens::tokens;
    use super::*;

    /// The text of the mistake, the word that was meant, and what could be there.
    fn found(text: &str) -> (&str, Option<&'static str>, Vec<&'static str>) {
        let tokens = tokens(text);
        let parser = Prefixes::new("http://x/").parser().unwrap();
        let refused = Refused::new(text, &tokens, &parser);
        (tokens.get(refused.stop).map_or("", |t| t.of(text)), refused.meant(), refused.expected())
    }

    #[test]
    fn every_beginning_of_a_query_is_one() {
        let queries = [
            "SELECT * {}",
            "BASE <http://x/> PREFIX : <y> PREFIX ex: <z> SELECT DISTINCT ?a (COUNT(DISTINCT *) AS ?n) FROM <g> FROM NAMED ex:h WHERE { ?s ?p ?o } GROUP BY ?a HAVING (?n > 1) ORDER BY DESC(?n) ?a LIMIT 5 OFFSET 2 VALUES ?a { 1 }",
            "CONSTRUCT { ?s a [ ] ; <p> 1, -2 . _:b <q> ( 1 'x'@en ) . } WHERE { ?s ?p ?o . }",
            "CONSTRUCT WHERE { ?s a <x> }",
            "DESCRIBE <x> ?y WHERE { ?y a <z> }",
            "DESCRIBE <x>",
            "ASK { <s> ^<p>/(<q>|!(a|^<r>))*/<t>+ ?o ; a <c> ; . [] <p> [ <q> ?x ] . [ <r> 1 ] . ( 1 2 ) <p> true }",
            "SELECT ?x { { ?x a <a> } UNION { ?x a <b> } OPTIONAL { ?x <p> ?y FILTER(?y != 'a' && !BOUND(?z)) } MINUS { ?x <q> 1.5e3 } GRAPH ?g { ?x ?p ?o } BIND(IF(?y IN (1, 2), <f>(?y), COALESCE(?a, -1)) AS ?q) VALUES (?a ?b) { (1 UNDEF) ('x'^^<d> <e>) } FILTER NOT EXISTS { ?x <r> ?_ } FILTER REGEX(?y, '^a', 'i') }",
            "SELECT (GROUP_CONCAT(?x ; SEPARATOR=', ') AS ?y) { { SELECT ?x { ?x a <y> } ORDER BY ?x LIMIT 1 } } GROUP BY (?x + 1 AS ?z) STR(?x)",
            "SELECT ?x { SERVICE SILENT <x> { ?x a <y> } FILTER(?x NOT IN (1)) FILTER(-?x * +1 - 1 < 2) }",
            "ASK {\n  ?s ?p '\\u00E9\\U0001F600' . # a comment\n  FILTER(1 <= 2) }",
        ];
        for query in queries {
            let parser = Prefixes::new("http://x/").parser().unwrap();
            assert!(parser.clone().parse_query(query).is_ok(), "{query}");
            let tokens = tokens(query);
            let refused = Refused::new(query, &tokens, &parser);
            for token in &tokens {
                assert!(refused.is_beginning(&query[..token.end]), "{}", &query[..token.end]);
            }
        }
    }

    #[test]
    fn the_token_is_found_where_it_stands() {
        for (query, token, could) in [
            ("SELECT ?x WHER { ?s ?p ?o }", "WHER", "WHERE"),
            ("SELECT * { ?s ?p ?o } LIMT 5", "LIMT", "LIMIT"),
            ("SELECT * { ?s ?p }", "}", "a variable"),
            ("SELECT * { ?s ?p ?o ", "", "}"),
            ("SELECT * { ?s ?p ?o . FILTR(?x) }", "FILTR", "FILTER"),
            ("SELECT * { VALUES ?x { ?y } }", "?y", "UNDEF"),
            ("SELECT * { ?s ?p ?o } LIMIT ?x", "?x", "a whole number"),
            ("SELECT * { FILTER(FOO(?x)) }", "FOO", "a function"),
            ("SELECT (COUNT(?s) ?c) { ?s ?p ?o }", "?c", "AS"),
            ("SELECT { ?s ?p ?o }", "{", "a variable"),
            ("SELECT * { ?a ?b ?c ?d ?e ?f }", "?d", "."),
            ("SELECT * { ?s ?p ?o } }", "}", "ORDER"),
            ("PREFIX <x> ASK {}", "<x>", "a prefix such as ex:"),
            ("PREFIX ex: ASK {}", "ASK", "an IRI in angle brackets"),
            ("", "", "SELECT"),
            ("SELECT * { FILTER(?x = 1 }", "}", ")"),
            ("SELECT * { FILTER(?x < < 1) }", "<", "a number"),
            ("SELECT * { FILTER( <= 1) }", "<=", "a variable"),
            ("SELECT * { ?s << 1 }", "<<", "an IRI"),
            ("SELECT * { FILTER(?x < < 1 && 2 > 1) }", "<", "a number"),
            ("SELECT * { FILTER(STR()) }", ")", "a variable"),
            ("SELECT * { BIND(STR(?a, 1) AS ?b) }", ",", ")"),
            ("SELECT * { ?s ?p '\\U0001F600' } LIMT 5", "LIMT", "LIMIT"),
        ] {
            let (at, _, expected) = found(query);
            assert_eq!(at, token, "{query}");
            assert!(expected.contains(&could), "{query}: {expected:?}");
        }
    }

    #[test]
    fn misspelt_words_are_known() {
        assert_eq!(found("SELECT * { ?s ?p ?o . FILTR(?x) }").1, Some("FILTER"));
        assert_eq!(found("SELECT * { FILTER(strstart(?x, 'a')) }").1, Some("STRSTARTS"));
        assert_eq!(found("SELECT ?x WHER { ?s ?p ?o }").1, Some("WHERE"));
        assert_eq!(found("SELCT ?s { ?s ?p ?o }").1, Some("SELECT"));
        assert_eq!(found("SELECT * { XYZ }").1, None);
    }
}
