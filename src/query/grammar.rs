//! Where a text stops being a SPARQL 1.1 query, and what could stand there instead.
//!
//! Oxigraph decides what is a query. Its parser reports a position some characters after the mistake, because it looks
//! ahead for keywords; this walk over the tokens (the grammar of section 19.8, which needs no look-ahead) finds the
//! token itself. It is asked only when Oxigraph has refused a text.

mod expression;
mod triples;

pub(super) use expression::meant;

use super::tokens::{Kind, Token};

/// The first token that cannot stand where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    /// Its index; as many as there are tokens when the text ends too early.
    pub(super) token: usize,
    /// What could stand there.
    pub(super) expected: Vec<&'static str>,
}

/// The first mistake of a text, if it has one that the grammar shows.
pub(super) fn first_mistake(text: &str, tokens: &[Token]) -> Option<Stop> {
    let mut walk = Walk { text, tokens, at: 0, expected: Vec::new() };
    match walk.query() {
        Ok(()) => None,
        Err(Mistake) => {
            walk.expected.dedup();
            Some(Stop { token: walk.at, expected: walk.expected })
        }
    }
}

struct Mistake;
type Walked = Result<(), Mistake>;

struct Walk<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    expected: Vec<&'static str>,
}

impl Walk<'_> {
    fn peek(&self) -> Option<(Kind, &str)> {
        self.tokens.get(self.at).map(|t| (t.kind, t.of(self.text)))
    }

    /// Passes over a token that satisfies the test; otherwise notes that it could have stood here.
    fn take(&mut self, name: &'static str, test: impl Fn(Kind, &str) -> bool) -> bool {
        let found = self.peek().is_some_and(|(kind, text)| test(kind, text));
        if found {
            self.at += 1;
            self.expected.clear();
        } else {
            self.expected.push(name);
        }
        found
    }

    fn word(&mut self, keyword: &'static str) -> bool {
        self.take(keyword, |kind, text| kind == Kind::Word && text.eq_ignore_ascii_case(keyword))
    }

    fn mark(&mut self, mark: &'static str) -> bool {
        self.take(mark, |kind, text| kind == Kind::Mark && text == mark)
    }

    fn variable(&mut self) -> bool {
        self.take("a variable", |kind, _| kind == Kind::Variable)
    }

    fn iri(&mut self) -> bool {
        self.take("an IRI", |kind, _| matches!(kind, Kind::Iri | Kind::PrefixedName))
    }

    fn number(&mut self) -> bool {
        self.take("a number", |kind, _| kind == Kind::Number)
    }

    /// Whether a mark comes next, and after it this one: `()` and `[]` are terms.
    fn pair(&mut self, open: &'static str, close: &'static str) -> bool {
        let next = self.tokens.get(self.at + 1).map(|t| t.of(self.text));
        let found = self.peek() == Some((Kind::Mark, open)) && next == Some(close);
        if found {
            self.at += 2;
            self.expected.clear();
        }
        found
    }

    fn query(&mut self) -> Walked {
        loop {
            if self.word("PREFIX") {
                need(self.take("a prefix such as ex:", |k, t| k == Kind::PrefixedName && t.ends_with(':')))?;
            } else if !self.word("BASE") {
                break;
            }
            need(self.take("an IRI in angle brackets", |kind, _| kind == Kind::Iri))?;
        }
        if self.word("SELECT") {
            self.projection()?;
            self.dataset()?;
            self.filtered_where()?;
        } else if self.word("CONSTRUCT") {
            if self.mark("{") {
                self.triples(false)?;
                need(self.mark("}"))?;
                self.dataset()?;
                self.filtered_where()?;
            } else {
                self.dataset()?;
                need(self.word("WHERE"))?;
                need(self.mark("{"))?;
                self.triples(false)?;
                need(self.mark("}"))?;
            }
        } else if self.word("DESCRIBE") {
            if !self.mark("*") {
                need(self.variable() || self.iri())?;
                while self.variable() || self.iri() {}
            }
            self.dataset()?;
            if self.word("WHERE") || self.peek() == Some((Kind::Mark, "{")) {
                self.group()?;
            }
        } else if self.word("ASK") {
            self.dataset()?;
            self.filtered_where()?;
        } else {
            return Err(Mistake);
        }
        self.modifiers()?;
        need(self.at == self.tokens.len())
    }

    fn projection(&mut self) -> Walked {
        let _ = self.word("DISTINCT") || self.word("REDUCED");
        if self.mark("*") {
            return Ok(());
        }
        let start = self.at;
        loop {
            if self.mark("(") {
                self.expression()?;
                need(self.word("AS"))?;
                need(self.variable())?;
                need(self.mark(")"))?;
            } else if !self.variable() {
                return need(self.at > start);
            }
        }
    }

    fn dataset(&mut self) -> Walked {
        while self.word("FROM") {
            self.word("NAMED");
            need(self.iri())?;
        }
        Ok(())
    }

    fn filtered_where(&mut self) -> Walked {
        self.word("WHERE");
        self.group()
    }

    fn modifiers(&mut self) -> Walked {
        if self.word("GROUP") {
            need(self.word("BY"))?;
            self.some(|walk| {
                if walk.mark("(") {
                    walk.expression()?;
                    if walk.word("AS") {
                        need(walk.variable())?;
                    }
                    return need(walk.mark(")")).map(|()| true);
                }
                Ok(walk.variable() || walk.call()?)
            })?;
        }
        if self.word("HAVING") {
            self.some(Self::constraint)?;
        }
        if self.word("ORDER") {
            need(self.word("BY"))?;
            self.some(|walk| {
                if walk.word("ASC") || walk.word("DESC") {
                    return walk.bracketed().map(|()| true);
                }
                Ok(walk.variable() || walk.constraint()?)
            })?;
        }
        while self.word("LIMIT") || self.word("OFFSET") {
            need(self.take("a whole number", |k, t| k == Kind::Number && t.bytes().all(|b| b.is_ascii_digit())))?;
        }
        if self.word("VALUES") {
            self.values()?;
        }
        Ok(())
    }

    /// One or more of something.
    fn some(&mut self, mut one: impl FnMut(&mut Self) -> Result<bool, Mistake>) -> Walked {
        need(one(self)?)?;
        while one(self)? {}
        Ok(())
    }

    fn group(&mut self) -> Walked {
        need(self.mark("{"))?;
        if self.word("SELECT") {
            self.projection()?;
            self.filtered_where()?;
            self.modifiers()?;
        } else {
            self.triples(true)?;
            while self.pattern()? {
                self.mark(".");
                self.triples(true)?;
            }
        }
        need(self.mark("}"))
    }

    /// A pattern other than triples.
    fn pattern(&mut self) -> Result<bool, Mistake> {
        if self.peek() == Some((Kind::Mark, "{")) {
            self.group()?;
            while self.word("UNION") {
                self.group()?;
            }
        } else if self.word("OPTIONAL") || self.word("MINUS") || self.word("LATERAL") {
            self.group()?;
        } else if self.word("GRAPH") {
            need(self.variable() || self.iri())?;
            self.group()?;
        } else if self.word("SERVICE") {
            self.word("SILENT");
            need(self.variable() || self.iri())?;
            self.group()?;
        } else if self.word("FILTER") {
            need(self.constraint()?)?;
        } else if self.word("BIND") {
            need(self.mark("("))?;
            self.expression()?;
            need(self.word("AS"))?;
            need(self.variable())?;
            need(self.mark(")"))?;
        } else if self.word("VALUES") {
            self.values()?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn values(&mut self) -> Walked {
        let row = |walk: &mut Self| walk.word("UNDEF") || walk.iri();
        if self.mark("(") {
            while self.variable() {}
            need(self.mark(")"))?;
            need(self.mark("{"))?;
            while self.mark("(") {
                while row(self) || self.literal()? {}
                need(self.mark(")"))?;
            }
        } else {
            need(self.variable())?;
            need(self.mark("{"))?;
            while row(self) || self.literal()? {}
        }
        need(self.mark("}"))
    }
}

fn need(found: bool) -> Walked {
    if found { Ok(()) } else { Err(Mistake) }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;
    use oxigraph::sparql::SparqlEvaluator;

    /// The mistake as the text shows it.
    fn found(text: &str) -> Option<(&str, Vec<&'static str>)> {
        let tokens = tokens(text);
        first_mistake(text, &tokens).map(|s| (tokens.get(s.token).map_or("", |t| t.of(text)), s.expected))
    }

    #[test]
    fn queries_have_no_mistake() {
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
        ];
        for query in queries {
            assert_eq!(found(query), None, "{query}");
            let parsed = SparqlEvaluator::new().with_base_iri("http://x/").unwrap().parse_query(query);
            assert!(parsed.is_ok(), "{query}: {:?}", parsed.err());
        }
    }

    #[test]
    fn the_token_is_found_where_it_stands() {
        for (query, token, expected) in [
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
            ("", "", "SELECT"),
            ("SELECT * { FILTER(?x = 1 }", "}", ")"),
            ("SELECT * { ?s ?p 'x }", "'x }", "a string"),
        ] {
            assert!(SparqlEvaluator::new().parse_query(query).is_err(), "{query}");
            let (at, could) = found(query).unwrap();
            assert_eq!(at, token, "{query}");
            assert!(could.contains(&expected), "{query}: {could:?}");
        }
    }

    #[test]
    fn misspelt_words_are_known() {
        assert_eq!(meant("FILTR", &["a variable", "FILTER", "OPTIONAL"]), Some("FILTER"));
        assert_eq!(meant("strstart", &["a function"]), Some("STRSTARTS"));
        assert_eq!(meant("xyz", &["FILTER"]), None);
    }
}
