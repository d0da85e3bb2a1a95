//! Claims as JSON lines, for other programs: one object a claim, in the form that `docs/convert.md` describes. They are made
//! of the quads of a document or a row, so that they say what every export says, by the table of claim types.

mod value;

use crate::base::iri::Minter;
use crate::base::vocab::{access_right, choro, dcterms, oa, prov, rdf, rdfs, schema};
use crate::claim::types::ClaimType;
use crate::dataset::gazetteer::Gazetteer;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use value::{List, Object};

/// Properties of a claim that are no values: each has a member of its own.
const OTHER_MEMBERS: [NamedNodeRef<'static>; 12] = [
    choro::VERBATIM,
    choro::ANCHORED_AT,
    choro::HEADED_BY,
    choro::IDENTIFIED_BY,
    choro::WITHIN_CONTEXT,
    choro::SUPPLIED_BY,
    choro::ASSERTED_BY,
    choro::SAID_IN,
    choro::REPORTED_IN,
    choro::FROM_RECORD,
    choro::CITED_IN,
    choro::REALIGNED,
];

/// The properties from a claim to the places that it rests on.
const EVIDENCE: [NamedNodeRef<'static>; 5] =
    [choro::ANCHORED_AT, choro::HEADED_BY, choro::IDENTIFIED_BY, choro::WITHIN_CONTEXT, choro::SUPPLIED_BY];

/// The names of entities of the gazetteer, by their IRIs.
pub type Labels = HashMap<String, String>;

/// The names that a gazetteer shows.
pub fn labels(gazetteer: &Gazetteer, minter: &Minter) -> Labels {
    let named = |entity: &crate::dataset::gazetteer::Entity| {
        Some((entity.iri(minter).into_string(), entity.names.first()?.0.clone()))
    };
    gazetteer.entities.iter().filter_map(named).collect()
}

/// Writes the claims of a source as lines.
pub struct ClaimLines<'a> {
    labels: &'a Labels,
    source: Source<'a>,
}

/// The member `source`, and what of it other members need.
struct Source<'a> {
    id: &'a str,
    file: &'a str,
    iri: NamedNode,
    version: &'a NamedNode,
    sha256: &'a str,
    /// What its metadata says, as members; `None` until the first part.
    described: Option<String>,
    agents: BTreeMap<String, String>,
}

/// What a part says of each node, in the order of the part.
struct Part<'q>(HashMap<&'q str, Vec<(&'q NamedNode, &'q Term)>>);

impl<'q> Part<'q> {
    fn new(quads: &'q [Quad]) -> Self {
        let mut nodes: HashMap<&str, Vec<(&NamedNode, &Term)>> = HashMap::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
                nodes.entry(subject.as_str()).or_default().push((&quad.predicate, &quad.object));
            }
        }
        Self(nodes)
    }

    fn facts(&self, node: &str) -> &[(&'q NamedNode, &'q Term)] {
        self.0.get(node).map_or(&[], Vec::as_slice)
    }

    fn values(&self, node: &str, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'q Term> {
        self.facts(node).iter().filter(move |(of, _)| **of == property).map(|(_, value)| *value)
    }

    fn node(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'q NamedNode> {
        self.values(node, property).find_map(|value| match value {
            Term::NamedNode(node) => Some(node),
            _ => None,
        })
    }

    fn text(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'q str> {
        self.values(node, property).find_map(|value| match value {
            Term::Literal(text) => Some(text.value()),
            _ => None,
        })
    }

    fn is_a(&self, node: &str, class: NamedNodeRef<'_>) -> bool {
        self.values(node, rdf::TYPE).any(|of| matches!(of, Term::NamedNode(of) if *of == class))
    }
}

impl<'a> ClaimLines<'a> {
    /// The claims of a source; `file` is the file that it is in, `version` the graph, `sha256` the digest of the bytes.
    pub fn new(
        minter: &Minter,
        labels: &'a Labels,
        (id, file): (&'a str, &'a str),
        version: &'a NamedNode,
        sha256: &'a str,
    ) -> Self {
        let iri = minter.source(id);
        let source = Source { id, file, iri, version, sha256, described: None, agents: BTreeMap::new() };
        Self { labels, source }
    }

