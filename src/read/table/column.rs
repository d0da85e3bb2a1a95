//! A column with all that is said about it.

use crate::base::fold::comparable;
use crate::base::time::TimeExtent;
use crate::read::mapping::{ColumnMapping, MappingLine, Role, Said};
use crate::read::record::district::AreaKind;
use crate::read::record::quantity::{AreaUnit, Decimal};
use crate::read::source::metadata::DateMeaning;
use crate::read::table::Words;
use crate::read::table::heads;
use crate::read::table::terms::{self, DateStyle};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// How it is called in messages and mappings.
    pub called: String,
    /// Its heads.
    pub heads: Arc<[Words]>,
    /// The words of its heads.
    pub head: String,
    /// What it holds; `None` if it is not read.
    pub role: Option<Role>,
    /// Why.
    pub why: Why,
    /// The unit of its figures in words, perhaps with a multiplier.
    pub unit: Option<String>,
    /// That unit, and what a figure is multiplied by, for areas.
    pub area_unit: Option<(AreaUnit, Decimal)>,
    /// What its figures count.
    pub measure: Option<Arc<str>>,
    /// The kind of parents, or of an area.
    pub kind: Option<Arc<str>>,
    /// The extent of areas.
    pub area_kind: Option<AreaKind>,
    /// The language of its words.
    pub language: Option<Arc<str>>,
    /// The script of its words.
    pub script: Option<Arc<str>>,
    /// The scheme of its codes.
    pub scheme: Option<Arc<str>>,
    /// The mark between several values.
    pub split: Option<String>,
    /// The decimal mark.
    pub decimal: Option<char>,
    /// Whether its numbers are English, where `4,400` is four thousand four hundred.
    pub is_english: bool,
    /// Words of cells without a value.
    pub null: Vec<String>,
    /// Whether a zero is no value; `None` if that is not said.
    pub zero_is_none: Option<bool>,
    /// How its dates are written.
    pub dates: DateStyle,
    /// What its dates mean.
    pub date_means: Option<DateMeaning>,
    /// The time to which its values refer.
    pub date: Option<TimeExtent>,
    /// Where that time is said, if in a cell.
    pub date_words: Option<Words>,
    /// The order of the numbers of a point.
    pub order: Option<String>,
    /// What its codes mean.
    pub values: BTreeMap<String, Said<String>>,
    /// What only the mapping says: the key and the line.
    pub mapping: Arc<[(&'static str, MappingLine)]>,
}

/// Why a column is read as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Why {
    /// Nothing says what it holds.
    #[default]
    Unknown,
    /// The mapping says it.
    Said(MappingLine),
    /// Its head says it.
    Head,
    /// Its HXL tag says it.
    Tag(String),
    /// The format says it.
    Format(&'static str),
}

/// A value of the mapping that cannot be used: what is wrong, the value, its line.
type Unusable = (String, String, MappingLine);

impl Column {
    /// Takes over the detail of a known head or tag: the scheme of a code, the measure of a figure, the meaning of a date.
    pub fn detail(&mut self, role: Role, detail: &str) {
        match role {
            Role::Code if !detail.is_empty() => self.scheme = Some(Arc::from(detail)),
            Role::Figure => self.measure = Some(Arc::from(detail)),
            Role::Date => self.date_means = meaning(detail),
            _ => {}
        }
    }

    /// Takes over what an entry of the mapping says.
    pub fn take(&mut self, entry: &ColumnMapping) -> Result<(), Unusable> {
        if let Some(role) = &entry.role {
            self.why = Why::Said(entry.line.clone());
            self.role = Some(role.value);
        }
        let mut lines = Vec::new();
        let mut text = |key: &'static str, said: &Option<Said<String>>| {
            let said = said.as_ref()?;
            lines.push((key, said.line.clone()));
            Some(said.value.clone())
        };
        if let Some(unit) = text("unit", &entry.unit) {
            self.area_unit = terms::area_unit(&unit);
            self.unit = Some(unit);
        }
        self.measure = text("measure", &entry.measure).map(Arc::from);
        self.scheme = text("scheme", &entry.scheme).map(Arc::from);
        if let Some(language) = text("lang", &entry.lang) {
            self.language = Some(Arc::from(language));
        }
        self.script = text("script", &entry.script).map(Arc::from);
        let kind = text("kind", &entry.kind);
        let means = text("date-means", &entry.date_means);
        let date = text("date", &entry.date);
        text("calendar", &entry.calendar);
        text("order", &entry.order);
        if let Some(year) = &entry.year {
            lines.push(("year", year.line.clone()));
        }
        self.mapping = lines.into();
        self.split = entry.split.as_ref().map(|said| said.value.clone());
        self.decimal = entry.decimal.as_ref().map(|said| said.value).or(self.decimal);
        self.null.extend(entry.null.iter().map(|said| comparable(&said.value).into_owned()));
        self.zero_is_none = entry.zero_is_none.as_ref().map(|said| said.value);
        self.order = entry.order.as_ref().map(|said| said.value.clone());
        let comparable = |(code, said): (&String, &Said<String>)| (comparable(code).into_owned(), said.clone());
        self.values = entry.values.iter().map(comparable).collect();
        self.dates.take(entry);
        let unusable = |what: &str, said: &Option<Said<String>>| {
            let said = said.clone();
            let (value, line) = said.map_or_else(Default::default, |said| (said.value, said.line));
            (what.to_owned(), value, line)
        };
        if self.role == Some(Role::Area) {
            self.area_kind = match kind.as_deref() {
                None => None,
                Some("whole") => Some(AreaKind::WholeUnit),
                Some("controlled") => Some(AreaKind::ControlledPart),
                Some(_) => return Err(unusable("the kind of an area is whole or controlled", &entry.kind)),
            };
        } else {
            self.kind = kind.map(Arc::from);
        }
        self.date_means = match means.as_deref() {
            None => self.date_means,
            Some("as-of") => {
                self.role = Some(Role::AsOf);
                None
            }
            Some(word) => Some(meaning(word).ok_or_else(|| unusable("a date has no such meaning", &entry.date_means))?),
        };
        if let Some(date) = date {
            let time = terms::date(&date, &self.dates);
            self.date = Some(time.map_err(|fault| unusable(&fault.what, &entry.date))?);
        }
        let (unit, _) = terms::unit_in_head(&self.head);
        if let (Some(unit), None, Some(Role::Area | Role::Figure)) = (unit, &entry.unit, self.role) {
            self.area_unit = unit.area_unit;
            self.unit = Some(unit.words);
        }
        if let (Some(unit), Some(Role::Area), None) = (&self.unit, self.role, self.area_unit) {
            return Err((
                format!("{unit:?} is not a unit of area that is known"),
                unit.clone(),
                entry.unit.as_ref().map_or(entry.line.clone(), |said| said.line.clone()),
            ));
        }
        Ok(())
    }

    /// What an entry of the mapping says that reads it as its head or tag suggests: a role, or a role with what it needs.
    pub fn as_said(&self) -> Option<String> {
        let role = self.role?;
        let mut more = Vec::new();
        let mut key = |key: &str, value: Option<&str>| more.extend(value.map(|value| format!("{key} = {value:?}")));
        match role {
            Role::Figure => key("measure", self.measure.as_deref()),
            Role::Code => key("scheme", self.scheme.as_deref()),
            Role::Date => key("date-means", self.date_means.map(meaning_word)),
            Role::OtherName => key("lang", heads::name_in_language(&self.head).as_deref()),
            _ => {}
        }
        Some(match more.is_empty() {
            true => format!("{:?}", role.name()),
            false => format!("{{ role = {:?}, {} }}", role.name(), more.join(", ")),
        })
    }

    /// The values of a cell: several, if the mapping says what stands between them.
    pub fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        match &self.split {
            Some(split) if self.meaning(text).is_none() => {
                text.split(split.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            _ => vec![text],
        }
    }

    /// Whether neither its head nor the mapping says what its dates are of.
    pub fn is_of_unstated_date(&self) -> bool {
        matches!(self.date_means, None | Some(DateMeaning::Record))
            && !self.mapping.iter().any(|(key, _)| *key == "date-means")
    }

    /// The columns of the delimited form of the Linked Places Format (LP-TSV) of the World Historical Gazetteer.
    pub fn linked_places_tsv(&mut self) {
        self.why = Why::Format("LP-TSV");
        let (role, split) = match self.head.to_lowercase().as_str() {
            "id" => (Role::Code, false),
            "title" => (Role::Name, false),
            "title_source" => (Role::Source, false),
            "variants" => (Role::OtherName, true),
            "types" => (Role::Kind, true),
            "matches" => (Role::Code, true),
            "parent_name" => (Role::Parent, false),
            "lon" => (Role::Longitude, false),
            "lat" => (Role::Latitude, false),
            "geowkt" => (Role::Outline, false),
            "start" => (Role::From, false),
            "end" => (Role::To, false),
            "attestation_year" => (Role::AsOf, false),
            _ => return,
        };
        self.role = Some(role);
        self.split = split.then(|| ";".to_owned());
    }

    /// What a code means by the mapping.
    pub fn meaning(&self, code: &str) -> Option<&str> {
        if self.values.is_empty() {
            return None;
        }
        let found = self.values.get(code).or_else(|| self.values.get(comparable(code).as_ref()));
        found.map(|said| said.value.as_str())
    }

    /// Whether the mapping says that a word stands for no value.
    pub fn has_no_value(&self, word: &str) -> bool {
        !self.null.is_empty() && (self.null.iter().any(|null| null == word || **null == *comparable(word)))
    }

    /// Whether the mapping speaks of it, so that a cell that cannot be read is an error of the cell and not a question.
    pub fn is_said(&self) -> bool {
        // A tag and a format say what a column holds as clearly as a mapping does.
        matches!(self.why, Why::Said(_) | Why::Tag(_) | Why::Format(_))
    }
}

/// What a date may be of, by its word in mappings.
const MEANINGS: &[(&str, DateMeaning)] = &[
    ("established", DateMeaning::Established),
    ("abolished", DateMeaning::Abolished),
    ("renamed", DateMeaning::Renamed),
    ("control", DateMeaning::Control),
    ("record", DateMeaning::Record),
];

/// The meaning of a date, by its word in mappings.
fn meaning(word: &str) -> Option<DateMeaning> {
    MEANINGS.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// The word in mappings for what a date is of.
pub fn meaning_word(meaning: DateMeaning) -> &'static str {
    MEANINGS.iter().find(|(_, known)| *known == meaning).map_or("", |(word, _)| word)
}
