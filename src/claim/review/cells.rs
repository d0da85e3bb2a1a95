//! Decisions on the claims of records and of rows of tables. They pass one by one, so a decision is matched strictly: by its
//! words and what stands on both sides of them, or on one side where the claim is read as it was.

use super::anchor::{Anchor, Misfit};
use super::names::ArticleNames;
use super::reading::{ClaimField, joined};
use super::reviewed::is_of_article;
use super::settle::{Numbered, Settled, settle};
use super::{Mark, MarkKind, Outcome, Seen};
use crate::base::iri::{Minter, Span, folded_space, last_part};
use crate::base::time::TimeExtent;
use crate::base::vocab::{choro, term};
use crate::claim::article::PlaceClaim as ProseClaim;
use crate::claim::table::{RowClaim, RowClaims};
use crate::claim::types::{ClaimType, TYPES};
use crate::claim::{ClaimValue, RecordClaim, RecordClaims, Statement};
use crate::dataset::decisions::{ClaimDecision, Verdict};
use crate::dataset::gazetteer::Gazetteer;
use crate::read::record::quantity::{self, Decimal, Quantity};
use crate::read::source::SourceDocument;
use crate::read::table::Stated;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::{BTreeMap, HashMap};

/// The decisions on the claims of the records and rows of one source.
#[derive(Debug)]
pub struct PlaceDecisions<'d> {
    by_words: HashMap<(&'d str, String), Vec<Numbered<'d>>>,
    outcomes: BTreeMap<usize, Option<Misfit>>,
    /// The decisions that were found to be about a claim, with the claim.
    placed: Vec<(usize, NamedNode)>,
    gazetteer: &'d Gazetteer,
    minter: &'d Minter,
}

/// A record or row after the decisions on its claims.
#[derive(Debug, Clone)]
pub struct ReviewedRow<R> {
    /// The record with the claims that are kept.
    pub kept: R,
    /// The record with the claims that are left out; `None` if there are none.
    pub left_out: Option<R>,
    /// What was decided about those that are kept.
    pub marks: Vec<Mark>,
    /// What was decided about those that are left out, also for others in their place.
    pub marks_left_out: Vec<Mark>,
}

impl<R> ReviewedRow<R> {
    fn new(kept: R, left_out: Option<R>, marks: Vec<Mark>) -> Self {
        let (marks_left_out, marks) = marks.into_iter().partition(|mark| mark.decided == MarkKind::Rejected);
        Self { kept, left_out, marks, marks_left_out }
    }
}

/// A claim about a place while decisions are applied to it.
struct PlaceClaim<'c> {
    iri: &'c NamedNode,
    place: &'c str,
    statement: &'c Statement,
    anchor: Anchor,
    /// The words in which a value has to stand: of the record, or of the cell.
    source: &'c str,
}

/// What becomes of a claim.
enum Fate {
    Kept,
    LeftOut,
    Replaced(NamedNode, Statement),
}

impl Fate {
    /// Puts a claim where it belongs; a replaced one is left out, with another in its place.
    fn put<C: Clone>(
        self,
        mut claim: C,
        set: impl FnOnce(&mut C, NamedNode, Statement),
        kept: &mut Vec<C>,
        left_out: &mut Vec<C>,
    ) {
        match self {
            Self::Kept => kept.push(claim),
            Self::LeftOut => left_out.push(claim),
            Self::Replaced(iri, statement) => {
                left_out.push(claim.clone());
                set(&mut claim, iri, statement);
                kept.push(claim);
            }
        }
    }
}

