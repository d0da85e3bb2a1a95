//! Values that can be given back to Wikidata, as QuickStatements: V1 text, one statement per line, with fields
//! separated by tabs (<https://www.wikidata.org/wiki/Help:QuickStatements>).
//!
//! Areas, populations, times of establishment and abolition, codes, seats and the units of which places are part are
//! given back, each with the address of its source, and spellings of names as aliases. What nobody could verify or what
//! might mislead is left out and counted: a value whose source has no address, one that other claims contradict, one
//! that is approximate, an area of a part of the place or of other boundaries, a population without a date, a seat
//! without a verified link. Of several parents or seats none is given back: which of them holds is what a dataset leaves
//! open. A change of control is not given back: the project knows of no property with this meaning. Nor is a point,
//! which in this syntax has no precision, so that the tool would claim one that the source does not have.
//!
//! Strings are in double quotes, and quotes within them are not escaped, since the tool takes everything up to the last
//! one (WDscholia/scholia#2178). White space is folded, because a tab or a line break ends the field. A vertical bar
//! may end it too (wikimediabrasil/quickstatements3#344), so a string with one is left out.

use crate::base::fold::key;
use crate::base::time::{Precision, TimeExtent};
use crate::claim::types::{self, ClaimType, ItemForm, ItemValue};
use crate::link::compare::dataset_side::{DatasetSide, Figure, Linked, Source};
use crate::link::compare::{Tolerance, Verdict, area_unit, name_verdict, value_verdict};
use crate::link::wikidata::SQUARE_KILOMETRE;
use crate::link::wikidata::index::Index;
use crate::link::wikidata::item::{Item, Languages};
use crate::read::record::is_approximate;
use crate::read::record::quantity::precise;
use crate::read::table::heads::{self, Meaning};
use crate::store::{FactError, Statements};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Property of a reference: "stated in", an item.
const STATED_IN: u32 = 248;
/// Property of a reference: its address.
const REFERENCE_URL: u32 = 854;
/// Property of a reference: the day on which it was retrieved.
const RETRIEVED: u32 = 813;

/// Property of a statement: the time to which its value refers.
const POINT_IN_TIME: u32 = 585;

/// Options for giving back.
pub struct Options<'a> {
    /// With an index, only values that Wikidata lacks are written.
    pub index: Option<&'a Index>,
    /// The tolerance within which areas are the same.
    pub tolerance: Tolerance,
    /// Claims that are given back although others contradict them, or Wikidata has another value.
    pub include: BTreeSet<String>,
}

/// The number of values written and left out, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entities with a link.
    pub entities: usize,
    /// Lines with an area.
    pub areas: usize,
    /// Lines with another value: a population, a time, an identifier.
    pub values: usize,
    /// Lines with an alias.
    pub aliases: usize,
    /// Parents and seats without a verified link.
    pub without_item: usize,
    /// Codes of a property that the index does not keep.
    pub not_in_index: usize,
    /// Points, whose precision cannot be written.
    pub points: usize,
    /// Populations without a date, which would be taken for that of today, and values whose date or unit cannot be
    /// written.
    pub without_date: usize,
    /// Values whose source has no address.
    pub without_address: usize,
    /// Values that other claims contradict.
    pub disputed: usize,
    /// Areas of a part of the place, or in the boundaries of a certain time.
    pub of_a_part: usize,
    /// Values that the source calls approximate or doubtful.
    pub approximate: usize,
    /// Values that Wikidata already has.
    pub there: usize,
    /// Values for which Wikidata has a different one, or one that cannot be compared.
    pub different: usize,
    /// Items that the index does not have.
    pub items_not_in_index: usize,
    /// Names in an unknown language or in one that Wikidata may not have, and names that cannot be written.
    pub names_left_out: usize,
    /// Changes of control.
    pub control_changes: usize,
    /// Claims in `include` that give no such value of a linked entity.
    pub unknown: BTreeSet<String>,
}

