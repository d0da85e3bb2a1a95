//! The types of claims that fact boxes make, and that of points.

use super::row::{ClaimType, Column, ColumnForm, Direct, ItemForm, ItemValue, MapForm, MapPart, Section};
use crate::base::vocab::{choro, term};
use crate::claim::aspect::{Aspect, Qualifier, Rule};
use crate::claim::template::Template;

/// A claim that control over a place changed. Who gained or lost it is stated only if the source states it.
pub static CONTROL_CHANGE: ClaimType = ClaimType {
    class: choro::CONTROL_CHANGE_CLAIM,
    name: "change of control",
    key: "control",
    subject: choro::ABOUT_PLACE,
    value: choro::TIME,
    direct: &[Direct::shortcut(choro::CONTROL_CHANGED)],
    direct_if: None,
    constants: &[(choro::CHANGE_TYPE, term::CONTROL_CHANGE)],
    refers_to: &[choro::ABOUT_PLACE, choro::GAINING_PARTY, choro::LOSING_PARTY, choro::TIME],
    described: &[choro::TIME],
    fields: &[
        choro::ABOUT_PLACE,
        choro::GAINING_PARTY_WORDS,
        choro::GAINING_PARTY,
        choro::LOSING_PARTY_WORDS,
        choro::LOSING_PARTY,
        choro::TIME,
        choro::SAID_IN,
    ],
    first: &[choro::ABOUT_PLACE, choro::GAINING_PARTY, choro::LOSING_PARTY, choro::TIME],
    title: Template("{aboutPlace}: change of control, {time} // {aboutPlace}: change of control"),
    says: &[
        Template("{changeType}"),
        Template("gained by {gainingParty}"),
        Template("lost by {losingParty}"),
        Template("{time}"),
    ],
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
        value: None,
        qualifiers: &[],
        rule: Rule::DisjointExtents,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("change of control: {time}[, gained by {gainingParty}]")),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "edtf", path: &[choro::TIME, choro::EDTF], form: ColumnForm::Text },
            Column { name: "earliest", path: &[choro::TIME, choro::EARLIEST], form: ColumnForm::OptionalText },
            Column { name: "latest", path: &[choro::TIME, choro::LATEST], form: ColumnForm::OptionalText },
            Column { name: "gainedBy", path: &[choro::GAINING_PARTY], form: ColumnForm::Label },
        ],
    }),
    items: &[ItemValue {
        property: 1_002,
        id: "controlChange",
        label: "date of a change of control",
        path: &[choro::TIME, choro::EDTF],
        form: ItemForm::Time,
        only: None,
        is_compared: false,
    }],
};

/// A claim of the area of a place, or of a part of it.
pub static AREA: ClaimType = ClaimType {
    class: choro::AREA_CLAIM,
    name: "area",
    key: "area",
    subject: choro::ABOUT_PLACE,
    value: choro::AREA,
    direct: &[Direct::shortcut(choro::HAS_AREA)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::AREA, choro::TIME],
    described: &[choro::AREA, choro::BOUNDARY_TIME, choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::AREA, choro::AREA_KIND, choro::BOUNDARY_TIME, choro::TIME],
    first: &[choro::ABOUT_PLACE, choro::AREA],
    title: Template("{aboutPlace}: area, {area} // {aboutPlace}: area"),
    says: &[Template("area {area}[ ({area:km2} km²)]"), Template("{areaKind!areaUnspecified}"), Template("{time}")],
    difference: &[
        Template("{area}"),
        Template("{areaKind!areaUnspecified}"),
        Template("boundaries of {boundaryTime}"),
        Template("of {time}"),
    ],
    names_subject: true,
    sections: &[Section { order: 20, id: "area", heading: "Area", properties: &[choro::ABOUT_PLACE] }],
    gives: Some("areas, as the source gives them and in square kilometres"),
    is_example: true,
    aspect: Some(Aspect {
        term: term::ASPECT_AREA,
        about: choro::ABOUT_PLACE,
        key: "",
        value: None,
        qualifiers: &[
            Qualifier { property: choro::AREA_KIND, prefix: "", is_required: true },
            Qualifier { property: choro::BOUNDARY_TIME, prefix: "boundary-", is_required: false },
            Qualifier { property: choro::TIME, prefix: "time-", is_required: false },
        ],
        rule: Rule::Tolerance,
    }),
    map: Some(MapForm {
        part: MapPart::Description(Template("{areaKind}: {area} // area: {area}")),
        when: Some(choro::TIME),
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
    items: &[ItemValue {
        property: 2046,
        id: "area",
        label: "area in km²",
        path: &[choro::AREA, choro::SQUARE_KILOMETRES],
        form: ItemForm::Area,
        only: None,
        is_compared: true,
    }],
};

/// A claim of the location of a place. The words are those of a cell of a source, or of a gazetteer row; then the claim
/// is that of the work which the row names.
pub static COORDINATE: ClaimType = ClaimType {
    class: choro::COORDINATE_CLAIM,
    name: "point",
    key: "point",
    subject: choro::ABOUT_PLACE,
    value: choro::POINT,
    direct: &[Direct::shortcut(choro::HAS_POINT)],
    direct_if: None,
    constants: &[],
    refers_to: &[choro::ABOUT_PLACE, choro::TIME],
    described: &[choro::TIME],
    fields: &[choro::ABOUT_PLACE, choro::POINT, choro::TIME],
    first: &[choro::ABOUT_PLACE],
    title: Template("{aboutPlace}: where it is"),
    says: &[Template("{point:degrees} // a point"), Template("{time}")],
    difference: &[Template("{point}"), Template("of {time}")],
    names_subject: true,
    sections: &[Section { order: 30, id: "point", heading: "Where it is", properties: &[choro::ABOUT_PLACE] }],
    gives: None,
    is_example: false,
    aspect: None,
    map: Some(MapForm {
        part: MapPart::Geometry(choro::POINT),
        when: Some(choro::TIME),
        columns: &[
            Column { name: "longitude", path: &[choro::POINT], form: ColumnForm::Longitude },
            Column { name: "latitude", path: &[choro::POINT], form: ColumnForm::Latitude },
        ],
    }),
    items: &[ItemValue {
        property: 625,
        id: "point",
        label: "point",
        path: &[choro::POINT],
        form: ItemForm::Point,
        only: None,
        is_compared: true,
    }],
};
