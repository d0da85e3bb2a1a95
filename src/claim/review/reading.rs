//! What a claim of an article is read as: its fields, by the names of their properties, with the words that a reviewer
//! sees and writes.

use super::names::ArticleNames;
use crate::base::iri::last_part;
use crate::claim::Evidence;
use crate::claim::article::{EntityPhrase, EventClaim, RoleClaim, UtteranceClaim};
use crate::claim::terms;
use oxigraph::model::NamedNodeRef;

/// A field of a claim with one of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimField {
    /// The name of its property.
    pub name: &'static str,
    /// The value.
    pub value: String,
    /// The words of the source that give it, if it has words of its own.
    pub words: Option<Evidence>,
    /// Whether the words mean somebody or something, and it is not known whom or what.
    pub is_unresolved: bool,
}

impl ClaimField {
    pub(super) fn new(name: &'static str, value: String) -> Self {
        Self { name, value, words: None, is_unresolved: false }
    }

    fn of_words(name: &'static str, words: &Evidence) -> Self {
        Self { name, value: words.verbatim.clone(), words: Some(words.clone()), is_unresolved: false }
    }
}

/// The fields as one text: `holder: Lena Holt; roleTitle: mayor`.
pub fn joined(fields: &[ClaimField]) -> String {
    let each: Vec<String> = fields.iter().map(|field| format!("{}: {}", field.name, field.value)).collect();
    each.join("; ")
}

pub(super) fn utterance(claim: &UtteranceClaim, names: &ArticleNames<'_>) -> Vec<ClaimField> {
    let mut fields = vec![term("speechKind", terms::speech_kind(claim.kind))];
    fields.extend(phrase("speaker", claim.speaker.as_ref(), names));
    fields.extend(phrase("addressee", claim.addressee.as_ref(), names));
    fields.extend(claim.content.iter().map(|words| ClaimField::of_words("content", words)));
    fields
}

pub(super) fn role(claim: &RoleClaim, names: &ArticleNames<'_>) -> Vec<ClaimField> {
    let mut fields = vec![ClaimField::new("holder", names.label(&claim.holder).to_owned())];
    fields.push(ClaimField::of_words("roleTitle", &claim.title));
    fields.extend(phrase("roleOf", claim.of.as_ref(), names));
    fields.push(term("tenure", terms::tenure(claim.tenure)));
    fields
}

pub(super) fn event(claim: &EventClaim, names: &ArticleNames<'_>) -> Vec<ClaimField> {
    let mut fields = vec![term("eventKind", terms::event_kind(claim.kind))];
    fields.push(term("standing", terms::factuality(claim.factuality)));
    fields.extend(claim.participants.iter().flat_map(|p| phrase("participant", Some(p), names)));
    fields.extend(phrase("eventPlace", claim.place.as_ref(), names));
    if let Some(time) = &claim.time {
        let words = time.words.as_ref().map(|words| words.verbatim.clone());
        let extent = time.extent.as_ref().map(|extent| extent.edtf.clone());
        let value = extent.or(words).unwrap_or_default();
        let is_unresolved = time.extent.is_none();
        fields.push(ClaimField { name: "time", value, words: time.words.clone(), is_unresolved });
    }
    fields.extend(phrase("occasion", claim.occasion.as_ref(), names));
    fields.extend(claim.auspices.iter().flat_map(|p| phrase("auspices", Some(p), names)));
    fields
}

/// A field with a term: its name, as `directSpeech` of its IRI.
fn term(name: &'static str, term: NamedNodeRef<'_>) -> ClaimField {
    ClaimField::new(name, last_part(term.as_str()).to_owned())
}

fn phrase(name: &'static str, phrase: Option<&EntityPhrase>, names: &ArticleNames<'_>) -> Option<ClaimField> {
    let phrase = phrase?;
    let words = phrase.words.as_ref().map(|words| words.verbatim.clone()).unwrap_or_default();
    let entity = phrase.entity.as_ref().map(|entity| names.label(entity).to_owned());
    let value = entity.filter(|name| !name.is_empty()).unwrap_or(words);
    Some(ClaimField { name, value, words: phrase.words.clone(), is_unresolved: phrase.entity.is_none() })
}
