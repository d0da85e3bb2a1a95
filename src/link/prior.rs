//! How well known an item is: by its sitelinks and statements, or by its age if the index has no sitelinks.

use super::Feature;
use super::features::feature;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::{Item, NameKind};

/// The name of the feature.
pub(super) const PRIOR: &str = "prior";
/// Weight per natural logarithm of sitelinks, between names that only resemble one another, and between the same names.
const KNOWN_RESEMBLING: f64 = 0.4;
const KNOWN_SAME: f64 = 1.0;
const RESEMBLES: f64 = 0.85;
const SAME_NAME: f64 = 0.95;
const KNOWN_STATEMENTS: f64 = 0.15;
const MAX_PRIOR: f64 = 6.0;
/// The estimate of sitelinks from an item's number: ln(1 + sitelinks) = 7.4 - 0.41 ln(number), by least squares over
/// 674 real items (r = -0.95). Items that many wikis write about were created early.
const EARLY: f64 = 7.4;
const LATER: f64 = 0.41;
/// The share of this estimate that counts.
const BY_NUMBER: f64 = 0.6;
/// Weight per natural logarithm of aliases.
const BY_NAMES: f64 = 0.3;
/// Number of items that are examined to find out whether an index has sitelinks.
const LOOKED_AT: usize = 1000;

/// What shows how well known an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prior {
    /// Two counts, with their names.
    Counts([&'static str; 2]),
    /// The item's number.
    Number,
}

impl Prior {
    /// The prior that an index allows.
    pub(super) fn of(index: &Index) -> Self {
        let step = index.len().div_ceil(LOOKED_AT).max(1);
        let mut looked_at = (0..index.len()).step_by(step).filter_map(|at| index.at(u32::try_from(at).ok()?));
        let known = index.is_empty() || looked_at.any(|item| item.sitelinks > 0);
        if known { Self::Counts(["sitelinks", "statements"]) } else { Self::Number }
    }

    /// Whether a low value says that hardly anybody writes about an item.
    pub(super) fn is_of_sitelinks(self) -> bool {
        matches!(self, Self::Counts(["sitelinks", _]))
    }

    /// Among items with the same name, the well-known one is meant nearly always; among names that only resemble one
    /// another, being well known counts less.
    pub(super) fn feature(self, item: &Item, similarity: f64) -> Feature {
        let near = ((similarity - RESEMBLES) / (SAME_NAME - RESEMBLES)).clamp(0.0, 1.0);
        let slope = KNOWN_RESEMBLING + near * (KNOWN_SAME - KNOWN_RESEMBLING);
        let statements = f64::from(item.statements).ln_1p() * KNOWN_STATEMENTS;
        let (known, explanation) = match self {
            Self::Counts([first, second]) => (
                f64::from(item.sitelinks).ln_1p() * slope + statements,
                format!("{} {first}, {} {second}", item.sitelinks, item.statements),
            ),
            Self::Number => {
                let aliases = item.names.iter().filter(|n| n.kind != NameKind::Label).count();
                let early = (EARLY - LATER * f64::from(item.id).ln()).max(0.0) * BY_NUMBER;
                #[expect(clippy::cast_precision_loss, reason = "names are few")]
                let named = (aliases as f64).ln_1p() * BY_NAMES;
                let explanation = format!("the index has no sitelinks; item number {}, {aliases} aliases", item.id);
                ((early + named) * slope + statements, explanation)
            }
        };
        feature(PRIOR, Some((known / MAX_PRIOR).min(1.0)), known.min(MAX_PRIOR), explanation)
    }
}
