//! What a reviewer sees: sources, their text with marks, and a card for each claim. All of it is plain data, which a terminal
//! prints and a browser gets as JSON.

use serde::Serialize;

/// A source in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceSummary {
    /// The id: of an article in a file of several, that of the article.
    pub id: String,
    /// The title; the id if it has none.
    pub title: String,
    /// The day on which it was published, in EDTF; empty if that is not known.
    pub date: String,
    /// Number of claims.
    pub claims: usize,
    /// Number of claims that nobody decided about.
    pub open: usize,
    /// Number of the others.
    pub decided: usize,
    /// Whether decisions on it are kept out of version control.
    pub restricted: bool,
    /// What is not shown of it, and why; empty if all is.
    pub note: String,
}

/// A source with all its claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceReview {
    /// The source.
    #[serde(flatten)]
    pub summary: SourceSummary,
    /// Its text. Positions in it are half-open ranges of code points.
    pub text: String,
    /// What was found in the text, by its beginning; marks may lie within each other, and may cross.
    pub marks: Vec<SourceMark>,
    /// The claims, in the order of the text.
    pub cards: Vec<Card>,
    /// Decisions that belong to none of the cards.
    pub orphans: Vec<Orphan>,
    /// Whether claims can be added: it has an article.
    pub addable: bool,
}

/// A range of the text with a meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceMark {
    /// First code point.
    pub start: usize,
    /// After the last code point.
    pub end: usize,
    /// What it is.
    pub kind: MarkKind,
    /// The entity or time that it means, the type of the claim, or the label of the field.
    pub name: String,
    /// The key of the card that it belongs to; empty for a name or time alone.
    pub card: String,
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// The words of a claim.
    Claim,
    /// The words of a field of a claim.
    Field,
    /// The name of a person.
    Person,
    /// The name of an organisation.
    Organisation,
    /// The name of a place.
    Place,
    /// The name of an event.
    Event,
    /// The name of anything else.
    Other,
    /// An expression of time.
    Time,
}

/// A claim as a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The name of the card within its source. It is made of the words and their surroundings and stays the same whatever is
    /// decided.
    pub key: String,
    /// The id of the source.
    pub source: String,
    /// The name of the type of the claim, as in a file of decisions.
    pub claim_type: String,
    /// The label of the type.
    pub label: String,
    /// First code point of the words of the claim.
    pub start: usize,
    /// After their last code point.
    pub end: usize,
    /// First code point of the sentence, or line, around them.
    pub sentence_start: usize,
    /// After its last code point.
    pub sentence_end: usize,
    /// The words of that sentence, white space folded.
    pub sentence: String,
    /// The words of the claim, white space folded.
    pub words: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// What the program reads them as; empty for an added claim.
    pub reading: String,
    /// The claim, with what was decided, in a sentence of English.
    pub english: String,
    /// The fields as they are now.
    pub fields: Vec<CardField>,
    /// The fields as the program reads them, if those of the card are others.
    pub machine: Vec<CardField>,
    /// What the decisions come to.
    pub status: Status,
    /// The decisions, sorted.
    pub decisions: Vec<WrittenDecision>,
    /// Changes with the decisions: pass it back, so that nobody decides over another person's decision unseen.
    pub seen: String,
    /// The higher, the sooner it is worth a look.
    pub rank: i32,
    /// Why it is worth a look, such as `no speaker`; empty for nothing special.
    pub doubts: Vec<String>,
}

/// A field of a claim with one of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardField {
    /// The name of the property, as in a file of decisions. A field with several values stands there several times.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The value, as a reviewer may write it; empty if the claim has none.
    pub value: String,
    /// The value as it is shown: the label of a term, a date in words.
    pub shown: String,
    /// First code point of its words, if it has words.
    pub start: Option<usize>,
    /// After their last code point.
    pub end: Option<usize>,
}

/// What the decisions on a claim come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody decided.
    Open,
    /// It is as the source says.
    Accepted,
    /// It is not, and is left out.
    Rejected,
    /// It has other values than the program reads.
    Replaced,
    /// A person added it.
    Added,
    /// Reviewers differ, so it is left out.
    Differing,
    /// Nobody decided; it is left out, because it was said in a statement that is rejected, or that no longer holds it.
    LeftOut,
    /// An added claim that was taken back. A card with this status is in no list.
    Removed,
}

/// The decision of one reviewer about a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenDecision {
    /// The reviewer.
    pub reviewer: String,
    /// `accepted`, `rejected`, `replaced` or `added`.
    pub verdict: String,
    /// The day.
    pub day: String,
    /// A remark.
    pub comment: String,
    /// The fields that it gives, with their values.
    pub fields: Vec<(String, String)>,
    /// Why it is not used, or not without a doubt; empty if all is well.
    pub problem: String,
}

/// A decision that belongs to no claim of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Orphan {
    /// The name of the type of the claim.
    pub claim_type: String,
    /// The words of the claim.
    pub words: String,
    /// The decision; `problem` says why it is not used.
    pub decision: WrittenDecision,
}

/// What a step changes in a source beside the card that it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Others {
    /// Other cards that are otherwise now, or new.
    pub cards: Vec<Card>,
    /// The keys of cards that are there no more.
    pub gone: Vec<String>,
    /// The decisions of the source that belong to no card now.
    pub orphans: Vec<Orphan>,
}

/// A type of claim as a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeForm {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether a reviewer can add such a claim.
    pub addable: bool,
    /// Its fields, in order.
    pub fields: Vec<FieldForm>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldForm {
    /// The name of the property.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What a value is.
    pub kind: FieldKind,
    /// The values among which to choose, each with its label.
    pub choices: Vec<(String, String)>,
    /// Whether it may have several values.
    pub repeats: bool,
    /// Whether a claim needs it.
    pub required: bool,
    /// Whether a reviewer can change it.
    pub editable: bool,
    /// How to write a value, in a few words.
    pub help: String,
}

/// What the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Somebody or something with a name: words of the source, or `WORDS => NAME`.
    Entity,
    /// Words of the source.
    Words,
    /// A time in EDTF, or `WORDS => EDTF`.
    Time,
    /// One of the choices.
    Choice,
    /// An area with its unit.
    Area,
    /// A number.
    Number,
    /// Any text.
    Text,
}
