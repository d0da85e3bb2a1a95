//! Links whose subject is no more. The IRI of a place changes where a new row of the gazetteer, another code or another
//! parent names it differently; `links.sssom.tsv` then speaks of the old one. Such a row is kept, and reported with what
//! the entity is likely called now: what the same row of the source is about, or what has the same name.
//!
//! What was known of the subjects is kept beside the store from before their graphs are replaced until their links are
//! corrected.

use crate::base::files;
use crate::base::fold::{key, words};
use crate::base::iri::{folded, last_part};
use crate::base::text::Problem;
use crate::base::vocab::{choro, rdf, rdfs};
use crate::dataset::Dataset;
use crate::dataset::sssom::{SubjectRow, SubjectRows};
use crate::store::facts::text_or_iri;
use crate::store::load::Event;
use crate::store::load::run::Run;
use crate::store::load::state::Former;
use crate::store::{FactError, Statements, StoreError};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of claims of an entity that are looked at.
const MOST_CLAIMS: usize = 500;
/// Minimum similarity of two spellings of a name (Jaro-Winkler).
const SIMILAR: f64 = 0.9;
/// Maximum number of rows that are reported one by one.
const MOST_REPORTED: usize = 20;
/// Maximum number of entities that are named for a row.
const MOST_NAMED: usize = 3;

/// What an entity is likely to be now.
struct Successor {
    entity: NamedNode,
    label: String,
    why: &'static str,
}

const SAME_ROW: &str = "the same row of the source is about that";
const SAME_CELL: &str = "the row in the same place of the source has the same values";
const SAME_NAME_AND_KIND: &str = "that has the same name and kind";
const SAME_NAME: &str = "that has the same name";

impl Former {
    /// Adds what a graph says of an entity.
    fn add(&mut self, statements: &Statements, entity: &NamedNode, graph: &NamedNode) -> Result<(), FactError> {
        let facts = statements.facts_in(entity, graph)?;
        if let Some(label) = facts.text(rdfs::LABEL) {
            label.clone_into(&mut self.label);
        }
        self.kinds.extend(facts.values(choro::KIND).filter_map(text_or_iri).map(|kind| last_part(kind).to_owned()));
        let claims = statements.matching_in(None, Some(choro::ABOUT_PLACE), Some(entity.into()), graph.into());
        for claim in claims.take(MOST_CLAIMS) {
            let claim = statements.facts_in(&claim?.subject, graph)?;
            self.kinds.extend(claim.literals(choro::KIND_WORDS).map(|words| words.value().to_owned()));
            let Some(record) = claim.node(choro::FROM_RECORD) else { continue };
            self.records.insert(record.as_str().to_owned());
            let record = statements.facts_in(record, graph)?;
            let (Some(name), Some(words)) = (record.node(choro::ANCHORED_AT), claim.text(choro::VERBATIM)) else {
                continue;
            };
            let cells = self.rows.entry(name.as_str().to_owned()).or_default();
            // What many rows have says nothing of this one.
            if [choro::KIND_WORDS, choro::PART_OF].iter().any(|shared| claim.values(*shared).next().is_some()) {
                continue;
            }
            for cell in claim.nodes(choro::ANCHORED_AT).filter(|cell| *cell != name) {
                cells.insert(cell.as_str().to_owned(), words.to_owned());
            }
        }
        Ok(())
    }

