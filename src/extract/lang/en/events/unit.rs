//! The units of a sentence that may be part of an event: a name, a role with all its words, a time.

use crate::extract::finding::Names;
use crate::extract::finding::{Role, TimeMention};
use crate::extract::tokens::Tokens;
use std::ops::Range;

/// The kind of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// A name that is not part of a role.
    Mention(usize),
    /// A phrase with these roles.
    Roles(Range<usize>),
    /// A time.
    Time(usize),
}

/// A unit with its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) tokens: Range<usize>,
    pub(super) what: UnitKind,
}

/// Maximum number of tokens after the last holder in a bracket up to its end: " of the Republic of Chile)".
const BRACKET_REST: usize = 8;

/// A phrase to the end of the bracket in which it ends: "the co-chairs (Ann Lee of Chad and Bo Ray of Peru)".
fn closed(tokens: &Tokens<'_>, range: Range<usize>) -> Range<usize> {
    let depth = range.clone().fold(0_i32, |depth, at| match () {
        () if tokens.is(at, "(") => depth + 1,
        () if tokens.is(at, ")") => depth - 1,
        () => depth,
    });
    let rest = range.end..tokens.tokens.len().min(range.end + BRACKET_REST);
    match rest.clone().find(|at| tokens.is(*at, ")") || tokens.is(*at, "(")) {
        Some(close) if depth == 1 && tokens.is(close, ")") => range.start..close + 1,
        _ => range,
    }
}

/// All units of an article.
#[derive(Debug)]
pub(super) struct Units {
    units: Vec<Unit>,
    /// For each token, the index of its unit plus one; 0 for none.
    at: Vec<u32>,
}

impl Units {
    /// Roles take precedence over names inside them, and times over both.
    pub(super) fn new(tokens: &Tokens<'_>, names: &Names, times: &[TimeMention], roles: &[Role]) -> Self {
        let mut all = Self { units: Vec::new(), at: vec![0; tokens.tokens.len()] };
        for (n, mention) in names.mentions.iter().enumerate() {
            all.push(mention.tokens.clone(), UnitKind::Mention(n));
        }
        let mut group: Option<(Range<usize>, Range<usize>)> = None;
        for (n, role) in roles.iter().enumerate() {
            let range = tokens.token_at(role.range.start)..tokens.token_at(role.range.end);
            group = match group {
                // "chairman and chief executive", "the presidents of Chile and Peru": one phrase. If two phrases
                // overlap at a name, the first is not complete.
                Some((of_group, roles)) if range.start < of_group.end => {
                    Some((of_group.start.min(range.start)..of_group.end.max(range.end), roles.start..n + 1))
                }
                before => {
                    if let Some((of_group, roles)) = before {
                        all.push(closed(tokens, of_group), UnitKind::Roles(roles));
                    }
                    Some((range, n..n + 1))
                }
            };
        }
        if let Some((of_group, roles)) = group {
            all.push(closed(tokens, of_group), UnitKind::Roles(roles));
        }
        for (n, time) in times.iter().enumerate() {
            all.push(time.tokens.clone(), UnitKind::Time(n));
        }
        all
    }

    fn push(&mut self, tokens: Range<usize>, what: UnitKind) {
        let tokens = tokens.start.min(self.at.len())..tokens.end.min(self.at.len());
        if tokens.start < tokens.end {
            self.units.push(Unit { tokens: tokens.clone(), what });
            self.at[tokens].fill(u32::try_from(self.units.len()).unwrap_or(0));
        }
    }

    /// The unit of a token.
    pub(super) fn at(&self, token: usize) -> Option<&Unit> {
        let n = *self.at.get(token)? as usize;
        self.units.get(n.checked_sub(1)?)
    }

    /// The unit that begins at a token.
    pub(super) fn begins(&self, token: usize) -> Option<&Unit> {
        self.at(token).filter(|u| u.tokens.start == token)
    }

    /// The unit that ends before a token.
    pub(super) fn ends(&self, token: usize) -> Option<&Unit> {
        self.at(token.checked_sub(1)?).filter(|u| u.tokens.end == token)
    }
}
