//! A claim in one sentence of English, made of its fields. It says no more than that a source says so.

use super::forms::in_words;
use crate::base::date;
use crate::base::iri::{folded_space, last_part};
use crate::base::time::{Precision, TimeExtent};
use crate::base::vocab::term;
use crate::claim::review::{ClaimField, is_pronoun};
use crate::claim::terms::{event_kind, factuality, tenure};
use crate::claim::types;
use crate::extract::finding::{EventKind, Factuality, SpeechKind, Tenure};
use oxigraph::model::NamedNodeRef;

/// Maximum number of code points of what was said that a sentence shows.
const MAX_CONTENT: usize = 240;

/// A claim in a sentence.
pub(super) fn sentence(claim_type: &str, fields: &[ClaimField], said_by: Option<&str>) -> String {
    let claim = Fields(fields);
    let types = [types::UTTERANCE.name, types::ROLE.name, types::EVENT.name];
    let said = match types.iter().position(|name| *name == claim_type) {
        Some(0) => utterance(claim),
        Some(1) => role(claim),
        Some(2) => event(claim),
        _ => of_place(claim_type, claim),
    };
    match said_by {
        None => format!("{said}."),
        Some("") => format!("In words of somebody unnamed: {said}."),
        Some(name) => format!("In words attributed to {name}: {said}."),
    }
}

/// The fields of a claim.
#[derive(Clone, Copy)]
struct Fields<'f>(&'f [ClaimField]);

