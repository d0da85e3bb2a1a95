//! The types of claims of articles on which decisions are made: how their fields are read, set, and made anew.

use super::anchor::Misfit;
use super::fields::FieldWriter;
use super::names::ArticleNames;
use super::reading::{self, ClaimField};
use crate::claim::Evidence;
use crate::claim::article::{ClaimHeader, EventClaim, RoleClaim, UtteranceClaim};
use crate::claim::terms;
use crate::claim::types::{self, ClaimType};
use crate::extract::finding::SpeechKind;
use oxigraph::model::NamedNode;
use std::collections::BTreeMap;

/// Whether claims of a type are made by articles alone, and reviewed here.
pub(super) fn is_of_article(claim: &str) -> bool {
    [&types::UTTERANCE, &types::ROLE, &types::EVENT].iter().any(|claim_type| claim_type.name == claim)
}

/// A type of claim that is reviewed here.
pub(super) trait Reviewed: Clone + PartialEq + Sized {
    const TYPE: &'static ClaimType;

    fn header(&self) -> &ClaimHeader;
    fn header_mut(&mut self) -> &mut ClaimHeader;
    /// Its fields, as a reviewer sees them.
    fn fields(&self, names: &ArticleNames<'_>) -> Vec<ClaimField>;
    /// Sets a field.
    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit>;
    /// A claim with these words, before its fields are set; an error if a field is missing without which it says nothing.
    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit>;
}

fn header(evidence: Evidence) -> ClaimHeader {
    ClaimHeader { iri: NamedNode::new_unchecked(""), evidence, attribution: None, given: None }
}

fn need(fields: &BTreeMap<&str, Vec<String>>, needed: &[&str]) -> Result<(), Misfit> {
    let missing: Vec<&str> =
        needed.iter().copied().filter(|field| fields.get(field).is_none_or(Vec::is_empty)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Misfit::Value(format!("such a claim needs {}", missing.join(", ")))) }
}

impl Reviewed for UtteranceClaim {
    const TYPE: &'static ClaimType = &types::UTTERANCE;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<ClaimField> {
        reading::utterance(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.utterance(self, field, values)?;
        if field == "content" {
            self.speaks_of = writer.names.named_in(&self.content);
        }
        Ok(())
    }

    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit> {
        need(fields, &["speechKind"])?;
        let content = vec![words.clone()];
        Ok(Self {
            header: header(words),
            kind: SpeechKind::Direct,
            speaks_of: writer.names.named_in(&content),
            content,
            cue: None,
            speaker: None,
            addressee: None,
            medium: None,
            medium_organisations: Vec::new(),
        })
    }
}

impl Reviewed for RoleClaim {
    const TYPE: &'static ClaimType = &types::ROLE;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<ClaimField> {
        reading::role(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.role(self, field, values)
    }

    fn new(words: Evidence, _: &mut FieldWriter<'_, '_>, fields: &BTreeMap<&str, Vec<String>>) -> Result<Self, Misfit> {
        need(fields, &["holder", "roleTitle"])?;
        Ok(Self {
            header: header(words.clone()),
            holder: NamedNode::new_unchecked(""),
            known: false,
            title: words,
            plain: String::new(),
            general: true,
            tenure: crate::extract::finding::Tenure::Present,
            of: None,
            of_body: None,
        })
    }
}

impl Reviewed for EventClaim {
    const TYPE: &'static ClaimType = &types::EVENT;

    fn header(&self) -> &ClaimHeader {
        &self.header
    }

    fn header_mut(&mut self) -> &mut ClaimHeader {
        &mut self.header
    }

    fn fields(&self, names: &ArticleNames<'_>) -> Vec<ClaimField> {
        reading::event(self, names)
    }

    fn set(&mut self, writer: &mut FieldWriter<'_, '_>, field: &str, values: &[String]) -> Result<(), Misfit> {
        writer.event(self, field, values)
    }

    fn new(
        words: Evidence,
        writer: &mut FieldWriter<'_, '_>,
        fields: &BTreeMap<&str, Vec<String>>,
    ) -> Result<Self, Misfit> {
        need(fields, &["eventKind", "standing"])?;
        let names = &writer.names;
        let kind = fields.get("eventKind").and_then(|values| values.first()).map_or("", |kind| kind.trim());
        let mut claim = Self {
            event: names.minter.added_event(&names.document.id, kind, &words.verbatim),
            label: crate::base::iri::folded_space(&words.verbatim),
            kind: crate::extract::finding::EventKind::Meeting,
            factuality: crate::extract::finding::Factuality::Possible,
            trigger: words.clone(),
            participants: Vec::new(),
            place: None,
            time: None,
            occasion: None,
            auspices: Vec::new(),
            header: header(words),
        };
        // The name of the node is that of a term, so the term is checked before.
        writer.event(&mut claim, "eventKind", &[kind.to_owned()])?;
        debug_assert_eq!(crate::base::iri::last_part(terms::event_kind(claim.kind).as_str()), kind);
        Ok(claim)
    }
}
