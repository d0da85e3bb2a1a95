//! A hand-made reading, and the claims of it: it stands for the findings of extraction, so that these tests do not
//! depend on it.

use super::article::{ArticleClaims, claims};
use super::entities::Entities;
use crate::base::capture::Captured;
use crate::base::iri::Minter;
use crate::dataset::gazetteer::Gazetteer;
use crate::extract::finding::{
    Anchor, Entity, EntityRef, EntityType, Event, EventKind, Factuality, Findings, Mention, Quotation, Role, Signals,
    SpeechKind, Tenure, TimeKind, TimeMention,
};
use crate::read::source::{SourceDocument, metadata::Metadata};
use std::ops::Range;

const TEXT: &str = "Envoy hopeful – deputy FM\n\nDeputy Minister Ana Vell told Radio Orlo in an interview: “We met in Şirin in \
    May.” She is a diplomat. The sides met again in June. Şirin welcomes the talks in Lund.";

/// A reading of [`TEXT`], which may be preceded by other text.
pub(crate) struct Made {
    pub(crate) document: SourceDocument,
    pub(crate) findings: Findings,
}

impl Made {
    pub(crate) fn new(before: &str) -> Self {
        let text = format!("{before}{TEXT}");
        let captured = Captured { bytes: text.into_bytes(), sha256: "0".repeat(64) };
        let document =
            SourceDocument::new("made".to_owned(), "made.txt".into(), captured, Metadata::default()).unwrap();
        let at = |words: &str| find(&document.text, words, 0);
        let mut findings = Findings::default();
        for (kind, name, words) in [
            (EntityType::Person, "Ana Vell", &[("Ana Vell", 0)][..]),
            (EntityType::Organisation, "Radio Orlo", &[("Radio Orlo", 0)]),
            (EntityType::Place, "Şirin", &[("Şirin", 0), ("Şirin", 1)]),
            (EntityType::Place, "Lund", &[("Lund", 0)]),
        ] {
            let entity = findings.entities.len();
            let first = findings.mentions.len();
            for (words, nth) in words {
                findings.mentions.push(Mention {
                    range: find(&document.text, words, *nth),
                    tokens: 0..1,
                    kind,
                    entity,
                    paragraph: Some(1),
                    stands_for_state: *nth == 1,
                    confidence: 0.876,
                    signals: Signals::CAPITALS,
                });
            }
            let mentions = (first..findings.mentions.len()).collect();
            findings.entities.push(Entity { kind, name: name.to_owned(), known: None, gender: None, mentions });
        }
        let time = |words, anchor| TimeMention {
            range: at(words),
            tokens: 0..1,
            paragraph: Some(1),
            kind: TimeKind::Date,
            value: None,
            modifier: None,
            extent: None,
            anchor,
            until: None,
        };
        findings.times = vec![time("May", Anchor::Missing), time("June", Anchor::Expression(0))];
        let speaker = EntityRef { range: at("Deputy Minister Ana Vell"), entity: Some(0) };
        findings.quotations = vec![Quotation {
            kind: SpeechKind::Direct,
            content: vec![at("We met in Şirin in May.")],
            cue: Some(at("told")),
            speaker: Some(speaker.clone()),
            addressee: Some(EntityRef { range: at("Radio Orlo"), entity: Some(1) }),
            medium: Some(at("in an interview")),
            paragraph: Some(1),
        }];
        let role = |title, whole, holder, general| Role {
            title: at(title),
            range: at(whole),
            holder,
            of: None,
            paragraph: Some(1),
            plain: title.to_lowercase(),
            general,
            plural: false,
            tenure: Tenure::Present,
        };
        findings.roles = vec![
            role("deputy FM", "deputy FM", Some(0), false),
            role("Deputy Minister", "Deputy Minister Ana Vell", Some(0), false),
            role("diplomat", "a diplomat", Some(0), true),
            role("sides", "The sides", None, true),
        ];
        let event = |trigger, range, place, time, quotation| Event {
            trigger,
            range,
            paragraph: Some(1),
            kind: EventKind::Meeting,
            factuality: Factuality::Happened,
            participants: vec![speaker.clone()],
            participant_roles: Vec::new(),
            place,
            time,
            occasion: None,
            auspices: Vec::new(),
            quotation,
            event: 0,
        };
        findings.events = vec![
            event(at("met"), at("We met in Şirin in May"), Some(2), Some(0), Some(0)),
            event(
                find(&document.text, "met", 1),
                at("The sides met again in June"),
                // Şirin means its state there, so nothing takes place in it.
                Some(3),
                Some(1),
                None,
            ),
        ];
        Self { document, findings }
    }

    pub(crate) fn entities(&self) -> Entities {
        Entities::new(&self.document, &self.findings, &Gazetteer::default(), &minter())
    }

    pub(crate) fn claims(&self) -> ArticleClaims {
        claims(&self.document, &self.findings, &self.entities(), &minter())
    }
}

pub(crate) fn minter() -> Minter {
    Minter::new("https://example.org/d/").unwrap()
}

fn find(text: &str, words: &str, nth: usize) -> Range<usize> {
    let (at, _) = text.match_indices(words).nth(nth).unwrap();
    at..at + words.len()
}

const ANA: &str = "https://example.org/d/source/made/entity/ana-vell";

