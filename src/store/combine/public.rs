//! What is public where restricted parts are left out: links whose entities only these describe are left out, and so is what
//! public sources say of having been derived from them. The rule is that of [`crate::store::access`]; it is applied to the
//! few statements on which it depends, which are looked for in the parts, line by line.

use super::files::Folder;
use super::list::Part;
use super::{CombineError, at};
use crate::base::vocab::{access_right, choro, dcterms, prov, rdf, rdfs, schema};
use crate::dataset::Dataset;
use crate::store::access;
use crate::store::parts::member;
use flate2::bufread::MultiGzDecoder;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

/// Leaves out of the links and of public parts what leads to restricted ones; returns the links.
pub(super) fn restrict(
    dataset: &Dataset,
    parts: &mut [Part],
    links: Vec<Quad>,
    gazetteer: &[Quad],
    folder: &Folder,
) -> Result<Vec<Quad>, CombineError> {
    let mut wanted = Wanted { named: named(dataset, &links), ..Wanted::default() };
    // For each address or source that public sources say they were derived from, the parts that say so.
    for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.is_included) {
        wanted.public(number, part).map_err(at(&part.quads))?;
    }
    for part in parts.iter().filter(|part| !part.is_included) {
        wanted.restricted(part).map_err(at(&part.quads))?;
    }
    if !wanted.addresses.is_empty() {
        for part in parts.iter().filter(|part| part.is_included) {
            wanted.known_addresses(part).map_err(at(&part.quads))?;
        }
    }
    let gone: BTreeSet<String> = wanted.sources.iter().chain(&wanted.addresses).cloned().collect();
    let touched: BTreeSet<usize> = wanted
        .derived
        .iter()
        .filter(|(origin, _)| gone.contains(*origin))
        .flat_map(|(_, parts)| parts)
        .copied()
        .collect();
    for number in touched {
        without_origins(&mut parts[number], &gone, folder)?;
    }
    let name = GraphName::from(dataset.minter.graph("links"));
    let mut quads = links;
    quads.extend_from_slice(gazetteer);
    quads.extend(wanted.quads);
    let left = access::public_part(quads, dataset)?;
    Ok(left.into_iter().filter(|quad| quad.graph_name == name).collect())
}

/// The nodes of the dataset that links name.
fn named(dataset: &Dataset, links: &[Quad]) -> HashSet<String> {
    let base = dataset.minter.base();
    let nodes = links.iter().flat_map(|quad| {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => Some(node),
            NamedOrBlankNode::BlankNode(_) => None,
        };
        let object = match &quad.object {
            Term::NamedNode(node) => Some(node),
            _ => None,
        };
        subject.into_iter().chain(object)
    });
    nodes.map(NamedNode::as_str).filter(|node| node.starts_with(base)).map(str::to_owned).collect()
}

/// What is looked for in parts, and what was found.
#[derive(Default)]
struct Wanted {
    /// Nodes that links name.
    named: HashSet<String>,
    /// Statements on which the rule depends.
    quads: Vec<Quad>,
    /// What public sources say that they were derived from, with the parts that say so.
    derived: BTreeMap<String, BTreeSet<usize>>,
    /// Those that are restricted sources.
    sources: BTreeSet<String>,
    /// Those that are addresses of restricted sources, and of no public one.
    addresses: BTreeSet<String>,
}

impl Wanted {
    fn public(&mut self, number: usize, part: &Part) -> io::Result<()> {
        self.quads.push(version_of(part));
        let mut described = HashSet::new();
        lines(&part.quads, |line| {
            let Some((subject, predicate, object)) = split(line) else { return Ok(()) };
            if predicate == prov::WAS_DERIVED_FROM.as_str() {
                self.derived.entry(iri(object).to_owned()).or_default().insert(number);
            }
            // That it is described is enough, but for its names, by which spellings are public.
            if self.named.contains(subject) {
                let is_first = described.insert(subject.to_owned());
                if is_first || predicate == rdfs::LABEL.as_str() || predicate == choro::NAME.as_str() {
                    self.quads.extend(parse(line)?);
                }
            }
            Ok(())
        })
    }

