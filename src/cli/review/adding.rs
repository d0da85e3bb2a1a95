//! The questions about a claim that was missed: its words, its type, its fields.

use super::screen::shown;
use super::terminal_review::{Talk, help};
use crate::cli::failure::Failure;
use chorograph::review::{Card, ReviewError, TypeForm};
use std::io::{BufRead, Write};

impl<I: BufRead, O: Write> Talk<'_, I, O> {
    /// Asks for a claim of a source, and adds it; `None` if it was not added, and why not is said.
    pub(super) fn add(&mut self, source: &str) -> Result<Option<Card>, Failure> {
        let Some(words) = self.ask("words of the source that make the claim: ")? else { return Ok(None) };
        let span = match self.session.find(source, &words) {
            Ok(span) => span,
            Err(ReviewError::Refused(why)) => return self.not_added(&why),
            Err(error) => return Err(error.into()),
        };
        let forms: Vec<TypeForm> = self.session.types().iter().filter(|form| form.addable).cloned().collect();
        let names: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
        let Some(line) = self.ask(&format!("type of the claim ({}): ", names.join(", ")))? else { return Ok(None) };
        let Some(form) = forms.iter().find(|form| line == form.name || line == form.label) else {
            return self.not_added(&format!("{:?} is none of {}", shown(&line), names.join(", ")));
        };
        let mut fields = Vec::new();
        for field in form.fields.iter().filter(|field| field.editable) {
            writeln!(self.out, "{}", help(field))?;
            let needed = if field.required { " (needed)" } else { "" };
            let Some(line) = self.ask(&format!("{}{needed}: ", field.label))? else { return Ok(None) };
            fields.extend(self.values(field, &line).into_iter().filter(|(_, value)| !value.is_empty()));
        }
        match self.session.add(self.by, source, span, &form.name, fields, "") {
            Ok(card) => Ok(Some(card)),
            Err(ReviewError::Refused(why)) => self.not_added(&why),
            Err(error) => Err(error.into()),
        }
    }

    fn not_added(&self, why: &str) -> Result<Option<Card>, Failure> {
        self.refuse(&format!("not added: {}", shown(why)))?;
        Ok(None)
    }
}