    /// What is likely to be it now: by its rows, else by its name.
    fn successors<'n>(
        &self,
        statements: &Statements,
        named: impl Iterator<Item = &'n NamedNode>,
        has_link: &dyn Fn(&NamedNode) -> bool,
    ) -> Result<Vec<Successor>, FactError> {
        let mut found: BTreeMap<NamedNode, &'static str> = BTreeMap::new();
        for record in &self.records {
            let record = NamedNode::new_unchecked(record);
            found.extend(place_of(statements, &record)?.map(|place| (place, SAME_ROW)));
        }
        let rows = if found.is_empty() { self.rows.iter() } else { Default::default() };
        for (name, cells) in rows {
            let name = NamedNode::new_unchecked(name);
            for record in
                statements.subjects(choro::ANCHORED_AT, Some(name.as_ref().into())).collect::<Result<Vec<_>, _>>()?
            {
                if statements.any(Some((&record).into()), Some(rdf::TYPE), Some(choro::RECORD.into()))?
                    && let Some(place) = place_of(statements, &record)?
                    && self.is_row(statements, (&record, &place), cells)?
                {
                    found.insert(place, SAME_CELL);
                }
            }
        }
        if found.is_empty() {
            let (mut other, mut same) = (Vec::new(), Vec::new());
            for entity in named {
                let kinds = kinds(statements, entity)?;
                match agree(&self.kinds, &kinds) {
                    Some(true) => same.push((entity.clone(), SAME_NAME_AND_KIND)),
                    Some(false) => {}
                    None => other.push((entity.clone(), SAME_NAME)),
                }
            }
            found.extend(if same.is_empty() { other } else { same });
        }
        // What has a link of its own to something else is likely not meant.
        if found.len() > 1 {
            let (linked, rest) = found.into_iter().partition(|(entity, _)| has_link(entity));
            found = if BTreeMap::is_empty(&rest) { linked } else { rest };
        }
        let successor = |(entity, why): (NamedNode, &'static str)| {
            let label = statements.facts(&entity)?.text(rdfs::LABEL).unwrap_or_default().to_owned();
            Ok(Successor { entity, label, why })
        };
        found.into_iter().map(successor).collect()
    }

    /// Whether a record is the row as it was, but for the name or a few cells: a row that has moved has another's place. At
    /// least half of its cells have the same words, and it has nearly the same name or the same code.
    fn is_row(
        &self,
        statements: &Statements,
        (record, place): (&NamedNode, &NamedNode),
        before: &BTreeMap<String, String>,
    ) -> Result<bool, FactError> {
        let (mut same, mut has_code) = (BTreeSet::new(), false);
        for claim in statements.subjects(choro::FROM_RECORD, Some(record.into())).take(MOST_CLAIMS) {
            let claim = statements.facts(&claim?)?;
            let words = claim.text(choro::VERBATIM);
            let is_same = |cell: &&NamedNode| words.is_some() && before.get(cell.as_str()).map(String::as_str) == words;
            let cells: Vec<&NamedNode> = claim.nodes(choro::ANCHORED_AT).filter(is_same).collect();
            has_code |= !cells.is_empty() && claim.text(choro::IDENTIFIER).is_some();
            same.extend(cells.into_iter().map(|cell| cell.as_str().to_owned()));
        }
        let label = statements.facts(place)?.text(rdfs::LABEL).unwrap_or_default().to_owned();
        let is_named = || strsim::jaro_winkler(&key(&self.label), &key(&label)) >= SIMILAR;
        Ok(!same.is_empty() && same.len() * 2 >= before.len() && (has_code || is_named()))
    }
}

/// The place that a record is about.
fn place_of(statements: &Statements, record: &NamedNode) -> Result<Option<NamedNode>, FactError> {
    let Some(claim) = statements.subjects(choro::FROM_RECORD, Some(record.into())).next().transpose()? else {
        return Ok(None);
    };
    Ok(statements.facts(&claim)?.node(choro::ABOUT_PLACE).cloned())
}

/// The kinds that an entity is said to be of.
fn kinds(statements: &Statements, entity: &NamedNode) -> Result<BTreeSet<String>, FactError> {
    let facts = statements.facts(entity)?;
    let mut kinds: BTreeSet<String> =
        facts.values(choro::KIND).filter_map(text_or_iri).map(|kind| last_part(kind).to_owned()).collect();
    for claim in statements.subjects(choro::ABOUT_PLACE, Some(entity.into())).take(MOST_CLAIMS) {
        let words = statements.values(&claim?, choro::KIND_WORDS)?;
        kinds.extend(words.iter().filter_map(text_or_iri).map(str::to_owned));
    }
    Ok(kinds)
}

