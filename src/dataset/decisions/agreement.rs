//! How far two files of decisions agree: of which claims both decided, what they decided, and in which words they see a
//! claim at all.

use super::{ClaimDecision, Verdict};
use crate::base::iri::folded_space;
use std::collections::{BTreeMap, BTreeSet};

/// The agreement about the claims of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The name of the type.
    pub claim: String,
    /// Claims that both decided about.
    pub both: usize,
    /// Those of them about which they decided the same, with the same values.
    pub same: usize,
    /// Cohen's kappa of what they decided (accepted, rejected, replaced, added), over the claims that both decided about; `None`
    /// where it is not defined, because both always decided one and the same.
    pub kappa: Option<f64>,
    /// F1 of the words in which they see a claim (accepted, replaced or added), the words of one measured by those of the
    /// other; `None` if neither sees any.
    pub f1: Option<f64>,
}

/// A claim about which two files differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The id of the source.
    pub source: String,
    /// The name of the type.
    pub claim: String,
    /// The words of the claim.
    pub words: String,
    /// What the first file says; empty if nothing.
    pub first: String,
    /// What the second file says; empty if nothing.
    pub second: String,
}

/// Where a claim stands: its source, its type, its words, and what is before and after them.
type Place = (String, String, String, String, String);
/// What was decided: the decisions, and the values of fields.
type Said = BTreeSet<(Verdict, String, String)>;

/// What the first and the second file say about a claim.
type Pair<'s> = (Option<&'s Said>, Option<&'s Said>);
/// Which verdicts the first and the second file have.
type Verdicts = (BTreeSet<Verdict>, BTreeSet<Verdict>);

/// Compares two files of decisions.
pub fn agreement(first: &[ClaimDecision], second: &[ClaimDecision]) -> (Vec<Agreement>, Vec<Difference>) {
    let (first, second) = (by_claim(first), by_claim(second));
    let places: BTreeSet<&Place> = first.keys().chain(second.keys()).collect();
    let mut types: BTreeMap<&str, Vec<Pair<'_>>> = BTreeMap::new();
    let mut differences = Vec::new();
    for place in places {
        let (source, claim, words, ..) = place;
        let (one, other) = (first.get(place), second.get(place));
        types.entry(claim).or_default().push((one, other));
        if one != other {
            differences.push(Difference {
                source: source.clone(),
                claim: claim.clone(),
                words: words.clone(),
                first: one.map(shown).unwrap_or_default(),
                second: other.map(shown).unwrap_or_default(),
            });
        }
    }
    let agreements = types.into_iter().map(|(claim, pairs)| of_type(claim, &pairs)).collect();
    (agreements, differences)
}

fn by_claim(rows: &[ClaimDecision]) -> BTreeMap<Place, Said> {
    let mut claims: BTreeMap<Place, Said> = BTreeMap::new();
    for row in rows {
        let [words, before, after] = [&row.words, &row.before, &row.after].map(|text| folded_space(text));
        let place = (row.source.clone(), row.claim.clone(), words, before, after);
        claims.entry(place).or_default().insert((row.verdict, row.field.clone(), folded_space(&row.value)));
    }
    claims
}

