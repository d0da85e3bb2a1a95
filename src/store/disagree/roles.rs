//! When two roles of one person cannot well be held at once: "deputy prime minister" and "deputy foreign minister". A role
//! that only says less ("the minister") contradicts nothing, nor does one of another sort ("party leader"), a general one
//! ("diplomat"), one that is said to be former, one of another country or body, or one told at another time.

use super::days;
use super::nodes::{Nodes, Within, claims, kept};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, dcterms, term};
use crate::claim::article::RoleClaim;
use crate::extract::finding::Tenure;
use crate::store::{FactError, Statements};
use oxigraph::model::{NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ROLE_RULE: &str = "differing-roles";
pub(super) const ROLE_RULE_LABEL: &str = "Claims disagree on the role of a person when they name offices of one sort that differ in more than that one says less, and their sources were not published more than 31 days apart.";

/// So many days apart, two articles may be right with different roles.
const SAME_TIME: i128 = 31;

/// What a claim says of the role of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RoleValue {
    claim: String,
    title: String,
    of: Option<String>,
    /// When the article was published: first and last day.
    told: Option<(i128, i128)>,
}

impl RoleValue {
    /// None for a role that can stand beside any other.
    pub(super) fn new(claim: &RoleClaim, published: Option<&TimeExtent>) -> Option<Self> {
        (!claim.general && claim.tenure == Tenure::Present).then(|| Self {
            claim: claim.told.iri.as_str().to_owned(),
            title: claim.plain.clone(),
            of: claim.of_body.as_ref().map(|of| of.as_str().to_owned()),
            told: published.map(bounds),
        })
    }
}

fn bounds(time: &TimeExtent) -> (i128, i128) {
    (days(time.earliest), days(time.latest))
}

/// What the store holds about the roles of a person.
pub(super) fn read(
    statements: &Statements,
    nodes: &mut Nodes,
    person: &NamedNode,
) -> Result<Vec<RoleValue>, FactError> {
    let mut values = Vec::new();
    for (claim, graph) in claims(statements, choro::HOLDER, person)? {
        let within = Within { statements, graph };
        let general = within.literal(&claim, choro::IS_GENERAL)?.is_none_or(|g| g != "false");
        if general || within.object(&claim, choro::TENURE)? != Some(term::HELD_NOW.into()) {
            continue;
        }
        let Some(title) = within.literal(&claim, choro::ROLE_TITLE)? else { continue };
        let mut of = None;
        if let Some(Term::NamedNode(body)) = within.object(&claim, choro::ROLE_OF)? {
            let is_people = kept(&mut nodes.peoples, &body, || {
                let kind = statements.matching(Some((&body).into()), Some(choro::KIND), None).next().transpose()?;
                Ok(kind.is_some_and(|quad| quad.object == term::NATIONALITY.into()))
            })?;
            of = (!is_people).then(|| body.into_string());
        }
        let mut told = None;
        if let Some(Term::NamedNode(article)) = within.object(&claim, choro::REPORTED_IN)? {
            told = kept(&mut nodes.told, &article, || {
                let Some(Term::NamedNode(source)) = within.object(&article, dcterms::IS_PART_OF)? else {
                    return Ok(None);
                };
                let issued = within.literal(&source, dcterms::ISSUED)?;
                Ok(issued.as_deref().and_then(TimeExtent::from_edtf).as_ref().map(bounds))
            })?;
        }
        values.push(RoleValue { claim: claim.into_string(), title, of, told });
    }
    Ok(values)
}

/// The claims of which each contradicts some other.
pub(super) fn apart(values: &[RoleValue]) -> BTreeSet<&str> {
    let mut by_title: BTreeMap<(&str, Option<&str>), Vec<&RoleValue>> = BTreeMap::new();
    for value in values {
        by_title.entry((&value.title, value.of.as_deref())).or_default().push(value);
    }
    let groups: Vec<_> = by_title
        .into_iter()
        .map(|((title, of), values)| (Title::new(title), of, Times::new(&values), values))
        .collect();
    let mut involved = BTreeSet::new();
    for (n, (title, of, times, values)) in groups.iter().enumerate() {
        for (other, other_of, other_times, other_values) in &groups[n + 1..] {
            let elsewhere = of.zip(*other_of).is_some_and(|(a, b)| a != b);
            if elsewhere || !title.contradicts(other) {
                continue;
            }
            involved.extend(values.iter().filter(|v| other_times.near(v)).map(|v| v.claim.as_str()));
            involved.extend(other_values.iter().filter(|v| times.near(v)).map(|v| v.claim.as_str()));
        }
    }
    involved
}

/// When the claims of a title were published, so that a near one is found at once.
#[derive(Debug)]
struct Times {
    undated: bool,
    /// First days in order, each with the latest of all last days so far.
    dated: Vec<(i128, i128)>,
}

impl Times {
    fn new(values: &[&RoleValue]) -> Self {
        let mut dated: Vec<(i128, i128)> = values.iter().filter_map(|v| v.told).collect();
        dated.sort_unstable();
        let mut latest = i128::MIN;
        for (_, last) in &mut dated {
            latest = latest.max(*last);
            *last = latest;
        }
        Self { undated: values.iter().any(|v| v.told.is_none()), dated }
    }

