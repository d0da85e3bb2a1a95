//! The types of claims as forms: their fields in order, with labels and the values among which to choose.

use super::card::{FieldForm, FieldKind, TypeForm};
use crate::base::iri::last_part;
use crate::base::vocab::term;
use crate::claim::terms;
use crate::claim::types;
use crate::extract::finding::{EventKind, Factuality, SpeechKind, Tenure};
use oxigraph::model::NamedNodeRef;

const ENTITY_HELP: &str = "a name or words of the source; WORDS => NAME says whom other words mean";
const WORDS_HELP: &str =
    "words of the source; if they stand there several times, more of it with [[ ]] around the words";
const TIME_HELP: &str = "a time in EDTF such as 2019-05-03 or 2019-05, words of the source, or WORDS => 2019-05-03";

/// All types.
pub(super) fn types() -> Vec<TypeForm> {
    let type_form = |name: &str, label: &str, addable, fields| TypeForm {
        name: name.to_owned(),
        label: label.to_owned(),
        addable,
        fields,
    };
    vec![
        type_form(types::UTTERANCE.name, "Statement", true, utterance()),
        type_form(types::ROLE.name, "Role", true, role()),
        type_form(types::EVENT.name, "Meeting or other event", true, event()),
        type_form(
            types::AREA.name,
            "Area",
            false,
            vec![
                about_place(),
                required(choice(
                    "areaKind",
                    "area of",
                    &[term::AREA_UNSPECIFIED, term::AREA_WHOLE_UNIT, term::AREA_CONTROLLED_PART],
                )),
                required(field("area", "area", FieldKind::Area, "an area with its unit, such as 289.8 km²")),
                field("boundaryTime", "boundaries of", FieldKind::Time, "a time in EDTF, such as 1989"),
            ],
        ),
        type_form(types::CONTROL_CHANGE.name, "Change of control", false, vec![about_place(), required(time())]),
        type_form(
            types::LIFECYCLE.name,
            "Begin or end",
            false,
            vec![
                about_place(),
                required(choice("lifecycle", "what happened", &[term::ESTABLISHED, term::ABOLISHED])),
                required(time()),
            ],
        ),
        type_form(types::RENAMING.name, "Renaming", false, vec![about_place(), required(time())]),
        type_form(types::DATED_RECORD.name, "Dated record", false, vec![about_place(), required(time())]),
        type_form(
            types::FIGURE.name,
            "Figure",
            false,
            vec![
                about_place(),
                fixed("measure", "of what", "what is counted or measured is corrected in the metadata of the table"),
                required(field(
                    "figure",
                    "figure",
                    FieldKind::Number,
                    "a number such as 1250.5, with the digits of the cell",
                )),
                cell("unitWords", "unit"),
                time(),
            ],
        ),
        type_form(types::NAME.name, "Name", false, vec![about_place(), required(cell("nameWords", "name"))]),
        type_form(types::KIND.name, "Kind of unit", false, vec![about_place(), required(cell("kindWords", "kind"))]),
        type_form(
            types::PART_OF.name,
            "Part of a unit",
            false,
            vec![about_place(), required(cell("partOf", "part of")), time()],
        ),
        type_form(
            types::IDENTIFIER.name,
            "Identifier",
            false,
            vec![
                about_place(),
                required(cell("identifier", "identifier")),
                fixed("scheme", "scheme", "the scheme is corrected in the metadata of the table"),
            ],
        ),
        type_form(types::SEAT.name, "Seat", false, vec![about_place(), required(cell("seatWords", "seat")), time()]),
        type_form(
            types::STATUS.name,
            "Status",
            false,
            vec![about_place(), required(cell("statusWords", "status")), cell("heldBy", "held by"), time()],
        ),
        type_form(types::COORDINATE.name, "Point", false, vec![about_place(), geometry("point")]),
        type_form(types::OUTLINE.name, "Outline", false, vec![about_place(), geometry("outline")]),
    ]
}

/// Words of the cell.
fn cell(name: &str, label: &str) -> FieldForm {
    field(name, label, FieldKind::Text, "words of the cell, as they stand there")
}

