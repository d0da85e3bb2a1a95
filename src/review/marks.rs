//! What is marked in the text of a source.

use super::card::{Card, MarkKind, SourceMark, Status};
use super::library::ReviewDocument;
use crate::extract::finding::EntityType;

/// The marks of a source, by their beginning; wider ones first.
pub(super) fn marks<'c>(source: &ReviewDocument, cards: impl Iterator<Item = &'c Card>) -> Vec<SourceMark> {
    let document = &source.document;
    let mut marks = Vec::new();
    for card in cards {
        let mark = |start, end, kind, name: &str| SourceMark {
            start,
            end,
            kind,
            name: name.to_owned(),
            card: card.key.clone(),
        };
        marks.push(mark(card.start, card.end, MarkKind::Claim, &card.label));
        let fields = card.fields.iter().filter_map(|field| Some((field.start?, field.end?, &field.label)));
        marks.extend(fields.map(|(start, end, label)| mark(start, end, MarkKind::Field, label)));
    }
    if let Some(article) = &source.article {
        let findings = &article.findings;
        let mark = |range, kind, name: &str| {
            let span = document.span(range);
            SourceMark { start: span.start, end: span.end, kind, name: name.to_owned(), card: String::new() }
        };
        for mention in &findings.mentions {
            let kind = match mention.kind {
                EntityType::Person => MarkKind::Person,
                EntityType::Organisation => MarkKind::Organisation,
                EntityType::Place => MarkKind::Place,
                EntityType::Event => MarkKind::Event,
                EntityType::Nationality | EntityType::Other => MarkKind::Other,
            };
            let name = findings.entities.get(mention.entity).map_or("", |entity| entity.name.as_str());
            marks.push(mark(&mention.range, kind, name));
        }
        for time in &findings.times {
            let name = time.extent.as_ref().map_or("", |extent| extent.edtf.as_str());
            marks.push(mark(&time.range, MarkKind::Time, name));
        }
    }
    marks.sort_by(|a, b| (a.start, b.end, a.kind, &a.card).cmp(&(b.start, a.end, b.kind, &b.card)));
    marks
}

/// What is shown of a claim that is not there.
pub(super) fn no_card(source: &str) -> Card {
    Card {
        key: String::new(),
        source: source.to_owned(),
        claim_type: String::new(),
        label: String::new(),
        start: 0,
        end: 0,
        sentence_start: 0,
        sentence_end: 0,
        sentence: String::new(),
        words: String::new(),
        before: String::new(),
        after: String::new(),
        reading: String::new(),
        english: String::new(),
        fields: Vec::new(),
        machine: Vec::new(),
        status: Status::Removed,
        decisions: Vec::new(),
        seen: String::new(),
        rank: 0,
        doubts: Vec::new(),
    }
}
