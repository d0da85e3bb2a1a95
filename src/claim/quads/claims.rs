//! The claims of an article: utterances, roles, events, and what it says of places. A claim has its own words and refers to the ranges of text
//! that name the speaker, the participants, the place and the time; beside each is the entity that these words refer
//! to.

use super::{DocumentNodes, Graph};
use crate::base::vocab::{choro, oa, prov, rdf, rdfs, xsd};
use crate::claim::Evidence;
use crate::claim::article::{
    ArticleClaims, ClaimHeader, EntityPhrase, EventClaim, PlaceClaim, RoleClaim, UtteranceClaim,
};
use crate::claim::terms::{event_kind, factuality, speech_kind, tenure};
use crate::claim::types::{self, ClaimType};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use std::collections::HashSet;

/// A property for the words and one for the entity that they refer to.
type Pair = (NamedNodeRef<'static>, NamedNodeRef<'static>);

const SPEAKER: Pair = (choro::SPEAKER_WORDS, choro::SPEAKER);
const ADDRESSEE: Pair = (choro::ADDRESSEE_WORDS, choro::ADDRESSEE);
const ROLE_OF: Pair = (choro::ROLE_OF_WORDS, choro::ROLE_OF);
const PARTICIPANT: Pair = (choro::PARTICIPANT_WORDS, choro::PARTICIPANT);
const PLACE: Pair = (choro::EVENT_PLACE_WORDS, choro::EVENT_PLACE);
const OCCASION: Pair = (choro::OCCASION_WORDS, choro::OCCASION);
const GAINING_PARTY: Pair = (choro::GAINING_PARTY_WORDS, choro::GAINING_PARTY);
const LOSING_PARTY: Pair = (choro::LOSING_PARTY_WORDS, choro::LOSING_PARTY);
const AUSPICES: Pair = (choro::AUSPICES_WORDS, choro::AUSPICES);

