//! The reading as JSON (RFC 8259).
//!
//! A document is an object: `document` (the path as given), `sha256`, `title`, `published` (EDTF), `text`, `parts`
//! (headline and paragraphs), and the findings in `entities`, `mentions`, `times`, `roles`, `quotations`, `events`.
//! Every position in the text is `start` and `end`, code points counted from 0, half-open, with the verbatim `words`.
//! Findings refer to one another by their position in their list, counted from 0: `entity`, `holder`, `of`, `place`,
//! `time`, `within`. What is not known is `null`; so is the `confidence` of a name that was given without a score.
//!
//! As lines (JSONL), each finding is a line of its own, an object with `document`, `finding` (`entity`, `mention`,
//! `time`, `role`, `quotation`, `event`), `position` in its list, and the same fields.

use super::Annotated;
use super::marks::{event_kind, factuality, speech_kind, tenure, time_kind, type_name};
use super::values::{
    EntityRefValue, EntityValue, EventValue, LineValue, MentionValue, PartValue, PlaceValue, QuotationValue, RoleValue,
    TimeValue,
};
use crate::extract::finding::{Anchor, Entity, EntityRef, Event, Mention, Quotation, Role, TimeMention};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

#[derive(Serialize)]
struct DocumentValue<'a> {
    document: String,
    sha256: &'a str,
    title: Option<String>,
    published: Option<&'a str>,
    text: &'a str,
    parts: Vec<PartValue<'a>>,
    entities: Vec<EntityValue<'a>>,
    mentions: Vec<MentionValue<'a>>,
    times: Vec<TimeValue<'a>>,
    roles: Vec<RoleValue<'a>>,
    quotations: Vec<QuotationValue<'a>>,
    events: Vec<EventValue<'a>>,
}

/// Writes an article as an object over several lines, without a final line end.
pub fn document(of: &Annotated<'_>, out: &mut impl Write) -> io::Result<()> {
    let f = of.findings;
    let value = DocumentValue {
        document: of.document.path.display().to_string(),
        sha256: &of.document.sha256,
        title: of.article.title.as_ref().map(|t| of.words(t)),
        published: of.published.map(|p| p.edtf.as_str()),
        text: of.text(),
        parts: of.parts().map(|(paragraph, range)| PartValue { place: of.place(&range), paragraph }).collect(),
        entities: f.entities.iter().enumerate().map(|(n, e)| of.entity(n, e)).collect(),
        mentions: f.mentions.iter().enumerate().map(|(n, m)| of.mention(n, m)).collect(),
        times: f.times.iter().map(|t| of.time(t)).collect(),
        roles: f.roles.iter().map(|r| of.role(r)).collect(),
        quotations: f.quotations.iter().map(|q| of.quotation(q)).collect(),
        events: f.events.iter().map(|e| of.event(e)).collect(),
    };
    serde_json::to_writer_pretty(out, &value).map_err(io::Error::from)
}

/// Writes the findings of an article, each on a line.
pub fn lines(of: &Annotated<'_>, out: &mut impl Write) -> io::Result<()> {
    let f = of.findings;
    let name = of.document.path.display().to_string();
    for (n, e) in f.entities.iter().enumerate() {
        line(out, &name, "entity", n, of.entity(n, e))?;
    }
    for (n, m) in f.mentions.iter().enumerate() {
        line(out, &name, "mention", n, of.mention(n, m))?;
    }
    for (n, t) in f.times.iter().enumerate() {
        line(out, &name, "time", n, of.time(t))?;
    }
    for (n, r) in f.roles.iter().enumerate() {
        line(out, &name, "role", n, of.role(r))?;
    }
    for (n, q) in f.quotations.iter().enumerate() {
        line(out, &name, "quotation", n, of.quotation(q))?;
    }
    for (n, e) in f.events.iter().enumerate() {
        line(out, &name, "event", n, of.event(e))?;
    }
    Ok(())
}

fn line<T: Serialize>(
    out: &mut impl Write,
    document: &str,
    finding: &'static str,
    position: usize,
    value: T,
) -> io::Result<()> {
    serde_json::to_writer(
        &mut *out,
        &LineValue { document: document.into(), finding: finding.into(), position, value },
    )?;
    out.write_all(b"\n")
}

