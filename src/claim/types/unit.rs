//! The types of claims that say what a unit is: its names, kind, codes, parent and seat. Tables make them.

use super::row::{ClaimType, Column, ColumnForm, Direct, ItemForm, ItemValue, MapForm, MapPart, Section, TIME_COLUMN};
use crate::base::vocab::{choro, term};
use crate::claim::aspect::{Aspect, Qualifier, Rule};
use crate::claim::template::Template;

/// Values of one time: claims without a time are compared with each other alone.
const AT_THE_SAME_TIME: Qualifier = Qualifier { property: choro::TIME, prefix: "time-", is_required: false };

/// A claim of a name of a place. Names do not contradict each other.
pub static NAME: ClaimType = ClaimType {
    class: choro::NAME_CLAIM,
    name: "name",
    key: "name",
    subject: choro::ABOUT_PLACE,
    value: choro::NAME_WORDS,
    direct: &[Direct::shortcut(choro::HAS_NAME)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::NAME_WORDS, choro::SCRIPT, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::NAME_WORDS],
    title: Template("{aboutPlace}: name, {nameWords} // {aboutPlace}: name"),
    says: &[Template("called {nameWords}[ ({script})]"), Template("{time}")],
    difference: &[Template("{nameWords}"), Template("in the script {script}"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 14, id: "names-claimed", heading: "Names", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("names of places, with their language"),
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        part: MapPart::Name(choro::NAME_WORDS),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "name", path: &[choro::NAME_WORDS], form: ColumnForm::Text },
            Column { name: "language", path: &[choro::NAME_WORDS], form: ColumnForm::Language },
            Column { name: "script", path: &[choro::SCRIPT], form: ColumnForm::OptionalText },
            TIME_COLUMN,
        ],
    }),
    items: &[],
};

/// A claim that a place is a unit of some kind, in the words of the source.
pub static KIND: ClaimType = ClaimType {
    class: choro::KIND_CLAIM,
    name: "kind of unit",
    key: "kind",
    subject: choro::ABOUT_PLACE,
    value: choro::KIND_WORDS,
    direct: &[Direct::shortcut(choro::HAS_KIND)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::KIND_WORDS, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::KIND_WORDS],
    title: Template("{aboutPlace}: kind, {kindWords} // {aboutPlace}: kind"),
    says: &[Template("a unit called {kindWords}"), Template("{time}")],
    difference: &[Template("{kindWords}"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 15, id: "kinds-claimed", heading: "Kind of unit", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("kinds of units, in the words of the source"),
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        part: MapPart::Type(choro::KIND_WORDS),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "kindWords", path: &[choro::KIND_WORDS], form: ColumnForm::Text },
            Column { name: "language", path: &[choro::KIND_WORDS], form: ColumnForm::Language },
            TIME_COLUMN,
        ],
    }),
    items: &[ItemValue {
        property: 1_009,
        id: "kindOfUnit",
        label: "kind of unit, in the words of a source",
        path: &[choro::KIND_WORDS],
        form: ItemForm::Text,
        only: None,
        is_compared: false,
    }],
};

