//! Verified findings in the form in which the reading of an article takes them in place of its own.

use super::kind::FindingKind;
use super::model::{AttributeValue, FindingsFile};
use super::note::Note;
use super::verify::Placed;
use crate::extract::annotate::marks;
use crate::extract::finding::{EntityType, EventKind, Factuality, SpeechKind, Tenure, TimeKind};
use crate::extract::given::{Given, GivenEvent, GivenName, GivenQuotation, GivenRole, GivenTime, Reference};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// Kinds of findings that are given together or read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Names of all kinds.
    Names,
    /// Expressions of time.
    Times,
    /// Roles.
    Roles,
    /// Quotations.
    Quotations,
    /// Events.
    Events,
}

impl Group {
    /// The group of a kind.
    pub fn of(kind: FindingKind) -> Self {
        match kind {
            FindingKind::Person
            | FindingKind::Organisation
            | FindingKind::Place
            | FindingKind::Nationality
            | FindingKind::NamedEvent => Self::Names,
            FindingKind::Time => Self::Times,
            FindingKind::Role => Self::Roles,
            FindingKind::Quotation => Self::Quotations,
            FindingKind::Event => Self::Events,
        }
    }

    /// The groups that a file gives: those of the kinds that it has, also where a person rejected all of them.
    pub fn of_file(file: &FindingsFile) -> BTreeSet<Self> {
        let findings = file.documents.iter().flat_map(|document| &document.findings);
        findings.filter_map(|finding| finding.kind).map(Self::of).collect()
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Names => "names",
            Self::Times => "times",
            Self::Roles => "roles",
            Self::Quotations => "quotations",
            Self::Events => "events",
        })
    }
}

/// Adds the findings of a file to what is given. Each gets the number of its position, counted from `first`. Notes are
/// about what is left out here.
pub fn give(placed: &[Placed], groups: &BTreeSet<Group>, first: usize, given: &mut Given) -> Vec<Note> {
    for group in groups {
        match group {
            Group::Names => _ = given.names.get_or_insert_default(),
            Group::Times => _ = given.times.get_or_insert_default(),
            Group::Roles => _ = given.roles.get_or_insert_default(),
            Group::Quotations => _ = given.quotations.get_or_insert_default(),
            Group::Events => _ = given.events.get_or_insert_default(),
        }
    }
    let by_id = placed.iter().map(|placed| (placed.finding.id.as_str(), placed)).collect();
    let identities = identities(placed);
    let mut giver = Giver { by_id, notes: Vec::new(), of_no_kind: 0 };
    for (n, placed) in placed.iter().enumerate() {
        let number = first + n;
        let Some(kind) = placed.finding.kind else { continue };
        if kind != FindingKind::Quotation && placed.ranges.len() > 1 {
            giver.note(placed, "it is left out: only a quotation is read in several parts");
            continue;
        }
        let name = |kind: EntityType| GivenName {
            number,
            range: placed.ranges[0].clone(),
            kind,
            identity: identities.get(&n).cloned(),
        };
        match kind {
            FindingKind::Person => given.names.get_or_insert_default().push(name(EntityType::Person)),
            FindingKind::Organisation => given.names.get_or_insert_default().push(name(EntityType::Organisation)),
            FindingKind::Place => given.names.get_or_insert_default().push(name(EntityType::Place)),
            FindingKind::Nationality => given.names.get_or_insert_default().push(name(EntityType::Nationality)),
            FindingKind::NamedEvent => given.names.get_or_insert_default().push(name(EntityType::Event)),
            FindingKind::Time => given.times.get_or_insert_default().push(time(placed, number)),
            FindingKind::Role => given.roles.get_or_insert_default().push(giver.role(placed, number)),
            FindingKind::Quotation => {
                given.quotations.get_or_insert_default().push(giver.quotation(placed, number));
            }
            FindingKind::Event => given.events.get_or_insert_default().extend(giver.event(placed, number)),
        }
    }
    giver.finish()
}