/// A score as it is read back from JSON: with twelve decimals, unless all of its digits survive.
fn stable(score: f64) -> Option<f64> {
    let survives =
        |score: &f64| score.to_string().len() < 32 && serde_json::from_str(&score.to_string()).ok() == Some(*score);
    [score, (score * 1e12).round() / 1e12].into_iter().find(survives)
}

impl<'a> Annotated<'a> {
    fn place(&self, range: &Range<usize>) -> PlaceValue<'a> {
        let span = self.document.span(range);
        PlaceValue { start: span.start, end: span.end, words: self.document.text[range.clone()].into() }
    }

    fn entity_ref(&self, entity_ref: &EntityRef) -> EntityRefValue<'a> {
        let name = entity_ref.entity.map(|e| self.name(e).into());
        EntityRefValue { place: self.place(&entity_ref.range), entity: entity_ref.entity, name }
    }

    fn entity(&self, number: usize, entity: &'a Entity) -> EntityValue<'a> {
        let known = self.known(number);
        EntityValue {
            kind: type_name(entity.kind).into(),
            name: entity.name.as_str().into(),
            gazetteer: known.map(|k| format!("{}/{}", k.folder, k.id)),
            wikidata: known.and_then(|k| k.wikidata.as_deref()).map(Cow::from),
            mentions: entity.mentions.as_slice().into(),
        }
    }

    fn mention(&self, number: usize, mention: &Mention) -> MentionValue<'a> {
        MentionValue {
            place: self.place(&mention.range),
            kind: type_name(mention.kind).into(),
            entity: mention.entity,
            name: self.name(mention.entity).into(),
            paragraph: mention.paragraph,
            stands_for_state: mention.stands_for_state,
            confidence: self.confidence(number).and_then(stable),
            signals: mention.signals.names().into_iter().map(Cow::from).collect(),
        }
    }

    fn time(&self, time: &'a TimeMention) -> TimeValue<'a> {
        let (anchor, anchor_time) = match time.anchor {
            Anchor::Explicit => ("explicit", None),
            Anchor::Published => ("published", None),
            Anchor::Expression(at) => ("expression", Some(at)),
            Anchor::Missing => ("missing", None),
            Anchor::Given => ("given", None),
        };
        let extent = time.extent.as_ref();
        TimeValue {
            place: self.place(&time.range),
            kind: time_kind(time.kind).into(),
            value: time.value.as_deref().map(Cow::from),
            modifier: time.modifier.map(Cow::from),
            edtf: extent.map(|e| e.edtf.as_str().into()),
            earliest: extent.map(|e| e.earliest.to_string()),
            latest: extent.map(|e| e.latest.to_string()),
            anchor: anchor.into(),
            anchor_time,
            until: time.until,
            paragraph: time.paragraph,
        }
    }

    fn role(&self, role: &'a Role) -> RoleValue<'a> {
        RoleValue {
            place: self.place(&role.range),
            title: self.place(&role.title),
            plain: role.plain.as_str().into(),
            holder: role.holder,
            holder_name: role.holder.map(|e| self.name(e).into()),
            of: role.of,
            tenure: tenure(role.tenure).map(Cow::from),
            plural: role.plural,
            paragraph: role.paragraph,
        }
    }

    fn quotation(&self, quotation: &Quotation) -> QuotationValue<'a> {
        QuotationValue {
            kind: speech_kind(quotation.kind).into(),
            content: quotation.content.iter().map(|c| self.place(c)).collect(),
            cue: quotation.cue.as_ref().map(|c| self.place(c)),
            speaker: quotation.speaker.as_ref().map(|v| self.entity_ref(v)),
            addressee: quotation.addressee.as_ref().map(|v| self.entity_ref(v)),
            medium: quotation.medium.as_ref().map(|m| self.place(m)),
            paragraph: quotation.paragraph,
        }
    }

    fn event(&self, event: &Event) -> EventValue<'a> {
        EventValue {
            place: self.place(&event.range),
            trigger: self.place(&event.trigger),
            kind: event_kind(event.kind).into(),
            standing: factuality(event.factuality).into(),
            participants: event.participants.iter().map(|v| self.entity_ref(v)).collect(),
            location: event.place,
            time: event.time,
            occasion: event.occasion.as_ref().map(|v| self.entity_ref(v)),
            auspices: event.auspices.iter().map(|v| self.entity_ref(v)).collect(),
            within: event.quotation,
            event: event.event,
            paragraph: event.paragraph,
        }
    }
}
