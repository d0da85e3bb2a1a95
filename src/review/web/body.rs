//! The bodies of requests.

use super::WebError;
use crate::dataset::decisions::Decided;
use crate::review::change::Reviewer;
use crate::review::person::person_or_name;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Maximum length of the name of a reviewer, in code points.
const LONGEST_NAME: usize = 200;

/// A decision about a claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decide {
    pub(super) source: String,
    pub(super) key: String,
    pub(super) seen: String,
    /// `accepted`, `rejected`, `replaced`, or `open` to take back what the reviewer decided.
    verdict: String,
    #[serde(default)]
    fields: Vec<(String, String)>,
    #[serde(default)]
    pub(super) comment: String,
    pub(super) reviewer: String,
}

/// A claim that was not read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Add {
    pub(super) source: String,
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(rename = "type")]
    pub(super) claim_type: String,
    pub(super) fields: Vec<(String, String)>,
    #[serde(default)]
    pub(super) comment: String,
    pub(super) reviewer: String,
}

/// Whose last decision is taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Undo {
    pub(super) reviewer: String,
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WebError> {
    serde_json::from_slice(body)
        .map_err(|e| WebError::new(400, format!("the request cannot be read ({e}): load the page again")))
}

impl Decide {
    pub(super) fn read(body: &[u8]) -> Result<Self, WebError> {
        read(body)
    }

    /// What is decided.
    pub(super) fn decided(&self) -> Result<Decided, WebError> {
        let decided = match self.verdict.as_str() {
            "replaced" if self.fields.is_empty() => {
                return Err(WebError::new(422, "no field is changed: change one, or accept the claim"));
            }
            "replaced" => return Ok(Decided::Replaced(self.fields.clone())),
            "accepted" => Decided::Accepted,
            "rejected" => Decided::Rejected,
            "open" => Decided::Open,
            other => {
                return Err(WebError::new(
                    422,
                    format!("{other:?} is not a decision: it is accepted, rejected, replaced or open"),
                ));
            }
        };
        if self.fields.is_empty() {
            return Ok(decided);
        }
        Err(WebError::new(422, "only a claim that is replaced has other fields: save the change instead"))
    }
}

impl Add {
    pub(super) fn read(body: &[u8]) -> Result<Self, WebError> {
        read(body)
    }
}

impl Undo {
    pub(super) fn read(body: &[u8]) -> Result<Self, WebError> {
        read(body)
    }
}

/// The reviewer whom a request names.
pub(super) fn reviewer(name: &str, day: &str) -> Result<Reviewer, WebError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(WebError::new(422, "the decision has no reviewer: write who you are, as an ORCID or a name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(WebError::new(422, format!("the name of the reviewer is longer than {LONGEST_NAME} characters")));
    }
    let name = person_or_name(name).map_err(|why| WebError::new(422, format!("the reviewer cannot be used: {why}")))?;
    Ok(Reviewer { name, day: day.to_owned() })
}