/// A field that no decision changes.
fn fixed(name: &str, label: &str, help: &str) -> FieldForm {
    FieldForm { editable: false, ..field(name, label, FieldKind::Text, help) }
}

fn geometry(name: &str) -> FieldForm {
    fixed(name, name, "a geometry is corrected in its source")
}

fn utterance() -> Vec<FieldForm> {
    let kinds: Vec<_> = SpeechKind::ALL.into_iter().map(terms::speech_kind).collect();
    vec![
        required(choice("speechKind", "form of speech", &kinds)),
        field("speaker", "speaker", FieldKind::Entity, ENTITY_HELP),
        field("addressee", "said to", FieldKind::Entity, ENTITY_HELP),
        repeats(field("content", "what is said", FieldKind::Words, WORDS_HELP)),
    ]
}

fn role() -> Vec<FieldForm> {
    let tenures: Vec<_> = Tenure::ALL.into_iter().map(terms::tenure).collect();
    vec![
        required(field("holder", "holder", FieldKind::Entity, ENTITY_HELP)),
        required(field("roleTitle", "role", FieldKind::Words, WORDS_HELP)),
        field("roleOf", "of", FieldKind::Entity, ENTITY_HELP),
        choice("tenure", "held", &tenures),
    ]
}

fn event() -> Vec<FieldForm> {
    let kinds: Vec<_> = EventKind::ALL.into_iter().map(terms::event_kind).collect();
    let standings: Vec<_> = Factuality::ALL.into_iter().map(terms::factuality).collect();
    vec![
        required(choice("eventKind", "kind of event", &kinds)),
        required(choice("standing", "factuality", &standings)),
        repeats(field("participant", "participant", FieldKind::Entity, ENTITY_HELP)),
        field("eventPlace", "place", FieldKind::Entity, ENTITY_HELP),
        field("time", "time", FieldKind::Time, TIME_HELP),
        field("occasion", "occasion", FieldKind::Entity, ENTITY_HELP),
        repeats(field("auspices", "with the help of", FieldKind::Entity, ENTITY_HELP)),
    ]
}

fn about_place() -> FieldForm {
    let help = "a place is corrected in the gazetteer or in the source";
    FieldForm { editable: false, ..field("aboutPlace", "place", FieldKind::Entity, help) }
}

fn time() -> FieldForm {
    field("time", "time", FieldKind::Time, "a time in EDTF, such as 2019-05-03 or 2019-05")
}

fn field(name: &str, label: &str, kind: FieldKind, help: &str) -> FieldForm {
    FieldForm {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        choices: Vec::new(),
        repeats: false,
        required: false,
        editable: true,
        help: help.to_owned(),
    }
}

fn choice(name: &str, label: &str, terms: &[NamedNodeRef<'static>]) -> FieldForm {
    let choices = terms.iter().map(|term| last_part(term.as_str())).map(|name| (name.to_owned(), in_words(name)));
    FieldForm { choices: choices.collect(), ..field(name, label, FieldKind::Choice, "one of the choices") }
}

fn required(field: FieldForm) -> FieldForm {
    FieldForm { required: true, ..field }
}

fn repeats(field: FieldForm) -> FieldForm {
    FieldForm { repeats: true, ..field }
}

/// Terms whose names do not read well as words.
const SAID: [(NamedNodeRef<'static>, &str); 6] = [
    (term::AREA_UNSPECIFIED, "not stated"),
    (term::AREA_WHOLE_UNIT, "the whole unit"),
    (term::AREA_CONTROLLED_PART, "the controlled part"),
    (term::HELD_NOW, "now"),
    (term::HELD_BEFORE, "before"),
    (term::HELD_LATER, "later"),
];

/// The name of a term in words: `directSpeech` is "direct speech".
pub(super) fn in_words(name: &str) -> String {
    if let Some((_, words)) = SAID.iter().find(|(term, _)| last_part(term.as_str()) == name) {
        return (*words).to_owned();
    }
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