    /// Whether one of them may be of the same time. Of what is undated, nothing else can be said.
    fn near(&self, value: &RoleValue) -> bool {
        let Some((first, last)) = value.told else { return true };
        let begun = self.dated.partition_point(|(begins, _)| *begins <= last + SAME_TIME);
        self.undated || begun > 0 && self.dated[begun - 1].1 >= first - SAME_TIME
    }
}

/// Offices of which one person has one at a time.
const OFFICES: &[&str] = &[
    "president", "minister", "secretary", "chancellor", "governor", "mayor", "ambassador", "king", "queen", "speaker",
    "commissioner",
];
/// Ranks, of which the same is true.
const RANKS: &[&str] = &["general", "colonel", "major", "captain", "lieutenant", "sergeant", "admiral", "commander"];
/// Posts that can differ from one of the same name only.
const POSTS: &[&str] = &["director", "chief"];
/// Words that put a role below another.
const LOWER: &[&str] = &["deputy", "assistant", "under", "junior", "associate"];
/// Words that leave a role what it is.
const FILLING: &[&str] = &[
    "the", "a", "an", "of", "for", "and", "to", "in", "at", "acting", "interim", "first", "senior", "current", "new",
    "affairs", "then",
];
/// Titles by which a deputy is called as well.
const SHORT: &[&str] = &["minister", "secretary"];

/// A title, read for comparing.
#[derive(Debug)]
struct Title<'t> {
    /// What it is: "minister".
    head: &'t str,
    /// All words but those that fill.
    words: BTreeSet<&'t str>,
}

impl<'t> Title<'t> {
    fn new(title: &'t str) -> Self {
        let all: Vec<&str> = title.split(|c: char| c.is_whitespace() || c == '-' || c == ',').collect();
        let end = all.iter().position(|w| matches!(*w, "of" | "for" | "to" | "in" | "at")).unwrap_or(all.len());
        let mut words: BTreeSet<&str> = BTreeSet::new();
        let mut head = "";
        for (n, word) in all.into_iter().enumerate() {
            let plain = match word {
                "vice" => "deputy",
                "premier" => "minister",
                "defense" => "defence",
                other => other,
            };
            if word == "premier" {
                words.insert("prime");
            }
            if plain.is_empty() || FILLING.contains(&plain) {
                continue;
            }
            if n < end {
                head = plain;
            }
            words.insert(plain);
        }
        Self { head, words }
    }

    fn is_lower(&self) -> bool {
        self.words.iter().any(|w| LOWER.contains(w))
    }

    fn is_short(&self) -> bool {
        self.words.len() == 1 && SHORT.contains(&self.head)
    }

    fn contradicts(&self, other: &Self) -> bool {
        let both = |list: &[&str]| list.contains(&self.head) && list.contains(&other.head);
        if self.head != other.head {
            // One who is secretary of state may well be minister.
            return (both(OFFICES) && self.head != "secretary" && other.head != "secretary") || both(RANKS);
        }
        if self.is_short() || other.is_short() {
            return false;
        }
        if self.is_lower() != other.is_lower() {
            return true;
        }
        let less = self.words.is_subset(&other.words) || other.words.is_subset(&self.words);
        !less && (both(OFFICES) || both(POSTS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_cannot_well_be_held_at_once() {
        for (one, other, expected) in [
            ("deputy prime minister", "deputy foreign minister", true),
            ("foreign minister", "deputy foreign minister", true),
            ("president", "vice president", true),
            ("president", "prime minister", true),
            ("mayor", "governor", true),
            ("colonel", "major", true),
            ("coach", "assistant coach", true),
            ("deputy foreign minister", "deputy foreign minister", false),
            ("minister", "deputy foreign minister", false),
            ("foreign minister", "minister of foreign affairs", false),
            ("defense minister", "minister for defence", false),
            ("vice premier", "deputy prime minister", false),
            ("acting president", "president", false),
            ("president", "party leader", false),
            ("state secretary", "deputy foreign minister", false),
            ("opposition leader", "party leader", false),
            ("", "minister", false),
        ] {
            assert_eq!(Title::new(one).contradicts(&Title::new(other)), expected, "{one}, {other}");
            assert_eq!(Title::new(other).contradicts(&Title::new(one)), expected, "{other}, {one}");
        }
    }

    #[test]
    fn only_claims_of_one_time_and_body_disagree() {
        let value = |claim: &str, title: &str, of: Option<&str>, told: Option<i128>| RoleValue {
            claim: claim.to_owned(),
            title: title.to_owned(),
            of: of.map(str::to_owned),
            told: told.map(|day| (day, day)),
        };
        let (a, b) = ("defence minister", "interior minister");
        let early = value("early", a, None, Some(100));
        assert_eq!(apart(&[early.clone(), value("soon", b, None, Some(131))]), BTreeSet::from(["early", "soon"]));
        assert_eq!(apart(&[early.clone(), value("late", b, None, Some(132))]), BTreeSet::new());
        assert_eq!(apart(&[early.clone(), value("undated", b, None, None)]), BTreeSet::from(["early", "undated"]));
        let three = [early.clone(), value("soon", b, None, Some(90)), value("late", b, None, Some(900))];
        assert_eq!(apart(&three), BTreeSet::from(["early", "soon"]));
        let bodies = [value("here", a, Some("x"), None), value("there", b, Some("y"), None)];
        assert_eq!(apart(&bodies), BTreeSet::new());
        assert_eq!(apart(&[early.clone(), early]), BTreeSet::new());
    }
}
