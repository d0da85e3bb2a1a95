//! Which claims to look at first. A claim is worth the sooner a look, the less certain its reading is and the more follows from
//! it. Points are added up; between claims with the same points the order of the text decides:
//!
//! | doubt | points |
//! | --- | --- |
//! | reviewers differ, or a decision no longer fits | 100 |
//! | it is part of a disagreement, where that is known | 60 |
//! | a statement has no speaker; a meeting has nobody | 40 |
//! | words mean somebody or something, and it is not known whom or what | 30 each, at most 60 |
//! | whom a pronoun means was inferred | 20 each, at most 40 |
//! | what happened is not said plainly (possible, denied, postponed, cancelled) | 15 |
//! | the time of an event is not made out | 15 |
//! | an event has no place, no time | 5 each |
//!
//! To these are added, for what follows from such a claim: 12 for an event, 8 for a statement, 4 for a role, 0 for others.

use crate::base::iri::last_part;
use crate::claim::review::{ClaimField, is_pronoun};
use crate::claim::terms::factuality;
use crate::claim::types;
use crate::extract::finding::Factuality;

/// The points of a claim and the doubts that they are for.
pub(super) fn rank(claim_type: &str, fields: &[ClaimField], is_unsettled: bool, disagrees: bool) -> (i32, Vec<String>) {
    let has = |name: &str| fields.iter().any(|field| field.name == name && !field.value.trim().is_empty());
    let is_event = claim_type == types::EVENT.name;
    let is_speech = claim_type == types::UTTERANCE.name;
    let mut points = if is_event {
        12
    } else if is_speech {
        8
    } else if claim_type == types::ROLE.name {
        4
    } else {
        0
    };
    let mut doubts = Vec::new();
    let mut doubt = |of: i32, what: String| {
        points += of;
        doubts.push(what);
    };
    if is_unsettled {
        doubt(100, "decisions do not settle it".to_owned());
    }
    if disagrees {
        doubt(60, "other claims disagree".to_owned());
    }
    if is_speech && !has("speaker") {
        doubt(40, "no speaker".to_owned());
    }
    if is_event && !has("participant") {
        doubt(40, "no participant".to_owned());
    }
    let words = |field: &ClaimField| field.words.as_ref().map(|words| words.verbatim.clone()).unwrap_or_default();
    let unresolved = fields.iter().filter(|field| field.is_unresolved && field.name != "time");
    for (n, field) in unresolved.enumerate() {
        doubt(if n < 2 { 30 } else { 0 }, format!("not known whom or what “{}” means", field.value));
    }
    let inferred =
        fields.iter().filter(|field| !field.is_unresolved && is_pronoun(&words(field)) && field.name != "content");
    for (n, field) in inferred.enumerate() {
        doubt(if n < 2 { 20 } else { 0 }, format!("“{}” is taken for {}", words(field), field.value));
    }
    let hedges = [Factuality::Possible, Factuality::Denied, Factuality::Postponed, Factuality::Cancelled];
    let is_hedged = |field: &ClaimField| {
        field.name == "standing" && hedges.iter().any(|hedge| last_part(factuality(*hedge).as_str()) == field.value)
    };
    if is_event && fields.iter().any(is_hedged) {
        doubt(15, "not said plainly to have happened".to_owned());
    }
    if is_event {
        match fields.iter().find(|field| field.name == "time") {
            Some(time) if time.is_unresolved => doubt(15, format!("the time “{}” is not made out", time.value)),
            Some(_) => {}
            None => doubt(5, "no time".to_owned()),
        }
        if !has("eventPlace") {
            doubt(5, "no place".to_owned());
        }
    }
    (points, doubts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(claim_type: &str, fields: &[(&'static str, &str)]) -> i32 {
        let field = |(name, value): &(&'static str, &str)| ClaimField {
            name,
            value: (*value).to_owned(),
            words: None,
            is_unresolved: value.starts_with("the "),
        };
        let fields: Vec<ClaimField> = fields.iter().map(field).collect();
        rank(claim_type, &fields, false, false).0
    }

    #[test]
    fn doubts_come_before_what_follows() {
        let whole =
            [("standing", "happened"), ("participant", "Lena Holt"), ("eventPlace", "Valmora"), ("time", "2019")];
        let in_order = [
            points("event", &[("standing", "possible")]),
            points("speech", &[]),
            points("speech", &[("speaker", "the envoy")]),
            points("event", &[("standing", "denied"), ("participant", "Lena Holt")]),
            points("event", &whole),
            points("speech", &[("speaker", "Lena Holt")]),
            points("role", &[("holder", "Lena Holt")]),
            points("area", &[]),
        ];
        assert!(in_order.is_sorted_by(|a, b| a > b), "{in_order:?}");
        assert!(rank("area", &[], true, false).0 > rank("area", &[], false, true).0);
    }
}