impl Graph<'_> {
    /// The claims of an article.
    pub fn article_claims(&mut self, nodes: &DocumentNodes<'_>, article: &NamedNode, claims: &ArticleClaims) {
        for utterance in &claims.utterances {
            self.utterance(nodes, article, utterance);
        }
        for role in &claims.roles {
            self.role(nodes, article, role);
        }
        let mut labelled = HashSet::new();
        for event in &claims.events {
            if labelled.insert(&event.event) {
                self.add(&event.event, rdf::TYPE, choro::EVENT);
                self.literal(&event.event, rdfs::LABEL, &event.label);
            }
            self.event(nodes, article, event);
        }
        for place in &claims.places {
            self.place_claim(nodes, article, place);
        }
    }

    /// A claim about a place as a unit. Places of the article are described with its names.
    fn place_claim(&mut self, nodes: &DocumentNodes<'_>, article: &NamedNode, made: &PlaceClaim) {
        let (iri, claim_type) = (&made.header.iri, made.statement.claim_type);
        self.claim_header(nodes, article, claim_type, &made.header);
        self.add(iri, choro::ABOUT_PLACE, made.place.clone());
        for (property, term) in claim_type.constants {
            self.add(iri, *property, *term);
        }
        for (property, value) in &made.statement.values {
            let value = self.value(value);
            self.add(iri, *property, value);
        }
        if let Some(words) = &made.time_words {
            let mention = self.minter.time_mention(&nodes.document.id, words.span);
            self.add(iri, choro::TIME_WORDS, mention);
        }
        for (pair, party) in [(GAINING_PARTY, &made.gained), (LOSING_PARTY, &made.lost)] {
            self.phrase(nodes, iri, pair, party.as_ref());
            // Whoever holds a place is an agent, whatever else it is: a government may be named by its place.
            if let Some(entity) = party.as_ref().and_then(|party| party.entity.as_ref()) {
                self.add(entity, rdf::TYPE, prov::AGENT);
            }
        }
    }

    fn claim_header(
        &mut self,
        nodes: &DocumentNodes<'_>,
        article: &NamedNode,
        claim_type: &ClaimType,
        header: &ClaimHeader,
    ) {
        self.claim(&header.iri, claim_type);
        self.add(&header.iri, choro::REPORTED_IN, article.clone());
        self.given_by(nodes, &header.iri, header.given);
        self.evidence(nodes, &header.iri, &header.evidence);
        let attributed_to = match &header.attribution {
            Some(attribution) => {
                self.add(&header.iri, choro::SAID_IN, attribution.utterance.clone());
                // A speaker is an agent, whatever else it is: a government may be named by its place.
                if let Some(speaker) = &attribution.speaker {
                    self.add(speaker, rdf::TYPE, prov::AGENT);
                }
                attribution.speaker.as_ref()
            }
            None => nodes.publisher.as_ref(),
        };
        if let Some(attributed_to) = attributed_to {
            self.add(&header.iri, choro::ASSERTED_BY, attributed_to.clone());
        }
    }

    fn utterance(&mut self, nodes: &DocumentNodes<'_>, article: &NamedNode, claim: &UtteranceClaim) {
        let iri = &claim.header.iri;
        self.claim_header(nodes, article, &types::UTTERANCE, &claim.header);
        self.add(iri, choro::SPEECH_KIND, speech_kind(claim.kind));
        for part in &claim.content {
            self.words(nodes, iri, choro::CONTENT, part);
        }
        for entity in &claim.speaks_of {
            self.add(iri, choro::SPEAKS_OF, entity.clone());
        }
        if let Some(cue) = &claim.cue {
            self.words(nodes, iri, choro::CUE_WORDS, cue);
        }
        self.phrase(nodes, iri, SPEAKER, claim.speaker.as_ref());
        self.phrase(nodes, iri, ADDRESSEE, claim.addressee.as_ref());
        if let Some(medium) = &claim.medium {
            self.words(nodes, iri, choro::MEDIUM_WORDS, medium);
        }
        for organisation in &claim.medium_organisations {
            self.add(iri, choro::MEDIUM_ORGANISATION, organisation.clone());
        }
    }

    fn role(&mut self, nodes: &DocumentNodes<'_>, article: &NamedNode, claim: &RoleClaim) {
        let iri = &claim.header.iri;
        self.claim_header(nodes, article, &types::ROLE, &claim.header);
        self.add(iri, choro::HOLDER, claim.holder.clone());
        self.words(nodes, iri, choro::TITLE_WORDS, &claim.title);
        self.literal(iri, choro::ROLE_TITLE, &claim.plain);
        self.add(iri, choro::IS_GENERAL, Literal::new_typed_literal(claim.general.to_string(), xsd::BOOLEAN));
        self.add(iri, choro::TENURE, tenure(claim.tenure));
        self.phrase(nodes, iri, ROLE_OF, claim.of.as_ref());
    }

    fn event(&mut self, nodes: &DocumentNodes<'_>, article: &NamedNode, claim: &EventClaim) {
        let iri = &claim.header.iri;
        self.claim_header(nodes, article, &types::EVENT, &claim.header);
        self.add(iri, choro::ABOUT_EVENT, claim.event.clone());
        self.add(iri, choro::EVENT_KIND, event_kind(claim.kind));
        self.add(iri, choro::STANDING, factuality(claim.factuality));
        self.words(nodes, iri, choro::TRIGGER_WORDS, &claim.trigger);
        for participant in &claim.participants {
            self.phrase(nodes, iri, PARTICIPANT, Some(participant));
        }
        self.phrase(nodes, iri, PLACE, claim.place.as_ref());
        if let Some(time) = &claim.time {
            match &time.words {
                Some(words) if time.is_mention => {
                    let mention = self.minter.time_mention(&nodes.document.id, words.span);
                    self.add(iri, choro::TIME_WORDS, mention);
                }
                Some(words) => self.words(nodes, iri, choro::TIME_WORDS, words),
                None => {}
            }
            if let Some(extent) = &time.extent {
                let extent = self.time(extent);
                self.add(iri, choro::TIME, extent);
            }
        }
        self.phrase(nodes, iri, OCCASION, claim.occasion.as_ref());
        for auspices in &claim.auspices {
            self.phrase(nodes, iri, AUSPICES, Some(auspices));
        }
    }

    /// Adds a range of the text with its words.
    fn words(&mut self, nodes: &DocumentNodes<'_>, iri: &NamedNode, property: NamedNodeRef<'_>, words: &Evidence) {
        let span = self.minter.span(&nodes.document.id, words.span);
        self.add(iri, property, span.clone());
        self.span(nodes, &span, choro::TEXT_SPAN, words.span);
        self.literal(&span, oa::EXACT, &words.verbatim);
    }

    /// Adds words and the entity that they refer to.
    fn phrase(
        &mut self,
        nodes: &DocumentNodes<'_>,
        iri: &NamedNode,
        (words, entity): Pair,
        phrase: Option<&EntityPhrase>,
    ) {
        let Some(phrase) = phrase else { return };
        if let Some(evidence) = &phrase.words {
            self.words(nodes, iri, words, evidence);
        }
        if let Some(node) = &phrase.entity {
            self.add(iri, entity, node.clone());
            if let Some(evidence) = &phrase.words {
                let span = self.minter.span(&nodes.document.id, evidence.span);
                self.add(&span, choro::REFERS_TO, node.clone());
            }
        }
    }
}
