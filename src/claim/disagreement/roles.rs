//! When two roles of one person are unlikely to be held at once: "deputy prime minister" and "deputy foreign minister".
//! A role contradicts nothing if it only says less ("the minister"), is of another kind ("party leader"), is general
//! ("diplomat"), is said to be former, belongs to another country or body, or is reported at another time.

use super::{Says, Value, bounds};
use crate::base::time::TimeExtent;
use crate::claim::article::RoleClaim;
use crate::extract::finding::Tenure;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of days between two articles that report the same time.
const SAME_TIME: i128 = 31;

/// The role of a person according to a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleValue {
    /// The role in plain form.
    pub title: String,
    /// The IRI of the country or organisation in which it is held.
    pub of: Option<String>,
    /// First and last day on which the article may have been published.
    pub published: Option<(i128, i128)>,
}

impl RoleValue {
    /// `None` for a role that is compatible with any other.
    pub fn new(claim: &RoleClaim, published: Option<&TimeExtent>) -> Option<Self> {
        (!claim.general && claim.tenure == Tenure::Present).then(|| Self {
            title: claim.plain.clone(),
            of: claim.of_body.as_ref().map(|of| of.as_str().to_owned()),
            published: published.map(bounds),
        })
    }
}

/// A claim with its role.
type Held<'v> = (&'v str, &'v RoleValue);

/// The claims that each contradict some other.
pub(super) fn apart(values: &[Value]) -> BTreeSet<&str> {
    let mut by_title: BTreeMap<(&str, Option<&str>), Vec<Held<'_>>> = BTreeMap::new();
    for value in values {
        if let Says::Role(role) = &value.says {
            by_title.entry((&role.title, role.of.as_deref())).or_default().push((&value.claim, role));
        }
    }
    let groups: Vec<_> =
        by_title.into_iter().map(|((title, of), held)| (Title::new(title), of, Times::new(&held), held)).collect();
    let mut involved = BTreeSet::new();
    for (n, (title, of, times, held)) in groups.iter().enumerate() {
        for (other, other_of, other_times, other_held) in &groups[n + 1..] {
            let elsewhere = of.zip(*other_of).is_some_and(|(a, b)| a != b);
            if elsewhere || !title.contradicts(other) {
                continue;
            }
            involved.extend(held.iter().filter(|(_, role)| other_times.near(role)).map(|(claim, _)| *claim));
            involved.extend(other_held.iter().filter(|(_, role)| times.near(role)).map(|(claim, _)| *claim));
        }
    }
    involved
}

/// The publication times of the claims of a title, indexed to find a near one quickly.
#[derive(Debug)]
struct Times {
    undated: bool,
    /// First days in order, each with the latest of all last days so far.
    dated: Vec<(i128, i128)>,
}

impl Times {
    fn new(held: &[Held<'_>]) -> Self {
        let mut dated: Vec<(i128, i128)> = held.iter().filter_map(|(_, role)| role.published).collect();
        dated.sort_unstable();
        let mut latest = i128::MIN;
        for (_, last) in &mut dated {
            latest = latest.max(*last);
            *last = latest;
        }
        Self { undated: held.iter().any(|(_, role)| role.published.is_none()), dated }
    }

    /// Whether one of them may be of the same time. For undated ones, this cannot be excluded.
    fn near(&self, value: &RoleValue) -> bool {
        let Some((first, last)) = value.published else { return true };
        let begun = self.dated.partition_point(|(begins, _)| *begins <= last + SAME_TIME);
        self.undated || begun > 0 && self.dated[begun - 1].1 >= first - SAME_TIME
    }
}

/// Offices of which one person holds one at a time.
const OFFICES: &[&str] = &[
    "president", "minister", "secretary", "chancellor", "governor", "mayor", "ambassador", "king", "queen", "speaker",
    "commissioner",
];
/// Ranks of which one person has one at a time.
const RANKS: &[&str] = &["general", "colonel", "major", "captain", "lieutenant", "sergeant", "admiral", "commander"];
/// Posts that differ only from others of the same name.
const POSTS: &[&str] = &["director", "chief"];
/// Words that put a role below another.
const LOWER: &[&str] = &["deputy", "assistant", "under", "junior", "associate"];
/// Words that do not change a role.
const FILLING: &[&str] = &[
    "the", "a", "an", "of", "for", "and", "to", "in", "at", "acting", "interim", "first", "senior", "current", "new",
    "affairs", "then",
];
/// Titles that also name a deputy.
const SHORT: &[&str] = &["minister", "secretary"];

/// A title parsed for comparison.
#[derive(Debug)]
struct Title<'t> {
    /// The main noun: "minister".
    head: &'t str,
    /// All words that change the role.
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
            // A secretary of state may also be a minister.
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
        let value = |claim: &str, title: &str, of: Option<&str>, day: Option<i128>| {
            let published = day.map(|day| (day, day));
            Value::role(claim, RoleValue { title: title.to_owned(), of: of.map(str::to_owned), published })
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