/// Whether two sets of kinds have one in common, in the same words or of the same type; `None` if that cannot be known.
fn agree(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<bool> {
    let comparable = |kinds: &BTreeSet<String>| -> BTreeSet<String> { kinds.iter().map(|kind| key(kind)).collect() };
    let (one, other) = (comparable(one), comparable(other));
    if one.intersection(&other).next().is_some() {
        return Some(true);
    }
    let types = |kinds: &BTreeSet<String>| kinds.iter().filter_map(|kind| words::place_type(kind)).collect::<Vec<_>>();
    let (one, other) = (types(&one), types(&other));
    (!one.is_empty() && !other.is_empty()).then(|| one.iter().any(|of| other.contains(of)))
}

/// The entities of the dataset that have one of some names, by folder and folded name.
#[derive(Default)]
struct Named(BTreeMap<(String, String), BTreeSet<NamedNode>>);

/// The first segment of an IRI after the base, in which entities of one kind have theirs.
fn folder<'i>(base: &str, iri: &'i str) -> Option<&'i str> {
    Some(iri.strip_prefix(base)?.split_once('/')?.0)
}

impl Run<'_> {
    /// The subjects of links that are named by this dataset.
    pub(super) fn linked(dataset: &Dataset) -> BTreeSet<String> {
        // A file that cannot be read is reported when it is loaded.
        let text = files::read_to_string(&dataset.links()).unwrap_or_default();
        let base = dataset.minter.base();
        SubjectRows::parse(&text)
            .rows()
            .map(|row| row.subject)
            .filter(|subject| folder(base, subject).is_some())
            .collect()
    }

    /// Takes note of what a graph says of subjects of links, before it is removed.
    pub(super) fn note_linked(&mut self, graph: &NamedNode, linked: Vec<String>) -> Result<(), StoreError> {
        let error = |e: FactError| self.writer.storage_error(e.into());
        let statements = Statements::from(self.writer.store().clone());
        for subject in linked {
            let entity = NamedNode::new_unchecked(&subject);
            let facts = statements.facts_in(&entity, graph).map_err(error)?;
            if !facts.is_empty() {
                let former = self.state.former.entry(subject).or_default();
                former.add(&statements, &entity, graph).map_err(error)?;
            }
        }
        Ok(())
    }

    /// Reports the rows of the file of links whose subject nothing in the dataset speaks of.
    pub(super) fn moved(&mut self, text: &str, notify: &mut dyn FnMut(Event<'_>)) -> Result<(), StoreError> {
        let path = self.dataset.links();
        let statements = Statements::from(self.writer.store().clone());
        let rows = SubjectRows::parse(text);
        let found = self.lost(&statements, &rows);
        let reports = found.and_then(|lost| {
            let subjects: BTreeSet<&str> = lost.iter().map(|row| row.subject.as_str()).collect();
            self.state.former.retain(|subject, _| subjects.contains(subject.as_str()));
            self.reports(&statements, &rows, &lost)
        });
        for report in reports.map_err(|e| self.writer.storage_error(e.into()))? {
            notify(Event::Note(&path, &report));
        }
        Ok(())
    }

    /// The rows whose subject only the links speak of.
    fn lost(&self, statements: &Statements, rows: &SubjectRows) -> Result<Vec<SubjectRow>, FactError> {
        let links = GraphName::from(self.dataset.minter.graph("links"));
        let base = self.dataset.minter.base();
        let mut lost = Vec::new();
        for row in rows.rows().filter(|row| folder(base, &row.subject).is_some()) {
            let subject = NamedNode::new_unchecked(&row.subject);
            let mut is_known = false;
            for quad in statements.matching(Some((&subject).into()), None, None) {
                is_known |= quad?.graph_name != links;
                if is_known {
                    break;
                }
            }
            if !is_known {
                lost.push(row);
            }
        }
        Ok(lost)
    }

    fn reports(
        &self,
        statements: &Statements,
        rows: &SubjectRows,
        lost: &[SubjectRow],
    ) -> Result<Vec<Problem>, FactError> {
        let formers: Vec<Former> = lost
            .iter()
            .map(|row| {
                let mut former = self.state.former.get(&row.subject).cloned().unwrap_or_default();
                if former.label.is_empty() {
                    former.label.clone_from(&row.label);
                }
                former
            })
            .collect();
        let base = self.dataset.minter.base();
        let named = self.named(statements, lost.iter().zip(&formers))?;
        let mut linked: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
        for row in rows.rows() {
            linked.entry(row.subject).or_default().insert(row.object);
        }
        let mut reports = Vec::new();
        for (row, former) in lost.iter().zip(&formers).take(MOST_REPORTED) {
            let folder = folder(base, &row.subject).unwrap_or_default().to_owned();
            let same = named.0.get(&(folder, folded(&former.label)));
            let has_link =
                |entity: &NamedNode| linked.get(entity.as_str()).is_some_and(|objects| !objects.contains(&row.object));
            let successors = former.successors(statements, same.into_iter().flatten(), &has_link)?;
            reports.push(report(rows, row, &successors));
        }
        if lost.len() > MOST_REPORTED {
            reports.push(Problem {
                at: None,
                value: String::new(),
                what: format!(
                    "{} more rows are about entities that the dataset does not have",
                    lost.len() - MOST_REPORTED
                ),
                rule: RULE,
                help: "correct the rows above, and build again".to_owned(),
            });
        }
        Ok(reports)
    }

    /// The entities with the names of those that are lost. The store is read once, however many there are.
    fn named<'l>(
        &self,
        statements: &Statements,
        lost: impl Iterator<Item = (&'l SubjectRow, &'l Former)>,
    ) -> Result<Named, FactError> {
        let minter = &self.dataset.minter;
        let folder = |iri: &str| folder(minter.base(), iri).map(str::to_owned);
        let mut named = Named::default();
        for (row, former) in lost {
            named.0.extend(folder(&row.subject).map(|of| ((of, folded(&former.label)), BTreeSet::new())));
        }
        for quad in statements.matching(None, Some(rdfs::LABEL), None) {
            if let Quad { subject: NamedOrBlankNode::NamedNode(entity), object: Term::Literal(label), .. } = quad?
                && let Some(of) = folder(entity.as_str())
                && let Some(found) = named.0.get_mut(&(of, folded(label.value())))
            {
                found.insert(entity);
            }
        }
        for ((of, name), found) in &mut named.0 {
            let entities = self.gazetteer.called(name).iter().map(|at| self.gazetteer.entities[*at].iri(minter));
            found.extend(entities.filter(|iri| folder(iri.as_str()).as_ref() == Some(of)));
        }
        Ok(named)
    }
}

