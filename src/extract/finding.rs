//! What is found in an article. Ranges are bytes of the document's text, and every finding cuts out the words that it was
//! read from; nothing here is asserted yet.

use crate::base::time::TimeExtent;
use std::ops::Range;

/// All that was found in one article.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Findings {
    /// Where people, organisations, places, events and nationalities are named, in order.
    pub mentions: Vec<Mention>,
    /// Who and what they are: one for each person or thing of this article.
    pub entities: Vec<Entity>,
    /// Expressions of time, in order.
    pub times: Vec<TimeMention>,
    /// Who is called what, each time that it happens, in order.
    pub roles: Vec<Role>,
    /// What is quoted or reported as said, in order.
    pub quotations: Vec<Quotation>,
    /// Meetings and other events, each time that they are told of, in order.
    pub events: Vec<Event>,
}

/// What sort of thing a name names.
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
    /// People by where they belong: "Armenian", "Russians".
    Nationality,
    /// Anything else with a name.
    Other,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where.
    pub range: Range<usize>,
    /// Its tokens, as positions in [`super::tokens::Tokens::tokens`].
    pub tokens: Range<usize>,
    /// What sort of thing it names here.
    pub kind: EntityType,
    /// Whom or what it names: a position in [`Findings::entities`].
    pub entity: usize,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
    /// Whether the name of a place stands for its government or state ("Moscow welcomes").
    pub stands_for_state: bool,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// Which signals spoke for it.
    pub signals: Signals,
}

/// Which signals spoke for a mention, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals(pub u16);

/// A person or thing of an article, with all its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What sort of thing it is.
    pub kind: EntityType,
    /// The fullest form of its name in this article, white space folded, without title and possessive.
    pub name: String,
    /// The gazetteer's entity: a position in [`crate::dataset::gazetteer::Gazetteer::entities`].
    pub known: Option<usize>,
    /// Of a person, what the first name or the title says, if they say it.
    pub gender: Option<Gender>,
    /// Its mentions, as positions in [`Findings::mentions`].
    pub mentions: Vec<usize>,
}

/// The gender of a name or a title: a hint by which a pronoun is resolved, no statement about anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// As Mr, king, John.
    Male,
    /// As Mrs, queen, Mary.
    Female,
}

/// What sort of time an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A stretch of the calendar: a day, a month, a decade, "now".
    Date,
    /// A time of day.
    Clock,
    /// A length of time.
    Duration,
    /// A time that comes again and again.
    Recurring,
}

/// What a relative time was counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing was needed: the expression says it all.
    Explicit,
    /// The day on which the article was published.
    Published,
    /// Another expression of the article, as a position in [`Findings::times`].
    Expression(usize),
    /// There is none: the time stays unresolved.
    Missing,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Where.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
    /// What sort.
    pub kind: TimeKind,
    /// The value in TIMEX3 (ISO-TimeML): `1993-07-23`, `P3D`, `199`, `XXXX-WXX-2`; none where nothing can be said.
    pub value: Option<String>,
    /// The modifier in TIMEX3: `START`, `MID`, `END`, `APPROX`, `BEFORE`, `AFTER`, `LESS_THAN`, …
    pub modifier: Option<&'static str>,
    /// The same as EDTF with its bounds, if it is resolved and has a place in the calendar.
    pub extent: Option<TimeExtent>,
    /// From what it was counted.
    pub anchor: Anchor,
    /// The expression with which an interval ends that begins with this one ("from 8 to 12 May"): a position in
    /// [`Findings::times`].
    pub until: Option<usize>,
}

/// The interval that begins with an expression, if one does and both its ends are resolved: the bytes of both and of what stands
/// between, and what they mean together.
pub fn interval(times: &[TimeMention], first: &TimeMention) -> Option<(Range<usize>, TimeExtent)> {
    let last = times.get(first.until?)?;
    let (from, to) = (first.extent.as_ref()?, last.extent.as_ref()?);
    (from.earliest <= to.latest).then(|| (first.range.start..last.range.end, TimeExtent::interval(from, to)))
}