/// Why the file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum QuickStatementsError {
    /// The store cannot be read.
    #[error("the store cannot be read")]
    Read(#[from] FactError),
    /// The output cannot be written.
    #[error("the output cannot be written")]
    Write(#[from] io::Error),
}

/// Writes the values that can be given back, in the order of the entities.
pub fn write(
    statements: &Statements,
    options: &Options<'_>,
    out: &mut impl Write,
) -> Result<Report, QuickStatementsError> {
    let reader = DatasetSide::new(statements);
    let mut report = Report { unknown: options.include.clone(), ..Report::default() };
    for linked in reader.linked()? {
        report.entities += 1;
        report.control_changes += reader.count(&linked.iri, &types::CONTROL_CHANGE)?;
        report.points += reader.count(&linked.iri, &types::COORDINATE)?;
        let mut values = Vec::new();
        for (of, value) in types::items().into_iter().filter(|(of, value)| is_given_back(of, value)) {
            let mut figures = reader.figures(&linked.iri, of, value)?;
            if !value.is_compared {
                figures.retain(|figure| figure.property.is_some());
            }
            if value.form == ItemForm::Entity {
                dispute_several(&mut figures);
            }
            for figure in figures {
                report.unknown.remove(&figure.claim);
                values.push((value, figure));
            }
        }
        let mut item = None;
        if let Some(index) = options.index {
            item = index.item(linked.item);
            if item.is_none() {
                report.items_not_in_index += 1;
                continue;
            }
        }
        let there = item.as_ref().zip(options.index.map(Index::languages));
        for (name, language) in reader.names(&linked.iri)? {
            if let Some(line) = alias(&linked, &name, &language, there, &mut report) {
                writeln!(out, "{line}")?;
            }
        }
        let (mut areas, mut others) = (BTreeSet::new(), BTreeSet::new());
        for (value, figure) in &values {
            if is_given((figure, value), item.as_ref(), options, &mut report) {
                let lines = if value.form == ItemForm::Area { &mut areas } else { &mut others };
                lines.extend(
                    figure.sources.iter().filter_map(|source| value_line(linked.item, (figure, value), source)),
                );
            }
        }
        report.areas += areas.len();
        report.values += others.len();
        for line in areas.into_iter().chain(others) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(report)
}

/// Whether values of a type are given back at all: those with a property of Wikidata, and codes, whose scheme may be one.
fn is_given_back(of: &ClaimType, value: &ItemValue) -> bool {
    let has_property = value.is_compared || std::ptr::eq(of, &types::IDENTIFIER);
    has_property && value.form != ItemForm::Point && crate::base::vocab::choro::ALL.contains(&of.class)
}

/// Marks entities as disputed of which a place has several, unless they are of different kinds, as a district and a
/// province are, or of different times.
fn dispute_several(figures: &mut [Figure]) {
    let differ = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
    // A province is one whether its column is headed "Region" or "Oblast".
    let kind = |figure: &Figure| match figure.parent_kind.as_deref().map(|kind| (kind, heads::meaning(kind))) {
        Some((_, Some(Meaning::Unit(kind)))) => Some(kind.to_owned()),
        kind => kind.map(|(kind, _)| key(kind)),
    };
    let contradicts = |one: &Figure, other: &Figure| {
        let is_same = if one.item.is_some() { one.item == other.item } else { one.amount == other.amount };
        !is_same && !differ(&kind(one), &kind(other)) && !differ(&one.time, &other.time)
    };
    let disputed: Vec<bool> = figures.iter().map(|one| figures.iter().any(|other| contradicts(one, other))).collect();
    for (figure, disputed) in figures.iter_mut().zip(disputed) {
        figure.disputed |= disputed;
    }
}

/// The property of a value: that of its type, or the one that names the scheme of a code.
fn property(figure: &Figure, value: &ItemValue) -> u32 {
    figure.property.filter(|_| !value.is_compared).unwrap_or(value.property)
}

/// Whether a value is given back; if not, the reason is counted.
fn is_given(
    (area, value): (&Figure, &ItemValue),
    item: Option<&Item>,
    options: &Options<'_>,
    report: &mut Report,
) -> bool {
    let unit = |id| area_unit(options.index?, id);
    let verdict = item.map_or(Verdict::MissingThere, |item| match value.is_compared {
        true => value_verdict(area, value, item, &options.tolerance, &unit),
        false => Verdict::NotCompared,
    });
    let chosen = options.include.contains(&area.claim);
    let reason = if !area.is_of_the_whole() {
        &mut report.of_a_part
    } else if is_approximate(&area.words, &area.lexical) {
        // The tool would take the figure for exact.
        &mut report.approximate
    } else if value.form == ItemForm::Entity && area.item.is_none() {
        &mut report.without_item
    } else if amount(area, value).is_none() || (value.form == ItemForm::Number && area.time.is_none()) {
        &mut report.without_date
    } else if !area.sources.iter().any(|s| address(s).is_some()) {
        &mut report.without_address
    } else if verdict == Verdict::Same {
        &mut report.there
    } else if area.disputed && !chosen {
        &mut report.disputed
    } else if verdict != Verdict::MissingThere && !chosen {
        if value.is_compared { &mut report.different } else { &mut report.not_in_index }
    } else {
        return true;
    };
    *reason += 1;
    false
}

/// The address of a source, in the form for a reference.
fn address(source: &Source) -> Option<String> {
    let url = source.url.as_deref()?;
    let scheme = url.split_once("://")?.0;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    string(url).filter(|_| web)
}

/// A value in the syntax of the tool, with the time to which it refers; `None` if the tool would take it for another.
fn amount(figure: &Figure, value: &ItemValue) -> Option<String> {
    let amount = match value.form {
        // No more digits than in the source: the tool would take all of them for measured.
        ItemForm::Area => {
            format!("{}U{SQUARE_KILOMETRE}", decimal(&precise(&figure.amount, &figure.lexical))?)
        }
        ItemForm::Number if figure.unit.is_some() => return None,
        ItemForm::Number => decimal(&figure.amount)?,
        ItemForm::Time => TimeExtent::from_edtf(&figure.amount).and_then(|time| date(&time))?,
        ItemForm::Text => string(&figure.amount)?,
        ItemForm::Entity => format!("Q{}", figure.item?),
        ItemForm::Point => return None,
    };
    let Some(time) = &figure.time else { return Some(amount) };
    let time = TimeExtent::from_edtf(time).and_then(|time| date(&time))?;
    Some(format!("{amount}\tP{POINT_IN_TIME}\t{time}"))
}

/// A value with its reference; `None` without an address.
fn value_line(item: u32, (figure, value): (&Figure, &ItemValue), source: &Source) -> Option<String> {
    let url = address(source)?;
    let mut line = format!("Q{item}\tP{}\t{}", property(figure, value), amount(figure, value)?);
    if let Some(stated_in) = source.item {
        line.push_str(&format!("\tS{STATED_IN}\tQ{stated_in}"));
    }
    line.push_str(&format!("\tS{REFERENCE_URL}\t{url}"));
    if let Some(day) = source.retrieved.as_deref().and_then(TimeExtent::from_edtf).and_then(|day| date(&day)) {
        line.push_str(&format!("\tS{RETRIEVED}\t{day}"));
    }
    Some(line)
}

/// A name as an alias, unless Wikidata has it.
fn alias(
    linked: &Linked,
    name: &str,
    language: &str,
    there: Option<(&Item, &Languages)>,
    report: &mut Report,
) -> Option<String> {
    let verdict = there.map(|(item, languages)| name_verdict(name, language, item, languages));
    // Wikidata has its own codes for languages with a script or a region.
    let plain = language != "und" && !language.contains('-');
    let writable = match verdict {
        Some(Verdict::Same) => {
            report.there += 1;
            return None;
        }
        Some(Verdict::MissingThere) => language != "und",
        Some(_) => false,
        None => plain,
    };
    let Some(text) = string(name).filter(|_| writable) else {
        report.names_left_out += 1;
        return None;
    };
    report.aliases += 1;
    Some(format!("Q{}\tA{}\t{text}", linked.item, language.to_lowercase()))
}

/// A string in quotes; `None` if a character in it would end the field.
fn string(text: &str) -> Option<String> {
    let folded = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    let folded = folded.collect::<Vec<_>>().join(" ");
    (!folded.is_empty() && !folded.contains('|')).then(|| format!("\"{folded}\""))
}

/// A decimal number without an exponent, and without insignificant zeros.
fn decimal(text: &str) -> Option<String> {
    let (whole, fraction) = text.trim_start_matches('+').split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

/// A day, month or year with its precision (11, 10, 9), and zeros for missing parts. A longer, approximate or uncertain
/// time has no exact form, and none is invented.
fn date(time: &TimeExtent) -> Option<String> {
    let (first, year) = (time.earliest, time.earliest.year());
    if !time.is_level_0() || year < 1 {
        return None;
    }
    let (month, day, precision) = match time.precision {
        Precision::Day => (first.month(), first.day(), 11),
        Precision::Month => (first.month(), 0, 10),
        Precision::Year => (0, 0, 9),
        _ => return None,
    };
    Some(format!("+{year:04}-{month:02}-{day:02}T00:00:00Z/{precision}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_are() {
        for (edtf, expected) in [
            ("1992-05-08", Some("+1992-05-08T00:00:00Z/11")),
            ("1993-07", Some("+1993-07-00T00:00:00Z/10")),
            ("1993", Some("+1993-00-00T00:00:00Z/9")),
            ("0987", Some("+0987-00-00T00:00:00Z/9")),
            ("1993~", None),
            ("1993-07?", None),
            ("199X", None),
            ("1993-21", None),
            ("1992/1993", None),
            ("1992-05-08/1992-05-18", None),
        ] {
            let time = TimeExtent::from_edtf(edtf);
            assert!(time.is_some() || expected.is_none(), "{edtf}");
            assert_eq!(time.and_then(|t| date(&t)).as_deref(), expected, "{edtf}");
        }
    }

    #[test]
    fn numbers_stay_exact() {
        for (text, expected) in [
            ("289", Some("289")),
            ("289.0", Some("289")),
            ("289.50", Some("289.5")),
            ("100", Some("100")),
            ("0.0040468564224", Some("0.0040468564224")),
            ("-1", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(decimal(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn strings_end_where_they_should() {
        for (text, expected) in [
            ("Şuşa", Some("\"Şuşa\"")),
            ("Upper \"Vale\"", Some("\"Upper \"Vale\"\"")),
            ("a\tb\nc  d ", Some("\"a b c d\"")),
            ("a|b", None),
            (" \t", None),
        ] {
            assert_eq!(string(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn misleading_values_are_counted() {
        let options = |include: &[&str]| Options {
            index: None,
            tolerance: Tolerance::new(0.01),
            include: include.iter().map(|c| (*c).to_owned()).collect(),
        };
        let url = Some("https://e.example/".to_owned());
        let source = Source { shown: String::new(), url, retrieved: None, item: None };
        let plain = Figure {
            claim: "c".to_owned(),
            amount: "289".to_owned(),
            lexical: "289 km2".to_owned(),
            words: "territory 289 km2".to_owned(),
            sources: vec![source],
            ..Figure::default()
        };
        let count = |area: &Figure, include: &[&str]| {
            let mut report = Report::default();
            let given = is_given((area, &types::AREA.items[0]), None, &options(include), &mut report);
            let Report { without_address, disputed, of_a_part, approximate, .. } = report;
            (given, [without_address, disputed, of_a_part, approximate])
        };
        assert_eq!(count(&plain, &[]), (true, [0; 4]));
        let words = |words: &str| Figure { words: words.to_owned(), ..plain.clone() };
        for hedged in ["territory about 289 km2", "ca. 289  km2", "~289 km2", "289 km2?"] {
            assert_eq!(count(&words(hedged), &["c"]), (false, [0, 0, 0, 1]), "{hedged}");
        }
        let disputed = Figure { disputed: true, ..plain.clone() };
        assert_eq!(count(&disputed, &["other"]), (false, [0, 1, 0, 0]));
        assert_eq!(count(&disputed, &["c"]), (true, [0; 4]));
        let then = Figure { boundary: Some("1989".to_owned()), ..plain.clone() };
        assert_eq!(count(&then, &["c"]), (false, [0, 0, 1, 0]));
        let untraced = Figure { sources: Vec::new(), ..plain };
        assert_eq!(count(&untraced, &["c"]), (false, [1, 0, 0, 0]));
    }

    #[test]
    fn a_line_has_its_reference() {
        let area = Figure { amount: "289".to_owned(), ..Figure::default() };
        let source = |url: Option<&str>, retrieved: Option<&str>, item| Source {
            shown: String::new(),
            url: url.map(str::to_owned),
            retrieved: retrieved.map(str::to_owned),
            item,
        };
        let url = Some("https://e.example/a?b=1&c=2");
        let miles = Figure {
            amount: "2569.268205453312".to_owned(),
            lexical: "992 square miles".to_owned(),
            ..Figure::default()
        };
        let line = value_line(901, (&miles, &types::AREA.items[0]), &source(url, None, None)).unwrap();
        assert!(line.starts_with("Q901\tP2046\t2570U712226\t"), "{line}");
        for (source, expected) in [
            (source(url, None, None), Some("\tS854\t\"https://e.example/a?b=1&c=2\"")),
            (
                source(url, Some("2026-01-02"), Some(905)),
                Some("\tS248\tQ905\tS854\t\"https://e.example/a?b=1&c=2\"\tS813\t+2026-01-02T00:00:00Z/11"),
            ),
            (source(None, Some("2026-01-02"), Some(905)), None),
            (source(Some("urn:isbn:1"), None, None), None),
        ] {
            let expected = expected.map(|e| format!("Q901\tP2046\t289U712226{e}"));
            assert_eq!(value_line(901, (&area, &types::AREA.items[0]), &source), expected);
        }
    }
}
