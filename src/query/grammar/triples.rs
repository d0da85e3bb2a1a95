//! Triples, paths and terms.

use super::super::tokens::Kind;
use super::{Mistake, Walk, Walked, need};

impl Walk<'_> {
    /// Triples with a dot between them; in a pattern, a verb may be a path.
    pub(super) fn triples(&mut self, paths: bool) -> Walked {
        loop {
            if self.pair("[", "]") || self.pair("(", ")") {
                self.properties(paths)?;
            } else if self.node(paths)? {
                if self.is_verb(paths) {
                    self.properties(paths)?;
                }
            } else if self.term()? {
                self.properties(paths)?;
            } else {
                return Ok(());
            }
            if !self.mark(".") {
                return Ok(());
            }
        }
    }

    fn is_verb(&self, paths: bool) -> bool {
        self.peek().is_some_and(|(kind, text)| match kind {
            Kind::Variable | Kind::Iri | Kind::PrefixedName => true,
            Kind::Word => text == "a",
            Kind::Mark => paths && matches!(text, "^" | "!" | "("),
            _ => false,
        })
    }

    fn properties(&mut self, paths: bool) -> Walked {
        loop {
            if !self.variable() {
                if paths {
                    self.path()?;
                } else {
                    need(self.iri() || self.word("a"))?;
                }
            }
            loop {
                self.object(paths)?;
                if !self.mark(",") {
                    break;
                }
            }
            if !self.mark(";") {
                return Ok(());
            }
            while self.mark(";") {}
            if !self.is_verb(paths) {
                return Ok(());
            }
        }
    }

    fn object(&mut self, paths: bool) -> Walked {
        let found = self.pair("[", "]") || self.pair("(", ")") || self.node(paths)? || self.term()?;
        need(found)
    }

    /// `( … )` or `[ … ]`
    fn node(&mut self, paths: bool) -> Result<bool, Mistake> {
        if self.mark("(") {
            self.object(paths)?;
            while !self.mark(")") {
                self.object(paths)?;
            }
            return Ok(true);
        }
        if self.mark("[") {
            self.properties(paths)?;
            return need(self.mark("]")).map(|()| true);
        }
        Ok(false)
    }

    fn path(&mut self) -> Walked {
        loop {
            self.mark("^");
            if self.mark("!") {
                if self.mark("(") {
                    while self.mark("^") || self.iri() || self.word("a") || self.mark("|") {}
                    need(self.mark(")"))?;
                } else {
                    self.mark("^");
                    need(self.iri() || self.word("a"))?;
                }
            } else if self.mark("(") {
                self.path()?;
                need(self.mark(")"))?;
            } else {
                need(self.iri() || self.word("a"))?;
            }
            let _ = self.mark("?") || self.mark("*") || self.mark("+");
            if !(self.mark("/") || self.mark("|")) {
                return Ok(());
            }
        }
    }

    fn term(&mut self) -> Result<bool, Mistake> {
        let simple = self.variable() || self.iri() || self.take("a blank node", |kind, _| kind == Kind::BlankNode);
        Ok(simple || self.literal()?)
    }

    pub(super) fn literal(&mut self) -> Result<bool, Mistake> {
        if self.take("a string", |kind, _| kind == Kind::String) {
            if self.mark("^^") {
                need(self.iri())?;
            } else {
                self.take("a language tag", |kind, _| kind == Kind::LanguageTag);
            }
            return Ok(true);
        }
        let signed = self.peek().is_some_and(|(_, text)| matches!(text, "+" | "-"));
        if signed {
            self.at += 1;
            self.expected.clear();
            return need(self.number()).map(|()| true);
        }
        Ok(self.number() || self.word("true") || self.word("false"))
    }
}