/// What names share that are given as one: what the tool calls the entity, or a reference from one to the other.
fn identities(placed: &[Placed]) -> HashMap<usize, String> {
    let mut sets = Sets::default();
    let mut names = Vec::new();
    for (n, of) in placed.iter().enumerate() {
        if of.finding.kind.map(Group::of) != Some(Group::Names) {
            continue;
        }
        let own = format!("finding {}", if of.finding.id.is_empty() { format!("#{n}") } else { of.finding.id.clone() });
        names.push((n, own.clone()));
        for (key, value) in &of.finding.attributes {
            match value {
                AttributeValue::Literal(value) if IDENTITY.contains(&key.as_str()) && !value.is_empty() => {
                    sets.join(&own, &format!("identity {value}"));
                }
                AttributeValue::Finding(id) if SAME.contains(&key.as_str()) => {
                    sets.join(&own, &format!("finding {id}"));
                }
                _ => {}
            }
        }
    }
    names.into_iter().filter_map(|(n, own)| Some((n, sets.of(&own)?))).collect()
}

/// Attributes that say which entity a name is of.
const IDENTITY: [&str; 8] = ["identity", "ref", "kb_id", "kb-id", "wikidata", "entity", "refers-to", "refers to"];
/// Attributes that refer to another name of the same entity.
const SAME: [&str; 6] = ["same-as", "refers-to", "refers to", "refers_to", "coref", "coreference"];

/// Sets of things that are the same.
#[derive(Default)]
struct Sets(BTreeMap<String, String>);

impl Sets {
    fn root(&self, of: &str) -> String {
        let mut at = of;
        while let Some(next) = self.0.get(at).filter(|next| *next != at) {
            at = next;
        }
        at.to_owned()
    }

    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.root(one), self.root(other));
        let (least, most) = if one < other { (one, other) } else { (other, one) };
        self.0.insert(most, least.clone());
        self.0.entry(least.clone()).or_insert(least);
    }

    /// The name of the set of a thing; `None` if it is with nothing else.
    fn of(&self, thing: &str) -> Option<String> {
        self.0.contains_key(thing).then(|| self.root(thing))
    }
}

struct Giver<'a> {
    by_id: HashMap<&'a str, &'a Placed>,
    notes: Vec<Note>,
    /// Number of events that are none of the kinds that are read.
    of_no_kind: usize,
}

