//! Compares the dataset with Wikidata: for each entity with a verified link, the claims of the dataset's sources and
//! the values of the same item in the index. Both sides are quoted and neither is judged: `same` and `different` refer
//! to the values alone.
//!
//! ```text
//! dataset side (a linked entity and its claims) + an item of the index -> rows
//! ```

pub mod dataset_side;
pub mod rows;

use crate::base::time::TimeExtent;
use crate::base::vocab::term;
pub use crate::claim::disagreement::Tolerance;
use crate::claim::types::{ClaimType, ItemForm, ItemValue, items};
use crate::link::entities::latitude_longitude;
use crate::link::features::kilometres;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::{Item, Languages, NameKind, Value};
use crate::link::wikidata::{INSTANCE_OF, SQUARE_KILOMETRE};
use crate::read::record::quantity::{AreaUnit, Decimal};
use crate::store::{FactError, View};
use dataset_side::{DatasetSide, Figure, Linked};
use rows::Row;

/// A property that is compared.
#[derive(Debug, Clone, Copy)]
pub enum Property {
    /// Values of claims of a type, with the Wikidata property that the table of claim types names.
    Figure(&'static ClaimType, &'static ItemValue),
    /// Spellings of names, with labels and aliases in the same language.
    Name,
    /// The kind of an entity, with the labels of the classes of the item.
    Kind,
}

impl PartialEq for Property {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Property {}

impl Property {
    /// All properties, in the order of rows.
    pub fn all() -> Vec<Self> {
        let figures = items().into_iter().filter(|(_, item)| item.is_compared);
        figures.map(|(of, item)| Self::Figure(of, item)).chain([Self::Name, Self::Kind]).collect()
    }

    /// The name of the property on the command line and in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure(_, item) => item.id,
            Self::Name => "name",
            Self::Kind => "kind",
        }
    }
}

/// The relation between the values of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Wikidata has the value; areas may differ by the tolerance of the dataset.
    Same,
    /// Wikidata has values, and none of them is near.
    Different,
    /// Wikidata has no value.
    MissingThere,
    /// The dataset has no value.
    MissingHere,
    /// The values are not comparable: another unit or time, a part of the place, a language that the index lacks, another
    /// unit that it is part of, another point of it.
    NotCompared,
}

impl Verdict {
    /// The verdict as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::MissingThere => "missing there",
            Self::MissingHere => "missing here",
            Self::NotCompared => "not compared",
        }
    }
}

/// A dataset and an index, for comparison.
pub struct Comparison<'a> {
    /// The side of the dataset.
    pub reader: DatasetSide<'a>,
    /// The side of Wikidata.
    pub index: &'a Index,
    /// The tolerance within which areas are the same.
    pub tolerance: Tolerance,
}

impl<'a> Comparison<'a> {
    /// A comparison of a view with an index.
    pub fn new(view: &'a View, index: &'a Index, tolerance: f64) -> Self {
        Self { reader: DatasetSide::new(view.statements()), index, tolerance: Tolerance::new(tolerance) }
    }

    /// The rows of one entity; `None` if the index does not have its item.
    pub fn rows(&self, linked: &Linked, properties: &[Property]) -> Result<Option<Vec<Row>>, FactError> {
        let Some(item) = self.index.item(linked.item) else { return Ok(None) };
        let mut rows = Vec::new();
        for property in properties {
            match *property {
                Property::Figure(of, value) => self.figures(linked, &item, (of, value), &mut rows)?,
                Property::Name => self.names(linked, &item, &mut rows)?,
                Property::Kind => self.kinds(linked, &item, &mut rows)?,
            }
        }
        Ok(Some(rows))
    }

