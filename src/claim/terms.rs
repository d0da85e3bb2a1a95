//! The controlled terms of what is found in prose.

use crate::base::vocab::term;
use crate::extract::finding::{EventKind, Factuality, SpeechKind, Tenure};
use oxigraph::model::NamedNodeRef;

/// The term of a kind of event, which is also part of the event's IRI.
pub fn event_kind(kind: EventKind) -> NamedNodeRef<'static> {
    match kind {
        EventKind::Meeting => term::MEETING,
        EventKind::Summit => term::SUMMIT,
        EventKind::Talks => term::TALKS,
        EventKind::Consultations => term::CONSULTATIONS,
        EventKind::Visit => term::VISIT,
        EventKind::Conference => term::CONFERENCE,
        EventKind::Call => term::CALL,
        EventKind::Signing => term::SIGNING,
    }
}

/// The term of a form of speech.
pub fn speech_kind(kind: SpeechKind) -> NamedNodeRef<'static> {
    match kind {
        SpeechKind::Direct => term::DIRECT_SPEECH,
        SpeechKind::Indirect => term::INDIRECT_SPEECH,
        SpeechKind::Mixed => term::MIXED_SPEECH,
    }
}

/// The term of a factuality.
pub fn factuality(factuality: Factuality) -> NamedNodeRef<'static> {
    match factuality {
        Factuality::Happened => term::HAPPENED,
        Factuality::Planned => term::PLANNED,
        Factuality::Denied => term::DENIED,
        Factuality::Possible => term::POSSIBLE,
        Factuality::Postponed => term::POSTPONED,
        Factuality::Cancelled => term::CANCELLED,
    }
}

/// The term of a tenure.
pub fn tenure(tenure: Tenure) -> NamedNodeRef<'static> {
    match tenure {
        Tenure::Present => term::HELD_NOW,
        Tenure::Former => term::HELD_BEFORE,
        Tenure::Coming => term::HELD_LATER,
    }
}
