//! When claims cannot all hold: rules over the values that claims give for one subject and aspect. This module knows no
//! store: given the values, sorted by subject and aspect, it returns the claims that each contradict at least one
//! other. It does not say which of them is right.

use crate::base::iri::{Minter, article_of_claim, cell_of_claim};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, prov, rdf, rdfs, xsd};
use crate::claim::aspect::{Aspect, Rule};
use crate::claim::quads::Graph;
use crate::read::record::quantity::Decimal;
use jiff::civil::Date;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

mod roles;

pub use roles::RoleValue;

/// An aspect of a subject, with the values of its qualifiers. Keys are ordered by name, then by aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    aspect: &'static Aspect,
    name: String,
}

impl Key {
    /// The aspect of a claim, with the value of each of its qualifiers as [`qualifier`] writes it; `None` if a required
    /// value is missing, because such a claim contradicts nothing.
    pub fn new<E>(
        aspect: &'static Aspect,
        mut qualifier: impl FnMut(NamedNodeRef<'static>) -> Result<Option<String>, E>,
    ) -> Result<Option<Self>, E> {
        let mut name = aspect.key.to_owned();
        for wanted in aspect.qualifiers {
            match qualifier(wanted.property)? {
                Some(value) => {
                    if !name.is_empty() {
                        name.push('-');
                    }
                    name += wanted.prefix;
                    name += &value;
                }
                None if wanted.is_required => return Ok(None),
                None => {}
            }
        }
        Ok(Some(Self { aspect, name }))
    }

    /// The rule of the aspect.
    pub fn rule(&self) -> Rule {
        self.aspect.rule
    }

    /// The aspect, by its term, and the name with the values of the qualifiers.
    pub fn parts(&self) -> (&'static str, &str) {
        (self.aspect.term.as_str(), &self.name)
    }

    /// The key with these parts; `None` if no type of claim has such an aspect.
    pub fn of_parts(term: &str, name: &str) -> Option<Self> {
        let mut aspects = crate::claim::types::TYPES.iter().filter_map(|claim_type| claim_type.aspect.as_ref());
        let aspect = aspects.find(|aspect| aspect.term.as_str() == term)?;
        Some(Self { aspect, name: name.to_owned() })
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.name, self.aspect.term.as_str()).cmp(&(&other.name, other.aspect.term.as_str()))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A text as the value of a qualifier: a unit, a scheme, a kind. White space is folded, everything else counts.
pub fn text_qualifier(text: &str) -> String {
    crate::base::iri::folded_space(text)
}

/// An entity of the dataset as the value of a qualifier: the last part of its IRI.
pub fn entity_qualifier(entity: NamedNodeRef<'_>) -> String {
    crate::base::iri::last_part(entity.as_str()).to_owned()
}

/// A controlled term as part of an IRI: `areaWholeUnit` as `area-whole-unit`.
pub fn qualifier(term: NamedNodeRef<'_>) -> String {
    let local = crate::base::iri::last_part(term.as_str());
    let mut key = String::with_capacity(local.len() + 4);
    for c in local.chars() {
        if c.is_ascii_uppercase() && !key.is_empty() {
            key.push('-');
        }
        key.push(c.to_ascii_lowercase());
    }
    key
}

/// A claim and its value for an aspect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    /// The IRI of the claim.
    pub claim: String,
    /// The value.
    pub says: Says,
}

/// The value of a claim for an aspect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// If the claim holds, the true value lies between these, both included: days as [`days`] counts them, or figures
    /// in units of 10^-18.
    Range {
        /// The least.
        low: i128,
        /// The greatest.
        high: i128,
    },
    /// A role.
    Role(Box<RoleValue>),
    /// The IRI of an entity, or a text.
    One(String),
}

impl Value {
    /// The value of a claim with a time.
    pub fn time(claim: &str, earliest: Date, latest: Date) -> Self {
        Self { claim: claim.to_owned(), says: Says::Range { low: days(earliest), high: days(latest) } }
    }

    /// The value of a claim with a figure; `None` if it has too many digits to be compared exactly.
    pub fn figure(claim: &str, figure: Decimal) -> Option<Self> {
        let size = figure.scaled()?;
        Some(Self { claim: claim.to_owned(), says: Says::Range { low: size, high: size } })
    }

