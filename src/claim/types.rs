//! The table of claim types. A row defines everything that differs between one type of claim and another: its class,
//! subject and values, how it is shown, when two of its claims contradict each other, and how other formats write it.
//! Whatever shows, compares, checks or writes claims reads this table. Code that is about one type alone names its row:
//! QuickStatements, the values of roles, the pages of events.
//!
//! A new type is a row here, a reader that finds it in a source, a class and its properties in
//! `ontology/chorograph.ttl`, and a shape in `ontology/shapes.ttl`. The syntax of texts with `{braces}` is described in
//! [`super::template`].

use super::aspect::{Aspect, Qualifier, Rule};
use super::template::Template;
use crate::base::vocab::{choro, term};
use oxigraph::model::{NamedNodeRef, Term};
use std::collections::BTreeSet;

/// A type of claim.
#[derive(Debug)]
pub struct ClaimType {
    /// Its class. Each claim also has the class `choro:Claim`.
    pub class: NamedNodeRef<'static>,
    /// The name of such a claim in lists of differences and on maps; lower case, without an article.
    pub name: &'static str,
    /// Its segment in the IRI of a claim of a record, as in `claim/shusha/area-0a1b2c3d4e5f`.
    pub key: &'static str,
    /// The property from a claim to its subject.
    pub subject: NamedNodeRef<'static>,
    /// The property from a claim to its value.
    pub value: NamedNodeRef<'static>,
    /// The property of the direct statement `subject direct value`, which only exports make.
    pub direct: NamedNodeRef<'static>,
    /// A property and value that a claim must have for the direct statement to be equivalent to it.
    pub direct_if: Option<(NamedNodeRef<'static>, NamedNodeRef<'static>)>,
    /// Statements that every claim of a record has because of its type.
    pub constants: &'static [(NamedNodeRef<'static>, NamedNodeRef<'static>)],
    /// Properties whose values are entities, times and quantities, which have IRIs of their own.
    pub refers_to: &'static [NamedNodeRef<'static>],
    /// Properties whose values are described beside the claim: times and quantities.
    pub described: &'static [NamedNodeRef<'static>],
    /// The properties that `trace` shows, in this order.
    pub fields: &'static [NamedNodeRef<'static>],
    /// The properties that its page shows first, in this order; the others follow by name.
    pub first: &'static [NamedNodeRef<'static>],
    /// The title of its page.
    pub title: Template,
    /// The content of the claim, in phrases separated by semicolons.
    pub says: &'static [Template],
    /// The content of the claim for a list of differences, in phrases separated by commas; with times in EDTF and
    /// figures as written.
    pub difference: &'static [Template],
    /// Whether a list of differences names the subject; the number of an event in a text would mean nothing to a
    /// reader.
    pub names_subject: bool,
    /// The sections of entity pages that list such claims.
    pub sections: &'static [Section],
    /// The name of what such claims give, for the description of a dataset; `None` if it is not described.
    pub gives: Option<&'static str>,
    /// Whether the first claim of this type is an example resource of the dataset (VoID).
    pub is_example: bool,
    /// When two of its claims contradict each other; `None` if they never do.
    pub aspect: Option<Aspect>,
    /// Its form for maps and gazetteers, if it is about a place.
    pub map: Option<MapForm>,
    /// The value that an entity has because of it as an item of a reconciliation service.
    pub item: Option<ItemValue>,
}

/// A table of claims on the page of an entity.
#[derive(Debug)]
pub struct Section {
    /// Its position on the page: lower comes first.
    pub order: u8,
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// The properties from a claim to the entity.
    pub properties: &'static [NamedNodeRef<'static>],
}

/// The form of a claim about a place in GeoJSON and in the Linked Places Format.
#[derive(Debug)]
pub struct MapForm {
    /// The property with the point that the claim gives, which is then the geometry of the place.
    pub geometry: Option<NamedNodeRef<'static>>,
    /// The description in the Linked Places Format; `None` for a claim that gives a geometry.
    pub description: Option<Template>,
    /// The property with the time of the description.
    pub when: Option<NamedNodeRef<'static>>,
    /// The members of the claim in GeoJSON, in order.
    pub columns: &'static [Column],
}

