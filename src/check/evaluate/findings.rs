//! Compares what the program reads from an article by its rules with the findings of a tool or a person for the same text.
//! Either side can be the gold: precision and recall change places, F1 stays. Only the groups that the findings have are
//! compared.
//!
//! Spans are compared as those of gold files are (see [`super`]): names without the article before them and the possessive
//! after them, quotations without their marks. A role stands where its title does, an event at the word that names it.
//! What is said of a pair whose spans overlap (value, holder, speaker, factuality, place, time, participants) is compared
//! where the gold says it.

pub mod report;

use super::matching::share;
use super::matching::{Labelled, Reach, exact, relaxed};
use super::mistakes::context;
use super::report::Measure;
use super::score::{Options, TIME};
use super::speech::{same_person, spoken};
use super::text::trimmed;
use crate::base::iri::folded_space;
use crate::base::text::Position;
use crate::extract::annotate::marks;
use crate::extract::finding::{EntityRef, Findings};
use crate::extract::given::Given;
use crate::read::source::SourceDocument;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// A side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The findings of the tool or the person.
    Findings,
    /// What the program reads by its rules.
    Rules,
}

impl Side {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Rules => "rules",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        if self == Self::Findings { Self::Rules } else { Self::Findings }
    }
}

/// The scores of one source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The side that counts as right.
    #[serde(rename = "gold_side")]
    pub gold: Side,
    /// The figures: for each kind, and for all kinds of a group with several.
    pub scores: Vec<KindScore>,
    /// Groups that the findings do not have: nothing of them is compared.
    pub not_compared: Vec<&'static str>,
    /// Spans of the scored side where the gold, which is partial, has nothing.
    pub left_out: usize,
    /// What differs, in the order of the text.
    #[serde(skip)]
    pub differences: Vec<Difference>,
}

/// The figures of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindScore {
    /// `names`, `times`, `roles`, `quotations` or `events`.
    pub group: &'static str,
    /// The kind, or `all`.
    pub kind: &'static str,
    /// Number of spans in the gold.
    pub gold: usize,
    /// Number of spans on the other side.
    pub found: usize,
    /// Same span and kind.
    pub exact: Measure,
    /// Overlapping span, same kind.
    pub relaxed: Measure,
    /// What is said of the pairs that were matched relaxed.
    pub aspects: Vec<AspectScore>,
}

/// How often both sides say the same of a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AspectScore {
    /// `value`, `holder`, `speaker`, `factuality`, `place`, `time` or `participants`.
    pub aspect: &'static str,
    /// Number of pairs of which the gold says it.
    pub gold: usize,
    /// Number of those of which the other side says the same.
    pub right: usize,
    /// The share of these.
    pub accuracy: Option<f64>,
}

/// What differs at a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// `only in findings`, `only by rules`, `other kind`, `other span`, or `other` with an aspect.
    pub what: String,
    /// The line of the source.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// What the findings have; empty if nothing.
    pub findings: String,
    /// What the rules read; empty if nothing.
    pub rules: String,
    /// The words in context, marked by « ».
    pub context: String,
}