impl<'d> PlaceDecisions<'d> {
    /// Decisions on one source.
    pub fn new(decisions: &'d [ClaimDecision], gazetteer: &'d Gazetteer, minter: &'d Minter) -> Self {
        let mut by_words: HashMap<(&str, String), Vec<Numbered<'_>>> = HashMap::new();
        let mut outcomes = BTreeMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            if is_of_article(&decision.claim) {
                continue;
            }
            let misfit = match decision.verdict {
                _ if !TYPES.iter().any(|claim_type| claim_type.name == decision.claim) => Misfit::NoType,
                Verdict::Added => Misfit::NotHere,
                _ => Misfit::Gone,
            };
            outcomes.insert(at, Some(misfit));
            if decision.verdict != Verdict::Added {
                by_words.entry((&decision.claim, folded_space(&decision.words))).or_default().push((at, decision));
            }
        }
        Self { by_words, outcomes, placed: Vec::new(), gazetteer, minter }
    }

    /// Whether there is nothing to apply.
    fn is_empty(&self) -> bool {
        self.by_words.is_empty()
    }

    /// Whether any decision is on a claim of a type with these words.
    pub fn has(&self, claim_type: &'static ClaimType, words: &str) -> bool {
        // The key is owned, so an empty list is looked at first.
        !self.is_empty() && self.by_words.contains_key(&(claim_type.name, words.to_owned()))
    }

    /// The claim that each decision is about, as it was read, for those whose claim was there.
    pub fn placed(&self) -> &[(usize, NamedNode)] {
        &self.placed
    }

    /// What became of each decision on claims about places.
    pub fn outcomes(self) -> Vec<Outcome> {
        self.outcomes.into_iter().map(|(decision, misfit)| Outcome { decision, misfit }).collect()
    }

    /// Applies the decisions to a record of a fact box.
    pub fn record(&mut self, document: &SourceDocument, mut record: RecordClaims) -> ReviewedRow<RecordClaims> {
        if self.is_empty() {
            return ReviewedRow::new(record, None, Vec::new());
        }
        let mut marks = Vec::new();
        let mut left_out = Vec::new();
        let claims = std::mem::take(&mut record.claims);
        for claim in claims {
            let range = document.range(claim.evidence.span).unwrap_or_default();
            let anchor = Anchor::of(&document.text, &range);
            let seen = PlaceClaim {
                iri: &claim.iri,
                place: &record.place.name,
                statement: &claim.statement,
                anchor,
                source: &record.evidence.verbatim,
            };
            let set = |claim: &mut RecordClaim, iri, statement| (claim.iri, claim.statement) = (iri, statement);
            self.fate(&seen, &mut marks).put(claim, set, &mut record.claims, &mut left_out);
        }
        let left_out = (!left_out.is_empty()).then(|| RecordClaims { claims: left_out, ..record.clone() });
        ReviewedRow::new(record, left_out, marks)
    }

    /// Applies the decisions to what an article says of places: the claims that are kept, and those that are left out.
    pub fn prose(&mut self, document: &SourceDocument, claims: Vec<ProseClaim>) -> ReviewedRow<Vec<ProseClaim>> {
        if self.is_empty() {
            return ReviewedRow::new(claims, None, Vec::new());
        }
        let mut marks = Vec::new();
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for made in claims {
            let range = document.range(made.header.evidence.span).unwrap_or_default();
            let seen = PlaceClaim {
                iri: &made.header.iri,
                place: &made.name,
                statement: &made.statement,
                anchor: Anchor::of(&document.text, &range),
                source: &made.header.evidence.verbatim,
            };
            let set = |made: &mut ProseClaim, iri, statement| (made.header.iri, made.statement) = (iri, statement);
            self.fate(&seen, &mut marks).put(made, set, &mut kept, &mut left_out);
        }
        ReviewedRow::new(kept, (!left_out.is_empty()).then_some(left_out), marks)
    }

    /// Applies the decisions to a row of a table.
    pub fn row<'r>(&mut self, mut row: RowClaims<'r>) -> ReviewedRow<RowClaims<'r>> {
        if self.is_empty() {
            return ReviewedRow::new(row, None, Vec::new());
        }
        let mut marks = Vec::new();
        let mut left_out = Vec::new();
        let claims = std::mem::take(&mut row.claims);
        for claim in claims {
            let anchor = row_anchor(&row, claim.stated);
            let seen = PlaceClaim {
                iri: &claim.iri,
                place: &row.place.name,
                statement: &claim.statement,
                anchor,
                source: &claim.stated.value.text,
            };
            let set = |claim: &mut RowClaim<'_>, iri, statement| (claim.iri, claim.statement) = (iri, statement);
            self.fate(&seen, &mut marks).put(claim, set, &mut row.claims, &mut left_out);
        }
        let left_out = (!left_out.is_empty()).then(|| RowClaims { claims: left_out, ..row.clone() });
        ReviewedRow::new(row, left_out, marks)
    }

    fn fate(&mut self, claim: &PlaceClaim<'_>, marks: &mut Vec<Mark>) -> Fate {
        let key = (claim.statement.claim_type.name, claim.anchor.words.clone());
        let Some(with_words) = self.by_words.get(&key) else { return Fate::Kept };
        let reading = joined(&fields(claim.place, claim.statement));
        let fits = |decision: &ClaimDecision| {
            let fit = claim.anchor.fit(&Anchor::of_decision(decision));
            fit == 3 || fit == 2 && decision.reading == reading
        };
        let rows: Vec<Numbered<'_>> = with_words.iter().copied().filter(|(_, decision)| fits(decision)).collect();
        if rows.is_empty() {
            for (at, decision) in with_words {
                if let Some(misfit) = self.outcomes.get_mut(at).filter(|misfit| **misfit == Some(Misfit::Gone)) {
                    *misfit = Some(Anchor::of_decision(decision).elsewhere());
                }
            }
            return Fate::Kept;
        }
        self.placed.extend(rows.iter().map(|(at, _)| (*at, claim.iri.clone())));
        let mut outcomes = Vec::new();
        let settled = settle(&rows, &reading, &mut outcomes);
        let fate = match settled {
            Settled::Open => Fate::Kept,
            Settled::Accepted(by) => {
                marks.push(Mark { claim: claim.iri.clone(), decided: MarkKind::Accepted, by });
                Fate::Kept
            }
            Settled::Rejected(by) => {
                marks.push(Mark { claim: claim.iri.clone(), decided: MarkKind::Rejected, by });
                Fate::LeftOut
            }
            Settled::Replaced(fields, by) => {
                let mut statement = claim.statement.clone();
                for (field, values) in &fields {
                    if let Err(misfit) = set(&mut statement, field, values, claim.source, self.gazetteer) {
                        let of_field = rows.iter().filter(|(_, row)| row.field == *field);
                        outcomes
                            .extend(of_field.map(|(at, _)| Outcome { decision: *at, misfit: Some(misfit.clone()) }));
                    }
                }
                let stated = joined(&self::fields(claim.place, &statement));
                if stated == reading {
                    if outcomes.iter().all(|outcome| outcome.misfit.is_none()) {
                        marks.push(Mark { claim: claim.iri.clone(), decided: MarkKind::Accepted, by });
                    }
                    Fate::Kept
                } else {
                    let iri = self.minter.revision(claim.iri, &stated);
                    let left_out = Mark { claim: claim.iri.clone(), decided: MarkKind::Rejected, by: by.clone() };
                    marks.push(left_out);
                    let decided = MarkKind::Replaced { of: claim.iri.clone(), reading };
                    marks.push(Mark { claim: iri.clone(), decided, by });
                    Fate::Replaced(iri, statement)
                }
            }
        };
        self.outcomes.extend(outcomes.into_iter().map(|outcome| (outcome.decision, outcome.misfit)));
        fate
    }
}

