//! Where a decision is anchored: the words of the claim with what stands before and after them, white space folded.

use super::CONTEXT;
use crate::base::iri::folded_space;
use crate::dataset::decisions::{ClaimDecision, Verdict};
use std::ops::Range;

/// The words of a claim and their surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The words.
    pub words: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
}

/// Words that stand for themselves wherever they are: shorter ones may mean another thing in other surroundings.
const TELLING: usize = 5;

/// Why a decision was not used, or was used with a doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// No claim of this type has these words.
    Gone,
    /// Several claims have them, and nothing tells which is meant.
    Several(usize),
    /// The words stand in other surroundings.
    Elsewhere,
    /// The decision does not say what stands around the words.
    NoSurroundings,
    /// The claim is read otherwise now. What was rejected stays rejected; what was accepted is so no longer.
    ReadOtherwise(String),
    /// The value cannot be used.
    Value(String),
    /// Reviewers differ, so the claim is left out.
    Differing(Vec<String>),
    /// The type of claim has no such field.
    NoField,
    /// There is no such type of claim.
    NoType,
    /// A claim is of more than this one file: nothing is changed.
    NotHere,
}

impl Misfit {
    /// The reason in words.
    pub fn message(&self) -> String {
        match self {
            Self::Gone => "no claim of this type has these words any more".to_owned(),
            Self::Several(count) => format!("{count} claims have these words, and nothing tells which is meant"),
            Self::Elsewhere => "these words stand in other surroundings now".to_owned(),
            Self::NoSurroundings => {
                "before and after are empty, and these words alone do not say which place is meant: fill in what stands \
                 around them; of a cell, the name of its row and the heads of its column"
                    .to_owned()
            }
            Self::ReadOtherwise(reading) => format!("the claim is read otherwise now: {reading}"),
            Self::Value(why) => why.clone(),
            Self::Differing(reviewers) => {
                format!("reviewers differ ({}), so the claim is left out", reviewers.join(", "))
            }
            Self::NoField => "claims of this type have no such field".to_owned(),
            Self::NoType => "there is no such type of claim".to_owned(),
            Self::NotHere => "decisions on this type of claim are not applied".to_owned(),
        }
    }

    /// The rule that the decision does not meet.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Gone => Self::RULES[0],
            Self::Several(_) => Self::RULES[1],
            Self::Elsewhere | Self::NoSurroundings => Self::RULES[2],
            Self::ReadOtherwise(_) => Self::RULES[3],
            Self::Value(_) => Self::RULES[4],
            Self::Differing(_) => Self::RULES[5],
            Self::NoField => Self::RULES[6],
            Self::NoType | Self::NotHere => Self::RULES[7],
        }
    }

    /// All rules.
    pub const RULES: [&'static str; 8] = [
        "a decision is used while a claim of its type has its words",
        "a decision is about one claim: its words, what stands around them, or its reading tell which",
        "a decision is used where its words stand in the same surroundings, or once and long enough to be the same",
        "an acceptance is of one reading; another reading has to be accepted again",
        "a value is words of the source, a term, or a value of the kind of its field",
        "where reviewers differ, a claim is left out until they agree",
        "a field is a property of its type of claim",
        "decisions are made on types of claims that are read from this source; claims are added to articles alone",
    ];

    /// Whether the decision has its effect all the same.
    pub fn is_used(&self, verdict: Verdict) -> bool {
        match self {
            Self::ReadOtherwise(_) => verdict != Verdict::Accepted,
            Self::Differing(_) => true,
            _ => false,
        }
    }
}

impl Anchor {
    /// The anchor of a range of a text.
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let before = text[..range.start].char_indices().rev().take(CONTEXT).last().map_or(range.start, |(at, _)| at);
        let after = text[range.end..].chars().take(CONTEXT).map(char::len_utf8).sum::<usize>();
        Self {
            words: folded_space(&text[range.clone()]),
            before: folded_space(&text[before..range.start]),
            after: folded_space(&text[range.end..range.end + after]),
        }
    }

    /// The anchor of a decision.
    pub(super) fn of_decision(decision: &ClaimDecision) -> Self {
        Self {
            words: folded_space(&decision.words),
            before: folded_space(&decision.before),
            after: folded_space(&decision.after),
        }
    }

    /// Why a decision with this anchor is not used though there are its words.
    pub(super) fn elsewhere(&self) -> Misfit {
        if self.before.is_empty() && self.after.is_empty() { Misfit::NoSurroundings } else { Misfit::Elsewhere }
    }

    /// How well the anchor of a decision fits here: 0 not at all, 1 the words alone, 2 one side as well, 3 both sides.
    pub(super) fn fit(&self, decision: &Self) -> u8 {
        if decision.words != self.words {
            return 0;
        }
        1 + u8::from(self.before == decision.before) + u8::from(self.after == decision.after)
    }
}