    fn figures(
        &self,
        linked: &Linked,
        item: &Item,
        (of, value): (&'static ClaimType, &'static ItemValue),
        rows: &mut Vec<Row>,
    ) -> Result<(), FactError> {
        let property = Property::Figure(of, value);
        let theirs = item.facts.iter().filter(|fact| fact.property == value.property);
        let theirs = theirs.map(|fact| self.shown(value, &fact.value)).collect::<Vec<_>>().join(" | ");
        let unit = |id| area_unit(self.index, id);
        let figures = self.reader.figures(&linked.iri, of, value)?;
        // Nobody misses the populations of a dataset that has none.
        if figures.is_empty() && !theirs.is_empty() && self.reader.has(of)? {
            rows.push(Row { theirs: theirs.clone(), ..Row::of(linked, property, Verdict::MissingHere) });
        }
        for figure in figures {
            let sources: Vec<&str> = figure.sources.iter().map(|s| s.shown.as_str()).collect();
            rows.push(Row {
                ours: figure.shown(),
                source: sources.join(" | "),
                words: figure.words.clone(),
                theirs: theirs.clone(),
                ..Row::of(linked, property, value_verdict(&figure, value, item, &self.tolerance, &unit))
            });
        }
        Ok(())
    }

    /// A value of Wikidata as it is shown.
    fn shown(&self, of: &ItemValue, value: &Value) -> String {
        match value {
            Value::Quantity(amount, unit) => self.quantity(of, amount, *unit),
            Value::Item(item) => {
                self.index.label(*item).map_or(format!("Q{item}"), |label| format!("{label} (Q{item})"))
            }
            Value::Time(time, precision) => wikidata_time(time, *precision).map_or(time.clone(), |time| time.edtf),
            Value::Text(text) => text.clone(),
            Value::Coordinates(latitude, longitude) => format!("{latitude} {longitude}"),
        }
    }

    fn quantity(&self, value: &ItemValue, amount: &str, unit: u32) -> String {
        let amount = amount.trim_start_matches('+');
        match unit {
            0 if value.form == ItemForm::Number => amount.to_owned(),
            SQUARE_KILOMETRE => format!("{amount} km2"),
            0 => format!("{amount} (no unit)"),
            _ => match (self.index.label(unit), area_unit(self.index, unit)) {
                (Some(label), Some(_)) => format!("{amount} {label}"),
                (label, _) => {
                    let label = label.map_or_else(String::new, |l| format!("{l}, "));
                    format!("{amount} (other unit: {label}Q{unit})")
                }
            },
        }
    }

    fn names(&self, linked: &Linked, item: &Item, rows: &mut Vec<Row>) -> Result<(), FactError> {
        let languages = self.index.languages();
        for (name, language) in self.reader.names(&linked.iri)? {
            let verdict = name_verdict(&name, &language, item, languages);
            let at = position(languages, &language);
            let label = item.names.iter().find(|n| n.kind == NameKind::Label && Some(n.language) == at);
            let theirs = match (verdict, label) {
                (Verdict::NotCompared, _) => "the index has no names in this language".to_owned(),
                (_, Some(label)) => label.text.clone(),
                (_, None) => String::new(),
            };
            let ours = format!("{name} @{language}");
            rows.push(Row { ours, theirs, source: "gazetteer".to_owned(), ..Row::of(linked, Property::Name, verdict) });
        }
        Ok(())
    }

    fn kinds(&self, linked: &Linked, item: &Item, rows: &mut Vec<Row>) -> Result<(), FactError> {
        let items = item.facts.iter().filter_map(|f| match f.value {
            Value::Item(class) if f.property == INSTANCE_OF => Some(class),
            _ => None,
        });
        let named = |class: u32| self.index.label(class).map_or(format!("Q{class}"), |l| format!("{l} (Q{class})"));
        let theirs = items.map(named).collect::<Vec<_>>().join(" | ");
        let kinds = self.reader.kinds(&linked.iri)?;
        if kinds.is_empty() && !theirs.is_empty() {
            rows.push(Row { theirs: theirs.clone(), ..Row::of(linked, Property::Kind, Verdict::MissingHere) });
        }
        for kind in kinds {
            let above = self.index.classes_of(item);
            let called = |class: &u32| self.index.label(*class).is_some_and(|l| l.eq_ignore_ascii_case(&kind));
            let verdict = if theirs.is_empty() {
                Verdict::MissingThere
            } else if above.iter().any(called) {
                Verdict::Same
            } else {
                // Two words may well mean the same.
                Verdict::NotCompared
            };
            rows.push(Row { ours: kind, theirs: theirs.clone(), ..Row::of(linked, Property::Kind, verdict) });
        }
        Ok(())
    }
}