/// Where a claim of a row is anchored: the words of its cell, between the name of its row and the heads of its column.
fn row_anchor(row: &RowClaims<'_>, stated: &Stated) -> Anchor {
    let heads: Vec<&str> = stated.basis.heads.iter().map(|head| &*head.text).collect();
    Anchor {
        words: folded_space(&stated.value.text),
        before: folded_space(&row.row.place.name),
        after: folded_space(&heads.join(" ")),
    }
}

/// The claims of a row of a table as a reviewer sees them. `place` says where the words of a statement stand in what is shown
/// of the row.
pub fn row_subjects(row: &RowClaims<'_>, place: impl Fn(&Stated) -> Span) -> Vec<Seen> {
    let seen = |claim: &RowClaim<'_>| Seen {
        claim: claim.iri.clone(),
        claim_type: claim.statement.claim_type,
        anchor: row_anchor(row, claim.stated),
        span: place(claim.stated),
        fields: fields(&row.place.name, &claim.statement),
        said_by: None,
    };
    row.claims.iter().map(seen).collect()
}

/// The claims of a record as a reviewer sees them.
pub fn record_subjects(document: &SourceDocument, record: &RecordClaims) -> Vec<Seen> {
    let seen = |claim: &RecordClaim| Seen {
        claim: claim.iri.clone(),
        claim_type: claim.statement.claim_type,
        anchor: Anchor::of(&document.text, &document.range(claim.evidence.span).unwrap_or_default()),
        span: claim.evidence.span,
        fields: fields(&record.place.name, &claim.statement),
        said_by: None,
    };
    record.claims.iter().map(seen).collect()
}

