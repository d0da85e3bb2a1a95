//! Sources, entries of the gazetteer, links and disagreements: things with a name and fields, compared field by field.

use super::claims::{DiffReader, local_part};
use super::entry::{Alone, Entry, Pairs};
use super::{Change, DiffError, Field, Named, Section, Side, Sink, What, merge, rename, subjects};
use crate::base::sort::{Sorted, Sorter};
use crate::base::vocab::{choro, dcterms, owl, prov, rdf, rdfs, schema, skos, skosxl, sssom};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Collects entries and sorts them by name.
struct Entries(Sorter);

impl Entries {
    fn new(scratch: &Path) -> Self {
        Self(Sorter::new(scratch))
    }

    fn add(&mut self, name: &str, entry: &Entry) -> Result<(), DiffError> {
        let mut record = name.replace('\0', " ").into_bytes();
        record.push(0);
        serde_json::to_writer(&mut record, entry)?;
        Ok(self.0.push(&record)?)
    }

    fn finish(self) -> Result<Sorted, DiffError> {
        Ok(Sorter::finish(vec![self.0])?)
    }
}

/// Things that were renamed or merged.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    /// New names by old names, of renamed and merged things.
    pub(super) all: HashMap<String, String>,
    /// The old names of renamed things only.
    pub(super) alone: HashMap<String, String>,
}

/// Maximum number of entries of one side that are kept to detect renaming. More differences mean another dataset.
const MOST_ALONE: usize = 100_000;

/// Finds the changes between two streams of entries; returns the renamed and merged ones.
fn compare(
    section: Section,
    (mut old, mut new): (Sorted, Sorted),
    find: fn(&Alone, &Alone, &Alone) -> Pairs,
    sink: &mut Sink,
) -> Result<Renamed, DiffError> {
    let (mut withdrawn, mut added, mut gained) = (Alone::new(), Alone::new(), Alone::new());
    merge(&mut old, &mut new, &mut |name, old: Vec<Entry>, new: Vec<Entry>| {
        match (Entry::sum(old), Entry::sum(new)) {
            (Some(old), Some(new)) => {
                let fields = differing(&old, &new);
                if !fields.is_empty() {
                    if gained.len() < MOST_ALONE {
                        let mut more = new.clone();
                        for (field, values) in &mut more.fields {
                            let before = old.fields.get(field);
                            values.retain(|value| before.is_none_or(|before| !before.contains(value)));
                        }
                        gained.push((name.to_owned(), more));
                    }
                    sink.add(&change(section, What::Changed, name, &new, fields))?;
                }
            }
            (Some(old), None) if withdrawn.len() < MOST_ALONE => withdrawn.push((name.to_owned(), old)),
            (Some(old), None) => sink.add(&single(section, What::Withdrawn, name, &old))?,
            (None, Some(new)) if added.len() < MOST_ALONE => added.push((name.to_owned(), new)),
            (None, Some(new)) => sink.add(&single(section, What::Added, name, &new))?,
            (None, None) => {}
        }
        Ok(())
    })?;
    let pairs = find(&withdrawn, &added, &gained);
    let mut renamed = Renamed::default();
    for (old, new, what) in &pairs {
        renamed.all.insert(old.clone(), new.clone());
        if *what == What::Renamed {
            renamed.alone.insert(old.clone(), new.clone());
        }
    }
    let successors: HashSet<&String> =
        pairs.iter().filter(|(_, _, what)| *what == What::Renamed).map(|(_, new, _)| new).collect();
    let became: HashMap<&String, &(String, String, What)> = pairs.iter().map(|pair| (&pair.0, pair)).collect();
    let after: HashMap<&String, &Entry> = added.iter().map(|(name, entry)| (name, entry)).collect();
    for (name, entry) in &withdrawn {
        match became.get(name) {
            Some((_, new, what)) => {
                let mut fields = vec![Field::new("name", Some(name), Some(new))];
                fields.extend(after.get(new).into_iter().flat_map(|after| differing(entry, after)));
                sink.add(&change(section, *what, name, entry, fields))?;
            }
            None => sink.add(&single(section, What::Withdrawn, name, entry))?,
        }
    }
    for (name, entry) in added.iter().filter(|(name, _)| !successors.contains(name)) {
        sink.add(&single(section, What::Added, name, entry))?;
    }
    Ok(renamed)
}