/// The quantities of an item for a property, as written, each with the item of its unit.
fn quantities(item: &Item, property: u32) -> impl Iterator<Item = (&str, u32)> {
    item.facts.iter().filter_map(move |f| match &f.value {
        Value::Quantity(amount, unit) if f.property == property => Some((amount.as_str(), *unit)),
        _ => None,
    })
}

/// The unit of area that an item stands for: the square kilometre by its number, other units by their label in the
/// index.
pub fn area_unit(index: &Index, id: u32) -> Option<AreaUnit> {
    if id == SQUARE_KILOMETRE {
        return Some(AreaUnit::SquareKilometre);
    }
    AreaUnit::from_words(&index.label(id).filter(|_| id != 0)?)
}

/// Compares a figure of the dataset with those of an item; areas in any known unit.
pub fn figure_verdict(
    figure: &Figure,
    value: &ItemValue,
    item: &Item,
    tolerance: &Tolerance,
    unit: &dyn Fn(u32) -> Option<AreaUnit>,
) -> Verdict {
    if quantities(item, value.property).next().is_none() {
        return Verdict::MissingThere;
    }
    let ours = Decimal::parse(&figure.amount).and_then(Decimal::scaled).filter(|_| figure.is_of_the_whole());
    let theirs: Vec<i128> = quantities(item, value.property)
        .filter_map(|(amount, id)| {
            let amount = Decimal::parse(amount.trim_start_matches('+')).filter(|amount| amount.scaled().is_some())?;
            match value.form {
                ItemForm::Area => amount.times(unit(id)?.square_kilometres()).scaled(),
                _ => amount.scaled().filter(|_| id == 0),
            }
        })
        .collect();
    match ours {
        Some(ours) if theirs.iter().any(|t| tolerance.allows(ours, *t)) => Verdict::Same,
        Some(_) if !theirs.is_empty() => Verdict::Different,
        _ => Verdict::NotCompared,
    }
}

/// Maximum distance of two points that are the same, in kilometres: about a minute of arc, as many sources round them.
const NEAR_KILOMETRES: f64 = 2.0;

/// Units of a number that only say what is counted.
const COUNTED: &[&str] = &["people", "persons", "inhabitants", "residents"];

/// Compares a value of the dataset with those of an item. A value of a certain time may be the same as one of Wikidata;
/// that it is another says nothing, because the index has no times of values.
pub fn value_verdict(
    ours: &Figure,
    value: &ItemValue,
    item: &Item,
    tolerance: &Tolerance,
    unit: &dyn Fn(u32) -> Option<AreaUnit>,
) -> Verdict {
    let theirs = || item.facts.iter().filter(|fact| fact.property == value.property).map(|fact| &fact.value);
    if theirs().next().is_none() {
        return Verdict::MissingThere;
    }
    let verdict = match value.form {
        ItemForm::Area => figure_verdict(ours, value, item, tolerance, unit),
        ItemForm::Number if ours.unit.as_ref().is_some_and(|unit| !COUNTED.contains(&unit.to_lowercase().as_str())) => {
            Verdict::NotCompared
        }
        ItemForm::Number => figure_verdict(ours, value, item, tolerance, unit),
        ItemForm::Time => time_verdict(&ours.amount, theirs()),
        ItemForm::Text => {
            let is_same = |value: &Value| matches!(value, Value::Text(text) if text.trim() == ours.amount.trim());
            if theirs().any(is_same) { Verdict::Same } else { Verdict::Different }
        }
        // A unit is part of several others, and a name may stand for another item: only what is the same is certain.
        ItemForm::Entity => {
            let is_same = |value: &Value| matches!(value, Value::Item(item) if Some(*item) == ours.item);
            if theirs().any(is_same) { Verdict::Same } else { Verdict::NotCompared }
        }
        // A district has no one point, and each source marks one of its own.
        ItemForm::Point => {
            let ours = latitude_longitude(&ours.amount);
            let is_near = |theirs: &Value| match (theirs, ours) {
                (Value::Coordinates(north, east), Some(ours)) => kilometres(ours, (*north, *east)) <= NEAR_KILOMETRES,
                _ => false,
            };
            if theirs().any(is_near) { Verdict::Same } else { Verdict::NotCompared }
        }
    };
    if verdict == Verdict::Different && ours.time.is_some() { Verdict::NotCompared } else { verdict }
}

