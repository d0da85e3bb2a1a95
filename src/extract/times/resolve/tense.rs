//! From when an article speaks: of its own days or of times long past; of what is to come or of what was.

use super::Resolver;
use crate::extract::times::calendar::Place;
use crate::extract::times::meaning::{Found, Meaning, Parts, Stretch, Which};

impl Resolver<'_, '_> {
    /// Whether the words around an expression speak of what is to come.
    pub(super) fn is_ahead(&self, found: &Found) -> bool {
        self.direction(found) == Some(true)
    }

    /// Whether the words around an expression speak of what is to come, or of what was; none if they do not say.
    pub(super) fn direction(&self, found: &Found) -> Option<bool> {
        let sentence = self.all.sentences.get(self.sentence)?;
        let from = found.from.saturating_sub(14).max(sentence.tokens.start);
        for at in (from..found.from).rev() {
            let token = &self.all.tokens[at];
            let word = &self.all.text[token.range()];
            if [
                "will", "shall", "scheduled", "expected", "planned", "plans", "due", "slated", "upcoming", "would",
                "to",
            ]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w))
            {
                // "to" before a verb only: "to meet on Friday", not "from May to June".
                if word != "to"
                    || self
                        .all
                        .tokens
                        .get(at + 1)
                        .is_some_and(|t| t.classes.0 == 0 && !t.is_capital() && at + 1 < found.from)
                {
                    return Some(true);
                }
                continue;
            }
            if at > from && self.all.is(at - 1, "be") {
                // "will be held"
                continue;
            }
            let past = ["was", "were", "had", "did", "said", "has", "been", "told", "met", "held"]
                .iter()
                .any(|w| word.eq_ignore_ascii_case(w));
            if past || (word.len() > 4 && word.ends_with("ed") && !token.is_capital()) {
                return Some(false);
            }
        }
        let to = (found.to + 10).min(sentence.tokens.end);
        if (found.to..to).any(|at| self.all.is(at, "will") || self.all.is(at, "shall")) {
            return Some(true);
        }
        let past = |at| ["was", "were", "had", "did", "said"].iter().any(|w| self.all.is(at, w));
        (found.to..to).any(past).then_some(false)
    }
}

/// Whether an article tells of times far from its publication. Dates with a year of their own that lie further back speak for
/// it, words that count from the day of writing against.
pub(super) fn is_narrative(found: &[Found], published: Option<Place>) -> bool {
    let Some(year) = published.and_then(Place::year) else { return true };
    // News begin with when: "On Tuesday, a tribunal dismissed …", whatever years are told of below.
    let begins = found.first().map(|f| &f.meaning);
    if matches!(
        begins,
        Some(Meaning::Calendar(Parts { stretch: Stretch::Weekday(_), year: None, .. }) | Meaning::Today(..))
    ) {
        return false;
    }
    let (mut far, mut near) = (0_usize, 0_usize);
    for found in found {
        match &found.meaning {
            Meaning::Calendar(Parts { year: Some(own), .. }) => {
                if (year - own).abs() > 1 {
                    far += 1;
                } else {
                    near += 1;
                }
            }
            Meaning::Calendar(Parts { stretch: Stretch::Weekday(_), .. })
            | Meaning::Today(..)
            | Meaning::Near(Which::Last | Which::Next, _)
            | Meaning::Shift { deictic: true, .. } => near += 1,
            Meaning::Calendar(Parts { within: Some((Which::Last | Which::Next | Which::This, _)), .. }) => near += 1,
            _ => {}
        }
    }
    far >= 3 && far > near
}