/// A claim as a decision finds it: its position among those of its type, where it is anchored, and what it is read as.
pub(super) type Place<'p> = (usize, &'p Anchor, &'p str);

/// The position of the claim that a decision is about, among those of its type: the one whose surroundings fit best, if there is
/// one such. What they are read as distinguishes claims with the same words.
pub(super) fn find(decision: &ClaimDecision, claims: &[Place<'_>]) -> Result<usize, Misfit> {
    let of_decision = Anchor::of_decision(decision);
    let fits = claims.iter().enumerate().map(|(at, (_, anchor, _))| (anchor.fit(&of_decision), at));
    let fits: Vec<(u8, usize)> = fits.filter(|(fit, _)| *fit > 0).collect();
    let Some(best) = fits.iter().map(|(fit, _)| *fit).max() else { return Err(Misfit::Gone) };
    let of_best: Vec<usize> = fits.iter().filter(|(fit, _)| *fit == best).map(|(_, at)| *at).collect();
    let same: Vec<usize> = of_best.iter().copied().filter(|at| claims[*at].2 == decision.reading).collect();
    let found = match (of_best.as_slice(), same.as_slice()) {
        ([only], _) | (_, [only]) => *only,
        _ => return Err(Misfit::Several(of_best.len())),
    };
    // Where neither side fits, only words that are telling by themselves are taken for the same.
    if best == 1 && decision.words.split_whitespace().count() < TELLING {
        return Err(of_decision.elsewhere());
    }
    Ok(claims[found].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(text: &str, words: &str) -> ClaimDecision {
        let start = text.find(words).unwrap();
        let anchor = Anchor::of(text, &(start..start + words.len()));
        ClaimDecision {
            source: "vale".to_owned(),
            claim: "role".to_owned(),
            words: anchor.words,
            before: anchor.before,
            after: anchor.after,
            reading: "holder: Lena Holt".to_owned(),
            verdict: Verdict::Accepted,
            field: String::new(),
            value: String::new(),
            reviewer: "Ana".to_owned(),
            day: "2026-11-24".to_owned(),
            comment: String::new(),
            digest: String::new(),
        }
    }

    fn find(decision: &ClaimDecision, claims: &[(Anchor, String)]) -> Result<usize, Misfit> {
        let places: Vec<Place<'_>> = claims.iter().enumerate().map(|(at, (a, r))| (at, a, r.as_str())).collect();
        super::find(decision, &places)
    }

    fn claims(text: &str, words: &str) -> Vec<(Anchor, String)> {
        let each = text.match_indices(words);
        each.map(|(at, _)| (Anchor::of(text, &(at..at + words.len())), format!("holder: {at}"))).collect()
    }

    #[test]
    fn a_decision_follows_its_words_and_their_surroundings() {
        let first = "The council met. The mayor, Lena Holt, spoke of water. Then the mayor, Lena Holt, left for Brin.";
        let of_second =
            ClaimDecision { ..decision(&first.replacen("mayor, Lena", "mayor,  Lena", 1), "mayor, Lena Holt") };
        let of_first = decision(first, "mayor, Lena Holt");
        let here = claims(first, "mayor, Lena Holt");
        assert_eq!(find(&of_first, &here), Ok(0));
        assert_eq!(find(&of_second, &here), Ok(1));
        // A paragraph is put before, another line is broken: the surroundings are the same.
        let grown = format!("News of the day.\n\n{}", first.replace("water. Then", "water.\nThen"));
        assert_eq!(find(&of_first, &claims(&grown, "mayor, Lena Holt")), Ok(0));
        assert_eq!(find(&of_second, &claims(&grown, "mayor, Lena Holt")), Ok(1));
        // The first is gone: what is left has other surroundings.
        let cut = &first[56..];
        assert_eq!(find(&of_first, &claims(cut, "mayor, Lena Holt")), Err(Misfit::Elsewhere));
        assert_eq!(find(&of_second, &claims(cut, "mayor, Lena Holt")), Ok(0));
        assert_eq!(find(&of_first, &[]), Err(Misfit::Gone));
    }

    #[test]
    fn several_claims_that_fit_alike_are_none() {
        let text = "a mayor, Lena Holt, b".repeat(3);
        let here: Vec<_> = claims(&text, "mayor").into_iter().map(|(_, r)| (Anchor::of("mayor", &(0..5)), r)).collect();
        assert_eq!(find(&decision("mayor", "mayor"), &here), Err(Misfit::Several(3)));
        let told = ClaimDecision { reading: here[1].1.clone(), ..decision("mayor", "mayor") };
        assert_eq!(find(&told, &here), Ok(1));
    }

    #[test]
    fn long_words_stand_for_themselves() {
        let words = "nobody loses when the road is open";
        let of = decision(&format!("She said: {words}. He left."), words);
        assert_eq!(find(&of, &claims(&format!("Later: {words}, they wrote."), words)), Ok(0));
    }
}
