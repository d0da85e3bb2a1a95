//! Russian, as wire reports write it: names, dates, quotations with their cues, and roles. Events are not read.
//!
//! Case endings are undone only where a rule says what the nominative is; elsewhere the words of the source stay.

pub mod evidence;
mod forms;
mod lexicon;
mod names;
mod office;
mod roles;
mod speech;
#[cfg(test)]
mod tests;
mod times;
mod writing;

use super::Rules;
use crate::base::time::TimeExtent;
use crate::extract::code::Code;
use crate::extract::finding::{Names, Quotation, Role, Tenure, TimeMention};
use crate::extract::gazetteer::KnownNames;
use crate::extract::tokens::{Tokens, Writing};
use std::ops::Range;

/// The rules of Russian.
#[derive(Debug)]
pub(in crate::extract) struct Russian;

/// The code of Russian.
const RUSSIAN: Code = Code::RUSSIAN;

impl Rules for Russian {
    fn code(&self) -> Code {
        RUSSIAN
    }

    fn writing(&self) -> &'static dyn Writing {
        writing::WRITING
    }

    fn reads(&self) -> &'static str {
        "names, dates, quotations and roles"
    }

    fn leaves_out(&self) -> &'static str {
        "events, statements about places and other times"
    }

    fn names(&self, tokens: &Tokens<'_>, gazetteer: &KnownNames) -> Names {
        names::read(tokens, gazetteer)
    }

    fn times(&self, tokens: &Tokens<'_>, published: Option<&TimeExtent>) -> Vec<TimeMention> {
        times::read(tokens, published)
    }

    fn roles(&self, tokens: &Tokens<'_>, names: &mut Names) -> Vec<Role> {
        roles::read(tokens, names)
    }

    fn speech(&self, tokens: &Tokens<'_>, names: &Names, _roles: &[Role]) -> Vec<Quotation> {
        speech::read(tokens, names)
    }

    fn plain_role(&self, tokens: &Tokens<'_>, title: &Range<usize>) -> (String, Tenure) {
        roles::plain(tokens, title)
    }
}
