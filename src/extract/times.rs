//! Expressions of time, and what they mean in the calendar.

use super::finding::TimeMention;
use super::tokens::Tokens;
use crate::time::TimeExtent;

/// All expressions of time in an article, in order.
pub fn read(_tokens: &Tokens<'_>, _published: Option<&TimeExtent>) -> Vec<TimeMention> {
    Vec::new()
}
