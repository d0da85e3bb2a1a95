//! Places of the Linked Places Format as records: what a feature says of its names, types, geometries, links and
//! relations, each with its own time and citation.

use crate::base::text::{Position, Problem};
use crate::base::time::TimeExtent;
use crate::read::grid::Cell;
use crate::read::grid::json::{LinkedCitation, LinkedGeometry, LinkedPlace, LinkedPlaces, When, WhenBound};
use crate::read::table::cell;
use crate::read::table::layout::words;
use crate::read::table::terms::DateStyle;
use crate::read::table::total;
use crate::read::table::{
    Basis, CellProblem, Counts, Fact, ParentWords, PlaceWords, ProblemFile, ReadRow, Stated, TableRecord, Words,
};
use crate::read::value::outline;
use crate::read::value::outline::crossing::{Crossing, crossing};
use std::sync::Arc;

/// Relations that say that a place is part of another.
const PART_OF: &[&str] =
    &["gvp:broaderPartitive", "http://vocab.getty.edu/ontology#broaderPartitive", "dcterms:isPartOf"];

/// Reads a feature. A feature without a title is left out.
pub fn record(place: &LinkedPlace, counts: &mut Counts) -> ReadRow {
    let mut reader = Reader { place, facts: Vec::new(), problems: Vec::new(), notes: Vec::new() };
    let Some(title) = place.title.as_ref().filter(|title| !title.text.is_empty()) else {
        counts.rejected += 1;
        reader.wrong(None, "this feature has no title", "a place has properties.title", "add it");
        return ReadRow { record: None, problems: reader.problems, notes: reader.notes };
    };
    if total::is_total(&title.text) {
        counts.rejected += 1;
        reader.wrong(
            Some(title),
            "this title is a word for a total: is it the sum of other places, or a place?",
            "a sum over places is no place",
            "remove the feature if it is a sum; a place that is called so is read with a [[table]] entry, by which the \
             features are rows: list the name among the values of the column with the names",
        );
        return ReadRow { record: None, problems: reader.problems, notes: reader.notes };
    }
    counts.records += 1;
    reader.facts(title);
    let kind = place.types.iter().find_map(|kind| kind.label.as_ref()).map(|label| Arc::from(label.text.as_str()));
    let id = place.id.as_ref().map_or("", |id| id.text.as_str());
    let record = TableRecord {
        row: place.number,
        line: place.line,
        words: format!("{id}\t{}", title.text),
        place: PlaceWords {
            name: Arc::from(title.text.as_str()),
            cell: words(title),
            kind,
            parent: None,
            distinguished_by: None,
        },
        cites: None,
        facts: reader.facts,
    };
    ReadRow { record: Some(record), problems: reader.problems, notes: reader.notes }
}

/// The records of a file. What is wrong with a value is reported before its place.
pub fn records<'p>(
    places: &'p LinkedPlaces,
    counts: &'p mut Counts,
) -> Result<impl Iterator<Item = ReadRow> + 'p, Problem> {
    Ok(places.places()?.map(|read| match read {
        Ok(place) => {
            counts.rows += 1;
            record(&place, counts)
        }
        Err(wrong) => ReadRow { record: None, problems: vec![wrong.into()], notes: Vec::new() },
    }))
}

struct Reader<'p> {
    place: &'p LinkedPlace,
    facts: Vec<Stated>,
    problems: Vec<CellProblem>,
    notes: Vec<CellProblem>,
}

