//! Exact counts of the content of a dataset, in two passes over sorted lines: memory grows with the number of classes,
//! properties and graphs, and by four bytes per subject.
//!
//! The first pass has the statements by subject, so that all classes of a subject are known when its statements are
//! counted. The class of an object is found by sorting the objects: the records of its own classes and of its
//! references are then adjacent.
//!
//! All counts but those of graphs are of the merge of all graphs, as queries see it.

use super::DescribeError;
use crate::base::iri::hex;
use crate::base::sort::Sorter;
use crate::base::vocab::{choro, rdf, wd, xsd};
use crate::publish::{CanonicalQuads, Line};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The counts of a dataset. Keys are IRIs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// SHA-256, in hexadecimal, of the canonical form (RDFC-1.0) of all graphs.
    pub digest: String,
    /// Number of statements; one that is in two graphs counts twice.
    pub quads: u64,
    /// Number of triples in the merge of all graphs.
    pub triples: u64,
    /// Number of subjects below the base IRI.
    pub entities: u64,
    /// Number of subjects.
    pub subjects: u64,
    /// Number of objects, IRIs and literals.
    pub objects: u64,
    /// Counts by class.
    pub classes: BTreeMap<String, OfClass>,
    /// Counts by property.
    pub properties: BTreeMap<String, OfProperty>,
    /// Number of statements in each graph.
    pub graphs: BTreeMap<String, u64>,
    /// Number of statements that link to Wikidata, by property.
    pub links: BTreeMap<String, u64>,
    /// The first day in the time of a claim.
    pub earliest: Option<String>,
    /// The last day in the time of a claim.
    pub latest: Option<String>,
    /// The places that claims are about: at most one more than [`MAX_PLACES`].
    pub places: BTreeSet<String>,
}

/// Maximum number of places that are listed.
pub const MAX_PLACES: usize = 100;

/// Counts of the members of a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfClass {
    /// Number of members.
    pub entities: u64,
    /// The first member.
    pub example: String,
    /// Their statements, by property.
    pub properties: BTreeMap<String, OfMembers>,
}

/// The statements about members of a class with one property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfMembers {
    /// Number of triples.
    pub triples: u64,
    /// Number of members that have the property.
    pub subjects: u64,
    /// Number of triples by the class of their object.
    pub classes: BTreeMap<String, u64>,
    /// Number of triples by the datatype of their object.
    pub datatypes: BTreeMap<String, u64>,
}

/// The statements with one property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfProperty {
    /// Number of triples.
    pub triples: u64,
    /// Number of subjects.
    pub subjects: u64,
    /// Number of objects.
    pub objects: u64,
}

/// Counts the lines of a dataset.
pub fn count(mut listing: CanonicalQuads, base: &str, scratch: &Path) -> Result<Counts, DescribeError> {
    let mut counting = Counting::new(base, scratch);
    while let Some(line) = listing.next_line()? {
        counting.line(&line)?;
    }
    counting.end_subject()?;
    counting.finish()
}

/// Names, each with a number.
#[derive(Default)]
struct Numbers {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Numbers {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

/// The current subject.
#[derive(Default)]
struct Subject {
    name: String,
    classes: BTreeSet<u32>,
    /// By property: number of triples, and of literals by datatype.
    said: BTreeMap<u32, (u64, BTreeMap<u32, u64>)>,
}

struct Counting<'a> {
    base: &'a str,
    counts: Counts,
    hasher: Sha256,
    names: Numbers,
    classes: BTreeSet<u32>,
    properties: HashMap<u32, OfProperty>,
    /// By class and property.
    members: HashMap<(u32, u32), OfMembers>,
    examples: HashMap<u32, (u64, String)>,
    subject: Subject,
    /// The different sets of classes that subjects have, and the set of each subject. The first set is empty.
    sets: Vec<Vec<u32>>,
    set_numbers: HashMap<Vec<u32>, u32>,
    set_of: Vec<u32>,
    objects: Sorter,
    previous: Vec<u8>,
    graph: (String, u64),
}

/// Kinds of records sorted by object: the classes of an object come before the references to it.
const IS: u8 = 0;
const OF: u8 = 1;
/// Length in bytes of the digest by which an object is sorted: two objects share one about once in 2^128 pairs.
const DIGEST: usize = 16;

impl<'a> Counting<'a> {
    fn new(base: &'a str, scratch: &Path) -> Self {
        Self {
            base,
            counts: Counts::default(),
            hasher: Sha256::new(),
            names: Numbers::default(),
            classes: BTreeSet::new(),
            properties: HashMap::new(),
            members: HashMap::new(),
            examples: HashMap::new(),
            subject: Subject::default(),
            sets: vec![Vec::new()],
            set_numbers: HashMap::from([(Vec::new(), 0)]),
            set_of: Vec::new(),
            objects: Sorter::new(scratch),
            previous: Vec::new(),
            graph: (String::new(), 0),
        }
    }