/// What an article says of places, as a reviewer sees it.
pub fn prose_subjects<'c>(
    document: &SourceDocument,
    claims: impl Iterator<Item = &'c ProseClaim>,
    names: &ArticleNames<'_>,
) -> Vec<Seen> {
    let seen = |made: &ProseClaim| Seen {
        claim: made.header.iri.clone(),
        claim_type: made.statement.claim_type,
        anchor: Anchor::of(&document.text, &document.range(made.header.evidence.span).unwrap_or_default()),
        span: made.header.evidence.span,
        fields: fields(&made.name, &made.statement),
        said_by: made.header.attribution.as_ref().map(|attribution| {
            attribution.speaker.as_ref().map(|speaker| names.label(speaker).to_owned()).unwrap_or_default()
        }),
    };
    claims.map(seen).collect()
}

/// The fields of a statement about a place, by the names of their properties.
fn fields(place: &str, statement: &Statement) -> Vec<ClaimField> {
    let mut fields = vec![ClaimField::new("aboutPlace", place.to_owned())];
    fields.extend(statement.values.iter().map(|(property, value)| {
        let text = match value {
            ClaimValue::Time(time) => time.edtf.clone(),
            ClaimValue::Quantity(quantity) => quantity.lexical.clone(),
            ClaimValue::Number(number) => number.to_string(),
            ClaimValue::Term(term) => last_part(term.as_str()).to_owned(),
            ClaimValue::Text(text, _) | ClaimValue::Measure(text) | ClaimValue::Agent(text) => text.clone(),
            ClaimValue::Place(place) => place.name.clone(),
            ClaimValue::Entity(_, name) => name.clone(),
            ClaimValue::Geometry(text) => text.chars().take(60).collect(),
        };
        ClaimField::new(local_name(*property), text)
    }));
    fields
}

/// The area that a text states, if it states one and nothing else.
fn area(text: &str) -> Option<Quantity> {
    let mut found = quantity::find_areas(text);
    match (found.pop(), found.is_empty()) {
        (Some(area), true) if area.range == (0..text.len()) => {
            let value = Decimal::parse(&text[area.number])?;
            Some(Quantity { value, unit: area.unit, lexical: text.to_owned() })
        }
        _ => None,
    }
}

