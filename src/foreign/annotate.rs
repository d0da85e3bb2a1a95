//! What `chorograph annotate --format jsonl` writes: a finding on each line, which refers to others by their position in
//! their list. Reading it and writing it again ([`rewritten`]) gives the same bytes, so a file may be changed by hand or
//! by a program and read in place of the program's own findings.

use super::model::{Agent, FindingsFile, ForeignDocument, ForeignFinding, Part};
use super::note::{FilePlace, Note};
use crate::extract::annotate::values::{
    EntityRefValue, EntityValue, EventValue, LineValue, MentionValue, PlaceValue, QuotationValue, RoleValue, TimeValue,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

const RULE: &str = "a line is a finding as `chorograph annotate --format jsonl` writes it";

/// A line of the file.
#[derive(Debug)]
enum Line {
    Entity(EntityValue<'static>),
    Mention(MentionValue<'static>),
    Time(TimeValue<'static>),
    Role(RoleValue<'static>),
    Quotation(QuotationValue<'static>),
    Event(EventValue<'static>),
}

/// A line with its document and its position in its list.
#[derive(Debug)]
struct Positioned {
    document: String,
    position: usize,
    line: Line,
    at: FilePlace,
}

/// Reads findings.
pub(super) fn read(text: &str, file: &mut FindingsFile) {
    let mut documents: BTreeMap<String, Vec<Positioned>> = BTreeMap::new();
    for (n, line) in lines(text) {
        match parsed(line, FilePlace::line(n)) {
            Ok((read, written)) => {
                if written != line {
                    file.notes.push(Note::new(
                        &read.at,
                        "",
                        "this line is not as `annotate` writes it; what it has more is not read",
                        RULE,
                        "nothing, if only the order or the spacing of members differs",
                    ));
                }
                documents.entry(read.document.clone()).or_default().push(read);
            }
            Err(note) => file.problems.push(note),
        }
    }
    file.documents.extend(documents.into_iter().map(|(name, lines)| document(name, &lines)));
}

/// The lines of a file as `annotate` writes them. Errors are the lines that it did not write.
pub fn rewritten(text: &str) -> Result<String, Vec<Note>> {
    let (mut out, mut problems) = (String::with_capacity(text.len()), Vec::new());
    for (n, line) in lines(text) {
        match parsed(line, FilePlace::line(n)) {
            Ok((_, written)) => {
                out.push_str(&written);
                out.push('\n');
            }
            Err(note) => problems.push(note),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(n, line)| (n + 1, line))
}

/// A line, and the same as `annotate` writes it.
fn parsed(line: &str, at: FilePlace) -> Result<(Positioned, String), Note> {
    let kind =
        serde_json::from_str::<Value>(line).map(|value| value["finding"].as_str().unwrap_or_default().to_owned());
    let parsed = kind.and_then(|kind| {
        Ok(Some(match kind.as_str() {
            "entity" => typed(line, Line::Entity)?,
            "mention" => typed(line, Line::Mention)?,
            "time" => typed(line, Line::Time)?,
            "role" => typed(line, Line::Role)?,
            "quotation" => typed(line, Line::Quotation)?,
            "event" => typed(line, Line::Event)?,
            _ => return Ok(None),
        }))
    });
    let problem = |at: FilePlace, what: String| Note::new(&at, "", what, RULE, "correct the line; the others are read");
    match parsed {
        Ok(Some((document, position, line, written))) => Ok((Positioned { document, position, line, at }, written)),
        Ok(None) => {
            Err(problem(at, "its `finding` is none of entity, mention, time, role, quotation, event".to_owned()))
        }
        Err(error) => {
            let what = error.to_string();
            let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what).to_owned();
            Err(problem(FilePlace { column: Some(error.column().max(1)), ..at }, what))
        }
    }
}

/// A line of one kind: its document, its position, its value, and the line as `annotate` writes it.
fn typed<T: Serialize + DeserializeOwned>(
    line: &str,
    of: impl Fn(T) -> Line,
) -> serde_json::Result<(String, usize, Line, String)> {
    let value: LineValue<'static, T> = serde_json::from_str(line)?;
    let written = serde_json::to_string(&value)?;
    Ok((value.document.into_owned(), value.position, of(value.value), written))
}

/// The findings of a document.
fn document(name: String, lines: &[Positioned]) -> ForeignDocument {
    let mut reader = Reader::default();
    for Positioned { line, position, .. } in lines {
        match line {
            Line::Entity(entity) => _ = reader.entities.insert(*position, entity),
            Line::Mention(mention) => {
                reader.by_place.entry((mention.place.start, mention.place.end)).or_insert(*position);
                reader.by_entity.entry(mention.entity).or_default().push((*position, &mention.place));
            }
            _ => {}
        }
    }
    ForeignDocument {
        name: Some(name),
        by: Agent::tool("chorograph"),
        findings: lines.iter().filter_map(|line| reader.finding(line)).collect(),
        ..ForeignDocument::default()
    }
}

#[derive(Default)]
struct Reader<'a> {
    entities: HashMap<usize, &'a EntityValue<'static>>,
    /// Mentions by their places, and by their entities.
    by_place: HashMap<(usize, usize), usize>,
    by_entity: HashMap<usize, Vec<(usize, &'a PlaceValue<'static>)>>,
}

fn part(place: &PlaceValue<'_>) -> Part {
    Part::at(place.start, place.end).with_words(place.words.as_ref())
}

impl Reader<'_> {
    /// The finding of a line; an entity is none, because it has no place of its own.
    fn finding(&self, of: &Positioned) -> Option<ForeignFinding> {
        let mut finding = ForeignFinding { at: of.at.clone(), ..ForeignFinding::default() };
        let kind = match &of.line {
            Line::Entity(_) => return None,
            Line::Mention(mention) => {
                self.mention(mention, &mut finding);
                "mention"
            }
            Line::Time(time) => {
                read_time(time, &mut finding);
                "time"
            }
            Line::Role(role) => {
                self.role(role, &mut finding);
                "role"
            }
            Line::Quotation(quotation) => {
                self.quotation(quotation, &mut finding);
                "quotation"
            }
            Line::Event(event) => {
                self.event(event, &mut finding);
                "event"
            }
        };
        finding.id = id(kind, of.position);
        if finding.label.is_empty() {
            kind.clone_into(&mut finding.label);
        }
        Some(finding)
    }

    fn mention(&self, mention: &MentionValue<'_>, finding: &mut ForeignFinding) {
        finding.parts = vec![part(&mention.place)];
        finding.score = mention.confidence;
        let is_event = mention.kind == "event";
        finding.label = if is_event { "named-event" } else { mention.kind.as_ref() }.to_owned();
        finding.say("name", mention.name.as_ref());
        finding.say("entity", mention.entity.to_string());
        if mention.stands_for_state {
            finding.say("stands-for-state", "true");
        }
        if let Some(entity) = self.entities.get(&mention.entity) {
            say_some(finding, "gazetteer", entity.gazetteer.as_deref());
            say_some(finding, "wikidata", entity.wikidata.as_deref());
        }
    }

    fn role(&self, role: &RoleValue<'_>, finding: &mut ForeignFinding) {
        finding.parts = vec![part(&role.place)];
        finding.say("title", role.title.words.as_ref());
        // The holder is an entity; the finding is the mention of it within the role.
        let within = |place: &PlaceValue<'_>| role.place.start <= place.start && place.end <= role.place.end;
        let mentions = role.holder.and_then(|holder| self.by_entity.get(&holder));
        let named = mentions.and_then(|mentions| mentions.iter().find(|(_, place)| within(place)));
        match (named, &role.holder_name) {
            (Some((position, _)), _) => finding.refer("holder", id("mention", *position)),
            (None, Some(name)) => finding.say("holder", name.as_ref()),
            (None, None) => {}
        }
        if let Some(of) = role.of {
            finding.refer("of", id("mention", of));
        }
        say_some(finding, "tenure", role.tenure.as_deref());
        if role.plural {
            finding.say("plural", "true");
        }
    }

    fn quotation(&self, quotation: &QuotationValue<'_>, finding: &mut ForeignFinding) {
        finding.parts = quotation.content.iter().map(part).collect();
        finding.say("mode", quotation.kind.as_ref());
        say_some(finding, "cue", quotation.cue.as_ref().map(|cue| cue.words.as_ref()));
        say_some(finding, "medium", quotation.medium.as_ref().map(|medium| medium.words.as_ref()));
        self.refer(finding, "speaker", quotation.speaker.as_ref());
        self.refer(finding, "addressee", quotation.addressee.as_ref());
    }

    fn event(&self, event: &EventValue<'_>, finding: &mut ForeignFinding) {
        finding.parts = vec![part(&event.place)];
        finding.say("event", event.kind.as_ref());
        finding.say("trigger", event.trigger.words.as_ref());
        finding.say("factuality", event.standing.as_ref());
        for participant in &event.participants {
            self.refer(finding, "participant", Some(participant));
        }
        for (key, kind, at) in
            [("place", "mention", event.location), ("time", "time", event.time), ("within", "quotation", event.within)]
        {
            if let Some(at) = at {
                finding.refer(key, id(kind, at));
            }
        }
        self.refer(finding, "occasion", event.occasion.as_ref());
        for auspices in &event.auspices {
            self.refer(finding, "auspices", Some(auspices));
        }
        finding.say("same-event", event.event.to_string());
    }

    /// Refers to the mention at words, or else to what they name.
    fn refer(&self, finding: &mut ForeignFinding, key: &str, of: Option<&EntityRefValue<'_>>) {
        let Some(of) = of else { return };
        match self.by_place.get(&(of.place.start, of.place.end)) {
            Some(position) => finding.refer(key, id("mention", *position)),
            None => finding.say(key, of.name.as_deref().unwrap_or(&of.place.words)),
        }
    }
}

fn read_time(time: &TimeValue<'_>, finding: &mut ForeignFinding) {
    finding.parts = vec![part(&time.place)];
    finding.say("time-kind", time.kind.as_ref());
    say_some(finding, "value", time.edtf.as_deref());
    say_some(finding, "timex", time.value.as_deref());
    say_some(finding, "modifier", time.modifier.as_deref());
    say_some(finding, "earliest", time.earliest.as_deref());
    say_some(finding, "latest", time.latest.as_deref());
    finding.say("anchor", time.anchor.as_ref());
    for (key, at) in [("anchor-time", time.anchor_time), ("until", time.until)] {
        if let Some(at) = at {
            finding.refer(key, id("time", at));
        }
    }
}

fn say_some(finding: &mut ForeignFinding, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        finding.say(key, value);
    }
}

fn id(kind: &str, position: usize) -> String {
    format!("{kind}:{position}")
}
