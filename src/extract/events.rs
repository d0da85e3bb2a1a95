//! Meetings and other events: who met whom, where, when, and whether it happened.

use super::finding::{Event, Quotation, Role, TimeMention};
use super::names::Names;
use super::tokens::Tokens;

/// All events that an article tells of, in order.
pub fn read(
    _tokens: &Tokens<'_>,
    _names: &Names,
    _times: &[TimeMention],
    _roles: &[Role],
    _quotations: &[Quotation],
) -> Vec<Event> {
    Vec::new()
}
