//! Prodigy's JSONL: a task on each line, with a text, its tokens, spans, and what a person answered: only what was accepted
//! is a finding. Words are those of the span, else those of its tokens (`token_end` is inclusive), so that offsets which
//! contradict the tokens are found out.

use super::json::{Item, Texts};
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part, State};
use super::relation::{Relation, relate};
use std::collections::HashMap;

/// Reads tasks.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for task in texts.items().flat_map(|item| item.each()) {
        let Some(text) = task.text_of("text") else {
            file.problems.push(task.wrong("this task has no text"));
            continue;
        };
        let state = match task.text_of("answer") {
            Some("accept") => State::Accepted,
            Some("reject") => State::Rejected,
            // Without an answer, a task is one that nobody has looked at.
            _ => State::Skipped,
        };
        let mut document = ForeignDocument {
            text: Some(HeldText { text: text.to_owned(), fidelity: Fidelity::Whole }),
            by: task
                .any(&["_annotator_id", "_session_id"])
                .and_then(|by| by.plain())
                .map_or(Agent::Unknown, Agent::Person),
            ..ForeignDocument::default()
        };
        let tokens = task.all("tokens");
        for (n, span) in task.all("spans").iter().enumerate() {
            match span.offsets("start", "end") {
                Ok(Some((start, end))) => {
                    let words = span.text_of("text").map(str::to_owned).or_else(|| of_tokens(span, &tokens));
                    document.findings.push(ForeignFinding {
                        id: n.to_string(),
                        label: span.text_of("label").unwrap_or_default().to_owned(),
                        parts: vec![Part { words, ..Part::at(start, end) }],
                        score: span.get("score").and_then(|score| score.value.as_f64()),
                        state,
                        at: span.at.clone(),
                        ..ForeignFinding::default()
                    });
                }
                Ok(None) => file.problems.push(span.wrong("this span has no offsets")),
                Err(note) => file.problems.push(note),
            }
        }
        // Relations are between spans, which they repeat; spans are numbered only here.
        let mut spans: HashMap<((usize, usize), &str), String> = HashMap::new();
        for finding in &document.findings {
            if let Some(offsets) = finding.parts.first().and_then(|part| part.offsets) {
                spans.entry((offsets, finding.label.as_str())).or_insert_with(|| finding.id.clone());
            }
        }
        let mut relations = Vec::new();
        for relation in task.all("relations") {
            let id = |key: &str| {
                let end = relation.get(key)?;
                let offsets = end.offsets("start", "end").ok().flatten()?;
                spans.get(&(offsets, end.text_of("label").unwrap_or_default())).cloned()
            };
            match (id("head_span"), id("child_span")) {
                (Some(from), Some(to)) => relations.push(Relation {
                    from,
                    to,
                    label: relation.text_of("label").unwrap_or_default().to_owned(),
                    at: relation.at.clone(),
                }),
                _ => file.problems.push(relation.wrong("this relation has an end that is no span of its task")),
            }
        }
        relate(&mut document, &relations, &mut file.problems);
        file.documents.push(document);
    }
}

/// The words of the tokens of a span, with the spaces that the file says are between them.
fn of_tokens(span: &Item<'_>, tokens: &[Item<'_>]) -> Option<String> {
    let index = |key: &str| span.get(key)?.offset();
    let tokens = tokens.get(index("token_start")?..=index("token_end")?)?;
    let mut words = String::new();
    for (n, token) in tokens.iter().enumerate() {
        words.push_str(token.text_of("text")?);
        let has_space = token.get("ws").is_none_or(|ws| ws.value.as_bool() == Some(true));
        if has_space && n + 1 < tokens.len() {
            words.push(' ');
        }
    }
    Some(words)
}
