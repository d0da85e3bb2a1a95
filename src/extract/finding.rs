//! The findings in an article. Ranges are in bytes of the document's text, and every finding covers the words that it
//! was read from; findings are not yet claims.

use crate::base::time::TimeExtent;
use crate::read::record::district::AreaKind;
use crate::read::record::quantity::{Decimal, Quantity};
use std::ops::Range;

/// The numbers of the given findings (see [`super::given`]) that findings were made of, in the order of the lists. A list
/// of what was read is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenNumbers {
    /// Of the mentions.
    pub mentions: Vec<usize>,
    /// Of the times.
    pub times: Vec<usize>,
    /// Of the roles.
    pub roles: Vec<usize>,
    /// Of the quotations.
    pub quotations: Vec<usize>,
    /// Of the events.
    pub events: Vec<usize>,
}

/// All findings in one article.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Findings {
    /// Names of people, organisations, places, events and nationalities, in order.
    pub mentions: Vec<Mention>,
    /// The entities that they name: one for each person or thing of this article.
    pub entities: Vec<Entity>,
    /// Expressions of time, in order.
    pub times: Vec<TimeMention>,
    /// Roles of people, one for each occurrence, in order.
    pub roles: Vec<Role>,
    /// Quotations and reported speech, in order.
    pub quotations: Vec<Quotation>,
    /// Meetings and other events, one for each mention, in order.
    pub events: Vec<Event>,
    /// What is said of places as units, in order.
    pub places: Vec<PlaceStatement>,
    /// Which of them were given to the reader.
    pub given: GivenNumbers,
}

/// The names in one article.
#[derive(Debug, Default)]
pub struct Names {
    /// The mentions, in order.
    pub mentions: Vec<Mention>,
    /// The entities, one for each person or thing.
    pub entities: Vec<Entity>,
}

/// The type of entity that a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A person.
    Person,
    /// An organisation, company, body or office.
    Organisation,
    /// A place.
    Place,
    /// An event with a name of its own: a war, a treaty, a championship.
    Event,
    /// People by their origin: "Armenian", "Russians".
    Nationality,
    /// Anything else with a name.
    Other,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Its byte range.
    pub range: Range<usize>,
    /// Its tokens, as indices of [`super::tokens::Tokens::tokens`].
    pub tokens: Range<usize>,
    /// The type of entity that it names here.
    pub kind: EntityType,
    /// The entity that it names: an index of [`Findings::entities`].
    pub entity: usize,
    /// The number of its paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// Whether the name of a place stands for its government or state ("Moscow welcomes").
    pub stands_for_state: bool,
    /// Confidence, from 0 to 1.
    pub confidence: f32,
    /// The signals that support it.
    pub signals: Signals,
}

/// The signals that support a mention, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals(pub u16);

/// A person or thing of an article, with all its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The type of the entity.
    pub kind: EntityType,
    /// The fullest form of its name in this article, white space folded, without title and possessive.
    pub name: String,
    /// The gazetteer's entity: an index of [`crate::dataset::gazetteer::Gazetteer::entities`].
    pub known: Option<usize>,
    /// For a person, the gender that the first name or the title indicates, if any.
    pub gender: Option<Gender>,
    /// Its mentions, as indices of [`Findings::mentions`].
    pub mentions: Vec<usize>,
}

/// The gender of a name or a title: a hint for resolving pronouns, not a statement about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// As in Mr, king, John.
    Male,
    /// As in Mrs, queen, Mary.
    Female,
}

/// The type of time that an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A period of the calendar: a day, a month, a decade, "now".
    Date,
    /// A time of day.
    Clock,
    /// A length of time.
    Duration,
    /// A recurring time.
    Recurring,
}