impl<'f> Fields<'f> {
    fn all(self, name: &'f str) -> impl Iterator<Item = &'f ClaimField> {
        self.0.iter().filter(move |field| field.name == name && !field.value.trim().is_empty())
    }

    fn get(self, name: &'f str) -> Option<&'f ClaimField> {
        self.all(name).next()
    }

    /// Whether a field has this term.
    fn is(self, name: &'f str, term: NamedNodeRef<'_>) -> bool {
        self.get(name).is_some_and(|field| field.value == last_part(term.as_str()))
    }

    /// The names of a field: "A", "A and B", "A, B and C".
    fn names(self, name: &'f str) -> Option<String> {
        list(self.all(name).map(named).collect())
    }
}

fn list(mut names: Vec<String>) -> Option<String> {
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
}

/// A name; words that name nobody known are quoted.
fn named(field: &ClaimField) -> String {
    let value = folded_space(&field.value);
    if field.is_unresolved || is_pronoun(&value) { format!("“{value}”") } else { value }
}

fn utterance(claim: Fields<'_>) -> String {
    let parts: Vec<String> = claim.all("content").map(|field| folded_space(&field.value)).collect();
    let mut content = parts.join(" … ");
    if let Some((end, _)) = content.char_indices().nth(MAX_CONTENT) {
        content.truncate(end);
        content.push('…');
    }
    let speaker = claim.get("speaker").map_or_else(|| "somebody unnamed".to_owned(), named);
    let to = claim.get("addressee").map_or_else(String::new, |field| format!(", speaking to {}", named(field)));
    let is_of = |kind| claim.is("speechKind", crate::claim::terms::speech_kind(kind));
    let how = if is_of(SpeechKind::Indirect) {
        ", not word for word"
    } else if is_of(SpeechKind::Mixed) {
        ", partly word for word"
    } else {
        ""
    };
    format!("“{content}” is attributed to {speaker}{to}{how}")
}

fn role(claim: Fields<'_>) -> String {
    let holder = claim.get("holder").map_or_else(|| "somebody".to_owned(), named);
    let title = claim.get("roleTitle");
    let mut words = title.map_or_else(|| "something".to_owned(), |title| folded_space(&title.value));
    if let Some(of) = claim.get("roleOf") {
        let name = named(of);
        let place = |field: &ClaimField| field.words.as_ref().map(|words| words.span);
        match (title.and_then(place), place(of)) {
            // "mayor of Valmora" is the title already.
            (Some(title), Some(of)) if title.start <= of.start && of.end <= title.end => {}
            // "Valmoran mayor"
            (Some(title), Some(of)) if of.end <= title.start => words = format!("{name} {words}"),
            _ => words = format!("{words} of {name}"),
        }
    }
    let is_of = |of| claim.is("tenure", tenure(of));
    if is_of(Tenure::Former) {
        format!("{holder} is said to have been {words} before")
    } else if is_of(Tenure::Coming) {
        format!("{holder} is said to become {words}")
    } else {
        format!("{holder} is said to be {words}")
    }
}

fn event(claim: Fields<'_>) -> String {
    let mut circumstances = String::new();
    let place = claim.get("eventPlace").map(named);
    let is_visit = claim.is("eventKind", event_kind(EventKind::Visit));
    if let Some(place) = &place {
        circumstances += &format!(" {} {place}", if is_visit { "to" } else { "in" });
    }
    if let Some(time) = claim.get("time") {
        circumstances += &at_time(time);
    }
    if let Some(occasion) = claim.get("occasion") {
        circumstances += &format!(", at or beside {}", named(occasion));
    }
    if let Some(auspices) = claim.names("auspices") {
        circumstances += &format!(", with the help of {auspices}");
    }
    let participants: Vec<String> = claim.all("participant").map(named).collect();
    let is_meeting = claim.is("eventKind", event_kind(EventKind::Meeting));
    let kind = claim.get("eventKind").map_or_else(|| "event".to_owned(), |field| in_words(&field.value));
    let is_plural =
        [EventKind::Talks, EventKind::Consultations].iter().any(|of| claim.is("eventKind", event_kind(*of)));
    let a = if is_plural { "" } else { article(&kind) };
    // Words such as "the ministers" may mean one or several, and are no subject of a sentence here.
    let is_one = |name: &String| !name.starts_with('“');
    if claim.is("standing", factuality(Factuality::Happened)) && participants.first().is_some_and(is_one) {
        let (first, others) = (&participants[0], &participants[1..]);
        if is_visit && place.is_some() && others.is_empty() {
            return format!("{first} is said to have paid a visit{circumstances}");
        }
        let Some(others) = list(others.to_vec()) else {
            return format!("{first} is said to have taken part in {a}{kind}{circumstances}");
        };
        if is_meeting {
            return format!("{first} is said to have met {others}{circumstances}");
        }
        let all = list(participants).unwrap_or_default();
        return format!("{all} are said to have taken part in {a}{kind}{circumstances}");
    }
    let with = list(participants).map_or_else(String::new, |all| format!(" with {all}"));
    let is = if is_plural { "are" } else { "is" };
    let standings = [
        (Factuality::Happened, "said to have taken place"),
        (Factuality::Planned, "said to be planned"),
        (Factuality::Denied, "denied"),
        (Factuality::Possible, "spoken of as possible"),
        (Factuality::Postponed, "said to be postponed"),
        (Factuality::Cancelled, "said to be cancelled"),
    ];
    let said =
        standings.iter().find(|(of, _)| claim.is("standing", factuality(*of))).map_or("spoken of", |(_, said)| said);
    let pause = if circumstances.contains(", ") { "," } else { "" };
    format!("{}{with}{circumstances}{pause} {is} {said}", capital(&format!("{a}{kind}")))
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an " } else { "a " }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// When something was, with the preposition.
fn at_time(field: &ClaimField) -> String {
    let Some((extent, words)) = TimeExtent::from_edtf(&field.value).zip(date::in_words(&field.value)) else {
        return format!(", at a time that is not made out (“{}”)", folded_space(&field.value));
    };
    match extent.precision {
        Precision::Day => format!(" on {words}"),
        Precision::Interval => format!(" in the time {words}"),
        _ => format!(" in {words}"),
    }
}

/// A claim of a record about a place.
fn of_place(claim_type: &str, claim: Fields<'_>) -> String {
    let place = claim.get("aboutPlace").map_or_else(|| "A place".to_owned(), named);
    let time = claim.get("time").map(at_time).unwrap_or_default();
    let is_type = |of: &types::ClaimType| of.name == claim_type;
    if is_type(&types::AREA) {
        let area = claim.get("area").map_or_else(|| "some size".to_owned(), |field| folded_space(&field.value));
        let of =
            [(term::AREA_WHOLE_UNIT, " as a whole"), (term::AREA_CONTROLLED_PART, " in the part that is controlled")];
        let of = of.iter().find(|(kind, _)| claim.is("areaKind", *kind)).map_or("", |(_, of)| of);
        let bounds = claim.get("boundaryTime").map_or_else(String::new, |field| {
            let time = date::in_words(&field.value).unwrap_or_else(|| folded_space(&field.value));
            format!(", in the boundaries of {time}")
        });
        return format!("{place} is said to have an area of {area}{of}{bounds}{time}");
    }
    if is_type(&types::CONTROL_CHANGE) {
        return format!("Control over {place} is said to have changed{time}");
    }
    if is_type(&types::LIFECYCLE) {
        let what = claim.get("lifecycle").map_or_else(|| "changed".to_owned(), |field| in_words(&field.value));
        return format!("{place} is said to have been {what}{time}");
    }
    if is_type(&types::RENAMING) {
        return format!("{place} is said to have been renamed{time}");
    }
    if is_type(&types::DATED_RECORD) {
        let date = claim.get("time").map_or_else(String::new, |field| {
            date::in_words(&field.value).unwrap_or_else(|| folded_space(&field.value))
        });
        return format!("A record of {place} bears the date {date}; of what, the source does not say");
    }
    if let Some(said) = of_cell(claim_type, claim, &place) {
        return format!("{said}{time}");
    }
    let rest = claim.0.iter().filter(|field| field.name != "aboutPlace");
    let rest: Vec<String> =
        rest.map(|field| format!("{} {}", in_words(field.name), folded_space(&field.value))).collect();
    format!("{place} is said to have the {claim_type} “{}”", rest.join(", "))
}

/// A claim that only rows of tables make, without its time; `None` for other types.
fn of_cell(claim_type: &str, claim: Fields<'_>, place: &str) -> Option<String> {
    let is_type = |of: &types::ClaimType| of.name == claim_type;
    let value = |name: &str| claim.get(name).map_or_else(|| "–".to_owned(), |field| folded_space(&field.value));
    let with = |before: &str, name: &str| {
        let value = claim.get(name).map(|field| folded_space(&field.value));
        value.map_or_else(String::new, |value| format!("{before}{value}"))
    };
    Some(if is_type(&types::FIGURE) {
        format!("The {} of {place} is said to be {}{}", value("measure"), value("figure"), with(" ", "unitWords"))
    } else if is_type(&types::NAME) {
        format!("{place} is said to be called “{}”", value("nameWords"))
    } else if is_type(&types::KIND) {
        format!("{place} is said to be of the kind “{}”", value("kindWords"))
    } else if is_type(&types::PART_OF) {
        format!("{place} is said to be part of {}", value("partOf"))
    } else if is_type(&types::IDENTIFIER) {
        format!("{place} is said to have the code “{}” of {}", value("identifier"), value("scheme"))
    } else if is_type(&types::SEAT) {
        format!("{place} is said to be governed from {}", value("seatWords"))
    } else if is_type(&types::STATUS) {
        format!("{place} is said to have the status “{}”{}", value("statusWords"), with(", held by ", "heldBy"))
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::iri::Span;
    use crate::claim::Evidence;

    fn field(name: &'static str, value: &str) -> ClaimField {
        ClaimField { name, value: value.to_owned(), words: None, is_unresolved: false }
    }

    fn at(name: &'static str, value: &str, start: usize) -> ClaimField {
        let span = Span { start, end: start + value.chars().count() };
        ClaimField { words: Some(Evidence { verbatim: value.to_owned(), span }), ..field(name, value) }
    }

    fn meeting(kind: &str, standing: &str, who: &[&str], more: &[(&'static str, &str)]) -> String {
        let mut fields = vec![field("eventKind", kind), field("standing", standing)];
        fields.extend(who.iter().map(|who| field("participant", who)));
        fields.extend(more.iter().map(|(name, value)| field(name, value)));
        sentence("event", &fields, None)
    }

    #[test]
    fn events_are_said_to_have_happened_or_not() {
        let both = ["Lena Holt", "Ivo Hart"];
        let where_and_when = [("eventPlace", "Valmora"), ("time", "2019-05-03")];
        let cases = [
            (
                meeting("meeting", "happened", &both, &where_and_when),
                "Lena Holt is said to have met Ivo Hart in Valmora on 3 May 2019.",
            ),
            (
                meeting("meeting", "happened", &[], &where_and_when),
                "A meeting in Valmora on 3 May 2019 is said to have taken place.",
            ),
            (meeting("meeting", "happened", &["Lena Holt"], &[]), "Lena Holt is said to have taken part in a meeting."),
            (
                meeting("meeting", "happened", &["she"], &[("occasion", "the Vale Fair")]),
                "A meeting with “she”, at or beside the Vale Fair, is said to have taken place.",
            ),
            (
                meeting("talks", "happened", &both, &[("time", "2019-05")]),
                "Lena Holt and Ivo Hart are said to have taken part in talks in May 2019.",
            ),
            (
                meeting("visit", "happened", &["Lena Holt"], &where_and_when[..1]),
                "Lena Holt is said to have paid a visit to Valmora.",
            ),
            (meeting("summit", "planned", &both, &[]), "A summit with Lena Holt and Ivo Hart is said to be planned."),
            (
                meeting("talks", "denied", &both, &[("occasion", "the Vale Fair")]),
                "Talks with Lena Holt and Ivo Hart, at or beside the Vale Fair, are denied.",
            ),
            (meeting("call", "possible", &[], &[]), "A call is spoken of as possible."),
            (
                meeting("meeting", "happened", &both, &[("time", "next week")]),
                "Lena Holt is said to have met Ivo Hart, at a time that is not made out (“next week”).",
            ),
        ];
        for (said, expected) in cases {
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn roles_and_speech() {
        let role = |fields: &[ClaimField]| sentence("role", fields, None);
        let holder = field("holder", "Lena Holt");
        let said = role(&[holder.clone(), at("roleTitle", "mayor", 10), at("roleOf", "Valmora", 19)]);
        assert_eq!(said, "Lena Holt is said to be mayor of Valmora.");
        let said = role(&[
            holder.clone(),
            at("roleTitle", "mayor", 10),
            at("roleOf", "Valmoran", 0),
            field("tenure", "heldBefore"),
        ]);
        assert_eq!(said, "Lena Holt is said to have been Valmoran mayor before.");
        let said = role(&[holder, at("roleTitle", "head of the Vale Office", 0), at("roleOf", "Vale Office", 12)]);
        assert_eq!(said, "Lena Holt is said to be head of the Vale Office.");
        let speech = |kind: &str, speaker: &[ClaimField], by| {
            let mut fields = vec![field("speechKind", kind), field("content", "the road\n is open")];
            fields.extend_from_slice(speaker);
            sentence("speech", &fields, by)
        };
        assert_eq!(
            speech("directSpeech", &[field("speaker", "Lena Holt")], None),
            "“the road is open” is attributed to Lena Holt."
        );
        let she = ClaimField { is_unresolved: true, ..field("speaker", "the envoy") };
        assert_eq!(
            speech("indirectSpeech", &[she], None),
            "“the road is open” is attributed to “the envoy”, not word for word."
        );
        assert_eq!(
            speech("directSpeech", &[], Some("Ivo Hart")),
            "In words attributed to Ivo Hart: “the road is open” is attributed to somebody unnamed."
        );
    }

    #[test]
    fn records_about_places() {
        let of = |claim_type: &types::ClaimType, fields: &[(&'static str, &str)]| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| field(name, value)).collect();
            sentence(claim_type.name, &fields, None)
        };
        let sorl = ("aboutPlace", "Sorl");
        assert_eq!(
            of(&types::AREA, &[sorl, ("areaKind", "areaUnspecified"), ("area", "289.8 km²")]),
            "Sorl is said to have an area of 289.8 km²."
        );
        let day = ("time", "1992-05-08");
        assert_eq!(
            of(&types::CONTROL_CHANGE, &[sorl, day]),
            "Control over Sorl is said to have changed on 8 May 1992."
        );
        assert_eq!(
            of(&types::LIFECYCLE, &[sorl, ("lifecycle", "abolished"), day]),
            "Sorl is said to have been abolished on 8 May 1992."
        );
        assert_eq!(
            of(&types::DATED_RECORD, &[sorl, day]),
            "A record of Sorl bears the date 8 May 1992; of what, the source does not say."
        );
        let figure = [sorl, ("measure", "population"), ("figure", "5120"), ("lexicalForm", "5,120"), ("time", "2010")];
        assert_eq!(of(&types::FIGURE, &figure), "The population of Sorl is said to be 5120 in 2010.");
        let status = [sorl, ("statusWords", "under Vale control"), ("heldBy", "Vale")];
        assert_eq!(of(&types::STATUS, &status), "Sorl is said to have the status “under Vale control”, held by Vale.");
        assert_eq!(of(&types::PART_OF, &[sorl, ("partOf", "Upper Vale")]), "Sorl is said to be part of Upper Vale.");
    }
}