/// A value of a claim under its own name.
#[derive(Debug)]
pub struct Column {
    /// The name.
    pub name: &'static str,
    /// The property path from the claim to the value.
    pub path: &'static [NamedNodeRef<'static>],
    /// The format of the value.
    pub form: ColumnForm,
}

/// The format of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnForm {
    /// A text; empty if there is no value.
    Text,
    /// A text; null if there is no value.
    OptionalText,
    /// The last part of an IRI in words: `areaWholeUnit` as "area whole unit".
    Words,
    /// A number; null if there is no value.
    Number,
    /// Square kilometres, with no more significant figures than the words of the source have.
    SquareKilometres,
    /// The longitude of a point, in decimal degrees.
    Longitude,
    /// The latitude of a point, in decimal degrees.
    Latitude,
}

/// The value that a claim of a type gives an entity as an item of a reconciliation service.
#[derive(Debug)]
pub struct ItemValue {
    /// The number of the property in an index: that of Wikidata if it has one, else a number of ours above 1,000.
    pub property: u32,
    /// The identifier that clients use.
    pub id: &'static str,
    /// The label for people.
    pub label: &'static str,
    /// The property path from the claim to the value.
    pub path: &'static [NamedNodeRef<'static>],
    /// The type of the value.
    pub form: ItemForm,
    /// Whether `compare` compares it with the same property of Wikidata.
    pub is_compared: bool,
}

/// The type of a value of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemForm {
    /// An area in square kilometres.
    Area,
    /// A number without a unit.
    Number,
    /// A time, as an EDTF string.
    Time,
    /// A text.
    Text,
}

/// Properties that any claim may have, whatever its type.
const COMMON: &[NamedNodeRef<'static>] =
    &[choro::FROM_RECORD, choro::REPORTED_IN, choro::ASSERTED_BY, choro::ANCHORED_AT, choro::SAID_IN];

/// A claim that control over a place changed. Who gained or lost it is stated only if the source states it.
pub static CONTROL_CHANGE: ClaimType = ClaimType {
    class: choro::CONTROL_CHANGE_CLAIM,
    name: "change of control",
    key: "control",
    subject: choro::ABOUT_PLACE,
    value: choro::TIME,
    direct: choro::CONTROL_CHANGED,
    direct_if: None,
    constants: &[(choro::CHANGE_TYPE, term::CONTROL_CHANGE)],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::TIME],
    title: Template("{aboutPlace}: change of control, {time} // {aboutPlace}: change of control"),
    says: &[Template("{changeType}"), Template("{time}")],
    difference: &[Template("{time}"), Template("gained by {gainingParty}"), Template("lost by {losingParty}")],
    names_subject: true,
    sections: &[
        Section { order: 10, id: "control", heading: "Changes of control", properties: &[choro::ABOUT_PLACE] },
        Section {
            order: 40,
            id: "parties",
            heading: "Changes of control in which it is named as a party",
            properties: &[choro::GAINING_PARTY, choro::LOSING_PARTY],
        },
    ],
    gives: Some("changes of control, with their time as the source gives it (EDTF)"),
    is_example: true,
    aspect: Some(Aspect {
        term: term::ASPECT_TIME,
        about: choro::ABOUT_PLACE,
        key: "time",
        qualifiers: &[],
        rule: Rule::DisjointExtents,
    }),
    map: Some(MapForm {
        geometry: None,
        description: Some(Template("change of control: {time}")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "edtf", path: &[choro::TIME, choro::EDTF], form: ColumnForm::Text },
            Column { name: "earliest", path: &[choro::TIME, choro::EARLIEST], form: ColumnForm::OptionalText },
            Column { name: "latest", path: &[choro::TIME, choro::LATEST], form: ColumnForm::OptionalText },
        ],
    }),
    item: Some(ItemValue {
        property: 1_002,
        id: "controlChange",
        label: "date of a change of control",
        path: &[choro::TIME, choro::EDTF],
        form: ItemForm::Time,
        is_compared: false,
    }),
};