    /// The value of a claim with a role.
    pub fn role(claim: &str, role: RoleValue) -> Self {
        Self { claim: claim.to_owned(), says: Says::Role(Box::new(role)) }
    }

    /// The value of a claim with an entity, by its IRI, or with a text. White space in a text is folded.
    pub fn one(claim: &str, value: &str) -> Self {
        Self { claim: claim.to_owned(), says: Says::One(crate::base::iri::folded_space(value)) }
    }

    fn range(&self) -> Option<(i128, i128)> {
        match self.says {
            Says::Range { low, high } => Some((low, high)),
            Says::Role(_) | Says::One(_) => None,
        }
    }
}

/// Days of the proleptic Gregorian calendar, counted with 366 days a year: ordered, and the same only for the same day.
pub fn days(date: Date) -> i128 {
    i128::from(date.year()) * 366 + i128::from(date.day_of_year())
}

/// First and last day of a time, as [`days`] counts them.
pub fn bounds(time: &TimeExtent) -> (i128, i128) {
    (days(time.earliest), days(time.latest))
}

/// The amount by which figures may differ: a share of the larger, from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tolerance {
    text: String,
    /// The share in units of 10^-18.
    share: i128,
}

impl Tolerance {
    /// The value of `area-tolerance` in `dataset.toml`.
    pub fn new(share: f64) -> Self {
        let text = share.to_string();
        let share = Decimal::parse(&text).and_then(Decimal::scaled).unwrap_or_default();
        Self { text, share }
    }

    /// Whether two figures, in units of 10^-18, differ by no more than the tolerance.
    pub fn allows(&self, a: i128, b: i128) -> bool {
        a == b || !exceeds((a - b).abs(), a.max(b), self.share)
    }
}

/// The claims that each contradict some other, by the rule of their aspect.
pub fn involved<'v>(key: &Key, values: &'v [Value], tolerance: &Tolerance) -> BTreeSet<&'v str> {
    match key.aspect.rule {
        Rule::DisjointExtents => disjoint(values),
        Rule::Tolerance | Rule::FigureTolerance => apart(values, tolerance.share),
        Rule::DifferingRoles => roles::apart(values),
        Rule::DifferingValues => differing(values),
    }
}

/// Adds the disagreement about one aspect of a subject to a graph, if there is one.
pub fn add(
    graph: &mut Graph<'_>,
    minter: &Minter,
    subject: &str,
    (key, values): (&Key, &[Value]),
    tolerance: &Tolerance,
) {
    let involved = involved(key, values, tolerance);
    if involved.is_empty() {
        return;
    }
    let aspect = key.aspect;
    let about = NamedNode::new_unchecked(subject);
    let node = if aspect.about == choro::ABOUT_PLACE {
        minter.disagreement(minter.key("place", subject).unwrap_or(subject), &key.name)
    } else {
        minter.disagreement_of(&about, &key.name)
    };
    graph.add(&node, rdf::TYPE, choro::DISAGREEMENT);
    graph.add(&node, choro::ASPECT, aspect.term);
    graph.add(&node, aspect.about, about);
    graph.add(&node, prov::WAS_GENERATED_BY, minter.rule(aspect.rule.id()));
    if aspect.rule.has_tolerance() {
        graph.add(&node, choro::TOLERANCE, Literal::new_typed_literal(&tolerance.text, xsd::DECIMAL));
    }
    for claim in involved {
        graph.add(&node, choro::INVOLVES, NamedNode::new_unchecked(claim));
    }
}

/// The quads of every rule, used or not, so that adding to the graph of disagreements and rebuilding it give the same
/// result.
pub fn rules(minter: &Minter) -> Vec<Quad> {
    let mut graph = Graph::new(minter, minter.graph("disagreements"));
    for rule in Rule::ALL {
        let node = minter.rule(rule.id());
        graph.add(&node, rdf::TYPE, prov::ACTIVITY);
        graph.add(&node, rdfs::LABEL, Literal::new_language_tagged_literal_unchecked(rule.label(), "en"));
    }
    graph.finish()
}