/// A finding of one side.
struct Item {
    group: &'static str,
    span: Labelled,
    /// What is said of it, each with how it is named: by entity, by words.
    aspects: Vec<(&'static str, Vec<Vec<String>>)>,
}

const GROUPS: [&str; 5] = ["names", "times", "roles", "quotations", "events"];

/// Compares two readings of a document, that of given findings and that of the rules.
pub fn compare(
    document: &SourceDocument,
    given: &Given,
    (findings, rules): (&Findings, &Findings),
    gold: Side,
    options: Options,
) -> Comparison {
    let text = document.text.as_str();
    let has = [
        given.names.is_some(),
        given.times.is_some(),
        given.roles.is_some(),
        given.quotations.is_some(),
        given.events.is_some(),
    ];
    let (theirs, ours) = (items(text, findings, Some(given), options), items(text, rules, None, options));
    let (right, other) = if gold == Side::Findings { (theirs, ours) } else { (ours, theirs) };
    let mut comparison =
        Comparison { gold, scores: Vec::new(), not_compared: Vec::new(), left_out: 0, differences: Vec::new() };
    let mut differences: Vec<(Range<usize>, Difference)> = Vec::new();
    for (group, has) in GROUPS.into_iter().zip(has) {
        if !has {
            comparison.not_compared.push(group);
            continue;
        }
        let of =
            |items: &[Item]| items.iter().enumerate().filter(|(_, item)| item.group == group).map(|(n, _)| n).collect();
        let gold_at: Vec<usize> = of(&right);
        let mut found_at: Vec<usize> = of(&other);
        if options.partial {
            let reach = Reach::new(&gold_at.iter().map(|n| right[*n].span.range.clone()).collect::<Vec<_>>());
            let before = found_at.len();
            found_at.retain(|n| reach.touches(&other[*n].span.range));
            comparison.left_out += before - found_at.len();
        }
        let mut pairing = Pairing {
            document,
            gold,
            right: gold_at.into_iter().map(|n| &right[n]).collect(),
            other: found_at.into_iter().map(|n| &other[n]).collect(),
            differences: &mut differences,
        };
        comparison.scores.extend(pairing.scores(group));
    }
    differences.sort_by_key(|(range, difference)| (range.start, range.end, difference.what.clone()));
    comparison.differences = differences.into_iter().map(|(_, difference)| difference).collect();
    comparison
}

/// The findings of a side, in the order of their spans. What is not said of them in `given` is the reading of the rules, and
/// does not count for the other side.
fn items(text: &str, of: &Findings, given: Option<&Given>, options: Options) -> Vec<Item> {
    let words = |range: &Range<usize>| folded_space(&text[range.clone()]);
    let name = |entity: usize| of.entities[entity].name.clone();
    let entity = |r: &EntityRef| {
        let said = Some(words(&r.range)).filter(|words| !words.is_empty());
        r.entity.map(name).into_iter().chain(said).collect::<Vec<_>>()
    };
    let item = |group, range: Range<usize>, label, aspects| Item { group, span: Labelled { range, label }, aspects };
    let mut items = Vec::new();
    for mention in &of.mentions {
        let range = if options.strict { mention.range.clone() } else { trimmed(text, &mention.range) };
        items.push(item("names", range, marks::type_name(mention.kind), Vec::new()));
    }
    let value = |time: usize| {
        let time = &of.times[time];
        let edtf = time.extent.as_ref().map(|extent| extent.edtf.clone());
        vec![edtf.or_else(|| time.value.clone()).into_iter().collect::<Vec<_>>()]
    };
    let has_value = |n: usize| match (given.and_then(|given| given.times.as_ref()), of.given.times.get(n)) {
        (Some(times), Some(number)) => {
            times.iter().any(|time| time.number == *number && (time.value.is_some() || time.timex.is_some()))
        }
        _ => true,
    };
    let has_factuality = |n: usize| match (given.and_then(|given| given.events.as_ref()), of.given.events.get(n)) {
        (Some(events), Some(number)) => {
            events.iter().any(|event| event.number == *number && event.factuality.is_some())
        }
        _ => true,
    };
    for (n, time) in of.times.iter().enumerate() {
        items.push(item(
            "times",
            time.range.clone(),
            TIME,
            vec![("value", if has_value(n) { value(n) } else { Vec::new() })],
        ));
    }
    for role in &of.roles {
        let holder = role.holder.map(|holder| vec![name(holder)]).into_iter().collect();
        items.push(item("roles", role.title.clone(), "role", vec![("holder", holder)]));
    }
    for quotation in &of.quotations {
        let speaker: Vec<Vec<String>> = quotation.speaker.iter().map(entity).collect();
        items.extend(
            quotation
                .content
                .iter()
                .map(|range| item("quotations", spoken(text, range), "quotation", vec![("speaker", speaker.clone())])),
        );
    }
    for (n, event) in of.events.iter().enumerate() {
        let factuality = has_factuality(n).then(|| vec![marks::factuality(event.factuality).to_owned()]);
        let place = event.place.map(|place| vec![name(of.mentions[place].entity), words(&of.mentions[place].range)]);
        let aspects = vec![
            ("factuality", factuality.into_iter().collect()),
            ("place", place.into_iter().collect()),
            ("time", event.time.map(value).unwrap_or_default()),
            ("participants", event.participants.iter().map(entity).collect()),
        ];
        items.push(item("events", event.trigger.clone(), marks::event_kind(event.kind), aspects));
    }
    for item in &mut items {
        for (_, values) in &mut item.aspects {
            values.retain(|value| !value.is_empty());
        }
    }
    items.sort_by_key(|item| (item.span.range.start, item.span.range.end));
    items
}

/// The spans of a group on both sides.
struct Pairing<'a> {
    document: &'a SourceDocument,
    gold: Side,
    right: Vec<&'a Item>,
    other: Vec<&'a Item>,
    differences: &'a mut Vec<(Range<usize>, Difference)>,
}

#[derive(Debug, Default, Clone)]
struct Counts {
    gold: usize,
    found: usize,
    exact: usize,
    relaxed: usize,
    aspects: BTreeMap<&'static str, (usize, usize)>,
}