/// Who is called what: "Russian Deputy Prime Minister Grigory Karasin", "the deputy foreign minister".
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The words of the role alone: "Deputy Prime Minister".
    pub title: Range<usize>,
    /// The whole phrase, with whose role it is and of what: "Russian Deputy Prime Minister Grigory Karasin".
    pub range: Range<usize>,
    /// The person: a position in [`Findings::entities`]; none if the phrase names nobody whom we could tell.
    pub holder: Option<usize>,
    /// Of what country or organisation, as a mention: a position in [`Findings::mentions`].
    pub of: Option<usize>,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
    /// The role in plain form for comparing, small letters, abbreviations written out: "deputy foreign minister".
    pub plain: String,
    /// Whether the word is a general one ("diplomat", "official"), which goes with any special role.
    pub general: bool,
    /// Whether several people are meant ("the foreign ministers"). Then nobody is the holder.
    pub plural: bool,
    /// Whether it is held now, was held or will be, as the words have it.
    pub tenure: Tenure,
}

/// How a role stands to the time of which the text speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tenure {
    /// Nothing else is said.
    #[default]
    Present,
    /// "former", "ex-", "then-".
    Former,
    /// "-elect", "incoming".
    Coming,
}

/// How speech is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeechKind {
    /// Within quotation marks.
    Direct,
    /// Without ("said that Moscow welcomes …").
    Indirect,
    /// Both in one sentence.
    Mixed,
}

/// Who speaks, or is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRef {
    /// The words: a name, a role, a pronoun.
    pub range: Range<usize>,
    /// Who that is: a position in [`Findings::entities`]; none if it cannot be told.
    pub entity: Option<usize>,
}

/// Something quoted or reported as said.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// How.
    pub kind: SpeechKind,
    /// What is said: one range, or several where a quotation is broken by "he said" or goes on over paragraphs. Without the
    /// quotation marks.
    pub content: Vec<Range<usize>>,
    /// The verb or word that says that it is said, verbatim: "touched upon", "According to".
    pub cue: Option<Range<usize>>,
    /// Who says it.
    pub speaker: Option<EntityRef>,
    /// To whom.
    pub addressee: Option<EntityRef>,
    /// In what: "in an interview with Interfax", "on Twitter", "the joint statement".
    pub medium: Option<Range<usize>>,
    /// In which paragraph it begins, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
}

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A meeting of any sort.
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

/// How an event stands to the world, as the text has it.
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
    /// It was planned, and is said to be put off.
    Postponed,
    /// It was planned, and is said to be given up.
    Cancelled,
}

/// One telling of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The word that names it: "summit", "met".
    pub trigger: Range<usize>,
    /// The clause that tells of it.
    pub range: Range<usize>,
    /// In which paragraph, counted from 1; none in the headline.
    pub paragraph: Option<usize>,
    /// What kind.
    pub kind: EventKind,
    /// How it stands.
    pub standing: Factuality,
    /// Who took part.
    pub participants: Vec<EntityRef>,
    /// By which role each participant is named, if by one: positions in [`Findings::roles`], in the order of the participants.
    pub participant_roles: Vec<Option<usize>>,
    /// Where: a position in [`Findings::mentions`].
    pub place: Option<usize>,
    /// When: a position in [`Findings::times`].
    pub time: Option<usize>,
    /// At or beside which other meeting ("on the sidelines of the OSCE Ministerial Council").
    pub occasion: Option<EntityRef>,
    /// With whose help or under whose auspices.
    pub auspices: Vec<EntityRef>,
    /// Within which quotation it is told: a position in [`Findings::quotations`]. Its speaker is then who says so.
    pub within: Option<usize>,
    /// Which event of the article it is: tellings of the same one share the number, which counts from 0.
    pub event: usize,
}