/// The aspect of a role, which is that of the claim type for roles.
pub fn role_key() -> Option<Key> {
    let aspect = crate::claim::types::ROLE.aspect.as_ref()?;
    Some(Key { aspect, name: aspect.key.to_owned() })
}

/// The claims whose time has no day in common with that of some other. An article that tells of several times tells of
/// several changes: which of them another source means is not known, so they are compared with none.
fn disjoint(values: &[Value]) -> BTreeSet<&str> {
    let mut articles: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for value in values {
        if let (Some(article), Some((low, high))) = (article_of_claim(&value.claim), value.range()) {
            let (last_start, first_end) = articles.entry(article).or_insert((low, high));
            (*last_start, *first_end) = (low.max(*last_start), high.min(*first_end));
        }
    }
    let is_history = |v: &Value| {
        article_of_claim(&v.claim)
            .and_then(|article| articles.get(article))
            .is_some_and(|(last_start, first_end)| last_start > first_end)
    };
    let compared: Vec<&Value> = values.iter().filter(|v| !is_history(v)).collect();
    let ranges = || compared.iter().filter_map(|v| v.range());
    let last_start = ranges().map(|(low, _)| low).max().unwrap_or_default();
    let first_end = ranges().map(|(_, high)| high).min().unwrap_or_default();
    let alone = |v: &&&Value| v.range().is_some_and(|(low, high)| low > first_end || high < last_start);
    compared.iter().filter(alone).map(|v| v.claim.as_str()).collect()
}

/// The claims whose figure differs from some other's by more than a share of the larger, in units of 10^-18.
fn apart(values: &[Value], share: i128) -> BTreeSet<&str> {
    let figures = || values.iter().filter_map(Value::range).map(|(figure, _)| figure);
    let largest = figures().max().unwrap_or_default();
    let smallest = figures().min().unwrap_or_default();
    // A figure below zero is as large as it is far from zero.
    let far = |small: i128, large: i128| exceeds(large.saturating_sub(small), large.abs().max(small.abs()), share);
    let alone = |v: &&Value| v.range().is_some_and(|(figure, _)| far(figure, largest) || far(smallest, figure));
    values.iter().filter(alone).map(|v| v.claim.as_str()).collect()
}

/// The claims with a value, if some other has a different one. A cell that names several does not contradict itself.
fn differing(values: &[Value]) -> BTreeSet<&str> {
    let mut cells: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for value in values {
        if let Says::One(one) = &value.says {
            cells.entry(cell_of_claim(&value.claim)).or_default().insert(one);
        }
    }
    let said: BTreeSet<&BTreeSet<&str>> = cells.values().collect();
    // That one source says more than another is a difference too.
    if said.len() < 2 {
        return BTreeSet::new();
    }
    values.iter().filter(|value| matches!(value.says, Says::One(_))).map(|value| value.claim.as_str()).collect()
}