/// Two times are the same if they can be: a year and a day of it.
fn time_verdict<'v>(ours: &str, theirs: impl Iterator<Item = &'v Value>) -> Verdict {
    let theirs = theirs.filter_map(|value| match value {
        Value::Time(time, precision) => wikidata_time(time, *precision),
        _ => None,
    });
    let theirs: Vec<TimeExtent> = theirs.collect();
    let Some(ours) = TimeExtent::from_edtf(ours).filter(|_| !theirs.is_empty()) else { return Verdict::NotCompared };
    let can_be = |time: &TimeExtent| time.earliest <= ours.latest && ours.earliest <= time.latest;
    if theirs.iter().any(can_be) { Verdict::Same } else { Verdict::Different }
}

/// A time of Wikidata that is a day, a month or a year after Christ.
fn wikidata_time(time: &str, precision: u8) -> Option<TimeExtent> {
    let day = time.strip_prefix('+')?.split('T').next()?;
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let edtf = match precision {
        11 => format!("{year}-{month}-{day}"),
        10 => format!("{year}-{month}"),
        9 => year.to_owned(),
        _ => return None,
    };
    TimeExtent::from_edtf(&edtf)
}

/// Compares a name of the dataset with those of an item in the same language.
pub fn name_verdict(name: &str, language: &str, item: &Item, languages: &Languages) -> Verdict {
    let Some(at) = position(languages, language) else { return Verdict::NotCompared };
    let has = item.names.iter().any(|n| n.language == at && n.kind != NameKind::Demonym && n.text == name);
    if has { Verdict::Same } else { Verdict::MissingThere }
}

/// The position of a language in the index. Language tags are compared without regard to case.
fn position(languages: &Languages, tag: &str) -> Option<u8> {
    languages.0.iter().find(|l| l.eq_ignore_ascii_case(tag)).and_then(|l| languages.position(l))
}

/// The item of a Wikidata IRI.
fn item_of(iri: &str) -> Option<u32> {
    crate::base::iri::item_number(iri.strip_prefix(crate::base::vocab::wd::NAMESPACE)?)
}

