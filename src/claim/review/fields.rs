//! Sets the fields of a claim of an article to what a reviewer wrote.

use super::anchor::Misfit;
use super::locate::{NoPlace, Value};
use super::names::ArticleNames;
use crate::base::iri::{folded, folded_space, last_part};
use crate::base::time::TimeExtent;
use crate::claim::Evidence;
use crate::claim::article::{EntityPhrase, EventClaim, EventTime, RoleClaim, UtteranceClaim};
use crate::claim::terms;
use crate::extract::finding::{EntityType, EventKind, Factuality, SpeechKind, Tenure};
use oxigraph::model::NamedNodeRef;
use std::ops::Range;

/// Words that name nobody by themselves.
const PRONOUNS: &[&str] = &["he", "she", "they", "it", "i", "we", "him", "her", "them", "his", "their", "who"];

/// Sets fields of claims whose words are a range of an article.
pub(super) struct FieldWriter<'w, 'a> {
    pub(super) names: &'w mut ArticleNames<'a>,
    /// The words of the claim: words that stand several times in the article are looked for here first.
    pub(super) near: Range<usize>,
}

impl FieldWriter<'_, '_> {
    /// Sets a field of a claim that something was said.
    pub(super) fn utterance(
        &mut self,
        claim: &mut UtteranceClaim,
        field: &str,
        values: &[String],
    ) -> Result<(), Misfit> {
        match field {
            "speechKind" => claim.kind = one_of(single(values)?, &SpeechKind::ALL, |kind| terms::speech_kind(*kind))?,
            "speaker" => claim.speaker = self.phrase(single(values)?, EntityType::Person)?,
            "addressee" => claim.addressee = self.phrase(single(values)?, EntityType::Person)?,
            "content" => {
                claim.content = values.iter().map(|value| self.words(value)).collect::<Result<_, _>>()?;
                claim.content.sort_by_key(|words| words.span);
            }
            "cueWords" => claim.cue = self.optional_words(single(values)?)?,
            "mediumWords" => {
                claim.medium = self.optional_words(single(values)?)?;
                claim.medium_organisations = Vec::new();
            }
            _ => return Err(Misfit::NoField),
        }
        Ok(())
    }

    /// Sets a field of a claim that somebody has a role.
    pub(super) fn role(&mut self, claim: &mut RoleClaim, field: &str, values: &[String]) -> Result<(), Misfit> {
        match field {
            "holder" => {
                let holder = self.phrase(single(values)?, EntityType::Person)?.and_then(|phrase| phrase.entity);
                let holder = holder.ok_or_else(|| Misfit::Value("a role has a holder with a name".to_owned()))?;
                if !self.names.may_be(&holder, EntityType::Person) {
                    return Err(Misfit::Value(format!("{:?} is a place in this article", self.names.label(&holder))));
                }
                claim.holder = holder;
                claim.known = self.names.is_known(&claim.holder);
            }
            "roleTitle" => {
                claim.title = self.words(single(values)?)?;
                claim.plain = folded_space(&claim.title.verbatim).to_lowercase();
                // A word alone may be compatible with any other role.
                claim.general = !claim.plain.contains(' ');
            }
            "roleOf" => {
                claim.of = self.phrase(single(values)?, EntityType::Organisation)?;
                claim.of_body = claim.of.as_ref().and_then(|of| of.entity.clone());
            }
            "tenure" => claim.tenure = one_of(single(values)?, &Tenure::ALL, |tenure| terms::tenure(*tenure))?,
            _ => return Err(Misfit::NoField),
        }
        Ok(())
    }

    /// Sets a field of a claim that something happened, or not.
    pub(super) fn event(&mut self, claim: &mut EventClaim, field: &str, values: &[String]) -> Result<(), Misfit> {
        match field {
            "eventKind" => claim.kind = one_of(single(values)?, &EventKind::ALL, |kind| terms::event_kind(*kind))?,
            "standing" => {
                claim.factuality = one_of(single(values)?, &Factuality::ALL, |standing| terms::factuality(*standing))?;
            }
            "participant" => claim.participants = self.phrases(values)?,
            "eventPlace" => claim.place = self.phrase(single(values)?, EntityType::Place)?,
            "time" => claim.time = self.time(single(values)?)?,
            "occasion" => claim.occasion = self.phrase(single(values)?, EntityType::Event)?,
            "auspices" => claim.auspices = self.phrases(values)?,
            _ => return Err(Misfit::NoField),
        }
        Ok(())
    }

    fn phrases(&mut self, values: &[String]) -> Result<Vec<EntityPhrase>, Misfit> {
        let mut phrases = Vec::new();
        for value in values {
            phrases.extend(self.phrase(value, EntityType::Person)?);
        }
        Ok(phrases)
    }

