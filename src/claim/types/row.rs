//! What a row of the table of claim types consists of. The rows are in the modules beside this one.

use crate::base::vocab::choro;
use crate::claim::aspect::Aspect;
use crate::claim::template::Template;
use oxigraph::model::NamedNodeRef;

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
    /// The direct statements `subject property value`, which only exports make. A claim has the first that fits it.
    pub direct: &'static [Direct],
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
    /// The values that an entity can have because of it as an item of a reconciliation service.
    pub items: &'static [ItemValue],
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

/// A direct statement of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Direct {
    /// Its property.
    pub property: DirectProperty,
    /// A property and value that a claim must have for this statement to be its own; `None` if each claim has it.
    pub of: Option<(NamedNodeRef<'static>, NamedNodeRef<'static>)>,
}

/// The property of a direct statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectProperty {
    /// A shortcut of the ontology.
    Shortcut(NamedNodeRef<'static>),
    /// The value of this property of the claim: a measure is the property between a place and its figure.
    ValueOf(NamedNodeRef<'static>),
}

impl Direct {
    /// The shortcut that each claim of a type has.
    pub const fn shortcut(property: NamedNodeRef<'static>) -> Self {
        Self { property: DirectProperty::Shortcut(property), of: None }
    }
}

/// The form of a claim about a place in GeoJSON and in the Linked Places Format.
#[derive(Debug)]
pub struct MapForm {
    /// What it is in the Linked Places Format.
    pub part: MapPart,
    /// The property with the time to which it refers.
    pub when: Option<NamedNodeRef<'static>>,
    /// The members of the claim in GeoJSON, in order.
    pub columns: &'static [Column],
}

/// A part of a feature of the Linked Places Format. Each has a time and a source of its own.
#[derive(Debug)]
pub enum MapPart {
    /// A geometry of the place: the property with its well-known text.
    Geometry(NamedNodeRef<'static>),
    /// A name: the property with its words.
    Name(NamedNodeRef<'static>),
    /// A kind of place: the property with the words of the source.
    Type(NamedNodeRef<'static>),
    /// A relation with another place, which it is part of: the property with that place.
    PartOf(NamedNodeRef<'static>),
    /// A link with another gazetteer: the properties with the code and its scheme. A code of a scheme that is not known
    /// is a description.
    Link {
        /// The code.
        identifier: NamedNodeRef<'static>,
        /// Its scheme.
        scheme: NamedNodeRef<'static>,
        /// The description.
        otherwise: Template,
    },
    /// A description in words.
    Description(Template),
}

/// The time to which a claim refers, in EDTF.
pub(super) const TIME_COLUMN: Column =
    Column { name: "time", path: &[choro::TIME, choro::EDTF], form: ColumnForm::OptionalText };

/// A value of a claim under its own name.
#[derive(Debug, Clone, Copy)]
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
    /// The language of a text, a BCP 47 tag; null if it is not known.
    Language,
    /// The label of a node; null if there is none.
    Label,
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
    /// A property of the claim and the last part of the IRI that its value must have for the claim to give this value:
    /// only a figure of the measure `population` is a population.
    pub only: Option<(NamedNodeRef<'static>, &'static str)>,
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
    /// Another entity of the dataset; two are the same if both have the same verified item.
    Entity,
    /// A point on Earth, as well-known text.
    Point,
}

impl PartialEq for ClaimType {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for ClaimType {}
