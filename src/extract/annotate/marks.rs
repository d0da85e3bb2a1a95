//! Findings as marks on the text: each a range, a kind, and details for a reader. The text, colour and page formats are
//! all drawn from these.

use super::{Annotated, shortened};
use crate::extract::finding::{EntityType, Event, EventKind, Factuality, Quotation, SpeechKind, Tenure, TimeKind};
use std::ops::Range;

/// The kind of a mark. The order is that of nesting: kinds that may contain others come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// The clause that reports an event.
    Clause,
    /// Reported speech.
    Speech,
    /// The phrase of a role.
    Role,
    /// A time.
    Time,
    /// A name.
    Name(EntityType),
    /// The words that introduce reported speech.
    Cue,
    /// The word that names an event.
    Event,
}

/// A mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Byte range in the document's text.
    pub range: Range<usize>,
    /// The kind.
    pub kind: MarkKind,
    /// The number of its finding among those of its type, counted from 0.
    pub number: usize,
    /// The heading of its card.
    pub title: String,
    /// Details, as names and values.
    pub facts: Vec<(&'static str, String)>,
}

impl MarkKind {
    /// All kinds, in the order of the legend.
    pub const LEGEND: [Self; 12] = [
        Self::Name(EntityType::Person),
        Self::Name(EntityType::Organisation),
        Self::Name(EntityType::Place),
        Self::Name(EntityType::Event),
        Self::Name(EntityType::Nationality),
        Self::Name(EntityType::Other),
        Self::Time,
        Self::Role,
        Self::Speech,
        Self::Cue,
        Self::Event,
        Self::Clause,
    ];

    /// The label in the text.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clause => "CLAUSE",
            Self::Speech => "SAYS",
            Self::Role => "ROLE",
            Self::Time => "TIME",
            Self::Name(kind) => label(kind),
            Self::Cue => "CUE",
            Self::Event => "EVENT",
        }
    }

    /// The name of the kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clause => "clause of an event",
            Self::Speech => "what is said",
            Self::Role => "role",
            Self::Time => "time",
            Self::Name(EntityType::Event) => "named event",
            Self::Name(EntityType::Other) => "other name",
            Self::Name(kind) => type_name(kind),
            Self::Cue => "word of saying",
            Self::Event => "meeting or other event",
        }
    }

    /// The CSS class in a page.
    pub fn class(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Speech => "speech",
            Self::Role => "role",
            Self::Time => "time",
            Self::Name(EntityType::Event) => "named-event",
            Self::Name(kind) => type_name(kind),
            Self::Cue => "cue",
            Self::Event => "event",
        }
    }
}

/// The label of a type, as in CoNLL.
pub fn label(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "PER",
        EntityType::Organisation => "ORG",
        EntityType::Place => "LOC",
        EntityType::Event => "EVT",
        EntityType::Nationality => "NAT",
        EntityType::Other => "MISC",
    }
}

/// The name of a type, in lower case.
pub fn type_name(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::Organisation => "organisation",
        EntityType::Place => "place",
        EntityType::Event => "event",
        EntityType::Nationality => "nationality",
        EntityType::Other => "other",
    }
}

/// The name of a kind of time.
pub fn time_kind(kind: TimeKind) -> &'static str {
    match kind {
        TimeKind::Date => "date",
        TimeKind::Clock => "time of day",
        TimeKind::Duration => "duration",
        TimeKind::Recurring => "recurring",
    }
}

/// The name of a kind of speech.
pub fn speech_kind(kind: SpeechKind) -> &'static str {
    match kind {
        SpeechKind::Direct => "direct",
        SpeechKind::Indirect => "indirect",
        SpeechKind::Mixed => "mixed",
    }
}

/// The name of a kind of event.
pub fn event_kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Meeting => "meeting",
        EventKind::Summit => "summit",
        EventKind::Talks => "talks",
        EventKind::Consultations => "consultations",
        EventKind::Visit => "visit",
        EventKind::Conference => "conference",
        EventKind::Call => "call",
        EventKind::Signing => "signing",
    }
}

/// The name of the factuality of an event.
pub fn factuality(factuality: Factuality) -> &'static str {
    match factuality {
        Factuality::Happened => "happened",
        Factuality::Planned => "planned",
        Factuality::Denied => "denied",
        Factuality::Possible => "possible",
        Factuality::Postponed => "postponed",
        Factuality::Cancelled => "cancelled",
    }
}

/// The tenure of a role in words; `None` for a present one.
pub fn tenure(tenure: Tenure) -> Option<&'static str> {
    match tenure {
        Tenure::Present => None,
        Tenure::Former => Some("formerly"),
        Tenure::Coming => Some("soon"),
    }
}

/// All marks of an article, sorted by their beginnings; of marks with the same beginning, the longer comes first.
pub fn marks(of: &Annotated<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    names(of, &mut marks);
    times(of, &mut marks);
    roles(of, &mut marks);
    for (number, quotation) in of.findings.quotations.iter().enumerate() {
        let (title, facts) = (format!("statement {}", number + 1), quotation_facts(of, quotation));
        for range in &quotation.content {
            push(&mut marks, range, MarkKind::Speech, number, &title, &facts);
        }
        if let Some(range) = &quotation.cue {
            push(&mut marks, range, MarkKind::Cue, number, &title, &facts);
        }
    }
    for (number, event) in of.findings.events.iter().enumerate() {
        let title = format!("{} ({})", event_kind(event.kind), factuality(event.factuality));
        let facts = event_facts(of, event);
        push(&mut marks, &event.range, MarkKind::Clause, number, &title, &facts);
        push(&mut marks, &event.trigger, MarkKind::Event, number, &title, &facts);
    }
    marks.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end), m.kind, m.number));
    marks
}