/// Whether an area is that of the whole place, as far as the source says.
fn is_whole(kind: &str) -> bool {
    kind != term::AREA_CONTROLLED_PART.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::types;
    use crate::link::wikidata::AREA;
    use crate::link::wikidata::item::{Fact, Name};

    fn item(quantities: &[(&str, u32)]) -> Item {
        let fact = |(amount, unit): &(&str, u32)| Fact {
            property: AREA,
            value: Value::Quantity((*amount).to_owned(), *unit),
            preferred: false,
        };
        Item { facts: quantities.iter().map(fact).collect(), ..Item::default() }
    }

    #[test]
    fn areas_are_compared_in_units_that_are_known() {
        const KM2: u32 = SQUARE_KILOMETRE;
        const M2: u32 = 902;
        let unit = |id| match id {
            KM2 => Some(AreaUnit::SquareKilometre),
            M2 => AreaUnit::from_words("square metre"),
            _ => None,
        };
        let tolerance = Tolerance::new(0.01);
        let value = &types::AREA.items[0];
        for (ours, theirs, expected) in [
            ("289", &[("+289", KM2)][..], Verdict::Same),
            ("99", &[("+100", KM2)], Verdict::Same),
            ("98.999", &[("+100", KM2)], Verdict::Different),
            ("289", &[("+290.5", KM2), ("+900", KM2)], Verdict::Same),
            ("289", &[("+900", KM2), ("+289", 901)], Verdict::Different),
            ("289", &[("+289", 901)], Verdict::NotCompared),
            ("289", &[("+289000000", M2)], Verdict::Same),
            ("289", &[("+289.4e6", M2)], Verdict::NotCompared),
            ("289", &[("+289", M2)], Verdict::Different),
            ("289", &[("+99999999999999999999", M2)], Verdict::Different),
            ("289", &[("+289", 0)], Verdict::NotCompared),
            ("289", &[("much", KM2)], Verdict::NotCompared),
            ("289", &[], Verdict::MissingThere),
        ] {
            let area = Figure { amount: ours.to_owned(), ..Figure::default() };
            assert_eq!(figure_verdict(&area, value, &item(theirs), &tolerance, &unit), expected, "{ours} {theirs:?}");
        }
        let part = Figure {
            amount: "289".to_owned(),
            kind: term::AREA_CONTROLLED_PART.as_str().to_owned(),
            ..Figure::default()
        };
        assert_eq!(figure_verdict(&part, value, &item(&[("+289", KM2)]), &tolerance, &unit), Verdict::NotCompared);
        let then = Figure { amount: "289".to_owned(), boundary: Some("1989".to_owned()), ..Figure::default() };
        assert_eq!(figure_verdict(&then, value, &item(&[("+289", KM2)]), &tolerance, &unit), Verdict::NotCompared);
    }

    #[test]
    fn times_and_entities_are_compared() {
        let of = |property, value| {
            let facts = vec![Fact { property, value, preferred: false }];
            Item { facts, ..Item::default() }
        };
        let verdict = |ours: &Figure, value: &ItemValue, item: &Item| {
            value_verdict(ours, value, item, &Tolerance::new(0.01), &|_| None)
        };
        let established = &types::LIFECYCLE.items[0];
        let time = |edtf: &str| Figure { amount: edtf.to_owned(), ..Figure::default() };
        let theirs = of(571, Value::Time("+1930-08-08T00:00:00Z".to_owned(), 11));
        for (edtf, expected) in [
            ("1930", Verdict::Same),
            ("1930-08-08", Verdict::Same),
            ("1930-08-09", Verdict::Different),
            ("1923", Verdict::Different),
        ] {
            assert_eq!(verdict(&time(edtf), established, &theirs), expected, "{edtf}");
        }
        assert_eq!(verdict(&time("1930"), established, &Item::default()), Verdict::MissingThere);
        let seat = |item| Figure { item, ..time("Upper Vale") };
        let theirs = of(36, Value::Item(901));
        for (item, expected) in
            [(Some(901), Verdict::Same), (Some(902), Verdict::NotCompared), (None, Verdict::NotCompared)]
        {
            assert_eq!(verdict(&seat(item), &types::SEAT.items[0], &theirs), expected);
        }
        let population = &types::FIGURE.items[0];
        let theirs = of(1082, Value::Quantity("+1000".to_owned(), 0));
        let figure = |amount: &str, unit: Option<&str>, time: Option<&str>| Figure {
            amount: amount.to_owned(),
            unit: unit.map(str::to_owned),
            time: time.map(str::to_owned),
            ..Figure::default()
        };
        for (ours, expected) in [
            (figure("1000", None, Some("1989")), Verdict::Same),
            (figure("2000", None, Some("1989")), Verdict::NotCompared),
            (figure("2000", Some("people"), None), Verdict::Different),
            (figure("1", Some("thousand"), None), Verdict::NotCompared),
        ] {
            assert_eq!(verdict(&ours, population, &theirs), expected, "{ours:?}");
        }
    }

    #[test]
    fn a_name_is_there_when_its_language_has_this_spelling() {
        let languages = Languages(vec!["en".to_owned(), "az-cyrl".to_owned()]);
        let name = |text: &str, language, kind| Name { text: text.to_owned(), language, kind };
        let names = vec![
            name("Upper Vale", 0, NameKind::Label),
            name("Vale", 0, NameKind::Alias),
            name("Valian", 0, NameKind::Demonym),
            name("Вал", 1, NameKind::Label),
        ];
        let item = Item { names, ..Item::default() };
        for (text, language, expected) in [
            ("Upper Vale", "en", Verdict::Same),
            ("Vale", "en", Verdict::Same),
            ("upper vale", "en", Verdict::MissingThere),
            ("Valian", "en", Verdict::MissingThere),
            ("Вал", "az-Cyrl", Verdict::Same),
            ("Вал", "en", Verdict::MissingThere),
            ("Vale", "und", Verdict::NotCompared),
        ] {
            assert_eq!(name_verdict(text, language, &item, &languages), expected, "{text} {language}");
        }
    }
}