/// A claim that a place has a code in a scheme of codes.
pub static IDENTIFIER: ClaimType = ClaimType {
    class: choro::IDENTIFIER_CLAIM,
    name: "identifier",
    key: "identifier",
    subject: choro::ABOUT_PLACE,
    value: choro::IDENTIFIER,
    direct: &[Direct::shortcut(choro::HAS_IDENTIFIER)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::IDENTIFIER, choro::SCHEME, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::IDENTIFIER, choro::SCHEME],
    title: Template("{aboutPlace}: code {identifier}[ ({scheme})] // {aboutPlace}: code"),
    says: &[Template("code {identifier}[ ({scheme})]"), Template("{time}")],
    difference: &[Template("{identifier}"), Template("of the scheme {scheme}"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 16, id: "identifiers", heading: "Codes", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("codes of places, with their scheme"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_IDENTIFIER,
        about: choro::ABOUT_PLACE,
        key: "identifier",
        value: None,
        qualifiers: &[Qualifier { property: choro::SCHEME, prefix: "", is_required: true }, AT_THE_SAME_TIME],
        rule: Rule::DifferingValues,
    }),
    map: Some(MapForm {
        part: MapPart::Link {
            identifier: choro::IDENTIFIER,
            scheme: choro::SCHEME,
            otherwise: Template("code {identifier}[ ({scheme})]"),
        },
        when: Some(choro::TIME),
        columns: &[
            Column { name: "identifier", path: &[choro::IDENTIFIER], form: ColumnForm::Text },
            Column { name: "scheme", path: &[choro::SCHEME], form: ColumnForm::OptionalText },
            TIME_COLUMN,
        ],
    }),
    items: &[
        ItemValue {
            property: 1_566,
            id: "geonames",
            label: "GeoNames identifier",
            path: &[choro::IDENTIFIER],
            form: ItemForm::Text,
            only: Some((choro::SCHEME, "geonames")),
            is_compared: true,
        },
        ItemValue {
            property: 300,
            id: "iso3166-2",
            label: "ISO 3166-2 code",
            path: &[choro::IDENTIFIER],
            form: ItemForm::Text,
            only: Some((choro::SCHEME, "ISO 3166-2")),
            is_compared: true,
        },
        ItemValue {
            property: 1_008,
            id: "identifier",
            label: "code of any scheme",
            path: &[choro::IDENTIFIER],
            form: ItemForm::Text,
            only: None,
            is_compared: false,
        },
    ],
};

/// A claim that a place is part of another.
pub static PART_OF: ClaimType = ClaimType {
    class: choro::PART_OF_CLAIM,
    name: "part of",
    key: "part-of",
    subject: choro::ABOUT_PLACE,
    value: choro::PART_OF,
    direct: &[Direct::shortcut(choro::HAS_PARENT)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::PART_OF, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::PART_OF, choro::PARENT_KIND_WORDS, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::PART_OF],
    title: Template("{aboutPlace}: part of {partOf} // {aboutPlace}: part of another place"),
    says: &[Template("part of {partOf}[ ({parentKindWords})]"), Template("{time}")],
    difference: &[Template("{partOf}"), Template("as {parentKindWords}"), Template("of {time}")],
    names_subject: true,
    sections: &[
        Section { order: 17, id: "part-of", heading: "What it is part of", properties: &[choro::ABOUT_PLACE] },
        Section { order: 42, id: "parts", heading: "Places said to be part of it", properties: &[choro::PART_OF] },
    ],
    gives: Some("which places are part of which"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_PARENT,
        about: choro::ABOUT_PLACE,
        key: "parent",
        value: None,
        // A place is in a district and in a province; only two provinces contradict each other.
        qualifiers: &[
            Qualifier { property: choro::PARENT_KIND_WORDS, prefix: "", is_required: true },
            AT_THE_SAME_TIME,
        ],
        rule: Rule::DifferingValues,
    }),
    map: Some(MapForm {
        part: MapPart::PartOf(choro::PART_OF),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "partOf", path: &[choro::PART_OF], form: ColumnForm::Label },
            Column { name: "parentKind", path: &[choro::PARENT_KIND_WORDS], form: ColumnForm::OptionalText },
            TIME_COLUMN,
        ],
    }),
    items: &[ItemValue {
        property: 131,
        id: "partOf",
        label: "place that it is part of",
        path: &[choro::PART_OF],
        form: ItemForm::Entity,
        only: None,
        is_compared: true,
    }],
};

/// A claim that a place is governed from a settlement.
pub static SEAT: ClaimType = ClaimType {
    class: choro::SEAT_CLAIM,
    name: "seat",
    key: "seat",
    subject: choro::ABOUT_PLACE,
    value: choro::SEAT_WORDS,
    direct: &[Direct::shortcut(choro::HAS_SEAT)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::SEAT, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::SEAT_WORDS, choro::SEAT, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::SEAT_WORDS, choro::SEAT],
    title: Template("{aboutPlace}: seat, {seatWords} // {aboutPlace}: seat"),
    says: &[Template("seat {seatWords}"), Template("{time}")],
    difference: &[Template("{seatWords}"), Template("that is {seat}"), Template("of {time}")],
    names_subject: true,
    sections: &[
        Section { order: 18, id: "seat", heading: "Seat", properties: &[choro::ABOUT_PLACE] },
        Section { order: 43, id: "seat-of", heading: "Places said to be governed from it", properties: &[choro::SEAT] },
    ],
    gives: Some("seats of districts"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_SEAT,
        about: choro::ABOUT_PLACE,
        key: "seat",
        // Two spellings of a name can be of one settlement.
        value: Some(choro::SEAT),
        qualifiers: &[AT_THE_SAME_TIME],
        rule: Rule::DifferingValues,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("seat: {seatWords}")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "seat", path: &[choro::SEAT_WORDS], form: ColumnForm::Text },
            Column { name: "language", path: &[choro::SEAT_WORDS], form: ColumnForm::Language },
            TIME_COLUMN,
        ],
    }),
    items: &[ItemValue {
        property: 36,
        id: "seat",
        label: "seat",
        path: &[choro::SEAT],
        form: ItemForm::Entity,
        only: None,
        is_compared: true,
    }],
};
