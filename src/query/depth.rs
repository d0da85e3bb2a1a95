//! Limits the depth of the tree of a query, judged from its tokens. Parser, optimiser and evaluator recurse for each
//! level, and a thread's stack is limited: a query that may be too deep is refused before it is parsed.

use super::tokens::{Token, TokenKind};

/// Stack size, in bytes, of a thread that prepares and runs queries of `MAX_LEVELS`.
pub const STACK: usize = 128 * 1024 * 1024;

/// Maximum number of open brackets, and of signs before one value.
pub(super) const MAX_OPEN: usize = 250;
/// Maximum number of `!` that govern one value. Oxigraph's parser takes twice the time for each further one: 24 take seconds.
pub(super) const MAX_NEGATIONS: usize = 16;
/// Maximum number of operators, patterns and the like, each of which may be a level.
pub(super) const MAX_LEVELS: usize = 20_000;

/// Where a text becomes too deep: the token, and a message that names what there is too much of.
pub(super) fn too_deep(text: &str, tokens: &[Token]) -> Option<(Token, String)> {
    let (mut open, mut signs, mut levels) = (0_usize, 0_usize, 0_usize);
    let mut data = Data::Outside;
    let mut previous: Option<&Token> = None;
    // Open round brackets, in which a comma separates arguments and adds no level.
    let mut round = 0_usize;
    // How many `!` stand before each open bracket, before all of them, and directly before this token.
    let mut negated: Vec<usize> = Vec::new();
    let (mut around, mut negations) = (0_usize, 0_usize);
    for token in tokens {
        let written = token.of(text);
        let is_mark = token.kind == TokenKind::Mark;
        match written {
            "(" | "{" | "[" if is_mark => {
                open += 1;
                negated.push(negations);
                around += negations;
            }
            ")" | "}" | "]" if is_mark => {
                open = open.saturating_sub(1);
                around -= negated.pop().unwrap_or_default();
            }
            _ => {}
        }
        negations = match written {
            "!" if is_mark => negations + 1,
            // It stands between its `!` and the brackets of its group.
            _ if token.is(text, "EXISTS") => negations,
            _ => 0,
        };
        if around + negations > MAX_NEGATIONS {
            return Some((*token, format!("more than {MAX_NEGATIONS} signs `!` govern this")));
        }
        match written {
            "(" if is_mark => round += 1,
            ")" if is_mark => round = round.saturating_sub(1),
            _ => {}
        }
        signs = if is_mark && matches!(written, "!" | "-" | "+") { signs + 1 } else { 0 };
        if open > MAX_OPEN {
            return Some((*token, format!("more than {MAX_OPEN} brackets are open here")));
        }
        if signs > MAX_OPEN {
            return Some((*token, format!("more than {MAX_OPEN} signs stand before this")));
        }
        data = data.after(token, text);
        if data == Data::Outside && is_level(token, previous, round, text) {
            levels += 1;
            if levels > MAX_LEVELS {
                return Some((
                    *token,
                    format!("the query has more than {MAX_LEVELS} operators and patterns up to here"),
                ));
            }
        }
        previous = Some(token);
    }
    None
}

fn is_level(token: &Token, previous: Option<&Token>, round: usize, text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "SERVICE", "LATERAL", "AS", "VALUES"];
    let is_term = |t: &Token| !matches!(t.kind, TokenKind::Mark | TokenKind::Word);
    match token.kind {
        TokenKind::Mark => match token.of(text) {
            "||" | "&&" | "+" | "-" | "*" | "/" | "|" | "^" | "!" | "." | ";" | "{" => true,
            // A comma between objects; between arguments it adds no level.
            "," => round == 0,
            _ => false,
        },
        TokenKind::Word => WORDS.iter().any(|word| token.is(text, word)),
        // Items of a list, which have no token between them.
        _ => round > 0 && previous.is_some_and(is_term),
    }
}

/// Whether a token belongs to the data of VALUES, which are a table and not a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Outside,
    Named,
    Inside,
}

impl Data {
    fn after(self, token: &Token, text: &str) -> Self {
        match (self, token.of(text)) {
            (Self::Outside, _) if token.is(text, "VALUES") => Self::Named,
            (Self::Named, "{") => Self::Inside,
            (Self::Inside, "}") => Self::Outside,
            (now, _) => now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn refused(text: &str) -> Option<String> {
        too_deep(text, &tokens(text)).map(|(_, what)| what)
    }

    #[test]
    fn every_way_to_be_deep_is_counted() {
        let many = |piece: &str| piece.repeat(MAX_LEVELS + 1);
        for text in [
            format!("ASK {{ FILTER(?x = 1{}) }}", many(" || ?x = 2")),
            format!("ASK {{ FILTER(1{} = 2) }}", many("+1")),
            format!("ASK {{ FILTER(1{} = 2) }}", many("-1")),
            format!("ASK {{ {{}}{} }}", many(" UNION {}")),
            format!("ASK {{ {} }}", many("{}")),
            format!("ASK {{ {} }}", many("OPTIONAL {} ")),
            format!("ASK {{ {} }}", many("?s ?p ?o . ")),
            format!("ASK {{ ?s ?p ?o {} }}", many("; ?p ?o")),
            format!("ASK {{ ?s ?p ?o {} }}", many(", ?o")),
            format!("ASK {{ ?s <p>{} ?o }}", many("/<p>")),
            format!("ASK {{ ?s <p>{} ?o }}", many("|<p>")),
            format!("ASK {{ ?s <p> ({}) }}", many("1 ")),
            format!("SELECT {} {{}}", many("(1 AS ?x) ")),
        ] {
            let message = refused(&text).unwrap_or_default();
            assert!(message.contains("more than 20000 operators"), "{}: {message}", &text[..60]);
        }
        assert!(refused(&format!("ASK {{ FILTER({}true) }}", "!".repeat(300))).unwrap().contains("signs"));
        assert!(refused(&format!("ASK {{ FILTER({}1) }}", "- ".repeat(300))).unwrap().contains("signs"));
        assert!(refused(&"(".repeat(300)).unwrap().contains("brackets"));
        let negated = |levels| refused(&format!("ASK {{ FILTER({}1{}) }}", "!(".repeat(levels), ")".repeat(levels)));
        assert_eq!(negated(MAX_NEGATIONS), None);
        assert!(negated(MAX_NEGATIONS + 1).unwrap().contains("16 signs"));
        let groups = |levels| {
            let (open, close) = ("FILTER(! EXISTS { ".repeat(levels), "})".repeat(levels));
            refused(&format!("ASK {{ {open}{close} }}"))
        };
        assert_eq!(groups(MAX_NEGATIONS), None);
        assert!(groups(MAX_NEGATIONS + 1).unwrap().contains("16 signs"));
        assert_eq!(refused(&format!("ASK {{ FILTER({} 1) }}", "!(1) && ".repeat(100))), None);
    }

    #[test]
    fn data_is_not_counted() {
        let many = |piece: &str| piece.repeat(3 * MAX_LEVELS);
        for text in [
            format!("SELECT * {{ VALUES ?x {{ {} }} }}", many("1 <x> ")),
            format!("SELECT * {{ VALUES (?x ?y) {{ {} }} }}", many("(1 2) ")),
            format!("SELECT * {{ ?s ?p ?o FILTER(?o IN ({}2)) }}", many("1, ")),
            format!("SELECT * {{ BIND(CONCAT({}'b') AS ?x) }}", many("'a', ")),
            format!("# {}\nASK {{}}", many("|| ")),
        ] {
            assert_eq!(refused(&text), None, "{}", &text[..60]);
        }
    }
}