/// A claim of the area of a place, or of a part of it.
pub static AREA: ClaimType = ClaimType {
    class: choro::AREA_CLAIM,
    name: "area",
    key: "area",
    subject: choro::ABOUT_PLACE,
    value: choro::AREA,
    direct: choro::HAS_AREA,
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::AREA],
    described: &[choro::AREA, choro::BOUNDARY_TIME],
    fields: &[choro::ABOUT_PLACE, choro::AREA, choro::AREA_KIND, choro::BOUNDARY_TIME],
    first: &[choro::ABOUT_PLACE, choro::AREA],
    title: Template("{aboutPlace}: area, {area} // {aboutPlace}: area"),
    says: &[Template("area {area}[ ({area:km2} km²)]"), Template("{areaKind!areaUnspecified}")],
    difference: &[Template("{area}"), Template("{areaKind!areaUnspecified}"), Template("boundaries of {boundaryTime}")],
    names_subject: true,
    sections: &[Section { order: 20, id: "area", heading: "Area", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("areas, as the source gives them and in square kilometres"),
    is_example: true,
    aspect: Some(Aspect {
        term: term::ASPECT_AREA,
        about: choro::ABOUT_PLACE,
        key: "",
        qualifiers: &[
            Qualifier { property: choro::AREA_KIND, prefix: "", is_required: true },
            Qualifier { property: choro::BOUNDARY_TIME, prefix: "boundary-", is_required: false },
        ],
        rule: Rule::Tolerance,
    }),
    map: Some(MapForm {
        geometry: None,
        description: Some(Template("{areaKind}: {area} // area: {area}")),
        when: None,
        columns: &[
            Column {
                name: "squareKilometres",
                path: &[choro::AREA, choro::SQUARE_KILOMETRES],
                form: ColumnForm::SquareKilometres,
            },
            Column { name: "inTheSource", path: &[choro::AREA, choro::LEXICAL_FORM], form: ColumnForm::Text },
            Column { name: "areaKind", path: &[choro::AREA_KIND], form: ColumnForm::Words },
        ],
    }),
    item: Some(ItemValue {
        property: 2046,
        id: "area",
        label: "area in km²",
        path: &[choro::AREA, choro::SQUARE_KILOMETRES],
        form: ItemForm::Area,
        is_compared: true,
    }),
};

/// A claim of the location of a place. The words are those of a gazetteer row, and the claim is that of the work which
/// the row names.
pub static COORDINATE: ClaimType = ClaimType {
    class: choro::COORDINATE_CLAIM,
    name: "point",
    key: "point",
    subject: choro::ABOUT_PLACE,
    value: choro::POINT,
    direct: choro::HAS_POINT,
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE],
    described: &[],
    fields: &[choro::ABOUT_PLACE, choro::POINT],
    first: &[choro::ABOUT_PLACE],
    title: Template("{aboutPlace}: where it is"),
    says: &[Template("{point:degrees} // a point")],
    difference: &[Template("{point}")],
    names_subject: true,
    sections: &[Section { order: 30, id: "point", heading: "Where it is", properties: &[choro::ABOUT_PLACE] }],
    gives: None,
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        geometry: Some(choro::POINT),
        description: None,
        when: None,
        columns: &[
            Column { name: "longitude", path: &[choro::POINT], form: ColumnForm::Longitude },
            Column { name: "latitude", path: &[choro::POINT], form: ColumnForm::Latitude },
        ],
    }),
    item: None,
};