impl Pairing<'_> {
    fn scores(&mut self, group: &'static str) -> Vec<KindScore> {
        let spans = |items: &[&Item]| items.iter().map(|item| item.span.clone()).collect::<Vec<_>>();
        let (right, other) = (spans(&self.right), spans(&self.other));
        let same: HashSet<(usize, usize)> = exact(&right, &other).into_iter().collect();
        let pairs = relaxed(&right, &other);
        let mut counts: BTreeMap<&'static str, Counts> = BTreeMap::new();
        right.iter().for_each(|span| counts.entry(span.label).or_default().gold += 1);
        other.iter().for_each(|span| counts.entry(span.label).or_default().found += 1);
        for (r, o) in &pairs {
            let of = counts.entry(right[*r].label).or_default();
            of.relaxed += 1;
            let is_same = same.contains(&(*r, *o));
            of.exact += usize::from(is_same);
            if !is_same {
                self.differ("other span".to_owned(), Some(*r), Some(*o), None);
            }
            let (one, another) = (self.right[*r], self.other[*o]);
            for (n, ((aspect, said), (_, also))) in one.aspects.iter().zip(&another.aspects).enumerate() {
                let tally = of.aspects.entry(aspect).or_default();
                let are_same = agree(said, also);
                if !said.is_empty() {
                    tally.0 += 1;
                    tally.1 += usize::from(are_same);
                }
                if !are_same && !said.is_empty() {
                    self.differ(format!("other {aspect}"), Some(*r), Some(*o), Some(n));
                }
            }
        }
        self.unpaired(&pairs, (&right, &other));
        let mut scores: Vec<KindScore> = counts.iter().map(|(kind, counts)| counts.score(group, kind)).collect();
        if counts.len() > 1 {
            let mut all = Counts::default();
            counts.values().for_each(|of| all.add(of));
            scores.push(all.score(group, "all"));
        }
        scores
    }

    /// Spans without a counterpart of their kind.
    fn unpaired(&mut self, pairs: &[(usize, usize)], (right, other): (&[Labelled], &[Labelled])) {
        let (used_right, used_other): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
        let free = |n: &usize| !used_other.contains(n);
        let by_span: HashMap<(usize, usize), usize> =
            (0..other.len()).filter(free).map(|n| ((other[n].range.start, other[n].range.end), n)).collect();
        let mut told = HashSet::new();
        for n in (0..right.len()).filter(|n| !used_right.contains(n)) {
            let at = by_span.get(&(right[n].range.start, right[n].range.end)).filter(|o| told.insert(**o));
            let what = if at.is_some() { "other kind" } else { only(self.gold) };
            self.differ(what.to_owned(), Some(n), at.copied(), None);
        }
        for n in (0..other.len()).filter(free).filter(|n| !told.contains(n)) {
            self.differ(only(self.gold.other()).to_owned(), None, Some(n), None);
        }
    }

    /// Adds a difference between an item of the gold and one of the other side, in an aspect or in what they are.
    fn differ(&mut self, what: String, right: Option<usize>, other: Option<usize>, aspect: Option<usize>) {
        let (right, other) = (right.map(|n| self.right[n]), other.map(|n| self.other[n]));
        let Some(range) = right.or(other).map(|item| item.span.range.clone()) else { return };
        let shown = |item: Option<&Item>| {
            let Some(item) = item else { return String::new() };
            let words = folded_space(&self.document.text[item.span.range.clone()]);
            match aspect {
                None => format!("{} {words:?}", item.span.label),
                Some(n) => {
                    match item.aspects[n].1.iter().filter_map(|value| value.first()).cloned().collect::<Vec<_>>() {
                        values if values.is_empty() => "nothing".to_owned(),
                        values => values.join(", "),
                    }
                }
            }
        };
        let (findings, rules) = match self.gold {
            Side::Findings => (shown(right), shown(other)),
            Side::Rules => (shown(other), shown(right)),
        };
        let Position { line, column } = self.document.position(&range);
        let context = context(&self.document.text, &range);
        self.differences.push((range, Difference { what, line, column, findings, rules, context }));
    }
}

fn only(side: Side) -> &'static str {
    match side {
        Side::Findings => "only in findings",
        Side::Rules => "only by rules",
    }
}

/// Whether two sides say the same: each value of one is one of the other, by the words of either.
fn agree(one: &[Vec<String>], other: &[Vec<String>]) -> bool {
    let same = |a: &Vec<String>, b: &Vec<String>| a.iter().any(|a| b.iter().any(|b| a == b || same_person(a, b)));
    one.len() == other.len() && one.iter().all(|a| other.iter().any(|b| same(a, b)))
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.relaxed += other.relaxed;
        for (aspect, (gold, right)) in &other.aspects {
            let of = self.aspects.entry(aspect).or_default();
            *of = (of.0 + gold, of.1 + right);
        }
    }

    fn score(&self, group: &'static str, kind: &'static str) -> KindScore {
        let aspect = |(aspect, (gold, right)): (&&'static str, &(usize, usize))| AspectScore {
            aspect,
            gold: *gold,
            right: *right,
            accuracy: share(*right, *gold),
        };
        KindScore {
            group,
            kind,
            gold: self.gold,
            found: self.found,
            exact: Measure::new(self.exact, self.found, self.gold),
            relaxed: Measure::new(self.relaxed, self.found, self.gold),
            aspects: self.aspects.iter().filter(|(_, (gold, _))| *gold > 0).map(aspect).collect(),
        }
    }
}