    fn line(&mut self, line: &Line<'_>) -> Result<(), DescribeError> {
        self.hasher.update(line.bytes);
        self.counts.quads += 1;
        if self.graph.0 != line.graph {
            self.end_graph();
            line.graph.clone_into(&mut self.graph.0);
        }
        self.graph.1 += 1;
        // The same triple in another graph is on the next line, because the graph comes last in a line.
        let end = line.bytes.len() - if line.graph.is_empty() { 2 } else { line.graph.len() + 5 };
        let triple = &line.bytes[..end];
        if triple == self.previous {
            return Ok(());
        }
        self.previous.clear();
        self.previous.extend_from_slice(triple);
        if line.subject != self.subject.name {
            self.end_subject()?;
            line.subject.clone_into(&mut self.subject.name);
        }
        self.triple(line)
    }

    fn triple(&mut self, line: &Line<'_>) -> Result<(), DescribeError> {
        self.counts.triples += 1;
        let property = self.names.of(line.predicate);
        let node = line.object.strip_prefix('<').and_then(|o| o.strip_suffix('>'));
        let datatype = node.is_none().then(|| self.names.of(datatype(line.object)));
        let (triples, datatypes) = self.subject.said.entry(property).or_default();
        *triples += 1;
        if let Some(datatype) = datatype {
            *datatypes.entry(datatype).or_default() += 1;
        }
        match node {
            Some(class) if line.predicate == rdf::TYPE.as_str() => {
                let class = self.names.of(class);
                self.classes.insert(class);
                self.subject.classes.insert(class);
            }
            Some(place) if line.predicate == choro::ABOUT_PLACE.as_str() => {
                if self.counts.places.len() <= MAX_PLACES && !self.counts.places.contains(place) {
                    self.counts.places.insert(place.to_owned());
                }
            }
            _ => {}
        }
        if node.is_some_and(|o| o.starts_with(wd::NAMESPACE)) {
            *self.counts.links.entry(line.predicate.to_owned()).or_default() += 1;
        }
        let day = line.object.strip_prefix('"').and_then(|o| o.split_once('"')).map(|(day, _)| day);
        if let Some(day) = day.filter(|day| day.len() == 10) {
            let (earliest, latest) = (&mut self.counts.earliest, &mut self.counts.latest);
            if line.predicate == choro::EARLIEST.as_str() && earliest.as_deref().is_none_or(|e| day < e) {
                *earliest = Some(day.to_owned());
            }
            if line.predicate == choro::LATEST.as_str() && latest.as_deref().is_none_or(|l| day > l) {
                *latest = Some(day.to_owned());
            }
        }
        let subject = self.set_of.len() as u64;
        let mut record = record(line.object, OF);
        record.extend_from_slice(&property.to_be_bytes());
        record.extend_from_slice(&subject.to_be_bytes());
        Ok(self.objects.push(&record)?)
    }

    fn end_graph(&mut self) {
        let (name, count) = std::mem::take(&mut self.graph);
        if count > 0 {
            *self.counts.graphs.entry(name).or_default() += count;
        }
    }

    fn end_subject(&mut self) -> Result<(), DescribeError> {
        let Subject { name, classes, said } = std::mem::take(&mut self.subject);
        if name.is_empty() {
            return Ok(());
        }
        self.counts.subjects += 1;
        self.counts.entities += u64::from(name.starts_with(self.base));
        for (property, (triples, datatypes)) in &said {
            let of = self.properties.entry(*property).or_default();
            of.triples += triples;
            of.subjects += 1;
            for class in &classes {
                let of = self.members.entry((*class, *property)).or_default();
                of.triples += triples;
                of.subjects += 1;
                for (datatype, count) in datatypes {
                    *of.datatypes.entry(self.names.name(*datatype).to_owned()).or_default() += count;
                }
            }
        }
        for class in &classes {
            self.examples.entry(*class).or_insert_with(|| (0, name.clone())).0 += 1;
        }
        let set: Vec<u32> = classes.into_iter().collect();
        let number = match self.set_numbers.get(&set) {
            Some(number) => *number,
            None => {
                let number = self.sets.len() as u32;
                self.sets.push(set.clone());
                self.set_numbers.insert(set, number);
                number
            }
        };
        if number != 0 {
            let mut record = record(&format!("<{name}>"), IS);
            record.extend_from_slice(&number.to_be_bytes());
            self.objects.push(&record)?;
        }
        self.set_of.push(number);
        Ok(())
    }