fn of_type(claim: &str, pairs: &[Pair<'_>]) -> Agreement {
    let both: Vec<(&Said, &Said)> = pairs.iter().filter_map(|(one, other)| Some(((*one)?, (*other)?))).collect();
    let count = |which: fn(&(bool, bool)) -> bool| {
        pairs.iter().map(|(one, other)| (one.is_some_and(sees), other.is_some_and(sees))).filter(which).count()
    };
    let (ones, others) = (count(|(one, _)| *one), count(|(_, other)| *other));
    let f1 = (ones + others > 0).then(|| 2.0 * ratio(count(|(one, other)| *one && *other), ones + others));
    Agreement {
        claim: claim.to_owned(),
        both: both.len(),
        same: both.iter().filter(|(one, other)| one == other).count(),
        kappa: kappa(&both.iter().map(|(one, other)| (verdicts(one), verdicts(other))).collect::<Vec<_>>()),
        f1,
    }
}

/// Whether there is a claim in the words at all.
fn sees(said: &Said) -> bool {
    said.iter().any(|(verdict, ..)| *verdict != Verdict::Rejected)
}

fn verdicts(said: &Said) -> BTreeSet<Verdict> {
    said.iter().map(|(verdict, ..)| *verdict).collect()
}

/// Cohen's kappa (Cohen 1960): the agreement beyond what chance gives with these frequencies.
fn kappa(pairs: &[Verdicts]) -> Option<f64> {
    let all = pairs.len();
    let kinds: BTreeSet<&BTreeSet<Verdict>> = pairs.iter().flat_map(|(one, other)| [one, other]).collect();
    let share = |which: &dyn Fn(&Verdicts) -> bool| ratio(pairs.iter().filter(|pair| which(pair)).count(), all);
    let chance: f64 =
        kinds.iter().map(|kind| share(&|(one, _)| one == *kind) * share(&|(_, other)| other == *kind)).sum();
    let observed = share(&|(one, other)| one == other);
    (all > 0 && kinds.len() > 1).then(|| (observed - chance) / (1.0 - chance))
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions are far below 2^53")]
    let ratio = part as f64 / whole as f64;
    ratio
}

fn shown(said: &Said) -> String {
    let each: Vec<String> = said
        .iter()
        .map(|(verdict, field, value)| match field.is_empty() {
            true => verdict.name().to_owned(),
            false => format!("{} {field}: {value}", verdict.name()),
        })
        .collect();
    each.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str, verdict: Verdict, field: &str, value: &str) -> ClaimDecision {
        ClaimDecision {
            source: "vale".to_owned(),
            claim: "role".to_owned(),
            words: words.to_owned(),
            before: String::new(),
            after: String::new(),
            reading: String::new(),
            verdict,
            field: field.to_owned(),
            value: value.to_owned(),
            reviewer: "Ana".to_owned(),
            day: "2026-11-24".to_owned(),
            comment: String::new(),
            digest: String::new(),
        }
    }

    #[test]
    fn agreement_is_counted_and_differences_are_listed() {
        use Verdict::{Accepted, Added, Rejected, Replaced};
        let first = [
            row("a", Accepted, "", ""),
            row("b", Rejected, "", ""),
            row("c", Accepted, "", ""),
            row("d", Replaced, "holder", "Lena  Holt"),
            row("e", Added, "holder", "Ivo"),
        ];
        let second = [
            row("a", Accepted, "", ""),
            row("b", Rejected, "", ""),
            row("c", Rejected, "", ""),
            row("d", Replaced, "holder", "Lena Holt"),
        ];
        let (agreements, differences) = agreement(&first, &second);
        let of = &agreements[0];
        assert_eq!((agreements.len(), of.both, of.same), (1, 4, 3));
        // The first sees a claim in a, c, d and e, the second in a and d.
        assert_eq!(of.f1, Some(2.0 * 2.0 / 6.0));
        // Observed 3/4; by chance 1/2 · 1/4 + 1/4 · 1/2 + 1/4 · 1/4 = 5/16.
        assert!((of.kappa.unwrap() - (0.75 - 0.3125) / (1.0 - 0.3125)).abs() < 1e-12);
        let shown: Vec<_> = differences.iter().map(|d| (&*d.words, &*d.first, &*d.second)).collect();
        assert_eq!(shown, [("c", "accepted", "rejected"), ("e", "added holder: Ivo", "")]);
    }

    #[test]
    fn nothing_is_said_where_nothing_can_be() {
        assert_eq!(agreement(&[], &[]), (Vec::new(), Vec::new()));
        let same = [row("a", Verdict::Accepted, "", "")];
        let (agreements, _) = agreement(&same, &same);
        assert_eq!((agreements[0].kappa, agreements[0].f1), (None, Some(1.0)));
        let none = [row("a", Verdict::Rejected, "", "")];
        assert_eq!(agreement(&none, &none).0[0].f1, None);
    }
}
