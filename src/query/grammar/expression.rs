//! Expressions and calls.

use super::super::tokens::Kind;
use super::{Mistake, Walk, Walked, need};

/// The names of the built-in functions and aggregates.
const FUNCTIONS: &str = "\
    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT \
    HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND \
    REGEX REPLACE ROUND SAMEVALUE SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT \
    STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR";
const OPERATORS: &[&str] = &["||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"];

fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.split_whitespace()
}

impl Walk<'_> {
    pub(super) fn bracketed(&mut self) -> Walked {
        need(self.mark("("))?;
        self.expression()?;
        need(self.mark(")"))
    }

    /// What may follow FILTER and HAVING.
    pub(super) fn constraint(&mut self) -> Result<bool, Mistake> {
        if self.peek() == Some((Kind::Mark, "(")) {
            return self.bracketed().map(|()| true);
        }
        self.call()
    }

    pub(super) fn expression(&mut self) -> Walked {
        loop {
            while self.mark("!") || self.mark("+") || self.mark("-") {}
            if self.peek() == Some((Kind::Mark, "(")) {
                self.bracketed()?;
            } else {
                let found = self.variable() || self.call()? || self.literal()?;
                need(found)?;
            }
            if self.word("IN") || (self.word("NOT") && need(self.word("IN")).map(|()| true)?) {
                need(self.mark("("))?;
                self.arguments()?;
            }
            let operator = self.peek().is_some_and(|(k, t)| k == Kind::Mark && OPERATORS.contains(&t));
            if !operator {
                self.expected.push("an operator");
                return Ok(());
            }
            self.at += 1;
            self.expected.clear();
        }
    }

    /// A function with its arguments, an IRI with or without, or EXISTS.
    pub(super) fn call(&mut self) -> Result<bool, Mistake> {
        if self.word("EXISTS") {
            return self.group().map(|()| true);
        }
        if self.word("NOT") {
            need(self.word("EXISTS"))?;
            return self.group().map(|()| true);
        }
        if self.iri() {
            if self.mark("(") {
                self.arguments()?;
            }
            return Ok(true);
        }
        let is_function = |kind, text: &str| kind == Kind::Word && functions().any(|f| f.eq_ignore_ascii_case(text));
        if !self.take("a function", is_function) {
            return Ok(false);
        }
        need(self.mark("("))?;
        self.arguments().map(|()| true)
    }

    /// After the opening bracket.
    fn arguments(&mut self) -> Walked {
        if self.mark(")") {
            return Ok(());
        }
        self.word("DISTINCT");
        if !self.mark("*") {
            self.expression()?;
            while self.mark(",") {
                self.expression()?;
            }
            if self.mark(";") {
                need(self.word("SEPARATOR"))?;
                need(self.mark("="))?;
                need(self.take("a string", |kind, _| kind == Kind::String))?;
            }
        }
        need(self.mark(")"))
    }
}

/// The function or keyword that a word is probably meant to be.
pub(in crate::query) fn meant(word: &str, expected: &[&'static str]) -> Option<&'static str> {
    let keywords = expected.iter().copied().filter(|e| e.bytes().all(|b| b.is_ascii_uppercase()));
    let functions = functions().filter(|_| expected.contains(&"a function"));
    super::super::prefixes::nearest(word, keywords.chain(functions))
}