/// Whether `difference / whole > share / 10^18`, exactly, without leaving 128 bits.
fn exceeds(difference: i128, whole: i128, share: i128) -> bool {
    const ONE: i128 = 1_000_000_000_000_000_000;
    const STEP: i128 = 1_000_000_000;
    if difference >= whole {
        return difference > 0 && share < ONE;
    }
    // Long division, nine digits at a time: the digits of the quotient are compared with those of the share.
    let mut rest = difference;
    let mut quotient = 0;
    for _ in 0..2 {
        let Some(next) = rest.checked_mul(STEP) else {
            return (difference as f64) / (whole as f64) > (share as f64) / (ONE as f64);
        };
        quotient = quotient * STEP + next / whole;
        rest = next % whole;
    }
    quotient > share || (quotient == share && rest > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::vocab::term;

    fn value(claim: &str, low: i128, high: i128) -> Value {
        Value { claim: claim.to_owned(), says: Says::Range { low, high } }
    }

    #[test]
    fn times_disagree_without_a_common_day() {
        let (a, b, c) = (value("a", 1, 10), value("b", 10, 20), value("c", 5, 12));
        assert!(disjoint(&[a.clone(), b.clone(), c]).is_empty());
        assert_eq!(disjoint(&[a.clone(), b, value("d", 11, 11)]), BTreeSet::from(["a", "d"]));
        assert!(disjoint(&[a]).is_empty());
    }

    #[test]
    fn areas_disagree_beyond_the_tolerance_exactly() {
        let km2 = |n: &str| Decimal::parse(n).unwrap().scaled().unwrap();
        let share = km2("0.01");
        let area = |claim: &str, n: &str| value(claim, km2(n), km2(n));
        assert!(apart(&[area("a", "99"), area("b", "100")], share).is_empty());
        assert_eq!(apart(&[area("a", "98.999999"), area("b", "100")], share), BTreeSet::from(["a", "b"]));
        assert_eq!(
            apart(&[area("a", "289"), area("b", "290"), area("c", "29.0")], share),
            BTreeSet::from(["a", "b", "c"])
        );
        assert!(exceeds(km2("999999999999999999"), km2("1"), share));
    }

    #[test]
    fn figures_below_zero_have_a_size() {
        let share = Decimal::parse("0.01").unwrap().scaled().unwrap();
        let figure = |claim: &str, n: i128| value(claim, n, n);
        assert!(apart(&[figure("a", -1000), figure("b", -1001)], share).is_empty());
        assert_eq!(apart(&[figure("a", -1000), figure("b", -1100)], share), BTreeSet::from(["a", "b"]));
        assert_eq!(apart(&[figure("a", -1), figure("b", 1)], share), BTreeSet::from(["a", "b"]));
        assert!(apart(&[figure("a", 0), figure("b", 0)], share).is_empty());
    }

    #[test]
    fn values_differ_when_there_are_two() {
        let one = |claim: &str, value: &str| Value::one(claim, value);
        assert!(differing(&[one("a", "01"), one("b", "01")]).is_empty());
        assert_eq!(differing(&[one("a", "01"), one("b", "1"), one("c", "01")]), BTreeSet::from(["a", "b", "c"]));
        assert!(differing(&[one("a", "upper  vale"), one("b", "upper vale")]).is_empty());
    }

    #[test]
    fn a_cell_does_not_contradict_itself() {
        let minter = Minter::new("https://example.org/").unwrap();
        let claim = |record: &str, nth| minter.row_claim("dale", "status", record, nth).into_string();
        let digest = "0123456789abcdef";
        let [first, second] = [(2, 0), (2, 1)].map(|nth| claim(digest, nth));
        let both = [Value::one(&first, "orlan"), Value::one(&second, "velsk")];
        assert!(differing(&both).is_empty());
        let apart = [Value::one(&first, "orlan"), Value::one(&claim(digest, (3, 0)), "velsk")];
        assert_eq!(differing(&apart).len(), 2);
        let other = Value::one(&claim("fedcba9876543210", (2, 0)), "orlan");
        assert_eq!(differing(&[both[0].clone(), both[1].clone(), other]).len(), 3);
        let [one, two] = ["01234567", "76543210"].map(|end| format!("https://example.org/claim/d/seat-0123{end}"));
        assert_eq!(differing(&[Value::one(&one, "a"), Value::one(&two, "b")]).len(), 2);
    }

    #[test]
    fn an_aspect_is_named_by_its_qualifiers() {
        assert_eq!(qualifier(term::AREA_WHOLE_UNIT), "area-whole-unit");
        let aspect = crate::claim::types::AREA.aspect.as_ref().unwrap();
        let key = |kind: Option<&str>, boundary: Option<&str>| {
            let of = |property| {
                Ok::<_, ()>(
                    if property == choro::AREA_KIND {
                        kind
                    } else if property == choro::TIME {
                        None
                    } else {
                        boundary
                    }
                    .map(str::to_owned),
                )
            };
            Key::new(aspect, of).unwrap().map(|key| key.name)
        };
        assert_eq!(key(Some("area-unspecified"), None).unwrap(), "area-unspecified");
        assert_eq!(key(Some("area-unspecified"), Some("1989")).unwrap(), "area-unspecified-boundary-1989");
        assert_eq!(key(None, Some("1989")), None);
    }
}