    /// The second pass: by object.
    fn finish(mut self) -> Result<Counts, DescribeError> {
        self.end_graph();
        let mut sorted = Sorter::finish(vec![std::mem::replace(&mut self.objects, Sorter::new(Path::new("")))])?;
        let (mut object, mut own, mut is_object) = (Vec::new(), 0, false);
        let mut last_property = None;
        let mut pairs: HashMap<(u32, u32, u32), u64> = HashMap::new();
        while let Some(record) = sorted.next()? {
            let (digest, rest) = record.split_at(DIGEST);
            if digest != object {
                object = digest.to_vec();
                (own, is_object, last_property) = (0, false, None);
            }
            let number = |at: usize| rest.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes);
            if rest.first() == Some(&IS) {
                own = number(1);
                continue;
            }
            if !is_object {
                is_object = true;
                self.counts.objects += 1;
            }
            let property = number(1);
            if last_property != Some(property) {
                last_property = Some(property);
                self.properties.entry(property).or_default().objects += 1;
            }
            // The subject has eight bytes, of which the first four are zero: there are never so many.
            let of = self.set_of.get(number(9) as usize).copied().unwrap_or_default();
            if own != 0 && of != 0 {
                *pairs.entry((of, property, own)).or_default() += 1;
            }
        }
        for ((of, property, own), count) in pairs {
            for class in &self.sets[of as usize] {
                let of = self.members.entry((*class, property)).or_default();
                for other in &self.sets[own as usize] {
                    *of.classes.entry(self.names.name(*other).to_owned()).or_default() += count;
                }
            }
        }
        let name = |number: u32| self.names.name(number).to_owned();
        let mut counts = self.counts;
        counts.digest = hex(&self.hasher.finalize());
        counts.properties = self.properties.into_iter().map(|(property, of)| (name(property), of)).collect();
        for class in self.classes {
            let (entities, example) = self.examples.remove(&class).unwrap_or_default();
            counts.classes.insert(name(class), OfClass { entities, example, properties: BTreeMap::new() });
        }
        for ((class, property), of) in self.members {
            if let Some(class) = counts.classes.get_mut(self.names.name(class)) {
                class.properties.insert(name(property), of);
            }
        }
        Ok(counts)
    }
}

fn record(object: &str, what: u8) -> Vec<u8> {
    let digest = Sha256::digest(object.as_bytes());
    let mut record = Vec::with_capacity(DIGEST + 13);
    record.extend_from_slice(&digest[..DIGEST]);
    record.push(what);
    record
}

/// The datatype of a literal in canonical N-Triples.
fn datatype(literal: &str) -> &str {
    if literal.ends_with('"') {
        return xsd::STRING.as_str();
    }
    let typed = literal.strip_suffix('>').and_then(|literal| literal.rsplit_once("\"^^<"));
    typed.map_or(rdf::LANG_STRING.as_str(), |(_, datatype)| datatype)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::facts::statements_of;

    #[test]
    fn everything_is_counted_once() {
        let data = "@prefix d: <https://e.org/d/> . @prefix x: <x:> .
            d:g1 { d:a a x:C, x:D ; x:to d:b, d:c ; x:says \"1\", \"1\"@en, 1 . d:b a x:C . }
            d:g2 { d:a a x:C ; x:to d:b . d:b x:says \"1\" . x:out x:to <http://www.wikidata.org/entity/Q901> . }";
        let statements = statements_of(data);
        let scratch = Path::new("/nowhere");
        let listing = CanonicalQuads::of(statements.store(), scratch, &|_| {}).unwrap();
        let counts = count(listing, "https://e.org/d/", scratch).unwrap();
        assert_eq!((counts.quads, counts.triples, counts.subjects, counts.entities), (12, 10, 3, 2));
        // x:C, x:D, d:b, d:c, Q901 and three literals.
        assert_eq!(counts.objects, 8);
        assert_eq!(counts.graphs.values().copied().collect::<Vec<_>>(), [8, 4]);
        assert_eq!(counts.links.into_iter().collect::<Vec<_>>(), [("x:to".to_owned(), 1)]);
        assert_eq!(counts.properties["x:to"], OfProperty { triples: 3, subjects: 2, objects: 3 });
        assert_eq!(counts.properties["x:says"], OfProperty { triples: 4, subjects: 2, objects: 3 });
        let class = &counts.classes["x:C"];
        assert_eq!((class.entities, class.example.as_str()), (2, "https://e.org/d/a"));
        let (to, says) = (&class.properties["x:to"], &class.properties["x:says"]);
        assert_eq!((to.triples, to.subjects, to.classes["x:C"], to.classes.len()), (2, 1, 1, 1));
        assert_eq!((says.triples, says.subjects), (4, 2));
        let datatypes: Vec<_> = says.datatypes.iter().map(|(d, n)| (d.rsplit('#').next().unwrap(), *n)).collect();
        assert_eq!(datatypes, [("langString", 1), ("integer", 1), ("string", 2)]);
        assert_eq!(counts.classes["x:D"].properties["x:to"].classes["x:C"], 1);
    }
}