impl Reader<'_> {
    fn problem(&self, at: Option<&Cell>, what: &str, rule: &'static str, help: &str) -> CellProblem {
        CellProblem {
            file: ProblemFile::Table,
            place: Some(at.map_or_else(|| self.place.place.clone(), |cell| cell.place.clone())),
            head: String::new(),
            problem: Problem {
                at: Some(Position { line: self.place.line, column: 1 }),
                value: at.map_or_else(String::new, |cell| cell.text.clone()),
                what: what.to_owned(),
                rule,
                help: help.to_owned(),
            },
        }
    }

    fn wrong(&mut self, at: Option<&Cell>, what: &str, rule: &'static str, help: &str) {
        let wrong = self.problem(at, what, rule, help);
        self.problems.push(wrong);
    }

    fn note(&mut self, at: Option<&Cell>, what: &str, rule: &'static str, help: &str) {
        let note = self.problem(at, what, rule, help);
        self.notes.push(note);
    }

    fn facts(&mut self, title: &Cell) {
        let place = self.place;
        let whole = place.when.as_ref();
        let name = Fact::Name { text: Arc::from(title.text.as_str()), language: None, script: None };
        // The title is mostly one of the names, which says more of it.
        if !place.names.iter().any(|name| name.toponym.text == title.text) {
            self.state(&name, title, whole, &[], None);
        }
        if let Some(id) = &place.id {
            let (scheme, code) = cell::identifier(&id.text, None, "@id");
            self.state(&Fact::Identifier { scheme, code }, id, None, &[], None);
        }
        for name in &place.names {
            let language = name.lang.as_ref().map(|lang| Arc::from(lang.text.as_str()));
            let fact = Fact::Name { text: Arc::from(name.toponym.text.as_str()), language, script: None };
            self.state(&fact, &name.toponym, name.when.as_ref().or(whole), &name.citations, None);
        }
        for kind in &place.types {
            let sources = kind.source_labels.iter().map(|(label, lang)| (label, lang.as_ref()));
            let label = kind.label.iter().map(|label| (label, None));
            for (label, lang) in sources.chain(label) {
                let language = lang.map(|lang| Arc::from(lang.text.as_str()));
                let fact = Fact::Kind { words: Arc::from(label.text.as_str()), language };
                self.state(&fact, label, kind.when.as_ref().or(whole), &[], None);
            }
        }
        for geometry in &place.geometries {
            for wkt in geometry.wkt.iter().chain(&geometry.geowkt) {
                self.geometry(wkt, geometry);
            }
        }
        for link in &place.links {
            let is_match = link
                .link_type
                .as_ref()
                .is_some_and(|kind| matches!(kind.text.rsplit(':').next(), Some("exactMatch" | "closeMatch")));
            if is_match {
                let (scheme, code) = cell::identifier(&link.identifier.text, None, "links");
                self.state(&Fact::Identifier { scheme, code }, &link.identifier, None, &[], None);
            }
        }
        for relation in &place.relations {
            let is_part = relation.relation_type.as_ref().is_some_and(|kind| PART_OF.contains(&kind.text.as_str()));
            match (&relation.label, is_part) {
                (Some(label), true) => {
                    let parent =
                        ParentWords { name: Arc::from(label.text.as_str()), kind: None, distinguished_by: None };
                    let when = relation.when.as_ref();
                    self.state(&Fact::PartOf(parent), label, when, &relation.citations, relation.certainty.as_ref());
                }
                _ => self.note(
                    relation.relation_to.as_ref(),
                    "this relation is not read",
                    "a relation with a label that says of what a place is part is read",
                    "do nothing, or add the label",
                ),
            }
        }
    }

    fn geometry(&mut self, wkt: &Cell, geometry: &LinkedGeometry) {
        let drawn = match outline::outline(&wkt.text) {
            Ok(drawn) => drawn,
            Err(error) => return self.wrong(Some(wkt), &error.what, error.rule, &error.help),
        };
        let mut compared = 0;
        let crosses = |rings: &Vec<_>| matches!(crossing(rings, &mut compared), Crossing::At(..));
        if drawn.iter().flat_map(|geometry| &geometry.areas).any(crosses) {
            self.note(
                Some(wkt),
                "rings of this geometry cross",
                "an outline is stated as its source draws it, also where its rings cross",
                "do nothing, or correct the geometry: an area that is computed of it may be wrong",
            );
        }
        match cell::stated(&drawn, None) {
            Ok(facts) => {
                for fact in facts {
                    let (when, cites) = (geometry.when.as_ref(), &geometry.citations);
                    self.state(&fact, wkt, when, cites, geometry.certainty.as_ref());
                }
            }
            // A mapping that could answer says nothing of this format.
            Err(fault) if !fault.answers.is_empty() => {
                self.wrong(Some(wkt), &fault.what, fault.rule, "remove the geometry if it is not known");
            }
            Err(fault) => self.wrong(Some(wkt), &fault.what, fault.rule, &fault.help),
        }
    }

    /// Adds a statement for each timespan.
    fn state(
        &mut self,
        fact: &Fact,
        value: &Cell,
        when: Option<&When>,
        cites: &[LinkedCitation],
        certainty: Option<&Cell>,
    ) {
        let cites = cites
            .iter()
            .find_map(|cite| cite.id.as_ref().or(cite.label.as_ref()))
            .map(|cell| Arc::from(cell.text.as_str()));
        let spans = when.map_or(&[][..], |when| &when.timespans);
        let mut times: Vec<(Option<TimeExtent>, Vec<Words>)> = Vec::new();
        for span in spans {
            let bound = |bound: &Option<WhenBound>| bound.as_ref().and_then(|bound| bound.is_in.clone());
            let (start, end) = (bound(&span.start), bound(&span.end));
            let cells = start.iter().chain(&end).map(words).collect();
            match time(start.as_ref(), end.as_ref()) {
                Ok(Some(time)) => times.push((Some(time), cells)),
                Ok(None) => self.note(
                    Some(value),
                    "the time of this value is not read",
                    "a time has start or end with `in`",
                    "do nothing, or write the time with `in`",
                ),
                Err(fault) => self.wrong(start.as_ref().or(end.as_ref()), &fault.what, fault.rule, &fault.help),
            }
        }
        if times.is_empty() {
            times.push((None, Vec::new()));
        }
        for (time, mut context) in times {
            // What the source calls uncertain is told with those words.
            context.extend(certainty.map(words));
            let basis = Basis { context, cites: cites.clone(), ..Basis::default() };
            self.facts.push(Stated { fact: fact.clone(), time, value: words(value), basis });
        }
    }
}

fn time(start: Option<&Cell>, end: Option<&Cell>) -> Result<Option<TimeExtent>, cell::Fault> {
    let style = DateStyle::iso();
    let read = |cell: Option<&Cell>| cell.map(|cell| cell::date(&cell.text, &style)).transpose();
    Ok(match (read(start)?, read(end)?) {
        (Some(start), Some(end)) if start.edtf == end.edtf => Some(start),
        (Some(start), Some(end)) => Some(TimeExtent::interval(&start, &end)),
        (Some(start), None) => cell::since(&start),
        (None, Some(end)) => cell::until(&end),
        (None, None) => None,
    })
}