impl Giver<'_> {
    fn note(&mut self, of: &Placed, what: impl Into<String>) {
        self.notes.push(left_out(of, what));
    }

    fn finish(mut self) -> Vec<Note> {
        if self.of_no_kind > 0 {
            let kinds = EventKind::ALL.map(marks::event_kind).join(", ");
            self.notes.push(Note::new(
                &super::note::FilePlace::default(),
                "",
                format!("{} events are left out: they are of none of the kinds that are read", self.of_no_kind),
                RULE,
                format!("give them an attribute `event` that is one of {kinds}, if they are"),
            ));
        }
        self.notes
    }

    /// What an attribute refers to: each of its values.
    fn all(&mut self, of: &Placed, keys: &[&str]) -> Vec<Reference> {
        let mut all = Vec::new();
        for (key, value) in of.finding.attributes.iter().filter(|(key, _)| keys.contains(&key.as_str())) {
            match value {
                AttributeValue::Literal(words) if words.trim().is_empty() => {}
                AttributeValue::Literal(words) => all.push(Reference::Words(words.trim().to_owned())),
                AttributeValue::Finding(id) => match self.by_id.get(id.as_str()).map(|to| to.ranges.as_slice()) {
                    Some([range]) => all.push(Reference::At(range.clone())),
                    Some(_) => self.note(of, format!("its {key} is left out: the finding {id} is in several parts")),
                    // Said when it was verified.
                    None => {}
                },
            }
        }
        all.dedup();
        all
    }

    /// What an attribute refers to, if it has one value.
    fn one(&mut self, of: &Placed, key: &str) -> Option<Reference> {
        let mut all = self.all(of, &[key]);
        if all.len() > 1 {
            self.note(of, format!("its {key} is left out: it has {} values, and one is read", all.len()));
            return None;
        }
        all.pop()
    }

    /// The value of an attribute as one of several; another value is noted.
    fn named<T>(&mut self, of: &Placed, key: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = literal(of, key)?;
        let found = meaning(&value.trim().to_lowercase());
        if found.is_none() {
            self.note(of, format!("its {key} is left out: {value:?} has no meaning here"));
        }
        found
    }

    fn role(&mut self, of: &Placed, number: usize) -> GivenRole {
        GivenRole {
            number,
            range: of.ranges[0].clone(),
            title: self.one(of, "title"),
            holder: self.one(of, "holder"),
            of: self.one(of, "of"),
            tenure: self.named(of, "tenure", |value| match value {
                "present" | "current" => Some(Tenure::Present),
                "former" | "formerly" | "past" => Some(Tenure::Former),
                "coming" | "soon" | "incoming" | "future" => Some(Tenure::Coming),
                _ => None,
            }),
            plural: literal(of, "plural").is_some_and(|value| value == "true"),
        }
    }

    fn quotation(&mut self, of: &Placed, number: usize) -> GivenQuotation {
        GivenQuotation {
            number,
            content: of.ranges.clone(),
            kind: self
                .named(of, "mode", |value| SpeechKind::ALL.into_iter().find(|kind| marks::speech_kind(*kind) == value)),
            speaker: self.one(of, "speaker"),
            addressee: self.one(of, "addressee"),
            cue: self.one(of, "cue"),
            medium: self.one(of, "medium"),
        }
    }

    fn event(&mut self, of: &Placed, number: usize) -> Option<GivenEvent> {
        let names = ["event", "event-kind", "kind", "type"].into_iter().filter_map(|key| literal(of, key));
        let kind = names.chain([of.finding.label.as_str()]).find_map(event_kind);
        let Some(kind) = kind else {
            self.of_no_kind += 1;
            return None;
        };
        Some(GivenEvent {
            number,
            range: of.ranges[0].clone(),
            trigger: self.one(of, "trigger"),
            kind,
            factuality: self.named(of, "factuality", |value| {
                Factuality::ALL.into_iter().find(|factuality| marks::factuality(*factuality) == value)
            }),
            participants: self.all(of, &["participant", "participants"]),
            place: self.one(of, "place"),
            time: self.one(of, "time"),
            occasion: self.one(of, "occasion"),
            auspices: self.all(of, &["auspices"]),
            identity: literal(of, "same-event").or_else(|| literal(of, "identity")).map(str::to_owned),
        })
    }
}

fn event_kind(name: &str) -> Option<EventKind> {
    let name = name.trim().to_lowercase();
    EventKind::ALL.into_iter().find(|kind| marks::event_kind(*kind) == name)
}

fn time(of: &Placed, number: usize) -> GivenTime {
    let label = of.finding.label.to_lowercase();
    // "TIME" is a time of day in some schemes, and any expression of time in others.
    let names = [literal(of, "time-kind"), literal(of, "type"), Some(label.as_str()).filter(|label| *label != "time")];
    let kind = names.into_iter().flatten().find_map(|name| match name.trim().to_lowercase().as_str() {
        "date" => Some(TimeKind::Date),
        "time" | "time of day" | "clock" => Some(TimeKind::Clock),
        "duration" => Some(TimeKind::Duration),
        "set" | "recurring" => Some(TimeKind::Recurring),
        _ => None,
    });
    let value = |key| literal(of, key).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    GivenTime { number, range: of.ranges[0].clone(), kind, value: value("value"), timex: value("timex") }
}

fn literal<'a>(of: &'a Placed, name: &str) -> Option<&'a str> {
    of.finding.attributes.iter().find_map(|(key, value)| match value {
        AttributeValue::Literal(value) if key == name => Some(value.as_str()),
        _ => None,
    })
}

/// A note that a finding, or a part of it, is left out.
pub(super) fn left_out(of: &Placed, what: impl Into<String>) -> Note {
    Note::new(&of.finding.at, of.words.join(" … "), what, RULE, "correct the finding, or leave it out of its file")
}

const RULE: &str = "what the claims of an article cannot hold is left out of it, and nothing is guessed";

#[cfg(test)]
mod tests;
