//! A row of a gazetteer file: the entity that it describes, or why it cannot be one; and whether a person has accepted it.

use super::{Entity, KINDS, Point};
use crate::base::iri::is_slug;
use crate::dataset::is_language_tag;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowValue {
    id: String,
    kind: String,
    names: String,
    wikidata: String,
    #[serde(rename = "evidence")]
    _evidence: String,
    #[serde(default)]
    point: String,
    #[serde(default, rename = "point-source")]
    point_source: String,
    #[serde(default, rename = "part-of")]
    part_of: String,
    #[serde(default)]
    state: String,
    #[serde(default, rename = "sources")]
    _sources: String,
    #[serde(default, rename = "why")]
    _why: String,
}

/// What a row that a program proposed has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// Nobody has decided.
    Proposed,
    /// It is an entity like any other. So is a row without a state.
    Accepted,
    /// Its names are not one thing.
    Rejected,
}

impl RowState {
    /// The state that a word means; `None` if it is unknown.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim() {
            "" | "accepted" => Some(Self::Accepted),
            "proposed" => Some(Self::Proposed),
            "rejected" => Some(Self::Rejected),
            _ => None,
        }
    }
}

pub(super) type RowError = (String, String, &'static str, &'static str);

impl RowValue {
    /// Whether a person has accepted it.
    pub(super) fn is_accepted(&self) -> Result<bool, RowError> {
        let state = RowState::from_word(&self.state).ok_or_else(|| {
            (
                self.state.clone(),
                "not a state; known are proposed, accepted, rejected".into(),
                "a row is used if its state is accepted, or if it has none",
                "write accepted if the names are one thing, otherwise rejected",
            )
        })?;
        Ok(state == RowState::Accepted)
    }

    pub(super) fn entity(&self) -> Result<Entity, RowError> {
        if !is_slug(&self.id) {
            return Err((
                self.id.clone(),
                "this cannot be an id".into(),
                "an id is small letters and digits joined by hyphens",
                "write it so",
            ));
        }
        let Some((_, folder, class, kind)) = KINDS.iter().find(|(k, ..)| *k == self.kind) else {
            let known: Vec<&str> = KINDS.iter().map(|(k, ..)| *k).collect();
            return Err((
                self.kind.clone(),
                format!("not a kind; known are {}", known.join(", ")),
                "an entity has one of the kinds",
                "choose one of them",
            ));
        };
        let mut names = Vec::new();
        for name in self.names.split('|') {
            match name.rsplit_once('@').map(|(n, l)| (n.trim(), l.trim())) {
                Some((n, l)) if !n.is_empty() && is_language_tag(l) => names.push((n.to_owned(), l.to_owned())),
                _ => {
                    return Err((
                        name.to_owned(),
                        "a name without a language".into(),
                        "a name is written Shusha@en, with a BCP 47 tag",
                        "add the tag; und if it is not known",
                    ));
                }
            }
        }
        let item = self.wikidata.trim();
        let is_item = item
            .strip_prefix('Q')
            .is_some_and(|n| !n.is_empty() && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()));
        if !(item.is_empty() || is_item) {
            return Err((
                item.to_owned(),
                "not a Wikidata item".into(),
                "an item is Q and a number",
                "write the identifier alone, or leave it empty",
            ));
        }
        let point = self.point(folder)?;
        let part_of = self.part_of.trim();
        if !(part_of.is_empty() || is_slug(part_of)) {
            return Err((
                part_of.to_owned(),
                "this cannot be the id of a place".into(),
                "part-of is the id of another place of the gazetteer",
                "write it as in the column id, or leave it empty",
            ));
        }
        Ok(Entity {
            id: self.id.clone(),
            folder,
            class: *class,
            kind: *kind,
            names,
            wikidata: is_item.then(|| item.to_owned()),
            point,
            part_of: (!part_of.is_empty()).then(|| part_of.to_owned()),
        })
    }

    /// The location of the place. A point without a source is an error, because it cannot be assessed.
    fn point(&self, folder: &str) -> Result<Option<Point>, RowError> {
        const RULE_SOURCE: &str = "a point and its source come together";
        match (self.point.trim(), self.point_source.trim()) {
            ("", "") => Ok(None),
            (words, "") => Err((
                words.to_owned(),
                "a point without its source".into(),
                RULE_SOURCE,
                "fill in point-source: the IRI or the words of whoever gives the point",
            )),
            ("", source) => Err((
                source.to_owned(),
                "the source of a point that is not there".into(),
                RULE_SOURCE,
                "fill in point, or empty point-source",
            )),
            (words, _) if folder != "place" => Err((
                words.to_owned(),
                format!("a point of what is no place ({})", self.kind),
                "only places have points",
                "empty point and point-source",
            )),
            (words, source) => {
                Point::new(words, source).map(Some).map_err(|(what, rule, help)| (words.to_owned(), what, rule, help))
            }
        }
    }
}