/// The point from which a relative time was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// None was needed: the expression is complete.
    Explicit,
    /// The day on which the article was published.
    Published,
    /// Another expression of the article, as an index of [`Findings::times`].
    Expression(usize),
    /// It is not known: the time was given to the reader.
    Given,
    /// None was found: the time stays unresolved.
    Missing,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Its byte range.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The number of its paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// Its type.
    pub kind: TimeKind,
    /// The value in TIMEX3 (ISO-TimeML): `1993-07-23`, `P3D`, `199`, `XXXX-WXX-2`; `None` if it has none.
    pub value: Option<String>,
    /// The modifier in TIMEX3: `START`, `MID`, `END`, `APPROX`, `BEFORE`, `AFTER`, `LESS_THAN`, …
    pub modifier: Option<&'static str>,
    /// The same time as EDTF with its bounds, if it is resolved and has a place in the calendar.
    pub extent: Option<TimeExtent>,
    /// The point from which it was counted.
    pub anchor: Anchor,
    /// The expression that ends an interval which begins with this one ("from 8 to 12 May"): an index of
    /// [`Findings::times`].
    pub until: Option<usize>,
}

/// The interval that begins with an expression, if both its ends are resolved: the byte range from the beginning of the
/// first to the end of the second, and the time of both together.
pub fn interval(times: &[TimeMention], first: &TimeMention) -> Option<(Range<usize>, TimeExtent)> {
    let last = times.get(first.until?)?;
    let (from, to) = (first.extent.as_ref()?, last.extent.as_ref()?);
    (from.earliest <= to.latest).then(|| (first.range.start..last.range.end, TimeExtent::interval(from, to)))
}

/// The role of a person: "Russian Deputy Prime Minister Grigory Karasin", "the deputy foreign minister".
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The words of the role alone: "Deputy Prime Minister".
    pub title: Range<usize>,
    /// The whole phrase, including the holder and the body: "Russian Deputy Prime Minister Grigory Karasin".
    pub range: Range<usize>,
    /// The person: an index of [`Findings::entities`]; `None` if the holder cannot be determined.
    pub holder: Option<usize>,
    /// The mention of the country or organisation: an index of [`Findings::mentions`].
    pub of: Option<usize>,
    /// The number of its paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// The role in plain form for comparison, in lower case, abbreviations written out: "deputy foreign minister".
    pub plain: String,
    /// Whether the word is a general one ("diplomat", "official"), which is compatible with any special role.
    pub general: bool,
    /// Whether several people are meant ("the foreign ministers"). Then there is no holder.
    pub plural: bool,
    /// Whether it is held now, was held or will be held, according to the words.
    pub tenure: Tenure,
}

/// When a role is held, relative to the time of the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tenure {
    /// At that time, or the words do not say.
    #[default]
    Present,
    /// "former", "ex-", "then-".
    Former,
    /// "-elect", "incoming".
    Coming,
}

impl Tenure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Present, Self::Former, Self::Coming];
}

/// The form of reported speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeechKind {
    /// Within quotation marks.
    Direct,
    /// Without quotation marks ("said that Moscow welcomes …").
    Indirect,
    /// Both in one sentence.
    Mixed,
}

impl SpeechKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::Mixed];
}

/// Words that refer to an entity: a speaker, an addressee, a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRef {
    /// The words: a name, a role, a pronoun.
    pub range: Range<usize>,
    /// The entity: an index of [`Findings::entities`]; `None` if it cannot be determined.
    pub entity: Option<usize>,
}

/// A quotation or reported speech.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// Its form.
    pub kind: SpeechKind,
    /// The content: one range, or several if a quotation is interrupted by "he said" or continues over paragraphs.
    /// Without quotation marks.
    pub content: Vec<Range<usize>>,
    /// The verb or word that introduces it, verbatim: "touched upon", "According to".
    pub cue: Option<Range<usize>>,
    /// The speaker.
    pub speaker: Option<EntityRef>,
    /// The addressee.
    pub addressee: Option<EntityRef>,
    /// The medium: "in an interview with Interfax", "on Twitter", "the joint statement".
    pub medium: Option<Range<usize>>,
    /// The number of the paragraph in which it begins, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
}

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A meeting of any kind.
    Meeting,
    /// A summit.
    Summit,
    /// Talks or negotiations.
    Talks,
    /// Consultations.
    Consultations,
    /// A visit.
    Visit,
    /// A conference, forum or session.
    Conference,
    /// A call by telephone or video.
    Call,
    /// An agreement that was signed.
    Signing,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Meeting,
        Self::Summit,
        Self::Talks,
        Self::Consultations,
        Self::Visit,
        Self::Conference,
        Self::Call,
        Self::Signing,
    ];
}