fn joined(values: Option<&BTreeSet<String>>) -> Option<String> {
    values.map(|values| values.iter().map(String::as_str).collect::<Vec<_>>().join("; "))
}

/// The fields that differ; of fields with many values, only the different values.
fn differing(old: &Entry, new: &Entry) -> Vec<Field> {
    let names: BTreeSet<&String> = old.fields.keys().chain(new.fields.keys()).collect();
    let mut fields = Vec::new();
    if old.label != new.label {
        fields.push(Field::new("label", Some(&old.label), Some(&new.label)));
    }
    if old.kind != new.kind {
        fields.push(Field::new("kind", Some(&old.kind), Some(&new.kind)));
    }
    for name in names {
        let (before, after) = (old.fields.get(name), new.fields.get(name));
        if before != after {
            let only = |of: Option<&BTreeSet<String>>, other: Option<&BTreeSet<String>>| {
                let rest: BTreeSet<String> =
                    of?.iter().filter(|v| other.is_none_or(|other| !other.contains(*v))).cloned().collect();
                (!rest.is_empty()).then_some(rest)
            };
            let (before, after) = (only(before, after), only(after, before));
            fields.push(Field { name: name.clone(), old: joined(before.as_ref()), new: joined(after.as_ref()) });
        }
    }
    fields
}

fn change(section: Section, what: What, name: &str, entry: &Entry, fields: Vec<Field>) -> Change {
    let subject = Named { id: name.to_owned(), label: entry.label.clone() };
    Change { section, change: what, source: None, subject, kind: entry.kind.clone(), fields }
}

fn single(section: Section, what: What, name: &str, entry: &Entry) -> Change {
    let field = |(name, values): (&String, &BTreeSet<String>)| {
        let value = joined(Some(values));
        let (old, new) = if what == What::Added { (None, value) } else { (value, None) };
        Field { name: name.clone(), old, new }
    };
    change(section, what, name, entry, entry.fields.iter().map(field).collect())
}

/// Reads sources: their metadata and their loaded version.
pub(super) fn sources(old: Side<'_>, new: Side<'_>, scratch: &Path, sink: &mut Sink) -> Result<Renamed, DiffError> {
    compare(Section::Sources, (of_sources(old, scratch)?, of_sources(new, scratch)?), rename::sources, sink)
}

