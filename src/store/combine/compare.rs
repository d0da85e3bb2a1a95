//! What the sources say of one another: disagreements and likely copies, of the values and sketches of all parts. Both are
//! sorted on disk. In memory are the values of one aspect of one subject, and the samples of all articles (640 bytes each at
//! most) with their publishers and addresses.

use super::list::Part;
use super::{CombineError, at};
use crate::base::nquads::push_quad;
use crate::base::sort::{Sorted, Sorter};
use crate::claim::disagreement::{Key, Value, rules};
use crate::dataset::Dataset;
use crate::store::copies;
use crate::store::copies::lsh::Samples;
use crate::store::disagree;
use crate::store::parts::{Compared, read_compared};
use oxigraph::model::Quad;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// The computed graphs.
pub(super) struct ComputedGraphs {
    /// The lines of the graph of disagreements.
    pub(super) disagreements: Sorted,
    pub(super) copies: Vec<Quad>,
}

/// Compares the parts. Articles of parts that are not included are compared and then left out.
pub(super) fn compare(dataset: &Dataset, parts: &[Part], scratch: &Path) -> Result<ComputedGraphs, CombineError> {
    let (mut values, mut entries) = (Sorter::new(scratch), Sorter::new(scratch));
    for part in parts {
        let sort = |line: &str| -> io::Result<()> {
            match line.as_bytes().first() {
                Some(b'v') if part.is_included => values.push(line.as_bytes()),
                Some(b's') => match Compared::parse(line) {
                    // In the order of ids, as bytes.
                    Some(Compared::Entry(entry)) => {
                        entries.push(&[entry.id.as_bytes(), b"\0", line.as_bytes()].concat())
                    }
                    _ => Err(io::ErrorKind::InvalidData.into()),
                },
                Some(b'v') => Ok(()),
                _ => Err(io::ErrorKind::InvalidData.into()),
            }
        };
        read_compared(&part.compared, sort).map_err(at(&part.compared))?;
    }
    let disagreements = disagreements(dataset, values, scratch).map_err(at(scratch))?;
    let left_out: BTreeSet<&str> =
        parts.iter().filter(|part| !part.is_included).map(|part| part.sidecar.source.as_str()).collect();
    let copies = copies(dataset, entries, &left_out).map_err(at(scratch))?;
    Ok(ComputedGraphs { disagreements, copies })
}

fn disagreements(dataset: &Dataset, values: Sorter, scratch: &Path) -> io::Result<Sorted> {
    let mut values = Sorter::finish(vec![values])?;
    let mut lines = Sorter::new(scratch);
    let mut line = Vec::new();
    let mut push = |quads: &[Quad]| {
        quads.iter().try_for_each(|quad| {
            line.clear();
            push_quad(quad, &mut line);
            lines.push(&line)
        })
    };
    push(&rules(&dataset.minter))?;
    let mut aspect: Option<(String, Key)> = None;
    let mut group: Vec<Value> = Vec::new();
    while let Some(record) = values.next()? {
        let said = std::str::from_utf8(record).ok().and_then(Compared::parse);
        let Some(Compared::Value { subject, key, value }) = said else { return Err(io::ErrorKind::InvalidData.into()) };
        if aspect.as_ref().is_none_or(|(of, with)| (of, with) != (&subject, &key)) {
            if let Some((subject, key)) = aspect.replace((subject, key)) {
                push(&disagree::of_aspect(dataset, &subject, &key, &group))?;
            }
            group.clear();
        }
        group.push(value);
    }
    if let Some((subject, key)) = aspect {
        push(&disagree::of_aspect(dataset, &subject, &key, &group))?;
    }
    Sorter::finish(vec![lines])
}

fn copies(dataset: &Dataset, entries: Sorter, left_out: &BTreeSet<&str>) -> io::Result<Vec<Quad>> {
    let mut sorted = Sorter::finish(vec![entries])?;
    let mut samples = Samples::default();
    let (mut entries, mut is_left_out) = (Vec::new(), Vec::new());
    while let Some(record) = sorted.next()? {
        let line = record.splitn(2, |byte| *byte == 0).nth(1).and_then(|line| std::str::from_utf8(line).ok());
        let Some(Compared::Entry(mut entry)) = line.and_then(Compared::parse) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        samples.push(entry.sketch.sample());
        is_left_out.push(left_out.contains(entry.file.as_str()));
        (entry.sketch, entry.file, entry.reading) = Default::default();
        entries.push(*entry);
    }
    Ok(copies::quads_without(&dataset.minter, entries, samples, &is_left_out))
}
