//! Findings as tables: reported speech, meetings, times, roles, and named entities.

use super::marks::{MarkKind, event_kind, factuality, speech_kind, time_kind, type_name};
use super::{Annotated, shortened};
use crate::extract::finding::{EntityRef, PlaceStatement, Quotation, Said};
use crate::read::record::district::AreaKind;
use std::collections::HashMap;

/// Maximum length of the words of a quotation in a table, in code points.
const MOST_WORDS: usize = 200;
/// Maximum number of other forms of a name, or other mentions of an event, that are listed.
const MOST_OTHERS: usize = 8;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its title.
    pub title: &'static str,
    /// Its columns.
    pub headings: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<String>,
    /// The position in the text: the kind of mark, and the number of the finding.
    pub at: Option<(MarkKind, usize)>,
}

/// The tables of an article, without empty tables and empty columns.
pub fn tables(of: &Annotated<'_>) -> Vec<Table> {
    let all = [statements(of), events(of), places(of), times(of), roles(of), entities(of)];
    all.into_iter().filter(|t| !t.rows.is_empty()).map(without_empty_columns).collect()
}

fn without_empty_columns(mut table: Table) -> Table {
    let filled = |n: usize| table.rows.iter().any(|row| row.cells.get(n).is_some_and(|cell| !cell.is_empty()));
    let kept: Vec<bool> = (0..table.headings.len()).map(filled).collect();
    let keep = |n: &mut usize| {
        *n += 1;
        kept.get(*n - 1).copied().unwrap_or(false)
    };
    let mut n = 0;
    table.headings.retain(|_| keep(&mut n));
    for row in &mut table.rows {
        let mut n = 0;
        row.cells.retain(|_| keep(&mut n));
    }
    table
}

fn entity_names(of: &Annotated<'_>, entity_refs: &[EntityRef]) -> String {
    entity_refs.iter().map(|r| of.entity_name(r)).collect::<Vec<_>>().join("; ")
}

/// The speaker of the quotation in which something is said; empty outside of quotations.
fn said_by(of: &Annotated<'_>, quotation: Option<usize>) -> String {
    let quotation = quotation.and_then(|q| of.findings.quotations.get(q));
    let speaker = |q: &Quotation| q.speaker.as_ref().map_or_else(|| "not told".to_owned(), |v| of.entity_name(v));
    quotation.map(speaker).unwrap_or_default()
}

fn statements(of: &Annotated<'_>) -> Table {
    let row = |(n, q): (usize, &Quotation)| {
        let words: Vec<String> = q.content.iter().map(|c| of.words(c)).collect();
        let cells = vec![
            (n + 1).to_string(),
            q.speaker.as_ref().map_or_else(|| "not told".to_owned(), |v| of.entity_name(v)),
            q.cue.as_ref().map(|c| of.words(c)).unwrap_or_default(),
            shortened(&words.join(" … "), MOST_WORDS),
            speech_kind(q.kind).to_owned(),
            q.addressee.as_ref().map(|v| of.entity_name(v)).unwrap_or_default(),
            q.medium.as_ref().map(|m| of.words(m)).unwrap_or_default(),
        ];
        Row { cells, at: Some((MarkKind::Speech, n)) }
    };
    Table {
        title: "Statements",
        headings: vec!["no.", "who", "cue", "words", "speech", "to whom", "in what"],
        rows: of.findings.quotations.iter().enumerate().map(row).collect(),
    }
}

fn events(of: &Annotated<'_>) -> Table {
    let mut tellings: HashMap<usize, Vec<usize>> = HashMap::new();
    for (n, e) in of.findings.events.iter().enumerate() {
        tellings.entry(e.event).or_default().push(n);
    }
    // The other mentions of the same event.
    let same = |event: usize, but: usize| {
        let others = tellings.get(&event).into_iter().flatten().filter(|n| **n != but).take(MOST_OTHERS);
        others.map(|n| format!("no. {}", n + 1)).collect::<Vec<_>>().join(", ")
    };
    let row = |(n, e): (usize, &crate::extract::finding::Event)| {
        let place = e.place.and_then(|m| of.findings.mentions.get(m));
        let time = e.time.and_then(|t| of.findings.times.get(t));
        let when = time.map(|t| match &t.extent {
            Some(extent) => format!("{} ({})", of.words(&t.range), extent.edtf),
            None => format!("{} (unresolved)", of.words(&t.range)),
        });
        let cells = vec![
            (n + 1).to_string(),
            event_kind(e.kind).to_owned(),
            factuality(e.factuality).to_owned(),
            entity_names(of, &e.participants),
            place.map(|m| of.name(m.entity).to_owned()).unwrap_or_default(),
            when.unwrap_or_default(),
            e.occasion.as_ref().map(|v| of.entity_name(v)).unwrap_or_default(),
            entity_names(of, &e.auspices),
            said_by(of, e.quotation),
            same(e.event, n),
        ];
        Row { cells, at: Some((MarkKind::Event, n)) }
    };
    Table {
        title: "Meetings and other events",
        headings: vec![
            "no.", "kind", "standing", "who", "where", "when", "occasion", "with the help of", "said by", "same as",
        ],
        rows: of.findings.events.iter().enumerate().map(row).collect(),
    }
}

