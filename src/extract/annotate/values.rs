//! The JSON values of findings, as [`super::json`] writes them and as they are read back.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PlaceValue<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) words: Cow<'a, str>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    pub(crate) paragraph: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntityRefValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    pub(crate) entity: Option<usize>,
    pub(crate) name: Option<Cow<'a, str>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntityValue<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: Cow<'a, str>,
    pub(crate) name: Cow<'a, str>,
    pub(crate) gazetteer: Option<String>,
    pub(crate) wikidata: Option<Cow<'a, str>>,
    pub(crate) mentions: Cow<'a, [usize]>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MentionValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    #[serde(rename = "type")]
    pub(crate) kind: Cow<'a, str>,
    pub(crate) entity: usize,
    pub(crate) name: Cow<'a, str>,
    pub(crate) paragraph: Option<usize>,
    pub(crate) stands_for_state: bool,
    pub(crate) confidence: Option<f64>,
    pub(crate) signals: Vec<Cow<'a, str>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TimeValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    pub(crate) kind: Cow<'a, str>,
    pub(crate) value: Option<Cow<'a, str>>,
    pub(crate) modifier: Option<Cow<'a, str>>,
    pub(crate) edtf: Option<Cow<'a, str>>,
    pub(crate) earliest: Option<String>,
    pub(crate) latest: Option<String>,
    pub(crate) anchor: Cow<'a, str>,
    pub(crate) anchor_time: Option<usize>,
    pub(crate) until: Option<usize>,
    pub(crate) paragraph: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RoleValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    pub(crate) title: PlaceValue<'a>,
    pub(crate) plain: Cow<'a, str>,
    pub(crate) holder: Option<usize>,
    pub(crate) holder_name: Option<Cow<'a, str>>,
    pub(crate) of: Option<usize>,
    pub(crate) tenure: Option<Cow<'a, str>>,
    pub(crate) plural: bool,
    pub(crate) paragraph: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct QuotationValue<'a> {
    pub(crate) kind: Cow<'a, str>,
    pub(crate) content: Vec<PlaceValue<'a>>,
    pub(crate) cue: Option<PlaceValue<'a>>,
    pub(crate) speaker: Option<EntityRefValue<'a>>,
    pub(crate) addressee: Option<EntityRefValue<'a>>,
    pub(crate) medium: Option<PlaceValue<'a>>,
    pub(crate) paragraph: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EventValue<'a> {
    #[serde(flatten)]
    pub(crate) place: PlaceValue<'a>,
    pub(crate) trigger: PlaceValue<'a>,
    pub(crate) kind: Cow<'a, str>,
    pub(crate) standing: Cow<'a, str>,
    pub(crate) participants: Vec<EntityRefValue<'a>>,
    #[serde(rename = "place")]
    pub(crate) location: Option<usize>,
    pub(crate) time: Option<usize>,
    pub(crate) occasion: Option<EntityRefValue<'a>>,
    pub(crate) auspices: Vec<EntityRefValue<'a>>,
    pub(crate) within: Option<usize>,
    pub(crate) event: usize,
    pub(crate) paragraph: Option<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LineValue<'a, T> {
    pub(crate) document: Cow<'a, str>,
    pub(crate) finding: Cow<'a, str>,
    pub(crate) position: usize,
    #[serde(flatten)]
    pub(crate) value: T,
}
