//! English.

pub mod lexicon;
pub mod writing;
pub mod evidence;
pub mod names;
pub mod times;
pub mod roles;
pub mod speech;
pub mod events;
pub mod districts;

use super::{Before, Rules};
use crate::base::time::TimeExtent;
use crate::extract::code::Code;
use crate::extract::finding::{Event, Gender, Names, PlaceStatement, Quotation, Role, Tenure, TimeMention};
use crate::extract::gazetteer::KnownNames;
use crate::extract::tokens::{Tokens, Writing};
use std::ops::Range;

/// The rules of English.
#[derive(Debug)]
pub(in crate::extract) struct English;

impl Rules for English {
    fn code(&self) -> Code {
        Code::ENGLISH
    }

    fn writing(&self) -> &'static dyn Writing {
        writing::WRITING
    }

    fn reads(&self) -> &'static str {
        "names, times, roles, quotations, events and statements about places"
    }

    fn leaves_out(&self) -> &'static str {
        ""
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

    fn speech(&self, tokens: &Tokens<'_>, names: &Names, roles: &[Role]) -> Vec<Quotation> {
        speech::read(tokens, names, roles)
    }

    fn events(&self, tokens: &Tokens<'_>, before: &Before<'_>) -> Vec<Event> {
        let Before { names, times, roles, quotations, published } = *before;
        events::read(tokens, names, times, roles, quotations, published)
    }

    fn places(&self, tokens: &Tokens<'_>, before: &Before<'_>) -> Vec<PlaceStatement> {
        districts::read(tokens, before.names, before.times, before.quotations)
    }

    fn gender(&self, tokens: &Tokens<'_>, name: &Range<usize>) -> Option<Gender> {
        names::gender_at(tokens, name)
    }

    fn mark_metonymy(&self, tokens: &Tokens<'_>, names: &mut Names) {
        names::metonymy::mark(tokens, names);
    }

    fn plain_role(&self, tokens: &Tokens<'_>, title: &Range<usize>) -> (String, Tenure) {
        roles::plain::plain(tokens, None, title)
    }
}
