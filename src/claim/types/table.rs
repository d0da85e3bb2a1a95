//! The other types of claims that tables make: figures, dates, statuses and outlines.

use super::row::{
    ClaimType, Column, ColumnForm, Direct, DirectProperty, ItemForm, ItemValue, MapForm, MapPart, Section, TIME_COLUMN,
};
use crate::base::vocab::{choro, term};
use crate::claim::aspect::{Aspect, Qualifier, Rule};
use crate::claim::template::Template;

/// First and last day of a time, beside its form in EDTF.
const TIME_COLUMNS: &[Column] = &[
    TIME_COLUMN,
    Column { name: "earliest", path: &[choro::TIME, choro::EARLIEST], form: ColumnForm::OptionalText },
    Column { name: "latest", path: &[choro::TIME, choro::LATEST], form: ColumnForm::OptionalText },
];

/// A claim that something counted or measured in a place has some figure.
pub static FIGURE: ClaimType = ClaimType {
    class: choro::FIGURE_CLAIM,
    name: "figure",
    key: "figure",
    subject: choro::ABOUT_PLACE,
    value: choro::FIGURE,
    // A figure alone says nothing, so the measure itself is the property.
    direct: &[Direct { property: DirectProperty::ValueOf(choro::MEASURE), of: None }],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::MEASURE, choro::TIME],
    described: &[choro::TIME, choro::MEASURE],
    fields: &[choro::ABOUT_PLACE, choro::MEASURE, choro::FIGURE, choro::UNIT_WORDS, choro::LEXICAL_FORM, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::MEASURE, choro::FIGURE, choro::UNIT_WORDS],
    title: Template("{aboutPlace}: {measure}, {figure}[ {unitWords}][, {time}] // {aboutPlace}: figure"),
    says: &[Template("{measure}: {figure}[ {unitWords}]"), Template("{time}")],
    difference: &[Template("{measure} {figure}[ {unitWords}] // {figure}[ {unitWords}]"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 22, id: "figures", heading: "Figures", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("figures such as population, with their unit and time"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_FIGURE,
        about: choro::ABOUT_PLACE,
        key: "figure",
        value: None,
        qualifiers: &[
            Qualifier { property: choro::MEASURE, prefix: "", is_required: true },
            Qualifier { property: choro::UNIT_WORDS, prefix: "unit-", is_required: false },
            Qualifier { property: choro::TIME, prefix: "time-", is_required: false },
        ],
        rule: Rule::FigureTolerance,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("{measure}: {figure}[ {unitWords}] // figure: {figure}[ {unitWords}]")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "measure", path: &[choro::MEASURE], form: ColumnForm::Label },
            Column { name: "figure", path: &[choro::FIGURE], form: ColumnForm::Number },
            Column { name: "unit", path: &[choro::UNIT_WORDS], form: ColumnForm::OptionalText },
            Column { name: "inTheSource", path: &[choro::LEXICAL_FORM], form: ColumnForm::OptionalText },
            TIME_COLUMN,
        ],
    }),
    items: &[ItemValue {
        property: 1_082,
        id: "population",
        label: "population",
        path: &[choro::FIGURE],
        form: ItemForm::Number,
        only: Some((choro::MEASURE, "population")),
        is_compared: true,
    }],
};

/// A claim that an administrative unit begins or ends.
pub static LIFECYCLE: ClaimType = ClaimType {
    class: choro::LIFECYCLE_CLAIM,
    name: "begin or end",
    key: "lifecycle",
    subject: choro::ABOUT_PLACE,
    value: choro::TIME,
    direct: &[
        Direct {
            property: DirectProperty::Shortcut(choro::ESTABLISHED_AT),
            of: Some((choro::LIFECYCLE, term::ESTABLISHED)),
        },
        Direct {
            property: DirectProperty::Shortcut(choro::ABOLISHED_AT),
            of: Some((choro::LIFECYCLE, term::ABOLISHED)),
        },
    ],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::LIFECYCLE, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::LIFECYCLE, choro::TIME],
    title: Template("{aboutPlace}: {lifecycle}, {time} // {aboutPlace}: begin or end"),
    says: &[Template("{lifecycle}"), Template("{time}")],
    difference: &[Template("{lifecycle}"), Template("{time}")],
    names_subject: true,
    sections: &[Section { order: 11, id: "lifecycle", heading: "Begin and end", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("when districts were established and abolished"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_LIFECYCLE,
        about: choro::ABOUT_PLACE,
        key: "",
        value: None,
        qualifiers: &[Qualifier { property: choro::LIFECYCLE, prefix: "", is_required: true }],
        rule: Rule::DisjointExtents,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("{lifecycle}: {time}")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "lifecycle", path: &[choro::LIFECYCLE], form: ColumnForm::Words },
            TIME_COLUMNS[0],
            TIME_COLUMNS[1],
            TIME_COLUMNS[2],
        ],
    }),
    items: &[
        ItemValue {
            property: 571,
            id: "established",
            label: "established",
            path: &[choro::TIME, choro::EDTF],
            form: ItemForm::Time,
            only: Some((choro::LIFECYCLE, "established")),
            is_compared: true,
        },
        ItemValue {
            property: 576,
            id: "abolished",
            label: "abolished",
            path: &[choro::TIME, choro::EDTF],
            form: ItemForm::Time,
            only: Some((choro::LIFECYCLE, "abolished")),
            is_compared: true,
        },
    ],
};