    /// Words and the entity that they mean; none if the value is empty.
    pub(super) fn phrase(&mut self, value: &str, kind: EntityType) -> Result<Option<EntityPhrase>, Misfit> {
        let value = Value::new(value);
        if value.words.is_empty() && value.name.is_none() {
            return Ok(None);
        }
        let document = self.names.document;
        let place = value.range(&document.text, &self.near);
        let named = |names: &mut ArticleNames<'_>, name: &str| {
            let several = || Misfit::Value(format!("several entities of this article are called {name:?}"));
            names.entity(name, kind).ok_or_else(several)
        };
        let entity = match (value.name, &place) {
            (Some(name), _) => Some(named(self.names, name)?),
            (None, Ok(range)) => match self.names.mentioned(range) {
                Some(entity) => Some(entity),
                None if is_name(value.words) => Some(named(self.names, value.words)?),
                None => None,
            },
            // The name alone says who is meant, wherever else it stands.
            (None, Err(NoPlace::Several(_))) if is_name(value.words) => Some(named(self.names, value.words)?),
            (None, Err(NoPlace::Several(count))) => return Err(several(value.words, *count)),
            (None, Err(NoPlace::Absent)) => return Err(absent(value.words)),
        };
        if let (Some(entity), EntityType::Place) = (&entity, kind)
            && !self.names.may_be(entity, kind)
        {
            return Err(Misfit::Value(format!("{:?} is no place in this article", self.names.label(entity))));
        }
        let words = match place {
            Ok(range) => Some(self.evidence(&range)),
            Err(NoPlace::Absent) if !value.words.is_empty() => return Err(absent(value.words)),
            Err(_) => None,
        };
        Ok(Some(EntityPhrase { words, entity }))
    }

    fn words(&self, value: &str) -> Result<Evidence, Misfit> {
        let value = Value::new(value);
        match value.range(&self.names.document.text, &self.near) {
            Ok(range) => Ok(self.evidence(&range)),
            Err(NoPlace::Absent) => Err(absent(value.words)),
            Err(NoPlace::Several(count)) => Err(several(value.words, count)),
        }
    }

    fn optional_words(&self, value: &str) -> Result<Option<Evidence>, Misfit> {
        if value.trim().is_empty() { Ok(None) } else { self.words(value).map(Some) }
    }

    fn evidence(&self, range: &Range<usize>) -> Evidence {
        let document = self.names.document;
        Evidence { verbatim: document.words(range).to_owned(), span: document.span(range) }
    }

    /// `WORDS => EDTF`, words that were read as a time, or EDTF alone.
    fn time(&self, value: &str) -> Result<Option<EventTime>, Misfit> {
        if value.trim().is_empty() {
            return Ok(None);
        }
        let parts = Value::new(value);
        let no_time = |text: &str| Misfit::Value(format!("{text:?} is not a time in EDTF, such as 2019-05-03"));
        if let Some(edtf) = parts.name {
            let extent = TimeExtent::from_edtf(edtf).ok_or_else(|| no_time(edtf))?;
            let words = if parts.words.is_empty() { None } else { Some(self.words(value)?) };
            return Ok(Some(EventTime { words, is_mention: false, extent: Some(extent) }));
        }
        if let Some(extent) = TimeExtent::from_edtf(parts.words) {
            return Ok(Some(EventTime { words: None, is_mention: false, extent: Some(extent) }));
        }
        let words = self.words(value)?;
        let document = self.names.document;
        let read = self.names.findings.times.iter().find(|time| document.span(&time.range) == words.span);
        let extent = read.and_then(|time| time.extent.clone());
        Ok(Some(EventTime { words: Some(words), is_mention: read.is_some(), extent }))
    }
}

/// Where words stand in a text: an error unless they stand there once. Other words may stand around them, which are then in
/// `[[` and `]]`.
pub fn find_words(text: &str, words: &str) -> Result<Range<usize>, String> {
    let value = Value::new(words);
    let missing = |misfit: Misfit| misfit.message();
    value.range(text, &(0..0)).map_err(|place| match place {
        NoPlace::Absent => missing(absent(value.words)),
        NoPlace::Several(count) => missing(several(value.words, count)),
    })
}

fn absent(words: &str) -> Misfit {
    Misfit::Value(format!("{words:?} does not stand in the source"))
}

fn several(words: &str, count: usize) -> Misfit {
    Misfit::Value(format!(
        "{words:?} stands {count} times in the source: write what stands before or after it as well, with [[ and ]] \
         around the words"
    ))
}

/// Whether words name nobody by themselves: "she".
pub fn is_pronoun(words: &str) -> bool {
    PRONOUNS.contains(&folded(words).as_str())
}

/// Whether words can be a name: they begin with a capital, or their script has none.
fn is_name(words: &str) -> bool {
    !is_pronoun(words) && words.chars().next().is_some_and(|first| !first.is_lowercase())
}

/// The only value of a field; empty if there is none.
fn single(values: &[String]) -> Result<&str, Misfit> {
    match values {
        [] => Ok(""),
        [only] => Ok(only),
        several => Err(Misfit::Value(format!("this field has one value, and here are {}", several.len()))),
    }
}

/// The value of a list with this name.
fn one_of<T: Copy>(name: &str, all: &[T], term: fn(&T) -> NamedNodeRef<'static>) -> Result<T, Misfit> {
    let named = |value: &T| last_part(term(value).as_str());
    all.iter().copied().find(|value| named(value) == name.trim()).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|value| last_part(term(value).as_str())).collect();
        Misfit::Value(format!("{name:?} is none of {}", names.join(", ")))
    })
}