    /// Appends the claims of a part, in order, and returns how many there are. The first part describes the source; each
    /// describes all other nodes that its claims refer to.
    pub fn push(&mut self, quads: &[Quad], out: &mut Vec<u8>) -> usize {
        let part = Part::new(quads);
        if self.source.described.is_none() {
            self.source.describe(&part);
        }
        let mut seen = HashSet::new();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(claim) = &quad.subject else { continue };
            let is_claim = quad.predicate == rdf::TYPE && quad.object == Term::from(choro::CLAIM);
            if is_claim && seen.insert(claim.as_str()) {
                self.claim(&part, claim.as_str(), out);
            }
        }
        seen.len()
    }

    fn claim(&self, part: &Part<'_>, claim: &str, out: &mut Vec<u8>) {
        let Some(claim_type) = ClaimType::of(part.values(claim, rdf::TYPE)) else { return };
        let mut object = Object::begin(out);
        object.text("id", Some(claim));
        object.text("type", Some(claim_type.name));
        object.member("subject", |out| self.entity(part, part.node(claim, claim_type.subject), out));
        object.member("values", |out| self.values(part, claim, claim_type, out));
        object.text("words", part.text(claim, choro::VERBATIM));
        object.member("evidence", |out| self.evidence(part, claim, out));
        object.member("attribution", |out| {
            let mut object = Object::begin(out);
            object.member("asserted_by", |out| self.entity(part, part.node(claim, choro::ASSERTED_BY), out));
            for (name, property) in
                [("said_in", choro::SAID_IN), ("reported_in", choro::REPORTED_IN), ("record", choro::FROM_RECORD)]
            {
                object.text(name, part.node(claim, property).map(NamedNode::as_str));
            }
            object.member("cites", |out| {
                let mut list = List::begin(out);
                for work in part.values(claim, choro::CITED_IN) {
                    if let Term::NamedNode(work) = work {
                        list.item(|out| self.entity(part, Some(work), out));
                    }
                }
                list.end();
            });
            object.end();
        });
        object.member("source", |out| self.source.write(out));
        object.member("tool", |out| self.tool(part, claim, out));
        object.end();
        out.push(b'\n');
    }

    /// The values by property: all that the claim says and that has no member of its own.
    fn values(&self, part: &Part<'_>, claim: &str, claim_type: &ClaimType, out: &mut Vec<u8>) {
        let mut values: BTreeMap<&str, Vec<&Term>> = BTreeMap::new();
        for (property, value) in part.facts(claim) {
            let is_other = **property == claim_type.subject || OTHER_MEMBERS.iter().any(|other| **property == *other);
            let Some(name) = property.as_str().strip_prefix(choro::NAMESPACE).filter(|_| !is_other) else { continue };
            let values = values.entry(name).or_default();
            if !values.contains(value) {
                values.push(value);
            }
        }
        // The tool's own score is beside the name of the tool.
        let score = choro::TOOL_SCORE.as_str().strip_prefix(choro::NAMESPACE).unwrap_or_default();
        values.remove(score);
        let mut object = Object::begin(out);
        for (name, values) in values {
            object.member(name, |out| {
                let mut list = List::begin(out);
                values.into_iter().for_each(|value| list.item(|out| self.value(part, value, out)));
                list.end();
            });
        }
        object.end();
    }

    fn evidence(&self, part: &Part<'_>, claim: &str, out: &mut Vec<u8>) {
        let mut list = List::begin(out);
        let mut seen = BTreeSet::new();
        for role in EVIDENCE {
            for place in part.values(claim, role) {
                let Term::NamedNode(place) = place else { continue };
                if !seen.insert((role.as_str(), place.as_str())) {
                    continue;
                }
                list.item(|out| {
                    let mut object = Object::begin(out);
                    object.text("role", role.as_str().strip_prefix(choro::NAMESPACE));
                    value::place(part, place.as_str(), &mut object);
                    object.end();
                });
            }
        }
        list.end();
    }

    /// Who read it: this program, or whoever made the finding that it was made of.
    fn tool(&self, part: &Part<'_>, claim: &str, out: &mut Vec<u8>) {
        let mut object = Object::begin(out);
        match part.node(claim, prov::WAS_ATTRIBUTED_TO) {
            Some(agent) => {
                let name = part.text(agent.as_str(), rdfs::LABEL).unwrap_or(agent.as_str());
                object.text("name", Some(name));
                object.text("version", part.text(agent.as_str(), schema::SOFTWARE_VERSION));
                object.text("id", Some(agent.as_str()));
            }
            None => {
                object.text("name", Some("chorograph"));
                object.text("version", Some(env!("CARGO_PKG_VERSION")));
                object.text("id", None);
            }
        }
        object.member("score", |out| match part.values(claim, choro::TOOL_SCORE).next() {
            Some(score) => self.value(part, score, out),
            None => out.extend_from_slice(b"null"),
        });
        object.text("realigned", part.text(claim, choro::REALIGNED));
        object.end();
    }

    /// An entity with its label: that of the gazetteer, or else the source's own.
    fn entity(&self, part: &Part<'_>, entity: Option<&NamedNode>, out: &mut Vec<u8>) {
        let Some(entity) = entity.map(NamedNode::as_str) else { return out.extend_from_slice(b"null") };
        let known = self.labels.get(entity).map(String::as_str);
        let own = || part.text(entity, rdfs::LABEL).or_else(|| self.source.agents.get(entity).map(String::as_str));
        let mut object = Object::begin(out);
        object.text("id", Some(entity));
        object.text("label", known.or_else(own));
        object.end();
    }
}

impl Source<'_> {
    fn describe(&mut self, part: &Part<'_>) {
        let iri = self.iri.as_str();
        let mut out = Vec::new();
        let mut object = Object::begin(&mut out);
        object.text("title", part.text(iri, dcterms::TITLE));
        object.text("url", part.node(iri, schema::URL).map(NamedNode::as_str));
        object.text("published", part.text(iri, dcterms::ISSUED));
        let publisher = part.node(iri, dcterms::PUBLISHER);
        let label = publisher.and_then(|publisher| part.text(publisher.as_str(), rdfs::LABEL));
        object.text("publisher", label);
        let is_restricted = part.node(iri, dcterms::ACCESS_RIGHTS).is_some_and(|of| *of == access_right::RESTRICTED);
        object.member("restricted", |out| out.extend_from_slice(if is_restricted { b"true" } else { b"false" }));
        object.end();
        self.agents.extend(publisher.zip(label).map(|(of, label)| (of.as_str().to_owned(), label.to_owned())));
        self.described = String::from_utf8(out).ok();
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut object = Object::begin(out);
        for (name, value) in [
            ("id", self.id),
            ("file", self.file),
            ("iri", self.iri.as_str()),
            ("version", self.version.as_str()),
            ("sha256", self.sha256),
        ] {
            object.text(name, Some(value));
        }
        // Without its braces.
        let described = self.described.as_deref().unwrap_or("{}");
        object.members(described.get(1..described.len() - 1).unwrap_or_default());
        object.end();
    }
}

/// Whether a node has a position in a text.
fn is_span(part: &Part<'_>, node: &str) -> bool {
    part.values(node, oa::START).next().is_some()
}

#[cfg(test)]
mod tests;