/// A claim that someone said something.
pub static UTTERANCE: ClaimType = ClaimType {
    class: choro::UTTERANCE_CLAIM,
    name: "speech",
    key: "said",
    subject: choro::SPEAKER,
    value: choro::CONTENT,
    direct: choro::SAID,
    direct_if: None,
    constants: &[],
    refers_to: &[choro::SPEAKER, choro::SPEAKS_OF, choro::ADDRESSEE, choro::MEDIUM_ORGANISATION],
    described: &[],
    fields: &[
        choro::SPEECH_KIND,
        choro::SPEAKER_WORDS,
        choro::SPEAKER,
        choro::CUE_WORDS,
        choro::CONTENT,
        choro::SPEAKS_OF,
        choro::ADDRESSEE_WORDS,
        choro::ADDRESSEE,
        choro::MEDIUM_WORDS,
        choro::SAID_IN,
    ],
    first: &[choro::SPEAKER],
    title: Template(
        "{speaker|speakerWords}: “{content|verbatim:quoted}” // Somebody unnamed: “{content|verbatim:quoted}” // Somebody unnamed",
    ),
    says: &[
        Template("{speaker|speakerWords} said // said by somebody unnamed"),
        Template("{speechKind}"),
        Template("to {addressee}"),
    ],
    difference: &[Template("{content}"), Template("to {addressee}")],
    names_subject: true,
    sections: &[
        Section { order: 70, id: "said", heading: "Statements reported", properties: &[choro::SPEAKER] },
        Section {
            order: 80,
            id: "told",
            heading: "Statements made to it, or through it",
            properties: &[choro::ADDRESSEE, choro::MEDIUM_ORGANISATION],
        },
        Section { order: 90, id: "spoken", heading: "Statements that speak of it", properties: &[choro::SPEAKS_OF] },
    ],
    gives: Some("statements, with speaker and words"),
    is_example: true,
    aspect: None,
    map: None,
    item: None,
};

/// What one mention says about an event.
pub static EVENT: ClaimType = ClaimType {
    class: choro::EVENT_CLAIM,
    name: "event",
    key: "event",
    subject: choro::ABOUT_EVENT,
    value: choro::STANDING,
    direct: choro::HAS_STANDING,
    direct_if: None,
    constants: &[],
    refers_to: &[
        choro::ABOUT_EVENT,
        choro::PARTICIPANT,
        choro::EVENT_PLACE,
        choro::TIME,
        choro::OCCASION,
        choro::AUSPICES,
    ],
    described: &[choro::TIME],
    fields: &[
        choro::ABOUT_EVENT,
        choro::EVENT_KIND,
        choro::STANDING,
        choro::PARTICIPANT_WORDS,
        choro::PARTICIPANT,
        choro::EVENT_PLACE_WORDS,
        choro::EVENT_PLACE,
        choro::TIME_WORDS,
        choro::TIME,
        choro::OCCASION_WORDS,
        choro::OCCASION,
        choro::AUSPICES_WORDS,
        choro::AUSPICES,
        choro::SAID_IN,
    ],
    first: &[choro::ABOUT_EVENT, choro::TIME],
    title: Template("Told of an event: “{verbatim:short}”"),
    says: &[Template("{eventKind}, {standing}"), Template("{eventPlace}"), Template("{time}")],
    difference: &[
        Template("{eventKind}"),
        Template("{standing}"),
        Template("{time}"),
        Template("in {eventPlace}"),
        Template("with {participant}"),
        Template("at {occasion}"),
    ],
    names_subject: false,
    sections: &[
        Section {
            order: 100,
            id: "meetings",
            heading: "Meetings and other events it is said to have part in",
            properties: &[choro::PARTICIPANT, choro::OCCASION, choro::AUSPICES],
        },
        Section {
            order: 110,
            id: "held",
            heading: "Meetings and other events told of here",
            properties: &[choro::EVENT_PLACE],
        },
    ],
    gives: Some("meetings, with participants, place and time"),
    is_example: false,
    aspect: None,
    map: None,
    item: None,
};