    fn restricted(&mut self, part: &Part) -> io::Result<()> {
        let version = NamedNode::new_unchecked(&part.sidecar.version);
        let of = version_of(part);
        if let Term::NamedNode(source) = &of.object {
            let mark = Quad::new(source.clone(), dcterms::ACCESS_RIGHTS, access_right::RESTRICTED, version.clone());
            self.quads.extend([Quad::new(source.clone(), rdf::TYPE, choro::SOURCE, version), mark]);
        }
        self.quads.push(of);
        let mut described = HashSet::new();
        lines(&part.quads, |line| {
            let Some((subject, predicate, object)) = split(line) else { return Ok(()) };
            if self.named.contains(subject) && described.insert(subject.to_owned()) {
                self.quads.extend(parse(line)?);
            }
            let is_source = predicate == rdf::TYPE.as_str() && iri(object) == choro::SOURCE.as_str();
            if is_source && self.derived.contains_key(subject) {
                self.sources.insert(subject.to_owned());
            }
            if predicate == schema::URL.as_str() && self.derived.contains_key(iri(object)) {
                self.addresses.insert(iri(object).to_owned());
            }
            Ok(())
        })
    }

    fn known_addresses(&mut self, part: &Part) -> io::Result<()> {
        lines(&part.quads, |line| {
            if let Some((_, predicate, object)) = split(line)
                && predicate == schema::URL.as_str()
            {
                self.addresses.remove(iri(object));
            }
            Ok(())
        })
    }
}

/// That the graph of a part is a version of its source.
fn version_of(part: &Part) -> Quad {
    let version = NamedNode::new_unchecked(&part.sidecar.version);
    // The IRI of a version is that of its source with what follows.
    let source = part.sidecar.version.rfind("/version/").map_or("", |at| &part.sidecar.version[..at]);
    Quad::new(version.clone(), prov::SPECIALIZATION_OF, NamedNode::new_unchecked(source), version)
}

/// Writes a part without what it says of its origins, where these are gone.
fn without_origins(part: &mut Part, gone: &BTreeSet<String>, folder: &Folder) -> Result<(), CombineError> {
    let target = folder.scratch().join(format!("public-{}.nq.gz", part.sidecar.quads.sha256));
    let write = || -> io::Result<usize> {
        let mut out = File::create(&target)?;
        let (mut chunk, mut count) = (Vec::new(), 0);
        lines(&part.quads, |line| {
            let is_gone = split(line).is_some_and(|(_, predicate, object)| {
                predicate == prov::WAS_DERIVED_FROM.as_str() && gone.contains(iri(object))
            });
            if !is_gone {
                count += 1;
                chunk.extend_from_slice(line.as_bytes());
            }
            if chunk.len() >= 1 << 20 {
                out.write_all(&member(&chunk)?)?;
                chunk.clear();
            }
            Ok(())
        })?;
        out.write_all(&member(&chunk)?)?;
        Ok(count)
    };
    part.sidecar.quads.count = write().map_err(at(&target))?;
    part.quads = target;
    part.below = crate::store::parts::beside(&part.below, ".nq.gz");
    Ok(())
}

/// Calls `each` with every line of a file of quads.
fn lines(path: &Path, mut each: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let reader: Box<dyn Read> = match path.extension().is_some_and(|ending| ending == "gz") {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        each(&line)?;
        line.clear();
    }
    Ok(())
}

/// Subject and predicate of a line of canonical N-Quads, and the text of its object.
fn split(line: &str) -> Option<(&str, &str, &str)> {
    let (subject, rest) = line.strip_prefix('<')?.split_once("> <")?;
    let (predicate, rest) = rest.split_once("> ")?;
    Some((subject, predicate, &rest[..rest.rfind(" <")?]))
}

/// The IRI in the text of an object; a literal stays as it is.
fn iri(object: &str) -> &str {
    object.strip_prefix('<').and_then(|iri| iri.strip_suffix('>')).unwrap_or(object)
}

fn parse(line: &str) -> io::Result<Option<Quad>> {
    let mut quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(line);
    quads.next().transpose().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::nquads::push_quad;

    #[test]
    fn a_line_is_split_at_its_terms() {
        let quad = |object: Term| {
            let node = |of: &str| NamedNode::new_unchecked(format!("https://ex.org/{of}"));
            let mut line = Vec::new();
            push_quad(&Quad::new(node("s"), node("p"), object, node("g")), &mut line);
            String::from_utf8(line).unwrap()
        };
        let node = quad(NamedNode::new_unchecked("https://ex.org/o").into());
        let (subject, predicate, object) = split(&node).unwrap();
        assert_eq!((subject, predicate, iri(object)), ("https://ex.org/s", "https://ex.org/p", "https://ex.org/o"));
        let text = quad(oxigraph::model::Literal::new_simple_literal("a> <b> \"c <d>").into());
        assert_eq!(split(&text).unwrap().2, "\"a> <b> \\\"c <d>\"");
        assert_eq!(split("nothing"), None);
    }
}
