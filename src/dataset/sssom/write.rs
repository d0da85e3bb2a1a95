//! Writes files of mappings. Rows are sorted and the header has a fixed order, so that the same mappings give the same
//! bytes, and a decision changes only the lines of its subject. The result does not depend on the time.

use super::names::{PREFIXES, Prefixes, contract};
use super::{COLUMNS, Mapping, MappingSet, NO_TERM, Slot, mapping_key};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Header slots that are written from the set's own fields.
pub(super) const OWN_SLOTS: &[&str] = &[
    "sssom_version",
    "curie_map",
    "mapping_set_id",
    "mapping_set_title",
    "license",
    "creator_id",
    "creator_label",
    "mapping_tool",
    "mapping_tool_version",
];

/// Writes a file of mappings.
pub fn write(set: &MappingSet, out: &mut impl Write) -> io::Result<()> {
    let prefixes = prefixes(set);
    header(set, &prefixes, out)?;
    let others: BTreeSet<&str> =
        set.other.values().flat_map(BTreeMap::keys).map(String::as_str).filter(|c| !COLUMNS.contains(c)).collect();
    let columns: Vec<&str> = COLUMNS.iter().copied().chain(others).collect();
    writeln!(out, "{}", columns.join("\t"))?;
    let cardinalities = Cardinalities::of(&set.mappings);
    let rows = set.mappings.iter().map(|mapping| {
        let other = set.other.get(&(mapping.subject.clone(), mapping.object.clone().unwrap_or_default()));
        let own = own(mapping, set, &prefixes, &cardinalities);
        let values = columns.iter().enumerate().map(|(n, column)| {
            let found = other.and_then(|o| o.get(*column));
            cell(found.unwrap_or(own.get(n).unwrap_or(&String::new())))
        });
        (mapping.pair(), mapping.negated, mapping.predicate, values.collect::<Vec<_>>().join("\t"))
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort();
    for (.., row) in rows {
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// The prefixes of a file: those that were read, and ours.
fn prefixes(set: &MappingSet) -> Prefixes {
    let mut prefixes = match set.slots.get("curie_map") {
        Some(Slot::Map(map)) => map.clone(),
        _ => Prefixes::new(),
    };
    prefixes.extend(PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())));
    prefixes.insert("data".to_owned(), set.base.clone());
    prefixes
}

fn header(set: &MappingSet, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let text = |name: &str, value: &str| (name.to_owned(), Slot::Text(value.to_owned()));
    let (ids, labels): (Vec<_>, Vec<_>) = set.creators.iter().partition(|c| crate::base::iri::Minter::is_iri(c));
    let mut slots = vec![
        text("sssom_version", "1.1"),
        ("curie_map".to_owned(), Slot::Map(prefixes.clone())),
        text("mapping_set_id", &set.id),
        text("mapping_set_title", &set.title),
        text("license", &set.licence),
        ("creator_id".to_owned(), Slot::List(ids.into_iter().map(|c| contract(prefixes, c)).collect())),
        ("creator_label".to_owned(), Slot::List(labels.into_iter().cloned().collect())),
        text("mapping_tool", &set.tool),
        text("mapping_tool_version", &set.tool_version),
    ];
    let further = set.slots.iter().filter(|(name, _)| !OWN_SLOTS.contains(&name.as_str()));
    slots.extend(further.map(|(name, slot)| (name.clone(), slot.clone())));
    for (name, slot) in slots {
        match slot {
            Slot::Text(value) if !value.is_empty() => writeln!(out, "#{name}: {}", quoted(&value))?,
            Slot::List(values) if !values.is_empty() => {
                writeln!(out, "#{name}:")?;
                for value in values {
                    writeln!(out, "#  - {}", quoted(&value))?;
                }
            }
            Slot::Map(values) if !values.is_empty() => {
                writeln!(out, "#{name}:")?;
                for (key, value) in values {
                    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
                    let key = if plain && !key.is_empty() { key } else { quoted(&key) };
                    writeln!(out, "#  {key}: {}", quoted(&value))?;
                }
            }
            Slot::Text(_) | Slot::List(_) | Slot::Map(_) => {}
        }
    }
    Ok(())
}

/// The values of a row in our columns.
fn own(mapping: &Mapping, set: &MappingSet, prefixes: &Prefixes, cardinalities: &Cardinalities<'_>) -> Vec<String> {
    let (subject, object) = mapping.pair();
    let people = |iris: &Option<String>| {
        let iris = iris.as_deref().unwrap_or_default().split('|').filter(|iri| !iri.is_empty());
        iris.map(|iri| contract(prefixes, iri)).collect::<Vec<_>>().join("|")
    };
    let record = format!("{}{}", set.base, mapping_key(subject, object));
    vec![
        contract(prefixes, &record),
        contract(prefixes, subject),
        mapping.subject_label.clone(),
        mapping.predicate.curie().to_owned(),
        if mapping.negated { "Not".to_owned() } else { String::new() },
        mapping.object.as_deref().map_or_else(|| NO_TERM.to_owned(), |iri| contract(prefixes, iri)),
        mapping.object_label.clone(),
        mapping.justification.clone(),
        people(&mapping.author),
        people(&mapping.reviewer),
        mapping.review_date.clone().unwrap_or_default(),
        // The reviewer agrees with the row as it is.
        mapping.reviewer.as_ref().map_or_else(String::new, |_| "1".to_owned()),
        number(mapping.confidence),
        number(mapping.similarity),
        // A slot of several values: a bar inside a value is escaped.
        mapping.match_string.replace('|', "\\|"),
        cardinalities.of_mapping(mapping),
        mapping.comment.clone(),
    ]
}

/// A score with four decimals, which is as precise as scores are.
fn number(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(String::new, |v| ((v * 1e4).round() / 1e4).to_string())
}

/// The number of subjects and objects that mappings relate, for the cardinality; denied mappings do not count.
struct Cardinalities<'a> {
    objects: BTreeMap<&'a str, BTreeSet<&'a str>>,
    subjects: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Cardinalities<'a> {
    fn of(mappings: &'a [Mapping]) -> Self {
        let mut found = Self { objects: BTreeMap::new(), subjects: BTreeMap::new() };
        for (subject, object) in mappings.iter().filter(|m| !m.negated && m.object.is_some()).map(Mapping::pair) {
            found.objects.entry(subject).or_default().insert(object);
            found.subjects.entry(object).or_default().insert(subject);
        }
        found
    }

    fn of_mapping(&self, mapping: &Mapping) -> String {
        let (subject, object) = mapping.pair();
        let many = |map: &BTreeMap<&str, BTreeSet<&str>>, key| map.get(key).is_some_and(|others| others.len() > 1);
        let side = |many| if many { "n" } else { "1" };
        match mapping {
            Mapping { negated: true, .. } => String::new(),
            Mapping { object: None, .. } => "1:0".to_owned(),
            _ => format!("{}:{}", side(many(&self.subjects, object)), side(many(&self.objects, subject))),
        }
    }
}

/// A value made safe for its cell: on one line, and quoted if it begins with a quotation mark.
pub(super) fn cell(value: &str) -> String {
    let value = value.replace(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}', " ");
    let value = value.trim();
    if value.starts_with('"') { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
}

/// A text in YAML, between quotation marks.
fn quoted(value: &str) -> String {
    let value = value.replace(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}', " ");
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::{COMPOSITE, Predicate, read, validate};
    use super::*;

    fn row(subject: &str, object: Option<u32>) -> Mapping {
        Mapping {
            subject: format!("https://example.org/d/place/{subject}"),
            subject_label: subject.to_owned(),
            object: object.map(|n| format!("http://www.wikidata.org/entity/Q{n}")),
            object_label: object.map_or_else(String::new, |n| format!("item {n}")),
            justification: COMPOSITE.to_owned(),
            ..Mapping::default()
        }
    }

    fn set() -> MappingSet {
        let person = Some("https://orcid.org/0000-0002-1825-0097".to_owned());
        let date = Some("2026-01-31".to_owned());
        MappingSet {
            id: "https://example.org/d/links".to_owned(),
            title: "Links: of \"Test\" \\ # 1".to_owned(),
            licence: "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
            creators: vec!["https://people.example/me".to_owned(), "Tests & Co".to_owned()],
            tool: "chorograph".to_owned(),
            tool_version: "0.1.0".to_owned(),
            base: "https://example.org/d/".to_owned(),
            mappings: vec![
                Mapping {
                    confidence: Some(0.91),
                    similarity: Some(1.0),
                    match_string: "a|b".to_owned(),
                    ..row("a", Some(901))
                },
                Mapping { comment: "\"so\" called, 'x'".to_owned(), ..row("a", Some(902)) },
                Mapping {
                    predicate: Predicate::Exact,
                    reviewer: person.clone(),
                    review_date: date.clone(),
                    ..row("şuşa", Some(901))
                },
                Mapping {
                    predicate: Predicate::Exact,
                    negated: true,
                    author: person.clone(),
                    ..row("şuşa", Some(903))
                },
                Mapping { predicate: Predicate::Exact, reviewer: person, review_date: date, ..row("ž", None) },
            ],
            slots: [
                ("object_source".to_owned(), Slot::Text("wd:Q2013".to_owned())),
                ("see_also".to_owned(), Slot::List(vec!["https://example.org/".to_owned()])),
                ("curie_map".to_owned(), Slot::Map([("ex".to_owned(), "https://ex.example/".to_owned())].into())),
            ]
            .into(),
            other: BTreeMap::new(),
        }
    }

    fn written(set: &MappingSet) -> String {
        let mut out = Vec::new();
        write(set, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_written_is_read_and_is_valid() {
        let text = written(&set());
        assert_eq!(read(&text), (set(), vec![]));
        assert_eq!(validate(&text), vec![]);
        let mut turned = set();
        turned.mappings.reverse();
        assert_eq!(written(&turned), text, "the order in which rows were found is no matter");
        let cardinalities: Vec<&str> =
            text.lines().filter(|l| l.starts_with("data:")).filter_map(|l| l.split('\t').nth(15)).collect();
        assert_eq!(cardinalities, ["n:n", "1:n", "n:1", "", "1:0"]);
    }

    #[test]
    fn no_value_leaves_its_cell() {
        for nasty in
            ["a\tb", "a\nb", "a\r\nb", "\u{1b}[2Jb", "\u{0}", "\"", "\"a\tb\"", "#x", "|", "\\|", "\u{2028}b", "\\"]
        {
            let mut set = set();
            set.title = nasty.to_owned();
            set.creators = vec![nasty.to_owned()];
            for mapping in &mut set.mappings {
                mapping.subject_label = format!("{nasty}.");
                mapping.comment = nasty.to_owned();
                mapping.match_string = nasty.to_owned();
            }
            let (found, problems) = read(&written(&set));
            assert_eq!((found.mappings.len(), problems), (5, vec![]), "{nasty:?}");
            assert_eq!(found.mappings[0].comment, safe(nasty).trim());
            assert_eq!(found.title, safe(nasty), "{nasty:?}");
        }
    }

    fn safe(text: &str) -> String {
        text.replace(|c: char| c.is_control() || c == '\u{2028}', " ")
    }

    #[test]
    fn other_columns_and_a_wrong_row() {
        let text = written(&set())
            .replace("comment\n", "comment\tmapping_date\n")
            .replace("\tn:n\t\n", "\tn:n\t\t2026-01-01\n");
        let (found, problems) = read(&text);
        assert_eq!(problems, vec![]);
        assert_eq!(found.other.len(), 1);
        let again = written(&found);
        assert!(again.contains("comment\tmapping_date\n") && again.contains("\tn:n\t\t2026-01-01\n"), "{again}");
        let (found, problems) = read(&text.replace("wd:Q902", "wd:Q9 02"));
        assert_eq!((found.mappings.len(), problems.len()), (4, 1));
        assert_eq!(problems[0].value, "wd:Q9 02");
    }
}