/// A claim that a person holds an office or has another role.
pub static ROLE: ClaimType = ClaimType {
    class: choro::ROLE_CLAIM,
    name: "role",
    key: "role",
    subject: choro::HOLDER,
    value: choro::ROLE_TITLE,
    direct: choro::HAS_ROLE,
    // The direct statement of a former or future role would read as one of the present.
    direct_if: Some((choro::TENURE, term::HELD_NOW)),
    constants: &[],
    refers_to: &[choro::HOLDER, choro::ROLE_OF],
    described: &[],
    fields: &[
        choro::HOLDER,
        choro::TITLE_WORDS,
        choro::ROLE_TITLE,
        choro::TENURE,
        choro::ROLE_OF_WORDS,
        choro::SAID_IN,
    ],
    first: &[choro::HOLDER],
    title: Template("{holder}: {roleTitle} // {roleTitle} // {holder}: role"),
    says: &[Template("[{holder}: ]{roleTitle}[ ({roleOf})] // {holder}: role"), Template("{tenure}")],
    difference: &[Template("{roleTitle}"), Template("of {roleOf}"), Template("{tenure}")],
    names_subject: true,
    sections: &[
        Section { order: 50, id: "roles", heading: "Roles", properties: &[choro::HOLDER] },
        Section { order: 60, id: "offices", heading: "Roles that others hold in it", properties: &[choro::ROLE_OF] },
    ],
    gives: Some("roles of persons"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_ROLE,
        about: choro::ABOUT_PERSON,
        key: "role",
        qualifiers: &[],
        rule: Rule::DifferingRoles,
    }),
    map: None,
    item: Some(ItemValue {
        property: 1_007,
        id: "role",
        label: "role",
        path: &[choro::ROLE_TITLE],
        form: ItemForm::Text,
        is_compared: false,
    }),
};

/// All types.
pub static TYPES: &[&ClaimType] = &[
    &CONTROL_CHANGE,
    &AREA,
    &COORDINATE,
    &UTTERANCE,
    &EVENT,
    &ROLE,
    #[cfg(test)]
    &tests::BELL,
];

impl ClaimType {
    /// The type with a class; `None` for `choro:Claim` itself, which does not determine a type.
    pub fn of_class(class: NamedNodeRef<'_>) -> Option<&'static Self> {
        TYPES.iter().copied().find(|claim_type| claim_type.class == class)
    }

    /// The type of a claim with these classes.
    pub fn of<'t>(classes: impl IntoIterator<Item = &'t Term>) -> Option<&'static Self> {
        classes.into_iter().find_map(|class| match class {
            Term::NamedNode(class) => Self::of_class(class.as_ref()),
            _ => None,
        })
    }

    /// The properties from a claim to the entities, times and quantities that it refers to, and to its evidence.
    pub fn pointing() -> BTreeSet<&'static str> {
        let of_types = TYPES.iter().flat_map(|claim_type| claim_type.refers_to);
        COMMON.iter().chain(of_types).map(|property| property.as_str()).collect()
    }
}

/// The values that items of a reconciliation service have, sorted by the identifiers that clients use.
pub fn items() -> Vec<(&'static ClaimType, &'static ItemValue)> {
    let mut all: Vec<_> =
        TYPES.iter().filter_map(|claim_type| Some((*claim_type, claim_type.item.as_ref()?))).collect();
    all.sort_by_key(|(_, item)| item.id);
    all
}

/// The sections of claims on the page of an entity, in order.
pub fn sections() -> Vec<(&'static ClaimType, &'static Section)> {
    let each =
        TYPES.iter().flat_map(|claim_type| claim_type.sections.iter().map(move |section| (*claim_type, section)));
    let mut all: Vec<_> = each.collect();
    all.sort_by_key(|(_, section)| section.order);
    all
}

/// The properties from claims that can contradict each other to their subjects.
pub fn subjects_with_aspects() -> BTreeSet<&'static str> {
    TYPES
        .iter()
        .filter(|claim_type| claim_type.aspect.is_some())
        .map(|claim_type| claim_type.subject.as_str())
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