fn places(of: &Annotated<'_>) -> Table {
    let row = |p: &PlaceStatement| {
        let place = of.findings.mentions.get(p.place);
        let time = p.time.and_then(|t| of.findings.times.get(t));
        let (what, value) = said(of, &p.said);
        let cells = vec![
            place.map(|m| of.name(m.entity).to_owned()).unwrap_or_default(),
            what.to_owned(),
            value,
            time.map(|t| t.extent.as_ref().map_or_else(|| of.words(&t.range), |e| e.edtf.clone())).unwrap_or_default(),
            said_by(of, p.quotation),
            shortened(&of.words(&p.range), MOST_WORDS),
        ];
        Row { cells, at: place.map(|m| (MarkKind::Name(m.kind), p.place)) }
    };
    Table {
        title: "What is said of places",
        headings: vec!["place", "what", "value", "when", "said by", "words"],
        rows: of.findings.places.iter().map(row).collect(),
    }
}

/// What is said of a place, and its value in words.
fn said(of: &Annotated<'_>, said: &Said) -> (&'static str, String) {
    let party =
        |party: &Option<EntityRef>, does: &str| party.as_ref().map(|p| format!("{does} {}", of.words(&p.range)));
    match said {
        Said::Area { quantity, kind: AreaKind::ControlledPart } => ("area of the part held", quantity.lexical.clone()),
        Said::Area { quantity, kind: AreaKind::WholeUnit } => ("area of the whole", quantity.lexical.clone()),
        Said::Area { quantity, kind: AreaKind::Unspecified } => ("area", quantity.lexical.clone()),
        Said::Population { lexical, .. } => ("population", of.words(lexical)),
        Said::Established => ("founded", String::new()),
        Said::Abolished => ("abolished", String::new()),
        Said::Control { gained, lost } => {
            let parties = [party(gained, "gained by"), party(lost, "lost by")];
            ("change of control", parties.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        Said::Kind { words } => ("kind", of.words(words)),
        Said::PartOf { parent, kind } => {
            let name = of.findings.mentions.get(*parent).map(|m| of.name(m.entity).to_owned()).unwrap_or_default();
            let kind = kind.as_ref().map(|k| format!(" ({})", of.words(k))).unwrap_or_default();
            ("part of", format!("{name}{kind}"))
        }
    }
}

fn times(of: &Annotated<'_>) -> Table {
    let row = |(n, t): (usize, &crate::extract::finding::TimeMention)| {
        let value = match (&t.value, t.modifier) {
            (Some(value), Some(modifier)) => format!("{value} {modifier}"),
            (value, _) => value.clone().unwrap_or_default(),
        };
        let cells = vec![
            of.words(&t.range),
            time_kind(t.kind).to_owned(),
            value,
            t.extent.as_ref().map(|e| e.edtf.clone()).unwrap_or_default(),
            of.anchor(&t.anchor),
        ];
        Row { cells, at: Some((MarkKind::Time, n)) }
    };
    Table {
        title: "Times",
        headings: vec!["words", "kind", "value", "EDTF", "counted from"],
        rows: of.findings.times.iter().enumerate().map(row).collect(),
    }
}

fn roles(of: &Annotated<'_>) -> Table {
    let row = |(n, r): (usize, &crate::extract::finding::Role)| {
        let mention = r.of.and_then(|m| of.findings.mentions.get(m));
        let cells = vec![
            r.holder.map_or("not told", |e| of.name(e)).to_owned(),
            of.words(&r.title),
            mention.map(|m| of.name(m.entity).to_owned()).unwrap_or_default(),
            of.words(&r.range),
        ];
        Row { cells, at: Some((MarkKind::Role, n)) }
    };
    Table {
        title: "Roles",
        headings: vec!["who", "role", "of", "words"],
        rows: of.findings.roles.iter().enumerate().map(row).collect(),
    }
}

fn entities(of: &Annotated<'_>) -> Table {
    let row = |(n, e): (usize, &crate::extract::finding::Entity)| {
        let known = of.known(n).map(|k| format!("{}/{}", k.folder, k.id));
        let mut forms: Vec<String> = Vec::new();
        for mention in e.mentions.iter().filter_map(|m| of.findings.mentions.get(*m)) {
            let words = of.words(&mention.range);
            if words != e.name && forms.len() < MOST_OTHERS && !forms.contains(&words) {
                forms.push(words);
            }
        }
        let first = e.mentions.first().and_then(|m| of.findings.mentions.get(*m).map(|mention| (m, mention)));
        let cells = vec![
            e.name.clone(),
            type_name(e.kind).to_owned(),
            e.mentions.len().to_string(),
            forms.join("; "),
            known.unwrap_or_default(),
        ];
        Row { cells, at: first.map(|(m, mention)| (MarkKind::Name(mention.kind), *m)) }
    };
    Table {
        title: "Who and what is named",
        headings: vec!["name", "type", "mentions", "also", "gazetteer"],
        rows: of.findings.entities.iter().enumerate().filter(|(_, e)| !e.mentions.is_empty()).map(row).collect(),
    }
}