type Attributes = Vec<(&'static str, String)>;

fn push(marks: &mut Vec<Mark>, range: &Range<usize>, kind: MarkKind, number: usize, title: &str, facts: &Attributes) {
    if !range.is_empty() {
        marks.push(Mark { range: range.clone(), kind, number, title: title.to_owned(), facts: facts.clone() });
    }
}

fn names(of: &Annotated<'_>, marks: &mut Vec<Mark>) {
    for (number, mention) in of.findings.mentions.iter().enumerate() {
        let mut facts = vec![("type", type_name(mention.kind).to_owned())];
        let times = of.findings.entities[mention.entity].mentions.len();
        if times > 1 {
            facts.push(("named", format!("{times} times here")));
        }
        if mention.stands_for_state {
            facts.push(("stands for", "its government or state".to_owned()));
        }
        if let Some(known) = of.known(mention.entity) {
            facts.push(("gazetteer", format!("{}/{}", known.folder, known.id)));
            facts.extend(known.wikidata.iter().map(|item| ("Wikidata", item.clone())));
        }
        match of.confidence(number) {
            Some(score) if !of.findings.given.mentions.is_empty() => {
                facts.push(("score of the tool", score.to_string()));
            }
            Some(confidence) => facts.push(("confidence", format!("{confidence:.2}"))),
            None => {}
        }
        let signals = mention.signals.names();
        if !signals.is_empty() {
            facts.push(("signals", signals.join(", ")));
        }
        push(marks, &mention.range, MarkKind::Name(mention.kind), number, of.name(mention.entity), &facts);
    }
}

fn times(of: &Annotated<'_>, marks: &mut Vec<Mark>) {
    for (number, time) in of.findings.times.iter().enumerate() {
        let mut facts = vec![("kind", time_kind(time.kind).to_owned())];
        facts.extend(time.value.iter().map(|value| ("value", value.clone())));
        facts.extend(time.modifier.map(|modifier| ("modifier", modifier.to_owned())));
        if let Some(extent) = &time.extent {
            facts.push(("EDTF", extent.edtf.clone()));
            if !extent.is_day() {
                facts.push(("from, to", format!("{}, {}", extent.earliest, extent.latest)));
            }
        }
        let until = time.until.and_then(|t| of.findings.times.get(t));
        facts.extend(until.map(|end| ("ends with", of.words(&end.range))));
        facts.push(("counted from", of.anchor(&time.anchor)));
        push(marks, &time.range, MarkKind::Time, number, &of.words(&time.range), &facts);
    }
}

fn roles(of: &Annotated<'_>, marks: &mut Vec<Mark>) {
    for (number, role) in of.findings.roles.iter().enumerate() {
        let holder = role.holder.map_or("not told", |e| of.name(e));
        let mut facts = vec![("role", role.plain.clone()), ("held by", holder.to_owned())];
        facts.extend(tenure(role.tenure).map(|tenure| ("held", tenure.to_owned())));
        if let Some(mention) = role.of.and_then(|m| of.findings.mentions.get(m)) {
            facts.push(("of", of.name(mention.entity).to_owned()));
        }
        push(marks, &role.range, MarkKind::Role, number, &of.words(&role.title), &facts);
    }
}

fn quotation_facts(of: &Annotated<'_>, quotation: &Quotation) -> Attributes {
    let speaker = quotation.speaker.as_ref().map_or_else(|| "not told".to_owned(), |v| of.entity_name(v));
    let mut facts = vec![("speech", speech_kind(quotation.kind).to_owned()), ("speaker", speaker)];
    facts.extend(quotation.cue.iter().map(|cue| ("cue", of.words(cue))));
    facts.extend(quotation.addressee.iter().map(|v| ("to", of.entity_name(v))));
    facts.extend(quotation.medium.iter().map(|m| ("in", of.words(m))));
    facts
}

fn event_facts(of: &Annotated<'_>, event: &Event) -> Attributes {
    let mut facts = vec![("standing", factuality(event.factuality).to_owned())];
    let who: Vec<String> = event.participants.iter().map(|v| of.entity_name(v)).collect();
    if !who.is_empty() {
        facts.push(("who", who.join("; ")));
    }
    let place = event.place.and_then(|m| of.findings.mentions.get(m));
    facts.extend(place.map(|m| ("where", of.name(m.entity).to_owned())));
    if let Some(time) = event.time.and_then(|t| of.findings.times.get(t)) {
        let value = time.extent.as_ref().map_or_else(|| "unresolved".to_owned(), |e| e.edtf.clone());
        facts.push(("when", format!("{} ({value})", of.words(&time.range))));
    }
    facts.extend(event.occasion.iter().map(|v| ("on the occasion of", of.entity_name(v))));
    let auspices: Vec<String> = event.auspices.iter().map(|v| of.entity_name(v)).collect();
    if !auspices.is_empty() {
        facts.push(("with the help of", auspices.join("; ")));
    }
    if let Some(quotation) = event.quotation.and_then(|q| of.findings.quotations.get(q)) {
        let said = quotation.content.first().map(|c| shortened(&of.words(c), 60)).unwrap_or_default();
        let by = quotation.speaker.as_ref().map_or_else(|| "not told".to_owned(), |v| of.entity_name(v));
        facts.push(("said by", format!("{by}: “{said}”")));
    }
    facts
}
