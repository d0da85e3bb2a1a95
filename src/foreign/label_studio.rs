//! Label Studio's JSON: tasks with a text, annotations by people and predictions by models. Regions have words, so their
//! offsets are verified: newer versions count code points, older ones UTF-16 units. Choices for a region are attributes.

use super::json::{Item, Texts};
use super::model::{Agent, Fidelity, FindingsFile, ForeignDocument, ForeignFinding, HeldText, Part, State};
use super::relation::{Relation, relate};
use std::collections::HashMap;

/// Reads tasks. The annotations of people count; predictions only where a task has no annotation.
pub(super) fn read(texts: &Texts, file: &mut FindingsFile) {
    for task in texts.items().flat_map(|item| item.each()) {
        let annotations: Vec<Item<'_>> = ["annotations", "completions"].iter().flat_map(|key| task.all(key)).collect();
        let is_by_people = !annotations.is_empty();
        let mut all = if is_by_people { annotations } else { task.all("predictions") };
        // Where one is marked as the truth, the others are attempts.
        let is_truth = |item: &Item<'_>| item.get("ground_truth").is_some_and(|is| is.value.as_bool() == Some(true));
        if all.iter().any(is_truth) {
            all.retain(is_truth);
        }
        for annotation in &all {
            let is_cancelled = annotation.get("was_cancelled").is_some_and(|is| is.value.as_bool() == Some(true));
            let state = match (is_cancelled, is_by_people) {
                (true, _) => State::Skipped,
                (_, true) => State::Accepted,
                (_, false) => State::Proposed,
            };
            let mut document = ForeignDocument {
                name: task.get("id").and_then(|id| id.plain()),
                by: agent(annotation, is_by_people),
                ..ForeignDocument::default()
            };
            let mut ids = HashMap::new();
            for result in annotation.all("result") {
                read_result(&task, &result, state, &mut ids, &mut document, file);
            }
            relations(annotation, &mut document, file);
            file.documents.push(document);
        }
    }
}

fn agent(annotation: &Item<'_>, is_by_people: bool) -> Agent {
    if !is_by_people {
        let version = annotation.get("model_version").and_then(|version| version.plain());
        return Agent::Tool { name: "Label Studio".to_owned(), version, settings: Vec::new() };
    }
    let by = annotation.get("completed_by");
    let by = by.and_then(|by| by.plain().or_else(|| by.any(&["email", "username", "id"]).and_then(|by| by.plain())));
    by.map_or(Agent::Unknown, Agent::Person)
}

fn read_result(
    task: &Item<'_>,
    result: &Item<'_>,
    state: State,
    ids: &mut HashMap<String, usize>,
    document: &mut ForeignDocument,
    file: &mut FindingsFile,
) {
    let kind = result.text_of("type").unwrap_or_default();
    if kind == "relation" {
        return;
    }
    let Some(value) = result.get("value") else {
        file.problems.push(result.wrong("this region has no value"));
        return;
    };
    let id = result.text_of("id").unwrap_or_default();
    // Choices, texts and ratings for a region share its id.
    let chosen = value.any(&["choices", "text", "rating", "number", "taxonomy"]);
    if !kind.ends_with("labels") {
        let name = result.text_of("from_name").unwrap_or_default();
        if let Some(finding) = ids.get(id).and_then(|at| document.findings.get_mut(*at)) {
            for text in chosen.iter().flat_map(Item::each).filter_map(|item| item.plain()) {
                finding.say(name, text);
            }
        }
        return;
    }
    let offsets = match value.offsets("start", "end") {
        Ok(Some(offsets)) => offsets,
        Ok(None) => {
            file.problems.push(value.wrong("this region is not of a text"));
            return;
        }
        Err(note) => {
            file.problems.push(note);
            return;
        }
    };
    if document.text.is_none() {
        document.text = held_text(task, result);
    }
    let labels = value.any(&["labels", "hypertextlabels"]).map(|labels| labels.each()).unwrap_or_default();
    let labels: Vec<&str> = labels.iter().filter_map(Item::text).collect();
    let mut finding = ForeignFinding {
        id: id.to_owned(),
        label: labels.first().copied().unwrap_or_default().to_owned(),
        parts: vec![Part { words: value.text_of("text").map(str::to_owned), ..Part::at(offsets.0, offsets.1) }],
        score: result.get("score").and_then(|score| score.value.as_f64()),
        state,
        at: result.at.clone(),
        ..ForeignFinding::default()
    };
    for label in labels.iter().skip(1) {
        finding.say("tag", *label);
    }
    ids.entry(id.to_owned()).or_insert(document.findings.len());
    document.findings.push(finding);
}

/// The text of a task that a region is of: the one whose name the region gives, or the only one.
fn held_text(task: &Item<'_>, result: &Item<'_>) -> Option<HeldText> {
    let data = task.get("data")?;
    let name = result.text_of("to_name").unwrap_or_default();
    let texts: Vec<(&str, &str)> =
        data.members().into_iter().filter_map(|(key, value)| Some((key, value.text()?))).collect();
    let text = match texts.as_slice() {
        [(_, only)] => only,
        several => several.iter().find(|(key, _)| *key == name || *key == "text").map(|(_, text)| text)?,
    };
    Some(HeldText { text: (*text).to_owned(), fidelity: Fidelity::Whole })
}

fn relations(annotation: &Item<'_>, document: &mut ForeignDocument, file: &mut FindingsFile) {
    let mut relations = Vec::new();
    for result in annotation.all("result") {
        if result.text_of("type") != Some("relation") {
            continue;
        }
        let (Some(from), Some(to)) = (result.text_of("from_id"), result.text_of("to_id")) else {
            file.problems.push(result.wrong("this relation has not two ends"));
            continue;
        };
        let (from, to) = if result.text_of("direction") == Some("left") { (to, from) } else { (from, to) };
        let label = result.all("labels").first().and_then(Item::text).unwrap_or("related").to_owned();
        relations.push(Relation { from: from.to_owned(), to: to.to_owned(), label, at: result.at.clone() });
    }
    relate(document, &relations, &mut file.problems);
}