fn local_name(property: NamedNodeRef<'static>) -> &'static str {
    property.as_str().rsplit('#').next().unwrap_or_default()
}

/// The digits of a text, without the exponent of a unit.
fn digits(text: &str) -> String {
    text.replace("km2", "").replace("m2", "").chars().filter(char::is_ascii_digit).collect()
}

/// Sets a field of a statement to what a reviewer wrote.
fn set(
    statement: &mut Statement,
    field: &str,
    values: &[String],
    source: &str,
    gazetteer: &Gazetteer,
) -> Result<(), Misfit> {
    let at = statement.values.iter().position(|(property, _)| local_name(*property) == field);
    let written = match values {
        [] => None,
        [only] => Some(only.trim()),
        several => return Err(Misfit::Value(format!("this field has one value, and here are {}", several.len()))),
    };
    let wrong = |what: &str| Misfit::Value(format!("{:?} is not {what}", written.unwrap_or_default()));
    let time = |text: &str| TimeExtent::from_edtf(text).ok_or_else(|| wrong("a time in EDTF, such as 2019-05-03"));
    let optional = optional(statement.claim_type).iter().find(|property| local_name(**property) == field);
    let (Some(at), Some(text)) = (at, written) else {
        return match (at, written) {
            // Some values may be added and taken away; without the others a claim says nothing.
            (None, Some(text)) if optional.is_some() => {
                let property = *optional.unwrap_or(&choro::TIME);
                let value = match property {
                    choro::UNIT_WORDS => ClaimValue::Text(words(text, source)?, None),
                    choro::HELD_BY => ClaimValue::Agent(words(text, source)?),
                    _ => ClaimValue::Time(time(text)?),
                };
                statement.values.push((property, value));
                Ok(())
            }
            (None, None) if optional.is_some() => Ok(()),
            (Some(at), None) if optional.is_some() => {
                statement.values.remove(at);
                Ok(())
            }
            (Some(_), None) => Err(Misfit::Value("a claim without this value says nothing: reject it".to_owned())),
            _ => Err(Misfit::NoField),
        };
    };
    let value = &mut statement.values[at].1;
    match value {
        // However the figure is written, its digits are those of the source.
        ClaimValue::Quantity(_) | ClaimValue::Number(_) if digits(source).contains(&digits(text)) => {}
        ClaimValue::Time(_) | ClaimValue::Term(_) | ClaimValue::Geometry(_) => {}
        _ => drop(words(text, source)?),
    }
    *value = match value {
        ClaimValue::Time(_) => ClaimValue::Time(time(text)?),
        ClaimValue::Quantity(_) => {
            ClaimValue::Quantity(area(text).ok_or_else(|| wrong("an area with its unit, such as 289.8 km²"))?)
        }
        ClaimValue::Number(_) => {
            ClaimValue::Number(Decimal::parse(text).ok_or_else(|| wrong("a number such as 1250.5"))?)
        }
        ClaimValue::Text(_, language) => ClaimValue::Text(text.to_owned(), language.clone()),
        ClaimValue::Measure(_) => ClaimValue::Measure(text.to_owned()),
        ClaimValue::Agent(_) => ClaimValue::Agent(text.to_owned()),
        ClaimValue::Place(_) | ClaimValue::Entity(..) => ClaimValue::Place(gazetteer.place(&folded_space(text))),
        ClaimValue::Term(_) => {
            let named = |term: &&NamedNodeRef<'static>| last_part(term.as_str()) == text;
            ClaimValue::Term(*TERMS.iter().find(named).ok_or_else(|| wrong("a term of such a claim"))?)
        }
        ClaimValue::Geometry(_) => return Err(Misfit::Value("a geometry is corrected in its source".to_owned())),
    };
    if statement.claim_type.value == choro::SEAT_WORDS && field == local_name(choro::SEAT_WORDS) {
        // The place that the other words meant is not the one that these mean.
        statement.values.retain(|(property, _)| *property != choro::SEAT);
        let seat = Some(gazetteer.place(&folded_space(text))).filter(|place| place.known);
        statement.values.extend(seat.map(|seat| (choro::SEAT, ClaimValue::Place(seat))));
    }
    Ok(())
}

/// The properties that a claim of a type may have or not.
fn optional(claim_type: &ClaimType) -> &'static [NamedNodeRef<'static>] {
    match claim_type.value {
        choro::TIME => &[],
        choro::AREA => &[choro::TIME, choro::BOUNDARY_TIME],
        choro::FIGURE => &[choro::TIME, choro::UNIT_WORDS],
        choro::STATUS_WORDS => &[choro::TIME, choro::HELD_BY],
        _ => &[choro::TIME],
    }
}

/// Words, if they stand in the words of the claim.
fn words(text: &str, source: &str) -> Result<String, Misfit> {
    let source = folded_space(source);
    if source.contains(&folded_space(text)) {
        return Ok(text.to_owned());
    }
    Err(Misfit::Value(format!("{text:?} does not stand in the words of the claim, {source:?}")))
}

/// The terms that claims about places have as values.
const TERMS: &[NamedNodeRef<'static>] =
    &[term::AREA_UNSPECIFIED, term::AREA_WHOLE_UNIT, term::AREA_CONTROLLED_PART, term::ESTABLISHED, term::ABOLISHED];