/// A claim that a place gets another name. A place may get several, so such claims do not contradict each other.
pub static RENAMING: ClaimType = ClaimType {
    class: choro::RENAMING_CLAIM,
    name: "renaming",
    key: "renamed",
    subject: choro::ABOUT_PLACE,
    value: choro::TIME,
    direct: &[Direct::shortcut(choro::RENAMED_AT)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::TIME, choro::NAME_WORDS],
    first: &[choro::ABOUT_PLACE, choro::TIME, choro::NAME_WORDS],
    title: Template("{aboutPlace}: renamed, {time} // {aboutPlace}: renamed"),
    says: &[Template("renamed[ {nameWords}]"), Template("{time}")],
    difference: &[Template("{time}"), Template("to {nameWords}")],
    names_subject: true,
    sections: &[Section { order: 12, id: "renamed", heading: "Renamings", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("when places were renamed"),
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        part: MapPart::Description(Template("renamed[ {nameWords}]: {time}")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "name", path: &[choro::NAME_WORDS], form: ColumnForm::OptionalText },
            TIME_COLUMNS[0],
            TIME_COLUMNS[1],
            TIME_COLUMNS[2],
        ],
    }),
    items: &[ItemValue {
        property: 1_010,
        id: "renamed",
        label: "date of a renaming",
        path: &[choro::TIME, choro::EDTF],
        form: ItemForm::Time,
        only: None,
        is_compared: false,
    }],
};

/// A claim of a date whose meaning the source does not state. Two such dates can be of two things.
pub static DATED_RECORD: ClaimType = ClaimType {
    class: choro::DATED_RECORD_CLAIM,
    name: "dated record",
    key: "dated",
    subject: choro::ABOUT_PLACE,
    value: choro::TIME,
    direct: &[Direct::shortcut(choro::HAS_DATED_RECORD)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::TIME],
    title: Template("{aboutPlace}: a record dated {time} // {aboutPlace}: a dated record"),
    says: &[Template("a date, of what is not stated"), Template("{time}")],
    difference: &[Template("{time}")],
    names_subject: true,
    sections: &[Section {
        order: 13,
        id: "dated",
        heading: "Dates whose meaning is not stated",
        properties: &[choro::ABOUT_PLACE],
    }],
    gives: Some("dates whose meaning the source does not state"),
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        part: MapPart::Description(Template("a record dated {time}, of what is not stated")),
        when: Some(choro::TIME),
        columns: TIME_COLUMNS,
    }),
    items: &[ItemValue {
        property: 1_011,
        id: "datedRecord",
        label: "date whose meaning is not stated",
        path: &[choro::TIME, choro::EDTF],
        form: ItemForm::Time,
        only: None,
        is_compared: false,
    }],
};

/// A claim that a place has some status, or is held by somebody, in the words of the source.
pub static STATUS: ClaimType = ClaimType {
    class: choro::STATUS_CLAIM,
    name: "status",
    key: "status",
    subject: choro::ABOUT_PLACE,
    value: choro::STATUS_WORDS,
    direct: &[Direct::shortcut(choro::HAS_STATUS)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::HELD_BY, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::STATUS_WORDS, choro::HELD_BY, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::STATUS_WORDS, choro::HELD_BY],
    title: Template("{aboutPlace}: status, {statusWords}[, {time}] // {aboutPlace}: status"),
    says: &[Template("status {statusWords}"), Template("held by {heldBy}"), Template("{time}")],
    difference: &[Template("{statusWords}"), Template("held by {heldBy}"), Template("of {time}")],
    names_subject: true,
    sections: &[
        Section { order: 19, id: "status", heading: "Status", properties: &[choro::ABOUT_PLACE] },
        Section { order: 41, id: "held", heading: "Places that it is said to hold", properties: &[choro::HELD_BY] },
    ],
    gives: Some("statuses of districts, in the words of the source"),
    is_example: false,
    aspect: Some(Aspect {
        term: term::ASPECT_STATUS,
        about: choro::ABOUT_PLACE,
        key: "status",
        // Two words can mean the same.
        value: Some(choro::HELD_BY),
        qualifiers: &[Qualifier { property: choro::TIME, prefix: "time-", is_required: true }],
        rule: Rule::DifferingValues,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("status: {statusWords}[, held by {heldBy}]")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "status", path: &[choro::STATUS_WORDS], form: ColumnForm::Text },
            Column { name: "heldBy", path: &[choro::HELD_BY], form: ColumnForm::Label },
            TIME_COLUMN,
        ],
    }),
    items: &[ItemValue {
        property: 1_012,
        id: "status",
        label: "status, in the words of a source",
        path: &[choro::STATUS_WORDS],
        form: ItemForm::Text,
        only: None,
        is_compared: false,
    }],
};

/// A claim of the outline of a place, as its source draws it.
pub static OUTLINE: ClaimType = ClaimType {
    class: choro::OUTLINE_CLAIM,
    name: "outline",
    key: "outline",
    subject: choro::ABOUT_PLACE,
    value: choro::OUTLINE,
    direct: &[Direct::shortcut(choro::HAS_OUTLINE)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::OUTLINE, choro::TIME],
    first: &[choro::ABOUT_PLACE],
    title: Template("{aboutPlace}: outline[, {time}] // {aboutPlace}: outline"),
    says: &[Template("an outline, as the source draws it"), Template("{time}")],
    difference: &[Template("{outline}"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 31, id: "outline", heading: "Outline", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("outlines of districts, as the source draws them"),
    is_example: false,
    aspect: None,
    map: Some(MapForm { part: MapPart::Geometry(choro::OUTLINE), when: Some(choro::TIME), columns: &[TIME_COLUMN] }),
    items: &[],
};
