//! What the prose of an article says of places: claims of the types that records and tables make, each with the clause
//! that makes it and the utterance in which it stands.

use super::{ClaimBuilder, ClaimHeader, EntityPhrase};
use crate::base::iri::folded_space;
use crate::base::vocab::{choro, term};
use crate::claim::{ClaimValue, Evidence, Statement, types};
use crate::extract::finding::{EntityRef, PlaceStatement, Said};
use oxigraph::model::NamedNode;

/// A claim about a place as a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceClaim {
    /// The header. Its words are the clause, with the time that opens the sentence.
    pub header: ClaimHeader,
    /// What it says.
    pub statement: Statement,
    /// The place that it is about.
    pub place: NamedNode,
    /// What the article calls it.
    pub name: String,
    /// The words that give the time.
    pub time_words: Option<Evidence>,
    /// Who is said to have gained it.
    pub gained: Option<EntityPhrase>,
    /// Who is said to have lost it.
    pub lost: Option<EntityPhrase>,
}

/// The measure of a claim of inhabitants, as in tables.
const POPULATION: &str = "population";

impl ClaimBuilder<'_> {
    /// What is claimed of places, in the order of the text. `utterances` are the IRIs of what is said.
    pub(super) fn places(&mut self, utterances: &[Option<NamedNode>]) -> Vec<PlaceClaim> {
        let findings = self.findings;
        findings.places.iter().filter_map(|statement| self.place_claim(statement, utterances)).collect()
    }

    /// `None` if the place is not clear: the gazetteer has another kind of place of that name.
    fn place_claim(&mut self, read: &PlaceStatement, utterances: &[Option<NamedNode>]) -> Option<PlaceClaim> {
        let (place, name) = self.unit(read.place, read.kind_beside.as_ref())?;
        let evidence = self.words(&read.range)?;
        let time = read.time.and_then(|t| self.findings.times.get(t)).and_then(|t| self.time(t));
        let mut values = Vec::new();
        let text = |text: &str| ClaimValue::Text(text.to_owned(), None);
        let (mut gained, mut lost) = (None, None);
        let claim_type = match &read.said {
            Said::Area { quantity, kind } => {
                values.push((choro::AREA_KIND, ClaimValue::Term(kind.iri())));
                values.push((choro::AREA, ClaimValue::Quantity(quantity.clone())));
                &types::AREA
            }
            Said::Population { value, lexical } => {
                values.push((choro::MEASURE, ClaimValue::Measure(POPULATION.to_owned())));
                values.push((choro::FIGURE, ClaimValue::Number(*value)));
                values.push((choro::LEXICAL_FORM, text(&folded_space(self.document.words(lexical)))));
                &types::FIGURE
            }
            Said::Established | Said::Abolished => {
                let what = if read.said == Said::Established { term::ESTABLISHED } else { term::ABOLISHED };
                values.push((choro::LIFECYCLE, ClaimValue::Term(what)));
                &types::LIFECYCLE
            }
            Said::Control { gained: winner, lost: loser } => {
                let party = |party: &Option<EntityRef>| party.as_ref().and_then(|p| self.phrase(p));
                (gained, lost) = (party(winner), party(loser));
                &types::CONTROL_CHANGE
            }
            Said::Kind { words } => {
                let language = self.document.metadata.language.clone().unwrap_or_else(|| "en".to_owned());
                let words = folded_space(self.document.words(words)).to_lowercase();
                values.push((choro::KIND_WORDS, ClaimValue::Text(words, Some(language.to_lowercase()))));
                &types::KIND
            }
            Said::PartOf { parent, kind } => {
                let (iri, name) = self.unit(*parent, kind.as_ref())?;
                values.push((choro::PART_OF, ClaimValue::Entity(iri, name)));
                let words = kind.as_ref().map(|kind| folded_space(self.document.words(kind)).to_lowercase());
                values.extend(words.map(|words| (choro::PARENT_KIND_WORDS, text(&words))));
                &types::PART_OF
            }
        };
        let extent = time.as_ref().and_then(|t| t.extent.clone());
        values.extend(extent.map(|extent| (choro::TIME, ClaimValue::Time(extent))));
        let attribution = read.quotation.and_then(|q| Some(self.said_in(q, utterances.get(q)?.as_ref()?)));
        let iri = self.mint(claim_type.key, &format!("{name}: {}", evidence.verbatim));
        Some(PlaceClaim {
            header: ClaimHeader { iri, evidence, attribution, given: None },
            statement: Statement { claim_type, values },
            place,
            name,
            time_words: time.and_then(|t| t.words),
            gained,
            lost,
        })
    }

    /// The place that a name means, and the name; `None` if it is no place, or of another kind than the words say.
    fn unit(&self, mention: usize, kind: Option<&std::ops::Range<usize>>) -> Option<(NamedNode, String)> {
        let mention = self.findings.mentions.get(mention)?;
        let entity = mention.entity;
        let fits = kind.is_none_or(|kind| self.entities.fits_kind(entity, self.document.words(kind)));
        let iri = self.entities.iri(entity).filter(|_| fits && self.entities.is_place(entity))?;
        Some((iri.clone(), folded_space(self.document.words(&mention.range))))
    }
}