const RULE: &str =
    "a link is of an entity of the dataset; one whose entity is called otherwise is kept until you correct it";

fn report(rows: &SubjectRows, row: &SubjectRow, successors: &[Successor]) -> Problem {
    let line = row.at.line;
    let names: Vec<String> =
        successors.iter().take(MOST_NAMED).map(|Successor { entity, .. }| rows.name(entity.as_str())).collect();
    let (what, help) = match successors {
        [] => (
            "no source and no row of the gazetteer speaks of this entity any more".to_owned(),
            format!("write in line {line} what it is called now, or remove the line"),
        ),
        [only] => {
            let has_row = |other: &SubjectRow| other.subject == only.entity.as_str() && other.object == row.object;
            let help = match rows.rows().find(has_row) {
                Some(other) => format!("remove line {line}: line {} says it of the new one", other.at.line),
                None => {
                    let renamed = rows.renamed(line, only.entity.as_str(), &only.label).unwrap_or_default();
                    // A file that somebody else wrote may have marks that a terminal acts on.
                    let renamed = renamed.replace(|c: char| c.is_control() && c != '\t', " ");
                    format!("if so, write instead of line {line}:\n{renamed}")
                }
            };
            (format!("nothing speaks of this entity any more; it is likely {} now: {}", names[0], only.why), help)
        }
        several => {
            let more = several.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (
                format!("nothing speaks of this entity any more; it may be {}{more} now", names.join(" or ")),
                format!("write the one that is meant as subject_id in line {line}"),
            )
        }
    };
    Problem { at: Some(row.at), value: row.name.clone(), what, rule: RULE, help }
}