#[test]
fn an_utterance_has_its_words_and_its_entities() {
    let claims = Made::new("").claims();
    let [said] = &claims.utterances[..] else { panic!("{claims:?}") };
    let shown = said.header.evidence.verbatim.as_str();
    assert_eq!(shown, "Deputy Minister Ana Vell told Radio Orlo in an interview: “We met in Şirin in May.”");
    assert_eq!(said.content.iter().map(|c| c.verbatim.as_str()).collect::<Vec<_>>(), ["We met in Şirin in May."]);
    assert_eq!(said.cue.as_ref().unwrap().verbatim, "told");
    let speaker = said.speaker.as_ref().unwrap();
    assert_eq!(speaker.words.as_ref().unwrap().verbatim, "Deputy Minister Ana Vell");
    assert_eq!(speaker.entity.as_ref().unwrap().as_str(), ANA);
    assert_eq!(said.medium.as_ref().unwrap().verbatim, "in an interview");
    assert!(said.medium_organisations.is_empty());
    let named: Vec<&str> = said.speaks_of.iter().map(oxigraph::model::NamedNode::as_str).collect();
    assert_eq!(named, ["https://example.org/d/source/made/entity/şirin"]);
    assert_eq!(said.header.attribution, None);
}

#[test]
fn two_mentions_of_an_event_are_two_claims_with_different_attributions() {
    let claims = Made::new("").claims();
    let [quoted, unquoted] = &claims.events[..] else { panic!("{claims:?}") };
    assert_eq!(quoted.event, unquoted.event);
    assert_eq!(quoted.event.as_str(), "https://example.org/d/source/made/event/1-meeting");
    assert_ne!(quoted.header.iri, unquoted.header.iri);
    let attribution = quoted.header.attribution.as_ref().unwrap();
    assert_eq!(attribution.utterance, claims.utterances[0].header.iri);
    assert_eq!(attribution.speaker.as_ref().unwrap().as_str(), ANA);
    assert_eq!(unquoted.header.attribution, None);
    assert_eq!(quoted.place.as_ref().unwrap().words.as_ref().unwrap().verbatim, "Şirin");
    assert_eq!(unquoted.place, None, "a name that stands for a state is no place of event");
    assert_eq!(quoted.time.as_ref().unwrap().words.as_ref().unwrap().verbatim, "May");
}

#[test]
fn a_role_without_a_person_is_no_claim() {
    let made = Made::new("");
    let titles: Vec<_> = made.claims().roles.iter().map(|r| (r.title.verbatim.clone(), r.general)).collect();
    let title = |words: &str, general| (words.to_owned(), general);
    assert_eq!(titles, [title("deputy FM", false), title("Deputy Minister", false), title("diplomat", true)]);
    let mut other = Made::new("");
    other.findings.entities[0].kind = EntityType::Organisation;
    assert_eq!(other.claims().roles, []);
}

#[test]
fn a_role_that_names_the_speaker_is_held_by_the_speaker() {
    let mut made = Made::new("");
    let headline = find(&made.document.text, "deputy FM", 0);
    made.findings.roles[0].holder = None;
    assert_eq!(made.claims().roles.len(), 2);
    let mut quotation = made.findings.quotations[0].clone();
    quotation.speaker = Some(EntityRef { range: headline, entity: Some(0) });
    made.findings.quotations.push(quotation);
    let claims = made.claims();
    assert_eq!((claims.roles.len(), claims.roles[0].holder.as_str()), (3, ANA));
    made.findings.roles[0].plural = true;
    assert_eq!(made.claims().roles.len(), 2);
}

#[test]
fn names_of_claims_survive_a_change_in_another_part() {
    let names = |claims: ArticleClaims| {
        let said = claims.utterances.into_iter().map(|c| c.header.iri);
        let roles = claims.roles.into_iter().map(|c| c.header.iri);
        let events = claims.events.into_iter().map(|c| c.header.iri);
        said.chain(roles).chain(events).collect::<Vec<_>>()
    };
    let (before, after) = (names(Made::new("").claims()), names(Made::new("Something new.\n\n").claims()));
    assert_eq!(before, after);
    let distinct: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!(distinct.len(), before.len());
}

#[test]
fn the_same_words_twice_are_two_claims() {
    let mut made = Made::new("");
    let again = made.findings.events[0].clone();
    made.findings.events.push(again);
    let claims = made.claims();
    assert_ne!(claims.events[0].header.iri, claims.events[2].header.iri);
}

#[test]
fn an_event_in_nested_utterances_is_attributed_to_the_inner_one() {
    let mut made = Made::new("");
    let whole = find(
        &made.document.text,
        "Deputy Minister Ana Vell told Radio Orlo in an interview: “We met in Şirin in May.”",
        0,
    );
    made.findings.quotations.push(Quotation {
        kind: SpeechKind::Indirect,
        content: vec![whole],
        cue: None,
        speaker: Some(EntityRef { range: find(&made.document.text, "She", 0), entity: None }),
        addressee: None,
        medium: None,
        paragraph: Some(1),
    });
    let claims = made.claims();
    let [inner, outer] = &claims.utterances[..] else { panic!("{claims:?}") };
    let attribution = inner.header.attribution.as_ref().unwrap();
    assert_eq!((&attribution.utterance, &attribution.speaker), (&outer.header.iri, &None));
    assert_eq!(outer.header.attribution, None);
    assert_eq!(claims.events[0].header.attribution.as_ref().unwrap().utterance, inner.header.iri);
}

#[test]
fn a_reading_with_invalid_ranges_makes_no_claim() {
    let mut made = Made::new("");
    made.findings.entities.clear();
    made.findings.mentions.clear();
    made.findings.times.clear();
    let claims = made.claims();
    assert_eq!((claims.roles.len(), claims.events.len(), claims.utterances.len()), (0, 2, 1));
    assert!(claims.events.iter().all(|e| e.place.is_none() && e.time.is_none()));
    let inside = find(&made.document.text, "Ş", 0);
    made.findings.quotations[0].content = vec![inside.start + 1..inside.end, 5..5, usize::MAX - 1..usize::MAX];
    assert_eq!(made.claims().utterances, []);
}