fn of_sources(side: Side<'_>, scratch: &Path) -> Result<Sorted, DiffError> {
    const FIELDS: [(NamedNodeRef<'static>, &str); 8] = [
        (dcterms::PUBLISHER, "publisher"),
        (dcterms::CREATOR, "author"),
        (dcterms::ISSUED, "published"),
        (choro::RETRIEVED, "retrieved"),
        (dcterms::LICENSE, "licence"),
        (dcterms::LANGUAGE, "language"),
        (schema::URL, "url"),
        (prov::WAS_DERIVED_FROM, "derived from"),
    ];
    let reader = DiffReader::new(side);
    let mut entries = Entries::new(scratch);
    subjects(side.statements, (rdf::TYPE, Some(choro::SOURCE.into())), &mut |source| {
        let said = reader.said(source)?;
        let label = said.values(dcterms::TITLE).map(|title| reader.text(title)).min().unwrap_or_default();
        let mut entry = Entry { label, ..Entry::default() };
        for (property, field) in FIELDS {
            for value in said.values(property) {
                entry.set(field, if value.is_named_node() { reader.label(value)? } else { reader.text(value) });
            }
        }
        let name = reader.text(&source.into_owned().into());
        entries.add(&name, &entry)
    })?;
    for quad in side.statements.matching(None, Some(prov::SPECIALIZATION_OF), None) {
        let quad = quad?;
        let mut entry = Entry::default();
        let digest = reader.first(&quad.subject.into(), choro::SHA256)?;
        entry.set("version", digest.chars().take(16).collect());
        entries.add(&reader.text(&quad.object), &entry)?;
    }
    entries.finish()
}

/// Reads the gazetteer: kinds and names.
pub(super) fn gazetteer(old: Side<'_>, new: Side<'_>, scratch: &Path, sink: &mut Sink) -> Result<Renamed, DiffError> {
    compare(Section::Entities, (of_gazetteer(old, scratch)?, of_gazetteer(new, scratch)?), rename::entities, sink)
}

fn of_gazetteer(side: Side<'_>, scratch: &Path) -> Result<Sorted, DiffError> {
    let reader = DiffReader::new(side);
    let mut entries = Entries::new(scratch);
    subjects(side.statements, (choro::NAME, None), &mut |entity| {
        let said = reader.said(entity)?;
        let label = said.values(rdfs::LABEL).map(|label| reader.text(label)).min().unwrap_or_default();
        let mut entry = Entry { label, ..Entry::default() };
        if let Some(kind) = said.values(choro::KIND).next() {
            entry.kind = reader.text(kind).rsplit('#').next().unwrap_or_default().to_owned();
        }
        for form in said.nodes(choro::NAME) {
            for name in reader.said(form.into())?.literals(skosxl::LITERAL_FORM) {
                let tag = name.language().map_or_else(String::new, |tag| format!("@{tag}"));
                entry.set("names", format!("{}{tag}", name.value()));
            }
        }
        for item in said.values(skos::EXACT_MATCH) {
            entry.set("item", reader.text(item));
        }
        let name = reader.text(&entity.into_owned().into());
        entries.add(&name, &entry)
    })?;
    entries.finish()
}

/// Reads links: proposed, accepted and rejected.
pub(super) fn links(
    old: Side<'_>,
    new: Side<'_>,
    scratch: &Path,
    renamed: &HashMap<String, String>,
    sink: &mut Sink,
) -> Result<(), DiffError> {
    renamed_sides(Section::Links, of_links, (old, new), scratch, renamed, sink)
}

/// Reads one side, and replaces old names by new ones.
type Read = fn(Side<'_>, &Path, Option<&HashMap<String, String>>) -> Result<Sorted, DiffError>;

/// Compares things that are named after an entity, which may have been renamed.
fn renamed_sides(
    section: Section,
    read: Read,
    (old, new): (Side<'_>, Side<'_>),
    scratch: &Path,
    renamed: &HashMap<String, String>,
    sink: &mut Sink,
) -> Result<(), DiffError> {
    let sides = (read(old, scratch, Some(renamed))?, read(new, scratch, None)?);
    compare(section, sides, |_, _, _| Vec::new(), sink).map(drop)
}

fn of_links(side: Side<'_>, scratch: &Path, renamed: Option<&HashMap<String, String>>) -> Result<Sorted, DiffError> {
    let reader = DiffReader::new(side);
    let mut entries = Entries::new(scratch);
    let mut rows: HashSet<(String, String)> = HashSet::new();
    let now = |name: String| renamed.and_then(|renamed| renamed.get(&name).cloned()).unwrap_or(name);
    subjects(side.statements, (owl::ANNOTATED_SOURCE, None), &mut |row| {
        let said = reader.said(row)?;
        let one = |property: NamedNodeRef<'static>| said.values(property).next();
        let (Some(subject), Some(target)) = (one(owl::ANNOTATED_SOURCE), one(owl::ANNOTATED_TARGET)) else {
            return Ok(());
        };
        let mut entry = Entry { label: reader.label(subject)?, ..Entry::default() };
        let is_denied = one(sssom::PREDICATE_MODIFIER).is_some();
        let relation = one(owl::ANNOTATED_PROPERTY).map(local_part).unwrap_or_default();
        let is_personal = one(sssom::REVIEWER_ID).is_some() || one(sssom::AUTHOR_ID).is_some();
        entry.set(
            "decision",
            match (is_denied, is_personal) {
                (true, _) => "rejected".to_owned(),
                (false, true) => "accepted".to_owned(),
                (false, false) => "proposed".to_owned(),
            },
        );
        entry.set("relation", relation);
        for (property, field) in [
            (sssom::OBJECT_LABEL, "item"),
            (sssom::CONFIDENCE, "confidence"),
            (sssom::REVIEWER_ID, "reviewer"),
            (sssom::REVIEW_DATE, "reviewed"),
        ] {
            if let Some(value) = one(property) {
                entry.set(field, reader.text(value));
            }
        }
        let (subject, target) = (reader.text(subject), reader.text(target));
        rows.insert((subject.clone(), target.clone()));
        entries.add(&format!("{} = {target}", now(subject)), &entry)
    })?;
    for property in [skos::EXACT_MATCH, skos::CLOSE_MATCH, skos::BROAD_MATCH, skos::NARROW_MATCH, skos::RELATED_MATCH] {
        for quad in side.statements.matching(None, Some(property), None) {
            let quad = quad?;
            let (subject, target) = (Term::from(quad.subject), quad.object);
            let pair = (reader.text(&subject), reader.text(&target));
            // A link with a mapping row is read from the row.
            if rows.contains(&pair) {
                continue;
            }
            let mut entry = Entry { label: reader.label(&subject)?, ..Entry::default() };
            entry.set("decision", "accepted".to_owned());
            entry.set("relation", local_part(&property.into_owned().into()));
            entries.add(&format!("{} = {}", now(pair.0), pair.1), &entry)?;
        }
    }
    entries.finish()
}

/// Reads disagreements: their subject and their claims.
pub(super) fn disagreements(
    old: Side<'_>,
    new: Side<'_>,
    scratch: &Path,
    renamed: &HashMap<String, String>,
    sink: &mut Sink,
) -> Result<(), DiffError> {
    renamed_sides(Section::Disagreements, of_disagreements, (old, new), scratch, renamed, sink)
}

fn of_disagreements(
    side: Side<'_>,
    scratch: &Path,
    renamed: Option<&HashMap<String, String>>,
) -> Result<Sorted, DiffError> {
    let reader = DiffReader::new(side);
    let mut entries = Entries::new(scratch);
    subjects(side.statements, (rdf::TYPE, Some(choro::DISAGREEMENT.into())), &mut |node| {
        let said = reader.said(node)?;
        let one = |property: NamedNodeRef<'static>| said.values(property).next();
        let about = one(choro::ABOUT_PLACE).or_else(|| one(choro::ABOUT_PERSON));
        let mut entry = Entry::default();
        let mut name = String::new();
        if let Some(about) = about {
            entry.label = reader.label(about)?;
            name = reader.text(about);
        }
        let name = renamed.and_then(|renamed| renamed.get(&name).cloned()).unwrap_or(name);
        let aspect = one(choro::ASPECT).map(ToString::to_string).unwrap_or_default();
        entry.kind = aspect.rsplit("aspect").next().unwrap_or_default().trim_end_matches('>').to_lowercase();
        for claim in said.nodes(choro::INVOLVES) {
            entry.set("claims", described(&reader, claim)?);
        }
        entries.add(&format!("{name} ({})", entry.kind), &entry)
    })?;
    entries.finish()
}

/// A claim of a disagreement, by its words and its sources.
fn described(reader: &DiffReader<'_>, claim: &NamedNode) -> Result<String, DiffError> {
    let said = reader.said(claim.into())?;
    let words = said.values(choro::VERBATIM).map(|v| reader.text(v)).min().unwrap_or_default();
    let mut sources = BTreeSet::new();
    for span in said.values(choro::ANCHORED_AT) {
        sources.insert(reader.first(span, choro::IN_SOURCE)?);
    }
    Ok(format!("\u{201c}{words}\u{201d} ({})", sources.into_iter().collect::<Vec<_>>().join(", ")))
}
