//! What a claim of an article is read as: its fields, by the names of their properties, with the words that a reviewer
//! sees and writes.

use super::names::ArticleNames;
use crate::base::iri::last_part;
use crate::claim::article::{EntityPhrase, EventClaim, RoleClaim, UtteranceClaim};
use crate::claim::terms;
use oxigraph::model::NamedNodeRef;

/// A field and its value.
pub(super) type FieldText = (&'static str, String);

/// The fields as one text: `holder: Lena Holt; roleTitle: mayor`.
pub(super) fn joined(fields: &[FieldText]) -> String {
    let each: Vec<String> = fields.iter().map(|(field, value)| format!("{field}: {value}")).collect();
    each.join("; ")
}

pub(super) fn utterance(claim: &UtteranceClaim, names: &ArticleNames<'_>) -> Vec<FieldText> {
    let mut fields = vec![("speechKind", term(terms::speech_kind(claim.kind)))];
    fields.extend(phrase("speaker", claim.speaker.as_ref(), names));
    fields.extend(phrase("addressee", claim.addressee.as_ref(), names));
    fields.extend(claim.content.iter().map(|words| ("content", words.verbatim.clone())));
    fields
}

pub(super) fn role(claim: &RoleClaim, names: &ArticleNames<'_>) -> Vec<FieldText> {
    let mut fields = vec![("holder", names.label(&claim.holder).to_owned())];
    fields.push(("roleTitle", claim.title.verbatim.clone()));
    fields.extend(phrase("roleOf", claim.of.as_ref(), names));
    fields.push(("tenure", term(terms::tenure(claim.tenure))));
    fields
}

pub(super) fn event(claim: &EventClaim, names: &ArticleNames<'_>) -> Vec<FieldText> {
    let mut fields = vec![("eventKind", term(terms::event_kind(claim.kind)))];
    fields.push(("standing", term(terms::factuality(claim.factuality))));
    fields.extend(claim.participants.iter().flat_map(|p| phrase("participant", Some(p), names)));
    fields.extend(phrase("eventPlace", claim.place.as_ref(), names));
    if let Some(time) = &claim.time {
        let words = time.words.as_ref().map(|words| words.verbatim.clone());
        let extent = time.extent.as_ref().map(|extent| extent.edtf.clone());
        fields.push(("time", extent.or(words).unwrap_or_default()));
    }
    fields.extend(phrase("occasion", claim.occasion.as_ref(), names));
    fields.extend(claim.auspices.iter().flat_map(|p| phrase("auspices", Some(p), names)));
    fields
}

/// The name of a term, as `directSpeech` of its IRI.
fn term(term: NamedNodeRef<'_>) -> String {
    last_part(term.as_str()).to_owned()
}

fn phrase(field: &'static str, phrase: Option<&EntityPhrase>, names: &ArticleNames<'_>) -> Option<FieldText> {
    let phrase = phrase?;
    let words = phrase.words.as_ref().map(|words| words.verbatim.clone()).unwrap_or_default();
    let name = phrase.entity.as_ref().map(|entity| names.label(entity).to_owned());
    Some((field, name.filter(|name| !name.is_empty()).unwrap_or(words)))
}