/// The factuality of an event, according to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Factuality {
    /// It is said to have happened, or to be happening.
    Happened,
    /// It is planned or expected.
    Planned,
    /// It is said not to have happened, or not to be going to.
    Denied,
    /// It is spoken of as possible, wished, offered, called for, or asked about.
    Possible,
    /// It was planned, and is said to be postponed.
    Postponed,
    /// It was planned, and is said to be cancelled.
    Cancelled,
}

impl Factuality {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Happened, Self::Planned, Self::Denied, Self::Possible, Self::Postponed, Self::Cancelled];
}

/// One mention of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The word that names it: "summit", "met".
    pub trigger: Range<usize>,
    /// The clause that reports it.
    pub range: Range<usize>,
    /// The number of its paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// Its kind.
    pub kind: EventKind,
    /// Its factuality.
    pub factuality: Factuality,
    /// The participants.
    pub participants: Vec<EntityRef>,
    /// The role by which each participant is named, if any: indices of [`Findings::roles`], in the order of the
    /// participants.
    pub participant_roles: Vec<Option<usize>>,
    /// The place: an index of [`Findings::mentions`].
    pub place: Option<usize>,
    /// The time: an index of [`Findings::times`].
    pub time: Option<usize>,
    /// Another meeting at or beside which it takes place ("on the sidelines of the OSCE Ministerial Council").
    pub occasion: Option<EntityRef>,
    /// Those with whose help or under whose auspices it takes place.
    pub auspices: Vec<EntityRef>,
    /// The quotation in which it is reported: an index of [`Findings::quotations`]. Its speaker is then the source.
    pub quotation: Option<usize>,
    /// The number of the event in the article, from 0; mentions of the same event share it.
    pub event: usize,
}

/// Something that is said of a place as a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceStatement {
    /// The place: an index of [`Findings::mentions`].
    pub place: usize,
    /// The word beside the name that says what kind of unit is meant: "the town of Sorl".
    pub kind_beside: Option<Range<usize>>,
    /// What is said.
    pub said: Said,
    /// The time to which it refers, or at which it happened: an index of [`Findings::times`].
    pub time: Option<usize>,
    /// The clause that says it.
    pub range: Range<usize>,
    /// The number of the paragraph, from 1; `None` in the headline.
    pub paragraph: Option<usize>,
    /// The quotation in which it is said: an index of [`Findings::quotations`]. Its speaker is then the source.
    pub quotation: Option<usize>,
}

/// What is said of a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// It has an area.
    Area {
        /// The figure with its unit.
        quantity: Quantity,
        /// What it is of.
        kind: AreaKind,
    },
    /// It has this many inhabitants.
    Population {
        /// The figure.
        value: Decimal,
        /// The words that give it, with the word that makes it approximate.
        lexical: Range<usize>,
    },
    /// It was founded.
    Established,
    /// It was abolished.
    Abolished,
    /// Control over it changed.
    Control {
        /// Who is said to have gained it.
        gained: Option<EntityRef>,
        /// Who is said to have lost it.
        lost: Option<EntityRef>,
    },
    /// It is a unit of a kind.
    Kind {
        /// The word for the kind.
        words: Range<usize>,
    },
    /// It is part of another place.
    PartOf {
        /// The other: an index of [`Findings::mentions`].
        parent: usize,
        /// The word beside the name of the other for its kind.
        kind: Option<Range<usize>>,
    },
}
